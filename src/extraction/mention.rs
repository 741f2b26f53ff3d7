//! Finds the spans that refer to somebody or something.

use super::{Mention, Statement};
use crate::Document;
use crate::analysis::Analysis;

/// Finds mentions, in text order; their `chain` is not set yet.
pub fn detect(_doc: &Document, _analysis: &Analysis, _statements: &[Statement]) -> Vec<Mention> {
    Vec::new()
}
