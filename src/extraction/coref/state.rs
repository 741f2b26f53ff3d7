//! What the sieves share: the mentions, who is joined with whom, and what is known of each group.

use crate::Document;
use crate::analysis::{Analysis, Sentence, Token, Upos};
use crate::extraction::{EntityType, Mention, MentionKind, Statement};
use crate::lexicon::gazetteer;
use crate::lexicon::names;
use crate::lexicon::titles::{self, Gender};
use crate::span::{Span, TokenIdx};
use std::collections::BTreeMap;

/// Mentions with the groups that the sieves have formed so far.
pub(super) struct State<'a> {
    pub doc: &'a Document,
    pub analysis: &'a Analysis,
    pub mentions: Vec<Mention>,
    pub statements: &'a [Statement],
    /// The mention each was joined with; itself at the first of its group.
    parent: Vec<usize>,
    /// Members of the group that begins with a mention, in text order; empty for the others.
    members: Vec<Vec<usize>>,
    /// Gender of each mention by itself.
    pub genders: Vec<Option<Gender>>,
    /// Index of the statement whose quotation holds the mention, innermost.
    pub quoted_in: Vec<Option<usize>>,
    by_head: BTreeMap<(usize, TokenIdx), usize>,
}

impl<'a> State<'a> {
    pub(super) fn new(
        doc: &'a Document,
        analysis: &'a Analysis,
        mentions: Vec<Mention>,
        statements: &'a [Statement],
    ) -> Self {
        let by_head = mentions.iter().enumerate().map(|(i, m)| ((m.sentence, m.head), i)).collect();
        let mut state = State {
            doc,
            analysis,
            parent: (0..mentions.len()).collect(),
            members: (0..mentions.len()).map(|m| vec![m]).collect(),
            genders: vec![None; mentions.len()],
            quoted_in: vec![None; mentions.len()],
            mentions,
            statements,
            by_head,
        };
        state.genders = (0..state.mentions.len()).map(|m| state.own_gender(m)).collect();
        state.quoted_in = innermost(&state.mentions, statements);
        state
    }

