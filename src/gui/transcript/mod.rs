//! The transcript: text with turns, highlights and stripes, in which passages are selected and inspected.
//!
//! A panel: [`SourceView`] and looks in, [`TranscriptEvent`]s out. Only the visible pieces are laid out, each frame,
//! through egui's cache; highlights and stripes are painted from the geometry of the rows, so coding does not change
//! the layout. Must not know: SQL, files, the engine. Start reading at [`TranscriptView::show`], then `layout` and
//! `paint`.

mod arrangement;
mod columns;
mod density;
mod edges;
mod hits;
mod keys;
mod layout;
mod margin;
mod margin_focus;
mod paint;
mod pointer;
mod selection;
mod style;
mod tints;

pub use keys::key_rows;
pub use margin::{Margin, MarginEntry, More, Stripe};
pub use style::TranscriptStyle;

use crate::app::{Looks, SourceView};
use crate::model::hashing::HashSet;
use crate::model::{Account, CharPos, CharRange, CodeId, CodingId, SourceId, UserId};
use crate::text::chunk_at;
use crate::{i18n, tr};
use columns::Columns;
use egui::{
    Context, CursorIcon, DragAndDrop, Id, Pos2, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder, Vec2,
    containers::scroll_area::ScrollBarVisibility, vec2,
};
use layout::{Laid, Layout};
use margin_focus::MarginFocus;
use selection::Selection;
use std::sync::Arc;

/// Space below the last row, in points.
const BELOW: f32 = 24.0;

/// Events in the transcript that the caller handles.
#[derive(Clone, Debug, PartialEq)]
pub enum TranscriptEvent {
    /// The selected words, on grapheme borders; `None` if nothing is selected any more.
    SelectionChanged(Option<CharRange>),
    Remove {
        codings: Vec<CodingId>,
    },
    /// The user wants to give these passages another code.
    Recode {
        codings: Vec<CodingId>,
    },
    Memo {
        coding: CodingId,
    },
    /// Mark the passage as important, or remove the mark.
    Important {
        coding: CodingId,
    },
    /// State whose experience the passage is about; `None`: this is not stated.
    Account {
        coding: CodingId,
        account: Option<Account>,
    },
    /// The user wants to state that the passage is about somebody with a name.
    AskAccount {
        coding: CodingId,
    },
    /// The user wants to code as this coder.
    SwitchCoder(UserId),
    /// Code the words of another coder's passage with the same code.
    Copy {
        coding: CodingId,
    },
    /// Change another coder's passage after all.
    ChangeAnyway {
        coding: CodingId,
    },
    /// An edge of the chosen passage was dragged.
    EdgesMoved {
        coding: CodingId,
        range: CharRange,
    },
    /// Walk through the passages of this code.
    Walk(CodeId),
    /// Escape was pressed while nothing was selected.
    Escaped,
    /// A code was dragged from the codebook onto the text: the payload of the drag is a [`CodeId`].
    CodeDropped(CodeId),
}

/// The drag payload when selected words are dragged out of the text onto a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraggedWords;

/// Where to scroll to in the next frame.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Scroll {
    /// Keep a piece, and how far below its top the view begins, as a share of the piece's height.
    Keep(usize, f32),
    /// Put the position a third of the view below the top.
    Jump(CharPos),
    /// Scroll just enough to make the row of the position visible.
    Reveal(CharPos),
    To(f32),
}

/// The geometry of the transcript on the screen in this frame.
#[derive(Clone, Copy, Debug)]
struct Frame {
    columns: Columns,
    clip: Rect,
    left: f32,
    /// Top left corner of the text column at the start of the text: often far above the screen.
    text: Pos2,
    focused: bool,
}

/// Where words that were selected with the pointer are on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PointedRows {
    /// Their first and their last visible row.
    pub first: Rect,
    pub last: Rect,
    /// The visible part of the transcript.
    pub clip: Rect,
}

