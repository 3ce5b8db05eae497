//! The preview of a codebook that is imported from a table.

use crate::engine::table_import::{CodebookImport, CodebookPlan, PlannedTable};
use crate::gui::check_box;
use crate::gui::theme::{self, Palette};
use crate::{i18n, tr};
use egui::{RichText, Ui};

pub fn show(ui: &mut Ui, import: &mut CodebookImport, planned: Option<&PlannedTable>) {
    if import.dots || matches!(planned, Some(PlannedTable::Codebook(plan)) if plan.dotted) {
        check_box::show(ui, &mut import.dots, tr!("Dots separate levels: work.pay becomes pay under work"));
        ui.add_space(theme::SPACE);
    }
}

pub fn details(ui: &mut Ui, plan: &CodebookPlan, palette: &Palette) {
    let mut line = |text: String| ui.label(RichText::new(text).color(palette.weak));
    let unchanged = plan.known.saturating_sub(plan.filled);
    if unchanged > 0 {
        line(tr!(
            "{n} code already exists and stays unchanged." | "{n} codes already exist and stay unchanged." % unchanged
        ));
    }
    if plan.filled > 0 {
        line(tr!("{n} existing code gets values of dimensions."
            | "{n} existing codes get values of dimensions." % plan.filled));
    }
    if !plan.new_dimensions.is_empty() {
        let names = i18n::joined(&plan.new_dimensions);
        line(tr!("New dimension: {names}" | "{n} new dimensions: {names}" % plan.new_dimensions.len(), names));
    }
    if plan.dimensions > 0 {
        line(tr!("{n} dimension with new values." | "{n} dimensions with new values." % plan.dimensions));
    }
}
