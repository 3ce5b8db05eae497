//! Every kind of faulty entry is refused with file, place and reason; the rest is taken, or nothing with `--strict`.

use super::support::*;

/// One change to the good folder, and what must be said of it.
struct Fault {
    file: &'static str,
    from: &'static str,
    to: &'static str,
    place: &'static str,
    reason: &'static str,
}

const fn fault(
    file: &'static str,
    from: &'static str,
    to: &'static str,
    place: &'static str,
    reason: &'static str,
) -> Fault {
    Fault { file, from, to, place, reason }
}

const ONE: &str = "codings/one.json";
const PEOPLE: &str = "participants.csv";
const BOOK: &str = "codebook.json";
const PROJECT: &str = "project.json";
const MEMOS: &str = "memos.json";

#[rustfmt::skip]
const FAULTS: &[Fault] = &[
    fault(ONE, "\"end\": 29", "\"end\": 299", "entry 3", "has 34 characters"),
    fault(ONE, "\"start\": 15", "\"start\": 20", "entry 2", "empty"),
    fault(ONE, "\"start\": 15", "\"start\": 21", "entry 2", "empty"),
    fault(ONE, "\"start\": 15", "\"start\": -1", "entry 2", "whole number"),
    fault(ONE, "\"start\": 15", "\"start\": 15.5", "entry 2", "whole number"),
    fault(ONE, "\"start\": 15", "\"start\": \"15\"", "entry 2", "whole number"),
    fault(ONE, "\"start\": 15", "\"start\": 99999999999", "entry 2", "whole number"),
    fault(ONE, "\"start\": 15, ", "", "entry 2", "no `start`"),
    fault(ONE, "\"code\": \"rent\"", "\"code\": \"钱 > 房\"", "entry 2", "no code 钱 > 房"),
    fault(ONE, "\"code\": \"rent\", ", "", "entry 2", "no `code`"),
    fault(ONE, "\"text\": \"收入低\"", "\"text\": \"收入\"", "entry 1", "收入低"),
    fault(ONE, "\"memo\": \"第一次\\n提到\"", "\"memo\": 7", "entry 1", "`memo`"),
    fault(ONE, "\"document\": \"B/1\", \"start\": 15", "\"document\": \"Z\", \"start\": 15", "entry 2", "no document Z"),
    fault(ONE, "\"document\": \"B/1\", \"start\": 15", "\"start\": 15", "entry 2", "no `document`"),
    fault(ONE, "\"start\": 0, \"end\": 34, \"code\": \"钱\"", "\"start\": 15, \"end\": 20, \"code\": \"rent\"", "entry 4", "twice"),
    fault(ONE, "[\"B/1\", \"焦点小组\"", "[\"B/1\", \"Z\"", "documents, Z", "no document"),
    fault(ONE, "[\"B/1\", \"焦点小组\"", "[\"B/1\", 7", "documents", "text"),
    fault(ONE, "\"coder\": \"Wáng/李\", ", "", "", "no `coder`"),
    fault(ONE, "\"codings\": [", "\"marks\": [", "", "no list `codings`"),
    fault(ONE, "} ] }", "} ]", "", "JSON"),
    fault("codings/two.json", "\"coder\": \"Coder: 2\"", "\"coder\": \"Wáng/李\"", "", "another file"),
    fault(PEOPLE, "\nC,", "\nB/1,", "line 3", "twice"),
    fault(PEOPLE, "\nC,", "\n,", "line 3", "no name"),
    fault(PEOPLE, "\nC,,,", "\nC,,,,5", "line 3", "cells"),
    fault(PEOPLE, "participant,age", "name,age", "line 1", "`participant`"),
    fault(PEOPLE, ",note,", ",age,", "column 3", "twice"),
    fault(PEOPLE, ",note,", ",,", "column 3", "no name"),
    fault(BOOK, "\"name\": \"rent\", \"color\": \"#00aa00\"", "\"name\": \"收入低\", \"color\": \"#00aa00\"", "钱 > 收入低", "twice"),
    fault(BOOK, "\"name\": \"income > rent\"", "\"name\": \" \"", "entry 2", "no name"),
    fault(BOOK, "#0000aa", "blue", "income > rent", "#rrggbb"),
    fault(BOOK, "\"direction\": \"pull\"", "\"direction\": \"away\"", "code rent", "no value"),
    fault(BOOK, "\"direction\": \"pull\"", "\"way\": \"pull\"", "code rent", "no facet way"),
    fault(BOOK, "[\"money\", \"家\"]", "\"money\"", "facet asset", "list"),
    fault(BOOK, "[\"money\", \"家\"]", "[\"money\", 7]", "facet asset", "text"),
    fault(BOOK, "[\"money\", \"家\"]", "[\"money\", \"money\"]", "facet asset", "twice"),
    fault(BOOK, "\"codes\": [", "\"codes\": 7, \"more\": [", "codes", "list"),
    fault(BOOK, "{ \"codes\"", "[ \"codes\"", "", "JSON"),
    fault(PROJECT, "\"name\": \"焦点小组\"", "\"name\": \"B/1\"", "document 2", "twice"),
    fault(PROJECT, "\"name\": \"焦点小组\"", "\"name\": \"\"", "document 2", "no name"),
    fault(PROJECT, "\"path\": \"transcripts/组/焦点.txt\"", "\"way\": \"x\"", "document 2", "`path`"),
    fault(PROJECT, "transcripts/组/焦点.txt", "../焦点.txt", "document 2", "leads out"),
    fault(PROJECT, "transcripts/组/焦点.txt", "/etc/hostname", "document 2", "leads out"),
    fault(PROJECT, "\"participant\": \"C\"", "\"participant\": \"Z\"", "document 3", "no participant Z"),
    fault(PROJECT, "\"participant\": \"C\"", "\"participant\": 7", "document 3", "text"),
    fault(PROJECT, "\"name\": \"Idle\"", "\"name\": \"Coder: 2\"", "coder 3", "twice"),
    fault(PROJECT, "\"name\": \"Idle\"", "\"name\": \"\"", "coder 3", "no name"),
    fault(PROJECT, "#112233", "blue", "coder 3", "#rrggbb"),
    fault(PROJECT, "\"name\": \"kinds\"", "\"name\": \"assets\"", "table 2", "twice"),
    fault(PROJECT, "\"kind\": \"typology\"", "\"kind\": \"pie\"", "table 2", "pie"),
    fault(PROJECT, "\"as\": \"mean\"", "\"as\": \"sum\"", "table 2", ""),
    fault(PROJECT, "\"coders\": [", "\"coders\": 7, \"more\": [", "coders", "list"),
    fault(MEMOS, "\"name\": \"C\"", "\"name\": \"Z\"", "entry 3", "no participant Z"),
    fault(MEMOS, "\"name\": \"钱 > rent\"", "\"name\": \"钱 > 房\"", "entry 4", "no code"),
    fault(MEMOS, "\"target\": \"project\"", "\"target\": \"planet\"", "entry 1", "planet"),
    fault(MEMOS, "\"text\": \"noisy\"", "\"text\": \"\"", "entry 2", "empty"),
    fault(MEMOS, "\"coder\": \"Coder: 2\"", "\"coder\": \"Z\"", "entry 2", "no coder Z"),
    fault(MEMOS, "\"memos\": [", "\"memos\": 7, \"more\": [", "memos", "list"),
];

