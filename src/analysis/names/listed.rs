//! Corrects kinds by the gazetteers and adds names that they know and the engine missed.

use super::{forms, is_capital};
use crate::analysis::NameKind::{self, Event, Loc, Misc, Org, Per, Work};
use crate::analysis::{Name, Sentence, Token, Upos};
use crate::lexicon::gazetteer::{self, Form, Listed};
use crate::lexicon::{name_words, names, titles};
use crate::span::TokenSpan;

/// Gives names the kinds that the tables have for them.
pub(super) fn correct(sentence: &mut Sentence) {
    let Sentence { tokens, names, .. } = sentence;
    for name in names {
        name.kind = kind(tokens, *name);
    }
}

fn kind(tokens: &[Token], name: Name) -> NameKind {
    let words = forms(tokens, name.tokens);
    if follows_title(tokens, name) {
        return Per;
    }
    let told = by_table(&words, name.kind).or_else(|| by_words(&words, name.kind));
    let told = told.or_else(|| is_within(tokens, name).then_some(Loc));
    told.or_else(|| is_initials(tokens, name).then_some(Org)).unwrap_or(name.kind)
}

/// "USGS" in a text that is not all in capitals is a body rather than a person, where no table has it as a person's name.
fn is_initials(tokens: &[Token], name: Name) -> bool {
    let words = forms(tokens, name.tokens);
    let [word] = words.as_slice() else { return false };
    let is_short = (3..=6).contains(&word.len()) && word.chars().all(|c| c.is_ascii_uppercase());
    // Tables take four capitals for an acronym.
    let small = word.to_lowercase();
    let is_personal = || names::is_given_name(&small) || names::is_surname(&small);
    let n_lower = tokens.iter().filter(|t| t.form.chars().all(char::is_lowercase)).count();
    name.kind == Per && is_short && n_lower * 5 >= tokens.len() * 2 && !is_personal()
}

/// One word that something is in or near, and that no table knows, is a place rather than an event, a work or a person.
fn is_within(tokens: &[Token], name: Name) -> bool {
    let before = name.tokens.start.checked_sub(1).and_then(|i| tokens.get(i));
    let words = forms(tokens, name.tokens);
    let (Some(before), [word]) = (before, words.as_slice()) else { return false };
    let is_near = matches!(
        before.form.as_str(),
        "near" | "around" | "outside" | "toward" | "towards" | "throughout" | "across"
    );
    let fits = match name.kind {
        Work | Event => before.form == "in",
        Per => (is_near || before.form == "in") && !names::is_given_name(word) && !names::is_surname(word),
        Org => is_near,
        _ => false,
    };
    fits && word.chars().all(char::is_alphabetic) && word.chars().any(char::is_lowercase)
}

/// Whether a personal title stands right before: "Mr. Berlin".
fn follows_title(tokens: &[Token], name: Name) -> bool {
    let Some(before) = name.tokens.start.checked_sub(1).and_then(|i| tokens.get(i)) else { return false };
    let is_person_title = titles::title(&before.form).is_some_and(|title| title.kind == "honorific");
    is_person_title && is_capital(&before.form) && matches!(name.kind, Loc | Work | Misc | Event)
}

/// By the table that has the whole name. People are named after places, and bodies after people: a name that
/// may be a person's stays one.
fn by_table(words: &[&str], kind: NameKind) -> Option<NameKind> {
    let whole = words.join(" ");
    let is_personal = words.iter().all(|w| names::is_given_name(w) || names::is_surname(w));
    if kind == Per && is_personal && gazetteer::country(&whole).is_none() {
        return None;
    }
    match gazetteer::country_form(&whole) {
        Some((_, Form::Name)) => return Some(Loc),
        Some(_) => return Some(Misc),
        None => {}
    }
    if gazetteer::organization(&whole).is_some() {
        return Some(Org);
    }
    (kind != Org && gazetteer::place(&whole).is_some()).then_some(Loc)
}

