//! Dialogs have one order of buttons: Cancel, then the most important answer at the far right, which Enter gives.

use super::leaving::{act, low};
use super::support::Window;
use egui::accesskit::Role;
use egui::{Color32, Key, Modifiers, Rect, Shape};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::action::{Action, CodeAct, CodingAct, HelpAct, ProjectAct, TeamAct, ViewAct};
use pullquote::app::exporting::ExportKind;
use pullquote::gui::theme::{DARK, LIGHT, Palette};

fn on_low(window: &mut Window, what: CodeAct) {
    let code = low(window);
    act(window, Action::OnCode(what, code));
}

fn wear(window: &mut Window, palette: &Palette) {
    act(window, Action::View(if palette.dark { ViewAct::DarkTheme } else { ViewAct::LightTheme }));
}

/// The fill of the last filled rectangle that is painted in this place, whatever its exact edges.
fn fill(window: &Window, place: Rect) -> Option<Color32> {
    let rects = window.harness.output().shapes.iter().filter_map(|clipped| match &clipped.shape {
        Shape::Rect(rect) if rect.fill != Color32::TRANSPARENT => Some(rect),
        _ => None,
    });
    let same = |rect: &Rect| (rect.center() - place.center()).length() < 3.0 && rect.width() <= place.width() + 3.0;
    rects.rev().find(|rect| same(&rect.rect)).map(|rect| rect.fill)
}

fn button(window: &Window, label: &str) -> Rect {
    window.harness.get_by_role_and_label(Role::Button, label).rect()
}

type Case = (&'static str, fn(&mut Window), &'static str, fn(&Palette) -> Color32);

const CASES: &[Case] = &[
    ("new code", |w| act(w, Action::Coding(CodingAct::NewCode)), "Add", |p| p.accent),
    ("rename coder", |w| act(w, Action::Team(TeamAct::RenameCoder)), "Rename", |p| p.accent),
    ("code", |w| on_low(w, CodeAct::Edit), "Save", |p| p.accent),
    ("project", |w| act(w, Action::Project(ProjectAct::Describe)), "Save", |p| p.accent),
    ("delete code", |w| on_low(w, CodeAct::Remove), "Delete code", |p| p.trouble),
    ("move code", |w| on_low(w, CodeAct::ToTop), "Move", |p| p.accent),
    ("export", |w| act(w, Action::Export(Some(ExportKind::Codebook))), "Export…", |p| p.accent),
];

#[test]
fn the_most_important_button_is_filled_and_right_of_cancel() {
    for palette in [LIGHT, DARK] {
        for (name, open, label, color) in CASES {
            let mut window = Window::sample();
            wear(&mut window, &palette);
            open(&mut window);
            let is_there = |w: &Window| w.harness.query_by_role_and_label(Role::Button, label).is_some();
            window.until(name, |w| is_there(w) && w.is_enabled(label) || *label == "Add");
            if *label == "Add" {
                window.type_text("x");
            }
            window.settle();
            let (cancel, main) = (button(&window, "Cancel"), button(&window, label));
            assert!(cancel.right() < main.left(), "{name}: {cancel} {main}");
            assert!((cancel.center().y - main.center().y).abs() < 2.0, "{name}: one row");
            assert_eq!(fill(&window, main), Some(color(&palette)), "{name}, dark {}", palette.dark);
        }
    }
}

#[test]
fn enter_gives_the_most_important_answer_from_any_field_of_one_line() {
    let mut window = Window::sample();
    on_low(&mut window, CodeAct::Edit);
    window.click("New dimension…");
    window.harness.get_by_role_and_label(Role::TextInput, "Name").focus();
    window.settle();
    window.type_text("period");
    window.click("Add value");
    window.harness.get_by_role_and_label(Role::TextInput, "Value 1").focus();
    window.settle();
    window.type_text("before");
    // The first one leads to the next value.
    window.key(Key::Enter);
    window.key(Key::Enter);
    window.until("the dimension is saved", |w| {
        w.project()
            .study
            .as_deref()
            .unwrap()
            .codebook
            .dimension("period")
            .is_some_and(|dimension| dimension.values == ["before"])
    });
}

#[test]
fn enter_that_follows_escape_does_not_confirm_a_dialog_with_input() {
    let mut window = Window::sample();
    act(&mut window, Action::Coding(CodingAct::NewCode));
    window.type_text("Land");
    let pressed =
        |key| egui::Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    // Both arrive in one slow frame.
    window.harness.input_mut().events.extend([pressed(Key::Escape), pressed(Key::Enter)]);
    window.harness.run_steps(8);
    window.saved();
    assert!(window.project().study.as_deref().unwrap().codebook.find("Land").is_none());
    assert!(window.has("Name of the code"), "Enter keeps editing");
}

#[test]
fn a_checked_box_is_filled() {
    for palette in [LIGHT, DARK] {
        let mut window = Window::sample();
        wear(&mut window, &palette);
        window.chord(Modifiers::COMMAND, Key::F);
        let is_filled = |w: &Window| {
            let row = w.rect("Match case");
            let place = Rect::from_center_size(egui::pos2(row.left() + 7.0, row.center().y), egui::vec2(15.0, 15.0));
            fill(w, place) == Some(palette.accent)
        };
        assert!(!is_filled(&window));
        window.click("Match case");
        assert!(is_filled(&window), "dark {}", palette.dark);
    }
}

#[test]
fn the_button_of_a_dialog_that_is_only_read_has_the_focus() {
    for act_of in [HelpAct::Keys, HelpAct::About] {
        let mut window = Window::sample();
        act(&mut window, Action::Help(act_of));
        let node = window.harness.get_by_role_and_label(Role::Button, "Close");
        assert!(node.accesskit_node().is_focused(), "{act_of:?}: a screen reader would not read it");
        window.key(Key::Enter);
        assert!(window.harness.query_by_role_and_label(Role::Button, "Close").is_none());
    }
}
