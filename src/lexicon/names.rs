//! Given names and who bears them; surnames.

use super::table::{Table, column, rows};
use super::titles::Gender;
use crate::resources;
use std::sync::LazyLock;

/// Share of one gender, in percent, from which a name tells it.
const CLEAR: u8 = 90;

static FEMALE_SHARES: LazyLock<Table<u8>> = LazyLock::new(|| {
    let share = |row: &[&'static str]| column(row, 1).parse().unwrap_or(50);
    Table::new(rows(resources::GIVEN_NAMES).map(|row| (column(&row, 0), share(&row))))
});

static SURNAMES: LazyLock<Table<()>> =
    LazyLock::new(|| Table::new(rows(resources::SURNAMES).map(|row| (column(&row, 0), ()))));

/// Reads the table now rather than on first use.
pub(super) fn load() {
    LazyLock::force(&FEMALE_SHARES);
    LazyLock::force(&SURNAMES);
}

/// Whether it is listed as a surname. Many are other words too: "Young", "Berlin".
pub fn is_surname(name: &str) -> bool {
    SURNAMES.get(name).is_some()
}

/// Whether it tells generations of one name apart: "Jr.", "III".
///
/// ```
/// use sayso::lexicon::names::is_generation;
/// assert!(is_generation("Jr.") && is_generation("iii"));
/// assert!(!is_generation("I"));
/// ```
pub fn is_generation(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    ["jr", "sr", "ii", "iii", "iv"].iter().any(|suffix| bare.eq_ignore_ascii_case(suffix))
}

/// Share of women among the bearers of a given name, 0 to 100; `None` for a name that is not listed.
pub fn female_share(name: &str) -> Option<u8> {
    FEMALE_SHARES.get(name).or_else(|| FEMALE_SHARES.get(name.split_once('-')?.0)).copied()
}

/// Whether it is listed as a given name. Many are other words too: "Mark", "Grace", "Paris".
pub fn is_given_name(name: &str) -> bool {
    female_share(name).is_some()
}

/// The gender of nine in ten bearers of a given name; `None` where it is mixed or not listed.
pub fn gender(name: &str) -> Option<Gender> {
    match female_share(name)? {
        share if share >= CLEAR => Some(Gender::Female),
        share if share <= 100 - CLEAR => Some(Gender::Male),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_gender_where_it_is_clear() {
        assert_eq!(gender("Mark"), Some(Gender::Male));
        assert_eq!(gender("URSULA"), Some(Gender::Female));
        assert_eq!(gender("Taylor"), None);
        assert_eq!(gender("Xyzzy"), None);
    }

    #[test]
    fn diacritics_and_double_names_are_looked_through() {
        assert_eq!(gender("François"), Some(Gender::Male));
        assert_eq!(female_share("Maria-Xyzzy"), female_share("Maria"));
    }
}
