//! What the sieves share: the mentions, who is joined with whom, and what is known of each group.

use crate::Document;
use crate::analysis::{Analysis, Sentence, Token, Upos};
use crate::extraction::{EntityType, Mention, MentionKind, Statement};
use crate::lexicon::gazetteer::{self, Country};
use crate::lexicon::names;
use crate::lexicon::titles::{self, Gender};
use crate::span::{Span, TokenIdx};
use crate::text::folded;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// How many mentions a sieve looks back at most.
const MOST_BEFORE: usize = 400;

/// Mentions with the groups that the sieves have formed so far.
pub(super) struct State<'a> {
    pub analysis: &'a Analysis,
    pub mentions: Vec<Mention>,
    pub statements: &'a [Statement],
    /// The mention each was joined with; itself at the first of its group.
    parent: Vec<usize>,
    /// What is known of the group that begins with a mention; of no use for the others.
    groups: Vec<Group>,
    /// Gender of each mention by itself.
    pub genders: Vec<Option<Gender>>,
    /// Each mention as a name or alias: white space collapsed, no article, no possessive mark.
    forms: Vec<String>,
    /// The forms folded, to compare them.
    folded: Vec<String>,
    /// Lemma of each mention's head in lower case.
    pub lemmas: Vec<String>,
    /// Index of the statement whose quotation holds the mention, innermost.
    pub quoted_in: Vec<Option<usize>>,
    /// Pronouns that stand for several mentions named together, which have no group of their own.
    pub split: BTreeSet<usize>,
    by_head: BTreeMap<(usize, TokenIdx), usize>,
    /// Mentions that are the source of a statement.
    speaking: BTreeSet<usize>,
}

/// What the mentions of a group tell together. Kept up to date as groups join, so that no sieve counts anew.
#[derive(Clone, Default)]
struct Group {
    size: usize,
    male: usize,
    female: usize,
    /// Whether one of them is the source of a statement.
    speaks: bool,
    /// How many names have each type.
    types: BTreeMap<EntityType, usize>,
    /// The first name, else the first description, with its type.
    first: Option<(MentionKind, usize, EntityType)>,
}

impl Group {
    fn of(m: usize, mention: &Mention, gender: Option<Gender>) -> Self {
        let is_pronoun = mention.kind == MentionKind::Pronoun;
        let is_named = mention.kind == MentionKind::Named;
        Group {
            size: 1,
            male: usize::from(gender == Some(Gender::Male)),
            female: usize::from(gender == Some(Gender::Female)),
            speaks: false,
            types: is_named.then_some((mention.entity_type, 1)).into_iter().collect(),
            first: (!is_pronoun).then_some((mention.kind, m, mention.entity_type)),
        }
    }

    fn absorb(&mut self, other: Group) {
        self.size += other.size;
        self.male += other.male;
        self.female += other.female;
        self.speaks |= other.speaks;
        other.types.into_iter().for_each(|(kind, n)| *self.types.entry(kind).or_default() += n);
        let rank = |(kind, m, _): (MentionKind, usize, EntityType)| (kind != MentionKind::Named, m);
        self.first = [self.first, other.first].into_iter().flatten().min_by_key(|first| rank(*first));
    }

    /// Type of most names that tell one, of equals that of the first; without a name that of the first description.
    fn entity_type(&self) -> EntityType {
        let Some((_, _, first)) = self.first else { return EntityType::Other };
        let most =
            self.types.iter().max_by_key(|(kind, n)| (**kind != EntityType::Other, **n, **kind == first));
        most.map_or(first, |(kind, _)| *kind)
    }
}

impl<'a> State<'a> {
    pub(super) fn new(
        doc: &'a Document,
        analysis: &'a Analysis,
        mentions: Vec<Mention>,
        statements: &'a [Statement],
    ) -> Self {
        let speaking = statements.iter().filter_map(|s| s.source_head);
        let by_head: BTreeMap<(usize, TokenIdx), usize> =
            mentions.iter().enumerate().map(|(i, m)| ((m.sentence, m.head), i)).collect();
        let forms: Vec<String> =
            mentions.iter().map(|m| crate::extraction::form_text(m.span.slice(&doc.text))).collect();
        let head = |m: &Mention| &analysis.sentences[m.sentence].tokens[m.head];
        let mut state = State {
            analysis,
            parent: (0..mentions.len()).collect(),
            groups: Vec::new(),
            genders: Vec::new(),
            folded: forms.iter().map(|f| folded(f)).collect(),
            forms,
            lemmas: mentions.iter().map(|m| head(m).lower_lemma().into()).collect(),
            quoted_in: vec![None; mentions.len()],
            split: BTreeSet::new(),
            mentions,
            statements,
            speaking: speaking.filter_map(|place| by_head.get(&place).copied()).collect(),
            by_head,
        };
        state.genders = (0..state.mentions.len()).map(|m| state.own_gender(m)).collect();
        let groups = state.mentions.iter().zip(&state.genders).enumerate();
        state.groups = groups.map(|(m, (mention, gender))| Group::of(m, mention, *gender)).collect();
        for m in &state.speaking {
            state.groups[*m].speaks = true;
        }
        state.quoted_in = innermost(&state.mentions, statements);
        state
    }

