//! Analysis, extraction and storing: any text gives an analysis, every span slices the text, CoNLL-U that is written is
//! read again, and the database finds nothing wrong with what was stored.
#![no_main]

use std::sync::LazyLock;

use sayso::analysis::{Analyzer, conllu};
use sayso::store::Store;
use sayso::{Document, pipeline};

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::new);

libfuzzer_sys::fuzz_target!(|text: &str| {
    // As `sayso add` has it: a document is not blank, and holds no NUL.
    if text.trim().is_empty() || text.contains('\0') {
        return;
    }
    let done = pipeline::process(&ANALYZER, Document::new(text));
    for sentence in &done.analysis.sentences {
        assert!(text.get(sentence.span.range()).is_some());
    }
    for mention in &done.extraction.mentions {
        assert!(text.get(mention.span.range()).is_some());
    }
    let mut store = Store::open_in_memory().expect("a database");
    let mut batch = store.batch().expect("a batch");
    batch.add(&done.document, &done.analysis, &done.extraction, "fuzz").expect("it can be stored");
    batch.commit().expect("stored");
    let checked = store.check().expect("checked");
    assert!(checked.faults.is_empty(), "{:?}", checked.faults);

    let conllu = conllu::Conllu { text: text.into(), analysis: done.analysis, comments: Vec::new() };
    let mut written = Vec::new();
    conllu::Writer::default().document(None, &conllu, &mut written).expect("written");
    let read = conllu::read(std::str::from_utf8(&written).expect("UTF-8")).expect("what was written is read");
    assert_eq!(read.analysis.sentences.len(), conllu.analysis.sentences.len());
});
