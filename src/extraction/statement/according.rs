//! "according to X".

use super::spans::{content, source, tokens_in};
use super::{Context, Draft};
use crate::analysis::Upos;
use crate::extraction::{CueKind, Mode, Polarity};
use crate::lexicon::nouns::{self, NounKind};
use crate::span::TokenIdx;

/// "according to X", where the phrase hangs by its noun.
pub(super) fn according_phrase(context: &Context<'_>, number: usize, i: TokenIdx) -> Option<Draft> {
    let s = context.sentence(number);
    let case = s.children_by(i, &["case"]).find(|c| s.tokens[*c].form.eq_ignore_ascii_case("according"))?;
    let to = (case + 1 < s.tokens.len() && s.tokens[case + 1].lemma == "to").then_some(case + 1)?;
    according(context, number, i, vec![case, to])
}

/// "according" as a word of its own, with the phrase under it.
pub(super) fn according_to(context: &Context<'_>, number: usize, i: TokenIdx) -> Option<Draft> {
    let s = context.sentence(number);
    if !s.tokens[i].form.eq_ignore_ascii_case("according") || s.tokens[i].rel() == "case" {
        return None;
    }
    let noun = s.children_by(i, &["obl", "nmod", "obj"]).next()?;
    let to = s.children_by(noun, &["case"]).find(|c| s.tokens[*c].lemma == "to")?;
    according(context, number, noun, vec![i, to])
}

fn according(context: &Context<'_>, number: usize, noun: TokenIdx, cue: Vec<TokenIdx>) -> Option<Draft> {
    let s = context.sentence(number);
    // Before the clause, a comma ends the source: "According to AFP, the United Nations …".
    let ends = (noun..s.tokens.len()).find(|i| s.tokens[*i].form == ",").unwrap_or(s.tokens.len());
    let mut outside = cue.clone();
    if cue[0] == 0 {
        outside.extend(ends..s.tokens.len());
    }
    let (source_spans, head) = source(s, noun, &outside);
    let mut without = cue.clone();
    without.extend(tokens_in(context, number, &source_spans));
    if cue[0] != 0 {
        without.extend(s.subtree(noun));
    }
    let up = s.tokens[noun].head.filter(|h| !cue.contains(h)).or_else(|| s.tokens[cue[0]].head)?;
    // The clause around it is what is said.
    let is_predicate = |a: &TokenIdx| {
        s.tokens[*a].head.is_none()
            || s.tokens[*a].is_rel(&["ccomp", "advcl", "parataxis", "conj", "root"])
                && s.child(*a, &["nsubj"]).is_some()
    };
    let phrase = s.subtree(noun);
    let (first, last) = (*phrase.first()?.min(&cue[0]), *phrase.last()?);
    let at_edge = first == 0
        || s.tokens[last + 1..].iter().all(|t| t.upos == Upos::Punct)
            && s.tokens[..first].last().is_some_and(|t| t.form == ",");
    let top = s.ancestors(up).find(is_predicate).or_else(|| s.root())?;
    let top = if at_edge { s.root()? } else { top };
    let tokens: Vec<TokenIdx> = s.subtree(top).into_iter().filter(|i| !without.contains(i)).collect();
    let kind =
        if nouns::kind(&s.tokens[noun].lemma) == Some(NounKind::Work) { CueKind::Show } else { CueKind::Say };
    Some(Draft {
        sentence: number,
        cue_head: Some(cue[0]),
        source: source_spans,
        source_head: Some((number, head)),
        cue: s.spans_of(&cue),
        cue_lemma: "according to".to_owned(),
        kind,
        polarity: Polarity::Positive,
        content: content(s, &tokens, &without),
        addressee_head: None,
        mode: Mode::Indirect,
        confidence: 0.93,
    })
}
