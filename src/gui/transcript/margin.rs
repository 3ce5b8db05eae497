//! The right margin: one column of stripes a code, and the codes' names beside them, never over each other.

use super::columns::LANE;
use super::layout::Laid;
use super::paint::{NO_COLOR, elided};
use super::{Frame, Given, TranscriptStyle, TranscriptView};
use crate::app::{Looks, SourceView};
use crate::model::{CharPos, CharRange, CodeId, CodingId};
use egui::{Id, Pos2, Rect, Sense, Ui, pos2, vec2};
use std::collections::{BTreeMap, BTreeSet};

/// A coding with the top and bottom of its words on the screen.
pub type Extent = (CodingId, f32, f32);

/// A stripe as it was painted: touching passages of one code.
#[derive(Clone, Debug, PartialEq)]
pub struct Stripe {
    pub code: CodeId,
    /// On the screen; it may reach beyond what is visible.
    pub rect: Rect,
    pub codings: Vec<Extent>,
}

/// A name beside the stripes, as it was painted.
#[derive(Clone, Debug, PartialEq)]
pub struct StripeName {
    pub code: CodeId,
    pub rect: Rect,
}

/// What stood in the margin in the last frame.
#[derive(Clone, Debug, Default)]
pub struct Margin {
    pub stripes: Vec<Stripe>,
    pub names: Vec<StripeName>,
    /// Middles of the marks of important passages, on the screen.
    pub important: Vec<Pos2>,
    /// Codes whose column there was no room for.
    pub hidden: BTreeSet<CodeId>,
}

impl TranscriptView {
    pub(super) fn paint_margin(&mut self, ui: &Ui, id: Id, frame: &Frame, laid: &[Laid], given: Given<'_>) {
        let Given { source, looks, style } = given;
        self.margin = stripes(frame, laid, source);
        for stripe in &self.margin.stripes {
            let color = looks.codes.get(&stripe.code).map_or(NO_COLOR, |look| look.color);
            let line = style.line(color, self.strength(stripe.code));
            ui.painter().rect_filled(stripe.rect.shrink2(vec2(1.5, 1.0)), 1.5, line);
        }
        for &place in &self.margin.important {
            super::paint::star(ui.painter(), place, style.text, style.background);
        }
        self.paint_names(ui, frame, looks, style);
        if !self.margin.hidden.is_empty() {
            self.paint_more(ui, id, frame, looks, style);
        }
    }

    /// From top to bottom, each at its stripe's top or below the name before it. What does not fit is left to the
    /// tooltip.
    fn paint_names(&mut self, ui: &Ui, frame: &Frame, looks: &Looks, style: &TranscriptStyle) {
        let (font, square) = (style.small(), style.small().size * 0.6);
        let height = font.size * 1.35;
        let left = frame.left + frame.columns.names_x;
        let room = frame.columns.names - square - 4.0;
        if room < 24.0 {
            return;
        }
        let bottom = frame.clip.bottom() - if self.margin.hidden.is_empty() { 0.0 } else { height };
        let mut order: Vec<(f32, usize)> = Vec::new();
        for (i, stripe) in self.margin.stripes.iter().enumerate() {
            order.push((stripe.rect.top().max(frame.clip.top() + 2.0), i));
        }
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut free = frame.clip.top();
        let mut names = Vec::new();
        for (wanted, i) in order {
            let Some(stripe) = self.margin.stripes.get(i) else { continue };
            let y = wanted.max(free);
            if y + height > bottom {
                break;
            }
            let look = looks.codes.get(&stripe.code);
            let strength = self.strength(stripe.code);
            let color = style.line(look.map_or(NO_COLOR, |l| l.color), strength);
            let mark = Rect::from_min_size(pos2(left, y + (height - square) / 2.0), vec2(square, square));
            ui.painter().rect_filled(mark, 1.5, color);
            let text = style.text.gamma_multiply(strength.max(0.6));
            let name = elided(ui.painter(), look.map_or("?", |l| l.name.as_str()), font.clone(), text, room);
            let width = square + 4.0 + name.size().x;
            ui.painter().galley(pos2(left + square + 4.0, y + (height - name.size().y) / 2.0), name, text);
            names.push(StripeName { code: stripe.code, rect: Rect::from_min_size(pos2(left, y), vec2(width, height)) });
            free = y + height;
        }
        self.margin.names = names;
    }

