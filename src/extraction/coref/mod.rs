//! Joins the mentions of one document that refer to the same entity.
//!
//! Sieves, the surest first (after Raghunathan et al. 2010): names, descriptions, then pronouns by a ranker with
//! hand-set weights. Each link keeps the name of its rule and its antecedent. Knows nothing of other documents.

mod names;
mod nominals;
mod pronouns;
mod state;

use super::{Chain, ChainIdx, Mention, MentionKind, Statement};
use crate::Document;
use crate::analysis::Analysis;
use state::State;

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
    pronouns::link(&mut state);
    finish(state)
}

/// Numbers the chains; pronouns that found no antecedent are dropped, as they name nobody.
fn finish(state: State<'_>) -> (Vec<Mention>, Vec<Chain>) {
    let roots: Vec<usize> = (0..state.mentions.len()).map(|m| state.root(m)).collect();
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); roots.len()];
    for (m, root) in roots.iter().enumerate() {
        members[*root].push(m);
    }
    let is_empty = |chain: &[usize]| chain.iter().all(|m| state.mentions[*m].kind == MentionKind::Pronoun);
    let kept: Vec<bool> = roots.iter().map(|root| !is_empty(&members[*root])).collect();
    let places: Vec<Option<usize>> = kept
        .iter()
        .scan(0, |next, kept| {
            let place = *next;
            *next += usize::from(*kept);
            Some(kept.then_some(place))
        })
        .collect();
    let mut chain_of: Vec<Option<ChainIdx>> = vec![None; roots.len()];
    let mut chains: Vec<Chain> = Vec::new();
    let mut mentions = Vec::new();
    for (m, mention) in state.mentions.iter().enumerate().filter(|(m, _)| kept[*m]) {
        let root = roots[m];
        let chain = *chain_of[root].get_or_insert_with(|| {
            let (name, entity_type) = state.describe(&members[root]);
            let is_named = members[root].iter().any(|m| state.mentions[*m].kind == MentionKind::Named);
            let aliases = state.aliases(&members[root], &name);
            chains.push(Chain { mentions: Vec::new(), name, entity_type, is_named, aliases });
            chains.len() - 1
        });
        let mut mention = mention.clone();
        mention.chain = chain;
        mention.link.antecedent = mention.link.antecedent.and_then(|a| places[a]);
        chains[chain].mentions.push(mentions.len());
        mentions.push(mention);
    }
    (mentions, chains)
}
