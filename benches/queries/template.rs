//! What is read from the examples, table by table, and what a copy changes in each column.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OpenFlags};
use sayso::analysis::Analyzer;
use sayso::store::{Keeping, Store};
use sayso::{input, pipeline};

/// What a copy does with a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Column {
    /// The number of the document.
    Document,
    /// Numbers of the document and of the row in it, in one.
    Key,
    /// A place in the full text, counted on from document to document.
    Place,
    /// A hash, mixed with the number of the copy.
    Hash,
    /// The entity that the copy drew.
    Entity,
    /// Text with names.
    Words,
    /// A date.
    Day,
    /// Where the copy is said to come from.
    Uri,
    /// As it is.
    Same,
}

/// A table that copies fill.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    /// Reads the template's rows: the number of the document first, then the columns below, in order of the key.
    pub(crate) select: &'static str,
    pub(crate) columns: &'static [Column],
    /// Columns to insert into.
    pub(crate) named: &'static str,
}

use Column::{Day, Document, Entity, Hash, Key, Place, Same, Uri, Words};

/// Tables that hold what rows share: taken over as they are.
pub(crate) const SHARED: &[&str] = &["word", "role", "mention_kind", "statement_kind", "assertion_kind"];

/// In an order in which what is referred to comes first.
pub(crate) const TABLES: &[Table] = &[
    Table {
        name: "document",
        select: "SELECT id, id, hash, uri, title, coalesce(published, '2026-01-01'), language, engine, added, sentences, text
                 FROM document ORDER BY id",
        columns: &[Document, Hash, Uri, Words, Day, Same, Same, Same, Place, Words],
        named: "id, hash, uri, title, published, language, engine, added, sentences, text",
    },
    Table {
        name: "sentence",
        select: "SELECT document, document, number, paragraph, start, \"end\" FROM sentence ORDER BY document, number",
        columns: &[Document, Same, Same, Same, Same],
        named: "document, number, paragraph, start, \"end\"",
    },
    Table {
        name: "sentence_text",
        select: "SELECT d.id, d.sentences + n.number,
                        CAST(substr(CAST(d.text AS BLOB), n.start + 1, n.\"end\" - n.start) AS TEXT)
                 FROM document d JOIN sentence n ON n.document = d.id ORDER BY d.id, n.number",
        columns: &[Place, Words],
        named: "rowid, text",
    },
    Table {
        name: "chain_data",
        select: "SELECT id >> 20, id, name, type, is_named, context, mentions, entity, reason FROM chain_data ORDER BY id",
        columns: &[Key, Words, Same, Same, Same, Same, Entity, Same],
        named: "id, name, type, is_named, context, mentions, entity, reason",
    },
    Table {
        name: "statement_data",
        select: "SELECT id >> 20, id, hash, sentence, start, speaker, kind, source_at, source_length, cue_at, cue_length,
                        content_at, content_length, pieces, addressee, inside, about, co_speakers
                 FROM statement_data ORDER BY id",
        columns: &[
            Key, Hash, Same, Same, Same, Same, Same, Same, Same, Same, Same, Same, Same, Same, Same, Same, Same,
        ],
        named: "id, hash, sentence, start, speaker, kind, source_at, source_length, cue_at, cue_length,
                content_at, content_length, pieces, addressee, inside, about, co_speakers",
    },
    Table {
        name: "assertion_data",
        select: "SELECT id >> 20, id, sentence, start, subject, predicate, object, kind, statement, time, subject_at,
                        subject_length, subject_text, predicate_at, predicate_length, object_at, object_length, object_text,
                        arguments, more FROM assertion_data ORDER BY id",
        columns: &[
            Key, Same, Same, Same, Same, Same, Same, Same, Same, Same, Same, Words, Same, Same, Same, Same, Words, Same, Words,
        ],
        named: "id, sentence, start, subject, predicate, object, kind, statement, time, subject_at,
                subject_length, subject_text, predicate_at, predicate_length, object_at, object_length, object_text,
                arguments, more",
    },
];

/// A value of the template.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Null,
    Integer(i64),
    Real(f64),
    Text(String),
}

impl Cell {
    fn of(value: ValueRef<'_>) -> Cell {
        match value {
            ValueRef::Integer(n) => Cell::Integer(n),
            ValueRef::Real(x) => Cell::Real(x),
            ValueRef::Text(text) => Cell::Text(String::from_utf8_lossy(text).into_owned()),
            ValueRef::Null | ValueRef::Blob(_) => Cell::Null,
        }
    }

    pub(crate) fn to_value(&self) -> Value {
        match self {
            Cell::Null => Value::Null,
            Cell::Integer(n) => Value::Integer(*n),
            Cell::Real(x) => Value::Real(*x),
            Cell::Text(text) => Value::Text(text.clone()),
        }
    }
}

/// A name of an entity, with rank, mentions, named, described.
pub(crate) struct Alias {
    pub(crate) name: String,
    pub(crate) numbers: [i64; 4],
}

/// An entity of the examples.
pub(crate) struct Named {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) kind: String,
    pub(crate) mentions: i64,
    pub(crate) is_named: bool,
    pub(crate) aliases: Vec<Alias>,
    /// Type, then chains, named, forms, mentions.
    pub(crate) votes: Vec<(String, [i64; 4])>,
    /// Documents with a chain of it, by place.
    pub(crate) documents: Vec<usize>,
}

/// All that the examples gave.
pub(crate) struct Template {
    /// Rows by table, then by document.
    pub(crate) rows: BTreeMap<&'static str, Vec<Vec<Vec<Cell>>>>,
    pub(crate) entities: Vec<Named>,
    /// Sentences, by document.
    pub(crate) n_sentences: Vec<i64>,
    /// Words of named mentions, by document, with the place of the entity that they name.
    pub(crate) words: Vec<BTreeMap<String, usize>>,
}

