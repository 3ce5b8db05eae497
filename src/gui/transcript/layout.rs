//! The layout of the text: heights of pieces, first estimated, then measured; rows and characters of a laid-out piece.
//!
//! Heights and positions are in points from the top left of the whole text. A [`Laid`] holds a galley and therefore
//! lives for one frame only: egui discards galleys when its glyph atlas is reset, and lays them out again through its
//! cache.

use super::style::TranscriptStyle;
use crate::app::SourceView;
use crate::model::{CharPos, CharRange, SourceId, Style, Styled};
use crate::text::{Line, chunk_at, segment};
use egui::epaint::text::{LayoutJob, LayoutSection, TextFormat};
use egui::{Color32, Context, FontId, Galley, Pos2, Rect, Vec2, pos2, vec2};
use std::sync::Arc;

/// Space above a turn and above a paragraph, as multiples of the size of the letters.
const TURN_GAP: f32 = 0.75;
const PARAGRAPH_GAP: f32 = 0.25;
/// Heights and tops of all pieces for one document, width and font.
#[derive(Default)]
pub(super) struct Layout {
    key: Option<Key>,
    pub width: f32,
    heights: Vec<f32>,
    exact: Vec<bool>,
    /// One entry more than there are pieces; the last is the total height.
    tops: Vec<f32>,
    stale: bool,
    unmeasured: usize,
}

#[derive(Clone, PartialEq)]
struct Key {
    source: SourceId,
    text: usize,
    width: f32,
    pixels_per_point: f32,
    font: FontId,
    spacing: f32,
}

/// One piece, laid out for this frame.
pub(super) struct Laid {
    pub chunk: usize,
    /// The visible characters: without a label that the gutter shows.
    pub chars: CharRange,
    /// Top of the piece, including the gap above its first row.
    pub piece_top: f32,
    /// Top of the first row.
    pub top: f32,
    pub galley: Arc<Galley>,
    /// Position of the first character of each row.
    starts: Vec<u32>,
}

impl Layout {
    /// Resets the layout if document, width or font changed; returns whether it did.
    pub fn fit(&mut self, source: &SourceView, width: f32, pixels_per_point: f32, style: &TranscriptStyle) -> bool {
        let (font, spacing) = (style.font(), style.spacing);
        let text = Arc::as_ptr(source.text()).addr();
        let key = Key { source: source.id, text, width, pixels_per_point, font, spacing };
        if self.key.as_ref() == Some(&key) {
            return false;
        }
        self.key = Some(key);
        self.width = width;
        self.heights = (0..source.chunks().len()).map(|n| guess(source, n, width, style)).collect();
        self.exact = vec![false; self.heights.len()];
        (self.stale, self.unmeasured) = (true, 0);
        self.settle();
        true
    }

    /// Recomputes the tops after measuring; returns whether any height differed from its estimate.
    pub fn settle(&mut self) -> bool {
        if !std::mem::take(&mut self.stale) {
            return false;
        }
        self.tops.clear();
        let mut y = 0.0;
        for height in &self.heights {
            self.tops.push(y);
            y += height;
        }
        self.tops.push(y);
        true
    }

    pub fn total(&self) -> f32 {
        self.tops.last().copied().unwrap_or(0.0)
    }

    pub fn top(&self, chunk: usize) -> f32 {
        self.tops.get(chunk).copied().unwrap_or(0.0)
    }

    pub fn height(&self, chunk: usize) -> f32 {
        self.heights.get(chunk).copied().unwrap_or(0.0)
    }

    /// The piece at a height. Pieces without height are skipped.
    pub fn chunk_at(&self, y: f32) -> usize {
        let last = self.heights.len().saturating_sub(1);
        self.tops.partition_point(|&top| top <= y).saturating_sub(1).min(last)
    }

    /// Lays out a piece at its currently estimated top. `None` if nothing of it is visible.
    pub fn lay(&self, ctx: &Context, source: &SourceView, style: &TranscriptStyle, chunk: usize) -> Option<Laid> {
        self.lay_at(ctx, source, style, chunk, self.top(chunk))
    }

