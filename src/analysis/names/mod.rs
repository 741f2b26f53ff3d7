//! Puts the engine's names right with what the tables know and what the rest of the document says.
//!
//! In this order: `trim` cuts what is no part of a name, `listed` corrects and adds by the gazetteers, `context`
//! by the words around and `whole` takes in what was left outside, `dateline` finds the place that a report begins with,
//! `described` what a sentence says that somebody or something is, and `document` gives one string one kind.
//! Every step is a rule of its own; a name that no rule touches stays as the engine had it.

mod context;
mod dateline;
mod described;
mod document;
mod listed;
mod trim;
mod whole;

pub(crate) use trim::is_district;

use super::{NameKind, Sentence, Token};
use crate::span::TokenSpan;

/// Corrects the names of a document.
pub fn refine(sentences: &mut [Sentence]) {
    let mut told = Vec::new();
    for sentence in sentences.iter_mut() {
        trim::trim(sentence);
        listed::correct(sentence);
        context::correct(sentence);
        listed::add(sentence);
        told.extend(dateline::mark(sentence).map(|place| (place, NameKind::Loc)));
        told.extend(
            described::told(sentence).map(|name| (forms(&sentence.tokens, name.tokens).join(" "), name.kind)),
        );
    }
    document::agree(sentences, &told);
}

/// The forms of a run of tokens.
fn forms(tokens: &[Token], span: TokenSpan) -> Vec<&str> {
    tokens.get(span.iter()).unwrap_or_default().iter().map(|t| t.form.as_str()).collect()
}

