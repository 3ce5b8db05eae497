//! Selecting, coding, removing, undoing: by mouse and keyboard.

use super::support::Window;
use egui::{Key, Modifiers};
use pullquote::engine::Command;
use pullquote::model::CharRange;

const LOW: &str = "Financial capital > Push > Low income";

#[test]
fn words_selected_by_mouse_are_coded_by_a_click_on_a_code() {
    let mut window = Window::sample();
    let before = window.passages("Low income");
    let (start, end) = window.find("I'm forty-three");
    window.drag(start, end);
    assert_eq!(window.project().selection, CharRange::new(start, end));
    window.code_with(LOW);
    window.until("the passage is there", |w| w.passages("Low income") == before + 1);
    let project = window.project();
    let passage = project.document.as_ref().unwrap().passages().iter().find(|p| p.range == CharRange::new(start, end));
    assert_eq!(passage.map(|p| p.user), project.me());
    assert_eq!(project.link.my_name(), Some("Coder 1"));
}

#[test]
fn a_code_is_found_by_typing_and_repeated_by_one_key() {
    let mut window = Window::sample();
    let counts: u64 = window.project().counts.by_code.values().sum();
    let (first, last) = window.find("learnt from");
    window.drag(first, last);
    window.key(Key::Slash);
    window.type_text("low inc");
    window.key(Key::Enter);
    window.until("it is coded", |w| w.project().counts.by_code.values().sum::<u64>() == counts + 1);
    assert!(window.project().tree.filter.is_empty());
    let (first, last) = window.find("the next machine");
    window.drag(first, last);
    window.key(Key::Q);
    window.until("it is coded again", |w| w.project().counts.by_code.values().sum::<u64>() == counts + 2);
    let (first, last) = window.find("In 1993");
    window.drag(first, last);
    window.key(Key::Num1);
    window.until("the recent code is used", |w| w.project().counts.by_code.values().sum::<u64>() == counts + 3);
    assert_eq!(window.project().recent.len(), 1);
}

#[test]
fn letters_typed_into_the_filter_are_not_shortcuts() {
    let mut window = Window::sample();
    let counts = window.project().counts.by_code.clone();
    let (start, end) = window.find("In 1993");
    window.drag(start, end);
    window.chord(Modifiers::COMMAND, Key::L);
    for key in [Key::Q, Key::N, Key::Num1] {
        window.key(key);
    }
    window.type_text("qn1");
    assert_eq!(window.project().tree.filter, "qn1");
    assert!(window.has("No matching codes"));
    window.key(Key::Escape);
    window.saved();
    assert_eq!(window.project().counts.by_code, counts);
}

