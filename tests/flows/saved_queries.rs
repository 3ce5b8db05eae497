//! Saved queries: kept by the identity of what they name, in the project and in its folder, and taken by a merge.

use super::cooccurring::study;
use super::support::*;
use pullquote::engine::command::CodeChange;
use pullquote::engine::find::query_saved_as;
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::model::QueryId;
use serde_json::{Value, json};
use std::path::Path;

fn execute(project: &str, command: &Command) -> Result<String, String> {
    let mut project = Project::open(Path::new(project)).unwrap();
    let done = project.execute(command, &Actor::named("Ann"), &Progress::default());
    done.map(|outcome| outcome.summary.to_string()).map_err(|error| error.to_string())
}

fn save(project: &str, saved: Option<QueryId>, name: &str, query: &str) -> Result<String, String> {
    let command =
        Command::SaveQuery { saved, name: name.into(), query: query.parse().unwrap(), memo: " why ".to_owned() };
    execute(project, &command)
}

/// The saved queries with what they ask now, or why they ask nothing.
fn saved(project: &str) -> Vec<(String, String)> {
    let project = Project::open(Path::new(project)).unwrap();
    let study = project.reads().study().unwrap();
    let asked = |query| match query_saved_as(&study, query) {
        Ok(asked) => asked.to_string(),
        Err(why) => why.to_string(),
    };
    study.queries.iter().map(|query| (query.name.clone(), asked(query))).collect()
}

fn asks(project: &str, name: &str) -> String {
    saved(project).into_iter().find(|(known, _)| known == name).unwrap().1
}

