//! The graph as a page to read: who said what, then who did what, in the order of the texts.
//!
//! For people. What has no entity at both ends shows the words of the text instead; nothing is left out but the
//! places of the evidence.

use std::io::{self, Write};

use rustc_hash::FxHashMap;

use super::caption::printable;
use crate::Id;
use crate::extraction::{Factuality, Mode, Polarity};
use crate::graph::{Graph, Relation, Statement};

/// Characters in a line.
const WIDTH: usize = 100;
/// Before the lines of a content.
const INDENT: &str = "    ";

/// Writes the graph as text.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let names = Names(graph.entities.iter().map(|entity| (entity.id, entity.name.as_str())).collect());
    if !graph.statements.is_empty() {
        writeln!(out, "Who said what\n")?;
        graph.statements.iter().try_for_each(|statement| write_statement(statement, &names, out))?;
    }
    if !graph.relations.is_empty() {
        writeln!(out, "Who did what\n")?;
        graph.relations.iter().try_for_each(|relation| write_relation(relation, &names, out))?;
    }
    Ok(())
}

/// Names of entities by id.
struct Names<'g>(FxHashMap<Id, &'g str>);

impl Names<'_> {
    /// The entity's name, or what the text says.
    fn or(&self, id: Option<Id>, text: &str) -> String {
        one_line(id.and_then(|id| self.0.get(&id).copied()).unwrap_or(text))
    }

    fn list(&self, ids: &[Id]) -> String {
        ids.iter().map(|id| self.or(Some(*id), "")).collect::<Vec<_>>().join(", ")
    }
}

fn write_statement(statement: &Statement, names: &Names, out: &mut dyn Write) -> io::Result<()> {
    let mut head = names.or(statement.speaker, &statement.speaker_text);
    if head.is_empty() {
        head = "(somebody)".into();
    }
    for other in &statement.co_speakers {
        head.push_str(&format!(" and {}", names.or(Some(*other), "")));
    }
    let not = if statement.polarity == Polarity::Negative { "not " } else { "" };
    if !statement.cue.is_empty() {
        head.push_str(&format!(" · {not}{}", one_line(&statement.cue)));
    }
    if let Some(addressee) = statement.addressee {
        head.push_str(&format!(" · to {}", names.or(Some(addressee), "")));
    }
    writeln!(out, "{head}")?;
    let quote = |text: String| if statement.mode == Mode::Direct { format!("“{text}”") } else { text };
    let content = one_line(&statement.content);
    write_wrapped(&quote(content.trim_matches(['"', '“', '”']).to_owned()), out)?;
    if !statement.about.is_empty() {
        write_wrapped(&format!("about {}", names.list(&statement.about)), out)?;
    }
    writeln!(out)
}

fn write_relation(relation: &Relation, names: &Names, out: &mut dyn Write) -> io::Result<()> {
    let not = if relation.polarity == Polarity::Negative { "not " } else { "" };
    let mut line =
        format!("{} · {not}{}", names.or(relation.subject, &relation.subject_text), relation.predicate);
    let object = names.or(relation.object, &relation.object_text);
    if !object.is_empty() {
        line.push_str(&format!(" · {object}"));
    }
    for (role, text) in &relation.arguments {
        line.push_str(&format!(" · {role}: {}", one_line(text)));
    }
    let mut notes: Vec<String> = Vec::new();
    if relation.factuality != Factuality::Asserted {
        notes.push(relation.factuality.to_string());
    }
    if relation.weight > 1 {
        notes.push(format!("{} times", relation.weight));
    }
    if !notes.is_empty() {
        line.push_str(&format!(" ({})", notes.join(", ")));
    }
    writeln!(out, "{}", one_line(&line))
}

fn write_wrapped(text: &str, out: &mut dyn Write) -> io::Result<()> {
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && INDENT.len() + line.chars().count() + 1 + word.chars().count() > WIDTH {
            writeln!(out, "{INDENT}{line}")?;
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    writeln!(out, "{INDENT}{line}")
}

/// White space as single blanks, and nothing that steers a terminal.
fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().map(printable).collect()
}
