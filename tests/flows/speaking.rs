//! Speakers who are participants of their own: imported, kept in the folder format, counted, listed, corrected, undone.

use super::support::*;
use pullquote::engine::browse::{BrowseFilter, Group, browse};
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::model::{ParticipantId, SpeakerEntry, SpeakerIs};

const GROUP: &str = "MOD: Who left?\nWoman 4: I did. No money.\nMan 1: Me too.\nMOD: And why?\nWoman 4: The rent.\n\
                     All: Yes!\nMan 1: The land.\n";
const TALK: &str = "I: Why?\nWoman 4: My mother is old.\nI: And now?\nWoman 4: I stay.\n";

/// A project with a focus group and an interview, whose speakers become participants.
fn imported(place: &tempfile::TempDir) -> String {
    let project = within(place, "p.pullquote");
    std::fs::create_dir(place.path().join("in")).unwrap();
    std::fs::write(place.path().join("in/FGD 1.txt"), GROUP).unwrap();
    std::fs::write(place.path().join("in/Talk.txt"), TALK).unwrap();
    ok(&["new", &project, "--name", "Study"]);
    ok(&["import", &project, &within(place, "in"), "--make-participants=speakers"]);
    project
}

fn code(project: &str, document: &str, words: &str, text: &str) {
    let start = text[..text.find(words).unwrap()].chars().count();
    let range = format!("{start}..{}", start + words.chars().count());
    ok(&["code", project, "--document", document, "--range", &range, "--code", "Reason", "--coder", "Ana"]);
}

fn coded(place: &tempfile::TempDir) -> String {
    let project = imported(place);
    let book = within(place, "book.json");
    std::fs::write(&book, r#"{"codes":[{"name":"Reason"}]}"#).unwrap();
    ok(&["import", &project, &book, "--as", "codebook"]);
    code(&project, "FGD 1", "I did. No money.", GROUP);
    code(&project, "FGD 1", "No money.\nMan 1: Me too.", GROUP);
    code(&project, "FGD 1", "Who left?", GROUP);
    code(&project, "FGD 1", "Yes!", GROUP);
    code(&project, "Talk", "My mother is old.", TALK);
    project
}

fn json(args: &[&str]) -> serde_json::Value {
    serde_json::from_str(&ok(args)).unwrap()
}

fn rows(project: &str, count: &str) -> Vec<(String, u64)> {
    let table =
        json(&["matrix", project, "--rows", "participant", "--columns", "code", "--count", count, "--format", "json"]);
    let names = table["rows"].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned());
    names.zip(table["cells"].as_array().unwrap().iter().map(|row| row[0].as_u64().unwrap())).collect()
}

fn named(rows: &[(&str, u64)]) -> Vec<(String, u64)> {
    rows.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect()
}

#[test]
fn each_speaker_becomes_a_participant_named_so_that_nobody_is_confused() {
    let place = temporary();
    let project = imported(&place);
    let list = within(&place, "list.csv");
    ok(&["export", &project, &list, "--select", "participants"]);
    let list = std::fs::read_to_string(list).unwrap();
    for name in ["FGD 1: Woman 4", "Talk: Woman 4", "Man 1"] {
        assert!(list.contains(name), "{name}: {list}");
    }
    assert!(!list.contains("MOD") && !list.contains("All"), "several people are nobody in particular: {list}");
}

#[test]
fn a_passage_counts_for_everybody_who_speaks_in_it() {
    let place = temporary();
    let project = coded(&place);
    let wanted = [("FGD 1: Woman 4", 2), ("Man 1", 1), ("Talk: Woman 4", 1)];
    assert_eq!(rows(&project, "passages"), named(&wanted));
    // Each one's words, not those of others in the same passage.
    let wanted = [("FGD 1: Woman 4", 16), ("Man 1", 7), ("Talk: Woman 4", 17)];
    assert_eq!(rows(&project, "characters"), named(&wanted));
    let table = json(&["matrix", &project, "--rows", "participant", "--columns", "code", "--format", "json"]);
    assert_eq!(table["left_out"], serde_json::json!([{ "passages": 2, "reason": "no_participant" }]));
    let passages = json(&["codings", &project, "--format", "json"]);
    let of = |at: usize| (passages[at]["participant"].clone(), passages[at]["participants"].clone());
    assert_eq!(of(0), (serde_json::Value::Null, serde_json::json!([])));
    assert_eq!(of(1), ("FGD 1: Woman 4".into(), serde_json::json!(["FGD 1: Woman 4"])));
    assert_eq!(of(2), (serde_json::Value::Null, serde_json::json!(["FGD 1: Woman 4", "Man 1"])));
    let listed = |name: &str| json(&["codings", &project, "--participant", name, "--format", "json"]);
    assert_eq!(listed("Man 1").as_array().unwrap().len(), 1);
    assert_eq!(listed("FGD 1: Woman 4").as_array().unwrap().len(), 2);
    assert!(ok(&["codings", &project, "--format", "csv"]).contains("FGD 1: Woman 4; Man 1"));
}

