//! The guide in the window: chapters on the left, the text beside them. Ctrl+F finds words in it, Escape closes it.

use super::bars::{elided, focus_ring};
use super::fonts::{self, Weight};
use super::line_breaks::with_marks;
use super::theme::{self, Palette, Weighted};
use super::{gate, panes, reading, roving};
use crate::app::guide::{Block, Chapter, Span, SpanStyle, guide, occurrences, text};
use crate::i18n::{self, Language};
use crate::tr;
use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, CentralPanel, Color32, CursorIcon, FontFamily, FontId, Frame, Galley, Grid, Id, Key, Label, Margin,
    Modifiers, Panel, Pos2, Rect, RichText, Role, ScrollArea, Sense, Stroke, TextEdit, Ui, WidgetInfo, pos2, vec2,
};
use std::ops::Range;
use std::sync::Arc;

/// The widest line of text, in points.
const WIDEST: f32 = 660.0;
/// Size and line height of the text, in points.
const SIZE: f32 = 14.5;
const LINE: f32 = 23.0;
/// Points between the bottom of a line and the line under the words of a link.
const UNDER: f32 = 4.0;

/// A place that was found: chapter, block, part of the block, and bytes of its text.
type Place = (usize, usize, usize, Range<usize>);

#[derive(Default)]
pub struct GuideView {
    /// The chapter to scroll to.
    wanted: Option<usize>,
    /// The chapter at the top.
    top: usize,
    /// The words to find, while the find bar is open.
    search: Option<String>,
    /// Move the focus to the find bar.
    focus: bool,
    /// The place found that is shown.
    at: usize,
    reveal: bool,
    /// The index of the chapter whose row is to be focused.
    focus_row: Option<usize>,
    /// It has been shown; what was scrolled before it was closed is forgotten.
    has_begun: bool,
}

impl GuideView {
    /// Shows the guide; false once it is closed.
    pub fn show(&mut self, ui: &mut Ui, palette: &Palette) -> bool {
        let free = !gate::is_covered(ui.ctx());
        let pressed = |modifiers, key| free && ui.input_mut(|input| input.consume_key(modifiers, key));
        let mut stays = true;
        if pressed(Modifiers::COMMAND, Key::F) {
            self.search.get_or_insert_default();
            self.focus = true;
        }
        if pressed(Modifiers::NONE, Key::Escape) {
            stays = self.search.take().is_some();
        }
        let list = Frame::NONE.fill(palette.panel).inner_margin(Margin::symmetric(10, 10));
        Panel::left(Id::unique("guide contents")).default_size(230.0).size_range(150.0..=360.0).frame(list).show(
            ui,
            |ui| {
                panes::mark(ui, tr!("pane" => "contents"));
                ui.take_available_width();
                ui.label(RichText::new(tr!("Guide")).size(theme::TITLE).medium());
                ui.add_space(theme::GAP);
                self.contents(ui, palette);
                ui.add_space(theme::WIDE);
                if ui.button(tr!("Find in the guide")).on_hover_text(tr!("keys" => "Ctrl+F")).clicked() {
                    self.search.get_or_insert_default();
                    self.focus = true;
                }
                stays &= !ui.button(tr!("Close the guide")).on_hover_text(tr!("keys" => "Esc")).clicked();
            },
        );
        let page = Frame::NONE.fill(palette.page).inner_margin(Margin::symmetric(24, 12));
        CentralPanel::default().frame(page).show(ui, |ui| {
            panes::mark(ui, tr!("pane" => "guide"));
            self.find_bar(ui, self.found().len(), palette);
            // Typing has changed what is found; the first place is to be shown at once.
            self.text(ui, &self.found(), palette);
        });
        stays
    }

    fn found(&self) -> Vec<Place> {
        self.search.as_deref().map(|search| places(guide(), search.trim())).unwrap_or_default()
    }

    fn contents(&mut self, ui: &mut Ui, palette: &Palette) {
        let focused = ui.memory(|memory| memory.focused());
        let row_id = |at: usize| Id::unique(("chapter of the guide", at));
        let at = (0..guide().len()).find(|&at| focused == Some(row_id(at)));
        self.focus_row = at.and_then(|at| roving::step(ui, at, guide().len())).or(self.focus_row);
        for (at, chapter) in guide().iter().enumerate() {
            let is_here = self.top == at;
            let (_, rect) = ui.allocate_space(vec2(ui.available_width(), theme::ROW));
            let response = ui.interact(rect, row_id(at), roving::sense(Sense::click(), is_here));
            super::bars::say_row(&response, Role::ListItem, is_here, &chapter.title);
            roving::keep(ui, &response);
            let back = if is_here { Some(palette.chosen) } else { response.hovered().then_some(palette.hover) };
            if let Some(back) = back {
                ui.painter().rect_filled(rect, 5.0, back);
            }
            let title = elided(ui, &chapter.title, theme::BODY, palette.text, rect.width() - theme::WIDE);
            let place = pos2(rect.left() + theme::SPACE, rect.center().y - title.size().y / 2.0);
            ui.painter().galley(place, title, palette.text);
            focus_ring(ui, &response, palette);
            if self.focus_row.take_if(|wanted| *wanted == at).is_some() {
                response.request_focus();
                self.wanted = Some(at);
            }
            if response.clicked() {
                self.wanted = Some(at);
            }
        }
    }

