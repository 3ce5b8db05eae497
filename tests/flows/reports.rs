//! Exports: kinds, formats, the report on them, and that no file is ever half written.

use super::support::*;
use pullquote::engine::export::preview::{Look, preview};
use pullquote::engine::{Actor, Chosen, Command, Progress, Project, Selection, TargetFormat};
use pullquote::i18n::Language;
use pullquote::interchange::document;
use pullquote::interchange::tables::TableFormat;
use pullquote::model::CharRange;
use serde_json::json;
use std::io::Read;
use std::path::Path;

fn document_xml(docx: &Path, part: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(docx).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name(part).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn every_kind_is_written_in_every_format_and_reported() {
    let place = temporary();
    let project = sample();
    let kinds: [(&str, Option<u64>); 9] = [
        ("table:assets", Some(6)),
        ("table categories", Some(6)),
        ("matrix:generation:asset", None),
        ("codings", Some(1107)),
        ("codebook", Some(88)),
        ("memos", Some(58)),
        ("participants", Some(38)),
        ("documents", Some(26)),
        ("agreement", None),
    ];
    for (number, (kind, rows)) in kinds.into_iter().enumerate() {
        // Every kind as CSV, and some kinds in each other format.
        for format in [TableFormat::Csv, TableFormat::TABLES[number % TableFormat::TABLES.len()]] {
            let file = within(&place, "x.out");
            let report = json(&["export", &project, &file, "--as", format.name(), "--select", kind, "--json"]);
            let written = report["written"].as_array().unwrap();
            assert_eq!(written.len(), 1, "{kind} {format:?}");
            let bytes = std::fs::read(&file).unwrap();
            assert_eq!(written[0]["bytes"], bytes.len() as u64);
            assert!(kind.starts_with(written[0]["kind"].as_str().unwrap()) || kind.starts_with("matrix"), "{kind}");
            if let Some(rows) = rows {
                assert_eq!(written[0]["rows"], rows, "{kind} {format:?}");
            }
            if format == TableFormat::Csv {
                let text = std::str::from_utf8(&bytes).unwrap();
                let text = text.strip_prefix('\u{feff}').expect("a byte order mark, for Excel");
                let mut reader = csv::ReaderBuilder::new().flexible(false).from_reader(text.as_bytes());
                assert!(reader.records().all(|row| row.is_ok()), "{kind}");
                assert!(text.lines().next().is_some() && text.ends_with("\r\n"), "{kind} ends its rows with CR LF");
            }
        }
    }
}

#[test]
fn a_stated_format_overrides_the_extension_with_a_warning() {
    let place = temporary();
    let (project, file) = (sample(), within(&place, "report.csv"));
    let ran = run(&["export", &project, &file, "--as", "docx", "--select", "table:assets"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("report.csv") && ran.err.contains("docx"), "{}", ran.err);
    assert!(std::fs::read(&file).unwrap().starts_with(b"PK"));
    let plain = within(&place, "plain");
    ok(&["export", &project, &plain, "--as", "text", "--select", "table:assets"]);
    assert!(std::fs::read_to_string(&plain).unwrap().contains("Low income"));
    let wrong: [(&[&str], &[&str]); 8] = [
        (&["--as", "pdf"], &["pdf", "docx"]),
        (&["--select", "pie"], &["pie", "transcripts"]),
        (&["--select", "memos", "--code", "x"], &["--code", "memos"]),
        (&["--select", "codings", "--quotes"], &["--quotes", "codings"]),
        (&["--select", "matrix:generation"], &["matrix:ROWS:COLUMNS"]),
        (&["--as", "tidy", "--document", "B"], &["--document", "tidy"]),
        (&["--as", "qdpx", "--coder", "Coder 1"], &["--coder", "everything"]),
        (&["--as", "folder", "--select", "memos"], &["--select", "everything"]),
    ];
    for (flags, expected) in wrong {
        let file = within(&place, "wrong.csv");
        fails(&[&["export", &project, &file], flags].concat(), 2, expected);
        assert!(!Path::new(&file).exists(), "{flags:?}");
    }
    fails(&["export", &project, &within(&place, "t.csv"), "--select", "transcripts"], 1, &["docx", "html"]);
}

#[test]
fn flags_filter_and_may_be_repeated() {
    let place = temporary();
    let (project, file) = (sample(), within(&place, "c.json"));
    let count = |flags: &[&str]| {
        ok(&[&["export", &project, &file], flags].concat());
        let rows: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
        rows.as_array().unwrap().len()
    };
    let (b, c) = (count(&["--document", "B"]), count(&["--document", "C"]));
    assert_eq!(count(&["--document", "B", "--document", "C"]), b + c);
    assert_eq!(count(&["--participant", "B", "--coder", "Coder 1"]) * 2, b);
    let low = "Financial capital > Push > Low income";
    let rent = "Family relations > Push > Isolation of urban life";
    assert_eq!(count(&["--code", low, "--code", rent]), count(&["--code", low]) + count(&["--code", rent]));
    assert_eq!(count(&["--code", low, "--document", "FGD 1", "--participant", "B"]), 0);
}

#[test]
fn coded_transcripts_contain_the_texts_and_one_comment_per_coding() {
    let place = temporary();
    let project = sample();
    let file = within(&place, "t.docx");
    let flags = ["--select", "transcripts", "--document", "B", "--document", "FGD 1", "--coder", "Coder 2", "--json"];
    let report = json(&[&["export", &project, &file][..], &flags].concat());
    assert_eq!((&report["written"][0]["kind"], &report["written"][0]["rows"]), (&"transcripts".into(), &2.into()));
    let codings = json(&["codings", &project, "--coder", "Coder 2", "--format", "json"]);
    let codings = codings.as_array().unwrap();
    let meant: Vec<_> = codings.iter().filter(|c| c["document"] == "B" || c["document"] == "FGD 1").collect();
    let comments = document_xml(Path::new(&file), "word/comments.xml");
    assert_eq!(comments.matches("<w:comment ").count(), meant.len());
    assert!(!comments.contains("w:author=\"Coder 1\""));
    let text = document::read(Path::new(&file), &Default::default()).unwrap().text;
    let folder = Path::new(&project).join("transcripts");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let body = std::fs::read_to_string(&path).unwrap();
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let line = body.lines().rfind(|line| line.len() > 60).unwrap();
        assert_eq!(text.contains(line), name == "B" || name == "FGD 1" || name == "FGD-1", "{name}: {line}");
    }
    let page = within(&place, "t.html");
    ok(&["export", &project, &page, "--select", "transcripts", "--no-memos"]);
    let html = std::fs::read_to_string(&page).unwrap();
    assert_eq!(html.matches("<div class=\"note").count(), 1107);
    assert!(!html.contains("<q>") && !html.contains("http:") && !html.contains("https:"));
}

#[test]
fn every_transcript_of_the_sample_is_written_to_its_last_line() {
    let place = temporary();
    let project = sample();
    for name in ["t.docx", "t.html"] {
        let file = within(&place, name);
        ok(&["export", &project, &file, "--select", "transcripts", "--no-memos"]);
        let text = document::read(Path::new(&file), &Default::default()).unwrap().text;
        for document in read_folder(&project).documents {
            let last = document.text.trim_end().lines().next_back().unwrap();
            assert!(text.contains(last), "{name}, {}: {last}", document.name);
        }
    }
}

#[cfg(unix)]
#[test]
fn existing_files_stay_if_writing_fails() {
    let place = temporary();
    let project = sample();
    let targets: [(&str, &[&str]); 6] = [
        ("old.csv", &[]),
        ("old.docx", &["--select", "transcripts"]),
        ("old.xlsx", &["--select", "table:assets"]),
        ("old.qdpx", &[]),
        ("old.qdc", &[]),
        ("old.html", &["--select", "transcripts"]),
    ];
    for (name, flags) in targets {
        let file = within(&place, name);
        std::fs::write(&file, "old").unwrap();
        // Leaves less space than a file of any kind needs, like a full disk.
        let command = "ulimit -f 1; trap '' XFSZ; exec \"$0\" export \"$@\"";
        let ran = std::process::Command::new("sh")
            .args(["-c", command, env!("CARGO_BIN_EXE_pullquote"), &project, &file])
            .args(flags)
            .output();
        let ran = ran.unwrap();
        let message = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(1), "{name}: {message}");
        assert!(message.contains(name) && message.contains("not enough space on the disk"), "{name}: {message}");
        assert!(!message.contains("os error") && !message.contains(".pullquote-"), "{name}: {message}");
        assert_eq!(std::fs::read(&file).unwrap(), b"old", "{name}");
    }
    for (name, format) in [("tables", "tidy"), ("study", "folder")] {
        let folder = within(&place, name);
        let command = "ulimit -f 1; trap '' XFSZ; exec \"$0\" export \"$@\"";
        let ran = std::process::Command::new("sh")
            .args(["-c", command, env!("CARGO_BIN_EXE_pullquote"), &project, &folder, "--as", format])
            .output()
            .unwrap();
        let message = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(1), "{name}: {message}");
        assert!(message.contains("not enough space on the disk") && message.contains(name), "{message}");
        assert!(!message.contains(".pullquote-"), "a place that the user knows: {message}");
        assert!(!Path::new(&folder).exists());
    }
    let left: Vec<_> = std::fs::read_dir(place.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), targets.len(), "nothing remains beside the project: {left:?}");
}

