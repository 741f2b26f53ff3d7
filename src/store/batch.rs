//! Documents that go into the database, out of it, or are redone, whole batches at a time.

use super::entities::Changes;
use super::failed;
use super::stories::Stories;
use super::versions::{self, Place};
use super::write::Writer;
use crate::analysis::Analysis;
use crate::extraction::Extraction;
use crate::{Document, Id, Result};
use rusqlite::{Connection, Transaction, TransactionBehavior, params};

/// How documents are kept beside others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Keeping {
    /// Near copies are looked for, and what they repeat is counted once.
    pub near: bool,
    /// A document takes the place of one that has its URI.
    pub versions: bool,
}

impl Default for Keeping {
    fn default() -> Keeping {
        Keeping { near: true, versions: true }
    }
}

/// Documents on their way into the database. [`Batch::commit`] stores them all; dropping it stores none.
#[derive(Debug)]
pub struct Batch<'a> {
    transaction: Transaction<'a>,
    /// What has to be resolved.
    changes: Changes,
    /// Near copies that have to be compared.
    stories: Stories,
    keeping: Keeping,
    n_retired: usize,
}

impl<'a> Batch<'a> {
    pub(super) fn new(connection: &'a mut Connection) -> Result<Batch<'a>> {
        let transaction = connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(failed("begin writing"))?;
        let (changes, stories) = (Changes::default(), Stories::default());
        Ok(Batch { transaction, changes, stories, keeping: Keeping::default(), n_retired: 0 })
    }

    /// The same batch, keeping documents so.
    #[must_use]
    pub fn keeping(mut self, keeping: Keeping) -> Batch<'a> {
        self.keeping = keeping;
        self
    }

    /// How many documents have become earlier versions in this batch.
    pub fn n_retired(&self) -> usize {
        self.n_retired
    }

    /// Adds a document; returns whether it was new. One that is there already, or was and gave way to a later version,
    /// changes nothing.
    ///
    /// # Errors
    ///
    /// Where SQLite cannot write; the batch must then be dropped.
    pub fn add(
        &mut self,
        doc: &Document,
        analysis: &Analysis,
        found: &Extraction,
        engine: &str,
    ) -> Result<bool> {
        self.try_add(doc, analysis, found, engine).map_err(failed("store a document"))
    }

    fn try_add(
        &mut self,
        doc: &Document,
        analysis: &Analysis,
        found: &Extraction,
        engine: &str,
    ) -> rusqlite::Result<bool> {
        if versions::is_retired(&self.transaction, doc.id)? {
            return Ok(false);
        }
        if self.keeping.versions && !contains(&self.transaction, doc.id)? {
            match versions::place(&self.transaction, doc)? {
                Place::Older(than) => {
                    versions::insert(&self.transaction, doc, than)?;
                    self.n_retired += 1;
                    return Ok(true);
                }
                Place::Holds(others) => return self.insert(doc, analysis, found, engine, others),
            }
        }
        self.insert(doc, analysis, found, engine, Vec::new())
    }

    /// Inserts a document, and retires others in its favour.
    fn insert(
        &mut self,
        doc: &Document,
        analysis: &Analysis,
        found: &Extraction,
        engine: &str,
        others: Vec<Id>,
    ) -> rusqlite::Result<bool> {
        if !self.insert_row(doc, engine)? {
            return Ok(false);
        }
        for old in others {
            self.retire(old, doc.id)?;
        }
        Writer::new(&self.transaction, doc).write(analysis, found, &mut self.changes)?;
        if self.keeping.near {
            self.stories.add(&self.transaction, doc.id.to_sql(), &doc.text)?;
        }
        Ok(true)
    }

    /// Makes a stored document an earlier version of another.
    fn retire(&mut self, old: Id, new: Id) -> rusqlite::Result<()> {
        versions::retire(&self.transaction, old, new)?;
        self.n_retired += 1;
        self.delete(old).map(drop)
    }

