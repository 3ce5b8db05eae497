//! The preview of a table of participants: the meaning of its columns, and what happens to existing participants and
//! attributes.

use super::columns;
use super::uses::{self, TableColumn};
use crate::engine::table_import::{ParticipantImport, ParticipantPlan, ParticipantUse, PlannedTable, Repeated};
use crate::gui::check_box;
use crate::gui::theme::{self, Palette};
use crate::model::{Described, Study};
use crate::tr;
use egui::{RichText, Ui};

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
    let Some(used) = import.uses.get(column) else { return };
    let of = Described::Participants;
    match uses::choose(ui, used, &TableColumn { of, number: column, name, kind }, study) {
        Some(ParticipantUse::Name) => import.name_by(column),
        Some(chosen) => import.uses.splice(column..=column, [chosen]).for_each(drop),
        None => {}
    }
}

fn rules(ui: &mut Ui, import: &mut ParticipantImport, plan: &ParticipantPlan, palette: &Palette) {
    if plan.known > 0 {
        let text = tr!("{n} participant is already in the project. For them:"
            | "{n} participants are already in the project. For them:" % plan.known);
        ui.label(RichText::new(text).color(palette.weak));
        uses::existing(ui, &mut import.existing);
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
