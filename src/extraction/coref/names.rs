//! Sieves over names: equal ones, countries with their adjectives, acronyms, last and first names alone.

use super::state::{self, State};
use crate::extraction::{EntityType, MentionKind};
use crate::lexicon::gazetteer::Metonym;
use crate::lexicon::{gazetteer, name_words, names};
use std::collections::{BTreeMap, BTreeSet};

/// Joins names.
pub(super) fn link(state: &mut State<'_>) {
    exact(state);
    misspelt(state);
    acronyms(state);
    partial_persons(state);
    bracketed(state);
    storms(state);
    partial_others(state);
}

fn named(state: &State<'_>) -> Vec<usize> {
    (0..state.mentions.len()).filter(|m| state.mentions[*m].kind == MentionKind::Named).collect()
}

/// What names are the same by: the country or body that the gazetteer knows, else the folded name; of a person's
/// two names in any order ("Higuchi Ichiyo").
fn key(state: &State<'_>, m: usize) -> String {
    let form = state.form(m);
    match state.mentions[m].entity_type {
        EntityType::Place => {
            if let Some(country) = state::country(form) {
                return format!("country {}", country.code);
            }
        }
        EntityType::Organization => {
            if let Some(body) = gazetteer::organization(form) {
                return format!("body {}", body.name);
            }
            return body_words(state.folded(m));
        }
        EntityType::Person => {
            let mut words: Vec<&str> = state.folded(m).split(' ').collect();
            if words.len() == 2 {
                words.sort_unstable();
                return words.join(" ").replace('.', "");
            }
        }
        _ => {}
    }
    state.folded(m).replace('.', "")
}

/// A body's name without its small words, and in one order where it is that of a ministry: "Ministry of Trade" is the
/// "Trade Ministry".
fn body_words(name: &str) -> String {
    let is_small = |w: &&str| matches!(*w, "of" | "and" | "for" | "the" | "&");
    let plain = name.replace('.', "");
    let mut words: Vec<&str> = plain.split(' ').filter(|w| !is_small(w)).collect();
    if words.iter().any(|w| matches!(*w, "ministry" | "department" | "committee")) {
        words.sort_unstable();
    }
    words.join(" ")
}

/// Equal names. Parts of persons' names wait for [`partial_persons`]: two Johnsons share one.
fn exact(state: &mut State<'_>) {
    let partial = partial_names(state);
    let countries = named_countries(state);
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for m in named(state) {
        if state.mentions[m].entity_type == EntityType::Person && partial.contains(state.folded(m)) {
            continue;
        }
        let government = acting_country(state, m).filter(|code| countries.contains(code));
        let key = government.map_or_else(|| key(state, m), |code| format!("country {code}"));
        let antecedent = *first.entry(key).or_insert(m);
        let is_same = state.folded(antecedent) == state.folded(m);
        let reason = match (is_same, government) {
            (true, _) => "exact name",
            (false, Some(_)) => "metonym",
            (false, None) => "known alias",
        };
        state.join(m, antecedent, reason);
    }
}

