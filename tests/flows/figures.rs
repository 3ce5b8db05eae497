//! Agreement figures: every row adds up in every output, all units exclude the same words, and a missing value has its
//! reason.

use super::support::*;
use super::written::{grid, part, rows, sheets};
use pullquote::analysis::agreement::{Reason, Resampling};
use pullquote::engine::compare::overview::{self, Statistic};
use pullquote::engine::compare::{CompareSettings, Compared, Unit, compare};
use pullquote::engine::{Progress, Project};
use pullquote::model::Study;
use pullquote::table::{Cell, Table};
use serde_json::{Value, json};
use std::path::Path;

pub(super) const UNITS: [&str; 9] =
    ["turn", "sentence", "paragraph", "exchange", "document", "window:7", "character", "passages:0.5", "passages:0"];

pub(super) const NAMES: [&str; 5] = ["Ana", "Ben", "Cem", "Dan", "Eva"];

/// Document, start, end, code.
pub(super) type Mark<'a> = (&'a str, u32, u32, &'a str);

/// Documents `(name, text)`, and coders with the documents they finished and their passages. Codes: `land > own`, `land
/// > let`, `work`.
pub(super) fn study(
    place: &tempfile::TempDir,
    documents: &[(&str, &str)],
    coders: &[(&str, &[&str], Vec<Mark<'_>>)],
) -> String {
    let listed: Vec<Value> =
        documents.iter().map(|(name, _)| json!({ "name": name, "path": format!("transcripts/{name}.txt") })).collect();
    let people: Vec<Value> = coders.iter().map(|(name, ..)| json!({ "name": name })).collect();
    let project =
        json!({ "format": "pullquote-folder", "version": 1, "name": "s", "coders": people, "documents": listed });
    let codes = json!({ "codes": [{ "name": "land", "children": [{ "name": "own" }, { "name": "let" }] },
                                  { "name": "work" }] });
    let mut files: Files =
        vec![("project.json".into(), project.to_string()), ("codebook.json".into(), codes.to_string())];
    files.extend(documents.iter().map(|(name, text)| (format!("transcripts/{name}.txt"), (*text).to_owned())));
    for (name, finished, marks) in coders {
        let marks: Vec<Value> = marks
            .iter()
            .map(|(document, start, end, code)| json!({ "document": document, "start": start, "end": end, "code": code }))
            .collect();
        let coder_file = json!({ "coder": name, "documents": finished, "codings": marks });
        files.push((format!("codings/{name}.json"), coder_file.to_string()));
    }
    write(&files, &place.path().join("folder"));
    within(place, "folder")
}

pub(super) const D: &str =
    "I: Land?\nP: Some. We let it.\nAnd work.\n\nI: And now?\nP: 没有钱。 None.\nI: Why?\nP: So.\n";
pub(super) const E: &str = "A text of nobody.\n\nTwo lines.";

/// Coders who code at random and have finished both documents.
pub(super) fn at_random(place: &tempfile::TempDir, coders: usize) -> String {
    let mut random = fastrand::Rng::with_seed(coders as u64);
    let codes = ["land > own", "land > let", "work"];
    let mark = |random: &mut fastrand::Rng| {
        let (document, text) = if random.bool() { ("D", D) } else { ("E", E) };
        let length = text.chars().count() as u32;
        let start = random.u32(..length - 1);
        (document, start, random.u32(start + 1..=length.min(start + 20)), codes[random.usize(..3)])
    };
    let marks = |random: &mut fastrand::Rng| {
        let mut list: Vec<Mark<'static>> = (0..9).map(|_| mark(random)).collect();
        list.sort_unstable();
        list.dedup();
        list
    };
    let people: Vec<(&str, &[&str], Vec<Mark<'_>>)> =
        NAMES[..coders].iter().map(|name| (*name, &["D", "E"][..], marks(&mut random))).collect();
    study(place, &[("D", D), ("E", E)], &people)
}

#[test]
fn every_row_of_every_output_adds_up_for_every_unit() {
    for coders in [2, 5] {
        let place = temporary();
        let folder = at_random(&place, coders);
        let pairs = coders as u64 * (coders as u64 - 1) / 2;
        for unit in UNITS {
            let mut first = None;
            for format in ["csv", "md", "html", "docx", "xlsx", "text"] {
                let file = within(&place, &format!("a.{}", if format == "text" { "txt" } else { format }));
                ok(&["compare", &folder, "--unit", unit, "-o", &file]);
                let rows = rows(format, file.as_ref(), &NAMES[..coders]);
                assert_eq!(rows.len() as u64, 1 + 3 + pairs + 2, "{unit} {format} {rows:?}");
                for (kind, name, units, counts) in &rows {
                    let factor = match kind.as_str() {
                        "code" => pairs,
                        "coders" => 3,
                        _ => pairs * 3,
                    };
                    if unit.starts_with("passages") {
                        assert_eq!((*units, counts[3]), (0, 0), "{unit} {format} {kind} {name}");
                    } else {
                        assert!(*units > 0, "{unit} {format} {kind} {name}");
                        assert_eq!(counts.iter().sum::<u64>(), units * factor, "{unit} {format} {kind} {name}");
                    }
                }
                for kind in ["code", "coders", "document"] {
                    let sum = |at: usize| rows.iter().filter(|row| row.0 == kind).map(|row| row.3[at]).sum::<u64>();
                    assert_eq!([0, 1, 2, 3].map(sum), rows[0].3, "{unit} {format}: the rows of {kind} are all codes");
                }
                assert_eq!(first.get_or_insert_with(|| rows.clone()), &rows, "{unit}: {format} is as csv");
            }
        }
    }
}

#[test]
fn rows_that_exclude_a_speaker_add_up_and_say_so_in_every_format() {
    let place = temporary();
    let folder = at_random(&place, 5);
    for unit in UNITS.into_iter().filter(|unit| !unit.starts_with("passages")) {
        let file = within(&place, "a.csv");
        let ran = run(&["compare", &folder, "--unit", unit, "--without", "I", "-o", &file]);
        assert!(ran.code == 0 && ran.err.contains("The words of I are left out"), "{unit}: {ran:?}");
        for (kind, name, units, counts) in rows("csv", file.as_ref(), &NAMES) {
            let factor = match kind.as_str() {
                "code" => 10,
                "coders" => 3,
                _ => 30,
            };
            assert_eq!(counts.iter().sum::<u64>(), units * factor, "{unit} {kind} {name}");
        }
    }
    for format in ["text", "md", "html", "docx", "xlsx"] {
        let file = within(&place, &format!("b.{}", if format == "text" { "txt" } else { format }));
        ok(&["compare", &folder, "--without", "I", "-o", &file]);
        let report = match format {
            "docx" => part(file.as_ref(), "word/document.xml"),
            "xlsx" => sheets(file.as_ref()),
            _ => std::fs::read_to_string(&file).unwrap(),
        };
        let report = report.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(report.contains("The words of I are left out"), "{format}");
    }
    let notes = json(&["compare", &folder, "--without", "I", "--format", "json"])["notes"].to_string();
    assert!(notes.contains("The words of I are left out"), "{notes}");
}

#[test]
fn totals_of_passages_are_the_sums_of_their_rows_and_columns() {
    let place = temporary();
    let folder = at_random(&place, 5);
    let all = json(&["codings", &folder, "--format", "json"]);
    let (all, of_ana) = (all.as_array().unwrap(), |one: &&Value| one["coder"] == "Ana");
    let passage = |one: &Value| ["document", "start", "end", "code"].map(|key| one[key].to_string());
    let passages: std::collections::HashSet<_> = all.iter().map(passage).collect();
    let numbers = |value: &Value| value.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect::<Vec<u64>>();
    for (rows, columns) in
        [("document", "code"), ("code", "document"), ("participant", "code"), ("code", "participant")]
    {
        let args = ["matrix", &folder, "--rows", rows, "--columns", columns, "--count", "passages"];
        for coder in [&[][..], &["--coder", "Ana"]] {
            let table = json(&[&args[..], coder, &["--format", "json"]].concat());
            let cells: Vec<Vec<u64>> = table["cells"].as_array().unwrap().iter().map(numbers).collect();
            let sums: Vec<u64> = cells.iter().map(|row| row.iter().sum()).collect();
            assert_eq!(numbers(&table["row_totals"]), sums, "{rows} {columns}");
            let places = 0..numbers(&table["column_totals"]).len();
            let sums: Vec<u64> = places.map(|at| cells.iter().map(|row| row[at]).sum()).collect();
            assert_eq!(numbers(&table["column_totals"]), sums, "{rows} {columns}");
            assert_eq!(table["total"].as_u64(), Some(sums.iter().sum()), "{rows} {columns}");
            if coder.is_empty() {
                continue;
            }
            // A passage counts once, whoever coded it.
            let left_out = table["left_out"].as_array().unwrap().iter();
            let left_out: u64 = left_out.map(|one| one["passages"].as_u64().unwrap()).sum();
            assert_eq!(table["total"].as_u64().unwrap() + left_out, passages.len() as u64, "{rows} {columns}: {table}");
            let is_left_out =
                if [rows, columns].contains(&"participant") { 0 } else { all.iter().filter(of_ana).count() };
            assert_eq!(table["total"], is_left_out, "no document has a participant");
        }
    }
}

fn compared(folder: &str, settings: &CompareSettings) -> (Study, Compared) {
    let (project, _) = Project::open_to_read(Path::new(folder)).unwrap();
    let study = project.reads().study().unwrap();
    let compared = compare(project.reads(), settings, &Progress::default()).unwrap();
    (study, compared)
}

fn of_unit(unit: &str) -> CompareSettings {
    CompareSettings { unit: Unit::parse(unit).unwrap(), ..CompareSettings::default() }
}

/// The sum of these columns in each row, and the number in the column `units`.
fn sums(table: &Table, columns: &[&str]) -> Vec<(u64, Option<u64>)> {
    let at = |name: &str| table.columns.iter().position(|column| column == name);
    let value = |cell: &Cell| match cell {
        Cell::Value(n) => *n,
        other => panic!("{other:?}"),
    };
    let sum = |row: &pullquote::table::Row| {
        let counts = columns.iter().map(|name| at(name).unwrap_or_else(|| panic!("{name} {:?}", table.columns)));
        (counts.map(|at| value(&row.cells[at])).sum(), at("units").map(|at| value(&row.cells[at])))
    };
    table.rows.iter().map(sum).collect()
}

#[test]
fn every_row_of_the_windows_tables_adds_up_for_every_unit() {
    for coders in [2, 5] {
        let place = temporary();
        let folder = at_random(&place, coders);
        let pairs = coders as u64 * (coders as u64 - 1) / 2;
        for unit in UNITS {
            let (study, found) = compared(&folder, &of_unit(unit));
            let codes = overview::codes(&study, &found, Statistic::Alpha, false);
            let documents = overview::documents(&study, &found);
            let of_pairs = overview::pairs(&study, &found);
            if unit.starts_with("passages") {
                let all = found.matched();
                let matched = |table: &Table| sums(table, &["matched"]).iter().map(|row| row.0).sum::<u64>();
                assert_eq!([matched(&codes), matched(&documents), matched(&of_pairs)], [all.matched; 3], "{unit}");
                continue;
            }
            // While intervals are being drawn, none is shown, and all other figures are.
            let awaiting = overview::codes(&study, &found, Statistic::Alpha, true);
            let at = awaiting.columns.iter().position(|column| column == "95 % interval").unwrap();
            for (row, awaited) in codes.rows.iter().zip(&awaiting.rows) {
                let kept = |cells: &[Cell]| [&cells[..at], &cells[at + 1..]].concat();
                assert_eq!((kept(&row.cells), &awaited.cells[at]), (kept(&awaited.cells), &Cell::Text("…".into())));
            }
            let pair_columns = if coders == 2 {
                ["both", "Ana only", "Ben only", "neither"]
            } else {
                ["both of a pair", "first only", "second only", "neither"]
            };
            let by_code: &[&str] = if coders == 2 { &pair_columns } else { &["all coders", "some of them", "nobody"] };
            for (sum, units) in sums(&codes, by_code) {
                assert_eq!(Some(sum), units, "{unit} codes");
            }
            // Nobody is the first or second of several pairs.
            let by_document: &[&str] =
                if coders == 2 { &pair_columns } else { &["both of a pair", "one of a pair", "neither"] };
            for (sum, units) in sums(&documents, by_document) {
                assert_eq!(Some(sum), units.map(|units| units * pairs * 3), "{unit} documents");
            }
            let [_, first, second, neither] = pair_columns;
            for (sum, _) in sums(&of_pairs, &["both", first, second, neither]) {
                assert_eq!(sum, found.unit_count() * 3, "{unit} pairs");
            }
        }
    }
}

#[test]
fn json_adds_up_for_every_unit_and_pair() {
    for coders in [2, 5] {
        let place = temporary();
        let folder = at_random(&place, coders);
        for unit in UNITS {
            let found = json(&["compare", &folder, "--unit", unit, "--format", "json"]);
            for level in ["per_code_units", "per_code_characters"] {
                for figures in found[level].as_object().unwrap().values().filter(|figures| !figures.is_null()) {
                    let pairs = figures["pairs"].as_object().unwrap();
                    assert_eq!(pairs.len(), coders * (coders - 1) / 2);
                    for pair in pairs.values() {
                        let sum: u64 = ["a", "b", "c", "d"].iter().map(|key| pair[key].as_u64().unwrap()).sum();
                        assert_eq!((pair["n"].as_u64(), figures["n_units"].as_u64()), (Some(sum), Some(sum)), "{unit}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_document_that_only_some_coders_finished_counts_their_pairs() {
    let place = temporary();
    let marks = |start: u32| vec![("D", start, start + 5, "work")];
    let coders: Vec<(&str, &[&str], Vec<Mark<'_>>)> =
        vec![("Ana", &["D", "E"], marks(12)), ("Ben", &["D", "E"], marks(14)), ("Cem", &["D"], marks(40))];
    let folder = study(&place, &[("D", D), ("E", E)], &coders);
    let file = within(&place, "a.csv");
    ok(&["compare", &folder, "--unit", "character", "-o", &file]);
    let rows = rows("csv", file.as_ref(), &NAMES[..3]);
    let (d, e) = (D.chars().count() as u64, E.chars().count() as u64);
    let sums: Vec<(&str, u64, u64)> =
        rows.iter().map(|(_, name, units, counts)| (name.as_str(), *units, counts.iter().sum())).collect();
    let both = d + e;
    let expected = [
        ("pooled", both, 3 * d + e),
        ("work", both, 3 * d + e),
        ("Ana and Ben", both, both),
        ("Ana and Cem", d, d),
        ("Ben and Cem", d, d),
        ("D", d, 3 * d),
        ("E", e, e),
    ];
    assert_eq!(sums, expected);
}

#[test]
fn every_unit_excludes_the_same_words() {
    // The coders differ only in the interviewer's words; one passage extends across them.
    let shared = [("D", 12, 27, "land > let"), ("D", 29, 65, "work")];
    let marks_of_each: [Vec<Mark<'_>>; 2] = [
        shared.iter().copied().chain([("D", 0, 9, "work"), ("D", 3, 8, "land > own")]).collect(),
        shared.iter().copied().chain([("D", 40, 50, "land > let"), ("D", 66, 73, "land > own")]).collect(),
    ];
    let place = temporary();
    let coders: Vec<(&str, &[&str], Vec<Mark<'_>>)> =
        NAMES.iter().zip(marks_of_each).map(|(name, marks)| (*name, &["D"][..], marks)).collect();
    let folder = study(&place, &[("D", D)], &coders);
    for unit in UNITS {
        let with = json(&["compare", &folder, "--unit", unit, "--format", "json"]);
        let found = json(&["compare", &folder, "--unit", unit, "--format", "json", "--without", "I"]);
        assert_ne!(with["segments"], found["segments"], "{unit}");
        for at in ["0", "0.5", "1"] {
            assert_eq!(found["segments"][at]["Ana|Ben"], json!({ "matched": 2, "n1": 2, "n2": 2, "agreement": 1.0 }));
        }
        assert_eq!(found["unitizing"]["relevance_u_alpha_binary"], 1.0, "{unit}");
        for (code, figures) in found["per_code_characters"].as_object().unwrap() {
            let pair = &figures["pairs"]["Ana|Ben"];
            assert_eq!(
                (&pair["b"], &pair["c"], &figures["n_units"]),
                (&json!(0), &json!(0), &json!(52)),
                "{unit} {code}"
            );
        }
        for (code, figures) in found["per_code_units"].as_object().unwrap() {
            assert_eq!(figures["pairs"]["Ana|Ben"]["percent_agreement"], 1.0, "{unit} {code}");
        }
        let settings = CompareSettings { without: vec!["I".into()], ..of_unit(unit) };
        let (_, compared) = compared(&folder, &settings);
        assert_eq!((compared.cut_out, compared.marks.iter().flatten().sum::<usize>()), (4, 4), "{unit}");
        assert!(compared.evidence(None, None).iter().all(|unit| !unit.is_disagreement()), "{unit}");
    }
    let report = ok(&["compare", &folder, "--unit", "character", "--without", "I"]);
    assert!(report.contains("Without the words of: I") && report.contains("4 passages"), "{report}");
    assert!(ok(&["compare", &folder, "--without", "I", "--methods"]).contains("The words of I were left out"));
}

#[test]
fn an_absent_speaker_is_not_reported_as_excluded() {
    let place = temporary();
    let folder = at_random(&place, 2);
    // Nobody in the project is called like this.
    for wrong in ["Interviewer", "i", "P1"] {
        for args in [&["--methods"][..], &["--format", "json"], &["--without", "I"], &["--documents", "E"]] {
            let message = &format!("no speaker is called “{wrong}”; speakers are: I, P");
            fails(&[&["compare", folder.as_str(), "--without", wrong], args].concat(), 1, &[message]);
        }
    }
    // A speaker of a document that is not compared.
    for args in [&["--methods"][..], &["--format", "text"]] {
        let report = ok(&[&["compare", folder.as_str(), "--documents", "E", "--without", "I"], args].concat());
        assert!(!report.contains("words of: I") && !report.contains("of I were"), "{report}");
    }
    let report = ok(&["compare", &folder, "--documents", "E", "--without", "I"]);
    assert!(report.split_whitespace().collect::<Vec<_>>().join(" ").contains("No speaker is called “I”"), "{report}");
}

#[test]
fn codes_below_the_level_count_as_their_parents() {
    let place = temporary();
    let folder = at_random(&place, 2);
    let of = |args: &[&str]| json(&[&["compare", folder.as_str(), "--format", "json"], args].concat());
    let all = of(&["--level", "1"]);
    for asked in ["land > own", "land", "land > let,land > own"] {
        let found = of(&["--codes", asked, "--level", "1"]);
        assert_eq!(found["codes"], json!(["land"]), "{asked}");
        assert_eq!(found["per_code_units"]["land"], all["per_code_units"]["land"], "{asked}");
    }
    assert_eq!(of(&["--codes", "land > own,work", "--level", "1"])["codes"], json!(["land", "work"]));
    assert_eq!(of(&["--codes", "land > own", "--level", "2"])["codes"], json!(["land > own"]));
    let joined = "the codes named, together with their subcodes";
    for (args, level) in [
        (&[][..], "every code separately"),
        (&["--codes", "land > own,work"], "every code separately"),
        (&["--codes", "land,land > own,land > let"], "every code separately"),
        (&["--codes", "land"], joined),
        (&["--codes", "land,land > own"], joined),
        (&["--level", "1"], "1 from the top"),
        (&["--codes", "land", "--level", "1"], "1 from the top"),
        (&["--codes", "land", "--level", "2"], &format!("2 from the top; {joined}")),
    ] {
        let settings = of(args)["settings"].as_array().unwrap().iter().map(|line| line.to_string()).collect::<Vec<_>>();
        assert!(
            settings.iter().any(|line| line.contains("Level") && line.contains(&format!("{level}\""))),
            "{settings:?}"
        );
        let methods = ok(&[&["compare", folder.as_str(), "--methods"], args].concat());
        assert_eq!(methods.contains("subcodes of a code compared"), level.contains(joined), "{args:?}: {methods}");
    }
}

/// The reasons given in place of the figures of a row.
fn reasons(folder: &str, args: &[&str], kind: &str) -> Vec<String> {
    let place = temporary();
    let file = within(&place, "a.csv");
    ok(&[&["compare", folder, "-o", &file], args].concat());
    let row = grid("csv", file.as_ref()).into_iter().find(|row| row[0] == kind).unwrap();
    row.into_iter().filter(|cell| cell.starts_with('(')).collect()
}

#[test]
fn an_undefined_figure_states_the_true_reason() {
    let place = temporary();
    let nobody: Vec<(&str, &[&str], Vec<Mark<'_>>)> =
        vec![("Ana", &["D"], vec![("D", 3, 8, "work")]), ("Ben", &["E"], vec![("E", 3, 8, "work")])];
    let apart = study(&place, &[("D", D), ("E", E)], &nobody);
    for unit in UNITS {
        for args in [&["--unit", unit][..], &["--unit", unit, "--codes", "work"]] {
            for kind in ["all codes", "code", "coders"] {
                if kind == "code" && args.len() == 2 {
                    continue;
                }
                for reason in reasons(&apart, args, kind) {
                    assert_eq!(
                        reason, "(no unit in a document that two coders marked as finished or coded in)",
                        "{args:?} {kind}"
                    );
                }
            }
        }
    }
    let methods = ok(&["compare", &apart, "--methods"]);
    assert_eq!(
        methods.matches("no unit in a document that two coders marked as finished or coded in").count(),
        3,
        "{methods}"
    );
    let found = json(&["compare", &apart, "--format", "json", "--codes", "work"]);
    for notes in [&found["per_code_units"]["work"]["notes"], &found["across_codes_units"]["notes"]] {
        let notes = notes.as_object().unwrap();
        assert!(notes.len() > 3 && notes.values().all(|reason| reason == "no_pairable_units"), "{notes:?}");
    }
    let other = temporary();
    let empty: Vec<(&str, &[&str], Vec<Mark<'_>>)> = vec![("Ana", &["D"], vec![]), ("Ben", &["D"], vec![])];
    let uncoded = study(&other, &[("D", D)], &empty);
    for reason in reasons(&uncoded, &[], "all codes") {
        assert!(
            ["(nothing was coded)", "(everything was coded alike, so there is nothing to measure)"]
                .contains(&reason.as_str())
        );
    }
}

#[test]
fn kappa_of_more_than_two_coders_is_named_lights_kappa() {
    let place = temporary();
    // Ana and Ben never use the code that Cem uses.
    let coders: Vec<(&str, &[&str], Vec<Mark<'_>>)> =
        vec![("Ana", &["D"], vec![]), ("Ben", &["D"], vec![]), ("Cem", &["D"], vec![("D", 12, 27, "work")])];
    let three = study(&place, &[("D", D)], &coders);
    for format in ["csv", "md", "html", "text"] {
        let out = ok(&["compare", &three, "--format", format, "--statistics", "cohen_kappa"]);
        assert!(out.contains("Light’s") && !out.contains("Cohen’s kappa"), "{format}: {out}");
    }
    assert_eq!(reasons(&three, &["--statistics", "cohen_kappa"], "code"), ["(two coders coded everything alike)"]);
    assert!(ok(&["compare", &three, "--coders", "Ana,Ben", "--format", "csv"]).contains("Cohen’s kappa"));
    let found = json(&["compare", &three, "--format", "json"]);
    assert!(found["per_code_units"]["work"]["cohen_kappa"].is_null(), "{found}");
}

#[test]
fn the_requested_threshold_is_in_the_json() {
    let place = temporary();
    let coders: Vec<(&str, &[&str], Vec<Mark<'_>>)> = vec![
        ("Ana", &["D"], vec![("D", 10, 20, "work"), ("D", 30, 40, "work")]),
        ("Ben", &["D"], vec![("D", 10, 18, "work"), ("D", 30, 36, "work")]),
    ];
    let folder = study(&place, &[("D", D)], &coders);
    let args = |unit: &str| json(&["compare", &folder, "--unit", unit, "--format", "json", "--reference", "Ana"]);
    let found = args("passages:0.7");
    assert_eq!(found["segments"]["0.7"]["Ana|Ben"], json!({ "matched": 1, "n1": 2, "n2": 2, "agreement": 0.5 }));
    assert_eq!(found["per_code_segments"]["work"]["Ana|Ben"]["matched"], 1);
    assert_eq!(found["against_reference"]["Ben"]["segments"]["0.7"]["tp"], 1);
    let keys = |found: &Value| found["segments"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&args("passages:0.5")), keys(&args("turn")));
}

#[test]
fn a_pair_that_is_all_of_the_coders_has_the_alpha_of_all_codes() {
    let place = temporary();
    let other = temporary();
    for (folder, coders) in [(at_random(&place, 2), 2), (at_random(&other, 3), 3)] {
        let (study, found) = compared(&folder, &of_unit("turn"));
        let table = pullquote::engine::compare::full_table::table(&study, &found);
        let at = table.columns.iter().position(|head| head.contains("alpha")).unwrap();
        let rows = |of: &str| table.rows.iter().filter(|row| row.header[0] == of).collect::<Vec<_>>();
        let (all, pairs) = (rows("all codes")[0], rows("coders"));
        assert_eq!(pairs.len(), if coders == 2 { 1 } else { 3 });
        for pair in pairs {
            assert_eq!(pair.cells[at] == all.cells[at], coders == 2, "{}: {:?}", table.columns[at], pair.cells[at]);
        }
    }
}

#[test]
fn missing_intervals_are_explained() {
    let place = temporary();
    let folder = at_random(&place, 2);
    for unit in ["character", "passages:0.5"] {
        let report = ok(&["compare", &folder, "--unit", unit, "--bootstrap", "20"]);
        assert!(
            report.contains("they need text that is divided into units") && !report.contains("bootstrap by"),
            "{report}"
        );
    }
    let plan = pullquote::analysis::agreement::Plan { replicates: 20, seed: 1, percent: 95 };
    let settings = CompareSettings { bootstrap: Some((plan, Resampling::Documents)), ..CompareSettings::default() };
    let (study, found) = compared(&folder, &settings);
    let table = pullquote::engine::compare::full_table::table(&study, &found);
    assert!(table.columns.contains(&"alpha, low end".to_owned()));
    assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
}

#[test]
fn a_statistic_has_an_interval_or_the_reason_why_not() {
    let place = temporary();
    let (two, other) = (at_random(&place, 2), temporary());
    let five = at_random(&other, 5);
    for statistic in Statistic::ALL {
        for (folder, coders) in [(&two, 2), (&five, 5)] {
            let (_, turns) = compared(folder, &of_unit("turn"));
            let (_, characters) = compared(folder, &of_unit("character"));
            for code in 0..3 {
                assert_eq!(statistic.interval(&characters, code), Err(Reason::DependentUnits), "{statistic:?}");
                let has_none = statistic == Statistic::Positive || statistic == Statistic::Kappa && coders > 2;
                match statistic.interval(&turns, code) {
                    // A code that was hardly used has none that would mean anything.
                    Err(Reason::TooFewPassages | Reason::NoSpread) => {}
                    Err(reason) => assert!(has_none && reason == Reason::NoStandardError, "{statistic:?}: {reason:?}"),
                    Ok((low, high)) => assert!(!has_none && low <= high, "{statistic:?}"),
                }
            }
        }
    }
}
