//! The Tables room: the project's tables and any matrix; a click on a number lists its passages.

mod cautions;
mod cells;
mod choose;
mod columns;
mod editor;
pub mod filter;
pub mod grid;
mod items;
mod toolbar;

use super::bars::{self, own_size};
use super::evidence::EvidencePanel;
use super::panes;
use super::theme::{self, Palette};
use crate::analysis::{Axis, CellAddress, TableRequest, TabulationKind};
use crate::app::action::{Action, ImportAct, TeamAct};
use crate::app::tables_room::{Content, Whose};
use crate::app::workspace::Workspace;
use crate::gui::awaited;
use crate::gui::bars::GrowTo;
use crate::gui::empty::Empty;
use crate::gui::gate::{self, Reach};
use crate::gui::icons::Picture;
use crate::gui::reading::ShowByKeys;
use crate::model::{Described, Study, UserId, VariableKind};
use crate::table::{Shown, Topic};
use crate::tr;
pub(super) use cells::value_of_attribute_named as value_of_attribute;
use egui::{CentralPanel, CollapsingHeader, Frame, Key, Margin, Modifiers, Panel, RichText, ScrollArea, Ui};
pub(super) use filter::removable;
use grid::{Done, GridState};
use std::sync::Arc;
pub(super) use toolbar::whose;

/// Width of the room from which the list of tables stays beside the editor of a table, and beside passages.
const BESIDE_EDITOR: f32 = 1100.0;
const BESIDE_PASSAGES: f32 = 800.0;
/// Widths of the passages of a cell: the least, the greatest, and the one at first.
const LEAST_PASSAGES: f32 = 200.0;
const MOST_PASSAGES: f32 = 640.0;
const USUAL_PASSAGES: f32 = 380.0;

#[derive(Default)]
pub struct TablesRoomPanel {
    evidence: EvidencePanel,
    grid: GridState,
    toolbar: toolbar::Toolbar,
    /// Whether totals count once what is in several rows or columns, with the table that this was found for.
    overlaps: Option<(Arc<Shown>, bool)>,
}