    pub(super) fn sentence(&self, m: usize) -> &'a Sentence {
        &self.analysis.sentences[self.mentions[m].sentence]
    }

    pub(super) fn head(&self, m: usize) -> &'a Token {
        &self.sentence(m).tokens[self.mentions[m].head]
    }

    /// The mention with this head.
    pub(super) fn at(&self, sentence: usize, head: TokenIdx) -> Option<usize> {
        self.by_head.get(&(sentence, head)).copied()
    }

    /// Whether a mention is the source of a statement.
    pub(super) fn speaks(&self, m: usize) -> bool {
        self.speaking.contains(&m)
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

    /// Whether the group has a name.
    pub(super) fn is_named(&self, m: usize) -> bool {
        self.groups[self.root(m)].first.is_some_and(|(kind, ..)| kind == MentionKind::Named)
    }

    /// Whether two groups both have a name, so that a description that fits either must not make them one.
    pub(super) fn named_apart(&self, a: usize, b: usize) -> bool {
        !self.joined(a, b) && self.is_named(a) && self.is_named(b)
    }

    /// Whether any mention of the group is the source of a statement.
    pub(super) fn group_speaks(&self, m: usize) -> bool {
        self.groups[self.root(m)].speaks
    }

    /// Sentence of the group's first mention.
    pub(super) fn first_sentence(&self, m: usize) -> usize {
        self.mentions[self.root(m)].sentence
    }

    /// How many mentions the group has.
    pub(super) fn group_size(&self, m: usize) -> usize {
        self.groups[self.root(m)].size
    }

    /// Joins a mention (and its group) with an antecedent, for a reason.
    pub(super) fn join(&mut self, m: usize, antecedent: usize, reason: &'static str) {
        let (a, b) = (self.root(antecedent), self.root(m));
        if a == b {
            return;
        }
        let (first, second) = (a.min(b), a.max(b));
        self.parent[second] = first;
        // Later searches from these two are short.
        self.parent[m] = first;
        self.parent[antecedent] = first;
        let joined = std::mem::take(&mut self.groups[second]);
        self.groups[first].absorb(joined);
        let later = m.max(antecedent);
        self.mentions[later].link.reason = reason;
        self.mentions[later].link.antecedent = Some(m.min(antecedent));
    }

    /// Gender of the group: what most of its mentions tell.
    pub(super) fn gender(&self, m: usize) -> Option<Gender> {
        let group = &self.groups[self.root(m)];
        match group.male.cmp(&group.female) {
            Ordering::Greater => Some(Gender::Male),
            Ordering::Less => Some(Gender::Female),
            Ordering::Equal => None,
        }
    }

    /// Type of the group: that of its names, else of its first description.
    pub(super) fn entity_type(&self, m: usize) -> EntityType {
        self.groups[self.root(m)].entity_type()
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
        let entity_type = self.entity_type(*first);
        let country = named.iter().find_map(|m| country(self.form(*m)));
        if let (EntityType::Place, Some(country)) = (entity_type, country) {
            return (country.name.to_owned(), entity_type);
        }
        let counts = self.form_counts(&named);
        let is_fit = |m: &usize| entity_type != EntityType::Person || !runs_on(self.form(*m), &counts);
        let fullest = named.iter().copied().filter(is_fit).max_by_key(|m| {
            let form = self.form(*m);
            let is_shouted = form.len() > 5 && !form.contains(char::is_lowercase);
            (form.split(' ').count(), form.len(), !is_shouted, std::cmp::Reverse(*m))
        });
        (fullest.map_or_else(String::new, |m| self.form(m).to_owned()), entity_type)
    }

    /// How often each surface form stands among mentions.
    fn form_counts(&self, mentions: &[usize]) -> BTreeMap<&str, usize> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for m in mentions {
            *counts.entry(self.form(*m)).or_default() += 1;
        }
        counts
    }

    /// Other surface forms of a group, most frequent first.
    pub(super) fn aliases(&self, members: &[usize], name: &str) -> Vec<String> {
        let is_form = |m: &usize| self.mentions[*m].kind != MentionKind::Pronoun;
        let forms: Vec<usize> = members.iter().copied().filter(is_form).collect();
        let mut aliases: Vec<(&str, usize)> =
            self.form_counts(&forms).into_iter().filter(|(form, _)| *form != name).collect();
        aliases.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        aliases.into_iter().map(|(form, _)| form.to_owned()).collect()
    }

    /// A description as a name: without a number ("8000 migrants" are migrants), and in lower case where only the
    /// sentence's start made it a capital.
    fn description(&self, m: usize) -> String {
        let (mention, sentence) = (&self.mentions[m], self.sentence(m));
        let is_number = |i: &TokenIdx| {
            let t = &sentence.tokens[*i];
            t.form.chars().any(|c| c.is_ascii_digit()) && t.rel() == "nummod" && t.head == Some(mention.head)
        };
        let counted = mention.tokens.iter().find(is_number).filter(|i| i + 1 < mention.tokens.end);
        let form = match counted {
            Some(number) => {
                let rest = &sentence.tokens[number + 1..mention.tokens.end];
                let spaced = |t: &Token| format!("{}{}", t.form, if t.space_after { " " } else { "" });
                crate::extraction::form_text(&rest.iter().map(spaced).collect::<String>())
            }
            None => self.form(m).to_owned(),
        };
        let opens = |i: TokenIdx| sentence.tokens[..i].iter().all(|t| t.upos == Upos::Punct);
        let first = mention.tokens.iter().find(|i| form.starts_with(sentence.tokens[*i].form.as_str()));
        let is_plain = |t: &Token| {
            t.upos != Upos::Propn
                && !t.form.chars().skip(1).any(char::is_uppercase)
                && gazetteer::nationality(&t.form).is_none()
                && (t.upos == Upos::Noun || t.lemma.starts_with(char::is_lowercase))
        };
        match (first, form.chars().next()) {
            (Some(i), Some(c)) if opens(i) && is_plain(&sentence.tokens[i]) => {
                format!("{}{}", c.to_lowercase(), &form[c.len_utf8()..])
            }
            _ => form,
        }
    }

    /// The mention as a name or alias: white space collapsed, no article, no possessive mark.
    pub(super) fn form(&self, m: usize) -> &str {
        &self.forms[m]
    }

    /// The form folded, to compare it.
    pub(super) fn folded(&self, m: usize) -> &str {
        &self.folded[m]
    }

    /// Mentions before one, the nearest first, in the sentences of a window. Where a sentence has hundreds of
    /// mentions, as in tables, the far ones are left out, so that the sieves stay linear.
    pub(super) fn before(&self, m: usize, window: usize) -> impl Iterator<Item = usize> + '_ {
        (m.saturating_sub(MOST_BEFORE)..m).rev().take_while(move |c| self.distance(*c, m) <= window)
    }

    /// Sentences between two mentions.
    pub(super) fn distance(&self, earlier: usize, later: usize) -> usize {
        self.mentions[later].sentence.abs_diff(self.mentions[earlier].sentence)
    }
}

