//! A long list of passages in cards, with headings that stay in sight. Only the visible cards are laid out; the heights
//! of all others are estimated from the length of their text. What is in sight keeps its place when a card above it
//! turns out taller or shorter than estimated.

mod card;
mod heights;

use self::card::{Card, estimate, one_line};
use self::heights::Heights;
use super::bars::elided;
use super::panes;
use super::theme::{self, Palette};
use crate::engine::excerpts::Excerpt;
use crate::engine::find::FoundStretch;
use crate::tr;
use egui::scroll_area::State as ScrollState;
use egui::style::ScrollAnimation;
use egui::{
    EventFilter, Id, Rect, Response, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2, vec2,
};
use std::any::Any;
use std::ops::Range;
use std::sync::Arc;

const HEAD: f32 = 36.0;
/// Space between two cards.
const APART: f32 = 12.0;
/// Number of frames after which a card that was to be shown is in its place: the heights of the cards before it are
/// known then.
const REVEALING: u8 = 3;

/// The contents of a row.
pub(super) struct Look<'a> {
    /// The code, if the heading does not state it. A long name is elided, so that the rest stays in sight.
    pub code: String,
    /// The document, if the heading does not state it, or what else is known about the row.
    pub about: String,
    /// The coders, who are named even if there is little room.
    pub coders: String,
    pub color: Option<[u8; 3]>,
    /// `None` until it is loaded.
    pub excerpt: Option<&'a Excerpt>,
    /// Shown in place of the excerpt: the passage with other places beside it.
    pub stretches: Vec<MarkedStretch<'a>>,
    pub memo: Option<String>,
    /// A line below the words, if there is no memo.
    pub note: Option<String>,
    pub important: bool,
    /// The selected passage.
    pub chosen: bool,
    /// With `Some`, the row has a check box with this state.
    pub checked: Option<bool>,
    /// Whom the headings name: a name that is there need not be repeated before the words.
    pub named: Vec<&'a str>,
    /// Text for screen readers before the passage itself.
    pub label: String,
}

/// A stretch of text with the colours of its marks.
pub(super) struct MarkedStretch<'a> {
    pub stretch: &'a FoundStretch,
    /// One for each mark; `None` for words that were found.
    pub colors: Vec<Option<[u8; 3]>>,
    /// The document, if it is another one than that of the passage.
    pub document: String,
}

/// The whole list.
pub(super) struct List<'a> {
    pub id: &'static str,
    /// What is listed: another list has other heights.
    pub of: Arc<dyn Any + Send + Sync>,
    pub rows: usize,
    /// Headings with the index of the first row below each; ascending.
    pub groups: &'a [(String, usize)],
    /// What is said beside a heading about the rows of its group.
    pub counted: &'a dyn Fn(Range<usize>) -> String,
    /// Number of characters of each row's text, as far as it is known.
    pub characters: &'a dyn Fn(usize) -> u32,
    /// Lines of text per row at most.
    pub most_lines: usize,
    /// A row to scroll into view.
    pub reveal: Option<usize>,
    /// In a list of which rows are selected: the row that Tab reaches, `Some(None)` for the first one in sight.
    pub tab_stop: Option<Option<usize>>,
}

/// What a list keeps from frame to frame.
#[derive(Default)]
pub(super) struct ListState {
    of: Option<Arc<dyn Any + Send + Sync>>,
    /// Width and lines for which the heights are.
    shape: (u32, usize),
    heights: Heights,
    scroll: Option<Id>,
    /// The row at the top, and how many points of it are above the visible part.
    top: (usize, f64),
    /// Scroll to this row and remainder.
    wanted: Option<(usize, f64)>,
    /// Points to scroll by, because cards above what is in sight have other heights than estimated.
    shift: f64,
    reveal: Option<(usize, u8)>,
}

impl ListState {
    /// The first row in sight.
    pub(super) fn first(&self) -> usize {
        self.top.0
    }

    /// Keeps the place in another list, in which this row is the first one in sight.
    pub(super) fn keep(&mut self, row: usize) {
        self.top.0 = row;
    }

    /// The number of rows that fill the visible part.
    pub(super) fn page(&self, height: f32) -> usize {
        let from = self.heights.top(self.top.0);
        self.heights.at(from + height.max(0.0) as u64).saturating_sub(self.top.0 + 1).max(1)
    }
}

pub(super) struct Shown {
    /// The visible rows and their responses.
    pub rows: Vec<(usize, Response)>,
    /// The visible rows.
    pub sight: Range<usize>,
}

