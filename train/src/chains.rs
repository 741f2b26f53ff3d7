//! Prints the coreference chains of treebank documents as JSON lines, for `train/coref_eval.py`.

use anyhow::{Context, Result};
use sayso::Document;
use sayso::analysis::{Analysis, Analyzer, Name, NameKind, Sentence, conllu};
use sayso::extraction::coref::Choice;
use sayso::extraction::{self, CueKind, Mode, Polarity, Statement};
use sayso::span::TokenSpan;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

type Referring = (Vec<extraction::Mention>, Vec<extraction::Chain>);

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Treebank whose documents begin with `# newdoc id`
    conllu: PathBuf,
    /// Take trees from the treebank and names from this file (one `form TAB tag` a line) instead of analysing
    #[arg(long)]
    gold_names: Option<PathBuf>,
    /// Take the speakers of turns from the text alone, not from the treebank's comments
    #[arg(long)]
    no_speakers: bool,
    /// Print with each document the choices that its pronouns have, for `train/pronouns.py`
    #[arg(long)]
    choices: bool,
}

pub(crate) fn run(args: &Args) -> Result<()> {
    let read = |path: &Path| {
        std::fs::read_to_string(path).with_context(|| format!("cannot read `{}`", path.display()))
    };
    let source = read(&args.conllu)?;
    let names = args.gold_names.as_deref().map(read).transpose()?;
    let mut tagged = names.as_deref().map(|text| text.split("\n\n").filter(|s| !s.trim().is_empty()));
    let analyzer = Analyzer::new();
    for part in source.split("# newdoc id = ").skip(1) {
        let (id, body) = part.split_once('\n').unwrap_or((part, ""));
        let mut found = conllu::read(body)?;
        match &mut tagged {
            Some(tagged) => {
                for sentence in &mut found.analysis.sentences {
                    sentence.names =
                        iob_names(tagged.next().context("fewer sentences of names than of trees")?);
                }
            }
            None => analyzer.annotate(&mut found.analysis.sentences),
        }
        let doc = Document::new(found.text);
        let labels = if args.no_speakers { Vec::new() } else { speakers(body) };
        let statements = with_turns(&doc, &found.analysis, &labels);
        let referring = extraction::refer(&doc, &found.analysis, &statements);
        let mut line = render(id.trim(), &referring, &found.analysis.sentences);
        if args.choices {
            line["choices"] = choices(&doc, &found.analysis, &statements, &referring.0);
        }
        println!("{line}");
    }
    Ok(())
}

/// Who says each sentence, by the comments `# speaker = `: the label that stands before a turn where it is printed.
fn speakers(body: &str) -> Vec<Option<&str>> {
    let mut speakers = Vec::new();
    let (mut speaker, mut is_inside) = (None, false);
    for line in body.lines().chain([""]) {
        if let Some(name) = line.strip_prefix("# speaker = ") {
            speaker = Some(name.trim());
        } else if line.is_empty() && is_inside {
            speakers.push(speaker.take());
            is_inside = false;
        } else if line.starts_with(|c: char| c.is_ascii_digit()) {
            is_inside = true;
        }
    }
    speakers
}

/// The document's statements; labelled turns are statements of their speakers.
fn with_turns(doc: &Document, analysis: &Analysis, speakers: &[Option<&str>]) -> Vec<Statement> {
    let turns = turns(analysis, speakers);
    let n = turns.len();
    let mut found = extraction::statement::detect(doc, analysis);
    for statement in &mut found {
        let sentence = analysis.sentences[statement.sentence].span;
        let turn = turns.iter().position(|t| t.content[0].contains(sentence));
        statement.inside = statement.inside.map(|i| i + n).or(turn);
    }
    turns.into_iter().chain(found).collect()
}

/// Each pronoun with its candidates, mentions as (sentence, head), properties as numbers.
fn choices(
    doc: &Document,
    analysis: &Analysis,
    statements: &[Statement],
    mentions: &[extraction::Mention],
) -> Value {
    let place = |m: usize| json!([mentions[m].sentence, mentions[m].head]);
    let choice = |choice: &Choice| {
        let candidates = choice.candidates.iter().map(|(c, values)| json!([place(*c), values]));
        json!([choice.kind, place(choice.pronoun), candidates.collect::<Vec<_>>()])
    };
    extraction::choices(doc, analysis, statements).iter().map(choice).collect()
}

