//! Paints the text with its highlights, the selection, the caret and the gutter.
//!
//! Highlights are not part of the text layout: coding and recolouring only paint other rectangles behind the same rows.

use super::layout::{Laid, time_of, turn_of};
use super::{Frame, Given, TranscriptStyle, TranscriptView};
use crate::app::SourceView;
use crate::model::{CharPos, CharRange, CodeId, Style};
use crate::table::number::clock;
use egui::epaint::text::{LayoutJob, TextFormat};
use egui::{Align2, Color32, FontId, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, pos2, vec2};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Colour of a code that is not in the codebook: grey.
pub(super) const NO_COLOR: [u8; 3] = [128, 128, 128];
const UNDERLINE: f32 = 1.75;
/// Offset at which a bold letter is painted again, in points.
const BOLD: f32 = 0.6;
/// How long a passage is outlined after a jump, in seconds.
pub(super) const FLASH: f64 = 1.2;

/// Consecutive characters with the same codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub range: CharRange,
    /// Without repetition, ordered by id, so that the order is the same everywhere.
    pub codes: Vec<CodeId>,
}

/// Splits `within` at every edge of a passage, with the codes of each part; parts without a code are left out.
pub(super) fn segments(source: &SourceView, within: CharRange) -> Vec<Segment> {
    let mut borders: BTreeMap<CharPos, Vec<(bool, CodeId)>> = BTreeMap::new();
    for (passage, _) in source.touching(within) {
        if let Some(part) = passage.range.intersection(within) {
            borders.entry(part.start).or_default().push((true, passage.code));
            borders.entry(part.end).or_default().push((false, passage.code));
        }
    }
    let mut open: BTreeMap<CodeId, u32> = BTreeMap::new();
    let mut out = Vec::new();
    let mut from = within.start;
    for (at, changes) in borders {
        if !open.is_empty() && from < at {
            let codes = open.keys().copied().collect();
            out.push(Segment { range: CharRange { start: from, end: at }, codes });
        }
        from = at;
        for (begins, code) in changes {
            let count = open.entry(code).or_default();
            *count = if begins { *count + 1 } else { count.saturating_sub(1) };
        }
        open.retain(|_, count| *count > 0);
    }
    out
}

/// Paints bold words and headings again, slightly to the right, because not every script has a bold font.
fn paint_bold(painter: &Painter, frame: &Frame, piece: &Laid, source: &SourceView, style: &TranscriptStyle) {
    for styled in source.styles_in(piece.chars).filter(|styled| styled.style != Style::Italic) {
        for row in piece.rects(styled.range) {
            let row = row.translate(frame.text.to_vec2());
            let within = painter.with_clip_rect(row.intersect(painter.clip_rect()));
            within.galley(frame.text + vec2(BOLD, piece.top), piece.galley.clone(), style.text);
        }
    }
}

impl TranscriptView {
    /// Paints everything in the text column and the gutter.
    pub(super) fn paint_text(&self, ui: &Ui, frame: &Frame, laid: &[Laid], given: Given<'_>) {
        let (painter, Given { source, style, .. }) = (ui.painter(), given);
        for piece in laid {
            self.paint_highlights(painter, frame, piece, given);
            self.paint_hits(painter, frame, piece, style);
            self.paint_selection(painter, frame, piece, style);
            painter.galley(frame.text + vec2(0.0, piece.top), piece.galley.clone(), style.text);
            paint_bold(painter, frame, piece, source, style);
            paint_gutter(painter, frame, piece, source, style);
        }
        self.paint_flash(ui, frame, laid, style);
        if frame.focused {
            self.paint_caret(painter, frame, laid, style);
            painter.rect_stroke(frame.clip.shrink(1.0), 2.0, Stroke::new(1.0, style.focus), StrokeKind::Inside);
        }
    }

