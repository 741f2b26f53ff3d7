//! Names: from the analysis, mended, with those that it missed, and found again wherever they recur in the document.

use super::mend::{self, forms};
use super::{head_of, mention};
use crate::Document;
use crate::analysis::{Analysis, Sentence, Token, Upos};
use crate::extraction::{EntityType, Mention, MentionKind};
use crate::lexicon::gazetteer::{self, Form};
use crate::lexicon::nouns::{self, NounKind};
use crate::lexicon::{calendar, name_words, names, titles};
use crate::span::{TokenIdx, TokenSpan};
use std::collections::{BTreeMap, BTreeSet};

/// A name's place and type.
#[derive(Clone, Copy)]
struct Found {
    sentence: usize,
    tokens: TokenSpan,
    kind: EntityType,
}

/// Finds all names of a document, in text order, not overlapping.
pub(super) fn find(_doc: &Document, analysis: &Analysis) -> Vec<Mention> {
    let mut found: Vec<Found> = Vec::new();
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        let mut taken = vec![false; sentence.tokens.len()];
        for name in &sentence.names {
            for (tokens, kind) in mend::mended(sentence, *name) {
                tokens.iter().for_each(|i| taken[i] = true);
                found.push(Found { sentence: number, tokens, kind });
            }
        }
        listed(sentence, number, &mut taken, &mut found);
        unlisted(sentence, number, &mut taken, &mut found);
    }
    recur(analysis, &mut found);
    unify_types(analysis, &mut found);
    found.sort_by_key(|f| (f.sentence, f.tokens.start));
    let build = |f: &Found| {
        let sentence = &analysis.sentences[f.sentence];
        mention(f.sentence, sentence, f.tokens, head_of(sentence, f.tokens), MentionKind::Named, f.kind)
    };
    found.iter().map(build).collect()
}

/// Countries, nationalities and well-known bodies that the analysis missed.
fn listed(sentence: &Sentence, number: usize, taken: &mut [bool], found: &mut Vec<Found>) {
    let words: Vec<&str> = sentence.tokens.iter().map(|t| t.form.as_str()).collect();
    let mut at = 0;
    while at < words.len() {
        let is_name = words[at].starts_with(char::is_uppercase);
        let run = if is_name && !taken[at] { gazetteer::longest_name(&words, at) } else { None };
        let Some((end, _)) = run.filter(|(end, _)| !taken[at..*end].iter().any(|t| *t)) else {
            at += 1;
            continue;
        };
        let tokens = TokenSpan::new(at, end);
        let text = words[at..end].join(" ");
        if let Some(kind) = listed_type(&text, sentence, tokens) {
            taken[at..end].iter_mut().for_each(|t| *t = true);
            found.push(Found { sentence: number, tokens, kind });
        }
        at = end;
    }
}

/// Runs of two or more proper nouns, and acronyms, that the analysis names nothing: "Colin Yeo", "WHO".
fn unlisted(sentence: &Sentence, number: usize, taken: &mut [bool], found: &mut Vec<Found>) {
    let is_part = |i: TokenIdx, taken: &[bool]| {
        let t = &sentence.tokens[i];
        t.upos == Upos::Propn && t.form.starts_with(char::is_uppercase) && !taken[i]
    };
    let mut start = 0;
    while start < sentence.tokens.len() {
        let end =
            (start..sentence.tokens.len()).take_while(|i| is_part(*i, taken)).last().map_or(start, |i| i + 1);
        if let Some((tokens, kind)) = unlisted_name(sentence, TokenSpan::new(start, end)) {
            taken[tokens.start..tokens.end].iter_mut().for_each(|t| *t = true);
            found.push(Found { sentence: number, tokens, kind });
        }
        start = end.max(start + 1);
    }
}

