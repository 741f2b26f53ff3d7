//! `sayso extract`: texts in, one graph out, no database.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::Outcome;
use super::args::{InputArgs, outcome};
use super::lines::{self, LineFormat};
use super::output::{Output, Ui};
use super::picture::DrawArgs;
use super::written::{self, write_graph};
use crate::analysis::Analyzer;
use crate::export::Format;
use crate::{Error, Result, input, pipeline};

/// Arguments of `sayso extract`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso extract article.txt -f dot | dot -Tsvg > article.svg")]
pub struct Args {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Format to write; told by the name of OUT, else text (with --lines: oie)
    #[arg(short, long, value_parser = format_parser())]
    pub format: Option<ExtractFormat>,
    /// File to write instead of standard output; for csv, neo4j and parquet a folder
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
    /// Read one sentence a line and write OpenIE tuples
    #[arg(long)]
    pub lines: bool,
    /// How the graph is written.
    #[command(flatten)]
    pub draw: DrawArgs,
    /// What the documents do not say themselves.
    #[command(flatten)]
    pub input: InputArgs,
}

/// A graph's format, or one of `--lines`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtractFormat {
    /// A whole graph.
    Graph(Format),
    /// Tuples of sentences.
    Lines(LineFormat),
}

fn format_parser() -> impl TypedValueParser<Value = ExtractFormat> {
    let graphs = Format::ALL.iter().map(|f| f.as_str());
    PossibleValuesParser::new(graphs.chain(["oie", "triples"])).map(|name| match name.as_str() {
        "oie" => ExtractFormat::Lines(LineFormat::Oie),
        "triples" => ExtractFormat::Lines(LineFormat::Triples),
        name => ExtractFormat::Graph(name.parse().unwrap_or(Format::Json)),
    })
}

/// Runs `sayso extract`.
///
/// # Errors
///
/// Where flags contradict each other or the output cannot be written.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    match (args.lines, args.format) {
        (true, None) => run_lines(args, LineFormat::Oie, ui),
        (true, Some(ExtractFormat::Lines(format))) => run_lines(args, format, ui),
        (false, None) => {
            let named = args.output.as_deref().and_then(Format::of_path);
            run_graph(args, named.unwrap_or(Format::Text), ui)
        }
        (false, Some(ExtractFormat::Graph(format))) => run_graph(args, format, ui),
        (true, Some(ExtractFormat::Graph(format))) => {
            Err(Error::Usage(format!("`--lines` writes oie or triples, not {format}")))
        }
        (false, Some(ExtractFormat::Lines(_))) => {
            Err(Error::Usage("oie and triples need `--lines`: one sentence a line".into()))
        }
    }
}

fn run_lines(args: &Args, format: LineFormat, ui: &Ui) -> Result<Outcome> {
    let mut out = Output::open(args.output.as_deref())?;
    let outcome = lines::run(&args.paths, format, &mut out, ui)?;
    out.finish()?;
    Ok(outcome)
}

fn run_graph(args: &Args, format: Format, ui: &Ui) -> Result<Outcome> {
    written::check(format, args.output.as_deref())?;
    let options = args.input.options();
    let documents = input::documents(&args.paths, &options);
    let (graph, counts) = pipeline::graph(&Analyzer::new(), documents, |error| ui.warn(error))?;
    if counts.n_read() == 0 {
        return Ok(outcome(counts));
    }
    write_graph(&graph, format, args.draw, args.output.as_deref(), ui)?;
    Ok(outcome(counts))
}
