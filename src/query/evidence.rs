//! The sentences that rows rest on.

use super::reading;
use crate::store::Store;
use crate::{Id, Result};
use rusqlite::OptionalExtension;

/// A sentence and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Title of the document, or its URI, or its id.
    pub document: String,
    /// Number of the sentence in it, from 0.
    pub sentence: usize,
    /// The sentence as it stands.
    pub text: String,
}

/// The sentence of a document; `place` is the document's id as SQLite has it, and the number.
pub(super) fn sentence(store: &Store, place: (i64, i64)) -> Result<Evidence> {
    let sql = "SELECT document_name, number, text FROM sentences WHERE document = ?1 AND number = ?2";
    let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
    let found = select.query_row(place, |row| {
        Ok(Evidence { document: row.get(0)?, sentence: row.get(1)?, text: row.get(2)? })
    });
    found.map_err(reading)
}

/// The sentence in which an entity is mentioned first, by date.
///
/// # Errors
///
/// Where the database cannot be read, or has no such entity.
pub fn first_mention(store: &Store, entity: Id) -> Result<Evidence> {
    let sql = "SELECT m.document, m.sentence FROM mention m WHERE m.chain =
                   (SELECT c.id FROM chain c JOIN document d ON d.id = c.document WHERE c.entity = ?1
                    ORDER BY d.published IS NULL, d.published, d.id, c.id LIMIT 1)
               ORDER BY m.number LIMIT 1";
    let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
    let place = select.query_row([entity.to_sql()], |row| Ok((row.get(0)?, row.get(1)?))).optional();
    place.map_err(reading)?.map_or_else(|| Ok(Evidence::default()), |place| sentence(store, place))
}
