//! `sayso path`: how two entities hang together.

use serde_json::json;

use super::Outcome;
use super::listing::{Listing, ListingArgs, evidence_cells, evidence_columns};
use super::output::Ui;
use crate::graph::paths;
use crate::query::{entities, neighbors};
use crate::store::Store;
use crate::{Error, Result};

/// Arguments of `sayso path`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso path Rutte Putin --paths 3

What is reported often is near: a link's length is 1 / weight, and the shortest paths are listed first.")]
pub struct Args {
    /// One end: a name, alias, unique beginning or id
    #[arg(value_name = "A")]
    pub from: String,
    /// The other end
    #[arg(value_name = "B")]
    pub to: String,
    /// List so many paths
    #[arg(long, visible_alias = "limit", value_name = "K", default_value_t = 1)]
    pub paths: usize,
    /// Show the sentences: they are always shown
    #[arg(long, hide = true)]
    pub evidence: bool,
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Runs `sayso path`.
///
/// # Errors
///
/// Where the database cannot be read, or a name is unknown or ambiguous.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let store = Store::open_read_only(&ui.db)?;
    let (from, to) = (entities::find(&store, &args.from)?, entities::find(&store, &args.to)?);
    if from == to {
        return Err(Error::Usage(format!("`{}` and `{}` are one entity", args.from, args.to)));
    }
    let found = paths::shortest(from, to, args.paths, |id| neighbors::around(&store, id))?;
    let columns = ["path", "length", "from", "link", "to"].into_iter();
    let mut listing = Listing::new(columns.chain(evidence_columns(true, args.listing).iter().copied()));
    for (number, path) in found.iter().enumerate() {
        for pair in path.nodes.windows(2) {
            let (label, evidence) = neighbors::link(&store, pair[0], pair[1])?.unwrap_or_default();
            let mut cells = vec![
                json!(number + 1),
                json!((path.length * 1000.0).round() / 1000.0),
                json!(entities::name(&store, pair[0])?),
                json!(label),
                json!(entities::name(&store, pair[1])?),
            ];
            cells.extend(evidence_cells(&evidence, args.listing));
            listing.push(cells);
        }
    }
    listing.print(args.listing, ui)?;
    Ok(Outcome::Complete)
}
