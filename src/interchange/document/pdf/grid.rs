//! Tables of turns with three or more columns, such as time, name and words: cells whose lines begin at the same places.

use super::lines::{Chunk, Row, rows};
use super::paragraphs::Joined;
use crate::interchange::document::Document;
use crate::interchange::document::lines::Lines;
use crate::interchange::document::tables;
use crate::interchange::document::words::Words;
use crate::interchange::remark::Refusal;
use crate::model::CharPos;
use crate::text::TextIndex;
use std::collections::BTreeMap;

/// Left ends within this many points are the same column.
const LEVEL: f32 = 2.0;
const FEWEST_COLUMNS: usize = 3;
const MOST_COLUMNS: usize = 8;
/// Differences in height, in em, within one line.
const FINE: f32 = 0.45;
/// A gap, in em.
const WIDER_THAN_SPACE: f32 = 0.6;

/// A cell of a table, all counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellPlace {
    pub table: usize,
    pub row: usize,
    pub column: usize,
}

/// The lines of a cell.
type Cell = Vec<Row>;

/// What the first line of a table on a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    Table,
    /// The next row of the last table.
    Row,
    /// The rest of a row of the last table.
    Within,
}

/// The columns of a table.
#[derive(Clone, Debug)]
pub struct Columns {
    /// Their left ends.
    pub lefts: Vec<f32>,
    /// The one with words in the first line of every row.
    key: usize,
}

/// A table on one page, and the chunks above and below it.
#[derive(Debug)]
pub(super) struct Found {
    pub above: Vec<Chunk>,
    pub below: Vec<Chunk>,
    pub columns: Columns,
    pub start: Start,
    pub rows: Vec<Vec<Cell>>,
}

/// Finds a table on a page. `known` are the columns of a table on an earlier page, which may go on here.
pub(super) fn find(chunks: &[Chunk], known: Option<&Columns>) -> Option<Found> {
    let lines = rows(chunks.to_vec(), FINE);
    let found = known.and_then(|known| with_columns(&lines, &known.lefts, Some(known.key)));
    found.or_else(|| with_columns(&lines, &columns(&lines)?, None))
}

impl Found {
    /// True if most of its lines are rows of their own, which perhaps the numbers of the lines made them.
    pub fn has_lines_as_rows(&self) -> bool {
        if self.start != Start::Table {
            return false;
        }
        let lines = |row: &Vec<Cell>| row.iter().map(Vec::len).max().unwrap_or(0);
        self.rows.len() * 10 > self.rows.iter().map(lines).sum::<usize>() * 7
    }
}

/// The left ends that recur among the lines with the most cells.
fn columns(lines: &[Row]) -> Option<Vec<f32>> {
    let wide = lines.iter().filter(|line| (FEWEST_COLUMNS..=MOST_COLUMNS).contains(&line.chunks.len()));
    let mut lefts: Vec<f32> = wide.flat_map(|line| &line.chunks).map(|chunk| chunk.x0).collect();
    lefts.sort_by(f32::total_cmp);
    let mut groups: Vec<(f32, usize)> = Vec::new();
    for left in lefts {
        match groups.last_mut() {
            Some((first, count)) if left - *first < LEVEL => *count += 1,
            _ => groups.push((left, 1)),
        }
    }
    let back: Vec<f32> = groups.into_iter().filter(|(_, count)| *count > 1).map(|(left, _)| left).collect();
    (FEWEST_COLUMNS..=MOST_COLUMNS).contains(&back.len()).then_some(back)
}

