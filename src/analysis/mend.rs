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

/// "her claim that it was safe surprised the town": a verb with two subjects and a mark between them has the clause in
/// between for its own.
pub(super) fn noun_clauses(sentence: &mut Sentence) {
    for mark in 0..sentence.tokens.len() {
        if let Some((noun, predicate, verb)) = clause_of_noun(sentence, mark) {
            for token in &mut sentence.tokens[mark..predicate] {
                token.head = if token.head == Some(verb) { Some(predicate) } else { token.head };
            }
            let predicate = &mut sentence.tokens[predicate];
            (predicate.head, predicate.deprel) = (Some(noun), "acl".into());
        }
    }
}

/// Of a mark: the noun before it, the predicate of the clause behind it, and the verb that has both for its own.
fn clause_of_noun(s: &Sentence, mark: TokenIdx) -> Option<(TokenIdx, TokenIdx, TokenIdx)> {
    let t = &s.tokens[mark];
    let verb = t.head.filter(|h| *h > mark && t.deprel == "mark" && t.lemma == "that")?;
    let subjects: Vec<TokenIdx> = s.children_by(verb, &["nsubj"]).filter(|i| *i < verb).collect();
    let [noun, own] = subjects[..] else { return None };
    let is_finite = |i: TokenIdx| matches!(s.tokens[i].xpos.as_str(), "VBD" | "VBZ" | "VBP" | "MD");
    let is_predicate = |i: &TokenIdx| {
        let has_finite = || s.children_by(*i, &["cop", "aux"]).any(|c| c > own && is_finite(c));
        !s.tokens[*i].is_rel(&["aux", "cop"]) && (is_finite(*i) || has_finite())
    };
    let predicate = s.children(verb).filter(|i| own < *i && *i < verb).filter(is_predicate).last()?;
    // "The problem is that it fails" has two subjects by right.
    let is_of_noun = noun < mark && mark < own && s.is_under(mark - 1, noun);
    is_of_noun.then_some((noun, predicate, verb))
}

/// "A Democrat from Ohio, Brown argued": of two subjects with a comma between, the name is the subject and the description
/// before goes with it.
pub(super) fn descriptions(sentence: &mut Sentence) {
    let verbs = 0..sentence.tokens.len();
    let wrong: Vec<(TokenIdx, TokenIdx)> = verbs.filter_map(|v| described(sentence, v)).collect();
    for (description, name) in wrong {
        let token = &mut sentence.tokens[description];
        (token.head, token.deprel) = (Some(name), "appos".into());
    }
}

/// The description and the name that both are subjects of a verb.
fn described(s: &Sentence, verb: TokenIdx) -> Option<(TokenIdx, TokenIdx)> {
    let mut subjects = s.children(verb).filter(|i| *i < verb && s.tokens[*i].deprel == "nsubj");
    let (description, name) = (subjects.next()?, subjects.next()?);
    let begins = s.names.iter().find(|n| n.tokens.contains(name))?.tokens.start;
    let article = s.children_by(description, &["det"]).next()?;
    let fits = subjects.next().is_none()
        && begins > description
        && s.tokens[begins - 1].form == ","
        && s.tokens[article].lemma == "a";
    fits.then_some((description, name))
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
            t.lower_lemma().as_str(),
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
    fn descriptions_before_names() {
        assert_eq!(relation("A Democrat from Ohio, Brown argued that it fails.", "Democrat"), "appos");
        assert_eq!(relation("A Democrat from Ohio argued that it fails.", "Democrat"), "nsubj");
    }

    #[test]
    fn clauses_of_nouns() {
        let mut sentence = Analyzer::new().analyze("claims that it is safe surprised").sentences.remove(0);
        sentence.reopen();
        let rows = [
            (Some(5), "nsubj"),
            (Some(5), "mark"),
            (Some(5), "nsubj"),
            (Some(4), "cop"),
            (Some(5), "advmod"),
            (None, "root"),
        ];
        for (token, (head, deprel)) in sentence.tokens.iter_mut().zip(rows) {
            (token.head, token.deprel) = (head, deprel.into());
        }
        super::noun_clauses(&mut sentence);
        let heads: Vec<_> = sentence.tokens.iter().map(|t| t.head).collect();
        assert_eq!(heads, [Some(5), Some(4), Some(4), Some(4), Some(0), None]);
        assert_eq!(sentence.tokens[4].deprel, "acl");
        // Now nothing is wrong, and nothing changes; nor where "is" stands before "that".
        super::noun_clauses(&mut sentence);
        assert_eq!(sentence.tokens.iter().map(|t| t.head).collect::<Vec<_>>(), heads);
        assert_ne!(relation("The problem is that customers are among the least loyal.", "are"), "acl");
    }
}
