//! A name or value that is being typed in its row, when its room is left or the project is closed.

use super::entering;
use super::leaving::{act, low};
use super::support::Window;
use egui::{Key, Modifiers};
use pullquote::app::action::{Action, CodeAct, ProjectAct};
use pullquote::app::room::Room;
use pullquote::engine::Project;
use pullquote::model::Study;

const TAKEN: &str = "Ever-increasing living cost in cities, including for housing and transportation";

fn name_of_document(window: &mut Window) {
    window.chord(Modifiers::COMMAND, Key::Num6);
    window.click_left("Document A");
    window.key(Key::F2);
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("Anna");
}

/// Types another name over the one that is being edited.
fn instead(window: &mut Window, name: &str) {
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text(name);
}

struct Case {
    name: &'static str,
    room: Room,
    /// Types a valid name.
    enter: fn(&mut Window),
    stored: fn(&Study) -> bool,
    /// A name that cannot be stored, and why.
    taken: (&'static str, &'static str),
}

const CASES: &[Case] = &[
    Case {
        name: "code",
        room: Room::Code,
        enter: entering::name_of_code,
        stored: |study| study.codebook.codes().iter().any(|code| code.name == "Poor"),
        taken: (TAKEN, "nother code is already named"),
    },
    Case {
        name: "participant",
        room: Room::Documents,
        enter: entering::name_of_participant,
        stored: |study| study.participant_named("Anna").is_some(),
        taken: ("B", "Another participant is already named B"),
    },
    Case {
        name: "document",
        room: Room::Documents,
        enter: name_of_document,
        stored: |study| study.source_named("Anna").is_some(),
        taken: ("B", "Another document is already named B"),
    },
];

fn stored(window: &Window) -> Study {
    Project::open_to_read(&window.path("sample.pullquote")).unwrap().0.reads().study().unwrap()
}

#[test]
fn closing_asks_before_it_stores_what_can_be_stored() {
    for case in CASES {
        let mut window = Window::sample();
        (case.enter)(&mut window);
        let answers = [("Cancel", true, false), ("Save", false, true)];
        for (answer, stays, is_stored) in answers {
            act(&mut window, Action::Project(ProjectAct::Close));
            assert!(window.has_part("” has not been saved."), "{}", case.name);
            window.click(answer);
            assert_eq!(window.workspace().is_some(), stays, "{}: {answer}", case.name);
            assert_eq!((case.stored)(&stored(&window)), is_stored, "{}: {answer}", case.name);
        }
        let mut window = Window::sample();
        (case.enter)(&mut window);
        act(&mut window, Action::Project(ProjectAct::Close));
        window.click("Discard");
        assert!(window.workspace().is_none() && !(case.stored)(&stored(&window)), "{}", case.name);
    }
}

#[test]
fn what_cannot_be_stored_keeps_the_project_open_until_it_is_discarded() {
    for case in CASES {
        let mut window = Window::sample();
        let undo = window.project().link.undo_redo.undo.clone();
        (case.enter)(&mut window);
        instead(&mut window, case.taken.0);
        act(&mut window, Action::Project(ProjectAct::Close));
        window.click("Save");
        assert!(window.workspace().is_some(), "{}", case.name);
        assert!(window.has_part("What you entered was not saved.") && window.has_part(case.taken.1), "{}", case.name);
        // Escape keeps what was entered, and Escape in its field discards it.
        window.key(Key::Escape);
        assert!(!window.has("Unsaved changes"), "{}", case.name);
        window.key(Key::Escape);
        act(&mut window, Action::Project(ProjectAct::Close));
        assert!(window.workspace().is_none(), "{}", case.name);
        let project = Project::open_to_read(&window.path("sample.pullquote")).unwrap().0;
        let next = project.reads().next_undo().unwrap().map(|entry| entry.summary);
        assert_eq!(next, undo, "{}", case.name);
    }
}

#[test]
fn leaving_the_room_stores_it_or_shows_why_not() {
    for case in CASES {
        let mut window = Window::sample();
        (case.enter)(&mut window);
        act(&mut window, Action::Show(Room::Tables));
        window.until(case.name, |w| (case.stored)(w.project().study.as_deref().unwrap()));
        assert_eq!(window.project().room, Room::Tables, "{}", case.name);

        let mut window = Window::sample();
        (case.enter)(&mut window);
        instead(&mut window, case.taken.0);
        act(&mut window, Action::Show(Room::Tables));
        window.until(case.name, |w| w.project().room == case.room && w.has_part(case.taken.1));
        instead(&mut window, if case.room == Room::Code { "Poor" } else { "Anna" });
        act(&mut window, Action::Show(Room::Tables));
        window.until(case.name, |w| (case.stored)(w.project().study.as_deref().unwrap()));
        assert_eq!(window.project().room, Room::Tables, "{}", case.name);
    }
}

#[test]
fn a_new_name_of_a_code_names_the_passages_of_others() {
    let mut window = Window::sample();
    let code = low(&window);
    act(&mut window, Action::OnCode(CodeAct::Rename, code));
    window.until("it is counted", |w| w.has_part("The new name also appears on"));
    assert!(window.has_part("passages of Coder 2"));
    window.key(Key::Escape);
    assert!(!window.has_part("The new name also appears on"));
    act(&mut window, Action::OnCode(CodeAct::Edit, code));
    assert!(!window.has_part("The new name also appears on"), "the name is not changed yet");
    window.type_text("er");
    window.until("it is counted", |w| w.has_part("The new name also appears on"));
}
