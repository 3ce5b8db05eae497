//! Workbooks made by a library, and others put together by hand: hostile, damaged or odd.

use super::*;
use crate::interchange::remark::{AsideKind, Loss, Problem, Remark, Warning};
use crate::interchange::samples::zipped;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

fn read(bytes: &[u8], wanted: Option<&str>) -> Result<Sheet, Refusal> {
    ReadError::accept(super::read(bytes, wanted, &Progress::default())).unwrap()
}

fn cells(sheet: &Sheet) -> Vec<Vec<&str>> {
    sheet.rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect()
}

/// A workbook with one sheet, given as XML.
fn packed(sheet: &str, strings: &str) -> Vec<u8> {
    with_parts(&[
        ("xl/workbook.xml", "<workbook><sheets><sheet name='A &amp; B' sheetId='1' r:id='r1'/></sheets></workbook>"),
        ("xl/worksheets/one.xml", sheet),
        ("xl/sharedStrings.xml", strings),
    ])
}

/// The parts of a workbook with one sheet, `worksheets/one.xml`, whose relation is `r1`.
fn with_parts(parts: &[(&str, &str)]) -> Vec<u8> {
    let relations = "<Relationships><Relationship Id='r1' Target='worksheets/one.xml'/></Relationships>";
    let parts = parts.iter().copied().chain([("xl/_rels/workbook.xml.rels", relations)]);
    zipped(parts.filter(|(_, content)| !content.is_empty()))
}

#[test]
fn formulas_that_were_saved_without_results_are_counted() {
    let head = "<row r='1'><c r='A1' t='inlineStr'><is><t>name</t></is></c><c r='B1' t='inlineStr'><is><t>age</t></is></c></row>";
    for (cell, count) in [
        ("<c r='B2'><f>1+1</f></c>", 1),
        ("<c r='B2'><f>1+1</f><v>2</v></c>", 0),
        ("<c r='B2' t='str'><f>A1</f><v></v></c>", 0),
        ("<c r='B2'><f t='shared' si='0'/></c>", 1),
        ("<c r='B2'><f>1+1</f><v></v></c>", 1),
        ("<c r='B2'><f>1+1</f><v/></c>", 1),
        ("<c r='B2'/>", 0),
    ] {
        let rows = format!("{head}<row r='2'><c r='A2' t='inlineStr'><is><t>Ana</t></is></c>{cell}</row>");
        let sheet = read(&sheet_of(&rows), None).unwrap();
        let found = sheet.remarks.iter().map(|problem| &problem.remark);
        let expected = Loss::UncomputedFormulas { count, cells: vec!["B2".into()] };
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
        let sheet = read(&zipped(parts), None).unwrap_or_else(|e| panic!("{target}: {e}"));
        assert_eq!((sheet.header.as_slice(), cells(&sheet)), (&["name".to_owned()][..], vec![vec!["李"]]), "{target}");
    }
}

