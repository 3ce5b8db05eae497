//! The list on the left: the project's tables, and matrices.

use crate::analysis::{Axis, TableRequest};
use crate::app::action::NewAct;
use crate::app::tables_room::TablesRoom;
use crate::app::workspace::Workspace;
use crate::gui::bars::{RowAside, elided_in_the_middle, heading, list_row};
use crate::gui::theme::{self, Palette};
use crate::model::Study;
use crate::text::capitalised;
use crate::tr;
use egui::{RichText, ScrollArea, TextStyle, Ui};

/// The display name of an axis.
pub fn axis_name(axis: &Axis) -> String {
    axis.label().replace('_', " ")
}

/// The display name of an axis, which distinguishes a dimension of codes, and an attribute of documents, from others with
/// the same name.
pub fn distinct_name(axis: &Axis, study: &Study) -> String {
    let of_participants = |name: &str| study.variable(name).is_some();
    match axis {
        Axis::Dimension(name) if of_participants(name) || study.document_variable(name).is_some() => {
            tr!("{dimension} (of codes)", dimension = axis_name(axis))
        }
        Axis::DocumentAttribute(name) if of_participants(name) => {
            tr!("{name} (of documents)", name = axis_name(axis))
        }
        _ => axis_name(axis),
    }
}

pub fn show(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    let Some(study) = workspace.study.clone() else { return };
    let now = workspace.rooms.tables.request.clone();
    let mut wanted = None;
    let mut entry = |ui: &mut Ui, label: &str, request: TableRequest| {
        // Names of matrices often begin alike.
        let name = elided_in_the_middle(ui, label, TextStyle::Body, ui.available_width() - 2.0 * theme::SPACE);
        let row = list_row(ui, &name, RowAside::Nothing, label, now.as_ref() == Some(&request), palette);
        if row.on_hover_text(label).clicked() {
            wanted = Some(request);
        }
    };
    ScrollArea::vertical().id_salt("tables list").auto_shrink(false).show(ui, |ui| {
        heading(ui, tr!("Tables of this project"), &study.tables.len().to_string(), palette);
        for table in &study.tables {
            entry(ui, table.heading(), TableRequest::Defined { name: table.name.clone() });
        }
        if study.tables.is_empty() {
            let text = tr!("Build a table from the dimensions of your framework or from participant attributes.");
            ui.label(RichText::new(text).color(palette.weak));
        }
        ui.add_space(theme::GAP);
        if ui.add_enabled(workspace.is_writable(), egui::Button::new(tr!("New table…"))).clicked() {
            workspace.begin(NewAct::Table);
        }
        ui.add_space(theme::WIDE);
        heading(ui, tr!("Matrices"), "", palette);
        for (rows, columns) in matrices(&study, &workspace.rooms.tables) {
            let label = format!("{} × {}", distinct_name(&rows, &study), distinct_name(&columns, &study));
            entry(ui, &capitalised(&label), TableRequest::Matrix { rows, columns });
        }
        ui.add_space(theme::GAP);
        let new = ui.button(tr!("New matrix")).on_hover_text(tr!("Cross-tabulate any two variables"));
        if new.clicked() {
            workspace.begin(NewAct::Matrix);
        }
    });
    if let Some(request) = wanted {
        workspace.rooms.tables.choose(request);
    }
}

/// The matrices that every project has, and those made in this session.
fn matrices(study: &Study, room: &TablesRoom) -> Vec<(Axis, Axis)> {
    let dimensions =
        study.codebook.dimensions.iter().map(|dimension| (Axis::Participant, Axis::Dimension(dimension.name.clone())));
    let mut all = vec![(Axis::Participant, Axis::Code), (Axis::Document, Axis::Code), (Axis::Code, Axis::Code)];
    all.extend(dimensions);
    for request in &room.made {
        if let TableRequest::Matrix { rows, columns } = request {
            let pair = (rows.clone(), columns.clone());
            if !all.contains(&pair) {
                all.push(pair);
            }
        }
    }
    all
}
