//! A picture as SVG, laid out by [`super::layout`]: it needs no other program and no network.
//!
//! Names and sentences appear only as escaped text. The sentences behind a node or an edge show on hovering, and
//! a click leads to the source where it has a web address. No scripts, no fonts of its own.

mod measure;
mod shape;

use std::fmt::Write as _;
use std::io::{self, Write};

use super::caption::{self, Sources};
use super::diagram::{Diagram, Edge, Node};
use super::layout::{self, Layout, Link, Point, Size};
use super::look::{self, Dash, EdgeLook, FONT, NOTE};
use super::xml::escaped;
use super::{LeftOut, Options};
use crate::graph::Graph;
use measure::{LINE_HEIGHT, text_size};

/// Size of letters on edges and in the legend, in pixels.
const SMALL: f32 = 10.5;
/// Length and half the breadth of an arrow's head, for a thin line.
const ARROW: (f64, f64) = (9.0, 3.6);
/// Height of the legend under the picture.
const LEGEND_HEIGHT: f64 = 44.0;

/// Writes the graph as an SVG picture and says what it left out.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(graph: &Graph, options: Options, out: &mut dyn Write) -> io::Result<LeftOut> {
    let diagram = Diagram::new(graph, options);
    out.write_all(picture(&diagram, &Sources::new(graph)).as_bytes())?;
    Ok(diagram.left_out)
}

/// Draws a diagram. Nodes and edges are groups of these classes, in their order in the diagram.
pub(super) fn picture(diagram: &Diagram, sources: &Sources) -> String {
    let layout = lay_out(diagram);
    let mut svg = String::new();
    for (edge, route) in diagram.edges.iter().zip(&layout.routes) {
        let nodes = [&diagram.nodes[edge.from], &diagram.nodes[edge.to]];
        let points = shape::meeting(route, nodes, [layout.nodes[edge.from], layout.nodes[edge.to]]);
        draw_edge(&mut svg, edge, &points, route.label, sources);
    }
    for (node, at) in diagram.nodes.iter().zip(&layout.nodes) {
        draw_node(&mut svg, node, *at);
    }
    let legend_width = draw_legend(&mut svg, diagram, layout.height + LEGEND_HEIGHT / 2.0);
    let (width, height) = (layout.width.max(legend_width), layout.height + LEGEND_HEIGHT);
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0}" height="{height:.0}" viewBox="0 0 {width:.0} {height:.0}" font-family="{FONT}">
<rect width="100%" height="100%" fill="white"/>
{svg}</svg>
"#
    )
}

/// Chooses room for every label and lets the layout place it.
fn lay_out(diagram: &Diagram) -> Layout {
    let sizes: Vec<Size> = diagram.nodes.iter().map(shape::node_size).collect();
    let links: Vec<Link> = diagram
        .edges
        .iter()
        .map(|edge| {
            let text = text_size(&caption::predicates(edge), SMALL);
            Link {
                from: edge.from,
                to: edge.to,
                label: Size { width: text.width + 8.0, height: text.height },
            }
        })
        .collect();
    layout::layout(&sizes, &links)
}

fn draw_node(svg: &mut String, node: &Node, at: Point) {
    let look = look::of_type(node.entity.entity_type);
    let _ = write!(svg, "<g class=\"node\"><title>{}</title>", escaped(&caption::description(node)));
    svg.push_str(&shape::outline(look, at, shape::node_size(node)));
    draw_lines(svg, &caption::name(node), at, look::font_size(node), "fill=\"#1a1a1a\"");
    svg.push_str("</g>\n");
}

