//! The words of names, so that "Solheim" finds one who is only known as "Karin Solheim": the table `name_word`.
//!
//! Kept are the words of an entity's own name, of those the user gave, and of those that are names in texts; what is
//! only described ("the forthcoming negotiations") is found by its beginning alone.

use rusqlite::{Connection, Result, params};
use std::collections::BTreeSet;

const NAMES: &str =
    "SELECT a.folded FROM alias a WHERE a.entity = ?1 AND (a.named > 0 OR a.rank = 1 OR a.rank = 0 AND
     EXISTS (SELECT 1 FROM alias n WHERE n.entity = a.entity AND n.named > 0))";

/// The words of a folded name: what stands between marks and blanks.
pub(crate) fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Brings the words of an entity in line with its names.
pub(super) fn redraw(db: &Connection, entity: i64) -> Result<()> {
    let mut names = db.prepare_cached(NAMES)?;
    let mut rows = names.query([entity])?;
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    while let Some(row) = rows.next()? {
        wanted.extend(words(row.get_ref(0)?.as_str()?).map(str::to_owned));
    }
    let mut select = db.prepare_cached("SELECT word FROM name_word WHERE entity = ?1")?;
    let kept = select.query_map([entity], |row| row.get(0))?.collect::<Result<BTreeSet<String>>>()?;
    let mut delete = db.prepare_cached("DELETE FROM name_word WHERE entity = ?1 AND word = ?2")?;
    for word in kept.difference(&wanted) {
        delete.execute(params![entity, word])?;
    }
    let mut insert = db.prepare_cached("INSERT INTO name_word VALUES (?1, ?2)")?;
    wanted.difference(&kept).try_for_each(|word| insert.execute(params![entity, word]).map(drop))
}

/// Writes the words of all names anew.
pub(super) fn redraw_all(db: &Connection) -> Result<()> {
    db.execute("DELETE FROM name_word", [])?;
    let mut select = db.prepare("SELECT id FROM entity ORDER BY id")?;
    let mut rows = select.query([])?;
    while let Some(row) = rows.next()? {
        redraw(db, row.get(0)?)?;
    }
    Ok(())
}
