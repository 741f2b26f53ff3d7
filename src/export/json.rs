//! The documented graph JSON: entities, statements and relations with their evidence.
//!
//! Keys are only ever added. Ids are strings of 16 hexadecimal digits. All offsets are **character** offsets
//! (Unicode scalar values) into the document's text, half-open, as Python slices count; the database has bytes.
//! The documents' texts are in it where they are asked for.

use std::io::{self, Write};

use rustc_hash::FxHashMap;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::graph::measure::Measure;
use crate::graph::{Entity, Graph, Quantity, Relation, RelationEvidence, Statement, StatementEvidence};
use crate::span::CharOffsets;
use crate::{Document, Id, Span};

/// Version of this format, the value of the key `sayso`.
const VERSION: u32 = 1;

/// Writes the graph as one JSON object, a row a line; documents with their texts where `with_texts` asks for them.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(graph: &Graph, with_texts: bool, out: &mut dyn Write) -> io::Result<()> {
    let texts = Texts::new(&graph.documents);
    write!(out, "{{\"sayso\": {VERSION}")?;
    write_rows(out, "documents", graph.documents.iter().map(|d| document(d, with_texts)))?;
    write_rows(out, "entities", graph.entities.iter().map(|e| entity(e, &graph.measures)))?;
    write_rows(out, "statements", graph.statements.iter().map(|s| statement(s, &texts)))?;
    write_rows(out, "relations", graph.relations.iter().map(|r| relation(r, &texts)))?;
    writeln!(out, "}}")
}

fn write_rows<T: Serialize>(out: &mut dyn Write, key: &str, rows: impl Iterator<Item = T>) -> io::Result<()> {
    write!(out, ",\n\"{key}\": [")?;
    for (number, row) in rows.enumerate() {
        write!(out, "{}", if number == 0 { "\n" } else { ",\n" })?;
        serde_json::to_writer(&mut *out, &row)?;
    }
    write!(out, "]")
}

/// The documents' texts with their character counts.
struct Texts<'a>(FxHashMap<Id, (&'a str, CharOffsets<'a>)>);

impl<'a> Texts<'a> {
    fn new(documents: &'a [Document]) -> Self {
        let entry = |doc: &'a Document| (doc.id, (doc.text.as_str(), CharOffsets::new(&doc.text)));
        Texts(documents.iter().map(entry).collect())
    }

    /// A span in characters; zeros where the graph lacks the document.
    fn chars(&self, document: Id, span: Span) -> [usize; 2] {
        self.0
            .get(&document)
            .map_or([0, 0], |(_, offsets)| [offsets.at(span.start()), offsets.at(span.end())])
    }

    fn all_chars(&self, document: Id, spans: &[Span]) -> Vec<[usize; 2]> {
        spans.iter().map(|&span| self.chars(document, span)).collect()
    }

    fn slice(&self, document: Id, span: Span) -> &'a str {
        self.0.get(&document).map_or("", |(text, _)| span.slice(text))
    }
}

#[derive(Serialize)]
struct DocumentRow<'a> {
    id: Key,
    uri: Option<&'a str>,
    title: Option<&'a str>,
    published: Option<&'a str>,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

fn document(doc: &Document, with_text: bool) -> DocumentRow<'_> {
    DocumentRow {
        id: Key(doc.id),
        uri: doc.uri.as_deref(),
        title: doc.title.as_deref(),
        published: doc.published.as_deref(),
        language: &doc.language,
        text: with_text.then_some(doc.text.as_str()),
    }
}

#[derive(Serialize)]
struct EntityRow<'a> {
    id: Key,
    name: &'a str,
    #[serde(rename = "type")]
    entity_type: &'a str,
    aliases: &'a [String],
    mentions: usize,
    #[serde(flatten)]
    measures: Measured<'a>,
}

/// What is measured of an entity, as further keys.
pub(super) struct Measured<'a> {
    pub(super) measures: &'a [Measure],
    pub(super) entity: Id,
}

impl Serialize for Measured<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for measure in self.measures {
            match measure.value(self.entity) {
                Some(value) if measure.kind.is_whole() => {
                    map.serialize_entry(measure.kind.as_str(), &(value as u64))?;
                }
                Some(value) => map.serialize_entry(measure.kind.as_str(), &value)?,
                None => {}
            }
        }
        map.end()
    }
}

fn entity<'a>(entity: &'a Entity, measures: &'a [Measure]) -> EntityRow<'a> {
    EntityRow {
        id: Key(entity.id),
        name: &entity.name,
        entity_type: entity.entity_type.as_str(),
        aliases: &entity.aliases,
        mentions: entity.n_mentions,
        measures: Measured { measures, entity: entity.id },
    }
}

#[derive(Serialize)]
struct StatementRow<'a> {
    id: Key,
    speaker: Option<Key>,
    co_speakers: Vec<Key>,
    speaker_text: &'a str,
    cue: &'a str,
    kind: &'a str,
    mode: &'a str,
    polarity: &'a str,
    content: &'a str,
    addressee: Option<Key>,
    about: Vec<Key>,
    inside: Option<Key>,
    confidence: f64,
    evidence: Vec<StatementEvidenceRow>,
}

