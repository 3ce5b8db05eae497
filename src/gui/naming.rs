//! Asks who is coding: one of the project's coders or a new one. The action that waits for a coder continues with the
//! answer.

use super::choices;
use super::dialog_buttons::{Buttons, Choice, Confirmation};
use super::overlay::{self, Entered, Next};
use super::theme::{self, Palette};
use crate::app::submission::Submission;
use crate::app::workspace::Workspace;
use crate::gui::bars::GrowTo;
use crate::model::same_name;
use crate::tr;
use egui::text::{CCursor, CCursorRange};
use egui::{Context, Id, Key, Modifiers, RichText, ScrollArea, TextEdit, Ui};

/// Maximum number of coders visible at once.
const MOST: usize = 8;

pub struct NamingDialog {
    coders: Vec<String>,
    name: String,
    /// The initial text of the field.
    suggested: String,
    /// Index of the selected coder; `None` while the name in the field counts.
    marked: Option<usize>,
    /// The selection moved and is to be scrolled into view.
    reveal: bool,
    /// Focus the field and select its text.
    fresh: bool,
    submission: Submission,
}

impl NamingDialog {
    /// Suggests a name. A coder is selected only if the suggestion is that coder's name, so that Enter never makes the
    /// user another coder by accident.
    #[must_use]
    pub fn new(suggestion: String, coders: Vec<String>) -> Self {
        let marked = coders.iter().position(|coder| same_name(coder, &suggestion));
        let suggested = suggestion.clone();
        let submission = Submission::default();
        Self { coders, name: suggestion, suggested, marked, reveal: true, fresh: true, submission }
    }

    /// Shows the question; returns `Some` once it is answered or closed.
    pub fn show(&mut self, ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Next> {
        if self.submission.is_done() {
            return Some(Next::Closed);
        }
        let (mut answer, mut cancel) = (None, false);
        let submission = self.submission.clone();
        let entered = Entered { changed: self.name != self.suggested, submission: &submission };
        let ((), close) = overlay::draft(ctx, "who is coding", 440.0, entered, |ui| {
            overlay::title(ui, tr!("Who is coding?"));
            ui.label(
                RichText::new(tr!("Passages, memos and decisions are saved under this name.")).color(palette.weak),
            );
            ui.add_space(theme::SPACE);
            answer = self.keys(ui);
            answer = self.list(ui, palette).or(answer.take());
            self.field(ui);
            ui.add_space(theme::SPACE);
            let ready = self.answer().is_some() && !submission.is_under_way();
            match Buttons::new(&[Choice::primary(tr!("Continue")).enabled_if(ready)]).saving().show(ui) {
                Some(Confirmation::Do(_)) => answer = self.answer(),
                Some(_) => cancel = true,
                None => {}
            }
        });
        if let Some(name) = answer.filter(|_| !submission.is_under_way()) {
            self.fresh = true;
            workspace.submit(&mut self.submission, |workspace| workspace.name_me(&name));
        }
        (cancel || close).then_some(Next::Closed)
    }

    /// The selected coder, or the name in the field.
    fn answer(&self) -> Option<String> {
        let marked = self.marked.and_then(|place| self.coders.get(place)).cloned();
        marked.or_else(|| Some(self.name.trim().to_owned())).filter(|name| !name.is_empty())
    }

    /// Arrow keys move from the field into the list and back. Digits are text: a name may begin with one.
    fn keys(&mut self, ui: &Ui) -> Option<String> {
        if ui.memory(|memory| memory.focused().is_some_and(|id| id != field())) {
            return None;
        }
        let (down, up, enter) = ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
            (pressed(Key::ArrowDown), pressed(Key::ArrowUp), pressed(Key::Enter))
        });
        let last = self.coders.len().checked_sub(1);
        match self.marked {
            // The field is below the list.
            None if up => self.marked = last,
            Some(place) if down => self.marked = Some(place + 1).filter(|_| Some(place) != last),
            Some(place) if up => self.marked = Some(place.saturating_sub(1)),
            _ => {}
        }
        self.reveal |= down || up;
        if enter { self.answer() } else { None }
    }

    /// Returns the coder who was clicked.
    fn list(&mut self, ui: &mut Ui, palette: &Palette) -> Option<String> {
        if self.coders.is_empty() {
            return None;
        }
        let reveal = std::mem::take(&mut self.reveal);
        let mut chosen = None;
        let height = self.coders.len().min(MOST) as f32 * theme::ROW;
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let area = ScrollArea::vertical().id_salt("coders").grow_to(height);
            area.show(ui, |ui| {
                for (place, coder) in self.coders.iter().enumerate() {
                    let (marked, row) =
                        (self.marked == Some(place), choices::ChoiceRow { name: coder, about: "", label: coder });
                    let response = choices::row(ui, None, marked, &row, palette);
                    if marked && reveal {
                        response.scroll_to_me(None);
                    }
                    if response.clicked() {
                        chosen = Some(coder.clone());
                    }
                }
            });
        });
        ui.add_space(theme::SPACE);
        chosen
    }

    fn field(&mut self, ui: &mut Ui) {
        let label = if self.coders.is_empty() { tr!("Your name") } else { tr!("Or add your name as a new coder") };
        let label = ui.label(label);
        let mut output = TextEdit::singleline(&mut self.name).id(field()).desired_width(f32::INFINITY).show(ui);
        let response = output.response.response.clone().labelled_by(label.id);
        if response.changed() || response.clicked() {
            self.marked = None;
        }
        let fresh = std::mem::take(&mut self.fresh);
        if fresh || ui.memory(|memory| memory.focused().is_none()) {
            response.request_focus();
        }
        if fresh {
            // Select the text, so that typing replaces it.
            let all = CCursorRange::two(CCursor::new(0), CCursor::new(self.name.chars().count()));
            output.state.cursor.set_char_range(Some(all));
            output.state.store(ui.ctx(), response.id);
        }
    }
}

fn field() -> Id {
    Id::unique("name of the current coder")
}
