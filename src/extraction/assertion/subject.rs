//! The subject of a clause: its own, an antecedent's, or one that a verb above hands down.

use crate::analysis::{Sentence, Token, Upos};
use crate::lexicon::nouns::{self, NounKind};
use crate::span::TokenIdx;

/// A clause's subject, and by which rule it was found.
pub(super) struct Subject {
    pub(super) head: Option<TokenIdx>,
    pub(super) rule: &'static str,
    pub(super) confidence: f32,
    pub(super) shares_auxiliaries: bool,
}

pub(super) fn subject(s: &Sentence, head: TokenIdx) -> Option<Subject> {
    let t = &s.tokens[head];
    let found = |head: TokenIdx, rule, confidence| {
        Some(Subject { head: Some(head), rule, confidence, shares_auxiliaries: false })
    };
    if let Some(own) = own_subject(s, head) {
        return match relative_antecedent(s, head, own) {
            Some(antecedent) => found(antecedent, "relative clause", 0.75),
            None if is_relative_pronoun(&s.tokens[own]) => None,
            None => found(own, "clause", if s.tokens[own].rel() == "expl" { 0.6 } else { 0.9 }),
        };
    }
    let up = t.head?;
    match t.deprel.as_str() {
        "conj" => {
            let inherited = subject(s, up)?;
            let same_form = s.tokens[up].xpos == t.xpos || t.xpos == "VB";
            let is_finite = matches!(t.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD");
            let rule = if inherited.rule == "clause" { "conjunct" } else { inherited.rule };
            let shares = same_form && !is_finite && s.child(head, &["aux", "aux:pass", "cop"]).is_none();
            Some(Subject {
                rule,
                confidence: inherited.confidence - 0.05,
                shares_auxiliaries: shares,
                ..inherited
            })
        }
        "xcomp" => match s.child(up, &["obj", "iobj"]) {
            Some(object) if t.upos == Upos::Verb => found(object, "object control", 0.6),
            Some(_) => None,
            None => subject(s, up).map(|x| Subject { rule: "complement", shares_auxiliaries: false, ..x }),
        },
        "advcl" if matches!(t.xpos.as_str(), "VBG" | "VBN") => {
            if let Some(actor) = beside(s, up, head).filter(|_| t.xpos == "VBG") {
                return found(actor, "participle", 0.6);
            }
            let matrix = subject(s, up)?;
            Some(Subject {
                rule: "adverbial participle",
                confidence: 0.7,
                shares_auxiliaries: false,
                ..matrix
            })
        }
        "advcl" if t.xpos == "VB" => found(asked(s, up, head)?, "object control", 0.6),
        "acl" if matches!(t.xpos.as_str(), "VBG" | "VBN") && s.child(head, &["mark"]).is_none() => {
            found(bearer(s, up), "participle", 0.72)
        }
        "root" | "parataxis" | "ccomp" => {
            let imperative = t.xpos == "VB" || s.child(head, &["obj", "obl"]).is_none();
            (!imperative).then_some(Subject {
                head: None,
                rule: "no subject",
                confidence: 0.3,
                shares_auxiliaries: false,
            })
        }
        _ => None,
    }
}

/// "trusts in the delegation *leading* the talks": who stands right before a participle in a phrase of its own does it, though
/// the tree hangs it on the verb.
fn beside(s: &Sentence, verb: TokenIdx, participle: TokenIdx) -> Option<TokenIdx> {
    let acts = |c: &TokenIdx| {
        let kind = nouns::kind(&s.tokens[*c].lower_lemma());
        matches!(kind, Some(NounKind::Person | NounKind::Group | NounKind::Organization))
    };
    let is_last = |c: &TokenIdx| s.subtree(*c).last().is_some_and(|last| last + 1 == participle);
    let of_object = s.child(verb, &["obj"]).into_iter().flat_map(|o| s.children_by(o, &["nmod"]));
    let phrases = s.children_by(verb, &["obl"]).chain(of_object);
    phrases.filter(|c| *c < participle).find(|c| acts(c) && is_last(c))
}

/// Whom the verb asks or lets do what an infinitive behind it says: "ordered *Poland* to pay", "called on *Paris* to help".
fn asked(s: &Sentence, verb: TokenIdx, infinitive: TokenIdx) -> Option<TokenIdx> {
    let lemma = s.tokens[verb].lower_lemma();
    let is_to = s.children_by(infinitive, &["mark"]).any(|m| s.tokens[m].lemma == "to");
    if !is_to
        || !(super::factuality::is_request(&lemma)
            || matches!(lemma.as_str(), "allow" | "let" | "permit" | "help"))
    {
        return None;
    }
    let calls = |o: &TokenIdx| {
        s.children_by(*o, &["case"]).any(|c| matches!(s.tokens[c].lemma.as_str(), "on" | "upon"))
    };
    let object = s.child(verb, &["obj", "iobj"]);
    let object = object.or_else(|| s.children_by(verb, &["obl"]).filter(|_| lemma == "call").find(calls));
    object.filter(|o| *o < infinitive)
}

fn own_subject(s: &Sentence, head: TokenIdx) -> Option<TokenIdx> {
    let outer = s.children(head).find(|c| s.tokens[*c].deprel == "nsubj:outer");
    s.child(head, &["nsubj", "csubj"]).or_else(|| s.child(head, &["expl"])).or(outer)
}

pub(super) fn is_relative_pronoun(t: &Token) -> bool {
    matches!(t.xpos.as_str(), "WDT" | "WP") && matches!(t.lemma.as_str(), "who" | "which" | "that" | "whom")
}

/// The noun that a relative pronoun as subject stands for.
fn relative_antecedent(s: &Sentence, head: TokenIdx, own: TokenIdx) -> Option<TokenIdx> {
    if !is_relative_pronoun(&s.tokens[own]) {
        return None;
    }
    let clause = s.ancestors(head).find(|a| s.tokens[*a].deprel.starts_with("acl"))?;
    Some(bearer(s, s.tokens[clause].head?))
}

/// "He is the man who …", "It is a club founded in …": the man is he, the club it.
fn bearer(s: &Sentence, noun: TokenIdx) -> TokenIdx {
    let has_copula = s.child(noun, &["cop"]).is_some();
    let own = || {
        subject(s, noun)?.head.filter(|o| !is_relative_pronoun(&s.tokens[*o]) && s.tokens[*o].rel() != "expl")
    };
    has_copula.then(own).flatten().unwrap_or(noun)
}
