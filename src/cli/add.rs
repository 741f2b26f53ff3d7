//! `sayso add`: documents into the database.

use std::path::PathBuf;

use super::Outcome;
use super::args::{InputArgs, counted, outcome};
use super::output::Ui;
use crate::analysis::Analyzer;
use crate::pipeline::{self, Counts};
use crate::store::{Keeping, Store};
use crate::{Result, input};

/// Arguments of `sayso add`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso add news/ --date 2025-02-17")]
pub struct Args {
    /// Files, folders, or - for standard input: plain text, JSON, or JSONL with text, title, date and uri
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What the documents do not say themselves.
    #[command(flatten)]
    pub input: InputArgs,
    /// Do not look for near copies of documents: what they repeat is then counted each time
    #[arg(long)]
    pub no_near: bool,
}

/// Runs `sayso add`.
///
/// # Errors
///
/// Where the database cannot be opened or written.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let options = args.input.options();
    let mut documents = input::documents(&args.paths, &options).peekable();
    let mut counts = Counts::default();
    // Without a single readable document, no database is made.
    while let Some(Err(error)) = documents.next_if(Result::is_err) {
        ui.warn(&error);
        counts.n_failed += 1;
    }
    if documents.peek().is_some() {
        let mut store = Store::open(&ui.db)?;
        // With one URI for all, those of one run are no versions of each other.
        let first = documents.next();
        let versions = args.input.uri.is_none() || documents.peek().is_none();
        let documents = first.into_iter().chain(documents);
        let keeping = Keeping { near: !args.no_near, versions };
        let stored = pipeline::add(&mut store, &Analyzer::new(), documents, keeping, |error| ui.warn(error))?;
        counts = Counts { n_failed: counts.n_failed + stored.n_failed, ..stored };
        tell(counts, ui);
    }
    Ok(outcome(counts))
}

fn tell(counts: Counts, ui: &Ui) {
    let mut message = format!("Added {}", counted(counts.n_added, "document", "documents"));
    if counts.n_known > 0 {
        message.push_str(&format!("; {} there already", were(counts.n_known)));
    }
    if counts.n_retired > 0 {
        message.push_str(&format!("; {} took the place of an earlier version", counts.n_retired));
    }
    if counts.n_failed > 0 {
        message.push_str(&format!("; {} could not be read", counts.n_failed));
    }
    ui.status(format_args!("{message}."));
}

fn were(n: usize) -> String {
    format!("{n} {}", if n == 1 { "was" } else { "were" })
}
