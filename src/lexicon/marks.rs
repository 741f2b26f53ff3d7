//! Which tables know each word of a sentence: input for models that find names.
//!
//! `train/tables/marks.py` computes the same for training; keep the two equal (both are tested on one example).

use super::gazetteer::{Listed, longest_name};
use super::titles::Use;
use super::{calendar, names, titles};

/// Number of marks, the bits of [`marks`].
pub const N_MARKS: usize = 9;
/// In a country's name.
pub const COUNTRY: u16 = 1;
/// In a country's adjective or people.
pub const NATIONALITY: u16 = 1 << 1;
/// In the name of a continent, region, state or city.
pub const PLACE: u16 = 1 << 2;
/// In the name of a well-known body.
pub const ORGANIZATION: u16 = 1 << 3;
/// A given name.
pub const GIVEN_NAME: u16 = 1 << 4;
/// A surname.
pub const SURNAME: u16 = 1 << 5;
/// In a title that stands before names.
pub const TITLE: u16 = 1 << 6;
/// In a noun for a role.
pub const ROLE: u16 = 1 << 7;
/// A month or weekday.
pub const CALENDAR: u16 = 1 << 8;

/// The marks of each word.
///
/// From left to right the longest run that a table has is taken and the next search starts after it: countries, places
/// and bodies together, titles and roles together, then given names, surnames and dates word by word. Case
/// is ignored as [`key`](super::table::key) ignores it, so that a reader weighs a mark with the word's shape.
pub fn marks(forms: &[impl AsRef<str>]) -> Vec<u16> {
    let mut marks = vec![0; forms.len()];
    for (form, mark) in forms.iter().zip(&mut marks) {
        let form = form.as_ref();
        *mark |= if names::is_given_name(form) { GIVEN_NAME } else { 0 };
        *mark |= if names::is_surname(form) { SURNAME } else { 0 };
        *mark |= if calendar::word(form).is_some() { CALENDAR } else { 0 };
    }
    let listed = |start| {
        longest_name(forms, start).map(|(end, listed)| {
            let mark = match listed {
                Listed::Country => COUNTRY,
                Listed::Nationality => NATIONALITY,
                Listed::Organization => ORGANIZATION,
                Listed::Place => PLACE,
            };
            (end, mark)
        })
    };
    let titled = |start| {
        titles::longest(forms, start).map(|(end, title)| match title.usage {
            Use::Prefix => (end, TITLE),
            Use::Role => (end, ROLE),
            Use::Modifier => (end, 0),
        })
    };
    mark_runs(&mut marks, listed);
    mark_runs(&mut marks, titled);
    marks
}

fn mark_runs(marks: &mut [u16], longest: impl Fn(usize) -> Option<(usize, u16)>) {
    let mut at = 0;
    while at < marks.len() {
        let (end, mark) = longest(at).unwrap_or((at + 1, 0));
        for slot in &mut marks[at..end] {
            *slot |= mark;
        }
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_that_python_shares() {
        let text = "Former Prime Minister Mark Smith of the U.S. met Britons from South Korea and NATO in New York on Monday";
        let forms: Vec<&str> = text.split(' ').collect();
        let found = marks(&forms);
        let expected = [
            0,
            TITLE,
            TITLE,
            GIVEN_NAME | SURNAME,
            GIVEN_NAME | SURNAME,
            0,
            0,
            COUNTRY,
            0,
            NATIONALITY,
            0,
            COUNTRY,
            COUNTRY,
            0,
            ORGANIZATION,
            0,
            PLACE,
            PLACE,
            0,
            CALENDAR,
        ];
        for ((form, found), expected) in forms.iter().zip(found).zip(expected) {
            assert_eq!(found & !(GIVEN_NAME | SURNAME), expected & !(GIVEN_NAME | SURNAME), "{form}");
            assert_eq!(found & expected, expected, "{form}");
        }
    }
}
