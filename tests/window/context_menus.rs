//! Context menus by key, letters in menus, and the margin as a pane.

use super::support::Window;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{By, NodeT, Queryable};
use pullquote::app::room::Room;

fn focused(window: &Window) -> String {
    let focused = window.harness.query_all(By::new().predicate(|node| node.is_focused())).next();
    focused.map_or_else(String::new, |node| {
        let node = node.accesskit_node();
        node.label().unwrap_or_else(|| format!("{:?}", node.role()))
    })
}

/// Whether the text has the focus. Screen readers announce the turn with the cursor in its place.
fn in_transcript(window: &Window) -> bool {
    let focused = window.harness.ctx.memory(|memory| memory.focused());
    focused.is_some() && focused == window.harness.state().code.transcript.focus_id()
}

/// Whether the margin has the focus. Screen readers announce the passage to which the arrow keys lead.
fn in_margin(window: &Window) -> bool {
    let focus = window.harness.ctx.memory(|memory| memory.focused());
    let margin = window.harness.state().code.transcript.margin_pane();
    focus.is_some() && focus == margin.map(|(id, _)| id)
}

/// Presses F6 until a widget whose label starts like this has the focus.
fn f6_to(window: &mut Window, start: &str) {
    for _ in 0..6 {
        window.key(Key::F6);
        if focused(window).starts_with(start) {
            return;
        }
    }
    panic!("F6 does not lead to {start}: {}", focused(window));
}

fn letter(window: &mut Window, key: Key) {
    window.harness.event(Event::Text(key.name().to_lowercase()));
    window.key(key);
}

#[test]
fn the_menu_key_opens_the_menu_of_the_row_with_the_focus_and_escape_leads_back() {
    let mut window = Window::sample();
    window.key_to_transcript();
    for (start, entry) in [("Document ", "Open"), ("Financial capital", "Show passages")] {
        f6_to(&mut window, start);
        let row = focused(&window);
        for (modifiers, key) in [(Modifiers::NONE, Key::Menu), (Modifiers::SHIFT, Key::F10)] {
            window.chord(modifiers, key);
            assert_eq!(focused(&window), entry, "the first entry has the focus");
            window.key(Key::Escape);
            assert!(!window.has("Show only this code") && !window.has("Export coded transcript…"));
            assert_eq!(focused(&window), row);
        }
    }
}

#[test]
fn letters_choose_the_entries_of_a_menu() {
    let mut window = Window::sample();
    window.key_to_transcript();
    f6_to(&mut window, "Financial capital");
    window.key(Key::Menu);
    letter(&mut window, Key::M);
    let first = focused(&window);
    letter(&mut window, Key::M);
    let second = focused(&window);
    assert!(first.starts_with('M') && second.starts_with('M') && first != second, "{first} {second}");
    letter(&mut window, Key::E);
    assert!(window.has_part("Definition"), "the only entry with this letter is chosen at once");
}

#[test]
fn the_documents_of_the_documents_room_have_their_menu_by_key() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num6);
    assert_eq!(window.project().room, Room::Documents);
    window.key(Key::F6);
    window.key(Key::ArrowDown);
    window.chord(Modifiers::SHIFT, Key::F10);
    assert_eq!(focused(&window), "Open");
    letter(&mut window, Key::L);
    assert!(window.has("No participant"), "a submenu opens by its letter, too");
    window.key(Key::Escape);
    assert!(!window.has("No participant") && window.has("Link to participant"), "Escape closes one level");
    window.key(Key::Escape);
    assert!(!window.has("Export coded transcript…"));
}

#[test]
fn a_passage_of_the_transcript_has_its_menu_at_the_cursor() {
    let mut window = Window::sample();
    window.key_to_transcript();
    window.chord(Modifiers::ALT, Key::ArrowDown);
    window.key(Key::Menu);
    let label = focused(&window);
    assert!(label.starts_with("Recode"), "{label}");
    window.key(Key::Escape);
    assert!(in_transcript(&window));
}

#[test]
fn a_card_of_the_passages_has_its_menu_by_key() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num4);
    window.until("the passages are listed", |w| w.project().rooms.passages.list.is_some());
    window.key(Key::ArrowDown);
    window.key(Key::Menu);
    assert!(focused(&window).starts_with("Recode"), "{}", focused(&window));
}