/// The country that a form names, as far as texts mean the same by both: they tell England from the United Kingdom,
/// and the Soviet Union from Russia.
pub(super) fn country(form: &str) -> Option<&'static Country> {
    let is_apart = matches!(
        folded(form).as_str(),
        "england"
            | "english"
            | "scotland"
            | "scottish"
            | "wales"
            | "welsh"
            | "northern ireland"
            | "northern irish"
            | "soviet union"
            | "ussr"
            | "soviet"
            | "czechoslovakia"
            | "zaire"
    );
    let joined: String = form.split(". ").collect::<Vec<_>>().join(".");
    gazetteer::country_form(&joined).filter(|_| !is_apart).map(|(country, _)| country)
}

/// Whether a person's name goes on behind a form of two or more words that is more frequent: "Ben Carson Slams Hillary" in a
/// headline. Fuller names are longer before the last name, or end in "Jr.".
fn runs_on(form: &str, counts: &BTreeMap<&str, usize>) -> bool {
    let count = |form: &str| counts.get(form).copied().unwrap_or_default();
    form.match_indices([' ', ',']).any(|(at, mark)| {
        let (shorter, rest) = (&form[..at], &form[at + mark.len()..]);
        shorter.contains(' ') && !names::is_generation(rest.trim()) && count(shorter) > count(form)
    })
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
