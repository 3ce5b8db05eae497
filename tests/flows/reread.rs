//! Rereading documents from their files: passages follow their words, in one step that can be undone.

use super::support::{fails, json, ok, run, temporary, within};

const OLD: &str = "I: Why did you go?\nB: There was no work.\nB: And I was young.\n";
const NEW: &str = "I: Why did you leave?\nB: There was no work.\n";

fn coded(project: &str, document: &str, quote: &str) {
    let start = OLD.find(quote).unwrap();
    let range = format!("{start}..{}", start + quote.len());
    ok(&["code", project, "--document", document, "--range", &range, "--code", "Work", "--coder", "Ann"]);
}

fn quotes(project: &str) -> Vec<String> {
    let codings = json(&["codings", project, "--format", "json"]);
    codings.as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn passages_follow_the_reread_text() {
    let place = temporary();
    let (project, file, codes) = (within(&place, "p.pullquote"), within(&place, "B.txt"), within(&place, "c.csv"));
    std::fs::write(&file, OLD).unwrap();
    std::fs::write(&codes, "code\nWork\n").unwrap();
    ok(&["new", &project]);
    ok(&["import", &project, &file]);
    ok(&["import", &project, &codes, "--as", "codebook"]);
    for passage in ["There was no work", "I was young"] {
        coded(&project, "B", passage);
    }
    fails(
        &["reread", &project, "--document", "B"],
        1,
        &["B: the original file of this document is not stored in the project"],
    );
    assert_eq!(ok(&["reread", &project, &file]), "nothing changed\n");

    std::fs::write(&file, NEW).unwrap();
    let planned = json(&["reread", &project, &file, "--dry-run", "--json"]);
    let one = &planned["documents"][0];
    assert_eq!((&one["kept"], &one["cut"]), (&1.into(), &1.into()), "{planned}");
    assert_eq!(quotes(&project), ["There was no work", "I was young"], "a dry run changes nothing");
    let report = ok(&["reread", &project, &file, "--coder", "Ann"]);
    assert!(report.contains("1 unchanged, 0 with changed text, 1 cut"), "{report}");
    assert_eq!(quotes(&project), ["There was no work"]);
    ok(&["undo", &project]);
    assert_eq!(quotes(&project), ["There was no work", "I was young"]);
    assert_eq!(ok(&["check", &project]), "whole\n");
}

#[test]
fn all_kept_files_are_reread_in_one_step() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    ok(&["new", &project]);
    for name in ["A.txt", "B.txt"] {
        std::fs::write(within(&place, name), OLD).unwrap();
        ok(&["import", &project, &within(&place, name), "--keep-files"]);
        std::fs::write(within(&place, name), NEW).unwrap();
        ok(&["reread", &project, &within(&place, name)]);
    }
    let steps = json(&["history", &project, "--json"]).as_array().map(Vec::len).unwrap();
    let report = ok(&["reread", &project]);
    assert!(report.contains("read again A:") && report.contains("read again B:"), "{report}");
    assert_eq!(json(&["history", &project, "--json"]).as_array().map(Vec::len), Some(steps + 1));
    assert_eq!(ok(&["reread", &project]), "nothing changed\n");
    let unknown = within(&place, "C.txt");
    std::fs::write(&unknown, OLD).unwrap();
    assert_eq!(run(&["reread", &project, &unknown]).code, 1);
    std::fs::write(within(&place, "A.txt"), "").unwrap();
    fails(&["reread", &project, &within(&place, "A.txt")], 1, &["the file is empty"]);
}

#[test]
fn rereading_a_corrected_text_says_that_the_correction_is_replaced() {
    use pullquote::engine::{Actor, Command, Progress, Project};
    let place = temporary();
    let (project, file) = (within(&place, "p.pullquote"), within(&place, "B.txt"));
    std::fs::write(&file, OLD).unwrap();
    ok(&["new", &project]);
    ok(&["import", &project, &file]);
    let dry = |file: &str| {
        let planned = json(&["reread", &project, file, "--dry-run", "--json"]);
        let report = ok(&["reread", &project, file, "--dry-run"]);
        (planned["documents"][0]["corrected"].clone(), report.contains("would replace the corrections"))
    };
    std::fs::write(&file, NEW).unwrap();
    assert_eq!(dry(&file), (false.into(), false));
    let correct = || {
        let mut open = Project::open(project.as_ref()).unwrap();
        let source = open.reads().study().unwrap().sources[0].id;
        let before = open.reads().text(source).unwrap();
        let text = before.replace("B:", "Bea:");
        let edit = Command::EditText { source, before: before.into(), text };
        open.execute(&edit, &Actor::Nobody, &Progress::default()).unwrap();
    };
    correct();
    assert_eq!(dry(&file), (true.into(), true));
    ok(&["undo", &project]);
    assert_eq!(dry(&file), (false.into(), false));
    ok(&["redo", &project]);
    assert_eq!(dry(&file), (true.into(), true));
    ok(&["reread", &project, &file]);
    std::fs::write(&file, OLD).unwrap();
    assert_eq!(dry(&file), (false.into(), false), "the file was read since");
}

