//! What tables, lists and comparisons count where there is a consensus coding, and what they say about it.

use super::consensus::{all, open, run, settle, study, two};
use super::support::*;
use pullquote::engine::disagreements::{AgreeRule, ShownDisagreement, disagreements};
use pullquote::engine::{Actor, Command, Progress};
use pullquote::model::{CharRange, Decision, Fact, SetDefinition, SetKind};

#[test]
fn tables_and_lists_count_the_consensus_if_there_is_one() {
    let place = temporary();
    let path = two(&place);
    let matrix = |coder: &[&str]| {
        let mut args = vec!["matrix", &path, "--rows", "document", "--columns", "code", "--count", "passages"];
        args.extend(["--format", "json"]);
        args.extend(coder);
        json(&args)["total"].as_u64().unwrap()
    };
    let codings = |coder: &[&str]| {
        let mut args = vec!["codings", &path, "--format", "json"];
        args.extend(coder);
        json(&args).as_array().unwrap().len()
    };
    assert_eq!((matrix(&[]), codings(&[])), (5, 5));
    let info = || (json(&["info", &path, "--json"])["codings"].clone(), ok(&["info", &path]));
    assert!(info().0 == 5 && !info().1.contains("consensus"), "{:?}", info());
    ok(&["agree", &path, "--auto"]);
    assert_eq!(json(&["info", &path, "--json"])["codings_agreed"], 1);
    assert!(info().1.contains("1  of the codings are the consensus coding’s"), "{}", info().1);
    assert_eq!((matrix(&[]), matrix(&["--coder", "agreed"]), matrix(&["--coder", "A"])), (1, 1, 3));
    assert_eq!((codings(&[]), codings(&["--coder", "B"])), (1, 2));
    fails(
        &["code", &path, "--document", "D", "--range", "1..3", "--code", "a", "--coder", "agreed"],
        1,
        &["consensus coding"],
    );
}

