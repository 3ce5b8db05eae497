//! Tables within documents: which ones are conversations, and the roles of their columns.

use super::person_columns;
use super::words::{Emphasis, Note, Words};
use crate::interchange::remark::AsideKind;
use crate::interchange::utterances::UtteranceHead;
use crate::text::is_asking;
use crate::text::labels::{LabelMark, candidate};
use std::collections::HashSet;

/// The longest name in a speaker column, in characters.
/// Emoji begin here; some chats have them as names.
const FIRST_PICTOGRAPH: char = '\u{1f300}';
const LONGEST_LABEL: usize = 40;
/// The longest heading of a column, in characters.
const LONGEST_HEAD: usize = 30;
/// The most columns of a conversation.
const MOST_COLUMNS: usize = 8;
/// The fewest labels of a column whose lines have labels of their own.
const FEWEST_LABELS: usize = 4;
/// Milliseconds of a day; a longer time is not a time in a recording.
const DAY: u32 = 24 * 3_600_000;

#[derive(Debug, Default)]
pub(super) struct Row {
    pub cells: Vec<Cell>,
    /// True if the file marks the row as a heading row.
    pub is_head: bool,
}

#[derive(Debug, Default)]
pub(super) struct Cell {
    pub content: Words,
    /// The cell's first column, from 0.
    pub column: usize,
}

impl Cell {
    pub fn trimmed(&self) -> &str {
        self.content.text().trim()
    }
}

/// The result of reading a table.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub lines: Vec<Words>,
    /// True if its rows are turns, or words with their times.
    pub is_talk: bool,
    /// Cells that are not part of the lines.
    pub left_out: Vec<(AsideKind, String)>,
}

/// The role of a column in a conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Time,
    /// When the words end; only the start is kept.
    End,
    Speaker,
    Text,
    Number,
    Note,
    Other,
}

impl Role {
    fn of(head: UtteranceHead) -> Option<Self> {
        Some(match head {
            UtteranceHead::Time => Self::Time,
            UtteranceHead::End => Self::End,
            UtteranceHead::Speaker | UtteranceHead::Name => Self::Speaker,
            UtteranceHead::Text => Self::Text,
            UtteranceHead::Number => Self::Number,
            UtteranceHead::Note => Self::Note,
            UtteranceHead::Recording => return None,
        })
    }
}

/// Reads a table. The rows of a conversation become `name: words`, with the times beside the text; in any other table,
/// the cells of a row are placed side by side.
pub fn read(rows: Vec<Row>) -> Read {
    match Plan::of(&rows) {
        Some(plan) => plan.talk(rows),
        None => Read { lines: rows.iter().map(side_by_side).collect(), ..Read::default() },
    }
}

/// True if the rows are a conversation.
pub fn is_talk(rows: &[Row]) -> bool {
    Plan::of(rows).is_some()
}

/// Joins the cells of a row in one line, or as separate lines if one of them has several lines.
fn side_by_side(row: &Row) -> Words {
    let cells: Vec<Words> = row.cells.iter().map(|cell| cell.content.clone()).collect();
    let lines = cells.iter().any(|cell| cell.trim_text().contains('\n'));
    if !lines {
        return Words::joined(&cells, '\t');
    }
    let filled: Vec<Words> = cells.into_iter().filter(|cell| !cell.trim_text().is_empty()).collect();
    Words::joined(&filled, '\n')
}

/// The layout of a conversation.
struct Plan {
    roles: Vec<Role>,
    /// The index of the heading row, whether the file marks it or not.
    head: Option<usize>,
    /// The speakers of columns, if each has its own.
    speakers: Vec<Option<String>>,
}

