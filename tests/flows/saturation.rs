//! How many codes each further interview adds, on the command line.

use super::support::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// The names in a list of the figures.
fn names(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect()
}

fn numbers(list: &Value) -> Vec<u64> {
    list.as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect()
}

/// Counts the themes of a list of passages over these documents, one by one.
fn counted(passages: &Value, documents: &[&str], themes: impl Fn(&Value) -> Vec<String>) -> (Vec<u64>, Vec<u64>) {
    let mut seen = BTreeSet::new();
    let (mut new, mut cumulative) = (Vec::new(), Vec::new());
    for document in documents {
        let before = seen.len() as u64;
        for passage in passages.as_array().unwrap().iter().filter(|passage| passage["document"] == *document) {
            seen.extend(themes(passage));
        }
        new.push(seen.len() as u64 - before);
        cumulative.push(seen.len() as u64);
    }
    (new, cumulative)
}

fn code(passage: &Value) -> Vec<String> {
    vec![passage["code"].as_str().unwrap().to_owned()]
}

#[test]
fn the_sample_study_has_the_new_codes_that_its_passages_bring() {
    let sample = sample();
    let passages = json(&["codings", &sample, "--json"]);
    let found = json(&["saturation", &sample, "--json"]);
    let documents = names(&found["interviews"]);
    assert_eq!((documents.len(), documents[0]), (26, "A"));
    let (new, cumulative) = counted(&passages, &documents, code);
    assert_eq!((numbers(&found["new"]), numbers(&found["cumulative"])), (new.clone(), cumulative.clone()));
    assert_eq!(found["base"], cumulative[3]);
    let first = (4..=documents.len() - 2).find(|at| (new[*at] + new[at + 1]) as f64 / cumulative[3] as f64 <= 0.05);
    assert_eq!(found["reached"]["interviews"].as_u64(), first.map(|at| at as u64));
    assert_eq!(found["reached"]["run"], 2);
    assert!(found.get("orders").is_none());

    let rolled = json(&["saturation", &sample, "--json", "--roll-up"]);
    let with_parents = |passage: &Value| {
        let path = passage["code"].as_str().unwrap();
        let ends = path.match_indices(" > ").map(|(at, _)| at).chain([path.len()]);
        ends.map(|end| path[..end].to_owned()).collect()
    };
    assert_eq!(numbers(&rolled["cumulative"]), counted(&passages, &documents, with_parents).1);
}

#[test]
fn values_of_a_dimension_are_themes_too() {
    let sample = sample();
    let found = json(&["saturation", &sample, "--by", "asset", "--json"]);
    let passages = json(&["codings", &sample, "--json"]);
    let asset = |passage: &Value| passage["facets"]["asset"].as_str().map(str::to_owned).into_iter().collect();
    let documents = names(&found["interviews"]);
    assert_eq!(numbers(&found["cumulative"]), counted(&passages, &documents, asset).1);
    assert_eq!(found["cumulative"][25], 6);
    fails(&["saturation", &sample, "--by", "assett"], 1, &["assett", "asset"]);
}

