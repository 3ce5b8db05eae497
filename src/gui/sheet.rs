//! A table whose head row and first column stay in view, with one keyboard cursor. Only visible cells are requested;
//! the caller draws their contents.

use super::icons;
use super::theme::{self, Palette};
use crate::app::selection::ListSelection;
use crate::app::submission::Submission;
use crate::app::workspace::Workspace;
use crate::engine::Command;
use crate::tr;
use egui::{
    Color32, Context, EventFilter, FocusDirection, Id, Key, Modifiers, Rect, Response, Role, ScrollArea, Sense, Stroke,
    StrokeKind, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

const HEAD: f32 = 30.0;

/// The head of a column.
pub struct Head {
    pub title: String,
    /// The full description of the column.
    pub hint: String,
    pub width: f32,
    /// Right-align the head, for numbers.
    pub right: bool,
    /// Sorted by this column; `true` means descending.
    pub sorted: Option<bool>,
}

pub struct SheetView<'a> {
    /// Identifies the sheet in the window.
    pub name: &'static str,
    /// Text for screen readers: what the sheet lists and where the cursor is.
    pub label: &'a str,
    pub heads: &'a [Head],
    pub rows: usize,
    /// A row and a column to scroll into view.
    pub reveal: Option<(usize, usize)>,
    /// A click on a head sorts; otherwise it does what the head's hint says.
    pub sorts: bool,
    /// Tab moves the cursor, as the caller does with [`across`], and does not leave the sheet.
    pub tabs: bool,
}

/// A part that is to be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetPart {
    /// The background of a row, which also responds to the pointer.
    Row,
    Cell(usize),
}

pub struct SheetResponse {
    /// Whether the sheet has the keyboard focus.
    pub focused: bool,
    /// The column whose head was clicked.
    pub sort: Option<usize>,
    pub head: Option<(usize, Response)>,
}

fn id(name: &str) -> Id {
    Id::unique(("sheet", name))
}

/// The id under which the last focused sheet is stored.
fn last_focused() -> Id {
    Id::unique("sheet with the keyboard")
}

fn note_focused(ctx: &Context, sheet: Id) {
    ctx.data_mut(|data| data.insert_temp(last_focused(), sheet));
}

/// Moves the keyboard focus to a sheet.
pub fn focus(ctx: &Context, name: &str) {
    ctx.memory_mut(|memory| {
        // A second request would give up the keys that the sheet holds.
        if !memory.has_focus(id(name)) {
            memory.request_focus(id(name));
        }
    });
    note_focused(ctx, id(name));
}

/// True while a sheet has the focus: letters are then not shortcuts.
pub fn has_keyboard(ctx: &Context) -> bool {
    let sheet: Option<Id> = ctx.data(|data| data.get_temp(last_focused()));
    sheet.is_some() && ctx.memory(|memory| memory.focused()) == sheet
}

/// The keys that move the cursor of a list, and by how many rows; `end` is at least the number of rows.
pub fn steps(page: isize, end: isize) -> [(Key, isize); 6] {
    [
        (Key::ArrowDown, 1),
        (Key::ArrowUp, -1),
        (Key::PageDown, page),
        (Key::PageUp, -page),
        (Key::End, end),
        (Key::Home, -end),
    ]
}

/// Moves the selection by the arrow keys, Page Up and Down, Home and End, extends it with Shift, and selects all rows by Ctrl+A.
/// `order` has all rows as they are shown. True when the cursor is to be scrolled into view.
pub fn select_by_keys<T: Ord + Copy>(ui: &Ui, selection: &mut ListSelection<T>, order: &[T]) -> bool {
    let page = ((ui.available_height() - theme::ROW) / theme::ROW).max(1.0) as isize;
    let end = order.len() as isize;
    let mut moved = false;
    for (key, step) in steps(page, end) {
        for (modifiers, extend) in [(Modifiers::SHIFT, true), (Modifiers::NONE, false)] {
            if ui.input_mut(|input| input.consume_key(modifiers, key)) {
                selection.step(order, step, extend);
                moved = true;
            }
        }
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
        selection.all(order);
    }
    moved
}

