//! DOCX and ODT: the paragraphs of the one XML file in their ZIP archive that holds the text.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::MAX_HELD_BYTES;
use super::found::Found;
use crate::error::NotText;

/// Which elements are paragraphs, line ends and tabs.
struct Names {
    paragraphs: &'static [&'static str],
    /// Elements whose characters are text; all are where there is none.
    runs: Option<&'static str>,
    /// Elements that hold text of another kind: notes, changes that were struck out.
    passed_over: &'static [&'static str],
}

const DOCX: Names = Names { paragraphs: &["w:p"], runs: Some("w:t"), passed_over: &["w:del", "w:footnote"] };
const ODT: Names = Names {
    paragraphs: &["text:p", "text:h"],
    runs: None,
    passed_over: &["text:note", "office:annotation", "text:tracked-changes", "office:automatic-styles"],
};

/// Reads a DOCX or ODT file.
///
/// # Errors
///
/// Where it is another kind of archive, or broken.
pub fn read(bytes: Vec<u8>) -> Result<Found, NotText> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    let (content, meta, kind) = if has("word/document.xml") {
        ("word/document.xml", "docProps/core.xml", DOCX)
    } else if has("content.xml") && has("meta.xml") {
        ("content.xml", "meta.xml", ODT)
    } else {
        return Err(NotText::Foreign { what: "a ZIP archive" });
    };
    let text = paragraphs(&part(&mut archive, content)?, &kind)?;
    let meta = part(&mut archive, meta).unwrap_or_default();
    let value = |name: &str| element(&meta, name);
    Ok(Found {
        text,
        title: value("dc:title"),
        author: value("dc:creator"),
        date: value("dcterms:created").or_else(|| value("meta:creation-date")),
        language: value("dc:language"),
        uri: None,
    })
}

fn broken(error: impl std::fmt::Display) -> NotText {
    NotText::Broken { what: "office document", reason: error.to_string() }
}

/// One file of the archive; the size that it claims is not believed.
fn part(archive: &mut zip::ZipArchive<Cursor<Vec<u8>>>, name: &str) -> Result<String, NotText> {
    let mut text = Vec::new();
    let file = archive.by_name(name).map_err(broken)?;
    file.take(MAX_HELD_BYTES as u64 + 1).read_to_end(&mut text).map_err(broken)?;
    if text.len() > MAX_HELD_BYTES {
        return Err(NotText::TooLong { limit: MAX_HELD_BYTES });
    }
    String::from_utf8(text).map_err(broken)
}

/// Paragraphs, parted by blank lines.
fn paragraphs(xml: &str, names: &Names) -> Result<String, NotText> {
    let mut reader = Reader::from_str(xml);
    let mut walk = Paragraphs {
        names,
        text: String::new(),
        open: String::new(),
        n_paragraphs: 0,
        n_runs: 0,
        n_passed: 0,
    };
    loop {
        match reader.read_event().map_err(broken)? {
            Event::Start(tag) => walk.start(tag.name().as_ref()),
            Event::Empty(tag) => walk.empty(tag.name().as_ref()),
            Event::End(tag) => walk.end(tag.name().as_ref()),
            Event::Text(text) => walk.characters(&text),
            Event::GeneralRef(name) => {
                let value = quick_xml::escape::unescape(&format!("&{};", &*name)).map(|t| t.into_owned());
                walk.characters(&value.unwrap_or_default());
            }
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(walk.text)
}

struct Paragraphs<'a> {
    names: &'a Names,
    text: String,
    open: String,
    n_paragraphs: usize,
    n_runs: usize,
    n_passed: usize,
}

impl Paragraphs<'_> {
    fn start(&mut self, name: &str) {
        self.n_passed += usize::from(self.names.passed_over.contains(&name));
        self.n_runs += usize::from(self.names.runs.is_none_or(|run| run == name));
        self.n_paragraphs += usize::from(self.names.paragraphs.contains(&name));
    }

    fn end(&mut self, name: &str) {
        self.n_passed = self.n_passed.saturating_sub(usize::from(self.names.passed_over.contains(&name)));
        self.n_runs = self.n_runs.saturating_sub(usize::from(self.names.runs.is_none_or(|run| run == name)));
        if !self.names.paragraphs.contains(&name) {
            return;
        }
        self.n_paragraphs = self.n_paragraphs.saturating_sub(1);
        let open = std::mem::take(&mut self.open);
        if !open.trim().is_empty() {
            if !self.text.is_empty() {
                self.text.push_str("\n\n");
            }
            self.text.push_str(open.trim());
        }
    }

    fn empty(&mut self, name: &str) {
        if matches!(name, "w:br" | "w:tab" | "w:cr" | "text:s" | "text:tab" | "text:line-break") {
            self.open.push(' ');
        }
    }

    fn characters(&mut self, text: &str) {
        if self.n_paragraphs > 0 && self.n_runs > 0 && self.n_passed == 0 {
            self.open.push_str(text);
        }
    }
}

/// The characters of the first element of this name.
fn element(xml: &str, name: &str) -> Option<String> {
    let after = xml.split_once(&format!("<{name}"))?.1.split_once('>')?.1;
    let value = after.split_once("</")?.0;
    quick_xml::escape::unescape(value)
        .ok()
        .map(|value| value.trim().to_owned())
        .filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn paragraphs_of_both_kinds() {
        let docx = archive(&[
            (
                "word/document.xml",
                "<w:document><w:body><w:p><w:r><w:t>Dam &amp; </w:t><w:instrText>no</w:instrText></w:r><w:r><w:t>bridge.</w:t></w:r>\
                 <w:del><w:r><w:t>old</w:t></w:r></w:del></w:p>\n<w:p/><w:p><w:r><w:t>Two.</w:t></w:r></w:p></w:body></w:document>",
            ),
            (
                "docProps/core.xml",
                "<c><dc:title>T</dc:title><dc:creator>Ina</dc:creator><dcterms:created a=\"b\">2026-03-04T10:00:00Z</dcterms:created></c>",
            ),
        ]);
        let found = read(docx).unwrap();
        assert_eq!(found.text, "Dam & bridge.\n\nTwo.");
        assert_eq!((found.title.as_deref(), found.author.as_deref()), (Some("T"), Some("Ina")));
        assert_eq!(found.date.as_deref(), Some("2026-03-04T10:00:00Z"));
        let odt = archive(&[
            (
                "content.xml",
                "<office:text><text:h>Head</text:h><text:p>One<text:s/><text:span>two</text:span>.\
                 <text:note><text:p>no</text:p></text:note></text:p></office:text>",
            ),
            ("meta.xml", "<m/>"),
        ]);
        assert!(read(odt).unwrap().text.starts_with("Head\n\nOne two."));
    }

    #[test]
    fn other_archives_and_bombs_are_told() {
        assert_eq!(
            read(archive(&[("a.txt", "x")])).unwrap_err().to_string(),
            "it is a ZIP archive, not text"
        );
        let bomb = archive(&[("word/document.xml", &"<w:p>".repeat(14 << 20))]);
        assert!(bomb.len() < 1 << 20);
        assert_eq!(read(bomb).unwrap_err(), NotText::TooLong { limit: MAX_HELD_BYTES });
    }
}
