//! What the user decided about entities, applied on top of what resolution computes.
//!
//! Pure: rulings come as plain values, in the order they were made. They name entities by id; an entity's id is a hash
//! of its identity (a person's name, a country), not of its chains, so that a ruling survives new documents and a
//! newer engine. Its last bits are its type: where a newer engine reads a name as another type, the ruling goes over to
//! the only entity of that name that is left, its stand-in, which the store looks up. Merges are followed to their end;
//! a ring of merges, which only two databases put together can hold, ends at its smallest id.

use super::ChainFacts;
use crate::Id;
use crate::extraction::EntityType;
use crate::text::folded;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;

/// One decision that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ruling {
    /// `from` is the same as `into`.
    Merge {
        /// Stays.
        into: Id,
        /// Goes into the other.
        from: Id,
        /// Name of what stays, which it keeps.
        name: String,
    },
    /// Some chains of `from` are another entity.
    Split {
        /// What was one.
        from: Id,
        /// Which chains leave it.
        part: Part,
        /// What they are from now on.
        new: Id,
    },
    /// It goes by this name.
    Rename {
        /// Which.
        entity: Id,
        /// The name.
        name: String,
    },
    /// It is of this type.
    Retype {
        /// Which.
        entity: Id,
        /// The type.
        entity_type: EntityType,
    },
    /// It goes by this name too.
    Alias {
        /// Which.
        entity: Id,
        /// The further name.
        name: String,
    },
    /// It is not listed, nor drawn.
    Hide {
        /// Which.
        entity: Id,
    },
    /// The two are never the same.
    Apart {
        /// One.
        one: Id,
        /// The other.
        other: Id,
    },
}

impl Ruling {
    /// The entities it is about.
    pub fn named(&self) -> impl Iterator<Item = Id> + use<> {
        let (one, other) = match *self {
            Ruling::Merge { into, from, .. } => (into, Some(from)),
            Ruling::Apart { one, other } => (one, Some(other)),
            Ruling::Split { from, .. } => (from, None),
            Ruling::Rename { entity, .. }
            | Ruling::Retype { entity, .. }
            | Ruling::Alias { entity, .. }
            | Ruling::Hide { entity } => (entity, None),
        };
        std::iter::once(one).chain(other)
    }

    /// Where what it is about can go: the entity it is merged into, the one that is split off.
    fn leads(&self) -> Option<(Id, Id)> {
        match *self {
            Ruling::Merge { into, from, .. } => Some((from, into)),
            Ruling::Split { from, new, .. } => Some((from, new)),
            _ => None,
        }
    }

    /// The same about other entities.
    fn about(mut self, mut stand_in: impl FnMut(Id) -> Id) -> Ruling {
        let mut to = |id: &mut Id| *id = stand_in(*id);
        match &mut self {
            Ruling::Merge { into, from, .. } => [into, from].into_iter().for_each(to),
            Ruling::Split { from, new, .. } => [from, new].into_iter().for_each(to),
            Ruling::Apart { one, other } => [one, other].into_iter().for_each(to),
            Ruling::Rename { entity, .. }
            | Ruling::Retype { entity, .. }
            | Ruling::Alias { entity, .. }
            | Ruling::Hide { entity } => to(entity),
        }
        self
    }
}

/// Which chains a split takes away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Those of a document.
    Document(Id),
    /// Those with this form, case ignored.
    Name(String),
}

impl Part {
    /// Whether a chain of this document that goes by these names belongs to it.
    pub fn holds<'a>(&self, document: Id, mut names: impl Iterator<Item = &'a str>) -> bool {
        match self {
            Part::Document(wanted) => document == *wanted,
            Part::Name(wanted) => {
                let wanted = folded(wanted);
                names.any(|name| folded(name) == wanted)
            }
        }
    }

    fn holds_chain(&self, chain: &ChainFacts) -> bool {
        let forms = chain.forms.iter().map(|f| f.text.as_str());
        self.holds(chain.document, std::iter::once(chain.name.as_str()).chain(forms))
    }
}

impl fmt::Display for Part {
    /// As the log keeps it: "document 1f3a…" or "name M. Berg".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Part::Document(id) => write!(f, "document {id}"),
            Part::Name(name) => write!(f, "name {name}"),
        }
    }
}

impl FromStr for Part {
    type Err = ();

