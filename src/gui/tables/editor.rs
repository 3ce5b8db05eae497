//! The editor of a table of the project: a form on the left, a preview on the right.

use super::{columns, items};
use crate::app::action::Action;
use crate::app::documents_room::Asking;
use crate::app::table_editor::TableEditor;
use crate::app::workspace::Workspace;
use crate::gui::awaited;
use crate::gui::bars::GrowTo;
use crate::gui::bars::own_size;
use crate::gui::combo_keys::ShowList;
use crate::gui::gate;
use crate::gui::overlay;
use crate::gui::theme::{self, Palette, Weighted};
use crate::model::{Described, Study, VariableKind};
use crate::table::{Shown, Topic, View};
use crate::tr;
use egui::{
    Align, Button, CentralPanel, ComboBox, Frame, Key, Layout, Margin, Modifiers, Panel, Response, RichText,
    ScrollArea, TextEdit, Ui,
};
use std::sync::Arc;

pub fn show(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, actions: &mut Vec<Action>) {
    let Some(study) = workspace.study.clone() else { return };
    let Some(mut editor) = workspace.rooms.tables.editor.take() else { return };
    let problem = editor.problem(&study);
    let mut end = None;
    let form = Frame::NONE.inner_margin(Margin { right: 16, ..Margin::ZERO });
    // In a narrow window, the preview has as much room as the form.
    let room = ui.available_width() * 0.5;
    let [least, usual, most] = [340.0, 440.0, 620.0].map(|width: f32| width.min(room));
    Panel::left(own_size(ui, workspace, "table form")).default_size(usual).size_range(least..=most).frame(form).show(
        ui,
        |ui| {
            ui.take_available_width();
            let title = match &editor.replaces {
                // The short name is a field below.
                Some(name) => tr!("Edit table {name}", name = study.table_heading(name)),
                None => tr!("New table").to_owned(),
            };
            ui.heading(title);
            ui.add_space(theme::SPACE);
            let buttons = Frame::NONE.inner_margin(Margin { top: 10, ..Margin::ZERO });
            Panel::bottom("table form buttons").frame(buttons).show_separator_line(false).show(ui, |ui| {
                if let Some(problem) = &problem {
                    // Nothing is wrong before something has been entered.
                    let is_wrong = editor.is_touched() && !editor.is_incomplete();
                    let color = if is_wrong { palette.trouble } else { palette.weak };
                    ui.label(RichText::new(problem).color(color));
                    ui.add_space(theme::GAP);
                }
                let ready = problem.is_none() && workspace.is_writable();
                end = buttons_below(ui, &mut editor, ready, palette);
            });
            CentralPanel::no_frame().show(ui, |ui| {
                theme::show_scroll_bars(ui);
                ScrollArea::vertical().id_salt("table form").auto_shrink(false).show(ui, |ui| {
                    // The round buttons reach a little beyond their places.
                    let inner = Frame::NONE.inner_margin(Margin { left: 2, ..Margin::ZERO });
                    inner.show(ui, |ui| fields(ui, &mut editor, &study, palette));
                });
            });
        },
    );
    CentralPanel::default().frame(Frame::NONE.inner_margin(Margin { left: 16, ..Margin::ZERO })).show(ui, |ui| {
        preview(ui, &mut editor, problem.is_some(), palette);
    });
    if std::mem::take(&mut editor.adds_attribute) {
        workspace.rooms.documents.asking =
            Some(Asking::AddAttribute(Described::Participants, String::new(), VariableKind::Text));
    }
    if std::mem::take(&mut editor.shows_dimensions) {
        actions.push(Action::DimensionValues);
    }
    workspace.rooms.tables.editor = Some(editor);
    workspace.refresh_table_editor();
    match end {
        Some(true) => workspace.save_table(),
        Some(false) => workspace.rooms.tables.editor = None,
        None => {}
    }
}

