//! The whole graph, as [`Graph`].

use super::{reading, span, word};
use crate::extraction::Factuality;
use crate::graph::{Entity, Graph, Quantity, Relation, RelationEvidence, Statement, StatementEvidence};
use crate::store::Store;
use crate::{Document, Id, Result, Span};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, Row};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// Loads the graph. Lists are sorted by document and place, entities by mentions.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn load(store: &Store) -> Result<Graph> {
    read(store.connection()).map_err(reading)
}

fn read(db: &Connection) -> rusqlite::Result<Graph> {
    let (numbers, documents): (Vec<i64>, Vec<Document>) = documents(db)?.into_iter().unzip();
    let texts = Texts(numbers.into_iter().zip(documents.iter().map(|d| d.text.as_str())).collect());
    let (statements, relations) = (statements(db, &texts)?, relations(db, &texts)?);
    let mut graph = Graph { documents, entities: entities(db)?, statements, relations, measures: Vec::new() };
    // What stands in a statement of somebody hidden stands by itself.
    let kept: BTreeSet<Id> = graph.statements.iter().map(|s| s.id).collect();
    graph.statements.iter_mut().for_each(|s| s.inside = s.inside.filter(|i| kept.contains(i)));
    graph.relations.iter_mut().for_each(|r| r.statement = r.statement.filter(|i| kept.contains(i)));
    Ok(graph)
}

/// Texts of documents by their numbers in the file, read once: of SQLite every piece of a text costs all of it.
struct Texts<'d>(FxHashMap<i64, &'d str>);

impl Texts<'_> {
    /// The text of the document that a row's key belongs to.
    fn of(&self, key: i64) -> &str {
        self.0.get(&(key >> 20)).copied().unwrap_or_default()
    }

    /// Bytes of a document's text.
    fn cut(&self, key: i64, start: i64, length: i64) -> String {
        let place = |at: i64| usize::try_from(at).unwrap_or(usize::MAX);
        self.of(key).get(place(start)..place(start.saturating_add(length))).unwrap_or_default().to_owned()
    }

    /// A text as `schema.sql` keeps it: itself, its place after `start` with its length, or the whole phrase at `at`.
    fn kept(&self, key: i64, start: i64, kept: ValueRef<'_>, phrase: Option<(i64, i64)>) -> String {
        match (kept, phrase) {
            (ValueRef::Text(text), _) => String::from_utf8_lossy(text).into_owned(),
            (ValueRef::Integer(place), Some(_)) => self.cut(key, start + (place >> 10), place & 1023),
            (_, Some((at, length))) => self.cut(key, start + at, length),
            (_, None) => String::new(),
        }
    }

    /// Spans of a text, one after the other.
    fn joined(&self, key: i64, spans: &[Span]) -> String {
        let text = self.of(key);
        let pieces = spans.iter().filter_map(|span| text.get(span.start()..span.end()));
        pieces.collect::<Vec<_>>().join(" ... ")
    }
}

/// Each with its number in the file.
fn documents(db: &Connection) -> rusqlite::Result<Vec<(i64, Document)>> {
    let sql = "SELECT hash, uri, title, published, language, author, text, id FROM document ORDER BY published, title, hash";
    let mut select = db.prepare_cached(sql)?;
    let rows = select.query_map([], |row| {
        let document = Document {
            id: id(row, 0)?,
            uri: row.get(1)?,
            title: row.get(2)?,
            published: row.get(3)?,
            language: row.get(4)?,
            author: row.get(5)?,
            text: row.get(6)?,
        };
        Ok((row.get(7)?, document))
    })?;
    rows.collect()
}

