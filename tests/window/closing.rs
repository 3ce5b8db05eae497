//! Closing while a dialog is open asks where Escape would ask, and closes the dialog where it would not.

use super::entering;
use super::leaving::{ENTERED, QUESTION, act, ask, is_modal, low, read_table};
use super::support::Window;
use egui::{Key, Modifiers, ViewportCommand, ViewportEvent, ViewportId};
use egui_kittest::kittest::Queryable;
use pullquote::app::action::{Action, CodeAct, CodingAct, ImportAct, ProjectAct};
use pullquote::app::documents_room::Asking;
use pullquote::engine::Project;
use pullquote::engine::session::Opening;
use pullquote::gui::dialogs::Picked;
use pullquote::model::Study;

const ASKED: &str = "Unsaved changes";

/// Clicks the X of the window. Returns whether it closes.
fn closes(window: &mut Window) -> bool {
    let event = ViewportEvent::Close;
    window.harness.input_mut().viewports.entry(ViewportId::ROOT).or_default().events.push(event);
    window.harness.run_steps(1);
    let output = &window.harness.output().viewport_output[&ViewportId::ROOT];
    let closes = !output.commands.iter().any(|command| matches!(command, ViewportCommand::CancelClose));
    window.settle();
    closes
}

fn study(window: &Window) -> Study {
    Project::open_to_read(&window.path("sample.pullquote")).unwrap().0.reads().study().unwrap()
}

/// Opens another project in place of the sample.
fn open_other(window: &mut Window) {
    let path = window.path("other.pullquote");
    drop(Project::create(&path, "Other").unwrap());
    window.harness.state_mut().open(Opening::Path(path));
    window.settle();
}

fn is_other_open(window: &Window) -> bool {
    window.workspace().is_some_and(|w| w.study.as_deref().is_some_and(|s| s.project.name == "Other"))
}

#[test]
fn closing_asks_what_becomes_of_what_was_entered_in_a_dialog() {
    for (name, enter, shown) in ENTERED {
        let mut window = Window::sample();
        enter(&mut window);
        assert!(!closes(&mut window), "{name}");
        assert!(window.has(ASKED) && window.has_part("has not been saved.") && window.has(shown), "{name}: it asks");
        // Escape and Cancel keep everything.
        window.key(Key::Escape);
        assert!(!window.has(ASKED) && !window.has(QUESTION) && window.has(shown), "{name}: it continues");
        assert!(!closes(&mut window), "{name}");
        window.click("Discard");
        assert!(!window.has(ASKED) && !window.has(shown) && !is_modal(&window), "{name}: it is discarded");
        assert!(closes(&mut window), "{name}: nothing is left to ask about");
    }
}

#[test]
fn a_dialog_in_which_nothing_was_entered_closes_with_the_window() {
    let openers: [fn(&mut Window); 7] = [
        |w| act(w, Action::Coding(CodingAct::NewCode)),
        |w| act(w, Action::OnCode(CodeAct::Edit, low(w))),
        |w| act(w, Action::Project(ProjectAct::Describe)),
        |w| act(w, Action::Export(None)),
        |w| ask(w, Asking::AddParticipant(String::new())),
        |w| read_table(w, "name,age\nZ,3\n", Action::Import(ImportAct::Participants)),
        |w| {
            *w.answer.lock().unwrap() = Picked::Unavailable("none".into());
            act(w, Action::Project(ProjectAct::SaveCopy));
        },
    ];
    let mut window = Window::sample();
    for (number, open) in openers.into_iter().enumerate() {
        open(&mut window);
        assert!(is_modal(&window), "{number}");
        assert!(closes(&mut window) && !window.has(ASKED), "{number}");
        window.key(Key::Escape);
    }
}

#[test]
fn settings_of_an_import_are_asked_about_too() {
    let mut window = Window::sample();
    let file = window.path("talk.txt");
    std::fs::write(&file, "Ann: hello\nBen: good day\n").unwrap();
    *window.answer.lock().unwrap() = Picked::Paths(vec![file]);
    act(&mut window, Action::Import(ImportAct::Documents));
    window.until("it is read", |w| w.has("Store original files in the project"));
    assert!(closes(&mut window), "nothing was chosen");
    window.click("Store original files in the project");
    assert!(!closes(&mut window) && window.has("What you entered in “Import” has not been saved."));
    window.click("Discard");
    assert!(!is_modal(&window) && closes(&mut window));
}

