//! Which of the possible antecedents a pronoun most likely has: a log-linear ranker with a weight for each property.
//!
//! Linear in the candidates. `train/pronouns.py` fitted the weights on GUM's training documents by maximum likelihood
//! with an L2 penalty, treebank trees and predicted ones together, and rounded.

use super::grammar::{self, Lie};
use super::state::State;
use crate::analysis::Upos;
use crate::extraction::{EntityType, MentionKind, Mode};
use std::collections::{BTreeMap, BTreeSet};

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
pub(super) const N: usize = 44 + N_MORE;

/// The best of the candidates, which come nearest first; of equals the nearest.
pub(super) fn best(
    state: &State<'_>,
    m: usize,
    kind: Kind,
    candidates: impl Iterator<Item = usize>,
) -> Option<usize> {
    let around = Around::of(state, m);
    let weight = |w: &[f64; 3]| w[kind as usize];
    let score =
        |features: [f64; N]| -> f64 { features.iter().zip(&WEIGHTS).map(|(f, w)| f * weight(w)).sum() };
    let scored =
        candidates.enumerate().map(|(rank, c)| (score(features(state, c, m, rank, &around)), rank, c));
    scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1))).map(|(_, _, c)| c)
}

/// What is the same for all candidates of a pronoun.
pub(super) struct Around {
    /// How often each group is mentioned in its sentence and the two before it, up to there.
    recent: BTreeMap<usize, usize>,
    /// Groups that lately stood where it stands.
    same_place: BTreeSet<usize>,
    /// Only somebody can be what it stands for.
    is_minded: bool,
}

impl Around {
    pub(super) fn of(state: &State<'_>, m: usize) -> Self {
        let mut recent = BTreeMap::new();
        for c in state.before(m, 2) {
            *recent.entry(state.root(c)).or_default() += 1;
        }
        Around { recent, same_place: grammar::same_place(state, m), is_minded: grammar::is_minded(state, m) }
    }
}

