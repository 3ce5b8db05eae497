//! Who speaks, where coders are compared, tables of speakers are imported, and passages are left out.

use super::support::*;
use fastrand::Rng;
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::model::{CharRange, SourceId, SpeakerEntry, SpeakerIs, Study};
use serde_json::{Value, json};
use tempfile::TempDir;

pub const GROUP: &str =
    "MOD: Who left?\nAna: I did. No money.\nBen: Me too.\nMOD: And why?\nAna: The rent.\nBen: The land.\n";

/// A project with the code Reason, and the group as FGD, whose speakers are not yet participants.
pub fn with_group(place: &TempDir) -> String {
    with_text(place, GROUP)
}

/// The same with other words.
pub fn with_text(place: &TempDir, text: &str) -> String {
    let project = within(place, "p.pullquote");
    std::fs::write(place.path().join("FGD.txt"), text).unwrap();
    std::fs::write(place.path().join("book.json"), r#"{"codes":[{"name":"Reason"}]}"#).unwrap();
    ok(&["new", &project, "--name", "Study"]);
    ok(&["import", &project, &within(place, "FGD.txt")]);
    ok(&["import", &project, &within(place, "book.json"), "--as", "codebook"]);
    project
}

pub fn study(project: &str) -> Study {
    Project::open_to_read(project.as_ref()).unwrap().0.reads().study().unwrap()
}

pub fn execute(project: &str, command: impl Fn(&Study) -> Command) {
    let mut project = Project::open(project.as_ref()).unwrap();
    let command = command(&project.reads().study().unwrap());
    project.execute(&command, &Actor::named(Some("Ana Roe")), &Progress::default()).unwrap();
}

/// States who speakers of FGD are.
pub fn map(project: &str, speakers: &[(&str, SpeakerIs)]) {
    execute(project, |study| {
        let source = study.source_named("FGD").unwrap().id;
        let entry =
            |(label, who): &(&str, SpeakerIs)| SpeakerEntry { source, label: (*label).into(), who: who.clone() };
        Command::MapSpeakers { entries: speakers.iter().map(entry).collect(), deleted: vec![] }
    });
}

pub fn source_of(project: &str) -> SourceId {
    study(project).source_named("FGD").unwrap().id
}

pub fn named(name: &str) -> SpeakerIs {
    SpeakerIs::Named(name.into())
}

/// Who the speakers of FGD are, by name.
pub fn who(project: &str) -> Vec<(String, String)> {
    let study = study(project);
    let name = |id| study.participant(id).unwrap().name.clone();
    let map = &study.source_named("FGD").unwrap().speakers;
    let mut who: Vec<(String, String)> = map.iter().map(|(label, id)| (label.to_owned(), name(id))).collect();
    who.sort();
    who
}

pub fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(label, name)| ((*label).to_owned(), (*name).to_owned())).collect()
}

fn code(project: &str, coder: &str, document: &str, range: CharRange) {
    let range = format!("{}..{}", range.start.0, range.end.0);
    ok(&["code", project, "--document", document, "--range", &range, "--code", "Reason", "--coder", coder]);
}

/// Where words are in the group.
fn at(words: &str) -> CharRange {
    let start = GROUP[..GROUP.find(words).unwrap()].chars().count() as u32;
    CharRange::new(start, start + words.chars().count() as u32)
}

pub fn kinds(report: &Value, list: &str) -> Vec<String> {
    report[list].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
}