fn unlisted_name(sentence: &Sentence, run: TokenSpan) -> Option<(TokenSpan, EntityType)> {
    let words = forms(sentence, run);
    let mut tokens = run;
    tokens.start += if words.is_empty() { 0 } else { titles::name_start(&words) };
    let words = forms(sentence, tokens);
    let is_dated = words.iter().any(|w| calendar::word(w).is_some());
    let is_acronym =
        words.len() == 1 && words[0].len() > 1 && words[0].chars().all(|c| c.is_ascii_uppercase());
    let is_titled = words.last().is_some_and(|w| titles::title(w).is_some());
    if is_dated || is_titled || words.len() < 2 && !is_acronym {
        return None;
    }
    let before = run.start.checked_sub(1).map(|i| &sentence.tokens[i]);
    let is_described =
        before.is_some_and(|t| t.xpos == "NN" && nouns::kind(&t.lower_lemma()) == Some(NounKind::Person));
    let is_listed = names::is_given_name(words[0]) && names::is_surname(words[words.len() - 1]);
    let is_person = !is_acronym && (is_described || is_listed || tokens.start > run.start);
    let told = mend::told_by_word(&words.join(" "));
    Some((tokens, if is_person { EntityType::Person } else { told.unwrap_or(EntityType::Other) }))
}

/// Type of a listed name, if it can stand for itself here: places other than countries need the analysis's word.
fn listed_type(text: &str, sentence: &Sentence, tokens: TokenSpan) -> Option<EntityType> {
    let head = &sentence.tokens[tokens.end - 1];
    // "WHO", taken for a word where all others are small.
    let is_capital = |text: &str| text.chars().all(char::is_uppercase);
    let is_acronym = tokens.len() == 1
        && is_capital(text)
        && sentence.tokens.iter().any(|t| t.upos == Upos::Verb && !is_capital(&t.form));
    if !matches!(head.upos, Upos::Propn | Upos::Adj | Upos::Noun) && !is_acronym || text.len() < 2 {
        return None;
    }
    match gazetteer::country_form(text) {
        Some((_, Form::Name)) if head.upos == Upos::Propn => Some(EntityType::Place),
        Some((_, Form::People)) => Some(EntityType::Group),
        Some((_, Form::Adjective)) if head.xpos == "NNPS" => Some(EntityType::Group),
        Some((_, Form::Adjective)) => Some(EntityType::Place),
        Some(_) => None,
        None => gazetteer::organization(text)
            .filter(|_| is_acronym || head.upos == Upos::Propn && (tokens.len() > 1 || is_capital(text)))
            .map(|_| EntityType::Organization),
    }
}

/// Marks further occurrences of names of two words or more, and of persons' last names.
fn recur(analysis: &Analysis, found: &mut Vec<Found>) {
    let mut known: BTreeMap<Vec<String>, EntityType> = BTreeMap::new();
    for f in found.iter() {
        let words: Vec<String> =
            forms(&analysis.sentences[f.sentence], f.tokens).iter().map(|w| (*w).to_owned()).collect();
        if let (EntityType::Person, Some(last), true) = (f.kind, words.last(), words.len() > 1) {
            known.entry(vec![last.clone()]).or_insert(EntityType::Person);
        }
        known.entry(words).or_insert(f.kind);
    }
    let mut taken: BTreeSet<(usize, TokenIdx)> = BTreeSet::new();
    for f in found.iter() {
        taken.extend(f.tokens.iter().map(|i| (f.sentence, i)));
    }
    let common: BTreeSet<&str> = analysis
        .sentences
        .iter()
        .flat_map(|s| s.tokens.iter().map(|t| t.form.as_str()))
        .filter(|form| form.starts_with(char::is_lowercase))
        .collect();
    let longest = known.keys().map(Vec::len).max().unwrap_or(0);
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        for start in 0..sentence.tokens.len() {
            let token = &sentence.tokens[start];
            if !can_begin(token, &common) || taken.contains(&(number, start)) {
                continue;
            }
            let is_proper = token.upos == Upos::Propn;
            let is_firm = |kind: EntityType| {
                matches!(kind, EntityType::Organization | EntityType::Place | EntityType::Person)
            };
            let run = (1..=longest.min(sentence.tokens.len() - start)).rev().find_map(|length| {
                let tokens = TokenSpan::new(start, start + length);
                let words: Vec<String> = forms(sentence, tokens).iter().map(|w| (*w).to_owned()).collect();
                let free = tokens.iter().all(|i| !taken.contains(&(number, i)));
                known
                    .get(&words)
                    .filter(|kind| free && (is_proper || is_firm(**kind)))
                    .map(|kind| (tokens, *kind))
            });
            if let Some((tokens, kind)) = run {
                taken.extend(tokens.iter().map(|i| (number, i)));
                found.push(Found { sentence: number, tokens, kind });
            }
        }
    }
}

