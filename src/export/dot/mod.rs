//! A diagram for Graphviz, written through dot-writer.
//!
//! Nodes are `n0`, `n1`, … in order of strength and carry names only as escaped labels, so that no text can add to
//! the graph. Sentences stand in tooltips, and edges link to the source where it has a web address.

mod escape;
mod style;

use std::io::{self, Write};

use dot_writer::{Attributes, DotWriter, Scope};

use super::caption::{self, Sources};
use super::diagram::{Diagram, Edge, Node};
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
        for edge in &diagram.edges {
            write_edge(&mut digraph, edge, &sources);
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

fn write_edge(digraph: &mut Scope, edge: &Edge, sources: &Sources) {
    let list = digraph.edge(node_id(edge.from), node_id(edge.to));
    let mut attributes = list.attributes();
    style::edge(&mut attributes, edge);
    let tooltip = escape::tooltip(&sources.quotes(edge));
    attributes
        .set("label", &escape::label(&caption::predicates(edge)), true)
        .set("tooltip", &tooltip, true)
        .set("labeltooltip", &tooltip, true);
    if let Some(url) = sources.link(edge) {
        attributes.set("URL", &escape::label(url), true);
    }
}

fn node_id(number: usize) -> String {
    format!("n{number}")
}
