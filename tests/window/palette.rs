//! The palettes: codes found by typing, several at once, new ones at their path; every action by its name.

use super::gate::LOW;
use super::support::Window;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{AccessKitNode, By, NodeT, Queryable};
use pullquote::app::action::{Action, ProjectAct, ViewAct};
use pullquote::app::passages_room::Mode;
use pullquote::app::room::Room;

fn total(window: &Window) -> u64 {
    window.project().counts.by_code.values().sum()
}

fn select(window: &mut Window, quote: &str) {
    let (start, end) = window.find(quote);
    window.drag(start, end);
}

#[test]
fn several_codes_are_ticked_and_assigned_with_one_enter() {
    let mut window = Window::sample();
    let before = (total(&window), window.passages("Low income"), window.passages("Relative low cost of living"));
    select(&mut window, "In 1993");
    window.key(Key::Slash);
    window.type_text("low inc");
    window.key(Key::Tab);
    window.type_text("relative low");
    window.key(Key::Tab);
    window.key(Key::Enter);
    window.until("both are there", |w| total(w) == before.0 + 2);
    assert_eq!(
        (window.passages("Low income"), window.passages("Relative low cost of living")),
        (before.1 + 1, before.2 + 1)
    );
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("one undo reverts both", |w| total(w) == before.0);
}

#[test]
fn arrows_choose_among_what_was_found_and_escape_changes_nothing() {
    let mut window = Window::sample();
    let before = total(&window);
    select(&mut window, "In 1993");
    window.key(Key::C);
    window.type_text("low");
    assert!(window.has("Low income, in Financial capital > Push"));
    window.key(Key::Escape);
    assert!(!window.has("Low income, in Financial capital > Push"));
    window.saved();
    assert_eq!(total(&window), before);
    window.key(Key::Slash);
    window.type_text("low");
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    window.until("the second one is there", |w| total(w) == before + 1);
    assert!(
        window
            .project()
            .recent
            .first()
            .is_some_and(|code| { window.project().looks.codes[code].name == "Low level of education and older age" })
    );
}

#[test]
fn a_typed_path_becomes_a_new_code() {
    let mut window = Window::sample();
    select(&mut window, "In 1993");
    window.key(Key::Slash);
    window.type_text("Financial capital > Push > 学费");
    window.key(Key::Enter);
    window.until("the code is on the words", |w| w.passages("学费") == 1);
    let study = window.project().study.clone().unwrap();
    assert!(study.codebook.find("Financial capital > Push > 学费").is_some());
}

#[test]
fn one_key_makes_a_code_from_the_selected_words() {
    let mut window = Window::sample();
    select(&mut window, "Off where?");
    window.key(Key::V);
    window.until("the code is on the words", |w| w.passages("Off where") == 1);
}

#[test]
fn every_action_runs_by_name_and_documents_are_opened() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("tables");
    window.key(Key::Enter);
    assert_eq!(window.project().room, Room::Tables);
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("document FGD 2");
    window.key(Key::Enter);
    window.until("it is open", |w| w.project().document.as_ref().is_some_and(|d| d.name == "FGD 2"));
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("low income passages");
    window.key(Key::Enter);
    let low = window.project().study.as_deref().and_then(|study| study.codebook.find(LOW));
    assert_eq!((window.project().room, window.project().rooms.passages.filter.code), (Room::Passages, low));
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("next machine");
    assert!(window.has("Find “next machine” in all documents"), "what is no name is looked for in the texts");
    window.key(Key::Enter);
    assert_eq!((window.project().room, window.project().rooms.passages.mode), (Room::Passages, Mode::Find));
    let found = |w: &Window| w.project().rooms.passages.search.found.clone();
    window.until("it is found", |w| found(w).is_some_and(|found| !found.places.is_empty()));
}

#[test]
fn without_selected_words_the_palette_says_what_is_missing() {
    let mut window = Window::sample();
    window.key(Key::Slash);
    assert!(window.has_part("Select text in the transcript first"));
}

/// The enabled entries of the menu that a button opens, without those of submenus.
fn entries(window: &mut Window, menu: &str, submenus: &[&str]) -> Vec<String> {
    let roles = [Role::MenuItem, Role::MenuItemRadio, Role::MenuItemCheckBox, Role::RadioButton, Role::CheckBox];
    let mut found = Vec::new();
    for submenu in std::iter::once(None).chain(submenus.iter().map(Some)) {
        window.click(menu);
        submenu.into_iter().for_each(|submenu| window.click(submenu));
        let is_entry = |node: &AccessKitNode<'_>| roles.contains(&node.role()) && !node.is_disabled();
        let entries = window.harness.query_all(By::new().predicate(move |node| is_entry(node)));
        found.extend(entries.filter_map(|node| node.accesskit_node().label()));
        while egui::Popup::is_any_open(&window.harness.ctx) {
            window.key(Key::Escape);
        }
    }
    found.retain(|entry| !submenus.contains(&entry.as_str()));
    found
}

/// What the palette offers when this is typed.
fn offered(window: &mut Window, typed: &str) -> Vec<String> {
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text(typed);
    let rows = window.harness.query_all_by_role(Role::ListBoxOption);
    let rows = rows.filter_map(|node| node.accesskit_node().label()).filter(|label| !label.starts_with("Find “"));
    let rows: Vec<String> = rows.collect();
    window.key(Key::Escape);
    rows
}