fn entities(db: &Connection) -> rusqlite::Result<Vec<Entity>> {
    let mut aliases: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    let mut select = db.prepare_cached(
        "SELECT entity, name FROM alias WHERE rank > 0 ORDER BY entity, rank, mentions DESC, name",
    )?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        aliases.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    let sql = "SELECT id, name, type, mentions FROM entity WHERE NOT hidden ORDER BY mentions DESC, name, id";
    let mut select = db.prepare_cached(sql)?;
    let rows = select.query_map([], |row| {
        Ok(Entity {
            id: id(row, 0)?,
            name: row.get(1)?,
            entity_type: word(row, 2)?,
            aliases: aliases.remove(&row.get(0)?).unwrap_or_default(),
            n_mentions: row.get(3)?,
        })
    })?;
    rows.collect()
}

const STATEMENTS: &str = r#"SELECT s.id, sp.entity, s.hash, s.cue, s.kind, s.mode, s.polarity, s.confidence,
    ad.entity, (SELECT o.hash FROM statement_data o WHERE o.id = s.inside), d.hash, s.sentence, s.start, s."end", n.start, n."end",
    (SELECT o.hash FROM statement_copy k JOIN statement_data o ON o.id = k.original WHERE k.statement = s.id)
    FROM statement s JOIN sentence n ON n.document = s.document AND n.number = s.sentence
    LEFT JOIN chain sp ON sp.id = s.speaker
    LEFT JOIN chain ad ON ad.id = s.addressee AND ad.entity NOT IN (SELECT id FROM entity WHERE hidden)
    JOIN document d ON d.id = s.document
    WHERE sp.entity IS NULL OR sp.entity NOT IN (SELECT id FROM entity WHERE hidden)
    ORDER BY d.published, d.title, d.hash, s.start, s."end", s.hash"#;

fn statements(db: &Connection, texts: &Texts<'_>) -> rusqlite::Result<Vec<Statement>> {
    let mut about = linked(db, "statement_about")?;
    let mut co_speakers = linked(db, "statement_co_speaker")?;
    let mut spans = statement_spans(db)?;
    let mut select = db.prepare_cached(STATEMENTS)?;
    let rows = select.query_map([], |row| {
        let key: i64 = row.get(0)?;
        let original = optional(row, 16)?;
        let mut take = |role: &str| spans.remove(&(key, role.to_owned())).unwrap_or_default();
        let (source, content) = (take("source"), take("content"));
        let statement = Statement {
            id: id(row, 2)?,
            speaker: optional(row, 1)?,
            co_speakers: co_speakers.remove(&key).unwrap_or_default(),
            speaker_text: texts.joined(key, &source),
            cue: row.get(3)?,
            kind: word(row, 4)?,
            mode: word(row, 5)?,
            polarity: word(row, 6)?,
            content: texts.joined(key, &content),
            addressee: optional(row, 8)?,
            about: about.remove(&key).unwrap_or_default(),
            inside: optional(row, 9)?,
            confidence: row.get(7)?,
            evidence: StatementEvidence {
                document: id(row, 10)?,
                sentence: row.get(11)?,
                span: span(row.get(12)?, row.get(13)?),
                sentence_span: span(row.get(14)?, row.get(15)?),
                source,
                cue: take("cue"),
                content,
            },
            copies: Vec::new(),
        };
        Ok((statement, original))
    })?;
    Ok(gathered(rows.collect::<rusqlite::Result<_>>()?))
}

/// Statements that are no copies, each with the evidence of its copies.
fn gathered(rows: Vec<(Statement, Option<Id>)>) -> Vec<Statement> {
    let mut copies: BTreeMap<Id, Vec<StatementEvidence>> = BTreeMap::new();
    let mut statements = Vec::with_capacity(rows.len());
    for (statement, original) in rows {
        match original {
            Some(original) => copies.entry(original).or_default().push(statement.evidence),
            None => statements.push(statement),
        }
    }
    for statement in &mut statements {
        statement.copies = copies.remove(&statement.id).unwrap_or_default();
    }
    statements
}

