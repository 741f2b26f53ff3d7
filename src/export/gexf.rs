//! GEXF 1.3 for Gephi and networkx, with time: an edge lasts from the first to the last day of the documents that have
//! it, a node from the first to the last of its edges.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::edges::{self, Edge};
use super::xml::escaped;
use crate::Id;
use crate::graph::measure::Measure;
use crate::graph::{Entity, Graph};

/// Attributes of nodes and edges: title and type; the place in the list is the id.
const NODE: [(&str, &str); 3] = [("type", "string"), ("aliases", "string"), ("mentions", "integer")];
const EDGE: [(&str, &str); 9] = [
    ("kind", "string"),
    ("predicate", "string"),
    ("class", "string"),
    ("polarity", "string"),
    ("factuality", "string"),
    ("confidence", "double"),
    ("time", "string"),
    ("text", "string"),
    ("document", "string"),
];

/// First and last day.
type Days<'g> = (&'g str, &'g str);

/// Writes the graph as GEXF.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<gexf xmlns="http://gexf.net/1.3" version="1.3">"#)?;
    writeln!(out, r#"<graph defaultedgetype="directed" mode="dynamic" timeformat="date">"#)?;
    let kind = |m: &Measure| (m.kind.as_str(), if m.kind.is_whole() { "integer" } else { "double" });
    let node_attributes: Vec<_> = NODE.into_iter().chain(graph.measures.iter().map(kind)).collect();
    declare(out, "node", &node_attributes)?;
    declare(out, "edge", &EDGE)?;
    let days = days(graph);
    writeln!(out, "<nodes>")?;
    graph.entities.iter().try_for_each(|entity| node(entity, &graph.measures, days.get(&entity.id), out))?;
    writeln!(out, "</nodes>\n<edges>")?;
    edges::all(graph).try_for_each(|e| edge(&e, out))?;
    writeln!(out, "</edges>\n</graph>\n</gexf>")
}

fn declare(out: &mut dyn Write, owner: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    writeln!(out, r#"<attributes class="{owner}" mode="static">"#)?;
    for (id, (title, value_type)) in attributes.iter().enumerate() {
        writeln!(out, r#"<attribute id="{id}" title="{title}" type="{value_type}"/>"#)?;
    }
    writeln!(out, "</attributes>")
}

/// When each entity is first and last seen at an end of an edge.
fn days(graph: &Graph) -> BTreeMap<Id, Days<'_>> {
    let mut days: BTreeMap<Id, Days> = BTreeMap::new();
    for edge in edges::all(graph) {
        let (Some(first), Some(last)) = (edge.first, edge.last) else { continue };
        for end in [edge.source, edge.target] {
            let known = days.entry(end).or_insert((first, last));
            *known = (known.0.min(first), known.1.max(last));
        }
    }
    days
}

fn node(
    entity: &Entity,
    measures: &[Measure],
    days: Option<&Days<'_>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write!(out, r#"<node id="{}" label="{}"{}>"#, entity.id, attribute(&entity.name), span(days.copied()))?;
    let (aliases, mentions) = (entity.aliases.join("; "), entity.n_mentions.to_string());
    let measured: Vec<String> = measures.iter().map(|m| m.text(entity.id).unwrap_or_default()).collect();
    let own = [entity.entity_type.as_str(), &aliases, &mentions].into_iter();
    values(out, &own.chain(measured.iter().map(String::as_str)).collect::<Vec<_>>())?;
    writeln!(out, "</node>")
}

/// Edges carry ids, as parallel ones would otherwise be taken for one.
fn edge(edge: &Edge<'_>, out: &mut dyn Write) -> io::Result<()> {
    let label = attribute(&edge.label());
    let Edge { id, source, target, weight, .. } = edge;
    write!(out, r#"<edge id="{id}" source="{source}" target="{target}" weight="{weight}" label="{label}""#)?;
    write!(out, "{}>", span(edge.first.zip(edge.last)))?;
    let confidence = edge.confidence.to_string();
    let (time, document) = (edge.time.unwrap_or_default(), edge.document.unwrap_or_default());
    let Edge { kind, predicate, class, polarity, factuality, text, .. } = edge;
    values(out, &[kind, predicate, class, polarity, factuality, &confidence, time, text, document])?;
    writeln!(out, "</edge>")
}

/// Writes attributes that have a value, in the order of their declaration.
fn values(out: &mut dyn Write, values: &[&str]) -> io::Result<()> {
    write!(out, "<attvalues>")?;
    for (id, value) in values.iter().enumerate().filter(|(_, value)| !value.is_empty()) {
        write!(out, r#"<attvalue for="{id}" value="{}"/>"#, attribute(value))?;
    }
    write!(out, "</attvalues>")
}

fn span(days: Option<Days<'_>>) -> String {
    days.map_or_else(String::new, |(first, last)| format!(r#" start="{first}" end="{last}""#))
}

/// Text for an attribute: readers would turn a bare line end into a blank.
fn attribute(text: &str) -> String {
    escaped(text).replace('\n', "&#10;")
}
