//! Which entity a copy draws, and what it is called.

use std::collections::BTreeMap;

use crate::template::Template;

/// Variants of a name; the first ones are drawn far more often.
const VARIANTS: u32 = 20_000;
const SEED: u64 = 7;
/// Days over which documents are spread.
const DAYS: u64 = 3 * 365;

/// The draws of all copies.
pub(crate) struct Draws<'a> {
    template: &'a Template,
    /// Variant by copy, then by place among the entities.
    variants: Vec<Vec<u32>>,
}

impl<'a> Draws<'a> {
    pub(crate) fn new(template: &'a Template, n_copies: usize) -> Draws<'a> {
        let draw = |copy: usize| {
            let variant = |(place, entity): (usize, &crate::template::Named)| {
                if !entity.documents.contains(&(copy % template.n_documents())) {
                    0
                } else if entity.is_named {
                    let share = mix(SEED ^ mix(copy as u64) ^ place as u64) % 1_000_000;
                    (f64::from(VARIANTS).powf(share as f64 / 1_000_000.0)) as u32 - 1
                } else {
                    copy as u32
                }
            };
            template.entities.iter().enumerate().map(variant).collect()
        };
        Draws { template, variants: (0..n_copies).map(draw).collect() }
    }

    pub(crate) fn n_copies(&self) -> usize {
        self.variants.len()
    }

    /// The id of something in a copy.
    pub(crate) fn id(&self, id: i64, copy: usize) -> i64 {
        mix(id as u64 ^ mix(copy as u64 + 1)) as i64
    }

    /// The id of what a copy drew for an entity of the template.
    pub(crate) fn entity_id(&self, entity: i64, copy: usize) -> i64 {
        variant_id(entity, self.variants[copy][self.template.place(entity)])
    }

    /// All entities drawn, by id: place in the template, variant, how many copies drew it.
    pub(crate) fn entities(&self) -> BTreeMap<i64, (usize, u32, i64)> {
        let mut found = BTreeMap::new();
        for (copy, variants) in self.variants.iter().enumerate() {
            let document = copy % self.template.n_documents();
            for (place, entity) in self.template.entities.iter().enumerate() {
                if entity.documents.contains(&document) {
                    let id = variant_id(entity.id, variants[place]);
                    found.entry(id).or_insert((place, variants[place], 0)).2 += 1;
                }
            }
        }
        found
    }

    /// A name of a variant.
    pub(crate) fn name(&self, name: &str, variant: u32, is_named: bool) -> String {
        mapped(name, |word| if is_named && is_name(word) { Some(variant) } else { None })
    }

    /// A text of a copy: its names are those that the copy drew.
    pub(crate) fn words(&self, text: &str, copy: usize) -> String {
        let words = &self.template.words[copy % self.template.n_documents()];
        mapped(text, |word| words.get(word).map(|place| self.variants[copy][*place]))
    }

    /// The day of a copy.
    pub(crate) fn day(&self, copy: usize) -> String {
        let day = mix(copy as u64 ^ 0xda7e) % DAYS;
        let (year, day) = (2023 + day / 365, day % 365);
        format!("{year}-{:02}-{:02}", day / 31 + 1, day % 31 % 28 + 1)
    }
}

/// Whether a word of a name is one that is changed.
pub(crate) fn is_name(word: &str) -> bool {
    word.len() > 2 && word.starts_with(|c: char| c.is_ascii_uppercase())
}

fn variant_id(entity: i64, variant: u32) -> i64 {
    mix(entity as u64 ^ mix(u64::from(variant) ^ 0xe417)) as i64
}

/// Replaces words by others of equal length, where `variant` gives a number above 0.
fn mapped(text: &str, variant: impl Fn(&str) -> Option<u32>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        match variant(word) {
            Some(n) if n > 0 => out.push_str(&another(word, n)),
            _ => out.push_str(word),
        }
        let gap = after.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(after.len());
        out.push_str(&after[..gap]);
        rest = &after[gap..];
    }
    out
}

/// A word of equal length: vowels for vowels, consonants for consonants, capitals for capitals.
fn another(word: &str, variant: u32) -> String {
    let lower = word.to_ascii_lowercase();
    let mut state = lower.bytes().fold(mix(u64::from(variant)), |h, b| mix(h ^ u64::from(b)));
    let letter = |(c, was): (u8, u8)| {
        state = mix(state);
        let letters: &[u8] = if b"aeiou".contains(&c) { b"aeiou" } else { b"bdfgklmnprstv" };
        let new = letters[(state % letters.len() as u64) as usize];
        char::from(if was.is_ascii_uppercase() { new.to_ascii_uppercase() } else { new })
    };
    lower.bytes().zip(word.bytes()).map(letter).collect()
}

/// Spreads 64 bits over all others (splitmix64); no two numbers give the same.
fn mix(n: u64) -> u64 {
    let n = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}
