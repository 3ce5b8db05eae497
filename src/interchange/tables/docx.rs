//! Word documents: a table in journal style, with three rules and a header row repeated on every page; a list of
//! passages as quotations under their codes; memos as written, under what they are attached to.

use super::Error;
use super::content::{Content, Entry, moment, named};
use crate::i18n::{self, Language};
use crate::interchange::word::{Document, SIDEWAYS, UPRIGHT, caption, paragraph, run};
use crate::model::RowKind;
use crate::table::Provenance;
use crate::table::{MemoList, MemoRow, PassageList, PassageRow};
use crate::tr;
use std::collections::HashMap;

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

pub(super) fn write(contents: &[Content<'_>]) -> Result<Vec<u8>, Error> {
    let (mut body, mut wide) = (String::new(), false);
    for content in contents {
        match content {
            Content::Passages(list) => quotations(&mut body, list),
            Content::Memos(list) => memos(&mut body, list),
            Content::Table(_) => {
                let (title, columns) = (content.title().to_owned(), content.headings().len());
                if columns > MOST_COLUMNS {
                    return Err(Error::TooWide { title, columns, most: MOST_COLUMNS });
                }
                wide |= table(&mut body, content);
            }
        }
    }
    let title = contents.first().map_or("", Content::title).to_owned();
    let document = Document { title, body, wide, comments: String::new() };
    Ok(document.pack()?)
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
    for note in content.footnotes() {
        paragraph(out, "TableNote", "", &run(note, ""));
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

/// Writes the passages as quotations, code by code, each with its participant and position.
fn quotations(out: &mut String, list: &PassageList) {
    paragraph(out, "Heading1", "", &run(tr!("Coded passages"), ""));
    let places: HashMap<&str, usize> = list.codes.iter().enumerate().map(|(i, code)| (code.as_str(), i)).collect();
    let place = |row: &PassageRow| places.get(row.code.as_str()).copied().unwrap_or(usize::MAX);
    let mut rows: Vec<_> = list.rows.iter().collect();
    rows.sort_by(|a, b| place(a).cmp(&place(b)).then_with(|| a.code.cmp(&b.code)));
    let same = |a: &&PassageRow, b: &&PassageRow| {
        (&a.code, &a.document, a.start, a.end) == (&b.code, &b.document, b.start, b.end)
    };
    let mut code = None;
    // A passage that several coders have coded alike is written once, with all of them.
    for group in rows.chunk_by(same) {
        let Some(row) = group.first() else { continue };
        if code != Some(&row.code) {
            code = Some(&row.code);
            paragraph(out, "Heading2", "", &run(&row.code, ""));
        }
        let who = row.quoted_person().map_or_else(
            || row.document.clone(),
            |name| tr!("parts of a sentence" => "{before}, {next}", before = name, next = row.document),
        );
        let coders: Vec<&str> = group.iter().map(|row| row.coder_for_readers()).collect();
        let place = tr!(
            "after a quotation" => " ({who}, characters {first}–{last}; {coders})",
            who,
            first = row.start + 1,
            last = row.end,
            coders = i18n::joined(&coders)
        );
        let runs = run(&tr!("“{words}”", words = row.quote().trim()), "") + &run(&place, GREY);
        paragraph(out, "Quote", "", &runs);
        for row in group.iter().filter(|row| !row.memo.is_empty()) {
            let memo = match group.len() {
                1 => tr!("Memo: {memo}", memo = row.memo),
                _ => tr!("Memo ({coder}): {memo}", coder = row.coder_for_readers(), memo = row.memo),
            };
            let formatted = run(&memo, italics());
            paragraph(out, "TableNote", "<w:ind w:left=\"720\"/>", &formatted);
        }
    }
    if list.rows.is_empty() {
        paragraph(out, "Normal", "", &run(tr!("There are no passages of this kind."), ""));
    } else {
        let note = tr!("Characters are counted from 1 at the beginning of each document.");
        paragraph(out, "TableNote", "", &run(note, ""));
    }
    provenance(out, &list.provenance);
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
