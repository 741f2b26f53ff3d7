//! Reads trees from the encoded words: deep biaffine attention (Dozat and Manning 2017).
//!
//! Every word scores every head; the best tree with one root is found exactly ([`super::mst`]); then each arc gets
//! the relation that scores best on its two ends.

use super::encoder::Encoded;
use super::{mst, projective};
use crate::model::math::{dot, leaky, wide};
use crate::model::matrix::{Matrix, Rows};
use crate::model::{Container, ContainerError};
use crate::span::TokenIdx;
use compact_str::CompactString;

/// Head (`None` at the root) and relation of a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arc {
    /// The token it depends on.
    pub head: Option<TokenIdx>,
    /// Number of the relation's name.
    pub label: usize,
}

/// The parser's weights and relation names.
#[derive(Debug)]
pub struct Parser {
    arc_dep: Matrix,
    arc_head: Matrix,
    arc_pair: Matrix,
    label_dep: Matrix,
    label_head: Matrix,
    label_pair: Matrix,
    /// Stands for the root among the encoded words.
    root: Rows,
    names: Vec<CompactString>,
    root_name: usize,
}

impl Parser {
    /// Takes the parser's tensors; `n_in` is the width of the second layer.
    ///
    /// # Errors
    /// Where one is missing or has another shape.
    pub fn load(container: &Container<'static>, n_in: usize) -> Result<Parser, ContainerError> {
        let names: Vec<_> = container.text("deprel.names")?.lines().map(CompactString::from).collect();
        let root_name = names.iter().position(|n| n == "root").ok_or_else(|| ContainerError::Shape {
            name: "deprel.names".into(),
            found: "without root".into(),
            expected: "with root".into(),
        })?;
        let arc_dep = Matrix::load(container, "arc_dep", 0, n_in)?;
        let n_arc = arc_dep.n_out();
        let label_dep = Matrix::load(container, "label_dep", 0, n_in)?;
        let n_label = label_dep.n_out();
        Ok(Parser {
            arc_head: Matrix::load(container, "arc_head", n_arc, n_in)?,
            arc_pair: Matrix::load(container, "arc_pair", n_arc, n_arc)?,
            label_head: Matrix::load(container, "label_head", n_label, n_in)?,
            label_pair: Matrix::load(container, "label_pair", names.len() * (n_label + 1), n_label + 1)?,
            root: Rows::of(&container.f32("root", &[n_in])?, n_in),
            arc_dep,
            label_dep,
            names,
            root_name,
        })
    }

    /// Computes with another kernel from now on.
    #[cfg(test)]
    pub(super) fn set_kernel(&mut self, kernel: crate::model::kernel::Kernel) {
        let matrices = [
            &mut self.arc_dep,
            &mut self.arc_head,
            &mut self.arc_pair,
            &mut self.label_dep,
            &mut self.label_head,
            &mut self.label_pair,
        ];
        matrices.into_iter().for_each(|m| m.set_kernel(kernel));
    }

    /// A relation's name.
    pub fn name(&self, label: usize) -> &CompactString {
        &self.names[label]
    }

    /// Arcs of every token of every sentence; heads count within the sentence.
    pub fn parse(&self, encoded: &Encoded) -> Vec<Arc> {
        let heads = self.heads(encoded);
        let labels = self.labels(encoded, &heads);
        heads.into_iter().zip(labels).map(|(head, label)| Arc { head, label }).collect()
    }

    fn heads(&self, encoded: &Encoded) -> Vec<Option<TokenIdx>> {
        let n_arc = self.arc_dep.n_out();
        let dep = with_leaky(self.arc_dep.apply(&encoded.second_rows));
        let dep = self.arc_pair.apply(&Rows::of(&dep, n_arc));
        let head = with_leaky(self.arc_head.apply(&encoded.second_rows));
        let root = with_leaky(self.arc_head.apply(&self.root));
        let mut out = Vec::with_capacity(encoded.layout.n_tokens());
        for tokens in encoded.layout.sentences() {
            let n = tokens.len();
            let range = tokens.start * n_arc..tokens.end * n_arc;
            let mut scores = vec![0.0; n * (n + 1)];
            pair_scores(&dep[range.clone()], &root, &head[range], n_arc, &mut scores);
            out.extend(projective::uncrossed(mst::best_tree(&scores, n), &scores));
        }
        out
    }

    fn labels(&self, encoded: &Encoded, heads: &[Option<TokenIdx>]) -> Vec<usize> {
        let n_label = self.label_dep.n_out();
        let dep = with_leaky(self.label_dep.apply(&encoded.second_rows));
        let head = with_leaky(self.label_head.apply(&encoded.second_rows));
        let root = with_leaky(self.label_head.apply(&self.root));
        let mut labels = Vec::with_capacity(heads.len());
        for tokens in encoded.layout.sentences() {
            let mut rows = Rows::new(n_label + 1);
            let of_sentence = dep[tokens.start * n_label..tokens.end * n_label].chunks_exact(n_label);
            of_sentence.for_each(|row| rows.push(&[row, &[1.0]].concat()));
            let pairs = self.label_pair.apply(&rows);
            let pairs = pairs.chunks_exact(self.label_pair.n_out());
            for (pair, head_of) in pairs.zip(&heads[tokens.clone()]) {
                let other = match head_of {
                    Some(place) => &head[(tokens.start + place) * n_label..][..n_label],
                    None => &root[..],
                };
                labels.push(self.best_label(pair, other, head_of.is_none()));
            }
        }
        labels
    }

    /// The relation with the highest score; "root" at the root and nowhere else.
    fn best_label(&self, pair: &[f32], head: &[f32], is_root: bool) -> usize {
        if is_root {
            return self.root_name;
        }
        let mut scores = vec![0.0; self.names.len()];
        label_scores(pair, head, &mut scores);
        scores[self.root_name] = f32::NEG_INFINITY;
        crate::model::math::argmax(&scores)
    }
}

fn with_leaky(mut values: Vec<f32>) -> Vec<f32> {
    values.iter_mut().for_each(|v| *v = leaky(*v));
    values
}

wide! {
    /// Sets `scores` (n × (n + 1)) to the products of every dependent with the root, then with every head.
    pub fn pair_scores(deps: &[f32], root: &[f32], heads: &[f32], width: usize, scores: &mut [f32]) {
        let n = heads.len() / width;
        for (dep, scores) in deps.chunks_exact(width).zip(scores.chunks_exact_mut(n + 1)) {
            scores[0] = dot(dep, root);
            for (head, score) in heads.chunks_exact(width).zip(&mut scores[1..]) {
                *score = dot(dep, head);
            }
        }
    }
}

wide! {
    /// Sets a score a relation from a dependent's row and its head's; the row's last value a relation is a bias.
    pub fn label_scores(pair: &[f32], head: &[f32], scores: &mut [f32]) {
        let width = head.len() + 1;
        for (row, score) in pair.chunks_exact(width).zip(scores) {
            *score = dot(&row[..head.len()], head) + row[head.len()];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_by_hand() {
        let mut scores = [0.0; 6];
        pair_scores(&[1.0, 0.0, 0.0, 2.0], &[3.0, 5.0], &[1.0, 1.0, 2.0, 3.0], 2, &mut scores);
        assert_eq!(scores, [3.0, 1.0, 2.0, 10.0, 2.0, 6.0]);
    }

    #[test]
    fn labels_by_hand() {
        let mut scores = [0.0; 2];
        label_scores(&[1.0, 2.0, 0.5, 0.0, -1.0, 4.0], &[2.0, 3.0], &mut scores);
        assert_eq!(scores, [8.5, 1.0]);
    }
}
