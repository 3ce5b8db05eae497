//! Text that is only read is scrolled by keys: no button or field in it can have the focus.

use super::leaving::act;
use super::support::Window;
use egui::accesskit::Role;
use egui::{Key, vec2};
use egui_kittest::kittest::Queryable;
use pullquote::app::action::{Action, HelpAct};
use pullquote::app::guide::guide;

/// Presses a key and waits until nothing scrolls any more.
fn press(window: &mut Window, key: Key) {
    window.key(key);
    window.harness.run_steps(30);
}

fn top(window: &Window, role: Role, label: &str) -> f32 {
    window.harness.get_by_role_and_label(role, label).rect().top()
}

#[test]
fn the_table_of_keys_is_scrolled_by_keys() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(1024.0, 640.0));
    window.key(Key::F1);
    window.settle();
    let first = |w: &Window| w.harness.get_all_by_role(Role::Heading).next().unwrap().rect().top();
    let begin = first(&window);
    press(&mut window, Key::ArrowDown);
    let step = first(&window);
    assert!(step < begin, "{step} {begin}");
    press(&mut window, Key::PageDown);
    let page = first(&window);
    assert!(page < step - 200.0, "{page} {step}");
    press(&mut window, Key::End);
    assert!(first(&window) < page - 100.0);
    press(&mut window, Key::PageUp);
    press(&mut window, Key::Home);
    assert!((first(&window) - begin).abs() < 1.0);
    window.key(Key::Escape);
    assert!(!window.has("Keyboard shortcuts"));
}

#[test]
fn the_guide_is_scrolled_by_keys_after_its_chapters_were_clicked() {
    let mut window = Window::sample();
    act(&mut window, Action::Help(HelpAct::Guide));
    let (first, second) = (&guide()[0].title, &guide()[1].title);
    window.harness.get_by_role_and_label(Role::ListItem, second).click();
    window.harness.run_steps(30);
    let before = top(&window, Role::Heading, second);
    press(&mut window, Key::PageDown);
    assert!(top(&window, Role::Heading, second) < before - 200.0);
    press(&mut window, Key::Home);
    assert!(top(&window, Role::Heading, first) > 0.0);
    // A button of the list has the focus.
    window.harness.get_by_role_and_label(Role::Button, "Find in the guide").focus();
    window.settle();
    press(&mut window, Key::End);
    assert!(top(&window, Role::Heading, first) < 0.0);
}

#[test]
fn a_long_definition_in_the_panel_of_a_code_is_scrolled_by_keys() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(1024.0, 640.0));
    let code = super::leaving::low(&window);
    let long = (1..60).map(|line| format!("Line {line} of what it means.\n")).collect::<String>();
    let change = pullquote::engine::command::CodeChange::Description(long);
    window.project_mut().link.execute(pullquote::engine::Command::ChangeCode { code, changes: vec![change] });
    window.saved();
    window.click_start("Financial capital > Push > Low income");
    window.until("it is chosen", |w| w.has_part("Line 1 of what it means."));
    let seen = |w: &Window| w.harness.query_all_by_label_contains("Line 1 of what").next().unwrap().rect().top();
    let before = seen(&window);
    window.harness.get_by_role_and_label(Role::ScrollView, "Text that scrolls").focus();
    window.settle();
    press(&mut window, Key::PageDown);
    assert!(seen(&window) < before);
}
