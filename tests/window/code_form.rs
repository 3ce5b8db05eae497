//! The form for one code: the parts of its definition, its colour.

use super::leaving::act;
use super::support::Window;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::action::{Action, CodeAct};
use pullquote::engine::Command;
use pullquote::engine::command::CodeChange;
use pullquote::model::{Code, CodeId};

fn low(window: &Window) -> CodeId {
    let study = window.project().study.as_deref().unwrap();
    study.codebook.find("Financial capital > Push > Low income").unwrap()
}

fn stored(window: &Window) -> Code {
    window.project().study.as_deref().unwrap().codebook.get(low(window)).unwrap().clone()
}

fn open(window: &mut Window) {
    let code = low(window);
    act(window, Action::OnCode(CodeAct::Edit, code));
}

/// Replaces the contents of a field.
fn fill(window: &mut Window, role: Role, label: &str, text: &str) {
    window.harness.get_by_role_and_label(role, label).focus();
    window.settle();
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text(text);
}

fn value(window: &Window, label: &str) -> String {
    let field = window.harness.get_by_role_and_label(Role::MultilineTextInput, label);
    field.accesskit_node().value().unwrap_or_default()
}

#[test]
fn the_parts_of_a_definition_are_fields_and_one_text_in_the_project() {
    let mut window = Window::sample();
    open(&mut window);
    let parts = [
        ("Definition", "Pay below what a family needs."),
        ("Include when", "wages, piece rates"),
        ("Exclude when", "wages that are late"),
        ("Example", "“收入太低。”"),
    ];
    for (label, text) in parts {
        fill(&mut window, Role::MultilineTextInput, label, text);
    }
    window.click("Save");
    window.saved();
    let text = "Pay below what a family needs.\nInclude: wages, piece rates\nExclude: wages that are late\nExample: “收入太低。”";
    assert_eq!(stored(&window).description, text);
    open(&mut window);
    for (label, text) in parts {
        assert_eq!(value(&window, label), text, "{label}");
    }
    window.key(Key::Escape);
    window.click_start("Financial capital > Push > Low income");
    for (label, text) in parts.into_iter().skip(1) {
        assert!(window.has(label) && window.has(text), "the inspector shows {label}");
    }
}

#[test]
fn a_description_without_headings_is_the_definition_and_stays_as_it_is() {
    let mut window = Window::sample();
    let text = "One line.\n\n\nExclude:   late pay\n\nExample: a\nInclude: b";
    let changes = vec![CodeChange::Description(text.into())];
    let (me, code) = (window.project().me().unwrap(), low(&window));
    window.execute_as(me, Command::ChangeCode { code, changes });
    window.saved();
    open(&mut window);
    assert_eq!(value(&window, "Definition"), "One line.");
    assert_eq!(value(&window, "Include when"), "");
    assert_eq!(value(&window, "Exclude when"), "late pay");
    assert_eq!(value(&window, "Example"), "a\nInclude: b");
    window.click("Save");
    window.saved();
    assert_eq!(stored(&window).description, text, "nothing was changed");
}

#[test]
fn any_colour_can_be_typed_and_a_wrong_one_cannot_be_saved() {
    let mut window = Window::sample();
    open(&mut window);
    fill(&mut window, Role::TextInput, "Colour", "#12345");
    assert!(window.has_part("Type six hexadecimal digits") && !window.is_enabled("Save"));
    fill(&mut window, Role::TextInput, "Colour", "12AB9F");
    window.key(Key::Enter);
    window.until("Enter saves", |w| stored(w).color == "#12ab9f");
}

#[test]
fn a_subcode_has_its_parents_hue_in_another_tone() {
    let mut window = Window::sample();
    let (me, parent) = (window.project().me().unwrap(), low(&window));
    let colors: Vec<String> = ["one", "two"]
        .map(|name| {
            let command = Command::AddCode { parent: Some(parent), name: name.into(), passage: None };
            window.execute_as(me, command);
            window.saved();
            let book = &window.project().study.as_deref().unwrap().codebook;
            book.children(Some(parent)).last().unwrap().color.clone()
        })
        .into();
    let parent = stored(&window).color;
    assert!(colors[0] != parent && colors[1] != parent && colors[0] != colors[1], "{parent}: {colors:?}");
}

#[test]
fn the_question_about_what_was_entered_takes_the_place_of_the_buttons() {
    let mut window = Window::sample();
    open(&mut window);
    fill(&mut window, Role::TextInput, "Name", "Lower income");
    window.key(Key::Escape);
    assert!(window.has("Keep editing") && window.has("Discard"));
    assert!(!window.has("Save") && !window.has("Cancel"), "one pair of buttons at a time");
    window.key(Key::Escape);
    assert!(window.has("Save") && window.has("Cancel") && !window.has("Discard"));
    window.click("Save");
    window.until("it is saved", |w| !w.has("Save"));
    let book = &window.project().study.as_deref().unwrap().codebook;
    assert!(book.find("Financial capital > Push > Lower income").is_some());
}
