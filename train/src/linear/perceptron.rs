//! Averaged perceptron over hashed features, and a small generator of random numbers.

use sayso::model::Scorer;
use sayso::model::hashed::{decode, encode, place};

/// Weights in training: integers, with the sum over time that averages them.
pub(crate) struct Perceptron {
    weights: Vec<i32>,
    /// Sum of each change times the step at which it was made.
    changes: Vec<i64>,
    step: i64,
    mask: u32,
    n_classes: usize,
}

impl Perceptron {
    /// Zero weights in a table of `1 << bits` places.
    pub(crate) fn new(bits: u32, n_classes: usize) -> Perceptron {
        let len = (1 << bits) + n_classes;
        Perceptron { weights: vec![0; len], changes: vec![0; len], step: 1, mask: (1 << bits) - 1, n_classes }
    }

    /// Counts one decision; where it was wrong, moves weight from the guess to the truth.
    pub(crate) fn learn(&mut self, features: &[u32], truth: usize, guess: usize) {
        self.step += 1;
        if truth == guess {
            return;
        }
        for feature in features {
            let row = place(*feature, self.mask);
            for (class, change) in [(truth, 1), (guess, -1)] {
                self.weights[row + class] += change;
                self.changes[row + class] += i64::from(change) * self.step;
            }
        }
    }

    /// Averaged weights as bytes, scaled so that the largest just fits.
    pub(crate) fn quantised(&self) -> Vec<i8> {
        let mean = |i: usize| f64::from(self.weights[i]) - self.changes[i] as f64 / self.step as f64;
        let largest = (0..self.weights.len()).map(|i| mean(i).abs()).fold(f64::MIN_POSITIVE, f64::max);
        let scale = f64::from(decode(i8::MAX)) / largest;
        (0..self.weights.len()).map(|i| encode(mean(i) * scale)).collect()
    }
}

impl Scorer for Perceptron {
    fn n_classes(&self) -> usize {
        self.n_classes
    }

    fn score(&self, features: &[u32], scores: &mut Vec<i32>) {
        scores.clear();
        scores.resize(self.n_classes, 0);
        for feature in features {
            let row = &self.weights[place(*feature, self.mask)..][..self.n_classes];
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += weight;
            }
        }
    }
}

/// SplitMix64 (Steele et al. 2014): the same numbers on every machine.
pub(crate) struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// From 0 up to, not including, `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }

    /// The places `0..n` in random order.
    pub(crate) fn order(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for i in (1..n).rev() {
            order.swap(i, self.below(i + 1));
        }
        order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn learns_what_separates_two_classes() {
        let mut perceptron = Perceptron::new(8, 2);
        for _ in 0..5 {
            for (features, truth) in [([1, 7], 0), ([2, 7], 1)] {
                let mut scores = Vec::new();
                perceptron.score(&features, &mut scores);
                let guess = usize::from(scores[1] > scores[0]);
                perceptron.learn(&features, truth, guess);
            }
        }
        let mut scores = Vec::new();
        perceptron.score(&[2, 7], &mut scores);
        assert!(scores[1] > scores[0]);
        assert!(perceptron.quantised().iter().any(|w| *w != 0));
    }

    #[test]
    fn orders_are_permutations_and_repeat() {
        let order = Random(3).order(50);
        assert_eq!(order, Random(3).order(50));
        let mut sorted = order;
        sorted.sort_unstable();
        assert_eq!(sorted, (0..50).collect::<Vec<_>>());
    }
}
