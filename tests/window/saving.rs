//! What the window reports and offers if the project file is missing, replaced or mixed up.

use super::support::Window;
use egui::{Key, Modifiers};
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::gui::dialogs::Picked;
use std::path::Path;

const NOT_SAVED: &str = "Not saved: the project file is missing or was changed";

fn coders(path: &Path) -> Vec<String> {
    let (project, _) = Project::open_to_read(path).unwrap();
    assert_eq!(project.reads().check().unwrap(), Vec::<String>::new());
    project.reads().study().unwrap().users.into_iter().map(|user| user.name).collect()
}

fn add(window: &mut Window, name: &str) {
    let command = Command::AddCoder { name: name.into() };
    window.project_mut().link.execute(command);
    window.saved();
}

#[cfg(unix)]
#[test]
fn a_deleted_file_is_reported_at_once_and_the_work_is_saved_as_a_copy() {
    let mut window = Window::sample();
    add(&mut window, "甲");
    window.until("it is in the file", |w| w.has("Saved"));
    std::fs::remove_file(window.path("sample.pullquote")).unwrap();
    window.until("it is reported without a request", |w| w.has(NOT_SAVED));
    assert!(window.has_part("deleted, moved or renamed") && !window.has("Saved"));
    add(&mut window, "乙");
    assert!(window.has_part("Not saved: adding a coder.") && window.has(NOT_SAVED));
    // The first attempt to close is answered with a warning, and the copy can still be saved.
    window.chord(Modifiers::COMMAND, Key::W);
    assert!(window.workspace().is_some() && window.has_part("not been saved to any file"));
    *window.answer.lock().unwrap() = Picked::Paths(vec![window.path("copy")]);
    window.click("Save a copy…");
    window.until("it is saved", |w| w.has_part("Saved a copy"));
    assert_eq!(coders(&window.path("copy.pullquote")), ["Coder 1", "Coder 2", "甲"]);
    assert!(window.has(NOT_SAVED), "the project still has no file");
    window.chord(Modifiers::COMMAND, Key::W);
    assert!(window.workspace().is_none());
}

#[cfg(unix)]
#[test]
fn closing_twice_discards_unsaved_work() {
    let mut window = Window::sample();
    std::fs::remove_file(window.path("sample.pullquote")).unwrap();
    window.until("it is reported", |w| w.has(NOT_SAVED));
    window.chord(Modifiers::COMMAND, Key::W);
    assert!(window.workspace().is_some() && window.has_part("not been saved to any file"));
    window.chord(Modifiers::COMMAND, Key::W);
    assert!(window.workspace().is_none());
}

#[test]
fn saving_resumes_if_the_file_returns() {
    let mut window = Window::sample();
    let (path, moved) = (window.path("sample.pullquote"), window.path("moved"));
    std::fs::rename(&path, &moved).unwrap();
    window.until("it is reported", |w| w.has(NOT_SAVED));
    std::fs::rename(&moved, &path).unwrap();
    window.until("it is saved again", |w| w.has("Saved"));
    add(&mut window, "甲");
    window.until("it is in the file", |w| w.has("Saved"));
}

#[test]
fn a_failed_change_is_named_and_not_reported_as_saved() {
    let mut window = Window::sample();
    let database = rusqlite::Connection::open(window.path("sample.pullquote")).unwrap();
    database.execute_batch("ALTER TABLE users RENAME TO others").unwrap();
    add(&mut window, "甲");
    assert!(window.has_part("Not saved: adding a coder.") && !window.has_part("disk is full"));
    assert!(window.has("The last change was not saved") && !window.has("Saved"));
    database.execute_batch("ALTER TABLE others RENAME TO users").unwrap();
    window.click("Dismiss");
    add(&mut window, "甲");
    window.until("it is in the file", |w| w.has("Saved"));
}

#[test]
fn an_update_reports_the_copy_that_it_makes() {
    let mut window = Window::new();
    let path = window.path("old.pullquote");
    let database = rusqlite::Connection::open(&path).unwrap();
    database.execute_batch(include_str!("../../src/store/step_1.sql")).unwrap();
    let rows = "PRAGMA application_id = 0x506c5174; PRAGMA user_version = 1;
                INSERT INTO project VALUES (1, zeroblob(16), 'old', '', 0)";
    database.execute_batch(rows).unwrap();
    drop(database);
    window.harness.state_mut().open(Opening::Path(path));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    assert!(window.has_part("has been updated") && window.has_part("old (before update from version 1).pullquote"));
}

