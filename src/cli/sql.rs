//! `sayso sql`.

use super::Outcome;
use super::output::Ui;
use crate::{Error, Result};

/// Arguments of `sayso sql`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs `sayso sql`.
///
/// # Errors
///
/// Always, until it is written.
pub fn run(_args: &Args, _ui: &Ui) -> Result<Outcome> {
    Err(Error::Usage("`sql` is not written yet".into()))
}
