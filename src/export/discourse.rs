//! A table for discourse network analysis: who agrees with which concept, when, and where it is said.
//!
//! A row is a statement and a concept in it. Where a relation stands in the content, the concept is that relation
//! ("NATO expand") and the agreement follows from its negation and from a cue that denies. Where there is none, the
//! concept is each entity that the statement is about; praise agrees, blame and denial do not, and other cues leave
//! the agreement open (an empty cell). The actor is a person, the organisation the one a role ties them to, or the
//! speaker itself.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::edges::Documents;
use super::tables::cell;
use crate::Id;
use crate::extraction::{Class, CueKind, EntityType, Polarity};
use crate::graph::{Entity, Graph, Relation, Statement};

const HEADER: [&str; 8] =
    ["date", "actor", "organisation", "concept", "agreement", "statement", "document", "text"];

/// Writes the table as CSV.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let table = Table::new(graph);
    let mut writer = csv::Writer::from_writer(out);
    writer.write_record(HEADER)?;
    for statement in &graph.statements {
        for speaker in statement.speaker.iter().chain(&statement.co_speakers) {
            for row in table.rows(statement, *speaker) {
                writer.write_record(row)?;
            }
        }
    }
    writer.flush()
}

struct Table<'g> {
    documents: Documents<'g>,
    entities: BTreeMap<Id, &'g Entity>,
    /// Organisation of a person, by the heaviest role relation.
    organisations: BTreeMap<Id, (usize, &'g str)>,
    /// Relations by the statement they stand in.
    inside: BTreeMap<Id, Vec<&'g Relation>>,
}

impl<'g> Table<'g> {
    fn new(graph: &'g Graph) -> Table<'g> {
        let entities: BTreeMap<Id, &Entity> = graph.entities.iter().map(|e| (e.id, e)).collect();
        let mut organisations: BTreeMap<Id, (usize, &str)> = BTreeMap::new();
        let mut inside: BTreeMap<Id, Vec<&Relation>> = BTreeMap::new();
        for relation in &graph.relations {
            if let Some(statement) = relation.statement {
                inside.entry(statement).or_default().push(relation);
            }
            let Some((person, body)) = role(relation, &entities) else { continue };
            let best = organisations.entry(person).or_insert((0, ""));
            if relation.weight > best.0 {
                *best = (relation.weight, body);
            }
        }
        Table { documents: Documents::new(graph), entities, organisations, inside }
    }

    fn rows(&self, statement: &Statement, speaker: Id) -> Vec<[String; 8]> {
        let Some(who) = self.entities.get(&speaker) else { return Vec::new() };
        let (actor, organisation) = match who.entity_type {
            EntityType::Person => {
                (who.name.as_str(), self.organisations.get(&speaker).map_or("", |(_, name)| name))
            }
            _ => ("", who.name.as_str()),
        };
        let place = statement.evidence.document;
        let document = self.documents.get(place);
        let named = document.and_then(|d| d.title.as_deref().or(d.uri.as_deref()));
        let row = |(concept, agreement): (String, &str)| {
            [
                self.documents.day(place).unwrap_or_default().to_owned(),
                cell(actor),
                cell(organisation),
                cell(&concept),
                agreement.to_owned(),
                statement.id.to_string(),
                cell(named.unwrap_or_default()),
                cell(&statement.content),
            ]
        };
        self.concepts(statement).into_iter().map(row).collect()
    }

    /// Concepts of a statement, each with "yes", "no" or nothing.
    fn concepts(&self, statement: &Statement) -> Vec<(String, &'static str)> {
        let opposes = opposes(statement);
        if let Some(relations) = self.inside.get(&statement.id) {
            let agreement = |r: &Relation| yes_or_no((r.polarity == Polarity::Positive) != opposes);
            return relations.iter().map(|r| (self.concept(r), agreement(r))).collect();
        }
        let stance = match statement.kind {
            CueKind::Praise | CueKind::Blame | CueKind::Deny => yes_or_no(!opposes),
            _ => "",
        };
        let names = statement.about.iter().filter_map(|id| self.entities.get(id));
        names.map(|entity| (entity.name.clone(), stance)).collect()
    }

    /// A relation as words, without its negation.
    fn concept(&self, relation: &Relation) -> String {
        let end = |id: Option<Id>, text: &str| {
            id.and_then(|id| self.entities.get(&id)).map_or(text.to_owned(), |entity| entity.name.clone())
        };
        let subject = end(relation.subject, &relation.subject_text);
        let object = end(relation.object, &relation.object_text);
        let words = [subject.as_str(), &relation.predicate, &object];
        words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// A person's role in an organisation or country.
fn role<'g>(relation: &Relation, entities: &BTreeMap<Id, &'g Entity>) -> Option<(Id, &'g str)> {
    let (subject, object) = (relation.subject?, relation.object?);
    let is_role = relation.class == Class::Role && relation.polarity == Polarity::Positive;
    let body = entities.get(&object)?;
    let is_body = matches!(body.entity_type, EntityType::Organization | EntityType::Place);
    let is_person = entities.get(&subject)?.entity_type == EntityType::Person;
    (is_role && is_body && is_person).then_some((subject, body.name.as_str()))
}

/// Whether the cue speaks against its content.
fn opposes(statement: &Statement) -> bool {
    let is_against = matches!(statement.kind, CueKind::Deny | CueKind::Blame);
    is_against != (statement.polarity == Polarity::Negative)
}

fn yes_or_no(agrees: bool) -> &'static str {
    if agrees { "yes" } else { "no" }
}
