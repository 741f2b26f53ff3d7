//! CSV and TSV: a header line that names the columns, then a document a record.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use super::found::{Found, Origin};
use super::map::Field;
use super::packed::Source;
use super::{MAX_HELD_BYTES, Options, encoding};
use crate::error::NotText;
use crate::{Document, Error, Result};

/// Documents of a table, read one at a time.
pub struct Table<'a> {
    reader: csv::Reader<Metered>,
    /// Bytes read since the last record.
    n_read: Rc<Cell<usize>>,
    columns: Option<Vec<Option<(Field, usize)>>>,
    origin: Origin,
    options: &'a Options,
    done: bool,
}

impl<'a> Table<'a> {
    /// The documents of `source`, whose columns are separated by `separator`.
    pub fn new(source: Source, separator: u8, origin: Origin, options: &'a Options) -> Table<'a> {
        let n_read = Rc::new(Cell::new(0));
        let metered = Metered { inner: source, n_read: Rc::clone(&n_read) };
        let reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(metered);
        Table { reader, n_read, columns: None, origin, options, done: false }
    }

    /// The next record with the line it begins on.
    fn record(&mut self) -> Option<Result<(u64, csv::ByteRecord)>> {
        self.n_read.set(0);
        let line = self.reader.position().line();
        let mut record = csv::ByteRecord::new();
        match self.reader.read_byte_record(&mut record) {
            Ok(true) => Some(Ok((record.position().map_or(line, csv::Position::line), record))),
            Ok(false) => None,
            Err(error) => {
                self.done = true;
                Some(Err(self.failed(line, error)))
            }
        }
    }

    fn failed(&self, line: u64, error: csv::Error) -> Error {
        let place = format!("{} line {line}", self.origin.place);
        match error.into_kind() {
            csv::ErrorKind::Io(source) if source.kind() == io::ErrorKind::FileTooLarge => {
                Error::NotText { place, fault: NotText::TooLong { limit: MAX_HELD_BYTES } }
            }
            csv::ErrorKind::Io(source) => Error::Read { path: self.origin.place.clone().into(), source },
            kind => Error::Input { place, reason: format!("{kind:?}") },
        }
    }

    /// Reads the header line.
    fn header(&mut self) -> Option<Result<()>> {
        let record = match self.record()? {
            Ok((_, record)) => record,
            Err(error) => return Some(Err(error)),
        };
        let field = |name: &[u8]| {
            self.options.map.field(String::from_utf8_lossy(name).trim_matches(['\u{FEFF}', ' ']))
        };
        let columns: Vec<_> = record.iter().map(field).collect();
        let has_text = columns.iter().flatten().any(|(field, _)| *field == Field::Text);
        self.columns = Some(columns);
        if has_text {
            return Some(Ok(()));
        }
        self.done = true;
        let fault = NotText::NoTextColumn { name: self.options.map.text_name().to_owned() };
        Some(Err(Error::NotText { place: self.origin.place.clone(), fault }))
    }

    fn document(&self, record: &csv::ByteRecord, origin: &Origin) -> Result<Document, NotText> {
        let columns = self.columns.as_deref().unwrap_or_default();
        let value = |wanted: Field| -> Result<Option<String>, NotText> {
            let found = (0..columns.len()).filter_map(|i| Some((columns[i]?, i)));
            let best = found.filter(|((field, _), _)| *field == wanted).min_by_key(|((_, place), _)| *place);
            let bytes = best.and_then(|(_, column)| record.get(column));
            bytes.map(|bytes| encoding::decode(bytes.to_vec(), None)).transpose()
        };
        let found = Found {
            text: value(Field::Text)?.unwrap_or_default(),
            title: value(Field::Title)?,
            date: value(Field::Date)?,
            uri: value(Field::Uri)?,
            author: value(Field::Author)?,
            language: value(Field::Language)?,
        };
        found.document(origin, self.options)
    }
}

impl Iterator for Table<'_> {
    type Item = Result<Document>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.columns.is_none()
            && let Err(error) = self.header()?
        {
            return Some(Err(error));
        }
        if self.done {
            return None;
        }
        match self.record()? {
            Ok((line, record)) => {
                let origin = self.origin.within(&format!("line {line}"));
                let found = self.document(&record, &origin);
                Some(found.map_err(|fault| Error::NotText { place: origin.place, fault }))
            }
            Err(error) => Some(Err(error)),
        }
    }
}

/// Ends a record that goes on forever, as one with a quotation mark left open does.
struct Metered {
    inner: Source,
    n_read: Rc<Cell<usize>>,
}

impl Read for Metered {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.n_read.get() > MAX_HELD_BYTES {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        let n = self.inner.read(buffer)?;
        self.n_read.set(self.n_read.get() + n);
        Ok(n)
    }
}
