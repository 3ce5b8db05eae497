//! Keys that move the caret and change the selection while the transcript has the focus.

use super::layout::{Laid, visible_from};
use super::selection::out_of_label;
use super::{Scroll, TranscriptEvent, TranscriptStyle, TranscriptView};
use crate::app::SourceView;
use crate::model::{CharPos, CharRange};
use crate::text::{chunk_at, segment};
use crate::tr;
use egui::{Event, EventFilter, Key, Modifiers, Response, Ui, pos2};

/// Arrow keys and Escape go to the text; Tab leaves it.
const FILTER: EventFilter = EventFilter { tab: false, horizontal_arrows: true, vertical_arrows: true, escape: true };

/// Keys and clicks in the transcript, for the table of keys.
pub fn key_rows() -> Vec<(&'static str, &'static str)> {
    vec![
        (tr!("Arrows, Home, End, Page Up, Page Down"), tr!("Move the cursor")),
        (tr!("Ctrl+Left, Ctrl+Right"), tr!("Move by a word")),
        (tr!("Shift with any of these"), tr!("Select")),
        (tr!("keys" => "Esc"), tr!("Clear the selection")),
        (tr!("Up, Down, Enter in the margin (F6)"), tr!("Go from passage to passage; select one")),
        (tr!("Double, triple, four clicks"), tr!("Select a word, a sentence, a turn")),
        (tr!("Shift+click"), tr!("Extend the selection")),
        (tr!("Drag (Alt: by character)"), tr!("Select whole words")),
        (tr!("Drag an edge (Alt: by character)"), tr!("Resize the selected passage")),
    ]
}

/// A caret: position, and whether it is at the end of its row.
type Place = (CharPos, bool);

impl TranscriptView {
    /// Puts the caret at a position of the document, and scrolls there if it is out of sight.
    pub fn put_caret(&mut self, source: &SourceView, at: CharPos) {
        self.open(source.id);
        self.select(CharRange { start: at, end: at });
        self.scroll = Some(Scroll::Reveal(at));
    }

