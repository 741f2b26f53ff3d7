//! One page that needs nothing else: the picture of [`super::svg`], to move and zoom, with a search, filters by type
//! and class, and the sentences behind whatever is clicked, their parts marked.
//!
//! Text from documents reaches the page in two ways, both of which nothing can break out of: as escaped text in the
//! picture, and as JSON, in which `<` is written as an escape; the script puts it in place as text, never as markup.

use std::io::{self, Write};

use serde::Serialize;

use super::caption::{Sources, is_web_address, printable};
use super::diagram::{Diagram, Edge, EdgeKind, Evidence, Node};
use super::{LeftOut, Options, svg};
use crate::Span;
use crate::graph::Graph;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// Sentences kept for an edge.
const N_SENTENCES: usize = 50;

/// Writes the graph as a page and says what it left out.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(graph: &Graph, options: Options, out: &mut dyn Write) -> io::Result<LeftOut> {
    let diagram = Diagram::new(graph, options);
    let sources = Sources::new(graph);
    let data = Data {
        nodes: diagram.nodes.iter().map(node_data).collect(),
        edges: diagram.edges.iter().map(|edge| edge_data(edge, &sources)).collect(),
    };
    let data = serde_json::to_string(&data)?.replace('<', "\\u003c");
    // Foreign text goes in last, so that nothing in it can be taken for a place to fill.
    let frame = PAGE.replace("{{style}}", STYLE).replace("{{script}}", SCRIPT);
    let mut rest = frame.as_str();
    for (place, text) in [("{{picture}}", svg::picture(&diagram, &sources)), ("{{data}}", data)] {
        let (before, after) = rest.split_once(place).unwrap_or((rest, ""));
        out.write_all(before.as_bytes())?;
        out.write_all(text.as_bytes())?;
        rest = after;
    }
    out.write_all(rest.as_bytes())?;
    Ok(diagram.left_out)
}

/// What the script reads: nodes in the order of the picture's groups, edges as these name them.
#[derive(Serialize)]
struct Data<'g> {
    nodes: Vec<NodeData<'g>>,
    edges: Vec<EdgeData>,
}

#[derive(Serialize)]
struct NodeData<'g> {
    name: String,
    #[serde(rename = "type")]
    entity_type: &'g str,
    aliases: Vec<String>,
    mentions: usize,
}

#[derive(Serialize)]
struct EdgeData {
    from: usize,
    to: usize,
    kind: &'static str,
    classes: Vec<&'static str>,
    label: String,
    evidence: Vec<EvidenceData>,
}

#[derive(Serialize)]
struct EvidenceData {
    title: String,
    date: String,
    link: Option<String>,
    /// The sentence in pieces; every second one is marked.
    pieces: Vec<String>,
}

fn node_data<'g>(node: &Node<'g>) -> NodeData<'g> {
    NodeData {
        name: shown(&node.entity.name),
        entity_type: node.entity.entity_type.as_str(),
        aliases: node.entity.aliases.iter().map(|alias| shown(alias)).collect(),
        mentions: node.entity.n_mentions,
    }
}

fn edge_data(edge: &Edge, sources: &Sources) -> EdgeData {
    let not = if edge.is_negative { "not " } else { "" };
    let labels: Vec<String> = edge.labels.iter().map(|(label, _)| format!("{not}{}", shown(label))).collect();
    EdgeData {
        from: edge.from,
        to: edge.to,
        kind: match edge.kind {
            EdgeKind::Relation => "relation",
            EdgeKind::Saying => "saying",
        },
        classes: edge.classes.iter().map(|class| class.as_str()).collect(),
        label: labels.join(", "),
        evidence: edge.evidence.iter().take(N_SENTENCES).filter_map(|e| evidence_data(e, sources)).collect(),
    }
}

fn evidence_data(evidence: &Evidence, sources: &Sources) -> Option<EvidenceData> {
    let doc = sources.document(evidence.document)?;
    let title = doc.title.as_deref().or(doc.uri.as_deref()).unwrap_or("untitled");
    Some(EvidenceData {
        title: shown(title),
        date: doc.published.as_deref().map(shown).unwrap_or_default(),
        link: doc.uri.clone().filter(|uri| is_web_address(uri)),
        pieces: pieces(&doc.text, evidence),
    })
}

/// The sentence, widened to all that is marked, cut at the marks: unmarked, marked, unmarked, …
fn pieces(text: &str, evidence: &Evidence) -> Vec<String> {
    let whole = evidence.marks.iter().fold(evidence.sentence, |whole, mark| whole.cover(*mark));
    let mut pieces = Vec::new();
    let mut at = whole.start();
    for mark in &evidence.marks {
        let start = mark.start().max(at);
        if mark.end() > start {
            pieces.push(shown(slice(text, at, start)));
            pieces.push(shown(slice(text, start, mark.end())));
            at = mark.end();
        }
    }
    pieces.push(shown(slice(text, at, whole.end())));
    pieces
}

fn slice(text: &str, start: usize, end: usize) -> &str {
    Span::new(text, start, end).map_or("", |span| span.slice(text))
}

fn shown(text: &str) -> String {
    text.chars().map(printable).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Id;

    #[test]
    fn marks_cut_the_sentence() {
        let text = "Before. Solheim said it is late. After.";
        let span = |piece: &str| {
            let start = text.find(piece).unwrap();
            Span::new(text, start, start + piece.len()).unwrap()
        };
        let mut evidence = Evidence {
            document: Id::of("document", &[]),
            sentence: span("Solheim said it is late."),
            marks: vec![span("Solheim"), span("said"), span("it is late")],
        };
        assert_eq!(pieces(text, &evidence), ["", "Solheim", " ", "said", " ", "it is late", "."]);
        evidence.marks = vec![span("said it is"), span("is late. After")];
        assert_eq!(pieces(text, &evidence), ["Solheim ", "said it is", "", " late. After", ""]);
    }
}
