//! Which entity a shape is, by what other shapes offer.
//!
//! Persons: one for each first and last name; an initial joins the only first name it fits, a last name alone the only
//! person of that name (and gender, where a title tells it), or of several the only one in the same role or of the same
//! country, and else stays apart. Bodies: one for each full name; a short form joins the only full name that it stands
//! for. Everything else: one for each name. A verdict is a function of the set of offers, so that order does not matter.

use super::key::{Asks, Shape, alone, shape};
use super::{ChainFacts, Decision};
use crate::Id;
use std::collections::{BTreeMap, BTreeSet};

/// What a shape was found to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The entity; `None`: in each document another, as nothing tells which.
    pub entity: Option<Id>,
    /// Why.
    pub reason: String,
}

/// Decides what a shape is. `offered` gives up to two different entities that a key leads to; an error of it is passed on.
///
/// # Errors
///
/// Those of `offered`.
pub fn decide<E>(
    own: Id,
    asks: &Asks,
    mut offered: impl FnMut(&str) -> Result<Vec<Id>, E>,
) -> Result<Verdict, E> {
    let found = |entity: Id, reason: String| Ok(Verdict { entity: Some(entity), reason });
    if asks.is_common {
        return Ok(Verdict { entity: None, reason: "a body that every country has".to_owned() });
    }
    let Some(name) = &asks.name else { return found(own, "same name".to_owned()) };
    match offered(name)?[..] {
        [only] => return found(only, "only one with a fuller name".to_owned()),
        [] => {}
        _ => return among_several(asks, offered),
    }
    if let Some(weak) = &asks.weak
        && let [only] = offered(weak)?[..]
    {
        return found(only, "first letters of this name".to_owned());
    }
    found(own, "same short name".to_owned())
}

/// Of several that have the name, the only one that shares context.
fn among_several<E>(asks: &Asks, mut offered: impl FnMut(&str) -> Result<Vec<Id>, E>) -> Result<Verdict, E> {
    let mut fitting: BTreeMap<Id, &str> = BTreeMap::new();
    for key in &asks.context {
        let what = key.split_once(" + ").map_or("", |(_, what)| what);
        for entity in offered(key)? {
            fitting.entry(entity).or_insert(what);
        }
    }
    let mut fitting = fitting.into_iter();
    Ok(match (fitting.next(), fitting.next()) {
        (Some((only, what)), None) => {
            Verdict { entity: Some(only), reason: format!("only one of this name with `{what}`") }
        }
        _ => Verdict { entity: None, reason: "several of this name".to_owned() },
    })
}

/// Resolves chains as a whole set, without a store. The result does not depend on their order.
pub fn resolve(chains: &[ChainFacts]) -> Vec<Decision> {
    let shapes: Vec<Option<Shape>> = chains.iter().map(shape).collect();
    let mut offers: BTreeMap<&str, BTreeSet<Id>> = BTreeMap::new();
    for shape in shapes.iter().flatten() {
        for key in &shape.offers {
            offers.entry(key).or_default().insert(shape.own);
        }
    }
    let offered = |key: &str| -> Result<Vec<Id>, std::convert::Infallible> {
        Ok(offers.get(key).map(|e| e.iter().copied().take(2).collect()).unwrap_or_default())
    };
    let decide_chain = |(chain, shape): (&ChainFacts, &Option<Shape>)| {
        let verdict = match shape {
            Some(shape) => match decide(shape.own, &shape.asks, offered) {
                Ok(verdict) => verdict,
                Err(never) => match never {},
            },
            None => unnamed(),
        };
        let entity = verdict.entity.unwrap_or_else(|| alone(chain));
        Decision { chain: chain.id, entity, reason: verdict.reason }
    };
    chains.iter().zip(&shapes).map(decide_chain).collect()
}

/// The verdict on what has no name.
pub fn unnamed() -> Verdict {
    Verdict { entity: None, reason: "described only here".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::{EntityType, MentionKind};
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
            n_mentions: 1,
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

    fn with(mut chain: ChainFacts, context: &[&str]) -> ChainFacts {
        chain.context = context.iter().map(|c| (*c).to_owned()).collect();
        chain
    }

    #[test]
    fn titles_and_roles_part_persons() {
        use EntityType::Person;
        let woman = with(chain(2, "Berg", Person, &[]), &["female"]);
        check(&[chain(1, "Peter Berg", Person, &[]), woman.clone()], &[0, 1]);
        check(&[chain(1, "Peter Berg", Person, &[]), chain(3, "Anna Berg", Person, &[]), woman], &[0, 1, 1]);
        let minister = with(chain(1, "Anna Berg", Person, &[]), &["minister"]);
        let farmer = with(chain(2, "Bo Berg", Person, &[]), &["farmer"]);
        let third = |role| with(chain(3, "Berg", Person, &[]), &[role]);
        check(&[minister.clone(), farmer.clone(), third("farmer")], &[0, 1, 1]);
        check(&[minister, farmer, third("judge")], &[0, 1, 2]);
    }

    #[test]
    fn fathers_and_sons() {
        let person = |n, name| chain(n, name, EntityType::Person, &[]);
        let son = |n| with(person(n, "Peter Berg Jr."), &[super::super::key::APART]);
        // By itself "Jr." parts nobody: some write it and some do not.
        check(
            &[person(1, "Peter Berg Jr."), person(2, "Peter Berg"), person(3, "Peter Berg, Jr.")],
            &[0, 0, 0],
        );
        // One document has both: so where only the son is told of, it is the son.
        check(
            &[person(1, "Peter Berg"), son(2), person(3, "Peter Berg Jr."), person(4, "Berg")],
            &[0, 1, 1, 0],
        );
    }

    #[test]
    fn bodies_that_every_country_has_stay_apart() {
        let body = |n, name| chain(n, name, EntityType::Organization, &[]);
        check(&[body(1, "Foreign Ministry"), body(2, "Foreign Ministry")], &[0, 1]);
        check(&[body(1, "French Foreign Ministry"), body(2, "Foreign Ministry of France")], &[0, 0]);
        check(&[body(1, "French Foreign Ministry"), body(2, "German Foreign Ministry")], &[0, 1]);
        let told = with(body(2, "Foreign Ministry"), &["of FR"]);
        check(&[body(1, "French Foreign Ministry"), told, body(3, "Foreign Ministry")], &[0, 0, 1]);
    }

    #[test]
    fn letters_join_the_only_body_they_fit() {
        use EntityType::Organization;
        let full = |n, name| chain(n, name, Organization, &[]);
        check(&[full(1, "Northern River Commission"), full(2, "NRC")], &[0, 0]);
        check(
            &[full(1, "Northern River Commission"), full(2, "NRC"), full(3, "National Rail Council")],
            &[0, 1, 2],
        );
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
