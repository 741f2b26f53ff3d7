//! Vectors of words that were learned elsewhere, as residual quantization keeps them (Chen, Guan and Wang 2010): a vector is
//! the sum of one centre of each stage, and of each stage only the number of that centre is kept.

use super::container::{Container, ContainerError};

const N_CENTRES: usize = 256;
/// Bits of a key: the first of them say which bucket it is in, the last 8 are kept there.
const KEY_BITS: u32 = 25;
const N_BUCKETS: usize = 1 << (KEY_BITS - 8);

/// A table from keys to vectors of `width` values.
#[derive(Debug)]
pub struct Vectors<'a> {
    /// Of each bucket, where its keys begin; one more for where the last ends.
    starts: Vec<u32>,
    /// The last 8 bits of every key, bucket after bucket.
    keys: &'a [u8],
    /// `n_stages` numbers of centres a key.
    codes: &'a [u8],
    /// Stage after stage, its centres one after the other.
    centres: &'a [i8],
    /// Of each stage, what its centres are in units of.
    scales: Vec<f32>,
    width: usize,
}

impl<'a> Vectors<'a> {
    /// Takes the tensors `vector.counts`, `vector.keys`, `vector.codes`, `vector.centres` and `vector.scales`.
    ///
    /// # Errors
    /// Where one is missing or has another shape.
    pub fn load(
        container: &Container<'a>,
        n_stages: usize,
        width: usize,
    ) -> Result<Vectors<'a>, ContainerError> {
        let mut starts = vec![0];
        let mut n_keys = 0;
        starts.extend(container.u8("vector.counts", &[N_BUCKETS])?.iter().map(|count| {
            n_keys += u32::from(*count);
            n_keys
        }));
        let keys = container.u8("vector.keys", &[n_keys as usize])?;
        let codes = container.u8("vector.codes", &[keys.len(), n_stages])?;
        let centres = container.i8("vector.centres", &[n_stages, N_CENTRES, width])?;
        let scales = container.f32("vector.scales", &[n_stages])?;
        Ok(Vectors { starts, keys, codes, centres, scales, width })
    }

    /// Values a vector.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Appends the vector of the word with this hash; zeros where there is none. Another word's is taken for it once in a
    /// hundred times, as only the last bits of a hash are kept.
    pub fn append(&self, hash: u64, out: &mut Vec<f32>) {
        let at = out.len();
        out.resize(at + self.width, 0.0);
        let Some(row) = self.row(hash) else { return };
        let n_stages = self.scales.len();
        let codes = &self.codes[row * n_stages..][..n_stages];
        for (stage, (code, scale)) in codes.iter().zip(&self.scales).enumerate() {
            let centre = &self.centres[(stage * N_CENTRES + usize::from(*code)) * self.width..][..self.width];
            out[at..].iter_mut().zip(centre).for_each(|(sum, value)| *sum += f32::from(*value) * scale);
        }
    }

    fn row(&self, hash: u64) -> Option<usize> {
        let bucket = (hash >> 8) as usize % N_BUCKETS;
        let (start, end) = (self.starts[bucket] as usize, self.starts[bucket + 1] as usize);
        Some(start + self.keys[start..end].iter().position(|key| *key == hash as u8)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Writer;

    #[test]
    fn stages_are_added_up() {
        // Keys 7 and 9 in the first bucket, 5 in the second. Centre c of the first stage is (c, 1), of the second (0, c) / 2;
        // both end at 127.
        let (n_stages, width) = (2, 2);
        let mut counts = vec![0; N_BUCKETS];
        counts[..2].copy_from_slice(&[2, 1]);
        let first = (0..256).flat_map(|c: i32| [c.min(127) as i8, 1]);
        let centres: Vec<i8> = first.chain((0..256).flat_map(|c: i32| [0, c.min(127) as i8])).collect();
        let mut writer = Writer::new();
        writer.u8("vector.counts", &[N_BUCKETS], &counts);
        writer.u8("vector.keys", &[3], &[7, 9, 5]);
        writer.u8("vector.codes", &[3, n_stages], &[3, 5, 1, 0, 100, 127]);
        writer.i8("vector.centres", &[n_stages, N_CENTRES, width], &centres);
        writer.f32("vector.scales", &[n_stages], &[1.0, 0.5]);
        let bytes = writer.finish();
        let vectors = Vectors::load(&Container::parse(&bytes).unwrap(), n_stages, width).unwrap();
        let look_up = |hash: u64| {
            let mut out = vec![8.0];
            vectors.append(hash, &mut out);
            out[1..].to_vec()
        };
        assert_eq!(look_up(7), [3.0, 3.5]);
        assert_eq!(look_up(9), [1.0, 1.0]);
        assert_eq!(look_up(256 + 5), [100.0, 64.5]);
        assert_eq!(look_up(5), [0.0, 0.0], "of another bucket");
        assert_eq!(look_up((1 << KEY_BITS) + 7), look_up(7), "the same last bits");
    }
}
