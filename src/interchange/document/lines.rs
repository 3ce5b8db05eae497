//! Builds lines from paragraphs, tables and text boxes.

use super::tables::{self, Cell, Row};
use super::words::{Emphasis, Note, Words};
use super::{Document, MOST_LINES, cues};
use crate::interchange::remark::{Aside, AsideKind, Refusal, Warning};
use crate::model::{CharPos, CharRange, Origin, Style, TimeMark};
use crate::text::{TextIndex, Turns};
use std::collections::{BTreeMap, HashMap};

/// The longest paragraph number with the text around it, in bytes.
const LONGEST_NUMBER: usize = 200;

#[derive(Debug, Default)]
pub struct Lines {
    /// Finished lines, one after the other, so that a long text is in memory once.
    done: Words,
    /// True if `done` has any line, even an empty one.
    begun: bool,
    line: Words,
    /// Heading level of the current paragraph.
    pub heading: Option<u8>,
    /// The number of the paragraph and the list it belongs to.
    number: Option<(String, u32)>,
    /// Open tables and text boxes, the innermost last.
    open: Vec<Open>,
    /// Lines of text boxes in this paragraph; they are placed after it.
    boxed: Vec<Words>,
    boxes: usize,
    /// The number of tables whose rows became turns.
    turned: usize,
    tables_read: usize,
    left_out: Vec<(AsideKind, String)>,
    /// The number of lines, rows and cells so far.
    made: usize,
    /// True if the labels in the file are complete: nobody else speaks.
    pub are_stated: bool,
}

#[derive(Debug)]
enum Open {
    Table(Table),
    /// The paragraph that a text box interrupts, and the lines of the box.
    Box {
        line: Words,
        heading: Option<u8>,
        number: Option<(String, u32)>,
        boxed: Vec<Words>,
        lines: Vec<Words>,
    },
}

#[derive(Debug, Default)]
struct Table {
    rows: Vec<Row>,
    cell: Vec<Words>,
    /// Columns and rows of the open cell, and its first column.
    span: usize,
    row_span: usize,
    column: usize,
    /// For each column, the number of rows, from the open one, in which a cell from above covers it.
    covered: Vec<usize>,
}

impl Table {
    /// Makes a row of what is outside all cells, such as a caption.
    fn end_outside(&mut self) {
        let lines = std::mem::take(&mut self.cell);
        if lines.iter().any(|line| !line.trim_text().is_empty()) {
            let cell = Cell { content: Words::joined(&lines, '\n'), column: 0 };
            self.rows.push(Row { cells: vec![cell], is_head: false });
        }
    }
}

impl Lines {
    pub fn push(&mut self, text: &str, emphasis: Emphasis) {
        if !self.is_full() {
            self.line.push(text, emphasis);
        }
    }

    /// True if nothing more is kept. An empty line takes more memory here than in the file.
    fn is_full(&self) -> bool {
        self.made > MOST_LINES
    }

    /// Counts a line, row or cell; false if there are too many.
    fn make(&mut self) -> bool {
        self.made += 1;
        !self.is_full()
    }

    /// True if the paragraph is empty so far.
    pub fn is_empty(&self) -> bool {
        self.line.is_empty()
    }

    /// True outside of tables and text boxes.
    pub fn is_outside(&self) -> bool {
        self.open.is_empty()
    }

    /// The text of the paragraph so far.
    pub fn line(&mut self) -> &mut Words {
        &mut self.line
    }

    /// Sets the number of the paragraph, including the separator after it.
    pub fn number(&mut self, number: String, list: u32) {
        self.number = (1..=LONGEST_NUMBER).contains(&number.len()).then_some((number, list));
    }

    /// Ends a paragraph.
    pub fn end(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        if let Some((number, list)) = self.number.take() {
            let mut numbered = Words::default();
            numbered.push(&number, Emphasis::default());
            numbered.note(0, Note::Number(list));
            numbered.append(&line);
            line = numbered;
        }
        if let Some(level) = self.heading.take() {
            line.mark(0, Style::Heading(level));
        }
        let boxed = std::mem::take(&mut self.boxed);
        // A paragraph that contains only a text box is dropped.
        if boxed.is_empty() || !line.is_empty() {
            self.put(line);
        }
        for line in boxed {
            self.put(line);
        }
    }

    /// Ends a non-empty paragraph whose end is missing.
    fn end_open(&mut self) {
        if !self.line.is_empty() || !self.boxed.is_empty() {
            self.end();
        }
    }

    /// Adds a finished line to the open cell or box, or to the text.
    fn put(&mut self, line: Words) {
        if !self.make() {
            return;
        }
        match self.open.last_mut() {
            Some(Open::Table(table)) => table.cell.push(line),
            Some(Open::Box { lines, .. }) => lines.push(line),
            None => {
                if std::mem::replace(&mut self.begun, true) {
                    self.done.push_char('\n', Emphasis::default());
                }
                self.done.append(&line);
            }
        }
    }

