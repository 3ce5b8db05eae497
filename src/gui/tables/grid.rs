//! A table of numbers or passages whose head and row names stay in view. Only the visible cells are painted.
//!
//! The grid is one Tab stop: arrow keys move within it, Enter opens the current cell. Start reading at [`show`].

use super::cells::{self, CellLook};
use crate::analysis::CellAddress;
use crate::gui::bars::{elided, tooltip};
use crate::gui::icons;
use crate::gui::theme::{self, Palette};
use crate::model::VariableKind;
use crate::model::codebook::PATH_SEPARATOR;
use crate::table::{Cell, Shown, Sort};
use crate::text::is_han;
use crate::{i18n, tr};
use egui::{
    CursorIcon, EventFilter, Id, Key, Modifiers, Painter, Rect, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;
use unicode_width::UnicodeWidthStr;

/// Minimum and maximum automatic width of the row names, in points. The maximum grows with the table's width.
const NAMES: [f32; 2] = [72.0, 300.0];
const NAMES_SHARE: f32 = 0.32;
/// The largest share of a narrow table that they take by themselves.
const NAMES_MOST: f32 = 0.4;
/// The most that they take beside passages, where rows have room for several lines.
const NAMES_BESIDE_QUOTES: f32 = 190.0;
/// Maximum width to which the user can drag them, in points.
const NAMES_DRAWN: f32 = 640.0;
/// Least width of a column of numbers, in points.
const NARROWEST: f32 = 66.0;
/// The least and the largest width of a column of passages, which is otherwise as wide as all columns need to be in sight.
const NARROWEST_QUOTES: f32 = 172.0;
const WIDEST_QUOTES: f32 = 480.0;
/// Width up to which columns are widened for the texts in them.
const WIDEST_TEXT: f32 = 150.0;
/// Width of a word in a head from which it may be broken, in columns of a terminal.
const LONGEST_WORD: usize = 12;

/// The state between frames: the cursor, the width of the names, the heights of the rows.
#[derive(Default)]
pub struct GridState {
    /// Row and column; 0 is the head or the column of names.
    cursor: (usize, usize),
    /// The cursor has moved and must be scrolled into view.
    follow: bool,
    /// Takes the keyboard focus.
    wants_focus: bool,
    /// Title of the table in which the cursor is.
    of: Option<String>,
    /// The size of the body while a cell is open: if it changes, the cell must stay in view.
    body: Option<Vec2>,
    /// Widths set by dragging, by table name.
    drawn: HashMap<String, f32>,
    measured: Option<Measured>,
    /// What stands above the names of the rows, in place of the table's own heads.
    pub corner: Option<String>,
    /// The kinds of the attributes whose values are the names of rows and of columns.
    pub kinds: [Option<VariableKind>; 2],
}

impl GridState {
    /// Returns the keyboard focus to the grid.
    pub fn focus(&mut self) {
        self.wants_focus = true;
    }
}

/// Measurements of a table in its current view.
struct Measured {
    of: Arc<Shown>,
    /// Top of each row, and the bottom of the last.
    tops: Vec<f32>,
    names: f32,
    look: CellLook,
    /// Least width of a column of numbers.
    narrowest: f32,
    /// Least width of each column for the texts in it; 0 where there are none.
    texts: Vec<f32>,
    /// Which columns of a table of passages have none.
    empty: Vec<bool>,
    heads: Vec<String>,
    /// The edges of the columns for which the height of the heads in `look` was measured.
    lefts: Vec<f32>,
}

/// What the user did in the grid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    Open(CellAddress),
    SortBy(usize),
    SortByName,
}

/// The parts of the grid on the screen, and what painting needs.
struct Frame<'a> {
    shown: &'a Shown,
    look: CellLook,
    tops: &'a [f32],
    /// Left edge of each column within the table, and the right edge of the last.
    lefts: &'a [f32],
    area: Rect,
    body: Rect,
    palette: &'a Palette,
    heads: &'a [String],
}