/// The column to which an arrow key moves the cursor, of this many, or Tab if it `tabs`; beyond the first and the last one,
/// Tab leads out of the sheet, which must not have been shown in this frame.
pub fn across(ui: &Ui, column: usize, columns: usize, tabs: bool) -> Option<usize> {
    let next = |step| column.checked_add_signed(step).filter(|next| *next < columns);
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    for (key, step) in [(Key::ArrowRight, 1), (Key::ArrowLeft, -1)] {
        if pressed(Modifiers::NONE, key) {
            return Some(next(step).unwrap_or(column));
        }
    }
    for (modifiers, step, direction) in
        [(Modifiers::SHIFT, -1, FocusDirection::Previous), (Modifiers::NONE, 1, FocusDirection::Next)]
    {
        if !tabs || !ui.input(|input| input.key_pressed(Key::Tab) && input.modifiers == modifiers) {
            continue;
        }
        match next(step) {
            Some(next) => return pressed(modifiers, Key::Tab).then_some(next),
            None => ui.memory_mut(|memory| memory.move_focus(direction)),
        }
    }
    None
}

impl SheetView<'_> {
    /// Shows the sheet. `part` draws each part; for a row, it returns `true` if the row spans all columns and has no
    /// cells.
    pub fn show(
        &self,
        ui: &mut Ui,
        palette: &Palette,
        mut part: impl FnMut(&mut Ui, usize, SheetPart, Rect) -> bool,
    ) -> SheetResponse {
        let area = ui.available_rect_before_wrap();
        // In its first frame, a focused widget does not hold the arrow keys yet, and they would lead out of the sheet.
        if ui.memory(|memory| memory.has_focus(id(self.name))) && !ui.input(|input| input.key_pressed(Key::Tab)) {
            ui.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        }
        let focus = ui.interact(area, id(self.name), Sense::focusable_noninteractive());
        focus.widget_info(|| WidgetInfo::labeled(Role::Grid, true, self.label));
        let filter = EventFilter { tab: self.tabs, horizontal_arrows: true, vertical_arrows: true, escape: true };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(focus.id, filter));
        if focus.gained_focus() {
            ui.scroll_to_rect(area, None);
        }
        let mut shown = SheetResponse { focused: focus.has_focus(), sort: None, head: None };
        if shown.focused {
            note_focused(ui.ctx(), focus.id);
        }
        let lefts: Vec<f32> = self
            .heads
            .iter()
            .scan(0.0, |x, head| {
                let left = *x;
                *x += head.width;
                Some(left)
            })
            .collect();
        let width: f32 = self.heads.iter().map(|head| head.width).sum();
        let size = vec2(width.max(area.width() - 16.0), HEAD + self.rows as f32 * theme::ROW);
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        theme::show_scroll_bars(ui);
        ScrollArea::both().id_salt(self.name).auto_shrink(false).show_viewport(ui, |ui, view| {
            ui.set_min_size(size);
            let layout = Layout::new(ui, view, &lefts, self.heads, size.x);
            self.reveal(ui, &layout);
            self.body(ui, &layout, &mut part, palette);
            self.head_row(ui, &layout, &mut shown, palette);
        });
        if shown.focused {
            ui.painter().rect_stroke(area, 5.0, Stroke::new(1.0, palette.accent), StrokeKind::Inside);
        }
        shown
    }

    fn reveal(&self, ui: &Ui, layout: &Layout<'_>) {
        let Some((row, column)) = self.reveal else { return };
        let cell = layout.cell(row, column);
        // The parts that stay in view cover what is below them.
        let left = if column == 0 { layout.sight.left() } else { cell.left() - layout.first };
        let rect = Rect::from_min_max(pos2(left, cell.top() - HEAD), pos2(cell.right().max(left), cell.bottom()));
        ui.scroll_to_rect(rect, None);
    }

    fn body(
        &self,
        ui: &mut Ui,
        layout: &Layout<'_>,
        part: &mut impl FnMut(&mut Ui, usize, SheetPart, Rect) -> bool,
        palette: &Palette,
    ) {
        let clip = ui.clip_rect();
        let below_head = Rect::from_min_max(pos2(clip.left(), layout.sight.top() + HEAD), clip.max);
        let first = Rect::from_min_max(below_head.min, pos2(layout.sight.left() + layout.first, below_head.bottom()));
        let rest = Rect::from_min_max(pos2(first.right(), below_head.top()), below_head.max);
        for row in layout.rows(self.rows) {
            let top = layout.top(row);
            let rect = Rect::from_min_size(pos2(layout.sight.left(), top), vec2(layout.sight.width(), theme::ROW));
            ui.set_clip_rect(below_head.intersect(clip));
            if part(ui, row, SheetPart::Row, rect) {
                continue;
            }
            ui.set_clip_rect(rest.intersect(clip));
            for column in 1..self.heads.len() {
                let cell = layout.cell(row, column);
                if cell.right() > rest.left() && cell.left() < rest.right() {
                    part(ui, row, SheetPart::Cell(column), cell);
                }
            }
            ui.set_clip_rect(first.intersect(clip));
            part(ui, row, SheetPart::Cell(0), Rect::from_min_size(rect.min, vec2(layout.first, theme::ROW)));
            ui.painter().vline(first.right() - 0.5, rect.y_range(), (1.0, palette.line));
        }
        ui.set_clip_rect(clip);
    }

    fn head_row(&self, ui: &mut Ui, layout: &Layout<'_>, shown: &mut SheetResponse, palette: &Palette) {
        let clip = ui.clip_rect();
        let sight = layout.sight;
        let row = Rect::from_min_size(sight.min, vec2(sight.width(), HEAD));
        let first = Rect::from_min_size(row.min, vec2(layout.first, HEAD));
        ui.painter().rect_filled(row, 0.0, palette.page);
        ui.set_clip_rect(Rect::from_min_max(pos2(first.right(), row.top()), row.max).intersect(clip));
        for column in 1..self.heads.len() {
            let left = layout.cell(0, column).left();
            self.head(ui, column, Rect::from_min_size(pos2(left, row.top()), first.size()), shown, palette);
        }
        ui.set_clip_rect(first.intersect(clip));
        self.head(ui, 0, first, shown, palette);
        ui.set_clip_rect(clip);
        ui.painter().hline(row.x_range(), row.bottom(), (1.0, palette.line));
        ui.painter().vline(first.right() - 0.5, row.y_range(), (1.0, palette.line));
    }

    fn head(&self, ui: &mut Ui, column: usize, rect: Rect, shown: &mut SheetResponse, palette: &Palette) {
        let Some(head) = self.heads.get(column) else { return };
        let rect = Rect::from_min_size(rect.min, vec2(head.width, HEAD));
        let response = ui.interact(rect, id(self.name).with(("head", column)), Sense::click());
        let hint = &head.hint;
        let label = match head.sorted {
            Some(true) => tr!("Sort by {column}, in reverse order", column = hint),
            Some(false) => tr!("Sort by {column}, sorted", column = hint),
            None if self.sorts => tr!("Sort by {column}", column = hint),
            None => hint.clone(),
        };
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, &label));
        if response.hovered() {
            ui.painter().rect_filled(rect.shrink(1.0), 4.0, palette.hover);
        }
        super::bars::focus_ring(ui, &response, palette);
        let room = head.width - 2.0 * theme::SPACE - if head.sorted.is_some() { 14.0 } else { 0.0 };
        let color = if head.sorted.is_some() { palette.text } else { palette.weak };
        let galley = super::bars::elided(ui, &head.title, theme::SMALL, color, room);
        let left = if head.right { rect.right() - theme::SPACE - galley.size().x } else { rect.left() + theme::SPACE };
        let mark = if head.right { left - 9.0 } else { left + galley.size().x + 9.0 };
        ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, color);
        if let Some(descending) = head.sorted {
            icons::order(ui.painter(), pos2(mark, rect.center().y), descending, palette.accent);
        }
        let response = response.on_hover_text(&head.hint);
        if response.clicked() {
            shown.sort = Some(column);
        }
        let by_key = response.has_focus() && super::context_menu::is_asked(ui.ctx());
        if response.secondary_clicked() || response.context_menu_opened() || by_key {
            shown.head = Some((column, response));
        }
    }
}

