//! The preview of a transcript whose utterances are the rows of a table.

use super::{columns, list};
use crate::engine::table_import::{TranscriptImport, TranscriptPlan};
use crate::gui::check_box;
use crate::gui::combo_keys::ShowList;
use crate::gui::theme::{self, Palette};
use crate::model::same_name;
use crate::tr;
use egui::{ComboBox, RichText, Role, Ui, WidgetInfo};

/// Width for the choice of a column's use.
const ROOM: f32 = 190.0;
/// Lines of the document that are shown.
const SHOWN: usize = 3;

/// The contents of a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Nothing,
    Text,
    Speaker,
    Time,
}

impl Holds {
    fn label(self) -> &'static str {
        match self {
            Self::Nothing => tr!("skip this column"),
            Self::Text => tr!("what is said"),
            Self::Speaker => tr!("who says it"),
            Self::Time => tr!("when it is said"),
        }
    }
}

pub fn show(ui: &mut Ui, import: &mut TranscriptImport, palette: &Palette) {
    let table = import.table.clone();
    columns::columns(ui, &table, palette, ROOM, |ui, column, name| use_of(ui, import, column, name));
    if import.speaker.is_some() {
        check_box::show(ui, &mut import.make_participants, tr!("Create a participant for each speaker"));
        ui.add_space(theme::SPACE);
    }
}

fn use_of(ui: &mut Ui, import: &mut TranscriptImport, column: usize, name: &str) {
    let slots = [(Holds::Text, import.text), (Holds::Speaker, import.speaker), (Holds::Time, import.time)];
    let now = slots.into_iter().find(|(_, at)| *at == Some(column)).map_or(Holds::Nothing, |(holds, _)| holds);
    let mut chosen = now;
    let combo = ComboBox::from_id_salt(("transcript column", column)).width(170.0).selected_text(now.label());
    let combo = combo.show_list(ui, |ui| {
        for holds in [Holds::Nothing, Holds::Text, Holds::Speaker, Holds::Time] {
            ui.selectable_value(&mut chosen, holds, holds.label());
        }
    });
    let label = tr!("Column {name} holds {now}", name, now = now.label());
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    if chosen == now {
        return;
    }
    let slots =
        [(Holds::Text, &mut import.text), (Holds::Speaker, &mut import.speaker), (Holds::Time, &mut import.time)];
    for (holds, slot) in slots {
        if holds == chosen {
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
        let count = tr!("{n} time beside the text" | "{n} times beside the text" % plan.times.len());
        ui.label(RichText::new(count).color(palette.weak));
    }
    ui.add_space(theme::SPACE);
    let becomes = |label: &str| plan.participants.iter().find(|(known, _)| same_name(known, label));
    let line = |(label, _): &(String, u32)| match becomes(label).filter(|(_, name)| name != label) {
        Some((_, name)) => tr!("{speaker} → {participant}", speaker = label, participant = name),
        None if plan.participants.is_empty() || becomes(label).is_some() => label.clone(),
        None => tr!("{speaker} (no participant)", speaker = label),
    };
    list(ui, tr!("Speakers"), plan.speakers.iter().map(line), plan.speakers.len() < 6, palette);
}
