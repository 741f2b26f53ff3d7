//! Every format through a real file: what comes out, and which errors.

use super::*;

/// Reads `bytes` as the file `name`: each document as "title | date | text", each error as its message.
fn read_with(name: &str, bytes: &[u8], options: &Options) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let shown = |result: Result<Document>| match result {
        Ok(doc) => format!("{:?} {:?} {}", doc.title, doc.published, doc.text),
        Err(error) => error.to_string().replace(&path.display().to_string(), name),
    };
    documents(&path, options).map(shown).collect()
}

#[track_caller]
fn check(name: &str, bytes: impl AsRef<[u8]>, expected: &[&str]) {
    assert_eq!(read_with(name, bytes.as_ref(), &Options::default()), expected);
}

#[test]
fn formats_are_told_by_content() {
    check("a", b"Plain text.", &["None None Plain text."]);
    check("a.txt", b"\xef\xbb\xbfPlain text.", &["None None Plain text."]);
    check("a.txt", b"{\"text\": \"One.\"}\n{\"text\": \"Two.\"}\n", &["None None One.", "None None Two."]);
    check("a", b"{\n  \"text\": \"One.\",\n  \"title\": \"T\"\n}\n", &["Some(\"T\") None One."]);
    check("a", b"{sic} he said.", &["None None {sic} he said."]);
    check("a", b"[{\"text\": \"One.\"},\n {\"body\": \"Two.\"}]", &["None None One.", "None None Two."]);
    check("a.md", b"# Dam closed\n\nIt **was**.", &["Some(\"Dam closed\") None It was."]);
}

#[test]
fn a_bad_line_is_reported_and_the_others_go_on() {
    check(
        "a.jsonl",
        b"{\"text\": \"One.\", \"date\": \"2026-03-01\"}\n\nnonsense\n{\"title\": \"T\"}\n{\"text\": \"Two\xff.\"}\n{\"text\": \"N\0\"}\n{\"text\": \"Three.\"}",
        &[
            "None Some(\"2026-03-01\") One.",
            "cannot use `a.jsonl line 3`: it is no JSON document: expected ident at column 2",
            "cannot use `a.jsonl line 4`: the JSON object has no `text`",
            "cannot use `a.jsonl line 5`: it is not UTF-8 at byte 13",
            "cannot use `a.jsonl line 6`: it is binary, not text",
            "None None Three.",
        ],
    );
}

#[test]
fn columns_are_known_or_mapped() {
    let table = "headline,published_at,body\nDam,2026-03-04T10:00:00Z,\"It was\nclosed.\"\nB,,\nC,,Three.\n";
    let expected = [
        "Some(\"Dam\") Some(\"2026-03-04\") It was\nclosed.",
        "cannot use `a.csv line 4`: it is empty",
        "Some(\"C\") None Three.",
    ];
    check("a.csv", table, &expected);
    check("a.csv", "a,b\n1,2\n", &["cannot use `a.csv`: no column is called `text`"]);
    let options = Options { map: "text=b".parse().unwrap(), ..Options::default() };
    assert_eq!(read_with("a", b"a;b\n1;2.\n", &options), ["None None 2."]);
    check("a.tsv", "text\tdate\nCaf\u{e9}\t4 March 2026\n", &["None Some(\"2026-03-04\") Café"]);
}

#[test]
fn feeds_give_their_entries() {
    let feed = r#"<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
      <channel><title>Post</title><link>https://post.example</link><description>d</description><language>en</language>
      <item><title>Dam &amp; bridge</title><link>https://post.example/1</link><pubDate>Wed, 04 Mar 2026 10:00:00 GMT</pubDate>
      <description>Short.</description><content:encoded><![CDATA[<p>One.</p><p>Two.</p>]]></content:encoded></item>
      <item><title>Empty</title></item></channel></rss>"#;
    let expected = [
        "Some(\"Dam & bridge\") Some(\"2026-03-04\") One.\n\nTwo.",
        "cannot use `a.xml entry 2`: it is empty",
    ];
    check("a.xml", feed, &expected);
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>P</title><id>x</id><updated>2026-03-04T00:00:00Z</updated>
      <entry><id>y</id><title>T</title><updated>2026-03-05T00:00:00Z</updated><content type="html">&lt;p&gt;One.&lt;/p&gt;</content></entry></feed>"#;
    check("a", atom, &["Some(\"T\") Some(\"2026-03-05\") One."]);
    let options = Options::default();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a"), feed).unwrap();
    let doc = documents(&folder.path().join("a"), &options).next().unwrap().unwrap();
    assert_eq!(doc.uri.as_deref(), Some("https://post.example/1"));
}

