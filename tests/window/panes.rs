//! The keyboard in the frame of the window: F6 from pane to pane, F10 and Alt to the menus, Left and Right between them.

use super::support::Window;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::room::Room;

/// The label, or the role, of the widget with the focus.
fn focused(window: &Window) -> String {
    let focused = window.harness.query_all(egui_kittest::kittest::By::new().predicate(|node| node.is_focused())).next();
    focused.map_or_else(String::new, |node| {
        let node = node.accesskit_node();
        node.label().unwrap_or_else(|| format!("{:?}", node.role()))
    })
}

fn alt(window: &mut Window, key: Key) {
    let event = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers: Modifiers::ALT };
    window.harness.event(Event::ModifiersChanged(Modifiers::ALT));
    // As the window system reports it: the letter is typed, too.
    for event in [event(true), Event::Text(key.name().to_lowercase()), event(false)] {
        window.harness.event(event);
    }
    window.settle();
    window.harness.event(Event::ModifiersChanged(Modifiers::NONE));
    window.settle();
}

#[test]
fn f6_leads_through_the_panes_of_the_code_room_and_back() {
    let mut window = Window::sample();
    window.key_to_transcript();
    let transcript = focused(&window);
    window.key(Key::F6);
    let margin = focused(&window);
    assert!(margin.contains("Coder "), "a passage has the focus: {margin}");
    window.key(Key::F6);
    let code = focused(&window);
    assert!(code.contains("Capital") || code.contains("capital"), "a code has the focus: {code}");
    window.key(Key::F6);
    let document = focused(&window);
    assert!(document.starts_with("Document "), "{document}");
    window.key(Key::F6);
    assert_eq!(focused(&window), transcript);
    for wanted in [&document, &code, &margin, &transcript] {
        window.chord(Modifiers::SHIFT, Key::F6);
        assert_eq!(focused(&window), *wanted);
    }
}

#[test]
fn f6_reaches_every_pane_of_every_room_and_leaves_a_field() {
    let mut window = Window::sample();
    for (key, room, panes) in [
        (Key::Num2, Room::Tables, 2),
        (Key::Num3, Room::Compare, 2),
        (Key::Num4, Room::Passages, 2),
        (Key::Num5, Room::Ask, 1),
        (Key::Num6, Room::Documents, 1),
        (Key::Num7, Room::Memos, 1),
        (Key::Num8, Room::History, 1),
    ] {
        window.chord(Modifiers::COMMAND, key);
        assert_eq!(window.project().room, room);
        window.until("everything is there", |w| !w.project().link.is_waiting());
        let mut seen = Vec::new();
        for _ in 0..panes {
            window.key(Key::F6);
            seen.push(focused(&window));
        }
        assert!(seen.iter().all(|label| !label.is_empty()), "{room:?}: {seen:?}");
        seen.dedup();
        assert_eq!(seen.len(), panes, "{room:?}: {seen:?}");
    }
    window.chord(Modifiers::COMMAND, Key::Num1);
    window.chord(Modifiers::COMMAND, Key::L);
    assert_eq!(focused(&window), "Filter codes");
    window.key(Key::F6);
    assert!(focused(&window).starts_with("Document "), "{}", focused(&window));
}

#[test]
fn alt_with_a_letter_opens_a_menu_and_arrows_move_to_the_next() {
    let mut window = Window::sample();
    window.key_to_transcript();
    let transcript = focused(&window);
    for (key, entry) in [
        (Key::F, "New project…"),
        (Key::E, "Redo"),
        (Key::V, "Zoom in"),
        (Key::C, "New code…"),
        (Key::H, "About Pullquote"),
    ] {
        alt(&mut window, key);
        assert!(window.has(entry), "{entry}");
    }
    for entry in ["New project…", "Redo"] {
        window.key(Key::ArrowRight);
        assert!(window.has(entry), "{entry}");
    }
    window.key(Key::ArrowLeft);
    window.key(Key::ArrowDown);
    assert_eq!(focused(&window), "New project…");
    window.key(Key::ArrowRight);
    assert!(window.has("Redo"), "from an entry, too");
    window.key(Key::Escape);
    assert!(!window.has("Redo"));
    assert_eq!(focused(&window), transcript, "the focus is where it was");
    assert_eq!(window.project().document.as_ref().unwrap().name, "A");
}

#[test]
fn a_submenu_is_entered_and_left_with_the_arrow_keys() {
    let mut window = Window::sample();
    alt(&mut window, Key::F);
    for _ in 0..3 {
        window.key(Key::ArrowDown);
    }
    assert_eq!(focused(&window), "Open recent");
    window.key(Key::ArrowRight);
    assert!(window.has("Clear list") && !window.has("Redo"), "Right enters it");
    window.key(Key::ArrowLeft);
    assert_eq!(focused(&window), "Open recent");
    window.key(Key::ArrowLeft);
    assert!(window.has("About Pullquote"), "Left of the first menu is the last");
}

#[test]
fn f10_leads_to_the_menus_and_escape_back() {
    let mut window = Window::sample();
    window.key_to_transcript();
    let transcript = focused(&window);
    window.key(Key::F10);
    assert_eq!(focused(&window), "File");
    window.key(Key::ArrowDown);
    assert!(window.has("New project…"));
    window.key(Key::Escape);
    window.key(Key::F10);
    window.key(Key::Escape);
    assert_eq!(focused(&window), transcript);
}

#[test]
fn alt_types_nothing_and_no_menu_opens_over_a_dialog() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::L);
    alt(&mut window, Key::E);
    assert!(window.has("Redo"));
    window.key(Key::Escape);
    assert_eq!(window.project().tree.filter, "");
    window.key_to_transcript();
    window.key(Key::N);
    assert!(window.has("Name of the code"));
    alt(&mut window, Key::F);
    assert!(!window.has("New project…") && window.has("Name of the code"));
    // Letters that open no menu are no commands either.
    window.key(Key::Escape);
    window.click("Discard");
    window.key_to_transcript();
    alt(&mut window, Key::N);
    assert!(!window.has("Name of the code"));
}

#[test]
fn menu_entries_have_their_shortcuts_and_menus_their_letters() {
    let mut window = Window::sample();
    let shortcut = |window: &Window, label: &str| {
        let node = window.harness.get_by_label(label);
        node.accesskit_node().data().keyboard_shortcut().unwrap_or_default().to_owned()
    };
    assert_eq!(shortcut(&window, "File"), "Alt+F");
    window.click("File");
    assert_eq!(shortcut(&window, "New project…"), "Ctrl+N");
    window.key(Key::Escape);
    window.click("View");
    let code = window.harness.get_by_role_and_label(Role::MenuItemRadio, "Code");
    assert_eq!(code.accesskit_node().data().keyboard_shortcut(), Some("Ctrl+1"));
    assert_eq!(code.accesskit_node().toggled(), Some(egui::accesskit::Toggled::True));
}