/// A project that also has a document without speakers, and passages in it and in the interviewer's words.
fn with_notes(place: &tempfile::TempDir) -> String {
    let project = coded(place);
    let notes = "The village is empty. Nobody answers.";
    std::fs::write(place.path().join("Notes.txt"), notes).unwrap();
    ok(&["import", &project, &within(place, "Notes.txt")]);
    code(&project, "Notes", "The village is empty.", notes);
    code(&project, "Talk", "Why?", TALK);
    code(&project, "Talk", "And now?\nWoman 4: I stay.", TALK);
    project
}

#[test]
fn everybody_who_speaks_has_a_row_of_their_own() {
    let place = temporary();
    let project = with_notes(&place);
    let count = |unit| {
        json(&["matrix", &project, "--rows", "speaker", "--columns", "code", "--count", unit, "--format", "json"])
    };
    let passages = count("passages");
    let names: Vec<&str> = passages["rows"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert_eq!(names, ["FGD 1: MOD", "FGD 1: Woman 4", "FGD 1: Man 1", "FGD 1: All", "Talk: I", "Talk: Woman 4"]);
    let cells = |table: &serde_json::Value| -> Vec<u64> {
        table["cells"].as_array().unwrap().iter().map(|row| row[0].as_u64().unwrap()).collect()
    };
    assert_eq!(cells(&passages), [1, 2, 1, 1, 2, 2]);
    assert_eq!(passages["left_out"], serde_json::json!([{ "passages": 1, "reason": "no_speaker" }]));
    assert_eq!(cells(&count("characters")), [9, 16, 7, 4, 4 + 8, 17 + 7]);
    // Interviewers, and what several say at once, are nobody's participant.
    assert_eq!(cells(&count("participants")), [0, 1, 1, 0, 0, 1]);
}

#[test]
fn passages_are_counted_listed_and_exported_by_whose_words_they_contain() {
    let place = temporary();
    let project = with_notes(&place);
    let texts = |who: &str| -> Vec<String> {
        let listed = json(&["codings", &project, "--spoken-by", who, "--format", "json"]);
        listed.as_array().unwrap().iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(texts("interviewer"), ["Who left?", "Why?"]);
    assert_eq!(texts("all").len(), 8);
    let answers = texts("participants");
    assert_eq!(answers.len(), 6, "{answers:?}");
    assert!(answers.contains(&"The village is empty.".to_owned()), "{answers:?}");
    let count = |who: &str| {
        let args = ["matrix", &project, "--rows", "document", "--columns", "code", "--count", "passages"];
        json(&[&args[..], &["--spoken-by", who, "--format", "json"]].concat())
    };
    let answered = count("participants");
    assert_eq!(answered["total"], 6);
    assert_eq!(answered["left_out"], serde_json::json!([{ "passages": 2, "reason": "interviewer" }]));
    let asked = count("interviewer");
    assert_eq!(asked["total"], 2);
    let wanted = serde_json::json!([
        { "passages": 5, "reason": "not_interviewer" },
        { "passages": 1, "reason": "unspoken" }
    ]);
    assert_eq!(asked["left_out"], wanted);
    let file = within(&place, "asked.csv");
    ok(&["export", &project, &file, "--select", "codings", "--spoken-by", "interviewer"]);
    assert_eq!(std::fs::read_to_string(file).unwrap().lines().count(), 3);
    let wanted = ["--spoken-by is one of participants, interviewer, all, not “me”"];
    fails(&["codings", &project, "--spoken-by", "me"], 2, &wanted);
}

#[test]
fn lists_keep_passages_of_those_who_have_a_value() {
    let place = temporary();
    let project = with_notes(&place);
    let people = within(&place, "people.csv");
    std::fs::write(&people, "participant,gender\nFGD 1: Woman 4,f\nMan 1,m\nTalk: Woman 4,f\n").unwrap();
    ok(&["import", &project, &people, "--as", "participants"]);
    let listed =
        |value: &str| json(&["codings", &project, "--where", value, "--format", "json"]).as_array().unwrap().len();
    assert_eq!((listed("gender=m"), listed("gender=f")), (1, 4));
    let file = within(&place, "men.json");
    ok(&["export", &project, &file, "--select", "codings", "--where", "gender=m"]);
    let men: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    assert_eq!(men.as_array().unwrap().len(), 1);
}

#[test]
fn a_correction_of_the_text_or_its_speakers_moves_passages_to_who_says_them_and_undo_moves_them_back() {
    let place = temporary();
    let project = coded(&place);
    let before = rows(&project, "passages");
    let mut open = Project::open(project.as_ref()).unwrap();
    let source = open.reads().study().unwrap().source_named("FGD 1").unwrap().id;
    let text = GROUP.replace("Woman 4: I did. No money.", "Man 1: I did. No money.");
    let correct = Command::EditText { source, before: open.reads().text(source).unwrap().into(), text };
    open.execute(&correct, &Actor::named(Some("Ana")), &Progress::default()).unwrap();
    drop(open);
    let wanted = [("FGD 1: Woman 4", 0), ("Man 1", 2), ("Talk: Woman 4", 1)];
    assert_eq!(rows(&project, "passages"), named(&wanted));
    ok(&["undo", &project]);
    assert_eq!(rows(&project, "passages"), before);
    ok(&["redo", &project]);
    assert_eq!(rows(&project, "passages"), named(&wanted));
    assert_eq!(ok(&["check", &project]), "whole\n");
}

#[test]
fn a_label_that_is_corrected_wherever_it_stands_stays_the_participants() {
    let place = temporary();
    let project = coded(&place);
    let before = rows(&project, "characters");
    let mut open = Project::open(project.as_ref()).unwrap();
    let source = open.reads().study().unwrap().source_named("FGD 1").unwrap().id;
    let correct = |open: &mut Project, text: String| {
        let correct = Command::EditText { source, before: open.reads().text(source).unwrap().into(), text };
        open.execute(&correct, &Actor::named(Some("Ana")), &Progress::default()).unwrap();
    };
    let labels = |open: &Project| -> Vec<String> {
        let study = open.reads().study().unwrap();
        study.source(source).unwrap().speakers.iter().map(|(label, _)| label.to_owned()).collect()
    };
    correct(&mut open, GROUP.replace("Man 1:", "Mr Li:"));
    assert_eq!(labels(&open), ["Woman 4", "Mr Li"]);
    drop(open);
    assert_eq!(rows(&project, "characters"), before);
    assert_eq!(ok(&["check", &project]), "whole\n");
    ok(&["undo", &project]);
    let mut open = Project::open(project.as_ref()).unwrap();
    assert_eq!(labels(&open), ["Woman 4", "Man 1"]);
    // Where the label still stands, the other one is somebody else.
    correct(&mut open, GROUP.replacen("Man 1:", "Mr Li:", 1));
    assert_eq!(labels(&open), ["Woman 4", "Man 1"]);
}

#[test]
fn the_folder_format_keeps_who_speaks_and_reports_what_it_cannot_use() {
    let place = temporary();
    let project = coded(&place);
    let folder = within(&place, "folder");
    ok(&["export", &project, &folder]);
    let stored: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(place.path().join("folder/project.json")).unwrap()).unwrap();
    let wanted = serde_json::json!({ "Man 1": "Man 1", "Woman 4": "FGD 1: Woman 4" });
    assert_eq!(stored["documents"][0]["participants"], wanted);
    assert_eq!(rows(&folder, "passages"), rows(&project, "passages"));
    let again = within(&place, "again.pullquote");
    ok(&["new", &again, "--from", &folder]);
    assert_eq!(rows(&again, "characters"), rows(&project, "characters"));
    let mut faulty = stored.clone();
    faulty["documents"][0]["participant"] = "Man 1".into();
    faulty["documents"][0]["participants"] =
        serde_json::json!({ "Man 1": "Nobody", "Woman 9": "Man 1", "Woman  4": "FGD 1: Woman 4" });
    std::fs::write(place.path().join("folder/project.json"), faulty.to_string()).unwrap();
    let third = within(&place, "third.pullquote");
    ok(&["new", &third, "--name", "x"]);
    let report = json(&["import", &third, &folder, "--json"]);
    let mut kinds: Vec<&str> =
        report["losses"].as_array().unwrap().iter().map(|loss| loss["kind"].as_str().unwrap()).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["participant_ignored", "participant_not_found", "speaker_not_found"]);
    assert_eq!(rows(&third, "passages").iter().find(|row| row.0 == "FGD 1: Woman 4").unwrap().1, 2);
}

