//! Small things that are easily broken by a change elsewhere: texts that are cut, and space around them.

use super::languages::{act, speak};
use super::support::Window;
use egui::accesskit::Role;
use egui::{Galley, Key, Modifiers, Rect, vec2};
use egui_kittest::kittest::Queryable;
use pullquote::analysis::Axis;
use pullquote::app::action::{Action, CodingAct};
use pullquote::app::memos_room::MemoFilter;
use pullquote::app::room::Room;
use pullquote::app::tables_room::Whose;
use pullquote::i18n::Language;
use std::sync::Arc;

/// The texts that are painted within a rectangle, with their places.
fn texts_in(window: &Window, place: Rect) -> Vec<(Arc<Galley>, Rect)> {
    let shapes = window.harness.output().shapes.iter().filter_map(|shape| match &shape.shape {
        egui::Shape::Text(text) => Some((text.galley.clone(), text.visual_bounding_rect())),
        _ => None,
    });
    shapes.filter(|(_, rect)| place.contains_rect(rect.shrink(1.0))).collect()
}

#[test]
fn the_search_button_has_space_beside_its_words() {
    for language in [Language::English, Language::Chinese] {
        let mut window = Window::sample();
        speak(&mut window, language);
        let label = if language == Language::English { "Command palette" } else { "命令" };
        let button = window.rect_starting(label);
        let texts = texts_in(&window, button);
        assert_eq!(texts.len(), 2, "the caption and the key");
        for (galley, rect) in texts {
            let text = galley.text();
            assert!(rect.left() - button.left() >= 7.0 && button.right() - rect.right() >= 7.0, "{text}: {rect}");
        }
    }
}

#[test]
fn dates_of_the_history_are_whole_in_a_narrow_window() {
    for language in [Language::English, Language::Chinese] {
        for size in [vec2(1280.0, 800.0), vec2(1024.0, 640.0), vec2(760.0, 600.0)] {
            let mut window = Window::sample();
            speak(&mut window, language);
            window.harness.set_size(size);
            window.chord(Modifiers::COMMAND, Key::Num8);
            window.until("the entries are there", |w| w.harness.query_all_by_role(Role::ListItem).next().is_some());
            window.settle();
            let list = window.harness.query_all_by_role(Role::ListItem).map(|node| node.rect());
            let list = list.reduce(Rect::union).unwrap();
            let year = |text: &str| text.contains("202");
            let days: Vec<_> = texts_in(&window, list).into_iter().filter(|(day, _)| year(day.text())).collect();
            assert!(!days.is_empty() && days.iter().all(|(day, _)| !day.elided), "{language:?} {size}: {days:?}");
        }
    }
}

#[test]
fn the_edit_menu_cuts_a_long_description_of_what_is_undone() {
    let mut window = Window::sample();
    window.project_mut().link.undo_redo.undo = Some("a step with a long description ".repeat(9));
    window.click("Edit");
    let start = "Undo: a step with a long description";
    let entry = window.rect_starting(start);
    assert!(entry.width() < 520.0, "{entry}");
    let texts = texts_in(&window, entry);
    assert!(texts.iter().any(|(text, _)| text.text().starts_with(start) && text.text().ends_with('…')));
}

#[test]
fn the_menu_of_a_code_with_a_long_name_stays_narrow() {
    let mut window = Window::sample();
    window.click_start("Financial capital > Push > Ever-increasing living cost");
    window.until("the inspector shows it", |w| w.has_part("About Ever-increasing"));
    window.click("More");
    let texts = texts_in(&window, Rect::EVERYTHING);
    let is_heading = |text: &str| text.starts_with("Ever-increasing living cost in c") && text.ends_with('…');
    let heading = texts.iter().find(|(text, rect)| is_heading(text.text()) && rect.height() < 24.0).expect("a heading");
    assert!(heading.1.width() < 300.0, "{heading:?}");
}

#[test]
fn no_empty_menu_opens_beside_the_passages() {
    let mut window = Window::sample();
    window.secondary_click(2);
    assert!(!window.has("Copy"), "nothing is selected and nothing is coded there");
    window.key(Key::Escape);
    let (start, end) = window.find("Illustrative interview");
    window.drag(start, end);
    window.secondary_click(start + 2);
    assert!(window.is_enabled("Copy"));
}

#[test]
fn the_list_of_the_code_palette_begins_below_its_field() {
    let mut window = Window::sample();
    let (start, end) = window.find("Illustrative interview");
    window.drag(start, end);
    act(&mut window, Action::Coding(CodingAct::ChooseCode));
    let field = window.harness.get_by_role_and_label(Role::TextInput, "Search codes").rect();
    let entries = window.harness.query_all_by_label_contains("Financial capital").map(|node| node.rect());
    let first = entries.filter(|row| row.top() > field.top() && row.left() < field.right()).map(|row| row.top());
    let first = first.fold(f32::MAX, f32::min);
    assert!(first - field.bottom() < 20.0, "{field} {first}");
}

