//! The look of nodes and edges in Graphviz's words, and the legend.

use dot_writer::{Attributes, AttributesList};

use crate::export::diagram::{Diagram, Edge, Node};
use crate::export::look::{self, Dash, NOTE, Shape};

/// Letters of what is said.
const SLANTED: &str = "Helvetica-Oblique,Arial,sans-serif";

/// Sets shape, colours and size of letters.
pub(super) fn node(attributes: &mut AttributesList, node: &Node) {
    let look = look::of_type(node.entity.entity_type);
    let (shape, style) = match look.shape {
        Shape::Ellipse => ("ellipse", "filled"),
        Shape::Box => ("box", "filled"),
        Shape::Rounded => ("box", "filled,rounded"),
        Shape::Hexagon => ("hexagon", "filled"),
        Shape::Octagon => ("octagon", "filled"),
        Shape::Note => ("note", "filled"),
        Shape::Dashed => ("box", "filled,dashed"),
    };
    attributes
        .set("shape", shape, false)
        .set("style", style, true)
        .set("fillcolor", look.fill, true)
        .set("color", look.line, true)
        .set_font_size(look::font_size(node));
}

/// Sets the look of a label that stands where a line forks.
pub(super) fn fork(attributes: &mut AttributesList, edge: &Edge) {
    attributes
        .set("shape", "plaintext", false)
        .set("fontname", SLANTED, true)
        .set("fontsize", "10", false)
        .set("fontcolor", look::of_edge(edge).color, true)
        .set("margin", "0.05,0.03", true)
        .set("width", "0", false)
        .set("height", "0", false);
}

/// Sets line, arrow, colours and width.
pub(super) fn edge(attributes: &mut AttributesList, edge: &Edge) {
    let look = look::of_edge(edge);
    let style = match look.dash {
        Dash::Solid => "solid",
        Dash::Dotted => "dotted",
        Dash::Dashed => "dashed",
    };
    attributes
        .set("color", look.color, true)
        .set("fontcolor", look.color, true)
        .set("style", style, false)
        .set("arrowhead", if look.is_speech { "vee" } else { "normal" }, false)
        .set_pen_width(look.width);
    if look.is_speech {
        attributes.set("fontname", SLANTED, true);
    }
}

/// The legend as an HTML-like label: only what the diagram has. Holds no text from documents.
pub(super) fn legend(diagram: &Diagram) -> String {
    let types = look::types(diagram).into_iter().map(|entity_type| {
        let look = look::of_type(entity_type);
        format!(r#"<td bgcolor="{}" color="{}" border="1"> {entity_type} </td>"#, look.fill, look.line)
    });
    let lines = look::lines(diagram).into_iter().map(|(edge, meaning)| {
        let look = look::of_edge(edge);
        let arrow = match look.dash {
            Dash::Solid => "&#8594;",
            Dash::Dotted => "&#8943;&#8594;",
            Dash::Dashed => "- -&#8594;",
        };
        let text =
            if look.is_speech { format!("<i>{arrow} {meaning}</i>") } else { format!("{arrow} {meaning}") };
        format!(r#"<td><font color="{}">{text}</font></td>"#, look.color)
    });
    let note = look::left_out(diagram).map(|note| format!(r#"<td><font color="{NOTE}">{note}</font></td>"#));
    let mut cells: Vec<String> = types.chain(lines).chain(note).collect();
    if cells.is_empty() {
        cells.push("<td>nothing to draw</td>".into());
    }
    format!(
        r#"<<table border="0" cellborder="0" cellspacing="6" cellpadding="3"><tr>{}</tr></table>>"#,
        cells.concat()
    )
}
