//! A table whose cells list codes: every code is a line with its count, and a click on it lists its passages.

use super::{heat, is_open};
use crate::analysis::CellAddress;
use crate::gui::theme::{self, Palette};
use crate::table::{Cell, Item, Table};
use egui::{
    Align, Align2, FontId, Label, Layout, Rect, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2,
    vec2,
};

pub fn show(ui: &mut Ui, table: &Table, open: Option<CellAddress>, palette: &Palette) -> Option<CellAddress> {
    let mut clicked = None;
    let headers = table.row_headers.len();
    let available = ui.available_width() - theme::WIDE;
    // A header is as wide as its longest word needs, at least.
    let longest = |place: usize| {
        let names = table.rows.iter().filter_map(|row| row.header.get(place)).chain(table.row_headers.get(place));
        names.map(|name| name.chars().count()).max().unwrap_or(0)
    };
    let header_widths: Vec<f32> = (0..headers).map(|place| (longest(place) as f32 * 7.0).clamp(64.0, 130.0)).collect();
    let plain = |column: usize| table.rows.iter().all(|row| !matches!(row.cells.get(column), Some(Cell::Items(_))));
    let narrow = (0..table.columns.len()).filter(|&column| plain(column)).count() as f32;
    let wide = (table.columns.len() as f32 - narrow).max(1.0);
    let rest =
        available - header_widths.iter().sum::<f32>() - narrow * 90.0 - theme::WIDE * (headers as f32 + narrow + wide);
    let width = (rest / wide).clamp(180.0, 560.0);
    let highest = highest(table);
    let widths: Vec<f32> = header_widths
        .into_iter()
        .chain((0..table.columns.len()).map(|column| if plain(column) { 90.0 } else { width }))
        .collect();
    ScrollArea::both().id_salt(("items", &table.name)).auto_shrink(false).show(ui, |ui| {
        let names = table.row_headers.iter().map(|name| name.replace('_', " ")).chain(table.columns.iter().cloned());
        let names: Vec<String> = names.collect();
        line(ui, &widths, palette, |ui, place| {
            ui.label(RichText::new(names.get(place).map_or("", String::as_str)).color(palette.weak).strong());
        });
        for (r, row) in table.rows.iter().enumerate() {
            line(ui, &widths, palette, |ui, place| {
                if let Some(name) = row.header.get(place) {
                    ui.add(Label::new(RichText::new(name).strong()).wrap());
                } else if let Some((cell, c)) = place.checked_sub(headers).and_then(|c| Some((row.cells.get(c)?, c))) {
                    let found = content(ui, cell, (r, c), open, highest, palette);
                    clicked = clicked.or(found);
                }
            });
        }
    });
    clicked
}

/// A row of the table: cells beside each other, as high as the highest, and a line under it.
fn line(ui: &mut Ui, widths: &[f32], palette: &Palette, mut cell: impl FnMut(&mut Ui, usize)) {
    let start = ui.cursor().min;
    let (mut x, mut bottom) = (start.x, start.y);
    for (place, &width) in widths.iter().enumerate() {
        let rect = Rect::from_min_size(pos2(x, start.y + theme::GAP), vec2(width, 0.0));
        let child = UiBuilder::new().max_rect(rect).layout(Layout::top_down(Align::Min)).id_salt(place);
        let used = ui.scope_builder(child, |ui| {
            ui.set_width(width);
            ui.spacing_mut().item_spacing.y = 2.0;
            cell(ui, place);
        });
        bottom = f32::max(bottom, used.response.rect.bottom());
        x += width + theme::WIDE;
    }
    let rect = Rect::from_min_max(start, pos2(x, bottom + theme::SPACE));
    ui.painter().hline(rect.left()..=rect.right() - theme::WIDE, rect.bottom(), (1.0, palette.line));
    ui.advance_cursor_after_rect(rect);
}

fn highest(table: &Table) -> u64 {
    let items = table.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| match cell {
        Cell::Items(items) => items.iter().map(|item| item.count).max(),
        _ => None,
    });
    items.max().unwrap_or(0)
}

fn content(
    ui: &mut Ui,
    cell: &Cell,
    (row, column): (usize, usize),
    open: Option<CellAddress>,
    highest: u64,
    palette: &Palette,
) -> Option<CellAddress> {
    let Cell::Items(items) = cell else {
        let words = cell.lines().join("\n");
        let color = if matches!(cell, Cell::Undefined(_)) { palette.weak } else { palette.text };
        ui.add(Label::new(RichText::new(words).color(color)).wrap());
        return None;
    };
    let mut clicked = None;
    for (i, item) in items.iter().enumerate() {
        let address = CellAddress::item(row, column, i);
        if item_row(ui, item, is_open(open, address), highest, palette) {
            clicked = Some(address);
        }
    }
    clicked
}

fn item_row(ui: &mut Ui, item: &Item, open: bool, highest: u64, palette: &Palette) -> bool {
    const NUMBER: f32 = 44.0;
    let width = ui.available_width();
    let font = FontId::proportional(theme::BODY);
    let color = if item.count > 0 { palette.text } else { palette.weak };
    let galley = ui.fonts_mut(|fonts| fonts.layout(item.label.clone(), font.clone(), color, width - NUMBER - 12.0));
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y.max(18.0) + 6.0), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{}: {}", item.label, item.count)));
    let painter = ui.painter();
    if open || response.hovered() {
        painter.rect_filled(rect, 5.0, if open { palette.chosen } else { palette.hover });
    }
    crate::gui::bars::focus_ring(ui, &response, palette);
    let badge = egui::Rect::from_min_size(rect.left_top() + vec2(3.0, 3.0), vec2(NUMBER - 10.0, 20.0));
    if let Some(shade) = heat(palette, item.count, highest) {
        painter.rect_filled(badge, 4.0, shade);
    }
    painter.text(badge.center(), Align2::CENTER_CENTER, item.count.to_string(), font, color);
    painter.galley(pos2(rect.left() + NUMBER, rect.top() + 3.0), galley, color);
    response.on_hover_text(&item.code).clicked()
}
