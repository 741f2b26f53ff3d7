//! Outlines of nodes: how large around a text, how drawn, and where an edge meets them.

use super::measure::text_size;
use crate::export::caption;
use crate::export::diagram::Node;
use crate::export::layout::{Direction, Layout, Point, Route, Size};
use crate::export::look::{self, NodeLook, Shape};

/// Room between a text and the outline.
const PADDING: (f64, f64) = (9.0, 5.0);
/// Corner that octagons and sheets lack.
const CORNER: f64 = 8.0;

/// Size of an outline around a text.
pub(super) fn around(shape: Shape, text: Size) -> Size {
    let (width, height) = (text.width + 2.0 * PADDING.0, text.height + 2.0 * PADDING.1);
    match shape {
        Shape::Ellipse => Size { width: width * 1.18 + 4.0, height: height * 1.22 },
        Shape::Hexagon => Size { width: width + height * 0.45, height },
        Shape::Octagon | Shape::Note => Size { width: width + CORNER, height },
        Shape::Box | Shape::Rounded | Shape::Dashed => Size { width, height },
    }
}

/// An outline as an SVG element.
pub(super) fn outline(look: NodeLook, at: Point, size: Size) -> String {
    let (w, h) = (size.width / 2.0, size.height / 2.0);
    let paint = format!(r#"fill="{}" stroke="{}" stroke-width="1.2""#, look.fill, look.line);
    let rect = |more: &str| {
        let (x, y) = (at.x - w, at.y - h);
        format!(
            r#"<rect x="{x:.1}" y="{y:.1}" width="{:.1}" height="{:.1}"{more} {paint}/>"#,
            size.width, size.height
        )
    };
    let polygon = |corners: &[(f64, f64)]| {
        let points: Vec<String> =
            corners.iter().map(|(x, y)| format!("{:.1},{:.1}", at.x + x, at.y + y)).collect();
        format!(r#"<polygon points="{}" {paint}/>"#, points.join(" "))
    };
    let c = CORNER.min(h);
    match look.shape {
        Shape::Ellipse => {
            format!(r#"<ellipse cx="{:.1}" cy="{:.1}" rx="{w:.1}" ry="{h:.1}" {paint}/>"#, at.x, at.y)
        }
        Shape::Box => rect(""),
        Shape::Rounded => rect(r#" rx="8""#),
        Shape::Dashed => rect(r#" stroke-dasharray="5 3""#),
        Shape::Hexagon => {
            let point = hexagon_point(h);
            polygon(&[
                (-w, 0.0),
                (-w + point, -h),
                (w - point, -h),
                (w, 0.0),
                (w - point, h),
                (-w + point, h),
            ])
        }
        Shape::Octagon => polygon(&[
            (-w, -h + c),
            (-w + c, -h),
            (w - c, -h),
            (w, -h + c),
            (w, h - c),
            (w - c, h),
            (-w + c, h),
            (-w, h - c),
        ]),
        Shape::Note => polygon(&[(-w, -h), (w - c, -h), (w, -h + c), (w, h), (-w, h)]),
    }
}

/// How far a hexagon's side leans, for half its height.
fn hexagon_point(half_height: f64) -> f64 {
    half_height * 0.6
}

/// The points of a route, its ends moved from the nodes' boxes onto their outlines, and the way it runs. `ends` are
/// the nodes it joins, with their places in the layout.
pub(super) fn meeting(
    route: &Route,
    ends: [Option<(usize, &Node)>; 2],
    layout: &Layout,
) -> (Vec<Point>, Direction) {
    let mut points = route.points.clone();
    let inset_at = |end: Option<(usize, &Node)>, point: Point| {
        let Some((place, node)) = end else { return Point { x: 0.0, y: 0.0 } };
        let at = layout.nodes[place];
        match layout.direction {
            Direction::Right => {
                Point { x: (at.x - point.x).signum() * inset(node, point.y - at.y, layout.direction), y: 0.0 }
            }
            Direction::Down => {
                Point { x: 0.0, y: (at.y - point.y).signum() * inset(node, point.x - at.x, layout.direction) }
            }
        }
    };
    let move_by = |point: &mut Point, by: Point| {
        point.x += by.x;
        point.y += by.y;
    };
    if let Some(point) = points.first_mut() {
        move_by(point, inset_at(ends[0], *point));
    }
    if let Some(point) = points.last_mut() {
        move_by(point, inset_at(ends[1], *point));
    }
    (points, layout.direction)
}

/// Size of a node's outline.
pub(super) fn node_size(node: &Node) -> Size {
    let shape = look::of_type(node.entity.entity_type).shape;
    around(shape, text_size(&caption::name(node), look::font_size(node)))
}

/// How far a node's outline lies within its box, `off` the middle of the side that edges meet.
fn inset(node: &Node, off: f64, direction: Direction) -> f64 {
    let size = node_size(node);
    let (w, h) = (size.width / 2.0, size.height / 2.0);
    let (depth, half) = if direction == Direction::Right { (w, h) } else { (h, w) };
    let share = (off / half).abs().min(1.0);
    match (look::of_type(node.entity.entity_type).shape, direction) {
        (Shape::Ellipse, _) => depth * (1.0 - (1.0 - share * share).sqrt()),
        (Shape::Hexagon, Direction::Right) => share * hexagon_point(h),
        (Shape::Hexagon, Direction::Down) => {
            let point = hexagon_point(h);
            (off.abs() - (w - point)).max(0.0) / point * h
        }
        _ => 0.0,
    }
}
