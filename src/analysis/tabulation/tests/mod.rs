//! Cases worked out by hand, and random studies compared with a slow recount that follows the definitions
//! literally.

mod cooccurring;
mod recount;
mod spoken;

use super::*;
use crate::analysis::samples;
use crate::model::{Account, Accounts, Described, Fact, PassageKey};
use std::collections::HashSet;

fn defined(name: &str) -> TableRequest {
    TableRequest::Defined { name: name.into() }
}

fn matrix(rows: &str, columns: &str) -> TableRequest {
    TableRequest::Matrix { rows: Axis::row(rows), columns: Axis::column(columns) }
}

fn run(request: &TableRequest, count: Count) -> Tabulation {
    tabulate(&samples::study(), &Material::of(&samples::facts()), request, count).unwrap()
}

/// Formats a cell on one line: `低收入 2, Rent 0`, `9..10`, `3`.
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

fn left_out(table: &Tabulation) -> Vec<(u64, &'static str)> {
    table.left_out.iter().map(|one| (one.passages, one.reason.name())).collect()
}

#[test]
fn codings_of_no_participant_are_reported_for_every_axis_and_table() {
    let requests = ["participant", "document", "code", "generation", "facet:asset"]
        .into_iter()
        .flat_map(|rows| ["code", "document", "participant", "attribute:years"].map(|columns| (rows, columns)))
        .filter(|axes| *axes != ("code", "code"))
        .map(|(rows, columns)| matrix(rows, columns))
        .chain([defined("assets"), defined("categories")]);
    for request in requests {
        let table = run(&request, Count::Participants);
        let nobody = left_out(&table).into_iter().find(|(_, reason)| *reason == "no_participant");
        let of_dimension = matches!(&request, TableRequest::Matrix { rows: Axis::Dimension(_), .. });
        let expected = match (&request, of_dimension) {
            (TableRequest::Matrix { .. }, false) => 3,
            _ => 1,
        };
        assert_eq!(nobody, Some((expected, "no_participant")), "{request:?}");
    }
}

#[test]
fn passages_in_no_row_of_a_typology_by_dimensions_are_reported() {
    let mut study = samples::study();
    study.variables.retain(|variable| !["generation", "category"].contains(&variable.name.as_str()));
    study.participants.iter_mut().for_each(|participant| drop(participant.values.drain(..2)));
    let table = tabulate(&study, &Material::of(&samples::facts()), &defined("categories"), Count::Passages).unwrap();
    assert_eq!(left_out(&table), [(3, "no_row"), (5, "no_column"), (2, "marks_row")]);
    // What is in the cells and what is left out is everything.
    let facts = samples::facts();
    let passages = |of: Vec<PassageKey>| of.into_iter().collect::<HashSet<_>>().len() as u64;
    let placed = (0..table.rows.len()).flat_map(|row| (0..3).map(move |column| CellAddress::cell(row, column)));
    let placed = placed.flat_map(|cell| table.evidence(cell)).map(|at| facts[at as usize].passage()).collect();
    let outside: u64 = table.left_out.iter().map(|one| one.passages).sum();
    assert_eq!(passages(placed) + outside, passages(facts.iter().map(Fact::passage).collect()));
    let note = "A passage is in a row if its coder gave the same words, or a passage around them, a code with the row’s value \
                of generation and category; it may be in several rows.";
    assert_eq!(table.footnotes.iter().map(ToString::to_string).collect::<Vec<_>>(), [note]);
}

#[test]
fn a_dimensions_table_lists_codes_in_codebook_order_with_zeros() {
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
    // The passage of the focus group counts for no participant.
    assert_eq!(table.evidence(CellAddress::item(0, 0, 0)).len(), 4);
    assert_eq!(run(&defined("assets"), Count::Documents).evidence(CellAddress::item(0, 0, 0)).len(), 5);
    assert!(table.evidence(CellAddress::item(0, 0, 1)).is_empty());
}

