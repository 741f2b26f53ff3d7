//! Paths, folders, stdin: documents, one after another.
//!
//! Takes what a user names and gives [`Document`]s or, for each thing that cannot be one, an error that says where
//! and why. Formats are told by content first, then by name: plain text, JSONL (`text`, `title`, `date`, `uri`),
//! one JSON document. It decides nothing about language and reads no network.

pub mod file;
pub mod head;
pub mod json;
pub mod walk;

use std::path::{Path, PathBuf};

use crate::{Document, Result};

/// Largest document, in bytes: spans count in 32 bits, and no news text comes near.
pub const MAX_DOCUMENT_BYTES: usize = 64 << 20;

/// What the user says of the documents, where they do not say it themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Title for documents that have none of their own.
    pub title: Option<String>,
    /// Date of publication for documents that have none of their own, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Where they came from, for documents that do not say.
    pub uri: Option<String>,
}

/// Reads everything that `paths` name, in order; folders in order of file names; `-` is stdin.
///
/// Lazy: a file is opened when its turn comes, and JSONL is read line by line.
pub fn documents<'a>(
    paths: &'a [PathBuf],
    options: &'a Options,
) -> impl Iterator<Item = Result<Document>> + 'a {
    paths.iter().flat_map(|path| walk::files(path)).flat_map(move |found| match found {
        Ok(path) => file::documents(&path, options),
        Err(error) => Box::new(std::iter::once(Err(error))),
    })
}

/// Whether a path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}
