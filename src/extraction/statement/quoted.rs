//! Quotations: sets the mode of statements, gives each quotation to its cue, and lets what follows go on.
//!
//! A quotation that no statement holds goes to the verb of saying at its edge; one that fills the next sentences of
//! the paragraph goes on with the statement before it; one that fills a paragraph is a statement of its own.

use super::quotation::{
    SPEECH_WORDS, has_words, is_answer, is_title, is_whole, n_words, overlap, sentences_of, stands_alone,
    within_sentence,
};
use super::spans::{agent, cue_tokens, polarity, source, subject, tokens_in, trim};
use super::{Context, Draft};
use crate::analysis::{Sentence, Upos};
use crate::extraction::{CueKind, Mode};
use crate::lexicon::cues::{self, Frame};
use crate::span::{Span, TokenIdx};
use crate::text::quotes::Quotation;
use rustc_hash::FxHashMap;

/// Joins quotations and statements; the first `n_turns` drafts are turns and stay as they are.
pub(super) fn assign(context: &Context<'_>, drafts: &mut Vec<Draft>, n_turns: usize) {
    let text = &context.doc.text;
    let mut claimed: Vec<Option<usize>> = vec![None; context.quotations.len()];
    drop_quoted_cues(context, drafts, n_turns);
    let turns = merged(&drafts[..n_turns]);
    let mut places = Places::default();
    drafts.iter().enumerate().for_each(|(i, draft)| places.add(i, draft));
    for (i, draft) in drafts.iter_mut().enumerate().skip(n_turns) {
        take(context, draft, i, &mut claimed);
    }
    for q in 0..context.quotations.len() {
        let quotation = context.quotations[q];
        if claimed[q].is_some()
            || !(has_words(text, quotation.inner, SPEECH_WORDS) || is_answer(context, quotation))
            || is_within(&turns, quotation.span)
            || is_title(context, quotation)
        {
            continue;
        }
        let led = || introduced(context, quotation).filter(|d| places.same(drafts, d).is_none());
        if let Some(draft) = by_edge(context, quotation).or_else(led) {
            match places.same(drafts, &draft) {
                Some(i) => {
                    extend(&mut drafts[i], quotation.span);
                    claimed[q] = Some(i);
                }
                None => {
                    claimed[q] = Some(drafts.len());
                    places.add(drafts.len(), &draft);
                    drafts.push(draft);
                }
            }
        } else if is_whole(context, quotation) {
            let speaker = || speaker_before(context, drafts, &places, quotation);
            // Without anybody in force it may be a title, a sign or a slogan.
            let Some(i) = before(context, q, &claimed).or_else(speaker) else { continue };
            // Pieces that were joined on before were looked at then.
            let is_quoting = drafts[i].content.iter().take(8).any(|c| context.quotation_at(*c).is_some());
            if is_quoting {
                drafts[i].content.push(quotation.span);
                claimed[q] = Some(i);
            } else {
                claimed[q] = Some(drafts.len());
                let speaker = (drafts[i].source.clone(), drafts[i].source_head);
                drafts.extend(implied(context, quotation, speaker));
            }
        }
    }
    for draft in drafts.iter_mut().skip(n_turns) {
        draft.mode = mode(context, draft);
    }
}

/// Within short quoted phrases nothing is attributed ("the so-called 'claimed' victory"), and what is said within a
/// quotation does not leave it.
fn drop_quoted_cues(context: &Context<'_>, drafts: &mut Vec<Draft>, n_turns: usize) {
    let mut number = 0;
    drafts.retain_mut(|d| {
        number += 1;
        let quotation =
            d.cue.first().and_then(|cue| context.quotation_at(*cue)).map(|q| context.quotations[q]);
        let Some(quotation) = quotation.filter(|_| number > n_turns) else { return true };
        if quotation.closed {
            let within = |c: &Span| {
                let (start, end) =
                    (c.start().max(quotation.inner.start()), c.end().min(quotation.inner.end()));
                (start < end).then(|| Span::raw(start, end))
            };
            d.content = d.content.iter().filter_map(within).collect();
        }
        has_words(&context.doc.text, quotation.inner, 2 * SPEECH_WORDS + 1)
    });
}

/// The contents of turns as spans that do not overlap, in order.
fn merged(turns: &[Draft]) -> Vec<Span> {
    let mut spans: Vec<Span> = turns.iter().flat_map(|d| d.content.iter().copied()).collect();
    spans.sort_by_key(|s| (s.start(), s.end()));
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if last.overlaps(span) => *last = last.cover(span),
            _ => out.push(span),
        }
    }
    out
}

/// Whether one of some ordered spans holds a span.
fn is_within(spans: &[Span], span: Span) -> bool {
    let after = spans.partition_point(|s| s.start() <= span.start());
    after > 0 && spans[after - 1].contains(span)
}

