//! What is refused, and what becomes of the rest.

use super::*;
use crate::extraction::Polarity;

#[test]
fn relations_share_their_sentence() {
    let lines = concat!(
        r#"{"subject": "Ann", "predicate": "meet", "object": "Bob", "sentence": "Ann met Bob.", "subject_type": "person"}"#,
        "\n\n",
        r#"{"subject": "Bob", "predicate": "know", "object": "Ann", "sentence": "Ann met Bob.", "polarity": "negative"}"#,
        "\n",
        r#"{"subject": "NATO", "predicate": "include", "object": "Norway"}"#,
    );
    let found = read("x.jsonl", lines).unwrap();
    assert!(found.refused.is_empty(), "{:?}", found.refused);
    let [met, nato] = &found.documents[..] else { panic!("{found:?}") };
    assert_eq!(met.extraction.assertions.len(), 2);
    assert_eq!(met.extraction.assertions[1].polarity, Polarity::Negative);
    assert_eq!(met.extraction.assertions[0].subject.as_ref().unwrap().span.slice("Ann met Bob."), "Ann");
    assert_eq!(nato.document.text, "NATO include Norway");
    assert_eq!(nato.document.uri.as_deref(), Some("x.jsonl#4"));
    assert_eq!(nato.extraction.chains.len(), 2);
}

#[test]
fn what_does_not_stand_there_is_refused() {
    let cases = [
        (
            r#"{"subject": "Cyd", "predicate": "meet", "object": "Bob", "sentence": "Ann met Bob."}"#,
            "`Cyd` does not stand",
        ),
        (r#"{"subject": "", "predicate": "meet", "object": "Bob"}"#, "its subject is empty"),
        (r#"{"subject": "Ann", "object": "Bob"}"#, "missing field `predicate`"),
        (
            r#"{"subject": "A", "predicate": "b", "object": "C", "class": "nonsense"}"#,
            "`nonsense` is no class",
        ),
        ("nonsense", "it is no relation"),
    ];
    for (line, reason) in cases {
        let found = read("x.jsonl", line).unwrap();
        let [error] = &found.refused[..] else { panic!("{line}: {found:?}") };
        assert!(error.to_string().contains(reason), "{error}");
        assert!(error.to_string().contains("x.jsonl, line 1"), "{error}");
    }
}

const GRAPH: &str = r#"{"sayso": 1,
 "documents": [{"id": "00000000000000aa", "uri": null, "title": "T", "published": "2025-02-17", "text": "Åsa praised Bo. She left."}],
 "entities": [{"id": "e1", "name": "Åsa", "type": "person"}, {"id": "e2", "name": "Bo", "type": "person"}],
 "relations": [
  {"id": "r1", "subject": "e1", "subject_text": "Åsa", "predicate": "praise", "object": "e2", "object_text": "Bo",
   "polarity": "positive", "factuality": "asserted", "class": "support", "time": null, "statement": null,
   "evidence": [{"document": "00000000000000aa", "start": 0, "end": 14, "text": "Åsa praised Bo"}]},
  {"id": "r2", "subject": "e1", "subject_text": "She", "predicate": "leave", "object": null,
   "polarity": "positive", "factuality": "asserted", "class": "retreat", "time": null, "statement": null,
   "evidence": [{"document": "00000000000000aa", "start": 16, "end": 24, "text": "She stayed"}]},
  {"id": "r3", "subject": "e1", "predicate": "leave", "object": null,
   "polarity": "positive", "factuality": "asserted", "class": "retreat", "time": null, "statement": null,
   "evidence": [{"document": "00000000000000aa", "start": 16, "end": 99}]}]}"#;

#[test]
fn offsets_are_characters_and_are_checked() {
    let found = read("g.json", GRAPH).unwrap();
    let reasons: Vec<String> = found.refused.iter().map(ToString::to_string).collect();
    assert_eq!(
        reasons,
        [
            "cannot use `g.json, relation r2`: its evidence is not what stands there: `She left`",
            "cannot use `g.json, relation r3`: the document has no characters 16 to 99",
        ]
    );
    let [one] = &found.documents[..] else { panic!() };
    let [praise] = &one.extraction.assertions[..] else { panic!() };
    assert_eq!(praise.object.as_ref().unwrap().span.slice(&one.document.text), "Bo");
    assert_eq!(one.extraction.mentions.len(), 2);
}

#[test]
fn an_id_that_is_no_hash_of_the_document_holds_in_the_file_alone() {
    let found = read("g.json", GRAPH).unwrap();
    let [one] = &found.documents[..] else { panic!() };
    assert_ne!(one.document.id.to_string(), "00000000000000aa");
    assert!(one.document.has_own_id());
    let id = one.document.id.to_string();
    let again = read("g.json", &GRAPH.replace("00000000000000aa", &id)).unwrap();
    assert_eq!(again.documents[0].document.id, one.document.id);
    assert_eq!(again.documents[0].extraction.assertions.len(), 1);
}

#[test]
fn nonsense_is_no_graph() {
    assert!(
        read("g.json", r#"{"sayso": 1, "documents": 3}"#).unwrap_err().to_string().contains("no sayso graph")
    );
}
