//! Workbooks made by a writer of them, and others put together by hand: hostile, damaged, odd.

use super::*;
use crate::interchange::remark::{Loss, Problem, Warning};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use std::io::{Cursor, Write};

fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Sheet, Refusal> {
    super::read(bytes, wanted, &|| false)
}

fn cells(sheet: &Sheet) -> Vec<Vec<&str>> {
    sheet.rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect()
}

fn told(sheet: &Sheet) -> Vec<String> {
    sheet.remarks.iter().map(|remark| format!("{}: {}", remark.place, remark.remark)).collect()
}

/// A workbook of one sheet from the XML of it.
fn packed(sheet: &str, strings: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("xl/workbook.xml", "<workbook><sheets><sheet name='A &amp; B' sheetId='1' r:id='r1'/></sheets></workbook>"),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships><Relationship Id='r1' Target='worksheets/one.xml'/></Relationships>",
        ),
        ("xl/worksheets/one.xml", sheet),
        ("xl/sharedStrings.xml", strings),
    ];
    for (name, words) in parts.into_iter().filter(|(_, words)| !words.is_empty()) {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(words.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn formulas_that_were_saved_without_results_are_counted() {
    let head = "<row r='1'><c r='A1' t='inlineStr'><is><t>name</t></is></c><c r='B1' t='inlineStr'><is><t>age</t></is></c></row>";
    for (cell, count) in [
        ("<c r='B2'><f>1+1</f></c>", 1),
        ("<c r='B2'><f>1+1</f><v>2</v></c>", 0),
        ("<c r='B2' t='str'><f>A1</f><v></v></c>", 0),
        ("<c r='B2'><f t='shared' si='0'/></c>", 1),
        ("<c r='B2'/>", 0),
    ] {
        let rows = format!("{head}<row r='2'><c r='A2' t='inlineStr'><is><t>Ana</t></is></c>{cell}</row>");
        let sheet = read(&sheet_of(&rows), None).unwrap();
        let found = sheet.remarks.iter().map(|problem| &problem.remark);
        let expected = Loss::UncomputedFormulas { count };
        assert_eq!(found.filter(|remark| **remark == expected.clone().into()).count(), count, "{cell}");
    }
}

#[test]
fn parts_are_found_by_their_relations_whatever_they_are_called() {
    let kind = |kind: &str| format!("http://purl.oclc.org/ooxml/officeDocument/relationships/{kind}");
    let relation = |id: &str, name: &str, target: &str| {
        format!("<Relationship Id='{id}' Type='{}' Target='{target}'/>", kind(name))
    };
    let list = |all: String| format!("<Relationships>{all}</Relationships>");
    for (target, main, list_of_main) in [
        ("book/my%20book.xml", "book/my book.xml", "book/_rels/my book.xml.rels"),
        ("/xl/workbook2.xml", "xl/workbook2.xml", "xl/_rels/workbook2.xml.rels"),
        ("Workbook.xml", "workbook.xml", "_rels/workbook.xml.rels"),
    ] {
        let of_main = [("r1", "worksheet", "/data/one.xml"), ("r2", "sharedStrings", "/data/words.xml")];
        let parts = [
            ("_rels/.rels", list(relation("r1", "officeDocument", target))),
            (main, "<workbook><sheets><sheet name='A' r:id='r1'/></sheets></workbook>".to_owned()),
            (list_of_main, list(of_main.map(|(id, kind, target)| relation(id, kind, target)).concat())),
            ("data/words.xml", "<sst><si><t>name</t></si><si><t>李</t></si></sst>".to_owned()),
            (
                "data/one.xml",
                "<worksheet><row><c r='A1' t='s'><v>0</v></c></row><row><c r='A2' t='s'><v>1</v></c></row></worksheet>"
                    .to_owned(),
            ),
        ];
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, words) in parts {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(words.as_bytes()).unwrap();
        }
        let sheet = read(&zip.finish().unwrap().into_inner(), None).unwrap_or_else(|e| panic!("{target}: {e}"));
        assert_eq!((sheet.header.as_slice(), cells(&sheet)), (&["name".to_owned()][..], vec![vec!["李"]]), "{target}");
    }
}

fn sheet_of(rows: &str) -> Vec<u8> {
    packed(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"), "")
}

fn text(at: &str, words: &str) -> String {
    format!("<c r='{at}' t='inlineStr'><is><t>{words}</t></is></c>")
}

#[test]
fn cells_are_read_as_they_are_shown() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("empty").unwrap();
    let sheet = book.add_worksheet().set_name("人").unwrap();
    for (column, name) in ["name", "age", "born", "seen", "paid", "sum", "code"].into_iter().enumerate() {
        sheet.write_string(1, column as u16, name).unwrap();
    }
    let date = Format::new().set_num_format("dd.mm.yyyy");
    let time = Format::new().set_num_format("dd.mm.yyyy hh:mm");
    sheet.write_string(2, 0, "李 <&>\n明").unwrap();
    sheet.write_number(2, 1, 34.0).unwrap();
    sheet.write_with_format(2, 2, ExcelDateTime::from_ymd(1985, 3, 9).unwrap(), &date).unwrap();
    let seen = ExcelDateTime::from_ymd(2019, 7, 29).unwrap().and_hms(14, 5, 0).unwrap();
    sheet.write_with_format(2, 3, seen, &time).unwrap();
    sheet.write_boolean(2, 4, true).unwrap();
    sheet.write_formula(2, 5, Formula::new("=1+1").set_result("2")).unwrap();
    sheet.write_string(2, 6, "+2").unwrap();
    sheet.write_string(4, 0, "王").unwrap();
    sheet.write_number(4, 1, 4.5).unwrap();
    sheet.write_boolean(4, 4, false).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let sheet = read(&bytes, None).unwrap();
    assert_eq!((sheet.name.as_str(), sheet.sheets.join("|")), ("人", "empty|人".to_owned()));
    assert_eq!(sheet.header, ["name", "age", "born", "seen", "paid", "sum", "code"]);
    let expected =
        [["李 <&>\n明", "34", "1985-03-09", "2019-07-29 14:05", "yes", "2", "+2"], ["王", "4.5", "", "", "no", "", ""]];
    assert_eq!(cells(&sheet), expected);
    assert_eq!(sheet.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [3, 5]);
    assert_eq!(told(&sheet), Vec::<String>::new());
    assert!(read(&bytes, Some("人")).is_ok());
    assert!(read(&bytes, Some("empty")).unwrap_err().to_string().contains("nothing below its head row"));
    assert!(read(&bytes, Some("People")).unwrap_err().to_string().contains("its sheets are empty, 人"));
}

#[test]
fn merged_cells_titles_and_errors_are_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 2, "Our participants", &plain).unwrap();
    for (column, name) in ["region", "name", "age"].into_iter().enumerate() {
        sheet.write_string(2, column as u16, name).unwrap();
    }
    sheet.merge_range(3, 0, 5, 0, "north", &plain).unwrap();
    for (row, name) in [(3, "A"), (4, "B"), (5, "C"), (6, "D")] {
        sheet.write_string(row, 1, name).unwrap();
    }
    sheet.write_formula(3, 2, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    let read = read(&book.save_to_buffer().unwrap(), None).unwrap();
    assert_eq!(read.header, ["region", "name", "age"]);
    let column: Vec<&str> = read.rows.iter().map(|row| row.cells[0].as_str()).collect();
    assert_eq!(column, ["north", "north", "north", ""]);
    let wanted = [
        Problem::new("", "", Warning::MergedCells { count: 2 }),
        Problem::new("", "", Warning::ErrorCells { count: 1 }),
        Problem::new("", "row 1", Warning::TitleAboveTable { title: "Our participants".into() }),
    ];
    assert_eq!(read.remarks, wanted);
}

