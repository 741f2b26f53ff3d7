//! Relations, as rows: assertions grouped by subject, predicate, object and polarity.

use super::evidence::{self, Evidence};
use super::filter::Conditions;
use super::word;
use crate::extraction::{Class, Factuality, Polarity};
use crate::store::Store;
use crate::{Id, Result};
use rusqlite::Row;
use rustc_hash::FxHashMap;

/// Which relations to list; what is `None` does not restrict. Dates, class, factuality and `inside` choose among the
/// assertions: a relation is what the chosen ones make it, its weight how many they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Either end.
    pub entity: Option<Id>,
    /// Who.
    pub subject: Option<Id>,
    /// To whom.
    pub object: Option<Id>,
    /// Predicate, or its first word.
    pub predicate: Option<String>,
    /// What kind of act.
    pub class: Option<Class>,
    /// Grammatical negation.
    pub polarity: Option<Polarity>,
    /// How far the text commits to it.
    pub factuality: Option<Factuality>,
    /// Only what stands in this entity's statements, alone or with others.
    pub inside: Option<Id>,
    /// Documents of this day or later.
    pub since: Option<String>,
    /// Documents of this day or earlier.
    pub until: Option<String>,
    /// Also those with an end that is no entity.
    pub open_ended: bool,
    /// At most so many.
    pub limit: Option<usize>,
}

/// A relation as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationRow {
    /// Name of the subject, or its words where it is no entity.
    pub subject: String,
    /// Lemmas of the predicate.
    pub predicate: String,
    /// Name of the object, or its words.
    pub object: String,
    /// What kind of act, where it was found first.
    pub class: Class,
    /// Grammatical negation.
    pub polarity: Polarity,
    /// The strongest commitment among its assertions.
    pub factuality: Factuality,
    /// How many assertions.
    pub weight: usize,
    /// The earliest date that a text gives it.
    pub time: Option<String>,
    /// Where it was found first: document and sentence.
    place: (i64, i64),
}

/// The grouped query; conditions choose the assertions. With a single `min`, SQLite takes the bare columns from its row.
const GROUPS: &str = "SELECT coalesce(se.name, a.subject_text), a.predicate, coalesce(oe.name, a.object_text), a.class,
    a.polarity, CASE WHEN sum(a.factuality = 'asserted') THEN 'asserted' WHEN sum(a.factuality = 'reported') THEN 'reported'
        WHEN sum(a.factuality = 'planned') THEN 'planned' WHEN sum(a.factuality = 'requested') THEN 'requested'
        WHEN sum(a.factuality = 'possible') THEN 'possible' ELSE 'denied' END,
    count(*) AS weight, group_concat(a.time, ' '), a.document, a.sentence,
    min(coalesce(d.published, '') || char(1) || coalesce(d.title, '') || printf('%c%016x%08x%05x', 1, d.hash, a.start, a.id & 1048575)) AS first
    FROM assertion a JOIN document d ON d.id = a.document
    LEFT JOIN chain sc ON sc.id = a.subject LEFT JOIN entity se ON se.id = sc.entity
    LEFT JOIN chain oc ON oc.id = a.object LEFT JOIN entity oe ON oe.id = oc.entity";

const ENDS: &str = "a.id IN (SELECT a.id FROM chain_data c
         CROSS JOIN assertion_data a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575
             AND c.id & 1048575 IN (a.subject, a.object) WHERE c.entity = :entity)";
const SUBJECT: &str = "a.id IN (SELECT a.id FROM chain_data c
         CROSS JOIN assertion_data a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND a.subject = c.id & 1048575
     WHERE c.entity = :subject)";
const OBJECT: &str = "a.id IN (SELECT a.id FROM chain_data c
         CROSS JOIN assertion_data a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND a.object = c.id & 1048575
     WHERE c.entity = :object)";