#[test]
fn the_margin_is_a_pane_with_arrows_from_passage_to_passage() {
    let mut window = Window::sample();
    window.key_to_transcript();
    let (start, end) = window.find("In 1993");
    window.drag(start, end);
    let selected = window.project().selection;
    window.key(Key::F6);
    assert!(in_margin(&window));
    assert_eq!(window.project().selection, selected, "reaching the margin changes no selection");
    let value = |window: &Window| {
        window.harness.get_by_label("Passages in the margin").accesskit_node().value().unwrap_or_default()
    };
    let first = value(&window);
    assert_eq!(focused(&window), first, "the passage is said");
    window.key(Key::ArrowDown);
    let second = value(&window);
    assert_eq!(focused(&window), second);
    assert!(!first.is_empty() && !second.is_empty() && first != second, "{first} {second}");
    window.key(Key::ArrowUp);
    assert_eq!(value(&window), first);
    for _ in 0..12 {
        window.key(Key::ArrowDown);
    }
    let far = value(&window);
    window.key(Key::Menu);
    let entry = focused(&window);
    assert!(entry.starts_with("Recode") || entry.starts_with("Memo"), "{entry}");
    window.key(Key::Escape);
    assert!(in_margin(&window));
    window.key(Key::Enter);
    assert!(in_transcript(&window));
    let chosen = window.harness.state().code.transcript.chosen().expect("a passage is chosen");
    let document = window.project().document.clone().unwrap();
    let passage = document.passage(chosen).unwrap();
    let code = &window.project().looks.codes[&passage.code].name;
    assert!(far.starts_with(code.as_str()), "{far} {code}");
}

#[test]
fn keys_act_on_the_passage_with_the_focus_in_the_margin() {
    let mut window = Window::sample();
    window.key_to_transcript();
    let before = window.project().document.as_ref().unwrap().passage_count();
    window.key(Key::F6);
    assert!(in_margin(&window));
    window.key(Key::Delete);
    window.until("the passage is deleted", |w| w.project().document.as_ref().unwrap().passage_count() == before - 1);
    assert!(in_margin(&window));
    window.key(Key::Escape);
    assert!(in_transcript(&window));
}

#[test]
fn f1_without_a_focus_lists_the_keys_and_leads_back() {
    let mut window = Window::sample();
    for room in [Key::Num1, Key::Num4, Key::Num8] {
        window.chord(Modifiers::COMMAND, room);
        window.harness.ctx.memory_mut(|memory| memory.focused().into_iter().for_each(|id| memory.surrender_focus(id)));
        window.settle();
        window.key(Key::F1);
        assert!(window.has("Keyboard shortcuts"));
        window.key(Key::Escape);
        assert!(!window.has("Keyboard shortcuts"));
        window.key(Key::F6);
        assert!(!focused(&window).is_empty(), "{room:?}");
    }
}

#[test]
fn boxes_and_circles_in_menus_are_outlined_when_they_are_off() {
    let mut window = Window::sample();
    window.click("Coder: Coder 1");
    for label in ["Blind coding", "Coder 2"] {
        let row = window.rect(label);
        let is_outlined = |shape: &egui::Shape| match shape {
            egui::Shape::Rect(shape) => {
                shape.stroke.width > 0.0 && shape.rect.width() < 18.0 && row.contains(shape.rect.center())
            }
            egui::Shape::Circle(circle) => circle.stroke.width > 0.0 && row.contains(circle.center),
            _ => false,
        };
        assert!(window.harness.output().shapes.iter().any(|clipped| is_outlined(&clipped.shape)), "{label}");
    }
}

#[test]
fn a_press_beside_a_context_menu_closes_it_before_anything_is_dragged() {
    let mut window = Window::sample();
    let (start, end) = window.find("In 1993");
    window.drag(start, end);
    window.secondary_click(start);
    assert!(window.has("Copy"), "the menu is open");
    let from = window.place(end) + egui::vec2(3.0, 0.0);
    let to = from + egui::vec2(90.0, 0.0);
    window.harness.hover_at(from);
    window.harness.drag_at(from);
    window.settle();
    window.harness.hover_at(to);
    window.settle();
    assert!(!window.has("Copy"), "while the button is held");
    window.harness.drop_at(to);
    window.settle();
    assert!(!window.project().selection.is_empty(), "the same press has begun a selection");
}