impl Shown {
    pub(super) fn clicked(&self) -> Option<usize> {
        self.rows.iter().find(|(_, response)| response.clicked()).map(|(row, _)| *row)
    }
}

/// The id of a row, which may have the keyboard focus.
fn row_id(list: &'static str, row: usize) -> Id {
    Id::unique((list, row))
}

impl List<'_> {
    /// Height of the heading above a row, with none if it is not the first of its group.
    fn head(&self, row: usize) -> f32 {
        let begins = self.groups.binary_search_by_key(&row, |(_, first)| *first).is_ok();
        if begins { HEAD } else { 0.0 }
    }

    /// Estimates all heights again if the list or its shape is another one.
    fn prepare(&self, state: &mut ListState, width: f32) {
        let is_same = |known: &Arc<dyn Any + Send + Sync>| std::ptr::addr_eq(Arc::as_ptr(known), Arc::as_ptr(&self.of));
        let shape = (width as u32, self.most_lines);
        if state.of.as_ref().is_some_and(is_same) && state.shape == shape && state.heights.len() == self.rows {
            return;
        }
        let height =
            |row| (estimate((self.characters)(row), width, self.most_lines) + self.head(row) + APART).ceil() as u32;
        state.heights = Heights::new((0..self.rows).map(height).collect());
        (state.of, state.shape) = (Some(self.of.clone()), shape);
        state.wanted = Some(state.top);
    }

    pub(super) fn show<'a>(
        &self,
        ui: &mut Ui,
        state: &mut ListState,
        palette: &Palette,
        look: impl Fn(usize) -> Option<Look<'a>>,
    ) -> Shown {
        let area = ui.available_rect_before_wrap();
        let width = area.width() - theme::WIDE;
        self.prepare(state, width);
        let restored = state.wanted.take();
        let mut scroll = ScrollArea::vertical().id_salt(self.id).auto_shrink(false);
        let shift = std::mem::take(&mut state.shift);
        let before = state.scroll.and_then(|id| ScrollState::load(ui.ctx(), id)).filter(|_| shift.abs() > 0.5);
        if let Some((row, rest)) = restored {
            scroll = scroll.vertical_scroll_offset((state.heights.top(row) as f64 + rest) as f32);
        } else if let Some(before) = before {
            scroll = scroll.vertical_scroll_offset((f64::from(before.unclamped_offset().y) + shift) as f32);
        }
        let mut shown = Shown { rows: Vec::new(), sight: 0..0 };
        let output = scroll.show_viewport(ui, |ui, view| {
            ui.set_width(ui.available_width());
            let screen = Rect::from_min_size(area.min, vec2(width, view.height()));
            let mut frame = Frame { list: self, state: &mut *state, screen, cards: Vec::new() };
            frame.lay_out(ui, f64::from(view.top()), restored, &look, palette);
            shown = frame.show(ui, &look, palette);
            ui.set_height(state.heights.total() as f32);
        });
        state.scroll = Some(output.id);
        shown
    }
}

/// A card in its place.
struct Placed<'c> {
    row: usize,
    card: &'c Card,
    rect: Rect,
    /// What is above this is covered.
    below: f32,
}

/// The part of a list that is visible in a frame.
struct Frame<'f, 'l> {
    list: &'f List<'l>,
    state: &'f mut ListState,
    /// Where the visible part is in the window.
    screen: Rect,
    cards: Vec<(usize, Card)>,
}

