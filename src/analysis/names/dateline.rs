//! Datelines: "LISK, March 9 (NPA) — The minister …", "GENEVA, Switzerland - …" begin with a place.

use super::super::{Name, NameKind, Sentence};
use crate::span::TokenSpan;
use crate::text::dateline;

/// Most words of a place in a dateline.
const MAX_WORDS: usize = 3;

/// Calls the place of a dateline a place, whatever the engine took its capitals for, and returns its words.
pub(super) fn mark(sentence: &mut Sentence) -> Option<String> {
    let end = place_end(sentence)?;
    let span = TokenSpan::new(0, end);
    sentence.names.retain(|name| name.tokens.start >= end);
    sentence.names.insert(0, Name { tokens: span, kind: NameKind::Loc });
    let words: Vec<&str> = sentence.tokens[..end].iter().map(|t| t.form.as_str()).collect();
    Some(words.join(" "))
}

/// The place after the last word of a dateline's place.
fn place_end(sentence: &Sentence) -> Option<usize> {
    dateline::end(sentence.tokens.iter().map(|t| (t.form.as_str(), t.space_after)))?;
    let form = |at: usize| sentence.tokens[at].form.as_str();
    let end = (0..=MAX_WORDS).take_while(|at| *at == 0 || dateline::is_shouted(form(at - 1))).last()?;
    let goes_on = matches!(form(end), "," | "(") || dateline::is_dash(form(end));
    (end > 0 && goes_on).then_some(end)
}