#[test]
fn shared_strings_keep_their_parts_and_leave_out_readings() {
    let strings = "<sst uniqueCount='99999999999999999'><si><r><t>东</t></r><r><t xml:space='preserve'> 京</t></r>\
                   <rPh><t>toukyou</t></rPh></si><si><t>a_x000D_&#10;b &lt;_x4E2D__x00</t></si></sst>";
    let rows = "<row r='1'><c r='A1' t='s'><v>0</v></c></row><row r='2'><c r='A2' t='s'><v>1</v></c></row>";
    let bytes = packed(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"), strings);
    let sheet = read(&bytes, None).unwrap();
    assert_eq!((sheet.header[0].as_str(), sheet.rows[0].cells[0].as_str()), ("东 京", "a\nb <中_x00"));
    assert_eq!(sheet.name, "A & B");
}

#[test]
fn cells_without_addresses_stand_one_after_the_other() {
    let cell = |words: &str| format!("<c t='inlineStr'><is><t>{words}</t></is></c>");
    let rows = format!("<row>{}{}</row><row>{}<c/><c><v>7.0</v></c></row>", cell("name"), cell("x"), cell("A"));
    let sheet = read(&sheet_of(&rows), None).unwrap();
    assert_eq!((sheet.header.join("|"), cells(&sheet)), ("name|x|Column 3".into(), vec![vec!["A", "", "7"]]));
}

#[test]
fn memory_follows_the_filled_cells_and_not_the_claimed_range() {
    let far = text("XFD1048576", "far");
    let rows = format!("<row r='1'>{}</row><row r='1048576'>{far}</row>", text("A1", "id"));
    let bytes =
        packed(&format!("<worksheet><dimension ref='A1:XFD1048576'/><sheetData>{rows}</sheetData></worksheet>"), "");
    let sheet = read(&bytes, None).unwrap();
    assert_eq!((sheet.header.join("|"), cells(&sheet)), ("id|Column 16384".into(), vec![vec!["", "far"]]));
    // A cell a row, each in a column of its own: few cells, and a table of hundreds of millions.
    let mut rows = String::new();
    for row in 1..=15_000 {
        let column = (0..3).rev().map(|i| char::from(b'A' + (row / 26_u32.pow(i) % 26) as u8)).collect::<String>();
        rows.push_str(&format!("<row r='{row}'>{}</row>", text(&format!("{column}{row}"), "x")));
    }
    assert!(read(&sheet_of(&rows), None).unwrap_err().to_string().contains("more than 4,000,000 cells"));
}

#[test]
fn a_text_that_a_million_cells_share_stops_at_a_limit() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "Z".repeat(1 << 20));
    let cells: String = (1..=300).map(|row| format!("<row r='{row}'><c r='A{row}' t='s'><v>0</v></c></row>")).collect();
    let bytes = packed(&format!("<worksheet><sheetData>{cells}</sheetData></worksheet>"), &strings);
    assert!(read(&bytes, None).unwrap_err().to_string().contains("contain more than 192 MB"));
    let merged = "<mergeCells><mergeCell ref='A1:A1048576'/></mergeCells>";
    let rows: String = (1..=300).map(|row| format!("<row r='{row}'>{}</row>", text(&format!("B{row}"), "x"))).collect();
    let sheet = format!(
        "<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c></row>{rows}</sheetData>{merged}</worksheet>"
    );
    assert!(read(&packed(&sheet, &strings), None).unwrap_err().to_string().contains("contain more than 192 MB"));
}

