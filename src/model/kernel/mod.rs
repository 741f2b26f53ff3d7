//! Products of bytes: the one operation that takes the engine's time.
//!
//! Activations are unsigned bytes (value + 64) of 7 bits, weights signed bytes within ±64, sums 32-bit integers: of each output,
//! the activations (less 64) times its weights. Four such products, 4 × 127 × 64, fit signed 16 bits, so that processors
//! without an instruction for sums of bytes can add them there. Every way to compute them is exact, so that all processors give
//! equal results; `scalar` is the reference, the others are chosen at run time. Weights lie in panels of 16 outputs: for each
//! four inputs, four bytes an output.

#[cfg(target_arch = "aarch64")]
mod neon;
mod scalar;
#[cfg(target_arch = "x86_64")]
mod x86;

use std::sync::OnceLock;

/// Outputs a panel.
pub const PANEL: usize = 16;
/// Inputs that lie together.
pub const QUAD: usize = 4;
/// Rows of activations are padded to a multiple of this: two quads.
pub const STRIDE: usize = 2 * QUAD;
/// What is added to activations to make them unsigned.
pub const OFFSET: i32 = 64;
/// The largest magnitude of an activation.
pub const MOST: f32 = 63.0;
/// The largest magnitude of a weight.
pub const MOST_WEIGHT: i8 = 64;

/// A way to compute products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kernel {
    /// Plain Rust, the reference.
    Scalar,
    /// AVX2 on x86-64.
    Avx2,
    /// AVX-VNNI on x86-64: four products an instruction, 8 outputs at once.
    Vnni256,
    /// AVX-512 VNNI on x86-64: the same, 16 outputs at once.
    Vnni512,
    /// NEON on 64-bit ARM.
    Neon,
}

impl Kernel {
    /// What this processor can do, the fastest last.
    pub fn available() -> Vec<Kernel> {
        let mut kernels = vec![Kernel::Scalar];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                kernels.push(Kernel::Avx2);
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("avxvnni") {
                kernels.push(Kernel::Vnni256);
            }
            if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni") {
                kernels.push(Kernel::Vnni512);
            }
        }
        #[cfg(target_arch = "aarch64")]
        kernels.push(Kernel::Neon);
        kernels
    }

    /// The fastest that this processor has.
    pub fn best() -> Kernel {
        static BEST: OnceLock<Kernel> = OnceLock::new();
        *BEST.get_or_init(|| Kernel::available().pop().unwrap_or(Kernel::Scalar))
    }
}

/// Operands of a product: `n_rows` rows of `n_quads` × 4 activations, and panels of weights.
#[derive(Clone, Copy, Debug)]
pub struct Operands<'a> {
    /// Activations + 64, at most 127; `n_rows` × `n_quads` × 4.
    pub rows: &'a [u8],
    /// How many rows.
    pub n_rows: usize,
    /// Quads of inputs a row, an even number.
    pub n_quads: usize,
    /// Weights within ±64; panels × `n_quads` × 16 × 4.
    pub panels: &'a [i8],
    /// −64 × the sum of each output's weights, from which sums of unsigned activations start; panels × 16.
    pub start: &'a [i32],
}

impl Operands<'_> {
    /// Outputs a row, the padding included.
    pub fn n_out(&self) -> usize {
        self.start.len()
    }

    /// Checks what the unsafe kernels rely on.
    fn check(&self, sums: &[i32]) {
        assert_eq!(self.n_quads % 2, 0, "quads");
        assert_eq!(self.rows.len(), self.n_rows * self.n_quads * QUAD, "rows");
        assert_eq!(self.start.len() % PANEL, 0, "panels");
        assert_eq!(self.panels.len(), self.start.len() * self.n_quads * QUAD, "weights");
        assert_eq!(sums.len(), self.n_rows * self.n_out(), "sums");
    }
}

