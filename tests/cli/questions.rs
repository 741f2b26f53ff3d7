//! The questions people bring: each command answers, in a stable order, in every form of output.

use serde_json::Value;

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
    let stats = rows(&sandbox, &["stats"]);
    assert_eq!((&stats[0]["what"], &stats[0]["n"]), (&"documents".into(), &2.into()));
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
    let file = std::fs::read_to_string(repository("examples/questions.sql")).expect("the questions");
    let code: String = file.lines().filter(|l| !l.starts_with("--")).map(|l| format!("{l}\n")).collect();
    let questions: Vec<&str> = code.split(";\n").map(str::trim).filter(|q| !q.is_empty()).collect();
    assert_eq!(questions.len(), 10);
    for question in questions {
        assert!(!rows(&sandbox, &["sql", question]).is_empty(), "no answer: {question}");
    }
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
