//! Importing tables: participants with their documents, coded segments by their words, documents from rows; what is
//! reported, what is refused, and that one undo reverts everything.

use super::support::*;
use pullquote::engine::Project;
use pullquote::engine::table_import::{ParticipantImport, ParticipantUse};
use pullquote::interchange::sheet;
use std::path::Path;
use tempfile::TempDir;

pub const ANNA: &str =
    "I: Why did you leave?\nA: There was no work, “nothing at all”.\nA: No work,\n   no money. 😀 没有钱\n";
pub const BEN: &str = "I: And you?\nB: No work. Then again: No work.\n";

/// A project with two documents and two codes.
pub fn project(place: &TempDir) -> String {
    let project = within(place, "p.pullquote");
    ok(&["new", &project]);
    for (name, text) in [("Anna.txt", ANNA), ("Ben.txt", BEN)] {
        std::fs::write(place.path().join(name), text).unwrap();
        ok(&["import", &project, &within(place, name)]);
    }
    let book = file(place, "book.csv", "code,description\nWork > None,no work\nMoney,\n");
    ok(&["import", &project, &book, "--as", "codebook"]);
    project
}

pub fn file(place: &TempDir, name: &str, content: impl AsRef<[u8]>) -> String {
    std::fs::write(place.path().join(name), content).unwrap();
    within(place, name)
}

/// Coder, document, start, end, code and words of all codings.
pub fn coded(project: &str) -> Vec<(String, String, u64, u64, String, String)> {
    let list = json(&["codings", project, "--format", "json"]);
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
    let number = |row: &serde_json::Value, key: &str| row[key].as_u64().unwrap();
    let mut all: Vec<_> = list
        .as_array()
        .unwrap()
        .iter()
        .map(|r| {
            (
                text(r, "coder"),
                text(r, "document"),
                number(r, "start"),
                number(r, "end"),
                text(r, "code"),
                text(r, "text"),
            )
        })
        .collect();
    all.sort();
    all
}

/// Place and kind of each remark in a list of a report.
pub fn kinds(list: &serde_json::Value) -> Vec<String> {
    let word = |remark: &serde_json::Value, key: &str| remark[key].as_str().unwrap_or_default().to_owned();
    let kind = |remark| format!("{} {}", word(remark, "place"), word(remark, "kind")).trim().to_owned();
    list.as_array().unwrap_or_else(|| panic!("{list:#}")).iter().map(kind).collect()
}

pub fn undone(project: &str, act: impl FnOnce()) {
    let before = snapshot_of(project);
    act();
    let after = snapshot_of(project);
    assert_ne!(before, after, "something was done");
    ok(&["undo", project]);
    assert_eq!(snapshot_of(project), before, "one undo reverts everything");
    ok(&["redo", project]);
    assert_eq!(snapshot_of(project), after);
}

#[test]
fn participants_are_imported_with_documents_and_repeated_rows_need_a_decision() {
    let place = temporary();
    let project = project(&place);
    let table = file(&place, "people.csv", "Participant,Age,Transcript\nP1,30,Anna.docx\nP1,,Ben\nP2,41,Cleo\n");
    undone(&project, || {
        let ran = run(&["import", &project, &table, "--as", "participants"]);
        assert!(ran.out.contains("2 new participants, 1 new attribute, 2 values, 2 assigned documents"), "{ran:?}");
        assert!(ran.err.contains("line 4: there is no document Cleo"), "{ran:?}");
    });
    let study = Project::open_to_read(Path::new(&project)).unwrap().0.reads().study().unwrap();
    let owner =
        |name: &str| study.participant(study.source_named(name).unwrap().participant.unwrap()).unwrap().name.clone();
    assert_eq!((owner("Anna"), owner("Ben")), ("P1".to_owned(), "P1".to_owned()));
    let other = file(&place, "other.csv", "who,file,x\nP2,Anna,1\n");
    let columns = ["--name-column", "WHO", "--document-column", "file"];
    let ran = run(&[&["import", &project, &other, "--as", "participants"][..], &columns].concat());
    assert!(ran.err.contains("the document Anna belongs to P1"), "{ran:?}");
    fails(
        &["import", &project, &other, "--as", "participants", "--name-column", "name"],
        2,
        &["no column “name”", "who, file, x"],
    );
    let twice = "id,age\nP7,30\nP7,31\np7,32\n P7 ,33\n";
    let table = file(&place, "twice.csv", twice);
    fails(
        &["import", &project, &table, "--as", "participants"],
        1,
        &["line 3: P7 is already in line 2", "line 5", "(--repeated)"],
    );
    for (how, age) in [("first", "30"), ("last", "33"), ("join", "30")] {
        let ran = run(&["import", &project, &table, "--as", "participants", "--repeated", how]);
        assert!(ran.code == 0 && ran.err.contains("p7 and P7 differ only in upper and lower case"), "{ran:?}");
        assert!(ran.err.contains("left out"), "{how}: {ran:?}");
        let study = Project::open_to_read(Path::new(&project)).unwrap().0.reads().study().unwrap();
        let value = study.participant_named("P7").unwrap().values[study.variable("Age").unwrap()].clone();
        assert_eq!(value.as_deref(), Some(age), "{how}");
        ok(&["undo", &project]);
    }
}

