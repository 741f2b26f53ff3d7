//! Vectors of words that were learned elsewhere, as product quantization keeps them (Jégou, Douze and Schmid 2011): a vector
//! is cut into parts, and of each part only the number of the nearest of 256 centres is kept.

use super::container::{Container, ContainerError};

const N_CENTRES: usize = 256;

/// A table from 32-bit keys to vectors of `width` values.
#[derive(Debug)]
pub struct Vectors<'a> {
    /// In ascending order, little-endian.
    keys: &'a [[u8; 4]],
    /// `n_parts` numbers of centres a key.
    codes: &'a [u8],
    n_parts: usize,
    /// Part after part, the values of its centres one after the other.
    centres: Vec<f32>,
    width: usize,
}

impl<'a> Vectors<'a> {
    /// Takes the tensors `vector.keys`, `vector.codes` and `vector.centres`.
    ///
    /// # Errors
    /// Where one is missing or has another shape.
    pub fn load(
        container: &Container<'a>,
        n_parts: usize,
        width: usize,
    ) -> Result<Vectors<'a>, ContainerError> {
        let codes = container.u8("vector.codes", &[0, n_parts])?;
        let (keys, _) = container.u8("vector.keys", &[codes.len() / n_parts * 4])?.as_chunks::<4>();
        let centres = container.bf16("vector.centres", &[N_CENTRES * width])?;
        Ok(Vectors { keys, codes, n_parts, centres, width })
    }

    /// Values a vector.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Appends the vector of a key; zeros where there is none.
    pub fn append(&self, key: u32, out: &mut Vec<f32>) {
        let found = self.keys.binary_search_by_key(&key, |bytes| u32::from_le_bytes(*bytes)).ok();
        let Some(codes) = found.and_then(|row| self.codes.chunks_exact(self.n_parts).nth(row)) else {
            out.resize(out.len() + self.width, 0.0);
            return;
        };
        let mut start = 0;
        for (part, code) in codes.iter().enumerate() {
            // The first parts have one value more where the width is no multiple of their number.
            let n = self.width / self.n_parts + usize::from(part < self.width % self.n_parts);
            let at = start + usize::from(*code) * n;
            out.extend_from_slice(&self.centres[at..at + n]);
            start += N_CENTRES * n;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Writer;

    #[test]
    fn parts_are_put_together() {
        // Centre c of the first part, which has two values, is (c, -c), of the second (c / 2).
        let first = (0..256).flat_map(|c| [c as f32, -(c as f32)]);
        let centres: Vec<f32> = first.chain((0..256).map(|c| c as f32 / 2.0)).collect();
        let mut writer = Writer::new();
        writer.u8("vector.keys", &[8], &[7, 0, 0, 0, 0, 1, 0, 0]);
        writer.u8("vector.codes", &[2, 2], &[3, 5, 255, 0]);
        writer.bf16("vector.centres", &[768], &centres);
        let bytes = writer.finish();
        let vectors = Vectors::load(&Container::parse(&bytes).unwrap(), 2, 3).unwrap();
        let mut out = Vec::new();
        [7, 256, 8].iter().for_each(|key| vectors.append(*key, &mut out));
        assert_eq!(out, [3.0, -3.0, 2.5, 255.0, -255.0, 0.0, 0.0, 0.0, 0.0]);
    }
}
