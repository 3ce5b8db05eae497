//! The preview of a merge: what merging copies of the project would add, and what it would not.

use super::awaited;
use super::overlay::{self, Entered};
use super::theme::{self, Palette};
use crate::app::workspace::Workspace;
use crate::engine::merge::{MergeDifference, MergeItem, MergePlan};
use crate::model::counted;
use crate::text::some_of;
use egui::{Button, CollapsingHeader, Context, RichText, ScrollArea, Ui};

/// Maximum number of rows laid out in each list.
const LISTED: usize = 300;
/// Maximum number of documents named for one coder.
const SHOWN: usize = 40;
/// Height of the window in points that is left for everything but the lists, and the least height of the lists.
const BESIDE: f32 = 260.0;
const LEAST: f32 = 160.0;

pub fn show(ctx: &Context, workspace: &mut Workspace, palette: &Palette) {
    let Some(merging) = workspace.rooms.merging.preview.clone() else { return };
    let (mut go, mut close, mut again) = (false, false, false);
    if merging.submission.is_done() {
        workspace.rooms.merging.preview = None;
        return;
    }
    let entered = Entered { changed: false, submission: &merging.submission };
    let ((), left) = overlay::draft(ctx, "merge", 640.0, entered, |ui| {
        ui.heading("Merge copies of the project");
        let files: Vec<String> = merging.copies.iter().map(|path| path.display().to_string()).collect();
        ui.label(RichText::new(files.join("\n")).color(palette.weak).small());
        ui.add_space(theme::SPACE);
        match &merging.plan {
            Some(plan) => {
                let height = (ui.ctx().content_rect().height() - BESIDE).max(LEAST);
                ScrollArea::vertical().id_salt("plan").max_height(height).show(ui, |ui| contents(ui, plan, palette));
            }
            None => again = awaited::show(ui, &merging.pending, "Reading…", palette),
        }
        ui.add_space(theme::WIDE);
        let count = merging
            .plan
            .as_deref()
            .map_or(0, |plan| plan.added.len() + plan.done.len() + plan.codes.len() + plan.memos.len());
        ui.horizontal(|ui| {
            let label = merging.plan.as_deref().filter(|plan| !plan.added.is_empty());
            let label = label.map_or("Merge".to_owned(), |plan| format!("Merge {}", of(plan.added.len(), "passage")));
            let ready = count > 0 && !merging.submission.is_under_way();
            go = ui.add_enabled(ready, Button::new(label)).clicked();
            close = ui.button("Cancel").clicked();
        });
        ui.label(
            RichText::new("No passage that is here already is changed. Ctrl+Z takes the whole merge back.")
                .color(palette.weak)
                .small(),
        );
    });
    if go {
        workspace.merge();
    } else if close || left {
        workspace.rooms.merging.preview = None;
    } else if again {
        workspace.rooms.merging.begin(merging.copies, &mut workspace.link);
    }
}

fn of(count: usize, what: &str) -> String {
    counted(count as u64, what)
}

fn contents(ui: &mut Ui, plan: &MergePlan, palette: &Palette) {
    if plan.added.is_empty() {
        ui.label("There is no passage in it that is not here already.");
    }
    let coders = by_coder(&plan.added);
    if !coders.is_empty() {
        ui.label(format!("Passages added, by coder: {coders}."));
    }
    list(ui, "Added", &plan.added, true, palette);
    if plan.placed_through_correction() > 0 {
        let count = of(plan.placed_through_correction(), "passage");
        ui.label(format!("{count} placed through a corrected text."));
    }
    if plan.same > 0 {
        ui.label(format!("{} here already, the same.", of(plan.same, "passage")));
    }
    list(ui, "Different in the copy; kept as they are here", &plan.conflicts, true, palette);
    list(ui, "Cannot be placed", &plan.unplaced, true, palette);
    for (words, names) in [("New codes", &plan.codes), ("New coders", &plan.coders)] {
        if !names.is_empty() {
            ui.label(format!("{words}: {}", names.join(", ")));
        }
    }
    if !plan.done.is_empty() {
        let count = of(plan.done.len(), "document");
        ui.label(format!("{count} marked as finished there and not here: the marks are copied."));
    }
    let memos: Vec<String> = plan.memos.iter().map(ToString::to_string).collect();
    lines(ui, "Memos added", &memos, palette);
    differences(ui, &plan.differences, palette);
    unfinished(ui, plan, palette);
}

