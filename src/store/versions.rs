//! Versions of a document: what comes later under the same URI takes the place of what was there.

use crate::{Document, Id};
use rusqlite::{Connection, Result, params};

/// What a document is to those of the same URI.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// The one that holds; these, by their numbers, give way to it.
    Holds(Vec<i64>),
    /// Published before the one that is there, which has this number.
    Older(i64),
}

/// Whether a URI names one document for good. A place in a local file (`news.jsonl#line-3`) does not: lines move.
fn is_address(uri: &str) -> bool {
    uri.contains("://") || uri.starts_with("mid:") || !uri.contains('#')
}

/// Whether the document is stored as an earlier version.
pub(super) fn is_retired(db: &Connection, document: Id) -> Result<bool> {
    db.prepare_cached("SELECT 1 FROM retired WHERE hash = ?1")?.exists([document.to_sql()])
}

/// Looks for other versions of a document that is not stored. One that says that it is older than the one there does not
/// take its place.
pub(super) fn place(db: &Connection, doc: &Document) -> Result<Place> {
    let Some(uri) = doc.uri.as_ref().filter(|uri| is_address(uri)) else {
        return Ok(Place::Holds(Vec::new()));
    };
    let sql = "SELECT id, published FROM document WHERE uri = ?1 AND hash <> ?2 ORDER BY hash";
    let mut select = db.prepare_cached(sql)?;
    let rows = select.query_map(params![uri, doc.id.to_sql()], |row| {
        Ok((row.get(0)?, row.get::<_, Option<String>>(1)?))
    })?;
    let others = rows.collect::<Result<Vec<_>>>()?;
    let is_later =
        |other: &Option<String>| other.is_some() && doc.published.is_some() && *other > doc.published;
    let later = others.iter().find(|(_, published)| is_later(published));
    Ok(match later {
        Some((id, _)) => Place::Older(*id),
        None => Place::Holds(others.into_iter().map(|(id, _)| id).collect()),
    })
}

/// Keeps a document that is stored as an earlier version of another. Its rows are the caller's to remove.
pub(super) fn retire(db: &Connection, old: i64, new: i64) -> Result<()> {
    let sql = "INSERT INTO retired (hash, uri, title, published, language, author, text, added, retired, successor)
               SELECT hash, uri, title, published, language, author, text, added, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?2
               FROM document WHERE id = ?1 ON CONFLICT (hash) DO NOTHING";
    db.prepare_cached(sql)?.execute([old, new])?;
    let sql = "UPDATE retired SET successor = ?2 WHERE successor = ?1";
    db.prepare_cached(sql)?.execute([old, new]).map(drop)
}

/// Keeps a document that came late as an earlier version of one that is stored.
pub(super) fn insert(db: &Connection, old: &Document, new: i64) -> Result<()> {
    let sql =
        "INSERT INTO retired (hash, uri, title, published, language, author, text, added, retired, successor)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'),
                       strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), ?8)";
    let id = old.id.to_sql();
    let values = params![id, old.uri, old.title, old.published, old.language, old.author, old.text, new];
    db.prepare_cached(sql)?.execute(values).map(drop)
}

/// Documents that a name stands for, and whether it is their URI rather than an id or the beginning of one.
pub(super) fn named(db: &Connection, name: &str) -> Result<(Vec<Id>, bool)> {
    let ids = |sql: &str, name: &str| -> Result<Vec<Id>> {
        db.prepare_cached(sql)?.query_map([name], |row| row.get(0).map(Id::from_sql))?.collect()
    };
    let by_uri = ids("SELECT hash FROM document WHERE uri = ?1 ORDER BY hash", name)?;
    let is_start = (4..=16).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_hexdigit());
    if !by_uri.is_empty() || !is_start {
        return Ok((by_uri, true));
    }
    let sql = "SELECT hash FROM document WHERE printf('%016x', hash) LIKE lower(?1) || '%' ORDER BY hash";
    Ok((ids(sql, name)?, false))
}
