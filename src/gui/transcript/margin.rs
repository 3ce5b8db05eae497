//! The right margin: a stripe for every passage, and beside the stripes the names of codes with coders' initials,
//! without overlaps.

use super::columns::LANE;
use super::layout::Laid;
use super::paint::{NO_COLOR, elided};
use super::{Frame, Given, TranscriptStyle, TranscriptView};
use crate::app::{CoderLook, Looks};
use crate::model::{CharPos, CharRange, CodeId, CodingId, UserId};
use egui::{Button, Galley, Id, Painter, Popup, Pos2, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// Radius of the dot in a coder's colour.
const DOT: f32 = 2.5;
/// Gap between the stripes and a name, in points.
const BEHIND: f32 = 5.0;
/// Minimum width of a name, in points.
const LEAST: f32 = 24.0;
/// Minimum width of a name beside initials, in points.
const SPELLED: f32 = 36.0;
/// Gap between a name, a dot and initials, in points.
const SPACE: f32 = 3.0;
/// Maximum number of coders whose initials follow one name.
const MOST_CODERS: usize = 3;
/// Characters of a passage in the screen reader text of its stripe.
const SPOKEN: usize = 60;

/// The stripe of a passage, as it was painted.
#[derive(Clone, Debug, PartialEq)]
pub struct Stripe {
    pub coding: CodingId,
    pub code: CodeId,
    pub user: UserId,
    pub range: CharRange,
    /// On the screen; may extend beyond the visible part.
    pub rect: Rect,
}

/// A name beside the stripes, as it was painted.
#[derive(Clone, Debug, PartialEq)]
pub struct StripeName {
    pub code: CodeId,
    /// The passages that it names: all have this code and start in the same row.
    pub codings: Vec<CodingId>,
    pub rect: Rect,
}

/// The contents of the margin in the last frame.
#[derive(Clone, Debug, Default)]
pub struct Margin {
    pub stripes: Vec<Stripe>,
    pub names: Vec<StripeName>,
    /// Centres of the marks of important passages, on the screen.
    pub important: Vec<Pos2>,
    /// Visible passages without a stripe because no column was free, in order of start.
    pub hidden: Vec<CodingId>,
}

impl TranscriptView {
    /// Places the visible stripes and names them for screen readers. Must run before the text handles the pointer.
    pub(super) fn place_stripes(&mut self, ui: &Ui, id: Id, frame: &Frame, laid: &[Laid], given: Given<'_>) {
        self.margin = Margin { names: std::mem::take(&mut self.margin.names), ..stripes(frame, laid, given) };
        if !self.is_read_aloud {
            return;
        }
        for stripe in &self.margin.stripes {
            let sight = stripe.rect.intersect(frame.clip);
            if sight.is_positive() {
                let own = ui.interact(sight, id.with(("stripe", stripe.coding)), Sense::hover());
                own.widget_info(|| WidgetInfo::labeled(Role::Mark, true, spoken(stripe, given)));
            }
        }
    }

    pub(super) fn paint_margin(&mut self, ui: &Ui, id: Id, frame: &Frame, given: Given<'_>) {
        let Given { source, looks, style } = given;
        let painter = ui.painter();
        for stripe in &self.margin.stripes {
            let color = looks.codes.get(&stripe.code).map_or(NO_COLOR, |look| look.color);
            let strength = self.strength(stripe.code);
            let mut bar = stripe.rect.shrink2(vec2(1.5, 1.0));
            if shows_coders(looks) {
                let coder = looks.coders.get(&stripe.user).map_or(NO_COLOR, |look| look.color);
                painter.circle_filled(bar.center_top() + vec2(0.0, DOT), DOT, style.line(coder, strength));
                bar.min.y = (bar.min.y + 2.0 * DOT + 1.0).min(bar.max.y);
            }
            painter.rect_filled(bar, 1.5, style.line(color, strength));
        }
        for &place in &self.margin.important {
            super::paint::star(painter, place, style.text, style.background);
        }
        self.paint_names(painter, frame, looks, style);
        if let Some(coding) = self.more(ui, id, frame, given) {
            self.choose(source, coding);
        }
    }

    /// Names from top to bottom, each at the top of its stripes or below the previous name, and directly after the
    /// stripes beside it. Names that do not fit appear only in the tooltip.
    fn paint_names(&mut self, painter: &Painter, frame: &Frame, looks: &Looks, style: &TranscriptStyle) {
        let mut names = std::mem::take(&mut self.margin.names);
        names.clear();
        let right = frame.left + frame.columns.names_x + frame.columns.names;
        let height = style.small().size * 1.35;
        let bottom = frame.clip.bottom() - if self.margin.hidden.is_empty() { 0.0 } else { height };
        let mut free = frame.clip.top();
        for named in named(&self.margin.stripes, frame.clip.top() + 2.0) {
            let y = named.top.max(free);
            if y + height > bottom {
                break;
            }
            let beside = self.margin.stripes.iter().map(|stripe| stripe.rect);
            let beside = beside.filter(|rect| rect.top() < y + height && y < rect.bottom());
            let left = beside.map(|rect| rect.right()).fold(frame.left + frame.columns.lanes_x, f32::max) + BEHIND;
            let place = Rect::from_min_max(pos2(left, y), pos2(right, y + height));
            if place.width() < LEAST {
                continue;
            }
            let rect = self.paint_name(painter, place, &named, looks, style);
            let codings = named.stripes.iter().map(|stripe| stripe.coding).collect();
            names.push(StripeName { code: named.code, codings, rect });
            free = y + height;
        }
        self.margin.names = names;
    }

    /// A swatch, the name and, if the project has several coders, their initials. Returns the area used.
    fn paint_name(
        &self,
        painter: &Painter,
        place: Rect,
        named: &Named<'_>,
        looks: &Looks,
        style: &TranscriptStyle,
    ) -> Rect {
        let (font, square) = (style.small(), style.small().size * 0.6);
        let look = looks.codes.get(&named.code);
        let strength = self.strength(named.code);
        let (text, weak) = (style.text.gamma_multiply(strength.max(0.6)), style.weak.gamma_multiply(strength.max(0.6)));
        let middle = place.center().y;
        let mark = Rect::from_center_size(pos2(place.left() + square / 2.0, middle), vec2(square, square));
        painter.rect_filled(mark, 1.5, style.line(look.map_or(NO_COLOR, |l| l.color), strength));
        let mut x = mark.right() + 4.0;
        let whose: Vec<(Option<&CoderLook>, Arc<Galley>)> = named
            .coders(looks)
            .into_iter()
            .map(|(coder, words)| (coder, painter.layout_no_wrap(words, font.clone(), weak)))
            .collect();
        let wide = |(coder, galley): &(Option<&CoderLook>, Arc<Galley>)| {
            galley.size().x + 2.0 * SPACE + if coder.is_some() { 2.0 * DOT } else { 0.0 }
        };
        let mut room = place.right() - x - whose.iter().map(wide).sum::<f32>();
        // Shorten the name before the initials; the dots always stay.
        let spelled = room >= SPELLED;
        if !spelled {
            room = place.right() - x - whose.len() as f32 * (SPACE + 2.0 * DOT);
        }
        let name = elided(painter, look.map_or("?", |l| l.name.as_str()), font, text, room.max(0.0));
        let write = |x: f32, galley: Arc<Galley>, color| {
            let right = x + galley.size().x;
            painter.galley(pos2(x, middle - galley.size().y / 2.0), galley, color);
            right
        };
        x = write(x, name, text);
        for (coder, galley) in whose {
            x += SPACE;
            if let Some(coder) = coder {
                painter.circle_filled(pos2(x + DOT, middle), DOT, style.line(coder.color, strength));
                x += 2.0 * DOT;
            }
            if spelled {
                x = write(x + SPACE, galley, weak);
            }
        }
        Rect::from_min_max(place.min, pos2(x, place.bottom()))
    }

    /// `+3`: the number of visible passages without a stripe; a click lists them. Returns the passage chosen in the
    /// list.
    fn more(&self, ui: &Ui, id: Id, frame: &Frame, given: Given<'_>) -> Option<CodingId> {
        let Given { source, looks, style } = given;
        if self.margin.hidden.is_empty() {
            return None;
        }
        let words = format!("+{}", self.margin.hidden.len());
        let mark = elided(ui.painter(), &words, style.small(), style.weak, 80.0);
        let place = pos2(frame.left + frame.columns.names_x, frame.clip.bottom() - mark.size().y - 2.0);
        let rect = Rect::from_min_size(place, mark.size());
        let response = ui.interact(rect.expand(2.0), id.with("more"), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
        let color = if response.hovered() || response.has_focus() { style.text } else { style.weak };
        ui.painter().galley_with_override_text_color(place, mark, color);
        let mut chosen = None;
        Popup::menu(&response).show(|ui| {
            ScrollArea::vertical().max_height(frame.clip.height() * 0.6).show(ui, |ui| {
                for &coding in &self.margin.hidden {
                    let Some(passage) = source.passage(coding) else { continue };
                    let name = looks.codes.get(&passage.code).map_or("?", |look| look.path.as_str());
                    let coder = looks.coders.get(&passage.user).map_or("?", |look| look.name.as_str());
                    if ui.add(Button::selectable(false, format!("{name} · {coder}"))).clicked() {
                        chosen = Some(coding);
                        ui.close();
                    }
                }
            });
        });
        response.on_hover_text("Passages here without a stripe: click to choose one");
        chosen
    }
}

/// Stripes that share one name.
struct Named<'a> {
    code: CodeId,
    /// The top of the stripes, or of the visible area.
    top: f32,
    stripes: Vec<&'a Stripe>,
}

impl Named<'_> {
    /// Initials of the coders without repetition; the last entry may be the number of further coders. Empty if there is
    /// only one coder.
    fn coders<'l>(&self, looks: &'l Looks) -> Vec<(Option<&'l CoderLook>, String)> {
        if !shows_coders(looks) {
            return vec![];
        }
        let mut users: Vec<UserId> = Vec::new();
        for stripe in &self.stripes {
            if !users.contains(&stripe.user) {
                users.push(stripe.user);
            }
        }
        let looks = users.iter().take(MOST_CODERS).map(|user| looks.coders.get(user));
        let mut found: Vec<_> =
            looks.map(|look| (look, look.map_or("?", |look| look.initials.as_str()).to_owned())).collect();
        if users.len() > MOST_CODERS {
            found.push((None, format!("+{}", users.len() - MOST_CODERS)));
        }
        found
    }
}

