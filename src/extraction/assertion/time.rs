//! Time expressions, resolved against the document's date to ISO 8601 dates or intervals (`start/end`).
//!
//! News looks back: a bare "Monday" is the last one, unless the clause is about the future.

use super::Scope;
use crate::analysis::{Sentence, Upos};
use crate::lexicon::calendar::{self, CalendarWord};
use crate::span::TokenIdx;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

impl Scope<'_> {
    pub(super) fn is_time(&self, head: TokenIdx) -> bool {
        let t = &self.s.tokens[head];
        self.is_date(head)
            || matches!(
                t.lemma.as_str(),
                "day"
                    | "week"
                    | "month"
                    | "year"
                    | "today"
                    | "yesterday"
                    | "tomorrow"
                    | "ago"
                    | "quarter"
                    | "morning"
                    | "evening"
                    | "night"
                    | "time"
                    | "hour"
                    | "minute"
                    | "afternoon"
                    | "weekend"
                    | "decade"
                    | "century"
            )
    }

    /// "Monday", "April 2" whichever word heads it, "1961": never an end of a relation.
    pub(super) fn is_date(&self, head: TokenIdx) -> bool {
        let t = &self.s.tokens[head];
        let is_calendar = |i: TokenIdx| crate::lexicon::calendar::word(&self.s.tokens[i].form).is_some();
        let is_hour =
            |i: TokenIdx| matches!(self.s.tokens[i].lower_form().as_str(), "p.m." | "a.m." | "pm" | "am");
        is_calendar(head)
            || is_hour(head)
            || decade(&t.form).is_some()
            || t.upos == Upos::Num
                && (year(&t.form).is_some() || self.s.children(head).any(|c| is_calendar(c) || is_hour(c)))
    }
}

/// The time that the tokens of a phrase name.
pub(super) fn resolve(
    s: &Sentence,
    tokens: &[TokenIdx],
    published: Option<&str>,
    future: bool,
) -> Option<String> {
    let words: Vec<String> = tokens.iter().map(|i| s.tokens[*i].lower_form().to_string()).collect();
    let forms: Vec<&str> = tokens.iter().map(|i| s.tokens[*i].form.as_str()).collect();
    let today: Option<Date> = published.and_then(|p| p.get(..10)?.parse().ok());
    let year = words.iter().find_map(|w| year(w));
    if let Some((month, at)) = find(&forms, |w| match w {
        CalendarWord::Month(m) => Some(m),
        CalendarWord::Weekday(_) => None,
    }) {
        let day =
            at.checked_sub(1).and_then(|i| day(&words[i])).or_else(|| words.get(at + 1).and_then(|w| day(w)));
        return in_month(month, day, year, today, future);
    }
    if let Some((weekday, _)) = find(&forms, |w| match w {
        CalendarWord::Weekday(d) => Some(d),
        CalendarWord::Month(_) => None,
    }) {
        return weekday_date(weekday, today?, future).map(|d| d.to_string());
    }
    if let Some(year) = year {
        return Some(within(&words, year));
    }
    if let Some(decade) = words.iter().find_map(|w| decade(w)) {
        return Some(format!("{decade:04}/{:04}", decade + 9));
    }
    relative(&words, today?)
}

fn find<T>(forms: &[&str], pick: impl Fn(CalendarWord) -> Option<T>) -> Option<(T, usize)> {
    forms.iter().enumerate().find_map(|(i, f)| Some((pick(calendar::word(f)?)?, i)))
}

pub(super) fn year(word: &str) -> Option<i16> {
    let year: i16 = word.parse().ok().filter(|_| word.len() == 4)?;
    (1500..2200).contains(&year).then_some(year)
}

/// "the 1990s".
fn decade(word: &str) -> Option<i16> {
    word.strip_suffix('s').and_then(year).filter(|year| year % 10 == 0)
}

/// A year, or the part of it or the years up to another that the words name: "late 2019" is its last third, "the
/// third quarter of 2019" three months, "between 2014 and 2019" both and what lies between.
fn within(words: &[String], first: i16) -> String {
    let has = |w: &str| words.iter().any(|x| x == w);
    let last = words.iter().filter_map(|w| year(w)).max().unwrap_or(first);
    let quarter =
        ["first", "second", "third", "fourth"].iter().position(|w| has(w)).filter(|_| has("quarter"));
    let months = match quarter {
        _ if last > first => return format!("{first:04}/{last:04}"),
        Some(quarter) => (quarter * 3 + 1, quarter * 3 + 3),
        None if has("early") => (1, 4),
        None if has("mid") => (5, 8),
        None if has("late") => (9, 12),
        None => return format!("{first:04}"),
    };
    format!("{first:04}-{:02}/{first:04}-{:02}", months.0, months.1)
}

fn day(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase());
    digits.parse().ok().filter(|d| (1..=31).contains(d))
}

fn in_month(
    month: i8,
    day: Option<i8>,
    year: Option<i16>,
    today: Option<Date>,
    future: bool,
) -> Option<String> {
    let year = year.or_else(|| {
        let today = today?;
        let this = Date::new(today.year(), month, day.unwrap_or(1)).ok()?;
        let shift = match (future, this <= today) {
            (false, false) if (this - today).get_days() > 31 => -1,
            (true, true) => 1,
            _ => 0,
        };
        Some(today.year() + shift)
    })?;
    match day {
        Some(day) => Date::new(year, month, day).ok().map(|d| d.to_string()),
        None => Some(format!("{year:04}-{month:02}")),
    }
}

fn weekday_date(number: i8, today: Date, future: bool) -> Option<Date> {
    let weekday = Weekday::from_monday_one_offset(number).ok()?;
    if today.weekday() == weekday && !future {
        return Some(today);
    }
    today.nth_weekday(if future { 1 } else { -1 }, weekday).ok()
}

/// "yesterday", "last week", "two years ago".
fn relative(words: &[String], today: Date) -> Option<String> {
    let has = |w: &str| words.iter().any(|x| x == w);
    if has("today") || has("tonight") {
        return Some(today.to_string());
    }
    if has("yesterday") {
        return today.checked_sub(1.day()).ok().map(|d| d.to_string());
    }
    if has("tomorrow") {
        return today.checked_add(1.day()).ok().map(|d| d.to_string());
    }
    let step = if has("last") || has("past") || has("ago") || has("earlier") {
        -1
    } else if has("next") || has("coming") {
        1
    } else if has("this") || has("current") {
        0
    } else {
        return None;
    };
    let count =
        if has("ago") || has("earlier") { words.iter().find_map(|w| number(w)).unwrap_or(1) } else { 1 };
    let by = i64::from(step) * count;
    let unit = |names: [&str; 2]| names.iter().any(|n| has(n));
    if unit(["day", "days"]) {
        return today.checked_add(by.days()).ok().map(|d| d.to_string());
    }
    if unit(["week", "weeks"]) {
        let monday = today.checked_sub(i64::from(today.weekday().to_monday_zero_offset()).days()).ok()?;
        let start = monday.checked_add(by.weeks()).ok()?;
        return Some(format!("{start}/{}", start.checked_add(6.days()).ok()?));
    }
    if unit(["month", "months"]) {
        let day = today.checked_add(by.months()).ok()?;
        return Some(format!("{:04}-{:02}", day.year(), day.month()));
    }
    if unit(["year", "years"]) {
        return Some(format!("{:04}", i64::from(today.year()) + by));
    }
    None
}

fn number(word: &str) -> Option<i64> {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    word.parse()
        .ok()
        .filter(|n| (0..1000).contains(n))
        .or_else(|| WORDS.iter().position(|w| *w == word).map(|n| n as i64))
}
