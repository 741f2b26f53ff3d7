//! Decides which chains, across documents, are the same entity.
//!
//! Pure: it sees chains as plain values and knows nothing of SQLite. The order of documents does not matter, because
//! what a chain resolves to is a function of its own [`Shape`] and of the set of names that all shapes offer. The store
//! keeps both, looks up what a shape asks for, and asks again when the answer changes.

mod context;
pub mod curation;
mod decide;
mod key;
mod known;

use crate::extraction::{Chain, EntityType, Extraction, MentionKind, form_text};
use crate::{Document, Id};
use key::Bearer;
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
    /// Roles and countries that go with it in its document, and its gender where a title tells it; sorted.
    pub context: Vec<String>,
    /// Mentions, pronouns included.
    pub n_mentions: usize,
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

/// What resolution may know of a document's chains, in the order of the chains.
pub fn facts(doc: &Document, found: &Extraction) -> Vec<ChainFacts> {
    let mut facts: Vec<ChainFacts> =
        found.chains.iter().map(|chain| chain_facts(doc, found, chain)).collect();
    tell_generations_apart(&mut facts);
    facts
}

/// Marks persons with "Jr." or the like in whose document another of the name goes without, or with another. The one who goes
/// without middle name too is no other: "Samuel A. Lisk Jr." is "Samuel Lisk" for short.
fn tell_generations_apart(facts: &mut [ChainFacts]) {
    let is_person = |f: &&ChainFacts| f.is_named && f.entity_type == EntityType::Person;
    if !facts.iter().filter(is_person).any(|f| key::generation(&f.name).is_some()) {
        return;
    }
    let mut bearers: BTreeMap<[String; 2], Vec<Bearer>> = BTreeMap::new();
    for bearer in facts.iter().filter(is_person).filter_map(|f| key::bearer(&f.name)) {
        bearers.entry(bearer.name.clone()).or_default().push(bearer);
    }
    for chain in facts.iter_mut().filter(|f| is_person(&&**f)) {
        let Some(own) = key::bearer(&chain.name).filter(|b| b.generation.is_some()) else { continue };
        let is_other = |b: &Bearer| b.generation != own.generation && (b.has_middle || !own.has_middle);
        if bearers.get(&own.name).is_some_and(|bearers| bearers.iter().any(is_other)) {
            chain.context.push(key::APART.to_owned());
            chain.context.sort();
        }
    }
}

fn chain_facts(doc: &Document, found: &Extraction, chain: &Chain) -> ChainFacts {
    let mentions = || chain.mentions.iter().filter_map(|m| found.mentions.get(*m));
    let place = mentions().next().map_or((0, 0), |m| (m.span.start(), m.span.end()));
    let forms = forms(mentions().map(|m| (m.kind, m.span.slice(&doc.text))));
    let names = mentions().filter(|m| m.kind == MentionKind::Named);
    let before = names.filter_map(|m| doc.text.get(..m.span.start())).map(last_line);
    ChainFacts {
        id: Id::of("chain", &[&doc.id.to_bytes(), &place.0.to_le_bytes(), &place.1.to_le_bytes()]),
        document: doc.id,
        name: chain.name.clone(),
        entity_type: chain.entity_type,
        is_named: chain.is_named,
        context: context::of(chain.entity_type, &forms, before),
        forms,
        n_mentions: chain.mentions.len(),
    }
}

/// The different surface forms of mentions as written, pronouns left out, each with how often it occurs; sorted.
pub fn forms<'a>(mentions: impl Iterator<Item = (MentionKind, &'a str)>) -> Vec<Form> {
    let mut forms: BTreeMap<(String, MentionKind), usize> = BTreeMap::new();
    for (kind, text) in mentions.filter(|(kind, _)| *kind != MentionKind::Pronoun) {
        *forms.entry((form_text(text), kind)).or_default() += 1;
    }
    forms.into_iter().map(|((text, kind), n_mentions)| Form { text, kind, n_mentions }).collect()
}

/// The end of a text from its last line break on, at most 200 bytes and a little.
fn last_line(text: &str) -> &str {
    let start = text.floor_char_boundary(text.len().saturating_sub(200));
    let end = text.get(start..).unwrap_or_default();
    end.rsplit('\n').next().unwrap_or_default()
}

pub use decide::{Verdict, decide, resolve, unnamed};
pub use key::{Asks, Shape, alone, is_alone, shape};
pub use known::{KnownName, NameKind, known_names};

/// The type that most chains speak for: those with a name first, then by mentions. Votes are types, each with chains that have a
/// name and mentions by a form; those of one type are added up.
pub fn common_type(votes: impl IntoIterator<Item = (EntityType, u64, u64)>) -> EntityType {
    let mut sums: BTreeMap<EntityType, (u64, u64)> = BTreeMap::new();
    for (kind, named, forms) in votes {
        let sum = sums.entry(kind).or_default();
        *sum = (sum.0 + named, sum.1 + forms);
    }
    let best = sums.into_iter().max_by_key(|(kind, sum)| (*sum, std::cmp::Reverse(*kind)));
    best.map_or(EntityType::Other, |(kind, _)| kind)
}