#[test]
fn a_log_of_another_file_is_set_aside_with_one_click() {
    let mut window = Window::new();
    let (path, older) = (window.path("p.pullquote"), window.path("older.pullquote"));
    let mut project = Project::create(&path, "p").unwrap();
    std::fs::copy(&path, &older).unwrap();
    let mut add = |name: &str| {
        project.execute(&Command::AddCoder { name: name.into() }, &Actor::Nobody, &Progress::default()).unwrap();
        project.checkpoint().unwrap();
    };
    add("甲");
    add("乙");
    project.execute(&Command::AddCoder { name: "丙".into() }, &Actor::Nobody, &Progress::default()).unwrap();
    // The state after a crash, with an older copy put over the file.
    let left = window.path("left.pullquote");
    std::fs::copy(path.with_extension("pullquote-wal"), left.with_extension("pullquote-wal")).unwrap();
    std::fs::copy(&older, &left).unwrap();
    drop(project);
    window.harness.state_mut().open(Opening::Path(left.clone()));
    window.until("it is reported", |w| w.workspace().is_none() && w.has_part("was replaced while"));
    window.click("Put the leftover changes aside and open");
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    assert!(window.has_part("before restoring"));
    window.chord(Modifiers::COMMAND, Key::W);
    assert_eq!(coders(&left), Vec::<String>::new());
}

#[test]
fn a_copy_is_saved_and_restored_from_the_menu() {
    let mut window = Window::sample();
    let (path, copy) = (window.path("sample.pullquote"), window.path("before.pullquote"));
    *window.answer.lock().unwrap() = Picked::Paths(vec![copy.clone()]);
    window.menu("File", "Save a copy…");
    window.until("it is saved", |w| w.has_part("Saved a copy"));
    add(&mut window, "甲");
    window.menu("File", "Restore a copy…");
    window.until("it asks first", |w| w.has_part("You would lose 1 change"));
    assert!(window.has("Replace this project with the copy?") && window.has_part("before.pullquote, saved on"));
    assert!(window.has_part("new coder 甲") && window.has_part("is kept next to it"));
    window.key(Key::Enter);
    assert!(!window.has("Replace this project with the copy?"), "a habitual Enter cancels");
    assert_eq!(coders(&path), ["Coder 1", "Coder 2", "甲"]);
    window.menu("File", "Restore a copy…");
    window.until("it asks again", |w| w.is_enabled("Replace project"));
    window.click("Replace project");
    window.until("it is restored", |w| w.has_part("before restoring"));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    assert_eq!(window.project().path, path);
    window.chord(Modifiers::COMMAND, Key::W);
    assert_eq!(coders(&path), ["Coder 1", "Coder 2"]);
    assert_eq!(coders(&window.path("sample (before restoring).pullquote")), ["Coder 1", "Coder 2", "甲"]);
}

#[test]
fn a_copy_is_compared_before_it_replaces_the_project() {
    let mut window = Window::sample();
    let (path, copy) = (window.path("sample.pullquote"), window.path("copy.pullquote"));
    *window.answer.lock().unwrap() = Picked::Paths(vec![copy.clone()]);
    window.menu("File", "Save a copy…");
    window.until("it is saved", |w| w.has_part("Saved a copy"));
    add(&mut window, "甲");
    window.chord(Modifiers::COMMAND, Key::Z);
    window.saved();
    // Work that was undone is not lost, and the copy has work of its own.
    let mut other = Project::open(&copy).unwrap();
    other.execute(&Command::AddCoder { name: "乙".into() }, &Actor::Nobody, &Progress::default()).unwrap();
    drop(other);
    window.menu("File", "Restore a copy…");
    window.until("it asks", |w| w.has_part("The copy has 1 change that this project does not."));
    assert!(window.has("The copy contains everything done in this project."));
    window.click("Cancel");

    let unusable = window.path("unusable.pullquote");
    std::fs::write(&unusable, "words").unwrap();
    for (file, answer) in [(unusable, "not a Pullquote project"), (path, "That is the project you have open")] {
        *window.answer.lock().unwrap() = Picked::Paths(vec![file]);
        window.menu("File", "Restore a copy…");
        window.until("it is refused", |w| w.has_part(answer));
        assert!(!window.has("Replace this project with the copy?"));
    }

    let other = window.path("other.pullquote");
    drop(Project::create(&other, "另一个").unwrap());
    *window.answer.lock().unwrap() = Picked::Paths(vec![other]);
    window.menu("File", "Restore a copy…");
    window.until("it warns", |w| w.has_part("a copy of another project, “另一个”") && w.has_part("You would lose"));
}

#[test]
fn saved_is_shown_once_the_file_is_complete_without_its_log() {
    let mut window = Window::sample();
    let path = window.path("sample.pullquote");
    // As somebody would find the file who gets it by mail.
    let mailed = |name: &str| {
        let copy = path.with_file_name("mailed.pullquote");
        std::fs::copy(&path, &copy).unwrap();
        let found = coders(&copy).contains(&name.to_owned());
        std::fs::remove_file(&copy).unwrap();
        found
    };
    for name in ["甲", "乙"] {
        add(&mut window, name);
        assert!(window.has("Saving…") || mailed(name));
        window.until("it is in the file", |w| w.has("Saved"));
        assert!(mailed(name));
    }
}

#[test]
fn a_note_leaves_the_status_line_after_a_while() {
    let mut window = Window::sample();
    window.project_mut().link.note("Something was said");
    window.settle();
    assert!(window.has("Something was said"));
    for _ in 0..200 {
        window.harness.run_steps(1);
    }
    assert!(!window.has("Something was said"));
    window.project_mut().link.note("Something was said");
    window.settle();
    assert!(window.has("Something was said"), "said again, it is shown again");
}
