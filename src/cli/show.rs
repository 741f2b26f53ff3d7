//! `sayso show`.

use super::Outcome;
use super::output::Ui;
use crate::{Error, Result};

/// Arguments of `sayso show`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs `sayso show`.
///
/// # Errors
///
/// Always, until it is written.
pub fn run(_args: &Args, _ui: &Ui) -> Result<Outcome> {
    Err(Error::Usage("`show` is not written yet".into()))
}
