//! What was said and done, by date.

use super::evidence::Evidence;
use super::filter::{Conditions, in_batches};
use crate::store::Store;
use crate::{Id, Result};
use rustc_hash::FxHashMap;
use serde_json::json;

/// Which events; what is `None` does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Whom they concern: speaker, addressee or topic, subject or object.
    pub entity: Option<Id>,
    /// This day or later.
    pub since: Option<String>,
    /// This day or earlier.
    pub until: Option<String>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// A statement or an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The date that the text gives the event, else that of the document.
    pub date: Option<String>,
    /// "statement" or "relation".
    pub kind: String,
    /// Who.
    pub who: String,
    /// Cue or predicate, with its negation.
    pub what: String,
    /// The words, or the object.
    pub whom: String,
    /// The sentence that says so.
    pub evidence: Evidence,
}

/// What tells where an event stands among others, in the order of the answer: whether it has no date, the date, title and
/// number of the document, place in the text, kind, id.
type Key = (bool, Option<String>, Option<String>, i64, i64, String, i64);

/// The keys of statements. What `{of}` stands for says of which.
const STATEMENTS: &str = "SELECT DISTINCT d.published AS date, d.title AS title, d.id AS document, s.start AS start,
         'statement' AS kind, s.id AS id
     FROM {of} LEFT JOIN chain_data sc ON sc.id = (s.id & -1048576) | s.speaker LEFT JOIN entity e ON e.id = sc.entity
     WHERE NOT coalesce(e.hidden, 0) AND NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = s.id)";
/// The keys of relations, but those of the documents. What `{of}` stands for says of which. Few are hidden, most often none.
const RELATIONS: &str = "SELECT a.id AS id, a.start AS start, a.time AS time FROM {of}
     CROSS JOIN assertion_kind k ON k.id = a.kind
     WHERE k.class NOT IN ('role', 'located') AND k.factuality IN ('asserted', 'reported')
       AND a.subject IS NOT NULL AND a.object IS NOT NULL
       AND (NOT EXISTS (SELECT 1 FROM entity WHERE hidden) OR NOT EXISTS (SELECT 1 FROM chain_data h
            WHERE h.id IN ((a.id & -1048576) | a.subject, (a.id & -1048576) | a.object)
              AND h.entity IN (SELECT id FROM entity WHERE hidden)))
       AND NOT EXISTS (SELECT 1 FROM assertion_copy c WHERE c.assertion = a.id)";
const EVENTS: &str =
    "SELECT coalesce(r.time, d.published) AS date, d.title AS title, d.id AS document, r.start AS start,
         'relation' AS kind, r.id AS id FROM ({relations}) r CROSS JOIN document d ON d.id = r.id >> 20";

const ALL_STATEMENTS: &str = "statement_data s CROSS JOIN document d ON d.id = s.id >> 20";
const ALL_RELATIONS: &str = "assertion_data a";
/// Statements that an entity makes, is told, or is spoken of in, of some documents.
const ITS_STATEMENTS: &str = "json_each(:documents) n CROSS JOIN document d ON d.id = n.value
         CROSS JOIN chain_data me ON me.entity = :entity AND me.id BETWEEN d.id << 20 AND d.id << 20 | 1048575
         CROSS JOIN statement_data s ON s.id BETWEEN d.id << 20 AND d.id << 20 | 1048575
             AND (me.id & 1048575 IN (s.speaker, s.addressee) OR instr(',' || s.about || ',', ',' || (me.id & 1048575) || ',')
                  OR instr(',' || s.co_speakers || ',', ',' || (me.id & 1048575) || ','))";
/// Relations in which it is an end. A text can date them long before itself, so all documents are looked at.
const ITS_RELATIONS: &str = "chain_data me
         CROSS JOIN assertion_data a ON me.entity = :entity AND a.id BETWEEN me.id & -1048576 AND me.id | 1048575
             AND me.id & 1048575 IN (a.subject, a.object)";

/// What is listed of the few that are picked: statements and relations apart, as a view cannot be looked up in an outer join.
const DETAILS: &str = "WITH found AS MATERIALIZED (SELECT key AS number, json_extract(value, '$[0]') AS kind,
         json_extract(value, '$[1]') AS id, json_extract(value, '$[2]') AS date FROM json_each(:found))
     SELECT f.date, f.kind, coalesce(who.name, s.source),
         CASE s.polarity WHEN 'negative' THEN 'not ' ELSE '' END || coalesce(nullif(s.cue, ''), 'say'),
         s.content, n.document_name, n.number, n.text, f.number AS place
     FROM found f CROSS JOIN statement s ON s.id = f.id
     LEFT JOIN chain_data wc ON wc.id = s.speaker LEFT JOIN entity who ON who.id = wc.entity
     JOIN sentences n ON n.document = s.document AND n.number = s.sentence WHERE f.kind = 'statement'
     UNION ALL
     SELECT f.date, f.kind, coalesce(se.name, a.subject_text),
         CASE a.polarity WHEN 'negative' THEN 'not ' ELSE '' END || a.predicate,
         coalesce(oe.name, a.object_text), n.document_name, n.number, n.text, f.number
     FROM found f CROSS JOIN assertion a ON a.id = f.id
     LEFT JOIN chain_data sc ON sc.id = a.subject LEFT JOIN entity se ON se.id = sc.entity
     LEFT JOIN chain_data oc ON oc.id = a.object LEFT JOIN entity oe ON oe.id = oc.entity
     JOIN sentences n ON n.document = a.document AND n.number = a.sentence WHERE f.kind = 'relation'
     ORDER BY place";

