//! Matrices of 8-bit weights with a scale an output, applied to rows of floats.
//!
//! Rows are quantised as they come: each row's largest value becomes 127. A product is then an exact integer sum
//! times two scales, plus a bias, whichever kernel and however many rows at once.

use super::container::{Container, ContainerError};
use super::kernel::{self, Kernel, Operands, PANEL, QUAD};
use super::math::{round, wide};

/// Rows of activations in 8 bits: `n_rows` × `n_in`, each row padded to a multiple of four.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    bytes: Vec<u8>,
    scales: Vec<f32>,
    n_in: usize,
}

impl Rows {
    /// No rows yet, of `n_in` values each.
    pub fn new(n_in: usize) -> Rows {
        Rows { bytes: Vec::new(), scales: Vec::new(), n_in }
    }

    /// Quantises rows that lie one after the other.
    pub fn of(values: &[f32], n_in: usize) -> Rows {
        let mut rows = Rows::new(n_in);
        values.chunks_exact(n_in).for_each(|row| rows.push(row));
        rows
    }

    /// Forgets all rows, keeping the space.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.scales.clear();
    }

    /// Adds a row.
    pub fn push(&mut self, row: &[f32]) {
        debug_assert_eq!(row.len(), self.n_in);
        let at = self.bytes.len();
        self.bytes.resize(at + self.n_in.next_multiple_of(QUAD), 128);
        self.scales.push(0.0);
        if let Some(scale) = self.scales.last_mut() {
            quantize(row, &mut self.bytes[at..at + self.n_in], scale);
        }
    }

    /// Number of rows.
    pub fn n_rows(&self) -> usize {
        self.scales.len()
    }

    /// What a row's integers are to be multiplied by.
    pub fn scale(&self, row: usize) -> f32 {
        self.scales[row]
    }
}

wide! {
    /// Sets `bytes` to the values divided by `scale`, rounded, + 128, with the scale that uses all of ±127.
    pub fn quantize(values: &[f32], bytes: &mut [u8], scale: &mut f32) {
        // As integers, absolute values of floats sort as floats do.
        let largest = values.iter().fold(0, |most: u32, v| most.max(v.to_bits() & 0x7FFF_FFFF));
        let largest = f32::from_bits(largest);
        let by = if largest > 0.0 { 127.0 / largest } else { 0.0 };
        *scale = largest / 127.0;
        for (byte, value) in bytes.iter_mut().zip(values) {
            *byte = (round(value * by) + 128) as u8;
        }
    }
}

wide! {
    /// Appends to `out` the sums times both scales, plus the bias.
    pub fn rescale(sums: &[i32], row_scale: f32, scales: &[f32], bias: &[f32], out: &mut Vec<f32>) {
        let values = sums.iter().zip(scales).zip(bias);
        out.extend(values.map(|((sum, scale), bias)| *sum as f32 * (row_scale * scale) + bias));
    }
}

/// A linear layer: `n_out` × `n_in` weights, and a bias an output.
#[derive(Clone, Debug)]
pub struct Matrix {
    panels: Vec<i8>,
    start: Vec<i32>,
    scales: Vec<f32>,
    bias: Vec<f32>,
    n_in: usize,
    kernel: Kernel,
}

impl Matrix {
    /// Takes the tensors `name`, `name.scale` and `name.bias`; a 0 for `n_out` allows any.
    ///
    /// # Errors
    /// Where one is missing or has another shape, or a weight is −128.
    pub fn load(
        container: &Container,
        name: &str,
        n_out: usize,
        n_in: usize,
    ) -> Result<Matrix, ContainerError> {
        let weights = container.i8(name, &[n_out, n_in])?;
        if weights.iter().fold(false, |found, weight| found | (*weight == i8::MIN)) {
            let (found, expected) = ("with a weight of −128".into(), "weights from −127".into());
            return Err(ContainerError::Shape { name: name.into(), found, expected });
        }
        let n_out = weights.len() / n_in;
        let scales = container.f32(&format!("{name}.scale"), &[n_out])?;
        let bias = container.f32(&format!("{name}.bias"), &[n_out])?;
        Ok(Matrix::new(weights, n_in, scales, bias))
    }

    /// A layer of `weights`, one output's after the other, none of them −128.
    pub fn new(weights: &[i8], n_in: usize, scales: Vec<f32>, bias: Vec<f32>) -> Matrix {
        let n_quads = n_in.div_ceil(QUAD);
        let n_panels = scales.len().div_ceil(PANEL);
        let mut panels = vec![0; n_panels * PANEL * n_quads * QUAD];
        let mut start = vec![0; n_panels * PANEL];
        let panel_len = PANEL * n_quads * QUAD;
        for (output, row) in weights.chunks_exact(n_in).enumerate() {
            let lane = output % PANEL * QUAD;
            let panel = &mut panels[output / PANEL * panel_len..][..panel_len];
            let (quads, rest) = row.as_chunks::<QUAD>();
            for (place, quad) in panel.chunks_exact_mut(PANEL * QUAD).zip(quads) {
                place[lane..lane + QUAD].copy_from_slice(quad);
            }
            if !rest.is_empty() {
                panel[quads.len() * PANEL * QUAD + lane..][..rest.len()].copy_from_slice(rest);
            }
            start[output] = -128 * row.iter().map(|w| i32::from(*w)).sum::<i32>();
        }
        Matrix { panels, start, scales, bias, n_in, kernel: Kernel::best() }
    }