/// Codes of the countries that the document names.
fn named_countries(state: &State<'_>) -> BTreeSet<&'static str> {
    let places = of_type(state, |kind| kind == EntityType::Place).into_iter();
    places.filter_map(|m| state::country(state.form(m))).map(|country| country.code).collect()
}

/// The country whose capital speaks: "Kyiv said", but not "in Kyiv".
fn acting_country(state: &State<'_>, m: usize) -> Option<&'static str> {
    if state.mentions[m].entity_type != EntityType::Place || !state.speaks(m) {
        return None;
    }
    match gazetteer::metonym(state.form(m))? {
        Metonym::Country(country) if state::country(state.form(m)).is_none() => Some(country.code),
        _ => None,
    }
}

/// Names of persons that are a part of another's.
fn partial_names(state: &State<'_>) -> BTreeSet<String> {
    let persons = of_type(state, |kind| kind == EntityType::Person);
    let names = Names::new(persons.iter().map(|m| (*m, state.folded(*m))));
    let is_partial = |short: &&&str| names.longer(short).into_iter().any(|full| part_of_person(full, short));
    names.mentions.keys().filter(is_partial).map(|short| (*short).to_owned()).collect()
}

fn of_type(state: &State<'_>, wanted: impl Fn(EntityType) -> bool) -> Vec<usize> {
    let mut found = named(state);
    found.retain(|m| wanted(state.mentions[*m].entity_type));
    found
}

/// Shortest name that may be misspelt, in letters.
const SHORTEST_MISSPELT: usize = 7;

/// "Untied Nations", "Cyclone Phalin": a name of one type that differs from a longer known one in a single letter, or
/// in two that changed places. A difference in the last letter is one of gender or number, in the first one of names.
fn misspelt(state: &mut State<'_>) {
    let mut first: BTreeMap<(EntityType, String), usize> = BTreeMap::new();
    for m in named(state) {
        let name = state.folded(m);
        let letters: Vec<char> = name.chars().collect();
        let is_plain = letters.iter().all(|c| c.is_alphabetic() || *c == ' ');
        if letters.len() < SHORTEST_MISSPELT || letters.len() > 60 || !is_plain {
            continue;
        }
        let kind = state.mentions[m].entity_type;
        let without =
            |i: usize| letters.iter().enumerate().filter(|(j, _)| *j != i).map(|(_, c)| *c).collect();
        let shapes: Vec<String> = (1..letters.len() - 1).map(without).chain([name.to_owned()]).collect();
        let near = |shape: &String| first.get(&(kind, shape.clone())).copied();
        let antecedent = shapes.iter().filter_map(near).find(|c| are_spellings(state.folded(*c), name));
        if let Some(antecedent) = antecedent {
            state.join(m, antecedent, "other spelling");
        }
        for shape in shapes {
            first.entry((kind, shape)).or_insert(m);
        }
    }
}

/// Names with as many words, that begin and end alike, neither of which the tables know as another's.
fn are_spellings(a: &str, b: &str) -> bool {
    let ends_alike =
        |a: &str, b: &str| a.chars().next() == b.chars().next() && a.chars().last() == b.chars().last();
    let words = |name: &str| name.split(' ').count();
    let is_known = |w: &str| w.chars().count() < 5 || lexicon_knows(w);
    let differ: Vec<(&str, &str)> = a.split(' ').zip(b.split(' ')).filter(|(x, y)| x != y).collect();
    let spelt = |(x, y): &(&str, &str)| ends_alike(x, y) && !(is_known(x) && is_known(y));
    words(a) == words(b) && differ.len() == 1 && differ.iter().all(spelt)
}

fn lexicon_knows(word: &str) -> bool {
    names::is_surname(word) || names::is_given_name(word) || gazetteer::place(word).is_some()
}

/// Initials of a name's capitalised words, and its numbers: "NRC" of "Northern River Commission", "IE6" of "Internet
/// Explorer 6".
fn initials(form: &str) -> String {
    let mut short = String::new();
    for word in form.split(|c: char| c.is_whitespace() || c == '-') {
        if word.chars().all(|c| c.is_ascii_digit()) {
            short.push_str(word);
        } else {
            short.extend(word.chars().next().filter(|c| c.is_uppercase()));
        }
    }
    short
}

fn acronyms(state: &mut State<'_>) {
    let names = of_type(state, |kind| kind != EntityType::Person);
    let mut full: BTreeMap<String, usize> = BTreeMap::new();
    for &m in &names {
        let short = initials(state.form(m));
        if short.chars().count() >= 2 && state.form(m).split_whitespace().count() >= 2 {
            full.entry(short).or_insert(m);
        }
    }
    for m in names {
        let form: String = state.form(m).chars().filter(|c| *c != '.' && *c != ' ').collect();
        let is_acronym = form.len() >= 2
            && form.len() <= 8
            && form.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
        let Some(&antecedent) = full.get(&form).filter(|_| is_acronym && !state.form(m).contains(". "))
        else {
            continue;
        };
        let kinds = [m, antecedent].map(|m| state.mentions[m].entity_type);
        let is_place = kinds.map(|kind| kind == EntityType::Place);
        if kinds[0] == EntityType::Other || is_place[0] == is_place[1] {
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

/// Whether the whole words of a name begin with a shorter name: "Trinity College, Cambridge" with "Trinity College".
fn starts(full: &str, short: &str) -> bool {
    full.strip_prefix(short).is_some_and(|rest| rest.starts_with([' ', ',']))
}

/// Whether the whole words of a name end with a shorter name.
fn ends(full: &str, short: &str) -> bool {
    full.strip_suffix(short).is_some_and(|rest| rest.ends_with(' '))
}

/// A person's last or first name alone joins the full name: the most mentioned one, then the latest before it.
fn partial_persons(state: &mut State<'_>) {
    let persons = of_type(state, |kind| kind == EntityType::Person);
    let folded: Vec<String> = persons.iter().map(|m| state.folded(*m).to_owned()).collect();
    let names = Names::new(persons.iter().copied().zip(folded.iter().map(String::as_str)));
    let mut alone: BTreeMap<&str, usize> = BTreeMap::new();
    let mut numbered: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for name in &folded {
        if let Some(plain) = without_number(name) {
            numbered.entry(plain).or_default().insert(name);
        }
    }
    for (&m, short) in persons.iter().zip(&folded) {
        // A ruler's number is no name, unless two of the name are told apart by it.
        let plain = without_number(short).filter(|plain| numbered[plain].len() == 1 && !plain.contains(' '));
        let short: &str = plain.unwrap_or(short);
        let longer = names.longer(short).into_iter().filter(|full| part_of_person(full, short));
        let ranked = longer.filter_map(|full| rank(state, m, short, full, &names.mentions[full]));
        let reason = if short.contains(' ') { "shorter name" } else { "last or first name" };
        match ranked.max() {
            Some((_, antecedent)) => state.join(m, antecedent, reason),
            None => {
                let antecedent = *alone.entry(short).or_insert(m);
                state.join(m, antecedent, "exact name");
            }
        }
    }
}

/// How well a full name suits a short one, with the mention of it to join; `None` where gender forbids it.
///
/// The last name counts before the first, who was named before those to come, and then the one who is named most
/// often; of equals the one named last.
fn rank(state: &State<'_>, m: usize, short: &str, full: &str, mentions: &[usize]) -> Option<(Rank, usize)> {
    let n_before = mentions.partition_point(|c| *c < m);
    let is_before = n_before > 0;
    let c = mentions[n_before.saturating_sub(1)];
    // The gender that a title before this very mention tells ("Mr Johns").
    let said_of = state.genders[m];
    let differs = said_of.is_some() && state.gender(c).is_some() && state.gender(c) != said_of;
    let near = if is_before { c as isize } else { -(c as isize) };
    (!differs).then_some(((ends(full, short), is_before, state.group_size(c), near), c))
}

type Rank = (bool, bool, usize, isize);

/// Whether one person can bear both names: "Smith", "John" or "John Smith" for "John A. Smith". "John Smith" beside "John Smith
/// Jr." is his father.
fn part_of_person(full: &str, short: &str) -> bool {
    let is_younger = || {
        full.strip_prefix(short).is_some_and(|rest| names::is_generation(rest.trim_start_matches([',', ' '])))
    };
    if short.contains(' ') && is_younger() {
        return false;
    }
    let is_middle = || {
        let (full, short): (Vec<&str>, Vec<&str>) = (full.split(' ').collect(), short.split(' ').collect());
        short.len() == 2 && full.len() < 6 && full.first() == short.first() && full.last() == short.last()
    };
    ends(full, short) || starts(full, short) || is_middle()
}

/// "Norton" of "Norton I".
fn without_number(name: &str) -> Option<&str> {
    let (name, number) = name.rsplit_once(' ')?;
    let is_number = !number.is_empty() && number.chars().all(|c| matches!(c, 'i' | 'v' | 'x'));
    is_number.then_some(name)
}

/// "Northern River Commission (NRC)", "NRC (Northern River Commission)": a short form beside a name is its own. In
/// front of the name its letters must be the name's initials, in any order: the order may be another language's.
fn bracketed(state: &mut State<'_>) {
    for m in named(state) {
        let (sentence, mention) = (state.sentence(m), &state.mentions[m]);
        let is_open = |i: &usize| matches!(sentence.tokens[*i].form.as_str(), "(" | "-LRB-");
        let open = mention.tokens.start.checked_sub(1).filter(is_open);
        let closes =
            sentence.tokens.get(mention.tokens.end).is_some_and(|t| t.form == ")" || t.form == "-RRB-");
        let Some(open) = open.filter(|_| closes) else { continue };
        let number = mention.sentence;
        let ends_there =
            |c: &usize| state.mentions[*c].sentence == number && state.mentions[*c].tokens.end == open;
        let Some(antecedent) = state.before(m, 0).find(ends_there) else { continue };
        let (form, before) = (state.form(m), state.form(antecedent));
        let sorted = |text: &str| {
            let mut letters: Vec<char> = text.chars().collect();
            letters.sort_unstable();
            letters
        };
        if is_short(form) || is_short(before) && sorted(before) == sorted(&initials(form)) {
            state.join(m, antecedent, "short form in brackets");
        }
    }
}

fn is_short(form: &str) -> bool {
    form.len() <= 8 && form.chars().filter(|c| c.is_uppercase()).count() >= 2 && !form.contains(' ')
}

/// "Cyclone Ada", "T C Ada", "Tropical Storm Ada": one event, whatever stands before its own name.
fn storms(state: &mut State<'_>) {
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for m in of_type(state, |kind| kind == EntityType::Event) {
        let words: Vec<&str> = state.form(m).split(' ').collect();
        let is_kind = |w: &&str| {
            name_words::kind_by_first(w) == Some("EVENT")
                || matches!(*w, "Tropical" | "Storm")
                || w.len() <= 2 && w.chars().all(char::is_uppercase)
        };
        let (Some((own, before)), Some(name)) = (words.split_last(), state.folded(m).rsplit(' ').next())
        else {
            continue;
        };
        if before.is_empty() || !before.iter().all(is_kind) || is_kind(own) {
            continue;
        }
        let antecedent = *first.entry(name.to_owned()).or_insert(m);
        state.join(m, antecedent, "name with its kind");
    }
}

/// Bodies, places, products and events by a part of their name: "Home Office" of "United Kingdom Home Office",
/// "Renault" of "Renault SA", "North" of "North Korea". Of several longer names only one that is named far more often.
fn partial_others(state: &mut State<'_>) {
    let others = of_type(state, |kind| kind != EntityType::Person && kind != EntityType::Group);
    let folded: Vec<String> = others.iter().map(|m| state.folded(*m).to_owned()).collect();
    let names = Names::new(others.iter().copied().zip(folded.iter().map(String::as_str)));
    // Mentions of one name and type are joined already, so the first of each type stands for all.
    let mut firsts: BTreeMap<&str, BTreeMap<EntityType, usize>> = BTreeMap::new();
    for (&m, name) in others.iter().zip(&folded) {
        firsts.entry(name).or_default().entry(state.mentions[m].entity_type).or_insert(m);
    }
    for (&m, short) in others.iter().zip(&folded) {
        let kind = state.mentions[m].entity_type;
        let is_known = kind == EntityType::Organization
            && !short.contains(' ')
            && gazetteer::organization(short).is_some();
        let mut longer: Vec<usize> = names
            .longer(short)
            .into_iter()
            .filter(|full| part_of_other(kind, full, short, is_known))
            .flat_map(|full| firsts[full].iter().filter(|(k, _)| **k == kind).map(|(_, c)| *c))
            .collect();
        longer.sort_by_key(|c| (std::cmp::Reverse(state.group_size(*c)), *c));
        let is_clear = |c: usize| {
            let mut others = longer.iter().filter(|o| !state.joined(**o, c));
            others.next().is_none_or(|o| state.group_size(c) >= 3 * state.group_size(*o))
        };
        if let Some(c) = longer.first().copied().filter(|c| is_clear(*c)) {
            state.join(m, c, "shorter name");
        }
    }
}

/// Whether the shorter of two names of one type can stand for the longer.
fn part_of_other(kind: EntityType, full: &str, short: &str, is_known: bool) -> bool {
    let rest = full.strip_prefix(short).map_or("", str::trim_start);
    let more = rest.split(' ').next().unwrap_or("");
    let is_place_after = rest.starts_with(',');
    match kind {
        EntityType::Place => {
            let is_direction = matches!(short, "north" | "south" | "east" | "west");
            is_place_after || starts(full, short) && (is_direction || rest == "city")
        }
        EntityType::Organization => {
            let is_kind = !rest.is_empty() && rest.split(' ').all(is_kind_of_body);
            let complement = short.contains(' ') && matches!(more, "of" | "for" | "on");
            starts(full, short) && (is_kind || complement || is_place_after)
                || !is_known && (ends(full, short) || starts(full, short) && !short.contains(' '))
        }
        EntityType::Event if name_words::kind_by_first(short) == Some("EVENT") => starts(full, short),
        _ => ends(full, short) || is_place_after,
    }
}

/// Words behind a body's name that only say what it is.
fn is_kind_of_body(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.'),
        "news"
            | "agency"
            | "company"
            | "corporation"
            | "corp"
            | "co"
            | "inc"
            | "ltd"
            | "plc"
            | "group"
            | "party"
            | "newspaper"
            | "movement"
    )
}
