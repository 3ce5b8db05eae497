//! Workbooks: the table and the passages each on a separate sheet, and notes for the reader on `About`.

use super::content::{Content, Entry};
use super::error::Error;
use super::section::Section;
use super::wrap::width;
use crate::i18n::{self, Language};
use crate::interchange::excel::{CellStyle, LONGEST_NAME, Layout, MOST_COLUMNS, MOST_ROWS, Value, Workbook, days};
use crate::interchange::files::WriteError;
use crate::model::values;
use crate::table::{Cell as TableCell, CellItem, Row, Table};
use crate::tr;
use std::borrow::Cow;
use std::io::{self, Seek, Write};

pub(super) use crate::interchange::excel::MOST_CHARACTERS;

/// Rows used to estimate the width of a column.
const SAMPLE: usize = 1_000;
/// Characters across a sheet that stay readable when it is printed on one page.
const PAGE: usize = 220;

/// Rows and texts that were cut to the size of a cell.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WrittenTable {
    /// The number of rows without the heads, of the table and of the passages.
    pub rows: u64,
    pub cut: usize,
}

pub(super) fn write<W: Write + Seek, E: From<Error>>(
    sections: Vec<Section<'_, E>>,
    out: W,
) -> Result<WrittenTable, WriteError<E>> {
    let contents: Vec<Content<'_>> = sections.iter().map(|section| section.content).collect();
    let title = contents.first().map_or("", Content::title);
    let lists: Vec<Option<Table>> = contents.iter().map(numbers_of).collect();
    let sheets = sections.len() + lists.iter().flatten().count() + 1;
    let mut book = Workbook::new(out, title, tr!("Made with Pullquote"), sheets)?;
    let mut written = WrittenTable::default();
    for (section, numbers) in sections.into_iter().zip(&lists) {
        let WrittenTable { rows, cut } = sheet(&mut book, section)?;
        written.rows += rows;
        written.cut += cut;
        if let Some(numbers) = numbers {
            written.cut += sheet(&mut book, Section::<E>::from(Content::Table(numbers)))?.cut;
        }
    }
    about(&mut book, &contents, written.cut)?;
    book.finish()?;
    Ok(written)
}

/// The name of the list of a table's numbers.
const NUMBERS: &str = "numbers";

/// Returns the numbers of a table whose cells list codes, one row for each: with their codes in one cell, they are text, with
/// which nobody can calculate.
fn numbers_of(content: &Content<'_>) -> Option<Table> {
    let Content::Table(table) = content else { return None };
    let in_cell = |header: &[String], column: &String, cell: &TableCell| -> Vec<Row> {
        let TableCell::Items(items) = cell else { return vec![] };
        let row = |item: &CellItem| Row {
            header: header.to_vec(),
            cells: vec![
                TableCell::Text(column.clone()),
                TableCell::Text(item.code.clone()),
                TableCell::Value(item.count),
            ],
        };
        items.iter().map(row).collect()
    };
    let in_row = |row: &Row| -> Vec<Row> {
        row.cells.iter().zip(&table.columns).flat_map(|(cell, column)| in_cell(&row.header, column, cell)).collect()
    };
    let rows: Vec<Row> = table.rows.iter().flat_map(in_row).collect();
    let columns = [tr!("head of a list" => "column"), tr!("head of a list" => "code"), table.count.label()];
    (!rows.is_empty()).then(|| Table {
        name: NUMBERS.to_owned(),
        title: tr!("name of a sheet" => "Numbers").to_owned(),
        row_headers: table.row_headers.clone(),
        columns: columns.map(str::to_owned).into(),
        rows,
        ..Table::default()
    })
}

