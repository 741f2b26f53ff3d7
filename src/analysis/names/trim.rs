//! Cuts articles, titles, possessive endings and brackets off names: "the President Macron's" is "Macron".

use super::forms;
use crate::analysis::{Name, NameKind, Sentence, Token};
use crate::lexicon::{calendar, titles};
use crate::span::TokenSpan;

/// Trims every name; drops those of which nothing is left, and dates.
pub(super) fn trim(sentence: &mut Sentence) {
    let Sentence { tokens, names, .. } = sentence;
    let trimmed = names.iter().filter_map(|name| trimmed(tokens, *name));
    *names = trimmed.collect();
}

fn trimmed(tokens: &[Token], name: Name) -> Option<Name> {
    let TokenSpan { mut start, mut end } = name.tokens;
    let form = |i: usize| tokens.get(i).map_or("", |t| t.form.as_str());
    if let Some(bracket) = (start + 1..end).find(|i| matches!(form(*i), "(" | "[" | ")" | "]" | "|")) {
        end = bracket;
    }
    while start < end && (is_article(form(start)) || is_mark(form(start))) {
        start += 1;
    }
    while start < end && is_tail(form(end - 1)) {
        end -= 1;
    }
    if name.kind == NameKind::Per {
        start += titles::name_start(&forms(tokens, TokenSpan::new(start, end)));
    }
    let words = forms(tokens, TokenSpan::new(start, end));
    let is_date = words.iter().all(|word| calendar::word(word).is_some());
    let has_letter = words.iter().any(|word| word.chars().any(char::is_alphanumeric));
    (has_letter && !is_date).then(|| Name { tokens: TokenSpan::new(start, end), ..name })
}

fn is_article(form: &str) -> bool {
    ["the", "a", "an"].iter().any(|article| form.eq_ignore_ascii_case(article)) && form != "A"
}

fn is_mark(form: &str) -> bool {
    matches!(
        form,
        "\"" | "“" | "”" | "'" | "‘" | "(" | "[" | "-" | "–" | "—" | "," | ":" | ";" | "." | "``" | "''"
    )
}

fn is_tail(form: &str) -> bool {
    is_mark(form) || matches!(form, "'s" | "’s" | "’" | ")" | "]" | "...")
}
