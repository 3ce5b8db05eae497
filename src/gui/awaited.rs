//! What stands in the place of a list until it has arrived.

use super::theme::Palette;
use crate::app::pending::Pending;
use crate::tr;
use egui::{RichText, Ui};

/// Shows that a list is being read, or why it could not be. Returns true when the user wants to try again.
#[must_use]
pub fn show(ui: &mut Ui, pending: &Pending, reading: &str, palette: &Palette) -> bool {
    if let Some(why) = pending.failure() {
        return failure(ui, why, palette);
    }
    if pending.is_waiting() {
        ui.label(RichText::new(reading).color(palette.weak));
    }
    false
}

/// Shows why a list could not be read. Returns true when the user wants to try again.
#[must_use]
pub fn failure(ui: &mut Ui, why: &str, palette: &Palette) -> bool {
    ui.label(RichText::new(why).color(palette.trouble));
    ui.button(tr!("Try again")).clicked()
}
