//! Whom one entity is linked to, how strongly, by what, and the sentences that say so.

use super::evidence::{self, Evidence};
use super::{reading, word};
use crate::extraction::EntityType;
use crate::store::Store;
use crate::{Id, Result};
use rusqlite::{OptionalExtension, Row, named_params};
use std::collections::BTreeMap;

/// All that links two entities, found from the chains of the one that is mentioned less: assertions and statements in
/// which chains of both stand, `out` where it leads from `:one` to `:other`. Copies are left out.
fn between(is_turned: bool) -> String {
    let (first, second) = if is_turned { ("o", "c") } else { ("c", "o") };
    format!(
        "pair (one, other) AS MATERIALIZED (SELECT c.id, o.id FROM chain {first} CROSS JOIN chain {second}
             WHERE c.entity = :one AND o.entity = :other
               AND {second}.id BETWEEN {first}.id & -1048576 AND {first}.id | 1048575),
         found (out, word, confidence, document, sentence, id, kind) AS (
             SELECT 1, a.predicate, a.confidence, a.document, a.sentence, a.id, 0
             FROM pair p
                 CROSS JOIN assertion a ON a.id BETWEEN p.one & -1048576 AND p.one | 1048575
                     AND a.subject = p.one AND a.object = p.other UNION ALL
             SELECT 0, a.predicate, a.confidence, a.document, a.sentence, a.id, 0
             FROM pair p
                 CROSS JOIN assertion a ON a.id BETWEEN p.other & -1048576 AND p.other | 1048575
                     AND a.subject = p.other AND a.object = p.one UNION ALL
             SELECT v.out, coalesce(nullif(s.cue, ''), 'say') || ' about', s.confidence, s.document, s.sentence, s.id, 1
             FROM (SELECT s.id, p.other AS topic, 1 AS out FROM pair p
                 CROSS JOIN statement s ON s.id BETWEEN p.one & -1048576 AND p.one | 1048575 AND s.speaker = p.one UNION
                   SELECT s.id, p.one, 0 FROM pair p
                       CROSS JOIN statement s ON s.id BETWEEN p.other & -1048576 AND p.other | 1048575 AND s.speaker = p.other UNION
                   SELECT o.statement, p.other, 1 FROM pair p
                       CROSS JOIN statement_co_speaker o ON o.statement BETWEEN p.one & -1048576 AND p.one | 1048575 AND o.chain = p.one UNION
                   SELECT o.statement, p.one, 0 FROM pair p
                       CROSS JOIN statement_co_speaker o ON o.statement BETWEEN p.other & -1048576 AND p.other | 1048575 AND o.chain = p.other) v
             CROSS JOIN statement_about b ON b.statement = v.id AND b.chain = v.topic
             CROSS JOIN statement s ON s.id = v.id),
         original AS (SELECT * FROM found f WHERE kind = 0 AND NOT EXISTS (SELECT 1 FROM assertion_copy k WHERE k.assertion = f.id)
             UNION ALL SELECT * FROM found f WHERE kind = 1 AND NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = f.id))"
    )
}

/// Runs `rest` on what links two entities.
fn ask<T>(
    store: &Store,
    (one, other): (Id, Id),
    rest: &str,
    row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> rusqlite::Result<Vec<T>> {
    let db = store.connection();
    let mut mentions = db.prepare_cached("SELECT mentions FROM entity WHERE id = ?1")?;
    let mut count = |id: Id| mentions.query_row([id.to_sql()], |row| row.get::<_, i64>(0)).optional();
    let is_turned = count(one)? > count(other)?;
    let mut select = db.prepare_cached(&format!("WITH {} {rest}", between(is_turned)))?;
    select.query_map(named_params! { ":one": one.to_sql(), ":other": other.to_sql() }, row)?.collect()
}

/// What links two entities, with an arrow that shows who acts ("meet →", "← praise"), and the best sentence that says so:
/// relations first, then statements; `None` where nothing does.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn link(store: &Store, one: Id, other: Id) -> Result<Option<(String, Evidence)>> {
    let rest =
        "SELECT f.out, f.word, f.document, f.sentence FROM original f JOIN document d ON d.id = f.document
         ORDER BY f.kind, f.confidence DESC, d.published, f.id LIMIT 1";
    let row = |row: &Row<'_>| {
        let word: String = row.get(1)?;
        let label = if row.get(0)? { format!("{word} →") } else { format!("← {word}") };
        Ok((label, (row.get(2)?, row.get(3)?)))
    };
    let found = ask(store, (one, other), rest, row).map_err(reading)?.pop();
    found.map(|(label, place)| Ok((label, evidence::sentence(store, place)?))).transpose()
}

/// What links two entities, most frequent first: predicates and cues, "← " before what the other does.
fn labels(store: &Store, one: Id, other: Id) -> Result<Vec<String>> {
    let rest = "SELECT out, word FROM original GROUP BY out, word ORDER BY count(*) DESC, NOT out, word";
    let row = |row: &Row<'_>| {
        let word: String = row.get(1)?;
        Ok(if row.get(0)? { word } else { format!("← {word}") })
    };
    ask(store, (one, other), rest, row).map_err(reading)
}

