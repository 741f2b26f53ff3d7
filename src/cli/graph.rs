//! `sayso graph`.

use super::Outcome;
use super::output::Ui;
use crate::{Error, Result};

/// Arguments of `sayso graph`.
#[derive(Debug, clap::Args)]
pub struct Args {}

/// Runs `sayso graph`.
///
/// # Errors
///
/// Always, until it is written.
pub fn run(_args: &Args, _ui: &Ui) -> Result<Outcome> {
    Err(Error::Usage("`graph` is not written yet".into()))
}
