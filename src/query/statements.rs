//! Who said what about whom.

use super::filter::Conditions;
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

/// What is read of statements to choose and sort them.
const KEYS: &str = r#"s.id AS id, d.published AS published, d.title AS title, d.id AS document, s.start AS start, s."end" AS "end""#;
/// From whom or where few are found.
const FEW: &str = "statement s JOIN document d ON d.id = s.document";
/// All, in order of the documents' index by date, so that a limit ends the search.
const ALL: &str = "document d CROSS JOIN statement s ON s.id BETWEEN d.id << 20 AND d.id << 20 | 1048575";

/// What is listed of those that are picked.
const LIST: &str = r#"SELECT (SELECT s.hash FROM statement_data s WHERE s.id = w.statement), w.published, n.document_name, w.speaker,
    w.source, w.cue, w.kind, w.polarity, w.mode, w.content, w.addressee, coalesce(w.about, ''), w.confidence,
    w.sentence, n.text, w.start, w."end", w.sources,
    (SELECT count(*) FROM statement_copy k WHERE k.original = w.statement)
    FROM found f JOIN who_said_what w ON w.statement = f.id
    JOIN sentences n ON n.document = w.document AND n.number = w.sentence
    ORDER BY f.published, f.title, f.document, f.start, f."end", f.id"#;

const BY: &str = "s.id IN (SELECT s.id FROM chain c
         CROSS JOIN statement s ON s.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND s.speaker = c.id WHERE c.entity = :by
    UNION SELECT o.statement FROM chain c
         CROSS JOIN statement_co_speaker o ON o.statement BETWEEN c.id & -1048576 AND c.id | 1048575 AND o.chain = c.id WHERE c.entity = :by)";
const ABOUT: &str = "s.id IN (SELECT a.statement FROM chain c
         CROSS JOIN statement_about a ON a.statement BETWEEN c.id & -1048576 AND c.id | 1048575 AND a.chain = c.id
    WHERE c.entity = :about)";
const TO: &str = "s.id IN (SELECT s.id FROM chain c
         CROSS JOIN statement s ON s.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND s.addressee = c.id WHERE c.entity = :to)";
const IN_DOCUMENT: &str = "s.id IN (SELECT s.id FROM document d
    JOIN statement_data s ON s.id BETWEEN d.id << 20 AND d.id << 20 | 1048575 WHERE d.hash = :document
    UNION SELECT k.original FROM document d
    JOIN statement_copy k ON k.statement BETWEEN d.id << 20 AND d.id << 20 | 1048575 WHERE d.hash = :document)";

/// Statements by date, document and place.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn list(store: &Store, filter: &Filter) -> Result<Vec<StatementRow>> {
    let is_narrow = [filter.by, filter.about, filter.to, filter.document].iter().any(Option::is_some);
    let mut conditions = Conditions::default();
    conditions.entity(BY, ":by", filter.by);
    conditions.entity(ABOUT, ":about", filter.about);
    conditions.entity(TO, ":to", filter.to);
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
    conditions.given("d.published >= :since", ":since", filter.since.clone());
    conditions.given("d.published < :until || '~'", ":until", filter.until.clone());
    conditions.given("instr(lower(s.content), lower(:text)) > 0", ":text", filter.text.clone());
    conditions.limit(filter.limit);
    conditions.always(
        "NOT coalesce(e.hidden, 0) AND NOT EXISTS (SELECT 1 FROM statement_copy k WHERE k.statement = s.id)",
    );
    let sql = format!(
        "WITH found AS MATERIALIZED (
             SELECT {KEYS} FROM {} LEFT JOIN chain c ON c.id = s.speaker LEFT JOIN entity e ON e.id = c.entity
             {} ORDER BY d.published, d.title, d.id, s.start, s.\"end\", s.id LIMIT :limit)
         {LIST}",
        if is_narrow { FEW } else { ALL },
        conditions.to_where()
    );
    conditions.rows(store, &sql, row)
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
