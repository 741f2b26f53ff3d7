//! The command line: wires and prints, and decides nothing about language or data.
//!
//! One file a command, each with its `Args` and a `run`; [`args`] and [`output`] have what they share, [`listing`]
//! the tables, [`report`] how errors look. Results go to stdout, all else to stderr.

pub mod add;
pub mod analyze;
pub mod args;
pub mod check;
pub mod completions;
pub mod disputes;
pub mod documents;
pub mod entities;
pub mod entity;
pub mod extract;
pub mod graph;
pub mod import;
pub mod lines;
pub mod listing;
pub mod merge;
pub mod neighbors;
pub mod output;
pub mod path;
pub mod picture;
pub mod progress;
pub mod relations;
pub mod remove;
pub mod report;
pub mod said;
pub mod search;
pub mod shape;
pub mod show;
pub mod sql;
pub mod stats;
pub mod timeline;
pub mod update;
pub mod written;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::Result;
use output::Ui;

/// Read news text and keep who said what about whom
///
/// Entities, relations and attributed statements go into one SQLite file, each with the sentences that support it.
/// Everything runs on this machine: no network, no key, no download.
#[derive(Debug, Parser)]
#[command(name = "sayso", version, max_term_width = 100, disable_help_subcommand = true)]
#[command(after_help = "Example: sayso extract article.txt -f dot | dot -Tsvg > article.svg")]
pub struct Cli {
    /// Flags that every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// Flags that every command takes.
#[derive(Debug, Args)]
pub struct Global {
    /// Database to read and write
    #[arg(long, global = true, value_name = "PATH", env = "SAYSO_DB", default_value = "sayso.db")]
    pub db: PathBuf,
    /// Print no status, only results and errors
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// When to colour what goes to stderr and to a terminal
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

/// When to colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands, in the order of `--help`.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Turn texts into one graph, without a database
    Extract(extract::Args),
    /// Print tokens, tags, lemmas, trees and names
    Analyze(analyze::Args),
    /// Read documents into the database
    Add(add::Args),
    /// Take documents out of the database, with all that was read out of them
    Remove(remove::Args),
    /// Read anew what an older version of this program has read
    Update(update::Args),
    /// Put databases together
    Merge(merge::Args),
    /// Verify the database: every key, span and count
    Check(check::Args),
    /// List who said what about whom
    Said(said::Args),
    /// Show all that is known about somebody or something
    Show(show::Args),
    /// List the entities
    Entities(entities::Args),
    /// Correct entities: merge, split, rename, hide, and take it back
    Entity(entity::Args),
    /// List the relations
    Relations(relations::Args),
    /// List whom an entity is linked to
    Neighbors(neighbors::Args),
    /// Find how two entities hang together
    Path(path::Args),
    /// List what was said and done, by date
    Timeline(timeline::Args),
    /// Find sentences by their words
    Search(search::Args),
    /// List whose statements oppose each other
    Disputes(disputes::Args),
    /// List where a speaker's own statements oppose each other
    Changes(disputes::ChangesArgs),
    /// Rank entities by how central they are
    Rank(shape::RankArgs),
    /// Group entities that are linked among themselves
    Communities(shape::CommunitiesArgs),
    /// Group entities that are linked at all
    Components(shape::ComponentsArgs),
    /// List the documents
    Documents(documents::Args),
    /// Say how much is in the database
    Stats(stats::Args),
    /// Write the stored graph, or a part of it, in another format
    Graph(graph::Args),
    /// Take in what other extractors found
    Import(import::Args),
    /// Ask the database in SQL, read-only
    Sql(sql::Args),
    /// Print a script that completes commands in a shell
    Completions(completions::Args),
    /// Print the manual page
    Man(completions::ManArgs),
}

/// How a command ended, where it did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All was done: exit code 0.
    Complete,
    /// Some documents could not be used and were reported, the others are done: exit code 1.
    Partial,
}

/// Runs the program on the process's arguments and returns its exit code.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return report::usage(&error),
    };
    let ui = Ui::new(&cli.global);
    match run(&cli.command, &ui) {
        Ok(Outcome::Complete) => ExitCode::SUCCESS,
        Ok(Outcome::Partial) => ExitCode::FAILURE,
        Err(error) => report::failure(&ui, &error),
    }
}

fn run(command: &Command, ui: &Ui) -> Result<Outcome> {
    match command {
        Command::Extract(args) => extract::run(args, ui),
        Command::Analyze(args) => analyze::run(args, ui),
        Command::Add(args) => add::run(args, ui),
        Command::Remove(args) => remove::run(args, ui),
        Command::Update(args) => update::run(args, ui),
        Command::Merge(args) => merge::run(args, ui),
        Command::Check(args) => check::run(args, ui),
        Command::Said(args) => said::run(args, ui),
        Command::Show(args) => show::run(args, ui),
        Command::Entities(args) => entities::run(args, ui),
        Command::Entity(args) => entity::run(args, ui),
        Command::Relations(args) => relations::run(args, ui),
        Command::Neighbors(args) => neighbors::run(args, ui),
        Command::Path(args) => path::run(args, ui),
        Command::Timeline(args) => timeline::run(args, ui),
        Command::Search(args) => search::run(args, ui),
        Command::Disputes(args) => disputes::run(args, ui),
        Command::Changes(args) => disputes::run_changes(args, ui),
        Command::Rank(args) => shape::run_rank(args, ui),
        Command::Communities(args) => shape::run_communities(args, ui),
        Command::Components(args) => shape::run_components(args, ui),
        Command::Documents(args) => documents::run(args, ui),
        Command::Stats(args) => stats::run(args, ui),
        Command::Graph(args) => graph::run(args, ui),
        Command::Import(args) => import::run(args, ui),
        Command::Sql(args) => sql::run(args, ui),
        Command::Completions(args) => completions::run(args),
        Command::Man(args) => completions::run_man(args, ui),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn arguments_are_consistent() {
        Cli::command().debug_assert();
    }
}
