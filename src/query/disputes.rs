//! Who contradicts whom, and who changed what they said.
//!
//! Two rules, each of which needs the same thing to be spoken of: one relation with opposite polarity in the words of
//! two speakers; praise or support by one, and blame or rejection by the other, of what their words begin with. They miss
//! whatever is contradicted in other words ("won" against "lost"), by irony or by numbers, what is done rather than said,
//! and all that the extraction misses; what they list is meant to be right.

use super::evidence::Evidence;
use super::filter::Conditions;
use super::reading;
use crate::store::Store;
use crate::{Id, Result};

/// Two statements that oppose each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispute {
    /// What it is about.
    pub about: String,
    /// The rule: "opposite claims" or "for and against".
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
    /// The sentence that says so.
    pub evidence: Evidence,
}

/// Relations that somebody claims or denies: "X did not Y Z" and "denied that X did Y Z" stand against "X did Y Z".
const CLAIMS: &str =
    "SELECT s.id AS statement, sc.entity AS speaker, xc.entity AS subject, a.predicate AS predicate,
         oc.entity AS object, (w.polarity = 'positive') = (k.kind <> 'deny') AS side
     FROM assertion_data a CROSS JOIN assertion_kind w ON w.id = a.kind
     CROSS JOIN statement_data s ON s.id = (a.id & -1048576) | a.statement CROSS JOIN statement_kind k ON k.id = s.kind
     CROSS JOIN chain_data sc ON sc.id = (s.id & -1048576) | s.speaker
     CROSS JOIN chain_data xc ON xc.id = (a.id & -1048576) | a.subject
     CROSS JOIN chain_data oc ON oc.id = (a.id & -1048576) | a.object
     WHERE NOT EXISTS (SELECT 1 FROM statement_copy c WHERE c.statement = s.id)
       AND k.polarity = 'positive' AND w.factuality NOT IN ('possible', 'requested')";
const CLAIMS_ABOUT: &str = " AND a.id IN (
     SELECT a.id FROM chain_data c
         CROSS JOIN assertion_data a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575
             AND a.statement IS NOT NULL AND c.id & 1048575 IN (a.subject, a.object)
     WHERE c.entity = :about)";
const CLAIMS_BY: &str = " AND a.id IN (
     SELECT a.id FROM chain_data c
         CROSS JOIN assertion_data a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND a.statement IS NOT NULL
         CROSS JOIN statement_data s ON s.id = (a.id & -1048576) | a.statement AND s.speaker = c.id & 1048575
     WHERE c.entity = :by)";

/// Praise and blame of what the words begin with; support and rejection of what is all they name ("rejected the treaty",
/// "backed Solheim"). To deny that somebody did something rejects nobody: it is a claim.
const STANCES: &str = r#"SELECT s.id AS statement, sc.entity AS speaker, tc.entity AS subject, '' AS predicate,
         tc.entity AS object, k.kind = 'praise' OR k.cue IN ('support', 'back', 'favor', 'favour') AS side
     FROM statement_data s CROSS JOIN statement_kind k ON k.id = s.kind
     CROSS JOIN chain_data sc ON sc.id = (s.id & -1048576) | s.speaker
     CROSS JOIN json_each('[' || s.about || ']') b CROSS JOIN chain_data tc ON tc.id = (s.id & -1048576) | b.value
     CROSS JOIN mention_number m ON m.chain = tc.id
     WHERE m.start BETWEEN s.start + s.content_at AND s.start + s.content_at + 4
       AND NOT EXISTS (SELECT 1 FROM statement_copy c WHERE c.statement = s.id)
       AND k.polarity = 'positive' AND (k.kind IN ('praise', 'blame')
           OR (k.kind = 'deny' OR k.cue IN ('support', 'back', 'favor', 'favour', 'oppose'))
              AND m.start + m.length
                  >= s.start + s.content_at + coalesce(json_extract(s.pieces, '$.content[0][1]'), s.content_length) - 1)"#;
const STANCES_ABOUT: &str = " AND s.id IN (
     SELECT s.id FROM chain_data c
         CROSS JOIN statement_data s ON s.id BETWEEN c.id & -1048576 AND c.id | 1048575
             AND instr(',' || s.about || ',', ',' || (c.id & 1048575) || ',') WHERE c.entity = :about)
     AND tc.entity = :about";
const STANCES_BY: &str = " AND s.id IN (SELECT s.id FROM chain_data c
         CROSS JOIN statement_data s ON s.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND s.speaker = c.id & 1048575
     WHERE c.entity = :by)";

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
    let mut values = Conditions::default();
    values.limit(Some(limit));
    about.into_iter().for_each(|id| values.value(":about", id.to_sql()));
    by.into_iter().for_each(|id| values.value(":by", id.to_sql()));
    let only = |of_about: &str, of_by: &str| {
        let about = about.map_or("", |_| of_about);
        format!("{about}{}", by.map_or("", |_| of_by))
    };
    let (claims, stances) = (only(CLAIMS_ABOUT, CLAIMS_BY), only(STANCES_ABOUT, STANCES_BY));
    let speakers = if same { "=" } else { "<>" };
    let pairs = |of: &str, rule: &str| {
        format!(
            "SELECT DISTINCT '{rule}' AS rule, t.name AS topic, p.statement AS one, q.statement AS other
             FROM {of} p JOIN {of} q ON q.subject = p.subject AND q.predicate = p.predicate AND q.object = p.object
                  AND q.side = 0 AND q.speaker {speakers} p.speaker
             JOIN entity t ON t.id = p.object WHERE p.side = 1 AND NOT t.hidden"
        )
    };
    let sql = format!(
        "WITH claim AS MATERIALIZED ({CLAIMS}{claims}), stance AS MATERIALIZED ({STANCES}{stances})
         {} UNION ALL {} ORDER BY rule, topic, one, other LIMIT :limit",
        pairs("claim", "opposite claims"),
        pairs("stance", "for and against")
    );
    let rows = values.rows(store, &sql, |row| {
        Ok((row.get::<_, i64>(2)?, row.get::<_, i64>(3)?, row.get::<_, String>(0)?, row.get::<_, String>(1)?))
    })?;
    let dispute = |(one, other, rule, about): (i64, i64, String, String)| {
        let (one, other) = (side(store, one)?, side(store, other)?);
        let (one, other) = if other.published < one.published { (other, one) } else { (one, other) };
        Ok(Dispute { about, rule, one, other })
    };
    rows.into_iter().map(dispute).collect()
}

fn side(store: &Store, statement: i64) -> Result<Side> {
    let sql =
        "SELECT coalesce(w.speaker, w.source), w.published, w.content, n.document_name, n.number, n.text
               FROM who_said_what w JOIN sentences n ON n.document = w.document AND n.number = w.sentence
               WHERE w.statement = ?1";
    let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
    let found = select.query_row([statement], |row| {
        Ok(Side {
            speaker: row.get(0)?,
            published: row.get(1)?,
            content: row.get(2)?,
            evidence: Evidence { document: row.get(3)?, sentence: row.get(4)?, text: row.get(5)? },
        })
    });
    found.map_err(reading)
}
