//! TODO(text).
