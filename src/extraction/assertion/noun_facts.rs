//! What noun phrases assert by the way: titles, appositions, possessives, nationalities.

use super::proposition::{Argument, Function, Proposition, phrase, without_case};
use crate::analysis::{Sentence, Upos};
use crate::lexicon::nouns::{self, NounKind};
use crate::lexicon::titles;
use crate::span::TokenIdx;

/// Finds the facts that noun phrases state.
pub(super) fn find(s: &Sentence) -> Vec<Proposition> {
    (0..s.tokens.len())
        .flat_map(|i| [apposition(s, i), title(s, i), possessive(s, i), modifier(s, i), property(s, i)])
        .flatten()
        .collect()
}

fn fact(
    s: &Sentence,
    subject: TokenIdx,
    head: TokenIdx,
    tokens: Vec<TokenIdx>,
    rule: &'static str,
    confidence: f32,
) -> Proposition {
    Proposition {
        head,
        group: Vec::new(),
        implied: Some("be"),
        subject: Some(subject),
        subject_tokens: without_case(s, subject, &[]),
        arguments: vec![Argument { function: Function::Predicate, head, tokens, prep: Vec::new() }],
        passive: false,
        matrix: None,
        rule,
        confidence,
    }
}

/// "Anselm Roche, the commission's chair": Roche be the commission's chair. Of a name and a description, the name is.
fn apposition(s: &Sentence, i: TokenIdx) -> Option<Proposition> {
    let t = &s.tokens[i];
    let up = t.head.filter(|_| t.rel() == "appos")?;
    let is_name = |x: TokenIdx| s.tokens[x].upos == Upos::Propn;
    let (subject, head) = if is_name(i) && !is_name(up) { (i, up) } else { (up, i) };
    let outside: Vec<TokenIdx> = vec![i].into_iter().filter(|x| *x != head).collect();
    let mut p = fact(s, subject, head, without_case(s, head, &outside), "apposition", 0.5);
    p.subject_tokens = without_case(s, subject, &[head]);
    Some(p)
}

/// "NATO Secretary General Mark Rutte": the words before the name are his title.
fn title(s: &Sentence, i: TokenIdx) -> Option<Proposition> {
    let t = &s.tokens[i];
    if t.upos != Upos::Propn || t.rel() == "flat" || t.rel() == "compound" {
        return None;
    }
    let name_start = name_start(s, i)?;
    let start = (0..name_start).rev().take_while(|j| belongs(s, *j, i)).last()?;
    let forms: Vec<&str> = s.tokens[start..name_start].iter().map(|t| t.form.as_str()).collect();
    let has_title = (0..forms.len())
        .any(|j| titles::longest(&forms, j).is_some_and(|(_, title)| title.kind != "honorific"));
    let is_role = nouns::kind(&s.tokens[name_start - 1].lower_lemma()) == Some(NounKind::Person);
    if !has_title && !is_role {
        return None;
    }
    let mut p = fact(s, i, name_start - 1, (start..name_start).collect(), "title", 0.55);
    p.subject_tokens = (name_start..=i.max(last_flat(s, i))).collect();
    Some(p)
}

fn last_flat(s: &Sentence, i: TokenIdx) -> TokenIdx {
    s.children_by(i, &["flat"]).max().unwrap_or(i)
}

/// Where the person's name that the token belongs to begins.
fn name_start(s: &Sentence, i: TokenIdx) -> Option<TokenIdx> {
    let name = s.names.iter().find(|n| n.tokens.contains(i) && n.kind == crate::analysis::NameKind::Per)?;
    let forms: Vec<&str> = name.tokens.iter().map(|j| s.tokens[j].form.as_str()).collect();
    let start = name.tokens.start + titles::name_start(&forms);
    (start > 0).then_some(start)
}

/// Whether a word before a name modifies it.
fn belongs(s: &Sentence, j: TokenIdx, name: TokenIdx) -> bool {
    let t = &s.tokens[j];
    let below = s.ancestors(j).take(6).any(|a| a == name);
    below
        && t.is_rel(&["compound", "amod", "nmod", "flat", "appos", "case"])
        && t.upos != Upos::Det
        && t.upos != Upos::Punct
}

/// "Rutte's alliance": a low-confidence fact, told by the printer only.
fn possessive(s: &Sentence, i: TokenIdx) -> Option<Proposition> {
    let t = &s.tokens[i];
    if t.deprel != "nmod:poss" || t.upos == Upos::Pron {
        return None;
    }
    let owned = t.head?;
    let mut p = fact(s, i, owned, without_case(s, owned, &[i]), "possessive", 0.3);
    p.implied = Some("has");
    p.subject_tokens.retain(|j| s.tokens[*j].xpos != "POS");
    Some(p)
}

/// "a commission on the river": be on. Rarely told for its own sake, so of low confidence; between names higher.
fn modifier(s: &Sentence, i: TokenIdx) -> Option<Proposition> {
    let t = &s.tokens[i];
    let noun = t.head.filter(|h| *h < i && t.rel() == "nmod" && t.deprel != "nmod:poss")?;
    let prep: Vec<TokenIdx> = s.children_by(i, &["case"]).filter(|c| *c < i).collect();
    let first = s.tokens[*prep.first()?].lower_lemma();
    let names = s.tokens[i].upos == Upos::Propn && matches!(first.as_str(), "in" | "between" | "from");
    let mut p = fact(s, noun, noun, Vec::new(), "modifier", if names { 0.5 } else { 0.2 });
    p.subject_tokens = without_case(s, noun, &[i]);
    p.arguments = vec![Argument { function: Function::Oblique, head: i, tokens: phrase(s, i, &[]), prep }];
    Some(p)
}

/// "capable forces": be capable. The least sure of all.
fn property(s: &Sentence, i: TokenIdx) -> Option<Proposition> {
    let t = &s.tokens[i];
    let noun = t.head.filter(|h| *h > i && t.rel() == "amod" && t.upos == Upos::Adj)?;
    let mut p = fact(s, noun, i, vec![i], "property", 0.1);
    p.subject_tokens = without_case(s, noun, &[i]);
    Some(p)
}