impl Plan {
    fn of(rows: &[Row]) -> Option<Self> {
        let columns = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.column + 1).max()?;
        if !(2..=MOST_COLUMNS).contains(&columns) {
            return None;
        }
        // A title across the table may be above it.
        let first =
            rows.iter().position(|row| row.cells.iter().filter(|cell| !cell.trimmed().is_empty()).count() > 1)?;
        let (head, body) = (rows.get(first)?, rows.get(first + 1..)?);
        let body: Vec<&Row> = body.iter().filter(|row| !row.is_head).collect();
        if let Some(roles) = stated(head, &body, columns) {
            return Some(Self { roles, head: Some(first), speakers: vec![] });
        }
        if let Some(speakers) = person_columns::speakers(head, &body) {
            let roles = (0..columns).map(|column| beside(head, column)).collect();
            return Some(Self { roles, head: Some(first), speakers });
        }
        let whole: Vec<&Row> = rows.iter().filter(|row| !row.is_head).collect();
        let roles = detected(&whole, columns)?;
        Some(Self { roles, head: None, speakers: vec![] })
    }

    fn role(&self, cell: &Cell) -> Role {
        self.roles.get(cell.column).copied().unwrap_or(Role::Other)
    }

    fn talk(&self, rows: Vec<Row>) -> Read {
        let mut out = Read { is_talk: true, ..Read::default() };
        let mut waiting = None;
        for (place, row) in rows.into_iter().enumerate() {
            if row.cells.iter().all(|cell| cell.trimmed().is_empty()) {
                continue;
            }
            if row.is_head || self.head == Some(place) {
                let is_said = |cell: &&Cell| self.speaker(cell).is_some() && self.head == Some(place);
                let cells = row.cells.iter().filter(|cell| !cell.trimmed().is_empty() && !is_said(cell));
                let text = cells.map(Cell::trimmed).collect::<Vec<_>>().join(" ");
                out.left_out.extend((!text.is_empty()).then_some((AsideKind::TableHead, text)));
                continue;
            }
            // A cell across the table, such as a section title.
            let single = row.cells.len() == 1;
            for cells in self.turns(row) {
                out.lines.extend(self.line(cells, single, &mut waiting, &mut out.left_out));
            }
        }
        out
    }

    /// The speaker of the column of a cell.
    fn speaker(&self, cell: &Cell) -> Option<&str> {
        self.speakers.get(cell.column)?.as_deref()
    }

    /// The parts of a row that are lines of their own: with a column for each speaker, the cell of each.
    fn turns(&self, row: Row) -> Vec<Row> {
        let is_head = row.is_head;
        let mut out: Vec<Row> = Vec::new();
        for cell in row.cells {
            let begins = self.speaker(&cell).is_some() && !cell.trimmed().is_empty();
            let has_speech =
                |row: &Row| row.cells.iter().any(|cell| self.speaker(cell).is_some() && !cell.trimmed().is_empty());
            match out.last_mut().filter(|row| !begins || !has_speech(row)) {
                Some(row) => row.cells.push(cell),
                None => out.push(Row { cells: vec![cell], is_head }),
            }
        }
        out
    }

    /// Writes the line of a row; `waiting` is a time from a row without words.
    fn line(
        &self,
        row: Row,
        single: bool,
        waiting: &mut Option<u32>,
        left_out: &mut Vec<(AsideKind, String)>,
    ) -> Option<Words> {
        let (mut label, mut parts) = (Words::default(), Vec::new());
        for cell in row.cells {
            let text = cell.trimmed().to_owned();
            match self.role(&cell) {
                _ if text.is_empty() => {}
                _ if single => parts.push(cell.content),
                _ if let Some(name) = self.speaker(&cell) => {
                    label.push(name, Emphasis::default());
                    label.note(0, Note::Label);
                    label.push(": ", Emphasis::default());
                    parts.push(cell.content);
                }
                Role::Time | Role::End if clock(&text).is_some() => {
                    let is_start = self.role(&cell) == Role::Time;
                    *waiting = clock(&text).filter(|_| is_start).or(*waiting);
                }
                Role::Speaker => {
                    let (name, time) = without_time(&text);
                    if name.is_empty() {
                        *waiting = time;
                        continue;
                    }
                    if !is_label(&name) {
                        parts.push(cell.content);
                        continue;
                    }
                    *waiting = time.or(*waiting);
                    label.push(name.trim_end_matches([':', '：', ' ']), Emphasis::default());
                    label.note(0, Note::Label);
                    label.push(": ", Emphasis::default());
                }
                Role::Number if is_number(&text) => left_out.push((AsideKind::RowNumber, text)),
                Role::Note => left_out.push((AsideKind::TableNote, text)),
                _ => parts.push(cell.content),
            }
        }
        if label.is_empty() && parts.is_empty() {
            return None;
        }
        let mut line = label;
        if let Some(time) = waiting.take() {
            line.note(line.characters(), Note::Time(time));
        }
        line.append(&Words::joined(&parts, '\t'));
        line.trim_end();
        Some(line)
    }
}

/// The role of a column beside those of speakers.
fn beside(head: &Row, column: usize) -> Role {
    let cell = head.cells.iter().find(|cell| cell.column == column);
    cell.and_then(|cell| UtteranceHead::of(cell.trimmed())).and_then(Role::of).unwrap_or(Role::Other)
}

