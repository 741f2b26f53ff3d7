//! Arguments that several commands share, and what follows from them.

use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;

use super::Outcome;
use super::output::Ui;
use crate::export::{Format, LeftOut};
use crate::input;
use crate::pipeline::Counts;

/// What documents do not say themselves.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct InputArgs {
    /// Title of documents that have none of their own
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Date of documents that have none of their own, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub date: Option<String>,
    /// Where documents that do not say came from
    #[arg(long, value_name = "URI")]
    pub uri: Option<String>,
    /// Which columns or JSON keys hold text, title, date, uri, author and language
    #[arg(long, value_name = "FIELD=NAME,…")]
    pub map: Option<input::Map>,
    /// Fetch addresses (https://…) from the web, as robots.txt allows
    #[arg(long)]
    pub fetch: bool,
}

impl InputArgs {
    /// As [`crate::input`] takes them.
    pub fn options(&self) -> input::Options {
        input::Options {
            title: self.title.clone(),
            date: self.date.clone(),
            uri: self.uri.clone(),
            map: self.map.clone().unwrap_or_default(),
            fetch: self.fetch,
            meter: input::Meter::default(),
        }
    }
}

/// Checks a date `YYYY-MM-DD` and gives it back as text.
///
/// # Errors
///
/// Where it is no date of the calendar.
pub fn date(text: &str) -> Result<String, String> {
    let date: Date = text.parse().map_err(|_| "write it as 2025-02-17".to_owned())?;
    Ok(date.to_string())
}

/// Accepts the names of graph formats.
pub fn format_parser() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.iter().map(|f| f.as_str()))
        .map(|name| name.parse().unwrap_or(Format::Json))
}

/// Accepts the words of an enumeration.
pub fn word_parser<T>(all: &'static [T], as_str: fn(T) -> &'static str) -> impl TypedValueParser<Value = T>
where
    T: Copy + Send + Sync + 'static,
{
    let find = move |word: String| all.iter().copied().find(|value| as_str(*value) == word).unwrap_or(all[0]);
    PossibleValuesParser::new(all.iter().map(move |value| as_str(*value))).map(find)
}

/// The outcome of work on documents: partial where some could not be read.
pub fn outcome(counts: Counts) -> Outcome {
    if counts.n_failed == 0 { Outcome::Complete } else { Outcome::Partial }
}

/// Says on stderr what a diagram left out.
pub fn tell_left_out(left_out: LeftOut, ui: &Ui) {
    if left_out != LeftOut::default() {
        ui.status(format_args!(
            "Left out {} and {}; `--max-nodes N` draws more.",
            counted(left_out.n_entities, "entity", "entities"),
            counted(left_out.n_edges, "edge", "edges"),
        ));
    }
}

/// "1 document", "1,234 documents".
pub fn counted(n: usize, one: &str, many: &str) -> String {
    let digits = n.to_string();
    let mut grouped = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if n == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(counted(1, "entity", "entities"), "1 entity");
        assert_eq!(counted(0, "entity", "entities"), "0 entities");
        assert_eq!(counted(1_234_567, "row", "rows"), "1,234,567 rows");
    }

    #[test]
    fn dates_are_of_the_calendar() {
        assert_eq!(date("2025-02-17").as_deref(), Ok("2025-02-17"));
        assert!(date("2025-02-30").is_err());
        assert!(date("yesterday").is_err());
    }
}
