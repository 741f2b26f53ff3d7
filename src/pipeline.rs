//! Every stage from document to store, joined; the only file that names them all. Threads live here.
//!
//! Documents are analysed in parallel, a batch at a time, and stored by one writer in the order they came, so that
//! the result is the same on any number of threads.

use rayon::prelude::*;

use crate::analysis::{Analysis, Analyzer};
use crate::extraction::{self, Extraction};
use crate::graph::Graph;
use crate::store::{Keeping, Store};
use crate::{Document, Error, Result, query};

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
    /// New in the database.
    pub n_added: usize,
    /// In the database already, and left as they were.
    pub n_known: usize,
    /// Earlier versions: of those that are new, or among them.
    pub n_retired: usize,
    /// Could not be read; each was reported.
    pub n_failed: usize,
}

impl Counts {
    /// Documents that could be read.
    pub fn n_read(self) -> usize {
        self.n_added + self.n_known
    }
}

/// Processes documents in parallel and stores them in the order they came.
///
/// `report` hears of each document that could not be read; the others go on.
///
/// # Errors
///
/// Where the database cannot be written: the batch at hand is then not stored, those before it are.
pub fn add(
    store: &mut Store,
    analyzer: &Analyzer,
    documents: impl Iterator<Item = Result<Document>>,
    keeping: Keeping,
    mut report: impl FnMut(&Error),
) -> Result<Counts> {
    let mut counts = Counts::default();
    let mut documents = documents.fuse();
    loop {
        let read: Vec<Result<Document>> = documents.by_ref().take(BATCH).collect();
        if read.is_empty() {
            return Ok(counts);
        }
        let mut new = Vec::with_capacity(read.len());
        for document in read {
            match document {
                Ok(document) if store.contains(document.id)? => counts.n_known += 1,
                Ok(document) => new.push(document),
                Err(error) => {
                    counts.n_failed += 1;
                    report(&error);
                }
            }
        }
        let processed: Vec<Processed> = new.into_par_iter().map(|doc| process(analyzer, doc)).collect();
        let (n_added, n_retired) = store_batch(store, &processed, analyzer.engine(), keeping)?;
        counts.n_added += n_added;
        counts.n_retired += n_retired;
        counts.n_known += processed.len() - n_added;
    }
}

/// Stores documents together; returns how many were new, and how many became earlier versions.
fn store_batch(
    store: &mut Store,
    processed: &[Processed],
    engine: &str,
    keeping: Keeping,
) -> Result<(usize, usize)> {
    let mut batch = store.batch()?.keeping(keeping);
    let mut n_added = 0;
    for Processed { document, analysis, extraction } in processed {
        n_added += usize::from(batch.add(document, analysis, extraction, engine)?);
    }
    let n_retired = batch.n_retired();
    batch.commit()?;
    Ok((n_added, n_retired))
}

/// Reads anew the documents that another engine or model has read; returns how many. What the user decided stays.
///
/// `report` hears of how many are done, after each batch.
///
/// # Errors
///
/// Where the database cannot be written: the batch at hand is then as it was, those before it are done.
pub fn update(store: &mut Store, analyzer: &Analyzer, mut report: impl FnMut(usize)) -> Result<usize> {
    let stale = store.read_otherwise(analyzer.engine())?;
    let mut n_done = 0;
    for ids in stale.chunks(BATCH) {
        let documents = ids.iter().map(|id| store.document(*id)).collect::<Result<Vec<_>>>()?;
        let processed: Vec<Processed> = documents.into_par_iter().map(|doc| process(analyzer, doc)).collect();
        let mut batch = store.batch()?;
        for Processed { document, analysis, extraction } in &processed {
            n_done += usize::from(batch.replace(document, analysis, extraction, analyzer.engine())?);
        }
        batch.commit()?;
        report(n_done);
    }
    Ok(n_done)
}

/// Reads documents into one graph, without a database on disk.
///
/// # Errors
///
/// Only where memory is out.
pub fn graph(
    analyzer: &Analyzer,
    documents: impl Iterator<Item = Result<Document>>,
    report: impl FnMut(&Error),
) -> Result<(Graph, Counts)> {
    let mut store = Store::open_in_memory()?;
    let keeping = Keeping { near: false, versions: false };
    let counts = add(&mut store, analyzer, documents, keeping, report)?;
    Ok((query::graph::load(&store)?, counts))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_reported_and_the_others_go_on() {
        let documents = (0..200).map(|n| match n {
            150 => Err(Error::Usage("bad".into())),
            n => Ok(Document::new(format!("Text {}.", n % 199))),
        });
        let mut store = Store::open_in_memory().unwrap();
        let mut errors = Vec::new();
        let counts = add(&mut store, &Analyzer::new(), documents, Keeping::default(), |error| {
            errors.push(error.to_string())
        })
        .unwrap();
        assert_eq!(errors, ["bad"]);
        assert_eq!(counts, Counts { n_added: 198, n_known: 1, n_retired: 0, n_failed: 1 });
    }

    #[test]
    fn any_number_of_threads_gives_the_same_graph() {
        let text = |n: usize| format!("Anna Berg said that Carl Dahl left Paris {n} times. He denied it.");
        let graph_on = |n_threads: usize| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            let documents = (0..20).map(|n| Ok(Document::new(text(n))));
            pool.install(|| graph(&Analyzer::new(), documents, |_| ()).unwrap().0)
        };
        assert_eq!(graph_on(1), graph_on(3));
    }
}
