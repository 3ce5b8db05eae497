//! Joins lines in reading order to paragraphs by undoing line wrapping.

use super::beginnings::{is_bare_label, is_timed, labelled, speakers};
use super::fonts::Emphasis;
use super::grid::CellPlace;
use super::lines::Line;
use crate::model::{CharPos, CharRange, Style, Styled};
use crate::text::join::{self, is_unspaced};
use std::collections::{HashMap, HashSet};

/// The joined text.
#[derive(Debug, Default)]
pub struct Joined {
    pub text: String,
    pub styles: Vec<Styled>,
    /// The number of words hyphenated at a line end that were joined without the hyphen.
    pub mended: usize,
    /// The paragraphs, without their line ends, and the cells of tables that they are in.
    pub paragraphs: Vec<(CharRange, Option<CellPlace>)>,
}

/// Lines below each other, in one column or on a page without columns.
#[derive(Clone, Copy, Debug)]
struct Region {
    left: f32,
    right: f32,
    lines: usize,
}

impl Region {
    /// The distance of a line's start from the edge.
    fn start(&self, line: &Line) -> f32 {
        if line.leftward { self.right - line.x1 } else { line.x0 - self.left }
    }

    /// The free space after a line.
    fn room(&self, line: &Line) -> f32 {
        if line.leftward { line.x0 - self.left } else { self.right - line.x1 }
    }
}

/// Properties of all lines together.
struct Document {
    regions: Vec<Region>,
    /// The usual distance between two lines, in em.
    leading: f32,
    /// For each line, whether it begins with a speaker or a time.
    begins: Vec<bool>,
    /// For each line, whether it is only a speaker or a time.
    bare: Vec<bool>,
    words: HashSet<String>,
    /// True if words are hyphenated at line ends.
    hyphenated: bool,
    /// True if lines that continue end with a space.
    trailing: bool,
    /// True if there are spaces between Latin letters and ideographs.
    parted: bool,
    /// True if a hyphen before a space marks a word that the speaker broke off.
    broken_off: bool,
    /// True if most of the text is in a script written without spaces.
    unspaced: bool,
}

/// Joins lines. `leading` is the usual distance between two lines, in em.
pub fn join(lines: &[Line], leading: f32) -> Joined {
    let texts: Vec<String> = lines.iter().map(|line| line.text().trim().to_owned()).collect();
    let mut document = Document::new(lines, &texts, leading);
    let (mut first, mut goes_on) = (0, vec![false; lines.len()]);
    for (i, on) in goes_on.iter_mut().enumerate().skip(1) {
        *on = document.goes_on(lines, first, i);
        if !*on {
            first = i;
        }
    }
    let wrapped: Vec<&Line> = lines.iter().zip(goes_on.iter().skip(1)).filter(|(_, on)| **on).map(|(l, _)| l).collect();
    let blanks = wrapped.iter().filter(|line| line.blank_end).count();
    document.trailing = blanks > 8 && blanks * 10 > wrapped.len() * 9;
    let mut out = Writer::new(lines);
    for (i, line) in lines.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| Some((lines.get(i)?, texts.get(i)?)));
        match (before, texts.get(i), goes_on.get(i)) {
            (Some((last, end)), Some(begin), Some(true)) => out.go_on(document.way(end, begin, last.blank_end)),
            (Some(_), ..) => out.end(),
            (None, ..) => {}
        }
        out.line(line);
    }
    out.done()
}

/// How the beginning of a line is joined to the end of the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    Blank,
    Together,
    WithoutHyphen,
}

