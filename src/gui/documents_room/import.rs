//! A table of participants before it is taken: what its columns mean, what becomes of what is known already, and how much
//! would change.

use crate::app::documents_room::ImportDraft;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::engine::command::documents::counted;
use crate::engine::command::import_participants::{ColumnUse, Existing, ImportPlan, ParticipantImport};
use crate::gui::bars;
use crate::gui::theme::{self, Palette};
use crate::model::{Study, VariableKind};
use egui::{Button, ComboBox, Context, Grid, Id, Modal, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

/// Rows of the file that are shown.
const SHOWN: usize = 3;

/// Problems that are told at once.
const TOLD: usize = 4;

const SAMPLE: f32 = 130.0;

pub fn show(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let Some(mut draft) = workspace.documents.import.take() else { return };
    let Some(study) = workspace.study.clone() else { return };
    let plan = draft.plan(&study, workspace.documents.version());
    let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(20.0);
    let mut answer = None;
    let modal = Modal::new(Id::unique("import participants")).frame(frame).show(ctx, |ui| {
        ui.set_width((ctx.content_rect().width() - 120.0).min(980.0));
        ui.heading("Import participants");
        about(ui, &draft, palette);
        columns(ui, &mut draft.import, &study, palette);
        rules(ui, &mut draft.import, &plan, palette);
        answer = end(ui, &plan, palette);
    });
    match answer {
        Some(true) => drop(workspace.execute(Command::ImportParticipants { import: Box::new(draft.import) })),
        None if !modal.should_close() => workspace.documents.import = Some(draft),
        _ => {}
    }
}

fn about(ui: &mut Ui, draft: &ImportDraft, palette: &Palette) {
    let table = &draft.import.table;
    let file = table.path.file_name().unwrap_or_default().to_string_lossy();
    let between = match table.separator {
        ';' => "semicolons",
        '\t' => "tabs",
        _ => "commas",
    };
    let rows = counted(table.rows.len() as u64, "row");
    ui.label(RichText::new(format!("{file}: {rows}, {between} between the cells")).color(palette.weak));
    ui.add_space(theme::SPACE);
}

fn columns(ui: &mut Ui, import: &mut ParticipantImport, study: &Study, palette: &Palette) {
    let table = import.table.clone();
    let height = (ui.ctx().content_rect().height() - 400.0).max(120.0);
    ScrollArea::vertical().id_salt("columns").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
        let grid = Grid::new("columns of the table").num_columns(SHOWN + 2).spacing([theme::SPACE, theme::GAP]);
        grid.show(ui, |ui| {
            let small = |ui: &mut Ui, words: &str| ui.label(RichText::new(words).color(palette.weak).small());
            small(ui, "Column");
            for row in table.rows.iter().take(SHOWN) {
                small(ui, &format!("Line {}", row.line));
            }
            small(ui, "Becomes");
            ui.end_row();
            for (column, name) in table.header.iter().enumerate() {
                sample(ui, name, palette.text);
                for row in table.rows.iter().take(SHOWN) {
                    sample(ui, row.cells.get(column).map_or("", String::as_str), palette.weak);
                }
                use_of(ui, import, study, column, name);
                ui.end_row();
            }
        });
    });
    ui.add_space(theme::SPACE);
}

