//! RDF as Turtle or N-Quads, with PROV-O for evidence.
//!
//! Everything has an IRI `urn:sayso:KIND:ID`; words of sayso's own are `urn:sayso:vocab#…`. A relation is a reified
//! `rdf:Statement`; where a text asserts it and it is not negated, it is a plain triple too, in N-Quads in the named
//! graph of each document that asserts it. Relations and statements are `prov:wasDerivedFrom` evidence, which is
//! `prov:wasQuotedFrom` its document, with its sentence as `prov:value` and **character** offsets. Control characters
//! and marks of direction become U+FFFD, one for one, so that offsets hold.

mod terms;

use std::io::{self, BufWriter, Write};

use oxrdf::vocab::{rdf, rdfs, xsd};
use oxrdf::{GraphNameRef, LiteralRef, NamedNode, NamedNodeRef, QuadRef, TermRef};
use oxttl::{NQuadsSerializer, TurtleSerializer};
use rustc_hash::{FxHashMap, FxHashSet};

use super::caption::is_web_address;
use super::edges::{clean, day, rounded};
use crate::extraction::{EntityType, Factuality, Polarity};
use crate::graph::{Entity, Graph, Relation, Statement};
use crate::span::CharOffsets;
use crate::{Document, Id, Span};
use terms::{Word, class_of, dcterms, of, of_words, prov, skos, vocab};

/// Terms are written a character at a time: they are gathered before they go out.
const BUFFER: usize = 1 << 16;

/// Writes the graph as Turtle.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write_turtle(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let mut serializer = TurtleSerializer::new();
    for (name, iri) in [
        ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
        ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
        ("xsd", "http://www.w3.org/2001/XMLSchema#"),
        ("prov", prov::SPACE),
        ("dcterms", dcterms::SPACE),
        ("skos", skos::SPACE),
        ("sayso", vocab::SPACE),
    ] {
        serializer = serializer.with_prefix(name, iri).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(BufWriter::with_capacity(BUFFER, out));
    let mut emit = |quad: QuadRef<'_>| writer.serialize_triple(quad);
    Writer::new(graph, &mut emit).write(graph)?;
    writer.finish()?.flush()
}

/// Writes the graph as N-Quads.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write_nquads(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = NQuadsSerializer::new().for_writer(BufWriter::with_capacity(BUFFER, out));
    let mut emit = |quad: QuadRef<'_>| writer.serialize_quad(quad);
    Writer::new(graph, &mut emit).write(graph)?;
    writer.finish().flush()
}

