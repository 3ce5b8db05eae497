//! Speakers who become participants that the project has already: by an import, a table, or a choice.

use super::support::*;
use pullquote::engine::import::{ImportPlan, Reading};
use pullquote::engine::query::Answer;
use pullquote::engine::{Actor, Command, Progress, Project, Query};
use pullquote::model::{SourceId, SpeakerEntry, SpeakerIs, Study};

const GROUP: &str = "MOD: Who left?\nAna: I did. No money.\nWoman 4: Me too.\nMOD: And why?\nＡＮＡ２: The rent.\n\
                     All: Yes!\nWoman 4: The land.\nＡＮＡ２: And the land.\nAna: Yes.\n";
const TALK: &str = "I: Why?\nWoman 4: My mother is old.\nI: And now?\nWoman 4: I stay.\n";

fn put(place: &tempfile::TempDir, name: &str, text: &str) -> String {
    std::fs::write(place.path().join(name), text).unwrap();
    within(place, name)
}

/// A project with the participants Ana, ana2 and Woman 4.
fn with_participants(place: &tempfile::TempDir) -> String {
    let project = within(place, "p.pullquote");
    let list = put(place, "people.csv", "participant,age\nAna,30\nana2,31\nWoman 4,32\n");
    ok(&["new", &project, "--name", "Study"]);
    ok(&["import", &project, &list, "--as", "participants"]);
    project
}

fn study(project: &str) -> Study {
    Project::open_to_read(project.as_ref()).unwrap().0.reads().study().unwrap()
}

/// The map of a document, by names.
fn map(project: &str, document: &str) -> Vec<(String, String)> {
    let study = study(project);
    let source = study.source_named(document).unwrap();
    let name = |id| study.participant(id).unwrap().name.clone();
    source.speakers.iter().map(|(label, id)| (label.to_owned(), name(id))).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(label, name)| ((*label).to_owned(), (*name).to_owned())).collect()
}

#[test]
fn a_speaker_with_the_name_of_a_participant_becomes_that_participant_and_the_report_says_so() {
    let place = temporary();
    let project = with_participants(&place);
    let file = put(&place, "FGD.txt", GROUP);
    let report = json(&["import", &project, &file, "--make-participants=speakers", "--json"]);
    // A role with a number may be anybody.
    let wanted = pairs(&[("Ana", "Ana"), ("Woman 4", "FGD: Woman 4"), ("ＡＮＡ２", "ana2")]);
    assert_eq!(map(&project, "FGD"), wanted);
    assert_eq!(report["new_participants"], 1);
    let warnings = report["imported"][0]["warnings"].as_array().unwrap();
    let of = |kind: &str| warnings.iter().find(|w| w["kind"] == kind).map(|w| w["text"].as_str().unwrap());
    assert!(of("speakers_matched").unwrap().ends_with("Ana, ＡＮＡ２ (ana2)"), "{warnings:?}");
    assert!(of("speakers_namesakes").unwrap().ends_with("Woman 4"), "{warnings:?}");
    assert_eq!(study(&project).participants.len(), 4);
}

#[test]
fn a_name_alone_does_not_make_a_speaker_one_with_somebody_who_speaks_already() {
    let place = temporary();
    let project = with_participants(&place);
    let (north, south) = (put(&place, "North.txt", GROUP), put(&place, "South.txt", GROUP));
    ok(&["import", &project, &north, "--make-participants=speakers"]);
    let report = json(&["import", &project, &south, "--make-participants=speakers", "--json"]);
    let wanted = pairs(&[("Ana", "South: Ana"), ("Woman 4", "South: Woman 4"), ("ＡＮＡ２", "South: ＡＮＡ２")]);
    assert_eq!(map(&project, "South"), wanted);
    let warnings = report["imported"][0]["warnings"].as_array().unwrap();
    let of = |kind: &str| warnings.iter().find(|w| w["kind"] == kind).map(|w| w["text"].as_str().unwrap());
    assert!(of("speakers_namesakes").unwrap().ends_with("Ana, Woman 4, ＡＮＡ２"), "{warnings:?}");
    assert_eq!(of("speakers_matched"), None);
    // Nor in one import: who of them would be the participant of the list?
    let other = within(&place, "q.pullquote");
    ok(&["new", &other, "--name", "Study"]);
    ok(&["import", &other, &within(&place, "people.csv"), "--as", "participants"]);
    ok(&["import", &other, &north, &south, "--make-participants=speakers"]);
    assert_eq!(map(&other, "North")[0], ("Ana".to_owned(), "North: Ana".to_owned()));
    assert_eq!(map(&other, "South")[0], ("Ana".to_owned(), "South: Ana".to_owned()));
}