fn sample(ui: &mut Ui, words: &str, color: egui::Color32) {
    let galley = bars::elided(ui, &words.replace('\n', " "), theme::BODY, color, SAMPLE);
    let size = egui::vec2(SAMPLE, theme::ROW);
    let (rect, response) = ui.allocate_exact_size(size, egui::Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    ui.painter().galley(egui::pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, color);
    if !words.is_empty() {
        response.on_hover_text(words);
    }
}

fn use_of(ui: &mut Ui, import: &mut ParticipantImport, study: &Study, column: usize, name: &str) {
    let kind = ParticipantImport::kind_of(&import.table, column);
    let new = || ColumnUse::New(name.to_owned(), kind);
    let Some(used) = import.uses.get(column).cloned() else { return };
    let mut chosen = used.clone();
    ui.horizontal(|ui| {
        let now = words(&used, study);
        let combo = ComboBox::from_id_salt(("use of column", column)).width(180.0).height(360.0).selected_text(&now);
        let combo = combo.show_ui(ui, |ui| {
            ui.selectable_value(&mut chosen, ColumnUse::Name, "the participant's name");
            ui.selectable_value(&mut chosen, ColumnUse::Skip, "nothing: skip it");
            let is_new = matches!(chosen, ColumnUse::New(..));
            if ui.selectable_label(is_new, "a new attribute").clicked() && !is_new {
                chosen = new();
            }
            for variable in &study.variables {
                let words = format!("{} ({})", variable.name.replace('_', " "), variable.kind.name());
                ui.selectable_value(&mut chosen, ColumnUse::Attribute(variable.id), words);
            }
        });
        let label = format!("Column {name} becomes {now}");
        combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
        if let ColumnUse::New(new_name, new_kind) = &mut chosen {
            new_attribute(ui, column, name, new_name, new_kind);
        }
    });
    if chosen == used {
        return;
    }
    if chosen == ColumnUse::Name {
        // There is one name: the column that was it before becomes an attribute.
        let before = import.uses.iter().position(|used| *used == ColumnUse::Name);
        if let Some(before) = before {
            let kind = ParticipantImport::kind_of(&import.table, before);
            let name = import.table.header.get(before).cloned().unwrap_or_default();
            if let Some(slot) = import.uses.get_mut(before) {
                *slot = ColumnUse::New(name, kind);
            }
        }
    }
    if let Some(slot) = import.uses.get_mut(column) {
        *slot = chosen;
    }
}

/// Name and kind of an attribute that a column makes.
fn new_attribute(ui: &mut Ui, column: usize, name: &str, new_name: &mut String, kind: &mut VariableKind) {
    let field = ui.add(TextEdit::singleline(new_name).desired_width(140.0));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, format!("Name of the attribute for {name}")));
    let combo = ComboBox::from_id_salt(("kind of column", column)).width(80.0).selected_text(kind.name());
    let combo = combo.show_ui(ui, |ui| {
        for choice in VariableKind::ALL {
            ui.selectable_value(kind, choice, choice.name()).on_hover_text(choice.wanted());
        }
    });
    let label = format!("Kind of {name}: {}", kind.name());
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
}

fn words(used: &ColumnUse, study: &Study) -> String {
    match used {
        ColumnUse::Skip => "nothing: skip it".to_owned(),
        ColumnUse::Name => "the participant's name".to_owned(),
        ColumnUse::New(..) => "a new attribute".to_owned(),
        ColumnUse::Attribute(id) => {
            study.variables.iter().find(|v| v.id == *id).map_or("", |v| v.name.as_str()).replace('_', " ")
        }
    }
}

fn rules(ui: &mut Ui, import: &mut ParticipantImport, plan: &ImportPlan, palette: &Palette) {
    if plan.known > 0 {
        let is = if plan.known == 1 { "is" } else { "are" };
        let known = counted(plan.known as u64, "participant");
        ui.label(RichText::new(format!("{known} {is} in the project already. For them:")).color(palette.weak));
        ui.horizontal(|ui| {
            ui.radio_value(&mut import.existing, Existing::FillUnknown, "fill in only what is not known");
            ui.radio_value(&mut import.existing, Existing::Overwrite, "write over what is known");
        });
    }
    ui.checkbox(&mut import.tie, "Tie documents that are nobody's to the participant of the same name");
    ui.add_space(theme::SPACE);
}

/// What would be done, or why it cannot be; `Some(true)` when it is to be done.
fn end(ui: &mut Ui, plan: &ImportPlan, palette: &Palette) -> Option<bool> {
    let summary = plan.summary();
    if plan.problems.is_empty() {
        let words =
            if summary.is_empty() { "Everything in this table is known already.".to_owned() } else { summary.clone() };
        ui.label(RichText::new(words).strong());
        if plan.kept > 0 {
            let kept = counted(plan.kept as u64, "value");
            let differ = if plan.kept == 1 { "differs" } else { "differ" };
            ui.label(
                RichText::new(format!("{kept} {differ} from the table and will stay as known.")).color(palette.weak),
            );
        }
    }
    for problem in plan.problems.iter().take(TOLD) {
        ui.label(RichText::new(problem).color(palette.trouble));
    }
    if plan.problems.len() > TOLD {
        ui.label(RichText::new(format!("and {} more", plan.problems.len() - TOLD)).color(palette.trouble));
    }
    ui.add_space(theme::SPACE);
    let mut answer = None;
    ui.horizontal(|ui| {
        let ready = plan.problems.is_empty() && !summary.is_empty();
        if ui.add_enabled(ready, Button::new("Import")).clicked() {
            answer = Some(true);
        }
        if ui.button("Cancel").clicked() {
            answer = Some(false);
        }
        ui.label(RichText::new("One step: Ctrl+Z takes all of it back.").color(palette.weak).small());
    });
    answer
}
