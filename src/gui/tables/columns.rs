//! The columns of a typology: each shows an attribute, or lists the codes with a given dimension value.

use crate::app::table_editor::{TableEditor, default_title};
use crate::gui::bars::focus_ring;
use crate::gui::combo_keys::ShowList;
use crate::gui::icons;
use crate::gui::theme::{self, Palette};
use crate::model::{Study, Summary, TypologyColumn, VariableKind, same_name};
use crate::tr;
use egui::{ComboBox, Frame, Margin, Role, Sense, TextEdit, Ui, WidgetInfo, vec2};

const SUMMARIES: [Summary; 4] = [Summary::List, Summary::Range, Summary::Mean, Summary::Count];

fn summary_name(summary: Summary) -> &'static str {
    match summary {
        Summary::List => tr!("distinct values"),
        Summary::Range => tr!("range (lowest–highest)"),
        Summary::Mean => tr!("summary of values" => "mean"),
        Summary::Count => tr!("number of known values"),
    }
}

fn by_dimension(dimension: &str) -> String {
    tr!("codes by {dimension}", dimension = dimension.replace('_', " "))
}

enum Change {
    Move(usize, isize),
    Remove(usize),
}

pub fn show(ui: &mut Ui, editor: &mut TableEditor, study: &Study, palette: &Palette) {
    let mut change = None;
    let count = editor.columns.len();
    for (place, column) in editor.columns.iter_mut().enumerate() {
        let card = Frame::NONE.fill(palette.panel).corner_radius(6.0).inner_margin(Margin::symmetric(10, 8));
        card.show(ui, |ui| {
            ui.push_id(("column", place), |ui| {
                let found = one(ui, (place, count), column, study, palette);
                change = change.take().or(found);
            });
        });
        ui.add_space(theme::GAP);
    }
    match change {
        Some(Change::Move(place, by)) => editor.move_column(place, by),
        Some(Change::Remove(place)) => drop(editor.columns.remove(place)),
        None => {}
    }
}

fn one(
    ui: &mut Ui,
    (place, count): (usize, usize),
    column: &mut TypologyColumn,
    study: &Study,
    palette: &Palette,
) -> Option<Change> {
    let mut change = None;
    let number = place + 1;
    ui.horizontal(|ui| {
        let hint = default_title(column);
        let (TypologyColumn::Attribute { title, .. } | TypologyColumn::Dimension { title, .. }) = column;
        let edit = TextEdit::singleline(title).hint_text(hint).desired_width(ui.available_width() - 96.0);
        let response = ui.add(edit);
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Title of column {number}", number)));
        let earlier = tr!("Move column {number} earlier", number);
        let later = tr!("Move column {number} later", number);
        for (by, label, can) in [(-1, earlier, place > 0), (1, later, number < count)] {
            if arrow(ui, &label, by, can, palette) {
                change = Some(Change::Move(place, by));
            }
        }
        if super::filter::remove(ui, &tr!("Remove column {number}", number), palette) {
            change = Some(Change::Remove(place));
        }
    });
    ui.horizontal_wrapped(|ui| about(ui, number, column, study));
    change
}

/// What a column shows, from one list of all options, and how.
fn about(ui: &mut Ui, number: usize, column: &mut TypologyColumn, study: &Study) {
    let selected = match column {
        TypologyColumn::Attribute { attribute, .. } => attribute.replace('_', " "),
        TypologyColumn::Dimension { dimension, .. } => by_dimension(dimension),
    };
    let title = column.title().to_owned();
    let mut wanted = None;
    let combo = ComboBox::from_id_salt("about").selected_text(selected).height(360.0).show_list(ui, |ui| {
        ui.weak(tr!("Attributes of participants"));
        for variable in &study.variables {
            let is_chosen =
                matches!(column, TypologyColumn::Attribute { attribute, .. } if same_name(attribute, &variable.name));
            if ui.selectable_label(is_chosen, variable.name.replace('_', " ")).clicked() {
                let (title, attribute) = (title.clone(), variable.name.clone());
                wanted = Some(TypologyColumn::Attribute { title, attribute, summary: Summary::List });
            }
        }
        ui.weak(tr!("Codes, by dimension"));
        for dimension in &study.codebook.dimensions {
            let is_chosen =
                matches!(column, TypologyColumn::Dimension { dimension: name, .. } if same_name(name, &dimension.name));
            if ui.selectable_label(is_chosen, by_dimension(&dimension.name)).clicked() {
                let value = dimension.values.first().cloned().unwrap_or_default();
                wanted =
                    Some(TypologyColumn::Dimension { title: title.clone(), dimension: dimension.name.clone(), value });
            }
        }
    });
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, tr!("Content of column {number}", number)));
    let how = tr!("Summary of column {number}", number);
    let combo = match column {
        TypologyColumn::Attribute { attribute, summary, .. } => {
            let variable = study.variable(attribute).and_then(|at| study.variables.get(at));
            let is_number = variable.is_some_and(|variable| variable.kind == VariableKind::Number);
            ComboBox::from_id_salt("how").selected_text(summary_name(*summary)).show_list(ui, |ui| {
                for choice in SUMMARIES.into_iter().filter(|choice| is_number || !choice.needs_numbers()) {
                    ui.selectable_value(summary, choice, summary_name(choice));
                }
            })
        }
        TypologyColumn::Dimension { dimension, value, .. } => {
            let values =
                study.codebook.dimension(dimension).map(|dimension| dimension.values.clone()).unwrap_or_default();
            ComboBox::from_id_salt("how").selected_text(value.as_str()).show_list(ui, |ui| {
                for choice in values {
                    ui.selectable_value(value, choice.clone(), choice);
                }
            })
        }
    };
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &how));
    *column = wanted.unwrap_or_else(|| column.clone());
}

/// A button that moves a column by `by` places.
fn arrow(ui: &mut Ui, label: &str, by: isize, enabled: bool, palette: &Palette) -> bool {
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(theme::ROW - 4.0, theme::ROW), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, label));
    if enabled && response.hovered() {
        ui.painter().rect_filled(rect, 5.0, palette.hover);
    }
    focus_ring(ui, &response, palette);
    icons::chevron(ui.painter(), rect.center(), by < 0, if enabled { palette.text } else { palette.line });
    response.on_hover_text(label).clicked() && enabled
}
