//! Groups of entities that are linked among themselves more than with others: Leiden (Traag, Waltman and van Eck 2019)
//! on modularity (Newman and Girvan 2004), and connected components.

use super::network::Network;
use leiden_rs::{GraphDataBuilder, Leiden, LeidenConfig};
use petgraph::unionfind::UnionFind;
use std::collections::BTreeMap;

/// A partition: a group number a node, and how good it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Communities {
    /// Group of each node; groups are numbered from 0, the largest first, then by their first node.
    pub groups: Vec<usize>,
    /// Modularity, weighted, links taken both ways: -0.5 to 1.
    pub modularity: f64,
}

/// Communities by Leiden; the same network, seed and resolution give the same groups.
///
/// A `resolution` above 1 gives smaller groups.
pub fn communities(network: &Network, seed: u64, resolution: f64) -> Communities {
    let graph = network.undirected();
    let mut builder = GraphDataBuilder::new(graph.node_count());
    for edge in graph.raw_edges() {
        // Places are below the node count and weights finite, so that no edge is refused.
        let _ = builder.add_edge(edge.source().index(), edge.target().index(), edge.weight);
    }
    let alone = || (0..graph.node_count()).collect::<Vec<_>>();
    let config = LeidenConfig { seed: Some(seed), resolution, ..LeidenConfig::default() };
    let found = builder
        .build()
        .ok()
        .filter(|_| graph.edge_count() > 0)
        .and_then(|data| Leiden::new(config).run(&data).ok());
    let groups = numbered(&found.map_or_else(alone, |output| output.partition.as_slice().to_vec()));
    let modularity = modularity(network, &groups);
    Communities { groups, modularity }
}

/// Connected components, links taken both ways: a group number a node, numbered as communities are.
pub fn components(network: &Network) -> Vec<usize> {
    let mut sets: UnionFind<usize> = UnionFind::new(network.graph().node_count());
    for edge in network.graph().raw_edges() {
        sets.union(edge.source().index(), edge.target().index());
    }
    numbered(&sets.into_labeling())
}

/// Modularity of a partition: the share of weight within groups, less what chance would put there.
pub fn modularity(network: &Network, groups: &[usize]) -> f64 {
    let graph = network.undirected();
    let total: f64 = graph.edge_weights().sum();
    if total == 0.0 {
        return 0.0;
    }
    let mut within = 0.0;
    let mut degrees: BTreeMap<usize, f64> = BTreeMap::new();
    for edge in graph.raw_edges() {
        let (a, b) = (groups[edge.source().index()], groups[edge.target().index()]);
        within += if a == b { edge.weight } else { 0.0 };
        *degrees.entry(a).or_default() += edge.weight;
        *degrees.entry(b).or_default() += edge.weight;
    }
    within / total - degrees.values().map(|d| (d / (2.0 * total)).powi(2)).sum::<f64>()
}

/// Labels renumbered: the largest group is 0, of equal ones that with the first node.
fn numbered(labels: &[usize]) -> Vec<usize> {
    let mut groups: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for (node, label) in labels.iter().enumerate() {
        groups.entry(*label).or_insert((0, node)).0 += 1;
    }
    let mut order: Vec<(usize, (usize, usize))> = groups.into_iter().collect();
    order.sort_by_key(|(_, (size, first))| (std::cmp::Reverse(*size), *first));
    let numbers: BTreeMap<usize, usize> =
        order.iter().enumerate().map(|(n, (label, _))| (*label, n)).collect();
    labels.iter().map(|label| numbers[label]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::network::testing::network;
    use super::*;

    const BRIDGE: &[(u64, u64, f64)] =
        &[(1, 2, 1.0), (2, 3, 1.0), (3, 1, 1.0), (3, 4, 1.0), (4, 5, 1.0), (5, 6, 1.0), (6, 4, 1.0)];

    #[test]
    fn two_triangles_are_two_communities() {
        let found = communities(&network(BRIDGE), 7, 1.0);
        assert_eq!(found.groups, [0, 0, 0, 1, 1, 1]);
        // networkx 3.6.1: nx.community.modularity(G, [{1, 2, 3}, {4, 5, 6}])
        assert!((found.modularity - 0.357_142_857).abs() < 1e-6, "{}", found.modularity);
        assert_eq!(communities(&network(BRIDGE), 7, 1.0), found);
    }

    /// Links and groups of five graphs, and what networkx 3.6.1 says: `G = nx.Graph()`, each link added with its weight to
    /// what the pair has, then `nx.community.modularity(G, groups)`.
    #[test]
    fn modularity_equals_networkx() {
        #[track_caller]
        fn check(links: &[(u64, u64, f64)], groups: &[usize], expected: f64) {
            let found = modularity(&network(links), groups);
            assert!((found - expected).abs() < 1e-6, "{found}, networkx says {expected}");
        }
        check(&[(1, 2, 1.0), (1, 3, 1.0), (1, 4, 1.0), (1, 5, 1.0)], &[0, 0, 0, 1, 1], -0.125);
        check(&[(1, 2, 1.0), (2, 3, 2.0), (3, 4, 1.0), (4, 1, 3.0)], &[0, 1, 1, 0], 0.204_081_633);
        check(BRIDGE, &[0, 0, 0, 1, 1, 1], 0.357_142_857);
        let weighted = [(1, 2, 3.0), (1, 3, 1.0), (2, 3, 5.0), (3, 4, 2.0), (4, 2, 1.0), (5, 1, 0.5)];
        check(&weighted, &[0, 0, 1, 1, 0], -0.067_2);
        check(&[(1, 2, 1.0), (2, 3, 1.0), (3, 4, 1.0), (4, 5, 1.0)], &[0, 0, 1, 1, 1], 0.218_75);
    }

    #[test]
    fn components_are_numbered_by_size() {
        assert_eq!(components(&network(&[(1, 2, 1.0), (3, 4, 1.0), (5, 4, 1.0)])), [1, 1, 0, 0, 0]);
        assert!(components(&network(&[])).is_empty());
    }
}
