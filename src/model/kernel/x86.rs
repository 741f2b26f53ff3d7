//! Products on x86-64: AVX2, AVX-VNNI, AVX-512 VNNI.
//!
//! AVX2 adds two products of an unsigned and a signed byte into 16 bits, and two such sums: at most 4 × 127 × 64, which
//! fits. VNNI adds four products straight into 32 bits. All three are exact.

use super::{Operands, PANEL, QUAD};
use std::arch::x86_64::*;

/// Calls `$block` for 8, 4, 2 or 1 rows at once, whatever is left of them.
macro_rules! by_rows {
    ($operands:expr, $sums:expr, $block:ident) => {{
        let operands: Operands = $operands;
        let n_panels = operands.n_out() / PANEL;
        for panel in 0..n_panels {
            let mut row = 0;
            while row < operands.n_rows {
                // SAFETY: `row` and `panel` are within the checked lengths, and so are the rows after `row`.
                unsafe {
                    match operands.n_rows - row {
                        8.. => $block::<8>(&operands, row, panel, $sums),
                        4..8 => $block::<4>(&operands, row, panel, $sums),
                        2..4 => $block::<2>(&operands, row, panel, $sums),
                        _ => $block::<1>(&operands, row, panel, $sums),
                    }
                }
                row += match operands.n_rows - row {
                    8.. => 8,
                    4..8 => 4,
                    2..4 => 2,
                    _ => 1,
                };
            }
        }
    }};
}

/// # Safety
/// AVX2 must be there and `operands` checked against `sums`.
#[target_feature(enable = "avx2")]
pub(super) unsafe fn multiply_avx2(operands: Operands, sums: &mut [i32]) {
    by_rows!(operands, sums, block_avx2_halves);
}

/// # Safety
/// AVX2 and AVX-VNNI must be there and `operands` checked against `sums`.
#[target_feature(enable = "avx2,avxvnni")]
pub(super) unsafe fn multiply_vnni256(operands: Operands, sums: &mut [i32]) {
    by_rows!(operands, sums, block_vnni256_halves);
}

/// # Safety
/// AVX-512 F and VNNI must be there and `operands` checked against `sums`.
#[target_feature(enable = "avx512f,avx512vnni")]
pub(super) unsafe fn multiply_vnni512(operands: Operands, sums: &mut [i32]) {
    by_rows!(operands, sums, block_vnni512);
}

/// Eight rows are two blocks of four: there are 16 registers.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn block_avx2_halves<const N: usize>(operands: &Operands, row: usize, panel: usize, sums: &mut [i32]) {
    // SAFETY: the caller's promise.
    unsafe {
        if N == 8 {
            block_avx2::<4>(operands, row, panel, sums);
            block_avx2::<4>(operands, row + 4, panel, sums);
        } else {
            block_avx2::<N>(operands, row, panel, sums);
        }
    }
}

#[inline]
#[target_feature(enable = "avx2,avxvnni")]
unsafe fn block_vnni256_halves<const N: usize>(
    operands: &Operands,
    row: usize,
    panel: usize,
    sums: &mut [i32],
) {
    // SAFETY: the caller's promise.
    unsafe {
        if N == 8 {
            block_vnni256::<4>(operands, row, panel, sums);
            block_vnni256::<4>(operands, row + 4, panel, sums);
        } else {
            block_vnni256::<N>(operands, row, panel, sums);
        }
    }
}

/// Four activations of a row, as the bits of one integer.
#[inline(always)]
unsafe fn quad(row: *const u8, at: usize) -> i32 {
    // SAFETY: the caller keeps `at` within the row.
    unsafe { row.add(at * QUAD).cast::<i32>().read_unaligned() }
}