#[test]
fn documents_are_made_from_rows_under_unused_names() {
    let place = temporary();
    let project = project(&place);
    let table = file(
        &place,
        "survey.csv",
        "respondent,age,answer\nR1,30,\"No.\r\nNever.\"\nR1,30,Yes.\nAnna,22,I see.\n,,nobody's\nR4,50,\nR5,51,  \n",
    );
    undone(&project, || {
        let report = json(&["import", &project, &table, "--as", "documents", "--json"]);
        let one = &report["imported"][0];
        let numbers = ["rows", "documents", "empty", "renamed", "new_participants", "values"]
            .map(|key| one[key].as_u64().unwrap());
        assert_eq!(numbers, [6, 4, 2, 2, 4, 4], "{one:#}");
        let warnings = ["line 4 name_taken", "line 5 name_taken", "unassigned"];
        assert_eq!(kinds(&one["warnings"]), warnings, "{one:#}");
        assert_eq!(kinds(&report["refused"]), ["rows_without_text"], "{report:#}");
    });
    let (open, _) = Project::open_to_read(Path::new(&project)).unwrap();
    let study = open.reads().study().unwrap();
    let text = |name: &str| open.reads().text(study.source_named(name).unwrap().id).unwrap();
    assert_eq!(
        (text("R1"), text("Anna (2)"), text("survey 6")),
        ("No.\nNever.".into(), "I see.".into(), "nobody's".into())
    );
    let owner = |name: &str| {
        study.source_named(name).unwrap().participant.map(|id| study.participant(id).unwrap().name.clone())
    };
    assert_eq!((owner("R1 (2)").as_deref(), owner("survey 6")), (Some("R1"), None));
    drop(open);
    let names = file(&place, "n.csv", "respondent,answer\n\"R\n  9\",Well.\n");
    ok(&["import", &project, &names, "--as", "documents"]);
    let study = Project::open_to_read(Path::new(&project)).unwrap().0.reads().study().unwrap();
    assert!(study.source_named("R 9").is_some(), "a name is one line");
    let again = json(&["import", &project, &table, "--as", "documents", "--json"]);
    let known = ["documents", "known"].map(|key| again["imported"][0][key].as_u64().unwrap());
    assert_eq!(known, [0, 4], "a second time adds nothing, whatever the names of the documents");
    let empty = file(&place, "none.csv", "respondent,answer\nR1,\nR2, \n");
    fails(&["import", &project, &empty, "--as", "documents"], 1, &["no row of this table has a text"]);
    let columns = ["--text-column", "answer", "--text-column", "age", "--participant-column", "respondent"];
    ok(&[&["import", &project, &table, "--as", "documents"][..], &columns].concat());
    let (open, _) = Project::open_to_read(Path::new(&project)).unwrap();
    let study = open.reads().study().unwrap();
    let text = |name: &str| open.reads().text(study.source_named(name).unwrap().id).unwrap();
    assert_eq!(text("R1 (3)"), "age\n30\n\nanswer\nNo.\nNever.\n", "several columns are below their heads");
}

