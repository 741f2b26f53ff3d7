//! Places in text: half-open ranges of bytes in a document, and of tokens in a sentence.
//!
//! The unit is in the type, so that byte and token ranges cannot be mixed. Character offsets exist only at
//! the edge, where JSON is written.

use std::fmt;
use std::ops::Range;

/// Half-open range of byte offsets into a document's stored text, on character boundaries.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// Returns the span, or `None` where it leaves `text`, is reversed, or cuts a character.
    pub fn new(text: &str, start: usize, end: usize) -> Option<Span> {
        text.get(start..end)?;
        Some(Span { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? })
    }

    /// Makes a span from offsets that are known to be right, as when they come from a tokenizer.
    pub(crate) fn raw(start: usize, end: usize) -> Span {
        debug_assert!(start <= end);
        Span { start: start as u32, end: end as u32 }
    }

    /// First byte.
    pub fn start(self) -> usize {
        self.start as usize
    }

    /// Byte after the last.
    pub fn end(self) -> usize {
        self.end as usize
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The characters it covers; empty where `text` is not the text it was made for.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }

    /// As a range of bytes.
    pub fn range(self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Whether `other` lies wholly within.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that covers both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl fmt::Debug for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

/// Place of a token in its sentence, from 0.
pub type TokenIdx = usize;

/// Half-open range of tokens of one sentence.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct TokenSpan {
    /// First token.
    pub start: TokenIdx,
    /// Token after the last.
    pub end: TokenIdx,
}

impl TokenSpan {
    /// The tokens from `start` up to, not including, `end`.
    pub fn new(start: TokenIdx, end: TokenIdx) -> TokenSpan {
        debug_assert!(start <= end);
        TokenSpan { start, end }
    }

    /// Its token places in order.
    pub fn iter(self) -> Range<TokenIdx> {
        self.start..self.end
    }

    /// How many tokens.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the token lies within.
    pub fn contains(self, token: TokenIdx) -> bool {
        self.start <= token && token < self.end
    }

    /// Whether the two share a token.
    pub fn overlaps(self, other: TokenSpan) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Turns byte offsets into character offsets, for readers that count Unicode scalar values.
///
/// Built once a document; a lookup costs a binary search and a count of at most 64 bytes.
#[derive(Debug)]
pub struct CharOffsets<'a> {
    text: &'a str,
    /// Characters before each 64th byte.
    counts: Vec<u32>,
}

impl<'a> CharOffsets<'a> {
    const STEP: usize = 64;

    /// Counts the characters of `text` once.
    pub fn new(text: &'a str) -> Self {
        let mut counts = Vec::with_capacity(text.len() / Self::STEP + 1);
        let mut n_chars = 0;
        for (byte, value) in text.bytes().enumerate() {
            if byte % Self::STEP == 0 {
                counts.push(n_chars);
            }
            n_chars += u32::from(!is_continuation(value));
        }
        counts.push(n_chars);
        CharOffsets { text, counts }
    }

    /// Number of characters before `byte`; offsets past the end count as the end.
    pub fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        let block = (byte / Self::STEP).min(self.counts.len() - 1);
        let rest = &self.text.as_bytes()[(block * Self::STEP).min(byte)..byte];
        self.counts[block] as usize + rest.iter().filter(|b| !is_continuation(**b)).count()
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_keep_to_characters() {
        let text = "é–x";
        assert!(Span::new(text, 0, 1).is_none());
        assert_eq!(Span::new(text, 0, 2).map(|s| s.slice(text)), Some("é"));
        assert!(Span::new(text, 3, 2).is_none());
        assert!(Span::new(text, 0, 99).is_none());
    }

    #[test]
    fn character_offsets_count_scalar_values() {
        let text: String = "aé–😀".repeat(40);
        let offsets = CharOffsets::new(&text);
        for (n, (byte, _)) in text.char_indices().enumerate() {
            assert_eq!(offsets.at(byte), n);
        }
        assert_eq!(offsets.at(text.len()), text.chars().count());
        assert_eq!(CharOffsets::new("").at(0), 0);
    }
}
