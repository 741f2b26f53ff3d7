//! Entities: lists of them, and finding one by what the user calls it.

use super::filter::Conditions;
use super::{reading, word};
use crate::extraction::EntityType;
use crate::resolution::NameKind;
use crate::resolution::curation::Part;
use crate::store::Store;
use crate::{Error, Id, Result, text};
use rusqlite::{Row, params};
use std::collections::BTreeSet;

/// An entity as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityRow {
    /// Its id.
    pub id: Id,
    /// Fullest form.
    pub name: String,
    /// What kind of thing.
    pub entity_type: EntityType,
    /// Mentions, pronouns included.
    pub n_mentions: usize,
    /// Documents that mention it.
    pub n_documents: usize,
    /// Statements it makes.
    pub n_says: usize,
    /// Statements about it.
    pub n_said_about: usize,
    /// Earliest date of a document that mentions it.
    pub first_seen: Option<String>,
    /// Latest date.
    pub last_seen: Option<String>,
}

const LIST: &str =
    "SELECT id, name, type, mentions, documents, says, said_about, first_seen, last_seen FROM entity_summary";

/// Entities, most mentioned first; of one type, or with a name that holds `name`.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn list(
    store: &Store,
    kind: Option<EntityType>,
    name: Option<&str>,
    limit: usize,
) -> Result<Vec<EntityRow>> {
    let mut conditions = Conditions::default();
    conditions.always("NOT hidden");
    conditions.given("type = :type", ":type", kind.map(|k| k.as_str().to_owned()));
    conditions.given(
        "id IN (SELECT entity FROM alias WHERE instr(folded, :name) > 0)",
        ":name",
        name.map(text::folded),
    );
    conditions.limit(Some(limit));
    let sql = format!("{LIST} {} ORDER BY mentions DESC, name, id LIMIT :limit", conditions.to_where());
    conditions.rows(store, &sql, row)
}

fn row(row: &Row<'_>) -> rusqlite::Result<EntityRow> {
    Ok(EntityRow {
        id: Id::from_sql(row.get(0)?),
        name: row.get(1)?,
        entity_type: word(row, 2)?,
        n_mentions: row.get(3)?,
        n_documents: row.get(4)?,
        n_says: row.get(5)?,
        n_said_about: row.get(6)?,
        first_seen: row.get(7)?,
        last_seen: row.get(8)?,
    })
}

/// One entity by id.
///
/// # Errors
///
/// Where there is none, or the database cannot be read.
pub fn get(store: &Store, id: Id) -> Result<EntityRow> {
    let sql = format!("{LIST} WHERE id = ?1");
    store.connection().prepare_cached(&sql).and_then(|mut s| s.query_row([id.to_sql()], row)).map_err(reading)
}

/// The name of an entity.
///
/// # Errors
///
/// Where there is none, or the database cannot be read.
pub fn name(store: &Store, id: Id) -> Result<String> {
    let sql = "SELECT name FROM entity WHERE id = ?1";
    let select = store.connection().prepare_cached(sql);
    select.and_then(|mut s| s.query_row([id.to_sql()], |row| row.get(0))).map_err(reading)
}

/// Names of an entity, its own first, then by frequency.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn aliases(store: &Store, id: Id) -> Result<Vec<String>> {
    let sql = "SELECT name FROM alias WHERE entity = ?1 ORDER BY rank, mentions DESC, name";
    let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
    let names = select.query_map([id.to_sql()], |row| row.get(0)).map_err(reading)?;
    names.collect::<rusqlite::Result<_>>().map_err(reading)
}

/// Names of a kind that tables know for a country or body ("Kyiv" for Ukraine), in the order of the alphabet.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn known_names(store: &Store, id: Id, kind: NameKind) -> Result<Vec<String>> {
    let sql = "SELECT name FROM known_name WHERE entity = ?1 AND kind = ?2 ORDER BY name";
    let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
    let names = select.query_map(params![id.to_sql(), kind.as_str()], |row| row.get(0)).map_err(reading)?;
    names.collect::<rusqlite::Result<_>>().map_err(reading)
}

