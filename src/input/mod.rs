//! Paths, folders, stdin, and addresses where they are asked for: documents, one after another.
//!
//! Takes what a user names and gives [`Document`]s or, for each thing that cannot be one, an error that says where
//! and why. Formats are told by content first, then by name (see [`mod@format`]). Of language it knows only which one a
//! text is in; it reads no network unless [`Options::fetch`] says so.

pub mod encoding;
pub mod feed;
pub mod fetch;
pub mod file;
pub mod format;
pub mod found;
pub mod head;
pub mod html;
pub mod json;
pub mod language;
pub mod lines;
pub mod mail;
pub mod map;
pub mod markdown;
pub mod office;
pub mod packed;
pub mod pdf;
pub mod robots;
pub mod table;
pub mod walk;
pub mod warc;

use std::path::{Path, PathBuf};

use crate::{Document, Result};

pub use map::Map;
pub use packed::Meter;

/// Longest text of a document, in bytes: more than any novel. What is read out of a text takes some 50 times its
/// size while it is at work, so that this bounds memory.
pub const MAX_DOCUMENT_BYTES: usize = 4 << 20;
/// Largest file, message, record or line that is held to be read, in bytes; what has lines or records is streamed.
pub const MAX_HELD_BYTES: usize = 64 << 20;

/// What the user says of the documents, where they do not say it themselves.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Title for documents that have none of their own.
    pub title: Option<String>,
    /// Date of publication for documents that have none of their own, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Where they came from, for documents that do not say.
    pub uri: Option<String>,
    /// Which columns and keys hold what.
    pub map: Map,
    /// Whether addresses may be fetched from the web.
    pub fetch: bool,
    /// Hears of the bytes read from files.
    pub meter: Meter,
}

/// Reads everything that `paths` name, in order; folders in order of file names; `-` is stdin.
///
/// Lazy: a file is opened when its turn comes, and what has lines or records is read one at a time.
pub fn documents<'a>(
    paths: &'a [PathBuf],
    options: &'a Options,
) -> impl Iterator<Item = Result<Document>> + 'a {
    let mut fetcher = fetch::Fetcher::new();
    paths.iter().flat_map(|path| walk::files(path)).flat_map(move |found| match found {
        Ok(path) => match fetch::url(&path) {
            Some(url) => fetcher.documents(url, options),
            None => file::documents(&path, options),
        },
        Err(error) => Box::new(std::iter::once(Err(error))),
    })
}

/// Bytes of all files that `paths` name; `None` where that cannot be told, as of stdin and the web.
pub fn total_bytes(paths: &[PathBuf]) -> Option<u64> {
    let files = paths.iter().flat_map(|path| walk::files(path)).flatten();
    files.map(|path| path.metadata().ok().filter(std::fs::Metadata::is_file).map(|meta| meta.len())).sum()
}

/// Whether a path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}
