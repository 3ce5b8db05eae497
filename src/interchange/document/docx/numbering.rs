//! Automatic numbers of Word's lists: the text that Word shows before a paragraph.

use super::is_on;
use crate::interchange::document::numerals::Form;
use crate::interchange::document::office::{Parts, attribute};
use quick_xml::events::BytesStart;
use std::collections::{HashMap, HashSet};

/// The number of levels of a list.
pub const LEVELS: usize = 9;

/// The lists of a document, with the numbers given so far.
#[derive(Debug, Default)]
pub struct Numbering {
    /// Definitions of lists, with their counters.
    lists: Vec<List>,
    /// Indices into `lists` by the ids of the definitions.
    places: HashMap<String, usize>,
    /// Uses of the definitions, by the ids to which paragraphs refer.
    uses: HashMap<String, Use>,
    /// Uses and levels that have already applied a start number of their own.
    restarted: HashSet<(String, usize)>,
    reading: Reading,
}

#[derive(Debug, Default)]
struct List {
    levels: [Level; LEVELS],
    counts: [Option<u32>; LEVELS],
    /// The style in which this list is defined instead.
    style: Option<String>,
}

#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    form: Form,
    is_bullet: bool,
    /// `%1` is the number of the first level.
    text: String,
    /// The separator between the number and the text.
    gap: Gap,
    /// A level, counted from 1: a number on it or on a higher level restarts this one; 0: none does.
    restart: Option<usize>,
    /// True if all numbers are written in digits.
    legal: bool,
    style: Option<String>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Gap {
    #[default]
    Blank,
    Nothing,
}

#[derive(Debug, Default)]
struct Use {
    list: String,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

/// The state of reading the part.
#[derive(Debug, Default)]
struct Reading {
    list: Option<usize>,
    used: Option<String>,
    level: usize,
    /// The level that is being read.
    now: Option<Level>,
}

impl Numbering {
    /// Resolves lists that are defined in a style; `number_of` returns the use to which a style refers.
    pub fn resolve(&mut self, number_of: impl Fn(&str) -> Option<String>) {
        let target = |list: &List| {
            let used = self.uses.get(&number_of(list.style.as_deref()?)?)?;
            self.lists.get(*self.places.get(&used.list)?).map(|list| list.levels.clone())
        };
        let found: Vec<Option<[Level; LEVELS]>> = self.lists.iter().map(target).collect();
        for (list, levels) in self.lists.iter_mut().zip(found) {
            if let Some(levels) = levels {
                list.levels = levels;
            }
        }
    }

    /// The level of a list to which a paragraph style is linked.
    pub fn level_of(&self, used: &str, style: &str) -> Option<usize> {
        let list = self.lists.get(*self.places.get(&self.uses.get(used)?.list)?)?;
        list.levels.iter().position(|level| level.style.as_deref() == Some(style))
    }

