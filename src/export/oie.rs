//! Open information extraction: one sentence's propositions as tuples, in the conventions of the benchmarks.
//!
//! `oie` rows are `sentence, confidence, relation, arg1, arg2, …` with all arguments; `triples` rows have one binary fact
//! each, the preposition with the relation. Forms are printed as they stand; a word the text leaves out is "be" or "has".

use crate::analysis::{Sentence, Upos};
use crate::extraction::assertion::proposition::{self, Argument, Function, Proposition, conjuncts};
use crate::span::TokenIdx;

/// A row: relation and arguments, with how sure it is.
#[derive(Clone, Debug, PartialEq)]
pub struct Tuple {
    /// 0..=1.
    pub confidence: f32,
    /// The relation's words.
    pub relation: String,
    /// Subject, object, further arguments.
    pub arguments: Vec<String>,
}

fn words(s: &Sentence, tokens: &[TokenIdx]) -> String {
    tokens.iter().map(|i| s.tokens[*i].form.as_str()).collect::<Vec<_>>().join(" ")
}

/// The words of a relation as they stand, with more words behind.
fn stated(s: &Sentence, p: &Proposition, more: &[TokenIdx]) -> String {
    [words(s, &p.group), words(s, more)]
        .iter()
        .filter(|part| !part.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" ")
}

