//! Mends names of the analysis: parts those that hold several, cuts off titles and what is no part, corrects types.

use crate::analysis::names::is_district;
use crate::analysis::{Name, NameKind, Sentence, Token, Upos};
use crate::extraction::EntityType;
use crate::lexicon::gazetteer::{self, Form};
use crate::lexicon::{calendar, name_words, names, titles};
use crate::span::{TokenIdx, TokenSpan};

pub(super) fn forms(sentence: &Sentence, tokens: TokenSpan) -> Vec<&str> {
    tokens.iter().map(|i| sentence.tokens[i].form.as_str()).collect()
}

/// The names that a name of the analysis holds, each with its type.
pub(super) fn mended(sentence: &Sentence, name: Name) -> Vec<(TokenSpan, EntityType)> {
    pieces(sentence, name).into_iter().filter_map(|piece| mended_one(sentence, piece)).collect()
}

/// "Irving, Texas" are two places, "the Port Authority and the Coast Guard" two bodies, "Refugee Council Enver Solomon" a
/// body and a person.
fn pieces(sentence: &Sentence, name: Name) -> Vec<Name> {
    let mut pieces = vec![name];
    for i in name.tokens.iter().skip(1) {
        let token = &sentence.tokens[i];
        let next = sentence.tokens.get(i + 1);
        let is_and = token.upos == Upos::Cconj;
        let parts = match name.kind {
            NameKind::Loc if token.form == "," => !is_district(&sentence.tokens, i + 1),
            NameKind::Loc => is_and && next.is_some_and(|t| t.upos == Upos::Det),
            NameKind::Per => is_and,
            _ => is_and && next.is_some_and(|t| t.upos == Upos::Det),
        };
        let begins = name.kind == NameKind::Org && i + 2 == name.tokens.end && is_person(sentence, i);
        let Some(last) = pieces.last_mut().filter(|_| parts || begins) else { continue };
        last.tokens.end = i;
        let kind = if begins { NameKind::Per } else { name.kind };
        pieces.push(Name { tokens: TokenSpan::new(i + usize::from(parts), name.tokens.end), kind });
    }
    pieces
}

/// Whether two words from here are a person's first and last name, and not those of a house or street: "John F. Kennedy
/// School" goes on.
fn is_person(sentence: &Sentence, i: TokenIdx) -> bool {
    let (first, before) = (&sentence.tokens[i], &sentence.tokens[i - 1]);
    let is_behind_noun = before.upos == Upos::Propn && !names::is_given_name(&before.form);
    first.upos == Upos::Propn
        && is_behind_noun
        && names::is_given_name(&first.form)
        && !names::is_surname(&first.form)
}

/// A name without articles, titles and what is no part of it; `None` where nothing is left.
fn mended_one(sentence: &Sentence, name: Name) -> Option<(TokenSpan, EntityType)> {
    let mut tokens = without_edges(sentence, name);
    if tokens.is_empty() || name.kind == NameKind::Per && is_cut_title(sentence, tokens) {
        return None;
    }
    if name.kind == NameKind::Org {
        tokens.start += words_before_body(sentence, tokens);
    }
    if name.kind == NameKind::Per {
        tokens.start += titles::name_start(&forms(sentence, tokens));
        tokens.end -= letters_behind(&forms(sentence, tokens));
    }
    let words = forms(sentence, tokens);
    let text = words.join(" ");
    let begins = |w: &&str| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    if words.len() == 1 && calendar::word(words[0]).is_some()
        || !text.chars().any(char::is_alphabetic)
        || !words.iter().any(begins)
        || is_title(name.kind, &words)
    {
        return None;
    }
    entity_type(&text, name.kind, sentence, tokens).map(|kind| (tokens, kind))
}

