//! Removes what is printed around the text: line numbers, page numbers, headers and footers.

use super::beginnings::is_timed;
use super::lines::{Chunk, Line, Placed, rows};
use crate::interchange::remark::AsideKind;
use std::collections::HashMap;

/// Line numbers are aligned within this many points.
const LEVEL: f32 = 3.0;
/// A page with more numbers is a table.
const MOST_NUMBERS: usize = 1_000;
/// Fewer numbers do not form a column.
const FEWEST: usize = 4;
/// The most positions that are tried; most documents have one or two.
const MOST_POSITIONS: usize = 50;
/// The most lines of a header or footer.
const MOST_LINES: usize = 3;

/// Where line numbers are: the left or the right end of each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    x: f32,
    ends: bool,
}

/// A number on its own, or at the beginning of a line with a space after it.
#[derive(Clone, Copy, Debug)]
struct Number {
    /// Its index among the page's chunks.
    chunk: usize,
    /// The number of glyphs at the start of the chunk; 0 means all of them.
    glyphs: usize,
    x0: f32,
    x1: f32,
    y: f32,
    value: u32,
}

impl Number {
    fn stands(&self, position: Position) -> bool {
        let x = if position.ends { self.x1 } else { self.x0 };
        (x - position.x).abs() < LEVEL
    }

    fn positions(&self) -> [Position; 2] {
        [Position { x: self.x1, ends: true }, Position { x: self.x0, ends: false }]
    }
}

/// The numbers of a page, from the top.
fn numbers(chunks: &[Chunk]) -> Vec<Number> {
    let find = |(chunk, found): (usize, &Chunk)| {
        let Chunk { x0, x1, y, .. } = *found;
        if let Some(value) = found.number() {
            return Some(Number { chunk, glyphs: 0, x0, x1, y, value });
        }
        let digits: Vec<&str> =
            found.glyphs.iter().map(|glyph| &*glyph.text).take_while(|text| is_digit(text)).take(6).collect();
        let (last, next) = (found.glyphs.get(digits.len().checked_sub(1)?)?, found.glyphs.get(digits.len())?);
        let apart = next.text.trim().is_empty() || next.x0 - last.x1 > 0.2 * found.size;
        let value = digits.concat().parse().ok().filter(|_| apart && digits.len() < 6)?;
        Some(Number { chunk, glyphs: digits.len(), x0, x1: last.x1, y, value })
    };
    let mut numbers: Vec<Number> = chunks.iter().enumerate().filter_map(find).collect();
    numbers.sort_by(|a, b| b.y.total_cmp(&a.y));
    numbers
}

