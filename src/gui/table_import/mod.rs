//! A table before it is taken: what is in it, what its columns mean, and what would come of it.

mod codebook;
pub mod columns;
mod segments;
mod texts;
mod transcript;

use super::overlay::{self, Entered};
use super::theme::{self, Palette};
use crate::app::table_import::{TableDraft, TableImport, TableKind};
use crate::app::workspace::Workspace;
use crate::interchange::Problem;
use crate::interchange::sheet::SheetReading;
use crate::model::Study;
use columns::about;
use egui::{Button, CollapsingHeader, Context, RichText, ScrollArea, Ui};

/// Rows that are laid out of a list.
const LISTED: usize = 200;

/// What was answered in a dialog.
pub enum Answer {
    Import,
    /// Read the file in another way.
    Read(SheetReading),
    Kind(TableKind),
}

pub fn show(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    reading(ctx, workspace, palette);
    workspace.refresh_table_plan();
    let Some(study) = workspace.study.clone() else { return };
    let idle = workspace.table_being_read().is_none();
    let Some(mut table) = workspace.rooms.table.take() else { return };
    let width = if matches!(table.draft, TableDraft::Segments(_) | TableDraft::Texts(_) | TableDraft::Transcript(_)) {
        980.0
    } else {
        640.0
    };
    if table.submission.is_done() {
        return workspace.close_table();
    }
    let shown = table.submission.clone();
    let idle = idle && !shown.is_under_way();
    let entered = Entered { changed: table.draft.is_touched(), submission: &shown };
    let (answer, close) =
        overlay::draft(ctx, "table import", width, entered, |ui| contents(ui, &mut table, &study, idle, palette));
    let (path, kind) = (table.sheet.path.clone(), kind_of(&table.draft));
    workspace.rooms.table = Some(table);
    match answer {
        Some(Answer::Import) => workspace.take_table(),
        Some(Answer::Kind(kind)) => workspace.take_table_as(kind),
        Some(Answer::Read(reading)) => workspace.read_table(path, reading, kind),
        None if close => workspace.close_table(),
        None => {}
    }
}

fn kind_of(draft: &TableDraft) -> Option<TableKind> {
    match draft {
        TableDraft::Unknown(_) => None,
        TableDraft::Codebook(_) => Some(TableKind::Codebook),
        TableDraft::Segments(_) => Some(TableKind::Segments),
        TableDraft::Texts(_) => Some(TableKind::Documents),
        TableDraft::Transcript(_) => Some(TableKind::Transcript),
    }
}

/// While a file is being read for the first time.
fn reading(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let open = workspace.rooms.table.is_some() || workspace.rooms.documents.import.is_some();
    let Some(path) = workspace.table_being_read().filter(|_| !open) else { return };
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut cancel = false;
    let modal = overlay::modal(ctx, "table is read", 360.0, |ui| {
        ui.label(RichText::new(format!("Reading {file}…")).color(palette.weak));
        ui.add_space(theme::SPACE);
        cancel = ui.button("Cancel").clicked();
    });
    if cancel || modal.should_close() {
        workspace.forget_table_being_read();
    }
}

/// `idle`: the table is not being read in another way.
fn contents(ui: &mut Ui, table: &mut TableImport, study: &Study, idle: bool, palette: &Palette) -> Option<Answer> {
    let sheet = table.sheet.clone();
    match &mut table.draft {
        TableDraft::Unknown(likely) => {
            ui.heading("What is in this table?");
            let read = about(ui, &sheet, &table.reading, palette);
            columns::preview(ui, &sheet, palette);
            choose(ui, *likely, idle, palette).or(read)
        }
        TableDraft::Codebook(draft) => {
            ui.heading("Import codebook");
            let read = about(ui, &sheet, &table.reading, palette);
            codebook::show(ui, draft, idle, palette).or(read)
        }
        TableDraft::Segments(draft) => {
            ui.heading("Import coded segments");
            let read = about(ui, &sheet, &table.reading, palette);
            segments::show(ui, draft, idle, palette).or(read)
        }
        TableDraft::Transcript(draft) => {
            ui.heading("Import a transcript from a table");
            let read = about(ui, &sheet, &table.reading, palette);
            transcript::show(ui, draft, idle, palette).or(read)
        }
        TableDraft::Texts(draft) => {
            ui.heading("Import documents from a table");
            let read = about(ui, &sheet, &table.reading, palette);
            texts::show(ui, draft, study, idle, palette).or(read)
        }
    }
}

fn choose(ui: &mut Ui, likely: TableKind, idle: bool, palette: &Palette) -> Option<Answer> {
    let mut answer = None;
    for kind in TableKind::ALL {
        ui.horizontal(|ui| {
            let mut title = RichText::new(kind.title());
            if kind == likely {
                title = title.strong();
            }
            let button = ui.add_enabled(idle, Button::new(title).min_size([170.0, theme::ROW].into()));
            if kind == likely && idle && ui.memory(|memory| memory.focused().is_none()) {
                button.request_focus();
            }
            if button.clicked() {
                answer = Some(Answer::Kind(kind));
            }
            let likely = if kind == likely { " (likely)" } else { "" };
            ui.label(RichText::new(format!("{}{likely}", kind.about())).color(palette.weak));
        });
    }
    ui.add_space(theme::SPACE);
    if ui.button("Cancel").clicked() {
        ui.close();
    }
    answer
}

/// The last line of a dialog.
fn end(ui: &mut Ui, ready: bool, palette: &Palette) -> Option<Answer> {
    ui.add_space(theme::SPACE);
    let mut answer = None;
    ui.horizontal(|ui| {
        if ui.add_enabled(ready, Button::new("Import")).clicked() {
            answer = Some(Answer::Import);
        }
        if ui.button("Cancel").clicked() {
            ui.close();
        }
        ui.label(RichText::new("One step: Ctrl+Z takes all of it back.").color(palette.weak).small());
    });
    answer
}

/// Lines under a heading that says how many there are; nothing when there is none.
pub fn list(ui: &mut Ui, title: &str, lines: impl ExactSizeIterator<Item = String>, open: bool, palette: &Palette) {
    let count = lines.len();
    if count == 0 {
        return;
    }
    let heading = CollapsingHeader::new(format!("{title}: {count}")).id_salt((title, open)).default_open(open);
    heading.show(ui, |ui| {
        ScrollArea::vertical().id_salt((title, "lines")).max_height(110.0).show(ui, |ui| {
            for line in lines.take(LISTED) {
                ui.label(RichText::new(line).color(palette.weak));
            }
            if count > LISTED {
                ui.label(RichText::new(format!("… and {} more", count - LISTED)).color(palette.weak));
            }
        });
    });
}

/// Why it cannot be done.
pub fn problems(ui: &mut Ui, problems: &[Problem], palette: &Palette) {
    const SHOWN: usize = 4;
    for problem in problems.iter().take(SHOWN) {
        ui.label(RichText::new(problem.sentence()).color(palette.trouble));
    }
    if problems.len() > SHOWN {
        ui.label(RichText::new(format!("and {} more", problems.len() - SHOWN)).color(palette.trouble));
    }
}