#[test]
fn workbooks_are_read_by_sheet_and_tables_without_a_kind_are_refused_with_a_hint() {
    let place = temporary();
    let project = project(&place);
    let mut book = rust_xlsxwriter::Workbook::new();
    for (name, rows) in [
        ("notes", vec![]),
        ("people", vec![["name", "born"], ["P1", "1980"]]),
        ("tags", vec![["tag", "x"], ["Home", ""]]),
    ] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        for (at, row) in rows.iter().enumerate() {
            sheet.write_row(at as u32, 0, *row).unwrap();
        }
    }
    let table = file(&place, "all.xlsx", book.save_to_buffer().unwrap());
    fails(
        &["import", &project, &table],
        1,
        &["--as participants, document-attributes, codebook, segments, documents, transcript, speakers"],
    );
    fails(
        &["import", &project, &table, "--sheet", "people"],
        2,
        &["--sheet can only be used with --as participants or document-attributes or codebook"],
    );
    fails(
        &["import", &project, &table, "--as", "codebook", "--overwrite"],
        2,
        &["can only be used with --as participants or doc"],
    );
    fails(&["import", &project, &table, "--as", "people"], 2, &["--as is participants, document-attributes, codebook"]);
    let report = json(&["import", &project, &table, "--as", "participants", "--json"]);
    assert_eq!((&report["imported"][0]["sheet"], &report["imported"][0]["rows"]), (&"people".into(), &1.into()));
    ok(&["import", &project, &table, "--as", "codebook", "--sheet", "tags"]);
    assert!(codes(&project).contains(&"Home".to_owned()));
    fails(
        &["import", &project, &table, "--as", "participants", "--sheet", "None"],
        1,
        &["its sheets are notes, people, tags"],
    );
    let formulas = file(&place, "f.csv", "id,attribute\nP8,\"=HYPERLINK(\"\"x\"\")\"\nP9,007\nP10,1E5\nP11,+1+1\n");
    ok(&["import", &project, &formulas, "--as", "participants"]);
    let study = Project::open_to_read(Path::new(&project)).unwrap().0.reads().study().unwrap();
    let values: Vec<String> = ["P8", "P9", "P10", "P11"]
        .map(|name| study.participant_named(name).unwrap().values.last().cloned().flatten().unwrap())
        .to_vec();
    assert_eq!(values, ["=HYPERLINK(\"x\")", "007", "1E5", "+1+1"]);
}

pub fn codes(project: &str) -> Vec<String> {
    let study = Project::open_to_read(Path::new(project)).unwrap().0.reads().study().unwrap();
    study.codebook.codes().iter().map(|code| code.name.clone()).collect()
}

#[test]
fn a_byte_order_mark_in_a_head_does_not_start_a_text() {
    let folder = temporary();
    let project = within(&folder, "p.pullquote");
    ok(&["new", &project]);
    let table = within(&folder, "t.csv");
    std::fs::write(&table, "name,\u{feff}why,how\nA,\u{feff}no work,\"by\r\nbus\"\n").unwrap();
    let columns = ["--text-column", "\u{feff}why", "--text-column", "how"];
    ok(&[&["import", &project, &table, "--as", "documents"], columns.as_slice()].concat());
    assert_eq!(ok(&["check", &project]), "whole\n");
}

/// The head of each column and its use, as the first letter of its use and kind.
fn uses(csv: &str) -> Vec<(String, String)> {
    let table = std::sync::Arc::new(sheet::from_bytes(csv.as_bytes(), &Default::default()).unwrap());
    let place = temporary();
    let path = within(&place, "p.pullquote");
    ok(&["new", &path]);
    let study = Project::open_to_read(Path::new(&path)).unwrap().0.reads().study().unwrap();
    let import = ParticipantImport::suggest(&study, table.clone());
    let usage = |used: &ParticipantUse| match used {
        ParticipantUse::Name => "name".to_owned(),
        ParticipantUse::New(_, kind) => kind.name().to_owned(),
        other => format!("{other:?}"),
    };
    table.header.iter().cloned().zip(import.uses.iter().map(usage)).collect()
}

