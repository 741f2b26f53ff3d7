//! Who is linked to whom and how often, over all documents: the table `link`, kept in step with what it sums up.
//!
//! What a document adds to the sums follows from its rows and from the entities of its chains. Before any of these change,
//! the document is opened: what it added is taken away. When the transaction ends, all open documents are counted again.
//! So every change costs a look at the documents that it touches, whatever the size of the store.
//!
//! An entity's links are kept from the documents that name it. What is only described stands in one document, where its links
//! are found at once: most entities are so, and most links, and keeping both ends of these would take twice the room.

use rusqlite::{Connection, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// Sums that are kept in memory before they are written.
const MOST: usize = 200_000;

/// What documents add: for each pair, and for whether a name is used for the one and for the other, how many assertions
/// join them, and how many statements have the one as a speaker and are about the other. Copies do not count.
const ADDED: &str = "
    SELECT s.entity AS one, o.entity AS other, s.is_named AS one_named, o.is_named AS other_named, count(*) AS n
    FROM assertion a JOIN chain s ON s.id = a.subject JOIN chain o ON o.id = a.object
    WHERE s.entity <> o.entity AND NOT EXISTS (SELECT 1 FROM assertion_copy k WHERE k.assertion = a.id) AND a.{document}
    GROUP BY 1, 2, 3, 4 UNION ALL
    SELECT s.entity, o.entity, s.is_named, o.is_named, count(DISTINCT v.statement) FROM (
        SELECT id AS statement, speaker AS chain FROM statement t WHERE speaker IS NOT NULL AND t.{document} UNION
        SELECT p.statement, p.chain FROM statement t JOIN statement_co_speaker p ON p.statement = t.id WHERE t.{document}) v
    JOIN statement_about b ON b.statement = v.statement JOIN chain s ON s.id = v.chain JOIN chain o ON o.id = b.chain
    WHERE s.entity <> o.entity AND NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = v.statement)
    GROUP BY 1, 2, 3, 4";

/// What one document adds.
static OF_DOCUMENT: LazyLock<String> =
    LazyLock::new(|| ADDED.replace("{document}", "id BETWEEN ?1 << 20 AND ?1 << 20 | 1048575"));

/// What the table holds where it is right.
fn of_all() -> String {
    let added = ADDED.replace("{document}", "id IS NOT NULL");
    format!(
        "SELECT entity, other, sum(n) FROM (
             WITH added AS MATERIALIZED ({added})
             SELECT one AS entity, other, n FROM added WHERE one_named UNION ALL
             SELECT other, one, n FROM added WHERE other_named) GROUP BY 1, 2"
    )
}

/// Documents whose rows are changing, and what the links have to change by.
#[derive(Debug, Default)]
pub(super) struct Links {
    open: BTreeSet<i64>,
    sums: BTreeMap<(i64, i64), i64>,
}

impl Links {
    /// Takes away what a document added, before anything of it changes. A document that is open stays so.
    pub(super) fn open(&mut self, db: &Connection, document: i64) -> Result<()> {
        if self.open.insert(document) { self.count(db, document, -1) } else { Ok(()) }
    }

    /// Opens a document that has added nothing yet.
    pub(super) fn open_new(&mut self, document: i64) {
        self.open.insert(document);
    }

    /// Opens a document with all that tell its story: what is a copy among them changes with it.
    pub(super) fn open_story(&mut self, db: &Connection, document: i64) -> Result<()> {
        let sql = "SELECT o.document FROM story s JOIN story o ON o.story = s.story WHERE s.document = ?1 UNION SELECT ?1";
        let mut select = db.prepare_cached(sql)?;
        let documents: Vec<i64> = select.query_map([document], |row| row.get(0))?.collect::<Result<_>>()?;
        documents.into_iter().try_for_each(|document| self.open(db, document))
    }

    /// Counts all open documents, and writes what that changes.
    pub(super) fn close(mut self, db: &Connection) -> Result<()> {
        for document in std::mem::take(&mut self.open) {
            self.count(db, document, 1)?;
        }
        self.write(db)
    }

    fn count(&mut self, db: &Connection, document: i64, sign: i64) -> Result<()> {
        let mut select = db.prepare_cached(&OF_DOCUMENT)?;
        let mut rows = select.query([document])?;
        while let Some(row) = rows.next()? {
            let (one, other, n): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(4)?);
            for (is_named, pair) in [(row.get(2)?, (one, other)), (row.get(3)?, (other, one))] {
                if is_named {
                    *self.sums.entry(pair).or_default() += sign * n;
                }
            }
        }
        if self.sums.len() > MOST { self.write(db) } else { Ok(()) }
    }

    fn write(&mut self, db: &Connection) -> Result<()> {
        let mut add = db.prepare_cached(
            "INSERT INTO link VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET weight = weight + excluded.weight",
        )?;
        let mut delete =
            db.prepare_cached("DELETE FROM link WHERE entity = ?1 AND other = ?2 AND weight = 0")?;
        for ((entity, other), weight) in std::mem::take(&mut self.sums) {
            if weight != 0 {
                add.execute([entity, other, weight])?;
            }
            if weight < 0 {
                delete.execute([entity, other])?;
            }
        }
        Ok(())
    }
}

/// Counts all links anew.
pub(super) fn recount(db: &Connection) -> Result<()> {
    db.execute_batch(&format!("DELETE FROM link; INSERT INTO link {} ORDER BY 1, 2;", of_all()))
}

/// A query of the entities that have links which are not what they should be.
pub(super) fn wrong() -> String {
    let all = of_all();
    format!(
        "SELECT entity FROM (SELECT * FROM (SELECT * FROM link EXCEPT {all})
         UNION ALL SELECT * FROM ({all} EXCEPT SELECT * FROM link)) ORDER BY entity"
    )
}
