//! Takes into a name what belongs to it and was left outside: "[University of] Lisk Workers Union", "[The] Lisk Herald".

use super::trim::is_district;
use super::{forms, is_capital};
use crate::analysis::NameKind::{Event, Loc, Misc, Org, Per, Work};
use crate::analysis::{Name, Token, Upos};
use crate::lexicon::names::is_given_name;
use crate::lexicon::{calendar, gazetteer, name_words};
use crate::span::TokenSpan;

/// Completes a sentence's names, which are in order.
pub(super) fn take_in(tokens: &[Token], names: &mut Vec<Name>) {
    take_in_heads(tokens, names);
    take_in_places(tokens, names);
    take_in_district(tokens, names);
    take_in_members(tokens, names);
    take_in_given(tokens, names);
    take_in_events(tokens, names);
    add_storms(tokens, names);
    take_in_articles(tokens, names);
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

/// "[Law Society] of [New South Wales]" is one body, and so is "[Law Society of England] and [Wales]", where a table has the
/// two places as one.
fn take_in_places(tokens: &[Token], names: &mut Vec<Name>) {
    let mut whole: Vec<Name> = Vec::with_capacity(names.len());
    for name in names.drain(..) {
        let is_of = |body: &&mut Name| {
            let link = body.tokens.end;
            let is_pair = |of: usize| {
                let words = forms(tokens, TokenSpan::new(of + 1, name.tokens.end)).join(" ");
                gazetteer::country(&words).is_some() || gazetteer::place(&words).is_some()
            };
            let of = || body.tokens.iter().rfind(|at| matches!(tokens[*at].form.as_str(), "of" | "for"));
            // "Acme, Inc. of Lisk" has its place there.
            body.kind == Org
                && link + 1 == name.tokens.start
                && !name_words::is_legal_form(&tokens[link - 1].form)
                && (tokens[link].form == "of" || tokens[link].form == "and" && of().is_some_and(is_pair))
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

/// "Mira" before "[Lisk]", a person, where it is a given name and in no other name.
fn take_in_given(tokens: &[Token], names: &mut [Name]) {
    let mut last_end = 0;
    for name in names {
        let before = name.tokens.start.checked_sub(1).filter(|at| *at >= last_end && name.kind == Per);
        let is_first = |at: &usize| {
            let t = &tokens[*at];
            t.upos == Upos::Propn && is_given_name(&t.form) && calendar::word(&t.form).is_none()
        };
        name.tokens.start = before.filter(is_first).unwrap_or(name.tokens.start);
        last_end = name.tokens.end;
    }
}

/// "Hurricane Ada", "Tropical Storm Ada" that nothing found.
fn add_storms(tokens: &[Token], names: &mut Vec<Name>) {
    for at in 0..tokens.len().saturating_sub(1) {
        let is_tropical = at > 0 && tokens[at - 1].form == "Tropical";
        let is_storm = match tokens[at].form.as_str() {
            "Hurricane" | "Typhoon" | "Cyclone" => true,
            form => form == "Storm" && is_tropical,
        };
        let span = TokenSpan::new(at - usize::from(is_tropical), at + 2);
        let is_free = names.iter().all(|n| n.tokens.end <= span.start || span.end <= n.tokens.start);
        if is_storm && is_free && is_capital(&tokens[at + 1].form) {
            let place = names.partition_point(|n| n.tokens.start < span.start);
            names.insert(place, Name { tokens: span, kind: Event });
        }
    }
}

/// "D.C." after "[Washington]," is part of it, marked by itself or not.
fn take_in_district(tokens: &[Token], names: &mut Vec<Name>) {
    let mut last_end = 0;
    for name in names.iter_mut() {
        let next = name.tokens.end;
        if let Some(at) = (next..next + 2).find(|at| name.kind == Loc && is_district(tokens, *at)) {
            name.tokens.end = at + 1;
        }
        // What is within the name before is emptied, and dropped below.
        name.tokens.start = name.tokens.start.max(last_end).min(name.tokens.end);
        last_end = last_end.max(name.tokens.end);
    }
    names.retain(|name| !name.tokens.is_empty());
}

/// "[Alliance of Liberals] and [Democrats for Europe]" is one body, of two sorts of members.
fn take_in_members(tokens: &[Token], names: &mut Vec<Name>) {
    let is_plural = |at: usize| is_capital(&tokens[at].form) && tokens[at].form.ends_with('s');
    let mut whole: Vec<Name> = Vec::with_capacity(names.len());
    for name in names.drain(..) {
        let goes_on = |body: &&mut Name| {
            let TokenSpan { start, end } = body.tokens;
            body.kind == Org
                && name.kind == Org
                && end + 1 == name.tokens.start
                && tokens[end].form == "and"
                && start + 3 <= end
                && tokens[end - 2].form == "of"
                && is_plural(end - 1)
                && is_plural(name.tokens.start)
        };
        match whole.last_mut().filter(goes_on) {
            Some(body) => body.tokens.end = name.tokens.end,
            None => whole.push(name),
        }
    }
    *names = whole;
}

/// "The" with a capital within a sentence is part of a body's name: "in The Lisk Herald". Where nearly all words have a
/// capital it tells nothing.
fn take_in_articles(tokens: &[Token], names: &mut [Name]) {
    let words = tokens.iter().filter(|t| t.form.starts_with(char::is_alphabetic));
    let (n_words, n_capital) =
        words.fold((0, 0), |(n, capital), t| (n + 1, capital + usize::from(is_capital(&t.form))));
    if 10 * n_capital > 7 * n_words {
        return;
    }
    let mut last_end = 0;
    for name in names {
        let start = name.tokens.start;
        let begins_sentence = |before: &str| {
            matches!(before, "." | "!" | "?" | ":" | "-" | "--" | "–" | "—")
                || before.starts_with(['"', '“', '\'', '‘', '`'])
        };
        if name.kind == Org
            && start > last_end
            && start >= 2
            && tokens[start - 1].form == "The"
            && !begins_sentence(&tokens[start - 2].form)
        {
            name.tokens.start = start - 1;
        }
        last_end = name.tokens.end;
    }
}
