//! Which of the possible antecedents a pronoun most likely has: a log-linear ranker with a weight for each property.
//!
//! Linear in the candidates. `train/pronouns.py` fitted the weights on GUM's training documents by maximum likelihood
//! with an L2 penalty, treebank trees and predicted ones together, and rounded. Those for he, she and it are of a fit before
//! the last eight yes-or-no properties came, which did better on GUM's development documents than with them.

use super::state::State;
use crate::extraction::{EntityType, MentionKind, Mode};
use std::collections::BTreeMap;

/// Kinds of pronoun, each with its own weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// "he", "she".
    Person,
    /// "it".
    Thing,
    /// "they".
    Several,
}

/// How many sentences open a text, where it says what it is about.
const LEAD: usize = 3;

/// How many properties a candidate has.
pub(super) const N: usize = 44;

/// The best of the candidates, which come nearest first; of equals the nearest.
pub(super) fn best(
    state: &State<'_>,
    m: usize,
    kind: Kind,
    candidates: impl Iterator<Item = usize>,
) -> Option<usize> {
    let recent = recent(state, m);
    let weight = |w: &[f64; 3]| w[kind as usize];
    let score =
        |features: [f64; N]| -> f64 { features.iter().zip(&WEIGHTS).map(|(f, w)| f * weight(w)).sum() };
    let scored =
        candidates.enumerate().map(|(rank, c)| (score(features(state, c, m, rank, &recent)), rank, c));
    scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, _, c)| c)
}

/// How often each group is mentioned in the sentence of a mention and the two before it, up to there.
pub(super) fn recent(state: &State<'_>, m: usize) -> BTreeMap<usize, usize> {
    let mut recent = BTreeMap::new();
    for c in state.before(m, 2) {
        *recent.entry(state.root(c)).or_default() += 1;
    }
    recent
}

/// The properties of a candidate for a pronoun, in the order of the weights.
pub(super) fn features(
    state: &State<'_>,
    c: usize,
    m: usize,
    rank: usize,
    recent: &BTreeMap<usize, usize>,
) -> [f64; N] {
    let (candidate, pronoun) = (state.head(c), state.head(m));
    let (mention, sentence) = (&state.mentions[c], state.sentence(c));
    let distance = state.distance(c, m);
    let entity_type = state.entity_type(c);
    let is = |kind: EntityType| entity_type == kind;
    let det = |words: &[&str]| {
        sentence
            .children_by(mention.head, &["det"])
            .any(|d| words.contains(&sentence.tokens[d].lemma.to_lowercase().as_str()))
    };
    let is_nominal = mention.kind == MentionKind::Nominal;
    let is_pronoun = mention.kind == MentionKind::Pronoun;
    let same_word = candidate.lemma.eq_ignore_ascii_case(&pronoun.lemma);
    let is_subject = candidate.is_rel(&["nsubj"]);
    let governs = distance == 0
        && is_subject
        && candidate.head.is_some_and(|verb| sentence.is_under(state.mentions[m].head, verb));
    let is_first = c == 0 || state.mentions[c - 1].sentence != mention.sentence;
    let (apart, own_words) = quotation(state, c, m);
    let size = state.group_size(c);
    let speaks = state.speaks(m);
    let lately = recent.get(&state.root(c)).copied().unwrap_or(0);
    let paragraphs = state.sentence(m).paragraph.abs_diff(sentence.paragraph);
    [
        distance == 0,
        distance == 1,
        distance == 2,
        distance == 3,
        distance > 3,
        is_subject,
        is_subject && candidate.head == sentence.root(),
        candidate.rel() == pronoun.rel(),
        candidate.deprel == "nmod",
        candidate.rel() == "obj",
        candidate.deprel == "nmod:poss",
        is_pronoun && same_word,
        is_pronoun && !same_word,
        mention.kind == MentionKind::Named,
        is_nominal && det(&["the", "this", "that", "these", "those"]),
        is_nominal && det(&["a", "an"]),
        state.gender(c).is_some(),
        size >= 4,
        apart,
        own_words,
        paragraphs > 0,
        c > m,
        is(EntityType::Organization),
        is(EntityType::Place),
        is(EntityType::Event) || is(EntityType::Work),
        is(EntityType::Other),
        is(EntityType::Group),
        candidate.xpos == "NNS",
        sentence.child(mention.head, &["conj"]).is_some(),
        governs,
        is_first,
        candidate.rel() == "obl",
        speaks && state.group_speaks(c),
        speaks && !state.group_speaks(c),
        state.first_sentence(c) < LEAD,
        distance == 1 && is_subject && pronoun.rel() == "nsubj",
        distance == 0 && is_subject && pronoun.xpos == "PRP$",
        is_nominal && candidate.xpos == "NNS" && sentence.child(mention.head, &["det"]).is_none(),
        mention.kind == MentionKind::Named && pronoun.rel() == "nsubj",
        is_nominal && size == 1,
    ]
    .iter()
    .map(|is| f64::from(u8::from(*is)))
    .chain([
        (rank.min(6) as f64) / 2.0,
        (size.min(8) as f64).ln(),
        (size as f64 / 8.0).max(1.0).ln(),
        (1.0 + lately as f64).ln(),
    ])
    .enumerate()
    .fold([0.0; N], |mut all, (i, value)| {
        all[i] = value;
        all
    })
}