/// Save and Cancel or, once Cancel would lose something, the question in their place. Returns whether to save, if the
/// editor ends.
fn buttons_below(ui: &mut Ui, editor: &mut TableEditor, ready: bool, palette: &Palette) -> Option<bool> {
    let escape = !gate::is_covered(ui.ctx()) && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    let mut end = None;
    if editor.leaving {
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(tr!("Discard what you entered here?")).color(palette.trouble).medium());
            // While it asks, Escape means to keep editing.
            editor.leaving = !ui.button(tr!("Keep editing")).clicked() && !escape;
            end = ui.button(tr!("Discard")).clicked().then_some(false);
        });
        return end;
    }
    // As in dialogs, the primary button is at the far right.
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        let ready = ready && !editor.submission.is_under_way();
        let save = Button::new(RichText::new(tr!("Save table")).color(palette.on_accent)).fill(palette.accent);
        let save = if ready { save } else { Button::new(tr!("Save table")) };
        if ui.add_enabled(ready, save).clicked() {
            end = Some(true);
        }
        if ui.button(tr!("Cancel")).clicked() || escape {
            editor.leaving = editor.is_touched();
            end = (!editor.leaving).then_some(false);
        }
    });
    overlay::submitted(ui, &editor.submission);
    end
}

fn preview(ui: &mut Ui, editor: &mut TableEditor, wrong: bool, palette: &Palette) {
    let shown = editor.shown_preview();
    let heading = match &shown {
        // The numbers mean nothing without their unit, and the table shows them so once it is saved.
        Some(table) => tr!("Preview: number of {things}", things = table.count.label()),
        None => tr!("Preview").to_owned(),
    };
    ui.label(RichText::new(heading).color(palette.weak));
    ui.add_space(theme::GAP);
    match shown {
        Some(table) => {
            ui.label(RichText::new(table.title.as_str()).heading());
            if let Some(only) = table.provenance.get(Topic::Only) {
                let note = tr!("what a note is about" => "{topic} {value}",
                    topic = tr!("filter of a table" => "Only"), value = only);
                ui.label(RichText::new(note).color(palette.weak));
            }
            if wrong {
                ui.label(
                    RichText::new(tr!("Preview of the last complete version; something is missing."))
                        .color(palette.weak),
                );
            }
            let shown = Shown::new(table, View::default());
            items::show(ui, &shown, None, palette);
        }
        None if editor.pending.failure().is_some() || editor.pending.is_waiting() => {
            if awaited::show(ui, &editor.pending, tr!("Counting…"), palette) {
                editor.preview_again();
            }
        }
        None => {
            ui.label(RichText::new(tr!("The table appears here as soon as everything is chosen.")).color(palette.weak));
        }
    }
}

/// A labelled text field.
fn text(ui: &mut Ui, label: &str, value: &mut String, hint: &str, palette: &Palette) -> Response {
    let name = ui.label(RichText::new(label).color(palette.weak));
    let field = ui.add(TextEdit::singleline(value).desired_width(f32::INFINITY).hint_text(hint)).labelled_by(name.id);
    ui.add_space(theme::GAP);
    field
}

fn fields(ui: &mut Ui, editor: &mut TableEditor, study: &Arc<Study>, palette: &Palette) {
    let proposal = editor.proposal();
    let title = text(ui, tr!("Title"), &mut editor.title, &proposal, palette);
    if std::mem::take(&mut editor.wants_focus) {
        title.request_focus();
    }
    text(ui, tr!("Short name"), &mut editor.name, tr!("For files and the command line; the title when empty"), palette);
    ui.add_space(theme::GAP);
    ui.label(RichText::new(tr!("Kind of table")).color(palette.weak));
    let has_dimensions = !study.codebook.dimensions.is_empty();
    ui.add_enabled_ui(has_dimensions, |ui| {
        ui.radio_value(&mut editor.is_typology, false, tr!("Codes by two dimensions"))
            .on_hover_text(tr!(
                "Each cell lists the codes with the row’s and the column’s value, and how many there are"
            ))
            .on_disabled_hover_text(tr!("The codes of this project have no dimensions yet"));
    });
    ui.radio_value(&mut editor.is_typology, true, tr!("Typology of participants"))
        .on_hover_text(tr!("Rows: groups of participants. Columns: their attributes, or the codes they mention"));
    few_dimensions(ui, editor, study, palette);
    ui.add_space(theme::SPACE);
    if editor.is_typology {
        typology(ui, editor, study, palette);
    } else {
        let dimensions: Vec<String> =
            study.codebook.dimensions.iter().map(|dimension| dimension.name.clone()).collect();
        choose(ui, tr!("Rows: dimension"), &mut editor.dimension_rows, &dimensions, palette);
        choose(ui, tr!("Columns: dimension"), &mut editor.dimension_columns, &dimensions, palette);
    }
}

