//! A diagram for Graphviz, written through dot-writer.
//!
//! Nodes are `n0`, `n1`, … in order of strength and carry names only as escaped labels, so that no text can add to
//! the graph. Sentences stand in tooltips, and edges link to the source where it has a web address.

mod escape;
mod style;

use std::io::{self, Write};

use dot_writer::{Attributes, AttributesList, DotWriter, Scope};

use super::caption::{self, Sources};
use super::diagram::{Diagram, Edge, Fork, Node};
use super::look::FONT;
use super::{LeftOut, Options};
use crate::graph::Graph;

/// Writes the graph as a DOT digraph and says what it left out.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(graph: &Graph, options: Options, out: &mut dyn Write) -> io::Result<LeftOut> {
    let diagram = Diagram::new(graph, options);
    let sources = Sources::new(graph);
    // dot-writer panics where its writer fails, which memory does not.
    let mut bytes = Vec::new();
    {
        let mut writer = DotWriter::from(&mut bytes);
        let mut digraph = writer.digraph();
        write_defaults(&mut digraph, &diagram);
        for (number, node) in diagram.nodes.iter().enumerate() {
            write_node(&mut digraph, number, node);
        }
        for (number, fork) in diagram.forks.iter().enumerate() {
            write_fork(&mut digraph, number, fork, &diagram, &sources);
        }
        for edge in diagram.lone_edges() {
            let list = digraph.edge(node_id(edge.from), node_id(edge.to));
            let mut attributes = list.attributes();
            attributes.set("label", &escape::label(&caption::predicates(edge)), true);
            finish_edge(attributes, edge, &sources);
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
        .set("fontname", FONT, true)
        .set("fontsize", "11", false)
        .set("labelloc", "b", false)
        .set_html(&style::legend(diagram));
    digraph
        .node_attributes()
        .set("fontname", FONT, true)
        .set("margin", "0.14,0.07", true)
        .set("penwidth", "1.2", false);
    digraph.edge_attributes().set("fontname", FONT, true).set("fontsize", "10", false).set(
        "arrowsize",
        "0.7",
        false,
    );
}

fn write_node(digraph: &mut Scope, number: usize, node: &Node) {
    let mut attributes = digraph.node_named(node_id(number));
    style::node(&mut attributes, node);
    attributes.set("label", &escape::label(&caption::name(node)), true).set(
        "tooltip",
        &escape::tooltip(&caption::description(node)),
        true,
    );
}

/// A fork is a node without an outline that holds the label: a line leads to it, and an arrow to each of its ends.
fn write_fork(digraph: &mut Scope, number: usize, fork: &Fork, diagram: &Diagram, sources: &Sources) {
    let first = &diagram.edges[fork.edges[0]];
    let id = format!("s{number}");
    {
        let mut node = digraph.node_named(&id);
        style::fork(&mut node, first);
        node.set("label", &escape::label(&caption::shared_predicates(first)), true);
    }
    {
        let list = digraph.edge(node_id(fork.from), &id);
        let mut attributes = list.attributes();
        attributes.set("dir", "none", false);
        finish_edge(attributes, first, sources);
    }
    for edge in fork.edges.iter().map(|edge| &diagram.edges[*edge]) {
        let list = digraph.edge(&id, node_id(edge.to));
        finish_edge(list.attributes(), edge, sources);
    }
}

/// Look, sentences and source of an edge or a part of one.
fn finish_edge(mut attributes: AttributesList, edge: &Edge, sources: &Sources) {
    style::edge(&mut attributes, edge);
    let tooltip = escape::tooltip(&sources.quotes(edge));
    attributes.set("tooltip", &tooltip, true).set("labeltooltip", &tooltip, true);
    if let Some(url) = sources.link(edge) {
        attributes.set("URL", &escape::label(url), true);
    }
}

fn node_id(number: usize) -> String {
    format!("n{number}")
}
