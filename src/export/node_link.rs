//! Node-link JSON, as networkx 3 reads it with `node_link_graph` and D3 with one line: a directed multigraph.
//!
//! Keys are those of networkx's present default (`nodes`, `edges`, `source`, `target`, `key`). Every attribute is a
//! scalar and none is null, so that networkx can write the graph in any other format. Characters that would end a
//! script element or turn the writing direction are written as JSON escapes: the file may stand inside a page.

use std::io::{self, Write};

use serde::Serialize;

use super::edges;
use super::json::Measured;
use crate::graph::measure::Measure;
use crate::graph::{Entity, Graph};

#[derive(Serialize)]
struct Node<'a> {
    id: String,
    name: &'a str,
    label: &'a str,
    #[serde(rename = "type")]
    entity_type: &'a str,
    aliases: String,
    mentions: usize,
    #[serde(flatten)]
    measures: Measured<'a>,
}

#[derive(Serialize)]
struct Link<'a> {
    source: String,
    target: String,
    key: &'a str,
    kind: &'a str,
    label: String,
    predicate: &'a str,
    class: &'a str,
    polarity: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    factuality: &'a str,
    weight: usize,
    confidence: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    first: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<&'a str>,
}

/// Writes the graph, a node or edge a line.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    write!(
        out,
        "{{\"directed\": true, \"multigraph\": true, \"graph\": {{\"name\": \"sayso\"}},\n\"nodes\": ["
    )?;
    rows(out, graph.entities.iter().map(|entity| node(entity, &graph.measures)))?;
    write!(out, "],\n\"edges\": [")?;
    rows(out, edges::all(graph).map(|edge| safe(&link(&edge))))?;
    writeln!(out, "]}}")
}

fn rows(out: &mut dyn Write, rows: impl Iterator<Item = String>) -> io::Result<()> {
    for (number, row) in rows.enumerate() {
        write!(out, "{}{row}", if number == 0 { "\n" } else { ",\n" })?;
    }
    Ok(())
}

fn node(entity: &Entity, measures: &[Measure]) -> String {
    safe(&Node {
        id: entity.id.to_string(),
        name: &entity.name,
        label: &entity.name,
        entity_type: entity.entity_type.as_str(),
        aliases: entity.aliases.join("; "),
        mentions: entity.n_mentions,
        measures: Measured { measures, entity: entity.id },
    })
}

fn link<'a>(edge: &'a edges::Edge<'_>) -> Link<'a> {
    Link {
        source: edge.source.to_string(),
        target: edge.target.to_string(),
        key: &edge.id,
        kind: edge.kind,
        label: edge.label(),
        predicate: edge.predicate,
        class: edge.class,
        polarity: edge.polarity,
        factuality: edge.factuality,
        weight: edge.weight,
        confidence: edge.confidence,
        time: edge.time,
        first: edge.first,
        last: edge.last,
        text: edge.text,
        document: edge.document,
    }
}

/// A value as JSON in which `<`, line separators and marks of direction are escaped: they stand in strings only.
fn safe(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).unwrap_or_default();
    if !json.contains(is_risky) {
        return json;
    }
    let mut out = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if is_risky(c) { out.push_str(&format!("\\u{:04x}", u32::from(c))) } else { out.push(c) }
    }
    out
}

fn is_risky(c: char) -> bool {
    matches!(c, '<' | '\u{7F}'..='\u{9F}' | '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