#[test]
fn an_unwritable_destination_is_reported() {
    let place = temporary();
    let project = sample();
    let file = within(&place, "a.csv");
    std::fs::write(&file, "text").unwrap();
    let cases = [
        (within(&place, "no/such/folder/t.csv"), "no such folder"),
        (format!("{file}/t.csv"), "is a file instead of a folder"),
    ];
    for (target, expected) in cases {
        fails(&["export", &project, &target], 1, &[&target, expected]);
    }
    std::fs::create_dir(within(&place, "dir.csv")).unwrap();
    fails(&["export", &project, &within(&place, "dir.csv"), "--as", "csv"], 1, &["dir.csv", "folder with this name"]);
    let full = within(&place, "full");
    std::fs::create_dir(&full).unwrap();
    std::fs::write(format!("{full}/mine.txt"), "mine").unwrap();
    for format in ["tidy", "folder"] {
        fails(&["export", &project, &full, "--as", format], 1, &["full", "with this name already exists"]);
        assert_eq!(std::fs::read_dir(&full).unwrap().count(), 1, "{format}");
    }
}

#[test]
fn a_codebook_and_participants_survive_a_csv_round_trip() {
    let place = temporary();
    let mut files = good();
    for (path, text) in &mut files {
        if path == "participants.csv" {
            *text = text.replace("B/1,43,", "B/1,-43,").replace("\nC,,,", "\nC,,=1+1,＝x");
        }
        *text = text.replace("\"income > rent\"", "\"=income\"");
    }
    write(&files, &place.path().join("study"));
    let project = project_of(&place, &within(&place, "study"));
    let before = snapshot_of(&project);
    let (book, people) = (within(&place, "book.csv"), within(&place, "people.csv"));
    ok(&["export", &project, &book, "--select", "codebook"]);
    ok(&["export", &project, &people, "--select", "participants"]);
    for file in [&book, &people] {
        let text = std::fs::read_to_string(file).unwrap();
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let cells: Vec<String> =
            reader.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()).collect();
        let is_formula = |cell: &&String| {
            cell.starts_with(['=', '+', '@', '＝']) || cell.starts_with('-') && cell.parse::<f64>().is_err()
        };
        assert_eq!(cells.iter().find(is_formula), None, "{file}");
        assert!(cells.iter().any(|cell| cell.starts_with("'=")), "{file}");
    }
    let table = pullquote::interchange::sheet::read(Path::new(&people), &Default::default()).unwrap();
    let cells: Vec<&str> = table.rows[1].cells.iter().map(String::as_str).collect();
    assert_eq!(cells[..4], ["C", "", "=1+1", "＝x"]);
    assert_eq!(table.rows[0].cells[1], "-43");
    let again = within(&place, "again.pullquote");
    ok(&["new", &again]);
    ok(&["import", &again, &book, "--as", "codebook"]);
    let names = |project: &str| {
        let study = Project::open_to_read(Path::new(project)).unwrap().0.reads().study().unwrap();
        let book = &study.codebook;
        book.codes().iter().map(|code| book.path(code.id).to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(&again), names(&project));
    let folder = within(&place, "copy");
    ok(&["export", &project, &folder]);
    // Other tools rely on the folder: its cells stay unchanged.
    assert!(std::fs::read_to_string(format!("{folder}/participants.csv")).unwrap().contains(",=1+1"));
    let copy = within(&place, "copy.pullquote");
    ok(&["new", &copy]);
    ok(&["import", &copy, &folder]);
    assert_eq!(snapshot_of(&copy).passages.len(), before.passages.len());
}

