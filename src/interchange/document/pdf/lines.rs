//! Groups the glyphs of a page into chunks and lines, and chunks into words. All coordinates are upright: x grows to
//! the right, y upwards, in points.

use super::bidi::{self, Base};
use super::fonts::Emphasis;
use super::glyphs::Glyph;
use super::grid::CellPlace;
use super::unicode::is_leftward;
use crate::interchange::remark::AsideKind;
use crate::text::join::is_unspaced;
use hayro_font::kurbo::Point;
use std::collections::HashMap;
use std::rc::Rc;

/// Replaces a character that the file does not identify.
pub const UNREADABLE: char = char::REPLACEMENT_CHARACTER;

/// The largest size of a raised number, and how much it is at least above the line, both relative to the line.
const RAISED_SIZE: f32 = 0.85;
const RAISED_BY: f32 = 0.15;

/// A glyph on an upright page.
#[derive(Clone, Debug)]
pub struct Placed {
    pub text: Rc<str>,
    pub x0: f32,
    pub x1: f32,
    pub y: f32,
    pub size: f32,
    pub emphasis: Emphasis,
    pub part: Option<AsideKind>,
    /// Its width may be wrong.
    pub ill: bool,
    /// It begins the text beside a column of names.
    pub begins_cell: bool,
}

impl Placed {
    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn add(&mut self, text: &str) {
        self.text = Rc::from(format!("{}{text}", self.text));
    }
}

/// Glyphs drawn in sequence on one line, without a wide gap.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub glyphs: Vec<Placed>,
    pub x0: f32,
    /// The right end of the last glyph that is not a space.
    pub x1: f32,
    pub y: f32,
    pub size: f32,
    pub part: Option<AsideKind>,
    blank: bool,
}

impl Chunk {
    pub fn new(glyph: Placed) -> Self {
        let Placed { x0, x1, y, size, part, .. } = glyph;
        let blank = glyph.is_blank();
        Self { x1: if blank { x0 } else { x1 }, glyphs: vec![glyph], x0, y, size, part, blank }
    }

    pub fn text(&self) -> String {
        self.glyphs.iter().map(|glyph| &*glyph.text).collect()
    }

    /// Its value, if it consists only of a number.
    pub fn number(&self) -> Option<u32> {
        if self.glyphs.len() > 10 {
            return None;
        }
        let text = self.text();
        let digits = text.trim();
        (digits.len() <= 5 && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok()).flatten()
    }

    fn takes(&self, next: &Placed) -> bool {
        let em = self.size.max(next.size);
        let gap = next.x0 - self.x1;
        // After a number on its own, a smaller gap is enough: line numbers are set like this.
        let widest = if gap > 0.5 * em && self.number().is_some() { 0.5 } else { 1.0 };
        let level = (next.y - self.y).abs() < 0.45 * em;
        level
            && self.part == next.part
            && (gap > -0.4 * em && gap < widest * em || next.is_blank() && gap.abs() < 3.0 * em)
    }

    pub fn push(&mut self, glyph: Placed) {
        if !glyph.is_blank() {
            if self.blank {
                (self.x0, self.blank) = (glyph.x0, false);
            }
            self.x1 = self.x1.max(glyph.x1);
        }
        // A superscript does not raise the line.
        if glyph.size > self.size {
            (self.size, self.y) = (glyph.size, glyph.y);
        }
        self.glyphs.push(glyph);
    }
}

/// A page turned so that most of its text is upright.
#[derive(Debug, Default)]
pub struct Upright {
    pub chunks: Vec<Chunk>,
    /// Text that runs in other directions, or is outside the page.
    pub aside: Vec<(AsideKind, String)>,
    pub unreadable: usize,
    pub width: f32,
    pub height: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Direction {
    Right,
    Down,
    Left,
    Up,
    Slanted,
}

impl Direction {
    fn of(glyph: &Glyph) -> Option<Self> {
        let along = glyph.to - glyph.from;
        if along.hypot() < 1e-3 {
            return None;
        }
        let (across, down) = (along.x.abs(), along.y.abs());
        Some(match () {
            () if down < 0.2 * across && along.x > 0.0 => Self::Right,
            () if down < 0.2 * across => Self::Left,
            () if across < 0.2 * down && along.y > 0.0 => Self::Up,
            () if across < 0.2 * down => Self::Down,
            () => Self::Slanted,
        })
    }

