//! What a name says by itself: whom it stands for, what that can be called for short, and what fuller name it may
//! stand for.
//!
//! A fuller name *offers* keys, a shorter one *asks* for them: "Boris Johnson" offers "johnson", which "Johnson" asks
//! for. Context (roles, countries) and gender make longer keys of the same kind. Chains with equal keys have one
//! [`Shape`], so that a name in a hundred thousand documents is decided once.

use super::ChainFacts;
use crate::Id;
use crate::extraction::{EntityType, MentionKind};
use crate::lexicon::bodies::{self, Common};
use crate::lexicon::titles::Gender;
use crate::lexicon::{gazetteer, names as given_names};
use crate::text::folded;

/// Kind of the ids of what is known from one document alone; types of entities have the smaller ones.
const ALONE: u8 = 7;

/// What goes with a "Jr." in whose document another of his name goes without.
pub(super) const APART: &str = "apart from one of the name";

/// What resolution sees of a chain with a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shape {
    /// Hash of the rest.
    pub id: Id,
    /// Entity that the name by itself stands for.
    pub own: Id,
    /// Keys under which shorter names find it; sorted.
    pub offers: Vec<String>,
    /// Keys under which to look for a fuller name.
    pub asks: Asks,
}

/// Keys under which a short name looks for fuller ones; all empty for a name that is full.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Asks {
    /// Where exactly one entity has it, that is the one.
    pub name: Option<String>,
    /// Where several have `name`: the only one that has any of these.
    pub context: Vec<String>,
    /// Where none has `name`: the only one that has this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weak: Option<String>,
    /// The name alone does not tell which of many it is, and nothing else does.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_common: bool,
}

impl Asks {
    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &String> {
        self.name.iter().chain(&self.context).chain(&self.weak)
    }
}

/// The shape of a chain; `None` where it has no name.
pub fn shape(chain: &ChainFacts) -> Option<Shape> {
    if !chain.is_named {
        return None;
    }
    let (identity, mut offers, asks) = match chain.entity_type {
        EntityType::Person => person(chain),
        EntityType::Organization => organization(chain),
        EntityType::Place => (place(&chain.name), Vec::new(), Asks::default()),
        _ => (folded(&chain.name), Vec::new(), Asks::default()),
    };
    offers.sort();
    offers.dedup();
    let own = named_entity(chain.entity_type, &identity);
    let keys = serde_json::to_string(&(&offers, &asks)).unwrap_or_default();
    Some(Shape { id: Id::of("shape", &[&own.to_bytes(), keys.as_bytes()]), own, offers, asks })
}

/// The entity of this type and identity. Its type is in the last bits, so that what goes by one name can be found
/// whatever it was read as.
pub(super) fn named_entity(entity_type: EntityType, identity: &str) -> Id {
    Id::of("entity", &[identity.as_bytes()]).with_kind(entity_type as u8)
}

/// Whether an entity is one of a single document by its id: what [`alone`] gives. By chance others are too, of those that
/// the user split off.
pub fn is_alone(entity: Id) -> bool {
    entity.kind() == ALONE
}

/// The entity that a chain is where it shares none with other documents; the same whatever its type. It lies beside its
/// document's others.
pub fn alone(chain: &ChainFacts) -> Id {
    let kind = if chain.is_named { "named" } else { "unnamed" };
    let identity = format!("{} {}", chain.document, folded(&chain.name));
    Id::of("entity", &[kind.as_bytes(), identity.as_bytes()]).beside(chain.document).with_kind(ALONE)
}

fn person(chain: &ChainFacts) -> (String, Vec<String>, Asks) {
    let (first, last) = ends(&chain.name);
    let with = |base: &str, what: &str| format!("{base} + {what}");
    match first {
        Some(first) if first.chars().count() > 1 => {
            let whole =
                generation(&chain.name).map(|generation| format!("person {first} {last} {generation}"));
            if let Some(whole) = whole.clone().filter(|_| chain.context.iter().any(|c| c == APART)) {
                return (whole.clone(), vec![whole], Asks::default());
            }
            let initial: String = first.chars().take(1).collect();
            let bases = [format!("person {last}"), format!("person {last}, {initial}")];
            let genders: &[&str] = match given_names::gender(&first) {
                Some(Gender::Female) => &["female"],
                Some(Gender::Male) => &["male"],
                None => &["female", "male"],
            };
            let context = chain.context.iter().map(String::as_str).filter(|c| !is_gender(c) && *c != APART);
            let further: Vec<&str> = context.chain(genders.iter().copied()).collect();
            let longer = bases.iter().flat_map(|b| further.iter().map(move |f| with(b, f)));
            let offers = bases.iter().cloned().chain(longer).collect();
            // Where another document has father and son, "Jr." is the son here too.
            (format!("{first} {last}"), offers, Asks { name: whole, ..Asks::default() })
        }
        first => {
            let base = match &first {
                Some(initial) => format!("person {last}, {initial}"),
                None => format!("person {last}"),
            };
            let gender = chain.context.iter().find(|c| is_gender(c));
            let context = chain.context.iter().filter(|c| !is_gender(c)).map(|c| with(&base, c)).collect();
            let name = gender.map_or(base.clone(), |g| with(&base, g));
            let identity = first.map_or(last.clone(), |f| format!("{f} {last}"));
            (identity, Vec::new(), Asks { name: Some(name), context, ..Asks::default() })
        }
    }
}

