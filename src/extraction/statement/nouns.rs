//! Nominal cues ("Trump's call for …", "the claim by X that …", "his view that …") and adjectives ("is confident that").

use super::spans::{content, cue_tokens, polarity, source, subject, tokens_in};
use super::{Context, Draft};
use crate::analysis::{Sentence, Upos};
use crate::extraction::{CueKind, Mode, Polarity};
use crate::lexicon::cues::{self, Frame};
use crate::span::TokenIdx;

/// Finds the nominal statements of a sentence.
pub(super) fn find(context: &Context<'_>, number: usize) -> Vec<Draft> {
    let s = context.sentence(number);
    (0..s.tokens.len())
        .filter_map(|i| match s.tokens[i].upos {
            Upos::Noun => noun(context, number, i),
            Upos::Adj | Upos::Verb => adjective(context, number, i),
            _ => None,
        })
        .collect()
}

/// "X is confident that …", "X was critical of …".
fn adjective(context: &Context<'_>, number: usize, a: TokenIdx) -> Option<Draft> {
    let s = context.sentence(number);
    let lemma = s.tokens[a].lower_form().to_string();
    let kind: CueKind = cues::kind(&lemma, Frame::Adjective)?.parse().ok()?;
    let owner = s.child(a, &["nsubj"])?;
    let clause = s.children_by(a, &["ccomp", "xcomp", "advcl"]).find(|c| *c > a);
    let phrase = s.children_by(a, &["obl"]).find(|c| {
        *c > a && s.children_by(*c, &["case"]).any(|p| matches!(s.tokens[p].lemma.as_str(), "of" | "about"))
    });
    let top = clause.or(phrase)?;
    let prep = (clause.is_none()).then(|| s.children_by(top, &["case"]).next()).flatten();
    let cue = cue_tokens(s, a, prep);
    let (source_spans, head) = source(s, owner, &cue);
    let mut without = cue.clone();
    without.extend(tokens_in(context, number, &source_spans));
    Some(Draft {
        sentence: number,
        cue_head: Some(a),
        source: source_spans,
        source_head: Some((number, head)),
        cue: s.spans_of(&cue),
        cue_lemma: prep.map_or(lemma.clone(), |p| format!("{lemma} {}", s.tokens[p].lemma)),
        kind,
        polarity: polarity(s, a),
        content: content(s, &s.subtree(top), &without),
        addressee_head: None,
        mode: Mode::Indirect,
        confidence: 0.6,
    })
}

/// Verbs that lend a noun their subject: "made the case that", "issued a warning that".
const LIGHT: &[&str] = &[
    "make",
    "take",
    "have",
    "give",
    "issue",
    "raise",
    "launch",
    "draw",
    "deliver",
    "voice",
    "level",
    "lodge",
    "renew",
    "repeat",
    "reiterate",
    "hold",
    "send",
    "air",
    "get",
    "file",
];

/// Prepositions before what a noun is about.
const ABOUT: &[&str] = &["for", "of", "about", "on", "against", "over", "toward", "towards"];

