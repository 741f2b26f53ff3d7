//! Text to sentences of tokens with tag, lemma, head, relation and named entities.
//!
//! A pure function of text and model: it cannot fail, and gives the same result on any number of threads.
//! It knows nothing of statements, documents' metadata or SQLite.

pub mod conllu;
mod dependents;
pub mod feats;
mod mend;
pub mod names;
pub mod neural;
pub mod tree;

use self::dependents::Dependents;
use crate::span::{Span, TokenIdx, TokenSpan};
use crate::{lexicon::lemmas, text};
use compact_str::CompactString;

/// A text's sentences, in order. They do not overlap; only white space lies between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Analysis {
    /// In text order.
    pub sentences: Vec<Sentence>,
}

impl Analysis {
    /// A text cut into sentences and tokens, and no more: for what others analysed.
    pub fn segmented(text: &str) -> Analysis {
        let sentences = text::segment(text).into_iter().map(|raw| Sentence::from_raw(text, raw)).collect();
        Analysis { sentences }
    }
}

/// One sentence, as a dependency tree over its tokens.
#[derive(Clone, Debug, PartialEq)]
pub struct Sentence {
    /// From its first to its last token.
    pub span: Span,
    /// Number of its paragraph in the text, from 0.
    pub paragraph: usize,
    /// The syntactic words, in order.
    pub tokens: Vec<Token>,
    /// Surface tokens that hold several words ("don't", "cannot"), as CoNLL-U's `1-2` lines.
    pub multiwords: Vec<TokenSpan>,
    /// Named entities, outermost, not overlapping, in order.
    pub names: Vec<Name>,
    /// What follows from the heads of the tokens; see [`Sentence::finish`].
    dependents: Dependents,
}

/// A syntactic word of Universal Dependencies.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    /// Its characters in the text.
    pub span: Span,
    /// As written.
    pub form: CompactString,
    /// Dictionary form ("spend" of "spending"); proper nouns keep their capital.
    pub lemma: CompactString,
    /// Universal part of speech.
    pub upos: Upos,
    /// Penn Treebank tag, as English UD has it ("VBD", "NNP", "``").
    pub xpos: CompactString,
    /// Morphology.
    pub feats: Feats,
    /// The token it depends on; `None` at the root.
    pub head: Option<TokenIdx>,
    /// Relation to the head with its subtype ("nsubj:pass"); "root" at the root.
    pub deprel: CompactString,
    /// Whether white space follows in the text.
    pub space_after: bool,
}

impl Sentence {
    /// A sentence of bare tokens, to be annotated.
    pub fn from_raw(text: &str, raw: text::RawSentence) -> Sentence {
        let bare = |token: &text::RawToken| {
            let form = CompactString::from(token.span.slice(text));
            Token {
                span: token.span,
                lemma: form.clone(),
                form,
                upos: Upos::X,
                xpos: CompactString::default(),
                feats: Feats::default(),
                head: None,
                deprel: CompactString::default(),
                space_after: token.space_after,
            }
        };
        Sentence {
            span: raw.span,
            paragraph: raw.paragraph,
            tokens: raw.tokens.iter().map(bare).collect(),
            multiwords: raw.multiwords,
            names: Vec::new(),
            dependents: Dependents::default(),
        }
    }
}

impl Token {
    /// The form in lower case.
    pub fn lower_form(&self) -> CompactString {
        crate::text::lower(&self.form)
    }

    /// The lemma in lower case.
    pub fn lower_lemma(&self) -> CompactString {
        crate::text::lower(&self.lemma)
    }

    /// The relation without its subtype: "nsubj" of "nsubj:pass".
    pub fn rel(&self) -> &str {
        // Not by a search for a character: this is asked for every token of every walk over a tree.
        let end = self.deprel.bytes().position(|b| b == b':');
        end.map_or(self.deprel.as_str(), |end| &self.deprel[..end])
    }

    /// Whether the relation, subtype left out, is one of these.
    pub fn is_rel(&self, rels: &[&str]) -> bool {
        let whole = self.deprel.as_bytes();
        let is_one = |rel: &&str| {
            // Most differ in their first letter, which is found without a call.
            rel.as_bytes().first() == whole.first()
                && whole.starts_with(rel.as_bytes())
                && matches!(whole.get(rel.len()), None | Some(b':'))
        };
        rels.iter().any(is_one)
    }
}

