//! Every stage from document to store, joined; the only file that names them all. Threads live here.
//!
//! Documents are analysed in parallel, a batch at a time, and stored by one writer in the order they came, so that
//! the result is the same on any number of threads. What cannot be read is handed to the caller's report and the
//! others go on.

use rayon::prelude::*;

use crate::analysis::{Analysis, Analyzer};
use crate::extraction::{self, Extraction};
use crate::{Document, Error, Result};

/// Documents analysed before the first of them is stored: enough to keep every thread busy, few enough to hold.
const BATCH: usize = 64;

/// A document with all that was read out of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Processed {
    /// As it came.
    pub document: Document,
    /// Its sentences.
    pub analysis: Analysis,
    /// What they say.
    pub extraction: Extraction,
}

/// Analyses and extracts one document.
pub fn process(analyzer: &Analyzer, document: Document) -> Processed {
    let analysis = analyzer.analyze(&document.text);
    let extraction = extraction::extract(&document, &analysis);
    Processed { document, analysis, extraction }
}

/// How many documents came to what end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Handed to the sink.
    pub n_processed: usize,
    /// Could not be read; each was reported.
    pub n_failed: usize,
}

/// Processes documents in parallel and hands them to `sink` in the order they came.
///
/// `report` hears of each document that could not be read.
///
/// # Errors
///
/// The first error of `sink`; nothing is handed to it afterwards.
pub fn run(
    analyzer: &Analyzer,
    documents: impl Iterator<Item = Result<Document>>,
    mut sink: impl FnMut(Processed) -> Result<()>,
    mut report: impl FnMut(&Error),
) -> Result<Counts> {
    let mut counts = Counts::default();
    let mut documents = documents.peekable();
    while documents.peek().is_some() {
        let mut batch = Vec::with_capacity(BATCH);
        for document in documents.by_ref().take(BATCH) {
            match document {
                Ok(document) => batch.push(document),
                Err(error) => {
                    counts.n_failed += 1;
                    report(&error);
                }
            }
        }
        let processed: Vec<Processed> = batch.into_par_iter().map(|doc| process(analyzer, doc)).collect();
        counts.n_processed += processed.len();
        processed.into_iter().try_for_each(&mut sink)?;
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_keep_their_order_and_errors_are_reported() {
        let documents = (0..200).map(|n| match n {
            150 => Err(Error::Usage("bad".into())),
            n => Ok(Document::new(format!("Text {n}."))),
        });
        let (mut texts, mut errors) = (Vec::new(), Vec::new());
        let counts = run(
            &Analyzer::new(),
            documents,
            |done| {
                texts.push(done.document.text);
                Ok(())
            },
            |error| errors.push(error.to_string()),
        )
        .unwrap();
        let expected: Vec<String> = (0..200).filter(|n| *n != 150).map(|n| format!("Text {n}.")).collect();
        assert_eq!(texts, expected);
        assert_eq!(errors, ["bad"]);
        assert_eq!(counts, Counts { n_processed: 199, n_failed: 1 });
    }
}
