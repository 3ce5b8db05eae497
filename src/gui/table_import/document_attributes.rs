//! The preview of a table of attributes of documents: the meaning of its columns, and what happens to known values.

use super::columns;
use super::uses::{self, TableColumn};
use crate::engine::table_import::{
    DocumentAttributeImport, DocumentAttributePlan, ParticipantImport, ParticipantUse, PlannedTable,
};
use crate::gui::theme::{self, Palette};
use crate::model::{Described, Study};
use crate::tr;
use egui::{RichText, Ui};

/// Width for the choice of a column's use.
const ROOM: f32 = 450.0;

pub fn show(
    ui: &mut Ui,
    import: &mut DocumentAttributeImport,
    planned: Option<&PlannedTable>,
    study: &Study,
    palette: &Palette,
) {
    let table = import.table.clone();
    columns::columns(ui, &table, palette, ROOM, |ui, column, name| use_of(ui, import, study, column, name));
    if let Some(PlannedTable::DocumentAttributes(plan)) = planned
        && plan.documents > 0
    {
        about(ui, import, plan, palette);
    }
    ui.add_space(theme::SPACE);
}

fn use_of(ui: &mut Ui, import: &mut DocumentAttributeImport, study: &Study, column: usize, name: &str) {
    let kind = ParticipantImport::kind_of(&import.table, column);
    let Some(used) = import.uses.get(column) else { return };
    let of = Described::Documents;
    match uses::choose(ui, used, &TableColumn { of, number: column, name, kind }, study) {
        Some(ParticipantUse::Name) => import.name_by(column),
        Some(chosen) => import.uses.splice(column..=column, [chosen]).for_each(drop),
        None => {}
    }
}

fn about(ui: &mut Ui, import: &mut DocumentAttributeImport, plan: &DocumentAttributePlan, palette: &Palette) {
    let text = tr!("{n} document of the project is named here. For its values:"
        | "{n} documents of the project are named here. For their values:" % plan.documents);
    ui.label(RichText::new(text).color(palette.weak));
    uses::existing(ui, &mut import.existing);
}
