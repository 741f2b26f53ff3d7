//! One file, or stdin, as documents.
//!
//! The first bytes decide: a JSON object with its end on the first line is JSONL, one that goes on is a single
//! JSON document, anything else is plain text. What is plainly no text (a picture, a PDF, a web page) is refused
//! by name rather than read as noise.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::{MAX_DOCUMENT_BYTES, Options, head, is_stdin, json};
use crate::error::NotText;
use crate::{Document, Error, Result};

/// Documents, lazily read.
pub type Documents<'a> = Box<dyn Iterator<Item = Result<Document>> + 'a>;

/// Bytes looked at to tell a format.
const PEEK_BYTES: usize = 1 << 16;

/// Reads a file's documents; `-` is stdin.
pub fn documents<'a>(path: &Path, options: &'a Options) -> Documents<'a> {
    match open(path) {
        Ok(reader) => from_reader(reader, path, options),
        Err(source) => only(Err(Error::Read { path: path.to_owned(), source })),
    }
}

fn open(path: &Path) -> io::Result<Box<dyn Read>> {
    if is_stdin(path) { Ok(Box::new(io::stdin())) } else { Ok(Box::new(File::open(path)?)) }
}

fn from_reader<'a>(reader: Box<dyn Read>, path: &Path, options: &'a Options) -> Documents<'a> {
    let mut reader = BufReader::with_capacity(PEEK_BYTES, reader);
    let peek = match reader.fill_buf() {
        Ok(peek) => peek,
        Err(source) => return only(Err(Error::Read { path: path.to_owned(), source })),
    };
    if let Some(fault) = foreign_format(peek) {
        return only(Err(Error::NotText { place: place(path), fault }));
    }
    if is_json_lines(peek, path) {
        let lines = JsonLines {
            reader,
            path: path.to_owned(),
            options,
            max_bytes: MAX_DOCUMENT_BYTES,
            n_lines: 0,
            done: false,
        };
        return Box::new(lines);
    }
    let is_json = peek.trim_ascii_start().starts_with(b"{");
    only(read_whole(reader, path).and_then(|text| {
        let at_fault = |fault| Error::NotText { place: place(path), fault };
        match is_json.then(|| json::document(&text, options)) {
            Some(Ok(doc)) => Ok(doc),
            // Prose may begin with a brace; only a file that calls itself JSON is held to it.
            Some(Err(fault)) if has_extension(path, &["json"]) => Err(at_fault(fault)),
            _ => plain(text, path, options).map_err(at_fault),
        }
    }))
}

fn only<'a>(result: Result<Document>) -> Documents<'a> {
    Box::new(std::iter::once(result))
}

/// Reads to the end, as text.
fn read_whole(reader: impl Read, path: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    let limit = MAX_DOCUMENT_BYTES as u64 + 1;
    let fails = |source| Error::Read { path: path.to_owned(), source };
    reader.take(limit).read_to_end(&mut bytes).map_err(fails)?;
    decode(bytes, MAX_DOCUMENT_BYTES).map_err(|fault| Error::NotText { place: place(path), fault })
}

/// UTF-8 with or without a byte order mark; refuses what is too long, binary or otherwise encoded.
fn decode(bytes: Vec<u8>, limit: usize) -> Result<String, NotText> {
    if bytes.len() > limit {
        return Err(NotText::TooLong { limit });
    }
    if bytes.contains(&0) {
        return Err(NotText::Binary);
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        NotText::Encoding { line: 1 + valid.iter().filter(|b| **b == b'\n').count(), byte: valid.len() }
    })?;
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}

fn plain(text: String, path: &Path, options: &Options) -> Result<Document, NotText> {
    if text.trim().is_empty() {
        return Err(NotText::Empty);
    }
    let title = options.title.clone().or_else(|| head::title(&text).map(str::to_owned));
    let date = options.date.clone().or_else(|| head::date(&text));
    let uri = (!is_stdin(path)).then(|| path.display().to_string());
    // Where a local file lies is no part of what it is: the same text from two folders is one document.
    let mut doc = Document::with(text, title, date, options.uri.clone());
    doc.uri = doc.uri.or(uri);
    Ok(doc)
}