/// The stripes grouped by name, from top to bottom: those of one code that start in the same row share a name.
fn named(stripes: &[Stripe], highest: f32) -> Vec<Named<'_>> {
    let mut order: Vec<(f32, &Stripe)> =
        stripes.iter().map(|stripe| (stripe.rect.top().max(highest), stripe)).collect();
    order.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut found: Vec<Named<'_>> = Vec::with_capacity(order.len());
    for (top, stripe) in order {
        let row = found.iter_mut().rev().take_while(|named| top - named.top < 1.0);
        match row.into_iter().find(|named| named.code == stripe.code) {
            Some(named) => named.stripes.push(stripe),
            None => found.push(Named { code: stripe.code, top, stripes: vec![stripe] }),
        }
    }
    found
}

/// Coders are shown only if there are several.
fn shows_coders(looks: &Looks) -> bool {
    looks.coders.len() > 1
}

/// The screen reader text of a stripe: code, coder, and the words.
fn spoken(stripe: &Stripe, given: Given<'_>) -> String {
    let Given { source, looks, .. } = given;
    let code = looks.codes.get(&stripe.code).map_or("?", |look| look.name.as_str());
    let coder = looks.coders.get(&stripe.user).map_or("?", |look| look.name.as_str());
    let words = source.slice(source.index().clamp(stripe.range));
    let short: String = words.chars().take(SPOKEN).map(|c| if c == '\n' { ' ' } else { c }).collect();
    let rest = if short.len() < words.len() { "…" } else { "" };
    format!("{code}, {coder}: “{short}{rest}”")
}

