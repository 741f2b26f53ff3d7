//! Writes the rows of what was read out of one document, as `schema.sql` keeps them.

use super::entities::Changes;
use super::key;
use super::packed::Packed;
use super::place::{self, Spans};
use crate::analysis::Analysis;
use crate::extraction::{Argument, Assertion, Extraction, Mention, Quantity, Statement};
use crate::resolution::{self, ChainFacts};
use crate::span::Span;
use crate::{Document, Id};
use rusqlite::{Connection, Result, params};
use rustc_hash::FxHashMap;
use serde_json::{Value, json};

const INSERT_STATEMENT: &str =
    "INSERT INTO statement_data (id, hash, sentence, start, speaker, kind, source_at, source_length, cue_at,
     cue_length, content_at, content_length, pieces, addressee, inside, about, co_speakers)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)";
const INSERT_ASSERTION: &str =
    "INSERT INTO assertion_data (id, sentence, start, subject, predicate, object, kind, statement, time,
     subject_at, subject_length, subject_text, predicate_at, predicate_length, object_at, object_length,
     object_text, arguments, more)
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)";

/// Writes the rows of one document.
pub(super) struct Writer<'a> {
    db: &'a Connection,
    doc: &'a Document,
    /// The document's number in this file.
    document: i64,
    changes: &'a mut Changes,
}

