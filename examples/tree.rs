//! Prints each word of a sentence with its tag, its head and its relation to it.
//!
//!     cargo run --example tree

use std::error::Error;
use std::io::{self, Write};

use sayso::analysis::Analyzer;

fn main() -> Result<(), Box<dyn Error>> {
    let analysis = Analyzer::new().analyze("Rutte called on European allies to spend more.");
    let mut out = io::stdout();
    for sentence in &analysis.sentences {
        for token in &sentence.tokens {
            let head = token.head.map_or("–", |head| &sentence.tokens[head].form);
            writeln!(out, "{:12} {:6} {:12} {head}", token.form, token.upos, token.deprel)?;
        }
    }
    Ok(())
}
