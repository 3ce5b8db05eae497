//! The question before a copy replaces the project: which copy it is, and what would be lost.

use super::dialog_buttons::{Buttons, Choice, Confirmation};
use super::overlay;
use super::reading;
use super::theme::{self, Palette, Weighted};
use crate::app::history_room::{by_whom, who};
use crate::app::when;
use crate::app::workspace::Workspace;
use crate::engine::restoring::CopyComparison;
use crate::engine::session::Opening;
use crate::gui::bars::GrowTo;
use crate::{i18n, tr};
use egui::{Context, Grid, RichText, ScrollArea, Ui};

/// Returns what to open if the user agrees.
pub fn show(ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Opening> {
    let question = workspace.rooms.restoring.question.clone()?;
    let is_blind = workspace.is_blind();
    let mut answer = None;
    let modal = overlay::modal(ctx, "restore", 520.0, |ui| {
        overlay::title(ui, tr!("Replace this project with the copy?"));
        let comparison = question.comparison.as_deref();
        match comparison {
            None => drop(ui.label(RichText::new(tr!("Reading the copy…")).color(palette.weak))),
            Some(comparison) => contents(ui, comparison, is_blind, palette),
        }
        ui.add_space(theme::SPACE);
        ui.label(tr!("The current project is kept next to it, in a file whose name ends in “(before restoring)”."));
        ui.add_space(theme::WIDE);
        let replace = Choice::destructive(tr!("Replace project")).enabled_if(comparison.is_some());
        answer = Buttons::cautious(&[replace]).show(ui);
    });
    if answer.is_none() && !modal.should_close() {
        return None;
    }
    workspace.rooms.restoring.question = None;
    (answer == Some(Confirmation::Do(0)))
        .then(|| Opening::Restored { path: workspace.path.clone(), copy: question.copy })
}

/// During blind coding, the numbers would tell what others have coded.
fn contents(ui: &mut Ui, comparison: &CopyComparison, is_blind: bool, palette: &Palette) {
    let (name, size) = (comparison.copy.file_name().unwrap_or_default().display(), size(comparison.size));
    ui.label(match comparison.saved.map(when::short) {
        Some(date) => tr!("{name}, saved on {date}, {size}", name, date, size),
        None => tr!("{name}, {size}", name, size),
    });
    ui.label(RichText::new(comparison.copy.display().to_string()).color(palette.weak).small());
    if let Some(other) = &comparison.other_project {
        let warning = tr!("This is a copy of another project, “{other}”.", other);
        ui.label(RichText::new(warning).color(palette.trouble).medium());
    }
    ui.add_space(theme::SPACE);
    if !is_blind {
        numbers(ui, comparison, palette);
    }
    ui.add_space(theme::SPACE);
    if comparison.lost.is_empty() {
        ui.label(tr!("The copy contains everything done in this project."));
    } else {
        lost(ui, comparison, palette);
    }
    if comparison.gained > 0 {
        ui.label(tr!("The copy has {n} change that this project does not."
            | "The copy has {n} changes that this project does not." % comparison.gained));
    }
}

fn numbers(ui: &mut Ui, comparison: &CopyComparison, palette: &Palette) {
    let (in_copy, in_project) = (&comparison.in_copy, &comparison.in_project);
    let passages = match comparison.has_consensus {
        true => tr!("Coded passages, with those of the consensus coding"),
        false => tr!("Coded passages"),
    };
    let rows = [
        (passages, in_copy.codings, in_project.codings),
        (tr!("Documents"), in_copy.documents, in_project.documents),
        (tr!("Codes"), in_copy.codes, in_project.codes),
        (tr!("Participants"), in_copy.participants, in_project.participants),
        (tr!("Memos"), in_copy.memos, in_project.memos),
    ];
    Grid::new("copy and project").num_columns(3).spacing([theme::WIDE, theme::GAP]).show(ui, |ui| {
        for head in ["", tr!("In the copy"), tr!("Now")] {
            ui.label(RichText::new(head).color(palette.weak));
        }
        ui.end_row();
        for (label, in_copy, in_project) in rows {
            ui.label(label);
            ui.label(in_copy.to_string());
            ui.label(in_project.to_string());
            ui.end_row();
        }
    });
}

/// The changes that the copy does not have.
fn lost(ui: &mut Ui, comparison: &CopyComparison, palette: &Palette) {
    let people = by_whom(&comparison.lost).into_iter();
    let people: Vec<String> = people.map(|(name, count)| tr!("{name} ({count})", name, count)).collect();
    let warning = tr!(
        "You would lose {n} change that the copy does not have: {people}."
            | "You would lose {n} changes that the copy does not have: {people}." % comparison.lost.len(),
        people = i18n::joined(&people)
    );
    ui.label(RichText::new(warning).color(palette.trouble).medium());
    ui.add_space(theme::GAP);
    let area = ScrollArea::vertical().id_salt("lost").grow_to(180.0);
    area.show_rows(ui, 20.0, comparison.lost.len(), |ui, range| {
        for entry in comparison.lost.get(range).unwrap_or_default() {
            let (date, coder, change) = (when::short(entry.at), who(entry), &entry.summary);
            let line = tr!("{date} · {coder}: {change}", date, coder, change);
            ui.add(egui::Label::new(line).truncate());
        }
        reading::by_keys(ui);
    });
}

/// Returns a number of bytes as people read it: `12 KB`, `3.4 MB`.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
