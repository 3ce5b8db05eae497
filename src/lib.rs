//! Pullquote: code interviews, compare coders, and build the tables of a qualitative study.
//!
//! The rooms, and what each may know, are in ARCHITECTURE.md. Imports point upwards in this list only:
//! `i18n`, `model`, `text`, `analysis`, `table`, `store`, `interchange`, `engine`, `app`, `gui`, `cli`.

pub mod analysis;
pub mod app;
pub mod cli;
pub mod engine;
#[cfg(feature = "gui")]
pub mod gui;
pub mod i18n;
pub mod interchange;
pub mod model;
pub mod store;
pub mod table;
pub mod text;
