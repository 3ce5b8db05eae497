//! What is printed round the text and is no part of it: numbers of lines, page numbers, running heads and feet.

use super::beginnings::is_timed;
use super::lines::{Chunk, Line, rows};
use crate::interchange::remark::AsideKind;
use std::collections::HashMap;

/// Numbers of lines stand below each other within so many points.
const LEVEL: f32 = 3.0;
/// A page with more of them is a table.
const MOST_NUMBERS: usize = 1_000;
/// Lines of a head or a foot.
const MOST_LINES: usize = 3;

/// Where numbers of lines stand: the left or the right end of each.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    x: f32,
    ends: bool,
}

/// Takes numbers of lines out of a page. What was found on earlier pages helps.
pub fn line_numbers(chunks: &mut Vec<Chunk>, known: &mut Vec<Position>) -> Option<String> {
    let mut numbers: Vec<usize> =
        (0..chunks.len()).filter(|i| chunks.get(*i).is_some_and(|c| c.number().is_some())).collect();
    numbers.sort_by(|a, b| {
        let y = |i: &usize| chunks.get(*i).map_or(0.0, |chunk| chunk.y);
        y(b).total_cmp(&y(a))
    });
    let lines = rows(chunks.iter().filter(|chunk| chunk.number().is_none()).cloned().collect(), 0.45).len();
    let stands = |chunk: &Chunk, position: Position| {
        let x = if position.ends { chunk.x1 } else { chunk.x0 };
        (x - position.x).abs() < LEVEL
    };
    let group_at = |position: Position, chunks: &[Chunk]| -> Vec<usize> {
        numbers.iter().copied().filter(|i| chunks.get(*i).is_some_and(|chunk| stands(chunk, position))).collect()
    };
    if numbers.len() > MOST_NUMBERS {
        return None;
    }
    let mut tried: Vec<Position> = Vec::new();
    for chunk in numbers.iter().filter_map(|i| chunks.get(*i)) {
        for position in [Position { x: chunk.x1, ends: true }, Position { x: chunk.x0, ends: false }] {
            if !tried.iter().any(|other| other.ends == position.ends && (other.x - position.x).abs() < 0.5) {
                tried.push(position);
            }
        }
    }
    // Numbers may be level at either end: where most of them are.
    tried.sort_by_key(|position| std::cmp::Reverse(group_at(*position, chunks).len()));
    for position in tried.into_iter().chain(known.clone()) {
        let group = group_at(position, chunks);
        let found: Vec<&Chunk> = group.iter().filter_map(|i| chunks.get(*i)).collect();
        let fewest = if known.contains(&position) { 1 } else { 4 };
        if found.len() >= fewest && are_line_numbers(&found, lines, fewest) && are_beside(&found, chunks) {
            let words: Vec<String> = found.iter().map(|chunk| chunk.text().trim().to_owned()).collect();
            if !known.contains(&position) {
                known.push(position);
            }
            let mut place = 0;
            chunks.retain(|_| {
                place += 1;
                !group.contains(&(place - 1))
            });
            return Some(words.join(" "));
        }
    }
    None
}

/// They grow by one step, at one distance, and number most lines.
fn are_line_numbers(found: &[&Chunk], lines: usize, fewest: usize) -> bool {
    let values: Vec<(i64, f32)> = found.iter().map(|chunk| (i64::from(chunk.number().unwrap_or(0)), chunk.y)).collect();
    let steps: Vec<(i64, f32)> =
        values.windows(2).filter_map(|w| Some((w.get(1)?.0 - w.first()?.0, w.first()?.1 - w.get(1)?.1))).collect();
    if fewest == 1 && steps.is_empty() {
        return true;
    }
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
    even * 10 >= distances.len() * 6 && (covered * 2 >= lines || fewest == 1)
}

/// All words stand on one side of them.
fn are_beside(found: &[&Chunk], chunks: &[Chunk]) -> bool {
    let left = found.iter().map(|chunk| chunk.x0).fold(f32::INFINITY, f32::min);
    let right = found.iter().map(|chunk| chunk.x1).fold(0.0, f32::max);
    let (low, high) = found.iter().fold((f32::INFINITY, 0.0_f32), |(low, high), c| (low.min(c.y), high.max(c.y)));
    let words: Vec<&Chunk> =
        chunks.iter().filter(|chunk| chunk.number().is_none() && chunk.y > low - 2.0 && chunk.y < high + 2.0).collect();
    let after = words.iter().filter(|chunk| chunk.x0 > right + 1.0).count();
    let before = words.iter().filter(|chunk| chunk.x1 < left - 1.0).count();
    after.max(before) * 100 >= words.len() * 95
}

