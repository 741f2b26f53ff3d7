//! `sayso disputes` and `sayso changes`: who contradicts whom, and who changed what they say.

use serde_json::json;

use super::Outcome;
use super::listing::{Listing, ListingArgs, evidence_cells, evidence_columns};
use super::output::Ui;
use crate::Result;
use crate::query::disputes::{self, Dispute};
use crate::query::entities;
use crate::store::Store;

/// What both commands miss.
const LIMITS: &str = "Listed are opposite claims (\"did\" against \"did not\", or against the denial that it did), and praise \
or support of what somebody's words begin with against blame or rejection of it by another. Missed are contradictions in \
other words (\"won\" against \"lost\"), by irony or in numbers, what people do rather than say, and all that was not read \
as a statement.";

/// Arguments of `sayso disputes`.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("Example: sayso disputes --about Varnholm\n\n{LIMITS}"))]
pub struct Args {
    /// Only what is about this entity
    #[arg(long, value_name = "ENTITY")]
    pub about: Option<String>,
    /// List at most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Show the sentences that both rest on
    #[arg(long)]
    pub evidence: bool,
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Arguments of `sayso changes`.
#[derive(Debug, clap::Args)]
#[command(after_help = format!("Example: sayso changes Solheim\n\n{LIMITS}"))]
pub struct ChangesArgs {
    /// Who: a name, alias, unique beginning or id
    #[arg(value_name = "ENTITY")]
    pub entity: String,
    /// List at most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Show the sentences that both rest on
    #[arg(long)]
    pub evidence: bool,
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Runs `sayso disputes`.
///
/// # Errors
///
/// Where the database cannot be read, or the name is unknown or ambiguous.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let store = Store::open_read_only(&ui.db)?;
    let about = entities::find_given(&store, args.about.as_deref())?;
    let found = disputes::disputes(&store, about, args.limit.unwrap_or(usize::MAX))?;
    listing(&found, args.listing, args.evidence).print(args.listing, ui)?;
    Ok(Outcome::Complete)
}

/// Runs `sayso changes`.
///
/// # Errors
///
/// Where the database cannot be read, or the name is unknown or ambiguous.
pub fn run_changes(args: &ChangesArgs, ui: &Ui) -> Result<Outcome> {
    let store = Store::open_read_only(&ui.db)?;
    let speaker = entities::find(&store, &args.entity)?;
    let found = disputes::changes(&store, speaker, args.limit.unwrap_or(usize::MAX))?;
    listing(&found, args.listing, args.evidence).print(args.listing, ui)?;
    Ok(Outcome::Complete)
}

fn listing(found: &[Dispute], args: ListingArgs, evidence: bool) -> Listing {
    let columns =
        ["about", "rule", "date", "speaker", "content", "other_date", "other_speaker", "other_content"];
    let own = evidence_columns(evidence, args);
    let more =
        own.iter().map(|name| (*name).to_owned()).chain(own.iter().map(|name| format!("other_{name}")));
    let mut listing = Listing::new(columns.into_iter().map(str::to_owned).chain(more));
    for dispute in found {
        let (one, other) = (&dispute.one, &dispute.other);
        let mut cells = vec![
            json!(dispute.about),
            json!(dispute.rule),
            json!(one.published),
            json!(one.speaker),
            json!(one.content),
            json!(other.published),
            json!(other.speaker),
            json!(other.content),
        ];
        if evidence {
            cells.extend(evidence_cells(&one.evidence, args));
            cells.extend(evidence_cells(&other.evidence, args));
        }
        listing.push(cells);
    }
    listing
}
