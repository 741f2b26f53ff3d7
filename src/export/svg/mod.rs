//! A picture as SVG, laid out by [`super::layout`]: it needs no other program and no network.
//!
//! Names and sentences appear only as escaped text. The sentences behind a node or an edge show on hovering, and
//! a click leads to the source where it has a web address. No scripts, no fonts of its own.

mod legend;
mod line;
mod measure;
mod shape;

use std::fmt::Write as _;
use std::io::{self, Write};

use super::caption::{self, Sources};
use super::diagram::{Diagram, Edge, Node};
use super::layout::{self, Direction, Layout, Link, Point, Size};
use super::look::{self, EdgeLook, FONT};
use super::xml::escaped;
use super::{LeftOut, Options};
use crate::graph::Graph;
use measure::{LINE_HEIGHT, text_size};

/// Size of letters on edges and in the legend, in pixels.
const SMALL: f32 = 10.5;
/// Room at the sides of an edge's label, and above and below it.
const LABEL_ROOM: (f64, f64) = (4.0, 1.5);

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

/// Draws a diagram. What belongs to edges are groups of class `edge` that name their places in the diagram in
/// `data-edges`; nodes are groups of class `node` in their order. Lines lie lowest, then labels, then nodes.
pub(super) fn picture(diagram: &Diagram, sources: &Sources) -> String {
    let plan = Plan::new(diagram);
    let layout = layout::layout(&plan.sizes, diagram.nodes.len(), &plan.links);
    let mut svg = String::new();
    for (strand, route) in plan.strands.iter().zip(&layout.routes) {
        draw_line(&mut svg, diagram, sources, strand, &shape::meeting(route, strand.ends(diagram), &layout));
    }
    for (strand, route) in plan.strands.iter().zip(&layout.routes) {
        if let (Some(at), [edge]) = (route.label, &strand.edges[..]) {
            let text = caption::predicates(&diagram.edges[*edge]);
            draw_label(&mut svg, diagram, sources, &strand.edges, &text, at);
        }
    }
    for (fork, at) in diagram.forks.iter().zip(&layout.nodes[diagram.nodes.len()..]) {
        let text = caption::shared_predicates(&diagram.edges[fork.edges[0]]);
        draw_label(&mut svg, diagram, sources, &fork.edges, &text, *at);
    }
    for (node, at) in diagram.nodes.iter().zip(&layout.nodes) {
        draw_node(&mut svg, node, *at);
    }
    let Size { width, height } = legend::draw(&mut svg, diagram, size_of(&layout));
    format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0}" height="{height:.0}" viewBox="0 0 {width:.0} {height:.0}" font-family="{FONT}">
<rect width="100%" height="100%" fill="white"/>
{svg}</svg>
"#
    )
}

fn size_of(layout: &Layout) -> Size {
    Size { width: layout.width, height: layout.height }
}

/// What the layout places: sizes of nodes, then of forks, and the lines between them.
struct Plan {
    sizes: Vec<Size>,
    links: Vec<Link>,
    strands: Vec<Strand>,
}

/// A line: a whole edge, or a fork's first stretch, or one of its branches.
struct Strand {
    /// Places in the plan.
    from: usize,
    to: usize,
    /// Places in the diagram of the edges that run in it.
    edges: Vec<usize>,
    has_head: bool,
}

impl Plan {
    fn new(diagram: &Diagram) -> Plan {
        let n_nodes = diagram.nodes.len();
        let mut plan = Plan {
            sizes: diagram.nodes.iter().map(shape::node_size).collect(),
            links: Vec::new(),
            strands: Vec::new(),
        };
        let mut fork_of = vec![None; diagram.edges.len()];
        for (number, fork) in diagram.forks.iter().enumerate() {
            plan.sizes.push(label_size(&caption::shared_predicates(&diagram.edges[fork.edges[0]])));
            plan.add(fork.from, n_nodes + number, fork.edges.clone(), None, false);
            fork.edges.iter().for_each(|edge| fork_of[*edge] = Some(n_nodes + number));
        }
        for (number, edge) in diagram.edges.iter().enumerate() {
            match fork_of[number] {
                Some(fork) => plan.add(fork, edge.to, vec![number], None, true),
                None => {
                    let label = label_size(&caption::predicates(edge));
                    plan.add(edge.from, edge.to, vec![number], Some(label), true);
                }
            }
        }
        plan
    }

