//! A document as a JSON object: `text`, and where known `title`, `date`, `uri`; other keys are passed over.

use serde::Deserialize;

use super::Options;
use crate::Document;
use crate::error::NotText;

/// The keys that are read, with the names that others use for them.
#[derive(Deserialize)]
struct Record {
    text: Option<String>,
    #[serde(alias = "headline")]
    title: Option<String>,
    #[serde(alias = "published")]
    date: Option<String>,
    #[serde(alias = "url")]
    uri: Option<String>,
}

/// Reads one object; what it does not say is taken from `options`.
///
/// # Errors
///
/// Where it is no JSON object, has no `text`, or an empty one.
pub fn document(json: &str, options: &Options) -> Result<Document, NotText> {
    let record: Record = serde_json::from_str(json).map_err(not_json)?;
    let text = record.text.ok_or(NotText::NoTextKey)?;
    if text.trim().is_empty() {
        return Err(NotText::Empty);
    }
    let known = |own: Option<String>, given: &Option<String>| {
        own.filter(|value| !value.trim().is_empty()).or_else(|| given.clone())
    };
    let title = known(record.title, &options.title);
    let date = known(record.date, &options.date);
    Ok(Document::with(text, title, date, known(record.uri, &options.uri)))
}

/// Says what is wrong and where, without the place that serde_json adds.
fn not_json(error: serde_json::Error) -> NotText {
    let message = error.to_string();
    let reason = message.split(" at line ").next().unwrap_or(&message);
    let line = if error.line() > 1 { format!("line {}, ", error.line()) } else { String::new() };
    NotText::Json { reason: format!("{reason} at {line}column {}", error.column()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_words_go_before_options() {
        let options = Options { title: Some("T".into()), date: Some("2026-01-02".into()), uri: None };
        let doc = document(r#"{"text": "x", "title": "own", "date": null, "n": 3}"#, &options).unwrap();
        assert_eq!((doc.title.as_deref(), doc.published.as_deref()), (Some("own"), Some("2026-01-02")));
    }

    #[test]
    fn faults_are_told() {
        let fault = |json| document(json, &Options::default()).unwrap_err().to_string();
        assert_eq!(fault("{}"), "the JSON object has no `text`");
        assert_eq!(fault(r#"{"text": "  "}"#), "it is empty");
        assert_eq!(
            fault(r#"{"text": 1}"#),
            "it is no JSON document: invalid type: integer `1`, expected a string at column 10"
        );
    }
}
