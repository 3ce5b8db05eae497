//! The reading order of the lines of a page: columns one after the other, rows of a table across.

use super::beginnings::{is_bare_label, is_timed};
use super::lines::{Chunk, Row, rows};
use crate::text::join::is_unspaced;
use std::collections::HashMap;

/// Differences in height, in em, within one row: large while columns are searched, because these need not be level.
const COARSE: f32 = 0.7;
const FINE: f32 = 0.45;
/// Narrower gaps, in em, do not separate columns.
const NARROWEST: f32 = 1.2;
const DEEPEST: usize = 4;
/// The most pairs of columns that are remembered.
const MOST_KNOWN: usize = 50;
/// A row with more chunks has no gaps that could separate columns.
const MOST_CHUNKS: usize = 200;
/// The fewest lines of a column, and their fewest characters.
const FEWEST_LINES: usize = 4;
const FEWEST_CHARACTERS: usize = 15;
const MOST_WORDS_OF_NAME: usize = 4;

/// Free strips between chunks, as start and end.
type Strips = Vec<(f32, f32)>;

/// The left edges of two neighbouring columns, in points.
type Edges = (f32, f32);
/// Edges within this many points are the same.
const LEVEL: f32 = 2.0;

/// Puts rows in reading order; the rows of one list lie below each other. `true` if there were columns. `known` are those
/// of earlier pages, to which the ones of this page are added: the last page may have only a few lines in a column.
pub fn in_order(chunks: Vec<Chunk>, known: &mut Vec<Edges>) -> (Vec<Vec<Row>>, bool) {
    let (mut out, mut columns) = (Vec::new(), false);
    order(chunks, DEEPEST, &mut out, &mut columns, known);
    (out, columns)
}

fn order(chunks: Vec<Chunk>, depth: usize, out: &mut Vec<Vec<Row>>, columns: &mut bool, known: &mut Vec<Edges>) {
    let mut coarse = rows(chunks, COARSE);
    // Indices of rows across the page, until columns begin.
    let mut plain: Vec<usize> = Vec::new();
    let flush = |coarse: &[Row], plain: &mut Vec<usize>, out: &mut Vec<Vec<Row>>| {
        if !plain.is_empty() {
            out.push(rows(chunks_of(coarse, plain), FINE));
            plain.clear();
        }
    };
    let mut at = 0;
    while at < coarse.len() {
        let found = if depth > 0 { band(&coarse, at) } else { None };
        let Some(Band { begin, end, gutter }) = found else {
            plain.push(at);
            at += 1;
            continue;
        };
        let indices: Vec<usize> = (begin..end).collect();
        let (left, right): (Vec<Chunk>, Vec<Chunk>) =
            chunks_of(&coarse, &indices).into_iter().partition(|chunk| chunk.x1 <= gutter);
        let edges = (edge(&left), edge(&right));
        let is_known = known.iter().any(|one| (one.0 - edges.0).abs() < LEVEL && (one.1 - edges.1).abs() < LEVEL);
        if is_known || are_columns(&left, &right) {
            *columns = true;
            if !is_known && known.len() < MOST_KNOWN {
                known.push(edges);
            }
            plain.retain(|place| *place < begin);
            flush(&coarse, &mut plain, out);
            order(left, depth - 1, out, columns, known);
            order(right, depth - 1, out, columns, known);
        } else {
            if come_back(&rows(left, FINE)) {
                coarse.iter_mut().take(end).skip(begin).for_each(|row| begin_cell(row, gutter));
            }
            plain.extend(at..end);
        }
        at = end;
    }
    flush(&coarse, &mut plain, out);
}

/// The left edge of chunks.
fn edge(chunks: &[Chunk]) -> f32 {
    chunks.iter().map(|chunk| chunk.x0).fold(f32::INFINITY, f32::min)
}

fn chunks_of(rows: &[Row], places: &[usize]) -> Vec<Chunk> {
    places.iter().filter_map(|place| rows.get(*place)).flat_map(|row| row.chunks.iter().cloned()).collect()
}

/// The words after the gap are a separate cell, however narrow the gap.
fn begin_cell(row: &mut Row, gutter: f32) {
    let right = row.chunks.iter_mut().find(|chunk| chunk.x0 >= gutter);
    if let Some(first) = right.and_then(|chunk| chunk.glyphs.iter_mut().find(|glyph| !glyph.text.trim().is_empty())) {
        first.begins_cell = true;
    }
}

/// True if most of the lines are short and recur, as names of speakers do beside their words. Longer lines that recur are
/// refrains.
fn come_back(lines: &[Row]) -> bool {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for row in lines {
        let text = text(row).trim().to_owned();
        if text.split_whitespace().count() <= MOST_WORDS_OF_NAME {
            *counts.entry(text).or_default() += 1;
        }
    }
    let back: usize = counts.values().filter(|count| **count > 1).sum();
    lines.len() >= FEWEST_LINES && back * 2 > lines.len()
}

/// Rows with one gap through all of them.
struct Band {
    begin: usize,
    /// The index after the last row.
    end: usize,
    /// The middle of the gap.
    gutter: f32,
}

