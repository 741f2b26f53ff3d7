//! The picture of [`super::svg`] in pixels, with letters of its own: no font needs to be installed.
//!
//! Where a name has letters that the embedded font lacks, the system's fonts help out.

use std::io::{self, Write};
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, Tree, fontdb};

use super::caption::Sources;
use super::diagram::Diagram;
use super::{LeftOut, Options, svg};
use crate::graph::Graph;
use crate::resources;

/// Pixels for a unit of the picture, and most pixels of a side.
const SCALE: f32 = 2.0;
const MOST_PIXELS: f32 = 16_000.0;

/// Writes the graph as a PNG picture and says what it left out.
///
/// # Errors
///
/// Where `out` cannot be written.
pub fn write(graph: &Graph, options: Options, out: &mut dyn Write) -> io::Result<LeftOut> {
    let diagram = Diagram::new(graph, options);
    out.write_all(&pixels(&svg::picture(&diagram, &Sources::new(graph)))?)?;
    Ok(diagram.left_out)
}

/// Draws a picture.
fn pixels(svg: &str) -> io::Result<Vec<u8>> {
    let options = usvg::Options {
        font_family: "Arimo".into(),
        fontdb: Arc::new(fonts(svg)),
        ..usvg::Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(io::Error::other)?;
    let size = tree.size();
    let scale = SCALE.min(MOST_PIXELS / size.width().max(size.height()));
    let side = |length: f32| (length * scale).ceil().max(1.0) as u32;
    let mut pixmap = Pixmap::new(side(size.width()), side(size.height()))
        .ok_or_else(|| io::Error::other("the picture is too large"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());
    pixmap.encode_png().map_err(io::Error::other)
}

fn fonts(text: &str) -> fontdb::Database {
    let mut fonts = fontdb::Database::new();
    resources::FONTS.iter().for_each(|font| fonts.load_font_data(font.to_vec()));
    if text.chars().any(is_foreign) {
        fonts.load_system_fonts();
    }
    fonts.set_sans_serif_family("Arimo");
    fonts
}

/// Whether the embedded font lacks a letter, about.
fn is_foreign(c: char) -> bool {
    let covered = [0x00..=0x024F, 0x02B0..=0x05FF, 0x1E00..=0x1EFF, 0x2010..=0x21FF, 0xFFFD..=0xFFFD];
    !covered.iter().any(|range| range.contains(&u32::from(c)))
}
