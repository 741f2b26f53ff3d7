//! What was said and done, by date.

use super::evidence::Evidence;
use super::filter::Conditions;
use crate::store::Store;
use crate::{Id, Result};

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

/// Where the events stand: no more than it takes to sort them. What `{of}` stands for says of which chains.
const STATEMENTS: &str = "SELECT d.published AS date, d.title AS title, d.id AS document, s.start AS start,
         'statement' AS kind, s.id AS id
     FROM {of} LEFT JOIN chain sc ON sc.id = s.speaker LEFT JOIN entity e ON e.id = sc.entity
     WHERE NOT coalesce(e.hidden, 0) AND NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = s.id)";
const RELATIONS: &str = "SELECT coalesce(a.time, d.published), d.title, d.id, a.start, 'relation', a.id
     FROM {of}
     WHERE me.entity NOT IN (SELECT id FROM entity WHERE hidden) AND z.entity NOT IN (SELECT id FROM entity WHERE hidden)
       AND NOT EXISTS (SELECT 1 FROM assertion_copy k WHERE k.assertion = a.id) AND a.class NOT IN ('role', 'located')
       AND a.factuality IN ('asserted', 'reported')";

/// All of them.
const ALL: [&str; 2] = [
    "statement s JOIN document d ON d.id = s.document",
    "assertion a JOIN document d ON d.id = a.document JOIN chain me ON me.id = a.subject JOIN chain z ON z.id = a.object",
];
/// Those of an entity: each document of it is looked at once.
const OF_ENTITY: [&str; 6] = [
    "mine me CROSS JOIN document d ON d.id = me.document
         CROSS JOIN statement s ON s.id BETWEEN me.id & -1048576 AND me.id | 1048575 AND s.speaker = me.id",
    "mine me CROSS JOIN document d ON d.id = me.document
         CROSS JOIN statement_co_speaker o ON o.statement BETWEEN me.id & -1048576 AND me.id | 1048575 AND o.chain = me.id
         CROSS JOIN statement s ON s.id = o.statement",
    "mine me CROSS JOIN document d ON d.id = me.document
         CROSS JOIN statement s ON s.id BETWEEN me.id & -1048576 AND me.id | 1048575 AND s.addressee = me.id",
    "mine me CROSS JOIN document d ON d.id = me.document
         CROSS JOIN statement_about b ON b.statement BETWEEN me.id & -1048576 AND me.id | 1048575 AND b.chain = me.id
         CROSS JOIN statement s ON s.id = b.statement",
    "mine me CROSS JOIN document d ON d.id = me.document
         CROSS JOIN assertion a ON a.id BETWEEN me.id & -1048576 AND me.id | 1048575 AND a.subject = me.id
         CROSS JOIN chain z ON z.id = a.object",
    "mine me CROSS JOIN document d ON d.id = me.document
         CROSS JOIN assertion a ON a.id BETWEEN me.id & -1048576 AND me.id | 1048575 AND a.object = me.id
         CROSS JOIN chain z ON z.id = a.subject",
];
const MINE: &str = "mine AS MATERIALIZED (SELECT id, document, entity FROM chain WHERE entity = :entity), ";

/// What is listed of the few that are picked: statements and relations apart, as a view cannot be looked up in an outer join.
const DETAILS: &str = "SELECT f.date AS date, f.kind AS kind, coalesce(who.name, s.source),
         CASE s.polarity WHEN 'negative' THEN 'not ' ELSE '' END || coalesce(nullif(s.cue, ''), 'say'),
         s.content, n.document_name, n.number, n.text, f.title AS title, f.document AS document, f.start AS start, f.id AS id
     FROM found f CROSS JOIN statement s ON s.id = f.id
     LEFT JOIN chain wc ON wc.id = s.speaker LEFT JOIN entity who ON who.id = wc.entity
     JOIN sentences n ON n.document = f.document AND n.number = s.sentence WHERE f.kind = 'statement'
     UNION ALL
     SELECT f.date, f.kind, coalesce(se.name, a.subject_text),
         CASE a.polarity WHEN 'negative' THEN 'not ' ELSE '' END || a.predicate,
         coalesce(oe.name, a.object_text), n.document_name, n.number, n.text, f.title, f.document, f.start, f.id
     FROM found f CROSS JOIN assertion a ON a.id = f.id
     LEFT JOIN chain sc ON sc.id = a.subject LEFT JOIN entity se ON se.id = sc.entity
     LEFT JOIN chain oc ON oc.id = a.object LEFT JOIN entity oe ON oe.id = oc.entity
     JOIN sentences n ON n.document = f.document AND n.number = a.sentence WHERE f.kind = 'relation'";

const ORDER: &str = "ORDER BY date IS NULL, date, title, document, start, kind, id";

/// Statements and events by date, those without one last; then by document and place.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn list(store: &Store, filter: &Filter) -> Result<Vec<Event>> {
    let mut conditions = Conditions::default();
    conditions.given("date >= :since", ":since", filter.since.clone());
    conditions.given("date < :until || '~'", ":until", filter.until.clone());
    conditions.limit(filter.limit);
    let event = match filter.entity {
        Some(entity) => {
            conditions.value(":entity", entity.to_sql());
            let (statements, relations) = OF_ENTITY.split_at(4);
            let of = |all: &[&str], event: &str| {
                all.iter().map(|of| event.replace("{of}", of)).collect::<Vec<_>>()
            };
            // One that concerns the entity twice is one event.
            [of(statements, STATEMENTS), of(relations, RELATIONS)].concat().join(" UNION ")
        }
        None => [STATEMENTS.replace("{of}", ALL[0]), RELATIONS.replace("{of}", ALL[1])].join(" UNION ALL "),
    };
    let sql = format!(
        "WITH {} event AS ({event}),
         found AS MATERIALIZED (SELECT * FROM event {} {ORDER} LIMIT :limit)
         SELECT * FROM ({DETAILS})
         {ORDER}",
        filter.entity.map_or("", |_| MINE),
        conditions.to_where()
    );
    conditions.rows(store, &sql, |row| {
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
