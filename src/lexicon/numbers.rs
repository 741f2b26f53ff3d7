//! Words of numbers ("seven hundred", "bn") and signs of units ("$", "%").

use super::table::{column, rows};
use crate::resources;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// A word of a quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NumberWord {
    /// Adds to what stands before it: "five".
    Count(f64),
    /// Multiplies what stands before it: "million".
    Scale(f64),
    /// A part of what stands behind it: "half".
    Share(f64),
    /// A unit by its name: "$" is "dollar".
    Sign(&'static str),
}

static WORDS: LazyLock<FxHashMap<&'static str, NumberWord>> = LazyLock::new(|| {
    let word = |row: Vec<&'static str>| {
        let value = || column(&row, 2).parse().ok();
        let word = match column(&row, 1) {
            "count" => NumberWord::Count(value()?),
            "scale" => NumberWord::Scale(value()?),
            "share" => NumberWord::Share(value()?),
            _ => NumberWord::Sign(column(&row, 2)),
        };
        Some((column(&row, 0), word))
    };
    rows(resources::NUMBERS).filter_map(word).collect()
});

/// Reads the table now rather than on first use.
pub(super) fn load() {
    LazyLock::force(&WORDS);
}

/// What a form, as written or in lower case, says in a quantity; nothing for digits.
pub fn word(form: &str) -> Option<NumberWord> {
    let is_lower = form.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase());
    let lower = || if is_lower { None } else { WORDS.get(form.to_lowercase().as_str()) };
    WORDS.get(form).or_else(lower).copied()
}

/// Whether a noun is a number, a part or a share of what "of" adds to it: "hundred", "half", "percent".
pub fn is_measure(lemma: &str) -> bool {
    matches!(word(lemma), Some(NumberWord::Scale(_) | NumberWord::Share(_) | NumberWord::Sign("percent")))
}

/// The value of digits: "1,200", "3.5"; of words that count: "twelve".
pub fn value(form: &str) -> Option<f64> {
    match word(form) {
        Some(NumberWord::Count(value)) => Some(value),
        Some(_) => None,
        None => digits(form),
    }
}

fn digits(form: &str) -> Option<f64> {
    let shape = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
    let is_number = form.starts_with(|c: char| c.is_ascii_digit()) && form.chars().all(shape);
    if is_number { form.replace(',', "").parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_and_words() {
        assert_eq!(value("1,200"), Some(1200.0));
        assert_eq!(value("Twelve"), Some(12.0));
        assert_eq!(value("3.5"), Some(3.5));
        assert_eq!(value("million"), None);
        assert_eq!(value("1.2.3"), None);
        assert_eq!(value("inf"), None);
        assert_eq!(word("$"), Some(NumberWord::Sign("dollar")));
        assert_eq!(word("BN"), Some(NumberWord::Scale(1e9)));
        assert!(is_measure("percent") && is_measure("hundred") && !is_measure("$") && !is_measure("five"));
    }
}