/// Without marks, articles, numerals and conjunctions around, and common nouns behind: "European allies", "State
/// Department spokesman".
fn without_edges(sentence: &Sentence, name: Name) -> TokenSpan {
    let mut tokens = name.tokens;
    let is_edge = |i: TokenIdx| {
        let t = &sentence.tokens[i];
        matches!(t.upos, Upos::Punct | Upos::Det | Upos::Cconj | Upos::Sconj) && t.form != "("
            || t.xpos == "POS"
    };
    let is_counted = |i: TokenIdx| {
        let t = &sentence.tokens[i];
        matches!(name.kind, NameKind::Per | NameKind::Misc)
            && t.upos == Upos::Num
            && t.form.chars().all(char::is_alphabetic)
    };
    while !tokens.is_empty()
        && is_edge(tokens.end - 1)
        && !sentence.tokens[tokens.end - 1].form.ends_with('.')
    {
        tokens.end -= 1;
    }
    let is_of = |i: TokenIdx| {
        let t = &sentence.tokens[i];
        t.upos == Upos::Adp && t.form.starts_with(char::is_lowercase)
    };
    while !tokens.is_empty() && (is_edge(tokens.start) || is_counted(tokens.start) || is_of(tokens.start)) {
        tokens.start += 1;
    }
    while !tokens.is_empty() && is_common(&sentence.tokens[tokens.end - 1]) {
        tokens.end -= 1;
    }
    tokens
}

/// "Shadow Home" of "Shadow Home Secretary": a title that goes on behind the name.
fn is_cut_title(sentence: &Sentence, tokens: TokenSpan) -> bool {
    let around = TokenSpan::new(tokens.start, (tokens.end + 3).min(sentence.tokens.len()));
    let words = forms(sentence, around);
    (0..tokens.len()).any(|at| titles::longest(&words, at).is_some_and(|(end, _)| end > tokens.len()))
}

/// "European NATO": of a known body, what it is there called is no part.
fn words_before_body(sentence: &Sentence, tokens: TokenSpan) -> usize {
    let words = forms(sentence, tokens);
    let is_extra = |n: usize| {
        sentence.tokens[tokens.start + n].upos == Upos::Adj
            && gazetteer::nationality(words[n]).is_none()
            && gazetteer::organization(&words[n..].join(" ")).is_none()
            && gazetteer::organization(&words[n + 1..].join(" ")).is_some()
    };
    (0..words.len() - 1).take_while(|n| is_extra(*n)).count()
}

/// Words of a title alone: "Undersecretary", or "NATO Secretary", cut from the name behind it.
fn is_title(kind: NameKind, words: &[&str]) -> bool {
    let last = words.last().copied().unwrap_or_default();
    let is_kind = match kind {
        NameKind::Per => true,
        NameKind::Work | NameKind::Misc => words.len() == 1,
        _ => false,
    };
    is_kind && titles::title(last).is_some() && !names::is_surname(last)
}

/// How many last words of a person's name are letters of rank or order: 2 in "Jane Amara Holt DBE RA".
fn letters_behind(words: &[&str]) -> usize {
    let is_rank = |w: &&&str| (2..5).contains(&w.len()) && w.chars().all(|c| c.is_ascii_uppercase());
    let n = words.iter().rev().take_while(is_rank).count();
    let is_regnal = words.last().is_some_and(|w| w.chars().all(|c| matches!(c, 'I' | 'V' | 'X')));
    if n + 2 > words.len() || is_regnal { 0 } else { n }
}

fn is_common(token: &Token) -> bool {
    token.upos == Upos::Noun && token.form.starts_with(char::is_lowercase)
}

/// What the first or last of several words tells: "Cyclone Gita" is an event, "Border Council" a body.
pub(super) fn told_by_word(text: &str) -> Option<EntityType> {
    let (first, last) = (text.split(' ').next()?, text.rsplit(' ').next()?);
    let told = name_words::kind_by_last(last).or_else(|| name_words::kind_by_first(first));
    Some(match told.filter(|_| text.contains(' '))? {
        "ORG" => EntityType::Organization,
        "LOC" => EntityType::Place,
        "EVENT" => EntityType::Event,
        "WORK" => EntityType::Work,
        _ => return None,
    })
}

