//! An overview strip of the whole document beside the scroll bar: the density of codings, the visible part, the code
//! being walked through, and search matches. A press scrolls to that place.

use super::layout::Layout;
use super::{Given, Scroll, TranscriptView};
use crate::app::SourceView;
use crate::model::{CharPos, CodeId};
use crate::text::chunk_at;
use egui::{CursorIcon, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// Width of the strip, in points.
pub(super) const WIDTH: f32 = 14.0;
/// Height of one step of the strip, in points.
const STEP: f32 = 2.0;

/// Number of passages per step, from the top; recomputed only after a change.
#[derive(Default)]
pub(super) struct Density {
    key: Option<(u64, u32, u32, Option<CodeId>)>,
    steps: Vec<u16>,
    walked: Vec<bool>,
}

impl Density {
    fn fit(&mut self, source: &SourceView, layout: &Layout, height: f32, only: Option<CodeId>) {
        let count = (height / STEP).max(1.0) as usize;
        let key = (source.version(), layout.total() as u32, count as u32, only);
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        (self.steps, self.walked) = (vec![0; count], vec![false; count]);
        for passage in source.shown(None) {
            let range = source.index().clamp(passage.range);
            let last = CharPos(range.end.0.saturating_sub(1));
            let (from, to) = (share(source, layout, range.start), share(source, layout, last));
            let step = |share: f32| ((share * count as f32) as usize).min(count - 1);
            for at in step(from)..=step(to) {
                if let (Some(number), Some(walked)) = (self.steps.get_mut(at), self.walked.get_mut(at)) {
                    *number = number.saturating_add(1);
                    *walked |= only == Some(passage.code);
                }
            }
        }
    }
}

/// How far down the document a position is, 0..=1.
fn share(source: &SourceView, layout: &Layout, at: CharPos) -> f32 {
    let chunk = chunk_at(source.chunks(), at);
    let within = source
        .chunks()
        .get(chunk)
        .map_or(0.0, |c| (at.0.saturating_sub(c.chars.start.0)) as f32 / (c.chars.len().max(1)) as f32);
    ((layout.top(chunk) + within * layout.height(chunk)) / layout.total().max(1.0)).clamp(0.0, 1.0)
}

impl TranscriptView {
    pub(super) fn density(&mut self, ui: &mut Ui, rect: Rect, given: Given<'_>) {
        let Given { source, looks, style } = given;
        self.density.fit(source, &self.layout, rect.height(), self.only);
        let response = ui.interact(rect, Id::unique("density"), Sense::click_and_drag());
        let words = "Where the codings stand; click to go there";
        response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, words));
        let painter = ui.painter();
        painter.rect_filled(rect, 0.0, style.background);
        let most = self.density.steps.iter().copied().max().unwrap_or(0).max(1);
        let walked = self.only.and_then(|code| looks.codes.get(&code)).map(|look| style.line(look.color, 1.0));
        for (i, (&number, &is_walked)) in self.density.steps.iter().zip(&self.density.walked).enumerate() {
            if number == 0 {
                continue;
            }
            let y = rect.top() + i as f32 * STEP;
            // Show the number as length and as opacity, because colour alone is not accessible.
            let width = (rect.width() - 4.0) * (0.25 + 0.75 * f32::from(number) / f32::from(most));
            let bar = Rect::from_min_size(pos2(rect.left() + 2.0, y), vec2(width, STEP));
            let strength = if walked.is_some() { 0.25 } else { 0.35 + 0.5 * f32::from(number) / f32::from(most) };
            painter.rect_filled(bar, 0.0, style.weak.gamma_multiply(strength));
            if let Some(color) = walked.filter(|_| is_walked) {
                painter.rect_filled(Rect::from_min_size(bar.min, vec2(rect.width() - 4.0, STEP)), 0.0, color);
            }
        }
        for hit in &self.hits {
            let y = rect.top() + share(source, &self.layout, hit.start) * rect.height();
            let tick = Rect::from_center_size(pos2(rect.right() - 3.0, y), vec2(5.0, STEP));
            painter.rect_filled(tick, 0.0, style.found);
        }
        let total = self.layout.total().max(1.0);
        let (top, bottom) = (self.offset / total, (self.offset + self.clip.height()) / total);
        let sight = Rect::from_min_max(
            pos2(rect.left() + 0.5, rect.top() + top.clamp(0.0, 1.0) * rect.height()),
            pos2(rect.right() - 0.5, rect.top() + bottom.clamp(0.0, 1.0) * rect.height()),
        );
        painter.rect_stroke(sight, 2.0, (1.0, style.focus), egui::StrokeKind::Inside);
        if let Some(point) = response.interact_pointer_pos() {
            let to = (point.y - rect.top()) / rect.height().max(1.0) * total - self.clip.height() / 2.0;
            self.scroll = Some(Scroll::To(to.clamp(0.0, (total - self.clip.height()).max(0.0))));
            ui.ctx().request_repaint();
        }
        response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(words);
    }
}
