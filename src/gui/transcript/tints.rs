//! The tints behind the words, computed once for a piece and kept while nothing changes: one rectangle for each row of a
//! stretch of text, however many passages overlap there, and a mark where a passage begins within others.

use super::layout::Laid;
use super::paint::{NO_COLOR, segments};
use super::{Frame, Given, TranscriptView};
use crate::app::Looks;
use crate::model::hashing::HashMap;
use crate::model::{CharRange, CodeId};
use egui::emath::GuiRounding as _;
use egui::{Color32, CornerRadius, Galley, Mesh, Painter, Rect, Shape, vec2};
use std::sync::Arc;

/// Width of the mark where a passage begins within others.
const NOTCH: f32 = 2.0;
/// Rounding of the ends of highlighted words.
const ROUND: u8 = 3;
/// The opacity of codes other than the one being walked through.
const DIMMED: f32 = 0.3;

/// The opacity of a code while passages of `only` are walked through.
pub(super) fn strength(only: Option<CodeId>, code: CodeId) -> f32 {
    if only.is_none_or(|only| only == code) { 1.0 } else { DIMMED }
}

/// A filled rectangle; its place is relative to the first row of its piece.
struct Tint {
    rect: Rect,
    round: CornerRadius,
    fill: Color32,
}

/// The tints of one piece.
struct PieceTints {
    /// What was laid out: another galley has its words at other places.
    galley: Arc<Galley>,
    chars: CharRange,
    codes: Vec<CodeId>,
    fills: Vec<Tint>,
    notches: Vec<Tint>,
}

/// What all tints depend on, besides the colours of their codes.
#[derive(Clone, Copy, PartialEq)]
struct Key {
    version: u64,
    only: Option<CodeId>,
    dark: bool,
}

/// The tints of the pieces in sight.
#[derive(Default)]
pub(super) struct Tints {
    key: Option<Key>,
    /// By number of the piece.
    pieces: HashMap<usize, PieceTints>,
    /// The colours of their codes.
    colors: HashMap<CodeId, [u8; 3]>,
    made: usize,
}

fn color_of(looks: &Looks, code: CodeId) -> [u8; 3] {
    looks.codes.get(&code).map_or(NO_COLOR, |look| look.color)
}

impl Tints {
    /// Forgets the tints of pieces that are out of sight, and all of them if passages or colours have changed.
    pub fn keep(&mut self, laid: &[Laid], only: Option<CodeId>, given: Given<'_>) {
        let Given { source, looks, style } = given;
        let key = Key { version: source.version(), only, dark: style.dark };
        let is_same = self.key.replace(key) == Some(key);
        if !is_same || self.colors.iter().any(|(&code, &color)| color_of(looks, code) != color) {
            self.pieces.clear();
            self.colors.clear();
        }
        let before = self.pieces.len();
        let (first, last) = (laid.first().map_or(0, |piece| piece.chunk), laid.last().map_or(0, |piece| piece.chunk));
        self.pieces.retain(|chunk, _| (first..=last).contains(chunk));
        if self.pieces.len() < before {
            let codes = self.pieces.values().flat_map(|piece| &piece.codes);
            self.colors = codes.map(|&code| (code, color_of(looks, code))).collect();
        }
    }

    /// Paints the tints of a piece.
    pub fn paint(&mut self, painter: &Painter, frame: &Frame, piece: &Laid, given: Given<'_>) {
        let only = self.key.and_then(|key| key.only);
        let is_kept = |kept: &PieceTints| Arc::ptr_eq(&kept.galley, &piece.galley) && kept.chars == piece.chars;
        if !self.pieces.get(&piece.chunk).is_some_and(is_kept) {
            let tints = PieceTints::new(piece, only, given);
            self.colors.extend(tints.codes.iter().map(|&code| (code, color_of(given.looks, code))));
            self.pieces.insert(piece.chunk, tints);
            self.made += 1;
        }
        let Some(tints) = self.pieces.get(&piece.chunk) else { return };
        let origin = frame.text.to_vec2() + vec2(0.0, piece.top);
        let in_sight = |tint: &&Tint| tint.rect.translate(origin).intersects(frame.clip);
        let pixel = 1.0 / painter.pixels_per_point();
        // All square ones are one shape. They are where egui would paint each: on whole pixels, and very narrow ones as lines.
        let mut square = Mesh::default();
        for tint in tints.fills.iter().filter(in_sight) {
            let rect = tint.rect.translate(origin);
            if tint.round == CornerRadius::ZERO && rect.width() > 2.0 * pixel {
                square.add_colored_rect(rect.round_to_pixels(painter.pixels_per_point()), tint.fill);
            } else {
                painter.rect_filled(rect, tint.round, tint.fill);
            }
        }
        if !square.is_empty() {
            painter.add(Shape::mesh(square));
        }
        for notch in tints.notches.iter().filter(in_sight) {
            painter.rect_filled(notch.rect.translate(origin), notch.round, notch.fill);
        }
    }
}

