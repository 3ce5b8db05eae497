//! What happens to passages, memos and subcodes when codes are moved, merged, split and removed.

use super::support::*;
use pullquote::engine::command::CodeChange;
use pullquote::engine::{Actor, Command, Error, Outcome, Progress, Project, Selection};
use pullquote::model::{CharRange, CodeId, SourceId};
use serde_json::Value;
use std::path::Path;

struct Study {
    project: Project,
    source: SourceId,
    _place: tempfile::TempDir,
}

impl Study {
    /// The codes `A > x`, `A > y` and `B > x` on one document.
    fn new() -> Self {
        let place = temporary();
        let file = place.path().join("B.txt");
        std::fs::write(&file, "问：为什么？\n答：家里没有钱，城里也没有。\n").unwrap();
        let mut project = Project::create(&place.path().join("p.pullquote"), "p").unwrap();
        let run =
            |project: &mut Project, command| project.execute(&command, &Actor::Nobody, &Progress::default()).unwrap();
        import(&mut project, file, true);
        run(&mut project, Command::AddCoder { name: "甲".into() });
        let source = project.reads().study().unwrap().sources[0].id;
        let mut study = Self { project, source, _place: place };
        for path in ["A", "A > x", "A > y", "B", "B > x"] {
            let (parent, name) = path.rsplit_once(" > ").map_or((None, path), |(p, n)| (Some(study.code(p)), n));
            study.run(Command::AddCode { parent, name: name.into(), passage: None });
        }
        study
    }

    fn run(&mut self, command: Command) -> Outcome {
        self.try_run(command).unwrap()
    }

    fn try_run(&mut self, command: Command) -> Result<Outcome, Error> {
        self.project.execute(&command, &Actor::named("甲"), &Progress::default())
    }

    fn code(&self, path: &str) -> CodeId {
        self.project.reads().study().unwrap().codebook.find(path).unwrap()
    }

    fn mark(&mut self, path: &str, start: u32, end: u32) {
        let (source, code) = (self.source, self.code(path));
        self.run(Command::Code { source, range: CharRange::new(start, end), codes: vec![code] });
    }

    /// Code path and range of every coding, sorted.
    fn marks(&self) -> Vec<(String, u32, u32)> {
        let book = self.project.reads().study().unwrap().codebook;
        let facts = self.project.reads().facts(&[]).unwrap();
        let mut marks: Vec<_> =
            facts.iter().map(|f| (book.path(f.code).to_string(), f.range.start.0, f.range.end.0)).collect();
        marks.sort();
        marks
    }

    fn paths(&self) -> Vec<String> {
        let book = self.project.reads().study().unwrap().codebook;
        book.codes().iter().map(|c| book.path(c.id).to_string()).collect()
    }
}

fn mark(path: &str, start: u32, end: u32) -> (String, u32, u32) {
    (path.into(), start, end)
}

#[test]
fn merging_codes_moves_passages_and_unites_duplicates_and_subcodes() {
    let mut study = Study::new();
    study.mark("A", 2, 5);
    study.mark("B", 2, 5);
    study.mark("A > x", 9, 12);
    study.mark("B > x", 10, 14);
    study.mark("A > y", 0, 1);
    let before = snapshot(&study.project);
    let (from, into) = (study.code("A"), study.code("B"));
    let outcome = study.run(Command::MergeCodes { from, into });
    assert_eq!(outcome.summary, "merge code “A” into “B”: 2 passages");
    assert_eq!(study.paths(), ["B", "B > x", "B > y"]);
    assert_eq!(study.marks(), [mark("B", 2, 5), mark("B > x", 9, 12), mark("B > x", 10, 14), mark("B > y", 0, 1)]);
    study.run(Command::Undo { steps: 1 });
    assert_eq!(snapshot(&study.project), before);
}

#[test]
fn the_history_keeps_the_names_of_its_time() {
    let mut study = Study::new();
    study.mark("A", 2, 5);
    let code = study.code("A");
    study.run(Command::ChangeCode { code, changes: vec![CodeChange::Name("rent".into())] });
    study.run(Command::ChangeCode { code, changes: vec![CodeChange::Name("housing".into())] });
    study.run(Command::RemoveCode { code });
    study.run(Command::Undo { steps: 2 });
    study.run(Command::Redo { steps: 1 });
    let history = study.project.reads().history().unwrap();
    let last: Vec<_> = history.iter().rev().take(7).map(|op| op.summary.as_str()).collect();
    assert_eq!(
        last,
        [
            "redo: rename code “rent” to “housing”",
            "undo: rename code “rent” to “housing”",
            "undo: delete code “housing” and 2 subcodes with 1 passage",
            "delete code “housing” and 2 subcodes with 1 passage",
            "rename code “rent” to “housing”",
            "rename code “A” to “rent”",
            "code “A” in B",
        ]
    );
}

