//! Everything about one code: name, definition, colour, facets. Saved as one step.

use super::facet_form::FacetForm;
use super::overlay::{self, Next, Overlay};
use super::theme::{self, Palette};
use crate::app::workspace::{Workspace, color};
use crate::engine::Command;
use crate::engine::command::{CODE_COLORS, CodeChange};
use crate::model::{Code, CodeId, Codebook, FacetId};
use egui::{
    Button, Color32, ComboBox, Context, Key, Modifiers, RichText, Role, Sense, Stroke, StrokeKind, TextEdit, Ui,
    WidgetInfo, vec2,
};

pub struct CodeForm {
    code: CodeId,
    name: String,
    description: String,
    color: String,
    facets: Vec<(FacetId, Option<usize>)>,
    fresh: bool,
}

impl CodeForm {
    #[must_use]
    pub fn new(book: &Codebook, code: &Code) -> Self {
        Self {
            code: code.id,
            name: code.name.clone(),
            description: code.description.clone(),
            color: code.color.clone(),
            facets: book.facets.iter().map(|f| (f.id, book.facet_value(code.id, f.id))).collect(),
            fresh: true,
        }
    }

    pub fn show(&mut self, ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Next> {
        let study = workspace.study.clone()?;
        let book = &study.codebook;
        let Some(code) = book.get(self.code) else { return Some(Next::Closed) };
        let mut done = None;
        let modal = overlay::modal(ctx, "code form", 520.0, |ui| {
            ui.heading(book.path(self.code).to_string());
            ui.add_space(theme::SPACE);
            self.fields(ui, palette);
            if let Some(next) = self.facets(ui, book, palette) {
                done = Some(next);
            }
            ui.add_space(theme::WIDE);
            let saved = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
            ui.horizontal(|ui| {
                let ready = !self.name.trim().is_empty() && workspace.writable;
                if ui.button("Cancel").clicked() {
                    done = Some(Next::Closed);
                }
                if (ui.add_enabled(ready, Button::new("Save")).clicked() || saved) && ready {
                    let changes = self.changes(book, code);
                    if !changes.is_empty() {
                        let user = workspace.me;
                        workspace.execute(Command::ChangeCode { code: self.code, changes, user });
                    }
                    done = Some(Next::Closed);
                }
                ui.label(RichText::new("Ctrl+Enter saves").color(palette.weak).small());
            });
        });
        done.or(modal.should_close().then_some(Next::Closed))
    }

    fn fields(&mut self, ui: &mut Ui, palette: &Palette) {
        let label = ui.label("Name");
        let name = ui.add(TextEdit::singleline(&mut self.name).desired_width(f32::INFINITY)).labelled_by(label.id);
        if std::mem::take(&mut self.fresh) {
            name.request_focus();
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

    /// The facets' combo boxes; something when a facet is to be edited.
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
                let said = |v: Option<usize>| v.and_then(|v| facet.values.get(v)).map_or("none", String::as_str);
                let combo = ComboBox::from_id_salt(("facet", id.0)).width(260.0).selected_text(said(*value));
                let response = combo.show_ui(ui, |ui| {
                    ui.selectable_value(value, None, "none");
                    for (place, option) in facet.values.iter().enumerate() {
                        ui.selectable_value(value, Some(place), option);
                    }
                });
                let label = format!("{name}: {}", said(*value));
                response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
                let edit = ui.small_button("Edit…");
                edit.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Edit facet {name}")));
                if edit.clicked() {
                    next = Some(Next::Open(Box::new(Overlay::Facet(FacetForm::edit(facet)))));
                }
                ui.end_row();
            }
        });
        if ui.small_button("New facet…").clicked() {
            next = Some(Next::Open(Box::new(Overlay::Facet(FacetForm::default()))));
        }
        next
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
        let other = self.facets.iter().filter(|(facet, value)| book.facet_value(code.id, *facet) != *value);
        changes.extend(other.map(|&(facet, value)| CodeChange::Facet(facet, value)));
        changes
    }
}

/// A colour to choose; the chosen one has a ring, so that colour alone need not tell.
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
