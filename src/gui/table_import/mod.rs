//! The preview of a table before it is imported: its contents, the meaning of its columns, and the result.

mod codebook;
mod columns;
mod document_attributes;
mod documents;
mod participants;
mod segments;
mod speakers;
mod transcript;
mod uses;

use super::overlay::{self, Entered};
use super::theme::{self, Palette, Weighted};
use crate::app::table_import::{OpenTable, TableDraft, TableImportDraft, TableKind};
use crate::app::workspace::Workspace;
use crate::engine::table_import::{PlannedTable, TableImport, TablePlan};
use crate::gui::awaited;
use crate::gui::bars::GrowTo;
use crate::gui::dialog_buttons::{Buttons, Choice, Confirmation};
use crate::gui::reading::ShowByKeys;
use crate::interchange::Problem;
use crate::interchange::sheet::SheetReading;
use crate::model::{Noun, Study};
use crate::tr;
use columns::about;
use egui::{Button, CollapsingHeader, Context, RichText, ScrollArea, Ui};

/// Maximum number of rows laid out in a list.
const LISTED: usize = 200;

/// The answer given in a dialog.
pub enum DialogAnswer {
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
    let Some(mut table) = workspace.rooms.table.open.take() else { return };
    let width = match table.draft.kind() {
        None | Some(TableKind::Codebook) => 640.0,
        Some(_) => (ctx.content_rect().width() - 120.0).min(980.0),
    };
    if table.submission.is_done() {
        workspace.note_imported_table(&table.sheet.path);
        return workspace.close_table();
    }
    let shown = table.submission.clone();
    let idle = idle && !shown.is_under_way();
    let entered = Entered { changed: table.draft.is_touched(), submission: &shown };
    let (answer, close) =
        overlay::draft(ctx, "table import", width, entered, |ui| contents(ui, &mut table, &study, idle, palette));
    let (path, kind) = (table.sheet.path.clone(), table.draft.kind());
    workspace.rooms.table.open = Some(table);
    match answer {
        Some(DialogAnswer::Import) => workspace.take_table(),
        Some(DialogAnswer::Kind(kind)) => workspace.take_table_as(kind),
        Some(DialogAnswer::Read(reading)) => workspace.read_table(path, reading, kind),
        None if close => workspace.close_table(),
        None => {}
    }
}

/// The progress while a file is being read for the first time.
fn reading(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let is_open = workspace.rooms.table.open.is_some();
    let Some(path) = workspace.table_being_read().filter(|_| !is_open) else { return };
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut cancel = false;
    let modal = overlay::modal(ctx, "table is read", 360.0, |ui| {
        ui.label(RichText::new(tr!("Reading {file}…", file)).color(palette.weak));
        ui.add_space(theme::SPACE);
        cancel = Buttons::new(&[]).show(ui).is_some();
    });
    if cancel || modal.should_close() {
        workspace.forget_table_being_read();
    }
}

/// `idle`: the table is not being reread.
fn contents(ui: &mut Ui, table: &mut OpenTable, study: &Study, idle: bool, palette: &Palette) -> Option<DialogAnswer> {
    overlay::title(
        ui,
        match table.draft.kind() {
            None => tr!("What is in this spreadsheet?"),
            Some(TableKind::Participants) => tr!("Import participants"),
            Some(TableKind::DocumentAttributes) => tr!("Import attributes of documents"),
            Some(TableKind::Codebook) => tr!("Import codebook"),
            Some(TableKind::Segments) => tr!("Import coded passages"),
            Some(TableKind::Documents) => tr!("Import documents from a spreadsheet"),
            Some(TableKind::Transcript) => tr!("Import a transcript from a spreadsheet"),
            Some(TableKind::Speakers) => tr!("Import who speaks in documents"),
        },
    );
    let read = about(ui, &table.sheet, &table.reading, palette);
    let answer = match &mut table.draft {
        TableDraft::Unknown(likely) => {
            columns::preview(ui, &table.sheet, palette);
            choose(ui, *likely, idle, palette)
        }
        TableDraft::Known(draft) => {
            known(ui, draft, study, palette);
            end(ui, idle && draft.ready().is_some(), palette)
        }
    };
    answer.or(read)
}