/// Type of a name: the gazetteer's, where it knows better than the analysis.
fn entity_type(text: &str, kind: NameKind, sentence: &Sentence, tokens: TokenSpan) -> Option<EntityType> {
    match gazetteer::country_form(text) {
        Some((_, Form::People)) => return Some(EntityType::Group),
        // Also "UK ministers", where the analysis takes it for a body.
        Some((_, Form::Name)) if kind != NameKind::Per => return Some(EntityType::Place),
        Some((_, Form::Adjective)) if kind != NameKind::Per => {
            let is_noun = tokens.iter().any(|i| sentence.tokens[i].xpos == "NNPS");
            return Some(if is_noun { EntityType::Group } else { EntityType::Place });
        }
        _ => {}
    }
    if kind != NameKind::Per && gazetteer::organization(text).is_some() {
        return Some(EntityType::Organization);
    }
    if tokens.len() == 1 && sentence.tokens[tokens.start].upos == Upos::Adj {
        // "European", "Catholic": a property, unless it is a country's.
        return None;
    }
    match (kind, told_by_word(text)) {
        (NameKind::Work | NameKind::Misc, Some(told)) => return Some(told),
        // "Cyclone Gita", whatever Gita is.
        (NameKind::Loc | NameKind::Per, Some(EntityType::Event)) => return Some(EntityType::Event),
        _ => {}
    }
    // "Muslims", "Democrats".
    let is_people = tokens.len() == 1 && sentence.tokens[tokens.start].xpos == "NNPS";
    Some(match kind {
        NameKind::Per | NameKind::Work | NameKind::Misc if is_people => EntityType::Group,
        NameKind::Per => EntityType::Person,
        NameKind::Org => EntityType::Organization,
        NameKind::Loc => EntityType::Place,
        NameKind::Event => EntityType::Event,
        NameKind::Work => EntityType::Work,
        NameKind::Misc => EntityType::Other,
    })
}

#[cfg(test)]
mod tests {
    use crate::analysis::{Name, NameKind, conllu};
    use crate::span::TokenSpan;

    /// The names that one name over all words is mended to; words as "form/tag".
    fn names(words: &str, kind: NameKind) -> Vec<String> {
        let row = |(i, word): (usize, &str)| {
            let (form, tag) = word.split_once('/').unwrap_or((word, "PROPN"));
            let xpos = if form == "'s" { "POS" } else { "_" };
            let (head, rel) = if i == 0 { (0, "root") } else { (1, "dep") };
            format!("{}\t{form}\t{form}\t{tag}\t{xpos}\t_\t{head}\t{rel}\t_\t_\n", i + 1)
        };
        let rows: String = words.split(' ').enumerate().map(row).collect();
        let sentence = conllu::read(&rows).expect("CoNLL-U").analysis.sentences.remove(0);
        let name = Name { tokens: TokenSpan::new(0, sentence.tokens.len()), kind };
        let mended = super::mended(&sentence, name).into_iter();
        mended.map(|(tokens, _)| super::forms(&sentence, tokens).join(" ")).collect()
    }

    #[test]
    fn several_names_in_one_are_parted() {
        for (words, kind, expected) in [
            ("Lille ,/PUNCT Texas", NameKind::Loc, &["Lille", "Texas"][..]),
            ("River Board and/CCONJ the/DET Dock Board", NameKind::Org, &["River Board", "Dock Board"]),
            ("Health and/CCONJ Safety Board", NameKind::Org, &["Health and Safety Board"]),
            ("Harbour Council Maria Solano", NameKind::Org, &["Harbour Council", "Maria Solano"]),
            ("Anna and/CCONJ Peter", NameKind::Per, &["Anna", "Peter"]),
        ] {
            assert_eq!(names(words, kind), expected, "{words}");
        }
    }

    #[test]
    fn what_is_no_part_of_a_name_is_cut_off() {
        for (words, kind, expected) in [
            ("the/DET Harbour Council 's/PART", NameKind::Org, &["Harbour Council"][..]),
            ("Harbour Council members/NOUN", NameKind::Org, &["Harbour Council"]),
            ("Prime/ADJ Minister Anna Solano", NameKind::Per, &["Anna Solano"]),
            ("Anna Solano DBE RA", NameKind::Per, &["Anna Solano"]),
            ("One/NUM Solano", NameKind::Per, &["Solano"]),
            ("Undersecretary", NameKind::Work, &[]),
            ("Monday", NameKind::Misc, &[]),
        ] {
            assert_eq!(names(words, kind), expected, "{words}");
        }
    }
}