fn draw_edge(svg: &mut String, edge: &Edge, points: &[Point], label: usize, sources: &Sources) {
    let look = look::of_edge(edge);
    let link = sources.link(edge).map(escaped);
    if let Some(link) = &link {
        let _ = write!(svg, r#"<a href="{link}">"#);
    }
    let _ = write!(svg, "<g class=\"edge\"><title>{}</title>", escaped(&sources.quotes(edge)));
    draw_way(svg, look, points);
    let slant = if look.is_speech { " font-style=\"italic\"" } else { "" };
    let style = format!(
        "fill=\"{}\"{slant} stroke=\"white\" stroke-width=\"3.5\" paint-order=\"stroke\" stroke-linejoin=\"round\"",
        look.color
    );
    if let Some(at) = points.get(label) {
        draw_lines(svg, &caption::predicates(edge), *at, SMALL, &style);
    }
    svg.push_str("</g>");
    svg.push_str(if link.is_some() { "</a>\n" } else { "\n" });
}

/// A smooth curve through the points, level at both ends, with an arrow's head.
fn draw_way(svg: &mut String, look: EdgeLook, points: &[Point]) {
    let (Some(first), Some(last)) = (points.first(), points.last().copied()) else { return };
    // Every way ends level, so that its head points right or left.
    let direction = if last.x >= first.x { 1.0 } else { -1.0 };
    let scale = 0.8 + f64::from(look.width) * 0.2;
    let (length, breadth) = (ARROW.0 * scale, ARROW.1 * scale);
    let mut line = points.to_vec();
    if let Some(neck) = line.last_mut() {
        neck.x -= direction * length * if look.is_speech { 0.15 } else { 0.8 };
    }
    let path = smooth_path(&line);
    let dash = match look.dash {
        Dash::Solid => "",
        Dash::Dotted => " stroke-dasharray=\"1.5 4\" stroke-linecap=\"round\"",
        Dash::Dashed => " stroke-dasharray=\"7 4\"",
    };
    let (color, width) = (look.color, look.width);
    let _ = write!(svg, r#"<path d="{path}" fill="none" stroke="{color}" stroke-width="{width}"{dash}/>"#);
    let back = last.x - direction * length;
    let (top, bottom) = (last.y - breadth, last.y + breadth);
    let head = format!("M{back:.1} {top:.1}L{:.1} {:.1}L{back:.1} {bottom:.1}", last.x, last.y);
    let paint = if look.is_speech {
        format!(r#"fill="none" stroke="{color}" stroke-width="{}""#, width.max(1.3))
    } else {
        format!(r#"fill="{color}""#)
    };
    let _ = write!(svg, r#"<path d="{head}" {paint}/>"#);
}

/// A cubic spline through the points that never leaves the band between two of them (Fritsch and Carlson, 1980).
fn smooth_path(points: &[Point]) -> String {
    let secant = |a: &Point, b: &Point| (b.y - a.y) / (b.x - a.x);
    let slope = |at: usize| match (at.checked_sub(1).and_then(|n| points.get(n)), points.get(at + 1)) {
        (Some(before), Some(after)) => {
            let (s, t) = (secant(before, &points[at]), secant(&points[at], after));
            if s * t > 0.0 { 2.0 * s * t / (s + t) } else { 0.0 }
        }
        _ => 0.0,
    };
    let mut path = points.first().map_or_else(String::new, |p| format!("M{:.1} {:.1}", p.x, p.y));
    for (at, pair) in points.windows(2).enumerate() {
        let (a, b) = (pair[0], pair[1]);
        let third = (b.x - a.x) / 3.0;
        let (y1, y2) = (a.y + third * slope(at), b.y - third * slope(at + 1));
        let (x1, x2) = (a.x + third, b.x - third);
        let _ = write!(path, "C{x1:.1} {y1:.1} {x2:.1} {y2:.1} {:.1} {:.1}", b.x, b.y);
    }
    path
}

/// Lines of text around a centre.
fn draw_lines(svg: &mut String, text: &str, centre: Point, size: f32, style: &str) {
    let line_height = f64::from(size) * LINE_HEIGHT;
    let n_lines = text.lines().count() as f64;
    let first = centre.y - (n_lines - 1.0) / 2.0 * line_height + f64::from(size) * 0.35;
    for (number, line) in text.lines().enumerate() {
        let y = first + number as f64 * line_height;
        let _ = write!(
            svg,
            r#"<text x="{:.1}" y="{y:.1}" font-size="{size}" text-anchor="middle" {style}>{}</text>"#,
            centre.x,
            escaped(line)
        );
    }
}

/// Draws the legend in a row and returns how far it reaches.
fn draw_legend(svg: &mut String, diagram: &Diagram, y: f64) -> f64 {
    let mut x = 12.0;
    for entity_type in look::types(diagram) {
        let text = text_size(entity_type.as_str(), SMALL);
        let size = shape::around(look::of_type(entity_type).shape, text);
        let at = Point { x: x + size.width / 2.0, y };
        svg.push_str(&shape::outline(look::of_type(entity_type), at, size));
        draw_lines(svg, entity_type.as_str(), at, SMALL, "fill=\"#1a1a1a\"");
        x += size.width + 8.0;
    }
    for (edge, meaning) in look::lines(diagram) {
        let look = EdgeLook { width: 1.2, ..look::of_edge(edge) };
        draw_way(svg, look, &[Point { x: x + 6.0, y }, Point { x: x + 20.0, y }, Point { x: x + 36.0, y }]);
        let style = format!(r#"fill="{}""#, look.color);
        x = draw_note(svg, meaning, x + 42.0, y, &style);
    }
    if let Some(note) = look::left_out(diagram) {
        x = draw_note(svg, &note, x, y, &format!(r#"fill="{NOTE}""#));
    }
    x
}

fn draw_note(svg: &mut String, text: &str, x: f64, y: f64, style: &str) -> f64 {
    let width = text_size(text, SMALL).width;
    draw_lines(svg, text, Point { x: x + width / 2.0, y }, SMALL, style);
    x + width + 14.0
}
