//! Writes a graph in the formats that others read. One file a format.