#[test]
fn two_participants_who_are_one_person_become_one_in_one_step() {
    let place = temporary();
    let path = coded(&place);
    let mut project = Project::open(path.as_ref()).unwrap();
    let id = |project: &Project, name: &str| -> ParticipantId {
        project.reads().study().unwrap().participant_named(name).unwrap().id
    };
    let (from, into) = (id(&project, "Talk: Woman 4"), id(&project, "FGD 1: Woman 4"));
    let merge = Command::MergeParticipants { from, into };
    project.execute(&merge, &Actor::named(Some("Ana")), &Progress::default()).unwrap();
    drop(project);
    assert_eq!(rows(&path, "passages"), named(&[("FGD 1: Woman 4", 3), ("Man 1", 1)]));
    assert!(ok(&["history", &path]).contains("make participants Talk: Woman 4 and FGD 1: Woman 4 one person"));
    ok(&["undo", &path]);
    assert_eq!(rows(&path, "passages").len(), 3);
    assert_eq!(ok(&["check", &path]), "whole\n");
}

#[test]
fn passages_of_several_people_are_listed_under_each_of_them_and_counted_once() {
    let place = temporary();
    let path = coded(&place);
    let project = Project::open(path.as_ref()).unwrap();
    let filter = BrowseFilter { group: Group::Participant, ..BrowseFilter::default() };
    let list = browse(project.reads(), &filter).unwrap();
    let wanted = [("FGD 1: Woman 4", 0), ("Man 1", 2), ("Talk: Woman 4", 3), ("No participant", 4)]
        .map(|(name, first)| (name.to_owned(), first));
    assert_eq!((&list.groups, list.rows.len(), list.passages, list.shared), (&wanted.to_vec(), 6, 5, 1));
    assert_eq!(list.rows[1], list.rows[2]);
    // Only those whom a filter keeps have a group.
    let text = pullquote::engine::browse::as_text(project.reads(), &filter).unwrap();
    assert_eq!(text.lines().filter(|line| line.starts_with('“')).count(), 5, "{text}");
}