/// The name of an interview, what is coded in it, its round, and the age of its participant.
type Interview = (&'static str, &'static [&'static str], &'static str, &'static str);

const INTERVIEWS: [Interview; 5] = [
    ("P1", &["a", "b"], "2", "30"),
    ("P2", &["a"], "", "9"),
    ("P3", &["c"], "1", "40"),
    ("P4", &[], "10", ""),
    ("P5", &["b"], "", ""),
];

fn study(folder: &tempfile::TempDir) -> String {
    let documents: Vec<Value> = INTERVIEWS
        .map(|(name, ..)| json!({"name": name, "path": format!("transcripts/{name}.txt"), "participant": name}))
        .into();
    let mut codings = Vec::new();
    for (name, codes, ..) in INTERVIEWS {
        codings.extend(codes.iter().map(|code| json!({"document": name, "start": 0, "end": 4, "code": code})));
    }
    let color = "#336699";
    let codes: Vec<Value> = ["a", "b", "c"].map(|name| json!({"name": name, "color": color, "children": []})).into();
    let project = json!({
        "format": "pullquote-folder", "version": 1, "name": "S", "coders": [{"name": "Eva", "color": color}],
        "documents": documents,
    });
    let rows = |of: fn(&Interview) -> String| INTERVIEWS.iter().map(of).collect::<String>();
    let mut files = vec![
        ("project.json".to_owned(), project.to_string()),
        ("codebook.json".to_owned(), json!({"codes": codes, "facets": []}).to_string()),
        ("participants.csv".to_owned(), format!("participant,age\n{}", rows(|one| format!("{},{}\n", one.0, one.3)))),
        ("documents.csv".to_owned(), format!("document,round\n{}", rows(|one| format!("{},{}\n", one.0, one.2)))),
        (
            "codings/Eva.json".to_owned(),
            json!({"coder": "Eva", "documents": INTERVIEWS.map(|one| one.0), "codings": codings}).to_string(),
        ),
    ];
    files.extend(INTERVIEWS.map(|(name, ..)| (format!("transcripts/{name}.txt"), "Some words.".to_owned())));
    let source = within(folder, "source");
    write(&files, std::path::Path::new(&source));
    project_of(folder, &source)
}

#[test]
fn interviews_come_in_the_order_of_an_attribute_and_of_those_that_filters_keep() {
    let folder = temporary();
    let project = study(&folder);
    let asked =
        |flags: &[&str]| json(&[&["saturation", &project, "--json", "--base", "1", "--run", "1"], flags].concat());
    let found = asked(&[]);
    assert_eq!(found["new"], json!([2, 0, 1, 0, 0]));
    assert_eq!(found["reached"], json!({"interviews": 1, "run": 1, "share": 0.0}));
    let by_round = asked(&["--order", "round"]);
    assert_eq!(by_round["interviews"], json!(["P3", "P1", "P4", "P2", "P5"]));
    assert_eq!((&by_round["new"], &by_round["base"]), (&json!([1, 2, 0, 0, 0]), &json!(1)));
    // Numbers are ordered by value, and what is not known comes last.
    assert_eq!(asked(&["--order", "age"])["interviews"], json!(["P2", "P1", "P3", "P4", "P5"]));
    let some = asked(&["--where", "age=9", "--where", "age=40"]);
    assert_eq!((&some["interviews"], &some["new"]), (&json!(["P2", "P3"]), &json!([1, 1])));
    // Nothing is coded in one of the two.
    let round = asked(&["--where-document", "round=10", "--where-document", "round=1", "--threshold", "0"]);
    assert_eq!((&round["new"], &round["reached"]["interviews"]), (&json!([1, 0]), &json!(1)));
    assert_eq!(json(&["saturation", &project, "--json", "--base", "9"])["reached"], Value::Null);
    fails(&["saturation", &project, "--order", "rund"], 1, &["rund", "round"]);
}

#[test]
fn random_orders_are_the_same_for_a_seed() {
    let folder = temporary();
    let project = study(&folder);
    let over = |seed| json(&["saturation", &project, "--json", "--orders", "200", "--seed", seed])["orders"].clone();
    let found = over("7");
    assert_eq!(found, over("7"));
    assert_eq!(found["n"], 200);
    let curve = &found["cumulative"];
    assert_eq!((curve["median"].as_array().unwrap().len(), &curve["p95"][4]), (5, &json!(3.0)));
    // Four interviews and then two are more than there are.
    assert_eq!((&found["never"], &found["median"]), (&json!(200), &json!(5.0)));
    let one = ["saturation", &project, "--base", "1", "--run", "1", "--threshold", "0"];
    let orders = json(&[&one[..], &["--orders", "500", "--json"]].concat())["orders"].clone();
    assert!(orders["never"].as_u64().unwrap() < 500, "{orders}");
    assert!(orders["p05"].as_f64() <= orders["median"].as_f64() && orders["median"].as_f64() <= orders["p95"].as_f64());
}

#[test]
fn the_text_says_what_was_done_and_files_have_their_format() {
    let folder = temporary();
    let project = study(&folder);
    let text = ok(&["saturation", &project, "--base", "1", "--run", "1", "--orders", "10"]);
    for part in ["P1: 2 new, 2 in all", "P3: 1 new, 3 in all", "reached after 1 document", "In 10 random orders"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(ok(&["saturation", &project]).contains("cannot be judged"));
    let table = "\u{feff}interview,new,cumulative\r\nP1,2,2\r\nP2,0,2\r\nP3,1,3\r\nP4,0,3\r\nP5,0,3\r\n";
    let (csv, json) = (within(&folder, "s.csv"), within(&folder, "s.json"));
    ok(&["saturation", &project, "-o", &csv]);
    assert_eq!(std::fs::read_to_string(csv).unwrap(), table);
    ok(&["saturation", &project, "-o", &json]);
    let written: Value = serde_json::from_str(&std::fs::read_to_string(json).unwrap()).unwrap();
    assert_eq!(written["new"], json!([2, 0, 1, 0, 0]));
    for (flags, why) in [
        (&["--base", "0"][..], "at least 1"),
        (&["--threshold", "5"], "from 0 to 1"),
        (&["--orders", "0"], "--orders"),
        (&["--seed", "3"], "--orders"),
        (&["--format", "docx"], "text, csv, json"),
        (&["--format", "csv", "--json"], "--json"),
    ] {
        fails(&[&["saturation", &project], flags].concat(), 2, &[why]);
    }
}
