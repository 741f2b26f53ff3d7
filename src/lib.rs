//! `sayso` reads news text and keeps who said what about whom: a knowledge graph of entities, relations and
//! attributed statements, in which every node and edge leads back to the characters that support it.
//!
//! Text flows one way, and the modules below stand in that order:
//!
//! ```text
//! input ─► text ─► analysis ─► extraction ─► resolution ─► store ─► query, graph ─► export, serve
//! ```
//!
//! [`analysis`] and [`extraction`] are pure functions that cannot fail; errors belong to input, store and export.

pub mod document;
pub mod error;
pub mod id;
pub mod span;

pub mod input;
pub mod lexicon;
pub mod model;
pub mod resources;
pub mod text;

pub mod analysis;
pub mod export;
pub mod extraction;
pub mod graph;
pub mod import;
pub mod query;
pub mod resolution;
pub mod store;

pub mod cli;
pub mod pipeline;

pub use document::Document;
pub use error::{Error, Result};
pub use id::Id;
pub use span::{Span, TokenIdx, TokenSpan};