/// Takes one quad after the other.
type Emit<'e> = &'e mut dyn FnMut(QuadRef<'_>) -> io::Result<()>;

/// Makes the quads, subject by subject.
struct Writer<'g, 'e> {
    emit: Emit<'e>,
    texts: FxHashMap<Id, (&'g str, CharOffsets<'g>)>,
    /// Evidence that is written already.
    told: FxHashSet<(Id, Span)>,
}

impl<'g, 'e> Writer<'g, 'e> {
    fn new(graph: &'g Graph, emit: Emit<'e>) -> Self {
        let text = |doc: &'g Document| (doc.id, (doc.text.as_str(), CharOffsets::new(&doc.text)));
        Writer { emit, texts: graph.documents.iter().map(text).collect(), told: FxHashSet::default() }
    }

    fn write(&mut self, graph: &Graph) -> io::Result<()> {
        graph.documents.iter().try_for_each(|doc| self.document(doc))?;
        graph.entities.iter().try_for_each(|entity| self.entity(entity))?;
        graph.statements.iter().try_for_each(|statement| self.statement(statement))?;
        graph.relations.iter().try_for_each(|relation| self.relation(relation))
    }

    fn put<'t>(
        &mut self,
        subject: &'t NamedNode,
        predicate: Word,
        object: impl Into<TermRef<'t>>,
    ) -> io::Result<()> {
        (self.emit)(QuadRef::new(subject.as_ref(), predicate, object, GraphNameRef::DefaultGraph))
    }

    fn put_text(&mut self, subject: &NamedNode, predicate: Word, words: &str) -> io::Result<()> {
        self.put(subject, predicate, LiteralRef::new_simple_literal(&clean(words)))
    }

    fn put_number(&mut self, subject: &NamedNode, predicate: Word, n: usize) -> io::Result<()> {
        self.put(subject, predicate, LiteralRef::new_typed_literal(&n.to_string(), xsd::INTEGER))
    }

    fn put_decimal(&mut self, subject: &NamedNode, predicate: Word, share: f64) -> io::Result<()> {
        let digits = format!("{:.4}", rounded(share));
        self.put(subject, predicate, LiteralRef::new_typed_literal(&digits, xsd::DECIMAL))
    }

    fn put_node(&mut self, subject: &NamedNode, predicate: Word, object: NamedNode) -> io::Result<()> {
        self.put(subject, predicate, object.as_ref())
    }

    fn document(&mut self, doc: &Document) -> io::Result<()> {
        let node = of("document", doc.id);
        self.put(&node, rdf::TYPE, prov::ENTITY)?;
        if let Some(title) = &doc.title {
            self.put_text(&node, dcterms::TITLE, title)?;
        }
        if let Some(published) = &doc.published {
            let is_day = published.len() == 10 && day(published).is_some();
            let kind = if is_day { xsd::DATE } else { xsd::STRING };
            self.put(&node, dcterms::ISSUED, LiteralRef::new_typed_literal(&clean(published), kind))?;
        }
        if let Some(uri) = &doc.uri {
            match NamedNodeRef::new(uri).ok().filter(|_| is_web_address(uri)) {
                Some(iri) => self.put(&node, dcterms::SOURCE, iri)?,
                None => self.put_text(&node, dcterms::SOURCE, uri)?,
            }
        }
        self.put_text(&node, dcterms::LANGUAGE, &doc.language)
    }

    fn entity(&mut self, entity: &Entity) -> io::Result<()> {
        let node = of("entity", entity.id);
        self.put_node(&node, rdf::TYPE, class_of(entity.entity_type.as_str()))?;
        if matches!(entity.entity_type, EntityType::Person | EntityType::Organization) {
            self.put(&node, rdf::TYPE, prov::AGENT)?;
        }
        self.put_text(&node, rdfs::LABEL, &entity.name)?;
        for alias in &entity.aliases {
            self.put_text(&node, skos::ALT_LABEL, alias)?;
        }
        self.put_number(&node, vocab::MENTIONS, entity.n_mentions)
    }

    fn statement(&mut self, statement: &Statement) -> io::Result<()> {
        let node = of("statement", statement.id);
        self.put(&node, rdf::TYPE, vocab::STATEMENT)?;
        for speaker in statement.speaker.iter().chain(&statement.co_speakers) {
            self.put_node(&node, prov::WAS_ATTRIBUTED_TO, of("entity", *speaker))?;
        }
        for (word, value) in [
            (vocab::SPEAKER_TEXT, statement.speaker_text.as_str()),
            (vocab::CUE, &statement.cue),
            (vocab::KIND, statement.kind.as_str()),
            (vocab::MODE, statement.mode.as_str()),
            (vocab::POLARITY, statement.polarity.as_str()),
            (prov::VALUE, &statement.content),
        ] {
            self.put_text(&node, word, value)?;
        }
        if let Some(addressee) = statement.addressee {
            self.put_node(&node, vocab::ADDRESSEE, of("entity", addressee))?;
        }
        for about in &statement.about {
            self.put_node(&node, vocab::ABOUT, of("entity", *about))?;
        }
        if let Some(outer) = statement.inside {
            self.put_node(&node, vocab::INSIDE, of("statement", outer))?;
        }
        self.put_decimal(&node, vocab::CONFIDENCE, statement.confidence)?;
        for place in std::iter::once(&statement.evidence).chain(&statement.copies) {
            self.evidence(&node, place.document, place.sentence, place.span, place.sentence_span)?;
        }
        Ok(())
    }

    fn relation(&mut self, relation: &Relation) -> io::Result<()> {
        let node = of("relation", relation.id);
        let predicate = of_words("predicate", &relation.predicate);
        self.put(&node, rdf::TYPE, rdf::STATEMENT)?;
        self.put(&node, rdf::TYPE, vocab::RELATION)?;
        self.put_end(&node, rdf::SUBJECT, relation.subject, &relation.subject_text)?;
        self.put(&node, rdf::PREDICATE, predicate.as_ref())?;
        self.put_end(&node, rdf::OBJECT, relation.object, &relation.object_text)?;
        for (word, value) in [
            (vocab::PREDICATE_TEXT, relation.predicate.as_str()),
            (vocab::CLASS, relation.class.as_str()),
            (vocab::POLARITY, relation.polarity.as_str()),
            (vocab::FACTUALITY, relation.factuality.as_str()),
        ] {
            self.put_text(&node, word, value)?;
        }
        if let Some(time) = &relation.time {
            self.put_text(&node, dcterms::TEMPORAL, time)?;
        }
        if let Some(statement) = relation.statement {
            self.put_node(&node, vocab::STATEMENT_OF, of("statement", statement))?;
        }
        self.put_number(&node, vocab::WEIGHT, relation.weight)?;
        self.put_decimal(&node, vocab::CONFIDENCE, relation.confidence)?;
        self.plain(relation, &predicate)?;
        for e in &relation.evidence {
            self.evidence(&node, e.document, e.sentence, e.span, e.sentence_span)?;
        }
        Ok(())
    }

    /// Subject or object: the entity, or the words where there is none.
    fn put_end(&mut self, node: &NamedNode, role: Word, id: Option<Id>, words: &str) -> io::Result<()> {
        match id {
            Some(id) => self.put_node(node, role, of("entity", id)),
            None => self.put_text(node, role, words),
        }
    }

    /// The relation as a triple by itself, for those who do not ask where it stands.
    fn plain(&mut self, relation: &Relation, predicate: &NamedNode) -> io::Result<()> {
        let holds = relation.factuality == Factuality::Asserted && relation.polarity == Polarity::Positive;
        let (Some(subject), Some(object), true) = (relation.subject, relation.object, holds) else {
            return Ok(());
        };
        let (subject, object) = (of("entity", subject), of("entity", object));
        let mut documents: Vec<Id> = relation.evidence.iter().map(|e| e.document).collect();
        documents.dedup();
        for document in documents {
            let graph = of("document", document);
            (self.emit)(QuadRef::new(&subject, predicate, &object, &graph))?;
        }
        Ok(())
    }

    fn evidence(
        &mut self,
        of_what: &NamedNode,
        document: Id,
        sentence: usize,
        span: Span,
        sentence_span: Span,
    ) -> io::Result<()> {
        let Some((whole, offsets)) = self.texts.get(&document) else { return Ok(()) };
        let (start, end) = (offsets.at(span.start()), offsets.at(span.end()));
        let quoted = sentence_span.slice(whole);
        let node = of_words("evidence", &format!("{document}:{start}-{end}"));
        self.put(of_what, prov::WAS_DERIVED_FROM, node.as_ref())?;
        if !self.told.insert((document, span)) {
            return Ok(());
        }
        self.put(&node, rdf::TYPE, prov::ENTITY)?;
        self.put_node(&node, prov::WAS_QUOTED_FROM, of("document", document))?;
        self.put_text(&node, prov::VALUE, quoted)?;
        self.put_number(&node, vocab::SENTENCE, sentence)?;
        self.put_number(&node, vocab::START, start)?;
        self.put_number(&node, vocab::END, end)
    }
}
