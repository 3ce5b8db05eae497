//! The keyboard in the margin: it is a pane of its own, in which the arrow keys lead from passage to passage.

use super::{Frame, Given, Scroll, TranscriptView};
use crate::app::{SourceView, Step};
use crate::model::{CharPos, CodingId};
use crate::tr;
use egui::accesskit::Role;
use egui::{EventFilter, Id, Key, Modifiers, Rect, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo, pos2};

const FILTER: EventFilter = EventFilter { tab: false, horizontal_arrows: false, vertical_arrows: true, escape: true };

/// The keyboard focus in the margin.
#[derive(Clone, Debug, Default)]
pub struct MarginFocus {
    /// The widget of the margin, and where it is.
    pane: Option<(Id, Rect)>,
    has_focus: bool,
    /// The passage to which the keys lead.
    at: Option<CodingId>,
    /// Its start, from which the next is found once the passage itself is deleted.
    place: CharPos,
}

impl MarginFocus {
    /// The passage that has the focus.
    #[must_use]
    pub fn current(&self) -> Option<CodingId> {
        self.at.filter(|_| self.has_focus)
    }
}

impl TranscriptView {
    /// The margin as a pane: its widget, and where it is. `None` if the document has no passages.
    #[must_use]
    pub fn margin_pane(&self) -> Option<(Id, Rect)> {
        self.margin_focus.pane
    }

    /// Handles the keys of the margin while it has the focus.
    pub(super) fn margin_keys(&mut self, ui: &Ui, id: Id, frame: &Frame, given: Given<'_>) {
        let source = given.source;
        if source.passage_count() == 0 {
            self.margin_focus = MarginFocus::default();
            return;
        }
        let x = frame.left + frame.columns.lanes_x..=frame.left + frame.columns.margin_end;
        let rect = Rect::from_x_y_ranges(*x.start()..=*x.end(), frame.clip.y_range());
        let response = ui.interact(rect, id.with("margin"), Sense::focusable_noninteractive());
        self.margin_focus.pane = Some((response.id, rect));
        self.margin_focus.has_focus = response.has_focus();
        if response.has_focus() {
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, FILTER));
            self.keep_current(source);
            self.press_margin_key(ui, source);
        }
        let current = self.margin_focus.current().and_then(|at| source.passage(at));
        let spoken = current.map(|passage| super::margin::spoken(passage, given));
        // Screen readers say an item to which the focus moves, but not a value that changes.
        let item = current.zip(spoken.as_ref()).map(|(passage, spoken)| {
            let place = Rect::from_min_size(rect.min, Vec2::splat(1.0));
            let item = ui.interact(place, id.with(("in the margin", passage.coding)), Sense::hover());
            item.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, spoken));
            item.id
        });
        ui.accesskit_node_builder(response.id, |node| {
            node.set_role(Role::List);
            node.set_label(tr!("Passages in the margin"));
            node.set_value(spoken.unwrap_or_default());
            if let Some(item) = item {
                node.set_active_descendant(item.accesskit_id());
            }
        });
    }

    /// Keeps a passage that is shown: the one before, the chosen one, or the first in sight.
    fn keep_current(&mut self, source: &SourceView) {
        let is_shown = |at: &CodingId| source.passage(*at).is_some_and(|passage| source.filter().shows(passage));
        let before = self.margin_focus.at.filter(is_shown);
        let in_sight = || self.margin.entries.iter().flat_map(|entry| entry.codings.first()).copied().next();
        let after = || source.next_passage(self.only, Step::Position(self.margin_focus.place)).map(|p| p.coding);
        let was_here = self.margin_focus.at.is_some();
        let other = || if was_here { after() } else { self.chosen.or_else(in_sight) };
        let current = before.or_else(other).or_else(|| source.stops(self.only).next().map(|p| p.coding));
        self.margin_focus.at = current;
        if let Some(passage) = current.and_then(|at| source.passage(at)) {
            self.margin_focus.place = passage.range.start;
        }
    }

    fn press_margin_key(&mut self, ui: &Ui, source: &SourceView) {
        let Some(at) = self.margin_focus.at else { return };
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let next = if pressed(Key::ArrowDown) {
            source.next_passage(self.only, Step::Passage(at))
        } else if pressed(Key::ArrowUp) {
            source.previous_passage(self.only, Step::Passage(at))
        } else if pressed(Key::Home) {
            source.stops(self.only).next()
        } else if pressed(Key::End) {
            source.stops(self.only).last()
        } else {
            None
        };
        if let Some(passage) = next {
            let passage = source.version_of(passage, self.me);
            (self.margin_focus.at, self.margin_focus.place) = (Some(passage.coding), passage.range.start);
            self.scroll = Some(Scroll::Reveal(passage.range.start));
            ui.request_repaint();
        }
        if pressed(Key::Enter) {
            self.choose(source, at);
            self.wants_focus = true;
        } else if pressed(Key::Escape) {
            self.wants_focus = true;
        }
    }

    /// Outlines the entry that has the focus.
    pub(super) fn paint_margin_focus(&self, ui: &Ui, given: Given<'_>) {
        let Some(rect) = self.margin_focus.current().and_then(|at| self.margin.place_of(at)) else { return };
        let stroke = Stroke::new(2.0, given.style.focus);
        ui.painter().rect_stroke(rect.expand(1.0), 6.0, stroke, StrokeKind::Inside);
    }
}

impl super::Margin {
    /// Where a passage is in the margin: its entry, the list that it is in, or its stripe.
    #[must_use]
    pub fn place_of(&self, coding: CodingId) -> Option<Rect> {
        let entry = self.entries.iter().find(|entry| entry.codings.contains(&coding)).map(|entry| entry.rect);
        let list = || self.more.iter().find(|list| list.codings.contains(&coding)).map(|list| list.rect);
        let stripe = || self.stripes.iter().find(|stripe| stripe.coding == coding).map(|stripe| stripe.rect);
        let rect = entry.or_else(list).or_else(stripe)?;
        Some(Rect::from_min_max(rect.min, pos2(rect.right(), rect.bottom().min(rect.top() + 200.0))))
    }
}
