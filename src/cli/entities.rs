//! `sayso entities`: who and what the database knows.

use serde_json::json;

use super::Outcome;
use super::args::word_parser;
use super::listing::{Listing, ListingArgs, evidence_cells, evidence_columns};
use super::output::Ui;
use crate::Result;
use crate::extraction::EntityType;
use crate::query::entities;
use crate::query::evidence::first_mention;
use crate::store::Store;

/// Arguments of `sayso entities`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso entities --type person --limit 20")]
pub struct Args {
    /// Only those with a name that holds this
    #[arg(value_name = "TEXT")]
    pub name: Option<String>,
    /// Only of this type
    #[arg(long = "type", value_name = "TYPE", value_parser = word_parser(EntityType::ALL, EntityType::as_str))]
    pub entity_type: Option<EntityType>,
    /// List at most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Show the sentence that mentions each first
    #[arg(long)]
    pub evidence: bool,
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Runs `sayso entities`.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let store = Store::open_read_only(&ui.db)?;
    let limit = args.limit.unwrap_or(usize::MAX);
    let rows = entities::list(&store, args.entity_type, args.name.as_deref(), limit)?;
    // People read names; programs want the id.
    let with_id = !args.listing.is_table();
    let columns = ["name", "type", "mentions", "documents", "says", "said_about", "first_seen", "last_seen"];
    let columns = columns.into_iter().chain(with_id.then_some("id"));
    let evidence = evidence_columns(args.evidence, args.listing);
    let mut listing = Listing::new(columns.chain(evidence.iter().copied()));
    for row in rows {
        let mut cells = vec![
            json!(row.name),
            json!(row.entity_type.as_str()),
            json!(row.n_mentions),
            json!(row.n_documents),
            json!(row.n_says),
            json!(row.n_said_about),
            json!(row.first_seen),
            json!(row.last_seen),
        ];
        cells.extend(with_id.then(|| json!(row.id.to_string())));
        if args.evidence {
            cells.extend(evidence_cells(&first_mention(&store, row.id)?, args.listing));
        }
        listing.push(cells);
    }
    listing.print(args.listing, ui)?;
    Ok(Outcome::Complete)
}
