//! TODO(store).