/// A stripe for every visible passage, in order of start.
fn stripes(frame: &Frame, laid: &[Laid], given: Given<'_>) -> Margin {
    let mut margin = Margin::default();
    let (Some(first), Some(last)) = (laid.first(), laid.last()) else { return margin };
    let star = if shows_coders(given.looks) { 7.0 + 2.0 * DOT } else { 7.0 };
    let sight = CharRange { start: first.chars.start, end: CharPos(last.chars.end.0.max(first.chars.start.0 + 1)) };
    for (passage, column) in given.source.touching(sight) {
        if column >= frame.columns.lanes {
            margin.hidden.push(passage.coding);
            continue;
        }
        let top =
            if passage.range.start < sight.start { first.top - 20.0 } else { edge(laid, passage.range.start, true) };
        let bottom =
            if passage.range.end > sight.end { last.bottom() + 20.0 } else { edge(laid, passage.range.end, false) };
        let (top, bottom) = (top + frame.text.y, bottom.max(top + 4.0) + frame.text.y);
        let left = frame.left + frame.columns.lanes_x + column as f32 * LANE;
        if passage.important {
            margin.important.push(pos2(left + 0.5 * LANE, top + star));
        }
        margin.stripes.push(Stripe {
            coding: passage.coding,
            code: passage.code,
            user: passage.user,
            range: passage.range,
            rect: Rect::from_min_max(pos2(left, top), pos2(left + LANE, bottom)),
        });
    }
    margin
}

/// Top or bottom of the row at the edge of a passage. An edge within a hidden label belongs to the row after the label.
fn edge(laid: &[Laid], at: CharPos, top: bool) -> f32 {
    let index = laid.partition_point(|piece| if top { piece.chars.end <= at } else { piece.chars.end < at });
    let Some(piece) = laid.get(index).or(laid.last()) else { return 0.0 };
    let rect = piece.row_rect(piece.row_of(at.clamp(piece.chars.start, piece.chars.end), !top));
    if top { rect.top() } else { rect.bottom() }
}
