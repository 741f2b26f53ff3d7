//! Text to paragraphs, sentences, tokens and quotations: pure strings and byte spans, by rule, in linear time.
//!
//! Tokens follow English Universal Dependencies (EWT, GUM): contractions and possessives are split and joined as
//! multiword tokens, hyphenated compounds are split but for their prefixes. No models, no metadata.

pub mod dateline;
pub mod paragraphs;
pub mod quotes;
pub mod sentences;
pub mod shingles;
pub mod tokens;

use crate::span::{Span, TokenSpan};
use compact_str::CompactString;

/// A token as the text has it, before any model saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawToken {
    /// Its characters.
    pub span: Span,
    /// Whether white space follows.
    pub space_after: bool,
}

/// A sentence's tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawSentence {
    /// From its first to its last token.
    pub span: Span,
    /// Number of its paragraph, from 0.
    pub paragraph: usize,
    /// Syntactic words, in order; never empty.
    pub tokens: Vec<RawToken>,
    /// Surface tokens of several words ("don't").
    pub multiwords: Vec<TokenSpan>,
}

/// Splits a text into sentences of tokens. Every character that is not white space is in exactly one token.
pub fn segment(text: &str) -> Vec<RawSentence> {
    let mut out = Vec::new();
    for (number, paragraph) in paragraphs::split(text).into_iter().enumerate() {
        let tokens = tokens::tokenize(text, paragraph);
        for range in sentences::split(text, &tokens) {
            out.push(sentence(&tokens[range], number));
        }
    }
    out
}

/// Tokenizes one line as one sentence; `None` where it is blank. Lines already split by the rules of the Penn
/// Treebank (`` and '' for quotation marks, -LRB- for brackets) keep their tokens.
pub fn tokenize_line(line: &str) -> Option<RawSentence> {
    let whole = Span::raw(0, line.len());
    let tokens = if is_tokenized(line) { tokens::by_spaces(line) } else { tokens::tokenize(line, whole) };
    (!tokens.is_empty()).then(|| sentence(&tokens, 0))
}

/// Whether a line's marks stand apart already, as in treebanks: "said , `` yes '' ."
fn is_tokenized(line: &str) -> bool {
    let marks = [" , ", " . ", " '' ", " `` ", " -LRB- ", " 's ", " n't ", " ; ", " : "];
    let line = line.trim_end();
    line.ends_with([' ', '\t'])
        || marks.iter().any(|m| line.contains(m))
        || [" .", " ?", " !", " ''"].iter().any(|m| line.ends_with(m))
}

/// A word in lower case. Most are ASCII, for which this is much faster than what all of Unicode takes.
pub fn lower(word: &str) -> CompactString {
    if !word.is_ascii() {
        return CompactString::from_str_to_lowercase(word);
    }
    let mut lower = CompactString::from(word);
    lower.make_ascii_lowercase();
    lower
}

/// A name as it is compared: lower case, without diacritics, white space collapsed, quotes straight.
pub fn folded(name: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    let (mut folded, mut is_apart) = (String::with_capacity(name.len()), false);
    let mut push = |c: char| {
        if c.is_whitespace() {
            is_apart = true;
            return;
        }
        if std::mem::take(&mut is_apart) && !folded.is_empty() {
            folded.push(' ');
        }
        folded.push(match c {
            '‘' | '’' => '\'',
            'ł' => 'l',
            'ø' => 'o',
            'đ' => 'd',
            c => c,
        });
    };
    for c in name.chars() {
        if c.is_ascii() {
            push(c.to_ascii_lowercase());
        } else {
            // Marks are left out, so that their order does not matter and each character can be taken by itself.
            let plain = std::iter::once(c).nfkd().filter(|c| !is_combining_mark(*c));
            plain.flat_map(char::to_lowercase).for_each(&mut push);
        }
    }
    folded
}

