//! Checks that every shown number is that of the address to which it maps.

use super::*;
use crate::analysis::{
    Axis, Cooccurrence, CooccurrenceUnit, Material, TableRequest, Tabulation, TabulationKind, samples, tabulate,
};
use crate::model::Count;
use crate::table::grid::Row;

fn counted(seed: u64) -> (Arc<Table>, Tabulation) {
    counted_as(seed, Count::Passages)
}

fn counted_as(seed: u64, count: Count) -> (Arc<Table>, Tabulation) {
    let (study, facts) = samples::random(&mut fastrand::Rng::with_seed(seed));
    let axes = [Axis::Participant, Axis::Code, Axis::Document, Axis::Attribute("years".into())];
    let axis = |place: u64| axes[(place % 4) as usize].clone();
    let request = TableRequest::Matrix { rows: axis(seed), columns: axis(seed / 4 + seed + 1) };
    let tabulation = tabulate(&study, &Material::of(&facts), &request, count).unwrap();
    (Arc::new(Table::new(&study, &tabulation, crate::table::Provenance::default())), tabulation)
}

fn random_view(random: &mut fastrand::Rng, table: &Table) -> View {
    let shares = [Shares::None, Shares::Row, Shares::Column][random.usize(..3)];
    let mut view = View { shares, hide_empty: random.bool(), ..View::default() };
    if random.bool() {
        view.transpose();
    }
    let names: Vec<String> = if view.transposed {
        table.rows.iter().map(|row| row.header.join(" · ")).collect()
    } else {
        table.columns.clone()
    };
    match random.u8(..4) {
        0 => view.sort_by_name(),
        1 => view.sort_by_column(None),
        2 if !names.is_empty() => view.sort_by_column(Some(&names[random.usize(..names.len())])),
        _ => {}
    }
    if random.bool() && matches!(view.sort, Sort::Names { .. }) {
        view.sort_by_name();
    }
    view
}

#[test]
fn every_shown_number_is_that_of_its_address_and_nothing_but_zeros_is_hidden() {
    for seed in 0..300 {
        let (table, tabulation) = counted(seed);
        let random = &mut fastrand::Rng::with_seed(seed);
        let view = random_view(random, &table);
        let shown = Shown::new(table.clone(), view.clone());
        let mut seen = std::collections::BTreeSet::new();
        for row in 0..shown.row_count() {
            for column in 0..shown.column_count() {
                let address = shown.address(row, column);
                assert!(seen.insert((address.row, address.column)), "shown twice: {address:?}, {view:?}");
                assert_eq!(shown.number(row, column), tabulation.number(address), "{address:?}, {view:?}");
                let name =
                    |line: Option<usize>, names: Vec<String>| line.map_or("Total".to_owned(), |i| names[i].clone());
                let own_row = name(address.row, table.rows.iter().map(|r| r.header.join(" · ")).collect());
                let own_column = name(address.column, table.columns.clone());
                let names = (shown.row_name(row), shown.column_name(column));
                let expected = if view.transposed { (own_column, own_row) } else { (own_row, own_column) };
                assert_eq!(names, expected);
            }
        }
        for row in 0..table.rows.len() {
            for column in 0..table.columns.len() {
                let number = tabulation.number(CellAddress::cell(row, column));
                assert!(number == Some(0) || seen.contains(&(Some(row), Some(column))), "{view:?}");
            }
        }
        assert!(seen.contains(&(None, None)));
    }
}

#[test]
fn rows_are_sorted_by_what_is_seen_and_totals_stay_last() {
    for seed in 0..200 {
        let (table, _) = counted(seed);
        for shares in [Shares::None, Shares::Row, Shares::Column] {
            let plain = Shown::new(table.clone(), View { shares, ..View::default() });
            let column = seed as usize % plain.column_count();
            let key = plain.column_key(column);
            let mut view = plain.view.clone();
            view.sort_by_column(key.as_deref());
            let shown = Shown::new(table.clone(), view.clone());
            let value = |row| shown.share(row, column).unwrap_or(shown.number(row, column).unwrap() as f64);
            let values: Vec<f64> = (0..shown.row_count() - 1).map(value).collect();
            assert!(values.is_sorted_by(|a, b| a >= b), "{values:?}");
            assert_eq!((shown.sorted(column), shown.row_name(shown.row_count() - 1)), (Some(true), "Total".into()));
            view.sort_by_column(key.as_deref());
            assert_eq!(Shown::new(table.clone(), view.clone()).sorted(column), Some(false));
            view.sort_by_column(key.as_deref());
            assert_eq!(view, plain.view);
        }
    }
}