pub fn show(
    ui: &mut Ui,
    shown: &Arc<Shown>,
    state: &mut GridState,
    open: Option<CellAddress>,
    palette: &Palette,
) -> Option<Done> {
    if shown.row_count() == 0 || shown.column_count() == 0 {
        ui.label(tr!("Nothing to show in rows or columns yet"));
        return None;
    }
    if state.of.as_ref() != Some(&shown.table.title) {
        // Another table begins at its first row and column.
        state.of = Some(shown.table.title.clone());
        state.cursor = (0, 0);
    }
    let mut measured = state.measured.take().filter(|m| Arc::ptr_eq(&m.of, shown)).unwrap_or_else(|| measure(shown));
    let area = ui.available_rect_before_wrap();
    let widest = NAMES[1].max(area.width() * NAMES_SHARE).min(area.width() * NAMES_MOST);
    let widest = if measured.look.to_the_right { widest } else { widest.min(NAMES_BESIDE_QUOTES) };
    let usual = measured.names.min(widest.max(NAMES[0]));
    let names = state.drawn.get(&shown.table.name).copied().unwrap_or(usual).min(area.width() * 0.6);
    if measured.look.to_the_right {
        // Narrower columns rather than columns out of sight.
        let beyond: f32 = measured.texts.iter().map(|text| (text - measured.narrowest).max(0.0)).sum();
        let each = (area.width() - names - theme::SCROLL_BAR - beyond) / shown.column_count() as f32;
        measured.look.width = each.floor().clamp(measured.narrowest, CellLook::NUMBERS.width);
    } else {
        // Columns without a passage leave their room to the others.
        let empty = measured.empty.iter().filter(|is_empty| **is_empty).count();
        let room = area.width() - names - theme::SCROLL_BAR - empty as f32 * measured.narrowest;
        let each = room / (shown.column_count() - empty).max(1) as f32;
        let width = each.floor().clamp(NARROWEST_QUOTES, WIDEST_QUOTES);
        if width != measured.look.width {
            (measured.look.width, measured.tops) = (width, tops(shown, Some(width)));
        }
    }
    let lefts = measured.lefts();
    if measured.look.to_the_right && measured.lefts != lefts {
        measured.look.head = cells::head_height(ui, &measured.heads, &lefts);
        measured.lefts.clone_from(&lefts);
    }
    let body = Rect::from_min_max(area.min + vec2(names, measured.look.head), area.max);
    let (tops, short_heads) = (measured.tops.as_slice(), measured.heads.as_slice());
    let frame = Frame { shown, look: measured.look, tops, lefts: &lefts, area, body, palette, heads: short_heads };
    let id = Id::unique(("grid", &shown.table.name));
    let keyboard = ui.interact(area, id, Sense::focusable_noninteractive());
    if std::mem::take(&mut state.wants_focus) {
        keyboard.request_focus();
    }
    let size = open.map(|_| body.size());
    state.follow |= size.is_some() && state.body != size;
    state.body = size;
    let moved = keyboard.has_focus().then(|| keys(ui, id, &frame, state)).flatten();
    let (row, column) = state.cursor;
    keyboard.widget_info(|| WidgetInfo::labeled(Role::Grid, true, frame.spoken(row, column)));
    let mut done = moved;
    let mut offset = Vec2::ZERO;
    ui.scope_builder(UiBuilder::new().max_rect(body), |ui| {
        // A bar that is always visible shows that there are more columns or rows.
        theme::show_scroll_bars(ui);
        // All matrices have one name.
        ScrollArea::both().id_salt(("matrix", &shown.table.name, &shown.table.title)).auto_shrink(false).show_viewport(
            ui,
            |ui, view| {
                ui.set_width(frame.lefts.last().copied().unwrap_or(0.0));
                ui.set_height(frame.tops.last().copied().unwrap_or(0.0));
                offset = view.min.to_vec2();
                done = done.or(cells_in_sight(ui, &frame, view, open, state));
                follow(ui, &frame, state);
            },
        );
    });
    done = done.or(heads(ui, &frame, offset, state)).or(row_names(ui, &frame, offset, state));
    resize(ui, &frame, state);
    if let (true, Some(rect)) = (keyboard.has_focus(), frame.place(state.cursor, offset)) {
        ui.painter().with_clip_rect(area).rect_stroke(rect, 4.0, Stroke::new(2.0, palette.accent), StrokeKind::Inside);
    }
    if done.is_some() {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    state.measured = Some(measured);
    done
}

/// The upper edge of each row, and the lower edge of the last. `width`: that of a column of passages.
fn tops(shown: &Shown, width: Option<f32>) -> Vec<f32> {
    let height = |row: usize| {
        let cells = (0..shown.column_count()).filter_map(|column| shown.cell(row, column));
        width.map_or(theme::ROW, |width| cells.map(|cell| cells::height(cell, width)).fold(theme::ROW, f32::max))
    };
    let ends = (0..shown.row_count()).scan(0.0, |end, row| {
        *end += height(row);
        Some(*end)
    });
    std::iter::once(0.0).chain(ends).collect()
}

fn measure(shown: &Arc<Shown>) -> Measured {
    let quotes = shown.table.rows.iter().flat_map(|row| &row.cells).any(|cell| matches!(cell, Cell::Quotes { .. }));
    let look = if quotes { CellLook::QUOTES } else { CellLook::NUMBERS };
    let tops = tops(shown, quotes.then_some(look.width));
    let mut widest = 0;
    for row in 0..shown.row_count() {
        let name = shown.row_name(row);
        let (leaf, parents) = split_path(&name);
        // Parents follow the name in a smaller font, as far as there is space.
        let width = leaf.width() + parents.map_or(0, |p| p.width().min(16) + 2);
        widest = width.max(widest);
    }
    widest = shown.row_headers().iter().map(|name| name.width()).sum::<usize>().max(widest);
    let names = (widest as f32 * theme::BODY * 0.58 + theme::WIDE + theme::SPACE).clamp(NAMES[0], NAMES_DRAWN);
    let column_heads =
        short_heads(&(0..shown.column_count()).map(|column| shown.column_name(column)).collect::<Vec<_>>());
    let longest = column_heads.iter().map(|head| unbroken(head)).max().unwrap_or_default();
    let heads = longest as f32 * theme::SMALL * 0.56 + 20.0;
    let narrowest = heads.clamp(NARROWEST, CellLook::NUMBERS.width);
    let (texts, lefts) = (texts(shown), Vec::new());
    let empty = if quotes { cells::without_passages(shown) } else { vec![false; shown.column_count()] };
    Measured { of: shown.clone(), tops, names, look, narrowest, texts, empty, heads: column_heads, lefts }
}

/// The width of the texts in each column; 0 where there are none. A short text, such as an interval, is never cut.
fn texts(shown: &Shown) -> Vec<f32> {
    let mut longest = vec![0; shown.column_count()];
    let has_texts = |cell: &Cell| matches!(cell, Cell::Text(_));
    if shown.table.rows.iter().any(|row| row.cells.iter().any(has_texts)) {
        for row in 0..shown.row_count() {
            for (column, longest) in longest.iter_mut().enumerate() {
                if let Some(Cell::Text(words)) = shown.cell(row, column) {
                    *longest = words.width().max(*longest);
                }
            }
        }
    }
    let width = |letters: usize| (letters as f32 * theme::BODY * 0.55 + 16.0).min(WIDEST_TEXT);
    longest.into_iter().map(|letters| if letters == 0 { 0.0 } else { width(letters) }).collect()
}

impl Measured {
    /// The left edge of each column, and the right edge of the last. Only columns with longer texts are wider than the
    /// others, and only those without a passage narrower than others with passages.
    fn lefts(&self) -> Vec<f32> {
        let each = self.look.width;
        let widths = self.texts.iter().zip(&self.empty).map(|(text, is_empty)| match self.look.to_the_right {
            true => text.max(each),
            false if *is_empty => self.narrowest,
            false => each,
        });
        let ends = widths.scan(0.0, |end, width| {
            *end += width;
            Some(*end)
        });
        std::iter::once(0.0).chain(ends).collect()
    }
}

/// The heads of columns: the last part of a code's path, with as many parts above it as distinguish it from the others.
fn short_heads(names: &[String]) -> Vec<String> {
    let tail = |name: &str, parts: usize| {
        let all: Vec<&str> = name.split(PATH_SEPARATOR).collect();
        all.get(all.len().saturating_sub(parts)..).unwrap_or_default().join(PATH_SEPARATOR)
    };
    let mut heads: Vec<String> = names.iter().map(|name| tail(name, 1)).collect();
    let deepest = names.iter().map(|name| name.split(PATH_SEPARATOR).count()).max().unwrap_or_default();
    for parts in 2..=deepest {
        let mut seen: HashMap<&str, usize> = HashMap::new();
        heads.iter().for_each(|head| *seen.entry(head).or_default() += 1);
        let again: Vec<bool> =
            heads.iter().map(|head| seen.get(head.as_str()).is_some_and(|count| *count > 1)).collect();
        for ((head, name), _) in heads.iter_mut().zip(names).zip(again).filter(|(_, again)| *again) {
            *head = tail(name, parts);
        }
    }
    heads
}

/// The width of the widest part of a head that is not to be broken, in columns of a terminal.
fn unbroken(head: &str) -> usize {
    // Chinese characters may be parted anywhere; a word of Latin or Greek letters stays together with the brackets
    // around it.
    let words = head.split(|c: char| c.is_whitespace() || is_han(c)).map(|word| word.width().min(LONGEST_WORD));
    let characters = head.split(|c: char| !is_han(c)).map(|run| run.width().min(LONGEST_WORD / 2));
    words.chain(characters).max().unwrap_or_default()
}

/// The last part of a code's path, and the parts above it.
fn split_path(name: &str) -> (&str, Option<&str>) {
    name.rsplit_once(PATH_SEPARATOR).map_or((name, None), |(parents, leaf)| (leaf, Some(parents)))
}

impl Frame<'_> {
    fn row_rect(&self, row: usize) -> Range<f32> {
        let top = |row: usize| self.tops.get(row).copied().unwrap_or(0.0);
        top(row)..top(row + 1)
    }

    fn rows_in_sight(&self, from: f32, to: f32) -> Range<usize> {
        let first = self.tops.partition_point(|&top| top <= from).saturating_sub(1);
        let last = self.tops.partition_point(|&top| top < to);
        first.min(self.shown.row_count())..last.min(self.shown.row_count())
    }

    fn columns_in_sight(&self, from: f32, to: f32) -> Range<usize> {
        let count = self.shown.column_count();
        let first = self.lefts.partition_point(|&left| left <= from).saturating_sub(1);
        first.min(count)..self.lefts.partition_point(|&left| left < to).min(count)
    }

    /// Left and right edge of a column within the table.
    fn column(&self, column: usize) -> Range<f32> {
        let left = |column: usize| self.lefts.get(column).or(self.lefts.last()).copied().unwrap_or(0.0);
        left(column)..left(column + 1)
    }

    /// The position of the cursor on the screen, if it is in the table.
    fn place(&self, (row, column): (usize, usize), offset: Vec2) -> Option<Rect> {
        let (x, width) = match column.checked_sub(1) {
            None => (self.area.left(), self.body.left() - self.area.left()),
            Some(c) => {
                let columns = self.column(c);
                (self.body.left() + columns.start - offset.x, columns.end - columns.start)
            }
        };
        let (y, height) = match row.checked_sub(1) {
            None => (self.area.top(), self.look.head),
            Some(r) => {
                let rows = self.row_rect(r);
                (self.body.top() + rows.start - offset.y, rows.end - rows.start)
            }
        };
        let rect = Rect::from_min_size(pos2(x, y), vec2(width, height));
        let within = match (row, column) {
            (0, 0) => self.area,
            (0, _) => Rect::everything_right_of(self.body.left() - 1.0),
            (_, 0) => Rect::everything_below(self.body.top() - 1.0),
            _ => self.body.expand(1.0),
        };
        within.intersects(rect).then(|| rect.intersect(within).intersect(self.area))
    }

    /// The text for screen readers of the cell under the cursor.
    fn spoken(&self, row: usize, column: usize) -> String {
        let what = match (row.checked_sub(1), column.checked_sub(1)) {
            (None, None) => tr!("sort by name").to_owned(),
            (None, Some(column)) => {
                let name = tr!("sort by {name}", name = self.shown.column_name(column));
                i18n::clauses(
                    &[Some(name.as_str()), self.shown.explanation(column)].into_iter().flatten().collect::<Vec<_>>(),
                )
            }
            (Some(row), None) => self.shown.row_name(row),
            (Some(row), Some(column)) => cells::label(self.shown, row, column),
        };
        tr!("{name}: {value}", name = self.shown.table.title, value = what)
    }

    fn done_at(&self, (row, column): (usize, usize)) -> Done {
        match (row.checked_sub(1), column.checked_sub(1)) {
            (None, None) => Done::SortByName,
            (None, Some(column)) => Done::SortBy(column),
            // The name of a row represents the whole row.
            (Some(row), None) => {
                let address = self.shown.address(row, 0);
                Done::Open(if self.shown.view.transposed {
                    CellAddress { row: None, ..address }
                } else {
                    CellAddress { column: None, ..address }
                })
            }
            (Some(row), Some(column)) => Done::Open(self.shown.address(row, column)),
        }
    }
}

