//! `sayso relations`.

use super::Outcome;
use super::output::Ui;
use crate::{Error, Result};

/// Arguments of `sayso relations`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs `sayso relations`.
///
/// # Errors
///
/// Always, until it is written.
pub fn run(_args: &Args, _ui: &Ui) -> Result<Outcome> {
    Err(Error::Usage("`relations` is not written yet".into()))
}