/// Which drafts a sentence has, so that none is looked for among all.
#[derive(Default)]
struct Places(FxHashMap<usize, Vec<usize>>);

impl Places {
    fn add(&mut self, index: usize, draft: &Draft) {
        self.0.entry(draft.sentence).or_default().push(index);
    }

    fn of(&self, sentence: usize) -> &[usize] {
        self.0.get(&sentence).map_or(&[], Vec::as_slice)
    }

    /// The draft with the cue of this one.
    fn same(&self, drafts: &[Draft], draft: &Draft) -> Option<usize> {
        self.of(draft.sentence).iter().copied().find(|i| drafts[*i].cue_head == draft.cue_head)
    }
}

/// Fits a statement's content to the quotations it meets: whole quotations, and only them where they are all of it.
fn take(context: &Context<'_>, draft: &mut Draft, index: usize, claimed: &mut [Option<usize>]) {
    let (Some(first), Some(last)) = (draft.content.first().copied(), draft.content.last().copied()) else {
        return;
    };
    let text = &context.doc.text;
    let whole = first.cover(last);
    let from = context.quotations.partition_point(|q| q.span.end() <= whole.start());
    let met: Vec<usize> = (from..context.quotations.len())
        .take_while(|q| context.quotations[*q].span.start() < whole.end())
        .filter(|q| overlap(text, &draft.content, context.quotations[*q].span) > 0)
        .filter(|q| !draft.cue.iter().any(|c| context.quotations[*q].span.overlaps(*c)))
        .collect();
    if met.is_empty() {
        return;
    }
    let quoted: usize = met.iter().map(|q| overlap(text, &draft.content, context.quotations[*q].span)).sum();
    let all: usize = draft.content.iter().map(|c| n_words(text, *c)).sum();
    let is_speech = met.iter().any(|q| has_words(text, context.quotations[*q].inner, SPEECH_WORDS));
    // "seemed irritated: “…,” she wrote": nobody seems, wants or fears a quotation that stands alone.
    let is_felt = matches!(draft.kind, CueKind::Feel | CueKind::Intend)
        || matches!(draft.cue_lemma.as_str(), "seem" | "appear");
    if is_felt && met.iter().any(|q| stands_alone(context, draft, context.quotations[*q])) {
        let outside = |c: &Span| !met.iter().any(|q| context.quotations[*q].span.overlaps(*c));
        draft.content.retain(outside);
        return;
    }
    // "According to X, a sign read, “…”": whose words they are, X tells.
    let is_phrase = matches!(draft.cue_lemma.as_str(), "according to" | "per");
    let alone = !is_phrase && met.iter().any(|q| stands_alone(context, draft, context.quotations[*q]));
    if is_speech && (quoted * 10 >= all * 9 || alone) {
        draft.content = met.iter().map(|q| context.quotations[*q].span).collect();
    } else {
        met.iter()
            .for_each(|q| extend(draft, within_sentence(context, draft.sentence, context.quotations[*q])));
    }
    for q in met {
        claimed[q].get_or_insert(index);
    }
}

/// Adds a span to the content; pieces that touch become one.
fn extend(draft: &mut Draft, span: Span) {
    let mut span = span;
    draft.content.retain(|c| {
        let touches = c.overlaps(span) || c.end() == span.start() || span.end() == c.start();
        if touches {
            span = span.cover(*c);
        }
        !touches
    });
    draft.content.push(span);
    draft.content.sort();
}

/// The statement of the verb of saying that stands at a quotation's edge.
fn by_edge(context: &Context<'_>, quotation: Quotation) -> Option<Draft> {
    let numbers = sentences_of(context, quotation.span);
    let (first, last) = (*numbers.first()?, *numbers.last()?);
    let mut best: Option<(usize, usize, TokenIdx)> = None;
    for number in [last, first] {
        let s = context.sentence(number);
        for v in 0..s.tokens.len() {
            let t = &s.tokens[v];
            if t.upos != Upos::Verb || !cues::quotes(&t.lemma) || context.quotation_at(t.span).is_some() {
                continue;
            }
            let gap = if t.span.start() >= quotation.span.end() {
                s.tokens
                    .iter()
                    .filter(|o| o.span.start() >= quotation.span.end() && o.span.end() <= t.span.start())
                    .count()
            } else {
                2 + s
                    .tokens
                    .iter()
                    .filter(|o| o.span.start() >= t.span.end() && o.span.end() <= quotation.span.start())
                    .count()
            };
            // "Asked about it, X said": the quotation is the answer.
            let is_asked = t.xpos == "VBN" && !s.children_by(v, &["aux"]).any(|_| true);
            if is_asked && agent(s, v).is_none() {
                continue;
            }
            let finite = matches!(t.xpos.as_str(), "VBD" | "VBZ" | "VBP");
            // ", adding: “…”": a participle right before the quotation leads it.
            let leads = t.xpos == "VBG" && gap <= 3 && t.span.end() <= quotation.span.start();
            let cost = gap + if finite || leads { 0 } else { 4 };
            if gap <= 14 && best.is_none_or(|(c, ..)| cost < c) {
                best = Some((cost, number, v));
            }
        }
    }
    let (_, number, v) = best?;
    Some(with_cue(context, number, v, quotation))
}

