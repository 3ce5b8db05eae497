//! The bar beside the text: an overview of the whole document and its scroll bar. It shows where passages are, in the
//! colours of their codes, the visible part, and search matches. A press scrolls there; a drag of the visible part
//! follows the pointer.

use super::layout::Layout;
use super::paint::NO_COLOR;
use super::{BELOW, Given, Scroll, TranscriptView};
use crate::app::SourceView;
use crate::model::hashing::HashMap;
use crate::model::{CharPos, CharRange, CodeId};
use crate::text::chunk_at;
use crate::tr;
use egui::{CursorIcon, Id, Rect, Role, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};
use std::cmp::Reverse;
use std::collections::hash_map::Entry;

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
    key: Option<Key>,
    steps: Vec<Option<CodeId>>,
    walked: Vec<bool>,
    /// Distance from the top of the visible part to the pointer that drags it.
    grip: Option<f32>,
}

#[derive(Clone, Copy, PartialEq)]
struct Key {
    version: u64,
    steps: usize,
    only: Option<CodeId>,
    /// Height of the text.
    total: f32,
}

impl Key {
    /// While the text is being measured its height changes in every frame, by far less than a step.
    fn is_near(&self, other: &Self) -> bool {
        let step = other.total / other.steps as f32;
        (self.total - other.total).abs() < step && Self { total: other.total, ..*self } == *other
    }
}

/// A passage on the bar: the first and the last step at which it is, and its code.
#[derive(Clone, Copy, Debug)]
struct Span {
    first: usize,
    last: usize,
    code: CodeId,
}

impl Density {
    fn fit(&mut self, source: &SourceView, layout: &Layout, height: f32, only: Option<CodeId>) {
        let count = (height / STEP).max(1.0) as usize;
        let key = Key { version: source.version(), steps: count, only, total: layout.total() };
        if self.key.is_some_and(|before| before.is_near(&key)) {
            return;
        }
        self.key = Some(key);
        let starts = starts(source, layout, count);
        // Passages come in order of start, and most end within few steps.
        let step_from = |from: usize, at: CharPos| {
            (from..).find(|step| starts.get(step + 1).is_none_or(|&next| next > at)).unwrap_or(from)
        };
        let mut first = 0;
        let spans: Vec<Span> = source
            .shown(None)
            .map(|passage| {
                let range = source.index().clamp(passage.range);
                first = step_from(first, range.start);
                let last = step_from(first, CharPos(range.end.0.saturating_sub(1)));
                Span { first, last, code: passage.code }
            })
            .collect();
        self.walked = vec![false; count];
        for span in spans.iter().filter(|span| Some(span.code) == only) {
            self.walked.get_mut(span.first..=span.last).into_iter().flatten().for_each(|step| *step = true);
        }
        self.steps = most_frequent(&spans, count);
    }
}

/// Returns the first position of each step of the bar, in order. The first step begins before the first character.
fn starts(source: &SourceView, layout: &Layout, count: usize) -> Vec<CharPos> {
    let at = |step: usize| {
        let y = layout.total() * step as f32 / count as f32;
        let chunk = layout.chunk_at(y);
        let share = (y - layout.top(chunk)) / layout.height(chunk).max(1.0);
        let within = |chars: CharRange| chars.start.0 + (share.clamp(0.0, 1.0) * chars.len() as f32).ceil() as u32;
        CharPos(source.chunks().get(chunk).map_or(0, |chunk| within(chunk.chars)))
    };
    std::iter::once(CharPos(0)).chain((1..count).map(at)).collect()
}

/// Returns the code of most spans at each step; of equally frequent ones, the one that has been there longest. `spans`
/// are sorted by their first step.
fn most_frequent(spans: &[Span], count: usize) -> Vec<Option<CodeId>> {
    // How many spans of a code are at the present step, and the span with which the code came.
    let mut present: HashMap<CodeId, (usize, usize)> = HashMap::default();
    let mut leaving: Vec<Vec<CodeId>> = vec![Vec::new(); count];
    let mut next = spans.iter().enumerate().peekable();
    let mut steps = Vec::with_capacity(count);
    for step in 0..count {
        while let Some((came, span)) = next.next_if(|(_, span)| span.first <= step) {
            present.entry(span.code).or_insert((0, came)).0 += 1;
            if let Some(leaving) = leaving.get_mut(span.last) {
                leaving.push(span.code);
            }
        }
        let most = present.iter().max_by_key(|&(_, &(number, came))| (number, Reverse(came)));
        steps.push(most.map(|(&code, _)| code));
        for code in leaving.get_mut(step).map(std::mem::take).unwrap_or_default() {
            if let Entry::Occupied(mut entry) = present.entry(code) {
                entry.get_mut().0 -= 1;
                if entry.get().0 == 0 {
                    entry.remove();
                }
            }
        }
    }
    steps
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

#[cfg(test)]
mod tests {
    use super::{Span, most_frequent};
    use crate::model::CodeId;

    #[test]
    fn each_step_shows_a_code_of_most_passages_there() {
        let mut rng = fastrand::Rng::with_seed(3);
        for _ in 0..200 {
            let count = rng.usize(1..30);
            let mut spans: Vec<Span> = (0..rng.usize(0..60))
                .map(|_| {
                    let first = rng.usize(0..count);
                    let last = (first + rng.usize(0..6)).min(count - 1);
                    Span { first, last, code: CodeId(rng.i64(0..5)) }
                })
                .collect();
            spans.sort_by_key(|span| span.first);
            for (step, found) in most_frequent(&spans, count).into_iter().enumerate() {
                let there =
                    |code: CodeId| spans.iter().filter(|s| s.code == code && s.first <= step && step <= s.last).count();
                let most = (0..5).map(|code| there(CodeId(code))).max().filter(|&most| most > 0);
                assert_eq!(found.map(there), most, "{spans:?} at {step}");
            }
        }
    }

    #[test]
    fn of_equally_frequent_codes_the_first_one_stays() {
        let span = |first, last, code| Span { first, last, code: CodeId(code) };
        let found = most_frequent(&[span(0, 1, 1), span(1, 2, 2), span(2, 3, 1)], 5);
        assert_eq!(found, [1, 1, 2, 1].map(|code| Some(CodeId(code))).into_iter().chain([None]).collect::<Vec<_>>());
    }
}
