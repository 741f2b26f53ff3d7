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

pub use super::names::{find, find_given};

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
    // Most are mentioned once, and the index leaves them out.
    let found = if name.is_none() { listed(store, kind, None, limit, "mentions > 1")? } else { Vec::new() };
    if found.len() == limit { Ok(found) } else { listed(store, kind, name, limit, "mentions > 0") }
}

fn listed(
    store: &Store,
    kind: Option<EntityType>,
    name: Option<&str>,
    limit: usize,
    mentioned: &'static str,
) -> Result<Vec<EntityRow>> {
    let mut conditions = Conditions::default();
    conditions.always("NOT hidden");
    conditions.always(mentioned);
    conditions.given("type = :type", ":type", kind.map(|k| k.as_str().to_owned()));
    conditions.given(
        "(instr(lower(name), :name) > 0 OR id IN (SELECT entity FROM alias WHERE instr(folded, :name) > 0))",
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

/// What an entity is, and where it is seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
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
    /// Earliest date of a document that mentions it.
    pub first: Option<String>,
    /// Latest date.
    pub last: Option<String>,
}

/// One entity by id.
///
/// # Errors
///
/// Where there is none, or the database cannot be read.
pub fn get(store: &Store, id: Id) -> Result<Seen> {
    let sql = "SELECT e.name, e.type, e.mentions, d.n, d.first, d.last FROM entity e,
                   (SELECT count(*) AS n, min(published) AS first, max(published) AS last FROM document
                    WHERE id IN (SELECT id >> 20 FROM chain_data WHERE entity = ?1)) d
               WHERE e.id = ?1";
    let seen = |row: &Row<'_>| {
        Ok(Seen {
            id,
            name: row.get(0)?,
            entity_type: word(row, 1)?,
            n_mentions: row.get(2)?,
            n_documents: row.get(3)?,
            first: row.get(4)?,
            last: row.get(5)?,
        })
    };
    store.connection().prepare_cached(sql).and_then(|mut s| s.query_row([id.to_sql()], seen)).map_err(reading)
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
    // What is one description in one document has no other names.
    let sql = "SELECT name FROM (SELECT name, rank, mentions FROM alias WHERE entity = ?1 UNION ALL
                   SELECT name, 0, 0 FROM entity WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM alias WHERE entity = ?1))
               ORDER BY rank, mentions DESC, name";
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
    let sql = "SELECT hash FROM document WHERE title = ?1 UNION SELECT hash FROM document WHERE uri = ?1
               UNION SELECT hash FROM document WHERE hash = ?2 ORDER BY hash LIMIT 2";
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
    let chains = store.chains_of(entity)?;
    let (mut all, mut held) = (BTreeSet::new(), BTreeSet::new());
    for chain in &chains {
        let forms = chain.forms.iter().map(|f| f.text.as_str());
        if part.holds(chain.document, std::iter::once(chain.name.as_str()).chain(forms)) {
            held.insert((chain.document, &chain.name));
        }
        all.insert((chain.document, &chain.name));
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
    /// The rule; empty at the first of its chain.
    pub reason: String,
    /// What it was linked to, as written.
    pub antecedent: Option<String>,
    /// URI of the document, else its title or id.
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
                      (SELECT CAST(substr(CAST(d.text AS BLOB), a.start + 1, a.\"end\" - a.start) AS TEXT) FROM mention a
                       WHERE a.chain BETWEEN c.id & -1048576 AND c.id | 1048575 AND a.number = m.antecedent),
                      coalesce(d.uri, d.title, printf('%016x', d.hash)), m.sentence, coalesce(c.reason, '')
               FROM chain c JOIN mention m ON m.chain = c.id JOIN document d ON d.id = m.document
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
