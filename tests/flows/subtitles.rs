//! Subtitles imported into a project: what is reported, who speaks, and when.

use super::support::*;

const TALK: &str = "WEBVTT\nKind: captions\n\nNOTE made by hand\n\n00:01.000 --> 00:02.500\n<v Lee, Ana>Why did you\nleave 重\n庆?</v>\n\n\
                    00:43.810 --> 00:45.000\n<v Ben 🌸>There was <laughs> no work.</v>\n\n01:24:07.000 --> 01:24:09.000\nNone at all.\n";

fn imported(folder: &tempfile::TempDir, name: &str, text: &str) -> (String, serde_json::Value) {
    let (project, file) = (within(folder, "p.pullquote"), within(folder, name));
    std::fs::write(&file, text).unwrap();
    ok(&["new", &project]);
    let report = json(&["import", &project, &file, "--json"]);
    (project, report)
}

/// The text of the only document.
fn text(project: &str) -> String {
    read_text(project).pop().unwrap()
}

fn read_text(project: &str) -> Vec<String> {
    let (project, _) = pullquote::engine::Project::open_to_read(project.as_ref()).unwrap();
    let reads = project.reads();
    reads.study().unwrap().sources.iter().map(|source| reads.text(source.id).unwrap()).collect()
}

fn kinds(list: &serde_json::Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|remark| remark["kind"].as_str().unwrap()).collect()
}

#[test]
fn a_passage_of_subtitles_has_its_speaker_and_its_time() {
    let folder = temporary();
    let (project, report) = imported(&folder, "talk.vtt", TALK);
    assert_eq!(text(&project), "Lee, Ana: Why did you leave 重庆?\nBen 🌸: There was <laughs> no work.\nNone at all.");
    let document = &report["imported"][0];
    assert_eq!(
        (document["cues"].as_u64(), document["blocks"].as_u64(), document["turns"].as_u64()),
        (Some(3), Some(2), Some(2))
    );
    assert_eq!(document["speakers"], serde_json::json!({ "Lee, Ana": 1, "Ben 🌸": 1 }));
    assert_eq!(kinds(&document["warnings"]), ["cues_without_voice"]);
    assert_eq!(kinds(&report["losses"]), ["subtitle_note"]);
    assert_eq!(report["losses"][0]["count"], 2);

    let text = text(&project);
    let codebook = within(&folder, "codes.csv");
    std::fs::write(&codebook, "code,description\nWork,x\n").unwrap();
    ok(&["import", &project, &codebook, "--as", "codebook"]);
    let place = |quote: &str| text[..text.find(quote).unwrap()].chars().count();
    for quote in ["Why did", "no work", "None at"] {
        let (start, end) = (place(quote), place(quote) + quote.chars().count());
        ok(&[
            "code",
            &project,
            "--document",
            "talk",
            "--range",
            &format!("{start}..{end}"),
            "--code",
            "Work",
            "--coder",
            "A",
        ]);
    }
    let table = ok(&["codings", &project, "--format", "csv"]);
    let mut rows = csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes());
    let head = rows.headers().unwrap().clone();
    let column = |name: &str| head.iter().position(|heading| heading == name).unwrap();
    let cells: Vec<[String; 2]> = rows
        .records()
        .map(|row| ["speaker", "time"].map(|name| row.as_ref().unwrap()[column(name)].to_owned()))
        .collect();
    assert_eq!(
        cells,
        [["Lee, Ana", "0:01"], ["Ben 🌸", "0:43"], ["Ben 🌸", "1:24:07"]].map(|row| row.map(str::to_owned))
    );
}

#[test]
fn times_and_voices_survive_export_to_a_folder() {
    let folder = temporary();
    let (project, _) = imported(&folder, "talk.vtt", TALK);
    let (written, again) = (within(&folder, "folder"), within(&folder, "again.pullquote"));
    ok(&["export", &project, &format!("{written}/")]);
    ok(&["new", &again, "--from", &written]);
    assert_eq!(read_folder(&written).documents[0].origin.as_ref().map(|origin| origin.times.len()), Some(3));
    let copy = within(&folder, "copy");
    ok(&["export", &again, &format!("{copy}/")]);
    assert_eq!(read_folder(&copy), read_folder(&written));
}

