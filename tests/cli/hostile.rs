//! Input that means harm, or looks as if: bounded time and memory, a clear error, and the rest goes in.

use std::io::Write;
use std::time::{Duration, Instant};

use crate::sandbox::{Run, Sandbox};

/// Far more than any of these takes, far less than without a bound.
const BEARABLE: Duration = Duration::from_secs(120);
/// Address space of the program, in KiB: what it maps, threads' stacks and all.
const MEMORY_KIB: usize = 1 << 20;

/// Runs the program with its memory limited.
fn run_bounded(sandbox: &Sandbox, args: &str) -> Run {
    let started = Instant::now();
    let program = env!("CARGO_BIN_EXE_sayso");
    let mut command = std::process::Command::new("sh");
    command.arg("-c").arg(format!("ulimit -v {MEMORY_KIB}; exec {program} {args}"));
    let done = command.current_dir(sandbox.path("")).env_remove("SAYSO_DB").output().expect("sayso runs");
    assert!(started.elapsed() < BEARABLE, "{:?}", started.elapsed());
    Run {
        stdout: String::from_utf8(done.stdout).expect("UTF-8"),
        stderr: String::from_utf8(done.stderr).expect("UTF-8"),
        code: done.status.code(),
    }
}

fn gzip(write: impl FnOnce(&mut dyn Write)) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    write(&mut encoder);
    encoder.finish().expect("gzip")
}

#[test]
fn a_line_of_a_gigabyte() {
    let sandbox = Sandbox::new();
    // Packed, so that the test writes little; noise every so often, so that it is no bomb by its ratio.
    let mut state = 1_u64;
    let noise: Vec<u8> = (0..1 << 14)
        .map(|_| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 58) as u8 + 58
        })
        .map(|byte| if byte == b'\\' { b'x' } else { byte })
        .collect();
    let packed = gzip(|out| {
        let write = |out: &mut dyn Write, bytes: &[u8]| out.write_all(bytes).expect("gzip");
        write(out, b"{\"text\": \"Anna Berg left.\"}\n{\"text\": \"");
        for _ in 0..1 << 10 {
            write(out, &noise);
            write(out, &vec![b'x'; (1 << 20) - (1 << 14)]);
        }
        write(out, b"\"}\n{\"text\": \"Carl Dahl stayed.\"}\n");
    });
    sandbox.write("a.jsonl.gz", packed);
    let run = run_bounded(&sandbox, "add a.jsonl.gz");
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("cannot use `a.jsonl.gz line 2`: it is longer than "), "{}", run.stderr);
    assert!(run.stderr.contains("Added 2 documents; 1 could not be read."), "{}", run.stderr);
}

#[test]
fn a_text_longer_than_any_novel() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Anna Berg left. ".repeat(300_000));
    let run = run_bounded(&sandbox, "add a.txt");
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(
        run.stderr.contains("cannot use `a.txt`: it is longer than 4 MiB\nhint: split it"),
        "{}",
        run.stderr
    );
}

#[test]
fn bombs() {
    let sandbox = Sandbox::new();
    let blank = vec![b' '; 1 << 20];
    let member = gzip(|out| out.write_all(&blank).expect("gzip"));
    sandbox.write("bomb.txt.gz", member.repeat(300));
    let twice = gzip(|out| out.write_all(&member).expect("gzip"));
    sandbox.write("twice.gz", twice);
    sandbox.write("a.txt", "Anna Berg left.");
    let run = run_bounded(&sandbox, "add bomb.txt.gz twice.gz a.txt");
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("`bomb.txt.gz`"), "{}", run.stderr);
    assert!(run.stderr.contains("cannot use `twice.gz`: it is compressed twice, not text"), "{}", run.stderr);
    assert!(run.stderr.contains("Added 1 document; 2 could not be read."), "{}", run.stderr);
}

#[test]
fn odd_bytes_and_escapes() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "a.jsonl",
        b"{\"text\": \"\\ud83d lone\"}\n{\"text\": \"nul \\u0000 Anna Berg left.\"}\n{\"text\": \"bad \xff\"}\n{\"te\0xt\": 1}\n",
    );
    let run = run_bounded(&sandbox, "add a.jsonl");
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    for (line, reason) in
        [(1, "it is no JSON document: "), (3, "it is not UTF-8 at byte "), (4, "it is binary, not text")]
    {
        assert!(run.stderr.contains(&format!("`a.jsonl line {line}`: {reason}")), "{}", run.stderr);
    }
    assert!(run.stderr.contains("Added 1 document; 3 could not be read."), "{}", run.stderr);
}

#[test]
fn nesting_without_end() {
    let sandbox = Sandbox::new();
    sandbox.write("a.html", format!("<html>{}", "<div>".repeat(300_000)));
    sandbox.write("b.json", format!("{{\"text\": {}", "[".repeat(300_000)));
    sandbox.write("c.xml", format!("<rss version=\"2.0\"><channel>{}", "<item>".repeat(100_000)));
    sandbox.write("d.md", format!("{} text", "> ".repeat(100_000)));
    sandbox.write("e.md", "[".repeat(100_000));
    sandbox.write("f.csv", format!("title,text\nA,\"{}", "x".repeat(3 << 20)));
    let run = run_bounded(&sandbox, "add a.html b.json c.xml d.md e.md f.csv --dry-run");
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(
        run.stderr.contains("cannot use `a.html`: its elements are nested more than 1000 deep"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("cannot use `b.json line 1`: it is no JSON document: recursion limit exceeded"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_sentence_of_many_thousand_words() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "the minister said that Anna Berg left and ".repeat(2_500));
    let run = run_bounded(&sandbox, "add a.txt");
    assert_eq!((run.code, run.stderr.as_str()), (Some(0), "Added 1 document.\n"));
}
