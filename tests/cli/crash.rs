//! Killed, out of disk, locked out, refused: nothing half is in the database, and the same command carries on.

use crate::keeping::rows;
use crate::sandbox::Sandbox;
use rusqlite::Connection;
use std::path::Path;
use std::time::{Duration, Instant};

const KILLS: usize = 200;

/// Small documents with names in common, versions, and near copies; several batches of them.
fn news() -> String {
    let people =
        ["Karin Solheim", "Tomas Belak", "Eva Lund", "Ingrid Solheim", "Solheim", "Mr. Belak", "Carl Dahl"];
    let places = ["Lisk", "Varnholm", "Paris"];
    let mut lines = String::new();
    for n in 0..150_usize {
        let (who, place) = (people[n % people.len()], places[n % places.len()]);
        let text = if n % 10 == 0 {
            format!(
                "The council of {place} said on Monday that the old bridge over the river would close for repairs in \
                 June. {who} told reporters that it would cost {n} million and take a year, more than was planned."
            )
        } else {
            format!(
                "{who} met {} in {place}. She said that bridge {n} was safe.",
                people[n * 3 % people.len()]
            )
        };
        let uri = format!("https://example.org/{}", n % 120);
        lines.push_str(&format!("{}\n", serde_json::json!({"text": text, "uri": uri})));
    }
    lines
}

/// Numbers that look random and are the same each time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

/// Documents with their rows counted, as `id sentences mentions assertions`.
fn contents(path: &Path) -> Vec<String> {
    let db = Connection::open(path).expect("a database");
    let is_made =
        db.query_row("SELECT count(*) FROM sqlite_schema WHERE name = 'document'", [], |r| r.get(0));
    if is_made == Ok(0) {
        return Vec::new();
    }
    let sql = "SELECT printf('%d %d %d %d', d.id, (SELECT count(*) FROM sentence s WHERE s.document = d.id),
        (SELECT count(*) FROM mention m WHERE m.chain BETWEEN d.id << 20 AND d.id << 20 | 1048575),
        (SELECT count(*) FROM assertion_data a WHERE a.id BETWEEN d.id << 20 AND d.id << 20 | 1048575))
        FROM document d ORDER BY d.id";
    let mut select = db.prepare(sql).expect("SQL");
    select.query_map([], |row| row.get(0)).expect("rows").collect::<Result<_, _>>().expect("rows")
}

#[test]
fn killed_at_any_moment_it_carries_on() {
    let sandbox = Sandbox::new();
    sandbox.write("news.jsonl", news());
    let begin = Instant::now();
    sandbox.run("add news.jsonl -q --db whole.db").ok();
    let whole = u64::try_from(begin.elapsed().as_micros()).expect("a short time");
    let expected = rows(&sandbox.path("whole.db"));
    // Documents that a later one replaces are whole too while they are there.
    let sizes = |path: &Path| contents(path).into_iter().filter(|row| !row.ends_with(" 0 0 0")).count();
    let mut draw = Draw(2026);
    let (mut n_kills, mut n_rounds, mut n_partial) = (0, 0, 0);
    while n_kills < KILLS {
        n_rounds += 1;
        let name = format!("{n_rounds}.db");
        let path = sandbox.path(&name);
        loop {
            let mut child =
                sandbox.command(&["add", "news.jsonl", "-q", "--db", &name]).spawn().expect("started");
            if n_kills < KILLS {
                std::thread::sleep(Duration::from_micros(draw.below(whole)));
                // SIGKILL on Unix.
                let was_running = child.try_wait().expect("a child").is_none();
                child.kill().expect("killed");
                n_kills += usize::from(was_running);
            }
            let status = child.wait().expect("ended");
            if path.exists() {
                let there = contents(&path);
                assert_eq!(there.len(), sizes(&path), "a document is there without its rows");
                n_partial += usize::from(!status.success() && !there.is_empty());
            }
            if status.success() {
                break;
            }
        }
        assert!(rows(&path) == expected, "round {n_rounds} ends with other rows than an uninterrupted run");
        std::fs::remove_file(&path).expect("removed");
    }
    assert!(n_partial > KILLS / 10, "only {n_partial} kills came between the first batch and the last");
}

