//! The neural engine: one encoder, from which tags, trees and names are read.
//!
//! Trained by `train/neural`, weights in `data/neural.weights`. Sentences are sorted by length and run in groups;
//! a sentence's result depends on nothing but its forms: not on its group, the thread, or the processor. What is
//! longer than [`LONGEST`] tokens runs in pieces, so that time and memory stay linear.

pub mod encoder;
pub mod features;
pub mod mst;
pub mod ner;
pub mod parser;
pub mod projective;
pub mod revision;
pub mod tagger;

use super::{Name, Sentence};
use crate::model::{Container, ContainerError};
use crate::resources;
use crate::span::{TokenIdx, TokenSpan};
use encoder::{Encoder, FormCache};
use std::ops::Range;
use std::sync::LazyLock;

/// Name and version of engine and weights.
pub const ENGINE: &str = "neural-9";

/// Tokens of a sentence that are analysed at once.
pub const LONGEST: usize = 256;

/// Sentences and tokens of a group.
const GROUP_SENTENCES: usize = 48;
const GROUP_TOKENS: usize = 1024;

static ENGINE_LOADED: LazyLock<Engine> = LazyLock::new(|| match Engine::load(resources::NEURAL_WEIGHTS) {
    Ok(engine) => engine,
    Err(error) => panic!("the embedded weights are damaged: {error}"),
});

#[derive(Debug)]
struct Engine {
    encoder: Encoder,
    tagger: tagger::Tagger,
    parser: parser::Parser,
    names: ner::NameFinder,
}

/// Tokens of one sentence that are analysed together.
#[derive(Clone, Debug)]
struct Piece {
    sentence: usize,
    tokens: Range<TokenIdx>,
}

impl Engine {
    fn load(bytes: &'static [u8]) -> Result<Engine, ContainerError> {
        let container = Container::parse(bytes)?;
        let encoder = Encoder::load(&container)?;
        Ok(Engine {
            tagger: tagger::Tagger::load(&container, encoder.n_first() + encoder.n_second())?,
            parser: parser::Parser::load(&container, encoder.n_second())?,
            names: ner::NameFinder::load(&container, encoder.n_marked())?,
            encoder,
        })
    }

    /// Analyses a group of pieces, longest first.
    fn annotate(&self, sentences: &mut [Sentence], group: &[Piece], cache: &mut FormCache) {
        let forms: Vec<Vec<&str>> = group
            .iter()
            .map(|p| sentences[p.sentence].tokens[p.tokens.clone()].iter().map(|t| t.form.as_str()).collect())
            .collect();
        let forms: Vec<&[&str]> = forms.iter().map(Vec::as_slice).collect();
        let encoded = self.encoder.encode(&forms, cache);
        let scores = self.tagger.score(&encoded);
        let arcs = self.parser.parse(&encoded);
        let names = self.names.find(&encoded);
        let mut arcs = arcs.into_iter().enumerate();
        for (piece, names) in group.iter().zip(names) {
            let sentence = &mut sentences[piece.sentence];
            let tokens = &mut sentence.tokens[piece.tokens.clone()];
            for (token, (row, arc)) in tokens.iter_mut().zip(&mut arcs) {
                let relation = self.parser.name(arc.label);
                let form = token.lower_form();
                (token.upos, token.xpos) = self.tagger.best(&scores, row, &form, relation);
                token.head = arc.head.map(|h| h + piece.tokens.start);
                token.deprel = relation.clone();
                token.lemma = form;
            }
            let shift = |name: Name| {
                let span = TokenSpan::new(
                    name.tokens.start + piece.tokens.start,
                    name.tokens.end + piece.tokens.start,
                );
                Name { tokens: span, ..name }
            };
            sentence.names.extend(names.into_iter().map(shift));
        }
    }
}

/// Reads the weights now rather than on first use.
pub(super) fn load() {
    LazyLock::force(&ENGINE_LOADED);
}

/// Fills tags, trees and names of sentences whose tokens have their forms.
pub fn annotate(sentences: &mut [Sentence]) {
    let mut pieces = pieces(sentences);
    pieces.sort_by_key(|p| std::cmp::Reverse(p.tokens.len()));
    sentences.iter_mut().for_each(|s| s.names.clear());
    let mut cache = FormCache::default();
    for group in groups(&pieces) {
        ENGINE_LOADED.annotate(sentences, group, &mut cache);
    }
    for sentence in sentences {
        sentence.names.sort_by_key(|n| n.tokens.start);
        join_pieces(sentence);
    }
}

