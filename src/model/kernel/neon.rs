//! Products on 64-bit ARM with NEON.
//!
//! Activations become signed again (less 64), so that sums start from 0: two products of signed bytes of 7 bits fit
//! 16 bits, and pairs of these sums are added into 32 bits.

use super::{OFFSET, Operands, PANEL, QUAD, STRIDE};
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
        let offset = vdup_n_s8(OFFSET as i8);
        for at in 0..row.len() / STRIDE {
            let here = row.as_ptr().add(at * STRIDE).cast::<u32>();
            let first = vreinterpret_s8_u32(vdup_n_u32(here.read_unaligned()));
            let second = vreinterpret_s8_u32(vdup_n_u32(here.add(1).read_unaligned()));
            let (first, second) = (vsub_s8(first, offset), vsub_s8(second, offset));
            let here = weights.as_ptr().add(at * PANEL * STRIDE);
            for (n, pair) in pairs.iter_mut().enumerate() {
                let products = vmull_s8(first, vld1_s8(here.add(n * 8)));
                let products = vmlal_s8(products, second, vld1_s8(here.add(PANEL * QUAD + n * 8)));
                *pair = vpadalq_s16(*pair, products);
            }
        }
        for n in 0..4 {
            let four = vpaddq_s32(pairs[2 * n], pairs[2 * n + 1]);
            vst1q_s32(sums.as_mut_ptr().add(4 * n), four);
        }
    }
}