/// Writes a sheet.
fn sheet<W: Write + Seek, E: From<Error>>(
    book: &mut Workbook<W>,
    mut section: Section<'_, E>,
) -> Result<WrittenTable, WriteError<E>> {
    let content = section.content;
    let (name, headers) = (sheet_name(&content), content.headings());
    let columns = headers.len();
    let too_large = |rows: usize| {
        let (sheet, most_rows, most_columns) = (name.clone(), MOST_ROWS, MOST_COLUMNS);
        WriteError::Contents(E::from(Error::TooLarge { sheet, rows, columns, most_rows, most_columns }))
    };
    if content.len() + 1 > MOST_ROWS || columns > MOST_COLUMNS {
        return Err(too_large(content.len() + 1));
    }
    let widths = widths(&mut section, &headers)?;
    let layout = Layout {
        name: name.clone(),
        widths: widths.iter().map(|width| width + 2).collect(),
        frozen: Some(content.header_columns()),
        filter: content.is_list(),
        landscape: true,
        // When printed, a sheet is fitted to the width of one page if that stays readable.
        one_page_wide: widths.iter().sum::<usize>() <= PAGE,
    };
    let mut rows = book.sheet(layout)?;
    let heads: Vec<(Cow<'_, str>, bool)> = headers.iter().map(|header| fitting(header)).collect();
    let mut cut = heads.iter().filter(|(_, cut)| *cut).count();
    let lines = headers.iter().zip(&widths).map(|(header, &room)| wrapped(header, room.saturating_sub(2)));
    let cells: Vec<_> = heads.iter().map(|(text, _)| (Value::Text(text), CellStyle::Header)).collect();
    rows.row(lines.max().unwrap_or(1), &cells)?;
    // Among numbers, a cell without one is empty; the sheet About says why.
    let has_shares = content.has_shares();
    // A list that turns out to be too long is counted to its end, so that the message can say how long it is.
    let count = section.each(|row, entries| {
        if row + 1 >= MOST_ROWS {
            return Ok(());
        }
        let total = content.is_total(row);
        let cells: Vec<Cell<'_>> = entries
            .iter()
            .map(|entry| match entry {
                Entry::Undefined(_) if has_shares => cell(&EMPTY, total),
                entry => cell(entry, total),
            })
            .collect();
        cut += cells.iter().filter(|cell| cell.cut).count();
        let tall = |(entry, &room): (&Entry<'_>, &usize)| match entry {
            Entry::Number(_) | Entry::Figure(_) | Entry::Share(_) | Entry::Date(_) | Entry::Moment(_) => 1,
            Entry::Items(items) | Entry::Quotes(items) => items.iter().map(|item| wrapped(item, room)).sum(),
            entry => wrapped(&entry.text(""), room),
        };
        let lines = entries.iter().zip(&widths).map(tall).max().unwrap_or(1);
        let cells: Vec<_> = cells.iter().map(|cell| (cell.value.as_value(), cell.style)).collect();
        Ok(rows.row(lines, &cells)?)
    })?;
    if count as usize + 1 > MOST_ROWS {
        return Err(too_large(count as usize + 1));
    }
    rows.finish()?;
    Ok(WrittenTable { rows: count, cut })
}

/// The widths of the columns in characters, by the content of the first rows.
fn widths<E>(section: &mut Section<'_, E>, headers: &[String]) -> Result<Vec<usize>, WriteError<E>> {
    let mut widths: Vec<usize> = headers.iter().map(|header| width(header).min(24)).collect();
    section.peek(SAMPLE, |entries| {
        for (widest, entry) in widths.iter_mut().zip(entries) {
            let longest = entry.lines().iter().flat_map(|l| l.split('\n').map(width).collect::<Vec<_>>()).max();
            *widest = longest.unwrap_or(0).max(*widest);
        }
    })?;
    Ok(widths.into_iter().map(|widest| widest.clamp(6, 60)).collect())
}

/// Estimates how many lines a text takes in a column of this width.
fn wrapped(text: &str, room: usize) -> usize {
    // Most texts are short. A character takes at most as many columns as bytes.
    if text.len() <= room && !text.contains('\n') {
        return 1;
    }
    text.split('\n').map(|line| width(line).div_ceil(room.max(1)).max(1)).sum()
}

/// A cell without a value.
const EMPTY: Entry<'static> = Entry::Text(Cow::Borrowed(""));

struct Cell<'a> {
    value: Known<'a>,
    style: CellStyle,
    /// The text was too long.
    cut: bool,
}

enum Known<'a> {
    Number(f64),
    Text(Cow<'a, str>),
}

impl Known<'_> {
    fn as_value(&self) -> Value<'_> {
        match self {
            Self::Number(number) => Value::Number(*number),
            Self::Text(text) => Value::Text(text),
        }
    }
}

