//! Agreement between coders who did not all finish the same documents: who was excluded and why, which pairs make up a
//! mean, and what kind of mean each row states.

use super::figures::{D, E, Mark, NAMES, UNITS, at_random, study};
use super::support::*;
use super::written::{grid, part, rows, sheets};
use serde_json::json;

const FORMATS: [&str; 6] = ["csv", "md", "html", "docx", "xlsx", "text"];

/// The output of `compare` in one format, on one line: the file, and for CSV also the printed text.
fn report(folder: &str, format: &str, args: &[&str]) -> String {
    let place = temporary();
    let file = within(&place, &format!("a.{}", if format == "text" { "txt" } else { format }));
    let format_flag = ["--format", format];
    let ran = run(&[&["compare", folder, "-o", &file][..], &format_flag, args].concat());
    assert_eq!(ran.code, 0, "{format} {args:?}: {}", ran.err);
    let report = match format {
        "docx" => part(file.as_ref(), "word/document.xml"),
        "xlsx" => sheets(file.as_ref()),
        "csv" => ran.err,
        _ => std::fs::read_to_string(&file).unwrap(),
    };
    report.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The output in every format, and the methods paragraph.
fn reports_in_every_format(folder: &str, args: &[&str]) -> Vec<(&'static str, String)> {
    let mut all: Vec<(&str, String)> =
        FORMATS.into_iter().chain(["json"]).map(|format| (format, report(folder, format, args))).collect();
    all.push(("methods", ok(&[&["compare", folder, "--methods"], args].concat())));
    all
}

/// Ana and Ben finished both documents; Cem's passages came from a copy in which Cem had finished nothing.
fn with_passages_of_cem(place: &tempfile::TempDir) -> String {
    let marks = |start: u32| vec![("D", start, start + 15, "land > let"), ("E", 2, 6, "work")];
    let coders: Vec<(&str, &[&str], Vec<Mark<'_>>)> =
        vec![("Ana", &["D", "E"], marks(12)), ("Ben", &["D", "E"], marks(14))];
    let ours = project_of(place, &study(place, &[("D", D), ("E", E)], &coders));
    let theirs = within(place, "theirs.pullquote");
    std::fs::copy(&ours, &theirs).unwrap();
    for (document, code) in [("D", "work"), ("E", "land > let")] {
        let args = ["code", &theirs, "--document", document, "--coder", "Cem", "--range", "3..9", "--code", code];
        assert_eq!(run(&args).code, 0);
    }
    ok(&["merge", &ours, &theirs]);
    ours
}

#[test]
fn a_coder_with_passages_who_finished_nothing_is_named_in_every_format() {
    let place = temporary();
    let project = with_passages_of_cem(&place);
    for unit in UNITS {
        let notes = json(&["compare", &project, "--unit", unit, "--format", "json"])["notes"].to_string();
        assert!(
            notes.contains("Passages by Cem are left out in documents Cem has not finished: D, E."),
            "{unit}: {notes}"
        );
    }
    let cases: [(&[&str], Option<&str>); 6] = [
        (&[], Some("D, E")),
        (&["--documents", "E"], Some("E")),
        (&["--codes", "work"], Some("D")),
        (&["--codes", "land"], Some("E")),
        (&["--without", "I"], Some("D, E")),
        (&["--coders", "Ana,Ben"], None),
    ];
    for (args, documents) in cases {
        for (format, report) in reports_in_every_format(&project, args) {
            let expected = documents.map(|names| match format {
                "methods" => format!("Passages by Cem in documents Cem had not finished ({names}) were not compared."),
                _ => format!("Passages by Cem are left out in documents Cem has not finished: {names}."),
            });
            match expected {
                Some(sentence) => assert!(report.contains(&sentence), "{format} {args:?}: {report}"),
                None => assert!(!report.contains("Cem"), "{format} {args:?}: {report}"),
            }
        }
    }
    // Excluded coders are compared if they are named, or if all coders are compared.
    assert_eq!(json(&["compare", &project, "--format", "json"])["coders"], json!(["Ana", "Ben"]));
    let everyone = json(&["compare", &project, "--format", "json", "--everyone"]);
    assert_eq!(everyone["coders"], json!(["Ana", "Ben", "Cem"]));
    assert!(!everyone["notes"].to_string().contains("Cem"), "{}", everyone["notes"]);
}

#[test]
fn documents_that_a_coder_has_not_finished_stay_so_in_an_exchange_file() {
    let place = temporary();
    let project = with_passages_of_cem(&place);
    let (file, again) = (within(&place, "x.qdpx"), within(&place, "again.pullquote"));
    let losses = json(&["export", &project, &file, "--json"]).to_string();
    assert!(losses.contains("which documents coders have finished is written as groups"), "{losses}");
    ok(&["new", &again]);
    ok(&["import", &again, &file]);
    let compared = |project: &str| json(&["compare", project, "--format", "json"]);
    let (before, after) = (compared(&project), compared(&again));
    assert_eq!((&before["coders"], &before["notes"]), (&after["coders"], &after["notes"]));
    assert!(after["notes"].to_string().contains("left out in documents Cem has not finished: D, E."), "{after}");
    // Where Cem has coded, Cem took part: what a file says of other passages changes nothing.
    let theirs = within(&place, "theirs.pullquote");
    ok(&["import", &theirs, &file]);
    let notes = compared(&theirs)["notes"].to_string();
    assert!(!notes.contains("left out in documents Cem"), "{notes}");
}

#[test]
fn a_coder_who_finished_nothing_is_not_a_coder_of_the_texts() {
    let place = temporary();
    let marks = |start: u32| vec![("D", start, start + 15, "land > let")];
    let coders: Vec<(&str, &[&str], Vec<Mark<'_>>)> =
        vec![("Ana", &["D"], marks(12)), ("Ben", &["D"], marks(14)), ("Zoe", &[], vec![])];
    let folder = study(&place, &[("D", D)], &coders);
    for args in [&[][..], &["--everyone"]] {
        let found = json(&[&["compare", folder.as_str(), "--format", "json"], args].concat());
        assert_eq!(found["coders"], json!(["Ana", "Ben"]), "{args:?}");
    }
    let named = json(&["compare", &folder, "--format", "json", "--coders", "Ana,Zoe", "--everyone"]);
    assert_eq!(named["coders"], json!(["Ana", "Zoe"]));
}

const F: &str = "I: Where?\nP: Here. And there.\n\nP: Work, work.\n";

/// Five coders of three documents: no two of them finished the same ones, and some pairs have none in common.
fn five_with_different_documents(place: &tempfile::TempDir) -> String {
    let coders: Vec<(&str, &[&str], Vec<Mark<'_>>)> = vec![
        ("Ana", &["D", "F"], vec![("D", 12, 27, "land > let"), ("D", 29, 36, "work"), ("F", 13, 17, "work")]),
        ("Ben", &["D"], vec![("D", 12, 20, "land > let"), ("D", 40, 52, "land > own")]),
        ("Cem", &["D", "E"], vec![("D", 29, 38, "work"), ("E", 0, 6, "land > own")]),
        ("Dan", &["E"], vec![("E", 0, 9, "land > own"), ("E", 19, 22, "work")]),
        ("Eva", &["E", "F"], vec![("E", 2, 9, "work"), ("F", 13, 19, "work")]),
    ];
    study(place, &[("D", D), ("E", E), ("F", F)], &coders)
}

/// A figure from the row with this name, as CSV.
fn figure(folder: &str, args: &[&str], row: &str, column: &str) -> String {
    let place = temporary();
    let file = within(&place, "a.csv");
    assert_eq!(run(&[&["compare", folder, "-o", &file], args].concat()).code, 0);
    let grid = grid("csv", file.as_ref());
    let at = grid[0].iter().position(|head| head == column).unwrap();
    grid.iter().find(|cells| cells[1] == row).unwrap_or_else(|| panic!("{row} {grid:?}"))[at].clone()
}

fn is_close(figure: &str, value: f64) -> bool {
    figure.parse::<f64>().is_ok_and(|printed| (printed - value).abs() < 1e-6)
}

#[test]
fn only_pairs_who_both_finished_a_document_count_in_its_mean() {
    let place = temporary();
    let folder = five_with_different_documents(&place);
    let shared = [("D", ["Ana", "Ben", "Cem"].as_slice()), ("E", &["Cem", "Dan", "Eva"]), ("F", &["Ana", "Eva"])];
    for unit in UNITS.into_iter().filter(|unit| !unit.starts_with("passages")) {
        for (document, coders) in shared {
            let mut values = Vec::new();
            for (at, first) in coders.iter().enumerate() {
                for second in &coders[at + 1..] {
                    let args = ["--unit", unit, "--documents", document];
                    let printed = figure(&folder, &args, &format!("{first} and {second}"), "positive agreement");
                    values.push(printed.parse::<f64>().unwrap_or_else(|_| panic!("{unit} {document} {printed}")));
                }
            }
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let printed = figure(&folder, &["--unit", unit], document, "positive agreement");
            assert!(is_close(&printed, mean), "{unit} {document}: {printed} {mean}");
            let kappa = figure(&folder, &["--unit", unit], document, "Light’s kappa");
            assert!(!kappa.contains("no unit"), "{unit} {document}: {kappa}");
        }
        let apart = "(two coders have no document that both marked as finished or coded in)";
        assert_eq!(figure(&folder, &["--unit", unit], "pooled", "positive agreement"), apart);
    }
}

#[test]
fn rows_add_up_in_every_format_with_unfinished_documents() {
    let place = temporary();
    let folder = five_with_different_documents(&place);
    let (all, cut): (&[&str], &[&str]) = (&[], &["--without", "I"]);
    for args in [all, cut, &["--documents", "D,E"], &["--codes", "land"], &["--coders", "Ana,Cem,Eva"]] {
        let coders = if args.contains(&"Ana,Cem,Eva") { &["Ana", "Cem", "Eva"][..] } else { &NAMES };
        for unit in UNITS {
            let mut first = None;
            for format in FORMATS {
                let place = temporary();
                let file = within(&place, &format!("a.{}", if format == "text" { "txt" } else { format }));
                assert_eq!(run(&[&["compare", &folder, "--unit", unit, "-o", &file], args].concat()).code, 0);
                let rows = rows(format, file.as_ref(), coders);
                for kind in ["code", "coders", "document"] {
                    let sum = |at: usize| rows.iter().filter(|row| row.0 == kind).map(|row| row.3[at]).sum::<u64>();
                    assert_eq!([0, 1, 2, 3].map(sum), rows[0].3, "{unit} {format} {args:?} {kind}");
                }
                assert_eq!(first.get_or_insert_with(|| rows.clone()), &rows, "{unit} {format} {args:?}");
            }
        }
    }
}

#[test]
fn an_undefined_mean_states_what_its_pair_lacks() {
    let place = temporary();
    let one_mark = vec![("D", 12, 27, "land > let")];
    let coders: Vec<(&str, &[&str], Vec<Mark<'_>>)> =
        vec![("Ana", &["D"], vec![]), ("Ben", &["D"], vec![]), ("Cem", &["D"], one_mark.clone())];
    let unmarked = study(&place, &[("D", D)], &coders);
    for row in ["pooled", "D"] {
        let printed = figure(&unmarked, &[], row, "positive agreement");
        assert_eq!(printed, "(two coders coded nothing)", "{row}");
    }
    // Cem has no document in common with the others, whose figure is undefined: that is the reason, not a missing
    // document.
    let place = temporary();
    let coders: Vec<(&str, &[&str], Vec<Mark<'_>>)> =
        vec![("Cem", &["E"], vec![("E", 0, 6, "work")]), ("Ana", &["D"], vec![]), ("Ben", &["D"], vec![])];
    let folder = study(&place, &[("D", D), ("E", E)], &coders);
    for row in ["pooled", "D"] {
        let printed = figure(&folder, &["--codes", "work"], row, "positive agreement");
        assert_eq!(printed, "(nothing was coded)", "{row}");
    }
}

#[test]
fn each_row_has_the_mean_that_the_notes_name() {
    let place = temporary();
    let folder = at_random(&place, 5);
    for unit in ["turn", "sentence", "paragraph", "character"] {
        let args = ["--unit", unit];
        let file = within(&place, "a.csv");
        assert_eq!(run(&["compare", &folder, "--unit", unit, "-o", &file]).code, 0);
        let mut pairs = Vec::new();
        for (kind, name, _, [both, first, second, neither]) in rows("csv", file.as_ref(), &NAMES) {
            let (marks, all) = (2 * both + first + second, both + first + second + neither);
            let pooled = 2.0 * both as f64 / marks as f64;
            let positive = figure(&folder, &args, &name, "positive agreement");
            match kind.as_str() {
                "coders" => pairs.push(pooled),
                "code" => assert!(is_close(&positive, pooled), "{unit} {name}: {positive} {pooled}"),
                _ => {
                    let percent = figure(&folder, &args, &name, "percent agreement");
                    assert!(is_close(&percent, (both + neither) as f64 / all as f64), "{unit} {name}: {percent}");
                }
            }
        }
        let mean = pairs.iter().sum::<f64>() / pairs.len() as f64;
        let positive = figure(&folder, &args, "pooled", "positive agreement");
        assert!(is_close(&positive, mean), "{unit}: {positive} {mean}");
    }
}

#[test]
fn every_format_says_which_mean_a_row_states() {
    let (place, other) = (temporary(), temporary());
    let (five, two) = (at_random(&place, 5), at_random(&other, 2));
    for (format, report) in reports_in_every_format(&five, &[]) {
        let names = match format {
            "methods" => ["mean over the pairs of coders", "codes and pairs of coders"],
            _ => ["Light’s, the mean of the pairs", "Holsti’s, the mean of the pairs"],
        };
        assert!(names.iter().all(|name| report.contains(name)), "{format}: {report}");
    }
    for (format, report) in reports_in_every_format(&two, &[]) {
        assert!(!report.contains("mean of the pairs") && !report.contains("mean over"), "{format}: {report}");
    }
    for (format, report) in reports_in_every_format(&five, &["--unit", "passages:0.5"]) {
        assert!(!report.contains("mean of the pairs") && !report.contains("mean over"), "{format}: {report}");
    }
}

#[test]
fn no_codings_and_a_single_coder_are_reported_as_such() {
    let place = temporary();
    let coders: Vec<(&str, &[&str], Vec<Mark<'_>>)> = NAMES.iter().map(|name| (*name, &["D"][..], vec![])).collect();
    let uncoded = study(&place, &[("D", D)], &coders);
    for unit in UNITS {
        let printed = figure(&uncoded, &["--unit", unit], "pooled", "positive agreement");
        assert_eq!(printed, "(nothing was coded)", "{unit}");
    }
    let place = temporary();
    let single_coder = study(&place, &[("D", D)], &[("Ana", &["D"], vec![("D", 3, 8, "work")])]);
    fails(&["compare", &single_coder], 1, &["two coders"]);
}

#[test]
fn documents_that_a_coder_only_coded_in_are_named_in_every_format() {
    let place = temporary();
    let marks = |start: u32| vec![("D", start, start + 15, "land > let"), ("E", 2, 6, "work")];
    let coders: Vec<(&str, &[&str], Vec<Mark<'_>>)> = vec![
        ("Ana", &["D", "E"], marks(12)),
        ("Ben", &["D"], marks(14)[..1].to_vec()),
        ("Cem", &["E"], marks(3)[1..].to_vec()),
    ];
    let project = project_of(&place, &study(&place, &[("D", D), ("E", E)], &coders));
    for (coder, document) in [("Ben", "E"), ("Cem", "D")] {
        ok(&["code", &project, "--document", document, "--coder", coder, "--range", "2..6", "--code", "work"]);
    }
    let cases: [(&[&str], Option<&str>); 8] = [
        (
            &[],
            Some(
                "2 documents were compared because a coder has coded there, but without this coder’s mark as \
                    finished: Ben (E), Cem (D); mark documents as finished",
            ),
        ),
        (
            &["--coders", "Ana,Ben"],
            Some(
                "1 document was compared because a coder has coded there, but without this \
                                         coder’s mark as finished: Ben (E); mark",
            ),
        ),
        (&["--documents", "D"], Some(": Cem (D); mark")),
        (&["--unit", "document"], Some(": Ben (E), Cem (D); mark")),
        (&["--unit", "passages:0.5"], Some(": Ben (E), Cem (D); mark")),
        (&["--unit", "character", "--without", "I"], Some(": Ben (E), Cem (D); mark")),
        (&["--coders", "Ana,Ben", "--documents", "D"], None),
        (&["--everyone"], None),
    ];
    for (args, sentence) in cases {
        for (format, report) in
            reports_in_every_format(&project, args).into_iter().filter(|(format, _)| *format != "methods")
        {
            match sentence {
                Some(sentence) => assert!(report.contains(sentence), "{format} {args:?}: {report}"),
                None => assert!(!report.contains("mark as finished"), "{format} {args:?}: {report}"),
            }
        }
    }
    // With the marks, there is nothing to say.
    for (coder, document) in [("Ben", "E"), ("Cem", "D")] {
        ok(&["code", &project, "--document", document, "--coder", coder, "--finished"]);
    }
    assert!(!report(&project, "json", &[]).contains("mark as finished"));
}

#[test]
fn the_rule_is_stated_only_where_it_decides() {
    let place = temporary();
    let folder = at_random(&place, 2);
    for (unit, rule, wanted) in [
        ("turn", "overlap:0.3", Some("overlap:0.3")),
        ("sentence", "any", Some("any")),
        ("window:7", "cover:0.3", Some("cover:0.3")),
        ("document", "overlap:0.3", Some("any")),
        ("document", "cover:0.3", Some("cover:0.3")),
        ("character", "overlap:0.3", None),
        ("passages:0.5", "cover:0.3", None),
    ] {
        let found = json(&["compare", &folder, "--unit", unit, "--rule", rule, "--format", "json"]);
        let stated = found["settings"].as_array().unwrap().iter().find(|line| line[0] == "Rule");
        assert_eq!(stated.map(|line| line[1].as_str().unwrap()), wanted, "{unit} {rule}");
        let report = report(&folder, "md", &["--unit", unit, "--rule", rule]);
        // For people, the rule of passages is no part of the unit's name.
        assert_eq!(report.contains("Rule"), unit != "character", "{unit} {rule}: {report}");
    }
    // A passage is always within its document.
    let figures = |rule: &str, without: &[&str]| {
        let args = ["compare", &folder, "--unit", "document", "--rule", rule, "--format", "json"];
        json(&[&args[..], without].concat())["per_code_units"].clone()
    };
    for without in [&[][..], &["--without", "I"]] {
        for least in ["overlap:0.1", "overlap:0.5", "overlap:1"] {
            assert_eq!(figures(least, without), figures("any", without), "{least} {without:?}");
        }
    }
}

#[test]
fn names_with_commas_are_in_quotes() {
    let place = temporary();
    let (ann, ben) = ("Lee, Ann", "Ben");
    let marks = |start: u32| vec![("D", start, start + 15, "land > let"), ("E, again", 2, 6, "work")];
    let coders: Vec<(&str, &[&str], Vec<Mark<'_>>)> =
        vec![(ann, &["D", "E, again"], marks(12)), (ben, &["D", "E, again"], marks(14))];
    let project = project_of(&place, &study(&place, &[("D", D), ("E, again", E)], &coders));
    let mut writable = pullquote::engine::Project::open(project.as_ref()).unwrap();
    let code = writable.reads().study().unwrap().codebook.find("land > let").unwrap();
    let changes = vec![pullquote::engine::command::CodeChange::Name("let, “sold”".into())];
    let rename = pullquote::engine::Command::ChangeCode { code, changes };
    writable.execute(&rename, &pullquote::engine::Actor::Nobody, &Default::default()).unwrap();
    drop(writable);
    let listed = |args: &[&str], key: &str| {
        let found = json(&[&["compare", project.as_str(), "--format", "json"], args].concat())[key].clone();
        found.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let path = "land > let, “sold”";
    for codes in [r#""land > let, “sold”",work"#, r#"work, "land > let, “sold”""#] {
        assert_eq!(listed(&["--codes", codes], "codes"), [path, "work"], "{codes}");
    }
    assert_eq!(listed(&["--codes", path], "codes"), [path]);
    assert_eq!(listed(&["--codes", r#""land""#], "codes"), ["land"]);
    assert_eq!(listed(&["--documents", r#"D,"E, again""#], "documents"), ["D", "E, again"]);
    assert_eq!(listed(&["--coders", r#"Ben,"Lee, Ann""#], "coders").len(), 2);
    fails(&["compare", &project, "--codes", "let, “sold”,work"], 1, &["let"]);
}