/// Sentences cut into pieces of at most [`LONGEST`] tokens.
fn pieces(sentences: &[Sentence]) -> Vec<Piece> {
    let cut = |(sentence, s): (usize, &Sentence)| {
        let n = s.tokens.len();
        (0..n).step_by(LONGEST).map(move |start| Piece { sentence, tokens: start..(start + LONGEST).min(n) })
    };
    sentences.iter().enumerate().flat_map(cut).collect()
}

/// Runs of pieces of bounded size.
fn groups(pieces: &[Piece]) -> impl Iterator<Item = &[Piece]> {
    let mut rest = pieces;
    std::iter::from_fn(move || {
        let longest = rest.first()?.tokens.len().max(1);
        let n_pieces = (GROUP_TOKENS / longest).clamp(1, GROUP_SENTENCES).min(rest.len());
        let (group, left) = rest.split_at(n_pieces);
        rest = left;
        Some(group)
    })
}

/// Hangs the roots of later pieces under the first one's.
fn join_pieces(sentence: &mut Sentence) {
    let mut roots = (0..sentence.tokens.len()).filter(|i| sentence.tokens[*i].head.is_none());
    let Some(first) = roots.next() else { return };
    let others: Vec<TokenIdx> = roots.collect();
    for other in others {
        sentence.tokens[other].head = Some(first);
        sentence.tokens[other].deprel = "parataxis".into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{Dependents, Feats, Token, Upos};
    use crate::model::kernel::Kernel;
    use crate::model::math::testing::plain;
    use crate::span::Span;

    fn sentence(text: &str) -> Sentence {
        let span = Span::raw(0, 0);
        let token = |form: &str| Token {
            span,
            form: form.into(),
            lemma: "".into(),
            upos: Upos::X,
            xpos: "".into(),
            feats: Feats::default(),
            head: None,
            deprel: "".into(),
            space_after: true,
        };
        let tokens = text.split_whitespace().map(token).collect();
        Sentence {
            span,
            paragraph: 0,
            tokens,
            multiwords: Vec::new(),
            names: Vec::new(),
            dependents: Dependents::default(),
        }
    }

    fn sentences() -> Vec<Sentence> {
        let texts = [
            "Angela Merkel said on Monday that Germany would not send troops to Syria .",
            "Rain .",
            "MINISTER DENIES CLAIMS",
            "\" We will , \" the Bank of England 's governor told the BBC , \" raise rates . \"",
            "😀 日本 ::: <b>",
            "The report , which was published in Geneva , accuses both sides of war crimes .",
            "",
        ];
        texts.map(sentence).to_vec()
    }

    #[test]
    fn a_sentence_is_understood() {
        let mut all = sentences();
        annotate(&mut all);
        let first = &all[0];
        let said = first.root().unwrap();
        assert_eq!(first.tokens[said].form, "said");
        let subject = first.child(said, &["nsubj"]).unwrap();
        assert!(first.tokens[..2].iter().all(|t| t.upos == Upos::Propn));
        assert!(subject < 2);
        let send = first.child(said, &["ccomp"]).unwrap();
        assert_eq!(first.tokens[send].form, "send");
        let names: Vec<_> =
            first.names.iter().map(|n| (n.tokens.start, n.tokens.end, n.kind.as_str())).collect();
        assert_eq!(names, [(0, 2, "PER"), (6, 7, "LOC"), (12, 13, "LOC")]);
    }

    #[test]
    fn every_kernel_gives_the_same() {
        let mut wanted = sentences();
        annotate(&mut wanted);
        let group: Vec<Piece> = pieces(&wanted);
        for kernel in Kernel::available() {
            let mut engine = Engine::load(resources::NEURAL_WEIGHTS).unwrap();
            engine.encoder.set_kernel(kernel);
            engine.tagger.set_kernel(kernel);
            engine.parser.set_kernel(kernel);
            engine.names.set_kernel(kernel);
            let mut got = sentences();
            plain(|| {
                for piece in &group {
                    engine.annotate(&mut got, std::slice::from_ref(piece), &mut FormCache::default());
                }
            });
            assert_eq!(got, wanted, "{kernel:?}, one sentence at a time");
        }
    }

    #[test]
    fn company_and_order_do_not_matter() {
        let mut wanted = sentences();
        annotate(&mut wanted);
        let mut many: Vec<Sentence> = (0..40).flat_map(|_| sentences().into_iter().rev()).collect();
        annotate(&mut many);
        for copy in many.chunks_exact(wanted.len()) {
            assert!(copy.iter().rev().eq(&wanted));
        }
    }

    #[test]
    fn endless_sentences_have_one_root() {
        let mut long = [sentence(&"word , and ".repeat(400))];
        annotate(&mut long);
        assert_eq!(long[0].tokens.iter().filter(|t| t.head.is_none()).count(), 1);
        assert!((0..long[0].tokens.len()).all(|i| long[0].is_under(i, long[0].root().unwrap())));
    }
}
