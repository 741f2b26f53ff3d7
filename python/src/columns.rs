//! Rows as tables: which columns each kind of row has.

use std::collections::BTreeMap;

use pyo3::PyResult;
use sayso::Id;
use sayso::export::edges::{Documents, rounded};
use sayso::extraction::Polarity;
use sayso::graph::{Graph, Relation};
use sayso::query::entities::EntityRow;
use sayso::query::evidence::Evidence;
use sayso::query::relations::RelationRow;
use sayso::query::statements::StatementRow;

use crate::table::{Table, Values as _};

/// Builds a table: for each column its name and what it takes of a row.
macro_rules! columns {
    ($rows:expr, $row:ident => { $($name:literal: $value:expr),* $(,)? }) => {
        Table::new(vec![$(($name, $rows.iter().map(|$row| $value).collect::<Vec<_>>().into_column())),*])
    };
}

/// Statements of a database.
pub(crate) fn statements(rows: &[StatementRow]) -> PyResult<Table> {
    columns!(rows, row => {
        "id": row.id.to_string(),
        "date": row.published.as_deref(),
        "speaker": row.speaker.as_deref(),
        "cue": row.cue.as_str(),
        "kind": row.kind.as_str(),
        "mode": row.mode.as_str(),
        "polarity": row.polarity.as_str(),
        "content": row.content.as_str(),
        "about": row.about.as_str(),
        "addressee": row.addressee.as_deref(),
        "confidence": rounded(row.confidence),
        "document": row.document.as_str(),
        "sentence": row.sentence,
        "sentence_text": row.sentence_text.as_str(),
    })
}

/// Statements of a graph in memory, in the same columns.
pub(crate) fn graph_statements(graph: &Graph) -> PyResult<Table> {
    let names = names(graph);
    let documents = Documents::new(graph);
    let name = |id: &Id| names.get(id).copied();
    let title = |id: Id| {
        let document = documents.get(id)?;
        document.title.as_deref().or(document.uri.as_deref())
    };
    columns!(graph.statements, row => {
        "id": row.id.to_string(),
        "date": documents.get(row.evidence.document).and_then(|d| d.published.as_deref()),
        "speaker": row.speaker.as_ref().and_then(name),
        "cue": row.cue.as_str(),
        "kind": row.kind.as_str(),
        "mode": row.mode.as_str(),
        "polarity": row.polarity.as_str(),
        "content": row.content.as_str(),
        "about": row.about.iter().filter_map(name).collect::<Vec<_>>().join("; "),
        "addressee": row.addressee.as_ref().and_then(name),
        "confidence": rounded(row.confidence),
        "document": title(row.evidence.document).map_or_else(|| row.evidence.document.to_string(), str::to_owned),
        "sentence": row.evidence.sentence,
        "sentence_text": documents.get(row.evidence.document).map_or("", |d| row.evidence.sentence_span.slice(&d.text)),
    })
}

/// Relations of a database, each with the sentence in which it was found first.
pub(crate) fn relations(rows: &[(RelationRow, Evidence)]) -> PyResult<Table> {
    columns!(rows, row => {
        "subject": row.0.subject.as_str(),
        "predicate": row.0.predicate.as_str(),
        "object": row.0.object.as_str(),
        "negated": row.0.polarity == Polarity::Negative,
        "class": row.0.class.as_str(),
        "factuality": row.0.factuality.as_str(),
        "weight": row.0.weight,
        "time": row.0.time.as_deref(),
        "sentence_text": row.1.text.as_str(),
    })
}

/// Relations of a graph in memory: the same columns, and its ids, how sure they are, and first and last day.
pub(crate) fn graph_relations(graph: &Graph) -> PyResult<Table> {
    let names = names(graph);
    let documents = Documents::new(graph);
    let end =
        |id: Option<Id>, text: &str| id.and_then(|id| names.get(&id).copied()).unwrap_or(text).to_owned();
    let days =
        |row: &Relation| row.evidence.iter().filter_map(|e| documents.day(e.document)).collect::<Vec<_>>();
    let sentence = |row: &Relation| {
        let place = row.evidence.first()?;
        Some(place.sentence_span.slice(&documents.get(place.document)?.text).to_owned())
    };
    columns!(graph.relations, row => {
        "id": row.id.to_string(),
        "subject": end(row.subject, &row.subject_text),
        "predicate": row.predicate.as_str(),
        "object": end(row.object, &row.object_text),
        "negated": row.polarity == Polarity::Negative,
        "class": row.class.as_str(),
        "factuality": row.factuality.as_str(),
        "weight": row.weight,
        "confidence": rounded(row.confidence),
        "time": row.time.as_deref(),
        "first": days(row).into_iter().min(),
        "last": days(row).into_iter().max(),
        "sentence_text": sentence(row).unwrap_or_default(),
    })
}

/// Entities of a database.
pub(crate) fn entities(rows: &[EntityRow]) -> PyResult<Table> {
    columns!(rows, row => {
        "id": row.id.to_string(),
        "name": row.name.as_str(),
        "type": row.entity_type.as_str(),
        "mentions": row.n_mentions,
        "documents": row.n_documents,
        "says": row.n_says,
        "said_about": row.n_said_about,
        "first_seen": row.first_seen.as_deref(),
        "last_seen": row.last_seen.as_deref(),
    })
}

/// Entities of a graph in memory.
pub(crate) fn graph_entities(graph: &Graph) -> PyResult<Table> {
    columns!(graph.entities, row => {
        "id": row.id.to_string(),
        "name": row.name.as_str(),
        "type": row.entity_type.as_str(),
        "mentions": row.n_mentions,
        "aliases": row.aliases.join("; "),
    })
}

fn names(graph: &Graph) -> BTreeMap<Id, &str> {
    graph.entities.iter().map(|e| (e.id, e.name.as_str())).collect()
}
