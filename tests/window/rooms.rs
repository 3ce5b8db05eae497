//! The rooms beside the transcript: history, memos, passages, and what is found in all documents.

use super::support::{Window, nameless};
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use pullquote::app::workspace::Room;
use pullquote::model::CharRange;

fn codings(window: &Window) -> u64 {
    window.project().code_counts.values().sum()
}

/// Codes the first words with the first code found by `low inc`.
fn code(window: &mut Window, words: &str) {
    let before = codings(window);
    let (start, end) = window.find(words);
    window.drag(start, end);
    window.key(Key::Slash);
    window.type_text("low inc");
    window.key(Key::Enter);
    window.until("it is coded", |w| codings(w) == before + 1);
}

fn history(window: &mut Window) {
    window.chord(Modifiers::COMMAND, Key::Num6);
    window.until("the history is there", |w| w.project().history.entry(0).is_some());
}

#[test]
fn the_history_leads_to_the_words_that_an_entry_touched() {
    let mut window = Window::sample();
    let (start, end) = window.find("In 1993");
    code(&mut window, "In 1993");
    history(&mut window);
    let entry = window.project().history.entry(0).unwrap().clone();
    assert!(entry.summary.contains("Low income"), "{}", entry.summary);
    window.harness.get_by_label_contains(&format!(", Coder 1: {}", entry.summary)).click();
    window.settle();
    window.until("what it touched is there", |w| w.project().history.touched.is_some());
    window.click_start("Passage added in");
    assert_eq!(window.project().room, Room::Code);
    window.until("the words are selected", |w| w.project().selection == CharRange::new(start, end));
}

#[test]
fn going_back_shows_first_what_it_undoes_and_the_list_follows() {
    let mut window = Window::sample();
    let before = codings(&window);
    for words in ["In 1993", "learnt from", "the next machine"] {
        code(&mut window, words);
    }
    history(&mut window);
    let entry = window.project().history.entry(2).unwrap().clone();
    let place = window.harness.query_all_by_label_contains(&entry.summary).last();
    place.expect("the oldest of the three").click();
    window.settle();
    window.until("it is open", |w| w.project().history.open.is_some());
    let opened = window.project().history.open.clone().unwrap();
    assert_eq!(opened.id, entry.id);
    window.click("Undo to here…");
    window.until("the preview is there", |w| w.has("Undo 2 entries"));
    assert_eq!(codings(&window), before + 3, "nothing is undone yet");
    window.click("Undo 2 entries");
    window.until("two are undone", |w| codings(w) == before + 1);
    window.until("the list says so", |w| w.has_part(", undone"));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("the third too", |w| codings(w) == before);
    window.chord(Modifiers::COMMAND, Key::Y);
    window.until("and again", |w| codings(w) == before + 1);
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn the_history_is_narrowed_by_words() {
    let mut window = Window::sample();
    code(&mut window, "In 1993");
    history(&mut window);
    window.until("two entries", |w| w.project().history.total == Some(2));
    window.click("Words in the history");
    window.type_text("low inc");
    window.until("one is left", |w| w.project().history.total == Some(1));
    window.type_text("xyz");
    window.until("none is left", |w| w.has_part("No entry is like that"));
    window.click("Show all");
    window.until("both are back", |w| w.project().history.total == Some(2));
}

fn memos(window: &Window) -> Vec<String> {
    let all = window.project().memos.all.as_deref();
    all.map(|all| all.iter().map(|memo| memo.note.text.clone()).collect()).unwrap_or_default()
}

fn memos_room() -> Window {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num5);
    window.until("the memos are there", |w| w.project().memos.all.is_some());
    window
}

#[test]
fn a_memo_is_written_by_keyboard_and_leaving_the_room_saves_it() {
    let mut window = memos_room();
    let before = memos(&window).len();
    window.click("New memo…");
    window.type_text("FGD");
    window.key(Key::Enter);
    window.until("the editor is there", |w| w.has("Memo text") && w.project().memos.draft.is_some());
    window.type_text("她们谈到工资");
    assert_eq!(window.project().memos.draft.as_ref().map(|d| d.text.as_str()), Some("她们谈到工资"));
    window.chord(Modifiers::COMMAND, Key::Num1);
    window.saved();
    window.chord(Modifiers::COMMAND, Key::Num5);
    window.until("it was saved", |w| memos(w).len() == before + 1);
    assert_eq!(memos(&window)[0], "她们谈到工资");
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn a_memo_is_changed_in_place_and_escape_forgets_the_change() {
    let mut window = memos_room();
    window.click("New memo…");
    window.click_start("project ");
    window.type_text("First idea");
    window.chord(Modifiers::COMMAND, Key::Enter);
    window.until("it is saved", |w| memos(w).first().is_some_and(|m| m == "First idea"));
    window.until("it stays open", |w| w.project().memos.draft.as_ref().is_some_and(|d| d.note.is_some()));
    window.click("Memo text");
    window.type_text("wrong ");
    window.key(Key::Escape);
    window.saved();
    assert_eq!(memos(&window)[0], "First idea");
    window.click("Memo text");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("Second idea");
    window.chord(Modifiers::COMMAND, Key::Enter);
    window.until("it is changed", |w| memos(w)[0] == "Second idea");
    window.click("Delete memo");
    window.until("it is gone", |w| !memos(w).contains(&"Second idea".to_owned()));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undo brings it back", |w| memos(w).contains(&"Second idea".to_owned()));
}

#[test]
fn a_half_written_memo_survives_that_the_project_is_closed() {
    let mut window = memos_room();
    window.click("New memo…");
    window.click_start("project ");
    window.type_text("Half a thou");
    window.harness.state_mut().close();
    window.open_sample();
    window.chord(Modifiers::COMMAND, Key::Num5);
    window.until("it is there", |w| memos(w).contains(&"Half a thou".to_owned()));
}

#[test]
fn the_memo_on_a_passage_is_written_over_the_transcript() {
    let mut window = Window::sample();
    code(&mut window, "In 1993");
    let (start, end) = window.find("In 1993");
    let target = |w: &Window| {
        let passages = w.project().document.as_ref().unwrap().passages();
        passages.iter().find(|p| p.range == CharRange::new(start, end)).unwrap().clone()
    };
    let coding = target(&window).coding;
    for words in ["hesitant", " and more"] {
        let workspace = window.harness.state_mut().workspace.as_mut().unwrap();
        workspace.edit_memo(pullquote::model::NoteTarget::Coding(coding));
        window.until("what is there is known", |w| w.project().memos.draft.as_ref().is_some_and(|d| !d.looking));
        window.click("Memo text");
        window.key(Key::End);
        window.type_text(words);
        window.click("Save");
        window.until("it stands in the margin", |w| target(w).memo.is_some_and(|memo| memo.contains(words)));
        assert!(window.project().memos.draft.is_none());
    }
    assert_eq!(target(&window).memo.as_deref(), Some("hesitant and more"));
}
