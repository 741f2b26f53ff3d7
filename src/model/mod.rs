//! Weights: the file they come in and the arithmetic on them.
//!
//! Knows numbers and names of tensors, nothing of language. [`container`] reads and writes the weights file,
//! the rest are the layers of the network, one a file: [`kernel`] multiplies bytes, [`matrix`] is a linear layer on
//! it, [`lstm`], [`embedding`], [`vectors`], [`norm`], [`math`]. All of them give the same bits on every processor.

pub mod container;
pub mod embedding;
pub mod kernel;
pub mod lstm;
pub mod math;
pub mod matrix;
pub mod norm;
pub mod vectors;

pub use container::{Container, ContainerError, Writer};
