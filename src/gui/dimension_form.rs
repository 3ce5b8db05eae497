//! The form for one dimension of the framework: name, and its values with their order and numbers.

use super::code_form::CodeForm;
use super::dialog_buttons::{Buttons, Choice, Confirmation};
use super::dimension_values::DimensionValues;
use super::overlay::{self, Entered, Next, Overlay};
use super::theme::{self, Palette};
use crate::app::submission::Submission;
use crate::app::unsaved::Dialog;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::engine::command::DimensionDraft;
use crate::model::Dimension;
use crate::tr;
use egui::{Context, Key, Modifiers, Response, RichText, Role, TextEdit, Ui, WidgetInfo};

#[derive(Default)]
pub struct DimensionForm {
    draft: DimensionDraft,
    /// The dimension before editing.
    before: DimensionDraft,
    /// The code form from which this one was opened, to return to.
    from: Option<CodeForm>,
    /// It was opened from the table of values, to return to.
    from_values: bool,
    /// The field that has the focus in the next frame.
    next_field: Field,
    submission: Submission,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Field {
    /// The form has just been opened.
    #[default]
    Name,
    Value(usize),
    Unchanged,
}

impl DimensionForm {
    #[must_use]
    pub fn edit(dimension: &Dimension) -> Self {
        let values = dimension.values.iter().enumerate().map(|(place, name)| (Some(place), name.clone())).collect();
        let draft = DimensionDraft { dimension: Some(dimension.id), name: dimension.name.clone(), values };
        Self { before: draft.clone(), draft, ..Self::default() }
    }

    /// Restores what was entered in an earlier session.
    #[must_use]
    pub fn put_back(draft: DimensionDraft, from: Option<CodeForm>) -> Self {
        Self { draft, from, ..Self::default() }
    }

    /// What was entered, with the code form from which this one was opened.
    #[must_use]
    pub fn unsaved(&self) -> Option<Dialog> {
        let from = self.from.as_ref().map(CodeForm::entry);
        (self.draft != self.before || from.is_some()).then(|| Dialog::Dimension(self.draft.clone(), from))
    }

    /// Sets the code form to return to.
    #[must_use]
    pub fn from(self, form: CodeForm) -> Self {
        Self { from: Some(form), ..self }
    }

    /// Sets that this form was opened from the table of values.
    #[must_use]
    pub fn returning_to_values(self) -> Self {
        Self { from_values: true, ..self }
    }

    pub fn show(&mut self, ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Next> {
        if self.submission.is_done() {
            return Some(self.back());
        }
        let mut done = None;
        let changed = self.draft != self.before;
        let submission = self.submission.clone();
        let entered = Entered { changed, submission: &submission };
        let ((), close) = overlay::draft(ctx, "dimension form", 460.0, entered, |ui| {
            overlay::title(ui, if self.draft.dimension.is_some() { tr!("Dimension") } else { tr!("New dimension") });
            let label = ui.label(tr!("Name"));
            let name = TextEdit::singleline(&mut self.draft.name)
                .desired_width(f32::INFINITY)
                .hint_text(tr!("example of a dimension" => "direction"));
            let name = ui.add(name).labelled_by(label.id);
            if is_entered(&name) {
                if self.draft.values.is_empty() {
                    self.draft.values.push((None, String::new()));
                }
                self.next_field = Field::Value(0);
            } else if self.next_field == Field::Name {
                name.request_focus();
                self.next_field = Field::Unchanged;
            }
            ui.add_space(theme::SPACE);
            self.values(ui, palette);
            ui.add_space(theme::WIDE);
            let named = |name: &String| !name.trim().is_empty();
            let ready = !self.submission.is_under_way()
                && named(&self.draft.name)
                // What was typed into a new value may be missing, but not the name of a value that codes may have.
                && self.draft.values.iter().all(|(place, value)| place.is_none() || named(value));
            let choices = [Choice::primary(tr!("Save")).enabled_if(ready)];
            let mut buttons = Buttons::new(&choices).saving();
            if self.draft.dimension.is_some() {
                let hint =
                    tr!("If you delete the dimension, codes are kept without their value for it. You can undo this \
                        with Ctrl+Z.");
                ui.label(RichText::new(hint).color(palette.weak).small());
                buttons = buttons.aside(Choice::destructive(tr!("Delete dimension")));
            }
            done = match (buttons.show(ui), self.draft.dimension) {
                (Some(Confirmation::Do(_)), _) => Some(Some(Command::SaveDimension { draft: self.named() })),
                (Some(Confirmation::Aside), Some(dimension)) => Some(Some(Command::RemoveDimension { dimension })),
                (Some(_), _) => Some(None),
                (None, _) => None,
            };
        });
        match done {
            Some(Some(command)) => workspace.give(&mut self.submission, command),
            Some(None) => return Some(self.back()),
            None => {}
        }
        close.then(|| self.back())
    }

    /// The draft without the values that have no name yet.
    fn named(&self) -> DimensionDraft {
        let mut draft = self.draft.clone();
        draft.values.retain(|(place, value)| place.is_some() || !value.trim().is_empty());
        draft
    }

    /// Returns to the code form or the table of values if this form was opened from it.
    fn back(&mut self) -> Next {
        if self.from_values {
            return Next::Open(Box::new(Overlay::Values(DimensionValues::default())));
        }
        self.from.take().map_or(Next::Closed, |form| Next::Open(Box::new(Overlay::Code(form))))
    }

    fn values(&mut self, ui: &mut Ui, palette: &Palette) {
        ui.label(tr!("Values"));
        let hint = if self.draft.values.is_empty() {
            tr!("push, pull, …")
        } else {
            tr!("Enter leads to the next value. Enter in an empty one saves the dimension.")
        };
        ui.label(RichText::new(hint).color(palette.weak).small());
        let (mut gone, mut next) = (None, None);
        for (i, (_, value)) in self.draft.values.iter_mut().enumerate() {
            ui.horizontal(|ui| {
                let field = ui.add(TextEdit::singleline(value).desired_width(320.0));
                // An empty value leaves the key to the button that saves.
                if !value.trim().is_empty() && is_entered(&field) {
                    next = Some(i + 1);
                } else if self.next_field == Field::Value(i) {
                    field.request_focus();
                    field.scroll_to_me(None);
                    self.next_field = Field::Unchanged;
                }
                field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Value {number}", number = i + 1)));
                let button = ui.button(tr!("Delete"));
                button.widget_info(|| {
                    WidgetInfo::labeled(Role::Button, true, tr!("Delete value {number}", number = i + 1))
                });
                if button.clicked() {
                    gone = Some(i);
                }
            });
        }
        if let Some(gone) = gone {
            self.draft.values.remove(gone);
        }
        if ui.button(tr!("Add value")).clicked() {
            next = Some(self.draft.values.len());
        }
        if let Some(next) = next {
            if next == self.draft.values.len() {
                self.draft.values.push((None, String::new()));
            }
            self.next_field = Field::Value(next);
        }
    }
}

/// Whether Enter was pressed in a field; the key then does nothing else.
fn is_entered(field: &Response) -> bool {
    field.lost_focus() && field.ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter))
}
