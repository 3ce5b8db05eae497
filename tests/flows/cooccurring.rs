//! How often codes co-occur, on the command line.

use super::support::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tempfile::TempDir;

/// Two interviews, in one of which two people speak.
pub fn study(folder: &TempDir) -> String {
    let code = |name: &str, color: &str, children: Value| json!({"name": name, "color": color, "children": children});
    let below = json!([code("Rent <high> & rising", "#d55e00", json!([])), code("Pay", "#009e73", json!([])),]);
    let document = |name: &str| json!({"name": name, "path": format!("transcripts/{name}.txt")});
    let (mut group, mut single) = (document("FGD"), document("C"));
    group["participants"] = json!({"Ann": "Ann", "Ben": "Ben"});
    single["participant"] = json!("Cid");
    let project = json!({
        "format": "pullquote-folder", "version": 1, "name": "S", "coders": [{"name": "Eva", "color": "#3366cc"}],
        "documents": [group, single],
    });
    let coded = |document: &str, start: u32, end: u32, code: &str| json!({"document": document, "start": start, "end": end, "code": code});
    let codings = json!({"coder": "Eva", "documents": ["FGD", "C"], "codings": [
        coded("FGD", 23, 37, "Money > Rent <high> & rising"),
        coded("FGD", 23, 50, "Money > Pay"),
        coded("FGD", 38, 68, "Home"),
        coded("C", 0, 4, "Money > Rent <high> & rising"),
        coded("C", 9, 13, "Home"),
    ]});
    let talk =
        "Interviewer: Why?\nAnn: Rent was high. Pay was low.\nBen: I came home.\nInterviewer: And now?\nAnn: Fine.";
    let codes = json!({"codes": [code("Money", "#0072b2", below), code("Home", "#cc79a7", json!([]))], "facets": []});
    let files = [
        ("project.json", project.to_string()),
        ("codebook.json", codes.to_string()),
        ("sets.json", json!([{"name": "About money", "kind": "codes", "items": ["Money"], "where": []}]).to_string()),
        ("participants.csv", "participant,sex\nAnn,f\nBen,m\nCid,m\n".to_owned()),
        ("transcripts/FGD.txt", talk.to_owned()),
        ("transcripts/C.txt", "Rent and home.".to_owned()),
        ("codings/Eva.json", codings.to_string()),
    ];
    let source = within(folder, "source");
    write(&files.map(|(path, text)| (path.to_owned(), text)).to_vec(), Path::new(&source));
    project_of(folder, &source)
}

