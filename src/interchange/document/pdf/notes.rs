//! Footnotes: smaller lines at the lower end of a page or column that begin with a mark, and lines of any size that begin
//! with a raised number of the text above.

use super::beginnings::is_timed;
use super::lines::Line;
use super::margins::Sheet;
use crate::interchange::remark::AsideKind;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The largest size of a footnote, relative to the text.
const SMALLER: f32 = 0.93;

/// The most lines of a page's foot below its notes.
const MOST_BELOW: usize = 2;

/// Removes footnotes; returns each with the number of its page.
pub fn footnotes(sheets: &mut [Sheet]) -> Vec<(AsideKind, usize, String)> {
    let body = body_size(sheets);
    let mut out = Vec::new();
    for (page, sheet) in sheets.iter_mut().enumerate() {
        let mut notes = Vec::new();
        let mut end = sheet.lines.len();
        while let Some(last) = end.checked_sub(1).and_then(|i| sheet.lines.get(i)) {
            let region = last.region;
            let begin = sheet.lines.iter().position(|line| line.region == region).unwrap_or(end);
            let small = |line: &&Line| line.size < body * SMALLER && line.cell.is_none();
            // A foot of the page may be below the notes.
            let foot = sheet.lines.get(begin..end).unwrap_or_default().iter().rev().position(|line| small(&line));
            end -= foot.filter(|foot| (1..=MOST_BELOW).contains(foot)).unwrap_or(0);
            let lines = sheet.lines.get(begin..end).unwrap_or_default();
            let count = lines.iter().rev().take_while(small).count();
            // From the first mark on; small text above it is something else.
            let first = lines.iter().skip(lines.len() - count).position(begins_note);
            if let Some(first) = first.map(|first| end - count + first) {
                notes.push(first..end);
            }
            end = begin;
        }
        for range in notes {
            take(sheet, range, page, begins_note, &mut out);
        }
        if let Some(range) = of_any_size(sheet) {
            take(sheet, range, page, |line| line.mark.is_some(), &mut out);
        }
    }
    out
}

/// The notes in the size of the text at the end of a page: from the first line that begins with a raised number that is
/// also raised within a line above.
fn of_any_size(sheet: &Sheet) -> Option<Range<usize>> {
    let mut above: HashSet<u32> = HashSet::new();
    let mut first = None;
    for (at, line) in sheet.lines.iter().enumerate() {
        if line.mark.is_some_and(|mark| above.contains(&mark)) && line.cell.is_none() {
            first = Some(at);
            break;
        }
        above.extend(line.raised.iter().skip(usize::from(line.mark.is_some())));
    }
    let region = sheet.lines.get(first?)?.region;
    let count = sheet.lines.get(first?..)?.iter().take_while(|line| line.region == region).count();
    Some(first?..first? + count)
}

/// Moves lines to the notes; those that do not begin one continue the note before.
fn take(
    sheet: &mut Sheet,
    range: Range<usize>,
    page: usize,
    begins: impl Fn(&Line) -> bool,
    out: &mut Vec<(AsideKind, usize, String)>,
) {
    for line in sheet.lines.drain(range) {
        match out.last_mut() {
            Some((_, on, words)) if !begins(&line) && *on == page => {
                words.push(' ');
                words.push_str(line.text().trim());
            }
            _ => out.push((AsideKind::Footnote, page, line.text().trim().to_owned())),
        }
    }
}

/// `1 The harvest …`, `12. See …`, `* So called.`
fn begins_note(line: &Line) -> bool {
    let text = line.text();
    let text = text.trim();
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - rest.len();
    let numbered = (1..=3).contains(&digits) && rest.trim_start_matches(['.', ')']).starts_with([' ', '\t'])
        || (1..=3).contains(&digits) && rest.starts_with(char::is_alphabetic);
    (numbered || text.starts_with(['*', '†', '‡'])) && !is_timed(text)
}

/// The most frequent character size.
fn body_size(sheets: &[Sheet]) -> f32 {
    let mut counts: HashMap<i32, usize> = HashMap::new();
    for line in sheets.iter().flat_map(|sheet| &sheet.lines) {
        *counts.entry((line.size * 4.0).round() as i32).or_default() += line.text().chars().count();
    }
    counts.into_iter().max_by_key(|(size, count)| (*count, *size)).map_or(0.0, |(size, _)| size as f32 / 4.0)
}