/// The same with the word that the text leaves out.
fn relation(s: &Sentence, p: &Proposition, more: &[TokenIdx]) -> String {
    let group = [p.implied.unwrap_or("").to_owned(), stated(s, p, more)];
    group.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

/// Tuples with all arguments.
pub fn tuples(s: &Sentence) -> Vec<Tuple> {
    proposition::find(s).iter().filter_map(|p| tuple(s, p)).collect()
}

fn tuple(s: &Sentence, p: &Proposition) -> Option<Tuple> {
    p.subject?;
    let mut more = Vec::new();
    let mut arguments = vec![words(s, &p.subject_tokens)];
    for (n, a) in p.arguments.iter().enumerate() {
        let mut tokens = a.tokens.clone();
        let moves = n == 0
            && (a.function == Function::Oblique && a.head > p.head
                || a.function == Function::Clause && that(s, a));
        if moves {
            more = a.prep.clone();
            tokens.retain(|i| !more.contains(i));
        }
        if !tokens.is_empty() {
            arguments.push(words(s, &tokens));
        }
    }
    let relation = relation(s, p, &more);
    (!relation.is_empty() && arguments.len() > 1).then_some(Tuple {
        confidence: p.confidence,
        relation,
        arguments,
    })
}

fn that(s: &Sentence, a: &Argument) -> bool {
    a.prep.first().is_some_and(|i| s.tokens[*i].lemma == "that")
}

/// Binary facts.
pub fn triples(s: &Sentence) -> Vec<Tuple> {
    let mut out: Vec<Tuple> = Vec::new();
    for p in proposition::find(s).iter().filter(|p| !p.group.is_empty() && p.rule != "possessive") {
        binary(s, p, &mut out);
    }
    let mut seen = std::collections::BTreeSet::new();
    out.retain(|t| seen.insert((t.relation.clone(), t.arguments.clone())));
    out
}

fn binary(s: &Sentence, p: &Proposition, out: &mut Vec<Tuple>) {
    let Some(subject) = p.subject else { return };
    let subjects: Vec<String> = conjuncts(s, subject).into_iter().map(|h| bare(s, h, &[])).collect();
    let object = p.arguments.iter().find(|a| a.function == Function::Object);
    let mut add = |relation: String, argument: String| {
        for subject in subjects.iter().filter(|_| !argument.is_empty() && !relation.is_empty()) {
            let arguments = vec![subject.clone(), argument.clone()];
            out.push(Tuple { confidence: p.confidence, relation: relation.clone(), arguments });
        }
    };
    for a in p.arguments.iter().filter(|a| matches!(a.function, Function::Object | Function::Predicate)) {
        let heads = if a.function == Function::Object { conjuncts(s, a.head) } else { vec![a.head] };
        for head in heads {
            let tokens = if head == a.head && a.function == Function::Predicate {
                a.tokens.clone()
            } else {
                Vec::new()
            };
            let (mut prep, rest) = split(&tokens, &a.prep);
            let text = if rest.is_empty() { bare(s, head, &[]) } else { without_conjuncts(s, head, &rest) };
            add(stated(s, p, &prep), text);
            // "was considered to be the patron of …"
            let linked = head != p.head && !prep.is_empty();
            prep.extend(s.children_by(head, &["cop"]).filter(|_| linked));
            nested(s, &stated(s, p, &prep), head, &mut add);
        }
    }
    let cut = object.map(|o| cut_to_head(s, o.head)).unwrap_or_default();
    for a in p.arguments.iter().filter(|a| a.function == Function::Oblique) {
        if a.prep.is_empty() && object.is_none() {
            continue;
        }
        for head in conjuncts(s, a.head) {
            let mut more = cut.clone();
            more.extend(direction(s, p.head, &a.prep));
            more.extend(&a.prep);
            let base = stated(s, p, &more);
            add(base.clone(), bare(s, head, &a.prep));
            nested(s, &base, head, &mut add);
        }
    }
    if let Some(a) = p.arguments.iter().find(|a| a.function == Function::Clause && that(s, a)) {
        let (prep, rest) = split(&a.tokens, &a.prep);
        add(stated(s, p, &prep), words(s, &rest));
    }
}

/// "switched *over* to": the adverb of direction between verb and preposition.
fn direction(s: &Sentence, verb: TokenIdx, prep: &[TokenIdx]) -> Option<TokenIdx> {
    let at = prep.first()?.checked_sub(1).filter(|at| *at == verb + 1)?;
    let is_direction = matches!(
        s.tokens[at].form.as_str(),
        "over"
            | "back"
            | "away"
            | "out"
            | "up"
            | "down"
            | "off"
            | "on"
            | "in"
            | "around"
            | "together"
            | "along"
            | "through"
    );
    (is_direction && s.tokens[at].rel() == "advmod").then_some(at)
}

fn split(tokens: &[TokenIdx], prep: &[TokenIdx]) -> (Vec<TokenIdx>, Vec<TokenIdx>) {
    tokens.iter().partition(|i| prep.contains(i))
}

/// "an arm of the law": relation + head phrase + preposition, and the noun behind it; two deep.
fn nested(s: &Sentence, relation: &str, head: TokenIdx, add: &mut impl FnMut(String, String)) {
    nested_to(s, relation, head, 2, add);
}

fn nested_to(
    s: &Sentence,
    relation: &str,
    head: TokenIdx,
    depth: usize,
    add: &mut impl FnMut(String, String),
) {
    for n in s.children_by(head, &["nmod"]).filter(|n| *n > head) {
        let prep: Vec<TokenIdx> = s.children_by(n, &["case"]).filter(|c| *c < n).collect();
        if prep.is_empty() || depth == 0 {
            continue;
        }
        let base = format!("{relation} {} {}", words(s, &premodified(s, head)), words(s, &prep));
        for object in conjuncts(s, n) {
            add(base.clone(), bare(s, object, &prep));
        }
        nested_to(s, &base, n, depth - 1, add);
    }
    for clause in
        s.children_by(head, &["acl"]).filter(|c| *c > head && s.tokens[*c].deprel == "acl" && depth == 2)
    {
        participle(s, relation, head, clause, add);
    }
}

/// "a raider to enter the waters": relation + head phrase + verb, and the verb's object or phrase.
fn participle(
    s: &Sentence,
    relation: &str,
    head: TokenIdx,
    clause: TokenIdx,
    add: &mut impl FnMut(String, String),
) {
    let mut verb: Vec<TokenIdx> = s.children_by(clause, &["mark", "aux"]).filter(|c| *c < clause).collect();
    verb.push(clause);
    let base = format!("{relation} {} {}", words(s, &premodified(s, head)), words(s, &verb));
    let object = s.child(clause, &["obj"]);
    for o in object.iter().flat_map(|o| conjuncts(s, *o)) {
        add(base.clone(), bare(s, o, &[]));
    }
    for o in s.children_by(clause, &["obl"]) {
        let prep: Vec<TokenIdx> = s.children_by(o, &["case"]).filter(|c| *c < o).collect();
        let mut more = object.map(|o| cut_to_head(s, o)).unwrap_or_default();
        more.extend(&prep);
        if !prep.is_empty() {
            add(format!("{base} {}", words(s, &more)), bare(s, o, &prep));
        }
    }
}

/// The head with what stands before it and its of-phrases.
fn cut_to_head(s: &Sentence, head: TokenIdx) -> Vec<TokenIdx> {
    let of = |i: TokenIdx| s.children_by(i, &["case"]).any(|c| s.tokens[c].lemma == "of");
    s.subtree_without(head, |i| {
        let t = &s.tokens[i];
        i > head && t.head == Some(head) && !(t.rel() == "nmod" && of(i)) && t.rel() != "flat"
            || t.rel() == "conj"
            || t.rel() == "punct"
            || t.deprel.starts_with("acl")
    })
}

/// The head with the modifiers that stand before it.
fn premodified(s: &Sentence, head: TokenIdx) -> Vec<TokenIdx> {
    let belongs = |i: TokenIdx| {
        let t = &s.tokens[i];
        t.is_rel(&["amod", "compound", "det", "nummod", "nmod", "flat"]) && i < head || t.rel() == "flat"
    };
    s.subtree_without(head, |i| s.tokens[i].head == Some(head) && !belongs(i))
}

/// A phrase without its conjuncts, clauses, appositions and quotation marks.
fn bare(s: &Sentence, head: TokenIdx, prep: &[TokenIdx]) -> String {
    // "over 100 years after his death" is a phrase of "after"; a predicate noun's clause is no part of its phrase.
    let from = prep.first().copied().unwrap_or(0);
    let copula = s.child(head, &["cop"]);
    let of_clause = |i: TokenIdx| {
        copula.is_some_and(|cop| i <= cop || s.tokens[i].is_rel(&["nsubj", "csubj", "aux", "mark"]))
    };
    let cut = |i: TokenIdx| {
        let t = &s.tokens[i];
        t.deprel.starts_with("acl")
            || t.is_rel(&["appos", "advcl", "parataxis"])
            || t.head == Some(head) && i < head && (i < from || of_clause(i))
            || t.rel() == "conj" && t.head == Some(head)
            || t.rel() == "cc" && t.head == Some(head)
            || prep.contains(&i)
            || t.rel() == "case" && t.head == Some(head) && t.xpos != "POS"
    };
    let tokens = s.subtree_without(head, cut);
    words(s, &proposition_trim(s, tokens))
}

fn without_conjuncts(s: &Sentence, head: TokenIdx, tokens: &[TokenIdx]) -> String {
    let out: Vec<TokenIdx> = s
        .children_by(head, &["conj", "cc", "appos", "advcl"])
        .chain(s.children(head).filter(|c| s.tokens[*c].deprel.starts_with("acl")))
        .flat_map(|c| s.subtree(c))
        .collect();
    let kept: Vec<TokenIdx> = tokens.iter().copied().filter(|i| !out.contains(i)).collect();
    words(s, &proposition_trim(s, kept))
}

/// Without punctuation at the ends and quotation marks anywhere.
fn proposition_trim(s: &Sentence, mut tokens: Vec<TokenIdx>) -> Vec<TokenIdx> {
    tokens.retain(|i| !matches!(s.tokens[*i].form.as_str(), "``" | "''" | "\"" | "“" | "”"));
    while tokens.last().is_some_and(|i| s.tokens[*i].upos == Upos::Punct) {
        tokens.pop();
    }
    let lead = tokens.iter().take_while(|i| s.tokens[**i].upos == Upos::Punct).count();
    tokens.drain(..lead);
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Analyzer;

    /// `subject | relation | argument` of each fact of a sentence.
    fn facts(text: &str) -> Vec<String> {
        let analysis = Analyzer::new().analyze(text);
        let line =
            |t: &Tuple| format!("{} | {} | {}", t.arguments[0], t.relation, t.arguments[1..].join(" "));
        triples(&analysis.sentences[0]).iter().map(line).collect()
    }

    #[track_caller]
    fn check(text: &str, wanted: &str) {
        let facts = facts(text);
        assert!(facts.iter().any(|fact| fact == wanted), "`{wanted}` is not in {facts:#?}");
    }

    #[test]
    fn relations_have_prepositions_and_adverbs_of_direction() {
        check("She moved back to Lyon.", "She | moved back to | Lyon");
        check("The stone was laid over 100 years after his death.", "The stone | was laid after | his death");
    }

    #[test]
    fn predicates_are_without_what_stands_before_the_subject() {
        check("Often, objects are quite small.", "objects | are | quite small");
        check("In England, murder is an offence.", "murder | is | an offence");
        check("Acme is a company founded in Lyon.", "Acme | founded in | Lyon");
    }
}
