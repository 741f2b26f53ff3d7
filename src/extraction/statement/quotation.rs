//! What a quotation is by itself: how many words it has, whether it is speech, a title, an answer.

use super::{Context, Draft};
use crate::analysis::Upos;
use crate::lexicon::cues;
use crate::span::Span;
use crate::text::quotes::Quotation;

/// Quotations of fewer words name or stress something more often than they are speech.
pub(super) const SPEECH_WORDS: usize = 4;

pub(super) fn n_words(text: &str, span: Span) -> usize {
    words(text, span).count()
}

/// Whether a span has at least `n` words; looks no farther, as an unclosed quotation can be a whole book.
pub(super) fn has_words(text: &str, span: Span, n: usize) -> bool {
    words(text, span).take(n).count() == n
}

fn words(text: &str, span: Span) -> impl Iterator<Item = &str> {
    let ends = |c: char| !c.is_alphanumeric() && c != '\'' && c != '’';
    span.slice(text).split(ends).filter(|w| w.contains(char::is_alphanumeric))
}

pub(super) fn overlap(text: &str, content: &[Span], quotation: Span) -> usize {
    content
        .iter()
        .filter(|c| c.overlaps(quotation))
        .map(|c| n_words(text, Span::raw(c.start().max(quotation.start()), c.end().min(quotation.end()))))
        .sum()
}

/// "“Meh,” she wrote": a word or two that end as what is said does, with a verb of saying right behind.
pub(super) fn is_answer(context: &Context<'_>, quotation: Quotation) -> bool {
    let text = &context.doc.text;
    let inner = quotation.inner.slice(text).trim_end();
    let ends = quotation.closed && inner.ends_with([',', '!', '?']) && has_words(text, quotation.inner, 1);
    let tells = |number: &usize| {
        let s = context.sentence(*number);
        let behind = s.tokens.iter().filter(|t| t.span.start() >= quotation.span.end()).take(3);
        behind.take_while(|t| t.upos != Upos::Punct).any(|t| {
            let finite = matches!(t.xpos.as_str(), "VBD" | "VBZ" | "VBP");
            t.upos == Upos::Verb && finite && cues::quotes(&t.lemma)
        })
    };
    ends && sentences_of(context, quotation.span).last().is_some_and(tells)
}

/// "on ABC's “This Week With Anna Berg”": a name of several words in quotation marks within a phrase.
pub(super) fn is_title(context: &Context<'_>, quotation: Quotation) -> bool {
    let text = &context.doc.text;
    let inner = quotation.inner.slice(text).trim_end();
    let before = text[..quotation.span.start()].trim_end();
    let last = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let within =
        matches!(last, "on" | "in" | "of" | "to" | "the") || last.ends_with("'s") || last.ends_with("’s");
    let is_named = words(text, quotation.inner).all(|w| w.len() < 5 || w.starts_with(char::is_uppercase));
    within && is_named && !inner.ends_with(['.', '!', '?'])
}

/// Whether a quotation is nearly all of the sentences it stands in.
pub(super) fn is_whole(context: &Context<'_>, quotation: Quotation) -> bool {
    let text = &context.doc.text;
    let all: usize =
        sentences_of(context, quotation.span).iter().map(|n| n_words(text, context.sentence(*n).span)).sum();
    n_words(text, quotation.inner) * 20 >= all * 19
}

/// The whole of a quotation; of one that nothing closes, what lies in the sentence if any does.
pub(super) fn within_sentence(context: &Context<'_>, number: usize, quotation: Quotation) -> Span {
    let span = quotation.span;
    if quotation.closed {
        return span;
    }
    let sentence = context.sentence(number).span;
    let (start, end) = (span.start().max(sentence.start()), span.end().min(sentence.end()));
    if start < end { Span::raw(start, end) } else { span }
}

/// Numbers of the sentences that a span touches.
pub(super) fn sentences_of(context: &Context<'_>, span: Span) -> Vec<usize> {
    let all = &context.analysis.sentences;
    let from = all.partition_point(|s| s.span.end() <= span.start());
    (from..all.len()).take_while(|n| all[*n].span.start() < span.end()).collect()
}

/// Whether a quotation is a sentence of its own beside the cue: it opens the sentence, or begins with a capital behind a
/// comma, colon or dash.
pub(super) fn stands_alone(context: &Context<'_>, draft: &Draft, quotation: Quotation) -> bool {
    let text = &context.doc.text;
    if !has_words(text, quotation.inner, SPEECH_WORDS) {
        return false;
    }
    let s = context.sentence(draft.sentence);
    let before = text[..quotation.span.start()].trim_end();
    let is_capital = quotation.inner.slice(text).trim_start().starts_with(char::is_uppercase);
    let opens = quotation.span.start() <= s.span.start();
    let behind_mark = before.ends_with([',', ':', ';', '-', '—', '–']) && before.len() > s.span.start();
    is_capital && (opens || behind_mark)
}