/// A random talk, and for each code point who says it: the label, or `None` for labels and line ends before them.
fn talk(random: &mut Rng) -> (String, Vec<Option<&'static str>>) {
    let (mut text, mut said) = (String::new(), Vec::new());
    let mut before = "";
    for turn in 0..12 {
        let speaker = if turn < 4 { ["MOD", "Ana"][turn % 2] } else { ["MOD", "Ana", "Ben"][random.usize(..3)] };
        let words = ["Well. No money, 钱.", "The rent went up.", "So we left, all of us.", "Yes."][random.usize(..4)];
        let more = ["", "\nAnd then we came back."][usize::from(random.u8(..4) == 0)];
        for (part, who) in
            [(format!("{speaker}: "), None), (format!("{words}{more}"), Some(speaker)), ("\n".into(), None)]
        {
            said.extend(part.chars().map(|_| who));
            text.push_str(&part);
        }
        before = speaker;
    }
    assert!(!before.is_empty());
    (text, said)
}

#[test]
fn coders_are_compared_by_the_characters_that_the_chosen_speakers_say() {
    for seed in 0..6 {
        let random = &mut Rng::with_seed(1_800 + seed);
        let place = temporary();
        let project = with_group(&place);
        let (text, said) = talk(random);
        std::fs::write(place.path().join("Talk.txt"), &text).unwrap();
        ok(&["import", &project, &within(&place, "Talk.txt"), "--make-participants=speakers"]);
        let mut marked = [vec![false; said.len()], vec![false; said.len()]];
        for (coder, marked) in ["A", "B"].into_iter().zip(&mut marked) {
            for _ in 0..4 {
                let start = random.usize(..said.len() - 20);
                let end = start + 5 + random.usize(..15);
                marked[start..end].fill(true);
                code(&project, coder, "Talk", CharRange::new(start as u32, end as u32));
            }
        }
        for (filter, keeps) in [
            (&["--spoken-by", "participants"][..], &["Ana", "Ben"][..]),
            (&["--spoken-by", "interviewer"], &["MOD"]),
            (&["--spoken-by", "participants", "--without", "Ben"], &["Ana"]),
        ] {
            // Passages without a kept word, or with the words of others too if only the interviewer's count, are not compared.
            let [a, b] = marked_by(&project, &said, keeps, filter.contains(&"interviewer"));
            let kept: Vec<usize> =
                (0..said.len()).filter(|&at| said[at].is_some_and(|who| keeps.contains(&who))).collect();
            let same = kept.iter().filter(|&&at| a[at] == b[at]).count();
            let args =
                ["compare", &project, "--documents", "Talk", "--unit", "character", "--everyone", "--format", "json"];
            let report = json_of(&[&args[..], filter].concat());
            let unit = report["settings"].as_array().unwrap().iter().find(|one| one[0] == "Unit").unwrap()[1].clone();
            assert_eq!(unit, format!("character ({} characters)", kept.len()), "{seed} {filter:?}\n{text}");
            let share = report["per_code_characters"]["Reason"]["percent_agreement"].as_f64();
            let any = kept.iter().any(|&at| a[at] || b[at]);
            if any {
                let wanted = same as f64 / kept.len() as f64;
                assert!((share.unwrap() - wanted).abs() < 1e-9, "{seed} {filter:?}: {share:?}, not {wanted}\n{text}");
            }
        }
    }
}

pub fn json_of(args: &[&str]) -> Value {
    serde_json::from_str(&ok(args)).unwrap()
}

/// The code points that each coder marked with passages that are compared.
fn marked_by(project: &str, said: &[Option<&str>], keeps: &[&str], only: bool) -> [Vec<bool>; 2] {
    let listed = json_of(&["codings", project, "--format", "json"]);
    let mut marked = [vec![false; said.len()], vec![false; said.len()]];
    for passage in listed["codings"].as_array().or_else(|| listed.as_array()).unwrap() {
        let number = |key: &str| passage[key].as_u64().unwrap() as usize;
        let (start, end) = (number("start"), number("end"));
        let mut who = said[start..end].iter().flatten();
        if only && who.any(|who| *who != "MOD") {
            continue;
        }
        if said[start..end].iter().flatten().any(|who| keeps.contains(who)) {
            marked[usize::from(passage["coder"] == "B")][start..end].fill(true);
        }
    }
    marked
}

