//! `sayso entities`.

use super::Outcome;
use super::output::Ui;
use crate::{Error, Result};

/// Arguments of `sayso entities`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs `sayso entities`.
///
/// # Errors
///
/// Always, until it is written.
pub fn run(_args: &Args, _ui: &Ui) -> Result<Outcome> {
    Err(Error::Usage("`entities` is not written yet".into()))
}