/// By the words within: "Ford County" is a place, "Carmen Cavallaro" a person.
fn by_words(words: &[&str], kind: NameKind) -> Option<NameKind> {
    let (first, last) = (words.first()?, words.last()?);
    let told = if words.len() > 1 {
        name_words::kind_by_last(last).or_else(|| name_words::kind_by_first(first))
    } else {
        None
    };
    if let Some(told) = told.and_then(|kind| kind.parse().ok()) {
        let gives_way = match kind {
            Per | Misc => true,
            Loc | Work | Event => told == Org,
            // "Ford County" acts, "Ford and Lisk Counties" and "Duchy of Lisk" hardly.
            Org => {
                *last == "Counties"
                    || matches!(*first, "Colony" | "Principality" | "Duchy" | "Emirate" | "Sultanate")
            }
        };
        return gives_way.then_some(told);
    }
    let is_person = match words {
        [word] => names::is_given_name(word) || kind == Work && names::is_surname(word),
        [_, .., last] => {
            names::is_given_name(first) && (names::is_surname(last) || kind == Work && may_be_surname(words))
        }
        [] => false,
    };
    let is_person = is_person && words.len() <= 3;
    (is_person && matches!(kind, Work | Misc | Event)).then_some(Per)
}

/// Whether words may be a person's names though no table has the last: "Debra Perlingiere", not "June 2015", not
/// "Christian Democrats".
fn may_be_surname(words: &[&str]) -> bool {
    let is_name_like = |word: &&str| is_capital(word) && word.chars().all(|c| c.is_alphabetic() || c == '.');
    let is_people = |word: &&str| *word == "Christian" || gazetteer::nationality(word).is_some();
    words.iter().all(is_name_like) && !words.first().is_some_and(is_people)
}

/// Adds countries, nationalities and bodies that are no part of a name yet.
pub(super) fn add(sentence: &mut Sentence) {
    let free = free_tokens(sentence);
    let forms: Vec<&str> = sentence.tokens.iter().map(|t| t.form.as_str()).collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < forms.len() {
        let hit = gazetteer::longest_name(&forms, at);
        let (end, listed) = hit.map_or((at + 1, None), |(end, listed)| (end, Some(listed)));
        let span = TokenSpan::new(at, end);
        let is_free = span.iter().all(|i| free[i]);
        if listed == Some(Listed::Organization) && holds_parts(sentence, span) {
            sentence.names.retain(|name| name.tokens.end <= at || name.tokens.start >= end);
            found.push(Name { tokens: span, kind: Org });
        } else if let Some(kind) =
            listed.and_then(|l| added_kind(&sentence.tokens, span, l)).filter(|_| is_free)
        {
            found.push(Name { tokens: span, kind });
        }
        at = end;
    }
    sentence.names.extend(found);
    sentence.names.sort_by_key(|name| name.tokens.start);
}

/// Whether a body's name of several words was taken for several: "[United Nations High Commissioner] for [Refugees]".
fn holds_parts(sentence: &Sentence, span: TokenSpan) -> bool {
    let is_capital_at = |at: usize| is_capital(&sentence.tokens[at].form);
    let overlaps = |name: &&Name| name.tokens.start < span.end && name.tokens.end > span.start;
    let is_part = |name: &Name| {
        name.tokens.start >= span.start && name.tokens.end <= span.end && name.tokens.len() < span.len()
    };
    let parts: Vec<bool> = sentence.names.iter().filter(overlaps).map(is_part).collect();
    let is_written_as_name = is_capital_at(span.start) && is_capital_at(span.end - 1);
    span.len() > 2 && is_written_as_name && !parts.is_empty() && parts.iter().all(|is_part| *is_part)
}

/// Which tokens are in no name.
pub(super) fn free_tokens(sentence: &Sentence) -> Vec<bool> {
    let mut free = vec![true; sentence.tokens.len()];
    for name in &sentence.names {
        name.tokens.iter().for_each(|i| free[i] = false);
    }
    free
}

fn added_kind(tokens: &[Token], span: TokenSpan, listed: Listed) -> Option<NameKind> {
    let tokens = tokens.get(span.iter())?;
    let is_written_as_name = tokens.iter().any(|t| is_capital(&t.form));
    let is_proper = tokens.iter().all(|t| t.upos == Upos::Propn);
    match listed {
        Listed::Country if is_written_as_name => Some(Loc),
        Listed::Nationality if is_written_as_name => Some(Misc),
        Listed::Organization if is_written_as_name && is_proper => Some(Org),
        Listed::Place if is_written_as_name && is_proper => Some(Loc),
        _ => None,
    }
}
