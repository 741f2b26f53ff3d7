//! How long and how much memory each export takes on 100,000 edges: seeded, every edge with its sentence.
//!
//! `cargo bench --bench exports [EDGES]`; each format runs in a process of its own, so that its memory can be told.

#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use std::io::{self, Write};
use std::process::Command;
use std::time::Instant;

use sayso::export::{self, Format, Options};
use sayso::extraction::{Class, CueKind, EntityType, Factuality, Mode, Polarity};
use sayso::graph::{Entity, Graph, Relation, RelationEvidence, Statement, StatementEvidence};
use sayso::{Document, Id, Span};

const FORMATS: [Format; 11] = [
    Format::Json,
    Format::NodeLink,
    Format::Graphml,
    Format::Gexf,
    Format::Csv,
    Format::Neo4j,
    Format::Parquet,
    Format::Turtle,
    Format::Nquads,
    Format::Cypher,
    Format::Discourse,
];
const SENTENCE: &str =
    "The minister – “Åsa” – said on Monday that the river commission had broken its word again. ";

fn main() {
    let args: Vec<String> = std::env::args().collect();
    let n_edges = args.iter().filter_map(|a| a.parse().ok()).next().unwrap_or(100_000);
    if let Some(format) = std::env::var("SAYSO_BENCH_FORMAT").ok().and_then(|f| f.parse().ok()) {
        return one(format, n_edges);
    }
    println!("format\tseconds\tMB written\tMB of memory, graph included\tMB, export alone");
    for format in FORMATS {
        let mut child = Command::new(&args[0]);
        child.arg(n_edges.to_string()).env("SAYSO_BENCH_FORMAT", format.as_str());
        let status = child.status().expect("it runs");
        assert!(status.success(), "{format}");
    }
}

fn one(format: Format, n_edges: usize) {
    let graph = graph(n_edges);
    let before = peak();
    let mut out = Count(0);
    let begin = Instant::now();
    if format.files().is_empty() {
        export::write(&graph, format, Options::default(), &mut out).expect("written");
    }
    for file in format.files() {
        export::write_file(&graph, format, file, &mut out).expect("written");
    }
    let seconds = begin.elapsed().as_secs_f64();
    let after = peak();
    println!("{format}\t{seconds:.2}\t{}\t{after}\t{}", out.0 / 1_000_000, after - before);
}

/// Counts bytes and keeps none.
struct Count(usize);

impl Write for Count {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Most memory so far, in MB; 0 where the system does not tell.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap_or_default();
    let kib: usize = line.split_whitespace().filter_map(|word| word.parse().ok()).next().unwrap_or(0);
    kib * 1024 / 1_000_000
}

/// Nine relations for each statement, ten sentences a document, an entity for every ten edges.
fn graph(n_edges: usize) -> Graph {
    let n_entities = n_edges / 10 + 2;
    let entity_id = |n: usize| Id::of("entity", &[&(n % n_entities).to_le_bytes()]);
    let mut graph = Graph::default();
    for n in 0..n_entities {
        graph.entities.push(Entity {
            id: entity_id(n),
            name: format!("Åsa Ødegård {n}"),
            entity_type: EntityType::ALL[n % EntityType::ALL.len()],
            aliases: vec![format!("Ødegård {n}"), format!("the minister {n}")],
            n_mentions: 1 + n % 50,
        });
    }
    for n in 0..n_edges.div_ceil(10) {
        let day = format!("2025-{:02}-{:02}", 1 + n % 12, 1 + n % 28);
        let uri = format!("https://news.example/{n}");
        graph.documents.push(Document::with(
            SENTENCE.repeat(10),
            Some(format!("News {n}")),
            Some(day),
            Some(uri),
        ));
    }
    let mut state = 7_usize;
    for n in 0..n_edges {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let (from, to) = (entity_id(state >> 33), entity_id(state >> 20));
        let doc = &graph.documents[n / 10];
        let start = n % 10 * SENTENCE.len();
        let span = Span::new(&doc.text, start, start + SENTENCE.len() - 1).expect("a sentence");
        let (id, document) = (Id::of("edge", &[&n.to_le_bytes()]), doc.id);
        if n % 10 == 0 {
            graph.statements.push(statement(id, from, to, document, span));
        } else {
            graph.relations.push(relation(id, from, to, document, span, n));
        }
    }
    graph
}

fn relation(id: Id, from: Id, to: Id, document: Id, span: Span, n: usize) -> Relation {
    Relation {
        id,
        subject: Some(from),
        subject_text: "the minister".into(),
        predicate: "break word of".into(),
        object: Some(to),
        object_text: "the river commission".into(),
        arguments: vec![("on".into(), "Monday".into())],
        quantities: Vec::new(),
        polarity: Polarity::Positive,
        factuality: Factuality::Asserted,
        class: Class::ALL[n % Class::ALL.len()],
        time: Some("2025-02-17".into()),
        statement: None,
        weight: 1,
        confidence: 0.9,
        evidence: vec![RelationEvidence { document, sentence: n % 10, span, sentence_span: span }],
    }
}

fn statement(id: Id, from: Id, to: Id, document: Id, span: Span) -> Statement {
    Statement {
        id,
        speaker: Some(from),
        co_speakers: Vec::new(),
        speaker_text: "The minister".into(),
        cue: "say".into(),
        kind: CueKind::Say,
        mode: Mode::Indirect,
        polarity: Polarity::Positive,
        content: "that the river commission had broken its word again".into(),
        addressee: None,
        about: vec![to],
        inside: None,
        confidence: 0.9,
        copies: Vec::new(),
        evidence: StatementEvidence {
            document,
            sentence: 0,
            span,
            sentence_span: span,
            source: vec![span],
            cue: vec![span],
            content: vec![span],
        },
    }
}
