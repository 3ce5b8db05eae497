//! A document's lines with all their readings.

use super::codes::Codes;
use super::common::Place;
use super::{STEP, is_said};
use crate::model::hashing::HashSet;
use crate::model::{Cancelled, Progress, Style, Styled};
use crate::text::labels::{self, LabelForm, LabelMark, LabelReading, LineLooks, Readings};
use crate::text::{TextIndex, notes, times};
use std::cell::Cell;

/// The fewest lines with figures that a forum writes beside its messages; fewer may be answers.
const FEWEST_NOTES: usize = 3;

/// What is known about a line besides its readings.
#[derive(Clone, Copy, Default)]
pub(super) struct Row<'t> {
    pub line: &'t str,
    /// Its readings, as indices into [`Page::readings`].
    pub first: usize,
    pub end: usize,
    pub blank: bool,
    /// The first line, or one after a blank line.
    pub opens: bool,
    /// Contains nothing but a time, or what a forum writes beside a message.
    pub time_only: bool,
}

pub(super) struct Page<'t, 'c> {
    pub rows: Vec<Row<'t>>,
    pub readings: Vec<LabelReading<'t>>,
    /// Rows with readings whose label is unusual, in order ([`labels::Readings::unusual`]).
    pub unusual: Vec<(usize, LabelReading<'t>)>,
    /// The rows that a forum writes beside its messages.
    pub notes: HashSet<usize>,
    /// The number of lines that are a remark in brackets and can be read as nothing but a label in brackets:
    /// `[Break: 5 min]`.
    pub remarks: usize,
    /// The number of lines with words, and of those after a blank line.
    pub filled: usize,
    pub openings: usize,
    /// The number of lines with words that do not continue the sentence of the line before.
    pub beginnings: usize,
    /// The number of lines examined so far, counted each time.
    lines: Cell<usize>,
    progress: &'c Progress,
    stopped: Cell<bool>,
}

impl<'t, 'c> Page<'t, 'c> {
    fn new(progress: &'c Progress) -> Self {
        Self {
            rows: Vec::new(),
            readings: Vec::new(),
            unusual: Vec::new(),
            notes: HashSet::default(),
            remarks: 0,
            filled: 0,
            openings: 0,
            beginnings: 0,
            lines: Cell::new(0),
            progress,
            stopped: Cell::new(false),
        }
    }

    /// Counts an examined line; false once the work is cancelled. Every few thousand lines are a step of the progress.
    pub(super) fn goes_on(&self) -> bool {
        let lines = self.lines.get() + 1;
        self.lines.set(lines);
        if lines.is_multiple_of(STEP) && !self.stopped.get() {
            self.stopped.set(self.progress.step(lines as u64, 0).is_err());
        }
        !self.stopped.get()
    }

    /// As [`Self::goes_on`].
    ///
    /// # Errors
    /// When the work was cancelled.
    pub(super) fn examine(&self) -> Result<(), Cancelled> {
        if self.goes_on() { Ok(()) } else { Err(Cancelled) }
    }

    /// # Errors
    /// When an iteration ended because the work was cancelled.
    pub(super) fn checkpoint(&self) -> Result<(), Cancelled> {
        if self.stopped.get() { Err(Cancelled) } else { Ok(()) }
    }

