//! Every statement that a question runs finds its rows by an index: SQLite's own plan says so.

use super::{disputes, documents, entities, neighbors, relations, search, statements, timeline};
use crate::extraction::Class;
use crate::store::Store;
use crate::{Id, Result};
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use std::cell::RefCell;

/// A document in which Anna Berg praises Oslo.
const DOCUMENT: &str = "
    INSERT INTO document (id, hash, uri, title, published, language, engine, added, sentences, text)
    VALUES (1, 1, 'a', 'A', '2026-01-01', 'en', 'test', '2026-01-01', 1, 'Berg praised Oslo.');
    INSERT INTO sentence VALUES (1, 0, 0, 0, 18);
    INSERT INTO sentence_text (rowid, text) VALUES (1, 'Berg praised Oslo.');
    INSERT INTO entity VALUES (1, 'Anna Berg', 'person', 1, 0), (2, 'Oslo', 'place', 1, 0);
    INSERT INTO alias (entity, name, rank, mentions, named, described)
    VALUES (1, 'Anna Berg', 0, 1, 1, 0), (2, 'Oslo', 0, 1, 1, 0);
    INSERT INTO word VALUES (1, 'person'), (2, 'place'), (3, 'praise'), (4, 'same name');
    INSERT INTO mention_kind VALUES (1, 'named', 'x');
    INSERT INTO chain_data VALUES (1048576, 'Berg', 1, 1, NULL, char(1, 1, 1, 5, 2, 1), NULL, 1, 4),
        (1048577, 'Oslo', 2, 1, NULL, char(2, 1, 14, 5, 2, 1), NULL, 2, 4);
    INSERT INTO statement_kind VALUES (1, 'praise', 'praise', 'positive', 'indirect', 1.0);
    INSERT INTO statement_data
    VALUES (1048576, 1, 0, 0, 0, 1, 0, 4, 5, 7, 13, 4, NULL, NULL, NULL, '1', NULL);
    INSERT INTO assertion_kind VALUES (1, 'positive', 'asserted', 'support', 0, 1.0, 'x');
    INSERT INTO assertion_data
    VALUES (1048576, 0, 0, 0, 3, 1, 1, 0, NULL, 0, 4, NULL, 5, 7, 13, 4, NULL, NULL, NULL);";

