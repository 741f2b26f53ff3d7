//! Who is who does not depend on the order of documents, on the number of threads, or on how many databases they were
//! added to before these were merged; and a document that is removed leaves no trace.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proptest::prelude::*;
use rusqlite::Connection;
use sayso::analysis::Analyzer;
use sayso::extraction::EntityType;
use sayso::pipeline::{self, Processed};
use sayso::store::Store;
use sayso::store::curation::{Entry, Named};
use sayso::{Document, query};

/// Invented: shared last names, short forms with and without their full names, titles, countries.
const TEXTS: &[&str] = &[
    "Karin Solheim met Tomas Belak in Lisk. Solheim said that the bridge was closed.",
    "Solheim left Lisk on Friday. She said nothing.",
    "Ingrid Solheim welcomed the visit. Minister Solheim told reporters that it was long.",
    "Minister Solheim denied the report.",
    "Mr. Belak praised the Northern River Commission.",
    "The NRC said that the dam was safe. T. Belak agreed.",
    "The National Rail Council (NRC) asked for money. Teresa Belak refused.",
    "The United States warned Ukraine. The U.S. also warned Britain.",
    "America and the United Kingdom signed the pact, NATO said.",
    "The North Atlantic Treaty Organization praised Karin Solheim.",
    "Peter Marsh Jr. told reporters that Peter Marsh was ill.",
    "Peter Marsh Jr. left Lisk on Friday.",
    "Peter Marsh built the dam.",
];

static READ: LazyLock<Vec<Processed>> = LazyLock::new(|| {
    let analyzer = Analyzer::new();
    TEXTS.iter().map(|text| pipeline::process(&analyzer, Document::new((*text).to_owned()))).collect()
});

/// Makes a database of these documents, in this order, so many to a transaction.
fn database(path: &Path, documents: &[usize], per_batch: usize) -> Store {
    let mut store = Store::open(path).expect("a database");
    for documents in documents.chunks(per_batch) {
        let mut batch = store.batch().expect("a batch");
        for document in documents.iter().map(|i| &READ[*i]) {
            batch.add(&document.document, &document.analysis, &document.extraction, "test").expect("added");
        }
        batch.commit().expect("stored");
    }
    store
}

/// All that resolution wrote, row by row.
fn rows(path: &Path) -> Vec<String> {
    let db = Connection::open(path).expect("a database");
    let mut rows = Vec::new();
    for (table, columns) in [
        ("entity", "id, name, type, mentions, hidden"),
        ("alias", "entity, name, rank, mentions, named, described"),
        ("known_name", "entity, name, folded, kind"),
        ("entity_vote", "entity, type, chains, named, forms, mentions"),
        (
            "chain JOIN document ON document.id = chain.document",
            "document.hash, chain.id & 1048575, chain.name, chain.entity, chain.reason",
        ),
        (
            "shape JOIN word ON word.id = shape.reason",
            "shape.own, shape.mark, shape.asks, hex(shape.offers), shape.verdict, word.text",
        ),
        (
            "shape_offer JOIN shape ON shape.id = shape_offer.shape",
            "shape_offer.key, shape_offer.entity, shape.own, shape.mark",
        ),
        ("shape_ask JOIN shape ON shape.id = shape_ask.shape", "shape_ask.key, shape.own, shape.mark"),
        ("link", "entity, other, weight"),
        ("name_word", "entity, word"),
    ] {
        let cells = columns
            .split(", ")
            .map(|c| format!("coalesce({c}, '-')"))
            .collect::<Vec<_>>()
            .join(" || '|' || ");
        let mut select =
            db.prepare(&format!("SELECT '{table}|' || {cells} FROM {table} ORDER BY 1")).expect("SQL");
        rows.extend(
            select.query_map([], |row| row.get::<_, String>(0)).expect("rows").map(|r| r.expect("a row")),
        );
    }
    rows
}

fn files() -> (tempfile::TempDir, impl Fn(&str) -> PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().to_owned();
    (folder, move |name: &str| path.join(name))
}

