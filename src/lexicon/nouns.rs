//! Nouns that describe entities: "leader" a person, "alliance" an organization, "summit" an event.

use super::table::{column, rows};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What one of a noun is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NounKind {
    /// A human being.
    Person,
    /// Several, under one word: "police".
    Group,
    /// A body.
    Organization,
    /// Something that happens.
    Event,
    /// A report, law, book.
    Work,
    /// Somewhere.
    Place,
}

static TABLE: LazyLock<FxHashMap<&'static str, NounKind>> = LazyLock::new(|| {
    let kind = |text: &str| match text {
        "person" => NounKind::Person,
        "group" => NounKind::Group,
        "organization" => NounKind::Organization,
        "event" => NounKind::Event,
        "work" => NounKind::Work,
        _ => NounKind::Place,
    };
    rows(crate::resources::NOUNS).map(|row| (column(&row, 0), kind(column(&row, 1)))).collect()
});

/// Reads the table now rather than on first use.
pub(super) fn load() {
    LazyLock::force(&TABLE);
}

/// What the noun with this lemma is; nouns in *-man*, *-woman*, *-person* and listed roles are persons.
pub fn kind(lemma: &str) -> Option<NounKind> {
    let listed = TABLE.get(lemma).copied();
    let is_person = || {
        lemma.ends_with("man") && lemma.len() > 5
            || lemma.ends_with("woman")
            || lemma.ends_with("person")
            || super::titles::title(lemma).is_some_and(|t| t.kind != "honorific" && t.kind != "modifier")
    };
    listed.or_else(|| is_person().then_some(NounKind::Person))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_have_kinds() {
        assert_eq!(kind("leader"), Some(NounKind::Person));
        assert_eq!(kind("spokeswoman"), Some(NounKind::Person));
        assert_eq!(kind("alliance"), Some(NounKind::Organization));
        assert_eq!(kind("summit"), Some(NounKind::Event));
        assert_eq!(kind("equilibrium"), None);
    }
}
