//! The linear engine: greedy tagger, parser and name finder over hashed features.
//!
//! Averaged perceptrons (Collins 2002), trained by `sayso-train linear`. Fast and small, less accurate than a
//! network; it fills tags, trees and names, and leaves lemmas and morphology to others.

pub mod features;
pub mod ner;
pub mod parser;
pub mod tagger;

use super::{Name, Sentence, Upos};
use crate::model::{Container, ContainerError, HashedTable};
use crate::resources;
use compact_str::CompactString;
use features::Word;
use std::sync::LazyLock;

/// Name and version of engine and weights.
pub const ENGINE: &str = "linear-1";

static ENGINE_LOADED: LazyLock<Engine> = LazyLock::new(|| match Engine::load(resources::LINEAR_WEIGHTS) {
    Ok(engine) => engine,
    Err(error) => panic!("the embedded weights are damaged: {error}"),
});

/// Names of classes and tables of weights.
#[derive(Debug)]
struct Engine {
    /// UPOS and XPOS of each tag class.
    tags: Vec<(Upos, CompactString)>,
    moves: parser::Moves,
    labels: ner::Labels,
    tagger: HashedTable<'static>,
    parser: HashedTable<'static>,
    ner: HashedTable<'static>,
}

impl Engine {
    fn load(bytes: &'static [u8]) -> Result<Engine, ContainerError> {
        let container = Container::parse(bytes)?;
        let tags: Vec<_> = container.text("tags")?.lines().map(tagger::parse_tag).collect();
        let moves = parser::Moves::new(container.text("deprels")?.lines());
        let labels = ner::Labels;
        Ok(Engine {
            tagger: HashedTable::load(&container, "tagger", tags.len())?,
            parser: HashedTable::load(&container, "parser", moves.n_classes())?,
            ner: HashedTable::load(&container, "ner", labels.n_classes())?,
            tags,
            moves,
            labels,
        })
    }

    fn annotate(&self, sentence: &mut Sentence) {
        let forms: Vec<&str> = sentence.tokens.iter().map(|t| t.form.as_str()).collect();
        let words = features::words(&forms);
        let tags = tagger::tag(&self.tagger, &words);
        let tree = parser::parse(&self.parser, &self.moves, &words, &tags);
        sentence.names = self.names(&words, &tags);
        for (i, token) in sentence.tokens.iter_mut().enumerate() {
            let (upos, xpos) = &self.tags[tags[i]];
            token.upos = *upos;
            token.xpos = xpos.clone();
            token.head = tree[i].head;
            token.deprel = self.moves.deprel(tree[i].label).into();
            token.lemma = token.form.as_str().to_lowercase().into();
        }
    }

    fn names(&self, words: &[Word], tags: &[usize]) -> Vec<Name> {
        self.labels.names(&ner::label(&self.ner, &self.labels, words, tags))
    }
}

/// Fills tags, trees and names of sentences whose tokens have their forms.
pub fn annotate(sentences: &mut [Sentence]) {
    for sentence in sentences {
        ENGINE_LOADED.annotate(sentence);
    }
}
