//! Unsaved input is restored, however the window was closed.

use super::entering;
use super::leaving::{act, low, memo, stored_memos};
use super::support::Window;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use pullquote::app::action::{Action, CodeAct, CodingAct, DocumentAct, ProjectAct};
use pullquote::app::unsaved::{Dialog, Memo, Shelf, Unsaved};
use pullquote::engine::Actor;
use pullquote::engine::session::Opening;
use pullquote::model::{CharRange, CodeId, CodingId, Decision, DisagreementKey, NoteTarget, SourceId};
use std::path::PathBuf;
use std::sync::Arc;

/// Pauses typing until the input is stored; a test frame takes a quarter of a second.
fn rest(window: &mut Window) {
    window.harness.run_steps(12);
}

fn kept(window: &Window) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(window.path("unsaved"));
    folder.into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
}

/// Closes the window as the system does, and opens it again.
fn again(mut window: Window) -> Window {
    window.harness.state_mut().close();
    opened(window)
}

fn opened(window: Window) -> Window {
    let folder = Arc::clone(&window.folder);
    drop(window);
    let mut window = Window::within(folder);
    let path = window.path("sample.pullquote");
    window.harness.state_mut().open(Opening::Path(path));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
    window
}

/// Kills the program: nothing that it does on exit is done.
pub fn killed(mut window: Window) -> Window {
    rest(&mut window);
    killed_now(window)
}

fn killed_now(mut window: Window) -> Window {
    window.until("it is on the disk", |w| !kept(w).is_empty());
    let left: Vec<(PathBuf, Vec<u8>)> =
        kept(&window).into_iter().map(|p| (p.clone(), std::fs::read(p).unwrap())).collect();
    let path = window.path("sample.pullquote");
    let copy = window.path("killed");
    std::fs::create_dir(&copy).unwrap();
    for ending in ["", "-wal"] {
        let name = format!("sample.pullquote{ending}");
        let _ = std::fs::copy(path.with_file_name(&name), copy.join(&name));
    }
    window.harness.state_mut().close();
    for ending in ["", "-wal"] {
        let name = format!("sample.pullquote{ending}");
        let _ = std::fs::copy(copy.join(&name), path.with_file_name(&name));
    }
    for (file, content) in left {
        std::fs::write(file, content).unwrap();
    }
    opened(window)
}

struct Case {
    name: &'static str,
    enter: fn(&mut Window),
    label: &'static str,
    value: &'static str,
}

const CASES: &[Case] = &[
    Case {
        name: "correction",
        enter: |w| {
            act(w, Action::Document(DocumentAct::CorrectText));
            w.type_text("Well, 嗯. ");
        },
        label: "Text of the document",
        value: "Well, 嗯. ",
    },
    Case { name: "new code", enter: entering::new_code, label: "Name of the code", value: "思乡" },
    Case { name: "new coder", enter: entering::new_coder, label: "Name of the coder", value: "王" },
    Case { name: "code below", enter: entering::code_below, label: "Name of the code", value: "Debts" },
    Case {
        name: "definition",
        enter: |w| {
            act(w, Action::OnCode(CodeAct::Edit, low(w)));
            w.click("Definition");
            w.type_text("When money is short. ");
        },
        label: "Definition",
        value: "When money is short.",
    },
    Case { name: "dimension", enter: entering::new_dimension, label: "Name", value: "mood" },
    Case { name: "name in the tree", enter: entering::name_of_code, label: "New name of the code", value: "Poor" },
    Case {
        name: "description",
        enter: |w| {
            act(w, Action::Project(ProjectAct::Describe));
            w.click("Description");
            w.type_text("Interviews of 2019. ");
        },
        label: "Description",
        value: "Interviews of 2019. ",
    },
    Case { name: "participant", enter: entering::new_participant, label: "Name of the participant", value: "Zhou" },
    Case { name: "cell", enter: entering::name_of_participant, label: "New value of Participant A", value: "Anna" },
    Case { name: "table", enter: entering::new_table, label: "Title", value: "Reasons to return" },
];

#[test]
fn input_is_restored_after_the_window_was_closed() {
    for case in CASES {
        for end in [again as fn(Window) -> Window, killed] {
            let mut window = Window::sample();
            (case.enter)(&mut window);
            let mut window = end(window);
            window.until(case.name, |w| w.has(case.label));
            let value = window.harness.query_all_by_label(case.label).filter_map(|node| node.value()).next();
            assert!(value.as_deref().is_some_and(|v| v.contains(case.value)), "{}: {value:?}", case.name);
            assert!(window.has_part("Restored what you had entered"), "{}: it is shown", case.name);
        }
    }
}

#[test]
fn a_restored_correction_can_be_saved_and_nothing_remains() {
    let mut window = Window::sample();
    act(&mut window, Action::Document(DocumentAct::CorrectText));
    window.type_text("Well. ");
    let mut window = again(window);
    assert_eq!(kept(&window).len(), 1);
    window.until("the correction is there", |w| w.has("Text of the document"));
    window.review_correction();
    window.click("Save changes");
    window.until("it is kept", |w| w.project().document.as_ref().is_some_and(|d| d.text().contains("Well. ")));
    window.saved();
    rest(&mut window);
    window.until("nothing remains beside the project", |w| kept(w).is_empty());
    let window = again(window);
    assert!(!window.has("Text of the document") && !window.has_part("Restored what you had entered"));
}

#[test]
fn discarded_input_is_not_restored() {
    let mut window = Window::sample();
    act(&mut window, Action::Coding(CodingAct::NewCode));
    window.type_text("思乡");
    rest(&mut window);
    window.until("it is kept", |w| kept(w).len() == 1);
    window.key(Key::Escape);
    window.click("Discard");
    rest(&mut window);
    window.until("it is gone", |w| kept(w).is_empty());
    let window = again(window);
    assert!(!window.has("Name of the code"));
}

