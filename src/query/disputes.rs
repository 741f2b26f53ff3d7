//! Who contradicts whom, and who changed what they said.
//!
//! Two rules, each of which needs the same thing to be spoken of: one relation with opposite polarity in the words of
//! two speakers; praise by one and blame by the other of what their words name first. They miss whatever is
//! contradicted in other words ("won" against "lost"), by irony or by numbers, and all that the extraction misses;
//! what they list is meant to be right.

use super::reading;
use crate::store::Store;
use crate::{Id, Result};
use rusqlite::named_params;

/// Two statements that oppose each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// What it is about.
    pub about: String,
    /// The rule: "opposite claims" or "praise and blame".
    pub rule: String,
    /// The earlier one.
    pub one: Side,
    /// The later one.
    pub other: Side,
}

/// One side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Who speaks.
    pub speaker: String,
    /// Date of the document.
    pub published: Option<String>,
    /// The content as written.
    pub content: String,
    /// Title of the document, or its URI, or its id.
    pub document: String,
    /// The sentence as it stands.
    pub sentence: String,
}

/// Statements with the stance that rule 1 or rule 2 reads out of them: (statement, speaker, rule, key, stance, topic).
const PAIRS: &str = r#"WITH stance (statement, speaker, rule, topic, key, side) AS (
     SELECT s.id, sc.entity, 'opposite claims', oc.entity, xc.entity || ' ' || a.predicate || ' ' || oc.entity, a.polarity
     FROM assertion a JOIN statement s ON s.id = a.statement JOIN chain sc ON sc.id = s.speaker
     JOIN chain xc ON xc.id = a.subject JOIN chain oc ON oc.id = a.object
     WHERE NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = s.id)
       AND s.polarity = 'positive' AND s.kind <> 'deny' AND a.factuality NOT IN ('possible', 'requested')
     UNION ALL
     SELECT s.id, sc.entity, 'opposite claims', oc.entity, xc.entity || ' ' || a.predicate || ' ' || oc.entity,
            CASE a.polarity WHEN 'positive' THEN 'negative' ELSE 'positive' END
     FROM assertion a JOIN statement s ON s.id = a.statement JOIN chain sc ON sc.id = s.speaker
     JOIN chain xc ON xc.id = a.subject JOIN chain oc ON oc.id = a.object
     WHERE NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = s.id)
       AND s.polarity = 'positive' AND s.kind = 'deny' AND a.factuality NOT IN ('possible', 'requested')
     UNION ALL
     SELECT s.id, sc.entity, 'praise and blame', tc.entity, tc.entity,
            CASE WHEN s.kind IN ('blame', 'deny') THEN 'negative' ELSE 'positive' END
     FROM statement s JOIN chain sc ON sc.id = s.speaker JOIN mention m ON m.document = s.document
          AND m.sentence = s.sentence JOIN chain tc ON tc.id = m.chain JOIN statement_about b ON b.statement = s.id AND b.chain = tc.id
     WHERE NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = s.id)
       AND s.kind IN ('praise', 'blame', 'deny') AND s.polarity = 'positive'
       AND m.start = (SELECT min(m2.start) FROM mention m2 JOIN statement_about b2 ON b2.chain = m2.chain AND b2.statement = s.id
                      JOIN statement_span sp ON sp.statement = s.id AND sp.role = 'content'
                           AND m2.start >= sp.start AND m2."end" <= sp."end"
                      WHERE m2.document = s.document))
     SELECT DISTINCT p.statement, q.statement, p.rule, t.name
     FROM stance p JOIN stance q ON q.rule = p.rule AND q.key = p.key AND p.side = 'positive' AND q.side = 'negative'
     JOIN entity t ON t.id = p.topic
     WHERE NOT t.hidden AND (:about IS NULL OR p.topic = :about OR p.key LIKE :about || ' %')
       AND (p.speaker = q.speaker) = :same AND (:by IS NULL OR p.speaker = :by OR q.speaker = :by)
     ORDER BY p.rule, t.name, p.statement, q.statement LIMIT :limit"#;

/// Pairs of speakers who oppose each other, about an entity or all; by rule and topic.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn disputes(store: &Store, about: Option<Id>, limit: usize) -> Result<Vec<Dispute>> {
    pairs(store, about, None, false, limit)
}

/// Pairs of statements of one speaker that oppose each other, the earlier first.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn changes(store: &Store, speaker: Id, limit: usize) -> Result<Vec<Dispute>> {
    pairs(store, None, Some(speaker), true, limit)
}

fn pairs(store: &Store, about: Option<Id>, by: Option<Id>, same: bool, limit: usize) -> Result<Vec<Dispute>> {
    let values = named_params! {
        ":about": about.map(Id::to_sql),
        ":by": by.map(Id::to_sql),
        ":same": same,
        ":limit": i64::try_from(limit).unwrap_or(i64::MAX),
    };
    let mut select = store.connection().prepare_cached(PAIRS).map_err(reading)?;
    let rows = select.query_map(values, |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?, row.get::<_, String>(3)?))
    });
    let rows: Vec<(i64, i64, String, String)> = rows.and_then(Iterator::collect).map_err(reading)?;
    let dispute = |(one, other, rule, about): (i64, i64, String, String)| {
        let (one, other) = (side(store, one)?, side(store, other)?);
        let (one, other) = if other.published < one.published { (other, one) } else { (one, other) };
        Ok(Dispute { about, rule, one, other })
    };
    rows.into_iter().map(dispute).collect()
}

fn side(store: &Store, statement: i64) -> Result<Side> {
    let sql = r#"SELECT coalesce(w.speaker, w.source), w.published, w.content, coalesce(d.title, d.uri, printf('%016x', d.id)),
                 CAST(substr(CAST(d.text AS BLOB), n.start + 1, n."end" - n.start) AS TEXT)
                 FROM who_said_what w JOIN document d ON d.id = w.document
                 JOIN sentence n ON n.document = w.document AND n.number = w.sentence WHERE w.statement = ?1"#;
    let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
    let found = select.query_row([statement], |row| {
        Ok(Side {
            speaker: row.get(0)?,
            published: row.get(1)?,
            content: row.get(2)?,
            document: row.get(3)?,
            sentence: row.get(4)?,
        })
    });
    found.map_err(reading)
}