#[test]
fn a_merge_does_not_take_two_people_for_one_because_of_their_names() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    let (one, other) =
        ("MOD: Why?\nAnna: Rent.\nMOD: So?\nAnna: Yes.\n", "MOD: Why?\nAnna: Land.\nMOD: So?\nAnna: No.\n");
    std::fs::write(place.path().join("One.txt"), one).unwrap();
    std::fs::write(place.path().join("Other.txt"), other).unwrap();
    ok(&["new", &project]);
    ok(&["import", &project, &within(&place, "One.txt"), &within(&place, "Other.txt")]);
    let copy = within(&place, "copy.pullquote");
    std::fs::copy(&project, &copy).unwrap();
    for (project, document) in [(&project, "One"), (&copy, "Other")] {
        let mut opened = Project::open(project.as_ref()).unwrap();
        let source = opened.reads().study().unwrap().source_named(document).unwrap().id;
        let entries = vec![SpeakerEntry { source, label: "Anna".into(), who: SpeakerIs::Named("Anna".into()) }];
        let command = Command::MapSpeakers { entries, deleted: vec![] };
        opened.execute(&command, &Actor::Nobody, &Progress::default()).unwrap();
    }
    let speakers = || {
        let study = Project::open_to_read(project.as_ref()).unwrap().0.reads().study().unwrap();
        study.source_named("Other").unwrap().speakers.len()
    };
    let report = json(&["merge", &project, &copy, "--json"]);
    assert_eq!(report["differences"][0]["kind"], "speaker");
    assert_eq!(speakers(), 0, "whether she is the same Anna is the researcher's to say");
    ok(&["merge", &project, &copy, "--speakers", "theirs"]);
    assert_eq!(speakers(), 1);
}

