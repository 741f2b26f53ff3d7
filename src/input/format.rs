//! Tells a format by its first bytes, and by its name only where bytes cannot tell.

use super::Options;
use super::packed::PEEK_BYTES;
use crate::error::NotText;

/// A format that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Plain,
    /// Markdown.
    Markdown,
    /// One JSON document, or an array of them.
    Json,
    /// A JSON document a line.
    JsonLines,
    /// Columns with a header line, separated by this byte.
    Table(u8),
    /// A web page.
    Html,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// One message.
    Mail,
    /// Messages after one another.
    Mbox,
    /// PDF.
    Pdf,
    /// DOCX or ODT.
    Office,
    /// A web archive.
    Warc,
}

/// What is known and not read, by its first bytes.
const FOREIGN: [(&[u8], &str); 11] = [
    (b"\x1f\x8b", "compressed twice"),
    (b"\x28\xb5\x2f\xfd", "compressed twice"),
    (b"BZh", "bzip2-compressed"),
    (b"\xfd7zXZ\0", "xz-compressed"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"SQLite format 3\0", "an SQLite database"),
    (b"{\\rtf", "an RTF document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
];

/// Tells the format of what begins with `peek` and is called `name`.
///
/// # Errors
///
/// Where it is empty, or plainly nothing that is read.
pub fn recognise(peek: &[u8], name: &str, options: &Options) -> Result<Format, NotText> {
    if peek.is_empty() {
        return Err(NotText::Empty);
    }
    if let Some((_, what)) = FOREIGN.iter().find(|(magic, _)| peek.starts_with(magic)) {
        return Err(NotText::Foreign { what });
    }
    if peek.starts_with(b"PK\x03\x04") {
        return Ok(Format::Office);
    }
    if peek[..peek.len().min(1024)].windows(5).any(|window| window == b"%PDF-") && !peek.starts_with(b"{") {
        return Ok(Format::Pdf);
    }
    if peek.starts_with(b"WARC/") {
        return Ok(Format::Warc);
    }
    let has_mark = peek.starts_with(b"\xff\xfe") || peek.starts_with(b"\xfe\xff");
    let text = match has_mark {
        true => encoding_rs::Encoding::for_bom(peek).map_or("".into(), |(e, n)| e.decode(&peek[n..]).0),
        false => String::from_utf8_lossy(peek),
    };
    let text = text.trim_start_matches('\u{FEFF}').trim_start();
    let cut = !has_mark && peek.len() + 64 > PEEK_BYTES;
    let format = markup(text, name)
        .or_else(|| json(text, name, cut))
        .or_else(|| mail(text))
        .or_else(|| table(text, name, options));
    match format {
        Some(format) => Ok(format),
        None if !has_mark && peek.contains(&0) => Err(NotText::Binary),
        None if has_ending(name, &["md", "markdown"]) => Ok(Format::Markdown),
        None => Ok(Format::Plain),
    }
}

fn markup(text: &str, name: &str) -> Option<Format> {
    if !text.starts_with('<') {
        return None;
    }
    let start: String = text.chars().take(4096).collect::<String>().to_ascii_lowercase();
    let tag_at = |tag: &str| start.find(tag);
    let feed = ["<rss", "<feed", "<rdf:rdf"].iter().filter_map(|tag| tag_at(tag)).min();
    let page = ["<!doctype html", "<html", "<head", "<body"].iter().filter_map(|tag| tag_at(tag)).min();
    match (feed, page) {
        (Some(feed), page) if page.is_none_or(|page| feed < page) => Some(Format::Feed),
        (_, Some(_)) => Some(Format::Html),
        _ if has_ending(name, &["html", "htm", "xhtml"]) => Some(Format::Html),
        _ => ["<p>", "<p ", "<div", "<article", "<title", "<meta", "<h1", "<section", "<main"]
            .iter()
            .any(|tag| start.starts_with(tag))
            .then_some(Format::Html),
    }
}

fn json(text: &str, name: &str, cut: bool) -> Option<Format> {
    if has_ending(name, &["jsonl", "ndjson"]) {
        return Some(Format::JsonLines);
    }
    if let Some(inner) = text.strip_prefix('[') {
        return inner.trim_start().starts_with('{').then_some(Format::Json);
    }
    if !text.starts_with('{') {
        return None;
    }
    let line = text.split('\n').next().unwrap_or(text);
    let is_whole = || serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok();
    if line.len() < text.len() || !cut {
        if is_whole() {
            let is_feed = line.contains("jsonfeed.org/version") && text[line.len()..].trim().is_empty();
            return Some(if is_feed { Format::Feed } else { Format::JsonLines });
        }
    } else if line.starts_with("{\"") {
        // A line longer than the peek is cut, so that it cannot be parsed here: prose has no such beginning.
        return Some(Format::JsonLines);
    }
    let start: String = text.chars().take(512).collect();
    Some(if start.contains("jsonfeed.org/version") { Format::Feed } else { Format::Json })
}

/// Header lines of a message: "Name: value".
fn is_header(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    })
}

