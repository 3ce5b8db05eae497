//! Questions before work is changed or removed: a habitual Enter removes nothing.

use super::gate::LOW;
use super::leaving::{act, ask, low};
use super::support::Window;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::action::{Action, CodeAct};
use pullquote::app::compare_room::Which;
use pullquote::app::documents_room::Asking;
use pullquote::app::room::Room;
use pullquote::app::workspace::Workspace;
use pullquote::engine::Command;
use pullquote::model::{CodingId, NoteTarget, UserId};

/// A question: its title, how to raise it, and the button that confirms it.
type Question = (&'static str, fn(&mut Window), &'static str);

const QUESTIONS: &[Question] = &[
    ("removal of a code", |w| act(w, Action::OnCode(CodeAct::Remove, low(w))), "Delete code"),
    (
        "merge of codes",
        |w| {
            act(w, Action::OnCode(CodeAct::Merge, low(w)));
            w.type_text("ever-increasing");
            w.key(Key::Enter);
        },
        "Merge",
    ),
    ("move of a code", |w| act(w, Action::OnCode(CodeAct::ToTop, low(w))), "Move"),
    (
        "removal of documents",
        |w| {
            let id = w.project().study.as_deref().unwrap().sources[0].id;
            ask(w, Asking::RemoveDocuments(vec![id]));
        },
        "Delete",
    ),
    (
        "removal of participants",
        |w| {
            let id = w.project().study.as_deref().unwrap().participants[0].id;
            ask(w, Asking::RemoveParticipants(vec![id]));
        },
        "Delete",
    ),
    (
        "removal of an attribute",
        |w| {
            let id = w.project().study.as_deref().unwrap().variables[0].id;
            ask(w, Asking::RemoveAttribute(id));
        },
        "Delete",
    ),
    ("undo of another coder's work", |w| act(w, Action::Undo), "Undo"),
    (
        "going back in the history",
        |w| {
            act(w, Action::Show(Room::History));
            w.until("the history is there", |w| w.project().rooms.history.entry(0).is_some());
            let entry = w.project().rooms.history.entry(0).unwrap().clone();
            let Workspace { rooms, link, .. } = w.project_mut();
            rooms.history.preview_going_back(entry, true, link);
        },
        "Undo 1 entry",
    ),
    (
        "another coder's passage",
        |w| {
            let all = w.project().document.as_ref().unwrap().passages();
            let other = all.iter().find(|p| Some(p.user) != w.project().me()).unwrap().coding;
            act(w, Action::ChangeAnyway(other));
        },
        "Delete",
    ),
];

/// Those about what removes nothing and can be undone: Enter confirms.
const CONFIRMED: [&str; 4] =
    ["merge of codes", "move of a code", "undo of another coder's work", "going back in the history"];

#[test]
fn enter_removes_nothing_but_arrow_and_enter_confirm() {
    for (name, open, button) in QUESTIONS {
        let mut window = Window::sample();
        let mine = window.code_words("forty-three", &[LOW])[0];
        let theirs = coder(&window, "Coder 2");
        window.project_mut().set_coder(Some(theirs));
        assert!(window.project().passage(mine).is_some());
        let entries = |w: &Window| (w.project().link.undo_redo.undo.clone(), w.project().link.undo_redo.redo.clone());
        let before = entries(&window);
        let enabled =
            |w: &Window| w.harness.query_all_by_role_and_label(egui::accesskit::Role::Button, button).count() > 0;
        let asked = move |w: &Window| enabled(w) && w.is_enabled(button);
        open(&mut window);
        window.until(name, asked);
        window.key(Key::Enter);
        if CONFIRMED.contains(name) {
            window.until(name, |w| entries(w) != before);
            continue;
        }
        window.saved();
        assert!(!asked(&window) && entries(&window) == before, "{name}: Enter means Cancel");
        open(&mut window);
        window.until(name, asked);
        let focused = |w: &Window| {
            let mut all = w.harness.query_all_by_role_and_label(egui::accesskit::Role::Button, button);
            all.any(|node| node.accesskit_node().is_focused())
        };
        for _ in 0..6 {
            if !focused(&window) {
                window.key(Key::Tab);
            }
        }
        assert!(focused(&window), "{name}: Tab leads to the button");
        window.key(Key::Enter);
        window.until(name, |w| entries(w) != before);
    }
}

fn coder(window: &Window, name: &str) -> UserId {
    window.project().study.as_deref().unwrap().user_named(name).unwrap().id
}

fn memo(window: &mut Window, on: CodingId, by: &str, text: &str) {
    let (target, user) = (NoteTarget::Coding(on), coder(window, by));
    window.execute_as(user, Command::SetMemo { note: None, target, text: text.into() });
    window.saved();
}

