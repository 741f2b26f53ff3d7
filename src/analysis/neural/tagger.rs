//! Reads part-of-speech tags from the encoded words.

use super::encoder::Encoded;
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
        Ok(Tagger { upos, xpos, upos_names, xpos_names })
    }

    /// Computes with another kernel from now on.
    #[cfg(test)]
    pub(super) fn set_kernel(&mut self, kernel: crate::model::kernel::Kernel) {
        self.upos.set_kernel(kernel);
        self.xpos.set_kernel(kernel);
    }

    /// The best tags of every token.
    pub fn tag(&self, encoded: &Encoded) -> Vec<(Upos, CompactString)> {
        let upos = self.upos.apply(&encoded.both);
        let xpos = self.xpos.apply(&encoded.both);
        let pairs = upos.chunks_exact(self.upos.n_out()).zip(xpos.chunks_exact(self.xpos.n_out()));
        pairs.map(|(u, x)| (self.upos_names[argmax(u)], self.xpos_names[argmax(x)].clone())).collect()
    }
}
