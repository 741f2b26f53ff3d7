//! The k shortest paths without loops (Yen 1971), over links in either direction.
//!
//! A link's length is 1 / weight, so that what is reported often is near.

use super::network::Network;
use crate::Id;
use petgraph::algo::astar;
use petgraph::graph::{EdgeIndex, NodeIndex, UnGraph};
use petgraph::visit::{EdgeFiltered, EdgeRef};
use std::collections::BTreeSet;

/// A way from one entity to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The entities on it, both ends included.
    pub nodes: Vec<Id>,
    /// Sum of 1 / weight over its links.
    pub length: f64,
}

/// The `k` shortest paths, shortest first, then by the ids on them; fewer where there are fewer.
///
/// # Complexity
///
/// At most k × (nodes of a path) shortest-path searches.
pub fn shortest(network: &Network, from: Id, to: Id, k: usize) -> Vec<Path> {
    let graph = network.undirected();
    let (Some(start), Some(goal)) = (network.place(from), network.place(to)) else { return Vec::new() };
    let mut found: Vec<(f64, Vec<NodeIndex>)> = Vec::new();
    let mut open: Vec<(f64, Vec<NodeIndex>)> =
        search(&graph, start, goal, &BTreeSet::new(), &[]).into_iter().collect();
    while found.len() < k && !open.is_empty() {
        open.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        let best = open.remove(0);
        for at in 0..best.1.len() - 1 {
            let root = &best.1[..=at];
            let known = found.iter().chain([&best]).filter(|(_, p)| p.len() > at + 1 && p[..=at] == *root);
            let banned: BTreeSet<EdgeIndex> =
                known.filter_map(|(_, p)| graph.find_edge(p[at], p[at + 1])).collect();
            if let Some((rest, tail)) = search(&graph, root[at], goal, &banned, &root[..at]) {
                let nodes: Vec<NodeIndex> = root[..at].iter().copied().chain(tail).collect();
                let candidate = (length(&graph, root) + rest, nodes);
                if open.iter().chain(&found).all(|(_, p)| *p != candidate.1) {
                    open.push(candidate);
                }
            }
        }
        found.push(best);
    }
    let path = |(length, nodes): (f64, Vec<NodeIndex>)| Path {
        nodes: nodes.iter().map(|n| graph[*n]).collect(),
        length,
    };
    found.into_iter().map(path).collect()
}

/// The shortest path that uses neither banned edges nor banned nodes.
fn search(
    graph: &UnGraph<Id, f64>,
    start: NodeIndex,
    goal: NodeIndex,
    edges: &BTreeSet<EdgeIndex>,
    nodes: &[NodeIndex],
) -> Option<(f64, Vec<NodeIndex>)> {
    let allowed = EdgeFiltered::from_fn(graph, |e| {
        !edges.contains(&e.id()) && !nodes.contains(&e.source()) && !nodes.contains(&e.target())
    });
    astar(&allowed, start, |n| n == goal, |e| 1.0 / *e.weight(), |_| 0.0)
}

fn length(graph: &UnGraph<Id, f64>, nodes: &[NodeIndex]) -> f64 {
    let steps = nodes.windows(2).filter_map(|pair| graph.find_edge(pair[0], pair[1]));
    steps.map(|edge| 1.0 / graph[edge]).sum()
}

#[cfg(test)]
mod tests {
    use super::super::network::testing::{id, network};
    use super::*;

    #[track_caller]
    fn check(links: &[(u64, u64, f64)], from: u64, to: u64, k: usize, expected: &[(&[u64], f64)]) {
        let found = shortest(&network(links), id(from), id(to), k);
        let expected: Vec<Path> = expected
            .iter()
            .map(|(nodes, length)| Path { nodes: nodes.iter().map(|n| id(*n)).collect(), length: *length })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_shortest_comes_first_and_none_twice() {
        let square = [(1, 2, 1.0), (2, 4, 1.0), (1, 3, 2.0), (4, 3, 2.0), (1, 4, 0.25)];
        check(&square, 1, 4, 5, &[(&[1, 3, 4], 1.0), (&[1, 2, 4], 2.0), (&[1, 4], 4.0)]);
        check(&square, 1, 4, 1, &[(&[1, 3, 4], 1.0)]);
    }

    #[test]
    fn no_way_is_no_path() {
        check(&[(1, 2, 1.0), (3, 4, 1.0)], 1, 4, 3, &[]);
        check(&[(1, 2, 1.0)], 1, 9, 3, &[]);
    }
}
