//! The buttons below a question before work is changed or removed.
//!
//! Cancel has the keyboard focus, so that a habitual Enter changes nothing. The other answers need Tab, an arrow key or
//! the pointer.

use egui::{Button, Ui};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confirmation {
    Cancel,
    /// The button with this index.
    Do(usize),
}

/// A button beside Cancel.
#[derive(Clone, Copy, Debug)]
pub struct Choice<'a> {
    pub label: &'a str,
    pub enabled: bool,
    /// Tooltip of the disabled button; empty for none.
    pub why_not: &'a str,
}

impl<'a> Choice<'a> {
    #[must_use]
    pub fn new(label: &'a str) -> Self {
        Self { label, enabled: true, why_not: "" }
    }
}

/// Shows Cancel, followed by the other answers.
pub fn buttons(ui: &mut Ui, choices: &[Choice<'_>]) -> Option<Confirmation> {
    let mut answer = None;
    ui.horizontal_wrapped(|ui| {
        let cancel = ui.button("Cancel");
        if ui.memory(|memory| memory.focused().is_none()) {
            cancel.request_focus();
        }
        if cancel.clicked() {
            answer = Some(Confirmation::Cancel);
        }
        for (place, choice) in choices.iter().enumerate() {
            let mut button = ui.add_enabled(choice.enabled, Button::new(choice.label));
            if !choice.why_not.is_empty() {
                button = button.on_disabled_hover_text(choice.why_not);
            }
            if button.clicked() {
                answer = Some(Confirmation::Do(place));
            }
        }
    });
    answer
}
