//! The extension module behind the Python package `sayso`: databases and graphs, as columns and text.
//!
//! Thin: `sayso/__init__.py` has what a user sees. Work is done with the interpreter lock released.

mod columns;

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use pyo3::create_exception;
use pyo3::exceptions::{PyException, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use sayso::analysis::Analyzer;
use sayso::export::{self, Format, Options};
use sayso::extraction::Class;
use sayso::graph::{self, neighbourhood};
use sayso::query::{entities, statements};
use sayso::store::{Keeping, Store};
use sayso::{Document, Error, Id, pipeline, query};

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
    fn statements<'py>(
        &self,
        py: Python<'py>,
        by: Option<&str>,
        about: Option<&str>,
        cue: Option<String>,
        kind: Option<&str>,
        mode: Option<&str>,
        since: Option<String>,
        until: Option<String>,
        text: Option<String>,
        limit: Option<usize>,
    ) -> PyResult<Bound<'py, PyDict>> {
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
        columns::statements(py, &rows)
    }

    #[pyo3(signature = (about, subject, object, predicate, class_, since, until, all))]
    #[allow(clippy::too_many_arguments, reason = "the keywords of one question")]
    fn relations<'py>(
        &self,
        py: Python<'py>,
        about: Option<&str>,
        subject: Option<&str>,
        object: Option<&str>,
        predicate: Option<String>,
        class_: Option<&str>,
        since: Option<String>,
        until: Option<String>,
        all: bool,
    ) -> PyResult<Bound<'py, PyDict>> {
        let class = word(class_, "class")?;
        let (graph, rows) = self.with(py, |store| {
            let wanted = Wanted {
                entity: entities::find_given(store, about)?,
                subject: entities::find_given(store, subject)?,
                object: entities::find_given(store, object)?,
                predicate,
                class,
                since,
                until,
                open_ended: all,
            };
            let graph = query::graph::load(store)?;
            let rows =
                graph.relations.iter().filter(|row| wanted.fits(&graph, row)).cloned().collect::<Vec<_>>();
            Ok((graph, rows))
        })?;
        columns::relations(py, &graph, &rows)
    }

    #[pyo3(signature = (kind, name, limit))]
    fn entities<'py>(
        &self,
        py: Python<'py>,
        kind: Option<&str>,
        name: Option<&str>,
        limit: Option<usize>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let kind = word(kind, "type")?;
        let rows = self.with(py, |store| entities::list(store, kind, name, limit.unwrap_or(usize::MAX)))?;
        columns::entities(py, &rows)
    }

    fn graph(&self, py: Python<'_>, around: Vec<String>, depth: usize) -> PyResult<Graph> {
        self.with(py, |store| {
            let centres: Vec<Id> =
                around.iter().map(|name| entities::find(store, name)).collect::<sayso::Result<_>>()?;
            let whole = query::graph::load(store)?;
            Ok(Graph(if centres.is_empty() { whole } else { neighbourhood::around(&whole, &centres, depth) }))
        })
    }
}

/// Which relations of a graph are asked for.
struct Wanted {
    entity: Option<Id>,
    subject: Option<Id>,
    object: Option<Id>,
    predicate: Option<String>,
    class: Option<Class>,
    since: Option<String>,
    until: Option<String>,
    open_ended: bool,
}

impl Wanted {
    fn fits(&self, graph: &graph::Graph, row: &graph::Relation) -> bool {
        let is = |wanted: Option<Id>, end: Option<Id>| wanted.is_none() || wanted == end;
        let either = self.entity.is_none() || is(self.entity, row.subject) || is(self.entity, row.object);
        let begins = |wanted: &String| {
            row.predicate == *wanted
                || row.predicate.strip_prefix(wanted).is_some_and(|rest| rest.starts_with(' '))
        };
        let is_whole = self.open_ended || row.subject.is_some() && row.object.is_some();
        let ends = either && is(self.subject, row.subject) && is(self.object, row.object) && is_whole;
        ends && self.predicate.as_ref().is_none_or(begins)
            && self.class.is_none_or(|class| class == row.class)
            && self.is_of_the_days(graph, row)
    }

    /// Whether a document of the days asked for has it.
    fn is_of_the_days(&self, graph: &graph::Graph, row: &graph::Relation) -> bool {
        if self.since.is_none() && self.until.is_none() {
            return true;
        }
        let day = |id: Id| graph.documents.iter().find(|doc| doc.id == id)?.published.as_deref();
        row.evidence.iter().filter_map(|place| day(place.document)).any(|day| {
            let until = |until: &String| day.get(..until.len()).unwrap_or(day) <= until.as_str();
            self.since.as_deref().is_none_or(|since| day >= since) && self.until.as_ref().is_none_or(until)
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

    fn relations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        columns::relations(py, &self.0, &self.0.relations)
    }

    fn statements<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        columns::graph_statements(py, &self.0)
    }

    fn entities<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        columns::graph_entities(py, &self.0)
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
    module.add_function(wrap_pyfunction!(extract, module)?)?;
    module.add_function(wrap_pyfunction!(format_of, module)?)
}