fn sheet_of(rows: &str) -> Vec<u8> {
    packed(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"), "")
}

fn text(at: &str, content: &str) -> String {
    format!("<c r='{at}' t='inlineStr'><is><t>{content}</t></is></c>")
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
    let others = Warning::OtherSheets { read: "人".into(), others: vec!["empty".into()], hidden: vec![] };
    assert_eq!(sheet.remarks, [Problem::new("", "", others)]);
    assert_eq!(read(&bytes, Some("人")).unwrap().remarks, []);
    assert!(read(&bytes, Some("empty")).unwrap_err().to_string().contains("nothing below its header row"));
    assert!(read(&bytes, Some("People")).unwrap_err().to_string().contains("its sheets are empty, 人"));
}

#[test]
fn merged_cells_titles_and_errors_are_reported() {
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
fn titles_of_tables_and_column_groups_are_not_the_header() {
    let plain = Format::new();
    for titles in [&["Our study"][..], &["Our study", "wave 1"], &[]] {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for (row, title) in titles.iter().enumerate() {
            sheet.write_string(row as u32, 0, *title).unwrap();
        }
        sheet.merge_range(4, 0, 4, 1, "who", &plain).unwrap();
        sheet.merge_range(4, 2, 4, 3, "what", &plain).unwrap();
        sheet.write_row(5, 0, ["name", "age", "job", "since"]).unwrap();
        sheet.write_row(6, 0, ["A", "43", "farmer", "1990"]).unwrap();
        let read = read(&book.save_to_buffer().unwrap(), None).unwrap();
        assert_eq!((read.header.join("|"), read.rows.len()), ("name|age|job|since".to_owned(), 1));
        let found: Vec<String> = read.remarks.iter().map(|problem| problem.in_file()).collect();
        let places = titles.iter().enumerate().map(|(row, title)| format!("row {}: “{title}”", row + 1));
        let wanted: Vec<String> = places.chain(["row 5: “who, what”".to_owned()]).collect();
        assert_eq!(found.len(), wanted.len());
        assert!(found.iter().zip(&wanted).all(|(found, wanted)| found.starts_with(wanted)), "{found:?}");
    }
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
fn every_kind_of_cell_is_read_and_what_is_not_shown_is_reported() {
    let strings = "<sst><si><r><rPr><b/></rPr><t>rich</t></r><r><t xml:space='preserve'> text</t></r></si>\
                   <si><t>东京</t><rPh sb='0' eb='2'><t>toukyou</t></rPh><phoneticPr fontId='1'/></si></sst>";
    let left_out = |what| Remark::from(Loss::LeftOut { what, count: 1 });
    let cases: [(&str, &str, Option<Remark>); 13] = [
        ("<c r='B2' t='s'><v>0</v></c>", "rich text", None),
        ("<c r='B2' t='s'><v>1</v></c>", "东京", Some(left_out(AsideKind::Reading))),
        ("<c r='B2' t='s'><v>9</v></c>", "", Some(Loss::MissingTexts { count: 1 }.into())),
        ("<c r='B2' t='inlineStr'><is><r><t>in</t></r><r><t>line</t></r></is></c>", "inline", None),
        (
            "<c r='B2' t='inlineStr'><is><t>东</t><rPh sb='0' eb='1'><t>to</t></rPh></is></c>",
            "东",
            Some(left_out(AsideKind::Reading)),
        ),
        ("<c r='B2' t='str'><f>A1</f><v>found</v></c>", "found", None),
        ("<c r='B2' t='e'><v>#N/A</v></c>", "#N/A", Some(Warning::ErrorCells { count: 1 }.into())),
        ("<c r='B2' t='b'><v>1</v></c>", "yes", None),
        ("<c r='B2' t='b'><v>0</v></c>", "no", None),
        ("<c r='B2' t='d'><v>2019-07-29T00:00:00.000</v></c>", "2019-07-29", None),
        ("<c r='B2' t='n'><v>1.5E3</v></c>", "1500", None),
        ("<c r='B2' s='1'><v>0.455</v></c>", "0.455", Some(Warning::Percentages { count: 1 }.into())),
        ("<c r='B2' s='2'><v>42213</v></c>", "2019-07-29", None),
    ];
    let styles = "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='10'/><xf numFmtId='14'/></cellXfs></styleSheet>";
    for (cell, shown, remark) in cases {
        let rows = format!(
            "<row r='1'>{}{}</row><row r='2'>{}{cell}</row>",
            text("A1", "id"),
            text("B1", "x"),
            text("A2", "A")
        );
        let book = "<workbook><workbookPr date1904='true'/><sheets><sheet name='a' r:id='r1'/></sheets></workbook>";
        let bytes = with_parts(&[
            ("xl/workbook.xml", book),
            ("xl/worksheets/one.xml", &format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")),
            ("xl/sharedStrings.xml", strings),
            ("xl/styles.xml", styles),
        ]);
        let sheet = read(&bytes, None).unwrap();
        assert_eq!(sheet.rows[0].cells[1], shown, "{cell}");
        assert_eq!(sheet.remarks.first().map(|problem| problem.remark.clone()), remark, "{cell}");
        assert!(sheet.remarks.len() < 2, "{cell}: {:?}", sheet.remarks);
    }
}

#[test]
fn hidden_rows_columns_and_sheets_comments_and_covered_cells_are_reported() {
    let mut book = Workbook::new();
    let people = [["id", "age", "note"], ["A", "1", "x"], ["B", "2", "y"]];
    for (name, hidden) in [("Notes", true), ("People", false), ("More", false)] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (at, row) in people.iter().enumerate() {
            sheet.write_row(at as u32, 0, *row).unwrap();
        }
        sheet.set_hidden(hidden);
        if name == "People" {
            sheet.set_active(true);
            sheet.set_row_hidden(2).unwrap().set_column_hidden(1).unwrap().set_column_hidden(9).unwrap();
            sheet.insert_note(1, 0, &rust_xlsxwriter::Note::new("ask her")).unwrap();
        }
    }
    let bytes = book.save_to_buffer().unwrap();
    let sheet = read(&bytes, None).unwrap();
    let others =
        Warning::OtherSheets { read: "People".into(), others: vec!["More".into()], hidden: vec!["Notes".into()] };
    let wanted: [Remark; 3] = [
        others.into(),
        Warning::HiddenCells { rows: 1, columns: 1 }.into(),
        Loss::LeftOut { what: AsideKind::Comment, count: 1 }.into(),
    ];
    assert_eq!(sheet.remarks.into_iter().map(|problem| problem.remark).collect::<Vec<_>>(), wanted);
    assert_eq!(cells(&read(&bytes, None).unwrap()), [["A", "1", "x"], ["B", "2", "y"]]);
    let hidden = read(&bytes, Some("Notes")).unwrap();
    assert_eq!(hidden.remarks, [Problem::new("", "", Warning::HiddenSheet { name: "Notes".into() })]);

    let rows = ["A1", "B1"].map(|at| text(at, at)).concat();
    let rows = format!("<row r='1'>{rows}</row><row r='2'>{}{}</row>", text("A2", "shown"), text("B2", "covered"));
    let merged = format!(
        "<worksheet><sheetData>{rows}</sheetData><mergeCells><mergeCell ref='A2:B2'/></mergeCells></worksheet>"
    );
    let sheet = read(&packed(&merged, ""), None).unwrap();
    assert_eq!(
        (cells(&sheet), sheet.remarks.clone()),
        (vec![vec!["shown", ""]], vec![Problem::new("", "", Loss::CoveredCells { count: 1 })])
    );
}

#[test]
fn cells_without_addresses_follow_one_another() {
    let cell = |text: &str| format!("<c t='inlineStr'><is><t>{text}</t></is></c>");
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
    // One cell per row, each in a different column: few cells, but a table of hundreds of millions.
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
        let refusal = read(&bytes[..end], None).unwrap_err();
        assert!(matches!(refusal, Refusal::Damaged), "{end}: {refusal:?}");
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
    assert!(read(&packed(entities, ""), None).unwrap_err().to_string().contains("it defines XML entities"));
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
    let sheets = "<sheet name='a' id='1'/>".repeat(MOST_SHEETS + 1);
    let book = zipped([("xl/workbook.xml", format!("<workbook><sheets>{sheets}</sheets></workbook>"))]);
    let sheets = read(&book, None);
    assert_eq!(sheets, Err(Refusal::TooManySheets { most: MOST_SHEETS }));

    let rows = "<row><c t='s'><v>0</v></c></row>".repeat(2);
    let strings = format!("<sst><si><t>a</t></si>{}</sst>", "<si/>".repeat(4_000_000));
    let book = packed(&format!("<worksheet><sheetData>{rows}</sheetData></worksheet>"), &strings);
    assert!(matches!(read(&book, None), Err(Refusal::TooManyCells { .. })));
}
