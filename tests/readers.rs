//! Every export is opened by the programs that people use, and holds what the graph holds: parallel edges, attributes,
//! dates, letters of every script, and text that tries to be something else.
//!
//! The readers are Python packages (`tests/readers.py`); `SAYSO_PYTHON` names the interpreter that has them, else it
//! is `python3`. A reader that is not there is skipped, and the test says so.

#![expect(clippy::print_stderr, reason = "a skipped test says why")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use sayso::export::{self, Format, Options};
use sayso::extraction::{Class, CueKind, EntityType, Factuality, Mode, Polarity};
use sayso::graph::measure::Kind;
use sayso::graph::{Entity, Graph, Relation, RelationEvidence, Statement, StatementEvidence};
use sayso::{Document, Id, Span};
use serde_json::{Value, json};

/// What breaks files: each by itself a name, predicate and statement of the graph.
const HOSTILE: [&str; 22] = [
    "Åsa Øst – “中” 😀",
    "عمان",
    "</script><script>alert(1)</script>",
    "\"]; node [label=\"x",
    "back\\\"slash\\",
    "]]><x/>",
    "esc\u{1b}[31mred",
    "rtl\u{202e}txt",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1",
    "@SUM(A1)",
    "a,b;c\td",
    "two\nlines",
    "O'Brien'); DROP TABLE x;--",
    "'}] AS row DETACH DELETE n; //",
    "\\u0027}) MATCH (n) DETACH DELETE n //",
    "> <urn:x> \"\"\" ^^<y> .",
    "&amp;&lt;&#0;",
    "NULL",
    "nul\0byte",
    "line\u{2028}separator",
];

#[test]
fn networkx_reads_node_link() {
    let graph = hostile_graph();
    let Some(found) = read(&graph, Format::NodeLink, &[]) else { return };
    assert_eq!(found["multi"], true);
    assert_eq!(found["directed"], true);
    expect(&found, &graph, str::to_owned, true);
}

#[test]
fn node_link_may_stand_in_a_page() {
    let text = written(&hostile_graph(), Format::NodeLink);
    assert!(!text.contains(['<', '\u{202e}', '\u{1b}', '\u{2028}']));
}

#[test]
fn networkx_reads_gexf_with_its_days() {
    let graph = hostile_graph();
    let Some(found) = read(&graph, Format::Gexf, &[]) else { return };
    assert_eq!(found["multi"], true);
    expect(&found, &graph, cleaned, true);
}

#[test]
fn networkx_and_igraph_read_graphml() {
    let graph = hostile_graph();
    let Some(found) = read(&graph, Format::Graphml, &[]) else { return };
    expect(&found, &graph, cleaned, false);
    let path = tempfile::tempdir().expect("a folder");
    let file = path.path().join("graph.graphml");
    fs::write(&file, written(&graph, Format::Graphml)).expect("written");
    let Some(found) = ask(&["igraph", &file.to_string_lossy()]) else { return };
    expect(&found, &graph, cleaned, false);
}

#[test]
fn tables_are_read_whole() {
    let graph = hostile_graph();
    for format in [Format::Csv, Format::Neo4j] {
        for reader in ["pandas", "polars", "duckdb"] {
            let Some(found) = read(&graph, format, &[reader]) else { continue };
            expect(&found, &graph, guarded, true);
        }
    }
}

#[test]
fn parquet_keeps_every_character() {
    let graph = hostile_graph();
    for reader in ["pandas", "polars", "duckdb"] {
        let Some(found) = read(&graph, Format::Parquet, &[reader]) else { continue };
        expect(&found, &graph, str::to_owned, true);
    }
}

#[test]
fn rdflib_reads_turtle_and_n_quads_with_evidence() {
    let graph = hostile_graph();
    for format in [Format::Turtle, Format::Nquads] {
        let Some(found) = read(&graph, format, &[]) else { continue };
        let relations = graph.relations.iter().map(|r| edge_of(&graph, r, cleaned, true));
        assert_eq!(sorted(found["edges"].as_array().expect("a list").clone()), sorted(relations.collect()));
        assert_eq!(strings(&found["nodes"]), names(&graph, cleaned));
    }
}