const INSIDE: &str = "a.id IN (SELECT a.id FROM chain_data c
         CROSS JOIN assertion_data a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND a.statement IS NOT NULL
         CROSS JOIN statement_data s ON s.id = (a.id & -1048576) | a.statement AND (s.speaker = c.id & 1048575
             OR instr(',' || s.co_speakers || ',', ',' || (c.id & 1048575) || ','))
     WHERE c.entity = :inside)";

/// Assertions of an entity, with what tells to which relation each belongs: whether it is the subject, the other end,
/// predicate and polarity. One with both ends in the entity is told by its subject.
const NEAR: &str = "SELECT a.id, c.id & 1048575 = a.subject, o.entity, a.predicate, k.polarity = 'negative', k.class = 'role', a.start
     FROM chain_data c
         CROSS JOIN assertion_data a ON a.id BETWEEN c.id & -1048576 AND c.id | 1048575
             AND c.id & 1048575 IN (a.subject, a.object)
         CROSS JOIN chain_data o ON o.id = (a.id & -1048576) | iif(c.id & 1048575 = a.subject, a.object, a.subject)
         CROSS JOIN assertion_kind k ON k.id = a.kind
     WHERE c.entity = :entity AND (a.subject = c.id & 1048575 OR o.entity <> :entity)
       AND o.entity NOT IN (SELECT id FROM entity WHERE hidden)
       AND NOT EXISTS (SELECT 1 FROM assertion_copy w WHERE w.assertion = a.id)";
/// Documents of an entity, in the order in which what is found first is told.
const DOCUMENTS: &str =
    "SELECT d.id FROM document d WHERE d.id IN (SELECT id >> 20 FROM chain_data WHERE entity = :entity)
     ORDER BY coalesce(d.published, ''), coalesce(d.title, ''), printf('%016x', d.hash)";

/// Relations that fit, heaviest first, then by first appearance.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn list(store: &Store, filter: &Filter) -> Result<Vec<RelationRow>> {
    let mut conditions = conditions(filter);
    // Nothing else chooses among the entity's assertions: only the heaviest relations need be looked at.
    let only = Filter { entity: filter.entity, limit: filter.limit, ..Filter::default() };
    if let (true, Some(entity), Some(limit)) = (*filter == only, filter.entity, filter.limit) {
        let relations = near(store, entity)?;
        conditions.list(":ids", &heaviest(&relations, limit, |_| true).collect::<Vec<_>>());
        conditions.always("a.id IN (SELECT value FROM json_each(:ids))");
    } else {
        conditions.entity(ENDS, ":entity", filter.entity);
    }
    conditions.limit(filter.limit);
    grouped(store, &conditions)
}

/// The heaviest relations of an entity: at most `limit` of its roles, and as many of the others.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn of_entity(store: &Store, entity: Id, limit: usize) -> Result<(Vec<RelationRow>, Vec<RelationRow>)> {
    let mut conditions = conditions(&Filter::default());
    let relations = near(store, entity)?;
    let roles = heaviest(&relations, limit, |first| first.is_role);
    let ids: Vec<i64> = roles.chain(heaviest(&relations, limit, |first| !first.is_role)).collect();
    conditions.list(":ids", &ids);
    conditions.always("a.id IN (SELECT value FROM json_each(:ids))");
    conditions.limit(None);
    let found = grouped(store, &conditions)?.into_iter();
    let (mut roles, mut others): (Vec<_>, Vec<_>) = found.partition(|r| r.class == Class::Role);
    roles.truncate(limit);
    others.truncate(limit);
    Ok((roles, others))
}

/// An assertion of an entity.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Near {
    /// Number of the document among those of the entity, and the place in it.
    place: (usize, i64),
    id: i64,
    is_role: bool,
}

