//! `sayso update`: what an older engine or model has read, read anew.

use super::Outcome;
use super::args::counted;
use super::output::Ui;
use crate::analysis::Analyzer;
use crate::store::Store;
use crate::{Result, pipeline};

/// Arguments of `sayso update`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso update --dry-run")]
pub struct Args {
    /// Only say how many documents there are to read anew
    #[arg(long)]
    pub dry_run: bool,
}

/// Runs `sayso update`. Ended half way, it goes on where it was the next time.
///
/// # Errors
///
/// Where the database cannot be written.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let analyzer = Analyzer::new();
    if args.dry_run {
        let stale = Store::open_read_only(&ui.db)?.read_otherwise(analyzer.engine())?;
        let documents = counted(stale.len(), "document was", "documents were");
        ui.status(format_args!("{documents} read by another version than `{}`.", analyzer.engine()));
        return Ok(Outcome::Complete);
    }
    let mut store = Store::open_existing(&ui.db)?;
    let n_done = pipeline::update(&mut store, &analyzer, |_| ())?;
    ui.status(format_args!("Read {} anew.", counted(n_done, "document", "documents")));
    Ok(Outcome::Complete)
}
