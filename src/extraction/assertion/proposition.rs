//! Propositions: what each predicate of a sentence says of which arguments, as tokens.
//!
//! The one extractor behind the graph's assertions and the OpenIE printers. Follows the clause-based tradition (ClausIE,
//! Del Corro and Gemulla 2013; MinIE, Gashteovski et al. 2017) on Universal Dependencies.

use super::discourse::is_discourse;
use super::noun_facts;
use super::subject::{is_relative_pronoun, subject};
use crate::analysis::{Sentence, Upos};
use crate::lexicon::classes;
use crate::span::TokenIdx;

/// What an argument is to its predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// Direct or indirect object.
    Object,
    /// Noun or adjective of a copula.
    Predicate,
    /// Phrase with a preposition, or a bare one of time or measure.
    Oblique,
    /// Clause as complement.
    Clause,
    /// Adverb.
    Adverb,
    /// Clause of time, reason, condition.
    Adverbial,
}

/// An argument: its head, and the tokens of its full phrase with the preposition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// What it is.
    pub function: Function,
    /// The token its phrase hangs by.
    pub head: TokenIdx,
    /// The phrase, sorted, without relative clauses and outer appositions.
    pub tokens: Vec<TokenIdx>,
    /// Preposition or subordinator, part of `tokens`; empty for none.
    pub prep: Vec<TokenIdx>,
}

/// A predicate with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposition {
    /// Verb, predicate noun or adjective.
    pub head: TokenIdx,
    /// Auxiliaries, copula, head, particle, negation; sorted. Without the head for predicate nouns.
    pub group: Vec<TokenIdx>,
    /// Word that the relation needs and the text leaves out: "be", "have".
    pub implied: Option<&'static str>,
    /// Head of the subject; `None` only where the text has none.
    pub subject: Option<TokenIdx>,
    /// The subject's phrase, sorted.
    pub subject_tokens: Vec<TokenIdx>,
    /// In the order they are told: object first, then the others by place.
    pub arguments: Vec<Argument>,
    /// Whether the subject is the one acted upon.
    pub passive: bool,
    /// The verb above that the predicate completes ("agreed to *help*").
    pub matrix: Option<TokenIdx>,
    /// Name of the rule.
    pub rule: &'static str,
    /// 0..=1, by the rule.
    pub confidence: f32,
}

/// Finds the propositions of a sentence, in order of their predicates.
pub fn find(s: &Sentence) -> Vec<Proposition> {
    let mut out = Vec::new();
    for head in 0..s.tokens.len() {
        if is_predicate(s, head) {
            out.extend(clause(s, head));
        }
    }
    out.extend(noun_facts::find(s));
    out.sort_by_key(|p| p.head);
    out
}

/// Whether a token heads a clause.
fn is_predicate(s: &Sentence, i: TokenIdx) -> bool {
    let t = &s.tokens[i];
    if t.is_rel(&[
        "aux", "cop", "case", "mark", "fixed", "flat", "compound", "amod", "punct", "det", "cc", "advmod",
        "goeswith",
    ]) {
        return false;
    }
    let has = |rels: &[&str]| s.child(i, rels).is_some();
    t.upos == Upos::Verb
        || has(&["cop"])
        || has(&["nsubj"]) && (has(&["obj", "aux"]) || t.xpos.starts_with("VB"))
}

/// Whether the verb merges with the predicate above it: "tries to woo", "was able to reinforce".
fn merges(s: &Sentence, i: TokenIdx) -> bool {
    let t = &s.tokens[i];
    t.rel() == "xcomp"
        && t.upos == Upos::Verb
        && t.head.is_some_and(|up| s.child(up, &["obj", "iobj"]).is_none() && takes_infinitives(s, up))
}

/// Verbs, and adjectives with a copula whose subject does what the infinitive says ("eager to", not "easy to").
fn takes_infinitives(s: &Sentence, i: TokenIdx) -> bool {
    let t = &s.tokens[i];
    let is_about_the_object = || {
        matches!(
            t.lemma.as_str(),
            "easy"
                | "hard"
                | "difficult"
                | "impossible"
                | "tough"
                | "fun"
                | "simple"
                | "important"
                | "good"
                | "nice"
        )
    };
    t.upos == Upos::Verb || t.upos == Upos::Adj && s.child(i, &["cop"]).is_some() && !is_about_the_object()
}