/// Universal features as CoNLL-U writes them, `Number=Sing|Person=3`; empty for none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feats(pub CompactString);

impl Feats {
    /// Value of a feature: `get("Number")` is `Some("Sing")`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.as_bytes().split(|b| *b == b'|').find_map(|pair| {
            let value = pair.strip_prefix(name.as_bytes())?.strip_prefix(b"=")?;
            std::str::from_utf8(value).ok()
        })
    }
}

/// A named entity within a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its tokens, without article or title.
    pub tokens: TokenSpan,
    /// What kind of thing bears it.
    pub kind: NameKind,
}

macro_rules! word_enum {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$vdoc])* $variant),* }

        impl $name {
            /// Every value, in declaration order.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];

            /// The word that stands for it in files, tables and JSON.
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$variant => $text),* }
            }
        }

        impl std::str::FromStr for $name {
            type Err = ();
            fn from_str(text: &str) -> Result<$name, ()> {
                match text { $($text => Ok($name::$variant),)* _ => Err(()) }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use word_enum;

word_enum! {
    /// Universal part-of-speech tags (UD version 2).
    Upos {
        /// Adjective.
        Adj = "ADJ",
        /// Adposition.
        Adp = "ADP",
        /// Adverb.
        Adv = "ADV",
        /// Auxiliary.
        Aux = "AUX",
        /// Coordinating conjunction.
        Cconj = "CCONJ",
        /// Determiner.
        Det = "DET",
        /// Interjection.
        Intj = "INTJ",
        /// Noun.
        Noun = "NOUN",
        /// Numeral.
        Num = "NUM",
        /// Particle: "to", "not", "'s".
        Part = "PART",
        /// Pronoun.
        Pron = "PRON",
        /// Proper noun.
        Propn = "PROPN",
        /// Punctuation.
        Punct = "PUNCT",
        /// Subordinating conjunction.
        Sconj = "SCONJ",
        /// Symbol.
        Sym = "SYM",
        /// Verb.
        Verb = "VERB",
        /// Other.
        X = "X",
    }
}

word_enum! {
    /// Kinds of named entity.
    NameKind {
        /// A person.
        Per = "PER",
        /// A company, party, agency, team.
        Org = "ORG",
        /// A country, city, region, river, building.
        Loc = "LOC",
        /// A war, election, summit, storm with a name.
        Event = "EVENT",
        /// A book, film, law, programme, publication's article.
        Work = "WORK",
        /// Another name: nationality, product, language.
        Misc = "MISC",
    }
}

/// Turns text into an [`Analysis`]. Cheap to share; load it once.
#[derive(Debug, Default)]
pub struct Analyzer {}

impl Analyzer {
    /// Loads the embedded model, and the tables beside it on a thread of their own; once in a process.
    pub fn new() -> Analyzer {
        std::thread::scope(|scope| {
            // Where there are no threads to have, each table is read on first use.
            let _ = std::thread::Builder::new().spawn_scoped(scope, crate::lexicon::load);
            neural::load();
        });
        Analyzer {}
    }

    /// Name and version of engine and weights, as the store records them.
    pub fn engine(&self) -> &'static str {
        neural::ENGINE
    }

    /// Analyzes raw text: paragraphs, sentences, tokens, tags, trees, names.
    pub fn analyze(&self, text: &str) -> Analysis {
        let mut analysis = Analysis::segmented(text);
        self.annotate(&mut analysis.sentences);
        analysis
    }

    /// Fills in tags, lemmas, trees and names over sentences whose tokens are given.
    ///
    /// Of each token only `span`, `form` and `space_after` are read; the rest is overwritten.
    pub fn annotate(&self, sentences: &mut [Sentence]) {
        sentences.iter_mut().for_each(Sentence::reopen);
        neural::annotate(sentences);
        names::refine(sentences);
        for sentence in sentences {
            for token in &mut sentence.tokens {
                token.lemma = lemmas::lemma(&token.form, &token.xpos).into();
            }
            mend::noun_clauses(sentence);
            mend::participles(sentence);
            mend::descriptions(sentence);
            mend::infinitives(sentence);
            feats::annotate(sentence);
            sentence.finish();
        }
    }
}