#[test]
fn tables_of_the_consensus_state_what_is_still_open() {
    let place = temporary();
    let path = two(&place);
    let matrix = |format: &str, more: &[&str]| {
        let file = within(&place, "table");
        let args = ["matrix", &path, "--rows", "document", "--columns", "code", "--format", format, "-o", &file];
        let ran = super::support::run(&[&args[..], more].concat());
        assert_eq!(ran.code, 0, "{format} {more:?}: {}", ran.err);
        let part = |name: &str| super::written::part(file.as_ref(), name);
        let report = match format {
            "csv" => ran.err,
            "docx" => part("word/document.xml"),
            "xlsx" => super::written::sheets(file.as_ref()),
            _ => std::fs::read_to_string(&file).unwrap(),
        };
        report.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let formats = ["csv", "json", "text", "md", "html", "docx", "xlsx"];
    let open_in = |more: &[&str], sentence: Option<&str>| {
        for format in formats {
            let report = matrix(format, more);
            match sentence {
                Some(sentence) => assert!(report.contains(sentence), "{format} {more:?}: {report}"),
                None => assert!(!report.contains("still unresolved"), "{format} {more:?}: {report}"),
            }
        }
    };
    open_in(&[], None);
    ok(&["agree", &path, "--auto"]);
    open_in(&[], Some("2 disagreements between the coders are still unresolved"));
    open_in(&["--coder", "agreed"], Some("2 disagreements between the coders are still unresolved"));
    open_in(&["--coder", "A"], None);
    // Only disagreements about what the table counts are counted.
    let mut project = open(&path);
    let study = project.reads().study().unwrap();
    for code in ["a", "b"] {
        let items = vec![study.codebook.get(study.codebook.find(code).unwrap()).unwrap().guid];
        let definition = SetDefinition { kind: SetKind::Codes, items, ..SetDefinition::default() };
        run(&mut project, Command::SaveSet { set: None, name: format!("of {code}"), definition }).unwrap();
    }
    let of_code = |name: &str| {
        let key = |shown: &ShownDisagreement| study.codebook.path(shown.disagreement.key.code).to_string();
        all(&project).list.iter().filter(|shown| key(shown) == name).count()
    };
    assert_eq!((of_code("a"), of_code("b")), (1, 1));
    drop(project);
    for set in ["of a", "of b"] {
        open_in(&["--set", set], Some("1 disagreement between the coders is still unresolved"));
    }
    open_in(&["--account", "others"], None);
    for (name, select) in [("m.md", "matrix:participant:code"), ("b.xlsx", "matrix:code:document")] {
        let file = within(&place, name);
        ok(&["export", &path, &file, "--select", select]);
        let report = match name {
            "m.md" => std::fs::read_to_string(&file).unwrap(),
            _ => super::written::sheets(file.as_ref()),
        };
        assert!(report.contains("2 disagreements between the coders are still unresolved"), "{name}: {report}");
    }
    let mut project = open(&path);
    let keys: Vec<_> = all(&project).list.iter().map(|shown| shown.disagreement.key).collect();
    settle(&mut project, keys[0], Decision::Neither).unwrap();
    settle(&mut project, keys[1], Decision::Later).unwrap();
    drop(project);
    open_in(&[], Some("1 disagreement between the coders is still unresolved"));
    let mut project = open(&path);
    settle(&mut project, keys[1], Decision::Neither).unwrap();
    // Passages of coders that are deleted or changed afterwards stay in the consensus coding until it is created again.
    let study = project.reads().study().unwrap();
    let (a, consensus) = (study.user_named("A").unwrap().id, study.consensus().unwrap());
    let agreed_on = project.reads().facts(&[consensus]).unwrap()[0];
    let at = |fact: &Fact| (fact.source, fact.code, fact.range.start);
    let mine = project.reads().facts(&[a]).unwrap().iter().find(|fact| at(fact) == at(&agreed_on)).unwrap().coding;
    drop(project);
    open_in(&[], None);
    let mut project = open(&path);
    run(&mut project, Command::Remove { codings: vec![mine] }).unwrap();
    drop(project);
    open_in(&[], Some("out of date: it still has passages where 1 disagreement between the coders is unresolved"));
}

#[test]
fn what_the_consensus_lacks_is_looked_for_among_the_words_that_are_counted() {
    let place = temporary();
    let path = project_of(&place, &super::compare::group_of_two_coders(&place));
    ok(&["agree", &path, "--auto"]);
    let mut project = open(&path);
    let study = project.reads().study().unwrap();
    let (source, codes) = (study.sources[0].id, vec![study.codebook.find("Money").unwrap()]);
    let question = Command::Code { source, range: CharRange::new(5, 14), codes };
    for coder in ["One", "Two"] {
        project.execute(&question, &Actor::named(coder), &Progress::default()).unwrap();
    }
    drop(project);
    let lacks = |more: &[&str]| {
        let args = ["matrix", &path, "--rows", "document", "--columns", "code", "--format", "json"];
        json(&[&args[..], more].concat())["notes"].to_string().contains("lacks 1 passage")
    };
    let by = |who| ["--spoken-by", who];
    assert!(lacks(&[]) && lacks(&["--account", "own"]));
    for account in [&[][..], &["--account", "own"], &["--account", "others"]] {
        assert!(lacks(&[&by("interviewer"), account].concat()), "{account:?}");
        assert!(!lacks(&[&by("participants"), account].concat()), "{account:?}");
    }
}

#[test]
fn lists_of_passages_say_that_they_have_only_the_consensus() {
    let place = temporary();
    let path = two(&place);
    let list = |format: &str, more: &[&str]| {
        let mut args = vec!["codings", &path, "--format", format];
        args.extend(more);
        run_of(&args)
    };
    let before = list("md", &[]);
    assert!(!before.out.contains("Not listed"), "{}", before.out);
    ok(&["agree", &path, "--auto"]);
    let note = "passages by the coders themselves; those here are the ones of the consensus coding";
    for format in ["text", "md", "html"] {
        let listed = list(format, &[]);
        assert!(listed.out.contains(note), "{format}: {}", listed.out);
        assert!(!list(format, &["--coder", "A"]).out.contains("Not listed"), "{format}");
    }
    // These hold nothing but rows.
    for format in ["csv", "json"] {
        let listed = list(format, &[]);
        assert!(listed.err.contains(note) && !listed.out.contains("Not listed"), "{format}: {}", listed.err);
        assert!(list(format, &["--coder", "B"]).err.is_empty(), "{format}");
    }
    let study = open(&path).reads().study().unwrap();
    let users = study.counted(&[]);
    let chosen = pullquote::engine::Chosen { users, ..Default::default() };
    let exported = within(&place, "passages.md");
    export(&open(&path), exported.as_ref(), pullquote::engine::Selection::Chosen(chosen));
    assert!(std::fs::read_to_string(exported).unwrap().contains(note));
}

fn run_of(args: &[&str]) -> Ran {
    let ran = super::support::run(args);
    assert_eq!(ran.code, 0, "{args:?}: {}", ran.err);
    ran
}

#[test]
fn the_consensus_as_a_reference_is_not_pooled_as_a_coder() {
    let place = temporary();
    let path = two(&place);
    ok(&["agree", &path, "--auto"]);
    for unit in ["turn", "character", "passages:0.5"] {
        let figures = |more: &[&str]| {
            let mut args = vec!["compare", &path, "--unit", unit, "--format", "json"];
            args.extend(more);
            json(&args)
        };
        let (plain, with) = (figures(&[]), figures(&["--reference", "agreed"]));
        assert_eq!(with["coders"], serde_json::json!(["A", "B"]), "{unit}");
        for key in ["per_code_units", "per_code_characters", "across_codes_characters", "segments", "unitizing"] {
            assert_eq!(with[key], plain[key], "{unit}: {key}");
        }
        let reference = &with["against_reference"];
        assert_eq!(reference.as_object().unwrap().keys().collect::<Vec<_>>(), ["A", "B"], "{unit}");
        // The same figures in the formats for people.
        let expected = match unit {
            "turn" => &reference["A"]["units_micro"],
            "character" => &reference["A"]["characters_micro"],
            _ => &reference["A"]["segments"]["0.5"],
        };
        let csv = ok(&["compare", &path, "--unit", unit, "--reference", "agreed", "--format", "csv"]);
        let mut rows = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        let heads = rows.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = rows.records().map(Result::unwrap).collect();
        let row = rows.iter().find(|row| &row[1] == "A against the consensus coding").expect("a row for A");
        let cell = |name: &str| row[heads.iter().position(|head| head == name).expect(name)].parse::<f64>().unwrap();
        for (name, key) in [
            ("also in the reference", "tp"),
            ("in the reference", "n_reference"),
            ("by the coder", "n_coder"),
            ("precision", "precision"),
            ("recall", "recall"),
            ("F1", "f1"),
        ] {
            assert!((cell(name) - expected[key].as_f64().unwrap()).abs() < 0.001, "{unit} {name}: {row:?} {expected}");
        }
        let plain = ok(&["compare", &path, "--unit", unit, "--format", "csv"]);
        assert!(!plain.contains("precision"), "{unit}");
        for format in ["text", "html"] {
            let shown = ok(&["compare", &path, "--unit", unit, "--reference", "agreed", "--format", format]);
            let report = shown.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(
                report.contains("precision") && report.contains("All other rows are about the coders only."),
                "{report}"
            );
        }
    }
    // One coder is compared with the consensus alone.
    let one = json(&["compare", &path, "--coders", "A", "--reference", "agreed", "--format", "json"]);
    assert_eq!(one["coders"], serde_json::json!(["A", "agreed"]));
}

#[test]
fn passages_that_several_coders_share_count_once_and_the_table_says_so() {
    let place = temporary();
    let path = study(&place, &[("A", &[("a", 0, 10), ("a", 20, 30)]), ("B", &[("a", 0, 10), ("a", 22, 30)])]);
    let table = |count: &str| {
        json(&["matrix", &path, "--rows", "document", "--columns", "code", "--count", count, "--format", "json"])
    };
    let passages = table("passages");
    assert_eq!(passages["total"], 3);
    let note = "1 passage with the same code and exactly the same words by several coders counts once.";
    let apart = "2 passages overlap passages with the same code by other coders but begin or end elsewhere, so each of them counts.";
    assert_eq!(passages["notes"], serde_json::json!([note, apart]));
    assert_eq!(table("documents")["notes"], serde_json::json!([]));
    let one = ["matrix", &path, "--rows", "document", "--columns", "code", "--coder", "A", "--format", "json"];
    assert!(!json(&one)["notes"].to_string().contains("counts once"));
}

#[test]
fn files_for_readers_name_the_consensus_and_say_how_positions_are_counted() {
    let place = temporary();
    let path = two(&place);
    ok(&["agree", &path, "--auto"]);
    let written = |format: &str| ok(&["codings", &path, "--coder", "agreed", "--format", format]);
    let csv = written("csv");
    assert!(csv.contains(",agreed,") && csv.contains(",start,end,"), "{csv}");
    assert_eq!(json(&["codings", &path, "--coder", "agreed", "--format", "json"])[0]["coder"], "agreed");
    for format in ["md", "html", "text"] {
        let shown = written(format);
        assert!(shown.contains("consensus coding") && !shown.contains("agreed"), "{format}: {shown}");
        let heads = ["start (first character: 0)", "end (not included)"].iter().all(|head| shown.contains(head));
        assert_eq!(heads, format != "text", "{format}: {shown}");
    }
}

#[test]
fn open_disagreements_name_the_coders_if_there_are_others() {
    let place = temporary();
    let path = study(&place, &[("A", &[("a", 0, 10)]), ("B", &[("a", 20, 30)]), ("C", &[("a", 40, 50)])]);
    let mut project = open(&path);
    let [a, b] = ["A", "B"].map(|name| project.reads().study().unwrap().user_named(name).unwrap().id);
    let note = || ok(&["matrix", &path, "--rows", "document", "--columns", "code", "--format", "md"]);
    for (coders, open, between) in [(vec![], 2, "the coders"), (vec![a, b], 1, "A and B")] {
        let rule = AgreeRule { coders, share: None };
        let key = disagreements(project.reads(), &rule, 0, &Progress::default()).unwrap().list[0].disagreement.key;
        let reason = String::new();
        run(&mut project, Command::Settle { rule, disagreement: key, decision: Decision::Both, reason }).unwrap();
        let verb = if open == 1 { "disagreement" } else { "disagreements" };
        let said = note();
        assert!(said.contains(&format!("{open} {verb} between {between} ")), "{said}");
        run(&mut project, Command::Undo { steps: 1 }).unwrap();
    }
}
