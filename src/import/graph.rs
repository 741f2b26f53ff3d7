//! Sayso's own graph JSON, as `graph -f json --texts` writes it: offsets in characters, every one checked.

use std::collections::BTreeMap;
use std::str::FromStr;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::build::{Builder, Named, has_capital};
use super::{Found, refused};
use crate::extraction::{Assertion, EntityType, Quantity, Statement};
use crate::resolution::{self, ChainFacts};
use crate::span::Span;
use crate::{Document, Error, Id, Result};

#[derive(Deserialize)]
struct GraphRow {
    #[serde(default)]
    documents: Vec<DocumentRow>,
    #[serde(default)]
    entities: Vec<EntityRow>,
    #[serde(default)]
    statements: Vec<StatementRow>,
    #[serde(default)]
    relations: Vec<RelationRow>,
}

#[derive(Deserialize)]
struct DocumentRow {
    id: String,
    uri: Option<String>,
    title: Option<String>,
    published: Option<String>,
    text: Option<String>,
}

#[derive(Deserialize)]
struct EntityRow {
    id: String,
    name: String,
    #[serde(rename = "type")]
    entity_type: String,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Deserialize)]
struct StatementRow {
    id: String,
    speaker: Option<String>,
    #[serde(default)]
    co_speakers: Vec<String>,
    cue: String,
    kind: String,
    mode: String,
    polarity: String,
    content: String,
    addressee: Option<String>,
    #[serde(default)]
    about: Vec<String>,
    inside: Option<String>,
    #[serde(default = "one")]
    confidence: f32,
    evidence: Vec<StatementPlace>,
}

#[derive(Deserialize)]
struct StatementPlace {
    document: String,
    #[serde(default)]
    source: Vec<[usize; 2]>,
    #[serde(default)]
    cue: Vec<[usize; 2]>,
    content: Vec<[usize; 2]>,
}

#[derive(Deserialize)]
struct RelationRow {
    id: String,
    subject: Option<String>,
    #[serde(default)]
    subject_text: String,
    predicate: String,
    object: Option<String>,
    #[serde(default)]
    object_text: String,
    #[serde(default)]
    arguments: BTreeMap<String, String>,
    #[serde(default)]
    quantities: Vec<QuantityRow>,
    polarity: String,
    factuality: String,
    class: String,
    time: Option<String>,
    statement: Option<String>,
    #[serde(default = "one")]
    confidence: f32,
    evidence: Vec<RelationPlace>,
}

#[derive(Deserialize)]
struct QuantityRow {
    role: String,
    value: f64,
    unit: String,
    of: Option<String>,
}

impl QuantityRow {
    /// The JSON does not say where in the evidence it stands.
    fn at(&self, span: Span) -> Quantity {
        let QuantityRow { role, value, unit, of } = self;
        Quantity { role: role.clone(), value: *value, unit: unit.clone(), of: of.clone(), span }
    }
}

#[derive(Deserialize)]
struct RelationPlace {
    document: String,
    start: usize,
    end: usize,
    text: Option<String>,
}

fn one() -> f32 {
    1.0
}

/// Reads a graph.
pub(super) fn read(place: &str, text: &str) -> Result<Found> {
    let graph: GraphRow = serde_json::from_str(text).map_err(|e| Error::Input {
        place: place.to_owned(),
        reason: format!("it is no sayso graph: {e}"),
    })?;
    let mut found = Found::default();
    let entities: FxHashMap<&str, &EntityRow> = graph.entities.iter().map(|e| (e.id.as_str(), e)).collect();
    for row in &graph.documents {
        let Some(text) = &row.text else {
            found.without_text.extend(Id::from_str(&row.id));
            continue;
        };
        let document = document(row, text);
        let mut reader = Reader::new(place, row, document, &graph, &entities);
        reader.statements(&graph.statements);
        reader.relations(&graph.relations);
        found.refused.append(&mut reader.refused);
        found.documents.push(reader.builder.done());
    }
    Ok(found)
}

