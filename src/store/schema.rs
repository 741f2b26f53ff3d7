//! Making the tables, and refusing files that are something else.

use super::failed;
use super::migrate::{self, STEPS, VERSION};
use crate::{Error, Result};
use rusqlite::Connection;
use std::path::Path;

/// The schema, as `schema.sql` has it.
const SCHEMA: &str = include_str!("../../schema.sql");

/// "sayo": marks the file as ours, in `PRAGMA application_id`.
const APPLICATION_ID: i64 = 0x7361_796f;

/// Refuses places that can hold no database.
pub(super) fn check_place(path: &Path) -> Result<()> {
    let refuse = |reason: &str| Err(Error::Database { path: path.to_owned(), reason: reason.to_owned() });
    if path.is_dir() {
        return refuse("it is a folder");
    }
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() && !folder.is_dir() => {
            refuse("its folder does not exist")
        }
        _ => Ok(()),
    }
}

/// Refuses places that hold nothing.
pub(super) fn check_exists(path: &Path) -> Result<()> {
    check_place(path)?;
    if path.exists() {
        return Ok(());
    }
    Err(Error::Database { path: path.to_owned(), reason: "it does not exist".to_owned() })
}

/// Why a database cannot be used for a while.
pub(super) const BUSY: &str = "another program is writing to it";

/// Says why SQLite could not use the file, in the user's words.
pub(super) fn unusable(path: &Path, error: &rusqlite::Error) -> Error {
    let reason = match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::NotADatabase) => "it is not a database".to_owned(),
        Some(rusqlite::ErrorCode::CannotOpen) => "it cannot be opened or made".to_owned(),
        Some(rusqlite::ErrorCode::ReadOnly) => "it is read-only".to_owned(),
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => BUSY.to_owned(),
        _ => error.to_string(),
    };
    Error::Database { path: path.to_owned(), reason }
}

/// Makes the tables in a new database; checks an old one, and upgrades it where its version is older.
pub(super) fn prepare(connection: &Connection, path: &Path) -> Result<()> {
    let tables: i64 = connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))
        .map_err(|e| unusable(path, &e))?;
    if tables > 0 {
        check_version(connection, path)?;
        return migrate::upgrade(connection, STEPS).map(drop).map_err(|e| unusable(path, &e));
    }
    let script = format!(
        "BEGIN IMMEDIATE; {SCHEMA} PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {VERSION}; COMMIT;"
    );
    connection.execute_batch(&script).map_err(|e| unusable(path, &e))
}

/// Refuses a database that is older than this program, which only writing upgrades.
pub(super) fn check_current(connection: &Connection, path: &Path) -> Result<()> {
    let version = migrate::version(connection).map_err(|e| unusable(path, &e))?;
    if version < VERSION {
        let reason = format!("its format is the older version {version}; `sayso update` upgrades it");
        return Err(Error::Database { path: path.to_owned(), reason });
    }
    Ok(())
}

/// Refuses a database that is not ours, or newer than this program.
pub(super) fn check_version(connection: &Connection, path: &Path) -> Result<()> {
    let pragma = |name: &str| -> Result<i64> {
        connection.pragma_query_value(None, name, |row| row.get(0)).map_err(|e| unusable(path, &e))
    };
    let (application, version) = (pragma("application_id")?, pragma("user_version")?);
    let refuse = |reason: String| Err(Error::Database { path: path.to_owned(), reason });
    if application != APPLICATION_ID {
        return refuse("it is a database of another program".to_owned());
    }
    if version > VERSION {
        return refuse(format!("its format is version {version}, this program knows up to {VERSION}"));
    }
    // Reading it once finds a file that is damaged behind its header.
    connection.query_row("SELECT count(*) FROM curation", [], |_| Ok(())).map_err(failed("read its tables"))
}