impl TablesRoomPanel {
    pub fn show(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) -> Vec<Action> {
        let mut actions = Vec::new();
        workspace.refresh_rooms();
        self.keys(ui, workspace);
        let list = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(10, 10));
        let usual = (ui.available_width() * 0.18).clamp(230.0, 340.0).min(ui.available_width() * 0.27);
        let is_editing = workspace.rooms.tables.editor.is_some();
        // While a table is edited, its preview needs the room of the list; in a narrow window, passages do, too.
        let least = match workspace.rooms.tables.cell {
            _ if is_editing => BESIDE_EDITOR,
            Some(_) => BESIDE_PASSAGES,
            None => 0.0,
        };
        if ui.available_width() >= least {
            Panel::left(own_size(ui, workspace, "tables"))
                .default_size(usual)
                .size_range(140.0..=420.0)
                .frame(list)
                .show(ui, |ui| {
                    ui.take_available_width();
                    if is_editing {
                        ui.disable();
                    }
                    panes::mark(ui, tr!("pane" => "tables"));
                    choose::show(ui, workspace, palette);
                });
        }
        let page = Frame::NONE.fill(palette.page).inner_margin(Margin::symmetric(16, 10));
        if is_editing {
            CentralPanel::default().frame(page).show(ui, |ui| {
                panes::mark(ui, tr!("pane" => "table"));
                editor::show(ui, workspace, palette, &mut actions);
            });
            return actions;
        }
        CentralPanel::default().frame(page).show(ui, |ui| self.table(ui, workspace, palette, &mut actions));
        workspace.refresh_rooms();
        actions
    }

    /// The passages of the open cell, beside the table and below its toolbar, which keeps its width.
    fn passages(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
        if workspace.rooms.tables.cell.is_none() {
            return;
        }
        // The table keeps more than half of the room.
        let most = (ui.available_width() * 0.46).clamp(LEAST_PASSAGES, MOST_PASSAGES);
        let side = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(10, 10)).corner_radius(6);
        let side = side.outer_margin(Margin { left: 8, ..Margin::ZERO });
        Panel::right(own_size(ui, workspace, "behind"))
            .default_size(USUAL_PASSAGES.min(most))
            .size_range(LEAST_PASSAGES..=most)
            .frame(side)
            .show(ui, |ui| {
                ui.take_available_width();
                panes::mark(ui, tr!("pane" => "passages"));
                self.evidence.show(ui, workspace, palette);
            });
    }

    /// Escape closes the passages of a cell, as their button does.
    fn keys(&mut self, ui: &Ui, workspace: &mut Workspace) {
        let is_free = workspace.rooms.tables.cell.is_some() && gate::reach(ui.ctx(), false) == Reach::Everything;
        if is_free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            // The focus goes back to where the cell was opened.
            workspace.rooms.tables.cell.into_iter().for_each(|cell| items::focus(ui.ctx(), cell));
            self.grid.focus();
            workspace.rooms.tables.close_cell();
        }
    }

    fn overlaps(&mut self, shown: &Arc<Shown>) -> bool {
        match &self.overlaps {
            Some((of, overlaps)) if Arc::ptr_eq(of, shown) => *overlaps,
            _ => self.overlaps.insert((shown.clone(), shown.has_overlaps())).1,
        }
    }

    /// The notes below the table: the coders and the filter, as in every exported file, and what the numbers are.
    fn notes(&mut self, shown: &Arc<Shown>) -> Vec<String> {
        let about = |topic: Topic, label: &str| {
            let value = shown.table.provenance.get(topic)?;
            Some(tr!("what a note is about" => "{topic} {value}", topic = label, value))
        };
        // What is shown above the table is not repeated.
        let is_above = |note: &String| shown.table.cautions.iter().any(|caution| caution.sentence == *note);
        let notes: Vec<String> = shown.notes().into_iter().filter(|note| !is_above(note)).collect();
        // The totals of co-occurrence have a note of their own.
        let has_overlaps = shown.table.kind == TabulationKind::Matrix && self.overlaps(shown);
        let notes = [
            about(Topic::Coders, tr!("Coded by")),
            about(Topic::SpokenBy, tr!("Said by")),
            about(Topic::Only, tr!("filter of a table" => "Only")),
            Some(notes.join("\n")),
            has_overlaps.then(|| cells::totals_note().to_owned()),
        ];
        notes.into_iter().flatten().filter(|note| !note.is_empty()).collect()
    }

    fn table(&mut self, ui: &mut Ui, workspace: &mut Workspace, palette: &Palette, actions: &mut Vec<Action>) {
        let Some(study) = workspace.study.clone() else { return };
        panes::mark(ui, tr!("pane" => "table"));
        self.toolbar.show(ui, workspace, &study, palette, actions);
        ui.add_space(theme::SPACE);
        self.passages(ui, workspace, palette);
        let Some(shown) = workspace.rooms.tables.shown() else {
            let tables = &mut workspace.rooms.tables;
            if awaited::show(ui, tables.pending(), tr!("Counting…"), palette) {
                tables.stale = true;
            } else if tables.request.is_none() {
                let empty = Empty {
                    picture: Picture::Table,
                    title: tr!("No table is open"),
                    sentence: tr!(
                        "Choose a table on the left, or cross-tabulate any two of participants, documents, attributes, codes and dimensions in a matrix."
                    ),
                    buttons: &[tr!("Show codes by document")],
                };
                if empty.show(ui, palette).is_some() {
                    tables.request = Some(TableRequest::Matrix { rows: Axis::Code, columns: Axis::Document });
                    tables.stale = true;
                }
            }
            return;
        };
        if shown.is_bare() {
            let why = workspace.rooms.tables.why_nothing_co_occurs();
            nothing_to_count(ui, &study, why, palette, actions);
            return;
        }
        let notes = self.notes(&shown);
        footnotes(ui, &notes, palette);
        let open = workspace.rooms.tables.cell;
        self.grid.kinds = kinds(&study, workspace.rooms.tables.request.as_ref(), shown.view.transposed);
        // In a transposed matrix, the rows are what the columns were.
        self.grid.corner = match &workspace.rooms.tables.request {
            Some(TableRequest::Matrix { columns, .. }) if shown.view.transposed => Some(choose::axis_name(columns)),
            _ => None,
        };
        counts_consensus(ui, workspace, palette);
        counts_apart(ui, workspace, shown.table.counted_apart, palette, actions);
        cautions::show(ui, workspace, &shown.table.cautions, palette, actions);
        if let Some(why) = why_all_are_hidden(workspace, &shown) {
            ui.label(RichText::new(why).color(palette.trouble));
            ui.add_space(theme::SPACE);
        }
        if let Some(why) = workspace.rooms.tables.why_nothing_co_occurs() {
            ui.label(RichText::new(why).color(palette.weak));
            ui.add_space(theme::SPACE);
        }
        let mut done = None;
        CentralPanel::no_frame().show(ui, |ui| {
            let is_grid = matches!(shown.table.kind, TabulationKind::Matrix | TabulationKind::Cooccurrence(_));
            done = if is_grid || workspace.rooms.tables.content == Content::Quotes {
                grid::show(ui, &shown, &mut self.grid, open, palette)
            } else {
                items::show(ui, &shown, open, palette).map(Done::Open)
            };
        });
        match done {
            Some(Done::Open(cell)) => workspace.rooms.tables.open_cell(cell),
            Some(Done::SortBy(column)) => {
                workspace.rooms.tables.view.sort_by_column(shown.column_key(column).as_deref())
            }
            Some(Done::SortByName) => workspace.rooms.tables.view.sort_by_name(),
            None => {}
        }
    }
}

