//! What the linear models see of a word: hashes of its form, affixes and shape.

use crate::lexicon::marks::marks;
use crate::model::hashed::text;

/// A word's hashes, made once and used by tagger, parser and name finder.
#[derive(Clone, Debug)]
pub struct Word {
    /// The form as written.
    pub form: u32,
    /// The form in lower case, digits as `0`.
    pub lower: u32,
    /// First 1, 2 and 3 characters of the lower-case form.
    pub prefixes: [u32; 3],
    /// Last 1 to 4 characters of the lower-case form.
    pub suffixes: [u32; 4],
    /// Upper, lower, digit, other; runs longer than three cut: `Xxxx` for "London".
    pub shape: u32,
    /// Case and kind in one of a few classes.
    pub kind: u32,
    /// What the gazetteers know of it.
    pub marks: u16,
}

/// The words of a sentence.
pub fn words(forms: &[impl AsRef<str>]) -> Vec<Word> {
    let words = forms.iter().map(|form| Word::new(form.as_ref()));
    words.zip(marks(forms)).map(|(word, marks)| Word { marks, ..word }).collect()
}

impl Word {
    /// Hashes a form; the gazetteers are not asked.
    pub fn new(form: &str) -> Word {
        let lower: String = form
            .chars()
            .flat_map(char::to_lowercase)
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        let starts: Vec<usize> = lower.char_indices().map(|(at, _)| at).chain([lower.len()]).collect();
        let n_chars = starts.len() - 1;
        let prefix = |n: usize| text(&lower.as_bytes()[..starts[n.min(n_chars)]]);
        let suffix = |n: usize| text(&lower.as_bytes()[starts[n_chars.saturating_sub(n)]..]);
        Word {
            form: text(form.as_bytes()),
            lower: text(lower.as_bytes()),
            prefixes: [prefix(1), prefix(2), prefix(3)],
            suffixes: [suffix(1), suffix(2), suffix(3), suffix(4)],
            shape: text(shape(form).as_bytes()),
            kind: kind(form),
            marks: 0,
        }
    }
}

/// The form with letters and digits replaced by their class.
fn shape(form: &str) -> String {
    let mut out = String::new();
    let mut last = ('\0', 0);
    for c in form.chars() {
        let class = match c {
            c if c.is_uppercase() => 'X',
            c if c.is_alphabetic() => 'x',
            c if c.is_numeric() => '0',
            c => c,
        };
        last = if class == last.0 { (class, last.1 + 1) } else { (class, 1) };
        if last.1 <= 3 {
            out.push(class);
        }
    }
    out
}

/// 0 no letter, 1 lower case, 2 capital first, 3 all capitals, 4 one capital, 5 mixed, 6 with a digit.
fn kind(form: &str) -> u32 {
    let n_upper = form.chars().filter(|c| c.is_uppercase()).count();
    let n_letters = form.chars().filter(|c| c.is_alphabetic()).count();
    let first_upper = form.chars().next().is_some_and(char::is_uppercase);
    if form.chars().any(char::is_numeric) {
        6
    } else if n_letters == 0 {
        0
    } else if n_upper == 0 {
        1
    } else if n_letters == 1 {
        4
    } else if n_upper == n_letters {
        3
    } else if first_upper && n_upper == 1 {
        2
    } else {
        5
    }
}

/// The word at `i + offset`, if the sentence reaches that far.
pub fn at<T>(items: &[T], i: usize, offset: isize) -> Option<&T> {
    i.checked_add_signed(offset).and_then(|at| items.get(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_cut_long_runs() {
        assert_eq!(shape("London"), "Xxxx");
        assert_eq!(shape("U.S."), "X.X.");
        assert_eq!(shape("12,000"), "00,000");
    }

    #[test]
    fn affixes_keep_to_characters() {
        let word = Word::new("Élan");
        assert_eq!(word.prefixes[0], text("é".as_bytes()));
        assert_eq!(word.suffixes[3], word.lower);
        assert_eq!(Word::new("").suffixes[2], text(b""));
    }

    #[test]
    fn kinds_tell_case() {
        let kinds = ["1a", "--", "the", "The", "NATO", "A", "McCain"].map(kind);
        assert_eq!(kinds, [6, 0, 1, 2, 3, 4, 5]);
    }
}
