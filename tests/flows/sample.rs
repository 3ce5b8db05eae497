//! The sample study compared with the tables of the paper that it is based on.

use super::sample_pairs::{CATEGORIES, FACTORS};
use super::support::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const CODERS: [&[&str]; 3] = [&[], &["--coder", "Coder 1"], &["--coder", "Coder 2"]];

fn labels(cell: &Value) -> Vec<&str> {
    cell["items"].as_array().unwrap().iter().map(|item| item["label"].as_str().unwrap()).collect()
}

fn table(name: &str, coder: &[&str]) -> Value {
    json(&[&["table", &sample(), name, "--format", "json"], coder].concat())
}

fn codings(more: &[&str]) -> Vec<Value> {
    json(&[&["codings", &sample(), "--format", "json"], more].concat()).as_array().unwrap().clone()
}

#[test]
fn factors_by_asset_equal_table_4_for_every_coder() {
    let assets: Vec<&str> = {
        let mut seen = BTreeSet::new();
        FACTORS.iter().map(|f| f.asset).filter(|asset| seen.insert(*asset)).collect()
    };
    for coder in CODERS {
        let table = table("assets", coder);
        assert_eq!(table["columns"], serde_json::json!(["push", "pull"]));
        let rows = table["rows"].as_array().unwrap();
        let headers: Vec<&str> = rows.iter().map(|row| row["header"][0].as_str().unwrap()).collect();
        assert_eq!(headers, assets);
        for (row, asset) in rows.iter().zip(&assets) {
            for (cell, direction) in row["cells"].as_array().unwrap().iter().zip(["push", "pull"]) {
                let factors = FACTORS.iter().filter(|f| f.asset == *asset && f.direction == direction);
                let expected: Vec<&str> = factors.map(|f| f.name).collect();
                assert_eq!(labels(cell), expected, "{coder:?}: {asset}, {direction}");
            }
        }
    }
}

#[test]
fn categories_and_their_entries_equal_table_3() {
    for coder in CODERS {
        let table = table("categories", coder);
        assert_eq!(table["row_headers"], serde_json::json!(["generation", "return_category"]));
        let rows = table["rows"].as_array().unwrap();
        assert_eq!(rows.len(), CATEGORIES.len());
        for (row, category) in rows.iter().zip(CATEGORIES) {
            assert_eq!(row["header"], serde_json::json!([category.generation, category.name]), "{coder:?}");
            for (cell, expected) in [(1, category.motivation), (2, category.consequence)] {
                let found = labels(&row["cells"][cell]);
                // The second coder missed an entry or two, as real coders do, but no cell has an entry that the table
                // lacks.
                if coder.contains(&"Coder 2") {
                    assert!(found.iter().all(|label| expected.contains(label)), "{coder:?}: {}", category.name);
                } else {
                    assert_eq!(found, expected, "{coder:?}: {}", category.name);
                }
            }
        }
    }
}

#[test]
fn every_entry_of_both_tables_has_a_passage_of_some_coder() {
    for name in ["assets", "categories"] {
        for row in table(name, &["--count", "passages"])["rows"].as_array().unwrap() {
            let items = row["cells"].as_array().unwrap().iter().filter_map(|cell| cell["items"].as_array()).flatten();
            for item in items {
                assert!(item["count"].as_u64().unwrap() > 0, "{name}, {}: {item}", row["header"]);
            }
        }
    }
}

#[test]
fn every_participant_named_for_a_factor_has_a_passage_on_it() {
    let mut marked = BTreeSet::new();
    for row in codings(&[]) {
        let of = |value: &Value| value.as_str().unwrap_or("").to_owned();
        let name = of(&row["code"]).rsplit(" > ").next().unwrap().to_owned();
        marked.insert((of(&row["participant"]), of(&row["facets"]["asset"]), of(&row["facets"]["direction"]), name));
    }
    for factor in FACTORS {
        for letter in factor.named.chars() {
            let wanted = (letter.to_string(), factor.asset.into(), factor.direction.into(), factor.name.into());
            assert!(marked.contains(&wanted), "{wanted:?}");
        }
    }
}

#[test]
fn both_coders_worked_on_every_document_and_did_not_always_agree() {
    let mut by_document: BTreeMap<String, [BTreeSet<String>; 2]> = BTreeMap::new();
    for row in codings(&[]) {
        let sets = by_document.entry(row["document"].as_str().unwrap().to_owned()).or_default();
        let coder = usize::from(row["coder"] == "Coder 2");
        sets[coder].insert(format!("{} {} {}", row["start"], row["end"], row["code"]));
    }
    assert_eq!(by_document.len(), 26);
    for (document, [one, two]) in &by_document {
        assert!(!one.is_empty() && !two.is_empty(), "{document}");
    }
    assert!(by_document.values().filter(|[one, two]| one != two).count() > 5);
    assert!(by_document.values().any(|[one, two]| one.intersection(two).next().is_some()));
}

#[test]
fn the_sample_is_whole_as_a_folder_and_as_a_file() {
    assert_eq!(ok(&["check", &sample()]), "whole\n");
    let place = temporary();
    assert_eq!(ok(&["check", &project_of(&place, &sample())]), "whole\n");
    assert!(run(&["info", &sample()]).err.is_empty());
}

#[test]
fn participant_counts_are_at_most_the_participants_and_passages_add_up() {
    let matrix = |count: &str| {
        json(&["matrix", &sample(), "--rows", "participant", "--columns", "code", "--count", count, "--format", "json"])
    };
    let people = matrix("participants");
    assert_eq!(people["row_totals"].as_array().unwrap().iter().filter(|n| n.as_u64() > Some(1)).count(), 0);
    let passages = matrix("passages");
    let with_participant: BTreeSet<String> = codings(&[])
        .iter()
        .filter(|row| !row["participant"].is_null())
        .map(|row| format!("{} {} {} {}", row["document"], row["start"], row["end"], row["code"]))
        .collect();
    assert_eq!(passages["total"].as_u64(), Some(with_participant.len() as u64));
    let sum: u64 = passages["row_totals"].as_array().unwrap().iter().filter_map(Value::as_u64).sum();
    assert_eq!(Some(sum), passages["total"].as_u64(), "a passage is of one participant");
}
