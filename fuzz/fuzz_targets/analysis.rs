//! Analysis and extraction: any text gives one, and every span slices the text.
#![no_main]

use std::sync::LazyLock;

use sayso::analysis::Analyzer;
use sayso::{Document, pipeline};

static ANALYZER: LazyLock<Analyzer> = LazyLock::new(Analyzer::new);

libfuzzer_sys::fuzz_target!(|text: &str| {
    let done = pipeline::process(&ANALYZER, Document::new(text));
    for sentence in &done.analysis.sentences {
        assert!(text.get(sentence.span.range()).is_some());
    }
    for mention in &done.extraction.mentions {
        assert!(text.get(mention.span.range()).is_some());
    }
});
