//! Keeps the house rules that the compiler does not: layers, module docs, printing, listed data.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules from the bottom up. A file uses modules of lower rows only, and those of its own name; within one row
/// no module uses another, but for `lexicon` and `model`, which read embedded `resources`.
const LAYERS: &[&[&str]] = &[
    &["error", "span", "id"],
    &["document"],
    &["resources"],
    &["input", "text", "model", "lexicon"],
    &["analysis"],
    &["extraction"],
    &["resolution"],
    &["graph", "import"],
    &["store"],
    &["query"],
    &["export"],
    &["pipeline"],
    &["cli"],
];

#[test]
fn modules_use_only_what_stands_before_them() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let module = module_of(&path);
        let Some(layer) = layer_of(&module) else { continue };
        for used in modules_used(&text) {
            let Some(other) = layer_of(&used) else { continue };
            if used != module && other >= layer {
                wrong.push(format!("{}: `{module}` must not use `{used}`", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_module_has_its_layer() {
    let modules: BTreeSet<String> = sources().iter().map(|(path, _)| module_of(path)).collect();
    let missing: Vec<_> = modules.iter().filter(|m| !matches!(m.as_str(), "lib" | "main")).collect();
    let missing: Vec<_> = missing.into_iter().filter(|m| layer_of(m).is_none()).collect();
    assert!(missing.is_empty(), "not in LAYERS: {missing:?}");
}

#[test]
fn every_file_says_what_it_is_for() {
    let bare: Vec<_> =
        sources().into_iter().filter(|(_, text)| !text.starts_with("//!")).map(|(p, _)| p).collect();
    assert!(bare.is_empty(), "no module doc: {bare:?}");
}

#[test]
fn only_the_command_line_prints() {
    let macros = ["println!(", "print!(", "eprintln!(", "eprint!(", "dbg!("];
    let mut wrong = Vec::new();
    for (path, text) in sources().into_iter().filter(|(path, _)| module_of(path) != "cli") {
        for (n, line) in code(&text).lines().enumerate() {
            if macros.iter().any(|m| line.contains(m)) && !line.trim_start().starts_with("//") {
                wrong.push(format!("{}:{}: {}", path.display(), n + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn sql_stays_in_store_and_query() {
    let verbs = ["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE ", "\"CREATE TABLE"];
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        // The command that takes SQL shows some in its help.
        if matches!(module_of(&path).as_str(), "store" | "query") || path.ends_with("cli/sql.rs") {
            continue;
        }
        for (n, line) in code(&text).lines().enumerate() {
            let is_comment = line.trim_start().starts_with("//");
            if !is_comment && verbs.iter().any(|v| line.contains(v)) {
                wrong.push(format!("{}:{}: {}", path.display(), n + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_data_file_is_listed() {
    let readme = fs::read_to_string(root().join("data/README.md")).expect("data/README.md");
    let mut missing = Vec::new();
    for entry in fs::read_dir(root().join("data")).expect("data") {
        let name = entry.expect("entry").file_name().to_string_lossy().into_owned();
        if name != "README.md" && !readme.contains(&name) {
            missing.push(name);
        }
    }
    assert!(missing.is_empty(), "not in data/README.md: {missing:?}");
}

#[test]
fn embedded_files_have_one_home() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let allowed = matches!(module_of(&path).as_str(), "resources" | "store" | "export");
        if !allowed && (code(&text).contains("include_bytes!(") || code(&text).contains("include_str!(")) {
            wrong.push(path);
        }
    }
    assert!(wrong.is_empty(), "include_str! outside resources: {wrong:?}");
}

#[test]
fn files_stay_readable() {
    let long: Vec<_> = sources()
        .into_iter()
        .map(|(path, text)| (path, code(&text).lines().count()))
        .filter(|(_, n_lines)| *n_lines > 600)
        .collect();
    assert!(long.is_empty(), "split by concept, tests left out: {long:?}");
}

#[test]
fn the_repository_speaks_of_the_project_alone() {
    let words = ["/work/", "/opt/torch", "subagent", "worktree"];
    let mut wrong = Vec::new();
    for (path, text) in texts() {
        if path.ends_with("tests/tidy.rs") {
            continue;
        }
        for word in words {
            if text.contains(word) {
                wrong.push(format!("{}: {word}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Rust files below `src`, with their text, sorted by path relative to the repository.
fn sources() -> Vec<(PathBuf, String)> {
    texts()
        .into_iter()
        .filter(|(path, _)| path.starts_with("src") && path.extension().is_some_and(|e| e == "rs"))
        .collect()
}

/// All text files of the repository's own folders.
fn texts() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in ["src", "tests", "train", "examples", "benches", "data", ".ci"] {
        walk(&root().join(folder), &mut found);
    }
    for file in
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "schema.sql", "Cargo.toml"]
    {
        found.push(root().join(file));
    }
    found.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).ok()?;
        Some((path.strip_prefix(root()).ok()?.to_path_buf(), text))
    };
    found.into_iter().filter_map(read).collect()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            if path.file_name().is_some_and(|n| n != "target" && n != "__pycache__") {
                walk(&path, found);
            }
        } else {
            found.push(path);
        }
    }
}

/// `extraction` for `src/extraction/coref/mod.rs`, `span` for `src/span.rs`.
fn module_of(path: &Path) -> String {
    let first = path.components().nth(1).map(|c| c.as_os_str().to_string_lossy().into_owned());
    first.unwrap_or_default().trim_end_matches(".rs").to_owned()
}

fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|row| row.contains(&module))
}

/// First path segments after `crate::`, in code that is not a test.
fn modules_used(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let text = code(text);
    for line in text.lines().filter(|l| !l.trim_start().starts_with("//")) {
        for rest in line.split("crate::").skip(1) {
            if let Some(group) = rest.strip_prefix('{') {
                let names = group.split(',').map(|n| n.trim_matches([' ', '}', ';']));
                used.extend(names.map(|n| n.split("::").next().unwrap_or(n).to_owned()));
            } else {
                used.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
            }
        }
    }
    used
}

/// The file without the tests at its foot.
fn code(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or(text)
}
