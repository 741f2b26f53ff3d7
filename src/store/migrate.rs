//! Upgrades a database of an older version, forward only: all steps in one transaction, or none.

use rusqlite::{Connection, Result};

/// Step `n` (from 0) makes a database of version `n + 1` one of version `n + 2`. Steps are never changed or removed once
/// a version is released.
pub(super) const STEPS: &[&str] = &[];

/// Version of the schema, in `PRAGMA user_version`.
///
/// To change the schema of a version that was released: keep it as `tests/schemas/VERSION.sql`, change `schema.sql`, and
/// add a step. A test holds every past schema, upgraded, against a fresh one.
pub(super) const VERSION: i64 = 1 + STEPS.len() as i64;

/// The version that a database says it has.
pub(super) fn version(db: &Connection) -> Result<i64> {
    db.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Takes the steps that a database lacks; returns whether there were any.
pub(super) fn upgrade(db: &Connection, steps: &[&str]) -> Result<bool> {
    let wanted = 1 + i64::try_from(steps.len()).unwrap_or(i64::MAX);
    if version(db)? >= wanted {
        return Ok(false);
    }
    // Steps may make a table anew that others refer to.
    db.execute_batch("PRAGMA foreign_keys = OFF; BEGIN IMMEDIATE;")?;
    let done = take(db, steps, wanted);
    let end = if done.is_ok() { "COMMIT;" } else { "ROLLBACK;" };
    let ended = db.execute_batch(end);
    db.execute_batch("PRAGMA foreign_keys = ON;")?;
    done.and(ended).map(|()| true)
}

fn take(db: &Connection, steps: &[&str], wanted: i64) -> Result<()> {
    // Another program may have been faster.
    let from = usize::try_from(version(db)? - 1).unwrap_or(0);
    for step in steps.iter().skip(from) {
        db.execute_batch(step)?;
    }
    db.pragma_update(None, "user_version", wanted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    const ADD: &str = "ALTER TABLE document ADD COLUMN place TEXT;";
    const FILL: &str =
        "UPDATE document SET place = 'Lisk'; CREATE INDEX document_by_place ON document (place);";

    fn schemas() -> PathBuf {
        PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/schemas")
    }

    fn database(version: i64) -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch(&std::fs::read_to_string(schemas().join(format!("{version}.sql"))).unwrap())
            .unwrap();
        db.pragma_update(None, "user_version", version).unwrap();
        let sql = "INSERT INTO document (id, hash, uri, language, engine, added, text)
             VALUES (1, 1, 'a.txt', 'en', 'test', '2026-01-01', 'Text.')";
        db.execute(sql, []).unwrap();
        db
    }

    /// Every column and index, and the text of every view.
    fn shape(db: &Connection) -> Vec<String> {
        let sql = "SELECT s.type || ' ' || s.name || ' ' || coalesce(c.name || ' ' || c.type || ' ' || c.\"notnull\" || c.pk, s.sql, '')
                   FROM sqlite_schema s LEFT JOIN pragma_table_xinfo(s.name) c ON s.type = 'table' ORDER BY 1";
        let mut select = db.prepare(sql).unwrap();
        select.query_map([], |row| row.get(0)).unwrap().collect::<Result<_>>().unwrap()
    }

    #[test]
    fn every_past_schema_becomes_the_present_one() {
        let fresh = Connection::open_in_memory().unwrap();
        fresh.execute_batch(include_str!("../../schema.sql")).unwrap();
        for past in 1..=VERSION {
            let db = database(past);
            assert_eq!(upgrade(&db, STEPS).unwrap(), past < VERSION);
            assert_eq!(version(&db).unwrap(), VERSION);
            assert_eq!(shape(&db), shape(&fresh), "upgraded from version {past}; left is what came out");
            assert_eq!(
                db.query_row("SELECT uri FROM document", [], |r| r.get::<_, String>(0)).unwrap(),
                "a.txt"
            );
        }
    }

    #[test]
    fn every_schema_is_kept() {
        let kept = std::fs::read_dir(schemas()).unwrap().count();
        assert_eq!(i64::try_from(kept).unwrap(), VERSION, "tests/schemas has one file a version");
        let last = std::fs::read_to_string(schemas().join(format!("{VERSION}.sql"))).unwrap();
        assert!(last == include_str!("../../schema.sql"), "tests/schemas/{VERSION}.sql is not schema.sql");
    }

    #[test]
    fn steps_are_taken_in_order_and_once() {
        let db = database(1);
        assert!(upgrade(&db, &[ADD]).unwrap());
        assert_eq!(version(&db).unwrap(), 2);
        assert!(upgrade(&db, &[ADD, FILL]).unwrap());
        assert!(!upgrade(&db, &[ADD, FILL]).unwrap());
        assert_eq!(version(&db).unwrap(), 3);
        let both = database(1);
        assert!(upgrade(&both, &[ADD, FILL]).unwrap());
        assert_eq!(shape(&db), shape(&both));
        assert_eq!(
            both.query_row("SELECT place FROM document", [], |r| r.get::<_, String>(0)).unwrap(),
            "Lisk"
        );
    }

    #[test]
    fn a_step_that_fails_leaves_the_database_as_it_was() {
        let db = database(1);
        let before = shape(&db);
        assert!(upgrade(&db, &[ADD, "INSERT INTO nowhere VALUES (1);"]).is_err());
        assert_eq!((version(&db).unwrap(), shape(&db)), (1, before));
        assert!(db.is_autocommit());
        assert!(upgrade(&db, &[ADD, FILL]).unwrap());
    }

    #[test]
    fn a_newer_database_is_left_alone() {
        let db = database(1);
        db.pragma_update(None, "user_version", 9).unwrap();
        assert!(!upgrade(&db, &[ADD]).unwrap());
        assert_eq!(version(&db).unwrap(), 9);
    }
}
