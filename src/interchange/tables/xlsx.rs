//! Workbooks: the table and the passages each on a separate sheet, and notes for the reader on `About`.

use super::content::{Content, Entry};
use super::error::Error;
use super::wrap::width;
use crate::i18n::{self, Language};
use crate::model::values;
use crate::tr;
use rust_xlsxwriter::{Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};

/// Excel's limits; the first counts UTF-16 units.
pub(super) const MOST_CHARACTERS: usize = 32_767;
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;
const LONGEST_NAME: usize = 31;
/// The paper size, as a Windows paper size number.
const A4: u8 = 9;
/// How shares are shown; the cells keep the exact numbers.
const PERCENT: &str = "0.0%";
/// Rows used to estimate the width of a column.
const SAMPLE: usize = 1_000;
/// Characters across a sheet that stay readable when it is printed on one page.
const PAGE: usize = 220;

struct Formats {
    header: Format,
    label: Format,
    text: Format,
    undefined: Format,
    number: Format,
    figure: Format,
    share: Format,
    date: Format,
    moment: Format,
    total: Format,
    total_share: Format,
}

pub(super) fn write(contents: &[Content<'_>]) -> Result<Vec<u8>, Error> {
    let wrapped = || Format::new().set_align(FormatAlign::Top).set_text_wrap();
    let total = || Format::new().set_align(FormatAlign::Top).set_bold().set_border_top(FormatBorder::Thin);
    let formats = Formats {
        header: wrapped().set_bold().set_border_bottom(FormatBorder::Thin),
        label: wrapped().set_bold(),
        text: wrapped(),
        undefined: match i18n::current() {
            Language::English => wrapped().set_italic(),
            // Chinese has no italics.
            Language::Chinese => wrapped().set_font_color(Color::Gray),
        },
        number: Format::new().set_align(FormatAlign::Top),
        figure: Format::new().set_align(FormatAlign::Top).set_num_format("0.000"),
        share: Format::new().set_align(FormatAlign::Top).set_num_format(PERCENT),
        date: Format::new().set_align(FormatAlign::Top).set_num_format("yyyy-mm-dd"),
        moment: Format::new().set_align(FormatAlign::Top).set_num_format("yyyy-mm-dd hh:mm"),
        total: total(),
        total_share: total().set_num_format(PERCENT),
    };
    let mut workbook = Workbook::new();
    let title = contents.first().map_or("", Content::title);
    workbook.set_properties(&DocProperties::new().set_title(title).set_comment(tr!("Made with Pullquote")));
    let mut cut = 0;
    for content in contents {
        cut += sheet(workbook.add_worksheet(), content, &formats)?;
    }
    about(workbook.add_worksheet(), contents, cut, &formats)?;
    Ok(workbook.save_to_buffer()?)
}

/// Fills a sheet; returns how many texts were too long for a cell.
fn sheet(sheet: &mut Worksheet, content: &Content<'_>, formats: &Formats) -> Result<usize, Error> {
    let (name, headers) = (sheet_name(content), content.headings());
    let (rows, columns) = (content.len() + 1, headers.len());
    if rows > MOST_ROWS || columns > MOST_COLUMNS {
        let (most_rows, most_columns) = (MOST_ROWS, MOST_COLUMNS);
        return Err(Error::TooLarge { sheet: name, rows, columns, most_rows, most_columns });
    }
    sheet.set_name(name)?;
    let widths = widths(content, &headers);
    let mut cut = 0;
    for (column, header) in (0..).zip(&headers) {
        cut += text(sheet, (0, column), header.clone(), &formats.header)?;
    }
    let lines = headers.iter().zip(&widths).map(|(header, &room)| wrapped(header, room.saturating_sub(2)));
    set_height(sheet, 0, lines.max().unwrap_or(1))?;
    for (row, entries) in (1..).zip(content.rows()) {
        let total = content.is_total(row as usize - 1);
        for (column, entry) in (0..).zip(&entries) {
            cut += put(sheet, (row, column), entry, total, formats)?;
        }
        let tall = |(entry, &room): (&Entry<'_>, &usize)| -> usize {
            entry.lines().iter().map(|line| wrapped(line, room)).sum()
        };
        set_height(sheet, row, entries.iter().zip(&widths).map(tall).max().unwrap_or(1))?;
    }
    for (column, &widest) in (0..).zip(&widths) {
        sheet.set_column_width(column, widest as f64 + 2.0)?;
    }
    let (last_row, last_column) = (rows as u32 - 1, (columns.max(1) - 1) as u16);
    sheet.set_freeze_panes(1, u16::try_from(content.header_columns()).unwrap_or(0))?;
    if content.is_list() && rows > 1 {
        sheet.autofilter(0, 0, last_row, last_column)?;
    }
    // When printed, the header is repeated on every page, and the sheet is fitted to one page width if that stays
    // readable.
    sheet.set_landscape().set_paper_size(A4).set_repeat_rows(0, 0)?;
    if widths.iter().sum::<usize>() <= PAGE {
        sheet.set_print_fit_to_pages(1, 0);
    }
    Ok(cut)
}

/// The widths of the columns in characters, by the content of the first rows.
fn widths(content: &Content<'_>, headers: &[String]) -> Vec<usize> {
    let mut widths: Vec<usize> = headers.iter().map(|header| width(header).min(24)).collect();
    for entries in content.rows().take(SAMPLE) {
        for (widest, entry) in widths.iter_mut().zip(&entries) {
            let longest = entry.lines().iter().flat_map(|l| l.split('\n').map(width).collect::<Vec<_>>()).max();
            *widest = longest.unwrap_or(0).max(*widest);
        }
    }
    widths.into_iter().map(|widest| widest.clamp(6, 60)).collect()
}

/// Estimates how many lines a text takes in a column of this width.
fn wrapped(text: &str, room: usize) -> usize {
    text.split('\n').map(|line| width(line).div_ceil(room.max(1)).max(1)).sum()
}

/// Some programs do not compute the height of a row themselves.
fn set_height(sheet: &mut Worksheet, row: u32, lines: usize) -> Result<(), Error> {
    const LINE: f64 = 15.0;
    const TALLEST: f64 = 409.0;
    if lines > 1 {
        sheet.set_row_height(row, (lines as f64 * LINE).min(TALLEST))?;
    }
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    at: (u32, u16),
    entry: &Entry<'_>,
    total: bool,
    formats: &Formats,
) -> Result<usize, Error> {
    match entry {
        Entry::Number(n) | Entry::Stated(n, _) => {
            sheet.write_number_with_format(at.0, at.1, *n, if total { &formats.total } else { &formats.number })?;
            Ok(0)
        }
        Entry::Date(_) | Entry::Moment(_) => {
            let (date, format) = match entry {
                Entry::Moment(at) => (ExcelDateTime::from_timestamp(at.div_euclid(1000)), &formats.moment),
                _ => {
                    let written = entry.lines().concat();
                    (ExcelDateTime::parse_from_str(&values::date(&written).unwrap_or(written)), &formats.date)
                }
            };
            // Excel has no dates before 1900.
            let Ok(date) = date else { return text(sheet, at, entry.lines().concat(), &formats.text) };
            sheet.write_datetime_with_format(at.0, at.1, &date, format)?;
            Ok(0)
        }
        Entry::Figure(figure) => {
            sheet.write_number_with_format(at.0, at.1, *figure, &formats.figure)?;
            Ok(0)
        }
        Entry::Share(share) => {
            let format = if total { &formats.total_share } else { &formats.share };
            sheet.write_number_with_format(at.0, at.1, *share, format)?;
            Ok(0)
        }
        Entry::Undefined(reason) => text(sheet, at, reason.clone(), &formats.undefined),
        // The words can be imported again, and the columns beside them say where they begin and end.
        Entry::Words(row) => text(sheet, at, row.text.clone(), &formats.text),
        Entry::Text(_) | Entry::Speakers(_) | Entry::Coder(_) | Entry::Items(_) | Entry::Quotes(_) => {
            text(sheet, at, entry.lines().join("\n"), if total { &formats.total } else { &formats.text })
        }
    }
}

/// How many texts are too long for a cell.
pub(super) fn too_long(content: &Content<'_>) -> usize {
    let is_long = |entry: &Entry<'_>| {
        let lines = entry.lines();
        // Add the line ends between lines.
        let ends = lines.len().saturating_sub(1);
        ends + lines.iter().map(|line| units(line)).sum::<usize>() > MOST_CHARACTERS
    };
    let headers = content.headings().iter().filter(|header| units(header) > MOST_CHARACTERS).count();
    headers + content.rows().map(|row| row.iter().filter(|&entry| is_long(entry)).count()).sum::<usize>()
}