#[test]
fn a_typology_lists_rows_of_codes_first_and_counts_passages_within_a_row() {
    let table = run(&defined("categories"), Count::Participants);
    assert_eq!(table.rows, [["Second", "Family"], ["First", "创业"], ["Second", "Elder care"]]);
    // Mentioned only in a focus group: the code occurs, but for no participant.
    assert_eq!(shown(&table, 0, 2), "Status 0");
    assert_eq!(shown(&table, 1, 0), "9..10");
    // Two by participants of the row, and one by an official who talks about them.
    assert_eq!(shown(&table, 1, 1), "New chances 3");
    // A passage is not in a row because of another coder's codes.
    assert_eq!(shown(&table, 1, 2), "");
    assert_eq!(shown(&table, 2, 0), r#"Undefined("not known for the only participant in this row")"#);
    assert_eq!(shown(&table, 0, 0), r#"Undefined("no participant in this row")"#);
    let attributes = vec!["generation".to_owned(), "category".to_owned()];
    let of_codes = Footnote::RowsOfCodes { dimensions: attributes.clone(), also_by_participants: true };
    let others = Footnote::OthersInRow { codings: 1, participants: 1 };
    let sizes = [("Second · Family", 0), ("First · 创业", 2), ("Second · Elder care", 1)];
    let sizes = Footnote::GroupSizes(sizes.map(|(row, size)| (row.to_owned(), size)).to_vec());
    assert_eq!(
        table.footnotes,
        [Footnote::ParticipantsInNoRow { participants: 1, attributes }, of_codes, sizes, others]
    );
    assert_eq!(
        table.footnotes[2].to_string(),
        "Participants in each row, with or without passages: Second · Family (n = 0); First · 创业 (n = 2); Second · Elder \
         care (n = 1)."
    );
    assert_eq!(
        table.footnotes[3].to_string(),
        "1 passage by 1 participant who is not in the row is counted in it, because the text around it was coded as that \
         row."
    );
    assert_eq!(table.footnotes[0].to_string(), "1 participant is in no row: generation or category not known.");
    // Two coders coded one of the passages without a column.
    assert_eq!(left_out(&table), [(1, "no_participant"), (1, "unknown_value"), (5, "no_column"), (2, "marks_row")]);
    // A passage in a document without a participant is in a row because of its codes, and counts as a passage.
    assert_eq!(
        left_out(&run(&defined("categories"), Count::Passages)),
        [(1, "unknown_value"), (5, "no_column"), (2, "marks_row")]
    );
}

#[test]
fn participants_outside_the_documents_of_a_filter_are_not_said_to_be_in_no_row() {
    let facts = samples::facts();
    let in_no_row = |documents: &[&str]| {
        let mut study = samples::study();
        study.sources.retain(|source| documents.contains(&source.name.as_str()));
        let material = Material { some_documents: true, ..Material::of(&facts) };
        let table = tabulate(&study, &material, &defined("categories"), Count::Passages).unwrap();
        let of_note = |note: &Footnote| match note {
            Footnote::ParticipantsInNoRow { participants, .. } => Some(*participants),
            _ => None,
        };
        table.footnotes.iter().find_map(of_note)
    };
    assert_eq!((in_no_row(&["A", "B"]), in_no_row(&["A", "D"])), (None, Some(1)));
}

#[test]
fn a_matrix_counts_only_codings_of_that_very_code() {
    let table = run(&matrix("participant", "code"), Count::Passages);
    assert_eq!(table.columns[..2], ["Assets", "Assets > 低收入"]);
    assert_eq!((shown(&table, 0, 0), shown(&table, 0, 1), shown(&table, 1, 1)), ("0".into(), "2".into(), "1".into()));
    assert_eq!(left_out(&table), [(3, "no_participant")]);
    assert_eq!(table.left_out[0].to_string(), "3 passages that belong to no participant are left out.");
    let documents = run(&matrix("document", "asset"), Count::Passages);
    assert_eq!(documents.rows.len(), 5);
    assert_eq!(documents.number(CellAddress::default()), Some(5));
    assert_eq!(left_out(&documents), [(7, "no_facet_value")]);
}

#[test]
fn rows_by_attribute_are_ascending_numbers_or_first_appearance_and_the_unknown_last() {
    let rows = |name: &str| run(&matrix(name, "code"), Count::Documents).rows.concat();
    assert_eq!(rows("years"), ["9", "10", "(not known)"]);
    assert_eq!(rows("category"), ["创业", "Elder care", "(not known)"]);
}

#[test]
fn rows_by_account_are_own_others_the_names_in_order_and_last_what_is_not_stated() {
    let facts = samples::facts();
    let about = |name: &str| Account::About(name.to_owned());
    let stated = [Account::Own, about("Wang 10"), about("Wang 2"), about("Wang  2"), Account::Others];
    let accounts: Accounts = facts.iter().map(|fact| fact.coding).zip(stated).collect();
    let rows = |accounts: &Accounts| {
        let material = Material { accounts, ..Material::of(&facts) };
        tabulate(&samples::study(), &material, &matrix("account", "code"), Count::Passages).unwrap()
    };
    let table = rows(&accounts);
    let names: Vec<String> = table.rows.concat().iter().map(|name| name.replace("  ", " ")).collect();
    assert_eq!(names, ["own", "others", "Wang 2", "Wang 10", "(not stated)"]);
    let count = |row| table.number(CellAddress { row: Some(row), column: None, item: None });
    assert_eq!([0, 1, 2, 3].map(count), [Some(1), Some(1), Some(2), Some(1)]);
    assert_eq!(table.left_out, []);
    let all: Accounts = facts.iter().map(|fact| (fact.coding, Account::Others)).collect();
    assert_eq!(rows(&all).rows.concat(), ["own", "others"]);
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
fn unknown_names_are_reported_with_the_known_ones() {
    let check = |request: TableRequest, expected: &[&str]| {
        let error = tabulate(&samples::study(), &Material::of(&[]), &request, Count::Passages).unwrap_err().to_string();
        assert!(expected.iter().all(|word| error.contains(word)), "{error}");
    };
    check(defined("asets"), &["`asets`", "assets, categories"]);
    check(matrix("age", "code"), &["attribute `age`", "generation", "category", "years"]);
    check(matrix("years", "资本"), &["dimension `资本`", "asset", "direction"]);
}

#[test]
fn a_definition_that_does_not_fit_says_where() {
    let check = |json: &str, expected: &[&str]| {
        let mut study = samples::study();
        study.tables = vec![serde_json::from_str(json).unwrap()];
        let error = tabulate(&study, &Material::of(&[]), &defined("t"), Count::Passages).unwrap_err().to_string();
        assert!(expected.iter().all(|word| error.contains(word)), "{error}");
    };
    check(r#"{"name":"t","kind":"facets","rows":"aset","columns":"direction"}"#, &["`t`", "`aset`", "asset, direc"]);
    check(r#"{"name":"t","kind":"typology","rows":["x"],"columns":[]}"#, &["`x`", "generation", "asset"]);
    check(r#"{"name":"t","kind":"typology","rows":[],"columns":[]}"#, &["no rows"]);
    check(r#"{"name":"t","kind":"typology","rows":["years","asset"],"columns":[]}"#, &["`years`", "`asset`", "both"]);
    let column = |c: &str| format!(r#"{{"name":"t","kind":"typology","rows":["generation"],"columns":[{c}]}}"#);
    check(&column(r#"{"title":"","facet":"aspect","value":"why"}"#), &["`why`", "motivation, outcome"]);
    check(&column(r#"{"title":"","attribute":"age","as":"mean"}"#), &["`age`", "years"]);
    for summary in ["mean", "range"] {
        let of_texts = format!(r#"{{"title":"","attribute":"category","as":"{summary}"}}"#);
        check(&column(&of_texts), &["`category`", "not numbers"]);
    }
}

#[test]
fn every_number_equals_a_slow_recount_of_its_evidence() {
    for seed in 0..40 {
        let (study, facts) = samples::random(&mut fastrand::Rng::with_seed(seed));
        let accounts = accounts(&facts);
        let material = Material { accounts: &accounts, ..Material::of(&facts) };
        let everything = AttributeFilter::default();
        let meant = recount::KeptBy { study: &study, filter: &everything };
        for (place, request) in pairs_of_axes().into_iter().enumerate() {
            // Every pair of axes is tested with every way of counting ten times.
            let count = Count::ALL[(seed as usize + place) % 4];
            let (rows, columns) = request.clone();
            let table = tabulate(&study, &material, &TableRequest::Matrix { rows, columns }, count).unwrap();
            recount::check_matrix(&study, &facts, &table, &request, meant);
        }
        for &count in Count::ALL {
            for name in ["assets", "categories"] {
                let table = tabulate(&study, &Material::of(&facts), &defined(name), count).unwrap();
                recount::check_items(&study, &facts, &table, meant, seed);
            }
        }
    }
}

fn axes() -> Vec<Axis> {
    let named = [
        Axis::Attribute("generation".into()),
        Axis::Attribute("years".into()),
        Axis::DocumentAttribute("round".into()),
        Axis::DocumentAttribute("generation".into()),
        Axis::Dimension("asset".into()),
    ];
    [Axis::Participant, Axis::Document, Axis::Code, Axis::Account].into_iter().chain(named).collect()
}

/// All rows and columns but codes by codes, which count something else.
fn pairs_of_axes() -> Vec<(Axis, Axis)> {
    let axes = axes();
    let pairs = axes.iter().flat_map(|a| axes.iter().map(move |b| (a.clone(), b.clone())));
    pairs.filter(|pair| *pair != (Axis::Code, Axis::Code)).collect()
}

/// Whose experience random codings are about.
fn accounts(facts: &[Fact]) -> Accounts {
    facts.iter().filter_map(|fact| Some((fact.coding, recount::account(fact)?))).collect()
}

fn random_filter(random: &mut fastrand::Rng) -> AttributeFilter {
    let (participants, documents) = (Described::Participants, Described::Documents);
    let values = [
        (participants, "generation", [Some("First"), Some("Second"), None]),
        (participants, "category", [Some("创业"), Some("Elder care"), None]),
        (participants, "years", [Some("2.0"), Some("-3"), Some("many")]),
        (documents, "round", [Some("1"), Some("2.0"), None]),
        (documents, "generation", [Some("First"), Some("垫江"), None]),
    ];
    let mut filter = AttributeFilter::default();
    for (of, attribute, values) in values {
        if random.u8(..5) < 2 {
            let values = values.into_iter().filter(|_| random.bool()).map(|v| v.map(str::to_owned)).collect();
            filter.conditions.push(Condition { of, attribute: attribute.into(), values });
        }
    }
    filter
}

#[test]
fn a_filtered_number_is_the_slow_recount_of_those_whom_the_filter_means() {
    for seed in 0..40 {
        let random = &mut fastrand::Rng::with_seed(1_000 + seed);
        let (study, facts) = samples::random(random);
        let filter = random_filter(random);
        let narrowed = filter.narrow(&study).unwrap();
        let meant = recount::KeptBy { study: &study, filter: &filter };
        let count = Count::ALL[seed as usize % 4];
        let accounts = accounts(&facts);
        let material = Material { accounts: &accounts, ..Material::of(&facts) };
        for axes in pairs_of_axes() {
            let request = TableRequest::Matrix { rows: axes.0.clone(), columns: axes.1.clone() };
            let table = tabulate(&narrowed, &material, &request, count).unwrap();
            recount::check_matrix(&study, &facts, &table, &axes, meant);
        }
        for name in ["assets", "categories"] {
            let table = tabulate(&narrowed, &Material::of(&facts), &defined(name), count).unwrap();
            recount::check_items(&study, &facts, &table, meant, seed);
        }
    }
}

#[test]
fn a_filter_is_described_and_removes_the_rows_of_others() {
    let mut filter = AttributeFilter::default();
    assert!(filter.is_empty() && filter.in_words().is_empty());
    for (attribute, value) in [("generation", "First"), ("years", "9.0"), ("years", "(not known)")] {
        filter.add(Described::Participants, attribute, value);
    }
    let undecided = Condition { of: Described::Participants, attribute: "category".into(), values: vec![] };
    filter.conditions.push(undecided);
    assert_eq!(filter.in_words(), "generation is First; years is 9.0 or not known");
    let narrowed = filter.narrow(&samples::study()).unwrap();
    let rows = |request| {
        tabulate(&narrowed, &Material::of(&samples::facts()), &request, Count::Passages).unwrap().rows.concat()
    };
    assert_eq!(rows(matrix("participant", "code")), ["乙"]);
    assert_eq!(rows(matrix("document", "code")), ["B"]);
    assert_eq!(rows(matrix("years", "attribute:generation")), ["9"]);
    filter.add(Described::Participants, "age", "40");
    assert!(filter.narrow(&samples::study()).unwrap_err().to_string().contains("`age`"));
}

#[test]
fn attributes_of_documents_are_rows_columns_and_filters() {
    let mut study = samples::study();
    for (source, round) in study.sources.iter_mut().zip([Some("2"), Some("1"), Some("2.0"), None, None]) {
        source.values[0] = round.map(str::to_owned);
    }
    let table = |study: &Study, request: &TableRequest| {
        tabulate(study, &Material::of(&samples::facts()), request, Count::Passages).unwrap()
    };
    let rounds = table(&study, &matrix("document:round", "code"));
    assert_eq!(rounds.rows.concat(), ["1", "2", "(not known)"]);
    assert_eq!(rounds.row_headers, ["round"]);
    let totals = |table: &Tabulation| -> Vec<u64> {
        let row = |row| table.number(CellAddress { row: Some(row), ..CellAddress::default() });
        (0..table.rows.len()).filter_map(row).collect()
    };
    // Passages of the group belong to nobody, and are in the row of its document.
    assert_eq!((totals(&rounds), rounds.left_out.len()), (vec![2, 4, 6], 0));
    assert_eq!(table(&study, &matrix("attribute:years", "document:round")).columns, ["1", "2", "(not known)"]);
    let titles = [("document:generation", "attribute:generation"), ("attribute:generation", "document:generation")];
    let titles = titles.map(|(rows, columns)| table(&study, &matrix(rows, columns)).title);
    assert_eq!(titles, ["generation × generation (of participants)", "generation × generation (of documents)"]);

    let mut filter = AttributeFilter::default();
    filter.add(Described::Documents, "round", "2");
    filter.add(Described::Documents, "round", "(not known)");
    assert_eq!(filter.in_words(), "round of the document is 2 or not known");
    let narrowed = filter.narrow(&study).unwrap();
    let documents = table(&narrowed, &matrix("document", "code"));
    assert_eq!(documents.rows.concat(), ["A", "C", "D", "Group"]);
    // A participant who is in none of these documents has an empty row.
    let people = table(&narrowed, &matrix("participant", "code"));
    assert_eq!(
        (people.rows.concat(), totals(&people)),
        (["甲", "乙", "丙", "Official"].map(str::to_owned).to_vec(), vec![3, 0, 1, 3])
    );
    filter.add(Described::Participants, "generation", "First");
    assert_eq!(table(&filter.narrow(&study).unwrap(), &matrix("document", "code")).rows.concat(), ["A"]);
    filter.add(Described::Documents, "round", "7");
    let error = filter.check(&study).unwrap_err().to_string();
    assert!(error.starts_with("no document has the value `7` of `round`; there are: 1, 2"), "{error}");
    filter.add(Described::Documents, "place", "7");
    let error = filter.check(&study).unwrap_err().to_string();
    assert!(error.contains("`7`"), "{error}");
    let error = AttributeFilter { conditions: filter.conditions.split_off(2) }.narrow(&study).unwrap_err().to_string();
    assert!(error.starts_with("documents have no attribute `place`; there are: round, generation"), "{error}");
}

#[test]
fn a_draft_counts_as_the_table_it_will_be() {
    let table = samples::tables().remove(0);
    let draft = run(&TableRequest::Draft(Box::new(table)), Count::Passages);
    assert_eq!((draft.name.as_str(), shown(&draft, 0, 0)), ("assets", "低收入 4, Rent 0".to_owned()));
}

#[test]
fn an_attribute_and_a_dimension_of_one_name_are_distinguished() {
    let table = run(&matrix("facet:generation", "attribute:generation"), Count::Passages);
    assert_eq!(table.title, "generation × generation (of participants)");
    assert_eq!(table.columns, ["First", "Second", "(not known)"]);
}
