//! Web archives: the pages and texts of a WARC file, one record at a time.
//!
//! A bad record is reported and the reader goes on at the next one. Pictures, scripts and answers that are no
//! page are passed over in silence.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};

use super::found::Origin;
use super::packed::Source;
use super::{MAX_HELD_BYTES, Options, file, lines, packed};
use crate::error::NotText;
use crate::{Document, Error, Result};

/// Longest line of a record's head.
const MAX_LINE: usize = 64 << 10;
/// Most lines of a record's head.
const MAX_LINES: usize = 1000;

/// Documents of a web archive.
pub struct Warc<'a> {
    source: Source,
    origin: Origin,
    options: &'a Options,
    n_records: usize,
    ready: VecDeque<Result<Document>>,
    done: bool,
}

impl<'a> Warc<'a> {
    /// The documents of `source`.
    pub fn new(source: Source, origin: Origin, options: &'a Options) -> Warc<'a> {
        Warc { source, origin, options, n_records: 0, ready: VecDeque::new(), done: false }
    }

    /// Reads one record; `false` at the end.
    fn advance(&mut self) -> io::Result<bool> {
        // What stands before a record's first line is the end of the last one, or what is left of a broken one.
        loop {
            match lines::line(&mut self.source, MAX_LINE)? {
                None => return Ok(false),
                Some((line, _)) if line.starts_with(b"WARC/") => break,
                Some(_) => {}
            }
        }
        self.n_records += 1;
        let head = head(&mut self.source)?;
        let length: Option<u64> = head.get("content-length").and_then(|value| value.parse().ok());
        let Some(length) = length else {
            self.fail(NotText::Broken { what: "WARC record", reason: "it has no length".into() });
            return Ok(true);
        };
        if !is_wanted(&head) {
            self.skip(length)?;
            return Ok(true);
        }
        if length > MAX_HELD_BYTES as u64 {
            self.skip(length)?;
            self.fail(NotText::TooLong { limit: MAX_HELD_BYTES });
            return Ok(true);
        }
        let mut body = Vec::new();
        self.source.by_ref().take(length).read_to_end(&mut body)?;
        if (body.len() as u64) < length {
            self.fail(NotText::Broken { what: "WARC record", reason: "it is cut off".into() });
            return Ok(true);
        }
        self.read(&head, body);
        Ok(true)
    }

    fn skip(&mut self, length: u64) -> io::Result<()> {
        io::copy(&mut self.source.by_ref().take(length), &mut io::sink()).map(|_| ())
    }

    fn fail(&mut self, fault: NotText) {
        let place = format!("{} record {}", self.origin.place, self.n_records);
        self.ready.push_back(Err(Error::NotText { place, fault }));
    }

    /// Turns a record's body into documents.
    fn read(&mut self, head: &Head, body: Vec<u8>) {
        let mut origin = self.origin.within(&format!("record {}", self.n_records));
        origin.url = head.get("warc-target-uri").map(|uri| uri.trim_matches(['<', '>']).to_owned());
        origin.name = String::new();
        origin.path = None;
        let is_http = head.get("content-type").is_some_and(|value| value.starts_with("application/http"));
        let (body, content_type) = match is_http {
            false => (body, head.get("content-type").unwrap_or_default().to_owned()),
            true => match http(&body) {
                Ok(Some(answer)) => answer,
                Ok(None) => return,
                Err(fault) => return self.fail(fault),
            },
        };
        if !is_text(&content_type) || body.trim_ascii().is_empty() {
            return;
        }
        origin.charset = content_type.split("charset=").nth(1).map(|c| c.trim_matches(['"', ' ']).to_owned());
        self.ready.extend(file::from_bytes(body, &origin, self.options));
    }
}

impl Iterator for Warc<'_> {
    type Item = Result<Document>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(document) = self.ready.pop_front() {
                return Some(document);
            }
            if self.done {
                return None;
            }
            match self.advance() {
                Ok(true) => {}
                Ok(false) => self.done = true,
                Err(source) => {
                    self.done = true;
                    return Some(Err(Error::Read { path: self.origin.place.clone().into(), source }));
                }
            }
        }
    }
}

