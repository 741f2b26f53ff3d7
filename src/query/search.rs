//! Sentences by full text.

use super::reading;
use crate::store::Store;
use crate::{Error, Result};
use rusqlite::params;

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
     FROM (SELECT rowid, rank FROM (SELECT rowid, bm25(sentence_text) AS rank FROM sentence_text
               WHERE sentence_text MATCH ?1 LIMIT 10000) ORDER BY rank, rowid LIMIT ?2) t
     JOIN document p ON p.id = (SELECT d.id FROM document d WHERE d.sentences <= t.rowid ORDER BY d.sentences DESC LIMIT 1)
     JOIN sentences n ON n.document = p.id AND n.number = t.rowid - p.sentences
     ORDER BY t.rank, n.published, n.document, n.number";

/// Sentences with the words of `query`, best first (BM25); of more than 10,000 the best of some 10,000, always the same
/// ones, so that a word that is everywhere costs no more than another. Words are taken as they are, so that `C++`, `AT&T` and `-x`
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
    let mut select = store.connection().prepare_cached(SEARCH).map_err(reading)?;
    let rows = select.query_map(params![expression, limit], |row| {
        Ok(Hit {
            published: row.get(0)?,
            document: row.get(1)?,
            sentence: row.get(2)?,
            text: row.get(3)?,
            said_by: row.get(4)?,
        })
    });
    let mut hits: Vec<Hit> = rows.and_then(Iterator::collect).map_err(wrong)?;
    mark(store, &mut hits, &expression).map_err(reading)?;
    Ok(hits)
}

/// Every word as a string of FTS5's.
fn quoted(query: &str) -> String {
    let words = query.split_whitespace().map(|word| format!("\"{}\"", word.replace('"', "\"\"")));
    words.collect::<Vec<_>>().join(" ")
}

/// Marks what was found. The index keeps no text that it could mark: the few that are listed are searched once more.
fn mark(store: &Store, hits: &mut [Hit], expression: &str) -> rusqlite::Result<()> {
    let db = store.connection();
    let sql = "SELECT sql FROM sqlite_schema WHERE name = 'sentence_text'";
    let made: String = db.query_row(sql, [], |row| row.get(0))?;
    let tokenizer =
        made.split("tokenize").nth(1).and_then(|rest| rest.split('\'').nth(1)).unwrap_or("unicode61");
    db.execute_batch(&format!("CREATE VIRTUAL TABLE temp.hit USING fts5 (text, tokenize = '{tokenizer}')"))?;
    let mut insert = db.prepare("INSERT INTO temp.hit (rowid, text) VALUES (?1, ?2)")?;
    for (number, hit) in hits.iter().enumerate() {
        insert.execute(params![number, hit.text])?;
    }
    let mut select =
        db.prepare("SELECT rowid, highlight(hit, 0, '[', ']') FROM temp.hit WHERE hit MATCH ?1")?;
    let mut rows = select.query([expression])?;
    while let Some(row) = rows.next()? {
        if let Some(hit) = hits.get_mut(row.get::<_, usize>(0)?) {
            hit.text = row.get(1)?;
        }
    }
    drop(rows);
    drop((insert, select));
    db.execute_batch("DROP TABLE temp.hit")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_for_full_text() {
        assert_eq!(quoted("C++ -x a\"b"), "\"C++\" \"-x\" \"a\"\"b\"");
    }
}
