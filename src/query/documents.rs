//! Documents, and what is in the database at all.

use super::filter::Conditions;
use super::reading;
use crate::store::Store;
use crate::{Id, Result};

/// A document as listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// Its id.
    pub id: Id,
    /// Date.
    pub published: Option<String>,
    /// Headline.
    pub title: Option<String>,
    /// Where it came from.
    pub uri: Option<String>,
    /// BCP 47 tag.
    pub language: String,
    /// Bytes of text.
    pub n_bytes: usize,
    /// Sentences.
    pub n_sentences: usize,
    /// Statements.
    pub n_statements: usize,
    /// Assertions.
    pub n_assertions: usize,
    /// Engine that analysed it.
    pub engine: String,
}

const LIST: &str = "SELECT d.hash, d.published, d.title, d.uri, d.language, octet_length(d.text),
     (SELECT count(*) FROM sentence s WHERE s.document = d.id),
     (SELECT count(*) FROM statement_data s WHERE s.id BETWEEN d.id << 20 AND d.id << 20 | 1048575),
     (SELECT count(*) FROM assertion_data a WHERE a.id BETWEEN d.id << 20 AND d.id << 20 | 1048575), d.engine
     FROM document d";

/// Documents by date and title; one alone where `id` names it.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn list(store: &Store, id: Option<Id>, limit: usize) -> Result<Vec<DocumentRow>> {
    let mut conditions = Conditions::default();
    conditions.entity("d.hash = :id", ":id", id);
    conditions.limit(Some(limit));
    let sql = format!("{LIST} {} ORDER BY d.published, d.title, d.id LIMIT :limit", conditions.to_where());
    conditions.rows(store, &sql, |row| {
        Ok(DocumentRow {
            id: Id::from_sql(row.get(0)?),
            published: row.get(1)?,
            title: row.get(2)?,
            uri: row.get(3)?,
            language: row.get(4)?,
            n_bytes: row.get(5)?,
            n_sentences: row.get(6)?,
            n_statements: row.get(7)?,
            n_assertions: row.get(8)?,
            engine: row.get(9)?,
        })
    })
}

/// How many rows there are of each kind, in the order of the pipeline.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn stats(store: &Store) -> Result<Vec<(&'static str, i64)>> {
    let counts = [
        ("documents", "SELECT count(*) FROM document"),
        ("sentences", "SELECT count(*) FROM sentence"),
        ("mentions", "SELECT coalesce(sum(mentions), 0) FROM entity"),
        ("chains", "SELECT count(*) FROM chain_data"),
        ("entities", "SELECT count(*) FROM entity"),
        (
            "names of entities",
            "SELECT (SELECT count(*) FROM alias) + (SELECT count(*) FROM entity e
                 WHERE NOT EXISTS (SELECT 1 FROM alias a WHERE a.entity = e.id))",
        ),
        ("statements", "SELECT count(*) FROM statement_data"),
        ("assertions", "SELECT count(*) FROM assertion_data"),
        ("decisions that hold", "SELECT count(*) FROM curation WHERE undone IS NULL"),
        ("bytes of text", "SELECT coalesce(sum(octet_length(text)), 0) FROM document"),
        ("bytes of database", "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
    ];
    let count = |(name, sql)| {
        let n = store.connection().query_row(sql, [], |row| row.get(0)).map_err(reading)?;
        Ok((name, n))
    };
    counts.into_iter().map(count).collect()
}
