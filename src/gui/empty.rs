//! What a room shows while there is nothing in it: a picture, a sentence, and a button, in the middle.

use super::icons::{self, Picture};
use super::theme::{self, Palette, Weighted};
use egui::{Align, Button, Layout, RichText, Sense, Ui, vec2};

/// An empty room.
pub struct Empty<'a> {
    pub picture: Picture,
    pub title: &'a str,
    pub sentence: &'a str,
    /// The label of the button, if something can be done, and of a second one.
    pub buttons: &'a [&'a str],
}

impl Empty<'_> {
    /// Shows it in the remaining space; returns the index of the button that was clicked.
    pub fn show(&self, ui: &mut Ui, palette: &Palette) -> Option<usize> {
        let mut clicked = None;
        ui.with_layout(Layout::top_down(Align::Center), |ui| {
            ui.add_space((ui.available_height() * 0.28).max(theme::SPACE));
            let (rect, _) = ui.allocate_exact_size(vec2(44.0, 44.0), Sense::hover());
            icons::picture(ui.painter(), rect, self.picture, palette.outline);
            ui.add_space(theme::GAP);
            ui.label(RichText::new(self.title).heading());
            ui.add_space(theme::GAP);
            let width = ui.available_width().min(460.0);
            ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Center), |ui| {
                ui.label(RichText::new(self.sentence).color(palette.weak));
            });
            ui.add_space(theme::WIDE);
            for (at, label) in self.buttons.iter().enumerate() {
                let caption = RichText::new(*label);
                let button = match at {
                    0 => Button::new(caption.color(palette.on_accent).medium()).fill(palette.accent),
                    _ => Button::new(caption),
                };
                if ui.add(button.min_size(vec2(200.0, 32.0))).clicked() {
                    clicked = Some(at);
                }
            }
        });
        clicked
    }
}
