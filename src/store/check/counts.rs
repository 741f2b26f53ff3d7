//! Keys and counts: what is derived equals what it is derived from.

use super::{Checked, each};
use crate::Id;
use crate::store::link;
use rusqlite::{Connection, Result};

/// Table, query of the ids of its rows that are wrong, and what is wrong with them.
const RULES: &[(&str, &str, &str)] = &[
    (
        "sentence_place",
        "SELECT p.id FROM sentence_place p LEFT JOIN sentence s ON s.document = p.document AND s.number = p.sentence
         WHERE s.number IS NULL",
        "its sentence is not there",
    ),
    (
        "sentence",
        "SELECT s.document FROM sentence s LEFT JOIN sentence_place p ON p.document = s.document AND p.sentence = s.number
         WHERE p.id IS NULL",
        "a sentence of the document has no place in the full text",
    ),
    (
        "sentence_text",
        "SELECT p.id FROM sentence_place p LEFT JOIN sentence_text_docsize t ON t.id = p.id WHERE t.id IS NULL",
        "the sentence is missing in the full text",
    ),
    (
        "sentence_text",
        "SELECT t.id FROM sentence_text_docsize t LEFT JOIN sentence_place p ON p.id = t.id WHERE p.id IS NULL",
        "the full text has a sentence that is not there",
    ),
    (
        "chain",
        "SELECT c.id FROM chain c WHERE c.mentions <> (SELECT count(*) FROM mention m WHERE m.chain = c.id)",
        "its number of mentions is wrong",
    ),
    (
        "chain",
        "SELECT c.id FROM chain c WHERE (SELECT coalesce(sum(f.mentions), 0) FROM chain_form f WHERE f.chain = c.id)
         <> (SELECT count(*) FROM mention m WHERE m.chain = c.id AND m.kind <> 'pronoun')",
        "its forms are not counted as its mentions are",
    ),
    ("chain", "SELECT id FROM chain WHERE entity IS NULL", "it has no entity"),
    (
        "chain",
        "SELECT c.id FROM chain c LEFT JOIN shape s ON s.id = c.shape WHERE c.shape IS NOT NULL AND s.id IS NULL",
        "its shape is not there",
    ),
    (
        "shape",
        "SELECT s.id FROM shape s WHERE NOT EXISTS (SELECT 1 FROM chain c WHERE c.shape = s.id)",
        "no chain has it",
    ),
    (
        "entity",
        "SELECT e.id FROM entity e WHERE NOT EXISTS (SELECT 1 FROM chain c WHERE c.entity = e.id)",
        "nothing mentions it",
    ),
    (
        "entity",
        "SELECT e.id FROM entity e
         WHERE e.mentions <> (SELECT coalesce(sum(c.mentions), 0) FROM chain c WHERE c.entity = e.id)",
        "its number of mentions is wrong",
    ),
    (
        "entity",
        "SELECT e.id FROM entity e
         WHERE 1 <> (SELECT count(*) FROM alias a WHERE a.entity = e.id AND a.rank = 0 AND a.name = e.name)",
        "its name is not the first of its aliases",
    ),
    (
        "entity_vote",
        "SELECT v.entity FROM entity_vote v WHERE (v.chains, v.named, v.mentions) IS NOT
         (SELECT count(*), sum(c.is_named), sum(c.mentions) FROM chain c WHERE c.entity = v.entity AND c.type = v.type)",
        "the chains of one type are not counted right",
    ),
    (
        "alias",
        "SELECT a.entity FROM alias a WHERE a.mentions <> (SELECT coalesce(sum(f.mentions), 0) FROM chain c
         JOIN chain_form f ON f.chain = c.id AND f.text = a.name WHERE c.entity = a.entity)",
        "the mentions of one of its names are not counted right",
    ),
    (
        "alias",
        "SELECT a.entity FROM alias a WHERE a.named + a.described <>
         (SELECT count(*) FROM chain c WHERE c.entity = a.entity AND c.name = a.name)",
        "the chains that go by one of its names are not counted right",
    ),
    (
        "name_word",
        "SELECT w.entity FROM name_word w WHERE NOT EXISTS
         (SELECT 1 FROM alias a WHERE a.entity = w.entity AND instr(a.folded, w.word) > 0)",
        "none of its names has the word",
    ),
    (
        "retired",
        "SELECT r.id FROM retired r JOIN document d ON d.id = r.id",
        "an earlier version is a document as well",
    ),
    (
        "story",
        "SELECT s.document FROM story s WHERE s.story <> (SELECT min(o.document) FROM story o WHERE o.story = s.story)",
        "its story is not named by its least document",
    ),
    (
        "story_band",
        "SELECT document FROM story_band WHERE document NOT IN (SELECT document FROM story)",
        "the document is not there, or not compared",
    ),
    (
        "statement_copy",
        "SELECT k.statement FROM statement_copy k JOIN statement c ON c.id = k.statement JOIN statement o ON o.id = k.original
         WHERE c.cue <> o.cue OR c.polarity <> o.polarity OR lower(c.content) <> lower(o.content)
            OR (SELECT story FROM story WHERE document = c.document) IS NOT (SELECT story FROM story WHERE document = o.document)",
        "it does not repeat its original",
    ),
    (
        "assertion_copy",
        "SELECT k.assertion FROM assertion_copy k JOIN assertion c ON c.id = k.assertion JOIN assertion o ON o.id = k.original
         WHERE c.predicate <> o.predicate OR c.polarity <> o.polarity
            OR (SELECT story FROM story WHERE document = c.document) IS NOT (SELECT story FROM story WHERE document = o.document)",
        "it does not repeat its original",
    ),
];

pub(super) fn check(db: &Connection, checked: &mut Checked) -> Result<()> {
    for (table, sql, fault) in RULES {
        each(db, sql, |row| {
            checked.add(table, Id::from_sql(row.get(0)?), *fault);
            Ok(())
        })?;
    }
    each(db, &link::wrong(), |row| {
        checked.add("link", Id::from_sql(row.get(0)?), "its links are not counted right");
        Ok(())
    })
}
