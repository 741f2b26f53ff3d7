//! GraphML for networkx, igraph, Gephi and yEd: a multigraph of relations and sayings, every attribute a scalar.
//!
//! Nodes are entities. A relation between two entities is an edge; a statement is an edge from each speaker to each
//! entity it is about. `kind` tells the two apart. What has only one end in the graph is left out: the documented
//! JSON has it.

use std::io::{self, Write};

use super::xml::escaped;
use crate::Id;
use crate::graph::measure::Measure;
use crate::graph::{Entity, Graph, Relation, Statement};

/// Attributes: id in the file, what it belongs to, name, type.
const KEYS: [(&str, &str, &str, &str); 14] = [
    ("name", "node", "name", "string"),
    ("label", "node", "label", "string"),
    ("type", "node", "type", "string"),
    ("aliases", "node", "aliases", "string"),
    ("mentions", "node", "mentions", "long"),
    ("kind", "edge", "kind", "string"),
    ("predicate", "edge", "predicate", "string"),
    ("class", "edge", "class", "string"),
    ("polarity", "edge", "polarity", "string"),
    ("factuality", "edge", "factuality", "string"),
    ("weight", "edge", "weight", "double"),
    ("confidence", "edge", "confidence", "double"),
    ("time", "edge", "time", "string"),
    ("text", "edge", "text", "string"),
];

/// Writes the graph as GraphML.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    writeln!(out, r#"<graphml xmlns="http://graphml.graphdrawing.org/xmlns">"#)?;
    for (id, owner, name, value_type) in KEYS {
        writeln!(out, r#"<key id="{id}" for="{owner}" attr.name="{name}" attr.type="{value_type}"/>"#)?;
    }
    for kind in graph.measures.iter().map(|measure| measure.kind) {
        let (name, value_type) = (kind.as_str(), if kind.is_whole() { "long" } else { "double" });
        writeln!(out, r#"<key id="{name}" for="node" attr.name="{name}" attr.type="{value_type}"/>"#)?;
    }
    writeln!(out, r#"<graph id="sayso" edgedefault="directed">"#)?;
    graph.entities.iter().try_for_each(|entity| write_node(entity, &graph.measures, out))?;
    for relation in &graph.relations {
        if let (Some(subject), Some(object)) = (relation.subject, relation.object) {
            write_edge(relation.id.to_string(), subject, object, &of_relation(relation), out)?;
        }
    }
    for statement in &graph.statements {
        write_statement(statement, out)?;
    }
    writeln!(out, "</graph>\n</graphml>")
}

fn write_node(entity: &Entity, measures: &[Measure], out: &mut dyn Write) -> io::Result<()> {
    write!(out, r#"<node id="{}">"#, entity.id)?;
    let mentions = entity.n_mentions.to_string();
    let aliases = entity.aliases.join("; ");
    let data = [
        ("name", entity.name.as_str()),
        ("label", &entity.name),
        ("type", entity.entity_type.as_str()),
        ("aliases", &aliases),
        ("mentions", &mentions),
    ];
    write_data(&data, out)?;
    for measure in measures {
        let value = measure.text(entity.id).unwrap_or_default();
        write_data(&[(measure.kind.as_str(), &value)], out)?;
    }
    writeln!(out, "</node>")
}

fn write_statement(statement: &Statement, out: &mut dyn Write) -> io::Result<()> {
    let data = of_statement(statement);
    for speaker in statement.speaker.iter().chain(&statement.co_speakers) {
        for about in &statement.about {
            let id = format!("{}-{speaker}-{about}", statement.id);
            write_edge(id, *speaker, *about, &data, out)?;
        }
    }
    Ok(())
}

/// Edges carry ids, as parallel ones would otherwise be taken for one.
fn write_edge(id: String, from: Id, to: Id, data: &[(&str, String)], out: &mut dyn Write) -> io::Result<()> {
    write!(out, r#"<edge id="{id}" source="{from}" target="{to}">"#)?;
    let data: Vec<(&str, &str)> = data.iter().map(|(key, value)| (*key, value.as_str())).collect();
    write_data(&data, out)?;
    writeln!(out, "</edge>")
}

/// Writes attributes that have a value: an empty one would read as "" where others read nothing.
fn write_data(data: &[(&str, &str)], out: &mut dyn Write) -> io::Result<()> {
    for (key, value) in data.iter().filter(|(_, value)| !value.is_empty()) {
        write!(out, r#"<data key="{key}">{}</data>"#, escaped(value))?;
    }
    Ok(())
}

fn of_relation(relation: &Relation) -> Vec<(&'static str, String)> {
    vec![
        ("kind", "relation".into()),
        ("predicate", relation.predicate.clone()),
        ("class", relation.class.to_string()),
        ("polarity", relation.polarity.to_string()),
        ("factuality", relation.factuality.to_string()),
        ("weight", relation.weight.to_string()),
        ("confidence", relation.confidence.to_string()),
        ("time", relation.time.clone().unwrap_or_default()),
    ]
}

fn of_statement(statement: &Statement) -> Vec<(&'static str, String)> {
    vec![
        ("kind", "statement".into()),
        ("predicate", statement.cue.clone()),
        ("class", statement.kind.to_string()),
        ("polarity", statement.polarity.to_string()),
        ("weight", "1".into()),
        ("confidence", statement.confidence.to_string()),
        ("text", statement.content.clone()),
    ]
}
