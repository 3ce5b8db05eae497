//! (being built)

pub mod tables;
