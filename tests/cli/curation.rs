//! The user's decisions: they hold for every command, survive new documents, and can be undone.

use serde_json::Value;

use crate::sandbox::Sandbox;

const FIRST: &str =
    "Karin Solheim met Tomas Belak in Lisk. Solheim said that the bridge was closed. Belak denied it.\n";
const SECOND: &str = "K. Belak visited Varnholm. Carina Solheim welcomed the visit, she told reporters.\n";

fn filled() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", FIRST).write("b.txt", SECOND);
    sandbox.run("add a.txt b.txt -q").ok();
    sandbox
}

fn names(sandbox: &Sandbox) -> Vec<String> {
    let listed: Value = serde_json::from_str(sandbox.run("entities --json").ok()).expect("JSON");
    let rows = listed.as_array().expect("rows").iter();
    let mut names: Vec<String> = rows.map(|r| r["name"].as_str().expect("a name").to_owned()).collect();
    names.sort();
    names
}

fn has(sandbox: &Sandbox, name: &str) -> bool {
    names(sandbox).iter().any(|n| n == name)
}

/// Runs with arguments that may hold blanks.
fn run(sandbox: &Sandbox, args: &[&str]) -> crate::sandbox::Run {
    sandbox.run_with(args, "")
}

/// The id of the last decision.
fn last_id(sandbox: &Sandbox) -> String {
    let log: Value = serde_json::from_str(sandbox.run("entity log --json").ok()).expect("JSON");
    log.as_array().and_then(|rows| rows.last()).expect("a row")["id"].as_str().expect("an id").to_owned()
}

#[test]
fn a_merge_holds_for_new_documents_and_is_undone() {
    let sandbox = filled();
    let before = names(&sandbox);
    run(&sandbox, &["entity", "merge", "Karin Solheim", "Carina Solheim", "--reason", "a slip of the pen"])
        .ok();
    assert!(!has(&sandbox, "Carina Solheim") && has(&sandbox, "Karin Solheim"));
    assert!(run(&sandbox, &["show", "Carina Solheim"]).ok().contains("Karin Solheim"));
    sandbox.write("c.txt", "Carina Solheim left Lisk on Friday.\n");
    sandbox.run("add c.txt -q").ok();
    assert!(!has(&sandbox, "Carina Solheim"));
    let id = last_id(&sandbox);
    sandbox.run(&format!("entity undo {}", &id[..8])).ok();
    assert!(has(&sandbox, "Carina Solheim") && has(&sandbox, "Karin Solheim"));
    assert!(before.iter().all(|name| has(&sandbox, name)));
    assert!(sandbox.run("entity log").ok().contains("a slip of the pen"));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let sandbox = filled();
    let refused = |args: &[&str], message: &str| {
        let run = run(&sandbox, args);
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.stderr);
        assert!(run.stderr.contains(message), "{args:?}: {}", run.stderr);
    };
    refused(&["entity", "merge", "Karin Solheim", "Karin Solheim"], "are one entity already");
    refused(&["entity", "apart", "Karin Solheim", "Karin Solheim"], "is one entity");
    refused(&["entity", "undo", "ffff"], "no decision has the id `ffff`");
    refused(&["entity", "rename", "Karin Solheim", " "], "a name must not be empty");
    refused(&["entity", "split", "Karin Solheim", "--name", "Nobody"], "has no mention there");
    refused(&["entity", "split", "Karin Solheim", "--document", "none"], "no document has");
    run(&sandbox, &["entity", "merge", "Karin Solheim", "Carina Solheim"]).ok();
    refused(&["entity", "merge", "Carina Solheim", "Karin Solheim"], "are one entity already");
    let id = last_id(&sandbox);
    sandbox.run(&format!("entity undo {id}")).ok();
    refused(&["entity", "undo", &id], "was undone already");
    run(&sandbox, &["entity", "apart", "Karin Solheim", "Carina Solheim"]).ok();
    refused(&["entity", "merge", "Karin Solheim", "Carina Solheim"], "kept apart");
    assert_eq!(run(&sandbox, &["entity", "hide", "Xyzzy"]).code, Some(1));
}