/// The roles of the columns by their headings: one must hold the words, another the speaker or the time.
fn stated(head: &Row, body: &[&Row], columns: usize) -> Option<Vec<Role>> {
    let mut roles = vec![Role::Other; columns];
    for cell in &head.cells {
        let found = UtteranceHead::of(cell.trimmed()).and_then(Role::of);
        let taken = found.is_some_and(|role| role != Role::Note && roles.contains(&role));
        if let (Some(role), Some(slot), false) = (found, roles.get_mut(cell.column), taken) {
            *slot = role;
        }
    }
    // NVivo gives no heading to its column of numbers.
    let has_head = |column: usize| head.cells.iter().any(|cell| cell.column == column && !cell.trimmed().is_empty());
    if !roles.contains(&Role::Number)
        && let Some(column) = (0..columns).find(|column| !has_head(*column) && is_counting(body, *column))
        && let Some(role) = roles.get_mut(column)
    {
        *role = Role::Number;
    }
    let has = |role: Role| roles.contains(&role);
    let short = head.cells.iter().all(|cell| cell.trimmed().chars().count() <= LONGEST_HEAD);
    if !short || body.is_empty() {
        return None;
    }
    if !has(Role::Text) && has(Role::Speaker) && has(Role::Time) {
        // An unknown heading is assumed to be that of the longest column.
        let longest = (0..columns).filter(|c| roles.get(*c) == Some(&Role::Other)).max_by_key(|c| length(body, *c))?;
        *roles.get_mut(longest)? = Role::Text;
    }
    let has = |role: Role| roles.contains(&role);
    let by_time = has(Role::Time) && times(body, roles.iter().position(|role| *role == Role::Time)?);
    (has(Role::Text) && (has(Role::Speaker) || by_time)).then_some(roles)
}

fn cells<'r>(rows: &'r [&Row], column: usize) -> impl Iterator<Item = &'r str> {
    let cells = rows.iter().flat_map(|row| &row.cells).filter(move |cell| cell.column == column);
    cells.map(Cell::trimmed).filter(|text| !text.is_empty())
}

fn length(rows: &[&Row], column: usize) -> usize {
    cells(rows, column).map(|text| text.chars().count()).sum()
}

/// True if most of a column's cells, and at least two, are times.
fn times(rows: &[&Row], column: usize) -> bool {
    let (total, clocks) = cells(rows, column)
        .fold((0, 0), |(total, clocks), text| (total + 1, clocks + usize::from(clock(text).is_some())));
    clocks >= 2 && clocks * 10 >= total * 8
}

/// The roles of the columns by their content.
fn detected(rows: &[&Row], columns: usize) -> Option<Vec<Role>> {
    let mut roles = vec![Role::Other; columns];
    for (column, role) in roles.iter_mut().enumerate() {
        // Times with a point, such as `5.07`, count only under a heading that says so.
        if times(rows, column) && !cells(rows, column).any(|text| !text.contains(':') && !text.contains('#')) {
            *role = Role::Time;
        } else if is_counting(rows, column) {
            *role = Role::Number;
        }
    }
    let mut clocks: Vec<&mut Role> = roles.iter_mut().filter(|role| **role == Role::Time).collect();
    if let [_, end] = clocks.as_mut_slice() {
        **end = Role::End;
    }
    let rest: Vec<usize> =
        (0..columns).filter(|c| roles.get(*c) == Some(&Role::Other) && length(rows, *c) > 0).collect();
    let timed = roles.contains(&Role::Time);
    if let [topics, text] = rest.as_slice()
        && has_labels(rows, *text)
        && !has_labels(rows, *topics)
    {
        *roles.get_mut(*topics)? = Role::Note;
        *roles.get_mut(*text)? = Role::Text;
        return Some(roles);
    }
    let (speaker, text) = match rest.as_slice() {
        [text] if timed => (None, *text),
        [speaker, text] if are_speakers(rows, *speaker, *text, timed) => (Some(*speaker), *text),
        _ => return None,
    };
    if let Some(speaker) = speaker {
        *roles.get_mut(speaker)? = Role::Speaker;
    }
    *roles.get_mut(text)? = Role::Text;
    Some(roles)
}

/// True if the lines of a column are turns that begin with labels of their own, such as those beside the questions that
/// they answer.
fn has_labels(rows: &[&Row], column: usize) -> bool {
    let lines = || cells(rows, column).flat_map(str::lines).filter(|line| !line.trim().is_empty());
    let colon = |line: &str| {
        let reading = candidate(line).filter(|reading| reading.form.mark == LabelMark::Colon)?;
        (reading.prefix > 0).then(|| reading.label.to_owned())
    };
    let labels: Vec<String> = lines().filter_map(colon).collect();
    let different: HashSet<&String> = labels.iter().collect();
    let comes_back = different.len() > 1 && different.len() * 2 <= labels.len();
    comes_back && labels.len() >= FEWEST_LABELS && labels.len() * 10 >= lines().count() * 8
}

