//! RTF: text, paragraphs and tables. The words of notes, headers, text boxes and unknown groups are reported.

mod destinations;
mod pages;
mod rows;

use super::Document;
use super::lines::Lines;
use super::words::Emphasis;
use crate::interchange::remark::{Aside, AsideKind, Loss, Refusal};
use destinations::{WORDLESS, aside};
use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};
use pages::{charset, code_page};
use rows::Rows;
use std::collections::HashMap;

/// The deepest nesting of groups, far beyond any real document.
const DEEPEST: usize = 2_000;
/// The deepest nesting of tables.
const MOST_LEVELS: i64 = 20;

/// Where the words of a group go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Target {
    Text,
    Aside,
    Nowhere,
}

#[derive(Clone, Debug)]
struct Group {
    target: Target,
    hidden: bool,
    deleted: bool,
    /// The group defines fonts.
    defines: bool,
    /// Its first inner group is an ANSI version of the second one, with fewer characters.
    doubled: bool,
    emphasis: Emphasis,
    font: i64,
    /// The number of fallback characters after a character given by number.
    spare: usize,
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
    groups: Vec<Group>,
    lines: Lines,
    rows: Rows,
    /// Heading level of the current paragraph.
    heading: Option<u8>,
    /// Bytes in the font's code page that are not decoded yet.
    pending: Vec<u8>,
    page: &'static Encoding,
    fonts: HashMap<i64, &'static Encoding>,
    /// The font that is being defined, and the default font.
    defines: i64,
    default_font: i64,
    skip: usize,
    /// The first half of a character beyond the basic plane.
    surrogate: Option<u16>,
    /// Open asides, the innermost last, each with the number of open groups at its end.
    open: Vec<(usize, Aside)>,
    asides: Vec<Aside>,
    /// Hidden or deleted words within the text, up to the next visible ones.
    unseen: Option<Aside>,
}

pub fn read(bytes: &[u8]) -> Result<Document, Refusal> {
    let mut reader = Reader {
        bytes,
        at: 0,
        groups: vec![],
        lines: Lines::default(),
        rows: Rows::default(),
        heading: None,
        pending: vec![],
        page: WINDOWS_1252,
        fonts: HashMap::new(),
        defines: 0,
        default_font: -1,
        skip: 0,
        surrogate: None,
        open: vec![],
        asides: vec![],
        unseen: None,
    };
    reader.run()?;
    let mut document = Document { format: "rtf", ..Document::default() };
    document.losses.extend((!reader.groups.is_empty()).then_some(Loss::Truncated));
    reader.close_asides(0);
    reader.end_unseen();
    reader.behind_the_end();
    for aside in &reader.asides {
        document.report_left_out(aside.kind, 1);
    }
    document.left_out = reader.asides;
    reader.rows.close(0, &mut reader.lines);
    reader.lines.finish(&mut document)?;
    Ok(document)
}

