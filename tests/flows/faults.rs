//! Every kind of faulty entry is reported with file, place and kind; the rest is imported, or nothing with `--strict`.

use super::support::*;

/// One change to the good folder, and where the import must report which problem.
struct Fault {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    place: &'static str,
    kind: &'static str,
}

const fn fault(
    file: &'static str,
    from: &'static str,
    to: &'static str,
    place: &'static str,
    kind: &'static str,
) -> Fault {
    Fault { file, from, to, place, kind }
}

const ONE: &str = "codings/one.json";
const PEOPLE: &str = "participants.csv";
const BOOK: &str = "codebook.json";
const PROJECT: &str = "project.json";
const MEMOS: &str = "memos.json";

/// Entries that are not imported.
#[rustfmt::skip]
const REFUSED: &[Fault] = &[
    fault(ONE, "\"end\": 29", "\"end\": 299", "entry 3", "passage_beyond_end"),
    fault(ONE, "\"start\": 15", "\"start\": 20", "entry 2", "empty_passage"),
    fault(ONE, "\"start\": 15", "\"start\": 21", "entry 2", "empty_passage"),
    fault(ONE, "\"start\": 15", "\"start\": -1", "entry 2", "not_whole_number"),
    fault(ONE, "\"start\": 15", "\"start\": 15.5", "entry 2", "not_whole_number"),
    fault(ONE, "\"start\": 15", "\"start\": \"15\"", "entry 2", "not_whole_number"),
    fault(ONE, "\"start\": 15", "\"start\": 99999999999", "entry 2", "not_whole_number"),
    fault(ONE, "\"start\": 15, ", "", "entry 2", "missing_key"),
    fault(ONE, "\"code\": \"rent\"", "\"code\": \"钱 > 房\"", "entry 2", "unknown_code"),
    fault(ONE, "\"code\": \"rent\"", "\"code\": 7", "entry 2", "not_a_text"),
    fault(ONE, "\"code\": \"rent\", ", "", "entry 2", "missing_key"),
    fault(ONE, "\"text\": \"收入低\"", "\"text\": \"收入\"", "entry 1", "other_words"),
    fault(ONE, "\"text\": \"收入低\"", "\"text\": 7", "entry 1", "not_a_text"),
    fault(ONE, "\"memo\": \"第一次\\n提到\"", "\"memo\": 7", "entry 1", "not_a_text"),
    fault(ONE, "\"document\": \"B/1\", \"start\": 15", "\"document\": \"Z\", \"start\": 15", "entry 2", "unknown_document"),
    fault(ONE, "\"document\": \"B/1\", \"start\": 15", "\"start\": 15", "entry 2", "missing_key"),
    fault(ONE, "\"start\": 0, \"end\": 34, \"code\": \"钱\"", "\"start\": 15, \"end\": 20, \"code\": \"rent\"", "entry 4", "passage_listed_twice"),
    fault(ONE, "[\"B/1\", \"焦点小组\"", "[\"B/1\", \"Z\"", "documents, Z", "unknown_document"),
    fault(ONE, "[\"B/1\", \"焦点小组\"", "[\"B/1\", 7", "documents, 7", "entry_not_text"),
    fault(ONE, "\"coder\": \"Wáng/李\", ", "", "", "missing_key"),
    fault(ONE, "\"codings\": [", "\"marks\": [", "", "not_a_list"),
    fault(ONE, "} ] }", "} ]", "", "not_json"),
    fault("codings/two.json", "\"coder\": \"Coder: 2\"", "\"coder\": \"Wáng/李\"", "", "second_file_of_coder"),
    fault(PEOPLE, "\nC,", "\nB/1,", "line 3", "name_listed_twice"),
    fault(PEOPLE, "\nC,", "\n,", "line 3", "no_name"),
    fault(PEOPLE, "\nC,,,", "\nC,,,,5", "line 3", "row_too_long"),
    fault(PEOPLE, "participant,age", "name,age", "line 1", "no_participant_column"),
    fault(PEOPLE, ",note,", ",age,", "line 1, column 3 age", "name_listed_twice"),
    fault(PEOPLE, ",note,", ",,", "line 1, column 3", "no_name"),
    fault(BOOK, "\"name\": \"rent\", \"color\": \"#00aa00\"", "\"name\": \"收入低\", \"color\": \"#00aa00\"", "code 钱 > 收入低", "name_listed_twice"),
    fault(BOOK, "\"name\": \"income > rent\"", "\"name\": \" \"", "entry 2", "no_name"),
    fault(BOOK, "[\"money\", \"家\"]", "\"money\"", "dimension asset", "not_a_list"),
    fault(BOOK, "[\"money\", \"家\"]", "[\"money\", 7]", "dimension asset", "entry_not_text"),
    fault(BOOK, "[\"money\", \"家\"]", "[\"money\", \"money\"]", "dimension asset", "value_listed_twice"),
    fault(BOOK, "\"codes\": [", "\"codes\": 7, \"more\": [", "codes", "not_a_list"),
    fault(BOOK, "{ \"codes\"", "[ \"codes\"", "", "not_json"),
    fault(PROJECT, "\"name\": \"焦点小组\"", "\"name\": \"B/1\"", "document 2 B/1", "name_listed_twice"),
    fault(PROJECT, "\"name\": \"焦点小组\"", "\"name\": \"\"", "document 2", "no_name"),
    fault(PROJECT, "\"path\": \"transcripts/组/焦点.txt\"", "\"way\": \"x\"", "document 2", "missing_key"),
    fault(PROJECT, "transcripts/组/焦点.txt", "../焦点.txt", "document 2", "leaves_folder"),
    fault(PROJECT, "transcripts/组/焦点.txt", "/etc/hostname", "document 2", "leaves_folder"),
    fault(PROJECT, "\"name\": \"Idle\"", "\"name\": \"Coder: 2\"", "coder 3", "name_listed_twice"),
    fault(PROJECT, "\"name\": \"Idle\"", "\"name\": \"\"", "coder 3", "no_name"),
    fault(PROJECT, "\"name\": \"kinds\"", "\"name\": \"assets\"", "table 2 assets", "name_listed_twice"),
    fault(PROJECT, "\"kind\": \"typology\"", "\"kind\": \"pie\"", "table 2", "invalid_table"),
    fault(PROJECT, "\"as\": \"mean\"", "\"as\": \"sum\"", "table 2", "invalid_table"),
    fault(PROJECT, "\"coders\": [", "\"coders\": 7, \"more\": [", "coders", "not_a_list"),
    fault(MEMOS, "\"name\": \"C\"", "\"name\": \"Z\"", "entry 3", "unknown_participant"),
    fault(MEMOS, "\"name\": \"钱 > rent\"", "\"name\": \"钱 > 房\"", "entry 4", "unknown_code"),
    fault(MEMOS, "\"target\": \"project\"", "\"target\": \"planet\"", "entry 1", "unknown_target"),
    fault(MEMOS, "\"text\": \"noisy\"", "\"text\": \"\"", "entry 2", "empty_memo"),
    fault(MEMOS, "\"memos\": [", "\"memos\": 7, \"more\": [", "memos", "not_a_list"),
];