/// The meaning of the columns, and the result of the import.
fn known(ui: &mut Ui, draft: &mut TableImportDraft, study: &Study, palette: &Palette) {
    let (plan, waiting) = (draft.plan().cloned(), draft.is_waiting());
    let planned = plan.as_deref().map(TablePlan::planned);
    match &mut draft.import {
        TableImport::Participants(import) => participants::show(ui, import, planned, study, palette),
        TableImport::DocumentAttributes(import) => document_attributes::show(ui, import, planned, study, palette),
        TableImport::Codebook(import) => codebook::show(ui, import, planned),
        TableImport::Segments(import) => segments::show(ui, import, planned, palette),
        TableImport::Documents(import) => documents::show(ui, import, planned, study, palette),
        TableImport::Transcript(import) => transcript::show(ui, import, palette),
        TableImport::Speakers(import) => speakers::show(ui, import, planned, study, palette),
    }
    if awaited::show(ui, &draft.pending, if plan.is_none() { tr!("Reading…") } else { "" }, palette) {
        draft.plan_again();
    }
    let Some(plan) = plan else { return };
    if plan.problems().is_empty() {
        let color = if waiting { palette.weak } else { palette.text };
        ui.label(RichText::new(summary(&plan)).medium().color(color));
        match plan.planned() {
            PlannedTable::Participants(_) | PlannedTable::DocumentAttributes(_) => {}
            PlannedTable::Codebook(codebook) => codebook::details(ui, codebook, palette),
            // These lists share one scroll area.
            PlannedTable::Segments(segments) => return segments::details(ui, segments, plan.import().table(), palette),
            PlannedTable::Documents(documents) => documents::details(ui, documents, palette),
            PlannedTable::Transcript(transcript) => transcript::details(ui, transcript, palette),
            PlannedTable::Speakers(speakers) => speakers::details(ui, speakers, palette),
        }
    } else {
        problems(ui, plan.problems(), palette);
    }
    let remarks = plan.remarks();
    list(ui, tr!("Please check"), remarks.iter().map(Problem::sentence), remarks.len() < 4, palette);
}

/// What the import would do, or that there is nothing to do.
fn summary(plan: &TablePlan) -> String {
    let nothing = match plan.planned() {
        PlannedTable::Codebook(plan) if plan.added > 0 => return Noun::NewCode.counted(plan.added as u64),
        PlannedTable::Codebook(_) => tr!("The spreadsheet has no new codes."),
        _ if plan.changes() => return plan.summary(),
        PlannedTable::Participants(_) if plan.is_unusable() => tr!("No row of this spreadsheet can be imported."),
        PlannedTable::Participants(_) => tr!("Everything in this spreadsheet is already in the project."),
        PlannedTable::DocumentAttributes(plan) if plan.documents == 0 => {
            tr!("No row of this spreadsheet names a document of the project.")
        }
        PlannedTable::DocumentAttributes(_) if plan.is_unusable() => tr!("No row of this spreadsheet can be imported."),
        PlannedTable::DocumentAttributes(_) => tr!("Everything in this spreadsheet is already in the project."),
        PlannedTable::Segments(plan) if plan.present == 0 => tr!("No row of this spreadsheet can be imported."),
        PlannedTable::Segments(_) => tr!("All of these passages are already in the project."),
        PlannedTable::Documents(_) => tr!("Everything in this spreadsheet is already in the project."),
        PlannedTable::Speakers(plan) if plan.known == 0 => tr!("No row of this spreadsheet can be imported."),
        PlannedTable::Speakers(_) => tr!("Everything in this spreadsheet is already in the project."),
        PlannedTable::Transcript(_) => tr!("This transcript is already in the project."),
    };
    nothing.to_owned()
}

