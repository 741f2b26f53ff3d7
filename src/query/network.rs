//! Who is linked to whom and how often, light enough for algorithms on the whole database.

use super::{reading, word};
use crate::extraction::{Class, EntityType};
use crate::graph::network::{Link, Network};
use crate::store::Store;
use crate::{Id, Result};
use rusqlite::named_params;
use std::collections::{BTreeMap, BTreeSet};

/// Which links count; what is `None` or empty does not restrict.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Relations of this class alone; statements then do not count.
    pub class: Option<Class>,
    /// Only entities of these types.
    pub types: Vec<EntityType>,
    /// Documents of this day or later.
    pub since: Option<String>,
    /// Documents of this day or earlier.
    pub until: Option<String>,
    /// Only links found at least so often.
    pub min_weight: f64,
    /// Only who speaks about whom, among those who speak.
    pub speakers: bool,
}

/// An entity's name and type.
pub type Names = BTreeMap<Id, (String, EntityType)>;

const RELATIONS: &str = "SELECT sc.entity, oc.entity, count(*) FROM assertion a
     JOIN chain sc ON sc.id = a.subject JOIN chain oc ON oc.id = a.object JOIN document d ON d.id = a.document
     WHERE sc.entity <> oc.entity AND NOT EXISTS (SELECT 1 FROM assertion_copy k WHERE k.assertion = a.id)
       AND (:class IS NULL OR a.class = :class)
       AND (:since IS NULL OR d.published >= :since)
       AND (:until IS NULL OR substr(d.published, 1, length(:until)) <= :until)
     GROUP BY 1, 2";

const STATEMENTS: &str = "SELECT sc.entity, oc.entity, count(DISTINCT s.id) FROM statement s
     JOIN chain sc ON sc.id = s.speaker JOIN statement_about b ON b.statement = s.id JOIN chain oc ON oc.id = b.chain
     JOIN document d ON d.id = s.document
     WHERE sc.entity <> oc.entity AND NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = s.id)
       AND (:class IS NULL OR 0)
       AND (:since IS NULL OR d.published >= :since)
       AND (:until IS NULL OR substr(d.published, 1, length(:until)) <= :until)
     GROUP BY 1, 2";

/// The network of relations and of statements (speaker to whom they are about), with the names of all entities.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn load(store: &Store, filter: &Filter) -> Result<(Network, Names)> {
    let names = names(store)?;
    let mut links = links(store, STATEMENTS, filter)?;
    if !filter.speakers {
        links.extend(self::links(store, RELATIONS, filter)?);
    }
    let is_kept = |id: Id| {
        names.get(&id).is_some_and(|(_, kind)| filter.types.is_empty() || filter.types.contains(kind))
    };
    let mut weights: BTreeMap<(Id, Id), f64> = BTreeMap::new();
    for link in links.into_iter().filter(|l| is_kept(l.from) && is_kept(l.to)) {
        *weights.entry((link.from, link.to)).or_default() += link.weight;
    }
    weights.retain(|_, weight| *weight >= filter.min_weight);
    if filter.speakers {
        // Who speaks among those that are left.
        let speakers: BTreeSet<Id> = weights.keys().map(|(from, _)| *from).collect();
        weights.retain(|(_, to), _| speakers.contains(to));
    }
    Ok((Network::new(weights.into_iter().map(|((from, to), weight)| Link { from, to, weight })), names))
}

fn names(store: &Store) -> Result<Names> {
    let sql = "SELECT id, name, type FROM entity WHERE NOT hidden ORDER BY id";
    let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
    let rows = select.query_map([], |row| Ok((Id::from_sql(row.get(0)?), (row.get(1)?, word(row, 2)?))));
    rows.and_then(Iterator::collect).map_err(reading)
}

fn links(store: &Store, sql: &'static str, filter: &Filter) -> Result<Vec<Link>> {
    let values = named_params! {
        ":class": filter.class.map(Class::as_str),
        ":since": filter.since,
        ":until": filter.until,
    };
    let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
    let rows = select.query_map(values, |row| {
        Ok(Link { from: Id::from_sql(row.get(0)?), to: Id::from_sql(row.get(1)?), weight: row.get(2)? })
    });
    rows.and_then(Iterator::collect).map_err(reading)
}

/// What links two entities: the best sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Predicate or cue, with an arrow that shows who acts: "meet →", "← praise".
    pub label: String,
    /// The sentence as it stands.
    pub sentence: String,
    /// Title of the document, or its URI, or its id.
    pub document: String,
}

/// One direction at a time, so that each is found from the chains of one end.
const EVIDENCE: &str = "WITH link (label, confidence, document, sentence, id, kind) AS (
           SELECT a.predicate || ' →', a.confidence, a.document, a.sentence, a.id, 0
           FROM chain c JOIN assertion a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND a.subject = c.id JOIN chain o ON o.id = a.object
           WHERE c.entity = :one AND o.entity = :other UNION ALL
           SELECT '← ' || a.predicate, a.confidence, a.document, a.sentence, a.id, 0
           FROM chain c JOIN assertion a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND a.object = c.id JOIN chain o ON o.id = a.subject
           WHERE c.entity = :one AND o.entity = :other UNION ALL
           SELECT coalesce(nullif(s.cue, ''), 'say') || ' about →', s.confidence, s.document, s.sentence, s.id, 1
           FROM chain c JOIN statement s ON s.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND s.speaker = c.id JOIN statement_about b ON b.statement = s.id
           JOIN chain o ON o.id = b.chain WHERE c.entity = :one AND o.entity = :other UNION ALL
           SELECT '← ' || coalesce(nullif(s.cue, ''), 'say') || ' about', s.confidence, s.document, s.sentence, s.id, 1
           FROM chain c JOIN statement_about b ON b.statement BETWEEN c.id & -1048576 AND c.id | 1048575 AND b.chain = c.id JOIN statement s ON s.id = b.statement
           JOIN chain o ON o.id = s.speaker WHERE c.entity = :one AND o.entity = :other),
     found AS MATERIALIZED (SELECT l.*, d.published FROM link l JOIN document d ON d.id = l.document
           ORDER BY kind, confidence DESC, d.published, l.id LIMIT 1)
     SELECT f.label, n.text, n.document_name FROM found f
     JOIN sentences n ON n.document = f.document AND n.number = f.sentence";