/// The id of a document given by id, title or URI.
///
/// # Errors
///
/// Where there is none, or several have the title, or the database cannot be read.
pub fn document(store: &Store, name: &str) -> Result<Id> {
    let sql = "SELECT id FROM document WHERE title = ?1 UNION SELECT id FROM document WHERE uri = ?1
               UNION SELECT id FROM document WHERE id = ?2 ORDER BY id LIMIT 2";
    let id = name.parse::<Id>().ok().filter(|_| name.len() == 16).map(Id::to_sql);
    let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
    let found = select.query_map(params![name, id], |row| Ok(Id::from_sql(row.get(0)?)));
    let found: Vec<Id> = found.and_then(Iterator::collect).map_err(reading)?;
    match found[..] {
        [only] => Ok(only),
        [] => Err(Error::Usage(format!("no document has the id, title or URI `{name}`"))),
        _ => Err(Error::Usage(format!("several documents are called `{name}`: give the id"))),
    }
}

/// How many of an entity's chains a part holds, and how many there are; those of equal name in a document count once.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn count_part(store: &Store, entity: Id, part: &Part) -> Result<(usize, usize)> {
    let sql = "SELECT c.document, c.name, f.text FROM chain c LEFT JOIN chain_form f ON f.chain = c.id
               WHERE c.entity = ?1 ORDER BY c.id";
    let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
    let rows = select.query_map([entity.to_sql()], |row| {
        Ok((Id::from_sql(row.get(0)?), row.get::<_, String>(1)?, row.get::<_, Option<String>>(2)?))
    });
    let rows: Vec<(Id, String, Option<String>)> = rows.and_then(Iterator::collect).map_err(reading)?;
    let (mut all, mut held) = (BTreeSet::new(), BTreeSet::new());
    for (document, name, form) in &rows {
        if part.holds(*document, std::iter::once(name.as_str()).chain(form.as_deref())) {
            held.insert((document, name));
        }
        all.insert((document, name));
    }
    Ok((held.len(), all.len()))
}

/// A mention with the rule that put it into its chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MentionRow {
    /// As written.
    pub text: String,
    /// named, nominal, pronoun.
    pub kind: String,
    /// The rule.
    pub reason: String,
    /// What it was linked to, as written.
    pub antecedent: Option<String>,
    /// Title of the document, or its id.
    pub document: String,
    /// Sentence, from 0.
    pub sentence: usize,
    /// Why the chain belongs to the entity.
    pub chain_reason: String,
}

