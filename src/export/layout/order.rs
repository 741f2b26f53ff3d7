//! Order within layers: sweeps to and fro that put each item at the mean place of its neighbours, the best order
//! seen being kept, then swaps of neighbours that save crossings.

use super::layers::Layered;

/// Sweeps to and fro.
const N_SWEEPS: usize = 24;

/// Reorders the items of every layer to have few crossings.
pub(super) fn reduce_crossings(layered: &mut Layered) {
    let mut place = places(&layered.layers, layered.sizes.len());
    let mut best = (n_crossings(layered, &place), layered.layers.clone());
    for sweep in 0..N_SWEEPS {
        let n_layers = layered.layers.len();
        for step in 1..n_layers {
            let to_right = sweep % 2 == 0;
            let layer = if to_right { step } else { n_layers - 1 - step };
            sort_by_neighbours(layered, layer, to_right, &mut place);
        }
        swap_neighbours(layered, &mut place);
        let n = n_crossings(layered, &place);
        if n < best.0 {
            best = (n, layered.layers.clone());
        }
        if n == 0 {
            break;
        }
    }
    layered.layers = best.1;
}

fn places(layers: &[Vec<usize>], n_items: usize) -> Vec<usize> {
    let mut place = vec![0; n_items];
    for layer in layers {
        for (at, item) in layer.iter().enumerate() {
            place[*item] = at;
        }
    }
    place
}

fn sort_by_neighbours(layered: &mut Layered, layer: usize, by_left: bool, place: &mut [usize]) {
    let neighbours = if by_left { &layered.before } else { &layered.after };
    let mean = |item: usize| {
        let around = &neighbours[item];
        let sum: usize = around.iter().map(|n| place[*n]).sum();
        if around.is_empty() { place[item] as f64 } else { sum as f64 / around.len() as f64 }
    };
    let mut keyed: Vec<(f64, usize)> =
        layered.layers[layer].iter().map(|item| (mean(*item), *item)).collect();
    keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (at, (_, item)) in keyed.iter().enumerate() {
        layered.layers[layer][at] = *item;
        place[*item] = at;
    }
}

/// Swaps items that stand next to each other wherever that saves crossings, until none does.
fn swap_neighbours(layered: &mut Layered, place: &mut [usize]) {
    for _ in 0..8 {
        let mut changed = false;
        for layer in 0..layered.layers.len() {
            for at in 1..layered.layers[layer].len() {
                let (upper, lower) = (layered.layers[layer][at - 1], layered.layers[layer][at]);
                if crossings_of(layered, place, lower, upper) < crossings_of(layered, place, upper, lower) {
                    layered.layers[layer].swap(at - 1, at);
                    place.swap(upper, lower);
                    changed = true;
                }
            }
        }
        if !changed {
            return;
        }
    }
}

/// Crossings among the edges of two neighbours, were `upper` to stand above `lower`.
fn crossings_of(layered: &Layered, place: &[usize], upper: usize, lower: usize) -> usize {
    let side = |neighbours: &[Vec<usize>]| {
        let pairs = neighbours[upper].iter().flat_map(|u| neighbours[lower].iter().map(move |l| (u, l)));
        pairs.filter(|(u, l)| place[**u] > place[**l]).count()
    };
    side(&layered.before) + side(&layered.after)
}

fn n_crossings(layered: &Layered, place: &[usize]) -> usize {
    layered.layers.iter().map(|layer| crossings_after(layered, layer, place)).sum()
}

/// Crossings of the edges that leave a layer to the right: inversions among their ends.
fn crossings_after(layered: &Layered, layer: &[usize], place: &[usize]) -> usize {
    let mut ends: Vec<usize> = Vec::new();
    for item in layer {
        let mut own: Vec<usize> = layered.after[*item].iter().map(|n| place[*n]).collect();
        own.sort_unstable();
        ends.extend(own);
    }
    let later = |at: usize| ends[at + 1..].iter().filter(|end| **end < ends[at]).count();
    (0..ends.len()).map(later).sum()
}

#[cfg(test)]
mod tests {
    use super::super::{Link, Size};
    use super::*;

    #[test]
    fn a_crossing_that_can_go_goes() {
        let size = Size { width: 10.0, height: 10.0 };
        let link = |from, to| Link { from, to, label: Some(size) };
        let mut layered = Layered::new(&[size; 6], 6, &[link(0, 5), link(1, 4), link(2, 3), link(0, 4)]);
        reduce_crossings(&mut layered);
        let place = places(&layered.layers, layered.sizes.len());
        assert_eq!(n_crossings(&layered, &place), 0);
    }
}
