//! Makes the files in `data/` from open data sets: weights and tables.
//!
//! One subcommand a kind of file; each is deterministic and reads only sets that may feed weights.
#![expect(clippy::print_stderr, reason = "a program of its own, which reports its progress")]

mod conllu;
mod countries;
mod iob;
mod lemmas;
mod linear;

use clap::Parser;

#[derive(Parser)]
#[command(about = "Make the files in data/ from open data sets")]
enum Command {
    /// Write the table of countries
    Countries(countries::Args),
    /// Learn the table of lemmas
    Lemmas(lemmas::Args),
    /// Train the linear tagger, parser and name finder
    Linear(linear::Args),
}

fn main() -> anyhow::Result<()> {
    match Command::parse() {
        Command::Countries(args) => countries::run(&args),
        Command::Lemmas(args) => lemmas::run(&args),
        Command::Linear(args) => linear::run(&args),
    }
}
