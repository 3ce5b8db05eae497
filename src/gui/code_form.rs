//! The form for one code: name, definition with its parts, colour, dimensions. Saved in one step.

use super::confirm;
use super::dialog_buttons::{Buttons, Choice, Confirmation};
use super::dimension_form::DimensionForm;
use super::overlay::{self, Entered, Next, Overlay};
use super::theme::{self, Palette};
use crate::app::action::Action;
use crate::app::submission::Submission;
use crate::app::unsaved::CodeEntry;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::engine::command::{CodeChange, HUES, typed_color};
use crate::gui::bars::GrowTo;
use crate::gui::combo_keys::ShowList;
use crate::model::{Code, CodeId, Codebook, Definition, Dimension, DimensionId, rgb};
use crate::tr;
use egui::{
    Align, ComboBox, Context, Layout, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo,
    vec2,
};

/// Width of the colours and the dimensions, in points.
const COLORS: f32 = 480.0;
/// Least width of the fields beside them; in a narrower dialog, they are above.
const LEAST: f32 = 280.0;
/// How a code without a valid colour is shown.
const GREY: &str = "#808080";
/// Height of everything in the form but its fields, in points.
const AROUND: f32 = 190.0;

#[derive(Clone)]
pub struct CodeForm {
    code: CodeId,
    name: String,
    definition: Definition,
    /// The colour as it was typed or chosen.
    color: String,
    /// Each dimension with the name of its chosen value.
    dimensions: Vec<(DimensionId, Option<String>)>,
    fresh: bool,
    submission: Submission,
}

impl CodeForm {
    #[must_use]
    pub fn new(book: &Codebook, code: &Code) -> Self {
        Self {
            code: code.id,
            name: code.name.clone(),
            definition: Definition::parse(&code.description),
            color: typed_color(&code.color).unwrap_or_else(|| GREY.to_owned()),
            dimensions: book.dimensions.iter().map(|f| (f.id, value_of(book, code.id, f))).collect(),
            fresh: true,
            submission: Submission::default(),
        }
    }

    /// Restores the form with what was entered in an earlier session.
    #[must_use]
    pub fn put_back(entry: CodeEntry) -> Self {
        let CodeEntry { code, name, description, color, dimensions } = entry;
        let definition = Definition::parse(&description);
        Self { code, name, definition, color, dimensions, fresh: true, submission: Submission::default() }
    }

    /// The entered values.
    #[must_use]
    pub fn entry(&self) -> CodeEntry {
        let Self { code, name, definition, color, dimensions, .. } = self.clone();
        CodeEntry { code, name, description: definition.to_string(), color, dimensions }
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
        let height = (ctx.content_rect().height() - AROUND).max(160.0);
        let ((), close) = overlay::draft(ctx, "code form", 900.0, entered, |ui| {
            overlay::title(ui, book.path(self.code).to_string());
            ui.add_space(theme::GAP);
            let others = confirm::others_with(workspace, self.code).filter(|_| self.name.trim() != code.name);
            ScrollArea::vertical().id_salt("code form").grow_to(height).auto_shrink([false, true]).show(ui, |ui| {
                let left = ui.available_width() - COLORS - theme::WIDE;
                if left < LEAST {
                    self.fields(ui, others.as_deref(), palette);
                    done = self.classification(ui, book, palette);
                    return;
                }
                ui.horizontal_top(|ui| {
                    ui.allocate_ui_with_layout(vec2(left, 0.0), Layout::top_down(Align::Min), |ui| {
                        self.fields(ui, others.as_deref(), palette);
                    });
                    ui.add_space(theme::WIDE - ui.spacing().item_spacing.x);
                    ui.vertical(|ui| done = self.classification(ui, book, palette));
                });
            });
            ui.label(RichText::new(tr!("Ctrl+Enter saves")).color(palette.weak).small());
            let ready = !self.name.trim().is_empty()
                && typed_color(&self.color).is_some()
                && workspace.is_writable()
                && !self.submission.is_under_way();
            match Buttons::new(&[Choice::primary(tr!("Save")).enabled_if(ready)]).saving().show(ui) {
                Some(Confirmation::Cancel) => done = Some(Next::Closed),
                Some(Confirmation::Do(_)) => {
                    let changes = self.changes(book, code);
                    if changes.is_empty() {
                        done = Some(Next::Closed);
                    } else {
                        workspace.give(&mut self.submission, Command::ChangeCode { code: self.code, changes });
                    }
                }
                Some(Confirmation::Aside) | None => {}
            }
        });
        done.or(close.then_some(Next::Closed))
    }