/// Whether the word starts with a capital.
fn is_capital(form: &str) -> bool {
    form.chars().next().is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Dependents, Feats, Name, NameKind, Upos};
    use crate::span::Span;

    /// A sentence of proper nouns and others (in lower case); names as `start..end KIND`.
    fn sentence(text: &str, names: &[(usize, usize, NameKind)]) -> Sentence {
        let token = |form: &str| Token {
            span: Span::raw(0, 0),
            form: form.into(),
            lemma: form.into(),
            upos: if is_capital(form) { Upos::Propn } else { Upos::Noun },
            xpos: "".into(),
            feats: Feats::default(),
            head: None,
            deprel: "dep".into(),
            space_after: true,
        };
        let name = |(start, end, kind): &(usize, usize, NameKind)| Name {
            tokens: TokenSpan::new(*start, *end),
            kind: *kind,
        };
        Sentence {
            span: Span::raw(0, 0),
            paragraph: 0,
            tokens: text.split(' ').map(token).collect(),
            multiwords: Vec::new(),
            names: names.iter().map(name).collect(),
            dependents: Dependents::default(),
        }
    }

    /// A sentence's words with the names the engine found: first token, token after the last, kind.
    type Given<'a> = (&'a str, &'a [(usize, usize, NameKind)]);

    #[track_caller]
    fn check(document: &[Given<'_>], expected: &[&str]) {
        let mut sentences: Vec<Sentence> =
            document.iter().map(|(text, names)| sentence(text, names)).collect();
        refine(&mut sentences);
        let show = |s: &Sentence| {
            let names =
                s.names.iter().map(|n| format!("{}/{}", forms(&s.tokens, n.tokens).join(" "), n.kind));
            names.collect::<Vec<_>>().join(", ")
        };
        assert_eq!(sentences.iter().map(show).collect::<Vec<_>>(), expected);
    }

    use NameKind::{Event, Loc, Org, Per, Work};

    #[test]
    fn articles_titles_and_endings_are_no_part() {
        check(&[("the President Macron 's visit", &[(0, 4, Per)])], &["Macron/PER"]);
        check(&[("Republican Anna Lisk spoke", &[(0, 3, Per)])], &["Anna Lisk/PER"]);
        check(&[("Democrat Anna Lisk spoke", &[(0, 3, Org)])], &["Anna Lisk/PER"]);
        check(&[("in Lisk , Oldland , today", &[(1, 4, Loc)])], &["Lisk/LOC, Oldland/LOC"]);
        check(&[("Governor of Maine Anna Lisk", &[(2, 5, Per)])], &["Maine/LOC, Anna Lisk/PER"]);
        check(&[("Anna Lisk ( D - Conn. )", &[(0, 2, Per), (3, 6, Work)])], &["Anna Lisk/PER"]);
        check(&[("an anti-Lisk PAC , pro-Lisk", &[(1, 3, Org), (4, 5, Work)])], &["PAC/ORG"]);
        check(&[("the Prime Minister of Maine", &[(1, 3, Per), (4, 5, Loc)])], &["Maine/LOC"]);
        check(&[("on Monday in Lyon ( Rhone", &[(1, 2, Event), (3, 6, Loc)])], &["Lyon/LOC"]);
        check(
            &[("with naval forces of Lisk , Inc.", &[(1, 3, Org), (4, 5, Loc), (6, 7, Org)])],
            &["Lisk/ORG"],
        );
        check(&[("the left-wing Lisk Party", &[(1, 4, Org)])], &["Lisk Party/ORG"]);
        check(
            &[("NATO Secretary General Anna Lisk", &[(0, 2, Per), (3, 5, Per)])],
            &["NATO/ORG, Anna Lisk/PER"],
        );
        check(&[("Lisk Corp. of Boston", &[(0, 4, Org)])], &["Lisk Corp./ORG, Boston/LOC"]);
    }

    #[test]
    fn an_adjective_alone_is_no_name() {
        let refined = |text: &str, kind: NameKind| {
            let mut sentence = sentence(text, &[(0, 1, kind)]);
            (sentence.tokens[0].upos, sentence.tokens[0].deprel) = (Upos::Adj, "amod".into());
            trim::trim(&mut sentence);
            sentence.names.len()
        };
        assert_eq!((refined("European allies", Org), refined("Fine gardens", Per)), (0, 0));
        assert_eq!((refined("UN allies", Org), refined("Basque gardens", Loc)), (1, 1));
    }

    #[test]
    fn descriptions_are_no_names() {
        let refined = |text: &str, tags: &[(&str, Upos)], kind: NameKind| {
            let mut sentence = sentence(text, &[(0, tags.len(), kind)]);
            for (token, (xpos, upos)) in sentence.tokens.iter_mut().zip(tags) {
                (token.xpos, token.upos) = ((*xpos).into(), *upos);
            }
            trim::trim(&mut sentence);
            sentence.names.iter().map(|n| forms(&sentence.tokens, n.tokens).join(" ")).collect::<Vec<_>>()
        };
        let (proper, noun) = (("NNP", Upos::Propn), ("NNS", Upos::Noun));
        assert!(refined("Lisk allies", &[proper, noun], Org).is_empty());
        assert_eq!(refined("Lisk Allies", &[proper, ("NNPS", Upos::Propn)], Org), ["Lisk Allies"]);
        assert!(refined("stumbles", &[noun], Event).is_empty());
        assert_eq!(refined("lisk", &[("NN", Upos::Noun)], Loc), ["lisk"]);
        assert!(refined("We", &[("PRP", Upos::Pron)], Org).is_empty());
        assert_eq!(refined("IT", &[("PRP", Upos::Pron)], Org), ["IT"]);
        assert_eq!(refined("Department of", &[proper, ("IN", Upos::Adp)], Org), ["Department"]);
    }

    #[test]
    fn tables_correct_kinds() {
        check(
            &[("the World Health Organization met", &[(1, 3, Per), (3, 4, Org)])],
            &["World Health Organization/ORG"],
        );
        check(&[("Delaware sued NATO", &[(0, 1, Work), (2, 3, Loc)])], &["Delaware/LOC, NATO/ORG"]);
        check(&[("Charlotte left", &[(0, 1, Per)])], &["Charlotte/PER"]);
        check(&[("Mr. Berlin sang", &[(1, 2, Loc)])], &["Berlin/PER"]);
        check(&[("Ford County", &[(0, 2, Per)])], &["Ford County/LOC"]);
        check(
            &[("Duchy of Lisk and Lisk Greens", &[(0, 3, Org), (4, 6, Work)])],
            &["Duchy of Lisk/LOC, Lisk Greens/ORG"],
        );
    }

    #[test]
    fn tables_add_what_was_missed() {
        check(&[("talks in Ukraine with French officials", &[])], &["Ukraine/LOC, French/MISC"]);
        check(&[("they ate turkey with us", &[])], &[""]);
    }

    #[test]
    fn a_document_agrees_with_itself() {
        check(
            &[
                ("Anna Zyblik spoke", &[(0, 2, Per)]),
                ("Zyblik left", &[(0, 1, Per)]),
                ("then Zyblik returned", &[]),
                ("later Zyblik sang", &[(1, 2, Org)]),
            ],
            &["Anna Zyblik/PER", "Zyblik/PER", "Zyblik/PER", "Zyblik/PER"],
        );
    }

    #[test]
    fn what_one_is_in_is_a_place() {
        check(&[("They met in Lisk .", &[(3, 4, NameKind::Event)])], &["Lisk/LOC"]);
        check(&[("They live near Lisk .", &[(3, 4, Per)])], &["Lisk/LOC"]);
        check(&[("They trust in Johnson .", &[(3, 4, Per)])], &["Johnson/PER"]);
        check(&[("They read Lisk .", &[(2, 3, NameKind::Work)])], &["Lisk/WORK"]);
        check(&[("They starred in Lisk Nights .", &[(3, 5, NameKind::Work)])], &["Lisk Nights/WORK"]);
    }

    #[test]
    fn words_around_tell_kinds() {
        check(&[("the village of Lisk", &[(3, 4, Per)])], &["Lisk/LOC"]);
        check(&[("the city of French", &[(3, 4, NameKind::Misc)])], &["French/MISC"]);
        check(&[("the actor Lisk Mulu", &[(2, 4, Work)])], &["Lisk Mulu/PER"]);
        check(&[("on “ The Lisk , ” he", &[(3, 4, Per)])], &["Lisk/WORK"]);
        check(&[("“ The Lisk family ” met", &[(2, 3, Per)])], &["Lisk/PER"]);
        check(&[("Lisk Workers Union ( LWU ) met", &[(0, 3, Work)])], &["Lisk Workers Union/ORG, LWU/ORG"]);
        check(&[("Lisk Unions ( WUL ) met", &[(0, 2, Org)])], &["Lisk Unions/ORG, WUL/ORG"]);
        check(&[("Lisk Unions ( UK ) met", &[(0, 2, Org)])], &["Lisk Unions/ORG, UK/LOC"]);
    }

    #[test]
    fn what_was_left_outside_is_taken_in() {
        check(&[("minister Mr. Lisk says", &[])], &["Lisk/PER"]);
        check(&[("the Law Society of Lisk says", &[(1, 3, Org), (4, 5, Loc)])], &["Law Society of Lisk/ORG"]);
        check(&[("Mr. Anna Lisk says", &[(1, 2, Per)])], &["Anna/PER"]);
        check(&[("he told The Lisk Herald so", &[(3, 5, Org)])], &["The Lisk Herald/ORG"]);
        check(&[("it is over . The Lisk Herald says so", &[(5, 7, Org)])], &["Lisk Herald/ORG"]);
        check(
            &[("the Union of Greens and Reformers for Lisk says", &[(1, 4, Org), (5, 8, Org)])],
            &["Union of Greens and Reformers for Lisk/ORG"],
        );
        check(
            &[("the Law Society of England and Wales says", &[(1, 5, Org), (6, 7, Loc)])],
            &["Law Society of England and Wales/ORG"],
        );
        check(&[("they left Washington , D.C. today", &[(2, 3, Loc)])], &["Washington , D.C./LOC"]);
        check(&[("they left Washington , D.C. today", &[(2, 5, Loc)])], &["Washington , D.C./LOC"]);
        check(
            &[("the University of Lisk Workers Union", &[(3, 6, Org)])],
            &["University of Lisk Workers Union/ORG"],
        );
    }

    #[test]
    fn datelines_begin_with_a_place() {
        check(&[("LISK ( NPA ) — The mayor left .", &[(0, 1, NameKind::Org)])], &["LISK/LOC, NPA/ORG"]);
        check(&[("LISK , March 9 ( NPA ) - The mayor left .", &[])], &["LISK/LOC"]);
        check(&[("GENEVA , Switzerland - The mayor left .", &[])], &["GENEVA/LOC, Switzerland/LOC"]);
        check(&[("NATO said the mayor left .", &[(0, 1, NameKind::Org)])], &["NATO/ORG"]);
    }
}
