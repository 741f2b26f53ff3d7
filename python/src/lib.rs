//! The extension module behind the Python package `sayso`: databases and graphs, as columns and text.
//!
//! Thin: `sayso/__init__.py` has what a user sees. Work is done with the interpreter lock released.

mod columns;
mod table;

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::create_exception;
use pyo3::exceptions::{PyException, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use sayso::analysis::Analyzer;
use sayso::export::{self, Format, Options};
use sayso::extraction::EntityType;
use sayso::graph;
use sayso::graph::selection::Selection;
use sayso::query::{entities, relations, statements};
use sayso::store::{Keeping, Store};
use sayso::{Document, Error, pipeline, query};
use table::Table;

create_exception!(
    sayso,
    SaysoError,
    PyException,
    "Anything that sayso cannot do; the message is the program's."
);
create_exception!(sayso, UnknownEntityError, SaysoError, "No entity has this name.");
create_exception!(sayso, AmbiguousEntityError, SaysoError, "Several entities have this name.");
create_exception!(sayso, UsageError, SaysoError, "A value that makes no sense.");

/// A document as it comes from Python: text, title, date, uri.
type Row = (String, Option<String>, Option<String>, Option<String>);

/// The program's message, causes and hints, a line each.
fn raise(error: &Error) -> PyErr {
    let mut message = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        message.push_str(&format!("\ncaused by: {inner}"));
        cause = inner.source();
    }
    for hint in sayso::cli::report::hints(error) {
        message.push_str(&format!("\nhint: {hint}"));
    }
    match error {
        Error::UnknownEntity { .. } => UnknownEntityError::new_err(message),
        Error::AmbiguousEntity { .. } => AmbiguousEntityError::new_err(message),
        Error::Usage(_) => UsageError::new_err(message),
        _ => SaysoError::new_err(message),
    }
}

fn document((text, title, date, uri): Row) -> sayso::Result<Document> {
    if text.trim().is_empty() {
        return Err(Error::Usage("the text is empty".into()));
    }
    if text.len() > sayso::input::MAX_DOCUMENT_BYTES {
        return Err(Error::Usage("the text is longer than a document may be".into()));
    }
    Ok(Document::with(text, title, date, uri))
}

/// The value that a word stands for, with all words in the error.
fn word<T: FromStr>(value: Option<&str>, name: &str) -> PyResult<Option<T>> {
    value.map(|v| v.parse().map_err(|_| UsageError::new_err(format!("`{v}` is no {name}")))).transpose()
}

/// An open database.
#[pyclass(frozen, module = "sayso._sayso")]
struct Database(Mutex<Store>);

impl Database {
    fn store(&self) -> MutexGuard<'_, Store> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with<T: Send>(
        &self,
        py: Python<'_>,
        work: impl Send + FnOnce(&mut Store) -> sayso::Result<T>,
    ) -> PyResult<T> {
        py.detach(|| work(&mut self.store())).map_err(|error| raise(&error))
    }
}

#[pymethods]
impl Database {
    #[new]
    fn new(py: Python<'_>, path: PathBuf, read_only: bool) -> PyResult<Database> {
        let open = || if read_only { Store::open_read_only(&path) } else { Store::open(&path) };
        let store = py.detach(open).map_err(|error| raise(&error))?;
        Ok(Database(Mutex::new(store)))
    }

    /// Stores documents; returns how many were new, known, and unusable.
    fn add(&self, py: Python<'_>, rows: Vec<Row>) -> PyResult<(usize, usize, Vec<String>)> {
        self.with(py, |store| {
            let mut errors = Vec::new();
            let documents = rows.into_iter().map(document);
            let keep = |error: &sayso::Error| errors.push(error.to_string());
            let counts = pipeline::add(store, &Analyzer::new(), documents, Keeping::default(), keep)?;
            Ok((counts.n_added, counts.n_known, errors))
        })
    }

    #[pyo3(signature = (by, about, cue, kind, mode, since, until, text, limit))]
    #[allow(clippy::too_many_arguments, reason = "the keywords of one question")]
    fn statements(
        &self,
        py: Python<'_>,
        by: Option<&str>,
        about: Option<&str>,
        cue: Option<String>,
        kind: Option<&str>,
        mode: Option<&str>,
        since: Option<String>,
        until: Option<String>,
        text: Option<String>,
        limit: Option<usize>,
    ) -> PyResult<Table> {
        let (kind, mode) = (word(kind, "kind")?, word(mode, "mode")?);
        let rows = self.with(py, |store| {
            let (by, about) = (entities::find_given(store, by)?, entities::find_given(store, about)?);
            let filter = statements::Filter {
                by,
                about,
                cue,
                kind,
                mode,
                since,
                until,
                text,
                limit,
                ..Default::default()
            };
            statements::list(store, &filter)
        })?;
        columns::statements(&rows)
    }

    #[pyo3(signature = (about, subject, object, predicate, class_, since, until, all, limit))]
    #[allow(clippy::too_many_arguments, reason = "the keywords of one question")]
    fn relations(
        &self,
        py: Python<'_>,
        about: Option<&str>,
        subject: Option<&str>,
        object: Option<&str>,
        predicate: Option<String>,
        class_: Option<&str>,
        since: Option<String>,
        until: Option<String>,
        all: bool,
        limit: Option<usize>,
    ) -> PyResult<Table> {
        let class = word(class_, "class")?;
        let rows = self.with(py, |store| {
            let filter = relations::Filter {
                entity: entities::find_given(store, about)?,
                subject: entities::find_given(store, subject)?,
                object: entities::find_given(store, object)?,
                predicate,
                class,
                since,
                until,
                open_ended: all,
                limit,
                ..Default::default()
            };
            let rows = relations::list(store, &filter)?.into_iter();
            rows.map(|row| relations::sentence(store, &row).map(|sentence| (row, sentence)))
                .collect::<sayso::Result<Vec<_>>>()
        })?;
        columns::relations(&rows)
    }

