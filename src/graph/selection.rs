//! The part of a graph that somebody asks for: by who, what, when and how strong.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::network::{Link, Network};
use super::{Graph, neighbourhood, paths, rank};
use crate::Id;
use crate::extraction::{Class, EntityType};

/// Shortest paths drawn between two entities.
const N_PATHS: usize = 5;

/// What to keep; what is `None` or empty does not restrict. Restrictions apply in the order of the fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Selection {
    /// Documents of this day or later.
    pub since: Option<String>,
    /// Documents of this day or earlier.
    pub until: Option<String>,
    /// Relations of this class alone; statements then go.
    pub class: Option<Class>,
    /// Only who speaks about whom, among those who speak.
    pub speakers: bool,
    /// Only entities of these types.
    pub types: Vec<EntityType>,
    /// Only pairs of entities that are joined at least so often, relations and statements together.
    pub min_weight: usize,
    /// Only the part around these.
    pub around: Vec<Id>,
    /// Steps from `around`.
    pub depth: usize,
    /// Only what lies on the shortest paths between these two.
    pub between: Option<(Id, Id)>,
    /// Only so many entities, those with the most links.
    pub top: Option<usize>,
}

impl Selection {
    /// The part of a graph that is asked for; entities that nothing in it mentions are left out, unless nothing is
    /// restricted.
    pub fn of(&self, mut graph: Graph) -> Graph {
        if self.is_everything() {
            return graph;
        }
        self.keep_dates(&mut graph);
        self.keep_class(&mut graph);
        if self.speakers {
            keep_speakers(&mut graph);
        }
        if !self.types.is_empty() {
            let of_type = graph.entities.iter().filter(|entity| self.types.contains(&entity.entity_type));
            let of_type: BTreeSet<Id> = of_type.map(|entity| entity.id).collect();
            keep_pairs(&mut graph, |from, to| of_type.contains(from) && of_type.contains(to));
        }
        if self.min_weight > 1 {
            let weights = weights(&graph);
            keep_pairs(&mut graph, |from, to| weights.get(&(*from, *to)) >= Some(&self.min_weight));
        }
        if !self.around.is_empty() {
            graph = neighbourhood::around(&graph, &self.around, self.depth);
        }
        if let Some((from, to)) = self.between {
            graph = neighbourhood::within(&graph, &between(&graph, from, to));
        }
        if let Some(n) = self.top {
            graph = neighbourhood::within(&graph, &strongest(&graph, n));
        }
        without_lone_entities(graph, &self.around)
    }

    fn is_everything(&self) -> bool {
        let whole = Selection { depth: self.depth, min_weight: self.min_weight, ..Selection::default() };
        *self == whole && self.min_weight <= 1
    }

    fn keep_dates(&self, graph: &mut Graph) {
        if self.since.is_none() && self.until.is_none() {
            return;
        }
        let is_kept = |published: Option<&str>| {
            let since = self.since.as_deref().is_none_or(|day| published.is_some_and(|p| p >= day));
            let until = self.until.as_deref();
            since && until.is_none_or(|day| published.is_some_and(|p| p.get(..day.len()).unwrap_or(p) <= day))
        };
        graph.documents.retain(|doc| is_kept(doc.published.as_deref()));
        let kept: BTreeSet<Id> = graph.documents.iter().map(|doc| doc.id).collect();
        graph.statements.retain(|statement| kept.contains(&statement.evidence.document));
        for relation in &mut graph.relations {
            relation.evidence.retain(|evidence| kept.contains(&evidence.document));
            relation.weight = relation.evidence.len();
        }
        graph.relations.retain(|relation| relation.weight > 0);
    }

    fn keep_class(&self, graph: &mut Graph) {
        if let Some(class) = self.class {
            graph.relations.retain(|relation| relation.class == class);
            graph.statements.clear();
        }
    }
}

/// Statements about somebody who speaks too; no relations.
fn keep_speakers(graph: &mut Graph) {
    graph.relations.clear();
    let speakers: BTreeSet<Id> =
        graph.statements.iter().flat_map(|s| s.speaker.iter().chain(&s.co_speakers)).copied().collect();
    graph.statements.iter_mut().for_each(|s| s.about.retain(|id| speakers.contains(id)));
    graph.statements.retain(|s| s.speaker.is_some() && !s.about.is_empty());
}

/// Relations and statements that join two entities of which `is_kept` holds.
fn keep_pairs(graph: &mut Graph, is_kept: impl Fn(&Id, &Id) -> bool) {
    graph.relations.retain(|r| matches!((r.subject, r.object), (Some(a), Some(b)) if is_kept(&a, &b)));
    for statement in &mut graph.statements {
        let speaker = statement.speaker;
        statement.about.retain(|about| speaker.is_some_and(|speaker| is_kept(&speaker, about)));
    }
    graph.statements.retain(|statement| !statement.about.is_empty());
}

