//! Makes tables in `data/` from open data sets; `train/neural` trains the weights.
//!
//! One subcommand a kind of file; each is deterministic and reads only sets that may feed weights.
#![expect(clippy::print_stderr, reason = "a program of its own, which reports its progress")]

mod countries;
mod lemmas;

use clap::Parser;

#[derive(Parser)]
#[command(about = "Make the files in data/ from open data sets")]
enum Command {
    /// Write the table of countries
    Countries(countries::Args),
    /// Learn the table of lemmas
    Lemmas(lemmas::Args),
}

fn main() -> anyhow::Result<()> {
    match Command::parse() {
        Command::Countries(args) => countries::run(&args),
        Command::Lemmas(args) => lemmas::run(&args),
    }
}
