//! The form for one code: name, definition, colour, facets. Saved in one step.

use super::confirm;
use super::facet_form::FacetForm;
use super::overlay::{self, Entered, Next, Overlay};
use super::theme::{self, Palette};
use crate::app::submission::Submission;
use crate::app::unsaved::CodeEntry;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::engine::command::{CODE_COLORS, CodeChange};
use crate::model::rgb as color;
use crate::model::{Code, CodeId, Codebook, Facet, FacetId};
use egui::{
    Button, Color32, ComboBox, Context, Key, Modifiers, RichText, Role, Sense, Stroke, StrokeKind, TextEdit, Ui,
    WidgetInfo, vec2,
};

#[derive(Clone)]
pub struct CodeForm {
    code: CodeId,
    name: String,
    description: String,
    color: String,
    /// Each facet with the name of its chosen value.
    facets: Vec<(FacetId, Option<String>)>,
    fresh: bool,
    submission: Submission,
}

impl CodeForm {
    #[must_use]
    pub fn new(book: &Codebook, code: &Code) -> Self {
        Self {
            code: code.id,
            name: code.name.clone(),
            description: code.description.clone(),
            color: code.color.clone(),
            facets: book.facets.iter().map(|f| (f.id, value_of(book, code.id, f))).collect(),
            fresh: true,
            submission: Submission::default(),
        }
    }

    /// Restores the form with what was entered in an earlier session.
    #[must_use]
    pub fn put_back(entry: CodeEntry) -> Self {
        let CodeEntry { code, name, description, color, facets } = entry;
        Self { code, name, description, color, facets, fresh: true, submission: Submission::default() }
    }

    /// The entered values.
    #[must_use]
    pub fn entry(&self) -> CodeEntry {
        let Self { code, name, description, color, facets, .. } = self.clone();
        CodeEntry { code, name, description, color, facets }
    }

    /// The entered values, if they differ from the saved code.
    #[must_use]
    pub fn unsaved(&self, book: &Codebook) -> Option<CodeEntry> {
        let code = book.get(self.code)?;
        (!self.changes(book, code).is_empty()).then(|| self.entry())
    }

