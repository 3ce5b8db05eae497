//! Importing documents: progress of the reading, the preview before storing, and the report on every file.

mod document;
mod files;
mod joined;
pub(super) mod positions;
mod report;

use super::overlay::{self, Entered};
use super::theme::{self, Palette};
use crate::app::importing::{ImportPreview, Importing};
use crate::app::workspace::Workspace;
use crate::engine::import::{Clash, NewParticipants, Reading, SameName};
use crate::gui::check_box;
use crate::gui::dialog_buttons::{Buttons, Choice, Confirmation};
use crate::i18n;
use crate::interchange::refi::Offsets;
use crate::model::{Noun, Study};
use crate::tr;
use egui::{Context, Key, Panel, ProgressBar, RichText, Role, Ui, WidgetInfo, vec2};
use files::Remedy;
use std::path::PathBuf;

/// Width of the list of files, and its largest share of a narrow window.
const FILES: f32 = 300.0;
const FILES_SHARE: f32 = 0.34;
/// Least height of the list of files and of the document beside it; in a lower window, the dialog scrolls.
const LEAST_ROOM: f32 = 340.0;
/// Below this width of the dialog, the speakers are below the text, which needs this height.
const NARROW: f32 = 900.0;
const NARROW_ROOM: f32 = 560.0;

/// What to do after a frame.
enum Wish {
    Store,
    Leave,
    KeepSpeakers,
    UseForAll,
    OfRefused(Remedy),
    /// Import this file of the report as a table.
    AsTable(PathBuf),
    ReadAgain(Reading),
    /// Read the positions of a project in this unit.
    ReadPositions(usize, Offsets),
}

pub fn show(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let Some(study) = workspace.study.clone() else { return };
    let progress = workspace.link.progress;
    // A table that was found among the files is handled first.
    let is_table_open = workspace.is_importing_table();
    let mut wish = None;
    workspace.refresh_import();
    match &mut workspace.rooms.importing {
        None => return,
        Some(Importing::Preview(_)) if is_table_open => return,
        Some(Importing::Reading { paths, pending, .. }) => {
            let files = match paths.as_slice() {
                [one] => one.file_name().unwrap_or_default().to_string_lossy().into_owned(),
                several => tr!("{n} file or folder" | "{n} files and folders" % several.len()),
            };
            let done = pending.progress(progress);
            wish = waiting(ctx, tr!("Reading…"), &files, done, palette);
        }
        Some(Importing::Storing { pending, .. }) => {
            let done = pending.progress(progress);
            wish = waiting(ctx, tr!("Storing…"), tr!("everything that was read"), done, palette);
        }
        Some(Importing::Preview(preview)) => {
            // Remember this now: a list that Escape closes in this frame no longer counts as open afterwards.
            let was_open = egui::Popup::is_any_open(ctx);
            let size = ctx.content_rect().size() - vec2(72.0, 120.0);
            let modal = overlay::modal(ctx, "import documents", size.x.min(1240.0), |ui| {
                wish = self::preview(ui, preview, &study, size.y.min(860.0), palette);
            });
            if preview.is_touched() {
                overlay::mark_draft(ctx);
            }
            // A click outside must not discard choices made for many files.
            let free = !ctx.text_edit_focused() && !egui::Popup::is_any_open(ctx) && modal.is_top_modal && !was_open;
            if free && ctx.input(|input| input.key_pressed(Key::Escape)) {
                // Escape once more goes back to the files.
                wish = Some(Wish::Leave).filter(|_| !preview.leaving);
                preview.leaving = false;
            }
            if matches!(wish, Some(Wish::Leave)) && preview.is_touched() && !preview.leaving {
                (preview.leaving, wish) = (true, None);
            }
        }
        Some(Importing::Speakers { preview, .. }) => {
            let size = ctx.content_rect().size() - vec2(120.0, 160.0);
            let shown = preview.submission.clone();
            let entered = Entered { changed: preview.is_touched(), submission: &shown };
            let ((), close) = overlay::draft(ctx, "speakers of the document", size.x.min(1000.0), entered, |ui| {
                wish = self::speakers(ui, preview, size.y.min(760.0), palette);
            });
            if close || shown.is_done() {
                wish = Some(Wish::Leave);
            }
        }
        Some(Importing::Report(_)) if is_table_open => return,
        Some(Importing::Report(shown)) => {
            let width = (ctx.content_rect().width() - 120.0).min(820.0);
            let modal = overlay::modal(ctx, "import report", width, |ui| {
                wish = report::contents(ui, shown, palette);
            });
            if modal.should_close() {
                wish = Some(Wish::Leave);
            }
        }
    }
    match wish {
        Some(Wish::Store) => workspace.store_import(),
        Some(Wish::Leave) => workspace.leave_import(),
        Some(Wish::UseForAll) => workspace.use_speakers_for_all(),
        Some(Wish::OfRefused(Remedy::Unlock(refused))) => workspace.unlock(refused),
        Some(Wish::OfRefused(Remedy::AsTable(refused))) => workspace.import_as_table(refused),
        Some(Wish::AsTable(path)) => workspace.open_table(path),
        Some(Wish::KeepSpeakers) => workspace.keep_speakers(),
        Some(Wish::ReadAgain(reading)) => workspace.read_again(reading),
        Some(Wish::ReadPositions(place, offsets)) => workspace.read_positions_as(place, offsets),
        None => {}
    }
}

