//! Signed quotations: a line that is a quotation, a dash and a name ("“I shall not vote again.” — Anna Berg, Lisk").

use super::spans::trim;
use super::{Context, Draft};
use crate::extraction::{CueKind, Mode, Polarity};
use crate::span::{Span, TokenIdx};

/// Most words of a signature.
const MAX_WORDS: usize = 10;

/// Fewest words of what is signed.
const MIN_WORDS: usize = 3;

const OPENING: &[char] = &['“', '"', '”', '„', '«', '»', '‘', '\'', '`'];
const CLOSING: &[char] = &['”', '"', '“', '»', '«', '’', '\''];
const DASHES: &[char] = &['—', '–', '―', '-', '‒'];

/// Finds the lines of a text that are signed quotations.
pub(super) fn find(context: &Context<'_>) -> Vec<Draft> {
    let text = &context.doc.text;
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        let begin = at + (line.len() - line.trim_start().len());
        at += line.len();
        (begin, line.trim())
    });
    lines.filter_map(|(begin, line)| signed(context, begin, line)).collect()
}

/// A line's parts as byte ranges of it: what is said with its marks, dash, signature.
fn parts(line: &str) -> Option<(Span, Span, Span)> {
    if !line.starts_with(OPENING) {
        return None;
    }
    let dash = line.rfind(DASHES)?;
    let after_dash = dash + line[dash..].chars().next()?.len_utf8();
    let signature = line[after_dash..].trim();
    let from = line.len() - line[after_dash..].trim_start().len();
    let before = line[..dash].trim_end_matches(|c: char| c.is_whitespace() || DASHES.contains(&c));
    let is_name = signature.starts_with(char::is_uppercase)
        && signature.split_whitespace().count() <= MAX_WORDS
        && !signature.contains(OPENING)
        && !signature.trim_end_matches('.').contains(['?', '!', ':', ';']);
    let is_quoted = before.ends_with(CLOSING) && before.split_whitespace().count() >= MIN_WORDS;
    let dash_start = before.len() + line[before.len()..].find(DASHES)?;
    (is_name && is_quoted).then(|| {
        let end = from + signature.trim_end_matches(['.', ',']).len();
        (Span::raw(0, before.len()), Span::raw(dash_start, after_dash), Span::raw(from, end))
    })
}

fn signed(context: &Context<'_>, begin: usize, line: &str) -> Option<Draft> {
    let (said, dash, signature) = parts(line)?;
    let moved = |span: Span| Span::raw(begin + span.start(), begin + span.end());
    let (source, cue) = (moved(signature), moved(dash));
    let all = &context.analysis.sentences;
    let number = all.partition_point(|s| s.span.end() <= source.start());
    let s = all.get(number)?;
    let mut label: Vec<TokenIdx> =
        (0..s.tokens.len()).filter(|i| source.contains(s.tokens[*i].span)).collect();
    trim(s, &mut label);
    let head = label.iter().copied().find(|i| s.tokens[*i].head.is_none_or(|h| !label.contains(&h)))?;
    Some(Draft {
        sentence: number,
        cue_head: None,
        source: vec![source],
        source_head: Some((number, head)),
        cue: vec![cue],
        cue_lemma: "—".to_owned(),
        kind: CueKind::Say,
        polarity: Polarity::Positive,
        content: vec![moved(said)],
        addressee_head: None,
        mode: Mode::Direct,
        confidence: 0.9,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<[&str; 3]> {
        parts(line).map(|(said, dash, name)| [said, dash, name].map(|span| span.slice(line)))
    }

    #[test]
    fn a_quotation_with_a_name_behind_a_dash_is_signed() {
        assert_eq!(
            read("“I shall not vote again.” — Anna Berg, Lisk"),
            Some(["“I shall not vote again.”", "—", "Anna Berg, Lisk"])
        );
        assert_eq!(read("\"A fine day for it.\" -- Quill."), Some(["\"A fine day for it.\"", "--", "Quill"]));
        assert_eq!(read("”Nothing works here.”― Berg"), Some(["”Nothing works here.”", "―", "Berg"]));
    }

    #[test]
    fn other_lines_are_not() {
        for line in [
            "“I shall not vote again,” said Berg — and left.",
            "“I shall vote” — “or shall I?”",
            "Berg — the mayor",
            "“Yes” — Berg",
            "—",
            "“",
            "",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
