//! How errors look and which exit code they give: `error:`, `caused by:`, `hint:` on stderr.
//!
//! 0 is done (a reader that went away included), 1 failed, 2 wrong usage.

use std::error::Error as _;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};

use super::output::{Ui, clean};
use crate::Error;
use crate::error::NotText;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const CAUSE: Style = AnsiColor::Yellow.on_default();
const HINT: Style = AnsiColor::Cyan.on_default();

/// Prints what clap has to say: help and version to stdout, wrong usage to stderr.
pub fn usage(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// Prints the error that ended a command and returns the exit code.
pub fn failure(ui: &Ui, error: &Error) -> ExitCode {
    if is_broken_pipe(error) {
        return ExitCode::SUCCESS;
    }
    print(&mut ui.stderr(), error);
    match error {
        Error::Usage(_) | Error::AmbiguousEntity { .. } => ExitCode::from(2),
        _ => ExitCode::FAILURE,
    }
}

/// Prints an error with its causes and hints.
pub fn print(out: &mut dyn Write, error: &Error) {
    // Nobody is left to hear of it where stderr itself fails.
    let _ = try_print(out, error);
}

fn try_print(out: &mut dyn Write, error: &Error) -> io::Result<()> {
    writeln!(out, "{ERROR}error:{ERROR:#} {}", clean(&error.to_string()))?;
    let mut cause = error.source();
    while let Some(inner) = cause {
        writeln!(out, "{CAUSE}caused by:{CAUSE:#} {}", clean(&inner.to_string()))?;
        cause = inner.source();
    }
    for hint in hints(error) {
        writeln!(out, "{HINT}hint:{HINT:#} {}", clean(&hint))?;
    }
    Ok(())
}

fn is_broken_pipe(error: &Error) -> bool {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.downcast_ref::<io::Error>().is_some_and(has_lost_its_reader) {
            return true;
        }
        cause = inner.source();
    }
    false
}

/// Whether an error says that the reader went away; CSV's writer wraps the one that does.
fn has_lost_its_reader(error: &io::Error) -> bool {
    let wrapped = error.get_ref().and_then(|inner| inner.downcast_ref::<csv::Error>());
    error.kind() == io::ErrorKind::BrokenPipe
        || wrapped.is_some_and(|e| matches!(e.kind(), csv::ErrorKind::Io(e) if has_lost_its_reader(e)))
}

/// What the user can do about it.
pub fn hints(error: &Error) -> Vec<String> {
    match error {
        Error::Read { source, .. } if source.kind() == io::ErrorKind::NotFound => {
            vec!["check the spelling and the current folder; `-` reads standard input".into()]
        }
        Error::Read { source, .. } if source.kind() == io::ErrorKind::PermissionDenied => {
            vec!["ask for the right to read it, or copy it to a place of yours".into()]
        }
        Error::NotText { fault, .. } => hint_for_fault(fault).into_iter().map(str::to_owned).collect(),
        Error::Fetch { reason, .. } if reason.contains("`--fetch`") => {
            vec!["add `--fetch` to read it from the web; robots.txt of the site is kept to".into()]
        }
        Error::Database { path, reason } => vec![hint_for_database(path, reason)],
        Error::Sqlite { source, .. } => hint_for_sqlite(source).into_iter().map(str::to_owned).collect(),
        Error::Write { .. } => vec!["choose another place with `-o FILE`, or leave it out for stdout".into()],
        Error::UnknownEntity { near, .. } if near.is_empty() => {
            vec!["`sayso entities` lists all names".into()]
        }
        Error::UnknownEntity { near, .. } => vec![format!("did you mean {}?", in_backquotes(near))],
        Error::AmbiguousEntity { candidates, .. } => {
            let mut hints: Vec<String> = candidates.iter().map(|c| format!("one is {c}")).collect();
            hints.push("give the id instead of the name".into());
            hints
        }
        _ => Vec::new(),
    }
}

fn hint_for_database(path: &Path, reason: &str) -> String {
    if path.is_dir() {
        return format!("name a file in it: `--db {}`", path.join("sayso.db").display());
    }
    if path.parent().is_some_and(|folder| !folder.as_os_str().is_empty() && !folder.is_dir()) {
        return "make the folder first, or name another place with `--db PATH`".into();
    }
    if !path.exists() {
        return "`sayso add PATH` makes it; `--db PATH` or SAYSO_DB names another".into();
    }
    if reason.contains("older version") {
        return "`sayso update --db PATH` upgrades it, and keeps all that is in it".into();
    }
    if reason.contains("version") {
        return "install a newer sayso, or add the texts to a new database with `--db PATH`".into();
    }
    "name another with `--db PATH` or SAYSO_DB; this file was not changed".into()
}

fn hint_for_sqlite(error: &rusqlite::Error) -> Option<&'static str> {
    match error.sqlite_error_code()? {
        rusqlite::ErrorCode::ReadOnly => {
            Some("the database or its folder may not be written: `--db PATH` names another")
        }
        rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked => {
            Some("another program is writing to it: try again when it is done")
        }
        rusqlite::ErrorCode::DiskFull | rusqlite::ErrorCode::SystemIoFailure => {
            Some("is the disk full? make room and run the command again: it carries on where it stopped")
        }
        rusqlite::ErrorCode::OperationInterrupted => Some("`--timeout SECONDS` gives it longer"),
        _ => None,
    }
}

fn hint_for_fault(fault: &NotText) -> Option<&'static str> {
    match fault {
        NotText::Binary | NotText::Foreign { .. } => Some(
            "sayso reads text, Markdown, HTML, feeds, JSON, CSV, mail, PDF, DOCX, ODT and WARC, gzip or zstd around them",
        ),
        NotText::Encoding { .. } => Some("JSONL is UTF-8: `iconv -f WINDOWS-1252 -t UTF-8 FILE` makes it so"),
        NotText::TooLong { .. } => Some("split it into its articles, or put each on a line of JSONL"),
        NotText::Json { .. } | NotText::NoText { .. } | NotText::OddText { .. } => Some(
            r#"each line is an object such as {"text": "…", "title": "…", "date": "2025-02-17", "uri": "…"}; `--map text=body` names other keys"#,
        ),
        NotText::NoTextColumn { .. } => {
            Some("`--map text=body,date=published_at` says which columns hold what")
        }
        NotText::BareFolder { .. } => {
            Some("name the files themselves; a file named by itself is read whatever it is called")
        }
        NotText::NoMatch => {
            Some("put the pattern in quotes so that the shell leaves it alone; `**` is any folder")
        }
        _ => None,
    }
}

fn in_backquotes(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    quoted.join(" or ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_went_away_is_no_failure() {
        let gone = || io::Error::from(io::ErrorKind::BrokenPipe);
        let error = |source| Error::Write { path: "stdout".into(), source };
        assert!(is_broken_pipe(&error(gone())));
        assert!(is_broken_pipe(&error(csv::Error::from(gone()).into())));
        assert!(!is_broken_pipe(&error(io::Error::from(io::ErrorKind::StorageFull))));
    }
}
