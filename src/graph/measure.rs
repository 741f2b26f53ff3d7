//! Numbers that the graph's shape gives its entities, for exports to carry as attributes of nodes.

use super::network::Network;
use super::{Graph, communities, rank, selection};
use crate::Id;
use std::collections::BTreeMap;

/// What can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// PageRank, weighted.
    Pagerank,
    /// Sum of the weights of all links.
    Degree,
    /// Share of the shortest paths between others.
    Betweenness,
    /// Number of the community, from 1, the largest first.
    Community,
    /// Number of the connected component, from 1, the largest first.
    Component,
}

impl Kind {
    /// All of them.
    pub const ALL: &'static [Kind] =
        &[Kind::Pagerank, Kind::Degree, Kind::Betweenness, Kind::Community, Kind::Component];

    /// Its name: of the attribute too.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Pagerank => "pagerank",
            Kind::Degree => "degree",
            Kind::Betweenness => "betweenness",
            Kind::Community => "community",
            Kind::Component => "component",
        }
    }

    /// Whether it is a whole number.
    pub fn is_whole(self) -> bool {
        matches!(self, Kind::Community | Kind::Component)
    }
}

/// A number for every entity that is linked to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// What it is.
    pub kind: Kind,
    values: BTreeMap<Id, f64>,
}

impl Measure {
    /// Measures a network; `seed` starts the random choices of communities.
    pub fn of(network: &Network, kind: Kind, seed: u64) -> Measure {
        let numbers = |groups: Vec<usize>| groups.into_iter().map(|group| group as f64 + 1.0).collect();
        let values: Vec<f64> = match kind {
            Kind::Pagerank => rank::pagerank(network),
            Kind::Degree => rank::degree(network),
            Kind::Betweenness => rank::betweenness(network),
            Kind::Community => numbers(communities::communities(network, seed, 1.0).groups),
            Kind::Component => numbers(communities::components(network)),
        };
        Measure { kind, values: network.graph().node_weights().copied().zip(values).collect() }
    }

    /// The number of an entity; `None` where nothing links it.
    pub fn value(&self, entity: Id) -> Option<f64> {
        self.values.get(&entity).copied()
    }

    /// The number as text, whole ones without a point; `None` where nothing links the entity.
    pub fn text(&self, entity: Id) -> Option<String> {
        self.value(entity).map(|value| value.to_string())
    }
}

impl Graph {
    /// Measures the graph as it is, relations and statements between two entities weighing alike.
    pub fn measure(&mut self, kinds: &[Kind], seed: u64) {
        if kinds.is_empty() {
            return;
        }
        let network = selection::network(self);
        self.measures = kinds.iter().map(|kind| Measure::of(&network, *kind, seed)).collect();
    }

    /// How many entities are linked to others: betweenness takes this times the links.
    pub fn n_linked(&self) -> usize {
        selection::network(self).graph().node_count()
    }
}

#[cfg(test)]
mod tests {
    use super::super::neighbourhood::testing::{graph, id};
    use super::*;

    #[test]
    fn entities_are_measured() {
        let mut graph = graph(&["A-B", "B-C", "D-E"]);
        graph.measure(Kind::ALL, 1);
        let values = |name: &str| graph.measures.iter().map(|m| m.value(id(name))).collect::<Vec<_>>();
        let (a, b, d) = (values("A"), values("B"), values("D"));
        assert_eq!((a[1], b[1], d[1]), (Some(1.0), Some(2.0), Some(1.0)));
        assert_eq!((a[4], b[4], d[4]), (Some(1.0), Some(1.0), Some(2.0)));
        assert!(b[0] > a[0] && b[2] > a[2] && a[3] == b[3] && a[3] != d[3], "{a:?} {b:?} {d:?}");
        assert_eq!(graph.measures[3].text(id("A")).as_deref(), Some("1"));
        assert_eq!(graph.measures[0].value(id("nobody")), None);
    }
}
