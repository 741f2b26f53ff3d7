//! Finds the spans that refer to somebody or something: names, descriptions, pronouns.
//!
//! Names come from the analysis, mended with the gazetteer and made consistent over the document; descriptions are
//! noun phrases, typed by their noun; pronouns are all personal ones. What is the
//! same as what is decided later, in [`super::coref`].

mod mend;
mod named;
mod nominal;

use super::{EntityType, Link, Mention, MentionKind};
use crate::Document;
use crate::analysis::{Analysis, Sentence, Upos};
use crate::span::{TokenIdx, TokenSpan};

/// Finds mentions, in text order, none with the head of another; their chains are not set yet.
pub fn detect(doc: &Document, analysis: &Analysis) -> Vec<Mention> {
    let names = named::find(doc, analysis);
    let mut mentions = Vec::new();
    let mut names = names.into_iter().peekable();
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        let mut taken = vec![false; sentence.tokens.len()];
        while let Some(name) = names.next_if(|n| n.sentence == number) {
            name.tokens.iter().for_each(|i| taken[i] = true);
            mentions.push(name);
        }
        for (i, token) in sentence.tokens.iter().enumerate().filter(|(i, _)| !taken[*i]) {
            if matches!(token.xpos.as_str(), "PRP" | "PRP$") && token.upos == Upos::Pron {
                let span = TokenSpan::new(i, i + 1);
                mentions.push(mention(number, sentence, span, i, MentionKind::Pronoun, EntityType::Other));
            } else if let Some((span, kind)) = nominal::phrase(sentence, i) {
                mentions.push(mention(number, sentence, span, i, MentionKind::Nominal, kind));
            }
        }
    }
    mentions.sort_by_key(|m| (m.sentence, m.head));
    mentions.dedup_by_key(|m| (m.sentence, m.head));
    mentions.sort_by_key(|m| (m.sentence, m.tokens.start, m.tokens.end));
    mentions
}

fn mention(
    number: usize,
    sentence: &Sentence,
    tokens: TokenSpan,
    head: TokenIdx,
    kind: MentionKind,
    entity_type: EntityType,
) -> Mention {
    let span = sentence.tokens[tokens.start].span.cover(sentence.tokens[tokens.end - 1].span);
    Mention { sentence: number, tokens, head, span, kind, entity_type, chain: 0, link: Link::default() }
}

/// The token of a span that the others hang by: the first whose head lies outside.
fn head_of(sentence: &Sentence, span: TokenSpan) -> TokenIdx {
    sentence.top_of(span).unwrap_or(span.end - 1)
}