    fn turned(self, point: Point) -> Point {
        match self {
            Self::Right | Self::Slanted => point,
            Self::Down => Point::new(-point.y, point.x),
            Self::Up => Point::new(point.y, -point.x),
            Self::Left => Point::new(-point.x, -point.y),
        }
    }
}

/// Turns a page of this size and groups its glyphs into chunks.
pub fn upright(glyphs: Vec<Glyph>, (width, height): (f32, f32)) -> Upright {
    let mut counts = [0_usize; 5];
    for direction in glyphs.iter().filter_map(Direction::of) {
        if let Some(count) = counts.get_mut(direction as usize) {
            *count += 1;
        }
    }
    let directions = [Direction::Right, Direction::Down, Direction::Left, Direction::Up];
    // The first of equally frequent directions.
    let main = directions.into_iter().rev().max_by_key(|d| counts.get(*d as usize)).unwrap_or(Direction::Right);
    let corners = [Point::ORIGIN, Point::new(f64::from(width), f64::from(height))].map(|corner| main.turned(corner));
    let [a, b] = corners;
    let (left, right, low, high) = (a.x.min(b.x), a.x.max(b.x), a.y.min(b.y), a.y.max(b.y));
    let mut page = Upright { width: (right - left) as f32, height: (high - low) as f32, ..Upright::default() };
    let mut direction = main;
    let mut beside: Option<(AsideKind, Point)> = None;
    let mut inside: Option<Point> = None;
    for glyph in glyphs {
        direction = Direction::of(&glyph).unwrap_or(direction);
        let (from, to) = (main.turned(glyph.from), main.turned(glyph.to));
        let em = f64::from(glyph.size);
        // Words that begin on the page are on it, whatever widths the file states.
        let goes_on = inside.is_some_and(|end| end.distance(glyph.from) < 1.5 * em);
        let seen = goes_on || from.x > left - em && from.x < right + em && from.y > low - em && from.y < high + em;
        let part = match () {
            () if direction != main => Some(AsideKind::Sideways),
            () if !seen => Some(AsideKind::OutsidePage),
            () => None,
        };
        if let Some(part) = part {
            let goes_on = beside.is_some_and(|(last, at)| last == part && at.distance(glyph.from) < 1.5 * em);
            (beside, inside) = (Some((part, glyph.to)), None);
            let characters = glyph.text.as_deref().unwrap_or("\u{fffd}");
            match page.aside.last_mut() {
                Some((_, text)) if goes_on => text.push_str(characters),
                _ => page.aside.push((part, characters.to_owned())),
            }
            continue;
        }
        inside = Some(glyph.to);
        page.unreadable += usize::from(glyph.text.is_none());
        let placed = Placed {
            text: glyph.text.unwrap_or_else(|| Rc::from("\u{fffd}")),
            x0: (from.x.min(to.x) - left) as f32,
            x1: (from.x.max(to.x) - left) as f32,
            y: (from.y - low) as f32,
            size: glyph.size,
            emphasis: glyph.emphasis,
            part: glyph.part,
            ill: glyph.ill,
            begins_cell: false,
        };
        match page.chunks.last_mut() {
            Some(chunk) if chunk.takes(&placed) => chunk.push(placed),
            _ => page.chunks.push(Chunk::new(placed)),
        }
    }
    keep_blanks(&mut page.chunks);
    page.aside.retain(|(_, text)| !text.trim().is_empty());
    page
}

/// Adds spaces that were drawn separately to the chunks before them.
fn keep_blanks(chunks: &mut Vec<Chunk>) {
    let (blanks, mut filled): (Vec<Chunk>, Vec<Chunk>) =
        std::mem::take(chunks).into_iter().partition(|chunk| chunk.blank);
    let level = |y: f32| (y / 4.0).round() as i32;
    let mut levels: HashMap<i32, Vec<usize>> = HashMap::new();
    for (i, chunk) in filled.iter().enumerate() {
        levels.entry(level(chunk.y)).or_default().push(i);
    }
    // No page of text has this many of either.
    let blanks = if blanks.len().saturating_mul(filled.len()) > 20_000_000 { vec![] } else { blanks };
    for blank in blanks {
        let near = (level(blank.y) - 1..=level(blank.y) + 1).filter_map(|level| levels.get(&level)).flatten();
        let gap = |i: &usize| {
            let chunk = filled.get(*i).filter(|chunk| chunk.x0 <= blank.x0);
            chunk.map_or(f32::INFINITY, |chunk| (blank.x0 - chunk.x1).max(0.0))
        };
        let nearest = near.copied().min_by(|a, b| gap(a).total_cmp(&gap(b)));
        let nearest = nearest.filter(|i| gap(i) < blank.size).and_then(|i| filled.get_mut(i));
        if let Some(chunk) = nearest.filter(|chunk| (chunk.y - blank.y).abs() < 0.45 * blank.size) {
            chunk.glyphs.extend(blank.glyphs);
        }
    }
    *chunks = filled;
}

/// Chunks beside each other on one line, from left to right.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub chunks: Vec<Chunk>,
    pub y: f32,
    pub size: f32,
}

