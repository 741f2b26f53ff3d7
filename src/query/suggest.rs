//! Which entities are likely the same, and which are likely several: for the user to decide.
//!
//! Simple rules with fixed scores; each suggestion says why. Compared are entities that share a word of their names or
//! the letters of an acronym, never all with all. What the user keeps apart is not suggested.

use super::{reading, word};
use crate::extraction::EntityType;
use crate::store::Store;
use crate::text::folded;
use crate::{Id, Result};
use std::collections::{BTreeMap, BTreeSet};

/// Entities that share a word with more others than this are not compared by it.
const COMMON: usize = 60;

/// A suggestion.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Two that may be one, or one that may be two.
    pub kind: Kind,
    /// 0..=1; higher is right more often.
    pub score: f64,
    /// The entity: of two, the one mentioned more often.
    pub entity: (Id, String),
    /// The other one.
    pub other: Option<(Id, String)>,
    /// Why.
    pub evidence: String,
}

/// What is suspected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Two that may be one.
    Duplicate,
    /// One that may be several.
    Mixture,
}

struct Candidate {
    id: Id,
    name: String,
    words: Vec<String>,
    entity_type: EntityType,
    n_mentions: usize,
}

/// Suggestions, best first; at most `limit`.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn list(store: &Store, limit: usize) -> Result<Vec<Suggestion>> {
    let rulings = store.rulings()?;
    let candidates = candidates(store)?;
    let mut found = mixtures(store)?;
    for (a, b) in pairs(&candidates) {
        let (one, other) = (&candidates[a], &candidates[b]);
        if rulings.are_apart(one.id, other.id) {
            continue;
        }
        if let Some((score, evidence)) = compare(one, other) {
            let (one, other) = if one.n_mentions < other.n_mentions { (other, one) } else { (one, other) };
            found.push(Suggestion {
                kind: Kind::Duplicate,
                score,
                entity: (one.id, one.name.clone()),
                other: Some((other.id, other.name.clone())),
                evidence,
            });
        }
    }
    found.sort_by(|a, b| {
        b.score.total_cmp(&a.score).then_with(|| a.entity.cmp(&b.entity)).then_with(|| a.other.cmp(&b.other))
    });
    found.truncate(limit);
    Ok(found)
}

fn candidates(store: &Store) -> Result<Vec<Candidate>> {
    let sql = "SELECT e.id, e.name, e.type, e.mentions FROM entity e
               WHERE NOT e.hidden AND EXISTS (SELECT 1 FROM chain c WHERE c.entity = e.id AND c.is_named)
               ORDER BY e.id";
    let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
    let rows = select.query_map([], |row| {
        let name: String = row.get(1)?;
        let words = folded(&name).split(' ').map(str::to_owned).collect();
        Ok(Candidate {
            id: Id::from_sql(row.get(0)?),
            name,
            words,
            entity_type: word(row, 2)?,
            n_mentions: row.get(3)?,
        })
    });
    rows.and_then(Iterator::collect).map_err(reading)
}

/// Pairs that share a word, or of which one is the other's acronym; in order.
fn pairs(candidates: &[Candidate]) -> BTreeSet<(usize, usize)> {
    let mut by_word: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let words = candidate.words.iter().filter(|w| w.chars().count() > 2).cloned();
        let acronym = (candidate.words.len() > 1).then(|| initials(&candidate.words));
        for word in words.chain(acronym).collect::<BTreeSet<_>>() {
            by_word.entry(word).or_default().push(at);
        }
    }
    let mut pairs = BTreeSet::new();
    for places in by_word.values().filter(|p| p.len() <= COMMON) {
        for (n, a) in places.iter().enumerate() {
            pairs.extend(places[n + 1..].iter().map(|b| (*a, *b)));
        }
    }
    pairs
}

fn initials(words: &[String]) -> String {
    let kept = words.iter().filter(|w| !matches!(w.as_str(), "of" | "the" | "and" | "for"));
    kept.filter_map(|w| w.chars().next()).collect()
}