#[test]
fn pandas_reads_the_discourse_table() {
    let graph = hostile_graph();
    let Some(found) = read(&graph, Format::Discourse, &[]) else { return };
    let rows = found["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 1);
    let row = rows[0].as_array().expect("a row");
    assert_eq!(
        row[..5],
        [json!("2025-02-17"), json!(guarded(HOSTILE[0])), json!(""), json!(guarded(HOSTILE[2])), json!("no")]
    );
}

#[test]
fn every_string_of_the_cypher_script_ends_where_it_should() {
    let script = written(&hostile_graph(), Format::Cypher);
    // Outside its strings the script is made of sayso's own words.
    let mut outside = String::new();
    let mut characters = script.chars();
    while let Some(c) = characters.next() {
        if c != '\'' {
            outside.push(c);
            continue;
        }
        loop {
            match characters.next().expect("the string ends") {
                '\\' => drop(characters.next()),
                '\'' => break,
                c => assert!(!c.is_control(), "{c:?}"),
            }
        }
    }
    for word in ["DETACH", "DELETE", "DROP", "script"] {
        assert!(!outside.contains(word), "{word} in {outside}");
    }
    assert_eq!(outside.matches("UNWIND").count(), 3, "nodes, relations, statements: {outside}");
}

#[test]
fn nothing_of_a_text_steers_a_terminal() {
    for format in
        [Format::Gexf, Format::Turtle, Format::Nquads, Format::Cypher, Format::Discourse, Format::NodeLink]
    {
        let text = written(&hostile_graph(), format);
        assert!(!text.contains(['\u{1b}', '\0', '\u{202e}']), "{format}");
    }
}

/// A name as XML, RDF and Cypher have it: control characters and marks of direction replaced.
fn cleaned(text: &str) -> String {
    let replace = |c: char| match c {
        '\n' => '\n',
        '\u{202e}' => '\u{FFFD}',
        c if c.is_whitespace() => ' ',
        c if c.is_control() => '\u{FFFD}',
        c => c,
    };
    text.chars().map(replace).collect()
}

/// As a CSV cell: formulas by an apostrophe.
fn guarded(text: &str) -> String {
    let text = cleaned(text);
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text }
}

#[track_caller]
fn expect(found: &Value, graph: &Graph, form: fn(&str) -> String, with_day: bool) {
    assert_eq!(strings(&found["nodes"]), names(graph, form));
    let mut expected: Vec<Value> =
        graph.relations.iter().map(|r| edge_of(graph, r, form, with_day)).collect();
    for s in &graph.statements {
        let name = |id: Id| form(&graph.entities.iter().find(|e| e.id == id).expect("an end").name);
        let day = with_day.then_some("2025-02-17");
        expected.push(json!([name(s.speaker.expect("a speaker")), form(&s.cue), name(s.about[0]), 1, day]));
    }
    assert_eq!(sorted(found["edges"].as_array().expect("a list").clone()), sorted(expected));
}

fn edge_of(graph: &Graph, r: &Relation, form: fn(&str) -> String, with_day: bool) -> Value {
    let name = |id: Option<Id>| form(&graph.entities.iter().find(|e| Some(e.id) == id).expect("an end").name);
    let day = with_day.then_some("2025-02-17");
    json!([name(r.subject), form(&r.predicate), name(r.object), r.weight, day])
}

fn names(graph: &Graph, form: fn(&str) -> String) -> BTreeSet<String> {
    graph.entities.iter().map(|e| form(&e.name)).collect()
}

fn strings(list: &Value) -> BTreeSet<String> {
    let list = list.as_array().expect("a list");
    list.iter().map(|v| v.as_str().expect("a string").to_owned()).collect()
}

fn sorted(mut rows: Vec<Value>) -> Vec<String> {
    let mut rows: Vec<String> = rows.drain(..).map(|row| row.to_string()).collect();
    rows.sort();
    rows
}

