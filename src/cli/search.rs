//! `sayso search`: sentences by their words.

use serde_json::json;

use super::Outcome;
use super::listing::{Listing, ListingArgs};
use super::output::Ui;
use crate::Result;
use crate::query::search;
use crate::store::Store;

/// Arguments of `sayso search`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso search 'defense spending' --limit 10

Words are compared by their stems, case and diacritics ignored; all must be in the sentence.")]
pub struct Args {
    /// Words to look for
    #[arg(value_name = "TEXT", required = true, num_args = 1..)]
    pub text: Vec<String>,
    /// TEXT is in SQLite's full-text syntax: \"a b\", a OR b, a NEAR b, begin*
    #[arg(long)]
    pub syntax: bool,
    /// List at most so many
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Runs `sayso search`.
///
/// # Errors
///
/// Where the database cannot be read, or the query has no word or wrong syntax.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let store = Store::open_read_only(&ui.db)?;
    let mut listing = Listing::new(["date", "document", "sentence", "text", "said_by"]);
    for hit in search::search(&store, &args.text.join(" "), args.syntax, args.limit)? {
        listing.push(vec![
            json!(hit.published),
            json!(hit.document),
            json!(hit.sentence),
            json!(hit.text),
            json!(hit.said_by),
        ]);
    }
    listing.print(args.listing, ui)?;
    Ok(Outcome::Complete)
}