#[test]
fn the_sample_study_has_the_numbers_that_its_passages_have() {
    let sample = sample();
    let passages = json(&["codings", &sample, "--json"]);
    let mut of_code: BTreeMap<&str, BTreeSet<(&str, u64, u64)>> = BTreeMap::new();
    for one in passages.as_array().unwrap() {
        let place = (one["document"].as_str().unwrap(), one["start"].as_u64().unwrap(), one["end"].as_u64().unwrap());
        of_code.entry(one["code"].as_str().unwrap()).or_default().insert(place);
    }
    let table = json(&["cooccur", &sample, "--format", "json"]);
    assert_eq!(table["unit"], "overlap");
    let codes: Vec<&str> = table["codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
    assert_eq!(codes.iter().copied().collect::<BTreeSet<_>>(), of_code.keys().copied().collect());
    for (row, code) in codes.iter().enumerate() {
        let total = of_code[code].len();
        assert_eq!((&table["totals"][row], &table["counts"][row][row]), (&json!(total), &json!(total)));
        for (column, other) in codes.iter().enumerate().filter(|(column, _)| *column != row) {
            let meet = |a: &(&str, u64, u64), b: &(&str, u64, u64)| a.0 == b.0 && a.1.max(b.1) < a.2.min(b.2);
            let pairs = of_code[code].iter().flat_map(|a| of_code[other].iter().filter(move |b| meet(a, b))).count();
            assert_eq!(table["counts"][row][column], json!(pairs), "{code}, {other}");
            let (one, two, both) = (total as f64, of_code[other].len() as f64, pairs as f64);
            let coefficient = (one + two != both).then(|| both / (one + two - both));
            let found = table["coefficient"][row][column].as_f64();
            let difference = found.zip(coefficient).map(|(found, wanted)| (found - wanted).abs());
            assert_eq!(found.is_some(), coefficient.is_some());
            assert!(difference.is_none_or(|difference| difference < 1e-12));
        }
    }
    let matrix = json(&["matrix", &sample, "--rows", "code", "--columns", "code", "--json"]);
    assert_eq!((&matrix["count"], &matrix["total"]), (&json!("overlaps"), &Value::Null));
    assert_eq!((&matrix["cells"], &matrix["rows"]), (&table["counts"], &table["codes"]));
    assert_eq!((&matrix["row_totals"], &matrix["column_totals"]), (&table["totals"], &table["totals"]));
}

#[test]
fn each_unit_counts_what_both_codes_touch() {
    let folder = temporary();
    let project = study(&folder);
    let (rent, home) = ("Money > Rent <high> & rising", "Home");
    let table = |more: &[&str]| {
        let codes = format!("{home},{rent},Money > Pay");
        let all = [&["cooccur", &project, "--codes", &codes, "--json"], more].concat();
        let table = json(&all);
        assert_eq!(table["codes"], json!([home, rent, "Money > Pay"]));
        (table["totals"].clone(), table["counts"].clone())
    };
    for (unit, totals, home_rent, home_pay, rent_pay) in [
        ("overlap", [2, 2, 1], 0, 1, 1),
        ("sentence", [3, 2, 2], 1, 1, 1),
        ("turn", [3, 2, 1], 2, 1, 1),
        ("paragraph", [3, 2, 1], 2, 1, 1),
        ("exchange", [2, 2, 1], 2, 1, 1),
        ("document", [2, 2, 1], 2, 1, 1),
        ("participant", [3, 2, 1], 2, 1, 1),
    ] {
        let (found, counts) = table(&["--unit", unit]);
        assert_eq!(found, json!(totals), "{unit}");
        let wanted = json!([
            [totals[0], home_rent, home_pay],
            [home_rent, totals[1], rent_pay],
            [home_pay, rent_pay, totals[2]]
        ]);
        assert_eq!(counts, wanted, "{unit}");
    }
    // Filters leave out passages, and the participants who do not fit.
    assert_eq!(table(&["--where", "sex=m"]).0, json!([2, 1, 0]));
    assert_eq!(table(&["--where", "sex=m", "--unit", "participant"]).0, json!([2, 1, 0]));
    let rolled = json(&["cooccur", &project, "--roll-up", "--json"]);
    assert_eq!(rolled["codes"][0], "Money");
    assert_eq!((&rolled["totals"][0], &rolled["counts"][0][1]), (&json!(3), &json!(3)));
    // A set with only the parent has the passages of its subcodes if these count as the parent's.
    let of_set = |more: &[&str]| {
        let table = json(&[&["cooccur", &project, "--set", "About money", "--json"], more].concat());
        (table["codes"].clone(), table["totals"].clone())
    };
    assert_eq!(of_set(&[]), (json!([]), json!([])));
    assert_eq!(of_set(&["--roll-up"]), (json!(["Money"]), json!([3])));
    let level = json(&["cooccur", &project, "--level", "1", "--json"]);
    assert_eq!((&level["codes"], &level["totals"]), (&json!(["Money", "Home"]), &json!([3, 2])));
}

#[test]
fn networks_have_a_node_for_each_code_and_no_edge_for_nothing() {
    let folder = temporary();
    let project = study(&folder);
    for ending in ["graphml", "gexf"] {
        let file = within(&folder, &format!("net.{ending}"));
        ok(&["cooccur", &project, "-o", &file]);
        let network = std::fs::read_to_string(&file).unwrap();
        let count = |tag: &str| network.matches(tag).count();
        assert_eq!((count("<node "), count("<edge ")), (3, 2), "{network}");
        assert!(network.contains("Rent &lt;high&gt; &amp; rising") && network.contains("#d55e00"), "{network}");
        assert!(ok(&["matrix", &project, "--rows", "code", "--columns", "code", "--format", ending]).len() > 500);
        fails(&["table", &project, "assets", "--format", ending], 2, &[ending, "co-occurrence of codes"]);
        fails(&["codings", &project, "-o", &file], 2, &[ending]);
        fails(&["export", &project, &file, "--select", "matrix:document:code"], 1, &["network"]);
        ok(&["export", &project, &file, "--select", "matrix:code:code"]);
    }
}

#[test]
fn a_matrix_of_codes_by_codes_refuses_another_count_and_says_what_a_code_counts() {
    let sample = sample();
    let of_codes = ["matrix", &sample, "--rows", "code", "--columns", "code"];
    fails(&[&of_codes[..], &["--count", "passages"]].concat(), 2, &["--count", "overlap", "cooccur --unit"]);
    fails(&["export", &sample, "x.csv", "--select", "matrix:code:code", "--count", "passages"], 2, &["--count"]);
    fails(&["cooccur", &sample, "--unit", "word"], 2, &["--unit is one of overlap, sentence"]);
    fails(&["cooccur", &sample, "--level", "0"], 2, &["--level"]);
    let notes = |more: &[&str]| ok(&[&of_codes[..], more].concat());
    assert!(notes(&[]).contains("Each code counts its own passages only"));
    let rolled = notes(&["--roll-up"]);
    assert!(
        rolled.contains("Each code counts its own passages and those of its subcodes.") && !rolled.contains("only;")
    );
    let table = ok(&["table", &sample, "assets", "--roll-up"]);
    assert!(table.contains("Each code counts its own passages and those of its subcodes."));
    // A parent has what those below it have.
    let matrix = json(&[
        "matrix",
        &sample,
        "--rows",
        "code",
        "--columns",
        "document",
        "--count",
        "passages",
        "--roll-up",
        "--json",
    ]);
    let overlaps = json(&["cooccur", &sample, "--roll-up", "--json"]);
    let total = |table: &Value, codes: &str, totals: &str| {
        let at = table[codes].as_array().unwrap().iter().position(|code| code == "Financial capital").unwrap();
        table[totals][at].as_u64().unwrap()
    };
    assert!(total(&matrix, "rows", "row_totals") > 0);
    assert_eq!(total(&matrix, "rows", "row_totals"), total(&overlaps, "codes", "totals"));
}
