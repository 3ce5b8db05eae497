//! The codebook panel: numbers, the inspector, what a click does, and its reach by keyboard and screen reader.

use super::support::{Window, folder_codings};
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::room::Room;
use pullquote::gui::dialogs::Picked;
use std::collections::HashSet;

const LOW: &str = "Financial capital > Push > Low income";

/// Label, level and expanded state of each code in view.
fn tree(window: &Window) -> Vec<(String, Option<usize>, Option<bool>)> {
    let items = window.harness.query_all_by_role(Role::TreeItem);
    let item = |node: egui_kittest::Node<'_>| {
        let node = node.accesskit_node();
        (node.label().unwrap_or_default(), node.data().level(), node.data().is_expanded())
    };
    items.map(item).collect()
}

/// The label of the widget that has the keyboard focus, and its role.
fn focused(window: &Window) -> Option<(Role, String)> {
    let all = window.harness.query_all(egui_kittest::kittest::By::new().predicate(|node| node.is_focused()));
    let node = all.into_iter().last()?;
    let node = node.accesskit_node();
    Some((node.role(), node.label().unwrap_or_default()))
}

#[test]
fn a_code_with_subcodes_counts_the_distinct_passages_of_its_branch() {
    let mut window = Window::sample();
    let counted = |path: &str| {
        let below = format!("{path} > ");
        let of_branch = |code: &String| code == path || code.starts_with(&below);
        let branch = folder_codings().into_iter().filter(|(.., code)| of_branch(code));
        branch.map(|(coder, document, start, end, _)| (coder, document, start, end)).collect::<HashSet<_>>().len()
    };
    for path in ["Financial capital", "Financial capital > Push", "Human capital"] {
        let label = format!("{path}, {} passages with its subcodes", counted(path));
        window.until(&label, |w| w.has(&label));
    }
    let leaf = format!("{LOW}, {} passages", counted(LOW));
    assert!(window.has(&leaf), "{leaf}");
    // A new passage counts at once.
    let (start, end) = window.find("I'm forty-three");
    window.drag(start, end);
    window.code_with(LOW);
    let label = format!("Financial capital, {} passages with its subcodes", counted("Financial capital") + 1);
    window.until(&label, |w| w.has(&label));
}

#[test]
fn a_long_name_takes_two_lines_and_is_whole_in_the_inspector() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(1024.0, 640.0));
    window.settle();
    const LONG: &str = "Financial capital > Push > Ever-increasing living cost";
    let heights = |w: &Window| [LOW, LONG].map(|path| w.rect_starting(path).height());
    let [short, long] = heights(&window);
    assert!(long > short + 10.0, "{short} {long}");
    // Rows do not move when words are selected, or when the pointer is on one.
    let (start, end) = window.find("I'm forty-three");
    window.drag(start, end);
    assert_eq!(heights(&window), [short, long]);
    let place = window.rect_starting(LONG).center();
    window.harness.hover_at(place);
    window.settle();
    assert_eq!(heights(&window), [short, long]);
    // No row covers another.
    let items = window.harness.query_all_by_role(Role::TreeItem).map(|node| node.rect()).collect::<Vec<_>>();
    assert!(items.windows(2).all(|pair| pair[0].bottom() <= pair[1].top() + 0.5), "{items:?}");
    window.key(Key::Escape);
    window.click_start(LONG);
    let heading = "About Ever-increasing living cost in cities, including for housing and transportation";
    window.until("the inspector shows it", |w| w.has(heading));
    let name = heading.strip_prefix("About ").unwrap();
    let texts = window.harness.output().shapes.iter().filter_map(|shape| match &shape.shape {
        egui::Shape::Text(text) => Some(&text.galley),
        _ => None,
    });
    assert!(texts.into_iter().any(|galley| galley.text() == name && galley.rows.len() > 1 && !galley.elided));
}

#[test]
fn a_click_chooses_a_code_and_the_inspector_shows_it() {
    let mut window = Window::sample();
    assert!(!window.has("About Low income"));
    let messages = window.project().link.messages.clone();
    window.click_start(LOW);
    assert_eq!(window.project().link.messages, messages, "a click is no mistake");
    let low = window.project().study.as_deref().unwrap().codebook.find(LOW).unwrap();
    let expected = folder_codings().iter().filter(|(.., code)| code == LOW).count();
    let documents: HashSet<String> =
        folder_codings().into_iter().filter(|(.., code)| code == LOW).map(|(_, document, ..)| document).collect();
    window.until("counted", |w| w.has_part(&format!("{expected} passages · ")));
    assert!(window.has_part(&format!(" · {} documents", documents.len())));
    window.click("Step through");
    assert_eq!(window.project().seen.walk, Some(low));
    window.click("About Low income");
    assert!(!window.has("Edit code…"), "it is folded");
    window.click("Stop stepping");
    window.click("About Low income");
    window.click("Show passages");
    assert_eq!(window.project().room, Room::Passages);
    assert_eq!(window.project().rooms.passages.filter.code, Some(low));
}

