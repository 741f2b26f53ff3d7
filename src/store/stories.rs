//! Near copies: which documents tell the same story, and which of their statements and assertions are the same one.
//!
//! A story is a component of the documents of which more than half the shingles are common. It depends on the texts
//! alone, not on their order. Within it, a statement is a copy where a document before has it word for word.

use super::key;
use super::link::Links;
use crate::text::shingles::Shingles;
use rusqlite::{Connection, OptionalExtension, Result};
use std::collections::{BTreeMap, BTreeSet};

/// Least share of common shingles of two near copies.
const SIMILAR: f64 = 0.5;

/// Stories that a transaction has changed and [`Stories::settle`] has still to look at.
#[derive(Debug, Default)]
pub(super) struct Stories(BTreeSet<i64>);

impl Stories {
    /// Finds the story of a document that was written.
    pub(super) fn add(&mut self, db: &Connection, document: i64, text: &str) -> Result<()> {
        let Some(shingles) = Shingles::of(text) else { return Ok(()) };
        let bands = shingles.bands();
        let mut insert =
            db.prepare_cached("INSERT INTO story_band VALUES (?1, ?2) ON CONFLICT DO NOTHING")?;
        for band in &bands {
            insert.execute([band, &document])?;
        }
        db.prepare_cached("INSERT INTO story VALUES (?1, ?1)")?.execute([document])?;
        self.join(db, document, &shingles, &bands)
    }

    /// Takes a document out of its story, before it is deleted; the others may fall apart by that.
    pub(super) fn remove(&mut self, db: &Connection, document: i64) -> Result<()> {
        let Some(story) = story_of(db, document)? else { return Ok(()) };
        if let Some(shingles) = shingles(db, document)? {
            let mut delete = db.prepare_cached("DELETE FROM story_band WHERE band = ?1 AND document = ?2")?;
            for band in shingles.bands() {
                delete.execute([band, document])?;
            }
        }
        db.prepare_cached("DELETE FROM story WHERE document = ?1")?.execute([document])?;
        self.0.remove(&story);
        let others = documents(db, story)?;
        db.prepare_cached("UPDATE story SET story = document WHERE story = ?1")?.execute([story])?;
        self.0.extend(&others);
        for other in others {
            if let Some(shingles) = shingles(db, other)? {
                self.join(db, other, &shingles, &shingles.bands())?;
            }
        }
        Ok(())
    }

    /// Marks the story of a document whose statements are others now.
    pub(super) fn touch(&mut self, db: &Connection, document: i64) -> Result<()> {
        self.0.extend(story_of(db, document)?);
        Ok(())
    }

    /// Joins the stories of all documents that are similar to this one.
    fn join(&mut self, db: &Connection, document: i64, own: &Shingles, bands: &[i64]) -> Result<()> {
        let sql = "SELECT s.story, s.document FROM story_band b JOIN story s ON s.document = b.document WHERE b.band = ?1";
        let mut select = db.prepare_cached(sql)?;
        let mut candidates: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
        for band in bands {
            let mut rows = select.query([band])?;
            while let Some(row) = rows.next()? {
                candidates.entry(row.get(0)?).or_default().insert(row.get(1)?);
            }
        }
        let mut stories = BTreeSet::new();
        for (story, documents) in candidates {
            if documents.contains(&document) || any_similar(db, &documents, own)? {
                stories.insert(story);
            }
        }
        let Some(first) = stories.pop_first() else { return Ok(()) };
        for story in stories {
            db.prepare_cached("UPDATE story SET story = ?2 WHERE story = ?1")?.execute([story, first])?;
            self.0.remove(&story);
            self.0.insert(first);
        }
        Ok(())
    }

