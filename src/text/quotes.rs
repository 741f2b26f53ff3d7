//! Pairs of quotation marks.
//!
//! Works a paragraph at a time. A quotation that is open at its paragraph's end goes on in the next one if that
//! begins with the same mark (the newspaper's way of quoting several paragraphs); else its opening mark stands
//! alone and the quotation ends with the paragraph. An odd number of marks never reaches beyond a paragraph.

use crate::span::Span;

/// A stretch of quoted text within one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// With its marks.
    pub span: Span,
    /// Without them.
    pub inner: Span,
    /// Number of the paragraph.
    pub paragraph: usize,
    /// 0 for an outermost quotation, 1 for one inside another, and so on.
    pub level: usize,
    /// Whether its closing mark was found.
    pub closed: bool,
    /// Whether it goes on in the next paragraph, which repeats the mark.
    pub continues: bool,
    /// Whether its marks are single ones, which quote words more often than speech.
    pub single: bool,
}

/// Quotations nested deeper than this are read as text of the one around them.
const MAX_LEVEL: usize = 4;

/// Finds quotations, in order of their opening marks. Linear in the text.
pub fn find(text: &str, paragraphs: &[Span]) -> Vec<Quotation> {
    let mut out = Vec::new();
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let next = paragraphs.get(number + 1).and_then(|p| p.slice(text).chars().next());
        find_in(text, *paragraph, number, next, &mut out);
    }
    out
}

/// A mark: how it may be read, and its kind (double, single, guillemet).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reading {
    Open,
    Close,
    Either,
}

struct Open {
    start: usize,
    after: usize,
    kind: char,
    index: usize,
}

fn find_in(text: &str, paragraph: Span, number: usize, next: Option<char>, out: &mut Vec<Quotation>) {
    let mut open: Vec<Open> = Vec::new();
    let first = out.len();
    let last_single = last_closing_single(text, paragraph);
    let mut skip_to = paragraph.start();
    for (offset, c) in paragraph.slice(text).char_indices() {
        let at = paragraph.start() + offset;
        if at < skip_to {
            continue;
        }
        let Some((reading, kind, len)) = read_mark(text, paragraph, at, c, last_single) else { continue };
        skip_to = at + len;
        let matching = open.iter().rposition(|o| o.kind == kind);
        let closes = reading == Reading::Close || reading == Reading::Either && matching.is_some();
        match matching {
            Some(place) if closes => {
                let start = open[place].start;
                let quotation = Quotation {
                    span: Span::raw(start, skip_to),
                    inner: Span::raw(open[place].after, at),
                    closed: true,
                    ..out[open[place].index]
                };
                out[open[place].index] = quotation;
                open.truncate(place);
            }
            _ if reading != Reading::Close && open.len() <= MAX_LEVEL => {
                let (span, inner) = (Span::raw(at, paragraph.end()), Span::raw(skip_to, paragraph.end()));
                let level = open.len();
                out.push(Quotation {
                    span,
                    inner,
                    paragraph: number,
                    level,
                    closed: false,
                    continues: false,
                    single: kind == '\'',
                });
                open.push(Open { start: at, after: skip_to, kind, index: out.len() - 1 });
            }
            _ => {}
        }
    }
    // A single mark that nothing closes was an apostrophe.
    for o in &open {
        out[o.index].continues = next.is_some_and(|c| kind_of(c) == Some(o.kind));
    }
    let mut index = 0;
    out.retain(|q| {
        index += 1;
        index <= first || q.closed || !q.single && !q.inner.is_empty()
    });
}

fn kind_of(c: char) -> Option<char> {
    match c {
        '"' | '“' | '”' | '„' | '‟' | '＂' => Some('"'),
        '\'' | '‘' | '’' | '‚' => Some('\''),
        '«' | '»' => Some('«'),
        '`' => Some('"'),
        _ => None,
    }
}

