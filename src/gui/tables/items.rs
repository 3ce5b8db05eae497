//! A table whose cells list codes: every code is a line with its count, and a click on it lists its passages.

use super::{heat, is_open};
use crate::analysis::CellAddress;
use crate::gui::theme::{self, Palette};
use crate::table::{Cell, Item, Table};
use egui::{
    Align, Align2, FontId, Grid, Label, Layout, RichText, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2,
    vec2,
};

pub fn show(ui: &mut Ui, table: &Table, open: Option<CellAddress>, palette: &Palette) -> Option<CellAddress> {
    let mut clicked = None;
    let headers = table.row_headers.len();
    let available = ui.available_width() - theme::WIDE;
    let header_width = (available * 0.16 / headers.max(1) as f32).clamp(90.0, 180.0);
    let plain = |column: usize| table.rows.iter().all(|row| !matches!(row.cells.get(column), Some(Cell::Items(_))));
    let narrow = (0..table.columns.len()).filter(|&column| plain(column)).count() as f32;
    let wide = (table.columns.len() as f32 - narrow).max(1.0);
    let rest = available - header_width * headers as f32 - narrow * 90.0 - theme::WIDE * (headers as f32 + narrow + wide);
    let width = (rest / wide).clamp(180.0, 560.0);
    let highest = highest(table);
    ScrollArea::both().id_salt("items").auto_shrink(false).show(ui, |ui| {
        Grid::new(("items", &table.name)).num_columns(headers + table.columns.len()).spacing([theme::WIDE, theme::SPACE]).show(
            ui,
            |ui| {
                for name in &table.row_headers {
                    head(ui, &name.replace('_', " "), header_width, palette);
                }
                for (column, name) in table.columns.iter().enumerate() {
                    head(ui, name, if plain(column) { 90.0 } else { width }, palette);
                }
                ui.end_row();
                for (r, row) in table.rows.iter().enumerate() {
                    for name in &row.header {
                        cell_of(ui, header_width, |ui| drop(ui.add(Label::new(RichText::new(name).strong()).wrap())));
                    }
                    for (c, cell) in row.cells.iter().enumerate() {
                        let width = if plain(c) { 90.0 } else { width };
                        cell_of(ui, width, |ui| {
                            let found = content(ui, cell, r, c, open, highest, palette);
                            clicked = clicked.or(found);
                        });
                    }
                    ui.end_row();
                }
            },
        );
    });
    clicked
}

fn highest(table: &Table) -> u64 {
    let items = table.rows.iter().flat_map(|row| &row.cells).filter_map(|cell| match cell {
        Cell::Items(items) => items.iter().map(|item| item.count).max(),
        _ => None,
    });
    items.max().unwrap_or(0)
}

fn head(ui: &mut Ui, name: &str, width: f32, palette: &Palette) {
    cell_of(ui, width, |ui| {
        ui.label(RichText::new(name).color(palette.weak).strong());
        let line = ui.max_rect();
        let y = ui.min_rect().bottom() + 3.0;
        ui.painter().hline(line.left()..=line.left() + width, y, (1.0, palette.line));
    });
}

fn cell_of(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
        ui.set_width(width);
        ui.spacing_mut().item_spacing.y = 2.0;
        contents(ui);
    });
}

fn content(
    ui: &mut Ui,
    cell: &Cell,
    row: usize,
    column: usize,
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
