//! Words within names that tell what bears them: "County", "Inc.", "Treaty".

use super::table::{Table, column, rows};
use crate::resources;
use std::sync::LazyLock;

static LAST: LazyLock<Table<&'static str>> = LazyLock::new(|| table("last"));
static FIRST: LazyLock<Table<&'static str>> = LazyLock::new(|| table("first"));
static LEGAL: LazyLock<Table<&'static str>> = LazyLock::new(|| table("legal"));

/// Reads the table now rather than on first use.
pub(super) fn load() {
    LazyLock::force(&LAST);
    LazyLock::force(&FIRST);
    LazyLock::force(&LEGAL);
}

fn table(place: &str) -> Table<&'static str> {
    let rows = rows(resources::NAME_WORDS).filter(|row| column(row, 1) == place);
    Table::new(rows.map(|row| (column(&row, 0), column(&row, 2))))
}

/// The kind of a name of several words that ends so: "LOC" for "Ford County", "ORG" for "Acme Inc.".
pub fn kind_by_last(word: &str) -> Option<&'static str> {
    LAST.get(word).copied()
}

/// The kind of a name that begins so: "LOC" for "Mount Everest", "ORG" for "University of Bergen".
pub fn kind_by_first(word: &str) -> Option<&'static str> {
    FIRST.get(word).copied()
}

/// Whether the word is the form of a company, which stands behind a name: "Acme, Inc."
pub fn is_legal_form(word: &str) -> bool {
    LEGAL.get(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_tell_kinds() {
        assert_eq!(kind_by_last("County"), Some("LOC"));
        assert_eq!(kind_by_last("Inc"), Some("ORG"));
        assert_eq!(kind_by_first("Ministry"), Some("ORG"));
        assert_eq!(kind_by_first("County Hall"), None);
        assert!(is_legal_form("Inc.") && !is_legal_form("Union"));
    }
}
