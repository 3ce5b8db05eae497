//! Copies tables to the clipboard: as HTML and text where the system accepts both, otherwise as tab-separated text.

use crate::app::tables_room::Copied;
use egui::Context;

/// Copies a table to the clipboard; with `rich` also as HTML, so that a word processor pastes it as a table.
///
/// Under Wayland only the window's own connection may set the clipboard at any time, and egui supports only text there:
/// the table is copied as text, which spreadsheets paste as cells.
pub fn copy(ctx: &Context, table: Copied, rich: bool) {
    let wayland = cfg!(all(unix, not(target_os = "macos"))) && std::env::var_os("WAYLAND_DISPLAY").is_some();
    let done = rich && !wayland && set_html(&table).is_ok();
    if !done {
        ctx.copy_text(table.text);
    }
}

fn set_html(table: &Copied) -> Result<(), arboard::Error> {
    arboard::Clipboard::new()?.set().html(table.html.as_str(), Some(table.text.as_str()))
}
