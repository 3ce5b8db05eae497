//! A table whose cells list codes: each code has a line with its count; a click lists its passages.

use super::{heat, is_open};
use crate::analysis::CellAddress;
use crate::gui::theme::{self, Palette, Weighted};
use crate::table::{Cell, CellItem, Shown};
use crate::text::is_han;
use crate::tr;
use egui::{
    Align, Align2, Color32, Context, FontId, Id, Label, Layout, Rect, Response, RichText, Role, ScrollArea, Sense, Ui,
    UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

/// Least width of a column of codes: in a narrow window, long names wrap rather than being cut. It grows, up to the second
/// width, with the longest word, which is not broken.
const NARROWEST: [f32; 2] = [124.0, 190.0];
/// Least and greatest width of the names of rows, in points.
const NAMES: [f32; 2] = [64.0, 220.0];
/// Width of a column of values.
const VALUES: f32 = 90.0;
/// Width of the number in front of a code, and the gap beside it.
const NUMBER: f32 = 44.0;
const BESIDE: f32 = 12.0;

pub fn show(ui: &mut Ui, shown: &Shown, open: Option<CellAddress>, palette: &Palette) -> Option<CellAddress> {
    let mut clicked = None;
    let headers = shown.row_headers();
    let widths = widths(ui, shown, ui.available_width() - theme::WIDE);
    let reveals = is_resized(ui, shown, open.is_some());
    theme::show_scroll_bars(ui);
    ScrollArea::both().id_salt(("items", &shown.table.name)).auto_shrink(false).show(ui, |ui| {
        let names = headers.iter().map(|name| name.replace('_', " "));
        let names: Vec<String> = names.chain((0..shown.column_count()).map(|c| shown.column_name(c))).collect();
        line(ui, &widths, palette, |ui, place| {
            let name = names.get(place).map_or("", String::as_str);
            ui.add(Label::new(RichText::new(name).color(palette.weak).medium()).wrap());
        });
        for row in 0..shown.row_count() {
            let names = shown.row_names(row);
            line(ui, &widths, palette, |ui, place| {
                if let Some(name) = names.get(place) {
                    ui.add(Label::new(RichText::new(name).medium()).wrap());
                } else {
                    let found = content(ui, shown, (row, place - headers.len()), (open, reveals), palette);
                    clicked = clicked.or(found);
                }
            });
        }
    });
    clicked
}

/// Gives the keyboard focus to a line, when the table is shown next.
pub fn focus(ctx: &Context, line: CellAddress) {
    ctx.data_mut(|data| data.insert_temp(wanted(), line));
}

fn wanted() -> Id {
    Id::unique("the line with items that gets the focus")
}

/// True if the table has another size than in the last frame in which a line was open: that line must stay in view.
fn is_resized(ui: &Ui, shown: &Shown, is_open: bool) -> bool {
    let id = Id::unique(("size of a table with items", &shown.table.name));
    let size = is_open.then(|| ui.available_size());
    let before = ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<Option<Vec2>>(id), size));
    size.is_some() && before != size
}

/// A name column is as wide as its longest entry, as far as the columns of codes keep their least width; these share what
/// is left.
fn widths(ui: &Ui, shown: &Shown, available: f32) -> Vec<f32> {
    let rows = 0..shown.row_count();
    let plain = |column: usize| rows.clone().all(|row| !matches!(shown.cell(row, column), Some(Cell::Items(_))));
    let plain: Vec<bool> = (0..shown.column_count()).map(plain).collect();
    let narrow = plain.iter().filter(|plain| **plain).count() as f32;
    let wide = (plain.len() as f32 - narrow).max(1.0);
    let labels = rows.flat_map(|row| (0..plain.len()).map(move |column| (row, column)));
    let words = labels.flat_map(|(row, column)| shown.items(row, column)).map(|(_, item)| longest_word(&item.label));
    let word = words.max().unwrap_or_default() as f32 * theme::BODY * 0.56;
    let least = (word + NUMBER + BESIDE).clamp(NARROWEST[0], NARROWEST[1]);
    let names = natural_widths(ui, shown);
    let gaps = theme::WIDE * (names.len() + plain.len()) as f32;
    let room = available - narrow * VALUES - gaps;
    let most = ((room - wide * least) / names.len().max(1) as f32).clamp(NAMES[0], NAMES[1]);
    let names: Vec<f32> = names.into_iter().map(|width| width.clamp(NAMES[0], most)).collect();
    let width = ((room - names.iter().sum::<f32>()) / wide).clamp(least, 560.0);
    names.into_iter().chain(plain.into_iter().map(|plain| if plain { VALUES } else { width })).collect()
}

/// The width that each column of names needs to have every name on one line.
fn natural_widths(ui: &Ui, shown: &Shown) -> Vec<f32> {
    let measured = |text: &str| {
        let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::medium(theme::BODY), Color32::PLACEHOLDER);
        galley.size().x.ceil() + 1.0
    };
    let mut widths: Vec<f32> = shown.row_headers().iter().map(|head| measured(&head.replace('_', " "))).collect();
    for row in 0..shown.row_count() {
        for (width, name) in widths.iter_mut().zip(shown.row_names(row)) {
            *width = width.max(measured(name.as_ref()));
        }
    }
    widths
}

/// The length of the longest part of a name that stays on one line.
fn longest_word(name: &str) -> usize {
    let words = name.split(|c: char| c.is_whitespace() || c == '-' || is_han(c));
    words.map(|word| word.chars().count()).max().unwrap_or_default()
}

/// A table row: cells side by side, as high as the highest, with a line below.
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

fn content(
    ui: &mut Ui,
    shown: &Shown,
    (row, column): (usize, usize),
    (open, reveals): (Option<CellAddress>, bool),
    palette: &Palette,
) -> Option<CellAddress> {
    let cell = shown.cell(row, column)?;
    if !matches!(cell, Cell::Items(_)) {
        let text = cell.lines().join("\n");
        let color = if matches!(cell, Cell::Undefined(_)) { palette.weak } else { palette.text };
        ui.add(Label::new(RichText::new(text).color(color)).wrap());
        return None;
    }
    let mut clicked = None;
    let highest = if shown.view.heat { shown.highest } else { 0 };
    for (place, item) in shown.items(row, column) {
        let address = CellAddress { item: Some(place), ..shown.address(row, column) };
        let is_open = is_open(open, address);
        let response = item_row(ui, item, is_open, highest, palette);
        if response.clicked() {
            clicked = Some(address);
        }
        if is_open && reveals {
            response.scroll_to_me(None);
        }
        if ui.data(|data| data.get_temp(wanted())) == Some(address) {
            ui.data_mut(|data| data.remove::<CellAddress>(wanted()));
            response.request_focus();
        }
    }
    clicked
}

fn item_row(ui: &mut Ui, item: &CellItem, open: bool, highest: u64, palette: &Palette) -> Response {
    let width = ui.available_width();
    let font = FontId::proportional(theme::BODY);
    let color = if item.count > 0 { palette.text } else { palette.weak };
    let galley = ui.fonts_mut(|fonts| fonts.layout(item.label.clone(), font.clone(), color, width - NUMBER - BESIDE));
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y.max(18.0) + 6.0), Sense::click());
    response.widget_info(|| {
        WidgetInfo::labeled(Role::Button, true, tr!("{name}: {value}", name = item.label, value = item.count))
    });
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
    response.on_hover_text(&item.code)
}
