//! What happens to documents in the database: versions, near copies, removal, updates, merges, checks.

use crate::sandbox::Sandbox;
use rusqlite::Connection;
use serde_json::Value;

const WIRE: &str = "The harbour authority of Varnholm said on Monday that the old ferry terminal would close in June. \
    Harbour chief Karin Solheim told reporters that repairs would cost too much after the storm of last winter. \
    Mayor Tomas Belak criticised the decision and promised to ask the council for money. \
    The union of dock workers warned that two hundred jobs were at risk in the old town.\n";

/// The wire story as another paper ran it: a word changed, a sentence added.
fn rewritten() -> String {
    WIRE.replace("last winter", "January") + "A meeting of the council is planned for Thursday.\n"
}

/// Rows of tables whose numbers are given in the order of coming, told without these numbers.
const NUMBERED: &[&str] = &[
    "SELECT json_array('document', hash, uri, title, published, language, author, engine, text) FROM document",
    "SELECT json_array('retired', r.hash, r.uri, r.title, r.published, r.language, r.author, r.text, d.hash)
     FROM retired r JOIN document d ON d.id = r.successor",
    "SELECT json_array('sentence', d.hash, n.number, n.paragraph, n.start, n.\"end\")
     FROM sentence n JOIN document d ON d.id = n.document",
    "SELECT json_array('chain', d.hash, c.id & 1048575, c.name, c.type, c.is_named, c.context, c.mentions, c.entity,
     c.reason, (SELECT json_array(s.own, s.mark) FROM shape s WHERE s.id = c.shape)) FROM chain c JOIN document d ON d.id = c.document",
    "SELECT json_array('shape', s.own, s.mark, s.asks, hex(s.offers), s.verdict, w.text) FROM shape s LEFT JOIN main.word w
     ON w.id = s.reason",
    "SELECT json_array('offer', o.key, o.entity, s.own, s.mark) FROM shape_offer o JOIN shape s ON s.id = o.shape",
    "SELECT json_array('ask', a.key, s.own, s.mark) FROM shape_ask a JOIN shape s ON s.id = a.shape",
    "SELECT json_array('mention', d.hash, m.chain & 1048575, m.number, m.sentence, m.start, m.\"end\", m.kind, m.reason,
     m.antecedent) FROM mention m JOIN document d ON d.id = m.document",
    "SELECT json_array('statement', d.hash, s.id & 1048575, s.hash, s.sentence, s.start, s.\"end\", s.speaker & 1048575,
     s.source, s.cue, s.kind, s.polarity, s.mode, s.content, s.addressee & 1048575, s.inside & 1048575, s.confidence)
     FROM statement s JOIN document d ON d.id = s.document",
    "SELECT json_array('about', s.hash, a.number, a.chain & 1048575)
     FROM statement_about a JOIN statement s ON s.id = a.statement",
    "SELECT json_array('co-speaker', s.hash, a.chain & 1048575)
     FROM statement_co_speaker a JOIN statement s ON s.id = a.statement",
    "SELECT json_array('statement span', s.hash, p.role, p.number, p.start, p.\"end\")
     FROM statement_span p JOIN statement s ON s.id = p.statement",
    "SELECT json_array('assertion', d.hash, a.id & 1048575, a.sentence, a.start, a.\"end\", a.subject & 1048575, a.subject_text,
     a.predicate, a.object & 1048575, a.object_text, a.polarity, a.factuality, a.class, a.time, a.symmetric,
     a.statement & 1048575, a.confidence, a.rule) FROM assertion a JOIN document d ON d.id = a.document",
    "SELECT json_array('assertion span', d.hash, p.assertion & 1048575, p.role, p.number, p.start, p.\"end\")
     FROM assertion_span p JOIN document d ON d.id = p.assertion >> 20",
    "SELECT json_array('argument', d.hash, p.assertion & 1048575, p.number, p.role, p.text, p.chain & 1048575, p.start,
     p.\"end\") FROM assertion_argument p JOIN document d ON d.id = p.assertion >> 20",
    "SELECT json_array('quantity', d.hash, p.assertion & 1048575, p.number, p.role, p.value, p.unit, p.\"of\", p.start,
     p.\"end\") FROM assertion_quantity p JOIN document d ON d.id = p.assertion >> 20",
    "SELECT json_array('story', d.hash, (SELECT min(o.hash) FROM story q JOIN document o ON o.id = q.document
     WHERE q.story = s.story)) FROM story s JOIN document d ON d.id = s.document",
    "SELECT json_array('band', b.band, d.hash) FROM story_band b JOIN document d ON d.id = b.document",
    "SELECT json_array('statement copy', s.hash, o.hash) FROM statement_copy k JOIN statement s ON s.id = k.statement
     JOIN statement o ON o.id = k.original",
    "SELECT json_array('assertion copy', d.hash, k.assertion & 1048575, o.hash, k.original & 1048575)
     FROM assertion_copy k JOIN document d ON d.id = k.assertion >> 20 JOIN document o ON o.id = k.original >> 20",
    "SELECT json_array('word', w.term, w.offset, d.hash, w.doc - d.sentences) FROM temp.word w JOIN document d
     ON d.sentences = (SELECT max(sentences) FROM document WHERE sentences <= w.doc)",
];

