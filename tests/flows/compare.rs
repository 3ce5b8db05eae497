//! Comparing coders: what is included and excluded, and that the units of a figure add up to it.

use super::figures::{D, Mark, study};
use super::support::*;
use pullquote::analysis::agreement::{Coefficient, Rule, Threshold};
use pullquote::engine::compare::{CompareSettings, Compared, Unit, compare, methods};
use pullquote::engine::{Progress, Project};
use serde_json::Value;
use std::path::PathBuf;

fn sample_compared(settings: &CompareSettings) -> (pullquote::model::Study, Compared) {
    let (project, _) = Project::open_to_read(&PathBuf::from(sample())).unwrap();
    let study = project.reads().study().unwrap();
    let compared = compare(project.reads(), settings, &Progress::default()).unwrap();
    (study, compared)
}

#[test]
fn the_units_of_a_figure_add_up_to_its_counts() {
    for unit in ["turn", "sentence", "paragraph", "exchange", "document", "window:200"] {
        let settings = CompareSettings { unit: Unit::parse(unit).unwrap(), ..CompareSettings::default() };
        let (_, compared) = sample_compared(&settings);
        assert!(compared.codes.len() > 50, "{unit}");
        for code in 0..compared.codes.len() {
            let figures = compared.figures(code).unwrap();
            let counts = figures.pairs[0].counts;
            let evidence = compared.evidence(Some(code), None);
            let marked = |by: &[usize]| {
                evidence.iter().filter(|unit| unit.marked.coders().eq(by.iter().copied())).count() as f64
            };
            assert_eq!(
                [counts.both, counts.first_only, counts.second_only],
                [marked(&[0, 1]), marked(&[0]), marked(&[1])],
                "{unit}"
            );
            assert_eq!(counts.units(), compared.unit_count() as f64, "{unit}");
        }
        let differing = compared.evidence(None, None).iter().filter(|unit| unit.is_disagreement()).count() as f64;
        let pair = &compared.pairs[0].counts;
        assert_eq!(differing, pair.first_only + pair.second_only, "{unit}");
        let by_document: f64 = compared.per_document.iter().map(|document| document.counts.both).sum();
        assert_eq!(by_document, pair.both, "{unit}");
    }
}

#[test]
fn json_has_every_displayed_figure_in_full() {
    let found = json(&["compare", &sample(), "--unit", "turn", "--format", "json", "--bootstrap", "40", "--seed", "7"]);
    let (study, compared) = sample_compared(&CompareSettings::default());
    let codes = found["per_code_units"].as_object().unwrap();
    assert_eq!(codes.len(), compared.codes.len());
    for (code, (path, values)) in codes.iter().enumerate() {
        assert_eq!(*path, study.codebook.path(compared.codes[code]).to_string());
        let figures = &compared.figures(code).unwrap().figures;
        let alpha = figures.iter().find(|(c, _)| *c == Coefficient::KrippendorffAlpha).unwrap().1;
        let printed = values["krippendorff_alpha"].as_f64();
        assert!(
            printed.zip(alpha.ok()).is_none_or(|(x, y)| (x - y).abs() < 1e-12) && printed.is_some() == alpha.is_ok()
        );
        if let Some(low) = values["bootstrap"]["krippendorff_alpha"]["low"].as_f64() {
            assert!(low <= values["bootstrap"]["krippendorff_alpha"]["high"].as_f64().unwrap());
        }
    }
}

