//! `sayso neighbors`: whom an entity is linked to, and by what.

use serde_json::json;

use super::Outcome;
use super::listing::{Listing, ListingArgs, evidence_cells, evidence_columns};
use super::output::Ui;
use crate::Result;
use crate::query::{entities, neighbors};
use crate::store::Store;

/// Arguments of `sayso neighbors`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso neighbors Rutte --limit 10 --evidence")]
pub struct Args {
    /// Who or what: a name, alias, unique beginning or id
    #[arg(value_name = "ENTITY")]
    pub entity: String,
    /// List at most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Show the best sentence for each
    #[arg(long)]
    pub evidence: bool,
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Runs `sayso neighbors`.
///
/// # Errors
///
/// Where the database cannot be read, or the name is unknown or ambiguous.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let store = Store::open_read_only(&ui.db)?;
    let id = entities::find(&store, &args.entity)?;
    let with_id = !args.listing.is_table();
    let columns = ["name", "type", "weight", "links"].into_iter();
    let evidence = evidence_columns(args.evidence, args.listing);
    let columns = columns.chain(evidence.iter().copied()).chain(with_id.then_some("id"));
    let mut listing = Listing::new(columns);
    for n in neighbors::neighbors(&store, id, args.limit.unwrap_or(usize::MAX))? {
        let mut cells =
            vec![json!(n.name), json!(n.entity_type.as_str()), json!(n.weight), json!(n.links.join("; "))];
        if args.evidence {
            let evidence =
                neighbors::link(&store, id, n.id)?.map(|(_, evidence)| evidence).unwrap_or_default();
            cells.extend(evidence_cells(&evidence, args.listing));
        }
        cells.extend(with_id.then(|| json!(n.id.to_string())));
        listing.push(cells);
    }
    listing.print(args.listing, ui)?;
    Ok(Outcome::Complete)
}