/// The progress of a long operation, with a button to cancel it.
fn waiting(ctx: &Context, title: &str, what: &str, done: Option<(u64, u64)>, palette: &Palette) -> Option<Wish> {
    let mut stop = false;
    overlay::modal(ctx, "import under way", 420.0, |ui| {
        overlay::title(ui, title);
        ui.label(RichText::new(what).color(palette.weak));
        ui.add_space(theme::SPACE);
        match done.filter(|(_, total)| *total > 0) {
            Some((done, total)) => {
                let bar = ProgressBar::new(done as f32 / total as f32).text(tr!("{done} of {total}", done, total));
                ui.add(bar);
            }
            None => drop(ui.spinner()),
        }
        ui.add_space(theme::SPACE);
        let stopped = Buttons::new(&[]).cancel(tr!("Stop")).show(ui).is_some();
        stop = stopped || ui.input(|input| input.key_pressed(Key::Escape));
    });
    stop.then_some(Wish::Leave)
}

fn preview(ui: &mut Ui, preview: &mut ImportPreview, study: &Study, height: f32, palette: &Palette) -> Option<Wish> {
    let mut wish = None;
    let clashes = preview.clashes(study);
    overlay::title(ui, tr!("Import"));
    ui.label(RichText::new(summary(preview)).color(palette.weak));
    // Nothing can be imported before this is answered: below the files, it would be out of sight in a low window.
    if let Some(same) = answer_all(ui, &clashes, palette) {
        preview.answer(study, same);
    }
    ui.add_space(theme::SPACE);
    let is_narrow = ui.available_width() < NARROW;
    let room = (height - 190.0).max(if is_narrow { NARROW_ROOM } else { LEAST_ROOM });
    let files = FILES.min(ui.available_width() * FILES_SHARE);
    ui.allocate_ui(vec2(ui.available_width(), room), |ui| {
        ui.set_height(room);
        let frame = egui::Frame::NONE;
        Panel::left("files to import").frame(frame).exact_size(files).resizable(false).show(ui, |ui| {
            wish = files::show(ui, preview, &clashes, palette).map(Wish::OfRefused);
        });
        let frame = egui::Frame::NONE.inner_margin(egui::Margin { left: 12, ..egui::Margin::ZERO });
        egui::CentralPanel::default().frame(frame).show(ui, |ui| {
            let positions = positions::show(ui, preview, palette);
            wish = document::show(ui, preview, study, &clashes, palette).or(positions).or(wish.take());
        });
    });
    ui.add_space(theme::SPACE);
    ui.horizontal_wrapped(|ui| {
        check_box::show(ui, &mut preview.how.keep_files, tr!("Store original files in the project"))
            .on_hover_text(tr!("The project file grows by their size."));
        participants(ui, &mut preview.how.make_participants);
    });
    ui.add_space(theme::SPACE);
    if preview.leaving {
        ui.label(RichText::new(tr!("Discard your import settings?")).color(palette.trouble));
        match Buttons::cautious(&[Choice::destructive(tr!("Discard"))]).cancel(tr!("Keep editing")).show(ui) {
            Some(Confirmation::Do(_)) => wish = Some(Wish::Leave),
            Some(_) => preview.leaving = false,
            None => {}
        }
        return wish;
    }
    ui.label(RichText::new(tr!("You can undo the whole import with Ctrl+Z.")).color(palette.weak).small());
    let open = clashes.iter().flatten().count();
    let (documents, projects) = preview.wanted();
    let ready = open == 0 && documents + projects > 0 && !preview.is_rereading();
    let label = import_label(documents, projects);
    let why_not = if open > 0 { tr!("First decide what to do with the names that are already in use.") } else { "" };
    match Buttons::new(&[Choice::primary(&label).enabled_if(ready).why_not(why_not)]).show(ui) {
        Some(Confirmation::Do(_)) => wish = Some(Wish::Store),
        Some(_) => wish = Some(Wish::Leave),
        None => {}
    }
    wish
}

