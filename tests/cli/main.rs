//! The program as a user meets it: commands, bad input, and the README as a transcript.

#![expect(clippy::print_stderr, reason = "a skipped test says why")]

mod bad_input;
mod commands;
mod crash;
mod curation;
mod feeding;
mod filters;
mod hostile;
mod keeping;
mod near;
mod page;
mod questions;
mod readme;
mod sandbox;
mod share;
