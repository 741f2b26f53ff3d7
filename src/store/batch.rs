//! Documents that go into the database, out of it, or are redone, whole batches at a time.

use super::entities::Changes;
use super::stories::Stories;
use super::versions::{self, Place};
use super::write::Writer;
use super::{failed, key};
use crate::analysis::Analysis;
use crate::extraction::Extraction;
use crate::{Document, Error, Id, Result, Span};
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
    /// Where more was read out of it than a document's rows can hold; where SQLite cannot write: the batch must then be dropped.
    pub fn add(
        &mut self,
        doc: &Document,
        analysis: &Analysis,
        found: &Extraction,
        engine: &str,
    ) -> Result<bool> {
        check_room(doc, found)?;
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
        others: Vec<i64>,
    ) -> rusqlite::Result<bool> {
        let Some(document) = self.insert_row(doc, engine)? else { return Ok(false) };
        for old in others {
            self.retire(old, document)?;
        }
        Writer::new(&self.transaction, doc, document, &mut self.changes).write(analysis, found)?;
        if self.keeping.near {
            self.stories.add(&self.transaction, document, &doc.text)?;
        }
        Ok(true)
    }

    /// Makes a stored document an earlier version of another.
    fn retire(&mut self, old: i64, new: i64) -> rusqlite::Result<()> {
        versions::retire(&self.transaction, old, new)?;
        self.n_retired += 1;
        delete(&self.transaction, &mut self.changes, &mut self.stories, old)
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
        let Some(document) = key::document(db, document)? else { return Ok(false) };
        delete(db, &mut self.changes, &mut self.stories, document).map(|()| true)
    }

    /// Writes anew what was read out of a document that is stored; returns whether it is. Its text, its date of arrival
    /// and its earlier versions stay.
    ///
    /// # Errors
    ///
    /// As [`Batch::add`].
    pub fn replace(
        &mut self,
        doc: &Document,
        analysis: &Analysis,
        found: &Extraction,
        engine: &str,
    ) -> Result<bool> {
        check_room(doc, found)?;
        self.try_replace(doc, analysis, found, engine).map_err(failed("store a document anew"))
    }

    fn try_replace(
        &mut self,
        doc: &Document,
        analysis: &Analysis,
        found: &Extraction,
        engine: &str,
    ) -> rusqlite::Result<bool> {
        let db = &self.transaction;
        let Some(document) = key::document(db, doc.id)? else { return Ok(false) };
        self.changes.remove(db, document)?;
        delete_read(db, document)?;
        let sql = "UPDATE document SET engine = ?2, sentences = NULL WHERE id = ?1";
        db.prepare_cached(sql)?.execute(params![document, engine])?;
        Writer::new(db, doc, document, &mut self.changes).write(analysis, found)?;
        self.stories.touch(db, document)?;
        Ok(true)
    }

    /// Writes the row of a document and returns its number, unless it is there already.
    fn insert_row(&self, doc: &Document, engine: &str) -> rusqlite::Result<Option<i64>> {
        let sql = "INSERT INTO document (hash, uri, title, published, language, author, text, engine, added)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
                   ON CONFLICT (hash) DO NOTHING";
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
        let is_new = self.transaction.prepare_cached(sql)?.execute(values)? == 1;
        Ok(is_new.then(|| self.transaction.last_insert_rowid()))
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

/// Refuses what a document's keys cannot number.
fn check_room(doc: &Document, found: &Extraction) -> Result<()> {
    let lists = [found.chains.len(), found.mentions.len(), found.statements.len(), found.assertions.len()];
    let (most, longest) = (lists.into_iter().max().unwrap_or(0), longest(found));
    let reason = if most > key::MOST {
        format!(
            "it has {most} entities, mentions, statements or assertions; a document can have {}",
            key::MOST
        )
    } else if longest > key::MOST {
        format!("it has a phrase or sentence of {longest} bytes; one can have {}", key::MOST)
    } else {
        return Ok(());
    };
    let place = doc.uri.clone().or_else(|| doc.title.clone()).unwrap_or_else(|| doc.id.to_string());
    Err(Error::Input { place, reason })
}

/// Bytes of the longest mention, or from the first to the last of an assertion with its arguments.
fn longest(found: &Extraction) -> usize {
    let mentions = found.mentions.iter().map(|m| m.span);
    let assertions = found.assertions.iter().filter_map(|a| {
        let ends = a.subject.iter().chain(&a.object).chain(a.arguments.iter().map(|(_, argument)| argument));
        ends.map(|end| end.span).chain(a.predicate_spans.iter().copied()).reduce(Span::cover)
    });
    mentions.chain(assertions).map(|span| span.end() - span.start()).max().unwrap_or(0)
}

/// Deletes what was read out of a document, and leaves the document.
fn delete_read(db: &Connection, document: i64) -> rusqlite::Result<()> {
    let sql = "DELETE FROM sentence_text WHERE rowid IN (SELECT d.sentences + n.number FROM sentence n
               JOIN document d ON d.id = n.document WHERE n.document = ?1)";
    db.prepare_cached(sql)?.execute([document])?;
    db.prepare_cached("DELETE FROM sentence WHERE document = ?1")?.execute([document])?;
    for table in ["assertion_data", "statement_data", "chain_data"] {
        let sql = format!("DELETE FROM {table} WHERE id BETWEEN ?1 AND ?2");
        db.prepare_cached(&sql)?.execute(key::range(document))?;
    }
    Ok(())
}

/// Deletes a document with all that hangs on it.
pub(super) fn delete(
    db: &Connection,
    changes: &mut Changes,
    stories: &mut Stories,
    document: i64,
) -> rusqlite::Result<()> {
    changes.remove(db, document)?;
    stories.remove(db, document)?;
    delete_read(db, document)?;
    db.prepare_cached("DELETE FROM document WHERE id = ?1")?.execute([document]).map(drop)
}

fn contains(db: &Connection, document: Id) -> rusqlite::Result<bool> {
    key::document(db, document).map(|found| found.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::{Chain, EntityType};

    #[test]
    fn what_does_not_fit_is_refused_and_not_cut() {
        let doc = Document::with("Ann.", None, None, Some("many.jsonl".into()));
        let chain = Chain {
            mentions: Vec::new(),
            name: String::new(),
            entity_type: EntityType::Other,
            is_named: false,
            aliases: Vec::new(),
        };
        let full = Extraction { chains: vec![chain.clone(); key::MOST], ..Extraction::default() };
        assert!(check_room(&doc, &full).is_ok());
        let over = Extraction { chains: vec![chain; key::MOST + 1], ..Extraction::default() };
        let error = check_room(&doc, &over).unwrap_err().to_string();
        assert!(error.contains("many.jsonl") && error.contains("1048577"), "{error}");
    }
}
