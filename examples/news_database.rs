//! Keeps articles in a database and asks who spoke about somebody.
//!
//!     cargo run --example news_database

use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;

use sayso::analysis::Analyzer;
use sayso::query::{entities, statements};
use sayso::store::{Keeping, Store};
use sayso::{input, pipeline};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/examples"));
    let mut store = Store::open_in_memory()?;
    let options = input::Options::default();
    pipeline::add(
        &mut store,
        &Analyzer::new(),
        input::documents(&[folder], &options),
        Keeping::default(),
        |_| (),
    )?;

    let about = Some(entities::find(&store, "Belak")?);
    let filter = statements::Filter { about, ..statements::Filter::default() };
    let mut out = io::stdout().lock();
    for row in statements::list(&store, &filter)? {
        writeln!(out, "{}: {}", row.speaker.unwrap_or(row.source), row.content)?;
    }
    Ok(())
}
