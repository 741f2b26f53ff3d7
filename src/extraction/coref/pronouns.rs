//! Pronouns: first and second persons by who is speaking, third persons by a ranker.
//!
//! The weights are hand-set from what was measured on GUM's freely licensed genres.

use super::state::State;
use crate::extraction::{EntityType, MentionKind, Mode};
use crate::lexicon::titles::Gender;

/// Joins pronouns, from left to right.
pub(super) fn link(state: &mut State<'_>) {
    for m in 0..state.mentions.len() {
        if state.mentions[m].kind != MentionKind::Pronoun {
            continue;
        }
        match state.head(m).feats.get("Person") {
            Some("1") => first_person(state, m),
            Some("3") => third_person(state, m),
            _ => {}
        }
    }
}

/// "I" and "my" inside a quotation are its speaker's.
fn first_person(state: &mut State<'_>, m: usize) {
    if state.head(m).feats.get("Number") != Some("Sing") {
        return;
    }
    let Some(statement) = state.quoted_in[m].map(|s| &state.statements[s]) else { return };
    let speaker = statement.source_head.and_then(|(sentence, head)| state.at(sentence, head));
    if let (Some(speaker), false) = (speaker, statement.mode == Mode::Indirect) {
        state.join(m, speaker, "speaker");
    }
}

/// What a third-person pronoun can stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    He,
    She,
    It,
    They,
}

fn third_person(state: &mut State<'_>, m: usize) {
    let form = state.head(m).form.to_lowercase();
    let wanted = match form.as_str() {
        "he" | "him" | "his" | "himself" => Wanted::He,
        "she" | "her" | "hers" | "herself" => Wanted::She,
        "it" | "its" | "itself" if !is_expletive(state, m) => Wanted::It,
        "they" | "them" | "their" | "theirs" | "themselves" => Wanted::They,
        _ => return,
    };
    let window = match wanted {
        Wanted::He | Wanted::She => 12,
        Wanted::It => 4,
        Wanted::They => 5,
    };
    let before = state.before(m, window);
    let after = (m + 1..state.mentions.len().min(m + 40)).take_while(|c| state.distance(m, *c) == 0);
    let candidates = before.chain(after).filter(|c| is_before(state, *c, m));
    let scored = candidates.filter(|c| fits(state, *c, m, wanted)).map(|c| (score(state, c, m), c));
    // Ties go to the nearer one.
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    if let Some((_, antecedent)) = best {
        state.join(m, antecedent, "pronoun");
    }
}

/// "It is clear that …", "it rained": nothing is meant.
fn is_expletive(state: &State<'_>, m: usize) -> bool {
    let (sentence, token) = (state.sentence(m), state.head(m));
    token.rel() == "expl"
        || token.head.is_some_and(|h| {
            token.rel() == "nsubj"
                && sentence.children_by(h, &["csubj", "ccomp"]).any(|c| c > state.mentions[m].head)
                && sentence.tokens[h].upos != crate::analysis::Upos::Verb
        })
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
    let alone = candidate.kind == MentionKind::Pronoun && state.root(c) == c && state.group_size(c) == 1;
    if alone || clashes(state, c, m) || is_modifier(state, c) {
        return false;
    }
    let kind = state.entity_type(c);
    let plural = is_plural(state, c);
    match wanted {
        Wanted::He => kind == EntityType::Person && state.gender(c) != Some(Gender::Female) && !plural,
        Wanted::She => kind == EntityType::Person && state.gender(c) != Some(Gender::Male) && !plural,
        Wanted::It => !matches!(kind, EntityType::Person | EntityType::Group) && !plural,
        Wanted::They => {
            plural || matches!(kind, EntityType::Group | EntityType::Organization) || is_coordinated(state, c)
        }
    }
}

/// A nationality or the first half of a compound is no antecedent by itself.
fn is_modifier(state: &State<'_>, c: usize) -> bool {
    state.mentions[c].kind == MentionKind::Named && state.head(c).is_rel(&["amod", "compound"])
}

fn is_plural(state: &State<'_>, c: usize) -> bool {
    let token = state.head(c);
    matches!(token.xpos.as_str(), "NNS") || token.feats.get("Number") == Some("Plur") && token.xpos != "NNPS"
}

fn is_coordinated(state: &State<'_>, c: usize) -> bool {
    let (sentence, head) = (state.sentence(c), state.mentions[c].head);
    sentence.child(head, &["conj"]).is_some_and(|k| state.at(state.mentions[c].sentence, k).is_some())
}

/// Grammar forbids the two to be one: arguments of one verb ("X met him"), or one inside the other's phrase.
fn clashes(state: &State<'_>, c: usize, m: usize) -> bool {
    let (candidate, pronoun) = (&state.mentions[c], &state.mentions[m]);
    if candidate.sentence != pronoun.sentence {
        return false;
    }
    let sentence = state.sentence(m);
    let (a, b) = (&sentence.tokens[candidate.head], &sentence.tokens[pronoun.head]);
    let is_reflexive = b.form.ends_with("self") || b.form.ends_with("selves");
    let is_possessive = b.xpos == "PRP$";
    let same_clause = a.head.is_some() && a.head == b.head && !is_reflexive && !is_possessive;
    let same_phrase = sentence.is_under(pronoun.head, candidate.head) && b.head == Some(candidate.head)
        || sentence.is_under(candidate.head, pronoun.head);
    same_clause || same_phrase
}

fn score(state: &State<'_>, c: usize, m: usize) -> f64 {
    let (candidate, pronoun) = (state.head(c), state.head(m));
    let mut score = match state.distance(c, m) {
        0 => 3.4,
        1 => 0.9,
        2 => -1.2,
        3 => -1.7,
        _ => -2.4,
    };
    let same_word = candidate.lemma.eq_ignore_ascii_case(&pronoun.lemma);
    if state.mentions[c].kind == MentionKind::Pronoun {
        score += if same_word { 0.56 } else { 0.0 };
    }
    if state.gender(c).is_some() && matches!(pronoun.feats.get("Gender"), Some("Masc" | "Fem")) {
        score += 0.76;
    }
    if candidate.is_rel(&["nsubj"]) {
        score += 0.4;
        let is_main = candidate.head == state.sentence(c).root();
        score += if is_main { 0.4 } else { 0.0 };
    }
    if candidate.rel() == pronoun.rel() {
        score += 0.6;
    }
    if candidate.rel() == "nmod" {
        score -= 0.9;
    }
    if state.group_size(c) >= 4 {
        score += 0.3;
    }
    score + quotation(state, c, m)
}

/// Across quotations: another's words are further away, and nobody is "he" in what he says himself.
fn quotation(state: &State<'_>, c: usize, m: usize) -> f64 {
    let (theirs, own) = (state.quoted_in[c], state.quoted_in[m]);
    let is_direct = |s: Option<usize>| s.is_some_and(|s| state.statements[s].mode != Mode::Indirect);
    let mut score = 0.0;
    if theirs != own && is_direct(theirs) {
        score -= 1.3;
    }
    let speaker = own.and_then(|s| state.statements[s].source_head).and_then(|(s, h)| state.at(s, h));
    if is_direct(own) && speaker.is_some_and(|s| state.joined(s, c)) {
        score -= 1.9;
    }
    score
}