#[test]
fn a_code_cannot_move_below_itself_or_beside_a_namesake() {
    let mut study = Study::new();
    let (a, x, bx) = (study.code("A"), study.code("A > x"), study.code("B > x"));
    let before = snapshot(&study.project);
    for command in [
        Command::MoveCode { code: a, parent: Some(x), before: None },
        Command::MoveCode { code: a, parent: Some(a), before: None },
        Command::MergeCodes { from: a, into: x },
        Command::MergeCodes { from: a, into: a },
    ] {
        assert!(matches!(study.try_run(command.clone()), Err(Error::Circular { .. })), "{command:?}");
    }
    let command = Command::MoveCode { code: bx, parent: Some(a), before: None };
    assert!(matches!(study.try_run(command), Err(Error::NameTaken { .. })));
    let command = Command::ChangeCode { code: a, changes: vec![CodeChange::Name(" B ".into())] };
    assert!(matches!(study.try_run(command), Err(Error::NameTaken { .. })));
    assert_eq!(snapshot(&study.project), before);
}

#[test]
fn codes_move_before_a_sibling_to_the_end_and_to_the_top_level() {
    let mut study = Study::new();
    study.mark("A > y", 0, 3);
    let (a, y, x, b) = (study.code("A"), study.code("A > y"), study.code("A > x"), study.code("B"));
    study.run(Command::MoveCode { code: y, parent: Some(a), before: Some(x) });
    assert_eq!(study.paths(), ["A", "A > y", "A > x", "B", "B > x"]);
    study.run(Command::MoveCode { code: y, parent: Some(b), before: None });
    assert_eq!(study.paths(), ["A", "A > x", "B", "B > x", "B > y"]);
    study.run(Command::MoveCode { code: b, parent: None, before: Some(a) });
    assert_eq!(study.paths(), ["B", "B > x", "B > y", "A", "A > x"]);
    assert_eq!(study.marks(), [mark("B > y", 0, 3)]);
}

#[test]
fn removing_a_code_removes_its_subcodes_and_states_the_number_of_passages() {
    let mut study = Study::new();
    study.mark("A", 0, 2);
    study.mark("A > x", 0, 3);
    study.mark("B", 0, 4);
    let before = snapshot(&study.project);
    let code = study.code("A");
    assert_eq!(study.run(Command::RemoveCode { code }).summary, "delete code “A” and 2 subcodes with 2 passages");
    assert_eq!((study.paths(), study.marks()), (vec!["B".into(), "B > x".into()], vec![mark("B", 0, 4)]));
    study.run(Command::Undo { steps: 1 });
    assert_eq!(snapshot(&study.project), before);
}

#[test]
fn recoding_onto_the_same_words_leaves_one_passage() {
    let mut study = Study::new();
    study.mark("A", 2, 5);
    study.mark("B", 2, 5);
    study.mark("B", 6, 8);
    let codings: Vec<_> = study.project.reads().facts(&[]).unwrap().iter().map(|f| f.coding).collect();
    let code = study.code("A");
    study.run(Command::Recode { codings, code });
    assert_eq!(study.marks(), [mark("A", 2, 5), mark("A", 6, 8)]);
}

#[test]
fn edges_stay_within_the_text_and_passages_are_never_empty() {
    let mut study = Study::new();
    study.mark("A", 2, 5);
    let coding = study.project.reads().facts(&[]).unwrap()[0].coding;
    let mut moved = |start, end| study.try_run(Command::MoveEdges { coding, range: CharRange::new(start, end) });
    assert!(matches!(moved(3, 3), Err(Error::EmptyPassage)));
    assert!(matches!(moved(3, 4_000), Err(Error::OutsideText { .. })));
    study.run(Command::MoveEdges { coding, range: CharRange::new(1, 7) });
    assert_eq!(study.marks(), [mark("A", 1, 7)]);
}

#[test]
fn a_split_moves_only_the_chosen_passages() {
    let mut study = Study::new();
    study.mark("A", 2, 5);
    study.mark("A", 6, 8);
    let coding = study.project.reads().facts(&[]).unwrap()[1].coding;
    let parent = Some(study.code("A"));
    study.run(Command::SplitCode { codings: vec![coding], parent, name: "z".into() });
    assert_eq!(study.marks(), [mark("A", 2, 5), mark("A > z", 6, 8)]);
}

