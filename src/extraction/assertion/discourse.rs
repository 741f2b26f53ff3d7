//! Phrases that are no arguments: "for example", "as a result".

use crate::analysis::Sentence;
use crate::span::TokenIdx;

/// Phrases that link what is said and tell nothing of it: preposition and noun.
const DISCOURSE: &[(&str, &str)] = &[
    ("as", "result"),
    ("as", "consequence"),
    ("as", "such"),
    ("for", "example"),
    ("for", "instance"),
    ("in", "particular"),
    ("in", "addition"),
    ("in", "fact"),
    ("in", "general"),
    ("in", "contrast"),
    ("by", "contrast"),
    ("in", "turn"),
    ("in", "short"),
    ("in", "part"),
    ("in", "conclusion"),
    ("of", "course"),
    ("at", "least"),
    ("after", "all"),
    ("above", "all"),
    ("on", "hand"),
];

/// Whether a phrase is one of those, and no more: "on the other hand", not "as a result of the vote"; or adds examples by
/// "including", which no verb takes.
pub(super) fn is_discourse(s: &Sentence, head: TokenIdx) -> bool {
    let lemma = |i: TokenIdx| s.tokens[i].lower_lemma();
    let Some(case) = s.children_by(head, &["case"]).next() else { return false };
    if s.tokens[case].form.eq_ignore_ascii_case("including") {
        return true;
    }
    let is_plain = |c: TokenIdx| {
        s.tokens[c].is_rel(&["case", "punct"]) || matches!(lemma(c).as_str(), "a" | "the" | "one" | "other")
    };
    let is_listed = DISCOURSE.iter().any(|(prep, noun)| lemma(case) == *prep && lemma(head) == *noun);
    is_listed && s.children(head).all(is_plain)
}
