//! One string, one kind: the names of a document vote, and what they agree on is marked wherever it stands.
//!
//! Wire stories name somebody in full once and by surname ever after, so that a full name also speaks for its
//! last word.

use super::listed::free_tokens;
use super::{forms, is_capital};
use crate::analysis::{Name, NameKind, Sentence, Upos};
use crate::span::TokenSpan;
use rustc_hash::FxHashMap;

/// Names of more words are not looked for again.
const MAX_WORDS: usize = 6;

/// How often a string is a name of each kind.
#[derive(Clone, Copy, Debug, Default)]
struct Votes {
    counts: [u32; NameKind::ALL.len()],
}

impl Votes {
    fn add(&mut self, kind: NameKind, n: u32) {
        if let Some(place) = NameKind::ALL.iter().position(|k| *k == kind) {
            self.counts[place] += n;
        }
    }

    fn total(&self) -> u32 {
        self.counts.iter().sum()
    }

    /// The kind of most of them, and how many they are; earlier kinds win ties.
    fn best(&self) -> (NameKind, u32) {
        let pairs = NameKind::ALL.iter().zip(self.counts);
        pairs.fold((NameKind::Per, 0), |best, (kind, n)| if n > best.1 { (*kind, n) } else { best })
    }
}

type Tally = FxHashMap<String, Votes>;

/// Votes of a name that a dateline or a description tells the kind of.
const TOLD: u32 = 6;

/// Lets the document's names vote on kinds, those `told` with more votes, and marks what was missed.
pub(super) fn agree(sentences: &mut [Sentence], told: &[(String, NameKind)]) {
    let mut tally = tally(sentences);
    for (words, kind) in told {
        tally.entry(words.to_lowercase()).or_default().add(*kind, TOLD);
    }
    for sentence in sentences.iter_mut() {
        settle(sentence, &tally);
        complete(sentence, &tally);
    }
}

fn tally(sentences: &[Sentence]) -> Tally {
    let mut tally = Tally::default();
    for sentence in sentences {
        for name in &sentence.names {
            let words = forms(&sentence.tokens, name.tokens);
            tally.entry(key(&words)).or_default().add(name.kind, 1);
            if let (NameKind::Per, [_, .., surname]) = (name.kind, words.as_slice()) {
                tally.entry(key(&[surname])).or_default().add(name.kind, 1);
            }
        }
    }
    tally
}

/// In all capitals or not, with an article or not, it is the same name.
fn key(words: &[&str]) -> String {
    let bare = match words {
        ["The" | "THE", rest @ ..] if !rest.is_empty() => rest,
        _ => words,
    };
    bare.join(" ").to_lowercase()
}

/// Gives each name the kind that two in three of its like have.
fn settle(sentence: &mut Sentence, tally: &Tally) {
    let Sentence { tokens, names, .. } = sentence;
    for name in names {
        let Some(votes) = tally.get(&key(&forms(tokens, name.tokens))) else { continue };
        let (kind, n_votes) = votes.best();
        if 3 * n_votes >= 2 * votes.total() {
            name.kind = kind;
        }
    }
}

/// Marks unmarked capitalised words that are a name elsewhere, the longest first.
fn complete(sentence: &mut Sentence, tally: &Tally) {
    let free = free_tokens(sentence);
    let mut found = Vec::new();
    let mut at = 0;
    while at < sentence.tokens.len() {
        let most = MAX_WORDS.min(sentence.tokens.len() - at);
        let hit = (1..=most).rev().find_map(|n_words| {
            let span = TokenSpan::new(at, at + n_words);
            let is_free = span.iter().all(|i| free[i]);
            is_free.then(|| missed(sentence, span, tally)).flatten()
        });
        at = hit.map_or(at + 1, |name: Name| name.tokens.end);
        found.extend(hit);
    }
    sentence.names.extend(found);
    sentence.names.sort_by_key(|name| name.tokens.start);
}

fn missed(sentence: &Sentence, span: TokenSpan, tally: &Tally) -> Option<Name> {
    let tokens = sentence.tokens.get(span.iter())?;
    let (first, last) = (tokens.first()?, tokens.last()?);
    let is_proper = tokens.iter().any(|t| t.upos == Upos::Propn);
    if !is_proper || !is_capital(&first.form) || !is_capital(&last.form) {
        return None;
    }
    let votes = tally.get(&key(&forms(&sentence.tokens, span)))?;
    let (kind, n_votes) = votes.best();
    let is_sure = n_votes >= 2 || span.len() > 1;
    (is_sure && 3 * n_votes >= 2 * votes.total()).then_some(Name { tokens: span, kind })
}