#[test]
fn a_number_keeps_its_share_when_the_table_is_turned() {
    for seed in 0..100 {
        let (table, _) = counted(seed);
        for shares in [Shares::Row, Shares::Column] {
            let mut view = View { shares, ..View::default() };
            let before = Shown::new(table.clone(), view.clone());
            view.transpose();
            let after = Shown::new(table.clone(), view.clone());
            for row in 0..before.row_count() {
                for column in 0..before.column_count() {
                    assert_eq!(before.address(row, column), after.address(column, row));
                    assert_eq!(before.lines(row, column), after.lines(column, row));
                }
            }
        }
    }
}

#[test]
fn shares_are_of_the_total_of_the_row_or_the_column() {
    let (study, facts) = (samples::study(), samples::facts());
    let request = TableRequest::Matrix { rows: Axis::Participant, columns: Axis::Code };
    let tabulation = tabulate(&study, &Material::of(&facts), &request, Count::Passages).unwrap();
    let table = Arc::new(Table::new(&study, &tabulation, crate::table::Provenance::default()));
    let lines = |shares, row, column| Shown::new(table.clone(), View { shares, ..View::default() }).lines(row, column);
    // Two of 甲's three passages have the code 低收入, which three passages have in all.
    assert_eq!(lines(Shares::None, 0, 1), ["2"]);
    assert_eq!(lines(Shares::Row, 0, 1), ["66.7%"]);
    assert_eq!(lines(Shares::Column, 0, 1), ["66.7%"]);
    let last = table.columns.len();
    assert_eq!(
        (lines(Shares::Row, 0, last), lines(Shares::Column, 0, last)),
        (vec!["100.0%".into()], vec!["33.3%".into()])
    );
    let percent = crate::table::number::percent;
    assert_eq!((percent(0.000_1), percent(0.0), percent(0.5)), ("<0.1%".into(), "0%".into(), "50%".into()));
}

#[test]
fn a_table_of_shares_has_no_counts_and_one_form_of_percentages() {
    let is_share = |text: &str| {
        let decimals = text.strip_suffix('%').and_then(|number| number.split_once('.')).map(|(_, decimals)| decimals);
        decimals.is_some_and(|decimals| decimals.len() == 1) || text == "(the total is 0)"
    };
    for seed in 0..100 {
        let (table, _) = counted(seed);
        // Codes by codes have no count over all, of which anything could be a share.
        if table.kind != TabulationKind::Matrix {
            continue;
        }
        for shares in [Shares::Row, Shares::Column] {
            let shown = Shown::new(table.clone(), View { shares, ..View::default() });
            let cells =
                (0..shown.row_count()).flat_map(|row| (0..shown.column_count()).map(move |column| (row, column)));
            for (row, column) in cells {
                let lines = shown.lines(row, column);
                assert!(lines.len() == 1 && is_share(&lines[0]), "{lines:?}");
            }
            let written = shown.to_table();
            let mut cells = written.rows.iter().flat_map(|row| &row.cells);
            assert!(cells.all(|cell| matches!(cell, Cell::Share(_) | Cell::Undefined(_))));
        }
    }
}

