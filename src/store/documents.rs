//! Documents as they are stored: by name, and those that an older engine read.

use super::{Store, failed, versions};
use crate::{Document, Error, Id, Result};
use rusqlite::Connection;

const DOING: &str = "look up documents";

impl Store {
    /// The documents that a name stands for: an id, the beginning of one, or a URI.
    ///
    /// # Errors
    ///
    /// Where there is none, or the beginning is that of several ids, or the database cannot be read.
    pub fn documents_named(&self, name: &str) -> Result<Vec<Id>> {
        let (found, is_uri) = versions::named(self.connection(), name).map_err(failed(DOING))?;
        match found.len() {
            0 => Err(Error::Usage(format!("no document has the id or URI `{name}`"))),
            2.. if !is_uri => Err(Error::Usage(format!("`{name}` begins the id of several documents"))),
            _ => Ok(found),
        }
    }

    /// Documents that another engine or model than this one has read, in order of id.
    ///
    /// # Errors
    ///
    /// Where the database cannot be read.
    pub fn read_otherwise(&self, engine: &str) -> Result<Vec<Id>> {
        let read = || {
            let sql = "SELECT hash FROM document WHERE engine <> ?1 ORDER BY hash";
            let mut select = self.connection().prepare_cached(sql)?;
            select.query_map([engine], |row| row.get(0).map(Id::from_sql))?.collect::<rusqlite::Result<_>>()
        };
        read().map_err(failed(DOING))
    }

    /// A document as it came.
    ///
    /// # Errors
    ///
    /// Where it is not there, or the database cannot be read.
    pub fn document(&self, id: Id) -> Result<Document> {
        read(self.connection(), id).map_err(failed("read a document"))
    }
}

pub(super) fn read(db: &Connection, id: Id) -> rusqlite::Result<Document> {
    let sql = "SELECT uri, title, published, language, author, text FROM document WHERE hash = ?1";
    db.prepare_cached(sql)?.query_row([id.to_sql()], |row| {
        Ok(Document {
            id,
            uri: row.get(0)?,
            title: row.get(1)?,
            published: row.get(2)?,
            language: row.get(3)?,
            author: row.get(4)?,
            text: row.get(5)?,
        })
    })
}
