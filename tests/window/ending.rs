//! The system asks the program to terminate: all completed work is in the project file itself, and text being typed is
//! kept.
//!
//! This test program starts itself as the process that is asked: with [`SIGNAL`] in its environment, one test acts as
//! the window.

use super::leaving::memo;
use super::support::{Window, until};
use crate::patience::PATIENCE;
use egui::{Event, Key, Modifiers};
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Project, ending};
use pullquote::model::NoteTarget;
use std::path::Path;
use std::sync::Arc;

const SIGNAL: &str = "PULLQUOTE_TEST_SIGNAL";
const FOLDER: &str = "PULLQUOTE_TEST_FOLDER";

/// Acts as the window that is asked to terminate.
#[test]
fn acts_as_the_window_for_the_other_tests() {
    let (Ok(signal), Ok(folder)) = (std::env::var(SIGNAL), std::env::var(FOLDER)) else { return };
    let mut window = Window::sample();
    memo(&mut window);
    window.type_text("钱不");
    ending::listen(|| {});
    // When the signal comes, the last letter has not reached its field, and others wait behind another key.
    let key = |key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE };
    let letters =
        [Event::Text("够".into()), key(Key::End), Event::Text("!".into()), key(Key::Home), Event::Text("嗯".into())];
    window.harness.input_mut().events.extend(letters);
    let asked =
        std::process::Command::new("kill").args([&format!("-{signal}"), &std::process::id().to_string()]).status();
    assert!(asked.unwrap().success());
    until("it is closed", || {
        window.harness.run_steps(1);
        window.workspace().is_none()
    });
    // Copy the file alone, without the log.
    std::fs::copy(window.path("sample.pullquote"), Path::new(&folder).join(format!("{signal}.pullquote"))).unwrap();
}

fn asked(test: &str, signal: &str, folder: &Path) {
    let mut window = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(SIGNAL, signal)
        .env(FOLDER, folder)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    window.wait().unwrap();
}

#[test]
fn a_window_asked_to_terminate_leaves_everything_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["TERM", "INT", "HUP"] {
        asked("window::ending::acts_as_the_window_for_the_other_tests", signal, folder.path());
        let file = folder.path().join(format!("{signal}.pullquote"));
        let (project, problems) = Project::open_to_read(&file).unwrap();
        assert!(problems.is_empty() && project.reads().check().unwrap().is_empty(), "{signal}");
        let memos = project.reads().notes().unwrap();
        assert!(
            memos.iter().any(|note| matches!(note.target, NoteTarget::Coding(_)) && note.text == "嗯钱不够!"),
            "{signal}: the memo that was being typed is in the file"
        );
    }
}

/// Acts as a window that does not respond: its writer moves the work into the file without it.
#[test]
fn acts_as_the_writer_for_the_other_tests() {
    let (Ok(signal), Ok(folder)) = (std::env::var(SIGNAL), std::env::var(FOLDER)) else { return };
    let path = Path::new(&folder).join(format!("{signal} of the writer.pullquote"));
    let opening = Opening::New { path: path.clone(), name: "p".into() };
    let mut session = pullquote::engine::Session::open(opening, Arc::new(|| {}));
    session.execute(pullquote::engine::Command::AddCoder { name: "甲".into() }, Actor::Nobody);
    while !matches!(session.wait(PATIENCE), Some(pullquote::engine::Reply::Done { .. })) {}
    ending::listen(|| {});
    let _ = std::process::Command::new("kill").args([&format!("-{signal}"), &std::process::id().to_string()]).status();
    // It does not respond, and is terminated after some seconds.
    loop {
        std::thread::park();
    }
}

#[test]
fn an_unresponsive_window_asked_to_terminate_leaves_everything_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    for signal in ["TERM", "INT", "HUP"] {
        asked("window::ending::acts_as_the_writer_for_the_other_tests", signal, folder.path());
        let copy = folder.path().join(format!("{signal} alone.pullquote"));
        std::fs::copy(folder.path().join(format!("{signal} of the writer.pullquote")), &copy).unwrap();
        let (project, _) = Project::open_to_read(&copy).unwrap();
        let coders: Vec<String> = project.reads().study().unwrap().users.into_iter().map(|user| user.name).collect();
        assert_eq!(coders, ["甲"], "{signal}");
    }
}
