//! Datelines: "LISK, March 9 (NPA) — The minister …", "GENEVA, Switzerland - …" begin with a place.

use super::super::{Name, NameKind, Sentence};
use crate::span::TokenSpan;

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
    let form = |at: usize| sentence.tokens.get(at).map_or("", |t| t.form.as_str());
    let is_shouted = |word: &str| word.chars().count() > 2 && word.chars().all(char::is_uppercase);
    let is_dash = |word: &str| matches!(word, "—" | "–" | "―" | "--" | "-");
    let end = (0..=MAX_WORDS)
        .take_while(|at| *at == 0 || is_shouted(form(at - 1)))
        .last()
        .filter(|end| *end > 0)?;
    let rest = match form(end) {
        "," => (end + 1..end + 8).find(|at| is_dash(form(*at)) || form(*at) == "(")?,
        _ => end,
    };
    let between = end + 1..rest.max(end + 1);
    let is_region = between.clone().all(|at| {
        form(at).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || matches!(form(at), "." | ",")
    });
    let closes = is_dash(form(rest)) || form(rest) == "(" && form(rest + 2) == ")" && is_dash(form(rest + 3));
    (is_region && closes).then_some(end)
}