    /// One band per code: the codes share the height of the row, and each has its own underline.
    fn paint_highlights(&self, painter: &Painter, frame: &Frame, piece: &Laid, given: Given<'_>) {
        let Given { source, looks, style } = given;
        for segment in segments(source, piece.chars) {
            let count = segment.codes.len() as f32;
            let line = UNDERLINE.min(7.0 / count);
            for row in piece.rects(segment.range) {
                let row = row.translate(frame.text.to_vec2());
                let (top, height) = (row.top() + 1.0, row.height() - 2.0);
                for (i, &code) in segment.codes.iter().enumerate() {
                    let color = looks.codes.get(&code).map_or(NO_COLOR, |look| look.color);
                    let strength = self.strength(code);
                    let band = |share: f32| top + height * share / count;
                    let (upper, lower) = (band(i as f32), band(i as f32 + 1.0));
                    let fill = Rect::from_min_max(pos2(row.left(), upper), pos2(row.right(), lower));
                    painter.rect_filled(fill, 0.0, style.fill(color, strength));
                    let y = row.bottom() - 1.0 - line * (count - i as f32);
                    let under = Rect::from_min_max(pos2(row.left(), y), pos2(row.right(), y + line));
                    painter.rect_filled(under, 0.0, style.line(color, strength));
                }
            }
        }
    }

    /// The opacity of a code: codes other than the one being walked through are dimmed.
    pub(super) fn strength(&self, code: CodeId) -> f32 {
        if self.only.is_none_or(|only| only == code) { 1.0 } else { 0.3 }
    }

    fn paint_selection(&self, painter: &Painter, frame: &Frame, piece: &Laid, style: &TranscriptStyle) {
        let range = self.selection.range();
        for rect in piece.rects(range) {
            painter.rect_filled(rect.translate(frame.text.to_vec2()), 0.0, style.selection);
        }
        // Mark a selected line end, so that a selected empty line is visible.
        if range.contains(piece.chars.end) && range.start <= piece.chars.end {
            let rect = piece.row_rect(piece.rows().saturating_sub(1)).translate(frame.text.to_vec2());
            let mark = Rect::from_min_size(rect.right_top(), vec2(6.0, rect.height()));
            painter.rect_filled(mark, 0.0, style.selection);
        }
    }

    /// Paints the visible search matches.
    fn paint_hits(&self, painter: &Painter, frame: &Frame, piece: &Laid, style: &TranscriptStyle) {
        let first = self.hits.partition_point(|hit| hit.end <= piece.chars.start);
        for hit in self.hits.iter().skip(first).take_while(|hit| hit.start < piece.chars.end) {
            for rect in piece.rects(*hit) {
                painter.rect_filled(rect.translate(frame.text.to_vec2()).shrink2(vec2(0.0, 2.0)), 2.0, style.found);
            }
        }
    }

    fn paint_flash(&self, ui: &Ui, frame: &Frame, laid: &[Laid], style: &TranscriptStyle) {
        let Some((range, since)) = self.flash else { return };
        let left = 1.0 - (ui.input(|i| i.time) - since) / FLASH;
        if left <= 0.0 {
            return;
        }
        let strength = if self.motion { left as f32 } else { 1.0 };
        let stroke = Stroke::new(2.0, style.focus.gamma_multiply(strength));
        for rect in laid.iter().flat_map(|piece| piece.rects(range)) {
            let rect = rect.translate(frame.text.to_vec2()).expand(1.0);
            ui.painter().rect_stroke(rect, 3.0, stroke, StrokeKind::Outside);
        }
        if self.motion {
            ui.request_repaint();
        } else {
            ui.request_repaint_after_secs((left * FLASH) as f32);
        }
    }

    fn paint_caret(&self, painter: &Painter, frame: &Frame, laid: &[Laid], style: &TranscriptStyle) {
        let at = self.selection.caret;
        let piece = laid.iter().rev().find(|p| p.chars.start <= at && at <= p.chars.end);
        if let Some(piece) = piece {
            let row = piece.row_of(at, self.selection.end_of_row);
            let rect = piece.row_rect(row).translate(frame.text.to_vec2());
            let x = frame.text.x + piece.x_in_row(row, at);
            painter.vline(x, rect.y_range().shrink(2.0), Stroke::new(1.5, style.text));
        }
    }
}

