//! Names that tables know for countries and bodies, whatever texts call them.

use super::key::named_entity;
use crate::Id;
use crate::analysis::word_enum;
use crate::extraction::EntityType;
use crate::lexicon::gazetteer::{self, Form, Metonym};
use crate::text::folded;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

word_enum! {
    /// What kind of name it is.
    NameKind {
        /// An official or short name: "Russian Federation".
        Name = "name",
        /// Its adjective or one of its people, who are not the country: "Ukrainian", "Briton".
        Demonym = "demonym",
        /// The seat of its government, which stands for it where it acts: "Kyiv", "the Kremlin".
        Metonym = "metonym",
    }
}

/// A name with its kind.
pub type KnownName = (&'static str, NameKind);

static KNOWN: LazyLock<BTreeMap<Id, BTreeSet<KnownName>>> = LazyLock::new(|| {
    let mut known: BTreeMap<Id, BTreeSet<KnownName>> = BTreeMap::new();
    let country = |code: &str| named_entity(EntityType::Place, &format!("of country {code}"));
    for (form, place, kind) in gazetteer::all_country_forms() {
        let kind = if kind == Form::Name { NameKind::Name } else { NameKind::Demonym };
        known.entry(country(place.code)).or_default().insert((form, kind));
    }
    for (name, stands_for) in gazetteer::all_metonyms() {
        let id = match stands_for {
            Metonym::Country(place) => country(place.code),
            Metonym::Organization(body) => named_entity(EntityType::Organization, &folded(body)),
        };
        known.entry(id).or_default().insert((name, NameKind::Metonym));
    }
    known
});

/// Further names that tables know for an entity, sorted.
pub fn known_names(entity: Id) -> impl Iterator<Item = KnownName> {
    KNOWN.get(&entity).into_iter().flatten().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_and_bodies_have_names_of_their_own_kinds() {
        let ukraine: Vec<KnownName> = known_names(named_entity(EntityType::Place, "of country UA")).collect();
        assert!(ukraine.contains(&("Ukrainian", NameKind::Demonym)), "{ukraine:?}");
        assert!(ukraine.iter().any(|(name, kind)| *kind == NameKind::Metonym && name.starts_with("Ky")));
        let defense = named_entity(EntityType::Organization, "united states department of defense");
        assert!(known_names(defense).any(|known| known == ("Pentagon", NameKind::Metonym)));
        assert_eq!(known_names(named_entity(EntityType::Person, "anna berg")).count(), 0);
    }
}