/// Finds a table with these columns, which are those of an earlier table if its key is known.
fn with_columns(lines: &[Row], lefts: &[f32], known: Option<usize>) -> Option<Found> {
    let is_known = known.is_some();
    let cells: Vec<Option<Vec<Vec<Chunk>>>> = lines.iter().map(|line| in_cells(line, lefts)).collect();
    let filled = |line: &Option<Vec<Vec<Chunk>>>| {
        line.as_ref().map_or(0, |cells| cells.iter().filter(|cell| !cell.is_empty()).count())
    };
    let fewest = if is_known { 1 } else { FEWEST_COLUMNS };
    let mut begin = cells.iter().position(|line| filled(line) >= fewest)?;
    // Rows with fewer cells may come before the first full one.
    begin -= cells.iter().take(begin).rev().take_while(|line| line.is_some()).count();
    let mut end = begin + cells.iter().skip(begin).take_while(|line| line.is_some()).count();
    // Short lines at the left edge are outside of the table.
    let is_outside = |line: &Option<Vec<Vec<Chunk>>>| {
        filled(line) == 1 && line.as_ref().and_then(|cells| cells.first()).is_some_and(|cell| !cell.is_empty())
    };
    while end > begin && cells.get(end - 1).is_some_and(is_outside) {
        end -= 1;
    }
    while begin < end && cells.get(begin).is_some_and(is_outside) {
        begin += 1;
    }
    let mut body: Vec<Vec<Vec<Chunk>>> = cells.get(begin..end)?.iter().flatten().cloned().collect();
    // Headings may be centred.
    let above = begin.checked_sub(1).and_then(|i| lines.get(i)).and_then(|line| loosely(line, lefts));
    if let Some(heads) = above.filter(|_| !is_known) {
        body.insert(0, heads);
        begin -= 1;
    }
    let key = known.or_else(|| key(&body, lefts.len()))?;
    let mut table: Vec<Vec<Cell>> = Vec::new();
    let mut goes_on = false;
    for line in body {
        let starts = line.get(key).is_some_and(|cell| !cell.is_empty());
        if starts || table.is_empty() {
            goes_on |= !starts;
            table.push(vec![Vec::new(); lefts.len()]);
        }
        for (cell, chunks) in table.last_mut().into_iter().flatten().zip(line) {
            cell.extend(rows(chunks, FINE));
        }
    }
    let is_talk = || tables::is_talk(&plain(&table));
    let enough = if is_known { table.iter().any(|row| several(row)) } else { table.len() > 2 && is_talk() };
    let chunks = |lines: Option<&[Row]>| lines.into_iter().flatten().flat_map(|line| line.chunks.clone()).collect();
    enough.then(|| Found {
        above: chunks(lines.get(..begin)),
        below: chunks(lines.get(end..)),
        columns: Columns { lefts: lefts.to_vec(), key },
        start: match (is_known, goes_on) {
            (false, _) => Start::Table,
            (true, false) => Start::Row,
            (true, true) => Start::Within,
        },
        rows: table,
    })
}

fn several(row: &[Cell]) -> bool {
    row.iter().filter(|cell| !cell.is_empty()).count() > 1
}

/// The parts of a chunk that begin at the left end of a column, after a gap that is wider than a space.
fn parted(chunk: &Chunk, lefts: &[f32]) -> Vec<Chunk> {
    let inner = lefts.iter().any(|left| (chunk.x0 + LEVEL..chunk.x1).contains(left));
    if !inner {
        return vec![chunk.clone()];
    }
    let mut parts: Vec<Chunk> = Vec::new();
    let mut end = f32::INFINITY;
    for glyph in &chunk.glyphs {
        let is_blank = glyph.text.trim().is_empty();
        let begins = !is_blank
            && glyph.x0 - end > WIDER_THAN_SPACE * glyph.size
            && lefts.iter().any(|left| (glyph.x0 - left).abs() < LEVEL);
        match parts.last_mut() {
            Some(part) if !begins => part.push(glyph.clone()),
            _ => parts.push(Chunk::new(glyph.clone())),
        }
        end = if is_blank { end } else { glyph.x1 };
    }
    parts
}

/// The chunks of a line by column; `None` if they are not in these columns.
fn in_cells(line: &Row, lefts: &[f32]) -> Option<Vec<Vec<Chunk>>> {
    let mut cells = vec![Vec::new(); lefts.len()];
    for chunk in line.chunks.iter().flat_map(|chunk| parted(chunk, lefts)) {
        let column = lefts.iter().rposition(|left| *left <= chunk.x0 + LEVEL)?;
        let (left, cell) = (*lefts.get(column)?, cells.get_mut(column)?);
        let begins = (chunk.x0 - left).abs() < LEVEL;
        let ends = lefts.get(column + 1).is_none_or(|next| chunk.x1 < next - 0.5);
        if !ends || !begins && cell.is_empty() {
            return None;
        }
        cell.push(chunk);
    }
    Some(cells)
}

/// As [`in_cells`], for headings, which fill most of the columns but may begin anywhere in them.
fn loosely(line: &Row, lefts: &[f32]) -> Option<Vec<Vec<Chunk>>> {
    let mut cells = vec![Vec::new(); lefts.len()];
    for chunk in &line.chunks {
        let column = lefts.iter().rposition(|left| *left <= chunk.x0 + LEVEL)?;
        if lefts.get(column + 1).is_some_and(|next| chunk.x1 > next + LEVEL) {
            return None;
        }
        cells.get_mut(column)?.push(chunk.clone());
    }
    let filled = cells.iter().filter(|cell| !cell.is_empty()).count();
    (filled + 1 >= lefts.len() && line.chunks.len() == filled).then_some(cells)
}

