//! Kinds told by a noun that describes the bearer of a name: "Korn, a rock band", "Korn is a band", "the band Korn".

use super::forms;
use crate::analysis::NameKind::{self, Loc, Misc, Org, Per, Work};
use crate::analysis::{Name, Sentence};
use crate::lexicon::nouns::{self, NounKind};
use crate::lexicon::{gazetteer, names};
use crate::span::TokenIdx;

/// The names that a sentence describes, with the kinds that their descriptions tell.
pub(super) fn told(sentence: &Sentence) -> impl Iterator<Item = Name> {
    let kind = |name: &Name| description(sentence, *name).and_then(|noun| kind(sentence, *name, noun));
    sentence.names.iter().filter_map(move |name| Some(Name { kind: kind(name)?, ..*name }))
}

/// The noun that says what bears the name.
fn description(sentence: &Sentence, name: Name) -> Option<TokenIdx> {
    let tokens = &sentence.tokens;
    let top = sentence.top_of(name.tokens)?;
    let is_noun = |at: &TokenIdx| tokens[*at].xpos == "NN" && !name.tokens.contains(*at);
    // "the band Korn": whichever of the two the parser takes for the head.
    let before = name.tokens.start.checked_sub(1).filter(is_noun);
    let are_linked = |noun: &TokenIdx| {
        let links = ["appos", "compound", "flat", "nmod"];
        let hangs =
            |from: TokenIdx, to: TokenIdx| tokens[from].head == Some(to) && tokens[from].is_rel(&links);
        hangs(*noun, top) || hangs(top, *noun)
    };
    let is_one = |noun: &TokenIdx| {
        let article = sentence.child(*noun, &["det"]);
        article.is_some_and(|at| matches!(tokens[at].lemma.as_str(), "a" | "an"))
    };
    let apposed = || sentence.children_by(top, &["appos"]).find(|noun| is_noun(noun) && is_one(noun));
    let predicate = || {
        let noun =
            tokens[top].head.filter(|_| tokens[top].is_rel(&["nsubj"])).filter(is_noun).filter(is_one)?;
        // "was no club" has another article, "was not a club" and "was from a village" a word that turns it.
        let is_turned = |at: TokenIdx| {
            tokens[at].is_rel(&["case"]) || matches!(tokens[at].lemma.as_str(), "not" | "never")
        };
        let says_so = sentence.child(noun, &["cop"]).is_some() && !sentence.children(noun).any(is_turned);
        says_so.then_some(noun)
    };
    before.filter(are_linked).or_else(apposed).or_else(predicate)
}

/// The kind of a name whose bearer is such a noun, where it tells more than the engine.
fn kind(sentence: &Sentence, name: Name, noun: TokenIdx) -> Option<NameKind> {
    let lemma = sentence.tokens[noun].lower_lemma();
    if is_figure(&lemma) {
        return None;
    }
    let words = forms(&sentence.tokens, name.tokens);
    let is_given = || names::is_given_name(words[0]);
    let is_listed = || {
        let whole = words.join(" ");
        gazetteer::country(&whole).is_some() || gazetteer::place(&whole).is_some()
    };
    // Anna is a club of her own, Germany a lender: only what the engine is likely to have wrong gives way.
    match (nouns::kind(&lemma)?, name.kind) {
        (_, Misc) if gazetteer::nationality(&words.join(" ")).is_some() => None,
        (NounKind::Organization | NounKind::Place, Per) if is_given() => None,
        (NounKind::Organization, Loc) if is_listed() => None,
        (NounKind::Organization, _) => Some(Org),
        (NounKind::Place, _) => Some(Loc),
        (NounKind::Work, Misc) => Some(Work),
        _ => None,
    }
}

/// Whether people and places are called so without being one: "a force for good".
fn is_figure(lemma: &str) -> bool {
    matches!(
        lemma,
        "administration"
            | "authority"
            | "campaign"
            | "force"
            | "guard"
            | "house"
            | "institution"
            | "maker"
            | "mission"
            | "movement"
            | "network"
            | "opposition"
            | "state"
            | "station"
            | "team"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::conllu;
    use crate::span::TokenSpan;

    /// What a tree tells of its first word with a capital, a name of this kind. Rows: form, tag, head, relation.
    fn told_of(kind: NameKind, rows: &[(&str, &str, usize, &str)]) -> Option<NameKind> {
        let row = |(at, (form, tag, head, rel)): (usize, &(&str, &str, usize, &str))| {
            let lemma = if *form == "was" { "be" } else { form };
            format!("{}\t{form}\t{lemma}\tX\t{tag}\t_\t{head}\t{rel}\t_\t_\n", at + 1)
        };
        let source: String = rows.iter().enumerate().map(row).collect();
        let mut sentence = conllu::read(&source).expect("rows are well-formed").analysis.sentences.remove(0);
        let at = rows.iter().position(|(_, tag, ..)| *tag == "NNP").expect("one is a name");
        sentence.names = vec![Name { tokens: TokenSpan::new(at, at + 1), kind }];
        told(&sentence).next().map(|name| name.kind)
    }

    #[test]
    fn nouns_tell_what_bears_a_name() {
        let apposed = |noun| [("Lisk", "NNP", 0, "root"), ("a", "DT", 3, "det"), (noun, "NN", 1, "appos")];
        assert_eq!(told_of(Per, &apposed("band")), Some(Org));
        assert_eq!(told_of(Org, &apposed("village")), Some(Loc));
        assert_eq!(told_of(Per, &apposed("force")), None);
        assert_eq!(told_of(Org, &apposed("reader")), None);
        let before = |rel| [("the", "DT", 2, "det"), ("band", "NN", 0, "root"), ("Lisk", "NNP", 2, rel)];
        assert_eq!(told_of(Loc, &before("appos")), Some(Org));
        assert_eq!(told_of(Loc, &before("nsubj")), None);
    }

    #[test]
    fn predicates_tell_unless_turned() {
        let predicate = |turn: (&'static str, &'static str)| {
            [
                ("Lisk", "NNP", 5, "nsubj"),
                ("was", "VBD", 5, "cop"),
                (turn.0, "X", 5, turn.1),
                ("a", "DT", 5, "det"),
                ("band", "NN", 0, "root"),
            ]
        };
        assert_eq!(told_of(Per, &predicate(("indeed", "advmod"))), Some(Org));
        assert_eq!(told_of(Per, &predicate(("not", "advmod"))), None);
        assert_eq!(told_of(Per, &predicate(("from", "case"))), None);
    }

    #[test]
    fn listed_names_keep_their_kind() {
        let rows = |name| [(name, "NNP", 0, "root"), ("a", "DT", 3, "det"), ("lender", "NN", 1, "appos")];
        assert_eq!(told_of(Loc, &rows("Germany")), None);
        assert_eq!(told_of(Per, &rows("Anna")), None);
        assert_eq!(told_of(Loc, &rows("Zyblik")), Some(Org));
    }
}
