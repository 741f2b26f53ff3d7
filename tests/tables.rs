//! Every entry of the cue and class tables is found in its own example, as it claims, and not in its counter-example.

use std::fs;
use std::path::Path;

use rayon::prelude::*;
use sayso::analysis::Analyzer;
use sayso::extraction::{Extraction, Statement};
use sayso::{Document, pipeline};

/// What a text of its own says.
fn extracted(analyzer: &Analyzer, text: &str) -> Extraction {
    pipeline::process(analyzer, Document::new(format!("{text}\n"))).extraction
}

fn statements(analyzer: &Analyzer, text: &str) -> Vec<Statement> {
    extracted(analyzer, text).statements
}

/// The lines of a table without its comments.
fn lines(name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name);
    let table = fs::read_to_string(path).expect("a table of data/");
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(str::to_owned).collect()
}

/// "call for" is an occurrence of "call".
fn is_form_of(cue: &str, lemma: &str) -> bool {
    cue == lemma || cue.strip_prefix(lemma).is_some_and(|rest| rest.starts_with(' '))
}

/// What is wrong with a line of the table.
fn faults(analyzer: &Analyzer, row: &str) -> Vec<String> {
    let columns: Vec<&str> = row.split('\t').collect();
    let [lemma, kind, _, example, counter] = columns[..] else {
        return vec![format!("five columns are wanted: {row}")];
    };
    let mut wrong = Vec::new();
    let hits = |s: &Statement| is_form_of(&s.cue_lemma, lemma) && s.kind.as_str() == kind;
    if !statements(analyzer, example).iter().any(hits) {
        wrong.push(format!("`{lemma}` ({kind}) is not found in: {example}"));
    }
    if statements(analyzer, counter).iter().any(|s| is_form_of(&s.cue_lemma, lemma)) {
        wrong.push(format!("`{lemma}` is found in: {counter}"));
    }
    wrong
}

/// What is wrong with a line of the class table.
fn class_faults(analyzer: &Analyzer, row: &str) -> Vec<String> {
    let columns: Vec<&str> = row.split('\t').collect();
    let [predicate, class, example, counter] = columns[..] else {
        return vec![format!("four columns are wanted: {row}")];
    };
    let verb = predicate.split(' ').next().unwrap_or_default();
    let is_of_class = |text: &str| {
        let has_verb = |predicate: &str| predicate.split(' ').any(|word| word == verb);
        let assertions = extracted(analyzer, text).assertions;
        assertions.iter().any(|a| a.class.as_str() == class && has_verb(&a.predicate))
    };
    let mut wrong = Vec::new();
    if !is_of_class(example) {
        wrong.push(format!("`{predicate}` ({class}) is not found in: {example}"));
    }
    if is_of_class(counter) {
        wrong.push(format!("`{predicate}` ({class}) is found in: {counter}"));
    }
    wrong
}

#[track_caller]
fn check(table: &str, faults: impl Fn(&Analyzer, &str) -> Vec<String> + Sync) {
    let (analyzer, rows) = (Analyzer::new(), lines(table));
    let wrong: Vec<String> = rows.par_iter().flat_map_iter(|row| faults(&analyzer, row)).collect();
    assert!(wrong.is_empty(), "{} entries:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_cue_is_found_where_it_must_be_and_not_where_it_must_not() {
    check("cues.tsv", faults);
}

#[test]
fn every_predicate_has_its_class_where_it_must_and_not_where_it_must_not() {
    check("verb_classes.tsv", class_faults);
}
