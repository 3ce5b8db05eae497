//! Cases worked by hand, and random studies against a slow recount that follows the definitions word by word.

mod recount;

use super::*;
use crate::analysis::samples;

fn defined(name: &str) -> TableRequest {
    TableRequest::Defined { name: name.into() }
}

fn matrix(rows: &str, columns: &str) -> TableRequest {
    TableRequest::Matrix { rows: RowAxis::parse(rows), columns: ColumnAxis::parse(columns) }
}

fn run(request: &TableRequest, count: Count) -> Tabulation {
    tabulate(&samples::study(), &samples::facts(), request, count).unwrap()
}

/// A cell in one line: `低收入 2, Rent 0`, `9..10`, `3`.
fn shown(table: &Tabulation, row: usize, column: usize) -> String {
    match table.content(row, column) {
        Some(CellContent::Number(n)) => n.to_string(),
        Some(CellContent::Items(items)) => {
            let book = samples::study().codebook;
            let items = items.iter().map(|i| format!("{} {}", book.get(i.code).unwrap().name, i.count));
            items.collect::<Vec<_>>().join(", ")
        }
        Some(CellContent::Summary(Summarised::Range(a, b))) => format!("{a}..{b}"),
        Some(CellContent::Summary(other)) => format!("{other:?}"),
        None => "nothing".into(),
    }
}

#[test]
fn a_facets_table_lists_codes_in_codebook_order_with_zeros() {
    for (count, expected) in [
        (Count::Participants, "低收入 2, Rent 0"),
        (Count::Documents, "低收入 3, Rent 0"),
        (Count::Passages, "低收入 4, Rent 0"),
        (Count::Characters, "低收入 31, Rent 0"),
    ] {
        let table = run(&defined("assets"), count);
        assert_eq!(shown(&table, 0, 0), expected);
        assert_eq!(shown(&table, 0, 1), "");
    }
    let table = run(&defined("assets"), Count::Participants);
    assert_eq!(table.rows, [["金融资本"], ["Social capital"]]);
    assert_eq!(table.columns, ["push", "pull"]);
    assert_eq!(shown(&table, 1, 1), "Family ties 1");
    assert_eq!(table.behind(CellAddress::item(0, 0, 0)).len(), 5);
    assert!(table.behind(CellAddress::item(0, 0, 1)).is_empty());
}

#[test]
fn a_typology_has_rows_of_codes_first_and_counts_what_is_said_about_a_row() {
    let table = run(&defined("categories"), Count::Participants);
    assert_eq!(table.rows, [["Second", "Family"], ["First", "创业"], ["Second", "Elder care"]]);
    // Said in a focus group only: it occurs, by no participant.
    assert_eq!(shown(&table, 0, 2), "Status 0");
    assert_eq!(shown(&table, 1, 0), "9..10");
    // Two of the row's own, and an official who talks about the row.
    assert_eq!(shown(&table, 1, 1), "New chances 3");
    // Another coder's passage is not in a row by what the first coder marked.
    assert_eq!(shown(&table, 1, 2), "");
    assert_eq!(shown(&table, 2, 0), r#"Undefined("not known for the only participant of this row")"#);
    assert_eq!(shown(&table, 0, 0), r#"Undefined("no participant is of this row")"#);
    let attributes = vec!["generation".to_owned(), "category".to_owned()];
    assert_eq!(table.footnotes, [Footnote::ParticipantsInNoRow { participants: 1, attributes }]);
    assert_eq!(table.footnotes[0].to_string(), "1 participant is in no row: generation or category not known.");
}

#[test]
fn a_matrix_counts_only_codings_of_that_very_code() {
    let table = run(&matrix("participant", "code"), Count::Passages);
    assert_eq!(table.columns[..2], ["Assets", "Assets > 低收入"]);
    assert_eq!((shown(&table, 0, 0), shown(&table, 0, 1), shown(&table, 1, 1)), ("0".into(), "2".into(), "1".into()));
    assert_eq!(table.footnotes, [Footnote::CodingsWithoutParticipant(3)]);
    let documents = run(&matrix("document", "asset"), Count::Passages);
    assert_eq!(documents.rows.len(), 5);
    assert_eq!(documents.number(CellAddress::default()), Some(5));
    assert_eq!(documents.footnotes, []);
}

#[test]
fn rows_by_attribute_are_ascending_numbers_or_first_appearance_and_the_unknown_last() {
    let rows = |name: &str| run(&matrix(name, "code"), Count::Documents).rows.concat();
    assert_eq!(rows("years"), ["9", "10", "(not known)"]);
    assert_eq!(rows("category"), ["创业", "Elder care", "(not known)"]);
}

#[test]
fn totals_are_counted_and_not_summed() {
    let table = run(&matrix("participant", "code"), Count::Participants);
    let at = |row, column| table.number(CellAddress { row, column, item: None });
    assert_eq!(at(Some(0), None), Some(1));
    assert_eq!(at(None, Some(1)), Some(2));
    assert_eq!(at(None, None), Some(4));
    assert_eq!(at(Some(9), None), None);
}

#[test]
fn what_is_not_there_is_named_with_what_is() {
    let check = |request: TableRequest, words: &[&str]| {
        let error = tabulate(&samples::study(), &[], &request, Count::Passages).unwrap_err().to_string();
        assert!(words.iter().all(|word| error.contains(word)), "{error}");
    };
    check(defined("asets"), &["`asets`", "assets, categories"]);
    check(matrix("age", "code"), &["attribute `age`", "generation, category, years"]);
    check(matrix("years", "资本"), &["facet `资本`", "asset, direction"]);
}

#[test]
fn a_definition_that_does_not_fit_says_where() {
    let check = |json: &str, words: &[&str]| {
        let mut study = samples::study();
        study.tables = vec![serde_json::from_str(json).unwrap()];
        let error = tabulate(&study, &[], &defined("t"), Count::Passages).unwrap_err().to_string();
        assert!(words.iter().all(|word| error.contains(word)), "{error}");
    };
    check(r#"{"name":"t","kind":"facets","rows":"aset","columns":"direction"}"#, &["`t`", "`aset`", "asset, direc"]);
    check(r#"{"name":"t","kind":"typology","rows":["x"],"columns":[]}"#, &["`x`", "generation", "asset"]);
    check(r#"{"name":"t","kind":"typology","rows":[],"columns":[]}"#, &["no rows"]);
    check(r#"{"name":"t","kind":"typology","rows":["years","asset"],"columns":[]}"#, &["`years`", "`asset`", "both"]);
    let column = |c: &str| format!(r#"{{"name":"t","kind":"typology","rows":["generation"],"columns":[{c}]}}"#);
    check(&column(r#"{"title":"","facet":"aspect","value":"why"}"#), &["`why`", "motivation, outcome"]);
    check(&column(r#"{"title":"","attribute":"age","as":"mean"}"#), &["`age`", "years"]);
}

#[test]
fn every_number_is_the_slow_recount_of_what_is_behind_it() {
    for seed in 0..40 {
        let (study, facts) = samples::random(&mut fastrand::Rng::with_seed(seed));
        for count in Count::ALL {
            for rows in ["participant", "document", "generation", "years"] {
                for columns in ["code", "asset"] {
                    let request = matrix(rows, columns);
                    let table = tabulate(&study, &facts, &request, count).unwrap();
                    recount::check_matrix(&study, &facts, &table, (rows, columns), seed);
                }
            }
            for name in ["assets", "categories"] {
                let table = tabulate(&study, &facts, &defined(name), count).unwrap();
                recount::check_items(&study, &facts, &table, seed);
            }
        }
    }
}