#[test]
fn what_was_entered_in_a_dialog_can_be_saved_before_another_project_opens() {
    type Case = (&'static str, fn(&mut Window), &'static str, fn(&Study) -> bool);
    let cases: [Case; 4] = [
        ("new code", entering::new_code, "Add", |s| s.codebook.find("思乡").is_some()),
        ("participant", entering::new_participant, "Add", |s| s.participant_named("Zhou").is_some()),
        (
            "form of a code",
            |w| {
                act(w, Action::OnCode(CodeAct::Edit, low(w)));
                w.click("Definition");
                w.type_text("When money is short");
            },
            "Save",
            |s| s.codebook.codes().iter().any(|code| code.description.contains("When money is short")),
        ),
        (
            "table",
            |w| {
                read_table(w, "name,age,town\nZed,3,X\n", Action::Import(ImportAct::Participants));
                w.click("Column town becomes a new attribute");
                w.click("skip this column");
                w.until("it is planned", |w| w.is_enabled("Import"));
            },
            "Import",
            |s| s.participant_named("Zed").is_some(),
        ),
    ];
    for (name, enter, button, is_saved) in cases {
        let mut window = Window::sample();
        enter(&mut window);
        open_other(&mut window);
        assert!(window.has(ASKED) && !is_other_open(&window), "{name}");
        // The question is drawn above the dialog, whose button has the same name.
        window.harness.get_all_by_label(button).last().unwrap().click();
        window.until("the other project is open", is_other_open);
        assert!(is_saved(&study(&window)), "{name}");
    }
}

#[test]
fn enter_saves_and_typing_reaches_only_the_question() {
    let mut window = Window::sample();
    entering::new_code(&mut window);
    open_other(&mut window);
    window.type_text("x");
    window.key(Key::Enter);
    window.until("the other project is open", is_other_open);
    let codebook = study(&window).codebook;
    assert!(codebook.find("思乡").is_some() && codebook.find("思乡x").is_none());
}

#[test]
fn the_field_of_a_dialog_has_the_focus_again_after_cancel() {
    let mut window = Window::sample();
    entering::new_code(&mut window);
    for cancel in [
        |w: &mut Window| w.key(Key::Escape),
        |w: &mut Window| w.harness.get_all_by_label("Cancel").last().unwrap().click(),
    ] {
        assert!(!closes(&mut window));
        cancel(&mut window);
        window.settle();
        window.type_text("x");
    }
    assert_eq!(window.harness.get_by_label("Name of the code").value().as_deref(), Some("思乡xx"));
}

#[test]
fn a_dialog_that_cannot_be_saved_keeps_the_project_open() {
    let mut window = Window::sample();
    let code = low(&window);
    act(&mut window, Action::OnCode(CodeAct::Edit, code));
    window.click("Name");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("Ever-increasing living cost in cities, including for housing and transportation");
    open_other(&mut window);
    window.key(Key::Enter);
    window.until("the reason is shown", |w| w.has_part("already named"));
    window.settle();
    assert!(window.has("Definition") && !is_other_open(&window) && !window.has(ASKED));
    // Another answer does not close it by surprise.
    window.click("Name");
    window.type_text("!");
    window.click("Save");
    window.until("it is saved", |w| !is_modal(w));
    window.saved();
    assert!(!is_other_open(&window));
}

#[test]
fn a_name_that_cannot_be_stored_is_asked_about() {
    let mut window = Window::sample();
    let code = low(&window);
    act(&mut window, Action::OnCode(CodeAct::Rename, code));
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("Ever-increasing living cost in cities, including for housing and transportation");
    window.key(Key::Enter);
    window.until("the reason is shown", |w| w.has_part("already named"));
    assert!(!closes(&mut window) && window.has(ASKED) && window.has_part("What you entered was not saved."));
    window.click("Discard");
    assert!(closes(&mut window));
}

#[test]
fn a_dropped_project_asks_about_an_open_dialog() {
    let mut window = Window::sample();
    entering::new_code(&mut window);
    let path = window.path("other.pullquote");
    drop(Project::create(&path, "Other").unwrap());
    window.harness.input_mut().dropped_files.push(std::sync::Arc::new(super::tables_in::Dropped(path)));
    window.settle();
    assert!(window.has(ASKED));
    window.click("Discard");
    window.until("the other project is open", is_other_open);
    assert!(study(&window).codebook.find("思乡").is_none());
}
