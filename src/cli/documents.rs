//! `sayso documents`: what was read.

use serde_json::json;

use super::Outcome;
use super::listing::{Listing, ListingArgs};
use super::output::Ui;
use crate::Result;
use crate::query::documents::{self, DocumentRow};
use crate::store::Store;

/// Arguments of `sayso documents`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso documents --json")]
pub struct Args {
    /// List at most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Runs `sayso documents`.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let store = Store::open_read_only(&ui.db)?;
    let rows = documents::list(&store, None, args.limit.unwrap_or(usize::MAX))?;
    listing(&rows, args.listing).print(args.listing, ui)?;
    Ok(Outcome::Complete)
}

/// Documents as rows.
pub(super) fn listing(rows: &[DocumentRow], args: ListingArgs) -> Listing {
    let more = !args.is_table();
    let columns = ["id", "date", "title", "uri", "sentences", "statements", "assertions"].into_iter();
    let more_columns = more.then_some(["language", "bytes", "engine"]).into_iter().flatten();
    let mut listing = Listing::new(columns.chain(more_columns));
    for row in rows {
        let mut cells = vec![
            json!(row.id.to_string()),
            json!(row.published),
            json!(row.title),
            json!(row.uri),
            json!(row.n_sentences),
            json!(row.n_statements),
            json!(row.n_assertions),
        ];
        if more {
            cells.extend([json!(row.language), json!(row.n_bytes), json!(row.engine)]);
        }
        listing.push(cells);
    }
    listing
}