#[test]
fn removing_a_passage_with_another_coders_memo_asks_and_the_history_names_both() {
    let mut window = Window::sample();
    let mine = window.code_words("forty-three", &[LOW])[0];
    memo(&mut window, mine, "Coder 2", "讽刺?");
    window.key(Key::Delete);
    window.until("it is asked", |w| w.has("This also deletes 1 memo of Coder 2."));
    window.key(Key::Enter);
    window.saved();
    assert!(window.project().passage(mine).is_some() && !window.has_part("This also deletes"));
    window.key_to_transcript();
    window.key(Key::Delete);
    window.until("it is asked", |w| w.has("This also deletes 1 memo of Coder 2."));
    window.key(Key::Escape);
    assert!(!window.has_part("This also deletes"));
    window.key_to_transcript();
    window.key(Key::Delete);
    window.until("it is asked", |w| w.has("This also deletes 1 memo of Coder 2."));
    window.click("Delete");
    window.until("removed", |w| w.project().passage(mine).is_none());
    window.saved();
    assert!(window.has_part("Deleted 1 passage coded “Low income”"));
    let undo = window.project().link.undo_redo.undo.clone().unwrap();
    assert!(undo.ends_with("(changed by Coder 1, with a memo by Coder 2)"), "{undo}");
    // My own memo is removed with it, without a question.
    window.undo_asked();
    window.until("it is back", |w| w.project().passage(mine).is_some());
    let other = window.code_words("Off where?", &[LOW])[0];
    memo(&mut window, other, "Coder 1", "mine");
    window.key_to_transcript();
    window.key(Key::Delete);
    window.until("removed", |w| w.project().passage(other).is_none());
}

#[test]
fn another_coders_decision_is_replaced_only_after_a_confirmation() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num3);
    window.until("compared", |w| w.project().rooms.compare.disagreements.is_some());
    window.click_start("Disagreements");
    window.click("Not coded");
    window.click("Resolve");
    let settled = |w: &Window| w.project().rooms.compare.disagreements.as_deref().map_or(0, |all| all.settled);
    window.until("settled", |w| settled(w) == 1);
    window.saved();
    let second = coder(&window, "Coder 2");
    window.project_mut().set_coder(Some(second));
    let decided = |w: &Window| {
        let all = w.project().rooms.compare.disagreements.clone().unwrap();
        all.list.iter().find_map(|d| Some((d.decided.as_ref()?.who.clone(), d.decided.as_ref()?.reason.clone())))
    };
    window.project_mut().rooms.compare.list(Which::Settled);
    window.project_mut().rooms.compare.go_to(0);
    window.settle();
    for (replaces, who) in [(false, "Coder 1"), (true, "Coder 2")] {
        window.key(Key::Num1);
        window.type_text("heard on the tape");
        window.key(Key::Enter);
        window.until("it is asked", |w| w.has_part("Coder 1 resolved “"));
        if replaces {
            window.click("Replace");
        } else {
            window.key(Key::Enter);
        }
        window.until("it is answered", |w| !w.has_part("Coder 1 resolved “"));
        window.until(who, move |w| decided(w).is_some_and(|(coder, _)| coder == who));
        window.project_mut().rooms.compare.go_to(0);
        window.settle();
        if !replaces {
            assert_eq!(window.project().rooms.compare.draft.reason, "heard on the tape", "the input is restored");
            window.project_mut().rooms.compare.drop_draft();
        } else {
            assert_eq!(decided(&window).unwrap().1, "heard on the tape");
            assert!(window.project().rooms.compare.undecided().is_empty());
        }
    }
}

#[test]
fn on_a_protected_passage_copying_comes_first_and_enter_alone_does_nothing() {
    let mut window = Window::sample();
    let all = window.project().document.as_ref().unwrap().passages().to_vec();
    let theirs = window.code_words("forty-three", &[LOW])[0];
    let second = coder(&window, "Coder 2");
    window.project_mut().set_coder(Some(second));
    window.key_to_transcript();
    window.key(Key::Delete);
    assert!(window.has("“Low income” was coded by Coder 1"));
    let tops: Vec<f32> = ["Copy to my passages", "Switch to Coder 1", "Change Coder 1's passage anyway…"]
        .map(|label| window.rect(label).top())
        .to_vec();
    assert!(tops.is_sorted(), "{tops:?}");
    window.key(Key::Enter);
    window.saved();
    assert!(window.has("Copy to my passages"), "nothing is chosen yet");
    assert_eq!(window.project().document.as_ref().unwrap().passages().len(), all.len() + 1);
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    let copied = all.len() + 2;
    window.until("copied", |w| w.project().document.as_ref().unwrap().passages().len() == copied);
    assert!(window.project().passage(theirs).is_some());
    assert_eq!(window.project().link.my_name(), Some("Coder 2"));
}

#[test]
fn before_a_code_without_anything_is_deleted_nothing_is_counted() {
    let mut window = Window::sample();
    let name = "Aside".to_owned();
    window.project_mut().link.execute(Command::AddCode { parent: None, name, passage: None });
    let aside = |w: &Window| w.project().study.as_deref().unwrap().codebook.find("Aside");
    window.until("the code is there", |w| aside(w).is_some());
    let code = aside(&window).unwrap();
    act(&mut window, Action::OnCode(CodeAct::Remove, code));
    window.until("it is counted", |w| w.has("The code has no passages, subcodes or memos."));
    assert!(!window.has("0 passages will be deleted."));
    window.click("Delete code");
    window.until("it is said", |w| w.has_part("delete code “Aside”"));
    assert!(!window.has_part("“Aside” with"));
}
