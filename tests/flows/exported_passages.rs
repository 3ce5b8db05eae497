//! Lists of passages that the program exports are imported again: what they hold comes back.

use super::support::*;
use fastrand::Rng;
use pullquote::engine::{Actor, Chosen, Command, Progress, Project, Query, Selection, TargetFormat};
use pullquote::i18n::{Language, within as in_language};
use pullquote::model::NoteTarget;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;

const DOCUMENTS: [&str; 4] = ["D, 1", "-D", "=x", "文档"];
const CODES: [&str; 6] = ["Push, Illness", "=sum", "a / b", "x; y", "-1", "own"];
const CODERS: [&str; 4] = ["Ann", "=Ben", "@Cy", "林"];
const ACCOUNTS: [&str; 6] = ["own", "others", "Lin; Wang", "-Q", "=1+1", "Nobody here"];
const MEMOS: [&str; 7] = ["a memo", "- see above", "=1", "'tis", "two\nlines", "“quoted”, \"twice\"", "'=x"];
const TEXT: &str = "I: Why did you go?\nB: =no work, no money.\nC: - and I was young, 没有钱.\n";

/// A project whose names and words look like formulas, lists and numbers, with passages or without.
fn folder(place: &Path, codings: &[Value]) {
    let people = "participant,quote,text,account,name\n\"Lin; Wang\",q,t,own,n\n-Q,=1,2,3,4\n";
    let documents: Vec<Value> = (0..DOCUMENTS.len())
        .map(|at| {
            json!({ "name": DOCUMENTS[at], "path": format!("transcripts/{at}.txt"),
            "participant": (at == 1).then_some("-Q"),
            "participants": if at == 0 { json!({ "B": "Lin; Wang", "C": "-Q" }) } else { Value::Null } })
        })
        .collect();
    let coders: Vec<Value> = CODERS.iter().map(|name| json!({ "name": name })).collect();
    let project =
        json!({ "format": "pullquote-folder", "version": 1, "name": "s", "coders": coders, "documents": documents });
    let codes: Vec<Value> =
        CODES.iter().map(|name| json!({ "name": name, "children": [{ "name": format!("{name}, again") }] })).collect();
    let mut files: Files = vec![
        ("project.json".into(), project.to_string()),
        ("participants.csv".into(), people.into()),
        ("codebook.json".into(), json!({ "codes": codes }).to_string()),
    ];
    files.extend((0..DOCUMENTS.len()).map(|at| (format!("transcripts/{at}.txt"), TEXT.to_owned())));
    for (at, coder) in CODERS.iter().enumerate() {
        let theirs: Vec<&Value> = codings.iter().filter(|one| one["coder"] == *coder).collect();
        files.push((format!("codings/{at}.json"), json!({ "coder": coder, "codings": theirs }).to_string()));
    }
    write(&files, place);
}

/// Passages that differ in place, code or coder.
fn passages(random: &mut Rng) -> Vec<Value> {
    let characters = TEXT.chars().count();
    let mut taken = BTreeSet::new();
    let mut found = Vec::new();
    for _ in 0..40 {
        let start = random.usize(..characters - 1);
        let end = random.usize(start + 1..=characters);
        let code = random.choice(CODES).unwrap();
        let code = if random.bool() { code.to_owned() } else { format!("{code} > {code}, again") };
        let (document, coder) = (random.choice(DOCUMENTS).unwrap(), random.choice(CODERS).unwrap());
        if taken.insert((document, start, end, code.clone(), coder)) {
            found.push(json!({ "document": document, "start": start, "end": end, "code": code, "coder": coder,
                "memo": random.choice(MEMOS).filter(|_| random.bool()),
                "account": random.choice(ACCOUNTS).filter(|_| random.bool()) }));
        }
    }
    found
}

/// Marks passages as important, and adds second memos.
fn mark(project: &str, random: &mut Rng) {
    let mut project = Project::open(project.as_ref()).unwrap();
    for fact in project.reads().facts(&[]).unwrap() {
        let study = project.reads().study().unwrap();
        let actor = Actor::named(study.user(fact.user).map(|user| user.name.as_str()));
        if random.bool() {
            let command = Command::MarkImportant { codings: vec![fact.coding], important: true };
            project.execute(&command, &actor, &Progress::default()).unwrap();
        }
        if random.bool() {
            let (target, text) = (NoteTarget::Coding(fact.coding), random.choice(MEMOS).unwrap().to_owned());
            project.execute(&Command::SetMemo { note: None, target, text }, &actor, &Progress::default()).unwrap();
        }
    }
}

fn listed(project: &str) -> String {
    ok(&["codings", project, "--format", "csv"])
}

/// The list without times, which a workbook has in whole seconds.
fn untimed(project: &str) -> Value {
    let mut list = json(&["codings", project, "--format", "json"]);
    for one in list.as_array_mut().unwrap() {
        one.as_object_mut().unwrap().remove("created");
    }
    list
}

