//! Finds what each sentence asserts: subject, predicate, object and further arguments.
//!
//! [`proposition`] reads the tree; here its propositions become assertions between chains, with polarity, factuality,
//! class and time. Ends are heads with their needed modifiers, so that nodes recur; evidence has the whole phrase.

mod arguments;
mod class;
mod discourse;
mod factuality;
mod noun_facts;
pub mod proposition;
mod quantity;
mod roles;
mod subject;
mod time;

use super::{Argument, Assertion, Chain, ChainIdx, Class, EntityType, Mention, Polarity, Statement};
use crate::Document;
use crate::analysis::{Analysis, Sentence, Upos};
use crate::lexicon::classes;
use crate::span::{Span, TokenIdx};
use proposition::{Function, Proposition, conjuncts};
use std::collections::{BTreeMap, BTreeSet};

/// Extracts assertions, in text order of predicates, linked to chains and statements.
pub fn extract(
    doc: &Document,
    analysis: &Analysis,
    mentions: &[Mention],
    chains: &[Chain],
    statements: &[Statement],
) -> Vec<Assertion> {
    let by_head = mentions.iter().map(|m| ((m.sentence, m.head), m.chain)).collect();
    let contents = contents(statements);
    let named = mentions
        .iter()
        .filter(|m| m.kind == super::MentionKind::Named)
        .flat_map(|m| m.tokens.iter().map(move |i| (m.sentence, i)))
        .collect();
    let mut out = Vec::new();
    for (number, s) in analysis.sentences.iter().enumerate() {
        let scope = Scope {
            doc,
            number,
            s,
            chains,
            by_head: &by_head,
            statements,
            contents: &contents,
            named: &named,
        };
        for p in proposition::find(s) {
            scope.assertions(&p, &mut out);
        }
        roles::find(&scope, &mut out);
    }
    distinct(out)
}

/// Spans of contents with their statements, by start.
fn contents(statements: &[Statement]) -> Vec<(Span, usize)> {
    let mut spans: Vec<(Span, usize)> =
        statements.iter().enumerate().flat_map(|(i, s)| s.content.iter().map(move |c| (*c, i))).collect();
    spans.sort_by_key(|(span, i)| (span.start(), std::cmp::Reverse(span.end()), *i));
    spans
}

/// One of each: the same ends, predicate and place told by two rules count once, the surer rule first.
fn distinct(mut found: Vec<Assertion>) -> Vec<Assertion> {
    found.sort_by(|a, b| {
        (a.sentence, place(a)).cmp(&(b.sentence, place(b))).then(b.confidence.total_cmp(&a.confidence))
    });
    let mut seen = BTreeSet::new();
    found.retain(|a| {
        let end = |e: &Option<Argument>| e.as_ref().map(|e| (e.chain, e.text.to_lowercase()));
        seen.insert((a.sentence, end(&a.subject), a.predicate.clone(), end(&a.object)))
    });
    found
}

fn place(a: &Assertion) -> usize {
    a.predicate_spans.first().map_or(0, |s| s.start())
}

/// What the assertions of one sentence are made from.
struct Scope<'a> {
    doc: &'a Document,
    number: usize,
    s: &'a Sentence,
    chains: &'a [Chain],
    by_head: &'a BTreeMap<(usize, TokenIdx), ChainIdx>,
    statements: &'a [Statement],
    contents: &'a [(Span, usize)],
    /// Tokens of names.
    named: &'a BTreeSet<(usize, TokenIdx)>,
}