#[test]
fn names_types_and_hiding() {
    let sandbox = filled();
    let hostile = "x'; DROP TABLE entity; -- <b>\"]; evil \u{1b}[31m";
    run(&sandbox, &["entity", "rename", "Tomas Belak", hostile]).ok();
    assert!(has(&sandbox, hostile));
    run(&sandbox, &["entity", "alias", "Karin Solheim", "The Bridge Lady"]).ok();
    assert!(run(&sandbox, &["show", "the bridge lady"]).ok().contains("Karin Solheim"));
    run(&sandbox, &["entity", "retype", "Lisk", "organization"]).ok();
    let lisk: Value = serde_json::from_str(sandbox.run("show Lisk --json").ok()).expect("JSON");
    assert_eq!(lisk["type"], "organization");
    run(&sandbox, &["entity", "hide", "Varnholm"]).ok();
    assert!(!has(&sandbox, "Varnholm"));
    assert!(!sandbox.run("graph -f json").ok().contains("\"Varnholm\""));
    let id = last_id(&sandbox);
    sandbox.run(&format!("entity undo {id}")).ok();
    assert!(has(&sandbox, "Varnholm"));
}

#[test]
fn a_split_parts_what_a_document_says() {
    let sandbox = Sandbox::new();
    sandbox
        .write("a.txt", "Anna Berg won the race in Lisk.\n")
        .write("b.txt", "Anna Berg was jailed in Varnholm.\n");
    sandbox.run("add a.txt b.txt -q").ok();
    assert_eq!(names(&sandbox).iter().filter(|n| *n == "Anna Berg").count(), 1);
    run(&sandbox, &["entity", "split", "Anna Berg", "--document", "b.txt"]).ok();
    assert_eq!(names(&sandbox).iter().filter(|n| *n == "Anna Berg").count(), 2);
    sandbox.run(&format!("entity undo {}", last_id(&sandbox))).ok();
    assert_eq!(names(&sandbox).iter().filter(|n| *n == "Anna Berg").count(), 1);
}

#[test]
fn decisions_travel_as_text() {
    let sandbox = filled();
    run(&sandbox, &["entity", "merge", "Karin Solheim", "Carina Solheim"]).ok();
    run(&sandbox, &["entity", "rename", "Karin Solheim", "Karin S."]).ok();
    sandbox.run("entity export -o decisions.ndjson").ok();
    let other = filled();
    other.write("decisions.ndjson", std::fs::read(sandbox.path("decisions.ndjson")).expect("the file"));
    other.run("entity import decisions.ndjson").ok();
    assert_eq!(names(&other), names(&sandbox));
    assert!(
        other.run("entity import decisions.ndjson").stderr.contains("Added 0 decisions; 2 known already.")
    );
    other.write("bad.ndjson", "{\"id\": 1}\n");
    assert_eq!(other.run("entity import bad.ndjson").code, Some(1));
}

#[test]
fn likely_duplicates_are_suggested_until_kept_apart() {
    let sandbox = Sandbox::new();
    sandbox
        .write("a.txt", "Kari Solheim spoke in Lisk.\n")
        .write("b.txt", "Karin Solheim spoke in Varnholm.\n");
    sandbox.run("add a.txt b.txt -q").ok();
    assert!(sandbox.run("entity suggest").ok().contains("Kari Solheim"));
    run(&sandbox, &["entity", "apart", "Kari Solheim", "Karin Solheim"]).ok();
    assert!(!sandbox.run("entity suggest").ok().contains("Kari Solheim"));
}

#[test]
fn a_decision_outlives_evidence_that_speaks_against_it() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Solheim left Lisk on Friday.\n");
    sandbox.run("add a.txt -q").ok();
    run(&sandbox, &["entity", "rename", "Solheim", "Solheim the Elder"]).ok();
    // Without the decision, the only person with this last name would take the document's Solheim.
    sandbox.write("b.txt", "Karin Solheim arrived in Varnholm.\n");
    sandbox.run("add b.txt -q").ok();
    assert!(has(&sandbox, "Solheim the Elder") && has(&sandbox, "Karin Solheim"));
    sandbox.run(&format!("entity undo {}", last_id(&sandbox))).ok();
    assert!(
        has(&sandbox, "Karin Solheim") && !has(&sandbox, "Solheim") && !has(&sandbox, "Solheim the Elder")
    );
}

#[test]
fn decisions_are_undone_in_any_order() {
    let sandbox = filled();
    let before = sandbox.run("graph -f json").ok().to_owned();
    run(&sandbox, &["entity", "merge", "Karin Solheim", "Carina Solheim"]).ok();
    let first = last_id(&sandbox);
    run(&sandbox, &["entity", "merge", "Tomas Belak", "Karin Solheim"]).ok();
    let second = last_id(&sandbox);
    run(&sandbox, &["entity", "alias", "Tomas Belak", "The Three"]).ok();
    let third = last_id(&sandbox);
    assert!(!has(&sandbox, "Karin Solheim") && !has(&sandbox, "Carina Solheim"));
    sandbox.run(&format!("entity undo {first}")).ok();
    assert!(!has(&sandbox, "Karin Solheim") && has(&sandbox, "Carina Solheim"));
    sandbox.run(&format!("entity undo {third}")).ok();
    sandbox.run(&format!("entity undo {second}")).ok();
    assert_eq!(sandbox.run("graph -f json").ok(), before);
}

