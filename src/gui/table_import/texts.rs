//! Documents in the rows of a table before they are made.

use super::{Answer, columns, end, list, problems};
use crate::app::table_import::Draft;
use crate::engine::command::import_participants::{Existing, ParticipantImport};
use crate::engine::command::import_texts::{TextImport, TextPlan, TextUse};
use crate::gui::theme::{self, Palette};
use crate::interchange::Problem;
use crate::model::Study;
use egui::{ComboBox, RichText, Role, Ui, WidgetInfo};

/// Room for the choice of a column's use.
const ROOM: f32 = 240.0;

pub fn show(
    ui: &mut Ui,
    draft: &mut Draft<TextImport, TextPlan>,
    study: &Study,
    idle: bool,
    palette: &Palette,
) -> Option<Answer> {
    let table = draft.import.table.clone();
    columns::columns(ui, &table, palette, ROOM, |ui, column, name| use_of(ui, &mut draft.import, study, column, name));
    if let Some(plan) = draft.plan().cloned() {
        if plan.participants.known > 0 {
            ui.horizontal(|ui| {
                ui.label(RichText::new("Of participants who are there already:").color(palette.weak));
                let existing = &mut draft.import.existing;
                ui.radio_value(existing, Existing::FillUnknown, "fill in only what is not known");
                ui.radio_value(existing, Existing::Overwrite, "write over what is known");
            });
            ui.add_space(theme::SPACE);
        }
        what_would_come(ui, &plan, draft.is_waiting(), palette);
    } else {
        ui.label(RichText::new("Reading…").color(palette.weak));
    }
    let ready = idle
        && !draft.is_waiting()
        && draft.plan().is_some_and(|plan| plan.problems.is_empty() && !plan.summary().is_empty());
    end(ui, ready, palette)
}

fn use_of(ui: &mut Ui, import: &mut TextImport, study: &Study, column: usize, name: &str) {
    let Some(now) = import.uses.get(column).cloned() else { return };
    let words = words(&now, study);
    let mut chosen = now.clone();
    let combo = ComboBox::from_id_salt(("text column", column)).width(220.0).height(360.0).selected_text(&words);
    let combo = combo.show_ui(ui, |ui| {
        ui.selectable_value(&mut chosen, TextUse::Text, "the text");
        ui.selectable_value(&mut chosen, TextUse::Name, "the document's name");
        ui.selectable_value(&mut chosen, TextUse::Participant, "the participant");
        ui.selectable_value(&mut chosen, TextUse::Skip, "nothing: skip it");
        let is_new = matches!(chosen, TextUse::New(..));
        if ui.selectable_label(is_new, "a new attribute of the participant").clicked() && !is_new {
            chosen = TextUse::New(name.to_owned(), ParticipantImport::kind_of(&import.table, column));
        }
        for variable in &study.variables {
            let words = format!("{} ({})", variable.name.replace('_', " "), variable.kind.name());
            ui.selectable_value(&mut chosen, TextUse::Attribute(variable.id), words);
        }
    });
    let label = format!("Column {name} becomes {words}");
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    if chosen != now {
        import.set_use(column, chosen);
    }
}

fn words(used: &TextUse, study: &Study) -> String {
    match used {
        TextUse::Skip => "nothing: skip it".to_owned(),
        TextUse::Text => "the text".to_owned(),
        TextUse::Name => "the document's name".to_owned(),
        TextUse::Participant => "the participant".to_owned(),
        TextUse::New(..) => "a new attribute of the participant".to_owned(),
        TextUse::Attribute(id) => {
            study.variables.iter().find(|v| v.id == *id).map_or("", |v| v.name.as_str()).replace('_', " ")
        }
    }
}

fn what_would_come(ui: &mut Ui, plan: &TextPlan, waiting: bool, palette: &Palette) {
    if !plan.problems.is_empty() {
        return problems(ui, &plan.problems, palette);
    }
    let summary = plan.summary();
    let words = if summary.is_empty() { "Everything in this table is there already." } else { summary.as_str() };
    let color = if waiting { palette.weak } else { palette.text };
    ui.label(RichText::new(words).strong().color(color));
    if plan.documents > 0 {
        let each = plan.characters / plan.documents as u64;
        let words = format!("{} characters in all, {each} in a document on average", plan.characters);
        ui.label(RichText::new(words).color(palette.weak));
    }
    list(ui, "To be looked at", plan.remarks.iter().map(Problem::sentence), plan.remarks.len() < 4, palette);
}
