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
     JOIN (SELECT id AS statement, speaker AS chain FROM statement UNION ALL SELECT statement, chain FROM statement_co_speaker) v
       ON v.statement = s.id
     JOIN chain sc ON sc.id = v.chain JOIN statement_about b ON b.statement = s.id JOIN chain oc ON oc.id = b.chain
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
    let links = links(store, filter)?;
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

fn links(store: &Store, filter: &Filter) -> Result<Vec<Link>> {
    let mut links = counted(store, STATEMENTS, filter)?;
    if !filter.speakers {
        links.extend(counted(store, RELATIONS, filter)?);
    }
    Ok(links)
}

fn counted(store: &Store, sql: &'static str, filter: &Filter) -> Result<Vec<Link>> {
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
