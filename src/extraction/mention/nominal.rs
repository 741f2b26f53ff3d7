//! Descriptions: "European leaders", "the alliance", "an emergency summit".

use crate::analysis::{Sentence, Token, Upos};
use crate::extraction::EntityType;
use crate::lexicon::nouns::{self, NounKind};
use crate::lexicon::numbers;
use crate::lexicon::titles::{self, Use};
use crate::span::{TokenIdx, TokenSpan};

/// The noun phrase with this head as a mention, with its type; `None` where it is no description of an entity.
///
/// The phrase runs from its first modifier to the head.
pub(super) fn phrase(sentence: &Sentence, head: TokenIdx) -> Option<(TokenSpan, EntityType)> {
    let token = &sentence.tokens[head];
    let is_unit = token.form.chars().count() < 2;
    // "In person" is how, not who.
    let is_bare = || sentence.children(head).all(|c| sentence.tokens[c].rel() == "case");
    let is_phrase = token.lemma == "person" && token.xpos == "NN" && is_bare();
    if is_unit || is_phrase || !can_refer(sentence, head) || is_counted(sentence, head) {
        return None;
    }
    if measures(token) {
        return of_whom(sentence, head);
    }
    if token.upos == Upos::Propn && is_capital_title(sentence, head) {
        return Some((TokenSpan::new(first_modifier(sentence, head), head + 1), EntityType::Person));
    }
    if token.upos != Upos::Noun {
        return indefinite(sentence, head).map(|kind| (TokenSpan::new(head, head + 1), kind));
    }
    Some((TokenSpan::new(first_modifier(sentence, head), head + 1), of_noun(token)))
}

/// Whether a noun says how many or what share: "hundreds", "percent", "a majority".
fn measures(token: &Token) -> bool {
    if token.upos != Upos::Noun {
        return false;
    }
    let lemma = token.lower_lemma();
    matches!(lemma.as_str(), "majority" | "minority" | "handful" | "percentage" | "proportion")
        || numbers::is_measure(&lemma)
}

/// "Hundreds of demonstrators", "61 percent of voters": a phrase with those that are counted, as one mention. "Thousands"
/// alone are a group too; "61 percent" alone, and a share of something that has a name, is nobody.
fn of_whom(sentence: &Sentence, head: TokenIdx) -> Option<(TokenSpan, EntityType)> {
    let start = first_modifier(sentence, head);
    let counted = sentence.children_by(head, &["nmod"]).find(|c| is_counted(sentence, *c));
    match counted {
        Some(counted) => Some((TokenSpan::new(start, counted + 1), of_noun(&sentence.tokens[counted]))),
        None => {
            let token = &sentence.tokens[head];
            let is_crowd = match token.lower_lemma().as_str() {
                "dozen" | "hundred" | "thousand" => true,
                "million" => token.is_rel(&["nsubj"]),
                _ => false,
            };
            let is_bare = token.xpos == "NNS" && sentence.child(head, &["nmod"]).is_none();
            (is_crowd && is_bare).then(|| (TokenSpan::new(start, head + 1), EntityType::Group))
        }
    }
}

/// Whether a noun is what the one before it counts: the demonstrators in "hundreds of demonstrators".
fn is_counted(sentence: &Sentence, noun: TokenIdx) -> bool {
    let token = &sentence.tokens[noun];
    let Some(head) = token.head.filter(|head| *head < noun) else { return false };
    let case = || sentence.child(noun, &["case"]);
    token.upos == Upos::Noun
        && token.is_rel(&["nmod"])
        && case().is_some_and(|of| of == head + 1 && sentence.tokens[of].form == "of")
        && measures(&sentence.tokens[head])
}

/// "The Prime Minister", "Chairman of the board": a title that is written like a name and stands for its bearer.
fn is_capital_title(sentence: &Sentence, head: TokenIdx) -> bool {
    let token = &sentence.tokens[head];
    let is_argument =
        token.is_rel(&["nsubj", "obj", "iobj", "obl", "nmod", "conj", "appos", "root", "parataxis"]);
    let names_bearer = sentence.child(head, &["flat"]).is_some();
    let is_title =
        || titles::title(&token.form).is_some_and(|t| t.usage != Use::Modifier && t.kind != "honorific");
    is_argument && !names_bearer && token.xpos == "NNP" && is_title()
}