impl Document {
    fn new(lines: &[Line], texts: &[String], leading: f32) -> Self {
        let speakers = speakers(texts.iter().map(String::as_str));
        let bare = |text: &&String| is_timed(text) && !text.starts_with(['[', '(']);
        // A time of day may begin a line by chance.
        let timed = texts.iter().filter(bare).count() * 50 > texts.len().max(150);
        let begins = texts.iter().zip(speakers).map(|(text, speaker)| {
            let time = is_timed(text) && (timed || text.starts_with(['[', '(']));
            speaker || time || text.starts_with(['•', '▪', '◦', '●', '○'])
        });
        // In tables and lists, every entry with text after a tab at its beginning is a separate line.
        let tabbed = lines.iter().map(|line| line.words.iter().take(3).any(|word| word.before == "\t"));
        let labelled = labelled(lines);
        let begins =
            begins.zip(tabbed).zip(&labelled).map(|((begins, tabbed), label)| begins || tabbed || label.begins);
        let words = whole_words(texts);
        let (mut dashed, mut broken_off, mut parted, mut together) = (0, 0, 0_usize, 0_usize);
        let (mut total, mut unspaced) = (0, 0);
        for text in texts {
            dashed += usize::from(divided(text).is_some());
            broken_off += text.split_whitespace().filter(|word| ends_with_hyphen(word)).count();
            broken_off -= usize::from(divided(text).is_some());
            let chars: Vec<char> = text.chars().collect();
            total += chars.len();
            unspaced += chars.iter().filter(|c| is_unspaced(**c)).count();
            let meet = |a: Option<&char>, b: Option<&char>| a.zip(b).is_some_and(|(a, b)| are_mixed(*a, *b));
            parted += chars.windows(3).filter(|w| w.get(1) == Some(&' ') && meet(w.first(), w.get(2))).count();
            together += chars.windows(2).filter(|w| meet(w.first(), w.get(1))).count();
        }
        Self {
            regions: regions(lines),
            leading,
            begins: begins.collect(),
            bare: texts.iter().zip(&labelled).map(|(text, label)| is_bare_label(text) || label.bare).collect(),
            words,
            hyphenated: dashed > 3 && dashed * 50 > texts.len(),
            broken_off: broken_off > 1,
            parted: parted > together * 4,
            unspaced: unspaced * 2 > total,
            trailing: false,
        }
    }

    /// True if line `i` continues the paragraph that begins with line `first` and includes the line before.
    fn goes_on(&self, lines: &[Line], first: usize, i: usize) -> bool {
        let (Some(last), Some(line)) = (lines.get(i.wrapping_sub(1)), lines.get(i)) else { return false };
        if last.cell != line.cell {
            return false;
        }
        let is_label = first + 1 == i && self.bare.get(first).copied().unwrap_or(false);
        if is_label
            || self.begins.get(i).copied().unwrap_or(false)
            || (last.size - line.size).abs() > 0.12 * last.size.max(line.size)
        {
            return false;
        }
        let (Some(region), Some(next)) = (self.regions.get(last.region), self.regions.get(line.region)) else {
            return false;
        };
        let em = line.size;
        if last.region == line.region {
            let below = last.y - line.y;
            let usual = self.leading * em;
            if below < 0.3 * em || below > (usual * 1.35).max(usual + 0.25 * em) {
                return false;
            }
        }
        // The position of a line shows its role: an indented line begins a paragraph, an outdented one ends it. The
        // first line of a paragraph may be on either side of the rest.
        let shift = next.start(line) - region.start(last);
        let turns = if first + 1 < i {
            shift.abs() > 0.8 * em
        } else {
            shift > 0.8 * em && !self.hangs(lines, first, i) || shift < 0.8 * em && self.is_indented(lines, i)
        };
        if turns {
            return false;
        }
        // If the first word would have fitted on the line before, that line was ended on purpose.
        let room = region.room(last);
        let begin = line.words.first().and_then(|word| word.text.chars().next());
        let end = last.words.last().and_then(|word| word.text.chars().last());
        if begin.is_some_and(is_unspaced) {
            // Marks that may not begin or end a line pull characters with them, and some lines end a character early.
            let text = line.text();
            let mut chars = text.trim_start().chars().skip_while(|c| is_opening(*c)).skip(1);
            let bound = chars.by_ref().take_while(|c| is_closing(*c)).take(3).count();
            let opening = text.trim_start().chars().take_while(|c| is_opening(*c)).take(2).count();
            return room < (2.2 + (bound + opening) as f32) * em;
        }
        // A word that is divided goes on, however narrow its first part would have been.
        if last_hyphen(last) && begin.is_some_and(char::is_lowercase) && !self.broken_off {
            let is_divided = || self.way(last.text().trim(), line.text().trim(), last.blank_end) == Way::WithoutHyphen;
            if self.hyphenated || is_divided() {
                return true;
            }
        }
        // In the middle of a sentence, the rule is less strict: some words are not hyphenated where they could be.
        let amid = begin.is_some_and(char::is_lowercase) && end.is_some_and(|c| c.is_alphanumeric() || c == ',');
        room < line.first + if last_hyphen(last) { 0.05 } else { 0.3 } * em
            || amid && room < 0.2 * (region.right - region.left)
    }