/// The arguments of [`TranscriptView::show`].
#[derive(Clone, Copy)]
struct Given<'a> {
    source: &'a SourceView,
    looks: &'a Looks,
    style: &'a TranscriptStyle,
}

/// The state of the transcript between frames: selection, scroll position, and measured heights.
pub struct TranscriptView {
    /// If set, passages of all other codes are dimmed.
    pub only: Option<CodeId>,
    /// Whether passages can be changed; if not, menus and handles do not offer it.
    pub writable: bool,
    /// The current coder: only this coder's passages can be changed without a question.
    pub me: Option<UserId>,
    /// Search matches to paint, in text order.
    pub hits: Vec<CharRange>,
    /// With `false`, the outline of a passage after a jump is not animated, for users who prefer reduced motion.
    pub motion: bool,
    /// Whether selecting with the pointer takes whole words; holding Alt does the reverse.
    pub whole_words: bool,
    /// Seconds per frame for measuring pieces outside the view; 0 for none.
    pub idle_budget: f32,
    source: Option<SourceId>,
    /// The text shown in the last frame.
    shown: Option<Arc<str>>,
    layout: Layout,
    selection: Selection,
    has_caret: bool,
    scroll: Option<Scroll>,
    /// First visible piece, and how far below its top the view begins, as a share of its height.
    place: (usize, f32),
    offset: f32,
    flash: Option<(CharRange, f64)>,
    /// The passage under the pointer; of several, the shortest.
    pointed: Option<CodingId>,
    /// Whether the selection was last changed with the pointer, and where it is then.
    by_pointer: bool,
    /// The state of the passages at that time: once the words are coded, the next ones can be selected.
    pointed_version: u64,
    pointed_rows: Option<PointedRows>,
    margin: Margin,
    margin_focus: MarginFocus,
    /// Whether a screen reader was active in the last frame.
    is_read_aloud: bool,
    menu: Vec<CodingId>,
    wants_focus: bool,
    clicks: pointer::Clicks,
    chosen: Option<CodingId>,
    focus_id: Option<Id>,
    edge: Option<edges::EdgeDrag>,
    /// Where the selected words were pressed, until it is known whether they are being dragged.
    lifting: Option<Pos2>,
    density: density::Density,
    tints: tints::Tints,
    /// The selection last reported in an event.
    reported: Option<CharRange>,
    clip: Rect,
    text: Pos2,
    /// Index and top of each piece that was laid out in the last frame.
    in_sight: Vec<(usize, f32)>,
    last_style: Option<TranscriptStyle>,
}

impl Default for TranscriptView {
    fn default() -> Self {
        Self {
            only: None,
            writable: true,
            me: None,
            hits: Vec::new(),
            motion: true,
            whole_words: true,
            idle_budget: 0.003,
            source: None,
            shown: None,
            layout: Layout::default(),
            selection: Selection::default(),
            has_caret: false,
            scroll: None,
            place: (0, 0.0),
            offset: 0.0,
            flash: None,
            pointed: None,
            by_pointer: false,
            pointed_version: 0,
            pointed_rows: None,
            margin: Margin::default(),
            margin_focus: MarginFocus::default(),
            is_read_aloud: false,
            menu: Vec::new(),
            focus_id: None,
            wants_focus: false,
            clicks: pointer::Clicks::default(),
            chosen: None,
            edge: None,
            lifting: None,
            density: density::Density::default(),
            tints: tints::Tints::default(),
            reported: None,
            clip: Rect::NOTHING,
            text: Pos2::ZERO,
            in_sight: Vec::new(),
            last_style: None,
        }
    }
}

impl TranscriptView {
    /// The selected words, `None` when there is only a caret.
    #[must_use]
    pub fn selection(&self) -> Option<CharRange> {
        Some(self.selection.range()).filter(|range| !range.is_empty())
    }

