//! The k shortest paths without loops (Yen 1971), over links in either direction.
//!
//! A link's length is 1 / weight, so that what is reported often is near. Links are asked for as they are needed, once
//! an entity, and searched from both ends (Pohl 1971), so that a path in a large database costs a look at what is near
//! its ends.

use crate::{Id, Result};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

/// A way from one entity to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Path {
    /// The entities on it, both ends included.
    pub nodes: Vec<Id>,
    /// Sum of 1 / weight over its links.
    pub length: f64,
}

/// Links of entities, as they become known.
struct Links<F> {
    ask: F,
    known: FxHashMap<Id, Vec<(Id, f64)>>,
}

impl<F: FnMut(Id) -> Result<Vec<(Id, f64)>>> Links<F> {
    /// Whom an entity is linked to, with the lengths.
    fn of(&mut self, id: Id) -> Result<&[(Id, f64)]> {
        if !self.known.contains_key(&id) {
            let lengths = (self.ask)(id)?.into_iter().map(|(other, weight)| (other, 1.0 / weight)).collect();
            self.known.insert(id, lengths);
        }
        Ok(self.known.get(&id).map_or(&[], Vec::as_slice))
    }

    fn length(&mut self, nodes: &[Id]) -> Result<f64> {
        let mut sum = 0.0;
        for pair in nodes.windows(2) {
            let step = self.of(pair[0])?.iter().find(|(other, _)| *other == pair[1]);
            sum += step.map_or(f64::INFINITY, |(_, length)| *length);
        }
        Ok(sum)
    }
}

/// The `k` shortest paths, shortest first, then by the ids on them; fewer where there are fewer.
///
/// `around` gives whom an entity is linked to and how often, the same from both ends of a link.
///
/// # Errors
///
/// Those of `around`.
///
/// # Complexity
///
/// At most k × (nodes of a path) searches.
pub fn shortest(
    from: Id,
    to: Id,
    k: usize,
    around: impl FnMut(Id) -> Result<Vec<(Id, f64)>>,
) -> Result<Vec<Path>> {
    let mut links = Links { ask: around, known: FxHashMap::default() };
    let mut found: Vec<(f64, Vec<Id>)> = Vec::new();
    let mut open: Vec<(f64, Vec<Id>)> = Vec::new();
    open.extend(search(&mut links, from, to, &BTreeSet::new(), &[])?);
    while found.len() < k && !open.is_empty() {
        open.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        let best = open.remove(0);
        // The last path needs no successors.
        for at in 0..if found.len() + 1 < k { best.1.len() - 1 } else { 0 } {
            let root = &best.1[..=at];
            let known = found.iter().chain([&best]).filter(|(_, p)| p.len() > at + 1 && p[..=at] == *root);
            let banned: BTreeSet<(Id, Id)> = known.map(|(_, p)| ordered(p[at], p[at + 1])).collect();
            if let Some((rest, tail)) = search(&mut links, root[at], to, &banned, &root[..at])? {
                let nodes: Vec<Id> = root[..at].iter().copied().chain(tail).collect();
                let length = links.length(root)? + rest;
                if open.iter().chain(&found).all(|(_, p)| *p != nodes) {
                    open.push((length, nodes));
                }
            }
        }
        found.push(best);
    }
    Ok(found.into_iter().map(|(length, nodes)| Path { nodes, length }).collect())
}

fn ordered(a: Id, b: Id) -> (Id, Id) {
    (a.min(b), a.max(b))
}

/// A length that can be ordered; lengths are never NaN.
#[derive(Clone, Copy, PartialEq)]
struct Length(f64);

impl Eq for Length {}

