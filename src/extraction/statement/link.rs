//! Speakers, addressees and subjects of statements, from the chains.

use crate::analysis::Analysis;
use crate::extraction::{ChainIdx, Mention, MentionKind, Statement};
use crate::lexicon::nouns::{self, NounKind};
use crate::span::TokenIdx;
use std::collections::BTreeMap;

/// Sets speaker, addressee and `about` from the chains.
///
/// A statement without a source takes the speaker before it in the same or the previous paragraph.
pub fn link(analysis: &Analysis, mentions: &[Mention], statements: &mut [Statement]) {
    let by_head: BTreeMap<(usize, TokenIdx), usize> =
        mentions.iter().enumerate().map(|(i, m)| ((m.sentence, m.head), i)).collect();
    let people = People { analysis, mentions, by_head };
    let mut in_force: Option<(usize, ChainIdx)> = None;
    for statement in statements {
        let paragraph = analysis.sentences[statement.sentence].paragraph;
        (statement.speaker, statement.co_speakers) = people.speakers(statement);
        if statement.source.is_empty() && statement.kind_can_inherit() {
            let near = in_force.filter(|(p, _)| paragraph.saturating_sub(*p) <= 1);
            statement.speaker = near.map(|(_, chain)| chain);
        }
        if let (Some(chain), None) = (statement.speaker, statement.inside) {
            in_force = Some((paragraph, chain));
        }
        statement.addressee = statement.addressee_head.and_then(|place| people.chain_at(place));
        statement.about = about(mentions, statement);
    }
}

impl Statement {
    /// Whether the speaker in force may have said it: quotations without a cue, and cues without a subject.
    fn kind_can_inherit(&self) -> bool {
        self.cue.is_empty() || self.mode != super::Mode::Indirect
    }
}

/// Looks up who a source is.
struct People<'a> {
    analysis: &'a Analysis,
    mentions: &'a [Mention],
    by_head: BTreeMap<(usize, TokenIdx), usize>,
}

impl People<'_> {
    fn chain_at(&self, place: (usize, TokenIdx)) -> Option<ChainIdx> {
        self.by_head.get(&place).map(|m| self.mentions[*m].chain)
    }

    /// The speaker, and further ones joined with him.
    fn speakers(&self, statement: &Statement) -> (Option<ChainIdx>, Vec<ChainIdx>) {
        let Some((number, head)) = statement.source_head else { return (None, Vec::new()) };
        let s = &self.analysis.sentences[number];
        // A name that ends the source names the speaker: "the alliance's chief, Mark Rutte".
        let last = statement.source.last().and_then(|span| {
            let from = self.mentions.partition_point(|m| m.sentence < number);
            let mut here = self.mentions[from..].iter().take_while(|m| m.sentence == number);
            here.find(|m| m.kind == MentionKind::Named && span.contains(m.span) && m.span.end() == span.end())
        });
        let owner = || {
            // "Trump's letter", "the report of the commission": who made it speaks.
            let is_work = nouns::kind(&s.tokens[head].lemma) == Some(NounKind::Work);
            let maker = s.children(head).find(|c| {
                s.tokens[*c].deprel == "nmod:poss"
                    || s.tokens[*c].rel() == "nmod"
                        && s.children_by(*c, &["case"])
                            .any(|p| matches!(s.tokens[p].lemma.as_str(), "of" | "by" | "from"))
            });
            maker.filter(|_| is_work).and_then(|m| self.chain_at((number, m)))
        };
        let is_person = |m: &&Mention| {
            m.entity_type == super::super::EntityType::Person && s.tokens[m.head].rel() != "nmod"
        };
        let by_name = last.filter(is_person).map(|m| m.chain);
        let speaker = by_name.or_else(owner).or_else(|| self.chain_at((number, head)));
        let appositive = || s.child(head, &["appos"]).and_then(|a| self.chain_at((number, a)));
        let speaker = speaker.or_else(appositive);
        let others = s.children_by(head, &["conj"]).filter_map(|c| self.chain_at((number, c)));
        let others = others.filter(|c| Some(*c) != speaker).collect();
        (speaker, others)
    }
}

/// Chains with a mention in the content, in order of first mention.
fn about(mentions: &[Mention], statement: &Statement) -> Vec<ChainIdx> {
    let mut chains = Vec::new();
    for content in &statement.content {
        let from = mentions.partition_point(|m| m.span.start() < content.start());
        for m in mentions[from..].iter().take_while(|m| m.span.start() < content.end()) {
            if !chains.contains(&m.chain) && content.contains(m.span) {
                chains.push(m.chain);
            }
        }
    }
    chains.retain(|c| Some(*c) != statement.speaker);
    chains
}
