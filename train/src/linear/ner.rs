//! Trains the name finder on sets that mark different kinds of names.
//!
//! Where a set marks only some kinds, its unmarked words may still be names of the others: a guess of such a
//! kind is neither rewarded nor punished there.

use super::perceptron::{Perceptron, Random};
use super::tagger::Quantised;
use crate::iob;
use anyhow::Result;
use sayso::analysis::NameKind::{self, Event, Loc, Misc, Org, Per, Work};
use sayso::analysis::linear::features::{self, Word};
use sayso::analysis::linear::ner::{Labels, label_features};
use sayso::analysis::linear::tagger::tag;
use sayso::model::Scorer;
use sayso::model::hashed::feature;
use std::path::Path;

const BITS: u32 = 21;

/// File, kinds that it marks, kinds that its MISC may stand for.
const SETS: &[(&str, &[NameKind], &[NameKind])] = &[
    ("uner_ewt-train_2022.iob", &[Per, Org, Loc], &[]),
    ("wikigold-train.iob", NameKind::ALL, &[Event, Work]),
    ("crossner_politics-train.iob", NameKind::ALL, &[]),
    ("crossner_ai-train.iob", NameKind::ALL, &[]),
    ("crossner_literature-train.iob", NameKind::ALL, &[]),
    ("crossner_music-train.iob", NameKind::ALL, &[]),
    ("crossner_science-train.iob", NameKind::ALL, &[]),
    ("gum_names-train.iob", NameKind::ALL, &[Event, Work]),
];

/// A sentence with, for each word, the classes that count as right; the first is the gold one.
pub(crate) struct Example {
    words: Vec<Word>,
    right: Vec<Vec<usize>>,
    set: u32,
}

/// Reads every set.
pub(crate) fn read(folder: &Path) -> Result<Vec<Example>> {
    let types = iob::read_types(&folder.join("types.tsv"))?;
    let mut examples = Vec::new();
    for (set, (file, kinds, misc)) in (0..).zip(SETS) {
        for sentence in iob::read(&folder.join(file), &types)? {
            let forms: Vec<&str> = sentence.iter().map(|t| t.form.as_str()).collect();
            let words = features::words(&forms);
            let right = sentence.iter().map(|t| right_classes(t.label, kinds, misc)).collect();
            examples.push(Example { words, right, set });
        }
    }
    Ok(examples)
}

fn right_classes(label: Option<(NameKind, bool)>, kinds: &[NameKind], misc: &[NameKind]) -> Vec<usize> {
    let Some((kind, begins)) = label else {
        let unmarked = NameKind::ALL.iter().filter(|k| !kinds.contains(k));
        let classes = unmarked.flat_map(|k| [Labels.class(*k, true), Labels.class(*k, false)]);
        return [0].into_iter().chain(classes).collect();
    };
    let others = if kind == Misc { misc } else { &[] };
    [kind].iter().chain(others).map(|k| Labels.class(*k, begins)).collect()
}

/// Trains on predicted tags.
pub(crate) fn train(examples: &[Example], tagger: &Quantised, epochs: usize, seed: u64) -> Quantised {
    let tags: Vec<_> = examples.iter().map(|e| tag(tagger, &e.words)).collect();
    let mut perceptron = Perceptron::new(BITS, Labels.n_classes());
    let mut random = Random(seed);
    for epoch in 0..epochs {
        let mut n_wrong = 0;
        for at in random.order(examples.len()) {
            n_wrong += learn(&mut perceptron, &examples[at], &tags[at]);
        }
        eprintln!("names, pass {}: {n_wrong} wrong", epoch + 1);
    }
    Quantised::new(&perceptron)
}

fn learn(perceptron: &mut Perceptron, example: &Example, tags: &[usize]) -> usize {
    let (mut features, mut scores, mut n_wrong) = (Vec::new(), Vec::new(), 0);
    let mut classes: Vec<usize> = Vec::new();
    for (i, right) in example.right.iter().enumerate() {
        label_features(&example.words, tags, &classes, i, &mut features);
        let (word, before) = (&example.words[i], classes.last().map_or(99, |c| *c as u32));
        for (template, value) in [(300, word.kind), (301, word.lower), (302, before)] {
            features.push(feature(template, &[example.set, value, word.kind]));
        }
        perceptron.score(&features, &mut scores);
        let previous = classes.last().copied().unwrap_or(0);
        let guess = Labels.best(&scores, previous, |_| true).unwrap_or(0);
        let truth =
            Labels.best(&scores, previous, |class| right.contains(&class)).unwrap_or_else(|| begin(right[0]));
        perceptron.learn(&features, truth, guess);
        n_wrong += usize::from(truth != guess);
        classes.push(guess);
    }
    n_wrong
}

/// After a missed beginning the rest of a name can only begin one.
fn begin(class: usize) -> usize {
    Labels.of_class(class).map_or(0, |(kind, _)| Labels.class(kind, true))
}