impl Frame<'_, '_> {
    fn measure<'a>(
        &mut self,
        ui: &Ui,
        row: usize,
        look: &impl Fn(usize) -> Option<Look<'a>>,
        palette: &Palette,
    ) -> Option<Card> {
        let (list, look) = (self.list, look(row)?);
        let card = Card::new(ui, &look, self.screen.width(), list.most_lines, (list.characters)(row), palette);
        self.state.heights.set(row, (card.height + list.head(row) + APART) as u32);
        Some(card)
    }

    /// Lays out the cards in sight of `offset`, the number of points above the visible part, or of the place that is
    /// restored: a row and how many points of it are above the visible part.
    fn lay_out<'a>(
        &mut self,
        ui: &Ui,
        offset: f64,
        restored: Option<(usize, f64)>,
        look: &impl Fn(usize) -> Option<Look<'a>>,
        palette: &Palette,
    ) {
        let rows = self.list.rows;
        let (height, input) = (f64::from(self.screen.height()), offset);
        let top = |state: &ListState, row: usize| state.heights.top(row) as f64;
        let last = rows.saturating_sub(1);
        let (first, anchor, place) = match restored {
            Some((row, rest)) => (row.min(last), row.min(last), -rest),
            None => {
                // The first row that begins in sight keeps its place; at the very top that is the first one.
                let first = self.state.heights.at(offset.max(0.0) as u64).min(last);
                let is_whole = top(self.state, first) >= offset;
                let anchor = if is_whole { first } else { (first + 1).min(last) };
                (first, anchor, top(self.state, anchor) - offset)
            }
        };
        let mut row = first;
        let mut offset = offset;
        while row < rows && top(self.state, row) < offset + height {
            let card = self.measure(ui, row, look, palette);
            self.cards.extend(card.map(|card| (row, card)));
            offset = top(self.state, anchor) - place;
            row += 1;
        }
        // Cards that became shorter leave room above.
        while let Some((above, _)) = self.cards.first().filter(|(row, _)| top(self.state, *row) > offset.max(0.0)) {
            let Some(above) = above.checked_sub(1) else { break };
            let Some(card) = self.measure(ui, above, look, palette) else { break };
            self.cards.insert(0, (above, card));
            offset = top(self.state, anchor) - place;
        }
        // Beyond the ends only as far as the scroll area itself shows it.
        let most = (self.state.heights.total() as f64 - height).max(0.0);
        let offset = offset.clamp(input.min(0.0), most.max(input));
        self.state.shift = offset - input;
        let top = self.state.heights.at(offset.max(0.0) as u64);
        self.state.top = (top, offset - self.state.heights.top(top) as f64);
        self.reveal(ui, look, palette);
        if self.state.shift.abs() > 0.5 {
            ui.ctx().request_repaint();
        }
    }

    /// Scrolls to the row that is to be shown.
    fn reveal<'a>(&mut self, ui: &Ui, look: &impl Fn(usize) -> Option<Look<'a>>, palette: &Palette) {
        let wanted = self.list.reveal.map(|row| (row, REVEALING)).or(self.state.reveal.take());
        let Some((row, left)) = wanted.filter(|(row, left)| *left > 0 && *row < self.list.rows) else { return };
        let (top, rest) = self.state.top;
        let before = self.state.heights.top(top);
        self.measure(ui, row, look, palette);
        let heights = &self.state.heights;
        self.state.shift += heights.top(top) as f64 - before as f64;
        let offset = heights.top(top) as f64 + rest;
        let y = |row: usize| self.screen.top() + (heights.top(row) as f64 - offset) as f32;
        let head = if self.list.groups.is_empty() { 0.0 } else { HEAD - self.list.head(row) };
        let rect = Rect::from_x_y_ranges(self.screen.x_range(), y(row) - head..=y(row + 1));
        if !self.screen.contains_rect(rect) {
            ui.scroll_to_rect_animation(rect, None, ScrollAnimation::none());
            ui.ctx().request_repaint();
        }
        // Until all text in sight is loaded, its cards may still become taller. Scrolling by hand ends the wait.
        if self.cards.iter().any(|(_, card)| card.is_unread()) {
            let is_scrolled = ui.input(|input| input.smooth_scroll_delta != Vec2::ZERO || input.pointer.any_down());
            self.state.reveal = Some((row, left)).filter(|_| !is_scrolled);
            return;
        }
        ui.ctx().request_repaint();
        self.state.reveal = Some((row, left - 1));
    }

    fn show<'a>(self, ui: &Ui, look: &impl Fn(usize) -> Option<Look<'a>>, palette: &Palette) -> Shown {
        let mut shown = Shown { rows: Vec::new(), sight: 0..0 };
        let (top, rest) = self.state.top;
        let start = self.state.heights.top(top) as f64 + rest;
        let y = |row: usize| self.screen.top() + (self.state.heights.top(row) as f64 - start) as f32;
        let sticky = self.sticky(y);
        // Cards under the heading that stays in sight are not clicked through it.
        let below = sticky.map_or(self.screen.top(), |(_, bottom)| bottom);
        for (row, card) in &self.cards {
            let Some(look) = look(*row) else { continue };
            let (top, head) = (y(*row), self.list.head(*row));
            if head > 0.0 {
                self.heading(ui, *row, top, palette);
                if sticky.is_none_or(|(first, _)| first != *row) {
                    self.say_heading(ui, *row, top);
                }
            }
            let rect =
                Rect::from_min_size(pos2(self.screen.left(), top + head), vec2(self.screen.width(), card.height));
            if rect.bottom() > below {
                shown.rows.push((*row, self.row(ui, &Placed { row: *row, card, rect, below }, &look, palette)));
            }
        }
        if let Some((row, bottom)) = sticky {
            let back = Rect::from_x_y_ranges(ui.max_rect().x_range(), self.screen.top()..=bottom);
            ui.painter().rect_filled(back, 0.0, palette.page);
            self.heading(ui, row, bottom - HEAD, palette);
            self.say_heading(ui, row, bottom - HEAD);
        }
        let (first, last) = (self.cards.first(), self.cards.last());
        shown.sight = first.zip(last).map_or(0..0, |((first, _), (last, _))| *first..last + 1);
        shown
    }

    /// The first row of the group at the top, and the bottom of its heading, which the next one pushes away.
    fn sticky(&self, y: impl Fn(usize) -> f32) -> Option<(usize, f32)> {
        let groups = self.list.groups;
        let next = groups.partition_point(|(_, first)| *first <= self.state.top.0);
        let (_, first) = groups.get(next.checked_sub(1)?)?;
        let bottom = self.screen.top() + HEAD;
        let pushed = groups.get(next).map_or(bottom, |(_, next)| y(*next).min(bottom));
        Some((*first, pushed))
    }

    /// The title of the group that begins with this row, and what is said about its rows.
    fn group(&self, row: usize) -> Option<(&str, String)> {
        let groups = self.list.groups;
        let group = groups.binary_search_by_key(&row, |(_, first)| *first).ok()?;
        let (title, first) = groups.get(group)?;
        let end = groups.get(group + 1).map_or(self.list.rows, |(_, first)| *first);
        Some((title, (self.list.counted)(*first..end.max(*first))))
    }

    fn say_heading(&self, ui: &Ui, row: usize, top: f32) {
        let Some((title, count)) = self.group(row) else { return };
        let rect = Rect::from_min_size(pos2(self.screen.left(), top), vec2(self.screen.width(), HEAD));
        let response = ui.interact(rect, Id::unique((self.list.id, "heading", row)), Sense::empty());
        let label = tr!("label" => "{name}: {value}", name = title, value = count);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &label));
    }

    fn heading(&self, ui: &Ui, row: usize, top: f32, palette: &Palette) {
        let Some((title, count)) = self.group(row) else { return };
        let (left, width) = (self.screen.left(), self.screen.width());
        let count = elided(ui, &count, theme::BODY, palette.weak, width * 0.5);
        let room = width - count.size().x - theme::SPACE;
        let title = one_line(ui, title, theme::medium(theme::TITLE), palette.text, room);
        let y = top + HEAD - title.size().y - 8.0;
        let next = left + title.size().x + theme::SPACE;
        ui.painter().galley(pos2(left, y), title, palette.text);
        ui.painter().galley(pos2(next, y), count, palette.weak);
    }

    fn row(&self, ui: &Ui, placed: &Placed<'_>, look: &Look<'_>, palette: &Palette) -> Response {
        let &Placed { row, card, rect, below } = placed;
        let open = rect.with_min_y(rect.top().max(below));
        let is_stop = self.list.tab_stop.is_none_or(|stop| row == stop.unwrap_or(self.state.top.0));
        let sense = if is_stop { Sense::click() } else { Sense::CLICK };
        let response = ui.interact(open, row_id(self.list.id, row), sense);
        if is_stop {
            panes::stop(ui.ctx(), response.id);
        }
        let quote = look.excerpt.map_or("", |excerpt| excerpt.text.as_str());
        let label = tr!("label" => "{name}: {value}", name = look.label, value = quote);
        let (role, is_on) = match (look.checked, self.list.tab_stop) {
            (Some(checked), _) => (Role::CheckBox, checked),
            (None, Some(_)) => (Role::ListBoxOption, look.chosen),
            (None, None) => (Role::Button, look.chosen),
        };
        match role {
            Role::ListBoxOption => response.widget_info(|| WidgetInfo::labeled(role, true, &label)),
            _ => response.widget_info(|| WidgetInfo::selected(role, true, is_on, &label)),
        }
        if self.list.tab_stop.is_some() {
            ui.ctx().accesskit_node_builder(response.id, |node| node.set_selected(is_on));
            let filter = EventFilter { tab: false, horizontal_arrows: false, vertical_arrows: true, escape: true };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        card.paint(&painter, look, rect, response.hovered(), palette);
        if response.has_focus() {
            painter.rect_stroke(rect, 8.0, Stroke::new(2.0, palette.accent), StrokeKind::Inside);
        }
        response
    }
}