#[test]
fn a_subtitle_file_is_recognised_by_its_content() {
    let cue = "00:00:01,000 --> 00:00:02,000\nAna: Yes.\n\n00:00:03,000 --> 00:00:04,000\nBen: No.\n";
    let timed = "[00:01.000 --> 00:02.000]  Ana: Yes.\n[00:03.000 --> 00:04.000]  Ben: No.\n";
    let cases = [
        ("a.txt", format!("1\n{cue}"), "srt"),
        ("b.srt", cue.to_owned(), "srt"),
        ("c.txt", cue.to_owned(), "srt"),
        ("d.txt", timed.to_owned(), "txt"),
    ];
    for (name, file, format) in cases {
        let folder = temporary();
        let (project, report) = imported(&folder, name, &file);
        let document = &report["imported"][0];
        assert_eq!((document["format"].as_str(), document["cues"].as_u64()), (Some(format), Some(2)), "{name}");
        assert_eq!(text(&project), "Ana: Yes.\nBen: No.", "{name}");
    }
}

#[test]
fn a_turn_that_is_typed_in_a_correction_is_its_speakers() {
    use pullquote::engine::{Actor, Command, Progress, Project};
    let folder = temporary();
    let vtt = "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Ana>Why did you leave?</v>\n\n\
               00:43.810 --> 00:45.000\n<v Ben>There was no work.</v>\n\n00:50.000 --> 00:52.000\n<v Ana>None at all?</v>\n";
    let (project, _) = imported(&folder, "talk.vtt", vtt);
    let rows = || -> Vec<(String, u64)> {
        let args = ["codings", &project, "--format", "json"];
        let listed = json(&args);
        let of =
            |row: &serde_json::Value| (row["speaker"].as_str().unwrap().to_owned(), row["start"].as_u64().unwrap());
        listed.as_array().unwrap().iter().map(of).collect()
    };
    let before = text(&project);
    assert_eq!(before, "Ana: Why did you leave?\nBen: There was no work.\nAna: None at all?");
    let codebook = within(&folder, "codes.csv");
    std::fs::write(&codebook, "code,description\nWork,x\n").unwrap();
    ok(&["import", &project, &codebook, "--as", "codebook"]);
    let at = before.find("at all").unwrap();
    let range = format!("{at}..{}", at + 6);
    ok(&["code", &project, "--document", "talk", "--range", &range, "--code", "Work", "--coder", "Zoe"]);
    assert_eq!(rows(), [("Ana".to_owned(), at as u64)]);
    // The last turn is divided: Ben says its end. Nobody is called Dan, and nothing is detected.
    let after = before.replace("None at all?", "None?\nDan: no\nBen: None at all.");
    let mut opened = Project::open(project.as_ref()).unwrap();
    let source = opened.reads().study().unwrap().sources[0].id;
    let correct = Command::EditText { source, before: before.as_str().into(), text: after.clone() };
    opened.execute(&correct, &Actor::Nobody, &Progress::default()).unwrap();
    drop(opened);
    let moved = after.find("at all").unwrap();
    assert_eq!(rows(), [("Ben".to_owned(), moved as u64)]);
    let matrix = json(&["matrix", &project, "--rows", "speaker", "--columns", "code", "--format", "json"]);
    assert_eq!(matrix["rows"], serde_json::json!(["talk: Ana", "talk: Ben"]));
    assert_eq!(ok(&["check", &project]), "whole\n");
    let folder_format = within(&folder, "out");
    ok(&["export", &project, &folder_format]);
    let stored = std::fs::read_to_string(folder.path().join("out/project.json")).unwrap();
    let stored: serde_json::Value = serde_json::from_str(&stored).unwrap();
    assert_eq!(stored["documents"][0]["labels"].as_array().unwrap().len(), 4, "{stored}");
    ok(&["undo", &project]);
    assert_eq!(rows(), [("Ana".to_owned(), at as u64)]);
}
