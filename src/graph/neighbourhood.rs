//! The part of a graph around some of its entities.

use std::collections::BTreeSet;

use super::{Graph, Relation, Statement};
use crate::Id;

/// Entities at most `depth` steps from one of `centres`, with all relations and statements among them.
///
/// A step leads along a relation, or from a speaker to whom the statement is about, either way. Relations of which
/// one end is no entity stay with the other end. Costs depth times the size of the graph.
pub fn around(graph: &Graph, centres: &[Id], depth: usize) -> Graph {
    let mut near: BTreeSet<Id> = centres.iter().copied().collect();
    for _ in 0..depth {
        let steps =
            graph.relations.iter().map(relation_ends).chain(graph.statements.iter().map(statement_ends));
        let reached: Vec<Id> =
            steps.filter(|ends| ends.iter().any(|id| near.contains(id))).flatten().collect();
        near.extend(reached);
    }
    within(graph, &near)
}

/// The graph of some of its entities: what joins two of them, or hangs on one alone.
pub(super) fn within(graph: &Graph, kept: &BTreeSet<Id>) -> Graph {
    let statements = statements_within(graph, kept);
    let said: BTreeSet<Id> = statements.iter().map(|statement| statement.id).collect();
    let mut relations: Vec<Relation> =
        graph.relations.iter().filter(|r| is_within(&relation_ends(r), kept)).cloned().collect();
    for relation in &mut relations {
        relation.statement = relation.statement.filter(|id| said.contains(id));
    }
    let documents: BTreeSet<Id> = relations
        .iter()
        .flat_map(|relation| relation.evidence.iter().map(|e| e.document))
        .chain(statements.iter().map(|statement| statement.evidence.document))
        .collect();
    Graph {
        documents: graph.documents.iter().filter(|doc| documents.contains(&doc.id)).cloned().collect(),
        entities: graph.entities.iter().filter(|entity| kept.contains(&entity.id)).cloned().collect(),
        statements,
        relations,
        measures: Vec::new(),
    }
}

fn relation_ends(relation: &Relation) -> Vec<Id> {
    relation.subject.iter().chain(&relation.object).copied().collect()
}

/// Speakers and whom the statement is about; not whom it was said to.
fn statement_ends(statement: &Statement) -> Vec<Id> {
    statement.speaker.iter().chain(&statement.co_speakers).chain(&statement.about).copied().collect()
}

fn is_within(ends: &[Id], kept: &BTreeSet<Id>) -> bool {
    !ends.is_empty() && ends.iter().all(|id| kept.contains(id))
}

/// The statements whose speaker, or, where there is none, somebody they are about is kept; of whom else they speak
/// is left out.
fn statements_within(graph: &Graph, kept: &BTreeSet<Id>) -> Vec<Statement> {
    let is_kept = |id: &Id| kept.contains(id);
    let speaks_within = |statement: &&Statement| {
        let about = &statement.about;
        match statement.speaker {
            Some(_) => {
                let speaks = statement.speaker.iter().chain(&statement.co_speakers).any(is_kept);
                speaks && (about.is_empty() || about.iter().any(is_kept))
            }
            None => about.iter().any(is_kept),
        }
    };
    let mut statements: Vec<Statement> = graph.statements.iter().filter(speaks_within).cloned().collect();
    let ids: BTreeSet<Id> = statements.iter().map(|statement| statement.id).collect();
    for statement in &mut statements {
        statement.speaker = statement.speaker.filter(|id| kept.contains(id));
        statement.co_speakers.retain(|id| kept.contains(id));
        statement.about.retain(|id| kept.contains(id));
        statement.addressee = statement.addressee.filter(|id| kept.contains(id));
        statement.inside = statement.inside.filter(|id| ids.contains(id));
    }
    statements
}

/// Small graphs for tests.
#[cfg(test)]
pub(super) mod testing {
    use super::*;
    use crate::extraction::{Class, EntityType, Factuality, Polarity};
    use crate::graph::Entity;

    pub(in crate::graph) fn id(name: &str) -> Id {
        Id::of("entity", &[name.as_bytes()])
    }

    /// A graph of relations written as "A-B".
    pub(in crate::graph) fn graph(edges: &[&str]) -> Graph {
        let ends: Vec<(&str, &str)> = edges.iter().filter_map(|edge| edge.split_once('-')).collect();
        let names: BTreeSet<&str> = ends.iter().flat_map(|(a, b)| [*a, *b]).collect();
        let entity = |name: &&str| Entity {
            id: id(name),
            name: (*name).to_owned(),
            entity_type: EntityType::Person,
            aliases: Vec::new(),
            n_mentions: 1,
        };
        let relation = |(a, b): &(&str, &str)| Relation {
            id: Id::of("relation", &[a.as_bytes(), b.as_bytes()]),
            subject: Some(id(a)),
            subject_text: (*a).to_owned(),
            predicate: "meet".into(),
            object: Some(id(b)),
            object_text: (*b).to_owned(),
            arguments: Vec::new(),
            quantities: Vec::new(),
            polarity: Polarity::Positive,
            factuality: Factuality::Asserted,
            class: Class::Consult,
            time: None,
            statement: None,
            weight: 1,
            confidence: 1.0,
            evidence: Vec::new(),
        };
        Graph {
            entities: names.iter().map(entity).collect(),
            relations: ends.iter().map(relation).collect(),
            ..Graph::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::testing::{graph, id};
    use super::*;

    #[track_caller]
    fn check(depth: usize, names: &[&str], n_relations: usize) {
        let part = around(&graph(&["A-B", "B-C", "C-D", "D-E", "C-A"]), &[id("A")], depth);
        let found: Vec<&str> = part.entities.iter().map(|entity| entity.name.as_str()).collect();
        assert_eq!((found, part.relations.len()), (names.to_vec(), n_relations));
    }

    #[test]
    fn steps_lead_both_ways() {
        check(0, &["A"], 0);
        check(1, &["A", "B", "C"], 3);
        check(2, &["A", "B", "C", "D"], 4);
        check(9, &["A", "B", "C", "D", "E"], 5);
    }
}
