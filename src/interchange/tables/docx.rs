//! Word documents: a table in journal style, with three rules and a header row repeated on every page; a list of
//! passages as quotations under their codes; memos as written, under what they are attached to.

use super::Error;
use super::content::{Content, Entry, moment, named};
use super::section::Section;
use crate::i18n::{self, Language};
use crate::interchange::files::WriteError;
use crate::interchange::spool::Spool;
use crate::interchange::word::{Document, SIDEWAYS, UPRIGHT, caption, paragraph, run};
use crate::model::RowKind;
use crate::table::{MemoList, MemoRow, PassageHeads, PassageRow, Provenance};
use crate::tr;
use std::collections::HashMap;
use std::io::{self, Seek, Write};
use std::path::Path;

/// Tables with more columns than this need a landscape page.
const FEW: usize = 6;
/// Word opens no table with more columns.
const MOST_COLUMNS: usize = 63;
/// For details beside a quotation, and for asides in Chinese.
const GREY: &str = "<w:color w:val=\"595959\"/>";

/// The properties of an aside: italics, or grey in Chinese, which has none.
fn italics() -> &'static str {
    if i18n::current() == Language::Chinese { GREY } else { "<w:i/>" }
}

/// Returns the number of rows of all sections. What has to be put in order meanwhile is kept in `scratch`.
pub(super) fn write<W: Write + Seek, E: From<Error>>(
    sections: Vec<Section<'_, E>>,
    scratch: &Path,
    out: W,
) -> Result<u64, WriteError<E>> {
    let title = sections.first().map_or("", |section| section.content.title());
    let mut document = Document::new(out, title, false)?;
    let (mut wide, mut rows) = (false, 0);
    for section in sections {
        let mut body = String::new();
        match section.content {
            Content::Passages(heads) => rows += quotations(&mut document, heads, section, scratch)?,
            Content::Memos(list) => {
                memos(&mut body, list);
                rows += list.rows.len() as u64;
            }
            Content::Table(_) => {
                let (title, columns) = (section.content.title().to_owned(), section.content.headings().len());
                if columns > MOST_COLUMNS {
                    let error = Error::TooWide { title, columns, most: MOST_COLUMNS };
                    return Err(WriteError::Contents(error.into()));
                }
                wide |= table(&mut body, &section.content);
                rows += section.content.len() as u64;
            }
        }
        document.write_all(body.as_bytes())?;
    }
    document.end_body(wide)?;
    document.finish()?;
    Ok(rows)
}