#[test]
fn passages_that_get_a_code_of_their_own_keep_the_dimensions_that_their_codes_share() {
    let place = temporary();
    let mut project = Project::create_sample(&place.path().join("sample.pullquote")).unwrap();
    let study = project.reads().study().unwrap();
    let facts = project.reads().facts(&[]).unwrap();
    let code = |id| study.codebook.get(id).unwrap();
    let with_values = |count| facts.iter().filter(move |fact| code(fact.code).dimensions.len() == count);
    let first = with_values(2).next().unwrap();
    let differs = |one: &&pullquote::model::Fact| code(one.code).dimensions[1] != code(first.code).dimensions[1];
    let other = with_values(2)
        .filter(|one| code(one.code).dimensions[0] == code(first.code).dimensions[0])
        .find(differs)
        .unwrap();
    for (name, codings, wanted) in [
        ("alone", vec![first.coding], code(first.code).dimensions.clone()),
        ("together", vec![first.coding, other.coding], vec![code(first.code).dimensions[0]]),
    ] {
        let split = Command::SplitCode { codings, parent: None, name: name.into() };
        project.execute(&Command::Override(Box::new(split)), &Actor::Nobody, &Progress::default()).unwrap();
        let book = project.reads().study().unwrap().codebook;
        assert_eq!(book.get(book.find(name).unwrap()).unwrap().dimensions, wanted, "{name}");
    }
}

#[test]
fn a_split_takes_passages_of_several_codes_and_is_undone_in_one_step() {
    let mut study = Study::new();
    study.mark("A", 2, 5);
    study.mark("B", 6, 8);
    study.mark("A", 9, 11);
    let before = study.marks();
    let facts = study.project.reads().facts(&[]).unwrap();
    let codings = facts.iter().filter(|fact| fact.range.start.0 < 9).map(|fact| fact.coding).collect();
    study.run(Command::SplitCode { codings, parent: None, name: "z".into() });
    assert_eq!(study.marks(), [mark("A", 9, 11), mark("z", 2, 5), mark("z", 6, 8)]);
    study.run(Command::Undo { steps: 1 });
    assert_eq!(study.marks(), before);
    assert!(study.project.reads().study().unwrap().codebook.find("z").is_none());
}

#[test]
fn a_codebook_is_imported_from_csv_and_json_and_undone_in_one_step() {
    let place = temporary();
    let sample = Project::create_sample(&place.path().join("sample.pullquote")).unwrap();
    let codes = |project: &Project| {
        let book = project.reads().study().unwrap().codebook.clone();
        let about = |c: &pullquote::model::Code| (book.path(c.id).to_string(), c.description.clone(), c.color.clone());
        book.codes().iter().map(about).collect::<Vec<_>>()
    };
    for name in ["codebook.csv", "codebook.json"] {
        let file = place.path().join(name);
        export(&sample, &file, Selection::Codebook);
        let mut other = Project::create(&place.path().join(format!("{name}.pullquote")), "other").unwrap();
        let run =
            |other: &mut Project, command| other.execute(&command, &Actor::named("甲"), &Progress::default()).unwrap();
        let first = run(
            &mut other,
            Command::ImportCodebook { path: file.clone(), reading: Default::default(), table: Default::default() },
        );
        let dimensions = "5 new dimensions: asset, direction, generation, return_category, aspect";
        assert_eq!(first.summary, format!("88 new codes from {name}; {dimensions}"));
        assert_eq!(codes(&other), codes(&sample), "{name}");
        let dimensions = |project: &Project| project.reads().study().unwrap().codebook.dimensions.len();
        assert_eq!(dimensions(&other), dimensions(&sample), "{name}");
        let again = run(
            &mut other,
            Command::ImportCodebook { path: file, reading: Default::default(), table: Default::default() },
        );
        assert!(
            again.summary.starts_with("no new codes") && again.summary.contains("88 already in the project"),
            "{}",
            again.summary
        );
        run(&mut other, Command::Undo { steps: 1 });
        assert_eq!(codes(&other), vec![], "{name}");
    }
}

