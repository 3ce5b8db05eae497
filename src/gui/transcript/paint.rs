//! Paints the text with its highlights, the selection, the caret and the gutter.
//!
//! Highlights are not part of the text layout: coding and recolouring only paint other rectangles behind the same rows.

use super::layout::{Laid, time_of, turn_of};
use super::{Frame, Given, TranscriptStyle, TranscriptView, tints};
use crate::app::{PassageView, SourceView};
use crate::gui::theme;
use crate::model::{CharPos, CharRange, CodeId, CodingId, Style};
use crate::table::number::clock;
use egui::epaint::text::{LayoutJob, TextFormat};
use egui::{Align2, Color32, FontId, Galley, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, pos2, vec2};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Colour of a code that is not in the codebook: grey.
pub(super) const NO_COLOR: [u8; 3] = [128, 128, 128];
/// Thickness of the line under the passage below the pointer, and of the outline of the chosen one.
const UNDERLINE: f32 = 2.0;
const OUTLINE: f32 = 1.5;
/// How long a passage is outlined after a jump, in seconds.
pub(super) const FLASH: f64 = 1.2;

/// Consecutive characters with the same codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub range: CharRange,
    /// Without repetition, ordered by id, so that the order is the same everywhere.
    pub codes: Vec<CodeId>,
    /// Codes of the passages that begin here.
    pub begins: Vec<CodeId>,
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
    let mut begin: Vec<CodeId> = Vec::new();
    for (at, changes) in borders {
        if !open.is_empty() && from < at {
            let codes = open.keys().copied().collect();
            let begins = std::mem::take(&mut begin);
            out.push(Segment { range: CharRange { start: from, end: at }, codes, begins });
        }
        from = at;
        begin.clear();
        for (begins, code) in changes {
            if begins {
                begin.push(code);
            }
            let count = open.entry(code).or_default();
            *count = if begins { *count + 1 } else { count.saturating_sub(1) };
        }
        open.retain(|_, count| *count > 0);
    }
    out
}

/// Whether an interviewer says this.
fn asks(source: &SourceView, piece: &Laid) -> bool {
    let line = source.chunks().get(piece.chunk).map(|chunk| source.turns().line(chunk.paragraph));
    let speaker = line.and_then(|line| source.turns().speakers().get(line.speaker?));
    speaker.is_some_and(|speaker| speaker.asks)
}

/// The outlines of rows that follow each other from top to bottom: one around rows that touch, otherwise one for each.
fn outlines(rows: &[Rect]) -> Vec<Vec<Pos2>> {
    let touch = |a: &Rect, b: &Rect| (b.top() - a.bottom()).abs() < 1.0 && b.left() < a.right() && a.left() < b.right();
    let around = |rows: &[Rect]| {
        let right = rows.iter().flat_map(|row| [row.right_top(), row.right_bottom()]);
        let left = rows.iter().rev().flat_map(|row| [row.left_bottom(), row.left_top()]);
        right.chain(left).collect()
    };
    rows.chunk_by(touch).map(around).collect()
}

/// Paints bold words and headings again, slightly to the right, where the script has only one weight.
fn paint_bold(painter: &Painter, frame: &Frame, piece: &Laid, source: &SourceView, color: Color32) {
    for styled in source.styles_in(piece.chars).filter(|styled| styled.style != Style::Italic) {
        for row in piece.rects(styled.range) {
            let row = row.translate(frame.text.to_vec2());
            let within = painter.with_clip_rect(row.intersect(painter.clip_rect()));
            within.galley(frame.text + vec2(theme::BOLD, piece.top), piece.galley.clone(), color);
        }
    }
}

impl TranscriptView {
    /// Paints everything in the text column and the gutter.
    pub(super) fn paint_text(&mut self, ui: &Ui, frame: &Frame, laid: &[Laid], given: Given<'_>) {
        let (painter, Given { source, style, .. }) = (ui.painter(), given);
        self.tints.keep(laid, self.only, given);
        for piece in laid {
            self.tints.paint(painter, frame, piece, given);
            self.paint_hits(painter, frame, piece, style);
            self.paint_selection(painter, frame, piece, style);
            let color = if asks(source, piece) { style.weak } else { style.text };
            painter.galley(frame.text + vec2(0.0, piece.top), piece.galley.clone(), color);
            if style.families.bold.is_none() {
                paint_bold(painter, frame, piece, source, color);
            }
            self.paint_pointed(painter, frame, piece, given);
            paint_gutter(painter, frame, piece, source, style);
        }
        self.paint_flash(ui, frame, laid, style);
        if frame.focused && self.has_caret {
            self.paint_caret(painter, frame, laid, style);
        } else if frame.focused {
            painter.rect_stroke(frame.clip.shrink(1.0), 2.0, Stroke::new(1.0, style.focus), StrokeKind::Inside);
        }
    }

