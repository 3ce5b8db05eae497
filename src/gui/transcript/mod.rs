//! The transcript: text with turns, highlights and stripes, in which passages are selected and looked at.
//!
//! A panel: [`SourceView`] and looks in, [`TranscriptEvent`]s out. Only the pieces in sight are laid out, each frame,
//! through egui's cache; highlights and stripes are painted from the rows' geometry, so coding lays nothing out again.
//! Must not know: SQL, files, the engine. Start reading at [`TranscriptView::show`], then `layout` and `paint`.

mod columns;
mod density;
mod edges;
mod hits;
mod keys;
mod layout;
mod margin;
mod paint;
mod pointer;
mod selection;
mod style;

pub use keys::KEYS;
pub use margin::{Margin, Stripe, StripeName};
pub use style::{TranscriptStyle, TranscriptWords};

use crate::app::{Looks, SourceView};
use crate::model::{CharPos, CharRange, CodeId, CodingId, SourceId, UserId};
use crate::text::chunk_at;
use columns::Columns;
use egui::{
    Context, CursorIcon, DragAndDrop, Id, Pos2, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder, Vec2, vec2,
};
use layout::{Laid, Layout};
use selection::Selection;

/// Room below the last row, in points.
const BELOW: f32 = 24.0;

/// What happened in the transcript, for the caller to act on.
#[derive(Clone, Debug, PartialEq)]
pub enum TranscriptEvent {
    /// The selected words, on grapheme borders; `None` when nothing is selected any more.
    SelectionChanged(Option<CharRange>),
    CaretMoved(CharPos),
    Remove {
        codings: Vec<CodingId>,
    },
    /// Another code is wanted for these passages.
    Recode {
        codings: Vec<CodingId>,
    },
    Memo {
        coding: CodingId,
    },
    /// Marks the passage as important, or takes the mark away.
    Important {
        coding: CodingId,
    },
    /// The person at the window wants to code as this coder.
    SwitchCoder(UserId),
    /// The words of another coder's passage are to be coded with the same code.
    Copy {
        coding: CodingId,
    },
    /// Another coder's passage is to be changed all the same.
    ChangeAnyway {
        coding: CodingId,
    },
    /// An edge of the chosen passage was dragged.
    EdgesMoved {
        coding: CodingId,
        range: CharRange,
    },
    /// This code is to be walked through.
    Walk(CodeId),
    /// Escape was pressed and nothing was selected.
    Escaped,
    /// A code was dragged from the codebook onto the text: the payload of the drag is a [`CodeId`].
    CodeDropped(CodeId),
}

/// What is dragged when selected words are drawn out of the text, onto a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraggedWords;

/// Where to scroll to in the next frame.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Scroll {
    /// A piece, and how far below its top the view begins, as a share of the piece's height.
    Keep(usize, f32),
    /// To the position, a third of the view from the top.
    Jump(CharPos),
    /// As little as needed to see the row of the position.
    Reveal(CharPos),
    To(f32),
}

/// Where things stand on the screen in this frame.
#[derive(Clone, Copy, Debug)]
struct Frame {
    columns: Columns,
    clip: Rect,
    left: f32,
    /// Top left of the text column, at the top of the whole text: often far above the screen.
    text: Pos2,
    focused: bool,
}

/// What [`TranscriptView::show`] was given.
#[derive(Clone, Copy)]
struct Given<'a> {
    source: &'a SourceView,
    looks: &'a Looks,
    style: &'a TranscriptStyle,
}