/// Arrow keys, Home, End and page keys move the cursor; Enter and Space act like a click.
fn keys(ui: &Ui, id: Id, frame: &Frame<'_>, state: &mut GridState) -> Option<Done> {
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let (rows, columns) = (frame.shown.row_count(), frame.shown.column_count());
    let page = (frame.body.height() / frame.look.height.max(theme::ROW)).max(1.0) as usize;
    let pressed = |key: Key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (mut row, mut column) = state.cursor;
    if row > rows || column > columns {
        (row, column) = (1, 1);
    }
    let moves: [(Key, (usize, usize)); 8] = [
        (Key::ArrowDown, ((row + 1).min(rows), column)),
        (Key::ArrowUp, (row.saturating_sub(1), column)),
        (Key::ArrowRight, (row, (column + 1).min(columns))),
        (Key::ArrowLeft, (row, column.saturating_sub(1))),
        (Key::PageDown, ((row + page).min(rows), column)),
        (Key::PageUp, (row.saturating_sub(page).max(1), column)),
        (Key::Home, (row, 1)),
        (Key::End, (row, columns)),
    ];
    if let Some((_, to)) = moves.into_iter().find(|(key, _)| pressed(*key)) {
        (state.cursor, state.follow) = (to, true);
    }
    (pressed(Key::Enter) || pressed(Key::Space)).then(|| frame.done_at(state.cursor))
}