/// The named lines of a record's or an answer's head.
struct Head(Vec<(String, String)>);

impl Head {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

/// Reads lines up to the blank one.
fn head(source: &mut Source) -> io::Result<Head> {
    let mut found = Vec::new();
    for _ in 0..MAX_LINES {
        let Some((line, _)) = lines::line(source, MAX_LINE)? else { break };
        let line = String::from_utf8_lossy(&line);
        if line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            found.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }
    Ok(Head(found))
}

fn is_wanted(head: &Head) -> bool {
    matches!(head.get("warc-type"), Some("response" | "resource" | "conversion"))
        && !head.get("content-type").is_some_and(|value| value.starts_with("text/dns"))
}

fn is_text(content_type: &str) -> bool {
    const READ: [&str; 8] = [
        "text/html",
        "application/xhtml",
        "text/plain",
        "application/rss",
        "application/atom",
        "application/xml",
        "text/xml",
        "application/pdf",
    ];
    let content_type = content_type.to_ascii_lowercase();
    content_type.is_empty() || READ.iter().any(|read| content_type.starts_with(read))
}

/// Body and type of an HTTP answer, where it is one that went well.
fn http(bytes: &[u8]) -> Result<Option<(Vec<u8>, String)>, NotText> {
    let broken = |reason: &str| NotText::Broken { what: "HTTP answer", reason: reason.to_owned() };
    let mut source = packed::buffered(Box::new(io::Cursor::new(bytes.to_vec())));
    let failed = |error: io::Error| NotText::Broken { what: "HTTP answer", reason: error.to_string() };
    let Some((status, _)) = lines::line(&mut source, MAX_LINE).map_err(failed)? else { return Ok(None) };
    if !status.starts_with(b"HTTP/") {
        return Err(broken("it has no status"));
    }
    if status.split(|b| *b == b' ').nth(1).map(<[u8]>::trim_ascii) != Some(b"200") {
        return Ok(None);
    }
    let head = head(&mut source).map_err(failed)?;
    let has =
        |name: &str, value: &str| head.get(name).is_some_and(|v| v.to_ascii_lowercase().contains(value));
    let mut body = Vec::new();
    if has("transfer-encoding", "chunked") {
        unchunk(&mut source, &mut body).map_err(failed)?;
    } else {
        source.read_to_end(&mut body).map_err(failed)?;
    }
    if body.starts_with(b"\x1f\x8b") {
        let inner = packed::unpack(packed::buffered(Box::new(io::Cursor::new(body)))).map_err(failed)?;
        body = Vec::new();
        inner.take(MAX_HELD_BYTES as u64 + 1).read_to_end(&mut body).map_err(failed)?;
    }
    Ok(Some((body, head.get("content-type").unwrap_or_default().to_owned())))
}

/// Joins the chunks of a body; where the archive joined them already, takes it as it is.
fn unchunk(source: &mut Source, body: &mut Vec<u8>) -> io::Result<()> {
    let peek = source.fill_buf()?;
    let first = peek.split(|b| *b == b'\n').next().unwrap_or_default();
    if chunk_size(first).is_none() {
        return source.read_to_end(body).map(|_| ());
    }
    while let Some((line, _)) = lines::line(source, MAX_LINE)? {
        match chunk_size(&line) {
            None | Some(0) => break,
            Some(size) => source.by_ref().take(size).read_to_end(body)?,
        };
        lines::line(source, MAX_LINE)?;
    }
    Ok(())
}

fn chunk_size(line: &[u8]) -> Option<u64> {
    let digits = line.split(|b| *b == b';').next()?.trim_ascii();
    u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}
