//! A card: what is known about a passage in one line or two, its words with the turns on lines of their own, and its memo.

use super::{Look, MarkedStretch};
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
        let job = match look.stretches.as_slice() {
            [] => look.excerpt.map(|excerpt| job(excerpt, look, room, most, palette)),
            stretches => Some(job_of_stretches(stretches, look, room, most, palette)),
        };
        let quote = job.map(|job| ui.fonts_mut(|fonts| fonts.layout_job(job)));
        let memo = look.memo.as_ref().map(|memo| tr!("Memo: {text}", text = memo.replace('\n', " ")));
        let memo = memo.or_else(|| look.note.clone()).map(|memo| elided(ui, &memo, theme::SMALL, palette.weak, room));
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
    /// With the number of its mark.
    Passage(String, usize),
}

impl Piece {
    fn of(text: String, mark: Option<usize>) -> Option<Self> {
        match mark {
            _ if text.is_empty() => None,
            None => Some(Self::Around(text)),
            Some(mark) => Some(Self::Passage(text, mark)),
        }
    }
}

/// Divides an excerpt into names, context and passage; every turn and paragraph begins a line. `is_named`: the heading
/// names the only speaker. `mark`: how the character at a place of the excerpt is marked, and whether it is in the passage.
fn pieces(excerpt: &Excerpt, is_named: bool, mark: impl Fn(u32, bool) -> Option<usize>) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut starts = excerpt.speakers.iter().peekable();
    let (mut at, mut hidden) = (0_u32, 0_u32);
    // Whether the text so far ends a line.
    let mut is_new_line = true;
    if excerpt.opens {
        pieces.push(Piece::Around("… ".to_owned()));
    }
    let parts = [(&excerpt.before, false), (&excerpt.text, true), (&excerpt.after, false)];
    let (mut run, mut mark_now) = (String::new(), None);
    for (text, is_passage) in parts {
        for letter in text.chars() {
            let mark_here = mark(at, is_passage);
            if mark_here != mark_now {
                pieces.extend(Piece::of(std::mem::take(&mut run), mark_now));
                mark_now = mark_here;
            }
            if let Some(start) = starts.next_if(|start| start.at <= at) {
                pieces.extend(Piece::of(std::mem::take(&mut run), mark_now));
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
    }
    pieces.extend(Piece::of(run, mark_now));
    if excerpt.closes {
        pieces.push(Piece::Around(" …".to_owned()));
    }
    if let Some(Piece::Around(last) | Piece::Passage(last, _)) = pieces.last_mut() {
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

/// How the text of a card is set.
#[derive(Clone, Copy)]
struct Setting<'p> {
    palette: &'p Palette,
}

impl Setting<'_> {
    fn format(self, font_id: FontId, color: Color32) -> TextFormat {
        TextFormat { font_id, color, line_height: Some(LINE), ..TextFormat::default() }
    }

    fn around(self) -> TextFormat {
        self.format(FontId::proportional(theme::BODY), self.palette.weak)
    }

    fn name(self) -> TextFormat {
        self.format(theme::medium(theme::BODY), self.palette.weak)
    }

    /// A passage on this background.
    fn passage(self, background: Color32) -> TextFormat {
        TextFormat { background, ..self.format(FontId::proportional(theme::BODY), self.palette.text) }
    }

    /// The background of a passage of a code with this colour; of words that were found if it is `None`.
    fn tint(self, color: Option<[u8; 3]>) -> Color32 {
        let strength = if self.palette.dark { 0.30 } else { 0.16 };
        color.map_or(self.palette.found, |color| visible(color, self.palette).gamma_multiply(strength))
    }
}

fn append(job: &mut LayoutJob, pieces: Vec<Piece>, setting: Setting<'_>, passage: impl Fn(usize) -> TextFormat) {
    for piece in pieces {
        match piece {
            Piece::Name(name) => job.append(&name, 0.0, setting.name()),
            Piece::Around(text) => job.append(&text, 0.0, setting.around()),
            Piece::Passage(text, mark) => job.append(&text, 0.0, passage(mark)),
        }
    }
}

fn empty_job(width: f32, most: usize) -> LayoutJob {
    let mut job = LayoutJob::default();
    (job.wrap.max_width, job.wrap.max_rows) = (width, most);
    job
}

/// The passage on a tint of its code's colour, with the text around it in a weaker colour.
fn job(excerpt: &Excerpt, look: &Look<'_>, width: f32, most: usize, palette: &Palette) -> LayoutJob {
    let (mut job, setting) = (empty_job(width, most), Setting { palette });
    let is_bare = excerpt.before.is_empty() && excerpt.after.is_empty();
    let tint = if is_bare { Color32::TRANSPARENT } else { setting.tint(look.color) };
    let pieces = pieces(excerpt, is_named(excerpt, &look.named), |_, is_passage| is_passage.then_some(0));
    append(&mut job, pieces, setting, |_| setting.passage(tint));
    job
}

/// Several stretches of text, each mark on a tint of its code's colour. Where the passage itself and others overlap, the
/// others are underlined.
fn job_of_stretches(
    stretches: &[MarkedStretch<'_>],
    look: &Look<'_>,
    width: f32,
    most: usize,
    palette: &Palette,
) -> LayoutJob {
    let (mut job, setting) = (empty_job(width, most), Setting { palette });
    for (place, stretch) in stretches.iter().enumerate() {
        let excerpt = &stretch.stretch.excerpt;
        if place > 0 {
            job.append("\n", 0.0, setting.around());
        }
        if !stretch.document.is_empty() {
            job.append(&format!("{}  ", stretch.document), 0.0, setting.name());
        }
        // A mark of a character is the marks that cover it, each a bit.
        let marks = stretch.stretch.marks.get(..usize::BITS as usize).unwrap_or(&stretch.stretch.marks);
        let covering = |at: u32| {
            let bits = marks.iter().enumerate().filter(|(_, mark)| mark.range.contains(&at));
            bits.fold(0_usize, |bits, (place, _)| bits | 1 << place)
        };
        let pieces =
            pieces(excerpt, is_named(excerpt, &look.named), |at, _| Some(covering(at)).filter(|bits| *bits > 0));
        append(&mut job, pieces, setting, |bits| {
            let covered = || marks.iter().enumerate().filter(move |(place, _)| bits >> place & 1 == 1);
            let color = |place: usize| stretch.colors.get(place).copied().flatten();
            let (result, other) =
                (covered().find(|(_, mark)| mark.is_result), covered().find(|(_, mark)| !mark.is_result));
            let mut format = setting.passage(setting.tint(result.or(other).and_then(|(place, _)| color(place))));
            if let (Some(_), Some((place, _))) = (result, other) {
                let line = color(place).map_or(palette.weak, |color| visible(color, palette));
                format.underline = Stroke::new(2.0, line);
            }
            format
        });
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
            Piece::Passage(text, _) => format!("[{text}]"),
        };
        let of_passage = |_, is_passage: bool| is_passage.then_some(0);
        pieces(excerpt, is_named(excerpt, &["Wu"]), of_passage).into_iter().map(mark).collect()
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
