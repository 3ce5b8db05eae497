//! Who speaks, and the members of sets, where copies are merged.

use super::support::*;
use super::who_speaks::{
    GROUP, execute, json_of, kinds, map, named, pairs, source_of, study, who, with_group, with_text,
};
use pullquote::engine::{Command, Project};
use pullquote::model::{SpeakerIs, SpeakerRole, SpeakerRule};
use serde_json::{Value, json};
use tempfile::TempDir;

/// Corrects Ana's label.
fn correct(project: &str) {
    execute(project, |study| Command::EditText {
        source: study.source_named("FGD").unwrap().id,
        before: GROUP.into(),
        text: GROUP.replace("Ana:", "Anna:"),
    });
}

/// A copy of the project beside it.
fn copied(place: &TempDir, project: &str) -> String {
    let copy = within(place, "copy.pullquote");
    std::fs::copy(project, &copy).unwrap();
    copy
}

#[test]
fn a_merge_lists_what_differs_in_who_speaks_and_takes_it_for_the_speakers_that_are_named() {
    let place = temporary();
    let project = with_group(&place);
    map(&project, &[("Ana", named("Ana")), ("Ben", named("Ben"))]);
    let copy = copied(&place, &project);
    map(&copy, &[("Ana", named("Anna Li")), ("Ben", SpeakerIs::Nobody)]);
    execute(&copy, |study| {
        let roles = [("MOD".to_owned(), SpeakerRole::Speaker), ("Ben".to_owned(), SpeakerRole::Interviewer)].into();
        let rule = SpeakerRule { roles, ..SpeakerRule::default() };
        Command::SetSpeakers { source: study.source_named("FGD").unwrap().id, rule }
    });
    let merge = |flags: &[&str]| json_of(&[&["merge", &project, &copy, "--json"], flags].concat());
    let listed = |report: &Value| -> Vec<(String, String, bool)> {
        let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
        let list = report["differences"].as_array().unwrap().iter();
        list.map(|one| (text(one, "kind"), text(one, "speaker"), one["taken"].as_bool().unwrap())).collect()
    };
    let all = |taken: [bool; 4]| -> Vec<(String, String, bool)> {
        let kinds =
            [("speaker", "Ana"), ("unassigned_speaker", "Ben"), ("speaker_role", "Ben"), ("speaker_role", "MOD")];
        kinds.into_iter().zip(taken).map(|((kind, label), taken)| (kind.into(), label.into(), taken)).collect()
    };
    assert_eq!(listed(&merge(&["--dry-run"])), all([false; 4]));
    assert_eq!(listed(&merge(&["--dry-run", "--speakers", "theirs"])), all([true; 4]));
    assert_eq!(listed(&merge(&["--dry-run", "--their-speakers", "FGD"])), all([true; 4]));
    fails(&["merge", &project, &copy, "--their-speakers", "FGD: Cy"], 1, &["no speaker of “FGD: Cy”"]);
    assert_eq!(listed(&merge(&["--their-speakers", "FGD: Ben"])), all([false, true, true, false]));
    assert_eq!(who(&project), pairs(&[("Ana", "Ana")]));
    let history = ok(&["history", &project]);
    assert!(history.contains("FGD: Ben is nobody instead of Ben"), "{history}");
    assert!(history.contains("1 role of a speaker taken from the copy"), "{history}");
    merge(&["--speakers", "theirs"]);
    assert_eq!(who(&project), pairs(&[("Ana", "Anna Li")]));
    assert!(merge(&["--dry-run"])["differences"].as_array().unwrap().is_empty());
    ok(&["undo", &project]);
    ok(&["undo", &project]);
    assert_eq!(who(&project), pairs(&[("Ana", "Ana"), ("Ben", "Ben")]));
}

#[test]
fn a_merge_leaves_speakers_whose_label_was_corrected_in_one_of_the_copies() {
    let kinds_of = |project: &str, copy: &str, flags: &[&str]| {
        kinds(&json_of(&[&["merge", project, copy, "--json"], flags].concat()), "differences")
    };
    for is_corrected_here in [false, true] {
        let place = temporary();
        let project = with_group(&place);
        map(&project, &[("Ana", named("P1")), ("Ben", named("P2"))]);
        let copy = copied(&place, &project);
        correct(if is_corrected_here { &project } else { &copy });
        let before = who(&project);
        assert_eq!(before, pairs(&[(if is_corrected_here { "Anna" } else { "Ana" }, "P1"), ("Ben", "P2")]));
        for flags in [&[] as &[&str], &["--speakers", "theirs"]] {
            assert_eq!(kinds_of(&project, &copy, flags), ["corrected_text"]);
            assert_eq!(who(&project), before);
        }
        // Another person under a label that this text does not have is listed, and cannot be taken.
        map(&copy, &[(if is_corrected_here { "Ana" } else { "Anna" }, named("P3"))]);
        assert_eq!(kinds_of(&project, &copy, &["--speakers", "theirs"]), ["corrected_text", "speaker"]);
        assert_eq!(who(&project), before);
    }
}

