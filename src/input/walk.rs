//! Files under the paths that a user names, in a fixed order.
//!
//! A file named by itself is taken whatever it is called. In a folder only files that look like text by name are
//! taken, at any depth, in order of names; hidden files and folders, and links to folders, are passed over.

use std::fs;
use std::path::{Path, PathBuf};

use super::format::has_ending;
use super::{fetch, is_stdin};
use crate::error::NotText;
use crate::{Error, Result};

/// Endings of file names that are read in a folder.
const EXTENSIONS: [&str; 22] = [
    "txt", "text", "md", "markdown", "html", "htm", "xhtml", "xml", "rss", "atom", "jsonl", "ndjson", "json",
    "csv", "tsv", "eml", "mbox", "pdf", "docx", "odt", "warc", "wet",
];

/// The files that `path` stands for: itself, or those within it.
pub fn files(path: &Path) -> Vec<Result<PathBuf>> {
    if is_stdin(path) || fetch::url(path).is_some() {
        return vec![Ok(path.to_owned())];
    }
    if !path.is_dir() {
        // What exists is no pattern, whatever marks its name has.
        return if path.exists() { vec![Ok(path.to_owned())] } else { matching(path) };
    }
    let mut found = Vec::new();
    walk(path, &mut found);
    if found.is_empty() {
        let fault = NotText::BareFolder { endings: endings() };
        found.push(Err(Error::NotText { place: path.display().to_string(), fault }));
    }
    found
}

/// The files that fit a pattern such as `news/**/*.html`, where the shell has not looked them up.
fn matching(pattern: &Path) -> Vec<Result<PathBuf>> {
    let text = pattern.to_str().filter(|text| text.contains(['*', '?', '[']));
    let Some(Ok(paths)) = text.map(glob::glob) else { return vec![Ok(pattern.to_owned())] };
    let found: Vec<_> = paths
        .map(|found| {
            found.map_err(|error| Error::Read { path: error.path().to_owned(), source: error.into() })
        })
        .filter(|found| found.as_ref().map_or(true, |path| !path.is_dir()))
        .collect();
    if found.is_empty() {
        return vec![Err(Error::NotText { place: pattern.display().to_string(), fault: NotText::NoMatch })];
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
    has_ending(&path.to_string_lossy(), &EXTENSIONS)
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
        for name in ["b.txt", "a.jsonl.gz", "c.png", ".hidden.txt", "sub/d.TXT"] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "x").unwrap();
        }
        let names: Vec<String> = files(folder.path())
            .into_iter()
            .map(|path| path.unwrap().strip_prefix(folder.path()).unwrap().display().to_string())
            .collect();
        assert_eq!(names, ["a.jsonl.gz", "b.txt", "sub/d.TXT"]);
    }

    #[test]
    fn a_folder_without_texts_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.png"), "x").unwrap();
        let found = files(folder.path());
        assert!(matches!(&found[..], [Err(Error::NotText { .. })]), "{found:?}");
    }

    #[test]
    fn patterns_are_looked_up() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["b.txt", "a.txt", "c.md", "x[1].txt"] {
            fs::write(folder.path().join(name), "x").unwrap();
        }
        let names = |pattern: &str| -> Vec<String> {
            let found = files(&folder.path().join(pattern)).into_iter();
            found
                .map(|path| {
                    path.map_or_else(
                        |e| e.to_string(),
                        |p| p.file_name().unwrap().to_string_lossy().into_owned(),
                    )
                })
                .collect()
        };
        assert_eq!(names("?.txt"), ["a.txt", "b.txt"]);
        assert_eq!(names("x[1].txt"), ["x[1].txt"], "a name that exists is no pattern");
        assert!(names("*.pdf")[0].ends_with("no file fits this pattern"), "{:?}", names("*.pdf"));
    }

    #[test]
    fn a_file_named_by_itself_is_taken() {
        assert_eq!(files(Path::new("no-such.png"))[0].as_ref().unwrap(), Path::new("no-such.png"));
        assert_eq!(files(Path::new("-"))[0].as_ref().unwrap(), Path::new("-"));
    }
}
