//! Layers: which column every node, fork, label and bend of an edge stands in.

use super::{Link, Size};

/// Room for an edge that passes a layer of nodes.
const BEND: Size = Size { width: 0.0, height: 6.0 };

/// Items in layers, joined from each layer to the next. Nodes stand in even layers; forks, and the labels of edges
/// where they can, in odd ones.
#[derive(Debug)]
pub(super) struct Layered {
    /// Items by layer, in the order from top to bottom.
    pub layers: Vec<Vec<usize>>,
    /// Room of each item: first the nodes, then what the edges need.
    pub sizes: Vec<Size>,
    /// Neighbours of each item in the layer before.
    pub before: Vec<Vec<usize>>,
    /// Neighbours of each item in the layer after.
    pub after: Vec<Vec<usize>>,
    /// Items of each link from left to right, its two ends included, and the place of its label among them.
    pub chains: Vec<(Vec<usize>, Option<usize>)>,
    /// How many of the items are nodes and forks.
    pub n_nodes: usize,
}

impl Layered {
    /// Lays nodes, and from `first_fork` on forks, in layers.
    pub(super) fn new(sizes: &[Size], first_fork: usize, links: &[Link]) -> Layered {
        let ends: Vec<(usize, usize)> = links.iter().map(|link| (link.from, link.to)).collect();
        let forward = without_cycles(sizes.len(), &ends);
        let spans: Vec<Span> = links
            .iter()
            .zip(&forward)
            .map(|(link, &(left, right))| Span { left, right, least: 1 + usize::from(link.label.is_some()) })
            .collect();
        let ranks = ranks(sizes.len(), first_fork, &spans);
        let mut layered = Layered {
            layers: vec![Vec::new(); ranks.iter().copied().max().unwrap_or(0) + 1],
            sizes: sizes.to_vec(),
            before: vec![Vec::new(); sizes.len()],
            after: vec![Vec::new(); sizes.len()],
            chains: Vec::with_capacity(links.len()),
            n_nodes: sizes.len(),
        };
        for (node, rank) in ranks.iter().enumerate() {
            layered.layers[*rank].push(node);
        }
        for (link, &(left, right)) in links.iter().zip(&forward) {
            layered.add_chain(left, ranks[left], right, ranks[right], link.label);
        }
        layered
    }

    /// Joins two nodes by an item in each layer between them; the one nearest the middle holds the label.
    fn add_chain(
        &mut self,
        left: usize,
        left_layer: usize,
        right: usize,
        right_layer: usize,
        label: Option<Size>,
    ) {
        let middle = (left_layer + right_layer) / 2;
        let label_layer =
            if middle % 2 == 1 || middle == left_layer + 1 { middle } else { middle.saturating_sub(1) };
        let mut items = vec![left];
        for layer in left_layer + 1..right_layer {
            let item = self.sizes.len();
            self.sizes.push(label.filter(|_| layer == label_layer).unwrap_or(BEND));
            self.before.push(Vec::new());
            self.after.push(Vec::new());
            self.layers[layer].push(item);
            items.push(item);
        }
        items.push(right);
        for pair in items.windows(2) {
            self.after[pair[0]].push(pair[1]);
            self.before[pair[1]].push(pair[0]);
        }
        self.chains.push((items, label.map(|_| label_layer - left_layer)));
    }
}

/// A link from left to right, and how many layers it needs at least.
#[derive(Clone, Copy, Debug)]
struct Span {
    left: usize,
    right: usize,
    least: usize,
}

/// The edges, those turned round that would close a cycle (Eades, Lin and Smyth, 1993).
fn without_cycles(n_nodes: usize, edges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut place = vec![0; n_nodes];
    for (at, node) in linear_order(n_nodes, edges).into_iter().enumerate() {
        place[node] = at;
    }
    edges.iter().map(|&(a, b)| if place[a] <= place[b] { (a, b) } else { (b, a) }).collect()
}