/// Assertions of an entity by the relations they make, each list with the one that is found first at its head.
fn near(store: &Store, entity: Id) -> Result<Vec<Vec<Near>>> {
    let mut conditions = Conditions::default();
    conditions.value(":entity", entity.to_sql());
    let documents: Vec<i64> = conditions.rows(store, DOCUMENTS, |row| row.get(0))?;
    let places: FxHashMap<i64, usize> = documents.into_iter().enumerate().map(|(n, id)| (id, n)).collect();
    let rows = conditions.rows(store, NEAR, |row| {
        let id: i64 = row.get(0)?;
        let place = (places.get(&(id >> 20)).copied().unwrap_or(usize::MAX), row.get(6)?);
        let relation =
            (row.get::<_, bool>(1)?, row.get::<_, i64>(2)?, row.get::<_, i64>(3)?, row.get::<_, bool>(4)?);
        Ok((relation, Near { place, id, is_role: row.get(5)? }))
    })?;
    let mut relations: FxHashMap<_, Vec<Near>> = FxHashMap::default();
    for (relation, near) in rows {
        relations.entry(relation).or_default().push(near);
    }
    let mut relations: Vec<Vec<Near>> = relations.into_values().collect();
    relations.iter_mut().for_each(|relation| relation.sort_unstable());
    Ok(relations)
}

/// The assertions of the heaviest relations, of equal ones of those that are found first: of at most `limit` of those
/// whose first assertion `is_wanted`.
fn heaviest<'a>(
    relations: &'a [Vec<Near>],
    limit: usize,
    is_wanted: impl Fn(&Near) -> bool,
) -> impl Iterator<Item = i64> {
    let mut wanted: Vec<&'a [Near]> =
        relations.iter().map(Vec::as_slice).filter(|r| r.first().is_some_and(&is_wanted)).collect();
    wanted.sort_unstable_by_key(|relation| (std::cmp::Reverse(relation.len()), relation.first().copied()));
    wanted.into_iter().take(limit).flatten().map(|near| near.id)
}

fn grouped(store: &Store, conditions: &Conditions) -> Result<Vec<RelationRow>> {
    let sql = format!(
        "{GROUPS} {} GROUP BY coalesce(se.id, lower(a.subject_text)), a.predicate,
             coalesce(oe.id, lower(a.object_text)), a.polarity
         ORDER BY weight DESC, first LIMIT :limit",
        conditions.to_where()
    );
    conditions.rows(store, &sql, row)
}

fn conditions(filter: &Filter) -> Conditions {
    let mut conditions = Conditions::default();
    conditions.entity(SUBJECT, ":subject", filter.subject);
    conditions.entity(OBJECT, ":object", filter.object);
    conditions.entity(INSIDE, ":inside", filter.inside);
    conditions.given("a.class = :class", ":class", filter.class.map(|c| c.as_str().to_owned()));
    conditions.given("a.polarity = :polarity", ":polarity", filter.polarity.map(|p| p.as_str().to_owned()));
    let factuality = filter.factuality.map(|f| f.as_str().to_owned());
    conditions.given("a.factuality = :factuality", ":factuality", factuality);
    conditions.given(
        "(a.predicate = :predicate OR substr(a.predicate, 1, length(:predicate) + 1) = :predicate || ' ')",
        ":predicate",
        filter.predicate.clone(),
    );
    conditions.days(&filter.since, &filter.until);
    conditions.always("NOT coalesce(se.hidden, 0) AND NOT coalesce(oe.hidden, 0)");
    conditions.always("NOT EXISTS (SELECT 1 FROM assertion_copy k WHERE k.assertion = a.id)");
    if !filter.open_ended {
        conditions.always("se.id IS NOT NULL AND oe.id IS NOT NULL");
    }
    conditions
}

fn row(row: &Row<'_>) -> rusqlite::Result<RelationRow> {
    let times: Option<String> = row.get(7)?;
    Ok(RelationRow {
        subject: row.get(0)?,
        predicate: row.get(1)?,
        object: row.get(2)?,
        class: word(row, 3)?,
        polarity: word(row, 4)?,
        factuality: word(row, 5)?,
        weight: row.get(6)?,
        time: times.as_deref().and_then(|t| t.split(' ').min()).map(str::to_owned),
        place: (row.get(8)?, row.get(9)?),
    })
}

/// The sentence in which a relation was found first.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn sentence(store: &Store, relation: &RelationRow) -> Result<Evidence> {
    evidence::sentence(store, relation.place)
}
