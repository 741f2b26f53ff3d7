//! What can go wrong, as a caller can act on it.
//!
//! Messages are lower case without a full stop, with the value in backquotes; the cause is the error's source.

use std::path::PathBuf;

/// Result of anything that reads, writes or stores.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of input, store, query or export. Language work has none: any text gives an analysis.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A file could not be read.
    #[error("cannot read `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Output could not be written.
    #[error("cannot write `{}`", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file holds something that sayso cannot read as text.
    #[error("cannot use `{place}`: {reason}")]
    Input {
        /// File, or file and line.
        place: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The database said no.
    #[error("the database could not {doing}")]
    Sqlite {
        /// What was being done, as a verb phrase.
        doing: String,
        /// SQLite's error.
        source: rusqlite::Error,
    },
    /// The file is not a database that this version can use.
    #[error("cannot use the database `{}`: {reason}", path.display())]
    Database {
        /// The database.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// No entity has this name.
    #[error("no entity is named `{name}`")]
    UnknownEntity {
        /// As asked for.
        name: String,
        /// Names that are near, best first.
        near: Vec<String>,
    },
    /// Several entities have this name.
    #[error("`{name}` could be {n} entities", n = candidates.len())]
    AmbiguousEntity {
        /// As asked for.
        name: String,
        /// Each with its id, name, type and number of mentions, as a line of text.
        candidates: Vec<String>,
    },
    /// A value the user gave makes no sense.
    #[error("{0}")]
    Usage(String),
}
