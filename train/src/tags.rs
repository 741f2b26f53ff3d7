//! Learns `data/tags.tsv` from the treebanks: what the relation to the head says about a word's tag, in general and for
//! forms that have several tags.

use crate::treebank;
use anyhow::{Context, Result};
use sayso::analysis::Upos;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder with the data sets
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// File to write
    #[arg(long, default_value = "data/tags.tsv")]
    out: PathBuf,
}

/// How much the counts weigh against the tagger's scores: natural logarithms of shares times this. Chosen on EWT dev and GUM
/// dev.
const WEIGHT: f64 = 0.3;
/// Words that a relation's shares count for among those of a form.
const PRIOR: f64 = 5.0;
/// Words of a form in a relation from which on they have a line.
const FEWEST: usize = 4;

/// How often each tag is met.
type Tags = BTreeMap<Upos, usize>;

pub(crate) fn run(args: &Args) -> Result<()> {
    let mut of_form: BTreeMap<(String, String), Tags> = BTreeMap::new();
    let mut of_relation: BTreeMap<String, Tags> = BTreeMap::new();
    let mut tags_of: BTreeMap<String, BTreeSet<Upos>> = BTreeMap::new();
    treebank::words(&args.data, &["en_ewt-train", "gum-train"], |columns| {
        let Ok(upos) = columns[3].parse::<Upos>() else { return };
        let relation = columns[7].split(':').next().unwrap_or_default().to_owned();
        let form = columns[1].to_lowercase();
        tags_of.entry(form.clone()).or_default().insert(upos);
        *of_relation.entry(relation.clone()).or_default().entry(upos).or_default() += 1;
        *of_form.entry((form, relation)).or_default().entry(upos).or_default() += 1;
    })?;
    of_form.retain(|(form, _), tags| tags_of[form].len() > 1 && total(tags) >= FEWEST);
    std::fs::write(&args.out, table(&of_relation, &of_form))
        .with_context(|| format!("cannot write `{}`", args.out.display()))
}

fn total(tags: &Tags) -> usize {
    tags.values().sum()
}

/// The share of a tag in a relation, each tag met once more than it was.
fn share(tags: &Tags, tag: Upos) -> f64 {
    let n = tags.get(&tag).copied().unwrap_or(0);
    (n + 1) as f64 / (total(tags) + Upos::ALL.len()) as f64
}

fn table(of_relation: &BTreeMap<String, Tags>, of_form: &BTreeMap<(String, String), Tags>) -> String {
    let mut out = String::from(
        "# What a relation, and a form in it, adds to the scores of tags: see src/analysis/neural/revision.rs.\n\
         # Learnt by `sayso-train tags` from UD English EWT and GUM train; CC BY-SA 4.0.\n",
    );
    let mut add = |head: String, values: Vec<(Upos, f64)>| {
        out.push_str(&head);
        for (tag, share) in values {
            let _ = write!(out, "\t{tag}\t{:.3}", WEIGHT * share.ln());
        }
        out.push('\n');
    };
    for (relation, tags) in of_relation {
        add(format!("r\t{relation}"), Upos::ALL.iter().map(|tag| (*tag, share(tags, *tag))).collect());
    }
    for ((form, relation), tags) in of_form {
        let n = total(tags) as f64 + PRIOR;
        let general = &of_relation[relation];
        let own = tags.iter().map(|(tag, met)| (*tag, (*met as f64 + PRIOR * share(general, *tag)) / n));
        add(format!("w\t{form}\t{relation}\t{:.3}", WEIGHT * (PRIOR / n).ln()), own.collect());
    }
    out
}