impl TranscriptView {
    /// How often the tints of a piece were computed, since the document was opened.
    #[must_use]
    pub fn tinted(&self) -> usize {
        self.tints.made
    }

    /// Whether all pieces have been measured, so that no height changes any more.
    #[must_use]
    pub fn is_measured(&self) -> bool {
        self.layout.is_measured()
    }
}

impl PieceTints {
    fn new(piece: &Laid, only: Option<CodeId>, given: Given<'_>) -> Self {
        let Given { source, looks, style } = given;
        let segments = segments(source, piece.chars);
        let mut colors: HashMap<CodeId, [u8; 3]> = HashMap::default();
        let (mut fills, mut notches) = (Vec::with_capacity(segments.len()), Vec::new());
        for (i, segment) in segments.iter().enumerate() {
            let before = i.checked_sub(1).and_then(|i| segments.get(i));
            let goes_on = before.is_some_and(|before| before.range.end == segment.range.start);
            let ends = segments.get(i + 1).is_none_or(|next| next.range.start > segment.range.end);
            let mut color = |code: CodeId| *colors.entry(code).or_insert_with(|| color_of(looks, code));
            let share = style.tint(segment.codes.len());
            let fill = layered(segment.codes.iter().map(|&code| style.line(color(code), share * strength(only, code))));
            let rows = piece.rects(segment.range);
            for (at, row) in rows.iter().enumerate() {
                let rect = row.translate(vec2(0.0, -piece.top));
                let left = if at == 0 && !goes_on { ROUND } else { 0 };
                let right = if at + 1 == rows.len() && ends { ROUND } else { 0 };
                fills.push(Tint { rect, round: CornerRadius { nw: left, sw: left, ne: right, se: right }, fill });
                if let Some(&code) = segment.begins.first().filter(|_| at == 0 && goes_on) {
                    let rect = Rect::from_min_size(rect.min, vec2(NOTCH, rect.height()));
                    let fill = style.line(color(code), strength(only, code));
                    notches.push(Tint { rect, round: CornerRadius::ZERO, fill });
                }
            }
        }
        let codes = colors.into_keys().collect();
        Self { galley: piece.galley.clone(), chars: piece.chars, codes, fills, notches }
    }
}

/// The one fill that looks like these, painted over each other in this order.
fn layered(fills: impl Iterator<Item = Color32>) -> Color32 {
    let mut sum = [0.0_f32; 4];
    for fill in fills {
        let through = 1.0 - f32::from(fill.a()) / 255.0;
        for (sum, channel) in sum.iter_mut().zip(fill.to_array()) {
            *sum = *sum * through + f32::from(channel);
        }
    }
    let [r, g, b, a] = sum.map(|channel| channel.round() as u8);
    Color32::from_rgba_premultiplied(r, g, b, a)
}

#[cfg(test)]
mod tests {
    use super::layered;
    use egui::Color32;

    #[test]
    fn one_fill_looks_like_all_of_them_over_each_other() {
        let mut rng = fastrand::Rng::with_seed(11);
        let mut color = || Color32::from_rgb(rng.u8(..), rng.u8(..), rng.u8(..));
        for many in [0, 1, 2, 3, 5, 8] {
            for share in [0.08, 0.16, 0.3] {
                let background = color();
                let fills: Vec<Color32> = (0..many).map(|_| color().gamma_multiply(share)).collect();
                let all = fills.iter().fold(background, |below, fill| below.blend(*fill));
                let one = background.blend(layered(fills.iter().copied()));
                let mut channels = all.to_array().into_iter().zip(one.to_array());
                // Each layer is rounded.
                assert!(channels.all(|(a, b)| a.abs_diff(b) <= 1 + many / 2), "{many}: {all:?} {one:?}");
            }
        }
        let single = Color32::from_rgb(0, 114, 178).gamma_multiply(0.16);
        assert_eq!(layered([single].into_iter()), single);
    }
}