/// Entities linked to each statement by a table of (statement, chain); each once, in order of id.
fn linked(db: &Connection, table: &'static str) -> rusqlite::Result<BTreeMap<i64, Vec<Id>>> {
    let sql = format!(
        // From the lists to their chains: the other way round, every chain would read all lists.
        "SELECT DISTINCT l.statement, c.entity FROM {table} l CROSS JOIN chain c ON c.id = l.chain
         WHERE c.entity IN (SELECT id FROM entity WHERE NOT hidden) ORDER BY l.statement, c.entity"
    );
    let mut found: BTreeMap<i64, Vec<Id>> = BTreeMap::new();
    let mut select = db.prepare_cached(&sql)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        found.entry(row.get(0)?).or_default().push(id(row, 1)?);
    }
    Ok(found)
}

fn statement_spans(db: &Connection) -> rusqlite::Result<BTreeMap<(i64, String), Vec<Span>>> {
    let sql = "SELECT statement, role, start, \"end\" FROM statement_span ORDER BY statement, role, number";
    let mut found: BTreeMap<(i64, String), Vec<Span>> = BTreeMap::new();
    let mut select = db.prepare_cached(sql)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        found.entry((row.get(0)?, row.get(1)?)).or_default().push(span(row.get(2)?, row.get(3)?));
    }
    Ok(found)
}

const ASSERTIONS: &str = r#"SELECT sc.entity, x.subject_text, a.predicate, oc.entity, x.object_text, a.polarity,
    a.factuality, a.class, a.time,
    (SELECT o.hash FROM statement_data o WHERE o.id =
        coalesce((SELECT k.original FROM statement_copy k WHERE k.statement = a.statement), a.statement)),
    a.confidence, d.hash, a.sentence, a.start, a."end",
    n.start, n."end", a.id, EXISTS (SELECT 1 FROM assertion_copy k WHERE k.assertion = a.id),
    x.start, x.subject_at, x.subject_length, x.object_at, x.object_length
    FROM assertion a CROSS JOIN assertion_data x ON x.id = a.id JOIN sentence n ON n.document = a.document AND n.number = a.sentence
    JOIN document d ON d.id = a.document
    LEFT JOIN chain sc ON sc.id = a.subject LEFT JOIN chain oc ON oc.id = a.object
    WHERE NOT EXISTS (SELECT 1 FROM entity e WHERE e.hidden AND e.id IN (sc.entity, oc.entity))
    ORDER BY d.published, d.title, d.hash, a.start, a."end", a.id"#;

/// Groups assertions with equal ends, predicate and polarity; ends that are no entity are equal by their text.
fn relations(db: &Connection, texts: &Texts<'_>) -> rusqlite::Result<Vec<Relation>> {
    let mut arguments = arguments(db, texts)?;
    let mut quantities = quantities(db)?;
    let mut relations: Vec<Relation> = Vec::new();
    let mut places: BTreeMap<Id, usize> = BTreeMap::new();
    let mut select = db.prepare_cached(ASSERTIONS)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let key = row.get(17)?;
        let mut assertion = relation(row, texts, arguments.remove(&key).unwrap_or_default())?;
        assertion.quantities = quantities.remove(&key).unwrap_or_default();
        match places.get(&assertion.id) {
            Some(place) => merge(&mut relations[*place], assertion),
            None => {
                places.insert(assertion.id, relations.len());
                relations.push(assertion);
            }
        }
    }
    // One that only copies have: its original goes by another name.
    relations.iter_mut().for_each(|r| r.weight = r.weight.max(1));
    Ok(relations)
}