#[test]
fn a_label_may_belong_to_nobody_and_several_labels_to_one_participant() {
    let place = temporary();
    let path = coded(&place);
    let mut project = Project::open(path.as_ref()).unwrap();
    let study = project.reads().study().unwrap();
    let source = study.source_named("FGD 1").unwrap().id;
    let entry = |label: &str, who| SpeakerEntry { source, label: label.into(), who };
    let woman = study.participant_named("FGD 1: Woman 4").unwrap().id;
    let entries = vec![
        entry("All", SpeakerIs::Nobody),
        entry("man 1", SpeakerIs::Nobody),
        entry("Man  1", SpeakerIs::Participant(woman)),
        entry("MOD", SpeakerIs::Named("Interviewer".into())),
    ];
    project
        .execute(&Command::MapSpeakers { entries, deleted: vec![] }, &Actor::named(Some("Ana")), &Progress::default())
        .unwrap();
    drop(project);
    let listed = rows(&path, "passages");
    let of = |name: &str| listed.iter().find(|row| row.0 == name).map(|row| row.1);
    assert_eq!((of("FGD 1: Woman 4"), of("All"), of("Interviewer"), of("Man 1")), (Some(2), None, Some(1), Some(0)));
    let history = ok(&["history", &path]);
    assert!(history.contains("state who 4 speakers in document FGD 1 are; 1 new participant"), "{history}");
    // Who is in no document any more is deleted if the user says so.
    let mut project = Project::open(path.as_ref()).unwrap();
    let study = project.reads().study().unwrap();
    let man = study.participant_named("Man 1").unwrap().id;
    let entries = vec![entry("All", SpeakerIs::Nobody)];
    let command = Command::MapSpeakers { entries, deleted: vec![man, woman] };
    let done = project.execute(&command, &Actor::named(Some("Ana")), &Progress::default()).unwrap();
    assert!(done.summary.contains("; delete 1 participant who is in no document any more"), "{}", done.summary);
    let study = project.reads().study().unwrap();
    assert!(study.participant(man).is_none() && study.participant(woman).is_some());
    project.execute(&Command::Undo { steps: 1 }, &Actor::named(Some("Ana")), &Progress::default()).unwrap();
    assert!(project.reads().study().unwrap().participant_named("Man 1").is_some());
}

#[test]
fn other_programs_get_the_words_of_speakers_as_cases_and_give_them_back() {
    let place = temporary();
    let project = coded(&place);
    let kinds = |report: &serde_json::Value, kind: &str| -> Vec<serde_json::Value> {
        let losses = report["losses"].as_array().unwrap().iter();
        losses.filter(|loss| loss["kind"] == kind).map(|loss| loss["count"].clone()).collect()
    };
    let (file, other) = (within(&place, "p.qdpx"), within(&place, "other.pullquote"));
    let report = json(&["export", &project, &file, "--json"]);
    assert_eq!(kinds(&report, "speakers_as_participants"), Vec::<serde_json::Value>::new(), "{report}");
    assert_eq!(kinds(&report, "speakers"), Vec::<serde_json::Value>::new(), "{report}");
    ok(&["new", &other]);
    let report = json(&["import", &other, &file, "--json"]);
    assert_eq!(report["losses"], serde_json::json!([]));
    for count in ["passages", "characters"] {
        assert_eq!(rows(&other, count), rows(&project, count));
    }
    // QualCoder would take the words of speakers for annotations.
    let report = json(&["export", &project, &within(&place, "q.qdpx"), "--for", "qualcoder", "--json"]);
    assert_eq!(kinds(&report, "speakers_as_participants"), [2]);
}

#[test]
fn a_merge_takes_new_participants_among_speakers_and_others_only_if_it_is_told() {
    let place = temporary();
    let project = coded(&place);
    let copy = within(&place, "copy.pullquote");
    std::fs::copy(&project, &copy).unwrap();
    let mut theirs = Project::open(std::path::Path::new(&copy)).unwrap();
    let study = theirs.reads().study().unwrap();
    let (source, id) = (study.source_named("FGD 1").unwrap().id, study.participant_named("Talk: Woman 4").unwrap().id);
    let speaker = |label: &str, who| SpeakerEntry { source, label: label.into(), who };
    let entries =
        vec![speaker("Woman 4", SpeakerIs::Participant(id)), speaker("MOD", SpeakerIs::Named("Prof. Li".into()))];
    theirs.execute(&Command::MapSpeakers { entries, deleted: vec![] }, &Actor::Nobody, &Progress::default()).unwrap();
    drop(theirs);
    let report = json(&["merge", &project, &copy, "--dry-run", "--json"]);
    let mut differences: Vec<serde_json::Value> = report["differences"].as_array().unwrap().clone();
    differences.sort_by_key(|one| one["speaker"].to_string());
    let of = |at: usize, key: &str| differences[at][key].clone();
    assert_eq!((differences.len(), of(0, "kind"), of(0, "here")), (2, "speaker".into(), serde_json::Value::Null));
    assert_eq!((of(1, "speaker"), of(1, "here")), ("Woman 4".into(), "FGD 1: Woman 4".into()));
    assert_eq!(of(1, "participant"), serde_json::json!("Talk: Woman 4"));
    let who = |label: &str| {
        let study = Project::open_to_read(project.as_ref()).unwrap().0.reads().study().unwrap();
        let id = study.source_named("FGD 1").unwrap().speakers.get(label);
        id.map(|id| study.participant(id).unwrap().name.clone())
    };
    let said = ok(&["merge", &project, &copy]);
    assert!(said.contains("1 speaker assigned as in the copy, 1 speaker kept who differs in the copy"), "{said}");
    assert_eq!(who("Woman 4").as_deref(), Some("FGD 1: Woman 4"), "who they are here stays");
    assert_eq!(who("MOD").as_deref(), Some("Prof. Li"));
    ok(&["merge", &project, &copy, "--speakers", "theirs"]);
    assert_eq!(who("Woman 4").as_deref(), Some("Talk: Woman 4"));
    assert!(json(&["merge", &project, &copy, "--json"])["differences"].as_array().unwrap().is_empty());
    ok(&["undo", &project]);
    ok(&["undo", &project]);
    assert_eq!((who("Woman 4").as_deref(), who("MOD")), (Some("FGD 1: Woman 4"), None));
    assert!(run(&["merge", &project, &copy, "--speakers", "both"]).err.contains("one of mine, theirs"));
}