#[test]
fn codes_in_a_cell_keep_their_addresses_when_sorted_and_hidden() {
    let (study, facts) = (samples::study(), samples::facts());
    let request = TableRequest::Defined { name: "assets".into() };
    let tabulation = tabulate(&study, &Material::of(&facts), &request, Count::Passages).unwrap();
    let mut table = Table::new(&study, &tabulation, crate::table::Provenance::default());
    let Cell::Items(items) = &mut table.rows[0].cells[0] else { panic!() };
    items.reverse();
    let shown = |sort, hide_empty| Shown::new(Arc::new(table.clone()), View { sort, hide_empty, ..View::default() });
    let places = |shown: &Shown| shown.items(0, 0).iter().map(|(place, i)| (*place, i.count)).collect::<Vec<_>>();
    assert_eq!(places(&shown(Sort::Original, false)), [(0, 0), (1, 4)]);
    assert_eq!(places(&shown(Sort::Codes, false)), [(1, 4), (0, 0)]);
    assert_eq!(places(&shown(Sort::Original, true)), [(1, 4)]);
    assert_eq!(shown(Sort::Original, true).grid()[1], [vec!["金融资本"], vec!["低收入 (4)"], vec![]]);
}

#[test]
fn a_table_for_a_file_is_the_one_that_is_seen() {
    let (study, facts) = (samples::study(), samples::facts());
    let matrix = TableRequest::Matrix { rows: Axis::Participant, columns: Axis::Code };
    for request in [matrix, TableRequest::Defined { name: "assets".into() }] {
        let tabulation = tabulate(&study, &Material::of(&facts), &request, Count::Passages).unwrap();
        let table = Arc::new(Table::new(&study, &tabulation, crate::table::Provenance::default()));
        let sorts = [Sort::Original, Sort::Names { descending: true }, Sort::Codes];
        for (sort, transposed, hide_empty) in
            sorts.into_iter().flat_map(|s| [(s.clone(), false, true), (s.clone(), true, false), (s, true, true)])
        {
            let view = View { sort, transposed, hide_empty, ..View::default() };
            let seen = Shown::new(table.clone(), view.clone());
            let written = Shown::new(Arc::new(seen.to_table()), View::default());
            assert_eq!(written.grid(), seen.grid(), "{view:?}");
            for shares in [Shares::Row, Shares::Column] {
                let seen = Shown::new(table.clone(), View { shares, ..view.clone() });
                let written = Shown::new(Arc::new(seen.to_table()), View::default());
                assert_eq!(written.grid(), seen.grid(), "{view:?} {shares:?}");
            }
        }
        let hidden = Shown::new(table.clone(), View { hide_empty: true, ..View::default() }).to_table();
        assert_eq!(
            hidden.footnotes.last().map(String::as_str),
            Some("Rows, columns and codes without a count are not shown.")
        );
        let shares = Shown::new(table.clone(), View { shares: Shares::Row, ..View::default() }).to_table();
        assert!(shares.footnotes.iter().any(|note| note.contains("row total")));
        let whole = "Percentages are shares of the row total: of all passages there, each counted once.";
        assert_eq!(shares.footnotes.last().map(String::as_str), Some(whole));
        if table.totals.is_some() {
            assert_eq!(shares.rows[0].cells[1].lines(), ["66.7%"]);
        }
    }
}

#[test]
fn the_first_click_on_agreement_figures_shows_the_lowest_and_missing_ones_stay_last() {
    let figures = [Some(0.9), None, Some(0.2), Some(-0.1), None, Some(1.0)];
    let cell = |figure: Option<f64>| figure.map_or_else(|| Cell::Undefined("no variation".into()), Cell::Figure);
    let rows = figures
        .iter()
        .map(|&figure| Row { header: vec![format!("{figure:?}")], cells: vec![cell(figure), Cell::Value(3)] });
    let table = Arc::new(Table {
        row_headers: vec!["code".into()],
        columns: vec!["alpha".into(), "both".into()],
        rows: rows.collect(),
        ..Table::default()
    });
    let mut view = View::default();
    for wanted in [[-0.1, 0.2, 0.9, 1.0], [1.0, 0.9, 0.2, -0.1]] {
        view.sort_by_figure(Some("alpha"));
        let shown = Shown::new(table.clone(), view.clone());
        assert!(shown.has_figures(0) && !shown.has_figures(1));
        let names: Vec<String> = (0..shown.row_count()).map(|row| shown.row_name(row)).collect();
        assert_eq!(names[..4], wanted.map(|figure| format!("{:?}", Some(figure))));
        assert_eq!(names[4..], ["None", "None"]);
    }
    view.sort_by_figure(Some("alpha"));
    assert_eq!(view, View::default());
}

