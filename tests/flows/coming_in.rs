//! What comes in with an import or a merge is reported as it is: sets with their members, documents that were here
//! before, and memos and marks on passages of other coders.

use super::support::*;
use pullquote::engine::{Actor, Command, Error, Progress, Project};
use pullquote::model::NoteTarget;
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

const TEXT: &str = "We had no money at home, so we left.";

/// Documents D and E, codes a and b, and a passage of Ann and one of Bo, both in D with a.
fn study(place: &TempDir) -> String {
    let entry = json!({ "document": "D", "start": 0, "end": 6, "code": "a" });
    let project = json!({ "format": "pullquote-folder", "version": 1, "name": "s", "coders": [{ "name": "Ann" }, { "name": "Bo" }],
        "documents": [{ "name": "D", "path": "transcripts/D.txt" }, { "name": "E", "path": "transcripts/E.txt" }] });
    let codings = |coder: &str, memos: &Value| {
        let mut entry = entry.clone();
        entry["memo"] = memos.clone();
        json!({ "coder": coder, "documents": ["D"], "codings": [entry] }).to_string()
    };
    let files: Files = vec![
        ("project.json".into(), project.to_string()),
        ("codebook.json".into(), json!({ "codes": [{ "name": "a" }, { "name": "b" }] }).to_string()),
        ("transcripts/D.txt".into(), TEXT.into()),
        ("transcripts/E.txt".into(), TEXT.to_uppercase()),
        ("codings/Ann.json".into(), codings("Ann", &Value::Null)),
        ("codings/Bo.json".into(), codings("Bo", &json!("Bo’s first"))),
    ]
    .into_iter()
    .collect();
    write(&files, &place.path().join("folder"));
    project_of(place, &within(place, "folder"))
}

/// A folder with nothing but these sets.
fn only_sets(place: &TempDir, name: &str, sets: &Value) -> String {
    let project = json!({ "format": "pullquote-folder", "version": 1, "name": "sets" });
    let files: Files = vec![("project.json".into(), project.to_string()), ("sets.json".into(), sets.to_string())];
    write(&files, &place.path().join(name));
    within(place, name)
}

fn sets_of(project: &str) -> Vec<(String, usize)> {
    let study = Project::open_to_read(Path::new(project)).unwrap().0.reads().study().unwrap();
    study.sets.iter().map(|set| (set.name.clone(), set.definition.items.len())).collect()
}

fn kinds(report: &Value, list: &str) -> Vec<String> {
    report[list].as_array().into_iter().flatten().map(|one| one["kind"].as_str().unwrap().to_owned()).collect()
}

/// The warnings about passages of others, each whole.
fn of_others(printed: &str) -> Vec<&str> {
    let lines = printed.lines().filter_map(|line| line.strip_prefix("pullquote: "));
    lines.filter(|line| line.contains("adds memos or marks")).collect()
}

fn last(project: &str) -> Value {
    json(&["history", project, "--json"]).as_array().unwrap().last().unwrap().clone()
}

