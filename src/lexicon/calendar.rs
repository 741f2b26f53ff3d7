//! Months and days of the week, full and abbreviated.

use super::table::{Table, column, rows};
use crate::resources;
use std::sync::LazyLock;

/// A word of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarWord {
    /// 1 for January.
    Month(i8),
    /// 1 for Monday.
    Weekday(i8),
}

static WORDS: LazyLock<Table<CalendarWord>> = LazyLock::new(|| {
    Table::new(rows(resources::CALENDAR).filter_map(|row| {
        let number = column(&row, 2).parse().ok()?;
        let word = match column(&row, 1) {
            "month" => CalendarWord::Month(number),
            _ => CalendarWord::Weekday(number),
        };
        Some((column(&row, 0), word))
    }))
});

/// Reads the table now rather than on first use.
pub(super) fn load() {
    LazyLock::force(&WORDS);
}

/// The month or weekday that a capitalised word names. "may" and "march" are verbs more often, so none.
pub fn word(form: &str) -> Option<CalendarWord> {
    form.chars().next().filter(|c| c.is_uppercase())?;
    WORDS.get(form).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_days() {
        assert_eq!(word("February"), Some(CalendarWord::Month(2)));
        assert_eq!(word("Sept."), Some(CalendarWord::Month(9)));
        assert_eq!(word("TUESDAY"), Some(CalendarWord::Weekday(2)));
        assert_eq!(word("may"), None);
    }
}
