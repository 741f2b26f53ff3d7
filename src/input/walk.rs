//! Files under the paths that a user names, in a fixed order.
//!
//! A file named by itself is taken whatever it is called. In a folder only files that look like text by name are
//! taken, at any depth, in order of names; hidden files and folders, and links to folders, are passed over.

use std::fs;
use std::path::{Path, PathBuf};

use super::is_stdin;
use crate::error::NotText;
use crate::{Error, Result};

/// Endings of file names that are read in a folder.
const EXTENSIONS: [&str; 6] = ["txt", "text", "md", "jsonl", "ndjson", "json"];

/// The files that `path` stands for: itself, or those within it.
pub fn files(path: &Path) -> Vec<Result<PathBuf>> {
    if is_stdin(path) || !path.is_dir() {
        return vec![Ok(path.to_owned())];
    }
    let mut found = Vec::new();
    walk(path, &mut found);
    if found.is_empty() {
        let fault = NotText::BareFolder { endings: endings() };
        found.push(Err(Error::NotText { place: path.display().to_string(), fault }));
    }
    found
}

fn walk(folder: &Path, found: &mut Vec<Result<PathBuf>>) {
    let entries = match sorted_entries(folder) {
        Ok(entries) => entries,
        Err(source) => return found.push(Err(Error::Read { path: folder.to_owned(), source })),
    };
    for path in entries {
        let is_link = path.symlink_metadata().is_ok_and(|meta| meta.is_symlink());
        if path.is_dir() {
            if !is_link {
                walk(&path, found);
            }
        } else if has_text_name(&path) {
            found.push(Ok(path));
        }
    }
}

fn sorted_entries(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

fn has_text_name(path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    EXTENSIONS.contains(&extension.as_str())
}

fn endings() -> String {
    let (last, others) = EXTENSIONS.split_last().map_or(("", &[][..]), |(last, others)| (*last, others));
    format!(".{} or .{last}", others.join(", ."))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_give_texts_in_order_of_names() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.jsonl", "c.png", ".hidden.txt", "sub/d.TXT"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let names: Vec<String> = files(folder.path())
            .into_iter()
            .map(|path| path.unwrap().strip_prefix(folder.path()).unwrap().display().to_string())
            .collect();
        assert_eq!(names, ["a.jsonl", "b.txt", "sub/d.TXT"]);
    }

    #[test]
    fn a_folder_without_texts_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.png"), "x").unwrap();
        let found = files(folder.path());
        assert!(matches!(&found[..], [Err(Error::NotText { .. })]), "{found:?}");
    }

    #[test]
    fn a_file_named_by_itself_is_taken() {
        assert_eq!(files(Path::new("no-such.png"))[0].as_ref().unwrap(), Path::new("no-such.png"));
        assert_eq!(files(Path::new("-"))[0].as_ref().unwrap(), Path::new("-"));
    }
}