/// The length in UTF-16 units.
fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Writes a text as a text cell, even if it looks like a formula. Returns 1 if it had to be cut, otherwise 0.
fn text(sheet: &mut Worksheet, at: (u32, u16), text: String, format: &Format) -> Result<usize, Error> {
    if text.is_empty() {
        return Ok(0);
    }
    let (text, cut) = fitting(text);
    sheet.write_string_with_format(at.0, at.1, text, format)?;
    Ok(usize::from(cut))
}

/// Returns the text, cut to the size of a cell with a note at its end if necessary.
fn fitting(text: String) -> (String, bool) {
    if units(&text) <= MOST_CHARACTERS {
        return (text, false);
    }
    let note = tr!("… [cut: {count} characters in all]", count = text.chars().count());
    let mut room = MOST_CHARACTERS - note.chars().count();
    let kept = text.chars().take_while(|c| {
        let fits = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        fits
    });
    (kept.collect::<String>() + &note, true)
}

fn about(sheet: &mut Worksheet, contents: &[Content<'_>], cut: usize, formats: &Formats) -> Result<(), Error> {
    sheet.set_name(tr!("name of a sheet" => "About"))?;
    let mut lines: Vec<(String, String)> = Vec::new();
    for content in contents {
        lines.push((tr!("sheet About" => "table").into(), content.title().into()));
        lines
            .extend(content.footnotes().iter().map(|note| (tr!("sheet About" => "footnote").to_owned(), note.clone())));
        lines.extend(content.provenance().lines().map(|(name, value)| (name.to_owned(), value.to_owned())));
    }
    if contents.iter().any(|content| matches!(content, Content::Passages(_) | Content::Memos(_))) {
        lines.push((
            tr!("head of a list" => "created").into(),
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
    for (row, (name, value)) in (0..).zip(lines) {
        text(sheet, (row, 0), name, &formats.label)?;
        text(sheet, (row, 1), value, &formats.text)?;
    }
    sheet.set_column_width(0, 16)?;
    sheet.set_column_width(1, 90)?;
    sheet.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// A name that Excel accepts: short, without certain characters, and unique.
fn sheet_name(content: &Content<'_>) -> String {
    let table = match content {
        Content::Table(table) => table,
        Content::Passages(_) => return tr!("name of a sheet" => "Passages").into(),
        Content::Memos(_) => return tr!("name of a sheet" => "Memos").into(),
    };
    // Lists and matrices have names of their own, which people read in the language of the file.
    let written = match table.name.as_str() {
        "codebook" if content.is_list() => tr!("name of a sheet" => "codebook"),
        "participants" if content.is_list() => tr!("name of a sheet" => "participants"),
        "documents" if content.is_list() => tr!("name of a sheet" => "documents"),
        "matrix" => tr!("name of a sheet" => "matrix"),
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
    match name.to_lowercase().as_str() {
        "" => tr!("name of a sheet" => "Table").into(),
        "about" | "passages" | "history" => name + " table",
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_CHARACTERS, fitting};

    #[test]
    fn a_text_that_is_too_long_for_a_cell_says_that_it_was_cut() {
        let check = |text: String, cut: bool| {
            let (fitted, was_cut) = fitting(text.clone());
            assert_eq!((was_cut, fitted == text), (cut, !cut));
            assert!(fitted.encode_utf16().count() <= MOST_CHARACTERS);
            assert_eq!(fitted.ends_with(" characters in all]"), cut);
        };
        check("字".repeat(MOST_CHARACTERS), false);
        check("字".repeat(MOST_CHARACTERS + 1), true);
        check("𠮷".repeat(MOST_CHARACTERS / 2 + 1), true);
    }
}
