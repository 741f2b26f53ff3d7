//! What the network sees of a word form, apart from its neighbours.
//!
//! A form gives the hash of its normal form (its place in the word table), eight hashed affixes and shapes, and the
//! rows of its character n-grams. `train/neural/features.py` computes the same numbers for training: keep them
//! equal; a test compares them on a table that the export writes.

/// Rows of the tables of prefixes of 1 to 3 characters, suffixes of 1 to 4, and the shape.
pub const AFFIX_ROWS: [usize; 8] = [300, 1500, 5000, 300, 1500, 5000, 7000, 1500];
/// The same tables' names.
pub const AFFIX_NAMES: [&str; 8] =
    ["prefix1", "prefix2", "prefix3", "suffix1", "suffix2", "suffix3", "suffix4", "shape"];
/// Rows of the table of character n-grams.
pub const NGRAM_ROWS: usize = 16384;

/// Characters kept of a longer form: half of them from either end.
const LONGEST: usize = 32;
const NGRAM_LENGTHS: [usize; 3] = [3, 4, 5];

/// Features of one form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormFeatures {
    /// Hash of the normal form.
    pub word: u64,
    /// A row of each affix table.
    pub affixes: [usize; 8],
    /// Rows of the n-gram table.
    pub ngrams: Vec<usize>,
}

impl FormFeatures {
    /// Computes them.
    pub fn of(form: &str) -> FormFeatures {
        let short = shorten(form);
        let normal: Vec<char> = short.to_lowercase().chars().map(normal_char).collect();
        let text: String = normal.iter().collect();
        FormFeatures { word: hash(0, &text), affixes: affixes(&normal, &short), ngrams: ngrams(&text) }
    }
}

/// FNV-1a of one byte and a text, folded so that the low bits mix.
fn hash(kind: u8, text: &str) -> u64 {
    let step = |value: u64, byte: u8| (value ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
    let value = text.bytes().fold(step(0xCBF2_9CE4_8422_2325, kind), step);
    value ^ (value >> 32)
}

fn row(kind: u8, text: &str, n_rows: usize) -> usize {
    (hash(kind, text) % n_rows as u64) as usize
}

fn shorten(form: &str) -> String {
    let n_chars = form.chars().count();
    if n_chars <= LONGEST {
        return form.to_string();
    }
    let half = LONGEST / 2;
    form.chars().take(half).chain(form.chars().skip(n_chars - half)).collect()
}

fn normal_char(char: char) -> char {
    if char.is_ascii_digit() { '0' } else { char }
}

fn affixes(normal: &[char], short: &str) -> [usize; 8] {
    let n = normal.len();
    let prefix = |length: usize| normal.iter().take(length).collect::<String>();
    let suffix = |length: usize| normal.iter().skip(n.saturating_sub(length)).collect::<String>();
    let texts = [prefix(1), prefix(2), prefix(3), suffix(1), suffix(2), suffix(3), suffix(4), shape(short)];
    std::array::from_fn(|i| row(i as u8 + 1, &texts[i], AFFIX_ROWS[i]))
}

/// X for upper case, x for lower, d for digits, others as they are; runs cut to three.
fn shape(form: &str) -> String {
    let (mut out, mut last, mut run) = (String::new(), '\0', 0);
    for char in form.chars() {
        let sign = match char {
            '0'..='9' => 'd',
            c if c.is_uppercase() => 'X',
            c if c.is_lowercase() => 'x',
            other => other,
        };
        run = if sign == last { run + 1 } else { 1 };
        last = sign;
        if run <= 3 {
            out.push(sign);
        }
    }
    out
}

fn ngrams(text: &str) -> Vec<usize> {
    let framed: Vec<char> = format!("<{text}>").chars().collect();
    let mut rows: Vec<usize> = NGRAM_LENGTHS
        .iter()
        .flat_map(|length| framed.windows(*length))
        .map(|gram| row(16, &gram.iter().collect::<String>(), NGRAM_ROWS))
        .collect();
    if rows.is_empty() {
        rows.push(row(16, &framed.iter().collect::<String>(), NGRAM_ROWS));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_cut_runs() {
        assert_eq!(shape("NATO-2024's"), "XXX-ddd'x");
        assert_eq!(shape("McDonald"), "XxXxxx");
    }

    #[test]
    fn case_and_digits_do_not_change_the_word() {
        assert_eq!(FormFeatures::of("1999").word, FormFeatures::of("2024").word);
        assert_eq!(FormFeatures::of("Bank").word, FormFeatures::of("bank").word);
        assert_ne!(FormFeatures::of("Bank").affixes[7], FormFeatures::of("bank").affixes[7]);
    }

    #[test]
    fn long_and_empty_forms_are_fine() {
        assert_eq!(FormFeatures::of(&"x".repeat(1000)).ngrams.len(), 3 * 34 - 2 - 3 - 4);
        assert_eq!(FormFeatures::of("").ngrams.len(), 1);
    }
}
