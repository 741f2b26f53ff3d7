//! Reads named entities from the encoded words: an LSTM layer of its own, a BIO tag a word, and the best sequence of
//! tags in which every name begins with B (Viterbi 1967).

use super::encoder::Encoded;
use crate::analysis::{Name, NameKind};
use crate::model::lstm::BiLstm;
use crate::model::matrix::{Matrix, Rows};
use crate::model::{Container, ContainerError};
use crate::span::TokenSpan;

/// A tag: outside, or a kind of name that begins or goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tag {
    Outside,
    Begin(NameKind),
    Inside(NameKind),
}

impl Tag {
    fn parse(text: &str) -> Tag {
        match text.split_once('-') {
            Some(("B", kind)) => kind.parse().map_or(Tag::Outside, Tag::Begin),
            Some(("I", kind)) => kind.parse().map_or(Tag::Outside, Tag::Inside),
            _ => Tag::Outside,
        }
    }

    fn may_follow(self, before: Option<Tag>) -> bool {
        match self {
            Tag::Inside(kind) => before == Some(Tag::Begin(kind)) || before == Some(Tag::Inside(kind)),
            _ => true,
        }
    }
}

/// The name finder's weights and tags.
#[derive(Debug)]
pub struct NameFinder {
    encoder: BiLstm,
    score: Matrix,
    tags: Vec<Tag>,
}

impl NameFinder {
    /// Takes the name finder's tensors; `n_in` is the width of [`Encoded::marked`].
    ///
    /// # Errors
    /// Where one is missing or has another shape.
    pub fn load(container: &Container<'static>, n_in: usize) -> Result<NameFinder, ContainerError> {
        let tags: Vec<Tag> = container.text("name_tag.names")?.lines().map(Tag::parse).collect();
        let encoder = BiLstm::load(container, "name_encoder", n_in)?;
        let score = Matrix::load(container, "name_tag", tags.len(), encoder.n_out())?;
        Ok(NameFinder { encoder, score, tags })
    }

    /// Computes with another kernel from now on.
    #[cfg(test)]
    pub(super) fn set_kernel(&mut self, kernel: crate::model::kernel::Kernel) {
        self.encoder.set_kernel(kernel);
        self.score.set_kernel(kernel);
    }

    /// Names of every sentence, in order.
    pub fn find(&self, encoded: &Encoded) -> Vec<Vec<Name>> {
        let rows: Vec<usize> = (0..encoded.layout.n_tokens()).collect();
        let states = self.encoder.run(&encoded.layout, &encoded.marked, &rows);
        let scores = self.score.apply(&Rows::of(&states, self.encoder.n_out()));
        let n = self.tags.len();
        let of_sentence = |tokens: std::ops::Range<usize>| &scores[tokens.start * n..tokens.end * n];
        encoded.layout.sentences().map(|tokens| names(&best_path(of_sentence(tokens), &self.tags))).collect()
    }
}

/// The tags with the highest sum of scores (one row a token) among valid sequences.
fn best_path(scores: &[f32], tags: &[Tag]) -> Vec<Tag> {
    let n = tags.len();
    let mut totals: Vec<f32> = Vec::new();
    let mut back: Vec<usize> = Vec::new();
    for row in scores.chunks_exact(n) {
        let mut next = vec![f32::NEG_INFINITY; n];
        for (into, tag) in tags.iter().enumerate() {
            let mut from = 0;
            let mut best = if totals.is_empty() && tag.may_follow(None) { 0.0 } else { f32::NEG_INFINITY };
            for (before, total) in totals.iter().enumerate() {
                if *total > best && tag.may_follow(Some(tags[before])) {
                    (from, best) = (before, *total);
                }
            }
            next[into] = best + row[into];
            back.push(from);
        }
        totals = next;
    }
    let mut at = crate::model::math::argmax(&totals);
    let mut path: Vec<Tag> = Vec::new();
    for step in back.chunks_exact(n).rev() {
        path.push(tags[at]);
        at = step[at];
    }
    path.reverse();
    path
}

/// The names that a sequence of tags marks.
fn names(path: &[Tag]) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for (at, tag) in path.iter().enumerate() {
        match (tag, names.last_mut()) {
            (Tag::Begin(kind), _) => names.push(Name { tokens: TokenSpan::new(at, at + 1), kind: *kind }),
            (Tag::Inside(_), Some(name)) => name.tokens.end = at + 1,
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAGS: [Tag; 3] = [Tag::Outside, Tag::Begin(NameKind::Per), Tag::Inside(NameKind::Per)];

    #[test]
    fn a_name_begins_with_b() {
        // "Inside" scores best throughout, yet cannot come first.
        let path = best_path(&[1.0, 0.9, 3.0, 0.0, 0.0, 2.0, 5.0, 0.0, 0.0], &TAGS);
        assert_eq!(path, [TAGS[1], TAGS[2], TAGS[0]]);
        let found = names(&path);
        assert_eq!(found, [Name { tokens: TokenSpan::new(0, 2), kind: NameKind::Per }]);
    }

    #[test]
    fn neighbours_stay_apart() {
        let found = names(&[TAGS[1], TAGS[1], TAGS[2], TAGS[0]]);
        let spans: Vec<_> = found.iter().map(|n| (n.tokens.start, n.tokens.end)).collect();
        assert_eq!(spans, [(0, 1), (1, 3)]);
        assert!(best_path(&[], &TAGS).is_empty());
    }
}