    /// Inserts the lines of another document.
    pub fn insert(&mut self, document: &Document) {
        self.end_open();
        let mut content = Words::of_document(&document.text, document.styles.clone());
        for time in &document.times {
            content.note_at(CharRange { start: time.at, end: time.at }, Note::Time(time.millis));
        }
        for label in document.labels.iter().flatten() {
            content.note_at(*label, Note::Label);
        }
        if document.labels.is_some() {
            content.note(0, Note::Talk);
        }
        self.put(content);
    }

    pub fn begin_table(&mut self) {
        self.end_open();
        self.open.push(Open::Table(Table { span: 1, row_span: 1, ..Table::default() }));
    }

    fn table(&mut self) -> Option<&mut Table> {
        match self.open.last_mut() {
            Some(Open::Table(table)) => Some(table),
            _ => None,
        }
    }

    pub fn begin_row(&mut self) {
        self.end_open();
        if !self.make() {
            return;
        }
        if let Some(table) = self.table() {
            table.end_outside();
            table.rows.push(Row::default());
            table.column = 0;
            table.covered.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        }
    }

    /// Marks the open row as a heading row.
    pub fn mark_head(&mut self) {
        if let Some(row) = self.table().and_then(|table| table.rows.last_mut()) {
            row.is_head = true;
        }
    }

    /// Skips this many empty columns before the next cell.
    pub fn skip(&mut self, columns: usize) {
        if let Some(table) = self.table() {
            table.column += columns.min(100);
        }
    }

    /// Drops the open row, which was deleted.
    pub fn drop_row(&mut self) {
        if let Some(table) = self.table() {
            table.rows.pop();
        }
    }

    /// Sets the width of the open cell in columns.
    pub fn span(&mut self, columns: usize) {
        if let Some(table) = self.table() {
            table.span = columns.clamp(1, 100);
        }
    }

    /// Sets the height of the open cell in rows; the rows below have no cell there.
    pub fn span_rows(&mut self, rows: usize) {
        if let Some(table) = self.table() {
            table.row_span = rows.clamp(1, 10_000);
        }
    }

    pub fn end_cell(&mut self) {
        self.end_open();
        if !self.make() {
            return;
        }
        let Some(table) = self.table() else { return };
        let content = Words::joined(&std::mem::take(&mut table.cell), '\n');
        while table.covered.get(table.column).is_some_and(|rows| *rows > 0) {
            table.column += 1;
        }
        let cell = Cell { content, column: table.column };
        table.column += std::mem::replace(&mut table.span, 1);
        let rows = std::mem::replace(&mut table.row_span, 1);
        if rows > 1 {
            table.covered.resize(table.covered.len().max(table.column), 0);
            table.covered.iter_mut().take(table.column).skip(cell.column).for_each(|covered| *covered = rows);
        }
        match table.rows.last_mut() {
            Some(row) => row.cells.push(cell),
            None => table.rows.push(Row { cells: vec![cell], is_head: false }),
        }
    }

    pub fn end_table(&mut self) {
        self.end_open();
        if self.table().is_none() {
            return;
        }
        let Some(Open::Table(mut table)) = self.open.pop() else { return };
        table.end_outside();
        self.tables_read += 1;
        let read = tables::read(table.rows);
        self.turned += usize::from(read.is_talk);
        self.left_out.extend(read.left_out);
        for mut line in read.lines {
            if read.is_talk {
                line.note(0, Note::Talk);
            }
            self.put(line);
        }
    }

    pub fn begin_box(&mut self) {
        self.boxes += 1;
        self.open.push(Open::Box {
            line: std::mem::take(&mut self.line),
            heading: self.heading.take(),
            number: self.number.take(),
            boxed: std::mem::take(&mut self.boxed),
            lines: vec![],
        });
    }

    /// Ends a text box; its lines follow the paragraph that contains it.
    pub fn end_box(&mut self) {
        self.end_open();
        if !matches!(self.open.last(), Some(Open::Box { .. })) {
            return;
        }
        let Some(Open::Box { line, heading, number, boxed, lines }) = self.open.pop() else { return };
        (self.line, self.heading, self.number, self.boxed) = (line, heading, number, boxed);
        self.boxes -= usize::from(lines.iter().all(|line| line.trim_text().is_empty()));
        self.boxed.extend(lines.into_iter().filter(|line| !line.trim_text().is_empty()));
    }

