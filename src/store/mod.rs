//! The database: opens it, writes documents into it, keeps entities in step with their chains.
//!
//! One SQLite file, or one in memory for `extract`. A document is in it wholly or not at all. Knows nothing of
//! language: it takes an [`Extraction`](crate::extraction::Extraction) and asks [`crate::resolution`] what is the same.

mod batch;
pub mod check;
pub mod curation;
mod documents;
mod entities;
mod key;
mod link;
mod merge;
mod migrate;
mod packed;
mod place;
mod portrait;
mod schema;
mod stories;
mod versions;
mod vocabulary;
mod words;
mod write;

pub use batch::{Batch, Keeping};
pub use merge::Merged;
pub(crate) use words::words;

use crate::resolution::ChainFacts;
use crate::{Error, Id, Result};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use std::path::Path;

/// KiB of pages that a reader keeps: few, as a question reads most pages once, and the system keeps what was read anyway.
/// With 64 MiB, a third of the time of `show` went into memory that was new to the process.
const READING_CACHE: usize = 2 << 10;

/// How a writer works. What a batch touches is spread over the whole file, and much of it again by the next batch: up to 64 MiB
/// of pages stay at hand, and the log is copied into the file when it has as many.
const WRITING: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 16384;";

/// An open database.
#[derive(Debug)]
pub struct Store {
    connection: Connection,
}

/// Statements that are kept prepared: more than writing and its questions have. Of rusqlite's 16, each was gone when its turn came
/// again, and a seventh of the time of the store went into preparing them anew.
const STATEMENTS: usize = 256;

/// Turns an SQLite error into one that says what was being done.
pub(crate) fn failed(doing: &'static str) -> impl Fn(rusqlite::Error) -> Error {
    move |source| Error::Sqlite { doing: doing.to_owned(), source }
}

/// Has SQLite plan a statement once. Without this it looks at the values too where it chooses among partial indexes, and
/// so compiles most statements anew each time they are run with others: half the time of `neighbors` went into that.
fn keep_plans(connection: &Connection) -> Result<()> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    let set = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true);
    set.map(drop).map_err(failed("set how it plans"))
}

impl Store {
    /// Opens the database for writing, and makes it where it does not exist.
    ///
    /// It is kept with a write-ahead log that is flushed to the disk at every commit (`journal_mode = WAL`,
    /// `synchronous = FULL`): a batch that was committed outlives the end of the program, of the system and of the
    /// power; one that was not leaves nothing.
    ///
    /// # Errors
    ///
    /// Where the place cannot be written, or holds something that is no sayso database or a newer one.
    pub fn open(path: &Path) -> Result<Store> {
        schema::check_place(path)?;
        let is_new = !path.exists();
        let connection = Connection::open(path).map_err(|source| schema::unusable(path, &source))?;
        keep_plans(&connection)?;
        let store = Store { connection };
        let made = store.connection.execute_batch(WRITING).map_err(|source| schema::unusable(path, &source));
        match made.and_then(|()| schema::prepare(&store.connection, path)) {
            Ok(()) => Ok(store),
            Err(error) => {
                drop(store);
                let is_busy = matches!(&error, Error::Database { reason, .. } if reason == schema::BUSY);
                if is_new && !is_busy {
                    // Nothing half made stays behind.
                    let _ = std::fs::remove_file(path);
                }
                Err(error)
            }
        }
    }

    /// Opens an existing database for writing.
    ///
    /// # Errors
    ///
    /// Where it does not exist, and as [`Store::open`].
    pub fn open_existing(path: &Path) -> Result<Store> {
        schema::check_exists(path)?;
        Store::open(path)
    }

    /// Opens an existing database for reading.
    ///
    /// # Errors
    ///
    /// Where it does not exist, or is no sayso database, or a newer one.
    pub fn open_read_only(path: &Path) -> Result<Store> {
        schema::check_exists(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(|e| schema::unusable(path, &e))?;
        schema::check_version(&connection, path)?;
        keep_plans(&connection)?;
        let cache = format!("PRAGMA cache_size = -{READING_CACHE};");
        connection.execute_batch(&cache).map_err(failed("set its cache"))?;
        schema::check_current(&connection, path)?;
        Ok(Store { connection })
    }

    /// A database in memory, gone when dropped.
    ///
    /// # Errors
    ///
    /// Only where memory is out.
    pub fn open_in_memory() -> Result<Store> {
        let connection = Connection::open_in_memory().map_err(failed("open in memory"))?;
        keep_plans(&connection)?;
        connection.execute_batch("PRAGMA foreign_keys = ON;").map_err(failed("open in memory"))?;
        schema::prepare(&connection, Path::new(":memory:"))?;
        Ok(Store { connection })
    }

    /// Closes the database, so that its file holds everything and can be moved.
    ///
    /// # Errors
    ///
    /// Where the log cannot be written into it.
    pub fn close(self) -> Result<()> {
        self.connection.close().map_err(|(_, source)| failed("close")(source))
    }

    /// Starts a batch: documents added to it are stored together, or, if it is dropped, not at all.
    ///
    /// # Errors
    ///
    /// Where another program holds the database.
    pub fn batch(&mut self) -> Result<Batch<'_>> {
        Batch::new(&mut self.connection)
    }

    /// Counts anew what is kept of links and of the words of names, for who filled the tables in another way.
    ///
    /// # Errors
    ///
    /// Where the database cannot be written.
    pub fn recount(&mut self) -> Result<()> {
        let doing = "count its links";
        let transaction = self.connection.transaction().map_err(failed(doing))?;
        link::recount(&transaction).and_then(|()| words::redraw_all(&transaction)).map_err(failed(doing))?;
        transaction.commit().map_err(failed(doing))
    }

    /// The connection, for what changes its settings.
    pub(crate) fn connection_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }

    /// Whether a document is stored, be it as an earlier version of another.
    ///
    /// # Errors
    ///
    /// Where the database cannot be read.
    pub fn contains(&self, document: Id) -> Result<bool> {
        let sql = "SELECT 1 FROM document WHERE hash = ?1 UNION ALL SELECT 1 FROM retired WHERE hash = ?1";
        let mut select = self.connection.prepare_cached(sql).map_err(failed("look up a document"))?;
        select.exists([document.to_sql()]).map_err(failed("look up a document"))
    }

    /// What resolution may know of the chains of an entity, in order of their documents.
    ///
    /// # Errors
    ///
    /// Where the database cannot be read.
    pub(crate) fn chains_of(&self, entity: Id) -> Result<Vec<ChainFacts>> {
        let known = entities::Known::default();
        entities::chains(&self.connection, entity.to_sql(), &known)
            .map_err(failed("read what texts call an entity"))
    }

    /// The connection, for [`crate::query`].
    pub(crate) fn connection(&self) -> &Connection {
        &self.connection
    }
}