#[test]
fn a_name_with_another_addition_is_suggested_only_if_it_can_mean_one_participant() {
    let place = temporary();
    let text = |label: &str| format!("MOD: Who?\n{label}: I did.\nMOD: Why?\n{label}: The rent.\n");
    for (known, label, suggested) in [
        (&["Anna (F, 51)"][..], "Anna (F, 52)", Some("Anna (F, 51)")),
        (&["Anna (F, 51)"], "anna", Some("Anna (F, 51)")),
        (&["Anna", "Anna (F, 51)"], "Anna (F, 52)", None),
        (&["Anna", "Anna (F, 51)"], "Anna", Some("Anna")),
        (&["Anna (F, 51)", "Anna (F, 30)"], "Anna", None),
    ] {
        let project = within(&place, &format!("{}{label}.pullquote", known.len()));
        _ = std::fs::remove_file(&project);
        ok(&["new", &project]);
        let list = put(&place, "list.csv", &format!("participant\n\"{}\"\n", known.join("\"\n\"")));
        ok(&["import", &project, &list, "--as", "participants"]);
        let file = put(&place, "Talk.txt", &text(label));
        let opened = Project::open_to_read(project.as_ref()).unwrap().0;
        let read = ImportPlan::read(opened.reads(), &[file.into()], &Reading::default(), &Progress::default()).unwrap();
        let speakers = read.speakers(&opened.reads().study().unwrap()).concat();
        let found = speakers.iter().find(|speaker| speaker.label == label).unwrap();
        assert_eq!(found.alike.as_deref(), suggested, "{known:?}, {label}");
    }
}

#[test]
fn those_who_help_with_the_study_and_several_at_once_are_no_participants() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project, "--name", "Study"]);
    let text = "Moderator: Who left?\nAnna (F, 51): I did.\nCo-moderator: When?\nanna: In May.\nBen: Me too.\n\
                Anna/Ben: Yes!\nObserver: They nod.\nBen: And you?\nAnna (F, 51): No.\nCo-moderator: So.\n\
                Interpreter: She says no.\nObserver: All laugh.\nAssistant moderator: Once.\nanna: True.\nAnna/Ben: Right.\n";
    let file = put(&place, "FGD.txt", text);
    let report = json(&["import", &project, &file, "--make-participants=speakers", "--json"]);
    assert_eq!(map(&project, "FGD"), pairs(&[("Anna (F, 51)", "Anna"), ("anna", "Anna"), ("Ben", "Ben")]));
    let warnings = report["imported"][0]["warnings"].as_array().unwrap();
    let nobody = warnings.iter().find(|w| w["kind"] == "speakers_of_nobody").unwrap();
    assert!(nobody["text"].as_str().unwrap().ends_with("Anna/Ben, Observer, Interpreter"), "{warnings:?}");
}

#[test]
fn initials_that_only_ask_doubtful_speakers_and_joined_names_are_no_participants() {
    let cases = [
        // The letter of a moderator, with an opening; that of a participant who also answers.
        (
            "M: Welcome.\nA1: Hello.\nM: Who left?\nA2: I did.\nM: And you?\nA1: Me too.\nM: When?\nA2: In May.\n",
            vec!["A1", "A2"],
        ),
        ("I: Who left?\nM: I did. You?\nI: When?\nM: In May.\nI: So?\nM: Yes.\n", vec!["M"]),
        ("M: Who left?\nF: Who?\nM: You?\nF: Me?\nM: Yes?\nF: No?\n", vec!["M", "F"]),
        // Somebody of whom the transcriber was not sure.
        (
            "I: Who left?\nA1: I did.\nI: Who?\nA2: Me.\nA2?: Me too.\nI: So?\nA1: Yes.\nA2: No.\nP?: Hm.\nI: Well?\nP?: Right.\nA2?: Yes.\n",
            vec!["A1", "A2"],
        ),
        (
            "I: Who left?\nAna: I did.\nI: Who?\nAna: Me.\nI: So?\nAna (?): Yes.\nI: Well?\nAna (?): Right.\nI: So?\nAna: No.\n",
            vec!["Ana"],
        ),
        // Two people without turns of their own.
        (
            "访谈者：谁走了？\n王芳：我。\n访谈者：还有呢？\n张三/李四：我们。\n访谈者：几时？\n张三/李四：五月。\n王芳：六月。\n",
            vec!["王芳"],
        ),
    ];
    for (text, wanted) in cases {
        let place = temporary();
        let project = within(&place, "p.pullquote");
        ok(&["new", &project, "--name", "Study"]);
        let file = put(&place, "FGD.txt", text);
        let report = json(&["import", &project, &file, "--make-participants=speakers", "--json"]);
        let mut found: Vec<String> = map(&project, "FGD").into_iter().map(|(label, _)| label).collect();
        found.sort();
        let mut wanted: Vec<String> = wanted.into_iter().map(str::to_owned).collect();
        wanted.sort();
        assert_eq!(found, wanted, "{text}{report:#}");
    }
}