    /// Like [`Self::lay`], with the top of the piece given.
    pub fn lay_at(
        &self,
        ctx: &Context,
        source: &SourceView,
        style: &TranscriptStyle,
        chunk: usize,
        top: f32,
    ) -> Option<Laid> {
        if is_collapsed(source, chunk) {
            return None;
        }
        let chars = shown(source, chunk);
        let text = source.slice(chars);
        let mut font = style.font();
        if text.is_empty() {
            font.size *= 0.5;
        }
        let mut format = TextFormat::simple(font, Color32::PLACEHOLDER);
        format.line_height = Some(format.font_id.size * style.spacing);
        let mut job = styled(source, chars, text, &format, style);
        job.wrap.max_width = self.width;
        job.keep_trailing_whitespace = true;
        let galley = ctx.fonts_mut(|fonts| fonts.layout_job(job));
        let mut at = chars.start.0;
        let starts = galley.rows.iter().map(|row| {
            let start = at;
            at += row.char_count_including_newline().0 as u32;
            start
        });
        let starts = starts.collect();
        Some(Laid { chunk, chars, piece_top: top, top: top + gap(source, chunk, style), galley, starts })
    }

    /// Lays out a piece and stores its measured height.
    pub fn measure(
        &mut self,
        ctx: &Context,
        source: &SourceView,
        style: &TranscriptStyle,
        chunk: usize,
        top: f32,
    ) -> Option<Laid> {
        let laid = self.lay_at(ctx, source, style, chunk, top);
        let height = laid.as_ref().map_or(0.0, |l| l.galley.size().y + gap(source, chunk, style));
        if let (Some(current), Some(exact)) = (self.heights.get_mut(chunk), self.exact.get_mut(chunk)) {
            self.stale |= (*current - height).abs() > 0.01;
            (*current, *exact) = (height, true);
        }
        laid
    }

    /// Measures pieces until the time is used up; returns whether some are left.
    pub fn measure_idle(&mut self, ctx: &Context, source: &SourceView, style: &TranscriptStyle, seconds: f32) -> bool {
        let clock = std::time::Instant::now();
        while self.unmeasured < self.heights.len() {
            if clock.elapsed().as_secs_f32() >= seconds {
                return seconds > 0.0;
            }
            if !self.exact.get(self.unmeasured).copied().unwrap_or(true) {
                self.measure(ctx, source, style, self.unmeasured, 0.0);
            }
            self.unmeasured += 1;
        }
        false
    }

    /// Whether no piece is left to [`Self::measure_idle`].
    pub fn is_measured(&self) -> bool {
        self.unmeasured == self.heights.len()
    }

    /// Top and bottom of the row that contains a position. Measures the pieces within one `screen` above first, so that
    /// a jump does not shift later.
    pub fn row_of(
        &mut self,
        ctx: &Context,
        source: &SourceView,
        style: &TranscriptStyle,
        at: CharPos,
        screen: f32,
    ) -> (f32, f32) {
        let chunk = visible_from(source, chunk_at(source.chunks(), at));
        let (mut first, mut above) = (chunk, 0.0);
        while first > 0 && above < screen {
            first -= 1;
            self.measure(ctx, source, style, first, 0.0);
            above += self.height(first);
        }
        self.measure(ctx, source, style, chunk, 0.0);
        self.settle();
        let Some(laid) = self.lay(ctx, source, style, chunk) else { return (self.top(chunk), self.top(chunk)) };
        let rect = laid.row_rect(laid.row_of(at, false));
        (rect.top(), rect.bottom())
    }
}

/// A point this near to the border of a character, in points, is on no character.
const ON_BORDER: f32 = 1.0;

impl Laid {
    pub fn rows(&self) -> usize {
        self.starts.len()
    }

    pub fn bottom(&self) -> f32 {
        self.top + self.galley.size().y
    }

    /// The row of a position. At the border of two rows it is the lower one, unless `end_of_row`.
    pub fn row_of(&self, at: CharPos, end_of_row: bool) -> usize {
        let row = self.starts.partition_point(|&start| start <= at.0).saturating_sub(1);
        let border = self.starts.get(row) == Some(&at.0);
        if end_of_row && border { row.saturating_sub(1) } else { row }
    }

    /// The characters of a row.
    pub fn row_chars(&self, row: usize) -> CharRange {
        let start = self.starts.get(row).copied().unwrap_or(self.chars.end.0);
        CharRange::new(start, self.starts.get(row + 1).copied().unwrap_or(self.chars.end.0))
    }

    pub fn row_rect(&self, row: usize) -> Rect {
        let origin = vec2(0.0, self.top);
        self.galley
            .rows
            .get(row)
            .map_or(Rect::from_min_size(origin.to_pos2(), Vec2::ZERO), |r| r.rect().translate(origin))
    }

    /// Distance of a position from the left edge of its row.
    pub fn x_in_row(&self, row: usize, at: CharPos) -> f32 {
        let start = self.starts.get(row).copied().unwrap_or(0);
        let column = at.0.saturating_sub(start) as usize;
        self.galley.rows.get(row).map_or(0.0, |r| r.pos.x + r.x_offset(column.into()))
    }