    /// Adapts to dimensions and values that were added or removed while the form was open.
    fn fit(&mut self, book: &Codebook) {
        let chosen = |dimension: &Dimension| {
            let known = self.dimensions.iter().find(|(id, _)| *id == dimension.id).map(|(_, value)| value.clone());
            let stands = |value: &Option<String>| value.as_ref().is_none_or(|value| dimension.values.contains(value));
            (dimension.id, known.filter(stands).unwrap_or_else(|| value_of(book, self.code, dimension)))
        };
        self.dimensions = book.dimensions.iter().map(chosen).collect();
    }

    /// `others`: whose passages a new name affects.
    fn fields(&mut self, ui: &mut Ui, others: Option<&str>, palette: &Palette) {
        let label = ui.label(tr!("Name"));
        let name = ui.add(TextEdit::singleline(&mut self.name).desired_width(f32::INFINITY)).labelled_by(label.id);
        if std::mem::take(&mut self.fresh) {
            name.request_focus();
        }
        if let Some(others) = others {
            ui.label(RichText::new(others).color(palette.weak).small());
        }
        let Definition { definition, include, exclude, example } = &mut self.definition;
        let fields = [
            (tr!("Definition"), tr!("What the code means"), definition, 3),
            (tr!("Include when"), tr!("When to use the code"), include, 2),
            (tr!("Exclude when"), tr!("When to use another code instead"), exclude, 2),
            (tr!("Example"), tr!("A typical passage"), example, 2),
        ];
        for (name, hint, text, rows) in fields {
            ui.add_space(theme::SPACE);
            let label = ui.label(name);
            let field = TextEdit::multiline(text).desired_rows(rows).desired_width(f32::INFINITY).hint_text(hint);
            ui.add(field).labelled_by(label.id);
        }
    }

    /// Colour and dimensions. Returns the next step if a dimension is to be edited.
    fn classification(&mut self, ui: &mut Ui, book: &Codebook, palette: &Palette) -> Option<Next> {
        self.colors(ui, palette);
        self.dimensions(ui, book, palette)
    }

    /// The colours to choose from, and a field for any other.
    fn colors(&mut self, ui: &mut Ui, palette: &Palette) {
        let chosen = typed_color(&self.color);
        ui.horizontal(|ui| {
            let label = ui.label(tr!("Colour"));
            let field = ui.add(TextEdit::singleline(&mut self.color).desired_width(80.0)).labelled_by(label.id);
            field.on_hover_text(tr!("Any colour, as six hexadecimal digits"));
            if let Some(color) = &chosen {
                let (rect, _) = ui.allocate_exact_size(vec2(20.0, 20.0), Sense::hover());
                ui.painter().rect_filled(rect, 4.0, palette.code(rgb(color)));
            } else {
                let hint = tr!("Type six hexadecimal digits, such as #0159ae, or choose a colour below.");
                ui.label(RichText::new(hint).color(palette.trouble).small());
            }
        });
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        for tone in 0..3 {
            ui.horizontal(|ui| {
                for choice in HUES.iter().filter_map(|hue| hue.get(tone)) {
                    if swatch(ui, choice, chosen.as_deref() == Some(choice), palette) {
                        (*choice).clone_into(&mut self.color);
                    }
                }
            });
        }
        ui.reset_style();
    }

