//! Keys and counts: what is derived equals what it is derived from.

use super::{Checked, each};
use crate::Id;
use crate::store::link;
use rusqlite::{Connection, Result};

/// Table, query of the ids of its rows that are wrong, and what is wrong with them.
const RULES: &[(&str, &str, &str)] = &[
    (
        "document",
        "SELECT d.hash FROM document d WHERE (d.sentences IS NULL) = EXISTS (SELECT 1 FROM sentence n WHERE n.document = d.id)",
        "its sentences have no place in the full text",
    ),
    (
        "sentence_text",
        "SELECT d.hash FROM document d JOIN sentence n ON n.document = d.id
         LEFT JOIN sentence_text_docsize t ON t.id = d.sentences + n.number WHERE t.id IS NULL",
        "a sentence of the document is missing in the full text",
    ),
    (
        "sentence_text",
        "SELECT t.id FROM sentence_text_docsize t WHERE NOT EXISTS (SELECT 1 FROM sentence n WHERE n.document =
             (SELECT d.id FROM document d WHERE d.sentences <= t.id ORDER BY d.sentences DESC LIMIT 1) AND n.number = t.id -
             (SELECT d.sentences FROM document d WHERE d.sentences <= t.id ORDER BY d.sentences DESC LIMIT 1))",
        "the full text has a sentence that is not there",
    ),
    ("chain", "SELECT id FROM chain_data WHERE entity IS NULL", "it has no entity"),
    (
        "chain",
        "SELECT c.id FROM chain c WHERE c.type IS NULL OR c.name IS NULL OR c.reason IS NULL",
        "its name, type or reason is not there",
    ),
    (
        "chain",
        "SELECT id FROM chain_data WHERE id >> 20 NOT IN (SELECT id FROM document)",
        "its document is not there",
    ),
    (
        "statement",
        "SELECT id FROM statement_data WHERE id >> 20 NOT IN (SELECT id FROM document)",
        "its document is not there",
    ),
    (
        "assertion",
        "SELECT id FROM assertion_data WHERE id >> 20 NOT IN (SELECT id FROM document)",
        "its document is not there",
    ),
    (
        "statement",
        "SELECT s.id FROM statement_data s WHERE NOT EXISTS
         (SELECT 1 FROM sentence n WHERE n.document = s.id >> 20 AND n.number = s.sentence)",
        "its sentence is not there",
    ),
    (
        "assertion",
        "SELECT a.id FROM assertion_data a WHERE NOT EXISTS
         (SELECT 1 FROM sentence n WHERE n.document = a.id >> 20 AND n.number = a.sentence)",
        "its sentence is not there",
    ),
    (
        "statement",
        "SELECT s.id FROM statement s WHERE (s.speaker IS NOT NULL AND s.speaker NOT IN (SELECT id FROM chain_data))
             OR (s.addressee IS NOT NULL AND s.addressee NOT IN (SELECT id FROM chain_data)) OR (s.inside IS NOT NULL AND s.inside NOT IN (SELECT id FROM statement_data))",
        "its speaker, its addressee or the statement around it is not there",
    ),
    (
        "statement",
        "SELECT l.statement FROM (SELECT statement, chain FROM statement_about UNION ALL
             SELECT statement, chain FROM statement_co_speaker) l WHERE (l.chain IS NOT NULL AND l.chain NOT IN (SELECT id FROM chain_data))",
        "one whom it is about, or who speaks too, is not there",
    ),
    (
        "assertion",
        "SELECT a.id FROM assertion a WHERE (a.subject IS NOT NULL AND a.subject NOT IN (SELECT id FROM chain_data))
             OR (a.object IS NOT NULL AND a.object NOT IN (SELECT id FROM chain_data)) OR (a.statement IS NOT NULL AND a.statement NOT IN (SELECT id FROM statement_data))
             OR a.predicate IS NULL",
        "its subject, predicate, object or statement is not there",
    ),
    (
        "assertion",
        "SELECT g.assertion FROM assertion_argument g WHERE (g.chain IS NOT NULL AND g.chain NOT IN (SELECT id FROM chain_data))",
        "one of its arguments is not there",
    ),
    (
        "shape",
        "SELECT s.id FROM shape s WHERE NOT EXISTS (SELECT 1 FROM chain_data c WHERE c.shape = s.id)",
        "no chain has it",
    ),
    (
        "shape_offer",
        "SELECT DISTINCT o.shape FROM shape_offer o LEFT JOIN shape s ON s.id = o.shape WHERE s.own IS NOT o.entity",
        "its shape is not there, or another entity's",
    ),
    (
        "shape_offer",
        "SELECT s.id FROM shape s LEFT JOIN (SELECT shape, count(*) AS n FROM shape_offer GROUP BY shape) o ON o.shape = s.id
         WHERE coalesce(length(s.offers) / 6, 0) <> coalesce(o.n, 0)",
        "one of the keys that it offers is not there",
    ),
    ("shape_ask", "SELECT shape FROM shape_ask WHERE shape NOT IN (SELECT id FROM shape)", "its shape is not there"),
    (
        "entity",
        "SELECT e.id FROM entity e
         WHERE 1 <> (SELECT count(*) FROM alias a WHERE a.entity = e.id AND a.rank = 0 AND a.name = e.name)
           AND EXISTS (SELECT 1 FROM entity_vote v WHERE v.entity = e.id)",
        "its name is not the first of its aliases",
    ),
    (
        "name_word",
        "SELECT w.entity FROM name_word w WHERE NOT EXISTS
         (SELECT 1 FROM alias a WHERE a.entity = w.entity AND instr(a.folded, w.word) > 0)",
        "none of its names has the word",
    ),
    (
        "retired",
        "SELECT r.hash FROM retired r JOIN document d ON d.hash = r.hash",
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
