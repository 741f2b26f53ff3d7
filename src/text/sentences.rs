//! Sentence boundaries within a paragraph's tokens.

use super::dateline;
use super::tokens::{Piece, is_abbreviation, is_title};
use std::ops::Range;

/// Longer sentences are cut, at a semicolon, colon or comma where one is near.
pub const MAX_TOKENS: usize = 200;

/// Words that open a sentence often enough to end one that closes with an abbreviation.
const STARTERS: &str = " a after all although an and another as at both but by despite during earlier for from he \
    her his however i if in it its last later many meanwhile most no not now on one other our she since so some \
    that the their then there these they this those though to two under we what when where while who with you ";

/// Verbs that may follow a question's closing mark in the same sentence ("Who?" Rutte asked).
const REPORTING: &str = " said says asked asks told wrote writes added adds replied answered cried shouted wondered \
    demanded tweeted exclaimed continued joked quipped ";

/// Splits tokens into sentences: ranges that tile them.
pub fn split(text: &str, tokens: &[Piece]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    if let Some(end) = after_dateline(text, tokens) {
        push(text, tokens, 0..end, &mut out);
        start = end;
    }
    let mut at = start;
    while at < tokens.len() {
        let after = end_after(text, tokens, at);
        if let Some(end) = after.filter(|end| *end < tokens.len() && begins(text, tokens, at, *end)) {
            push(text, tokens, start..end, &mut out);
            start = end;
        }
        at = after.unwrap_or(at + 1).max(at + 1);
    }
    push(text, tokens, start..tokens.len(), &mut out);
    out
}

/// Where the text behind a dateline begins, if a sentence follows it. It is no part of the sentence.
fn after_dateline(text: &str, tokens: &[Piece]) -> Option<usize> {
    let end = dateline::end(tokens.iter().map(|t| (t.span.slice(text), t.space_after)))?;
    let next = tokens.get(end)?.span.slice(text);
    (next.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || is_opener(next)).then_some(end)
}

/// If the token can end a sentence: the place after it and the closing marks that belong to it.
fn end_after(text: &str, tokens: &[Piece], at: usize) -> Option<usize> {
    let form = tokens[at].span.slice(text);
    let stops = form.chars().all(|c| matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '‽'));
    let is_short = form.ends_with('.') && is_abbreviation(form);
    if !stops && !is_short {
        return None;
    }
    let mut end = at + 1;
    while end < tokens.len() && is_closer(text, tokens, end) {
        end += 1;
    }
    while let Some(after) = footnote(text, tokens, end) {
        end = after;
    }
    // Sentences are parted by white space; "example.com" and "!important" are not, nor is "so)." half done.
    (end == tokens.len() || tokens[end - 1].space_after || form.starts_with(['。', '！', '？']))
        .then_some(end)
}

/// "… in Dulwich. [17] Placed …": the place after a footnote's number in brackets, which belongs to what it supports.
fn footnote(text: &str, tokens: &[Piece], at: usize) -> Option<usize> {
    let form = |at: usize| tokens.get(at).map_or("", |t| t.span.slice(text));
    let is_number =
        |form: &str| !form.is_empty() && form.len() <= 3 && form.bytes().all(|b| b.is_ascii_digit());
    if let Some(inner) = form(at).strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        return is_number(inner).then_some(at + 1);
    }
    (form(at) == "[" && is_number(form(at + 1)) && form(at + 2) == "]").then_some(at + 3)
}

/// Whether the token closes a quotation or bracket and stands right behind the one before.
fn is_closer(text: &str, tokens: &[Piece], at: usize) -> bool {
    let form = tokens[at].span.slice(text);
    let glued = !tokens[at - 1].space_after;
    match form {
        "”" | "’" | "»" | ")" | "]" => glued,
        "-RRB-" => true,
        // Marks that look alike at both ends: treebanks' text has white space on both sides of a closing one.
        "''" => glued || tokens[at].space_after || at + 1 == tokens.len(),
        "\"" | "'" => glued && (tokens[at].space_after || at + 1 == tokens.len()),
        _ => false,
    }
}

/// Whether a sentence can begin at `next`, the one before having ended with the token at `stop`.
fn begins(text: &str, tokens: &[Piece], stop: usize, next: usize) -> bool {
    let stop_form = tokens[stop].span.slice(text);
    let mut first = next;
    while first + 1 < tokens.len() && is_opener(tokens[first].span.slice(text)) {
        first += 1;
    }
    let form = tokens[first].span.slice(text);
    let Some(initial) = form.chars().next() else { return false };
    if initial.is_lowercase() || matches!(initial, ',' | ';' | ':' | ')' | ']') {
        return false;
    }
    if is_abbreviation(stop_form) && !stop_form.chars().all(|c| c == '.') {
        let is_starter = STARTERS.contains(&format!(" {} ", form.to_lowercase()));
        return !is_title(stop_form) && (first > next || is_starter && initial.is_uppercase());
    }
    let closed = next - stop > 1;
    !(closed && !stop_form.starts_with('.') && reports(text, tokens, next))
}

fn is_opener(form: &str) -> bool {
    matches!(form, "“" | "‘" | "«" | "(" | "[" | "\"" | "'" | "''" | "``" | "„" | "-LRB-")
}

/// Whether up to four words from `at` are a name and a reporting verb.
fn reports(text: &str, tokens: &[Piece], at: usize) -> bool {
    tokens[at..]
        .iter()
        .take(5)
        .map(|t| t.span.slice(text))
        .take_while(|form| form.chars().all(|c| c.is_alphanumeric() || c == '.'))
        .skip(1)
        .any(|form| REPORTING.contains(&format!(" {form} ")))
}

/// Adds a sentence, cut where it is too long.
fn push(text: &str, tokens: &[Piece], mut range: Range<usize>, out: &mut Vec<Range<usize>>) {
    while range.len() > MAX_TOKENS {
        let cut = safe_cut(text, tokens, range.start);
        out.push(range.start..cut);
        range.start = cut;
    }
    if !range.is_empty() {
        out.push(range);
    }
}

/// Where to cut an overlong sentence: after the last semicolon, colon or comma in the second half of what fits.
fn safe_cut(text: &str, tokens: &[Piece], start: usize) -> usize {
    let window = start + MAX_TOKENS / 2..start + MAX_TOKENS;
    let last = |marks: &[&str]| window.clone().rev().find(|i| marks.contains(&tokens[*i].span.slice(text)));
    let cut = last(&[";", ":"]).or_else(|| last(&[","])).map_or(start + MAX_TOKENS, |i| i + 1);
    // Never part the words of a multiword token.
    (start + 1..=cut).rev().find(|i| !tokens.get(*i).is_some_and(|t| t.joined)).unwrap_or(cut)
}
