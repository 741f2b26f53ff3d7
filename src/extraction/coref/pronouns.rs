//! Pronouns of the third person, by a ranker.
//!
//! Its weights are fitted on GUM's freely licensed genres by `train/pronouns.py`.

use super::grammar::clashes;
use super::ranker::{self, Kind};
use super::state::{self, State};
use crate::analysis::Upos;
use crate::extraction::{EntityType, MentionKind, Mode};
use crate::lexicon::titles::Gender;

/// Joins pronouns of the third person, from left to right.
pub(super) fn link(state: &mut State<'_>) {
    link_watched(state, |_, _| {});
}

/// As [`link`]; `look` sees each pronoun with its candidates before it is joined.
pub(super) fn link_watched(state: &mut State<'_>, mut look: impl FnMut(&State<'_>, usize)) {
    for m in 0..state.mentions.len() {
        if is_third(state, m) {
            look(state, m);
            third_person(state, m);
        }
    }
}

fn is_third(state: &State<'_>, m: usize) -> bool {
    state.mentions[m].kind == MentionKind::Pronoun && state.head(m).feats.get("Person") == Some("3")
}

/// What a third-person pronoun can stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    He,
    She,
    It,
    They,
}

/// A chain with the ranker's properties of it.
pub(super) type Weighed = (usize, [f64; ranker::N]);

/// A pronoun with what it can stand for, to fit the ranker's weights on.
pub(super) fn choice(state: &State<'_>, m: usize) -> Option<(Kind, Vec<Weighed>)> {
    let (kind, _, candidates) = candidates(state, m)?;
    let around = ranker::Around::of(state, m);
    let with = |(rank, c): (usize, usize)| (c, ranker::features(state, c, m, rank, &around));
    Some((kind, candidates.into_iter().enumerate().map(with).collect()))
}

/// What a pronoun of the third person can stand for, the nearest first.
fn candidates(state: &State<'_>, m: usize) -> Option<(Kind, Wanted, Vec<usize>)> {
    let form = state.head(m).lower_form();
    let wanted = match form.as_str() {
        "he" | "him" | "his" | "himself" => Wanted::He,
        "she" | "her" | "hers" | "herself" => Wanted::She,
        "it" | "its" | "itself" if !is_expletive(state, m) => Wanted::It,
        "they" | "them" | "their" | "theirs" | "themselves" => Wanted::They,
        _ => return None,
    };
    let (kind, window) = match wanted {
        Wanted::He | Wanted::She => (Kind::Person, 12),
        Wanted::It => (Kind::Thing, 4),
        Wanted::They => (Kind::Several, 5),
    };
    let before = state.before(m, window);
    let after = (m + 1..state.mentions.len().min(m + 40)).take_while(|c| state.distance(m, *c) == 0);
    let candidates = before.chain(after).filter(|c| is_before(state, *c, m));
    let candidates = candidates.filter(|c| fits(state, *c, m, wanted));
    Some((kind, wanted, candidates.collect()))
}

fn third_person(state: &mut State<'_>, m: usize) {
    let Some((kind, wanted, candidates)) = candidates(state, m) else { return };
    match ranker::best(state, m, kind, candidates.into_iter()) {
        // "Thomas and Manju … they": both, who have no mention together.
        Some(first) if wanted == Wanted::They && is_half(state, first) => {
            state.split.insert(m);
        }
        Some(antecedent) => state.join(m, antecedent, "pronoun"),
        None => {}
    }
}

/// "It is clear that …", "it rained": nothing is meant.
fn is_expletive(state: &State<'_>, m: usize) -> bool {
    let (sentence, it) = (state.sentence(m), state.mentions[m].head);
    let token = &sentence.tokens[it];
    let Some(head) = token.head else { return false };
    let has_behind = |rels: &[&str]| sentence.children_by(head, rels).any(|c| c > it);
    let is_verb = sentence.tokens[head].upos == Upos::Verb;
    match token.rel() {
        // "Will it begin to lose strength": what a verb is said of, with no clause that "it" could announce.
        "expl" if is_verb && it < head => {
            has_behind(&["csubj", "ccomp", "advcl", "acl"]) || is_impersonal(&sentence.tokens[head].lemma)
        }
        "expl" => true,
        "nsubj" => !is_verb && has_behind(&["csubj", "ccomp"]),
        _ => false,
    }
}

/// Verbs whose "it" means nothing.
fn is_impersonal(lemma: &str) -> bool {
    matches!(
        lemma,
        "rain" | "snow" | "hail" | "thunder" | "seem" | "appear" | "happen" | "turn" | "take" | "be"
    )
}