/// Writes the table with its caption and notes; true if it needs a landscape page.
fn table(out: &mut String, content: &Content<'_>) -> bool {
    let headers = content.headings();
    let numeric = content.numeric();
    let wide = headers.len() > FEW;
    let (widths, dense) = widths(content, if wide { SIDEWAYS } else { UPRIGHT });
    // Many columns get a smaller font, so that no word is broken.
    let small = if dense { "<w:sz w:val=\"15\"/>" } else { "" };
    caption(out, 1, content.title());
    let line =
        |side: &str, size: u8| format!("<w:{side} w:val=\"single\" w:sz=\"{size}\" w:space=\"0\" w:color=\"auto\"/>");
    out.push_str(&format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders>{}{}</w:tblBorders><w:tblLayout \
         w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/><w:right w:w=\"70\" w:type=\"dxa\"/>\
         </w:tblCellMar></w:tblPr><w:tblGrid>{}</w:tblGrid>",
        line("top", 8),
        line("bottom", 8),
        widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect::<String>()
    ));
    let size = |column: usize| {
        widths.get(column).map_or_else(String::new, |width| format!("<w:tcW w:w=\"{width}\" w:type=\"dxa\"/>"))
    };
    let right = |column: usize| {
        if numeric.get(column) == Some(&true) { "<w:jc w:val=\"right\"/>" } else { "" }
    };
    out.push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (column, name) in headers.iter().enumerate() {
        let under = format!(
            "<w:tcPr>{}<w:tcBorders>{}</w:tcBorders><w:vAlign w:val=\"bottom\"/></w:tcPr>",
            size(column),
            line("bottom", 4)
        );
        out.push_str(&format!("<w:tc>{under}"));
        paragraph(out, "TableText", right(column), &run(&name.replace('_', " "), &format!("<w:b/>{small}")));
        out.push_str("</w:tc>");
    }
    out.push_str("</w:tr>");
    for (number, row) in content.rows().enumerate() {
        let total = content.is_total(number);
        // A row with many quotations may break across pages; otherwise it would leave half a page empty.
        let whole = row.iter().map(|entry| entry.lines().len()).max().unwrap_or(0) < 12;
        out.push_str(if whole { "<w:tr><w:trPr><w:cantSplit/></w:trPr>" } else { "<w:tr>" });
        let over = if total { format!("<w:tcBorders>{}</w:tcBorders>", line("top", 4)) } else { String::new() };
        for (column, entry) in row.iter().enumerate() {
            out.push_str(&format!("<w:tc><w:tcPr>{}{over}</w:tcPr>", size(column)));
            cell(out, entry, right(column), small);
            out.push_str("</w:tc>");
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    for note in content.notes_below() {
        paragraph(out, "TableNote", "", &run(&note, ""));
    }
    provenance(out, content.provenance());
    wide
}

/// The widths of the columns in twentieths of a point. Each is at least as wide as its longest word, as far as there is
/// space; the rest goes to the columns with the most text. True if this needs a smaller font.
fn widths(content: &Content<'_>, page: usize) -> (Vec<usize>, bool) {
    // The approximate width of a digit in table text, and of a cell's margins.
    const DIGIT: usize = 112;
    const SMALL: usize = 88;
    const MARGINS: usize = 160;
    let length = |text: &str| text.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum::<usize>();
    let word = |text: &str| text.split([' ', '\n']).map(|w| length(w).min(16)).max().unwrap_or(0);
    let mut least: Vec<usize> = content.headings().iter().map(|name| word(&name.replace('_', " "))).collect();
    let mut wanted = least.clone();
    for row in content.rows().take(500) {
        for ((least, wanted), entry) in least.iter_mut().zip(&mut wanted).zip(&row) {
            for line in entry.lines() {
                *least = word(&line).max(*least);
                *wanted = length(&line).min(60).max(*wanted);
            }
        }
    }
    let needs = |digit: usize| least.iter().map(|n| n * digit + MARGINS).collect::<Vec<usize>>();
    let dense = needs(DIGIT).iter().sum::<usize>() > page;
    let needed = needs(if dense { SMALL } else { DIGIT });
    let sum: usize = needed.iter().sum::<usize>().max(1);
    if sum >= page {
        return (needed.into_iter().map(|need| need * page / sum).collect(), dense);
    }
    let extra: Vec<usize> = wanted.iter().zip(&least).map(|(wanted, least)| wanted - least).collect();
    let total = extra.iter().sum::<usize>().max(1);
    let (room, columns) = (page - sum, needed.len().max(1));
    let share = |extra: usize| if total == 1 { room / columns } else { extra * room / total };
    (needed.into_iter().zip(extra).map(|(need, extra)| need + share(extra)).collect(), dense)
}

/// A cell must end in a paragraph, even if it is empty.
fn cell(out: &mut String, entry: &Entry<'_>, align: &str, small: &str) {
    let italic = if matches!(entry, Entry::Undefined(_)) { italics() } else { "" };
    let properties = format!("{italic}{small}");
    let lines = entry.lines();
    for line in &lines {
        paragraph(out, "TableText", align, &run(line, &properties));
    }
    if lines.is_empty() {
        paragraph(out, "TableText", align, "");
    }
}

fn provenance(out: &mut String, about: &Provenance) {
    let lines: Vec<String> = about.lines().map(|(name, value)| named(name, value)).collect();
    if !lines.is_empty() {
        paragraph(out, "TableNote", "", &run(&lines.join(" · "), italics()));
    }
}

/// Writes the passages as quotations, code by code, each with its participant and position; returns their number.
fn quotations<E>(
    out: &mut dyn Write,
    heads: &PassageHeads,
    section: Section<'_, E>,
    scratch: &Path,
) -> Result<u64, WriteError<E>> {
    let mut text = String::new();
    paragraph(&mut text, "Heading1", "", &run(tr!("Coded passages"), ""));
    out.write_all(text.as_bytes())?;
    let mut by_code = ByCode::new(heads, scratch);
    // A passage that several coders have coded alike is written once, with all of them: they follow one another.
    let mut alike: Vec<PassageRow> = Vec::new();
    let rows = section.each_passage(|_, row| {
        let same = |one: &PassageRow| {
            (&one.code, &one.document, one.start, one.end) == (&row.code, &row.document, row.start, row.end)
        };
        if !alike.first().is_none_or(same) {
            by_code.add(&alike)?;
            alike.clear();
        }
        alike.push(row.clone());
        Ok(())
    })?;
    by_code.add(&alike)?;
    by_code.write(out)?;
    text.clear();
    if rows == 0 {
        paragraph(&mut text, "Normal", "", &run(tr!("There are no passages of this kind."), ""));
    } else {
        let note = tr!("Characters are counted from 1 at the beginning of each document.");
        paragraph(&mut text, "TableNote", "", &run(note, ""));
    }
    provenance(&mut text, &heads.provenance);
    out.write_all(text.as_bytes())?;
    Ok(rows)
}

/// Quotations that come document by document and are written code by code.
struct ByCode {
    /// The paths of the codes, in codebook order; then others.
    codes: Vec<String>,
    places: HashMap<String, usize>,
    quotations: Spool,
}

impl ByCode {
    fn new(heads: &PassageHeads, scratch: &Path) -> Self {
        let codes = heads.codes.clone();
        let places = codes.iter().enumerate().map(|(place, code)| (code.clone(), place)).collect();
        Self { codes, places, quotations: Spool::new(scratch) }
    }

    /// Adds a passage, by all its coders.
    fn add(&mut self, alike: &[PassageRow]) -> io::Result<()> {
        let Some(row) = alike.first() else { return Ok(()) };
        let place = *self.places.entry(row.code.clone()).or_insert_with(|| {
            self.codes.push(row.code.clone());
            self.codes.len() - 1
        });
        let mut text = String::new();
        quotation(&mut text, row, alike);
        self.quotations.add(place, &text)
    }

    fn write(self, out: &mut dyn Write) -> io::Result<()> {
        let Self { codes, quotations, .. } = self;
        quotations.write(
            |place| {
                let mut heading = String::new();
                paragraph(&mut heading, "Heading2", "", &run(codes.get(place).map_or("", String::as_str), ""));
                heading
            },
            out,
        )
    }
}

fn quotation(out: &mut String, row: &PassageRow, alike: &[PassageRow]) {
    let who = row.quoted_person().map_or_else(
        || row.document.clone(),
        |name| tr!("parts of a sentence" => "{before}, {next}", before = name, next = row.document),
    );
    let coders: Vec<&str> = alike.iter().map(|row| row.coder_for_readers()).collect();
    let place = tr!(
        "after a quotation" => " ({who}, characters {first}–{last}; {coders})",
        who,
        first = row.start + 1,
        last = row.end,
        coders = i18n::joined(&coders)
    );
    let runs = run(&tr!("“{words}”", words = row.quote().trim()), "") + &run(&place, GREY);
    paragraph(out, "Quote", "", &runs);
    for row in alike.iter().filter(|row| !row.memo.is_empty()) {
        let memo = match alike.len() {
            1 => tr!("Memo: {memo}", memo = row.memo),
            _ => tr!("Memo ({coder}): {memo}", coder = row.coder_for_readers(), memo = row.memo),
        };
        let formatted = run(&memo, italics());
        paragraph(out, "TableNote", "<w:ind w:left=\"720\"/>", &formatted);
    }
}

/// Writes the memos by kind, each below what it is attached to.
fn memos(out: &mut String, list: &MemoList) {
    paragraph(out, "Heading1", "", &run(tr!("heading" => "Memos"), ""));
    let kinds = [
        (RowKind::Project, tr!("heading of memos" => "On the project")),
        (RowKind::Document, tr!("heading of memos" => "On documents")),
        (RowKind::Participant, tr!("heading of memos" => "On participants")),
        (RowKind::Code, tr!("heading of memos" => "On codes")),
        (RowKind::Passage, tr!("heading of memos" => "On passages")),
    ];
    for (kind, title) in kinds {
        let of_kind: Vec<&MemoRow> = list.rows.iter().filter(|row| row.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        paragraph(out, "Heading2", "", &run(title, ""));
        for row in of_kind {
            let on = if row.code.is_empty() {
                row.on.clone()
            } else {
                tr!("heading" => "{heading}: {what}", heading = row.on, what = row.code)
            };
            paragraph(out, "Heading3", "", &run(&on, ""));
            if !row.passage.is_empty() {
                paragraph(out, "Quote", "", &run(&tr!("“{words}”", words = row.passage.trim()), ""));
            }
            for line in row.text.split('\n') {
                paragraph(out, "Normal", "", &run(line, ""));
            }
            let moment = moment(row.created);
            let day = moment.get(..10).unwrap_or(&moment);
            let by = if row.coder.is_empty() {
                day.to_owned()
            } else {
                tr!("parts of a sentence" => "{before}, {next}", before = row.coder, next = day)
            };
            paragraph(out, "TableNote", "", &run(&by, GREY));
        }
    }
    if list.rows.is_empty() {
        paragraph(out, "Normal", "", &run(tr!("This project has no memos."), ""));
    }
    provenance(out, &list.provenance);
}
