//! `sayso graph`: the stored graph, or the part around somebody, in a format that others read.

use std::path::PathBuf;

use super::Outcome;
use super::args::format_parser;
use super::output::Ui;
use super::written::write_graph;
use crate::export::{self, Format};
use crate::graph::neighbourhood;
use crate::store::Store;
use crate::{Result, query};

/// Arguments of `sayso graph`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso graph --around Rutte -o rutte.svg")]
pub struct Args {
    /// Format to write; told by the name of OUT, else text
    #[arg(short, long, value_parser = format_parser())]
    pub format: Option<Format>,
    /// File to write instead of standard output; for csv, neo4j and parquet a folder
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// Only the part around this entity, by name or id; may be given more than once
    #[arg(long, value_name = "ENTITY")]
    pub around: Vec<String>,
    /// Steps from --around
    #[arg(long, value_name = "N", default_value_t = 1, requires = "around")]
    pub depth: usize,
    /// Most nodes to draw in a diagram, the strongest ones first
    #[arg(long, value_name = "N", default_value_t = export::Options::default().max_nodes)]
    pub max_nodes: usize,
    /// Put the documents' texts into JSON, so that another database can import it
    #[arg(long)]
    pub texts: bool,
}

/// Runs `sayso graph`.
///
/// # Errors
///
/// Where the database cannot be read, a name is unknown, or the output cannot be written.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let store = Store::open_read_only(&ui.db)?;
    let centres =
        args.around.iter().map(|name| query::entities::find(&store, name)).collect::<Result<Vec<_>>>()?;
    let mut graph = query::graph::load(&store)?;
    if !centres.is_empty() {
        graph = neighbourhood::around(&graph, &centres, args.depth);
    }
    let named = || args.output.as_deref().and_then(Format::of_path);
    let format = args.format.or_else(named).unwrap_or(Format::Text);
    write_graph(
        &graph,
        format,
        export::Options { max_nodes: args.max_nodes, texts: args.texts },
        args.output.as_deref(),
        ui,
    )?;
    Ok(Outcome::Complete)
}
