//! The window's state without egui. Must not know: egui, SQL, files.

pub mod source_view;
pub mod stripes;

pub use source_view::{CodeLook, CoderLook, Filter, Looks, PassageView, SourceView};
