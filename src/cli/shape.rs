//! `sayso rank`, `communities` and `components`: what the graph's shape says.

use clap::ValueEnum;
use serde_json::json;

use super::Outcome;
use super::args::{date, word_parser};
use super::listing::{Listing, ListingArgs, evidence_cells, evidence_columns};
use super::output::Ui;
use crate::extraction::{Class, EntityType};
use crate::graph::network::Network;
use crate::graph::{communities, rank};
use crate::query::evidence::first_mention;
use crate::query::network::{self, Names};
use crate::store::Store;
use crate::{Error, Result};

/// Most entities for which betweenness is computed: it takes nodes × links steps.
const MAX_BETWEENNESS: usize = 20_000;

/// Which links count.
#[derive(Clone, Debug, clap::Args)]
pub struct FilterArgs {
    /// Only relations of this class
    #[arg(long, value_parser = word_parser(Class::ALL, Class::as_str))]
    pub class: Option<Class>,
    /// Only entities of this type; may be given more than once
    #[arg(long = "type", value_name = "TYPE", value_parser = word_parser(EntityType::ALL, EntityType::as_str))]
    pub types: Vec<EntityType>,
    /// In documents of this day or later, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<String>,
    /// In documents of this day or earlier, YYYY-MM-DD
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: Option<String>,
    /// Only links found at least so often
    #[arg(long, value_name = "N", default_value_t = 1.0)]
    pub min_weight: f64,
    /// Only who speaks about whom, among those who speak
    #[arg(long, conflicts_with = "class")]
    pub speakers: bool,
}

impl FilterArgs {
    fn filter(&self) -> network::Filter {
        network::Filter {
            class: self.class,
            types: self.types.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            min_weight: self.min_weight,
            speakers: self.speakers,
        }
    }
}

/// How to rank.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// PageRank, weighted: linked to by those who are linked to
    Pagerank,
    /// Sum of the weights of all links
    Degree,
    /// Share of the shortest paths that lead through it
    Betweenness,
}

/// Arguments of `sayso rank`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso rank --type person --by betweenness --limit 10")]
pub struct RankArgs {
    /// Measure
    #[arg(long, value_enum, default_value = "pagerank")]
    pub by: By,
    /// Which links count.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// List at most so many
    #[arg(long, value_name = "N", default_value_t = 20)]
    pub limit: usize,
    /// Show the sentence that mentions each first
    #[arg(long)]
    pub evidence: bool,
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Arguments of `sayso communities`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso communities --seed 1 --limit 5")]
pub struct CommunitiesArgs {
    /// Start of the random choices: the same seed gives the same groups
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    /// Above 1 for smaller groups, below 1 for larger ones
    #[arg(long, value_name = "X", default_value_t = 1.0)]
    pub resolution: f64,
    /// Which links count.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// List at most so many groups, the largest first
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Arguments of `sayso components`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso components --limit 5")]
pub struct ComponentsArgs {
    /// Which links count.
    #[command(flatten)]
    pub filter: FilterArgs,
    /// List at most so many groups, the largest first
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Runs `sayso rank`.
///
/// # Errors
///
/// Where the database cannot be read, or is too large for betweenness.
pub fn run_rank(args: &RankArgs, ui: &Ui) -> Result<Outcome> {
    let store = Store::open_read_only(&ui.db)?;
    let (network, names) = network::load(&store, &args.filter.filter())?;
    let scores = match args.by {
        By::Pagerank => rank::pagerank(&network),
        By::Degree => rank::degree(&network),
        By::Betweenness => {
            check_betweenness(network.graph().node_count())?;
            rank::betweenness(&network)
        }
    };
    let columns = ["rank", "name", "type", "score", "id"].into_iter();
    let mut listing =
        Listing::new(columns.chain(evidence_columns(args.evidence, args.listing).iter().copied()));
    for (number, (score, place)) in
        ordered(&scores, &network, &names).into_iter().take(args.limit).enumerate()
    {
        let id = network.graph()[place];
        let (name, kind) = names.get(&id).map(|(n, k)| (n.as_str(), k.as_str())).unwrap_or_default();
        let score = (score * 1e6).round() / 1e6;
        let mut cells =
            vec![json!(number + 1), json!(name), json!(kind), json!(score), json!(id.to_string())];
        if args.evidence {
            cells.extend(evidence_cells(&first_mention(&store, id)?, args.listing));
        }
        listing.push(cells);
    }
    listing.print(args.listing, ui)?;
    Ok(Outcome::Complete)
}

/// Refuses what would take too long.
pub(super) fn check_betweenness(n: usize) -> Result<()> {
    if n <= MAX_BETWEENNESS {
        return Ok(());
    }
    Err(Error::Usage(format!(
        "betweenness over {n} entities would take too long: narrow it with --type, --min-weight or dates"
    )))
}

/// Scores with their nodes, highest first, then by name.
fn ordered(scores: &[f64], network: &Network, names: &Names) -> Vec<(f64, petgraph::graph::NodeIndex)> {
    let mut rows: Vec<_> = scores.iter().copied().zip(network.graph().node_indices()).collect();
    let name = |place| names.get(&network.graph()[place]).map(|(name, _)| name);
    rows.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| name(a.1).cmp(&name(b.1))).then(a.1.cmp(&b.1)));
    rows
}

/// Runs `sayso communities`.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn run_communities(args: &CommunitiesArgs, ui: &Ui) -> Result<Outcome> {
    let (network, names) = network::load(&Store::open_read_only(&ui.db)?, &args.filter.filter())?;
    let found = communities::communities(&network, args.seed, args.resolution);
    groups(&found.groups, &network, &names, args.limit).print(args.listing, ui)?;
    ui.status(format_args!("Modularity {:.4}.", found.modularity));
    Ok(Outcome::Complete)
}

/// Runs `sayso components`.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn run_components(args: &ComponentsArgs, ui: &Ui) -> Result<Outcome> {
    let (network, names) = network::load(&Store::open_read_only(&ui.db)?, &args.filter.filter())?;
    groups(&communities::components(&network), &network, &names, args.limit).print(args.listing, ui)?;
    Ok(Outcome::Complete)
}

/// Groups with their members, those with the most weight first.
fn groups(groups: &[usize], network: &Network, names: &Names, limit: Option<usize>) -> Listing {
    let n_groups = groups.iter().max().map_or(0, |most| most + 1);
    let mut members: Vec<Vec<&str>> = vec![Vec::new(); n_groups];
    for (_, place) in ordered(&rank::degree(network), network, names) {
        let name = names.get(&network.graph()[place]).map_or("", |(name, _)| name.as_str());
        members[groups[place.index()]].push(name);
    }
    let mut listing = Listing::new(["group", "size", "members"]);
    for (number, names) in members.iter().take(limit.unwrap_or(usize::MAX)).enumerate() {
        listing.push(vec![json!(number + 1), json!(names.len()), json!(names.join("; "))]);
    }
    listing
}
