//! CSV: a table of nodes and one of edges, with the headers that Gephi's or Neo4j's importer wants.
//!
//! Cells that a spreadsheet would take for a formula get a leading apostrophe; control characters and marks of
//! direction become U+FFFD. Lists are joined by ";", the separator that both importers expect.

use std::io::{self, Write};

use super::edges::{self, Edge, clean};
use crate::graph::{Entity, Graph};

/// Whose headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Header {
    /// `Id,Label`; `Source,Target,Type`: also what pandas users expect.
    Gephi,
    /// `id:ID,:LABEL`; `:START_ID,:END_ID,:TYPE`.
    Neo4j,
}

const GEPHI_NODES: [&str; 5] = ["Id", "Label", "type", "aliases", "mentions"];
const GEPHI_EDGES: [&str; 17] = [
    "Source",
    "Target",
    "Type",
    "Id",
    "Label",
    "Weight",
    "kind",
    "predicate",
    "class",
    "polarity",
    "factuality",
    "confidence",
    "time",
    "first",
    "last",
    "text",
    "document",
];
const NEO4J_NODES: [&str; 6] = ["id:ID", "name", "type", "aliases:string[]", "mentions:long", ":LABEL"];
const NEO4J_EDGES: [&str; 16] = [
    ":START_ID",
    ":END_ID",
    ":TYPE",
    "id",
    "weight:long",
    "kind",
    "predicate",
    "class",
    "polarity",
    "factuality",
    "confidence:double",
    "time",
    "first:date",
    "last:date",
    "text",
    "document",
];

/// Writes the table of nodes.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write_nodes(graph: &Graph, header: Header, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let own: &[&str] = if header == Header::Gephi { &GEPHI_NODES } else { &NEO4J_NODES };
    let measured = graph.measures.iter().map(|m| match header {
        Header::Gephi => m.kind.as_str().to_owned(),
        Header::Neo4j => format!("{}:{}", m.kind.as_str(), if m.kind.is_whole() { "long" } else { "double" }),
    });
    writer.write_record(own.iter().map(|name| (*name).to_owned()).chain(measured))?;
    for entity in &graph.entities {
        let measured = graph.measures.iter().map(|m| m.text(entity.id).unwrap_or_default());
        writer.write_record(node(entity, header).into_iter().chain(measured))?;
    }
    writer.flush()
}

/// Writes the table of edges.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write_edges(graph: &Graph, header: Header, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    match header {
        Header::Gephi => writer.write_record(GEPHI_EDGES)?,
        Header::Neo4j => writer.write_record(NEO4J_EDGES)?,
    }
    for e in edges::all(graph) {
        writer.write_record(edge(&e, header))?;
    }
    writer.flush()
}

fn node(entity: &Entity, header: Header) -> Vec<String> {
    let aliases: Vec<String> = entity.aliases.iter().map(|a| a.replace(';', ",")).collect();
    let kind = entity.entity_type.as_str();
    let mut cells = vec![
        entity.id.to_string(),
        cell(&entity.name),
        kind.into(),
        cell(&aliases.join(";")),
        entity.n_mentions.to_string(),
    ];
    if header == Header::Neo4j {
        cells.push(format!("Entity;{}", capitalized(kind)));
    }
    cells
}

fn edge(e: &Edge<'_>, header: Header) -> Vec<String> {
    let ends = [e.source.to_string(), e.target.to_string()];
    let weight = e.weight.to_string();
    let own = match header {
        Header::Gephi => vec!["Directed".into(), e.id.clone(), cell(&e.label()), weight],
        Header::Neo4j => vec![type_of(e), e.id.clone(), weight],
    };
    let rest = [
        e.kind.into(),
        cell(e.predicate),
        e.class.into(),
        e.polarity.into(),
        e.factuality.into(),
        e.confidence.to_string(),
        cell(e.time.unwrap_or_default()),
        e.first.unwrap_or_default().into(),
        e.last.unwrap_or_default().into(),
        cell(e.text),
        cell(e.document.unwrap_or_default()),
    ];
    ends.into_iter().chain(own).chain(rest).collect()
}

/// Type of a relationship in Neo4j: `ACCUSE` for a relation of that class, `SAYS` for a statement.
pub(super) fn type_of(edge: &Edge<'_>) -> String {
    if edge.kind == "statement" { "SAYS".into() } else { edge.class.to_ascii_uppercase() }
}

/// "person" as "Person".
pub(super) fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    first.to_ascii_uppercase() + rest
}

/// Foreign text as a cell that no spreadsheet runs.
pub(super) fn cell(text: &str) -> String {
    let text = clean(text);
    let begins_like_formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    if begins_like_formula { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_text() {
        for formula in ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", " =1", "\n=1"] {
            assert!(cell(formula).starts_with('\''), "{formula:?}");
        }
        assert_eq!(cell("\t=1"), "' =1");
        assert_eq!(cell("Rutte = x"), "Rutte = x");
    }
}
