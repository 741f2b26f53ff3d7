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

const LIST: &str = r#"SELECT (SELECT s.hash FROM statement_data s WHERE s.id = w.statement), w.published, n.document_name, w.speaker,
    w.source, w.cue, w.kind, w.polarity, w.mode, w.content, w.addressee, coalesce(w.about, ''), w.confidence,
    w.sentence, n.text, w.start, w."end", w.sources,
    (SELECT count(*) FROM statement_copy k WHERE k.original = w.statement)
    FROM who_said_what w JOIN sentences n ON n.document = w.document AND n.number = w.sentence"#;

const BY: &str = "w.statement IN (SELECT s.id FROM chain c JOIN statement s ON s.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND s.speaker = c.id WHERE c.entity = :by
    UNION SELECT o.statement FROM chain c JOIN statement_co_speaker o ON o.statement BETWEEN c.id & -1048576 AND c.id | 1048575 AND o.chain = c.id WHERE c.entity = :by)";
const ABOUT: &str = "w.statement IN (SELECT a.statement FROM chain c JOIN statement_about a ON a.statement BETWEEN c.id & -1048576 AND c.id | 1048575 AND a.chain = c.id
    WHERE c.entity = :about)";
const TO: &str =
    "w.statement IN (SELECT s.id FROM chain c JOIN statement s ON s.id BETWEEN c.id & -1048576 AND c.id | 1048575 AND s.addressee = c.id WHERE c.entity = :to)";
const IN_DOCUMENT: &str = "w.statement IN (SELECT s.id FROM document d
    JOIN statement_data s ON s.id BETWEEN d.id << 20 AND d.id << 20 | 1048575 WHERE d.hash = :document
    UNION SELECT k.original FROM document d
    JOIN statement_copy k ON k.statement BETWEEN d.id << 20 AND d.id << 20 | 1048575 WHERE d.hash = :document)";

/// Statements by date, document and place.
///
/// # Errors
///
/// Where the database cannot be read.
pub fn list(store: &Store, filter: &Filter) -> Result<Vec<StatementRow>> {
    let mut conditions = Conditions::default();
    conditions.entity(BY, ":by", filter.by);
    conditions.entity(ABOUT, ":about", filter.about);
    conditions.entity(TO, ":to", filter.to);
    conditions.entity(IN_DOCUMENT, ":document", filter.document);
    conditions.given("w.cue = :cue", ":cue", filter.cue.clone());
    conditions.given("w.kind = :kind", ":kind", filter.kind.map(|k| k.as_str().to_owned()));
    conditions.given("w.mode = :mode", ":mode", filter.mode.map(|m| m.as_str().to_owned()));
    conditions.given(
        "EXISTS (SELECT 1 FROM assertion a WHERE a.id BETWEEN w.statement & -1048576 AND w.statement | 1048575
             AND a.statement = w.statement AND a.class = :class)",
        ":class",
        filter.class.map(|c| c.as_str().to_owned()),
    );
    conditions.given("w.published >= :since", ":since", filter.since.clone());
    conditions.given("w.published < :until || '~'", ":until", filter.until.clone());
    conditions.given("instr(lower(w.content), lower(:text)) > 0", ":text", filter.text.clone());
    conditions.limit(filter.limit);
    let sql = format!(
        "{LIST} {} ORDER BY w.published, w.title, w.document, w.start, w.\"end\", w.statement LIMIT :limit",
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
