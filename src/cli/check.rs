//! `sayso check`: whether the database holds what it should.

use serde_json::json;

use super::Outcome;
use super::args::counted;
use super::listing::{Listing, ListingArgs};
use super::output::Ui;
use crate::Result;
use crate::store::Store;
use crate::store::check::MOST;

/// Arguments of `sayso check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso check && cp sayso.db backup.db")]
pub struct Args {
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Runs `sayso check`: a row for each thing that is wrong, and then exit code 1.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let checked = Store::open_read_only(&ui.db)?.check()?;
    let (documents, spans) =
        (counted(checked.n_documents, "document", "documents"), counted(checked.n_spans, "span", "spans"));
    if !checked.faults.is_empty() || !args.listing.is_table() {
        let mut listing = Listing::new(["table", "row", "fault"]);
        for fault in &checked.faults {
            listing.push(vec![json!(fault.table), json!(fault.row), json!(fault.fault)]);
        }
        listing.print(args.listing, ui)?;
    }
    let n_faults = match checked.faults.len() {
        0 => "all is well".to_owned(),
        MOST => format!("more than {}", counted(MOST - 1, "fault", "faults")),
        n => counted(n, "fault", "faults"),
    };
    ui.status(format_args!("Checked {documents} and {spans}: {n_faults}."));
    Ok(if checked.faults.is_empty() { Outcome::Complete } else { Outcome::Partial })
}