#[test]
fn who_observes_is_on_the_interviewers_side_and_nobody_becomes_a_participant_who_is_not_known() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project, "--name", "Study"]);
    let text = "Moderator: Who left?\nMary-Ann: I did.\nObserver: They nod.\nMary\u{2011}Ann: In May.\nParticipant ?: Me too.\n\
                Moderator: So?\nMary-Ann: Yes.\nObserver: They laugh.\nParticipant ?: No.\nMary\u{2011}Ann: Never.\n";
    let file = put(&place, "FGD.txt", text);
    let report = json(&["import", &project, &file, "--make-participants=speakers", "--json"]);
    let wanted = [("Mary-Ann", "Mary-Ann"), ("Mary\u{2011}Ann", "Mary-Ann")];
    assert_eq!(map(&project, "FGD"), pairs(&wanted), "{report:#}");
    let warnings = report["imported"][0]["warnings"].as_array().unwrap();
    let nobody = warnings.iter().find(|w| w["kind"] == "speakers_of_nobody").unwrap();
    assert!(nobody["text"].as_str().unwrap().ends_with("Observer, Participant ?"), "{warnings:?}");
    let book = put(&place, "book.json", r#"{"codes":[{"name":"Reason"}]}"#);
    ok(&["import", &project, &book, "--as", "codebook"]);
    for words in ["They nod.", "Me too.", "In May."] {
        let start = text[..text.find(words).unwrap()].chars().count();
        let range = format!("{start}..{}", start + words.len());
        ok(&["code", &project, "--document", "FGD", "--range", &range, "--code", "Reason", "--coder", "A"]);
    }
    let said_by = |who: &str| -> Vec<String> {
        let listed = json(&["codings", &project, "--spoken-by", who, "--json"]);
        listed.as_array().unwrap().iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        (said_by("participants"), said_by("interviewer")),
        (vec!["In May.".to_owned(), "Me too.".to_owned()], vec!["They nod.".to_owned()])
    );
}

#[test]
fn numbered_members_of_groups_that_are_imported_one_by_one_are_different_people() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project, "--name", "Study"]);
    for group in ["North", "South"] {
        let text = "MOD: Why?\nP1: The rent.\nP2: The land.\nMOD: And?\nP1: My mother.\nP2: So.\n";
        let file = put(&place, &format!("{group}.txt"), text);
        ok(&["import", &project, &file, "--make-participants=speakers"]);
    }
    assert_eq!(map(&project, "North"), pairs(&[("P1", "P1"), ("P2", "P2")]));
    assert_eq!(map(&project, "South"), pairs(&[("P1", "South: P1"), ("P2", "South: P2")]));
}

#[test]
fn a_table_states_who_speaks_and_reports_what_it_cannot_use() {
    let place = temporary();
    let project = with_participants(&place);
    let (group, talk) = (put(&place, "FGD.txt", GROUP), put(&place, "Talk.txt", TALK));
    ok(&["import", &project, &group, &talk]);
    let rows = "document,speaker,participant,note\nFGD,Ana,Ana,x\nFGD.txt,woman  4,Ana,\nFGD,Woman 4,New One,\n\
                FGD,Woman 4,Ana,\nTalk,Woman 4,New One,\nFGD,Nobody here,Ana,\nLost,Ana,Ana,\nFGD,,Ana,\n,Ana,Ana,\n";
    let table = put(&place, "who.csv", rows);
    let report = json(&["import", &project, &table, "--as", "speakers", "--json"]);
    assert_eq!(map(&project, "FGD"), pairs(&[("Ana", "Ana"), ("Woman 4", "New One")]));
    assert_eq!(map(&project, "Talk"), pairs(&[("Woman 4", "New One")]));
    let entry = &report["imported"][0];
    assert_eq!(
        (&entry["speakers"], &entry["documents"], &entry["new_participants"]),
        (&3.into(), &2.into(), &1.into())
    );
    let kinds = |list: &str| -> Vec<String> {
        let list = report[list].as_array().unwrap();
        list.iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
    };
    let mut refused = kinds("refused");
    refused.sort_unstable();
    assert_eq!(refused, ["no_document", "no_speaker", "speaker_not_found", "speaker_not_found", "unknown_document"]);
    assert!(kinds("losses").contains(&"speaker_twice".to_owned()), "{report}");
    // Once more: nothing to do. An empty cell takes the participant away, if values may be overwritten.
    assert!(ok(&["import", &project, &table, "--as", "speakers"]).contains("already in the project"));
    let table = put(&place, "none.csv", "文档,说话人,受访者\nFGD,Woman 4,\nTalk,I,\n");
    ok(&["import", &project, &table, "--as", "speakers", "--overwrite"]);
    assert_eq!(map(&project, "FGD"), pairs(&[("Ana", "Ana")]));
    ok(&["undo", &project]);
    ok(&["undo", &project]);
    assert!(map(&project, "FGD").is_empty() && study(&project).participants.len() == 3);
    let table = put(&place, "bad.csv", "document,who,how\nFGD,Ana,Ana\n");
    let report = json_of_failure(&project, &table);
    assert_eq!(report["refused"][0]["kind"], "no_columns_of_speakers");
}

