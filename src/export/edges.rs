//! The graph as plain nodes and edges, for formats that know nothing else: every attribute a scalar.
//!
//! Nodes are entities. A relation between two entities is an edge; a statement is an edge from each speaker to each
//! entity it is about. `kind` tells the two apart. What has only one end in the graph is left out: the documented
//! JSON has it.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::caption::printable;
use crate::graph::{Graph, Relation, Statement};
use crate::{Document, Id};

/// One edge with all that any format says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge<'g> {
    /// Unique among all edges.
    pub id: String,
    /// Subject or speaker.
    pub source: Id,
    /// Object, or whom it is about.
    pub target: Id,
    /// "relation" or "statement".
    pub kind: &'static str,
    /// Predicate, or cue.
    pub predicate: &'g str,
    /// Class, or kind of the cue.
    pub class: &'static str,
    /// Positive or negative.
    pub polarity: &'static str,
    /// Empty for statements.
    pub factuality: &'static str,
    /// How many assertions; 1 for a statement.
    pub weight: usize,
    /// 0..=1, to four digits.
    pub confidence: f64,
    /// When it was so, by the text: ISO 8601 date or interval.
    pub time: Option<&'g str>,
    /// Earliest day of a document that has it, `YYYY-MM-DD`.
    pub first: Option<&'g str>,
    /// Latest day.
    pub last: Option<&'g str>,
    /// Content of the statement, or the sentence that the relation rests on.
    pub text: &'g str,
    /// Where to read on: URI or title of the first document.
    pub document: Option<&'g str>,
}

impl Edge<'_> {
    /// "not blame": the predicate with its negation.
    pub fn label(&self) -> String {
        let not = if self.polarity == "negative" { "not " } else { "" };
        format!("{not}{}", self.predicate)
    }
}

/// Documents by id.
pub struct Documents<'g>(FxHashMap<Id, &'g Document>);

impl<'g> Documents<'g> {
    /// The documents of a graph.
    pub fn new(graph: &'g Graph) -> Documents<'g> {
        Documents(graph.documents.iter().map(|doc| (doc.id, doc)).collect())
    }

    /// A document by its id.
    pub fn get(&self, id: Id) -> Option<&'g Document> {
        self.0.get(&id).copied()
    }

    /// The day of a document, where it has a date that is one.
    pub fn day(&self, id: Id) -> Option<&'g str> {
        self.get(id)?.published.as_deref().and_then(day)
    }
}

/// The day of an ISO 8601 date or time.
pub fn day(date: &str) -> Option<&str> {
    let day = date.get(..10)?;
    day.parse::<jiff::civil::Date>().is_ok().then_some(day)
}

/// All edges with both ends in the graph: relations first, then statements, each in the graph's order.
pub fn all(graph: &Graph) -> impl Iterator<Item = Edge<'_>> {
    let documents = std::rc::Rc::new(Documents::new(graph));
    let known: std::rc::Rc<rustc_hash::FxHashSet<Id>> =
        std::rc::Rc::new(graph.entities.iter().map(|e| e.id).collect());
    let of_relations = {
        let documents = documents.clone();
        graph.relations.iter().filter_map(move |r| of_relation(r, &documents))
    };
    let of_statements = graph.statements.iter().flat_map(move |s| of_statement(s, &documents));
    of_relations.chain(of_statements).filter(move |e| known.contains(&e.source) && known.contains(&e.target))
}

fn of_relation<'g>(relation: &'g Relation, documents: &Documents<'g>) -> Option<Edge<'g>> {
    let days = || relation.evidence.iter().filter_map(|e| documents.day(e.document));
    let place = relation.evidence.first();
    let document = place.and_then(|e| documents.get(e.document));
    Some(Edge {
        id: relation.id.to_string(),
        source: relation.subject?,
        target: relation.object?,
        kind: "relation",
        predicate: &relation.predicate,
        class: relation.class.as_str(),
        polarity: relation.polarity.as_str(),
        factuality: relation.factuality.as_str(),
        weight: relation.weight,
        confidence: rounded(relation.confidence),
        time: relation.time.as_deref(),
        first: days().min(),
        last: days().max(),
        text: place.zip(document).map_or("", |(e, doc)| e.sentence_span.slice(&doc.text)),
        document: document.and_then(name_of),
    })
}

fn of_statement<'g>(statement: &'g Statement, documents: &Documents<'g>) -> Vec<Edge<'g>> {
    let place = statement.evidence.document;
    let (day, document) = (documents.day(place), documents.get(place).and_then(name_of));
    let speakers = || statement.speaker.iter().chain(&statement.co_speakers);
    let pairs = speakers().flat_map(|speaker| statement.about.iter().map(move |about| (*speaker, *about)));
    let edge = |(source, target): (Id, Id)| Edge {
        id: format!("{}-{source}-{target}", statement.id),
        source,
        target,
        kind: "statement",
        predicate: &statement.cue,
        class: statement.kind.as_str(),
        polarity: statement.polarity.as_str(),
        factuality: "",
        weight: 1,
        confidence: rounded(statement.confidence),
        time: None,
        first: day,
        last: day,
        text: &statement.content,
        document,
    };
    pairs.map(edge).collect()
}

fn name_of(document: &Document) -> Option<&str> {
    document.uri.as_deref().or(document.title.as_deref())
}

/// To four digits: more would be noise.
pub fn rounded(confidence: f64) -> f64 {
    (confidence * 1e4).round() / 1e4
}

/// Foreign text without characters that steer terminals, hide text or that formats cannot hold; line ends stay.
pub fn clean(text: &str) -> Cow<'_, str> {
    let as_it_is = |c: char| c == '\n' || printable(c) == c;
    if text.bytes().all(|b| matches!(b, b'\n' | b' '..=b'~')) || text.chars().all(as_it_is) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if c == '\n' { c } else { printable(c) }).collect())
}
