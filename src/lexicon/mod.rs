//! TODO(lexicon).
