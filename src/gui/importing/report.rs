//! The report on every file of an import.

use super::Wish;
use super::files::table;
use crate::app::importing::ShownReport;
use crate::engine::ImportReport;
use crate::gui::bars::GrowTo;
use crate::gui::dialog_buttons::{Buttons, Choice, Confirmation};
use crate::gui::reading::ShowByKeys;
use crate::gui::theme::{self, Palette};
use crate::i18n;
use crate::model::Noun;
use crate::text::encoding_title;
use crate::tr;
use egui::{RichText, ScrollArea, Ui};

/// Maximum number of files that are laid out.
const LISTED: usize = 2_000;

/// Returns what to do: close the report, or import one of the files as a table.
pub(super) fn contents(ui: &mut Ui, shown: &ShownReport, palette: &Palette) -> Option<Wish> {
    let report = &shown.report;
    let mut wish = None;
    ui.heading(tr!("Imported"));
    let mut stored = report.stored();
    if let Some(count) = report.new_participants {
        stored.push(tr!("{n} new participant" | "{n} new participants" % count));
    }
    let (skipped, changed) = (report.refused(), report.changed());
    let troubles = [
        (skipped, tr!("{n} entry skipped" | "{n} entries skipped" % skipped)),
        (changed, tr!("{n} entry changed" | "{n} entries changed" % changed)),
    ];
    let mut text = if stored.is_empty() { tr!("nothing new to import").to_owned() } else { i18n::and(&stored) };
    let known = report.new_and_known().1;
    if known > 0 {
        let known = tr!("{n} document here already" | "{n} documents here already" % known);
        text = tr!("{before}; {next}", before = text, next = known);
    }
    for (_, trouble) in troubles.iter().filter(|(count, _)| *count > 0) {
        text = tr!("{before}; {next}", before = text, next = trouble);
    }
    ui.label(RichText::new(text).color(palette.weak));
    ui.add_space(theme::SPACE);
    let room = (ui.ctx().content_rect().height() - 300.0).max(120.0);
    ScrollArea::vertical().id_salt("import report").grow_to(room).auto_shrink([false, true]).show_by_keys(ui, |ui| {
        for problem in report.problems.iter().take(LISTED) {
            match shown.table_of(problem) {
                Some(path) => {
                    let name = RichText::new(path.file_name().unwrap_or_default().to_string_lossy());
                    let is_imported = shown.imported_tables.contains(path);
                    if table(ui, name, path, is_imported).clicked() {
                        wish = Some(Wish::AsTable(path.to_owned()));
                    }
                }
                None => drop(ui.label(RichText::new(problem.to_string()).color(palette.trouble))),
            }
        }
        for new in new_sets(report).into_iter().chain(new_queries(report)) {
            ui.label(new);
        }
        for one in report.imported.iter().take(LISTED) {
            ui.label(line(one));
            for remark in one.remarks() {
                ui.label(RichText::new(format!("    {remark}")).color(palette.weak).small());
            }
        }
        let more = report.imported.len().saturating_sub(LISTED) + report.problems.len().saturating_sub(LISTED);
        if more > 0 {
            ui.label(RichText::new(tr!("and {more} more; the copied report lists all", more)).color(palette.weak));
        }
    });
    ui.add_space(theme::SPACE);
    ui.label(RichText::new(tr!("Ctrl+Z undoes the whole import.")).color(palette.weak).small());
    let choices = [Choice::primary(tr!("Close"))];
    match Buttons::without_cancel(&choices).aside(Choice::plain(tr!("Copy the report"))).show(ui) {
        Some(Confirmation::Aside) => ui.ctx().copy_text(as_text(report)),
        Some(_) => return Some(Wish::Leave),
        None => {}
    }
    wish
}

fn new_sets(report: &ImportReport) -> Option<String> {
    let sets: Vec<String> = report.sets.iter().map(ToString::to_string).collect();
    (!sets.is_empty()).then(|| tr!("New sets: {sets}", sets = i18n::joined(&sets)))
}

fn new_queries(report: &ImportReport) -> Option<String> {
    let queries = &report.queries;
    (!queries.is_empty()).then(|| tr!("New saved queries: {queries}", queries = i18n::joined(queries)))
}

fn line(one: &crate::engine::Imported) -> String {
    let mut parts = vec![one.format.clone()];
    if !one.encoding.is_empty() {
        parts.push(encoding_title(&one.encoding));
    }
    parts.push(Noun::Character.counted(one.characters.into()));
    if !one.speakers.is_empty() {
        let speakers: Vec<&str> = one.speakers.iter().take(6).map(|(label, _)| label.as_str()).collect();
        let more = (one.speakers.len() > 6).then_some("…");
        let speakers = i18n::joined(&speakers.into_iter().chain(more).collect::<Vec<_>>());
        parts.push(tr!("{n} turn by {speakers}" | "{n} turns by {speakers}" % one.turns, speakers));
    }
    tr!("{name}: {value}", name = one.document, value = i18n::joined(&parts))
}

fn as_text(report: &ImportReport) -> String {
    let mut out = String::new();
    for problem in &report.problems {
        out.push_str(&format!("{problem}\n"));
    }
    for new in new_sets(report).into_iter().chain(new_queries(report)) {
        out.push_str(&format!("{new}\n"));
    }
    for one in &report.imported {
        out.push_str(&format!("{}\n", tr!("{line} ({file})", line = line(one), file = one.file)));
        out.extend(one.remarks().iter().map(|remark| format!("    {remark}\n")));
    }
    out
}
