//! The keys under which chains are compared.
//!
//! A person has the key of the last name, a country that of its code, a body those of its name and of its short
//! forms; what is only described ("officials") is a thing of its document and compared with nothing.

use super::ChainFacts;
use crate::extraction::{EntityType, MentionKind};
use crate::lexicon::gazetteer;
use crate::text::folded;

/// Keys under which a chain can be compared with others: chains that share none, even by way of third ones, are
/// never the same entity.
pub fn keys(chain: &ChainFacts) -> Vec<String> {
    if !chain.is_named {
        return vec![format!("{} {}", chain.document, folded(&chain.name))];
    }
    let mut keys = match chain.entity_type {
        EntityType::Person => vec![format!("person {}", last_name(&chain.name))],
        EntityType::Place => vec![format!("place {}", place(&chain.name))],
        EntityType::Organization => {
            let names = names(chain).into_iter().filter(|n| is_short(n));
            let short = names.map(|n| format!("short {}", folded(&n).replace('.', "")));
            std::iter::once(format!("body {}", body(&chain.name))).chain(short).collect()
        }
        kind => vec![format!("{kind} {}", folded(&chain.name))],
    };
    keys.sort();
    keys.dedup();
    keys
}

/// A person's last name, folded; "Jr." and the like left out.
pub(super) fn last_name(name: &str) -> String {
    let folded = folded(name);
    let mut words = folded
        .split(' ')
        .rev()
        .filter(|w| !matches!(w.trim_end_matches('.'), "jr" | "sr" | "ii" | "iii" | "iv"));
    words.next().unwrap_or_default().to_owned()
}

/// A country's code, or the place's name.
pub(super) fn place(name: &str) -> String {
    match gazetteer::country_form(name) {
        Some((country, _)) => format!("of country {}", country.code),
        None => folded(name),
    }
}

/// A well-known body's full name, or the name at hand.
pub(super) fn body(name: &str) -> String {
    folded(gazetteer::organization(name).map_or(name, |body| body.name))
}

/// Whether a form is an acronym or the like: up to eight characters, two of them capitals, one word.
pub(super) fn is_short(form: &str) -> bool {
    form.len() <= 8 && !form.contains(' ') && form.chars().filter(|c| c.is_uppercase()).count() >= 2
}

/// All names of a chain, its own first.
pub(super) fn names(chain: &ChainFacts) -> Vec<String> {
    let forms = chain.forms.iter().filter(|f| f.kind == MentionKind::Named).map(|f| f.text.clone());
    std::iter::once(chain.name.clone()).chain(forms).collect()
}