/// Says that there are not two dimensions for a table of them, and leads to where dimensions are added.
fn few_dimensions(ui: &mut Ui, editor: &mut TableEditor, study: &Study, palette: &Palette) {
    let sentence = match study.codebook.dimensions.len() {
        0 => tr!("A table of codes by two dimensions needs dimensions of codes. There are none yet."),
        1 if !editor.is_typology => tr!("For different rows and columns, the codes need a second dimension."),
        _ => return,
    };
    ui.label(RichText::new(sentence).color(palette.weak));
    editor.shows_dimensions |= ui.button(Action::DimensionValues.label()).clicked();
}

/// A choice of one name, with a label above.
pub fn choose(ui: &mut Ui, label: &str, value: &mut String, names: &[String], palette: &Palette) {
    let name = ui.label(RichText::new(label).color(palette.weak));
    let combo = ComboBox::from_id_salt(label).selected_text(value.replace('_', " ")).width(220.0).show_list(ui, |ui| {
        for name in names {
            ui.selectable_value(value, name.clone(), name.replace('_', " "));
        }
    });
    combo.response.labelled_by(name.id);
    ui.add_space(theme::GAP);
}

/// Says that there are no attributes by which participants could be grouped, and leads to where they are added.
fn without_attributes(ui: &mut Ui, editor: &mut TableEditor, study: &Study, palette: &Palette) {
    let sentence = match study.codebook.dimensions.is_empty() {
        true => tr!(
            "A typology groups participants by their attributes, such as age or region. Participants have no attributes yet."
        ),
        false => tr!(
            "A typology groups participants by their attributes, such as age or region. Participants have no attributes yet; \
             until then, rows can only be dimensions of codes."
        ),
    };
    ui.label(RichText::new(sentence).color(palette.weak));
    editor.adds_attribute |= ui.button(tr!("Add attribute…")).clicked();
    ui.add_space(theme::SPACE);
}

/// Says why nothing can be added to the rows. Returns whether to add an attribute.
fn nothing_to_add(ui: &mut Ui, all_are_used: bool, palette: &Palette) -> bool {
    ui.set_max_width(260.0);
    let why = match all_are_used {
        true => tr!("All attributes and dimensions are in the rows."),
        false => tr!("Rows are values of attributes or of dimensions. There are none yet."),
    };
    ui.label(RichText::new(why).color(palette.weak));
    let adds = ui.button(tr!("Add attribute…")).clicked();
    if adds {
        ui.close();
    }
    adds
}

fn typology(ui: &mut Ui, editor: &mut TableEditor, study: &Arc<Study>, palette: &Palette) {
    if study.variables.is_empty() {
        without_attributes(ui, editor, study, palette);
    }
    ui.label(RichText::new(tr!("Rows: one per combination of")).color(palette.weak));
    let mut gone = None;
    for (place, name) in editor.rows.iter().enumerate() {
        ui.horizontal(|ui| {
            ui.label(name.replace('_', " "));
            if super::filter::remove(ui, &tr!("Remove {name} from the rows", name = name.replace('_', " ")), palette) {
                gone = Some(place);
            }
        });
    }
    if let Some(place) = gone {
        editor.rows.remove(place);
    }
    let attributes = study.variables.iter().map(|v| &v.name);
    let dimensions = study.codebook.dimensions.iter().map(|f| &f.name).filter(|name| study.variable(name).is_none());
    let free: Vec<&String> = attributes.chain(dimensions).filter(|name| !editor.rows.contains(name)).collect();
    let mut added = None;
    ui.menu_button(tr!("Add to the rows…"), |ui| {
        if free.is_empty() {
            editor.adds_attribute |= nothing_to_add(ui, !editor.rows.is_empty(), palette);
            return;
        }
        ScrollArea::vertical().grow_to(320.0).show(ui, |ui| {
            for name in free {
                if ui.button(name.replace('_', " ")).clicked() {
                    added = Some(name.clone());
                    ui.close();
                }
            }
        });
    });
    editor.rows.extend(added);
    ui.add_space(theme::WIDE);
    ui.label(RichText::new(tr!("Columns")).color(palette.weak));
    columns::show(ui, editor, study, palette);
    let can_add = editor.next_column(study).is_some();
    let add = ui.add_enabled(can_add, Button::new(tr!("Add column")));
    if add.on_disabled_hover_text(tr!("The columns show everything that there is.")).clicked() {
        editor.add_column(study);
    }
}
