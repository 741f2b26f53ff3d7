//! Finding the entity that the user means, by whatever name.

use super::{reading, word};
use crate::extraction::EntityType;
use crate::store::{Store, words};
use crate::{Error, Id, Result, text};
use rusqlite::{OptionalExtension, Params, Row};
use std::cmp::Reverse;

/// Names that are looked at, at most: more make a name ambiguous anyway.
const MOST: usize = 2000;
/// Entities that a name may mean, at most.
const MOST_SHOWN: usize = 50;
/// Words of names that are compared with one that is unknown, at most.
const MOST_WORDS: usize = 40_000;

/// An entity that a name may mean.
struct Candidate {
    id: Id,
    name: String,
    entity_type: EntityType,
    n_mentions: usize,
}

/// Finds the entity that the user means: by id, by name or alias, by its description, by the only beginning that fits, by words
/// that only one has in its name, or by the beginning of a description.
///
/// Of several with the name, the one whose own name it is wins if it is the only such one.
///
/// # Errors
///
/// [`Error::UnknownEntity`] with near names, [`Error::AmbiguousEntity`] with the candidates.
pub fn find(store: &Store, name: &str) -> Result<Id> {
    if let Some(id) = by_id(store, name)? {
        return Ok(id);
    }
    let folded = text::folded(name);
    let own = "SELECT entity FROM alias WHERE folded = ?1 AND rank = 0";
    if let [only] = &candidates(store, own, [&folded])?[..] {
        return Ok(only.id);
    }
    // What no text calls anybody may still be known: "Kyiv" is Ukraine where nothing else is.
    let said = candidates(store, "SELECT entity FROM alias WHERE folded = ?1", [&folded])?;
    let known = "SELECT entity FROM known_name WHERE folded = ?1";
    if said.is_empty()
        && let [only] = &candidates(store, known, [&folded])?[..]
    {
        return Ok(only.id);
    }
    if let Some(found) = the_only(name, &said) {
        return found;
    }
    if let Some(found) = the_only(name, &described(store, &folded, Fit::Whole)?) {
        return found;
    }
    // A range, which the index on names finds; nothing that is folded sorts after the last character there is.
    let beginning = "SELECT entity FROM alias WHERE folded >= ?1 AND folded < ?1 || char(1114111)";
    if let Some(found) = the_only(name, &candidates(store, beginning, [&folded])?) {
        return found;
    }
    if let Some(found) = the_only(name, &by_words(store, &folded)?) {
        return found;
    }
    if let Some(found) = the_only(name, &described(store, &folded, Fit::Beginning)?) {
        return found;
    }
    Err(Error::UnknownEntity { name: name.to_owned(), near: near(store, &folded)? })
}

/// As [`find`], where a name is given.
///
/// # Errors
///
/// As [`find`].
pub fn find_given(store: &Store, name: Option<&str>) -> Result<Option<Id>> {
    name.map(|name| find(store, name)).transpose()
}

fn by_id(store: &Store, name: &str) -> Result<Option<Id>> {
    let Some(id) = name.parse::<Id>().ok().filter(|_| name.len() == 16) else { return Ok(None) };
    let mut select =
        store.connection().prepare_cached("SELECT 1 FROM entity WHERE id = ?1").map_err(reading)?;
    Ok(select.exists([id.to_sql()]).map_err(reading)?.then_some(id))
}

/// Entities of the query `of`, most mentioned first.
fn candidates(store: &Store, of: &str, values: impl Params) -> Result<Vec<Candidate>> {
    let sql = format!(
        "SELECT e.id, e.name, e.type, e.mentions FROM (SELECT DISTINCT entity FROM ({of} LIMIT {MOST})) c
         JOIN entity e ON e.id = c.entity ORDER BY e.mentions DESC, e.id LIMIT {MOST_SHOWN}"
    );
    let mut select = store.connection().prepare_cached(&sql).map_err(reading)?;
    select.query_map(values, candidate).and_then(Iterator::collect).map_err(reading)
}

/// How much of a name is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Whole,
    Beginning,
}

/// Documents that have a phrase, then what is described there. The phrase stands in the full text; see `search`.
const DESCRIBED: &str = "WITH found AS MATERIALIZED (
         SELECT DISTINCT (SELECT d.id FROM document d WHERE d.sentences <= t.rowid ORDER BY d.sentences DESC LIMIT 1) AS id
         FROM (SELECT rowid FROM sentence_text WHERE sentence_text MATCH ?1 LIMIT 2000) t)
     SELECT DISTINCT e.id, e.name, e.type, e.mentions FROM found f
     CROSS JOIN chain_data c ON c.id BETWEEN f.id << 20 AND f.id << 20 | 1048575 AND NOT c.is_named
     CROSS JOIN entity e ON e.id = c.entity";

/// Those that are only described so, which have no row in `alias`; most mentioned first. Of a description that is everywhere,
/// those in the first documents.
fn described(store: &Store, folded: &str, fit: Fit) -> Result<Vec<Candidate>> {
    // "The officials" are kept without their article.
    let folded =
        ["the ", "a ", "an "].iter().find_map(|article| folded.strip_prefix(article)).unwrap_or(folded);
    let phrase = words(folded).collect::<Vec<_>>().join(" ");
    if phrase.is_empty() {
        return Ok(Vec::new());
    }
    let query = format!("\"{phrase}\"{}", if fit == Fit::Beginning { " *" } else { "" });
    let mut select = store.connection().prepare_cached(DESCRIBED).map_err(reading)?;
    let mut found: Vec<Candidate> =
        select.query_map([query], candidate).and_then(Iterator::collect).map_err(reading)?;
    found.retain(|c| match (text::folded(&c.name), fit) {
        (name, Fit::Whole) => name == folded,
        (name, Fit::Beginning) => name.starts_with(folded),
    });
    found.sort_by_key(|c| (Reverse(c.n_mentions), c.id));
    found.truncate(MOST_SHOWN);
    Ok(found)
}