    fn find_bar(&mut self, ui: &mut Ui, count: usize, palette: &Palette) {
        let Some(search) = &mut self.search else { return };
        self.at = self.at.min(count.saturating_sub(1));
        let mut step = 0;
        let mut closed = false;
        ui.horizontal(|ui| {
            let edit = TextEdit::singleline(search).id(Id::unique("find in the guide")).desired_width(240.0);
            let field = ui.add(edit.hint_text(tr!("Find in the guide")));
            field.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, tr!("Words to find in the guide")));
            if std::mem::take(&mut self.focus) {
                field.request_focus();
            }
            if field.changed() {
                (self.at, self.reveal) = (0, true);
            }
            if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
                step = if ui.input(|input| input.modifiers.shift) { -1 } else { 1 };
                field.request_focus();
            }
            let state = match (search.trim().is_empty(), count) {
                (true, _) => String::new(),
                (false, 0) => tr!("No matches").to_owned(),
                (false, _) => tr!("{at} of {count}", at = self.at + 1, count),
            };
            step -= isize::from(ui.add_enabled(count > 1, egui::Button::new(tr!("Previous"))).clicked());
            step += isize::from(ui.add_enabled(count > 1, egui::Button::new(tr!("Next"))).clicked());
            closed = ui.button(tr!("Close")).clicked();
            ui.label(RichText::new(state).color(palette.weak));
        });
        if step != 0 && count > 0 {
            self.at = (self.at + count).saturating_add_signed(step) % count;
            self.reveal = true;
        }
        if closed {
            self.search = None;
        }
        ui.add_space(theme::SPACE);
    }

    fn text(&mut self, ui: &mut Ui, found: &[Place], palette: &Palette) {
        let scrolled = self.scrolled(ui);
        let reveal = std::mem::take(&mut self.reveal);
        let wanted = self.wanted.take();
        let shown = found.get(self.at).cloned();
        let area = ScrollArea::vertical().id_salt("guide").auto_shrink(false);
        let has_begun = std::mem::replace(&mut self.has_begun, true);
        let area = if has_begun { area } else { area.vertical_scroll_offset(0.0) };
        area.show(ui, |ui| {
            let top = ui.clip_rect().top();
            ui.set_max_width(WIDEST.min(ui.available_width()));
            ui.spacing_mut().item_spacing.y = theme::SPACE;
            if scrolled != 0.0 {
                ui.scroll_with_delta(vec2(0.0, -scrolled));
            }
            for (at, chapter) in guide().iter().enumerate() {
                ui.add_space(if at == 0 { 0.0 } else { theme::WIDE });
                let title = ui.label(RichText::new(&chapter.title).size(theme::HEADING).semibold());
                title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, &chapter.title));
                if wanted == Some(at) {
                    ui.scroll_to_rect(title.rect, Some(Align::TOP));
                }
                if title.rect.top() <= top + LINE {
                    self.top = at;
                }
                for (place, block) in chapter.blocks.iter().enumerate() {
                    let marks = Marks { found, shown: shown.as_ref(), chapter: at, block: place };
                    let rect = self.block(ui, block, &marks, palette);
                    if let Some(share) = marks.shown_at(block).filter(|_| reveal) {
                        // In a long paragraph, the line of the words rather than its middle.
                        let y = rect.top() + rect.height() * share;
                        let line = Rect::from_x_y_ranges(rect.x_range(), y - LINE..=y + LINE);
                        ui.scroll_to_rect(line, Some(Align::Center));
                    }
                }
            }
            // The last chapter can be scrolled to the top, too.
            ui.add_space(ui.clip_rect().height() * 0.6);
        });
        if let Some(at) = wanted {
            self.top = at;
        }
    }

    /// Points to scroll by, from this frame's keys. Letters and arrows in a field stay there; a button keeps Space.
    fn scrolled(&self, ui: &Ui) -> f32 {
        if gate::is_covered(ui.ctx()) || ui.ctx().text_edit_focused() {
            return 0.0;
        }
        let points = reading::pressed(ui, ui.available_size(), |_| true).y;
        let is_free = ui.memory(|memory| memory.focused().is_none());
        let pages_on = is_free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Space));
        points + if pages_on { ui.available_height() - LINE } else { 0.0 }
    }

    fn block(&mut self, ui: &mut Ui, block: &Block, marks: &Marks<'_>, palette: &Palette) -> Rect {
        let shown = match block {
            Block::Heading(spans) => ui.label(RichText::new(text(spans)).size(theme::TITLE).semibold()),
            Block::Paragraph(spans) => ui.vertical(|ui| self.spans(ui, spans, marks.of(0), palette)).response,
            Block::Item(spans) => {
                let item = ui.horizontal_top(|ui| {
                    ui.label(RichText::new("•").size(SIZE).line_height(Some(LINE)));
                    ui.vertical(|ui| self.spans(ui, spans, marks.of(0), palette));
                });
                item.response
            }
            Block::Table(rows) => {
                let columns = rows.first().map_or(1, Vec::len).max(1);
                let width = (ui.available_width() / columns as f32 - theme::WIDE).max(80.0);
                let grid = Grid::new(("guide table", marks.chapter, marks.block)).striped(true);
                let grid = grid.max_col_width(width).spacing([theme::WIDE, theme::SPACE]).show(ui, |ui| {
                    for (row, cells) in rows.iter().enumerate() {
                        for (column, spans) in cells.iter().enumerate() {
                            self.spans(ui, spans, marks.of(row * columns + column), palette);
                        }
                        ui.end_row();
                    }
                });
                grid.response
            }
        };
        shown.rect
    }

    /// A run of text, laid out as a whole, so that its lines end where those of other texts do; its links are above it.
    fn spans(&mut self, ui: &mut Ui, spans: &[Span], marks: Vec<(Range<usize>, bool)>, palette: &Palette) {
        let mut job = LayoutJob::default();
        let mut start = 0;
        // Which sections of the text each link consists of.
        let mut links: Vec<(&Span, Range<usize>)> = Vec::new();
        for span in spans {
            let before = job.sections.len();
            append(&mut job, span, start, &marks, palette);
            start += span.text.len();
            if span.link.is_some() {
                links.push((span, before..job.sections.len()));
            }
        }
        let width = ui.available_width();
        job.wrap.max_width = width;
        let job = with_marks(ui, job);
        let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
        let rect = ui.add(Label::new(Arc::clone(&galley))).rect;
        if i18n::current() == Language::Chinese && spans.iter().any(|span| span.style == SpanStyle::Strong) {
            strong_again(ui, spans, rect, width, palette);
        }
        for (span, sections) in links {
            if link(ui, &span.text, &rows_of(&galley, sections), rect.min, palette) {
                self.follow(ui, span.link.as_deref().unwrap_or_default());
            }
        }
    }

    /// Goes to the chapter that a link names, or opens its address.
    fn follow(&mut self, ui: &Ui, link: &str) {
        match link.strip_prefix('#') {
            Some(anchor) => self.wanted = guide().iter().position(|chapter| chapter.anchor() == anchor),
            None => ui.ctx().open_url(egui::OpenUrl::new_tab(link)),
        }
    }
}