impl<'a> Writer<'a> {
    /// A writer for a document whose own row is there; `changes` hears of the chains.
    pub(super) fn new(
        db: &'a Connection,
        doc: &'a Document,
        document: i64,
        changes: &'a mut Changes,
    ) -> Writer<'a> {
        Writer { db, doc, document, changes }
    }

    /// Writes everything.
    pub(super) fn write(mut self, analysis: &Analysis, found: &Extraction) -> Result<()> {
        self.sentences(analysis)?;
        self.chains(found)?;
        let places = self.statements(&found.statements)?;
        self.assertions(&found.assertions, &places)
    }

    fn sentences(&self, analysis: &Analysis) -> Result<()> {
        if analysis.sentences.is_empty() {
            return Ok(());
        }
        let next = "SELECT coalesce(max(id), 0) + 1 FROM sentence_text_docsize";
        let first: i64 = self.db.prepare_cached(next)?.query_row([], |row| row.get(0))?;
        let sql = "UPDATE document SET sentences = ?2 WHERE id = ?1";
        self.db.prepare_cached(sql)?.execute([self.document, first])?;
        let mut sentence = self.db.prepare_cached("INSERT INTO sentence VALUES (?1, ?2, ?3, ?4, ?5)")?;
        let mut text = self.db.prepare_cached("INSERT INTO sentence_text (rowid, text) VALUES (?1, ?2)")?;
        for (rowid, (number, s)) in (first..).zip(analysis.sentences.iter().enumerate()) {
            sentence.execute(params![self.document, number, s.paragraph, s.span.start(), s.span.end()])?;
            text.execute(params![rowid, s.span.slice(&self.doc.text)])?;
        }
        Ok(())
    }

    fn chains(&mut self, found: &Extraction) -> Result<()> {
        let sql = "INSERT INTO chain_data (id, name, type, is_named, context, mentions, shape) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let mut insert = self.db.prepare_cached(sql)?;
        let all = resolution::facts(self.doc, found).into_iter().zip(&found.chains);
        for (number, (facts, chain)) in all.enumerate() {
            let id = key::key(self.document, number);
            let mentions: Vec<(usize, &Mention)> =
                chain.mentions.iter().filter_map(|m| Some((*m, found.mentions.get(*m)?))).collect();
            let kind = self.changes.words.word(self.db, facts.entity_type.as_str())?;
            let shape = self.changes.shape(self.db, &facts)?;
            insert.execute(params![
                id,
                self.name(&facts, &mentions),
                kind,
                facts.is_named,
                context(&facts),
                self.mentions(&mentions)?,
                shape
            ])?;
            self.changes.add(id, facts);
        }
        Ok(())
    }

    /// The name of a chain: its place where it stands in a mention, else itself.
    fn name(&self, facts: &ChainFacts, mentions: &[(usize, &Mention)]) -> rusqlite::types::Value {
        let placed = mentions.iter().find_map(|(_, m)| place::within(&self.doc.text, m.span, &facts.name));
        match placed.and_then(|span| place::packed(span, 0)) {
            Some(place) => place.into(),
            None => facts.name.clone().into(),
        }
    }

    fn mentions(&mut self, mentions: &[(usize, &Mention)]) -> Result<String> {
        let mut packed = Packed::default();
        for (number, m) in mentions {
            packed.push(*number);
            packed.push_place(m.span.start());
            packed.push(m.span.end() - m.span.start());
            packed.push(small(self.changes.words.mention(self.db, m)?));
            packed.push_optional(m.link.antecedent);
        }
        Ok(packed.into_text())
    }

    /// Writes statements, those with equal spans once; returns for each the number under which it stands.
    fn statements(&mut self, statements: &[Statement]) -> Result<Vec<usize>> {
        let mut seen: FxHashMap<Id, usize> = FxHashMap::default();
        let hashes: Vec<Id> = statements.iter().map(|s| statement_hash(self.doc, s)).collect();
        let numbers: Vec<usize> =
            hashes.iter().enumerate().map(|(n, hash)| *seen.entry(*hash).or_insert(n)).collect();
        let mut insert = self.db.prepare_cached(INSERT_STATEMENT)?;
        for (number, s) in statements.iter().enumerate() {
            if numbers[number] == number {
                let inside = s.inside.and_then(|outer| numbers.get(outer)).filter(|outer| **outer != number);
                self.statement(&mut insert, number, hashes[number], s, inside.copied())?;
            }
        }
        Ok(numbers)
    }

    fn statement(
        &mut self,
        insert: &mut rusqlite::Statement<'_>,
        number: usize,
        hash: Id,
        s: &Statement,
        inside: Option<usize>,
    ) -> Result<()> {
        let start = start(s.source.iter().chain(&s.cue).chain(&s.content));
        let kind = self.changes.words.statement(self.db, s)?;
        let roles = [("source", &s.source), ("cue", &s.cue), ("content", &s.content)];
        let [source, cue, content] = roles.map(|(_, spans)| Spans::of(spans, start));
        let pieces: serde_json::Map<String, Value> = roles
            .iter()
            .filter_map(|(role, spans)| Some(((*role).to_owned(), Spans::pieces(spans, start)?)))
            .collect();
        let pieces = (!pieces.is_empty()).then(|| Value::from(pieces).to_string());
        insert.execute(params![
            key::key(self.document, number),
            hash.to_sql(),
            s.sentence,
            start,
            s.speaker,
            kind,
            source.at,
            source.length,
            cue.at,
            cue.length,
            content.at,
            content.length,
            pieces,
            s.addressee,
            inside,
            list(&s.about),
            list(&s.co_speakers),
        ])?;
        Ok(())
    }

    /// Writes assertions, those with equal predicate, rule and spans once.
    fn assertions(&mut self, assertions: &[Assertion], statements: &[usize]) -> Result<()> {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut insert = self.db.prepare_cached(INSERT_ASSERTION)?;
        for (number, a) in assertions.iter().enumerate() {
            let end = |end: &Option<Argument>| end.as_ref().map(|e| e.span);
            if seen.insert((end(&a.subject), &a.predicate, &a.predicate_spans, end(&a.object), a.rule)) {
                self.assertion(&mut insert, number, a, statements)?;
            }
        }
        Ok(())
    }

    fn assertion(
        &mut self,
        insert: &mut rusqlite::Statement<'_>,
        number: usize,
        a: &Assertion,
        statements: &[usize],
    ) -> Result<()> {
        let ends = a.subject.iter().chain(&a.object).map(|end| &end.span);
        let start = start(ends.chain(&a.predicate_spans));
        let (predicate, kind) =
            (self.changes.words.word(self.db, &a.predicate)?, self.changes.words.assertion(self.db, a)?);
        let [subject, object] = [&a.subject, &a.object].map(|end| self.end(end.as_ref(), start));
        let spans = Spans::of(&a.predicate_spans, start);
        let (arguments, texts) = self.arguments(&a.arguments, start)?;
        insert.execute(params![
            key::key(self.document, number),
            a.sentence,
            start,
            subject.chain,
            predicate,
            object.chain,
            kind,
            a.statement.and_then(|s| statements.get(s)),
            a.time,
            subject.span.at,
            subject.span.length,
            subject.text,
            spans.at,
            spans.length,
            object.span.at,
            object.span.length,
            object.text,
            arguments,
            more(a, start, texts),
        ])?;
        Ok(())
    }

    fn end(&self, end: Option<&Argument>, start: usize) -> End {
        let Some(end) = end else { return End::default() };
        End {
            chain: end.chain,
            span: Spans::of(&[end.span], start),
            text: place::text(&self.doc.text, end.span, &end.text, start),
        }
    }

    /// Arguments as they are kept, and by their numbers those texts that do not stand in the document as they are.
    fn arguments(
        &mut self,
        arguments: &[(String, Argument)],
        start: usize,
    ) -> Result<(Option<String>, serde_json::Map<String, Value>)> {
        let mut texts = serde_json::Map::new();
        let Some(first) = arguments.iter().map(|(_, a)| a.span.start()).min() else {
            return Ok((None, texts));
        };
        let first = first.min(start);
        let mut packed = Packed::default();
        packed.push(start - first);
        for (number, (role, a)) in arguments.iter().enumerate() {
            let text = place::within(&self.doc.text, a.span, &a.text).unwrap_or_else(|| {
                texts.insert(number.to_string(), Value::from(a.text.as_str()));
                a.span
            });
            packed.push(small(self.changes.words.role(self.db, role)?));
            packed.push_optional(a.chain);
            packed.push(a.span.start() - first);
            packed.push(a.span.end() - a.span.start());
            packed.push(text.start() - a.span.start());
            packed.push(text.end() - text.start());
        }
        Ok((Some(packed.into_text()), texts))
    }
}

