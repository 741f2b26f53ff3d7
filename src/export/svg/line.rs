//! Lines of edges: a smooth curve with an arrow's head.
//!
//! Curves are thought of as running to the right; where the layers follow each other downwards, x and y change
//! places on the way in and out.

use std::fmt::Write as _;

use crate::export::layout::{Direction, Point, curve};
use crate::export::look::{Dash, EdgeLook};

/// Length and half the breadth of an arrow's head, for a thin line.
const ARROW: (f64, f64) = (9.0, 3.6);

/// Draws a smooth curve through the points, level at both ends, with an arrow's head unless it ends in a fork.
pub(super) fn draw(svg: &mut String, look: EdgeLook, points: &[Point], direction: Direction, has_head: bool) {
    let mut line: Vec<Point> = points.iter().map(|point| turned(*point, direction)).collect();
    let (Some(first), Some(last)) = (line.first().copied(), line.last().copied()) else { return };
    // Every way ends level, so that its head points along the layers.
    let way = if last.x >= first.x { 1.0 } else { -1.0 };
    let scale = 0.8 + f64::from(look.width) * 0.2;
    let (length, breadth) = (ARROW.0 * scale, ARROW.1 * scale);
    if let (true, Some(neck)) = (has_head, line.last_mut()) {
        neck.x -= way * length * if look.is_speech { 0.15 } else { 0.8 };
    }
    let path = path_of(&line, direction);
    let dash = match look.dash {
        Dash::Solid => "",
        Dash::Dotted => " stroke-dasharray=\"1.5 4\" stroke-linecap=\"round\"",
        Dash::Dashed => " stroke-dasharray=\"7 4\"",
    };
    let (color, width) = (look.color, look.width);
    let _ = write!(svg, r#"<path d="{path}" fill="none" stroke="{color}" stroke-width="{width}"{dash}/>"#);
    if has_head {
        let back = last.x - way * length;
        let corner = |x, y| shown(Point { x, y }, direction);
        let (top, bottom) = (corner(back, last.y - breadth), corner(back, last.y + breadth));
        let head = format!("M{top}L{}L{bottom}", shown(last, direction));
        let paint = if look.is_speech {
            format!(r#"fill="none" stroke="{color}" stroke-width="{}""#, width.max(1.3))
        } else {
            format!(r#"fill="{color}""#)
        };
        let _ = write!(svg, r#"<path d="{head}" {paint}/>"#);
    }
}

fn turned(point: Point, direction: Direction) -> Point {
    match direction {
        Direction::Right => point,
        Direction::Down => Point { x: point.y, y: point.x },
    }
}

fn shown(point: Point, direction: Direction) -> String {
    let point = turned(point, direction);
    format!("{:.1} {:.1}", point.x, point.y)
}

/// The curve as an SVG path.
fn path_of(points: &[Point], direction: Direction) -> String {
    let at = |point| shown(point, direction);
    let mut path = points.first().map_or_else(String::new, |p| format!("M{}", at(*p)));
    for [_, c1, c2, end] in curve::through(points) {
        let _ = write!(path, "C{} {} {}", at(c1), at(c2), at(end));
    }
    path
}