/// One assertion, as a relation of weight 1.
fn relation(
    row: &Row<'_>,
    texts: &Texts<'_>,
    arguments: Vec<(String, String)>,
) -> rusqlite::Result<Relation> {
    let (subject, object) = (optional(row, 0)?, optional(row, 3)?);
    let (key, start) = (row.get(17)?, row.get(19)?);
    let text = |kept: usize, at: usize| -> rusqlite::Result<String> {
        let phrase = row.get::<_, Option<i64>>(at)?.zip(row.get::<_, Option<i64>>(at + 1)?);
        Ok(texts.kept(key, start, row.get_ref(kept)?, phrase))
    };
    let (subject_text, object_text) = (text(1, 20)?, text(4, 22)?);
    let predicate: String = row.get(2)?;
    let end = |entity: Option<Id>, text: &str| match entity {
        Some(id) => id.to_bytes().to_vec(),
        None => text.to_lowercase().into_bytes(),
    };
    let polarity = row.get_ref(5)?.as_str()?.as_bytes().to_vec();
    let parts: [&[u8]; 4] =
        [&end(subject, &subject_text), predicate.as_bytes(), &end(object, &object_text), &polarity];
    Ok(Relation {
        id: Id::of("relation", &parts),
        subject,
        subject_text,
        object,
        object_text,
        arguments,
        quantities: Vec::new(),
        polarity: word(row, 5)?,
        factuality: word(row, 6)?,
        class: word(row, 7)?,
        time: row.get(8)?,
        statement: optional(row, 9)?,
        weight: usize::from(!row.get::<_, bool>(18)?),
        confidence: row.get(10)?,
        evidence: vec![RelationEvidence {
            document: id(row, 11)?,
            sentence: row.get(12)?,
            span: span(row.get(13)?, row.get(14)?),
            sentence_span: span(row.get(15)?, row.get(16)?),
        }],
        predicate,
    })
}

/// Adds one more assertion to a relation.
fn merge(relation: &mut Relation, other: Relation) {
    relation.weight += other.weight;
    relation.confidence = relation.confidence.max(other.confidence);
    if commitment(other.factuality) > commitment(relation.factuality) {
        relation.factuality = other.factuality;
    }
    if relation.statement != other.statement {
        relation.statement = None;
    }
    relation.time = relation.time.take().or(other.time);
    for argument in other.arguments {
        if relation.arguments.iter().all(|(role, _)| *role != argument.0) {
            relation.arguments.push(argument);
        }
    }
    for quantity in other.quantities {
        if !relation.quantities.contains(&quantity) {
            relation.quantities.push(quantity);
        }
    }
    relation.evidence.extend(other.evidence);
}

/// How far the text commits to it: what is asserted outweighs what is only reported.
fn commitment(factuality: Factuality) -> usize {
    let order = [
        Factuality::Denied,
        Factuality::Possible,
        Factuality::Requested,
        Factuality::Planned,
        Factuality::Reported,
        Factuality::Asserted,
    ];
    order.iter().position(|f| *f == factuality).unwrap_or(0)
}

fn arguments(db: &Connection, texts: &Texts<'_>) -> rusqlite::Result<BTreeMap<i64, Vec<(String, String)>>> {
    let sql = "SELECT p.assertion, (SELECT r.text FROM role r WHERE r.id = p.role), p.text, p.start + p.skipped, p.text_length
        FROM argument_number p ORDER BY p.assertion, p.number";
    let mut found: BTreeMap<i64, Vec<(String, String)>> = BTreeMap::new();
    let mut select = db.prepare_cached(sql)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let key = row.get(0)?;
        let kept: Option<String> = row.get(2)?;
        let place: (i64, i64) = (row.get(3)?, row.get(4)?);
        let text = kept.unwrap_or_else(|| texts.cut(key, place.0, place.1));
        found.entry(key).or_default().push((row.get(1)?, text));
    }
    Ok(found)
}

fn id(row: &Row<'_>, column: usize) -> rusqlite::Result<Id> {
    row.get(column).map(Id::from_sql)
}

fn optional(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Id>> {
    Ok(row.get::<_, Option<i64>>(column)?.map(Id::from_sql))
}

fn quantities(db: &Connection) -> rusqlite::Result<BTreeMap<i64, Vec<Quantity>>> {
    let mut found: BTreeMap<i64, Vec<Quantity>> = BTreeMap::new();
    let sql =
        "SELECT assertion, role, value, unit, \"of\" FROM assertion_quantity ORDER BY assertion, number";
    let mut select = db.prepare_cached(sql)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        let quantity = Quantity { role: row.get(1)?, value: row.get(2)?, unit: row.get(3)?, of: row.get(4)? };
        found.entry(row.get(0)?).or_default().push(quantity);
    }
    Ok(found)
}
