//! Layers: which column every node, label and bend of an edge stands in.

use super::{Link, Size};

/// Room for an edge that passes a layer of nodes.
const BEND: Size = Size { width: 0.0, height: 6.0 };

/// Items in layers, joined from each layer to the next. Nodes stand in even layers; an edge's label in an odd one.
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
    /// Items of each link from left to right, its two nodes included, and the place of its label among them.
    pub chains: Vec<(Vec<usize>, usize)>,
    /// How many of the items are nodes.
    pub n_nodes: usize,
}

impl Layered {
    pub(super) fn new(sizes: &[Size], links: &[Link]) -> Layered {
        let ends: Vec<(usize, usize)> = links.iter().map(|link| (link.from, link.to)).collect();
        let forward = without_cycles(sizes.len(), &ends);
        let ranks = ranks(sizes.len(), &forward);
        let n_layers = 2 * ranks.iter().copied().max().unwrap_or(0) + 1;
        let mut layered = Layered {
            layers: vec![Vec::new(); n_layers],
            sizes: sizes.to_vec(),
            before: vec![Vec::new(); sizes.len()],
            after: vec![Vec::new(); sizes.len()],
            chains: Vec::with_capacity(links.len()),
            n_nodes: sizes.len(),
        };
        for (node, rank) in ranks.iter().enumerate() {
            layered.layers[2 * rank].push(node);
        }
        for (link, &(left, right)) in links.iter().zip(&forward) {
            layered.add_chain(left, 2 * ranks[left], right, 2 * ranks[right], link.label);
        }
        layered
    }

    /// Joins two nodes by an item in each layer between them; the one nearest the middle holds the label.
    fn add_chain(&mut self, left: usize, left_layer: usize, right: usize, right_layer: usize, label: Size) {
        let middle = (left_layer + right_layer) / 2;
        let label_layer = if middle % 2 == 1 { middle } else { middle - 1 };
        let mut items = vec![left];
        for layer in left_layer + 1..right_layer {
            let item = self.sizes.len();
            self.sizes.push(if layer == label_layer { label } else { BEND });
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
        self.chains.push((items, label_layer - left_layer));
    }
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

/// Layers of nodes: as far left as the edges allow, then each pulled to where its edges are shortest.
fn ranks(n_nodes: usize, forward: &[(usize, usize)]) -> Vec<usize> {
    let mut ranks = vec![0_usize; n_nodes];
    for _ in 0..n_nodes {
        let mut changed = false;
        for &(a, b) in forward {
            if ranks[b] < ranks[a] + 1 {
                ranks[b] = ranks[a] + 1;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    for _ in 0..4 {
        for node in 0..n_nodes {
            pull(node, &mut ranks, forward);
        }
    }
    let least = ranks.iter().copied().min().unwrap_or(0);
    ranks.iter().map(|rank| rank - least).collect()
}

/// Moves a node with more edges to the right than to the left towards the right, as far as they allow.
fn pull(node: usize, ranks: &mut [usize], forward: &[(usize, usize)]) {
    let n_left = forward.iter().filter(|(_, b)| *b == node).count();
    let rights = forward.iter().filter(|(a, _)| *a == node).map(|(_, b)| ranks[*b]);
    let n_right = rights.clone().count();
    if let Some(nearest) = rights.min().filter(|_| n_right > n_left) {
        ranks[node] = nearest - 1;
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
        let ranks = ranks(5, &edges);
        assert!(edges.iter().all(|(a, b)| ranks[*a] < ranks[*b]), "{ranks:?}");
        assert_eq!(ranks[4], 1, "a node is pulled to its only neighbour");
    }
}
