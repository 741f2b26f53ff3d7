//! Title and date from the head of a plain text.
//!
//! Only what is unmistakable is taken: a first line that stands alone above a blank line and is no sentence, and a
//! full date with its year in the first lines. A dateline without a year ("PARIS, Feb 17") is no date.

use jiff::civil::Date;

/// Longest headline, in characters.
const MAX_TITLE_CHARS: usize = 160;
/// How many lines may hold the date.
const DATE_LINES: usize = 6;
/// Longest line that is a line of its own rather than prose, in characters.
const MAX_DATE_LINE_CHARS: usize = 120;

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The first line where it is a headline: short, above a blank line, without a full stop.
pub fn title(text: &str) -> Option<&str> {
    let mut lines = text.trim_start().lines();
    let first = lines.next()?.trim();
    let stands_alone = lines.next().is_some_and(|line| line.trim().is_empty());
    let has_body = lines.any(|line| !line.trim().is_empty());
    let is_sentence = first.ends_with(['.', '!', ':', ';', ',', '"', '”', '…']);
    (stands_alone && has_body && !is_sentence && first.chars().count() <= MAX_TITLE_CHARS).then_some(first)
}

/// The first full date in the first lines, as `YYYY-MM-DD`; only lines too short for prose are read.
pub fn date(text: &str) -> Option<String> {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).take(DATE_LINES);
    lines.filter(|line| line.chars().count() <= MAX_DATE_LINE_CHARS).find_map(date_in)
}

/// The day of a date in any of the usual spellings: ISO 8601, RFC 2822, "4 March 2026".
pub fn iso_date(text: &str) -> Option<String> {
    let text = text.trim();
    // A date that is well formed already keeps its time.
    if text.len() <= 40 { date_in(text) } else { None }
}

/// Finds "2025-02-17", "17 February 2025", "Feb. 17, 2025".
fn date_in(line: &str) -> Option<String> {
    let words: Vec<&str> =
        line.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).collect();
    let named =
        words.windows(3).find_map(|w| date_of(w[2], w[1], w[0]).or_else(|| date_of(w[2], w[0], w[1])));
    let numeric = || words.iter().filter(|w| w.len() >= 10).find_map(|w| w.get(..10)?.parse::<Date>().ok());
    named.or_else(numeric).map(|date| date.to_string())
}

fn date_of(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok().filter(|y| (1800..=2200).contains(y))?;
    let month = month.get(..3)?.to_ascii_lowercase();
    let month = MONTHS.iter().position(|m| *m == month)? + 1;
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic()).parse().ok()?;
    Date::new(year, i8::try_from(month).ok()?, day).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_headline_stands_alone_and_is_no_sentence() {
        assert_eq!(title("Mayor resigns\n\nThe mayor has resigned."), Some("Mayor resigns"));
        assert_eq!(title("\nWill she go?\r\n\r\nNobody knows."), Some("Will she go?"));
        assert_eq!(title("The mayor has resigned.\n\nShe left."), None);
        assert_eq!(title("Mayor resigns\nThe mayor has resigned."), None);
        assert_eq!(title("Mayor resigns\n\n"), None);
        assert_eq!(title(""), None);
    }

    #[test]
    fn dates_need_their_year() {
        assert_eq!(date("Mayor resigns\n17 February 2025\n\nText.").as_deref(), Some("2025-02-17"));
        assert_eq!(date("PORT VALE, Feb. 3, 2026 — The mayor").as_deref(), Some("2026-02-03"));
        assert_eq!(date("Published 2025-02-17T10:00Z").as_deref(), Some("2025-02-17"));
        assert_eq!(date("PARIS, Feb 17 – Leaders met."), None);
        assert_eq!(date("Born on 31 February 2025"), None);
        assert_eq!(date("In the May 2025 vote"), None);
    }
}
