//! Asks who is coding: one of the coders of the project, or somebody new. What waits for a coder goes on with the answer.

use super::choices;
use super::overlay::{self, Entered, Next};
use super::theme::{self, Palette};
use crate::app::submission::Submission;
use crate::app::workspace::Workspace;
use crate::model::same_name;
use egui::text::{CCursor, CCursorRange};
use egui::{Button, Context, Id, Key, Modifiers, RichText, ScrollArea, TextEdit, Ui};

/// Coders that are in sight at once.
const MOST: usize = 8;

pub struct NamingDialog {
    coders: Vec<String>,
    name: String,
    /// What stood in the field at first.
    suggested: String,
    /// The coder who is meant; `None` while the field is.
    marked: Option<usize>,
    /// The mark was moved, and is to come in sight.
    reveal: bool,
    /// The field is to get the keyboard, with all of it selected.
    fresh: bool,
    submission: Submission,
}

impl NamingDialog {
    /// Suggests a name. Nobody is marked unless they are called so: Enter makes nobody somebody else.
    #[must_use]
    pub fn new(suggestion: String, coders: Vec<String>) -> Self {
        let marked = coders.iter().position(|coder| same_name(coder, &suggestion));
        let suggested = suggestion.clone();
        let submission = Submission::default();
        Self { coders, name: suggestion, suggested, marked, reveal: true, fresh: true, submission }
    }

    /// Shows the question; `Some` when it was answered or closed.
    pub fn show(&mut self, ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Next> {
        if self.submission.is_done() {
            return Some(Next::Closed);
        }
        let (mut answer, mut cancel) = (None, false);
        let submission = self.submission.clone();
        let entered = Entered { changed: self.name != self.suggested, submission: &submission };
        let ((), close) = overlay::draft(ctx, "who is coding", 440.0, entered, |ui| {
            ui.heading("Who is coding?");
            ui.label(RichText::new("Codings, memos and decisions are saved under this name.").color(palette.weak));
            ui.add_space(theme::SPACE);
            answer = self.keys(ui);
            answer = self.list(ui, palette).or(answer.take());
            self.field(ui);
            ui.add_space(theme::SPACE);
            ui.horizontal(|ui| {
                let ready = self.answer().is_some() && !submission.is_under_way();
                if ui.add_enabled(ready, Button::new("Continue")).clicked() {
                    answer = self.answer();
                }
                cancel = ui.button("Cancel").clicked();
            });
        });
        if let Some(name) = answer.filter(|_| !submission.is_under_way()) {
            self.fresh = true;
            workspace.submit(&mut self.submission, |workspace| workspace.name_me(&name));
        }
        (cancel || close).then_some(Next::Closed)
    }

    /// The coder who is marked, or the name in the field.
    fn answer(&self) -> Option<String> {
        let marked = self.marked.and_then(|place| self.coders.get(place)).cloned();
        marked.or_else(|| Some(self.name.trim().to_owned())).filter(|name| !name.is_empty())
    }

    /// Arrows lead from the field into the list and back. A digit is a coder's while nothing was typed.
    fn keys(&mut self, ui: &Ui) -> Option<String> {
        if ui.memory(|memory| memory.focused().is_some_and(|id| id != field())) {
            return None;
        }
        let typed = self.name != self.suggested && !self.name.is_empty();
        let digits = if typed { 0 } else { self.coders.len() };
        let (down, up, enter, digit) = ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
            let (down, up, enter) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp), pressed(Key::Enter));
            (down, up, enter, choices::digit_pressed(input, digits))
        });
        let last = self.coders.len().checked_sub(1);
        match self.marked {
            // The field stands below the list.
            None if up => self.marked = last,
            Some(place) if down => self.marked = Some(place + 1).filter(|_| Some(place) != last),
            Some(place) if up => self.marked = Some(place.saturating_sub(1)),
            _ => {}
        }
        self.reveal |= down || up;
        match digit {
            Some(place) => self.coders.get(place).cloned(),
            None if enter => self.answer(),
            None => None,
        }
    }

    /// The coder who was clicked.
    fn list(&mut self, ui: &mut Ui, palette: &Palette) -> Option<String> {
        if self.coders.is_empty() {
            return None;
        }
        let reveal = std::mem::take(&mut self.reveal);
        let mut chosen = None;
        let height = self.coders.len().min(MOST) as f32 * theme::ROW;
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let area = ScrollArea::vertical().id_salt("coders").max_height(height).min_scrolled_height(height);
            area.show(ui, |ui| {
                for (place, coder) in self.coders.iter().enumerate() {
                    let (marked, row) =
                        (self.marked == Some(place), choices::Row { name: coder, about: "", label: coder });
                    let response = choices::row(ui, place, marked, &row, palette);
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
        let label = if self.coders.is_empty() { "Your name" } else { "Or your own name, as a new coder" };
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
            // What is typed takes the place of what was suggested or refused.
            let all = CCursorRange::two(CCursor::new(0), CCursor::new(self.name.chars().count()));
            output.state.cursor.set_char_range(Some(all));
            output.state.store(ui.ctx(), response.id);
        }
    }
}

fn field() -> Id {
    Id::unique("name of whoever codes")
}