#[test]
fn a_memo_is_complete_after_a_kill() {
    let mut window = Window::sample();
    memo(&mut window);
    window.type_text("钱不够");
    // Before the pause is long enough to save it.
    window.harness.run_steps(9);
    let mut window = killed_now(window);
    window.until("it is there", |w| {
        let draft = w.project().rooms.memos.draft.as_ref();
        draft.is_some_and(|draft| draft.text == "钱不够") || stored_memos(w).contains(&"钱不够".to_owned())
    });
    window.key(Key::Escape);
    window.saved();
    assert_eq!(stored_memos(&window).iter().filter(|text| *text == "钱不够").count(), 1, "once");
}

#[test]
fn a_decision_is_restored_in_sight_and_one_that_was_given_up_is_not() {
    let mut window = Window::sample();
    entering::reason_of_decision(&mut window);
    let mut window = again(window);
    // The message goes after a while.
    window.until("it is said", |w| w.has_part("Restored what you had entered"));
    let reason = |w: &Window| w.project().rooms.compare.draft.reason.clone();
    window.until("it is in sight", |w| reason(w) == "heard on the tape" && w.has("Reason"));
    window.key(Key::Escape);
    let window = again(window);
    assert!(!window.has_part("Restored what you had entered"));
    assert!(window.project().rooms.compare.undecided().is_empty());
}

#[test]
fn a_correction_of_a_removed_document_can_be_copied() {
    let mut window = Window::sample();
    act(&mut window, Action::Document(DocumentAct::CorrectText));
    window.type_text("Well, 嗯. ");
    let source = window.project().document.as_ref().unwrap().id;
    window.harness.state_mut().close();
    let path = window.path("sample.pullquote");
    let mut project = pullquote::engine::Project::open(&path).unwrap();
    let command = pullquote::engine::Command::RemoveDocuments { sources: vec![source] };
    project.execute(&command, &Actor::Nobody, &Default::default()).unwrap();
    drop(project);
    let window = opened(window);
    assert!(window.has_part("the document has been deleted"));
}

/// Opens the sample with this input of an earlier session.
fn opened_with(mut window: Window, unsaved: Unsaved) -> Window {
    let guid = window.project().study.as_deref().unwrap().project.guid;
    window.harness.state_mut().close();
    Shelf::new(window.path("unsaved")).keep(guid, &window.path("sample.pullquote"), unsaved);
    opened(window)
}

const GONE: &str = "Something you had entered was not saved, and what it was about is no longer in the project.";

#[test]
fn what_belongs_to_something_deleted_is_announced_once_with_its_text() {
    let memo = |target| Memo { note: None, target, text: "my thoughts".into() };
    let decision = |code| {
        let key = DisagreementKey { source: SourceId(1), code, range: CharRange::new(1, 2) };
        vec![(key, Decision::Both, "my thoughts".to_owned())]
    };
    let window = Window::sample();
    let existing = low(&window);
    let cases = [
        ("memo on a code", Unsaved { memos: vec![memo(NoteTarget::Code(CodeId(99_999)))], ..Unsaved::default() }),
        (
            "memo on a passage",
            Unsaved { memos: vec![memo(NoteTarget::Coding(CodingId(99_999)))], ..Unsaved::default() },
        ),
        ("decision on a code", Unsaved { decisions: decision(CodeId(99_999)), ..Unsaved::default() }),
        ("decision on other passages", Unsaved { decisions: decision(existing), ..Unsaved::default() }),
        (
            "name of a code",
            Unsaved { dialog: Some(Dialog::RenameCode(CodeId(99_999), "my thoughts".into())), ..Unsaved::default() },
        ),
    ];
    let mut window = window;
    for (name, unsaved) in cases {
        window = opened_with(window, unsaved);
        if name == "memo on a passage" {
            window.until("the memo is open", |w| w.has("Memo text"));
            window.key(Key::Escape);
        }
        window.until(name, |w| w.has(GONE));
        window.click("Details");
        assert!(window.has("my thoughts"), "{name}");
        window.click("Dismiss");
        assert!(!window.has(GONE), "{name}");
        window = again(window);
        window.settle();
        assert!(!window.has(GONE) && !window.has_part("Restored what you had entered"), "{name}");
        assert!(kept(&window).is_empty(), "{name}");
    }
}

#[test]
fn a_matrix_that_was_composed_is_listed_again() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num2);
    window.click("New matrix");
    let made = |w: &Window| w.project().rooms.tables.made.clone();
    let [pullquote::analysis::TableRequest::Matrix { .. }] = made(&window)[..] else { panic!("a matrix") };
    let tables = &mut window.project_mut().rooms.tables;
    (tables.count, tables.stale) = (pullquote::model::Count::Passages, true);
    let before = (made(&window), window.project().rooms.tables.count);
    // It is stored when the pointer and the keys rest, so that a crash does not lose it.
    rest(&mut window);
    let settings = pullquote::app::settings::Settings::read(&window.path("settings.json"));
    let place = settings.place(&window.path("sample.pullquote")).cloned();
    assert_eq!(place.map(|place| place.matrices.len()), Some(1));
    let mut window = again(window);
    assert_eq!(made(&window), before.0);
    window.chord(Modifiers::COMMAND, Key::Num2);
    assert_eq!(window.project().rooms.tables.request.as_ref(), Some(&before.0[0]), "Tables begins with it");
    assert_eq!(window.project().rooms.tables.count, before.1);
    window.until("it is counted", |w| w.project().rooms.tables.table.is_some());
}
