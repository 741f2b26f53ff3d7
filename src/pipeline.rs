//! Every stage from document to store, joined; the only file that names them all. Threads live here.
//!
//! Documents are analysed in parallel, a batch at a time, and stored by one writer in the order they came, so that
//! the result is the same on any number of threads. While one batch is analysed, the one before it is stored and
//! the next is read.

use std::ops::ControlFlow;

use rayon::prelude::*;

use crate::analysis::{Analysis, Analyzer};
use crate::extraction::{self, Extraction};
use crate::graph::Graph;
use crate::store::{Keeping, Store};
use crate::{Document, Error, Result, query};

/// Documents in a batch, which is analysed by all threads and stored in one transaction: large ones write what they have
/// in common once.
const BATCH: usize = 256;
/// The first batches are shorter, so that little is soon done too: each takes as many documents as came before, at least these.
const FIRST_BATCH: usize = 32;
/// A batch of long documents is shorter: bytes of text after which no more are taken.
const BATCH_BYTES: usize = 1 << 20;

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

/// Analyses and extracts one document; of one that is not English nothing is read.
pub fn process(analyzer: &Analyzer, document: Document) -> Processed {
    if !document.is_english() {
        return Processed { document, analysis: Analysis::default(), extraction: Extraction::default() };
    }
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
    /// Of those new in the database, the ones that are not English: stored, and not analysed.
    pub n_foreign: usize,
    /// Could not be read; each was reported.
    pub n_failed: usize,
}

impl Counts {
    /// Documents that could be read.
    pub fn n_read(self) -> usize {
        self.n_added + self.n_known
    }
}

/// What [`add_watched`] tells on its way.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// A document could not be read.
    Failed(&'a Error),
    /// A batch is stored: the counts so far.
    Stored(Counts),
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
    add_watched(store, analyzer, documents, keeping, |event| {
        if let Event::Failed(error) = event {
            report(error);
        }
        ControlFlow::Continue(())
    })
}

/// As [`add`]; `watch` hears of everything, and may stop the work at a document that could not be read. Those
/// before it are stored, those after it are not.
///
/// # Errors
///
/// As [`add`].
pub fn add_watched(
    store: &mut Store,
    analyzer: &Analyzer,
    documents: impl Iterator<Item = Result<Document>>,
    keeping: Keeping,
    watch: impl FnMut(Event<'_>) -> ControlFlow<()>,
) -> Result<Counts> {
    let mut work = Work {
        store,
        documents: documents.fuse(),
        keeping,
        watch,
        counts: Counts::default(),
        n_taken: 0,
        stopped: false,
    };
    let mut batch = work.read()?;
    let mut processed = Vec::new();
    while !batch.is_empty() || !processed.is_empty() {
        let mut done = Vec::new();
        let next = rayon::in_place_scope(|scope| {
            let done = &mut done;
            scope.spawn(move |_| *done = batch.into_par_iter().map(|doc| process(analyzer, doc)).collect());
            work.store(std::mem::take(&mut processed), analyzer.engine())?;
            work.read()
        });
        (batch, processed) = (next?, done);
    }
    Ok(work.counts)
}

/// Reading and writing, which one thread does.
struct Work<'a, D, W> {
    store: &'a mut Store,
    documents: D,
    keeping: Keeping,
    watch: W,
    counts: Counts,
    n_taken: usize,
    stopped: bool,
}

impl<D, W> Work<'_, D, W>
where
    D: Iterator<Item = Result<Document>>,
    W: FnMut(Event<'_>) -> ControlFlow<()>,
{
    /// The next documents that are not stored yet; none at the end.
    fn read(&mut self) -> Result<Vec<Document>> {
        let (mut batch, mut n_bytes) = (Vec::new(), 0);
        let most = self.n_taken.clamp(FIRST_BATCH, BATCH);
        while !self.stopped && batch.len() < most && n_bytes < BATCH_BYTES {
            match self.documents.next() {
                None => break,
                Some(Ok(document)) if self.store.contains(document.id)? => self.counts.n_known += 1,
                Some(Ok(document)) => {
                    n_bytes += document.text.len();
                    batch.push(document);
                }
                Some(Err(error)) => {
                    self.counts.n_failed += 1;
                    self.stopped = (self.watch)(Event::Failed(&error)).is_break();
                }
            }
        }
        self.n_taken += batch.len();
        Ok(batch)
    }

    /// Stores documents together.
    fn store(&mut self, processed: Vec<Processed>, engine: &str) -> Result<()> {
        if processed.is_empty() {
            return Ok(());
        }
        let mut counts = self.counts;
        let mut batch = self.store.batch()?.keeping(self.keeping);
        for Processed { document, analysis, extraction } in &processed {
            let is_new = batch.add(document, analysis, extraction, engine)?;
            counts.n_added += usize::from(is_new);
            counts.n_known += usize::from(!is_new);
            counts.n_foreign += usize::from(is_new && !document.is_english());
        }
        counts.n_retired += batch.n_retired();
        batch.commit()?;
        self.counts = counts;
        self.stopped |= (self.watch)(Event::Stored(counts)).is_break();
        Ok(())
    }
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
        assert_eq!(counts, Counts { n_added: 198, n_known: 1, n_failed: 1, ..Counts::default() });
    }

    #[test]
    fn work_stops_where_it_is_told_to() {
        let documents = (0..200).map(|n| match n {
            100 => Err(Error::Usage("bad".into())),
            n => Ok(Document::new(format!("Text {n}."))),
        });
        let mut store = Store::open_in_memory().unwrap();
        let stop = |event: Event<'_>| match event {
            Event::Failed(_) => ControlFlow::Break(()),
            Event::Stored(_) => ControlFlow::Continue(()),
        };
        let counts = add_watched(&mut store, &Analyzer::new(), documents, Keeping::default(), stop).unwrap();
        assert_eq!(counts, Counts { n_added: 100, n_failed: 1, ..Counts::default() });
    }

    #[test]
    fn what_is_not_english_is_stored_and_not_analysed() {
        let german = Document { language: "de".into(), ..Document::new("Anna Berg sagte es.") };
        let mut store = Store::open_in_memory().unwrap();
        let counts =
            add(&mut store, &Analyzer::new(), [Ok(german)].into_iter(), Keeping::default(), |_| ()).unwrap();
        assert_eq!(counts, Counts { n_added: 1, n_foreign: 1, ..Counts::default() });
        assert!(query::graph::load(&store).unwrap().entities.is_empty());
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
