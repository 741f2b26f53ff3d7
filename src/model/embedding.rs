//! Tables of vectors: 8-bit rows with a scale each.

use super::container::{Container, ContainerError};

/// `n_rows` vectors of `width` values.
#[derive(Debug)]
pub struct Table<'a> {
    values: &'a [i8],
    scales: Vec<f32>,
    width: usize,
}

impl<'a> Table<'a> {
    /// Takes the tensors `name` and `name.scale`.
    ///
    /// # Errors
    /// Where one is missing or has another shape.
    pub fn load(container: &Container<'a>, name: &str, width: usize) -> Result<Table<'a>, ContainerError> {
        let values = container.i8(name, &[0, width])?;
        let scales = container.bf16(&format!("{name}.scale"), &[values.len() / width])?;
        Ok(Table { values, scales, width })
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
        let (Some(values), Some(scale)) =
            (self.values.chunks_exact(self.width).nth(row), self.scales.get(row))
        else {
            return;
        };
        for (out, value) in out.iter_mut().zip(values) {
            *out += f32::from(*value) * scale;
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
        writer.i8("t", &[2, 2], &[1, 2, 3, -4]);
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
