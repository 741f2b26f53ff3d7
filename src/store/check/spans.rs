//! Spans: each lies in its text on character boundaries, and slices it to what is claimed.

use super::{Checked, each};
use crate::Id;
use crate::store::documents;
use rusqlite::{Connection, Result, Row};

/// A document whose rows are looked at.
struct Text {
    id: i64,
    text: String,
}

impl Text {
    /// The text of a span; `None` where it lies outside or cuts a character.
    fn slice(&self, span: (i64, i64)) -> Option<&str> {
        let (start, end) = (usize::try_from(span.0).ok()?, usize::try_from(span.1).ok()?);
        self.text.get(start..end)
    }

    fn row(&self, number: i64) -> String {
        format!("{} {number}", Id::from_sql(self.id))
    }
}

const CUTS: &str = "a span does not lie in the text";

pub(super) fn check(db: &Connection, checked: &mut Checked) -> Result<()> {
    let mut ids: Vec<i64> = Vec::new();
    each(db, "SELECT id FROM document ORDER BY id", |row| {
        ids.push(row.get(0)?);
        Ok(())
    })?;
    for id in ids {
        let doc = documents::read(db, Id::from_sql(id))?;
        if !doc.has_own_id() {
            checked.add("document", doc.id, "its id is not the hash of what it holds");
        }
        let text = Text { id, text: doc.text };
        sentences(db, &text, checked)?;
        mentions(db, &text, checked)?;
        statements(db, &text, checked)?;
        assertions(db, &text, checked)?;
        checked.n_documents += 1;
    }
    Ok(())
}

fn of_document(
    db: &Connection,
    sql: &str,
    document: i64,
    mut take: impl FnMut(&Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut select = db.prepare_cached(sql)?;
    let mut rows = select.query([document])?;
    while let Some(row) = rows.next()? {
        take(row)?;
    }
    Ok(())
}

fn sentences(db: &Connection, text: &Text, checked: &mut Checked) -> Result<()> {
    let sql = "SELECT number, start, \"end\" FROM sentence WHERE document = ?1 ORDER BY number";
    let (mut next, mut last) = (0, 0);
    of_document(db, sql, text.id, |row| {
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
    let sql = "SELECT m.number, m.start, m.\"end\", s.start, s.\"end\", c.document
         FROM mention m LEFT JOIN sentence s ON s.document = m.document AND s.number = m.sentence
         JOIN chain c ON c.id = m.chain WHERE m.document = ?1 ORDER BY m.number";
    of_document(db, sql, text.id, |row| {
        let (number, span): (i64, (i64, i64)) = (row.get(0)?, (row.get(1)?, row.get(2)?));
        let sentence: (Option<i64>, Option<i64>) = (row.get(3)?, row.get(4)?);
        checked.n_spans += 1;
        if text.slice(span).is_none_or(str::is_empty) {
            checked.add("mention", text.row(number), CUTS);
        } else if sentence.0.is_none_or(|start| span.0 < start) || sentence.1.is_none_or(|end| span.1 > end) {
            checked.add("mention", text.row(number), "it does not lie in its sentence");
        } else if row.get::<_, i64>(5)? != text.id {
            checked.add("mention", text.row(number), "its chain is another document's");
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
    let sql = "SELECT s.id, s.start, s.\"end\", s.source, s.content, n.number, o.document
         FROM statement s LEFT JOIN sentence n ON n.document = s.document AND n.number = s.sentence
         LEFT JOIN statement o ON o.id = s.inside WHERE s.document = ?1 ORDER BY s.id";
    let spans =
        "SELECT start, \"end\" FROM statement_span WHERE statement = ?1 AND role = ?2 ORDER BY number";
    of_document(db, sql, text.id, |row| {
        let id: i64 = row.get(0)?;
        let mut bad = |fault: &str| checked.add("statement", Id::from_sql(id), fault);
        if row.get::<_, Option<i64>>(5)?.is_none() {
            bad("its sentence is not there");
        }
        if row.get::<_, Option<i64>>(6)?.is_some_and(|document| document != text.id) {
            bad("it stands inside a statement of another document");
        }
        let mut all = Vec::new();
        for (role, claimed) in [("source", Some(3)), ("cue", None), ("content", Some(4))] {
            let pieces = pieces(db, spans, id, role)?;
            let slices: Option<Vec<&str>> = pieces.iter().map(|span| text.slice(*span)).collect();
            let Some(slices) = slices else {
                bad(CUTS);
                continue;
            };
            if let Some(column) = claimed
                && slices.join(" ... ") != row.get_ref(column)?.as_str()?
            {
                bad(if role == "source" {
                    "its source is not what its span says"
                } else {
                    "its content is not what its spans say"
                });
            }
            all.extend(pieces);
        }
        if !covers((row.get(1)?, row.get(2)?), &all) {
            bad("it does not reach from its first span to its last");
        }
        checked.n_spans += all.len();
        Ok(())
    })
}

fn assertions(db: &Connection, text: &Text, checked: &mut Checked) -> Result<()> {
    let sql = "SELECT a.id, a.start, a.\"end\", n.number, s.document
         FROM assertion a LEFT JOIN sentence n ON n.document = a.document AND n.number = a.sentence
         LEFT JOIN statement s ON s.id = a.statement WHERE a.document = ?1 ORDER BY a.id";
    let spans =
        "SELECT start, \"end\" FROM assertion_span WHERE assertion = ?1 AND role = ?2 ORDER BY number";
    of_document(db, sql, text.id, |row| {
        let id: i64 = row.get(0)?;
        let mut bad = |fault: &str| checked.add("assertion", Id::from_sql(id), fault);
        if row.get::<_, Option<i64>>(3)?.is_none() {
            bad("its sentence is not there");
        }
        if row.get::<_, Option<i64>>(4)?.is_some_and(|document| document != text.id) {
            bad("its statement is another document's");
        }
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
    let sql = "SELECT g.assertion, g.start, g.\"end\" FROM assertion_argument g JOIN assertion a ON a.id = g.assertion
               WHERE a.document = ?1";
    of_document(db, sql, text.id, |row| {
        checked.n_spans += 1;
        if text.slice((row.get(1)?, row.get(2)?)).is_none() {
            checked.add("assertion_argument", Id::from_sql(row.get(0)?), CUTS);
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
