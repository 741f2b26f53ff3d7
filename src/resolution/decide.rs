//! Which chains of a block are the same entity.
//!
//! Persons: one for each first and last name; an initial joins the only first name it fits, a last name alone the only
//! person of that name, and else stays apart. Bodies: one for each full name; a short form joins the only full name
//! that it stands for. Everything else: one for each name. The block is taken as a set, so that order does not matter.

use super::key::{body, is_short, names, place};
use super::{ChainFacts, Decision};
use crate::Id;
use crate::extraction::EntityType;
use crate::text::folded;
use std::collections::{BTreeMap, BTreeSet};

/// Resolves a block of chains that is closed under shared keys. The result does not depend on their order.
pub fn resolve(block: &[ChainFacts]) -> Vec<Decision> {
    let first_names = first_names(block);
    let short_forms = short_forms(block);
    let decide = |chain: &ChainFacts| {
        let (identity, reason) = match chain.entity_type {
            _ if !chain.is_named => (unnamed(chain), "described only here"),
            EntityType::Person => person(chain, &first_names),
            EntityType::Organization => organization(chain, &short_forms),
            EntityType::Place => (place(&chain.name), "same place"),
            _ => (folded(&chain.name), "same name"),
        };
        let kind = if chain.is_named { chain.entity_type.as_str() } else { "unnamed" };
        let entity = Id::of("entity", &[kind.as_bytes(), identity.as_bytes()]);
        Decision { chain: chain.id, entity, reason: reason.to_owned() }
    };
    block.iter().map(decide).collect()
}

fn unnamed(chain: &ChainFacts) -> String {
    format!("{} {}", chain.document, folded(&chain.name))
}

/// Folded words of a name without its middle ones: first and last.
fn ends(name: &str) -> (Option<String>, String) {
    let folded = folded(name);
    let last = super::key::last_name(name);
    let first = folded
        .split(' ')
        .next()
        .filter(|first| *first != last || folded.split(' ').count() > 2)
        .map(|first| first.trim_end_matches('.').to_owned());
    (first, last)
}

/// First names by last name, initials left out.
fn first_names(block: &[ChainFacts]) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for chain in block.iter().filter(|c| c.is_named && c.entity_type == EntityType::Person) {
        if let (Some(first), last) = ends(&chain.name)
            && first.chars().count() > 1
        {
            found.entry(last).or_default().insert(first);
        }
    }
    found
}

fn person(chain: &ChainFacts, known: &BTreeMap<String, BTreeSet<String>>) -> (String, &'static str) {
    let (first, last) = ends(&chain.name);
    let empty = BTreeSet::new();
    let candidates = known.get(&last).unwrap_or(&empty);
    let fits = |full: &&String| first.as_ref().is_none_or(|f| full.starts_with(f.as_str()));
    match &first {
        Some(first) if first.chars().count() > 1 => (format!("{first} {last}"), "same name"),
        _ => {
            let mut fitting = candidates.iter().filter(fits);
            match (fitting.next(), fitting.next()) {
                (Some(only), None) => (format!("{only} {last}"), "only person of this name"),
                (Some(_), Some(_)) => (unnamed(chain), "several persons of this name"),
                _ => (first.map_or(last.clone(), |f| format!("{f} {last}")), "same last name"),
            }
        }
    }
}

/// Full names by short form.
fn short_forms(block: &[ChainFacts]) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for chain in block.iter().filter(|c| c.is_named && c.entity_type == EntityType::Organization) {
        let full = body(&chain.name);
        if is_short(&full.to_uppercase()) && !full.contains(' ') {
            continue;
        }
        for short in names(chain).iter().filter(|n| is_short(n)) {
            found.entry(folded(short).replace('.', "")).or_default().insert(full.clone());
        }
    }
    found
}

