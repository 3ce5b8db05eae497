//! A card: what is known about a passage in one line or two, its words with the turns on lines of their own, and its memo.

use super::Look;
use crate::engine::excerpts::Excerpt;
use crate::gui::bars::{elided, elided_in_the_middle};
use crate::gui::icons;
use crate::gui::theme::{self, Palette};
use crate::model::same_name;
use crate::tr;
use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{Color32, FontId, Galley, Painter, Pos2, Rect, Stroke, StrokeKind, TextStyle, Ui, pos2, vec2};
use std::sync::Arc;

/// Space between the edge of a card and its text.
const PAD: f32 = 12.0;
/// Height of the line about the passage, with the space below it.
const ABOUT: f32 = 22.0;
/// Height of a line of text.
const LINE: f32 = 20.0;
/// Height of the memo, with the space above it.
const MEMO: f32 = 22.0;
/// Average width of a character, to estimate how many fit in a line.
const LETTER: f32 = theme::BODY * 0.5;
const BOX: f32 = 26.0;

/// A card as laid out for one frame.
pub(super) struct Card {
    about: Arc<Galley>,
    coders: Arc<Galley>,
    quote: Option<Arc<Galley>>,
    memo: Option<Arc<Galley>>,
    pub height: f32,
}

/// The height of a card with this many characters of text.
pub(super) fn estimate(characters: u32, width: f32, most: usize) -> f32 {
    let room = (width - 2.0 * PAD).max(80.0);
    let lines = (characters as f32 * LETTER / room).ceil().max(1.0);
    2.0 * PAD + ABOUT + lines.min(most as f32) * LINE
}

impl Card {
    /// Lays out a card. Text that is not loaded takes the room of `estimate`.
    pub(super) fn new(ui: &Ui, look: &Look<'_>, width: f32, most: usize, characters: u32, palette: &Palette) -> Self {
        let left = if look.checked.is_some() { BOX } else { 0.0 };
        let room = (width - 2.0 * PAD - left).max(40.0);
        let swatch = if look.color.is_some() { 18.0 } else { 0.0 };
        let marks = f32::from(u8::from(look.important)) * 20.0 + f32::from(u8::from(look.memo.is_some())) * 20.0;
        let has_head = !look.code.is_empty() || !look.about.is_empty();
        let is_both = has_head && !look.coders.is_empty();
        let coders = format!("{}{}", if is_both { " · " } else { "" }, look.coders);
        let coders = elided(ui, &coders, theme::SMALL, palette.weak, (room - swatch - marks) * 0.6);
        let about = about(ui, look, room - swatch - marks - coders.size().x, !is_both, palette);
        let quote = look.excerpt.map(|excerpt| {
            let job = job(excerpt, look, room, most, palette);
            ui.fonts_mut(|fonts| fonts.layout_job(job))
        });
        let memo = look.memo.as_ref().map(|memo| {
            let memo = tr!("Memo: {text}", text = memo.replace('\n', " "));
            elided(ui, &memo, theme::SMALL, palette.weak, room)
        });
        let text = quote.as_ref().map_or(estimate(characters, width, most) - 2.0 * PAD - ABOUT, |quote| quote.size().y);
        let height = 2.0 * PAD + below_about(&about) + text + if memo.is_some() { MEMO } else { 0.0 };
        Self { about, coders, quote, memo, height: height.ceil() }
    }

    /// True if the text is not loaded.
    pub(super) fn is_unread(&self) -> bool {
        self.quote.is_none()
    }

    pub(super) fn paint(&self, painter: &Painter, look: &Look<'_>, rect: Rect, hovered: bool, palette: &Palette) {
        let back = match (look.chosen, hovered) {
            (true, _) => palette.chosen,
            (false, true) => palette.hover,
            (false, false) => palette.page,
        };
        let line = Stroke::new(1.0, if look.chosen { palette.accent } else { palette.line });
        painter.rect(rect, 8.0, back, line, StrokeKind::Inside);
        let mut corner = rect.min + vec2(PAD, PAD);
        if let Some(checked) = look.checked {
            icons::check(painter, corner + vec2(7.0, 8.0), checked, palette);
            corner.x += BOX;
        }
        let mut left = corner.x;
        if let Some(color) = look.color {
            icons::swatch(painter, pos2(left + 6.0, corner.y + 8.0), visible(color, palette));
            left += 18.0;
        }
        painter.galley(pos2(left, corner.y), self.about.clone(), palette.weak);
        painter.galley(pos2(left + self.about.size().x, corner.y), self.coders.clone(), palette.weak);
        let mut right = pos2(rect.right() - PAD - 6.0, corner.y + 8.0);
        if look.important {
            star(painter, right, palette.accent);
            right.x -= 20.0;
        }
        if look.memo.is_some() {
            icons::memo(painter, right, palette.weak);
        }
        let mut below = corner.y + below_about(&self.about);
        if let Some(quote) = &self.quote {
            painter.galley(pos2(corner.x, below), quote.clone(), palette.text);
            below += quote.size().y;
        }
        if let Some(memo) = &self.memo {
            painter.galley(pos2(corner.x, below + 6.0), memo.clone(), palette.weak);
        }
    }
}

