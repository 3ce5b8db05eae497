//! The Tables room: the project's own tables and the participant × code matrix; a click on a number lists its passages.

mod items;
mod matrix;

use super::passages::PassagesPanel;
use super::theme::{self, Palette};
use crate::analysis::{Axis, CellAddress, Kind, TableRequest};
use crate::app::action::Action;
use crate::app::workspace::Workspace;
use crate::model::{Count, Study};
use egui::{CentralPanel, ComboBox, Frame, Margin, Panel, RichText, ScrollArea, Ui};

#[derive(Default)]
pub struct TablesRoomPanel {
    passages: PassagesPanel,
}

impl TablesRoomPanel {
    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> Vec<Action> {
        let mut actions = Vec::new();
        workspace.refresh_tables();
        let list = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(10, 10));
        Panel::left("tables").default_size(230.0).size_range(140.0..=420.0).frame(list).show(ui, |ui| {
            ui.take_available_width();
            choose(ui, workspace, palette);
        });
        if workspace.tables.cell.is_some() {
            Panel::right("behind").default_size(380.0).size_range(240.0..=640.0).frame(list).show(ui, |ui| {
                ui.take_available_width();
                self.passages.show(ui, workspace, palette);
            });
        }
        let page = Frame::NONE.fill(palette.page).inner_margin(Margin::symmetric(16, 10));
        CentralPanel::default().frame(page).show(ui, |ui| table(ui, workspace, palette, &mut actions));
        actions
    }
}

fn choose(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    let Some(study) = workspace.study.clone() else { return };
    let mut wanted = None;
    let entry = |ui: &mut Ui, label: &str, request: TableRequest, now: Option<&TableRequest>| {
        let row = crate::gui::bars::list_row(ui, label, "", label, now == Some(&request), palette);
        row.on_hover_text(label).clicked().then_some(request)
    };
    let now = workspace.tables.request.clone();
    super::bars::heading(ui, "Tables of this project", &study.tables.len().to_string(), palette);
    for table in &study.tables {
        let title = if table.title.is_empty() { &table.name } else { &table.title };
        wanted = wanted.or(entry(ui, title, TableRequest::Defined { name: table.name.clone() }, now.as_ref()));
    }
    if study.tables.is_empty() {
        ui.label(RichText::new("This project defines no tables of its own.").color(palette.weak));
    }
    ui.add_space(theme::WIDE);
    super::bars::heading(ui, "Matrices", "", palette);
    let mut matrices = vec![TableRequestLabel::new("Participant × code", Axis::Participant, Axis::Code)];
    matrices.push(TableRequestLabel::new("Document × code", Axis::Document, Axis::Code));
    for facet in &study.codebook.facets {
        let label = format!("Participant × {}", facet.name.replace('_', " "));
        matrices.push(TableRequestLabel::new(&label, Axis::Participant, Axis::Facet(facet.name.clone())));
    }
    ScrollArea::vertical().id_salt("matrices").show(ui, |ui| {
        for matrix in matrices {
            wanted = wanted.take().or(entry(ui, &matrix.label, matrix.request, now.as_ref()));
        }
    });
    if let Some(request) = wanted {
        workspace.tables.choose(request);
        workspace.refresh_tables();
    }
}

struct TableRequestLabel {
    label: String,
    request: TableRequest,
}

impl TableRequestLabel {
    fn new(label: &str, rows: Axis, columns: Axis) -> Self {
        Self { label: label.to_owned(), request: TableRequest::Matrix { rows, columns } }
    }
}

fn table(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, actions: &mut Vec<Action>) {
    let Some(study) = workspace.study.clone() else { return };
    toolbar(ui, workspace, &study, palette, actions);
    ui.add_space(theme::SPACE);
    let Some(table) = workspace.tables.table.clone() else {
        let words = if workspace.tables.is_counting() { "Counting…" } else { "Choose a table at the left." };
        ui.label(RichText::new(words).color(palette.weak));
        return;
    };
    let notes = table.footnotes.join("\n");
    let mut clicked = None;
    if !notes.is_empty() {
        let frame = Frame::NONE.inner_margin(Margin { top: 8, ..Margin::ZERO });
        Panel::bottom("footnotes").frame(frame).show_separator_line(false).show(ui, |ui| {
            ui.label(RichText::new(&notes).color(palette.weak).small());
        });
    }
    CentralPanel::no_frame().show(ui, |ui| {
        clicked = match table.kind {
            Kind::Matrix => matrix::show(ui, &table, workspace.tables.cell, palette),
            Kind::Facets | Kind::Typology => items::show(ui, &table, workspace.tables.cell, palette),
        };
    });
    if let Some(cell) = clicked {
        workspace.tables.open_cell(cell);
        workspace.refresh_tables();
    }
}

fn toolbar(ui: &mut Ui, workspace: &mut Workspace, study: &Study, palette: &Palette, actions: &mut Vec<Action>) {
    ui.horizontal(|ui| {
        let title = workspace.tables.table.as_deref().map_or("Table", |t| t.title.as_str()).to_owned();
        ui.add(egui::Label::new(RichText::new(title).heading()).truncate());
        if workspace.tables.is_counting() {
            ui.spinner();
        }
    });
    ui.horizontal(|ui| {
        ui.label(RichText::new("Numbers count").color(palette.weak));
        let mut count = workspace.tables.count;
        ComboBox::from_id_salt("count").selected_text(count.name()).show_ui(ui, |ui| {
            for choice in Count::ALL {
                ui.selectable_value(&mut count, choice, choice.name());
            }
        });
        if count != workspace.tables.count {
            workspace.tables.count = count;
            workspace.tables.stale = true;
            workspace.refresh_tables();
        }
        let coders = workspace.counted_coders();
        let names: Vec<&str> = coders.iter().filter_map(|&id| Some(study.user(id)?.name.as_str())).collect();
        let whose = if names.is_empty() { "by any coder".to_owned() } else { format!("by {}", names.join(", ")) };
        ui.label(RichText::new(whose).color(palette.weak));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            for action in [Action::ExportTable, Action::CopyTable] {
                if ui.button(action.label()).clicked() {
                    actions.push(action);
                }
            }
        });
    });
}

/// The share of the highest number, as shade behind a number. The number itself says it too.
fn heat(palette: &Palette, value: u64, highest: u64) -> Option<egui::Color32> {
    (value > 0 && highest > 0).then(|| palette.heat.gamma_multiply(0.12 + 0.55 * value as f32 / highest as f32))
}

/// True when the open cell is this one.
fn is_open(open: Option<CellAddress>, cell: CellAddress) -> bool {
    open == Some(cell)
}
