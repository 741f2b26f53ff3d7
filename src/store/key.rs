//! Keys of rows: the number of a document in this file, and numbers within it, in one integer. See `schema.sql`.

use crate::Id;
use rusqlite::{Connection, OptionalExtension, Result};

/// Bits of a key that number the rows of one kind within a document.
const BITS: u32 = 20;

/// Rows of one kind that a document can have. A document has at most 4 MiB of text ([`crate::input::MAX_DOCUMENT_BYTES`]).
pub(super) const MOST: usize = 1 << BITS;

/// The key of a document's row with this number.
pub(super) fn key(document: i64, number: usize) -> i64 {
    (document << BITS) | i64::try_from(number).unwrap_or(0)
}

/// The first and the last key that rows of a document can have.
pub(super) fn range(document: i64) -> [i64; 2] {
    [key(document, 0), key(document, MOST - 1)]
}

/// The number of a document in this file; `None` where it is not there.
pub(super) fn document(db: &Connection, hash: Id) -> Result<Option<i64>> {
    let sql = "SELECT id FROM document WHERE hash = ?1";
    db.prepare_cached(sql)?.query_row([hash.to_sql()], |row| row.get(0)).optional()
}

/// The number of the document that a row with this key belongs to.
pub(super) fn document_of(key: i64) -> i64 {
    key >> BITS
}
