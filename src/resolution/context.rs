//! What goes with a name in its document and helps to tell it from others of the name: roles, countries, gender.

use super::Form;
use crate::extraction::EntityType;
use crate::lexicon::gazetteer;
use crate::lexicon::titles::{self, Gender, Use};
use crate::text::folded;
use std::collections::BTreeSet;

/// How far before a name its titles can begin.
const MOST_WORDS: usize = 6;

/// The context that the forms of a chain and the texts before its names tell; sorted. Of bodies it is countries alone.
pub(super) fn of<'a>(
    entity_type: EntityType,
    forms: &[Form],
    before: impl Iterator<Item = &'a str>,
) -> Vec<String> {
    if !matches!(entity_type, EntityType::Person | EntityType::Organization) {
        return Vec::new();
    }
    let mut found = BTreeSet::new();
    let mut genders = BTreeSet::new();
    for form in forms {
        let words: Vec<&str> = form.text.split_whitespace().collect();
        read(&words, &mut found, &mut genders);
    }
    for text in before {
        read(&title_words(text), &mut found, &mut genders);
    }
    if entity_type == EntityType::Organization {
        found.retain(|what| what.starts_with("of "));
        return found.into_iter().collect();
    }
    // A chain that is called both "Mr" and "Mrs" tells nothing.
    if let [only] = genders.into_iter().collect::<Vec<_>>()[..] {
        found.insert(only.to_owned());
    }
    found.into_iter().collect()
}

/// The titles and countries right before a name, with a word that stands for the name.
fn title_words(before: &str) -> Vec<&str> {
    if !before.ends_with(' ') {
        return Vec::new();
    }
    let mut words: Vec<&str> = before.split_whitespace().rev().take(MOST_WORDS).collect();
    words.reverse();
    let mut start = words.len();
    while start > 0 {
        let title =
            (0..start).find(|at| titles::longest(&words[..start], *at).is_some_and(|(end, _)| end == start));
        let country = || gazetteer::country_form(without_mark(words[start - 1])).map(|_| start - 1);
        match title.or_else(country) {
            Some(at) => start = at,
            None => break,
        }
    }
    let mut found = words.split_off(start);
    if !found.is_empty() {
        found.push("");
    }
    found
}

/// A word without its possessive mark.
fn without_mark(word: &str) -> &str {
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

/// Takes titles and countries out of one form; the last word of a form is its name, unless it is a title.
fn read(words: &[&str], found: &mut BTreeSet<String>, genders: &mut BTreeSet<&'static str>) {
    let mut at = 0;
    while at < words.len() {
        if let Some((end, title)) = titles::longest(words, at).filter(|(end, _)| *end > at) {
            match title.gender {
                Some(Gender::Female) => drop(genders.insert("female")),
                Some(Gender::Male) => drop(genders.insert("male")),
                None => {}
            }
            let is_role =
                title.usage != Use::Modifier && !matches!(title.kind, "honorific" | "modifier" | "family");
            if is_role && (end < words.len() || words.len() == end - at || at > 0) {
                found.insert(folded(title.words));
            }
            at = end;
            continue;
        }
        if at + 1 < words.len()
            && let Some((country, _)) = gazetteer::country_form(without_mark(words[at]))
        {
            found.insert(format!("of {}", country.code));
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extraction::MentionKind;

    #[test]
    fn titles_stand_before_names() {
        let check = |before: &str, expected: &[&str]| {
            assert_eq!(of(EntityType::Person, &[], [before].into_iter()), expected, "{before}");
        };
        check("The dam broke. Minister ", &["minister"]);
        check("It was late, the former French Prime Minister ", &["of FR", "prime minister"]);
        check("She met Mrs. ", &["female"]);
        check("The minister saw ", &[]);
        check("President ", &["president"]);
        check("president, ", &[]);
        check("", &[]);
    }

    #[test]
    fn bodies_have_countries() {
        let check = |before: &str, expected: &[&str]| {
            assert_eq!(of(EntityType::Organization, &[], [before].into_iter()), expected, "{before}");
        };
        check("It met Ukraine’s ", &["of UA"]);
        check("It met the French ", &["of FR"]);
        check("President ", &[]);
    }

    #[track_caller]
    fn check(forms: &[&str], expected: &[&str]) {
        let form = |text: &&str| Form { text: (*text).to_owned(), kind: MentionKind::Named, n_mentions: 1 };
        let forms: Vec<Form> = forms.iter().map(form).collect();
        assert_eq!(of(EntityType::Person, &forms, std::iter::empty()), expected, "{forms:?}");
    }

    #[test]
    fn roles_countries_and_gender() {
        check(&["Prime Minister Berg", "Berg"], &["prime minister"]);
        check(&["French President Anna Berg"], &["of FR", "president"]);
        check(&["Mrs Berg"], &["female"]);
        check(&["Mrs Berg", "Mr Berg"], &[]);
        check(&["Anna Berg"], &[]);
    }
}
