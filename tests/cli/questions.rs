//! The questions people bring: each command answers, in a stable order, in every form of output.

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, repository};

fn filled() -> Sandbox {
    let sandbox = Sandbox::new();
    let lines = [
        r#"{"text": "Karin Solheim met Tomas Belak in Lisk. Solheim said that Belak supported NATO. The treaty was signed in Varnholm.", "title": "A meeting", "date": "2026-03-02", "uri": "https://news.example/1"}"#,
        r#"{"text": "Anna Berg said that Tomas Belak did not support NATO, nor the treaty. Belak praised Karin Solheim. Marta Quill criticized Karin Solheim.", "title": "A reply", "date": "2026-03-05", "uri": "https://news.example/2"}"#,
    ];
    sandbox.write("news.jsonl", lines.join("\n"));
    sandbox.run("add news.jsonl -q").ok();
    sandbox
}

fn rows(sandbox: &Sandbox, args: &[&str]) -> Vec<Value> {
    let run = sandbox.run_with(&[args, &["--json"]].concat(), "");
    serde_json::from_str(run.ok()).expect("JSON")
}

fn texts(rows: &[Value], key: &str) -> Vec<String> {
    rows.iter().map(|row| row[key].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn neighbors_and_paths_show_their_sentences() {
    let sandbox = filled();
    let near = rows(&sandbox, &["neighbors", "Solheim", "--evidence"]);
    assert!(texts(&near, "name").contains(&"Tomas Belak".to_owned()), "{near:?}");
    assert!(texts(&near, "evidence").iter().any(|s| s.contains("met Tomas Belak")), "{near:?}");
    let path = rows(&sandbox, &["path", "Marta Quill", "Tomas Belak"]);
    assert_eq!(texts(&path, "from"), ["Marta Quill", "Karin Solheim"]);
    assert!(texts(&path, "evidence").iter().all(|s| !s.is_empty()));
    assert_eq!(sandbox.run("path Solheim Solheim").code, Some(2));
}

#[test]
fn a_timeline_goes_by_date() {
    let sandbox = filled();
    let events = rows(&sandbox, &["timeline", "Belak"]);
    let dates = texts(&events, "date");
    assert!(dates.is_sorted() && dates.first().is_some_and(|d| d == "2026-03-02"), "{dates:?}");
    assert!(rows(&sandbox, &["timeline", "--since", "2026-03-05"]).iter().all(|e| e["date"] == "2026-03-05"));
}

#[test]
fn sentences_are_found_by_their_words() {
    let sandbox = filled();
    let hits = rows(&sandbox, &["search", "treaty"]);
    assert_eq!(hits.len(), 2);
    assert!(texts(&hits, "text").iter().all(|t| t.contains("[treaty]")), "{hits:?}");
    for hostile in ["C++", "AT&T", "a\"b", "-x", "AND", "NEAR(", "'; DROP TABLE entity; --"] {
        assert_eq!(sandbox.run_with(&["search", "--", hostile], "").code, Some(0), "{hostile}");
    }
    assert_eq!(sandbox.run("search --syntax (").code, Some(2));
    assert_eq!(sandbox.run("search +").code, Some(2));
    assert_eq!(rows(&sandbox, &["search", "--syntax", "treat* NOT Varnholm"]).len(), 1);
}

#[test]
fn who_opposes_whom() {
    let sandbox = filled();
    let disputes = rows(&sandbox, &["disputes", "--evidence"]);
    let sides: Vec<(String, String)> =
        texts(&disputes, "speaker").into_iter().zip(texts(&disputes, "other_speaker")).collect();
    let has = |a: &str, b: &str| sides.iter().any(|(x, y)| x == a && y == b || x == b && y == a);
    assert!(has("Karin Solheim", "Anna Berg"), "{disputes:?}");
    assert!(has("Tomas Belak", "Marta Quill"), "{disputes:?}");
    assert!(rows(&sandbox, &["changes", "Karin Solheim"]).is_empty());
}

#[test]
fn the_graph_has_a_shape() {
    let sandbox = filled();
    for by in ["pagerank", "degree", "betweenness"] {
        let ranked = rows(&sandbox, &["rank", "--by", by, "--type", "person"]);
        assert!(texts(&ranked, "type").iter().all(|t| t == "person"));
        let scores: Vec<f64> = ranked.iter().filter_map(|r| r["score"].as_f64()).collect();
        assert!(scores.is_sorted_by(|a, b| a >= b) && !scores.is_empty(), "{by}: {scores:?}");
    }
    let first = rows(&sandbox, &["communities", "--seed", "3"]);
    assert_eq!(first, rows(&sandbox, &["communities", "--seed", "3"]));
    assert_eq!(rows(&sandbox, &["components"])[0]["group"], 1);
}

#[test]
fn documents_are_listed_and_shown() {
    let sandbox = filled();
    assert_eq!(texts(&rows(&sandbox, &["documents"]), "title"), ["A meeting", "A reply"]);
    assert!(sandbox.run_with(&["show", "A reply"], "").ok().contains("Anna Berg"));
    let said = |args: &[&str]| {
        sandbox.run_with(&[&["show", "A reply", "--csv"], args].concat(), "").ok().lines().count()
    };
    assert_eq!((said(&[]), said(&["--limit", "1"])), (5, 2));
    let stats = rows(&sandbox, &["stats"]);
    assert_eq!((&stats[0]["what"], &stats[0]["n"]), (&"documents".into(), &2.into()));
}

#[test]
fn a_limit_gives_the_beginning_of_the_list() {
    let sandbox = Sandbox::new();
    // Documents are looked at some at a time, in order of their dates: what is asked for stands in some of them.
    let line = |n: usize| {
        let text = match n % 20 {
            19 => "Karin Solheim said that Tomas Belak supported NATO. Anna Berg praised Lisk in 1994.",
            n if n % 2 == 0 => "Anna Berg met Karin Solheim in Lisk. Berg praised Tomas Belak.",
            _ => {
                "Karin Solheim visited Varnholm. Tomas Belak told Karin Solheim that Anna Berg criticized NATO."
            }
        };
        let date = format!("2026-03-{:02}", 1 + n * 7 % 28);
        json!({"text": text, "title": format!("Number {n}"), "date": date}).to_string()
    };
    sandbox.write("news.jsonl", (0..60).map(line).collect::<Vec<_>>().join("\n"));
    sandbox.run("add news.jsonl -q --no-near").ok();
    for question in [
        &["said", "--by", "Karin Solheim"][..],
        &["said", "--about", "Tomas Belak", "--since", "2026-03-05"],
        &["said", "--to", "Karin Solheim"],
        &["said", "--by", "Karin Solheim", "--about", "NATO"],
        &["relations", "--about", "Karin Solheim"],
        &["timeline", "Anna Berg"],
        &["timeline", "Karin Solheim", "--until", "2026-03-20"],
        &["neighbors", "Anna Berg"],
    ] {
        let all = rows(&sandbox, question);
        assert!(all.len() > 2, "{question:?}: {all:?}");
        for limit in 1..all.len().min(8) {
            let some = rows(&sandbox, &[question, &["--limit", &limit.to_string()]].concat());
            assert_eq!(some, all[..limit], "{question:?} --limit {limit}");
        }
    }
}

#[test]
fn every_listing_prints_csv_and_ndjson() {
    let sandbox = filled();
    for command in
        ["documents", "stats", "timeline", "rank", "communities", "components", "disputes", "search treaty"]
    {
        let csv = sandbox.run(&format!("{command} --csv"));
        let ndjson = sandbox.run(&format!("{command} --ndjson"));
        assert_eq!(csv.ok().lines().count(), ndjson.ok().lines().count() + 1, "{command}");
    }
}

#[test]
fn ambiguous_names_are_listed() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Karin Berg met Anna Berg in Lisk.\n");
    sandbox.run("add a.txt -q").ok();
    let run = sandbox.run("show Berg");
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(run.stderr.contains("Karin Berg") && run.stderr.contains("Anna Berg"));
}

#[test]
fn the_ten_questions_are_answered() {
    let sandbox = Sandbox::new();
    let examples = repository("examples");
    sandbox.run_with(&["add", &examples.to_string_lossy(), "-q"], "").ok();
    for question in questions() {
        assert!(!rows(&sandbox, &["sql", &question]).is_empty(), "no answer: {question}");
    }
}

#[test]
fn the_ten_answers_are_right() {
    let sandbox = Sandbox::new();
    let lines = [
        r#"{"text": "Karin Solheim met Tomas Belak in Lisk. Solheim said that Belak supported NATO.", "date": "2026-03-02"}"#,
        r#"{"text": "Anna Berg said that Tomas Belak did not support NATO. Belak praised Karin Solheim. Marta Quill criticized Karin Solheim.", "date": "2026-03-05"}"#,
        r#"{"text": "\"We will rebuild the bridge,\" Solheim said. Marta Quill, the director of the Northern River Commission, denied that Belak had met Anna Berg.", "date": "2026-03-06"}"#,
    ];
    sandbox.write("news.jsonl", lines.join("\n"));
    sandbox.run("add news.jsonl -q").ok();
    // What must be among the answers, and how many there are where no others may be.
    let expected = [
        (json!({"speaker": "Tomas Belak", "statements": 3}), 4),
        (json!({"name": "NATO", "statements": 4, "speakers": 3}), 0),
        (json!({"speaker": "Marta Quill", "cue": "deny", "content": "that Belak had met Anna Berg"}), 2),
        (json!({"speaker": "Karin Solheim", "content": "\"We will rebuild the bridge,\""}), 1),
        (
            json!({"subject": "Marta Quill", "predicate": "director of", "object": "Northern River Commission"}),
            1,
        ),
        (
            json!({"speaker": "Karin Solheim", "subject_text": "Belak", "predicate": "support", "object_text": "NATO"}),
            2,
        ),
        (json!({"subject_text": "Tomas Belak", "predicate": "support", "factuality": "reported"}), 1),
        (json!({"subject": "Tomas Belak", "object": "NATO", "assertions": 2, "predicates": "support"}), 0),
        (json!({"name": "Karin Solheim", "documents": 3, "names": "Karin Solheim; Solheim"}), 0),
        (json!({"role": "cue", "characters": "did not support"}), 0),
    ];
    for (question, (row, n)) in questions().iter().zip(expected) {
        let found = rows(&sandbox, &["sql", question]);
        let has =
            |found: &Value| row.as_object().expect("a row").iter().all(|(key, value)| found[key] == *value);
        assert!(found.iter().any(has), "{question}\n{row} is not among {found:?}");
        assert!(n == 0 || found.len() == n, "{question}\n{n} rows expected: {found:?}");
    }
}

/// The queries of `examples/questions.sql`.
fn questions() -> Vec<String> {
    let file = std::fs::read_to_string(repository("examples/questions.sql")).expect("the questions");
    let code: String = file.lines().filter(|l| !l.starts_with("--")).map(|l| format!("{l}\n")).collect();
    let questions: Vec<String> =
        code.split(";\n").map(|q| q.trim().to_owned()).filter(|q| !q.is_empty()).collect();
    assert_eq!(questions.len(), 10);
    questions
}

#[test]
fn names_are_found_by_their_words() {
    let sandbox = filled();
    let show = |name: &str| sandbox.run_with(&["show", name], "");
    for name in ["quill", "Marta Quill", "mart", "berg"] {
        assert_eq!(show(name).code, Some(0), "{name}");
    }
    assert!(show("quill").stdout.starts_with("Marta Quill (person"), "{}", show("quill").stdout);
    let unknown = show("Qiull");
    assert_eq!(unknown.code, Some(1));
    assert!(unknown.stderr.contains("did you mean `Marta Quill`?"), "{}", unknown.stderr);
    // A new name is found by its words, an old one no more once nothing calls it so.
    sandbox.run_with(&["entity", "rename", "Marta Quill", "Marta Holm", "-q"], "").ok();
    assert!(show("holm").stdout.starts_with("Marta Holm"), "{}", show("holm").stderr);
    sandbox.run("remove -q https://news.example/2").ok();
    assert_eq!(show("holm").code, Some(1));
}

#[test]
fn links_keep_up_with_what_they_count() {
    let sandbox = filled();
    let weight = |a: &str, b: &str| {
        let found = rows(&sandbox, &["neighbors", a]);
        found.iter().find(|n| n["name"] == b).map_or(0, |n| n["weight"].as_u64().expect("a number"))
    };
    let before = weight("Karin Solheim", "Tomas Belak");
    assert!(before >= 3, "met, said about, praised: {before}");
    let other = r#"{"text": "Tomas Belak praised Karin Solheim in Lisk.", "date": "2026-03-09", "uri": "https://news.example/3"}"#;
    sandbox.write("other.jsonl", other);
    sandbox.run("add other.jsonl -q").ok();
    assert!(weight("Karin Solheim", "Tomas Belak") > before);
    sandbox.run("check -q").ok();
    sandbox.run("remove -q https://news.example/3").ok();
    assert_eq!(weight("Karin Solheim", "Tomas Belak"), before);
    // Whom the user merges brings the links along, and takes them away again.
    let quill = weight("Marta Quill", "Karin Solheim");
    sandbox.run_with(&["entity", "merge", "Tomas Belak", "Marta Quill", "-q"], "").ok();
    assert_eq!(weight("Tomas Belak", "Karin Solheim"), before + quill);
    sandbox.run("check -q").ok();
    let log = rows(&sandbox, &["entity", "log"]);
    sandbox.run_with(&["entity", "undo", log[0]["id"].as_str().expect("an id"), "-q"], "").ok();
    assert_eq!(weight("Karin Solheim", "Tomas Belak"), before);
    // Who is hidden is nobody's neighbour.
    sandbox.run_with(&["entity", "hide", "Marta Quill", "-q"], "").ok();
    assert_eq!((weight("Karin Solheim", "Marta Quill"), quill > 0), (0, true));
    sandbox.run("check -q").ok();
}

#[test]
fn every_row_shows_what_it_rests_on() {
    let sandbox = filled();
    for command in [
        "said",
        "relations",
        "entities",
        "rank",
        "timeline",
        "disputes",
        "neighbors Belak",
        "path Solheim Belak",
    ] {
        let args: Vec<&str> = command.split(' ').chain(["--evidence", "--limit", "1"]).collect();
        let found = rows(&sandbox, &args);
        assert_eq!(found.len(), 1, "{command}: {found:?}");
        for row in &found {
            assert!(row["evidence"].as_str().is_some_and(|text| text.ends_with('.')), "{command}: {row}");
            assert!(row["sentence"].is_u64(), "{command}: {row}");
            assert!(row["document"].as_str().is_some_and(|d| d.starts_with("A ")), "{command}: {row}");
        }
        let table = sandbox.run_with(&args, "");
        assert!(table.ok().contains("    > "), "{command}: {}", table.stdout);
    }
}

#[test]
fn the_shape_goes_along_with_the_graph() {
    let sandbox = filled();
    let args = ["graph", "-f", "node-link", "--type", "person"];
    let measures = ["--measure", "pagerank", "--measure", "community", "--measure", "betweenness"];
    let graph: Value =
        serde_json::from_str(sandbox.run_with(&[&args[..], &measures].concat(), "").ok()).expect("JSON");
    let nodes = graph["nodes"].as_array().expect("nodes");
    let ranked = rows(&sandbox, &["rank", "--type", "person"]);
    assert!(!ranked.is_empty());
    for row in ranked {
        let node = nodes.iter().find(|n| n["name"] == row["name"]).expect("a node");
        let (one, other) = (node["pagerank"].as_f64(), row["score"].as_f64());
        assert!((one.expect("a rank") - other.expect("a score")).abs() < 1e-5, "{node} {row}");
        assert!(node["community"].is_u64() && node["betweenness"].is_f64(), "{node}");
    }
    let csv = sandbox.run("graph -f csv -o tables --measure component -q");
    csv.ok();
    let nodes = std::fs::read_to_string(sandbox.path("tables/nodes.csv")).expect("a table");
    assert!(nodes.starts_with("Id,Label,type,aliases,mentions,component\n"), "{nodes}");
}

#[test]
fn completions_and_manual() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish"] {
        assert!(sandbox.run(&format!("completions {shell}")).ok().contains("sayso"));
    }
    assert!(sandbox.run("man").ok().contains(".TH sayso"));
    sandbox.run("man pages").ok();
    assert!(sandbox.path("pages/sayso-said.1").exists());
}
