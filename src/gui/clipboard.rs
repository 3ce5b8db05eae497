//! Tables on the clipboard: as a table where the system takes one beside the text, else as text with tabs.

use crate::app::tables_room::Copied;
use egui::Context;

/// Puts a table on the clipboard; `rich` as HTML too, so that a word processor pastes a table.
///
/// Under Wayland only the window's own connection may set the clipboard at any time, and egui offers it for text alone:
/// there a table is text, which spreadsheets take as cells.
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