/// The tables that those tell.
const TOLD: &[&str] = &[
    "document",
    "retired",
    "sentence",
    "story",
    "story_band",
    "statement_copy",
    "assertion_copy",
    "chain_data",
    "statement_data",
    "assertion_data",
    "shape",
    "shape_offer",
    "shape_ask",
    "word",
    "role",
    "mention_kind",
    "statement_kind",
    "assertion_kind",
];

/// All rows that do not tell the time of day, as in every database with the same documents.
pub(crate) fn rows(path: &std::path::Path) -> Vec<String> {
    let db = Connection::open(path).expect("a database");
    db.execute_batch("CREATE VIRTUAL TABLE temp.word USING fts5vocab(main, sentence_text, instance)")
        .expect("words");
    let read = |sql: &str| -> Vec<String> {
        let mut select = db.prepare(sql).expect("SQL");
        let rows = select.query_map([], |row| row.get(0)).expect("rows");
        rows.collect::<Result<_, _>>().expect("rows")
    };
    let mut all: Vec<String> = NUMBERED.iter().flat_map(|sql| read(sql)).collect();
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sentence\\_text%' ESCAPE '\\'";
    for table in read(tables).iter().filter(|table| !TOLD.contains(&table.as_str())) {
        let columns = read(&format!("SELECT name FROM pragma_table_info('{table}')"));
        let columns: Vec<String> = columns.iter().map(|c| format!("\"{c}\"")).collect();
        all.append(&mut read(&format!(
            "SELECT json_array('{table}', {}) FROM \"{table}\"",
            columns.join(", ")
        )));
    }
    all.sort();
    all
}

fn count(sandbox: &Sandbox, sql: &str) -> i64 {
    let db = Connection::open(sandbox.path("sayso.db")).expect("a database");
    db.query_row(sql, [], |row| row.get(0)).expect("a number")
}

fn execute(sandbox: &Sandbox, sql: &str) {
    let db = Connection::open(sandbox.path("sayso.db")).expect("a database");
    db.execute_batch(&format!("PRAGMA foreign_keys = OFF; {sql}")).expect("SQL");
}

#[test]
fn another_text_under_the_same_uri_is_a_new_version() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", "Karin Solheim left Lisk.\n");
    sandbox.run("add a.txt").shows(0, "", "Added 1 document.\n");
    sandbox.write("a.txt", "Tomas Belak left Lisk.\n");
    sandbox.run("add a.txt").shows(0, "", "Added 1 document; 1 took the place of an earlier version.\n");
    let entities = sandbox.run("entities --csv").ok().to_owned();
    assert!(entities.contains("Tomas Belak") && !entities.contains("Solheim"), "{entities}");
    assert_eq!(count(&sandbox, "SELECT count(*) FROM retired WHERE text LIKE 'Karin%'"), 1);
    // A third, then the first two again, as when an archive is read once more.
    sandbox.write("a.txt", "Eva Lund left Lisk.\n");
    sandbox.run("add a.txt -q").ok();
    sandbox.write("a.txt", "Karin Solheim left Lisk.\n");
    sandbox.run("add a.txt").shows(0, "", "Added 0 documents; 1 was there already.\n");
    assert_eq!(count(&sandbox, "SELECT count(*) FROM retired r JOIN document d ON d.id = r.successor"), 2);
    sandbox.run("check").shows(0, "", "Checked 1 document and 6 spans: all is well.\n");
    sandbox.run("remove a.txt").shows(0, "", "Removed 1 document.\n");
    assert_eq!(count(&sandbox, "SELECT (SELECT count(*) FROM retired) + (SELECT count(*) FROM entity)"), 0);
}