/// Entries that are imported with something missing or changed.
#[rustfmt::skip]
const LOST: &[Fault] = &[
    fault(BOOK, "#0000aa", "blue", "code income > rent", "color_replaced"),
    fault(BOOK, "\"direction\": \"pull\"", "\"direction\": \"away\"", "code rent", "facet_value_not_found"),
    fault(BOOK, "\"direction\": \"pull\"", "\"way\": \"pull\"", "code rent", "facet_not_found"),
    fault(PROJECT, "\"participant\": \"C\"", "\"participant\": \"Z\"", "document 3 empty", "participant_not_found"),
    fault(PROJECT, "\"participant\": \"C\"", "\"participant\": 7", "document 3 empty", "participant_unread"),
    fault(PROJECT, "\"participant\": \"C\"", "\"speakers\": 7", "document 3 empty", "speakers_unread"),
    fault(PROJECT, "\"participant\": \"C\"", "\"times\": [[1, 5]]", "document 3 empty", "times_left_out"),
    fault(PROJECT, "\"participant\": \"C\"", "\"labels\": [[0, 1]]", "document 3 empty", "labels_left_out"),
    fault(PROJECT, "#112233", "blue", "coder 3 Idle", "color_replaced"),
    fault(PROJECT, "\"#112233\"", "112233", "coder 3 Idle", "color_replaced"),
    fault(MEMOS, "\"coder\": \"Coder: 2\"", "\"coder\": \"Z\"", "entry 2", "coder_not_found"),
];

