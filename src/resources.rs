//! The one home of `include_bytes!` and `include_str!` for `data/`.
//!
//! What each file is, where it comes from and under which licence: `data/README.md`.

/// Weights of the neural engine, made by `train/neural`.
pub static NEURAL_WEIGHTS: &[u8] = include_bytes!("../data/neural.weights");

/// Countries: code, name, other names, adjectives, capital.
pub static COUNTRIES: &str = include_str!("../data/countries.tsv");
/// Short and irregular forms of countries and their people.
pub static COUNTRY_FORMS: &str = include_str!("../data/country_forms.tsv");
/// Continents, states and cities.
pub static PLACES: &str = include_str!("../data/places.tsv");
/// Regions, areas, waters and ranges.
pub static REGIONS: &str = include_str!("../data/regions.tsv");
/// Well-known bodies with their short forms.
pub static ORGANIZATIONS: &str = include_str!("../data/organizations.tsv");
/// Bodies that every country has.
pub static COMMON_BODIES: &str = include_str!("../data/common_bodies.tsv");
/// Places that stand for governments and bodies.
pub static METONYMS: &str = include_str!("../data/metonyms.tsv");
/// Titles, ranks and roles.
pub static TITLES: &str = include_str!("../data/titles.tsv");
/// Given names with the share of women.
pub static GIVEN_NAMES: &str = include_str!("../data/given_names.tsv");
/// Surnames.
pub static SURNAMES: &str = include_str!("../data/surnames.tsv");
/// Months and days of the week.
pub static CALENDAR: &str = include_str!("../data/calendar.tsv");
/// Words of numbers and signs of units.
pub static NUMBERS: &str = include_str!("../data/numbers.tsv");
/// Lemmas by suffix rules and exceptions, made by `sayso-train lemmas`.
pub static LEMMAS: &str = include_str!("../data/lemmas.tsv");
/// How words of a form and relation are tagged, made by `sayso-train tags`.
pub static TAGS: &str = include_str!("../data/tags.tsv");
/// Words that tell the kind of a name.
pub static NAME_WORDS: &str = include_str!("../data/name_words.tsv");
/// Nouns that describe entities.
pub static NOUNS: &str = include_str!("../data/nouns.tsv");
/// Words that attribute, with their frames.
pub static CUES: &str = include_str!("../data/cues.tsv");
/// Classes of acts by predicate.
pub static VERB_CLASSES: &str = include_str!("../data/verb_classes.tsv");
/// Letters of pictures: upright and slanted.
#[cfg(feature = "png")]
pub static FONTS: [&[u8]; 2] =
    [include_bytes!("../data/fonts/Arimo-Regular.ttf"), include_bytes!("../data/fonts/Arimo-Italic.ttf")];