#[test]
fn ten_thousand_aliases_are_just_rows() {
    let sandbox = filled();
    run(&sandbox, &["entity", "alias", "Karin Solheim", "Alias 0"]).ok();
    let line = sandbox.run("entity export").ok().trim().to_owned();
    let entry: Value = serde_json::from_str(&line).expect("JSON");
    let many: String = (1..=10_000)
        .map(|n| {
            let mut copy = entry.clone();
            copy["id"] = format!("{n:016x}").into();
            copy["value"] = format!("Alias {n}").into();
            format!("{copy}\n")
        })
        .collect();
    sandbox.write("many.ndjson", many);
    assert!(sandbox.run("entity import many.ndjson").stderr.starts_with("Added 10,000 decisions;"));
    assert!(sandbox.run_with(&["show", "Alias 7777"], "").ok().starts_with("Karin Solheim"));
    sandbox.write("c.txt", "Karin Solheim left Lisk.\n");
    sandbox.run("add c.txt -q").ok();
    assert!(has(&sandbox, "Karin Solheim"));
}

#[test]
fn decisions_about_nobody_are_told() {
    let sandbox = filled();
    run(&sandbox, &["entity", "rename", "Karin Solheim", "Karin S."]).ok();
    run(&sandbox, &["entity", "hide", "Varnholm"]).ok();
    sandbox.run("entity export -o decisions.ndjson").ok();
    let other = Sandbox::new();
    other.write("a.txt", FIRST);
    other.run("add a.txt -q").ok();
    other.write("decisions.ndjson", std::fs::read(sandbox.path("decisions.ndjson")).expect("the file"));
    let imported = other.run("entity import decisions.ndjson");
    assert!(imported.stderr.contains("no text names `Varnholm`"), "{}", imported.stderr);
    assert!(!imported.stderr.contains("Karin"), "{}", imported.stderr);
    other.write("b.txt", SECOND);
    other.run("add b.txt -q").ok();
    assert!(has(&other, "Karin S.") && !has(&other, "Varnholm"));
    assert!(!other.run("entity import decisions.ndjson").stderr.contains("warning"));
}

#[test]
fn merges_in_a_circle_make_one() {
    let sandbox = filled();
    sandbox.run("entity export -o none.ndjson").ok();
    let merge = |into: &str, from: &str| {
        let other = filled();
        run(&other, &["entity", "merge", into, from]).ok();
        other.run("entity export").ok().to_owned()
    };
    let circle = [
        merge("Karin Solheim", "Carina Solheim"),
        merge("Carina Solheim", "Tomas Belak"),
        merge("Tomas Belak", "Karin Solheim"),
    ];
    sandbox.write("circle.ndjson", circle.concat());
    sandbox.run("entity import circle.ndjson").ok();
    let three = ["Karin Solheim", "Carina Solheim", "Tomas Belak"];
    assert_eq!(three.iter().filter(|name| has(&sandbox, name)).count(), 1);
    for name in three {
        run(&sandbox, &["show", name]).ok();
    }
    sandbox.run("check").ok();
    for _ in three {
        sandbox.run(&format!("entity undo {}", last_of(&sandbox, "merge"))).ok();
    }
    assert!(three.iter().all(|name| has(&sandbox, name)));
}

#[test]
fn governments_go_by_their_seats() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.txt",
        "Ukraine asked for ships. A Ukrainian official left Lisk. Karin Solheim visited Ukraine.\n",
    );
    sandbox.run("add a.txt -q").ok();
    let shown: Value = serde_json::from_str(sandbox.run("show Ukraine --json").ok()).expect("JSON");
    let has = |list: &str, name: &str| shown[list].as_array().is_some_and(|l| l.iter().any(|n| n == name));
    assert!(has("demonyms", "Ukrainian") && has("metonyms", "Kyiv"), "{shown}");
    assert!(sandbox.run("show Kyiv").ok().starts_with("Ukraine (place"));
    // The city itself, once a text names it, is no government.
    sandbox.write("b.txt", "Karin Solheim spoke in Kyiv.\n");
    sandbox.run("add b.txt -q").ok();
    assert!(sandbox.run("show Kyiv").ok().starts_with("Kyiv (place"));
}