    /// Moves the text and its marks into a document.
    ///
    /// # Errors
    /// When there are more lines than any transcript has.
    pub fn finish(mut self, document: &mut Document) -> Result<(), Refusal> {
        self.end_open();
        if self.is_full() {
            return Err(Refusal::TooManyLines { most: MOST_LINES });
        }
        let (content, numbers) = numbered(self.done);
        let content = cues::read(&content).unwrap_or(content);
        let mut counts: BTreeMap<AsideKind, usize> = BTreeMap::new();
        for (kind, text) in self.left_out {
            *counts.entry(kind).or_default() += 1;
            document.left_out.push(Aside { kind, text });
        }
        if !numbers.left_out.is_empty() {
            counts.insert(AsideKind::ListNumber, numbers.left_out.len());
            let text = numbers.left_out.join(" ");
            document.left_out.push(Aside { kind: AsideKind::ListNumber, text });
        }
        for (kind, count) in counts {
            document.report_left_out(kind, count);
        }
        let written = |count: usize, warning: Warning| (count > 0).then_some(warning);
        document.warnings.extend(written(numbers.kept, Warning::ListNumbers { count: numbers.kept }));
        document.warnings.extend(written(self.boxes, Warning::TextBoxes { count: self.boxes }));
        document.warnings.extend(match (self.turned, self.tables_read) {
            (0, 0) => None,
            (0, count) => Some(Warning::TablesByRow { count }),
            _ => Some(Warning::TableAsTurns),
        });
        document.times = times(&content);
        document.labels = labels(&content, self.are_stated);
        (document.text, document.styles) = content.finish();
        Ok(())
    }
}

/// What was done with the numbers of lists.
#[derive(Debug, Default)]
struct Numbers {
    kept: usize,
    left_out: Vec<String>,
}

/// Removes the numbers of lists that number the turns of a transcript: they are not part of what is said, and would
/// hide the speakers' names.
fn numbered(content: Words) -> (Words, Numbers) {
    let numbers: Vec<(CharRange, u32)> = content
        .notes()
        .iter()
        .filter_map(|(range, note)| if let Note::Number(list) = note { Some((*range, *list)) } else { None })
        .collect();
    if numbers.is_empty() {
        return (content, Numbers::default());
    }
    let ranges: Vec<CharRange> = numbers.iter().map(|(range, _)| *range).collect();
    let bare = content.without(&ranges);
    let index = TextIndex::new(bare.text());
    let turns = Turns::find(bare.text(), &index, &Origin::default());
    // For each list, the number of paragraphs, and how many of them begin with a speaker's name.
    let mut lists: HashMap<u32, (usize, usize)> = HashMap::new();
    let mut gone = 0;
    for (range, list) in &numbers {
        let line = turns.line(index.paragraph_at(CharPos(range.start.0 - gone)));
        gone += range.len();
        let counts = lists.entry(*list).or_default();
        *counts = (counts.0 + 1, counts.1 + usize::from(line.speaker.is_some() && line.prefix > 0));
    }
    let hides = |list: &u32| lists.get(list).is_some_and(|(numbers, turns)| *turns >= 2 && turns * 2 >= *numbers);
    let taken: Vec<CharRange> = numbers.iter().filter(|(_, list)| hides(list)).map(|(range, _)| *range).collect();
    let index = TextIndex::new(content.text());
    let left_out = taken.iter().map(|range| index.slice(content.text(), *range).trim().to_owned()).collect();
    let numbers = Numbers { kept: numbers.len() - taken.len(), left_out };
    (content.without(&taken), numbers)
}

fn times(content: &Words) -> Vec<TimeMark> {
    let mark = |(range, note): &(CharRange, Note)| match note {
        Note::Time(millis) => Some(TimeMark { at: range.start, millis: *millis }),
        _ => None,
    };
    let mut times: Vec<TimeMark> = content.notes().iter().filter_map(mark).collect();
    times.sort();
    times.dedup_by_key(|mark| mark.at);
    times
}

/// The speakers stated in tables; `None` if the text beside them has other speakers, which leaves all speakers to
/// detection.
fn labels(content: &Words, are_stated: bool) -> Option<Vec<CharRange>> {
    let of = |wanted: Note| content.notes().iter().filter(move |(_, note)| *note == wanted).map(|(range, _)| *range);
    let mut labels: Vec<CharRange> = of(Note::Label).filter(|range| !range.is_empty()).collect();
    if labels.is_empty() {
        return None;
    }
    labels.sort_by_key(|range| range.start);
    if are_stated {
        return Some(labels);
    }
    let mut talk: Vec<CharRange> = of(Note::Talk).collect();
    talk.sort_by_key(|range| range.start);
    // A document within a document may be noted both as a whole and in parts.
    let mut apart: Vec<CharRange> = Vec::new();
    for range in talk {
        match apart.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => apart.push(range),
        }
    }
    let rest = content.without(&apart);
    let others = Turns::find(rest.text(), &TextIndex::new(rest.text()), &Origin::default());
    others.speakers().is_empty().then_some(labels)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_rows_and_cells_of_a_document_are_counted() {
        let kinds: [fn(&mut Lines); 3] = [Lines::end, Lines::begin_row, Lines::end_cell];
        for one in kinds {
            let mut lines = Lines::default();
            lines.begin_table();
            (0..MOST_LINES).for_each(|_| one(&mut lines));
            assert!(!lines.is_full());
            (0..3).for_each(|_| one(&mut lines));
            lines.push("words", Emphasis::default());
            lines.end_table();
            assert!(lines.line.is_empty());
            assert_eq!(lines.finish(&mut Document::default()), Err(Refusal::TooManyLines { most: MOST_LINES }));
        }
    }
}
