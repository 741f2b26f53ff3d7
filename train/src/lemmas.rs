//! Learns `data/lemmas.tsv` from the treebanks: for each Penn tag the fewest suffix rules that explain its words,
//! and the words that they do not explain as exceptions.

use crate::treebank;
use anyhow::{Context, Result};
use sayso::lexicon::lemmas::{Lemmas, MAX_SUFFIX, normal};
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(clap::Args)]
pub(crate) struct Args {
    /// Folder with the data sets
    #[arg(long, default_value = "../shared/data")]
    data: PathBuf,
    /// File to write
    #[arg(long, default_value = "data/lemmas.tsv")]
    out: PathBuf,
}

/// (tag, form) -> lemma -> how often.
type Counts = BTreeMap<(String, String), BTreeMap<String, usize>>;

pub(crate) fn run(args: &Args) -> Result<()> {
    let train = counts(args, &["en_ewt-train", "gum-train"])?;
    let table = table(&train);
    std::fs::write(&args.out, &table).with_context(|| format!("cannot write `{}`", args.out.display()))?;
    let lemmas = Lemmas::parse(&table);
    for name in ["en_ewt-dev", "gum-dev"] {
        let (mut right, mut all) = (0, 0);
        for ((tag, form), gold) in counts(args, &[name])? {
            let lemma = lemmas.lemma(&form, &tag);
            right += gold.get(&lemma).copied().unwrap_or(0);
            all += gold.values().sum::<usize>();
        }
        eprintln!("{name}: {:.2}% of {all} lemmas right, tags given", 100.0 * right as f64 / all as f64);
    }
    Ok(())
}

fn counts(args: &Args, names: &[&str]) -> Result<Counts> {
    let mut counts = Counts::new();
    treebank::words(&args.data, names, |columns| {
        let (form, lemma, xpos) = (columns[1], columns[2], columns[4]);
        if lemma != "_" {
            let key = (xpos.to_owned(), normal(form, xpos));
            *counts.entry(key).or_default().entry(lemma.to_owned()).or_default() += 1;
        }
    })?;
    Ok(counts)
}

/// The commonest lemma of each form.
fn majority(lemmas: &BTreeMap<String, usize>) -> &str {
    lemmas.iter().max_by_key(|(lemma, n)| (**n, std::cmp::Reverse(*lemma))).map_or("", |(lemma, _)| lemma)
}

/// How a form becomes its lemma: characters to cut, ending to add.
fn change(form: &str, lemma: &str) -> (usize, String) {
    let shared = form.chars().zip(lemma.chars()).take_while(|(a, b)| a == b).count();
    (form.chars().count() - shared, lemma.chars().skip(shared).collect())
}

/// Verbs that occur as the lemma of different forms, or twice.
fn verbs(train: &Counts) -> Vec<String> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, lemmas) in train.iter().filter(|((tag, _), _)| tag.starts_with("VB")) {
        lemmas.iter().for_each(|(lemma, n)| *counts.entry(lemma).or_default() += n);
    }
    let is_word = |verb: &str| verb.len() > 2 && verb.chars().all(char::is_alphabetic);
    counts.into_iter().filter(|(verb, n)| *n >= 2 && is_word(verb)).map(|(verb, _)| verb.to_owned()).collect()
}

fn table(train: &Counts) -> String {
    let mut out = String::from(
        "# Lemmas. r: tag, suffix, characters to cut, ending to add; x: tag, form, lemma.\n\
         # v: a verb. Learnt by `sayso-train lemmas` from UD English EWT and GUM train; CC BY-SA 4.0.\n",
    );
    verbs(train).iter().for_each(|verb| out.push_str(&format!("v\t{verb}\n")));
    let rules = rules(train);
    for ((tag, suffix), (cut, ending)) in &rules {
        out.push_str(&format!("r\t{tag}\t{suffix}\t{cut}\t{ending}\n"));
    }
    let learnt = Lemmas::parse(&out);
    for ((tag, form), lemmas) in train {
        let (lemma, n) = (majority(lemmas), lemmas.values().sum::<usize>());
        let is_name = sayso::lexicon::lemmas::keeps_case(tag);
        if learnt.lemma(form, tag) != lemma && (n >= 2 || !is_name) && !form.contains('\t') {
            out.push_str(&format!("x\t{tag}\t{form}\t{lemma}\n"));
        }
    }
    out
}

/// For each tag and suffix the commonest change, where it is not what the next shorter suffix says already.
fn rules(train: &Counts) -> BTreeMap<(String, String), (usize, String)> {
    let mut changes: BTreeMap<(String, String), BTreeMap<(usize, String), usize>> = BTreeMap::new();
    for ((tag, form), lemmas) in train {
        let change = change(form, majority(lemmas));
        let letters: Vec<char> = form.chars().collect();
        for length in 0..=MAX_SUFFIX.min(letters.len()) {
            let suffix: String = letters[letters.len() - length..].iter().collect();
            if length >= change.0 {
                *changes.entry((tag.clone(), suffix)).or_default().entry(change.clone()).or_default() += 1;
            }
        }
    }
    let mut rules: BTreeMap<(String, String), (usize, String)> = BTreeMap::new();
    let mut keys: Vec<_> = changes.keys().cloned().collect();
    keys.sort_by_key(|(tag, suffix)| (suffix.chars().count(), tag.clone(), suffix.clone()));
    for key in keys {
        let Some((best, n)) = changes[&key].iter().max_by_key(|(_, n)| **n) else { continue };
        let shorter = (1..=key.1.len())
            .filter(|i| key.1.is_char_boundary(*i))
            .find_map(|i| rules.get(&(key.0.clone(), key.1[i..].to_owned())));
        let is_news = shorter != Some(best) && !(shorter.is_none() && *best == (0, String::new()));
        if is_news && (*n >= 2 || key.1.is_empty()) {
            rules.insert(key, best.clone());
        }
    }
    rules
}
