//! Rows of a listing command as a readable table, JSON, NDJSON or CSV.
//!
//! The order of rows and columns is the caller's. Only the table cleans and shortens its cells; the other three
//! carry every value whole, CSV with a guard against cells that a spreadsheet would take for a formula.

use std::io::{self, Write};

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, Table, presets};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value, json};

use super::output::{Output, Ui, clean};
use crate::Result;
use crate::query::evidence::Evidence;

/// How to print rows; flattened into the arguments of every listing command.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub struct ListingArgs {
    /// Print one JSON array of objects
    #[arg(long, conflicts_with_all = ["ndjson", "csv"])]
    pub json: bool,
    /// Print one JSON object a line
    #[arg(long, conflicts_with = "csv")]
    pub ndjson: bool,
    /// Print CSV with a header; text that begins like a formula gets a leading apostrophe
    #[arg(long)]
    pub csv: bool,
}

impl ListingArgs {
    /// Whether the rows are for people to read.
    pub fn is_table(self) -> bool {
        !(self.json || self.ndjson || self.csv)
    }
}

/// Rows with their column names. Cells are JSON values: strings, numbers, null, or lists of these.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Listing {
    columns: Vec<String>,
    rows: Vec<Vec<Value>>,
}

impl Listing {
    /// An empty listing with these columns.
    pub fn new<S: Into<String>>(columns: impl IntoIterator<Item = S>) -> Listing {
        Listing { columns: columns.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// Adds a row; it has a cell for every column.
    pub fn push(&mut self, row: Vec<Value>) {
        debug_assert_eq!(row.len(), self.columns.len());
        self.rows.push(row);
    }

    /// Names of the columns.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The rows, a cell for every column.
    pub fn rows(&self) -> &[Vec<Value>] {
        &self.rows
    }

    /// How many rows.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The rows as a JSON array of objects.
    pub fn to_json(&self) -> Value {
        self.objects().map(|object| serde_json::to_value(object).unwrap_or(Value::Null)).collect()
    }

    /// Prints to stdout as the arguments ask; says on stderr where there is nothing to print.
    ///
    /// # Errors
    ///
    /// Where stdout cannot be written.
    pub fn print(&self, args: ListingArgs, ui: &Ui) -> Result<()> {
        Output::open(None)?.write_all_with(|out| self.write(args, out))?;
        if self.is_empty() {
            ui.status("Nothing found.");
        }
        Ok(())
    }

    /// Writes the rows as the arguments ask.
    ///
    /// # Errors
    ///
    /// Where `out` cannot be written.
    pub fn write(&self, args: ListingArgs, out: &mut dyn Write) -> io::Result<()> {
        if args.json {
            self.write_json(out)
        } else if args.ndjson {
            self.objects().try_for_each(|object| writeln!(out, "{}", serde_json::to_string(&object)?))
        } else if args.csv {
            self.write_csv(out)
        } else {
            self.write_table(out)
        }
    }

    fn objects(&self) -> impl Iterator<Item = Object<'_>> {
        self.rows.iter().map(|row| Object { columns: &self.columns, row })
    }

    fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut separator = "[\n  ";
        for object in self.objects() {
            write!(out, "{separator}{}", serde_json::to_string(&object)?)?;
            separator = ",\n  ";
        }
        writeln!(out, "{}", if self.is_empty() { "[]" } else { "\n]" })
    }

    fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(out);
        writer.write_record(&self.columns)?;
        for row in &self.rows {
            writer.write_record(row.iter().map(csv_cell))?;
        }
        writer.flush()
    }

    fn write_table(&self, out: &mut dyn Write) -> io::Result<()> {
        if self.is_empty() {
            return Ok(());
        }
        // Sentences are printed below their row, over the whole width.
        let is_below = |name: &str| name.ends_with("evidence");
        let shown: Vec<usize> = (0..self.columns.len()).filter(|at| !is_below(&self.columns[*at])).collect();
        let below: Vec<usize> = (0..self.columns.len()).filter(|at| is_below(&self.columns[*at])).collect();
        let mut table = Table::new();
        table.load_style(presets::NOTHING.header_separator(LineStyle::none().fill('─').junction('─')));
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(table_width());
        table.set_header(shown.iter().map(|at| clean(&self.columns[*at])));
        let places: Vec<usize> = shown.iter().map(|at| places(self.rows.iter().map(|r| &r[*at]))).collect();
        for row in &self.rows {
            let cells = shown.iter().zip(&places).map(|(at, places)| clean(&cell(&row[*at], *places)));
            table.add_row(cells);
            if !below.is_empty() {
                table.add_row([BELOW]);
            }
        }
        for (column, at) in table.column_iter_mut().zip(&shown) {
            let is_numeric = self.rows.iter().all(|row| row[*at].is_number() || row[*at].is_null());
            if is_numeric {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        let mut rows = self.rows.iter();
        for line in table.lines() {
            if line.trim() == BELOW {
                let sentences = rows.next().into_iter().flat_map(|row| below.iter().map(|at| &row[*at]));
                sentences.into_iter().try_for_each(|sentence| write_below(&clean(&plain(sentence)), out))?;
            } else {
                writeln!(out, "{}", line.trim_end())?;
            }
        }
        Ok(())
    }
}

/// Columns of what a row rests on, where that is asked for: document and sentence as it stands, for programs also its
/// number.
pub fn evidence_columns(is_asked: bool, args: ListingArgs) -> &'static [&'static str] {
    match (is_asked, args.is_table()) {
        (false, _) => &[],
        (true, true) => &["document", "evidence"],
        (true, false) => &["document", "sentence", "evidence"],
    }
}