/// The mark of an important passage: a diamond with an outline that contrasts with every stripe.
pub(super) fn star(painter: &Painter, place: Pos2, color: Color32, edge: Color32) {
    const R: f32 = 4.5;
    let corners = [vec2(0.0, -R), vec2(R, 0.0), vec2(0.0, R), vec2(-R, 0.0)].map(|d| place + d);
    painter.add(Shape::convex_polygon(corners.to_vec(), color, Stroke::new(1.0, edge)));
}

/// Number and speaker beside the first line of a turn, and the time beside each line that has one.
fn paint_gutter(painter: &Painter, frame: &Frame, piece: &Laid, source: &SourceView, style: &TranscriptStyle) {
    let time = time_of(source, piece.chunk).filter(|_| frame.columns.time > 0.0).map(|time| {
        let place = pos2(frame.text.x - 8.0, frame.text.y + piece.row_rect(0).center().y);
        painter.text(place, Align2::RIGHT_CENTER, clock(time), style.small(), style.weak)
    });
    let Some(turn) = turn_of(source, piece.chunk) else { return };
    let columns = &frame.columns;
    let row = piece.row_rect(0);
    let y = frame.text.y + row.center().y;
    let left = frame.left + columns.gutter_x;
    let digits = source.turns().turns().len().max(10).ilog10() as f32 + 1.0;
    let number_width = digits * style.small().size * 0.62 + 4.0;
    painter.text(pos2(left + number_width, y), Align2::RIGHT_CENTER, turn, style.small(), style.weak);
    let speaker = source.turns().turns().get(turn as usize - 1).and_then(|t| source.turns().speakers().get(t.speaker));
    // A name may extend up to the time, which is narrower than its column.
    let end = time.map_or(left + columns.gutter, |time| time.left() - 6.0);
    let room = end - left - number_width - 8.0;
    if let Some(speaker) = speaker.filter(|_| room > 8.0) {
        let name = elided(painter, &speaker.label, style.small(), style.weak, room);
        painter.galley(pos2(left + number_width + 8.0, y - name.size().y / 2.0), name, style.weak);
    }
}

/// One line, shortened with `…` if it is wider than `width`.
pub(super) fn elided(painter: &Painter, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, color));
    job.wrap.max_width = width;
    job.wrap.max_rows = 1;
    job.wrap.break_anywhere = true;
    painter.layout_job(job)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::PassageView;
    use crate::engine::spoken::SpokenText;
    use crate::model::Origin;
    use crate::model::{CodingId, SourceId, UserId};

    fn passage(id: i64, start: u32, end: u32, code: i64, user: i64) -> PassageView {
        let range = CharRange::new(start, end);
        PassageView {
            coding: CodingId(id),
            range,
            code: CodeId(code),
            user: UserId(user),
            memo: None,
            important: false,
        }
    }

    #[test]
    fn each_part_between_two_edges_has_every_code_once() {
        let passages =
            vec![passage(1, 0, 6, 1, 1), passage(2, 3, 9, 2, 1), passage(3, 2, 5, 1, 2), passage(4, 20, 22, 3, 1)];
        let source = SourceView::new(
            SourceId(1),
            String::new(),
            SpokenText::find("家里没有钱，所以我走了。那时候我们都很穷，".into(), Origin::default()),
            passages,
        );
        let found: Vec<_> = segments(&source, CharRange::new(0, 21))
            .into_iter()
            .map(|s| (s.range.start.0, s.range.end.0, s.codes.iter().map(|c| c.0).collect::<Vec<_>>()))
            .collect();
        let one = |a, b, codes: &[i64]| (a, b, codes.to_vec());
        let wanted = [
            one(0, 2, &[1]),
            one(2, 3, &[1]),
            one(3, 5, &[1, 2]),
            one(5, 6, &[1, 2]),
            one(6, 9, &[2]),
            one(20, 21, &[3]),
        ];
        assert_eq!(found, wanted);
    }
}
