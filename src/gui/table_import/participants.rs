//! The preview of a table of participants: the meaning of its columns, and what happens to existing participants and
//! attributes.

use super::columns;
use crate::engine::table_import::{
    Existing, ParticipantImport, ParticipantPlan, ParticipantUse, PlannedTable, Repeated,
};
use crate::gui::check_box;
use crate::gui::theme::{self, Palette};
use crate::model::{Study, VariableKind, counted};
use egui::{ComboBox, RichText, Role, TextEdit, Ui, WidgetInfo};

/// Width for the choice of a column's use.
const ROOM: f32 = 450.0;

pub fn show(
    ui: &mut Ui,
    import: &mut ParticipantImport,
    planned: Option<&PlannedTable>,
    study: &Study,
    palette: &Palette,
) {
    let table = import.table.clone();
    columns::columns(ui, &table, palette, ROOM, |ui, column, name| use_of(ui, import, study, column, name));
    if let Some(PlannedTable::Participants(plan)) = planned {
        rules(ui, import, plan, palette);
    }
    check_box::show(ui, &mut import.tie, "Link documents without a participant to the participant of the same name");
    ui.add_space(theme::SPACE);
}

fn use_of(ui: &mut Ui, import: &mut ParticipantImport, study: &Study, column: usize, name: &str) {
    let kind = ParticipantImport::kind_of(&import.table, column);
    let new = || ParticipantUse::New(name.to_owned(), kind);
    let Some(used) = import.uses.get(column).cloned() else { return };
    let mut chosen = used.clone();
    ui.horizontal(|ui| {
        let now = words(&used, study);
        let combo = ComboBox::from_id_salt(("use of column", column)).width(180.0).height(360.0).selected_text(&now);
        let combo = combo.show_ui(ui, |ui| {
            ui.selectable_value(&mut chosen, ParticipantUse::Name, "the participant's name");
            ui.selectable_value(&mut chosen, ParticipantUse::Document, "names of their documents");
            ui.selectable_value(&mut chosen, ParticipantUse::Skip, "skip this column");
            let is_new = matches!(chosen, ParticipantUse::New(..));
            if ui.selectable_label(is_new, "a new attribute").clicked() && !is_new {
                chosen = new();
            }
            for variable in &study.variables {
                let words = format!("{} ({})", variable.name.replace('_', " "), variable.kind.name());
                ui.selectable_value(&mut chosen, ParticipantUse::Attribute(variable.id), words);
            }
        });
        let label = format!("Column {name} becomes {now}");
        combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
        if let ParticipantUse::New(new_name, new_kind) = &mut chosen {
            new_attribute(ui, column, name, new_name, new_kind);
        }
    });
    if chosen == used {
        return;
    }
    if chosen == ParticipantUse::Name {
        import.name_by(column);
    } else if let Some(slot) = import.uses.get_mut(column) {
        *slot = chosen;
    }
}

/// Name and kind of a new attribute for a column.
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

fn words(used: &ParticipantUse, study: &Study) -> String {
    match used {
        ParticipantUse::Skip => "skip this column".to_owned(),
        ParticipantUse::Name => "the participant's name".to_owned(),
        ParticipantUse::Document => "names of their documents".to_owned(),
        ParticipantUse::New(..) => "a new attribute".to_owned(),
        ParticipantUse::Attribute(id) => {
            study.variables.iter().find(|v| v.id == *id).map_or("", |v| v.name.as_str()).replace('_', " ")
        }
    }
}

fn rules(ui: &mut Ui, import: &mut ParticipantImport, plan: &ParticipantPlan, palette: &Palette) {
    if plan.known > 0 {
        let is = if plan.known == 1 { "is" } else { "are" };
        let known = counted(plan.known as u64, "participant");
        ui.label(RichText::new(format!("{known} {is} already in the project. For them:")).color(palette.weak));
        ui.horizontal(|ui| {
            ui.radio_value(&mut import.existing, Existing::FillUnknown, "fill in missing values only");
            ui.radio_value(&mut import.existing, Existing::Overwrite, "overwrite existing values");
        });
    }
    if plan.repeated > 0 {
        let several = counted(plan.repeated as u64, "participant");
        let stands = if plan.repeated == 1 { "stands" } else { "stand" };
        ui.label(RichText::new(format!("{several} {stands} in several rows. Of these rows:")).color(palette.weak));
        ui.horizontal(|ui| {
            for (how, words) in [
                (Repeated::Refuse, "none; I will correct the spreadsheet"),
                (Repeated::First, "the first"),
                (Repeated::Last, "the last"),
                (Repeated::Join, "all combined; the first value counts"),
            ] {
                ui.radio_value(&mut import.repeated, how, words);
            }
        });
    }
}