#[test]
fn every_enabled_entry_of_the_menus_is_in_the_palette() {
    let mut window = Window::sample();
    let (start, end) = window.find("In 1993");
    window.drag(start, end);
    let menus: [(&str, &[&str]); 6] = [
        ("File", &["Open recent", "Import"]),
        ("Edit", &[]),
        ("View", &["Transcript text", "Language · 语言"]),
        ("Coding", &[]),
        ("Help", &[]),
        ("Coder: Coder 1", &[]),
    ];
    let mut checked = 0;
    for (menu, submenus) in menus {
        for entry in entries(&mut window, menu, submenus) {
            // Names of rooms are checked by their keys; the palette is not in itself.
            if entry.starts_with("Command palette") || entry.contains("passage") && entry.contains("document") {
                continue;
            }
            let typed = entry.trim_end_matches('…').split(':').next().unwrap_or_default().to_owned();
            let typed =
                typed.replace("Blind coding", "Start blind coding").replace("Clear list", "Clear recent projects");
            // The coder of this moment cannot be switched to.
            if typed == "Coder 1" {
                continue;
            }
            let rows = offered(&mut window, &typed);
            assert!(!rows.is_empty(), "{menu} › {entry} is not in the palette");
            checked += 1;
        }
    }
    assert!(checked > 55, "{checked}");
}

#[test]
fn the_palette_merges_codes_and_switches_coders() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("switch coder 2");
    window.key(Key::Enter);
    assert!(window.has("Coder: Coder 2"));
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("merge low income");
    window.key(Key::Enter);
    assert!(window.has("Merge “Low income” into…"));
    window.key(Key::Escape);
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("passages of coder 1");
    window.key(Key::Enter);
    assert_eq!(window.project().seen.coders.as_ref().map(|coders| coders.len()), Some(1));
}

#[test]
fn the_palette_offers_only_what_can_be_done_now() {
    let mut window = Window::sample();
    let absent = |window: &mut Window, label: &str| {
        let rows = offered(window, label);
        assert!(!rows.iter().any(|row| row == label), "{rows:?}");
    };
    // Nothing is undone, selected, walked through, hidden or compared yet, and nobody codes blind.
    for label in [
        "Redo",
        "Code selection…",
        "Stop stepping",
        "Show all codes",
        "Copy text for methods section",
        "End blind coding…",
        "Resolve with another code…",
        "Code with the code on key 1",
        "Rename…",
        "Copy table",
    ] {
        absent(&mut window, label);
    }
    window.chord(Modifiers::COMMAND, Key::Num2);
    for label in ["Find in this document", "Recode passage…", "Edit transcript…"] {
        absent(&mut window, label);
    }
    window.until("the table is counted", |w| w.project().rooms.tables.table.is_some());
    assert!(offered(&mut window, "Copy table").contains(&"Copy table".to_owned()));
}

#[test]
fn the_list_of_codes_is_as_high_again_after_a_search() {
    let mut window = Window::sample();
    let (start, end) = window.find("In 1993");
    let rows = |w: &Window| w.harness.query_all_by_role(Role::ListBoxOption).count();
    window.drag(start, end);
    window.key(Key::Slash);
    let all = rows(&window);
    assert!(all >= 10, "{all} rows");
    window.type_text("relative");
    assert!(rows(&window) < 4);
    window.key(Key::Escape);
    window.key(Key::Slash);
    assert_eq!(rows(&window), all);
}

#[test]
fn participants_are_joined_and_things_are_added_from_the_palette() {
    let mut window = Window::sample();
    let run = |window: &mut Window, typed: &str, label: &str| {
        window.chord(Modifiers::COMMAND, Key::K);
        window.type_text(typed);
        assert!(window.has(label), "{typed}");
        window.key(Key::Enter);
    };
    run(&mut window, "join two", "Join two participants…");
    assert!(window.has_part("This participant is deleted"));
    window.key(Key::Escape);
    assert!(!window.has_part("This participant is deleted"));
    run(&mut window, "add participant", "Add participant…");
    assert!(window.project().rooms.documents.asking.is_some());
    window.key(Key::Escape);
    run(&mut window, "new memo", "New memo…");
    assert!(window.project().rooms.memos.adding.is_some());
    window.key(Key::Escape);
    run(&mut window, "new matrix", "New matrix");
    assert!(window.project().room == Room::Tables && window.project().rooms.tables.made.len() == 1);
    run(&mut window, "new table", "New table…");
    assert!(window.project().rooms.tables.editor.is_some());
}

#[test]
fn in_a_chinese_window_actions_are_found_by_their_english_names_too() {
    let mut window = Window::sample();
    window.harness.state_mut().act(Action::View(ViewAct::Chinese));
    window.settle();
    let find = |window: &mut Window, typed: &str| {
        window.chord(Modifiers::COMMAND, Key::K);
        window.type_text(typed);
        let first = window.harness.query_all_by_role(Role::ListBoxOption).next();
        let first = first.and_then(|node| node.accesskit_node().label()).unwrap_or_default();
        window.key(Key::Escape);
        first
    };
    let chinese =
        pullquote::i18n::within(pullquote::i18n::Language::Chinese, || Action::Project(ProjectAct::Describe).label());
    let english =
        pullquote::i18n::within(pullquote::i18n::Language::English, || Action::Project(ProjectAct::Describe).label());
    assert_ne!(chinese, english);
    for typed in [chinese.as_str(), english.as_str()] {
        assert_eq!(find(&mut window, typed), chinese, "{typed}");
    }
}
