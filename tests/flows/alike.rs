//! Names that look the same but are encoded differently (composed or decomposed letters, soft hyphens) are the same
//! name in every lookup. A project keeps the spelling that it has.

use super::support::*;
use pullquote::engine::command::{CodeChange, DimensionDraft};
use pullquote::engine::{Actor, Command, Error, Outcome, Progress, Project};
use serde_json::{Value, json};
use std::path::Path;

/// Decomposes accented vowels into two characters.
fn apart(name: &str) -> String {
    let pairs = [("ä", "a\u{308}"), ("ö", "o\u{308}"), ("ü", "u\u{308}"), ("é", "e\u{301}")];
    pairs.iter().fold(name.to_owned(), |name, (one, two)| name.replace(one, two))
}

/// A folder whose names all have a composed umlaut, except the second participant's value.
fn umlauts() -> Files {
    let project = json!({ "format": "pullquote-folder", "version": 1, "name": "U",
        "coders": [{ "name": "Jürgen" }],
        "documents": [{ "name": "Köln", "path": "t/k.txt", "participant": "Änne" },
                      { "name": "Lübeck", "path": "t/l.txt", "participant": "Götz" }],
        "tables": [{ "name": "Löhne", "title": "", "kind": "facets", "rows": "Fälle", "columns": "Fälle" },
                   { "name": "Kinder", "title": "", "kind": "typology", "rows": ["Größe"],
                     "columns": [{ "title": "Codes", "facet": apart("Fälle"), "value": apart("schön") },
                                 { "title": "Größen", "attribute": apart("Größe"), "as": "list" }] }] });
    let book = json!({ "facets": { "Fälle": ["schön", "öde"] },
        "codes": [{ "name": "Büro", "facets": { "Fälle": "schön" } }, { "name": "Mühe" }] });
    let coding = |document: &str| json!({ "document": document, "start": 4, "end": 7, "code": "Büro" });
    let coder = json!({ "coder": "Jürgen", "codings": [coding("Köln"), coding("Lübeck")] });
    vec![
        ("project.json".into(), project.to_string()),
        ("codebook.json".into(), book.to_string()),
        ("participants.csv".into(), format!("participant,Größe\nÄnne,höher\nGötz,{}\n", apart("höher"))),
        ("t/k.txt".into(), "Fr: wie so?\nJé: weil.\nFr: und?\nJé: ja.\n".into()),
        ("t/l.txt".into(), "Fr: na gut?\nJé: nein.\nFr: und?\nJé: ja.\n".into()),
        ("codings/j.json".into(), coder.to_string()),
    ]
}

fn umlaut_project(place: &tempfile::TempDir) -> String {
    write(&umlauts(), &place.path().join("study"));
    project_of(place, &within(place, "study"))
}

#[test]
fn names_on_the_command_line_match_in_any_spelling() {
    let place = temporary();
    let project = umlaut_project(&place);
    for arguments in [
        &["table", "Löhne", "--format", "json"][..],
        &["table", "Kinder", "--format", "json"],
        &["matrix", "--rows", "Größe", "--columns", "Fälle", "--format", "json"],
        &["matrix", "--rows", "facet:Fälle", "--columns", "attribute:Größe", "--format", "json"],
        &["matrix", "--rows", "document", "--columns", "code", "--where", "Größe=höher", "--format", "json"],
        &["table", "Löhne", "--coder", "Jürgen", "--where", "Größe=höher", "--format", "json"],
        &[
            "codings",
            "--code",
            "Büro",
            "--document",
            "Köln",
            "--participant",
            "Änne",
            "--coder",
            "Jürgen",
            "--format",
            "json",
        ],
    ] {
        let spelt = |spell: &dyn Fn(&str) -> String| {
            let rest = arguments[1..].iter().map(|word| spell(word));
            [arguments[0].to_owned(), project.clone()].into_iter().chain(rest).collect::<Vec<_>>()
        };
        let mut found = json(&spelt(&|word| apart(word)));
        let mut expected = json(&spelt(&str::to_owned));
        // Texts that the user wrote are returned unchanged.
        for value in [&mut found, &mut expected] {
            if let Some(value) = value.as_object_mut() {
                value.retain(|key, _| !["name", "title", "row_headers"].contains(&key.as_str()));
            }
        }
        assert_eq!(found, expected, "{arguments:?}");
    }
}

#[test]
fn values_that_look_the_same_share_a_row() {
    let place = temporary();
    let project = umlaut_project(&place);
    let matrix = json(&["matrix", &project, "--rows", "Größe", "--columns", "code", "--format", "json"]);
    assert_eq!((&matrix["rows"], &matrix["cells"][0]), (&json!(["höher"]), &json!([2, 0])));
    let typology = json(&["table", &project, "Kinder", "--format", "json"]);
    assert_eq!(typology["rows"].as_array().unwrap().len(), 1);
    assert_eq!(typology["rows"][0]["cells"][0]["items"][0]["count"], 2, "{typology:#}");
    let shown = ok(&["codings", &project, "--format", "csv"]);
    assert!(shown.contains("höher") && shown.contains(&apart("höher")), "both keep their spelling: {shown}");
}

