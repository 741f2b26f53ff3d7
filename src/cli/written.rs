//! A graph on its way out: to stdout, into a file, or into a folder where the format is several tables.

use std::fs;
use std::path::Path;

use super::output::{Output, Ui};
use super::picture::{self, DrawArgs};
use crate::export::{self, Format};
use crate::graph::Graph;
use crate::{Error, Result};

/// Checks, before any work, that there is a place for what will be written.
///
/// # Errors
///
/// Where the format is several files and no folder is named, or a file stands in its place.
pub fn check(format: Format, output: Option<&Path>) -> Result<()> {
    if format.files().is_empty() {
        // A pipe must not be opened twice.
        let is_file = output.is_none_or(|path| !path.exists() || path.is_file() || path.is_dir());
        return if is_file { Output::open(output).map(drop) } else { Ok(()) };
    }
    let files = format.files().join(" and ");
    let folder = folder(output).ok_or_else(|| {
        Error::Usage(format!("{format} is {files}: name a folder for them with `-o FOLDER`"))
    })?;
    if folder.exists() && !folder.is_dir() {
        return Err(Error::Usage(format!(
            "{format} is {files}: `{}` is a file, name a folder with `-o FOLDER`",
            folder.display()
        )));
    }
    Ok(())
}

/// Writes `graph`, and says on stderr what a diagram left out. A folder is made where there is none.
///
/// # Errors
///
/// As [`check`], and where the disk is full or the reader has gone.
pub fn write_graph(
    graph: &Graph,
    format: Format,
    args: DrawArgs,
    output: Option<&Path>,
    ui: &Ui,
) -> Result<()> {
    check(format, output)?;
    if let (false, Some(folder)) = (format.files().is_empty(), folder(output)) {
        fs::create_dir_all(folder).map_err(|source| Error::Write { path: folder.to_owned(), source })?;
        for file in format.files() {
            Output::open(Some(&folder.join(file)))?
                .write_all_with(|out| export::write_file(graph, format, file, out))?;
        }
        return Ok(());
    }
    picture::write(graph, format, args, Output::open(output)?, ui)
}

fn folder(output: Option<&Path>) -> Option<&Path> {
    output.filter(|path| *path != Path::new("-"))
}