/// Scrolls to the cursor after it has moved.
fn follow(ui: &Ui, frame: &Frame<'_>, state: &mut GridState) {
    if !std::mem::take(&mut state.follow) {
        return;
    }
    let origin = ui.min_rect().min;
    let rows = frame.row_rect(state.cursor.0.saturating_sub(1));
    let columns = frame.column(state.cursor.1.saturating_sub(1));
    let at = origin + vec2(columns.start, rows.start);
    ui.scroll_to_rect(Rect::from_min_size(at, vec2(columns.end - columns.start, rows.end - rows.start)), None);
}

fn cells_in_sight(
    ui: &mut Ui,
    frame: &Frame<'_>,
    view: Rect,
    open: Option<CellAddress>,
    state: &mut GridState,
) -> Option<Done> {
    let mut done = None;
    let origin = ui.min_rect().min;
    let columns = frame.columns_in_sight(view.left(), view.right());
    for row in frame.rows_in_sight(view.top(), view.bottom()) {
        let rows = frame.row_rect(row);
        for column in columns.clone() {
            let sides = frame.column(column);
            let at = origin + vec2(sides.start, rows.start);
            let rect = Rect::from_min_size(at, vec2(sides.end - sides.start, rows.end - rows.start));
            if cells::show(ui, frame.shown, (row, column), rect, open, frame.palette) {
                state.cursor = (row + 1, column + 1);
                done = Some(frame.done_at(state.cursor));
            }
        }
    }
    done
}