#[test]
fn every_faulty_entry_is_refused_with_file_place_and_reason() {
    for Fault { file, from, to, place, reason } in FAULTS {
        let case = format!("{file}: {from} -> {to}");
        let folder = temporary();
        let mut files = good();
        let text = files.iter_mut().find(|(path, _)| path == file).map(|(_, text)| text).unwrap();
        assert_eq!(text.matches(from).count(), 1, "{case}: the case itself must change one thing");
        *text = text.replacen(from, to, 1);
        write(&files, &folder.path().join("study"));
        let project = within(&folder, "p.pullquote");
        ok(&["new", &project]);
        let (source, untouched) = (within(&folder, "study"), snapshot_of(&project));
        fails(&["import", &project, &source, "--strict"], 1, &[file, reason, "nothing was", "--strict"]);
        assert_eq!(snapshot_of(&project), untouched, "{case}: strict takes nothing");
        assert_eq!(json(&["history", &project, "--json"]), serde_json::json!([]), "{case}");

        let report = json(&["import", &project, &source, "--json"]);
        let refused = report["refused"].as_array().unwrap();
        let told = refused.iter().any(|entry| {
            let has = |key: &str, words: &str| entry[key].as_str().unwrap().contains(words);
            entry["file"] == *file && has("place", place) && has("reason", reason)
        });
        assert!(told, "{case}: {refused:?}");
        assert_eq!(ok(&["check", &project]), "whole\n", "{case}");
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
fn a_folder_that_is_no_project_is_an_error_and_changes_nothing() {
    let folder = temporary();
    let project = within(&folder, "p.pullquote");
    ok(&["new", &project]);
    for (json, words) in [
        ("{", "JSON"),
        (r#"{ "format": "other", "version": 1 }"#, "format"),
        (r#"{ "format": "pullquote-folder", "version": 2 }"#, "newer"),
        (r#"{ "format": "pullquote-folder" }"#, "version"),
    ] {
        let files: Files = vec![("project.json".into(), json.into())];
        write(&files, &folder.path().join("study"));
        fails(&["import", &project, &within(&folder, "study")], 1, &["project.json", words]);
        fails(&["info", &within(&folder, "study")], 1, &["project.json", words]);
    }
    assert_eq!(json(&["history", &project, "--json"]), serde_json::json!([]));
}
