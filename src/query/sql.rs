//! The user's own SQL, read-only.
//!
//! Five fences: the connection is opened read-only, an authorizer allows reading alone, no database can be attached,
//! defensive mode is on, and a deadline ends what runs too long.

use crate::store::Store;
use crate::{Error, Result};
use rusqlite::ErrorCode;
use rusqlite::config::DbConfig;
use rusqlite::hooks::{AuthAction, Authorization};
use rusqlite::limits::Limit;
use rusqlite::types::ValueRef;
use std::time::{Duration, Instant};

/// Rows of an answer, with the names of the columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// In the order SQLite gave them.
    pub rows: Vec<Vec<serde_json::Value>>,
}

/// Runs one SELECT; gives up after `deadline`.
///
/// # Errors
///
/// [`Error::Usage`] where it is no single reading statement or wrong, [`Error::Sqlite`] where it is too slow or the
/// database cannot be read.
pub fn run(store: &mut Store, sql: &str, deadline: Duration) -> Result<Answer> {
    let refused = |source| Error::Sqlite { doing: "answer".to_owned(), source };
    let db = store.connection_mut();
    db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0).map_err(refused)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).map_err(refused)?;
    db.authorizer(Some(|context: rusqlite::hooks::AuthContext<'_>| match context.action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Function { .. }
        | AuthAction::Recursive => Authorization::Allow,
        // Full-text queries read this.
        AuthAction::Pragma { pragma_name: "data_version", .. } => Authorization::Allow,
        _ => Authorization::Deny,
    }))
    .map_err(refused)?;
    let end = Instant::now() + deadline;
    db.progress_handler(1000, Some(move || Instant::now() > end)).map_err(refused)?;
    let answer = collect(db, sql).map_err(|error| refusal(error, deadline));
    db.progress_handler(0, None::<fn() -> bool>).map_err(refused)?;
    answer
}

/// What SQLite says to a statement, in the user's words.
fn refusal(error: rusqlite::Error, deadline: Duration) -> Error {
    match &error {
        rusqlite::Error::SqlInputError { msg, .. } => Error::Usage(format!("this is no SQL: {msg}")),
        _ if error.to_string().contains("empty or comment") => Error::Usage("there is no SQL to run".into()),
        rusqlite::Error::MultipleStatement => {
            Error::Usage("`sql` runs one statement, these are several".into())
        }
        _ => match error.sqlite_error_code() {
            Some(ErrorCode::AuthorizationForStatementDenied) => {
                Error::Usage("`sql` only reads: this statement would do something else".into())
            }
            Some(ErrorCode::OperationInterrupted) => {
                let doing = format!("answer within {} seconds", deadline.as_secs_f64());
                Error::Sqlite { doing, source: error }
            }
            _ => Error::Sqlite { doing: "answer".to_owned(), source: error },
        },
    }
}

fn collect(db: &rusqlite::Connection, sql: &str) -> rusqlite::Result<Answer> {
    let mut statement = db.prepare(sql)?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut found = statement.query([])?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        let values =
            (0..columns.len()).map(|i| row.get_ref(i).map(value)).collect::<rusqlite::Result<_>>()?;
        rows.push(values);
    }
    Ok(Answer { columns, rows })
}

fn value(value: ValueRef<'_>) -> serde_json::Value {
    match value {
        ValueRef::Null => serde_json::Value::Null,
        ValueRef::Integer(i) => i.into(),
        ValueRef::Real(x) => x.into(),
        ValueRef::Text(t) => String::from_utf8_lossy(t).into_owned().into(),
        ValueRef::Blob(b) => b.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(sql: &str) -> Result<Answer> {
        run(&mut Store::open_in_memory().unwrap(), sql, Duration::from_secs(2))
    }

    #[test]
    fn reading_is_allowed() {
        let answer = ask("WITH t(x) AS (VALUES (1), (2)) SELECT x, 'a' AS name FROM t").unwrap();
        assert_eq!(answer.columns, ["x", "name"]);
        assert_eq!(answer.rows[1], [serde_json::json!(2), serde_json::json!("a")]);
        assert!(ask("SELECT * FROM sentence_text WHERE sentence_text MATCH 'x'").is_ok());
        assert!(ask("SELECT * FROM who_said_what").is_ok());
        assert!(ask("SELECT * FROM edges").is_ok());
        assert!(ask("SELECT * FROM entity_summary").is_ok());
    }

    #[test]
    fn writing_is_not() {
        for sql in [
            "DELETE FROM document",
            "INSERT INTO entity VALUES (1, 'x', 'person', 0)",
            "ATTACH ':memory:' AS other",
            "PRAGMA writable_schema = 1",
            "VACUUM INTO 'copy.db'",
            "CREATE TEMP TABLE t (x)",
            "SELECT 1; SELECT 2",
        ] {
            assert!(matches!(ask(sql), Err(Error::Usage(_))), "{sql}: {:?}", ask(sql));
        }
    }

    #[test]
    fn what_is_wrong_is_told() {
        let told = |sql: &str| ask(sql).unwrap_err().to_string();
        assert_eq!(told("SELECT nobody FROM entity"), "this is no SQL: no such column: nobody");
        assert!(told("SELEC 1").starts_with("this is no SQL: near \"SELEC\""));
        assert!(told("DELETE FROM entity").contains("only reads"));
        assert_eq!(told(" -- nothing"), "there is no SQL to run");
        assert!(told("SELECT 1; SELECT 2").contains("one statement"));
    }

    #[test]
    fn an_endless_query_ends() {
        let sql = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t) SELECT count(*) FROM t";
        let found = run(&mut Store::open_in_memory().unwrap(), sql, Duration::from_millis(50));
        assert!(found.unwrap_err().to_string().ends_with("answer within 0.05 seconds"));
    }
}