/// An order in which few edges point back: sources to the front, sinks to the end, else what has most edges out.
fn linear_order(n_nodes: usize, edges: &[(usize, usize)]) -> Vec<usize> {
    let (mut front, mut back) = (Vec::new(), Vec::new());
    let mut left: Vec<bool> = vec![true; n_nodes];
    let (mut n_out, mut n_in) = (vec![0_i64; n_nodes], vec![0_i64; n_nodes]);
    for &(a, b) in edges {
        n_out[a] += 1;
        n_in[b] += 1;
    }
    for _ in 0..n_nodes {
        let candidates = (0..n_nodes).filter(|n| left[*n]);
        let sink = candidates.clone().find(|n| n_out[*n] == 0 && n_in[*n] > 0);
        let source = || candidates.clone().find(|n| n_in[*n] == 0);
        let best = || candidates.clone().max_by_key(|n| (n_out[*n] - n_in[*n], std::cmp::Reverse(*n)));
        let Some(node) = sink.or_else(source).or_else(best) else { break };
        if sink.is_some() {
            back.push(node)
        } else {
            front.push(node)
        }
        left[node] = false;
        for &(a, b) in edges {
            if a == node {
                n_in[b] -= 1;
            }
            if b == node {
                n_out[a] -= 1;
            }
        }
    }
    front.extend(back.into_iter().rev());
    front
}

/// Layers of nodes and forks: as far left as the links allow, then each pulled to where its links are shortest.
fn ranks(n_nodes: usize, first_fork: usize, spans: &[Span]) -> Vec<usize> {
    let even = |node: usize, rank: usize| if node < first_fork { rank.next_multiple_of(2) } else { rank };
    let mut ranks = vec![0_usize; n_nodes];
    for _ in 0..n_nodes {
        let mut changed = false;
        for span in spans {
            let least = even(span.right, ranks[span.left] + span.least);
            if ranks[span.right] < least {
                ranks[span.right] = least;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    for _ in 0..4 {
        for node in 0..n_nodes {
            pull(node, node < first_fork, &mut ranks, spans);
        }
    }
    let least = ranks.iter().copied().min().unwrap_or(0) / 2 * 2;
    ranks.iter().map(|rank| rank - least).collect()
}

/// Moves a node with more links to the right than to the left towards the right, as far as they allow.
fn pull(node: usize, is_even: bool, ranks: &mut [usize], spans: &[Span]) {
    let n_left = spans.iter().filter(|span| span.right == node).count();
    let rights = spans.iter().filter(|span| span.left == node).map(|span| ranks[span.right] - span.least);
    let n_right = rights.clone().count();
    if let Some(nearest) = rights.min().filter(|_| n_right > n_left) {
        let nearest = if is_even { nearest / 2 * 2 } else { nearest };
        ranks[node] = ranks[node].max(nearest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cycles_are_broken_by_turning_few_edges() {
        let edges = [(0, 1), (1, 2), (2, 0), (2, 3)];
        let turned = without_cycles(4, &edges).iter().zip(&edges).filter(|(a, b)| a != b).count();
        assert_eq!(turned, 1);
    }

    #[test]
    fn every_edge_leads_right() {
        let edges = [(0, 1), (0, 2), (2, 3), (1, 3), (4, 3)];
        let spans = edges.map(|(left, right)| Span { left, right, least: 2 });
        let ranks = ranks(5, 5, &spans);
        assert!(edges.iter().all(|(a, b)| ranks[*a] < ranks[*b]), "{ranks:?}");
        assert_eq!(ranks[4], 2, "a node is pulled to its only neighbour");
    }

    #[test]
    fn forks_stand_between_layers_of_nodes() {
        let span = |left, right| Span { left, right, least: 1 };
        let ranks = ranks(4, 3, &[span(0, 3), span(3, 1), span(3, 2)]);
        assert_eq!(ranks, [0, 2, 2, 1]);
    }
}
