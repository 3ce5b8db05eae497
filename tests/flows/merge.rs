//! Copies of a project that were coded apart, and what comes back together.

use super::support::*;

const LOW: &str = "Financial capital > Push > Low income";

fn code(project: &str, range: &str, code: &str, coder: &str) {
    ok(&["code", project, "--document", "B", "--range", range, "--code", code, "--coder", coder]);
}

/// A project with the sample and a copy of its file.
fn copies(place: &tempfile::TempDir) -> (String, String) {
    let (ours, theirs) = (project_of(place, &sample()), within(place, "copy.pullquote"));
    std::fs::copy(&ours, &theirs).unwrap();
    (ours, theirs)
}

/// Coder, place and code of every coding.
fn marks(project: &str) -> Vec<String> {
    let list = json(&["codings", project, "--format", "json"]);
    let mark =
        |c: &serde_json::Value| format!("{} {} {} {} {}", c["document"], c["start"], c["end"], c["code"], c["coder"]);
    let mut marks: Vec<String> = list.as_array().unwrap().iter().map(mark).collect();
    marks.sort();
    marks
}

#[test]
fn copies_coded_apart_and_merged_are_what_one_project_would_be() {
    let place = temporary();
    let (ours, theirs) = copies(&place);
    let one = within(&place, "one.pullquote");
    std::fs::copy(&ours, &one).unwrap();
    for (project, coder, range) in [(&ours, "甲", "1..9"), (&theirs, "乙", "4..20"), (&theirs, "甲", "30..40")] {
        code(project, range, LOW, coder);
        code(&one, range, LOW, coder);
    }
    let before = snapshot_of(&ours);
    let preview = json(&["merge", &ours, &theirs, "--dry-run", "--json"]);
    assert_eq!(preview["added"].as_array().unwrap().len(), 2);
    assert_eq!((&preview["coders"], &preview["merged"]), (&serde_json::json!(["乙"]), &serde_json::json!(false)));
    assert_eq!(snapshot_of(&ours), before, "a preview changes nothing");
    ok(&["merge", &ours, &theirs]);
    assert_eq!(marks(&ours), marks(&one));
    assert!(ok(&["merge", &ours, &theirs]).contains("merge 0 passages"), "twice is once");
    assert_eq!(ok(&["check", &ours]), "whole\n");
    ok(&["undo", &ours]);
    assert_eq!(snapshot_of(&ours), before);
}

#[test]
fn a_text_that_differs_keeps_what_stands_unchanged_and_lists_the_rest() {
    let place = temporary();
    let folder = |name: &str, text: &str| {
        let mut files = good();
        files.retain(|(path, _)| path == "codebook.json");
        let project = format!(
            r#"{{"format": "pullquote-folder", "version": 1, "name": "{name}", "coders": [],
                "documents": [{{"name": "D", "path": "transcripts/D.txt"}}]}}"#
        );
        files.push(("project.json".into(), project));
        files.push(("transcripts/D.txt".into(), text.into()));
        write(&files, &place.path().join(name));
        let project = within(&place, &format!("{name}.pullquote"));
        ok(&["new", &project]);
        ok(&["import", &project, &within(&place, name)]);
        project
    };
    let ours = folder("ours", "Well, we were very poor, and 钱 was short.\n");
    let theirs = folder("theirs", "We were poor, and 钱 was short.\n");
    let study = json(&["matrix", &theirs, "--rows", "document", "--columns", "code", "--format", "json"]);
    let path = study["columns"][0].as_str().unwrap_or_default().to_owned();
    for range in ["3..12", "14..23"] {
        ok(&["code", &theirs, "--document", "D", "--range", range, "--code", &path, "--coder", "甲"]);
    }
    let merged = json(&["merge", &ours, &theirs, "--json"]);
    assert_eq!(merged["unplaced"].as_array().unwrap().len(), 1, "{merged}");
    assert_eq!(merged["unplaced"][0]["start"], 3);
    let list = json(&["codings", &ours, "--format", "json"]);
    assert_eq!((list.as_array().unwrap().len(), &list[0]["text"]), (1, &serde_json::json!("and 钱 was")));
}

#[test]
fn where_both_copies_changed_one_coding_ours_stays_and_it_is_listed() {
    use pullquote::engine::{Command, Progress, Project};
    use pullquote::model::CharRange;
    let place = temporary();
    let (ours, theirs) = copies(&place);
    let mut project = Project::open(theirs.as_ref()).unwrap();
    let source = project.reads().study().unwrap().source_named("B").unwrap().id;
    let fact = project.reads().facts_of(source).unwrap()[0];
    let range = CharRange::new(fact.range.start.0, fact.range.end.0 + 3);
    let user = Some(fact.user);
    project.execute(&Command::MoveEdges { coding: fact.coding, range, user }, None, &Progress::default()).unwrap();
    drop(project);
    let before = snapshot_of(&ours);
    let merged = json(&["merge", &ours, &theirs, "--json"]);
    assert_eq!((merged["added"].as_array().unwrap().len(), merged["conflicts"].as_array().unwrap().len()), (0, 1));
    assert_eq!(merged["conflicts"][0]["end"], range.end.0);
    assert_eq!(snapshot_of(&ours), before);
    fails(&["merge", &ours, &within(&place, "none.pullquote")], 1, &["none.pullquote"]);
}
