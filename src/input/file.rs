//! One file, or stdin, as documents.
//!
//! The first bytes decide the format, after gzip or zstd is unpacked. What is plainly nothing that is read (a
//! picture, a database) is refused by name rather than read as noise. Line formats are streamed; of the others a
//! document at most is held.

use std::fs::File;
use std::io::{self, BufRead, Read};
use std::path::Path;

use super::format::{self, Format, has_ending};
use super::found::{Found, Origin};
use super::lines::JsonLines;
use super::mail::Mbox;
use super::packed::{self, Meter, Source};
use super::table::Table;
use super::warc::Warc;
use super::{
    MAX_HELD_BYTES, Options, encoding, feed, head, html, is_stdin, json, mail, markdown, office, pdf,
};
use crate::error::NotText;
use crate::{Document, Error, Result};

/// Documents, lazily read.
pub type Documents<'a> = Box<dyn Iterator<Item = Result<Document>> + 'a>;

/// Reads a file's documents; `-` is stdin.
pub fn documents<'a>(path: &Path, options: &'a Options) -> Documents<'a> {
    let origin = match is_stdin(path) {
        true => Origin { place: "standard input".into(), ..Origin::default() },
        false => {
            let place = path.display().to_string();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            Origin { path: Some(place.clone()), place, name, ..Origin::default() }
        }
    };
    match open(path, &options.meter) {
        Ok(reader) => from_source(packed::buffered(reader), origin, options),
        Err(source) => only(Err(Error::Read { path: path.to_owned(), source })),
    }
}

fn open(path: &Path, meter: &Meter) -> io::Result<Box<dyn Read>> {
    Ok(if is_stdin(path) { meter.count(io::stdin()) } else { meter.count(File::open(path)?) })
}

/// Reads the documents of a source, in whatever format it is.
pub fn from_source<'a>(source: Source, origin: Origin, options: &'a Options) -> Documents<'a> {
    let read = |source: Source| -> Result<Documents<'a>> {
        let failed = |source| Error::Read { path: origin.place.clone().into(), source };
        let mut source = packed::unpack(source).map_err(failed)?;
        let peek = source.fill_buf().map_err(failed)?;
        let is_wide = peek.starts_with(b"\xff\xfe") || peek.starts_with(b"\xfe\xff");
        let at_fault = |fault| Error::NotText { place: origin.place.clone(), fault };
        let format = format::recognise(peek, &origin.name, options).map_err(at_fault)?;
        if is_wide {
            let text =
                read_whole(source, &origin).and_then(|b| encoding::decode(b, None).map_err(at_fault))?;
            source = packed::buffered(Box::new(io::Cursor::new(text.into_bytes())));
        }
        Ok(match format {
            Format::JsonLines => Box::new(JsonLines::new(source, origin.clone(), options)),
            Format::Table(separator) => Box::new(Table::new(source, separator, origin.clone(), options)),
            Format::Mbox => Box::new(Mbox::new(source, origin.clone(), options)),
            Format::Warc => Box::new(Warc::new(source, origin.clone(), options)),
            format => Box::new(whole(format, read_whole(source, &origin)?, &origin, options).into_iter()),
        })
    };
    read(source).unwrap_or_else(|error| only(Err(error)))
}

fn only<'a>(result: Result<Document>) -> Documents<'a> {
    Box::new(std::iter::once(result))
}

/// Reads to the end.
fn read_whole(reader: impl Read, origin: &Origin) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let limit = MAX_HELD_BYTES;
    let fails = |source| Error::Read { path: origin.place.clone().into(), source };
    reader.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(fails)?;
    if bytes.len() > limit {
        return Err(Error::NotText { place: origin.place.clone(), fault: NotText::TooLong { limit } });
    }
    Ok(bytes)
}

/// Reads the documents of a page, text or file that came within something else.
pub(super) fn from_bytes(bytes: Vec<u8>, origin: &Origin, options: &Options) -> Vec<Result<Document>> {
    let peek = &bytes[..bytes.len().min(packed::PEEK_BYTES)];
    match format::recognise(peek, &origin.name, options) {
        Ok(format) => whole(format, bytes, origin, options),
        Err(fault) => vec![Err(Error::NotText { place: origin.place.clone(), fault })],
    }
}

/// Reads what is held whole. Formats that are streamed are plain text here: they do not nest.
fn whole(format: Format, bytes: Vec<u8>, origin: &Origin, options: &Options) -> Vec<Result<Document>> {
    let at_fault = |fault| Error::NotText { place: origin.place.clone(), fault };
    let found = match format {
        Format::Feed => match feed::entries(&bytes, origin, options) {
            Ok(entries) => return entries,
            Err(fault) => Err(fault),
        },
        Format::Json => match text_of(bytes, origin).and_then(|text| many_json(text, origin, options)) {
            Ok(found) => return found,
            Err(fault) => Err(fault),
        },
        Format::Html => {
            let declared = origin.charset.clone().or_else(|| encoding::declared_in(&bytes));
            let text = encoding::decode(bytes, declared.as_deref());
            text.and_then(|text| html::page(&text, origin.url.as_deref()))
        }
        Format::Mail => mail::message(&bytes),
        Format::Pdf => pdf::text(bytes).map(plain),
        Format::Office => office::read(bytes),
        Format::Markdown => text_of(bytes, origin).map(|text| markdown::read(&text)),
        _ => text_of(bytes, origin).map(plain),
    };
    let document = found.and_then(|found| found.document(origin, options));
    vec![document.map_err(at_fault)]
}

fn text_of(bytes: Vec<u8>, origin: &Origin) -> Result<String, NotText> {
    encoding::decode(bytes, origin.charset.as_deref())
}

fn plain(text: String) -> Found {
    let (title, date) = (head::title(&text).map(str::to_owned), head::date(&text));
    Found { text, title, date, ..Found::default() }
}

/// One JSON object, an array of them, or prose that begins with a brace.
fn many_json(text: String, origin: &Origin, options: &Options) -> Result<Vec<Result<Document>>, NotText> {
    let found = match text.trim_start().starts_with('[') {
        true => json::array(&text, &options.map),
        false => json::object(&text, &options.map).map(|found| vec![Ok(found)]),
    };
    let found = match found {
        // Prose may begin with a brace; only a file that calls itself JSON is held to it.
        Err(_) if !has_ending(&origin.name, &["json"]) => vec![Ok(plain(text))],
        found => found?,
    };
    let is_one = found.len() == 1;
    let document = |(number, found): (usize, Result<Found, NotText>)| {
        let origin = if is_one { origin.clone() } else { origin.within(&format!("item {}", number + 1)) };
        let document = found.and_then(|found| found.document(&origin, options));
        document.map_err(|fault| Error::NotText { place: origin.place, fault })
    };
    Ok(found.into_iter().enumerate().map(document).collect())
}

#[cfg(test)]
mod tests;