    fn add(&mut self, from: usize, to: usize, edges: Vec<usize>, label: Option<Size>, has_head: bool) {
        self.links.push(Link { from, to, label });
        self.strands.push(Strand { from, to, edges, has_head });
    }
}

impl Strand {
    /// The nodes at its ends, with their places; none for a fork.
    fn ends<'d>(&self, diagram: &'d Diagram) -> [Option<(usize, &'d Node<'d>)>; 2] {
        [self.from, self.to].map(|end| Some((end, diagram.nodes.get(end)?)))
    }
}

/// Room for an edge's label.
fn label_size(text: &str) -> Size {
    let Size { width, height } = text_size(text, SMALL);
    Size { width: width + 2.0 * LABEL_ROOM.0, height: height + 2.0 * LABEL_ROOM.1 }
}

fn draw_node(svg: &mut String, node: &Node, at: Point) {
    let look = look::of_type(node.entity.entity_type);
    let _ = write!(svg, "<g class=\"node\"><title>{}</title>", escaped(&caption::description(node)));
    svg.push_str(&shape::outline(look, at, shape::node_size(node)));
    draw_lines(svg, &caption::name(node), at, look::font_size(node), "fill=\"#1a1a1a\"");
    svg.push_str("</g>\n");
}

/// Draws what belongs to edges, with their sentences to hover over and their source to click on.
fn draw_part(svg: &mut String, diagram: &Diagram, sources: &Sources, edges: &[usize], drawing: &str) {
    let parts: Vec<&Edge> = edges.iter().map(|edge| &diagram.edges[*edge]).collect();
    let link = parts.iter().find_map(|edge| sources.link(edge)).map(escaped);
    let mut quotes: Vec<String> = parts.iter().map(|edge| sources.quotes(edge)).collect();
    quotes.dedup();
    let places: Vec<String> = edges.iter().map(usize::to_string).collect();
    if let Some(link) = &link {
        let _ = write!(svg, r#"<a href="{link}">"#);
    }
    let (places, quotes) = (places.join(" "), escaped(&quotes.join("\n")));
    let _ = write!(svg, r#"<g class="edge" data-edges="{places}"><title>{quotes}</title>{drawing}</g>"#);
    svg.push_str(if link.is_some() { "</a>\n" } else { "\n" });
}

fn draw_line(
    svg: &mut String,
    diagram: &Diagram,
    sources: &Sources,
    strand: &Strand,
    (points, direction): &(Vec<Point>, Direction),
) {
    let looks = strand.edges.iter().map(|edge| look::of_edge(&diagram.edges[*edge]));
    let Some(look) = looks.reduce(|a, b| if b.width > a.width { b } else { a }) else { return };
    let mut drawing = String::new();
    line::draw(&mut drawing, look, points, *direction, strand.has_head);
    draw_part(svg, diagram, sources, &strand.edges, &drawing);
}

/// Draws a label on a white ground, so that no line strikes it through.
fn draw_label(
    svg: &mut String,
    diagram: &Diagram,
    sources: &Sources,
    edges: &[usize],
    text: &str,
    at: Point,
) {
    let look: EdgeLook = look::of_edge(&diagram.edges[edges[0]]);
    let size = label_size(text);
    let (x, y) = (at.x - size.width / 2.0, at.y - size.height / 2.0);
    let mut drawing = format!(
        r#"<rect x="{x:.1}" y="{y:.1}" width="{:.1}" height="{:.1}" rx="3" fill="white"/>"#,
        size.width, size.height
    );
    let slant = if look.is_speech { " font-style=\"italic\"" } else { "" };
    draw_lines(&mut drawing, text, at, SMALL, &format!("fill=\"{}\"{slant}", look.color));
    draw_part(svg, diagram, sources, edges, &drawing);
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