fn cell<'a>(entry: &'a Entry<'_>, total: bool) -> Cell<'a> {
    let number = |number: f64, style: CellStyle| Cell { value: Known::Number(number), style, cut: false };
    let text = |text: Cow<'a, str>, style: CellStyle| match fitting(&text) {
        (_, false) => Cell { value: Known::Text(text), style, cut: false },
        (short, true) => Cell { value: Known::Text(short.into_owned().into()), style, cut: true },
    };
    match entry {
        Entry::Number(n) | Entry::Stated(n, _) => number(*n, if total { CellStyle::Total } else { CellStyle::Number }),
        Entry::Figure(figure) => number(*figure, CellStyle::Figure),
        Entry::Share(share) => number(*share, if total { CellStyle::TotalShare } else { CellStyle::Share }),
        Entry::Date(_) | Entry::Moment(_) => {
            let (day, style) = match entry {
                Entry::Moment(at) => (moment_in_days(*at), CellStyle::Moment),
                _ => (date_in_days(&entry.text("")), CellStyle::Date),
            };
            match day {
                Some(day) => number(day, style),
                None => text(entry.text(""), CellStyle::Text),
            }
        }
        Entry::NoConsensus(counted) => cell(counted, total),
        Entry::Undefined(reason) => text(reason.into(), CellStyle::Undefined),
        // The words can be imported again, and the columns beside them say where they begin and end.
        Entry::Words(row) => text(row.text.as_str().into(), CellStyle::Text),
        Entry::Text(written) => text(written.as_ref().into(), if total { CellStyle::Total } else { CellStyle::Text }),
        Entry::Speakers(_) | Entry::Coder(_) | Entry::Items(_) | Entry::Quotes(_) => {
            text(entry.text("\n"), if total { CellStyle::Total } else { CellStyle::Text })
        }
    }
}

/// A date as people write it, as Excel counts days. `None` before 1900.
fn date_in_days(written: &str) -> Option<f64> {
    let date: jiff::civil::Date = values::date(written).as_deref().unwrap_or(written).parse().ok()?;
    days(date).map(f64::from)
}

/// UTC milliseconds since 1970 as days with a fraction, to the second. `None` before 1900.
fn moment_in_days(at: i64) -> Option<f64> {
    const SECONDS: i64 = 24 * 60 * 60;
    let seconds = at.div_euclid(1_000);
    let date = jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date();
    Some(f64::from(days(date)?) + seconds.rem_euclid(SECONDS) as f64 / SECONDS as f64)
}

/// How many texts of a table or of memos are too long for a cell.
pub(super) fn too_long(content: &Content<'_>) -> usize {
    let headers = content.headings().iter().filter(|header| units(header) > MOST_CHARACTERS).count();
    headers + content.rows().map(|row| too_long_in(&row)).sum::<usize>()
}

/// How many texts of a row are too long for a cell.
pub(super) fn too_long_in(row: &[Entry<'_>]) -> usize {
    let is_long = |entry: &Entry<'_>| {
        let lines = entry.lines();
        // Add the line ends between lines.
        let ends = lines.len().saturating_sub(1);
        ends + lines.iter().map(|line| units(line)).sum::<usize>() > MOST_CHARACTERS
    };
    row.iter().filter(|&entry| is_long(entry)).count()
}

/// The length in UTF-16 units.
fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Returns the text, cut to the size of a cell with a note at its end if necessary.
fn fitting(text: &str) -> (Cow<'_, str>, bool) {
    if text.len() <= MOST_CHARACTERS || units(text) <= MOST_CHARACTERS {
        return (text.into(), false);
    }
    let note = tr!("… [cut: {count} characters in all]", count = text.chars().count());
    let mut room = MOST_CHARACTERS - note.chars().count();
    let kept = text.chars().take_while(|c| {
        let fits = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        fits
    });
    ((kept.collect::<String>() + &note).into(), true)
}

