//! Titles, ranks and roles of persons: "Secretary General", "Sen.", "spokeswoman".

use super::table::{Table, column, rows};
use crate::resources;
use std::sync::LazyLock;

/// Whom a word can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    /// "he".
    Male,
    /// "she".
    Female,
}

/// How a title is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Before a name ("President Macron") or alone ("the president").
    Prefix,
    /// A common noun, in apposition or alone: "spokesman", "mother".
    Role,
    /// Before another title: "former", "deputy".
    Modifier,
}

/// A title, rank or role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Title {
    /// As in the table.
    pub words: &'static str,
    /// As in the table: honorific, royal, religious, government, legislative, diplomatic, military, police,
    /// judicial, academic, business, media, sport, arts, health, civic, family, modifier.
    pub kind: &'static str,
    /// How it is used.
    pub usage: Use,
    /// Where the word tells it: "Mrs", "spokesman".
    pub gender: Option<Gender>,
}

static TITLES: LazyLock<Table<Title>> = LazyLock::new(|| {
    Table::new(rows(resources::TITLES).map(|row| {
        let usage = match column(&row, 2) {
            "prefix" => Use::Prefix,
            "role" => Use::Role,
            _ => Use::Modifier,
        };
        let gender = match column(&row, 3) {
            "m" => Some(Gender::Male),
            "f" => Some(Gender::Female),
            _ => None,
        };
        let words = column(&row, 0);
        (words, Title { words, kind: column(&row, 1), usage, gender })
    }))
});

/// Reads the table now rather than on first use.
pub(super) fn load() {
    LazyLock::force(&TITLES);
}

/// The title of these words, case and dots ignored; a regular plural ("ministers") counts as its singular.
pub fn title(words: &str) -> Option<Title> {
    let found = TITLES.get(words).or_else(|| TITLES.get(words.strip_suffix('s')?));
    found.copied()
}

/// The longest title that starts at a word, with the place after its end: 2 words of "Prime Minister Modi".
pub fn longest(forms: &[impl AsRef<str>], start: usize) -> Option<(usize, Title)> {
    TITLES.longest(forms, start).map(|(end, title)| (end, *title))
}

/// How many of the first words are titles and their modifiers, at most all but one: 3 of "former Prime Minister
/// Modi", 0 of "Modi", 0 of "King" alone.
pub fn prefix_len(forms: &[impl AsRef<str>]) -> usize {
    let mut at = 0;
    let mut end_of_title = 0;
    while let Some((end, title)) = longest(forms, at).filter(|(_, title)| title.usage != Use::Role) {
        at = end;
        if title.usage == Use::Prefix {
            end_of_title = end;
        }
    }
    if end_of_title < forms.len() { end_of_title } else { 0 }
}

/// Where a person's own name begins in a run of words: 3 in "NATO Secretary General Mark Rutte", 2 in "Prime Minister
/// Modi", 0 in "Mark Rutte" and "Martin King Jr.".
pub fn name_start(forms: &[impl AsRef<str>]) -> usize {
    let inner = (1..forms.len()).rev().find_map(|at| {
        let (end, title) = longest(forms, at).filter(|(_, title)| title.usage == Use::Prefix)?;
        (end < forms.len() && !super::names::is_generation(forms[end].as_ref()) && title.kind != "modifier")
            .then_some(end)
    });
    let is_name = forms.first().is_some_and(|first| super::names::is_given_name(first.as_ref()));
    inner.filter(|_| !is_name).unwrap_or_else(|| prefix_len(forms))
}

/// The gender that a title before a name or a role noun tells: "Mrs" female, "president" nothing.
pub fn gender(words: &str) -> Option<Gender> {
    title(words).and_then(|title| title.gender)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_found_in_any_case() {
        assert_eq!(title("sen.").map(|t| t.kind), Some("legislative"));
        assert_eq!(title("SECRETARY GENERAL").map(|t| t.usage), Some(Use::Prefix));
        assert_eq!(title("lawmakers").map(|t| t.kind), Some("legislative"));
        assert_eq!(title("table"), None);
    }

    #[test]
    fn prefixes_end_before_the_name() {
        let check = |words: &str, expected| {
            let forms: Vec<&str> = words.split(' ').collect();
            assert_eq!(prefix_len(&forms), expected, "{words}");
        };
        check("former Prime Minister Narendra Modi", 3);
        check("Secretary General Mark Rutte", 2);
        check("Lt. Gen. Ben Hodges", 2);
        check("Mark Rutte", 0);
        check("King", 0);
        check("Mrs Justice Lang", 2);
    }

    #[test]
    fn some_titles_tell_gender() {
        assert_eq!(gender("Mrs."), Some(Gender::Female));
        assert_eq!(gender("spokesman"), Some(Gender::Male));
        assert_eq!(gender("president"), None);
    }

    #[test]
    fn names_begin_behind_all_titles() {
        for (words, expected) in [
            ("NATO Secretary General Mark Rutte", 3),
            ("U.S. Defense Secretary Pete Hegseth", 3),
            ("Prime Minister Modi", 2),
            ("Mark Rutte", 0),
            ("Martin King Jr.", 0),
            ("King", 0),
        ] {
            let forms: Vec<&str> = words.split(' ').collect();
            assert_eq!(name_start(&forms), expected, "{words}");
        }
    }
}
