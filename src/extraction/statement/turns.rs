//! Turns of an interview ("NPA: Why?") and headlines in colon form ("Rutte: Europe must pay").

use super::{Context, Draft};
use crate::analysis::{Sentence, Upos};
use crate::extraction::{CueKind, Mode, Polarity};
use crate::lexicon::nouns;
use crate::span::{Span, TokenIdx};
use std::collections::BTreeMap;

/// Longest label, in tokens.
const MAX_LABEL: usize = 6;

/// Finds turns: paragraphs that begin with a label, where the label recurs or the paragraph is a headline.
pub(super) fn find(context: &Context<'_>) -> Vec<Draft> {
    let labelled: Vec<(usize, TokenIdx)> = (0..context.analysis.sentences.len())
        .filter(|n| *n == 0 || context.sentence(*n - 1).paragraph != context.sentence(*n).paragraph)
        .filter_map(|n| label(context.sentence(n)).map(|colon| (n, colon)))
        .collect();
    let text = |n: usize, colon: TokenIdx| {
        let s = context.sentence(n);
        s.span_of(&(opening(s)..colon).collect::<Vec<_>>()).slice(&context.doc.text).to_lowercase()
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    labelled.iter().for_each(|(n, colon)| *counts.entry(text(*n, *colon)).or_default() += 1);
    let is_interview = counts.values().any(|n| *n >= 2);
    // "Rutte: 46" is a count.
    let is_said = |n: usize, colon: TokenIdx| {
        let said = &context.sentence(n).tokens[colon + 1..];
        said.iter().any(|t| t.upos != Upos::Num && t.form.contains(char::is_alphabetic))
    };
    labelled
        .into_iter()
        .filter(|(n, colon)| is_said(*n, *colon))
        .filter(|(n, colon)| is_interview || *n == 0 && context.sentence(0).tokens.len() > colon + 3)
        .map(|(n, colon)| turn(context, n, colon, is_interview))
        .collect()
}

/// Place of the colon after a label of capitalised words at the sentence's start.
fn label(s: &Sentence) -> Option<TokenIdx> {
    let from = opening(s);
    let colon = s.tokens.iter().take(from + MAX_LABEL + 1).position(|t| t.form == ":")?;
    let is_name = s.tokens[from..colon].iter().all(|t| {
        t.form.starts_with(char::is_uppercase)
            && matches!(t.upos, Upos::Propn | Upos::Noun | Upos::X | Upos::Adj)
            || t.form == "."
    });
    // "Historians: …", "Poll: …"
    let speaks = |t: &crate::analysis::Token| {
        use nouns::NounKind::{Group, Organization, Person, Work};
        matches!(nouns::kind(&t.lower_lemma()), Some(Person | Group | Organization | Work))
    };
    let has_name = s.tokens[from..colon]
        .iter()
        .any(|t| t.upos == Upos::Propn || t.form.chars().all(char::is_uppercase) || speaks(t));
    (colon > from && is_name && has_name && colon + 1 < s.tokens.len()).then_some(colon)
}

/// Where a label can begin: a transcript given as a quotation opens with its mark.
fn opening(s: &Sentence) -> TokenIdx {
    let is_mark =
        |t: &&crate::analysis::Token| matches!(t.form.as_str(), "“" | "\"" | "''" | "``" | "‘" | "'");
    s.tokens.iter().take_while(is_mark).count()
}

fn turn(context: &Context<'_>, number: usize, colon: TokenIdx, is_interview: bool) -> Draft {
    let s = context.sentence(number);
    let label: Vec<TokenIdx> = (opening(s)..colon).collect();
    let start = s.tokens[colon + 1].span;
    let last = (number..context.analysis.sentences.len())
        .take_while(|n| context.sentence(*n).paragraph == s.paragraph)
        .last()
        .unwrap_or(number);
    let end = if is_interview { context.sentence(last).span } else { s.span };
    let head =
        label.iter().copied().find(|i| s.tokens[*i].head.is_none_or(|h| h >= colon)).unwrap_or(colon - 1);
    Draft {
        sentence: number,
        cue_head: None,
        source: vec![s.span_of(&label)],
        source_head: Some((number, head)),
        cue: vec![s.tokens[colon].span],
        cue_lemma: ":".to_owned(),
        kind: CueKind::Say,
        polarity: Polarity::Positive,
        content: vec![Span::raw(start.start(), end.end())],
        addressee_head: None,
        mode: if is_interview { Mode::Direct } else { Mode::Indirect },
        confidence: if is_interview { 0.85 } else { 0.6 },
    }
}
