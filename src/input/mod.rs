//! TODO(input).