/// Makes the words of a link react to the pointer and to keys; returns whether it was clicked. `rows` are its places, one in
/// each line, in a text that begins at `origin`.
fn link(ui: &Ui, words: &str, rows: &[Rect], origin: Pos2, palette: &Palette) -> bool {
    let rows: Vec<Rect> = rows.iter().map(|row| row.translate(origin.to_vec2())).collect();
    let mut parts = rows.iter().enumerate().map(|(number, row)| {
        // The words are one link for the keyboard and for screen readers, however many lines they are on.
        let sense = if number == 0 { Sense::click() } else { Sense::CLICK };
        ui.interact(*row, ui.unique_id().with((words, row.min.x.to_bits(), number)), sense)
    });
    let Some(first) = parts.next() else { return false };
    let whole = parts.fold(first.clone(), |whole, part| whole | part);
    first.widget_info(|| WidgetInfo::labeled(Role::Link, true, words));
    if whole.hovered() || first.has_focus() {
        for row in &rows {
            ui.painter().hline(row.x_range(), row.bottom() - UNDER, Stroke::new(1.0, palette.accent));
        }
    }
    whole.on_hover_cursor(CursorIcon::PointingHand).clicked()
}

/// Returns where sections of a text are, one place in each line, from the beginning of the text.
fn rows_of(galley: &Galley, sections: Range<usize>) -> Vec<Rect> {
    let sections = galley.job.sections.get(sections).unwrap_or_default();
    let (Some(first), Some(last)) = (sections.first(), sections.last()) else { return vec![] };
    let chars = |byte: usize| galley.text().get(..byte).unwrap_or_default().chars().count();
    let (begin, end) = (chars(first.byte_range.start.0), chars(last.byte_range.end.0));
    let mut places = Vec::new();
    let mut start = 0;
    for row in &galley.rows {
        let part = begin.saturating_sub(start)..end.saturating_sub(start).min(row.glyphs.len());
        if let Some((first, last)) = row.glyphs.get(part).and_then(|part| part.first().zip(part.last())) {
            let across = row.pos.x + first.pos.x..=row.pos.x + last.max_x();
            places.push(Rect::from_x_y_ranges(across, row.rect().y_range()));
        }
        start += row.char_count_including_newline().0;
    }
    places
}