#[test]
fn sentences_and_turns_of_chosen_speakers_have_no_label() {
    let place = temporary();
    let project = with_group(&place);
    // Half of each answer, so that a label in the unit would make it too long for the rule.
    code(&project, "A", "FGD", at("The re"));
    code(&project, "B", "FGD", at("The re"));
    for unit in ["turn", "sentence", "paragraph"] {
        let args = ["compare", &project, "--unit", unit, "--rule", "overlap:0.66", "--spoken-by", "participants"];
        let report = json_of(&[&args[..], &["--format", "json"]].concat());
        let figures = &report["per_code_units"]["Reason"];
        assert_eq!(figures["pos_agreement"], 1.0, "{unit}: {figures}");
    }
}

#[test]
fn a_passage_that_is_left_out_counts_once_however_many_coders_coded_it() {
    let place = temporary();
    let project = with_group(&place);
    map(&project, &[("Ana", named("Ana"))]);
    for coder in ["A", "B", "C"] {
        code(&project, coder, "FGD", at("Who left?"));
        code(&project, coder, "FGD", at("The rent."));
    }
    code(&project, "A", "FGD", at("Me too."));
    let matrix = |flags: &[&str]| {
        let args = ["matrix", &project, "--rows", "participant", "--columns", "code", "--count", "passages"];
        json_of(&[&args[..], &["--format", "json"], flags].concat())
    };
    let table = matrix(&[]);
    assert_eq!(
        (&table["total"], &table["left_out"]),
        (&json!(1), &json!([{ "passages": 2, "reason": "no_participant" }]))
    );
    let table = matrix(&["--spoken-by", "participants"]);
    let wanted = json!([{ "passages": 1, "reason": "no_participant" }, { "passages": 1, "reason": "interviewer" }]);
    assert_eq!(table["left_out"], wanted);
    // What is counted or left out already is not left out again because others coded it, too.
    for coder in ["B", "C"] {
        code(&project, coder, "FGD", at("The land."));
    }
    let table = matrix(&["--coder", "A"]);
    assert_eq!(table["left_out"][1], json!({ "passages": 1, "reason": "other_coder" }), "{table}");
    // Of nine codings, one is in the table, three are left out, and these are the others.
    let note = "5 more passages by other coders have the same code and words as ones that are counted or left out.";
    assert!(table["notes"].as_array().unwrap().iter().any(|line| line == note), "{table}");
}

#[test]
fn a_typology_describes_those_who_are_in_the_documents_of_its_filter() {
    let place = temporary();
    let project = json!({ "format": "pullquote-folder", "version": 1, "name": "s", "coders": [{ "name": "A" }],
        "tables": [{ "name": "kinds", "title": "", "kind": "typology", "rows": ["gender"],
            "columns": [{ "title": "age", "attribute": "age", "as": "range" }, { "title": "n", "attribute": "age", "as": "count" }] }],
        "documents": [
            { "name": "D", "path": "transcripts/D.txt", "participant": "P" },
            { "name": "E", "path": "transcripts/E.txt", "participants": { "Ana": "Q", "Ben": "R" } },
        ] });
    let files: Files = vec![
        ("project.json".into(), project.to_string()),
        ("codebook.json".into(), json!({ "codes": [{ "name": "a" }] }).to_string()),
        (
            "participants.csv".into(),
            "participant,gender,age\nP,Female,20\nQ,Female,30\nR,Male,40\nS,Female,50\n".into(),
        ),
        ("documents.csv".into(), "document,round\nD,1\nE,2\n".into()),
        ("sets.json".into(), json!([{ "name": "Groups", "kind": "documents", "items": ["E"] }]).to_string()),
        ("transcripts/D.txt".into(), "No money. ".repeat(4)),
        ("transcripts/E.txt".into(), "Ana: No money.\nBen: Nor me.\nAna: So.\nBen: Yes.\n".into()),
    ];
    let folder = within(&place, "folder");
    write(&files, std::path::Path::new(&folder));
    let text = |flags: &[&str]| ok(&[&["table", &folder, "kinds", "--format", "csv"], flags].concat());
    // Without a filter, also those who are in no document.
    assert!(text(&[]).contains("Female,20–50,3"), "{}", text(&[]));
    for filter in [["--set", "Groups"], ["--where-document", "round=2"]] {
        assert!(text(&filter).contains("Female,30,1"), "{}", text(&filter));
    }
    assert!(
        text(&["--where-document", "round=1"]).contains("Male,(no participant in this row),0"),
        "{}",
        text(&["--where-document", "round=1"])
    );
}

