//! Nominal cues ("Trump's call for …", "the claim by X that …", "his view that …") and adjectives ("is confident that").

use super::spans::{content, cue_tokens, polarity, source, tokens_in};
use super::{Context, Draft};
use crate::analysis::Upos;
use crate::extraction::{CueKind, Mode, Polarity};
use crate::lexicon::cues::{self, Frame};
use crate::span::TokenIdx;

/// Finds the nominal statements of a sentence.
pub(super) fn find(context: &Context<'_>, number: usize) -> Vec<Draft> {
    let s = context.sentence(number);
    (0..s.tokens.len())
        .filter_map(|i| match s.tokens[i].upos {
            Upos::Noun => noun(context, number, i),
            Upos::Adj | Upos::Verb => adjective(context, number, i),
            _ => None,
        })
        .collect()
}

/// "X is confident that …", "X was critical of …".
fn adjective(context: &Context<'_>, number: usize, a: TokenIdx) -> Option<Draft> {
    let s = context.sentence(number);
    let lemma = s.tokens[a].form.to_lowercase().to_string();
    let kind: CueKind = cues::kind(&lemma, Frame::Adjective)?.parse().ok()?;
    let owner = s.child(a, &["nsubj"])?;
    let clause = s.children_by(a, &["ccomp", "xcomp", "advcl"]).find(|c| *c > a);
    let phrase = s.children_by(a, &["obl"]).find(|c| {
        *c > a && s.children_by(*c, &["case"]).any(|p| matches!(s.tokens[p].lemma.as_str(), "of" | "about"))
    });
    let top = clause.or(phrase)?;
    let prep = (clause.is_none()).then(|| s.children_by(top, &["case"]).next()).flatten();
    let cue = cue_tokens(s, a, prep);
    let (source_spans, head) = source(s, owner, &cue);
    let mut without = cue.clone();
    without.extend(tokens_in(context, number, &source_spans));
    Some(Draft {
        sentence: number,
        cue_head: Some(a),
        source: source_spans,
        source_head: Some((number, head)),
        cue: s.spans_of(&cue),
        cue_lemma: prep.map_or(lemma.clone(), |p| format!("{lemma} {}", s.tokens[p].lemma)),
        kind,
        polarity: polarity(s, a),
        content: content(s, &s.subtree(top), &without),
        addressee_head: None,
        mode: Mode::Indirect,
        confidence: 0.6,
    })
}

fn noun(context: &Context<'_>, number: usize, n: TokenIdx) -> Option<Draft> {
    let s = context.sentence(number);
    let lemma = s.tokens[n].lemma.to_lowercase();
    let kind: CueKind = cues::kind(&lemma, Frame::Noun)?.parse().ok()?;
    let owner = s.children(n).find(|c| {
        s.tokens[*c].deprel == "nmod:poss"
            || s.tokens[*c].rel() == "nmod" && s.children_by(*c, &["case"]).any(|p| s.tokens[p].lemma == "by")
    })?;
    let clause = s.children_by(n, &["acl", "ccomp"]).find(|c| {
        *c > n && s.children_by(*c, &["mark"]).any(|m| matches!(s.tokens[m].lemma.as_str(), "that" | "to"))
    });
    let phrase = s.children_by(n, &["nmod", "acl"]).find(|c| {
        *c > n
            && *c != owner
            && s.children_by(*c, &["case", "mark"])
                .any(|p| matches!(s.tokens[p].lemma.as_str(), "for" | "of" | "about"))
    });
    let top = clause.or(phrase)?;
    let prep = (clause.is_none()).then(|| s.children_by(top, &["case", "mark"]).next()).flatten();
    let mut cue = vec![n];
    cue.extend(prep);
    let (source_spans, head) = source(s, owner, &[]);
    let mut without = cue.clone();
    without.extend(tokens_in(context, number, &source_spans));
    let lemma = prep.map_or(lemma.to_string(), |p| format!("{lemma} {}", s.tokens[p].lemma));
    Some(Draft {
        sentence: number,
        cue_head: Some(n),
        source: source_spans,
        source_head: Some((number, head)),
        cue: s.spans_of(&cue),
        cue_lemma: lemma,
        kind,
        polarity: Polarity::Positive,
        content: content(s, &s.subtree(top), &without),
        addressee_head: None,
        mode: Mode::Indirect,
        confidence: if clause.is_some() { 0.7 } else { 0.5 },
    })
}
