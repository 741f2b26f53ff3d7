//! Kinds told by the words around a name: "the village of Lisk", "actor Lisk", "Lisk Workers' Union (LWU)".

use super::listed::free_tokens;
use super::{forms, is_capital};
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
        name.kind = told_before(tokens, *name).unwrap_or(name.kind);
    }
    take_in_heads(tokens, names);
    take_in_places(tokens, names);
    take_in_events(tokens, names);
    let acronyms: Vec<TokenSpan> = names.iter_mut().filter_map(|name| acronym(tokens, name)).collect();
    for span in acronyms {
        names.retain(|name| name.tokens.end <= span.start || name.tokens.start >= span.end);
        names.push(Name { tokens: span, kind: Org });
    }
    let titled = titled(sentence);
    sentence.names.extend(titled);
    sentence.names.sort_by_key(|name| name.tokens.start);
}

/// "University of" before "[Texas Workers Union]" is part of the name, marked by itself or not.
fn take_in_heads(tokens: &[Token], names: &mut Vec<Name>) {
    let is_body = |word: &str| is_capital(word) && name_words::kind_by_first(word) == Some("ORG");
    let mut whole: Vec<Name> = Vec::with_capacity(names.len());
    for mut name in names.drain(..) {
        if let Some(start) = name.tokens.start.checked_sub(2)
            && name.kind == Org
            && tokens[start + 1].form == "of"
            && is_body(&tokens[start].form)
        {
            whole.pop_if(|before| before.tokens == TokenSpan::new(start, start + 1));
            if whole.last().is_none_or(|before| before.tokens.end <= start) {
                name.tokens.start = start;
            }
        }
        whole.push(name);
    }
    *names = whole;
}

/// "[Law Society] of [New South Wales]" is one body.
fn take_in_places(tokens: &[Token], names: &mut Vec<Name>) {
    let mut whole: Vec<Name> = Vec::with_capacity(names.len());
    for name in names.drain(..) {
        let is_of = |body: &&mut Name| {
            body.kind == Org
                && body.tokens.end + 1 == name.tokens.start
                && tokens[body.tokens.end].form == "of"
        };
        match whole.last_mut().filter(is_of) {
            Some(body) if name.kind == Loc => body.tokens.end = name.tokens.end,
            _ => whole.push(name),
        }
    }
    *names = whole;
}

/// "Cyclone" before "[Ada]" is part of the name, marked by itself, with it or not.
fn take_in_events(tokens: &[Token], names: &mut Vec<Name>) {
    let is_kind = |at: usize| {
        let form = tokens[at].form.as_str();
        is_capital(form) && (name_words::kind_by_first(form) == Some("EVENT") || form == "Storm")
    };
    let mut whole: Vec<Name> = Vec::with_capacity(names.len());
    for mut name in names.drain(..) {
        let first = name.tokens.start;
        // The kind is the last word but one: "Cyclone [Ada]", "[Cyclone Ada]", "[Tropical Storm Ada]".
        let kind = match name.tokens.len() {
            1 => first.checked_sub(1),
            2 | 3 => Some(name.tokens.end - 2),
            _ => None,
        };
        let is_open = matches!(name.kind, Per | Loc | Misc | Event | Work);
        if let Some(at) = kind.filter(|at| is_open && is_kind(*at)) {
            let is_tropical = at > 0 && tokens[at - 1].form == "Tropical";
            name.tokens.start = first.min(at - usize::from(is_tropical));
            name.kind = Event;
            whole.pop_if(|other| other.tokens.end > name.tokens.start);
        }
        whole.push(name);
    }
    *names = whole;
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

/// By the noun before: a place by "the village of", a person by "actor".
fn told_before(tokens: &[Token], name: Name) -> Option<NameKind> {
    let form = |back: usize| {
        name.tokens.start.checked_sub(back).and_then(|i| tokens.get(i)).map_or("", |t| t.form.as_str())
    };
    let noun = |back: usize| nouns::kind(form(back));
    let is_people = || gazetteer::nationality(&forms(tokens, name.tokens).join(" ")).is_some();
    if form(1) == "of" && matches!(name.kind, Per | Work | Event | Org | Misc) && is_area(form(2)) {
        return (!is_people()).then_some(Loc);
    }
    (matches!(name.kind, Work | Event) && noun(1) == Some(NounKind::Person)).then_some(Per)
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
    if form(at - 1) != "(" || !is_closed || !is_acronym(letters) {
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
