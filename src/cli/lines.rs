//! `sayso extract --lines`: one sentence a line in, OpenIE tuples out.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Outcome;
use super::output::Ui;
use crate::analysis::{Analyzer, Sentence};
use crate::export::oie::{self, Tuple};
use crate::{Error, Result, input, text};

/// Lines analysed at a time.
const BATCH: usize = 1024;

/// What `--lines` can print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFormat {
    /// Subject, predicate and all arguments in one row.
    Oie,
    /// One binary fact a row, the preposition with the relation.
    Triples,
}

/// Reads sentences from `files` (`-` is stdin), one a line, and writes their tuples in order.
///
/// # Errors
///
/// Where a file cannot be read or `out` cannot be written.
pub fn run(files: &[PathBuf], format: LineFormat, out: &mut dyn Write, ui: &Ui) -> Result<Outcome> {
    let analyzer = Analyzer::new();
    let mut outcome = Outcome::Complete;
    for path in files {
        let failed = |source| Error::Read { path: path.clone(), source };
        let source: Box<dyn Read> = if input::is_stdin(path) {
            Box::new(std::io::stdin())
        } else {
            match std::fs::File::open(path) {
                Ok(file) => Box::new(file),
                Err(source) => {
                    ui.warn(&failed(source));
                    outcome = Outcome::Partial;
                    continue;
                }
            }
        };
        let mut lines = BufReader::new(source).split(b'\n');
        loop {
            let batch: Vec<_> = lines.by_ref().take(BATCH).collect::<std::io::Result<_>>().map_err(failed)?;
            if batch.is_empty() {
                break;
            }
            let rows: Vec<String> = batch.par_iter().map(|line| rows(&analyzer, format, line)).collect();
            for row in rows {
                out.write_all(row.as_bytes()).map_err(stdout_error)?;
            }
        }
    }
    Ok(outcome)
}

fn stdout_error(source: std::io::Error) -> Error {
    Error::Write { path: Path::new("stdout").to_owned(), source }
}

/// The rows of one line; characters that are not UTF-8 are replaced, as the line is printed again.
fn rows(analyzer: &Analyzer, format: LineFormat, line: &[u8]) -> String {
    let line = String::from_utf8_lossy(line);
    let line = line.trim_end_matches('\r');
    let Some(raw) = text::tokenize_line(line) else { return String::new() };
    let mut sentences = [Sentence::from_raw(line, raw)];
    analyzer.annotate(&mut sentences);
    let tuples = match format {
        LineFormat::Oie => oie::tuples(&sentences[0]),
        LineFormat::Triples => oie::triples(&sentences[0]),
    };
    tuples.iter().map(|t| row(line, t)).collect()
}

fn row(line: &str, tuple: &Tuple) -> String {
    let arguments = tuple.arguments.join("\t");
    format!("{}\t{:.2}\t{}\t{arguments}\n", line.replace('\t', " "), tuple.confidence, tuple.relation)
}
