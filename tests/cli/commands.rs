//! What the commands give on good input.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::sandbox::Sandbox;

const TEXT: &str =
    "Ingrid Solheim met Tomas Belak in Lisk on Monday. “We will not be hurried,” Solheim said.\n";

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

#[test]
fn extract_writes_the_documented_json() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", TEXT);
    let graph = json(sandbox.run("extract a.txt -f json --title Hurry --date 2026-03-04").ok());
    assert_eq!(graph["sayso"], 1);
    let doc = &graph["documents"][0];
    assert_eq!(
        (&doc["title"], &doc["published"], &doc["uri"]),
        (&"Hurry".into(), &"2026-03-04".into(), &"a.txt".into())
    );
    let names: BTreeSet<&str> =
        graph["entities"].as_array().expect("entities").iter().filter_map(|e| e["name"].as_str()).collect();
    assert!(names.contains("Ingrid Solheim") && names.contains("Tomas Belak"), "{names:?}");
    let statement = &graph["statements"][0];
    assert_eq!(statement["cue"], "say");
    let ids: BTreeSet<&str> =
        graph["entities"].as_array().expect("entities").iter().filter_map(|e| e["id"].as_str()).collect();
    assert!(ids.contains(statement["speaker"].as_str().expect("a speaker")));
}

#[test]
fn offsets_in_json_count_characters() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", TEXT);
    let graph = json(sandbox.run("extract a.txt -f json").ok());
    let characters: Vec<char> = TEXT.chars().collect();
    let slice = |span: &Value| -> String {
        let at = |n: usize| span[n].as_u64().expect("a number") as usize;
        characters[at(0)..at(1)].iter().collect()
    };
    let evidence = &graph["statements"][0]["evidence"][0];
    assert_eq!(slice(&evidence["source"][0]), "Solheim");
    assert_eq!(slice(&evidence["cue"][0]), "said");
    assert!(slice(&evidence["content"][0]).contains("We will not be hurried"));
    for relation in graph["relations"].as_array().expect("relations") {
        for evidence in relation["evidence"].as_array().expect("evidence") {
            let span = Value::from(vec![evidence["start"].clone(), evidence["end"].clone()]);
            assert_eq!(evidence["text"], slice(&span));
        }
    }
}

#[test]
fn every_id_in_the_json_is_there() {
    let sandbox = Sandbox::new();
    let text =
        std::fs::read_to_string(crate::sandbox::repository("examples/nato-rutte.txt")).expect("example");
    sandbox.write("a.txt", text);
    let graph = json(sandbox.run("extract a.txt -f json").ok());
    let ids = |key: &str| -> BTreeSet<String> {
        let rows = graph[key].as_array().expect("rows");
        rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
    };
    let (entities, statements, documents) = (ids("entities"), ids("statements"), ids("documents"));
    let check = |value: &Value, known: &BTreeSet<String>| {
        assert!(value.is_null() || known.contains(value.as_str().expect("an id")), "{value} leads nowhere");
    };
    for statement in graph["statements"].as_array().expect("statements") {
        check(&statement["speaker"], &entities);
        check(&statement["addressee"], &entities);
        check(&statement["inside"], &statements);
        statement["about"].as_array().expect("about").iter().for_each(|id| check(id, &entities));
        check(&statement["evidence"][0]["document"], &documents);
    }
    for relation in graph["relations"].as_array().expect("relations") {
        check(&relation["subject"], &entities);
        check(&relation["object"], &entities);
        check(&relation["statement"], &statements);
        let evidence = relation["evidence"].as_array().expect("evidence");
        assert_eq!(evidence.len() as u64, relation["weight"].as_u64().expect("a weight"));
        evidence.iter().for_each(|e| check(&e["document"], &documents));
    }
}

#[test]
fn extract_reads_standard_input_and_lines_of_json() {
    let sandbox = Sandbox::new();
    let graph = json(sandbox.run_with(&["extract", "-", "-f", "json"], TEXT).ok());
    assert_eq!(graph["documents"][0]["uri"], Value::Null);
    let line = |n: u32| {
        format!("{}\n", serde_json::json!({"text": TEXT, "title": n.to_string(), "date": "2026-03-04"}))
    };
    let graph = json(sandbox.run_with(&["extract", "-", "-f", "json"], &(line(1) + &line(2))).ok());
    let titles: BTreeSet<&str> = graph["documents"]
        .as_array()
        .expect("documents")
        .iter()
        .filter_map(|d| d["title"].as_str())
        .collect();
    assert_eq!(titles, BTreeSet::from(["1", "2"]));
}

#[test]
fn the_name_of_the_output_tells_its_format() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", TEXT);
    for (name, start) in
        [("a.dot", "digraph {"), ("a.gv", "digraph {"), ("a.json", "{\"sayso\""), ("a.svg", "<svg ")]
    {
        sandbox.run(&format!("extract a.txt -o {name} --engine builtin")).shows(0, "", "");
        let written = std::fs::read_to_string(sandbox.path(name)).expect("written");
        assert!(written.starts_with(start), "{name}: {written}");
    }
    assert!(sandbox.run("extract a.txt -f dot").ok().starts_with("digraph {"));
}

#[test]
fn adding_twice_changes_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("news/a.txt", TEXT).write("news/b.txt", "Tomas Belak left.\n");
    sandbox.run("add news").shows(0, "", "Added 2 documents.\n");
    let before = sandbox.run("graph -f json").ok().to_owned();
    sandbox.run("add news news/a.txt").shows(0, "", "Added 0 documents; 3 were there already.\n");
    assert_eq!(sandbox.run("graph -f json").ok(), before);
}

#[test]
fn the_order_of_documents_does_not_matter() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", TEXT).write("b.txt", "Tomas Belak left.\n");
    sandbox.run("add a.txt b.txt -q --db 1.db").shows(0, "", "");
    sandbox.run("add b.txt a.txt -q --db 2.db").shows(0, "", "");
    assert_eq!(sandbox.run("graph -f json --db 1.db").ok(), sandbox.run("graph -f json --db 2.db").ok());
}

#[test]
fn a_database_and_memory_give_the_same_graph() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", TEXT);
    sandbox.run("add a.txt -q").ok();
    assert_eq!(sandbox.run("graph -f json").ok(), sandbox.run("extract a.txt -f json").ok());
}

#[test]
fn graph_shows_the_part_around_somebody() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", TEXT).write("b.txt", "Anna Berg criticised Carl Dahl. Dahl praised Eva Lund.\n");
    sandbox.run("add a.txt b.txt -q").ok();
    let part = |args: &str| -> BTreeSet<String> {
        let graph = json(sandbox.run(&format!("graph -f json {args}")).ok());
        let entities = graph["entities"].as_array().expect("entities");
        entities.iter().map(|e| e["name"].as_str().expect("a name").to_owned()).collect()
    };
    let names = |list: &[&str]| list.iter().map(|n| (*n).to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(part("--around Berg"), names(&["Anna Berg", "Carl Dahl"]));
    assert_eq!(part("--around Berg --depth 2"), names(&["Anna Berg", "Carl Dahl", "Eva Lund"]));
    assert_eq!(part("--between Berg Lund"), names(&["Anna Berg", "Carl Dahl", "Eva Lund"]));
    assert_eq!(part("--class accuse --type person"), names(&["Anna Berg", "Carl Dahl"]));
    sandbox.run("graph --between Berg Solheim").shows(2, "", "error: nothing joins `Berg` and `Solheim`\n");
}

#[test]
fn quiet_is_quiet() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", TEXT);
    sandbox.run("add a.txt -q").shows(0, "", "");
}
