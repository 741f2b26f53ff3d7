//! TODO(query).