fn is_gender(context: &str) -> bool {
    matches!(context, "female" | "male")
}

/// "The Foreign Ministry" of the country that its name or the words before it tell; else of nobody knows which.
fn common_body(chain: &ChainFacts, common: &Common) -> (String, Vec<String>, Asks) {
    let told = || match chain.context.as_slice() {
        [only] => only.strip_prefix("of "),
        _ => None,
    };
    match common.country.map(|c| c.code).or_else(told) {
        Some(code) => (format!("{} of country {code}", common.name), Vec::new(), Asks::default()),
        None => (common.name.clone(), Vec::new(), Asks { is_common: true, ..Asks::default() }),
    }
}

fn organization(chain: &ChainFacts) -> (String, Vec<String>, Asks) {
    if let Some(common) = bodies::common(&chain.name) {
        return common_body(chain, &common);
    }
    let full = body(&chain.name);
    if !full.contains(' ') && full.chars().count() <= 8 {
        let short = full.replace('.', "");
        let name = format!("short {short}");
        let context = chain.context.iter().map(|c| format!("{name} + {c}")).collect();
        let weak = (short.chars().count() > 2 && is_short(&chain.name)).then(|| format!("initials {short}"));
        return (full, Vec::new(), Asks { name: Some(name), context, weak, is_common: false });
    }
    let mut offers = Vec::new();
    for short in names(chain).iter().filter(|n| is_short(n)) {
        let key = format!("short {}", folded(short).replace('.', ""));
        offers.extend(chain.context.iter().map(|c| format!("{key} + {c}")));
        offers.push(key);
    }
    let initials = initials(&full);
    if initials.chars().count() > 2 {
        offers.push(format!("initials {initials}"));
    }
    (full, offers, Asks::default())
}

/// First letters of the words that count.
fn initials(folded: &str) -> String {
    let words = folded.split([' ', '-']).filter(|w| !matches!(*w, "of" | "the" | "and" | "for" | "in" | "&"));
    words.filter_map(|w| w.chars().next()).filter(|c| c.is_alphabetic()).collect()
}

/// First name, if there is one, and last name of a person, folded; middle ones and "Jr." left out.
fn ends(name: &str) -> (Option<String>, String) {
    let folded = folded(name);
    let words = folded.split(' ').filter(|w| !given_names::is_generation(w));
    // "Berg, Jr."
    let words: Vec<&str> = words.map(|w| w.trim_end_matches(',')).collect();
    match words[..] {
        [] => (None, folded),
        [only] => (None, only.to_owned()),
        [first, .., last] => (Some(first.trim_end_matches('.').to_owned()), last.to_owned()),
    }
}

/// Who has a full name.
pub(super) struct Bearer {
    /// First and last name.
    pub(super) name: [String; 2],
    /// "jr", "iii".
    pub(super) generation: Option<String>,
    pub(super) has_middle: bool,
}

/// The bearer of a name; `None` where it is no full name.
pub(super) fn bearer(name: &str) -> Option<Bearer> {
    let (first, last) = ends(name);
    let generation = generation(name);
    let n_words = name.split(' ').count() - usize::from(generation.is_some());
    Some(Bearer { name: [first?, last], generation, has_middle: n_words > 2 })
}

/// "jr" of "Anna Berg Jr.".
pub(super) fn generation(name: &str) -> Option<String> {
    let last = name.rsplit(' ').next().filter(|last| given_names::is_generation(last))?;
    Some(folded(last.trim_end_matches('.')))
}

/// A country's code, or the place's name.
fn place(name: &str) -> String {
    match gazetteer::country_form(name) {
        Some((country, _)) => format!("of country {}", country.code),
        None => folded(name),
    }
}

/// A well-known body's full name, or the name at hand.
fn body(name: &str) -> String {
    folded(gazetteer::organization(name).map_or(name, |body| body.name))
}

/// Whether a form is an acronym or the like: up to eight characters, two of them capitals, one word.
fn is_short(form: &str) -> bool {
    form.len() <= 8 && !form.contains(' ') && form.chars().filter(|c| c.is_uppercase()).count() >= 2
}

/// All names of a chain, its own first.
fn names(chain: &ChainFacts) -> Vec<String> {
    let forms = chain.forms.iter().filter(|f| f.kind == MentionKind::Named).map(|f| f.text.clone());
    std::iter::once(chain.name.clone()).chain(forms).collect()
}