#[test]
fn the_passages_of_a_table_are_those_that_it_counts() {
    let place = temporary();
    let file = project_of(&place, &sample());
    let mut project = Project::open(Path::new(&file)).unwrap();
    let study = project.reads().study().unwrap();
    let source = study.sources[0].id;
    // A code without a value of the table's dimensions: the table leaves its passage out.
    let range = CharRange::new(0, 30);
    let code = Command::AddCode { parent: None, name: "Aside".into(), passage: Some((source, range)) };
    project.execute(&code, &Actor::Coder(study.users[0].id), &Progress::default()).unwrap();
    drop(project);
    for format in ["html", "md", "text"] {
        let target = within(&place, &format!("table.{format}"));
        ok(&["export", &file, &target, "--as", format, "--select", "table:assets", "--passages"]);
        let written = std::fs::read_to_string(&target).unwrap();
        assert!(written.contains("Low income") && !written.contains("Aside"), "{format}");
    }
}

#[test]
fn a_preview_states_the_amount_and_what_is_omitted() {
    let (project, _) = Project::open_to_read(Path::new(&sample())).unwrap();
    let reads = project.reads();
    let study = reads.study().unwrap();
    let preview_of = |selection: &Selection, format: TargetFormat| {
        preview(reads, selection, format, Language::English, &Progress::default())
    };
    let shown_of = |selection: &Selection, format: TargetFormat| preview_of(selection, format).unwrap();
    let csv = TargetFormat::File(TableFormat::Csv);
    let source = study.source_named("B").unwrap().id;
    let chosen = Chosen { sources: vec![source], ..Chosen::default() };
    let of_b = reads.facts_of(source).unwrap().len();
    let shown = shown_of(&Selection::Chosen(chosen.clone()), csv);
    assert_eq!(shown.amount, format!("{of_b} passages"));
    assert!(shown.left_out.iter().any(|line| line.starts_with(&format!("{} passages", 1107 - of_b))));
    let Look::Grid(sample) = shown.look else { panic!("rows") };
    assert!(sample.rows.len() <= 12 && sample.rows.iter().all(|row| row[0] == "B"));
    let texts = shown_of(&Selection::Transcripts { chosen, memos: true }, TargetFormat::File(TableFormat::Docx));
    assert_eq!(texts.amount, format!("1 document with {of_b} passages"));
    let tidy = shown_of(&Selection::Chosen(Chosen::default()), TargetFormat::Tidy);
    let Look::Grid(files) = tidy.look else { panic!("files") };
    assert_eq!(files.rows[0], ["codings.csv", "1119"]);
    let whole = shown_of(&Selection::Codebook, TargetFormat::Exchange(Default::default()));
    assert!(!whole.left_out.is_empty());
    let nobody = Chosen { sources: vec![source], participants: vec![study.participants[0].id], ..Chosen::default() };
    assert!(shown_of(&Selection::Chosen(nobody), csv).empty);
    let wrong = Selection::Transcripts { chosen: Chosen::default(), memos: true };
    assert!(preview_of(&wrong, csv).unwrap_err().to_string().contains("docx"));
}