    /// Reads what `Display` writes.
    fn from_str(text: &str) -> Result<Part, ()> {
        match text.split_once(' ') {
            Some(("document", id)) => id.parse().map(Part::Document).map_err(|_| ()),
            Some(("name", name)) => Ok(Part::Name(name.to_owned())),
            _ => Err(()),
        }
    }
}

/// All decisions that hold, for look-up.
#[derive(Clone, Debug, Default)]
pub struct Rulings {
    merges: BTreeMap<Id, Id>,
    splits: Vec<(Id, Part, Id)>,
    names: BTreeMap<Id, String>,
    types: BTreeMap<Id, EntityType>,
    aliases: BTreeMap<Id, Vec<String>>,
    hidden: BTreeSet<Id>,
    apart: BTreeSet<(Id, Id)>,
    /// All that a ruling is about, as it names it and as what stands in for it.
    named: BTreeSet<Id>,
    /// Where rulings as they were made lead to, by the name of what they are about, whatever its type.
    leads: BTreeMap<Id, Vec<Id>>,
    /// What stands in for others.
    stand_ins: BTreeMap<Id, Id>,
}

impl Rulings {
    /// Rulings in the order they were made: of two names or types for one entity, the later counts. `stand_in` gives
    /// the entity that now has the name of one that a ruling is about; mostly that is itself.
    pub fn new(rulings: impl IntoIterator<Item = Ruling>, mut stand_in: impl FnMut(Id) -> Id) -> Rulings {
        let mut all = Rulings::default();
        for ruling in rulings {
            for id in ruling.named() {
                all.stand_ins.insert(id, stand_in(id));
                all.named.extend([id, stand_in(id)]);
                all.leads.entry(id.with_kind(0)).or_default();
            }
            if let Some((from, to)) = ruling.leads() {
                all.leads.entry(from.with_kind(0)).or_default().push(to.with_kind(0));
            }
            match ruling.about(&mut stand_in) {
                Ruling::Merge { into, from, name } => {
                    all.merges.insert(from, into);
                    all.names.entry(into).or_insert(name);
                }
                Ruling::Split { from, part, new } => all.splits.push((from, part, new)),
                Ruling::Rename { entity, name } => drop(all.names.insert(entity, name)),
                Ruling::Retype { entity, entity_type } => drop(all.types.insert(entity, entity_type)),
                Ruling::Alias { entity, name } => all.aliases.entry(entity).or_default().push(name),
                Ruling::Hide { entity } => drop(all.hidden.insert(entity)),
                Ruling::Apart { one, other } => drop(all.apart.insert((one.min(other), one.max(other)))),
            }
        }
        // A name given to what is part of another now leads to that.
        for (entity, names) in std::mem::take(&mut all.aliases) {
            let end = all.end_of(entity);
            all.aliases.entry(end).or_default().extend(names);
        }
        all
    }

    /// All entities that rulings can move when something of one of these names comes or goes, whatever its type; `names`
    /// are ids of kind 0.
    pub fn moved_by(&self, names: &BTreeSet<Id>) -> BTreeSet<Id> {
        let mut open: Vec<Id> = self.leads.keys().filter(|name| names.contains(name)).copied().collect();
        let mut reached = BTreeSet::new();
        while let Some(name) = open.pop() {
            if reached.insert(name) {
                open.extend(self.leads.get(&name).into_iter().flatten());
            }
        }
        reached.into_iter().flat_map(Id::kin).collect()
    }

    /// Whether a ruling is about an entity: it then stays one of its own, whatever later evidence says.
    pub fn is_named(&self, entity: Id) -> bool {
        self.named.contains(&entity)
    }

    /// Whether a ruling is about an entity or made it.
    pub fn concerns(&self, entity: Id) -> bool {
        self.is_named(entity) || self.splits.iter().any(|(_, _, new)| self.end_of(*new) == entity)
    }

    /// What a chain is, resolution having found `base`.
    pub fn entity(&self, chain: &ChainFacts, base: Id) -> Id {
        let mut at = self.end_of(base);
        for (from, part, new) in &self.splits {
            if self.end_of(*from) == at && part.holds_chain(chain) {
                at = self.end_of(*new);
            }
        }
        at
    }

    /// Where an entity that a ruling names is now found: under its type of today, and where merges lead from there.
    pub fn found_as(&self, entity: Id) -> Id {
        self.end_of(self.stand_ins.get(&entity).copied().unwrap_or(entity))
    }

