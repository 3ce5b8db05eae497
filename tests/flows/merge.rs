//! Merging copies of a project that were coded separately.

use super::support::*;
use pullquote::app::settings::Place;
use pullquote::app::workspace::Workspace;
use pullquote::engine::compare::{CompareSettings, compare};
use pullquote::engine::disagreements::AgreeRule;
use pullquote::engine::merge::{ChoiceKind, MergeChoice, MergePlan, Sight, plan};
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::model::{CharRange, CodeId, CodingId, SourceId, UserId};
use std::path::PathBuf;
use std::sync::Arc;

pub const LOW: &str = "Financial capital > Push > Low income";

pub fn code(project: &str, range: &str, code: &str, coder: &str) {
    ok(&["code", project, "--document", "B", "--range", range, "--code", code, "--coder", coder]);
}

/// A project with the sample, and a copy of its file.
pub fn copies(place: &tempfile::TempDir) -> (String, String) {
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
fn a_coder_who_is_spelt_differently_in_a_copy_is_the_same_coder() {
    let place = temporary();
    let (ours, theirs) = copies(&place);
    let third = within(&place, "third.pullquote");
    std::fs::copy(&ours, &third).unwrap();
    code(&ours, "1..9", LOW, "Jürgen");
    for (copy, ranges) in [(&theirs, ["1..9", "4..20"]), (&third, ["4..20", "30..40"])] {
        for (range, coder) in ranges.into_iter().zip(["Ju\u{308}rgen", "Jür\u{ad}gen"]) {
            code(copy, range, LOW, coder);
        }
        code(copy, "50..60", LOW, if copy == &theirs { "Zoé" } else { "Zoe\u{301}" });
    }
    let preview = json(&["merge", &ours, &theirs, &third, "--dry-run", "--json"]);
    assert_eq!(preview["coders"], serde_json::json!(["Zoé"]));
    let before = marks(&ours).len();
    ok(&["merge", &ours, &theirs, &third]);
    assert_eq!(marks(&ours).len(), before + 3);
    let of_jurgen = json(&["codings", &ours, "--coder", "Jürgen", "--format", "json"]);
    assert_eq!(of_jurgen.as_array().unwrap().len(), 3);
}

#[test]
fn separately_coded_copies_merge_into_what_one_project_would_be() {
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
    assert!(ok(&["merge", &ours, &theirs]).contains("no new passages ("), "twice is once");
    assert_eq!(ok(&["check", &ours]), "whole\n");
    ok(&["undo", &ours]);
    assert_eq!(snapshot_of(&ours), before);
}

#[test]
fn if_a_text_differs_passages_are_placed_on_the_words_that_correspond() {
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
    assert_eq!(merged["corrected"].as_array().unwrap().len(), 1, "{merged}");
    assert_eq!(merged["corrected"][0]["start"], 3);
    let list = json(&["codings", &ours, "--format", "json"]);
    let words: Vec<&str> = list.as_array().unwrap().iter().map(|coding| coding["text"].as_str().unwrap()).collect();
    assert_eq!(words, ["were very poor", "and 钱 was"]);
}

#[test]
fn if_both_copies_changed_a_coding_ours_stays_and_it_is_listed() {
    use pullquote::engine::{Command, Progress, Project};
    use pullquote::model::CharRange;
    let place = temporary();
    let (ours, theirs) = copies(&place);
    let mut project = Project::open(theirs.as_ref()).unwrap();
    let source = project.reads().study().unwrap().source_named("B").unwrap().id;
    let fact = project.reads().facts_of(source).unwrap()[0];
    let range = CharRange::new(fact.range.start.0, fact.range.end.0 + 3);
    let actor = Actor::Coder(fact.user);
    project.execute(&Command::MoveEdges { coding: fact.coding, range }, &actor, &Progress::default()).unwrap();
    drop(project);
    let before = snapshot_of(&ours);
    let merged = json(&["merge", &ours, &theirs, "--json"]);
    assert_eq!((merged["added"].as_array().unwrap().len(), merged["conflicts"].as_array().unwrap().len()), (0, 1));
    assert_eq!(merged["conflicts"][0]["end"], range.end.0);
    assert_eq!(snapshot_of(&ours), before);
    fails(&["merge", &ours, &within(&place, "none.pullquote")], 1, &["none.pullquote"]);
}

pub fn open(project: &str) -> Project {
    Project::open(project.as_ref()).unwrap()
}

pub fn run(project: &mut Project, command: Command) -> pullquote::engine::Outcome {
    project.execute(&command, &Actor::Nobody, &Progress::default()).unwrap()
}

#[test]
fn everything_a_merge_adds_is_listed_for_every_coder() {
    let place = temporary();
    let (ours, theirs) = copies(&place);
    for (coder, range) in [("Ann", "1..9"), ("Coder 1", "4..20"), ("Coder 2", "30..40")] {
        code(&theirs, range, LOW, coder);
    }
    let mut project = open(&ours);
    run(&mut project, Command::Agree { rule: AgreeRule::default() });
    let before = project.reads().counts().unwrap().codings;
    let outcome = run(&mut project, Command::Merge { copies: vec![theirs.into()], take: vec![] });
    let added: Vec<_> = outcome.changes.iter().flat_map(|changes| &changes.codings.as_ref().unwrap().added).collect();
    let mut places: Vec<_> = added.iter().map(|fact| (fact.range.start.0, fact.range.end.0)).collect();
    places.sort_unstable();
    assert_eq!(places, [(1, 9), (4, 20), (30, 40)]);
    assert_eq!(project.reads().counts().unwrap().codings, before + 3);
}

/// Waits until the window's state (without a window) satisfies `wanted`.
fn settled(workspace: &mut Workspace, wanted: impl Fn(&Workspace) -> bool) {
    until("the answer arrives", || {
        workspace.poll().unwrap();
        wanted(workspace)
    });
}

#[test]
fn the_window_counts_merged_passages_at_once_with_and_without_a_consensus() {
    for consensus in [false, true] {
        let place = temporary();
        let (ours, theirs) = copies(&place);
        code(&theirs, "1..9", LOW, "Ann");
        code(&theirs, "4..20", LOW, "Coder 1");
        if consensus {
            ok(&["agree", &ours, "--auto"]);
        }
        let opening = Opening::Path(PathBuf::from(&ours));
        let mut workspace = Workspace::open(opening, Place::default(), Arc::new(|| {}));
        let all = |workspace: &Workspace| workspace.counts.by_code.values().sum::<u64>();
        settled(&mut workspace, |w| all(w) > 0 && w.document.is_some());
        let before = all(&workspace);
        workspace.rooms.merging.begin(vec![theirs.into()], &mut workspace.link);
        settled(&mut workspace, |w| w.rooms.merging.preview.as_ref().is_some_and(|preview| preview.plan.is_some()));
        workspace.merge();
        let ann = |w: &Workspace| w.study.as_deref().is_some_and(|study| study.user_named("Ann").is_some());
        settled(&mut workspace, |w| ann(w) && !w.link.is_saving() && all(w) != before && all(w) != before + 1);
        assert_eq!(all(&workspace), before + 2, "consensus: {consensus}");
        let low = workspace.study.as_deref().unwrap().codebook.find(LOW).unwrap();
        let reads = Project::open_to_read(ours.as_ref()).unwrap().0;
        let people: Vec<UserId> = reads.reads().study().unwrap().coders().map(|user| user.id).collect();
        let facts = reads.reads().facts(&people).unwrap();
        let of_code = facts.iter().filter(|fact| fact.code == low).count() as u64;
        assert_eq!((workspace.counts.by_code.get(&low).copied(), all(&workspace)), (Some(of_code), facts.len() as u64));
    }
}

#[test]
fn passages_added_while_counts_are_read_are_counted_once() {
    let place = temporary();
    let (ours, _) = copies(&place);
    let mut workspace = Workspace::open(Opening::Path(PathBuf::from(&ours)), Place::default(), Arc::new(|| {}));
    settled(&mut workspace, |w| w.document.is_some() && !w.link.is_waiting());
    let study = workspace.study.clone().unwrap();
    let code = study.codebook.find(LOW).unwrap();
    workspace.set_coder(study.user_named("Coder 1").map(|coder| coder.id));
    let text: Vec<char> = workspace.document.as_ref().unwrap().text().chars().collect();
    let letters = text.iter().zip(0..).filter(|(letter, _)| letter.is_alphabetic()).map(|(_, at)| at).step_by(3);
    let mut added = 0;
    for at in letters.take(150) {
        // The last answer includes the passage that follows or not, and arrives before or after it.
        (0..=added % 15).for_each(|_| workspace.show_coders(None));
        workspace.selection = CharRange::new(at, at + 1);
        workspace.code_selection(&[code]);
        added += 1;
        settled(&mut workspace, |w| !w.link.is_waiting());
        let counted = workspace.counts.by_code.values().sum::<u64>();
        let reads = Project::open_to_read(ours.as_ref()).unwrap().0;
        assert_eq!(counted, reads.reads().counts().unwrap().codings, "passage {added}");
        let listed: u64 = workspace.rooms.documents.progress.passages.values().sum();
        assert!(workspace.rooms.documents.stale || listed == counted, "passage {added}: {listed} of {counted}");
    }
    assert_eq!(added, 150);
}

/// The coders who took part in B.
fn in_b(project: &str) -> Vec<String> {
    let (project, _) = Project::open_to_read(project.as_ref()).unwrap();
    let study = project.reads().study().unwrap();
    let b = study.source_named("B").unwrap().id;
    let here = project.reads().participations().unwrap().into_iter().filter(|(source, _)| *source == b);
    let mut names: Vec<String> = here.map(|(_, user)| study.user(user).unwrap().name.clone()).collect();
    names.sort();
    names
}

fn mark_done(project: &str, coder: &str, done: bool) {
    let mut project = open(project);
    let study = project.reads().study().unwrap();
    let (sources, user) = (vec![study.source_named("B").unwrap().id], study.user_named(coder).unwrap().id);
    run(&mut project, Command::MarkDone { sources, user, done });
}

#[test]
fn a_stray_passage_does_not_make_its_coder_a_coder_of_the_document() {
    let place = temporary();
    let (ours, theirs) = copies(&place);
    let figures = |project: &str| {
        let found = json(&["compare", project, "--format", "json"]);
        (found["coders"].clone(), found["across_codes_units"].clone())
    };
    let (before, untouched) = (figures(&ours), snapshot_of(&ours));
    code(&theirs, "1..9", LOW, "Ann");
    code(&theirs, "4..20", LOW, "Coder 1");
    let report = json(&["merge", &ours, &theirs, "--dry-run", "--json"]);
    assert_eq!(report["unfinished"], serde_json::json!([{ "coder": "Ann", "document": "B" }]));
    assert!(ok(&["merge", &ours, &theirs]).contains("Ann has not finished B"));
    assert_eq!(figures(&ours).0, before.0);
    assert_eq!(in_b(&ours), ["Coder 1", "Coder 2"]);
    let table = ok(&["compare", &ours, "--format", "csv"]);
    assert!(!table.contains("Ann"), "{table}");
    let report = ok(&["compare", &ours, "--coders", "Ann,Coder 1,Coder 2"]);
    let report = report.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(report.contains("Passages by Ann are left out in documents Ann has not finished: B."), "{report}");
    // Again, from a copy with another passage by her: she has still not finished it.
    code(&theirs, "40..50", LOW, "Ann");
    ok(&["merge", &ours, &theirs]);
    assert_eq!(in_b(&ours), ["Coder 1", "Coder 2"]);
    assert_eq!(ok(&["check", &ours]), "whole\n");
    mark_done(&ours, "Ann", true);
    assert_eq!(in_b(&ours), ["Ann", "Coder 1", "Coder 2"]);
    mark_done(&ours, "Ann", false);
    assert_eq!(in_b(&ours), ["Coder 1", "Coder 2"]);
    // A coder who codes in this project takes part like any other.
    code(&ours, "60..70", LOW, "Ann");
    assert_eq!(in_b(&ours), ["Ann", "Coder 1", "Coder 2"]);
    for _ in 0..5 {
        ok(&["undo", &ours]);
    }
    assert_eq!((snapshot_of(&ours), figures(&ours)), (untouched, before));
}

#[test]
fn finishing_it_in_the_copy_or_coding_it_here_makes_a_coder_of_the_document() {
    let place = temporary();
    let (ours, theirs) = copies(&place);
    code(&theirs, "1..9", LOW, "Ann");
    code(&theirs, "1..9", LOW, "Ben");
    code(&ours, "20..30", LOW, "Ben");
    mark_done(&theirs, "Ann", true);
    assert_eq!(json(&["merge", &ours, &theirs, "--json"])["unfinished"], serde_json::json!([]));
    assert_eq!(in_b(&ours), ["Ann", "Ben", "Coder 1", "Coder 2"]);
}

#[test]
fn a_stray_passage_remains_stray_in_a_folder_and_outside_the_consensus() {
    let place = temporary();
    let (ours, theirs) = copies(&place);
    code(&theirs, "1..9", LOW, "Ann");
    ok(&["merge", &ours, &theirs]);
    let folder = within(&place, "out");
    ok(&["export", &ours, &folder]);
    assert_eq!(in_b(&folder), ["Coder 1", "Coder 2"]);
    let again = within(&place, "again.pullquote");
    ok(&["new", &again]);
    ok(&["import", &again, &folder]);
    assert_eq!(in_b(&again), ["Coder 1", "Coder 2"]);
    let agreed = |project: &str| json(&["agree", project, "--json"])["agreed"].clone();
    assert_eq!(agreed(&again), agreed(&sample()));
    // In a folder that does not say who finished what, every coder with passages took part.
    let file = std::path::Path::new(&folder).join("codings/Ann.json");
    let text = std::fs::read_to_string(&file).unwrap().replace("\"documents\": [],\n", "");
    assert!(!text.contains("documents"), "{text}");
    std::fs::write(&file, text).unwrap();
    assert_eq!(in_b(&folder), ["Ann", "Coder 1", "Coder 2"]);
}

#[test]
fn segments_from_a_table_do_not_make_a_coder_of_the_document() {
    let place = temporary();
    let (ours, _) = copies(&place);
    let table = within(&place, "seg.csv");
    std::fs::write(&table, "document,start,end,code,coder\nB,1,9,Low income,Ann\nB,4,20,Low income,Coder 1\n").unwrap();
    let report = ok(&["import", &ours, &table, "--as", "segments", "--json"]);
    assert!(report.contains("unfinished") && report.contains("Ann has not finished B"), "{report}");
    assert_eq!(in_b(&ours), ["Coder 1", "Coder 2"]);
    let (project, _) = Project::open_to_read(ours.as_ref()).unwrap();
    let compared = compare(project.reads(), &CompareSettings::default(), &Progress::default()).unwrap();
    assert_eq!(compared.coders.len(), 2);
    let everyone = CompareSettings { everyone_took_part: true, ..CompareSettings::default() };
    assert_eq!(compare(project.reads(), &everyone, &Progress::default()).unwrap().coders.len(), 3);
}

#[test]
fn a_document_is_removed_with_the_records_of_its_stray_passages() {
    let place = temporary();
    let (ours, theirs) = copies(&place);
    code(&theirs, "1..9", LOW, "Ann");
    ok(&["merge", &ours, &theirs]);
    let mut project = open(&ours);
    let b: SourceId = project.reads().study().unwrap().source_named("B").unwrap().id;
    run(&mut project, Command::RemoveDocuments { sources: vec![b] });
    assert_eq!(project.reads().unfinished().unwrap(), []);
    run(&mut project, Command::Undo { steps: 1 });
    assert_eq!(project.reads().unfinished().unwrap().len(), 1);
    drop(project);
    assert_eq!(ok(&["check", &ours]), "whole\n");
}

/// A project in which Ann has coded four passages of B, and a copy of it.
pub fn copies_of_ann(place: &tempfile::TempDir) -> (String, String) {
    let ours = project_of(place, &sample());
    for range in ["1..9", "4..20", "30..40", "50..60"] {
        code(&ours, range, LOW, "Ann");
    }
    let theirs = within(place, "copy.pullquote");
    std::fs::copy(&ours, &theirs).unwrap();
    (ours, theirs)
}

/// Runs a command that depends on the project, as Ann.
pub fn as_ann(project: &str, command: impl FnOnce(&Project) -> Command) {
    let mut project = open(project);
    let ann = project.reads().study().unwrap().user_named("Ann").unwrap().id;
    let command = command(&project);
    project.execute(&command, &Actor::Coder(ann), &Progress::default()).unwrap();
}

pub fn b(project: &Project) -> SourceId {
    project.reads().study().unwrap().source_named("B").unwrap().id
}

/// Ann's passage in B that starts at `start`.
pub fn passage(project: &Project, start: u32) -> CodingId {
    let ann = project.reads().study().unwrap().user_named("Ann").unwrap().id;
    let facts = project.reads().facts_of(b(project)).unwrap();
    facts.into_iter().find(|fact| fact.user == ann && fact.range.start.0 == start).unwrap().coding
}

pub fn code_id(project: &Project, path: &str) -> CodeId {
    project.reads().study().unwrap().codebook.find(path).unwrap()
}

pub fn text_of_b(project: &str) -> String {
    let project = open(project);
    project.reads().text(b(&project)).unwrap()
}

/// Replaces words in the text of B.
pub fn correct(project: &str, from: &str, to: &str) {
    as_ann(project, |project| {
        let (source, before) = (b(project), project.reads().text(b(project)).unwrap());
        assert!(before.contains(from), "{before}");
        let text = before.replacen(from, to, 1);
        Command::EditText { source, before: before.into(), text }
    });
}

fn planned(project: &Project, copies: &[&str]) -> MergePlan {
    let copies: Vec<PathBuf> = copies.iter().map(PathBuf::from).collect();
    plan(project.reads(), &copies, &Sight::Everything, &Progress::default()).unwrap()
}

/// The choices of a kind that a plan offers.
fn choices(plan: &MergePlan, kind: ChoiceKind) -> Vec<MergeChoice> {
    plan.choices(kind).map(|place| plan.choice(place).unwrap()).collect()
}

/// Moves the end of the first passage in B by its own coder, and returns the coding and its new end.
fn lengthen(project: &str, by: u32) -> (pullquote::model::CodingId, u32) {
    let mut project = open(project);
    let source = project.reads().study().unwrap().source_named("B").unwrap().id;
    let fact = project.reads().facts_of(source).unwrap()[0];
    let range = pullquote::model::CharRange::new(fact.range.start.0, fact.range.end.0 + by);
    let command = Command::MoveEdges { coding: fact.coding, range };
    project.execute(&command, &Actor::Coder(fact.user), &Progress::default()).unwrap();
    (fact.coding, range.end.0)
}

#[test]
fn the_newer_version_of_a_coders_own_passage_can_be_taken() {
    let place = temporary();
    let (ours, theirs) = copies(&place);
    let (coding, end) = lengthen(&theirs, 3);
    let mut project = open(&ours);
    let before = project.reads().fact(coding).unwrap();
    let plan = planned(&project, &[&theirs]);
    let take = choices(&plan, ChoiceKind::NewerPassage);
    assert_eq!(take.len(), 1);
    let outcome = run(&mut project, Command::Merge { copies: vec![theirs.clone().into()], take });
    let file = std::path::Path::new(&theirs).file_name().unwrap().to_str().unwrap();
    let expected = format!("merge {file}: no new passages (");
    assert!(
        outcome.summary.starts_with(&expected) && outcome.summary.contains("1 passage replaced by a newer version")
    );
    let after = project.reads().fact(coding).unwrap();
    assert_eq!((after.range.end.0, after.user, after.code), (end, before.user, before.code));
    let report = outcome.merged.unwrap().text();
    let was =
        format!("here, it was “{}” at {}", project.reads().study().unwrap().codebook.path(before.code), before.range);
    for line in [
        "after the version here: 1 taken.",
        "Replaced by the newer version of their coder: 1",
        &was,
        "are not compared",
    ] {
        assert!(report.contains(line), "{line}: {report}");
    }
    assert!(!report.contains("kept as"), "{report}");
    run(&mut project, Command::Undo { steps: 1 });
    assert_eq!(project.reads().fact(coding).unwrap(), before);
    assert_eq!(project.reads().check().unwrap(), Vec::<String>::new());
}

#[test]
fn an_older_version_and_one_by_another_coder_cannot_be_taken() {
    // Changed here after the copy.
    let place = temporary();
    let (ours, theirs) = copies(&place);
    lengthen(&theirs, 3);
    lengthen(&ours, 5);
    let project = open(&ours);
    let listed = planned(&project, &[&theirs]);
    assert_eq!((listed.conflicts.len(), choices(&listed, ChoiceKind::NewerPassage).len()), (1, 0));
}

#[test]
fn of_several_newer_versions_of_one_passage_the_first_is_taken() {
    let place = temporary();
    let (ours, theirs) = copies(&place);
    let third = within(&place, "third.pullquote");
    std::fs::copy(&theirs, &third).unwrap();
    let (coding, end) = lengthen(&theirs, 3);
    lengthen(&third, 7);
    let mut project = open(&ours);
    let copies = vec![PathBuf::from(&theirs), PathBuf::from(&third)];
    let listed = planned(&project, &[&theirs, &third]);
    let take = choices(&listed, ChoiceKind::NewerPassage);
    assert_eq!(take.len(), 2);
    let sections = listed.sections(&std::collections::BTreeSet::new());
    let lines = &sections.iter().find(|section| section.heading.starts_with("Different")).unwrap().lines;
    let name = |path: &str| std::path::Path::new(path).file_name().unwrap().to_str().unwrap().to_owned();
    for (line, copy) in lines.iter().zip([&theirs, &third]) {
        assert!(line.starts_with(&format!("{}: B, ", name(copy))), "{line}");
    }
    run(&mut project, Command::Merge { copies, take });
    assert_eq!(project.reads().fact(coding).unwrap().range.end.0, end);
}

#[test]
fn marks_as_finished_in_a_copy_are_named() {
    let place = temporary();
    let (ours, theirs) = copies(&place);
    let mut project = open(&theirs);
    let study = project.reads().study().unwrap();
    let (a, b) = (study.source_named("A").unwrap().id, study.source_named("B").unwrap().id);
    let user = study.user_named("Coder 2").unwrap().id;
    for done in [false, true] {
        run(&mut project, Command::MarkDone { sources: vec![a, b], user, done });
    }
    drop(project);
    let mut project = open(&ours);
    run(&mut project, Command::MarkDone { sources: vec![a, b], user, done: false });
    drop(project);
    let out = ok(&["merge", &ours, &theirs, "--dry-run"]);
    assert!(out.contains("2 documents marked as finished by Coder 2 in a copy: A, B"), "{out}");
    let listed = json(&["merge", &ours, &theirs, "--json"]);
    assert_eq!(listed["finished"][1], serde_json::json!({ "coder": "Coder 2", "document": "B" }));
}