/// State of the transcript between frames: selection, scroll, and heights of what was laid out.
pub struct TranscriptView {
    /// While set, passages of all other codes are dimmed.
    pub only: Option<CodeId>,
    /// Whether passages can be changed: menus and handles offer it.
    pub writable: bool,
    /// The coder at the window: only this coder's passages can be changed without a question.
    pub me: Option<UserId>,
    /// Words that were found, in order; they are painted.
    pub hits: Vec<CharRange>,
    /// False holds the outline of a passage jumped to still, for people whom movement disturbs.
    pub motion: bool,
    /// Seconds a frame that may be spent on measuring what is out of sight; 0 for none.
    pub idle_budget: f32,
    source: Option<SourceId>,
    layout: Layout,
    selection: Selection,
    has_caret: bool,
    scroll: Option<Scroll>,
    /// First piece in sight, and how far below its top the view begins, as a share of its height.
    place: (usize, f32),
    offset: f32,
    flash: Option<(CharRange, f64)>,
    margin: Margin,
    /// A screen reader listened in the last frame.
    is_read_aloud: bool,
    menu: Vec<CodingId>,
    wants_focus: bool,
    clicks: pointer::Clicks,
    chosen: Option<CodingId>,
    edge: Option<edges::EdgeDrag>,
    /// Where selected words were pressed on, as long as it is not known whether they are dragged.
    lifting: Option<Pos2>,
    density: density::Density,
    reported: (Option<CharRange>, Option<CharPos>),
    clip: Rect,
    text: Pos2,
    /// Piece and top of what was laid out in the last frame.
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
            idle_budget: 0.003,
            source: None,
            layout: Layout::default(),
            selection: Selection::default(),
            has_caret: false,
            scroll: None,
            place: (0, 0.0),
            offset: 0.0,
            flash: None,
            margin: Margin::default(),
            is_read_aloud: false,
            menu: Vec::new(),
            wants_focus: false,
            clicks: pointer::Clicks::default(),
            chosen: None,
            edge: None,
            lifting: None,
            density: density::Density::default(),
            reported: (None, None),
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

    /// Gives the keyboard to the transcript in the next frame.
    pub fn request_focus(&mut self) {
        self.wants_focus = true;
    }

    /// Selects a range without scrolling. It should stand on grapheme borders.
    pub fn select(&mut self, range: CharRange) {
        self.selection.set(range);
        (self.has_caret, self.chosen) = (true, None);
    }

    pub fn clear_selection(&mut self) {
        self.selection.anchor = self.selection.caret;
    }

    #[must_use]
    pub fn caret(&self) -> Option<CharPos> {
        self.has_caret.then_some(self.selection.caret)
    }

    /// Turns to a document: at its top, with nothing selected, unless it is the one that is shown.
    fn open(&mut self, id: SourceId) {
        if self.source != Some(id) {
            let (only, idle_budget, reported) = (self.only, self.idle_budget, self.reported);
            let (writable, me, motion, wants_focus) = (self.writable, self.me, self.motion, self.wants_focus);
            let (scroll, source) = (Some(Scroll::To(0.0)), Some(id));
            let kept = Self { only, idle_budget, reported, writable, me, ..Self::default() };
            *self = Self { motion, wants_focus, scroll, source, ..kept };
        }
    }

    /// Scrolls a range of the document (the one shown, or another that will be shown next) to a third of the view
    /// from the top, selects it and outlines it for a moment.
    pub fn jump_to(&mut self, source: &SourceView, range: CharRange) {
        self.open(source.id);
        self.select(range);
        self.scroll = Some(Scroll::Jump(range.start));
        self.flash = Some((range, f64::INFINITY));
    }

