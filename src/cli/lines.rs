//! `sayso extract --lines`: one sentence a line in, OpenIE tuples out.

use std::io::Write;
use std::path::PathBuf;

use super::Outcome;
use super::output::Ui;
use crate::{Error, Result};

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
pub fn run(_files: &[PathBuf], _format: LineFormat, _out: &mut dyn Write, _ui: &Ui) -> Result<Outcome> {
    Err(Error::Usage("`extract --lines` is not written yet".into()))
}
