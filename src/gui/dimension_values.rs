//! The values of all codes in a table, with a row for each code and a column for each dimension. A choice is stored at once.

use super::dimension_form::DimensionForm;
use super::overlay::{self, Next, Overlay};
use super::sheet::{self, Head, SheetPart, SheetView};
use super::theme::{self, Palette};
use super::{bars, choices, combo_keys};
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::engine::command::CodeChange;
use crate::gui::dialog_buttons::{Buttons, Choice};
use crate::model::{Code, Codebook, Dimension};
use crate::tr;
use egui::{Context, Event, Key, Popup, Rect, RichText, Role, Sense, Stroke, StrokeKind, Ui, vec2};

const NAME: &str = "values of dimensions";
/// Height of what surrounds the table in the dialog, and widths of the columns.
const AROUND: f32 = 190.0;
const CODES: f32 = 260.0;
const VALUES: f32 = 150.0;
/// Space before the name of a code for each level.
const LEVEL: f32 = 16.0;

#[derive(Default)]
pub struct DimensionValues {
    /// Row and column of the cell with the keyboard cursor; the columns are the dimensions.
    cursor: (usize, usize),
    /// Scroll the cursor into view.
    reveal: bool,
    /// A list of values was open in the last frame.
    is_choosing: bool,
}

/// Whether a cell has the keyboard cursor, and whether its list is to be opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cursor {
    Elsewhere,
    Here,
    Opens,
}

/// A value of a code that was chosen: row, column, and the index of the value.
type Chosen = (usize, usize, Option<usize>);

impl DimensionValues {
    pub fn show(&mut self, ctx: &Context, workspace: &mut Workspace, palette: &Palette) -> Option<Next> {
        let study = workspace.study.clone()?;
        let book = &study.codebook;
        let (mut next, mut chosen) = (None, Vec::new());
        let width = CODES + VALUES * book.dimensions.len().max(2) as f32 + 16.0;
        let modal = overlay::modal(ctx, NAME, width, |ui| {
            overlay::title(ui, tr!("Values of dimensions"));
            let hint = if book.dimensions.is_empty() {
                tr!("Dimensions of your framework, such as asset or push/pull. Tables are built from them.")
            } else {
                tr!(
                    "Enter lists the values, the digits 1 to 9 choose one, Delete removes it. You can undo every change."
                )
            };
            ui.label(RichText::new(hint).color(palette.weak).small());
            ui.add_space(theme::GAP);
            if !book.dimensions.is_empty() {
                (next, chosen) = self.table(ui, book, palette);
            }
            ui.add_space(theme::SPACE);
            ui.horizontal_wrapped(|ui| {
                if ui.button(tr!("New dimension…")).clicked() {
                    next = Some(DimensionForm::default());
                }
                if let Some(dimension) = book.dimensions.get(self.cursor.1) {
                    let name = dimension.name.replace('_', " ");
                    if ui.button(tr!("Edit dimension “{name}”…", name)).clicked() {
                        next = Some(DimensionForm::edit(dimension));
                    }
                }
            });
            Buttons::without_cancel(&[Choice::primary(tr!("Close"))]).show(ui).is_some()
        });
        for (row, column, value) in chosen {
            self.store(workspace, book, (row, column), value);
        }
        if let Some(form) = next {
            return Some(Next::Open(Box::new(Overlay::Dimension(form.returning_to_values()))));
        }
        (modal.inner || modal.should_close()).then_some(Next::Closed)
    }

    fn store(&self, workspace: &mut Workspace, book: &Codebook, (row, column): (usize, usize), value: Option<usize>) {
        let (Some(code), Some(dimension)) = (book.codes().get(row), book.dimensions.get(column)) else { return };
        if book.dimension_value(code.id, dimension.id) != value && workspace.is_writable() {
            let changes = vec![CodeChange::Dimension(dimension.id, value)];
            workspace.link.execute(Command::ChangeCode { code: code.id, changes });
        }
    }