fn turns(analysis: &Analysis, speakers: &[Option<&str>]) -> Vec<Statement> {
    let said = analysis.sentences.iter().zip(speakers).enumerate();
    let mut turns: Vec<Statement> = Vec::new();
    let mut last: Option<(&str, usize)> = None;
    for (number, (sentence, speaker)) in said {
        let Some(name) = *speaker else { continue };
        match turns.last_mut().filter(|_| last == Some((name, number.saturating_sub(1)))) {
            Some(turn) => turn.content[0] = turn.content[0].cover(sentence.span),
            None => turns.push(turn(number, sentence, place_of(analysis, speakers, name))),
        }
        last = Some((name, number));
    }
    turns
}

fn turn(number: usize, sentence: &Sentence, source_head: Option<(usize, usize)>) -> Statement {
    Statement {
        sentence: number,
        source: Vec::new(),
        source_head,
        speaker: None,
        co_speakers: Vec::new(),
        cue: Vec::new(),
        cue_lemma: ":".to_owned(),
        kind: CueKind::Say,
        polarity: Polarity::Positive,
        content: vec![sentence.span],
        mode: Mode::Direct,
        addressee_head: None,
        addressee: None,
        about: Vec::new(),
        inside: None,
        confidence: 1.0,
    }
}

/// The first place that names a speaker ("MarioJLucero" is Mario J. Lucero), or else where he first says "I".
fn place_of(analysis: &Analysis, speakers: &[Option<&str>], label: &str) -> Option<(usize, usize)> {
    let letters =
        |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let label = letters(label);
    let names =
        analysis.sentences.iter().enumerate().flat_map(|(n, s)| s.names.iter().map(move |name| (n, s, name)));
    let fits = |s: &Sentence, name: &Name| {
        let name = letters(&name.tokens.iter().map(|i| s.tokens[i].form.as_str()).collect::<String>());
        name == label || name.len() > 3 && (label.ends_with(&name) || name.ends_with(&label))
    };
    let head = |s: &Sentence, name: &Name| {
        name.tokens.iter().find(|i| s.tokens[*i].head.is_none_or(|h| !name.tokens.contains(h)))
    };
    let mut named = names.filter(|(_, s, name)| name.kind == NameKind::Per && fits(s, name));
    let named = named.find_map(|(n, s, name)| head(s, name).map(|h| (n, h)));
    named.or_else(|| {
        let own = analysis.sentences.iter().zip(speakers).enumerate();
        let mut own = own.filter(|(_, (_, who))| who.is_some_and(|who| letters(who) == label));
        own.find_map(|(n, (s, _))| s.tokens.iter().position(|t| is_i(&t.form)).map(|i| (n, i)))
    })
}

fn is_i(form: &str) -> bool {
    matches!(form.to_lowercase().as_str(), "i" | "me" | "my" | "myself")
}

/// One document as a line: chains of mentions (sentence, first token, token after the last, head, kind, reason).
fn render(id: &str, (mentions, chains): &Referring, sentences: &[Sentence]) -> Value {
    let mention = |m: &usize| {
        let m = &mentions[*m];
        let text: Vec<&str> =
            m.tokens.iter().map(|i| sentences[m.sentence].tokens[i].form.as_str()).collect();
        json!({
            "sentence": m.sentence, "start": m.tokens.start, "end": m.tokens.end, "head": m.head,
            "kind": m.kind.as_str(), "reason": m.link.reason, "text": text.join(" "),
        })
    };
    let chains: Vec<_> = chains
        .iter()
        .map(|c| {
            let mentions: Vec<_> = c.mentions.iter().map(mention).collect();
            json!({"name": c.name, "type": c.entity_type.as_str(), "mentions": mentions})
        })
        .collect();
    json!({"id": id, "chains": chains})
}

/// Names of a sentence from its IOB2 lines; nested and temporal types are left out.
fn iob_names(lines: &str) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let tags = lines.lines().filter_map(|l| l.split('\t').nth(1));
    for (i, tag) in tags.enumerate() {
        let kind = tag.split_once('-').and_then(|(_, kind)| kind_of(kind));
        match (tag.as_bytes().first(), kind) {
            (Some(b'B'), Some(kind)) => names.push(Name { tokens: TokenSpan::new(i, i + 1), kind }),
            (Some(b'I'), Some(_)) => {
                if let Some(last) = names.last_mut().filter(|n| n.tokens.end == i) {
                    last.tokens.end += 1;
                }
            }
            _ => {}
        }
    }
    names
}

fn kind_of(tag: &str) -> Option<NameKind> {
    Some(match tag {
        "person" => NameKind::Per,
        "organization" => NameKind::Org,
        "place" => NameKind::Loc,
        "event" => NameKind::Event,
        "time" | "quantity" => return None,
        _ => NameKind::Misc,
    })
}
