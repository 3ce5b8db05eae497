//! The edges of the chosen passage: two handles to drag, which snap to words, or to characters while Alt is held.

use super::layout::Laid;
use super::pointer::place_at;
use super::{Frame, TranscriptEvent, TranscriptStyle, TranscriptView};
use crate::app::{PassageView, SourceView};
use crate::model::{CharPos, CharRange, CodingId};
use crate::text::segment;
use egui::{Painter, Pos2, Stroke, Ui, Vec2, vec2};

/// How close a press must be to a handle, in points.
const REACH: f32 = 7.0;
const KNOB: f32 = 4.0;

/// An edge that is being dragged.
#[derive(Clone, Copy, Debug)]
pub(super) struct EdgeDrag {
    coding: CodingId,
    /// The edge that stays in place.
    fixed: CharPos,
    before: CharRange,
    now: CharRange,
    /// From the middle of the handle to where it was pressed: the edge must not jump to the pointer.
    grip: Vec2,
}

impl TranscriptView {
    /// The passage whose edges have handles.
    #[must_use]
    pub fn chosen(&self) -> Option<CodingId> {
        self.chosen
    }

    /// Selects a passage and gives its edges handles.
    pub fn choose(&mut self, source: &SourceView, coding: CodingId) {
        if let Some(passage) = source.passage(coding) {
            self.select(source.index().clamp(passage.range));
            self.chosen = Some(coding);
        }
    }

    /// Clears the chosen passage if it was removed or is hidden.
    pub(super) fn check_chosen(&mut self, source: &SourceView) {
        self.chosen = self.chosen.filter(|&id| source.passage(id).is_some_and(|p| source.filter().shows(p)));
    }

    /// Screen positions of the visible handles: start, end.
    pub(super) fn handles(&self, frame: &Frame, laid: &[Laid], source: &SourceView) -> [Option<(Pos2, f32)>; 2] {
        let range = match (&self.edge, self.chosen.and_then(|id| source.passage(id))) {
            (Some(edge), _) => edge.now,
            (None, Some(passage)) => source.index().clamp(passage.range),
            (None, None) => return [None, None],
        };
        [self.handle(frame, laid, range.start, false), self.handle(frame, laid, range.end, true)]
    }

    /// The middle of the row at an edge, and half the row's height.
    fn handle(&self, frame: &Frame, laid: &[Laid], at: CharPos, end: bool) -> Option<(Pos2, f32)> {
        let holds = |piece: &&Laid| piece.chars.start <= at && at <= piece.chars.end;
        let piece = if end { laid.iter().find(holds) } else { laid.iter().rev().find(holds) }?;
        let row = piece.row_of(at, end);
        let rect = piece.row_rect(row);
        let place = frame.text + vec2(piece.x_in_row(row, at), rect.center().y);
        Some((place, rect.height() / 2.0))
    }

    /// True for passages of the current coder.
    fn owns(&self, passage: &PassageView) -> bool {
        Some(passage.user) == self.me
    }

    /// Starts to drag the edge under the point, if there is one. Returns whether there is an edge; those of other
    /// coders' passages do not move.
    pub(super) fn grab_edge(&mut self, frame: &Frame, laid: &[Laid], source: &SourceView, point: Pos2) -> bool {
        match self.on_edge(frame, laid, source, point) {
            Some(true) => {}
            protected => return protected.is_some(),
        }
        let Some(passage) = self.chosen.and_then(|id| source.passage(id)) else { return false };
        let range = source.index().clamp(passage.range);
        let near = |handle: &Option<(Pos2, f32)>| handle.filter(|handle| is_near(*handle, point));
        let [start, end] = self.handles(frame, laid, source);
        let (fixed, handle) = match (near(&start), near(&end)) {
            (Some((a, _)), Some((b, _))) if a.distance(point) > b.distance(point) => (range.start, b),
            (Some((a, _)), _) => (range.end, a),
            (None, Some((b, _))) => (range.start, b),
            (None, None) => return false,
        };
        self.edge = Some(EdgeDrag { coding: passage.coding, fixed, before: range, now: range, grip: point - handle });
        true
    }

    /// Whether the edge under the point can be moved; `None` if there is no edge.
    pub(super) fn on_edge(&self, frame: &Frame, laid: &[Laid], source: &SourceView, point: Pos2) -> Option<bool> {
        let passage = self.chosen.and_then(|id| source.passage(id)).filter(|_| self.writable)?;
        let near = self.handles(frame, laid, source).into_iter().flatten().any(|handle| is_near(handle, point));
        near.then(|| self.owns(passage))
    }

    /// Follows the pointer. The event is sent when the button is released.
    pub(super) fn drag_edge(
        &mut self,
        ui: &Ui,
        frame: &Frame,
        laid: &[Laid],
        source: &SourceView,
    ) -> Option<TranscriptEvent> {
        let edge = self.edge?;
        let (point, down, alt) = ui.input(|i| (i.pointer.latest_pos(), i.pointer.primary_down(), i.modifiers.alt));
        if let Some(spot) = point.and_then(|p| place_at(frame, laid, source, p - edge.grip)) {
            let at = spot.caret.0;
            let at = if alt { at } else { without_blanks(source, edge.fixed, word_border(source, edge.fixed, at)) };
            if at != edge.fixed {
                let now = CharRange::new(edge.fixed.0.min(at.0), edge.fixed.0.max(at.0));
                self.edge = Some(EdgeDrag { now, ..edge });
                self.selection.set(now);
            }
            if let Some(p) = point {
                self.scroll_at_edge(ui, frame, p);
            }
        }
        if down {
            return None;
        }
        let edge = self.edge.take()?;
        (edge.now != edge.before).then_some(TranscriptEvent::EdgesMoved { coding: edge.coding, range: edge.now })
    }

    pub(super) fn paint_handles(
        &self,
        painter: &Painter,
        frame: &Frame,
        laid: &[Laid],
        source: &SourceView,
        style: &TranscriptStyle,
    ) {
        let chosen = self.chosen.and_then(|id| source.passage(id)).filter(|_| self.writable);
        // Nobody else's edges can be dragged.
        if !chosen.is_some_and(|passage| self.owns(passage)) {
            return;
        }
        let color = style.focus;
        for (i, handle) in self.handles(frame, laid, source).into_iter().enumerate() {
            let Some((place, half)) = handle else { continue };
            painter.vline(place.x, place.y - half..=place.y + half, Stroke::new(2.0, color));
            let knob = vec2(0.0, if i == 0 { -half } else { half });
            painter.circle_filled(place + knob, KNOB, color);
        }
    }
}

fn is_near((place, half): (Pos2, f32), point: Pos2) -> bool {
    (place.x - point.x).abs() <= REACH && (place.y - point.y).abs() <= half + REACH
}

/// Moves the dragged edge `at` over the blanks at the end of the passage that begins or ends at `fixed`.
fn without_blanks(source: &SourceView, fixed: CharPos, at: CharPos) -> CharPos {
    let text = source.slice(CharRange { start: fixed.min(at), end: fixed.max(at) });
    let count = |blanks: &str| blanks.chars().count() as u32;
    if at > fixed {
        CharPos(at.0 - count(text) + count(text.trim_end()))
    } else {
        CharPos(at.0 + count(text) - count(text.trim_start()))
    }
}

/// The border of the word at a position that makes the passage, which begins or ends at `fixed`, hold the whole word.
fn word_border(source: &SourceView, fixed: CharPos, at: CharPos) -> CharPos {
    let word = segment::word_at(source.text(), source.index(), at);
    if at > fixed && at > word.start { word.end } else { word.start }
}