#[test]
fn sets_of_a_folder_with_nothing_else_find_their_members_in_the_project() {
    let place = temporary();
    let project = study(&place);
    let sets = json!([
        { "name": "Both", "kind": "documents", "items": ["D", "E"] },
        { "name": "Some", "kind": "documents", "items": ["D", "X"] },
        { "name": "Codes", "kind": "codes", "items": ["b"] },
        { "name": "None", "kind": "documents", "items": ["X", "Y"] },
        { "name": "No codes", "kind": "codes", "items": ["x"] },
    ]);
    let folder = only_sets(&place, "sets", &sets);
    let ran = run(&["import", &project, &folder]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.out.contains("new sets: “Both” (2 documents), “Some” (1 of 2 documents found), “Codes” (1 code)"),
        "{}",
        ran.out
    );
    for words in
        ["the set None was left out, because this project has none of its documents: X", "No codes", "import them"]
    {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    assert_eq!(sets_of(&project), [("Both".into(), 2), ("Some".into(), 1), ("Codes".to_owned(), 1)]);
    assert!(last(&project)["summary"].as_str().unwrap().contains("import 3 sets"), "{}", last(&project));
    ok(&["undo", &project]);
    let report = json(&["import", &project, &folder, "--json"]);
    assert_eq!(
        report["sets"][1],
        json!({ "set": "Some", "kind": "documents", "members": 1, "missing": 1 }),
        "{report:#}"
    );
    assert_eq!(kinds(&report, "refused"), ["set_without_members", "set_without_members"]);
    assert_eq!(kinds(&report, "losses"), ["set_member_not_found"]);
    // Once they are in, nothing is new, and those that were left out still are.
    fails(&["import", &project, &folder], 1, &["nothing was imported"]);
    assert_eq!(sets_of(&project).len(), 3);
}

#[test]
fn a_set_by_condition_comes_in_without_named_members() {
    let place = temporary();
    let project = study(&place);
    let table = within(&place, "rounds.csv");
    std::fs::write(&table, "document,round\nD,1\nE,2\n").unwrap();
    ok(&["import", &project, &table, "--as", "document-attributes"]);
    let sets = json!([{ "name": "First", "kind": "documents", "items": [], "where": ["round=1"] },
                      { "name": "Lost", "kind": "documents", "items": ["X"], "where": ["size=1"] }]);
    let report = json(&["import", &project, &only_sets(&place, "sets", &sets), "--json"]);
    assert_eq!(kinds(&report, "refused"), ["set_without_members"], "{report:#}");
    assert_eq!(report["sets"].as_array().unwrap().len(), 1);
    let study = Project::open_to_read(Path::new(&project)).unwrap().0.reads().study().unwrap();
    assert_eq!(study.sets[0].definition.documents(&study).len(), 1);
}

#[test]
fn a_merge_says_how_many_members_of_new_sets_are_here() {
    let place = temporary();
    let project = study(&place);
    let copy = within(&place, "copy.pullquote");
    std::fs::copy(&project, &copy).unwrap();
    let more = within(&place, "X.txt");
    std::fs::write(&more, "Only in the copy.").unwrap();
    ok(&["import", &copy, &more]);
    let sets = json!([{ "name": "Some", "kind": "documents", "items": ["D", "X"] }, { "name": "None", "kind": "documents", "items": ["X"] }]);
    ok(&["import", &copy, &only_sets(&place, "sets", &sets)]);
    let report = json(&["merge", &project, &copy, "--dry-run", "--json"]);
    assert_eq!(report["sets"], json!(["Some", "None"]));
    let counts: Vec<_> = report["set_members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|set| (set["members"].as_u64().unwrap(), set["missing"].as_u64().unwrap()))
        .collect();
    assert_eq!(counts, [(1, 1), (0, 1)]);
    let printed = ok(&["merge", &project, &copy]);
    assert!(printed.contains("new sets: “Some” (1 of 2 documents found), “None” (0 of 1 document found)"), "{printed}");
    assert!(printed.contains("the sets lack them until they are imported"), "{printed}");
}

#[test]
fn documents_that_were_here_before_are_not_counted_as_imported() {
    let place = temporary();
    let project = study(&place);
    let folder = within(&place, "folder");
    let report = json(&["import", &project, &folder, "--json"]);
    let known: Vec<_> = report["imported"].as_array().unwrap().iter().map(|one| one["known"].clone()).collect();
    assert_eq!(known, [json!(true), json!(true)]);
    // One of three is new. The history, the message and the report state one number.
    let described = std::fs::read_to_string(place.path().join("folder/project.json")).unwrap();
    let mut described: Value = serde_json::from_str(&described).unwrap();
    described["documents"].as_array_mut().unwrap().push(json!({ "name": "F", "path": "transcripts/F.txt" }));
    std::fs::write(place.path().join("folder/project.json"), described.to_string()).unwrap();
    std::fs::write(place.path().join("folder/transcripts/F.txt"), "New.").unwrap();
    let mut opened = Project::open(Path::new(&project)).unwrap();
    let read = pullquote::engine::import::ImportPlan::read(
        opened.reads(),
        &[folder.clone().into()],
        &pullquote::engine::import::Reading::default(),
        &Progress::default(),
    );
    let command = Command::TakeImport { plan: read.unwrap().into(), how: Default::default() };
    let done = opened.execute(&command, &Actor::named("Ann"), &Progress::default()).unwrap();
    assert_eq!(done.summary, "imported 1 document; 2 documents here already");
    drop(opened);
    assert!(last(&project)["summary"].as_str().unwrap().contains("import 1 document from"), "{}", last(&project));
}

/// A table with marks and a memo for both coders' passages.
fn table(place: &TempDir) -> String {
    let path = within(place, "t.csv");
    let row = |coder: &str, more: &str| format!("D,a,{coder},0,6,{more}\n");
    let rows = [row("Bo", "x,own,of the table"), row("Ann", "x,,"), "D,b,Bo,0,6,x,own,\n".to_owned()].concat();
    std::fs::write(&path, format!("document,code,coder,start,end,important,account,memo\n{rows}")).unwrap();
    path
}

#[test]
fn a_table_that_marks_passages_of_others_names_them_in_report_and_history() {
    let place = temporary();
    let project = study(&place);
    let path = table(&place);
    let ran = run(&["import", &project, &path, "--as", "segments", "--coder", "Ann"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(of_others(&ran.err), ["t.csv: this adds memos or marks to 1 passage of another coder: Bo (1)"]);
    let history = last(&project);
    assert!(history["summary"].as_str().unwrap().ends_with("added to passages of Bo"), "{history}");
    ok(&["undo", &project]);
    let report = json(&["import", &project, &path, "--as", "segments", "--json"]);
    let warning = report["imported"][0]["warnings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["kind"] == "passages_of_others")
        .unwrap();
    assert!(warning["text"].as_str().unwrap().contains("memos or marks to 2 passages of other coders"), "{report:#}");
    let others = json!([{ "coder": "Ann", "passages": 1 }, { "coder": "Bo", "passages": 1 }]);
    assert_eq!(report["imported"][0]["passages_of_others"], others);
    let summary = last(&project)["summary"].as_str().unwrap().to_owned();
    assert!(summary.ends_with("added to passages of Bo and Ann"), "{summary}");
    // Nothing more is changed, so nobody is named.
    let again = run(&["import", &project, &path, "--as", "segments", "--coder", "Ann"]);
    assert!(!again.err.contains("adds memos or marks"), "{}", again.err);
}

#[test]
fn memos_on_passages_of_others_are_reported_for_each_file() {
    let place = temporary();
    let project = study(&place);
    for (file, was, is) in [("Ann.json", "\"memo\":null", "\"memo\":\"more\""), ("Bo.json", "first", "second")] {
        let file = place.path().join("folder/codings").join(file);
        let before = std::fs::read_to_string(&file).unwrap();
        assert!(before.contains(was), "{before}");
        std::fs::write(&file, before.replace(was, is)).unwrap();
    }
    // Documents in the same import are no files of passages.
    let more = within(&place, "more.txt");
    std::fs::write(&more, "Something else.").unwrap();
    let folder = within(&place, "folder");
    let ran = run(&["import", &project, &folder, &more]);
    let expected = ["Ann", "Bo"].map(|name| {
        format!("{folder}/codings/{name}.json: this adds memos or marks to 1 passage of another coder: {name} (1)")
    });
    assert_eq!(of_others(&ran.err), expected);
    let summary = last(&project)["summary"].as_str().unwrap().to_owned();
    assert!(summary.ends_with("added to passages of Ann and Bo"), "{summary}");
    // Memos alone are counted, too.
    ok(&["undo", &project]);
    let exchanged = within(&place, "memos.qdpx");
    ok(&["export", &folder, &exchanged]);
    for file in [&folder, &exchanged] {
        let ran = run(&["import", &project, file]);
        assert!(ran.out.contains("0 passages, 2 memos; refused: 0"), "{ran:?}");
        let summary = last(&project)["summary"].as_str().unwrap().to_owned();
        assert!(summary.starts_with("import 2 new memos from"), "{summary}");
        ok(&["undo", &project]);
    }
}

#[test]
fn a_memo_that_is_here_already_is_not_added_by_the_one_before_it() {
    let place = temporary();
    let project = study(&place);
    let (copy, written) = (within(&place, "copy.pullquote"), within(&place, "copy.qdpx"));
    std::fs::copy(&project, &copy).unwrap();
    let note = |path: &str, coder: &str, text: &str| {
        let mut opened = Project::open(Path::new(path)).unwrap();
        let bo = opened.reads().study().unwrap().user_named("Bo").unwrap().id;
        let of_bo = opened.reads().facts(&[]).unwrap().into_iter().find(|fact| fact.user == bo).unwrap();
        let (target, text) = (NoteTarget::Coding(of_bo.coding), text.to_owned());
        let command = Command::SetMemo { note: None, target, text };
        opened.execute(&command, &Actor::named(coder), &Progress::default()).unwrap();
    };
    note(&copy, "Ann", "Ann’s");
    for path in [&copy, &project] {
        note(path, "Bo", "Bo’s second");
    }
    ok(&["export", &copy, &written]);
    let mut opened = Project::open(Path::new(&project)).unwrap();
    let read = pullquote::engine::import::ImportPlan::read(
        opened.reads(),
        &[written.into()],
        &pullquote::engine::import::Reading::default(),
        &Progress::default(),
    );
    let command = Command::TakeImport { plan: read.unwrap().into(), how: Default::default() };
    // Only Ann’s memo is new, and it is her own.
    opened.execute(&command, &Actor::named("Ann"), &Progress::default()).unwrap();
    drop(opened);
    let memos = json(&["codings", &project, "--coder", "Bo", "--format", "json"]).to_string();
    for text in ["Ann’s", "Bo’s first", "Bo’s second"] {
        assert_eq!(memos.matches(text).count(), 1, "{text}: {memos}");
    }
    assert!(!last(&project)["summary"].as_str().unwrap().contains("Bo"), "{}", last(&project));
}

#[test]
fn whose_passages_a_table_changes_depends_on_who_imports_it() {
    use pullquote::engine::table_import::{PlannedTable, SegmentImport, TableImport, TablePlan};
    let place = temporary();
    let mut opened = Project::open(Path::new(&study(&place))).unwrap();
    let bo = || vec![("Bo".to_owned(), 1)];
    for (head, cell, typed, others) in
        [("", "", "Bo", bo()), ("", "", "Ann", vec![]), (",coder", ",Ann", "Bo", vec![]), (",coder", ",Bo", "Bo", bo())]
    {
        let table = format!("document,code,start,end,important{head}\nD,a,0,6,x{cell}\n");
        let study = opened.reads().study().unwrap();
        let sheet = pullquote::interchange::sheet::parse(&table).unwrap().into();
        let mut import = SegmentImport::suggest(&study, sheet, "Ann");
        import.coder = typed.to_owned();
        let plan = TablePlan::read(opened.reads(), TableImport::Segments(import), &Progress::default()).unwrap();
        let PlannedTable::Segments(planned) = plan.planned() else { panic!("segments") };
        assert_eq!(planned.others, others, "{table}{typed}");
        let warned = plan.remarks().iter().any(|remark| remark.to_string().contains("adds memos or marks"));
        assert_eq!(warned, !others.is_empty(), "{table}{typed}");
        let done =
            opened.execute(&Command::ImportTable { plan: plan.into() }, &Actor::named("Ann"), &Progress::default());
        assert_eq!(matches!(done, Err(Error::OthersPassages { .. })), warned, "{done:?}");
        if done.is_ok() {
            let undo = Command::StepUnlessOthers(pullquote::model::Direction::Undo);
            opened.execute(&undo, &Actor::named("Ann"), &Progress::default()).unwrap();
        }
    }
}

#[test]
fn an_import_that_changes_passages_of_others_is_refused_until_it_is_confirmed() {
    use pullquote::engine::table_import::{TableImport, TableKind, TablePlan};
    use pullquote::interchange::sheet::{SheetReading, read};
    let place = temporary();
    let project = study(&place);
    let path = table(&place);
    let mut opened = Project::open(Path::new(&project)).unwrap();
    let plan = |opened: &Project| {
        let sheet = read(Path::new(&path), &SheetReading::default()).unwrap();
        let study = opened.reads().study().unwrap();
        let import = TableImport::suggest(TableKind::Segments, &study, sheet.into(), "Ann");
        TablePlan::read(opened.reads(), import, &Progress::default()).unwrap()
    };
    let command = Command::ImportTable { plan: plan(&opened).into() };
    let before = snapshot(&opened);
    let refused = opened.execute(&command, &Actor::named("Ann"), &Progress::default());
    let Err(Error::OthersPassages { passages, .. }) = refused else { panic!("{refused:?}") };
    assert_eq!(passages.to_string(), "1 passage of Bo");
    assert_eq!(snapshot(&opened), before);
    opened.execute(&Command::Override(Box::new(command)), &Actor::named("Ann"), &Progress::default()).unwrap();
    // A memo of a folder on a passage of Bo's that is here.
    let file = place.path().join("folder/codings/Bo.json");
    let memo = std::fs::read_to_string(&file).unwrap().replace("first", "second");
    std::fs::write(&file, memo).unwrap();
    let plan = pullquote::engine::import::ImportPlan::read(
        opened.reads(),
        &[within(&place, "folder").into()],
        &pullquote::engine::import::Reading::default(),
        &Progress::default(),
    );
    let command = Command::TakeImport { plan: plan.unwrap().into(), how: Default::default() };
    let before = snapshot(&opened);
    for other in ["Ann", "Somebody"] {
        let refused = opened.execute(&command, &Actor::named(other), &Progress::default());
        assert!(matches!(refused, Err(Error::OthersPassages { .. })), "{other}: {refused:?}");
    }
    assert_eq!(snapshot(&opened), before);
    // Bo may do this without a question.
    opened.execute(&command, &Actor::named("Bo"), &Progress::default()).unwrap();
    assert_ne!(snapshot(&opened), before);
    drop(opened);
    ok(&["undo", &project]);
    let ran = run(&["import", &project, &within(&place, "folder"), "--coder", "Ann"]);
    assert_eq!(
        of_others(&ran.err),
        ["codings/Bo.json: this adds memos or marks to 1 passage of another coder: Bo (1)"]
    );
    assert!(last(&project)["summary"].as_str().unwrap().ends_with("added to passages of Bo"), "{}", last(&project));
}

#[test]
fn what_speakers_say_is_stored_with_every_change_of_a_document() {
    let place = temporary();
    let project = within(&place, "p.pullquote");
    let file = within(&place, "talk.txt");
    let text = "MOD: Who left?\nAna: I did. No money.\nBen: Me too.\nMOD: And why?\nAna: The rent.\nBen: Land.\n";
    std::fs::write(&file, text).unwrap();
    ok(&["new", &project]);
    let is_stored = |after: &str| {
        let (opened, _) = Project::open_to_read(Path::new(&project)).unwrap();
        assert_eq!(opened.reads().without_turns().unwrap(), [], "{after}");
        let sources = opened.reads().study().unwrap().sources;
        assert!(sources.iter().all(|source| opened.reads().turns(source.id).unwrap().is_some()), "{after}");
    };
    ok(&["import", &project, &file]);
    is_stored("an import of a document");
    let table = within(&place, "t.csv");
    std::fs::write(&table, "speaker,text\nAna,Why?\nBen,No work.\n").unwrap();
    ok(&["import", &project, &table, "--as", "transcript"]);
    is_stored("an import of a table");
    std::fs::write(&file, text.replace("money", "land")).unwrap();
    ok(&["reread", &project, &file]);
    is_stored("reading a file again");
    let who = within(&place, "who.csv");
    std::fs::write(&who, "document,speaker,participant\ntalk,Ana,P\n").unwrap();
    ok(&["import", &project, &who, "--as", "speakers"]);
    is_stored("a table of speakers");
    let copy = within(&place, "copy.pullquote");
    std::fs::copy(&project, &copy).unwrap();
    std::fs::write(&who, "document,speaker,participant\ntalk,Ben,Q\n").unwrap();
    ok(&["import", &copy, &who, "--as", "speakers"]);
    ok(&["merge", &project, &copy]);
    is_stored("a merge");
    ok(&["undo", &project]);
    is_stored("undo");
    let folder = within(&place, "out");
    ok(&["export", &project, &folder]);
    let again = within(&place, "again.pullquote");
    ok(&["new", &again, "--from", &folder]);
    let (opened, _) = Project::open_to_read(Path::new(&again)).unwrap();
    assert_eq!(opened.reads().without_turns().unwrap(), []);
}