/// The properties of a candidate for a pronoun, in the order of the weights.
pub(super) fn features(state: &State<'_>, c: usize, m: usize, rank: usize, around: &Around) -> [f64; N] {
    let (candidate, pronoun) = (state.head(c), state.head(m));
    let (mention, sentence) = (&state.mentions[c], state.sentence(c));
    let distance = state.distance(c, m);
    let entity_type = state.entity_type(c);
    let is = |kind: EntityType| entity_type == kind;
    let det = |words: &[&str]| {
        sentence
            .children_by(mention.head, &["det"])
            .any(|d| words.contains(&sentence.tokens[d].lower_lemma().as_str()))
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
    let lately = around.recent.get(&state.root(c)).copied().unwrap_or(0);
    let paragraphs = state.sentence(m).paragraph.abs_diff(sentence.paragraph);
    let own = [
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
    ];
    let amounts = [
        (rank.min(6) as f64) / 2.0,
        (size.min(8) as f64).ln(),
        (size as f64 / 8.0).max(1.0).ln(),
        (1.0 + lately as f64).ln(),
    ];
    let more = more(state, c, m, rank, around);
    let values = own.iter().chain(&more).map(|is| f64::from(u8::from(*is))).chain(amounts);
    let mut all = [0.0; N];
    all.iter_mut().zip(values).for_each(|(place, value)| *place = value);
    all
}

/// How many of the properties [`more`] has.
const N_MORE: usize = 18;

/// Properties of how the candidate and the pronoun lie in the tree, and of what can do what the pronoun does.
fn more(state: &State<'_>, c: usize, m: usize, rank: usize, around: &Around) -> [bool; N_MORE] {
    let (candidate, pronoun, mention) = (state.head(c), state.head(m), &state.mentions[c]);
    let lie = Lie::of(state, c, m);
    let is_nominal = mention.kind == MentionKind::Nominal;
    let is_subject = candidate.is_rel(&["nsubj"]);
    let is_somebody = state.group_speaks(c)
        || matches!(
            state.entity_type(c),
            EntityType::Person | EntityType::Group | EntityType::Organization | EntityType::Place
        );
    let is_bare = mention.tokens.len() == 1;
    const ABSTRACT: [&str; 9] = ["tion", "sion", "ment", "ness", "ity", "ance", "ence", "ism", "ship"];
    [
        lie.is_within,
        lie.is_possessed_beside,
        lie.is_embedded,
        lie.is_beside && is_subject && pronoun.rel() == "nsubj",
        lie.is_beside && candidate.is_rel(&["obj"]) && pronoun.is_rel(&["obj"]),
        lie.is_beside && candidate.is_rel(&["obj"]) && pronoun.rel() == "nsubj",
        lie.is_object_over,
        is_nominal && candidate.upos == Upos::Pron,
        is_nominal && !matches!(candidate.upos, Upos::Pron | Upos::Noun | Upos::Propn),
        is_nominal && is_bare && candidate.xpos == "NN",
        candidate.rel() == "conj",
        rank == 0,
        around.same_place.contains(&state.root(c)),
        around.is_minded && is_somebody,
        around.is_minded && !is_somebody,
        is_nominal && ABSTRACT.iter().any(|end| state.lemmas[c].ends_with(end)),
        is_subject && pronoun.rel() == "nsubj",
        candidate.is_rel(&["obj"]) && pronoun.is_rel(&["obj"]),
    ]
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
    [1.6, 2.3, 2.7], // the same sentence
    [-0.4, 0.3, 0.7], // one back
    [-0.5, -0.7, -1.8], // two back
    [-0.3, -0.7, -1.2], // three back
    [-0.3, -1.1, -0.4], // further back
    [1.2, 1.0, 0.5], // a subject
    [0.4, 0.3, 0.0], // the subject of the root
    [0.2, 0.6, 0.5], // the pronoun's own relation
    [0.3, -1.0, -1.2], // nmod
    [-0.2, 0.6, 0.1], // an object
    [0.3, 0.5, 1.3], // a possessor
    [1.5, 0.9, 1.2], // the same pronoun
    [-0.1, 0.3, -0.1], // another pronoun
    [0.3, 0.3, -0.9], // a name
    [0.4, 0.0, 0.3], // a definite description
    [0.4, 0.3, 0.9], // an indefinite one
    [1.4, 0.0, -0.1], // of known gender
    [-0.4, 0.2, 0.7], // in a group of four or more
    [-0.3, -0.1, -0.8], // in another's quotation
    [-0.1, 0.0, -0.2], // the speaker of these words
    [-0.6, -0.7, -0.7], // in another paragraph
    [0.1, 0.1, 0.0], // behind the pronoun
    [0.0, -0.1, 0.3], // an organization
    [0.0, 0.0, -0.1], // a place
    [0.0, 0.2, -0.5], // an event or work
    [0.0, -0.1, -0.5], // another thing
    [0.0, 0.0, 0.8], // a group
    [0.0, 0.0, 1.2], // a plural noun
    [0.1, -0.3, -0.5], // coordinated
    [0.6, -0.6, 0.4], // subject over the pronoun
    [-0.3, 0.2, 0.2], // first of its sentence
    [0.7, -0.4, -0.1], // oblique
    [0.2, 0.2, 0.5], // both speak
    [-0.2, -0.2, -0.5], // the pronoun speaks, the candidate nowhere
    [0.1, 0.1, -0.5], // named or described where the text opens
    [0.7, 0.4, 0.4], // subject of the sentence before, as the pronoun of its own
    [0.2, 0.6, 0.0], // subject of the clause of a possessive
    [0.0, 0.0, -0.4], // a bare plural
    [0.3, -0.3, 0.0], // a name, for a subject
    [0.4, -0.1, -0.7], // described once
    [0.0, -1.0, -1.0], // the pronoun is part of its phrase
    [0.4, 0.4, 1.0], // "semantics and its role"
    [-0.2, -0.5, -0.8], // in an embedded clause that does not hold the pronoun
    [0.3, 0.3, 0.0], // subjects of coordinated clauses
    [0.1, 0.4, 0.0], // objects of coordinated clauses
    [0.0, 0.1, 0.5], // object, then subject of coordinated clauses
    [0.2, 0.1, 0.0], // object over the pronoun
    [0.3, 0.4, 0.1], // a demonstrative or indefinite pronoun
    [0.0, 0.0, 0.5], // "many", "some"
    [-0.1, 0.3, -0.2], // a bare noun
    [-0.5, -0.5, -1.1], // not the first of coordinated ones
    [0.8, 0.3, -0.2], // the nearest candidate
    [0.3, 1.1, 0.4], // lately in the pronoun's place
    [0.0, 0.3, 0.4], // somebody, as the verb demands
    [0.0, -0.3, -0.4], // nobody, though the verb demands somebody
    [-0.1, 0.1, -0.9], // an abstract noun
    [0.0, 0.0, 0.1], // both subjects
    [0.1, -0.3, -0.4], // both objects
    [-0.5, -0.5, -0.9], // half the number of nearer candidates
    [0.3, 0.3, -0.1], // logarithm of the size of its group, at most 8
    [0.4, 0.6, -0.2], // logarithm of an eighth of it
    [0.6, 0.4, -0.1], // logarithm of its group's mentions lately
];
