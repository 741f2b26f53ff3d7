//! The best dependency tree without crossing arcs (Eisner 1996), with a single root.
//!
//! English trees have few crossing arcs, and most of those that the best tree of all has are wrong: two in five were right on
//! development sets. Cubic, so that only trees with crossing arcs come here, of sentences of usual length.

use super::mst::{ROOT_COST, arc};
use crate::span::TokenIdx;

/// Tokens of the longest sentence that is looked at.
const LONGEST: usize = 120;

/// The tree itself, or the best one without crossing arcs where it has some.
///
/// `scores` is n × (n + 1), of each token the score of the root, then of each head.
pub fn uncrossed(tree: Vec<Option<TokenIdx>>, scores: &[f32]) -> Vec<Option<TokenIdx>> {
    if tree.len() > LONGEST || !crosses(&tree) {
        return tree;
    }
    best_tree(scores, tree.len())
}

/// Whether two arcs of the tree cross; the arc of the root counts as none.
fn crosses(tree: &[Option<TokenIdx>]) -> bool {
    let arcs: Vec<(TokenIdx, TokenIdx)> =
        tree.iter().enumerate().filter_map(|(d, h)| h.map(|h| (d.min(h), d.max(h)))).collect();
    arcs.iter().any(|(a, b)| arcs.iter().any(|(c, d)| a < c && c < b && b < d))
}

/// Values of all spans of nodes, and where each is divided.
struct Chart {
    width: usize,
    values: Vec<f64>,
    splits: Vec<usize>,
}

impl Chart {
    fn new(width: usize) -> Chart {
        Chart { width, values: vec![0.0; width * width], splits: vec![0; width * width] }
    }

    fn value(&self, from: usize, to: usize) -> f64 {
        self.values[from * self.width + to]
    }

    fn put(&mut self, from: usize, to: usize, (split, value): (usize, f64)) {
        (self.splits[from * self.width + to], self.values[from * self.width + to]) = (split, value);
    }

    fn split(&self, from: usize, to: usize) -> usize {
        self.splits[from * self.width + to]
    }
}

/// The best division and its value; ties go to the earlier one.
fn best(divisions: impl Iterator<Item = (usize, f64)>) -> (usize, f64) {
    divisions.fold((0, f64::NEG_INFINITY), |best, other| if other.1 > best.1 { other } else { best })
}

/// The best tree of `n` tokens without crossing arcs.
fn best_tree(scores: &[f32], n: usize) -> Vec<Option<TokenIdx>> {
    // Of a span: with an arc to the right or left between its ends, and complete with its head on the left or right.
    let [mut right_arc, mut left_arc, mut right, mut left] = [(); 4].map(|()| Chart::new(n + 1));
    for length in 1..=n {
        for from in 0..=n - length {
            let to = from + length;
            let cost = if from == 0 { ROOT_COST } else { 0.0 };
            let (split, inner) = best((from..to).map(|k| (k, right.value(from, k) + left.value(k + 1, to))));
            right_arc.put(from, to, (split, inner + arc(scores, n, from, to) - cost));
            let ends = (from + 1..=to).map(|k| (k, right_arc.value(from, k) + right.value(k, to)));
            right.put(from, to, best(ends));
            if from > 0 {
                left_arc.put(from, to, (split, inner + arc(scores, n, to, from)));
                let starts = (from..to).map(|k| (k, left.value(from, k) + left_arc.value(k, to)));
                left.put(from, to, best(starts));
            }
        }
    }
    let mut heads = vec![None; n];
    // Complete spans that are still to be read: ends, and whether the head is on the left.
    let mut open = vec![(0, n, true)];
    while let Some((from, to, leads)) = open.pop() {
        if from == to {
            continue;
        }
        let (head, dependent, split) = if leads {
            let end = right.split(from, to);
            open.push((end, to, true));
            (from, end, right_arc.split(from, end))
        } else {
            let start = left.split(from, to);
            open.push((from, start, false));
            (to, start, left_arc.split(start, to))
        };
        heads[dependent - 1] = head.checked_sub(1);
        open.push((head.min(dependent), split, true));
        open.push((split + 1, head.max(dependent), false));
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::neural::mst;

    fn is_tree(tree: &[Option<TokenIdx>]) -> bool {
        mst::is_tree(&mst::tests::nodes(tree))
    }

    #[test]
    fn trees_are_the_best_without_crossing_arcs() {
        // An arc of the root crosses those above it.
        let has_free_root = |tree: &[Option<TokenIdx>]| {
            let root = tree.iter().position(Option::is_none).expect("a root");
            tree.iter().enumerate().all(|(d, h)| h.is_none_or(|h| d.min(h) >= root || root >= d.max(h)))
        };
        mst::tests::check_best(7, best_tree, |tree| !crosses(tree) && has_free_root(tree));
    }

    #[test]
    fn only_crossing_arcs_are_mended() {
        // Tokens 0 and 2, 1 and 3 hang by one another: the arcs cross.
        let tree = vec![Some(2), Some(3), None, Some(2)];
        assert!(crosses(&tree));
        let flat = uncrossed(tree, &[0.0; 20]);
        assert!(is_tree(&flat) && !crosses(&flat));
        let tree = vec![Some(1), None, Some(1), Some(2)];
        assert_eq!(uncrossed(tree.clone(), &[0.0; 20]), tree);
        assert_eq!(uncrossed(Vec::new(), &[]), Vec::new());
    }

    #[test]
    fn strange_scores_still_give_a_tree() {
        assert!(is_tree(&best_tree(&[f32::NAN; 12], 3)));
        assert_eq!(best_tree(&[f32::INFINITY, 0.0], 1), [None]);
    }
}