impl Reader<'_> {
    fn run(&mut self) -> Result<(), Refusal> {
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'{' => {
                    self.flush();
                    self.skip = 0;
                    if self.groups.len() >= DEEPEST {
                        return Err(Refusal::TooDeep { levels: DEEPEST });
                    }
                    self.begin_group();
                }
                b'}' => {
                    self.flush();
                    self.skip = 0;
                    // A character may be split between two groups of the text.
                    if self.groups.len() == 1 || !self.is_text() {
                        self.end_surrogate();
                    }
                    self.groups.pop();
                    self.close_asides(self.groups.len());
                    if self.groups.is_empty() {
                        return Ok(());
                    }
                }
                b'\\' => self.control(),
                b'\r' | b'\n' => {}
                byte => self.byte(byte),
            }
        }
        self.flush();
        self.end_surrogate();
        Ok(())
    }

    fn begin_group(&mut self) {
        let mut group = self.groups.last().cloned().unwrap_or(Group {
            target: Target::Text,
            hidden: false,
            deleted: false,
            defines: false,
            doubled: false,
            emphasis: Emphasis::default(),
            font: -1,
            spare: 1,
        });
        if let Some(outer) = self.groups.last_mut().filter(|outer| outer.doubled) {
            outer.doubled = false;
            group.target = Target::Nowhere;
        }
        group.doubled = false;
        self.groups.push(group);
    }

    /// Makes the group a destination: its words go to a different place than those around it.
    fn destine(&mut self, target: Target, kind: AsideKind) {
        self.flush();
        let depth = self.groups.len();
        self.open.retain(|(open_depth, _)| *open_depth != depth);
        let outer = self.groups.iter().rev().nth(1).map_or(Target::Text, |outer| outer.target);
        let target = match (outer, target) {
            (Target::Nowhere, _) => Target::Nowhere,
            (Target::Aside, Target::Text) => Target::Aside,
            _ => target,
        };
        if target == Target::Aside && outer != target || kind != AsideKind::UnknownElement {
            self.open.push((depth, Aside { kind, text: String::new() }));
        }
        if let Some(group) = self.groups.last_mut() {
            group.target = target;
        }
    }

    /// Ends the asides whose groups are not among the outermost `depth` ones.
    fn close_asides(&mut self, depth: usize) {
        while let Some((_, aside)) = self.open.pop_if(|(open_depth, _)| *open_depth > depth) {
            self.keep(aside);
        }
    }

    fn end_unseen(&mut self) {
        if let Some(aside) = self.unseen.take() {
            self.keep(aside);
        }
    }

    fn keep(&mut self, aside: Aside) {
        const LONGEST_WORD: usize = 256;
        let words = aside.text.split_whitespace();
        // Data for programs is written in hexadecimal digits.
        let words: Vec<&str> =
            words.filter(|word| word.len() < LONGEST_WORD || !word.bytes().all(|b| b.is_ascii_hexdigit())).collect();
        let aside = Aside { text: words.join(" "), ..aside };
        let says = aside.text.contains(char::is_alphanumeric);
        // Headers of first, even and odd pages are often the same.
        let running = matches!(aside.kind, AsideKind::RunningHead | AsideKind::RunningFoot);
        if says && !(running && self.asides.contains(&aside)) {
            self.asides.push(aside);
        }
    }

    /// Reports what follows the last brace, outside of all groups.
    fn behind_the_end(&mut self) {
        const MOST: usize = 1 << 20;
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let text = self.page.decode_without_bom_handling(rest.get(..MOST.min(rest.len())).unwrap_or_default()).0;
        let text = text.replace(char::is_control, " ");
        self.keep(Aside { kind: AsideKind::UnknownElement, text });
    }

    fn control(&mut self) {
        let Some(&next) = self.bytes.get(self.at) else { return };
        if !next.is_ascii_alphabetic() {
            self.at += 1;
            match next {
                b'\'' => {
                    let hex = self.bytes.get(self.at..self.at + 2).and_then(|h| std::str::from_utf8(h).ok());
                    if let Some(byte) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                        self.at += 2;
                        self.byte(byte);
                    }
                }
                b'~' => self.say("\u{a0}"),
                b'-' => self.say("\u{ad}"),
                b'_' => self.say("\u{2011}"),
                b'\\' | b'{' | b'}' => self.byte(next),
                b'\r' | b'\n' => self.say("\n"),
                // A group that readers may skip if they do not know it.
                b'*' => self.destine(Target::Aside, AsideKind::UnknownElement),
                _ => {}
            }
            return;
        }
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let letters = rest.iter().take_while(|b| b.is_ascii_alphabetic()).take(32).count();
        let sign = usize::from(rest.get(letters) == Some(&b'-'));
        let digits = rest.iter().skip(letters + sign).take_while(|b| b.is_ascii_digit()).take(10).count();
        let part = |from: usize, to: usize| std::str::from_utf8(rest.get(from..to).unwrap_or_default()).unwrap_or("");
        let word = part(0, letters);
        let number = part(letters, letters + sign + digits).parse::<i64>().ok();
        let mut used = letters + sign + digits;
        used += usize::from(rest.get(used) == Some(&b' '));
        self.at += used;
        self.word(word, number);
    }

    fn word(&mut self, word: &str, number: Option<i64>) {
        // The fallback for a character ends at the next control word.
        self.skip = 0;
        match word {
            "par" | "sect" | "page" | "column" => self.end_paragraph(),
            "line" | "lbr" | "softline" => self.say("\n"),
            "tab" => self.say("\t"),
            "u" => self.unicode(number.unwrap_or(0)),
            "bin" => self.at = self.at.saturating_add(number.unwrap_or(0).max(0) as usize).min(self.bytes.len()),
            "upr" => self.set(|group| group.doubled = true),
            // Groups that readers may skip although their words belong to the text.
            "ud" | "nesttableprops" => self.destine(Target::Text, AsideKind::UnknownElement),
            word if WORDLESS.contains(&word) => {
                self.destine(Target::Nowhere, AsideKind::UnknownElement);
                self.set(|group| group.defines = word == "fonttbl");
            }
            word => {
                if let Some(sign) = sign(word) {
                    self.say(sign);
                } else if let Some(kind) = aside(word) {
                    self.destine(Target::Aside, kind);
                } else {
                    self.character(word, number);
                    self.font(word, number);
                    self.row(word, number);
                }
            }
        }
    }

    /// The formatting of characters, and whether they are visible.
    fn character(&mut self, word: &str, number: Option<i64>) {
        let is_on = number != Some(0);
        match word {
            "b" => self.set(|group| group.emphasis.bold = is_on),
            "i" => self.set(|group| group.emphasis.italic = is_on),
            "v" => self.set(|group| group.hidden = is_on),
            // Words that were moved away are also in their new place.
            "deleted" | "mvf" => self.set(|group| group.deleted = is_on),
            "uc" => self.set(|group| group.spare = number.unwrap_or(1).clamp(0, 16) as usize),
            "plain" => {
                let font = self.default_font;
                self.set(|group| {
                    (group.hidden, group.deleted, group.emphasis, group.font) =
                        (false, false, Emphasis::default(), font);
                });
            }
            _ => {}
        }
    }

    /// Fonts and their code pages.
    fn font(&mut self, word: &str, number: Option<i64>) {
        let defines = self.groups.last().is_some_and(|group| group.defines);
        match word {
            "mac" => self.page = MACINTOSH,
            "ansicpg" => self.page = number.and_then(code_page).unwrap_or(self.page),
            "deff" => {
                self.default_font = number.unwrap_or(0);
                let font = self.default_font;
                self.set(|group| group.font = font);
            }
            "f" if defines => self.defines = number.unwrap_or(0),
            "f" => self.set(|group| group.font = number.unwrap_or(0)),
            "fcharset" | "cpg" => {
                let page = if word == "cpg" { code_page } else { charset };
                self.fonts.extend(number.and_then(page).map(|page| (self.defines, page)));
            }
            _ => {}
        }
    }

    /// Properties of paragraphs, and of the rows and cells of tables around them.
    fn row(&mut self, word: &str, number: Option<i64>) {
        if self.groups.last().is_none_or(|group| group.target != Target::Text) {
            if matches!(word, "cell" | "nestcell" | "row" | "nestrow") {
                self.say(" ");
            }
            return;
        }
        match word {
            "pard" => {
                self.heading = None;
                self.rows.leave();
            }
            // Levels count from 0, and 9 is body text.
            "outlinelevel" => self.heading = number.filter(|n| (0..9).contains(n)).map(|n| n as u8 + 1),
            "intbl" => self.rows.enter(1),
            "itap" => self.rows.enter(number.unwrap_or(1).clamp(0, MOST_LEVELS) as usize),
            "trowd" => self.rows.define(),
            "trhdr" => self.rows.is_head = true,
            "cell" | "nestcell" | "row" | "nestrow" => {
                self.flush();
                self.end_unseen();
                let is_nested = word.starts_with("nest");
                let between = if word.ends_with("cell") {
                    self.rows.end_cell(is_nested, &mut self.lines)
                } else {
                    self.rows.end_row(is_nested, &mut self.lines)
                };
                if let Some(between) = between {
                    self.say(between);
                }
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        self.flush();
        if !self.is_text() {
            return self.put("\n");
        }
        self.end_surrogate();
        self.end_unseen();
        self.rows.settle(&mut self.lines);
        self.lines.heading = self.heading;
        self.lines.end();
    }

    fn set(&mut self, change: impl FnOnce(&mut Group)) {
        self.flush();
        if let Some(group) = self.groups.last_mut() {
            change(group);
        }
    }

    fn is_text(&self) -> bool {
        self.groups.last().is_some_and(|group| group.target == Target::Text && !group.hidden && !group.deleted)
    }

    /// Adds words where those of the group go.
    fn put(&mut self, text: &str) {
        self.end_surrogate();
        let Some(group) = self.groups.last() else { return };
        let kind = if group.deleted { AsideKind::TrackedDeletion } else { AsideKind::HiddenText };
        match group.target {
            Target::Nowhere => {}
            Target::Aside => {
                if let Some((_, aside)) = self.open.last_mut() {
                    aside.text.push_str(text);
                }
            }
            Target::Text if group.hidden || group.deleted => {
                if self.unseen.as_ref().is_some_and(|unseen| unseen.kind != kind) {
                    self.end_unseen();
                }
                self.unseen.get_or_insert(Aside { kind, text: String::new() }).text.push_str(text);
            }
            Target::Text => {
                let emphasis = group.emphasis;
                self.end_unseen();
                self.rows.settle(&mut self.lines);
                self.lines.push(text, emphasis);
            }
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.skip > 0 {
            self.skip -= 1;
        } else {
            self.pending.push(byte);
        }
    }

    fn say(&mut self, text: &str) {
        self.flush();
        self.put(text);
    }

    fn unicode(&mut self, number: i64) {
        self.flush();
        self.skip = self.groups.last().map_or(1, |group| group.spare);
        // Numbers above 32,767 are written as negative ones.
        let unit = (number & 0xffff) as u16;
        let first = self.surrogate.take();
        for decoded in char::decode_utf16(first.into_iter().chain([unit])) {
            match decoded {
                Ok(character) => self.put(character.encode_utf8(&mut [0; 4])),
                // The low surrogate may follow.
                Err(half) if half.unpaired_surrogate() == unit && (0xd800..0xdc00).contains(&unit) => {
                    self.surrogate = Some(unit);
                }
                Err(_) => self.put("\u{fffd}"),
            }
        }
    }

    /// Writes U+FFFD for a high surrogate without a low surrogate after it.
    fn end_surrogate(&mut self) {
        if self.surrogate.take().is_some() {
            self.put("\u{fffd}");
        }
    }

    /// Decodes the collected bytes in the code page of their font.
    fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let font = self.groups.last().map_or(-1, |group| group.font);
        let page = self.fonts.get(&font).copied().unwrap_or(self.page);
        self.put(&page.decode_without_bom_handling(&bytes).0);
    }
}

/// Control words that represent characters.
fn sign(word: &str) -> Option<&'static str> {
    Some(match word {
        "emdash" => "—",
        "endash" => "–",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "bullet" => "•",
        "emspace" | "enspace" | "qmspace" => " ",
        "zwj" => "\u{200d}",
        "zwnj" => "\u{200c}",
        "zwbo" => "\u{200b}",
        "zwnbo" => "\u{2060}",
        "ltrmark" => "\u{200e}",
        "rtlmark" => "\u{200f}",
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