/// A clickable area of the head or the names; the keyboard reaches it through the grid.
fn clickable(ui: &Ui, rect: Rect, id: Id, label: impl Fn() -> String) -> egui::Response {
    let response = ui.interact(rect, id, Sense::CLICK);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label()));
    response
}

fn heads(ui: &Ui, frame: &Frame<'_>, offset: Vec2, state: &mut GridState) -> Option<Done> {
    let (area, body, palette, shown) = (frame.area, frame.body, frame.palette, frame.shown);
    let top = Rect::from_min_max(pos2(body.left(), area.top()), pos2(area.right(), body.top()));
    let painter = ui.painter().with_clip_rect(top);
    let mut done = None;
    for column in frame.columns_in_sight(offset.x, offset.x + top.width()) {
        let sides = frame.column(column);
        let x = top.left() + sides.start - offset.x;
        let rect = Rect::from_min_size(pos2(x, top.top()), vec2(sides.end - sides.start, frame.look.head));
        let path = shown.column_name(column);
        let id = Id::unique(("column", &shown.table.name, column));
        let response = clickable(ui, rect.intersect(top), id, || tr!("Sort by {path}", path));
        if response.hovered() {
            painter.rect_filled(rect.shrink(1.0), 4.0, palette.hover);
        }
        let sorted = shown.sorted(column);
        let name = frame.heads.get(column).map_or("", String::as_str);
        column_head(ui, &painter, rect, &readable(name, state.kinds[1]), sorted, frame);
        if response.clicked() {
            state.cursor = (0, column + 1);
            done = Some(Done::SortBy(column));
        }
        tooltip(response, |ui| {
            ui.label(&path);
            shown.explanation(column).map(|words| ui.label(words));
            shown.shares_note().map(|words| ui.label(words));
            ui.weak(tr!("Click to sort: highest first, lowest first, original order"));
        });
    }
    let corner = Rect::from_min_max(area.min, body.min);
    let header = state.corner.clone().unwrap_or_else(|| shown.row_headers().join(" · ").replace('_', " "));
    let response = clickable(ui, corner, Id::unique(("corner", &shown.table.name)), || tr!("Sort by name").to_owned());
    if response.hovered() {
        ui.painter().rect_filled(corner.shrink(1.0), 4.0, palette.hover);
    }
    let name = elided(ui, &header, theme::SMALL, palette.weak, corner.width() - theme::WIDE);
    let at = pos2(corner.left() + theme::GAP, corner.bottom() - name.size().y - 6.0);
    let sign = pos2(at.x + name.size().x + 9.0, corner.bottom() - 13.0);
    ui.painter().galley(at, name, palette.weak);
    if let Sort::Names { descending } = shown.view.sort {
        icons::sorted(ui.painter(), sign, descending, palette.accent);
    }
    if response.clicked() {
        state.cursor = (0, 0);
        done = Some(Done::SortByName);
    }
    response.on_hover_text(tr!("Click to sort by name"));
    ui.painter().hline(area.x_range(), body.top(), (1.0, palette.line));
    ui.painter().vline(body.left(), area.y_range(), (1.0, palette.line));
    done
}