/// What was found in a block.
struct Marks<'a> {
    found: &'a [Place],
    shown: Option<&'a Place>,
    chapter: usize,
    block: usize,
}

impl Marks<'_> {
    /// How far down the block the place that is shown is, from 0 to 1; `None` if it is in another block.
    fn shown_at(&self, block: &Block) -> Option<f32> {
        let (chapter, number, part, range) = self.shown?;
        if (*chapter, *number) != (self.chapter, self.block) {
            return None;
        }
        let parts = block.parts();
        let length = parts.get(*part).map_or(1, |spans| text(spans).len()).max(1);
        let within = range.start as f32 / length as f32;
        Some((*part as f32 + within) / parts.len().max(1) as f32)
    }

    /// The places in a part of the block, and whether each is the one that is shown.
    fn of(&self, part: usize) -> Vec<(Range<usize>, bool)> {
        let place = (self.chapter, self.block, part);
        let matches = self.found.iter().filter(|(chapter, block, part, _)| (*chapter, *block, *part) == place);
        matches.map(|place| (place.3.clone(), self.shown == Some(place))).collect()
    }
}

/// Adds a span that begins at byte `start` of its text; `marks` are ranges of that text.
fn append(job: &mut LayoutJob, span: &Span, start: usize, marks: &[(Range<usize>, bool)], palette: &Palette) {
    let cut = |at: usize| at.clamp(start, start + span.text.len()) - start;
    let mut from = 0;
    for (range, is_shown) in marks {
        let (begin, end) = (cut(range.start), cut(range.end));
        let back = if *is_shown { palette.caution } else { palette.found };
        job.append(span.text.get(from..begin).unwrap_or_default(), 0.0, format(span, None, palette));
        job.append(span.text.get(begin..end).unwrap_or_default(), 0.0, format(span, Some(back), palette));
        from = end.max(from);
    }
    job.append(span.text.get(from..).unwrap_or_default(), 0.0, format(span, None, palette));
}

/// Paints strong words again, slightly to the right: the Chinese face has one weight.
fn strong_again(ui: &Ui, spans: &[Span], rect: Rect, width: f32, palette: &Palette) {
    let mut job = LayoutJob::default();
    for span in spans {
        let color = if span.style == SpanStyle::Strong { palette.text } else { Color32::TRANSPARENT };
        let plain = TextFormat { color, background: Color32::TRANSPARENT, ..format(span, None, palette) };
        job.append(&span.text, 0.0, plain);
    }
    job.wrap.max_width = width;
    let job = with_marks(ui, job);
    let galley = ui.fonts_mut(|fonts| fonts.layout_job(job));
    ui.painter().galley(rect.min + vec2(theme::BOLD, 0.0), galley, palette.text);
}

fn format(span: &Span, back: Option<Color32>, palette: &Palette) -> TextFormat {
    let color = if span.link.is_some() { palette.accent } else { palette.text };
    let (family, own_back) = match span.style {
        SpanStyle::Plain | SpanStyle::Emphasis => (FontFamily::Proportional, Color32::TRANSPARENT),
        SpanStyle::Strong => (fonts::family(Weight::SemiBold), Color32::TRANSPARENT),
        SpanStyle::Code => (fonts::family(Weight::Medium), palette.hover),
    };
    let background = back.unwrap_or(own_back);
    TextFormat {
        font_id: FontId::new(SIZE, family),
        // A background of the height of the line would reach to the lines beside it. Words are in the middle of a line's height.
        line_height: Some(LINE).filter(|_| background == Color32::TRANSPARENT),
        valign: Align::Center,
        color,
        italics: span.style == SpanStyle::Emphasis,
        background,
        underline: Stroke::NONE,
        ..TextFormat::default()
    }
}

/// Every place where the words occur, in reading order.
fn places(chapters: &[Chapter], term: &str) -> Vec<Place> {
    let mut found = Vec::new();
    for (at, chapter) in chapters.iter().enumerate() {
        for (place, block) in chapter.blocks.iter().enumerate() {
            for (part, spans) in block.parts().into_iter().enumerate() {
                found.extend(occurrences(&text(spans), term).into_iter().map(|range| (at, place, part, range)));
            }
        }
    }
    found
}