/// Sets `sums` (`n_rows` × `n_out`) to the products of every row with every output's weights.
///
/// # Panics
/// Where lengths do not agree, or the processor lacks the kernel.
pub fn multiply(kernel: Kernel, operands: Operands, sums: &mut [i32]) {
    operands.check(sums);
    match kernel {
        Kernel::Scalar => scalar::multiply(operands, sums),
        #[cfg(target_arch = "x86_64")]
        Kernel::Avx2 => {
            assert!(is_x86_feature_detected!("avx2"));
            // SAFETY: the feature was just seen, the lengths checked above.
            unsafe { x86::multiply_avx2(operands, sums) }
        }
        #[cfg(target_arch = "x86_64")]
        Kernel::Vnni256 => {
            assert!(is_x86_feature_detected!("avx2") && is_x86_feature_detected!("avxvnni"));
            // SAFETY: as above.
            unsafe { x86::multiply_vnni256(operands, sums) }
        }
        #[cfg(target_arch = "x86_64")]
        Kernel::Vnni512 => {
            assert!(is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("avx512vnni"));
            // SAFETY: as above.
            unsafe { x86::multiply_vnni512(operands, sums) }
        }
        #[cfg(target_arch = "aarch64")]
        // SAFETY: every 64-bit ARM processor has NEON; lengths were checked above.
        Kernel::Neon => unsafe { neon::multiply(operands, sums) },
        #[allow(unreachable_patterns)]
        other => panic!("{other:?} is for other processors"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes of up to 127 that look random, extremes among them.
    fn bytes(n: usize, seed: u32) -> Vec<u8> {
        let mut state = seed;
        (0..n)
            .map(|i| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                if i % 7 == 0 { 127 } else { (state >> 25) as u8 }
            })
            .collect()
    }

    /// −64 × the sum of each output's weights.
    fn start_of(panels: &[i8], n_quads: usize) -> Vec<i32> {
        let mut start = Vec::new();
        for panel in panels.chunks_exact(n_quads * PANEL * QUAD) {
            for output in 0..PANEL {
                let quads = panel.chunks_exact(QUAD).skip(output).step_by(PANEL);
                start.push(-OFFSET * quads.flatten().map(|w| i32::from(*w)).sum::<i32>());
            }
        }
        start
    }

    #[test]
    fn all_kernels_equal_the_reference() {
        for (n_rows, n_quads, n_panels) in [(1, 2, 1), (3, 48, 5), (7, 18, 2), (19, 96, 3), (33, 6, 4)] {
            let rows = bytes(n_rows * n_quads * QUAD, 7);
            let weights = bytes(n_panels * PANEL * n_quads * QUAD, 9);
            let panels: Vec<i8> = weights.iter().map(|b| (*b as i8 - 63).clamp(-64, 64)).collect();
            for panels in [panels, vec![MOST_WEIGHT; weights.len()], vec![-MOST_WEIGHT; weights.len()]] {
                let start = start_of(&panels, n_quads);
                let operands = Operands { rows: &rows, n_rows, n_quads, panels: &panels, start: &start };
                let mut wanted = vec![0; n_rows * start.len()];
                multiply(Kernel::Scalar, operands, &mut wanted);
                for kernel in Kernel::available() {
                    let mut sums = vec![1; wanted.len()];
                    multiply(kernel, operands, &mut sums);
                    assert!(sums == wanted, "{kernel:?} with {n_rows} rows");
                }
            }
        }
    }

    #[test]
    fn the_largest_sums_are_exact() {
        let (rows, panels) = ([127; STRIDE], [MOST_WEIGHT; PANEL * STRIDE]);
        let start = start_of(&panels, 2);
        let operands = Operands { rows: &rows, n_rows: 1, n_quads: 2, panels: &panels, start: &start };
        for kernel in Kernel::available() {
            let mut sums = [0; PANEL];
            multiply(kernel, operands, &mut sums);
            assert_eq!(sums, [8 * 63 * 64; PANEL], "{kernel:?}");
        }
    }

    #[test]
    fn sums_by_hand() {
        let mut panels = [0i8; PANEL * STRIDE];
        panels[..8].copy_from_slice(&[1, -2, 3, 64, -64, 0, 0, 1]);
        panels[PANEL * QUAD..][..2].copy_from_slice(&[5, 0]);
        let start = start_of(&panels, 2);
        let rows = [65, 62, 67, 127, 66, 64, 64, 64];
        let operands = Operands { rows: &rows, n_rows: 1, n_quads: 2, panels: &panels, start: &start };
        for kernel in Kernel::available() {
            let mut sums = [9; PANEL];
            multiply(kernel, operands, &mut sums);
            assert_eq!(sums[..3], [1 + 4 + 9 + 63 * 64 + 10, -64 + 63, 0], "{kernel:?}");
        }
    }
}
