//! The index of the full text holds the words of the sentences, each as often as they have it.

use super::{Checked, each};
use rusqlite::{Connection, Result};

/// The same index, made anew from the texts in a table that is gone with the connection.
const FRESH: &str = "CREATE VIRTUAL TABLE temp.fresh USING fts5 (
        text, content = '', tokenize = 'porter unicode61 remove_diacritics 2');
    INSERT INTO temp.fresh (rowid, text)
    SELECT d.sentences + n.number, CAST(substr(CAST(d.text AS BLOB), n.start + 1, n.\"end\" - n.start) AS TEXT)
    FROM main.document d JOIN main.sentence n ON n.document = d.id ORDER BY d.sentences, n.number;
    CREATE VIRTUAL TABLE temp.kept_words USING fts5vocab(main, sentence_text, row);
    CREATE VIRTUAL TABLE temp.fresh_words USING fts5vocab(temp, fresh, row);";

const DIFFERENT: &str = "SELECT term FROM (
        SELECT term FROM (SELECT term, doc, cnt FROM temp.kept_words EXCEPT SELECT term, doc, cnt FROM temp.fresh_words)
        UNION SELECT term FROM (SELECT term, doc, cnt FROM temp.fresh_words EXCEPT SELECT term, doc, cnt FROM temp.kept_words))
    ORDER BY term";

const FORGET: &str = "DROP TABLE temp.kept_words; DROP TABLE temp.fresh_words; DROP TABLE temp.fresh;";

pub(super) fn check(db: &Connection, checked: &mut Checked) -> Result<()> {
    db.execute_batch(FRESH)?;
    let compared = each(db, DIFFERENT, |row| {
        let word: String = row.get(0)?;
        checked.add(
            "sentence_text",
            format!("`{word}`"),
            "the full text does not have it as often as the sentences",
        );
        Ok(())
    });
    db.execute_batch(FORGET)?;
    compared
}