fn with_cue(context: &Context<'_>, number: usize, v: TokenIdx, quotation: Quotation) -> Draft {
    let s = context.sentence(number);
    let cue = cue_tokens(s, v, None);
    let quoted = tokens_in(context, number, &[quotation.span]);
    let is_source = |i: &TokenIdx| !quoted.contains(i) && s.tokens[*i].upos != Upos::Punct;
    let mut outside = cue.clone();
    outside.extend(&quoted);
    let phrase_of = |head| source(s, head, &outside);
    let by_words = || {
        let phrase = phrase_beside(s, v, &outside)?;
        Some((vec![s.span_of(&phrase)], phrase_head(s, &phrase)?))
    };
    let found = subject(s, v).filter(is_source).map(phrase_of).or_else(by_words);
    let found = found.or_else(|| beside(s, v, quotation).map(phrase_of));
    let (spans, source_head) =
        found.map_or((Vec::new(), None), |(spans, head)| (spans, Some((number, head))));
    let lemma = s.tokens[v].lemma.to_string();
    let kind = cues::kind(&lemma, Frame::Clause).and_then(|k| k.parse().ok()).unwrap_or(CueKind::Say);
    let addressee = s.child(v, &["iobj", "obj"]).filter(|o| !quoted.contains(o));
    Draft {
        sentence: number,
        cue_head: Some(v),
        source: spans,
        source_head,
        cue: s.spans_of(&cue),
        cue_lemma: lemma,
        kind,
        polarity: polarity(s, v),
        content: vec![quotation.span],
        addressee_head: addressee.map(|a| (number, a)),
        mode: Mode::Direct,
        confidence: if source_head.is_some() { 0.92 } else { 0.7 },
    }
}

/// The phrase without verbs between the quotation and the cue ("“…,” Anna Berg, the mayor of Lisk, said"), or behind the
/// cue ("“…,” said Anna Berg, the mayor of Lisk."): who speaks, where the tree shows no subject.
fn phrase_beside(s: &Sentence, v: TokenIdx, outside: &[TokenIdx]) -> Option<Vec<TokenIdx>> {
    let is_part = |i: &TokenIdx| {
        let t = &s.tokens[*i];
        !outside.contains(i)
            && !matches!(t.upos, Upos::Verb | Upos::Aux | Upos::Sconj)
            && !matches!(t.form.as_str(), "." | ";" | ":" | "“" | "”" | "\"" | "''" | "``" | "—" | "–" | "―")
    };
    let first = *outside.iter().filter(|i| **i <= v).min()?;
    let behind_quotation =
        |phrase: &[TokenIdx]| phrase.first().is_some_and(|i| *i > 0 && outside.contains(&(i - 1)) || *i == 0);
    let cue_start = (first..=v).rev().take_while(|i| outside.contains(i)).last().unwrap_or(v);
    let mut before: Vec<TokenIdx> = (0..cue_start).rev().take_while(is_part).collect();
    before.reverse();
    let mut after: Vec<TokenIdx> = (v + 1..s.tokens.len()).take_while(is_part).collect();
    [&mut before, &mut after].into_iter().enumerate().find_map(|(side, phrase)| {
        let bounded = side == 1 || behind_quotation(phrase);
        trim(s, phrase);
        let named = phrase.iter().any(|i| matches!(s.tokens[*i].upos, Upos::Propn | Upos::Noun | Upos::Pron));
        (bounded && named && phrase.len() <= 30).then(|| phrase.clone())
    })
}

/// The head of a phrase's first name or noun.
fn phrase_head(s: &Sentence, phrase: &[TokenIdx]) -> Option<TokenIdx> {
    let first =
        *phrase.iter().find(|i| matches!(s.tokens[**i].upos, Upos::Propn | Upos::Noun | Upos::Pron))?;
    s.ancestors(first).take_while(|a| phrase.contains(a)).last().or(Some(first))
}