fn organization(
    chain: &ChainFacts,
    short_forms: &BTreeMap<String, BTreeSet<String>>,
) -> (String, &'static str) {
    let full = body(&chain.name);
    let short = full.replace('.', "");
    match short_forms.get(&short) {
        Some(names) if names.len() == 1 => {
            (names.first().cloned().unwrap_or(full), "short form of this name")
        }
        Some(_) => (unnamed(chain), "several bodies of this short form"),
        None => (full, "same name"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::MentionKind;
    use crate::resolution::Form;
    use proptest::prelude::*;

    fn chain(number: u8, name: &str, kind: EntityType, other: &[&str]) -> ChainFacts {
        let form = |text: &&str| Form { text: (*text).to_owned(), kind: MentionKind::Named, n_mentions: 1 };
        ChainFacts {
            id: Id::of("chain", &[&[number]]),
            document: Id::of("document", &[&[number]]),
            name: name.to_owned(),
            entity_type: kind,
            is_named: true,
            forms: std::iter::once(&name).chain(other).map(form).collect(),
            context: Vec::new(),
        }
    }

    #[track_caller]
    fn check(chains: &[ChainFacts], expected: &[usize]) {
        let decisions = resolve(chains);
        let mut seen: Vec<Id> = Vec::new();
        let numbers: Vec<usize> = decisions
            .iter()
            .map(|d| match seen.iter().position(|e| *e == d.entity) {
                Some(n) => n,
                None => {
                    seen.push(d.entity);
                    seen.len() - 1
                }
            })
            .collect();
        assert_eq!(numbers, expected);
    }

    #[test]
    fn persons() {
        use EntityType::Person;
        check(&[chain(1, "Mark Rutte", Person, &[]), chain(2, "Rutte", Person, &[])], &[0, 0]);
        check(&[chain(1, "Boris Johnson", Person, &[]), chain(2, "Mike Johnson", Person, &[])], &[0, 1]);
        let three = ["Boris Johnson", "Mike Johnson", "Johnson"];
        let chains: Vec<_> = three.iter().enumerate().map(|(i, n)| chain(i as u8, n, Person, &[])).collect();
        check(&chains, &[0, 1, 2]);
        check(&[chain(1, "B. Johnson", Person, &[]), chain(2, "Boris Johnson", Person, &[])], &[0, 0]);
        check(&[chain(1, "John A. Smith", Person, &[]), chain(2, "John Smith", Person, &[])], &[0, 0]);
    }

    #[test]
    fn bodies_and_places() {
        use EntityType::{Organization, Place};
        let full = chain(1, "Northern River Commission", Organization, &["NRC"]);
        check(&[full.clone(), chain(2, "NRC", Organization, &[])], &[0, 0]);
        let other = chain(3, "National Research Council", Organization, &["NRC"]);
        check(&[full, other, chain(2, "NRC", Organization, &[])], &[0, 1, 2]);
        check(
            &[
                chain(1, "NATO", Organization, &[]),
                chain(2, "North Atlantic Treaty Organization", Organization, &[]),
            ],
            &[0, 0],
        );
        check(
            &[
                chain(1, "U.S.", Place, &[]),
                chain(2, "United States", Place, &[]),
                chain(3, "Paris", Place, &[]),
            ],
            &[0, 0, 1],
        );
    }

    proptest! {
        #[test]
        fn order_does_not_matter(names in prop::collection::vec("(Anna|Bo|B\\\\.)? ?(Berg|Dahl|ABC|Alpha Beta Corp)", 1..8), turn in 0usize..8) {
            let kind = |n: &str| if n.contains("A") && !n.contains("Anna") { EntityType::Organization } else { EntityType::Person };
            let chains: Vec<_> = names.iter().enumerate().map(|(i, n)| chain(i as u8, n.trim(), kind(n), &[])).collect();
            let mut turned = chains.clone();
            turned.rotate_left(turn % chains.len());
            turned.reverse();
            let sorted = |mut d: Vec<Decision>| { d.sort_by_key(|d| d.chain); d };
            prop_assert_eq!(sorted(resolve(&chains)), sorted(resolve(&turned)));
        }
    }
}