/// Says that the consensus coding is counted although nobody has chosen that, and offers to count the coders.
fn counts_consensus(ui: &mut Ui, workspace: &mut Workspace, palette: &Palette) {
    let tables = &mut workspace.rooms.tables;
    if tables.whose != Whose::Consensus || tables.whose_is_chosen {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        let what = tr!("The consensus coding is counted, not the passages of the coders.");
        ui.label(RichText::new(what).color(palette.weak));
        if ui.button(tr!("Count the coders instead")).clicked() {
            tables.set_whose(Whose::Everybody);
        }
    });
}

/// Says that passages of several coders that differ only in where they begin or end count one by one, and offers to count
/// the consensus coding, in which they are one.
fn counts_apart(ui: &mut Ui, workspace: &mut Workspace, passages: u64, palette: &Palette, actions: &mut Vec<Action>) {
    // In a low window, the notes below the table say so.
    let is_shown = passages > 0 && !theme::is_low(ui.ctx());
    let Some(study) = workspace.study.as_deref().filter(|study| is_shown && !study.project.blind) else { return };
    let has_consensus = study.consensus().is_some();
    ui.horizontal_wrapped(|ui| {
        let what =
            tr!("{n} passage of several coders differs only in where it begins or ends, and counts more than once."
                | "{n} passages of several coders differ only in where they begin or end, and each counts." % passages);
        ui.label(RichText::new(what).color(palette.weak));
        if has_consensus {
            if ui.button(tr!("Count the consensus coding")).clicked() {
                workspace.rooms.tables.set_whose(Whose::Consensus);
            }
        } else {
            bars::button(ui, workspace.is_writable(), Action::Team(TeamAct::CreateConsensus), actions);
        }
    });
}