    /// Reads all lines.
    ///
    /// # Errors
    /// When cancelled.
    pub(super) fn read(
        text: &'t str,
        index: &TextIndex,
        styles: &[Styled],
        progress: &'c Progress,
    ) -> Result<Self, Cancelled> {
        let mut page = Self::new(progress);
        let (mut after_blank, mut after_end) = (true, true);
        page.notes = notes(text, index);
        for paragraph in index.paragraphs() {
            page.examine()?;
            let line = text.get(paragraph.byte_start..paragraph.byte_end).unwrap_or("");
            let blank = line.trim().is_empty();
            let time_only = !blank && (times::is_alone(line) || page.notes.contains(&page.rows.len()));
            page.rows.push(Row { line, blank, time_only, opens: !blank && after_blank, ..Row::default() });
            page.filled += usize::from(!blank && !time_only);
            page.openings += usize::from(!blank && after_blank);
            page.beginnings += usize::from(!blank && !time_only && (after_blank || after_end));
            after_end = ends_sentence(line);
            // A time on its own line separates what is around it.
            after_blank = blank || time_only;
        }
        let codes = Codes::of(&page);
        let mut ahead = styles.iter().peekable();
        let mut found = Readings::default();
        for (at, paragraph) in index.paragraphs().iter().enumerate() {
            page.examine()?;
            let first = found.usual.len();
            let Some(row) = page.rows.get(at).copied() else { continue };
            let mut looks =
                LineLooks { timed: page.is_beside_time(at), code: codes.length(row.line), ..LineLooks::default() };
            while let Some(styled) = ahead.next_if(|styled| styled.range.start < paragraph.chars.end) {
                add_formatting(&mut looks, row.line, paragraph.chars.start.0, styled);
            }
            if !row.blank && !row.time_only {
                labels::readings(row.line, looks, &mut found);
            }
            page.unusual.extend(found.unusual.drain(..).map(|reading| (at, reading)));
            let end = found.usual.len();
            let others = found.usual.get(first..end).unwrap_or_default().iter();
            let is_remark = || others.clone().all(|reading| reading.form.mark == LabelMark::Close);
            page.remarks += usize::from(is_remark() && !row.time_only && is_bracketed(row.line));
            page.rows.get_mut(at).into_iter().for_each(|row| (row.first, row.end) = (first, end));
        }
        page.readings = found.usual;
        Ok(page)
    }

    /// True if the lines of a form are as many as have words, apart from remarks in brackets.
    pub(super) fn are_all(&self, lines: usize, form: LabelForm) -> bool {
        let remarks = if form.mark == LabelMark::Close { 0 } else { self.remarks };
        lines + remarks >= self.filled
    }

