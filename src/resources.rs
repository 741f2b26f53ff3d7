//! The one home of `include_bytes!` and `include_str!` for `data/`.
//!
//! What each file is, where it comes from and under which licence: `data/README.md`.

/// Weights of the linear engine, made by `sayso-train linear`.
pub static LINEAR_WEIGHTS: &[u8] = include_bytes!("../data/linear.weights");