/// The cells of [`evidence_columns`].
pub fn evidence_cells(evidence: &Evidence, args: ListingArgs) -> Vec<Value> {
    let Evidence { document, sentence, text } = evidence;
    if args.is_table() {
        vec![json!(document), json!(text)]
    } else {
        vec![json!(document), json!(sentence), json!(text)]
    }
}

/// A row as a JSON object, its keys in the order of the columns.
struct Object<'a> {
    columns: &'a [String],
    row: &'a [Value],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.columns.len()))?;
        for (name, value) in self.columns.iter().zip(self.row) {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// Width of a table: of the terminal where the shell tells it, else 110.
fn table_width() -> u16 {
    std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).unwrap_or(110).max(40)
}

/// Stands in a table where sentences are printed instead; foreign text cannot be it, as [`clean`] leaves no controls.
const BELOW: &str = "\u{1}";

/// Prints a sentence below its row, broken between words.
fn write_below(sentence: &str, out: &mut dyn Write) -> io::Result<()> {
    let width = usize::from(table_width()).saturating_sub(8);
    let mut line = String::new();
    for word in sentence.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            writeln!(out, "    > {line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    if line.is_empty() { Ok(()) } else { writeln!(out, "    > {line}") }
}

/// A value as a person reads it: text as it is, lists joined by commas.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        Value::Number(number) => match number.as_f64() {
            Some(x) if number.is_f64() => format!("{x:.2}"),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

/// As [`plain`], a fraction to so many places.
fn cell(value: &Value, places: usize) -> String {
    match value.as_f64() {
        Some(x) if value.is_f64() => format!("{x:.places$}"),
        _ => plain(value),
    }
}

/// Places that show two digits of the least fraction of a column, six at most.
fn places<'a>(column: impl Iterator<Item = &'a Value>) -> usize {
    let fractions = column.filter(|value| value.is_f64()).filter_map(Value::as_f64).map(f64::abs);
    match fractions.filter(|x| *x > 0.0).fold(1.0, f64::min) {
        least if least >= 0.1 => 2,
        least if least >= 0.001 => 4,
        _ => 6,
    }
}

fn csv_cell(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        other => {
            let text = plain(other);
            let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
            if is_formula { format!("'{text}") } else { text }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(args: ListingArgs, expected: &str) {
        let mut listing = Listing::new(["name", "n"]);
        listing.push(vec![json!("=cmd \"x\"\u{1b}[1m"), json!(12)]);
        listing.push(vec![json!(["a", "b"]), json!(3)]);
        let mut out = Vec::new();
        listing.write(args, &mut out).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
    }

    #[test]
    fn rows_in_every_form() {
        let none = ListingArgs::default();
        check(
            ListingArgs { ndjson: true, ..none },
            concat!(r#"{"name":"=cmd \"x\"\u001b[1m","n":12}"#, "\n", r#"{"name":["a","b"],"n":3}"#, "\n"),
        );
        check(ListingArgs { csv: true, ..none }, "name,n\n\"'=cmd \"\"x\"\"\u{1b}[1m\",12\n\"a, b\",3\n");
        check(
            ListingArgs { json: true, ..none },
            concat!(
                "[\n  ",
                r#"{"name":"=cmd \"x\"\u001b[1m","n":12}"#,
                ",\n  ",
                r#"{"name":["a","b"],"n":3}"#,
                "\n]\n"
            ),
        );
    }

    #[test]
    fn sentences_stand_below_their_row() {
        let mut listing = Listing::new(["name", "n", "evidence"]);
        listing.push(vec![json!("a"), json!(1), json!("One \u{1} two.")]);
        listing.push(vec![json!("b"), json!(2), json!("word ".repeat(30))]);
        let mut out = Vec::new();
        listing.write(ListingArgs::default(), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        assert!(lines[0].contains("name") && !lines[0].contains("evidence"), "{text}");
        assert_eq!(lines[3], "    > One \u{FFFD} two.");
        assert!(lines[2].starts_with(" a") && lines[4].starts_with(" b"), "{text}");
        assert_eq!(lines[5..].iter().map(|line| line.matches("word").count()).sum::<usize>(), 30);
        assert!(lines[5..].iter().all(|line| line.starts_with("    > ") && line.len() <= 110), "{text}");
    }

    #[test]
    fn small_shares_are_told_apart() {
        #[track_caller]
        fn check(column: &[f64], expected: &[&str]) {
            let values: Vec<Value> = column.iter().map(|x| json!(x)).collect();
            let places = places(values.iter());
            assert_eq!(values.iter().map(|value| cell(value, places)).collect::<Vec<_>>(), expected);
        }
        check(&[0.65, 12.0, 0.0], &["0.65", "12.00", "0.00"]);
        check(&[0.1012, 0.0958], &["0.1012", "0.0958"]);
        check(&[0.5, 0.000123], &["0.500000", "0.000123"]);
    }

    #[test]
    fn nothing_is_an_empty_list() {
        let mut out = Vec::new();
        Listing::new(["name"]).write(ListingArgs { json: true, ..ListingArgs::default() }, &mut out).unwrap();
        assert_eq!(out, b"[]\n");
    }
}
