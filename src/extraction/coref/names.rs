//! Sieves over names: equal ones, countries with their adjectives, acronyms, last and first names alone.

use super::state::State;
use crate::extraction::{EntityType, MentionKind};
use crate::lexicon::gazetteer;
use crate::text::folded;
use std::collections::BTreeMap;

/// Joins names.
pub(super) fn link(state: &mut State<'_>) {
    exact(state);
    acronyms(state);
    partial_persons(state);
    bracketed(state);
    partial_others(state);
}

fn named(state: &State<'_>) -> Vec<usize> {
    (0..state.mentions.len()).filter(|m| state.mentions[*m].kind == MentionKind::Named).collect()
}

/// What names are the same by: the country or body that the gazetteer knows, else the folded name.
fn key(state: &State<'_>, m: usize) -> String {
    let form = state.form(m);
    match state.mentions[m].entity_type {
        EntityType::Place => {
            if let Some((country, _)) = gazetteer::country_form(&form) {
                return format!("country {}", country.code);
            }
        }
        EntityType::Organization => {
            if let Some(body) = gazetteer::organization(&form) {
                return format!("body {}", body.name);
            }
        }
        _ => {}
    }
    folded(&form).replace('.', "")
}

fn exact(state: &mut State<'_>) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for m in named(state) {
        let antecedent = *first.entry(key(state, m)).or_insert(m);
        let reason = if folded(state.text(antecedent)) == folded(state.text(m)) {
            "exact name"
        } else {
            "known alias"
        };
        state.join(m, antecedent, reason);
    }
}

/// Initials of a name's capitalised words: "NRC" of "Northern River Commission".
fn initials(form: &str) -> String {
    form.split(|c: char| c.is_whitespace() || c == '-')
        .filter_map(|w| w.chars().next())
        .filter(|c| c.is_uppercase())
        .collect()
}

fn acronyms(state: &mut State<'_>) {
    let names = named(state);
    let mut full: BTreeMap<String, usize> = BTreeMap::new();
    for &m in names.iter().filter(|m| state.mentions[**m].entity_type != EntityType::Person) {
        let short = initials(&state.form(m));
        if short.chars().count() >= 2 && state.form(m).split_whitespace().count() >= 2 {
            full.entry(short).or_insert(m);
        }
    }
    for m in names {
        let form = state.form(m).replace('.', "");
        let is_acronym = form.len() >= 2 && form.len() <= 8 && form.chars().all(char::is_uppercase);
        let is_place = state.mentions[m].entity_type == EntityType::Place;
        if let Some(&antecedent) = full.get(&form).filter(|_| is_acronym && !is_place) {
            state.join(m, antecedent, "acronym");
        }
    }
}

/// A person's last or first name alone joins the full name: the most mentioned one, then the latest before it.
fn partial_persons(state: &mut State<'_>) {
    let persons: Vec<usize> =
        named(state).into_iter().filter(|m| state.mentions[*m].entity_type == EntityType::Person).collect();
    let words = |state: &State<'_>, m: usize| -> Vec<String> {
        folded(&state.form(m)).split(' ').map(str::to_owned).collect()
    };
    for &m in &persons {
        let short = words(state, m);
        let fits = |full: &[String]| {
            full.len() > short.len()
                && (full.ends_with(&short) || full.starts_with(&short) || middle(full, &short))
        };
        let candidates: Vec<usize> = persons.iter().copied().filter(|c| fits(&words(state, *c))).collect();
        let said_of = gender_said(state, m);
        let best = candidates
            .into_iter()
            .filter(|c| said_of.is_none() || state.gender(*c).is_none() || state.gender(*c) == said_of)
            .max_by_key(|c| {
                let ends = words(state, *c).ends_with(&short);
                let is_before = *c < m;
                let full = persons.iter().filter(|p| words(state, **p) == words(state, *c)).count();
                // The last name counts before the first, who was named before those to come, and then the one who is
                // named in full most often; of equals the one named last.
                (ends, is_before, full, if is_before { *c as isize } else { -(*c as isize) })
            });
        if let Some(antecedent) = best {
            state.join(m, antecedent, if short.len() == 1 { "last or first name" } else { "shorter name" });
        }
    }
}

/// "John Smith" fits "John A. Smith".
fn middle(full: &[String], short: &[String]) -> bool {
    short.len() == 2 && full.len() == 3 && full.first() == short.first() && full.last() == short.last()
}

/// The gender that a title before this very mention tells ("Mr Johns").
fn gender_said(state: &State<'_>, m: usize) -> Option<crate::lexicon::titles::Gender> {
    state.genders[m]
}

/// "Northern River Commission (NRC)": a short form in brackets behind a name is its own.
fn bracketed(state: &mut State<'_>) {
    for m in named(state) {
        let (sentence, mention) = (state.sentence(m), &state.mentions[m]);
        let is_open = |i: &usize| matches!(sentence.tokens[*i].form.as_str(), "(" | "-LRB-");
        let open = mention.tokens.start.checked_sub(1).filter(is_open);
        let closes =
            sentence.tokens.get(mention.tokens.end).is_some_and(|t| t.form == ")" || t.form == "-RRB-");
        let form = state.form(m);
        let n_capitals = form.chars().filter(|c| c.is_uppercase()).count();
        let is_short = form.len() <= 8 && n_capitals >= 2 && !form.contains(' ');
        let Some(open) = open.filter(|_| closes && is_short) else { continue };
        let number = mention.sentence;
        let ends_there =
            |c: &usize| state.mentions[*c].sentence == number && state.mentions[*c].tokens.end == open;
        if let Some(antecedent) = (0..m).rev().find(ends_there) {
            state.join(m, antecedent, "short form in brackets");
        }
    }
}

/// Bodies, products and events by a part of their name, where one longer name has it at its end or start: "Home
/// Office" of "United Kingdom Home Office", "Renault" of "Renault SA", "North" of "North Korea".
fn partial_others(state: &mut State<'_>) {
    let others: Vec<usize> =
        named(state).into_iter().filter(|m| state.mentions[*m].entity_type != EntityType::Person).collect();
    let names: BTreeMap<usize, String> = others.iter().map(|m| (*m, folded(&state.form(*m)))).collect();
    for &m in &others {
        let (short, kind) = (&names[&m], state.mentions[m].entity_type);
        let is_known = gazetteer::organization(&state.form(m)).is_some() && !short.contains(' ');
        if kind == EntityType::Group || is_known {
            continue;
        }
        let fits = |c: &usize| {
            let (full, same) = (&names[c], state.mentions[*c].entity_type == kind);
            let tail = full.strip_suffix(short.as_str()).is_some_and(|rest| rest.ends_with(' '));
            let start = full.strip_prefix(short.as_str()).is_some_and(|rest| rest.starts_with(' '));
            let direction = matches!(short.as_str(), "north" | "south" | "east" | "west");
            match kind {
                EntityType::Place => start && direction,
                EntityType::Organization => same && (tail || start && !short.contains(' ')),
                _ => same && tail,
            }
        };
        let longer: Vec<usize> = others.iter().copied().filter(fits).collect();
        let Some(first) = longer.first().copied() else { continue };
        if longer.iter().all(|c| state.joined(*c, first)) {
            state.join(m, first, "shorter name");
        }
    }
}