/// A name as shown; the tooltip has it as it is written.
fn readable(name: &str, kind: Option<VariableKind>) -> Cow<'_, str> {
    kind.map_or(name.into(), |kind| cells::value_of_attribute(kind, name).into())
}

/// The first lines of the name, at the bottom of the head.
fn column_head(ui: &Ui, painter: &Painter, rect: Rect, name: &str, sorted: Option<bool>, frame: &Frame<'_>) {
    let color = if sorted.is_some() { frame.palette.text } else { frame.palette.weak };
    let galley = cells::head(ui, name, rect.width(), frame.look.to_the_right, color);
    let x = if frame.look.to_the_right { rect.right() - 12.0 } else { rect.left() + theme::SPACE };
    painter.galley(pos2(x, rect.bottom() - galley.size().y - 6.0), galley, color);
    if let Some(descending) = sorted {
        icons::sorted(painter, pos2(rect.right() - 6.0, rect.bottom() - 13.0), descending, frame.palette.accent);
    }
}

fn row_names(ui: &Ui, frame: &Frame<'_>, offset: Vec2, state: &mut GridState) -> Option<Done> {
    let (area, body, palette, shown) = (frame.area, frame.body, frame.palette, frame.shown);
    let side = Rect::from_min_max(pos2(area.left(), body.top()), pos2(body.left(), area.bottom()));
    let painter = ui.painter().with_clip_rect(side);
    let mut done = None;
    for row in frame.rows_in_sight(offset.y, offset.y + side.height()) {
        let rows = frame.row_rect(row);
        let top = side.top() + rows.start - offset.y;
        let rect = Rect::from_min_size(pos2(side.left(), top), vec2(side.width(), rows.end - rows.start));
        if rect.height() > theme::ROW {
            painter.hline(rect.x_range(), rect.bottom(), (1.0, palette.line));
        }
        let name = shown.row_name(row);
        let (leaf, parents) = split_path(&name);
        let id = Id::unique(("row", &shown.table.name, row));
        let response = clickable(ui, rect.intersect(side), id, || tr!("All of {name}", name));
        if response.hovered() {
            painter.rect_filled(rect.shrink(1.0), 4.0, palette.hover);
        }
        let leaf = readable(leaf, state.kinds[0]);
        cells::row_name(&painter, (&leaf, parents), rect, !frame.look.to_the_right, palette);
        if response.clicked() {
            state.cursor = (row + 1, 0);
            done = Some(frame.done_at(state.cursor));
        }
        response.on_hover_text(name);
    }
    done
}