#[test]
fn definitions_that_differ_from_those_of_the_project_are_kept_and_reported() {
    let place = temporary();
    let mut project = Project::create(&place.path().join("p.pullquote"), "p").unwrap();
    let file = place.path().join("book.csv");
    let mut import = |definitions: [&str; 3]| {
        let [pay, land, work] = definitions;
        std::fs::write(&file, format!("code,description\nPay,{pay}\nLand,{land}\nWork,{work}\n")).unwrap();
        let command =
            Command::ImportCodebook { path: file.clone(), reading: Default::default(), table: Default::default() };
        let outcome = project.execute(&command, &Actor::named("甲"), &Progress::default()).unwrap();
        outcome.import.unwrap().problems.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(import(["Wages.", "", "Any job."]), Vec::<String>::new());
    // An empty cell states nothing.
    let said = import(["Money earned.", "Fields.", ""]);
    let kept = "the definitions of 2 codes of the project differ from the table; they were kept: Pay, Land";
    assert!(matches!(said.as_slice(), [one] if one.ends_with(kept)), "{said:?}");
    let study = project.reads().study().unwrap();
    let definition = |path| study.codebook.get(study.codebook.find(path).unwrap()).unwrap().description.clone();
    assert_eq!(["Pay", "Land", "Work"].map(definition), ["Wages.", "", "Any job."]);
}

#[test]
fn a_codebook_fills_values_of_dimensions_that_codes_lack() {
    let place = temporary();
    let mut project = Project::create(&place.path().join("p.pullquote"), "p").unwrap();
    let file = place.path().join("book.csv");
    let mut import = |table: &str| {
        std::fs::write(&file, table).unwrap();
        let command =
            Command::ImportCodebook { path: file.clone(), reading: Default::default(), table: Default::default() };
        project.execute(&command, &Actor::named("甲"), &Progress::default()).unwrap()
    };
    import("code\nPay\nLand\n");
    let filled = import("code,facet: direction\nPay,push\nLand,\n");
    assert_eq!(
        filled.summary,
        "no new codes from book.csv; 1 already in the project and left unchanged; values of dimensions added to 1 \
         existing code; new dimension: direction"
    );
    let other = import("code,facet: direction\nPay,pull\nLand,pull\n");
    let remarks: Vec<String> = other.import.unwrap().problems.iter().map(ToString::to_string).collect();
    let kept = "1 code of the project has other values of dimensions than the table; they were kept: Pay";
    assert!(matches!(remarks.as_slice(), [one] if one.ends_with(kept)), "{remarks:?}");
    let values = |project: &Project| {
        let book = project.reads().study().unwrap().codebook;
        let dimension = &book.dimensions[0];
        let of = |path| book.dimension_value(book.find(path).unwrap(), dimension.id);
        ["Pay", "Land"].map(|path| of(path).map(|place| dimension.values[place].clone()))
    };
    assert_eq!(values(&project), [Some("push".to_owned()), Some("pull".to_owned())]);
    project.execute(&Command::Undo { steps: 1 }, &Actor::named("甲"), &Progress::default()).unwrap();
    assert_eq!(values(&project), [Some("push".to_owned()), None]);
}

#[test]
fn an_exported_codebook_has_counts() {
    let place = temporary();
    let sample = Project::create_sample(&place.path().join("sample.pullquote")).unwrap();
    let file = place.path().join("codebook.md");
    export(&sample, &file, Selection::Codebook);
    let text = std::fs::read_to_string(&file).unwrap();
    let counts = sample.reads().code_counts(&[]).unwrap();
    let study = sample.reads().study().unwrap();
    for code in study.codebook.codes() {
        let path = study.codebook.path(code.id).to_string();
        let row =
            text.lines().find(|line| line.starts_with(&format!("| {path} |"))).unwrap_or_else(|| panic!("{path}"));
        let count = counts.get(&code.id).copied().unwrap_or(0);
        assert!(row.ends_with(&format!("| {count} |")), "{row}");
    }
}

#[test]
fn a_codebook_for_readers_in_a_workbook_comes_back_whole() {
    let folder = temporary();
    let sample = within(&folder, "sample.pullquote");
    Project::create_sample(Path::new(&sample)).unwrap();
    let csv = within(&folder, "codes.csv");
    let rows = "code,description,color,facet: Example\n\
                push->pull,\"Both.\nInclude: a\nExclude: b\nExample: c\",#0072b2,yes\n\
                push->pull > a>b,,#d55e00,\n";
    std::fs::write(&csv, rows).unwrap();
    ok(&["import", &sample, &csv, "--as", "codebook"]);
    let codebook = |project: &str| {
        let json = format!("{project}.json");
        ok(&["export", project, &json, "--select", "codebook"]);
        let mut book: Value = serde_json::from_slice(&std::fs::read(&json).unwrap()).unwrap();
        // Tables have one row per code; the order of values is that of their first use.
        for dimension in book["facets"].as_object_mut().into_iter().flat_map(|dimensions| dimensions.values_mut()) {
            dimension.as_array_mut().unwrap().sort_by_key(Value::to_string);
        }
        book
    };
    let expected = codebook(&sample);
    for (name, language) in [("en.xlsx", "en"), ("zh.xlsx", "zh"), ("same.csv", "zh")] {
        let (file, other) = (within(&folder, name), within(&folder, &format!("{name}.pullquote")));
        ok(&["export", &sample, &file, "--select", "codebook", "--language", language]);
        ok(&["new", &other]);
        let told = ok(&["import", &other, &file, "--as", "codebook"]);
        assert!(!told.contains("not imported"), "{name}: {told}");
        assert_eq!(codebook(&other), expected, "{name}");
    }
}
