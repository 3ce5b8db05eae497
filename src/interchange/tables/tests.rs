//! Written files are checked with independent readers.

use super::*;
use crate::analysis::{Axis, Material, TableRequest, samples, tabulate};
use crate::i18n::{self, Language};
use crate::model::{CharRange, CodeId, Count, ParticipantId, SourceId, UserId, VariableKind, Voice};
use crate::table::{Cell, CodedPassage};
use crate::table::{Provenance, Topic};
use serde_json::{Value, json};

fn table(request: &TableRequest) -> Table {
    let study = samples::study();
    let tabulation = tabulate(&study, &Material::of(&samples::facts()), request, Count::Participants).unwrap();
    Table::new(&study, &tabulation, [(Topic::Project, "垫江".to_owned())].into_iter().collect())
}

fn defined(name: &str) -> Table {
    table(&TableRequest::Defined { name: name.into() })
}

fn matrix() -> Table {
    table(&TableRequest::Matrix { rows: Axis::Participant, columns: Axis::Dimension("asset".into()) })
}

fn list(text: &str) -> PassageList {
    let passage = |source, participants: &[i64], code| CodedPassage {
        source: SourceId(source),
        participants: participants.iter().copied().map(ParticipantId).collect(),
        range: CharRange::new(118, 171),
        code: CodeId(code),
        user: UserId(1),
        text: text.into(),
        memo: "=1+1".into(),
        created: 1_700_000_000_000,
        important: false,
        account: None,
        turn: Some(3),
        speakers: vec![Voice { label: "受访者".into(), asks: false }],
        dialogue: None,
        time: Some(3_723_000),
    };
    PassageList::new(&samples::study(), [passage(11, &[1], 2), passage(15, &[], 8)], Provenance::default())
}

fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

fn in_format(table: &Table, format: TableFormat) -> String {
    text_of(table_bytes(table, None, format).unwrap())
}