#[test]
fn hostile_names_do_no_harm() {
    let sandbox = filled();
    for hostile in [
        "'; DROP TABLE curation; --",
        "<script>alert(1)</script>",
        "\"]; a -> b [label=\"",
        "\u{1b}[2J\u{202e}x",
    ] {
        run(&sandbox, &["entity", "rename", "Tomas Belak", hostile, "--reason", hostile]).ok();
        run(&sandbox, &["entity", "alias", hostile, &format!("also {hostile}")]).ok();
        let shown = run(&sandbox, &["show", hostile]);
        assert!(!shown.ok().contains('\u{1b}') && !shown.stdout.contains('\u{202e}'), "{}", shown.stdout);
        assert!(!sandbox.run("entity log").ok().contains('\u{1b}'));
        let svg = sandbox.run("graph -f svg").ok().to_owned();
        assert!(!svg.contains("<script>") && !svg.contains('\u{1b}'));
        sandbox.run(&format!("entity undo {}", last_id(&sandbox))).ok();
        sandbox.run(&format!("entity undo {}", last_of(&sandbox, "rename"))).ok();
        assert!(has(&sandbox, "Tomas Belak"));
    }
}

/// The id of the last decision of a kind that holds.
fn last_of(sandbox: &Sandbox, action: &str) -> String {
    let text = sandbox.run("entity export").ok().to_owned();
    let mut entries = text.lines().rev().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let last = entries.find(|e| e["action"] == action && e["undone"].is_null());
    last.expect("a decision")["id"].as_str().expect("an id").to_owned()
}

#[test]
fn what_is_only_described_is_found_and_decided_about() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.txt",
        "The ferry workers met Karin Solheim in Lisk. The ferry workers said that they were tired.\n",
    );
    sandbox.write("b.txt", "Tomas Belak praised the bridge builders of Varnholm. They thanked Belak.\n");
    sandbox.run("add a.txt b.txt -q").ok();
    let rows = |of: &str| {
        let db = rusqlite::Connection::open(sandbox.path("sayso.db")).expect("a database");
        let sql = format!(
            "SELECT count(*) FROM {of} o JOIN entity e ON e.id = o.entity WHERE e.name LIKE '%ferry workers'"
        );
        db.query_row(&sql, [], |row| row.get::<_, usize>(0)).expect("a number")
    };
    // By its name, case aside, and by the beginning of it; listed and counted as others are.
    for name in ["ferry workers", "Ferry Workers", "the ferry workers", "ferry wor"] {
        assert!(run(&sandbox, &["show", name]).ok().contains("ferry workers"), "{name}");
    }
    assert!(sandbox.run("entities ferry").ok().contains("ferry workers") && has(&sandbox, "ferry workers"));
    assert!(run(&sandbox, &["said", "--by", "ferry workers"]).ok().contains("tired"));
    let unknown = run(&sandbox, &["show", "ferry builders"]);
    assert_eq!(unknown.code, Some(1), "{}", unknown.stderr);
    assert_eq!((rows("alias"), rows("entity_vote")), (0, 0), "its name stands in `entity` alone");
    // Decisions about it hold and are undone.
    run(&sandbox, &["entity", "alias", "ferry workers", "dockers"]).ok();
    assert!(run(&sandbox, &["show", "dockers"]).ok().contains("ferry workers") && rows("alias") == 2);
    sandbox.run("check -q").ok();
    sandbox.run(&format!("entity undo {}", &last_id(&sandbox)[..8])).ok();
    assert_eq!((rows("alias"), rows("entity_vote")), (0, 0));
    run(&sandbox, &["entity", "merge", "Karin Solheim", "ferry workers"]).ok();
    assert!(!has(&sandbox, "ferry workers"));
    assert!(run(&sandbox, &["said", "--by", "Karin Solheim"]).ok().contains("tired"));
    sandbox.run("check -q").ok();
    sandbox.run(&format!("entity undo {}", &last_id(&sandbox)[..8])).ok();
    run(&sandbox, &["entity", "merge", "ferry workers", "Karin Solheim"]).ok();
    assert!(has(&sandbox, "ferry workers") && !has(&sandbox, "Karin Solheim"));
    sandbox.write("c.txt", "Karin Solheim left Lisk on Friday.\n");
    sandbox.run("add c.txt -q").ok();
    assert!(!has(&sandbox, "Karin Solheim"));
    sandbox.run("check -q").ok();
    sandbox.run("remove a.txt -q").ok();
    sandbox.run("check -q").ok();
    sandbox.run(&format!("entity undo {}", &last_id(&sandbox)[..8])).ok();
    assert!(has(&sandbox, "Karin Solheim") && !has(&sandbox, "ferry workers"));
    sandbox.run("check -q").ok();
}
