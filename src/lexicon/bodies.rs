//! Bodies that every country has: "the Foreign Ministry", "Ukraine's parliament".

use super::gazetteer::{self, Country};
use super::table::{Table, column, rows, values};
use crate::resources;
use std::sync::LazyLock;

/// Names and other names, with small words left out, to the usual name.
static COMMON: LazyLock<Table<&'static str>> = LazyLock::new(|| {
    let row = |row: Vec<&'static str>| {
        let name = column(&row, 0);
        std::iter::once(name).chain(values(&row, 1)).map(move |other| (other, name)).collect::<Vec<_>>()
    };
    Table::new(rows(resources::COMMON_BODIES).flat_map(row))
});

/// Reads the table now rather than on first use.
pub(super) fn load() {
    LazyLock::force(&COMMON);
}

/// Longest name of a country in words.
const MOST_WORDS: usize = 5;

/// A body of the kind that every country has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Common {
    /// Its usual name without a country, in lower case: "foreign ministry".
    pub name: String,
    /// The country that the name tells.
    pub country: Option<&'static Country>,
}

/// What kind of common body a name is of, and of which country; `None` for a body that has its name alone, such as one
/// that the gazetteer lists.
pub fn common(name: &str) -> Option<Common> {
    if gazetteer::organization(name).is_some() {
        return None;
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let (rest, country) = without_country(&words);
    let rest = rest.join(" ").to_lowercase();
    let name =
        COMMON.get(&rest).map(|name| (*name).to_owned()).or_else(|| is_ministry(&rest).then_some(rest))?;
    Some(Common { name, country })
}

/// The words but for the country's, with what joins it ("of France", "France's"), and the country.
fn without_country<'w>(words: &[&'w str]) -> (Vec<&'w str>, Option<&'static Country>) {
    for length in (1..=MOST_WORDS.min(words.len())).rev() {
        for start in 0..=words.len() - length {
            let run = words[start..start + length].join(" ");
            let bare = run.strip_suffix("'s").or_else(|| run.strip_suffix("’s")).unwrap_or(&run);
            let Some((country, _)) = gazetteer::country_form(bare) else { continue };
            let joins = |w: &&&str| matches!(**w, "of" | "the" | "in" | "'s" | "’s");
            let before = words[..start].iter().rev().skip_while(joins).count();
            let after = words[start + length..].iter().skip_while(joins);
            let rest = words[..before].iter().chain(after).copied();
            return (rest.filter(|w| *w != "the" && *w != "The").collect(), Some(country));
        }
    }
    (words.iter().filter(|w| **w != "the" && **w != "The").copied().collect(), None)
}

/// "Ministry of Trade", "trade ministry", "department for transport"; but "Lille Police Department" is a city's.
fn is_ministry(rest: &str) -> bool {
    let begins = ["ministry of ", "ministry for ", "department of ", "department for "];
    rest.ends_with(" ministry") || begins.iter().any(|words| rest.starts_with(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_bodies_and_their_countries() {
        let check = |name: &str, expected: Option<(&str, &str)>| {
            let found = common(name);
            let found = found.as_ref().map(|c| (c.name.as_str(), c.country.map_or("", |c| c.code)));
            assert_eq!(found, expected, "{name}");
        };
        check("Foreign Ministry", Some(("foreign ministry", "")));
        check("the French Foreign Ministry", Some(("foreign ministry", "FR")));
        check("Ministry of Foreign Affairs of Japan", Some(("foreign ministry", "JP")));
        check("Ukraine's Foreign Ministry", Some(("foreign ministry", "UA")));
        check("Constitutional Court", Some(("constitutional court", "")));
        check("the French Supreme Court", Some(("supreme court", "FR")));
        check("Supreme Court", None); // the gazetteer has it as that of the United States
        check("Ministry of Trade", Some(("ministry of trade", "")));
        check("Lille Police Department", None);
        check("Northern River Commission", None);
        check("NATO", None);
        check("France", None);
    }
}