#[test]
fn dates_tell_the_later_version() {
    let line = |text: &str, date: &str| {
        format!("{}\n", serde_json::json!({"text": text, "date": date, "uri": "https://example.org/1"}))
    };
    let (old, new) =
        (line("Eva Lund left Lisk.", "2026-03-04"), line("Eva Lund stayed in Lisk.", "2026-03-05"));
    let sandbox = Sandbox::new();
    sandbox.run_with(&["add", "-", "--db", "1.db"], &(old.clone() + &new)).ok();
    sandbox.run_with(&["add", "-", "--db", "2.db"], &(new.clone() + &old)).ok();
    assert_eq!(rows(&sandbox.path("1.db")), rows(&sandbox.path("2.db")));
    // Apart, then merged.
    sandbox.run_with(&["add", "-", "--db", "3.db"], &old).ok();
    sandbox.run_with(&["add", "-", "--db", "4.db"], &new).ok();
    sandbox.run("merge 4.db 3.db -o 5.db").ok();
    sandbox.run("merge 3.db 4.db -o 6.db").ok();
    assert_eq!(rows(&sandbox.path("5.db")), rows(&sandbox.path("1.db")));
    assert_eq!(rows(&sandbox.path("6.db")), rows(&sandbox.path("1.db")));
}

#[test]
fn what_near_copies_repeat_is_counted_once() {
    let sandbox = Sandbox::new();
    sandbox
        .write("a.txt", WIRE)
        .write("b.txt", rewritten())
        .write("c.txt", "Eva Lund said that Lisk was calm.\n");
    sandbox.run("add a.txt b.txt c.txt -q").ok();
    assert_eq!(count(&sandbox, "SELECT count(DISTINCT story) FROM story"), 1);
    let said = |args: &str| -> Vec<Value> {
        serde_json::from_str(sandbox.run(&format!("said --json {args}")).ok()).expect("JSON")
    };
    let about = |rows: Vec<Value>| -> Vec<Value> {
        rows.into_iter().filter(|r| r["content"].as_str().is_some_and(|c| c.contains("terminal"))).collect()
    };
    let once = about(said(""));
    assert_eq!(once.len(), 1, "{once:?}");
    let mut sources: Vec<&str> = once[0]["sources"].as_str().expect("sources").split("; ").collect();
    sources.sort_unstable();
    assert_eq!(sources, ["a.txt", "b.txt"]);
    let graph: Value = serde_json::from_str(sandbox.run("graph -f json").ok()).expect("JSON");
    let statements = graph["statements"].as_array().expect("statements");
    assert!(
        statements.iter().any(|s| s["evidence"].as_array().is_some_and(|e| e.len() == 2)),
        "{statements:?}"
    );
    let relations = graph["relations"].as_array().expect("relations");
    assert!(relations.iter().all(|r| r["weight"] == 1), "{relations:?}");
    sandbox.run("check -q").ok();
    // Apart from each other, each stands for itself.
    sandbox.run("remove b.txt -q").ok();
    assert_eq!(about(said(""))[0]["sources"], "a.txt");
    sandbox.run("add a.txt b.txt c.txt -q --no-near --db plain.db").ok();
    assert_eq!(about(said("--db plain.db")).len(), 2);
}

#[test]
fn a_removed_document_leaves_what_others_alone_would_give() {
    let sandbox = Sandbox::new();
    sandbox
        .write("a.txt", WIRE)
        .write("b.txt", rewritten())
        .write("c.txt", "Mr. Belak said that Lisk was calm.\n");
    sandbox.run("add a.txt c.txt -q --db less.db").ok();
    sandbox.run("add b.txt a.txt c.txt -q").ok();
    sandbox.run("remove b.txt").shows(0, "", "Removed 1 document.\n");
    assert_eq!(rows(&sandbox.path("sayso.db")), rows(&sandbox.path("less.db")));
    let gone = sandbox.run("remove a.txt b.txt");
    assert!(
        gone.code == Some(2) && gone.stderr.contains("no document has the id or URI `b.txt`"),
        "{}",
        gone.stderr
    );
    assert_eq!(rows(&sandbox.path("sayso.db")), rows(&sandbox.path("less.db")));
}

#[test]
fn what_an_older_engine_read_is_read_anew() {
    let sandbox = Sandbox::new();
    sandbox
        .write("a.txt", WIRE)
        .write("b.txt", rewritten())
        .write("c.txt", "Mr. Belak said that Lisk was calm.\n");
    sandbox.run("add a.txt b.txt c.txt -q").ok();
    let before = rows(&sandbox.path("sayso.db"));
    execute(
        &sandbox,
        "UPDATE document SET engine = 'old' WHERE uri <> 'a.txt'; PRAGMA foreign_keys = ON;
        DELETE FROM assertion_data WHERE id >> 20 = (SELECT id FROM document WHERE uri = 'b.txt');",
    );
    sandbox.run("update --dry-run -q").ok();
    sandbox.run("update").shows(0, "", "Read 2 documents anew.\n");
    assert_eq!(rows(&sandbox.path("sayso.db")), before);
    sandbox.run("update").shows(0, "", "Read 0 documents anew.\n");
}