#[test]
fn an_empty_project_is_exported_in_every_format() {
    let place = temporary();
    let project = within(&place, "empty.pullquote");
    ok(&["new", &project]);
    for &format in TableFormat::TABLES {
        for kind in ["codings", "codebook", "memos", "participants", "documents", "matrix:document:code"] {
            let file = within(&place, "x.out");
            ok(&["export", &project, &file, "--as", format.name(), "--select", kind]);
            assert!(format == TableFormat::Text || !std::fs::read(&file).unwrap().is_empty(), "{kind} {format:?}");
        }
    }
    for name in ["t.docx", "t.html"] {
        ok(&["export", &project, &within(&place, name), "--select", "transcripts"]);
    }
    ok(&["export", &project, &within(&place, "tables"), "--as", "tidy"]);
    let (project, _) = Project::open_to_read(Path::new(&project)).unwrap();
    let format = TargetFormat::File(TableFormat::Docx);
    for selection in [
        Selection::Chosen(Chosen::default()),
        Selection::Transcripts { chosen: Chosen::default(), memos: true },
        Selection::Memos,
    ] {
        let shown = preview(project.reads(), &selection, format, Language::English, &Progress::default()).unwrap();
        assert!(shown.empty && shown.amount.starts_with("0 "), "{}", shown.amount);
    }
}