thread_local! {
    static SEEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn note(event: TraceEvent<'_>) {
    if let TraceEvent::Stmt(_, sql) = event {
        // What the full-text index asks itself comes as a comment; what is in memory for a moment is small.
        if !sql.starts_with("--") && !sql.contains("temp.hit") {
            SEEN.with_borrow_mut(|seen| seen.push(sql.to_owned()));
        }
    }
}

/// Rows of the plans of all that `question` runs that read a whole table or index.
fn scans(question: impl Fn(&Store, Id) -> Result<()>) -> Vec<String> {
    let mut store = Store::open_in_memory().unwrap();
    // One row each, so that what is asked of what was found is asked too.
    store.connection().execute_batch(DOCUMENT).unwrap();
    SEEN.take();
    store.connection_mut().trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(note)).unwrap();
    question(&store, Id::from_sql(1)).unwrap();
    store.connection_mut().trace_v2(TraceEventCodes::empty(), None::<fn(TraceEvent<'_>)>).unwrap();
    let statements = SEEN.take();
    assert!(!statements.is_empty(), "nothing was asked");
    statements.iter().flat_map(|sql| scans_of(store.connection(), sql)).collect()
}

fn scans_of(db: &rusqlite::Connection, sql: &str) -> Vec<String> {
    let tables: Vec<String> = db
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .and_then(|mut s| s.query_map([], |row| row.get(0))?.collect())
        .unwrap();
    // Views name tables too.
    let views = "SELECT group_concat(sql, ' ') || ' ' FROM sqlite_schema WHERE type = 'view'";
    let views: String = db.query_row(views, [], |row| row.get(0)).unwrap();
    let mut explain = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let details = explain.raw_query().mapped(|row| row.get::<_, String>(3));
    let details: Vec<String> = details.collect::<rusqlite::Result<_>>().unwrap();
    // A scan of what a subquery found has the name that the query gives it, which is no table's or alias's.
    let is_whole = |detail: &&String| {
        let of = detail.strip_prefix("SCAN ").map(|rest| rest.split(' ').next().unwrap_or(rest));
        of.is_some_and(|of| {
            let is_subquery = sql.contains(&format!(") {of}"));
            let names = |text: &str| {
                let ends = [" ", "\n", ")"];
                tables.iter().any(|table| ends.iter().any(|end| text.contains(&format!("{table} {of}{end}"))))
            };
            let is_alias = names(sql) || !is_subquery && names(&views);
            // Few are hidden, and their index has no others.
            let is_small = detail.contains("VIRTUAL TABLE INDEX") || detail.contains("INDEX entity_hidden");
            (is_alias || tables.iter().any(|t| t == of)) && !is_small
        })
    };
    details.iter().filter(is_whole).map(|detail| format!("{detail}: {sql}")).collect()
}

#[track_caller]
fn check(question: impl Fn(&Store, Id) -> Result<()>) {
    let found = scans(question);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn a_whole_scan_is_seen() {
    let found = scans(|store, _| {
        let sql = "SELECT count(*) FROM assertion a WHERE a.confidence > 2";
        store.connection().query_row(sql, [], |_| Ok(())).map_err(super::reading)
    });
    assert_eq!(found.len(), 1);
}

#[test]
fn who_said_what_about_whom() {
    let none = statements::Filter::default;
    for filter in [
        statements::Filter { by: Some(Id::from_sql(1)), about: Some(Id::from_sql(2)), ..none() },
        statements::Filter { by: Some(Id::from_sql(1)), since: Some("2026".into()), ..none() },
        statements::Filter { about: Some(Id::from_sql(2)), class: Some(Class::Role), ..none() },
        statements::Filter { to: Some(Id::from_sql(2)), until: Some("2026".into()), ..none() },
        statements::Filter { document: Some(Id::from_sql(1)), ..none() },
    ] {
        check(|store, _| statements::list(store, &filter).map(drop));
    }
}

#[test]
fn show_and_relations() {
    check(|store, id| entities::get(store, id).map(drop));
    check(|store, id| entities::aliases(store, id).map(drop));
    check(|store, id| entities::mentions(store, id, 10).map(drop));
    check(|store, _| entities::document(store, "a").map(drop).or(Ok(())));
    check(|store, id| documents::list(store, Some(id), 1).map(drop));
    let none = relations::Filter::default;
    check(|store, id| relations::of_entity(store, id, 10).map(drop));
    for filter in [
        relations::Filter { entity: Some(Id::from_sql(1)), limit: Some(10), ..none() },
        relations::Filter { entity: Some(Id::from_sql(1)), class: Some(Class::Role), ..none() },
        relations::Filter { subject: Some(Id::from_sql(1)), since: Some("2026".into()), ..none() },
        relations::Filter { object: Some(Id::from_sql(2)), open_ended: true, ..none() },
        relations::Filter { inside: Some(Id::from_sql(1)), ..none() },
    ] {
        check(|store, _| {
            let found = relations::list(store, &filter)?;
            found.iter().try_for_each(|r| relations::sentence(store, r).map(drop))
        });
    }
}

#[test]
fn names_and_their_beginnings() {
    check(|store, _| entities::find(store, "Anna Berg").map(drop));
    check(|store, _| entities::find(store, "Anna B").map(drop));
    check(|store, _| entities::find(store, "0000000000000001").map(drop));
}

#[test]
fn neighbors_paths_and_timelines() {
    check(|store, id| neighbors::neighbors(store, id, 10).map(drop));
    check(|store, id| neighbors::around(store, id).map(drop));
    check(|store, id| neighbors::link(store, id, Id::from_sql(2)).map(drop));
    check(|store, id| {
        let filter = timeline::Filter { entity: Some(id), limit: Some(10), ..timeline::Filter::default() };
        timeline::list(store, &filter).map(drop)
    });
}

#[test]
fn searches_and_disputes() {
    check(|store, _| search::search(store, "praised", false, 10).map(drop));
    check(|store, id| disputes::disputes(store, Some(id), 10).map(drop));
    check(|store, id| disputes::changes(store, id, 10).map(drop));
}
