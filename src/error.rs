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
    /// Something named as a document is none.
    #[error("cannot use `{place}`: {fault}")]
    NotText {
        /// File, or file and line.
        place: String,
        /// What is wrong with it.
        fault: NotText,
    },
    /// An address could not be fetched.
    #[error("cannot fetch `{url}`: {reason}")]
    Fetch {
        /// The address.
        url: String,
        /// Why not.
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

/// Why something is no document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotText {
    /// Nothing, or only white space.
    #[error("it is empty")]
    Empty,
    /// A folder without a file that looks like text by name.
    #[error("no file in this folder ends in {endings}")]
    BareFolder {
        /// The endings that count, as a list.
        endings: String,
    },
    /// It has bytes that no text has.
    #[error("it is binary, not text")]
    Binary,
    /// A format that is known and not read.
    #[error("it is {what}, not text")]
    Foreign {
        /// The format with its article: "a PNG picture".
        what: &'static str,
    },
    /// Not UTF-8.
    #[error("it is not UTF-8 at {}byte {byte}", if *line > 0 { format!("line {line}, ") } else { String::new() })]
    Encoding {
        /// Line of the first bad byte, from 1; 0 where the place names the line already.
        line: usize,
        /// Bytes before it.
        byte: usize,
    },
    /// More than spans can count.
    #[error("it is longer than {}", if *limit >= 1 << 20 { format!("{} MiB", limit >> 20) } else { format!("{} KiB", limit >> 10) })]
    TooLong {
        /// Most bytes that are read.
        limit: usize,
    },
    /// Not the JSON that it should be.
    #[error("it is no JSON document: {reason}")]
    Json {
        /// What is wrong and where.
        reason: String,
    },
    /// JSON without a text.
    #[error("the JSON object has no `{key}`")]
    NoText {
        /// The key that should hold it.
        key: String,
    },
    /// JSON whose text is a number or the like.
    #[error("`{key}` of the JSON object is no string")]
    OddText {
        /// The key that should hold it.
        key: String,
    },
    /// A table without a column for the text.
    #[error("no column is called `{name}`")]
    NoTextColumn {
        /// The name that it should have.
        name: String,
    },
    /// A file of a known format that breaks its rules.
    #[error("it is a broken {what}: {reason}")]
    Broken {
        /// The format.
        what: &'static str,
        /// What is wrong.
        reason: String,
    },
    /// A page with more nesting or more elements than any page has.
    #[error("its elements are nested more than {limit} deep, or far too many")]
    TooDeep {
        /// Deepest nesting that is read.
        limit: usize,
    },
    /// A pattern of names that no file has.
    #[error("no file fits this pattern")]
    NoMatch,
}
