//! A diagram for Mermaid, as Markdown pages of many sites draw it.
//!
//! Nodes are `n0`, `n1`, … and carry names only as quoted labels, in which everything but letters, digits and a few
//! harmless marks is written by its number, so that no text can end a label or become markup.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::caption::{self, printable};
use super::diagram::{Diagram, Edge, Node};
use super::look::{self, Dash, Shape};
use super::{LeftOut, Options};
use crate::graph::Graph;

/// Writes the graph as a Mermaid flowchart and says what it left out.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(graph: &Graph, options: Options, out: &mut dyn Write) -> io::Result<LeftOut> {
    let diagram = Diagram::new(graph, options);
    let mut text = String::from("flowchart LR\n");
    if let Some(note) = look::left_out(&diagram) {
        let _ = writeln!(text, "  %% {note}");
    }
    for (number, node) in diagram.nodes.iter().enumerate() {
        write_node(&mut text, number, node);
    }
    let mut links = Links { text: &mut text, looks: Vec::new() };
    write_edges(&mut links, &diagram);
    let looks = links.looks;
    for (number, edge) in looks.iter().enumerate() {
        let look = look::of_edge(edge);
        let dash = match look.dash {
            Dash::Solid => "",
            Dash::Dotted => ",stroke-dasharray:2 4",
            Dash::Dashed => ",stroke-dasharray:7 4",
        };
        let (color, width) = (look.color, look.width);
        let _ =
            writeln!(text, "  linkStyle {number} stroke:{color},color:{color},stroke-width:{width}px{dash}");
    }
    out.write_all(text.as_bytes())?;
    Ok(diagram.left_out)
}

fn write_node(text: &mut String, number: usize, node: &Node) {
    let look = look::of_type(node.entity.entity_type);
    let (open, close) = match look.shape {
        Shape::Ellipse => ("([", "])"),
        Shape::Box | Shape::Dashed => ("[", "]"),
        Shape::Rounded => ("(", ")"),
        Shape::Hexagon => ("{{", "}}"),
        Shape::Octagon => ("[[", "]]"),
        Shape::Note => ("[/", "/]"),
    };
    let dash = if look.shape == Shape::Dashed { ",stroke-dasharray:5 3" } else { "" };
    let _ = writeln!(text, "  n{number}{open}\"{}\"{close}", escaped(&caption::name(node)));
    let _ = writeln!(text, "  style n{number} fill:{},stroke:{},color:#1a1a1a{dash}", look.fill, look.line);
}

/// Lines written so far, with the edge whose look each has.
struct Links<'t, 'd> {
    text: &'t mut String,
    looks: Vec<&'d Edge>,
}

impl<'d> Links<'_, 'd> {
    fn add(&mut self, from: &str, arrow: &str, to: &str, edge: &'d Edge) {
        let _ = writeln!(self.text, "  {from} {arrow} {to}");
        self.looks.push(edge);
    }
}

fn write_edges<'d>(links: &mut Links<'_, 'd>, diagram: &'d Diagram) {
    for (number, fork) in diagram.forks.iter().enumerate() {
        let first = &diagram.edges[fork.edges[0]];
        let color = look::of_edge(first).color;
        let label = escaped(&caption::shared_predicates(first));
        let _ = writeln!(links.text, "  s{number}[\"{label}\"]");
        let _ = writeln!(links.text, "  style s{number} fill:#ffffff,stroke:#ffffff,color:{color}");
        links.add(&format!("n{}", fork.from), "---", &format!("s{number}"), first);
        for edge in fork.edges.iter().map(|edge| &diagram.edges[*edge]) {
            links.add(&format!("s{number}"), "-->", &format!("n{}", edge.to), edge);
        }
    }
    for edge in diagram.lone_edges() {
        let arrow = format!("-->|\"{}\"|", escaped(&caption::predicates(edge)));
        links.add(&format!("n{}", edge.from), &arrow, &format!("n{}", edge.to), edge);
    }
}

/// Text within quotes, a line of `text` a line.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for (number, line) in text.lines().enumerate() {
        if number > 0 {
            out.push_str("<br/>");
        }
        for (place, c) in line.chars().map(printable).enumerate() {
            // At the start of a line, a digit or a mark may open a list.
            let is_plain = c.is_alphabetic() || !c.is_ascii() || " ,'’".contains(c);
            if is_plain || (place > 0 && (c.is_ascii_digit() || ".-()+…".contains(c))) {
                out.push(c);
            } else {
                let _ = write!(out, "#{};", u32::from(c));
            }
        }
    }
    if out.is_empty() { " ".into() } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_cannot_be_left() {
        assert_eq!(escaped("x\"] --> evil[\""), "x#34;#93; --#62; evil#91;#34;");
        assert_eq!(escaped("<script>\n1. a"), "#60;script#62;<br/>#49;. a");
        assert_eq!(escaped("#quot; `a` %%{init}%%"), "#35;quot#59; #96;a#96; #37;#37;#123;init#125;#37;#37;");
        assert_eq!(escaped("U.S. été"), "U.S. été");
        assert_eq!(escaped("a\u{1b}\u{202e}"), "a\u{FFFD}\u{FFFD}");
    }
}