#[test]
fn every_faulty_entry_is_reported_once_with_file_place_and_kind() {
    for (list, faults) in [("refused", REFUSED), ("losses", LOST)] {
        for Fault { file, from, to, place, kind } in faults {
            let case = format!("{file}: {from} -> {to}");
            let folder = temporary();
            let mut files = good();
            let text = files.iter_mut().find(|(path, _)| path == file).map(|(_, text)| text).unwrap();
            assert_eq!(text.matches(from).count(), 1, "{case}: the case must change exactly one thing");
            *text = text.replacen(from, to, 1);
            write(&files, &folder.path().join("study"));
            let project = within(&folder, "p.pullquote");
            ok(&["new", &project]);
            let (source, untouched) = (within(&folder, "study"), snapshot_of(&project));
            fails(&["import", &project, &source, "--strict"], 1, &[file, "nothing was", "--strict"]);
            assert_eq!(snapshot_of(&project), untouched, "{case}: strict imports nothing");
            assert_eq!(json(&["history", &project, "--json"]), serde_json::json!([]), "{case}");

            let report = json(&["import", &project, &source, "--json"]);
            let reported = |list: &str| {
                let entries = report[list].as_array().unwrap().iter();
                entries.filter(|entry| entry["file"] == *file && entry["kind"] == *kind).count()
            };
            assert_eq!(reported("refused") + reported("losses"), 1, "{case}: {report:#}");
            let entries = report[list].as_array().unwrap();
            let found = entries.iter().any(|entry| {
                let is_there = entry["place"].as_str().is_some_and(|stated| stated.starts_with(place));
                entry["file"] == *file && entry["kind"] == *kind && (is_there || place.is_empty())
            });
            assert!(found, "{case}: {entries:?}");
            assert_eq!(ok(&["check", &project]), "whole\n", "{case}");
        }
    }
}

#[test]
fn one_fault_costs_one_entry() {
    let folder = temporary();
    let mut files = good();
    let text = files.iter_mut().find(|(path, _)| path == ONE).map(|(_, text)| text).unwrap();
    *text = text.replacen("\"start\": 15", "\"start\": 20", 1);
    write(&files, &folder.path().join("study"));
    let info = json(&["info", &project_of(&folder, &within(&folder, "study")), "--json"]);
    assert_eq!((&info["codings"], &info["documents"], &info["codes"]), (&4.into(), &3.into(), &5.into()));
}

#[test]
fn a_folder_that_is_not_a_project_is_an_error_and_changes_nothing() {
    let folder = temporary();
    let project = within(&folder, "p.pullquote");
    ok(&["new", &project]);
    for (json, reason) in [
        ("{", "JSON"),
        (r#"{ "format": "other", "version": 1 }"#, "format"),
        (r#"{ "format": "pullquote-folder", "version": 2 }"#, "newer"),
        (r#"{ "format": "pullquote-folder" }"#, "version"),
    ] {
        let files: Files = vec![("project.json".into(), json.into())];
        write(&files, &folder.path().join("study"));
        fails(&["import", &project, &within(&folder, "study")], 1, &["project.json", reason]);
        fails(&["info", &within(&folder, "study")], 1, &["project.json", reason]);
    }
    assert_eq!(json(&["history", &project, "--json"]), serde_json::json!([]));
}
