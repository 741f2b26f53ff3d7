//! Reads part-of-speech tags from the encoded words, and what the tree tells of them ([`super::revision`]).

use super::encoder::Encoded;
use super::revision::Revision;
use crate::analysis::Upos;
use crate::model::math::argmax;
use crate::model::matrix::Matrix;
use crate::model::{Container, ContainerError};
use compact_str::CompactString;

/// The tagger's weights and tag names.
#[derive(Debug)]
pub struct Tagger {
    upos: Matrix,
    xpos: Matrix,
    upos_names: Vec<Upos>,
    xpos_names: Vec<CompactString>,
    revision: Revision<'static>,
}

impl Tagger {
    /// Takes the tagger's tensors; `n_in` is the width of both layers together.
    ///
    /// # Errors
    /// Where one is missing or has another shape.
    pub fn load(container: &Container<'static>, n_in: usize) -> Result<Tagger, ContainerError> {
        let upos_names: Vec<_> =
            container.text("upos.names")?.lines().filter_map(|l| l.parse().ok()).collect();
        let xpos_names: Vec<_> = container.text("xpos.names")?.lines().map(CompactString::from).collect();
        let upos = Matrix::load(container, "upos", upos_names.len(), n_in)?;
        let xpos = Matrix::load(container, "xpos", xpos_names.len(), n_in)?;
        let revision = Revision::parse(crate::resources::TAGS);
        Ok(Tagger { upos, xpos, upos_names, xpos_names, revision })
    }

    /// Computes with another kernel from now on.
    #[cfg(test)]
    pub(super) fn set_kernel(&mut self, kernel: crate::model::kernel::Kernel) {
        self.upos.set_kernel(kernel);
        self.xpos.set_kernel(kernel);
    }

    /// Scores of every token's tags.
    pub fn score(&self, encoded: &Encoded) -> Scores {
        Scores { upos: self.upos.apply(&encoded.both), xpos: self.xpos.apply(&encoded.both) }
    }

    /// The best tags of a token, with its form in lower case and the relation to its head.
    pub fn best(&self, scores: &Scores, token: usize, form: &str, relation: &str) -> (Upos, CompactString) {
        let upos = &scores.upos[token * self.upos.n_out()..][..self.upos.n_out()];
        let xpos = &scores.xpos[token * self.xpos.n_out()..][..self.xpos.n_out()];
        let upos = self.revision.best(upos, &self.upos_names, form, relation);
        (upos, self.xpos_names[argmax(xpos)].clone())
    }
}

/// Scores of tags, one row a token.
#[derive(Debug)]
pub struct Scores {
    upos: Vec<f32>,
    xpos: Vec<f32>,
}
