//! Quantities in the phrases of an assertion: value, unit, and what a share is a share of.

use super::super::Quantity;
use super::time::year;
use crate::analysis::{Sentence, Upos};
use crate::lexicon::numbers::{self, NumberWord};
use crate::span::TokenIdx;

/// The quantities among the tokens of a phrase, in text order. Dates, numbered things ("Article 5") and ordinals are none.
pub(super) fn find(s: &Sentence, role: &str, tokens: &[TokenIdx]) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match quantity(s, role, tokens, at) {
            Some((quantity, next)) => {
                found.push(quantity);
                at = next;
            }
            None => at += 1,
        }
    }
    found
}

/// The quantity that starts at a place of the phrase, and the place behind it.
fn quantity(s: &Sentence, role: &str, tokens: &[TokenIdx], start: usize) -> Option<(Quantity, usize)> {
    let form = |at: usize| tokens.get(at).map(|i| s.tokens[*i].form.as_str());
    let (sign, width) = sign(&form, start);
    let (mut value, mut end) = number(&form, start + width)?;
    let last = tokens[end - 1];
    let unit = match sign {
        Some(sign) => sign,
        None => {
            let (unit, next) = unit(s, tokens, end, last)?;
            end = next;
            match numbers::word(&unit) {
                Some(NumberWord::Share(share)) => {
                    value *= share;
                    "share".to_owned()
                }
                _ => unit,
            }
        }
    };
    let of = whole(s, tokens[end - 1]);
    let spanned: Vec<TokenIdx> = tokens[start..end].to_vec();
    Some((Quantity { role: role.to_owned(), value, unit, of, span: s.span_of(&spanned) }, end))
}

/// A sign of money before the number, and how many tokens it takes: "$", "US $", "€".
fn sign<'a>(form: &impl Fn(usize) -> Option<&'a str>, at: usize) -> (Option<String>, usize) {
    let is_sign = |text: &str| text.chars().last().is_some_and(|c| !c.is_alphanumeric() && c != '%');
    let named = |text: &str| match numbers::word(text) {
        Some(NumberWord::Sign(name)) => Some(name.to_owned()),
        _ => None,
    };
    let both = form(at).zip(form(at + 1)).filter(|(_, b)| is_sign(b));
    let joined = both.and_then(|(a, b)| named(&format!("{a}{b}")));
    match (joined, form(at).filter(|a| is_sign(a)).and_then(named)) {
        (Some(name), _) => (Some(name), 2),
        (None, Some(name)) => (Some(name), 1),
        (None, None) => (None, 0),
    }
}

/// A number of one or more tokens and the place behind it: "1,200", "5bn", "twenty - five", "half a million".
fn number<'a>(form: &impl Fn(usize) -> Option<&'a str>, start: usize) -> Option<(f64, usize)> {
    let share = match numbers::word(form(start)?) {
        Some(NumberWord::Share(share)) => Some(share),
        _ => None,
    };
    let at = start + usize::from(share.is_some());
    let article = matches!(form(at)?, "a" | "an" | "A" | "An");
    let first = at + usize::from(article);
    let mut sum = Sum { may_start_with_scale: article || share.is_some(), ..Sum::default() };
    let mut at = first;
    while let Some(word) = form(at) {
        let next = || form(at + 1).and_then(numbers::value);
        if !(sum.takes(word) || sum.joins(word, next())) {
            break;
        }
        at += 1;
    }
    (at > first).then(|| ((sum.closed + sum.open) * share.unwrap_or(1.0), at))
}

/// A number as its words come in.
#[derive(Default)]
struct Sum {
    /// What scales of a thousand and more have closed: "two hundred thousand".
    closed: f64,
    /// What stands behind them: "five".
    open: f64,
    /// The last word's value; nothing before the first.
    last: Option<f64>,
    may_start_with_scale: bool,
}

impl Sum {
    /// Takes the word if it goes on with the number.
    fn takes(&mut self, word: &str) -> bool {
        if let Some((value, scale)) = with_suffix(word).filter(|_| self.last.is_none()) {
            (self.closed, self.last) = (value * scale, Some(0.0));
            return true;
        }
        match (numbers::word(word), numbers::value(word)) {
            (_, Some(value)) if self.last.is_none_or(|last| value < ceiling(last)) => {
                self.open += value;
                self.last = Some(value);
                true
            }
            (Some(NumberWord::Scale(scale)), _) if self.last.is_some() || self.may_start_with_scale => {
                let scaled = if self.open == 0.0 { scale } else { self.open * scale };
                if scale >= 1000.0 {
                    (self.open, self.closed) = (0.0, self.closed + scaled);
                } else {
                    self.open = scaled;
                }
                self.last = Some(scale);
                true
            }
            _ => false,
        }
    }

