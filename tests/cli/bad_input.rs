//! Every bad input gives a clear message on stderr with a hint, the right exit code, and nothing half written.

use crate::sandbox::Sandbox;

#[test]
fn a_missing_file() {
    let sandbox = Sandbox::new();
    let message = "\
error: cannot read `no-such.txt`
caused by: No such file or directory (os error 2)
hint: check the spelling and the current folder; `-` reads standard input
";
    sandbox.run("extract no-such.txt -q").shows(1, "", message);
    sandbox.run("add no-such.txt -q").shows(1, "", message);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Some text.");
    std::fs::set_permissions(sandbox.path("a.txt"), std::fs::Permissions::from_mode(0o000)).expect("chmod");
    if std::fs::read(sandbox.path("a.txt")).is_ok() {
        eprintln!("skipped: this user may read everything");
        return;
    }
    sandbox.run("add a.txt -q").shows(
        1,
        "",
        "\
error: cannot read `a.txt`
caused by: Permission denied (os error 13)
hint: ask for the right to read it, or copy it to a place of yours
",
    );
}

#[cfg(feature = "pdf")]
#[test]
fn a_broken_pdf() {
    let sandbox = Sandbox::new();
    // Its font is object 5, which is not there; the reader panics on it.
    let pdf = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n\
        << /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R \
        /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>\nendobj\n4 0 obj\n\
        << /Length 41 >>\nstream\nBT /F1 12 Tf 72 720 Td (Anna met Carl) Tj ET\nendstream\nendobj\n\
        trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n0\n%%EOF\n";
    sandbox.write("a.pdf", pdf);
    let output = sandbox.run("add a.pdf -q");
    assert_eq!(output.code, Some(1));
    assert!(output.stderr.starts_with("error: cannot use `a.pdf`: it is a broken PDF"), "{}", output.stderr);
    assert!(!output.stderr.contains("panicked"), "{}", output.stderr);
}

#[test]
fn a_folder_without_texts() {
    let sandbox = Sandbox::new();
    sandbox.write("pictures/a.png", "x");
    sandbox.run("add pictures -q").shows(
        1,
        "",
        "\
error: cannot use `pictures`: no file in this folder ends in .txt, .text, .md, .markdown, .html, .htm, .xhtml, .xml, .rss, .atom, .jsonl, .ndjson, .json, .csv, .tsv, .eml, .mbox, .pdf, .docx, .odt, .warc or .wet
hint: name the files themselves; a file named by itself is read whatever it is called
",
    );
}

#[test]
fn files_that_are_no_text() {
    let sandbox = Sandbox::new();
    sandbox
        .write("empty.txt", "")
        .write("blank.txt", " \n")
        .write("a.png", b"\x89PNG\r\n")
        .write("a.bin", b"x\0y");
    sandbox.write("page.html", "<!DOCTYPE html><nav>Home</nav>");
    #[track_caller]
    fn check(sandbox: &Sandbox, file: &str, reason: &str, hint: &str) {
        let hint = if hint.is_empty() { String::new() } else { format!("hint: {hint}\n") };
        let message = format!("error: cannot use `{file}`: {reason}\n{hint}");
        sandbox.run(&format!("add {file} -q")).shows(1, "", &message);
    }
    check(&sandbox, "empty.txt", "it is empty", "");
    check(&sandbox, "blank.txt", "it is empty", "");
    let hint = "sayso reads text, Markdown, HTML, feeds, JSON, CSV, mail, PDF, DOCX, ODT and WARC, gzip or zstd around them";
    check(&sandbox, "a.png", "it is a PNG picture, not text", hint);
    check(&sandbox, "a.bin", "it is binary, not text", hint);
    check(&sandbox, "page.html", "it is empty", "");
}

#[test]
fn bad_lines_and_files_do_not_stop_the_others() {
    let sandbox = Sandbox::new();
    sandbox.write("a.jsonl", "{\"text\": \"Anna Berg left.\"}\nnonsense\n{\"title\": \"T\"}\n");
    sandbox.write("b.txt", "Carl Dahl stayed.\n");
    let run = sandbox.run("add a.jsonl no-such.txt b.txt");
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr
            .contains("cannot use `a.jsonl line 2`: it is no JSON document: expected ident at column 2")
    );
    assert!(run.stderr.contains("cannot use `a.jsonl line 3`: the JSON object has no `text`"));
    assert!(run.stderr.contains("hint: each line is an object such as {\"text\": \"…\", \"title\": \"…\""));
    assert!(run.stderr.contains("cannot read `no-such.txt`"));
    assert!(run.stderr.contains("Added 2 documents"), "{}", run.stderr);
    assert!(run.stderr.contains("3 could not be read"), "{}", run.stderr);
}

#[test]
fn a_folder_as_database() {
    let sandbox = Sandbox::new();
    sandbox.write("folder/x", "").write("a.txt", "Anna Berg left.");
    for command in ["add a.txt", "entities", "sql SELECT_1"] {
        let run = sandbox.run(&format!("{command} --db folder"));
        assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
        assert!(
            run.stderr.starts_with("error: cannot use the database `folder`: it is a folder"),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains("hint: "), "{}", run.stderr);
    }
}