    /// Where the selected words are, if they were selected with the pointer, which has let go, and are no passage that was
    /// chosen as a whole.
    #[must_use]
    pub fn pointed_rows(&self) -> Option<PointedRows> {
        self.pointed_rows.filter(|_| self.chosen.is_none())
    }

    /// The id under which the text has the keyboard focus, once it has been shown.
    #[must_use]
    pub fn focus_id(&self) -> Option<Id> {
        self.focus_id
    }

    /// Moves the keyboard focus to the transcript in the next frame.
    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// Selects a range without scrolling. The range should lie on grapheme borders.
    pub fn select(&mut self, range: CharRange) {
        self.selection.set(range);
        (self.has_caret, self.chosen) = (true, None);
    }

    #[must_use]
    pub fn caret(&self) -> Option<CharPos> {
        self.has_caret.then_some(self.selection.caret)
    }

    /// Shows a document from the top, with nothing selected, unless it is already shown.
    fn open(&mut self, id: SourceId) {
        if self.source != Some(id) {
            let (only, idle_budget, reported) = (self.only, self.idle_budget, self.reported);
            let (writable, me, motion, wants_focus) = (self.writable, self.me, self.motion, self.wants_focus);
            let whole_words = self.whole_words;
            let (scroll, source) = (Some(Scroll::To(0.0)), Some(id));
            let kept = Self { only, idle_budget, reported, writable, me, ..Self::default() };
            *self = Self { motion, whole_words, wants_focus, scroll, source, ..kept };
        }
    }

    /// Scrolls to a range of the document (the one shown, or another that will be shown next), a third of the view
    /// below the top; selects it and outlines it for a moment.
    pub fn jump_to(&mut self, source: &SourceView, range: CharRange) {
        self.open(source.id);
        self.select(range);
        self.scroll = Some(Scroll::Jump(range.start));
        self.flash = Some((range, f64::INFINITY));
    }

    /// The passages that a key acts on: the one with the focus in the margin, or the chosen one, otherwise those that touch
    /// the selection or contain the caret.
    #[must_use]
    pub fn acted_on(&self, source: &SourceView) -> Vec<CodingId> {
        if let Some(at) = self.margin_focus.current() {
            return vec![at];
        }
        match (self.chosen, self.selection()) {
            (Some(coding), _) => vec![coding],
            (None, Some(range)) => source.touching(range).map(|(p, _)| p.coding).collect(),
            (None, None) if self.has_caret => source.at(self.selection.caret).iter().map(|p| p.coding).collect(),
            (None, None) => Vec::new(),
        }
    }

    /// The words of the turn at a position, without a label that the gutter shows.
    #[must_use]
    pub fn turn_words(&self, source: &SourceView, at: CharPos) -> CharRange {
        selection::Grain::Turn.unit(source, at)
    }

    /// First visible position, to return to with [`Self::restore`].
    #[must_use]
    pub fn first_in_sight(&self, source: &SourceView) -> CharPos {
        source.chunks().get(self.place.0).map_or(CharPos(0), |c| c.chars.start)
    }

    /// Scrolls so that the position is at the top.
    pub fn restore(&mut self, source: &SourceView, at: CharPos) {
        self.open(source.id);
        self.scroll = Some(Scroll::Keep(chunk_at(source.chunks(), at), 0.0));
    }

    /// The contents of the margin in the last frame.
    #[must_use]
    pub fn margin(&self) -> &Margin {
        &self.margin
    }

    /// How many pieces were laid out for painting in the last frame.
    #[must_use]
    pub fn laid_out(&self) -> usize {
        self.in_sight.len()
    }

    /// The screen position of a text position (middle of the left edge of its row), for popups and tests; `None` if it
    /// is not visible.
    #[must_use]
    pub fn position_of(&self, ctx: &Context, source: &SourceView, at: CharPos) -> Option<Pos2> {
        let style = self.last_style.as_ref()?;
        let chunk = layout::visible_from(source, chunk_at(source.chunks(), at));
        let &(_, top) = self.in_sight.iter().find(|(n, _)| *n == chunk)?;
        let laid = self.layout.lay_at(ctx, source, style, chunk, top)?;
        let at = at.clamp(laid.chars.start, laid.chars.end);
        let row = laid.row_of(at, false);
        let point = self.text + vec2(laid.x_in_row(row, at), laid.row_rect(row).center().y);
        self.clip.y_range().contains(point.y).then_some(point)
    }