impl Scope<'_> {
    fn chain(&self, head: TokenIdx) -> Option<ChainIdx> {
        self.by_head.get(&(self.number, head)).copied()
    }

    fn entity_type(&self, head: TokenIdx) -> Option<EntityType> {
        self.chain(head).map(|c| self.chains[c].entity_type)
    }

    /// The innermost statement whose content holds the span.
    fn statement(&self, span: Span) -> Option<usize> {
        let after = self.contents.partition_point(|(content, _)| content.start() <= span.start());
        let near = self.contents[after.saturating_sub(64)..after].iter().rev();
        let mut holding = near.filter(|(content, _)| content.contains(span));
        holding.next().map(|(_, i)| *i)
    }

    /// All binary assertions of a proposition.
    fn assertions(&self, p: &Proposition, out: &mut Vec<Assertion>) {
        if p.group.is_empty() || p.rule == "possessive" {
            return;
        }
        let s = self.s;
        let verb = s.tokens[p.head].lower_lemma().to_string();
        // "and neither did we": the verb meant stands elsewhere.
        if verb == "do" && p.arguments.iter().all(|a| a.function == Function::Adverb) {
            return;
        }
        let particle = proposition::particle(s, p.head);
        let base = particle.map_or(verb.clone(), |c| format!("{verb} {}", s.tokens[c].lower_lemma()));
        let agent = p.passive.then(|| super_agent(s, p)).flatten();
        let subjects: Vec<TokenIdx> = p.subject.map(|h| conjuncts(s, h)).unwrap_or_default();
        let objects: Vec<(TokenIdx, Function)> = p
            .arguments
            .iter()
            .filter(|a| matches!(a.function, Function::Object))
            .flat_map(|a| conjuncts(s, a.head))
            .filter(|h| !self.is_date(*h))
            .map(|h| (h, Function::Object))
            .collect();
        let there = self.existential(p);
        let mut add =
            |subject: Option<TokenIdx>, predicate: String, object: Option<TokenIdx>, prep: Option<&str>| {
                out.extend(self.assertion(p, subject, predicate, object, &verb, prep));
            };
        if p.passive {
            for patient in &subjects {
                add(agent, base.clone(), Some(*patient), None);
            }
        } else {
            for subject in &subjects {
                for (object, _) in &objects {
                    add(Some(*subject), base.clone(), Some(*object), None);
                }
                if objects.is_empty() && there.is_empty() && !has_link(p) {
                    add(Some(*subject), base.clone(), None, None);
                }
            }
            for (subject, place, prep) in &there {
                add(Some(*subject), format!("be {prep}"), Some(*place), Some(prep));
            }
            // "Trump and Putin met": each met the other.
            if let ([first, second], true, true) = (&subjects[..], objects.is_empty(), is_collective(&verb)) {
                add(Some(*first), base.clone(), Some(*second), None);
            }
        }
        // "held talks with": the noun says what was done with somebody, wherever the parser hangs them.
        let lent = || {
            let noun = s.tokens[objects.first()?.0].lower_lemma();
            classes::has(&verb, &noun).then_some(noun)
        };
        for a in p.arguments.iter().filter(|a| matches!(a.function, Function::Oblique | Function::Predicate))
        {
            if Some(a.head) == agent || s.tokens[a.head].deprel == "obl:tmod" || self.is_time(a.head) {
                continue;
            }
            if a.prep.iter().any(|i| s.tokens[*i].form.eq_ignore_ascii_case("according")) {
                continue;
            }
            let prep = a.prep.last().map(|i| preposition(s, *i));
            let predicate = match (a.function, &prep) {
                (Function::Predicate, _) if a.head == p.head => {
                    let prep = prep.as_deref().map(|p| format!(" {p}")).unwrap_or_default();
                    format!("be{prep}")
                }
                (_, Some(prep)) if p.passive => format!("be {} {prep}", s.tokens[p.head].lower_form()),
                (_, Some(prep)) if s.child(p.head, &["cop"]).is_some() => format!("be {base} {prep}"),
                (_, Some(prep)) => match is_partner(prep).then(lent).flatten() {
                    Some(noun) => format!("{base} {noun} {prep}"),
                    None => format!("{base} {prep}"),
                },
                _ => base.clone(),
            };
            for subject in &subjects {
                for object in conjuncts(s, a.head) {
                    add(Some(*subject), predicate.clone(), Some(object), prep.as_deref());
                }
            }
        }
        for a in p.arguments.iter().filter(|a| matches!(a.function, Function::Object | Function::Oblique)) {
            let mut link = |who: TokenIdx, predicate: String, object: TokenIdx, prep: &str| {
                out.extend(self.assertion(p, Some(who), predicate, Some(object), &verb, Some(prep)));
            };
            self.nested(p, &base, a, &mut link);
        }
    }

    /// "There is a base in Poland": the places that the base is in, with their prepositions.
    fn existential(&self, p: &Proposition) -> Vec<(TokenIdx, TokenIdx, String)> {
        let s = self.s;
        let Some(subject) = p.subject.filter(|_| s.child(p.head, &["expl"]).is_some()) else {
            return Vec::new();
        };
        let place = |n: TokenIdx| {
            let prep = preposition(s, s.children_by(n, &["case"]).next()?);
            let is_place = class::is_place(&prep) && self.entity_type(n) == Some(EntityType::Place);
            is_place.then_some((subject, n, prep))
        };
        s.children_by(subject, &["nmod"]).filter(|n| *n > subject).filter_map(place).collect()
    }

    /// "divert attention to China", "gather for a summit in Paris": what an argument's own phrase names.
    fn nested(
        &self,
        p: &Proposition,
        base: &str,
        a: &proposition::Argument,
        add: &mut impl FnMut(TokenIdx, String, TokenIdx, &str),
    ) {
        let s = self.s;
        let Some(subject) = p.subject.filter(|_| !p.passive) else { return };
        for n in s.children_by(a.head, &["nmod"]).filter(|n| *n > a.head && !self.is_time(*n)) {
            let Some(prep) = s.children_by(n, &["case"]).next() else { continue };
            let prep = preposition(s, prep);
            // "gather for a summit in Paris" is to gather in Paris, and what is done at talks with
            // someone is done with them; "speak in an interview on trade" is not to speak on it.
            let is_place = || self.entity_type(n) == Some(EntityType::Place) && class::is_place(&prep);
            let outer = a.prep.last().map(|i| preposition(s, *i)).filter(|_| is_example(&prep));
            if a.function != Function::Object && !is_place() && prep != "with" && outer.is_none() {
                continue;
            }
            let prep = outer.unwrap_or(prep);
            for who in conjuncts(s, subject) {
                for object in conjuncts(s, n).into_iter().filter(|o| self.chain(*o).is_some()) {
                    let noun = match a.function {
                        Function::Object => format!(" {}", s.tokens[a.head].lower_lemma()),
                        _ => String::new(),
                    };
                    add(who, format!("{base}{noun} {prep}"), object, &prep);
                }
            }
        }
    }

    fn assertion(
        &self,
        p: &Proposition,
        subject: Option<TokenIdx>,
        predicate: String,
        object: Option<TokenIdx>,
        verb: &str,
        prep: Option<&str>,
    ) -> Option<Assertion> {
        let s = self.s;
        if subject.is_none() && object.is_none() || subject == object {
            return None;
        }
        let predicate_spans = s.spans_of(&p.group);
        let head_span = s.tokens[p.head].span;
        let statement = self.statement(head_span);
        let entity = object.and_then(|o| self.entity_type(o));
        let class = class::class(s, p, verb, prep, entity);
        let arguments = p
            .arguments
            .iter()
            .filter(|a| !self.is_end(a, subject, object))
            .map(|a| self.argument(a))
            .collect();
        let factuality = factuality::factuality(s, p, statement.map(|i| &self.statements[i]));
        let future = matches!(factuality, super::Factuality::Planned | super::Factuality::Requested);
        let time = p.arguments.iter().find_map(|a| {
            time::resolve(s, &a.tokens, self.doc.published.as_deref(), future).filter(|_| {
                self.is_time(a.head) || a.function == Function::Oblique && s.tokens[a.head].upos == Upos::Num
            })
        });
        Some(Assertion {
            sentence: self.number,
            subject: subject.map(|h| self.end(h)),
            predicate,
            predicate_spans,
            object: object.map(|h| self.end(h)),
            arguments,
            quantities: self.quantities(p, subject, object),
            polarity: factuality::polarity(s, p),
            factuality,
            class,
            time,
            symmetric: is_collective(verb) && prep.is_none_or(|p| p == "with"),
            statement,
            confidence: p.confidence,
            rule: p.rule,
        })
    }
}

