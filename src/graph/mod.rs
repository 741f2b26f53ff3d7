//! A graph in memory: what `graph` and `extract` export, and what algorithms run on.
//!
//! Rows of design.md's Graph JSON, but with byte spans; [`crate::export`] turns them into character offsets.

pub mod communities;
pub mod measure;
pub mod neighbourhood;
pub mod network;
pub mod paths;
pub mod rank;
pub mod selection;

use crate::extraction::{Class, CueKind, EntityType, Factuality, Mode, Polarity};
use crate::{Document, Id, Span};

/// Entities, statements and relations, with the documents their evidence points into. Sorted by id within each
/// list unless a query says otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    /// Documents that the evidence below stands in, texts included.
    pub documents: Vec<Document>,
    /// The nodes.
    pub entities: Vec<Entity>,
    /// Who said what about whom.
    pub statements: Vec<Statement>,
    /// The edges.
    pub relations: Vec<Relation>,
    /// What the graph's shape says of its entities, where that was asked for.
    pub measures: Vec<measure::Measure>,
}

/// A node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    /// The same in every database that has the same chains.
    pub id: Id,
    /// Fullest form.
    pub name: String,
    /// What kind of thing it is.
    pub entity_type: EntityType,
    /// Every other form, most frequent first.
    pub aliases: Vec<String>,
    /// How many mentions, pronouns included.
    pub n_mentions: usize,
}

/// An attributed statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Derived from document, cue and content.
    pub id: Id,
    /// Who said it; `None` where nobody is named or described.
    pub speaker: Option<Id>,
    /// Further speakers of a joint statement.
    pub co_speakers: Vec<Id>,
    /// The source as written; empty for none.
    pub speaker_text: String,
    /// Lemma of the cue; empty for an implied one.
    pub cue: String,
    /// What kind of act.
    pub kind: CueKind,
    /// Whether quoted.
    pub mode: Mode,
    /// Negative for "did not say".
    pub polarity: Polarity,
    /// The content as written, its pieces joined by " ... ".
    pub content: String,
    /// Whom it was addressed to.
    pub addressee: Option<Id>,
    /// Entities mentioned in the content.
    pub about: Vec<Id>,
    /// The statement whose content holds this one.
    pub inside: Option<Id>,
    /// 0..=1.
    pub confidence: f64,
    /// Where it stands.
    pub evidence: StatementEvidence,
    /// Where near copies of the document have it too.
    pub copies: Vec<StatementEvidence>,
}

/// Where a statement stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatementEvidence {
    /// The document.
    pub document: Id,
    /// Number of the cue's sentence in it, from 0.
    pub sentence: usize,
    /// From the first to the last character of source, cue and content.
    pub span: Span,
    /// The sentence's characters.
    pub sentence_span: Span,
    /// Pieces of the source.
    pub source: Vec<Span>,
    /// Pieces of the cue.
    pub cue: Vec<Span>,
    /// Pieces of the content.
    pub content: Vec<Span>,
}

/// An edge: all assertions with the same subject, predicate, object and polarity.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// Derived from subject, predicate, object and polarity.
    pub id: Id,
    /// Who.
    pub subject: Option<Id>,
    /// As written where it was found first.
    pub subject_text: String,
    /// Lemmas of the predicate.
    pub predicate: String,
    /// To whom.
    pub object: Option<Id>,
    /// As written where it was found first.
    pub object_text: String,
    /// Further arguments, by preposition or function.
    pub arguments: Vec<(String, String)>,
    /// Distinct quantities among its assertions.
    pub quantities: Vec<Quantity>,
    /// Grammatical negation.
    pub polarity: Polarity,
    /// The strongest commitment among its assertions.
    pub factuality: Factuality,
    /// What kind of act.
    pub class: Class,
    /// ISO 8601 date or interval.
    pub time: Option<String>,
    /// The statement it stands in, where all its assertions stand in one.
    pub statement: Option<Id>,
    /// How many assertions.
    pub weight: usize,
    /// The highest among its assertions.
    pub confidence: f64,
    /// One row an assertion, in order of document and place.
    pub evidence: Vec<RelationEvidence>,
}

/// A value with its unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Whose phrase it stands in: "subject", "object", or the role of an argument.
    pub role: String,
    /// The number.
    pub value: f64,
    /// "percent", "dollar", or the lemma of what is counted.
    pub unit: String,
    /// What it is a share or part of, as written.
    pub of: Option<String>,
}

/// Where an assertion stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelationEvidence {
    /// The document.
    pub document: Id,
    /// Number of the sentence in it, from 0.
    pub sentence: usize,
    /// From the first to the last character of subject, predicate and object.
    pub span: Span,
    /// The sentence's characters.
    pub sentence_span: Span,
}