#[test]
fn a_merge_does_not_assign_a_speaker_who_was_taken_from_a_participant_here() {
    let place = temporary();
    let project = with_group(&place);
    map(&project, &[("Ana", named("P1"))]);
    let copy = copied(&place, &project);
    map(&copy, &[("Ben", named("P2"))]);
    map(&project, &[("Ana", SpeakerIs::Nobody)]);
    let merge = |flags: &[&str]| ok(&[&["merge", &project, &copy], flags].concat());
    let report = merge(&[]);
    assert!(report.contains("1 speaker assigned as in the copy, 1 speaker kept who differs in the copy"), "{report}");
    assert_eq!(who(&project), pairs(&[("Ben", "P2")]));
    merge(&["--speakers", "theirs"]);
    assert_eq!(who(&project), pairs(&[("Ana", "P1"), ("Ben", "P2")]));
}

#[test]
fn a_merge_knows_that_a_single_letter_may_be_an_initial() {
    let place = temporary();
    let project = with_text(&place, &GROUP.replace("Ana:", "I:"));
    let copy = copied(&place, &project);
    map(&copy, &[("I", named("Ida"))]);
    let report = json_of(&["merge", &project, &copy, "--json"]);
    assert_eq!(kinds(&report, "differences"), ["speaker"], "{report:#}");
    let roles = || Project::open_to_read(project.as_ref()).unwrap().0.reads().origin(source_of(&project)).unwrap();
    assert_eq!(roles().unwrap().speakers.role("I"), Some(SpeakerRole::Speaker));
    // A role that is only detected here is no difference, either.
    map(&copy, &[("I", SpeakerIs::Nobody)]);
    ok(&["undo", &project]);
    let report = json_of(&["merge", &project, &copy, "--json", "--dry-run"]);
    assert_eq!(kinds(&report, "differences"), Vec::<String>::new(), "{report:#}");
}

#[test]
fn what_several_copies_state_of_a_speaker_counts_once() {
    for is_alike in [true, false] {
        let place = temporary();
        let project = with_group(&place);
        let first = copied(&place, &project);
        let second = within(&place, "second.pullquote");
        map(&first, &[("Ana", named("P1"))]);
        if is_alike {
            std::fs::copy(&first, &second).unwrap();
        } else {
            // The same person was added twice.
            std::fs::copy(&project, &second).unwrap();
            map(&second, &[("Ana", named("P1"))]);
        }
        map(&second, &[("Ben", named("P1"))]);
        let report = ok(&["merge", &project, &first, &second]);
        assert!(report.contains("2 speakers assigned as in the copy"), "{report}");
        assert!(!report.contains("kept") && !report.contains("stays"), "{report}");
        assert_eq!(who(&project), pairs(&[("Ana", "P1"), ("Ben", "P1")]));
        assert_eq!(study(&project).participants.len(), 1);
        let history = ok(&["history", &project]);
        assert!(history.contains("; FGD: Ana is P1; FGD: Ben is P1"), "{history}");
    }
}

#[test]
fn of_copies_that_disagree_the_first_one_counts_and_the_report_says_so() {
    let place = temporary();
    let project = with_group(&place);
    map(&project, &[("Ana", named("Ana"))]);
    let copies = ["Ben", "Bob"].map(|name| {
        let copy = within(&place, &format!("{name}.pullquote"));
        std::fs::copy(&project, &copy).unwrap();
        map(&copy, &[("Ben", named(name))]);
        copy
    });
    let report = json_of(&["merge", &project, &copies[0], &copies[1], "--json"]);
    assert_eq!(who(&project), pairs(&[("Ana", "Ana"), ("Ben", "Ben")]));
    let list = report["differences"].as_array().unwrap();
    assert_eq!((&list[0]["taken"], &list[1]["taken"]), (&json!(true), &json!(false)), "{report:#}");
    let note = list[1]["note"].as_str().unwrap();
    assert!(note.contains("Bob in the copy") && note.contains("Ben here"), "{note}");
}

