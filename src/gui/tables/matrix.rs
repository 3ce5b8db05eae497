//! A matrix of numbers with a fixed header row and header column. Only the cells in sight are painted.

use super::{heat, is_open};
use crate::analysis::CellAddress;
use crate::gui::theme::{self, Palette};
use crate::model::codebook::PATH_SEPARATOR;
use crate::table::{Cell, Table};
use egui::{Align2, FontId, Id, Painter, Pos2, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};

const COLUMN: f32 = 92.0;
const FIRST: f32 = 150.0;
const HEAD: f32 = 64.0;

/// What stands at a place of the grid; the last row and column are totals.
struct Grid<'t> {
    table: &'t Table,
    rows: usize,
    columns: usize,
}

impl Grid<'_> {
    fn address(&self, row: usize, column: usize) -> CellAddress {
        CellAddress {
            row: (row < self.table.rows.len()).then_some(row),
            column: (column < self.table.columns.len()).then_some(column),
            item: None,
        }
    }

    fn number(&self, row: usize, column: usize) -> u64 {
        let address = self.address(row, column);
        let totals = self.table.totals.as_ref();
        let found = match (address.row, address.column) {
            (Some(row), Some(column)) => match self.table.rows.get(row).and_then(|r| r.cells.get(column)) {
                Some(Cell::Value(number)) => Some(*number),
                _ => None,
            },
            (Some(row), None) => totals.and_then(|t| t.rows.get(row).copied()),
            (None, Some(column)) => totals.and_then(|t| t.columns.get(column).copied()),
            (None, None) => totals.map(|t| t.total),
        };
        found.unwrap_or(0)
    }

    fn row_name(&self, row: usize) -> String {
        self.table.rows.get(row).map_or_else(|| "Total".to_owned(), |row| row.header.join(" · "))
    }

    fn column_name(&self, column: usize) -> &str {
        self.table.columns.get(column).map_or("Total", String::as_str)
    }
}

pub fn show(ui: &mut Ui, table: &Table, open: Option<CellAddress>, palette: &Palette) -> Option<CellAddress> {
    if table.rows.is_empty() || table.columns.is_empty() {
        let what = if table.rows.is_empty() {
            "There is nothing to stand in the rows yet."
        } else {
            "There are no codes yet."
        };
        ui.label(what);
        return None;
    }
    let grid = Grid { table, rows: table.rows.len() + 1, columns: table.columns.len() + 1 };
    let highest = (0..table.rows.len())
        .flat_map(|row| (0..table.columns.len()).map(move |column| (row, column)))
        .map(|(row, column)| grid.number(row, column))
        .max()
        .unwrap_or(0);
    let area = ui.available_rect_before_wrap();
    let body = Rect::from_min_max(area.min + vec2(FIRST, HEAD), area.max);
    let mut clicked = None;
    let mut offset = vec2(0.0, 0.0);
    ui.scope_builder(egui::UiBuilder::new().max_rect(body), |ui| {
        ScrollArea::both().id_salt(("matrix", &table.name)).auto_shrink(false).show_viewport(ui, |ui, view| {
            ui.set_width(grid.columns as f32 * COLUMN);
            ui.set_height(grid.rows as f32 * theme::ROW);
            offset = view.min.to_vec2();
            let origin = ui.min_rect().min;
            for row in sight(view.top(), view.bottom(), theme::ROW, grid.rows) {
                for column in sight(view.left(), view.right(), COLUMN, grid.columns) {
                    let at = origin + vec2(column as f32 * COLUMN, row as f32 * theme::ROW);
                    let rect = Rect::from_min_size(at, vec2(COLUMN, theme::ROW));
                    if cell(ui, &grid, (row, column), rect, highest, open, palette) {
                        clicked = Some(grid.address(row, column));
                    }
                }
            }
        });
    });
    heads(ui, &grid, area, body, offset, palette);
    clicked
}