fn json_of_failure(project: &str, table: &str) -> serde_json::Value {
    let ran = run(&["import", project, table, "--as", "speakers", "--json"]);
    assert_ne!(ran.code, 0);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn a_document_belongs_to_one_participant_or_to_its_speakers_and_the_history_says_what_ended() {
    let place = temporary();
    let path = with_participants(&place);
    let file = put(&place, "FGD.txt", GROUP);
    ok(&["import", &path, &file]);
    let mut project = Project::open(path.as_ref()).unwrap();
    let source = project.reads().study().unwrap().source_named("FGD").unwrap().id;
    let ana = project.reads().study().unwrap().participant_named("Ana").unwrap().id;
    let mut run = |command: &Command| project.execute(command, &Actor::named(Some("C")), &Progress::default()).unwrap();
    run(&Command::TieDocuments { sources: vec![source], participant: Some(ana) });
    let entry = |label: &str, who| SpeakerEntry { source, label: label.into(), who };
    let entries = vec![entry("Ana", SpeakerIs::Participant(ana)), entry("MOD", SpeakerIs::Interviewer)];
    let mapped = run(&Command::MapSpeakers { entries, deleted: vec![] });
    assert!(mapped.summary.contains("; 1 document no longer belongs to one participant"), "{}", mapped.summary);
    assert_eq!(study(&path).source(source).unwrap().participant, None);
    let tied = run(&Command::TieDocuments { sources: vec![source], participant: Some(ana) });
    assert!(tied.summary.contains("; the speakers of 1 document are no longer participants"), "{}", tied.summary);
    assert!(map(&path, "FGD").is_empty());
    run(&Command::Undo { steps: 1 });
    assert_eq!(map(&path, "FGD"), pairs(&[("Ana", "Ana")]));
    // A table of participants does not take a document from its speakers.
    drop(project);
    let table = put(&place, "again.csv", "participant,documents\nAna,FGD\nFGD,FGD\n");
    let report = json(&["import", &path, &table, "--as", "participants", "--json"]);
    assert_eq!(report["losses"][0]["kind"], "speakers_are_participants", "{report}");
    assert_eq!(study(&path).source(source).unwrap().participant, None);
}

#[test]
fn the_speakers_of_documents_are_listed_with_what_they_say_and_who_they_may_be() {
    let place = temporary();
    let path = with_participants(&place);
    let (group, talk) = (put(&place, "FGD.txt", GROUP), put(&place, "Talk.txt", TALK));
    ok(&["import", &path, &group, &talk]);
    let project = Project::open(path.as_ref()).unwrap();
    let study = project.reads().study().unwrap();
    let sources: Vec<SourceId> = study.sources.iter().map(|source| source.id).collect();
    let Answer::Speakers(documents) = project.ask(&Query::Speakers(sources)).unwrap() else { panic!("speakers") };
    let name = |id: Option<_>| id.map(|id| study.participant(id).unwrap().name.clone()).unwrap_or_default();
    let rows: Vec<_> = documents[0]
        .speakers
        .iter()
        .map(|s| (s.label.as_str(), s.turns, s.characters, s.first_words.as_str(), s.asks, name(s.alike)))
        .collect();
    let row =
        |label, turns, characters, words, asks, alike: &str| (label, turns, characters, words, asks, alike.to_owned());
    assert_eq!(
        rows,
        [
            row("MOD", 2, 17, "Who left?", true, ""),
            row("Ana", 2, 20, "I did. No money.", false, "Ana"),
            row("Woman 4", 2, 16, "Me too.", false, ""),
            row("ＡＮＡ２", 2, 22, "The rent.", false, "ana2"),
            row("All", 1, 4, "Yes!", false, ""),
        ]
    );
    assert_eq!(documents[1].speakers.len(), 2);
}