fn candidate(row: &Row<'_>) -> rusqlite::Result<Candidate> {
    let (name, entity_type) = (row.get(1)?, word(row, 2)?);
    Ok(Candidate { id: Id::from_sql(row.get(0)?), name, entity_type, n_mentions: row.get(3)? })
}

/// The entity if there is one; none is `None`, several are an error.
fn the_only(name: &str, found: &[Candidate]) -> Option<Result<Id>> {
    let line =
        |c: &Candidate| format!("{} ({}, {} mentions, id {})", c.name, c.entity_type, c.n_mentions, c.id);
    match found {
        [] => None,
        [only] => Some(Ok(only.id)),
        several => {
            let candidates = several.iter().map(line).collect();
            Some(Err(Error::AmbiguousEntity { name: name.to_owned(), candidates }))
        }
    }
}

/// Entities with a name in which these words stand one after another.
fn by_words(store: &Store, folded: &str) -> Result<Vec<Candidate>> {
    let asked: Vec<&str> = words(folded).take(8).collect();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let of = vec!["SELECT entity FROM name_word WHERE word = ?"; asked.len()].join(" INTERSECT ");
    let mut found = candidates(store, &of, rusqlite::params_from_iter(&asked))?;
    if asked.len() > 1 {
        let wanted = format!(" {} ", asked.join(" "));
        let mut kept = Vec::new();
        for candidate in found {
            let spaced = |name: &String| format!(" {} ", words(name).collect::<Vec<_>>().join(" "));
            if names(store, candidate.id)?.iter().any(|name| spaced(name).contains(&wanted)) {
                kept.push(candidate);
            }
        }
        found = kept;
    }
    Ok(found)
}

/// All names of an entity, folded.
fn names(store: &Store, id: Id) -> Result<Vec<String>> {
    let mut select =
        store.connection().prepare_cached("SELECT folded FROM alias WHERE entity = ?1").map_err(reading)?;
    select.query_map([id.to_sql()], |row| row.get(0)).and_then(Iterator::collect).map_err(reading)
}

/// Names that share the most letter pairs with the one asked for, best first: of those with a word that is like one of
/// its words, and begins with the same letter or with its first two turned round.
fn near(store: &Store, folded: &str) -> Result<Vec<String>> {
    let mut scored: Vec<(f64, usize, String)> = Vec::new();
    for asked in words(folded).take(4) {
        for word in similar_words(store, asked).map_err(reading)? {
            for candidate in candidates(store, "SELECT entity FROM name_word WHERE word = ?1", [&word])? {
                let names = names(store, candidate.id)?;
                let parts = names.iter().flat_map(|name| words(name).chain([name.as_str()]));
                let best = parts.map(|part| similarity(part, folded)).fold(0.0, f64::max);
                if best >= 0.5 {
                    scored.push((best, candidate.n_mentions, candidate.name));
                }
            }
        }
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then_with(|| a.2.cmp(&b.2)));
    let mut near: Vec<String> = Vec::new();
    for (_, _, name) in scored {
        if !near.contains(&name) && near.len() < 5 {
            near.push(name);
        }
    }
    Ok(near)
}

/// Words of names that are like `asked`, the ten most similar ones, best first.
fn similar_words(store: &Store, asked: &str) -> rusqlite::Result<Vec<String>> {
    let letters: Vec<char> = asked.chars().take(2).collect();
    let beginnings = match letters[..] {
        [one, two] if one != two => vec![one.to_string(), format!("{two}{one}")],
        [one, ..] => vec![one.to_string()],
        [] => Vec::new(),
    };
    // From each word to the next, however many entities have it.
    let sql = "SELECT min(word) FROM name_word WHERE word > ?1";
    let mut select = store.connection().prepare_cached(sql)?;
    let mut found: Vec<(f64, String)> = Vec::new();
    for beginning in beginnings {
        let mut last = beginning.clone();
        for _ in 0..MOST_WORDS {
            let next: Option<Option<String>> = select.query_row([&last], |row| row.get(0)).optional()?;
            let Some(next) = next.flatten().filter(|word| word.starts_with(&beginning)) else { break };
            let likeness = similarity(&next, asked);
            if likeness >= 0.4 {
                found.push((likeness, next.clone()));
            }
            last = next;
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(found.into_iter().take(10).map(|(_, word)| word).collect())
}

/// Dice coefficient of the pairs of neighbouring letters, with the ends marked.
fn similarity(a: &str, b: &str) -> f64 {
    let pairs = |s: &str| {
        let letters: Vec<char> = std::iter::once(' ').chain(s.chars()).chain(std::iter::once(' ')).collect();
        letters.windows(2).map(|w| (w[0], w[1])).collect::<Vec<_>>()
    };
    let (left, mut right) = (pairs(a), pairs(b));
    let total = left.len() + right.len();
    let mut shared = 0;
    for pair in left {
        if let Some(at) = right.iter().position(|p| *p == pair) {
            right.swap_remove(at);
            shared += 1;
        }
    }
    2.0 * f64::from(shared) / total as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_similar() {
        assert!(similarity("rutte", "rute") > 0.7);
        assert!(similarity("rutte", "putin") < 0.5);
    }
}