fn mail(text: &str) -> Option<Format> {
    const TELLING: [&str; 8] =
        ["from", "received", "message-id", "mime-version", "return-path", "delivered-to", "subject", "date"];
    let is_mbox = text.starts_with("From ");
    let lines = text.lines().skip(usize::from(is_mbox)).take(200);
    let mut telling: Vec<&str> = Vec::new();
    for line in lines.take_while(|line| !line.trim().is_empty()) {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        if !is_header(line) {
            return None;
        }
        let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
        telling.extend(TELLING.iter().filter(|t| **t == name));
    }
    telling.sort();
    telling.dedup();
    let enough = telling.len() >= if is_mbox { 1 } else { 3 };
    enough.then_some(if is_mbox { Format::Mbox } else { Format::Mail })
}

fn table(text: &str, name: &str, options: &Options) -> Option<Format> {
    let header = text.lines().next()?;
    let by_name = match () {
        () if has_ending(name, &["csv"]) => Some(b','),
        () if has_ending(name, &["tsv", "tab"]) => Some(b'\t'),
        () => None,
    };
    let is_name = |column: &str| {
        let is_number = column.bytes().all(|b| b.is_ascii_digit());
        !is_number
            && column.len() <= 64
            && column.split_whitespace().count() <= 3
            && !column.ends_with(['.', '?', '!'])
    };
    let separator = [b'\t', b';', b','].into_iter().find(|separator| {
        let columns = || header.split(char::from(*separator)).map(|c| c.trim().trim_matches('"'));
        columns().count() > 1 && columns().any(|c| options.map.is_text(c)) && columns().all(is_name)
    });
    separator.or(by_name).map(Format::Table)
}

/// Whether a file's name ends in one of these.
pub fn has_ending(name: &str, endings: &[&str]) -> bool {
    let name = name.to_ascii_lowercase();
    let name =
        ["gz", "zst", "zstd"].iter().find_map(|e| name.strip_suffix(e)?.strip_suffix('.')).unwrap_or(&name);
    name.rsplit_once('.').is_some_and(|(_, ending)| endings.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(start: &str, name: &str, expected: Format) {
        assert_eq!(recognise(start.as_bytes(), name, &Options::default()), Ok(expected));
    }

    #[test]
    fn content_goes_before_names() {
        check("Plain text.", "a", Format::Plain);
        check("From the start, the plan: nothing.\n", "a", Format::Plain);
        check("To be: or not.\nSubject: Hamlet\n\nText", "a", Format::Plain);
        check("{\"text\": \"x\"}\n{", "a.txt", Format::JsonLines);
        check("{\n \"text\": \"x\"}", "a", Format::Json);
        check("[{\"text\": \"x\"}]", "a", Format::Json);
        check("<!DOCTYPE html><p>", "a.txt", Format::Html);
        check("<?xml version=\"1.0\"?>\n<rss version=\"2.0\">", "a.txt", Format::Feed);
        check("<?xml version=\"1.0\"?>\n<html xmlns=\"x\">", "a", Format::Html);
        check("{\"version\": \"https://jsonfeed.org/version/1.1\",\n \"items\": []}", "a", Format::Feed);
        check("From a@b.c Mon Feb 17 10:00:00 2025\nSubject: x\n\nText", "a", Format::Mbox);
        check("From: a@b.c\nSubject: x\nDate: y\n\nText", "a", Format::Mail);
        check("title,text\nA,\"B\"\n", "a", Format::Table(b','));
        check("title\tbody\nA\tB\n", "a", Format::Table(b'\t'));
        check("a,b\nc,d", "x.csv.gz", Format::Table(b','));
        check("In short, text, and more.", "a", Format::Plain);
        check("# Head", "a.md", Format::Markdown);
        check("WARC/1.0\r\n", "a", Format::Warc);
        check("%PDF-1.7", "a", Format::Pdf);
    }
}
