//! Takes another database into this one: its documents with all their rows, and the user's decisions.
//!
//! Ids are hashes of content, so rows that both have are the same rows. Entities are not copied: they follow from the
//! chains and the decisions, and come out as if all documents had been added here.

use super::entities::{self, Changes};
use super::packed::{self, Packed};
use super::stories::Stories;
use super::{Store, batch, curation, failed, key, versions};
use crate::{Error, Result};
use rusqlite::Connection;
use rustc_hash::FxHashMap;
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

/// Numbers the documents that are new here, and what they share with others; makes `temp` tables from old to new.
const NUMBER: &str = "
    CREATE TABLE temp.incoming (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
    INSERT INTO temp.incoming
    SELECT o.id, row_number() OVER (ORDER BY o.id) + (SELECT coalesce(max(id), 0) FROM main.document)
    FROM other.document o WHERE o.hash NOT IN (SELECT hash FROM main.document) AND o.hash NOT IN (SELECT hash FROM main.retired);

    INSERT INTO main.word (text) SELECT text FROM other.word WHERE true ON CONFLICT DO NOTHING;
    CREATE TABLE temp.new_word (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
    INSERT INTO temp.new_word SELECT o.id, m.id FROM other.word o JOIN main.word m ON m.text = o.text;

    INSERT INTO main.mention_kind (kind, reason) SELECT kind, reason FROM other.mention_kind WHERE true ON CONFLICT DO NOTHING;
    CREATE TABLE temp.new_mention (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
    INSERT INTO temp.new_mention
    SELECT o.id, m.id FROM other.mention_kind o JOIN main.mention_kind m ON m.kind = o.kind AND m.reason = o.reason;

    INSERT INTO main.role (text) SELECT text FROM other.role WHERE true ON CONFLICT DO NOTHING;
    CREATE TABLE temp.new_role (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
    INSERT INTO temp.new_role SELECT o.id, m.id FROM other.role o JOIN main.role m ON m.text = o.text;

    INSERT INTO main.statement_kind (cue, kind, polarity, mode, confidence)
    SELECT cue, kind, polarity, mode, confidence FROM other.statement_kind WHERE true ON CONFLICT DO NOTHING;
    CREATE TABLE temp.new_statement (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
    INSERT INTO temp.new_statement
    SELECT o.id, m.id FROM other.statement_kind o JOIN main.statement_kind m ON m.cue = o.cue AND m.kind = o.kind
         AND m.polarity = o.polarity AND m.mode = o.mode AND m.confidence = o.confidence;

    INSERT INTO main.assertion_kind (rule, class, factuality, polarity, symmetric, confidence)
    SELECT rule, class, factuality, polarity, symmetric, confidence FROM other.assertion_kind WHERE true ON CONFLICT DO NOTHING;
    CREATE TABLE temp.new_assertion (old INTEGER PRIMARY KEY, new INTEGER NOT NULL);
    INSERT INTO temp.new_assertion
    SELECT o.id, m.id FROM other.assertion_kind o JOIN main.assertion_kind m ON m.rule = o.rule AND m.class = o.class
         AND m.factuality = o.factuality AND m.polarity = o.polarity AND m.symmetric = o.symmetric
         AND m.confidence = o.confidence;";

const FORGET: &str = "DROP TABLE temp.incoming; DROP TABLE temp.new_word; DROP TABLE temp.new_mention;
    DROP TABLE temp.new_role; DROP TABLE temp.new_statement; DROP TABLE temp.new_assertion;";

/// Statements that copy the rows of the documents in `temp.incoming`, in an order that foreign keys allow.
const COPY: &[&str] = &[
    "INSERT INTO main.document (id, hash, uri, title, published, language, author, engine, added, sentences, text)
     SELECT i.new, o.hash, o.uri, o.title, o.published, o.language, o.author, o.engine, o.added,
            o.sentences + (SELECT coalesce(max(id), 0) FROM main.sentence_text_docsize), o.text
     FROM temp.incoming i JOIN other.document o ON o.id = i.old ORDER BY i.new",
    // Earlier versions, with the version that holds here.
    "INSERT INTO main.retired (hash, uri, title, published, language, author, text, added, retired, successor)
     SELECT r.hash, r.uri, r.title, r.published, r.language, r.author, r.text, r.added, r.retired, d.id
     FROM other.retired r JOIN other.document o ON o.id = r.successor JOIN main.document d
          ON d.id = coalesce((SELECT m.successor FROM main.retired m WHERE m.hash = o.hash),
                             (SELECT m.id FROM main.document m WHERE m.hash = o.hash))
     WHERE true ON CONFLICT (hash) DO NOTHING",
    "INSERT INTO main.sentence SELECT i.new, s.number, s.paragraph, s.start, s.\"end\"
     FROM temp.incoming i JOIN other.sentence s ON s.document = i.old ORDER BY i.new, s.number",
    "INSERT INTO main.sentence_text (rowid, text)
     SELECT d.sentences + s.number, CAST(substr(CAST(d.text AS BLOB), s.start + 1, s.\"end\" - s.start) AS TEXT)
     FROM temp.incoming i JOIN main.document d ON d.id = i.new JOIN main.sentence s ON s.document = d.id
     ORDER BY i.new, s.number",
    "INSERT INTO main.chain_data (id, name, type, is_named, context, mentions)
     SELECT (i.new << 20) | (c.id & 1048575), c.name, (SELECT new FROM temp.new_word WHERE old = c.type), c.is_named, c.context, c.mentions
     FROM temp.incoming i JOIN other.chain_data c ON c.id BETWEEN i.old << 20 AND i.old << 20 | 1048575 ORDER BY 1",
    "INSERT INTO main.statement_data (id, hash, sentence, start, speaker, kind, source_at, source_length, cue_at, cue_length,
            content_at, content_length, pieces, addressee, inside, about, co_speakers)
     SELECT (i.new << 20) | (s.id & 1048575), s.hash, s.sentence, s.start, s.speaker,
            (SELECT new FROM temp.new_statement WHERE old = s.kind), s.source_at, s.source_length, s.cue_at, s.cue_length,
            s.content_at, s.content_length, s.pieces, s.addressee, s.inside, s.about, s.co_speakers
     FROM temp.incoming i JOIN other.statement_data s ON s.id BETWEEN i.old << 20 AND i.old << 20 | 1048575 ORDER BY 1",
    "INSERT INTO main.assertion_data (id, sentence, start, subject, predicate, object, kind, statement, time, subject_at,
            subject_length, subject_text, predicate_at, predicate_length, object_at, object_length, object_text,
            arguments, more)
     SELECT (i.new << 20) | (a.id & 1048575), a.sentence, a.start, a.subject,
            (SELECT new FROM temp.new_word WHERE old = a.predicate), a.object,
            (SELECT new FROM temp.new_assertion WHERE old = a.kind), a.statement, a.time, a.subject_at, a.subject_length,
            a.subject_text, a.predicate_at, a.predicate_length, a.object_at, a.object_length, a.object_text,
            a.arguments, a.more
     FROM temp.incoming i JOIN other.assertion_data a ON a.id BETWEEN i.old << 20 AND i.old << 20 | 1048575 ORDER BY 1",
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
    db.execute_batch(NUMBER)?;
    let count = |sql: &str| db.query_row(sql, [], |row| row.get::<_, usize>(0));
    let n_documents = count("SELECT count(*) FROM temp.incoming")?;
    let n_known = count("SELECT count(*) FROM other.document")? - n_documents;
    for sql in COPY {
        db.execute(sql, [])?;
    }
    let mut changes = Changes::default();
    let numbers = [numbers(&db, "temp.new_mention")?, numbers(&db, "temp.new_role")?];
    for document in ids(&db, "SELECT new FROM temp.incoming ORDER BY new")? {
        renumber(&db, document, &numbers)?;
        take_chains(&db, document, &mut changes)?;
    }
    let mut stories = Stories::default();
    let compared =
        "SELECT i.new FROM other.story s JOIN temp.incoming i ON i.old = s.document ORDER BY i.new";
    for document in ids(&db, compared)? {
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
    db.execute_batch(FORGET)?;
    db.commit()?;
    Ok(Merged { n_documents, n_known, n_decisions })
}

/// Numbers there, with those here.
fn numbers(db: &Connection, table: &str) -> rusqlite::Result<FxHashMap<usize, usize>> {
    let mut select = db.prepare(&format!("SELECT old, new FROM {table}"))?;
    select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// Gives mentions and arguments of a document that was copied the numbers that kinds and roles have here.
fn renumber(
    db: &Connection,
    document: i64,
    [kinds, roles]: &[FxHashMap<usize, usize>; 2],
) -> rusqlite::Result<()> {
    // Of six numbers, kinds are the fifth; roles the first, after one number that stands before them.
    for (table, column, at, numbers) in
        [("chain_data", "mentions", 4, kinds), ("assertion_data", "arguments", 1, roles)]
    {
        if numbers.iter().all(|(old, new)| old == new) {
            continue;
        }
        let sql = format!(
            "SELECT id, {column} FROM main.{table} WHERE id BETWEEN ?1 AND ?2 AND {column} IS NOT NULL"
        );
        let mut select = db.prepare_cached(&sql)?;
        let rows = select.query_map(key::range(document), |row| Ok((row.get(0)?, row.get(1)?)))?;
        let rows: Vec<(i64, String)> = rows.collect::<rusqlite::Result<_>>()?;
        let mut update =
            db.prepare_cached(&format!("UPDATE main.{table} SET {column} = ?2 WHERE id = ?1"))?;
        for (id, old) in rows {
            let mut packed = Packed::default();
            for (place, number) in packed::numbers(&old).enumerate() {
                let is_one = place % 6 == at;
                packed.push(if is_one { numbers.get(&number).copied().unwrap_or(number) } else { number });
            }
            update.execute(rusqlite::params![id, packed.into_text()])?;
        }
    }
    Ok(())
}

/// Gives the chains of a document that was copied their shapes, and has them resolved.
fn take_chains(db: &Connection, document: i64, changes: &mut Changes) -> rusqlite::Result<()> {
    let sql = "SELECT id FROM main.chain_data WHERE id BETWEEN ?1 AND ?2";
    let mut select = db.prepare_cached(sql)?;
    let chains = select.query_map(key::range(document), |row| row.get(0))?;
    for chain in chains.collect::<rusqlite::Result<Vec<i64>>>()? {
        let facts = entities::facts(db, chain)?;
        let shape = changes.shape(db, &facts)?;
        db.prepare_cached("UPDATE chain_data SET shape = ?2 WHERE id = ?1")?
            .execute(rusqlite::params![chain, shape])?;
        changes.add(chain, facts);
    }
    Ok(())
}

fn ids(db: &Connection, sql: &str) -> rusqlite::Result<Vec<i64>> {
    db.prepare(sql)?.query_map([], |row| row.get(0))?.collect()
}

/// Documents that are an earlier version, as one of the databases knows or as the dates tell where each has another
/// version of the same URI; with the version that holds. Both by their numbers.
fn superseded(db: &Connection) -> rusqlite::Result<Vec<(i64, i64)>> {
    let known = "SELECT d.id, r.successor FROM main.retired r JOIN main.document d ON d.hash = r.hash";
    let told = "SELECT CASE WHEN here_is_later THEN there ELSE here END, CASE WHEN here_is_later THEN here ELSE there END
         FROM (SELECT m.id AS here, i.new AS there,
               CASE WHEN m.published IS NOT NULL AND o.published IS NOT NULL AND m.published <> o.published
                    THEN m.published > o.published ELSE (m.added, m.hash) > (o.added, o.hash) END AS here_is_later
               FROM main.document m JOIN other.document o ON o.uri = m.uri AND o.hash <> m.hash
               JOIN temp.incoming i ON i.old = o.id
               WHERE m.hash NOT IN (SELECT hash FROM other.document) AND m.hash NOT IN (SELECT hash FROM main.retired)
               GROUP BY m.uri HAVING count(*) = 1) ORDER BY 1";
    let mut found = Vec::new();
    for sql in [known, told] {
        let mut select = db.prepare(sql)?;
        let pairs = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        found.extend(pairs.collect::<rusqlite::Result<Vec<(i64, i64)>>>()?);
    }
    Ok(found)
}
