//! `sayso analyze`.

use super::Outcome;
use super::output::Ui;
use crate::{Error, Result};

/// Arguments of `sayso analyze`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs `sayso analyze`.
///
/// # Errors
///
/// Always, until it is written.
pub fn run(_args: &Args, _ui: &Ui) -> Result<Outcome> {
    Err(Error::Usage("`analyze` is not written yet".into()))
}
