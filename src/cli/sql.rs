//! `sayso sql`: the user's own question, read-only.

use std::time::Duration;

use super::Outcome;
use super::listing::{Listing, ListingArgs};
use super::output::Ui;
use crate::Result;
use crate::query::sql;
use crate::store::Store;

/// Arguments of `sayso sql`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example: sayso sql \"SELECT speaker, count(*) AS n FROM who_said_what GROUP BY speaker\"
`schema.sql` explains the tables and views."
)]
pub struct Args {
    /// One SELECT
    #[arg(value_name = "SQL")]
    pub sql: String,
    /// Give up after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub timeout: u64,
    /// How to print.
    #[command(flatten)]
    pub listing: ListingArgs,
}

/// Runs `sayso sql`.
///
/// # Errors
///
/// Where the database cannot be read, or SQLite refuses the statement.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let mut store = Store::open_read_only(&ui.db)?;
    let answer = sql::run(&mut store, &args.sql, Duration::from_secs(args.timeout))?;
    let mut listing = Listing::new(answer.columns);
    answer.rows.into_iter().for_each(|row| listing.push(row));
    listing.print(args.listing, ui)?;
    Ok(Outcome::Complete)
}