#[test]
fn the_inspector_shows_what_enter_would_take_and_its_menu_names_the_code() {
    let mut window = Window::sample();
    window.click_start(LOW);
    window.until("it is shown", |w| w.has("About Low income"));
    window.chord(Modifiers::COMMAND, Key::L);
    window.type_text("living cost");
    assert!(window.has_part("About Ever-increasing living cost"));
    window.key(Key::Escape);
    assert!(window.has("About Low income"));
    let named = |w: &Window| w.harness.query_all_by_label("Low income").count();
    let before = named(&window);
    window.click("More");
    assert_eq!(named(&window), before + 1, "the menu has a heading");
}

#[test]
fn the_inspector_leaves_room_for_the_tree() {
    for size in [vec2(1280.0, 800.0), vec2(1024.0, 640.0), vec2(1024.0, 420.0)] {
        let mut window = Window::sample();
        window.harness.set_size(size);
        window.settle();
        window.click_start(LOW);
        window.settle();
        let inspector = window.rect("About Low income");
        let rows = window.harness.query_all_by_role(Role::TreeItem);
        let clear = rows.filter(|row| row.rect().bottom() <= inspector.top() && row.rect().top() > 0.0).count();
        assert!(inspector.bottom() < size.y, "{size}: {inspector}");
        assert!(clear >= 5, "{size}: {clear} rows above the inspector");
    }
}

#[test]
fn enter_in_the_filter_adds_the_code_that_is_offered() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::L);
    window.type_text("Vineyard");
    assert!(window.has("New code “Vineyard”"));
    window.key(Key::Enter);
    let added = |w: &Window| w.project().study.as_deref().unwrap().codebook.find("Vineyard").is_some();
    window.until("it is added", added);
    window.until("the filter is empty", |w| w.project().tree.filter.is_empty());
}

#[test]
fn the_headings_have_a_plus_sign() {
    let mut window = Window::sample();
    window.click("Add a code");
    assert!(window.has("Name of the code"));
    window.key(Key::Escape);
    let file = window.path("new.txt");
    std::fs::write(&file, "Ann: Good morning.\nBob: Hello.\n").unwrap();
    *window.answer.lock().unwrap() = Picked::Paths(vec![file]);
    window.click("Add documents");
    window.until("the preview is shown", |w| w.has_part("Nothing is stored yet"));
}

#[test]
fn a_row_under_the_pointer_offers_its_menu() {
    let mut window = Window::sample();
    assert!(!window.has("Menu of Low income"));
    let row = window.rect_starting(LOW);
    window.harness.hover_at(row.center());
    window.settle();
    let dots = window.rect("Menu of Low income");
    assert!(row.contains_rect(dots), "{row} {dots}");
    window.click_at(dots.center());
    window.until("the menu is open", |w| w.has("Move to top level"));
    window.click_start("Rename");
    assert!(window.has("New name of the code"));
}

#[test]
fn screen_readers_learn_level_and_state_of_each_code() {
    let mut window = Window::sample();
    let of = |w: &Window, path: &str| {
        let start = format!("{path}, ");
        let (_, level, expanded) = tree(w).into_iter().find(|(label, ..)| label.starts_with(&start)).expect("in view");
        (level, expanded)
    };
    assert_eq!(of(&window, "Financial capital"), (Some(0), Some(true)));
    assert_eq!(of(&window, "Financial capital > Push"), (Some(1), Some(true)));
    assert_eq!(of(&window, LOW), (Some(2), None));
    window.click_start("Financial capital > Push, ");
    window.key(Key::ArrowLeft);
    assert_eq!(of(&window, "Financial capital > Push"), (Some(1), Some(false)));
    window.key(Key::ArrowLeft);
    assert_eq!(
        focused(&window).map(|(_, label)| label.starts_with("Financial capital, ")),
        Some(true),
        "to the parent"
    );
}

#[test]
fn each_list_is_one_stop_for_tab_with_arrow_keys_inside() {
    let cases =
        [("Filter codes", Role::TreeItem, "Financial capital, "), ("Find a document", Role::ListItem, "Document ")];
    for (before, role, first) in cases {
        let mut window = Window::sample();
        window.harness.get_by_label(before).focus();
        window.settle();
        let mut stops = Vec::new();
        for _ in 0..6 {
            window.key(Key::Tab);
            stops.extend(focused(&window).filter(|(found, _)| *found == role));
        }
        assert_eq!(stops.len(), 1, "{before}: {stops:?}");
        assert!(stops[0].1.starts_with(first), "{stops:?}");
        window.harness.get_by_label(before).focus();
        window.settle();
        while focused(&window).is_none_or(|(found, _)| found != role) {
            window.key(Key::Tab);
        }
        let mut seen = HashSet::new();
        for _ in 0..12 {
            let (found, label) = focused(&window).expect("a row has the focus");
            assert_eq!(found, role);
            assert!(seen.insert(label.clone()), "{label}");
            window.key(Key::ArrowDown);
        }
        window.key(Key::Home);
        assert!(focused(&window).is_some_and(|(_, label)| label.starts_with(first)));
        // The list is entered again where it was left.
        window.key(Key::ArrowDown);
        let left = focused(&window);
        window.key(Key::Tab);
        assert!(focused(&window).is_none_or(|(found, _)| found != role));
        window.chord(Modifiers::SHIFT, Key::Tab);
        assert_eq!(focused(&window), left);
    }
}