#[test]
fn databases_built_apart_merge_into_what_one_would_be() {
    let sandbox = Sandbox::new();
    sandbox
        .write("a.txt", WIRE)
        .write("b.txt", rewritten())
        .write("c.txt", "Mr. Belak said that Lisk was calm.\n");
    sandbox.run("add a.txt b.txt c.txt -q --db all.db").ok();
    sandbox.run("add a.txt c.txt -q --db 1.db").ok();
    sandbox.run("add b.txt c.txt -q --db 2.db").ok();
    sandbox.run("merge 1.db 2.db -o both.db").shows(0, "", "Merged 3 documents; 1 there already.\n");
    assert_eq!(rows(&sandbox.path("both.db")), rows(&sandbox.path("all.db")));
    sandbox.run("check -q --db both.db").ok();
    let again = sandbox.run("merge 1.db 2.db -o both.db");
    assert!(again.code == Some(1) && again.stderr.contains("it is there already"), "{}", again.stderr);
    assert_eq!(sandbox.run("merge 1.db missing.db -o new.db").code, Some(1));
    assert!(sandbox.names().iter().all(|name| !name.starts_with("new.db")), "{:?}", sandbox.names());
}

#[test]
fn a_check_says_what_is_wrong() {
    let sandbox = Sandbox::new();
    sandbox.write("a.txt", WIRE).write("b.txt", rewritten());
    for (damage, fault) in [
        ("UPDATE document SET text = 'é' || text", "its id is not the hash of what it holds"),
        ("UPDATE sentence SET \"end\" = 100000 WHERE number = 1", "a span does not lie in the text"),
        (
            "UPDATE chain_data SET mentions = substr(mentions, 1, 3) || char(151) || substr(mentions, 5)",
            "it does not lie in its sentence",
        ),
        (
            "UPDATE chain_data SET mentions = substr(mentions, 1, 1) || char(9) || substr(mentions, 3)",
            "a span does not lie in the text",
        ),
        ("UPDATE statement_data SET source_at = source_at + 1", "its hash is not that of its spans"),
        ("UPDATE statement_data SET kind = 1 + kind % 2", "its hash is not that of its spans"),
        ("UPDATE statement_data SET speaker = 9999", "is not there"),
        (
            "UPDATE statement_data SET about = '0,9999'",
            "one whom it is about, or who speaks too, is not there",
        ),
        ("UPDATE assertion_data SET object_at = -3", "it does not reach from its first span to its last"),
        ("UPDATE assertion_data SET predicate = 9999", "it refers to a row of `word` that is not there"),
        ("UPDATE assertion_data SET sentence = 9999", "its sentence is not there"),
        ("UPDATE chain_data SET mentions = substr(mentions, 7)", "its number of mentions is wrong"),
        ("UPDATE entity SET mentions = mentions + 1", "its number of mentions is wrong"),
        ("UPDATE entity SET name = 'Nobody'", "its name is not the first of its aliases"),
        (
            "UPDATE alias SET mentions = mentions + 1",
            "how often it goes by one of its names is not counted right",
        ),
        ("UPDATE entity_vote SET forms = forms + 1", "the chains of one type are not counted right"),
        (
            "DELETE FROM sentence_text WHERE rowid = (SELECT min(id) FROM sentence_place)",
            "missing in the full text",
        ),
        ("UPDATE document SET sentences = NULL", "its sentences have no place in the full text"),
        (
            "DELETE FROM sentence_text WHERE rowid = 1; INSERT INTO sentence_text (rowid, text) VALUES (1, 'the harbour closed')",
            "the full text does not have it as often as the sentences",
        ),
        ("DELETE FROM entity", "it refers to a row of `entity` that is not there"),
        (
            "UPDATE assertion_copy SET original = (SELECT max(id) FROM assertion WHERE predicate <> 'promise')",
            "it does not repeat its original",
        ),
        ("UPDATE story SET story = 2", "its story is not named by its least document"),
        ("DELETE FROM story", "the document is not there, or not compared"),
    ] {
        for name in ["sayso.db", "sayso.db-wal", "sayso.db-shm"] {
            let _ = std::fs::remove_file(sandbox.path(name));
        }
        sandbox.run("add a.txt b.txt -q").ok();
        sandbox.run("check -q").ok();
        execute(&sandbox, damage);
        let found = sandbox.run("check --csv");
        assert!(found.code == Some(1) && found.stdout.contains(fault), "{damage}\n{}", found.stdout);
    }
}
