//! Documents, their sentences by full text, and what is in the database at all.

use super::filter::Conditions;
use super::reading;
use crate::store::Store;
use crate::text::folded;
use crate::{Error, Id, Result};
use rusqlite::params;

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

/// A sentence that holds what was searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Date of the document.
    pub published: Option<String>,
    /// Title of the document, or its URI, or its id.
    pub document: String,
    /// Number of the sentence, from 0.
    pub sentence: usize,
    /// The sentence, words that were searched between `[` and `]`.
    pub text: String,
    /// Who speaks in it, names joined by "; ".
    pub said_by: String,
}

const SEARCH: &str = "SELECT n.published, n.document_name, n.number, n.text,
     (SELECT coalesce(group_concat(name, '; '), '') FROM (SELECT DISTINCT e.name FROM statement s
         JOIN chain c ON c.id = s.speaker JOIN entity e ON e.id = c.entity
         WHERE s.id BETWEEN n.document << 20 AND n.document << 20 | 1048575 AND s.sentence = n.number AND NOT e.hidden
         ORDER BY e.name))
     FROM (SELECT rowid, rank FROM sentence_text WHERE sentence_text MATCH ?1 ORDER BY rank, rowid LIMIT ?2) t
     JOIN document p ON p.id = (SELECT d.id FROM document d WHERE d.sentences <= t.rowid ORDER BY d.sentences DESC LIMIT 1)
     JOIN sentences n ON n.document = p.id AND n.number = t.rowid - p.sentences
     ORDER BY t.rank, n.published, n.document, n.number";

/// Sentences with the words of `query`, best first (BM25). Words are taken as they are, so that `C++`, `AT&T` and `-x`
/// can be searched; where `is_syntax`, the query is in SQLite's own full-text syntax (`"a b" NEAR/5 c*`).
///
/// # Errors
///
/// Where the query has no word or the syntax is wrong, or the database cannot be read.
pub fn search(store: &Store, query: &str, is_syntax: bool, limit: usize) -> Result<Vec<Hit>> {
    let expression = if is_syntax { query.to_owned() } else { quoted(query) };
    if !expression.chars().any(char::is_alphanumeric) {
        return Err(Error::Usage(format!("there is no word to search in `{query}`")));
    }
    let wrong = |error: rusqlite::Error| match &error {
        rusqlite::Error::SqliteFailure(_, Some(message)) if is_syntax => Error::Usage(format!(
            "`{query}` is no full-text query: {message} (without --syntax it is searched word by word)"
        )),
        _ => reading(error),
    };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let words: Vec<String> = folded(query).split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect();
    let mut select = store.connection().prepare_cached(SEARCH).map_err(reading)?;
    let rows = select.query_map(params![expression, limit], |row| {
        Ok(Hit {
            published: row.get(0)?,
            document: row.get(1)?,
            sentence: row.get(2)?,
            text: marked(&row.get::<_, String>(3)?, &words),
            said_by: row.get(4)?,
        })
    });
    rows.and_then(Iterator::collect).map_err(wrong)
}

/// Every word as a string of FTS5's.
fn quoted(query: &str) -> String {
    let words = query.split_whitespace().map(|word| format!("\"{}\"", word.replace('"', "\"\"")));
    words.collect::<Vec<_>>().join(" ")
}

/// Marks words that begin like a searched one; the index compares stems, this their beginnings.
fn marked(text: &str, words: &[String]) -> String {
    let is_hit = |word: &str| {
        let word = folded(word);
        let is_like = |w: &String| {
            let n = w.chars().count();
            let stem: String = w.chars().take(if n > 4 { n - 2 } else { n }).collect();
            n > 1 && word.starts_with(&stem) && word.chars().count() <= n + 3 || word == *w && n == 1
        };
        words.iter().any(is_like)
    };
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        out.push_str(&if !word.is_empty() && is_hit(word) { format!("[{word}]") } else { word.to_owned() });
        let gap = after.find(char::is_alphanumeric).unwrap_or(after.len());
        out.push_str(&after[..gap]);
        rest = &after[gap..];
    }
    out
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
        ("names of entities", "SELECT count(*) FROM alias"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_for_full_text() {
        assert_eq!(quoted("C++ -x a\"b"), "\"C++\" \"-x\" \"a\"\"b\"");
    }

    #[test]
    fn hits_are_marked() {
        let words = ["spend".to_owned(), "nato".to_owned()];
        assert_eq!(marked("NATO’s spending, suspended.", &words), "[NATO]’s [spending], suspended.");
        assert_eq!(marked("Ärger über Öl", &["arger".to_owned()]), "[Ärger] über Öl");
    }
}
