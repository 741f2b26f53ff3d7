//! Spans and texts as the database keeps them: near a start, and not twice.

use crate::span::Span;
use rusqlite::types::Value;

/// Bytes that a text may be long to be kept as a place: ten bits say how long.
const LONGEST: usize = 1 << 10;

/// Spans of one role: from the first character to the last, both `None` where there are none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spans {
    /// Bytes after the start.
    pub(super) at: Option<i64>,
    /// Bytes.
    pub(super) length: Option<i64>,
}

impl Spans {
    /// What all the spans cover.
    pub(super) fn of(spans: &[Span], start: usize) -> Spans {
        let Some(whole) = spans.iter().copied().reduce(Span::cover) else { return Spans::default() };
        let (at, length) = relative(whole, start);
        Spans { at: Some(at), length: Some(length) }
    }

    /// Each of several spans; `None` where there are not several.
    pub(super) fn pieces(spans: &[Span], start: usize) -> Option<serde_json::Value> {
        let list = spans.iter().map(|span| serde_json::json!(relative(*span, start)));
        (spans.len() > 1).then(|| list.collect())
    }
}

/// Bytes between `start` and the span, negative where it comes before; and its length.
pub(super) fn relative(span: Span, start: usize) -> (i64, i64) {
    let at = |place: usize| i64::try_from(place).unwrap_or(i64::MAX);
    (at(span.start()) - at(start), at(span.end()) - at(span.start()))
}

/// The span within `place` that reads `words`, the first one.
pub(super) fn within(text: &str, place: Span, words: &str) -> Option<Span> {
    let at = place.start() + place.slice(text).find(words)?;
    Some(Span::raw(at, at + words.len()))
}

/// A place after `start` and its length in one number; `None` where it is too long for that, or empty.
pub(super) fn packed(span: Span, start: usize) -> Option<i64> {
    let (at, length) = relative(span, start);
    (1..LONGEST as i64).contains(&length).then_some((at << 10) | length)
}

/// How the words of a phrase are kept: not at all where they are the phrase, by their place in it, or as they are.
pub(super) fn text(text: &str, phrase: Span, words: &str, start: usize) -> Option<Value> {
    if phrase.slice(text) == words {
        return None;
    }
    let placed = within(text, phrase, words).and_then(|span| packed(span, start));
    Some(placed.map_or_else(|| Value::Text(words.to_owned()), Value::Integer))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Hier: the “old” town’s mayor.";

    fn span(words: &str) -> Span {
        let at = TEXT.find(words).expect("the words");
        Span::raw(at, at + words.len())
    }

    #[test]
    fn words_of_a_phrase_are_not_kept_twice() {
        let phrase = span("the “old” town’s");
        assert_eq!(text(TEXT, phrase, "the “old” town’s", 6), None);
        assert_eq!(text(TEXT, phrase, "“old” town", 6), Some(Value::Integer((4 << 10) | 14)));
        assert_eq!(text(TEXT, phrase, "old town", 6), Some(Value::Text("old town".into())));
        assert_eq!(text(TEXT, phrase, "", 6), Some(Value::Text(String::new())));
    }

    #[test]
    fn what_comes_before_the_start_is_negative() {
        let place = packed(span("Hier"), 10).expect("a place");
        assert_eq!((place >> 10, place & 1023), (-10, 4));
        assert_eq!(packed(Span::raw(0, 1024), 0), None);
    }

    #[test]
    fn several_spans_are_kept_each() {
        let spans = [span("the"), span("mayor")];
        assert_eq!(Spans::of(&spans, 6), Spans { at: Some(0), length: Some(28) });
        assert_eq!(Spans::pieces(&spans, 6), Some(serde_json::json!([[0, 3], [23, 5]])));
        assert_eq!(Spans::pieces(&spans[..1], 6), None);
        assert_eq!(Spans::of(&[], 6), Spans::default());
    }
}
