//! The best dependency tree with a single root (Chu and Liu 1965; Edmonds 1967).
//!
//! Mostly every word's best head already makes a tree. Otherwise cycles are contracted, and arcs from the root cost
//! so much that only one is taken. Quadratic for each contraction.

use crate::span::TokenIdx;

/// What an arc from the root costs, above any difference of scores.
pub(super) const ROOT_COST: f64 = 1e7;

/// The best tree of `n` tokens; `scores` is n × (n + 1), of each token the score of the root, then of each head.
///
/// Exactly one token has no head, unless `n` is 0. Ties go to the earlier head.
pub fn best_tree(scores: &[f32], n: usize) -> Vec<Option<TokenIdx>> {
    let greedy = greedy(scores, n);
    if is_tree(&greedy) {
        return greedy.into_iter().map(|h| h.checked_sub(1)).collect();
    }
    // Nodes 0 (root) to n; `graph[d][h]`.
    let mut graph = vec![vec![f64::NEG_INFINITY; n + 1]; n + 1];
    for dep in 0..n {
        for head in (0..=n).filter(|h| *h != dep + 1) {
            graph[dep + 1][head] = arc(scores, n, head, dep + 1) - if head == 0 { ROOT_COST } else { 0.0 };
        }
    }
    edmonds(&graph)[1..].iter().map(|h| h.checked_sub(1)).collect()
}

/// The score of an arc between nodes 0 (the root) to n, within bounds that keep sums exact enough.
pub(super) fn arc(scores: &[f32], n: usize, head: usize, dependent: usize) -> f64 {
    let score = scores[(dependent - 1) * (n + 1) + head];
    if score.is_finite() { f64::from(score).clamp(-1e5, 1e5) } else { -1e5 }
}

/// Every token's best head, 0 for the root, never itself.
fn greedy(scores: &[f32], n: usize) -> Vec<usize> {
    let best = |dep: usize| {
        let row = &scores[dep * (n + 1)..][..n + 1];
        let mut best = 0;
        for (head, score) in row.iter().enumerate() {
            if head != dep + 1 && *score > row[best] {
                best = head;
            }
        }
        best
    };
    (0..n).map(best).collect()
}

/// Whether exactly one head is the root and all tokens lead there.
pub(super) fn is_tree(heads: &[usize]) -> bool {
    heads.iter().filter(|h| **h == 0).count() == 1 && cycle(heads).is_none()
}

/// The nodes of a cycle of 1-based heads, if there is one.
fn cycle(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len() + 1];
    for start in 1..=heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at - 1];
        }
        if at != 0 && seen[at] == start {
            let mut nodes = vec![at];
            let mut next = heads[at - 1];
            while next != at {
                nodes.push(next);
                next = heads[next - 1];
            }
            return Some(nodes);
        }
    }
    None
}

/// Heads of the best tree over `graph[dependent][head]`; node 0 is the root.
fn edmonds(graph: &[Vec<f64>]) -> Vec<usize> {
    let best = |row: &[f64]| {
        let mut best = 0;
        for (head, score) in row.iter().enumerate() {
            if *score > row[best] {
                best = head;
            }
        }
        best
    };
    let mut heads: Vec<usize> = graph.iter().map(|row| best(row)).collect();
    heads[0] = 0;
    let Some(nodes) = cycle(&heads[1..]) else { return heads };
    let in_cycle: Vec<bool> = (0..graph.len()).map(|n| nodes.contains(&n)).collect();
    // The smaller graph: nodes outside the cycle in order, then the cycle as one node.
    let outside: Vec<usize> = (0..graph.len()).filter(|n| !in_cycle[*n]).collect();
    let merged = outside.len();
    let mut small = vec![vec![f64::NEG_INFINITY; merged + 1]; merged + 1];
    let mut leave = vec![0; merged]; // Which node of the cycle is the head of an outside node.
    let mut enter = vec![0; merged]; // Which node of the cycle an outside head attaches to.
    for (new, old) in outside.iter().enumerate() {
        for (new_head, old_head) in outside.iter().enumerate() {
            small[new][new_head] = graph[*old][*old_head];
        }
        for node in &nodes {
            if graph[*old][*node] > small[new][merged] {
                small[new][merged] = graph[*old][*node];
                leave[new] = *node;
            }
            let gain = graph[*node][*old] - graph[*node][heads[*node]];
            if gain > small[merged][new] {
                small[merged][new] = gain;
                enter[new] = *node;
            }
        }
    }
    let solved = edmonds(&small);
    for (new, old) in outside.iter().enumerate().skip(1) {
        heads[*old] = if solved[new] == merged { leave[new] } else { outside[solved[new]] };
    }
    let from = solved[merged];
    heads[enter[from]] = outside[from];
    heads
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Heads as nodes: 0 is the root.
    pub(in crate::analysis::neural) fn nodes(heads: &[Option<TokenIdx>]) -> Vec<usize> {
        heads.iter().map(|h| h.map_or(0, |h| h + 1)).collect()
    }

    fn score(scores: &[f32], heads: &[Option<TokenIdx>]) -> f32 {
        let n = heads.len();
        nodes(heads).iter().enumerate().map(|(d, h)| scores[d * (n + 1) + h]).sum()
    }

    /// The best of the trees that are fit, by trying all.
    fn exhaustive(scores: &[f32], n: usize, fits: impl Fn(&[Option<TokenIdx>]) -> bool) -> f32 {
        let mut best = f32::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<usize> = (0..n).map(|d| code / (n + 1).pow(d as u32) % (n + 1)).collect();
            if is_tree(&heads) {
                let heads: Vec<_> = heads.iter().map(|h| h.checked_sub(1)).collect();
                best = if fits(&heads) { best.max(score(scores, &heads)) } else { best };
            }
        }
        best
    }

    /// Checks over drawn scores that what is found is a tree, fit, and the best of those.
    pub(in crate::analysis::neural) fn check_best(
        seed: u32,
        found: impl Fn(&[f32], usize) -> Vec<Option<TokenIdx>>,
        fits: impl Fn(&[Option<TokenIdx>]) -> bool,
    ) {
        let mut state = seed;
        for n in 1..=5 {
            for _ in 0..60 {
                let mut draw = || {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    (state >> 20) as f32 / 256.0
                };
                let scores: Vec<f32> = (0..n * (n + 1)).map(|_| draw()).collect();
                let heads = found(&scores, n);
                assert!(is_tree(&nodes(&heads)) && fits(&heads), "{heads:?}");
                let (got, wanted) = (score(&scores, &heads), exhaustive(&scores, n, &fits));
                assert!((got - wanted).abs() < 1e-3, "{got} is not {wanted}: {heads:?}");
            }
        }
    }

    #[test]
    fn trees_are_the_best_of_all() {
        check_best(1, best_tree, |_| true);
    }

    #[test]
    fn strange_scores_still_give_a_tree() {
        assert!(best_tree(&[], 0).is_empty());
        assert_eq!(best_tree(&[f32::NAN, f32::NAN], 1), [None]);
        let heads = best_tree(&[f32::NAN; 12], 3);
        assert_eq!(heads.iter().filter(|h| h.is_none()).count(), 1);
    }
}
