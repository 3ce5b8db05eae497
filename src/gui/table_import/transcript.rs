//! The preview of a transcript whose utterances are the rows of a table.

use super::{columns, list};
use crate::engine::table_import::{TranscriptImport, TranscriptPlan};
use crate::gui::theme::{self, Palette};
use crate::model::counted;
use egui::{ComboBox, RichText, Role, Ui, WidgetInfo};

/// Width for the choice of a column's use.
const ROOM: f32 = 190.0;
/// Lines of the document that are shown.
const SHOWN: usize = 3;

const SKIP: &str = "skip this column";
const TEXT: &str = "what is said";
const SPEAKER: &str = "who says it";
const TIME: &str = "when it is said";

pub fn show(ui: &mut Ui, import: &mut TranscriptImport, palette: &Palette) {
    let table = import.table.clone();
    columns::columns(ui, &table, palette, ROOM, |ui, column, name| use_of(ui, import, column, name));
}

fn use_of(ui: &mut Ui, import: &mut TranscriptImport, column: usize, name: &str) {
    let slots = [(TEXT, import.text), (SPEAKER, import.speaker), (TIME, import.time)];
    let now = slots.into_iter().find(|(_, at)| *at == Some(column)).map_or(SKIP, |(words, _)| words);
    let mut chosen = now;
    let combo = ComboBox::from_id_salt(("transcript column", column)).width(170.0).selected_text(now);
    let combo = combo.show_ui(ui, |ui| {
        for words in [SKIP, TEXT, SPEAKER, TIME] {
            ui.selectable_value(&mut chosen, words, words);
        }
    });
    let label = format!("Column {name} holds {now}");
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    if chosen == now {
        return;
    }
    for (words, slot) in [(TEXT, &mut import.text), (SPEAKER, &mut import.speaker), (TIME, &mut import.time)] {
        if words == chosen {
            *slot = Some(column);
        } else if *slot == Some(column) {
            *slot = None;
        }
    }
}

pub fn details(ui: &mut Ui, plan: &TranscriptPlan, palette: &Palette) {
    for line in plan.text.lines().take(SHOWN) {
        ui.label(RichText::new(crate::text::shortened(line, 120)).color(palette.weak));
    }
    if !plan.times.is_empty() {
        let times = counted(plan.times.len() as u64, "time");
        ui.label(RichText::new(format!("{times} beside the text")).color(palette.weak));
    }
    ui.add_space(theme::SPACE);
    list(ui, "Speakers", plan.speakers.iter().map(|(name, _)| name.clone()), plan.speakers.len() < 6, palette);
}