/// What stands for a phrase without a noun: "someone", "this", "those who left", "many of the residents". They name
/// nobody, but "they" and "it" may mean them.
fn indefinite(sentence: &Sentence, head: TokenIdx) -> Option<EntityType> {
    let token = &sentence.tokens[head];
    let has = |rel: &str| sentence.child(head, &[rel]).is_some();
    let is_argument = token.is_rel(&["nsubj", "obj", "iobj", "obl", "nmod", "conj", "root"]);
    match token.lower_lemma().as_str() {
        "someone" | "somebody" | "anyone" | "anybody" | "everyone" | "everybody" => Some(EntityType::Person),
        "something" | "everything" => Some(EntityType::Other),
        "this" | "that" if token.upos == Upos::Pron && token.xpos == "DT" => {
            let is_plural = token.feats.get("Number") == Some("Plur");
            Some(if is_plural { EntityType::Group } else { EntityType::Other })
        }
        "these" | "those" | "that" if has("acl") && token.upos == Upos::Pron => Some(EntityType::Group),
        "many" | "most" | "some" | "all" | "both" | "several" | "few" | "more"
            if is_argument && has("nmod") =>
        {
            Some(EntityType::Group)
        }
        _ => None,
    }
}

/// What a phrase under this noun refers to.
fn of_noun(token: &Token) -> EntityType {
    let kind = nouns::kind(&token.lower_lemma());
    kind.map_or(EntityType::Other, |kind| of_kind(kind, token.xpos == "NNS"))
}

/// What a phrase under a noun of this kind refers to.
fn of_kind(kind: NounKind, is_plural: bool) -> EntityType {
    match kind {
        NounKind::Person if is_plural => EntityType::Group,
        NounKind::Person => EntityType::Person,
        NounKind::Group => EntityType::Group,
        NounKind::Organization => EntityType::Organization,
        NounKind::Event => EntityType::Event,
        NounKind::Work => EntityType::Work,
        NounKind::Place => EntityType::Place,
    }
}

/// Whether the head stands where something is referred to, not described: no predicate noun, title or modifier.
fn can_refer(sentence: &Sentence, head: TokenIdx) -> bool {
    let token = &sentence.tokens[head];
    let is_predicate = sentence.child(head, &["cop"]).is_some();
    let is_part =
        token.is_rel(&["compound", "flat", "amod", "fixed", "cc", "case", "mark", "advmod", "goeswith"]);
    let no_one = sentence.children_by(head, &["det"]).any(|d| {
        matches!(
            sentence.tokens[d].lower_lemma().as_str(),
            "no" | "what" | "which" | "whatever" | "every" | "each" | "any"
        )
    });
    !is_predicate && !is_part && !no_one
}

/// Start of the phrase: the leftmost of the head's own modifiers that stand in one run before it. Before a title, those of the
/// name that follows are the title's: "Russian" in "Russian President Vladimir Putin".
fn first_modifier(sentence: &Sentence, head: TokenIdx) -> TokenIdx {
    let is_title = sentence.tokens[head].deprel == "nmod:desc";
    let bearer = sentence.tokens[head].head.filter(|name| is_title && *name > head);
    let belongs = |i: TokenIdx| {
        let mut at = i;
        while let Some(up) = sentence.tokens[at].head {
            let t = &sentence.tokens[at];
            let is_possessive_mark = t.xpos == "POS";
            if !t.is_rel(&["amod", "compound", "det", "nummod", "nmod", "flat", "advmod", "punct"])
                && !is_possessive_mark
            {
                return false;
            }
            // "Facilitating discussions" is an act, no description; "forthcoming talks" is one.
            if t.upos == Upos::Verb && t.xpos == "VBG" {
                return false;
            }
            // Whose it is stands apart, unless by a pronoun: of "Rutte's allies" the head is named, "her mother" whole.
            if t.deprel == "nmod:poss" && t.upos != Upos::Pron {
                return false;
            }
            if up == head || Some(up) == bearer {
                return true;
            }
            if up > head {
                return false;
            }
            at = up;
        }
        false
    };
    let mut start = head;
    while start > 0 && belongs(start - 1) {
        start -= 1;
    }
    // A phrase does not begin with a mark, nor with what stands before its article: "even a strategist", "now, the winner".
    let stands_before = |t: &Token| t.upos == Upos::Punct || t.is_rel(&["advmod"]) && t.head == Some(head);
    while start < head && stands_before(&sentence.tokens[start]) {
        start += 1;
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::conllu;

    #[test]
    fn a_title_has_the_words_before_it_wherever_the_tree_hangs_them() {
        for up in [2, 3] {
            let rows = [
                format!("1\tRussian\tRussian\tADJ\tJJ\t_\t{up}\tamod\t_\t_\n"),
                "2\tPresident\tPresident\tPROPN\tNNP\t_\t3\tnmod:desc\t_\t_\n".to_owned(),
                "3\tVladimir\tVladimir\tPROPN\tNNP\t_\t5\tnsubj\t_\t_\n".to_owned(),
                "4\tPutin\tPutin\tPROPN\tNNP\t_\t3\tflat\t_\t_\n".to_owned(),
                "5\tspoke\tspeak\tVERB\tVBD\t_\t0\troot\t_\t_\n\n".to_owned(),
            ];
            let sentence = conllu::read(&rows.concat()).expect("CoNLL-U").analysis.sentences.remove(0);
            assert_eq!(phrase(&sentence, 1), Some((TokenSpan::new(0, 2), EntityType::Person)), "{up}");
        }
    }
}