/// A noun between quotation and verb, or right behind the verb, where the tree shows no subject.
fn beside(s: &Sentence, v: TokenIdx, quotation: Quotation) -> Option<TokenIdx> {
    let is_noun = |i: TokenIdx| {
        matches!(s.tokens[i].upos, Upos::Propn | Upos::Pron | Upos::Noun)
            && !quotation.span.contains(s.tokens[i].span)
    };
    (v + 1..(v + 3).min(s.tokens.len()))
        .find(|i| is_noun(*i))
        .or_else(|| (v.saturating_sub(4)..v).rev().find(|i| is_noun(*i)))
}

/// The statement of the quotation before this one in the paragraph, or of an unclosed one in the paragraph before.
fn before(context: &Context<'_>, q: usize, claimed: &[Option<usize>]) -> Option<usize> {
    let previous = q.checked_sub(1)?;
    let (this, other) = (context.quotations[q], context.quotations[previous]);
    let goes_on =
        this.paragraph == other.paragraph || other.continues && this.paragraph == other.paragraph + 1;
    claimed[previous].filter(|_| goes_on)
}

/// "Obama wrote on Twitter:", and the quotation as the next paragraph.
fn introduced(context: &Context<'_>, quotation: Quotation) -> Option<Draft> {
    let before = context.doc.text[..quotation.span.start()].trim_end();
    let number =
        sentences_of(context, quotation.span).first()?.checked_sub(1).filter(|_| before.ends_with(':'))?;
    let s = context.sentence(number);
    let is_apart = s.span.end() <= quotation.span.start();
    let tells = |v: &TokenIdx| {
        let t = &s.tokens[*v];
        t.upos == Upos::Verb && cues::quotes(&t.lemma) && subject(s, *v).is_some() && t.rel() != "acl"
    };
    let v = s.root().filter(tells).or_else(|| (0..s.tokens.len()).find(tells))?;
    is_apart.then(|| with_cue(context, number, v, quotation))
}

/// How many sentences back a speaker is in force.
const IN_FORCE: usize = 40;

/// The statement of the speaker in force where a quotation begins: the first one of the sentence before it, or the last
/// of the paragraph before where the quotation opens its own.
fn speaker_before(
    context: &Context<'_>,
    drafts: &[Draft],
    places: &Places,
    quotation: Quotation,
) -> Option<usize> {
    let first = *sentences_of(context, quotation.span).first()?;
    let before = first.checked_sub(1)?;
    let paragraph = context.sentence(before).paragraph;
    let speaks = |i: &usize| {
        let d = &drafts[*i];
        let says = matches!(d.kind, CueKind::Say | CueKind::Ask | CueKind::Warn | CueKind::Deny);
        let is_told = d.cue.first().is_some_and(|cue| context.quotation_at(*cue).is_none());
        says && is_told && !d.source.is_empty() && d.cue_head.is_some()
    };
    if paragraph == context.sentence(first).paragraph {
        return places.of(before).iter().copied().find(speaks);
    }
    let sentences =
        (0..=before).rev().take(IN_FORCE).take_while(|n| context.sentence(*n).paragraph == paragraph);
    let cue_start = |i: &usize| drafts[*i].cue.first().map_or(0, |c| c.start());
    sentences.filter_map(|n| places.of(n).iter().copied().filter(speaks).max_by_key(cue_start)).next()
}

/// A quotation without a cue: somebody is speaking, and the text says who elsewhere.
fn implied(
    context: &Context<'_>,
    quotation: Quotation,
    (source, source_head): (Vec<Span>, Option<(usize, TokenIdx)>),
) -> Option<Draft> {
    let number = *sentences_of(context, quotation.span).first()?;
    Some(Draft {
        sentence: number,
        cue_head: None,
        source,
        source_head,
        cue: Vec::new(),
        cue_lemma: String::new(),
        kind: CueKind::Say,
        polarity: crate::extraction::Polarity::Positive,
        content: vec![quotation.span],
        addressee_head: None,
        mode: Mode::Direct,
        confidence: 0.3,
    })
}

/// How many words of a span are quoted.
fn n_quoted(context: &Context<'_>, span: Span) -> usize {
    let from = context.quotations.partition_point(|q| q.span.end() <= span.start());
    let met = context.quotations[from..].iter().take_while(|q| q.span.start() < span.end());
    met.map(|q| overlap(&context.doc.text, &[span], q.span)).sum()
}

/// Direct where nearly all content is quoted, mixed where some of it is.
fn mode(context: &Context<'_>, draft: &Draft) -> Mode {
    let text = &context.doc.text;
    let all: usize = draft.content.iter().map(|c| n_words(text, *c)).sum();
    let quoted: usize = draft.content.iter().map(|c| n_quoted(context, *c)).sum();
    match quoted {
        0 => Mode::Indirect,
        n if n * 10 >= all * 9 => Mode::Direct,
        _ => Mode::Mixed,
    }
}