    pub fn show(&mut self, ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Next> {
        let study = workspace.study.clone()?;
        let book = &study.codebook;
        let Some(code) = book.get(self.code) else { return Some(Next::Closed) };
        self.fit(book);
        if self.submission.is_done() {
            return Some(Next::Closed);
        }
        let mut done = None;
        let changed = !self.changes(book, code).is_empty();
        let submission = self.submission.clone();
        let entered = Entered { changed, submission: &submission };
        let ((), close) = overlay::draft(ctx, "code form", 520.0, entered, |ui| {
            ui.heading(book.path(self.code).to_string());
            ui.add_space(theme::SPACE);
            let others = confirm::others_with(workspace, self.code).filter(|_| self.name.trim() != code.name);
            self.fields(ui, others.as_deref(), palette);
            if let Some(next) = self.facets(ui, book, palette) {
                done = Some(next);
            }
            ui.add_space(theme::WIDE);
            let saved = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
            ui.horizontal(|ui| {
                let ready = !self.name.trim().is_empty() && workspace.is_writable() && !self.submission.is_under_way();
                if ui.button("Cancel").clicked() {
                    done = Some(Next::Closed);
                }
                if (ui.add_enabled(ready, Button::new("Save")).clicked() || saved) && ready {
                    let changes = self.changes(book, code);
                    if changes.is_empty() {
                        done = Some(Next::Closed);
                    } else {
                        let command = Command::ChangeCode { code: self.code, changes };
                        workspace.give(&mut self.submission, command);
                    }
                }
                ui.label(RichText::new("Ctrl+Enter saves").color(palette.weak).small());
            });
        });
        done.or(close.then_some(Next::Closed))
    }

    /// Adapts to facets and values that were added or removed while the form was open.
    fn fit(&mut self, book: &Codebook) {
        let chosen = |facet: &Facet| {
            let known = self.facets.iter().find(|(id, _)| *id == facet.id).map(|(_, value)| value.clone());
            let stands = |value: &Option<String>| value.as_ref().is_none_or(|value| facet.values.contains(value));
            (facet.id, known.filter(stands).unwrap_or_else(|| value_of(book, self.code, facet)))
        };
        self.facets = book.facets.iter().map(chosen).collect();
    }

    /// `others`: whose passages a new name affects.
    fn fields(&mut self, ui: &mut Ui, others: Option<&str>, palette: &Palette) {
        let label = ui.label("Name");
        let name = ui.add(TextEdit::singleline(&mut self.name).desired_width(f32::INFINITY)).labelled_by(label.id);
        if std::mem::take(&mut self.fresh) {
            name.request_focus();
        }
        if let Some(others) = others {
            ui.label(RichText::new(others).color(palette.weak).small());
        }
        ui.add_space(theme::SPACE);
        let label = ui.label("Definition");
        let hint = "When to use this code, when not, an example";
        let definition = TextEdit::multiline(&mut self.description).desired_rows(4).desired_width(f32::INFINITY);
        ui.add(definition.hint_text(hint)).labelled_by(label.id);
        ui.add_space(theme::SPACE);
        ui.label("Colour");
        ui.horizontal_wrapped(|ui| {
            for choice in CODE_COLORS {
                if swatch(ui, choice, self.color == choice, palette) {
                    choice.clone_into(&mut self.color);
                }
            }
        });
    }

    /// The combo boxes of the facets. Returns the next step if a facet is to be edited.
    fn facets(&mut self, ui: &mut Ui, book: &Codebook, palette: &Palette) -> Option<Next> {
        let mut next = None;
        ui.add_space(theme::SPACE);
        ui.label("Facets");
        if book.facets.is_empty() {
            let words = "A facet is a dimension of the framework (say, push and pull) that tables are made of.";
            ui.label(RichText::new(words).color(palette.weak).small());
        }
        egui::Grid::new("facets").num_columns(3).spacing([theme::WIDE, theme::GAP]).show(ui, |ui| {
            for (id, value) in &mut self.facets {
                let Some(facet) = book.facets.iter().find(|f| f.id == *id) else { continue };
                let name = facet.name.replace('_', " ");
                ui.label(&name);
                let shown = value.clone().unwrap_or_else(|| "none".to_owned());
                let combo = ComboBox::from_id_salt(("facet", id.0)).width(260.0).selected_text(&shown);
                let response = combo.show_ui(ui, |ui| {
                    ui.selectable_value(value, None, "none");
                    for option in &facet.values {
                        ui.selectable_value(value, Some(option.clone()), option);
                    }
                });
                let label = format!("{name}: {shown}");
                response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
                let edit = ui.small_button("Edit…");
                edit.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Edit facet {name}")));
                if edit.clicked() {
                    next = Some(FacetForm::edit(facet));
                }
                ui.end_row();
            }
        });
        if ui.small_button("New facet…").clicked() {
            next = Some(FacetForm::default());
        }
        next.map(|form| Next::Open(Box::new(Overlay::Facet(form.from(self.clone())))))
    }

    fn changes(&self, book: &Codebook, code: &Code) -> Vec<CodeChange> {
        let mut changes = Vec::new();
        if self.name.trim() != code.name {
            changes.push(CodeChange::Name(self.name.clone()));
        }
        if self.description.trim() != code.description {
            changes.push(CodeChange::Description(self.description.clone()));
        }
        if self.color != code.color {
            changes.push(CodeChange::Color(self.color.clone()));
        }
        for (id, value) in &self.facets {
            let Some(facet) = book.facets.iter().find(|f| f.id == *id) else { continue };
            let place = value.as_ref().and_then(|value| facet.values.iter().position(|known| known == value));
            if place != book.facet_value(code.id, *id) {
                changes.push(CodeChange::Facet(*id, place));
            }
        }
        changes
    }
}

/// The name of the value that a code has in a facet.
fn value_of(book: &Codebook, code: CodeId, facet: &Facet) -> Option<String> {
    facet.values.get(book.facet_value(code, facet.id)?).cloned()
}

/// A colour to choose. The chosen one also has a ring, so that it can be recognised without seeing colours.
fn swatch(ui: &mut Ui, choice: &str, chosen: bool, palette: &Palette) -> bool {
    let [r, g, b] = color(choice);
    let (rect, response) = ui.allocate_exact_size(vec2(30.0, 30.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, format!("Colour {choice}")));
    ui.painter().rect_filled(rect.shrink(5.0), 4.0, Color32::from_rgb(r, g, b));
    if chosen {
        ui.painter().rect_stroke(rect.shrink(1.0), 6.0, Stroke::new(2.0, palette.text), StrokeKind::Inside);
        super::icons::tick(ui.painter(), rect.center(), Color32::WHITE);
    }
    super::bars::focus_ring(ui, &response, palette);
    response.clicked()
}
