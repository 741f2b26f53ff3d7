//! Matrices of 7-bit weights with a scale an output, applied to rows of floats.
//!
//! Rows are quantised as they come: each row's largest value becomes 63. A product is then an exact integer sum
//! times two scales, plus a bias, whichever kernel and however many rows at once. In the weights file they lie as the
//! kernels read them, and are read from there.

use super::container::{Container, ContainerError};
use super::kernel::{self, Kernel, MOST, OFFSET, Operands, PANEL, QUAD, STRIDE};
use super::math::{round, wide};
use std::borrow::Cow;

/// Rows of activations in 7 bits: `n_rows` × `n_in`, each row padded to a multiple of eight.
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
        self.bytes.resize(at + padded(self.n_in), OFFSET as u8);
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
    /// Sets `bytes` to the values divided by `scale`, rounded, + 64, with the scale that uses all of ±63.
    pub fn quantize(values: &[f32], bytes: &mut [u8], scale: &mut f32) {
        // As integers, absolute values of floats sort as floats do.
        let largest = values.iter().fold(0, |most: u32, v| most.max(v.to_bits() & 0x7FFF_FFFF));
        let largest = f32::from_bits(largest);
        let by = if largest > 0.0 { MOST / largest } else { 0.0 };
        *scale = largest / MOST;
        for (byte, value) in bytes.iter_mut().zip(values) {
            *byte = (round(value * by) + OFFSET) as u8;
        }
    }
}

wide! {
    /// Sets `out` to the sums times both scales, plus the bias.
    pub fn rescale(sums: &[i32], row_scale: f32, scales: &[f32], bias: &[f32], out: &mut [f32]) {
        let n = out.len();
        let (sums, scales, bias) = (&sums[..n], &scales[..n], &bias[..n]);
        for at in 0..n {
            out[at] = sums[at] as f32 * (row_scale * scales[at]) + bias[at];
        }
    }
}

/// A linear layer: `n_out` × `n_in` weights, and a bias an output.
#[derive(Clone, Debug)]
pub struct Matrix {
    panels: Cow<'static, [i8]>,
    start: Vec<i32>,
    scales: Vec<f32>,
    bias: Vec<f32>,
    n_in: usize,
    kernel: Kernel,
}

impl Matrix {
    /// Takes the tensors `name` (panels × quads of inputs × 16 outputs × 4 inputs), `name.scale` and `name.bias`; a 0 for
    /// `n_out` allows any.
    ///
    /// # Errors
    /// Where one is missing or has another shape.
    pub fn load(
        container: &Container<'static>,
        name: &str,
        n_out: usize,
        n_in: usize,
    ) -> Result<Matrix, ContainerError> {
        let scales = container.f32(&format!("{name}.scale"), &[n_out])?;
        let bias = container.f32(&format!("{name}.bias"), &[scales.len()])?;
        let n_panels = scales.len().div_ceil(PANEL);
        let panels = container.i8(name, &[n_panels, padded(n_in) / QUAD, PANEL, QUAD])?;
        Ok(Matrix::of_panels(panels.into(), n_in, scales, bias))
    }

    /// A layer of `weights` within ±64, one output's after the other.
    pub fn new(weights: &[i8], n_in: usize, scales: Vec<f32>, bias: Vec<f32>) -> Matrix {
        let n_panels = scales.len().div_ceil(PANEL);
        let panel_len = PANEL * padded(n_in);
        let mut panels = vec![0; n_panels * panel_len];
        for (output, row) in weights.chunks_exact(n_in).enumerate() {
            let panel = &mut panels[output / PANEL * panel_len..][..panel_len];
            for (input, weight) in row.iter().enumerate() {
                panel[place(output, input)] = *weight;
            }
        }
        Matrix::of_panels(panels.into(), n_in, scales, bias)
    }

    fn of_panels(panels: Cow<'static, [i8]>, n_in: usize, scales: Vec<f32>, bias: Vec<f32>) -> Matrix {
        let panel_len = PANEL * padded(n_in);
        let start = panels.chunks_exact(panel_len).flat_map(starts).collect();
        Matrix { panels, start, scales, bias, n_in, kernel: Kernel::best() }
    }

    /// Computes with another kernel from now on.
    pub fn set_kernel(&mut self, kernel: Kernel) {
        self.kernel = kernel;
    }

    /// The weight of an output for an input.
    #[cfg(test)]
    fn weight(&self, output: usize, input: usize) -> i8 {
        let panel_len = PANEL * padded(self.n_in);
        self.panels[output / PANEL * panel_len + place(output, input)]
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
        self.sums_of(&rows.bytes[..n_rows * padded(self.n_in)], n_rows, sums);
    }

