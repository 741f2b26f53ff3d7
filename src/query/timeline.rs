//! What was said and done, by date.

use super::reading;
use crate::store::Store;
use crate::{Id, Result};
use rusqlite::named_params;

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
    /// Title of the document, or its URI, or its id.
    pub document: String,
    /// The sentence as it stands.
    pub sentence: String,
}

const LIST: &str = r#"WITH event AS (
     SELECT d.published AS date, 'statement' AS kind, coalesce(e.name, s.source) AS who,
            CASE s.polarity WHEN 'negative' THEN 'not ' ELSE '' END || coalesce(nullif(s.cue, ''), 'say') AS what,
            s.content AS whom, s.document AS document, s.sentence AS number, s.start AS start, s.id AS id
     FROM statement s JOIN document d ON d.id = s.document
     LEFT JOIN chain c ON c.id = s.speaker LEFT JOIN entity e ON e.id = c.entity
     WHERE NOT coalesce(e.hidden, 0) AND NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = s.id)
       AND (:entity IS NULL OR s.id IN (
         SELECT s.id FROM chain c JOIN statement s ON s.speaker = c.id WHERE c.entity = :entity UNION
         SELECT s.id FROM chain c JOIN statement s ON s.addressee = c.id WHERE c.entity = :entity UNION
         SELECT b.statement FROM chain c JOIN statement_about b ON b.chain = c.id WHERE c.entity = :entity))
     UNION ALL
     SELECT coalesce(a.time, d.published), 'relation', coalesce(se.name, a.subject_text),
            CASE a.polarity WHEN 'negative' THEN 'not ' ELSE '' END || a.predicate,
            coalesce(oe.name, a.object_text), a.document, a.sentence, a.start, a.id
     FROM assertion a JOIN document d ON d.id = a.document
     JOIN chain sc ON sc.id = a.subject JOIN entity se ON se.id = sc.entity
     JOIN chain oc ON oc.id = a.object JOIN entity oe ON oe.id = oc.entity
     WHERE NOT se.hidden AND NOT oe.hidden AND NOT EXISTS (SELECT 1 FROM assertion_copy k WHERE k.assertion = a.id)
       AND a.class NOT IN ('role', 'located')
       AND a.factuality IN ('asserted', 'reported') AND (:entity IS NULL OR a.id IN (
         SELECT a.id FROM chain c JOIN assertion a ON a.subject = c.id WHERE c.entity = :entity UNION
         SELECT a.id FROM chain c JOIN assertion a ON a.object = c.id WHERE c.entity = :entity)))
     SELECT date, kind, who, what, whom, coalesce(d.title, d.uri, printf('%016x', d.id)),
            CAST(substr(CAST(d.text AS BLOB), n.start + 1, n."end" - n.start) AS TEXT)
     FROM event JOIN document d ON d.id = event.document
     JOIN sentence n ON n.document = d.id AND n.number = event.number
     WHERE (:since IS NULL OR date >= :since) AND (:until IS NULL OR substr(date, 1, length(:until)) <= :until)
     ORDER BY date IS NULL, date, d.title, d.id, event.start, event.kind, event.id LIMIT :limit"#;

/// Statements and events by date, those without one last; then by document and place.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn list(store: &Store, filter: &Filter) -> Result<Vec<Event>> {
    let values = named_params! {
        ":entity": filter.entity.map(Id::to_sql),
        ":since": filter.since,
        ":until": filter.until,
        ":limit": filter.limit.and_then(|n| i64::try_from(n).ok()).unwrap_or(-1),
    };
    let mut select = store.connection().prepare_cached(LIST).map_err(reading)?;
    let rows = select.query_map(values, |row| {
        Ok(Event {
            date: row.get(0)?,
            kind: row.get(1)?,
            who: row.get(2)?,
            what: row.get(3)?,
            whom: row.get(4)?,
            document: row.get(5)?,
            sentence: row.get(6)?,
        })
    });
    rows.and_then(Iterator::collect).map_err(reading)
}