    /// True for the indented first line of a paragraph, if the next line is back at the edge.
    fn is_indented(&self, lines: &[Line], i: usize) -> bool {
        let (Some(line), Some(next)) = (lines.get(i), lines.get(i + 1)) else { return false };
        let start = |line: &Line| self.regions.get(line.region).map_or(0.0, |region| region.start(line));
        start(line) > 0.8 * line.size && line.region == next.region && start(next) < 0.3 * line.size
    }

    /// True for a label or bullet with indented text after it, or a paragraph with all lines but the first indented.
    fn hangs(&self, lines: &[Line], first: usize, i: usize) -> bool {
        let line = |i: usize| lines.get(i).map(|line| (line.region, line.x0));
        let level = line(i).zip(line(i + 1)).is_some_and(|(a, b)| a.0 == b.0 && (a.1 - b.1).abs() < 1.0);
        level
            || self.begins.get(first).copied().unwrap_or(false)
            || lines.get(first).is_some_and(|line| line.words.iter().take(4).any(|word| word.before == "\t"))
    }

    fn way(&self, end: &str, begin: &str, blank: bool) -> Way {
        let (Some(last), Some(next)) = (end.chars().last(), begin.chars().next()) else { return Way::Blank };
        if last == '\u{ad}' {
            return Way::WithoutHyphen;
        }
        if is_unspaced(last) || is_unspaced(next) {
            return if blank || self.parted && are_mixed(last, next) { Way::Blank } else { Way::Together };
        }
        if join::between(end, begin).is_empty() {
            return Way::Together;
        }
        let Some(head) = divided(end).filter(|_| next.is_alphanumeric() && !blank) else {
            let dash = matches!(last, '—' | '/') && !end.ends_with(" —") && next.is_alphanumeric();
            let is_cut = dash
                || self.trailing && is_address(end)
                || self.unspaced && last.is_ascii_digit() && next.is_ascii_digit();
            return if is_cut && !blank { Way::Together } else { Way::Blank };
        };
        let tail = words_of(begin).next().unwrap_or("");
        let (head, tail) = (head.to_lowercase(), tail.to_lowercase());
        let last_part = head.rsplit('-').next().unwrap_or(&head);
        let first_part = tail.split('-').next().unwrap_or(&tail);
        let are_words =
            [last_part, first_part].iter().all(|part| part.chars().count() > 2 && self.words.contains(*part));
        match () {
            () if self.words.contains(&format!("{head}-{tail}")) => Way::Together,
            () if self.words.contains(&format!("{last_part}{first_part}")) && next.is_lowercase() => Way::WithoutHyphen,
            () if begins_compound(&head) => Way::Together,
            // Perhaps a compound.
            () if are_words => Way::Together,
            () if self.hyphenated && next.is_lowercase() => Way::WithoutHyphen,
            () if self.broken_off && !self.trailing => Way::Blank,
            () => Way::Together,
        }
    }
}

/// True for what is never the first part of a divided word: a single letter (`X-rays`), the beginning of a compound
/// (`well-known`), or a compound that goes on (`mother-in-law`).
fn begins_compound(head: &str) -> bool {
    let last = head.rsplit('-').next().unwrap_or(head);
    head.chars().count() == 1
        || matches!(head, "well" | "half" | "self")
        || last.len() < head.len() && matches!(last, "in" | "of" | "to" | "the" | "by" | "up" | "and" | "at" | "on")
}

/// True for characters that must not end a line.
fn is_opening(c: char) -> bool {
    matches!(c, '「' | '『' | '（' | '《' | '〈' | '【' | '〔' | '“' | '‘' | '(' | '[')
}

/// True for characters that must not begin a line.
fn is_closing(c: char) -> bool {
    is_hanging(c) || matches!(c, '〉' | '〕' | '”' | '’' | '…' | '—' | '·' | 'ー' | '々' | ')' | ']' | ',' | '.')
}

/// True for full-width marks that programs set outside of the line.
fn is_hanging(c: char) -> bool {
    matches!(c, '，' | '。' | '、' | '．' | '；' | '：' | '！' | '？' | '」' | '』' | '）' | '》' | '】')
}

/// True for a Latin letter or digit beside an ideograph, in either order.
fn are_mixed(a: char, b: char) -> bool {
    let ideograph = |c: char| is_unspaced(c) && c.is_alphabetic();
    ideograph(a) && b.is_ascii_alphanumeric() || a.is_ascii_alphanumeric() && ideograph(b)
}