    /// Treats unusual readings, which are in the order of their rows, like the others.
    pub(super) fn admit(&mut self, admitted: &[(usize, LabelReading<'t>)]) {
        let mut admitted = admitted.iter().peekable();
        let mut readings = Vec::with_capacity(self.readings.len());
        for (at, row) in self.rows.iter_mut().enumerate() {
            let first = readings.len();
            readings.extend_from_slice(self.readings.get(row.first..row.end).unwrap_or_default());
            while let Some((_, reading)) = admitted.next_if(|(row, _)| *row == at) {
                readings.push(*reading);
            }
            (row.first, row.end) = (first, readings.len());
        }
        self.readings = readings;
    }

    /// A name may be right above or below a time on its own line, before the words.
    fn is_beside_time(&self, row: usize) -> bool {
        let is_time = |row: Option<usize>| row.and_then(|row| self.rows.get(row)).is_some_and(|row| row.time_only);
        let is_text = |row: usize| self.rows.get(row).is_some_and(|row| !row.blank && !row.time_only);
        // If dates follow the messages, the first name has no date above it: name, text, date, text.
        let begins = || row == 0 && is_text(1) && self.notes.contains(&2) && is_text(3);
        // A forum writes several lines about the author there.
        let below = || (row + 1..).find(|row| !self.notes.contains(row)).is_some_and(is_text);
        is_time(Some(row + 1)) && (is_text(row + 2) || below())
            || is_time(row.checked_sub(1)) && is_text(row + 1)
            || begins()
    }

    /// Begins with a time other than that of another line.
    pub(super) fn is_at_other_time(&self, row: usize, other: usize) -> bool {
        // A time of day has no `millis`; compare it as written.
        let time = |row: usize| {
            let line = self.rows.get(row)?.line.trim_start();
            let stamp = times::stamp(line)?;
            let written = line.get(..line.len() - stamp.rest.len())?;
            Some((stamp.millis, if stamp.millis.is_none() { written } else { "" }))
        };
        time(row).is_some_and(|time_of_row| time(other) != Some(time_of_row))
    }

    /// What is said after the label of a line.
    pub(super) fn remainder(&self, row: usize, reading: &LabelReading<'t>) -> &'t str {
        let line = self.rows.get(row).map_or("", |row| row.line);
        line.char_indices().nth(reading.prefix as usize).and_then(|(byte, _)| line.get(byte..)).unwrap_or("")
    }

    /// More than a name, a date or a list of these follows the label.
    pub(super) fn is_said(&self, row: usize, reading: &LabelReading<'t>) -> bool {
        is_said(self.remainder(row, reading))
    }

    /// Blank lines separate turns.
    pub(super) fn is_spaced(&self) -> bool {
        self.openings >= 3 && self.openings * 20 >= self.filled
    }

    pub(super) fn of(&self, row: usize) -> &[LabelReading<'t>] {
        self.rows.get(row).and_then(|row| self.readings.get(row.first..row.end)).unwrap_or_default()
    }

    /// The number of lines with words from a row on.
    pub(super) fn filled_from(&self, row: usize) -> usize {
        let rows = self.rows.get(row..).unwrap_or_default();
        rows.iter().filter(|row| !row.blank && !row.time_only).count()
    }

    /// The surroundings of a row.
    pub(super) fn place(&self, row: usize) -> Place {
        let opens = self.rows.get(row).is_some_and(|row| row.opens);
        Place { opens, joined: self.rows.get(row + 1).is_some_and(|next| !next.blank) }
    }

    /// The line before ends with a colon.
    pub(super) fn is_announced(&self, row: usize) -> bool {
        let before = self.rows.get(..row).unwrap_or_default().iter().rev().find(|row| !row.blank && !row.time_only);
        before.is_some_and(|before| before.line.trim_end().ends_with([':', '：']))
    }

    /// The next line with words.
    pub(super) fn next(&self, row: usize) -> Option<usize> {
        let rest = self.rows.get(row + 1..)?;
        rest.iter().position(|row| !row.blank && !row.time_only).map(|at| row + 1 + at)
    }
}

/// The lines that a forum writes beside its messages, if several of them tell times or figures, and the lines about
/// their authors if several of these have figures too. What follows a label on a line of its own is said.
fn notes(text: &str, index: &TextIndex) -> HashSet<usize> {
    let (mut found, mut figures, mut labelled, mut author_figures) = (HashSet::default(), 0, false, 0);
    let lines = || {
        let paragraphs = index.paragraphs().iter().enumerate();
        paragraphs.map(|(row, paragraph)| (row, text.get(paragraph.byte_start..paragraph.byte_end).unwrap_or("")))
    };
    for (row, line) in lines() {
        let has_figure = || line.bytes().any(|byte| byte.is_ascii_digit());
        if !labelled && notes::is_note(line) {
            figures += usize::from(has_figure());
            found.insert(row);
        } else if has_figure() && notes::is_of_author(line) {
            author_figures += 1;
        }
        if !line.trim().is_empty() {
            labelled = line.trim_end().ends_with([':', '：']);
        }
    }
    if figures < FEWEST_NOTES {
        found.clear();
    }
    if author_figures >= FEWEST_NOTES {
        found.extend(lines().filter(|(_, line)| notes::is_of_author(line)).map(|(row, _)| row));
    }
    found
}

/// True for a line that is one remark in brackets.
pub(super) fn is_bracketed(line: &str) -> bool {
    let line = line.trim().trim_matches(['*', '_']);
    [('[', ']'), ('(', ')'), ('（', '）'), ('【', '】'), ('［', '］'), ('〔', '〕')].iter().any(|(open, close)| {
        let inner = line.strip_prefix(*open).and_then(|line| line.strip_suffix(*close));
        inner.is_some_and(|inner| !inner.contains([*open, *close]))
    })
}

/// What ends a sentence, and what may close around it.
const ENDS: [char; 17] = ['.', '?', '!', '…', ':', ';', '。', '？', '！', '：', '；', '؟', '؛', '۔', '।', '॥', '።'];
const CLOSES: [char; 10] = ['"', '\'', '”', '’', '»', ')', ']', '）', '」', '』'];

/// Ends like a sentence, even within quotation marks or brackets.
pub(super) fn ends_sentence(line: &str) -> bool {
    let last = line.trim_end_matches(|c: char| c.is_whitespace() || CLOSES.contains(&c)).chars().next_back();
    last.is_none_or(|c| ENDS.contains(&c))
}

/// Adds the formatting of a line's beginning.
fn add_formatting(looks: &mut LineLooks, line: &str, start: u32, styled: &Styled) {
    match styled.style {
        Style::Heading(_) => looks.heading = true,
        Style::Italic => {}
        Style::Bold => {
            let byte = |at: u32| {
                let chars = at.saturating_sub(start) as usize;
                line.char_indices().nth(chars).map_or(line.len(), |(byte, _)| byte)
            };
            let from = byte(styled.range.start.0);
            let begins = line.get(looks.bold.min(from)..from).is_some_and(|gap| !gap.contains(char::is_alphanumeric));
            if begins {
                looks.bold = byte(styled.range.end.0);
            }
        }
    }
}