#[test]
fn rereading_says_what_changes_for_speakers_and_participants() {
    use super::who_speaks::{GROUP, map, named, who, with_group};
    let place = temporary();
    let project = with_group(&place);
    map(&project, &[("Ana", named("Ana Roe")), ("Ben", named("Ben Lee"))]);
    let file = within(&place, "FGD.txt");
    let report = |text: String| {
        std::fs::write(&file, text).unwrap();
        let planned = json(&["reread", &project, &file, "--dry-run", "--json"]);
        (planned["documents"][0]["speakers"].clone(), ok(&["reread", &project, &file, "--dry-run"]))
    };
    let names = |list: &serde_json::Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    type Case<'c> = (String, &'c [&'c str], &'c [&'c str], &'c [&'c str]);
    let cases: [Case<'_>; 6] = [
        // Words of one; a turn of another; a label that nobody has; a label that is corrected throughout.
        (GROUP.replace("No money", "No land"), &["Ana Roe"], &[], &[]),
        (GROUP.replace("Ben: The", "Ana: The"), &["Ben Lee", "Ana Roe"], &[], &["Ben"]),
        (
            GROUP.replace("Ben: The land.", "Cy: The land.\nCy: And more.\nCy: Yes."),
            &["Ben Lee"],
            &["Cy"],
            &["Ben", "Cy"],
        ),
        (GROUP.replace("Ben:", "Benn:"), &[], &[], &["Benn", "Ben"]),
        (GROUP.replace("Who left?", "Who?"), &[], &[], &[]),
        (GROUP.replace("Ben: Me too.\n", ""), &["Ben Lee"], &[], &["Ben"]),
    ];
    for (text, participants, strangers, turns) in cases {
        let (speakers, printed) = report(text.clone());
        assert_eq!(names(&speakers["participants"]), participants, "{text}");
        assert_eq!(names(&speakers["new_speakers"]), strangers, "{text}");
        let changed: Vec<&str> =
            speakers["turns"].as_array().unwrap().iter().map(|one| one["speaker"].as_str().unwrap()).collect();
        let set = |list: &[&str]| list.iter().map(|one| (*one).to_owned()).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(set(&changed), set(turns), "{text}: {speakers}");
        for name in participants.iter().chain(strangers) {
            assert!(printed.contains(name), "{printed}");
        }
        assert_eq!(printed.contains("changes words of"), !participants.is_empty(), "{printed}");
    }
    ok(&["reread", &project, &file]);
    assert_eq!(who(&project), [("Ana".into(), "Ana Roe".into()), ("Ben".into(), "Ben Lee".to_owned())]);
}

#[test]
fn rereading_says_whose_words_stand_under_other_labels() {
    use super::who_speaks::{map, named, with_text};
    let text = "MOD: Who?\nMan 1: I am Peter.\nMan 2: I am Paul.\nMOD: And?\nMan 1: Peter again.\nMan 2: Paul again.\n";
    let place = temporary();
    let project = with_text(&place, text);
    map(&project, &[("Man 1", named("Peter"))]);
    let file = within(&place, "FGD.txt");
    let report = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let planned = json(&["reread", &project, &file, "--dry-run", "--json"]);
        (planned["documents"][0]["speakers"]["relabelled"].clone(), ok(&["reread", &project, &file, "--dry-run"]))
    };
    let swapped = text.replace("Man 1", "Man X").replace("Man 2", "Man 1").replace("Man X", "Man 2");
    let (relabelled, printed) = report(&swapped);
    assert_eq!(
        relabelled,
        serde_json::json!([
            { "before": "Man 1", "after": "Man 2", "was": "Peter", "is": null, "times": 2 },
            { "before": "Man 2", "after": "Man 1", "was": null, "is": "Peter", "times": 2 },
        ])
    );
    for words in [
        "in 2 places, words of “Man 1” (Peter) are now under “Man 2” (nobody)",
        "in 2 places, words of “Man 2” (nobody) are now under “Man 1” (Peter)",
    ] {
        assert!(printed.contains(words), "{printed}");
    }
    // A label that nobody had: the participant goes with it.
    let (relabelled, printed) = report(&text.replace("Man 1", "Man 3"));
    assert_eq!(relabelled[0]["is"], "Peter", "{relabelled}");
    assert!(printed.contains("in 2 places, words of “Man 1” are now under “Man 3”, still Peter"), "{printed}");
    // Nobody's labels are nobody's business.
    assert_eq!(report(&text.replace("Man 2", "Man 4")).0, serde_json::json!([]));
}