fn last_hyphen(line: &Line) -> bool {
    line.words.last().is_some_and(|word| ends_with_hyphen(&word.text))
}

fn ends_with_hyphen(word: &str) -> bool {
    let mut ends = word.chars().rev();
    matches!(ends.next(), Some('-' | '\u{2010}')) && ends.next().is_some_and(char::is_alphabetic)
}

/// The words of lines in lower case, without the parts of those that may be divided at a line end.
fn whole_words(texts: &[String]) -> HashSet<String> {
    let mut words = HashSet::new();
    let mut is_divided = false;
    for text in texts {
        let rest = words_of(text).skip(usize::from(is_divided));
        let last = divided(text);
        is_divided = last.is_some();
        let mut rest: Vec<&str> = rest.collect();
        if is_divided {
            rest.pop();
        }
        words.extend(rest.into_iter().map(str::to_lowercase));
    }
    words
}

/// True for a line that is only the beginning of an address of the web or of mail.
fn is_address(line: &str) -> bool {
    let is_over = line.ends_with([',', ';', '.', '!', '?', ')']);
    !is_over
        && !line.contains(char::is_whitespace)
        && (line.contains("://") || line.starts_with("www.") || line.contains('@'))
}

/// The word before the hyphen at a line end.
fn divided(line: &str) -> Option<&str> {
    let bare = line.strip_suffix(['-', '\u{2010}'])?;
    bare.ends_with(char::is_alphabetic).then(|| words_of(bare).last()).flatten()
}

/// Splits a text into words, including the hyphens within them.
fn words_of(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '-' | '\u{2010}' | '’' | '\'')));
    words.map(|word| word.trim_matches(['-', '\u{2010}', '’', '\''])).filter(|word| !word.is_empty())
}

/// The edges of the lines of each region. Pages with the same layout share their widths.
fn regions(lines: &[Line]) -> Vec<Region> {
    let most = lines.iter().map(|line| line.region + 1).max().unwrap_or(0);
    let mut ends: Vec<Vec<f32>> = vec![Vec::new(); most];
    let mut regions = vec![Region { left: f32::INFINITY, right: 0.0, lines: 0 }; most];
    for line in lines {
        if let (Some(region), Some(ends)) = (regions.get_mut(line.region), ends.get_mut(line.region)) {
            region.left = region.left.min(line.x0);
            region.lines += 1;
            // A Chinese mark may extend beyond the edge.
            let hangs = line.words.last().and_then(|word| word.text.chars().last()).is_some_and(is_hanging);
            ends.push(line.x1 - if hangs { line.size } else { 0.0 });
        }
    }
    for (region, ends) in regions.iter_mut().zip(&mut ends) {
        ends.sort_by(f32::total_cmp);
        // One line in fifty may extend beyond the edge.
        let last = ends.len().saturating_sub(1 + ends.len() / 50);
        region.right = ends.get(last).copied().unwrap_or(0.0);
    }
    // The reach of regions by their left edge, in steps of some points.
    let step = |region: &Region| (region.left / 12.0).round() as i32;
    let mut widest: HashMap<i32, Vec<f32>> = HashMap::new();
    for region in regions.iter().filter(|region| region.lines > 2) {
        widest.entry(step(region)).or_default().push(region.right);
    }
    let originals = regions.clone();
    for (region, original) in regions.iter_mut().zip(originals).filter(|(_, original)| original.lines > 0) {
        let near = (step(&original) - 1..=step(&original) + 1).filter_map(|step| widest.get(&step)).flatten();
        // A narrow column and a full page with the same left edge are kept apart.
        let limit =
            if original.lines < 4 { f32::INFINITY } else { original.left + (original.right - original.left) * 1.5 };
        region.right = near.copied().filter(|right| *right <= limit).fold(original.right, f32::max);
    }
    // If hardly any line reaches that edge, perhaps no line was wrapped: the page margins then give the edge.
    let mut full: HashMap<i32, (usize, usize)> = HashMap::new();
    for line in lines {
        let Some(region) = regions.get(line.region) else { continue };
        let (full, total) = full.entry(step(region)).or_default();
        *full += usize::from(region.room(line) < 3.0 * line.size);
        *total += 1;
    }
    for line in lines {
        let (Some(region), Some(across)) = (regions.get_mut(line.region), line.across) else { continue };
        let (full, total) = full.get(&step(region)).copied().unwrap_or_default();
        if full < 3 || full * 8 < total {
            let (left, right) = (region.left, region.right);
            region.right = right.max(across - left);
            if line.leftward {
                region.left = left.min(across - right);
            }
        }
    }
    regions
}

