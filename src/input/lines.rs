//! Lines of a source, none held beyond a limit; and JSONL, which is a document a line.

use std::io::{self, BufRead, Read};

use super::found::Origin;
use super::packed::Source;
use super::{MAX_HELD_BYTES, Options, json};
use crate::error::NotText;
use crate::{Document, Error, Result};

/// Reads a line with its end, at most `limit` bytes of it, and passes over the rest; whether it was longer.
///
/// `None` at the end of the source.
///
/// # Errors
///
/// Where the source cannot be read.
pub fn line(source: &mut Source, limit: usize) -> io::Result<Option<(Vec<u8>, bool)>> {
    let mut line = Vec::new();
    source.by_ref().take(limit as u64).read_until(b'\n', &mut line)?;
    if line.is_empty() {
        return Ok(None);
    }
    let is_cut = line.last() != Some(&b'\n') && line.len() == limit;
    if is_cut {
        skip_line(source)?;
    }
    Ok(Some((line, is_cut)))
}

fn skip_line(source: &mut Source) -> io::Result<()> {
    loop {
        let available = source.fill_buf()?;
        if available.is_empty() {
            return Ok(());
        }
        let end = available.iter().position(|b| *b == b'\n');
        let n_used = end.map_or(available.len(), |at| at + 1);
        source.consume(n_used);
        if end.is_some() {
            return Ok(());
        }
    }
}

/// Documents of a JSONL file, a line each. A bad line is an error in its place; the others go on.
pub struct JsonLines<'a> {
    source: Source,
    origin: Origin,
    options: &'a Options,
    max_bytes: usize,
    n_lines: usize,
    done: bool,
}

impl<'a> JsonLines<'a> {
    /// The documents of `source`.
    pub fn new(source: Source, origin: Origin, options: &'a Options) -> JsonLines<'a> {
        JsonLines { source, origin, options, max_bytes: MAX_HELD_BYTES, n_lines: 0, done: false }
    }

    fn document(&self, line: Vec<u8>, is_cut: bool, origin: &Origin) -> Result<Document, NotText> {
        if is_cut {
            return Err(NotText::TooLong { limit: self.max_bytes });
        }
        let line = line.strip_prefix(b"\xef\xbb\xbf").map(<[u8]>::to_vec).unwrap_or(line);
        if line.contains(&0) {
            return Err(NotText::Binary);
        }
        let text = String::from_utf8(line)
            .map_err(|error| NotText::Encoding { line: 0, byte: error.utf8_error().valid_up_to() })?;
        json::object(text.trim_end(), &self.options.map)?.document(origin, self.options)
    }
}

impl Iterator for JsonLines<'_> {
    type Item = Result<Document>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.done {
            let (line, is_cut) = match line(&mut self.source, self.max_bytes) {
                Ok(line) => line?,
                Err(source) => {
                    self.done = true;
                    return Some(Err(Error::Read { path: self.origin.place.clone().into(), source }));
                }
            };
            self.n_lines += 1;
            if line.trim_ascii().is_empty() {
                continue;
            }
            let origin = self.origin.within(&format!("line {}", self.n_lines));
            let found = self.document(line, is_cut, &origin);
            return Some(found.map_err(|fault| Error::NotText { place: origin.place, fault }));
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_huge_line_is_passed_over_without_being_held() {
        let text = format!("{{\"text\": \"{}\"}}\n{{\"text\": \"Two.\"}}\n", "x".repeat(100_000));
        let options = Options::default();
        let reader: Box<dyn Read> = Box::new(io::Cursor::new(text.into_bytes()));
        let origin = Origin { place: "a.jsonl".into(), ..Origin::default() };
        let source = io::BufReader::with_capacity(512, reader);
        let mut lines = JsonLines { max_bytes: 1 << 10, ..JsonLines::new(source, origin, &options) };
        let first = lines.next().unwrap().unwrap_err().to_string();
        assert_eq!(first, "cannot use `a.jsonl line 1`: it is longer than 1 KiB");
        assert_eq!(lines.next().unwrap().unwrap().text, "Two.");
        assert!(lines.next().is_none());
    }
}