#[test]
fn a_table_of_speakers_replaces_who_they_are_only_if_it_is_told_and_lists_it() {
    let place = temporary();
    let project = with_group(&place);
    map(&project, &[("Ana", named("Ana 1")), ("Ben", named("Ben 1"))]);
    let table = within(&place, "who.csv");
    std::fs::write(&table, "document,speaker,participant\nFGD,Ana,Ana 2\nFGD,Ben,\nFGD,MOD,Li\n").unwrap();
    let import =
        |flags: &[&str]| json_of(&[&["import", &project, &table, "--as", "speakers", "--json"], flags].concat());
    let report = import(&[]);
    assert_eq!(kinds(&report, "losses"), ["speaker_kept", "speaker_kept"], "{report:#}");
    let entry = &report["imported"][0];
    assert_eq!((&entry["speakers"], &entry["kept"], &entry["overwritten"]), (&json!(1), &json!(2), &json!(0)));
    assert_eq!(who(&project), pairs(&[("Ana", "Ana 1"), ("Ben", "Ben 1"), ("MOD", "Li")]));
    let before = study(&project).participants.len();
    let report = import(&["--overwrite"]);
    let warnings = kinds(&report["imported"][0], "warnings");
    assert_eq!(warnings, ["speaker_replaced", "speaker_replaced", "participants_absent"], "{report:#}");
    assert!(report["imported"][0]["warnings"][2]["text"].as_str().unwrap().ends_with("Ana 1, Ben 1"), "{report:#}");
    assert_eq!(who(&project), pairs(&[("Ana", "Ana 2"), ("MOD", "Li")]));
    assert_eq!(study(&project).participants.len(), before + 1);
    let history = ok(&["history", &project]);
    assert!(history.contains("; Ana is Ana 2 instead of Ana 1; Ben is nobody instead of Ben 1"), "{history}");
    ok(&["undo", &project]);
    let report = import(&["--overwrite", "--delete-absent"]);
    assert_eq!(report["imported"][0]["deleted_participants"], 2, "{report:#}");
    assert!(report["imported"][0]["warnings"][2]["text"].as_str().unwrap().ends_with("Ana 1, Ben 1"), "{report:#}");
    let left: Vec<String> = study(&project).participants.iter().map(|one| one.name.clone()).collect();
    assert_eq!(left, ["Li", "Ana 2"]);
    ok(&["undo", &project]);
    assert_eq!(study(&project).participants.len(), before);
}