/// What else differs, one list for each kind.
fn differences(ui: &mut Ui, differences: &[MergeDifference], palette: &Palette) {
    let mut kinds: Vec<(&str, Vec<String>)> = Vec::new();
    for MergeDifference { kind, .. } in differences {
        match kinds.iter_mut().find(|(heading, _)| *heading == kind.heading()) {
            Some((_, lines)) => lines.push(kind.to_string()),
            None => kinds.push((kind.heading(), vec![kind.to_string()])),
        }
    }
    for (heading, of_kind) in kinds {
        lines(ui, heading, &of_kind, palette);
    }
}

/// A folded list of lines below its heading.
fn lines(ui: &mut Ui, title: &str, lines: &[String], palette: &Palette) {
    if lines.is_empty() {
        return;
    }
    CollapsingHeader::new(format!("{title}: {}", lines.len())).id_salt(title).show(ui, |ui| {
        ScrollArea::vertical().id_salt((title, "list")).max_height(180.0).show(ui, |ui| {
            for line in lines.iter().take(LISTED) {
                ui.label(line);
            }
            if lines.len() > LISTED {
                ui.label(RichText::new(format!("… and {} more", lines.len() - LISTED)).color(palette.weak));
            }
        });
    });
}

/// The documents that the agreement figures exclude for a coder because they are not marked as finished.
fn unfinished(ui: &mut Ui, plan: &MergePlan, palette: &Palette) {
    if plan.unfinished.is_empty() {
        return;
    }
    let heading = format!("Not finished, so left out of agreement: {}", of(plan.unfinished.len(), "document"));
    CollapsingHeader::new(heading).id_salt("unfinished").default_open(true).show(ui, |ui| {
        ScrollArea::vertical().id_salt("unfinished list").max_height(120.0).show(ui, |ui| {
            for of_coder in plan.unfinished.chunk_by(|a, b| a.coder == b.coder).take(LISTED) {
                let names: Vec<&str> = of_coder.iter().map(|open| open.document.as_str()).collect();
                let coder = of_coder.first().map_or("", |open| open.coder.as_str());
                ui.label(format!("{coder}: {}", some_of(&names, SHOWN)));
            }
        });
        let advice = "To include them in agreement, mark them as finished for these coders in Documents.";
        ui.label(RichText::new(advice).color(palette.weak).small());
    });
}

/// `Ann 2, Ben 1`, ordered by first appearance.
fn by_coder(items: &[MergeItem]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for item in items {
        match counts.iter_mut().find(|(coder, _)| *coder == item.coder) {
            Some((_, count)) => *count += 1,
            None => counts.push((&item.coder, 1)),
        }
    }
    counts.iter().map(|(coder, count)| format!("{coder} {count}")).collect::<Vec<_>>().join(", ")
}

fn list(ui: &mut Ui, title: &str, items: &[MergeItem], folded: bool, palette: &Palette) {
    if items.is_empty() {
        return;
    }
    let heading = format!("{title}: {}", items.len());
    CollapsingHeader::new(heading).id_salt(title).default_open(!folded).show(ui, |ui| {
        ScrollArea::vertical().id_salt((title, "list")).max_height(180.0).show(ui, |ui| {
            for item in items.iter().take(LISTED) {
                ui.label(item.to_string());
                if let Some(reason) = &item.reason {
                    ui.label(RichText::new(reason.to_string()).color(palette.weak).small());
                }
            }
            if items.len() > LISTED {
                ui.label(RichText::new(format!("… and {} more", items.len() - LISTED)).color(palette.weak));
            }
        });
    });
}
