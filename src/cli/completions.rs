//! `sayso completions` and `sayso man`: for the shell and for `man`.

use std::path::PathBuf;

use clap::CommandFactory;
use clap_complete::Shell;

use super::output::{Output, Ui};
use super::{Cli, Outcome};
use crate::{Error, Result};

/// Arguments of `sayso completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso completions bash > ~/.local/share/bash-completion/completions/sayso")]
pub struct Args {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Arguments of `sayso man`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso man ~/.local/share/man/man1")]
pub struct ManArgs {
    /// Folder to write the pages of all commands into; without it the main page goes to standard output
    #[arg(value_name = "FOLDER")]
    pub folder: Option<PathBuf>,
}

/// Runs `sayso completions`.
///
/// # Errors
///
/// Where stdout cannot be written.
pub fn run(args: &Args) -> Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "sayso", &mut script);
    Output::open(None)?.write_all_with(|out| out.write_all(&script))?;
    Ok(Outcome::Complete)
}

/// Runs `sayso man`.
///
/// # Errors
///
/// Where the pages cannot be written.
pub fn run_man(args: &ManArgs, ui: &Ui) -> Result<Outcome> {
    let command = Cli::command();
    match &args.folder {
        Some(folder) => {
            let wrong = |source| Error::Write { path: folder.clone(), source };
            std::fs::create_dir_all(folder).map_err(wrong)?;
            clap_mangen::generate_to(command, folder).map_err(wrong)?;
            ui.status(format_args!("Wrote the pages into `{}`.", folder.display()));
        }
        None => {
            let mut page = Vec::new();
            let rendered = clap_mangen::Man::new(command).render(&mut page);
            rendered.map_err(|source| Error::Write { path: "-".into(), source })?;
            Output::open(None)?.write_all_with(|out| out.write_all(&page))?;
        }
    }
    Ok(Outcome::Complete)
}