/// Statements and events by date, those without one last; then by document and place.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn list(store: &Store, filter: &Filter) -> Result<Vec<Event>> {
    let mut found = match filter.entity {
        Some(entity) => of_entity(store, filter, entity)?,
        None => {
            let statements = STATEMENTS.replace("{of}", ALL_STATEMENTS);
            let relations = RELATIONS.replace("{of}", ALL_RELATIONS);
            let relations = EVENTS.replace("{relations}", &relations);
            let mut found = keys(store, filter, &statements, Conditions::default(), filter.limit)?;
            found.extend(keys(store, filter, &relations, Conditions::default(), filter.limit)?);
            found
        }
    };
    found.sort();
    // One that concerns the entity twice is one event.
    found.dedup();
    found.truncate(filter.limit.unwrap_or(usize::MAX));
    details(store, &found)
}

/// Keys among which are the first of an entity. A statement's date is its document's: no more documents are looked at than
/// it takes.
fn of_entity(store: &Store, filter: &Filter, entity: Id) -> Result<Vec<Key>> {
    let documents = documents(store, entity)?;
    let is_within = |date: &Option<String>| {
        filter.since.as_ref().is_none_or(|since| date.as_ref().is_some_and(|date| date >= since))
            && filter
                .until
                .as_ref()
                .is_none_or(|day| date.as_ref().is_some_and(|date| *date < format!("{day}~")))
    };
    let within: Vec<i64> = documents.iter().filter(|d| is_within(&d.published)).map(|d| d.id).collect();
    let mut found = in_batches(&within, filter.limit, |some, limit| {
        let mut values = Conditions::default();
        values.list(":documents", some);
        values.value(":entity", entity.to_sql());
        keys(store, filter, &STATEMENTS.replace("{of}", ITS_STATEMENTS), values, limit)
    })?;
    let documents: FxHashMap<i64, Document> = documents.into_iter().map(|d| (d.id, d)).collect();
    let mut values = Conditions::default();
    values.value(":entity", entity.to_sql());
    let relations = values.rows(store, &RELATIONS.replace("{of}", ITS_RELATIONS), |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, Option<String>>(2)?))
    })?;
    for (id, start, time) in relations {
        let Some(document) = documents.get(&(id >> 20)) else { continue };
        let date = time.or_else(|| document.published.clone());
        if is_within(&date) {
            let title = document.title.clone();
            found.push((date.is_none(), date, title, document.id, start, "relation".to_owned(), id));
        }
    }
    Ok(found)
}

/// What orders the events of a document among those of others.
struct Document {
    id: i64,
    published: Option<String>,
    title: Option<String>,
}

/// The documents of an entity, in the order of their statements.
fn documents(store: &Store, entity: Id) -> Result<Vec<Document>> {
    let mut values = Conditions::default();
    values.value(":entity", entity.to_sql());
    let sql = "SELECT d.id, d.published, d.title FROM document d
               WHERE d.id IN (SELECT id >> 20 FROM chain_data WHERE entity = :entity)
               ORDER BY d.published IS NULL, d.published, d.title, d.id";
    values
        .rows(store, sql, |row| Ok(Document { id: row.get(0)?, published: row.get(1)?, title: row.get(2)? }))
}

/// The first `limit` keys of `events` within the dates.
fn keys(
    store: &Store,
    filter: &Filter,
    events: &str,
    mut conditions: Conditions,
    limit: Option<usize>,
) -> Result<Vec<Key>> {
    conditions.given("date >= :since", ":since", filter.since.clone());
    conditions.given("date < :until || '~'", ":until", filter.until.clone());
    conditions.limit(limit);
    let sql = format!(
        "SELECT date IS NULL, date, title, document, start, kind, id FROM ({events}) {}
         ORDER BY 1, 2, 3, 4, 5, 6, 7 LIMIT :limit",
        conditions.to_where()
    );
    conditions.rows(store, &sql, |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?))
    })
}

fn details(store: &Store, found: &[Key]) -> Result<Vec<Event>> {
    let picked = found.iter().map(|(_, date, .., kind, id)| json!([kind, id, date]));
    let mut values = Conditions::default();
    values.value(":found", picked.collect::<serde_json::Value>().to_string());
    values.rows(store, DETAILS, |row| {
        Ok(Event {
            date: row.get(0)?,
            kind: row.get(1)?,
            who: row.get(2)?,
            what: row.get(3)?,
            whom: row.get(4)?,
            evidence: Evidence { document: row.get(5)?, sentence: row.get(6)?, text: row.get(7)? },
        })
    })
}