    /// Shows the transcript in the remaining space of `ui`.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        source: &SourceView,
        looks: &Looks,
        style: &TranscriptStyle,
    ) -> Vec<TranscriptEvent> {
        self.open(source.id);
        self.selection.follow(self.shown.replace(source.text().clone()), source.text());
        self.check_chosen(source);
        let whole = ui.available_rect_before_wrap();
        let (area, bar) = whole.split_left_right_at_x((whole.right() - density::WIDTH).max(whole.left()));
        let columns = Columns::fit(area.width(), source.columns(), source.is_timed(), style.size);
        let known = self.layout.total() > 0.0;
        if self.layout.fit(source, columns.text, ui.pixels_per_point(), style) && known && self.scroll.is_none() {
            self.scroll = Some(Scroll::Keep(self.place.0, self.place.1));
        }
        let mut area_ui = ScrollArea::vertical()
            .id_salt("transcript")
            .auto_shrink(false)
            .scroll_bar_visibility(ScrollBarVisibility::AlwaysHidden);
        if let Some(offset) = self.scroll_target(ui, source, style, area.height()) {
            area_ui = area_ui.vertical_scroll_offset(offset);
        }
        let given = Given { source, looks, style };
        let shown = ui.scope_builder(UiBuilder::new().max_rect(area), |ui| {
            // The rubber band uses the height of the last frame: a text that has just grown would slide for a second.
            ui.spacing_mut().scroll.kinetic.rubber_band = false;
            area_ui.show_viewport(ui, |ui, sight| self.contents(ui, sight, columns, given)).inner
        });
        self.density(ui, bar, given);
        self.last_style = Some(style.clone());
        let mut events = shown.inner;
        let selected = self.selection();
        if selected != self.reported {
            self.by_pointer = ui.input(|input| input.pointer.any_down() || input.pointer.any_released());
            self.pointed_version = source.version();
            events.push(TranscriptEvent::SelectionChanged(selected));
        }
        self.reported = selected;
        events
    }

    /// The requested scroll offset, in points from the top of the text.
    fn scroll_target(&mut self, ui: &Ui, source: &SourceView, style: &TranscriptStyle, screen: f32) -> Option<f32> {
        let end = (self.layout.total() + BELOW - screen).max(0.0);
        let target = match self.scroll.take()? {
            Scroll::Keep(chunk, share) => self.layout.top(chunk) + share * self.layout.height(chunk),
            Scroll::To(y) => y,
            Scroll::Jump(at) => {
                let (top, _) = self.layout.row_of(ui, source, style, at, screen);
                let now = ui.input(|i| i.time);
                self.flash = self.flash.map(|(range, _)| (range, now));
                return Some((top - screen / 3.0).clamp(0.0, (self.layout.total() + BELOW - screen).max(0.0)));
            }
            Scroll::Reveal(at) => {
                let (top, bottom) = self.layout.row_of(ui, source, style, at, 0.0);
                let pad = (bottom - top).min(screen / 4.0);
                let highest = bottom + pad - screen;
                self.offset.min(top - pad).max(highest.min(top - pad))
            }
        };
        Some(target.clamp(0.0, end))
    }

    fn contents(&mut self, ui: &mut Ui, viewport: Rect, columns: Columns, given: Given<'_>) -> Vec<TranscriptEvent> {
        let Given { source, style, .. } = given;
        ui.set_height(self.layout.total() + BELOW);
        ui.set_width(ui.available_width());
        let corner = ui.min_rect().min;
        let (clip, text) = (ui.clip_rect(), corner + vec2(columns.text_x, 0.0));
        let mut frame = Frame { columns, clip, left: corner.x, text, focused: false };
        let laid = self.lay_in_sight(ui, viewport, source, style);
        (self.clip, self.text, self.offset) = (clip, text, viewport.min.y);

        let id = ui.scope_id().with("text");
        self.focus_id = Some(id);
        let paragraph = name_paragraphs(ui, id, &frame, &laid, (given, self.caret()));
        self.place_margin(ui, id, &frame, &laid, given);
        let response = ui.interact(clip, id, Sense::click_and_drag());
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        self.margin_keys(ui, id, &frame, given);
        let mut events = self.interact(ui, &response, &frame, &laid, given);
        events.extend(self.keyboard(ui, &response, source, style));
        frame.focused = response.has_focus();
        self.name_view(&response, source, paragraph);

        ui.painter().rect_filled(clip, 0.0, style.background);
        self.paint_text(ui, &frame, &laid, given);
        let is_fresh = self.pointed_version == source.version();
        self.pointed_rows = self.find_pointed_rows(ui, &frame, &laid).filter(|_| is_fresh);
        events.extend(self.paint_margin(ui, id, &frame, given));
        self.paint_handles(ui.painter(), &frame, &laid, source, style);
        let code = DragAndDrop::has_payload_of_type::<CodeId>(ui.ctx());
        let code = code.then(|| response.dnd_release_payload::<CodeId>()).flatten();
        events.extend(code.map(|code| TranscriptEvent::CodeDropped(*code)));

        if self.layout.measure_idle(ui, source, style, self.idle_budget) {
            ui.request_repaint();
        }
        self.keep_place(ui);
        events
    }

    fn find_pointed_rows(&self, ui: &Ui, frame: &Frame, laid: &[Laid]) -> Option<PointedRows> {
        let range = self.selection().filter(|_| self.by_pointer && !ui.input(|input| input.pointer.any_down()))?;
        let rows = laid.iter().flat_map(|piece| piece.rects(range)).map(|row| row.translate(frame.text.to_vec2()));
        let mut rows = rows.filter(|row| row.intersects(frame.clip));
        let first = rows.next()?;
        Some(PointedRows { first, last: rows.next_back().unwrap_or(first), clip: frame.clip })
    }

    /// Lays out the visible pieces, and records the first one as the place to keep when heights above it change.
    fn lay_in_sight(&mut self, ui: &Ui, viewport: Rect, source: &SourceView, style: &TranscriptStyle) -> Vec<Laid> {
        let first = self.layout.chunk_at(viewport.min.y);
        let mut y = self.layout.top(first);
        self.place = (first, (viewport.min.y - y) / self.layout.height(first).max(1.0));
        let mut laid = Vec::new();
        for chunk in first..source.chunks().len() {
            if y >= viewport.max.y {
                break;
            }
            laid.extend(self.layout.measure(ui, source, style, chunk, y));
            y += self.layout.height(chunk);
        }
        self.in_sight = laid.iter().map(|piece| (piece.chunk, piece.piece_top)).collect();
        laid
    }

    /// Keeps the same words at the top after heights were corrected.
    fn keep_place(&mut self, ui: &Ui) {
        let chunk = self.place.0;
        let top = self.layout.top(chunk);
        if !self.layout.settle() {
            return;
        }
        let moved = self.layout.top(chunk) - top;
        if moved != 0.0 && self.scroll.is_none() {
            self.scroll = Some(Scroll::To(self.offset + moved));
        }
        ui.request_repaint();
    }

    /// Handles pointer, tooltip and menu.
    fn interact(
        &mut self,
        ui: &Ui,
        response: &Response,
        frame: &Frame,
        laid: &[Laid],
        given: Given<'_>,
    ) -> Vec<TranscriptEvent> {
        let source = given.source;
        let point = ui.input(|i| i.pointer.latest_pos()).filter(|p| response.hovered() && frame.clip.contains(*p));
        let under = point.map_or(Vec::new(), |p| self.codings_at(frame, laid, source, p));
        self.pointed = under.first().copied().filter(|_| !self.selection.is_dragging());
        let moved = self.drag_edge(ui, frame, laid, source);
        if self.edge.is_none() && moved.is_none() {
            self.pointer(ui, response, frame, laid, source);
        }
        let mut protected = false;
        if let Some(p) = point {
            let on_text = (frame.columns.text_x..frame.columns.lanes_x).contains(&(p.x - frame.left));
            let on_edge = if self.edge.is_some() { Some(true) } else { self.on_edge(frame, laid, source, p) };
            ui.set_cursor_icon(match (on_edge, on_text) {
                (Some(true), _) => CursorIcon::ResizeHorizontal,
                (Some(false), _) => CursorIcon::NotAllowed,
                (_, true) => CursorIcon::Text,
                _ if !under.is_empty() => CursorIcon::PointingHand,
                _ => CursorIcon::Default,
            });
            protected = on_edge == Some(false);
        }
        if protected {
            self.tell_protected(response, given);
        } else {
            self.tooltip(response, frame, given, &under);
        }
        let mut events = self.menu(response, given, &under);
        events.extend(moved);
        events
    }

    /// The view as one node for screen readers; its value is the selected text.
    /// `paragraph` is the node with the caret: screen readers say its text and codes when the caret moves there.
    fn name_view(&mut self, response: &Response, source: &SourceView, paragraph: Option<Id>) {
        let named = response.ctx.accesskit_node_builder(response.id, |node| {
            node.set_role(Role::Document);
            node.set_label(tr!("Transcript"));
            node.set_value(self.selection().map_or("", |range| source.slice(range)));
            if let Some(paragraph) = paragraph {
                node.set_active_descendant(paragraph.accesskit_id());
            }
        });
        self.is_read_aloud = named.is_some();
    }
}