/// How often each pair is joined, in the direction of the relation or saying.
fn weights(graph: &Graph) -> BTreeMap<(Id, Id), usize> {
    let mut weights = BTreeMap::new();
    for relation in &graph.relations {
        if let (Some(subject), Some(object)) = (relation.subject, relation.object) {
            *weights.entry((subject, object)).or_default() += relation.weight;
        }
    }
    for statement in &graph.statements {
        let speakers: BTreeSet<Id> =
            statement.speaker.iter().chain(&statement.co_speakers).copied().collect();
        for speaker in speakers {
            statement.about.iter().for_each(|about| *weights.entry((speaker, *about)).or_default() += 1);
        }
    }
    weights
}

/// Pairs of entities by how often they are joined.
pub(super) fn network(graph: &Graph) -> Network {
    let links = weights(graph).into_iter();
    Network::new(links.map(|((from, to), weight)| Link { from, to, weight: weight as f64 }))
}

/// The entities on the shortest paths between two.
fn between(graph: &Graph, from: Id, to: Id) -> BTreeSet<Id> {
    let mut links: BTreeMap<Id, BTreeMap<Id, f64>> = BTreeMap::new();
    for ((a, b), weight) in weights(graph) {
        *links.entry(a).or_default().entry(b).or_default() += weight as f64;
        *links.entry(b).or_default().entry(a).or_default() += weight as f64;
    }
    let around =
        |id| Ok(links.get(&id).into_iter().flatten().map(|(other, weight)| (*other, *weight)).collect());
    // Links in memory cannot fail to be read.
    let paths = paths::shortest(from, to, N_PATHS, around).unwrap_or_default();
    paths.into_iter().flat_map(|path| path.nodes).collect()
}

/// The `n` entities with the most links, ties by id.
fn strongest(graph: &Graph, n: usize) -> BTreeSet<Id> {
    let network = network(graph);
    let mut scores: Vec<(Reverse<u64>, Id)> = rank::degree(&network)
        .into_iter()
        .zip(network.graph().node_weights())
        .map(|(score, id)| (Reverse(score as u64), *id))
        .collect();
    scores.sort_unstable();
    scores.into_iter().take(n).map(|(_, id)| id).collect()
}

/// Drops entities and documents that no relation or statement names any more.
fn without_lone_entities(mut graph: Graph, centres: &[Id]) -> Graph {
    let said: BTreeSet<Id> = graph.statements.iter().map(|statement| statement.id).collect();
    for statement in &mut graph.statements {
        statement.inside = statement.inside.filter(|id| said.contains(id));
    }
    let mut named: BTreeSet<Id> = centres.iter().copied().collect();
    let mut documents: BTreeSet<Id> = BTreeSet::new();
    for relation in &mut graph.relations {
        relation.statement = relation.statement.filter(|id| said.contains(id));
        named.extend(relation.subject.iter().chain(&relation.object));
        documents.extend(relation.evidence.iter().map(|evidence| evidence.document));
    }
    for statement in &graph.statements {
        let ends = statement.speaker.iter().chain(&statement.co_speakers).chain(&statement.about);
        named.extend(ends.chain(&statement.addressee));
        documents.insert(statement.evidence.document);
    }
    graph.entities.retain(|entity| named.contains(&entity.id));
    graph.documents.retain(|doc| documents.contains(&doc.id));
    graph
}

#[cfg(test)]
mod tests {
    use super::super::neighbourhood::testing::{graph, id};
    use super::*;

    #[track_caller]
    fn check(selection: Selection, names: &str) {
        let part = selection.of(graph(&["A-B", "B-C", "C-D", "D-E", "C-A"]));
        let found: String = part.entities.iter().map(|entity| entity.name.as_str()).collect();
        assert_eq!(found, names);
    }

    #[test]
    fn everything_is_kept_unless_asked() {
        check(Selection::default(), "ABCDE");
        check(Selection { class: Some(Class::Accuse), ..Selection::default() }, "");
        check(Selection { types: vec![EntityType::Place], ..Selection::default() }, "");
        check(Selection { min_weight: 2, ..Selection::default() }, "");
        check(Selection { speakers: true, ..Selection::default() }, "");
        check(Selection { since: Some("2025-01-01".into()), ..Selection::default() }, "");
    }

    #[test]
    fn parts_are_found() {
        check(Selection { top: Some(4), ..Selection::default() }, "ABCD");
        check(Selection { between: Some((id("A"), id("E"))), ..Selection::default() }, "ABCDE");
        check(Selection { between: Some((id("C"), id("E"))), ..Selection::default() }, "CDE");
        check(Selection { around: vec![id("E")], depth: 1, ..Selection::default() }, "DE");
    }
}