/// Writes paragraphs and records their formatting.
struct Writer {
    out: Joined,
    chars: u32,
    /// The most frequent character size.
    body: f32,
    begun: u32,
    /// The size of the paragraph's largest line, and whether all of its lines have this size.
    size: f32,
    /// The detected headings with their sizes.
    headings: Vec<(CharRange, f32)>,
    bold: Option<u32>,
    italic: Option<u32>,
    way: Option<Way>,
    cell: Option<CellPlace>,
}

impl Writer {
    fn new(lines: &[Line]) -> Self {
        let mut sizes: HashMap<i32, usize> = HashMap::new();
        for line in lines {
            *sizes.entry((line.size * 4.0).round() as i32).or_default() += line.text().chars().count();
        }
        let body = sizes.into_iter().max_by_key(|(size, count)| (*count, *size)).map_or(0, |(size, _)| size);
        Self {
            out: Joined::default(),
            chars: 0,
            body: body as f32 / 4.0,
            begun: 0,
            size: f32::INFINITY,
            headings: vec![],
            bold: None,
            italic: None,
            way: None,
            cell: None,
        }
    }

    fn push(&mut self, text: &str) {
        self.out.text.push_str(text);
        self.chars += text.chars().count() as u32;
    }

    fn set_emphasis(&mut self, emphasis: Emphasis) {
        for (on, open, style) in
            [(emphasis.bold, &mut self.bold, Style::Bold), (emphasis.italic, &mut self.italic, Style::Italic)]
        {
            match (on, *open) {
                (true, None) => *open = Some(self.chars),
                (false, Some(start)) => {
                    *open = None;
                    let range = CharRange { start: CharPos(start), end: CharPos(self.chars) };
                    self.out.styles.push(Styled { range, style });
                }
                _ => {}
            }
        }
    }

    fn line(&mut self, line: &Line) {
        self.cell = line.cell;
        self.size = self.size.min(line.size);
        for (i, word) in line.words.iter().enumerate() {
            let before = match self.way.take() {
                Some(Way::Blank) => " ",
                Some(_) => "",
                None if i == 0 => "",
                None => word.before,
            };
            // A space between two bold words is bold too.
            let open = (self.bold.is_some(), self.italic.is_some());
            if open == (word.emphasis.bold, word.emphasis.italic) {
                self.push(before);
            } else {
                let both = Emphasis { bold: open.0 && word.emphasis.bold, italic: open.1 && word.emphasis.italic };
                self.set_emphasis(both);
                self.push(before);
                self.set_emphasis(word.emphasis);
            }
            self.push(&word.text);
        }
    }

    fn go_on(&mut self, way: Way) {
        if way == Way::WithoutHyphen {
            if self.out.text.pop().is_some() {
                self.chars -= 1;
            }
            self.out.mended += 1;
        }
        self.way = Some(way);
    }

    fn close(&mut self) {
        self.set_emphasis(Emphasis::default());
        let long = self.chars - self.begun;
        self.out.paragraphs.push((CharRange::new(self.begun, self.chars), self.cell));
        if self.size > self.body * 1.15 && self.size.is_finite() && (1..200).contains(&long) {
            let range = CharRange { start: CharPos(self.begun), end: CharPos(self.chars) };
            self.headings.push((range, self.size));
        }
    }

    fn end(&mut self) {
        self.close();
        self.push("\n");
        (self.begun, self.size) = (self.chars, f32::INFINITY);
    }

    fn done(mut self) -> Joined {
        self.close();
        let mut sizes: Vec<i32> = self.headings.iter().map(|(_, size)| (size * 2.0).round() as i32).collect();
        sizes.sort_unstable_by(|a, b| b.cmp(a));
        sizes.dedup();
        for (range, size) in &self.headings {
            let level = sizes.iter().position(|s| *s == (size * 2.0).round() as i32).unwrap_or(0);
            let style = Style::Heading(u8::try_from(level + 1).unwrap_or(9).min(6));
            self.out.styles.push(Styled { range: *range, style });
        }
        self.out.styles.sort();
        self.out
    }
}
