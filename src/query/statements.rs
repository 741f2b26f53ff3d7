//! Who said what about whom.

use super::filter::{Conditions, in_batches};
use super::word;
use crate::extraction::{Class, CueKind, Mode, Polarity};
use crate::store::Store;
use crate::{Id, Result};
use rusqlite::Row;

/// Which statements to list; what is `None` does not restrict.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Who said it, alone or with others.
    pub by: Option<Id>,
    /// Whom or what the content mentions.
    pub about: Option<Id>,
    /// Whom it was said to.
    pub to: Option<Id>,
    /// Lemma of the cue.
    pub cue: Option<String>,
    /// Kind of the cue.
    pub kind: Option<CueKind>,
    /// Quoted, paraphrased or both.
    pub mode: Option<Mode>,
    /// A relation of this class stands in the content.
    pub class: Option<Class>,
    /// In this document.
    pub document: Option<Id>,
    /// Documents of this day or later.
    pub since: Option<String>,
    /// Documents of this day or earlier.
    pub until: Option<String>,
    /// Words that the content holds, case ignored.
    pub text: Option<String>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// A statement as listed.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementRow {
    /// Its id.
    pub id: Id,
    /// Date of the document.
    pub published: Option<String>,
    /// Title of the document, or its URI, or its id.
    pub document: String,
    /// Name of the speaker.
    pub speaker: Option<String>,
    /// The source as written.
    pub source: String,
    /// Lemma of the cue.
    pub cue: String,
    /// What kind of act.
    pub kind: CueKind,
    /// Negative for "did not say".
    pub polarity: Polarity,
    /// Whether quoted.
    pub mode: Mode,
    /// As written.
    pub content: String,
    /// Name of whom it was said to.
    pub addressee: Option<String>,
    /// Names of what it mentions, joined by "; ".
    pub about: String,
    /// 0..=1.
    pub confidence: f64,
    /// Number of the sentence, from 0.
    pub sentence: usize,
    /// The sentence as it stands.
    pub sentence_text: String,
    /// URI, title or id of every document that has it, joined by "; ": this one, and near copies of it.
    pub sources: String,
    /// Near copies that have it too.
    pub n_copies: usize,
    /// Byte offsets of source, cue and content together.
    pub place: (usize, usize),
}

/// What is read of statements to choose and sort them; which documents are looked at, and whom they must hold, goes between.
const FOUND: &str = r#"SELECT DISTINCT s.id AS id, d.published AS published, d.title AS title, d.id AS document,
         s.start AS start, s."end" AS "end" FROM {documents}
     CROSS JOIN statement_data w ON w.id BETWEEN d.id << 20 AND d.id << 20 | 1048575
     CROSS JOIN statement s ON s.id = w.id
     LEFT JOIN chain_data c ON c.id = s.speaker LEFT JOIN entity e ON e.id = c.entity"#;
const ORDER: &str = r#"ORDER BY d.published, d.title, d.id, s.start, s."end", s.id LIMIT :limit"#;

/// What is listed of those that are picked.
const LIST: &str = r#"SELECT (SELECT s.hash FROM statement_data s WHERE s.id = w.statement), w.published, n.document_name, w.speaker,
    w.source, w.cue, w.kind, w.polarity, w.mode, w.content, w.addressee, coalesce(w.about, ''), w.confidence,
    w.sentence, n.text, w.start, w."end", w.sources,
    (SELECT count(*) FROM statement_copy k WHERE k.original = w.statement)
    FROM json_each(:ids) f JOIN who_said_what w ON w.statement = f.value
    JOIN sentences n ON n.document = w.document AND n.number = w.sentence
    ORDER BY f.key"#;

/// Somebody's chains in a document, and what they are to a statement. An entity can have several in one.
const BY: (&str, &str) = (
    " CROSS JOIN chain_data b ON b.entity = :by AND b.id BETWEEN d.id << 20 AND d.id << 20 | 1048575",
    "(w.speaker = b.id & 1048575 OR instr(',' || w.co_speakers || ',', ',' || (b.id & 1048575) || ','))",
);
const ABOUT: (&str, &str) = (
    " CROSS JOIN chain_data a ON a.entity = :about AND a.id BETWEEN d.id << 20 AND d.id << 20 | 1048575",
    "instr(',' || w.about || ',', ',' || (a.id & 1048575) || ',')",
);
const TO: (&str, &str) = (
    " CROSS JOIN chain_data t ON t.entity = :to AND t.id BETWEEN d.id << 20 AND d.id << 20 | 1048575",
    "w.addressee = t.id & 1048575",
);
const IN_DOCUMENT: &str = "w.id IN (SELECT s.id FROM document d
    JOIN statement_data s ON s.id BETWEEN d.id << 20 AND d.id << 20 | 1048575 WHERE d.hash = :document
    UNION SELECT k.original FROM document d
    JOIN statement_copy k ON k.statement BETWEEN d.id << 20 AND d.id << 20 | 1048575 WHERE d.hash = :document)";
