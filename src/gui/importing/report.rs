//! The report on every file of an import.

use crate::engine::ImportReport;
use crate::gui::dialog_buttons::{Buttons, Choice, Confirmation};
use crate::gui::theme::{self, Palette};
use crate::model::counted;
use egui::{RichText, ScrollArea, Ui};

/// Maximum number of files that are laid out.
const LISTED: usize = 2_000;

/// Returns whether the report is to be closed.
pub fn contents(ui: &mut Ui, report: &ImportReport, palette: &Palette) -> bool {
    ui.heading("Imported");
    let mut words = counted(report.imported.len() as u64, "document");
    if report.codings > 0 {
        words.push_str(&format!(" and {}", counted(report.codings as u64, "passage")));
    }
    for (count, verb) in [(report.refused(), "skipped"), (report.changed(), "changed")] {
        let entries = if count == 1 { "entry" } else { "entries" };
        if count > 0 {
            words.push_str(&format!("; {count} {entries} {verb}"));
        }
    }
    ui.label(RichText::new(words).color(palette.weak));
    ui.add_space(theme::SPACE);
    let room = (ui.ctx().content_rect().height() - 300.0).max(120.0);
    ScrollArea::vertical().id_salt("import report").max_height(room).auto_shrink([false, true]).show(ui, |ui| {
        for problem in report.problems.iter().take(LISTED) {
            ui.label(RichText::new(problem.to_string()).color(palette.trouble));
        }
        for one in report.imported.iter().take(LISTED) {
            ui.label(line(one));
            for remark in one.remarks() {
                ui.label(RichText::new(format!("    {remark}")).color(palette.weak).small());
            }
        }
        let more = report.imported.len().saturating_sub(LISTED) + report.problems.len().saturating_sub(LISTED);
        if more > 0 {
            ui.label(RichText::new(format!("and {more} more; the copied report lists all")).color(palette.weak));
        }
    });
    ui.add_space(theme::SPACE);
    ui.label(RichText::new("Ctrl+Z undoes the whole import.").color(palette.weak).small());
    let choices = [Choice::primary("Close")];
    match Buttons::without_cancel(&choices).aside(Choice::plain("Copy the report")).show(ui) {
        Some(Confirmation::Aside) => ui.ctx().copy_text(as_text(report)),
        answer => return answer.is_some(),
    }
    false
}

fn line(one: &crate::engine::Imported) -> String {
    let mut parts = vec![one.format.clone()];
    if !one.encoding.is_empty() {
        parts.push(one.encoding.clone());
    }
    parts.push(counted(one.characters.into(), "character"));
    if !one.speakers.is_empty() {
        let speakers: Vec<&str> = one.speakers.iter().take(6).map(|(label, _)| label.as_str()).collect();
        let more = if one.speakers.len() > 6 { ", …" } else { "" };
        parts.push(format!("{} by {}{more}", counted(one.turns as u64, "turn"), speakers.join(", ")));
    }
    format!("{}: {}", one.document, parts.join(", "))
}

fn as_text(report: &ImportReport) -> String {
    let mut out = String::new();
    for problem in &report.problems {
        out.push_str(&format!("{problem}\n"));
    }
    for one in &report.imported {
        out.push_str(&format!("{} ({})\n", line(one), one.file));
        out.extend(one.remarks().iter().map(|remark| format!("    {remark}\n")));
    }
    out
}