    /// Writes down anew what is a copy in the stories that changed.
    pub(super) fn settle(self, db: &Connection, links: &mut Links) -> Result<()> {
        for story in self.0 {
            let documents = documents(db, story)?;
            documents.iter().try_for_each(|document| links.open(db, *document))?;
            for (keys, delete, insert) in [
                (STATEMENT_KEYS, CLEAR_STATEMENTS, "INSERT INTO statement_copy VALUES (?1, ?2)"),
                (ASSERTION_KEYS, CLEAR_ASSERTIONS, "INSERT INTO assertion_copy VALUES (?1, ?2)"),
            ] {
                for document in &documents {
                    db.prepare_cached(delete)?.execute(key::range(*document))?;
                }
                if documents.len() > 1 {
                    for (copy, original) in copies(db, &documents, keys)? {
                        db.prepare_cached(insert)?.execute([copy, original])?;
                    }
                }
            }
        }
        Ok(())
    }
}

const CLEAR_STATEMENTS: &str = "DELETE FROM statement_copy WHERE statement BETWEEN ?1 AND ?2";
const CLEAR_ASSERTIONS: &str = "DELETE FROM assertion_copy WHERE assertion BETWEEN ?1 AND ?2";

/// Id and all that has to be equal, in order of place.
const STATEMENT_KEYS: &str = "SELECT s.id, lower(json_array(coalesce(c.name, s.source), s.cue, s.kind, s.polarity, s.content))
     FROM statement s LEFT JOIN chain c ON c.id = s.speaker WHERE s.id BETWEEN ?1 AND ?2 ORDER BY s.start, s.\"end\", s.id";
const ASSERTION_KEYS: &str = "SELECT a.id, lower(json_array(coalesce(s.name, a.subject_text), a.predicate,
            coalesce(o.name, a.object_text), a.polarity, a.factuality, a.time))
     FROM assertion a LEFT JOIN chain s ON s.id = a.subject LEFT JOIN chain o ON o.id = a.object
     WHERE a.id BETWEEN ?1 AND ?2 ORDER BY a.start, a.\"end\", a.id";

/// Copies with their originals; `keys` reads the rows of a document. The second of two equal rows of one document is a
/// copy of the second of another.
fn copies(db: &Connection, documents: &[i64], keys: &str) -> Result<Vec<(i64, i64)>> {
    let mut originals: BTreeMap<(String, usize), i64> = BTreeMap::new();
    let mut found = Vec::new();
    let mut select = db.prepare_cached(keys)?;
    for document in documents {
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut rows = select.query(key::range(*document))?;
        while let Some(row) = rows.next()? {
            let (id, key): (i64, String) = (row.get(0)?, row.get(1)?);
            let nth = seen.entry(key.clone()).or_default();
            *nth += 1;
            match originals.entry((key, *nth)) {
                std::collections::btree_map::Entry::Occupied(original) => found.push((id, *original.get())),
                std::collections::btree_map::Entry::Vacant(place) => drop(place.insert(id)),
            }
        }
    }
    Ok(found)
}

fn any_similar(db: &Connection, documents: &BTreeSet<i64>, own: &Shingles) -> Result<bool> {
    for document in documents {
        if shingles(db, *document)?.is_some_and(|other| own.similarity(&other) >= SIMILAR) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn shingles(db: &Connection, document: i64) -> Result<Option<Shingles>> {
    let sql = "SELECT text FROM document WHERE id = ?1";
    db.prepare_cached(sql)?.query_row([document], |row| Ok(Shingles::of(row.get_ref(0)?.as_str()?)))
}

fn story_of(db: &Connection, document: i64) -> Result<Option<i64>> {
    db.prepare_cached("SELECT story FROM story WHERE document = ?1")?
        .query_row([document], |row| row.get(0))
        .optional()
}

/// The documents of a story, the first to have been published first.
fn documents(db: &Connection, story: i64) -> Result<Vec<i64>> {
    let sql = "SELECT d.id FROM story s JOIN document d ON d.id = s.document WHERE s.story = ?1
               ORDER BY d.published IS NULL, d.published, d.hash";
    db.prepare_cached(sql)?.query_map([story], |row| row.get(0))?.collect()
}
