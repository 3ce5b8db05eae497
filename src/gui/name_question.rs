//! What dialogs about things of the project have in common: a question for a name, and one before something is deleted.

use crate::engine::Command;
use crate::gui::dialog_buttons::{Buttons, Choice, Confirmation};
use crate::gui::overlay;
use crate::gui::theme::{self, Palette};
use crate::tr;
use egui::{Key, RichText, TextEdit, Ui};

/// The command of an answer; `None` if the question was cancelled.
pub type QuestionReply = Option<Command>;

pub fn confirm(
    ui: &mut Ui,
    what: &str,
    more: &str,
    palette: &Palette,
    command: impl FnOnce() -> Command,
) -> Option<QuestionReply> {
    overlay::title(ui, tr!("Delete {what}?", what));
    ui.add_space(theme::GAP);
    if !more.is_empty() {
        ui.label(more);
    }
    ui.label(RichText::new(tr!("You can undo this with Ctrl+Z.")).color(palette.weak));
    ui.add_space(theme::SPACE);
    let answer = Buttons::cautious(&[Choice::destructive(tr!("Delete"))]).show(ui)?;
    Some((answer != Confirmation::Cancel).then(command))
}

/// A question for a name.
pub struct NameQuestion {
    pub title: &'static str,
    /// The label of the button that saves the name.
    button: &'static str,
    pub label: &'static str,
    /// Whether something else has the typed name.
    taken: bool,
}

pub fn ask_name(
    ui: &mut Ui,
    question: NameQuestion,
    name: &mut String,
    palette: &Palette,
    command: impl FnOnce(String) -> Command,
) -> Option<QuestionReply> {
    overlay::title(ui, question.title);
    ui.add_space(theme::GAP);
    let entered = field(ui, question.label, name);
    question.buttons(ui, name, entered, palette).map(|yes| yes.then(|| command(name.clone())))
}

/// A labelled field that has the focus at first. Returns whether Enter was pressed in it.
pub fn field(ui: &mut Ui, label: &str, text: &mut String) -> bool {
    let label = ui.label(label);
    let response = ui.add(TextEdit::singleline(text).desired_width(f32::INFINITY)).labelled_by(label.id);
    if ui.memory(|memory| memory.focused().is_none()) && !ui.input(|input| input.key_pressed(Key::Enter)) {
        response.request_focus();
    }
    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

impl NameQuestion {
    pub fn new(title: &'static str, button: &'static str, label: &'static str) -> Self {
        Self { title, button, label, taken: false }
    }

    pub fn taken_if(self, taken: bool) -> Self {
        Self { taken, ..self }
    }

    /// Returns the answer, if any; `entered` is whether Enter was pressed in the field.
    pub fn buttons(&self, ui: &mut Ui, name: &str, entered: bool, palette: &Palette) -> Option<bool> {
        if self.taken {
            ui.label(
                RichText::new(tr!("{name} already exists. Choose another name.", name = name.trim()))
                    .color(palette.trouble),
            );
        }
        ui.add_space(theme::SPACE);
        let ready = !name.trim().is_empty() && !self.taken;
        let clicked = Buttons::new(&[Choice::primary(self.button).enabled_if(ready)]).saving().show(ui);
        clicked.map(|answer| answer != Confirmation::Cancel).or((entered && ready).then_some(true))
    }
}
