//! How much two texts share: their three-word shingles, and the MinHash bands under which similar ones meet.
//!
//! The hashes are fixed here, as the database keeps them.

use super::folded;

/// Words of a shingle.
const WORDS: usize = 3;

/// Fewest shingles with which a text is compared: shorter ones are alike by chance.
const FEWEST: usize = 20;

/// Bands of a text, and MinHash values in each: texts that share 70% of their shingles meet in one of 99 cases in 100.
const BANDS: u64 = 16;
const ROWS: u64 = 4;

/// The shingles of a text, as hashes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shingles(Vec<u64>);

impl Shingles {
    /// The shingles of `text`, case, accents, punctuation and line ends left aside; `None` where it is too short to be
    /// compared.
    pub fn of(text: &str) -> Option<Shingles> {
        let folded = folded(text);
        let words: Vec<u64> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(hash).collect();
        let join = |words: &[u64]| words.iter().fold(0, |sum, word| mix(sum ^ word));
        let mut hashes: Vec<u64> = words.windows(WORDS).map(join).collect();
        hashes.sort_unstable();
        hashes.dedup();
        (hashes.len() >= FEWEST).then_some(Shingles(hashes))
    }

    /// Keys of 32 bits that similar texts share at least one of, and others hardly ever.
    pub fn bands(&self) -> Vec<i64> {
        let band = |band: u64| (0..ROWS).fold(mix(band), |sum, row| mix(sum ^ self.least(band * ROWS + row)));
        (0..BANDS).map(|n| i64::from(band(n) as i32)).collect()
    }

    /// The least of the hashes under the permutation of this number.
    fn least(&self, number: u64) -> u64 {
        let seed = mix(number.wrapping_add(0x9e37_79b9_7f4a_7c15));
        self.0.iter().map(|hash| mix(hash ^ seed)).min().unwrap_or(0)
    }

    /// Shingles that both have, of those that either has: 0 to 1.
    pub fn similarity(&self, other: &Shingles) -> f64 {
        let (mut here, mut there) = (self.0.iter().peekable(), other.0.iter().peekable());
        let mut n_common = 0_usize;
        while let (Some(one), Some(two)) = (here.peek(), there.peek()) {
            match one.cmp(two) {
                std::cmp::Ordering::Less => drop(here.next()),
                std::cmp::Ordering::Greater => drop(there.next()),
                std::cmp::Ordering::Equal => {
                    n_common += 1;
                    here.next();
                    there.next();
                }
            }
        }
        n_common as f64 / (self.0.len() + other.0.len() - n_common) as f64
    }
}

/// FNV-1a over the bytes, then mixed.
fn hash(word: &str) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    mix(word.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

/// The finalizer of SplitMix64: a permutation of the 64-bit numbers.
fn mix(x: u64) -> u64 {
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> String {
        (from..to).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn similarity_is_the_common_share() {
        let shingles = |from, to| Shingles::of(&text(from, to)).unwrap();
        assert_eq!(shingles(0, 102).similarity(&shingles(0, 102)), 1.0);
        assert_eq!(shingles(0, 102).similarity(&shingles(200, 302)), 0.0);
        // 100 shingles each, 50 of them common.
        assert_eq!(shingles(0, 102).similarity(&shingles(50, 152)), 50.0 / 150.0);
    }

    #[test]
    fn writing_does_not_matter_and_short_texts_are_left_alone() {
        assert_eq!(
            Shingles::of(&text(0, 60)),
            Shingles::of(&text(0, 60).to_uppercase().replace(' ', ",\r\n"))
        );
        assert_eq!(Shingles::of(&text(0, 21)), None);
        assert_eq!(Shingles::of(""), None);
    }

    #[test]
    fn similar_texts_meet_and_others_do_not() {
        let meet = |one: &str, two: &str| {
            let bands = Shingles::of(one).unwrap().bands();
            Shingles::of(two).unwrap().bands().iter().any(|b| bands.contains(b))
        };
        let n_near = (0..100).filter(|n| meet(&text(n * 500, n * 500 + 200), &text(n * 500, n * 500 + 235)));
        assert!(n_near.count() >= 98);
        let n_far =
            (0..100).filter(|n| meet(&text(n * 500, n * 500 + 200), &text(n * 500 + 190, n * 500 + 390)));
        assert!(n_far.count() <= 1);
    }
}
