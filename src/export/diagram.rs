//! What a picture of a graph shows: the strongest entities, and one edge for all that joins two of them.
//!
//! Takes a [`Graph`] and a limit; gives nodes and merged edges in a fixed order, for every format that draws.
//! Parallel relations become one edge that names the most frequent predicates; so do sayings. Positive and negative
//! stay apart, and so do what is and what is said; but a deed that is itself a saying ("called on") is drawn once. What
//! somebody is quoted as saying about others in the words of a third is drawn from the third. It knows nothing of
//! shapes and colours.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use petgraph::unionfind::UnionFind;

use super::{LeftOut, Options};
use crate::extraction::{Class, Factuality, Polarity};
use crate::graph::{Entity, Graph, Relation, Statement, StatementEvidence};
use crate::{Id, Span};

/// Edges drawn for each node at most, over the whole picture: more cannot be read. Of a few nodes and of many; a
/// large picture bears fewer.
const EDGES_PER_NODE: (f64, f64) = (1.6, 1.15);
const FEW_NODES: f64 = 30.0;
const MANY_NODES: f64 = 60.0;

/// The part of a graph that is drawn.
#[derive(Debug)]
pub struct Diagram<'g> {
    /// Strongest first.
    pub nodes: Vec<Node<'g>>,
    /// By their nodes, relations before sayings.
    pub edges: Vec<Edge>,
    /// Sayings of one speaker and cue that share their first stretch, by speaker.
    pub forks: Vec<Fork>,
    /// What is not drawn.
    pub left_out: LeftOut,
}

/// What one speaker says of several in the same words: drawn as one line that forks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fork {
    /// Place of the speaker in [`Diagram::nodes`].
    pub from: usize,
    /// Places of its edges in [`Diagram::edges`], at least two.
    pub edges: Vec<usize>,
}

/// An entity in the picture.
#[derive(Clone, Copy, Debug)]
pub struct Node<'g> {
    /// What it stands for.
    pub entity: &'g Entity,
    /// Mentions and edges together: how much room it deserves.
    pub strength: usize,
}

/// Everything of one kind and polarity from one entity to another.
#[derive(Clone, Debug)]
pub struct Edge {
    /// Place of the subject or speaker in [`Diagram::nodes`].
    pub from: usize,
    /// Place of the object or of whom it is about.
    pub to: usize,
    /// What is, or what is said.
    pub kind: EdgeKind,
    /// Whether the grammar negates it.
    pub is_negative: bool,
    /// Whether no text asserts it by itself: reported, planned, possible, requested or denied.
    pub is_hedged: bool,
    /// Predicates or cues with how often each occurs, most frequent first.
    pub labels: Vec<(String, usize)>,
    /// Classes of what is done, in the order of the classes; mostly none for sayings.
    pub classes: Vec<Class>,
    /// How many assertions or statements.
    pub weight: usize,
    /// Where it stands, in order of documents and places.
    pub evidence: Vec<Evidence>,
}

/// A sentence that an edge rests on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Evidence {
    /// The document.
    pub document: Id,
    /// The sentence's characters.
    pub sentence: Span,
    /// What in it carries the edge.
    pub marks: Vec<Span>,
}

/// What an edge means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EdgeKind {
    /// Subject and object of a relation.
    Relation,
    /// A speaker and whom the statement is about.
    Saying,
}

type EdgeKey = (Id, Id, EdgeKind, bool);

/// An edge before its nodes have places.
#[derive(Default)]
struct Merged {
    is_asserted: bool,
    labels: BTreeMap<String, usize>,
    classes: BTreeSet<usize>,
    weight: usize,
    evidence: BTreeSet<Evidence>,
}

impl<'g> Diagram<'g> {
    /// Chooses and merges.
    pub fn new(graph: &'g Graph, options: Options) -> Diagram<'g> {
        let merged = merge(graph);
        let nodes = choose_nodes(graph, &merged, options.max_nodes);
        let place: BTreeMap<Id, usize> =
            nodes.iter().enumerate().map(|(n, node)| (node.entity.id, n)).collect();
        let n_merged = merged.len();
        let edges = choose_edges(merged, &place, &nodes);
        without_lone_nodes(graph, nodes, edges, n_merged)
    }
}

impl Diagram<'_> {
    /// The edges that belong to no fork.
    pub fn lone_edges(&self) -> impl Iterator<Item = &Edge> {
        let forked: BTreeSet<usize> = self.forks.iter().flat_map(|fork| fork.edges.iter().copied()).collect();
        self.edges.iter().enumerate().filter(move |(n, _)| !forked.contains(n)).map(|(_, edge)| edge)
    }
}

/// All edges between two different entities, by their ends.
fn merge(graph: &Graph) -> BTreeMap<EdgeKey, Merged> {
    let mut merged = BTreeMap::new();
    let inner = inner_statements(graph);
    for statement in &graph.statements {
        add_statement(&mut merged, statement, inner.get(&statement.id).map_or(&[], Vec::as_slice));
    }
    let said: BTreeSet<Deed> = graph.statements.iter().flat_map(deeds).collect();
    for relation in &graph.relations {
        add_relation(&mut merged, relation, &said);
    }
    merged
}

