//! `sayso analyze`: tokens, tags, lemmas, trees and names, as CoNLL-U.

use std::path::PathBuf;

use clap::ValueEnum;

use super::Outcome;
use super::args::InputArgs;
use super::output::{Output, Ui};
use crate::analysis::{Analyzer, conllu};
use crate::{Error, Result, input};

/// Arguments of `sayso analyze`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example: sayso analyze article.txt -f conllu")]
pub struct Args {
    /// Files, folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Format to write
    #[arg(short, long, default_value = "conllu")]
    pub format: AnalysisFormat,
    /// What the input is: raw text, or CoNLL-U whose tokens are kept
    #[arg(long, default_value = "text", value_name = "WHAT")]
    pub from: Source,
    /// File to write instead of standard output
    #[arg(short, long, value_name = "OUT")]
    pub output: Option<PathBuf>,
}

/// Formats of an analysis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AnalysisFormat {
    /// CoNLL-U, as treebanks use it
    Conllu,
}

/// What the input is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Source {
    /// Raw text
    Text,
    /// CoNLL-U: its tokens and sentences are kept
    Conllu,
}

/// Runs `sayso analyze`.
///
/// # Errors
///
/// Where the output cannot be written.
pub fn run(args: &Args, ui: &Ui) -> Result<Outcome> {
    let mut out = Output::open(args.output.as_deref())?;
    let analyzer = Analyzer::new();
    let options = InputArgs::default().options();
    let mut outcome = Outcome::Complete;
    let mut writer = conllu::Writer::default();
    for document in input::documents(&args.paths, &options) {
        let analysed = document.and_then(|doc| {
            let place = doc.uri.clone().or(doc.title.clone()).unwrap_or_else(|| "-".into());
            let found = analyze(&analyzer, args.from, doc.text)
                .map_err(|e| Error::Input { place, reason: e.to_string() })?;
            Ok((doc.uri, found))
        });
        match analysed {
            Ok((uri, found)) => {
                writer.document(uri.as_deref(), &found, &mut out).map_err(|source| out.error(source))?;
            }
            Err(error) => {
                ui.warn(&error);
                outcome = Outcome::Partial;
            }
        }
    }
    out.finish()?;
    Ok(outcome)
}

fn analyze(analyzer: &Analyzer, from: Source, text: String) -> Result<conllu::Conllu, conllu::ReadError> {
    match from {
        Source::Text => {
            let analysis = analyzer.analyze(&text);
            Ok(conllu::Conllu { text, analysis, comments: Vec::new() })
        }
        Source::Conllu => {
            let mut found = conllu::read(&text)?;
            analyzer.annotate(&mut found.analysis.sentences);
            Ok(found)
        }
    }
}
