//! The words in a diagram: labels of nodes and edges, and the sentences that stand behind them.
//!
//! Short enough to draw, wrapped, and free of characters that no picture can show. Escaping for a format is that
//! format's own business.

use rustc_hash::FxHashMap;

use super::diagram::{Edge, Node};
use crate::graph::Graph;
use crate::{Document, Id};

/// Characters in a line of a node's label, and lines.
const NAME_WIDTH: usize = 18;
const NAME_LINES: usize = 4;
/// Characters in a line of an edge's label.
const PREDICATE_WIDTH: usize = 22;
/// Lines of predicates on an edge; where there are more, the last line counts the others.
const N_PREDICATES: usize = 3;
/// Sentences quoted for an edge, and characters of each.
const N_SENTENCES: usize = 3;
const SENTENCE_CHARS: usize = 300;
/// Aliases listed for a node.
const N_ALIASES: usize = 6;

/// Documents by id, to quote from.
pub struct Sources<'g>(FxHashMap<Id, &'g Document>);

impl<'g> Sources<'g> {
    /// The documents of a graph.
    pub fn new(graph: &'g Graph) -> Sources<'g> {
        Sources(graph.documents.iter().map(|doc| (doc.id, doc)).collect())
    }

    /// A document by its id.
    pub fn document(&self, id: Id) -> Option<&'g Document> {
        self.0.get(&id).copied()
    }

    /// The sentences that an edge rests on, the first of them, a line each.
    pub fn quotes(&self, edge: &Edge) -> String {
        let sentences = edge.evidence.iter().take(N_SENTENCES).filter_map(|evidence| {
            let text = &self.document(evidence.document)?.text;
            let words: Vec<&str> = evidence.sentence.slice(text).split_whitespace().collect();
            let sentence = words.join(" ");
            let cut: String = sentence.chars().take(SENTENCE_CHARS).collect();
            Some(if cut.len() < sentence.len() { format!("{cut}…") } else { cut })
        });
        sentences.collect::<Vec<_>>().join("\n")
    }

    /// Where to read on about an edge, if any of its documents has a web address.
    pub fn link(&self, edge: &Edge) -> Option<&'g str> {
        let mut uris = edge.evidence.iter().filter_map(|e| self.document(e.document)?.uri.as_deref());
        uris.find(|uri| is_web_address(uri))
    }
}

/// A node's name in lines.
pub fn name(node: &Node) -> String {
    wrapped(&node.entity.name, NAME_WIDTH, NAME_LINES)
}

/// What more there is to tell of a node.
pub fn description(node: &Node) -> String {
    let entity = node.entity;
    let mut text = format!("{} ({}), mentions: {}", entity.name, entity.entity_type, entity.n_mentions);
    if !entity.aliases.is_empty() {
        let aliases: Vec<&str> = entity.aliases.iter().take(N_ALIASES).map(String::as_str).collect();
        text.push_str(&format!("\nalso: {}", aliases.join(", ")));
    }
    text
}

/// An edge's most frequent predicates, a line each, and how many more there are.
pub fn predicates(edge: &Edge) -> String {
    lines_of(edge, true)
}

/// The predicates that the edges of a fork share, without how often each edge has them.
pub fn shared_predicates(edge: &Edge) -> String {
    lines_of(edge, false)
}

fn lines_of(edge: &Edge, with_times: bool) -> String {
    let n_shown = if edge.labels.len() > N_PREDICATES { N_PREDICATES - 1 } else { N_PREDICATES };
    let shown = edge.labels.iter().take(n_shown).map(|(label, n)| {
        let not = if edge.is_negative { "not " } else { "" };
        let times = if *n > 1 && with_times { format!(" ({n})") } else { String::new() };
        wrapped(&format!("{not}{}{times}", without_copula(label)), PREDICATE_WIDTH, 3)
    });
    let mut lines: Vec<String> = shown.collect();
    let n_more = edge.labels.len().saturating_sub(n_shown);
    if n_more > 0 {
        lines.push(format!("+ {n_more} more"));
    }
    lines.join("\n")
}

/// "in" for "be in": an arrow says as much.
fn without_copula(predicate: &str) -> &str {
    predicate.strip_prefix("be ").unwrap_or(predicate)
}

/// Blank for white space, U+FFFD for what XML forbids and for marks that turn the writing direction.
pub fn printable(c: char) -> char {
    match c {
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            '\u{FFFD}'
        }
        '\u{FFFE}' | '\u{FFFF}' => '\u{FFFD}',
        c if c.is_whitespace() => ' ',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    }
}

/// Whether a reader can follow an address without harm: http or https, and nothing that ends a string early.
pub fn is_web_address(uri: &str) -> bool {
    let is_web = uri.starts_with("https://") || uri.starts_with("http://");
    is_web && !uri.chars().any(|c| c.is_whitespace() || c.is_control() || "\"<>\\^`{|}".contains(c))
}

/// Breaks text into lines of at most `width` characters at blanks, and cuts it after `max_lines` with an ellipsis.
///
/// A word longer than a line is broken.
fn wrapped(text: &str, width: usize, max_lines: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace().flat_map(|word| pieces(word, width)) {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    if lines.len() > max_lines {
        lines.truncate(max_lines);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    lines.join("\n")
}

fn pieces(word: &str, width: usize) -> Vec<String> {
    let chars: Vec<char> = word.chars().collect();
    chars.chunks(width.max(1)).map(|piece| piece.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_links() {
        assert!(is_web_address("https://a.example/?x=1&y=2"));
        assert!(!is_web_address("javascript:alert(1)"));
        assert!(!is_web_address("news/a.txt"));
        assert!(!is_web_address("http://a.example/\"onclick=x"));
    }

    #[test]
    fn long_names_are_wrapped_and_cut() {
        assert_eq!(
            wrapped("North Atlantic Treaty Organization", 16, 3),
            "North Atlantic\nTreaty\nOrganization"
        );
        assert_eq!(wrapped("one two three four", 5, 2), "one\ntwo…");
        assert_eq!(wrapped("abcdefghij", 4, 9), "abcd\nefgh\nij");
        assert_eq!(wrapped("", 4, 2), "");
    }
}