    /// Returns the dimension to be edited, and the values that were chosen.
    fn table(&mut self, ui: &mut Ui, book: &Codebook, palette: &Palette) -> (Option<DimensionForm>, Vec<Chosen>) {
        let heads = heads(book);
        let rows = book.codes().len();
        self.cursor = (self.cursor.0.min(rows.saturating_sub(1)), self.cursor.1.min(book.dimensions.len() - 1));
        if !self.is_choosing && ui.memory(|memory| memory.focused().is_none()) {
            sheet::focus(ui.ctx(), NAME);
        }
        let mut chosen = Vec::new();
        let mut opens = false;
        // Below an open list, the keys belong to the list.
        if sheet::has_keyboard(ui.ctx()) && !self.is_choosing {
            (opens, chosen) = self.keys(ui, book);
        }
        let now = cell_label(book, self.cursor);
        let label = tr!("Values of dimensions; at {now}", now);
        let reveal = std::mem::take(&mut self.reveal).then_some((self.cursor.0, self.cursor.1 + 1));
        let sheet = SheetView { name: NAME, label: &label, heads: &heads, rows, reveal, sorts: false, tabs: false };
        let most = (ui.ctx().content_rect().height() - AROUND).max(3.0 * theme::ROW);
        let height = ((rows + 2) as f32 * theme::ROW + 16.0).min(most);
        let mut was_open = false;
        let shown = ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
            sheet.show(ui, palette, |ui, row, part, rect| {
                let cell = match part {
                    SheetPart::Row => return false,
                    SheetPart::Cell(0) => {
                        code_cell(ui, book, row, rect, palette);
                        return false;
                    }
                    SheetPart::Cell(column) => (row, column - 1),
                };
                let cursor = match cell == self.cursor {
                    true if opens => Cursor::Opens,
                    true => Cursor::Here,
                    false => Cursor::Elsewhere,
                };
                let (is_open, value) = value_cell(ui, book, cell, rect, cursor, palette);
                if is_open {
                    (was_open, self.cursor) = (true, cell);
                }
                chosen.extend(value.map(|value| (cell.0, cell.1, value)));
                false
            })
        });
        if std::mem::replace(&mut self.is_choosing, was_open) && !was_open || !chosen.is_empty() {
            sheet::focus(ui.ctx(), NAME);
        }
        let edited = shown.inner.sort.and_then(|column| book.dimensions.get(column.checked_sub(1)?));
        (edited.map(DimensionForm::edit), chosen)
    }

    /// Follows the keys in the order in which they were pressed, since a frame may take longer than a key. Returns whether
    /// the list of values is to be opened, and the values that were chosen.
    fn keys(&mut self, ui: &Ui, book: &Codebook) -> (bool, Vec<Chosen>) {
        let before = self.cursor;
        let (mut opens, mut chosen) = (false, Vec::new());
        ui.input_mut(|input| {
            input.events.retain(|event| match event {
                Event::Key { key, pressed: true, modifiers, .. } if !opens && modifiers.is_none() => {
                    !self.key(*key, book, &mut opens, &mut chosen)
                }
                _ => true,
            });
        });
        self.reveal |= self.cursor != before;
        (opens, chosen)
    }

    /// Whether the key means something here.
    fn key(&mut self, key: Key, book: &Codebook, opens: &mut bool, chosen: &mut Vec<Chosen>) -> bool {
        let (rows, columns) = (book.codes().len(), book.dimensions.len());
        let (row, column) = self.cursor;
        let down = sheet::steps(10, rows as isize).into_iter().find(|(of, _)| *of == key);
        let across = [(Key::ArrowRight, 1), (Key::ArrowLeft, -1)].into_iter().find(|(of, _)| *of == key);
        let values = book.dimensions.get(column).map_or(0, |dimension| dimension.values.len());
        let digit = choices::DIGITS.into_iter().take(values).position(|digit| digit == key);
        if let Some((_, step)) = down {
            self.cursor.0 = row.saturating_add_signed(step).min(rows.saturating_sub(1));
        } else if let Some((_, step)) = across {
            self.cursor.1 = column.saturating_add_signed(step).min(columns.saturating_sub(1));
        } else if digit.is_some() || matches!(key, Key::Delete | Key::Backspace) {
            chosen.push((row, column, digit));
        } else if matches!(key, Key::Enter | Key::Space) {
            *opens = true;
        } else {
            return false;
        }
        true
    }
}