    pub(super) fn sentence(&self, m: usize) -> &'a Sentence {
        &self.analysis.sentences[self.mentions[m].sentence]
    }

    pub(super) fn head(&self, m: usize) -> &'a Token {
        &self.sentence(m).tokens[self.mentions[m].head]
    }

    pub(super) fn text(&self, m: usize) -> &'a str {
        self.mentions[m].span.slice(&self.doc.text)
    }

    /// The mention with this head.
    pub(super) fn at(&self, sentence: usize, head: TokenIdx) -> Option<usize> {
        self.by_head.get(&(sentence, head)).copied()
    }

    /// First mention of the group.
    pub(super) fn root(&self, mut m: usize) -> usize {
        while self.parent[m] != m {
            m = self.parent[m];
        }
        m
    }

    pub(super) fn joined(&self, a: usize, b: usize) -> bool {
        self.root(a) == self.root(b)
    }

    /// Mentions of the group, in text order.
    pub(super) fn group(&self, m: usize) -> &[usize] {
        &self.members[self.root(m)]
    }

    /// Joins a mention (and its group) with an antecedent, for a reason.
    pub(super) fn join(&mut self, m: usize, antecedent: usize, reason: &'static str) {
        let (a, b) = (self.root(antecedent), self.root(m));
        if a == b {
            return;
        }
        let (first, second) = (a.min(b), a.max(b));
        self.parent[second] = first;
        let joined = std::mem::take(&mut self.members[second]);
        self.members[first].extend(joined);
        self.members[first].sort_unstable();
        let later = m.max(antecedent);
        self.mentions[later].link.reason = reason;
        self.mentions[later].link.antecedent = Some(m.min(antecedent));
    }

    /// Gender of the group: what most of its mentions tell.
    pub(super) fn gender(&self, m: usize) -> Option<Gender> {
        let told = |g: Gender| self.group(m).iter().filter(|i| self.genders[**i] == Some(g)).count();
        match (told(Gender::Male), told(Gender::Female)) {
            (0, 0) => None,
            (m, f) if m == f => None,
            (m, f) => Some(if m > f { Gender::Male } else { Gender::Female }),
        }
    }

    /// Type of the group: that of its names, else of its first description.
    pub(super) fn entity_type(&self, m: usize) -> EntityType {
        self.describe(self.group(m)).1
    }

    fn own_gender(&self, m: usize) -> Option<Gender> {
        let (mention, sentence) = (&self.mentions[m], self.sentence(m));
        match mention.kind {
            MentionKind::Pronoun => match self.head(m).feats.get("Gender") {
                Some("Masc") => Some(Gender::Male),
                Some("Fem") => Some(Gender::Female),
                _ => None,
            },
            MentionKind::Nominal => titles::gender(&self.head(m).lemma),
            MentionKind::Named if mention.entity_type == EntityType::Person => {
                let title = (mention.tokens.start.saturating_sub(2)..mention.tokens.start)
                    .find_map(|i| titles::gender(&sentence.tokens[i].form));
                let given = (mention.tokens.len() > 1)
                    .then(|| names::gender(&sentence.tokens[mention.tokens.start].form));
                title.or(given.flatten())
            }
            MentionKind::Named => None,
        }
    }

    /// Name and type of a group: its fullest name, or its first description.
    pub(super) fn describe(&self, members: &[usize]) -> (String, EntityType) {
        let named: Vec<usize> =
            members.iter().copied().filter(|m| self.mentions[*m].kind == MentionKind::Named).collect();
        let Some(first) = named.first() else {
            let nominal = members.iter().find(|m| self.mentions[**m].kind == MentionKind::Nominal);
            return nominal.map_or((String::new(), EntityType::Other), |m| {
                (self.description(*m), self.mentions[*m].entity_type)
            });
        };
        let mut types: BTreeMap<EntityType, usize> = BTreeMap::new();
        named.iter().for_each(|m| *types.entry(self.mentions[*m].entity_type).or_default() += 1);
        let most = types.iter().max_by_key(|(kind, n)| (**n, **kind == self.mentions[*first].entity_type));
        let entity_type = most.map_or(EntityType::Other, |(kind, _)| *kind);
        let country = named.iter().find_map(|m| gazetteer::country_form(&self.form(*m)));
        if let (EntityType::Place, Some((country, _))) = (entity_type, country) {
            return (country.name.to_owned(), entity_type);
        }
        let fullest = named.iter().copied().max_by_key(|m| {
            let form = self.form(*m);
            (form.split_whitespace().count(), form.len(), std::cmp::Reverse(*m))
        });
        (fullest.map_or_else(String::new, |m| self.form(m)), entity_type)
    }

    /// Other surface forms of a group, most frequent first.
    pub(super) fn aliases(&self, members: &[usize], name: &str) -> Vec<String> {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for m in members.iter().filter(|m| self.mentions[**m].kind != MentionKind::Pronoun) {
            *counts.entry(self.form(*m)).or_default() += 1;
        }
        let mut aliases: Vec<(String, usize)> = counts.into_iter().filter(|(form, _)| form != name).collect();
        aliases.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        aliases.into_iter().map(|(form, _)| form).collect()
    }

    /// A description as a name: in lower case where only the sentence's start made it a capital.
    fn description(&self, m: usize) -> String {
        let (form, mention, sentence) = (self.form(m), &self.mentions[m], self.sentence(m));
        let first = mention.tokens.iter().find(|i| form.starts_with(sentence.tokens[*i].form.as_str()));
        let is_plain = |t: &Token| {
            t.upos != Upos::Propn
                && gazetteer::nationality(&t.form).is_none()
                && t.lemma.starts_with(char::is_lowercase)
        };
        match (first, form.chars().next()) {
            (Some(0), Some(c)) if is_plain(&sentence.tokens[0]) => {
                format!("{}{}", c.to_lowercase(), &form[c.len_utf8()..])
            }
            _ => form,
        }
    }

    /// The mention as a name or alias: white space collapsed, no article, no possessive mark.
    pub(super) fn form(&self, m: usize) -> String {
        super::super::form_text(self.text(m))
    }

    /// Sentences between two mentions.
    pub(super) fn distance(&self, earlier: usize, later: usize) -> usize {
        self.mentions[later].sentence.abs_diff(self.mentions[earlier].sentence)
    }
}

/// For each mention the innermost statement whose content holds it.
fn innermost(mentions: &[Mention], statements: &[Statement]) -> Vec<Option<usize>> {
    let mut spans: Vec<(Span, usize)> =
        statements.iter().enumerate().flat_map(|(i, s)| s.content.iter().map(move |c| (*c, i))).collect();
    spans.sort_by_key(|(span, i)| (span.start(), std::cmp::Reverse(span.end()), *i));
    let mut open: Vec<(Span, usize)> = Vec::new();
    let mut next = 0;
    let mut order: Vec<usize> = (0..mentions.len()).collect();
    order.sort_by_key(|m| mentions[*m].span.start());
    let mut out = vec![None; mentions.len()];
    for m in order {
        let span = mentions[m].span;
        while next < spans.len() && spans[next].0.start() <= span.start() {
            open.push(spans[next]);
            next += 1;
        }
        open.retain(|(content, _)| content.end() > span.start());
        out[m] = open.iter().rev().find(|(content, _)| content.contains(span)).map(|(_, i)| *i);
    }
    out
}