fn clause(s: &Sentence, head: TokenIdx) -> Option<Proposition> {
    let t = &s.tokens[head];
    // "tries to woo" is told under the lower verb.
    if s.children_by(head, &["xcomp"]).any(|x| merges(s, x)) {
        return None;
    }
    let found = subject(s, head)?;
    let matrix = merges(s, head).then_some(t.head).flatten();
    let has_cop = s.child(head, &["cop"]).is_some();
    let mut group = group(s, head, has_cop);
    if let Some(up) = matrix {
        group.extend(super::proposition::group(s, up, false));
        group.extend(s.children_by(head, &["mark"]));
        group.sort_unstable();
        group.dedup();
    }
    if found.shares_auxiliaries {
        group.extend(shared_auxiliaries(s, head));
        group.sort_unstable();
    }
    let passive = s.children(head).any(|c| matches!(s.tokens[c].deprel.as_str(), "nsubj:pass" | "aux:pass"))
        || found.rule == "participle" && t.xpos == "VBN";
    let mut arguments = arguments(s, head, has_cop, found.head);
    if let Some(up) = matrix {
        arguments.extend(arguments_of_matrix(s, up, head));
    }
    arguments.retain(|a| Some(a.head) != found.head);
    let implied = (found.rule == "participle" && t.xpos == "VBN").then_some("be");
    let in_complement = s.ancestors(head).any(|a| s.tokens[a].rel() == "ccomp");
    let confidence =
        found.confidence - if in_complement { 0.05 } else { 0.0 } - 0.01 * arguments.len().min(5) as f32;
    Some(Proposition {
        head,
        group,
        implied,
        subject: found.head,
        subject_tokens: found.head.map_or_else(Vec::new, |h| without_case(s, h, &[head])),
        arguments,
        passive,
        matrix,
        rule: found.rule,
        confidence,
    })
}

/// A phrase without its preposition, as when an antecedent stands in one.
pub(super) fn without_case(s: &Sentence, head: TokenIdx, outside: &[TokenIdx]) -> Vec<TokenIdx> {
    let case = s.children_by(head, &["case"]).filter(|c| s.tokens[*c].xpos != "POS");
    // A predicate noun's clause is none of its phrase.
    let clause = ["nsubj", "csubj", "cop", "aux", "mark", "advcl", "expl", "cc"];
    let copula = s.child(head, &["cop"]);
    let fronted = |c: &TokenIdx| s.tokens[*c].is_rel(&clause) || copula.is_some_and(|cop| *c < cop);
    let of_clause = copula.into_iter().flat_map(|_| s.children(head).filter(fronted));
    let outside: Vec<TokenIdx> = case.chain(of_clause).chain(outside.iter().copied()).collect();
    phrase(s, head, &outside)
}

/// The particle of a verb: what the parser calls so, or the adverb right behind that the lexicon knows with the verb ("pulled
/// back its army").
pub(super) fn particle(s: &Sentence, verb: TokenIdx) -> Option<TokenIdx> {
    let lemma = |i: TokenIdx| s.tokens[i].lower_lemma();
    let is_known = |c: TokenIdx| c == verb + 1 && classes::has(&lemma(verb), &lemma(c));
    s.child(verb, &["compound:prt"])
        .or_else(|| s.children(verb).find(|c| s.tokens[*c].deprel == "advmod" && is_known(*c)))
}

/// Auxiliaries, copula, head, particle, negation and the adverbs between them.
fn group(s: &Sentence, head: TokenIdx, has_cop: bool) -> Vec<TokenIdx> {
    let particle = particle(s, head);
    let mut tokens: Vec<TokenIdx> = s
        .children(head)
        .filter(|c| {
            let t = &s.tokens[*c];
            matches!(t.rel(), "aux" | "cop") || Some(*c) == particle || t.lemma == "not" || t.lemma == "never"
        })
        .collect();
    if !has_cop || s.tokens[head].upos == Upos::Adj && has_phrases(s, head) {
        tokens.push(head);
    }
    if let Some(first) = tokens.iter().min().copied() {
        let last = tokens.iter().max().copied().unwrap_or(first);
        let between = s
            .children_by(head, &["advmod"])
            .filter(|a| first < *a && *a < last && s.child(*a, &["advmod", "obl"]).is_none());
        tokens.extend(between.filter(|a| !is_connective(&s.tokens[*a].lemma)));
    }
    tokens.sort_unstable();
    tokens.dedup();
    tokens
}