/// The document under the id that it has elsewhere, so that the same one is known again. An id that is not the hash of what
/// the document holds is one of the file alone.
fn document(row: &DocumentRow, text: &str) -> Document {
    let document = Document::with(text, row.title.clone(), row.published.clone(), row.uri.clone());
    let id = Id::from_str(&row.id).ok().filter(|_| row.id.len() == 16);
    let own = id.map(|id| Document { id, ..document.clone() }).filter(Document::has_own_id);
    own.unwrap_or(document)
}

/// Reads the rows of one document.
struct Reader<'a> {
    place: &'a str,
    /// Its id in the file.
    id: &'a str,
    builder: Builder<'a>,
    statements: FxHashMap<&'a str, usize>,
    refused: Vec<Error>,
}

impl<'a> Reader<'a> {
    fn new(
        place: &'a str,
        row: &'a DocumentRow,
        document: Document,
        graph: &'a GraphRow,
        entities: &FxHashMap<&'a str, &'a EntityRow>,
    ) -> Reader<'a> {
        let known: Vec<(&str, Named)> = entities_of(&row.id, graph)
            .into_iter()
            .filter_map(|id| Some((id, named(document.id, entities.get(id)?))))
            .collect();
        let builder = Builder::new(document, &known);
        Reader { place, id: &row.id, builder, statements: FxHashMap::default(), refused: Vec::new() }
    }

    fn statements(&mut self, rows: &'a [StatementRow]) {
        let mut own: Vec<&StatementRow> = Vec::new();
        for row in rows.iter().filter(|row| row.evidence.iter().any(|e| e.document == self.id)) {
            match self.statement(row) {
                Ok(statement) => {
                    self.statements.insert(&row.id, self.builder.push_statement(statement));
                    own.push(row);
                }
                Err(reason) => {
                    self.refused.push(refused(self.place, &format!("statement {}", row.id), reason))
                }
            }
        }
        for row in own {
            let outer = row.inside.as_deref().and_then(|id| self.statements.get(id));
            if let (Some(inner), Some(outer)) = (self.statements.get(row.id.as_str()), outer) {
                self.builder.set_inside(*inner, *outer);
            }
        }
    }

    fn statement(&self, row: &StatementRow) -> Result<Statement, String> {
        let place = row.evidence.iter().find(|e| e.document == self.id).ok_or("it has no evidence")?;
        let (source, cue) = (self.spans(&place.source)?, self.spans(&place.cue)?);
        let content = self.spans(&place.content)?;
        let text = &self.builder.document.text;
        let stands: Vec<&str> = content.iter().map(|s| s.slice(text)).collect();
        if stands.join(" ... ") != row.content {
            return Err(format!("its content is not what stands there: `{}`", short(&stands.join(" ... "))));
        }
        let first = cue.first().or(content.first()).ok_or("it has no place in the text")?;
        let chains = |ids: &[String]| ids.iter().filter_map(|id| self.builder.chain(id)).collect();
        Ok(Statement {
            sentence: self.builder.sentence(*first).ok_or("no sentence holds it")?,
            source,
            source_head: None,
            speaker: row.speaker.as_deref().and_then(|id| self.builder.chain(id)),
            co_speakers: chains(&row.co_speakers),
            cue,
            cue_lemma: row.cue.clone(),
            kind: word(&row.kind, "kind")?,
            polarity: word(&row.polarity, "polarity")?,
            content,
            mode: word(&row.mode, "mode")?,
            addressee_head: None,
            addressee: row.addressee.as_deref().and_then(|id| self.builder.chain(id)),
            about: chains(&row.about),
            inside: None,
            confidence: row.confidence.clamp(0.0, 1.0),
        })
    }

    fn relations(&mut self, rows: &'a [RelationRow]) {
        for row in rows {
            for place in row.evidence.iter().filter(|e| e.document == self.id) {
                match self.assertion(row, place) {
                    Ok(assertion) => self.builder.push_assertion(assertion),
                    Err(reason) => {
                        self.refused.push(refused(self.place, &format!("relation {}", row.id), reason));
                    }
                }
            }
        }
    }

    fn assertion(&self, row: &RelationRow, place: &RelationPlace) -> Result<Assertion, String> {
        let span = self.span([place.start, place.end])?;
        let stands = span.slice(&self.builder.document.text);
        if place.text.as_deref().is_some_and(|text| text != stands) {
            return Err(format!("its evidence is not what stands there: `{}`", short(stands)));
        }
        let argument = |key: &Option<String>, words: &str| self.builder.argument(key.as_deref(), words, span);
        let arguments = row.arguments.iter().filter_map(|(role, words)| {
            self.builder.argument(None, words, span).map(|argument| (role.clone(), argument))
        });
        Ok(Assertion {
            sentence: self.builder.sentence(span).ok_or("no sentence holds it")?,
            subject: argument(&row.subject, &row.subject_text),
            predicate: row.predicate.clone(),
            predicate_spans: vec![span],
            object: argument(&row.object, &row.object_text),
            arguments: arguments.collect(),
            quantities: row.quantities.iter().map(|q| q.at(span)).collect(),
            polarity: word(&row.polarity, "polarity")?,
            factuality: word(&row.factuality, "factuality")?,
            class: word(&row.class, "class")?,
            time: row.time.clone(),
            symmetric: false,
            statement: row.statement.as_deref().and_then(|id| self.statements.get(id)).copied(),
            confidence: row.confidence.clamp(0.0, 1.0),
            rule: "import",
        })
    }

    fn spans(&self, pairs: &[[usize; 2]]) -> Result<Vec<Span>, String> {
        pairs.iter().map(|pair| self.span(*pair)).collect()
    }

    fn span(&self, [start, end]: [usize; 2]) -> Result<Span, String> {
        self.builder
            .span(start, end)
            .ok_or_else(|| format!("the document has no characters {start} to {end}"))
    }
}

