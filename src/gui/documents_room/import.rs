//! A table of participants before it is taken: what its columns mean, what becomes of what is known already, and how much
//! would change.

use crate::app::table_import::TableKind;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::engine::command::import_participants::{ColumnUse, Existing, ImportPlan, ParticipantImport, Repeated};
use crate::gui::overlay::{self, Entered};
use crate::gui::table_import::{Answer, columns, list, problems};
use crate::gui::theme::{self, Palette};
use crate::interchange::Problem;
use crate::model::{Study, VariableKind, counted};
use egui::{Button, ComboBox, Context, RichText, Role, TextEdit, Ui, WidgetInfo};

/// Room for the choice of a column's use.
const ROOM: f32 = 450.0;

pub fn show(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let Some(mut draft) = workspace.documents.import.take() else { return };
    let Some(study) = workspace.study.clone() else { return };
    let plan = draft.plan(&study, workspace.documents.version());
    let idle = workspace.table_being_read().is_none();
    let (mut answer, mut read) = (None, None);
    let width = (ctx.content_rect().width() - 120.0).min(980.0);
    let mut submission = std::mem::take(&mut workspace.documents.submission);
    if submission.is_done() {
        return;
    }
    let shown = submission.clone();
    let entered = Entered { changed: draft.is_touched(), submission: &shown };
    let ((), close) = overlay::draft(ctx, "import participants", width, entered, |ui| {
        ui.heading("Import participants");
        let table = draft.import.table.clone();
        read = columns::about(ui, &table, &draft.reading, palette);
        columns::columns(ui, &table, palette, ROOM, |ui, column, name| {
            use_of(ui, &mut draft.import, &study, column, name)
        });
        rules(ui, &mut draft.import, &plan, palette);
        answer = end(ui, &plan, idle && !shown.is_under_way(), palette);
    });
    let path = draft.import.table.path.clone();
    if answer.is_some() || close {
        workspace.forget_table_being_read();
    }
    if answer == Some(true) {
        let command = Command::ImportParticipants { import: Box::new(draft.import.clone()) };
        workspace.give(&mut submission, command);
    }
    if answer != Some(false) && !close {
        (workspace.documents.import, workspace.documents.submission) = (Some(draft), submission);
    }
    if let Some(Answer::Read(reading)) = read {
        workspace.read_table(path, reading, Some(TableKind::Participants));
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
            ui.selectable_value(&mut chosen, ColumnUse::Document, "names of their documents");
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
        import.name_by(column);
    } else if let Some(slot) = import.uses.get_mut(column) {
        *slot = chosen;
    }
}

/// Name and kind of an attribute that a column makes.
fn new_attribute(ui: &mut Ui, column: usize, name: &str, new_name: &mut String, kind: &mut VariableKind) {
    let field = ui.add(TextEdit::singleline(new_name).desired_width(140.0));
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, format!("Name of the attribute for {name}")));
    let combo = ComboBox::from_id_salt(("kind of column", column)).width(80.0).selected_text(kind.name());
    let combo = combo.show_ui(ui, |ui| {
        for &choice in VariableKind::ALL {
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
        ColumnUse::Document => "names of their documents".to_owned(),
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
    if plan.repeated > 0 {
        let several = counted(plan.repeated as u64, "participant");
        let stands = if plan.repeated == 1 { "stands" } else { "stand" };
        ui.label(RichText::new(format!("{several} {stands} in several rows. Of these rows:")).color(palette.weak));
        ui.horizontal(|ui| {
            for (how, words) in [
                (Repeated::Refuse, "none: I will mend the table"),
                (Repeated::First, "the first"),
                (Repeated::Last, "the last"),
                (Repeated::Join, "all, joined: the first known value counts"),
            ] {
                ui.radio_value(&mut import.repeated, how, words);
            }
        });
    }
    ui.checkbox(&mut import.tie, "Tie documents that are nobody's to the participant of the same name");
    ui.add_space(theme::SPACE);
}

/// What would be done, or why it cannot be; `Some(true)` when it is to be done.
fn end(ui: &mut Ui, plan: &ImportPlan, idle: bool, palette: &Palette) -> Option<bool> {
    let summary = plan.summary();
    if plan.problems.is_empty() {
        let words =
            if summary.is_empty() { "Everything in this table is known already.".to_owned() } else { summary.clone() };
        ui.label(RichText::new(words).strong());
    }
    problems(ui, &plan.problems, palette);
    list(ui, "To be looked at", plan.remarks.iter().map(Problem::sentence), plan.remarks.len() < 4, palette);
    ui.add_space(theme::SPACE);
    let mut answer = None;
    ui.horizontal(|ui| {
        let ready = idle && plan.problems.is_empty() && !summary.is_empty();
        if ui.add_enabled(ready, Button::new("Import")).clicked() {
            answer = Some(true);
        }
        if ui.button("Cancel").clicked() {
            ui.close();
        }
        ui.label(RichText::new("One step: Ctrl+Z takes all of it back.").color(palette.weak).small());
    });
    answer
}