#[test]
fn a_set_of_a_folder_gets_members_that_are_imported_after_the_merge() {
    let place = temporary();
    let project = with_group(&place);
    let late = "MOD: Why?\nAna: Rent.\nMOD: So?\nAna: Yes.\n";
    std::fs::write(place.path().join("Late.txt"), late).unwrap();
    let rounds = within(&place, "rounds.csv");
    std::fs::write(&rounds, "document,round\nFGD,1\nLate,2\n").unwrap();
    let described = json!({ "format": "pullquote-folder", "version": 1, "name": "s", "documents": [
        { "name": "FGD", "path": "transcripts/FGD.txt" }, { "name": "Late", "path": "transcripts/Late.txt" }] });
    let sets = json!([
        { "name": "Both", "kind": "documents", "items": ["FGD", "Late"], "where": ["round=2"] },
        { "name": "Codes", "kind": "codes", "items": ["Reason", "Later"] }]);
    let files: Files = vec![
        ("project.json".into(), described.to_string()),
        ("codebook.json".into(), json!({ "codes": [{ "name": "Reason" }, { "name": "Later" }] }).to_string()),
        ("documents.csv".into(), "document,round\nFGD,1\nLate,2\n".into()),
        ("sets.json".into(), sets.to_string()),
        ("transcripts/FGD.txt".into(), GROUP.into()),
        ("transcripts/Late.txt".into(), late.into()),
    ];
    let folder = within(&place, "folder");
    write(&files, std::path::Path::new(&folder));
    let merge = || json_of(&["merge", &project, &folder, "--json"]);
    let of_sets = |report: &Value| {
        let is_of_set = |kind: &String| kind.ends_with("_set") || kind == "set_member";
        kinds(report, "differences").into_iter().filter(is_of_set).count()
    };
    let report = merge();
    assert_eq!((&report["sets"], of_sets(&report)), (&json!(["Both", "Codes"]), 3), "{report:#}");
    let report = merge();
    assert_eq!((&report["completed_sets"], of_sets(&report)), (&json!([]), 0), "{report:#}");
    ok(&["import", &project, &within(&place, "Late.txt")]);
    ok(&["import", &project, &rounds, "--as", "document-attributes"]);
    std::fs::write(place.path().join("later.json"), r#"{"codes":[{"name":"Later"}]}"#).unwrap();
    ok(&["import", &project, &within(&place, "later.json"), "--as", "codebook"]);
    let report = merge();
    assert_eq!((&report["completed_sets"], of_sets(&report)), (&json!(["Both", "Codes"]), 0), "{report:#}");
    let study = study(&project);
    assert_eq!(study.set_named("Both").unwrap().definition.documents(&study).len(), 2);
    assert_eq!(study.set_named("Codes").unwrap().definition.codes(&study).len(), 2);
    let history = ok(&["history", &project]);
    assert!(history.contains("; completed sets Both, Codes"), "{history}");
    let checked = ok(&["check", &project]);
    assert!(!checked.contains("no longer"), "{checked}");
    assert_eq!(merge()["completed_sets"], json!([]), "once");
}

#[test]
fn a_set_of_a_copy_gets_a_document_that_is_imported_after_the_merge() {
    let place = temporary();
    let project = with_group(&place);
    let copy = copied(&place, &project);
    std::fs::write(place.path().join("Late.txt"), "MOD: Why?\nAna: Rent.\nMOD: So?\nAna: Yes.\n").unwrap();
    let rounds = within(&place, "rounds.csv");
    std::fs::write(&rounds, "document,round\nFGD,1\nLate,2\n").unwrap();
    ok(&["import", &copy, &within(&place, "Late.txt")]);
    ok(&["import", &copy, &rounds, "--as", "document-attributes"]);
    execute(&copy, |study| {
        let guid = |name: &str| study.source_named(name).unwrap().guid;
        let attribute = study.document_variables[0].guid;
        let definition = pullquote::model::SetDefinition {
            items: vec![guid("FGD"), guid("Late")],
            conditions: vec![pullquote::model::SetCondition { attribute, value: "2".into() }],
            ..Default::default()
        };
        Command::SaveSet { set: None, name: "Both".into(), definition }
    });
    let members = || {
        let study = study(&project);
        let documents = study.set_named("Both").unwrap().definition.documents(&study);
        documents.into_iter().map(|id| study.source(id).unwrap().name.clone()).collect::<Vec<_>>()
    };
    let report = json_of(&["merge", &project, &copy, "--json"]);
    let of_set: Vec<&Value> =
        report["differences"].as_array().unwrap().iter().filter(|one| one["kind"] == "set_member").collect();
    let named: Vec<&str> = of_set.iter().map(|one| one["member"].as_str().unwrap()).collect();
    assert_eq!(named, ["Late", "round = 2"], "{report:#}");
    assert_eq!(members(), ["FGD"]);
    assert!(ok(&["history", &project]).contains("; new set Both"));
    ok(&["import", &project, &within(&place, "Late.txt")]);
    ok(&["import", &project, &rounds, "--as", "document-attributes"]);
    let report = json_of(&["merge", &project, &copy, "--json"]);
    assert_eq!(report["completed_sets"], json!(["Both"]), "{report:#}");
    assert_eq!(kinds(&report, "differences"), Vec::<String>::new());
    assert_eq!(members(), ["FGD", "Late"]);
    let report = json_of(&["merge", &project, &copy, "--json"]);
    assert_eq!((&report["completed_sets"], kinds(&report, "differences")), (&json!([]), vec![]), "once");
}

#[test]
fn a_folder_tells_who_was_taken_from_a_participant_as_a_file_does() {
    let both = [("Ana", "P"), ("Ben", "P")];
    let nobody = |labels: &[&'static str]| -> Vec<(&'static str, SpeakerIs)> {
        labels.iter().map(|label| (*label, SpeakerIs::Nobody)).collect()
    };
    type Case = (Vec<(&'static str, &'static str)>, Vec<(&'static str, SpeakerIs)>, usize);
    let cases: Vec<Case> = vec![
        (vec![("Ana", "Ana"), ("Ben", "Ben")], nobody(&["Ben"]), 1),
        // One of two labels of a person; the whole map; somebody else instead; nothing; an interviewer.
        (both.to_vec(), nobody(&["Ben"]), 1),
        (both.to_vec(), nobody(&["Ana", "Ben"]), 2),
        (both.to_vec(), vec![("Ben", named("Cy"))], 0),
        (vec![("Ana", "Ana")], vec![], 0),
        (both.to_vec(), vec![("Ben", SpeakerIs::Interviewer)], 1),
    ];
    for (here, there, unassigned) in cases {
        let place = temporary();
        let project = with_group(&place);
        let here: Vec<(&str, SpeakerIs)> = here.iter().map(|(label, name)| (*label, named(name))).collect();
        map(&project, &here);
        let copy = copied(&place, &project);
        if !there.is_empty() {
            map(&copy, &there);
        }
        let folder = within(&place, "folder");
        ok(&["export", &copy, &folder]);
        let listed = |copy: &str| {
            let report = json_of(&["merge", &project, copy, "--json", "--dry-run"]);
            let list = report["differences"].as_array().unwrap().iter();
            list.map(|one| (one["kind"].clone(), one["speaker"].clone(), one["here"].clone(), one["note"].clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(listed(&folder), listed(&copy), "{there:?}");
        let count = listed(&folder).iter().filter(|one| one.0 == "unassigned_speaker").count();
        assert_eq!(count, unassigned, "{there:?}");
        ok(&["merge", &project, &folder, "--speakers", "theirs"]);
        assert_eq!(who(&project), who(&copy), "{there:?}");
        let report = json_of(&["merge", &project, &folder, "--json", "--dry-run"]);
        assert_eq!(kinds(&report, "differences"), Vec::<String>::new(), "{report:#}");
    }
}

#[test]
fn a_folder_that_says_nothing_of_a_speaker_takes_nobody() {
    let place = temporary();
    let project = with_group(&place);
    let folder = within(&place, "folder");
    ok(&["export", &project, &folder]);
    map(&project, &[("Ana", named("P1")), ("Ben", named("P2"))]);
    let file = place.path().join("folder/project.json");
    let described: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    std::fs::write(place.path().join("folder/participants.csv"), "participant\nP1\nP2\n").unwrap();
    let both = pairs(&[("Ana", "P1"), ("Ben", "P2")]);
    let cases = [
        // Nothing is said; only of one; that nobody is a participant; that one is a speaker and nothing else.
        (json!(null), json!(null), both.clone(), 0),
        (json!({ "Ana": "P1" }), json!(null), both.clone(), 0),
        (json!({}), json!(null), vec![], 2),
        (json!({ "Ana": "P1" }), json!({ "roles": { "Ben": "speaker" } }), pairs(&[("Ana", "P1")]), 1),
    ];
    for (participants, speakers, wanted, taken) in cases {
        let mut described = described.clone();
        let document = described["documents"][0].as_object_mut().unwrap();
        for (key, value) in [("participants", &participants), ("speakers", &speakers)] {
            document.remove(key);
            if !value.is_null() {
                document.insert(key.to_owned(), value.clone());
            }
        }
        std::fs::write(&file, described.to_string()).unwrap();
        let report = json_of(&["merge", &project, &folder, "--json", "--speakers", "theirs"]);
        let count = kinds(&report, "differences").iter().filter(|kind| *kind == "unassigned_speaker").count();
        assert_eq!(count, taken, "{participants}: {report:#}");
        assert_eq!(who(&project), wanted, "{participants}");
        if taken > 0 {
            ok(&["undo", &project]);
        }
    }
}

#[test]
fn a_merge_says_why_a_speaker_whose_label_is_not_in_the_text_stays() {
    let place = temporary();
    let project = with_group(&place);
    let copy = copied(&place, &project);
    map(&copy, &[("Ana", named("P1"))]);
    correct(&project);
    let printed = ok(&["merge", &project, &copy, "--speakers", "theirs"]);
    assert!(printed.contains("Ana is P1 in the copy; the text here has no line with this label"), "{printed}");
    assert!(printed.contains("correct the labels first, then merge again"), "{printed}");
    let report = json_of(&["merge", &project, &copy, "--json", "--dry-run", "--speakers", "theirs"]);
    let one = report["differences"].as_array().unwrap().iter().find(|one| one["kind"] == "speaker").unwrap();
    assert_eq!((&one["in_text"], &one["taken"]), (&json!(false), &json!(false)), "{one}");
    fails(
        &["merge", &project, &copy, "--their-speakers", "FGD: Ana"],
        1,
        &["no line with the label", "correct the label"],
    );
    assert_eq!(who(&project), vec![]);
}

#[test]
fn a_folder_does_not_take_speakers_whose_label_its_text_lacks() {
    let place = temporary();
    let project = with_group(&place);
    map(&project, &[("Ana", named("P1"))]);
    let folder = within(&place, "folder");
    ok(&["export", &project, &folder]);
    correct(&project);
    let report = json_of(&["merge", &project, &folder, "--json", "--speakers", "theirs"]);
    assert_eq!(kinds(&report, "differences"), ["corrected_text"], "{report:#}");
    assert_eq!(who(&project), pairs(&[("Anna", "P1")]));
}

#[test]
fn a_merge_names_new_participants_and_those_whom_it_leaves_in_no_document() {
    let place = temporary();
    let project = with_group(&place);
    map(&project, &[("Ana", named("P1")), ("Ben", named("P2"))]);
    let copy = copied(&place, &project);
    map(&copy, &[("Ana", named("P3")), ("Ben", SpeakerIs::Nobody), ("MOD", named("P4"))]);
    let named_by = |flags: &[&str]| {
        let report = json_of(&[&["merge", &project, &copy, "--json", "--dry-run"], flags].concat());
        (report["participants"].clone(), report["absent_participants"].clone())
    };
    assert_eq!(named_by(&[]), (json!(["P4"]), json!([])));
    assert_eq!(named_by(&["--their-speakers", "FGD: Ana"]), (json!(["P3", "P4"]), json!(["P1"])));
    assert_eq!(named_by(&["--speakers", "theirs"]), (json!(["P3", "P4"]), json!(["P1", "P2"])));
    let printed = ok(&["merge", &project, &copy, "--speakers", "theirs"]);
    assert!(printed.contains("new participants: P3, P4"), "{printed}");
    assert!(printed.contains("participants in no document any more: P1, P2"), "{printed}");
    assert_eq!(study(&project).participants.len(), 4, "those who are left stay in the project");
}

#[test]
fn who_is_a_participant_only_in_the_copy_may_be_left() {
    for (flags, expected) in [
        (&[] as &[&str], vec!["Ana", "Ben"]),
        (&["--speakers", "none"], vec![]),
        (&["--leave-speakers", "FGD: Ana"], vec!["Ben"]),
        (&["--leave-speakers", "FGD"], vec![]),
    ] {
        let place = temporary();
        let project = with_group(&place);
        let copy = copied(&place, &project);
        map(&copy, &[("Ana", named("P1")), ("Ben", named("P2"))]);
        ok(&[&["merge", &project, &copy], flags].concat());
        let found: Vec<String> = who(&project).into_iter().map(|(label, _)| label).collect();
        assert_eq!(found, expected, "{flags:?}");
    }
    let place = temporary();
    let project = with_group(&place);
    let copy = copied(&place, &project);
    map(&copy, &[("Ana", named("P1"))]);
    fails(
        &["merge", &project, &copy, "--leave-speakers", "FGD: Ben"],
        1,
        &["no speaker of “FGD: Ben” is a participant only"],
    );
    fails(&["merge", &project, &copy, "--speakers", "all"], 2, &["one of mine, theirs, none"]);
}