fn sentence(tokens: &[tokens::Piece], paragraph: usize) -> RawSentence {
    let span = tokens[0].span.cover(tokens[tokens.len() - 1].span);
    let mut multiwords = Vec::new();
    let mut start = 0;
    for at in 1..=tokens.len() {
        if at == tokens.len() || !tokens[at].joined {
            if at - start > 1 {
                multiwords.push(TokenSpan::new(start, at));
            }
            start = at;
        }
    }
    let tokens = tokens.iter().map(|t| RawToken { span: t.span, space_after: t.space_after }).collect();
    RawSentence { span, paragraph, tokens, multiwords }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let lines: Vec<String> = segment(text)
            .iter()
            .map(|s| s.tokens.iter().map(|t| t.span.slice(text)).collect::<Vec<_>>().join(" "))
            .collect();
        assert_eq!(lines.join("\n"), expected);
    }

    #[test]
    fn datelines_stand_by_themselves() {
        check("LISK, March 9 (NPA) — The mayor left.", "LISK , March 9 ( NPA ) —\nThe mayor left .");
        check("Lisk (NPA) - \"We go,\" he said.", "Lisk ( NPA ) -\n\" We go , \" he said .");
        check("NATO — the alliance — said so.", "NATO — the alliance — said so .");
    }

    #[test]
    fn titles_initials_and_abbreviations_do_not_end_a_sentence() {
        check("Mr. Smith met J. R. Doe. He left.", "Mr. Smith met J. R. Doe .\nHe left .");
        check("The U.S. Senate voted at 5 p.m. Friday.", "The U.S. Senate voted at 5 p.m. Friday .");
        check("He lives in the U.S. The others left.", "He lives in the U.S.\nThe others left .");
        check("Acme Inc. said so on Feb. 9.", "Acme Inc. said so on Feb. 9 .");
    }

    #[test]
    fn contractions_and_possessives_are_multiwords() {
        let text = "They don't trust NATO's plan, the allies' plan.";
        check(text, "They do n't trust NATO 's plan , the allies ' plan .");
        let sentence = &segment(text)[0];
        let joined: Vec<_> = sentence
            .multiwords
            .iter()
            .map(|m| sentence.tokens[m.start].span.cover(sentence.tokens[m.end - 1].span).slice(text))
            .collect();
        assert_eq!(joined, ["don't", "NATO's", "allies'"]);
        check("I cannot; it’s “fine”.", "I can not ; it ’s “ fine ” .");
    }

    #[test]
    fn hyphens_numbers_and_addresses() {
        check("a five-year, non-binding deal", "a five - year , non-binding deal");
        check("It cost $1,250.50 (5.5%) at 10:30.", "It cost $ 1,250.50 ( 5.5 % ) at 10:30 .");
        check("See https://a.b/c?d=e, or mail x.y@z.org.", "See https://a.b/c?d=e , or mail x.y@z.org .");
        check("war -- and peace...", "war -- and peace ...");
        check("AT&T and the '90s", "AT&T and the '90s");
    }

    #[test]
    fn quotations_stay_with_their_sentence() {
        check("\"Stop!\" he said. \"Now.\" They did.", "\" Stop ! \" he said .\n\" Now . \"\nThey did .");
        check("“Who?” Rutte asked. “Me.”", "“ Who ? ” Rutte asked .\n“ Me . ”");
        check("He said: 'No way.' Then he left.", "He said : ' No way . '\nThen he left .");
    }

    #[test]
    fn footnotes_stay_with_what_they_support() {
        check(
            "He left in 1805. [19] She stayed.[20] All wept.",
            "He left in 1805 . [ 19 ]\nShe stayed . [ 20 ]\nAll wept .",
        );
        check("The plan is dead. ''We tried,'' she said.", "The plan is dead .\n'' We tried , '' she said .");
    }

    #[test]
    fn paragraphs_and_hard_line_ends() {
        check(
            "A headline without a stop\n\nThe text begins.",
            "A headline without a stop\nThe text begins .",
        );
        check("One ends here.\nTwo begins here.", "One ends here .\nTwo begins here .");
        check("a line that goes\non below it.", "a line that goes on below it .");
        let paragraphs: Vec<_> = segment("One.\n\nTwo. Three.").iter().map(|s| s.paragraph).collect();
        assert_eq!(paragraphs, [0, 1, 1]);
    }

    #[test]
    fn lines_of_the_penn_treebank_keep_their_tokens() {
        let line = "`` It is -LRB- n't -RRB- , '' he said .";
        let sentence = tokenize_line(line).unwrap();
        let forms: Vec<_> = sentence.tokens.iter().map(|t| t.span.slice(line)).collect();
        assert_eq!(forms, line.split(' ').collect::<Vec<_>>());
        assert!(sentence.multiwords.is_empty());
        assert!(tokenize_line("  ").is_none());
    }

    #[test]
    fn long_sentences_are_cut() {
        let text = "word and ".repeat(5000);
        assert!(segment(&text).iter().all(|s| s.tokens.len() <= sentences::MAX_TOKENS));
        assert!(segment(&"x".repeat(1 << 20)).len() == 1);
    }

    proptest! {
        #[test]
        fn tokens_tile_the_text(text in "\\PC*|[a-zA-Z0-9.,'’‘“”\"\\-\\s()!?:;/&@#$%`]{0,300}") {
            let mut at = 0;
            for sentence in segment(&text) {
                prop_assert!(sentence.tokens.len() <= sentences::MAX_TOKENS);
                for token in &sentence.tokens {
                    prop_assert!(token.span.start() >= at && !token.span.is_empty());
                    prop_assert!(text[at..token.span.start()].chars().all(char::is_whitespace));
                    prop_assert!(Span::new(&text, token.span.start(), token.span.end()).is_some());
                    at = token.span.end();
                }
            }
            prop_assert!(text[at..].chars().all(char::is_whitespace));
        }
    }
}
