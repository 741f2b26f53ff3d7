//! `sayso graph`: the stored graph, or the part around somebody, in a format that others read.

use std::path::PathBuf;

use super::Outcome;
use super::args::{format_parser, word_parser};
use super::output::Ui;
use super::picture::DrawArgs;
use super::shape::{self, FilterArgs};
use super::written::write_graph;
use crate::export::Format;
use crate::graph::Graph;
use crate::graph::measure::Kind;
use crate::graph::selection::Selection;
use crate::store::Store;
use crate::{Error, Result, query};

/// Arguments of `sayso graph`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso graph --around Rutte -o rutte.svg

With --measure pagerank --measure community, graphml, gexf, node-link, json, csv, neo4j, parquet and cypher carry the
results as attributes of nodes, computed on what the other flags leave.")]
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
    /// Only what lies on the shortest paths between these two
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    pub between: Vec<String>,
    /// Only so many entities, those with the most links
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,
    /// Which links count.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// Also what the shape of the part says of its entities, as attributes of nodes in formats for programs; may be
    /// given more than once
    #[arg(long, value_name = "MEASURE", value_parser = word_parser(Kind::ALL, Kind::as_str))]
    pub measure: Vec<Kind>,
    /// Start of the random choices of --measure community
    #[arg(long, value_name = "N", default_value_t = 1, requires = "measure")]
    pub seed: u64,
    /// How the graph is written.
    #[command(flatten)]
    pub draw: DrawArgs,
}

/// Runs `sayso graph`.
///
/// # Errors
///
/// Where the database cannot be read, a name is unknown, or the output cannot be written.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let store = Store::open_read_only(&ui.db)?;
    let mut graph = select(args, &store)?;
    if args.measure.contains(&Kind::Betweenness) {
        shape::check_betweenness(graph.n_linked())?;
    }
    graph.measure(&args.measure, args.seed);
    let named = || args.output.as_deref().and_then(Format::of_path);
    let format = args.format.or_else(named).unwrap_or(Format::Text);
    write_graph(&graph, format, args.draw, args.output.as_deref(), ui)?;
    Ok(Outcome::Complete)
}

/// The part of the stored graph that is asked for.
fn select(args: &Args, store: &Store) -> Result<Graph> {
    let entity = |name: &String| query::entities::find(store, name);
    let between = args.between.iter().map(entity).collect::<Result<Vec<_>>>()?;
    let selection = Selection {
        since: args.filter.since.clone(),
        until: args.filter.until.clone(),
        class: args.filter.class,
        speakers: args.filter.speakers,
        types: args.filter.types.clone(),
        min_weight: args.filter.min_weight.ceil() as usize,
        around: args.around.iter().map(entity).collect::<Result<Vec<_>>>()?,
        depth: args.depth,
        between: between.first().copied().zip(between.get(1).copied()),
        top: args.top,
    };
    let graph = selection.of(query::graph::load(store)?);
    if let (true, [from, to]) = (graph.entities.is_empty(), &args.between[..]) {
        return Err(Error::Usage(format!("nothing joins `{from}` and `{to}`")));
    }
    Ok(graph)
}
