//! Sources in phrases: "according to X", "per X", "in the words of X", "in X's view", "in a poll".

use super::candidates::can_speak;
use super::spans::{content, source, tokens_in};
use super::{Context, Draft};
use crate::analysis::{Sentence, Upos};
use crate::extraction::{CueKind, Mode, Polarity};
use crate::lexicon::cues::{self, Frame};
use crate::lexicon::nouns::{self, NounKind};
use crate::span::TokenIdx;

/// A phrase that names a source.
struct Phrase {
    /// Head of the source.
    noun: TokenIdx,
    cue: Vec<TokenIdx>,
    lemma: String,
    kind: CueKind,
    confidence: f32,
}

/// "according to X", where the phrase hangs by its noun.
pub(super) fn according_phrase(context: &Context<'_>, number: usize, i: TokenIdx) -> Option<Draft> {
    let s = context.sentence(number);
    let case = s.children_by(i, &["case"]).find(|c| s.tokens[*c].form.eq_ignore_ascii_case("according"))?;
    let to = (case + 1 < s.tokens.len() && s.tokens[case + 1].lemma == "to").then_some(case + 1)?;
    statement(context, number, according(s, i, vec![case, to]))
}

/// "according" as a word of its own, with the phrase under it.
pub(super) fn according_to(context: &Context<'_>, number: usize, i: TokenIdx) -> Option<Draft> {
    let s = context.sentence(number);
    if !s.tokens[i].form.eq_ignore_ascii_case("according") || s.tokens[i].rel() == "case" {
        return None;
    }
    let noun = s.children_by(i, &["obl", "nmod", "obj"]).next()?;
    let to = s.children_by(noun, &["case"]).find(|c| s.tokens[*c].lemma == "to")?;
    statement(context, number, according(s, noun, vec![i, to]))
}

/// What a document shows, anybody else says.
fn according(s: &Sentence, noun: TokenIdx, cue: Vec<TokenIdx>) -> Phrase {
    let is_work = nouns::kind(&s.tokens[noun].lemma) == Some(NounKind::Work);
    let kind = if is_work { CueKind::Show } else { CueKind::Say };
    Phrase { noun, cue, lemma: "according to".to_owned(), kind, confidence: 0.93 }
}

/// "In the words of X, …", "in X's view", "in a poll", "per X".
pub(super) fn phrase(context: &Context<'_>, number: usize, n: TokenIdx) -> Option<Draft> {
    let s = context.sentence(number);
    let case = s.children_by(n, &["case"]).next().filter(|c| *c < n)?;
    let preposition = s.tokens[case].lower_form().to_string();
    // "per student" is a rate.
    let is_rate = s.tokens[n].xpos == "NN" && s.child(n, &["det", "nmod:poss", "amod", "compound"]).is_none();
    if preposition == "per" && can_speak(s, n) && !is_rate {
        let kind = CueKind::Say;
        let phrase = Phrase { noun: n, cue: vec![case], lemma: preposition, kind, confidence: 0.8 };
        return statement(context, number, phrase);
    }
    let lemma = s.tokens[n].lower_lemma().to_string();
    let kind: CueKind = cues::kind(&lemma, Frame::Phrase)?.parse().ok()?;
    if preposition != "in" || !s.tokens[n].is_rel(&["obl", "nmod"]) {
        return None;
    }
    if kind == CueKind::Show {
        let phrase = Phrase { noun: n, cue: vec![case], lemma, kind, confidence: 0.6 };
        return statement(context, number, phrase);
    }
    let owner = s.children(n).find(|c| {
        s.tokens[*c].deprel == "nmod:poss"
            || s.tokens[*c].rel() == "nmod" && s.children_by(*c, &["case"]).any(|p| s.tokens[p].lemma == "of")
    })?;
    let owned = s.subtree_without(owner, |i| s.tokens[i].rel() == "case");
    let is_cue = |i: &TokenIdx| !owned.contains(i) && !matches!(s.tokens[*i].upos, Upos::Punct | Upos::Part);
    let cue = s.subtree(n).into_iter().filter(is_cue).collect();
    statement(context, number, Phrase { noun: owner, cue, lemma, kind, confidence: 0.8 })
}

fn statement(context: &Context<'_>, number: usize, phrase: Phrase) -> Option<Draft> {
    let s = context.sentence(number);
    let Phrase { noun, cue, lemma, kind, confidence } = phrase;
    // Before the clause, a comma ends the source: "According to AFP, the United Nations …".
    let ends = (noun..s.tokens.len()).find(|i| s.tokens[*i].form == ",").unwrap_or(s.tokens.len());
    let mut outside = cue.clone();
    if cue[0] == 0 {
        outside.extend(ends..s.tokens.len());
    }
    let (source_spans, head) = source(s, noun, &outside);
    let mut without = cue.clone();
    without.extend(tokens_in(context, number, &source_spans));
    without.extend(s.children_by(noun, &["case"]));
    if cue[0] != 0 {
        without.extend(s.subtree(noun));
    }
    // "According to X, quoting Y, …" tells where X has it from.
    let participle = s.children_by(noun, &["acl"]).filter(|c| s.tokens[*c].xpos == "VBG");
    without.extend(participle.flat_map(|c| s.subtree(c)));
    let up = s.tokens[noun].head.filter(|h| !cue.contains(h)).or_else(|| s.tokens[cue[0]].head)?;
    // The clause around it is what is said.
    let is_predicate = |a: &TokenIdx| {
        s.tokens[*a].head.is_none()
            || s.tokens[*a].is_rel(&["ccomp", "advcl", "parataxis", "conj", "root"])
                && s.child(*a, &["nsubj"]).is_some()
    };
    let mut phrase = s.subtree(noun);
    phrase.extend(&cue);
    phrase.retain(|i| s.tokens[*i].upos != Upos::Punct);
    phrase.sort_unstable();
    let (first, last) = (*phrase.first()?.min(&cue[0]), *phrase.last()?);
    let at_edge = first == 0
        || s.tokens[last + 1..].iter().all(|t| t.upos == Upos::Punct)
            && s.tokens[..first].last().is_some_and(|t| t.form == ",");
    let top = s.ancestors(up).find(is_predicate).or_else(|| s.root())?;
    let top = if at_edge { s.root()? } else { top };
    let tokens: Vec<TokenIdx> = s.subtree(top).into_iter().filter(|i| !without.contains(i)).collect();
    Some(Draft {
        sentence: number,
        cue_head: Some(cue[0]),
        source: source_spans,
        source_head: Some((number, head)),
        cue: s.spans_of(&cue),
        cue_lemma: lemma,
        kind,
        polarity: Polarity::Positive,
        content: content(s, &tokens, &without),
        addressee_head: None,
        mode: Mode::Indirect,
        confidence,
    })
}