fn noun(context: &Context<'_>, number: usize, n: TokenIdx) -> Option<Draft> {
    let s = context.sentence(number);
    let lemma = s.tokens[n].lower_lemma();
    let kind: CueKind = cues::kind(&lemma, Frame::Noun)?.parse().ok()?;
    let owner = s.children(n).find(|c| {
        s.tokens[*c].deprel == "nmod:poss"
            || s.tokens[*c].rel() == "nmod" && s.children_by(*c, &["case"]).any(|p| s.tokens[p].lemma == "by")
    });
    let marked = |c: TokenIdx, by: &[&str]| {
        s.children_by(c, &["mark", "case"]).any(|m| by.contains(&s.tokens[m].lemma.as_str()))
    };
    let clause =
        s.children_by(n, &["acl", "ccomp"]).find(|c| *c > n && marked(*c, &["that", "to", "whether"]));
    let phrase = s
        .children_by(n, &["nmod", "acl"])
        .find(|c| *c > n && Some(*c) != owner && marked(*c, ABOUT))
        .or_else(|| wanted_behind(s, n));
    let top = clause.or(phrase)?;
    // "said in a statement that …": the verb says it.
    let verb = s.tokens[n].head.filter(|v| s.tokens[n].rel() == "obl" && s.tokens[*v].upos == Upos::Verb);
    if owner.is_none() && verb.is_some_and(|v| cues::leads_clause(&s.tokens[v].lemma)) {
        return None;
    }
    let light = light_verb(s, n).filter(|_| owner.is_none());
    let lender = light.and_then(|v| subject(s, v));
    // Without an owner only a clause tells that the noun attributes.
    let is_told = clause.is_some_and(|c| marked(c, &["that", "whether"]))
        || clause.is_some()
            && matches!(kind, CueKind::Promise | CueKind::Warn | CueKind::Ask | CueKind::Order);
    if owner.is_none() && lender.is_none() && !is_told {
        return None;
    }
    let prep = (clause.is_none()).then(|| s.children_by(top, &["case", "mark"]).next()).flatten();
    let mut cue = light.filter(|_| lender.is_some()).map_or(Vec::new(), |v| cue_tokens(s, v, None));
    cue.push(n);
    cue.extend(prep);
    let (source_spans, head) = match owner.or(lender) {
        Some(owner) => {
            let (spans, head) = source(s, owner, &cue);
            (spans, Some((number, head)))
        }
        None => (Vec::new(), None),
    };
    let mut without = cue.clone();
    without.extend(tokens_in(context, number, &source_spans));
    let mut told = s.subtree(top);
    told.extend(prep.and_then(|prep| infinitive_behind(s, prep, &told)).unwrap_or_default());
    let lemma = prep.map_or(lemma.to_string(), |p| format!("{lemma} {}", s.tokens[p].lemma));
    Some(Draft {
        sentence: number,
        cue_head: Some(n),
        source: source_spans,
        source_head: head,
        cue: s.spans_of(&cue),
        cue_lemma: lemma,
        kind,
        polarity: light.map_or(Polarity::Positive, |v| polarity(s, v)),
        content: content(s, &told, &without),
        addressee_head: None,
        mode: Mode::Indirect,
        confidence: match (clause, head) {
            (Some(_), Some(_)) => 0.7,
            (None, Some(_)) => 0.5,
            _ => 0.4,
        },
    })
}

/// "renewed its calls for the city to close it": the infinitive with a subject, hung by the verb.
fn wanted_behind(s: &Sentence, n: TokenIdx) -> Option<TokenIdx> {
    let mark = s.tokens.get(n + 1).filter(|t| t.lemma == "for" && t.rel() == "mark")?;
    mark.head.filter(|x| *x > n && s.tokens[*x].rel() == "advcl" && s.tokens[*x].head == s.tokens[n].head)
}

/// "calls for the city to close it": the infinitive right behind the phrase, wherever the parser hung it.
fn infinitive_behind(s: &Sentence, prep: TokenIdx, phrase: &[TokenIdx]) -> Option<Vec<TokenIdx>> {
    let next = phrase.last()? + 1;
    let to = s
        .tokens
        .get(next)
        .filter(|t| t.lemma == "to" && t.rel() == "mark" && s.tokens[prep].lemma == "for")?;
    let verb = to.head.filter(|v| *v > next)?;
    Some(s.subtree(verb).into_iter().filter(|i| *i >= next).collect())
}

/// The light verb whose object a noun is, unless that verb attributes by itself.
fn light_verb(s: &Sentence, n: TokenIdx) -> Option<TokenIdx> {
    let v = s.tokens[n].head.filter(|_| s.tokens[n].rel() == "obj")?;
    let lemma = s.tokens[v].lower_lemma();
    let lends = LIGHT.contains(&lemma.as_str()) || cues::kind(&lemma, Frame::Text).is_some();
    (lends && cues::kind(&lemma, Frame::Object).is_none()).then_some(v)
}
