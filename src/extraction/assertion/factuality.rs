//! Polarity and factuality of a proposition: negation wherever it sits, modality, plans, and the statement around it.

use super::proposition::Proposition;
use crate::analysis::Sentence;
use crate::extraction::{CueKind, Factuality, Polarity, Statement};
use crate::span::TokenIdx;

/// Verbs whose complement does not come true.
const NEGATING: &[&str] = &[
    "fail",
    "refuse",
    "decline",
    "deny",
    "cease",
    "stop",
    "avoid",
    "forget",
    "neglect",
    "unable",
    "unlikely",
    "unwilling",
    "reluctant",
];
/// Adjectives whose complement may come true.
const POSSIBLE: &[&str] = &["likely", "unlikely", "apt", "liable"];
/// Verbs and adjectives whose complement is a plan.
const PLANNING: &[&str] = &[
    "plan",
    "intend",
    "want",
    "hope",
    "expect",
    "agree",
    "promise",
    "pledge",
    "vow",
    "aim",
    "seek",
    "prepare",
    "decide",
    "strive",
    "try",
    "wish",
    "threaten",
    "offer",
    "schedule",
    "set",
    "go",
    "propose",
    "ready",
    "willing",
    "eager",
    "keen",
    "due",
    "determined",
    "poised",
    "prepared",
    "unwilling",
    "reluctant",
];
/// Verbs and nouns that ask for their complement.
const REQUESTING: &[&str] = &[
    "urge",
    "ask",
    "demand",
    "call",
    "order",
    "tell",
    "request",
    "require",
    "force",
    "press",
    "invite",
    "advise",
    "encourage",
    "compel",
    "persuade",
    "instruct",
    "direct",
    "implore",
    "beg",
    "appeal",
    "pressure",
    "oblige",
    "command",
];

/// Whether a verb asks for its complement.
pub(super) fn is_request(lemma: &str) -> bool {
    REQUESTING.contains(&lemma)
}

/// Grammatical negation.
pub(super) fn polarity(s: &Sentence, p: &Proposition) -> Polarity {
    let negates = |i: TokenIdx| {
        s.children_by(i, &["advmod", "det", "cc", "mark"]).any(|c| {
            matches!(
                s.tokens[c].lower_lemma().as_str(),
                "not" | "never" | "neither" | "nor" | "without" | "no" | "nobody"
            )
        })
    };
    let above = p.matrix.is_some_and(|m| NEGATING.contains(&s.tokens[m].lemma.as_str()) != negates(m));
    let subject = p.subject.is_some_and(|i| {
        matches!(s.tokens[i].lower_lemma().as_str(), "nobody" | "none" | "nothing" | "neither")
            || s.children_by(i, &["det", "cc"])
                .any(|d| matches!(s.tokens[d].lower_lemma().as_str(), "no" | "neither"))
    });
    let object = p
        .arguments
        .iter()
        .take(1)
        .any(|a| s.children_by(a.head, &["det"]).any(|d| s.tokens[d].lower_lemma() == "no"));
    if negates(p.head) || above || subject || object { Polarity::Negative } else { Polarity::Positive }
}

/// How far the text commits to it, by itself and by the statement it stands in.
pub(super) fn factuality(s: &Sentence, p: &Proposition, statement: Option<&Statement>) -> Factuality {
    match (by_words(s, p), statement.map(|s| s.kind)) {
        (_, Some(CueKind::Deny)) => Factuality::Denied,
        (Some(own), _) => own,
        (None, Some(CueKind::Order | CueKind::Ask)) => Factuality::Requested,
        (None, Some(CueKind::Promise | CueKind::Intend)) => Factuality::Planned,
        (None, Some(CueKind::Feel)) => Factuality::Possible,
        (None, Some(_)) => Factuality::Reported,
        (None, None) => Factuality::Asserted,
    }
}

/// What auxiliaries, governing verbs, conditions and questions say.
fn by_words(s: &Sentence, p: &Proposition) -> Option<Factuality> {
    let modal =
        s.children_by(p.head, &["aux"]).chain(p.matrix.into_iter().flat_map(|m| s.children_by(m, &["aux"])));
    let mut found = None;
    for aux in modal {
        match s.tokens[aux].lower_lemma().as_str() {
            "may" | "might" | "could" | "would" | "can" => found = Some(Factuality::Possible),
            "will" | "shall" => found = found.or(Some(Factuality::Planned)),
            "should" | "must" => found = found.or(Some(Factuality::Requested)),
            _ => {}
        }
    }
    let governor = p.matrix.or_else(|| {
        let t = &s.tokens[p.head];
        let is_to = s.children_by(p.head, &["mark"]).any(|m| s.tokens[m].lemma == "to");
        t.head.filter(|_| t.rel() == "xcomp" || is_to)
    });
    let lemma = governor.map(|g| s.tokens[g].lower_lemma());
    if let Some(lemma) = lemma {
        if POSSIBLE.contains(&lemma.as_str()) {
            found = found.or(Some(Factuality::Possible));
        } else if REQUESTING.contains(&lemma.as_str()) {
            found = found.or(Some(Factuality::Requested));
        } else if PLANNING.contains(&lemma.as_str()) {
            found = found.or(Some(Factuality::Planned));
        }
    }
    let conditional = s.ancestors(p.head).any(|a| {
        s.tokens[a].rel() == "advcl"
            && s.children_by(a, &["mark"])
                .any(|m| matches!(s.tokens[m].lemma.as_str(), "if" | "unless" | "whether"))
    });
    let question = s.tokens.last().is_some_and(|t| t.form == "?") && s.tokens[p.head].rel() == "root";
    if conditional || question { Some(Factuality::Possible) } else { found }
}
