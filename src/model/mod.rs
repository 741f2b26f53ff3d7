//! Weights: the file they come in and the arithmetic on them.
//!
//! Knows numbers and names of tensors, nothing of language. [`container`] reads and writes the weights file,
//! [`hashed`] scores classes from hashed features.

pub mod container;
pub mod hashed;

pub use container::{Container, ContainerError, Writer};
pub use hashed::{HashedTable, Scorer};
