//! A script of Cypher statements that builds the graph in Neo4j and its like, and may be run again.
//!
//! Rows come in lists of at most 500, so that no statement is too long for `cypher-shell`. Labels and types of
//! relationships are words of sayso's own; everything foreign is a quoted string.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::edges::{self, Edge, clean};
use super::tables::{capitalized, type_of};
use crate::extraction::EntityType;
use crate::graph::measure::Measure;
use crate::graph::{Entity, Graph};

/// Rows in one statement.
const ROWS: usize = 500;

/// Writes the graph as Cypher.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "CREATE CONSTRAINT sayso_entity IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;")?;
    for kind in EntityType::ALL {
        let of_kind = graph.entities.iter().filter(|e| e.entity_type == *kind);
        let label = capitalized(kind.as_str());
        let then = format!("MERGE (n:Entity {{id: row.id}}) SET n:{label}, n += row");
        statements(of_kind.map(|entity| node(entity, &graph.measures)), &then, out)?;
    }
    let mut by_type: BTreeMap<String, Vec<Edge>> = BTreeMap::new();
    edges::all(graph).for_each(|edge| by_type.entry(type_of(&edge)).or_default().push(edge));
    for (name, edges) in &by_type {
        let then = format!(
            "MATCH (a:Entity {{id: row.source}}), (b:Entity {{id: row.target}}) \
             MERGE (a)-[r:{name} {{id: row.edge.id}}]->(b) SET r += row.edge"
        );
        statements(edges.iter().map(edge), &then, out)?;
    }
    Ok(())
}

fn statements(rows: impl Iterator<Item = String>, then: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = rows.peekable();
    while rows.peek().is_some() {
        writeln!(out, "UNWIND [")?;
        for (number, row) in rows.by_ref().take(ROWS).enumerate() {
            write!(out, "{}  {row}", if number == 0 { "" } else { ",\n" })?;
        }
        writeln!(out, "\n] AS row {then};")?;
    }
    Ok(())
}

fn node(entity: &Entity, measures: &[Measure]) -> String {
    let aliases: Vec<String> = entity.aliases.iter().map(|a| quoted(a)).collect();
    let value = |m: &Measure| Some(format!(", {}: {}", m.kind.as_str(), number(m, m.value(entity.id)?)));
    let measured: String = measures.iter().filter_map(value).collect();
    format!(
        "{{id: '{}', name: {}, type: '{}', aliases: [{}], mentions: {}{measured}}}",
        entity.id,
        quoted(&entity.name),
        entity.entity_type,
        aliases.join(", "),
        entity.n_mentions
    )
}

/// A number of the type that the measure has in every row.
fn number(measure: &Measure, value: f64) -> String {
    if measure.kind.is_whole() { format!("{value}") } else { format!("{value:?}") }
}

fn edge(edge: &Edge<'_>) -> String {
    let Edge { id, source, target, kind, class, polarity, weight, confidence, .. } = edge;
    let mut row = format!(
        "{{source: '{source}', target: '{target}', edge: {{id: '{id}', kind: '{kind}', predicate: {}, class: '{class}', \
         polarity: '{polarity}', weight: {weight}, confidence: {confidence:?}",
        quoted(edge.predicate)
    );
    for (key, value) in [
        ("factuality", Some(edge.factuality)),
        ("time", edge.time),
        ("first", edge.first),
        ("last", edge.last),
        ("text", Some(edge.text)),
        ("document", edge.document),
    ] {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            row.push_str(&format!(", {key}: {}", quoted(value)));
        }
    }
    row + "}}"
}

/// Foreign text as a string. Old Neo4j reads `\uXXXX` before it parses, whatever stands before the backslash: so no
/// `u` of the text may follow a backslash.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    let mut after_backslash = false;
    out.push('\'');
    for c in clean(text).chars() {
        match c {
            '\'' => out.push_str("\\'"),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            'u' | 'U' if after_backslash => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
        after_backslash = c == '\\';
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_stay_strings() {
        assert_eq!(quoted("O'Brien \\"), "'O\\'Brien \\\\'");
        assert_eq!(quoted("\\u0027 MATCH (n)"), "'\\\\\\u00750027 MATCH (n)'");
        assert_eq!(quoted("a\nb\u{1b}"), "'a\\nb\u{FFFD}'");
    }
}
