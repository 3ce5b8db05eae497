//! How often codes co-occur, in Tables: by unit and coefficient, with subcodes, with the passages of a cell, and as a network.

use super::support::{Window, folder_codings, nameless};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{By, Queryable};
use pullquote::analysis::CellAddress;
use pullquote::app::exporting::ExportKind;
use pullquote::app::room::Room;
use pullquote::gui::dialogs::Picked;
use pullquote::table::Shares;
use serde_json::Value;
use std::collections::BTreeSet;

const LOW: &str = "Financial capital > Push > Low income";
const MATRIX: &str = "Code × code";

fn counted(window: &mut Window) {
    window.until("the table is counted", |w| {
        let tables = &w.project().rooms.tables;
        tables.table.is_some() && !tables.is_counting() && !tables.stale
    });
}

fn cooccurrence() -> Window {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num2);
    counted(&mut window);
    window.click(MATRIX);
    counted(&mut window);
    window
}

/// Clicks the last widget with this role and name, as a screen reader would; drop-down lists come last.
fn press(window: &mut Window, role: Role, label: &str) {
    let wanted = label.to_owned();
    let same = move |node: &egui_kittest::kittest::AccessKitNode<'_>| {
        node.role() == role && node.label().is_some_and(|label| label == wanted)
    };
    let nodes = window.harness.query_all(By::new().predicate(same));
    nodes.last().unwrap_or_else(|| panic!("there is no {role:?} {label}")).click_accesskit();
    window.settle();
}

fn choose_unit(window: &mut Window, unit: &str) {
    press(window, Role::ComboBox, "Co-occur in");
    press(window, Role::Button, unit);
    window.key(Key::Escape);
    counted(window);
}