fn is_connective(lemma: &str) -> bool {
    matches!(lemma, "then" | "also" | "now" | "when" | "where" | "how" | "why" | "however" | "there")
}

fn has_phrases(s: &Sentence, head: TokenIdx) -> bool {
    s.children_by(head, &["obl", "xcomp", "ccomp", "advcl"]).any(|c| c > head)
}

fn shared_auxiliaries(s: &Sentence, head: TokenIdx) -> Vec<TokenIdx> {
    let Some(up) = s.tokens[head].head else { return Vec::new() };
    s.children_by(up, &["aux"]).filter(|a| *a < up).collect()
}

fn arguments(s: &Sentence, head: TokenIdx, has_cop: bool, subject: Option<TokenIdx>) -> Vec<Argument> {
    let mut out = Vec::new();
    if has_cop && !(s.tokens[head].upos == Upos::Adj && has_phrases(s, head)) {
        let outside: Vec<TokenIdx> = s
            .children_by(
                head,
                &[
                    "nsubj",
                    "csubj",
                    "cop",
                    "aux",
                    "expl",
                    "advcl",
                    "parataxis",
                    "mark",
                    "cc",
                    "punct",
                    "ccomp",
                ],
            )
            .collect();
        // "Often, objects are far away": what stands before the subject is no part of what they are.
        let copula = s.child(head, &["cop"]).unwrap_or(head);
        let fronted = s.children_by(head, &["obl", "advmod"]).filter(|c| *c < copula);
        let outside: Vec<TokenIdx> = outside.into_iter().chain(fronted).collect();
        let mut tokens = phrase(s, head, &outside);
        tokens.retain(|i| s.tokens[*i].lemma != "not" || s.tokens[*i].head != Some(head));
        let prep: Vec<TokenIdx> = s.children_by(head, &["case"]).collect();
        out.push(Argument { function: Function::Predicate, head, tokens, prep });
    }
    let (mut later, mut fronted) = (Vec::new(), Vec::new());
    for c in s.children(head).filter(|c| Some(*c) != subject) {
        if has_cop && out.first().is_some_and(|predicate: &Argument| predicate.tokens.contains(&c)) {
            continue;
        }
        let Some(function) = function(s, c).filter(|_| !is_discourse(s, c)) else { continue };
        let argument = argument(s, c, function);
        match function {
            Function::Object => out.push(argument),
            _ if c > head => later.push(argument),
            _ => fronted.push(argument),
        }
    }
    out.extend(relative_argument(s, head, subject));
    later.sort_by_key(|a| (a.function == Function::Adverbial, a.function == Function::Adverb, a.head));
    out.extend(later);
    out.extend(fronted);
    out
}

/// "gimmicks she used", "the line in which it runs": the noun before a relative clause is an argument in it.
fn relative_argument(s: &Sentence, head: TokenIdx, subject: Option<TokenIdx>) -> Option<Argument> {
    let t = &s.tokens[head];
    let noun = t.head.filter(|_| t.deprel == "acl:relcl")?;
    if subject == Some(noun) || subject.is_none() {
        return None;
    }
    let tokens = without_case(s, noun, &[]);
    let pronoun = s.children(head).find(|c| is_relative_pronoun(&s.tokens[*c]));
    match pronoun.map(|p| (p, s.tokens[p].rel())) {
        Some((p, "obl")) => {
            let prep: Vec<TokenIdx> = s.children_by(p, &["case"]).collect();
            let mut all = prep.clone();
            all.extend(tokens);
            Some(Argument { function: Function::Oblique, head: noun, tokens: all, prep })
        }
        Some((_, "obj")) => {
            Some(Argument { function: Function::Object, head: noun, tokens, prep: Vec::new() })
        }
        Some(_) => None,
        None if s.child(head, &["obj", "cop"]).is_none()
            && s.child(head, &["advmod"]).is_none_or(|a| s.tokens[a].xpos != "WRB") =>
        {
            Some(Argument { function: Function::Object, head: noun, tokens, prep: Vec::new() })
        }
        None => None,
    }
}