#[test]
fn the_keyboard_alone_selects_and_codes() {
    let mut window = Window::sample();
    let counts: u64 = window.project().counts.by_code.values().sum();
    let (start, _) = window.find("To the city");
    window.drag(start, start + 1);
    window.key(Key::ArrowLeft);
    for _ in 0..6 {
        window.chord(Modifiers::SHIFT, Key::ArrowRight);
    }
    assert_eq!(window.project().selection.len(), 6);
    window.key(Key::Slash);
    window.type_text("rural revit");
    window.key(Key::Enter);
    window.until("it is coded", |w| w.project().counts.by_code.values().sum::<u64>() == counts + 1);
    window.chord(Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(window.project().selection.len(), 7, "the transcript has the keyboard again");
}

#[test]
fn undo_and_redo_also_work_after_a_restart() {
    let mut window = Window::sample();
    let before = window.passages("Low income");
    for quote in ["I'm forty-three", "learnt from", "the next machine"] {
        let (start, end) = window.find(quote);
        window.drag(start, end);
        let now = window.passages("Low income");
        window.code_with(LOW);
        window.until("coded", |w| w.passages("Low income") == now + 1);
    }
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undone", |w| w.passages("Low income") == before + 2);
    window.chord(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    window.until("redone", |w| w.passages("Low income") == before + 3);
    let folder = window.folder.clone();
    drop(window);
    let mut window = Window::within(folder);
    window.open_sample();
    assert_eq!(window.passages("Low income"), before + 3);
    for left in [2, 1, 0] {
        window.chord(Modifiers::COMMAND, Key::Z);
        window.until("undone after the restart", |w| w.passages("Low income") == before + left);
    }
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("nothing is left", |w| w.has_part("Nothing to undo"));
    window.chord(Modifiers::COMMAND, Key::Y);
    window.until("redone after the restart", |w| w.passages("Low income") == before + 1);
}

#[test]
fn the_context_menu_names_code_and_coder_and_removes_a_passage() {
    let mut window = Window::sample();
    let (start, end) = window.find("I'm forty-three");
    window.drag(start, end);
    let before = window.passages("Low income");
    window.code_with(LOW);
    window.code_with("Financial capital > Push > Ever-increasing");
    window.until("both are there", |w| w.passages("Low income") == before + 1);
    window.saved();
    window.secondary_click(start + 2);
    assert!(window.has_part("Delete passage coded “Ever-increasing"));
    window.click("Delete passage coded “Low income” (Coder 1)");
    window.until("it is gone", |w| w.passages("Low income") == before);
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("it is back", |w| w.passages("Low income") == before + 1);
}

#[test]
fn a_new_code_takes_the_selected_words_at_once() {
    let mut window = Window::sample();
    let (start, end) = window.find("Off where?");
    window.drag(start, end);
    window.key(Key::N);
    window.type_text("思乡");
    window.key(Key::Enter);
    window.until("the code is there and on the words", |w| w.passages("思乡") == 1);
}

#[test]
fn white_space_alone_is_not_coded() {
    let mut window = Window::sample();
    let before: u64 = window.project().counts.by_code.values().sum();
    let (start, _) = window.find("To the city");
    // Between "To" and "the" there is only a space.
    window.drag(start + 2, start + 3);
    assert_eq!(window.project().selection.len(), 1);
    let ways: [fn(&mut Window); 2] = [|w| w.code_with(LOW), |w| w.key(Key::V)];
    for code in ways {
        window.project_mut().link.messages.clear();
        code(&mut window);
        window.settle();
        assert!(window.has_part("Select text in the transcript first"));
    }
    assert_eq!(window.project().counts.by_code.values().sum::<u64>(), before);
}

#[test]
fn the_visible_coders_and_the_current_coder_can_be_chosen() {
    let mut window = Window::sample();
    let all = window.project().counts.by_code.values().sum::<u64>();
    window.click("Coder: Coder 1");
    window.click("passages of Coder 2");
    window.until("fewer are counted", |w| w.project().counts.by_code.values().sum::<u64>() < all);
    let expected = super::support::folder_codings().iter().filter(|c| c.0 == "Coder 1").count() as u64;
    assert_eq!(window.project().counts.by_code.values().sum::<u64>(), expected);
    window.click("Coder 2");
    assert_eq!(window.project().link.my_name(), Some("Coder 2"));
    window.click("Coder: Coder 2");
    window.click("Add coder…");
    window.type_text("王 Wang");
    window.key(Key::Enter);
    window.until("the new coder codes", |w| w.project().link.my_name() == Some("王 Wang"));
}

#[test]
fn a_document_opened_by_key_accepts_keys_at_once() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::ArrowDown);
    window.until("the next document is open", |w| w.project().document.as_ref().is_some_and(|d| d.name == "B"));
    window.key(Key::ArrowDown);
    window.chord(Modifiers::SHIFT | Modifiers::COMMAND, Key::ArrowRight);
    assert!(!window.project().selection.is_empty(), "the arrows move the caret of the transcript");
}

