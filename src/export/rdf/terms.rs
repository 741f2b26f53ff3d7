//! The words of RDF that the export writes, and IRIs of its own.

use std::fmt::Write as _;

use oxrdf::{NamedNode, NamedNodeRef};

use crate::Id;

/// Words of one namespace: the namespace itself, for prefixes, and a constant for each word.
macro_rules! words {
    ($module:ident = $space:literal { $($name:ident = $word:literal),* $(,)? }) => {
        pub(super) mod $module {
            use oxrdf::NamedNodeRef;

            pub(in super::super) const SPACE: &str = $space;
            $(pub(in super::super) const $name: NamedNodeRef<'static> =
                NamedNodeRef::new_unchecked(concat!($space, $word));)*
        }
    };
}

words!(prov = "http://www.w3.org/ns/prov#" {
    AGENT = "Agent",
    ENTITY = "Entity",
    VALUE = "value",
    WAS_ATTRIBUTED_TO = "wasAttributedTo",
    WAS_DERIVED_FROM = "wasDerivedFrom",
    WAS_QUOTED_FROM = "wasQuotedFrom",
});

words!(dcterms = "http://purl.org/dc/terms/" {
    ISSUED = "issued",
    LANGUAGE = "language",
    SOURCE = "source",
    TEMPORAL = "temporal",
    TITLE = "title",
});

words!(skos = "http://www.w3.org/2004/02/skos/core#" {
    ALT_LABEL = "altLabel",
});

words!(vocab = "urn:sayso:vocab#" {
    ABOUT = "about",
    ADDRESSEE = "addressee",
    CLASS = "class",
    CONFIDENCE = "confidence",
    CUE = "cue",
    END = "end",
    FACTUALITY = "factuality",
    INSIDE = "inside",
    KIND = "kind",
    MENTIONS = "mentions",
    MODE = "mode",
    POLARITY = "polarity",
    PREDICATE_TEXT = "predicateText",
    RELATION = "Relation",
    SENTENCE = "sentence",
    SPEAKER_TEXT = "speakerText",
    START = "start",
    STATEMENT = "Statement",
    STATEMENT_OF = "statement",
    WEIGHT = "weight",
});

/// The IRI of a document, entity, statement or relation.
pub(super) fn of(kind: &str, id: Id) -> NamedNode {
    NamedNode::new_unchecked(format!("urn:sayso:{kind}:{id}"))
}

/// An IRI of any words: what is no letter or digit of ASCII is percent-encoded, so that none can end it early.
pub(super) fn of_words(kind: &str, words: &str) -> NamedNode {
    let mut iri = format!("urn:sayso:{kind}:");
    for byte in words.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b':' => iri.push(char::from(byte)),
            other => _ = write!(iri, "%{other:02X}"),
        }
    }
    NamedNode::new_unchecked(iri)
}

/// The class of entities of a type: `urn:sayso:vocab#Person`.
pub(super) fn class_of(entity_type: &str) -> NamedNode {
    let class = super::super::tables::capitalized(entity_type);
    NamedNode::new_unchecked(format!("{}{class}", vocab::SPACE))
}

/// A word as a term of its own.
pub(super) type Word = NamedNodeRef<'static>;