#[test]
fn a_table_is_filtered_by_attributes() {
    let place = temporary();
    let (project, file) = (sample(), within(&place, "m.xlsx"));
    let select = ["--select", "matrix:participant:asset", "--where", "generation=First", "--json"];
    let report = json(&[&["export", &project, &file][..], &select].concat());
    assert_eq!(report["written"][0]["rows"], 4);
    let about = super::written::sheets(Path::new(&file));
    assert!(about.contains("4 of 38 participants"), "the sheet on how it was made says whom it is about");
}

/// A study of one document with one passage per code. `passages`: the code, the length of the passage and of its memo,
/// in characters.
fn long_study(place: &tempfile::TempDir, passages: &[(&str, usize, usize)]) -> String {
    let codes: Vec<_> = passages.iter().map(|(name, ..)| json!({ "name": name, "color": "#aa0000" })).collect();
    let passage = |(name, length, memo): &(&str, usize, usize)| json!({ "document": "long", "code": name, "start": 0, "end": length, "memo": "忆".repeat(*memo) });
    let codings: Vec<_> = passages.iter().map(passage).collect();
    let files = [
        (
            "project.json",
            json!({ "format": "pullquote-folder", "version": 1, "name": "Long", "coders": [{ "name": "One" }],
                "documents": [{ "name": "long", "path": "transcripts/long.txt" }] })
            .to_string(),
        ),
        ("codebook.json", json!({ "codes": codes, "facets": {} }).to_string()),
        ("transcripts/long.txt", "字".repeat(50_000)),
        ("codings/one.json", json!({ "coder": "One", "documents": ["long"], "codings": codings }).to_string()),
    ];
    write(&files.map(|(path, text)| (path.to_owned(), text)).into(), &place.path().join("study"));
    let project = project_of(place, &within(place, "study"));
    assert_eq!(snapshot_of(&project).passages.len(), passages.len());
    project
}

#[test]
fn text_beyond_excels_cell_limit_is_counted_for_passages_and_memos() {
    let place = temporary();
    // 60,000 bytes are 20,000 characters, which fit.
    let project = long_study(&place, &[("fits", 20_000, 0), ("long", 40_000, 0), ("memo", 5, 40_000)]);
    let file = within(&place, "p.xlsx");
    let report = json(&["export", &project, &file, "--json"]);
    assert_eq!(report["left_out"], json!(["the ends of 2 texts that are too long for a cell"]));
    let about = super::written::sheets(Path::new(&file));
    assert!(about.contains("2 of the texts had more than"), "the workbook says the same");
    assert!(about.contains("column “created”"), "not when the file was made");
    let ran = run(&["export", &project, &file]);
    assert!(ran.err.contains("not included: the ends of 2 texts"), "{}", ran.err);
    let short = json(&["export", &project, &file, "--json", "--code", "fits"]);
    assert_eq!(short["left_out"], json!([]));
    let quotes = json(&["export", &project, &file, "--json", "--select", "matrix:document:code", "--quotes"]);
    assert_eq!(quotes["left_out"], json!(["the end of 1 text that is too long for a cell"]));
}

