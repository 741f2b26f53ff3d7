//! A diagram for Graphviz, written through dot-writer.
//!
//! Nodes are `n0`, `n1`, … in order of strength and carry names only as escaped labels, so that no text can add to
//! the graph. Sentences stand in tooltips, and edges link to the source where it has a web address.

mod escape;
mod style;

use std::io::{self, Write};

use dot_writer::{Attributes, DotWriter, Scope};
use rustc_hash::FxHashMap;

use super::diagram::{Diagram, Edge, Node};
use super::{LeftOut, Options};
use crate::graph::Graph;
use crate::{Document, Id};

/// Characters in a line of a node's label, and lines.
const NAME_WIDTH: usize = 18;
const NAME_LINES: usize = 4;
/// Characters in a line of an edge's label.
const PREDICATE_WIDTH: usize = 22;
/// Predicates named on an edge; the others are counted.
const N_PREDICATES: usize = 3;
/// Sentences quoted in a tooltip, and characters of each.
const N_SENTENCES: usize = 3;
const SENTENCE_CHARS: usize = 300;
/// Aliases listed in a tooltip.
const N_ALIASES: usize = 6;

/// Writes the graph as a DOT digraph and says what it left out.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(graph: &Graph, options: Options, out: &mut dyn Write) -> io::Result<LeftOut> {
    let diagram = Diagram::new(graph, options);
    let documents: FxHashMap<Id, &Document> = graph.documents.iter().map(|doc| (doc.id, doc)).collect();
    // dot-writer panics where its writer fails, which memory does not.
    let mut bytes = Vec::new();
    {
        let mut writer = DotWriter::from(&mut bytes);
        let mut digraph = writer.digraph();
        write_defaults(&mut digraph, &diagram);
        for (number, node) in diagram.nodes.iter().enumerate() {
            write_node(&mut digraph, number, node);
        }
        for edge in &diagram.edges {
            write_edge(&mut digraph, edge, &documents);
        }
    }
    out.write_all(&bytes)?;
    writeln!(out)?;
    Ok(diagram.left_out)
}

fn write_defaults(digraph: &mut Scope, diagram: &Diagram) {
    digraph
        .graph_attributes()
        .set("charset", "UTF-8", true)
        .set("rankdir", "LR", false)
        .set("bgcolor", "white", false)
        .set("nodesep", "0.35", false)
        .set("ranksep", "0.9", false)
        .set("splines", "true", false)
        .set("outputorder", "edgesfirst", false)
        .set("fontname", style::FONT, true)
        .set("fontsize", "11", false)
        .set("labelloc", "b", false)
        .set_html(&style::legend(diagram));
    digraph
        .node_attributes()
        .set("fontname", style::FONT, true)
        .set("margin", "0.14,0.07", true)
        .set("penwidth", "1.2", false);
    digraph.edge_attributes().set("fontname", style::FONT, true).set("fontsize", "10", false).set(
        "arrowsize",
        "0.7",
        false,
    );
}

fn write_node(digraph: &mut Scope, number: usize, node: &Node) {
    let entity = node.entity;
    let mut attributes = digraph.node_named(node_id(number));
    style::node(&mut attributes, entity.entity_type, node.strength);
    let mut tooltip = format!("{} ({}), mentions: {}", entity.name, entity.entity_type, entity.n_mentions);
    if !entity.aliases.is_empty() {
        let aliases: Vec<&str> = entity.aliases.iter().take(N_ALIASES).map(String::as_str).collect();
        tooltip.push_str(&format!("\nalso: {}", aliases.join(", ")));
    }
    attributes
        .set("label", &escape::label(&escape::wrapped(&entity.name, NAME_WIDTH, NAME_LINES)), true)
        .set("tooltip", &escape::tooltip(&tooltip), true);
}

fn write_edge(digraph: &mut Scope, edge: &Edge, documents: &FxHashMap<Id, &Document>) {
    let list = digraph.edge(node_id(edge.from), node_id(edge.to));
    let mut attributes = list.attributes();
    style::edge(&mut attributes, edge);
    let tooltip = escape::tooltip(&quoted_sentences(edge, documents));
    attributes.set("label", &escape::label(&edge_label(edge)), true).set("tooltip", &tooltip, true).set(
        "labeltooltip",
        &tooltip,
        true,
    );
    let sources = edge.evidence.iter().filter_map(|(id, _)| documents.get(id)?.uri.as_deref());
    if let Some(url) = sources.filter_map(escape::url).next() {
        attributes.set("URL", &url, true);
    }
}

fn node_id(number: usize) -> String {
    format!("n{number}")
}

/// The most frequent predicates, a line each, and how many more there are.
fn edge_label(edge: &Edge) -> String {
    let shown = edge.labels.iter().take(N_PREDICATES).map(|(label, n)| {
        let not = if edge.is_negative { "not " } else { "" };
        let times = if *n > 1 { format!(" ({n})") } else { String::new() };
        escape::wrapped(&format!("{not}{label}{times}"), PREDICATE_WIDTH, 3)
    });
    let mut lines: Vec<String> = shown.collect();
    let n_more = edge.labels.len().saturating_sub(N_PREDICATES);
    if n_more > 0 {
        lines.push(format!("+ {n_more} more"));
    }
    lines.join("\n")
}

fn quoted_sentences(edge: &Edge, documents: &FxHashMap<Id, &Document>) -> String {
    let sentences = edge.evidence.iter().take(N_SENTENCES).filter_map(|(id, span)| {
        let words: Vec<&str> = span.slice(&documents.get(id)?.text).split_whitespace().collect();
        let sentence = words.join(" ");
        let cut: String = sentence.chars().take(SENTENCE_CHARS).collect();
        Some(if cut.len() < sentence.len() { format!("{cut}…") } else { cut })
    });
    sentences.collect::<Vec<_>>().join("\n")
}