fn is_digit(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn positions(numbers: &[Number]) -> Vec<Position> {
    let mut out: Vec<Position> = Vec::new();
    for position in numbers.iter().flat_map(Number::positions) {
        if !out.iter().any(|other| other.ends == position.ends && (other.x - position.x).abs() < 0.5) {
            out.push(position);
        }
    }
    // Numbers may be aligned at either end; the end with more of them counts.
    out.sort_by_key(|position| std::cmp::Reverse(numbers.iter().filter(|number| number.stands(*position)).count()));
    out
}

/// Finds the position of line or paragraph numbers, at any intervals, from several pages: a column of increasing
/// numbers, on one side of all text, beside at least half of the text.
pub fn learn(pages: &[&[Chunk]]) -> Option<Position> {
    let by_page: Vec<Vec<Number>> = pages.iter().map(|chunks| numbers(chunks)).collect();
    if by_page.iter().any(|numbers| numbers.len() > MOST_NUMBERS) {
        return None;
    }
    let numbers: Vec<Number> = by_page.iter().flatten().copied().collect();
    positions(&numbers).into_iter().take(MOST_POSITIONS).find(|position| {
        let columns: Vec<Vec<Number>> =
            by_page.iter().map(|numbers| numbers.iter().filter(|n| n.stands(*position)).copied().collect()).collect();
        count_up(&columns) && run_beside(&columns, pages)
    })
}

/// True if values increase by steps of lines or paragraphs, down each page and from page to page, unless every page
/// starts again.
fn count_up(columns: &[Vec<Number>]) -> bool {
    let filled: Vec<&[Number]> = columns.iter().map(Vec::as_slice).filter(|column| !column.is_empty()).collect();
    let count: usize = filled.iter().map(|column| column.len()).sum();
    if count < FEWEST || !filled.iter().any(|column| column.len() > 1) {
        return false;
    }
    let step = |a: &Number, b: &Number| i64::from(b.value) - i64::from(a.value);
    let mut steps: Vec<i64> =
        filled.iter().flat_map(|column| column.windows(2)).filter_map(|w| Some(step(w.first()?, w.get(1)?))).collect();
    let turns: Vec<i64> =
        filled.windows(2).filter_map(|w| Some(step(w.first()?.last()?, w.get(1)?.first()?))).collect();
    let restarts = turns.iter().all(|step| *step <= 0);
    if !restarts {
        steps.extend(turns);
    }
    let usual = [1, 2, 5, 10].iter().map(|size| steps.iter().filter(|step| *step == size).count()).max().unwrap_or(0);
    steps.iter().all(|step| *step > 0) && usual * 10 >= steps.len() * 6
}

/// True if all text from the first number to the last is on one side of the column, and is at least half of all text.
fn run_beside(columns: &[Vec<Number>], pages: &[&[Chunk]]) -> bool {
    let numbers = || columns.iter().flatten();
    let left = numbers().map(|number| number.x0).fold(f32::INFINITY, f32::min);
    let right = numbers().map(|number| number.x1).fold(0.0, f32::max);
    let first = columns.iter().position(|column| !column.is_empty()).unwrap_or(0);
    let last = columns.iter().rposition(|column| !column.is_empty()).unwrap_or(0);
    let (mut total, mut within, mut after, mut before) = (0, 0, 0, 0);
    for (page, (column, chunks)) in columns.iter().zip(pages).enumerate() {
        let top = column.first().filter(|_| page == first).map_or(f32::INFINITY, |number| number.y + 2.0);
        let bottom = column.last().filter(|_| page == last).map_or(f32::NEG_INFINITY, |number| number.y - 2.0);
        for (place, chunk) in chunks.iter().enumerate() {
            let number = column.iter().find(|number| number.chunk == place);
            let x0 = match number {
                Some(number) if number.glyphs == 0 => continue,
                Some(number) => rest_of(chunk, number.glyphs).map_or(chunk.x1, |glyph| glyph.x0),
                None => chunk.x0,
            };
            total += 1;
            if (first..=last).contains(&page) && chunk.y <= top && chunk.y >= bottom {
                within += 1;
                after += usize::from(x0 > right + 1.0);
                before += usize::from(chunk.x1 < left - 1.0);
            }
        }
    }
    within * 2 >= total && after.max(before) * 100 >= within * 95
}

/// The first glyph of the words after a number.
fn rest_of(chunk: &Chunk, glyphs: usize) -> Option<&Placed> {
    chunk.glyphs.iter().skip(glyphs).find(|glyph| !glyph.text.trim().is_empty())
}

/// Removes line numbers from a page. Positions found on earlier pages are tried first.
pub fn line_numbers(chunks: &mut Vec<Chunk>, known: &mut Vec<Position>) -> Option<String> {
    let numbers = numbers(chunks);
    let separate: Vec<Number> = numbers.iter().filter(|number| number.glyphs == 0).copied().collect();
    if numbers.len() > MOST_NUMBERS {
        return None;
    }
    let lines = rows(chunks.iter().filter(|chunk| chunk.number().is_none()).cloned().collect(), 0.45).len();
    let learned = known.clone().into_iter().map(|position| (position, true));
    let tried = learned.chain(positions(&separate).into_iter().map(|position| (position, false)));
    for (position, is_known) in tried {
        let column: Vec<Number> = if is_known { &numbers } else { &separate }
            .iter()
            .filter(|number| number.stands(position))
            .copied()
            .collect();
        let fits = if is_known {
            column.windows(2).all(|w| matches!(w, [a, b] if a.value < b.value))
        } else {
            column.len() >= FEWEST && are_line_numbers(&column, lines)
        };
        if !column.is_empty() && fits && are_beside(&column, chunks) {
            let values: Vec<String> = column.iter().map(|number| number.value.to_string()).collect();
            if !is_known {
                known.push(position);
            }
            take_out(chunks, &column);
            return Some(values.join(" "));
        }
    }
    None
}

/// Removes numbers from their lines.
fn take_out(chunks: &mut Vec<Chunk>, column: &[Number]) {
    let mut place = 0;
    chunks.retain_mut(|chunk| {
        place += 1;
        let Some(number) = column.iter().find(|number| number.chunk == place - 1) else { return true };
        if number.glyphs > 0 {
            let blanks =
                chunk.glyphs.iter().skip(number.glyphs).take_while(|glyph| glyph.text.trim().is_empty()).count();
            chunk.glyphs.drain(..number.glyphs + blanks);
            chunk.x0 = chunk.glyphs.first().map_or(chunk.x0, |glyph| glyph.x0);
        }
        number.glyphs > 0
    });
}

/// True if they increase by a constant step, at a constant distance, and number most lines.
fn are_line_numbers(found: &[Number], lines: usize) -> bool {
    let values: Vec<(i64, f32)> = found.iter().map(|number| (i64::from(number.value), number.y)).collect();
    let steps: Vec<(i64, f32)> =
        values.windows(2).filter_map(|w| Some((w.get(1)?.0 - w.first()?.0, w.first()?.1 - w.get(1)?.1))).collect();
    let Some(step) =
        [1, 2, 5, 10].into_iter().find(|step| steps.iter().filter(|s| s.0 == *step).count() * 10 >= steps.len() * 8)
    else {
        return false;
    };
    let mut distances: Vec<f32> = steps.iter().filter(|s| s.0 == step).map(|s| s.1).collect();
    distances.sort_by(f32::total_cmp);
    let usual = distances.get(distances.len() / 2).copied().unwrap_or(0.0);
    let even = distances.iter().filter(|d| (**d - usual).abs() < usual * 0.6).count();
    let covered = found.len() * usize::try_from(step).unwrap_or(1);
    even * 10 >= distances.len() * 6 && covered * 2 >= lines
}

/// True if all text is on one side of them.
fn are_beside(found: &[Number], chunks: &[Chunk]) -> bool {
    let left = found.iter().map(|number| number.x0).fold(f32::INFINITY, f32::min);
    let right = found.iter().map(|number| number.x1).fold(0.0, f32::max);
    let (low, high) = found.iter().fold((f32::INFINITY, 0.0_f32), |(low, high), n| (low.min(n.y), high.max(n.y)));
    let level = |chunk: &Chunk| chunk.y > low - 2.0 && chunk.y < high + 2.0;
    // Where words begin and end; in a numbered line, those after the number.
    let span = |(place, chunk): (usize, &Chunk)| match found.iter().find(|number| number.chunk == place) {
        Some(number) if number.glyphs == 0 => None,
        Some(number) => Some((rest_of(chunk, number.glyphs)?.x0, chunk.x1)),
        None => Some((chunk.x0, chunk.x1)).filter(|_| chunk.number().is_none()),
    };
    let spans: Vec<(f32, f32)> = chunks.iter().enumerate().filter(|(_, chunk)| level(chunk)).filter_map(span).collect();
    let after = spans.iter().filter(|(x0, _)| *x0 > right + 1.0).count();
    let before = spans.iter().filter(|(_, x1)| *x1 < left - 1.0).count();
    after.max(before) * 100 >= spans.len() * 95
}

/// The height of a page in points, and its lines from the top.
pub(super) struct Sheet {
    pub height: f32,
    pub lines: Vec<Line>,
}

/// Removes headers, footers and page numbers; returns them by page.
pub fn running_lines(sheets: &mut [Sheet]) -> Vec<(AsideKind, usize, String)> {
    let usual = leading(sheets);
    let (mut edges, mut out) = (Vec::new(), Vec::new());
    for (page, sheet) in sheets.iter().enumerate() {
        edges.extend(edge_lines(page, sheet, true, usual));
        edges.extend(edge_lines(page, sheet, false, usual));
    }
    // Words that occur more often elsewhere are said.
    let mut total: HashMap<String, usize> = edges.iter().map(|edge| (edge.text.clone(), 0)).collect();
    for line in sheets.iter().flat_map(|sheet| &sheet.lines) {
        total.entry(line.text().trim().to_owned()).and_modify(|count| *count += 1);
    }
    let verdicts = verdicts(&edges, sheets.len(), &total);
    let mut taken: Vec<Vec<(usize, AsideKind)>> = vec![Vec::new(); sheets.len()];
    let mut stopped = None;
    for (edge, verdict) in edges.iter().zip(verdicts) {
        let side = (edge.page, edge.top);
        match verdict {
            // A header is outside of all body text.
            Some(part) if stopped != Some(side) => {
                if let Some(taken) = taken.get_mut(edge.page) {
                    taken.push((edge.line, part));
                }
            }
            _ => stopped = Some(side),
        }
    }
    for (page, (sheet, taken)) in sheets.iter_mut().zip(taken).enumerate() {
        let mut place = 0;
        sheet.lines.retain(|line| {
            place += 1;
            let marked =
                line.part.map(|part| if number(&line.text()).is_some() { AsideKind::PageNumber } else { part });
            let found = taken.iter().find(|(line, _)| *line == place - 1).map(|(_, part)| *part);
            let Some(part) = marked.or(found) else { return true };
            out.push((part, page, line.text()));
            false
        });
    }
    out
}

/// A line near the upper or lower end of a page.
struct Edge {
    page: usize,
    /// Its index among the page's lines.
    line: usize,
    top: bool,
    /// The distance from that end of the page, in points.
    distance: f32,
    /// The height of the page, in points.
    height: f32,
    text: String,
    /// True if a larger distance than usual separates it from the next line towards the middle.
    apart: bool,
}

/// The lines at an end of the page, from the end inwards.
fn edge_lines(page: usize, sheet: &Sheet, top: bool, usual: f32) -> Vec<Edge> {
    let mut order: Vec<usize> = (0..sheet.lines.len()).collect();
    let y = |i: usize| sheet.lines.get(i).map_or(0.0, |line| line.y);
    order.retain(|i| sheet.lines.get(*i).is_some_and(|line| line.part.is_none() && line.cell.is_none()));
    order.sort_by(|a, b| if top { y(*b).total_cmp(&y(*a)) } else { y(*a).total_cmp(&y(*b)) });
    let describe = |(place, line): (usize, &usize)| {
        let text = sheet.lines.get(*line)?.text();
        let size = sheet.lines.get(*line)?.size;
        // Words side by side at the end of a page are one header.
        let next = order.iter().skip(place + 1).map(|next| (y(*next) - y(*line)).abs()).find(|d| *d > size * 0.5);
        let distance = if top { sheet.height - y(*line) } else { y(*line) };
        let apart = next.is_none_or(|next| next > usual * size * 1.25);
        Some(Edge { page, line: *line, top, distance, height: sheet.height, text: text.trim().to_owned(), apart })
    };
    order.iter().enumerate().take(MOST_LINES).filter_map(describe).collect()
}

/// The usual distance between two lines, in em.
pub fn leading(sheets: &[Sheet]) -> f32 {
    let mut counts: HashMap<i32, usize> = HashMap::new();
    for sheet in sheets {
        for pair in sheet.lines.windows(2) {
            let [a, b] = pair else { continue };
            let ratio = (a.y - b.y) / a.size.max(1.0);
            if a.region == b.region && (0.8..4.0).contains(&ratio) && (a.size - b.size).abs() < 0.5 {
                *counts.entry((ratio * 20.0).round() as i32).or_default() += 1;
            }
        }
    }
    // The smallest of equally frequent distances, because the lines of a paragraph are closest.
    counts.into_iter().max_by_key(|(ratio, count)| (*count, -ratio)).map_or(1.2, |(ratio, _)| ratio as f32 / 20.0)
}

/// `total` has the number of lines with the text of each edge, wherever they are.
fn verdicts(edges: &[Edge], pages: usize, total: &HashMap<String, usize>) -> Vec<Option<AsideKind>> {
    let same_place = |a: &Edge, b: &Edge| a.top == b.top && (a.distance - b.distance).abs() < 6.0;
    let shape = |text: &str| -> String { text.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect() };
    // Pages by the shape of their lines, in order of position; most documents have few such shapes.
    let mut alike: HashMap<(bool, String), Vec<usize>> = HashMap::new();
    let mut numbered: HashMap<(bool, i64), Vec<usize>> = HashMap::new();
    let mut counting: HashMap<(bool, String, i64), Vec<usize>> = HashMap::new();
    let count =
        |edge: &Edge| last_number(&edge.text).map(|(before, number)| (edge.top, before, number - edge.page as i64));
    for (i, edge) in edges.iter().enumerate() {
        alike.entry((edge.top, shape(&edge.text))).or_default().push(i);
        if let Some(key) = count(edge) {
            counting.entry(key).or_default().push(i);
        }
        if let Some(number) = number(&edge.text) {
            numbered.entry((edge.top, number - edge.page as i64)).or_default().push(i);
        }
    }
    let others = |edge: &Edge, group: Option<&Vec<usize>>, exact: bool| {
        let group = group.map(Vec::as_slice).unwrap_or_default().iter().filter_map(|i| edges.get(*i));
        group.filter(|other| same_place(edge, other) && (!exact || other.text == edge.text)).count()
    };
    let verdict = |edge: &Edge| {
        if let Some(value) = number(&edge.text) {
            let pages_like_it = others(edge, numbered.get(&(edge.top, value - edge.page as i64)), false);
            let is_only_page = pages == 1 && value == 1 && edge.apart && edge.distance < 90.0;
            return (pages_like_it > 1 || is_only_page).then_some(AsideKind::PageNumber);
        }
        // A speaker's label or a time at the end of many pages is not a footer.
        let speaks = edge.text.ends_with([':', '：']) || is_timed(&edge.text);
        let group = alike.get(&(edge.top, shape(&edge.text)));
        let (with, exactly) = (others(edge, group, false), others(edge, group, true));
        let counts = || count(edge).is_some_and(|key| others(edge, counting.get(&key), false) == 2);
        let enough = if pages == 2 { exactly == 2 || counts() } else { with >= 3 && with * 100 >= pages * 35 };
        let occurs_elsewhere = total.get(&edge.text).is_some_and(|total| *total > 2 * exactly);
        let sure = edge.apart || exactly >= 5 && exactly * 2 >= pages;
        let outside = edge.distance < 0.2 * edge.height;
        (!speaks && !occurs_elsewhere && enough && sure && outside).then_some(if edge.top {
            AsideKind::RunningHead
        } else {
            AsideKind::RunningFoot
        })
    };
    edges.iter().map(verdict).collect()
}

/// The last number of a line, and the line with a sign in its place: `Journal 12 (2025) 1`.
fn last_number(line: &str) -> Option<(String, i64)> {
    let end = line.rfind(|c: char| c.is_ascii_digit())? + 1;
    let before = line.get(..end)?.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = line.get(before.len()..end)?.parse().ok()?;
    Some((format!("{before}#{}", line.get(end..)?), number))
}

/// The page number in a line, in one of the usual forms.
fn number(line: &str) -> Option<i64> {
    let lower = line.trim().to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let bare = ["page", "p", "seite", "s", "página", "side", "第"].iter().fold(bare, |bare, word| {
        let rest = bare.strip_prefix(word).filter(|rest| rest.starts_with([' ', '.']) || *word == "第");
        rest.map_or(bare, |rest| rest.trim_start_matches([' ', '.']))
    });
    let bare = bare.trim_end_matches(['页', '頁', ' ']);
    let digits = bare.find(|c: char| !c.is_ascii_digit()).unwrap_or(bare.len());
    let (first, rest) = bare.split_at_checked(digits)?;
    if first.is_empty() {
        return roman(bare);
    }
    // `3 of 19`, `3 / 19`, `3 页 共 19`.
    let rest = rest.trim().trim_start_matches(['页', '頁', ' ', ',', '，']);
    let of = ["of", "/", "von", "de", "sur", "af", "共", "|"].iter().find_map(|word| rest.strip_prefix(word));
    let whole = rest.is_empty() || of.is_some_and(|total| total.trim().bytes().all(|b| b.is_ascii_digit()));
    (whole && first.len() < 6).then(|| first.parse().ok()).flatten()
}

fn roman(text: &str) -> Option<i64> {
    let value = |c: char| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        _ => None,
    };
    let values: Vec<i64> = text.chars().map(value).collect::<Option<_>>()?;
    let signed = values.iter().enumerate().map(|(i, value)| {
        let smaller = values.get(i + 1).is_some_and(|next| next > value);
        if smaller { -value } else { *value }
    });
    (!values.is_empty() && values.len() < 8).then(|| signed.sum())
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_of_pages_are_read_as_they_are_printed() {
        let cases = [
            ("3", Some(3)),
            ("- 12 -", Some(12)),
            ("Page 3 of 19", Some(3)),
            ("3 / 19", Some(3)),
            ("3/19", Some(3)),
            ("第 3 页", Some(3)),
            ("第3页 共19页", Some(3)),
            ("Seite 4", Some(4)),
            ("xiv", Some(14)),
            ("[7]", Some(7)),
            ("3 children", None),
            ("Yes", None),
            ("00:22", None),
            ("1990.", Some(1990)),
            ("", None),
            ("I", Some(1)),
        ];
        for (line, wanted) in cases {
            assert_eq!(number(line), wanted, "{line}");
        }
    }
}
