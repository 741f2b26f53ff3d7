//! The reference: sums in plain Rust.

use super::{Operands, PANEL, QUAD};

/// Products of every row with every output's weights.
pub(super) fn multiply(operands: Operands, sums: &mut [i32]) {
    let n_in = operands.n_quads * QUAD;
    let n_out = operands.n_out();
    if n_in == 0 {
        sums.chunks_exact_mut(n_out.max(1)).for_each(|row| row.copy_from_slice(operands.start));
        return;
    }
    for (row, sums) in operands.rows.chunks_exact(n_in).zip(sums.chunks_exact_mut(n_out)) {
        let panels = operands.panels.chunks_exact(n_in * PANEL);
        let starts = operands.start.chunks_exact(PANEL);
        for ((panel, start), sums) in panels.zip(starts).zip(sums.chunks_exact_mut(PANEL)) {
            sums.copy_from_slice(start);
            for (quad, weights) in row.chunks_exact(QUAD).zip(panel.chunks_exact(PANEL * QUAD)) {
                for (sum, weights) in sums.iter_mut().zip(weights.chunks_exact(QUAD)) {
                    *sum += quad.iter().zip(weights).map(|(a, w)| i32::from(*a) * i32::from(*w)).sum::<i32>();
                }
            }
        }
    }
}