    /// The passages that a key speaks of: the chosen one, else those that touch the selection or stand at the caret.
    #[must_use]
    pub fn here(&self, source: &SourceView) -> Vec<CodingId> {
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

    /// First position in sight, to come back to with [`Self::restore`].
    #[must_use]
    pub fn first_in_sight(&self, source: &SourceView) -> CharPos {
        source.chunks().get(self.place.0).map_or(CharPos(0), |c| c.chars.start)
    }

    /// Scrolls so that the position stands at the top.
    pub fn restore(&mut self, source: &SourceView, at: CharPos) {
        self.open(source.id);
        self.scroll = Some(Scroll::Keep(chunk_at(source.chunks(), at), 0.0));
    }

    /// What stood in the margin in the last frame.
    #[must_use]
    pub fn margin(&self) -> &Margin {
        &self.margin
    }

    /// How many pieces were laid out for painting in the last frame.
    #[must_use]
    pub fn laid_out(&self) -> usize {
        self.in_sight.len()
    }

    /// Where a position stands on the screen (middle of its row's left edge), for popups and tests; `None` when it is
    /// out of sight.
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

    /// Shows the transcript in what is left of `ui`.
    pub fn show(
        &mut self,
        ui: &mut Ui,
        source: &SourceView,
        looks: &Looks,
        style: &TranscriptStyle,
    ) -> Vec<TranscriptEvent> {
        self.open(source.id);
        self.check_chosen(source);
        let whole = ui.available_rect_before_wrap();
        let (area, strip) = whole.split_left_right_at_x((whole.right() - density::WIDTH).max(whole.left()));
        let columns = Columns::fit(area.width(), source.columns(), source.is_timed());
        let known = self.layout.total() > 0.0;
        if self.layout.fit(source, columns.text, ui.pixels_per_point(), style) && known && self.scroll.is_none() {
            self.scroll = Some(Scroll::Keep(self.place.0, self.place.1));
        }
        let mut area_ui = ScrollArea::vertical().id_salt("transcript").auto_shrink(false);
        if let Some(offset) = self.scroll_target(ui, source, style, area.height()) {
            area_ui = area_ui.vertical_scroll_offset(offset);
        }
        let given = Given { source, looks, style };
        let shown = ui.scope_builder(UiBuilder::new().max_rect(area), |ui| {
            // The spring at the ends pulls back by last frame's height: a text that just grew would slide for a second.
            ui.spacing_mut().scroll.kinetic.rubber_band = false;
            area_ui.show_viewport(ui, |ui, sight| self.contents(ui, sight, columns, given)).inner
        });
        self.density(ui, strip, given);
        self.last_style = Some(style.clone());
        let mut events = shown.inner;
        let now = (self.selection(), self.caret());
        if now.0 != self.reported.0 {
            events.push(TranscriptEvent::SelectionChanged(now.0));
        }
        if let Some(at) = now.1.filter(|_| now.1 != self.reported.1) {
            events.push(TranscriptEvent::CaretMoved(at));
        }
        self.reported = now;
        events
    }

    /// The offset that was asked for, in points from the top of the text.
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
        name_paragraphs(ui, id, &frame, &laid, source);
        self.place_stripes(ui, id, &frame, &laid, given);
        let response = ui.interact(clip, id, Sense::click_and_drag());
        if std::mem::take(&mut self.wants_focus) {
            response.request_focus();
        }
        let mut events = self.interact(ui, &response, &frame, &laid, given);
        events.extend(self.keyboard(ui, &response, source, style));
        frame.focused = response.has_focus();
        self.name_view(&response, source, style);

        ui.painter().rect_filled(clip, 0.0, style.background);
        self.paint_text(ui, &frame, &laid, given);
        self.paint_margin(ui, id, &frame, given);
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

    /// Lays out what is in sight, and the first piece's place as the one to keep when heights above it change.
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

    /// After heights were corrected the same words must stay at the top.
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

    /// Pointer, tooltip and menu.
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
                _ => CursorIcon::Default,
            });
            protected = on_edge == Some(false);
        }
        if protected {
            self.tell_protected(response, given);
        } else {
            self.tooltip(response, given, &under);
        }
        let mut events = self.menu(response, given, &under);
        events.extend(moved);
        events
    }

    /// The view as one node for screen readers: its value is what is selected.
    fn name_view(&mut self, response: &Response, source: &SourceView, style: &TranscriptStyle) {
        let named = response.ctx.accesskit_node_builder(response.id, |node| {
            node.set_role(Role::Document);
            node.set_label(style.words.transcript.clone());
            node.set_value(self.selection().map_or("", |range| source.slice(range)));
        });
        self.is_read_aloud = named.is_some();
    }
}

/// A node for each piece in sight, named by turn, speaker and words.
fn name_paragraphs(ui: &Ui, id: Id, frame: &Frame, laid: &[Laid], source: &SourceView) {
    for piece in laid {
        let size = Vec2::new(frame.columns.text, piece.galley.size().y);
        let rect = Rect::from_min_size(frame.text + vec2(0.0, piece.top), size);
        let own = ui.interact(rect, id.with(("paragraph", piece.chunk)), Sense::hover());
        ui.accesskit_node_builder(own.id, |node| {
            let words = source.slice(piece.chars);
            let line = source.chunks().get(piece.chunk).map(|c| source.turns().line(c.paragraph)).unwrap_or_default();
            let name = match (layout::turn_of(source, piece.chunk), source.turns().speaker(line)) {
                (Some(turn), Some(speaker)) => format!("{turn} {speaker}: {words}"),
                _ => words.to_owned(),
            };
            node.set_role(Role::Paragraph);
            node.set_label(name);
        });
    }
}
