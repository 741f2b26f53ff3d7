//! Name finder: a BIO label a word, greedily from left to right.

use super::features::{Word, at};
use crate::analysis::{Name, NameKind};
use crate::lexicon::marks::N_MARKS;
use crate::model::Scorer;
use crate::model::hashed::feature;
use crate::span::TokenSpan;

/// The numbering of labels as classes: 0 outside, then begin and inside of each kind.
#[derive(Clone, Copy, Debug, Default)]
pub struct Labels;

impl Labels {
    /// Number of classes.
    pub fn n_classes(self) -> usize {
        1 + 2 * NameKind::ALL.len()
    }

    /// Class of a name's first word, or of its others.
    pub fn class(self, kind: NameKind, begins: bool) -> usize {
        let place = NameKind::ALL.iter().position(|k| *k == kind).unwrap_or_default();
        1 + 2 * place + usize::from(!begins)
    }

    /// Kind and whether it begins a name; `None` for outside.
    pub fn of_class(self, class: usize) -> Option<(NameKind, bool)> {
        let place = class.checked_sub(1)?;
        Some((*NameKind::ALL.get(place / 2)?, place % 2 == 0))
    }

    /// Whether `class` may follow `previous`: an inside label only after its own kind.
    pub fn may_follow(self, previous: usize, class: usize) -> bool {
        match self.of_class(class) {
            Some((kind, false)) => self.of_class(previous).is_some_and(|(k, _)| k == kind),
            _ => true,
        }
    }

    /// The names that a sequence of classes marks.
    pub fn names(self, classes: &[usize]) -> Vec<Name> {
        let mut names: Vec<Name> = Vec::new();
        for (i, class) in classes.iter().enumerate() {
            let Some((kind, begins)) = self.of_class(*class) else { continue };
            match names.last_mut() {
                Some(name) if !begins && name.tokens.end == i && name.kind == kind => name.tokens.end += 1,
                _ => names.push(Name { tokens: TokenSpan::new(i, i + 1), kind }),
            }
        }
        names
    }

    /// Best-scoring class that may follow `previous`.
    pub fn best(self, scores: &[i32], previous: usize, accept: impl Fn(usize) -> bool) -> Option<usize> {
        let mut best: Option<usize> = None;
        for (class, score) in scores.iter().enumerate() {
            let better = best.is_none_or(|b| *score > scores[b]);
            if better && self.may_follow(previous, class) && accept(class) {
                best = Some(class);
            }
        }
        best
    }
}

/// One class a word.
pub fn label(scorer: &impl Scorer, labels: &Labels, words: &[Word], tags: &[usize]) -> Vec<usize> {
    let mut classes = Vec::with_capacity(words.len());
    let (mut features, mut scores) = (Vec::new(), Vec::new());
    for i in 0..words.len() {
        label_features(words, tags, &classes, i, &mut features);
        scorer.score(&features, &mut scores);
        let previous = classes.last().copied().unwrap_or(0);
        classes.push(labels.best(&scores, previous, |_| true).unwrap_or(0));
    }
    classes
}

/// Sets `out` to the features of word `i`, with the classes of the words before it.
pub fn label_features(words: &[Word], tags: &[usize], classes: &[usize], i: usize, out: &mut Vec<u32>) {
    out.clear();
    let word = &words[i];
    let lower = |offset| at(words, i, offset).map_or(1, |w: &Word| w.lower);
    let shape = |offset| at(words, i, offset).map_or(1, |w: &Word| w.shape);
    let kind = |offset| at(words, i, offset).map_or(9, |w: &Word| w.kind);
    let tag = |offset| at(tags, i, offset).map_or(999, |t| *t as u32);
    let class = |back: usize| i.checked_sub(back).and_then(|at| classes.get(at)).map_or(99, |c| *c as u32);
    let before = class(1);
    let single = [
        0,
        word.form,
        word.lower,
        word.prefixes[1],
        word.prefixes[2],
        word.suffixes[1],
        word.suffixes[2],
        word.suffixes[3],
        word.shape,
        word.kind,
        lower(-1),
        lower(-2),
        lower(1),
        lower(2),
        shape(-1),
        shape(1),
        tag(0),
        tag(-1),
        tag(1),
        before,
    ];
    out.extend((0..).zip(single).map(|(template, value)| feature(100 + template, &[value])));
    let marks = |offset| at(words, i, offset).map_or(1 << 15, |w: &Word| u32::from(w.marks));
    for bit in (0..N_MARKS as u32).filter(|bit| marks(0) >> bit & 1 == 1) {
        out.extend([
            feature(170, &[bit, word.kind]),
            feature(171, &[bit, kind(-1), kind(1)]),
            feature(172, &[bit, before]),
        ]);
    }
    out.extend([
        feature(173, &[marks(0), word.kind, before]),
        feature(174, &[marks(-1), word.kind]),
        feature(175, &[marks(1), word.kind]),
        feature(176, &[marks(-1), marks(0), word.kind]),
        feature(177, &[marks(0), marks(1), word.kind]),
        feature(178, &[marks(-2), marks(-1), word.kind]),
    ]);
    out.extend([
        feature(150, &[before, class(2)]),
        feature(151, &[before, word.lower]),
        feature(152, &[before, word.kind, tag(0)]),
        feature(153, &[before, lower(-1)]),
        feature(154, &[lower(-1), word.lower]),
        feature(155, &[word.lower, lower(1)]),
        feature(156, &[word.kind, lower(1)]),
        feature(157, &[word.kind, lower(-1)]),
        feature(158, &[kind(-1), word.kind, kind(1)]),
        feature(159, &[before, kind(0), kind(1), kind(2)]),
        feature(160, &[tag(-1), tag(0), tag(1)]),
        feature(161, &[word.kind, lower(-1), lower(-2)]),
        feature(162, &[word.kind, lower(1), lower(2)]),
        feature(163, &[before, lower(1)]),
        feature(164, &[u32::from(i == 0), word.kind, word.lower]),
        feature(165, &[at(words, i, 1).map_or(1, |w| w.suffixes[2]), word.kind]),
    ]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_classes_match() {
        for class in 1..Labels.n_classes() {
            let (kind, begins) = Labels.of_class(class).unwrap();
            assert_eq!(Labels.class(kind, begins), class);
        }
        assert_eq!(Labels.of_class(0), None);
        assert_eq!(Labels.of_class(99), None);
    }

    #[test]
    fn names_are_runs_of_one_kind() {
        let (b, i) = (Labels.class(NameKind::Org, true), Labels.class(NameKind::Org, false));
        let names = Labels.names(&[b, i, 0, b, b, Labels.class(NameKind::Per, true)]);
        let found: Vec<_> = names.iter().map(|n| (n.tokens.start, n.tokens.end, n.kind.as_str())).collect();
        assert_eq!(found, [(0, 2, "ORG"), (3, 4, "ORG"), (4, 5, "ORG"), (5, 6, "PER")]);
        assert!(!Labels.may_follow(0, i));
    }
}
