//! A table in Arrow's memory format, which polars, pyarrow, DuckDB and others take over without a copy.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, LargeStringArray, RecordBatch,
    RecordBatchIterator,
};
use arrow_schema::{ArrowError, DataType};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};

use crate::SaysoError;

/// Columns of one length. Other libraries read it by Arrow's PyCapsule protocol.
#[pyclass(frozen, module = "sayso._sayso")]
pub(crate) struct Table(RecordBatch);

impl Table {
    /// A table of named columns; each says whether it may hold nothing.
    pub(crate) fn new(columns: Vec<(&str, (ArrayRef, bool))>) -> PyResult<Table> {
        let columns = columns.into_iter().map(|(name, (array, nullable))| (name, array, nullable));
        RecordBatch::try_from_iter_with_nullable(columns).map(Table).map_err(|e| raise(&e))
    }
}

#[pymethods]
impl Table {
    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    /// The rows as a stream of one batch, which shares this table's memory. A wish for other types is not heard, as the
    /// protocol allows.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = RecordBatchIterator::new([Ok(self.0.clone())], self.0.schema());
        let stream = FFI_ArrowArrayStream::new(Box::new(batches));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    /// The columns as lists, by their names.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let dict = PyDict::new(py);
        for (field, column) in self.0.schema().fields().iter().zip(self.0.columns()) {
            dict.set_item(field.name(), list(py, column)?)?;
        }
        Ok(dict)
    }
}

fn list<'py>(py: Python<'py>, column: &ArrayRef) -> PyResult<Bound<'py, PyList>> {
    match column.data_type() {
        DataType::Int64 => PyList::new(py, column.as_primitive::<Int64Type>()),
        DataType::Float64 => PyList::new(py, column.as_primitive::<Float64Type>()),
        DataType::Boolean => PyList::new(py, column.as_boolean()),
        DataType::LargeUtf8 => PyList::new(py, column.as_string::<i64>()),
        other => Err(SaysoError::new_err(format!("a column of {other}"))),
    }
}

fn raise(error: &ArrowError) -> PyErr {
    SaysoError::new_err(error.to_string())
}

/// Values of a column.
pub(crate) trait Values {
    /// The column, and whether a value may be missing.
    fn into_column(self) -> (ArrayRef, bool);
}

impl Values for Vec<&str> {
    fn into_column(self) -> (ArrayRef, bool) {
        (Arc::new(LargeStringArray::from_iter_values(self)), false)
    }
}

impl Values for Vec<String> {
    fn into_column(self) -> (ArrayRef, bool) {
        (Arc::new(LargeStringArray::from_iter_values(self)), false)
    }
}

impl Values for Vec<Option<&str>> {
    fn into_column(self) -> (ArrayRef, bool) {
        (Arc::new(self.into_iter().collect::<LargeStringArray>()), true)
    }
}

impl Values for Vec<usize> {
    fn into_column(self) -> (ArrayRef, bool) {
        let counts = self.into_iter().map(|n| i64::try_from(n).unwrap_or(i64::MAX));
        (Arc::new(Int64Array::from_iter_values(counts)), false)
    }
}

impl Values for Vec<f64> {
    fn into_column(self) -> (ArrayRef, bool) {
        (Arc::new(Float64Array::from_iter_values(self)), false)
    }
}

impl Values for Vec<bool> {
    fn into_column(self) -> (ArrayRef, bool) {
        (Arc::new(BooleanArray::from(self)), false)
    }
}
