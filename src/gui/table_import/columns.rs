//! The source of a table: its file, with a choice of sheet and encoding, and its columns, each with its first cells and
//! its use.

use super::DialogAnswer;
use crate::engine::import::encodings;
use crate::gui::bars;
use crate::gui::bars::GrowTo;
use crate::gui::combo_keys::ShowList;
use crate::gui::theme::{self, Palette};
use crate::interchange::sheet::{Sheet, SheetReading};
use crate::model::Noun;
use crate::text::encoding_title;
use crate::tr;
use egui::{Color32, ComboBox, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

/// Rows of the file that are shown.
const SHOWN: usize = 3;
/// Columns that are shown in a preview without choices.
const LOOKED_AT: usize = 6;

/// Minimum and maximum width of a cell, in points.
const CELL: (f32, f32) = (100.0, 200.0);

/// Shows the file. Returns another way to read it, if the user chose one.
pub fn about(ui: &mut Ui, sheet: &Sheet, reading: &SheetReading, palette: &Palette) -> Option<DialogAnswer> {
    let (file, rows) = (sheet.file(), Noun::Row.counted(sheet.rows.len() as u64));
    let text = match sheet.separator {
        Some(';') => tr!("{file}: {rows}, separated by semicolons", file, rows),
        Some('\t') => tr!("{file}: {rows}, separated by tabs", file, rows),
        Some('|') => tr!("{file}: {rows}, separated by vertical bars", file, rows),
        Some(_) => tr!("{file}: {rows}, separated by commas", file, rows),
        None => tr!("{file}: {rows}", file, rows),
    };
    let mut answer = None;
    ui.horizontal(|ui| {
        ui.label(RichText::new(text).color(palette.weak));
        if sheet.sheets.len() > 1 {
            let names = sheet.sheets.iter().map(|name| (name.as_str(), name.clone()));
            let chosen = choice(ui, tr!("Sheet"), &sheet.name, &sheet.name, names);
            answer = chosen.map(|name| SheetReading { sheet: Some(name), ..reading.clone() });
        }
        if sheet.separator.is_some() {
            let names = encodings().into_iter().map(|(name, about)| {
                (name, tr!("label" => "{name}: {value}", name = encoding_title(name), value = about))
            });
            let chosen = choice(ui, tr!("Encoding"), &sheet.encoding, &encoding_title(&sheet.encoding), names);
            answer = chosen.map(|name| SheetReading { encoding: Some(name), ..reading.clone() });
        }
    });
    ui.add_space(theme::SPACE);
    answer.map(DialogAnswer::Read)
}

/// A combo box that shows `title`. `names` holds each name with its label; returns the new name if it differs from `now`.
fn choice<'n>(
    ui: &mut Ui,
    what: &str,
    now: &str,
    title: &str,
    names: impl Iterator<Item = (&'n str, String)>,
) -> Option<String> {
    let mut chosen = None;
    let combo = ComboBox::from_id_salt(what).width(120.0).height(360.0).selected_text(title).show_list(ui, |ui| {
        for (name, shown) in names {
            let is_now = name.eq_ignore_ascii_case(now);
            if ui.selectable_label(is_now, shown).clicked() && !is_now {
                chosen = Some(name.to_owned());
            }
        }
    });
    combo.response.widget_info(|| {
        WidgetInfo::labeled(Role::ComboBox, true, tr!("label" => "{name}: {value}", name = what, value = title))
    });
    chosen
}

/// Each column in a row: its name, its first cells, and the widget that `use_of` adds, which needs `room` points. Only
/// the visible rows are laid out.
pub fn columns(ui: &mut Ui, sheet: &Sheet, palette: &Palette, room: f32, mut use_of: impl FnMut(&mut Ui, usize, &str)) {
    let width = cell_width(ui, room);
    head(ui, sheet, palette, width, tr!("Becomes"));
    let height = (ui.ctx().content_rect().height() - 440.0).max(120.0);
    let area = ScrollArea::vertical().id_salt("columns").grow_to(height).auto_shrink([false, true]);
    area.show_rows(ui, theme::ROW, sheet.header.len(), |ui, range| {
        for column in range {
            ui.horizontal(|ui| {
                let name = cells(ui, sheet, column, palette, width);
                use_of(ui, column, name);
            });
        }
    });
    ui.add_space(theme::SPACE);
}

fn cell_width(ui: &Ui, room: f32) -> f32 {
    let left = (ui.available_width() - room) / (SHOWN + 1) as f32 - ui.spacing().item_spacing.x;
    left.clamp(CELL.0, CELL.1)
}

/// A preview of the first columns.
pub fn preview(ui: &mut Ui, sheet: &Sheet, palette: &Palette) {
    let width = cell_width(ui, 0.0);
    head(ui, sheet, palette, width, "");
    for column in 0..sheet.header.len().min(LOOKED_AT) {
        ui.horizontal(|ui| cells(ui, sheet, column, palette, width));
    }
    if sheet.header.len() > LOOKED_AT {
        let more = sheet.header.len() - LOOKED_AT;
        let text = tr!("and {n} column more" | "and {n} columns more" % more);
        ui.label(RichText::new(text).color(palette.weak));
    }
    ui.add_space(theme::SPACE);
}

fn head(ui: &mut Ui, sheet: &Sheet, palette: &Palette, width: f32, last: &str) {
    ui.horizontal(|ui| {
        let small = |ui: &mut Ui, text: &str| cell(ui, text, theme::SMALL, palette.weak, width);
        small(ui, tr!("Column"));
        for row in sheet.rows.iter().take(SHOWN) {
            small(ui, &sheet.begins(row.line));
        }
        if !last.is_empty() {
            small(ui, last);
        }
    });
}

fn cells<'s>(ui: &mut Ui, sheet: &'s Sheet, column: usize, palette: &Palette, width: f32) -> &'s str {
    let name = sheet.header.get(column).map_or("", String::as_str);
    cell(ui, name, theme::BODY, palette.text, width);
    for row in sheet.rows.iter().take(SHOWN) {
        cell(ui, row.cell(column), theme::BODY, palette.weak, width);
    }
    name
}

fn cell(ui: &mut Ui, text: &str, size: f32, color: Color32, width: f32) {
    // A cell may contain a whole interview.
    const MOST: usize = 300;
    let text: String = text.chars().take(MOST).collect();
    let galley = bars::elided(ui, &text.replace('\n', " "), size, color, width);
    let (rect, response) = ui.allocate_exact_size(vec2(width, theme::ROW), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    ui.painter().galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, color);
    if !text.is_empty() {
        response.on_hover_text(text);
    }
}
