//! Exports into files and folders, and what comes back by `import`.

use std::collections::BTreeMap;
use std::fs;

use crate::sandbox::{Sandbox, repository};
use serde_json::Value;

#[test]
fn several_files_need_a_folder() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Ann Smith praised Bob Jones.");
    let run = sandbox.run("extract a.txt -f csv");
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("name a folder for them with `-o FOLDER`"), "{}", run.stderr);
    assert_eq!(sandbox.run("extract a.txt -f csv -o a.txt").code, Some(2));
    let run = sandbox.run("extract a.txt -f csv -o tables");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let read = |name: &str| fs::read_to_string(sandbox.path(name)).expect("a table");
    assert!(read("tables/nodes.csv").contains(",Ann Smith,person,"));
    assert!(read("tables/edges.csv").contains(",praise,"));
}

#[test]
fn a_graph_comes_back_by_import() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", fs::read(repository("examples/nato-rutte.txt")).expect("an example"));
    assert_eq!(sandbox.run("add a.txt --date 2025-02-17").code, Some(0));
    let written = sandbox.run("graph -f json --texts").stdout;
    sandbox.write("graph.json", &written);
    let run = sandbox.run("--db copy.db import graph.json");
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let copied = sandbox.run("--db copy.db graph -f json --texts").stdout;
    let (before, after) = (parsed(&written), parsed(&copied));
    for list in ["documents", "entities", "statements", "relations"] {
        let (before, after) = (rows(&before, list), rows(&after, list));
        assert!(!before.is_empty());
        for (id, row) in &before {
            assert_eq!(after.get(id), Some(row), "{list}");
        }
        assert_eq!(before.len(), after.len(), "{list}");
    }
    let run = sandbox.run("--db copy.db import graph.json");
    assert!(run.stderr.contains("Imported 0 documents"), "{}", run.stderr);
    let run = sandbox.run("import graph.json");
    assert!(run.stderr.contains("1 known already"), "{}", run.stderr);
}

#[test]
fn a_graph_without_texts_says_what_to_do() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Ann Smith praised Bob Jones.");
    let written = sandbox.run("extract a.txt -f json").stdout;
    let run = sandbox.run_with(&["import", "-"], &written);
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("write the JSON with `--texts`"), "{}", run.stderr);
}

#[test]
fn relations_of_others_come_in_and_false_ones_are_refused() {
    let sandbox = Sandbox::new();
    let lines = concat!(
        r#"{"subject": "Ann Smith", "predicate": "meet", "object": "Bob Jones", "sentence": "Ann Smith met Bob Jones.", "date": "2025-02-17"}"#,
        "\n",
        r#"{"subject": "Ann Smith", "predicate": "meet", "object": "Cyd", "sentence": "Ann Smith met Bob Jones."}"#,
        "\n",
    );
    let run = sandbox.run_with(&["import", "-"], lines);
    assert_eq!(run.code, Some(1), "one is refused");
    assert!(run.stderr.contains("`-, line 2`: `Cyd` does not stand in its sentence"), "{}", run.stderr);
    let table = sandbox.run("relations --evidence --csv").stdout;
    let row = table.lines().nth(1).unwrap_or_default();
    assert!(row.starts_with("Ann Smith,meet,Bob Jones,other,asserted,1,,"), "{row}");
    assert!(row.ends_with(",0,Ann Smith met Bob Jones."), "{row}");
    assert_eq!(table.lines().count(), 2);
}

fn parsed(json: &str) -> Value {
    serde_json::from_str(json).expect("JSON")
}

/// Rows by id, without what the JSON does not say for sure: where pronouns stand, and in which order others are mentioned.
fn rows(graph: &Value, list: &str) -> BTreeMap<String, Value> {
    let rows = graph[list].as_array().expect("rows").iter().cloned();
    let plain = |mut row: Value| {
        if let Some(about) = row["about"].as_array_mut() {
            about.sort_by_key(Value::to_string);
        }
        if list == "entities" {
            row["mentions"] = Value::Null;
        }
        (row["id"].to_string(), row)
    };
    rows.map(plain).collect()
}