/// The button, with the numbers of documents and projects that are to be imported.
fn import_label(documents: usize, projects: usize) -> String {
    let counts = [(documents, Noun::Document), (projects, Noun::Project)];
    let counts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| noun.counted(*count as u64)).collect();
    match counts.is_empty() {
        true => tr!("Import").to_owned(),
        false => tr!("Import {things}", things = i18n::and(&counts)),
    }
}

/// Which participants the import adds.
fn participants(ui: &mut Ui, choice: &mut NewParticipants) {
    let (documents, speakers) =
        (tr!("Create a participant for each document"), tr!("Create a participant for each speaker"));
    let mut one = |ui: &mut Ui, label, kind, about| {
        let mut on = *choice == kind;
        if check_box::show(ui, &mut on, label).on_hover_text(about).changed() {
            *choice = if on { kind } else { NewParticipants::None };
        }
    };
    let about = tr!("Named after the document. Documents that already have a participant keep it.");
    one(ui, documents, NewParticipants::Documents, about);
    let about = tr!(
        "For focus groups: everybody who speaks, except interviewers, is a participant of their own, and a passage \
         belongs to those who speak in it."
    );
    one(ui, speakers, NewParticipants::Speakers, about);
}

/// The speakers of a document that is already stored.
fn speakers(ui: &mut Ui, preview: &mut ImportPreview, height: f32, palette: &Palette) -> Option<Wish> {
    let name = preview.document().map(|planned| planned.name.clone()).unwrap_or_default();
    overlay::title(ui, tr!("Speakers in {name}", name));
    let room = (height - 110.0).max(LEAST_ROOM);
    ui.allocate_ui(vec2(ui.available_width(), room), |ui| {
        ui.set_height(room);
        // There is only one document, so nothing can be used for all.
        document::spoken_text(ui, preview, None, palette);
    });
    ui.add_space(theme::SPACE);
    let text = tr!("Text and coding stay unchanged. Turns are renumbered.");
    ui.label(RichText::new(text).color(palette.weak).small());
    let ready = preview.pattern_trouble.is_none() && !preview.submission.is_under_way();
    match Buttons::new(&[Choice::primary(tr!("Apply")).enabled_if(ready)]).saving().show(ui) {
        Some(Confirmation::Do(_)) => return Some(Wish::KeepSpeakers),
        Some(_) => ui.close(),
        None => {}
    }
    None
}

fn summary(preview: &ImportPreview) -> String {
    let plan = &preview.plan;
    let mut parts = Vec::new();
    let tables = plan.refused.iter().filter(|file| file.refusal.is_table()).count();
    for (count, noun) in
        [(plan.documents.len(), Noun::Document), (plan.projects.len(), Noun::Project), (tables, Noun::Spreadsheet)]
    {
        parts.extend((count > 0).then(|| noun.counted(count as u64)));
    }
    let unreadable = plan.refused.len() - tables;
    let cannot_be_read = || tr!("{n} file that cannot be read" | "{n} files that cannot be read" % unreadable);
    parts.extend((unreadable > 0).then(cannot_be_read));
    let existing = plan.documents.iter().filter(|planned| planned.existing.is_some()).count();
    if parts.is_empty() {
        return tr!("There was nothing to import.").into();
    }
    let things = i18n::joined(&parts);
    match existing {
        0 => tr!("{things}. Nothing is stored yet.", things),
        n if n == plan.documents.len() => {
            tr!("{things}. Nothing is stored yet. All of it is already in the project.", things)
        }
        _ => tr!("{things}. Nothing is stored yet. What is already in the project is not selected.", things),
    }
}

/// Names that already exist, with a choice for all of them at once.
fn answer_all(ui: &mut Ui, clashes: &[Option<Clash>], palette: &Palette) -> Option<SameName> {
    let open = clashes.iter().flatten().count();
    if open == 0 {
        return None;
    }
    let mut answer = None;
    ui.horizontal_wrapped(|ui| {
        let text = tr!("One name is already in use." | "{n} names are already in use or occur twice here." % open);
        ui.label(RichText::new(text).color(palette.trouble));
        if ui
            .button(tr!("Rename automatically"))
            .on_hover_text(tr!("“B” becomes “B (2)”. Documents already in the project are \
            skipped."))
            .clicked()
        {
            answer = Some(SameName::Number);
        }
        if ui.button(tr!("Skip them")).clicked() {
            answer = Some(SameName::Skip);
        }
        ui.label(RichText::new(tr!("or type other names")).color(palette.weak));
    });
    answer
}

fn named(response: &egui::Response, role: Role, label: impl Into<String>) {
    let label = label.into();
    response.widget_info(|| WidgetInfo::labeled(role, true, &label));
}