/// The geometry of the sheet in this frame.
struct Layout<'a> {
    origin: egui::Pos2,
    /// The visible area.
    sight: Rect,
    lefts: &'a [f32],
    heads: &'a [Head],
    first: f32,
}

impl<'a> Layout<'a> {
    fn new(ui: &Ui, view: Rect, lefts: &'a [f32], heads: &'a [Head], width: f32) -> Self {
        let origin = ui.min_rect().min;
        let seen = vec2(view.width().min(width), view.height());
        let sight = Rect::from_min_size(origin + view.min.to_vec2(), seen);
        Self { origin, sight, lefts, heads, first: heads.first().map_or(0.0, |head| head.width) }
    }

    fn top(&self, row: usize) -> f32 {
        self.origin.y + HEAD + row as f32 * theme::ROW
    }

    fn cell(&self, row: usize, column: usize) -> Rect {
        let left = self.origin.x + self.lefts.get(column).copied().unwrap_or(0.0);
        let width = self.heads.get(column).map_or(0.0, |head| head.width);
        Rect::from_min_size(pos2(left, self.top(row)), vec2(width, theme::ROW))
    }

    fn rows(&self, count: usize) -> std::ops::Range<usize> {
        let from = ((self.sight.top() - self.origin.y) / theme::ROW).floor().max(0.0) as usize;
        let to = ((self.sight.bottom() - self.origin.y - HEAD) / theme::ROW).ceil().max(0.0) as usize;
        from.min(count)..to.min(count)
    }
}