#[test]
fn messages_are_read_alone_and_in_boxes() {
    let message = "From: Ina Falk <ina@post.example>\nSubject: =?utf-8?q?Caf=C3=A9?=\nDate: Wed, 4 Mar 2026 10:00:00 +0100\nMessage-ID: <1@post.example>\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nThe caf=E9 closed.\n";
    check("a", message, &["Some(\"Café\") Some(\"2026-03-04\") The café closed."]);
    let page = "From: a@b.c\nSubject: S\nDate: Wed, 4 Mar 2026 10:00:00 +0100\nContent-Type: text/html\n\n<p>One.<p>Two.\n";
    check("a", page, &["Some(\"S\") Some(\"2026-03-04\") One.\n\nTwo."]);
    let mbox = format!(
        "From x@y Wed Mar  4 10:00:00 2026\n{message}\n>From here on.\n\nFrom x@y Wed Mar  4 10:00:00 2026\n{page}"
    );
    check(
        "a",
        mbox,
        &[
            "Some(\"Café\") Some(\"2026-03-04\") The café closed.\n\nFrom here on.",
            "Some(\"S\") Some(\"2026-03-04\") One.\n\nTwo.",
        ],
    );
}

#[test]
fn web_archives_give_their_pages() {
    let record = |kind: &str, uri: &str, content_type: &str, body: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    };
    let http = "application/http; msgtype=response";
    let archive = [
        record("warcinfo", "", "application/warc-fields", "software: x\r\n"),
        record(
            "response",
            "https://a.example/1",
            http,
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n12\r\n<title>T</title><p\r\n9\r\n>One two.\r\n0\r\n\r\n",
        ),
        record(
            "response",
            "https://a.example/2",
            http,
            "HTTP/1.1 404 No\r\nContent-Type: text/html\r\n\r\n<p>Not found",
        ),
        "WARC/1.0\r\nWARC-Type: response\r\n\r\nrubbish\r\n\r\n".to_owned(),
        record("conversion", "https://a.example/3", "text/plain", "Three."),
        "WARC/1.0\r\nWARC-Type: conversion\r\nContent-Length: 99\r\n\r\ncut".to_owned(),
    ];
    let expected = [
        "Some(\"T\") None One two.",
        "cannot use `a.warc record 4`: it is a broken WARC record: it has no length",
        "None None Three.",
        "cannot use `a.warc record 6`: it is a broken WARC record: it is cut off",
    ];
    check("a.warc", archive.concat(), &expected);
    let uris = |options: &Options| {
        let source = packed::buffered(Box::new(io::Cursor::new(archive.concat().into_bytes())));
        from_source(source, Origin::default(), options)
            .flatten()
            .map(|d| d.uri.unwrap_or_default())
            .collect::<Vec<_>>()
    };
    assert_eq!(uris(&Options::default()), ["https://a.example/1", "https://a.example/3"]);
}

#[test]
fn encodings_are_told() {
    check("a.txt", b"One caf\xe9 \xe0 Paris, d\xe9j\xe0 vu", &["None None One café à Paris, déjà vu"]);
    check("a.txt", b"\xff\xfeH\0i\0.\0", &["None None Hi."]);
    check("a.html", b"<meta charset=windows-1251><p>\xcf\xf0\xe8\xe2\xe5\xf2", &["None None Привет"]);
}

#[test]
fn what_is_no_text_is_refused_by_name() {
    check("a.txt", b"", &["cannot use `a.txt`: it is empty"]);
    check("a.txt", b" \n\n", &["cannot use `a.txt`: it is empty"]);
    check("a.txt", b"abc\0def", &["cannot use `a.txt`: it is binary, not text"]);
    check("a.txt", b"\x89PNG...", &["cannot use `a.txt`: it is a PNG picture, not text"]);
}

#[test]
fn nul_in_json_does_not_reach_the_database() {
    check("a", r#"{"text": "a\u0000b"}"#, &["None None a\u{FFFD}b"]);
}

#[test]
fn the_same_text_is_the_same_document_wherever_it_lies() {
    let folder = tempfile::tempdir().unwrap();
    let ids: Vec<_> = ["a.txt", "b.txt"]
        .map(|name| {
            let path = folder.path().join(name);
            std::fs::write(&path, "Some text.").unwrap();
            documents(&path, &Options::default()).next().unwrap().unwrap().id
        })
        .to_vec();
    assert_eq!(ids[0], ids[1]);
}

#[test]
fn a_missing_file_says_which() {
    let options = Options::default();
    let mut found = documents(Path::new("no-such.txt"), &options);
    assert_eq!(found.next().unwrap().unwrap_err().to_string(), "cannot read `no-such.txt`");
}
