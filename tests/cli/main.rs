//! The program as a user meets it: commands, bad input, and the README as a transcript.

mod bad_input;
mod commands;
mod readme;
mod sandbox;