#[test]
fn labels_match_in_any_spelling() {
    let place = temporary();
    let project = umlaut_project(&place);
    ok(&["code", &project, "--document", "Köln", "--range", "4..7", "--code", "Mühe", "--coder", "Ann"]);
    let compared = |label: &str| {
        json(&["compare", &project, "--unit", "character", "--everyone", "--without", label, "--format", "json"])
    };
    let figures = |label: &str| compared(label)["per_code_characters"].clone();
    assert_ne!(figures("Jé"), figures("Fr"));
    assert_eq!(figures("Jé"), figures(&apart("Jé")));
    std::fs::write(place.path().join("neu.txt"), "Fr: wie so?\nJé: weil.\nFr: und?\nJé: ja.\nFr: so?\nJé: gut.\n")
        .unwrap();
    let file = within(&place, "neu.txt");
    let label = apart("Jé");
    let report = json(&["import", &project, &file, "--not-speaker", &label, "--json"]);
    let speakers: Vec<&String> = report["imported"][0]["speakers"].as_object().unwrap().keys().collect();
    assert_eq!(speakers, ["Fr"]);
}

#[test]
fn files_columns_and_sheets_match_in_any_spelling() {
    let place = temporary();
    let project = umlaut_project(&place);
    let file = place.path().join(format!("{}.txt", apart("Köln")));
    std::fs::write(&file, "other words").unwrap();
    let file = file.to_str().unwrap();
    let ran = run(&["import", &project, file, "--json"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((ran.code, &report["refused"][0]["kind"]), (1, &json!("other_text")));
    let report = json(&["import", &project, file, "--same-name", "number", "--json"]);
    assert_eq!(report["imported"][0]["document"], format!("{} (2)", apart("Köln")));
    let twins = ["Bünde", "Bün\u{ad}de", &apart("Bünde"), "Bünde\u{200b}"].map(|name| {
        let file = place.path().join(format!("{name}.txt"));
        std::fs::write(&file, format!("the words of {}", name.len())).unwrap();
        file.to_str().unwrap().to_owned()
    });
    let [one, two, three, four] = &twins;
    let ran = run(&["import", &project, one, two, three, four, "--json", "--strict"]);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let kinds: Vec<&Value> = report["refused"].as_array().unwrap().iter().map(|refused| &refused["kind"]).collect();
    assert_eq!(kinds, ["name_twice"; 3], "{report}");
    let report = json(&["import", &project, one, two, three, four, "--same-name", "number", "--json"]);
    let names: Vec<&str> =
        report["imported"].as_array().unwrap().iter().map(|one| one["document"].as_str().unwrap()).collect();
    assert_eq!(names, ["Bünde", "Bün\u{ad}de (2)", "Bu\u{308}nde (3)", "Bünde\u{200b} (4)"]);
    std::fs::write(place.path().join("people.csv"), "Kürzel,Größe\nZoé,mittel\n").unwrap();
    let people = within(&place, "people.csv");
    ok(&["import", &project, &people, "--as", "participants", "--name-column", &apart("Kürzel")]);
    let known = ok(&["export", &project, &within(&place, "p.csv"), "--select", "participants"]);
    let listed = std::fs::read_to_string(place.path().join("p.csv")).unwrap();
    assert!(listed.contains("Zoé,mittel") && !listed.contains(&apart("Größe")), "{known} {listed}");
}

#[test]
fn tables_follow_a_renamed_attribute_in_any_spelling() {
    let place = temporary();
    let path = umlaut_project(&place);
    let mut project = Project::open(Path::new(&path)).unwrap();
    let variable = project.reads().study().unwrap().variables[0].id;
    execute(&mut project, Command::RenameAttribute { variable, name: "Länge".into() }).unwrap();
    drop(project);
    let typology = json(&["table", &path, "Kinder", "--format", "json"]);
    assert_eq!((&typology["row_headers"], typology["rows"].as_array().unwrap().len()), (&json!(["Länge"]), 1));
}

#[test]
fn a_second_import_spelt_differently_adds_nothing() {
    let place = temporary();
    let project = umlaut_project(&place);
    let before = snapshot_of(&project);
    let spelt = umlauts().into_iter().map(|(path, text)| match path.as_str() {
        "codings/j.json" | "codebook.json" | "project.json" => (path, apart(&text)),
        _ => (path, text),
    });
    write(&spelt.collect(), &place.path().join("again"));
    let report = run(&["import", &project, &within(&place, "again"), "--json"]);
    assert_eq!(snapshot_of(&project), before, "{}", report.out);
}

/// Distinct items in a folder stay distinct: two values, tables or documents that look the same.
#[test]
fn distinct_items_are_not_merged_on_opening() {
    let place = temporary();
    let two = ["schön".to_owned(), apart("schön")];
    let table = |name: &str| json!({ "name": name, "title": "", "kind": "facets", "rows": "F", "columns": "F" });
    let document = |name: &str, path: &str| json!({ "name": name, "path": path });
    let project = json!({ "format": "pullquote-folder", "version": 1, "name": "T",
        "documents": [document(&two[0], "a.txt"), document(&two[1], "b.txt")],
        "tables": [table(&two[0]), table(&two[1])] });
    let codes = two.iter().enumerate().map(|(at, value)| json!({ "name": format!("c{at}"), "facets": { "F": value } }));
    let book = json!({ "facets": { "F": two }, "codes": codes.collect::<Vec<_>>() });
    let files = vec![
        ("project.json".to_owned(), project.to_string()),
        ("codebook.json".to_owned(), book.to_string()),
        ("a.txt".to_owned(), "one".to_owned()),
        ("b.txt".to_owned(), "two".to_owned()),
    ];
    write(&files, &place.path().join("study"));
    let path = project_of(&place, &within(&place, "study"));
    let mut project = Project::open(Path::new(&path)).unwrap();
    let study = project.reads().study().unwrap();
    let dimension = study.codebook.dimensions[0].clone();
    let of_code = |at: usize| study.codebook.codes()[at].dimensions.clone();
    assert_eq!(dimension.values, two);
    assert_eq!((of_code(0), of_code(1)), (vec![(dimension.id, 0)], vec![(dimension.id, 1)]));
    assert_eq!((study.tables.len(), study.sources.len()), (2, 2));
    // Both may remain when another value is added, but a third that looks the same is refused.
    let draft = |more: &[&str]| {
        let kept = two.iter().cloned().enumerate().map(|(at, value)| (Some(at), value));
        let values = kept.chain(more.iter().map(|value| (None, (*value).to_owned()))).collect();
        Command::SaveDimension { draft: DimensionDraft { dimension: Some(dimension.id), name: "F".into(), values } }
    };
    assert!(execute(&mut project, draft(&["neu"])).is_ok());
    let dimensions = project.reads().study().unwrap().codebook.dimensions;
    assert_eq!(dimensions[0].values.len(), 3);
    for taken in ["scho\u{308}n", "sch\u{ad}ön", " schön "] {
        let refused = execute(&mut project, draft(&["neu", taken])).map(|outcome| outcome.summary);
        assert!(matches!(refused, Err(Error::NameTaken { .. })), "{taken:?}: {refused:?}");
    }
}

fn execute(project: &mut Project, command: Command) -> Result<Outcome, Error> {
    project.execute(&command, &Actor::named("Ann"), &Progress::default())
}

#[test]
fn path_separators_in_typed_names_are_levels_of_new_codes_and_refused_in_other_names() {
    let place = temporary();
    write(&good(), &place.path().join("study"));
    let path = project_of(&place, &within(&place, "study"));
    let mut project = Project::open(Path::new(&path)).unwrap();
    let names = |project: &Project| -> Vec<String> {
        project.reads().study().unwrap().codebook.codes().iter().map(|code| code.name.clone()).collect()
    };
    let new = |name: &str| Command::AddCode { parent: None, name: name.into(), passage: None };
    for (typed, stored) in [
        ("a > b", "b"),
        (" low  >\thigh ", "high"),
        ("x >50k", "x >50k"),
        ("push->pull", "push->pull"),
        ("p>>q", "p>>q"),
        ("two  blanks", "two blanks"),
        ("a › c", "a › c"),
    ] {
        let outcome = execute(&mut project, new(typed)).unwrap();
        assert_eq!(outcome.also, [], "{typed}");
        assert!(names(&project).contains(&stored.to_owned()), "{typed}");
        let again = execute(&mut project, new(typed)).map(|outcome| outcome.summary);
        assert!(matches!(again, Err(Error::NameTaken { .. })), "{typed} again: {again:?}");
    }
    let study = project.reads().study().unwrap();
    let code = study.codebook.codes().iter().find(|code| code.name == "income > rent").unwrap().id;
    let change = |name: &str| Command::ChangeCode { code, changes: vec![CodeChange::Name(name.into())] };
    // A name that came with its folder may remain, when a form is confirmed and when the code is moved.
    assert_eq!(execute(&mut project, change("income > rent")).unwrap().also, []);
    let other = study.codebook.codes().iter().find(|code| code.name == "rent").unwrap().id;
    let below = Command::MoveCode { code, parent: Some(other), before: None };
    execute(&mut project, below).unwrap();
    assert!(names(&project).contains(&"income > rent".to_owned()));
    let refused = execute(&mut project, change("income > food")).map(|outcome| outcome.summary);
    assert!(matches!(refused, Err(Error::PathAsName { .. })), "{refused:?}");
    assert!(names(&project).contains(&"income > rent".to_owned()));
}
