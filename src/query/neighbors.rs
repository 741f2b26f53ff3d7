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
    let statements = |one: &str, other: &str, out: i64| {
        format!(
            "SELECT s.id, s.sentence, s.kind, {other} AS topic, {out} AS out FROM pair p
             CROSS JOIN statement_data s ON s.id BETWEEN p.start AND p.start | 1048575
                 AND instr(',' || s.about || ',', ',' || {other} || ',')
                 AND (s.speaker = {one} OR instr(',' || s.co_speakers || ',', ',' || {one} || ','))"
        )
    };
    format!(
        "pair (one, other, start) AS MATERIALIZED (SELECT c.id & 1048575, o.id & 1048575, c.id & -1048576
             FROM chain_data {first} CROSS JOIN chain_data {second}
             WHERE c.entity = :one AND o.entity = :other
               AND {second}.id BETWEEN {first}.id & -1048576 AND {first}.id | 1048575),
         original (out, word, confidence, document, sentence, id, kind) AS (
             SELECT a.subject = p.one, (SELECT w.text FROM word w WHERE w.id = a.predicate), k.confidence,
                 a.id >> 20, a.sentence, a.id, 0
             FROM pair p
                 CROSS JOIN assertion_data a ON a.id BETWEEN p.start AND p.start | 1048575
                     AND (a.subject = p.one AND a.object = p.other OR a.subject = p.other AND a.object = p.one)
                 CROSS JOIN assertion_kind k ON k.id = a.kind
             WHERE NOT EXISTS (SELECT 1 FROM assertion_copy c WHERE c.assertion = a.id) UNION ALL
             SELECT said.out, coalesce(nullif(k.cue, ''), 'say') || ' about', k.confidence, said.id >> 20, said.sentence, said.id, 1
             FROM ({} UNION {}) said CROSS JOIN statement_kind k ON k.id = said.kind
             WHERE NOT EXISTS (SELECT 1 FROM statement_copy c WHERE c.statement = said.id))",
        statements("p.one", "p.other", 1),
        statements("p.other", "p.one", 0)
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
const DESCRIBED: &str = "WITH mine (own, start) AS MATERIALIZED (
         SELECT id & 1048575, id & -1048576 FROM chain_data WHERE entity = :id AND NOT is_named)
     SELECT l.other, 1 FROM (
     SELECT o.entity AS other FROM mine m
         CROSS JOIN assertion_data a ON a.id BETWEEN m.start AND m.start | 1048575 AND m.own IN (a.subject, a.object)
         CROSS JOIN chain_data o ON o.id = m.start | iif(a.subject = m.own, a.object, a.subject)
     WHERE NOT EXISTS (SELECT 1 FROM assertion_copy k WHERE k.assertion = a.id) UNION ALL
     SELECT entity FROM (
         SELECT DISTINCT o.entity, s.id FROM mine m
         CROSS JOIN statement_data s ON s.id BETWEEN m.start AND m.start | 1048575 AND s.about IS NOT NULL
             AND (s.speaker = m.own OR instr(',' || s.co_speakers || ',', ',' || m.own || ','))
         CROSS JOIN json_each('[' || s.about || ']') b CROSS JOIN chain_data o ON o.id = m.start | b.value)
     WHERE NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = id) UNION ALL
     SELECT entity FROM (
         SELECT DISTINCT o.entity, s.id FROM mine m
         CROSS JOIN statement_data s ON s.id BETWEEN m.start AND m.start | 1048575
             AND instr(',' || s.about || ',', ',' || m.own || ',')
         CROSS JOIN json_each('[' || concat_ws(',', s.speaker, s.co_speakers) || ']') b
         CROSS JOIN chain_data o ON o.id = m.start | b.value)
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
    let is_described = "SELECT 1 FROM entity_vote WHERE entity = ?1 AND chains > named UNION ALL
         SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM entity_vote WHERE entity = ?1)";
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
