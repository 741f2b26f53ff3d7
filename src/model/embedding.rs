//! Tables of learned vectors: rows of 4-bit values with a scale each.

use super::container::{Container, ContainerError};

/// What a value of 0 is kept as: half of a byte holds 0 to 15, which stand for -8 to 7.
const ZERO: i8 = 8;

/// `n_rows` vectors of `width` values, which is even.
#[derive(Debug)]
pub struct Table<'a> {
    /// Two values a byte, the first in its low half.
    pairs: &'a [u8],
    scales: Vec<f32>,
    width: usize,
}

impl<'a> Table<'a> {
    /// Takes the tensors `name` and `name.scale`.
    ///
    /// # Errors
    /// Where one is missing or has another shape.
    pub fn load(container: &Container<'a>, name: &str, width: usize) -> Result<Table<'a>, ContainerError> {
        let pairs = container.u8(name, &[0, width / 2])?;
        let scales = container.bf16(&format!("{name}.scale"), &[pairs.len() / (width / 2)])?;
        Ok(Table { pairs, scales, width })
    }

    /// Number of vectors.
    pub fn n_rows(&self) -> usize {
        self.scales.len()
    }

    /// Values a vector.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Appends a vector; zeros where there is no such row.
    pub fn append(&self, row: usize, out: &mut Vec<f32>) {
        let at = out.len();
        out.resize(at + self.width, 0.0);
        self.add(row, &mut out[at..]);
    }

    /// Appends the mean of several vectors; zeros for none.
    pub fn append_mean(&self, rows: &[usize], out: &mut Vec<f32>) {
        let at = out.len();
        out.resize(at + self.width, 0.0);
        rows.iter().for_each(|row| self.add(*row, &mut out[at..]));
        let n = rows.len().max(1) as f32;
        out[at..].iter_mut().for_each(|value| *value /= n);
    }

    fn add(&self, row: usize, out: &mut [f32]) {
        let (Some(pairs), Some(scale)) =
            (self.pairs.chunks_exact(self.width / 2).nth(row), self.scales.get(row))
        else {
            return;
        };
        let (twos, _) = out.as_chunks_mut::<2>();
        for ([low, high], pair) in twos.iter_mut().zip(pairs) {
            *low += f32::from((pair & 15).cast_signed() - ZERO) * scale;
            *high += f32::from((pair >> 4).cast_signed() - ZERO) * scale;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Writer;

    #[test]
    fn rows_and_means() {
        let mut writer = Writer::new();
        writer.u8("t", &[2, 1], &[0xA9, 0x4B]);
        writer.bf16("t.scale", &[2], &[1.0, 0.5]);
        let bytes = writer.finish();
        let table = Table::load(&Container::parse(&bytes).unwrap(), "t", 2).unwrap();
        let mut out = Vec::new();
        table.append(1, &mut out);
        table.append_mean(&[0, 1], &mut out);
        table.append_mean(&[], &mut out);
        table.append(9, &mut out);
        assert_eq!(out, [1.5, -2.0, 1.25, 0.0, 0.0, 0.0, 0.0, 0.0]);
    }
}
