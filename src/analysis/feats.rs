//! Morphological features by rule, from Penn tag, lemma, form and relation: what extraction needs of them.
//!
//! Number, Person, Tense, VerbForm, Mood, Voice, Degree, PronType, Poss, Reflex, Gender, Case, NumType, Polarity;
//! values and order as Universal Dependencies write them.

use super::{Feats, Sentence, Token, Upos};

/// Sets the features of every token of a parsed sentence.
pub fn annotate(sentence: &mut Sentence) {
    let passive: Vec<bool> = (0..sentence.tokens.len())
        .map(|i| {
            sentence.tokens[i].xpos == "VBN" && sentence.children(i).any(|c| is_passive(&sentence.tokens[c]))
        })
        .collect();
    for (token, passive) in sentence.tokens.iter_mut().zip(passive) {
        token.feats = feats(token, passive);
    }
}

fn is_passive(token: &Token) -> bool {
    matches!(token.deprel.as_str(), "nsubj:pass" | "aux:pass" | "csubj:pass")
}

fn feats(token: &Token, passive: bool) -> Feats {
    let mut pairs: Vec<(&str, &str)> = match token.xpos.as_str() {
        "NN" | "NNP" => vec![("Number", "Sing")],
        "NNS" | "NNPS" => vec![("Number", "Plur")],
        "VBD" => vec![("Mood", "Ind"), ("Tense", "Past"), ("VerbForm", "Fin")],
        "VBZ" => {
            vec![("Mood", "Ind"), ("Number", "Sing"), ("Person", "3"), ("Tense", "Pres"), ("VerbForm", "Fin")]
        }
        "VBP" => vec![("Mood", "Ind"), ("Tense", "Pres"), ("VerbForm", "Fin")],
        "VBN" if passive => vec![("Tense", "Past"), ("VerbForm", "Part"), ("Voice", "Pass")],
        "VBN" => vec![("Tense", "Past"), ("VerbForm", "Part")],
        "VBG" if token.deprel != "amod" => vec![("VerbForm", "Ger")],
        "VBG" => vec![("Tense", "Pres"), ("VerbForm", "Part")],
        "VB" => vec![("VerbForm", "Inf")],
        "MD" => vec![("VerbForm", "Fin")],
        "JJ" => vec![("Degree", "Pos")],
        "JJR" | "RBR" => vec![("Degree", "Cmp")],
        "JJS" | "RBS" => vec![("Degree", "Sup")],
        "CD" if token.upos == Upos::Num => vec![("NumType", "Card")],
        "PRP" | "PRP$" => personal(token),
        "DT" | "WDT" | "WP" | "WP$" | "WRB" => determiner(token),
        _ if token.lemma == "not" => vec![("Polarity", "Neg")],
        _ => Vec::new(),
    };
    pairs.sort_unstable();
    let joined: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    Feats(joined.join("|").into())
}

fn determiner(token: &Token) -> Vec<(&'static str, &'static str)> {
    match token.lower_form().as_str() {
        "the" => vec![("Definite", "Def"), ("PronType", "Art")],
        "a" | "an" => vec![("Definite", "Ind"), ("PronType", "Art")],
        "this" | "that" if token.xpos == "DT" => vec![("Number", "Sing"), ("PronType", "Dem")],
        "these" | "those" => vec![("Number", "Plur"), ("PronType", "Dem")],
        "no" | "neither" => vec![("PronType", "Neg")],
        "all" | "both" | "every" | "each" => vec![("PronType", "Tot")],
        "whose" => vec![("Poss", "Yes"), ("PronType", "Rel")],
        "who" | "which" | "that" | "whom" => vec![("PronType", "Rel")],
        "what" | "where" | "when" | "why" | "how" => vec![("PronType", "Int")],
        _ => Vec::new(),
    }
}

/// Features of personal, possessive and reflexive pronouns.
fn personal(token: &Token) -> Vec<(&'static str, &'static str)> {
    let form = token.lower_form();
    let mut pairs = vec![("PronType", "Prs")];
    let (person, number) = match form.as_str() {
        "i" | "me" | "my" | "mine" | "myself" => ("1", "Sing"),
        "we" | "us" | "our" | "ours" | "ourselves" | "'s" | "’s" => ("1", "Plur"),
        "you" | "your" | "yours" | "yourself" | "yourselves" => ("2", ""),
        "they" | "them" | "their" | "theirs" | "themselves" => ("3", "Plur"),
        _ => ("3", "Sing"),
    };
    pairs.push(("Person", person));
    if !number.is_empty() {
        pairs.push(("Number", number));
    }
    match form.as_str() {
        "he" | "him" | "his" | "himself" => pairs.push(("Gender", "Masc")),
        "she" | "her" | "hers" | "herself" => pairs.push(("Gender", "Fem")),
        "it" | "its" | "itself" => pairs.push(("Gender", "Neut")),
        _ => {}
    }
    let is_possessive =
        token.xpos == "PRP$" || matches!(form.as_str(), "mine" | "yours" | "hers" | "ours" | "theirs");
    if is_possessive {
        pairs.push(("Poss", "Yes"));
    } else if form.ends_with("self") || form.ends_with("selves") {
        pairs.push(("Reflex", "Yes"));
    } else if matches!(form.as_str(), "i" | "he" | "she" | "we" | "they") {
        pairs.push(("Case", "Nom"));
    } else if matches!(form.as_str(), "me" | "him" | "her" | "us" | "them") {
        pairs.push(("Case", "Acc"));
    }
    pairs
}