/// The name of a kind of table, and a description.
fn labels(kind: TableKind) -> (&'static str, &'static str) {
    match kind {
        TableKind::Participants => (tr!("Participants"), tr!("one row per person, with attributes such as age")),
        TableKind::DocumentAttributes => {
            (tr!("Attributes of documents"), tr!("one row per document, with attributes such as date or place"))
        }
        TableKind::Codebook => (tr!("A codebook"), tr!("one row per code, with its definition")),
        TableKind::Segments => (tr!("Coded passages"), tr!("one row per coded passage: document, code and text")),
        TableKind::Documents => (tr!("Documents"), tr!("one row per text, such as survey answers")),
        TableKind::Transcript => (tr!("A transcript"), tr!("one row per utterance, with speaker and time")),
        TableKind::Speakers => (tr!("Speakers"), tr!("one row per speaker: document, speaker’s label and participant")),
    }
}

fn choose(ui: &mut Ui, likely: TableKind, idle: bool, palette: &Palette) -> Option<DialogAnswer> {
    let mut answer = None;
    for kind in TableKind::ALL {
        ui.horizontal(|ui| {
            let (title, about) = labels(kind);
            let mut title = RichText::new(title);
            if kind == likely {
                title = title.medium();
            }
            let button = ui.add_enabled(idle, Button::new(title).min_size([170.0, theme::ROW].into()));
            if kind == likely && idle && ui.memory(|memory| memory.focused().is_none()) {
                button.request_focus();
            }
            if button.clicked() {
                answer = Some(DialogAnswer::Kind(kind));
            }
            let about = if kind == likely { tr!("{about} (likely)", about) } else { about.to_owned() };
            ui.label(RichText::new(about).color(palette.weak));
        });
    }
    ui.add_space(theme::SPACE);
    if Buttons::new(&[]).show(ui).is_some() {
        ui.close();
    }
    answer
}

/// The bottom row of a dialog.
fn end(ui: &mut Ui, ready: bool, palette: &Palette) -> Option<DialogAnswer> {
    ui.add_space(theme::SPACE);
    ui.label(RichText::new(tr!("You can undo the whole import with Ctrl+Z.")).color(palette.weak).small());
    match Buttons::new(&[Choice::primary(tr!("Import")).enabled_if(ready)]).saving().show(ui) {
        Some(Confirmation::Do(_)) => return Some(DialogAnswer::Import),
        Some(_) => ui.close(),
        None => {}
    }
    None
}

/// Lines below a heading with their number; nothing if there are none.
fn list(ui: &mut Ui, title: &str, lines: impl ExactSizeIterator<Item = String>, open: bool, palette: &Palette) {
    let count = lines.len();
    if count == 0 {
        return;
    }
    let heading = CollapsingHeader::new(tr!("label" => "{name}: {value}", name = title, value = count))
        .id_salt((title, open))
        .default_open(open);
    heading.show(ui, |ui| {
        ScrollArea::vertical().id_salt((title, "lines")).grow_to(110.0).show_by_keys(ui, |ui| {
            for line in lines.take(LISTED) {
                ui.label(RichText::new(line).color(palette.weak));
            }
            let more = count.saturating_sub(LISTED);
            if more > 0 {
                ui.label(RichText::new(tr!("… and {n} more" | "… and {n} more" % more)).color(palette.weak));
            }
        });
    });
}

/// The reasons why the table cannot be imported.
fn problems(ui: &mut Ui, problems: &[Problem], palette: &Palette) {
    const SHOWN: usize = 4;
    for problem in problems.iter().take(SHOWN) {
        ui.label(RichText::new(problem.sentence()).color(palette.trouble));
    }
    let more = problems.len().saturating_sub(SHOWN);
    if more > 0 {
        ui.label(RichText::new(tr!("and {n} more" | "and {n} more" % more)).color(palette.trouble));
    }
}