/// Height of each page in points, and its lines from the top.
pub struct Sheet {
    pub height: f32,
    pub lines: Vec<Line>,
}

/// Takes heads, feet and page numbers out; gives them by page.
pub fn heads_and_feet(sheets: &mut [Sheet]) -> Vec<(AsideKind, usize, String)> {
    let usual = leading(sheets);
    let (mut edges, mut out) = (Vec::new(), Vec::new());
    for (page, sheet) in sheets.iter().enumerate() {
        edges.extend(edge_lines(page, sheet, true, usual));
        edges.extend(edge_lines(page, sheet, false, usual));
    }
    let verdicts = verdicts(&edges, sheets.len());
    let mut taken: Vec<Vec<(usize, AsideKind)>> = vec![Vec::new(); sheets.len()];
    let mut stopped = None;
    for (edge, verdict) in edges.iter().zip(verdicts) {
        let side = (edge.page, edge.top);
        match verdict {
            // A head lies outside of all that is text.
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
    /// Its place among the page's lines.
    line: usize,
    top: bool,
    /// Points from that end of the page.
    distance: f32,
    /// Of the page.
    height: f32,
    text: String,
    /// More than a usual distance parts it from what follows towards the middle.
    apart: bool,
}

/// From the end of the page inwards.
fn edge_lines(page: usize, sheet: &Sheet, top: bool, usual: f32) -> Vec<Edge> {
    let mut order: Vec<usize> = (0..sheet.lines.len()).collect();
    let y = |i: usize| sheet.lines.get(i).map_or(0.0, |line| line.y);
    order.retain(|i| sheet.lines.get(*i).is_some_and(|line| line.part.is_none()));
    order.sort_by(|a, b| if top { y(*b).total_cmp(&y(*a)) } else { y(*a).total_cmp(&y(*b)) });
    let describe = |(place, line): (usize, &usize)| {
        let text = sheet.lines.get(*line)?.text();
        let size = sheet.lines.get(*line)?.size;
        // Words beside each other at the end of a page are one head.
        let next = order.iter().skip(place + 1).map(|next| (y(*next) - y(*line)).abs()).find(|d| *d > size * 0.5);
        let distance = if top { sheet.height - y(*line) } else { y(*line) };
        let apart = next.is_none_or(|next| next > usual * size * 1.25);
        Some(Edge { page, line: *line, top, distance, height: sheet.height, text: text.trim().to_owned(), apart })
    };
    order.iter().enumerate().take(MOST_LINES).filter_map(describe).collect()
}

/// The usual distance of two lines, in em.
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
    // Of as frequent ones the smallest: the lines of a paragraph stand closest.
    counts.into_iter().max_by_key(|(ratio, count)| (*count, -ratio)).map_or(1.2, |(ratio, _)| ratio as f32 / 20.0)
}

fn verdicts(edges: &[Edge], pages: usize) -> Vec<Option<AsideKind>> {
    let same_place = |a: &Edge, b: &Edge| a.top == b.top && (a.distance - b.distance).abs() < 6.0;
    let shape = |text: &str| -> String { text.chars().map(|c| if c.is_ascii_digit() { '#' } else { c }).collect() };
    // Pages of the lines that look alike, in order of their places; most documents have few such shapes.
    let mut alike: HashMap<(bool, String), Vec<usize>> = HashMap::new();
    let mut numbered: HashMap<(bool, i64), Vec<usize>> = HashMap::new();
    for (i, edge) in edges.iter().enumerate() {
        alike.entry((edge.top, shape(&edge.text))).or_default().push(i);
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
            let alone = pages == 1 && value == 1 && edge.apart && edge.distance < 90.0;
            return (pages_like_it > 1 || alone).then_some(AsideKind::PageNumber);
        }
        // A speaker's label or a time at the end of many pages is none.
        let speaks = edge.text.ends_with([':', '：']) || is_timed(&edge.text);
        let group = alike.get(&(edge.top, shape(&edge.text)));
        let (with, exactly) = (others(edge, group, false), others(edge, group, true));
        let enough = if pages == 2 { exactly == 2 } else { with >= 3 && with * 100 >= pages * 35 };
        let sure = edge.apart || exactly >= 5 && exactly * 2 >= pages;
        let outside = edge.distance < 0.2 * edge.height;
        (!speaks && enough && sure && outside).then_some(if edge.top {
            AsideKind::RunningHead
        } else {
            AsideKind::RunningFoot
        })
    };
    edges.iter().map(verdict).collect()
}

/// The number of a page, in one of the ways in which it is printed.
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
    let whole = rest.is_empty() || of.is_some_and(|all| all.trim().bytes().all(|b| b.is_ascii_digit()));
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
