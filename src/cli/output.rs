//! Where results, status and warnings go: results to stdout or a file, everything else to stderr.
//!
//! A file appears whole or not at all: it is written beside its place and moved there at the end. Text from
//! documents is cleaned of what would steer a terminal.

use std::cell::Cell;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use super::{Color, Global};
use crate::{Error, Result};

/// What the user asked of the program's voice, and where the database is.
#[derive(Debug)]
pub struct Ui {
    /// The database that `--db`, `SAYSO_DB` or the default names.
    pub db: PathBuf,
    quiet: bool,
    color: Color,
    n_warnings: Cell<usize>,
}

impl Ui {
    /// Takes over the global flags.
    pub fn new(global: &Global) -> Ui {
        Ui { db: global.db.clone(), quiet: global.quiet, color: global.color, n_warnings: Cell::new(0) }
    }

    /// Whether the user wants no status.
    pub fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Prints a status line to stderr, unless `--quiet`. A sentence with a full stop.
    pub fn status(&self, message: impl fmt::Display) {
        if !self.quiet {
            let _ = writeln!(self.stderr(), "{message}");
        }
    }

    /// Prints an error that does not stop the work, and counts it.
    pub fn warn(&self, error: &Error) {
        self.n_warnings.set(self.n_warnings.get() + 1);
        super::report::print(&mut self.stderr(), error);
    }

    /// How many errors [`Ui::warn`] has printed.
    pub fn n_warnings(&self) -> usize {
        self.n_warnings.get()
    }

    /// The stream for all that is no result; strips colour where none is wanted.
    pub fn stderr(&self) -> anstream::AutoStream<io::Stderr> {
        anstream::AutoStream::new(io::stderr(), self.color_choice())
    }

    /// Whether results on stdout are read by a person rather than a program.
    pub fn stdout_is_terminal(&self) -> bool {
        io::stdout().is_terminal()
    }

    fn color_choice(&self) -> anstream::ColorChoice {
        match self.color {
            Color::Always => anstream::ColorChoice::Always,
            Color::Never => anstream::ColorChoice::Never,
            Color::Auto => anstream::AutoStream::choice(&io::stderr()),
        }
    }
}

/// Where a command's result goes. Call [`Output::finish`] at the end; a file dropped before is not written.
#[derive(Debug)]
pub struct Output {
    writer: BufWriter<Target>,
    path: Option<PathBuf>,
    /// Written to until it is complete; removed on drop.
    temporary: Option<PathBuf>,
}

#[derive(Debug)]
enum Target {
    Stdout(io::Stdout),
    File(File),
}

impl Output {
    /// Opens `path`, or stdout where it is `None` or `-`.
    ///
    /// # Errors
    ///
    /// Where a file cannot be made there.
    pub fn open(path: Option<&Path>) -> Result<Output> {
        let Some(path) = path.filter(|p| *p != Path::new("-")) else {
            let writer = BufWriter::new(Target::Stdout(io::stdout()));
            return Ok(Output { writer, path: None, temporary: None });
        };
        let fails = |source| Error::Write { path: path.to_owned(), source };
        if path.is_dir() {
            return Err(fails(io::Error::from(io::ErrorKind::IsADirectory)));
        }
        // A pipe or a device cannot be replaced by another file.
        let in_place = path.exists() && !path.is_file();
        let temporary = (!in_place).then(|| beside(path));
        let file = File::create(temporary.as_deref().unwrap_or(path)).map_err(fails)?;
        Ok(Output { writer: BufWriter::new(Target::File(file)), path: Some(path.to_owned()), temporary })
    }

    /// Writes with `body`, then flushes and puts a file in its place.
    ///
    /// # Errors
    ///
    /// Where the disk is full or the reader has gone.
    pub fn write_all_with(mut self, body: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
        body(&mut self.writer).map_err(|source| self.error(source))?;
        self.finish()
    }

    /// Flushes, and puts a file in its place.
    ///
    /// # Errors
    ///
    /// Where the disk is full or the reader has gone.
    pub fn finish(mut self) -> Result<()> {
        self.writer.flush().map_err(|source| self.error(source))?;
        if let (Some(from), Some(to)) = (self.temporary.as_deref(), self.path.as_deref()) {
            fs::rename(from, to).map_err(|source| self.error(source))?;
            self.temporary = None;
        }
        Ok(())
    }

    /// Says where a write failed.
    pub fn error(&self, source: io::Error) -> Error {
        let path = self.path.clone().unwrap_or_else(|| "stdout".into());
        Error::Write { path, source }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Some(path) = &self.temporary {
            let _ = fs::remove_file(path);
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Target::Stdout(stdout) => stdout.write(bytes),
            Target::File(file) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Target::Stdout(stdout) => stdout.flush(),
            Target::File(file) => file.flush(),
        }
    }
}

/// Name of the file that is written before it takes `path`'s place.
fn beside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.part", std::process::id()));
    path.with_file_name(name)
}

/// Makes foreign text safe for a terminal and fit for one line: white space becomes one blank, control characters
/// and marks that turn the writing direction become U+FFFD.
pub fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            c if c.is_whitespace() => {
                if !cleaned.ends_with(' ') {
                    cleaned.push(' ');
                }
            }
            c if c.is_control() || is_bidi_mark(c) => cleaned.push('\u{FFFD}'),
            c => cleaned.push(c),
        }
    }
    cleaned
}

fn is_bidi_mark(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_text_cannot_steer_the_terminal() {
        assert_eq!(clean("a\u{1b}[31mb\u{202e}c\r\n\td"), "a\u{FFFD}[31mb\u{FFFD}c d");
        assert_eq!(clean("Åsa – “yes” 中"), "Åsa – “yes” 中");
    }

    #[test]
    fn a_file_is_written_whole_or_not_at_all() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.txt");
        let mut output = Output::open(Some(&path)).unwrap();
        output.write_all(b"half").unwrap();
        drop(output);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
        Output::open(Some(&path)).unwrap().write_all_with(|out| out.write_all(b"whole")).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "whole");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
