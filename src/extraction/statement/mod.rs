//! Finds attributions and takes them apart: source, cue, content, addressee, nesting.
//!
//! Words with a frame of `data/cues.tsv` whose dependents fit the frame are candidates; quotations are found by their
//! marks and given to a verb of saying beside them, to the speaker in force, or to a turn's label. Nested statements
//! are kept and point to the one around them.

mod according;
mod candidates;
mod clauses;
mod frames;
mod link;
mod nouns;
mod quotation;
mod quoted;
mod signed;
mod spans;
mod turns;

use super::{CueKind, Mode, Polarity, Statement};
use crate::Document;
use crate::analysis::{Analysis, Sentence};
use crate::span::{Span, TokenIdx};
use crate::text::paragraphs;
use crate::text::quotes::{self, Quotation};

pub use link::link;

/// A document's quotations and sentences, as the parts of this module see them.
struct Context<'a> {
    doc: &'a Document,
    analysis: &'a Analysis,
    quotations: Vec<Quotation>,
}

impl Context<'_> {
    fn sentence(&self, number: usize) -> &Sentence {
        &self.analysis.sentences[number]
    }

    /// The outermost quotation of speech that covers this place.
    fn quotation_at(&self, span: Span) -> Option<usize> {
        let after = self.quotations.partition_point(|q| q.span.start() <= span.start());
        // Nested ones follow their outer one directly, so that few are looked at.
        (0..after)
            .rev()
            .take(8)
            .find(|i| self.quotations[*i].level == 0 && self.quotations[*i].span.contains(span))
    }
}

/// A statement on its way: spans as tokens of its sentence, as far as it has any.
#[derive(Clone, Debug)]
struct Draft {
    sentence: usize,
    /// Head of the cue in its sentence; `None` for turns and implied cues.
    cue_head: Option<TokenIdx>,
    source: Vec<Span>,
    source_head: Option<(usize, TokenIdx)>,
    cue: Vec<Span>,
    cue_lemma: String,
    kind: CueKind,
    polarity: Polarity,
    content: Vec<Span>,
    addressee_head: Option<(usize, TokenIdx)>,
    mode: Mode,
    confidence: f32,
}

/// Finds statements and their spans, in text order of cues; entities are not linked yet.
pub fn detect(doc: &Document, analysis: &Analysis) -> Vec<Statement> {
    let quotations = quotes::find(&doc.text, &paragraphs::split(&doc.text));
    let quotations = quotations.into_iter().filter(|q| q.level == 0).collect();
    let context = Context { doc, analysis, quotations };
    let mut drafts = turns::find(&context);
    drafts.extend(signed::find(&context));
    let in_turns = drafts.len();
    for number in 0..analysis.sentences.len() {
        drafts.extend(candidates::find(&context, number));
        drafts.extend(nouns::find(&context, number));
    }
    quoted::assign(&context, &mut drafts, in_turns);
    drafts.retain(|d| !d.content.is_empty());
    drafts.sort_by_key(|d| (first(d), d.content.first().map(|c| c.start())));
    nest(drafts)
}

/// Where a statement's cue stands, or its content where it has none.
fn first(draft: &Draft) -> usize {
    draft.cue.first().or(draft.content.first()).map_or(0, |s| s.start())
}

/// Points each statement to the innermost one whose content holds its cue.
fn nest(drafts: Vec<Draft>) -> Vec<Statement> {
    let mut contents: Vec<(Span, usize)> =
        drafts.iter().enumerate().flat_map(|(i, d)| d.content.iter().map(move |c| (*c, i))).collect();
    contents.sort_by_key(|(span, i)| (span.start(), std::cmp::Reverse(span.end()), *i));
    let mut out: Vec<Statement> = Vec::with_capacity(drafts.len());
    let mut open: Vec<(Span, usize)> = Vec::new();
    let mut next = 0;
    for (i, d) in drafts.into_iter().enumerate() {
        let place = d.cue.first().or(d.content.first()).copied();
        let start = place.map_or(0, Span::start);
        while next < contents.len() && contents[next].0.start() <= start {
            open.push(contents[next]);
            next += 1;
        }
        open.retain(|(span, _)| span.end() > start);
        let holds = |span: Span| place.is_some_and(|p| span.contains(p));
        let inside = open.iter().rev().find(|(span, j)| *j != i && holds(*span)).map(|(_, j)| *j);
        out.push(finished(d, inside));
    }
    part_rings(&mut out);
    out
}

/// Two statements can each hold the other's cue ("X, he said, was what they claimed"): the later one is then the outer.
fn part_rings(statements: &mut [Statement]) {
    for i in 0..statements.len() {
        let mut above = statements[i].inside;
        for _ in 0..statements.len() {
            match above {
                Some(j) if j == i => {
                    statements[i].inside = None;
                    break;
                }
                Some(j) => above = statements[j].inside,
                None => break,
            }
        }
    }
}

fn finished(d: Draft, inside: Option<usize>) -> Statement {
    Statement {
        sentence: d.sentence,
        source: d.source,
        source_head: d.source_head,
        speaker: None,
        co_speakers: Vec::new(),
        cue: d.cue,
        cue_lemma: d.cue_lemma,
        kind: d.kind,
        polarity: d.polarity,
        content: d.content,
        mode: d.mode,
        addressee_head: d.addressee_head,
        addressee: None,
        about: Vec::new(),
        inside,
        confidence: d.confidence,
    }
}
