//! Joins the mentions of one document that refer to the same entity.
//!
//! Sieves, the surest first (after Raghunathan et al. 2010): names, descriptions, then pronouns by a ranker with
//! fitted weights. Each link keeps the name of its rule and its antecedent. Knows nothing of other documents.

mod grammar;
mod names;
mod nominals;
mod pronouns;
mod ranker;
mod state;
#[cfg(test)]
mod tests;
mod voices;

use super::worth::{places, renumbered};
use super::{Chain, EntityType, Mention, MentionKind, Statement};
use crate::Document;
use crate::analysis::{Analysis, Upos};
use crate::span::TokenIdx;
use state::State;
use std::collections::{BTreeMap, BTreeSet};

/// Puts every mention into a chain; chains are in order of their first mention.
pub fn chain(
    doc: &Document,
    analysis: &Analysis,
    mentions: Vec<Mention>,
    statements: &[Statement],
) -> (Vec<Mention>, Vec<Chain>) {
    let mut state = State::new(doc, analysis, mentions, statements);
    names::link(&mut state);
    nominals::link(&mut state);
    voices::link(&mut state);
    pronouns::link(&mut state);
    nominals::link_owned(&mut state);
    finish(state)
}

/// A pronoun of the third person with the mentions that it can stand for: what the weights of the ranker are fitted on.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The pronoun, by its place among the mentions.
    pub pronoun: usize,
    /// 0: he or she, 1: it, 2: they.
    pub kind: usize,
    /// Mentions that it can stand for, the nearest first, each with its properties in the order of the weights.
    pub candidates: Vec<(usize, Vec<f64>)>,
}

/// The choices that [`chain`] has for the third-person pronouns of a document, in text order.
pub fn choices(
    doc: &Document,
    analysis: &Analysis,
    mentions: Vec<Mention>,
    statements: &[Statement],
) -> Vec<Choice> {
    let mut state = State::new(doc, analysis, mentions, statements);
    names::link(&mut state);
    nominals::link(&mut state);
    voices::link(&mut state);
    let mut choices = Vec::new();
    pronouns::link_watched(&mut state, |state, pronoun| {
        let Some((kind, candidates)) = pronouns::choice(state, pronoun) else { return };
        let candidates = candidates.into_iter().map(|(c, values)| (c, values.to_vec())).collect();
        choices.push(Choice { pronoun, kind: kind as usize, candidates });
    });
    choices
}

/// Numbers the chains.
fn finish(state: State<'_>) -> (Vec<Mention>, Vec<Chain>) {
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for m in 0..state.mentions.len() {
        members.entry(state.root(m)).or_default().push(m);
    }
    let mut chains: Vec<Chain> = Vec::with_capacity(members.len());
    let mut chain_of = vec![0; state.mentions.len()];
    // A group's root is its first mention, so they come in order.
    for members in members.into_values() {
        let (name, entity_type) = state.describe(&members);
        let is_named = members.iter().any(|m| state.mentions[*m].kind == MentionKind::Named);
        let aliases = state.aliases(&members, &name);
        members.iter().for_each(|m| chain_of[*m] = chains.len());
        chains.push(Chain { mentions: members, name, entity_type, is_named, aliases });
    }
    let mut mentions = state.mentions;
    mentions.iter_mut().zip(chain_of).for_each(|(m, chain)| m.chain = chain);
    (mentions, chains)
}

/// Leaves the chains that a graph has use for: those with a name, with a description of a person, body, place, event
/// or work, or whose mention speaks. Pronouns that name nobody, also "someone", and descriptions of other things are dropped.
pub fn entities(
    analysis: &Analysis,
    mentions: Vec<Mention>,
    chains: Vec<Chain>,
    statements: &[Statement],
) -> (Vec<Mention>, Vec<Chain>) {
    let speaking: BTreeSet<(usize, TokenIdx)> = statements.iter().filter_map(|s| s.source_head).collect();
    let tells = |m: &Mention| match m.kind {
        MentionKind::Named => true,
        MentionKind::Nominal => {
            let is_noun =
                matches!(analysis.sentences[m.sentence].tokens[m.head].upos, Upos::Noun | Upos::Propn);
            is_noun && (m.entity_type != EntityType::Other || speaking.contains(&(m.sentence, m.head)))
        }
        MentionKind::Pronoun => false,
    };
    let is_kept: Vec<bool> = chains.iter().map(|c| c.mentions.iter().any(|m| tells(&mentions[*m]))).collect();
    let mention_places = places(&mentions.iter().map(|m| is_kept[m.chain]).collect::<Vec<_>>());
    let chain_places = places(&is_kept);
    let mention = |mut m: Mention| {
        m.chain = chain_places[m.chain]?;
        m.link.antecedent = m.link.antecedent.and_then(|a| mention_places[a]);
        Some(m)
    };
    let kept = chains.into_iter().zip(&is_kept).filter(|(_, kept)| **kept);
    let chains = kept.map(|(chain, _)| renumbered(chain, &mention_places)).collect();
    (mentions.into_iter().filter_map(mention).collect(), chains)
}