/// Each hostile text does something to the next, twice between the first two; the first also speaks of the third.
fn hostile_graph() -> Graph {
    let text = HOSTILE.join(". ");
    let doc = Document::with(
        text.as_str(),
        Some(HOSTILE[2].into()),
        Some("2025-02-17T08:00:00Z".into()),
        Some("https://news.example/a?x=1&y=2".into()),
    );
    let span = Span::new(&text, 0, HOSTILE[0].len()).expect("the first piece");
    let id = |kind: &str, name: &str| Id::of(kind, &[name.as_bytes()]);
    let entity = |name: &&str| Entity {
        id: id("entity", name),
        name: (*name).to_owned(),
        entity_type: EntityType::Person,
        aliases: vec![name.to_uppercase()],
        n_mentions: 2,
    };
    let relation = |pair: &[&str], n: usize| Relation {
        id: id("relation", &format!("{}{n}", pair.concat())),
        subject: Some(id("entity", pair[0])),
        subject_text: pair[0].into(),
        predicate: pair[0].into(),
        object: Some(id("entity", pair[1])),
        object_text: pair[1].into(),
        arguments: vec![(pair[0].into(), pair[1].into())],
        quantities: Vec::new(),
        polarity: if n == 0 { Polarity::Positive } else { Polarity::Negative },
        factuality: Factuality::Asserted,
        class: Class::Accuse,
        time: (n == 0).then(|| "2025-02".into()),
        statement: None,
        weight: n + 1,
        confidence: 0.123_456,
        evidence: vec![RelationEvidence { document: doc.id, sentence: 0, span, sentence_span: span }],
    };
    let said = Statement {
        id: id("statement", "one"),
        speaker: Some(id("entity", HOSTILE[0])),
        co_speakers: Vec::new(),
        speaker_text: HOSTILE[0].into(),
        cue: HOSTILE[8].into(),
        kind: CueKind::Deny,
        mode: Mode::Direct,
        polarity: Polarity::Positive,
        content: HOSTILE[2].into(),
        addressee: None,
        about: vec![id("entity", HOSTILE[2])],
        inside: None,
        confidence: 1.0,
        evidence: StatementEvidence {
            document: doc.id,
            sentence: 0,
            span,
            sentence_span: span,
            source: Vec::new(),
            cue: Vec::new(),
            content: vec![span],
        },
        copies: Vec::new(),
    };
    let mut relations: Vec<Relation> = HOSTILE.windows(2).map(|pair| relation(pair, 0)).collect();
    relations.push(relation(&HOSTILE[..2], 1));
    let entities = HOSTILE.iter().map(entity).collect();
    let mut graph =
        Graph { entities, statements: vec![said], relations, documents: vec![doc], measures: Vec::new() };
    graph.measure(Kind::ALL, 1);
    graph
}

fn written(graph: &Graph, format: Format) -> String {
    let mut out = Vec::new();
    export::write(graph, format, Options::default(), &mut out).expect("memory");
    String::from_utf8(out).expect("UTF-8")
}

/// What a reader finds in the graph as `format`.
fn read(graph: &Graph, format: Format, reader: &[&str]) -> Option<Value> {
    let folder = tempfile::tempdir().expect("a folder");
    let place = folder.path();
    if format.files().is_empty() {
        fs::write(place.join("graph"), written(graph, format)).expect("written");
    }
    for file in format.files() {
        let mut out = Vec::new();
        export::write_file(graph, format, file, &mut out).expect("memory");
        fs::write(place.join(file), out).expect("written");
    }
    let path = if format.files().is_empty() { place.join("graph") } else { place.to_owned() };
    ask(&[&[format.as_str(), &path.to_string_lossy()], reader].concat())
}

/// Runs `readers.py`; nothing where Python or a package is not there.
fn ask(args: &[&str]) -> Option<Value> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/readers.py");
    let python = std::env::var("SAYSO_PYTHON").unwrap_or_else(|_| "python3".into());
    let Ok(done) = Command::new(&python).arg(script).args(args).env("PYTHONUTF8", "1").output() else {
        eprintln!("skipped: `{python}` is not installed");
        return None;
    };
    let printed = String::from_utf8(done.stdout).expect("UTF-8");
    assert!(done.status.success(), "{args:?}: {}", String::from_utf8_lossy(&done.stderr));
    if printed.starts_with("skipped") {
        eprintln!("{}", printed.trim());
        return None;
    }
    Some(serde_json::from_str(&printed).expect("JSON"))
}
