//! RDF as Turtle or N-Quads, with PROV-O for evidence.
//!
//! Everything has an IRI `urn:sayso:KIND:ID`; words of sayso's own are `urn:sayso:vocab#…`. A relation is a reified
//! `rdf:Statement`; where a text asserts it and it is not negated, it is a plain triple too, in N-Quads in the named
//! graph of each document that asserts it. Relations and statements are `prov:wasDerivedFrom` evidence, which is
//! `prov:wasQuotedFrom` its document, with its sentence as `prov:value` and **character** offsets. Control characters
//! and marks of direction become U+FFFD, one for one, so that offsets hold.

use std::io::{self, Write};

use oxrdf::vocab::{rdf, rdfs, xsd};
use oxrdf::{GraphName, Literal, NamedNode, Quad, Term};
use oxttl::{NQuadsSerializer, TurtleSerializer};
use rustc_hash::{FxHashMap, FxHashSet};

use super::caption::is_web_address;
use super::edges::{clean, day, rounded};
use crate::extraction::{EntityType, Factuality, Polarity};
use crate::graph::{Entity, Graph, Relation, Statement};
use crate::span::CharOffsets;
use crate::{Document, Id, Span};

const PROV: &str = "http://www.w3.org/ns/prov#";
const DCTERMS: &str = "http://purl.org/dc/terms/";
const SKOS: &str = "http://www.w3.org/2004/02/skos/core#";
const VOCAB: &str = "urn:sayso:vocab#";

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
        ("prov", PROV),
        ("dcterms", DCTERMS),
        ("skos", SKOS),
        ("sayso", VOCAB),
    ] {
        serializer = serializer.with_prefix(name, iri).map_err(io::Error::other)?;
    }
    let mut writer = serializer.for_writer(out);
    let mut emit = |quad: Quad| writer.serialize_triple(&oxrdf::Triple::from(quad));
    Writer::new(graph, &mut emit).write(graph)?;
    writer.finish().map(drop)
}

/// Writes the graph as N-Quads.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write_nquads(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = NQuadsSerializer::new().for_writer(out);
    let mut emit = |quad: Quad| writer.serialize_quad(&quad);
    Writer::new(graph, &mut emit).write(graph)
}

/// Makes the quads, subject by subject.
struct Writer<'g, 'e> {
    emit: &'e mut dyn FnMut(Quad) -> io::Result<()>,
    texts: FxHashMap<Id, (&'g str, CharOffsets<'g>)>,
    /// Evidence that is written already.
    told: FxHashSet<(Id, Span)>,
}

impl<'g, 'e> Writer<'g, 'e> {
    fn new(graph: &'g Graph, emit: &'e mut dyn FnMut(Quad) -> io::Result<()>) -> Self {
        let text = |doc: &'g Document| (doc.id, (doc.text.as_str(), CharOffsets::new(&doc.text)));
        Writer { emit, texts: graph.documents.iter().map(text).collect(), told: FxHashSet::default() }
    }

    fn write(&mut self, graph: &Graph) -> io::Result<()> {
        graph.documents.iter().try_for_each(|doc| self.document(doc))?;
        graph.entities.iter().try_for_each(|entity| self.entity(entity))?;
        graph.statements.iter().try_for_each(|statement| self.statement(statement))?;
        graph.relations.iter().try_for_each(|relation| self.relation(relation))
    }

    fn put(&mut self, subject: &NamedNode, predicate: NamedNode, object: impl Into<Term>) -> io::Result<()> {
        (self.emit)(Quad::new(subject.clone(), predicate, object, GraphName::DefaultGraph))
    }

    fn document(&mut self, doc: &Document) -> io::Result<()> {
        let node = of("document", doc.id);
        self.put(&node, rdf::TYPE.into(), prov("Entity"))?;
        if let Some(title) = &doc.title {
            self.put(&node, dcterms("title"), text(title))?;
        }
        if let Some(published) = &doc.published {
            let kind =
                if published.len() == 10 && day(published).is_some() { xsd::DATE } else { xsd::STRING };
            self.put(&node, dcterms("issued"), Literal::new_typed_literal(clean(published), kind))?;
        }
        if let Some(uri) = &doc.uri {
            let iri = NamedNode::new(uri.as_str()).ok().filter(|_| is_web_address(uri));
            self.put(&node, dcterms("source"), iri.map_or_else(|| Term::from(text(uri)), Term::from))?;
        }
        self.put(&node, dcterms("language"), text(&doc.language))
    }

    fn entity(&mut self, entity: &Entity) -> io::Result<()> {
        let node = of("entity", entity.id);
        self.put(&node, rdf::TYPE.into(), vocab(&super::tables::capitalized(entity.entity_type.as_str())))?;
        if matches!(entity.entity_type, EntityType::Person | EntityType::Organization) {
            self.put(&node, rdf::TYPE.into(), prov("Agent"))?;
        }
        self.put(&node, rdfs::LABEL.into(), text(&entity.name))?;
        for alias in &entity.aliases {
            self.put(&node, skos("altLabel"), text(alias))?;
        }
        self.put(&node, vocab("mentions"), number(entity.n_mentions))
    }