#[test]
fn a_new_code_does_not_read_the_open_text_again() {
    let mut window = Window::sample();
    let before = window.project().document.clone().unwrap();
    let workspace = window.project_mut();
    workspace.link.execute(Command::AddCode { parent: None, name: "Aside".into(), passage: None });
    window.saved();
    let after = window.project().document.clone().unwrap();
    assert!(std::sync::Arc::ptr_eq(before.text(), after.text()));
    assert!(window.project().study.as_deref().unwrap().codebook.find("Aside").is_some());
    // Its text is read again if it changes.
    let (source, text) = (before.id, format!("{} More.", before.text()));
    let edit = Command::EditText { source, before: before.text().clone(), text: text.clone() };
    window.project_mut().link.execute(edit);
    window.until("the text is the new one", |w| **w.project().document.as_ref().unwrap().text() == *text);
}

#[test]
fn letters_typed_after_m_are_never_commands() {
    let mut window = Window::sample();
    let before: u64 = window.project().counts.by_code.values().sum();
    let (start, _) = window.find("Off where?");
    window.drag(start, start + 3);
    window.key(Key::M);
    assert!(window.has("Memo text") && window.has_part("this memo is on the document"));
    window.type_text("quite vague, ask 2 times");
    window.key(Key::Escape);
    window.saved();
    assert_eq!(window.project().counts.by_code.values().sum::<u64>(), before);
}

#[test]
fn a_memo_on_selected_words_is_on_the_passage_that_they_become() {
    let mut window = Window::sample();
    let (start, end) = window.find("Off where?");
    window.drag(start, end);
    window.key(Key::M);
    assert!(window.has_part("on document A") && window.has_part("The selected words are not coded."));
    window.click("Code the selection first…");
    assert!(window.has("Code selection for a memo"));
    window.type_text("low inc");
    window.key(Key::Enter);
    window.until("the memo is open", |w| w.project().rooms.memos.draft.as_ref().is_some_and(|draft| !draft.looking));
    assert!(window.has_part("“Low income” (Coder 1): “Off where?”"), "it says on what");
    window.type_text("unclear");
    window.key(Key::Escape);
    window.saved();
    let memos = |w: &Window| {
        let passages = w.project().document.as_ref().unwrap().passages();
        let passage = passages.iter().find(|p| p.range == CharRange::new(start, end)).cloned();
        passage.map(|passage| passage.memos.iter().map(|memo| memo.text.clone()).collect::<Vec<_>>())
    };
    window.until("it is on the passage", |w| memos(w) == Some(vec!["unclear".into()]));
    // Words that are coded later get no memo by themselves.
    let (start, end) = window.find("In 1993");
    window.drag(start, end);
    window.key(Key::M);
    window.click("Code the selection first…");
    window.key(Key::Escape);
    window.code_with(LOW);
    window.saved();
    assert!(!window.has("Memo text"));
}

#[test]
fn delete_after_a_click_on_the_open_document_asks_about_the_document() {
    let mut window = Window::sample();
    let before: u64 = window.project().counts.by_code.values().sum();
    let (start, end) = window.find("forty-three");
    window.drag(start, end);
    window.code_with(LOW);
    window.until("coded", |w| w.project().counts.by_code.values().sum::<u64>() == before + 1);
    window.click("Document A");
    window.key(Key::Delete);
    assert!(window.has_part("Delete document A"));
    window.key(Key::Escape);
    window.saved();
    assert_eq!(window.project().counts.by_code.values().sum::<u64>(), before + 1);
}

#[test]
fn passages_hidden_by_the_coder_menu_are_announced_and_shown_again_by_coding() {
    let mut window = Window::sample();
    let me = window.project().me().unwrap();
    let workspace = |window: &mut Window, coder| {
        window.project_mut().toggle_coder(coder);
        window.settle();
    };
    assert!(!window.has_part("hidden – Show"));
    workspace(&mut window, Some(me));
    window.click("Passages of 1 coder hidden – Show");
    assert!(!window.has_part("hidden – Show"));
    workspace(&mut window, Some(me));
    let (start, end) = window.find("I'm forty-three");
    window.drag(start, end);
    window.code_with(LOW);
    let here = CharRange::new(start, end);
    window.until("the passage is shown", |w| {
        let document = w.project().document.as_ref().unwrap();
        document.passages().iter().any(|p| p.range == here && document.filter().shows(p))
    });
    assert!(!window.has_part("hidden – Show"));
}