/// What `pullquote cooccur … --format json` writes about the sample.
fn printed(flags: &[&str]) -> Value {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-projects/dianjiang");
    let program = env!("CARGO_BIN_EXE_pullquote");
    let arguments = [&["cooccur", sample, "--format", "json"], flags].concat();
    let output = std::process::Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The counts in the window, row by row.
fn numbers(window: &Window) -> Vec<Vec<Option<u64>>> {
    let table = window.project().rooms.tables.table.clone().unwrap();
    let address = CellAddress::cell;
    let row = |row| (0..table.columns.len()).map(|column| table.number_at(address(row, column))).collect();
    (0..table.rows.len()).map(row).collect()
}

/// Document, start and end of the passages of a code, each once.
fn places(code: &str) -> BTreeSet<(String, u64, u64)> {
    folder_codings().into_iter().filter(|c| c.4 == code).map(|c| (c.1, c.2, c.3)).collect()
}

/// A code that overlaps passages of low income but seldom, with the number of pairs.
fn other() -> (String, usize) {
    let codes: BTreeSet<String> = folder_codings().into_iter().map(|c| c.4).filter(|code| code != LOW).collect();
    let pairs = |code: &String| {
        let others = places(code);
        let overlaps = |one: &(String, u64, u64)| {
            others.iter().filter(|other| one.0 == other.0 && one.1 < other.2 && other.1 < one.2).count()
        };
        places(LOW).iter().map(overlaps).sum::<usize>()
    };
    codes.into_iter().map(|code| (pairs(&code), code)).filter(|(n, _)| *n > 1).min().map(|(n, code)| (code, n)).unwrap()
}

#[test]
fn every_unit_shows_the_numbers_of_the_command_line() {
    let mut window = cooccurrence();
    for (unit, name) in [
        ("overlapping passages", "overlap"),
        ("the same turn", "turn"),
        ("the same question and answers", "exchange"),
        ("the same participant", "participant"),
    ] {
        choose_unit(&mut window, unit);
        let json = printed(&["--unit", name]);
        let counts: Vec<Vec<Option<u64>>> = serde_json::from_value(json["counts"].clone()).unwrap();
        assert_eq!(numbers(&window), counts, "{unit}");
    }
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn subcodes_count_for_the_codes_above_them_if_they_are_included() {
    let mut window = cooccurrence();
    let before = numbers(&window);
    press(&mut window, Role::CheckBox, "Include subcodes");
    counted(&mut window);
    let json = printed(&["--roll-up"]);
    let counts: Vec<Vec<Option<u64>>> = serde_json::from_value(json["counts"].clone()).unwrap();
    assert_eq!(numbers(&window), counts);
    assert_ne!(before, counts);
    press(&mut window, Role::CheckBox, "Include subcodes");
    counted(&mut window);
    assert_eq!(numbers(&window), before);
}

#[test]
fn a_cell_shows_its_count_or_its_coefficient() {
    let mut window = cooccurrence();
    let (other, pairs) = other();
    assert!(window.has(&format!("{LOW}, {other}: {pairs}")));
    window.click("Display");
    press(&mut window, Role::RadioButton, "Coefficient");
    window.key(Key::Escape);
    assert_eq!(window.project().rooms.tables.view.shares, Shares::Coefficient);
    let together = (places(LOW).len() + places(&other).len()) as f64 - pairs as f64;
    let label = format!("{LOW}, {other}: {:.3}", pairs as f64 / together);
    assert!(window.has(&label), "{label}");
    window.click("Display");
    press(&mut window, Role::RadioButton, "Counts");
    window.key(Key::Escape);
    assert!(window.has(&format!("{LOW}, {other}: {pairs}")));
}

#[test]
fn a_cell_lists_both_passages_of_each_pair_and_leads_to_them() {
    let mut window = cooccurrence();
    let (other, pairs) = other();
    press(&mut window, Role::Button, &format!("{LOW}, {other}: {pairs}"));
    window.until("the passages are there", |w| w.project().rooms.tables.passages.is_some());
    let listed = window.project().rooms.tables.passages.clone().unwrap();
    let rows = &listed.pairs.as_ref().unwrap().rows;
    assert!(rows.len() >= pairs);
    for &(first, second) in rows {
        let codes = [first, second].map(|at| listed.list.rows[at].code.as_str());
        assert_eq!(codes, [LOW, other.as_str()]);
        assert!(listed.places[first].1.intersection(listed.places[second].1).is_some());
    }
    let second = rows[0].1;
    let (row, place) = (&listed.list.rows[second], listed.places[second]);
    let label = format!("Passage in {}: {}", row.document, row.text);
    window.harness.query_all_by_label(&label).next().expect("the second passage is listed, too").click();
    window.settle();
    window.until("the document is open", |w| {
        w.project().document.as_ref().is_some_and(|d| d.name == row.document) && w.project().target.passage.is_none()
    });
    assert_eq!((window.project().room, window.project().selection), (Room::Code, place.1));
}

#[test]
fn only_codes_by_codes_are_exported_as_a_network() {
    let mut window = cooccurrence();
    let offered = |window: &mut Window| {
        window.chord(Modifiers::COMMAND, Key::E);
        let draft = window.project().rooms.exporting.open.as_ref().unwrap();
        assert_eq!(draft.kind, ExportKind::Table);
        let offered = ["GraphML", "GEXF"].map(|name| window.has(name));
        window.key(Key::Escape);
        offered
    };
    assert_eq!(offered(&mut window), [true, true]);
    // Also where the table shows coefficients.
    window.project_mut().rooms.tables.view.shares = Shares::Coefficient;
    window.settle();
    window.chord(Modifiers::COMMAND, Key::E);
    window.click("GEXF");
    let target = window.path("codes.gexf");
    *window.answer.lock().unwrap() = Picked::Paths(vec![target.clone()]);
    window.choose_where();
    window.until("it is written", |w| w.has_part("codes.gexf (") && w.project().rooms.exporting.open.is_none());
    assert!(std::fs::read_to_string(&target).unwrap().contains("Low income"));
    window.click("Participant × code");
    counted(&mut window);
    assert_eq!(offered(&mut window), [false, false]);
}

#[test]
fn a_table_without_passages_says_so() {
    let mut window = cooccurrence();
    let none = "No code has a passage that this table counts.";
    assert!(!window.has(none));
    press(&mut window, Role::ComboBox, "Whose experience");
    press(&mut window, Role::Button, "About others");
    window.key(Key::Escape);
    counted(&mut window);
    assert!(window.has(none));
}
