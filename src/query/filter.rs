//! Conditions of a query, only those that the user asked for, so that SQLite can use an index for each.

use super::reading;
use crate::store::Store;
use crate::{Id, Result};
use rusqlite::types::Value;
use rusqlite::{Row, ToSql};

/// Conditions joined by AND, with the values they name.
#[derive(Clone, Debug, Default)]
pub(super) struct Conditions {
    clauses: Vec<&'static str>,
    values: Vec<(&'static str, Value)>,
}

impl Conditions {
    /// Adds a condition that needs no value.
    pub(super) fn always(&mut self, clause: &'static str) {
        self.clauses.push(clause);
    }

    /// Adds a condition where there is a value; the clause names it as `name`.
    pub(super) fn given(
        &mut self,
        clause: &'static str,
        name: &'static str,
        value: Option<impl Into<Value>>,
    ) {
        if let Some(value) = value {
            self.clauses.push(clause);
            self.value(name, value);
        }
    }

    /// Adds a condition on an entity, where one is given.
    pub(super) fn entity(&mut self, clause: &'static str, name: &'static str, id: Option<Id>) {
        self.given(clause, name, id.map(Id::to_sql));
    }

    /// Adds a value that the rest of the query names.
    pub(super) fn value(&mut self, name: &'static str, value: impl Into<Value>) {
        self.values.push((name, value.into()));
    }

    /// Adds `:limit`: -1, for none, where there is none.
    pub(super) fn limit(&mut self, limit: Option<usize>) {
        self.value(":limit", limit.and_then(|n| i64::try_from(n).ok()).unwrap_or(-1));
    }

    /// "WHERE a AND b", or nothing.
    pub(super) fn to_where(&self) -> String {
        let all = self.clauses.join(" AND ");
        if all.is_empty() { all } else { format!("WHERE {all}") }
    }

    /// Runs a query with the values.
    pub(super) fn rows<T>(
        &self,
        store: &Store,
        sql: &str,
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let values: Vec<(&str, &dyn ToSql)> =
            self.values.iter().map(|(name, value)| (*name, value as &dyn ToSql)).collect();
        let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
        select.query_map(&values[..], row).and_then(Iterator::collect).map_err(reading)
    }
}