/// A table is sorted in the window in one language and written to a file in another.
#[test]
fn the_column_of_missing_values_is_the_same_in_every_language() {
    use crate::i18n::{Language, within};
    let study = samples::study();
    let shown_in = |language, view: &View| {
        within(language, || {
            let request = TableRequest::Matrix { rows: Axis::Code, columns: Axis::Attribute("years".into()) };
            let tabulation = tabulate(&study, &Material::of(&[]), &request, Count::Passages).unwrap();
            let table = Table::new(&study, &tabulation, crate::table::Provenance::default());
            let shown = Shown::new(Arc::new(table), view.clone());
            let last = shown.table.columns.len() - 1;
            (shown.column_name(last), shown.column_key(last), shown.sorted(last))
        })
    };
    let (name, key, _) = shown_in(Language::Chinese, &View::default());
    assert_eq!((name.as_str(), key.as_deref()), ("（未知）", Some("(not known)")));
    let mut view = View::default();
    view.sort_by_column(key.as_deref());
    for language in [Language::Chinese, Language::English] {
        assert_eq!(shown_in(language, &view).2, Some(true), "{language:?}");
    }
}

#[test]
fn totals_below_the_sum_of_their_parts_are_noticed() {
    let mut found = [0, 0];
    for seed in 0..100 {
        let table = counted_as(seed, Count::Participants).0;
        let totals = table.totals.as_ref().unwrap();
        let value = |cell: &Cell| if let Cell::Value(number) = cell { *number } else { 0 };
        let of_row = |(row, total): (&Row, &u64)| row.cells.iter().map(value).sum::<u64>() > *total;
        let of_column =
            |(at, total): (usize, &u64)| table.rows.iter().map(|row| value(&row.cells[at])).sum::<u64>() > *total;
        let expected =
            table.rows.iter().zip(&totals.rows).any(of_row) || totals.columns.iter().enumerate().any(of_column);
        for transposed in [false, true] {
            let shown = Shown::new(table.clone(), View { transposed, ..View::default() });
            assert_eq!(shown.has_overlaps(), expected, "{seed}");
        }
        found[usize::from(expected)] += 1;
    }
    assert!(found.iter().all(|&tables| tables > 9), "{found:?}");
}

#[test]
fn the_coefficient_of_two_codes_is_what_they_share_of_what_they_have_together() {
    for seed in 0..50 {
        let (study, facts) = samples::random(&mut fastrand::Rng::with_seed(seed));
        let unit = [CooccurrenceUnit::Overlap, CooccurrenceUnit::Document][seed as usize % 2];
        let request = TableRequest::Cooccurrence(Cooccurrence { unit, codes: vec![] });
        let tabulation = tabulate(&study, &Material::of(&facts), &request, Count::Passages).unwrap();
        let table = Arc::new(Table::new(&study, &tabulation, crate::table::Provenance::default()));
        let view = View { shares: Shares::Coefficient, transposed: seed % 3 == 0, ..View::default() };
        let shown = Shown::new(table.clone(), view);
        let codes = table.rows.len();
        let count = |row: usize, column: usize| tabulation.number(CellAddress::cell(row, column)).unwrap() as f64;
        for (row, column) in (0..codes).flat_map(|row| (0..codes).map(move |column| (row, column))) {
            let both = count(row, column);
            let together = count(row, row) + count(column, column) - both;
            let expected = (together != 0.0).then(|| both / together);
            assert_eq!(shown.share(row, column), expected, "{seed}");
            let text = expected.map_or(Cell::Value(both as u64), Cell::Figure).lines();
            assert_eq!(shown.lines(row, column), text, "{seed}");
        }
        // Totals stay counts, and the file has what is shown.
        assert!((0..codes).all(|row| shown.lines(row, codes) == [(count(row, row) as u64).to_string()]));
        let written = shown.to_table();
        assert!((0..codes).all(|row| written.rows[row].cells[0].lines() == shown.lines(row, 0)));
        assert!(shown.notes().iter().any(|note| note.starts_with("The coefficient is")));
    }
}