    pub(super) fn keyboard(
        &mut self,
        ui: &Ui,
        response: &Response,
        source: &SourceView,
        style: &TranscriptStyle,
    ) -> Option<TranscriptEvent> {
        if !response.has_focus() {
            return None;
        }
        let mut out = None;
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, FILTER));
        if !self.has_caret {
            self.has_caret = true;
            let first = visible_from(source, self.place.0);
            let at = source.chunks().get(first).map_or(CharPos(0), |c| c.chars.start);
            self.selection.go((out_of_label(source, at, true), false), false);
        }
        for event in ui.input(|input| input.filtered_events(&FILTER)) {
            match event {
                Event::Copy => self.copy(ui, source),
                Event::Key { key: Key::Escape, pressed: true, .. } => {
                    if self.selection.range().is_empty() {
                        out = Some(TranscriptEvent::Escaped);
                    }
                    self.selection.anchor = self.selection.caret;
                    self.chosen = None;
                }
                Event::Key { key: Key::A, pressed: true, modifiers, .. } if modifiers.command => {
                    self.select(CharRange::new(0, source.index().char_count()));
                }
                Event::Key { key, pressed: true, modifiers, .. } => self.press_key(ui, source, style, key, modifiers),
                _ => {}
            }
        }
        out
    }

    pub(super) fn copy(&self, ui: &Ui, source: &SourceView) {
        if let Some(range) = self.selection() {
            ui.copy_text(source.slice(range).to_owned());
        }
    }

    fn press_key(&mut self, ui: &Ui, source: &SourceView, style: &TranscriptStyle, key: Key, modifiers: Modifiers) {
        let vertical = matches!(key, Key::ArrowUp | Key::ArrowDown | Key::PageUp | Key::PageDown);
        let goal = self.selection.goal.filter(|_| vertical);
        let found = if vertical {
            self.vertical(ui, source, style, key)
        } else {
            self.horizontal(ui, source, style, key, modifiers).map(|place| (place, None))
        };
        let Some((place, new_goal)) = found else { return };
        self.selection.go(place, modifiers.shift);
        // A selection changed with Shift still belongs to the chosen passage: a key can fit the passage to it.
        self.chosen = self.chosen.filter(|_| modifiers.shift);
        self.selection.goal = goal.or(new_goal);
        self.scroll = Some(Scroll::Reveal(place.0));
        ui.request_repaint();
    }

    fn horizontal(
        &self,
        ui: &Ui,
        source: &SourceView,
        style: &TranscriptStyle,
        key: Key,
        modifiers: Modifiers,
    ) -> Option<Place> {
        let (text, index, at) = (source.text(), source.index(), self.selection.caret);
        let by_word = modifiers.command || modifiers.alt || modifiers.ctrl;
        let range = self.selection.range();
        let row_end = |start: bool| {
            let laid = self.lay_around(ui, source, style, at)?;
            let row = laid.row_of(at, self.selection.end_of_row);
            let chars = laid.row_chars(row);
            Some(if start { (chars.start, false) } else { (chars.end, row + 1 < laid.rows()) })
        };
        let place = match key {
            // As in other editors, an arrow without Shift first collapses the selection to that side.
            Key::ArrowLeft if !range.is_empty() && !modifiers.shift && !by_word => range.start,
            Key::ArrowRight if !range.is_empty() && !modifiers.shift && !by_word => range.end,
            Key::ArrowLeft if by_word => segment::previous_word(text, index, at),
            Key::ArrowLeft => segment::previous_grapheme(text, index, at),
            Key::ArrowRight if by_word => segment::next_word(text, index, at),
            Key::ArrowRight => segment::next_grapheme(text, index, at),
            Key::Home if by_word => CharPos(0),
            Key::End if by_word => CharPos(index.char_count()),
            Key::Home => return row_end(true),
            Key::End => return row_end(false),
            _ => return None,
        };
        let forwards = !matches!(key, Key::ArrowLeft);
        Some((out_of_label(source, place, forwards), false))
    }

    /// Up, Down and the page keys: move by screen height and keep the column in which the movement began.
    fn vertical(
        &self,
        ui: &Ui,
        source: &SourceView,
        style: &TranscriptStyle,
        key: Key,
    ) -> Option<(Place, Option<f32>)> {
        let laid = self.lay_around(ui, source, style, self.selection.caret)?;
        let row = laid.row_of(self.selection.caret, self.selection.end_of_row);
        let x = self.selection.goal.unwrap_or_else(|| laid.x_in_row(row, self.selection.caret));
        let rect = laid.row_rect(row);
        let page = (self.clip.height() - 2.0 * rect.height()).max(rect.height());
        let place = match key {
            Key::ArrowUp if row > 0 => laid.nearest_in_row(source, row - 1, x),
            Key::ArrowDown if row + 1 < laid.rows() => laid.nearest_in_row(source, row + 1, x),
            Key::ArrowUp => match self.neighbour(ui, source, style, laid.chunk, false) {
                Some(above) => above.nearest_in_row(source, above.rows().saturating_sub(1), x),
                None => (laid.chars.start, false),
            },
            Key::ArrowDown => match self.neighbour(ui, source, style, laid.chunk, true) {
                Some(below) => below.nearest_in_row(source, 0, x),
                None => (laid.chars.end, false),
            },
            _ => {
                let step = if key == Key::PageUp { -page } else { page };
                let y = (rect.center().y + step).clamp(0.0, self.layout.total());
                let chunk = visible_from(source, self.layout.chunk_at(y));
                self.layout.lay(ui, source, style, chunk)?.nearest(source, pos2(x, y))
            }
        };
        Some((place, Some(x)))
    }

    fn lay_around(&self, ui: &Ui, source: &SourceView, style: &TranscriptStyle, at: CharPos) -> Option<Laid> {
        self.layout.lay(ui, source, style, visible_from(source, chunk_at(source.chunks(), at)))
    }

    /// The next visible piece above or below.
    fn neighbour(
        &self,
        ui: &Ui,
        source: &SourceView,
        style: &TranscriptStyle,
        chunk: usize,
        down: bool,
    ) -> Option<Laid> {
        let mut at = chunk;
        loop {
            at = if down { at + 1 } else { at.checked_sub(1)? };
            source.chunks().get(at)?;
            if let Some(laid) = self.layout.lay(ui, source, style, at) {
                return Some(laid);
            }
        }
    }
}