    /// Computes with another kernel from now on.
    pub fn set_kernel(&mut self, kernel: Kernel) {
        self.kernel = kernel;
    }

    /// Number of outputs.
    pub fn n_out(&self) -> usize {
        self.scales.len()
    }

    /// Number of inputs.
    pub fn n_in(&self) -> usize {
        self.n_in
    }

    /// Outputs with padding: the length of a row of [`Matrix::sums`].
    pub fn n_sums(&self) -> usize {
        self.start.len()
    }

    /// The scale of each output.
    pub fn scales(&self) -> &[f32] {
        &self.scales
    }

    /// Sets `sums` to the integer products of the first `n_rows` rows, without scales or bias.
    pub fn sums(&self, rows: &Rows, n_rows: usize, sums: &mut Vec<i32>) {
        assert_eq!(rows.n_in, self.n_in, "inputs");
        self.sums_of(&rows.bytes[..n_rows * self.n_in.next_multiple_of(QUAD)], n_rows, sums);
    }

    fn sums_of(&self, rows: &[u8], n_rows: usize, sums: &mut Vec<i32>) {
        sums.resize(n_rows * self.n_sums(), 0);
        let n_quads = self.n_in.div_ceil(QUAD);
        let operands = Operands { rows, n_rows, n_quads, panels: &self.panels, start: &self.start };
        kernel::multiply(self.kernel, operands, sums);
    }

    /// Multiplies every row; returns `n_rows` × `n_out`.
    pub fn apply(&self, rows: &Rows) -> Vec<f32> {
        const BLOCK: usize = 64;
        assert_eq!(rows.n_in, self.n_in, "inputs");
        let mut out = Vec::with_capacity(rows.n_rows() * self.n_out());
        let mut sums = Vec::new();
        let width = self.n_in.next_multiple_of(QUAD);
        for first in (0..rows.n_rows()).step_by(BLOCK) {
            let last = (first + BLOCK).min(rows.n_rows());
            self.sums_of(&rows.bytes[first * width..last * width], last - first, &mut sums);
            for row in first..last {
                let sums = &sums[(row - first) * self.n_sums()..][..self.n_out()];
                rescale(sums, rows.scale(row), &self.scales, &self.bias, &mut out);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::math::testing::plain;

    #[test]
    fn rows_keep_their_largest_value() {
        let rows = Rows::of(&[0.5, -1.0, 0.0, 0.0, 0.0, 0.0], 3);
        assert_eq!(rows.bytes, [128 + 64, 128 - 127, 128, 128, 128, 128, 128, 128]);
        assert_eq!((rows.scale(0), rows.scale(1)), (1.0 / 127.0, 0.0));
    }

    #[test]
    fn products_are_near_those_of_floats() {
        // y0 = 2 x0 - x1 + 1, y1 = x2 / 2.
        let weights = [127, -64, 0, 0, 0, 127];
        let matrix = Matrix::new(&weights, 3, vec![2.0 / 127.0, 0.5 / 127.0], vec![1.0, 0.0]);
        let out = matrix.apply(&Rows::of(&[1.0, 0.5, -1.0, 0.0, 0.0, 0.0], 3));
        let wanted = [2.0 - 0.5 * 128.0 / 127.0 + 1.0, -0.5, 1.0, 0.0];
        for (got, wanted) in out.iter().zip(wanted) {
            assert!((got - wanted).abs() < 0.01, "{out:?}");
        }
    }

    #[test]
    fn rows_do_not_depend_on_their_neighbours() {
        let weights: Vec<i8> = (0..40 * 20).map(|n| (n * 37 % 255 - 127) as i8).collect();
        let matrix = Matrix::new(&weights, 20, vec![0.01; 40], vec![0.5; 40]);
        let values: Vec<f32> = (0..20 * 130).map(|n| ((n * 91) % 1000) as f32 / 500.0 - 1.0).collect();
        let all = matrix.apply(&Rows::of(&values, 20));
        for (row, wanted) in values.chunks_exact(20).zip(all.chunks_exact(40)) {
            assert_eq!(matrix.apply(&Rows::of(row, 20)), wanted);
        }
        for kernel in Kernel::available() {
            let mut same = matrix.clone();
            same.set_kernel(kernel);
            assert_eq!(same.apply(&Rows::of(&values, 20)), all, "{kernel:?}");
            assert_eq!(plain(|| same.apply(&Rows::of(&values, 20))), all, "{kernel:?}, plain");
        }
    }
}
