//! Numbers for what many rows share: words, and the kinds of mentions, statements and assertions.
//!
//! Numbers are given in the order of first use, so two databases may differ in them; what they stand for does not.

use crate::extraction::{Assertion, Mention, Statement};
use rusqlite::{Connection, OptionalExtension, Params, Result, params};
use rustc_hash::FxHashMap;

/// Numbers that a transaction has looked up or given. It must not outlive the transaction, which may be rolled back.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: FxHashMap<String, i64>,
    roles: FxHashMap<String, i64>,
    mentions: FxHashMap<(&'static str, &'static str), i64>,
    statements: FxHashMap<String, i64>,
    assertions: FxHashMap<String, i64>,
}

impl Vocabulary {
    /// The number of a word.
    pub(super) fn word(&mut self, db: &Connection, word: &str) -> Result<i64> {
        let (select, insert) = ("SELECT id FROM word WHERE text = ?1", "INSERT INTO word (text) VALUES (?1)");
        number_of_text(&mut self.words, db, select, insert, word)
    }

    /// The number of the role of a further argument.
    pub(super) fn role(&mut self, db: &Connection, role: &str) -> Result<i64> {
        let (select, insert) = ("SELECT id FROM role WHERE text = ?1", "INSERT INTO role (text) VALUES (?1)");
        number_of_text(&mut self.roles, db, select, insert, role)
    }

    /// The number of a kind of mention with the rule of its link.
    pub(super) fn mention(&mut self, db: &Connection, m: &Mention) -> Result<i64> {
        let key = (m.kind.as_str(), m.link.reason);
        if let Some(id) = self.mentions.get(&key) {
            return Ok(*id);
        }
        let select = "SELECT id FROM mention_kind WHERE kind = ?1 AND reason = ?2";
        let insert = "INSERT INTO mention_kind (kind, reason) VALUES (?1, ?2)";
        let id = number(db, select, insert, params![key.0, key.1])?;
        self.mentions.insert(key, id);
        Ok(id)
    }

    /// The number of a kind of statement.
    pub(super) fn statement(&mut self, db: &Connection, s: &Statement) -> Result<i64> {
        let (kind, polarity, mode) = (s.kind.as_str(), s.polarity.as_str(), s.mode.as_str());
        let key = format!("{kind} {polarity} {mode} {} {}", s.confidence, s.cue_lemma);
        if let Some(id) = self.statements.get(&key) {
            return Ok(*id);
        }
        let select = "SELECT id FROM statement_kind
                      WHERE cue = ?1 AND kind = ?2 AND polarity = ?3 AND mode = ?4 AND confidence = ?5";
        let insert =
            "INSERT INTO statement_kind (cue, kind, polarity, mode, confidence) VALUES (?1, ?2, ?3, ?4, ?5)";
        let values = params![s.cue_lemma, kind, polarity, mode, decimal(s.confidence)];
        let id = number(db, select, insert, values)?;
        self.statements.insert(key, id);
        Ok(id)
    }

    /// The number of a kind of assertion.
    pub(super) fn assertion(&mut self, db: &Connection, a: &Assertion) -> Result<i64> {
        let (polarity, factuality, class) = (a.polarity.as_str(), a.factuality.as_str(), a.class.as_str());
        let key = format!("{polarity} {factuality} {class} {} {} {}", a.symmetric, a.confidence, a.rule);
        if let Some(id) = self.assertions.get(&key) {
            return Ok(*id);
        }
        let select = "SELECT id FROM assertion_kind WHERE rule = ?1 AND class = ?2 AND factuality = ?3 AND polarity = ?4
                      AND symmetric = ?5 AND confidence = ?6";
        let insert = "INSERT INTO assertion_kind (rule, class, factuality, polarity, symmetric, confidence)
                      VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let values = params![a.rule, class, factuality, polarity, a.symmetric, decimal(a.confidence)];
        let id = number(db, select, insert, values)?;
        self.assertions.insert(key, id);
        Ok(id)
    }
}

/// A confidence to four decimal places: 0.65 is not kept as 0.6499999761581421.
fn decimal(confidence: f32) -> f64 {
    (f64::from(confidence) * 1e4).round() / 1e4
}

/// The number of a text in a table of texts, looked up or given once.
fn number_of_text(
    known: &mut FxHashMap<String, i64>,
    db: &Connection,
    select: &str,
    insert: &str,
    text: &str,
) -> Result<i64> {
    if let Some(id) = known.get(text) {
        return Ok(*id);
    }
    let id = number(db, select, insert, [text])?;
    known.insert(text.to_owned(), id);
    Ok(id)
}

/// The number of a row, which is inserted where it is not there.
fn number<P: Params + Copy>(db: &Connection, select: &str, insert: &str, values: P) -> Result<i64> {
    let found = db.prepare_cached(select)?.query_row(values, |row| row.get(0)).optional()?;
    if let Some(id) = found {
        return Ok(id);
    }
    db.prepare_cached(insert)?.insert(values)
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn confidences_are_kept_in_decimal() {
        assert_eq!([0.65, 1.0 - 0.35, 0.95, 1.0, 0.0].map(decimal), [0.65, 0.65, 0.95, 1.0, 0.0]);
    }
}