/// A screen reader node for each visible piece, named by turn, speaker and text. Returns the one with the caret.
fn name_paragraphs(
    ui: &Ui,
    id: Id,
    frame: &Frame,
    laid: &[Laid],
    (given, caret): (Given<'_>, Option<CharPos>),
) -> Option<Id> {
    let Given { source, looks, .. } = given;
    let mut at_caret = None;
    for piece in laid {
        let size = Vec2::new(frame.columns.text, piece.galley.size().y);
        let rect = Rect::from_min_size(frame.text + vec2(0.0, piece.top), size);
        let paragraph = ui.interact(rect, id.with(("paragraph", piece.chunk)), Sense::hover());
        let CharRange { start, end } = piece.chars;
        // A caret between two pieces is in the second one.
        if caret.is_some_and(|caret| start <= caret && caret < end || caret == end && at_caret.is_none()) {
            at_caret = Some(paragraph.id);
        }
        ui.accesskit_node_builder(paragraph.id, |node| {
            let quote = source.slice(piece.chars);
            let line = source.chunks().get(piece.chunk).map(|c| source.turns().line(c.paragraph)).unwrap_or_default();
            let name = match (layout::turn_of(source, piece.chunk), source.turns().speaker(line)) {
                (Some(turn), Some(speaker)) => tr!("{turn} {speaker}: {words}", turn, speaker, words = quote),
                _ => quote.to_owned(),
            };
            node.set_role(Role::Paragraph);
            node.set_label(name);
            let mut named: HashSet<&str> = HashSet::default();
            let names = source
                .touching(piece.chars)
                .map(|(passage, _)| looks.codes.get(&passage.code).map_or("?", |look| look.name.as_str()));
            let codes: Vec<&str> = names.filter(|name| named.insert(name)).collect();
            if !codes.is_empty() {
                node.set_description(tr!("Codes: {codes}", codes = i18n::joined(&codes)));
            }
        });
    }
    at_caret
}