/// The document, and those that have the originals of its copies.
const WITH_ORIGINALS: &str = "d.id IN (SELECT id FROM document WHERE hash = :document UNION SELECT k.original >> 20 FROM document d
    JOIN statement_copy k ON k.statement BETWEEN d.id << 20 AND d.id << 20 | 1048575 WHERE d.hash = :document)";

/// Statements by date, document and place.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn list(store: &Store, filter: &Filter) -> Result<Vec<StatementRow>> {
    let ids = match documents(store, filter)? {
        Some(documents) => {
            in_batches(&documents, filter.limit, |some, limit| found(store, filter, Some(some), limit))?
        }
        None => found(store, filter, None, filter.limit)?,
    };
    let mut conditions = Conditions::default();
    conditions.list(":ids", &ids);
    conditions.rows(store, LIST, row)
}

/// The documents that those who are asked for are in, in the order of the answer; `None` where nobody is asked for.
fn documents(store: &Store, filter: &Filter) -> Result<Option<Vec<i64>>> {
    let mut conditions = Conditions::default();
    conditions.entity("d.id IN (SELECT id >> 20 FROM chain_data WHERE entity = :by)", ":by", filter.by);
    conditions.entity(
        "d.id IN (SELECT id >> 20 FROM chain_data WHERE entity = :about)",
        ":about",
        filter.about,
    );
    conditions.entity("d.id IN (SELECT id >> 20 FROM chain_data WHERE entity = :to)", ":to", filter.to);
    conditions.entity(WITH_ORIGINALS, ":document", filter.document);
    if conditions.to_where().is_empty() {
        return Ok(None);
    }
    conditions.days(&filter.since, &filter.until);
    let sql =
        format!("SELECT d.id FROM document d {} ORDER BY d.published, d.title, d.id", conditions.to_where());
    conditions.rows(store, &sql, |row| row.get(0)).map(Some)
}

/// The statements that fit: in these documents, or, by the index by date, so that a limit ends the search, in all.
fn found(
    store: &Store,
    filter: &Filter,
    documents: Option<&[i64]>,
    limit: Option<usize>,
) -> Result<Vec<i64>> {
    let mut conditions = Conditions::default();
    let mut from = match documents {
        Some(documents) => {
            conditions.list(":documents", documents);
            "json_each(:documents) n CROSS JOIN document d ON d.id = n.value".to_owned()
        }
        None => "document d".to_owned(),
    };
    let whom = [(BY, ":by", filter.by), (ABOUT, ":about", filter.about), (TO, ":to", filter.to)];
    for ((chains, clause), name, entity) in whom {
        conditions.entity(clause, name, entity);
        from.push_str(entity.map_or("", |_| chains));
    }
    conditions.entity(IN_DOCUMENT, ":document", filter.document);
    conditions.given("s.cue = :cue", ":cue", filter.cue.clone());
    conditions.given("s.kind = :kind", ":kind", filter.kind.map(|k| k.as_str().to_owned()));
    conditions.given("s.mode = :mode", ":mode", filter.mode.map(|m| m.as_str().to_owned()));
    conditions.given(
        "EXISTS (SELECT 1 FROM assertion a WHERE a.id BETWEEN s.id & -1048576 AND s.id | 1048575
             AND a.statement = s.id AND a.class = :class)",
        ":class",
        filter.class.map(|c| c.as_str().to_owned()),
    );
    conditions.days(&filter.since, &filter.until);
    conditions.given("instr(lower(s.content), lower(:text)) > 0", ":text", filter.text.clone());
    conditions.limit(limit);
    conditions.always(
        "NOT coalesce(e.hidden, 0) AND NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = s.id)",
    );
    let sql = format!("{} {} {ORDER}", FOUND.replace("{documents}", &from), conditions.to_where());
    conditions.rows(store, &sql, |row| row.get(0))
}

fn row(row: &Row<'_>) -> rusqlite::Result<StatementRow> {
    Ok(StatementRow {
        id: Id::from_sql(row.get(0)?),
        published: row.get(1)?,
        document: row.get(2)?,
        speaker: row.get(3)?,
        source: row.get(4)?,
        cue: row.get(5)?,
        kind: word(row, 6)?,
        polarity: word(row, 7)?,
        mode: word(row, 8)?,
        content: row.get(9)?,
        addressee: row.get(10)?,
        about: row.get(11)?,
        confidence: row.get(12)?,
        sentence: row.get(13)?,
        sentence_text: row.get(14)?,
        place: (row.get(15)?, row.get(16)?),
        sources: row.get(17)?,
        n_copies: row.get(18)?,
    })
}