/// One line of text in a cell, right-aligned for numbers.
pub fn text(ui: &Ui, rect: Rect, text: &str, right: bool, color: egui::Color32) {
    if text.is_empty() {
        return;
    }
    let galley = super::bars::elided(ui, text, theme::BODY, color, rect.width() - 2.0 * theme::SPACE);
    let left = if right { rect.right() - theme::SPACE - galley.size().x } else { rect.left() + theme::SPACE };
    ui.painter().galley(pos2(left, rect.center().y - galley.size().y / 2.0), galley, color);
}

/// Where the cursor goes when the text of a cell is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CellStep {
    Stay,
    /// By this many columns.
    Across(isize),
    /// By this many rows.
    Down(isize),
}

/// The outcome of editing a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edited {
    Going,
    /// Save the text and move the cursor.
    Kept(CellStep),
    Dropped,
}

/// The in-place editor of a cell.
#[derive(Clone, Debug, Default)]
pub struct CellEdit {
    pub text: String,
    /// Why the text cannot be saved.
    trouble: Option<String>,
    started: bool,
    /// Select all text at the start, so that typing replaces it.
    select: bool,
}

impl CellEdit {
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), select: true, ..Self::default() }
    }

    /// Starts with the text typed in this frame.
    #[must_use]
    pub fn typed(text: &str) -> Self {
        Self { text: text.to_owned(), ..Self::default() }
    }

    /// Whether the editor was drawn before. If it no longer is, its row has scrolled out of view.
    #[must_use]
    pub fn was_shown(&self) -> bool {
        self.started
    }

    /// Why the text cannot be saved.
    #[must_use]
    pub fn refusal(&self) -> Option<&str> {
        self.trouble.as_deref()
    }

    /// Reports that the text cannot be saved; the cell gets the focus back.
    pub fn refuse(&mut self, why: String) {
        self.trouble = Some(why);
        (self.started, self.select) = (false, true);
    }

    pub fn show(&mut self, ui: &mut Ui, rect: Rect, label: &str, palette: &Palette) -> Edited {
        let id = id("edit");
        super::gate::claim(ui.ctx());
        let has_focus = ui.memory(|memory| memory.has_focus(id));
        let mut edited = Edited::Going;
        if has_focus {
            use egui::{Key, Modifiers};
            ui.input_mut(|input| {
                if input.consume_key(Modifiers::SHIFT, Key::Tab) {
                    edited = Edited::Kept(CellStep::Across(-1));
                } else if input.consume_key(Modifiers::NONE, Key::Tab) {
                    edited = Edited::Kept(CellStep::Across(1));
                } else if input.consume_key(Modifiers::SHIFT, Key::Enter) {
                    edited = Edited::Kept(CellStep::Down(-1));
                } else if input.consume_key(Modifiers::NONE, Key::Enter) {
                    edited = Edited::Kept(CellStep::Down(1));
                } else if input.consume_key(Modifiers::NONE, Key::Escape) {
                    edited = Edited::Dropped;
                }
            });
        }
        let filter = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
        let mut edit =
            TextEdit::singleline(&mut self.text).id(id).event_filter(filter).margin(egui::Margin::symmetric(7, 3));
        if self.trouble.is_some() {
            edit = edit.text_color(palette.trouble);
        }
        let response = ui.put(rect.shrink(1.0), edit.desired_width(rect.width()));
        response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label));
        if !std::mem::replace(&mut self.started, true) {
            response.request_focus();
            let end = self.text.chars().count();
            let start = if self.select { 0 } else { end };
            let mut state = egui::text_edit::TextEditState::default();
            let range = egui::text::CCursorRange::two(egui::text::CCursor::new(start), egui::text::CCursor::new(end));
            state.cursor.set_char_range(Some(range));
            state.store(ui.ctx(), id);
        } else if edited == Edited::Going
            && response.lost_focus()
            && self.trouble.is_none()
            && !super::gate::is_leaving(ui.ctx())
        {
            edited = Edited::Kept(CellStep::Stay);
        }
        if response.changed() {
            self.trouble = None;
        }
        if let Some(why) = &self.trouble {
            beside(ui, rect, why, palette);
        }
        edited
    }
}