/// The best sentence that links two entities: relations first, then statements; `None` where nothing does.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn evidence(store: &Store, one: Id, other: Id) -> Result<Option<Evidence>> {
    use rusqlite::OptionalExtension;
    let mut select = store.connection().prepare_cached(EVIDENCE).map_err(reading)?;
    let values = named_params! { ":one": one.to_sql(), ":other": other.to_sql() };
    let found = select.query_row(values, |row| {
        Ok(Evidence { label: row.get(0)?, sentence: row.get(1)?, document: row.get(2)? })
    });
    found.optional().map_err(reading)
}

const AROUND: &str = "SELECT l.other, count(*) FROM (
     SELECT o.entity AS other FROM chain c JOIN assertion a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND a.subject = c.id JOIN chain o ON o.id = a.object
     WHERE c.entity = :id UNION ALL
     SELECT o.entity FROM chain c JOIN assertion a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND a.object = c.id JOIN chain o ON o.id = a.subject
     WHERE c.entity = :id UNION ALL
     SELECT entity FROM (SELECT DISTINCT o.entity, s.id FROM chain c JOIN statement s ON s.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND s.speaker = c.id
         JOIN statement_about b ON b.statement = s.id JOIN chain o ON o.id = b.chain WHERE c.entity = :id) UNION ALL
     SELECT entity FROM (SELECT DISTINCT o.entity, s.id FROM chain c JOIN statement_about b ON b.statement BETWEEN c.id & -1048576 AND c.id | 1048575 AND b.chain = c.id
         JOIN statement s ON s.id = b.statement JOIN chain o ON o.id = s.speaker WHERE c.entity = :id)) l
     JOIN entity e ON e.id = l.other WHERE l.other <> :id AND NOT e.hidden GROUP BY l.other ORDER BY l.other";

/// Whom an entity is linked to and how often, both directions together; in order of ids.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn around(store: &Store, id: Id) -> Result<Vec<(Id, f64)>> {
    let mut select = store.connection().prepare_cached(AROUND).map_err(reading)?;
    let rows = select
        .query_map(named_params! { ":id": id.to_sql() }, |row| Ok((Id::from_sql(row.get(0)?), row.get(1)?)));
    rows.and_then(Iterator::collect).map_err(reading)
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

const NEIGHBORS: &str = "WITH link (other, label) AS (
     SELECT oc.entity, a.predicate FROM chain c JOIN assertion a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND a.subject = c.id JOIN chain oc ON oc.id = a.object
     WHERE c.entity = :id
     UNION ALL
     SELECT sc.entity, '← ' || a.predicate FROM chain c JOIN assertion a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND a.object = c.id
     JOIN chain sc ON sc.id = a.subject WHERE c.entity = :id
     UNION ALL
     SELECT oc.entity, coalesce(nullif(s.cue, ''), 'say') || ' about' FROM chain c JOIN statement s ON s.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND s.speaker = c.id
     JOIN statement_about b ON b.statement = s.id JOIN chain oc ON oc.id = b.chain WHERE c.entity = :id
     UNION ALL
     SELECT sc.entity, '← ' || coalesce(nullif(s.cue, ''), 'say') || ' about' FROM chain c
     JOIN statement_about b ON b.statement BETWEEN c.id & -1048576 AND c.id | 1048575 AND b.chain = c.id JOIN statement s ON s.id = b.statement
     JOIN chain sc ON sc.id = s.speaker WHERE c.entity = :id)
     SELECT e.id, e.name, e.type, l.label, l.n
     FROM (SELECT other, label, count(*) AS n FROM link WHERE other <> :id GROUP BY other, label) l
     JOIN entity e ON e.id = l.other WHERE NOT e.hidden ORDER BY e.id, l.n DESC, l.label";

/// Whom an entity is linked to, strongest first, then by name.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn neighbors(store: &Store, id: Id, limit: usize) -> Result<Vec<Neighbor>> {
    let mut select = store.connection().prepare_cached(NEIGHBORS).map_err(reading)?;
    let mut rows = select.query(named_params! { ":id": id.to_sql() }).map_err(reading)?;
    let mut found: Vec<Neighbor> = Vec::new();
    while let Some(row) = rows.next().map_err(reading)? {
        let id = Id::from_sql(row.get(0).map_err(reading)?);
        if found.last().is_none_or(|n| n.id != id) {
            let entity_type = word(row, 2).map_err(reading)?;
            found.push(Neighbor {
                id,
                name: row.get(1).map_err(reading)?,
                entity_type,
                weight: 0,
                links: Vec::new(),
            });
        }
        if let Some(neighbor) = found.last_mut() {
            neighbor.links.push(row.get(3).map_err(reading)?);
            neighbor.weight += row.get::<_, usize>(4).map_err(reading)?;
        }
    }
    found.sort_by(|a, b| b.weight.cmp(&a.weight).then_with(|| a.name.cmp(&b.name)).then(a.id.cmp(&b.id)));
    found.truncate(limit);
    Ok(found)
}
