//! A document's lines with all their readings.

use crate::model::{Style, Styled};
use crate::text::labels::{self, Looks, Reading};
use crate::text::{TextIndex, times};

/// What is known of one line beside its readings.
#[derive(Clone, Copy, Default)]
pub(super) struct Row {
    /// Its readings, as places in [`Page::readings`].
    pub first: usize,
    pub end: usize,
    pub blank: bool,
    /// The first line, or one behind a blank line.
    pub opens: bool,
    /// Begins with a time.
    pub stamped: bool,
    /// Holds nothing but a time.
    pub time_only: bool,
}

pub(super) struct Page<'t> {
    pub rows: Vec<Row>,
    pub readings: Vec<Reading<'t>>,
    /// Lines with words, and those of them that open.
    pub filled: usize,
    pub openings: usize,
}

impl<'t> Page<'t> {
    pub(super) fn read(text: &'t str, index: &TextIndex, styles: &[Styled]) -> Self {
        let mut page = Self { rows: Vec::new(), readings: Vec::new(), filled: 0, openings: 0 };
        let mut ahead = styles.iter().peekable();
        let mut after_blank = true;
        for paragraph in index.paragraphs() {
            let line = text.get(paragraph.byte_start..paragraph.byte_end).unwrap_or("");
            let first = page.readings.len();
            let mut row = Row { first, end: first, blank: line.trim().is_empty(), ..Row::default() };
            let mut looks = Looks::default();
            while let Some(styled) = ahead.next_if(|styled| styled.range.start < paragraph.chars.end) {
                look(&mut looks, line, paragraph.chars.start.0, styled);
            }
            if !row.blank {
                row.opens = after_blank;
                row.stamped = times::stamp(line.trim_start()).is_some();
                row.time_only = row.stamped && times::is_alone(line);
                page.filled += usize::from(!row.time_only);
                page.openings += usize::from(row.opens);
                if !row.time_only {
                    labels::readings(line, looks, &mut page.readings);
                }
                row.end = page.readings.len();
            }
            // A time on a line of its own parts what it stands between.
            after_blank = row.blank || row.time_only;
            page.rows.push(row);
        }
        page
    }

    /// Blank lines part what people say.
    pub(super) fn is_spaced(&self) -> bool {
        self.openings >= 3 && self.openings * 20 >= self.filled
    }

    pub(super) fn of(&self, row: usize) -> &[Reading<'t>] {
        self.rows.get(row).and_then(|row| self.readings.get(row.first..row.end)).unwrap_or_default()
    }

    /// The next line with words.
    pub(super) fn next(&self, row: usize) -> Option<usize> {
        let rest = self.rows.get(row + 1..)?;
        rest.iter().position(|row| !row.blank && !row.time_only).map(|at| row + 1 + at)
    }
}

/// Takes up how the beginning of a line looks.
fn look(looks: &mut Looks, line: &str, start: u32, styled: &Styled) {
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