    /// One rectangle for each row that `range` touches.
    pub fn rects(&self, range: CharRange) -> Vec<Rect> {
        let Some(range) = range.intersection(self.chars) else { return Vec::new() };
        let last = self.row_of(range.end, true);
        (self.row_of(range.start, false)..=last).filter_map(|row| self.part(row, range)).collect()
    }

    /// The part of a row that `range` covers.
    fn part(&self, row: usize, range: CharRange) -> Option<Rect> {
        let (chars, rect) = (self.row_chars(row), self.row_rect(row));
        let left = self.x_in_row(row, range.start.max(chars.start));
        let right = if range.end >= chars.end { rect.right() } else { self.x_in_row(row, range.end) };
        (right > left).then(|| Rect::from_min_max(pos2(left, rect.top()), pos2(right, rect.bottom())))
    }

    /// Returns a test whether a range covers a point. It compares only positions in the row of the point.
    pub fn covers(&self, point: Pos2) -> impl Fn(CharRange) -> bool {
        let row = (0..self.rows()).rev().find(|&row| self.row_rect(row).top() <= point.y).unwrap_or(0);
        move |range| {
            let range = range.intersection(self.chars);
            range.and_then(|range| self.part(row, range)).is_some_and(|part| part.contains(point))
        }
    }

    /// The grapheme border nearest to a point, and whether it is at the end of its row.
    pub fn nearest(&self, source: &SourceView, point: Pos2) -> (CharPos, bool) {
        let row = (0..self.rows()).find(|&r| point.y < self.row_rect(r).bottom());
        self.nearest_in_row(source, row.unwrap_or(self.rows().saturating_sub(1)), point.x)
    }

    /// Like [`Self::nearest`], in a given row.
    pub fn nearest_in_row(&self, source: &SourceView, row: usize, x: f32) -> (CharPos, bool) {
        let chars = self.row_chars(row);
        let column = self.galley.rows.get(row).map_or(0, |r| r.char_at(x - r.pos.x).0);
        let raw = CharPos(chars.start.0 + column as u32).min(chars.end);
        let at = segment::snap_up(source.text(), source.index(), raw).min(self.chars.end);
        (at, at == chars.end && row + 1 < self.rows())
    }

    /// The character that a point is on, given the grapheme border nearest to it; empty beside the row and on a border.
    pub fn under(&self, source: &SourceView, (at, end_of_row): (CharPos, bool), x: f32) -> CharRange {
        let row = self.row_of(at, end_of_row);
        let (chars, text, index) = (self.row_chars(row), source.text(), source.index());
        let beyond = x - self.x_in_row(row, at);
        let (start, end) = if beyond.abs() < ON_BORDER {
            (at, at)
        } else if beyond < 0.0 {
            (segment::previous_grapheme(text, index, at), at)
        } else {
            (at, segment::next_grapheme(text, index, at))
        };
        let within = |place: CharPos| place.clamp(chars.start, chars.end);
        CharRange { start: within(start), end: within(end) }
    }
}

/// Font sizes of headings by level, as multiples of the text size.
const HEADINGS: [f32; 3] = [1.35, 1.2, 1.08];

/// Greatest height of a heading's lines as a multiple of its size.
const HEADING_SPACING: f32 = 1.4;

/// Sets the bold face. A text without one keeps its face and is painted twice.
fn embolden(format: &mut TextFormat, look: &TranscriptStyle) {
    if let Some(family) = &look.families.bold {
        format.font_id.family = family.clone();
    }
}

/// The text, split where its style changes.
fn styled(source: &SourceView, chars: CharRange, text: &str, plain: &TextFormat, look: &TranscriptStyle) -> LayoutJob {
    let styles: Vec<Styled> = source.styles_in(chars).collect();
    let mut job = LayoutJob { text: text.to_owned(), ..LayoutJob::default() };
    let mut borders: Vec<CharPos> = styles.iter().flat_map(|s| [s.range.start, s.range.end]).collect();
    borders.extend([chars.start, chars.end]);
    borders.sort_unstable();
    borders.dedup();
    let byte = |at: CharPos| source.index().byte_of(source.text(), at);
    let first = byte(chars.start);
    for (&start, &end) in borders.iter().zip(borders.iter().skip(1)) {
        let mut format = plain.clone();
        for styled in styles.iter().filter(|s| s.range.start <= start && end <= s.range.end) {
            match styled.style {
                Style::Italic => match &look.families.italic {
                    Some(family) => format.font_id.family = family.clone(),
                    None => format.italics = true,
                },
                Style::Heading(level) => {
                    let scale = HEADINGS.get(usize::from(level.max(1)) - 1).copied().unwrap_or(1.0);
                    format.font_id.size = plain.font_id.size * scale;
                    format.line_height = Some(format.font_id.size * look.spacing.min(HEADING_SPACING));
                    embolden(&mut format, look);
                }
                Style::Bold => embolden(&mut format, look),
            }
        }
        let byte_range = (byte(start) - first).into()..(byte(end) - first).into();
        job.sections.push(LayoutSection { leading_space: 0.0, byte_range, format });
    }
    if job.sections.is_empty() {
        job.sections.push(LayoutSection {
            leading_space: 0.0,
            byte_range: 0.into()..text.len().into(),
            format: plain.clone(),
        });
    }
    job
}