/// Makes the second name part of the first, whatever holds it; returns whether both were there.
fn merge_names(store: &mut Store, into: &str, from: &str) -> bool {
    let named = |store: &Store, name: &str| -> Option<Named> {
        let id = query::entities::find(store, name).ok()?;
        Some(Named { id: id.to_string(), name: name.to_owned() })
    };
    match (named(store, into), named(store, from)) {
        (Some(into), Some(from)) if into.id != from.id => {
            store.curate(&[Entry::new("merge", into, Some(from), None, None)]).expect("noted");
            true
        }
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn order_batches_and_merging_do_not_matter(
        order in Just((0..TEXTS.len()).collect::<Vec<_>>()).prop_shuffle(),
        n in 1..=TEXTS.len(),
        cut in 0..=TEXTS.len(),
        overlap in 0usize..3,
        per_batch in 1usize..5,
    ) {
        let (_folder, path) = files();
        let mut sorted = order[..n].to_vec();
        sorted.sort_unstable();
        database(&path("plain"), &sorted, TEXTS.len());
        let expected = rows(&path("plain"));
        database(&path("turned"), &order[..n], per_batch);
        prop_assert_eq!(&rows(&path("turned")), &expected);
        let cut = cut.min(n);
        let mut one = database(&path("one"), &order[..cut], per_batch);
        database(&path("two"), &order[cut.saturating_sub(overlap)..n], 2);
        let merged = one.merge(&path("two")).expect("merged");
        prop_assert_eq!(merged.n_documents, n - cut);
        prop_assert_eq!(&rows(&path("one")), &expected);
        prop_assert_eq!(one.merge(&path("two")).expect("merged").n_documents, 0);
        prop_assert_eq!(&rows(&path("one")), &expected);
    }

    #[test]
    fn a_removed_document_leaves_no_trace(
        order in Just((0..TEXTS.len()).collect::<Vec<_>>()).prop_shuffle(),
        n in 1..=TEXTS.len(),
    ) {
        let (_folder, path) = files();
        let mut store = database(&path("all"), &order, 3);
        let mut batch = store.batch().expect("a batch");
        for document in &order[n..] {
            prop_assert!(batch.remove(READ[*document].document.id).expect("removed"));
        }
        batch.commit().expect("stored");
        database(&path("some"), &order[..n], 3);
        prop_assert_eq!(rows(&path("all")), rows(&path("some")));
    }

    #[test]
    fn decisions_hold_in_any_order_and_are_undone(
        order in Just((0..TEXTS.len()).collect::<Vec<_>>()).prop_shuffle(),
        n in 1..TEXTS.len(),
    ) {
        let (_folder, path) = files();
        database(&path("plain"), &order, 3);
        let before = rows(&path("plain"));
        let mut store = database(&path("early"), &order[..n], 3);
        prop_assume!(merge_names(&mut store, "Karin Solheim", "Tomas Belak"));
        let mut late = database(&path("late"), &order, 2);
        late.curate(&store.curation().expect("a log")).expect("noted");
        store.merge(&path("late")).expect("merged");
        prop_assert_eq!(rows(&path("early")), rows(&path("late")));
        for entry in store.curation().expect("a log") {
            store.undo(&entry.id).expect("undone");
        }
        prop_assert_eq!(rows(&path("early")), before);
    }
}

#[test]
fn names_come_together_by_evidence() {
    let (_folder, path) = files();
    let store = database(&path("db"), &(0..TEXTS.len()).collect::<Vec<_>>(), 4);
    let id = |name: &str| query::entities::find(&store, name).map_err(|e| e.to_string());
    assert_ne!(id("Karin Solheim"), id("Ingrid Solheim"));
    assert_eq!(id("United States"), id("America"));
    assert_eq!(id("NATO"), id("North Atlantic Treaty Organization"));
    let db = Connection::open(path("db")).expect("a database");
    let sql = "SELECT e.name || ': ' || c.reason FROM chain c JOIN entity e ON e.id = c.entity
               JOIN document d ON d.id = c.document WHERE d.text = ?1 AND c.name LIKE ?2";
    let why = |text: usize, name: &str| -> String {
        db.query_row(sql, [TEXTS[text], name], |row| row.get(0)).unwrap_or_default()
    };
    assert_eq!(why(1, "Solheim"), "Solheim: several of this name");
    assert_eq!(why(3, "%Solheim"), "Ingrid Solheim: only one of this name with `minister`");
    assert_eq!(why(4, "%Belak"), "Tomas Belak: only one with a fuller name");
    // Father and son, also where a text tells of one of them alone.
    assert_eq!(why(11, "%Marsh%"), "Peter Marsh Jr.: only one with a fuller name");
    assert_eq!(why(12, "%Marsh%"), "Peter Marsh: same name");
}

#[test]
fn a_rare_name_is_not_the_name_of_all() {
    let (_folder, path) = files();
    let mut store = Store::open(&path("db")).expect("a database");
    let named =
        |store: &Store| query::entities::list(store, Some(EntityType::Person), None, 5).expect("a list");
    let process = |text: String| pipeline::process(&Analyzer::new(), Document::new(text));
    put(&mut store, &process("Karin Maria Solheim opened the bridge in Lisk.".to_owned()));
    put(&mut store, &process("Karin Solheim said that bridge 0 was safe.".to_owned()));
    assert_eq!(named(&store)[0].name, "Karin Maria Solheim");
    for n in 1..=10 {
        put(&mut store, &process(format!("Karin Solheim said that bridge {n} was safe.")));
    }
    assert_eq!((named(&store)[0].name.as_str(), named(&store).len()), ("Karin Solheim", 1));
    assert!(store.check().expect("checked").faults.is_empty());
}

/// A text as another engine reads it: what was of one type is of another.
fn reread(text: &str, from: EntityType, to: EntityType) -> [Processed; 2] {
    let first = pipeline::process(&Analyzer::new(), Document::new(text.to_owned()));
    let mut second = first.clone();
    second.extraction.chains.iter_mut().filter(|c| c.entity_type == from).for_each(|c| c.entity_type = to);
    assert_ne!(first, second);
    [first, second]
}

fn put(store: &mut Store, read: &Processed) {
    let mut batch = store.batch().expect("a batch");
    batch.remove(read.document.id).expect("removed");
    batch.add(&read.document, &read.analysis, &read.extraction, "test").expect("added");
    batch.commit().expect("stored");
}

#[test]
fn decisions_outlive_a_change_of_type() {
    let (_folder, path) = files();
    let [place, body] =
        reread("Tomas Belak met Karin Solheim in Varnholm.", EntityType::Place, EntityType::Organization);
    let mut store = Store::open(&path("db")).expect("a database");
    put(&mut store, &place);
    let named = |store: &Store, name: &str| {
        let id = query::entities::find(store, name).expect("an entity");
        Named { id: id.to_string(), name: name.to_owned() }
    };
    let (before, belak) = (named(&store, "Varnholm"), named(&store, "Tomas Belak"));
    let rename = Entry::new("rename", before.clone(), None, Some("Port Varnholm".into()), None);
    store.curate(&[rename]).expect("noted");
    assert_eq!(named(&store, "Port Varnholm").id, before.id);
    let as_before = rows(&path("db"));
    put(&mut store, &body);
    let after = named(&store, "Port Varnholm");
    assert_ne!(after.id, before.id);
    assert_eq!(store.unknown(&store.curation().expect("a log")).expect("read"), Vec::<&Named>::new());
    // A merge goes over as well, and comes back where the first reading does.
    store.curate(&[Entry::new("merge", belak.clone(), Some(after), None, None)]).expect("noted");
    assert_eq!(named(&store, "Varnholm").id, belak.id);
    put(&mut store, &place);
    assert_eq!(named(&store, "Varnholm").id, belak.id);
    let merge = store.curation().expect("a log").into_iter().find(|e| e.action == "merge").expect("a merge");
    store.undo(&merge.id).expect("undone");
    assert_eq!(rows(&path("db")), as_before);
}

#[test]
fn threads_do_not_matter() {
    let (_folder, path) = files();
    let analyzer = Analyzer::new();
    // More documents than go into one batch.
    let texts: Vec<String> =
        (0..90).map(|n| format!("{} It was {n} o'clock.", TEXTS[n % TEXTS.len()])).collect();
    let read_by = |n: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n).build().expect("threads");
        let name = format!("{n} threads");
        let mut store = Store::open(&path(&name)).expect("a database");
        let documents = texts.iter().map(|text| Ok(Document::new(text.clone())));
        let keeping = sayso::store::Keeping::default();
        let added = pool.install(|| pipeline::add(&mut store, &analyzer, documents, keeping, |_| {}));
        assert_eq!(added.expect("added").n_added, texts.len());
        rows(&path(&name))
    };
    let one = read_by(1);
    assert!(one.len() > 200, "{}", one.len());
    assert_eq!(read_by(2), one);
    assert_eq!(read_by(5), one);
}