#[test]
fn words_of_several_people_are_quoted_turn_by_turn_with_everybody_in_the_order_in_which_they_speak() {
    let place = temporary();
    let project = with_notes(&place);
    // The moderator asks in between, and the passage begins within a turn.
    let words = "too.\nMOD: And why?\nWoman 4: The rent.";
    code(&project, "FGD 1", words, GROUP);
    let (quote, who) = ("[Man 1:] too.\nMOD: And why?\nWoman 4: The rent.", "Man 1; interviewer MOD; FGD 1: Woman 4");
    let on_one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (short, speakers) = (on_one_line(quote), "Man 1; interviewer MOD; Woman 4");
    let listed = |format: &str| ok(&["codings", &project, "--format", format]);
    let text = on_one_line(&listed("text"));
    assert!(text.contains(&format!("“{short}”")) && text.contains(&format!("FGD 1 ({who})")), "{text}");
    for format in ["md", "html"] {
        let shown = on_one_line(&listed(format).replace("<br>", " ").replace('\\', ""));
        assert!(shown.contains(&short) && shown.contains(speakers), "{format}: {shown}");
    }
    // One person's words stay as they were, and what only an interviewer says is theirs.
    assert!(text.contains("FGD 1 (FGD 1: Woman 4) 24..40") && text.contains("FGD 1 (interviewer MOD) 5..14"), "{text}");
    let in_xml = |path: &str, part: &str| -> String {
        let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
        std::io::read_to_string(archive.by_name(part).unwrap()).unwrap()
    };
    let report = within(&place, "quotes.docx");
    ok(&["export", &project, &report, "--select", "codings"]);
    let report = in_xml(&report, "word/document.xml");
    assert!(report.contains("[Man 1:] too.") && report.contains(&format!("({who}, FGD 1, characters")), "{report}");
    let cells = within(&place, "cells.md");
    ok(&["export", &project, &cells, "--select", "matrix:document:code", "--quotes"]);
    let cells = std::fs::read_to_string(cells).unwrap().replace('\\', "");
    assert!(cells.contains(&format!("“{short}” ({who}, FGD 1)")), "{cells}");
    assert!(cells.contains("“I did. No money.” (FGD 1: Woman 4, FGD 1)"), "{cells}");
    // Data keep the words as they stand in the text, and participants in the researcher's order.
    let sheet = within(&place, "list.xlsx");
    ok(&["export", &project, &sheet, "--select", "codings"]);
    let sheet = super::written::sheets(sheet.as_ref());
    assert!(sheet.contains(words) && !sheet.contains("[Man 1:]") && sheet.contains(speakers), "{sheet}");
    assert!(listed("csv").contains(&format!("\"{words}\"")) && !listed("csv").contains("[Man 1:]"));
    let rows = json(&["codings", &project, "--format", "json"]);
    let row = rows.as_array().unwrap().iter().find(|row| row["text"] == words).unwrap();
    assert_eq!(row["participants"], serde_json::json!(["FGD 1: Woman 4", "Man 1"]));
    assert_eq!(row["speakers"], serde_json::json!(["Man 1", "MOD", "Woman 4"]));
}