/// What is known about the passage, in further lines if the first one has no room for all of it and if it `wraps`. A long
/// name of a code gives way, so that the rest stays in sight.
fn about(ui: &Ui, look: &Look<'_>, width: f32, wraps: bool, palette: &Palette) -> Arc<Galley> {
    let font = FontId::proportional(theme::SMALL);
    let measured = |text: &str| ui.painter().layout_no_wrap(text.to_owned(), font.clone(), palette.weak).size().x;
    let between = if look.code.is_empty() || look.about.is_empty() { "" } else { " · " };
    let rest = format!("{between}{}", look.about);
    let fits = measured(&look.code) + measured(&rest) <= width;
    if fits || !wraps {
        let code = elided_in_the_middle(ui, &look.code, TextStyle::Small, width - measured(&rest).min(width * 0.6));
        return elided(ui, &format!("{code}{rest}"), theme::SMALL, palette.weak, width);
    }
    let code = elided_in_the_middle(ui, &look.code, TextStyle::Small, width);
    let line = if between.is_empty() { "" } else { "\n" };
    let mut job = LayoutJob::simple(format!("{code}{line}{}", look.about), font, palette.weak, width.max(0.0));
    job.wrap.max_rows = 3;
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// The height of what is known about the passage, with the space below it.
fn below_about(about: &Galley) -> f32 {
    let further = about.rows.iter().skip(1).map(|row| row.height());
    ABOUT + further.sum::<f32>()
}

/// One line of text, shortened with `…` if it is wider than `width`.
pub(super) fn one_line(ui: &Ui, text: &str, font: FontId, color: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, color);
    job.wrap = TextWrapping::truncate_at_width(width.max(0.0));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// A star with five points: important.
fn star(painter: &Painter, center: Pos2, color: Color32) {
    let point = |step: u8| {
        let angle = std::f32::consts::PI * (f32::from(step) / 5.0 - 0.5);
        let radius = if step.is_multiple_of(2) { 7.0 } else { 2.9 };
        center + vec2(angle.cos(), angle.sin()) * radius
    };
    // A fan around the centre, because the star is not convex.
    for step in (0..10).step_by(2) {
        let points = vec![center, point((step + 9) % 10), point(step), point(step + 1)];
        painter.add(egui::Shape::convex_polygon(points, color, Stroke::NONE));
    }
}

/// A code's colour, lightened on a dark background.
fn visible(color: [u8; 3], palette: &Palette) -> Color32 {
    let [r, g, b] = if palette.dark { color.map(|c| c.saturating_add((255 - c) / 3)) } else { color };
    Color32::from_rgb(r, g, b)
}

/// A run of characters with the same format.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    Name(String),
    /// Text around the passage.
    Around(String),
    Passage(String),
}

/// Divides an excerpt into names, context and passage; every turn and paragraph begins a line. `is_named`: the heading
/// names the only speaker.
fn pieces(excerpt: &Excerpt, is_named: bool) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut starts = excerpt.speakers.iter().peekable();
    let (mut at, mut hidden) = (0_u32, 0_u32);
    // Whether the text so far ends a line.
    let mut is_new_line = true;
    if excerpt.opens {
        pieces.push(Piece::Around("… ".to_owned()));
    }
    let parts = [(&excerpt.before, false), (&excerpt.text, true), (&excerpt.after, false)];
    for (text, is_passage) in parts {
        let mut run = String::new();
        let of_run = |run: String| if is_passage { Piece::Passage(run) } else { Piece::Around(run) };
        for letter in text.chars() {
            if let Some(start) = starts.next_if(|start| start.at <= at) {
                pieces.extend(Some(std::mem::take(&mut run)).filter(|run| !run.is_empty()).map(of_run));
                let line = if is_new_line { "" } else { "\n" };
                // The mark of a cut paragraph follows the name.
                let cut = pieces.pop_if(|piece| at == 0 && *piece == Piece::Around("… ".to_owned()));
                if !start.name.is_empty() && !is_named {
                    pieces.push(Piece::Name(format!("{line}{}  ", start.name)));
                }
                pieces.extend(cut);
                hidden = start.label + start.again;
            }
            at += 1;
            if hidden > 0 {
                hidden -= 1;
            } else if letter != '\n' || !is_new_line {
                run.push(letter);
                is_new_line = letter == '\n';
            }
        }
        pieces.extend(Some(run).filter(|run| !run.is_empty()).map(of_run));
    }
    if excerpt.closes {
        pieces.push(Piece::Around(" …".to_owned()));
    }
    if let Some(Piece::Around(last) | Piece::Passage(last)) = pieces.last_mut() {
        last.truncate(last.trim_end_matches('\n').len());
    }
    pieces
}

