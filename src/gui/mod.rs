//! The window: egui only. Plain data in, actions out.
//!
//! Must not know: SQL, file formats. Start reading at [`shell`]; each panel is a function or a small struct in its own
//! file. Colours and sizes are defined only in [`theme`].

mod awaited;
mod bars;
mod change_others;
mod check_box;
mod choices;
mod clipboard;
mod code_form;
mod code_inspector;
mod code_palette;
mod code_room;
mod codebook;
mod coded_spans;
mod commands;
mod compare_room;
mod confirm;
mod consensus;
mod dialog_buttons;
pub mod dialogs;
mod documents;
mod documents_room;
mod empty;
mod export_dialog;
mod facet_form;
mod find_all;
mod find_bar;
mod fonts;
mod forms;
mod gate;
mod guide;
mod history_room;
mod icons;
mod idle;
mod importing;
mod keys;
pub mod memo_editor;
mod memos_room;
mod menu_bar;
mod menu_keys;
mod merge_preview;
mod naming;
mod overlay;
mod panes;
mod passage_chooser;
mod passage_list;
mod passages;
mod passages_room;
mod restore;
mod roving;
mod selection_bar;
mod sheet;
mod shell;
mod start;
mod table_import;
pub mod tables;
mod text_editor;
mod text_review;
pub mod theme;
mod toast;
pub mod transcript;
mod welcome;

pub use fonts::install as install_fonts;
pub use shell::Shell;
pub use start::run;
