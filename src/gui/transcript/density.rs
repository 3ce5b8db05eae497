//! The bar beside the text: an overview of the whole document and its scroll bar. It shows where passages are, in the
//! colours of their codes, the visible part, and search matches. A press scrolls there; a drag of the visible part
//! follows the pointer.

use super::layout::Layout;
use super::paint::NO_COLOR;
use super::{BELOW, Given, Scroll, TranscriptView};
use crate::app::SourceView;
use crate::model::{CharPos, CodeId};
use crate::text::chunk_at;
use crate::tr;
use egui::{CursorIcon, Id, Rect, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

/// Width of the bar with the space beside it, in points.
pub(super) const WIDTH: f32 = 18.0;
/// Width of the bar itself.
const BAR: f32 = 10.0;
/// Space above and below the bar.
const ENDS: f32 = 6.0;
/// Height of one step of the bar.
const STEP: f32 = 3.0;
/// Smallest height of the visible part, so that the pointer can take it.
const LEAST: f32 = 24.0;

/// The code of most passages in each step, from the top, and whether the code being walked through is there; computed
/// again only after a change.
#[derive(Default)]
pub(super) struct Density {
    key: Option<(u64, u32, u32, Option<CodeId>)>,
    steps: Vec<Option<CodeId>>,
    walked: Vec<bool>,
    /// Distance from the top of the visible part to the pointer that drags it.
    grip: Option<f32>,
}

impl Density {
    fn fit(&mut self, source: &SourceView, layout: &Layout, height: f32, only: Option<CodeId>) {
        let count = (height / STEP).max(1.0) as usize;
        let key = (source.version(), layout.total() as u32, count as u32, only);
        if self.key == Some(key) {
            return;
        }
        self.key = Some(key);
        self.walked = vec![false; count];
        let mut numbers: Vec<Vec<(CodeId, u32)>> = vec![Vec::new(); count];
        for passage in source.shown(None) {
            let range = source.index().clamp(passage.range);
            let last = CharPos(range.end.0.saturating_sub(1));
            let (from, to) = (share(source, layout, range.start), share(source, layout, last));
            let step = |share: f32| ((share * count as f32) as usize).min(count - 1);
            for at in step(from)..=step(to) {
                if let (Some(numbers), Some(walked)) = (numbers.get_mut(at), self.walked.get_mut(at)) {
                    match numbers.iter_mut().find(|(code, _)| *code == passage.code) {
                        Some((_, number)) => *number += 1,
                        None => numbers.push((passage.code, 1)),
                    }
                    *walked |= only == Some(passage.code);
                }
            }
        }
        // Of equally frequent codes, the one that begins first stays in front.
        let most = |step: Vec<(CodeId, u32)>| step.into_iter().rev().max_by_key(|&(_, number)| number);
        self.steps = numbers.into_iter().map(|step| most(step).map(|(code, _)| code)).collect();
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
    pub(super) fn density(&mut self, ui: &mut Ui, area: Rect, given: Given<'_>) {
        let Given { source, looks, style } = given;
        ui.painter().rect_filled(area, 0.0, style.background);
        let (total, screen) = (self.layout.total() + BELOW, self.clip.height());
        if total <= screen {
            return;
        }
        let rect = Rect::from_center_size(area.center(), vec2(BAR, (area.height() - 2.0 * ENDS).max(LEAST)));
        self.density.fit(source, &self.layout, rect.height(), self.only);
        let response = ui.interact(area, Id::unique("density"), Sense::CLICK | Sense::DRAG);
        let label = tr!("Coded passages in the whole document. Click or drag to go there.");
        response.widget_info(|| WidgetInfo::labeled(Role::ScrollBar, true, label));
        let painter = ui.painter();
        painter.rect_filled(rect, 5.0, style.weak.gamma_multiply(0.08));
        for (i, (&code, &is_walked)) in self.density.steps.iter().zip(&self.density.walked).enumerate() {
            let shown = if is_walked { self.only } else { code };
            let Some(code) = shown else { continue };
            let color = looks.codes.get(&code).map_or(NO_COLOR, |look| look.color);
            let place = pos2(rect.left() + 2.0, rect.top() + i as f32 * STEP);
            let bar = Rect::from_min_size(place, vec2(rect.width() - 4.0, STEP)).intersect(rect);
            painter.rect_filled(
                bar,
                0.0,
                style.line(color, if self.only.is_none() || is_walked { 0.85 } else { 0.15 }),
            );
        }
        for hit in &self.hits {
            let y = rect.top() + share(source, &self.layout, hit.start) * rect.height();
            let tick = Rect::from_center_size(pos2(rect.center().x, y), vec2(rect.width() + 4.0, STEP));
            painter.rect_filled(tick, 1.0, style.found);
        }
        let scale = rect.height() / total;
        let height = (screen * scale).max(LEAST).min(rect.height());
        // The visible part may be higher than its share: it moves through the rest of the bar.
        let way = (rect.height() - height).max(0.0);
        let most = (total - screen).max(1.0);
        let top = rect.top() + (self.offset / most).clamp(0.0, 1.0) * way;
        let sight = Rect::from_min_size(pos2(rect.left() - 2.0, top), vec2(rect.width() + 4.0, height));
        let held = response.hovered() || response.dragged();
        painter.rect_filled(sight, 5.0, style.weak.gamma_multiply(if held { 0.30 } else { 0.18 }));
        painter.rect_stroke(sight, 5.0, (1.0, style.weak.gamma_multiply(0.55)), StrokeKind::Inside);
        if let Some(point) = response.interact_pointer_pos() {
            // A press beside the visible part brings its middle there; a press on it takes it where it is.
            let grip =
                *self.density.grip.get_or_insert(if sight.contains(point) { point.y - top } else { height / 2.0 });
            let to = (point.y - grip - rect.top()) / way.max(1.0) * most;
            self.scroll = Some(Scroll::To(to.clamp(0.0, most)));
            ui.ctx().request_repaint();
        } else {
            self.density.grip = None;
        }
        response.on_hover_cursor(CursorIcon::Default);
    }
}
