//! Mends what the parser is known to take wrongly, where a table says better.

use super::{Sentence, Token, Upos};
use crate::lexicon::calendar;
use crate::lexicon::cues::{self, Frame};
use crate::span::TokenIdx;

/// Most words of time between a verb and its infinitive.
const MAX_TIME: usize = 3;

/// "threatened Monday to leave": an infinitive behind a verb that takes one is its complement, not a purpose.
pub(super) fn infinitives(sentence: &mut Sentence) {
    let wrong: Vec<TokenIdx> =
        (0..sentence.tokens.len()).filter(|i| is_complement(sentence, *i).unwrap_or(false)).collect();
    for i in wrong {
        sentence.tokens[i].deprel = "xcomp".into();
    }
}

/// Whether a token is an infinitive of purpose that stands where a complement does.
fn is_complement(s: &Sentence, i: TokenIdx) -> Option<bool> {
    let t = &s.tokens[i];
    let verb = t.head.filter(|h| *h < i && t.deprel == "advcl" && t.xpos == "VB")?;
    let to = s.children_by(i, &["mark"]).find(|m| s.tokens[*m].xpos == "TO")?;
    let v = &s.tokens[verb];
    let is_finite = matches!(v.xpos.as_str(), "VBD" | "VBZ" | "VBP" | "VBN" | "VBG" | "VB");
    let takes = v.upos == Upos::Verb && is_finite && cues::kind(&v.lemma, Frame::Infinitive).is_some();
    let between = &s.tokens[verb + 1..to.max(verb + 1)];
    let is_near = to > verb && between.len() <= MAX_TIME && between.iter().all(is_time);
    let is_free = s.child(verb, &["obj", "iobj", "xcomp", "ccomp"]).is_none()
        && !s.children(verb).any(|c| s.tokens[c].deprel == "aux:pass");
    Some(takes && is_near && is_free)
}

/// "Monday", "on Monday", "last month".
fn is_time(t: &Token) -> bool {
    calendar::word(&t.form).is_some()
        || matches!(
            t.lemma.to_lowercase().as_str(),
            "on" | "in"
                | "last"
                | "this"
                | "next"
                | "week"
                | "month"
                | "year"
                | "today"
                | "yesterday"
                | "again"
        )
}

#[cfg(test)]
mod tests {
    use crate::analysis::Analyzer;

    /// The relation of a word to its head, after analysis.
    fn relation(text: &str, word: &str) -> String {
        let analysis = Analyzer::new().analyze(text);
        let tokens = &analysis.sentences[0].tokens;
        tokens.iter().find(|t| t.form == word).expect("the word").deprel.to_string()
    }

    #[test]
    fn infinitives_behind_verbs_that_take_them() {
        assert_eq!(relation("The rebels threatened on Monday to resume the war.", "resume"), "xcomp");
        assert_eq!(relation("The minister vowed last month to leave.", "leave"), "xcomp");
        assert_ne!(relation("The minister left the town to rest.", "rest"), "xcomp");
    }
}