    /// "twenty - five", "two hundred and five".
    fn joins(&self, word: &str, next: Option<f64>) -> bool {
        let (Some(last), Some(next)) = (self.last, next) else { return false };
        match word {
            "-" => (20.0..100.0).contains(&last) && next < ceiling(last),
            "and" => matches!(last, 100.0 | 1000.0) && next < last,
            _ => false,
        }
    }
}

/// What a number that goes on must stay below.
fn ceiling(last: f64) -> f64 {
    match last {
        tens if (20.0..100.0).contains(&tens) && tens % 10.0 == 0.0 => 10.0,
        scale if scale >= 100.0 => scale,
        _ => 0.0,
    }
}

/// "5bn", "40m".
fn with_suffix(word: &str) -> Option<(f64, f64)> {
    let cut = word.find(|c: char| c.is_alphabetic()).filter(|cut| *cut > 0)?;
    match numbers::word(&word[cut..]) {
        Some(NumberWord::Scale(scale)) => Some((numbers::value(&word[..cut])?, scale)),
        _ => None,
    }
}

/// The unit behind a number and the place behind that: "%", or the noun counted with its compounds.
fn unit(s: &Sentence, tokens: &[TokenIdx], at: usize, last: TokenIdx) -> Option<(String, usize)> {
    let next = *tokens.get(at).filter(|i| **i == last + 1)?;
    if let Some(NumberWord::Sign(name)) = numbers::word(&s.tokens[next].form) {
        return Some((name.to_owned(), at + 1));
    }
    let is = |i: TokenIdx, word: &str| s.tokens[i].form.eq_ignore_ascii_case(word);
    if is(next, "per") && tokens.get(at + 1).is_some_and(|i| is(*i, "cent")) {
        return Some(("percent".to_owned(), at + 2));
    }
    // "the 2019 vote": no number of votes.
    if year(&s.tokens[last].form).is_some() {
        return None;
    }
    let is_word = |i: TokenIdx| {
        matches!(s.tokens[i].upos, Upos::Noun | Upos::Adj | Upos::Propn) || s.tokens[i].form == "-"
    };
    let run: Vec<TokenIdx> = tokens[at..]
        .iter()
        .enumerate()
        .map_while(|(n, i)| (*i == next + n && is_word(*i)).then_some(*i))
        .collect();
    let place = run.iter().position(|i| is_counted(s, *i, last))?;
    let head = &s.tokens[run[place]];
    let compounds = run[..place].iter().filter(|i| s.tokens[**i].rel() == "compound");
    let words: Vec<String> =
        compounds.map(|i| s.tokens[*i].form.to_string()).chain([head.lower_lemma().to_string()]).collect();
    Some((words.join(" "), at + place + 1))
}

/// Whether the noun is what the number counts; hours of the clock are not.
fn is_counted(s: &Sentence, noun: TokenIdx, number: TokenIdx) -> bool {
    matches!(s.tokens[noun].upos, Upos::Noun | Upos::Propn)
        && crate::lexicon::calendar::word(&s.tokens[noun].form).is_none()
        && !matches!(s.tokens[noun].lower_lemma().as_str(), "p.m." | "a.m." | "pm" | "am" | "o'clock")
        && s.ancestors(number).take(4).any(|a| a == noun)
}

/// "five percent of gross domestic product": what it is a share or part of.
fn whole(s: &Sentence, unit: TokenIdx) -> Option<String> {
    let noun = s
        .children_by(unit, &["nmod"])
        .find(|n| s.children_by(*n, &["case"]).any(|c| s.tokens[c].lemma == "of"))?;
    let inner = |i: TokenIdx| i <= noun && !s.tokens[i].is_rel(&["case", "det"]);
    let tokens: Vec<TokenIdx> = s.subtree(noun).into_iter().filter(|i| inner(*i)).collect();
    Some(tokens.iter().map(|i| s.tokens[*i].form.as_str()).collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<(f64, usize)> {
        let words: Vec<&str> = text.split(' ').collect();
        number(&|at| words.get(at).copied(), 0)
    }

    #[test]
    fn numbers_of_several_words() {
        assert_eq!(value("seven hundred billion dollars"), Some((7e11, 3)));
        assert_eq!(value("twenty - five years"), Some((25.0, 3)));
        assert_eq!(value("two hundred and five men"), Some((205.0, 4)));
        assert_eq!(value("two hundred thousand and five men"), Some((200_005.0, 5)));
        assert_eq!(value("3.5 million and five percent"), Some((3.5e6, 2)));
        assert_eq!(value("half a million shells"), Some((5e5, 3)));
        assert_eq!(value("5bn"), Some((5e9, 1)));
        assert_eq!(value("a dozen allies"), Some((12.0, 2)));
    }

    #[test]
    fn no_numbers() {
        for text in ["a summit", "million", "and five", "half the army", ""] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
