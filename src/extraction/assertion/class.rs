//! The class of an assertion.

use super::proposition::{Proposition, particle};
use crate::analysis::Sentence;
use crate::extraction::{Class, EntityType};
use crate::lexicon::classes;
use crate::span::TokenIdx;

/// Prepositions of place.
const PLACE: &[&str] = &["in", "at", "near", "on", "outside", "inside", "across", "off"];

/// Whether a preposition tells where.
pub(super) fn is_place(prep: &str) -> bool {
    PLACE.contains(&prep)
}

/// Class by the lexicon, else by what the object is.
pub(super) fn class(
    s: &Sentence,
    p: &Proposition,
    verb: &str,
    prep: Option<&str>,
    object: Option<EntityType>,
) -> Class {
    let lemma = |i: TokenIdx| s.tokens[i].lower_lemma().to_string();
    let noun = s.child(p.head, &["obj"]).map(lemma);
    let particle = particle(s, p.head).map(lemma);
    // "agreed to share", "threatened to attack": the verb above says what kind of act it is.
    let above = p.matrix.and_then(|m| classes::class(&lemma(m), None, None)?.parse().ok());
    if let Some(class) = above.filter(|c: &Class| !matches!(c, Class::State | Class::Role | Class::Located)) {
        return class;
    }
    let listed =
        classes::class(verb, particle.as_deref().or(prep), noun.as_deref()).and_then(|c| c.parse().ok());
    let is_place = object == Some(EntityType::Place) && prep.is_some_and(is_place);
    match listed {
        Some(Class::Located | Class::Other) | None if is_place => Class::Located,
        Some(class) => class,
        None => Class::Other,
    }
}
