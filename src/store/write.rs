//! Writes the rows of what was read out of one document.

use super::entities::Changes;
use crate::analysis::Analysis;
use crate::extraction::{Argument, Assertion, Extraction, Mention, Quantity, Statement};
use crate::resolution;
use crate::span::Span;
use crate::{Document, Id};
use rusqlite::{Connection, params};

/// Writes the rows of one document.
pub(super) struct Writer<'a> {
    db: &'a Connection,
    doc: &'a Document,
    /// Id of every chain, by its place in the extraction.
    chains: Vec<Id>,
}

impl<'a> Writer<'a> {
    /// A writer for a document whose own row is there.
    pub(super) fn new(db: &'a Connection, doc: &'a Document) -> Writer<'a> {
        Writer { db, doc, chains: Vec::new() }
    }

    /// Writes everything; `changes` hears of the chains.
    pub(super) fn write(
        mut self,
        analysis: &Analysis,
        found: &Extraction,
        changes: &mut Changes,
    ) -> rusqlite::Result<()> {
        self.sentences(analysis)?;
        self.chains(found, changes)?;
        for (number, mention) in found.mentions.iter().enumerate() {
            self.mention(number, mention)?;
        }
        let statements = self.statements(&found.statements)?;
        for assertion in &found.assertions {
            self.assertion(assertion, &statements)?;
        }
        Ok(())
    }

    fn sentences(&self, analysis: &Analysis) -> rusqlite::Result<()> {
        let doc = self.doc.id.to_sql();
        let mut sentence = self.db.prepare_cached("INSERT INTO sentence VALUES (?1, ?2, ?3, ?4, ?5)")?;
        let mut place = self.db.prepare_cached("INSERT INTO sentence_place VALUES (?1, ?2, ?3)")?;
        let mut text = self.db.prepare_cached("INSERT INTO sentence_text (rowid, text) VALUES (?1, ?2)")?;
        for (number, s) in analysis.sentences.iter().enumerate() {
            sentence.execute(params![doc, number, s.paragraph, s.span.start(), s.span.end()])?;
            let id = Id::of("sentence", &[&self.doc.id.to_bytes(), &number.to_le_bytes()]).to_sql();
            place.execute(params![id, doc, number])?;
            text.execute(params![id, s.span.slice(&self.doc.text)])?;
        }
        Ok(())
    }

    fn chains(&mut self, found: &Extraction, changes: &mut Changes) -> rusqlite::Result<()> {
        let mut chain = self.db.prepare_cached(
            "INSERT INTO chain (id, document, name, type, is_named, context, mentions)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let mut form = self.db.prepare_cached("INSERT INTO chain_form VALUES (?1, ?2, ?3, ?4)")?;
        for facts in resolution::facts(self.doc, found) {
            let id = facts.id.to_sql();
            let context = serde_json::to_string(&facts.context).unwrap_or_default();
            let (kind, is_named) = (facts.entity_type.as_str(), facts.is_named);
            let doc = self.doc.id.to_sql();
            chain.execute(params![id, doc, facts.name, kind, is_named, context, facts.n_mentions])?;
            for f in &facts.forms {
                form.execute(params![id, f.text, f.kind.as_str(), f.n_mentions])?;
            }
            changes.add(self.db, &facts)?;
            self.chains.push(facts.id);
        }
        Ok(())
    }

    fn chain(&self, chain: Option<usize>) -> Option<i64> {
        self.chains.get(chain?).map(|id| id.to_sql())
    }

    fn mention(&self, number: usize, m: &Mention) -> rusqlite::Result<()> {
        let sql = "INSERT INTO mention VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let (doc, kind) = (self.doc.id.to_sql(), m.kind.as_str());
        let chain = self.chain(Some(m.chain));
        self.db.prepare_cached(sql)?.execute(params![
            doc,
            number,
            chain,
            m.sentence,
            m.span.start(),
            m.span.end(),
            kind,
            m.link.reason,
            m.link.antecedent
        ])?;
        Ok(())
    }

    /// Writes statements, outer ones first, as inner ones refer to them; returns their ids by place.
    fn statements(&self, statements: &[Statement]) -> rusqlite::Result<Vec<Id>> {
        let ids: Vec<Id> = statements.iter().map(|s| self.statement_id(s)).collect();
        let mut order: Vec<usize> = (0..statements.len()).collect();
        order.sort_by_key(|i| depth(statements, *i));
        for i in order {
            let inside =
                statements[i].inside.and_then(|outer| ids.get(outer)).filter(|outer| **outer != ids[i]);
            self.statement(&statements[i], ids[i], inside.copied())?;
        }
        Ok(ids)
    }

    fn statement_id(&self, s: &Statement) -> Id {
        let spans = spans_bytes(&[&s.source, &s.cue, &s.content]);
        Id::of("statement", &[&self.doc.id.to_bytes(), s.cue_lemma.as_bytes(), &spans])
    }

    fn statement(&self, s: &Statement, id: Id, inside: Option<Id>) -> rusqlite::Result<()> {
        let sql = "INSERT INTO statement VALUES
                   (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) ON CONFLICT (id) DO NOTHING";
        let whole = cover(s.source.iter().chain(&s.cue).chain(&s.content));
        let inserted = self.db.prepare_cached(sql)?.execute(params![
            id.to_sql(),
            self.doc.id.to_sql(),
            s.sentence,
            whole.start(),
            whole.end(),
            self.chain(s.speaker),
            joined(&s.source, &self.doc.text),
            s.cue_lemma,
            s.kind.as_str(),
            s.polarity.as_str(),
            s.mode.as_str(),
            joined(&s.content, &self.doc.text),
            self.chain(s.addressee),
            inside.map(Id::to_sql),
            f64::from(s.confidence),
        ])?;
        if inserted == 0 {
            return Ok(());
        }
        let insert = "INSERT INTO statement_span VALUES (?1, ?2, ?3, ?4, ?5)";
        for (role, spans) in [("source", &s.source), ("cue", &s.cue), ("content", &s.content)] {
            self.spans(insert, id, role, spans)?;
        }
        self.chains_of(
            "INSERT INTO statement_co_speaker VALUES (?1, ?2) ON CONFLICT DO NOTHING",
            id,
            &s.co_speakers,
        )?;
        self.chains_of("INSERT INTO statement_about VALUES (?1, ?2) ON CONFLICT DO NOTHING", id, &s.about)
    }

    fn assertion(&self, a: &Assertion, statements: &[Id]) -> rusqlite::Result<()> {
        let subject: Vec<Span> = a.subject.iter().map(|s| s.span).collect();
        let object: Vec<Span> = a.object.iter().map(|o| o.span).collect();
        let spans = spans_bytes(&[&subject, &a.predicate_spans, &object]);
        let id = Id::of(
            "assertion",
            &[&self.doc.id.to_bytes(), a.predicate.as_bytes(), a.rule.as_bytes(), &spans],
        );
        let whole = cover(subject.iter().chain(&a.predicate_spans).chain(&object));
        let text =
            |argument: &Option<Argument>| argument.as_ref().map_or_else(String::new, |a| a.text.clone());
        let chain = |argument: &Option<Argument>| self.chain(argument.as_ref().and_then(|a| a.chain));
        let sql = "INSERT INTO assertion VALUES
                   (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
                   ON CONFLICT (id) DO NOTHING";
        let inserted = self.db.prepare_cached(sql)?.execute(params![
            id.to_sql(),
            self.doc.id.to_sql(),
            a.sentence,
            whole.start(),
            whole.end(),
            chain(&a.subject),
            text(&a.subject),
            a.predicate,
            chain(&a.object),
            text(&a.object),
            a.polarity.as_str(),
            a.factuality.as_str(),
            a.class.as_str(),
            a.time,
            a.symmetric,
            a.statement.and_then(|s| statements.get(s)).map(|s| s.to_sql()),
            f64::from(a.confidence),
            a.rule,
        ])?;
        if inserted == 0 {
            return Ok(());
        }
        let insert = "INSERT INTO assertion_span VALUES (?1, ?2, ?3, ?4, ?5)";
        for (role, spans) in [("subject", &subject), ("predicate", &a.predicate_spans), ("object", &object)] {
            self.spans(insert, id, role, spans)?;
        }
        let sql = "INSERT INTO assertion_argument VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let mut insert = self.db.prepare_cached(sql)?;
        for (number, (role, argument)) in a.arguments.iter().enumerate() {
            let (chain, span) = (self.chain(argument.chain), argument.span);
            insert.execute(params![
                id.to_sql(),
                number,
                role,
                argument.text,
                chain,
                span.start(),
                span.end()
            ])?;
        }
        self.quantities(id, &a.quantities)
    }

    fn quantities(&self, assertion: Id, quantities: &[Quantity]) -> rusqlite::Result<()> {
        let sql = "INSERT INTO assertion_quantity VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let mut insert = self.db.prepare_cached(sql)?;
        for (number, q) in quantities.iter().enumerate() {
            let row = params![
                assertion.to_sql(),
                number,
                q.role,
                q.value,
                q.unit,
                q.of,
                q.span.start(),
                q.span.end()
            ];
            insert.execute(row)?;
        }
        Ok(())
    }

    fn spans(&self, sql: &str, id: Id, role: &str, spans: &[Span]) -> rusqlite::Result<()> {
        let mut insert = self.db.prepare_cached(sql)?;
        for (number, span) in spans.iter().enumerate() {
            insert.execute(params![id.to_sql(), role, number, span.start(), span.end()])?;
        }
        Ok(())
    }

    fn chains_of(&self, sql: &str, id: Id, chains: &[usize]) -> rusqlite::Result<()> {
        let mut insert = self.db.prepare_cached(sql)?;
        for chain in chains.iter().filter_map(|c| self.chain(Some(*c))) {
            insert.execute(params![id.to_sql(), chain])?;
        }
        Ok(())
    }
}

/// How many statements lie around this one; bounded, should they ever form a ring.
fn depth(statements: &[Statement], of: usize) -> usize {
    std::iter::successors(Some(of), |i| statements.get(*i)?.inside).take(statements.len() + 1).count()
}

/// Pieces as they stand in the text, joined as the graph JSON joins them.
fn joined(spans: &[Span], text: &str) -> String {
    spans.iter().map(|s| s.slice(text)).collect::<Vec<_>>().join(" ... ")
}

/// From the first to the last character of all spans.
fn cover<'a>(spans: impl Iterator<Item = &'a Span>) -> Span {
    spans.copied().reduce(Span::cover).unwrap_or_else(|| Span::raw(0, 0))
}

fn spans_bytes(groups: &[&[Span]]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for group in groups {
        bytes.extend((group.len() as u32).to_le_bytes());
        for span in *group {
            bytes.extend((span.start() as u32).to_le_bytes());
            bytes.extend((span.end() as u32).to_le_bytes());
        }
    }
    bytes
}
