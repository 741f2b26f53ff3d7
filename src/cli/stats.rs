//! `sayso stats`: how much is in the database.

use serde_json::json;

use super::Outcome;
use super::listing::{Listing, ListingArgs};
use super::output::Ui;
use crate::Result;
use crate::query::documents;
use crate::store::Store;

/// Arguments of `sayso stats`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso stats --json")]
pub struct Args {
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Runs `sayso stats`.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let store = Store::open_read_only(&ui.db)?;
    let mut listing = Listing::new(["what", "n"]);
    for (name, n) in documents::stats(&store)? {
        listing.push(vec![json!(name), json!(n)]);
    }
    listing.print(args.listing, ui)?;
    Ok(Outcome::Complete)
}