/// The column with words in the first line of every row: that of the times, or else the first one that is not the
/// longest.
fn key(lines: &[Vec<Vec<Chunk>>], columns: usize) -> Option<usize> {
    let texts = |column: usize| lines.iter().filter_map(move |line| line.get(column)).filter(|cell| !cell.is_empty());
    let length = |column: usize| texts(column).flatten().map(|chunk| chunk.glyphs.len()).sum::<usize>();
    let longest = (0..columns).max_by_key(|column| length(*column))?;
    let others = || (0..columns).filter(|column| *column != longest && texts(*column).nth(1).is_some());
    let timed = |column: &usize| {
        let clocks = texts(*column).filter(|cell| tables::clock(&written(cell)).is_some()).count();
        clocks > 1 && clocks * 10 >= texts(*column).count() * 8
    };
    others().find(timed).or_else(|| others().next())
}

fn written(chunks: &[Chunk]) -> String {
    chunks.iter().map(Chunk::text).collect::<Vec<_>>().join(" ").trim().to_owned()
}

/// The rows as those of any other document, without formatting.
fn plain(table: &[Vec<Cell>]) -> Vec<tables::Row> {
    let text = |cell: &Cell| cell.iter().map(|line| written(&line.chunks)).collect::<Vec<_>>().join(" ");
    let cells = |row: &Vec<Cell>| {
        let cells = row.iter().enumerate();
        cells.map(|(column, cell)| tables::Cell { content: Words::plain(&text(cell)), column }).collect()
    };
    table.iter().map(|row| tables::Row { cells: cells(row), is_head: false }).collect()
}

/// Moves a text with tables into a document; their rows become turns.
///
/// # Errors
/// When there are more lines than any transcript has.
pub fn lay_out(joined: &Joined, document: &mut Document) -> Result<(), Refusal> {
    let index = TextIndex::new(&joined.text);
    let mut lines = Lines::default();
    let mut table = Table::default();
    for (range, place) in &joined.paragraphs {
        let from = joined.styles.partition_point(|style| style.range.start < range.start);
        let styles = joined.styles.iter().skip(from).take_while(|style| style.range.start < range.end);
        let shifted = |at: CharPos| CharPos(at.0.saturating_sub(range.start.0));
        let styles = styles.map(|style| {
            let mut moved = *style;
            (moved.range.start, moved.range.end) =
                (shifted(style.range.start), shifted(style.range.end.min(range.end)));
            moved
        });
        let content = Words::of_document(index.slice(&joined.text, *range), styles.collect());
        match place {
            Some(place) => table.put(*place, content, &mut lines),
            None => {
                table.end(&mut lines);
                lines.line().append(&content);
                lines.end();
            }
        }
    }
    table.end(&mut lines);
    lines.finish(document)
}

/// The open table: the paragraphs of its cells, by row and column.
#[derive(Default)]
struct Table {
    number: usize,
    cells: BTreeMap<(usize, usize), Vec<Words>>,
}

impl Table {
    fn put(&mut self, place: CellPlace, content: Words, lines: &mut Lines) {
        if place.table != self.number {
            self.end(lines);
        }
        self.number = place.table;
        self.cells.entry((place.row, place.column)).or_default().push(content);
    }

    fn end(&mut self, lines: &mut Lines) {
        let cells = std::mem::take(&mut self.cells);
        let Some((rows, columns)) = cells.keys().copied().reduce(|a, b| (a.0.max(b.0), a.1.max(b.1))) else { return };
        let text = |row: usize| {
            let cells = cells.range((row, 0)..=(row, columns)).map(|((_, column), paragraphs)| {
                (*column, paragraphs.iter().map(Words::trim_text).collect::<Vec<_>>().join(" "))
            });
            cells.collect::<Vec<_>>()
        };
        let head = text(0);
        lines.begin_table();
        for row in 0..=rows {
            lines.begin_row();
            // Headings are repeated on every page.
            if row > 0 && text(row) == head {
                lines.mark_head();
            }
            for column in 0..=columns {
                for content in cells.get(&(row, column)).into_iter().flatten() {
                    lines.line().append(content);
                    lines.end();
                }
                lines.end_cell();
            }
        }
        lines.end_table();
    }
}