#[test]
fn what_an_exported_list_of_passages_holds_is_imported_again() {
    for seed in 0..4 {
        let mut random = Rng::with_seed(seed);
        let place = temporary();
        let (coded, bare) = (place.path().join("coded"), place.path().join("bare"));
        folder(&coded, &passages(&mut random));
        folder(&bare, &[]);
        let project = project_of(&place, coded.to_str().unwrap());
        mark(&project, &mut random);
        let expected = (listed(&project), untimed(&project));
        let targets: Vec<(String, Language)> =
            [("l.csv", Language::English), ("l.xlsx", Language::English), ("中.xlsx", Language::Chinese)]
                .map(|(name, language)| (within(&place, name), language))
                .into();
        for (list, language) in targets {
            let reader = Project::open_to_read(project.as_ref()).unwrap().0;
            in_language(language, || {
                let target = std::path::PathBuf::from(&list);
                let format = TargetFormat::of(&target).unwrap();
                let selection = Selection::Chosen(Chosen::default());
                reader.ask(&Query::ExportAs { target, selection, format, language }).unwrap();
            });
            drop(reader);
            let before = snapshot_of(&project);
            let again = json(&["import", &project, &list, "--as", "segments", "--json"]);
            assert_eq!(
                again["imported"][0]["present"],
                json!(expected.1.as_array().unwrap().len()),
                "{list} {again:#}"
            );
            assert!(snapshot_of(&project) == before, "{list}: a list of this project adds nothing to it: {again:#}");
            let other = within(&place, &format!("{}.pullquote", list.rsplit('/').next().unwrap()));
            ok(&["new", &other]);
            ok(&["import", &other, bare.to_str().unwrap()]);
            let report = json(&["import", &other, &list, "--as", "segments", "--json"]);
            assert_eq!(untimed(&other), expected.1, "seed {seed}, {list}: {report:#}");
            assert!(!list.ends_with("csv") || listed(&other) == expected.0, "seed {seed}, {list}");
            ok(&["undo", &other]);
            assert_eq!(untimed(&other), json!([]));
        }
    }
}

#[test]
fn marks_of_a_table_are_added_and_those_of_the_project_stay() {
    let place = temporary();
    let bare = place.path().join("bare");
    folder(&bare, &[]);
    let project = project_of(&place, bare.to_str().unwrap());
    let import = |rows: &str, flags: &[&str]| {
        let table = within(&place, "t.csv");
        std::fs::write(&table, format!("document,code,coder,quote,weight,about,at\n{rows}")).unwrap();
        let flags = [&["import", &project, &table, "--as", "segments", "--json"], flags].concat();
        json(&flags)
    };
    let columns = ["--important-column", "weight", "--account-column", "about", "--created-column", "at"];
    // Columns of other tables are taken only if they are named.
    let report = import("文档,own,Ann,no work,yes,own,\n", &[]);
    let first = |project: &str| untimed(project)[0].clone();
    assert_eq!(
        (&first(&project)["important"], &first(&project)["account"]),
        (&json!(false), &Value::Null),
        "{report:#}"
    );
    let report = import("文档,own,Ann,no work,yes,-q,soon\n", &columns);
    let one = &report["imported"][0];
    assert_eq!((&one["passages"], &one["present"], &one["marks"]), (&json!(0), &json!(1), &json!(1)), "{report:#}");
    assert_eq!((&first(&project)["important"], &first(&project)["account"]), (&json!(true), &json!("-Q")));
    assert!(ok(&["history", &project]).contains("1 passage marked in 1 document"), "{}", ok(&["history", &project]));
    let report = import("文档,own,Ann,no work,,others,\n文档,own,Ann,no work,maybe,-Q,\n", &columns);
    assert_eq!(report["imported"][0]["marks"], json!(0));
    let text = report.to_string();
    for kind in ["kept_accounts", "unread_importance"] {
        assert!(text.contains(kind), "{kind}: {report:#}");
    }
    assert_eq!((&first(&project)["important"], &first(&project)["account"]), (&json!(true), &json!("-Q")));
}

#[test]
fn a_memo_keeps_the_blanks_at_its_ends_in_a_list_of_passages() {
    let place = temporary();
    let bare = place.path().join("bare");
    folder(&bare, &[]);
    let coded = within(&place, "coded");
    let memo = " \n first\n\n   indented \n ";
    let passage = json!({ "document": "文档", "coder": "Ann", "start": 0, "end": 2, "code": "own", "memo": memo });
    folder(Path::new(&coded), &[passage]);
    let project = project_of(&place, &coded);
    for ending in ["csv", "xlsx"] {
        let list = within(&place, &format!("list.{ending}"));
        ok(&["export", &project, &list]);
        let before = snapshot_of(&project);
        ok(&["import", &project, &list, "--as", "segments"]);
        assert!(snapshot_of(&project) == before, "{ending}: what it lists is here");
        let other = within(&place, &format!("{ending}.pullquote"));
        ok(&["new", &other]);
        ok(&["import", &other, bare.to_str().unwrap()]);
        ok(&["import", &other, &list, "--as", "segments"]);
        assert_eq!(json(&["codings", &other, "--json"])[0]["memo"], memo, "{ending}");
    }
}
