//! Ids derived from content, the same on every machine.
//!
//! An id is the first 64 bits of a BLAKE3 hash over a kind and the parts that make the thing what it is.
//! Databases built apart can therefore be merged. At ten million rows of one kind the odds that any two
//! collide are about 3 in a million; the store refuses a row whose id is taken by other content.

use std::fmt;
use std::str::FromStr;

/// Identity of a document, sentence, mention, entity, statement or relation.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(u64);

impl Id {
    /// Hashes `kind` and `parts`; parts are length-prefixed, so that ("ab", "c") and ("a", "bc") differ.
    pub fn of(kind: &str, parts: &[&[u8]]) -> Id {
        let mut hasher = blake3::Hasher::new();
        for part in std::iter::once(&kind.as_bytes()).chain(parts) {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part);
        }
        let mut first = [0; 8];
        first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        Id(u64::from_be_bytes(first))
    }

    /// As SQLite keeps it: the same 64 bits, signed.
    pub fn to_sql(self) -> i64 {
        self.0 as i64
    }

    /// From SQLite's signed 64 bits.
    pub fn from_sql(value: i64) -> Id {
        Id(value as u64)
    }

    /// This id with a kind, 0 to 7, in its last three bits: ids of one thing under several kinds differ in these alone.
    pub fn with_kind(self, kind: u8) -> Id {
        Id(self.0 & !7 | u64::from(kind & 7))
    }

    /// The kind in its last three bits.
    pub fn kind(self) -> u8 {
        (self.0 & 7) as u8
    }

    /// This id with the first 24 bits of another's: what belongs to one document lies together in the database, which then
    /// writes few pages for it. The other 40 bits tell apart what shares them, a few documents' worth in ten million.
    pub fn beside(self, other: Id) -> Id {
        const OWN: u64 = (1 << 40) - 1;
        Id(other.0 & !OWN | self.0 & OWN)
    }

    /// The first 48 bits: enough to tell keys apart in a table that is looked into by them, and SQLite keeps them in six bytes.
    pub fn to_key(self) -> i64 {
        (self.0 >> 16) as i64
    }

    /// The ids that differ from this one in their kind alone, itself among them; ascending.
    pub fn kin(self) -> impl Iterator<Item = Id> {
        (0..8).map(move |kind| self.with_kind(kind))
    }

    /// As bytes, for hashing into another id.
    pub fn to_bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for Id {
    type Err = std::num::ParseIntError;

    /// Reads the 16 hexadecimal digits that `Display` writes.
    fn from_str(text: &str) -> Result<Id, Self::Err> {
        u64::from_str_radix(text, 16).map(Id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_do_not_run_together() {
        assert_ne!(Id::of("x", &[b"ab", b"c"]), Id::of("x", &[b"a", b"bc"]));
        assert_ne!(Id::of("x", &[b"a"]), Id::of("y", &[b"a"]));
        assert_eq!(Id::of("x", &[b"a"]), Id::of("x", &[b"a"]));
    }

    #[test]
    fn kin_differ_in_their_kind_alone() {
        let id = Id::of("entity", &[b"anna berg"]);
        let kin: Vec<Id> = id.kin().collect();
        assert!(kin.contains(&id) && kin.is_sorted() && kin.len() == 8);
        assert!(kin.iter().all(|other| other.with_kind(0) == kin[0] && other.kin().eq(kin.iter().copied())));
        assert!(kin.windows(2).all(|pair| pair[1].to_sql() - pair[0].to_sql() == 1));
    }

    #[test]
    fn what_lies_beside_another_keeps_its_own_end() {
        let (own, other) = (Id::of("entity", &[b"report"]), Id::of("document", &[b"text"]));
        let both = own.beside(other).to_string();
        assert_eq!((&both[..6], &both[6..]), (&other.to_string()[..6], &own.to_string()[6..]));
    }

    #[test]
    fn text_and_sql_forms_come_back() {
        let id = Id::of("document", &[b"some text"]);
        assert_eq!(id.to_string().parse(), Ok(id));
        assert_eq!(Id::from_sql(id.to_sql()), id);
    }
}