#[test]
fn a_file_that_is_no_database() {
    let sandbox = Sandbox::new();
    let text = "This is no database, but a text that somebody wants to keep. ".repeat(100);
    sandbox.write("note.db", &text).write("a.txt", "Anna Berg left.");
    for command in ["add a.txt", "entities"] {
        let run = sandbox.run(&format!("{command} --db note.db"));
        assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
        assert!(run.stderr.starts_with("error: cannot use the database `note.db`: "), "{}", run.stderr);
        assert!(run.stderr.contains("hint: "), "{}", run.stderr);
    }
    assert_eq!(std::fs::read_to_string(sandbox.path("note.db")).expect("note"), text);
    assert_eq!(sandbox.names(), ["a.txt", "note.db"]);
}

#[test]
fn a_database_that_is_not_there() {
    let sandbox = Sandbox::new();
    for command in ["entities", "said", "relations", "show Anna", "graph -f dot"] {
        let run = sandbox.run(command);
        assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""), "{command}");
        assert!(run.stderr.starts_with("error: cannot use the database `sayso.db`: "), "{}", run.stderr);
        assert!(run.stderr.contains("hint: `sayso add PATH` makes it"), "{}", run.stderr);
    }
    assert_eq!(sandbox.names(), [""; 0], "a question makes no database");
}

#[test]
fn a_database_of_a_newer_version() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Anna Berg left.");
    sandbox.run("add a.txt -q").ok();
    let connection = rusqlite::Connection::open(sandbox.path("sayso.db")).expect("database");
    connection.pragma_update(None, "user_version", 9999).expect("pragma");
    drop(connection);
    let run = sandbox.run("entities");
    assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""));
    assert!(run.stderr.contains("its format is version 9999, this program knows up to 1"), "{}", run.stderr);
    assert!(run.stderr.contains("hint: "), "{}", run.stderr);
}

#[test]
fn a_place_that_cannot_be_written() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Anna Berg left.");
    let run = sandbox.run("extract a.txt -o no-such-folder/out.json");
    run.shows(
        1,
        "",
        "\
error: cannot write `no-such-folder/out.json`
caused by: No such file or directory (os error 2)
hint: choose another place with `-o FILE`, or leave it out for stdout
",
    );
    let run = sandbox.run("add a.txt --db no-such-folder/news.db");
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    assert!(run.stderr.contains("hint: "), "{}", run.stderr);
    assert_eq!(sandbox.names(), ["a.txt"]);
}

#[test]
fn an_unknown_name() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Mark Rutte met Anna Berg in Paris. Rutte praised Berg.\n");
    sandbox.run("add a.txt -q").ok();
    for command in ["said --by Ruttee", "show Ruttee", "graph -f dot --around Ruttee"] {
        let run = sandbox.run(command);
        assert_eq!((run.code, run.stdout.as_str()), (Some(1), ""), "{command}");
        assert!(
            run.stderr.starts_with("error: no entity is named `Ruttee`\nhint: did you mean "),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains("Mark Rutte"), "{}", run.stderr);
    }
}

#[test]
fn wrong_usage() {
    let sandbox = Sandbox::new();
    let run = sandbox.run("extract a.txt --fromat dot");
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("unexpected argument '--fromat'"), "{}", run.stderr);
    assert!(run.stderr.contains("--format"), "{}", run.stderr);
    for wrong in
        ["", "extrct a.txt", "extract", "extract a.txt -f picture", "extract a.txt --date 2025-02-30"]
    {
        let run = sandbox.run(wrong);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{wrong}");
    }
    sandbox.run("extract a.txt -f oie").shows(
        2,
        "",
        "error: oie and triples need `--lines`: one sentence a line\n",
    );
}

#[test]
fn a_reader_that_goes_away() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Mark Rutte met Anna Berg in Paris. Rutte said that Berg had won.\n".repeat(40));
    let mut child = sandbox.command(&["extract", "a.txt", "-f", "json"]).spawn().expect("sayso starts");
    drop(child.stdout.take());
    let done = child.wait_with_output().expect("sayso ends");
    assert_eq!(String::from_utf8_lossy(&done.stderr), "");
    assert_eq!(done.status.code(), Some(0));
}

#[test]
fn hostile_text_cannot_steer_the_terminal() {
    let sandbox = Sandbox::new();
    let run = sandbox.run_with(&["extract", "a\u{1b}[31mb\u{202e}.txt"], "");
    assert!(run.stderr.starts_with("error: cannot read `a\u{FFFD}[31mb\u{FFFD}.txt`\n"), "{:?}", run.stderr);
    sandbox.write("a.txt", "Anna \u{1b}[31mBerg\u{202e} met Carl Dahl in Paris.\n");
    sandbox.run("add a.txt -q").ok();
    let listed = sandbox.run("entities").ok().to_owned();
    assert!(!listed.contains(['\u{1b}', '\u{202e}']), "{listed:?}");
}

#[test]
fn colour_only_where_it_is_wanted() {
    let sandbox = Sandbox::new();
    assert!(!sandbox.run("extract no-such.txt").stderr.contains('\u{1b}'));
    assert!(!sandbox.run("extract no-such.txt --color never").stderr.contains('\u{1b}'));
    assert!(sandbox.run("extract no-such.txt --color always").stderr.contains('\u{1b}'));
}
