//! Every entry of the cue table is found in its own example, as the kind it claims, and not in its counter-example.

use std::fs;
use std::path::Path;

use rayon::prelude::*;
use sayso::analysis::Analyzer;
use sayso::extraction::{self, Statement};
use sayso::{Document, pipeline};

/// The statements of a text of its own.
fn statements(analyzer: &Analyzer, text: &str) -> Vec<Statement> {
    let processed = pipeline::process(analyzer, Document::new(format!("{text}\n")));
    let extraction::Extraction { statements, .. } = processed.extraction;
    statements
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

#[test]
fn every_cue_is_found_where_it_must_be_and_not_where_it_must_not() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/cues.tsv");
    let table = fs::read_to_string(path).expect("data/cues.tsv");
    let analyzer = Analyzer::new();
    let rows: Vec<&str> = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let wrong: Vec<String> = rows.par_iter().flat_map_iter(|row| faults(&analyzer, row)).collect();
    assert!(wrong.is_empty(), "{} entries:\n{}", wrong.len(), wrong.join("\n"));
}
