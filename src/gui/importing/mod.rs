//! Importing documents: progress of the reading, the preview before storing, and the report on every file.

mod document;
mod files;
pub(super) mod positions;
mod report;

use super::overlay::{self, Entered};
use super::theme::{self, Palette};
use crate::app::importing::{ImportPreview, Importing};
use crate::app::workspace::Workspace;
use crate::engine::import::{Clash, Reading, SameName};
use crate::gui::check_box;
use crate::gui::dialog_buttons::{Buttons, Choice, Confirmation};
use crate::interchange::refi::Offsets;
use crate::model::Study;
use crate::model::counted;
use egui::{Context, Key, Panel, ProgressBar, RichText, Role, Ui, WidgetInfo, vec2};
use files::Remedy;

/// Width of the list of files.
const FILES: f32 = 300.0;

/// What to do after a frame.
enum Wish {
    Store,
    Leave,
    KeepSpeakers,
    UseForAll,
    OfRefused(Remedy),
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
                several => format!("{} files and folders", several.len()),
            };
            let done = pending.progress(progress);
            wish = waiting(ctx, "Reading", &files, done, palette);
        }
        Some(Importing::Storing { pending, .. }) => {
            let done = pending.progress(progress);
            wish = waiting(ctx, "Storing", "everything that was read", done, palette);
        }
        Some(Importing::Preview(preview)) => {
            // Remember this now: a list that Escape closes in this frame no longer counts as open afterwards.
            let was_open = egui::Popup::is_any_open(ctx);
            let size = ctx.content_rect().size() - vec2(72.0, 120.0);
            let modal = overlay::modal(ctx, "import documents", size.x.min(1240.0), |ui| {
                wish = self::preview(ui, preview, &study, size.y.min(860.0), palette);
            });
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
        Some(Importing::Report(report)) => {
            let report = report.clone();
            let width = (ctx.content_rect().width() - 120.0).min(820.0);
            let modal = overlay::modal(ctx, "import report", width, |ui| {
                if report::contents(ui, &report, palette) {
                    wish = Some(Wish::Leave);
                }
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
        overlay::title(ui, format!("{title}…"));
        ui.label(RichText::new(what).color(palette.weak));
        ui.add_space(theme::SPACE);
        match done.filter(|(_, total)| *total > 0) {
            Some((done, total)) => {
                let bar = ProgressBar::new(done as f32 / total as f32).text(format!("{done} of {total}"));
                ui.add(bar);
            }
            None => drop(ui.spinner()),
        }
        ui.add_space(theme::SPACE);
        let stopped = Buttons::new(&[]).cancel("Stop").show(ui).is_some();
        stop = stopped || ui.input(|input| input.key_pressed(Key::Escape));
    });
    stop.then_some(Wish::Leave)
}

fn preview(ui: &mut Ui, preview: &mut ImportPreview, study: &Study, height: f32, palette: &Palette) -> Option<Wish> {
    let mut wish = None;
    let clashes = preview.clashes(study);
    overlay::title(ui, "Import");
    ui.label(RichText::new(summary(preview)).color(palette.weak));
    ui.add_space(theme::SPACE);
    let room = (height - 190.0).max(200.0);
    ui.allocate_ui(vec2(ui.available_width(), room), |ui| {
        ui.set_height(room);
        let frame = egui::Frame::NONE;
        Panel::left("files to import").frame(frame).exact_size(FILES).resizable(false).show(ui, |ui| {
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
        check_box::show(ui, &mut preview.how.keep_files, "Store original files in the project")
            .on_hover_text("The project file grows by their size.");
        check_box::show(ui, &mut preview.how.make_participants, "Create a participant for each document")
            .on_hover_text("Named after the document. Documents that already have a participant keep it.");
    });
    if let Some(same) = answer_all(ui, &clashes, palette) {
        preview.answer(study, same);
    }
    ui.add_space(theme::SPACE);
    if preview.leaving {
        ui.label(RichText::new("Discard your import settings?").color(palette.trouble));
        match Buttons::cautious(&[Choice::destructive("Discard")]).cancel("Keep editing").show(ui) {
            Some(Confirmation::Do(_)) => wish = Some(Wish::Leave),
            Some(_) => preview.leaving = false,
            None => {}
        }
        return wish;
    }
    ui.label(RichText::new("You can undo the whole import with Ctrl+Z.").color(palette.weak).small());
    let open = clashes.iter().flatten().count();
    let (documents, projects) = preview.wanted();
    let ready = open == 0 && documents + projects > 0 && !preview.is_rereading();
    match Buttons::new(&[Choice::primary(&import_label(documents, projects)).enabled_if(ready)]).show(ui) {
        Some(Confirmation::Do(_)) => wish = Some(Wish::Store),
        Some(_) => wish = Some(Wish::Leave),
        None => {}
    }
    wish
}

/// The button, with the numbers of documents and projects that are to be imported.
fn import_label(documents: usize, projects: usize) -> String {
    let (counted_documents, counted_projects) =
        (counted(documents as u64, "document"), counted(projects as u64, "project"));
    match (documents, projects) {
        (0, 0) => "Import".to_owned(),
        (_, 0) => format!("Import {counted_documents}"),
        (0, _) => format!("Import {counted_projects}"),
        _ => format!("Import {counted_documents} and {counted_projects}"),
    }
}

/// The speakers of a document that is already stored.
fn speakers(ui: &mut Ui, preview: &mut ImportPreview, height: f32, palette: &Palette) -> Option<Wish> {
    let name = preview.document().map(|planned| planned.name.clone()).unwrap_or_default();
    overlay::title(ui, format!("Speakers in {name}"));
    ui.allocate_ui(vec2(ui.available_width(), (height - 110.0).max(200.0)), |ui| {
        ui.set_height(ui.available_height());
        // There is only one document, so nothing can be used for all.
        document::speakers_and_words(ui, preview, palette);
    });
    ui.add_space(theme::SPACE);
    let words = "Text and coding stay unchanged. Turns are renumbered.";
    ui.label(RichText::new(words).color(palette.weak).small());
    let ready = preview.pattern_trouble.is_none() && !preview.submission.is_under_way();
    match Buttons::new(&[Choice::primary("Apply").enabled_if(ready)]).show(ui) {
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
    for (count, what) in [(plan.documents.len(), "document"), (plan.projects.len(), "project"), (tables, "table")] {
        parts.extend((count > 0).then(|| counted(count as u64, what)));
    }
    let unreadable = (plan.refused.len() - tables) as u64;
    parts.extend((unreadable > 0).then(|| format!("{} that cannot be read", counted(unreadable, "file"))));
    let existing = plan.documents.iter().filter(|planned| planned.existing.is_some()).count();
    let known = match existing {
        0 => "",
        n if n == plan.documents.len() => " All of it is already in the project.",
        _ => " What is already in the project is not selected.",
    };
    match parts.is_empty() {
        true => "There was nothing to import.".into(),
        false => format!("{}. Nothing is stored yet.{known}", parts.join(", ")),
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
        let words = if open == 1 {
            "One name is already in use.".into()
        } else {
            format!("{open} names are already in use or occur twice here.")
        };
        ui.label(RichText::new(words).color(palette.trouble));
        if ui
            .button("Rename automatically")
            .on_hover_text(
                "“B” becomes “B (2)”. Documents already in the project are \
            skipped.",
            )
            .clicked()
        {
            answer = Some(SameName::Number);
        }
        if ui.button("Skip them").clicked() {
            answer = Some(SameName::Skip);
        }
        ui.label(RichText::new("or type other names").color(palette.weak));
    });
    answer
}

fn named(response: &egui::Response, role: Role, label: impl Into<String>) {
    let label = label.into();
    response.widget_info(|| WidgetInfo::labeled(role, true, &label));
}
