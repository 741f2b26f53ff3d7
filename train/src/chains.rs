//! Prints the coreference chains of treebank documents as JSON lines, for `train/coref_eval.py`.

use anyhow::{Context, Result};
use sayso::analysis::{Analysis, Analyzer, Name, NameKind, Sentence, conllu};
use sayso::span::TokenSpan;
use sayso::{Document, extraction};
use serde_json::json;
use std::path::{Path, PathBuf};

type Referring = (Vec<extraction::Mention>, Vec<extraction::Chain>);

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Treebank whose documents begin with `# newdoc id`
    conllu: PathBuf,
    /// Take trees from the treebank and names from this file (one `form TAB tag` a line) instead of analysing
    #[arg(long)]
    gold_names: Option<PathBuf>,
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
        println!("{}", render(id.trim(), &referring(&doc, &found.analysis), &found.analysis.sentences));
    }
    Ok(())
}

/// Mentions and chains, also those that are no entities.
fn referring(doc: &Document, analysis: &Analysis) -> Referring {
    let statements = extraction::statement::detect(doc, analysis);
    extraction::refer(doc, analysis, &statements)
}

/// One document as a line: chains of mentions (sentence, first token, token after the last, head, kind, reason).
fn render(id: &str, (mentions, chains): &Referring, sentences: &[Sentence]) -> String {
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
    json!({"id": id, "chains": chains}).to_string()
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