/// The line next to the row names can be dragged; a double click restores the automatic width.
fn resize(ui: &Ui, frame: &Frame<'_>, state: &mut GridState) {
    let (area, x) = (frame.area, frame.body.left());
    let handle = Rect::from_x_y_ranges(x - 4.0..=x + 4.0, area.top()..=frame.body.top());
    let name = &frame.shown.table.name;
    let response = ui.interact(handle, Id::unique(("names", name)), Sense::CLICK | Sense::DRAG);
    response.widget_info(|| WidgetInfo::labeled(Role::Splitter, true, tr!("Width of the names")));
    if response.hovered() || response.dragged() {
        ui.ctx().set_cursor_icon(CursorIcon::ResizeHorizontal);
        ui.painter().vline(x, area.y_range(), (2.0, frame.palette.accent));
    }
    if response.double_clicked() {
        state.drawn.remove(name);
    } else if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged()) {
        state.drawn.insert(name.clone(), (pointer.x - area.left()).clamp(NAMES[0], NAMES_DRAWN));
    }
}

#[cfg(test)]
mod tests {
    use super::unbroken;

    #[test]
    fn words_in_heads_are_kept_whole_and_chinese_may_be_broken() {
        for (head, width) in [
            ("κ（Cohen）", 10),
            ("AC1（Gwet）", 11),
            ("alpha", 5),
            ("kappa (Cohen)", 7),
            ("百分比一致率", 6),
            ("仅周敏", 6),
            ("95% 置信区间", 6),
            ("李的编码片段数", 6),
            ("Brennan–Prediger 系数", 12),
            ("", 0),
        ] {
            assert_eq!(unbroken(head), width, "{head}");
        }
    }
}
