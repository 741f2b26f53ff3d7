//! `sayso relations`: what the texts say happened between whom.

use serde_json::json;

use super::Outcome;
use super::args::{date, word_parser};
use super::listing::{Listing, ListingArgs, evidence_cells, evidence_columns};
use super::output::Ui;
use crate::Result;
use crate::extraction::{Class, Factuality, Polarity};
use crate::query::entities;
use crate::query::relations::{self, Filter, RelationRow};
use crate::store::Store;

/// Arguments of `sayso relations`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso relations --about Rutte --class role --evidence")]
pub struct Args {
    /// Who, at either end: a name, alias, unique beginning or id
    #[arg(long, value_name = "ENTITY")]
    pub about: Option<String>,
    /// Who does it
    #[arg(long, value_name = "ENTITY")]
    pub subject: Option<String>,
    /// To whom
    #[arg(long, value_name = "ENTITY")]
    pub object: Option<String>,
    /// Predicate, or its first word: "call on", call
    #[arg(long, value_name = "LEMMA")]
    pub predicate: Option<String>,
    /// What kind of act
    #[arg(long, value_parser = word_parser(Class::ALL, Class::as_str))]
    pub class: Option<Class>,
    /// Whether negated
    #[arg(long, value_parser = word_parser(Polarity::ALL, Polarity::as_str))]
    pub polarity: Option<Polarity>,
    /// How far the text commits to it
    #[arg(long, value_parser = word_parser(Factuality::ALL, Factuality::as_str))]
    pub factuality: Option<Factuality>,
    /// Only what stands in this speaker's statements
    #[arg(long, value_name = "ENTITY")]
    pub inside: Option<String>,
    /// In documents of this day or later, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<String>,
    /// In documents of this day or earlier, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: Option<String>,
    /// Also those with an end that is no entity
    #[arg(long)]
    pub all: bool,
    /// List at most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// Show the first sentence that each rests on
    #[arg(long)]
    pub evidence: bool,
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Runs `sayso relations`.
///
/// # Errors
///
/// Where the database cannot be read, or a name is unknown or ambiguous.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let store = Store::open_read_only(&ui.db)?;
    let find = |name: &Option<String>| entities::find_given(&store, name.as_deref());
    let filter = Filter {
        entity: find(&args.about)?,
        subject: find(&args.subject)?,
        object: find(&args.object)?,
        predicate: args.predicate.clone(),
        class: args.class,
        polarity: args.polarity,
        factuality: args.factuality,
        inside: find(&args.inside)?,
        since: args.since.clone(),
        until: args.until.clone(),
        open_ended: args.all,
        limit: args.limit,
    };
    let found = relations::list(&store, &filter)?;
    listing(&store, &found, args.listing, args.evidence)?.print(args.listing, ui)?;
    Ok(Outcome::Complete)
}

/// Relations as rows.
pub(super) fn listing(
    store: &Store,
    relations: &[RelationRow],
    args: ListingArgs,
    evidence: bool,
) -> Result<Listing> {
    let columns = ["subject", "predicate", "object", "class", "factuality", "weight", "time"].into_iter();
    let mut listing = Listing::new(columns.chain(evidence_columns(evidence, args).iter().copied()));
    for r in relations {
        let not = if r.polarity == Polarity::Negative { "not " } else { "" };
        let mut cells = vec![
            json!(r.subject),
            json!(format!("{not}{}", r.predicate)),
            json!(r.object),
            json!(r.class.as_str()),
            json!(r.factuality.as_str()),
            json!(r.weight),
            json!(r.time),
        ];
        if evidence {
            cells.extend(evidence_cells(&relations::sentence(store, r)?, args));
        }
        listing.push(cells);
    }
    Ok(listing)
}
