//! Paragraphs of a text: by blank lines, and by line ends where lines are not merely wrapped.

use crate::span::Span;

/// Lines longer than this are cut-off prose rather than headlines, when they lack a final stop.
const LONG_LINE: usize = 110;

/// Splits a text into paragraphs without outer white space; none is empty.
///
/// A blank line always separates. A single line end separates where the line before it ends a sentence or looks
/// like a headline, and is mere white space where the text is wrapped to a width or the next line goes on.
pub fn split(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut block: Vec<Span> = Vec::new();
    for line in lines(text) {
        if line.is_empty() {
            close(text, &mut block, &mut out);
        } else {
            block.push(line);
        }
    }
    close(text, &mut block, &mut out);
    out
}

/// The lines of a text, trimmed, as spans; also split at form feeds and Unicode's own line ends.
fn lines(text: &str) -> impl Iterator<Item = Span> + '_ {
    text.split_inclusive(['\n', '\r', '\u{c}', '\u{2028}', '\u{2029}'])
        .scan(0, |at, line| {
            let begin = *at;
            *at += line.len();
            let from = begin + (line.len() - line.trim_start().len());
            Some((Span::raw(from.min(begin + line.len()), (from + line.trim().len()).min(*at)), line))
        })
        // Of "\r\n" the second half is an empty line that does not count.
        .scan(false, |after_return, (span, line)| {
            let is_half = *after_return && line == "\n";
            *after_return = line.ends_with('\r');
            Some((!is_half).then_some(span))
        })
        .flatten()
}

fn close(text: &str, block: &mut Vec<Span>, out: &mut Vec<Span>) {
    let wrapped = is_wrapped(block);
    let mut open: Option<Span> = None;
    for line in block.drain(..) {
        open = Some(match open {
            Some(before) if wrapped || goes_on(before.slice(text), line.slice(text)) => before.cover(line),
            Some(before) => {
                out.push(before);
                line
            }
            None => line,
        });
    }
    out.extend(open);
}

/// Whether the lines of a block are prose wrapped to a common width.
fn is_wrapped(block: &[Span]) -> bool {
    let Some((_, full)) = block.split_last() else { return false };
    let width = full.iter().map(|l| l.len()).max().unwrap_or(0);
    full.len() >= 2 && (40..=100).contains(&width) && full.iter().all(|l| l.len() * 10 >= width * 7)
}

/// Whether `next` goes on with the sentence that `line` leaves open.
fn goes_on(line: &str, next: &str) -> bool {
    let last = line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']).chars().next_back();
    if matches!(last, Some('.' | '!' | '?' | '…')) {
        return false;
    }
    next.starts_with(|c: char| c.is_lowercase()) || line.len() > LONG_LINE || matches!(last, Some(','))
}
