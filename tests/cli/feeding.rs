//! `sayso add` on all that people have: formats, archives, the web, and what is bad among them.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use crate::sandbox::Sandbox;

const PAGE: &str = "<!DOCTYPE html><html><head><title>Dam at Varnholm closed</title></head><body><nav>Home</nav>\
                    <article><p>Anna Berg said that the dam at Varnholm was closed on Monday.</p></article></body></html>";

#[test]
fn every_format_goes_in_and_counts_are_told() {
    let sandbox = Sandbox::new();
    sandbox.write("in/a.html", PAGE).write("in/b.csv", "headline,story\nT,Carl Dahl met Ina Falk in Lisk.\n");
    sandbox.write(
        "in/c.eml",
        "From: a@b.c\nSubject: S\nDate: Wed, 4 Mar 2026 10:00:00 +0100\n\nPer Lund left Lisk.\n",
    );
    sandbox.write(
        "in/d.txt",
        "Der Minister sagte am Montag, dass die Brücke für zwei Wochen gesperrt werde und dass Ingenieure der Stadt sie \
         nach Beschwerden untersucht hätten, wie er hinzufügte.",
    );
    let run = sandbox.run("add in --map text=story");
    run.shows(0, "", "Added 4 documents; 1 was not English and not analysed.\n");
    let rows = sandbox
        .run_with(&["sql", "SELECT title, published, language FROM document ORDER BY uri", "--csv"], "");
    assert_eq!(
        rows.ok(),
        "title,published,language\nDam at Varnholm closed,,en\nT,,en\nS,2026-03-04,en\n,,de\n"
    );
    sandbox.run("add in --map text=story").shows(0, "", "Added 0 documents; 4 were there already.\n");
}

#[test]
fn strict_stops_at_the_first_bad_document() {
    let sandbox = Sandbox::new();
    sandbox
        .write("a.jsonl", "{\"text\": \"Anna Berg left.\"}\nnonsense\n{\"text\": \"Carl Dahl stayed.\"}\n");
    let run = sandbox.run("add a.jsonl --strict");
    assert_eq!(run.code, Some(1));
    assert!(run.stderr.contains("a.jsonl line 2"), "{}", run.stderr);
    assert!(run.stderr.ends_with("Added 1 document; 1 could not be read.\n"), "{}", run.stderr);
}

#[test]
fn a_dry_run_stores_nothing() {
    let sandbox = Sandbox::new();
    sandbox.write("a.jsonl", "{\"text\": \"Anna Berg left.\"}\n{\"text\": \"Carl Dahl stayed.\"}\n");
    sandbox.run("add a.jsonl --dry-run").shows(0, "", "Would add 2 documents.\n");
    assert_eq!(sandbox.names(), ["a.jsonl"]);
    sandbox.run("add a.jsonl -q").ok();
    sandbox.run("add a.jsonl --dry-run").shows(0, "", "Would add 0 documents; 2 were there already.\n");
}

#[test]
fn the_web_is_left_alone_unless_asked_for() {
    let sandbox = Sandbox::new();
    let message = "\
error: cannot fetch `http://127.0.0.1:1/a`: it is on the web, and nothing is fetched unless `--fetch` is given
hint: add `--fetch` to read it from the web; robots.txt of the site is kept to
";
    sandbox.run("add http://127.0.0.1:1/a").shows(1, "", message);
}

#[cfg(feature = "fetch")]
#[test]
fn pages_are_fetched_as_robots_allow() {
    let (base, asked) = serve();
    let sandbox = Sandbox::new();
    let run = sandbox.run(&format!("add {base}/page {base}/moved {base}/private/a {base}/none --fetch"));
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.contains(&format!("cannot fetch `{base}/private/a`: the site's robots.txt forbids it")),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains(&format!("cannot fetch `{base}/none`: the server answered 404")),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("Added 1 document; 1 was there already; 2 could not be read."),
        "{}",
        run.stderr
    );
    let asked = asked.lock().expect("asked").clone();
    assert_eq!(
        asked,
        ["/robots.txt", "/page", "/moved", "/page", "/none"],
        "robots.txt once, nothing that it forbids"
    );
}

/// A server of one small site; returns its address and the paths that were asked for.
#[cfg(feature = "fetch")]
fn serve() -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("address"));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut lines = BufReader::new(stream.try_clone().expect("clone")).lines();
            let first = lines.next().and_then(Result::ok).unwrap_or_default();
            while lines.next().and_then(Result::ok).is_some_and(|line| !line.is_empty()) {}
            let path = first.split(' ').nth(1).unwrap_or_default().to_owned();
            let (status, head, body) = match path.as_str() {
                "/robots.txt" => ("200 OK", "", "User-agent: *\nDisallow: /private\n"),
                "/page" => ("200 OK", "Content-Type: text/html; charset=utf-8\r\n", PAGE),
                "/moved" => ("301 Moved", "Location: /page\r\n", ""),
                _ => ("404 Not Found", "", "no"),
            };
            seen.lock().expect("seen").push(path);
            let length = body.len();
            let _ = write!(
                stream,
                "HTTP/1.1 {status}\r\n{head}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
            );
        }
    });
    (base, asked)
}