/// The statements of others that stand in the content of a statement, by its id.
fn inner_statements(graph: &Graph) -> BTreeMap<Id, Vec<&Statement>> {
    let by_id: BTreeMap<Id, &Statement> = graph.statements.iter().map(|s| (s.id, s)).collect();
    let mut inner: BTreeMap<Id, Vec<&Statement>> = BTreeMap::new();
    for statement in graph.statements.iter().filter(|s| s.speaker.is_some()) {
        let outer = statement.inside.and_then(|id| by_id.get(&id));
        if let Some(outer) = outer.filter(|outer| outer.speaker != statement.speaker) {
            inner.entry(outer.id).or_default().push(statement);
        }
    }
    inner
}

/// A saying as a relation would tell it: who, the verb, to whom, in which document and sentence.
type Deed<'g> = (Id, &'g str, Id, Id, usize);

fn deeds(statement: &Statement) -> impl Iterator<Item = Deed<'_>> {
    let at = &statement.evidence;
    let objects = statement.about.iter().chain(&statement.addressee);
    let verb = verb(&statement.cue);
    let told = move |speaker: Id, object: &Id| (speaker, verb, *object, at.document, at.sentence);
    let of_speaker = move |speaker: &Id| {
        let speaker = *speaker;
        objects.clone().map(move |object| told(speaker, object)).collect::<Vec<_>>()
    };
    statement
        .speaker
        .iter()
        .chain(&statement.co_speakers)
        .flat_map(of_speaker)
        .collect::<Vec<_>>()
        .into_iter()
}

/// The first word of a predicate or cue.
fn verb(predicate: &str) -> &str {
    predicate.split(' ').next().unwrap_or_default()
}

/// Adds what of a relation is not drawn as a saying anyway.
fn add_relation(merged: &mut BTreeMap<EdgeKey, Merged>, relation: &Relation, said: &BTreeSet<Deed>) {
    let (Some(subject), Some(object)) = (relation.subject, relation.object) else { return };
    if subject == object {
        return;
    }
    let class = Class::ALL.iter().position(|class| *class == relation.class);
    let verb = verb(&relation.predicate);
    let is_drawn = |document, sentence| said.contains(&(subject, verb, object, document, sentence));
    if !relation.evidence.is_empty() && relation.evidence.iter().all(|e| is_drawn(e.document, e.sentence)) {
        let saying = |is_negative| (subject, object, EdgeKind::Saying, is_negative);
        let key = [false, true].map(saying).into_iter().find(|key| merged.contains_key(key));
        if let Some(edge) = key.and_then(|key| merged.get_mut(&key)) {
            edge.classes.extend(class);
            return;
        }
    }
    let is_negative = relation.polarity == Polarity::Negative;
    let edge = merged.entry((subject, object, EdgeKind::Relation, is_negative)).or_default();
    edge.is_asserted |= relation.factuality == Factuality::Asserted;
    *edge.labels.entry(relation.predicate.clone()).or_default() += relation.weight;
    edge.classes.extend(class);
    edge.weight += relation.weight;
    edge.evidence.extend(relation.evidence.iter().map(|e| Evidence {
        document: e.document,
        sentence: e.sentence_span,
        marks: vec![e.span],
    }));
}

/// Adds a statement's speakers and whom they speak about; of what they quote others as saying, the others.
fn add_statement(merged: &mut BTreeMap<EdgeKey, Merged>, statement: &Statement, inner: &[&Statement]) {
    let speakers: BTreeSet<Id> = statement.speaker.iter().chain(&statement.co_speakers).copied().collect();
    let is_negative = statement.polarity == Polarity::Negative;
    // An implied cue is empty or a mark: "Solheim: no comment".
    let has_word = statement.cue.chars().any(char::is_alphabetic);
    let cue = if has_word { &statement.cue } else { "say" };
    let mut about: BTreeSet<Id> = statement.about.iter().copied().collect();
    for quoted in inner {
        quoted.about.iter().for_each(|id| _ = about.remove(id));
    }
    about.extend(inner.iter().filter_map(|quoted| quoted.speaker));
    for &speaker in &speakers {
        for &about in about.difference(&speakers) {
            let edge = merged.entry((speaker, about, EdgeKind::Saying, is_negative)).or_default();
            edge.is_asserted |= statement.inside.is_none();
            *edge.labels.entry(cue.to_owned()).or_default() += 1;
            edge.weight += 1;
            edge.evidence.insert(of_statement(&statement.evidence));
        }
    }
}

fn of_statement(evidence: &StatementEvidence) -> Evidence {
    let mut marks = [&evidence.source[..], &evidence.cue, &evidence.content].concat();
    marks.sort();
    Evidence { document: evidence.document, sentence: evidence.sentence_span, marks }
}

