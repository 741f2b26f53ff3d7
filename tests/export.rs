//! Exports hold whatever stands in names and predicates as text: read back by real Graphviz and a real XML parser.

#![expect(clippy::print_stderr, reason = "a skipped test says why")]

use std::io::Write;
use std::process::{Command, Stdio};

use sayso::export::{self, Format, Options};
use sayso::extraction::{Class, CueKind, EntityType, Factuality, Mode, Polarity};
use sayso::graph::{Entity, Graph, Relation, RelationEvidence, Statement, StatementEvidence};
use sayso::{Document, Id, Span};

/// Pieces that hostile names are made of.
const PIECES: [&str; 24] = [
    "\"",
    "\\",
    "\\\"",
    "\"];",
    "evil [label=\"",
    "}",
    "{",
    "<",
    ">",
    "&",
    "&#92;",
    "&quot;",
    "<b>",
    "|",
    "\n",
    "\r",
    "\t",
    "\0",
    "\u{1b}[31m",
    "\u{202e}",
    "\\N",
    "\\l",
    "New York",
    "عمان 😀",
];

#[test]
fn a_thousand_hostile_labels_stay_labels() {
    let names = hostile_names(1000);
    let graph = chain_of(&names);
    let dot = dot(&graph, names.len());
    let Some(plain) = graphviz(&["-Tcanon"], &dot, "dot") else { return };
    let n_nodes = plain.lines().filter(|line| is_node(line)).count();
    let n_edges =
        plain.lines().filter(|line| line.trim_start().starts_with('n') && line.contains("->")).count();
    assert_eq!((n_nodes, n_edges), (1000, 999));
    assert!(!plain.lines().any(|line| line.trim_start().starts_with("evil")));
}

#[test]
fn pictures_are_valid_xml_and_show_names_as_they_are() {
    let names = ["O\"Brien & <Sons>", "C:\\new\\table", "été\u{1b}[1m", "x"];
    let dot = dot(&chain_of(&names.map(String::from)), 40);
    let Some(svg) = graphviz(&["-Tsvg"], &dot, "dot") else { return };
    assert!(svg.contains(">O&quot;Brien &amp; &lt;Sons&gt;<"), "{svg}");
    assert!(svg.contains(">C:\\new\\table<"), "{svg}");
    assert!(svg.contains("été\u{FFFD}[1m"), "{svg}");
    assert!(svg.contains("xlink:href=\"https://news.example/a?x=1&amp;y=2\""), "{svg}");
    assert!(svg.contains("xlink:title=\"He said &quot;no&quot;.\""), "{svg}");
}

/// Prints tag and text of every element, a line each.
const XML_READER: &str = "import sys, xml.etree.ElementTree as t
for e in t.fromstring(sys.stdin.buffer.read()).iter(): print(e.tag.split('}')[-1], repr(e.text or ''))";

#[test]
fn the_own_picture_is_valid_xml_and_holds_text_as_text() {
    let mut names = hostile_names(200);
    names.push("O\"Brien & <Sons>".into());
    names.push("<script>alert(1)</script>".into());
    let svg = written(&chain_of(&names), Format::Svg, names.len());
    assert!(svg.contains("&lt;script&gt;"), "{svg}");
    assert!(svg.contains("href=\"https://news.example/a?x=1&amp;y=2\""), "{svg}");
    assert!(!svg.contains(['\u{1b}', '\0', '\u{202e}']));
    let Some(elements) = filtered("python3", &["-c", XML_READER], &svg) else { return };
    let tags: std::collections::BTreeSet<&str> =
        elements.lines().filter_map(|l| l.split(' ').next()).collect();
    let known = ["a", "ellipse", "g", "path", "rect", "svg", "text", "title"];
    assert_eq!(tags.into_iter().collect::<Vec<_>>(), known);
    assert!(elements.contains("text 'O\"Brien & <Sons>'\n"), "{elements}");
    let n_nodes = elements.lines().filter(|line| line.starts_with("ellipse")).count();
    assert_eq!(n_nodes, names.len() + 1, "every name, and the legend");
}

#[test]
fn graphml_keeps_every_edge_and_every_name() {
    let mut names = hostile_names(50);
    names.push("été <b> & \"x\" 中 😀".into());
    let mut graph = chain_of(&names);
    // A second relation between the same two.
    let mut parallel = graph.relations[0].clone();
    parallel.id = Id::of("relation", &[b"parallel"]);
    graph.relations.push(parallel);
    let graphml = written(&graph, Format::Graphml, 40);
    let Some(elements) = filtered("python3", &["-c", XML_READER], &graphml) else { return };
    let count = |tag: &str| elements.lines().filter(|line| line.split(' ').next() == Some(tag)).count();
    assert_eq!((count("node"), count("edge")), (51, 51));
    assert!(elements.contains("data 'été <b> & \"x\" 中 😀'"), "{elements}");
}

