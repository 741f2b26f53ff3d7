//! `sayso add`.

use super::Outcome;
use super::output::Ui;
use crate::{Error, Result};

/// Arguments of `sayso add`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs `sayso add`.
///
/// # Errors
///
/// Always, until it is written.
pub fn run(_args: &Args, _ui: &Ui) -> Result<Outcome> {
    Err(Error::Usage("`add` is not written yet".into()))
}
