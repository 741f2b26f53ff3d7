//! Sieves over names: equal ones, countries with their adjectives, acronyms, last and first names alone.

use super::state::State;
use crate::extraction::{EntityType, MentionKind};
use crate::lexicon::gazetteer;
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
            if let Some((country, _)) = gazetteer::country_form(form) {
                return format!("country {}", country.code);
            }
        }
        EntityType::Organization => {
            if let Some(body) = gazetteer::organization(form) {
                return format!("body {}", body.name);
            }
        }
        _ => {}
    }
    state.folded(m).replace('.', "")
}

fn exact(state: &mut State<'_>) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for m in named(state) {
        let antecedent = *first.entry(key(state, m)).or_insert(m);
        let reason = if state.folded(antecedent) == state.folded(m) { "exact name" } else { "known alias" };
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
        let short = initials(state.form(m));
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

/// Mentions under each distinct folded name, and the names under their first and last words and all their ends.
struct Names<'n> {
    mentions: BTreeMap<&'n str, Vec<usize>>,
    by_first: BTreeMap<&'n str, Vec<&'n str>>,
    by_end: BTreeMap<&'n str, Vec<&'n str>>,
}

/// How many longer names a short one is compared with; only hostile text has more.
const MOST_LONGER: usize = 200;

impl<'n> Names<'n> {
    fn new(names: impl Iterator<Item = (usize, &'n str)>) -> Self {
        let mut index =
            Names { mentions: BTreeMap::new(), by_first: BTreeMap::new(), by_end: BTreeMap::new() };
        for (m, name) in names {
            let mentions = index.mentions.entry(name).or_default();
            mentions.push(m);
            let Some((first, _)) = name.split_once(' ').filter(|_| mentions.len() == 1) else { continue };
            index.by_first.entry(first).or_default().push(name);
            for (at, _) in name.match_indices(' ').take(MOST_LONGER) {
                index.by_end.entry(&name[at + 1..]).or_default().push(name);
            }
        }
        index
    }

    /// Names that end with this one, or begin with its first word, and are longer.
    fn longer(&self, short: &str) -> Vec<&'n str> {
        let first = short.split(' ').next().unwrap_or(short);
        let ends = self.by_end.get(short).into_iter().flatten().take(MOST_LONGER);
        let starts = self.by_first.get(first).into_iter().flatten().take(MOST_LONGER);
        let mut names: Vec<&str> =
            ends.chain(starts).copied().filter(|n| n.split(' ').count() > short.split(' ').count()).collect();
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// Whether the whole words of a name begin with a shorter name.
fn starts(full: &str, short: &str) -> bool {
    full.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '))
}

/// Whether the whole words of a name end with a shorter name.
fn ends(full: &str, short: &str) -> bool {
    full.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '))
}

/// A person's last or first name alone joins the full name: the most mentioned one, then the latest before it.
fn partial_persons(state: &mut State<'_>) {
    let mut persons = named(state);
    persons.retain(|m| state.mentions[*m].entity_type == EntityType::Person);
    let folded: Vec<String> = persons.iter().map(|m| state.folded(*m).to_owned()).collect();
    let names = Names::new(persons.iter().copied().zip(folded.iter().map(String::as_str)));
    for (&m, short) in persons.iter().zip(&folded) {
        let mut best = None;
        for full in names.longer(short) {
            if !(ends(full, short) || starts(full, short) || middle(full, short)) {
                continue;
            }
            let mentions = &names.mentions[full];
            let n_before = mentions.partition_point(|c| *c < m);
            let is_before = n_before > 0;
            let c = mentions[n_before.saturating_sub(1)];
            // The gender that a title before this very mention tells ("Mr Johns").
            let said_of = state.genders[m];
            if said_of.is_some() && state.gender(c).is_some() && state.gender(c) != said_of {
                continue;
            }
            // The last name counts before the first, who was named before those to come, and then the one who is
            // named in full most often; of equals the one named last.
            let near = if is_before { c as isize } else { -(c as isize) };
            best = best.max(Some(((ends(full, short), is_before, mentions.len(), near), c)));
        }
        if let Some((_, antecedent)) = best {
            state.join(
                m,
                antecedent,
                if short.contains(' ') { "shorter name" } else { "last or first name" },
            );
        }
    }
}

/// "John Smith" fits "John A. Smith".
fn middle(full: &str, short: &str) -> bool {
    let (full, short): (Vec<&str>, Vec<&str>) = (full.split(' ').collect(), short.split(' ').collect());
    short.len() == 2 && full.len() == 3 && full.first() == short.first() && full.last() == short.last()
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
        let antecedent = state.before(m, 0).find(ends_there);
        if let Some(antecedent) = antecedent {
            state.join(m, antecedent, "short form in brackets");
        }
    }
}

/// Bodies, products and events by a part of their name, where one longer name has it at its end or start: "Home
/// Office" of "United Kingdom Home Office", "Renault" of "Renault SA", "North" of "North Korea".
fn partial_others(state: &mut State<'_>) {
    let mut others = named(state);
    others.retain(|m| state.mentions[*m].entity_type != EntityType::Person);
    let folded: Vec<String> = others.iter().map(|m| state.folded(*m).to_owned()).collect();
    let names = Names::new(others.iter().copied().zip(folded.iter().map(String::as_str)));
    // Mentions of one name and type are joined already, so the first of each type stands for all.
    let mut firsts: BTreeMap<&str, BTreeMap<EntityType, usize>> = BTreeMap::new();
    for (&m, name) in others.iter().zip(&folded) {
        firsts.entry(name).or_default().entry(state.mentions[m].entity_type).or_insert(m);
    }
    for (&m, short) in others.iter().zip(&folded) {
        let kind = state.mentions[m].entity_type;
        let is_known = gazetteer::organization(state.form(m)).is_some() && !short.contains(' ');
        if kind == EntityType::Group || is_known {
            continue;
        }
        let is_direction = matches!(short.as_str(), "north" | "south" | "east" | "west");
        let fits = |full: &str, c: usize| {
            let same = state.mentions[c].entity_type == kind;
            match kind {
                EntityType::Place => is_direction && starts(full, short),
                EntityType::Organization => {
                    same && (ends(full, short) || starts(full, short) && !short.contains(' '))
                }
                _ => same && ends(full, short),
            }
        };
        let longer: Vec<usize> = names
            .longer(short)
            .into_iter()
            .flat_map(|full| firsts[full].values().copied().filter(|c| fits(full, *c)))
            .collect();
        let Some(first) = longer.iter().copied().min() else { continue };
        if longer.iter().all(|c| state.joined(*c, first)) {
            state.join(m, first, "shorter name");
        }
    }
}
