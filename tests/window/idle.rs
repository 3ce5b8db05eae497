//! An idle window requests no frames, whatever it shows.

use super::gate::{DIALOGS, LOW, POPUPS};
use super::support::{Window, until};
use egui::{Key, Modifiers, ViewportId};
use pullquote::engine::Command;
use pullquote::engine::compare::CompareSettings;
use pullquote::engine::session::Opening;
use std::time::Duration;

/// Frames of a quarter of a second each without input.
const UNTOUCHED: usize = 64;

/// After fifteen seconds without input, no further frame is requested. What a worker finishes just then, such as the write of the
/// file, may draw one frame more.
fn assert_at_rest(window: &mut Window, what: &str) {
    let delay = |window: &Window| window.harness.output().viewport_output[&ViewportId::ROOT].repaint_delay;
    for _ in 0..3 {
        window.until("all answers have arrived", |w| w.workspace().is_none_or(|w| !w.link.is_waiting()));
        window.harness.run_steps(UNTOUCHED);
        if delay(window) == Duration::MAX {
            return;
        }
    }
    panic!("{what}: {:?} until the next frame, {:#?}", delay(window), window.harness.ctx.repaint_causes());
}

#[test]
fn the_welcome_screen_and_an_empty_project_request_no_frames() {
    let mut window = Window::new();
    assert_at_rest(&mut window, "welcome");
    let path = window.path("empty.pullquote");
    window.harness.state_mut().open(Opening::New { path, name: "Empty".into() });
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    assert_at_rest(&mut window, "empty project");
}

#[test]
fn every_room_requests_no_frames() {
    let mut window = Window::sample();
    // Without intervals, which take long to compute here.
    window.project_mut().rooms.compare.set(CompareSettings::default());
    for (room, key) in [
        ("Code", Key::Num1),
        ("Tables", Key::Num2),
        ("Compare", Key::Num3),
        ("Passages", Key::Num4),
        ("Ask", Key::Num5),
        ("Documents", Key::Num6),
        ("Memos", Key::Num7),
        ("History", Key::Num8),
    ] {
        window.chord(Modifiers::COMMAND, key);
        assert_at_rest(&mut window, room);
    }
}

#[test]
fn every_overlay_requests_no_frames() {
    let mut window = Window::sample();
    let (start, end) = window.find("I'm forty-three");
    type Open = fn(&mut Window);
    let opened: [(&str, Open); 7] = [
        ("palette of codes", |w| w.key(Key::Slash)),
        ("palette of commands", |w| w.chord(Modifiers::COMMAND, Key::K)),
        ("keys", |w| w.key(Key::F1)),
        ("new code", |w| w.key(Key::N)),
        ("export", |w| w.chord(Modifiers::COMMAND, Key::E)),
        ("find bar", |w| w.chord(Modifiers::COMMAND, Key::F)),
        ("filter of the codebook", |w| w.chord(Modifiers::COMMAND, Key::L)),
    ];
    for (what, open) in opened {
        window.drag(start, end);
        open(&mut window);
        assert_at_rest(&mut window, what);
        window.key(Key::Escape);
        window.key(Key::Escape);
    }
}

#[test]
fn the_title_follows_the_project() {
    let titles = |window: &Window| -> Vec<String> {
        let commands = &window.harness.output().viewport_output[&ViewportId::ROOT].commands;
        let title = |command: &egui::ViewportCommand| match command {
            egui::ViewportCommand::Title(title) => Some(title.clone()),
            _ => None,
        };
        commands.iter().filter_map(title).collect()
    };
    let mut window = Window::new();
    let path = window.path("study.pullquote");
    window.harness.state_mut().open(Opening::New { path, name: "访谈".into() });
    let mut seen = vec![];
    until("there is a title", || {
        window.harness.run_steps(1);
        seen.extend(titles(&window));
        !seen.is_empty()
    });
    assert_eq!(seen, ["Pullquote · 访谈 (study)"], "the project, and its file of another name");
    window.harness.run_steps(1);
    assert_eq!(titles(&window), Vec::<String>::new(), "it is sent once");
    window.harness.state_mut().close();
    window.harness.run_steps(1);
    assert_eq!(titles(&window), ["Pullquote"]);
}

#[test]
fn every_dialog_requests_no_frames() {
    let mut window = Window::sample();
    window.code_words("forty-three", &[LOW]);
    for (name, open) in DIALOGS {
        window.begin_at_the_passage(name);
        open(&mut window);
        assert_at_rest(&mut window, name);
        window.leave_dialog(name);
    }
}

#[test]
fn every_menu_requests_no_frames() {
    let mut window = Window::sample();
    window.code_words("forty-three", &[LOW]);
    for (name, open) in POPUPS {
        window.begin_at_the_passage(name);
        open(&mut window);
        assert_at_rest(&mut window, name);
        window.key(Key::Escape);
        window.key(Key::Escape);
    }
}

#[test]
fn the_window_requests_no_frames_after_any_action() {
    type Act = fn(&mut Window);
    let acts: [(&str, Act); 12] = [
        ("coding", |w| drop(w.code_words("forty-three", &[LOW]))),
        ("undo", |w| w.chord(Modifiers::COMMAND, Key::Z)),
        ("redo", |w| w.chord(Modifiers::COMMAND, Key::Y)),
        ("importance", |w| w.key(Key::I)),
        ("walk", |w| w.key(Key::W)),
        ("another document", |w| w.chord(Modifiers::COMMAND, Key::ArrowDown)),
        ("a turn without a code", |w| w.key(Key::U)),
        ("theme", |w| w.menu("View", "Dark theme")),
        ("a command that is refused", |w| {
            let command = Command::AddCode { parent: None, name: "Financial capital".into(), passage: None };
            w.project_mut().link.execute(command);
            w.until("it is refused", |w| w.has_part("already"));
        }),
        ("a copy", |w| {
            let copy = w.path("copy.pullquote");
            w.project_mut().save_copy(copy);
            w.until("it is copied", |w| w.has_part("Saved a copy"));
        }),
        ("a correction that is being typed", |w| {
            w.chord(Modifiers::COMMAND, Key::T);
            w.type_text("Well. ");
        }),
        ("its look at what changes", |w| w.review_correction()),
    ];
    let mut window = Window::sample();
    for (what, act) in acts {
        act(&mut window);
        assert_at_rest(&mut window, what);
    }
}

#[test]
fn a_motionless_pointer_requests_no_frames() {
    let mut window = Window::sample();
    let (start, _) = window.find("forty-three");
    for at in [window.place(start + 2), window.rect_starting("Document B").center(), egui::pos2(1200.0, 300.0)] {
        window.harness.hover_at(at);
        assert_at_rest(&mut window, &format!("the pointer at {at:?}"));
    }
}