/// Two coders and three documents, of which B has finished only one.
fn partial(place: &tempfile::TempDir) -> String {
    let files: Files = vec![
        (
            "project.json".into(),
            r#"{"format": "pullquote-folder", "version": 1, "name": "partial", "coders": [{"name": "A"}, {"name": "B"}],
                "documents": [{"name": "D", "path": "transcripts/D.txt"}, {"name": "E", "path": "transcripts/E.txt"}]}"#
                .into(),
        ),
        ("codebook.json".into(), r#"{"codes": [{"name": "land", "children": [{"name": "own"}, {"name": "let"}]}]}"#.into()),
        ("transcripts/D.txt".into(), "访谈者：有地吗？\n受访者：有。还租了一块。\n访谈者：好。\n受访者：是的。\n".into()),
        ("transcripts/E.txt".into(), "访谈者：有地吗？\n受访者：没有。\n".into()),
        (
            "codings/A.json".into(),
            r#"{"coder": "A", "codings": [{"document": "D", "start": 13, "end": 20, "code": "land > own"},
                                          {"document": "E", "start": 13, "end": 16, "code": "land > own"}]}"#
                .into(),
        ),
        (
            "codings/B.json".into(),
            r#"{"coder": "B", "codings": [{"document": "D", "start": 13, "end": 20, "code": "land > let"}]}"#.into(),
        ),
    ];
    write(&files, &place.path().join("folder"));
    within(place, "folder")
}

#[test]
fn a_document_of_one_coder_is_excluded_unless_unfinished_documents_count() {
    let place = temporary();
    let folder = partial(&place);
    let found = json(&["compare", &folder, "--format", "json"]);
    assert_eq!(found["documents"], Value::from(vec!["D"]));
    assert_eq!(found["per_code_units"]["land > own"]["n_units"], 4);
    let found = json(&["compare", &folder, "--format", "json", "--everyone"]);
    assert_eq!(found["documents"], Value::from(vec!["D", "E"]));
    assert_eq!(found["per_code_units"]["land > own"]["pairs"]["A|B"]["b"], 2);
}

#[test]
fn a_parent_code_includes_its_subcodes_at_its_level() {
    let place = temporary();
    let folder = partial(&place);
    let apart = json(&["compare", &folder, "--format", "json"]);
    assert_eq!(apart["per_code_units"]["land > own"]["pairs"]["A|B"]["a"], 0);
    for args in [["--level", "1"], ["--codes", "land"]] {
        let found = json(&["compare", &folder, "--format", "json", args[0], args[1]]);
        assert_eq!(found["codes"], Value::from(vec!["land"]), "{args:?}");
        assert_eq!(found["per_code_units"]["land"]["pairs"]["A|B"]["a"], 1, "{args:?}");
        assert_eq!(found["per_code_units"]["land"]["krippendorff_alpha"], 1.0, "{args:?}");
    }
}

#[test]
fn the_interviewers_words_can_be_excluded() {
    let place = temporary();
    let folder = partial(&place);
    let found = json(&["compare", &folder, "--format", "json", "--without", "访谈者", "--unit", "sentence"]);
    assert_eq!(found["per_code_units"]["land > own"]["n_units"], 3);
}

#[test]
fn an_undefined_figure_is_null_with_its_reason() {
    let place = temporary();
    let folder = partial(&place);
    let found = json(&["compare", &folder, "--format", "json", "--codes", "land > own", "--coders", "A,B"]);
    let figures = &found["per_code_units"]["land > own"];
    assert_eq!((&figures["fleiss_kappa"].is_number(), &figures["notes"]["krippendorff_alpha"]), (&true, &Value::Null));
    let one = json(&["compare", &folder, "--format", "json", "--level", "1"]);
    // Both coded the only document as a whole, so nothing varies.
    let whole = json(&["compare", &folder, "--format", "json", "--level", "1", "--unit", "document"]);
    assert_eq!(one["per_code_units"]["land"]["notes"]["krippendorff_alpha"], Value::Null);
    assert_eq!(whole["per_code_units"]["land"]["krippendorff_alpha"], Value::Null);
    assert_eq!(whole["per_code_units"]["land"]["notes"]["krippendorff_alpha"], "no_variation");
}