#[derive(Serialize)]
struct StatementEvidenceRow {
    document: Key,
    sentence: usize,
    start: usize,
    end: usize,
    source: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    content: Vec<[usize; 2]>,
}

fn statement<'a>(statement: &'a Statement, texts: &Texts) -> StatementRow<'a> {
    StatementRow {
        id: Key(statement.id),
        speaker: statement.speaker.map(Key),
        co_speakers: keys(&statement.co_speakers),
        speaker_text: &statement.speaker_text,
        cue: &statement.cue,
        kind: statement.kind.as_str(),
        mode: statement.mode.as_str(),
        polarity: statement.polarity.as_str(),
        content: &statement.content,
        addressee: statement.addressee.map(Key),
        about: keys(&statement.about),
        inside: statement.inside.map(Key),
        confidence: rounded(statement.confidence),
        evidence: std::iter::once(&statement.evidence)
            .chain(&statement.copies)
            .map(|evidence| statement_evidence(evidence, texts))
            .collect(),
    }
}

fn statement_evidence(evidence: &StatementEvidence, texts: &Texts) -> StatementEvidenceRow {
    let document = evidence.document;
    let [start, end] = texts.chars(document, evidence.span);
    StatementEvidenceRow {
        document: Key(document),
        sentence: evidence.sentence,
        start,
        end,
        source: texts.all_chars(document, &evidence.source),
        cue: texts.all_chars(document, &evidence.cue),
        content: texts.all_chars(document, &evidence.content),
    }
}

#[derive(Serialize)]
struct RelationRow<'a> {
    id: Key,
    subject: Option<Key>,
    subject_text: &'a str,
    predicate: &'a str,
    object: Option<Key>,
    object_text: &'a str,
    #[serde(serialize_with = "as_map")]
    arguments: &'a [(String, String)],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    quantities: Vec<QuantityRow<'a>>,
    polarity: &'a str,
    factuality: &'a str,
    class: &'a str,
    time: Option<&'a str>,
    statement: Option<Key>,
    weight: usize,
    confidence: f64,
    evidence: Vec<RelationEvidenceRow<'a>>,
}

#[derive(Serialize)]
struct RelationEvidenceRow<'a> {
    document: Key,
    sentence: usize,
    start: usize,
    end: usize,
    text: &'a str,
}

fn relation<'a>(relation: &'a Relation, texts: &Texts<'a>) -> RelationRow<'a> {
    RelationRow {
        id: Key(relation.id),
        subject: relation.subject.map(Key),
        subject_text: &relation.subject_text,
        predicate: &relation.predicate,
        object: relation.object.map(Key),
        object_text: &relation.object_text,
        arguments: &relation.arguments,
        quantities: relation.quantities.iter().map(quantity).collect(),
        polarity: relation.polarity.as_str(),
        factuality: relation.factuality.as_str(),
        class: relation.class.as_str(),
        time: relation.time.as_deref(),
        statement: relation.statement.map(Key),
        weight: relation.weight,
        confidence: rounded(relation.confidence),
        evidence: relation.evidence.iter().map(|e| relation_evidence(e, texts)).collect(),
    }
}

#[derive(Serialize)]
struct QuantityRow<'a> {
    role: &'a str,
    value: f64,
    unit: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<&'a str>,
}

fn quantity(quantity: &Quantity) -> QuantityRow<'_> {
    let Quantity { role, value, unit, of } = quantity;
    QuantityRow { role, value: *value, unit, of: of.as_deref() }
}

fn relation_evidence<'a>(evidence: &RelationEvidence, texts: &Texts<'a>) -> RelationEvidenceRow<'a> {
    let [start, end] = texts.chars(evidence.document, evidence.span);
    RelationEvidenceRow {
        document: Key(evidence.document),
        sentence: evidence.sentence,
        start,
        end,
        text: texts.slice(evidence.document, evidence.span),
    }
}

/// An id as its text form.
struct Key(Id);

impl Serialize for Key {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

fn keys(ids: &[Id]) -> Vec<Key> {
    ids.iter().copied().map(Key).collect()
}

/// Pairs as an object; where a key comes twice, the values are joined by "; ", as JSON keys should be unique.
fn as_map<S: Serializer>(pairs: &&[(String, String)], serializer: S) -> Result<S::Ok, S::Error> {
    let mut joined: Vec<(&str, String)> = Vec::with_capacity(pairs.len());
    for (key, value) in pairs.iter() {
        match joined.iter_mut().find(|(known, _)| known == key) {
            Some((_, values)) => {
                values.push_str("; ");
                values.push_str(value);
            }
            None => joined.push((key, value.clone())),
        }
    }
    serializer.collect_map(joined)
}

/// To four digits: more would be noise.
fn rounded(confidence: f64) -> f64 {
    (confidence * 1e4).round() / 1e4
}
