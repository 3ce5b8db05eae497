//! The preview of a table of coded segments: the meaning of its columns, the coders, and where each quotation was
//! found.

use super::{columns, list};
use crate::engine::table_import::{Ambiguous, PlannedTable, SegmentImport, SegmentPlan, SegmentUse, SeveralCodes};
use crate::gui::bars::GrowTo;
use crate::gui::check_box;
use crate::gui::combo_keys::ShowList;
use crate::gui::reading::ShowByKeys;
use crate::gui::theme::{self, Palette};
use crate::interchange::Problem;
use crate::interchange::remark::{Remark, Warning};
use crate::interchange::sheet::Sheet;
use crate::text::shortened;
use crate::{i18n, tr};
use egui::{ComboBox, RichText, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

/// Width for the choice of a column's use.
const ROOM: f32 = 190.0;
/// Characters of a quotation shown in a line.
const SHOWN: usize = 60;

pub fn show(ui: &mut Ui, import: &mut SegmentImport, planned: Option<&PlannedTable>, palette: &Palette) {
    let table = import.table.clone();
    columns::columns(ui, &table, palette, ROOM, |ui, column, name| use_of(ui, import, column, name));
    rules(ui, import);
    let divides =
        matches!(planned, Some(PlannedTable::Segments(plan)) if plan.divided > 0 || !plan.undivided.is_empty());
    if divides || import.several_codes != SeveralCodes::WhereKnown {
        several_codes(ui, &mut import.several_codes);
    }
}

fn use_of(ui: &mut Ui, import: &mut SegmentImport, column: usize, name: &str) {
    let Some(now) = import.uses.get(column).copied() else { return };
    let mut chosen = now;
    let combo =
        ComboBox::from_id_salt(("segment column", column)).width(180.0).height(360.0).selected_text(now.label());
    let combo = combo.show_list(ui, |ui| {
        for used in SegmentUse::ALL {
            ui.selectable_value(&mut chosen, used, used.label());
        }
    });
    let label = tr!("Column {name} holds {now}", name, now = now.label());
    combo.response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, true, &label));
    if chosen != now {
        import.set_use(column, chosen);
    }
}

fn rules(ui: &mut Ui, import: &mut SegmentImport) {
    ui.horizontal(|ui| {
        let several = import.uses.contains(&SegmentUse::Coder);
        let label = ui.label(if several { tr!("Coder if none is named") } else { tr!("Coded by") });
        ui.add(TextEdit::singleline(&mut import.coder).desired_width(160.0)).labelled_by(label.id);
        ui.add_space(theme::WIDE);
        check_box::show(ui, &mut import.known_codes_only, tr!("Only codes in the codebook; skip other rows"));
    });
    if import.uses.contains(&SegmentUse::Quote) {
        ui.horizontal(|ui| {
            ui.label(tr!("Text that occurs more than once:"));
            for (how, label) in [
                (Ambiguous::LeaveOut, tr!("rows of a spreadsheet" => "skip")),
                (Ambiguous::First, tr!("use the first match")),
                (Ambiguous::All, tr!("use all matches")),
            ] {
                ui.radio_value(&mut import.ambiguous, how, label);
            }
        });
    }
    ui.add_space(theme::SPACE);
}

/// How cells with several codes are split.
fn several_codes(ui: &mut Ui, chosen: &mut SeveralCodes) {
    ui.horizontal(|ui| {
        ui.label(tr!("Cells with several codes:"));
        ui.radio_value(chosen, SeveralCodes::WhereKnown, tr!("split into known codes"));
        ui.radio_value(chosen, SeveralCodes::Never, tr!("keep as one code"));
        let is_at = matches!(chosen, SeveralCodes::At(_));
        let at = ui.radio(is_at, tr!("split at"));
        if at.clicked() && !is_at {
            *chosen = SeveralCodes::At(",".to_owned());
        }
        if let SeveralCodes::At(separator) = chosen {
            let edited = TextEdit::singleline(separator).desired_width(40.0);
            ui.add(edited).labelled_by(at.id);
        }
    });
    ui.add_space(theme::SPACE);
}

pub fn details(ui: &mut Ui, plan: &SegmentPlan, table: &Sheet, palette: &Palette) {
    let counts = [
        (plan.exact, tr!("{n} exact match" | "{n} exact match" % plan.exact)),
        (plan.spaces, tr!("{n} ignoring spaces" | "{n} ignoring spaces" % plan.spaces)),
        (plan.loose, tr!("{n} ignoring case and punctuation" | "{n} ignoring case and punctuation" % plan.loose)),
        (plan.by_position, tr!("{n} by their positions" | "{n} by their positions" % plan.by_position)),
        (plan.present, tr!("{n} already in the project" | "{n} already in the project" % plan.present)),
    ];
    let counts: Vec<String> = counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, label)| label).collect();
    if !counts.is_empty() {
        ui.label(RichText::new(i18n::joined(&counts)).color(palette.weak));
    }
    let is_of_others = |problem: &&Problem| matches!(problem.remark, Remark::Warning(Warning::PassagesOfOthers { .. }));
    let (of_others, others): (Vec<&Problem>, Vec<&Problem>) = plan.remarks.iter().partition(is_of_others);
    for problem in of_others {
        ui.label(RichText::new(problem.sentence()).color(palette.trouble));
    }
    // Four open lists need more space than a window has.
    let height = ui.ctx().content_rect().height() * 0.3;
    ScrollArea::vertical().id_salt("what would come").grow_to(height).auto_shrink([false, true]).show_by_keys(
        ui,
        |ui| {
            let codes = plan.new_codes.iter().cloned();
            list(ui, tr!("New codes"), codes, plan.new_codes.len() < 6, palette);
            let several = plan.several.iter().map(|one| {
                let places: Vec<String> = one.places.iter().map(ToString::to_string).collect();
                let (row, document, quote) = (table.begins(one.line), &one.document, shortened(&one.quote, SHOWN));
                tr!("{row}, {document}: “{quote}” at {places}", row, document, quote, places = i18n::joined(&places))
            });
            list(ui, tr!("Text that occurs more than once"), several, false, palette);
            let left_out = plan.left_out.iter().map(Problem::sentence);
            list(ui, tr!("Rows skipped"), left_out, false, palette);
            list(ui, tr!("Please check"), others.into_iter().map(Problem::sentence), false, palette);
        },
    );
}