/// What a file is that sayso does not read, by its first bytes.
fn foreign_format(peek: &[u8]) -> Option<NotText> {
    const MAGIC: [(&[u8], &str); 7] = [
        (b"%PDF", "a PDF"),
        (b"PK\x03\x04", "a ZIP archive or office document"),
        (b"\x1f\x8b", "gzip-compressed"),
        (b"\x89PNG", "a PNG picture"),
        (b"\xff\xd8\xff", "a JPEG picture"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"{\\rtf", "an RTF document"),
    ];
    if peek.is_empty() {
        return Some(NotText::Empty);
    }
    if let Some((_, what)) = MAGIC.iter().find(|(magic, _)| peek.starts_with(magic)) {
        return Some(NotText::Foreign { what });
    }
    if peek.starts_with(b"\xff\xfe") || peek.starts_with(b"\xfe\xff") {
        return Some(NotText::Foreign { what: "UTF-16 text" });
    }
    let start = String::from_utf8_lossy(peek.trim_ascii_start().get(..64).unwrap_or(peek)).to_lowercase();
    let start = start.trim_start_matches('\u{FEFF}').trim_start();
    if ["<!doctype html", "<html", "<?xml"].iter().any(|tag| start.starts_with(tag)) {
        return Some(NotText::Foreign { what: "HTML or XML" });
    }
    peek.contains(&0).then_some(NotText::Binary)
}

fn is_json_lines(peek: &[u8], path: &Path) -> bool {
    if has_extension(path, &["jsonl", "ndjson"]) {
        return true;
    }
    let peek = peek.strip_prefix(b"\xef\xbb\xbf").unwrap_or(peek).trim_ascii_start();
    if !peek.starts_with(b"{") {
        return false;
    }
    let line = peek.split(|b| *b == b'\n').next().unwrap_or(peek);
    // A line longer than the peek is cut, so that it cannot be parsed here: prose has no such beginning.
    let is_cut = line.len() == peek.len() && peek.len() + 64 > PEEK_BYTES;
    serde_json::from_slice::<serde::de::IgnoredAny>(line).is_ok() || (is_cut && line.starts_with(b"{\""))
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    extensions.contains(&extension.as_str())
}

/// How messages name a file.
fn place(path: &Path) -> String {
    if is_stdin(path) { "standard input".into() } else { path.display().to_string() }
}

/// Documents of a JSONL file, a line each. A bad line is an error in its place; the others go on.
struct JsonLines<'a> {
    reader: BufReader<Box<dyn Read>>,
    path: PathBuf,
    options: &'a Options,
    max_bytes: usize,
    n_lines: usize,
    done: bool,
}

impl JsonLines<'_> {
    /// The next line without its end; `None` at the end of the file. Never holds more than the limit.
    fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let limit = self.max_bytes as u64 + 1;
        self.reader.by_ref().take(limit).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(None);
        }
        self.n_lines += 1;
        if line.last() == Some(&b'\n') {
            line.pop();
        } else if line.len() as u64 == limit {
            self.skip_line()?;
        }
        Ok(Some(line))
    }

    fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let available = self.reader.fill_buf()?;
            if available.is_empty() {
                return Ok(());
            }
            let end = available.iter().position(|b| *b == b'\n');
            let n_used = end.map_or(available.len(), |at| at + 1);
            self.reader.consume(n_used);
            if end.is_some() {
                return Ok(());
            }
        }
    }
}