    /// Where merges lead from an entity.
    pub fn end_of(&self, entity: Id) -> Id {
        let mut at = entity;
        let mut seen = BTreeSet::from([at]);
        while let Some(next) = self.merges.get(&at) {
            if !seen.insert(*next) {
                // Only what lies on the ring itself, not the way to it.
                let ring = std::iter::successors(Some(*next), |i| self.merges.get(i).copied()).skip(1);
                return ring.take_while(|i| i != next).fold(*next, Id::min);
            }
            at = *next;
        }
        at
    }

    /// The name given to an entity.
    pub fn name(&self, entity: Id) -> Option<&str> {
        self.names.get(&entity).map(String::as_str)
    }

    /// The type given to an entity.
    pub fn entity_type(&self, entity: Id) -> Option<EntityType> {
        self.types.get(&entity).copied()
    }

    /// Further names given to an entity.
    pub fn aliases(&self, entity: Id) -> &[String] {
        self.aliases.get(&entity).map_or(&[], Vec::as_slice)
    }

    /// Whether an entity is hidden.
    pub fn is_hidden(&self, entity: Id) -> bool {
        self.hidden.contains(&entity)
    }

    /// Whether the two must never be merged.
    pub fn are_apart(&self, one: Id, other: Id) -> bool {
        self.apart.contains(&(one.min(other), one.max(other)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u8) -> Id {
        Id::of("test", &[&[n]])
    }

    fn same(id: Id) -> Id {
        id
    }

    fn chain(document: u8, name: &str) -> ChainFacts {
        ChainFacts {
            id: id(100 + document),
            document: id(document),
            name: name.to_owned(),
            entity_type: EntityType::Person,
            is_named: true,
            forms: Vec::new(),
            context: Vec::new(),
            n_mentions: 1,
        }
    }

    #[test]
    fn merges_are_followed_to_their_end() {
        let merge = |into, from| Ruling::Merge { into: id(into), from: id(from), name: "A".into() };
        let rulings = Rulings::new([merge(2, 1), merge(3, 2)], same);
        assert_eq!(rulings.entity(&chain(9, "A"), id(1)), id(3));
        assert_eq!(rulings.entity(&chain(9, "A"), id(4)), id(4));
    }

    #[test]
    fn a_ring_of_merges_has_one_end() {
        let merge = |into, from| Ruling::Merge { into: id(into), from: id(from), name: "A".into() };
        let rulings = Rulings::new([merge(2, 1), merge(3, 2), merge(1, 3), merge(1, 7)], same);
        let ends: BTreeSet<Id> = [1, 2, 3, 7].map(|n| rulings.entity(&chain(9, "A"), id(n))).into();
        assert_eq!(ends, BTreeSet::from([id(1).min(id(2)).min(id(3))]));
    }

    #[test]
    fn splits_take_what_they_name() {
        let split = |part, new| Ruling::Split { from: id(1), part, new: id(new) };
        let rulings =
            Rulings::new([split(Part::Document(id(20)), 2), split(Part::Name("M. Berg".into()), 3)], same);
        assert_eq!(rulings.entity(&chain(20, "Berg"), id(1)), id(2));
        assert_eq!(rulings.entity(&chain(21, "m. berg"), id(1)), id(3));
        assert_eq!(rulings.entity(&chain(21, "Berg"), id(1)), id(1));
    }

    #[test]
    fn a_ruling_goes_over_to_what_stands_in() {
        let [person, place] = [0, 2].map(|kind| id(1).with_kind(kind));
        let merge = Ruling::Merge { into: id(2), from: person, name: "A".into() };
        let rulings = Rulings::new([merge], |id| if id == person { place } else { id });
        assert_eq!(rulings.entity(&chain(9, "A"), place), id(2));
        assert!(rulings.is_named(person) && rulings.is_named(place));
        let moved = rulings.moved_by(&BTreeSet::from([place.with_kind(0)]));
        assert!([person, place, id(2)].iter().all(|id| moved.contains(id)));
        assert_eq!(rulings.moved_by(&BTreeSet::from([id(3).with_kind(0)])), BTreeSet::new());
    }

    #[test]
    fn the_later_name_counts() {
        let rename = |name: &str| Ruling::Rename { entity: id(1), name: name.to_owned() };
        assert_eq!(Rulings::new([rename("A"), rename("B")], same).name(id(1)), Some("B"));
    }
}
