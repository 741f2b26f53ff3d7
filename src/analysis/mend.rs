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

/// "her claim that it was safe surprised the town": the mark in front of a clause, and what stands between both, belong to
/// that clause and not to a word beyond it.
pub(super) fn marks(sentence: &mut Sentence) {
    for mark in 0..sentence.tokens.len() {
        if sentence.tokens[mark].deprel == "mark"
            && let Some(beyond) = sentence.tokens[mark].head
            && let Some(clause) = clause_behind(sentence, mark, beyond)
        {
            for token in &mut sentence.tokens[mark..clause] {
                token.head = if token.head == Some(beyond) { Some(clause) } else { token.head };
            }
        }
    }
}

/// The clause by a word before the mark that has no mark of its own, where all between mark and clause hangs by it or by
/// what the mark hangs by.
fn clause_behind(s: &Sentence, mark: TokenIdx, beyond: TokenIdx) -> Option<TokenIdx> {
    let within = |c: TokenIdx, head: TokenIdx| head == beyond || (mark..=c).contains(&head);
    (mark + 1..beyond).find(|c| {
        let t = &s.tokens[*c];
        t.head.is_some_and(|h| h < mark)
            && matches!(t.deprel.as_str(), "acl" | "ccomp")
            && s.child(*c, &["mark"]).is_none()
            && s.tokens[mark + 1..*c].iter().all(|t| t.head.is_some_and(|h| within(*c, h)))
    })
}

/// "According to Yonhap, quoting state media, it left": the participle right behind a source is the source's.
pub(super) fn participles(sentence: &mut Sentence) {
    let wrong: Vec<(TokenIdx, TokenIdx)> =
        (0..sentence.tokens.len()).filter_map(|i| Some((i, source_before(sentence, i)?))).collect();
    for (participle, source) in wrong {
        let token = &mut sentence.tokens[participle];
        (token.head, token.deprel) = (Some(source), "acl".into());
    }
}

/// The head of "according to …," right before a participle that hangs by a verb behind it.
fn source_before(s: &Sentence, i: TokenIdx) -> Option<TokenIdx> {
    let t = &s.tokens[i];
    let verb = t.head.filter(|h| *h > i && t.deprel == "advcl" && t.xpos == "VBG")?;
    let last = i.checked_sub(2).filter(|last| s.tokens[last + 1].form == ",")?;
    let source = s.ancestors(last).find(|a| s.tokens[*a].head == Some(verb))?;
    let accords = |c: TokenIdx| s.tokens[c].form.eq_ignore_ascii_case("according");
    s.children_by(source, &["case"]).any(accords).then_some(source)
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

    #[test]
    fn marks_of_the_clause_right_behind() {
        let mut sentence = Analyzer::new().analyze("claims that it fails surprised").sentences.remove(0);
        let mut heads = |rows: [(Option<usize>, &str); 5]| {
            for (token, (head, deprel)) in sentence.tokens.iter_mut().zip(rows) {
                (token.head, token.deprel) = (head, deprel.into());
            }
            super::marks(&mut sentence);
            sentence.tokens.iter().map(|t| t.head).collect::<Vec<_>>()
        };
        let torn =
            [(Some(4), "nsubj"), (Some(4), "mark"), (Some(4), "nsubj"), (Some(0), "acl"), (None, "root")];
        assert_eq!(heads(torn), [Some(4), Some(3), Some(3), Some(0), None]);
        let sound =
            [(Some(4), "nsubj"), (Some(4), "mark"), (Some(3), "nsubj"), (Some(4), "ccomp"), (None, "root")];
        assert_eq!(heads(sound), [Some(4), Some(4), Some(3), Some(4), None]);
    }
}
