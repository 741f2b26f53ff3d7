//! Decides which chains, across documents, are the same entity.
//!
//! Pure: it sees chains as plain values and knows nothing of SQLite. The order of documents does not matter,
//! because what a chain resolves to is a function of the set of chains it can be compared with: those that share
//! a key with it, with those that share a key with them, and so on. The store hands over that whole block.

use crate::Id;
use crate::extraction::{EntityType, MentionKind};

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

/// Keys under which a chain can be compared with others: chains that share none, even by way of third ones, are
/// never the same entity.
pub fn keys(chain: &ChainFacts) -> Vec<String> {
    vec![chain.name.to_lowercase()]
}

/// Resolves a block of chains that is closed under shared keys. The result does not depend on their order.
pub fn resolve(block: &[ChainFacts]) -> Vec<Decision> {
    let decide = |chain: &ChainFacts| Decision {
        chain: chain.id,
        entity: Id::of("entity", &[chain.name.to_lowercase().as_bytes()]),
        reason: "same name".into(),
    };
    block.iter().map(decide).collect()
}

/// Describes an entity from all its chains. The result does not depend on their order.
pub fn describe(chains: &[ChainFacts]) -> Description {
    let first = chains.iter().min_by_key(|c| c.id);
    Description {
        name: first.map_or_else(String::new, |c| c.name.clone()),
        entity_type: first.map_or(EntityType::Other, |c| c.entity_type),
        aliases: Vec::new(),
    }
}
