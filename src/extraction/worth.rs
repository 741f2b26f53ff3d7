//! Which chains are worth a node of the graph.
//!
//! Names always are. A description is where it speaks, is spoken to, or stands in a relation with another entity;
//! "discussions", "light" and "importance", which only occur, are not.

use super::{Argument, Assertion, Chain, ChainIdx, EntityType, Extraction, Statement};

impl Extraction {
    /// Drops the descriptions that nothing connects with anything, with their mentions.
    pub(super) fn without_idle(mut self) -> Extraction {
        let mut is_kept: Vec<bool> = self.chains.iter().map(|c| c.is_named).collect();
        let speaking =
            self.statements.iter().flat_map(|s| s.speaker.iter().chain(&s.co_speakers).chain(&s.addressee));
        // What is talked about, where it is several people, a body or a place, or mentioned again.
        let is_talked_of = |c: &ChainIdx| {
            let chain = &self.chains[*c];
            chain.mentions.len() > 1
                || matches!(
                    chain.entity_type,
                    EntityType::Organization | EntityType::Place | EntityType::Group
                )
        };
        let about: Vec<ChainIdx> =
            self.statements.iter().flat_map(|s| s.about.iter().copied()).filter(is_talked_of).collect();
        let related = self.assertions.iter().flat_map(related);
        speaking.copied().chain(about).chain(related).for_each(|chain| is_kept[chain] = true);
        let chains = places(&is_kept);
        let mentions = places(&self.mentions.iter().map(|m| is_kept[m.chain]).collect::<Vec<_>>());
        self.statements.iter_mut().for_each(|s| renumber_statement(s, &chains));
        self.assertions.iter_mut().for_each(|a| renumber_assertion(a, &chains));
        self.mentions = std::mem::take(&mut self.mentions)
            .into_iter()
            .filter_map(|mut m| {
                m.chain = chains[m.chain]?;
                m.link.antecedent = m.link.antecedent.and_then(|a| mentions[a]);
                Some(m)
            })
            .collect();
        let kept = std::mem::take(&mut self.chains).into_iter().zip(&is_kept).filter(|(_, kept)| **kept);
        self.chains = kept.map(|(chain, _)| renumbered(chain, &mentions)).collect();
        self
    }
}

/// Chains that an assertion connects with another.
fn related(assertion: &Assertion) -> Vec<ChainIdx> {
    let ends = assertion.subject.iter().chain(&assertion.object);
    let mut chains: Vec<ChainIdx> =
        ends.chain(assertion.arguments.iter().map(|(_, a)| a)).filter_map(|a| a.chain).collect();
    chains.sort_unstable();
    chains.dedup();
    if chains.len() > 1 { chains } else { Vec::new() }
}

/// New places of what is kept.
pub(super) fn places(is_kept: &[bool]) -> Vec<Option<usize>> {
    let mut next = 0..;
    is_kept.iter().map(|kept| if *kept { next.next() } else { None }).collect()
}

/// A chain with the new places of its mentions.
pub(super) fn renumbered(mut chain: Chain, mentions: &[Option<usize>]) -> Chain {
    chain.mentions = chain.mentions.iter().filter_map(|m| mentions[*m]).collect();
    chain
}

fn renumber_statement(statement: &mut Statement, chains: &[Option<usize>]) {
    let of = |chain: &ChainIdx| chains[*chain];
    statement.speaker = statement.speaker.as_ref().and_then(of);
    statement.co_speakers = statement.co_speakers.iter().filter_map(of).collect();
    statement.addressee = statement.addressee.as_ref().and_then(of);
    statement.about = statement.about.iter().filter_map(of).collect();
}

fn renumber_assertion(assertion: &mut Assertion, chains: &[Option<usize>]) {
    let ends = assertion.subject.iter_mut().chain(&mut assertion.object);
    let all = ends.chain(assertion.arguments.iter_mut().map(|(_, a)| a));
    all.for_each(|a: &mut Argument| a.chain = a.chain.and_then(|c| chains[c]));
}
