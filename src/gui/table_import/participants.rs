//! The preview of a table of participants: the meaning of its columns, and what happens to existing participants and
//! attributes.

use super::columns;
use crate::engine::table_import::{
    Existing, ParticipantImport, ParticipantPlan, ParticipantUse, PlannedTable, Repeated,
};
use crate::gui::check_box;
use crate::gui::theme::{self, Palette};
use crate::model::{Study, VariableKind};
use crate::tr;
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
    check_box::show(
        ui,
        &mut import.tie,
        tr!("Link documents without a participant to the participant of the same name"),
    );
    ui.add_space(theme::SPACE);
}

fn use_of(ui: &mut Ui, import: &mut ParticipantImport, study: &Study, column: usize, name: &str) {
    let kind = ParticipantImport::kind_of(&import.table, column);
    let new = || ParticipantUse::New(name.to_owned(), kind);
    let Some(used) = import.uses.get(column).cloned() else { return };
    let mut chosen = used.clone();
    ui.horizontal(|ui| {
        let now = label(&used, study);
        let combo = ComboBox::from_id_salt(("use of column", column)).width(180.0).height(360.0).selected_text(&now);
        let combo = combo.show_ui(ui, |ui| {
            ui.selectable_value(&mut chosen, ParticipantUse::Name, tr!("the participant's name"));
            ui.selectable_value(&mut chosen, ParticipantUse::Document, tr!("names of their documents"));
            ui.selectable_value(&mut chosen, ParticipantUse::Skip, tr!("skip this column"));
            let is_new = matches!(chosen, ParticipantUse::New(..));
            if ui.selectable_label(is_new, tr!("a new attribute")).clicked() && !is_new {
                chosen = new();
            }
            for variable in &study.variables {
                let attribute_label = format!("{} ({})", variable.name.replace('_', " "), variable.kind.label());
                ui.selectable_value(&mut chosen, ParticipantUse::Attribute(variable.id), attribute_label);
            }
        });
        let label = tr!("Column {name} becomes {now}", name, now);
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
    field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Name of the attribute for {name}", name)));
    let combo = ComboBox::from_id_salt(("type of column", column)).width(80.0).selected_text(kind.label());
    let combo = combo.show_ui(ui, |ui| {
        for &choice in VariableKind::ALL {
            ui.selectable_value(kind, choice, choice.label()).on_hover_text(choice.wanted());
        }
    });
    let label = tr!("Type of {name}: {kind}", name, kind = kind.label());
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
}

fn label(used: &ParticipantUse, study: &Study) -> String {
    match used {
        ParticipantUse::Skip => tr!("skip this column").to_owned(),
        ParticipantUse::Name => tr!("the participant's name").to_owned(),
        ParticipantUse::Document => tr!("names of their documents").to_owned(),
        ParticipantUse::New(..) => tr!("a new attribute").to_owned(),
        ParticipantUse::Attribute(id) => {
            study.variables.iter().find(|v| v.id == *id).map_or("", |v| v.name.as_str()).replace('_', " ")
        }
    }
}

fn rules(ui: &mut Ui, import: &mut ParticipantImport, plan: &ParticipantPlan, palette: &Palette) {
    if plan.known > 0 {
        let text = tr!("{n} participant is already in the project. For them:"
            | "{n} participants are already in the project. For them:" % plan.known);
        ui.label(RichText::new(text).color(palette.weak));
        ui.horizontal(|ui| {
            ui.radio_value(&mut import.existing, Existing::FillUnknown, tr!("fill in missing values only"));
            ui.radio_value(&mut import.existing, Existing::Overwrite, tr!("overwrite existing values"));
        });
    }
    if plan.repeated > 0 {
        let text = tr!("{n} participant stands in several rows. Of these rows:"
            | "{n} participants stand in several rows. Of these rows:" % plan.repeated);
        ui.label(RichText::new(text).color(palette.weak));
        ui.horizontal(|ui| {
            for (how, label) in [
                (Repeated::Refuse, tr!("none; I will correct the spreadsheet")),
                (Repeated::First, tr!("the first")),
                (Repeated::Last, tr!("the last")),
                (Repeated::Join, tr!("all combined; the first value counts")),
            ] {
                ui.radio_value(&mut import.repeated, how, label);
            }
        });
    }
}
