//! Who said what about whom.

use super::{reading, word};
use crate::extraction::{Class, CueKind, Mode, Polarity};
use crate::store::Store;
use crate::{Id, Result};
use rusqlite::{Row, named_params};

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

const LIST: &str = r#"SELECT w.statement, w.published, coalesce(w.title, d.uri, printf('%016x', d.id)), w.speaker,
    w.source, w.cue, w.kind, w.polarity, w.mode, w.content, w.addressee, coalesce(w.about, ''), w.confidence,
    w.sentence, CAST(substr(CAST(d.text AS BLOB), n.start + 1, n."end" - n.start) AS TEXT), w.start, w."end",
    w.sources, (SELECT count(*) FROM statement_copy k WHERE k.original = w.statement)
    FROM who_said_what w JOIN document d ON d.id = w.document
    JOIN sentence n ON n.document = w.document AND n.number = w.sentence
    WHERE (:by IS NULL OR w.statement IN (
            SELECT s.id FROM chain c JOIN statement s ON s.speaker = c.id WHERE c.entity = :by UNION
            SELECT o.statement FROM chain c JOIN statement_co_speaker o ON o.chain = c.id WHERE c.entity = :by))
      AND (:about IS NULL OR w.statement IN (
            SELECT a.statement FROM chain c JOIN statement_about a ON a.chain = c.id WHERE c.entity = :about))
      AND (:to IS NULL OR w.statement IN (
            SELECT s.id FROM chain c JOIN statement s ON s.addressee = c.id WHERE c.entity = :to))
      AND (:cue IS NULL OR w.cue = :cue) AND (:kind IS NULL OR w.kind = :kind)
      AND (:mode IS NULL OR w.mode = :mode)
      AND (:class IS NULL OR EXISTS (
            SELECT 1 FROM assertion a WHERE a.statement = w.statement AND a.class = :class))
      AND (:document IS NULL OR w.document = :document OR EXISTS (SELECT 1 FROM statement_copy k
            JOIN statement r ON r.id = k.statement WHERE k.original = w.statement AND r.document = :document))
      AND (:since IS NULL OR w.published >= :since)
      AND (:until IS NULL OR substr(w.published, 1, length(:until)) <= :until)
      AND (:text IS NULL OR instr(lower(w.content), lower(:text)) > 0)
    ORDER BY w.published, w.title, w.document, w.start, w."end", w.statement LIMIT :limit"#;

/// Statements by date, document and place.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn list(store: &Store, filter: &Filter) -> Result<Vec<StatementRow>> {
    let values = named_params! {
        ":by": filter.by.map(Id::to_sql),
        ":about": filter.about.map(Id::to_sql),
        ":to": filter.to.map(Id::to_sql),
        ":cue": filter.cue,
        ":kind": filter.kind.map(CueKind::as_str),
        ":mode": filter.mode.map(Mode::as_str),
        ":class": filter.class.map(Class::as_str),
        ":document": filter.document.map(Id::to_sql),
        ":since": filter.since,
        ":until": filter.until,
        ":text": filter.text,
        ":limit": filter.limit.and_then(|n| i64::try_from(n).ok()).unwrap_or(-1),
    };
    let mut select = store.connection().prepare_cached(LIST).map_err(reading)?;
    select.query_map(values, row).and_then(Iterator::collect).map_err(reading)
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