/// Values of cells that are being stored. A cell whose value is refused is edited again.
#[derive(Debug)]
pub struct Given<P>(Vec<(Submission, P, String)>);

impl<P> Default for Given<P> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<P> Given<P> {
    /// Stores the text of a cell.
    pub fn give(&mut self, workspace: &mut Workspace, place: P, text: &str, command: Command) {
        let mut submission = Submission::default();
        workspace.give(&mut submission, command);
        self.0.push((submission, place, text.to_owned()));
    }

    /// Why the value of a cell could not be stored.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        self.0.iter().find_map(|(submission, ..)| submission.refusal())
    }

    /// A cell whose value could not be stored, to be edited again with the text typed.
    pub fn refused(&mut self) -> Option<(P, CellEdit)> {
        self.0.retain(|(submission, ..)| !submission.is_done());
        let at = self.0.iter().position(|(submission, ..)| submission.refusal().is_some())?;
        let (submission, place, text) = self.0.remove(at);
        let mut edit = CellEdit::new(&text);
        edit.refuse(submission.refusal()?);
        Some((place, edit))
    }
}

/// Shows below a cell why its value cannot be stored.
pub fn submitted(ui: &Ui, place: Rect, submission: &Submission) {
    if let Some(why) = submission.refusal() {
        beside(ui, place, &why, &theme::palette(ui.ctx()));
    }
}

/// Shows below a cell what saving its text entails.
pub fn remark(ui: &Ui, cell: Rect, message: &str) {
    let palette = theme::palette(ui.ctx());
    below(ui, cell, message, (palette.panel, palette.line, palette.text));
}

/// Shows below a cell why its text cannot be saved.
fn beside(ui: &Ui, cell: Rect, why: &str, palette: &Palette) {
    below(ui, cell, why, (palette.trouble_back, palette.trouble, palette.trouble));
}

/// Shows words below a cell; the colours are those of the background, the frame and the text.
fn below(ui: &Ui, cell: Rect, message: &str, (back, line, text): (Color32, Color32, Color32)) {
    let frame = egui::Frame::NONE.fill(back).inner_margin(6.0).corner_radius(5.0);
    let area = egui::Area::new(Id::unique("below a cell")).order(egui::Order::Foreground).interactable(false);
    area.fixed_pos(cell.left_bottom() + vec2(0.0, 2.0)).constrain(true).show(ui.ctx(), |ui| {
        frame.stroke((1.0, line)).show(ui, |ui| {
            ui.set_max_width(320.0);
            ui.label(egui::RichText::new(message).color(text));
        });
    });
}
