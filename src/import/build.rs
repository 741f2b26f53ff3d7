//! Puts a document's rows together: places from character offsets, chains from where names stand.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Imported;
use crate::Document;
use crate::analysis::Analysis;
use crate::extraction::{
    Argument, Assertion, Chain, ChainIdx, EntityType, Extraction, Link, Mention, MentionKind, Statement,
};
use crate::span::{Span, TokenSpan};

/// An entity as it came: names, fullest first.
#[derive(Clone, Debug)]
pub(super) struct Named<'a> {
    pub names: Vec<&'a str>,
    pub entity_type: EntityType,
    /// Whether it has a name of its own, rather than a description.
    pub is_named: bool,
}

/// A document on its way.
pub(super) struct Builder<'a> {
    pub document: Document,
    analysis: Analysis,
    extraction: Extraction,
    chains: FxHashMap<&'a str, ChainIdx>,
    /// Byte offset of each character, and the end.
    offsets: Vec<usize>,
}

impl<'a> Builder<'a> {
    /// Starts with the entities that have rows in this document, by their keys.
    pub(super) fn new(document: Document, entities: &[(&'a str, Named<'a>)]) -> Builder<'a> {
        let analysis = Analysis::segmented(&document.text);
        let offsets = document.text.char_indices().map(|(at, _)| at).chain([document.text.len()]).collect();
        let mut builder = Builder {
            analysis,
            offsets,
            document,
            extraction: Extraction::default(),
            chains: FxHashMap::default(),
        };
        builder.find_mentions(entities);
        builder
    }

    /// The place of a pair of character offsets, if the text has it.
    pub(super) fn span(&self, start: usize, end: usize) -> Option<Span> {
        Span::new(&self.document.text, *self.offsets.get(start)?, *self.offsets.get(end)?)
    }

    /// The sentence that holds a place; the last that begins before it.
    pub(super) fn sentence(&self, span: Span) -> Option<usize> {
        self.analysis.sentences.partition_point(|s| s.span.start() <= span.start()).checked_sub(1)
    }

    pub(super) fn chain(&self, key: &str) -> Option<ChainIdx> {
        self.chains.get(key).copied()
    }

    /// One end of an assertion: where its words stand within `place`, else all of it.
    pub(super) fn argument(&self, key: Option<&str>, words: &str, place: Span) -> Option<Argument> {
        if words.is_empty() && key.is_none() {
            return None;
        }
        let found = find(place.slice(&self.document.text), words).next();
        let span = found.map_or(place, |(start, end)| Span::raw(place.start() + start, place.start() + end));
        let chain = key.and_then(|key| self.chain(key));
        Some(Argument { head: 0, text: words.to_owned(), span, chain })
    }

    pub(super) fn push_statement(&mut self, statement: Statement) -> usize {
        self.extraction.statements.push(statement);
        self.extraction.statements.len() - 1
    }

    pub(super) fn push_assertion(&mut self, assertion: Assertion) {
        self.extraction.assertions.push(assertion);
    }

    pub(super) fn set_inside(&mut self, statement: usize, outer: usize) {
        self.extraction.statements[statement].inside = Some(outer);
    }

    pub(super) fn done(mut self) -> Imported {
        for (chain, span) in self.pronouns().into_values() {
            self.push_mention(chain, span, MentionKind::Pronoun);
        }
        let mentions = &self.extraction.mentions;
        for chain in &mut self.extraction.chains {
            chain.mentions.sort_by_key(|m| mentions[*m].span.start());
        }
        Imported { document: self.document, analysis: self.analysis, extraction: self.extraction }
    }

    /// Pronouns that stand for an entity as an end of an assertion or as the source of a statement; of others the JSON
    /// does not tell.
    fn pronouns(&self) -> BTreeMap<usize, (ChainIdx, Span)> {
        let text = &self.document.text;
        let ends = self.extraction.assertions.iter().flat_map(|a| a.subject.iter().chain(&a.object));
        let ends = ends.filter_map(|end| Some((end.chain?, end.span)));
        let sources =
            self.extraction.statements.iter().filter_map(|s| Some((s.speaker?, *s.source.first()?)));
        let pronouns = ends.chain(sources).filter(|(_, span)| is_pronoun(span.slice(text)));
        pronouns.map(|(chain, span)| (span.start(), (chain, span))).collect()
    }

    /// Marks every name where it stands, longer ones first, none over another.
    fn find_mentions(&mut self, entities: &[(&'a str, Named<'a>)]) {
        let mut names: Vec<(&str, usize)> = Vec::new();
        for (entity, (_, named)) in entities.iter().enumerate() {
            names.extend(
                named.names.iter().filter(|name| !name.trim().is_empty()).map(|name| (*name, entity)),
            );
        }
        names.sort_by_key(|(name, entity)| (std::cmp::Reverse(name.len()), *entity));
        let mut taken: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (name, entity) in names {
            for (start, end) in find(&self.document.text, name) {
                let before = taken.range(..end).next_back();
                if before.is_none_or(|(_, (taken_end, _))| *taken_end <= start) {
                    taken.insert(start, (end, entity));
                }
            }
        }
        let mut own: Vec<Vec<Span>> = vec![Vec::new(); entities.len()];
        for (start, (end, entity)) in taken {
            let (key, named) = &entities[entity];
            let (chain, span) = (self.chain_of(key, named), Span::raw(start, end));
            let is_name = has_capital(span.slice(&self.document.text));
            let is_named = is_name && self.extraction.chains[chain].is_named;
            let kind = if is_named { MentionKind::Named } else { MentionKind::Nominal };
            self.push_mention(chain, span, kind);
            own[entity].push(span);
        }
        self.find_nested(entities, own);
    }

    /// Marks names that stand only within the names of others ("French President Emmanuel Macron") there; `own` are the
    /// mentions that each entity has already.
    fn find_nested(&mut self, entities: &[(&'a str, Named<'a>)], own: Vec<Vec<Span>>) {
        for ((key, named), own) in entities.iter().zip(own) {
            let text = &self.document.text;
            let is_new =
                |name: &&&str| !name.trim().is_empty() && !own.iter().any(|o| o.slice(text) == **name);
            // Its mentions are in order, and none overlaps another.
            let is_free = |place: &Span| {
                let before = own[..own.partition_point(|o| o.start() <= place.start())].last();
                before.is_none_or(|o| !o.contains(*place))
            };
            let places = named.names.iter().filter(is_new).flat_map(|name| find(text, name));
            let places: Vec<Span> =
                places.map(|(start, end)| Span::raw(start, end)).filter(is_free).collect();
            for place in places {
                let chain = self.chain_of(key, named);
                let kind = if named.is_named { MentionKind::Named } else { MentionKind::Nominal };
                self.push_mention(chain, place, kind);
            }
        }
    }

    /// The chain of an entity, begun where it has none yet.
    fn chain_of(&mut self, key: &'a str, named: &Named<'a>) -> ChainIdx {
        let chains = &mut self.extraction.chains;
        *self.chains.entry(key).or_insert_with(|| {
            chains.push(Chain {
                mentions: Vec::new(),
                name: named.names[0].to_owned(),
                entity_type: named.entity_type,
                is_named: named.is_named,
                aliases: Vec::new(),
            });
            chains.len() - 1
        })
    }

    fn push_mention(&mut self, chain: ChainIdx, span: Span, kind: MentionKind) {
        let sentence = self.sentence(span).unwrap_or(0);
        self.extraction.chains[chain].mentions.push(self.extraction.mentions.len());
        self.extraction.mentions.push(Mention {
            sentence,
            tokens: TokenSpan::new(0, 0),
            head: 0,
            span,
            kind,
            entity_type: self.extraction.chains[chain].entity_type,
            chain,
            link: Link { reason: "import", antecedent: None },
        });
    }
}

/// Whether words look like a name.
pub(super) fn has_capital(words: &str) -> bool {
    words.chars().any(char::is_uppercase)
}

/// Whether it is a personal pronoun that can be subject or object.
fn is_pronoun(word: &str) -> bool {
    const PRONOUNS: [&str; 14] =
        ["i", "me", "we", "us", "you", "he", "him", "she", "her", "it", "they", "them", "himself", "herself"];
    PRONOUNS.contains(&word.to_lowercase().as_str())
}

/// Places of `words` in `text` that begin and end at a word's edge, in bytes.
fn find<'t>(text: &'t str, words: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let places = (!words.is_empty()).then(|| text.match_indices(words));
    places.into_iter().flatten().map(|(at, found)| (at, at + found.len())).filter(move |(start, end)| {
        let inner = (is_word(words.chars().next()), is_word(words.chars().next_back()));
        let cuts_before = inner.0 && is_word(text[..*start].chars().next_back());
        let cuts_after = inner.1 && is_word(text[*end..].chars().next());
        !cuts_before && !cuts_after
    })
}
