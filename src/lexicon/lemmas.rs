//! Dictionary forms: suffix rules per Penn tag, with a table of exceptions, learnt from the treebanks.
//!
//! `data/lemmas.tsv` has lines of two kinds: `r TAB tag TAB suffix TAB cut TAB ending` (of a form that ends in
//! *suffix*, cut so many characters and add *ending*; the longest suffix wins) and `x TAB tag TAB form TAB lemma`.
//! Lines `v TAB lemma` list verbs; of the ways to undo *-ed* and *-ing*, the one that gives a listed verb is taken.

use super::table::{column, rows};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

static TABLE: LazyLock<Lemmas> = LazyLock::new(|| {
    let mut lemmas = Lemmas::parse(crate::resources::LEMMAS);
    // The verbs of the other tables are verbs too.
    let listed = [crate::resources::CUES, crate::resources::VERB_CLASSES];
    let words = listed
        .into_iter()
        .flat_map(rows)
        .filter_map(|row| column(&row, 0).split(' ').next().map(str::to_owned));
    lemmas.verbs.extend(words);
    lemmas
});

/// Reads the table now rather than on first use.
pub(super) fn load() {
    LazyLock::force(&TABLE);
}

/// Rules and exceptions.
#[derive(Debug, Default)]
pub struct Lemmas {
    rules: FxHashMap<(String, String), (usize, String)>,
    exceptions: FxHashMap<(String, String), String>,
    verbs: FxHashSet<String>,
}

/// Longest suffix that rules look at, in characters.
pub const MAX_SUFFIX: usize = 6;

/// The lemma of a form with a Penn tag, by the embedded table: "spending" with VBG gives "spend".
pub fn lemma(form: &str, xpos: &str) -> String {
    TABLE.lemma(form, xpos)
}

/// Whether words with this tag keep their case in the lemma.
pub fn keeps_case(xpos: &str) -> bool {
    matches!(xpos, "NNP" | "NNPS" | "FW" | "ADD" | "SYM")
}

/// The form as rules see it: lower case, but for names; apostrophes straight.
pub fn normal(form: &str, xpos: &str) -> String {
    let straight = form.replace('’', "'");
    if keeps_case(xpos) { straight } else { straight.to_lowercase() }
}

/// Whether no English verb is spelt like this stem without an e: "toppl", "achiev", "ignit" (of those in -it, such as
/// "visit", the common ones are listed).
fn needs_e(stem: &str) -> bool {
    let before_l = |c: char| matches!(c, 'b' | 'c' | 'd' | 'f' | 'g' | 'k' | 'p' | 't' | 'z');
    let mut letters = stem.chars().rev();
    let (last, before) = (letters.next(), letters.next());
    match (before, last) {
        (Some(c), Some('l')) => before_l(c),
        (_, Some('v' | 'u')) => true,
        (Some(c), Some('c' | 'z')) => !matches!(c, 'z' | 't'),
        (Some('d' | 'r'), Some('g')) => true,
        (Some('i'), Some('t')) => stem.chars().count() > 3,
        _ => false,
    }
}

impl Lemmas {
    /// Reads the table; lines that are not of its form are passed over.
    pub fn parse(table: &str) -> Lemmas {
        let mut lemmas = Lemmas::default();
        for line in table.lines() {
            match line.split('\t').collect::<Vec<_>>()[..] {
                ["r", tag, suffix, cut, ending] => {
                    let rule = (cut.parse().unwrap_or(0), ending.to_owned());
                    lemmas.rules.insert((tag.to_owned(), suffix.to_owned()), rule);
                }
                ["v", verb] => {
                    lemmas.verbs.insert(verb.to_owned());
                }
                ["x", tag, form, lemma] => {
                    lemmas.exceptions.insert((tag.to_owned(), form.to_owned()), lemma.to_owned());
                }
                _ => {}
            }
        }
        lemmas
    }

    /// "blamed" is of "blame" and "blasted" of "blast", as these are listed and "blam" and "blaste" are not.
    fn listed_verb(&self, form: &str, xpos: &str) -> Option<String> {
        let stem = match xpos {
            "VBD" | "VBN" => form.strip_suffix("ed"),
            "VBG" => form.strip_suffix("ing"),
            "VBZ" => {
                return self.listed([
                    form.strip_suffix('s')?.to_owned(),
                    form.strip_suffix("es").unwrap_or("").to_owned(),
                ]);
            }
            _ => None,
        }?;
        let mut letters = stem.chars().rev();
        let doubled = letters.next().is_some_and(|last| letters.next() == Some(last));
        let single = if doubled {
            stem[..stem.len() - stem.chars().last()?.len_utf8()].to_owned()
        } else {
            String::new()
        };
        let listed = self.listed([format!("{stem}e"), stem.to_owned(), single]);
        listed.or_else(|| needs_e(stem).then(|| format!("{stem}e")))
    }

    fn listed<const N: usize>(&self, candidates: [String; N]) -> Option<String> {
        candidates.into_iter().find(|c| self.verbs.contains(c))
    }

    /// The lemma of a form with a Penn tag.
    pub fn lemma(&self, form: &str, xpos: &str) -> String {
        let form = normal(form, xpos);
        let mut key = (xpos.to_owned(), form);
        if let Some(lemma) = self.exceptions.get(&key) {
            return lemma.clone();
        }
        let form = std::mem::take(&mut key.1);
        if let Some(verb) = self.listed_verb(&form, xpos) {
            return verb;
        }
        let starts: Vec<usize> = form.char_indices().map(|(i, _)| i).chain([form.len()]).collect();
        for start in &starts[starts.len().saturating_sub(MAX_SUFFIX + 1)..] {
            key.1.clear();
            key.1.push_str(&form[*start..]);
            if let Some((cut, ending)) = self.rules.get(&key) {
                let kept = starts.len() - 1 - (*cut).min(starts.len() - 1);
                let lemma = format!("{}{ending}", &form[..starts[kept]]);
                return if lemma.is_empty() { form } else { lemma };
            }
        }
        form
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_irregular_forms() {
        for (form, xpos, expected) in [
            ("spending", "VBG", "spend"),
            ("Said", "VBD", "say"),
            ("countries", "NNS", "country"),
            ("NATO", "NNP", "NATO"),
            ("was", "VBD", "be"),
            ("women", "NNS", "woman"),
            ("urges", "VBZ", "urge"),
            ("agreed", "VBD", "agree"),
            ("n’t", "RB", "not"),
            ("", "NN", ""),
        ] {
            assert_eq!(lemma(form, xpos), expected, "{form} {xpos}");
        }
    }

    #[test]
    fn unlisted_verbs_are_spelt_as_english_is() {
        for (form, xpos, verb) in [
            ("ignited", "VBD", "ignite"),
            ("toppled", "VBN", "topple"),
            ("ensconced", "VBN", "ensconce"),
            ("bedraggling", "VBG", "bedraggle"),
            ("visited", "VBD", "visit"),
        ] {
            assert_eq!(lemma(form, xpos), verb);
        }
    }
}