/// True for whole numbers that increase by one.
fn is_counting(rows: &[&Row], column: usize) -> bool {
    let numbers: Vec<Option<u32>> = cells(rows, column).map(|text| text.trim_end_matches('.').parse().ok()).collect();
    let grows = |pair: &[Option<u32>]| matches!(pair, [Some(a), Some(b)] if *b == a.saturating_add(1));
    numbers.len() >= 2 && numbers.windows(2).all(grows)
}

/// True for short names that recur, or that name an interviewer whose counterparts answer in sentences.
fn are_speakers(rows: &[&Row], names: usize, speech: usize, timed: bool) -> bool {
    let filled: Vec<String> =
        cells(rows, names).map(|text| without_time(text).0).filter(|name| !name.is_empty()).collect();
    let labels: Vec<&String> = filled.iter().filter(|name| is_label(name)).collect();
    if labels.is_empty() || labels.len() * 10 < filled.len() * 8 {
        return false;
    }
    let plain = |label: &&String| label.trim_end_matches([':', '：', ' ']).to_owned();
    let different: HashSet<String> = labels.iter().map(plain).collect();
    let comes_back = different.len() * 3 <= labels.len() * 2;
    let sentences = cells(rows, speech).filter(|text| text.ends_with(['.', '?', '!', '…', '。', '？', '！'])).count();
    let asks = different.iter().any(|label| is_asking(label)) && sentences * 2 >= cells(rows, speech).count();
    comes_back || asks || timed
}

fn is_label(text: &str) -> bool {
    !text.is_empty()
        && !text.contains('\n')
        && text.chars().count() <= LONGEST_LABEL
        && text.contains(|c: char| c.is_alphanumeric() || is_unknown_speaker(c) || c >= FIRST_PICTOGRAPH)
}

/// Marks of a speaker whom nobody recognised.
fn is_unknown_speaker(c: char) -> bool {
    matches!(c, '?' | '？')
}

/// True for a row number or a code that numbers the row: `12.`, `A03-01`.
fn is_number(text: &str) -> bool {
    text.len() <= 12
        && text.contains(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || ".)#-_/:".contains(c))
}

/// Splits a name from the time before, after or below it.
fn without_time(text: &str) -> (String, Option<u32>) {
    if let Some(time) = clock(text).filter(|_| text.contains(':')) {
        return (String::new(), Some(time));
    }
    let pieces: Vec<&str> = text.split_whitespace().collect();
    let time = |piece: Option<&&str>| piece.filter(|piece| piece.contains(':')).and_then(|piece| clock(piece));
    let (first, last) = (time(pieces.first()), time(pieces.last()));
    let rest = match (pieces.as_slice(), first, last) {
        ([_, rest @ ..], Some(_), _) if !rest.is_empty() => rest,
        ([rest @ .., _], None, Some(_)) if !rest.is_empty() => rest,
        _ => return (text.to_owned(), None),
    };
    (rest.join(" "), first.or(last))
}

/// Reads a time or the start of a time range, in milliseconds: `0:05`, `[00:01:02.5]`, `#00:00:12-3#`,
/// `0:0:0.0 --> 0:0:2.3`, `5.07`.
pub fn clock(text: &str) -> Option<u32> {
    let text = text.trim().trim_matches(['[', ']', '(', ')', '#', '<', '>']);
    let start = text.split(['-', '–', '—', '→', ' ', '\n', '\t']).next()?.trim();
    let rest = text.get(start.len()..)?;
    let is_time = |c: char| c.is_ascii_digit() || c.is_whitespace() || ":.,-–—→>[]()#".contains(c);
    if !rest.chars().all(is_time) {
        return None;
    }
    let parts: Vec<&str> = start.split(':').collect();
    let (parts, seconds) = match parts.as_slice() {
        // Without a colon, a point separates minutes from seconds.
        [one] => {
            let (minutes, seconds) = one.split_once('.').filter(|(_, seconds)| seconds.len() == 2)?;
            (vec![minutes], seconds)
        }
        [rest @ .., last] if rest.len() <= 2 => (rest.to_vec(), *last),
        _ => return None,
    };
    let (whole, fraction) = seconds.split_once(['.', ',']).unwrap_or((seconds, ""));
    let number =
        |text: &str| text.parse::<u32>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()) && text.len() <= 3);
    let seconds = number(whole).filter(|seconds| *seconds < 60)?;
    let minutes = parts.iter().try_fold(0_u32, |sum, part| Some(sum * 60 + number(part)?))?;
    let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
    let millis = (minutes * 60 + seconds).checked_mul(1_000)?.checked_add(fraction.parse().ok()?)?;
    (millis < DAY).then_some(millis)
}

#[cfg(test)]
mod tests;
