//! TODO(model).
