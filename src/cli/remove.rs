//! `sayso remove`: documents out of the database.

use super::Outcome;
use super::args::counted;
use super::output::Ui;
use crate::Result;
use crate::store::Store;

/// Arguments of `sayso remove`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso remove news/a.txt")]
pub struct Args {
    /// Documents, by URI or id (`sayso documents` lists them); their earlier versions go with them
    #[arg(required = true, value_name = "DOCUMENT")]
    pub documents: Vec<String>,
}

/// Runs `sayso remove`: all that are named, or none.
///
/// # Errors
///
/// Where a document is not there, or the database cannot be written.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let mut store = Store::open_existing(&ui.db)?;
    let mut documents = Vec::new();
    for name in &args.documents {
        documents.extend(store.documents_named(name)?);
    }
    let mut batch = store.batch()?;
    let mut n_removed = 0;
    for document in documents {
        n_removed += usize::from(batch.remove(document)?);
    }
    batch.commit()?;
    ui.status(format_args!("Removed {}.", counted(n_removed, "document", "documents")));
    Ok(Outcome::Complete)
}