/// How likely the two are one, and why; `None` where nothing speaks for it.
fn compare(one: &Candidate, other: &Candidate) -> Option<(f64, String)> {
    if one.words == other.words {
        return Some((0.9, format!("same name, as {} and as {}", one.entity_type, other.entity_type)));
    }
    if one.entity_type != other.entity_type {
        return None;
    }
    let (short, long) = if one.words.len() <= other.words.len() { (one, other) } else { (other, one) };
    let is_within = short.words.iter().all(|w| long.words.contains(w));
    match one.entity_type {
        EntityType::Person if short.words.last() == long.words.last() && is_within => {
            Some((0.7, format!("`{}` can be short for `{}`", short.name, long.name)))
        }
        EntityType::Person if short.words.last() == long.words.last() && short.words.len() > 1 => {
            let (a, b) = (&short.words[0], &long.words[0]);
            (a.starts_with(b.as_str()) || b.starts_with(a.as_str()))
                .then(|| (0.6, "same last name, and one first name begins the other".to_owned()))
        }
        EntityType::Organization if short.words.len() == 1 && initials(&long.words) == short.words[0] => {
            Some((0.8, format!("`{}` are the first letters of `{}`", short.name, long.name)))
        }
        EntityType::Organization | EntityType::Place | EntityType::Event if is_within => {
            Some((0.4, format!("all words of `{}` are in `{}`", short.name, long.name)))
        }
        _ => None,
    }
}

/// Entities whose documents disagree about what they are, or about a person's first name.
fn mixtures(store: &Store) -> Result<Vec<Suggestion>> {
    let sql = "SELECT e.id, e.name, group_concat(c.type || ' in ' || c.n, ', '), max(c.n) * 1.0 / sum(c.n)
               FROM entity e JOIN (SELECT entity, type, count(*) AS n FROM chain WHERE is_named
                                   GROUP BY entity, type ORDER BY n DESC, type) c ON c.entity = e.id
               WHERE NOT e.hidden GROUP BY e.id HAVING count(*) > 1 ORDER BY e.id";
    let mut select = store.connection().prepare_cached(sql).map_err(reading)?;
    let rows = select.query_map([], |row| {
        let share: f64 = row.get(3)?;
        Ok(Suggestion {
            kind: Kind::Mixture,
            score: (1.2 - share).clamp(0.1, 0.7),
            entity: (Id::from_sql(row.get(0)?), row.get(1)?),
            other: None,
            evidence: format!(
                "documents take it for different things: {} documents",
                row.get::<_, String>(2)?
            ),
        })
    });
    rows.and_then(Iterator::collect).map_err(reading)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(name: &str, entity_type: EntityType) -> Candidate {
        let words = folded(name).split(' ').map(str::to_owned).collect();
        Candidate {
            id: Id::of("test", &[name.as_bytes()]),
            name: name.to_owned(),
            words,
            entity_type,
            n_mentions: 1,
        }
    }

    #[track_caller]
    fn check(one: &str, other: &str, entity_type: EntityType, expected: Option<f64>) {
        let found = compare(&candidate(one, entity_type), &candidate(other, entity_type));
        assert_eq!(found.map(|(score, _)| score), expected, "{one} / {other}");
    }

    #[test]
    fn likely_duplicates() {
        check("Solheim", "Karin Solheim", EntityType::Person, Some(0.7));
        check("K. Solheim", "Karin Solheim", EntityType::Person, None);
        check("Kari Solheim", "Karin Solheim", EntityType::Person, Some(0.6));
        check("Karin Solheim", "Ingrid Solheim", EntityType::Person, None);
        check("NRC", "Northern River Commission", EntityType::Organization, Some(0.8));
        check("River Commission", "Northern River Commission", EntityType::Organization, Some(0.4));
        check("Lisk", "Varnholm", EntityType::Place, None);
    }
}
