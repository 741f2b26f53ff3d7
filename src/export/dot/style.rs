//! How a diagram looks: a shape and colour for each type of entity, a line for each kind of edge, and the legend.
//!
//! Shapes and line styles carry the meaning by themselves, so that a print in grey still tells everything.

use dot_writer::{Attributes, AttributesList};

use crate::export::diagram::{Diagram, Edge, EdgeKind};
use crate::extraction::EntityType;

/// Sans serif that most systems have under one of its names.
pub(super) const FONT: &str = "Helvetica,Arial,sans-serif";
/// Negation, wherever it shows.
const NEGATIVE: &str = "#b3261e";
/// What somebody says.
const SAYING: &str = "#1f6fb2";
/// What is.
const RELATION: &str = "#4a4a4a";

/// Look of one type of entity.
struct NodeStyle {
    shape: &'static str,
    style: &'static str,
    fill: &'static str,
    line: &'static str,
}

fn node_style(entity_type: EntityType) -> NodeStyle {
    let (shape, style, fill, line) = match entity_type {
        EntityType::Person => ("ellipse", "filled", "#fff2cc", "#b58900"),
        EntityType::Organization => ("box", "filled", "#dbe9f6", "#34648f"),
        EntityType::Place => ("box", "filled,rounded", "#dcefd9", "#4c8544"),
        EntityType::Group => ("hexagon", "filled", "#f6e0ea", "#9c4f78"),
        EntityType::Event => ("octagon", "filled", "#fde3cf", "#b5651d"),
        EntityType::Work => ("note", "filled", "#e6e1f3", "#6a5aa8"),
        EntityType::Other => ("box", "filled,dashed", "#f4f4f4", "#8a8a8a"),
    };
    NodeStyle { shape, style, fill, line }
}

/// Sets shape and colours by type, size by strength.
pub(super) fn node(attributes: &mut AttributesList, entity_type: EntityType, strength: usize) {
    let look = node_style(entity_type);
    let size = 11.0 + (strength as f32).log2().clamp(0.0, 6.0);
    attributes
        .set("shape", look.shape, false)
        .set("style", look.style, true)
        .set("fillcolor", look.fill, true)
        .set("color", look.line, true)
        .set_font_size((size * 2.0).round() / 2.0);
}

/// Sets line, arrow and colours by kind, polarity and how sure it is; width by weight.
pub(super) fn edge(attributes: &mut AttributesList, edge: &Edge) {
    let color = edge_color(edge.kind, edge.is_negative);
    let style = match (edge.is_negative, edge.is_hedged, edge.kind) {
        (true, _, _) => "dashed",
        (false, true, EdgeKind::Relation) => "dotted",
        _ => "solid",
    };
    let arrow = match edge.kind {
        EdgeKind::Relation => "normal",
        EdgeKind::Saying => "vee",
    };
    let width = 1.1 + (edge.weight as f32).ln();
    attributes
        .set("color", color, true)
        .set("fontcolor", color, true)
        .set("style", style, false)
        .set("arrowhead", arrow, false)
        .set_pen_width((width.min(5.0) * 10.0).round() / 10.0);
    if edge.kind == EdgeKind::Saying {
        attributes.set("fontname", "Helvetica-Oblique,Arial,sans-serif", true);
    }
}

fn edge_color(kind: EdgeKind, is_negative: bool) -> &'static str {
    match (is_negative, kind) {
        (true, _) => NEGATIVE,
        (false, EdgeKind::Relation) => RELATION,
        (false, EdgeKind::Saying) => SAYING,
    }
}

/// The legend as an HTML-like label: only what the diagram has. Holds no text from documents.
pub(super) fn legend(diagram: &Diagram) -> String {
    let mut cells: Vec<String> = EntityType::ALL
        .iter()
        .filter(|t| diagram.nodes.iter().any(|node| node.entity.entity_type == **t))
        .map(|t| {
            let look = node_style(*t);
            format!(r#"<td bgcolor="{}" color="{}" border="1"> {t} </td>"#, look.fill, look.line)
        })
        .collect();
    let has = |test: &dyn Fn(&Edge) -> bool| diagram.edges.iter().any(test);
    let is_relation = |e: &Edge| e.kind == EdgeKind::Relation;
    let mut line = |present: bool, color: &str, text: &str| {
        if present {
            cells.push(format!(r#"<td border="0"><font color="{color}">{text}</font></td>"#));
        }
    };
    line(has(&|e| is_relation(e) && !e.is_negative && !e.is_hedged), RELATION, "&#8594; relation");
    line(
        has(&|e| is_relation(e) && !e.is_negative && e.is_hedged),
        RELATION,
        "&#8943;&#8594; as reported or planned",
    );
    line(has(&|e| !is_relation(e)), SAYING, "<i>&#8594; speaks about</i>");
    line(has(&|e| e.is_negative), NEGATIVE, "- -&#8594; not");
    cells.extend(left_out_note(diagram));
    if cells.is_empty() {
        cells.push("<td>nothing to draw</td>".into());
    }
    format!(
        r#"<<table border="0" cellborder="0" cellspacing="6" cellpadding="3"><tr>{}</tr></table>>"#,
        cells.concat()
    )
}

fn left_out_note(diagram: &Diagram) -> Option<String> {
    let left_out = diagram.left_out;
    if left_out.n_entities + left_out.n_edges == 0 {
        return None;
    }
    Some(format!(
        r##"<td><font color="#8a8a8a">not shown: {} entities, {} edges</font></td>"##,
        left_out.n_entities, left_out.n_edges
    ))
}
