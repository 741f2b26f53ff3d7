//! The README is a transcript: every command in it is run, in order, and must print what stands there.
//!
//! In blocks marked `console`, a line that begins with `$ ` is a command, the lines below it are its output; a line
//! `...` stands for any lines. `UPDATE_README=1 cargo test --test readme` writes the present output instead.

use std::collections::BTreeSet;
use std::fs;
use std::process::{Command, Stdio};

use crate::sandbox::{Sandbox, repository};
use clap::CommandFactory;

#[test]
fn its_commands_print_what_it_shows() {
    let readme = fs::read_to_string(repository("README.md")).expect("README.md");
    let sandbox = Sandbox::new();
    copy_examples(&sandbox);
    let mut updated = String::new();
    let mut wrong = Vec::new();
    for part in parts(&readme) {
        match part {
            Part::Text(text) => updated.push_str(text),
            Part::Command { line, shown } => {
                let printed = run(&sandbox, line);
                let is_right = matches(&shown, &printed);
                if !is_right {
                    wrong.push(format!("$ {line}\n-- README shows\n{shown}-- the program prints\n{printed}"));
                }
                let kept = is_right || !is_updating();
                updated.push_str(&format!("$ {line}\n{}", if kept { shown } else { abridged(&printed) }));
            }
        }
    }
    if is_updating() {
        fs::write(repository("README.md"), updated).expect("README.md is written");
    } else {
        assert!(wrong.is_empty(), "UPDATE_README=1 accepts what is printed\n\n{}", wrong.join("\n"));
    }
}

#[test]
fn it_names_every_command() {
    let readme = fs::read_to_string(repository("README.md")).expect("README.md");
    let program = sayso::cli::Cli::command();
    let commands: BTreeSet<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
    let missing: Vec<_> = commands.iter().filter(|name| !readme.contains(&format!("sayso {name}"))).collect();
    assert!(missing.is_empty(), "not in README.md: {missing:?}");
}

#[test]
fn every_command_and_flag_has_help() {
    let program = sayso::cli::Cli::command();
    for command in program.get_subcommands() {
        assert!(command.get_about().is_some(), "{} has no help", command.get_name());
        for argument in command.get_arguments() {
            assert!(
                argument.get_help().is_some(),
                "{} {} has no help",
                command.get_name(),
                argument.get_id()
            );
        }
    }
}

enum Part<'a> {
    Text(&'a str),
    Command { line: &'a str, shown: String },
}

/// The README cut into commands of `console` blocks with their output, and all between.
fn parts(readme: &str) -> Vec<Part<'_>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut in_console = false;
    for line in readme.split_inclusive('\n') {
        if line.starts_with("```") {
            in_console = line.trim_end() == "```console";
            parts.push(Part::Text(line));
        } else if let Some(command) = line.strip_prefix("$ ").filter(|_| in_console) {
            parts.push(Part::Command { line: command.trim_end(), shown: String::new() });
        } else if let (true, Some(Part::Command { shown, .. })) = (in_console, parts.last_mut()) {
            shown.push_str(line);
        } else {
            parts.push(Part::Text(line));
        }
    }
    parts
}

/// Runs a line in a shell that finds `sayso`; stdout and stderr as a terminal would mix them.
fn run(sandbox: &Sandbox, line: &str) -> String {
    let program = std::path::Path::new(env!("CARGO_BIN_EXE_sayso"));
    let folder = program.parent().expect("a folder").display();
    let path = format!("{folder}:{}", std::env::var("PATH").unwrap_or_default());
    let done = Command::new("sh")
        .args(["-c", &format!("{{ {line}\n}} 2>&1")])
        .current_dir(sandbox.path("."))
        .env("PATH", path)
        .env_remove("SAYSO_DB")
        .env("COLUMNS", "110")
        .stdin(Stdio::null())
        .output()
        .expect("a shell");
    String::from_utf8(done.stdout).expect("UTF-8")
}

/// Whether the output is what is shown, `...` standing for any lines.
fn matches(shown: &str, printed: &str) -> bool {
    let (shown, printed) = (format!("\n{shown}"), format!("\n{printed}"));
    let pieces: Vec<&str> = shown.split("\n...\n").collect();
    let (Some((first, rest)), Some(last)) = (pieces.split_first(), pieces.last()) else { return false };
    if rest.is_empty() {
        return printed == *first;
    }
    let Some(mut tail) = printed.strip_prefix(first) else { return false };
    for piece in &rest[..rest.len() - 1] {
        let Some(at) = tail.find(piece) else { return false };
        tail = &tail[at + piece.len()..];
    }
    tail.ends_with(last)
}

/// Long output by its first lines.
fn abridged(printed: &str) -> String {
    const N_LINES: usize = 24;
    if printed.lines().count() <= N_LINES + 2 {
        return printed.to_owned();
    }
    let head: Vec<&str> = printed.lines().take(N_LINES).collect();
    format!("{}\n...\n", head.join("\n"))
}

fn is_updating() -> bool {
    std::env::var_os("UPDATE_README").is_some()
}

fn copy_examples(sandbox: &Sandbox) {
    for entry in fs::read_dir(repository("examples")).expect("examples").flatten() {
        if entry.path().extension().is_some_and(|e| e == "txt") {
            let name = format!("examples/{}", entry.file_name().to_string_lossy());
            sandbox.write(&name, fs::read(entry.path()).expect("an example"));
        }
    }
}