#[test]
fn a_table_of_speakers_takes_no_document_from_its_participant_unless_it_is_told() {
    let place = temporary();
    let project = with_group(&place);
    let people = within(&place, "people.csv");
    std::fs::write(&people, "participant,documents\nGroup,FGD\n").unwrap();
    ok(&["import", &project, &people, "--as", "participants"]);
    let table = within(&place, "who.csv");
    std::fs::write(&table, "document,speaker,participant\nFGD,Ana,Ana\nFGD,Ben,Ben\n").unwrap();
    let import =
        |flags: &[&str]| json_of(&[&["import", &project, &table, "--as", "speakers", "--json"], flags].concat());
    let report = import(&[]);
    assert_eq!(kinds(&report, "losses"), ["tied_already"], "{report:#}");
    assert_eq!((who(&project), &report["imported"][0]["new_participants"]), (vec![], &json!(0)));
    // Somebody who is new in a document that stays as it is, and in another one.
    let other = within(&place, "other.txt");
    std::fs::write(&other, "MOD: Why?\nAna: So.\nMOD: And?\nAna: No.\n").unwrap();
    ok(&["import", &project, &other]);
    let both = within(&place, "both.csv");
    std::fs::write(&both, "document,speaker,participant\nFGD,Ana,Ana\nother,Ana,Ana\n").unwrap();
    let report = json_of(&["import", &project, &both, "--as", "speakers", "--json"]);
    assert_eq!(
        (&report["imported"][0]["new_participants"], &report["imported"][0]["speakers"]),
        (&json!(1), &json!(1))
    );
    ok(&["undo", &project]);
    ok(&["undo", &project]);
    let report = import(&["--overwrite"]);
    assert_eq!(kinds(&report["imported"][0], "warnings"), ["document_untied", "participants_absent"], "{report:#}");
    assert_eq!(who(&project), pairs(&[("Ana", "Ana"), ("Ben", "Ben")]));
}

#[test]
fn agreement_is_exported_within_the_filters_with_which_it_is_compared() {
    let place = temporary();
    let project = with_group(&place);
    map(&project, &[("Ana", named("Ana")), ("Ben", named("Ben"))]);
    let people = within(&place, "people.csv");
    std::fs::write(&people, "participant,gender\nAna,Female\nBen,Male\n").unwrap();
    ok(&["import", &project, &people, "--as", "participants"]);
    for (coder, words) in [("A", "The rent."), ("B", "The rent."), ("A", "Me too."), ("A", "Who left?")] {
        code(&project, coder, "FGD", at(words));
    }
    for filter in [["--where", "gender=Female"], ["--spoken-by", "interviewer"], ["--spoken-by", "participants"]] {
        let target = within(&place, "agreement.json");
        ok(&[&["export", &project, &target, "--select", "agreement"][..], &filter].concat());
        let compared = json_of(&[&["compare", &project, "--format", "json"][..], &filter].concat());
        let exported: Value = serde_json::from_slice(&std::fs::read(&target).unwrap()).unwrap();
        assert_eq!(exported["per_code_units"], compared["per_code_units"], "{filter:?}");
    }
    let text = |filter: &[&str]| {
        let target = within(&place, "agreement.md");
        ok(&[&["export", &project, &target, "--select", "agreement"], filter].concat());
        std::fs::read_to_string(target).unwrap()
    };
    assert_ne!(text(&[]), text(&["--where", "gender=Female"]));
}

