//! What narrows an answer narrows it to what is true of the same sentence.

use serde_json::Value;

use crate::sandbox::Sandbox;

fn filled(documents: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new();
    let line = |(date, text): &(&str, &str)| {
        serde_json::json!({"text": text, "date": date, "title": date}).to_string()
    };
    sandbox.write("news.jsonl", documents.iter().map(line).collect::<Vec<_>>().join("\n"));
    sandbox.run("add news.jsonl -q").ok();
    sandbox
}

fn rows(sandbox: &Sandbox, args: &[&str]) -> Vec<Value> {
    let run = sandbox.run_with(&[args, &["--json"]].concat(), "");
    serde_json::from_str(run.ok()).expect("JSON")
}

const SUPPORT: &str = "Anna Berg said that Tomas Belak supported NATO.";

#[test]
fn both_bounds_hold_for_the_same_evidence() {
    let sandbox = filled(&[
        ("2026-03-02", "Karin Solheim met Tomas Belak in Lisk."),
        ("2026-03-10", "Karin Solheim met Tomas Belak in Lisk again."),
    ]);
    let between = |since: &str, until: &str| {
        let found =
            rows(&sandbox, &["relations", "--subject", "Karin Solheim", "--since", since, "--until", until]);
        found.iter().filter(|r| r["predicate"] == "meet").map(|r| r["weight"].as_u64()).collect::<Vec<_>>()
    };
    assert_eq!(between("2026-03-01", "2026-03-31"), [Some(2)]);
    assert_eq!(between("2026-03-05", "2026-03-31"), [Some(1)]);
    assert!(between("2026-03-05", "2026-03-07").is_empty());
}

#[test]
fn what_several_say_is_inside_the_words_of_each() {
    let quill = SUPPORT.replace("Anna Berg", "Marta Quill");
    let sandbox = filled(&[("2026-03-02", SUPPORT), ("2026-03-03", &quill)]);
    for speaker in ["Anna Berg", "Marta Quill"] {
        let found = rows(&sandbox, &["relations", "--inside", speaker]);
        let support: Vec<&Value> = found.iter().filter(|r| r["predicate"] == "support").collect();
        assert!(support.len() == 1 && support[0]["weight"] == 1, "{speaker}: {found:?}");
    }
    assert!(rows(&sandbox, &["relations", "--inside", "Tomas Belak"]).is_empty());
}

#[test]
fn a_denial_blames_nobody() {
    let sandbox = filled(&[
        ("2026-03-02", "Tomas Belak praised Karin Solheim."),
        ("2026-03-03", "Marta Quill denied that Karin Solheim met Anna Berg."),
    ]);
    assert!(rows(&sandbox, &["disputes"]).is_empty());
}

#[test]
fn a_denial_opposes_the_claim() {
    let sandbox = filled(&[
        ("2026-03-02", SUPPORT),
        ("2026-03-03", "Marta Quill denied that Tomas Belak supported NATO."),
    ]);
    let found = rows(&sandbox, &["disputes", "--about", "NATO"]);
    assert!(found.len() == 1 && found[0]["rule"] == "opposite claims", "{found:?}");
}

#[test]
fn who_turned_round_is_found() {
    let sandbox = filled(&[
        ("2026-03-02", SUPPORT),
        ("2026-03-09", "Anna Berg said that Tomas Belak did not support NATO."),
        ("2026-03-10", "Marta Quill said that Tomas Belak did not support NATO."),
    ]);
    let found = rows(&sandbox, &["changes", "Anna Berg", "--evidence"]);
    let [change] = &found[..] else { panic!("{found:?}") };
    assert_eq!((&change["date"], &change["other_date"]), (&"2026-03-02".into(), &"2026-03-09".into()));
    assert_eq!(change["evidence"], SUPPORT);
    assert!(rows(&sandbox, &["changes", "Marta Quill"]).is_empty());
}

#[test]
fn speakers_are_those_who_speak_among_what_is_left() {
    // Belak speaks, but only of a place: among persons he is silent.
    let sandbox = filled(&[("2026-03-02", "Anna Berg praised Tomas Belak. Tomas Belak praised Norway.")]);
    let ranked = rows(&sandbox, &["rank", "--speakers"]);
    assert!(!ranked.is_empty(), "{ranked:?}");
    assert!(rows(&sandbox, &["rank", "--speakers", "--type", "person"]).is_empty());
}

#[test]
fn a_portrait_has_rows_for_programs() {
    let sandbox = filled(&[("2026-03-02", SUPPORT)]);
    let csv = sandbox.run_with(&["show", "Anna Berg", "--csv", "--evidence"], "");
    assert!(csv.ok().starts_with("id,name,section,"), "{}", csv.stdout);
    assert!(csv.stdout.contains("says") && csv.stdout.contains(SUPPORT), "{}", csv.stdout);
    let ndjson = sandbox.run_with(&["show", "Anna Berg", "--ndjson"], "");
    let lines: Vec<Value> = ndjson.ok().lines().map(|l| serde_json::from_str(l).expect("JSON")).collect();
    assert!(lines.iter().any(|l| l["section"] == "says" && l["speaker"] == "Anna Berg"), "{lines:?}");
}

#[test]
fn rejection_of_a_thing_opposes_its_praise() {
    let sandbox = filled(&[
        ("2026-03-02", "Anna Berg praised Karin Solheim."),
        ("2026-03-03", "Tomas Belak rejected Karin Solheim."),
        ("2026-03-04", "Marta Quill endorsed calls to punish Tomas Belak."),
        ("2026-03-05", "Karin Solheim blamed Tomas Belak."),
    ]);
    let found = rows(&sandbox, &["disputes"]);
    let [only] = &found[..] else { panic!("{found:?}") };
    assert_eq!((&only["speaker"], &only["other_speaker"]), (&"Anna Berg".into(), &"Tomas Belak".into()));
    assert_eq!((&only["about"], &only["rule"]), (&"Karin Solheim".into(), &"for and against".into()));
}
