//! Parquet for pandas, polars and DuckDB: a table of nodes and one of edges, every text whole.
//!
//! The columns are those of the CSV tables in lower case; days are dates, lists are joined by ";".

use std::io::{self, Write};
use std::sync::Arc;

use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;

use super::edges::{self, Edge};
use crate::graph::Graph;
use crate::graph::measure::Measure;

const NODES: &str = "message nodes {
    required binary id (UTF8);
    required binary name (UTF8);
    required binary type (UTF8);
    required binary aliases (UTF8);
    required int64 mentions;
}";
const EDGES: &str = "message edges {
    required binary id (UTF8);
    required binary source (UTF8);
    required binary target (UTF8);
    required binary kind (UTF8);
    required binary predicate (UTF8);
    required binary class (UTF8);
    required binary polarity (UTF8);
    optional binary factuality (UTF8);
    required int64 weight;
    required double confidence;
    optional binary time (UTF8);
    optional int32 first (DATE);
    optional int32 last (DATE);
    required binary text (UTF8);
    optional binary document (UTF8);
}";

/// Writes the table of nodes.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write_nodes(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let nodes = &graph.entities;
    let column = |m: &Measure| {
        let of = if m.kind.is_whole() { "int64" } else { "double" };
        format!("    optional {of} {};\n", m.kind.as_str())
    };
    let schema =
        format!("{}{}}}", NODES.trim_end_matches('}'), graph.measures.iter().map(column).collect::<String>());
    file(&schema, out, |group| {
        texts(group, nodes.iter().map(|e| Some(e.id.to_string())))?;
        texts(group, nodes.iter().map(|e| Some(e.name.clone())))?;
        texts(group, nodes.iter().map(|e| Some(e.entity_type.as_str())))?;
        texts(group, nodes.iter().map(|e| Some(e.aliases.join(";"))))?;
        required::<Int64Type>(group, &nodes.iter().map(|e| e.n_mentions as i64).collect::<Vec<_>>())?;
        for measure in &graph.measures {
            let values = nodes.iter().map(|e| measure.value(e.id));
            if measure.kind.is_whole() {
                optional::<Int64Type>(group, values.map(|value| value.map(|n| n as i64)))?;
            } else {
                optional::<DoubleType>(group, values)?;
            }
        }
        Ok(())
    })
}

/// Writes the table of edges.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write_edges(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let all: Vec<Edge> = edges::all(graph).collect();
    let edges = || all.iter();
    file(EDGES, out, |group| {
        texts(group, edges().map(|e| Some(e.id.as_str())))?;
        texts(group, edges().map(|e| Some(e.source.to_string())))?;
        texts(group, edges().map(|e| Some(e.target.to_string())))?;
        texts(group, edges().map(|e| Some(e.kind)))?;
        texts(group, edges().map(|e| Some(e.predicate)))?;
        texts(group, edges().map(|e| Some(e.class)))?;
        texts(group, edges().map(|e| Some(e.polarity)))?;
        optional_texts(group, edges().map(|e| Some(e.factuality).filter(|f| !f.is_empty())))?;
        required::<Int64Type>(group, &edges().map(|e| e.weight as i64).collect::<Vec<_>>())?;
        required::<DoubleType>(group, &edges().map(|e| e.confidence).collect::<Vec<_>>())?;
        optional_texts(group, edges().map(|e| e.time))?;
        optional::<Int32Type>(group, edges().map(|e| e.first.and_then(days_since_1970)))?;
        optional::<Int32Type>(group, edges().map(|e| e.last.and_then(days_since_1970)))?;
        texts(group, edges().map(|e| Some(e.text)))?;
        optional_texts(group, edges().map(|e| e.document))
    })
}

type Result<T = ()> = std::result::Result<T, ParquetError>;
type Group<'a, 'b> = SerializedRowGroupWriter<'a, &'b mut Vec<u8>>;

/// A file of one row group, whose columns `body` writes in the order of the schema.
fn file(
    schema: &str,
    out: &mut dyn Write,
    body: impl FnOnce(&mut Group<'_, '_>) -> Result,
) -> io::Result<()> {
    let mut bytes = Vec::new();
    let write = || {
        let schema = Arc::new(parse_message_type(schema)?);
        let mut file =
            SerializedFileWriter::new(&mut bytes, schema, Arc::new(WriterProperties::builder().build()))?;
        let mut group = file.next_row_group()?;
        body(&mut group)?;
        group.close()?;
        file.close().map(drop)
    };
    write().map_err(io::Error::other)?;
    out.write_all(&bytes)
}

fn texts<T: AsRef<str>>(group: &mut Group<'_, '_>, values: impl Iterator<Item = Option<T>>) -> Result {
    required::<ByteArrayType>(group, &values.flatten().map(bytes).collect::<Vec<_>>())
}

fn optional_texts<T: AsRef<str>>(
    group: &mut Group<'_, '_>,
    values: impl Iterator<Item = Option<T>>,
) -> Result {
    optional::<ByteArrayType>(group, values.map(|value| value.map(bytes)))
}

fn bytes(text: impl AsRef<str>) -> ByteArray {
    ByteArray::from(text.as_ref())
}

fn required<T: DataType>(group: &mut Group<'_, '_>, values: &[T::T]) -> Result {
    column::<T>(group, values, None)
}

fn optional<T: DataType>(group: &mut Group<'_, '_>, values: impl Iterator<Item = Option<T::T>>) -> Result {
    let (mut present, mut levels) = (Vec::new(), Vec::new());
    for value in values {
        levels.push(i16::from(value.is_some()));
        present.extend(value);
    }
    column::<T>(group, &present, Some(&levels))
}

fn column<T: DataType>(group: &mut Group<'_, '_>, values: &[T::T], levels: Option<&[i16]>) -> Result {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    column.typed::<T>().write_batch(values, levels, None)?;
    column.close()
}

fn days_since_1970(day: &str) -> Option<i32> {
    let date: jiff::civil::Date = day.parse().ok()?;
    (date - jiff::civil::date(1970, 1, 1)).get_days().into()
}
