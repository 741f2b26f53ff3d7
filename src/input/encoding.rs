//! Bytes to text: byte order mark, then what was declared, then UTF-8, then the detector's guess.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::error::NotText;

/// Bytes in which an encoding may be declared.
const DECLARED_WITHIN: usize = 1024;

/// Decodes a text; `declared` is the name of an encoding, where its source gives one.
///
/// # Errors
///
/// Where it has bytes that no text has.
pub fn decode(bytes: Vec<u8>, declared: Option<&str>) -> Result<String, NotText> {
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        return Ok(encoding.decode_without_bom_handling(&bytes[length..]).0.into_owned());
    }
    if bytes.contains(&0) {
        return Err(NotText::Binary);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(error) => error.into_bytes(),
    };
    let declared = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    // A text in UTF-16 has a mark or NULs, and what is declared UTF-8 was just seen not to be.
    let declared = declared.filter(|e| *e != UTF_16LE && *e != UTF_16BE && *e != UTF_8);
    if declared.is_none() && is_nearly_utf8(&bytes) {
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    let encoding = declared.unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
        detector.feed(&bytes, true);
        detector.guess(None, Utf8Detection::Deny)
    });
    let text = encoding.decode_without_bom_handling(&bytes).0.into_owned();
    // Control characters beyond line ends are a sign of data, not of a text in an old encoding.
    let n_odd = text.chars().filter(|c| *c == '\u{FFFD}' || (c.is_control() && !c.is_whitespace())).count();
    if n_odd * 50 > text.chars().count() { Err(NotText::Binary) } else { Ok(text) }
}

/// Whether a text is UTF-8 but for a few broken places, as cut and glued files are.
fn is_nearly_utf8(bytes: &[u8]) -> bool {
    let (mut n_good, mut n_bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_bad += usize::from(!chunk.invalid().is_empty());
    }
    n_good > 10 * n_bad
}

/// The encoding that the head of an HTML or XML file names.
pub fn declared_in(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(DECLARED_WITHIN)]).to_lowercase();
    ["charset=", "encoding="].iter().find_map(|key| {
        let value = head.split(key).nth(1)?.trim_start_matches(['"', '\'', ' ']);
        let end =
            value.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c)).unwrap_or(value.len());
        (end > 0).then(|| value[..end].to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told() {
        let check = |bytes: &[u8], declared: Option<&str>, expected: &str| {
            assert_eq!(decode(bytes.to_vec(), declared).as_deref(), Ok(expected));
        };
        check("é".as_bytes(), Some("windows-1252"), "é");
        check(b"\xff\xfeH\0i\0", None, "Hi");
        check(b"\xfe\xff\0H\0i", None, "Hi");
        check(b"\xef\xbb\xbfHi", None, "Hi");
        check(b"un caf\xe9 \xe0 Paris, d\xe9j\xe0 vu", None, "un café à Paris, déjà vu");
        check(b"\x93Yes\x94 he said", Some("windows-1252"), "“Yes” he said");
        check("Привет, мир".as_bytes(), None, "Привет, мир");
        check(
            &["Привет, мир, и всем остальным".as_bytes(), b" \xff"].concat(),
            None,
            "Привет, мир, и всем остальным \u{FFFD}",
        );
        assert_eq!(decode(b"a\0b".to_vec(), None), Err(NotText::Binary));
        let noise: Vec<u8> = (128..=255).cycle().take(999).chain(1..9).collect();
        assert_eq!(decode(noise, Some("latin1")), Err(NotText::Binary));
    }

    #[test]
    fn declarations_are_found() {
        assert_eq!(declared_in(b"<meta charset=\"Windows-1251\">").as_deref(), Some("windows-1251"));
        assert_eq!(
            declared_in(b"<?xml version='1.0' encoding='ISO-8859-2'?>").as_deref(),
            Some("iso-8859-2")
        );
        assert_eq!(declared_in(b"<p>none"), None);
    }
}