/// Whether the candidate stands in another's quoted words, and whether it said the words that the pronoun stands in.
fn quotation(state: &State<'_>, c: usize, m: usize) -> (bool, bool) {
    let (theirs, own) = (state.quoted_in[c], state.quoted_in[m]);
    let is_direct = theirs.is_some_and(|s| state.statements[s].mode != Mode::Indirect);
    (theirs != own && is_direct, says(state, c, m, Mode::Direct) || says(state, c, m, Mode::Mixed))
}

/// Whether the candidate said the words around a mention, in this way.
pub(super) fn says(state: &State<'_>, c: usize, m: usize, mode: Mode) -> bool {
    let around = state.quoted_in[m].map(|s| &state.statements[s]).filter(|s| s.mode == mode);
    let speaker = around.and_then(|s| s.source_head).and_then(|(s, h)| state.at(s, h));
    speaker.is_some_and(|s| state.joined(s, c))
}

/// Weights of the properties for he or she, it, they.
#[rustfmt::skip]
const WEIGHTS: [[f64; 3]; N] = [
    [1.3, 1.8, 1.9], // the same sentence
    [-0.1, 0.2, 0.3], // one back
    [-0.2, -0.6, -1.1], // two back
    [-0.5, -0.7, -0.8], // three back
    [-0.4, -1.0, -0.3], // further back
    [1.0, 1.1, 0.5], // a subject
    [0.3, 0.6, 0.2], // the subject of the root
    [0.4, 0.6, 0.6], // the pronoun's own relation
    [0.2, -0.9, -0.7], // nmod
    [0.0, 0.7, 0.3], // an object
    [0.1, 0.4, 1.3], // a possessor
    [1.3, 1.1, 1.1], // the same pronoun
    [-0.5, -2.0, -0.7], // another pronoun
    [0.2, 0.4, -0.4], // a name
    [-0.2, 0.2, 0.3], // a definite description
    [0.2, 0.3, 0.6], // an indefinite one
    [1.3, 0.0, 0.2], // of known gender
    [-0.5, 0.2, 0.3], // in a group of four or more
    [-0.1, 0.1, -0.3], // in another's quotation
    [-1.0, -0.6, -0.1], // the speaker of these words
    [-0.8, -0.9, -0.5], // in another paragraph
    [0.1, 0.1, 0.0], // behind the pronoun
    [0.0, -0.1, 0.1], // an organization
    [0.0, 0.1, 0.0], // a place
    [0.0, 0.3, -0.2], // an event or work
    [0.0, -0.3, -0.5], // another thing
    [0.0, 0.0, 0.8], // a group
    [0.0, 0.0, 0.9], // a plural noun
    [0.1, -0.5, -0.3], // coordinated
    [0.5, -0.5, 0.4], // subject over the pronoun
    [0.0, 0.1, 0.2], // first of its sentence
    [0.3, -0.4, 0.2], // oblique
    [0.0, 0.0, 0.1], // both speak
    [0.0, 0.0, -0.1], // the pronoun speaks, the candidate nowhere
    [0.0, 0.0, -0.2], // named or described where the text opens
    [0.0, 0.0, 0.4], // subject of the sentence before, as the pronoun of its own
    [0.0, 0.0, 0.4], // subject of the clause of a possessive
    [0.0, 0.0, -0.3], // a bare plural
    [0.0, 0.0, 0.0], // a name, for a subject
    [0.0, 0.0, -0.5], // described once
    [-0.8, -0.6, -1.0], // half the number of nearer candidates
    [0.3, 0.2, -0.1], // logarithm of the size of its group, at most 8
    [0.7, 0.0, -0.5], // logarithm of an eighth of it
    [0.5, 0.2, 0.2], // logarithm of its group's mentions lately
];