    /// Counts a paragraph; returns the text before its words and the key of its list. Nothing is returned for a bullet,
    /// which only marks the start of a paragraph.
    pub fn next(&mut self, used: &str, level: usize) -> Option<(String, u32)> {
        let usage = self.uses.get(used)?;
        let place = *self.places.get(&usage.list)?;
        let list = self.lists.get_mut(place)?;
        let defined = |at: usize| usage.levels.get(&at).or_else(|| list.levels.get(at));
        let definition = defined(level)?.clone();
        let defined: Vec<Level> = (0..LEVELS).filter_map(|at| defined(at).cloned()).collect();
        let starts = |at: usize| usage.starts.get(&at).copied();
        // A use of a list with its own start number begins with it.
        let fresh = starts(level).filter(|_| self.restarted.insert((used.to_owned(), level)));
        let count = list.counts.get_mut(level)?;
        *count = Some(match (fresh, *count) {
            (Some(start), _) => start,
            (None, Some(count)) => count.saturating_add(1),
            (None, None) => starts(level).unwrap_or(definition.start),
        });
        for (at, count) in list.counts.iter_mut().enumerate() {
            let restart = defined.get(at).and_then(|level| level.restart);
            if at < level && count.is_none() {
                *count = Some(starts(at).unwrap_or_else(|| defined.get(at).map_or(1, |level| level.start)));
            } else if at > level && restart.is_none_or(|restart| level < restart) {
                *count = None;
            }
        }
        let text = definition.shown(&list.counts, &defined)?;
        Some((text, u32::try_from(place).ok()?))
    }
}

impl Level {
    fn shown(&self, counts: &[Option<u32>; LEVELS], levels: &[Self]) -> Option<String> {
        if self.is_bullet && !self.text.chars().any(|c| c.is_alphanumeric() && !is_private(c)) {
            return None;
        }
        let mut out = String::new();
        let mut signs = self.text.chars().peekable();
        while let Some(sign) = signs.next() {
            let digit = signs.peek().filter(|_| sign == '%').and_then(|c| c.to_digit(10)).filter(|digit| *digit > 0);
            let Some(digit) = digit else {
                out.push(sign);
                continue;
            };
            signs.next();
            let at = digit as usize - 1;
            let form =
                if self.legal { Form::Decimal } else { levels.get(at).map(|level| level.form).unwrap_or_default() };
            out.push_str(&form.write(counts.get(at).copied().flatten().unwrap_or(0)));
        }
        let out = out.trim();
        let gap = if self.gap == Gap::Blank { " " } else { "" };
        (!out.is_empty()).then(|| format!("{out}{gap}"))
    }
}

/// Symbols of fonts are in the private use area, where characters have no meaning.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

impl Parts for Numbering {
    fn start(&mut self, name: &str, element: &BytesStart<'_>) {
        let value = || attribute(element, "val").unwrap_or_default();
        match name {
            "abstractNum" => {
                self.places.insert(attribute(element, "abstractNumId").unwrap_or_default(), self.lists.len());
                self.reading.list = Some(self.lists.len());
                self.lists.push(List::default());
            }
            "num" => {
                let id = attribute(element, "numId").unwrap_or_default();
                self.uses.insert(id.clone(), Use::default());
                self.reading.used = Some(id);
            }
            "lvl" | "lvlOverride" => {
                let level = attribute(element, "ilvl").and_then(|level| level.parse().ok());
                self.reading.level = level.unwrap_or(self.reading.level);
                // A level without a start begins at 0.
                self.reading.now = (name == "lvl").then(Level::default);
            }
            "numStyleLink" => {
                if let Some(list) = self.reading.list.and_then(|list| self.lists.get_mut(list)) {
                    list.style = Some(value());
                }
            }
            _ => {}
        }
        if let Some(used) = self.reading.used.as_ref().and_then(|used| self.uses.get_mut(used)) {
            match name {
                "abstractNumId" => used.list = value(),
                "startOverride" => {
                    used.starts.insert(self.reading.level, value().parse().unwrap_or(1));
                }
                _ => {}
            }
        }
        let Some(level) = &mut self.reading.now else { return };
        match name {
            "start" => level.start = value().parse().unwrap_or(1),
            "numFmt" => {
                let format = attribute(element, "format").unwrap_or_default();
                let zeros = format.chars().take_while(|c| *c == '0').count();
                level.is_bullet = value() == "bullet";
                level.form = if zeros > 0 { Form::Padded(zeros + 1) } else { Form::of_word(&value()) };
            }
            "lvlText" => level.text = value(),
            "suff" if value() == "nothing" => level.gap = Gap::Nothing,
            "lvlRestart" => level.restart = value().parse().ok(),
            "isLgl" => level.legal = is_on(element),
            "pStyle" => level.style = Some(value()),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "lvl" => {
                let Some(level) = self.reading.now.take() else { return };
                let at = self.reading.level;
                if let Some(used) = self.reading.used.as_ref().and_then(|used| self.uses.get_mut(used)) {
                    used.levels.insert(at, level);
                } else if let Some(list) = self.reading.list.and_then(|list| self.lists.get_mut(list)) {
                    list.levels.get_mut(at).into_iter().for_each(|slot| *slot = level.clone());
                }
            }
            "abstractNum" => self.reading.list = None,
            "num" => self.reading.used = None,
            _ => {}
        }
    }
}
