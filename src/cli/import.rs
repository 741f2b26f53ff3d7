//! `sayso import`: what other extractors found, into the database.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::Outcome;
use super::args::counted;
use super::output::Ui;
use crate::import::{self, Found};
use crate::store::Store;
use crate::{Error, Result, input};

/// Arguments of `sayso import`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso graph -f json --texts | sayso --db copy.db import -")]
pub struct Args {
    /// Graph JSON with the documents' texts, or a relation a line (subject, predicate, object, and where known sentence,
    /// document, date); - is standard input
    #[arg(required = true, value_name = "FILE")]
    pub paths: Vec<PathBuf>,
}

/// Runs `sayso import`.
///
/// # Errors
///
/// Where a file cannot be read or is of another kind, or the database cannot be written.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let files = args.paths.iter().map(|path| read(path)).collect::<Result<Vec<_>>>()?;
    let mut outcome = Outcome::Complete;
    for found in files {
        if store(&found, ui)? == Outcome::Partial {
            outcome = Outcome::Partial;
        }
    }
    Ok(outcome)
}

fn read(path: &Path) -> Result<Found> {
    let mut text = String::new();
    let done = if input::is_stdin(path) {
        std::io::stdin().read_to_string(&mut text)
    } else {
        fs::File::open(path).and_then(|mut file| file.read_to_string(&mut text))
    };
    done.map_err(|source| Error::Read { path: path.to_owned(), source })?;
    import::read(&path.display().to_string(), &text)
}

fn store(found: &Found, ui: &Ui) -> Result<Outcome> {
    found.refused.iter().for_each(|error| ui.warn(error));
    let (mut n_added, mut n_relations, mut n_missing) = (0, 0, 0);
    if !(found.documents.is_empty() && found.without_text.is_empty()) {
        let mut store = Store::open(&ui.db)?;
        for document in &found.without_text {
            n_missing += usize::from(!store.contains(*document)?);
        }
        let mut batch = store.batch()?;
        for one in &found.documents {
            if batch.add(&one.document, &one.analysis, &one.extraction, "import")? {
                n_added += 1;
                n_relations += one.extraction.assertions.len() + one.extraction.statements.len();
            }
        }
        batch.commit()?;
    }
    if n_missing > 0 {
        ui.warn(&Error::Usage(format!(
            "{} without a text, and not in the database: write the JSON with `--texts`, or add the texts first",
            counted(n_missing, "document came", "documents came")
        )));
    }
    let known = found.documents.len() + found.without_text.len() - n_added - n_missing;
    ui.status(format_args!(
        "Imported {} with {}; {known} known already, {} refused.",
        counted(n_added, "document", "documents"),
        counted(n_relations, "statement or assertion", "statements and assertions"),
        counted(found.refused.len(), "row", "rows"),
    ));
    let is_whole = found.refused.is_empty() && n_missing == 0;
    Ok(if is_whole { Outcome::Complete } else { Outcome::Partial })
}