#[test]
fn a_new_memo_is_listed_although_the_list_was_filtered() {
    let mut window = Window::sample();
    act(&mut window, Action::Show(Room::Memos));
    window.until("the memos are there", |w| w.project().rooms.memos.all.is_some());
    window.project_mut().rooms.memos.filter.search = "nowhere to be found".into();
    window.settle();
    assert!(window.has("No matching memos"));
    window.click("New memo…");
    window.click_start("project ");
    window.until("the editor is there", |w| w.project().rooms.memos.draft.is_some());
    assert_eq!(window.project().rooms.memos.filter, MemoFilter::default());
}

#[test]
fn a_code_that_is_chosen_elsewhere_is_seen_in_the_list_of_passages() {
    let mut window = Window::sample();
    act(&mut window, Action::Show(Room::Passages));
    window.until("they are listed", |w| w.project().rooms.passages.list.is_some());
    window.harness.get_by_role_and_label(Role::TextInput, "Find a code to filter by").focus();
    window.settle();
    window.type_text("rural");
    let low = "Only Financial capital > Push > Low income";
    let is_listed = |w: &Window| w.harness.query_all_by_label_contains(low).next().is_some();
    assert!(!is_listed(&window));
    let code = super::leaving::low(&window);
    window.project_mut().show_passages_of(code);
    window.settle();
    window.until("it is listed", is_listed);
}

#[test]
fn columns_without_a_passage_leave_their_room_to_the_others() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(1024.0, 640.0));
    act(&mut window, Action::Show(Room::Tables));
    window.until("a table is there", |w| w.project().rooms.tables.table.is_some());
    window.click("Participant × code");
    window.click("Quotes");
    window.until("the quotes are there", |w| w.has_part("A, Financial capital > Push > Low income: 1 passage"));
    window.settle();
    let width = |what: &str| {
        let cells = window.harness.query_all_by_label_contains(what).map(|node| node.rect().width());
        cells.fold(0.0, f32::max)
    };
    let (empty, full) = (width("A, Financial capital: 0 passages"), width("Low income: 1 passage"));
    assert!(empty > 0.0 && empty < 0.7 * full, "{empty} {full}");
}

#[test]
fn two_columns_of_passages_fill_the_width_of_the_window() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(1280.0, 800.0));
    act(&mut window, Action::Show(Room::Tables));
    window.until("a table is there", |w| w.project().rooms.tables.table.is_some());
    window.click("Quotes");
    let last = "Human capital, pull: ";
    window.until("the quotes are there", |w| w.has_part(last));
    window.settle();
    let cell = window.harness.query_all_by_label_contains(last).next().unwrap().rect();
    assert!(cell.right() > 1200.0, "{cell}");
}

#[test]
fn long_names_beside_passages_take_several_lines_and_little_width() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(1024.0, 640.0));
    act(&mut window, Action::Show(Room::Tables));
    window.until("a table is there", |w| w.project().rooms.tables.table.is_some());
    window.click("Participant × code");
    window.project_mut().rooms.tables.set_axes(Axis::Code, Axis::Participant);
    window.click("Quotes");
    let name = "All of Financial capital > Push > Low income";
    window.until("the quotes are there", |w| w.has(name));
    window.settle();
    assert!(window.rect(name).width() <= 190.0, "{}", window.rect(name));
    let texts = window.harness.output().shapes.iter().filter_map(|shape| match &shape.shape {
        egui::Shape::Text(text) => Some((text.galley.text().to_owned(), text.galley.rows.len())),
        _ => None,
    });
    let long = "Ever-increasing living cost in cities, including for housing and transportation";
    let lines: Vec<usize> = texts.filter(|(text, _)| text == long).map(|(_, lines)| lines).collect();
    assert!(lines.iter().any(|lines| *lines > 2), "{lines:?}");
}

#[test]
fn the_menu_of_coders_says_that_tables_count_the_consensus() {
    let mut window = Window::sample();
    let note = "Tables count the consensus coding. This is chosen there.";
    window.click_start("Coder: ");
    assert!(!window.has(note));
    window.key(Key::Escape);
    act(&mut window, Action::Show(Room::Compare));
    window.until("it is compared", |w| w.project().rooms.compare.disagreements.is_some());
    window.click("Create consensus coding");
    window.until("it is created", |w| w.project().questions.consensus.is_some());
    window.click("Close");
    window.project_mut().rooms.tables.set_whose(Whose::Consensus);
    act(&mut window, Action::Show(Room::Code));
    window.click_start("Coder: ");
    assert!(window.has(note));
}
