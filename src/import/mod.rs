//! Other extractors' graphs: sayso's own JSON, or relations a line each, as documents ready to be stored.
//!
//! Everything is checked against its text: what does not stand where it is said to stand is refused, with an error that
//! says which row and why, and the others go on. Entities get their chains from the places where their names stand, and from
//! pronouns that are an end of a relation or the source of a statement; where other pronouns stand, the JSON does not say.

mod build;
mod graph;
mod lines;

use crate::analysis::Analysis;
use crate::extraction::Extraction;
use crate::{Document, Error, Id, Result};

/// A document with what others read out of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// Its text and metadata.
    pub document: Document,
    /// Its sentences, without trees.
    pub analysis: Analysis,
    /// What others found.
    pub extraction: Extraction,
}

/// What a file holds.
#[derive(Debug, Default)]
pub struct Found {
    /// Documents in the order they came.
    pub documents: Vec<Imported>,
    /// Documents that came without a text: fine where the database has them.
    pub without_text: Vec<Id>,
    /// Rows that were refused, and why.
    pub refused: Vec<Error>,
}

/// Reads a file's `text`; `place` is its name, for errors.
///
/// # Errors
///
/// Where it is neither sayso's graph JSON nor JSON objects a line.
pub fn read(place: &str, text: &str) -> Result<Found> {
    let text = text.trim_start_matches('\u{FEFF}');
    if is_graph(text) { graph::read(place, text) } else { Ok(lines::read(place, text)) }
}

/// Whether the first key is `sayso`; relations have no such key.
fn is_graph(text: &str) -> bool {
    let inside = text.trim_start().strip_prefix('{').map(str::trim_start);
    inside.is_some_and(|rest| rest.starts_with("\"sayso\""))
        || text.get(..4096).unwrap_or(text).contains("\"sayso\":")
}

/// An error about a row.
fn refused(place: &str, what: &str, reason: impl Into<String>) -> Error {
    Error::Input { place: format!("{place}, {what}"), reason: reason.into() }
}

#[cfg(test)]
mod tests;
