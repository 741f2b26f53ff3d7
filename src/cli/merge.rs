//! `sayso merge`: several databases into one.

use std::fs;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::counted;
use super::output::Ui;
use crate::store::{Merged, Store};
use crate::{Error, Result};

/// Arguments of `sayso merge`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso merge monday.db tuesday.db -o week.db")]
pub struct Args {
    /// Databases; they are only read
    #[arg(required = true, value_name = "DB")]
    pub databases: Vec<PathBuf>,
    /// New database to write; without it they are merged into the one of `--db`
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Runs `sayso merge`: a new database appears whole or not at all.
///
/// # Errors
///
/// Where a database cannot be read, or the result not be written or is there already.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let merged = match &args.output {
        None => all(&mut Store::open(&ui.db)?, &args.databases)?,
        Some(path) => anew(path, &args.databases)?,
    };
    let mut message = format!("Merged {}", counted(merged.n_documents, "document", "documents"));
    if merged.n_known > 0 {
        message.push_str(&format!("; {} there already", merged.n_known));
    }
    if merged.n_decisions > 0 {
        message.push_str(&format!("; {}", counted(merged.n_decisions, "decision", "decisions")));
    }
    ui.status(format_args!("{message}."));
    Ok(Outcome::Complete)
}

fn all(store: &mut Store, databases: &[PathBuf]) -> Result<Merged> {
    let mut all = Merged::default();
    for path in databases {
        let merged = store.merge(path)?;
        all.n_documents += merged.n_documents;
        all.n_known += merged.n_known;
        all.n_decisions += merged.n_decisions;
    }
    Ok(all)
}

/// Merges into a database beside the place, and moves it there when it is complete.
fn anew(path: &Path, databases: &[PathBuf]) -> Result<Merged> {
    if path.exists() {
        let reason = "it is there already; `--db` in the place of `-o` merges into it".to_owned();
        return Err(Error::Database { path: path.to_owned(), reason });
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let mut store = Store::open(&part)?;
    let merged = all(&mut store, databases);
    let closed = store.close();
    let done = merged.and_then(|merged| closed.map(|()| merged)).and_then(|merged| {
        fs::rename(&part, path).map_err(|source| Error::Write { path: path.to_owned(), source })?;
        Ok(merged)
    });
    if done.is_err() {
        for end in ["", "-wal", "-shm"] {
            let mut left = part.clone().into_os_string();
            left.push(end);
            let _ = fs::remove_file(left);
        }
    }
    done
}
