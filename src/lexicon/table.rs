//! What all tables share: reading rows, and the key under which a form is found.

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The rows of a TSV text, cut into columns; comments (`#`) and empty lines are left out.
pub fn rows(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
}

/// The column at a place, trimmed; empty where the row is short.
pub fn column<'a>(row: &[&'a str], at: usize) -> &'a str {
    row.get(at).map_or("", |value| value.trim())
}

/// The values of a column that holds several, separated by `|`.
pub fn values<'a>(row: &[&'a str], at: usize) -> impl Iterator<Item = &'a str> {
    column(row, at).split('|').filter(|value| !value.is_empty())
}

/// The key of a form: without article, diacritics and the dots of abbreviations; lower case, unless it is an
/// acronym of up to four capitals, so that "US" is not "us".
///
/// ```
/// use sayso::lexicon::table::key;
/// assert_eq!(key("the Côte d’Ivoire"), "cote d'ivoire");
/// assert_eq!(key("U.S."), "US");
/// assert_ne!(key("US"), key("us"));
/// ```
pub fn key(form: &str) -> String {
    let form = form.trim();
    let bare = form.strip_prefix("the ").or_else(|| form.strip_prefix("The ")).unwrap_or(form);
    let plain = plain(bare);
    match is_acronym(&plain) {
        true => plain,
        false if plain.is_ascii() => plain.to_ascii_lowercase(),
        false => plain.to_lowercase(),
    }
}

/// The form without diacritics and dots, white space collapsed.
fn plain(bare: &str) -> String {
    if bare.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return bare.to_owned();
    }
    let mut plain = String::with_capacity(bare.len());
    if bare.is_ascii() && !bare.bytes().any(|b| b.is_ascii_whitespace() && b != b' ') {
        let is_kept = |c: &char, last: Option<char>| *c != '.' && (*c != ' ' || last != Some(' '));
        for c in bare.chars() {
            if is_kept(&c, plain.chars().next_back()) {
                plain.push(c);
            }
        }
        return plain;
    }
    for c in bare.nfd().filter(|c| !is_combining_mark(*c) && *c != '.') {
        match c {
            'ł' => plain.push('l'),
            'Ł' => plain.push('L'),
            'ø' => plain.push('o'),
            'Ø' => plain.push('O'),
            'ı' => plain.push('i'),
            'đ' => plain.push('d'),
            'Đ' => plain.push('D'),
            'ß' => plain.push_str("ss"),
            '’' | '‘' => plain.push('\''),
            c if c.is_whitespace() => {
                if !plain.ends_with(' ') {
                    plain.push(' ');
                }
            }
            c => plain.push(c),
        }
    }
    plain
}

fn is_acronym(plain: &str) -> bool {
    plain.len() <= 4 && plain.chars().any(|c| c.is_uppercase()) && !plain.chars().any(char::is_lowercase)
}

/// A table from keys to values; the first of several rows with one key counts.
#[derive(Debug)]
pub struct Table<V> {
    map: FxHashMap<String, V>,
    /// Words of the longest key that begins with a word, in lower case: most words of a text begin none.
    beginnings: FxHashMap<String, usize>,
}

/// Words of a run that are looked up together, at most.
const LONGEST: usize = 10;

impl<V> Table<V> {
    /// Builds a table from forms as written and what they mean.
    pub fn new<'a>(entries: impl Iterator<Item = (&'a str, V)>) -> Table<V> {
        let mut table = Table { map: FxHashMap::default(), beginnings: FxHashMap::default() };
        for (form, value) in entries {
            let key = key(form);
            let first = key.split(' ').next().unwrap_or_default().to_lowercase();
            let n_words = table.beginnings.entry(first).or_default();
            *n_words = key.split(' ').count().max(*n_words);
            table.map.entry(key).or_insert(value);
        }
        table
    }

    /// What a form means; "IRAN" is tried as an acronym first, then as a word.
    pub fn get(&self, form: &str) -> Option<&V> {
        let key = key(form);
        // Only acronyms keep their capitals in a key.
        let is_acronym = || key.contains(char::is_uppercase);
        self.map.get(&key).or_else(|| is_acronym().then(|| self.map.get(&key.to_lowercase())).flatten())
    }

    /// The longest run of words from `start` that the table has: the place after its end, and its value.
    ///
    /// At most ten words are tried. A run does not start with an article.
    pub fn longest<'a>(&'a self, forms: &[impl AsRef<str>], start: usize) -> Option<(usize, &'a V)> {
        let first = forms.get(start)?.as_ref();
        if first.eq_ignore_ascii_case("the") {
            return None;
        }
        let n_words = *self.beginnings.get(&plain(first).to_lowercase())?;
        let most = n_words.min(LONGEST).min(forms.len() - start);
        (1..=most).rev().find_map(|n_words| {
            let end = start + n_words;
            let run: Vec<&str> = forms[start..end].iter().map(AsRef::as_ref).collect();
            self.get(&run.join(" ")).map(|value| (end, value))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_fold_what_writers_vary() {
        assert_eq!(key("São  Tomé"), "sao tome");
        assert_eq!(key("U.S.A."), "USA");
        assert_eq!(key("Sen."), "sen");
        assert_eq!(key("NATO"), "NATO");
        assert_eq!(key("FRANCE"), "france");
        assert_eq!(key("The"), "the");
    }

    #[test]
    fn the_longest_run_wins() {
        let table = Table::new([("prime minister", 1), ("prime minister of state", 2)].into_iter());
        assert_eq!(table.longest(&["the", "Prime", "Minister", "spoke"], 1), Some((3, &1)));
        assert_eq!(table.longest(&["the", "Prime", "Minister"], 0), None);
        assert_eq!(table.longest(&["Prime"], 5), None);
    }

    #[test]
    fn rows_skip_comments() {
        let found: Vec<_> = rows("# a\tb\n\nx\ty|z\n").collect();
        assert_eq!(found, [["x", "y|z"]]);
        assert_eq!(values(&found[0], 1).collect::<Vec<_>>(), ["y", "z"]);
        assert_eq!(column(&found[0], 7), "");
    }
}