/// Links as they are kept: from the documents that name the entity.
const NAMED: &str = "SELECT other, weight FROM link WHERE entity = :id";
/// Links from the documents that only describe it: most often there is none, or one and nothing else.
const DESCRIBED: &str = "SELECT l.other, 1 FROM (
     SELECT o.entity AS other FROM chain c
         CROSS JOIN assertion a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND a.subject = c.id JOIN chain o ON o.id = a.object
     WHERE c.entity = :id AND NOT c.is_named AND NOT EXISTS (SELECT 1 FROM assertion_copy k WHERE k.assertion = a.id) UNION ALL
     SELECT o.entity FROM chain c
         CROSS JOIN assertion a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND a.object = c.id JOIN chain o ON o.id = a.subject
     WHERE c.entity = :id AND NOT c.is_named AND NOT EXISTS (SELECT 1 FROM assertion_copy k WHERE k.assertion = a.id) UNION ALL
     SELECT entity FROM (
         SELECT o.entity, s.id FROM chain c
         CROSS JOIN statement s ON s.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND s.speaker = c.id
         JOIN statement_about b ON b.statement = s.id JOIN chain o ON o.id = b.chain
         WHERE c.entity = :id AND NOT c.is_named UNION
         SELECT o.entity, p.statement FROM chain c
         CROSS JOIN statement_co_speaker p ON p.statement BETWEEN c.id & -1048576 AND c.id | 1048575 AND p.chain = c.id
         JOIN statement_about b ON b.statement = p.statement JOIN chain o ON o.id = b.chain
         WHERE c.entity = :id AND NOT c.is_named)
     WHERE NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = id) UNION ALL
     SELECT entity FROM (
         SELECT o.entity, s.id FROM chain c
         CROSS JOIN statement_about b ON b.statement BETWEEN c.id & -1048576 AND c.id | 1048575 AND b.chain = c.id
         JOIN statement s ON s.id = b.statement JOIN chain o ON o.id = s.speaker
         WHERE c.entity = :id AND NOT c.is_named UNION
         SELECT o.entity, p.statement FROM chain c
         CROSS JOIN statement_about b ON b.statement BETWEEN c.id & -1048576 AND c.id | 1048575 AND b.chain = c.id
         JOIN statement_co_speaker p ON p.statement = b.statement JOIN chain o ON o.id = p.chain
         WHERE c.entity = :id AND NOT c.is_named)
     WHERE NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = id)) l WHERE l.other <> :id";

/// Whom an entity is linked to and how often, both directions together; in order of ids. Hidden ones are left out.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn around(store: &Store, id: Id) -> Result<Vec<(Id, f64)>> {
    let mut weights = weights(store, id).map_err(reading)?;
    for hidden in hidden(store).map_err(reading)? {
        weights.remove(&hidden);
    }
    Ok(weights.into_iter().map(|(id, weight)| (id, weight as f64)).collect())
}

fn weights(store: &Store, id: Id) -> rusqlite::Result<BTreeMap<Id, usize>> {
    let db = store.connection();
    let is_described = "SELECT 1 FROM entity_vote WHERE entity = ?1 AND chains > named";
    let mut weights: BTreeMap<Id, usize> = BTreeMap::new();
    let mut add = |sql: &str| {
        let mut select = db.prepare_cached(sql)?;
        let mut rows = select.query(named_params! { ":id": id.to_sql() })?;
        while let Some(row) = rows.next()? {
            *weights.entry(Id::from_sql(row.get(0)?)).or_default() += row.get::<_, usize>(1)?;
        }
        Ok::<_, rusqlite::Error>(())
    };
    add(NAMED)?;
    if db.prepare_cached(is_described)?.exists([id.to_sql()])? {
        add(DESCRIBED)?;
    }
    Ok(weights)
}

fn hidden(store: &Store) -> rusqlite::Result<Vec<Id>> {
    let mut select = store.connection().prepare_cached("SELECT id FROM entity WHERE hidden")?;
    select.query_map([], |row| Ok(Id::from_sql(row.get(0)?)))?.collect()
}

/// Whom an entity is linked to.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbor {
    /// The other entity.
    pub id: Id,
    /// Its name.
    pub name: String,
    /// What kind of thing.
    pub entity_type: EntityType,
    /// How often.
    pub weight: usize,
    /// Predicates and cues, most frequent first.
    pub links: Vec<String>,
}

/// Whom an entity is linked to, strongest first, then by name.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn neighbors(store: &Store, id: Id, limit: usize) -> Result<Vec<Neighbor>> {
    let mut weights: Vec<(Id, usize)> = weights(store, id).map_err(reading)?.into_iter().collect();
    weights.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    let mut select = store
        .connection()
        .prepare_cached("SELECT name, type, hidden FROM entity WHERE id = ?1")
        .map_err(reading)?;
    let mut found: Vec<Neighbor> = Vec::new();
    for (id, weight) in weights {
        // Names decide among those that are linked as often as the last one that is listed.
        if limit.checked_sub(1).and_then(|last| found.get(last)).is_some_and(|last| weight < last.weight) {
            break;
        }
        let row = select.query_row([id.to_sql()], |row| {
            Ok((row.get::<_, String>(0)?, word(row, 1)?, row.get::<_, bool>(2)?))
        });
        if let Some((name, entity_type, false)) = row.optional().map_err(reading)? {
            found.push(Neighbor { id, name, entity_type, weight, links: Vec::new() });
        }
    }
    found.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.name.cmp(&b.name)).then(a.id.cmp(&b.id)));
    found.truncate(limit);
    for neighbor in &mut found {
        neighbor.links = labels(store, id, neighbor.id)?;
    }
    Ok(found)
}
