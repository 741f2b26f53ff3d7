//! How central an entity is: degree, PageRank (Brin and Page 1998), betweenness (Brandes 2001).
//!
//! PageRank and betweenness are defined as in networkx; a test holds values computed with it.

use super::network::Network;
use petgraph::visit::EdgeRef;
use rustworkx_core::centrality::betweenness_centrality;

/// Share of steps that follow a link.
const DAMPING: f64 = 0.85;
/// PageRank stops when all ranks together change by less than this a node.
const TOLERANCE: f64 = 1e-12;
const MAX_STEPS: usize = 500;
/// Nodes from which betweenness is computed on all cores.
const PARALLEL: usize = 50;

/// Sum of the weights of an entity's links, both ways; one value a node.
pub fn degree(network: &Network) -> Vec<f64> {
    let mut degrees = vec![0.0; network.graph().node_count()];
    for edge in network.graph().edge_references() {
        degrees[edge.source().index()] += edge.weight();
        degrees[edge.target().index()] += edge.weight();
    }
    degrees
}

/// Weighted PageRank; one value a node, summing to 1. Nodes without outgoing links lead everywhere.
pub fn pagerank(network: &Network) -> Vec<f64> {
    let graph = network.graph();
    let n = graph.node_count();
    let edges: Vec<(usize, usize, f64)> =
        graph.edge_references().map(|e| (e.source().index(), e.target().index(), *e.weight())).collect();
    let mut out = vec![0.0; n];
    edges.iter().for_each(|(from, _, weight)| out[*from] += weight);
    let mut ranks = vec![1.0 / n as f64; n];
    for _ in 0..MAX_STEPS {
        let dangling: f64 = ranks.iter().zip(&out).filter(|(_, o)| **o == 0.0).map(|(r, _)| r).sum();
        let base = (1.0 - DAMPING + DAMPING * dangling) / n as f64;
        let mut next = vec![base; n];
        for (from, to, weight) in &edges {
            next[*to] += DAMPING * ranks[*from] * weight / out[*from];
        }
        let change: f64 = ranks.iter().zip(&next).map(|(a, b)| (a - b).abs()).sum();
        ranks = next;
        if change < TOLERANCE * n as f64 {
            break;
        }
    }
    ranks
}

/// Share of the shortest paths between others that lead through an entity, links taken both ways and as equally
/// long; one value a node.
///
/// # Complexity
///
/// Nodes × links.
pub fn betweenness(network: &Network) -> Vec<f64> {
    let graph = network.undirected();
    betweenness_centrality(&graph, false, true, PARALLEL).into_iter().map(Option::unwrap_or_default).collect()
}

#[cfg(test)]
mod tests {
    use super::super::network::testing::network;
    use super::*;

    /// Links `(from, to, weight)`.
    type Links<'a> = &'a [(u64, u64, f64)];

    const STAR: Links<'static> = &[(1, 2, 1.0), (1, 3, 1.0), (1, 4, 1.0), (1, 5, 1.0)];
    const RING: Links<'static> = &[(1, 2, 1.0), (2, 3, 2.0), (3, 4, 1.0), (4, 1, 3.0)];
    const BRIDGE: Links<'static> =
        &[(1, 2, 1.0), (2, 3, 1.0), (3, 1, 1.0), (3, 4, 1.0), (4, 5, 1.0), (5, 6, 1.0), (6, 4, 1.0)];
    const WEIGHTED: Links<'static> =
        &[(1, 2, 3.0), (1, 3, 1.0), (2, 3, 5.0), (3, 4, 2.0), (4, 2, 1.0), (5, 1, 0.5)];
    const CHAIN: Links<'static> = &[(1, 2, 1.0), (2, 3, 1.0), (3, 4, 1.0), (4, 5, 1.0)];

    #[track_caller]
    fn check(found: &[f64], expected: &[f64]) {
        assert_eq!(found.len(), expected.len());
        for (place, (a, b)) in found.iter().zip(expected).enumerate() {
            assert!((a - b).abs() < 1e-6, "node {place}: {a}, networkx says {b}");
        }
    }

    // Values of networkx 3.6.1: `G = nx.DiGraph(); G.add_weighted_edges_from(LINKS)`, nodes sorted, then
    // `nx.pagerank(G, tol=1e-14, max_iter=1000)` and `nx.betweenness_centrality(G.to_undirected())`.
    #[test]
    fn pagerank_equals_networkx() {
        check(&pagerank(&network(STAR)), &[0.170940171, 0.207264957, 0.207264957, 0.207264957, 0.207264957]);
        check(&pagerank(&network(RING)), &[0.250000000, 0.250000000, 0.250000000, 0.250000000]);
        check(
            &pagerank(&network(BRIDGE)),
            &[0.064444845, 0.079778119, 0.092811401, 0.268888488, 0.253555215, 0.240521933],
        );
        check(
            &pagerank(&network(WEIGHTED)),
            &[0.055500000, 0.313773202, 0.308500972, 0.292225826, 0.030000000],
        );
        check(&pagerank(&network(CHAIN)), &[0.081183617, 0.150189691, 0.208844854, 0.258701742, 0.301080097]);
    }

    #[test]
    fn betweenness_equals_networkx() {
        check(
            &betweenness(&network(STAR)),
            &[1.000000000, 0.000000000, 0.000000000, 0.000000000, 0.000000000],
        );
        check(&betweenness(&network(RING)), &[0.166666667, 0.166666667, 0.166666667, 0.166666667]);
        check(
            &betweenness(&network(BRIDGE)),
            &[0.000000000, 0.000000000, 0.600000000, 0.600000000, 0.000000000, 0.000000000],
        );
        check(
            &betweenness(&network(WEIGHTED)),
            &[0.500000000, 0.166666667, 0.166666667, 0.000000000, 0.000000000],
        );
        check(
            &betweenness(&network(CHAIN)),
            &[0.000000000, 0.500000000, 0.666666667, 0.500000000, 0.000000000],
        );
    }

    #[test]
    fn degrees_are_weighted() {
        check(&degree(&network(WEIGHTED)), &[4.5, 9.0, 8.0, 3.0, 0.5]);
    }

    #[test]
    fn an_empty_network_has_no_ranks() {
        let empty = network(&[]);
        assert!(pagerank(&empty).is_empty() && betweenness(&empty).is_empty() && degree(&empty).is_empty());
    }
}