/// The strongest entities that an edge touches; names go before descriptions of the same strength.
fn choose_nodes<'g>(graph: &'g Graph, merged: &BTreeMap<EdgeKey, Merged>, max_nodes: usize) -> Vec<Node<'g>> {
    let mut n_edges: BTreeMap<Id, usize> = BTreeMap::new();
    for (from, to, _, _) in merged.keys() {
        *n_edges.entry(*from).or_default() += 1;
        *n_edges.entry(*to).or_default() += 1;
    }
    let mut nodes: Vec<Node> = graph
        .entities
        .iter()
        .filter_map(|entity| {
            n_edges.get(&entity.id).map(|n| Node { entity, strength: n + entity.n_mentions })
        })
        .collect();
    nodes.sort_by_key(|node| {
        (Reverse(node.strength), !is_named(node.entity), &node.entity.name, node.entity.id)
    });
    nodes.truncate(max_nodes);
    nodes
}

fn is_named(entity: &Entity) -> bool {
    entity.name.chars().any(char::is_uppercase)
}

/// Edges between chosen nodes; where they are too many for the picture, the heaviest of them, and the heaviest that
/// keep together what all edges together join.
fn choose_edges(merged: BTreeMap<EdgeKey, Merged>, place: &BTreeMap<Id, usize>, nodes: &[Node]) -> Vec<Edge> {
    let mut edges: Vec<Edge> = merged
        .into_iter()
        .filter_map(|((from, to, kind, is_negative), edge)| {
            let (from, to) = (*place.get(&from)?, *place.get(&to)?);
            Some(placed(from, to, kind, is_negative, edge))
        })
        .collect();
    // Between the same weights a relation tells more than a saying, and strong nodes more than weak ones.
    edges.sort_by_key(|e| (Reverse(e.weight), e.kind, e.from + e.to, e.from, e.to, e.is_negative));
    let n_nodes = nodes.len() as f64;
    let share = ((n_nodes - FEW_NODES) / (MANY_NODES - FEW_NODES)).clamp(0.0, 1.0);
    let per_node = EDGES_PER_NODE.0 + share * (EDGES_PER_NODE.1 - EDGES_PER_NODE.0);
    let max_edges = (n_nodes * per_node).ceil() as usize;
    let mut joined = UnionFind::<usize>::new(nodes.len());
    let mut n_kept = 0;
    edges.retain(|edge| {
        let joins = joined.union(edge.from, edge.to);
        let keep = joins || n_kept < max_edges;
        n_kept += usize::from(keep);
        keep
    });
    edges.sort_by_key(|e| (e.from, e.to, e.kind, e.is_negative));
    edges
}

fn placed(from: usize, to: usize, kind: EdgeKind, is_negative: bool, edge: Merged) -> Edge {
    let mut labels: Vec<(String, usize)> = edge.labels.into_iter().collect();
    labels.sort_by_key(|(label, n)| (Reverse(*n), label.clone()));
    Edge {
        from,
        to,
        kind,
        is_negative,
        is_hedged: !edge.is_asserted,
        labels,
        classes: edge.classes.into_iter().map(|place| Class::ALL[place]).collect(),
        weight: edge.weight,
        evidence: edge.evidence.into_iter().collect(),
    }
}

/// Drops nodes that lost all their edges, renumbers, and counts what is left out.
fn without_lone_nodes<'g>(
    graph: &Graph,
    nodes: Vec<Node<'g>>,
    mut edges: Vec<Edge>,
    n_merged: usize,
) -> Diagram<'g> {
    let used: BTreeSet<usize> = edges.iter().flat_map(|edge| [edge.from, edge.to]).collect();
    let new_place: BTreeMap<usize, usize> = used.iter().enumerate().map(|(new, old)| (*old, new)).collect();
    for edge in &mut edges {
        edge.from = new_place[&edge.from];
        edge.to = new_place[&edge.to];
    }
    let nodes: Vec<Node> =
        nodes.into_iter().enumerate().filter(|(n, _)| used.contains(n)).map(|(_, node)| node).collect();
    let left_out =
        LeftOut { n_entities: graph.entities.len() - nodes.len(), n_edges: n_merged - edges.len() };
    let forks = forks(&edges);
    Diagram { nodes, edges, forks, left_out }
}

/// Sayings of the same speaker, cues and polarity, where there are at least two.
fn forks(edges: &[Edge]) -> Vec<Fork> {
    let mut groups: BTreeMap<(usize, Vec<&str>, bool), Vec<usize>> = BTreeMap::new();
    for (number, edge) in edges.iter().enumerate().filter(|(_, edge)| edge.kind == EdgeKind::Saying) {
        let cues = edge.labels.iter().map(|(label, _)| label.as_str()).collect();
        groups.entry((edge.from, cues, edge.is_negative)).or_default().push(number);
    }
    let shared = groups.into_iter().filter(|(_, edges)| edges.len() > 1);
    shared.map(|((from, _, _), edges)| Fork { from, edges }).collect()
}