/// Earlier in the text; or later in the sentence, where the pronoun stands in a fronted clause ("In his speech, X …").
fn is_before(state: &State<'_>, c: usize, m: usize) -> bool {
    if c < m {
        return true;
    }
    let (sentence, candidate) = (state.sentence(m), &state.mentions[c]);
    candidate.sentence == state.mentions[m].sentence
        && candidate.kind == MentionKind::Named
        && sentence.tokens[candidate.head].rel() == "nsubj"
        && sentence.tokens[candidate.head].head == sentence.root()
        && sentence.ancestors(state.mentions[m].head).any(|a| {
            sentence.tokens[a].is_rel(&["advcl", "obl"])
                && sentence.tokens[a].head == sentence.root()
                && a < candidate.head
        })
}

fn fits(state: &State<'_>, c: usize, m: usize, wanted: Wanted) -> bool {
    let candidate = &state.mentions[c];
    let alone =
        candidate.kind == MentionKind::Pronoun && state.group_size(c) == 1 && !state.split.contains(&c);
    if alone || is_only_us(state, c) || clashes(state, c, m) || is_modifier(state, c) || is_time(state, c) {
        return false;
    }
    // Nobody is "he" in what he says himself.
    if ranker::says(state, c, m, Mode::Direct) {
        return false;
    }
    let kind = state.entity_type(c);
    // Who speaks is no event and no thing.
    let is_mute = matches!(kind, EntityType::Event | EntityType::Other) && !state.is_named(c);
    if is_mute && state.speaks(m) {
        return false;
    }
    let plural = is_plural(state, c);
    match wanted {
        Wanted::He => kind == EntityType::Person && state.gender(c) != Some(Gender::Female) && !plural,
        Wanted::She => kind == EntityType::Person && state.gender(c) != Some(Gender::Male) && !plural,
        Wanted::It => !matches!(kind, EntityType::Person | EntityType::Group) && !plural,
        Wanted::They => {
            let is_anyone = state.head(c).upos == Upos::Pron && candidate.kind == MentionKind::Nominal;
            plural
                || matches!(kind, EntityType::Group | EntityType::Organization)
                || is_coordinated(state, c)
                || is_anyone && kind == EntityType::Person
                || kind == EntityType::Place && acts(state, c)
                || kind == EntityType::Other && state.is_named(c)
        }
    }
}

/// "We", "you", where nobody says who that is: not those spoken of.
fn is_only_us(state: &State<'_>, c: usize) -> bool {
    let is_pronoun = state.mentions[c].kind == MentionKind::Pronoun;
    is_pronoun && !state.is_named(c) && matches!(state.head(c).feats.get("Person"), Some("1" | "2"))
}

/// A country as those who act for it; not where something is ("in France", "Paris, France").
fn acts(state: &State<'_>, c: usize) -> bool {
    const PLACING: [&str; 10] =
        ["in", "at", "from", "near", "across", "around", "throughout", "within", "inside", "outside"];
    let (sentence, head) = (state.sentence(c), state.head(c));
    let case = sentence.child(state.mentions[c].head, &["case"]).map(|k| sentence.tokens[k].lower_lemma());
    let stands = head.is_rel(&["nsubj", "obj", "iobj", "conj", "root"]) || head.deprel == "nmod:poss";
    let is_told = case.is_some_and(|case| !PLACING.contains(&case.as_str()));
    (stands || is_told) && state::country(state.form(c)).is_some()
}

/// A nationality or the first half of a compound is no antecedent by itself.
fn is_modifier(state: &State<'_>, c: usize) -> bool {
    state.mentions[c].kind == MentionKind::Named && state.head(c).is_rel(&["amod", "compound"])
}

/// "The rare times", "this week": when, not what.
fn is_time(state: &State<'_>, c: usize) -> bool {
    let is_unit = matches!(
        state.lemmas[c].as_str(),
        "time"
            | "second"
            | "minute"
            | "hour"
            | "day"
            | "night"
            | "morning"
            | "afternoon"
            | "evening"
            | "week"
            | "weekend"
            | "month"
            | "year"
            | "decade"
            | "century"
            | "moment"
            | "today"
            | "yesterday"
            | "tomorrow"
            | "tonight"
    );
    state.mentions[c].kind == MentionKind::Nominal && is_unit
}

fn is_plural(state: &State<'_>, c: usize) -> bool {
    let token = state.head(c);
    matches!(token.xpos.as_str(), "NNS") || token.feats.get("Number") == Some("Plur") && token.xpos != "NNPS"
}

fn is_coordinated(state: &State<'_>, c: usize) -> bool {
    let (sentence, head) = (state.sentence(c), state.mentions[c].head);
    sentence.child(head, &["conj"]).is_some_and(|k| state.at(state.mentions[c].sentence, k).is_some())
}

/// One of several persons named together.
fn is_half(state: &State<'_>, c: usize) -> bool {
    state.entity_type(c) == EntityType::Person && !is_plural(state, c) && is_coordinated(state, c)
}