impl PartialOrd for Length {
    fn partial_cmp(&self, other: &Length) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Length {
    fn cmp(&self, other: &Length) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

/// What is reached from one end: the way there, and what to look at next.
struct Reach {
    best: FxHashMap<Id, (f64, Option<Id>)>,
    open: BinaryHeap<Reverse<(Length, Id)>>,
    done: FxHashSet<Id>,
}

impl Reach {
    fn from(end: Id) -> Reach {
        Reach {
            best: FxHashMap::from_iter([(end, (0.0, None))]),
            open: BinaryHeap::from([Reverse((Length(0.0), end))]),
            done: FxHashSet::default(),
        }
    }

    /// How near what is not done can be; `None` where nothing is left.
    fn edge(&mut self) -> Option<f64> {
        while let Some(Reverse((length, id))) = self.open.peek() {
            if !self.done.contains(id) {
                return Some(length.0);
            }
            self.open.pop();
        }
        None
    }

    /// The way from the end to `id`, `id` first.
    fn way(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(Some(id), |id| self.best.get(id).and_then(|(_, before)| *before))
    }
}

/// The shortest path that uses neither banned links nor banned nodes.
fn search<F: FnMut(Id) -> Result<Vec<(Id, f64)>>>(
    links: &mut Links<F>,
    start: Id,
    goal: Id,
    banned: &BTreeSet<(Id, Id)>,
    nodes: &[Id],
) -> Result<Option<(f64, Vec<Id>)>> {
    let mut sides = [Reach::from(start), Reach::from(goal)];
    let mut best: Option<(f64, Id)> = None;
    while let (Some(a), Some(b)) = (sides[0].edge(), sides[1].edge()) {
        if best.is_some_and(|(length, _)| a + b >= length) {
            break;
        }
        // The side that has seen less goes on: a small component is soon known to be one.
        let turn = usize::from(sides[1].best.len() < sides[0].best.len());
        let rest = if turn == 0 { b } else { a };
        let [one, other] = &mut sides;
        let (side, across) = if turn == 0 { (one, other) } else { (other, one) };
        let Some(Reverse((Length(at), id))) = side.open.pop() else { break };
        side.done.insert(id);
        for (next, step) in links.of(id)? {
            if nodes.contains(next) || banned.contains(&ordered(id, *next)) || side.done.contains(next) {
                continue;
            }
            let length = at + step;
            // What lies farther than the best way, less what the other side has behind it, is on no better one.
            let is_near =
                best.is_none_or(|(known, _)| length + rest < known) || across.best.contains_key(next);
            if is_near && side.best.get(next).is_none_or(|(known, _)| length < *known) {
                side.best.insert(*next, (length, Some(id)));
                side.open.push(Reverse((Length(length), *next)));
                if let Some((rest, _)) = across.best.get(next)
                    && best.is_none_or(|(known, _)| length + rest < known)
                {
                    best = Some((length + rest, *next));
                }
            }
        }
    }
    let Some((length, middle)) = best else { return Ok(None) };
    let mut path: Vec<Id> = sides[0].way(middle).collect();
    path.reverse();
    path.extend(sides[1].way(middle).skip(1));
    Ok(Some((length, path)))
}

#[cfg(test)]
mod tests {
    use super::super::network::testing::id;
    use super::*;

    #[track_caller]
    fn check(links: &[(u64, u64, f64)], from: u64, to: u64, k: usize, expected: &[(&[u64], f64)]) {
        let around = |of: Id| {
            let ends = links.iter().flat_map(|(a, b, w)| [(id(*a), id(*b), *w), (id(*b), id(*a), *w)]);
            Ok(ends.filter(|(a, _, _)| *a == of).map(|(_, b, w)| (b, w)).collect())
        };
        let found = shortest(id(from), id(to), k, around).unwrap();
        let expected: Vec<Path> = expected
            .iter()
            .map(|(nodes, length)| Path { nodes: nodes.iter().map(|n| id(*n)).collect(), length: *length })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_shortest_comes_first_and_none_twice() {
        let square = [(1, 2, 1.0), (2, 4, 1.0), (1, 3, 2.0), (4, 3, 2.0), (1, 4, 0.25)];
        check(&square, 1, 4, 5, &[(&[1, 3, 4], 1.0), (&[1, 2, 4], 2.0), (&[1, 4], 4.0)]);
        check(&square, 1, 4, 1, &[(&[1, 3, 4], 1.0)]);
    }

    #[test]
    fn the_first_meeting_is_not_always_the_shortest() {
        // From both ends 2 is met first, over a long link; the way over 3, 4 and 5 is shorter.
        let links = [(1, 2, 0.5), (2, 6, 0.5), (1, 3, 2.0), (3, 4, 2.0), (4, 5, 2.0), (5, 6, 2.0)];
        check(&links, 1, 6, 2, &[(&[1, 3, 4, 5, 6], 2.0), (&[1, 2, 6], 4.0)]);
    }

    #[test]
    fn no_way_is_no_path() {
        check(&[(1, 2, 1.0), (3, 4, 1.0)], 1, 4, 3, &[]);
        check(&[(1, 2, 1.0)], 1, 9, 3, &[]);
    }
}
