//! Reads a text into a graph in memory and writes it as an SVG picture to standard output.
//!
//!     cargo run --example diagram > picture.svg

use std::error::Error;
use std::io;

use sayso::analysis::Analyzer;
use sayso::export::{self, Format, Options};
use sayso::{Document, pipeline};

fn main() -> Result<(), Box<dyn Error>> {
    let doc = Document::new(
        "Ingrid Solheim, the prime minister of Varnholm, accused Tomas Belak of delaying the talks. \
         Belak denied that he had met Solheim.",
    );
    let (graph, _) = pipeline::graph(&Analyzer::new(), [Ok(doc)].into_iter(), |_| ())?;
    export::write(&graph, Format::Svg, Options::default(), &mut io::stdout().lock())?;
    Ok(())
}
