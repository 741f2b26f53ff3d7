//! Relations of others, a JSON object a line: `subject`, `predicate`, `object`, and where known the `sentence` that says
//! so, its `document`, `title`, `date`, the ends' types and the rest of what a relation has.
//!
//! A sentence becomes a document of its own, which all lines with that sentence share; both ends must stand in it.
//! Without a sentence the line itself is the evidence: its three parts are the text.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use super::build::{Builder, Named, has_capital};
use super::graph::word;
use super::{Found, refused};
use crate::extraction::{Assertion, EntityType};
use crate::span::Span;
use crate::{Document, Id};

#[derive(Deserialize)]
struct Row {
    subject: String,
    predicate: String,
    object: String,
    #[serde(alias = "text")]
    sentence: Option<String>,
    #[serde(alias = "uri")]
    document: Option<String>,
    title: Option<String>,
    #[serde(alias = "published")]
    date: Option<String>,
    subject_type: Option<String>,
    object_type: Option<String>,
    polarity: Option<String>,
    factuality: Option<String>,
    class: Option<String>,
    time: Option<String>,
    confidence: Option<f32>,
}

/// Reads relations; lines of white space are passed over.
pub(super) fn read(place: &str, text: &str) -> Found {
    let mut found = Found::default();
    let mut groups: Vec<(Document, Vec<(usize, Row)>)> = Vec::new();
    let mut group_of: FxHashMap<Id, usize> = FxHashMap::default();
    for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match row(line) {
            Ok(row) => {
                let document = document(&row, place, number + 1);
                let at = *group_of.entry(document.id).or_insert(groups.len());
                match groups.get_mut(at) {
                    Some((_, rows)) => rows.push((number + 1, row)),
                    None => groups.push((document, vec![(number + 1, row)])),
                }
            }
            Err(reason) => found.refused.push(refused(place, &format!("line {}", number + 1), reason)),
        }
    }
    for (document, rows) in groups {
        group(place, document, &rows, &mut found);
    }
    found
}

fn row(line: &str) -> Result<Row, String> {
    let row: Row = serde_json::from_str(line).map_err(|e| {
        let message = e.to_string();
        format!("it is no relation: {}", message.split(" at line ").next().unwrap_or(&message))
    })?;
    for (name, part) in [("subject", &row.subject), ("predicate", &row.predicate), ("object", &row.object)] {
        if part.trim().is_empty() {
            return Err(format!("its {name} is empty"));
        }
    }
    if let Some(sentence) = &row.sentence {
        for part in [&row.subject, &row.object] {
            if !sentence.contains(part.as_str()) {
                return Err(format!("`{part}` does not stand in its sentence"));
            }
        }
    }
    Ok(row)
}

/// The document that a line's sentence is, or that the line itself is.
fn document(row: &Row, place: &str, number: usize) -> Document {
    let (title, date) = (row.title.clone(), row.date.clone());
    match &row.sentence {
        Some(sentence) => Document::with(sentence.as_str(), title, date, row.document.clone()),
        None => {
            let text = format!("{} {} {}", row.subject, row.predicate, row.object);
            let uri = row.document.clone().unwrap_or_else(|| format!("{place}#{number}"));
            Document::with(text, title, date, Some(uri))
        }
    }
}

fn group(place: &str, document: Document, rows: &[(usize, Row)], found: &mut Found) {
    let mut entities: Vec<(&str, Named)> = Vec::new();
    let mut known: FxHashSet<&str> = FxHashSet::default();
    for (_, row) in rows {
        for (name, kind) in [(&row.subject, &row.subject_type), (&row.object, &row.object_type)] {
            let entity_type = kind.as_deref().and_then(|k| k.parse().ok()).unwrap_or(EntityType::Other);
            if known.insert(name) {
                let is_named = has_capital(name);
                entities.push((name, Named { names: vec![name], entity_type, is_named }));
            }
        }
    }
    let mut builder = Builder::new(document, &entities);
    for (number, row) in rows {
        match assertion(&builder, row) {
            Ok(assertion) => builder.push_assertion(assertion),
            Err(reason) => found.refused.push(refused(place, &format!("line {number}"), reason)),
        }
    }
    found.documents.push(builder.done());
}

fn assertion(builder: &Builder<'_>, row: &Row) -> Result<Assertion, String> {
    let whole = Span::raw(0, builder.document.text.len());
    let end = |name: &str| builder.argument(Some(name), name, whole);
    let given = |value: &Option<String>, default: &str| value.clone().unwrap_or_else(|| default.to_owned());
    let predicate = builder.argument(None, &row.predicate, whole).map_or(whole, |p| p.span);
    Ok(Assertion {
        sentence: builder.sentence(whole).unwrap_or(0),
        subject: end(&row.subject),
        predicate: row.predicate.clone(),
        predicate_spans: vec![predicate],
        object: end(&row.object),
        arguments: Vec::new(),
        quantities: Vec::new(),
        polarity: word(&given(&row.polarity, "positive"), "polarity")?,
        factuality: word(&given(&row.factuality, "asserted"), "factuality")?,
        class: word(&given(&row.class, "other"), "class")?,
        time: row.time.clone(),
        symmetric: false,
        statement: None,
        confidence: row.confidence.unwrap_or(1.0).clamp(0.0, 1.0),
        rule: "import",
    })
}
