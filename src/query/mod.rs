//! Questions to the database: rows of values, or a graph in memory. All SQL of reading commands lives here.
//!
//! Knows nothing of formats or of the terminal.

pub mod disputes;
pub mod documents;
pub mod entities;
pub mod evidence;
mod filter;
pub mod graph;
mod names;
pub mod neighbors;
pub mod network;
#[cfg(test)]
mod plans;
pub mod relations;
pub mod search;
pub mod sql;
pub mod statements;
pub mod suggest;
pub mod timeline;

use crate::{Error, Span};

pub(crate) use crate::store::failed;

/// A pair of byte offsets from the database as a span.
pub(crate) fn span(start: usize, end: usize) -> Span {
    Span::raw(start, end.max(start))
}

/// The value that a word of the database stands for; an unknown one, of a newer program, is an error.
pub(crate) fn word<T: std::str::FromStr>(row: &rusqlite::Row<'_>, column: usize) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    text.parse().map_err(|_| {
        let message = format!("unknown word `{text}`");
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, message.into())
    })
}

/// Wraps SQLite's errors of reading.
pub(crate) fn reading(source: rusqlite::Error) -> Error {
    failed("read")(source)
}
