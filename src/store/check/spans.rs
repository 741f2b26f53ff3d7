//! Spans: each lies in its text on character boundaries, and slices it to what is claimed.

use super::{Checked, each};
use crate::store::{documents, key, write};
use crate::{Id, Span};
use rusqlite::{Connection, Params, Result, Row};

/// A document whose rows are looked at.
struct Text {
    /// Its number in the file.
    document: i64,
    hash: Id,
    text: String,
}

impl Text {
    /// The text of a span; `None` where it lies outside or cuts a character.
    fn slice(&self, span: (i64, i64)) -> Option<&str> {
        let (start, end) = (usize::try_from(span.0).ok()?, usize::try_from(span.1).ok()?);
        self.text.get(start..end)
    }

    fn row(&self, number: i64) -> String {
        format!("{} {number}", self.hash)
    }
}

const CUTS: &str = "a span does not lie in the text";

pub(super) fn check(db: &Connection, checked: &mut Checked) -> Result<()> {
    let mut documents_there: Vec<(i64, Id)> = Vec::new();
    each(db, "SELECT id, hash FROM document ORDER BY id", |row| {
        documents_there.push((row.get(0)?, Id::from_sql(row.get(1)?)));
        Ok(())
    })?;
    for (document, hash) in documents_there {
        let doc = documents::read(db, hash)?;
        if !doc.has_own_id() {
            checked.add("document", doc.id, "its id is not the hash of what it holds");
        }
        let text = Text { document, hash, text: doc.text };
        sentences(db, &text, checked)?;
        mentions(db, &text, checked)?;
        statements(db, &text, checked)?;
        assertions(db, &text, checked)?;
        checked.n_documents += 1;
    }
    Ok(())
}

fn of_document<P: Params>(
    db: &Connection,
    sql: &str,
    values: P,
    mut take: impl FnMut(&Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut select = db.prepare_cached(sql)?;
    let mut rows = select.query(values)?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}

fn sentences(db: &Connection, text: &Text, checked: &mut Checked) -> Result<()> {
    let sql = "SELECT number, start, \"end\" FROM sentence WHERE document = ?1 ORDER BY number";
    let (mut next, mut last) = (0, 0);
    of_document(db, sql, [text.document], |row| {
        let (number, start, end): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        checked.n_spans += 1;
        if text.slice((start, end)).is_none_or(str::is_empty) {
            checked.add("sentence", text.row(number), CUTS);
        } else if number != next || start < last {
            checked.add("sentence", text.row(number), "it is out of order");
        }
        (next, last) = (number + 1, end);
        Ok(())
    })
}

fn mentions(db: &Connection, text: &Text, checked: &mut Checked) -> Result<()> {
    let sql = "SELECT m.number, m.start, m.\"end\",
                      (SELECT s.\"end\" FROM sentence s WHERE s.document = m.document AND s.number = m.sentence), m.kind
         FROM mention m WHERE m.chain BETWEEN ?1 AND ?2 ORDER BY m.number";
    of_document(db, sql, key::range(text.document), |row| {
        let (number, span): (i64, (i64, i64)) = (row.get(0)?, (row.get(1)?, row.get(2)?));
        let end: Option<i64> = row.get(3)?;
        checked.n_spans += 1;
        if text.slice(span).is_none_or(str::is_empty) {
            checked.add("mention", text.row(number), CUTS);
        } else if end.is_none_or(|end| span.1 > end) {
            checked.add("mention", text.row(number), "it does not lie in its sentence");
        } else if row.get::<_, Option<String>>(4)?.is_none() {
            checked.add("mention", text.row(number), "its kind is not there");
        }
        Ok(())
    })
}

/// Pieces of a statement or assertion, in one role.
fn pieces(db: &Connection, sql: &str, owner: i64, role: &str) -> Result<Vec<(i64, i64)>> {
    let rows = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?));
    db.prepare_cached(sql)?.query_map(rusqlite::params![owner, role], rows)?.collect()
}

fn statements(db: &Connection, text: &Text, checked: &mut Checked) -> Result<()> {
    let sql = "SELECT s.id, s.start, s.\"end\", s.hash, s.cue FROM statement s WHERE s.id BETWEEN ?1 AND ?2";
    let spans = "SELECT start, coalesce(\"end\", -1) FROM statement_span WHERE statement = ?1 AND role = ?2 ORDER BY number";
    of_document(db, sql, key::range(text.document), |row| {
        let id: i64 = row.get(0)?;
        let hash = Id::from_sql(row.get(3)?);
        let mut bad = |fault: &str| checked.add("statement", hash, fault);
        let mut all = Vec::new();
        let mut roles: [Vec<Span>; 3] = Default::default();
        for (role, found) in ["source", "cue", "content"].into_iter().zip(&mut roles) {
            let pieces = pieces(db, spans, id, role)?;
            if pieces.iter().any(|span| text.slice(*span).is_none()) {
                bad(CUTS);
                continue;
            }
            let place = |at: i64| usize::try_from(at).unwrap_or(0);
            found.extend(pieces.iter().map(|(start, end)| Span::raw(place(*start), place(*end))));
            all.extend(pieces);
        }
        let cue: String = row.get(4)?;
        if write::hash_of_statement(text.hash, &cue, [&roles[0], &roles[1], &roles[2]]) != hash {
            bad("its hash is not that of its spans");
        }
        if !covers((row.get(1)?, row.get(2)?), &all) {
            bad("it does not reach from its first span to its last");
        }
        checked.n_spans += all.len();
        Ok(())
    })
}

fn assertions(db: &Connection, text: &Text, checked: &mut Checked) -> Result<()> {
    let sql = "SELECT a.id, a.start, a.\"end\" FROM assertion a WHERE a.id BETWEEN ?1 AND ?2";
    let spans = "SELECT start, coalesce(\"end\", -1) FROM assertion_span WHERE assertion = ?1 AND role = ?2 ORDER BY number";
    of_document(db, sql, key::range(text.document), |row| {
        let id: i64 = row.get(0)?;
        let mut bad = |fault: &str| checked.add("assertion", text.row(id & 0xf_ffff), fault);
        let mut all = Vec::new();
        for role in ["subject", "predicate", "object"] {
            all.extend(pieces(db, spans, id, role)?);
        }
        if all.iter().any(|span| text.slice(*span).is_none()) {
            bad(CUTS);
        }
        if !covers((row.get(1)?, row.get(2)?), &all) {
            bad("it does not reach from its first span to its last");
        }
        checked.n_spans += all.len();
        Ok(())
    })?;
    let sql = "SELECT g.assertion, g.start, g.\"end\" FROM assertion_argument g WHERE g.assertion BETWEEN ?1 AND ?2";
    of_document(db, sql, key::range(text.document), |row| {
        checked.n_spans += 1;
        if text.slice((row.get(1)?, row.get(2)?)).is_none() {
            let number = row.get::<_, i64>(0)? & 0xf_ffff;
            checked.add("assertion_argument", text.row(number), CUTS);
        }
        Ok(())
    })
}

/// Whether `whole` reaches from the start of the first to the end of the last.
fn covers(whole: (i64, i64), spans: &[(i64, i64)]) -> bool {
    let start = spans.iter().map(|s| s.0).min();
    let end = spans.iter().map(|s| s.1).max();
    start == Some(whole.0) && end == Some(whole.1)
}