    #[pyo3(signature = (kind, name, limit))]
    fn entities(
        &self,
        py: Python<'_>,
        kind: Option<&str>,
        name: Option<&str>,
        limit: Option<usize>,
    ) -> PyResult<Table> {
        let kind = word(kind, "type")?;
        let rows = self.with(py, |store| entities::list(store, kind, name, limit.unwrap_or(usize::MAX)))?;
        columns::entities(&rows)
    }

    #[pyo3(signature = (around, depth, between, types, class_, speakers, since, until, min_weight, top))]
    #[allow(clippy::too_many_arguments, reason = "the keywords of one question")]
    fn graph(
        &self,
        py: Python<'_>,
        around: Vec<String>,
        depth: usize,
        between: Option<(String, String)>,
        types: Vec<String>,
        class_: Option<&str>,
        speakers: bool,
        since: Option<String>,
        until: Option<String>,
        min_weight: usize,
        top: Option<usize>,
    ) -> PyResult<Graph> {
        let class = word(class_, "class")?;
        let types = types
            .iter()
            .map(|kind| word::<EntityType>(Some(kind.as_str()), "type"))
            .collect::<PyResult<Vec<_>>>()?;
        let types = types.into_iter().flatten().collect();
        self.with(py, |store| {
            let find = |name: &String| entities::find(store, name);
            let around = around.iter().map(find).collect::<sayso::Result<_>>()?;
            let ends =
                between.as_ref().map(|(from, to)| Ok::<_, Error>((find(from)?, find(to)?))).transpose()?;
            let selection = Selection {
                since,
                until,
                class,
                speakers,
                types,
                min_weight,
                around,
                depth,
                between: ends,
                top,
            };
            Ok(Graph(selection.of(query::graph::load(store)?)))
        })
    }
}

/// A graph in memory.
#[pyclass(frozen, module = "sayso._sayso")]
struct Graph(graph::Graph);

#[pymethods]
impl Graph {
    /// Entities, statements, relations, documents.
    fn counts(&self) -> (usize, usize, usize, usize) {
        let graph = &self.0;
        (graph.entities.len(), graph.statements.len(), graph.relations.len(), graph.documents.len())
    }

    fn relations(&self) -> PyResult<Table> {
        columns::graph_relations(&self.0)
    }

    fn statements(&self) -> PyResult<Table> {
        columns::graph_statements(&self.0)
    }

    fn entities(&self) -> PyResult<Table> {
        columns::graph_entities(&self.0)
    }

    /// The graph in a format of one stream, or one file of a format of several.
    #[pyo3(signature = (format, max_nodes, texts, file=None))]
    fn written<'py>(
        &self,
        py: Python<'py>,
        format: &str,
        max_nodes: usize,
        texts: bool,
        file: Option<&str>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let format = parsed(format)?;
        let options = Options { max_nodes, texts };
        let bytes = py.detach(|| {
            let mut out = Vec::new();
            match file {
                None => export::write(&self.0, format, options, &mut out).map(drop)?,
                Some(file) => export::write_file(&self.0, format, file, &mut out)?,
            }
            Ok::<_, std::io::Error>(out)
        });
        bytes.map(|bytes| PyBytes::new(py, &bytes)).map_err(|e| PyValueError::new_err(e.to_string()))
    }
}

fn parsed(format: &str) -> PyResult<Format> {
    let all: Vec<&str> = Format::ALL.iter().map(|f| f.as_str()).collect();
    format.parse().map_err(|_| UsageError::new_err(format!("`{format}` is no format: {}", all.join(", "))))
}

/// Reads texts into one graph, without a database.
#[pyfunction]
fn extract(py: Python<'_>, rows: Vec<Row>) -> PyResult<Graph> {
    let done = py.detach(|| {
        let documents = rows.into_iter().map(document).collect::<sayso::Result<Vec<_>>>()?;
        pipeline::graph(&Analyzer::new(), documents.into_iter().map(Ok), |_| {})
    });
    done.map(|(graph, _)| Graph(graph)).map_err(|error| raise(&error))
}

/// The format that a file's name asks for, and the files that it consists of.
#[pyfunction]
#[pyo3(signature = (path, format=None))]
fn format_of(path: PathBuf, format: Option<&str>) -> PyResult<(String, Vec<&'static str>)> {
    let format = match format {
        Some(format) => parsed(format)?,
        None => Format::of_path(&path).ok_or_else(|| {
            UsageError::new_err(format!(
                "no format is known by the name of `{}`: give format=",
                path.display()
            ))
        })?,
    };
    Ok((format.to_string(), format.files().to_vec()))
}

#[pymodule]
fn _sayso(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("SaysoError", py.get_type::<SaysoError>())?;
    module.add("UnknownEntityError", py.get_type::<UnknownEntityError>())?;
    module.add("AmbiguousEntityError", py.get_type::<AmbiguousEntityError>())?;
    module.add("UsageError", py.get_type::<UsageError>())?;
    module.add_class::<Database>()?;
    module.add_class::<Graph>()?;
    module.add_class::<Table>()?;
    module.add_function(wrap_pyfunction!(extract, module)?)?;
    module.add_function(wrap_pyfunction!(format_of, module)?)
}