/// One end of an assertion as it is kept.
#[derive(Default)]
struct End {
    chain: Option<usize>,
    span: Spans,
    text: Option<rusqlite::types::Value>,
}

/// What few assertions have.
fn more(a: &Assertion, start: usize, texts: serde_json::Map<String, Value>) -> Option<String> {
    let parts = [
        ("texts", (!texts.is_empty()).then(|| texts.into())),
        ("pieces", Spans::pieces(&a.predicate_spans, start)),
        ("quantities", quantities(&a.quantities, start)),
    ];
    let parts = parts.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let more: serde_json::Map<String, Value> = parts.collect();
    (!more.is_empty()).then(|| Value::from(more).to_string())
}

fn context(facts: &ChainFacts) -> Option<String> {
    (!facts.context.is_empty()).then(|| json!(facts.context).to_string())
}

fn quantities(quantities: &[Quantity], start: usize) -> Option<Value> {
    let list = quantities.iter().map(|q| {
        let (at, length) = place::relative(q.span, start);
        json!([q.role, q.value, q.unit, q.of, at, length])
    });
    (!quantities.is_empty()).then(|| list.collect())
}

/// The number of a kind or role: there are some dozens.
fn small(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// Numbers of chains, each once, joined by commas; `None` for none.
fn list(chains: &[usize]) -> Option<String> {
    let mut seen = rustc_hash::FxHashSet::default();
    let numbers: Vec<String> =
        chains.iter().filter(|c| **c < key::MOST && seen.insert(**c)).map(usize::to_string).collect();
    (!numbers.is_empty()).then(|| numbers.join(","))
}

/// The first character of all spans.
fn start<'a>(spans: impl Iterator<Item = &'a Span>) -> usize {
    spans.map(|s| s.start()).min().unwrap_or(0)
}

fn statement_hash(doc: &Document, s: &Statement) -> Id {
    hash_of_statement(doc.id, &s.cue_lemma, [&s.source, &s.cue, &s.content])
}

/// The hash of a statement: the same for equal spans of one document in every database.
pub(super) fn hash_of_statement(document: Id, cue: &str, spans: [&[Span]; 3]) -> Id {
    Id::of("statement", &[&document.to_bytes(), cue.as_bytes(), &spans_bytes(spans)])
}

fn spans_bytes(groups: [&[Span]; 3]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for group in groups {
        bytes.extend((group.len() as u32).to_le_bytes());
        for span in group {
            bytes.extend((span.start() as u32).to_le_bytes());
            bytes.extend((span.end() as u32).to_le_bytes());
        }
    }
    bytes
}
