//! `sayso add`: documents into the database.

use std::ops::ControlFlow;
use std::path::PathBuf;

use super::Outcome;
use super::args::{InputArgs, counted, outcome};
use super::output::Ui;
use super::progress::Progress;
use crate::analysis::Analyzer;
use crate::pipeline::{self, Counts, Event};
use crate::store::{Keeping, Store};
use crate::{Document, Result, input};

/// Arguments of `sayso add`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso add news/ 'feeds/*.xml' --date 2025-02-17")]
pub struct Args {
    /// Files, folders, patterns, addresses (with --fetch), or - for standard input
    ///
    /// Text, Markdown, HTML, RSS, Atom, JSON, JSONL, CSV, EML, mbox, PDF, DOCX, ODT and WARC are told by their
    /// content, and unpacked from gzip or zstd. Texts that are not English are stored and not analysed.
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Stop at the first document that cannot be read
    #[arg(long)]
    pub strict: bool,
    /// Read everything, and say what would be added without adding it
    #[arg(long)]
    pub dry_run: bool,
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
    if args.dry_run {
        return dry_run(documents, args.strict, ui);
    }
    let mut n_failed = 0;
    // Without a single readable document, no database is made.
    while let Some(Err(error)) = documents.next_if(Result::is_err) {
        ui.warn(&error);
        n_failed += 1;
        if args.strict {
            return Ok(Outcome::Partial);
        }
    }
    if documents.peek().is_none() {
        return Ok(outcome(Counts { n_failed, ..Counts::default() }));
    }
    let mut store = Store::open(&ui.db)?;
    // With one URI for all, those of one run are no versions of each other.
    let first = documents.next();
    let versions = args.input.uri.is_none() || documents.peek().is_none();
    let documents = first.into_iter().chain(documents);
    let keeping = Keeping { near: !args.no_near, versions };
    let mut progress = Progress::new(ui, options.meter.clone(), input::total_bytes(&args.paths));
    let stored =
        pipeline::add_watched(&mut store, &Analyzer::new(), documents, keeping, |event| match event {
            Event::Failed(error) => {
                progress.aside(|| ui.warn(error));
                if args.strict { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            }
            Event::Stored(counts) => {
                progress.show(counts);
                ControlFlow::Continue(())
            }
        });
    progress.finish();
    let stored = stored?;
    let counts = Counts { n_failed: n_failed + stored.n_failed, ..stored };
    tell("Added", counts, ui);
    Ok(outcome(counts))
}

/// Reads everything and stores nothing.
fn dry_run(documents: impl Iterator<Item = Result<Document>>, strict: bool, ui: &Ui) -> Result<Outcome> {
    let store = if ui.db.exists() { Some(Store::open_read_only(&ui.db)?) } else { None };
    let mut counts = Counts::default();
    for document in documents {
        match document {
            Ok(document) if store.as_ref().is_some_and(|s| s.contains(document.id).unwrap_or(false)) => {
                counts.n_known += 1;
            }
            Ok(document) => {
                counts.n_added += 1;
                counts.n_foreign += usize::from(!document.is_english());
            }
            Err(error) => {
                ui.warn(&error);
                counts.n_failed += 1;
                if strict {
                    break;
                }
            }
        }
    }
    tell("Would add", counts, ui);
    Ok(outcome(counts))
}

fn tell(done: &str, counts: Counts, ui: &Ui) {
    let mut message = format!("{done} {}", counted(counts.n_added, "document", "documents"));
    if counts.n_foreign > 0 {
        message.push_str(&format!("; {} not English and not analysed", were(counts.n_foreign)));
    }
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
