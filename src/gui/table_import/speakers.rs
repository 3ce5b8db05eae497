//! The preview of a table that states which participants the speakers of documents are.

use super::{columns, list, uses};
use crate::engine::table_import::{PlannedTable, SpeakerImport, SpeakerPlan};
use crate::gui::check_box;
use crate::gui::combo_keys::ShowList;
use crate::gui::speaking::deletes_absent;
use crate::gui::theme::Palette;
use crate::model::Study;
use crate::tr;
use egui::{ComboBox, Role, Ui, WidgetInfo};

/// Width for the choice of a column's use.
const ROOM: f32 = 190.0;

/// The contents of a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Nothing,
    Document,
    Speaker,
    Participant,
}

impl Holds {
    fn label(self) -> &'static str {
        match self {
            Self::Nothing => tr!("skip this column"),
            Self::Document => tr!("the document's name"),
            Self::Speaker => tr!("the speaker’s label"),
            Self::Participant => tr!("the participant"),
        }
    }
}

pub fn show(ui: &mut Ui, import: &mut SpeakerImport, planned: Option<&PlannedTable>, study: &Study, palette: &Palette) {
    let table = import.table.clone();
    columns::columns(ui, &table, palette, ROOM, |ui, column, name| use_of(ui, import, column, name));
    uses::existing(ui, &mut import.existing);
    let absent = match planned {
        Some(PlannedTable::Speakers(plan)) => plan.absent.as_slice(),
        _ => &[],
    };
    let absent = absent.iter().filter_map(|id| study.participant(*id));
    let names: Vec<String> = absent.map(|one| one.name.clone()).collect();
    if !names.is_empty() {
        check_box::show(ui, &mut import.deletes_absent, deletes_absent(&names))
            .on_hover_text(tr!("Their attributes and memos are deleted, too. You can undo this."));
    }
}

fn use_of(ui: &mut Ui, import: &mut SpeakerImport, column: usize, name: &str) {
    let slots = [
        (Holds::Document, &mut import.document),
        (Holds::Speaker, &mut import.speaker),
        (Holds::Participant, &mut import.participant),
    ];
    let now = slots.iter().find(|(_, at)| **at == Some(column)).map_or(Holds::Nothing, |(holds, _)| *holds);
    let mut chosen = now;
    let combo = ComboBox::from_id_salt(("speaker column", column)).width(170.0).selected_text(now.label());
    let combo = combo.show_list(ui, |ui| {
        for holds in [Holds::Nothing, Holds::Document, Holds::Speaker, Holds::Participant] {
            ui.selectable_value(&mut chosen, holds, holds.label());
        }
    });
    let label = tr!("Column {name} holds {now}", name, now = now.label());
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    if chosen == now {
        return;
    }
    for (holds, slot) in slots {
        if holds == chosen {
            *slot = Some(column);
        } else if *slot == Some(column) {
            *slot = None;
        }
    }
}

pub fn details(ui: &mut Ui, plan: &SpeakerPlan, palette: &Palette) {
    let names = plan.new_participants.iter().cloned();
    list(ui, tr!("New participants"), names, plan.new_participants.len() < 6, palette);
}