#[test]
fn a_group_has_a_row_of_its_own_beside_its_members() {
    let place = temporary();
    let project = with_group(&place);
    map(&project, &[("Ana", named("Ana")), ("Ben", named("Ben"))]);
    std::fs::write(place.path().join("Talk.txt"), "MOD: Why?\nAna: Rent.\nMOD: So?\nAna: Yes.\n").unwrap();
    ok(&["import", &project, &within(&place, "Talk.txt")]);
    execute(&project, |study| {
        let source = study.source_named("Talk").unwrap().id;
        let ana = study.participant_named("Ana").unwrap().id;
        let entry = SpeakerEntry { source, label: "Ana".into(), who: SpeakerIs::Participant(ana) };
        Command::MapSpeakers { entries: vec![entry], deleted: vec![] }
    });
    for words in ["The rent.", "I did. No money.\nBen: Me too.", "Who left?", "The land."] {
        code(&project, "A", "FGD", at(words));
    }
    code(&project, "A", "Talk", CharRange::new(15, 20));
    let count = |count: &str, rows: &str, columns: &str| {
        let args = ["matrix", &project, "--rows", rows, "--columns", columns, "--count", count, "--format", "json"];
        json_of(&args)
    };
    for (what, members) in [("passages", [3, 2]), ("participants", [1, 1]), ("characters", [16 + 9 + 5, 7 + 9])] {
        let (both, documents) = (count(what, "participant+group", "code"), count(what, "document", "code"));
        // Somebody's talk alone is no group.
        assert_eq!(both["rows"], json!(["Ana", "Ben", "FGD"]));
        let cells: Vec<u64> = both["cells"].as_array().unwrap().iter().map(|row| row[0].as_u64().unwrap()).collect();
        assert_eq!(cells[..2], members, "{what}");
        let all = match what {
            "passages" => 4,
            "participants" => 2,
            // The group's passages count whole, with labels and line ends.
            _ => {
                9 + ("I did. No money.
Ben: Me too."
                    .len() as u64)
                    + 9
                    + 9
            }
        };
        assert_eq!((cells[2], &documents["cells"][0][0]), (all, &json!(all)), "{what}");
        let across = count(what, "code", "participant+group");
        assert_eq!(across["cells"][0], json!(cells), "{what}");
        let left_out = both.get("left_out").cloned().unwrap_or_default();
        let nobody = json!([{ "passages": 1, "reason": "no_participant" }]);
        assert_eq!(left_out, if what == "participants" { nobody } else { Value::Null }, "{what}");
    }
}

#[test]
fn an_exchange_file_reports_the_roles_that_it_cannot_hold() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    let (group, talk) = (within(&place, "FGD.txt"), within(&place, "Talk.txt"));
    std::fs::write(&group, GROUP).unwrap();
    std::fs::write(&talk, "MOD: Why?\nAna: Rent.\nMOD: So?\nAna: Yes.\n").unwrap();
    ok(&["import", &project, &group, "--interviewer", "Ben", "--make-participants=speakers"]);
    ok(&["import", &project, &talk]);
    let report = json_of(&["export", &project, &within(&place, "p.qdpx"), "--json"]);
    let lost = report["losses"].as_array().unwrap().iter().find(|loss| loss["kind"] == "speakers").unwrap();
    assert_eq!((&lost["count"], &lost["names"]), (&json!(1), &json!(["FGD"])));
    assert_eq!(lost["details"], json!(["FGD (Ben: an interviewer)"]));
}

#[test]
fn speakers_of_a_table_of_utterances_become_participants_if_this_is_wanted() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project, "--name", "Study"]);
    let people = within(&place, "people.csv");
    std::fs::write(&people, "participant\nBen\n").unwrap();
    ok(&["import", &project, &people, "--as", "participants"]);
    let table = within(&place, "FGD.csv");
    std::fs::write(
        &table,
        "speaker,text\nModerator,Who left?\nAna,I did.\nBen,Me too.\nModerator,So?\nAna,Yes.\nAll,(laugh)\n",
    )
    .unwrap();
    let import = |flag: &str| json_of(&["import", &project, &table, "--as", "transcript", flag, "--json"]);
    let report = import("--make-participants=speakers");
    assert_eq!(report["imported"][0]["new_participants"], json!(1), "{report:#}");
    assert_eq!(who(&project), pairs(&[("Ana", "Ana"), ("Ben", "Ben")]));
    assert_eq!(study(&project).participants.len(), 2);
    assert_eq!(ok(&["check", &project]), "whole\n");
    ok(&["undo", &project]);
    assert_eq!((study(&project).sources.len(), study(&project).participants.len()), (0, 1));
    ok(&["import", &project, &table, "--as", "transcript"]);
    assert_eq!(who(&project), pairs(&[]));
    fails(&["import", &project, &table, "--as", "transcript", "--make-participants"], 2, &["takes `=speakers`"]);
    fails(
        &["import", &project, &people, "--as", "participants", "--make-participants"],
        2,
        &["cannot be used with --as"],
    );
}
