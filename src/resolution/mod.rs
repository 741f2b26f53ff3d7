//! Decides which chains, across documents, are the same entity.
//!
//! Pure: it sees chains as plain values and knows nothing of SQLite. The order of documents does not matter,
//! because what a chain resolves to is a function of the set of chains it can be compared with: those that share
//! a key with it, with those that share a key with them, and so on. The store hands over that whole block.

pub mod curation;
mod decide;
mod key;

use crate::extraction::{Chain, EntityType, Extraction, MentionKind, form_text};
use crate::{Document, Id};
use std::collections::BTreeMap;

/// What resolution may know of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainFacts {
    /// Derived from the document and the chain's first mention.
    pub id: Id,
    /// The document it stands in.
    pub document: Id,
    /// Its fullest form.
    pub name: String,
    /// What kind of thing it is.
    pub entity_type: EntityType,
    /// Whether any mention is a name.
    pub is_named: bool,
    /// The different surface forms, pronouns left out, each with how often it occurs; sorted.
    pub forms: Vec<Form>,
    /// Roles, titles, organisations and places that go with it in its document; sorted.
    pub context: Vec<String>,
}

/// A surface form of a chain.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Form {
    /// As written, without article or possessive mark.
    pub text: String,
    /// Name or description.
    pub kind: MentionKind,
    /// Mentions with this form.
    pub n_mentions: usize,
}

/// What a chain was resolved to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The chain.
    pub chain: Id,
    /// The entity: equal for chains that are the same.
    pub entity: Id,
    /// Why, as `show --why` prints it.
    pub reason: String,
}

/// Name, type and aliases of an entity, from all its chains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// Fullest form.
    pub name: String,
    /// What kind of thing it is.
    pub entity_type: EntityType,
    /// Every other form, most frequent first, then by text.
    pub aliases: Vec<String>,
}

/// What resolution may know of a document's chains, in the order of the chains.
pub fn facts(doc: &Document, found: &Extraction) -> Vec<ChainFacts> {
    found.chains.iter().map(|chain| chain_facts(doc, found, chain)).collect()
}

fn chain_facts(doc: &Document, found: &Extraction, chain: &Chain) -> ChainFacts {
    let mentions = || chain.mentions.iter().filter_map(|m| found.mentions.get(*m));
    let place = mentions().next().map_or((0, 0), |m| (m.span.start(), m.span.end()));
    let mut forms: BTreeMap<(String, MentionKind), usize> = BTreeMap::new();
    for mention in mentions().filter(|m| m.kind != MentionKind::Pronoun) {
        *forms.entry((form_text(mention.span.slice(&doc.text)), mention.kind)).or_default() += 1;
    }
    let forms = forms.into_iter().map(|((text, kind), n_mentions)| Form { text, kind, n_mentions });
    ChainFacts {
        id: Id::of("chain", &[&doc.id.to_bytes(), &place.0.to_le_bytes(), &place.1.to_le_bytes()]),
        document: doc.id,
        name: chain.name.clone(),
        entity_type: chain.entity_type,
        is_named: chain.is_named,
        forms: forms.collect(),
        context: Vec::new(),
    }
}

pub use decide::resolve;
pub use key::keys;

/// Describes an entity from all its chains. The result does not depend on their order.
pub fn describe(chains: &[ChainFacts]) -> Description {
    let fullest = chains.iter().max_by_key(|c| (c.is_named, c.name.len(), std::cmp::Reverse(c.id)));
    let name = fullest.map_or_else(String::new, |c| c.name.clone());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for form in chains.iter().flat_map(|c| &c.forms).filter(|f| f.text != name) {
        *counts.entry(&form.text).or_default() += form.n_mentions;
    }
    let mut aliases: Vec<(usize, &str)> = counts.into_iter().map(|(text, n)| (n, text)).collect();
    aliases.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    Description {
        name,
        entity_type: common_type(chains),
        aliases: aliases.into_iter().map(|(_, text)| text.to_owned()).collect(),
    }
}

/// The type that most mentions speak for, those of named chains first.
fn common_type(chains: &[ChainFacts]) -> EntityType {
    let mut votes: BTreeMap<EntityType, (usize, usize)> = BTreeMap::new();
    for chain in chains {
        let n_mentions: usize = chain.forms.iter().map(|f| f.n_mentions).sum();
        let vote = votes.entry(chain.entity_type).or_default();
        vote.0 += usize::from(chain.is_named);
        vote.1 += n_mentions;
    }
    let best = votes.into_iter().max_by_key(|(kind, n)| (*n, std::cmp::Reverse(*kind)));
    best.map_or(EntityType::Other, |(kind, _)| kind)
}