/// Finds the band whose first row with words on both sides is at `at`.
fn band(rows: &[Row], at: usize) -> Option<Band> {
    let first = rows.get(at)?;
    let mut strips = inner(first);
    if strips.is_empty() {
        return None;
    }
    let mut end = at + 1;
    // The index after the last row with words on the right.
    let mut both = end;
    while let Some(row) = rows.get(end) {
        let next = meet(&strips, &free(row));
        if next.is_empty() {
            break;
        }
        strips = next;
        end += 1;
        let (_, to) = widest(&strips)?;
        if row.chunks.iter().any(|chunk| chunk.x0 >= to - 0.1) {
            both = end;
        }
    }
    // Rows with words on the left only that are far below do not belong to it.
    let usual = first.size * 2.2;
    let mut last = both;
    while let (Some(above), Some(row)) = (rows.get(last.wrapping_sub(1)), rows.get(last)) {
        if last >= end || above.y - row.y > usual {
            break;
        }
        last += 1;
    }
    let (from, to) = widest(&strips)?;
    // Rows above with words on the right only belong to it.
    let mut begin = at;
    while let Some(row) = begin.checked_sub(1).and_then(|before| rows.get(before)) {
        let below = rows.get(begin).map_or(row.y, |below| below.y);
        if row.x0() < to - 0.1 || row.y - below > usual {
            break;
        }
        begin -= 1;
    }
    Some(Band { begin, end: last, gutter: f32::midpoint(from, to) })
}

fn widest(strips: &Strips) -> Option<(f32, f32)> {
    strips.iter().copied().max_by(|a, b| (a.1 - a.0).total_cmp(&(b.1 - b.0)))
}

/// The gaps between the chunks of a row.
fn inner(row: &Row) -> Strips {
    let mut strips = free(row);
    strips.retain(|(from, to)| from.is_finite() && to.is_finite());
    strips
}

/// All strips without a chunk of the row, including those before the first chunk and after the last one.
fn free(row: &Row) -> Strips {
    if row.chunks.len() > MOST_CHUNKS {
        return vec![];
    }
    let (mut strips, mut end) = (Vec::new(), f32::NEG_INFINITY);
    for chunk in &row.chunks {
        if chunk.x0 - end >= NARROWEST * row.size {
            strips.push((end, chunk.x0));
        }
        end = end.max(chunk.x1);
    }
    strips.push((end, f32::INFINITY));
    strips
}

fn meet(a: &Strips, b: &Strips) -> Strips {
    let both = |x: &(f32, f32), y: &(f32, f32)| (x.0.max(y.0), x.1.min(y.1));
    let overlaps = a.iter().flat_map(|x| b.iter().map(move |y| both(x, y)));
    overlaps.filter(|(from, to)| to - from >= 8.0).collect()
}

/// True for columns of running text, as opposed to names beside words or cells of a table.
fn are_columns(left: &[Chunk], right: &[Chunk]) -> bool {
    let is_column = |side: &[Chunk]| is_column(side) || are_two_columns(side);
    is_column(left) && is_column(right)
}

/// True for one column.
fn is_column(side: &[Chunk]) -> bool {
    let lines = rows(side.to_vec(), FINE);
    let mut lengths: Vec<usize> = lines.iter().map(|row| text(row).trim().chars().count()).collect();
    lengths.sort_unstable();
    let widths: Vec<f32> = lines.iter().map(|row| width(row) / row.size.max(1.0)).collect();
    let full = widths.iter().copied().fold(0.0, f32::max);
    let filled = widths.iter().filter(|width| **width > 0.6 * full).count();
    let labels = lines.iter().filter(|row| is_timed(&text(row)) || is_bare_label(text(row).trim())).count();
    // Ideographs say as much with fewer characters.
    let long = lengths.get(lengths.len() / 2).is_some_and(|n| *n >= FEWEST_CHARACTERS)
        || full >= FEWEST_CHARACTERS as f32 && text_is_unspaced(&lines);
    lines.len() >= FEWEST_LINES && !come_back(&lines) && long && filled * 2 >= lines.len() && labels * 2 < lines.len()
}

/// True for two columns beside each other, of which the right one may be short.
fn are_two_columns(side: &[Chunk]) -> bool {
    let coarse = rows(side.to_vec(), COARSE);
    let Some(Band { gutter, .. }) = (0..coarse.len()).find_map(|at| band(&coarse, at)) else { return false };
    let (left, right): (Vec<Chunk>, Vec<Chunk>) = side.iter().cloned().partition(|chunk| chunk.x1 <= gutter);
    is_column(&left) && is_column(&right)
}

fn text_is_unspaced(lines: &[Row]) -> bool {
    let (mut total, mut unspaced) = (0, 0);
    for row in lines {
        let text = text(row);
        total += text.chars().count();
        unspaced += text.chars().filter(|c| is_unspaced(*c)).count();
    }
    unspaced * 2 > total
}

fn text(row: &Row) -> String {
    row.chunks.iter().map(Chunk::text).collect::<Vec<_>>().join(" ")
}

fn width(row: &Row) -> f32 {
    row.chunks.iter().map(|chunk| chunk.x1).fold(0.0, f32::max) - row.x0()
}
