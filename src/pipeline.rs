//! Every stage from input to store, joined; the only file that names them all.
