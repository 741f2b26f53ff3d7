//! Cuts articles, titles, possessive endings and brackets off names: "the President Macron's" is "Macron"; and drops what
//! its words tell to be a description: "European allies".

use super::{forms, is_capital};
use crate::analysis::{Name, NameKind, Sentence, Token, Upos};
use crate::lexicon::{calendar, gazetteer, name_words, names, titles};
use crate::span::TokenSpan;

/// Trims every name; drops those of which nothing is left, and dates.
pub(super) fn trim(sentence: &mut Sentence) {
    let Sentence { tokens, names, .. } = sentence;
    let apart = names.iter().flat_map(|name| apart(tokens, *name)).flat_map(|name| governed(tokens, name));
    let trimmed = apart.filter_map(|name| trimmed(tokens, name));
    let n_capital = tokens.iter().filter(|t| is_capital(&t.form)).count();
    let is_none = |words: &[Token], kind| is_unmarked(words, kind, n_capital) || is_adjective(words, kind);
    *names = trimmed.filter(|name| !is_none(&tokens[name.tokens.iter()], name.kind)).collect();
}

/// "European allies", "Republican senators": an adjective alone is nobody's name, unless it is in capitals ("UN") or well known.
fn is_adjective(words: &[Token], kind: NameKind) -> bool {
    let [word] = words else { return false };
    let is_known = || gazetteer::organization(&word.form).is_some();
    let is_shouted = || word.form.chars().all(|c| !c.is_lowercase());
    matches!(kind, NameKind::Org | NameKind::Per)
        && word.upos == Upos::Adj
        && word.deprel == "amod"
        && !is_shouted()
        && !is_known()
}

/// Words without a capital where others have one are a description: "naval forces"; one word alone may be a person or a place
/// in a careless text.
fn is_unmarked(words: &[Token], kind: NameKind, n_capital: usize) -> bool {
    let least = match (words, kind) {
        ([_], NameKind::Org) => 2,
        ([_, _, ..], NameKind::Per | NameKind::Org | NameKind::Loc) => 1,
        _ => return false,
    };
    n_capital >= least && words.iter().all(|word| word.form.chars().all(|c| !c.is_uppercase()))
}

/// "Paxton, Illinois": two places, but not "Washington, D.C."; "Acme Corp. of Boston": a body and a place.
fn apart(tokens: &[Token], name: Name) -> Vec<Name> {
    let is_of = |at: &usize| tokens[*at].form == "of" && name_words::is_legal_form(&tokens[at - 1].form);
    if let Some(of) =
        (name.tokens.start + 1..name.tokens.end).find(is_of).filter(|_| name.kind == NameKind::Org)
    {
        let place = Name { tokens: TokenSpan::new(of + 1, name.tokens.end), kind: NameKind::Loc };
        return vec![Name { tokens: TokenSpan::new(name.tokens.start, of), ..name }, place];
    }
    let is_comma =
        |at: &usize| name.kind == NameKind::Loc && tokens[*at].form == "," && !is_district(tokens, at + 1);
    let ends = name.tokens.iter().filter(is_comma).chain([name.tokens.end]);
    let starts = name.tokens.iter().filter(is_comma).map(|at| at + 1);
    let spans = [name.tokens.start].into_iter().chain(starts).zip(ends);
    spans.map(|(start, end)| Name { tokens: TokenSpan::new(start, end), ..name }).collect()
}

/// "D.C." after "Washington,".
pub(crate) fn is_district(tokens: &[Token], at: usize) -> bool {
    let form = |back: usize| at.checked_sub(back).and_then(|i| tokens.get(i)).map_or("", |t| t.form.as_str());
    let city = if form(1) == "," { form(2) } else { form(1) };
    city == "Washington" && matches!(form(0), "D.C." | "D.C" | "DC")
}

/// "Governor of [Maine Susan Collins]": a place and a person.
fn governed(tokens: &[Token], name: Name) -> Vec<Name> {
    let TokenSpan { start, end } = name.tokens;
    let before = start.checked_sub(1).map_or("", |i| tokens[i].form.as_str());
    let is_placed = name.kind == NameKind::Per && matches!(before, "of" | "in" | "for");
    let is_place = |at: &usize| {
        let words = forms(tokens, TokenSpan::new(start, *at)).join(" ");
        gazetteer::country(&words).is_some() || gazetteer::place(&words).is_some()
    };
    // Two words are left for the person, three are the most of a place.
    let ends = (start + 1..(end + 1).saturating_sub(2).min(start + 4)).rev();
    match ends.into_iter().find(|at| is_placed && is_place(at)) {
        Some(at) => vec![
            Name { tokens: TokenSpan::new(start, at), kind: NameKind::Loc },
            Name { tokens: TokenSpan::new(at, end), ..name },
        ],
        None => vec![name],
    }
}

