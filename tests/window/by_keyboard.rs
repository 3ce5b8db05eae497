//! A whole study without the mouse: a new project, documents, codes, coding, a memo, a second coder, agreement, a
//! decision, a table, and an export. The system's file dialogs are answered by the tests.

use super::support::Window;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{By, NodeT, Queryable};
use pullquote::app::compare_room::CompareTab;
use pullquote::app::importing::Importing;
use pullquote::app::room::Room;
use pullquote::gui::dialogs::Picked;
use std::path::PathBuf;

fn focused(window: &Window) -> (Role, String) {
    let focused = window.harness.query_all(By::new().predicate(|node| node.is_focused())).next();
    focused.map_or((Role::Unknown, String::new()), |node| {
        let node = node.accesskit_node();
        (node.role(), node.label().unwrap_or_default())
    })
}

/// Presses Tab until the widget with this label has the focus.
fn tab_to(window: &mut Window, label: &str) {
    let mut seen = Vec::new();
    for _ in 0..40 {
        window.key(Key::Tab);
        let (_, now) = focused(window);
        if now.starts_with(label) {
            return;
        }
        seen.push(now);
    }
    panic!("Tab does not lead to {label}: {seen:?}");
}

/// Carries out a command by its name.
fn command(window: &mut Window, name: &str) {
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text(name);
    window.key(Key::Enter);
}

fn picks(window: &Window, paths: Vec<PathBuf>) {
    *window.answer.lock().unwrap() = Picked::Paths(paths);
}

fn passages(window: &Window) -> u64 {
    window.project().counts.by_code.values().sum()
}

fn talk(about: &str) -> String {
    (1..=12).map(|n| format!("I: What about {about} {n}?\nP: It was number {n} of many.\n")).collect()
}

/// Codes the selected words by typing a part of the code's name.
fn code_with(window: &mut Window, name: &str) {
    let before = passages(window);
    window.key(Key::Slash);
    window.type_text(name);
    window.key(Key::Enter);
    if window.has_part("Your name") {
        window.type_text("Ann");
        window.key(Key::Enter);
    }
    window.until("the words are coded", |w| passages(w) > before);
}

#[test]
fn a_whole_study_is_done_by_keyboard() {
    let mut window = Window::new();
    picks(&window, vec![window.path("study.pullquote")]);
    window.chord(Modifiers::COMMAND, Key::N);
    window.until("the project is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));

    let files: Vec<PathBuf> = ["One.txt", "Two.txt"].map(|name| window.path(name)).to_vec();
    files.iter().for_each(|file| std::fs::write(file, talk(&file.file_stem().unwrap().to_string_lossy())).unwrap());
    picks(&window, files);
    window.chord(Modifiers::COMMAND, Key::I);
    window.until("the files are read", |w| matches!(w.project().rooms.importing, Some(Importing::Preview(_))));
    window.key(Key::Enter);
    let sources = |w: &Window| w.project().study.as_deref().map_or(0, |study| study.sources.len());
    window.until("they are imported", |w| sources(w) == 2);
    if window.project().rooms.importing.is_some() {
        window.key(Key::Escape);
    }
    window.until("a document is open", |w| w.project().document.is_some());

    // The first code has a form; further ones are also added in the filter of the codebook.
    let codes = |w: &Window| w.project().study.as_deref().map_or(0, |study| study.codebook.codes().len());
    window.key(Key::N);
    window.type_text("Money");
    window.key(Key::Enter);
    window.until("the code is there", |w| codes(w) == 1);
    window.chord(Modifiers::COMMAND, Key::L);
    window.type_text("Family");
    window.key(Key::Enter);
    window.until("the other one is there", |w| codes(w) == 2);
    window.key(Key::Escape);

    // Ten passages: the next turn without a code, then a code.
    window.key(Key::F6);
    for _ in 0..3 {
        if window.harness.ctx.memory(|memory| memory.focused()) == window.harness.state().code.transcript.focus_id() {
            break;
        }
        window.key(Key::F6);
    }
    window.chord(Modifiers::COMMAND, Key::Home);
    for at in 0..10 {
        window.key(Key::U);
        code_with(&mut window, if at % 2 == 0 { "money" } else { "family" });
    }
    assert_eq!(passages(&window), 10);

    window.key(Key::M);
    window.until("the memo is open", |w| w.has_part("Memo"));
    window.type_text("Asked about everything in turn.");
    window.chord(Modifiers::COMMAND, Key::Enter);
    window.saved();
    let memos = |w: &Window| {
        let document = w.project().document.as_ref().unwrap();
        document.passages().iter().filter(|passage| !passage.memos.is_empty()).count()
    };
    window.until("the memo is saved", |w| memos(w) == 1);

    // A second coder, who codes the same turns and one of them differently.
    command(&mut window, "add coder");
    window.type_text("Ben");
    window.key(Key::Enter);
    window.until("Ben codes", |w| w.project().link.my_name() == Some("Ben"));
    window.chord(Modifiers::COMMAND, Key::Home);
    for _ in 0..2 {
        window.chord(Modifiers::ALT, Key::ArrowDown);
        code_with(&mut window, "money");
    }
    assert_eq!(passages(&window), 12);

    // Agreement, and a decision.
    window.chord(Modifiers::COMMAND, Key::Num3);
    window.until("the coders are compared", |w| {
        let compare = &w.project().rooms.compare;
        w.project().room == Room::Compare && compare.compared.is_some() && compare.disagreements.is_some()
    });
    tab_to(&mut window, "Disagreements");
    window.key(Key::Enter);
    assert_eq!(window.project().rooms.compare.tab, CompareTab::Disagreements);
    window.key(Key::Num1);
    window.key(Key::Enter);
    window.until("it is resolved", |w| {
        w.project().rooms.compare.disagreements.as_deref().is_some_and(|disagreements| disagreements.settled > 0)
    });

    // A table, and its passages.
    window.chord(Modifiers::COMMAND, Key::Num2);
    window.until("it is counted", |w| w.project().rooms.tables.table.is_some());
    for _ in 0..4 {
        window.key(Key::F6);
        if focused(&window).0 == Role::Grid {
            break;
        }
    }
    for key in [Key::ArrowDown, Key::ArrowRight, Key::Enter] {
        window.key(key);
    }
    window.until("its passages are listed", |w| w.project().rooms.tables.passages.is_some());

    // And the report.
    let report = window.path("report.docx");
    picks(&window, vec![report.clone()]);
    window.chord(Modifiers::COMMAND, Key::E);
    window.until("the preview is there", |w| {
        let draft = w.project().rooms.exporting.open.as_ref();
        draft.is_some_and(|draft| draft.preview.is_some() && !draft.is_reading())
    });
    window.key(Key::Enter);
    window.until("the report is written", |w| w.has("Open the file"));
    assert!(report.exists());
}