    /// `+3`: so many codes in sight have no column; the tooltip names them.
    fn paint_more(&self, ui: &Ui, id: Id, frame: &Frame, looks: &Looks, style: &TranscriptStyle) {
        let words = style.words.more.replace("{n}", &self.margin.hidden.len().to_string());
        let mark = elided(ui.painter(), &words, style.small(), style.weak, 80.0);
        let place = pos2(frame.left + frame.columns.names_x, frame.clip.bottom() - mark.size().y - 2.0);
        let rect = Rect::from_min_size(place, mark.size());
        ui.painter().galley(place, mark, style.weak);
        let response = ui.interact(rect, id.with("more"), Sense::hover());
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, &words));
        response.on_hover_ui(|ui| {
            for look in self.margin.hidden.iter().filter_map(|code| looks.codes.get(code)) {
                ui.label(&look.path);
            }
        });
    }
}

/// Tops and bottoms of all passages in sight, joined where passages of one code touch.
fn stripes(frame: &Frame, laid: &[Laid], source: &SourceView) -> Margin {
    let mut margin = Margin::default();
    let (Some(first), Some(last)) = (laid.first(), laid.last()) else { return margin };
    let sight = CharRange { start: first.chars.start, end: CharPos(last.chars.end.0.max(first.chars.start.0 + 1)) };
    let mut by_code: BTreeMap<(usize, CodeId), Vec<Extent>> = BTreeMap::new();
    for (passage, column) in source.touching(sight) {
        if column >= frame.columns.lanes {
            margin.hidden.insert(passage.code);
            continue;
        }
        let top =
            if passage.range.start < sight.start { first.top - 20.0 } else { edge(laid, passage.range.start, true) };
        let bottom =
            if passage.range.end > sight.end { last.bottom() + 20.0 } else { edge(laid, passage.range.end, false) };
        let (top, bottom) = (top + frame.text.y, bottom.max(top + 4.0) + frame.text.y);
        // In the order of the starts, and so of the tops.
        if passage.important {
            let middle = frame.left + frame.columns.lanes_x + (column as f32 + 0.5) * LANE;
            margin.important.push(pos2(middle, top + 7.0));
        }
        by_code.entry((column, passage.code)).or_default().push((passage.coding, top, bottom));
    }
    for ((column, code), codings) in by_code {
        let left = frame.left + frame.columns.lanes_x + column as f32 * LANE;
        let mut open: Option<Stripe> = None;
        for (coding, top, bottom) in codings {
            match open.as_mut().filter(|stripe| top < stripe.rect.bottom() + 0.5) {
                Some(stripe) => {
                    stripe.rect.max.y = stripe.rect.max.y.max(bottom);
                    stripe.codings.push((coding, top, bottom));
                }
                None => {
                    let rect = Rect::from_min_max(pos2(left, top), pos2(left + LANE, bottom));
                    margin.stripes.extend(open.replace(Stripe { code, rect, codings: vec![(coding, top, bottom)] }));
                }
            }
        }
        margin.stripes.extend(open);
    }
    margin
}

/// Top or bottom of the row at a border of a passage. A border within a hidden label is that of the row behind it.
fn edge(laid: &[Laid], at: CharPos, top: bool) -> f32 {
    let index = laid.partition_point(|piece| if top { piece.chars.end <= at } else { piece.chars.end < at });
    let Some(piece) = laid.get(index).or(laid.last()) else { return 0.0 };
    let rect = piece.row_rect(piece.row_of(at.clamp(piece.chars.start, piece.chars.end), !top));
    if top { rect.top() } else { rect.bottom() }
}