#[test]
fn mermaid_holds_text_as_text() {
    let mermaid = written(&chain_of(&hostile_names(200)), Format::Mermaid, 200);
    let is_label = |label: &str| !label.contains(['"', '<', '>', '[', ']', '{', '}', '`', '\\', '%', '|']);
    let mut n_nodes = 0;
    for line in mermaid.replace("<br/>", " ").lines().skip(1) {
        let quoted: Vec<&str> = line.split('"').collect();
        match quoted[..] {
            [start, label, _] => {
                assert!(is_label(label), "{line}");
                n_nodes += usize::from(!start.contains("-->"));
            }
            [_] => assert!(["  style n", "  linkStyle "].iter().any(|s| line.starts_with(s)), "{line}"),
            _ => panic!("a quote in a label: {line}"),
        }
    }
    assert_eq!(n_nodes, 200);
}

#[cfg(feature = "png")]
#[test]
fn pixels_show_the_letters() {
    let png = |name: &str| {
        let graph = chain_of(&[name.to_owned(), "B".into()]);
        let mut out = Vec::new();
        export::write(&graph, Format::Png, Options::default(), &mut out).expect("memory");
        out
    };
    let (one, other) = (png("Åsa Wü"), png("Åsa Wi"));
    assert!(one.starts_with(b"\x89PNG\r\n") && one != other, "letters are drawn without installed fonts");
}

#[test]
fn what_one_says_of_several_in_the_same_words_forks() {
    let mut graph = chain_of(&["A", "B", "C"].map(String::from));
    graph.statements[0].about.push(graph.entities[1].id);
    let dot = dot(&graph, 40);
    let n_lines = |piece: &str| dot.lines().filter(|line| line.contains(piece)).count();
    assert_eq!((n_lines("n0 -> s0"), n_lines("s0 -> n1"), n_lines("s0 -> n2")), (1, 1, 1), "{dot}");
    assert_eq!(n_lines("label=\"say\""), 1, "{dot}");
}

#[test]
fn a_deed_that_is_a_saying_is_drawn_once() {
    let mut graph = chain_of(&["A", "B", "C"].map(String::from));
    graph.statements[0].about = vec![graph.entities[1].id];
    graph.statements[0].cue = "blame".into();
    let dot = dot(&graph, 40);
    let n_edges = dot.lines().filter(|line| line.contains("n1 -> n0")).count();
    assert_eq!(n_edges, 1, "A speaks of B, who is the strongest: {dot}");
}

#[test]
fn what_others_are_quoted_as_saying_is_drawn_from_them() {
    let mut graph = chain_of(&["A", "B", "C"].map(String::from));
    graph.relations.clear();
    let mut inner = graph.statements[0].clone();
    inner.id = Id::of("statement", &[b"inner"]);
    inner.speaker = Some(graph.entities[1].id);
    inner.inside = Some(graph.statements[0].id);
    graph.statements.push(inner);
    let dot = dot(&graph, 40);
    let has = |edge: &str| dot.lines().any(|line| line.contains(edge));
    assert!(has("n1 -> n0") && has("n0 -> n2") && !has("n1 -> n2"), "{dot}");
}

