//! Trains the linear engine and writes its weights.
//!
//! Tagger first; then the parser on tags that a tagger of other folds gave (jackknifing), so that it meets the
//! errors it will meet; then the name finder on predicted tags.

mod ner;
mod parser;
mod perceptron;
mod tagger;

use crate::conllu;
use anyhow::{Context, Result};
use sayso::analysis::linear::features::Word;
use sayso::analysis::linear::parser::{Arc, Moves};
use sayso::model::Writer;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Tags seen less often than this are not learnt.
const MIN_TAG: usize = 3;
/// Relations seen less often than this become their main type.
const MIN_DEPREL: usize = 10;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder with `ud/` and `ner/`
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// File to write
    #[arg(long, default_value = "data/linear.weights")]
    out: PathBuf,
    /// Passes over the treebanks
    #[arg(long, default_value_t = 10)]
    epochs: usize,
    /// Passes over the named-entity sets
    #[arg(long, default_value_t = 8)]
    ner_epochs: usize,
    /// Start of the random numbers
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

/// A treebank sentence, hashed and numbered.
pub(crate) struct Tree {
    words: Vec<Word>,
    /// `None` for tags too rare to learn.
    tags: Vec<Option<usize>>,
    arcs: Vec<Arc>,
}

/// Trains all three models.
pub(crate) fn run(args: &Args) -> Result<()> {
    let read = |name: &str| conllu::read(&args.data.join("ud").join(name));
    let mut train = read("en_ewt-train.conllu")?;
    train.extend(read("gum-train.conllu")?);
    let dev = read("en_ewt-dev.conllu")?;
    let tags = names(train.iter().flatten().map(|w| w.tag.clone()), MIN_TAG);
    let deprels = names(train.iter().flatten().map(|w| w.deprel.clone()), MIN_DEPREL);
    eprintln!("{} tags, {} relations", tags.len(), deprels.len());
    let moves = Moves::new(deprels.iter().map(String::as_str));
    let train: Vec<Tree> = train.iter().map(|s| tree(s, &tags, &moves)).collect();
    let dev: Vec<Tree> = dev.iter().map(|s| tree(s, &tags, &moves)).collect();

    let tagger = tagger::train(&train.iter().collect::<Vec<_>>(), tags.len(), args.epochs, args.seed);
    tagger::report(&tagger, &dev);
    let predicted = tagger::jackknife(&train, tags.len(), args);
    let parser = parser::train(&train, &predicted, &moves, args.epochs, args.seed);
    parser::report(&tagger, &parser, &moves, &dev);

    let mut writer = Writer::new();
    writer.text("tags", &tags.join("\n"));
    writer.text("deprels", &deprels.join("\n"));
    writer.i8("tagger", &[tagger.weights.len()], &tagger.weights);
    writer.i8("parser", &[parser.weights.len()], &parser.weights);
    let sets = ner::read(&args.data.join("ner"))?;
    let names = ner::train(&sets, &tagger, args.ner_epochs, args.seed);
    writer.i8("ner", &[names.weights.len()], &names.weights);
    let bytes = writer.finish();
    eprintln!("{} bytes", bytes.len());
    std::fs::write(&args.out, bytes).with_context(|| format!("cannot write `{}`", args.out.display()))
}

/// The names that occur `at_least` so often, in alphabetical order.
fn names(all: impl Iterator<Item = String>, at_least: usize) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in all {
        *counts.entry(name).or_default() += 1;
    }
    counts.into_iter().filter(|(_, n)| *n >= at_least).map(|(name, _)| name).collect()
}

fn tree(sentence: &[conllu::Word], tags: &[String], moves: &Moves) -> Tree {
    let label = |deprel: &str| {
        let main = deprel.split(':').next().unwrap_or(deprel);
        moves.label(deprel).or_else(|| moves.label(main)).unwrap_or_default()
    };
    Tree {
        words: sentence.iter().map(|w| Word::new(&w.form)).collect(),
        tags: sentence.iter().map(|w| tags.iter().position(|t| *t == w.tag)).collect(),
        arcs: sentence.iter().map(|w| Arc { head: w.head, label: label(&w.deprel) }).collect(),
    }
}
