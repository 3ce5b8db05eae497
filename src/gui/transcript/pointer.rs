//! Presses, drags and clicks of the primary button.

use super::layout::Laid;
use super::selection::{Grain, Spot, Step};
use super::{DraggedWords, Frame, Scroll, TranscriptView};
use crate::app::SourceView;
use egui::{CursorIcon, DragAndDrop, Event, PointerButton, Pos2, Response, Ui, pos2, vec2};

/// Presses within this many seconds and points of each other count as a multiple click.
const AGAIN_SECONDS: f64 = 0.4;
const AGAIN_POINTS: f32 = 6.0;
/// Fastest scrolling while dragging beyond the top or bottom edge, in points per frame.
const FASTEST: f32 = 48.0;

/// Counts presses. egui reports a double click only on release, but a drag must know it at the press.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clicks {
    count: u32,
    last: Option<(f64, Pos2)>,
}

impl Clicks {
    fn press(&mut self, time: f64, point: Pos2) -> u32 {
        let again = self.last.is_some_and(|(t, p)| time - t <= AGAIN_SECONDS && p.distance(point) <= AGAIN_POINTS);
        // A fifth press starts again at one.
        self.count = if again { self.count % 4 + 1 } else { 1 };
        self.last = Some((time, point));
        self.count
    }
}

/// A press of the primary button.
#[derive(Clone, Copy)]
struct Press {
    /// In seconds.
    time: f64,
    point: Pos2,
    /// Whether Shift is held.
    shift: bool,
}

impl TranscriptView {
    pub(super) fn pointer(&mut self, ui: &Ui, response: &Response, frame: &Frame, laid: &[Laid], source: &SourceView) {
        let pressed: Vec<_> = ui.input(|input| {
            let primary = |event: &Event| match event {
                Event::PointerButton { pos, button: PointerButton::Primary, pressed: true, modifiers } => {
                    Some(Press { time: input.time, point: *pos, shift: modifiers.shift })
                }
                _ => None,
            };
            input.events.iter().filter_map(primary).collect()
        });
        if response.is_pointer_button_down_on() || response.clicked() {
            for press in pressed.into_iter().filter(|press| frame.clip.contains(press.point)) {
                response.request_focus();
                self.press(press, self.step(ui), frame, laid, source);
            }
        }
        self.lift(ui, frame, laid, source);
        if !self.selection.is_dragging() {
            return;
        }
        // The last movement may come in one frame with the release.
        let is_dragged =
            response.dragged_by(PointerButton::Primary) || response.drag_stopped_by(PointerButton::Primary);
        if let Some(point) = response.interact_pointer_pos().filter(|_| is_dragged) {
            if let Some(at) = place_at(frame, laid, source, point) {
                self.selection.drag(source, at, self.step(ui));
            }
            self.scroll_at_edge(ui, frame, point);
        }
        if !ui.input(|i| i.pointer.primary_down()) {
            self.selection.release();
        }
    }

    /// What a drag extends by: words, or characters while Alt is held; the reverse if the user prefers that.
    fn step(&self, ui: &Ui) -> Step {
        if self.whole_words != ui.input(|input| input.modifiers.alt) { Step::Word } else { Step::Character }
    }

    fn press(&mut self, press: Press, by: Step, frame: &Frame, laid: &[Laid], source: &SourceView) {
        let Press { time, point, shift } = press;
        let clicks = self.clicks.press(time, point);
        self.has_caret = true;
        if clicks == 1 && !shift && self.grab_edge(frame, laid, source, point) {
            return;
        }
        if point.x >= frame.left + frame.columns.lanes_x - 2.0 {
            // A click on a stripe or in the margin selects the passage; another click, the next one of the entry.
            let codings = self.codings_at(frame, laid, source, point);
            if let Some(coding) = self.next_choice(source, &codings) {
                self.choose(source, coding);
                return;
            }
        }
        let Some(at) = place_at(frame, laid, source, point) else { return };
        if clicks == 1 && !shift && self.on_selection(frame, laid, point) {
            self.lifting = Some(point);
            return;
        }
        self.chosen = None;
        if shift && clicks == 1 {
            self.selection.extend(source, at, by);
        } else {
            self.selection.press(source, at, Grain::of_clicks(clicks));
        }
    }

    /// Drags selected words onto a code. A press without a drag sets the caret, and a drag that ends in the text
    /// selects anew.
    fn lift(&mut self, ui: &Ui, frame: &Frame, laid: &[Laid], source: &SourceView) {
        let Some(from) = self.lifting else { return };
        let (point, down) = ui.input(|i| (i.pointer.latest_pos(), i.pointer.primary_down()));
        let moved = point.is_some_and(|p| p.distance(from) > AGAIN_POINTS);
        if moved {
            if !DragAndDrop::has_payload_of_type::<DraggedWords>(ui.ctx()) && down {
                DragAndDrop::set_payload(ui.ctx(), DraggedWords);
            }
            ui.set_cursor_icon(CursorIcon::Grabbing);
        }
        if down {
            return;
        }
        self.lifting = None;
        let end = point.filter(|&point| moved && frame.clip.contains(point));
        if moved && end.is_none() {
            return;
        }
        if let Some(at) = place_at(frame, laid, source, from) {
            self.chosen = None;
            self.selection.press(source, at, Grain::Character);
            if let Some(end) = end.and_then(|point| place_at(frame, laid, source, point)) {
                DragAndDrop::clear_payload(ui.ctx());
                self.selection.drag(source, end, self.step(ui));
            }
            self.selection.release();
        }
    }

    fn on_selection(&self, frame: &Frame, laid: &[Laid], point: Pos2) -> bool {
        let inside = point - frame.text.to_vec2();
        let range = self.selection.range();
        !range.is_empty()
            && laid
                .iter()
                .flat_map(|piece| piece.rects(range))
                .any(|rect| rect.shrink2(vec2(2.0, 0.0)).contains(inside))
    }

    pub(super) fn scroll_at_edge(&mut self, ui: &Ui, frame: &Frame, point: Pos2) {
        let beyond = (point.y - frame.clip.bottom() + 4.0).max(0.0) - (frame.clip.top() + 4.0 - point.y).max(0.0);
        let to = (self.offset + (beyond * 0.4).clamp(-FASTEST, FASTEST)).clamp(0.0, self.layout.total());
        if beyond != 0.0 && self.scroll.is_none() {
            self.scroll = Some(Scroll::To(to));
            ui.request_repaint();
        }
    }
}

/// What is at a point of the screen, or nearest to it.
pub(super) fn place_at(frame: &Frame, laid: &[Laid], source: &SourceView, point: Pos2) -> Option<Spot> {
    let inside = point - frame.text.to_vec2();
    // Beyond the edge, use the last visible row: the view scrolls separately.
    let y = inside.y.clamp(frame.clip.top() - frame.text.y, frame.clip.bottom() - frame.text.y - 1.0);
    let piece = laid.iter().rev().find(|piece| piece.top <= y).or(laid.first())?;
    let caret = piece.nearest(source, pos2(inside.x, y));
    Some(Spot { caret, character: piece.under(source, caret, inside.x) })
}