#[test]
fn participants_are_recognised_in_tables_of_survey_services() {
    let import = "\"{\"\"ImportId\"\":\"\"a\"\"}\"";
    let qualtrics = format!(
        "StartDate,ResponseId,Q1,Q2_3_TEXT\nStart Date,Response ID,Age?,Other\n{import},{import},{import},{import}\n2021-03-01 10:00:00,R_1,34,x\n2021-03-01 11:00:00,R_2,41,\n"
    );
    let cases: [(&str, &[&str]); 11] = [
        (&qualtrics, &["text", "name", "number", "text"]),
        // LimeSurvey: codes with questions, codes alone, and questions alone.
        ("id. Response ID,G1Q2. How old are you?,G1Q3. Why?\n1,34,Work\n2,41,Love\n", &["name", "number", "text"]),
        (
            "id,submitdate,Q1[SQ001],Q1[SQ002]\n1,2021-03-01 10:00:00,Y,N\n2,2021-03-02 10:00:00,Y,Y\n",
            &["name", "text", "text", "text"],
        ),
        (
            "Response ID,Date submitted,How old are you?\n7,2021-03-01,34\n8,2021-03-02,41\n",
            &["name", "date", "number"],
        ),
        // Google Forms.
        (
            "Timestamp,Who are you?,Which of these?\n3/1/2021 10:00:00,Ana,\"Work, Love\"\n3/1/2021 10:01:00,Ben,Work\n",
            &["text", "name", "text"],
        ),
        // SurveyMonkey.
        (
            "Respondent ID,Collector ID,Start Date,Age?\n,,,Open-Ended Response\n11,5,03/01/2021,34\n12,5,03/01/2021,41\n",
            &["name", "number", "text", "number"],
        ),
        // KoBo.
        (
            "start,end,person/age,_id,_uuid,_index\n2021-03-01T10:00,2021-03-01T10:05,34,901,ab-1,1\n2021-03-01T11:00,2021-03-01T11:05,41,902,ab-2,2\n",
            &["text", "text", "number", "name", "text", "number"],
        ),
        // REDCap, with one column per check box.
        (
            "record_id,redcap_event_name,age,symptoms___1,symptoms___2\n1,baseline_arm_1,34,1,0\n2,baseline_arm_1,41,0,0\n",
            &["name", "text", "number", "number", "number"],
        ),
        // Microsoft Forms, answered without names.
        (
            "ID,Start time,Email,Name,Age\n1,3/1/21 10:00,anonymous,,34\n2,3/1/21 10:01,anonymous,,41\n",
            &["name", "text", "text", "text", "number"],
        ),
        (
            "ID,Email,Name,Age\n1,anonymous,anonymous,34\n2,anonymous,anonymous,41\n",
            &["name", "text", "text", "number"],
        ),
        // Prolific and Tally.
        ("Submission id,Participant id,Status\ns1,p1,APPROVED\ns2,p2,APPROVED\n", &["text", "name", "text"]),
    ];
    for (csv, expected) in cases {
        let found: Vec<String> = uses(csv).into_iter().map(|(_, used)| used).collect();
        assert_eq!(found, expected, "{csv}");
    }
}

#[test]
fn descriptions_of_columns_are_reported_with_their_words() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let import = "\"{\"\"ImportId\"\":\"\"a\"\"}\"";
    let rows = format!(
        "ResponseId,Q1,Q2\nResponse ID,How old are you?,Why did you leave?\n{import},{import},{import}\nR_1,34,\"Work, love\"\n"
    );
    let table = file(&place, "qualtrics.csv", rows);
    let report = json(&["import", &project, &table, "--as", "participants", "--json"]);
    let losses = ["line 2 column_description", "line 2 column_description", "line 3 head_rows"];
    assert_eq!(kinds(&report["losses"]), losses, "{report:#}");
    assert!(report["losses"][1]["text"].to_string().contains("Why did you leave?"), "{report:#}");
    assert_eq!((&report["refused"], &report["counts"]["participants"]), (&serde_json::json!([]), &1.into()));
    ok(&["undo", &project]);
    fails(&["import", &project, &table, "--as", "participants", "--strict"], 1, &["How old are you?"]);
}

