//! Documents as JSON objects: `text`, and where known `title`, `date`, `uri`; other keys are passed over unread.
//!
//! Only what is wanted is kept while parsing, so that no object takes more memory than its text.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::found::Found;
use super::map::{Field, Map};
use crate::error::NotText;

/// Most members of a list of names that are kept.
const MAX_NAMES: usize = 16;

/// Reads one object.
///
/// # Errors
///
/// Where it is no JSON object, or has no text.
pub fn object(json: &str, map: &Map) -> Result<Found, NotText> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let mut record = Record::default();
    let level = Level { map, path: String::new(), record: &mut record };
    level.deserialize(&mut reader).and_then(|()| reader.end()).map_err(not_json)?;
    record.found(map)
}

/// Reads an array of objects; each is a document or a fault.
///
/// # Errors
///
/// Where it is no JSON array.
pub fn array(json: &str, map: &Map) -> Result<Vec<Result<Found, NotText>>, NotText> {
    let mut reader = serde_json::Deserializer::from_str(json);
    let records = (&mut reader).deserialize_seq(Records { map }).map_err(not_json)?;
    reader.end().map_err(not_json)?;
    Ok(records.into_iter().map(|record| record.found(map)).collect())
}

/// What was found of each field, with how good its name was.
#[derive(Default)]
struct Record {
    fields: Vec<(Field, usize, String)>,
    /// A key of the text that holds no text.
    odd: bool,
}

impl Record {
    fn keep(&mut self, field: Field, place: usize, value: Loose) {
        match value {
            Loose::Text(text) => self.fields.push((field, place, text)),
            Loose::Other => self.odd |= field == Field::Text,
            Loose::Null => {}
        }
    }

    fn take(&mut self, field: Field) -> Option<String> {
        let best = (0..self.fields.len())
            .filter(|i| self.fields[*i].0 == field)
            .min_by_key(|i| self.fields[*i].1)?;
        Some(std::mem::take(&mut self.fields[best].2))
    }

    fn found(mut self, map: &Map) -> Result<Found, NotText> {
        let key = || map.text_name().to_owned();
        let text = self.take(Field::Text).ok_or_else(|| match self.odd {
            true => NotText::OddText { key: key() },
            false => NotText::NoText { key: key() },
        })?;
        Ok(Found {
            text,
            title: self.take(Field::Title),
            date: self.take(Field::Date),
            uri: self.take(Field::Uri),
            author: self.take(Field::Author),
            language: self.take(Field::Language),
        })
    }
}

/// An object, or one within it that holds what is mapped.
struct Level<'a> {
    map: &'a Map,
    path: String,
    record: &'a mut Record,
}

impl<'de> DeserializeSeed<'de> for Level<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Level<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        while let Some(key) = entries.next_key::<Cow<'_, str>>()? {
            let path = if self.path.is_empty() { key.into_owned() } else { format!("{}.{key}", self.path) };
            if let Some((field, place)) = self.map.field(&path) {
                self.record.keep(field, place, entries.next_value_seed(LooseSeed)?);
            } else if self.map.leads_on(&path) {
                entries.next_value_seed(Level { map: self.map, path, record: &mut *self.record })?;
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// An array of objects.
struct Records<'a> {
    map: &'a Map,
}

impl<'de> Visitor<'de> for Records<'_> {
    type Value = Vec<Record>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<Record>, A::Error> {
        let mut records = Vec::new();
        loop {
            let mut record = Record::default();
            let level = Level { map: self.map, path: String::new(), record: &mut record };
            if items.next_element_seed(level)?.is_none() {
                return Ok(records);
            }
            records.push(record);
        }
    }
}

/// A value as text, where it can be one: a string, a list of them, an object with a name.
enum Loose {
    Text(String),
    Null,
    Other,
}

struct LooseSeed;

impl<'de> DeserializeSeed<'de> for LooseSeed {
    type Value = Loose;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Loose, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for LooseSeed {
    type Value = Loose;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_str<E>(self, text: &str) -> Result<Loose, E> {
        Ok(Loose::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Loose, E> {
        Ok(Loose::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Loose, E> {
        Ok(Loose::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Loose, E> {
        Ok(Loose::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Loose, E> {
        Ok(Loose::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Loose, E> {
        Ok(Loose::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Loose, E> {
        Ok(Loose::Other)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Loose, A::Error> {
        let mut names = Vec::new();
        while names.len() < MAX_NAMES {
            match items.next_element_seed(LooseSeed)? {
                Some(Loose::Text(name)) => names.push(name),
                Some(_) => {}
                None => break,
            }
        }
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(if names.is_empty() { Loose::Other } else { Loose::Text(names.join(", ")) })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Loose, A::Error> {
        let mut name = Loose::Other;
        while let Some(key) = entries.next_key::<Cow<'_, str>>()? {
            if key == "name" {
                name = entries.next_value_seed(LooseSeed)?;
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        Ok(name)
    }
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

    fn read(json: &str, map: &str) -> Result<Found, String> {
        let map = if map.is_empty() { Map::default() } else { map.parse().unwrap() };
        object(json, &map).map_err(|fault| fault.to_string())
    }

    #[test]
    fn keys_are_known_or_mapped_at_any_depth() {
        let found = read(
            r#"{"body": "b", "text": "x", "headline": "h", "date": null, "n": [3], "authors": ["A", {"name": "B"}]}"#,
            "",
        );
        let found = found.unwrap();
        assert_eq!((found.text.as_str(), found.title.as_deref(), found.date), ("x", Some("h"), None));
        assert_eq!(found.author.as_deref(), Some("A, B"));
        let found =
            read(r#"{"article": {"parts": {"body": "x"}, "n": 1}, "text": "no"}"#, "text=article.parts.body");
        assert_eq!(found.unwrap().text, "x");
    }

    #[test]
    fn arrays_give_a_result_an_object() {
        let found =
            array(r#"[{"text": "One."}, {"title": "T"}, {"text": "Three."}]"#, &Map::default()).unwrap();
        let texts: Vec<String> =
            found.into_iter().map(|f| f.map_or_else(|e| e.to_string(), |f| f.text)).collect();
        assert_eq!(texts, ["One.", "the JSON object has no `text`", "Three."]);
    }

    #[test]
    fn faults_are_told() {
        assert_eq!(read("{}", "").unwrap_err(), "the JSON object has no `text`");
        assert_eq!(read("{}", "text=a").unwrap_err(), "the JSON object has no `a`");
        assert_eq!(read(r#"{"text": 1}"#, "").unwrap_err(), "`text` of the JSON object is no string");
        assert_eq!(
            read(r#"{"text": "\ud83d lone"}"#, "").unwrap_err(),
            "it is no JSON document: unexpected end of hex escape at column 17"
        );
        let deep = "[".repeat(100_000);
        let fault = |json: String| read(&json, "").unwrap_err();
        assert!(fault(format!("{{\"text\": {deep}")).contains("recursion limit exceeded"));
        assert!(fault(format!("{{\"text\": \"x\", \"a\": {deep}")).contains("EOF"));
    }
}
