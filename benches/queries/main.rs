//! Makes a database of any size out of what is really read from `examples/*.txt`, to measure questions on.
//!
//! Every copy of an example is another document: its hashes are mixed with the number of the copy, its names are others of
//! equal length, so that all spans hold. Which name a copy draws is seeded, few of them frequent and many rare; what has
//! no name is an entity of its own in every document. Rows go into the tables in bulk, in order of their keys, indexes
//! after them. Resolution's own tables (shape and what hangs on it) stay empty: such a database is for reading.
//!
//! `cargo bench --bench queries -- OUT.db [DOCUMENTS]`: ten statements a document, 200,000 documents unless said.

#![expect(clippy::print_stderr, reason = "a generator tells how far it is")]

mod relabel;
mod template;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use relabel::Draws;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use sayso::store::Store;
use template::{Column, SHARED, TABLES, Table, Template};

/// Statements that count for a document.
const STATEMENTS: usize = 10;

fn main() {
    let mut args = std::env::args().skip(1).filter(|a| !a.starts_with('-'));
    let Some(out) = args.next().map(PathBuf::from) else {
        eprintln!("usage: cargo bench --bench queries -- OUT.db [DOCUMENTS]");
        return;
    };
    let wanted = args.next().map_or(200_000, |n| n.parse::<usize>().expect("a number of documents"));
    assert!(!out.exists(), "{} exists already", out.display());
    let folder = tempfile::tempdir().expect("a folder");
    let small = folder.path().join("template.db");
    let template = Template::make(&small);
    let n_copies = (wanted * STATEMENTS * template.n_documents()).div_ceil(template.n_statements());
    let draws = Draws::new(&template, n_copies);
    drop(Store::open(&out).expect("a database"));
    fill(&out, &small, &template, &draws).expect("rows written");
    eprintln!("links and words of names");
    Store::open(&out).and_then(|mut store| store.recount()).expect("links counted");
}

fn fill(out: &Path, small: &Path, template: &Template, draws: &Draws) -> rusqlite::Result<()> {
    let mut db = Connection::open(out)?;
    db.execute("ATTACH DATABASE ?1 AS small", [small.to_string_lossy()])?;
    db.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;
         PRAGMA cache_size = -500000; PRAGMA temp_store = MEMORY;",
    )?;
    let indexes = without_indexes(&db)?;
    let transaction = db.transaction()?;
    for table in SHARED {
        transaction.execute(&format!("INSERT INTO main.{table} SELECT * FROM small.{table}"), [])?;
    }
    entities(&transaction, template, draws)?;
    for table in TABLES {
        eprintln!("{}: {} rows", table.name, copies(&transaction, table, template, draws)?);
    }
    transaction.commit()?;
    eprintln!("indexes");
    db.execute_batch(&indexes)?;
    db.execute_batch("PRAGMA journal_mode = WAL;")
}

/// Drops all indexes of the database; returns the script that makes them again.
fn without_indexes(db: &Connection) -> rusqlite::Result<String> {
    let mut select =
        db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")?;
    let rows = select.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let indexes: Vec<(String, String)> = rows.collect::<rusqlite::Result<_>>()?;
    let drops: String = indexes.iter().map(|(name, _)| format!("DROP INDEX {name};")).collect();
    db.execute_batch(&drops)?;
    Ok(indexes.into_iter().map(|(_, sql)| format!("{sql};\n")).collect())
}

/// Writes the copies of a table's rows, in order of their keys; returns how many.
fn copies(db: &Connection, table: &Table, template: &Template, draws: &Draws) -> rusqlite::Result<usize> {
    let rows = &template.rows[table.name];
    let marks = vec!["?"; table.columns.len()].join(", ");
    let sql = format!("INSERT INTO main.{} ({}) VALUES ({marks})", table.name, table.named);
    let mut insert = db.prepare(&sql)?;
    let (mut n_rows, mut place) = (0, 1);
    for copy in 0..draws.n_copies() {
        let document = copy % template.n_documents();
        for (number, row) in rows[document].iter().enumerate() {
            let values = row.iter().zip(table.columns).map(|(value, column)| match (value, column) {
                (_, Column::Document) => Value::Integer(copy as i64 + 1),
                (template::Cell::Integer(n), Column::Key) => {
                    Value::Integer(((copy as i64 + 1) << 20) | (n & 0xf_ffff))
                }
                (_, Column::Place) => Value::Integer(place + number as i64),
                (template::Cell::Integer(n), Column::Hash) => Value::Integer(draws.id(*n, copy)),
                (template::Cell::Integer(n), Column::Entity) => Value::Integer(draws.entity_id(*n, copy)),
                (template::Cell::Text(text), Column::Words) => Value::Text(draws.words(text, copy)),
                (template::Cell::Text(_), Column::Day) => Value::Text(draws.day(copy)),
                (_, Column::Uri) => Value::Text(format!("https://news.example/{copy}")),
                (value, _) => value.to_value(),
            });
            insert.execute(params_from_iter(values))?;
        }
        n_rows += rows[document].len();
        place += template.n_sentences[document];
    }
    Ok(n_rows)
}

/// Writes entities with their names and votes: sums over the copies that drew them.
fn entities(db: &Connection, template: &Template, draws: &Draws) -> rusqlite::Result<()> {
    let mut entity = db.prepare("INSERT INTO entity VALUES (?, ?, ?, ?, 0)")?;
    let mut alias = db.prepare("INSERT OR IGNORE INTO alias (entity, name, other, rank, mentions, named, described) VALUES (?, ?, ?, ?, ?, ?, ?)")?;
    let mut vote = db.prepare("INSERT INTO entity_vote VALUES (?, ?, ?, ?, ?, ?)")?;
    let found: BTreeMap<i64, (usize, u32, i64)> = draws.entities();
    eprintln!("entity: {} rows", found.len());
    for (id, (place, variant, n_copies)) in found {
        let e = &template.entities[place];
        let name = draws.name(&e.name, variant, e.is_named);
        entity.execute((id, &name, &e.kind, e.mentions * n_copies))?;
        for a in &e.aliases {
            let name = draws.name(&a.name, variant, e.is_named);
            let folded = sayso::text::folded(&name);
            let other = (folded != name.to_ascii_lowercase()).then_some(folded);
            let [rank, mentions, named, described] = a.numbers;
            let sums = (mentions * n_copies, named * n_copies, described * n_copies);
            alias.execute((id, name, other, rank, sums.0, sums.1, sums.2))?;
        }
        for v in &e.votes {
            let [chains, named, forms, mentions] = v.1.map(|n| n * n_copies);
            vote.execute((id, &v.0, chains, named, forms, mentions))?;
        }
    }
    Ok(())
}