#[test]
fn every_format_states_how_the_figures_were_counted() {
    for format in ["text", "csv", "md", "html"] {
        let out = ok(&["compare", &sample(), "--format", format, "--bootstrap", "20"]);
        assert!(out.contains("Krippendorff"), "{format}");
    }
    let methods = ok(&["compare", &sample(), "--methods", "--unit", "passages:0.5"]);
    for word in ["Coder 1", "passages", "50%", "Pullquote"] {
        assert!(methods.contains(word), "{word}: {methods}");
    }
}

#[test]
fn a_comparison_by_passages_counts_only_the_compared_coders() {
    let json = |args: &[&str]| serde_json::from_str::<Value>(&ok(args)).unwrap();
    let list = json(&["codings", &sample(), "--format", "json"]);
    let table = ok(&["compare", &sample(), "--unit", "passages:0.5", "--format", "md"]);
    let all = list.as_array().unwrap().len();
    assert!(table.contains(&format!("Unit: {all} coded passages")), "{all}: {table}");
}

#[test]
fn wrong_settings_are_refused_with_a_reason() {
    let sample = sample();
    for (flag, value, word) in [
        ("--unit", "word", "--unit"),
        ("--rule", "overlap:2", "--rule"),
        ("--level", "0", "--level"),
        ("--bootstrap", "many", "--bootstrap"),
        ("--by", "chance", "--by"),
    ] {
        fails(&["compare", &sample, flag, value], 2, &[word, value]);
    }
    fails(&["compare", &sample, "--coders", "Coder 1"], 1, &["two coders"]);
    fails(&["compare", &sample, "--coders", "Nobody,Coder 1"], 1, &["Nobody"]);
}

#[test]
fn rules_change_what_counts_as_coded_and_are_stated() {
    let strict = CompareSettings { rule: Rule::Cover(Threshold::parse("1").unwrap()), ..CompareSettings::default() };
    let (study, strict) = sample_compared(&strict);
    let (_, any) = sample_compared(&CompareSettings { rule: Rule::Any, ..CompareSettings::default() });
    let marks = |c: &Compared| c.pairs[0].counts.both + c.pairs[0].counts.first_only + c.pairs[0].counts.second_only;
    assert!(marks(&strict) < marks(&any));
    assert!(methods::methods(&study, &strict, None).contains("at least 100% of it"));
}