impl Template {
    /// Reads the examples into a database at `path`, and that into memory.
    pub(crate) fn make(path: &Path) -> Template {
        let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/examples"));
        let mut store = Store::open(path).expect("a database");
        let mut texts: Vec<PathBuf> = std::fs::read_dir(folder)
            .expect("the examples")
            .filter_map(|entry| entry.ok().map(|e| e.path()))
            .filter(|path| path.extension().is_some_and(|e| e == "txt"))
            .collect();
        texts.sort();
        let options = input::Options::default();
        let documents = input::documents(&texts, &options);
        pipeline::add(&mut store, &Analyzer::new(), documents, Keeping::default(), |_| ())
            .expect("the examples added");
        drop(store);
        let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("the template");
        Template::read(&db).expect("the template read")
    }

    fn read(db: &Connection) -> rusqlite::Result<Template> {
        let mut select = db.prepare("SELECT id FROM document ORDER BY id")?;
        let documents: Vec<i64> = select.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
        let count = "SELECT count(*) FROM sentence WHERE document = ?1";
        let n_sentences = documents.iter().map(|d| db.query_row(count, [d], |row| row.get(0)));
        let n_sentences = n_sentences.collect::<rusqlite::Result<_>>()?;
        let mut rows = BTreeMap::new();
        for table in TABLES {
            let mut found = vec![Vec::new(); documents.len()];
            let mut select = db.prepare(table.select)?;
            let mut read = select.query([])?;
            while let Some(row) = read.next()? {
                let document: i64 = row.get(0)?;
                let place = documents.binary_search(&document).expect("a document");
                let cells = (1..=table.columns.len()).map(|i| row.get_ref(i).map(Cell::of));
                found[place].push(cells.collect::<rusqlite::Result<Vec<_>>>()?);
            }
            rows.insert(table.name, found);
        }
        let entities = entities(db, &documents)?;
        let words = words(db, &documents, &entities)?;
        Ok(Template { rows, entities, n_sentences, words })
    }

    pub(crate) fn n_documents(&self) -> usize {
        self.words.len()
    }

    pub(crate) fn n_statements(&self) -> usize {
        self.rows["statement_data"].iter().map(Vec::len).sum()
    }

    pub(crate) fn place(&self, entity: i64) -> usize {
        self.entities.binary_search_by_key(&entity, |e| e.id).expect("an entity")
    }
}

fn entities(db: &Connection, documents: &[i64]) -> rusqlite::Result<Vec<Named>> {
    let mut aliases = db
        .prepare("SELECT name, rank, mentions, named, described FROM alias WHERE entity = ? ORDER BY name")?;
    let mut votes = db.prepare(
        "SELECT type, chains, named, forms, mentions FROM entity_vote WHERE entity = ? ORDER BY type",
    )?;
    let mut chains = db.prepare("SELECT DISTINCT document FROM chain WHERE entity = ? ORDER BY document")?;
    let mut select = db.prepare(
        "SELECT id, name, type, mentions, EXISTS (SELECT 1 FROM chain c WHERE c.entity = e.id AND c.is_named)
         FROM entity e ORDER BY id",
    )?;
    let mut read = select.query([])?;
    let mut found = Vec::new();
    while let Some(row) = read.next()? {
        let id: i64 = row.get(0)?;
        let numbers = |row: &rusqlite::Row<'_>| -> rusqlite::Result<[i64; 4]> {
            Ok([row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?])
        };
        let alias = |row: &rusqlite::Row<'_>| Ok(Alias { name: row.get(0)?, numbers: numbers(row)? });
        let place = |row: &rusqlite::Row<'_>| row.get(0).map(|d| documents.binary_search(&d).unwrap_or(0));
        found.push(Named {
            id,
            name: row.get(1)?,
            kind: row.get(2)?,
            mentions: row.get(3)?,
            is_named: row.get(4)?,
            aliases: aliases.query_map([id], alias)?.collect::<rusqlite::Result<_>>()?,
            votes: votes
                .query_map([id], |row| Ok((row.get(0)?, numbers(row)?)))?
                .collect::<rusqlite::Result<_>>()?,
            documents: chains.query_map([id], place)?.collect::<rusqlite::Result<_>>()?,
        });
    }
    Ok(found)
}

/// Words of names in each document; of two entities with the word, the one mentioned first has it.
fn words(
    db: &Connection,
    documents: &[i64],
    entities: &[Named],
) -> rusqlite::Result<Vec<BTreeMap<String, usize>>> {
    let mut select = db.prepare(
        "SELECT m.document, CAST(substr(CAST(d.text AS BLOB), m.start + 1, m.\"end\" - m.start) AS TEXT), c.entity
         FROM mention m JOIN chain c ON c.id = m.chain JOIN document d ON d.id = m.document
         WHERE m.kind = 'named' ORDER BY m.document, m.number",
    )?;
    let mut read = select.query([])?;
    let mut found = vec![BTreeMap::new(); documents.len()];
    while let Some(row) = read.next()? {
        let (document, text, entity): (i64, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let place = documents.binary_search(&document).expect("a document");
        let entity = entities.binary_search_by_key(&entity, |e| e.id).expect("an entity");
        for word in text.split(|c: char| !c.is_ascii_alphabetic()).filter(|w| super::relabel::is_name(w)) {
            found[place].entry(word.to_owned()).or_insert(entity);
        }
    }
    Ok(found)
}
