//! Makes tables in `data/` from open data sets; `train/neural` trains the weights.
//!
//! One subcommand a kind of file; each is deterministic and reads only sets that may feed weights.
#![expect(
    clippy::print_stderr,
    clippy::print_stdout,
    reason = "a program of its own, which reports its progress"
)]

mod chains;
mod countries;
mod lemmas;
mod tags;
mod treebank;

use clap::Parser;

#[derive(Parser)]
#[command(about = "Make the files in data/ from open data sets")]
enum Command {
    /// Print the coreference chains of a treebank's documents
    Chains(chains::Args),
    /// Write the table of countries
    Countries(countries::Args),
    /// Learn the table of lemmas
    Lemmas(lemmas::Args),
    /// Learn the table of tags by relation
    Tags(tags::Args),
}

fn main() -> anyhow::Result<()> {
    match Command::parse() {
        Command::Chains(args) => chains::run(&args),
        Command::Countries(args) => countries::run(&args),
        Command::Lemmas(args) => lemmas::run(&args),
        Command::Tags(args) => tags::run(&args),
    }
}
