//! The legend under a picture: only what the picture has, in rows no wider than it.

use super::measure::text_size;
use super::{SMALL, draw_lines, line, shape};
use crate::export::diagram::Diagram;
use crate::export::layout::{Direction, Point, Size};
use crate::export::look::{self, EdgeLook, NOTE};

/// Height of a row, least width of the legend, and room at its left.
const ROW_HEIGHT: f64 = 32.0;
const LEAST_WIDTH: f64 = 430.0;
const MARGIN: f64 = 12.0;

/// Where the next sample goes.
struct Pen<'s> {
    svg: &'s mut String,
    x: f64,
    y: f64,
    width: f64,
    right: f64,
}

impl Pen<'_> {
    /// Takes room for a sample, in a new row where this one is full, and gives its left end.
    fn take(&mut self, width: f64) -> Point {
        if self.x > MARGIN && self.x + width > self.width {
            self.x = MARGIN;
            self.y += ROW_HEIGHT;
        }
        let at = Point { x: self.x, y: self.y };
        self.x += width + 10.0;
        self.right = self.right.max(at.x + width);
        at
    }

    fn text(&mut self, text: &str, left: Point, width: f64, style: &str) {
        draw_lines(self.svg, text, Point { x: left.x + width / 2.0, y: left.y }, SMALL, style);
    }
}

/// Draws the legend below `top` and returns how much room picture and legend need.
pub(super) fn draw(svg: &mut String, diagram: &Diagram, picture: Size) -> Size {
    let width = picture.width.max(LEAST_WIDTH) - MARGIN;
    let mut pen = Pen { svg, x: MARGIN, y: picture.height + ROW_HEIGHT / 2.0, width, right: 0.0 };
    for entity_type in look::types(diagram) {
        let look = look::of_type(entity_type);
        let size = shape::around(look.shape, text_size(entity_type.as_str(), SMALL));
        let left = pen.take(size.width);
        pen.svg.push_str(&shape::outline(look, Point { x: left.x + size.width / 2.0, y: left.y }, size));
        pen.text(entity_type.as_str(), left, size.width, "fill=\"#1a1a1a\"");
    }
    for (edge, meaning) in look::lines(diagram) {
        let look = EdgeLook { width: 1.2, ..look::of_edge(edge) };
        let text = text_size(meaning, SMALL).width;
        let left = pen.take(text + 40.0);
        let ends = [Point { x: left.x + 2.0, ..left }, Point { x: left.x + 34.0, ..left }];
        line::draw(pen.svg, look, &ends, Direction::Right, true);
        let style = format!(r#"fill="{}""#, look.color);
        pen.text(meaning, Point { x: left.x + 40.0, ..left }, text, &style);
    }
    if let Some(note) = look::left_out(diagram) {
        let text = text_size(&note, SMALL).width;
        let left = pen.take(text);
        pen.text(&note, left, text, &format!(r#"fill="{NOTE}""#));
    }
    Size { width: picture.width.max(pen.right + MARGIN), height: pen.y + ROW_HEIGHT / 2.0 + MARGIN / 2.0 }
}