/// Whether the heading of the card names the only speaker of the excerpt.
fn is_named(excerpt: &Excerpt, heading: &[&str]) -> bool {
    let names = excerpt.speakers.iter().map(|start| start.name.as_str()).filter(|name| !name.is_empty());
    let mut names = names.peekable();
    let first = names.peek().copied().unwrap_or_default();
    names.all(|name| name == first) && heading.iter().any(|known| same_name(known, first))
}

/// The passage on a tint of its code's colour, with the text around it in a weaker colour.
fn job(excerpt: &Excerpt, look: &Look<'_>, width: f32, most: usize, palette: &Palette) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    job.wrap.max_rows = most;
    let is_bare = excerpt.before.is_empty() && excerpt.after.is_empty();
    let tint = match look.color {
        _ if is_bare => Color32::TRANSPARENT,
        Some(color) => visible(color, palette).gamma_multiply(if palette.dark { 0.30 } else { 0.16 }),
        None => palette.found,
    };
    let format = |font_id: FontId, color, background| TextFormat {
        font_id,
        color,
        background,
        line_height: Some(LINE),
        ..TextFormat::default()
    };
    let body = || FontId::proportional(theme::BODY);
    for piece in pieces(excerpt, is_named(excerpt, &look.named)) {
        match piece {
            Piece::Name(name) => {
                job.append(&name, 0.0, format(theme::medium(theme::BODY), palette.weak, Color32::TRANSPARENT));
            }
            Piece::Around(text) => job.append(&text, 0.0, format(body(), palette.weak, Color32::TRANSPARENT)),
            Piece::Passage(text) => job.append(&text, 0.0, format(body(), palette.text, tint)),
        }
    }
    job
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::excerpts::SpeakerStart;

    /// Names in `<>`, the passage in `[]`.
    fn shown(excerpt: &Excerpt) -> String {
        let mark = |piece| match piece {
            Piece::Name(name) => format!("<{name}>"),
            Piece::Around(text) => text,
            Piece::Passage(text) => format!("[{text}]"),
        };
        pieces(excerpt, is_named(excerpt, &["Wu"])).into_iter().map(mark).collect()
    }

    #[test]
    fn turns_begin_lines_with_the_name_of_the_speaker() {
        let start = |at, label, name: &str| SpeakerStart { at, label, again: 0, name: name.into() };
        let again = |start: SpeakerStart, again| SpeakerStart { again, ..start };
        let of = |before: &str, text: &str, after: &str, speakers: Vec<SpeakerStart>| Excerpt {
            before: before.into(),
            text: text.into(),
            after: after.into(),
            opens: false,
            closes: false,
            speakers,
        };
        let cut = |excerpt: Excerpt| Excerpt { opens: true, closes: true, ..excerpt };
        for (excerpt, expected) in [
            (of("so ", "it is", " now", vec![]), "so [it is] now"),
            (cut(of("so ", "it is", " now", vec![])), "… so [it is] now …"),
            (
                cut(of("way up?\nA: ", "Who", "", vec![start(0, 0, "I"), start(8, 3, "A")])),
                "<I  >… way up?\n<A  >[Who] …",
            ),
            (of("", "A: yes\nI: no\n", "", vec![start(0, 3, "A"), start(7, 3, "I")]), "<A  >[yes\n]<I  >[no]"),
            (of("one\n\n\n", "two", "\n", vec![]), "one\n[two]"),
            (of("ab", "c", "", vec![start(1, 0, "I")]), "a<\nI  >b[c]"),
            (of("", "", "", vec![start(0, 0, "I")]), ""),
            (of("", "A: one\nA: two", "", vec![start(0, 3, "A"), start(7, 3, "")]), "<A  >[one\n][two]"),
            (of("", "A: A: one", "", vec![again(start(0, 3, "A"), 3)]), "<A  >[one]"),
            // The heading names the only speaker.
            (of("", "Wu: one\nWu: two", "", vec![start(0, 4, "Wu"), start(8, 4, "")]), "[one\n][two]"),
            (of("", "Wu: one\nI: two", "", vec![start(0, 4, "Wu"), start(8, 3, "I")]), "<Wu  >[one\n]<I  >[two]"),
        ] {
            assert_eq!(shown(&excerpt), expected, "{excerpt:?}");
        }
    }
}