impl Row {
    pub fn x0(&self) -> f32 {
        self.chunks.iter().map(|chunk| chunk.x0).fold(f32::INFINITY, f32::min)
    }

    /// The left and right ends.
    pub fn ends(&self) -> (f32, f32) {
        (self.x0(), self.chunks.iter().map(|chunk| chunk.x1).fold(0.0, f32::max))
    }
}

/// Groups chunks into rows, from the top. `tolerance` is how much the chunks of a row may differ in height, in em.
pub fn rows(mut chunks: Vec<Chunk>, tolerance: f32) -> Vec<Row> {
    chunks.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Row> = Vec::new();
    for chunk in chunks {
        match rows.last_mut() {
            Some(row) if row.y - chunk.y < tolerance * row.size.max(chunk.size) => {
                if chunk.size > row.size {
                    (row.size, row.y) = (chunk.size, chunk.y);
                }
                row.chunks.push(chunk);
            }
            _ => rows.push(Row { y: chunk.y, size: chunk.size, chunks: vec![chunk] }),
        }
    }
    for row in &mut rows {
        row.chunks.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        // Drawn twice to look bold, or for a shadow.
        row.chunks.dedup_by(|again, first| {
            (again.x0 - first.x0).abs() < 0.15 * first.size
                && again.glyphs.len() == first.glyphs.len()
                && again.text() == first.text()
        });
    }
    rows
}

/// Characters with uniform formatting and no space between them.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// The spaces, or the tab, before it.
    pub before: &'static str,
    pub text: String,
    pub emphasis: Emphasis,
}

/// One line of words.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub words: Vec<Word>,
    pub x0: f32,
    pub x1: f32,
    /// The width of its first word, up to where a line could break.
    pub first: f32,
    pub y: f32,
    pub size: f32,
    /// Lines of one region lie below each other.
    pub region: usize,
    pub part: Option<AsideKind>,
    /// True if it ends with a space.
    pub blank_end: bool,
    /// True if it runs from right to left.
    pub leftward: bool,
    /// The width of the page, if the line is not part of a column.
    pub across: Option<f32>,
    /// The cell of a table that it is part of.
    pub cell: Option<CellPlace>,
    /// Numbers that are smaller and higher than the line, as those of notes; and the one at its beginning.
    pub raised: Vec<u32>,
    pub mark: Option<u32>,
}

impl Line {
    pub fn text(&self) -> String {
        self.words.iter().flat_map(|word| [word.before, word.text.as_str()]).collect()
    }

    /// True if it has words in Arabic or Hebrew.
    pub fn has_leftward(&self) -> bool {
        self.words.iter().any(|word| word.text.contains(is_leftward))
    }