fn sight(from: f32, to: f32, size: f32, count: usize) -> std::ops::Range<usize> {
    ((from / size).floor().max(0.0) as usize).min(count)..((to / size).ceil().max(0.0) as usize).min(count)
}

fn cell(
    ui: &mut Ui,
    grid: &Grid<'_>,
    (row, column): (usize, usize),
    rect: Rect,
    highest: u64,
    open: Option<CellAddress>,
    palette: &Palette,
) -> bool {
    let number = grid.number(row, column);
    let address = grid.address(row, column);
    let response = ui.interact(rect, Id::unique(("cell", &grid.table.name, row, column)), Sense::click());
    let label = format!("{}, {}: {number}", grid.row_name(row), grid.column_name(column));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    let painter = ui.painter();
    let total = address.row.is_none() || address.column.is_none();
    let inner = rect.shrink(1.0);
    if let Some(shade) = heat(palette, number, highest).filter(|_| !total) {
        painter.rect_filled(inner, 3.0, shade);
    }
    if is_open(open, address) || response.hovered() {
        let line = if is_open(open, address) { palette.accent } else { palette.line };
        painter.rect_stroke(inner, 3.0, (1.5, line), egui::StrokeKind::Inside);
    }
    crate::gui::bars::focus_ring(ui, &response, palette);
    let color = if number == 0 { palette.weak } else { palette.text };
    let words = if number == 0 { "·".to_owned() } else { number.to_string() };
    let font = FontId::proportional(theme::BODY);
    painter.text(pos2(rect.right() - 12.0, rect.center().y), Align2::RIGHT_CENTER, words, font, color);
    response.on_hover_text(label).clicked()
}

fn heads(ui: &Ui, grid: &Grid<'_>, area: Rect, body: Rect, offset: egui::Vec2, palette: &Palette) {
    let top = Rect::from_min_max(pos2(body.left(), area.top()), pos2(area.right(), body.top()));
    let side = Rect::from_min_max(pos2(area.left(), body.top()), pos2(body.left(), area.bottom()));
    let painter = ui.painter().with_clip_rect(top);
    for column in sight(offset.x, offset.x + top.width(), COLUMN, grid.columns) {
        let x = top.left() + column as f32 * COLUMN - offset.x;
        let path = grid.column_name(column);
        let name = path.rsplit(PATH_SEPARATOR).next().unwrap_or(path);
        let rect = Rect::from_min_size(pos2(x, top.top()), vec2(COLUMN, HEAD));
        column_head(ui, &painter, rect, name, palette);
        let id = Id::unique(("column", &grid.table.name, column));
        ui.interact(rect.intersect(top), id, Sense::hover()).on_hover_text(path);
    }
    let painter = ui.painter().with_clip_rect(side);
    let font = FontId::proportional(theme::BODY);
    for row in sight(offset.y, offset.y + side.height(), theme::ROW, grid.rows) {
        let y = side.top() + (row as f32 + 0.5) * theme::ROW - offset.y;
        painter.text(pos2(side.left(), y), Align2::LEFT_CENTER, grid.row_name(row), font.clone(), palette.text);
    }
    ui.painter().hline(area.x_range(), body.top(), (1.0, palette.line));
    ui.painter().vline(body.left(), area.y_range(), (1.0, palette.line));
    let corner = Pos2::new(area.left(), body.top() - theme::SPACE);
    ui.painter().text(corner, Align2::LEFT_BOTTOM, grid.table.row_headers.join(" · "), font, palette.weak);
}

/// At most three lines of the name, at the bottom of the head.
fn column_head(ui: &Ui, painter: &Painter, rect: Rect, name: &str, palette: &Palette) {
    let mut job =
        egui::text::LayoutJob::simple(name.to_owned(), FontId::proportional(theme::SMALL), palette.weak, COLUMN - 12.0);
    job.wrap.max_rows = 3;
    job.halign = egui::Align::RIGHT;
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    let at = pos2(rect.right() - 12.0, rect.bottom() - galley.size().y - 6.0);
    painter.galley(at, galley, palette.weak);
}