    /// The outline of the chosen passage, and a line under the one that the pointer is on.
    fn paint_pointed(&self, painter: &Painter, frame: &Frame, piece: &Laid, given: Given<'_>) {
        let Given { source, looks, style } = given;
        let found = |id: Option<CodingId>| id.and_then(|id| source.passage(id));
        let color = |passage: &PassageView| {
            let color = looks.codes.get(&passage.code).map_or(NO_COLOR, |look| look.color);
            style.line(color, 1.0)
        };
        let rows = |range: CharRange| piece.rects(range).into_iter().map(|row| row.translate(frame.text.to_vec2()));
        if let Some(passage) = found(self.pointed).filter(|p| Some(p.coding) != self.chosen) {
            for row in rows(source.index().clamp(passage.range)) {
                let line = Rect::from_min_max(pos2(row.left(), row.bottom() - UNDERLINE), row.max);
                painter.rect_filled(line, 0.0, color(passage));
            }
        }
        if let Some(passage) = found(self.chosen) {
            let rows: Vec<Rect> = rows(source.index().clamp(passage.range)).collect();
            for outline in outlines(&rows) {
                painter.add(Shape::closed_line(outline, Stroke::new(OUTLINE, color(passage))));
            }
        }
    }

    /// The opacity of a code: codes other than the one being walked through are dimmed.
    pub(super) fn strength(&self, code: CodeId) -> f32 {
        tints::strength(self.only, code)
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

/// Speaker and number beside the first line of a turn, and the time beside each line that has one.
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
    let speaker = source.turns().turns().get(turn as usize - 1).and_then(|t| source.turns().speakers().get(t.speaker));
    // A name may extend up to the time, which is narrower than its column.
    let mut right = time.map_or(left + columns.gutter, |time| time.left() - 6.0);
    if let Some(speaker) = speaker {
        let (font, color) =
            if speaker.asks { (style.small(), style.weak) } else { (theme::medium(style.small().size), style.text) };
        let name = elided(painter, &speaker.label, font, color, right - left);
        right -= name.size().x;
        painter.galley(pos2(right, y - name.size().y / 2.0), name, color);
    }
    let number = painter.layout_no_wrap(turn.to_string(), style.small(), style.weak.gamma_multiply(0.75));
    right -= number.size().x + 8.0;
    if right >= left {
        painter.galley(pos2(right, y - number.size().y / 2.0), number, style.weak);
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
            memos: vec![],
            important: false,
            account: None,
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
        let ids = |codes: &[CodeId]| codes.iter().map(|c| c.0).collect::<Vec<_>>();
        let found: Vec<_> = segments(&source, CharRange::new(0, 21))
            .into_iter()
            .map(|s| (s.range.start.0, s.range.end.0, ids(&s.codes), ids(&s.begins)))
            .collect();
        let one = |a, b, codes: &[i64], begins: &[i64]| (a, b, codes.to_vec(), begins.to_vec());
        let wanted = [
            one(0, 2, &[1], &[1]),
            one(2, 3, &[1], &[1]),
            one(3, 5, &[1, 2], &[2]),
            one(5, 6, &[1, 2], &[]),
            one(6, 9, &[2], &[]),
            one(20, 21, &[3], &[3]),
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn rows_that_touch_share_an_outline() {
        let row = |left: f32, right: f32, top: f32| Rect::from_min_max(pos2(left, top), pos2(right, top + 20.0));
        let counts = |rows: &[Rect]| outlines(rows).iter().map(Vec::len).collect::<Vec<_>>();
        assert_eq!(counts(&[row(50.0, 90.0, 0.0)]), [4]);
        assert_eq!(counts(&[row(50.0, 90.0, 0.0), row(0.0, 90.0, 20.0), row(0.0, 60.0, 40.0)]), [12]);
        assert_eq!(counts(&[row(80.0, 90.0, 0.0), row(0.0, 30.0, 20.0)]), [4, 4], "they do not meet");
        assert_eq!(counts(&[row(0.0, 90.0, 0.0), row(0.0, 90.0, 32.0)]), [4, 4], "there is space between them");
        assert_eq!(counts(&[]), [0; 0]);
    }
}
