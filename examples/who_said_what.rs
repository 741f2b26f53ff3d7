//! Lists the statements of a text, with the characters that support each part.
//!
//!     cargo run --example who_said_what

use std::error::Error;
use std::io::{self, Write};

use sayso::analysis::Analyzer;
use sayso::{Document, pipeline};

fn main() -> Result<(), Box<dyn Error>> {
    let text = "Ingrid Solheim told reporters that the vote would be held in May. \
                \"We will not be hurried,\" the prime minister said.";
    let done = pipeline::process(&Analyzer::new(), Document::new(text));
    let mut out = io::stdout();
    for statement in &done.extraction.statements {
        let speaker = statement.speaker.map_or("somebody", |chain| &done.extraction.chains[chain].name);
        let content: Vec<&str> = statement.content.iter().map(|span| span.slice(text)).collect();
        writeln!(out, "{speaker} | {} | {}", statement.cue_lemma, content.join(" ... "))?;
    }
    Ok(())
}