#[test]
fn a_workbook_preview_counts_long_texts_beyond_the_visible_rows() {
    let place = temporary();
    let names: Vec<String> = (10..30).map(|n| format!("c{n}")).collect();
    let mut passages: Vec<(&str, usize, usize)> = names.iter().map(|name| (name.as_str(), 5, 0)).collect();
    passages.extend([("long", 40_000, 0), ("memo", 5, 40_000), ("fits", 30_000, 30_000)]);
    let project = long_study(&place, &passages);
    let (project, _) = Project::open_to_read(Path::new(&project)).unwrap();
    let losses_of = |codes: Vec<_>| {
        let chosen = Selection::Chosen(Chosen { codes, ..Chosen::default() });
        preview(
            project.reads(),
            &chosen,
            TargetFormat::File(TableFormat::Xlsx),
            Language::English,
            &Progress::default(),
        )
        .unwrap()
        .left_out
    };
    assert_eq!(losses_of(vec![]), ["the ends of 2 texts that are too long for a cell"]);
    let short = project.reads().study().unwrap().codebook.find("c10").unwrap();
    assert!(losses_of(vec![short]).iter().all(|line| !line.contains("cell")));
}

#[test]
fn omissions_are_reported_once_also_without_json() {
    let place = temporary();
    let project = sample();
    let losses_of = |name: &str, flags: &[&str]| {
        let file = within(&place, name);
        let ran = run(&[&["export", &project, &file][..], flags].concat());
        assert_eq!(ran.code, 0, "{}", ran.err);
        ran.err.lines().filter(|line| line.contains("not included: ")).map(str::to_owned).collect::<Vec<_>>()
    };
    let folder = losses_of("folder", &[]);
    assert!(folder.iter().any(|line| line.contains("history")), "{folder:?}");
    let table = losses_of("t.csv", &["--select", "table:assets"]);
    assert!(table.len() == 1 && table[0].contains("program it was counted"), "{table:?}");
    assert_eq!(losses_of("c.csv", &[]), Vec::<String>::new(), "passages lose nothing in csv");
    assert_eq!(losses_of("c.docx", &[]).len(), 1);
    let book = losses_of("b.qdc", &[]);
    assert!(book.iter().any(|line| line.contains("participants, documents")), "{book:?}");
    let exchange = losses_of("p.qdpx", &[]);
    let once: std::collections::HashSet<&String> = exchange.iter().collect();
    assert!(!exchange.is_empty() && once.len() == exchange.len(), "{exchange:?}");
}

#[test]
fn columns_of_empty_spss_tables_do_not_take_attribute_kinds() {
    let place = temporary();
    let (project, people) = (within(&place, "e.pullquote"), within(&place, "people.csv"));
    std::fs::write(&people, "participant,age,height\nA,30,170\n").unwrap();
    ok(&["new", &project]);
    ok(&["import", &project, &people, "--as", "participants"]);
    let tables = within(&place, "tables");
    ok(&["export", &project, &tables, "--as", "tidy"]);
    let syntax = std::fs::read_to_string(format!("{tables}/spss/read.sps")).unwrap();
    let of =
        |table: &str| syntax.split(&format!("/FILE=\"{table}.csv\"")).nth(1).unwrap().split("SAVE ").next().unwrap();
    assert!(of("participants").contains("age F16"));
    assert!(of("documents").contains("participant A1") && of("documents").contains("characters F16"), "{syntax}");
    assert!(of("codebook").contains("definition A1") && of("codebook").contains("passages F16"), "{syntax}");
}

#[test]
fn a_table_with_more_columns_than_word_opens_is_refused_with_advice() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let codes: String = (1..=64).map(|n| format!("Code {n}\n")).collect();
    let table = within(&place, "codes.csv");
    std::fs::write(&table, format!("code\n{codes}")).unwrap();
    ok(&["import", &project, &table, "--as", "codebook"]);
    let text = within(&place, "One.txt");
    std::fs::write(&text, "P: Words.\n").unwrap();
    ok(&["import", &project, &text]);
    let matrix = |file: &str| run(&["matrix", &project, "--rows", "document", "--columns", "code", "-o", file]);
    let word = within(&place, "t.docx");
    let refused = matrix(&word);
    assert!(refused.code != 0 && refused.err.contains("a table in Word has at most 63"), "{refused:?}");
    assert!(!std::path::Path::new(&word).exists());
    assert_eq!(matrix(&within(&place, "t.xlsx")).code, 0);
}
