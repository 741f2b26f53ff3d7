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

    /// Adds the bounds of a document's date: this day or later, this day or earlier.
    pub(super) fn days(&mut self, since: &Option<String>, until: &Option<String>) {
        self.given("d.published >= :since", ":since", since.clone());
        self.given("d.published < :until || '~'", ":until", until.clone());
    }

    /// Adds a list of ids that the rest of the query reads by `json_each`.
    pub(super) fn list(&mut self, name: &'static str, ids: &[i64]) {
        self.value(name, serde_json::Value::from(ids).to_string());
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

/// Documents that are looked at first, at least; of the next ones four times as many at a time.
const FEW: usize = 16;

/// Asks for rows in some documents after the others, which are in the order of the answer, until there are `limit`.
pub(super) fn in_batches<T>(
    documents: &[i64],
    limit: Option<usize>,
    mut ask: impl FnMut(&[i64], Option<usize>) -> Result<Vec<T>>,
) -> Result<Vec<T>> {
    let (mut found, mut rest) = (Vec::new(), documents);
    let mut size = limit.map_or(rest.len(), |limit| limit.max(FEW));
    while !rest.is_empty() && limit.is_none_or(|limit| found.len() < limit) {
        let (now, later) = rest.split_at(size.min(rest.len()));
        found.extend(ask(now, limit.map(|limit| limit - found.len()))?);
        rest = later;
        size = size.saturating_mul(4);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_more_documents_are_asked_than_it_takes() {
        let documents: Vec<i64> = (0..1000).collect();
        let asked = |limit| {
            let mut asked = Vec::new();
            // Every tenth document has something.
            let found = in_batches(&documents, limit, |some, most| {
                asked.push(some.len());
                let fit = some.iter().copied().filter(|d| d % 10 == 0);
                Ok(fit.take(most.unwrap_or(usize::MAX)).collect())
            });
            (found.unwrap(), asked)
        };
        assert_eq!(asked(Some(4)), (vec![0, 10, 20, 30], vec![16, 64]));
        assert_eq!(asked(Some(0)), (vec![], vec![]));
        assert_eq!(asked(None).1, [1000]);
        assert_eq!(asked(Some(500)).0.len(), 100);
    }
}
