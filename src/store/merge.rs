//! Takes another database into this one: its documents with all their rows, and the user's decisions.
//!
//! Ids are hashes of content, so rows that both have are the same rows. Entities are not copied: they follow from the
//! chains and the decisions, and come out as if all documents had been added here.

use super::entities::{self, Changes};
use super::stories::Stories;
use super::{Store, batch, curation, failed, versions};
use crate::{Error, Id, Result};
use rusqlite::Connection;
use std::path::Path;

/// What a merge brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Documents that are new here.
    pub n_documents: usize,
    /// Documents that were here already, and left as they were.
    pub n_known: usize,
    /// Decisions of the user's that are new here, or newly undone.
    pub n_decisions: usize,
}

/// Statements that copy the rows of the documents in `temp.incoming`, in an order that foreign keys allow.
const COPY: &[&str] = &[
    "INSERT INTO main.document SELECT * FROM other.document WHERE id IN (SELECT id FROM temp.incoming)",
    // Earlier versions, with the version that holds here.
    "INSERT INTO main.retired (id, uri, title, published, language, author, text, added, retired, successor)
     SELECT r.id, r.uri, r.title, r.published, r.language, r.author, r.text, r.added, r.retired, d.id
     FROM other.retired r JOIN main.document d
          ON d.id = coalesce((SELECT m.successor FROM main.retired m WHERE m.id = r.successor), r.successor)
     WHERE true ON CONFLICT (id) DO NOTHING",
    "INSERT INTO main.sentence SELECT * FROM other.sentence WHERE document IN (SELECT id FROM temp.incoming)",
    "INSERT INTO main.sentence_place SELECT * FROM other.sentence_place WHERE document IN (SELECT id FROM temp.incoming)",
    "INSERT INTO main.sentence_text (rowid, text)
     SELECT p.id, CAST(substr(CAST(d.text AS BLOB), s.start + 1, s.\"end\" - s.start) AS TEXT)
     FROM main.sentence_place p JOIN temp.incoming i ON i.id = p.document JOIN main.document d ON d.id = p.document
     JOIN main.sentence s ON s.document = p.document AND s.number = p.sentence",
    "INSERT INTO main.chain (id, document, name, type, is_named, context, mentions)
     SELECT id, document, name, type, is_named, context, mentions
     FROM other.chain WHERE document IN (SELECT id FROM temp.incoming)",
    "INSERT INTO main.chain_form SELECT f.* FROM other.chain_form f JOIN other.chain c ON c.id = f.chain
     WHERE c.document IN (SELECT id FROM temp.incoming)",
    "INSERT INTO main.mention SELECT * FROM other.mention WHERE document IN (SELECT id FROM temp.incoming)",
    "INSERT INTO main.statement SELECT * FROM other.statement WHERE document IN (SELECT id FROM temp.incoming)",
    "INSERT INTO main.statement_co_speaker SELECT p.* FROM other.statement_co_speaker p
     JOIN other.statement s ON s.id = p.statement WHERE s.document IN (SELECT id FROM temp.incoming)",
    "INSERT INTO main.statement_about SELECT p.* FROM other.statement_about p
     JOIN other.statement s ON s.id = p.statement WHERE s.document IN (SELECT id FROM temp.incoming)",
    "INSERT INTO main.statement_span SELECT p.* FROM other.statement_span p
     JOIN other.statement s ON s.id = p.statement WHERE s.document IN (SELECT id FROM temp.incoming)",
    "INSERT INTO main.assertion SELECT * FROM other.assertion WHERE document IN (SELECT id FROM temp.incoming)",
    "INSERT INTO main.assertion_span SELECT p.* FROM other.assertion_span p
     JOIN other.assertion a ON a.id = p.assertion WHERE a.document IN (SELECT id FROM temp.incoming)",
    "INSERT INTO main.assertion_argument SELECT p.* FROM other.assertion_argument p
     JOIN other.assertion a ON a.id = p.assertion WHERE a.document IN (SELECT id FROM temp.incoming)",
    "INSERT INTO main.assertion_quantity SELECT p.* FROM other.assertion_quantity p
     JOIN other.assertion a ON a.id = p.assertion WHERE a.document IN (SELECT id FROM temp.incoming)",
];

impl Store {
    /// Merges the database at `path` into this one. Doing it again changes nothing; the other is only read.
    ///
    /// # Errors
    ///
    /// Where the other is no sayso database, or is this one, or this one cannot be written: nothing is changed then.
    pub fn merge(&mut self, path: &Path) -> Result<Merged> {
        let doing = "merge another database";
        if self.is_at(path) {
            return Err(Error::Usage(format!("`{}` is the database itself", path.display())));
        }
        let other = Store::open_read_only(path)?;
        let decisions = other.curation()?;
        drop(other);
        let db = self.connection_mut();
        db.execute("ATTACH DATABASE ?1 AS other", [path.to_string_lossy()]).map_err(failed(doing))?;
        let merged = copy(db, &decisions).map_err(failed(doing));
        db.execute_batch("DETACH DATABASE other").map_err(failed(doing))?;
        merged
    }

    /// Whether this is the database in that file.
    fn is_at(&self, path: &Path) -> bool {
        let own = self.connection().path().filter(|own| !own.is_empty()).map(Path::new);
        let real = |path: &Path| path.canonicalize().ok();
        own.and_then(real).is_some_and(|own| Some(own) == real(path))
    }
}

fn copy(db: &mut Connection, decisions: &[curation::Entry]) -> rusqlite::Result<Merged> {
    let db = db.transaction()?;
    db.execute_batch(
        "CREATE TABLE temp.incoming AS SELECT id FROM other.document
         EXCEPT SELECT id FROM main.document EXCEPT SELECT id FROM main.retired;",
    )?;
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, usize>(0));
    let n_documents = count("SELECT count(*) FROM temp.incoming")?;
    let n_known = count("SELECT count(*) FROM other.document")? - n_documents;
    for sql in COPY {
        db.execute(sql, [])?;
    }
    let mut changes = Changes::default();
    for chain in ids(&db, "SELECT id FROM main.chain WHERE document IN (SELECT id FROM temp.incoming)")? {
        changes.add(&db, &entities::facts(&db, chain)?)?;
    }
    let mut stories = Stories::default();
    for document in
        ids(&db, "SELECT s.document FROM other.story s JOIN temp.incoming i ON i.id = s.document")?
    {
        let sql = "SELECT text FROM main.document WHERE id = ?1";
        let text: String = db.prepare_cached(sql)?.query_row([document], |row| row.get(0))?;
        stories.add(&db, document, &text)?;
    }
    for (old, new) in superseded(&db)? {
        versions::retire(&db, old, new)?;
        batch::delete(&db, &mut changes, &mut stories, old)?;
    }
    let mut links = changes.settle(&db)?;
    stories.settle(&db, &mut links)?;
    links.close(&db)?;
    let n_decisions = curation::merge(&db, decisions)?;
    db.execute_batch("DROP TABLE temp.incoming")?;
    db.commit()?;
    Ok(Merged { n_documents, n_known, n_decisions })
}

fn ids(db: &Connection, sql: &str) -> rusqlite::Result<Vec<i64>> {
    db.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

/// Documents that are an earlier version, as one of the databases knows or as the dates tell where each has another
/// version of the same URI; with the version that holds.
fn superseded(db: &Connection) -> rusqlite::Result<Vec<(Id, Id)>> {
    let known = "SELECT r.id, r.successor FROM main.retired r JOIN main.document d ON d.id = r.id";
    let told = "SELECT CASE WHEN here_is_later THEN there ELSE here END, CASE WHEN here_is_later THEN here ELSE there END
         FROM (SELECT m.id AS here, o.id AS there,
               CASE WHEN m.published IS NOT NULL AND o.published IS NOT NULL AND m.published <> o.published
                    THEN m.published > o.published ELSE (m.added, m.id) > (o.added, o.id) END AS here_is_later
               FROM main.document m JOIN other.document o ON o.uri = m.uri AND o.id <> m.id
               WHERE o.id IN (SELECT id FROM temp.incoming) AND m.id NOT IN (SELECT id FROM other.document)
                 AND m.id NOT IN (SELECT id FROM main.retired)
               GROUP BY m.uri HAVING count(*) = 1) ORDER BY 1";
    let mut found = Vec::new();
    for sql in [known, told] {
        let mut select = db.prepare(sql)?;
        let pair = |row: &rusqlite::Row<'_>| Ok((Id::from_sql(row.get(0)?), Id::from_sql(row.get(1)?)));
        found.extend(select.query_map([], pair)?.collect::<rusqlite::Result<Vec<_>>>()?);
    }
    Ok(found)
}
