//! Input methods: while Chinese is being composed, its keys are no commands; what is committed goes where the caret is.

use super::leaving::{act, ask, is_modal};
use super::support::Window;
use egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::kittest::{By, Queryable};
use pullquote::app::action::{Action, CodingAct, DocumentAct, HelpAct};
use pullquote::app::compare_room::CompareTab;
use pullquote::app::documents_room::Asking;
use pullquote::app::room::Room;

/// Keys with which an input method chooses among its candidates.
const KEYS: [Key; 12] = [
    Key::N,
    Key::I,
    Key::Q,
    Key::Num1,
    Key::Num3,
    Key::Space,
    Key::Enter,
    Key::Escape,
    Key::ArrowDown,
    Key::ArrowUp,
    Key::PageDown,
    Key::Delete,
];

fn compose(window: &mut Window, text: &str) {
    let preedit = ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None };
    window.harness.event(Event::Ime(preedit));
    window.settle();
}

fn commit(window: &mut Window, text: &str) {
    compose(window, "");
    window.harness.event(Event::Ime(ImeEvent::Commit(text.to_owned())));
    window.settle();
}

/// What a stray key could change.
fn state(window: &Window) -> impl PartialEq + std::fmt::Debug + use<> {
    let project = window.project();
    (
        (project.room, project.counts.by_code.values().sum::<u64>(), project.link.messages.len()),
        window.harness.ctx.memory(|memory| (memory.top_modal_layer().is_some(), memory.focused())),
        project.document.as_ref().map(|document| document.name.clone()),
        (project.selection, project.rooms.documents.documents.selection.chosen.len()),
    )
}

/// What the field with the keyboard focus holds.
fn typed(window: &Window) -> String {
    let focused = window.harness.query_all(By::new().predicate(|node| node.is_focused())).next();
    focused.and_then(|node| node.value()).unwrap_or_default()
}

fn select(window: &mut Window) {
    let (start, end) = window.find("In 1993");
    window.drag(start, end);
    window.key_to_transcript();
}

/// A place with the keyboard focus, and the way to it.
type Place = (&'static str, fn(&mut Window));

const FIELDS: &[Place] = &[
    ("filter of codes", |w| w.chord(Modifiers::COMMAND, Key::L)),
    ("code palette", |w| {
        select(w);
        w.key(Key::Slash);
    }),
    ("command palette", |w| act(w, Action::Help(HelpAct::Commands))),
    ("find bar", |w| act(w, Action::Document(DocumentAct::Find))),
    ("name of a new code", |w| act(w, Action::Coding(CodingAct::NewCode))),
    ("name of a participant", |w| {
        ask(w, Asking::AddParticipant(String::new()));
    }),
    ("correction", |w| {
        select(w);
        act(w, Action::Document(DocumentAct::CorrectText));
    }),
];

#[test]
fn keys_of_an_input_method_reach_no_field_and_what_it_commits_is_typed() {
    for (name, go) in FIELDS {
        let mut window = Window::sample();
        go(&mut window);
        let empty = typed(&window);
        compose(&mut window, "ni hao");
        let (before, composing) = (state(&window), typed(&window));
        assert!(composing.contains("ni hao"), "{name}: {composing:?}");
        for key in KEYS {
            window.key(key);
            assert_eq!(typed(&window), composing, "{name}: {key:?}");
            assert!(state(&window) == before, "{name}: {key:?} changed {:?}", state(&window));
        }
        commit(&mut window, "你好");
        let after = typed(&window);
        assert!(after.contains("你好") && !after.contains("ni hao"), "{name}: {after:?}");
        assert_eq!(after.chars().count(), empty.chars().count() + 2, "{name}");
        // Committed: the keys are keys again.
        window.key(Key::Backspace);
        assert_eq!(typed(&window).chars().count(), empty.chars().count() + 1, "{name}");
    }
}

const LISTS: &[Place] = &[
    ("transcript", select),
    ("documents", |w| {
        act(w, Action::Show(Room::Documents));
        w.key(Key::F6);
    }),
    ("passages", |w| {
        act(w, Action::Show(Room::Passages));
        w.until("they are listed", |w| w.project().rooms.passages.list.as_ref().is_some_and(|l| !l.rows.is_empty()));
        w.key(Key::F6);
    }),
    ("tables", |w| {
        act(w, Action::Show(Room::Tables));
        w.until("it is shown", |w| !w.project().link.is_waiting());
        w.key(Key::F6);
    }),
    ("disagreements", |w| {
        act(w, Action::Show(Room::Compare));
        w.project_mut().rooms.compare.show_tab(CompareTab::Disagreements);
        w.until("they are listed", |w| {
            w.project().rooms.compare.disagreements.is_some() && !w.project().link.is_waiting()
        });
        w.key(Key::F6);
    }),
];

#[test]
fn keys_of_an_input_method_are_no_commands_in_lists() {
    for (name, go) in LISTS {
        let mut window = Window::sample();
        go(&mut window);
        compose(&mut window, "ni");
        let before = state(&window);
        for key in KEYS {
            window.key(key);
            assert!(state(&window) == before, "{name}: {key:?} changed {:?}", state(&window));
        }
        commit(&mut window, "你");
        assert!(state(&window) == before, "{name}");
        window.key(Key::F1);
        assert!(is_modal(&window), "{name}: keys work again");
    }
}

/// Some systems do not say that the composition has ended.
#[test]
fn a_composition_left_by_a_click_or_another_window_keeps_no_key() {
    for ends in [
        Event::WindowFocused(false),
        Event::PointerButton {
            pos: egui::pos2(4.0, 400.0),
            button: egui::PointerButton::Primary,
            pressed: true,
            modifiers: Modifiers::NONE,
        },
    ] {
        let mut window = Window::sample();
        select(&mut window);
        compose(&mut window, "ni");
        window.harness.event(ends);
        window.settle();
        window.key_to_transcript();
        select(&mut window);
        window.key(Key::N);
        assert!(window.has("Name of the code"));
    }
}

#[test]
fn menus_open_by_key_while_an_input_method_is_on() {
    for (modifiers, key) in [(Modifiers::ALT, Key::F), (Modifiers::NONE, Key::F10)] {
        let mut window = Window::sample();
        window.chord(Modifiers::COMMAND, Key::L);
        compose(&mut window, "ni");
        window.chord(modifiers, key);
        if key == Key::F10 {
            window.key(Key::ArrowDown);
        }
        assert!(window.has_part("New project…"), "{key:?}");
    }
}