    /// Removes a document with all that was read out of it, and its earlier versions; returns whether it was there.
    ///
    /// # Errors
    ///
    /// Where SQLite cannot write; the batch must then be dropped.
    pub fn remove(&mut self, document: Id) -> Result<bool> {
        self.delete(document).map_err(failed("remove a document"))
    }

    fn delete(&mut self, document: Id) -> rusqlite::Result<bool> {
        let db = &self.transaction;
        delete(db, &mut self.changes, &mut self.stories, document)
    }

    /// Writes anew what was read out of a document that is stored; returns whether it is. Its text, its date of arrival
    /// and its earlier versions stay.
    ///
    /// # Errors
    ///
    /// Where SQLite cannot write; the batch must then be dropped.
    pub fn replace(
        &mut self,
        doc: &Document,
        analysis: &Analysis,
        found: &Extraction,
        engine: &str,
    ) -> Result<bool> {
        self.try_replace(doc, analysis, found, engine).map_err(failed("store a document anew"))
    }

    fn try_replace(
        &mut self,
        doc: &Document,
        analysis: &Analysis,
        found: &Extraction,
        engine: &str,
    ) -> rusqlite::Result<bool> {
        let (db, id) = (&self.transaction, doc.id.to_sql());
        let sql = "UPDATE document SET engine = ?2 WHERE id = ?1";
        if db.prepare_cached(sql)?.execute(params![id, engine])? == 0 {
            return Ok(false);
        }
        self.changes.remove(db, doc.id)?;
        for sql in READ {
            db.prepare_cached(sql)?.execute([id])?;
        }
        Writer::new(db, doc).write(analysis, found, &mut self.changes)?;
        self.stories.touch(db, id)?;
        Ok(true)
    }

    fn insert_row(&self, doc: &Document, engine: &str) -> rusqlite::Result<bool> {
        let sql = "INSERT INTO document (id, uri, title, published, language, author, text, engine, added)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
                   ON CONFLICT (id) DO NOTHING";
        let values = params![
            doc.id.to_sql(),
            doc.uri,
            doc.title,
            doc.published,
            doc.language,
            doc.author,
            doc.text,
            engine
        ];
        Ok(self.transaction.prepare_cached(sql)?.execute(values)? == 1)
    }

    /// Resolves what the batch touched and stores it all.
    ///
    /// # Errors
    ///
    /// Where SQLite cannot write; nothing is stored then.
    pub fn commit(self) -> Result<()> {
        let mut links = self.changes.settle(&self.transaction).map_err(failed("resolve entities"))?;
        self.stories.settle(&self.transaction, &mut links).map_err(failed("compare near copies"))?;
        links.close(&self.transaction).map_err(failed("count links"))?;
        self.transaction.commit().map_err(failed("commit"))
    }
}

/// Deletes what was read out of a document, and leaves the document.
const READ: &[&str] = &[
    "DELETE FROM sentence_text WHERE rowid IN (SELECT id FROM sentence_place WHERE document = ?1)",
    "DELETE FROM sentence_place WHERE document = ?1",
    "DELETE FROM assertion WHERE document = ?1",
    "DELETE FROM statement WHERE document = ?1",
    "DELETE FROM mention WHERE document = ?1",
    "DELETE FROM chain WHERE document = ?1",
    "DELETE FROM sentence WHERE document = ?1",
];

/// Deletes a document with all that hangs on it; returns whether it was there.
pub(super) fn delete(
    db: &Connection,
    changes: &mut Changes,
    stories: &mut Stories,
    document: Id,
) -> rusqlite::Result<bool> {
    let id = document.to_sql();
    changes.remove(db, document)?;
    stories.remove(db, id)?;
    for sql in READ {
        db.prepare_cached(sql)?.execute([id])?;
    }
    Ok(db.prepare_cached("DELETE FROM document WHERE id = ?1")?.execute([id])? == 1)
}

fn contains(db: &Connection, document: Id) -> rusqlite::Result<bool> {
    db.prepare_cached("SELECT 1 FROM document WHERE id = ?1")?.exists([document.to_sql()])
}
