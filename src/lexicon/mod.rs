//! Tables of words with their lookups: countries, places, bodies, titles, given names, dates' words.
//!
//! The tables are TSV files in `data/`, parsed once on first use. Lookups take words as written and return what the
//! table says; what to conclude from it is for analysis, extraction and resolution.

pub mod bodies;
pub mod calendar;
pub mod classes;
pub mod cues;
pub mod gazetteer;
pub mod lemmas;
pub mod marks;
pub mod name_words;
pub mod names;
pub mod nouns;
pub mod numbers;
pub mod table;
pub mod titles;

/// Reads all tables now rather than each on first use.
pub(crate) fn load() {
    bodies::load();
    calendar::load();
    classes::load();
    cues::load();
    gazetteer::load();
    lemmas::load();
    name_words::load();
    names::load();
    nouns::load();
    numbers::load();
    titles::load();
}
