//! Lists of small numbers as a text of characters, one a number: a third of what they take as JSON, and still to be read in
//! SQL. Character `i` of a text says `unicode(substr(text, i, 1)) - 1`; beyond 57343, the end of the code points that are no
//! characters, 2048 less. See `schema.sql`.

/// The first number that is kept as a character beyond those that UTF-16 needs for itself.
const BEYOND: u32 = 0xd7ff;
/// How many code points these are.
const SURROGATES: u32 = 0x800;

/// Numbers on their way into the database.
#[derive(Debug, Default)]
pub(super) struct Packed(String);

impl Packed {
    /// Adds a number below [`super::key::MOST`] plus one; what is larger is checked for before it comes here.
    pub(super) fn push(&mut self, number: usize) {
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let code = number.saturating_add(if number < BEYOND { 1 } else { 1 + SURROGATES });
        self.0.push(char::from_u32(code).unwrap_or(char::MAX));
    }

    /// Adds a number that may be missing: 0 for none, else one more than it is.
    pub(super) fn push_optional(&mut self, number: Option<usize>) {
        self.push(number.map_or(0, |n| n + 1));
    }

    /// Adds a place in a text as two numbers: how often 1024, and the rest.
    pub(super) fn push_place(&mut self, place: usize) {
        self.push(place >> 10);
        self.push(place & 1023);
    }

    /// The text, as the database keeps it.
    pub(super) fn into_text(self) -> String {
        self.0
    }
}

/// The numbers of a text, one after the other.
pub(super) fn numbers(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.chars().map(|c| {
        let code = u32::from(c);
        let number = code.saturating_sub(if code <= BEYOND { 1 } else { 1 + SURROGATES });
        usize::try_from(number).unwrap_or(0)
    })
}

#[cfg(test)]
mod tests {
    use super::super::key::MOST;
    use super::*;

    const ALL: [usize; 9] = [0, 1, 126, 127, 2046, 55_294, 55_295, 55_296, MOST];

    fn packed() -> String {
        let mut packed = Packed::default();
        ALL.into_iter().for_each(|n| packed.push(n));
        packed.into_text()
    }

    #[test]
    fn numbers_come_back() {
        assert_eq!(numbers(&packed()).collect::<Vec<_>>(), ALL);
        let mut packed = Packed::default();
        packed.push_optional(None);
        packed.push_optional(Some(3));
        packed.push_place(5000);
        assert_eq!(numbers(&packed.into_text()).collect::<Vec<_>>(), [0, 4, 4, 904]);
    }

    #[test]
    fn sql_reads_the_same() {
        let db = rusqlite::Connection::open_in_memory().unwrap();
        let sql = "SELECT unicode(substr(?1, ?2, 1)) - 1 - 2048 * (unicode(substr(?1, ?2, 1)) > 57343)";
        let read = |i: usize| db.query_row(sql, rusqlite::params![packed(), i], |row| row.get::<_, usize>(0));
        let found: Vec<usize> = (1..=ALL.len()).map(|i| read(i).unwrap()).collect();
        assert_eq!(found, ALL);
        let length = db.query_row("SELECT length(?1)", [packed()], |row| row.get::<_, usize>(0));
        assert_eq!(length.unwrap(), ALL.len());
    }

    #[test]
    fn small_numbers_take_a_byte() {
        let mut packed = Packed::default();
        (0..127).for_each(|n| packed.push(n));
        assert_eq!(packed.into_text().len(), 127);
    }
}
