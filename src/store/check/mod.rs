//! Verifies a database: its pages and keys, that every span slices its text to what is claimed, and every count.

mod counts;
mod portraits;
mod spans;
mod words;

use super::{Store, failed};
use crate::{Id, Result};
use rusqlite::{Connection, Row};

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Table, or `file` for the database as a whole.
    pub table: String,
    /// The row: its id, or the document's with what counts within it; empty for the file.
    pub row: String,
    /// What is wrong with it.
    pub fault: String,
}

/// What a check looked at, and what it found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Documents whose spans were followed.
    pub n_documents: usize,
    /// Spans that were followed.
    pub n_spans: usize,
    /// What is wrong, in the order it was found; at most [`MOST`].
    pub faults: Vec<Fault>,
}

/// Faults that are listed: a broken file has no end of them.
pub const MOST: usize = 1000;

impl Checked {
    fn add(&mut self, table: &str, row: impl ToString, fault: impl Into<String>) {
        if self.faults.len() < MOST {
            self.faults.push(Fault { table: table.to_owned(), row: row.to_string(), fault: fault.into() });
        }
    }
}

impl Store {
    /// Verifies everything that can be told from the database alone.
    ///
    /// # Errors
    ///
    /// Where it is so damaged that it cannot be read.
    pub fn check(&self) -> Result<Checked> {
        check(self.connection()).map_err(failed("be read to the end"))
    }
}

fn check(db: &Connection) -> rusqlite::Result<Checked> {
    let mut checked = Checked::default();
    file(db, &mut checked)?;
    if checked.faults.is_empty() {
        spans::check(db, &mut checked)?;
        counts::check(db, &mut checked)?;
    }
    // These read what the spans say, which has to be text.
    if checked.faults.is_empty() {
        portraits::check(db, &mut checked)?;
        words::check(db, &mut checked)?;
    }
    Ok(checked)
}

/// SQLite's own checks: pages, indexes, types, foreign keys, and the index of the full text.
fn file(db: &Connection, checked: &mut Checked) -> rusqlite::Result<()> {
    each(db, "PRAGMA integrity_check", |row| {
        let message: String = row.get(0)?;
        if message != "ok" {
            checked.add("file", "", message);
        }
        Ok(())
    })?;
    each(db, "PRAGMA foreign_key_check", |row| {
        let (table, rowid, parent): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let id = rowid.map(|id| Id::from_sql(id).to_string()).unwrap_or_default();
        checked.add(&table, id, format!("it refers to a row of `{parent}` that is not there"));
        Ok(())
    })
}

/// Calls `row` for each row of a query.
fn each(
    db: &Connection,
    sql: &str,
    mut take: impl FnMut(&Row<'_>) -> rusqlite::Result<()>,
) -> rusqlite::Result<()> {
    let mut select = db.prepare(sql)?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}