fn heads(book: &Codebook) -> Vec<Head> {
    let head = |title: String, hint: String, width| Head { title, hint, width, right: false, sorted: None };
    let code = head(tr!("Code").to_owned(), tr!("Code").to_owned(), CODES);
    let dimensions = book.dimensions.iter().map(|dimension| {
        let name = dimension.name.replace('_', " ");
        let hint = tr!("Edit dimension {name}", name);
        head(name, hint, VALUES)
    });
    std::iter::once(code).chain(dimensions).collect()
}

fn value_of<'b>(book: &Codebook, code: &Code, dimension: &'b Dimension) -> Option<&'b str> {
    dimension.values.get(book.dimension_value(code.id, dimension.id)?).map(String::as_str)
}

fn none() -> &'static str {
    tr!("value of a code" => "none")
}

/// The text for screen readers of a value.
fn cell_label(book: &Codebook, (row, column): (usize, usize)) -> String {
    let (Some(code), Some(dimension)) = (book.codes().get(row), book.dimensions.get(column)) else {
        return String::new();
    };
    let value = value_of(book, code, dimension).unwrap_or(none());
    let name = dimension.name.replace('_', " ");
    tr!("{code}, {dimension}: {value}", code = book.path(code.id), dimension = name, value)
}

fn code_cell(ui: &Ui, book: &Codebook, row: usize, rect: Rect, palette: &Palette) {
    let Some(code) = book.codes().get(row) else { return };
    // However deep a code is, its name stays visible.
    let indent = (book.depth(code.id) as f32 * LEVEL).min(CODES / 2.0);
    let rect = Rect::from_min_max(rect.min + vec2(indent, 0.0), rect.max);
    sheet::text(ui, rect, &code.name, false, palette.text);
}

/// A cell with the list of values that a click opens. Returns whether the list is open, and the value that was chosen.
fn value_cell(
    ui: &mut Ui,
    book: &Codebook,
    cell: (usize, usize),
    rect: Rect,
    cursor: Cursor,
    palette: &Palette,
) -> (bool, Option<Option<usize>>) {
    let (Some(code), Some(dimension)) = (book.codes().get(cell.0), book.dimensions.get(cell.1)) else {
        return (false, None);
    };
    let now = book.dimension_value(code.id, dimension.id);
    let is_current = cursor != Cursor::Elsewhere;
    // Tab leads to the table, and the arrow keys to its cells.
    let sense = Sense::click() - Sense::FOCUSABLE;
    let response = ui.interact(rect, ui.scope_id().with((NAME, code.id, dimension.id)), sense);
    bars::say_row(&response, Role::ComboBox, is_current, &cell_label(book, cell));
    if response.hovered() {
        ui.painter().rect_filled(rect.shrink(1.0), 4.0, palette.hover);
    }
    if is_current {
        ui.painter().rect_stroke(rect.shrink(1.0), 4.0, Stroke::new(1.5, palette.accent), StrokeKind::Inside);
    }
    match value_of(book, code, dimension) {
        Some(value) => sheet::text(ui, rect, value, false, palette.text),
        None => sheet::text(ui, rect, "–", false, palette.weak),
    }
    if cursor == Cursor::Opens {
        Popup::open_id(ui.ctx(), Popup::default_response_id(&response));
    }
    let mut chosen = None;
    let list = Popup::menu(&response).show(|ui| {
        let names = std::iter::once(none()).chain(dimension.values.iter().map(String::as_str));
        let place = now.map_or(0, |place| place + 1);
        let all: Vec<_> = names.enumerate().map(|(i, name)| ui.selectable_label(i == place, name.to_owned())).collect();
        if combo_keys::heed(ui, &all, Some(place)) {
            chosen = all.iter().position(egui::Response::clicked).map(|place| place.checked_sub(1));
        }
    });
    (list.is_some(), chosen)
}