#[test]
fn numbers_and_dates_are_recognised_in_many_notations_and_doubt_is_reported() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let table = file(
        &place,
        "people.csv",
        "name;score;income;born;seen;size;count\nA;3,5;1.200;9.3.1985;5/6/2019;1,234;1 200\nB;4;950;12.11.1990;7/8/2019;950;980\n",
    );
    let report = json(&["import", &project, &table, "--as", "participants", "--json"]);
    let warnings = ["possible_thousands", "unclear_dates", "unclear_numbers"];
    assert_eq!(kinds(&report["imported"][0]["warnings"]), warnings, "{report:#}");
    let study = Project::open_to_read(Path::new(&project)).unwrap().0.reads().study().unwrap();
    let kinds: Vec<&str> = study.variables.iter().map(|variable| variable.kind.name()).collect();
    assert_eq!(kinds, ["number", "number", "date", "text", "text", "number"]);
    let values: Vec<&str> = study.participants[0].values.iter().flatten().map(String::as_str).collect();
    assert_eq!(values, ["3,5", "1.200", "9.3.1985", "5/6/2019", "1,234", "1 200"], "kept as the file has them");
    // They stay like this in a folder and are counted when it is opened again.
    let folder = within(&place, "folder");
    ok(&["export", &project, &folder]);
    let again = Project::open_to_read(Path::new(&folder)).unwrap().0.reads().study().unwrap();
    let same = |study: &pullquote::model::Study| -> Vec<_> {
        study.variables.iter().map(|v| (v.name.clone(), v.kind)).zip(study.participants[0].values.clone()).collect()
    };
    assert_eq!(same(&again), same(&study));
}

#[test]
fn a_table_of_documents_is_named_by_its_documents() {
    // The columns of the table, the one that names the participants, and whether it is a guess that is reported.
    let cases = [
        ("Document group,Document name,Age\nA,Int 1,34\nA,Int 2,30\n", "Document name", true),
        ("Document,Gender\nInt 1,f\nInt 2,m\n", "Document", true),
        ("Age,Document,Gender\n34,Int 1,f\n34,Int 2,f\n", "Document", true),
        ("Dokumentgruppe,Dokumentname,Alter\nA,Int 1,34\nB,Int 2,30\n", "Dokumentname", true),
        ("文档组,文档名,性别\nA,Int 1,女\nB,Int 2,女\n", "文档名", true),
        // Somebody else is named.
        ("Document,Participant,Gender\nInt 1,P1,f\nInt 2,P2,m\n", "Participant", false),
        ("Who,Documents,Gender\nKim,Int 1,f\nAna,Int 2,m\n", "Who", true),
        ("Documents,Wer\nInt 1; Int 2,Kim\nInt 3,Ana\n", "Wer", true),
        ("Document,Wer\nInt 1,Kim\nInt 1,Ana\n", "Wer", true),
    ];
    for (csv, wanted, is_guess) in cases {
        let place = temporary();
        let project = within(&place, "p.pullquote");
        ok(&["new", &project]);
        ok(&["import", &project, &file(&place, "Int 1.txt", "I: Why?\nA: So.\n")]);
        let table = file(&place, "t.csv", csv);
        let report = json(&["import", &project, &table, "--as", "participants", "--json"]);
        let warnings = report["imported"][0]["warnings"].as_array().unwrap();
        let named = warnings.iter().find(|warning| warning["kind"] == "participants_named_by");
        assert_eq!(named.is_some(), is_guess, "{csv}: {report:#}");
        assert!(named.is_none_or(|named| named["text"].to_string().contains(&format!("“{wanted}”"))), "{named:?}");
        let study = Project::open_to_read(Path::new(&project)).unwrap().0.reads().study().unwrap();
        let column = csv.lines().next().unwrap().split(',').position(|head| head == wanted).unwrap();
        let names: Vec<&str> = csv.lines().skip(1).map(|row| row.split(',').nth(column).unwrap()).collect();
        assert_eq!(
            study.participants.iter().map(|participant| participant.name.as_str()).collect::<Vec<_>>(),
            names,
            "{csv}"
        );
        assert_eq!(study.sources[0].participant, Some(study.participants[0].id), "{csv}");
    }
}

