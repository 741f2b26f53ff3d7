//! Finds what each sentence asserts: subject, predicate, object and further arguments.

use super::{Assertion, Chain, Mention, Statement};
use crate::Document;
use crate::analysis::Analysis;

/// Extracts assertions, in text order of predicates, linked to chains and statements.
pub fn extract(
    _doc: &Document,
    _analysis: &Analysis,
    _mentions: &[Mention],
    _chains: &[Chain],
    _statements: &[Statement],
) -> Vec<Assertion> {
    Vec::new()
}
