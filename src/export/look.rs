//! How a diagram looks, whatever draws it: a shape and colours for each type of entity, a line for each kind of edge.
//!
//! Shapes and lines carry the meaning by themselves, so that a print in grey still tells everything.

use super::LeftOut;
use super::diagram::{Diagram, Edge, EdgeKind, Node};
use crate::extraction::EntityType;

/// Sans serif that most systems have under one of its names.
pub const FONT: &str = "Helvetica,Arial,sans-serif";
/// Colour of what is said about the picture itself.
pub const NOTE: &str = "#7a7a7a";

/// Outline of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Oval.
    Ellipse,
    /// Rectangle.
    Box,
    /// Rectangle with round corners.
    Rounded,
    /// Box with pointed sides.
    Hexagon,
    /// Box with cut corners.
    Octagon,
    /// Sheet with a turned corner.
    Note,
    /// Rectangle of a broken line.
    Dashed,
}

/// Look of a node.
#[derive(Clone, Copy, Debug)]
pub struct NodeLook {
    /// Outline.
    pub shape: Shape,
    /// Colour inside.
    pub fill: &'static str,
    /// Colour of the outline.
    pub line: &'static str,
}

/// Look of an edge.
#[derive(Clone, Copy, Debug)]
pub struct EdgeLook {
    /// Colour of line and label.
    pub color: &'static str,
    /// Kind of line.
    pub dash: Dash,
    /// Whether the head is an open arrow and the label is slanted: somebody speaks.
    pub is_speech: bool,
    /// Width of the line, in points.
    pub width: f32,
}

/// Kind of line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dash {
    /// Unbroken: it is so, or somebody says so.
    Solid,
    /// Dots: reported, planned, possible, requested.
    Dotted,
    /// Dashes: it is not so.
    Dashed,
}

/// Look of nodes of a type.
pub fn of_type(entity_type: EntityType) -> NodeLook {
    let (shape, fill, line) = match entity_type {
        EntityType::Person => (Shape::Ellipse, "#fff2cc", "#b58900"),
        EntityType::Organization => (Shape::Box, "#dbe9f6", "#34648f"),
        EntityType::Place => (Shape::Rounded, "#dcefd9", "#4c8544"),
        EntityType::Group => (Shape::Hexagon, "#f6e0ea", "#9c4f78"),
        EntityType::Event => (Shape::Octagon, "#fde3cf", "#b5651d"),
        EntityType::Work => (Shape::Note, "#e6e1f3", "#6a5aa8"),
        EntityType::Other => (Shape::Dashed, "#f4f4f4", "#8a8a8a"),
    };
    NodeLook { shape, fill, line }
}

/// Size of a node's letters, in points: 11 to 17 by strength.
pub fn font_size(node: &Node) -> f32 {
    let size = 11.0 + (node.strength as f32).log2().clamp(0.0, 6.0);
    (size * 2.0).round() / 2.0
}

/// Look of an edge by kind, polarity and how sure it is; width by weight.
pub fn of_edge(edge: &Edge) -> EdgeLook {
    let is_speech = edge.kind == EdgeKind::Saying;
    let color = match (edge.is_negative, is_speech) {
        (true, _) => "#b3261e",
        (false, true) => "#1f6fb2",
        (false, false) => "#4a4a4a",
    };
    let dash = match (edge.is_negative, edge.is_hedged && !is_speech) {
        (true, _) => Dash::Dashed,
        (false, true) => Dash::Dotted,
        (false, false) => Dash::Solid,
    };
    let width = (1.1 + (edge.weight as f32).ln()).min(5.0);
    EdgeLook { color, dash, is_speech, width: (width * 10.0).round() / 10.0 }
}

/// Types that a diagram shows, for its legend.
pub fn types(diagram: &Diagram) -> Vec<EntityType> {
    let is_shown = |t: &&EntityType| diagram.nodes.iter().any(|node| node.entity.entity_type == **t);
    EntityType::ALL.iter().filter(is_shown).copied().collect()
}

/// Lines that a diagram shows, each with an edge that has it and what it means, for its legend.
pub fn lines<'d>(diagram: &'d Diagram) -> Vec<(&'d Edge, &'static str)> {
    let meaning = |edge: &Edge| match (edge.is_negative, edge.kind, edge.is_hedged) {
        (true, _, _) => "not",
        (false, EdgeKind::Saying, _) => "speaks about",
        (false, EdgeKind::Relation, true) => "reported or planned",
        (false, EdgeKind::Relation, false) => "relation",
    };
    let order = ["relation", "reported or planned", "speaks about", "not"];
    let example = |what: &'static str| Some((diagram.edges.iter().find(|e| meaning(e) == what)?, what));
    order.into_iter().filter_map(example).collect()
}

/// What a diagram leaves out, in words, if anything.
pub fn left_out(diagram: &Diagram) -> Option<String> {
    let LeftOut { n_entities, n_edges } = diagram.left_out;
    let parts: Vec<String> = [(n_entities, "entity", "entities"), (n_edges, "edge", "edges")]
        .iter()
        .filter(|(n, _, _)| *n > 0)
        .map(|(n, one, many)| format!("{n} {}", if *n == 1 { one } else { many }))
        .collect();
    (!parts.is_empty()).then(|| format!("not shown: {}", parts.join(", ")))
}
