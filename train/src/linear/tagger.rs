//! Trains the tagger.

use super::perceptron::{Perceptron, Random};
use super::{Args, Tree};
use sayso::analysis::linear::tagger::{tag, tag_features};
use sayso::model::Scorer;
use sayso::model::hashed::{argmax, decode, place};

const BITS: u32 = 20;
const FOLDS: usize = 4;

/// A table as it will ship, so that what is measured in training is what runs.
pub(crate) struct Quantised {
    /// One row a place, rows overlapping.
    pub weights: Vec<i8>,
    n_classes: usize,
}

impl Quantised {
    pub(crate) fn new(perceptron: &Perceptron) -> Quantised {
        Quantised { weights: perceptron.quantised(), n_classes: perceptron.n_classes() }
    }
}

impl Scorer for Quantised {
    fn n_classes(&self) -> usize {
        self.n_classes
    }

    fn score(&self, features: &[u32], scores: &mut Vec<i32>) {
        let mask = (self.weights.len() - self.n_classes - 1) as u32;
        scores.clear();
        scores.resize(self.n_classes, 0);
        for feature in features {
            let row = &self.weights[place(*feature, mask)..][..self.n_classes];
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += decode(*weight);
            }
        }
    }
}

/// Trains on whole sentences, each word seeing the tags guessed before it.
pub(crate) fn train(trees: &[&Tree], n_tags: usize, epochs: usize, seed: u64) -> Quantised {
    let mut perceptron = Perceptron::new(BITS, n_tags);
    let mut random = Random(seed);
    let (mut features, mut scores) = (Vec::new(), Vec::new());
    for _ in 0..epochs {
        for at in random.order(trees.len()) {
            let tree = trees[at];
            let mut tags = Vec::new();
            for (i, truth) in tree.tags.iter().enumerate() {
                tag_features(&tree.words, &tags, i, &mut features);
                perceptron.score(&features, &mut scores);
                let guess = argmax(&scores);
                if let Some(truth) = truth {
                    perceptron.learn(&features, *truth, guess);
                }
                tags.push(guess);
            }
        }
    }
    Quantised::new(&perceptron)
}

/// Tags every sentence with a tagger trained on the other folds.
pub(crate) fn jackknife(trees: &[Tree], n_tags: usize, args: &Args) -> Vec<Vec<usize>> {
    let mut tags = vec![Vec::new(); trees.len()];
    for fold in 0..FOLDS {
        let others: Vec<&Tree> =
            trees.iter().enumerate().filter(|(i, _)| i % FOLDS != fold).map(|(_, tree)| tree).collect();
        let tagger = train(&others, n_tags, args.epochs / 3 + 1, args.seed);
        for i in (fold..trees.len()).step_by(FOLDS) {
            tags[i] = tag(&tagger, &trees[i].words);
        }
    }
    tags
}

/// Prints the share of tags that are right.
pub(crate) fn report(tagger: &Quantised, dev: &[Tree]) {
    let (mut n_right, mut n_all) = (0, 0);
    for tree in dev {
        let tags = tag(tagger, &tree.words);
        n_right += tags.iter().zip(&tree.tags).filter(|(guess, truth)| Some(**guess) == **truth).count();
        n_all += tags.len();
    }
    eprintln!("tags (UPOS and XPOS): {:.2}", 100.0 * n_right as f64 / f64::from(n_all.max(1) as u32));
}
