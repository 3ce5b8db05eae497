//! What a table counts and says about it: the filter, passages of several coders, and how the consensus coding was
//! created.

use super::support::*;
use pullquote::engine::disagreements::{AgreeRule, disagreements};
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::model::{Decision, NoRule, UserId};
use serde_json::{Value, json};
use std::path::Path;

/// Code, document, start, end.
type Mark<'a> = (&'a str, &'a str, u32, u32);

/// Documents D of P, who is a woman, and E of Q, who is a man; codes a (of the kind x) and b.
fn study(place: &tempfile::TempDir, coders: &[(&str, &[Mark<'_>])]) -> String {
    let documents: Vec<Value> = [("D", "P"), ("E", "Q")]
        .map(|(name, who)| json!({ "name": name, "path": format!("transcripts/{name}.txt"), "participant": who }))
        .into();
    let people: Vec<Value> = coders.iter().map(|(name, _)| json!({ "name": name })).collect();
    let project =
        json!({ "format": "pullquote-folder", "version": 1, "name": "s", "coders": people, "documents": documents });
    let codes = json!({ "facets": { "kind": ["x"] },
        "codes": [{ "name": "a", "facets": { "kind": "x" } }, { "name": "b" }] });
    let mut files: Files = vec![
        ("project.json".into(), project.to_string()),
        ("codebook.json".into(), codes.to_string()),
        ("participants.csv".into(), "participant,gender,age group\nP,Female,20～30\nQ,Male,31～40\n".into()),
    ];
    files.extend(["D", "E"].map(|name| (format!("transcripts/{name}.txt"), "钱 and home. ".repeat(8))));
    for (name, marks) in coders {
        let marks: Vec<Value> = marks
            .iter()
            .map(|(code, document, start, end)| json!({ "document": document, "start": start, "end": end, "code": code }))
            .collect();
        let own = json!({ "coder": name, "documents": ["D", "E"], "codings": marks });
        files.push((format!("codings/{name}.json"), own.to_string()));
    }
    write(&files, &place.path().join("folder"));
    project_of(place, &within(place, "folder"))
}

fn matrix<'a>(project: &'a str, args: &[&'a str]) -> Vec<&'a str> {
    let rows = if args.contains(&"--rows") { &[][..] } else { &["--rows", "participant"] };
    let columns = if args.contains(&"--columns") { &[][..] } else { &["--columns", "code"] };
    [&["matrix", project, "--count", "passages", "--format", "json"], rows, columns, args].concat()
}

#[test]
fn only_passages_that_the_table_counts_are_said_to_count_once() {
    let place = temporary();
    let alike: &[Mark<'_>] = &[("a", "D", 0, 10), ("b", "D", 0, 10), ("b", "E", 0, 10)];
    let path = study(&place, &[("A", alike), ("B", alike)]);
    for (args, once) in [
        (&[][..], 3),
        (&["--where", "gender=Female"], 2),
        (&["--where", "gender=Male"], 1),
        (&["--columns", "kind"], 1),
        (&["--columns", "kind", "--where", "gender=Male"], 0),
        (&["--coder", "A"], 0),
    ] {
        let notes = json(&matrix(&path, args))["notes"].to_string();
        let note = match once {
            0 => String::new(),
            1 => "1 passage with the same code and exactly the same words by several coders counts once".to_owned(),
            n => format!("{n} passages with the same code and exactly the same words by several coders count once"),
        };
        assert!(notes.contains(&note) && (once > 0 || !notes.contains("once")), "{args:?}: {notes}");
    }
}

#[test]
fn a_filter_that_nobody_meets_is_an_error_or_said() {
    let place = temporary();
    let path = study(&place, &[("A", &[("a", "D", 0, 10)])]);
    let file = within(&place, "t.csv");
    for (filter, message) in [
        ("gender=Femal", "no participant has the value `Femal` of `gender`; there are: Female, Male"),
        ("gender=male", "there are: Male, Female"),
        ("gender=", "no participant has the value `` of `gender`"),
        ("gendr=Female", "there is no attribute `gendr`; there are: gender, age group"),
        ("agegroup=20～30", "there is no attribute `agegroup`; there are: age group, gender"),
        ("age group=20-30", "there are: 20～30, 31～40"),
    ] {
        fails(&matrix(&path, &["--where", filter]), 1, &[message]);
        fails(&matrix(&path, &["--where", "gender=Female", "--where", filter]), 1, &[message]);
        fails(&["export", &path, &file, "--select", "matrix:participant:code", "--where", filter], 1, &[message]);
    }
    for (filter, kept) in [
        (&["gender=Female"][..], 1),
        (&["gender＝Female"], 1),
        (&["age group＝20～30"], 1),
        (&["gender=Female", "gender=Male"], 1),
        (&["gender=(not known)"], 0),
        (&["gender=Female", "age group=31～40"], 0),
    ] {
        let flags: Vec<&str> = filter.iter().flat_map(|one| ["--where", one]).collect();
        let table = json(&matrix(&path, &flags));
        let nobody = table["notes"].to_string().contains("No participant meets all conditions of the filter.");
        assert_eq!((table["total"].as_u64(), nobody), (Some(kept), kept == 0), "{filter:?}: {table}");
    }
}

#[test]
fn a_filter_of_the_window_that_nobody_meets_any_more_is_said() {
    use pullquote::analysis::{AttributeFilter, Axis, TableRequest};
    use pullquote::engine::reading::{PassageScope, TableQuery, tabulated};
    use pullquote::model::Described;
    let place = temporary();
    let project = Project::open(Path::new(&study(&place, &[("A", &[("a", "D", 0, 10)])]))).unwrap();
    let mut filter = AttributeFilter::default();
    filter.add(Described::Participants, "gender", "Other");
    let request = TableRequest::Matrix { rows: Axis::Participant, columns: Axis::Code };
    let query = TableQuery {
        request,
        count: Default::default(),
        users: vec![],
        scope: PassageScope { filter, ..PassageScope::default() },
        counted_as: Default::default(),
    };
    let notes = tabulated(project.reads(), &query).unwrap().footnotes.join(" ");
    assert!(notes.contains("Check the filter: no participant has the value `Other` of `gender`; "), "{notes}");
}

fn run(project: &mut Project, command: &Command) {
    project.execute(command, &Actor::named("A"), &Progress::default()).unwrap();
}

fn is_called_outdated(path: &str) -> bool {
    json(&matrix(path, &["--rows", "document"]))["notes"].to_string().contains("out of date")
}

#[test]
fn a_consensus_is_compared_with_what_it_was_created_from() {
    let (wide, narrow): (&[Mark<'_>], &[Mark<'_>]) =
        (&[("a", "D", 0, 10), ("a", "E", 0, 10)], &[("a", "D", 0, 8), ("a", "E", 0, 10)]);
    let coders = |project: &Project, names: &[&str]| -> Vec<UserId> {
        let study = project.reads().study().unwrap();
        names.iter().map(|name| study.user_named(name).unwrap().id).collect()
    };
    for (names, share) in [(&["A", "B"][..], 50), (&["A", "C"], 50), (&["A", "B"], 90), (&[], 50), (&[], 100)] {
        let place = temporary();
        let path = study(&place, &[("A", wide), ("B", narrow), ("C", &[("b", "D", 20, 30), ("a", "E", 0, 10)])]);
        let mut project = Project::open(Path::new(&path)).unwrap();
        let rule = AgreeRule { coders: coders(&project, names), share: Some(share) };
        run(&mut project, &Command::Agree { rule: rule.clone() });
        assert_eq!(
            project
                .execute(&Command::Agree { rule: rule.clone() }, &Actor::named("A"), &Progress::default())
                .unwrap()
                .summary,
            ""
        );
        let open = disagreements(project.reads(), &rule, 0, &Progress::default()).unwrap();
        drop(project);
        assert!(!is_called_outdated(&path), "{names:?} {share}");
        let mut project = Project::open(Path::new(&path)).unwrap();
        if let Some(first) = open.list.first() {
            let (disagreement, reason) = (first.disagreement.key, String::new());
            run(&mut project, &Command::Settle { rule, disagreement, decision: Decision::Both, reason });
        }
        drop(project);
        assert!(!is_called_outdated(&path), "{names:?} {share}: a decision was added");
        // Another passage of a coder who was compared.
        ok(&["code", &path, "--document", "E", "--coder", "A", "--range", "0..10", "--code", "b"]);
        assert!(!is_called_outdated(&path), "{names:?} {share}: a disagreement does not make it wrong");
        let other = if names.contains(&"C") { "C" } else { "B" };
        ok(&["code", &path, "--document", "E", "--coder", other, "--range", "0..10", "--code", "b"]);
        assert_eq!(is_called_outdated(&path), names.len() == 2, "{names:?} {share}: the coders agree on more");
    }
}

#[test]
fn if_it_is_not_known_how_a_consensus_was_created_it_may_be_out_of_date() {
    let place = temporary();
    let marks: &[Mark<'_>] = &[("a", "D", 0, 10)];
    let path = study(&place, &[("A", marks), ("B", &[("a", "D", 0, 8)])]);
    let mut project = Project::open(Path::new(&path)).unwrap();
    run(&mut project, &Command::Agree { rule: AgreeRule::default() });
    run(&mut project, &Command::Undo { steps: 1 });
    let rule = project.reads().consensus_rule().unwrap().map(drop);
    assert_eq!(rule, Err(NoRule::NotRecorded), "undone with the consensus");
    run(&mut project, &Command::Agree { rule: AgreeRule { coders: vec![], share: Some(90) } });
    let rule = AgreeRule { coders: vec![], share: Some(90) };
    let disagreement = disagreements(project.reads(), &rule, 0, &Progress::default()).unwrap();
    assert!(disagreement.list.len() == 1 && project.reads().study().unwrap().consensus().is_none());
    let decide = |decision| Command::Settle {
        rule: AgreeRule { coders: vec![], share: Some(90) },
        disagreement: disagreement.list[0].disagreement.key,
        decision,
        reason: String::new(),
    };
    run(&mut project, &decide(Decision::Both));
    drop(project);
    assert!(!is_called_outdated(&path));
    // A folder has neither the decisions nor how the consensus was created.
    let folder = within(&place, "again");
    ok(&["export", &path, &folder]);
    let note = |path: &str, reason: &str| {
        let notes = json(&matrix(path, &["--rows", "document"]))["notes"].to_string();
        assert!(notes.contains("may be out of date") && notes.contains(reason), "{reason}: {notes}");
    };
    note(&folder, "is not recorded");
    // The decision is why the consensus differs from what all coders agree on by default.
    let gone = pullquote::model::Guid::new();
    for (record, reason) in [
        ("{\"share\": 90".to_owned(), "is damaged"),
        ("{\"coders\": [], \"share\": \"most\"}".to_owned(), "is damaged"),
        (json!({ "coders": [gone, gone], "share": 50 }).to_string(), "no longer in the project"),
    ] {
        let sql = "UPDATE settings SET value = ?1 WHERE name = 'consensus'";
        rusqlite::Connection::open(&path).unwrap().execute(sql, [record]).unwrap();
        note(&path, reason);
    }
    ok(&["agree", &path, "--auto"]);
    assert!(!is_called_outdated(&path), "creating it again records how");
}
