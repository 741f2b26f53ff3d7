//! Entities and how strongly they are linked, as a petgraph graph: what paths, ranks and communities are computed on.

use crate::Id;
use petgraph::graph::{DiGraph, Edge, NodeIndex, UnGraph};
use rustc_hash::FxHashMap;

/// One entity acts on, or speaks about, another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Who.
    pub from: Id,
    /// To or about whom.
    pub to: Id,
    /// How often; above 0.
    pub weight: f64,
}

/// A weighted directed graph without parallel edges or loops. Nodes are in order of their ids.
#[derive(Clone, Debug, Default)]
pub struct Network {
    graph: DiGraph<Id, f64>,
}

impl Network {
    /// Joins links; the weights of parallel ones add up, loops are dropped.
    pub fn new(links: impl IntoIterator<Item = Link>) -> Network {
        let mut links: Vec<Link> = links.into_iter().filter(|l| l.from != l.to && l.weight > 0.0).collect();
        links.sort_by_key(|link| (link.from, link.to));
        links.dedup_by(|next, kept| {
            let is_same = (next.from, next.to) == (kept.from, kept.to);
            kept.weight += if is_same { next.weight } else { 0.0 };
            is_same
        });
        let mut ends: Vec<Id> = links.iter().flat_map(|link| [link.from, link.to]).collect();
        ends.sort_unstable();
        ends.dedup();
        let mut graph = DiGraph::with_capacity(ends.len(), links.len());
        let places: FxHashMap<Id, NodeIndex> = ends.into_iter().map(|id| (id, graph.add_node(id))).collect();
        for link in links {
            graph.add_edge(places[&link.from], places[&link.to], link.weight);
        }
        Network { graph }
    }

    /// The graph itself.
    pub fn graph(&self) -> &DiGraph<Id, f64> {
        &self.graph
    }

    /// Where an entity stands; `None` where nothing links it.
    pub fn place(&self, id: Id) -> Option<NodeIndex> {
        let found = self.graph.raw_nodes().binary_search_by_key(&id, |node| node.weight);
        found.ok().map(NodeIndex::new)
    }

    /// Both directions of a pair as one edge, weights added.
    pub fn undirected(&self) -> UnGraph<Id, f64> {
        let mut out = UnGraph::with_capacity(self.graph.node_count(), self.graph.edge_count());
        for id in self.graph.node_weights() {
            out.add_node(*id);
        }
        let pair = |edge: &Edge<f64>| {
            let (a, b) = (edge.source(), edge.target());
            (a.min(b), a.max(b), edge.weight)
        };
        let mut pairs: Vec<(NodeIndex, NodeIndex, f64)> = self.graph.raw_edges().iter().map(pair).collect();
        pairs.sort_by_key(|(a, b, _)| (*a, *b));
        pairs.dedup_by(|next, kept| {
            let is_same = (next.0, next.1) == (kept.0, kept.1);
            kept.2 += if is_same { next.2 } else { 0.0 };
            is_same
        });
        for (a, b, weight) in pairs {
            out.add_edge(a, b, weight);
        }
        out
    }
}

#[cfg(test)]
pub(super) mod testing {
    use super::*;

    /// An id by number, in order.
    pub(crate) fn id(n: u64) -> Id {
        Id::from_sql(n as i64)
    }

    /// A network of links `(from, to, weight)`.
    pub(crate) fn network(links: &[(u64, u64, f64)]) -> Network {
        Network::new(links.iter().map(|(a, b, weight)| Link { from: id(*a), to: id(*b), weight: *weight }))
    }
}

#[cfg(test)]
mod tests {
    use super::testing::network;

    #[test]
    fn parallel_links_add_up_and_loops_go() {
        let network = network(&[(1, 2, 1.0), (1, 2, 2.0), (2, 1, 4.0), (3, 3, 1.0)]);
        assert_eq!((network.graph().node_count(), network.graph().edge_count()), (2, 2));
        let both = network.undirected();
        assert_eq!(both.edge_weights().copied().collect::<Vec<_>>(), [7.0]);
        assert_eq!(network.place(super::testing::id(2)).map(|place| place.index()), Some(1));
        assert_eq!(network.place(super::testing::id(3)), None);
    }
}
