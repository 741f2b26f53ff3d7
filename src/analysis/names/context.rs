//! Kinds told by the words around a name: "the village of Lisk", "actor Lisk", "Lisk Workers' Union (LWU)".

use super::listed::free_tokens;
use super::{forms, is_capital, whole};
use crate::analysis::NameKind::{self, Event, Loc, Misc, Org, Per, Work};
use crate::analysis::{Name, Sentence, Token, Upos};
use crate::lexicon::gazetteer::{self, country};
use crate::lexicon::nouns::{self, NounKind};
use crate::lexicon::{name_words, titles};
use crate::span::TokenSpan;

/// Most letters of an acronym.
const LONGEST_ACRONYM: usize = 7;
/// Most words after an honorific that are taken for a name.
const MOST_WORDS: usize = 4;

/// Puts the kinds of names right, and marks the acronyms that bodies are given in brackets.
pub(super) fn correct(sentence: &mut Sentence) {
    let Sentence { tokens, names, .. } = sentence;
    for name in names.iter_mut() {
        name.kind = told(tokens, *name).unwrap_or(name.kind);
    }
    whole::take_in(tokens, names);
    let acronyms: Vec<TokenSpan> = names.iter_mut().filter_map(|name| acronym(tokens, name)).collect();
    for span in acronyms {
        names.retain(|name| name.tokens.end <= span.start || name.tokens.start >= span.end);
        names.push(Name { tokens: span, kind: Org });
    }
    let titled = titled(sentence);
    sentence.names.extend(titled);
    sentence.names.sort_by_key(|name| name.tokens.start);
}

/// Unmarked words with a capital after an honorific: "Mr. Lisk".
fn titled(sentence: &Sentence) -> Vec<Name> {
    let free = free_tokens(sentence);
    let tokens = &sentence.tokens;
    let is_honorific = |form: &str| {
        is_capital(form) && form.ends_with('.') && titles::title(form).is_some_and(|t| t.kind == "honorific")
    };
    let is_named = |at: &usize| free[*at] && tokens[*at].upos == Upos::Propn && is_capital(&tokens[*at].form);
    let after = (0..tokens.len()).filter(|at| is_honorific(&tokens[*at].form)).map(|at| at + 1);
    let spans = after.map(|start| {
        let end = (start..tokens.len().min(start + MOST_WORDS)).take_while(is_named).last();
        TokenSpan::new(start, end.map_or(start, |end| end + 1))
    });
    let whole = spans.filter(|span| !span.is_empty() && free.get(span.end).is_none_or(|is_free| *is_free));
    whole
        .filter(|span| !is_honorific(&tokens[span.start].form))
        .map(|tokens| Name { tokens, kind: Per })
        .collect()
}

/// By what stands around: a place by "the village of", a person by "actor", a body by "Inc." behind it.
fn told(tokens: &[Token], name: Name) -> Option<NameKind> {
    let behind = |at: usize| tokens.get(name.tokens.end + at).map_or("", |t| t.form.as_str());
    if name_words::is_legal_form(behind(0)) || behind(0) == "," && name_words::is_legal_form(behind(1)) {
        return Some(Org);
    }
    let form = |back: usize| {
        name.tokens.start.checked_sub(back).and_then(|i| tokens.get(i)).map_or("", |t| t.form.as_str())
    };
    // "on “The Story,” he said": what stands in quotation marks with its article is a title.
    let closes = || is_quote(behind(0)) || matches!(behind(0), "," | ".") && is_quote(behind(1));
    if name.kind == Per && form(1) == "The" && is_quote(form(2)) && closes() {
        return Some(Work);
    }
    let noun = |back: usize| nouns::kind(form(back));
    let is_people = || gazetteer::nationality(&forms(tokens, name.tokens).join(" ")).is_some();
    if form(1) == "of" && matches!(name.kind, Per | Work | Event | Org | Misc) && is_area(form(2)) {
        return (!is_people()).then_some(Loc);
    }
    (matches!(name.kind, Work | Event) && noun(1) == Some(NounKind::Person)).then_some(Per)
}

fn is_quote(form: &str) -> bool {
    matches!(form, "\"" | "“" | "”" | "``" | "''" | "‘" | "’" | "'")
}

/// Whether what such a noun is "of" is the area's own name.
fn is_area(noun: &str) -> bool {
    matches!(
        noun,
        "village"
            | "town"
            | "city"
            | "hamlet"
            | "island"
            | "province"
            | "district"
            | "county"
            | "region"
            | "parish"
            | "municipality"
            | "commune"
            | "suburb"
            | "riding"
            | "port"
            | "constituency"
    )
}

/// The acronym in brackets right after a body, or after a name of several words whose first letters it has: such names
/// are bodies.
fn acronym(tokens: &[Token], name: &mut Name) -> Option<TokenSpan> {
    let form = |i: usize| tokens.get(i).map_or("", |t| t.form.as_str());
    let at = name.tokens.end + 1;
    let is_closed = matches!(form(at + 1), ")" | "," | ";");
    let letters = form(at);
    // "Member of Parliament (MP)" is no body.
    if form(at - 1) != "(" || !is_closed || !is_acronym(letters) || titles::title(letters).is_some() {
        return None;
    }
    // "The Greens (EU)" says where they are.
    let is_body = name.kind == Org && letters.chars().all(char::is_alphabetic) && country(letters).is_none();
    let may_be = name.tokens.len() > 1 && name.kind != Event && name.kind != Loc;
    if !(is_body || may_be && stands_for(letters, &forms(tokens, name.tokens))) {
        return None;
    }
    name.kind = Org;
    Some(TokenSpan::new(at, at + 1))
}

fn is_acronym(form: &str) -> bool {
    (2..=LONGEST_ACRONYM).contains(&form.len())
        && form.chars().filter(|c| c.is_uppercase()).count() * 2 >= form.len()
}

/// Whether the words' first letters hold the acronym's capitals in order, from the first word on.
fn stands_for(acronym: &str, words: &[&str]) -> bool {
    let mut initials = words
        .iter()
        .flat_map(|word| word.split('-'))
        .filter_map(|word| word.chars().next())
        .flat_map(char::to_uppercase);
    let mut capitals = acronym.chars().filter(|c| c.is_uppercase());
    let starts = words.first().is_some_and(|word| is_capital(word)) && initials.next() == capitals.next();
    starts && capitals.all(|capital| initials.any(|initial| initial == capital))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_take_first_letters_in_order() {
        let words = ["Multi-State", "Lottery", "Association"];
        assert!(stands_for("MUSL", &["Multi", "United", "State", "Lottery"]));
        assert!(stands_for("MSLA", &words) && stands_for("MLA", &words));
        assert!(!stands_for("LMA", &words) && !stands_for("MSLAX", &words));
    }

    #[test]
    fn acronyms_are_mostly_capitals() {
        assert!(is_acronym("PvdA") && is_acronym("NATO"));
        assert!(!is_acronym("Rome") && !is_acronym("A") && !is_acronym("1999"));
    }
}
