//! Writes a graph in the formats that others read. One file a format.
//!
//! Takes a [`Graph`] and a writer; gives bytes, the same for the same graph. Exporters choose and lay out, they do
//! not query: what is in the graph is the caller's business.

pub mod caption;
pub mod diagram;
pub mod dot;
pub mod graphml;
pub mod html;
pub mod json;
pub mod layout;
pub mod look;
pub mod mermaid;
pub mod oie;
#[cfg(feature = "png")]
pub mod png;
pub mod svg;
pub mod text;
pub mod xml;

use std::io::{self, Write};
use std::path::Path;

use crate::analysis::word_enum;
use crate::graph::Graph;

word_enum! {
    /// Formats of a whole graph.
    Format {
        /// A page to read.
        Text = "text",
        /// The documented JSON; offsets in characters.
        Json = "json",
        /// A diagram for Graphviz.
        Dot = "dot",
        /// For networkx, igraph, Gephi and yEd.
        Graphml = "graphml",
        /// A picture, laid out without any other program.
        Svg = "svg",
        /// The same picture in pixels.
        Png = "png",
        /// A diagram for Markdown pages that draw Mermaid.
        Mermaid = "mermaid",
        /// A page with the picture, its sentences and a search, in one file.
        Html = "html",
    }
}

impl Format {
    /// The format that a file's name asks for, if any: `news.dot`, `news.json`.
    pub fn of_path(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "gv" => Some(Format::Dot),
            "htm" => Some(Format::Html),
            "mmd" => Some(Format::Mermaid),
            "txt" => Some(Format::Text),
            other => other.parse().ok(),
        }
    }
}

/// What every exporter may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Most nodes that a diagram shows; data formats always hold everything.
    pub max_nodes: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options { max_nodes: 40 }
    }
}

/// What a diagram left out, for the caller to tell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Entities not drawn.
    pub n_entities: usize,
    /// Edges not drawn, parallel ones counted once.
    pub n_edges: usize,
}

/// Writes `graph` to `out` as `format`.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(graph: &Graph, format: Format, options: Options, out: &mut dyn Write) -> io::Result<LeftOut> {
    match format {
        Format::Text => text::write(graph, out).map(|()| LeftOut::default()),
        Format::Json => json::write(graph, out).map(|()| LeftOut::default()),
        Format::Dot => dot::write(graph, options, out),
        Format::Graphml => graphml::write(graph, out).map(|()| LeftOut::default()),
        Format::Html => html::write(graph, options, out),
        Format::Svg => svg::write(graph, options, out),
        Format::Mermaid => mermaid::write(graph, options, out),
        #[cfg(feature = "png")]
        Format::Png => png::write(graph, options, out),
        #[cfg(not(feature = "png"))]
        Format::Png => Err(io::Error::new(io::ErrorKind::Unsupported, "built without the feature `png`")),
    }
}
