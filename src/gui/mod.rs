//! The window: egui only. Plain data in, actions out; must not know SQL and files.

pub mod transcript;
