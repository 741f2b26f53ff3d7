//! Trains the weights in `data/` from the open data sets.

fn main() {}
