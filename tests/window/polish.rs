//! Small things that are easily broken by a change elsewhere: texts that are cut, and space around them.

use super::languages::speak;
use super::support::Window;
use egui::accesskit::Role;
use egui::{Galley, Key, Modifiers, Rect, vec2};
use egui_kittest::kittest::Queryable;
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
            window.chord(Modifiers::COMMAND, Key::Num7);
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