#[test]
fn damaged_workbooks_are_refused_and_nothing_panics() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..200_u32 {
        sheet.write_string(row, 0, format!("name {row}")).unwrap();
        sheet.write_number(row, 1, f64::from(row)).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();
    let whole = read(&bytes, None).unwrap();
    for end in (0..bytes.len()).step_by(97) {
        assert!(read(&bytes[..end], None).is_err(), "{end}");
    }
    let mut rng = fastrand::Rng::with_seed(5);
    for _ in 0..300 {
        let mut garbled = bytes.clone();
        for _ in 0..rng.usize(1..8) {
            let at = rng.usize(0..garbled.len());
            garbled[at] = rng.u8(..);
        }
        if let Ok(sheet) = read(&garbled, None) {
            assert!(sheet.rows.len() <= whole.rows.len());
        }
    }
    let entities = "<!DOCTYPE x [<!ENTITY a 'b'>]><worksheet><sheetData/></worksheet>";
    assert!(read(&packed(entities, ""), None).unwrap_err().to_string().contains("entities of its own"));
    let cut = "<worksheet><sheetData><row r='1'><c r='A1'>";
    assert!(read(&packed(cut, ""), None).unwrap_err().to_string().contains("damaged"));
}

#[test]
fn odd_xml_within_a_sheet_is_read_or_refused_but_never_panics() {
    let mut rng = fastrand::Rng::with_seed(6);
    let pieces = [
        "<row r='1'>",
        "<row r='99999999999999999999'>",
        "</row>",
        "<c r='A1' t='s'>",
        "<c r='ZZZZZZZZZZ9' t='b'>",
        "</c>",
        "<c r='中1' s='-1'>",
        "<v>",
        "</v>",
        "<v>1e999</v>",
        "<v>99</v>",
        "<is><t>",
        "</t></is>",
        "word",
        "&#x4E2D;",
        "&x;",
        "<mergeCell ref='A1:A3'/>",
        "<mergeCell ref='B9:A1'/>",
        "<mergeCell ref='A1:A18446744073709551615'/>",
    ];
    for _ in 0..2_000 {
        let rows: String = (0..rng.usize(1..14)).map(|_| *rng.choice(&pieces).unwrap()).collect();
        let _ = read(&sheet_of(&rows), None);
        let closed = format!("<row r='1'>{}</row><row r='2'>{}</row>{rows}", text("A1", "id"), text("A2", "x"));
        let _ = read(&sheet_of(&closed), None);
    }
}

#[test]
fn workbooks_with_too_many_sheets_or_strings_are_refused() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let sheets = "<sheet name='a' id='1'/>".repeat(MOST_SHEETS + 1);
    zip.write_all(format!("<workbook><sheets>{sheets}</sheets></workbook>").as_bytes()).unwrap();
    let sheets = read(&zip.finish().unwrap().into_inner(), None);
    assert_eq!(sheets, Err(Refusal::TooManySheets { most: MOST_SHEETS }));

    let rows = "<row><c t='s'><v>0</v></c></row>".repeat(2);
    let strings = format!("<sst><si><t>a</t></si>{}</sst>", "<si/>".repeat(4_000_000));
    let book = packed(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"), &strings);
    assert!(matches!(read(&book, None), Err(Refusal::TooManyCells { .. })));
}