/// The characters of a piece without the label that the gutter shows.
pub(super) fn shown(source: &SourceView, chunk: usize) -> CharRange {
    let Some(piece) = source.chunks().get(chunk) else { return CharRange::new(0, 0) };
    let start = source.index().paragraphs().get(piece.paragraph).map_or(0, |p| p.chars.start.0);
    let from = start + source.turns().line(piece.paragraph).hidden;
    CharRange::new(piece.chars.start.0.max(from).min(piece.chars.end.0), piece.chars.end.0)
}

/// True for a line that consists only of a label, with its text on the next line: it has no height.
pub(super) fn is_collapsed(source: &SourceView, chunk: usize) -> bool {
    let Some(piece) = source.chunks().get(chunk) else { return true };
    let follows = source.chunks().get(chunk + 1).map(|next| source.turns().line(next.paragraph));
    source.turns().line(piece.paragraph).hidden > 0
        && shown(source, chunk).is_empty()
        && follows.is_some_and(|next| next.hidden == 0 && next.turn.is_none())
}

/// The piece itself, or the next visible one.
pub(super) fn visible_from(source: &SourceView, chunk: usize) -> usize {
    (chunk..source.chunks().len()).find(|&n| !is_collapsed(source, n)).unwrap_or(chunk)
}

/// Number of the turn whose first visible piece this is.
pub(super) fn turn_of(source: &SourceView, chunk: usize) -> Option<u32> {
    at_beginning(source, chunk, |line| line.turn)
}

/// Start time of the line whose first visible piece this is, in ms from the start of the recording, if the document has
/// times.
pub(super) fn time_of(source: &SourceView, chunk: usize) -> Option<u32> {
    at_beginning(source, chunk, |line| line.time.filter(|_| source.is_timed()))
}

/// A property of the line whose first visible piece this is.
fn at_beginning(source: &SourceView, chunk: usize, known: impl Fn(Line) -> Option<u32> + Copy) -> Option<u32> {
    let piece = source.chunks().get(chunk)?;
    let begins = chunk == 0 || source.chunks().get(chunk - 1).is_some_and(|c| c.paragraph != piece.paragraph);
    let at_line = known(source.turns().line(piece.paragraph)).filter(|_| begins);
    let above =
        || chunk.checked_sub(1).filter(|&n| is_collapsed(source, n)).and_then(|n| at_beginning(source, n, known));
    at_line.or_else(above)
}

fn gap(source: &SourceView, chunk: usize, style: &TranscriptStyle) -> f32 {
    let paragraph = |n: usize| source.chunks().get(n).map(|c| c.paragraph);
    if chunk == 0 || turn_of(source, chunk).is_some() {
        (TURN_GAP * style.size).round()
    } else if paragraph(chunk) == paragraph(chunk - 1) {
        0.0
    } else {
        (PARAGRAPH_GAP * style.size).round()
    }
}

/// Estimates a height from the numbers of characters and bytes: about half an em per letter, one em per ideograph.
fn guess(source: &SourceView, chunk: usize, width: f32, style: &TranscriptStyle) -> f32 {
    if is_collapsed(source, chunk) {
        return 0.0;
    }
    let chars = shown(source, chunk).len() as f32;
    let (all, bytes) = source.chunks().get(chunk).map_or((0.0, 0.0), |c| (c.chars.len() as f32, c.bytes as f32));
    let wide = ((bytes - all) / 2.0).clamp(0.0, chars);
    let rows = ((wide + (chars - wide) * 0.5) * style.size / width.max(1.0)).ceil();
    let rows = if chars == 0.0 { 0.5 } else { rows.max(1.0) };
    gap(source, chunk, style) + rows * style.size * style.spacing
}
