//! The preview of documents that are imported from the rows of a table.

use super::columns;
use crate::engine::table_import::{
    DocumentImport, DocumentPlan, DocumentUse, Existing, ParticipantImport, PlannedTable,
};
use crate::gui::combo_keys::ShowList;
use crate::gui::theme::{self, Palette};
use crate::model::{Noun, Study};
use crate::tr;
use egui::{ComboBox, RichText, Role, Ui, WidgetInfo};

/// Width for the choice of a column's use.
const ROOM: f32 = 240.0;

pub fn show(
    ui: &mut Ui,
    import: &mut DocumentImport,
    planned: Option<&PlannedTable>,
    study: &Study,
    palette: &Palette,
) {
    let table = import.table.clone();
    columns::columns(ui, &table, palette, ROOM, |ui, column, name| use_of(ui, import, study, column, name));
    if matches!(planned, Some(PlannedTable::Documents(plan)) if plan.participants.known > 0) {
        ui.horizontal(|ui| {
            ui.label(RichText::new(tr!("For existing participants:")).color(palette.weak));
            ui.radio_value(&mut import.existing, Existing::FillUnknown, tr!("fill in missing values only"));
            ui.radio_value(&mut import.existing, Existing::Overwrite, tr!("overwrite existing values"));
        });
        ui.add_space(theme::SPACE);
    }
}

fn use_of(ui: &mut Ui, import: &mut DocumentImport, study: &Study, column: usize, name: &str) {
    let Some(now) = import.uses.get(column).cloned() else { return };
    let selected = label(&now, study);
    let mut chosen = now.clone();
    let combo = ComboBox::from_id_salt(("text column", column)).width(220.0).height(360.0).selected_text(&selected);
    let combo = combo.show_list(ui, |ui| {
        ui.selectable_value(&mut chosen, DocumentUse::Text, tr!("the text"));
        ui.selectable_value(&mut chosen, DocumentUse::Name, tr!("the document's name"));
        ui.selectable_value(&mut chosen, DocumentUse::Participant, tr!("the participant"));
        ui.selectable_value(&mut chosen, DocumentUse::Skip, tr!("skip this column"));
        let is_new = matches!(chosen, DocumentUse::New(..));
        if ui.selectable_label(is_new, tr!("a new attribute of the participant")).clicked() && !is_new {
            chosen = DocumentUse::New(name.to_owned(), ParticipantImport::kind_of(&import.table, column));
        }
        for variable in &study.variables {
            let attribute_label = format!("{} ({})", variable.name.replace('_', " "), variable.kind.label());
            ui.selectable_value(&mut chosen, DocumentUse::Attribute(variable.id), attribute_label);
        }
    });
    let label = tr!("Column {name} becomes {words}", name, words = selected);
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    if chosen != now {
        import.set_use(column, chosen);
    }
}

fn label(used: &DocumentUse, study: &Study) -> String {
    match used {
        DocumentUse::Skip => tr!("skip this column").to_owned(),
        DocumentUse::Text => tr!("the text").to_owned(),
        DocumentUse::Name => tr!("the document's name").to_owned(),
        DocumentUse::Participant => tr!("the participant").to_owned(),
        DocumentUse::New(..) => tr!("a new attribute of the participant").to_owned(),
        DocumentUse::Attribute(id) => {
            study.variables.iter().find(|v| v.id == *id).map_or("", |v| v.name.as_str()).replace('_', " ")
        }
    }
}

pub fn details(ui: &mut Ui, plan: &DocumentPlan, palette: &Palette) {
    if plan.documents > 0 {
        let each = plan.characters / plan.documents as u64;
        let all = Noun::Character.counted(plan.characters);
        let text = tr!("{all} in all, {each} in a document on average", all, each);
        ui.label(RichText::new(text).color(palette.weak));
    }
}
