//! Finds attributions and takes them apart: source, cue, content, addressee, nesting.

use super::{Chain, Mention, Statement};
use crate::Document;
use crate::analysis::Analysis;

/// Finds statements and their spans, in text order of cues; entities are not linked yet.
pub fn detect(_doc: &Document, _analysis: &Analysis) -> Vec<Statement> {
    Vec::new()
}

/// Sets speaker, addressee and `about` from the chains.
pub fn link(
    _doc: &Document,
    _analysis: &Analysis,
    _mentions: &[Mention],
    _chains: &[Chain],
    _statements: &mut [Statement],
) {
}