fn about<W: Write + Seek>(book: &mut Workbook<W>, contents: &[Content<'_>], cut: usize) -> io::Result<()> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for content in contents {
        lines.push((tr!("sheet About" => "table").into(), content.title().into()));
        lines
            .extend(content.footnotes().iter().map(|note| (tr!("sheet About" => "footnote").to_owned(), note.clone())));
        lines.extend(content.provenance().lines().map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
    if contents.iter().any(Content::has_shares) {
        let note = tr!("Empty cells have no share, because the total is 0.");
        lines.push((tr!("sheet About" => "footnote").into(), note.into()));
    }
    if contents.iter().any(|content| matches!(content, Content::Passages(_) | Content::Memos(_))) {
        lines.push((
            tr!("sheet About" => "column “{head}”", head = tr!("head of a list" => "created")),
            tr!("times are in Coordinated Universal Time (UTC)").into(),
        ));
    }
    if cut > 0 {
        let note = tr!(
            "{cut} of the texts had more than {most} characters, the limit of a cell, and were cut.",
            cut,
            most = MOST_CHARACTERS
        );
        lines.push((tr!("sheet About" => "cut").into(), note));
    }
    // Most notes on the passages repeat those on the table.
    let mut seen = std::collections::HashSet::new();
    lines.retain(|line| seen.insert(line.clone()));
    let name = tr!("name of a sheet" => "About").to_owned();
    let mut rows = book.sheet(Layout { name, widths: vec![16, 90], one_page_wide: true, ..Layout::default() })?;
    for (name, value) in lines {
        let lines = wrapped(&value, 90);
        rows.row(
            lines,
            &[(Value::Text(&fitting(&name).0), CellStyle::Label), (Value::Text(&fitting(&value).0), CellStyle::Text)],
        )?;
    }
    rows.finish()
}

/// A name that Excel accepts: short, without certain characters, and unique.
fn sheet_name(content: &Content<'_>) -> String {
    let table = match content {
        Content::Table(table) => table,
        Content::Passages(_) => return tr!("name of a sheet" => "Passages").into(),
        Content::Memos(_) => return tr!("name of a sheet" => "Memos").into(),
    };
    if table.name == NUMBERS && content.is_list() {
        return tr!("name of a sheet" => "Numbers").into();
    }
    // Lists and matrices have names of their own, which people read in the language of the file.
    let written = match table.name.as_str() {
        "codebook" if content.is_list() => tr!("name of a sheet" => "Codebook"),
        "participants" if content.is_list() => tr!("name of a sheet" => "Participants"),
        "documents" if content.is_list() => tr!("name of a sheet" => "Documents"),
        "decisions" if content.is_list() => tr!("name of a sheet" => "Decisions"),
        "agreement" if content.is_list() => tr!("name of a sheet" => "Agreement"),
        "matrix" => tr!("name of a sheet" => "Matrix"),
        // The short name of a table is often English, also in a Chinese study.
        _ if i18n::current() == Language::Chinese && !table.title.trim().is_empty() => &table.title,
        name => name,
    };
    let legal = |c: char| if "[]:*?/\\'".contains(c) || c.is_control() { '_' } else { c };
    let (mut name, mut room) = (String::new(), LONGEST_NAME - " table".len());
    for c in written.chars().map(legal) {
        if c.len_utf16() > room {
            break;
        }
        room -= c.len_utf16();
        name.push(c);
    }
    // Excel keeps one name for itself.
    let others = [
        tr!("name of a sheet" => "About"),
        tr!("name of a sheet" => "Passages"),
        tr!("name of a sheet" => "Numbers"),
        "history",
    ];
    let lower = name.to_lowercase();
    match others.iter().any(|other| other.to_lowercase() == lower) {
        _ if name.is_empty() => tr!("name of a sheet" => "Table").into(),
        true => tr!("name of a sheet" => "{name} table", name),
        false => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_too_long_for_a_cell_says_that_it_was_cut() {
        let check = |text: String, cut: bool| {
            let (fitted, was_cut) = fitting(&text);
            assert_eq!((was_cut, fitted == text), (cut, !cut));
            assert!(fitted.encode_utf16().count() <= MOST_CHARACTERS);
            assert_eq!(fitted.ends_with(" characters in all]"), cut);
        };
        check("字".repeat(MOST_CHARACTERS), false);
        check("字".repeat(MOST_CHARACTERS + 1), true);
        check("𠮷".repeat(MOST_CHARACTERS / 2 + 1), true);
    }

    #[test]
    fn moments_are_days_and_their_parts() {
        assert_eq!(moment_in_days(1_700_000_000_000), Some(45_244.0 + 80_000.0 / 86_400.0));
        assert_eq!((moment_in_days(-1), moment_in_days(i64::MIN)), (Some(25_568.0 + 86_399.0 / 86_400.0), None));
        assert_eq!((date_in_days("29.7.1975"), date_in_days("1850-01-02")), (Some(27_604.0), None));
    }
}