/// Ids of all entities with a row in a document, in the file's order.
fn entities_of<'a>(document: &str, graph: &'a GraphRow) -> Vec<&'a str> {
    let mut wanted: FxHashSet<&str> = FxHashSet::default();
    for row in graph.statements.iter().filter(|row| row.evidence.iter().any(|e| e.document == document)) {
        let ids = row.speaker.iter().chain(&row.co_speakers).chain(&row.addressee).chain(&row.about);
        wanted.extend(ids.map(String::as_str));
    }
    for row in graph.relations.iter().filter(|row| row.evidence.iter().any(|e| e.document == document)) {
        wanted.extend(row.subject.iter().chain(&row.object).map(String::as_str));
    }
    graph.entities.iter().map(|e| e.id.as_str()).filter(|id| wanted.contains(id)).collect()
}

fn named(document: Id, entity: &EntityRow) -> Named<'_> {
    let entity_type = entity.entity_type.parse().unwrap_or(EntityType::Other);
    Named {
        names: std::iter::once(&entity.name).chain(&entity.aliases).map(String::as_str).collect(),
        entity_type,
        is_named: has_capital(&entity.name) && !is_description(document, entity, entity_type),
    }
}

/// Whether an entity is one of the document's descriptions, such as "European leaders": its id then says so.
fn is_description(document: Id, entity: &EntityRow, entity_type: EntityType) -> bool {
    let described = ChainFacts {
        id: document,
        document,
        name: entity.name.clone(),
        entity_type,
        is_named: false,
        context: Vec::new(),
        forms: Vec::new(),
        n_mentions: 0,
    };
    Id::from_str(&entity.id).is_ok_and(|id| id == resolution::alone(&described))
}

/// The value that a word stands for.
pub(super) fn word<T: FromStr>(text: &str, key: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("`{text}` is no {key}"))
}

fn short(text: &str) -> String {
    let cut: String = text.chars().take(80).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}
