//! Entities and how strongly they are linked, as a petgraph graph: what paths, ranks and communities are computed on.

use crate::Id;
use petgraph::graph::{DiGraph, NodeIndex, UnGraph};
use std::collections::BTreeMap;

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
    places: BTreeMap<Id, NodeIndex>,
}

impl Network {
    /// Joins links; the weights of parallel ones add up, loops are dropped.
    pub fn new(links: impl IntoIterator<Item = Link>) -> Network {
        let mut weights: BTreeMap<(Id, Id), f64> = BTreeMap::new();
        for link in links.into_iter().filter(|l| l.from != l.to && l.weight > 0.0) {
            *weights.entry((link.from, link.to)).or_default() += link.weight;
        }
        let mut network = Network::default();
        let ends: std::collections::BTreeSet<Id> = weights.keys().flat_map(|(a, b)| [*a, *b]).collect();
        for id in ends {
            let place = network.graph.add_node(id);
            network.places.insert(id, place);
        }
        for ((from, to), weight) in weights {
            network.graph.add_edge(network.places[&from], network.places[&to], weight);
        }
        network
    }

    /// The graph itself.
    pub fn graph(&self) -> &DiGraph<Id, f64> {
        &self.graph
    }

    /// Where an entity stands; `None` where nothing links it.
    pub fn place(&self, id: Id) -> Option<NodeIndex> {
        self.places.get(&id).copied()
    }

    /// Both directions of a pair as one edge, weights added.
    pub fn undirected(&self) -> UnGraph<Id, f64> {
        let mut out = UnGraph::with_capacity(self.graph.node_count(), self.graph.edge_count());
        for id in self.graph.node_weights() {
            out.add_node(*id);
        }
        let mut weights: BTreeMap<(NodeIndex, NodeIndex), f64> = BTreeMap::new();
        for edge in self.graph.raw_edges() {
            let pair = (edge.source().min(edge.target()), edge.source().max(edge.target()));
            *weights.entry(pair).or_default() += edge.weight;
        }
        for ((a, b), weight) in weights {
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
    }
}
