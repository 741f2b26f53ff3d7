//! `sayso said`.

use super::Outcome;
use super::output::Ui;
use crate::{Error, Result};

/// Arguments of `sayso said`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs `sayso said`.
///
/// # Errors
///
/// Always, until it is written.
pub fn run(_args: &Args, _ui: &Ui) -> Result<Outcome> {
    Err(Error::Usage("`said` is not written yet".into()))
}