#[test]
fn the_methods_paragraph_names_every_code_with_the_lowest_or_the_highest_alpha() {
    let place = temporary();
    let [own, let_, work] = ["land > own", "land > let", "work"].map(|code| ("D", 12, 17, code));
    let range = |ann: Vec<Mark<'_>>, ben: Vec<Mark<'_>>, language: &str| {
        let coders: Vec<(&str, &[&str], Vec<Mark<'_>>)> = vec![("Ann", &["D"], ann), ("Ben", &["D"], ben)];
        let file = place.path().join("m.md");
        let folder = study(&place, &[("D", D)], &coders);
        ok(&["compare", &folder, "--methods", "--language", language, "-o", file.to_str().unwrap()]);
        std::fs::remove_dir_all(place.path().join("folder")).unwrap();
        std::fs::read_to_string(file).unwrap().replace('\\', "")
    };
    for (ann, ben, ends) in [
        (vec![own, let_, work], vec![work], ["(“land > own”, “land > let”)", "1.000 (“work”)"]),
        (vec![own, let_, work], vec![own, let_], ["(“work”)", "1.000 (“land > own”, “land > let”)"]),
        (vec![own, let_], vec![own, let_], ["By code, alpha was 1.000 for every code.", ""]),
    ] {
        let methods = range(ann, ben, "en");
        for end in ends {
            assert!(methods.contains(end), "{end}: {methods}");
        }
    }
    let methods = range(vec![own, let_, work], vec![work], "zh");
    assert!(methods.contains("（“land > own”、“land > let”）"), "{methods}");
}

#[test]
fn an_interval_that_would_mean_nothing_is_not_printed() {
    let place = temporary();
    let often: Vec<Mark<'_>> = (12..17).map(|start| ("D", start, start + 1, "land > own")).collect();
    let rare: Vec<Mark<'_>> = vec![("D", 12, 17, "work")];
    let all = [often.clone(), rare.clone()].concat();
    for (ben, code, reason) in [
        (vec![], "work", "too few passages for an interval"),
        (all.clone(), "land > own", "every sample gives the same figure"),
    ] {
        let coders: Vec<(&str, &[&str], Vec<Mark<'_>>)> = vec![("Ann", &["D"], all.clone()), ("Ben", &["D"], ben)];
        let folder = study(&place, &[("D", D)], &coders);
        let report = within(&place, "report.html");
        ok(&["compare", &folder, "--unit", "turn", "--bootstrap", "100", "--format", "html", "-o", &report]);
        let report = std::fs::read_to_string(&report).unwrap();
        let row = report.split("<tr>").find(|row| row.contains(&format!(">{}<", code.replace('>', "&gt;")))).unwrap();
        assert!(row.contains(reason), "{code}: {row}");
        std::fs::remove_dir_all(place.path().join("folder")).unwrap();
        std::fs::remove_file(place.path().join("report.html")).unwrap();
    }
}

#[test]
fn the_methods_paragraph_explains_intervals_only_where_it_states_some() {
    let place = temporary();
    let [own, work] = ["land > own", "work"].map(|code| ("D", 12, 17, code));
    // With fewer than five passages of a code, its interval is called meaningless.
    let more = (12..15).map(|start| ("D", start, start + 1, "land > own"));
    let often: Vec<Mark<'_>> = more.chain([own, work]).collect();
    let paragraph_of = |ann: &[Mark<'_>], ben: Vec<Mark<'_>>, args: &[&str]| {
        let coders: Vec<(&str, &[&str], Vec<Mark<'_>>)> = vec![("Ann", &["D"], ann.to_vec()), ("Ben", &["D"], ben)];
        let folder = study(&place, &[("D", D)], &coders);
        let methods = ok(&[&["compare", folder.as_str(), "--methods"], args].concat());
        std::fs::remove_dir_all(place.path().join("folder")).unwrap();
        methods
    };
    let paragraph = |ben: Vec<Mark<'_>>, args: &[&str]| paragraph_of(&often, ben, args);
    let bootstrap = ["--unit", "turn", "--bootstrap", "100"];
    let stated = paragraph(vec![own, ("D", 0, 5, "land > own")], &bootstrap);
    assert!(
        stated.contains("“land > own” [") && stated.contains("Brackets hold 95 % percentile intervals of 100"),
        "{stated}"
    );
    for silent in [paragraph(vec![own, work], &bootstrap), paragraph(vec![own], &["--unit", "turn"])] {
        assert!(!silent.contains('[') && !silent.contains("Brackets"), "{silent}");
    }
    // If intervals were asked for, their absence is explained.
    assert!(paragraph(vec![own, work], &bootstrap).contains("No interval is given, because no code differs"));
    assert!(paragraph(vec![own], &["--unit", "character", "--bootstrap", "9"]).contains("There are no intervals"));
    let rare = paragraph_of(&[own, work], vec![own], &bootstrap);
    assert!(rare.contains("No interval is given, because the codes named"), "{rare}");
    assert!(rare.contains("“land > own”") && !rare.contains('[') && !rare.contains("Brackets"), "{rare}");
    let gamma = "Gamma (Mathet et al. 2015), which aligns passages by position and code, was ";
    assert!(!rare.contains("Gamma"), "{rare}");
    let with_gamma = paragraph(vec![own], &["--unit", "turn", "--gamma", "3"]);
    assert!(with_gamma.contains(gamma), "{with_gamma}");
    assert!(
        with_gamma.contains("computed for 1 of 1 document with at least 30 samples each (seed 3)."),
        "{with_gamma}"
    );
}

#[test]
fn a_report_explains_u_alpha_where_it_has_it() {
    let sample = sample();
    let explains = |figures: &str| {
        ok(&["compare", &sample, "--format", "md", "--statistics", figures]).contains("an alpha without units")
    };
    assert!(explains("u_alpha,gwet_ac1") && !explains("gwet_ac1"));
}

#[test]
fn gamma_is_reported_per_document_and_reproducible_for_a_seed() {
    let project = sample();
    let figures = |seed: &str| json(&["compare", &project, "--gamma", seed, "--format", "json"])["gamma"].clone();
    let first = figures("1");
    assert_eq!(first, figures("1"));
    assert_ne!(first["B"]["expected_disorder"], figures("2")["B"]["expected_disorder"]);
    let gammas = first.as_object().unwrap();
    assert_eq!(gammas.len(), 26);
    for (document, values) in gammas {
        let gamma = values["gamma"].as_f64().unwrap();
        let (observed, expected) =
            (values["observed_disorder"].as_f64().unwrap(), values["expected_disorder"].as_f64().unwrap());
        assert!((gamma - (1.0 - observed / expected)).abs() < 1e-9 && gamma > 0.5, "{document}: {values}");
    }
    let table = ok(&["compare", &project, "--gamma", "1", "--format", "csv"]);
    assert!(table.lines().next().unwrap().ends_with("gamma"), "{table}");
}

#[test]
fn the_table_has_only_the_requested_statistics() {
    let project = sample();
    let head = |arguments: &[&str]| {
        let all = [&["compare", project.as_str(), "--format", "csv"], arguments].concat();
        ok(&all).lines().next().unwrap().to_owned()
    };
    let few = head(&["--statistics", "gwet_ac1,cohen_kappa"]);
    assert!(few.contains("Cohen’s kappa,Gwet’s AC1") && few.contains("neither"), "{few}");
    assert!(!few.contains("alpha") && !few.contains("percent"), "{few}");
    assert!(head(&[]).contains("Krippendorff’s alpha"));
    fails(&["compare", &project, "--statistics", "kappa_of_pi"], 2, &["kappa_of_pi", "krippendorff_alpha"]);
}

#[test]
fn a_coder_with_one_stray_passage_is_named_if_nobody_was_chosen() {
    let place = temporary();
    let text = "We had no land and little money. ".repeat(4);
    let coding = |document: &str, start: u32| {
        format!(r#"{{"document": "{document}", "start": {start}, "end": {}, "code": "a"}}"#, start + 5)
    };
    let codings = |name: &str, list: &[String]| {
        (format!("codings/{name}.json"), format!(r#"{{"coder": "{name}", "codings": [{}]}}"#, list.join(",")))
    };
    let both = [coding("D", 0), coding("E", 40)];
    let files: Files = vec![
        (
            "project.json".into(),
            r#"{"format": "pullquote-folder", "version": 1, "name": "three",
                "coders": [{"name": "A"}, {"name": "B"}, {"name": "C"}],
                "documents": [{"name": "D", "path": "transcripts/D.txt"}, {"name": "E", "path": "transcripts/E.txt"}]}"#
                .into(),
        ),
        ("codebook.json".into(), r#"{"codes": [{"name": "a"}]}"#.into()),
        ("transcripts/D.txt".into(), text.clone()),
        ("transcripts/E.txt".into(), text),
        codings("A", &both),
        codings("B", &both),
        codings("C", &[coding("D", 60)]),
    ];
    write(&files, &place.path().join("folder"));
    let path = project_of(&place, &within(&place, "folder"));
    let (project, _) = Project::open_to_read(&PathBuf::from(&path)).unwrap();
    let study = project.reads().study().unwrap();
    let id = |name: &str| study.user_named(name).unwrap().id;
    let stray = |coders: Vec<pullquote::model::UserId>| {
        let settings = CompareSettings { coders, ..CompareSettings::default() };
        let found = compare(project.reads(), &settings, &Progress::default()).unwrap().strays;
        found.iter().map(|stray| (stray.coder, stray.passages)).collect::<Vec<_>>()
    };
    assert_eq!(stray(vec![]), [(id("C"), 1)]);
    assert_eq!(stray(vec![id("A"), id("B"), id("C")]), []);
    assert_eq!(stray(vec![id("A"), id("B")]), []);
    // Of some documents, those are left out who are left out of all.
    let of_one = CompareSettings { documents: vec![study.source_named("D").unwrap().id], ..CompareSettings::default() };
    let found = compare(project.reads(), &of_one, &Progress::default()).unwrap();
    assert_eq!((found.coders, found.strays.len()), (vec![id("A"), id("B")], 1));
    // A reference is named.
    let with_c = CompareSettings { reference: Some(id("C")), ..CompareSettings::default() };
    assert_eq!(compare(project.reads(), &with_c, &Progress::default()).unwrap().coders.len(), 3);
    // On the command line as in the window: it says who is left out, and how to compare everybody.
    let printed = run(&["compare", &path, "--format", "json"]);
    let report: Value = serde_json::from_str(&printed.out).unwrap();
    assert_eq!(
        (&report["coders"], &report["coders_left_out"]),
        (&Value::from(vec!["A", "B"]), &Value::from(vec!["C"]))
    );
    assert!(printed.err.contains("left out for having coded hardly anything: C"), "{}", printed.err);
    assert!(printed.err.contains("--coders 'A,B,C'"), "{}", printed.err);
    let text = ok(&["compare", &path]);
    assert!(text.contains("C is not compared: only 1 passage in D, which C has not marked as finished."), "{text}");
    let all = json(&["compare", &path, "--format", "json", "--coders", "A,B,C"]);
    assert_eq!(
        (all["coders"].as_array().unwrap().len(), &all["coders_left_out"]),
        (3, &Value::from(Vec::<&str>::new()))
    );
}

/// Names and passages of coders: document and start.
type Coded<'a> = (&'a str, Vec<(&'a str, u32)>);

/// A project in which these coders gave one code to passages in the documents D1 to D6.
fn coded_by(coders: &[Coded<'_>]) -> (tempfile::TempDir, String) {
    let place = temporary();
    let names = ["D1", "D2", "D3", "D4", "D5", "D6"];
    let document = |name: &&str| format!(r#"{{"name": "{name}", "path": "transcripts/{name}.txt"}}"#);
    let coder = |(name, _): &Coded<'_>| format!(r#"{{"name": "{name}"}}"#);
    let project = format!(
        r#"{{"format": "pullquote-folder", "version": 1, "name": "some", "coders": [{}], "documents": [{}]}}"#,
        coders.iter().map(coder).collect::<Vec<_>>().join(","),
        names.iter().map(document).collect::<Vec<_>>().join(",")
    );
    let mut files: Files = vec![("project.json".into(), project)];
    files.push(("codebook.json".into(), r#"{"codes": [{"name": "a"}]}"#.into()));
    let text = "We had no land and little money. ".repeat(8);
    files.extend(names.iter().map(|name| (format!("transcripts/{name}.txt"), text.clone())));
    for (name, list) in coders {
        let passage = |(document, start): &(&str, u32)| {
            format!(r#"{{"document": "{document}", "start": {start}, "end": {}, "code": "a"}}"#, start + 5)
        };
        let list = list.iter().map(passage).collect::<Vec<_>>().join(",");
        files.push((format!("codings/{name}.json"), format!(r#"{{"coder": "{name}", "codings": [{list}]}}"#)));
    }
    write(&files, &place.path().join("folder"));
    let path = project_of(&place, &within(&place, "folder"));
    (place, path)
}

/// Passages at these places of a document.
fn passages(document: &str, number: u32) -> Vec<(&str, u32)> {
    (0..number).map(|at| (document, at * 20)).collect()
}

#[test]
fn all_that_a_coder_has_coded_decides_whether_it_is_hardly_anything() {
    let left_out = |coders: &[Coded<'_>]| {
        let (_place, path) = coded_by(coders);
        json(&["compare", &path, "--format", "json"])["coders_left_out"].clone()
    };
    let none = serde_json::json!([]);
    let two = |number| [("A", passages("D1", number)), ("B", passages("D1", number))];
    let with = |number, of_third: Vec<(&'static str, u32)>| left_out(&[&two(number)[..], &[("C", of_third)]].concat());
    assert_eq!(with(6, passages("D1", 3)), serde_json::json!(["C"]));
    // More than half as many as the others, more than three, or in two documents.
    assert_eq!(with(5, passages("D1", 3)), none);
    assert_eq!(with(10, passages("D1", 4)), none);
    assert_eq!(with(6, [passages("D1", 1), passages("D2", 1)].concat()), none);
    // Much work in documents that nobody else has coded.
    let elsewhere = ["D3", "D4", "D5", "D6"].map(|document| passages(document, 6)).concat();
    assert_eq!(with(6, [passages("D1", 1), elsewhere].concat()), none);
    // Documents that a single one of the others has coded count for the average.
    let more = [("A", [passages("D1", 3), passages("D2", 9)].concat()), ("B", passages("D1", 4))];
    assert_eq!(left_out(&[&more[..], &[("C", passages("D1", 3))]].concat()), serde_json::json!(["C"]));
}

#[test]
fn the_consensus_of_all_coders_leaves_out_who_has_coded_hardly_anything() {
    let third = "O'Brien";
    let (_place, path) = coded_by(&[("A", passages("D1", 6)), ("B", passages("D1", 6)), (third, vec![("D1", 190)])]);
    let report = json(&["agree", &path, "--json"]);
    assert_eq!((&report["agreed"], &report["disputes"]), (&Value::from(6), &Value::from(0)));
    assert_eq!(report["coders_left_out"], serde_json::json!([third]));
    // The words can be given to a shell.
    let remark = run(&["agree", &path]).err;
    assert!(remark.contains(r"hardly anything: O'Brien; to compare everybody: --coders 'A,B,O'\''Brien'"), "{remark}");
    let all = json(&["agree", &path, "--json", "--coders", "A,B,O'Brien"]);
    assert_eq!((&all["agreed"], &all["coders_left_out"]), (&Value::from(0), &serde_json::json!([])));
    ok(&["agree", &path, "--auto"]);
    assert!(ok(&["agree", &path, "--auto"]).contains("up to date"));
    let counted = json(&["matrix", &path, "--rows", "document", "--columns", "code", "--format", "json"]);
    assert!(!counted["notes"].to_string().contains("out of date"), "{}", counted["notes"]);
}

#[test]
fn a_coder_who_has_finished_nothing_is_left_out_once_two_others_have() {
    let two = [("A", passages("D1", 6)), ("B", passages("D1", 6))];
    let (_place, path) = coded_by(&[&two[..], &[("C", passages("D2", 8)), ("D", passages("D1", 5))]].concat());
    let finish = |coder: &str, document: &str| {
        ok(&["code", &path, "--coder", coder, "--document", document, "--finished"]);
    };
    let left_out = |args: &[&str]| {
        let all = [&["compare", path.as_str(), "--format", "json"], args].concat();
        json(&all)["coders_left_out"].clone()
    };
    let none = serde_json::json!([]);
    assert_eq!(left_out(&[]), none);
    finish("A", "D1");
    assert_eq!(left_out(&[]), none, "one coder alone may use the marks");
    finish("C", "D2");
    assert_eq!(left_out(&[]), none, "A and C have no document in common");
    finish("B", "D1");
    assert_eq!(left_out(&[]), serde_json::json!(["D"]));
    assert_eq!(left_out(&["--coders", "A,B,D"]), none, "who is named is compared");
    assert_eq!(json(&["agree", &path, "--json"])["coders_left_out"], serde_json::json!(["D"]));
    let printed = run(&["compare", &path]);
    let remark = "left out for having marked no document as finished: D; to compare everybody: --coders 'A,B,C,D'";
    assert!(printed.err.contains(remark), "{}", printed.err);
    let note = "D is not compared: other coders have marked documents as finished, and D none yet.";
    assert!(printed.out.contains(note), "{}", printed.out);
    finish("D", "D1");
    assert_eq!(left_out(&[]), none);
}

/// Two coders agree on what the women say, and on nothing that the men say.
pub fn group_of_two_coders(place: &tempfile::TempDir) -> String {
    let folder = place.path().join("group");
    let text = "MOD: Who left?\nW1: I left for money.\nM1: I stayed at home.\nW2: We had no land.\nM2: Nobody asked.\n";
    let at = |words: &str| {
        let start = text.find(words).unwrap();
        serde_json::json!({ "document": "FGD", "start": start, "end": start + words.len(), "code": "Money" })
    };
    let women = ["I left for money.", "We had no land."];
    let codings = |coder: &str, man: &str| {
        let all: Vec<_> = women.iter().chain([&man]).map(|words| at(words)).collect();
        serde_json::json!({ "coder": coder, "codings": all, "documents": ["FGD"] }).to_string()
    };
    let speakers = serde_json::json!({ "W1": "Ana", "W2": "Bea", "M1": "Carl", "M2": "Dan" });
    let documents = serde_json::json!([{ "name": "FGD", "path": "transcripts/FGD.txt", "participants": speakers }]);
    let project = serde_json::json!({ "format": "pullquote-folder", "version": 1, "name": "Group",
        "coders": [{ "name": "One" }, { "name": "Two" }], "documents": documents });
    for (name, contents) in [
        ("project.json", project.to_string()),
        ("transcripts/FGD.txt", text.to_owned()),
        ("participants.csv", "participant,gender\nAna,f\nBea,f\nCarl,m\nDan,m\n".to_owned()),
        ("codebook.json", serde_json::json!({ "codes": [{ "name": "Money" }] }).to_string()),
        ("codings/One.json", codings("One", "I stayed at home.")),
        ("codings/Two.json", codings("Two", "Nobody asked.")),
    ] {
        let file = folder.join(name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, contents).unwrap();
    }
    folder.to_str().unwrap().to_owned()
}

#[test]
fn agreement_on_what_some_participants_say_leaves_the_words_of_others_out() {
    let place = temporary();
    let project = group_of_two_coders(&place);
    let of = |flags: &[&str]| {
        let all: Vec<&str> = ["compare", &project, "--format", "json"].iter().chain(flags).copied().collect();
        let report = json(&all);
        let code = &report["per_code_units"]["Money"];
        (code["percent_agreement"].as_f64(), code["n_units"].as_u64())
    };
    let all = of(&[]);
    assert_eq!(all, (Some(0.6), Some(5)));
    assert_eq!(of(&["--where", "gender=f"]), (Some(1.0), Some(2)));
    assert_eq!(of(&["--where", "gender=m"]), (Some(0.0), Some(2)));
    assert_eq!(of(&["--spoken-by", "participants"]), (Some(0.5), Some(4)));
    assert_eq!(of(&["--spoken-by", "participants", "--where", "gender=f"]), (Some(1.0), Some(2)));
    assert_eq!(of(&["--where", "gender=m", "--without", "M2"]), (Some(0.0), Some(1)));
    let text = ok(&["compare", &project, "--where", "gender=f"]);
    assert!(text.contains("Only passages of this kind are compared: gender is f."), "{text}");
    let methods = ok(&["compare", &project, "--where", "gender=f", "--methods"]);
    assert!(methods.contains("Only passages of this kind were compared: gender is f."), "{methods}");
    assert!(run(&["compare", &project, "--where", "gender=x"]).err.contains("gender"));
}