/// Why each mention of an entity is one: at most `limit`, in order of document and place.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn mentions(store: &Store, id: Id, limit: usize) -> Result<Vec<MentionRow>> {
    let sql = "SELECT CAST(substr(CAST(d.text AS BLOB), m.start + 1, m.\"end\" - m.start) AS TEXT), m.kind, m.reason,
                      CAST(substr(CAST(d.text AS BLOB), a.start + 1, a.\"end\" - a.start) AS TEXT),
                      coalesce(d.title, printf('%016x', d.id)), m.sentence, coalesce(c.reason, '')
               FROM chain c JOIN mention m ON m.chain = c.id JOIN document d ON d.id = m.document
               LEFT JOIN mention a ON a.document = m.document AND a.number = m.antecedent
               WHERE c.entity = ?1 ORDER BY d.published, d.id, m.number LIMIT ?2";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
    let rows = select.query_map(params![id.to_sql(), limit], |row| {
        Ok(MentionRow {
            text: row.get(0)?,
            kind: row.get(1)?,
            reason: row.get(2)?,
            antecedent: row.get(3)?,
            document: row.get(4)?,
            sentence: row.get(5)?,
            chain_reason: row.get(6)?,
        })
    });
    rows.and_then(Iterator::collect).map_err(reading)
}

/// Finds the entity that the user means: by id, by name or alias, or by the only beginning that fits.
///
/// Of several with the name, the one whose own name it is wins if it is the only such one.
///
/// # Errors
///
/// [`Error::UnknownEntity`] with near names, [`Error::AmbiguousEntity`] with the candidates.
pub fn find(store: &Store, name: &str) -> Result<Id> {
    if let Ok(id) = name.parse::<Id>()
        && name.len() == 16
        && get(store, id).is_ok()
    {
        return Ok(id);
    }
    let folded = text::folded(name);
    let own = candidates(store, "folded = ?1 AND rank = 0", &folded)?;
    if let [only] = own[..] {
        return Ok(only);
    }
    let said = candidates(store, "folded = ?1", &folded)?;
    if said.is_empty() {
        // What no text calls anybody may still be known: "Kyiv" is Ukraine where nothing else is.
        let sql = "SELECT DISTINCT entity FROM known_name WHERE folded = ?1 ORDER BY entity LIMIT 2";
        let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
        let ids = select.query_map([&folded], |row| Ok(Id::from_sql(row.get(0)?))).map_err(reading)?;
        if let [only] = ids.collect::<rusqlite::Result<Vec<_>>>().map_err(reading)?[..] {
            return Ok(only);
        }
    }
    for (condition, value) in [
        ("folded = ?1", folded.clone()),
        // A range, which the index on names finds; nothing that is folded sorts after the last character there is.
        ("folded >= ?1 AND folded < ?1 || char(1114111)", folded.clone()),
        ("instr(folded || ' ', ' ' || ?1 || ' ') > 0", folded.clone()),
    ] {
        match candidates(store, condition, &value)?[..] {
            [] => {}
            [only] => return Ok(only),
            ref several => return Err(ambiguous(store, name, several)?),
        }
    }
    Err(Error::UnknownEntity { name: name.to_owned(), near: near(store, &folded)? })
}

/// As [`find`], where a name is given.
///
/// # Errors
///
/// As [`find`].
pub fn find_given(store: &Store, name: Option<&str>) -> Result<Option<Id>> {
    name.map(|name| find(store, name)).transpose()
}

fn candidates(store: &Store, condition: &'static str, value: &str) -> Result<Vec<Id>> {
    let sql = format!("SELECT DISTINCT entity FROM alias WHERE {condition} ORDER BY entity LIMIT 50");
    let mut select = store.connection().prepare_cached(&sql).map_err(reading)?;
    let ids = select.query_map([value], |row| Ok(Id::from_sql(row.get(0)?))).map_err(reading)?;
    ids.collect::<rusqlite::Result<_>>().map_err(reading)
}

fn ambiguous(store: &Store, name: &str, ids: &[Id]) -> Result<Error> {
    let mut rows = ids.iter().map(|id| get(store, *id)).collect::<Result<Vec<_>>>()?;
    rows.sort_by(|a, b| b.n_mentions.cmp(&a.n_mentions).then(a.id.cmp(&b.id)));
    let line =
        |r: &EntityRow| format!("{} ({}, {} mentions, id {})", r.name, r.entity_type, r.n_mentions, r.id);
    Ok(Error::AmbiguousEntity { name: name.to_owned(), candidates: rows.iter().map(line).collect() })
}

/// Names that share the most letter pairs with the one asked for, best first.
fn near(store: &Store, folded: &str) -> Result<Vec<String>> {
    let sql = "SELECT a.folded, e.name FROM alias a JOIN entity e ON e.id = a.entity
               WHERE substr(a.folded, 1, 1) = substr(?1, 1, 1) OR instr(a.folded, ' ' || substr(?1, 1, 1)) > 0
               ORDER BY e.mentions DESC LIMIT 20000";
    let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
    let rows = select
        .query_map([folded], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))
        .and_then(Iterator::collect::<rusqlite::Result<Vec<_>>>)
        .map_err(reading)?;
    let mut scored: Vec<(f64, String)> = Vec::new();
    for (alias, name) in rows {
        let best =
            alias.split(' ').chain([alias.as_str()]).map(|part| similarity(part, folded)).fold(0.0, f64::max);
        if best >= 0.5 {
            scored.push((best, name));
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let mut names: Vec<String> = Vec::new();
    for (_, name) in scored {
        if !names.contains(&name) && names.len() < 5 {
            names.push(name);
        }
    }
    Ok(names)
}

/// Dice coefficient of the pairs of neighbouring letters, with the ends marked.
fn similarity(a: &str, b: &str) -> f64 {
    let pairs = |s: &str| {
        let letters: Vec<char> = std::iter::once(' ').chain(s.chars()).chain(std::iter::once(' ')).collect();
        letters.windows(2).map(|w| (w[0], w[1])).collect::<Vec<_>>()
    };
    let (left, mut right) = (pairs(a), pairs(b));
    let total = left.len() + right.len();
    let mut shared = 0;
    for pair in left {
        if let Some(at) = right.iter().position(|p| *p == pair) {
            right.swap_remove(at);
            shared += 1;
        }
    }
    2.0 * f64::from(shared) / total as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_similar() {
        assert!(similarity("rutte", "rute") > 0.7);
        assert!(similarity("rutte", "putin") < 0.5);
    }
}
