//! `sayso timeline`: what was said and done, by date.

use serde_json::json;

use super::Outcome;
use super::args::date;
use super::listing::{Listing, ListingArgs, evidence_cells, evidence_columns};
use super::output::Ui;
use crate::Result;
use crate::query::entities;
use crate::query::timeline::{self, Filter};
use crate::store::Store;

/// Arguments of `sayso timeline`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso timeline Solheim --since 2026-03-01")]
pub struct Args {
    /// Whom it concerns: a name, alias, unique beginning or id; all events without it
    #[arg(value_name = "ENTITY")]
    pub entity: Option<String>,
    /// This day or later, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<String>,
    /// This day or earlier, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: Option<String>,
    /// List at most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Show the sentence that each rests on
    #[arg(long)]
    pub evidence: bool,
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Runs `sayso timeline`.
///
/// # Errors
///
/// Where the database cannot be read, or the name is unknown or ambiguous.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let store = Store::open_read_only(&ui.db)?;
    let filter = Filter {
        entity: entities::find_given(&store, args.entity.as_deref())?,
        since: args.since.clone(),
        until: args.until.clone(),
        limit: args.limit,
    };
    let columns = ["date", "kind", "who", "what", "whom"].into_iter();
    let evidence: &[&str] = if args.evidence { evidence_columns(true, args.listing) } else { &["document"] };
    let mut listing = Listing::new(columns.chain(evidence.iter().copied()));
    for event in timeline::list(&store, &filter)? {
        let mut cells = vec![
            json!(event.date),
            json!(event.kind),
            json!(event.who),
            json!(event.what),
            json!(event.whom),
        ];
        let evidence = evidence_cells(&event.evidence, args.listing).into_iter();
        cells.extend(evidence.take(if args.evidence { usize::MAX } else { 1 }));
        listing.push(cells);
    }
    listing.print(args.listing, ui)?;
    Ok(Outcome::Complete)
}