#[test]
fn a_query_is_saved_changed_renamed_and_deleted_and_the_history_names_it() {
    let folder = temporary();
    let project = study(&folder);
    assert_eq!(save(&project, None, " Pay at home ", r#""Pay" overlaps "Home""#).unwrap(), "new query “Pay at home”");
    let id = Project::open(Path::new(&project)).unwrap().reads().study().unwrap().queries[0].id;
    assert_eq!(save(&project, Some(id), "Pay at home", r#""Pay" overlaps "Home""#).unwrap(), "", "nothing changes");
    assert_eq!(save(&project, Some(id), "Pay at home", r#""Pay""#).unwrap(), "change query “Pay at home”");
    assert_eq!(save(&project, Some(id), "Pay", r#""Pay""#).unwrap(), "rename query “Pay at home” to “Pay”");
    assert!(save(&project, None, " Pay ", "any").unwrap_err().contains("already"));
    assert!(save(&project, None, "  ", "any").unwrap_err().contains("name"));
    assert_eq!(execute(&project, &Command::RemoveQuery { saved: id }).unwrap(), "delete query “Pay”");
    assert_eq!(saved(&project), []);
    execute(&project, &Command::Undo { steps: 3 }).unwrap();
    assert_eq!(asks(&project, "Pay at home"), r#""Pay" overlaps "Home""#);
    let told = ok(&["history", &project]);
    for words in ["new query “Pay at home”", "rename query “Pay at home” to “Pay”", "delete query “Pay”"]
    {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(ok(&["info", &project]).contains("queries: Pay at home\n"));
    let found = |query: &str| json(&["find", &project, query, "--json"]);
    assert_eq!(found("@Pay at home"), found(r#""Pay" overlaps "Home""#));
    fails(&["find", &project, "@Pay at hone"], 2, &["there is no saved query “Pay at hone”", "Pay at home"]);
}

#[test]
fn renaming_and_moving_change_how_a_query_is_printed_and_merging_what_it_asks_for() {
    let folder = temporary();
    let project = study(&folder);
    const QUERY: &str = r#""Money > Pay"[sex="m", participant="Ben", coder="Eva"] with "Home" in turn"#;
    save(&project, None, "q", QUERY).unwrap();
    save(&project, None, "short", r#"="Pay" or "Home""#).unwrap();
    let before = json(&["find", &project, "@q", "--json"])["results"].clone();
    let (pay, home, money, sex, ben, ann) = {
        let project = Project::open(Path::new(&project)).unwrap();
        let study = project.reads().study().unwrap();
        let code = |path: &str| study.codebook.find(path).unwrap();
        let ben = study.participants.iter().find(|one| one.name == "Ben").unwrap().id;
        let sex = study.variables[study.variable("sex").unwrap()].id;
        (code("Money > Pay"), code("Home"), code("Money"), sex, ben, study.user_named("Eva").unwrap().id)
    };
    execute(&project, &Command::ChangeCode { code: pay, changes: vec![CodeChange::Name("Wage".into())] }).unwrap();
    execute(&project, &Command::RenameAttribute { variable: sex, name: "gender of all".into() }).unwrap();
    execute(&project, &Command::RenameParticipant { participant: ben, name: "Benno".into() }).unwrap();
    execute(&project, &Command::RenameCoder { user: ann, name: "Ewa".into() }).unwrap();
    let renamed = r#""Money > Wage"["gender of all"="m", participant="Benno", coder="Ewa"] with "Home" in turn"#;
    assert_eq!(asks(&project, "q"), renamed);
    assert_eq!(asks(&project, "short"), r#"="Money > Wage" or "Home""#);
    let results = json(&["find", &project, "@q", "--json"])["results"].clone();
    assert_eq!(results.as_array().unwrap().len(), before.as_array().unwrap().len());
    execute(&project, &Command::MergeCodes { from: pay, into: home }).unwrap();
    assert_eq!(asks(&project, "short"), r#"="Home" or "Home""#);
    execute(&project, &Command::Undo { steps: 1 }).unwrap();
    assert_eq!(asks(&project, "q"), renamed);
    // It is named as when the query was saved. Another code with this name is not what the query asks for; undo brings back what is.
    execute(&project, &Command::RemoveCode { code: money }).unwrap();
    assert!(asks(&project, "q").contains("the query names Money > Pay, which was deleted"), "{}", asks(&project, "q"));
    execute(&project, &Command::RemoveParticipants { participants: vec![ben] }).unwrap();
    let checked = run(&["check", &project]);
    assert!(checked.code == 0 && checked.err.contains("The saved query “q” finds nothing"), "{}", checked.err);
    fails(&["find", &project, "@q"], 1, &["was deleted; undo brings it back"]);
    // Another name does not change what the query is about.
    let (id, query) = {
        let project = Project::open(Path::new(&project)).unwrap();
        let saved = project.reads().study().unwrap().query_named("q").unwrap().clone();
        (saved.id, saved.definition.query)
    };
    save(&project, Some(id), "renamed", &query).unwrap();
    execute(&project, &Command::AddCode { parent: None, name: "Money > Pay".into(), passage: None }).unwrap();
    assert!(asks(&project, "renamed").contains("which was deleted"), "{}", asks(&project, "renamed"));
    execute(&project, &Command::Undo { steps: 4 }).unwrap();
    assert_eq!(asks(&project, "q"), renamed);
}

#[test]
fn a_folder_keeps_queries_by_name_and_reports_what_it_cannot_read() {
    let folder = temporary();
    let project = study(&folder);
    save(&project, None, "低 pay", r#""Pay"[participant="Ben"]"#).unwrap();
    let (out, back) = (within(&folder, "out"), within(&folder, "back.pullquote"));
    ok(&["export", &project, &out]);
    let written: Value =
        serde_json::from_str(&std::fs::read_to_string(format!("{out}/queries.json")).unwrap()).unwrap();
    assert_eq!(written, json!([{ "name": "低 pay", "query": r#""Pay"[participant="Ben"]"#, "memo": "why" }]));
    ok(&["new", &back]);
    ok(&["import", &back, &out]);
    assert_eq!(saved(&back), saved(&project));
    let wrong = json!([
        { "name": "broken", "query": "\"Pay\" nearby" },
        { "name": "later", "query": "\"not yet\"" },
        { "query": "any" },
        { "name": "empty" },
        { "name": "低 pay", "query": "any" },
    ]);
    std::fs::write(format!("{out}/queries.json"), wrong.to_string()).unwrap();
    let report = run(&["import", &back, &out, "--json"]);
    for words in ["the query broken was left out: at character 7 is `nearby`", "a different query of this name"] {
        assert!(report.out.contains(words) || report.err.contains(words), "{words}: {} {}", report.out, report.err);
    }
    assert_eq!(serde_json::from_str::<Value>(&report.out).unwrap()["queries"], json!(["later"]));
    assert!(asks(&back, "later").contains("there is no code `not yet`"));
}

#[test]
fn a_merge_takes_new_queries_and_lists_those_that_differ() {
    let folder = temporary();
    let project = study(&folder);
    save(&project, None, "same", r#""Pay""#).unwrap();
    save(&project, None, "changed", r#""Pay""#).unwrap();
    save(&project, None, "gone", r#""Home""#).unwrap();
    let copy = within(&folder, "copy.pullquote");
    std::fs::copy(&project, &copy).unwrap();
    let (of_copy, pay) = {
        let project = Project::open(Path::new(&copy)).unwrap();
        let study = project.reads().study().unwrap();
        let id = |name: &str| study.query_named(name).unwrap().id;
        ((id("changed"), id("gone")), study.codebook.find("Money > Pay").unwrap())
    };
    save(&copy, Some(of_copy.0), "changed", "important").unwrap();
    execute(&copy, &Command::ChangeCode { code: pay, changes: vec![CodeChange::Name("Wage".into())] }).unwrap();
    save(&copy, None, "new", r#""Wage" with "Home" in turn"#).unwrap();
    execute(&project, &Command::RemoveQuery { saved: of_copy.1 }).unwrap();
    let report = json(&["merge", &project, &copy, "--dry-run", "--json"]);
    assert_eq!(report["queries"], json!(["new"]));
    let differences = report["differences"].to_string();
    for kind in [r#""query":"changed","kind":"other_query""#, r#""query":"gone","kind":"removed_query""#] {
        assert!(differences.contains(kind), "{kind}: {differences}");
    }
    assert!(!differences.contains(r#""query":"same""#), "{differences}");
    assert!(ok(&["merge", &project, &copy]).contains("new queries: new"));
    // Codes are the same by identity, whatever they are called in the copy.
    assert_eq!(asks(&project, "new"), r#""Money > Pay" with "Home" in turn"#);
    assert!(ok(&["history", &project]).contains("; new query new"));
    assert_eq!(json(&["merge", &project, &copy, "--dry-run", "--json"])["queries"], json!([]), "once");
}

#[test]
fn an_exchange_file_says_that_it_has_no_queries() {
    let folder = temporary();
    let project = study(&folder);
    save(&project, None, "q", "any").unwrap();
    let report = json(&["export", &project, &within(&folder, "out.qdpx"), "--json"]);
    assert!(report.to_string().contains(r#""kind":"queries""#), "{report}");
}
