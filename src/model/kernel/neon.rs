//! Products on 64-bit ARM with NEON.
//!
//! Activations become signed again (−128, by flipping the top bit), so that sums start from 0: a product of two signed
//! bytes fits 16 bits, and pairs of them are added into 32 bits.

use super::{Operands, PANEL, QUAD};
use std::arch::aarch64::*;

/// # Safety
/// `operands` must be checked against `sums`.
#[target_feature(enable = "neon")]
pub(super) unsafe fn multiply(operands: Operands, sums: &mut [i32]) {
    let n_in = operands.n_quads * QUAD;
    for panel in 0..operands.n_out() / PANEL {
        let weights = &operands.panels[panel * PANEL * n_in..][..PANEL * n_in];
        for row in 0..operands.n_rows {
            let out = row * operands.n_out() + panel * PANEL;
            // SAFETY: a row holds `n_in` bytes and the panel 16 times as many.
            unsafe { block(&operands.rows[row * n_in..][..n_in], weights, &mut sums[out..out + PANEL]) }
        }
    }
}

#[inline]
#[target_feature(enable = "neon")]
unsafe fn block(row: &[u8], weights: &[i8], sums: &mut [i32]) {
    // SAFETY: the loop stays within `row` and `weights`, whose lengths the caller gives.
    unsafe {
        // Two lanes an output, each of two inputs; added up at the end.
        let mut pairs = [vdupq_n_s32(0); 8];
        for at in 0..row.len() / QUAD {
            let four = row.as_ptr().add(at * QUAD).cast::<u32>().read_unaligned() ^ 0x8080_8080;
            let four = vreinterpret_s8_u32(vdup_n_u32(four));
            let here = weights.as_ptr().add(at * PANEL * QUAD);
            for (n, pair) in pairs.iter_mut().enumerate() {
                *pair = vpadalq_s16(*pair, vmull_s8(four, vld1_s8(here.add(n * 8))));
            }
        }
        for n in 0..4 {
            let four = vpaddq_s32(pairs[2 * n], pairs[2 * n + 1]);
            vst1q_s32(sums.as_mut_ptr().add(4 * n), four);
        }
    }
}
