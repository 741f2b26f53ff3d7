//! Part-of-speech tagger: UPOS and XPOS in one class, greedily from left to right.

use super::features::{Word, at};
use crate::analysis::Upos;
use crate::model::Scorer;
use crate::model::hashed::{argmax, feature};
use compact_str::CompactString;

/// Reads a class name, `UPOS XPOS`.
pub fn parse_tag(name: &str) -> (Upos, CompactString) {
    let (upos, xpos) = name.split_once(' ').unwrap_or((name, ""));
    (upos.parse().unwrap_or(Upos::X), xpos.into())
}

/// One class a word.
pub fn tag(scorer: &impl Scorer, words: &[Word]) -> Vec<usize> {
    let mut tags = Vec::with_capacity(words.len());
    let (mut features, mut scores) = (Vec::new(), Vec::new());
    for i in 0..words.len() {
        tag_features(words, &tags, i, &mut features);
        scorer.score(&features, &mut scores);
        tags.push(argmax(&scores));
    }
    tags
}

/// Sets `out` to the features of word `i`, with `tags` of the words before it.
pub fn tag_features(words: &[Word], tags: &[usize], i: usize, out: &mut Vec<u32>) {
    out.clear();
    let word = &words[i];
    let lower = |offset| at(words, i, offset).map_or(1, |w| w.lower);
    let suffix = |offset| at(words, i, offset).map_or(1, |w| w.suffixes[2]);
    let tag = |back: usize| i.checked_sub(back).and_then(|at| tags.get(at)).map_or(999, |t| *t as u32);
    let start = u32::from(i == 0);
    let single = [
        0,
        word.form,
        word.lower,
        word.prefixes[0],
        word.prefixes[1],
        word.prefixes[2],
        word.suffixes[0],
        word.suffixes[1],
        word.suffixes[2],
        word.suffixes[3],
        word.shape,
        lower(-1),
        lower(-2),
        lower(1),
        lower(2),
        suffix(-1),
        suffix(1),
        at(words, i, 1).map_or(1, |w| w.shape),
        tag(1),
    ];
    out.extend((0..).zip(single).map(|(template, value)| feature(template, &[value])));
    out.extend([
        feature(30, &[tag(1), tag(2)]),
        feature(31, &[tag(1), word.lower]),
        feature(32, &[tag(1), word.suffixes[2]]),
        feature(33, &[tag(1), lower(1)]),
        feature(34, &[lower(-1), word.lower]),
        feature(35, &[word.lower, lower(1)]),
        feature(36, &[start, word.kind]),
        feature(37, &[start, word.kind, word.suffixes[2]]),
        feature(38, &[word.lower, suffix(1)]),
        feature(39, &[tag(1), tag(2), word.lower]),
    ]);
}