#[test]
fn a_full_disk_is_told_and_the_command_carries_on() {
    let sandbox = Sandbox::new();
    sandbox.write("news.jsonl", news());
    sandbox.run("add news.jsonl -q --db whole.db").ok();
    // Files may grow to this many half kilobytes; a write beyond fails as on a full disk.
    let script = "trap '' XFSZ; ulimit -f 900; exec \"$0\" add news.jsonl";
    let mut command = std::process::Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_sayso")]).current_dir(sandbox.path("."));
    command.env_remove("SAYSO_DB");
    let full = command.output().expect("sh");
    let told = String::from_utf8_lossy(&full.stderr);
    assert_eq!(full.status.code(), Some(1), "{told}");
    assert!(told.contains("make room and run the command again"), "{told}");
    sandbox.run("add news.jsonl -q").ok();
    assert!(rows(&sandbox.path("sayso.db")) == rows(&sandbox.path("whole.db")));
}

#[test]
fn a_second_writer_is_told_and_nothing_is_half_in() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Eva Lund left Lisk.\n").write("b.txt", "Carl Dahl stayed.\n");
    sandbox.run("add a.txt -q").ok();
    let before = rows(&sandbox.path("sayso.db"));
    let other = Connection::open(sandbox.path("sayso.db")).expect("a database");
    other.execute_batch("BEGIN IMMEDIATE").expect("locked");
    let run = sandbox.run("add b.txt");
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.contains("another program is writing to it: try again when it is done"),
        "{}",
        run.stderr
    );
    other.execute_batch("ROLLBACK").expect("free");
    assert_eq!(rows(&sandbox.path("sayso.db")), before);
    sandbox.run("add b.txt").shows(0, "", "Added 1 document.\n");
}

#[test]
fn two_at_once_take_turns() {
    let sandbox = Sandbox::new();
    sandbox.write("news.jsonl", news()).write("a.txt", "Eva Lund left Lisk.\n");
    sandbox.run("add a.txt -q").ok();
    let start = || sandbox.command(&["add", "news.jsonl", "-q"]).spawn().expect("started");
    for child in [start(), start()] {
        let done = child.wait_with_output().expect("ended");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    sandbox.run("add a.txt news.jsonl -q --db whole.db").ok();
    assert!(rows(&sandbox.path("sayso.db")) == rows(&sandbox.path("whole.db")));
}

#[test]
fn a_file_that_may_not_be_written_is_told() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Eva Lund left Lisk.\n").write("b.txt", "Carl Dahl stayed.\n");
    sandbox.run("add a.txt -q").ok();
    let path = sandbox.path("sayso.db");
    let mut rights = std::fs::metadata(&path).expect("a file").permissions();
    rights.set_readonly(true);
    std::fs::set_permissions(&path, rights).expect("read-only");
    let mut command = sandbox.command(&["add", "b.txt"]);
    if std::fs::OpenOptions::new().append(true).open(&path).is_ok() {
        command = as_nobody(&sandbox, &["add", "b.txt"]);
    }
    let run = command.output().expect("sayso ends");
    let told = String::from_utf8_lossy(&run.stderr);
    assert_eq!(run.status.code(), Some(1), "{told}");
    assert!(told.contains("read-only") || told.contains("readonly"), "{told}");
}

/// The program run by a user who may not write everything, as root may; from a copy that this user may run.
fn as_nobody(sandbox: &Sandbox, args: &[&str]) -> std::process::Command {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::process::CommandExt;
    let copy = sandbox.path("sayso");
    std::fs::copy(env!("CARGO_BIN_EXE_sayso"), &copy).expect("copied");
    for (path, mode) in [(sandbox.path("."), 0o777), (copy.clone(), 0o755)] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("rights");
    }
    let mut command = std::process::Command::new(copy);
    command.args(args).current_dir(sandbox.path(".")).env_remove("SAYSO_DB").uid(65534);
    command
}

#[test]
fn a_newer_database_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Eva Lund left Lisk.\n");
    sandbox.run("add a.txt -q").ok();
    let db = Connection::open(sandbox.path("sayso.db")).expect("a database");
    db.pragma_update(None, "user_version", 99).expect("set");
    drop(db);
    for command in ["add a.txt", "stats", "check", "update", "merge sayso.db -o b.db"] {
        let run = sandbox.run(command);
        assert_eq!(run.code, Some(1), "{command}");
        assert!(run.stderr.contains("its format is version 99, this program knows up to"), "{}", run.stderr);
    }
}