#[test]
fn bodies_that_every_country_has_are_told_apart() {
    let (_folder, path) = files();
    let mut store = Store::open(&path("db")).expect("a database");
    for text in [
        "The Ukrainian Foreign Ministry denied the report on Monday.",
        "Reporters met Ukraine's Foreign Ministry in Kyiv.",
        "The Foreign Ministry of France denied the report.",
        "The Foreign Ministry denied the report of the river board.",
        "The Foreign Ministry welcomed the visit to the dam.",
    ] {
        put(&mut store, &pipeline::process(&Analyzer::new(), Document::new(text.to_owned())));
    }
    let db = Connection::open(path("db")).expect("a database");
    let sql = "SELECT count(DISTINCT entity), count(*) FROM chain WHERE name LIKE '%Foreign Ministry%'";
    let counts: (i64, i64) = db.query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?))).expect("counts");
    assert_eq!(counts, (4, 5));
}

#[test]
fn a_database_is_not_merged_into_itself() {
    let (_folder, path) = files();
    let mut store = database(&path("db"), &[0], 1);
    assert!(store.merge(&path("db")).is_err());
    assert!(store.merge(&path("none")).is_err());
    std::fs::write(path("text"), "no database").expect("written");
    assert!(store.merge(&path("text")).is_err());
    assert_eq!(rows(&path("db")), {
        database(&path("again"), &[0], 1);
        rows(&path("again"))
    });
}