/// Says what blind coding hides from a table whose numbers are all 0. Notes may be folded away, and the numbers alone would
/// be read as a result.
fn why_all_are_hidden(workspace: &Workspace, shown: &Shown) -> Option<&'static str> {
    let tables = &workspace.rooms.tables;
    if !workspace.is_blind() || shown.highest > 0 || tables.content != Content::Numbers {
        return None;
    }
    let study = workspace.study.as_deref()?;
    let counted: Vec<UserId> = match &tables.whose {
        Whose::Consensus => study.consensus().into_iter().collect(),
        Whose::Everybody => study.coders().map(|user| user.id).collect(),
        Whose::Coders(coders) => coders.iter().copied().collect(),
    };
    let is_hidden = |coder: &UserId| study.sources.iter().any(|source| workspace.hides_work_of(*coder, source.id));
    counted.iter().any(is_hidden).then(|| match tables.whose {
        Whose::Consensus => tr!(
            "Blind coding hides the consensus coding in documents that you have not finished; it is not counted here."
        ),
        Whose::Everybody | Whose::Coders(_) => tr!(
            "Blind coding hides the passages of others in documents that you have not finished; they are not counted here."
        ),
    })
}

/// The kinds of the attributes whose values are the names of rows and of columns.
fn kinds(study: &Study, request: Option<&TableRequest>, transposed: bool) -> [Option<VariableKind>; 2] {
    let Some(TableRequest::Matrix { rows, columns }) = request else { return [None, None] };
    let kind = |axis: &Axis| match axis {
        Axis::Attribute(name) => cells::kind_of(study, Described::Participants, name),
        Axis::DocumentAttribute(name) => cells::kind_of(study, Described::Documents, name),
        _ => None,
    };
    let [rows, columns] = [rows, columns].map(kind);
    if transposed { [columns, rows] } else { [rows, columns] }
}

/// Shown in place of a table that would consist of a total; `why` if more is known about the reason.
fn nothing_to_count(ui: &mut Ui, study: &Study, why: Option<&str>, palette: &Palette, actions: &mut Vec<Action>) {
    let import = Action::Import(ImportAct::Documents);
    let label = import.label();
    let has_documents = !study.sources.is_empty();
    let empty = Empty {
        picture: Picture::Table,
        title: tr!("Nothing to count yet"),
        sentence: if let Some(why) = why.filter(|_| has_documents) {
            why
        } else if has_documents {
            tr!("There is nothing in the rows or in the columns yet. Choose others above, or add them to the project.")
        } else {
            tr!("Import documents and code passages in them; tables count these.")
        },
        buttons: if has_documents { &[] } else { &[label.as_str()] },
    };
    if empty.show(ui, palette).is_some() {
        actions.push(import);
    }
}

/// Height below which the notes of a table are folded, so that its rows stay in sight; and the height kept for rows.
const LOW: f32 = 420.0;
const LEAST_ROWS: f32 = 140.0;

/// The notes below a table.
fn footnotes(ui: &mut Ui, notes: &[String], palette: &Palette) {
    if notes.is_empty() {
        return;
    }
    let room = ui.available_height();
    let frame = Frame::NONE.inner_margin(Margin { top: 8, ..Margin::ZERO });
    let lines = |ui: &mut Ui| {
        let most = (room - LEAST_ROWS).min(room * 0.4);
        ScrollArea::vertical().id_salt("footnotes").grow_to(most.max(theme::ROW)).show_by_keys(ui, |ui| {
            for note in notes {
                ui.label(RichText::new(note).color(palette.weak).small());
            }
        });
    };
    Panel::bottom("footnotes").frame(frame).show_separator_line(false).show(ui, |ui| {
        // Whether they are folded is remembered, separately for low windows.
        let title = CollapsingHeader::new(tr!("Notes on this table"));
        title.id_salt(("notes on a table", room < LOW)).default_open(room >= LOW).show(ui, lines);
    });
}

/// A shade behind a number for its share of the highest. The number itself is shown as well.
fn heat(palette: &Palette, value: u64, highest: u64) -> Option<egui::Color32> {
    (value > 0 && highest > 0).then(|| palette.heat.gamma_multiply(0.12 + 0.55 * value as f32 / highest as f32))
}

/// Whether this is the open cell.
fn is_open(open: Option<CellAddress>, cell: CellAddress) -> bool {
    open == Some(cell)
}