fn json_of(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

fn records(bytes: &[u8]) -> Vec<Vec<String>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark");
    let mut reader = ::csv::ReaderBuilder::new().has_headers(false).from_reader(bytes);
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn json_has_the_structure_that_the_contract_names() {
    let assets = json_of(&table_bytes(&defined("assets"), None, TableFormat::Json).unwrap());
    assert_eq!(
        assets,
        json!({"name": "assets", "title": "推拉因素 by asset", "count": "participants",
            "row_headers": ["asset"], "columns": ["push", "pull"],
            "rows": [
                {"header": ["金融资本"], "cells": [{"items": [
                    {"code": "Assets > 低收入", "label": "低收入", "count": 2},
                    {"code": "Assets > Rent", "label": "Rent", "count": 0}]}, {"items": []}]},
                {"header": ["Social capital"], "cells": [{"items": []}, {"items": [
                    {"code": "Assets > Family ties", "label": "Family ties", "count": 1}]}]}],
            "notes": ["1 passage that belongs to no participant is left out.",
                "7 different passages with codes that have no value of asset or direction are left out."],
            "left_out": [{"passages": 1, "reason": "no_participant"}, {"passages": 7, "reason": "no_facet_value"}]})
    );
    let categories = in_format(&defined("categories"), TableFormat::Json).replace([' ', '\n'], "");
    assert!(categories.contains(r#"{"range":[9,10]}"#), "{categories}");
    assert!(categories.contains(r#"{"undefined":"noparticipantinthisrow"}"#), "{categories}");
    let matrix = json_of(&table_bytes(&matrix(), None, TableFormat::Json).unwrap());
    assert_eq!(
        matrix,
        json!({"rows": ["甲", "乙", "丙", "Official"], "columns": ["金融资本", "Social capital"], "count": "participants",
            "cells": [[1, 0], [1, 0], [0, 1], [0, 0]], "row_totals": [1, 1, 1, 0], "column_totals": [2, 1], "total": 3,
            "notes": ["1 passage that belongs to no participant is left out.",
                "7 different passages with codes that have no value of asset are left out."],
            "left_out": [{"passages": 1, "reason": "no_participant"}, {"passages": 7, "reason": "no_facet_value"}]})
    );
}

#[test]
fn a_workbook_has_the_numbers_of_lists_of_codes_as_numbers_and_no_text_among_shares() {
    let book = table_bytes(&defined("assets"), None, TableFormat::Xlsx).unwrap();
    let numbers = part(&book, "xl/worksheets/sheet2.xml");
    assert!(part(&book, "xl/workbook.xml").contains("name=\"Numbers\""), "a sheet of its own");
    for number in ["<v>2</v>", "<v>0</v>", "<v>1</v>"] {
        assert!(numbers.contains(number), "{number}: {numbers}");
    }
    let mut shares = matrix();
    shares.rows[0].cells = vec![Cell::Share(0.5), Cell::Undefined("the total is 0".into())];
    let book = table_bytes(&shares, None, TableFormat::Xlsx).unwrap();
    assert!(!part(&book, "xl/worksheets/sheet1.xml").contains("the total is 0"));
    assert!(part(&book, "xl/worksheets/sheet2.xml").contains("Empty cells have no share, because the total is 0."));
}

#[test]
fn every_kind_of_cell_has_its_json() {
    let mut table = defined("assets");
    table.rows[0].cells = vec![Cell::Mean(2.5), Cell::Mean(3.0)];
    table.rows[1].cells = vec![Cell::Text("a".into()), Cell::Range(-1.5, 4.0)];
    let json = json_of(&table_bytes(&table, None, TableFormat::Json).unwrap());
    assert_eq!(json["rows"][0]["cells"].to_string(), r#"[{"value":2.5},{"value":3}]"#);
    assert_eq!(json["rows"][1]["cells"].to_string(), r#"[{"text":"a"},{"range":[-1.5,4]}]"#);
}

#[test]
fn csv_is_read_back_with_counts_in_parentheses_and_totals() {
    let assets = records(&table_bytes(&defined("assets"), None, TableFormat::Csv).unwrap());
    assert_eq!(assets[..2], [["asset", "push", "pull"], ["金融资本", "低收入 (2); Rent (0)", ""]]);
    let matrix = records(&table_bytes(&matrix(), None, TableFormat::Csv).unwrap());
    assert_eq!(matrix[0], ["participant", "金融资本", "Social capital", "total"]);
    assert_eq!(matrix[1], ["甲", "1", "0", "1"]);
    assert_eq!(matrix[5], ["total", "2", "1", "3"]);
}

#[test]
fn a_spreadsheet_runs_nothing_of_a_csv_file() {
    for text in
        ["=HYPERLINK(1)", "+1", "-1+1", "@SUM", "\t=1", "\r=1", "=\"a\"\nb,c", "＝1+1", "＋1", "－1", "＠x", "'=1"]
    {
        let rows = records(&passage_bytes(&list(text), TableFormat::Csv).unwrap());
        let column = rows[0].iter().position(|name| name == "text").unwrap();
        assert_eq!(rows[1][column], format!("'{text}"));
        assert_eq!(rows[1][column + 1], "'=1+1");
    }
    let rows = records(&passage_bytes(&list("a-b \"说\""), TableFormat::Csv).unwrap());
    assert!(rows[1].contains(&"a-b \"说\"".to_owned()));
}

#[test]
fn a_negative_number_is_a_number_in_csv() {
    let mut list = list("x");
    list.rows[0].participants[0].values[2] = Some("-5".into());
    assert_eq!(records(&passage_bytes(&list, TableFormat::Csv).unwrap())[1][4], "-5");
}

#[test]
fn passages_are_objects_in_json() {
    let json = json_of(&passage_bytes(&list("我没有钱"), TableFormat::Json).unwrap());
    assert_eq!(
        json[0],
        json!({"document": "A", "participant": "甲", "participants": ["甲"],
            "attributes": {"generation": "First", "category": "创业", "years": 10},
            "participant_attributes": [{"generation": "First", "category": "创业", "years": 10}],
            "document_attributes": {"round": null, "generation": null},
            "code": "Assets > 低收入",
            "facets": {"asset": "金融资本", "direction": "push"}, "coder": "Coder 1", "start": 118, "end": 171,
            "text": "我没有钱", "memo": "=1+1", "created": "2023-11-14T22:13:20Z", "important": false,
            "turn": 3, "speaker": "受访者", "speakers": ["受访者"], "time": "1:02:03", "account": null})
    );
    assert_eq!((&json[1]["participant"], &json[1]["participants"]), (&Value::Null, &json!([])));
    assert_eq!((&json[1]["attributes"], &json[1]["participant_attributes"]), (&json!({}), &json!([])));
    let none = PassageList::default();
    assert_eq!(json_of(&passage_bytes(&none, TableFormat::Json).unwrap()), json!([]));
}

#[test]
fn text_is_aligned_in_columns_in_any_script() {
    let text = in_format(&matrix(), TableFormat::Text);
    let expected = "\
participant × asset

participant  金融资本  Social capital  total
───────────  ────────  ──────────────  ─────
甲                  1               0      1
乙                  1               0      1
丙                  0               1      1
Official            0               0      0
total               2               1      3

1 passage that belongs to no participant is left out.
7 different passages with codes that have no value of asset are left out.
Project: 垫江
";
    assert_eq!(text, expected);
    let mut long = defined("assets");
    long.rows[0].header = vec!["很长的名字 ".repeat(30)];
    assert!(in_format(&long, TableFormat::Text).lines().all(|line| wrap::width(line) <= 120));
}

#[test]
fn nothing_of_a_text_becomes_markup() {
    let mut table = defined("assets");
    table.rows[0].header = vec!["a|b\n<script>&*x*".into()];
    let markdown = in_format(&table, TableFormat::Md);
    assert!(markdown.contains(r"| a\|b<br>&lt;script>&amp;\*x\* | 低收入 (2)<br>Rent (0) |  |"), "{markdown}");
    let html = in_format(&table, TableFormat::Html);
    assert!(html.contains("<th scope=\"row\">a|b\n&lt;script&gt;&amp;*x*</th>"), "{html}");
    assert!(html.contains("<li>低收入 (2)</li><li>Rent (0)</li>") && html.contains("<p>Project: 垫江</p>"));
    assert!(!html.contains("http:") && !html.contains("https:") && html.contains("color-scheme: light dark"));
    assert!(html.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';"));
}

#[test]
fn a_second_table_is_placed_where_there_is_room() {
    let (table, list) = (matrix(), list("我没有钱"));
    for format in [TableFormat::Text, TableFormat::Md, TableFormat::Html] {
        assert!(text_of(table_bytes(&table, Some(&list), format).unwrap()).contains("我没有钱"), "{format:?}");
    }
    for format in [TableFormat::Csv, TableFormat::Json] {
        assert_eq!(table_bytes(&table, Some(&list), format).unwrap(), table_bytes(&table, None, format).unwrap());
    }
}

#[test]
fn a_word_document_holds_every_word_of_the_table_and_of_the_passages() {
    let read = |bytes: Vec<u8>| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("t.docx");
        std::fs::write(&path, bytes).unwrap();
        crate::interchange::document::read(&path, &Default::default()).unwrap().text
    };
    let mut table = matrix();
    table.rows[0].header = vec!["<A> & \"B\"\u{b}".into()];
    let text = read(table_bytes(&table, None, TableFormat::Docx).unwrap());
    for row in &table.rows {
        for cell in &row.cells {
            assert!(text.contains(&cell.lines().concat()), "{cell:?} in {text}");
        }
    }
    assert!(text.contains("<A> & \"B\"\u{fffd}") && text.contains(&table.title));
    let mut list = list("=1+1\n我没有钱");
    list.rows[0].memo = "a memo".into();
    let text = read(passage_bytes(&list, TableFormat::Docx).unwrap());
    assert!(text.contains("“=1+1\n我没有钱”") && text.contains("Memo: a memo"), "{text}");
}

#[test]
fn a_workbook_is_written_for_tables_with_awkward_names_and_texts() {
    let mut list = list("=1+1");
    list.rows[0].text = "字".repeat(40_000);
    for name in ["", "About", "passages", "a/b:c*[d]?'\\", &"很长的名字".repeat(20)] {
        let mut table = matrix();
        table.name = name.into();
        let bytes = table_bytes(&table, Some(&list), TableFormat::Xlsx).unwrap();
        assert!(bytes.starts_with(b"PK\x03\x04"), "{name}");
    }
    assert!(passage_bytes(&list, TableFormat::Xlsx).unwrap().starts_with(b"PK"));
}

/// A part of a workbook or of a Word document.
fn part(bytes: &[u8], name: &str) -> String {
    use std::io::Read;
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

fn people() -> Table {
    let attribute = |value: &str, kind| Cell::Attribute { value: value.into(), kind };
    let row = |name: &str, age: &str, born: &str| crate::table::Row {
        header: vec![name.into()],
        cells: vec![attribute(age, VariableKind::Number), attribute(born, VariableKind::Date)],
    };
    Table {
        name: "participants".into(),
        row_headers: vec!["participant".into()],
        columns: vec!["age".into(), "born".into()],
        rows: vec![
            row("=甲", "-5", "1975-07-29"),
            row("乙", "", ""),
            row("丙", "4.50", "1850-01-02"),
            row("丁", "3,5", "29.7.1975"),
        ],
        totals: None,
        kind: crate::analysis::TabulationKind::Matrix,
        ..matrix()
    }
}

#[test]
fn a_workbook_has_numbers_as_numbers_and_dates_as_dates() {
    let bytes = table_bytes(&people(), None, TableFormat::Xlsx).unwrap();
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let cell = |place: &str| {
        sheet.split(&format!("<c r=\"{place}\"")).nth(1).unwrap().split("</c>").next().unwrap().to_owned()
    };
    assert!(cell("B2").contains("<v>-5</v>") && !cell("B2").contains("inlineStr"), "{}", cell("B2"));
    assert!(cell("B4").contains("<v>4.5</v>"));
    // Days since the end of 1899.
    assert!(cell("C2").contains("<v>27604</v>") && !cell("C2").contains("inlineStr"), "{}", cell("C2"));
    assert!(cell("B5").contains("<v>3.5</v>") && cell("C5").contains("<v>27604</v>"), "as people write them");
    assert!(cell("C4").contains("inlineStr"), "before 1900 a date is a text");
    assert!(cell("A2").contains("inlineStr") && !sheet.contains("<f>"), "no formula");
    assert!(sheet.contains("<autoFilter ref=\"A1:C5\"") && sheet.contains("state=\"frozen\""));
    let passages = table_bytes(&matrix(), Some(&list("x")), TableFormat::Xlsx).unwrap();
    let (table, second) = (part(&passages, "xl/worksheets/sheet1.xml"), part(&passages, "xl/worksheets/sheet2.xml"));
    assert!(!table.contains("<autoFilter") && second.contains("<autoFilter"));
    assert!(part(&passages, "xl/workbook.xml").contains("name=\"About\""));
}

#[test]
fn shares_are_numbers_in_percent_with_their_totals_in_every_format() {
    use crate::table::{Shares, Shown, View};
    let request = TableRequest::Matrix { rows: Axis::Participant, columns: Axis::Code };
    let counts = std::sync::Arc::new(table(&request));
    let shown = Shown::new(counts, View { shares: Shares::Row, ..View::default() });
    let shares = shown.to_table();
    let seen: Vec<Vec<String>> =
        shown.grid().into_iter().map(|row| row.iter().map(|cell| cell.concat()).collect()).collect();
    // The window writes “Total” with a capital letter.
    let alike = |rows: Vec<Vec<String>>| {
        rows.into_iter().map(|row| row.iter().map(|cell| cell.to_lowercase()).collect()).collect::<Vec<Vec<String>>>()
    };
    let csv = table_bytes(&shares, None, TableFormat::Csv).unwrap();
    assert_eq!(alike(records(&csv)), alike(seen.clone()));
    let last = seen.last().unwrap().last().unwrap().clone();
    assert_eq!(last, "100.0%");
    let shown_shares = || seen.iter().flatten().filter(|cell| cell.ends_with('%'));
    for format in [TableFormat::Md, TableFormat::Html, TableFormat::Text] {
        let text = in_format(&shares, format);
        assert!(text.contains("total") && shown_shares().all(|cell| text.contains(cell.as_str())), "{text}");
        assert_eq!(text.matches("100.0%").count(), shown_shares().filter(|cell| *cell == "100.0%").count(), "{text}");
    }
    let word = part(&table_bytes(&shares, None, TableFormat::Docx).unwrap(), "word/document.xml");
    assert!(word.contains("100.0%") && word.contains(">total<"), "{word}");
    let book = table_bytes(&shares, None, TableFormat::Xlsx).unwrap();
    let (sheet, styles) = (part(&book, "xl/worksheets/sheet1.xml"), part(&book, "xl/styles.xml"));
    assert!(!sheet.contains(">100.0%<"), "a share is a number");
    assert!(styles.contains("formatCode=\"0.0%\""), "{styles}");
    let ones = seen.iter().flatten().filter(|cell| *cell == "100.0%").count();
    assert_eq!(sheet.matches("<v>1</v></c>").count(), ones, "{sheet}");
    let json = json_of(&table_bytes(&shares, None, TableFormat::Json).unwrap());
    assert_eq!(json["total"], json!({ "text": "100.0%", "value": 1 }));
    assert_eq!(json["row_totals"].as_array().unwrap().len(), shares.rows.len());
}

#[test]
fn sheets_of_lists_and_matrices_are_named_in_the_language_of_the_file() {
    let sheet = |table: &Table| {
        let book = part(&table_bytes(table, None, TableFormat::Xlsx).unwrap(), "xl/workbook.xml");
        book.split("<sheet name=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let list = |name: &str| Table { name: name.into(), ..people() };
    for (name, english, chinese) in [
        ("codebook", "Codebook", "编码本"),
        ("participants", "Participants", "受访者"),
        ("documents", "Documents", "文档"),
        ("decisions", "Decisions", "分歧和决定"),
    ] {
        assert_eq!(sheet(&list(name)), english);
        assert_eq!(i18n::within(Language::Chinese, || sheet(&list(name))), chinese);
    }
    assert_eq!(
        (sheet(&matrix()), i18n::within(Language::Chinese, || sheet(&matrix()))),
        ("Matrix".into(), "矩阵".into())
    );
    // A table of the project keeps the name that it was given; a Chinese workbook has its title, shortened.
    let mine = |title: &str| Table { name: "documents".into(), title: title.into(), ..defined("assets") };
    let in_chinese = |title: &str| i18n::within(Language::Chinese, || sheet(&mine(title)));
    assert_eq!(sheet(&mine("影响去留的因素")), "documents");
    assert_eq!((in_chinese("影响去留的因素"), in_chinese("")), ("影响去留的因素".into(), "documents".into()));
    assert_eq!(in_chinese(&"因素".repeat(40)).chars().count(), 25);
    assert_eq!(in_chinese("说明"), "说明（表）", "the notes have a sheet of that name");
}

#[test]
fn participants_are_the_same_after_csv_and_back() {
    let csv = text_of(table_bytes(&people(), None, TableFormat::Csv).unwrap());
    assert!(csv.contains("'=甲,-5,1975-07-29\r\n"), "{csv}");
    let back = crate::interchange::sheet::parse(&csv).unwrap();
    assert_eq!(back.header, ["participant", "age", "born"]);
    let rows: Vec<Vec<&str>> = back.rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect();
    let expected =
        [["=甲", "-5", "1975-07-29"], ["乙", "", ""], ["丙", "4.50", "1850-01-02"], ["丁", "3,5", "29.7.1975"]];
    assert_eq!(rows, expected);
}

#[test]
fn a_word_table_has_a_caption_that_word_numbers_and_a_head_on_every_page() {
    let document = part(&table_bytes(&matrix(), None, TableFormat::Docx).unwrap(), "word/document.xml");
    assert!(document.contains("<w:pStyle w:val=\"Caption\"/>") && document.contains("SEQ Table"));
    assert_eq!(document.matches("<w:tblHeader/>").count(), 1);
    let styles = part(&table_bytes(&matrix(), None, TableFormat::Docx).unwrap(), "word/styles.xml");
    for name in ["caption", "heading 1", "Quote"] {
        assert!(styles.contains(&format!("<w:name w:val=\"{name}\"/>")), "{name}");
    }
    assert!(styles.contains("w:eastAsia=\"SimSun\""));
    let wide = part(
        &table_bytes(&Table { columns: vec!["c".into(); 9], ..matrix() }, None, TableFormat::Docx).unwrap(),
        "word/document.xml",
    );
    assert!(wide.contains("landscape") && !document.contains("landscape"));
}

#[test]
fn a_chinese_file_for_people_has_chinese_captions_and_no_italics() {
    let undefined = || defined("categories");
    i18n::within(Language::Chinese, || {
        let document = part(&table_bytes(&undefined(), None, TableFormat::Docx).unwrap(), "word/document.xml");
        assert!(document.contains(" SEQ 表 \\* ARABIC ") && !document.contains("SEQ Table"), "{document}");
        assert!(!document.contains("<w:i/>"), "{document}");
        let book = part(&table_bytes(&undefined(), None, TableFormat::Xlsx).unwrap(), "xl/styles.xml");
        assert!(!book.contains("<i/>"), "{book}");
        let quoted = part(&passage_bytes(&list("没有钱"), TableFormat::Docx).unwrap(), "word/document.xml");
        assert!(quoted.contains("第 119–171 个字符") && !quoted.contains("<w:i/>"), "{quoted}");
    });
    let document = part(&table_bytes(&undefined(), None, TableFormat::Docx).unwrap(), "word/document.xml");
    let book = part(&table_bytes(&undefined(), None, TableFormat::Xlsx).unwrap(), "xl/styles.xml");
    assert!(document.contains("<w:i/>") && book.contains("<i/>"), "English has italics");
}

#[test]
fn quotations_are_in_codebook_order_and_once_for_all_their_coders() {
    let mut list = list("没有钱");
    let mut other = list.rows[0].clone();
    other.coder = "李".into();
    list.rows.insert(1, other);
    let document = part(&passage_bytes(&list, TableFormat::Docx).unwrap(), "word/document.xml");
    assert_eq!(document.matches("没有钱").count(), 2, "one for each code");
    assert!(document.contains("(甲, A, characters 119–171; Coder 1, 李)"), "{document}");
    let place = |code: &str| document.find(&crate::interchange::markup::escaped(code)).unwrap();
    let mut codes: Vec<&str> = list.rows.iter().map(|row| row.code.as_str()).collect();
    codes.sort_by_key(|code| list.heads.codes.iter().position(|known| known == code));
    codes.dedup();
    assert!(codes.windows(2).all(|pair| place(pair[0]) < place(pair[1])));
}