    /// The combo boxes of the dimensions. Returns the next step if a dimension is to be edited.
    fn dimensions(&mut self, ui: &mut Ui, book: &Codebook, palette: &Palette) -> Option<Next> {
        let mut next = None;
        ui.add_space(theme::SPACE);
        ui.label(tr!("Dimensions"));
        if book.dimensions.is_empty() {
            let hint = tr!("Dimensions of your framework, such as asset or push/pull. Tables are built from them.");
            ui.label(RichText::new(hint).color(palette.weak).small());
        }
        egui::Grid::new("dimensions").num_columns(3).spacing([theme::WIDE, theme::GAP]).show(ui, |ui| {
            for (id, value) in &mut self.dimensions {
                let Some(dimension) = book.dimensions.iter().find(|f| f.id == *id) else { continue };
                let name = dimension.name.replace('_', " ");
                ui.label(&name);
                let shown = value.clone().unwrap_or_else(|| tr!("value of a code" => "none").to_owned());
                let combo = ComboBox::from_id_salt(("dimension", id.0)).width(260.0).selected_text(&shown);
                let response = combo.show_list(ui, |ui| {
                    ui.selectable_value(value, None, tr!("value of a code" => "none"));
                    for option in &dimension.values {
                        ui.selectable_value(value, Some(option.clone()), option);
                    }
                });
                let label = tr!("label" => "{name}: {value}", name, value = shown);
                response.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
                let edit = ui.button(tr!("Edit…"));
                edit.widget_info(|| WidgetInfo::labeled(Role::Button, true, tr!("Edit dimension {name}", name)));
                if edit.clicked() {
                    next = Some(DimensionForm::edit(dimension));
                }
                ui.end_row();
            }
        });
        ui.add_space(theme::GAP);
        let mut opens_values = false;
        ui.horizontal_wrapped(|ui| {
            if ui.button(tr!("New dimension…")).clicked() {
                next = Some(DimensionForm::default());
            }
            // Another dialog takes the place of this one.
            let is_unchanged = book.get(self.code).is_some_and(|code| self.changes(book, code).is_empty());
            let button = egui::Button::new(Action::DimensionValues.label());
            let button = ui.add_enabled(is_unchanged, button).on_hover_text(Action::DimensionValues.spec().tooltip);
            opens_values = button.on_disabled_hover_text(tr!("Save your changes to this code first.")).clicked();
        });
        if opens_values {
            return Some(Next::Act(Action::DimensionValues));
        }
        next.map(|form| Next::Open(Box::new(Overlay::Dimension(form.from(self.clone())))))
    }

    fn changes(&self, book: &Codebook, code: &Code) -> Vec<CodeChange> {
        let mut changes = Vec::new();
        if self.name.trim() != code.name {
            changes.push(CodeChange::Name(self.name.clone()));
        }
        // A description that has only other white space between its parts stays as it is.
        if self.definition.trimmed() != Definition::parse(&code.description) {
            changes.push(CodeChange::Description(self.definition.to_string()));
        }
        if let Some(color) = typed_color(&self.color).filter(|color| rgb(color) != rgb(&code.color)) {
            changes.push(CodeChange::Color(color));
        }
        for (id, value) in &self.dimensions {
            let Some(dimension) = book.dimensions.iter().find(|f| f.id == *id) else { continue };
            let place = value.as_ref().and_then(|value| dimension.values.iter().position(|known| known == value));
            if place != book.dimension_value(code.id, *id) {
                changes.push(CodeChange::Dimension(*id, place));
            }
        }
        changes
    }
}

/// The name of the value that a code has in a dimension.
fn value_of(book: &Codebook, code: CodeId, dimension: &Dimension) -> Option<String> {
    dimension.values.get(book.dimension_value(code, dimension.id)?).cloned()
}

/// A colour to choose. The chosen one also has a ring, so that it can be recognised without seeing colours.
fn swatch(ui: &mut Ui, choice: &str, chosen: bool, palette: &Palette) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(COLORS / HUES.len() as f32, 24.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, chosen, tr!("Colour {choice}", choice)));
    ui.painter().rect_filled(rect.shrink2(vec2(2.0, 3.0)), 4.0, palette.code(rgb(choice)));
    if chosen {
        ui.painter().rect_stroke(rect, 6.0, Stroke::new(2.0, palette.text), StrokeKind::Inside);
    }
    super::bars::focus_ring(ui, &response, palette);
    response.clicked()
}