    fn statement(&mut self, statement: &Statement) -> io::Result<()> {
        let node = of("statement", statement.id);
        self.put(&node, rdf::TYPE.into(), vocab("Statement"))?;
        for speaker in statement.speaker.iter().chain(&statement.co_speakers) {
            self.put(&node, prov("wasAttributedTo"), of("entity", *speaker))?;
        }
        for (name, value) in [
            ("speakerText", statement.speaker_text.as_str()),
            ("cue", &statement.cue),
            ("kind", statement.kind.as_str()),
            ("mode", statement.mode.as_str()),
            ("polarity", statement.polarity.as_str()),
        ] {
            self.put(&node, vocab(name), text(value))?;
        }
        self.put(&node, prov("value"), text(&statement.content))?;
        if let Some(addressee) = statement.addressee {
            self.put(&node, vocab("addressee"), of("entity", addressee))?;
        }
        for about in &statement.about {
            self.put(&node, vocab("about"), of("entity", *about))?;
        }
        if let Some(outer) = statement.inside {
            self.put(&node, vocab("inside"), of("statement", outer))?;
        }
        self.put(&node, vocab("confidence"), decimal(statement.confidence))?;
        let place = &statement.evidence;
        self.evidence(&node, place.document, place.sentence, place.span, place.sentence_span)
    }

    fn relation(&mut self, relation: &Relation) -> io::Result<()> {
        let node = of("relation", relation.id);
        let predicate = iri("predicate", &relation.predicate);
        let end = |id: Option<Id>, words: &str| {
            id.map_or_else(|| text(words).into(), |id| Term::from(of("entity", id)))
        };
        self.put(&node, rdf::TYPE.into(), rdf::STATEMENT.into_owned())?;
        self.put(&node, rdf::TYPE.into(), vocab("Relation"))?;
        self.put(&node, rdf::SUBJECT.into(), end(relation.subject, &relation.subject_text))?;
        self.put(&node, rdf::PREDICATE.into(), predicate.clone())?;
        self.put(&node, rdf::OBJECT.into(), end(relation.object, &relation.object_text))?;
        for (name, value) in [
            ("predicateText", relation.predicate.as_str()),
            ("class", relation.class.as_str()),
            ("polarity", relation.polarity.as_str()),
            ("factuality", relation.factuality.as_str()),
        ] {
            self.put(&node, vocab(name), text(value))?;
        }
        if let Some(time) = &relation.time {
            self.put(&node, dcterms("temporal"), text(time))?;
        }
        if let Some(statement) = relation.statement {
            self.put(&node, vocab("statement"), of("statement", statement))?;
        }
        self.put(&node, vocab("weight"), number(relation.weight))?;
        self.put(&node, vocab("confidence"), decimal(relation.confidence))?;
        self.plain(relation, &predicate)?;
        for e in &relation.evidence {
            self.evidence(&node, e.document, e.sentence, e.span, e.sentence_span)?;
        }
        Ok(())
    }

    /// The relation as a triple by itself, for those who do not ask where it stands.
    fn plain(&mut self, relation: &Relation, predicate: &NamedNode) -> io::Result<()> {
        let holds = relation.factuality == Factuality::Asserted && relation.polarity == Polarity::Positive;
        let (Some(subject), Some(object), true) = (relation.subject, relation.object, holds) else {
            return Ok(());
        };
        let mut documents: Vec<Id> = relation.evidence.iter().map(|e| e.document).collect();
        documents.dedup();
        for document in documents {
            let (subject, object) = (of("entity", subject), of("entity", object));
            (self.emit)(Quad::new(subject, predicate.clone(), object, of("document", document)))?;
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
        let quoted = text(sentence_span.slice(whole));
        let node = iri("evidence", &format!("{document}:{start}-{end}"));
        self.put(of_what, prov("wasDerivedFrom"), node.clone())?;
        if !self.told.insert((document, span)) {
            return Ok(());
        }
        self.put(&node, rdf::TYPE.into(), prov("Entity"))?;
        self.put(&node, prov("wasQuotedFrom"), of("document", document))?;
        self.put(&node, prov("value"), quoted)?;
        self.put(&node, vocab("sentence"), number(sentence))?;
        self.put(&node, vocab("start"), number(start))?;
        self.put(&node, vocab("end"), number(end))
    }
}

fn of(kind: &str, id: Id) -> NamedNode {
    NamedNode::new_unchecked(format!("urn:sayso:{kind}:{id}"))
}

/// An IRI of any words: what is no letter or digit of ASCII is percent-encoded, so that none can end it early.
fn iri(kind: &str, words: &str) -> NamedNode {
    let mut iri = format!("urn:sayso:{kind}:");
    for byte in words.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b':' => iri.push(char::from(byte)),
            other => iri.push_str(&format!("%{other:02X}")),
        }
    }
    NamedNode::new_unchecked(iri)
}

fn prov(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{PROV}{name}"))
}

fn dcterms(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{DCTERMS}{name}"))
}

fn skos(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{SKOS}{name}"))
}

fn vocab(name: &str) -> NamedNode {
    NamedNode::new_unchecked(format!("{VOCAB}{name}"))
}

fn text(words: &str) -> Literal {
    Literal::new_simple_literal(clean(words))
}

fn number(n: usize) -> Literal {
    Literal::new_typed_literal(n.to_string(), xsd::INTEGER)
}

fn decimal(confidence: f64) -> Literal {
    Literal::new_typed_literal(format!("{:.4}", rounded(confidence)), xsd::DECIMAL)
}
