//! What the tree says of a pronoun and a mention that it may stand for: whether they can be one, and how they lie.

use super::state::State;
use crate::analysis::{Sentence, Token};
use crate::lexicon::cues::{self, Frame};
use crate::span::TokenIdx;
use std::collections::BTreeSet;

/// How many sentences back a verb counts as lately used.
const LATELY: usize = 4;

/// Grammar forbids the two to be one: arguments of one verb ("X met him"), also where the mention's group has the other
/// argument ("they dropped them"), or one inside the other's phrase.
pub(super) fn clashes(state: &State<'_>, c: usize, m: usize) -> bool {
    let (candidate, pronoun) = (&state.mentions[c], &state.mentions[m]);
    let sentence = state.sentence(m);
    let b = &sentence.tokens[pronoun.head];
    let is_free = is_reflexive(b) || b.xpos == "PRP$";
    if !is_free
        && other_arguments(sentence, pronoun.head)
            .any(|a| state.at(pronoun.sentence, a).is_some_and(|other| other != m && state.joined(other, c)))
    {
        return true;
    }
    if candidate.sentence != pronoun.sentence {
        return false;
    }
    let a = &sentence.tokens[candidate.head];
    let same_clause = a.head.is_some() && a.head == b.head && !is_free;
    let same_phrase = sentence.is_under(pronoun.head, candidate.head) && b.head == Some(candidate.head)
        || sentence.is_under(candidate.head, pronoun.head);
    same_clause || same_phrase
}

fn is_reflexive(token: &Token) -> bool {
    token.form.ends_with("self") || token.form.ends_with("selves")
}

/// The other arguments of the verb that a word is subject or object of; of an object also the subject that the verb shares
/// with the one before ("they made way and gave them room"). A second subject says the first again ("he, he would").
fn other_arguments(sentence: &Sentence, word: TokenIdx) -> impl Iterator<Item = TokenIdx> + '_ {
    let token = &sentence.tokens[word];
    let is_object = token.is_rel(&["obj", "iobj"]);
    let others: &[&str] = if is_object { &["nsubj", "obj", "iobj"] } else { &["obj", "iobj"] };
    let verb = token.head.filter(|_| is_object || token.rel() == "nsubj");
    let own = verb.into_iter().flat_map(move |v| sentence.children_by(v, others)).filter(move |a| *a != word);
    let shared = verb.filter(|v| is_object && sentence.child(*v, &["nsubj"]).is_none());
    own.chain(shared.and_then(|v| subject_before(sentence, v)))
}

/// The subject of the verb that a verb without one is coordinated with or complements.
fn subject_before(sentence: &Sentence, verb: TokenIdx) -> Option<TokenIdx> {
    let chained = sentence.ancestors(verb).take_while(|v| sentence.tokens[*v].is_rel(&["conj", "xcomp"]));
    chained.filter_map(|v| sentence.tokens[v].head).find_map(|up| sentence.child(up, &["nsubj"]))
}

/// How a mention lies to the pronoun that may stand for it.
pub(super) struct Lie {
    /// The pronoun is part of the mention's phrase ("a plan for its repair").
    pub is_within: bool,
    /// "Semantics and its role".
    pub is_possessed_beside: bool,
    /// The mention stands in a clause within another one, which does not hold the pronoun.
    pub is_embedded: bool,
    /// The mention's clause is coordinated with the pronoun's.
    pub is_beside: bool,
    /// The mention is the object of a verb whose clause holds the pronoun.
    pub is_object_over: bool,
}

impl Lie {
    pub(super) fn of(state: &State<'_>, c: usize, m: usize) -> Self {
        let (sentence, candidate) = (state.sentence(c), state.mentions[c].head);
        let pronoun = (state.distance(c, m) == 0).then_some(state.mentions[m].head);
        let verb = clause(sentence, candidate);
        let held = |p: TokenIdx, by: TokenIdx| sentence.is_under(p, by);
        let own_clause = pronoun.and_then(|p| clause(sentence, p));
        Lie {
            is_within: pronoun.is_some_and(|p| is_part(sentence, p, candidate)),
            is_possessed_beside: pronoun.is_some_and(|p| {
                let owned = sentence.tokens[p].head;
                owned.is_some_and(|o| {
                    sentence.tokens[o].rel() == "conj" && sentence.tokens[o].head == Some(candidate)
                })
            }),
            is_embedded: sentence.ancestors(candidate).any(|a| {
                sentence.tokens[a].is_rel(&["acl", "advcl", "ccomp", "csubj"])
                    && pronoun.is_none_or(|p| !held(p, a))
            }),
            is_beside: verb.zip(own_clause).is_some_and(|(v, o)| {
                sentence.tokens[o].is_rel(&["conj", "parataxis"]) && sentence.tokens[o].head == Some(v)
            }),
            is_object_over: sentence.tokens[candidate].is_rel(&["obj"])
                && verb.zip(pronoun).is_some_and(|(v, p)| held(p, v)),
        }
    }
}

/// Whether a word is in the phrase of another, with no clause and no coordination between.
fn is_part(sentence: &Sentence, word: TokenIdx, whole: TokenIdx) -> bool {
    let mut up = sentence.ancestors(word).take_while(|a| *a != whole);
    sentence.is_under(word, whole) && up.all(|a| sentence.tokens[a].is_rel(&["nmod", "obl", "obj"]))
}

/// The head of the clause that a word stands in: the nearest word above it that is not part of a noun phrase.
fn clause(sentence: &Sentence, word: TokenIdx) -> Option<TokenIdx> {
    let is_nominal = |i: TokenIdx| {
        sentence.tokens[i].is_rel(&["nmod", "conj", "appos", "compound", "flat", "amod"])
            && sentence.child(i, &["nsubj"]).is_none()
    };
    let top = sentence.ancestors(word).find(|i| !is_nominal(*i))?;
    sentence.tokens[top].head
}

/// Groups that lately stood in the pronoun's place: with the same verb, or owner of the same thing.
pub(super) fn same_place(state: &State<'_>, m: usize) -> BTreeSet<usize> {
    let place = |i: usize| {
        let (token, sentence) = (state.head(i), state.sentence(i));
        let above = token.head.map(|h| sentence.tokens[h].lemma.as_str());
        above.filter(|lemma| !matches!(*lemma, "be" | "have" | "do")).map(|lemma| (lemma, token.rel()))
    };
    let own = place(m);
    let same = state.before(m, LATELY).filter(|c| own.is_some() && place(*c) == own);
    same.map(|c| state.root(c)).collect()
}

/// Whether a mention is the subject of a verb that only somebody can be: who says, thinks, wants or feels.
pub(super) fn is_minded(state: &State<'_>, m: usize) -> bool {
    let (token, sentence) = (state.head(m), state.sentence(m));
    let kind =
        |lemma: &str| [Frame::Clause, Frame::Infinitive].into_iter().find_map(|f| cues::kind(lemma, f));
    let verb = token.head.filter(|_| token.deprel == "nsubj").map(|h| sentence.tokens[h].lower_lemma());
    verb.is_some_and(|lemma| kind(&lemma).is_some_and(|kind| kind != "show"))
}
