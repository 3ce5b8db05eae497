//! A path that is typed, because there is no file dialog, leaves nothing behind when it is cancelled.

use super::leaving::{QUESTION, act, is_modal};
use super::support::Window;
use egui::{Id, Key, Modifiers};
use egui_kittest::kittest::Queryable;
use pullquote::app::action::{Action, ImportAct, ProjectAct, TeamAct};
use pullquote::app::exporting::ExportKind;
use pullquote::gui::dialogs::Picked;

fn focused(window: &Window) -> Option<Id> {
    window.harness.ctx.memory(|memory| memory.focused())
}

fn files(window: &Window) -> Vec<String> {
    let entries = std::fs::read_dir(window.folder.path()).unwrap();
    let mut names: Vec<_> = entries.map(|one| one.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The sample in a window without file dialogs.
fn without_dialogs() -> Window {
    let window = Window::sample();
    *window.answer.lock().unwrap() = Picked::Unavailable("no dialog service".into());
    window
}

fn is_asking(window: &Window) -> bool {
    window.has("No file dialog is available. Type the path.")
}

const WAYS: [fn(&mut Window); 3] = [
    |w| w.click("Cancel"),
    |w| {
        w.type_text("typed");
        w.click("Cancel");
    },
    |w| {
        w.type_text("typed");
        w.key(Key::Escape);
        assert!(w.has(QUESTION));
        w.click("Discard");
    },
];

#[test]
fn a_cancelled_path_leaves_nothing_and_gives_the_focus_back() {
    let places: [fn(&mut Window); 3] = [
        |w| w.key_to_transcript(),
        |w| w.harness.get_by_label("Find a document").focus(),
        |w| {
            w.chord(Modifiers::COMMAND, Key::Num6);
            w.click("Document A");
        },
    ];
    for (number, place) in places.into_iter().enumerate() {
        let mut window = without_dialogs();
        place(&mut window);
        window.settle();
        let (before, listed, messages) = (focused(&window), files(&window), window.project().link.messages.clone());
        assert!(before.is_some(), "{number}");
        let actions = [
            Action::Project(ProjectAct::SaveCopy),
            Action::Project(ProjectAct::RestoreCopy),
            Action::Project(ProjectAct::Open),
            Action::Project(ProjectAct::New),
            Action::Import(ImportAct::Documents),
            Action::Import(ImportAct::Codebook),
            Action::Team(TeamAct::MergeCopies),
        ];
        for action in actions {
            for cancel in WAYS {
                act(&mut window, action.clone());
                window.until("it asks", is_asking);
                cancel(&mut window);
                assert!(!is_modal(&window) && !window.has(QUESTION), "{number} {action:?}");
                assert_eq!(focused(&window), before, "{number} {action:?}");
            }
        }
        assert_eq!(files(&window), listed, "{number}");
        assert_eq!(window.project().link.messages, messages, "{number}");
        // What was typed is not suggested the next time.
        act(&mut window, Action::Project(ProjectAct::SaveCopy));
        window.until("it asks", is_asking);
        let value = window.harness.get_by_label("Project file (.pullquote)").value().unwrap();
        assert!(value.ends_with("sample (copy).pullquote"), "{value}");
    }
}

#[test]
fn a_copy_gets_a_name_that_no_file_has() {
    let mut window = without_dialogs();
    for (taken, suggested) in [(None, "(copy)"), (Some("(copy)"), "(copy 2)"), (Some("(copy 2)"), "(copy 3)")] {
        taken
            .into_iter()
            .for_each(|taken| std::fs::write(window.path(&format!("sample {taken}.pullquote")), "").unwrap());
        act(&mut window, Action::Project(ProjectAct::SaveCopy));
        window.until("it asks", is_asking);
        let value = window.harness.get_by_label("Project file (.pullquote)").value().unwrap();
        assert!(value.ends_with(&format!("sample {suggested}.pullquote")), "{value}");
        window.key(Key::Escape);
    }
}

#[test]
fn the_export_dialog_is_there_again_with_its_focus_after_a_cancelled_path() {
    for cancel in WAYS {
        let mut window = without_dialogs();
        act(&mut window, Action::Export(Some(ExportKind::Codebook)));
        window.until("it can be exported", |w| w.is_enabled("Export…"));
        window.harness.get_by_label("Export…").focus();
        window.settle();
        let before = focused(&window);
        window.key(Key::Enter);
        window.until("it asks", is_asking);
        cancel(&mut window);
        assert!(!is_asking(&window) && is_modal(&window) && window.is_enabled("Export…"));
        assert_eq!(focused(&window), before);
        window.key(Key::Escape);
        assert!(!is_modal(&window) && !window.has(QUESTION), "nothing was entered in the dialog");
    }
}