/// Reads the mark at `at`: how it may be taken, its kind and its length in bytes.
fn read_mark(
    text: &str,
    paragraph: Span,
    at: usize,
    c: char,
    last_single: usize,
) -> Option<(Reading, char, usize)> {
    let kind = kind_of(c)?;
    let before = text[paragraph.start()..at].chars().next_back();
    let rest = &text[at + c.len_utf8()..paragraph.end()];
    let after = rest.chars().next();
    let double = |reading| Some((reading, '"', 2));
    match c {
        '`' if after == Some('`') => double(Reading::Open),
        '`' => None,
        '\'' if after == Some('\'') => double(by_context(before, rest[1..].chars().next())),
        // Some texts close with the opening mark too.
        '“' if by_context(before, after) == Reading::Close => Some((Reading::Either, kind, c.len_utf8())),
        '“' | '„' | '‟' => Some((Reading::Open, kind, c.len_utf8())),
        '”' => Some((Reading::Close, kind, c.len_utf8())),
        '«' => Some((Reading::Open, kind, c.len_utf8())),
        '»' => Some((Reading::Close, kind, c.len_utf8())),
        '"' | '＂' => Some((by_context(before, after), kind, c.len_utf8())),
        _ => {
            let reading = single(before, after, c)?;
            (reading == Reading::Close || at < last_single).then_some((reading, kind, c.len_utf8()))
        }
    }
}

/// A mark that looks the same at both ends opens after white space and closes before it.
fn by_context(before: Option<char>, after: Option<char>) -> Reading {
    let opens =
        before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '—' | '–' | '-' | '‘' | '\''));
    let closes =
        after.is_none_or(|c| c.is_whitespace() || matches!(c, ')' | ']' | '.' | ',' | ';' | ':' | '!' | '?'));
    match (opens, closes) {
        (true, false) => Reading::Open,
        (false, true) => Reading::Close,
        _ => Reading::Either,
    }
}

/// A single mark, if it is no apostrophe.
fn single(before: Option<char>, after: Option<char>, c: char) -> Option<Reading> {
    let starts_word =
        before.is_none_or(|b| b.is_whitespace() || matches!(b, '"' | '“' | '(' | '[' | '—' | '–'));
    let ends_word = after.is_none_or(|a| !a.is_alphanumeric());
    match c {
        '‘' | '‚' => (!ends_word).then_some(Reading::Open),
        '\'' if starts_word && !ends_word => Some(Reading::Open),
        '\'' | '’' if ends_word && !starts_word => Some(Reading::Close),
        _ => None,
    }
}

/// Where the last single mark stands that could close a quotation; the paragraph's start if there is none.
fn last_closing_single(text: &str, paragraph: Span) -> usize {
    let slice = paragraph.slice(text);
    let found = slice.char_indices().rev().find(|(i, c)| {
        let before = slice[..*i].chars().next_back();
        let after = slice[i + c.len_utf8()..].chars().next();
        matches!(c, '\'' | '’') && single(before, after, *c) == Some(Reading::Close)
    });
    paragraph.start() + found.map_or(0, |(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::paragraphs;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found = find(text, &paragraphs::split(text));
        let shown: Vec<String> = found
            .iter()
            .map(|q| {
                let tail = if q.continues {
                    "+"
                } else if q.closed {
                    ""
                } else {
                    "…"
                };
                format!("{}{}{tail}", ">".repeat(q.level), q.inner.slice(text))
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn every_kind_of_mark() {
        check("\"One,\" he said. \"Two.\"", &["One,", "Two."]);
        check("“One,” he said. «Two» and ``three''.", &["One,", "Two", "three"]);
        check("He said ‘one’ and 'two'.", &["one", "two"]);
    }

    #[test]
    fn apostrophes_are_not_quotes() {
        check("The allies' plan isn't Rutte's. 'Tis so.", &[]);
        check("“It’s the allies’ plan,” he said.", &["It’s the allies’ plan,"]);
    }

    #[test]
    fn nested_and_unclosed() {
        check("“He said ‘no’ to me,” she said.", &["He said ‘no’ to me,", ">no"]);
        check("He said “this and no end.\n\nNext.", &["this and no end.…"]);
        check("“One.\n\n“Two,” he said.", &["One.+", "Two,"]);
    }

    proptest! {
        #[test]
        fn spans_slice(text in "[a-z .,'’‘“”\"«»`\n(—]{0,200}") {
            for q in find(&text, &paragraphs::split(&text)) {
                prop_assert!(Span::new(&text, q.span.start(), q.span.end()).is_some());
                prop_assert!(q.span.contains(q.inner));
            }
        }
    }
}