/// "areas such as China": what follows is one of them.
fn is_example(prep: &str) -> bool {
    matches!(prep, "such" | "like" | "including" | "include")
}

/// Prepositions of those that something is done with, or that it is about.
fn is_partner(prep: &str) -> bool {
    matches!(prep, "with" | "against" | "between" | "about" | "over")
}

/// A preposition as predicates have it; "regarding" and the like are no verbs there.
fn preposition(s: &Sentence, i: TokenIdx) -> String {
    let t = &s.tokens[i];
    let word = if t.xpos.starts_with("VB") { &t.form } else { &t.lemma };
    word.to_lowercase().to_string()
}

/// "by police" of a passive.
fn super_agent(s: &Sentence, p: &Proposition) -> Option<TokenIdx> {
    p.arguments.iter().find(|a| a.prep.iter().any(|i| s.tokens[*i].lemma == "by")).map(|a| a.head)
}

fn has_link(p: &Proposition) -> bool {
    p.arguments.iter().any(|a| matches!(a.function, Function::Oblique | Function::Predicate))
}

/// Verbs that several do together.
fn is_collective(verb: &str) -> bool {
    matches!(
        verb,
        "meet"
            | "negotiate"
            | "talk"
            | "discuss"
            | "confer"
            | "cooperate"
            | "clash"
            | "agree"
            | "marry"
            | "fight"
            | "merge"
            | "collaborate"
    )
}

/// An assertion that a noun phrase states.
fn noun_assertion(
    scope: &Scope<'_>,
    subject: TokenIdx,
    predicate: String,
    predicate_tokens: &[TokenIdx],
    object: TokenIdx,
    class: Class,
    rule: &'static str,
) -> Assertion {
    let s = scope.s;
    let statement = scope.statement(s.tokens[subject].span);
    let reported = statement.map(|_| super::Factuality::Reported);
    Assertion {
        sentence: scope.number,
        subject: Some(scope.end(subject)),
        predicate,
        predicate_spans: s.spans_of(predicate_tokens),
        object: Some(scope.end(object)),
        arguments: Vec::new(),
        quantities: Vec::new(),
        polarity: Polarity::Positive,
        factuality: reported.unwrap_or(super::Factuality::Asserted),
        class,
        time: None,
        symmetric: false,
        statement,
        confidence: 0.7,
        rule,
    }
}
