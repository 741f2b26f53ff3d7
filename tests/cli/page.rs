//! The page of `-f html`, used in headless Chromium.

use std::process::Command;

use serde_json::{Value, json};

use crate::sandbox::{Sandbox, repository};

const TEXT: &str = "Anna Berg accused Carl Dahl of fraud. \
     “</script><script>alert(1)</script> & <b>no</b>,” Dahl said of Berg.\n";

#[test]
fn a_reader_can_use_the_page() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", TEXT);
    sandbox.run("extract a.txt -q -o a.html").ok();
    let Some(found) = in_chromium(&sandbox, "a.html") else { return };
    assert_eq!(found["errors"], json!([]), "{found}");
    assert_eq!(found["requests"].as_array().map(Vec::len), Some(1), "one file needs no other: {found}");
    assert_eq!((&found["dialogs"], &found["nodes"]), (&json!(0), &json!(2)), "{found}");
    assert!(found["heading"].as_str().is_some_and(|text| text.contains(" → ")), "{found}");
    assert!(found["quote"].as_str().is_some_and(|text| text.contains("Dahl")), "{found}");
    let marks = found["marks"].as_array().expect("marks");
    assert!(!marks.is_empty(), "the parts of the sentence are marked: {found}");
    assert_eq!(found["count"], "1 found", "{found}");
    assert!(found["classes"].as_array().is_some_and(|list| list.contains(&json!("accuse"))), "{found}");
    assert!(found["off by class"].as_u64() > Some(0), "{found}");
    assert_eq!((&found["types"], &found["off by type"]), (&json!(["person"]), &json!(2)), "{found}");
    for what in ["zoomed in", "moved", "fits"] {
        assert_eq!(found[what], true, "{what}: {found}");
    }
}

/// What a script finds in a page; `None`, and a line that says so, where there is no browser.
fn in_chromium(sandbox: &Sandbox, page: &str) -> Option<Value> {
    let python = std::env::var("SAYSO_PYTHON").unwrap_or_else(|_| "python3".into());
    let done = Command::new(&python).arg(repository("tests/page.py")).arg(sandbox.path(page)).output();
    let Ok(done) = done else {
        eprintln!("skipped: `{python}` is not installed");
        return None;
    };
    let printed = String::from_utf8_lossy(&done.stdout);
    if done.status.code() == Some(77) {
        eprintln!("skipped: {}", printed.trim());
        return None;
    }
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(serde_json::from_str(&printed).expect("JSON"))
}