#[test]
fn text_is_for_reading() {
    let mut graph = chain_of(&["A", "B\u{1b}[1m", "C"].map(String::from));
    graph.relations[0].polarity = Polarity::Negative;
    graph.relations[1].factuality = Factuality::Reported;
    graph.relations[1].weight = 2;
    let expected = "\
Who said what

A · say
    “no”
    about C

Who did what

A · not blame A · B\u{FFFD}[1m
B\u{FFFD}[1m · blame B\u{FFFD}[1m · C (reported, 2 times)
";
    assert_eq!(written(&graph, Format::Text, 40), expected);
}

#[test]
fn an_empty_graph_is_a_picture_too() {
    let dot = dot(&Graph::default(), 40);
    let Some(svg) = graphviz(&["-Tsvg"], &dot, "dot") else { return };
    assert!(svg.contains("</svg>"));
    assert!(written(&Graph::default(), Format::Svg, 40).ends_with("</svg>\n"));
}

#[test]
fn what_is_left_out_is_counted() {
    let graph = chain_of(&hostile_names(100));
    let mut out = Vec::new();
    let options = Options { max_nodes: 40, ..Options::default() };
    let left_out = export::write(&graph, Format::Dot, options, &mut out).expect("memory");
    let dot = String::from_utf8(out).expect("UTF-8");
    let n_drawn = dot.lines().filter(|line| is_node(line)).count();
    assert!(n_drawn <= 40);
    assert_eq!(left_out.n_entities, 100 - n_drawn);
    assert!(dot.contains(&format!("not shown: {} entities", left_out.n_entities)));
}

#[test]
fn negation_reports_and_sayings_look_different() {
    let mut graph = chain_of(&["A", "B", "C"].map(String::from));
    graph.relations[0].polarity = Polarity::Negative;
    graph.relations[1].factuality = Factuality::Reported;
    let dot = dot(&graph, 40);
    let edge = |from_to: &str, arrow: &str| {
        let found = dot.lines().find(|l| l.contains(from_to) && l.contains(arrow));
        found.unwrap_or_else(|| panic!("no edge {from_to} with {arrow} in {dot}")).to_owned()
    };
    // All are equally strong, so that their names decide.
    assert!(edge("n0 -> n1", "arrowhead=normal").contains("style=dashed"));
    assert!(edge("n0 -> n1", "arrowhead=normal").contains("label=\"not blame"));
    assert!(edge("n1 -> n2", "arrowhead=normal").contains("style=dotted"));
    assert!(edge("n0 -> n2", "arrowhead=vee").contains("label=\"say\""));
}

fn is_node(line: &str) -> bool {
    let line = line.trim_start();
    let digits =
        line.strip_prefix('n').map_or(0, |rest| rest.chars().take_while(char::is_ascii_digit).count());
    digits > 0 && !line.contains("->")
}

/// Names from a fixed linear congruential sequence over [`PIECES`].
fn hostile_names(n: usize) -> Vec<String> {
    let mut state = 12345_u64;
    let mut next = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) as usize
    };
    (0..n)
        .map(|i| {
            (0..1 + next() % 6).map(|_| PIECES[next() % PIECES.len()]).collect::<String>() + &i.to_string()
        })
        .collect()
}

/// A graph in which each name does something to the next; the first also says something about the last.
fn chain_of(names: &[String]) -> Graph {
    let text = "He said \"no\".";
    let doc = Document::with(text, None, None, Some("https://news.example/a?x=1&y=2".into()));
    let span = Span::new(text, 0, text.len()).expect("the whole text");
    let id = |kind: &str, name: &str| Id::of(kind, &[name.as_bytes()]);
    let entity = |name: &String| Entity {
        id: id("entity", name),
        name: name.clone(),
        entity_type: EntityType::Person,
        aliases: vec![name.to_uppercase()],
        n_mentions: 1,
    };
    let relation = |pair: &[String]| Relation {
        id: id("relation", &pair.concat()),
        subject: Some(id("entity", &pair[0])),
        subject_text: pair[0].clone(),
        predicate: format!("blame {}", pair[0]),
        object: Some(id("entity", &pair[1])),
        object_text: pair[1].clone(),
        arguments: Vec::new(),
        quantities: Vec::new(),
        polarity: Polarity::Positive,
        factuality: Factuality::Asserted,
        class: Class::Accuse,
        time: None,
        statement: None,
        weight: 1,
        confidence: 1.0,
        evidence: vec![RelationEvidence { document: doc.id, sentence: 0, span, sentence_span: span }],
    };
    let said = |speaker: &String, about: &String| Statement {
        id: id("statement", speaker),
        speaker: Some(id("entity", speaker)),
        co_speakers: Vec::new(),
        speaker_text: speaker.clone(),
        cue: "say".into(),
        kind: CueKind::Say,
        mode: Mode::Direct,
        polarity: Polarity::Positive,
        content: "no".into(),
        addressee: None,
        about: vec![id("entity", about)],
        inside: None,
        confidence: 1.0,
        copies: Vec::new(),
        evidence: StatementEvidence {
            document: doc.id,
            sentence: 0,
            span,
            sentence_span: span,
            source: Vec::new(),
            cue: Vec::new(),
            content: Vec::new(),
        },
    };
    Graph {
        entities: names.iter().map(entity).collect(),
        statements: if names.len() == 3 { vec![said(&names[0], &names[2])] } else { Vec::new() },
        relations: names.windows(2).map(relation).collect(),
        documents: vec![doc],
        measures: Vec::new(),
    }
}

fn dot(graph: &Graph, max_nodes: usize) -> String {
    written(graph, Format::Dot, max_nodes)
}

fn written(graph: &Graph, format: Format, max_nodes: usize) -> String {
    let mut out = Vec::new();
    export::write(graph, format, Options { max_nodes, ..Options::default() }, &mut out).expect("memory");
    String::from_utf8(out).expect("UTF-8")
}

/// What Graphviz makes of it; `None`, and a line that says so, where Graphviz is not installed.
fn graphviz(args: &[&str], dot: &str, engine: &str) -> Option<String> {
    let engine = format!("-K{engine}");
    filtered("dot", &[&[engine.as_str()], args].concat(), dot)
}

/// Output of a program that reads `input`; `None`, and a line that says so, where it is not installed.
fn filtered(program: &str, args: &[&str], input: &str) -> Option<String> {
    let mut command = Command::new(program);
    command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut child) = command.spawn() else {
        eprintln!("skipped: `{program}` is not installed");
        return None;
    };
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let done = child.wait_with_output().expect("it ends");
    writer.join().expect("writer ends").expect("it reads");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(String::from_utf8(done.stdout).expect("UTF-8"))
}