    fn sums_of(&self, rows: &[u8], n_rows: usize, sums: &mut Vec<i32>) {
        sums.resize(n_rows * self.n_sums(), 0);
        let n_quads = padded(self.n_in) / QUAD;
        let operands = Operands { rows, n_rows, n_quads, panels: &self.panels, start: &self.start };
        kernel::multiply(self.kernel, operands, sums);
    }

    /// Multiplies every row; returns `n_rows` × `n_out`.
    pub fn apply(&self, rows: &Rows) -> Vec<f32> {
        const BLOCK: usize = 64;
        assert_eq!(rows.n_in, self.n_in, "inputs");
        let mut out = vec![0.0; rows.n_rows() * self.n_out()];
        let mut sums = Vec::new();
        let width = padded(self.n_in);
        for first in (0..rows.n_rows()).step_by(BLOCK) {
            let last = (first + BLOCK).min(rows.n_rows());
            self.sums_of(&rows.bytes[first * width..last * width], last - first, &mut sums);
            let out = out[first * self.n_out()..last * self.n_out()].chunks_exact_mut(self.n_out());
            for ((row, sums), out) in (first..).zip(sums.chunks_exact(self.n_sums())).zip(out) {
                rescale(sums, rows.scale(row), &self.scales, &self.bias, out);
            }
        }
        out
    }
}

/// Where the weight of an output for an input lies in the output's panel.
fn place(output: usize, input: usize) -> usize {
    (input / QUAD * PANEL + output % PANEL) * QUAD + input % QUAD
}

/// Of each output of a panel, −64 × the sum of its weights.
fn starts(panel: &[i8]) -> [i32; PANEL] {
    let mut sums = [0i32; PANEL * QUAD];
    for quads in panel.as_chunks::<{ PANEL * QUAD }>().0 {
        sums.iter_mut().zip(quads).for_each(|(sum, weight)| *sum += i32::from(*weight));
    }
    std::array::from_fn(|output| -OFFSET * sums[output * QUAD..][..QUAD].iter().sum::<i32>())
}

/// Inputs of a row, the padding included.
fn padded(n_in: usize) -> usize {
    n_in.next_multiple_of(STRIDE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::math::testing::plain;

    #[test]
    fn rows_keep_their_largest_value() {
        let rows = Rows::of(&[0.5, -1.0, 0.0, 0.0, 0.0, 0.0], 3);
        assert_eq!(rows.bytes[..8], [64 + 32, 64 - 63, 64, 64, 64, 64, 64, 64]);
        assert_eq!(rows.bytes[8..], [64; 8]);
        assert_eq!((rows.scale(0), rows.scale(1)), (1.0 / 63.0, 0.0));
    }

    #[test]
    fn products_are_near_those_of_floats() {
        // y0 = 2 x0 - x1 + 1, y1 = x2 / 2.
        let weights = [64, -32, 0, 0, 0, 64];
        let matrix = Matrix::new(&weights, 3, vec![2.0 / 64.0, 0.5 / 64.0], vec![1.0, 0.0]);
        let out = matrix.apply(&Rows::of(&[1.0, 0.5, -1.0, 0.0, 0.0, 0.0], 3));
        let wanted = [2.0 - 0.5 + 1.0, -0.5, 1.0, 0.0];
        for (got, wanted) in out.iter().zip(wanted) {
            assert!((got - wanted).abs() < 0.01, "{out:?}");
        }
    }

    #[test]
    fn rows_do_not_depend_on_their_neighbours() {
        let weights: Vec<i8> = (0..40 * 20).map(|n| (n * 37 % 129 - 64) as i8).collect();
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

    #[test]
    fn the_embedded_matrices_are_as_kernels_need_them() {
        use crate::model::kernel::MOST_WEIGHT;
        let container = Container::parse(crate::resources::NEURAL_WEIGHTS).unwrap();
        for (name, n_in) in [("project", 500), ("encoder1.forward.input", 201), ("label_pair", 65)] {
            let matrix = Matrix::load(&container, name, 0, n_in).unwrap();
            let most = matrix.panels.iter().map(|w| w.unsigned_abs()).max();
            assert_eq!(most, Some(MOST_WEIGHT.unsigned_abs()), "{name}");
            let n_out = matrix.n_out();
            let weights: Vec<i8> = (0..n_out * n_in).map(|at| matrix.weight(at / n_in, at % n_in)).collect();
            let made = Matrix::new(&weights, n_in, matrix.scales.clone(), matrix.bias.clone());
            assert_eq!(made.panels, matrix.panels, "{name}");
        }
    }
}