/// Whether a known name can begin with a token: with a proper noun, or with a capitalised noun that the text never
/// writes small.
fn can_begin(token: &Token, common: &BTreeSet<&str>) -> bool {
    let is_capital_noun = token.upos == Upos::Noun && token.form.starts_with(char::is_uppercase);
    token.upos == Upos::Propn
        || is_capital_noun && token.form.len() > 3 && !common.contains(token.lower_form().as_str())
}

/// "Washington said": the seat of a government, not a person. A capital that is also a given name needs its country named.
fn is_seat(analysis: &Analysis, f: &Found, name: &str, countries: &BTreeSet<&str>) -> bool {
    let before = f.tokens.start.checked_sub(1).map(|i| &analysis.sentences[f.sentence].tokens[i].form);
    let has_title = before.is_some_and(|word| titles::title(word).is_some());
    match gazetteer::metonym(name) {
        Some(gazetteer::Metonym::Country(country)) if !has_title => {
            !names::is_given_name(name) || countries.contains(country.code)
        }
        _ => false,
    }
}

/// Gives each name the type that most of its occurrences have; a last name alone is a person, where a person
/// bears it, and a name unknown but for its last word one, where that alone is.
fn unify_types(analysis: &Analysis, found: &mut [Found]) {
    let mut votes: BTreeMap<String, BTreeMap<EntityType, usize>> = BTreeMap::new();
    let (mut surnames, mut alone) = (BTreeSet::new(), BTreeSet::new());
    let text = |f: &Found| forms(&analysis.sentences[f.sentence], f.tokens).join(" ");
    for f in found.iter() {
        *votes.entry(text(f)).or_default().entry(f.kind).or_default() += 1;
        let last = &analysis.sentences[f.sentence].tokens[f.tokens.end - 1].form;
        if f.kind == EntityType::Person {
            let names = if f.tokens.len() > 1 { &mut surnames } else { &mut alone };
            names.insert(last.to_string());
        }
    }
    // Each word of a person's name of several words.
    let full = found.iter().filter(|f| f.kind == EntityType::Person && f.tokens.len() > 1);
    let parts: BTreeSet<String> =
        full.flat_map(|f| forms(&analysis.sentences[f.sentence], f.tokens)).map(str::to_owned).collect();
    let countries: BTreeSet<&str> =
        found.iter().filter_map(|f| gazetteer::country_form(&text(f))).map(|(c, _)| c.code).collect();
    let is_storm = |f: &&Found| {
        let words = forms(&analysis.sentences[f.sentence], f.tokens);
        words.len() == 2 && name_words::kind_by_first(words[0]) == Some("EVENT")
    };
    let storms = found.iter().filter(is_storm).filter(|f| f.kind == EntityType::Event);
    let storms: BTreeSet<String> =
        storms.map(|f| analysis.sentences[f.sentence].tokens[f.tokens.end - 1].form.to_string()).collect();
    let is_half = |f: &&Found| {
        let words = forms(&analysis.sentences[f.sentence], f.tokens);
        f.kind == EntityType::Place
            && matches!(words[..], ["North" | "South" | "East" | "West", _])
            && gazetteer::country_form(&words.join(" ")).is_some()
    };
    let halves = found.iter().filter(is_half);
    let halves: BTreeSet<String> =
        halves.map(|f| analysis.sentences[f.sentence].tokens[f.tokens.start].form.to_string()).collect();
    for f in found.iter_mut() {
        let name = text(f);
        // "the South" where the text has "South Korea".
        if halves.contains(&name) {
            f.kind = EntityType::Place;
            continue;
        }
        // "Ada" where the text has "Cyclone Ada".
        if storms.contains(&name) && gazetteer::country_form(&name).is_none() {
            f.kind = EntityType::Event;
            continue;
        }
        let last = name.rsplit(' ').next().unwrap_or_default();
        if f.kind == EntityType::Other && f.tokens.len() > 1 && alone.contains(last) {
            f.kind = EntityType::Person;
            continue;
        }
        let best = votes.get(&name).and_then(|v| v.iter().max_by_key(|(kind, n)| (**n, **kind == f.kind)));
        f.kind = best.map_or(f.kind, |(kind, _)| *kind);
        if surnames.contains(&name) && gazetteer::country_form(&name).is_none() {
            f.kind = EntityType::Person;
        } else if f.kind == EntityType::Person
            && !parts.contains(&name)
            && is_seat(analysis, f, &name, &countries)
        {
            f.kind = EntityType::Place;
        }
    }
}
