//! Linear classification over hashed features.
//!
//! A feature is a 32-bit hash. Its row of weights, one a class, starts at the hash's place in one table; rows
//! overlap, so that a sparse row costs only the weights that it uses (feature hashing: Weinberger et al. 2009).

use super::container::{Container, ContainerError};

/// Scores classes for a set of features.
pub trait Scorer {
    /// Number of classes.
    fn n_classes(&self) -> usize;

    /// Sets `scores` to one sum of weights a class.
    fn score(&self, features: &[u32], scores: &mut Vec<i32>);
}

/// Place of a feature's row in a table of `mask + 1` places (a power of two).
pub fn place(feature: u32, mask: u32) -> usize {
    (feature.wrapping_mul(0x9E37_79B1) >> 7 & mask) as usize
}

/// Hashes a template's number and its values into a feature.
pub fn feature(template: u32, values: &[u32]) -> u32 {
    let mut hash = template.wrapping_mul(0x85EB_CA6B) ^ 0x2C1B_3C6D;
    for value in values {
        hash = (hash.rotate_left(13) ^ value).wrapping_mul(0xC2B2_AE35);
        hash ^= hash >> 15;
    }
    hash
}

/// Hashes bytes (FNV-1a).
pub fn text(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193))
}

/// Weight that a byte of the table stands for: its square with its sign.
///
/// Few weights are large and most are small; squares keep both apart in 8 bits.
pub fn decode(byte: i8) -> i32 {
    let value = i16::from(byte);
    i32::from(value * value.abs())
}

/// The byte that stands for a weight in -16,129 to 16,129; what lies beyond is cut.
pub fn encode(weight: f64) -> i8 {
    (weight.abs().sqrt().round().min(127.0) * weight.signum()) as i8
}

/// Index of the highest score; the first of equals.
pub fn argmax(scores: &[i32]) -> usize {
    let mut best = 0;
    for (class, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = class;
        }
    }
    best
}

/// A trained table of int8 weights.
#[derive(Debug)]
pub struct HashedTable<'a> {
    weights: &'a [i8],
    mask: u32,
    n_classes: usize,
}

impl<'a> HashedTable<'a> {
    /// Takes the tensor `name` as a table for `n_classes` classes.
    ///
    /// # Errors
    /// Where the tensor is missing or its length is not a power of two plus the number of classes.
    pub fn load(
        container: &Container<'a>,
        name: &str,
        n_classes: usize,
    ) -> Result<HashedTable<'a>, ContainerError> {
        let weights = container.i8(name, &[0])?;
        let n_places = weights.len().wrapping_sub(n_classes);
        if !n_places.is_power_of_two() || n_classes == 0 {
            return Err(ContainerError::Shape {
                name: name.into(),
                found: format!("{} long", weights.len()),
                expected: format!("a power of two plus {n_classes}"),
            });
        }
        Ok(HashedTable { weights, mask: (n_places - 1) as u32, n_classes })
    }
}

impl Scorer for HashedTable<'_> {
    fn n_classes(&self) -> usize {
        self.n_classes
    }

    fn score(&self, features: &[u32], scores: &mut Vec<i32>) {
        scores.clear();
        scores.resize(self.n_classes, 0);
        for feature in features {
            let row = &self.weights[place(*feature, self.mask)..][..self.n_classes];
            for (score, weight) in scores.iter_mut().zip(row) {
                *score += decode(*weight);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Writer;

    #[test]
    fn scores_are_sums_of_rows() {
        let mut writer = Writer::new();
        writer.i8("t", &[10], &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        let bytes = writer.finish();
        let container = Container::parse(&bytes).unwrap();
        let table = HashedTable::load(&container, "t", 2).unwrap();
        let mut scores = Vec::new();
        let (a, b) = (feature(1, &[2]), feature(2, &[2]));
        table.score(&[a, b], &mut scores);
        let at = |feature: u32, class: usize| (place(feature, 7) + class + 1).pow(2) as i32;
        assert_eq!(scores, [at(a, 0) + at(b, 0), at(a, 1) + at(b, 1)]);
        assert!(HashedTable::load(&container, "t", 3).is_err());
    }

    #[test]
    fn bytes_come_back() {
        for byte in -127..=127 {
            assert_eq!(encode(f64::from(decode(byte))), byte);
        }
        assert_eq!(encode(-1e9), -127);
    }

    #[test]
    fn the_first_of_equal_scores_wins() {
        assert_eq!(argmax(&[1, 5, 5, 2]), 1);
        assert_eq!(argmax(&[]), 0);
    }
}