    /// Turns brackets the other way.
    pub fn mirror(&mut self) {
        for word in &mut self.words {
            word.text = bidi::mirrored(&word.text);
        }
    }

    pub fn new(row: Row, region: usize, across: Option<f32>, base: Base) -> Option<Self> {
        let (y, size, (x0, x1)) = (row.y, row.size, row.ends());
        let part = row.chunks.first().and_then(|chunk| chunk.part);
        let mut glyphs: Vec<Placed> = row.chunks.into_iter().flat_map(|chunk| chunk.glyphs).collect();
        glyphs = with_signs(glyphs);
        // If widths are wrong, the drawing order of the glyphs in a chunk is still right.
        if glyphs.iter().all(|glyph| !glyph.ill) {
            glyphs.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        }
        let (words, turned) = words(&glyphs, base);
        let leftward = turned && base == Base::Leftward;
        if leftward {
            glyphs.reverse();
        }
        let blank_end = glyphs.last().is_some_and(Placed::is_blank);
        let first = first_width(&glyphs);
        let (cell, (raised, mark)) = (None, raised_numbers(&glyphs, y, size));
        (!words.is_empty()).then_some(Self {
            words,
            x0,
            x1,
            first,
            y,
            size,
            region,
            part,
            blank_end,
            leftward,
            across,
            cell,
            raised,
            mark,
        })
    }
}

/// The numbers that are smaller and higher than a line at `y`, and the one at its beginning.
fn raised_numbers(glyphs: &[Placed], y: f32, size: f32) -> (Vec<u32>, Option<u32>) {
    let is_raised = |glyph: &&Placed| {
        let digit = glyph.text.len() == 1 && glyph.text.bytes().all(|byte| byte.is_ascii_digit());
        digit && glyph.size < RAISED_SIZE * size && glyph.y > y + RAISED_BY * size
    };
    let number = |digits: &[&Placed]| digits.iter().map(|glyph| &*glyph.text).collect::<String>().parse::<u32>().ok();
    let glyphs: Vec<&Placed> = glyphs.iter().filter(|glyph| !glyph.is_blank()).collect();
    let runs = glyphs.chunk_by(|a, b| is_raised(a) && is_raised(b));
    let numbers = runs.clone().filter(|run| run.first().is_some_and(is_raised));
    let mark = runs.into_iter().next().filter(|run| run.first().is_some_and(is_raised)).and_then(number);
    (numbers.filter_map(number).collect(), mark)
}

/// Adds the vowel signs of Arabic and Hebrew to the letters that they are drawn above or below. Glyphs are in the order
/// in which they were drawn: programs draw all signs of a line before their letters, or all of them after.
fn with_signs(glyphs: Vec<Placed>) -> Vec<Placed> {
    let is_sign = |glyph: &Placed| bidi::is_sign(&glyph.text);
    if !glyphs.iter().any(is_sign) {
        return glyphs;
    }
    let is_end = |glyph: Option<&Placed>| glyph.is_none_or(Placed::is_blank);
    let mut balance = 0;
    for (i, _) in glyphs.iter().enumerate().filter(|(_, glyph)| is_sign(glyph)) {
        balance += i32::from(is_end(i.checked_sub(1).and_then(|i| glyphs.get(i))));
        balance -= i32::from(is_end(glyphs.get(i + 1)));
    }
    let mut out: Vec<Placed> = Vec::new();
    let mut waiting: Vec<Placed> = Vec::new();
    for glyph in glyphs {
        match out.last_mut() {
            _ if is_sign(&glyph) && balance >= 0 => waiting.push(glyph),
            Some(letter) if is_sign(&glyph) => letter.add(&glyph.text),
            _ => {
                out.push(glyph);
                if let Some(letter) = out.last_mut().filter(|letter| !letter.is_blank()) {
                    waiting.drain(..).rev().for_each(|sign| letter.add(&sign.text));
                }
            }
        }
    }
    out.extend(waiting);
    out
}

