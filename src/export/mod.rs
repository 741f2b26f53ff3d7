//! Writes a graph in the formats that others read. One file a format.
//!
//! Takes a [`Graph`] and a writer; gives bytes, the same for the same graph. Exporters choose and lay out, they do
//! not query: what is in the graph is the caller's business.

pub mod caption;
pub mod cypher;
pub mod diagram;
pub mod discourse;
pub mod dot;
pub mod edges;
pub mod gexf;
pub mod graphml;
pub mod html;
pub mod json;
pub mod layout;
pub mod look;
pub mod mermaid;
pub mod node_link;
pub mod oie;
#[cfg(feature = "parquet")]
pub mod parquet;
#[cfg(feature = "png")]
pub mod png;
pub mod rdf;
pub mod svg;
pub mod tables;
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
        /// JSON for networkx and D3.
        NodeLink = "node-link",
        /// For Gephi and networkx, with time.
        Gexf = "gexf",
        /// Tables of nodes and edges, with Gephi's headers.
        Csv = "csv",
        /// Tables of nodes and edges, with the headers of Neo4j's importer.
        Neo4j = "neo4j",
        /// Tables of nodes and edges for pandas, polars and DuckDB.
        Parquet = "parquet",
        /// RDF with PROV-O.
        Turtle = "turtle",
        /// RDF with PROV-O, a named graph a document.
        Nquads = "nquads",
        /// A script for Neo4j.
        Cypher = "cypher",
        /// A table for discourse network analysis.
        Discourse = "discourse",
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
            "ttl" => Some(Format::Turtle),
            "nq" => Some(Format::Nquads),
            "cyp" | "cql" => Some(Format::Cypher),
            other => other.parse().ok(),
        }
    }

    /// Names of the files that a format of several tables consists of; none for a format of one stream.
    pub fn files(self) -> &'static [&'static str] {
        match self {
            Format::Csv | Format::Neo4j => &["nodes.csv", "edges.csv"],
            Format::Parquet => &["nodes.parquet", "edges.parquet"],
            _ => &[],
        }
    }
}

/// What every exporter may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// Most nodes that a diagram shows; data formats always hold everything.
    pub max_nodes: usize,
    /// Whether JSON holds the documents' texts too, so that it can be imported elsewhere.
    pub texts: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { max_nodes: 40, texts: false }
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
        Format::Json => json::write(graph, options.texts, out).map(|()| LeftOut::default()),
        Format::Dot => dot::write(graph, options, out),
        Format::Graphml => graphml::write(graph, out).map(|()| LeftOut::default()),
        Format::Html => html::write(graph, options, out),
        Format::Svg => svg::write(graph, options, out),
        Format::Mermaid => mermaid::write(graph, options, out),
        #[cfg(feature = "png")]
        Format::Png => png::write(graph, options, out),
        #[cfg(not(feature = "png"))]
        Format::Png => Err(io::Error::new(io::ErrorKind::Unsupported, "built without the feature `png`")),
        Format::NodeLink => node_link::write(graph, out).map(|()| LeftOut::default()),
        Format::Gexf => gexf::write(graph, out).map(|()| LeftOut::default()),
        Format::Turtle => rdf::write_turtle(graph, out).map(|()| LeftOut::default()),
        Format::Nquads => rdf::write_nquads(graph, out).map(|()| LeftOut::default()),
        Format::Cypher => cypher::write(graph, out).map(|()| LeftOut::default()),
        Format::Discourse => discourse::write(graph, out).map(|()| LeftOut::default()),
        Format::Csv | Format::Neo4j | Format::Parquet => {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "it is several files: write them into a folder"))
        }
    }
}

/// Writes one of a format's [`Format::files`] to `out`.
///
/// # Errors
///
/// Where `out` cannot be written, or the format was left out of this build.
pub fn write_file(graph: &Graph, format: Format, file: &str, out: &mut dyn Write) -> io::Result<()> {
    let is_nodes = file.starts_with("nodes");
    let header = if format == Format::Neo4j { tables::Header::Neo4j } else { tables::Header::Gephi };
    match (format, is_nodes) {
        (Format::Csv | Format::Neo4j, true) => tables::write_nodes(graph, header, out),
        (Format::Csv | Format::Neo4j, false) => tables::write_edges(graph, header, out),
        #[cfg(feature = "parquet")]
        (Format::Parquet, true) => parquet::write_nodes(graph, out),
        #[cfg(feature = "parquet")]
        (Format::Parquet, false) => parquet::write_edges(graph, out),
        #[cfg(not(feature = "parquet"))]
        (Format::Parquet, _) => {
            Err(io::Error::other("this build has no Parquet: build with `--features parquet`"))
        }
        _ => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is one file")),
    }
}