#[test]
fn the_column_of_texts_is_the_one_with_prose_and_is_named_in_the_report() {
    let browser = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML like Gecko) Chrome/90.0";
    let cases = [
        (
            format!("ResponseId,Q1,UserAgent\nR_1,I liked it a lot.,{browser}\nR_2,Too far for me.,{browser}\n"),
            "Q1",
            "R_1",
        ),
        (
            "StartDate,Why\n2021-05-04 10:00:11 +0200 (CEST),It is\n2021-05-05 10:00:11 +0200 (CEST),Far\n".into(),
            "Why",
            "t 2",
        ),
        ("Key,Warum\n6f1c2b3a-aaaa-bbbb-cccc-ddddeeeeffff,Weil es so war\n6f1c2b3a-aaaa,Nein\n".into(), "Warum", "t 2"),
    ];
    for (csv, column, name) in cases {
        let place = temporary();
        let project = within(&place, "p.pullquote");
        ok(&["new", &project]);
        let table = file(&place, "t.csv", &csv);
        let report = json(&["import", &project, &table, "--as", "documents", "--json"]);
        let warnings = report["imported"][0]["warnings"].as_array().unwrap();
        let texts = warnings.iter().find(|warning| warning["kind"] == "texts_from").unwrap();
        assert!(texts["text"].to_string().contains(&format!("“{column}” is the text")), "{texts}");
        let study = Project::open_to_read(Path::new(&project)).unwrap().0.reads().study().unwrap();
        assert_eq!(study.sources[0].name, name, "{csv}");
        // The columns that are named are not guessed.
        ok(&["undo", &project]);
        let report = json(&["import", &project, &table, "--as", "documents", "--text-column", column, "--json"]);
        assert!(!kinds(&report["imported"][0]["warnings"]).contains(&"texts_from".to_owned()), "{report:#}");
    }
}

#[test]
fn the_lists_of_this_program_come_back_without_a_change() {
    let place = temporary();
    let project = project(&place);
    let people = file(
        &place,
        "people.csv",
        "Participant,born,weight,documents,Transcript\nP1,29.7.1975,4.50,none,Anna\nP1,,,,Ben\nP2,1980-01-02,3,x,\n",
    );
    let documents =
        file(&place, "documents.csv", "document,held,participant,passages by\nAnna,1.2.2020,who,3\nBen,2020-03-04,,\n");
    ok(&["import", &project, &people, "--as", "participants"]);
    ok(&["import", &project, &documents, "--as", "document-attributes"]);
    for coder in ["Ann", "Ben"] {
        ok(&["code", &project, "--document", "Anna", "--range", "0..5", "--code", "Money", "--coder", coder]);
    }
    let before = snapshot_of(&project);
    for (select, kind) in [("participants", "participants"), ("documents", "document-attributes")] {
        for (name, language) in [("list.csv", "en"), ("list.xlsx", "en"), ("list.xlsx", "zh")] {
            let list = within(&place, &format!("{select} {language} {name}"));
            ok(&["export", &project, &list, "--select", select, "--language", language]);
            let report = json(&["import", &project, &list, "--as", kind, "--overwrite", "--json"]);
            let numbers = &report["imported"][0];
            for number in ["values", "overwritten", "kept", "new_attributes", "unfit"] {
                assert_eq!(numbers[number], 0, "{list}: {number}: {report:#}");
            }
            assert_eq!(report["losses"], serde_json::json!([]), "{list}");
            let warnings = kinds(&numbers["warnings"]);
            assert_eq!(warnings.contains(&"derived_columns".to_owned()), select == "documents", "{list}: {warnings:?}");
            assert_eq!(snapshot_of(&project), before, "{list}");
        }
    }
}

#[test]
fn the_documents_of_new_passages_and_of_memos_are_told_apart() {
    let place = temporary();
    let project = project(&place);
    ok(&["code", &project, "--document", "Ben", "--range", "0..5", "--code", "Money", "--coder", "Ann"]);
    for (rows, told) in [
        ("Anna,0,5,\nBen,0,5,why\n", "1 passage in 1 document, 1 new memo"),
        ("Ben,0,5,why\n", "1 new memo in 1 document"),
        ("Ben,0,5,why\nAnna,0,5,too\n", "1 passage in 1 document, 2 new memos"),
    ] {
        let table = file(
            &place,
            "t.csv",
            format!("document,start,end,memo,code,coder\n{}", rows.replace('\n', ",Money,Ann\n")),
        );
        let said = ok(&["import", &project, &table, "--as", "segments"]);
        assert!(said.contains(told), "{rows}: {said}");
        ok(&["undo", &project]);
    }
}