fn trimmed(tokens: &[Token], name: Name) -> Option<Name> {
    let TokenSpan { mut start, mut end } = name.tokens;
    let mut kind = name.kind;
    let form = |i: usize| tokens.get(i).map_or("", |t| t.form.as_str());
    if start > 0 && form(start - 1) == "(" && is_affiliation(form(start), form(start + 1)) {
        return None;
    }
    if let Some(bracket) = (start + 1..end).find(|i| matches!(form(*i), "(" | "[" | ")" | "]" | "|")) {
        end = bracket;
    }
    while start < end && (is_article(form(start)) || is_mark(form(start)) || is_stance(form(start))) {
        start += 1;
    }
    while start < end && (is_tail(form(end - 1)) || is_function_word(&tokens[end - 1])) {
        end -= 1;
    }
    while kind == NameKind::Org && start + 1 < end && is_described(&tokens[start..end]) {
        start += 1;
    }
    if kind == NameKind::Per {
        start += titles::name_start(&forms(tokens, TokenSpan::new(start, end)));
    }
    let is_person = kind == NameKind::Per || end == start + 3 && names::is_given_name(form(start + 1));
    if is_person && start + 1 < end && is_party(form(start)) {
        start += 1;
        kind = NameKind::Per;
    }
    if let Some((n_words, owner)) =
        owner(&forms(tokens, TokenSpan::new(start, end))).filter(|_| kind == NameKind::Per)
    {
        (end, kind) = (start + n_words, owner);
    }
    let words = forms(tokens, TokenSpan::new(start, end));
    let is_date = words.iter().all(|word| calendar::word(word).is_some());
    let has_letter = words.iter().any(|word| word.chars().any(char::is_alphanumeric));
    let is_title = kind == NameKind::Per && is_title(&words);
    let is_name = has_letter
        && !is_legal_form(&words)
        && !is_date
        && !is_title
        && !is_description(&tokens[start..end], kind);
    is_name.then(|| Name { tokens: TokenSpan::new(start, end), kind })
}

/// "centre-left Party of Socialists": a word without a capital before the name.
fn is_described(words: &[Token]) -> bool {
    let is_content = |word: &Token| matches!(word.upos, Upos::Adj | Upos::Noun | Upos::Verb);
    matches!(words, [first, rest @ ..] if is_lower(first) && is_content(first) && rest.iter().any(|w| is_capital(&w.form)))
}

/// "(D-Conn.)", "(R)" after a lawmaker: the party, by a letter.
fn is_affiliation(letter: &str, next: &str) -> bool {
    matches!(letter, "D" | "R" | "I" | "L") && matches!(next, "-" | "–" | "," | ")")
}

/// "pro-European", "anti-Trump": an adjective before a name.
fn is_stance(word: &str) -> bool {
    word.starts_with("pro-") || word.starts_with("anti-")
}

/// "Prime Minister", "Mayor": what somebody is, not "King" or "Dean", which are names too.
fn is_title(words: &[&str]) -> bool {
    let is_personal = |word: &&str| names::is_given_name(word) || names::is_surname(word);
    titles::longest(words, 0).is_some_and(|(end, _)| end == words.len()) && !words.iter().all(is_personal)
}

/// "NATO Secretary": a body or country before a title is who somebody serves: how many words it has, and its kind.
fn owner(words: &[&str]) -> Option<(usize, NameKind)> {
    let kind = |n_words: usize| {
        let whole = words[..n_words].join(" ");
        let body = gazetteer::organization(&whole).map(|_| NameKind::Org);
        body.or_else(|| gazetteer::country(&whole).map(|_| NameKind::Loc))
    };
    (1..words.len()).rev().find_map(|n| Some((n, kind(n).filter(|_| is_title(&words[n..]))?)))
}

/// "Inc." by itself.
fn is_legal_form(words: &[&str]) -> bool {
    matches!(words, [word] if name_words::is_legal_form(word))
}

/// "Department of", "Facebook which": a name does not end so.
fn is_function_word(token: &Token) -> bool {
    let kinds = [Upos::Adp, Upos::Pron, Upos::Det, Upos::Cconj, Upos::Sconj, Upos::Aux, Upos::Part];
    is_lower(token) && kinds.contains(&token.upos)
}

/// "European allies", "Clinton aides": several words before a common noun in the plural; "allies", "holiday", "stumbles":
/// one word that is no proper noun. Places and people are also written so in careless texts ("in punjab").
fn is_description(tokens: &[Token], kind: NameKind) -> bool {
    match tokens {
        // "We", not "IT".
        [word] if word.xpos == "PRP" => word.form.len() == 1 || word.form.chars().any(char::is_lowercase),
        [.., last] if !is_lower(last) => false,
        [word] => {
            let is_thing = !matches!(kind, NameKind::Per | NameKind::Loc);
            match word.xpos.as_str() {
                "NN" | "VB" | "VBD" | "VBG" => is_thing,
                "NNS" | "VBZ" | "JJ" | "RB" => true,
                _ => false,
            }
        }
        [_, .., last] => last.xpos == "NNS" && !matches!(kind, NameKind::Event | NameKind::Work),
        [] => false,
    }
}

fn is_lower(token: &Token) -> bool {
    token.form.chars().next().is_some_and(char::is_lowercase)
}

/// "Republican" or "Democrat" before a name: whose member somebody is.
fn is_party(word: &str) -> bool {
    let names = || [format!("{word} Party"), format!("{word}s")].into_iter();
    is_capital(word)
        && names().any(|name| gazetteer::organization(&name).is_some_and(|body| body.kind == "party"))
}

fn is_article(form: &str) -> bool {
    ["the", "a", "an"].iter().any(|article| form.eq_ignore_ascii_case(article)) && form != "A"
}

fn is_mark(form: &str) -> bool {
    let mut chars = form.chars();
    let one = chars.next().filter(|_| chars.next().is_none());
    one.is_some_and(|c| "\"“”«»'‘([-–—,:;.".contains(c)) || matches!(form, "``" | "''")
}

fn is_tail(form: &str) -> bool {
    is_mark(form) || matches!(form, "'s" | "’s" | "’" | ")" | "]" | "...")
}
