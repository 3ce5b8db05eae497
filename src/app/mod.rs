//! The window's state without its widgets: what is open, selected and cached, which action has which key, and how
//! errors are reported.
//!
//! Independent of egui and SQL. Start reading at [`workspace`].

pub mod action;
pub mod advice;
pub mod ask_room;
pub mod code_keys;
pub mod code_search;
pub mod code_uses;
mod coding;
pub mod compare_room;
pub mod decisions;
pub mod documents_room;
pub mod exporting;
pub mod guide;
pub mod history_room;
pub mod importing;
mod in_vivo;
pub mod keeping;
pub mod link;
mod looks;
pub mod memos_room;
pub mod merging;
pub mod naming;
mod opening;
pub mod ordering;
mod part;
pub mod participants_list;
pub mod passage_act;
pub mod passages_room;
pub mod pending;
pub mod query_draft;
pub mod questions;
pub mod recent;
pub mod refused;
pub mod rereading;
pub mod restoring;
pub mod room;
pub mod rooms;
mod rounds;
pub mod selection;
pub mod set_draft;
pub mod settings;
mod settling;
pub mod source_view;
pub mod speaking;
pub mod stripes;
pub mod submission;
mod submitting;
pub mod table_editor;
pub mod table_import;
pub mod tables_room;
pub mod text_changes;
pub mod tree;
pub mod unsaved;
mod viewer;
pub mod when;
pub mod words;
pub mod workspace;

pub use source_view::{CodeLook, CoderLook, Filter, Looks, PassageView, SourceView, Step};
