//! `sayso path`: how two entities hang together.

use serde_json::json;

use super::Outcome;
use super::listing::{Listing, ListingArgs};
use super::output::Ui;
use crate::graph::paths;
use crate::query::{entities, network};
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
    #[arg(long, value_name = "K", default_value_t = 1)]
    pub paths: usize,
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
    let found = paths::shortest(from, to, args.paths, |id| network::around(&store, id))?;
    let mut listing = Listing::new(["path", "length", "from", "link", "to", "evidence", "document"]);
    for (number, path) in found.iter().enumerate() {
        for pair in path.nodes.windows(2) {
            let evidence = network::evidence(&store, pair[0], pair[1])?;
            listing.push(vec![
                json!(number + 1),
                json!((path.length * 1000.0).round() / 1000.0),
                json!(entities::name(&store, pair[0])?),
                json!(evidence.as_ref().map(|e| &e.label)),
                json!(entities::name(&store, pair[1])?),
                json!(evidence.as_ref().map(|e| &e.sentence)),
                json!(evidence.as_ref().map(|e| &e.document)),
            ]);
        }
    }
    listing.print(args.listing, ui)?;
    Ok(Outcome::Complete)
}