/// The width of the first word; the glyphs are in reading order.
fn first_width(glyphs: &[Placed]) -> f32 {
    let mut glyphs = glyphs.iter().skip_while(|glyph| glyph.is_blank());
    let Some(begin) = glyphs.next() else { return 0.0 };
    if begin.text.chars().any(is_unspaced) {
        return begin.x1 - begin.x0;
    }
    let (mut left, mut right) = (begin.x0, begin.x1);
    for glyph in glyphs {
        let gap = (glyph.x0 - right).max(left - glyph.x1);
        if glyph.is_blank() || gap > 0.3 * glyph.size || glyph.text.chars().any(is_unspaced) {
            break;
        }
        (left, right) = (left.min(glyph.x0), right.max(glyph.x1));
        // A line may break after a hyphen.
        if glyph.text.ends_with('-') {
            break;
        }
    }
    right - left
}

/// Converts glyphs from left to right to words in reading order; true if most of them run from right to left.
fn words(glyphs: &[Placed], base: Base) -> (Vec<Word>, bool) {
    let blanks = glyphs.iter().filter(|glyph| glyph.is_blank()).count();
    let unspaced = |a: &Placed, b: &Placed| a.text.chars().chain(b.text.chars()).any(is_unspaced);
    let pairs = glyphs.windows(2).filter_map(|pair| if let [a, b] = pair { Some((a, b)) } else { None });
    let (mut gaps, mut stretched): (Vec<f32>, Vec<f32>) = (vec![], vec![]);
    for (a, b) in pairs {
        let gap = (b.x0 - a.x1) / a.size.max(b.size);
        gaps.push(gap);
        if [a, b].iter().all(|glyph| glyph.text.chars().all(is_unspaced)) {
            stretched.push(gap);
        }
    }
    let usual = median(&mut gaps).clamp(0.0, 0.5);
    // If spaces are drawn, only wide gaps separate words. Letter-spaced text has gaps everywhere.
    let narrow = if blanks > 0 { 0.3 } else { 0.14 } + usual * 1.3;
    // Gaps between words; the only gap of a line is not compared with itself.
    let mut wider: Vec<f32> = gaps.iter().copied().filter(|gap| *gap > narrow).collect();
    let between = if wider.len() > 1 { median(&mut wider) } else { 0.0 };
    // Justified lines of ideographs have gaps between all of them.
    let wide = 0.8 + median(&mut stretched).clamp(0.0, 3.0);
    let mut words: Vec<Word> = Vec::new();
    let mut last: Option<&Placed> = None;
    let mut pending = 0;
    for glyph in glyphs {
        if glyph.is_blank() {
            pending += usize::from(last.is_some());
            continue;
        }
        let mut before = "";
        if let Some(last) = last {
            let em = last.size.max(glyph.size);
            // Drawn twice to look bold.
            if last.text == glyph.text && (glyph.x0 - last.x0).abs() < 0.15 * em && last.x1 - last.x0 > 0.16 * em {
                continue;
            }
            let gap = (glyph.x0 - last.x1) / em;
            let unspaced = unspaced(last, glyph);
            before = match () {
                () if glyph.begins_cell => "\t",
                () if gap > 2.0 && gap > 2.5 * between && (pending == 0 || gap > 3.0) => "\t",
                () if pending > 1 => "  ",
                () if pending == 1 => " ",
                () if unspaced && gap > wide || !unspaced && gap > narrow => " ",
                () => "",
            };
        }
        (last, pending) = (Some(glyph), 0);
        let text = bidi::drawn(&glyph.text);
        match words.last_mut() {
            Some(word) if before.is_empty() && word.emphasis == glyph.emphasis => word.text.push_str(&text),
            _ => words.push(Word { before, text, emphasis: glyph.emphasis }),
        }
    }
    let leftward: usize = words.iter().map(|word| word.text.chars().filter(|c| is_leftward(*c)).count()).sum();
    let letters: usize = words.iter().map(|word| word.text.chars().filter(|c| c.is_alphabetic()).count()).sum();
    if leftward * 2 > letters { (bidi::ordered(words, base), true) } else { (words, false) }
}

/// The lower median; 0 for an empty list.
fn median(values: &mut [f32]) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(0.0)
}