/// Phrases of the verb above a merged one that come after both: "agreed on Monday to help".
fn arguments_of_matrix(s: &Sentence, up: TokenIdx, head: TokenIdx) -> Vec<Argument> {
    let mine = s.children_by(up, &["obl"]).filter(|c| *c != head);
    mine.map(|c| argument(s, c, Function::Oblique)).collect()
}

fn argument(s: &Sentence, head: TokenIdx, function: Function) -> Argument {
    let tokens = match function {
        Function::Clause | Function::Adverbial => trimmed(s, s.subtree(head)),
        _ => phrase(s, head, &[]),
    };
    let prep = s.children_by(head, &["case", "mark"]).filter(|p| tokens.contains(p)).collect::<Vec<_>>();
    let fixed = prep.iter().flat_map(|p| s.children_by(*p, &["fixed"])).collect::<Vec<_>>();
    let mut prep: Vec<TokenIdx> = prep.into_iter().chain(fixed).collect();
    prep.sort_unstable();
    Argument { function, head, tokens, prep }
}

fn function(s: &Sentence, c: TokenIdx) -> Option<Function> {
    let t = &s.tokens[c];
    match t.rel() {
        "obj" | "iobj" => (!is_relative_pronoun(t)).then_some(Function::Object),
        "obl" => (!is_relative_pronoun(t)).then_some(Function::Oblique),
        "ccomp" => Some(Function::Clause),
        "xcomp" if t.upos != Upos::Verb => Some(Function::Predicate),
        "xcomp" => {
            s.tokens[t.head?].upos.eq(&Upos::Verb).then_some(Function::Clause).filter(|_| !merges(s, c))
        }
        "advmod" => {
            let is_word = !is_connective(&t.lemma) && !matches!(t.lemma.as_str(), "not" | "never");
            let is_particle = t.head.is_some_and(|verb| particle(s, verb) == Some(c));
            (is_word && !is_particle).then_some(Function::Adverb)
        }
        "advcl" => s.child(c, &["mark"]).is_some().then_some(Function::Adverbial),
        _ => None,
    }
}

/// The phrase under a head without what is told apart: relative clauses, outer appositions, conjoined clauses.
pub(super) fn phrase(s: &Sentence, head: TokenIdx, outside: &[TokenIdx]) -> Vec<TokenIdx> {
    let cut = |i: TokenIdx| {
        let t = &s.tokens[i];
        t.deprel == "acl:relcl"
            || t.rel() == "acl" && t.head == Some(head) && i > head && s.is_set_off(i)
            || t.rel() == "appos" && t.head == Some(head)
            || t.is_rel(&["parataxis", "discourse", "vocative"])
            || outside.contains(&i)
            || t.rel() == "conj" && t.head == Some(head) && s.child(i, &["nsubj"]).is_some()
    };
    trimmed(s, s.subtree_without(head, cut))
}

/// Without punctuation and conjunctions at the ends.
pub(super) fn trimmed(s: &Sentence, mut tokens: Vec<TokenIdx>) -> Vec<TokenIdx> {
    let is_edge = |i: TokenIdx| matches!(s.tokens[i].upos, Upos::Punct) || s.tokens[i].rel() == "cc";
    while tokens.last().is_some_and(|i| is_edge(*i)) {
        tokens.pop();
    }
    let lead = tokens.iter().take_while(|i| is_edge(**i)).count();
    tokens.drain(..lead);
    tokens
}

/// The head and its conjuncts, each a noun phrase of its own.
pub fn conjuncts(s: &Sentence, head: TokenIdx) -> Vec<TokenIdx> {
    let is_noun =
        |i: &TokenIdx| matches!(s.tokens[*i].upos, Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num);
    std::iter::once(head).chain(s.children_by(head, &["conj"]).filter(is_noun)).collect()
}