#[inline]
#[target_feature(enable = "avx2")]
unsafe fn block_avx2<const N: usize>(operands: &Operands, row: usize, panel: usize, sums: &mut [i32]) {
    let n_in = operands.n_quads * QUAD;
    // SAFETY: rows `row..row + N` and `panel` exist, quads are even, and all pointers stay within them.
    unsafe {
        let rows = operands.rows.as_ptr().add(row * n_in);
        let weights = operands.panels.as_ptr().add(panel * PANEL * n_in);
        let start = operands.start.as_ptr().add(panel * PANEL).cast::<__m256i>();
        let mut low = [_mm256_loadu_si256(start); N];
        let mut high = [_mm256_loadu_si256(start.add(1)); N];
        let ones = _mm256_set1_epi16(1);
        for at in (0..operands.n_quads).step_by(2) {
            let here = weights.add(at * PANEL * QUAD).cast::<__m256i>();
            let (a, b) = (_mm256_loadu_si256(here), _mm256_loadu_si256(here.add(1)));
            let (c, d) = (_mm256_loadu_si256(here.add(2)), _mm256_loadu_si256(here.add(3)));
            for n in 0..N {
                let row = rows.add(n * n_in);
                let (first, second) =
                    (_mm256_set1_epi32(quad(row, at)), _mm256_set1_epi32(quad(row, at + 1)));
                let ac = _mm256_add_epi16(_mm256_maddubs_epi16(first, a), _mm256_maddubs_epi16(second, c));
                let bd = _mm256_add_epi16(_mm256_maddubs_epi16(first, b), _mm256_maddubs_epi16(second, d));
                low[n] = _mm256_add_epi32(low[n], _mm256_madd_epi16(ac, ones));
                high[n] = _mm256_add_epi32(high[n], _mm256_madd_epi16(bd, ones));
            }
        }
        for n in 0..N {
            let out = sums.as_mut_ptr().add((row + n) * operands.n_out() + panel * PANEL).cast::<__m256i>();
            _mm256_storeu_si256(out, low[n]);
            _mm256_storeu_si256(out.add(1), high[n]);
        }
    }
}

#[inline]
#[target_feature(enable = "avx2,avxvnni")]
unsafe fn block_vnni256<const N: usize>(operands: &Operands, row: usize, panel: usize, sums: &mut [i32]) {
    let n_in = operands.n_quads * QUAD;
    // SAFETY: rows `row..row + N` and `panel` exist, and all pointers stay within them.
    unsafe {
        let rows = operands.rows.as_ptr().add(row * n_in);
        let weights = operands.panels.as_ptr().add(panel * PANEL * n_in);
        let start = operands.start.as_ptr().add(panel * PANEL).cast::<__m256i>();
        let mut low = [_mm256_loadu_si256(start); N];
        let mut high = [_mm256_loadu_si256(start.add(1)); N];
        for at in 0..operands.n_quads {
            let here = weights.add(at * PANEL * QUAD).cast::<__m256i>();
            let (first, second) = (_mm256_loadu_si256(here), _mm256_loadu_si256(here.add(1)));
            for n in 0..N {
                let four = _mm256_set1_epi32(quad(rows.add(n * n_in), at));
                low[n] = _mm256_dpbusd_avx_epi32(low[n], four, first);
                high[n] = _mm256_dpbusd_avx_epi32(high[n], four, second);
            }
        }
        for n in 0..N {
            let out = sums.as_mut_ptr().add((row + n) * operands.n_out() + panel * PANEL).cast::<__m256i>();
            _mm256_storeu_si256(out, low[n]);
            _mm256_storeu_si256(out.add(1), high[n]);
        }
    }
}

#[inline]
#[target_feature(enable = "avx512f,avx512vnni")]
unsafe fn block_vnni512<const N: usize>(operands: &Operands, row: usize, panel: usize, sums: &mut [i32]) {
    let n_in = operands.n_quads * QUAD;
    // SAFETY: rows `row..row + N` and `panel` exist, and all pointers stay within them.
    unsafe {
        let rows = operands.rows.as_ptr().add(row * n_in);
        let weights = operands.panels.as_ptr().add(panel * PANEL * n_in);
        let start = operands.start.as_ptr().add(panel * PANEL).cast::<__m512i>();
        let mut totals = [_mm512_loadu_si512(start); N];
        for at in 0..operands.n_quads {
            let here = _mm512_loadu_si512(weights.add(at * PANEL * QUAD).cast::<__m512i>());
            for (n, total) in totals.iter_mut().enumerate() {
                let four = _mm512_set1_epi32(quad(rows.add(n * n_in), at));
                *total = _mm512_dpbusd_epi32(*total, four, here);
            }
        }
        for (n, total) in totals.into_iter().enumerate() {
            let out = sums.as_mut_ptr().add((row + n) * operands.n_out() + panel * PANEL);
            _mm512_storeu_si512(out.cast::<__m512i>(), total);
        }
    }
}