impl Iterator for JsonLines<'_> {
    type Item = Result<Document>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let line = match self.line() {
                Ok(Some(line)) => line,
                Ok(None) => break,
                Err(source) => {
                    self.done = true;
                    return Some(Err(Error::Read { path: self.path.clone(), source }));
                }
            };
            if line.trim_ascii().is_empty() {
                continue;
            }
            let place = format!("{} line {}", place(&self.path), self.n_lines);
            let doc = decode(line, self.max_bytes)
                .map_err(NotText::within_line)
                .and_then(|t| json::document(&t, self.options));
            return Some(doc.map_err(|fault| Error::NotText { place, fault }));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `bytes` as the file `name`: each document as "title | date | text", each error as its message.
    fn read(name: &str, bytes: &[u8]) -> Vec<String> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let shown = |result: Result<Document>| match result {
            Ok(doc) => format!("{:?} {:?} {}", doc.title, doc.published, doc.text),
            Err(error) => error.to_string().replace(&path.display().to_string(), name),
        };
        documents(&path, &Options::default()).map(shown).collect()
    }

    #[track_caller]
    fn check(name: &str, bytes: &[u8], expected: &[&str]) {
        assert_eq!(read(name, bytes), expected);
    }

    #[test]
    fn formats_are_told_by_content() {
        check("a", b"Plain text.", &["None None Plain text."]);
        check("a.txt", b"\xef\xbb\xbfPlain text.", &["None None Plain text."]);
        check(
            "a.txt",
            b"{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n",
            &["None None One.", "None None Two."],
        );
        check("a", b"{\n  \"text\": \"One.\",\n  \"title\": \"T\"\n}\n", &["Some(\"T\") None One."]);
        check("a", b"{sic} he said.", &["None None {sic} he said."]);
    }

    #[test]
    fn a_bad_line_is_reported_and_the_others_go_on() {
        check(
            "a.jsonl",
            b"{\"text\": \"One.\", \"date\": \"2026-03-01\"}\n\nnonsense\n{\"title\": \"T\"}\n{\"text\": \"Two\xff.\"}\n{\"text\": \"Three.\"}",
            &[
                "None Some(\"2026-03-01\") One.",
                "cannot use `a.jsonl line 3`: it is no JSON document: expected ident at column 2",
                "cannot use `a.jsonl line 4`: the JSON object has no `text`",
                "cannot use `a.jsonl line 5`: it is not UTF-8 at byte 13",
                "None None Three.",
            ],
        );
    }

    #[test]
    fn a_huge_line_is_passed_over_without_being_held() {
        let text = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"Two.\"}}\n", "x".repeat(100_000));
        let options = Options::default();
        let reader: Box<dyn Read> = Box::new(io::Cursor::new(text.into_bytes()));
        let mut lines = JsonLines {
            reader: BufReader::with_capacity(512, reader),
            path: "a.jsonl".into(),
            options: &options,
            max_bytes: 1 << 10,
            n_lines: 0,
            done: false,
        };
        let first = lines.next().unwrap().unwrap_err().to_string();
        assert_eq!(first, "cannot use `a.jsonl line 1`: it is longer than 1 KiB");
        assert_eq!(lines.next().unwrap().unwrap().text, "Two.");
        assert!(lines.next().is_none());
    }

    #[test]
    fn what_is_no_text_is_refused_by_name() {
        check("a.txt", b"", &["cannot use `a.txt`: it is empty"]);
        check("a.txt", b" \n\n", &["cannot use `a.txt`: it is empty"]);
        check("a.txt", b"abc\0def", &["cannot use `a.txt`: it is binary, not text"]);
        check("a.txt", b"%PDF-1.7 ...", &["cannot use `a.txt`: it is a PDF, not plain text"]);
        check("a.txt", b"<!DOCTYPE html><p>x", &["cannot use `a.txt`: it is HTML or XML, not plain text"]);
        check("a.txt", b"One\ntwo \xe9t\xe9", &["cannot use `a.txt`: it is not UTF-8 at line 2, byte 8"]);
    }

    #[test]
    fn the_same_text_is_the_same_document_wherever_it_lies() {
        let folder = tempfile::tempdir().unwrap();
        let ids: Vec<_> = ["a.txt", "b.txt"]
            .map(|name| {
                let path = folder.path().join(name);
                std::fs::write(&path, "Some text.").unwrap();
                documents(&path, &Options::default()).next().unwrap().unwrap().id
            })
            .to_vec();
        assert_eq!(ids[0], ids[1]);
    }

    #[test]
    fn a_missing_file_says_which() {
        let options = Options::default();
        let mut found = documents(Path::new("no-such.txt"), &options);
        assert_eq!(found.next().unwrap().unwrap_err().to_string(), "cannot read `no-such.txt`");
    }
}
