//! The one home of `include_bytes!` and `include_str!` for `data/`.
