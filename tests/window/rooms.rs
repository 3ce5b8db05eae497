//! The other rooms: history, memos, passages, and the search in all documents.

use super::support::{Window, folder_codings, nameless, said_by};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::passages_room::filters::choices;
use pullquote::app::room::Room;
use pullquote::app::workspace::Workspace;
use pullquote::engine::search::FIRST_FOUND;
use pullquote::engine::{Command, Query};
use pullquote::gui::dialogs::Picked;
use pullquote::model::{CharRange, Described, NoteTarget};

fn codings(window: &Window) -> u64 {
    window.project().counts.by_code.values().sum()
}

/// Codes the words with the first code that `low inc` finds.
fn code(window: &mut Window, quote: &str) {
    let before = codings(window);
    let (start, end) = window.find(quote);
    window.drag(start, end);
    window.key(Key::Slash);
    window.type_text("low inc");
    window.key(Key::Enter);
    window.until("it is coded", |w| codings(w) == before + 1);
}

fn history(window: &mut Window) {
    window.chord(Modifiers::COMMAND, Key::Num8);
    window.until("the history is there", |w| w.project().rooms.history.entry(0).is_some());
}

#[test]
fn the_history_leads_to_the_passages_that_an_entry_affected() {
    let mut window = Window::sample();
    let (start, end) = window.find("In 1993");
    code(&mut window, "In 1993");
    history(&mut window);
    let entry = window.project().rooms.history.entry(0).unwrap().clone();
    assert!(entry.summary.contains("Low income"), "{}", entry.summary);
    window.harness.get_by_label_contains(&format!(", Coder 1: {}", entry.summary)).click();
    window.settle();
    window.until("the affected passages are there", |w| w.project().rooms.history.touched.is_some());
    window.click_start("Passage added in");
    assert_eq!(window.project().room, Room::Code);
    window.until("the words are selected", |w| w.project().selection == CharRange::new(start, end));
}

#[test]
fn an_open_entry_of_the_history_is_read_again_only_after_a_change() {
    let mut window = Window::sample();
    code(&mut window, "In 1993");
    history(&mut window);
    let entry = window.project().rooms.history.entry(0).unwrap().clone();
    let workspace = window.project_mut();
    workspace.rooms.history.open(entry, &mut workspace.link);
    window.until("it is read", |w| w.project().rooms.history.touched.is_some() && !w.project().link.is_waiting());
    let read = |w: &Window| std::sync::Arc::as_ptr(w.project().rooms.history.touched.as_ref().unwrap());
    let (before, workspace) = (read(&window), window.project_mut());
    let first = workspace.link.ask(Query::CodeCounts(vec![]));
    workspace.refresh_rooms();
    let last = workspace.link.ask(Query::CodeCounts(vec![]));
    assert_eq!(last.0 - first.0, 1, "refreshing requests nothing");
    workspace.link.execute(Command::SetBlind { on: true });
    window.until("it is read again", move |w| w.project().rooms.history.touched.is_some() && read(w) != before);
}

#[test]
fn going_back_first_shows_what_it_undoes_and_updates_the_list() {
    let mut window = Window::sample();
    let before = codings(&window);
    for quote in ["In 1993", "learnt from", "the next machine"] {
        code(&mut window, quote);
    }
    history(&mut window);
    let entry = window.project().rooms.history.entry(2).unwrap().clone();
    let place = window.harness.query_all_by_label_contains(&entry.summary).last();
    place.expect("the oldest of the three").click();
    window.settle();
    window.until("it is open", |w| w.project().rooms.history.open.is_some());
    let opened = window.project().rooms.history.open.clone().unwrap();
    assert_eq!(opened.id, entry.id);
    window.click("Undo everything after this…");
    window.until("the preview is there", |w| w.has("Undo 2 entries"));
    assert_eq!(codings(&window), before + 3, "nothing is undone yet");
    window.click("Undo 2 entries");
    window.until("two are undone", |w| codings(w) == before + 1);
    window.until("the list says so", |w| w.has_part("2 undone steps"));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("the third too", |w| codings(w) == before);
    window.chord(Modifiers::COMMAND, Key::Y);
    window.until("and again", |w| codings(w) == before + 1);
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn undone_steps_are_folded_and_one_is_done_again() {
    let mut window = Window::sample();
    let before = codings(&window);
    for quote in ["In 1993", "learnt from"] {
        code(&mut window, quote);
    }
    for left in [1, 0] {
        window.chord(Modifiers::COMMAND, Key::Z);
        window.until("undone", |w| codings(w) == before + left);
    }
    code(&mut window, "the next machine");
    history(&mut window);
    window.until("the steps are folded", |w| w.has("2 undone steps, folded"));
    assert!(!window.has_part(", undone"));
    window.click("2 undone steps, folded");
    window.until("it is open", |w| w.has("2 undone steps, open") && w.has_part(", undone"));
    let entry = window.harness.query_all_by_label_contains(", undone").last().unwrap();
    entry.click();
    window.until("the entry is open", |w| w.has_part("Undone by Coder 1, "));
    window.click("Do again");
    window.until("it is done again", |w| codings(w) == before + 2);
    window.until("one is left", |w| w.has_part("1 undone step"));
}

#[test]
fn the_history_shows_what_was_changed_before_and_after() {
    let mut window = Window::sample();
    let study = window.project().study.clone().unwrap();
    let (user, code) = (study.user_named("Coder 1").unwrap().id, study.codebook.find("Financial capital").unwrap());
    for name in ["Money", "Capital"] {
        let changes = vec![pullquote::engine::command::CodeChange::Name(name.into())];
        window.execute_as(user, Command::ChangeCode { code, changes });
        window.saved();
    }
    history(&mut window);
    window.until("both are listed", |w| w.project().rooms.history.total == Some(3));
    let entry = window.project().rooms.history.entry(1).unwrap().clone();
    let workspace = window.project_mut();
    workspace.rooms.history.open(entry, &mut workspace.link);
    window.until("it is read", |w| w.has("name: “Financial capital” → “Money”"));
}

#[test]
fn the_history_is_filtered_by_words() {
    let mut window = Window::sample();
    code(&mut window, "In 1993");
    history(&mut window);
    window.until("two entries", |w| w.project().rooms.history.total == Some(2));
    window.click("Search the history");
    window.type_text("low inc");
    window.until("one is left", |w| w.project().rooms.history.total == Some(1));
    window.type_text("xyz");
    window.until("none is left", |w| w.has_part("No matching entries"));
    window.click("Show all");
    window.until("both are back", |w| w.project().rooms.history.total == Some(2));
}

#[test]
fn the_number_of_entries_does_not_depend_on_what_is_folded() {
    let mut window = Window::sample();
    code(&mut window, "In 1993");
    window.chord(Modifiers::COMMAND, Key::Z);
    window.saved();
    code(&mut window, "learnt from");
    history(&mut window);
    let lines = |w: &Window| w.project().rooms.history.total;
    window.until("the undone step is folded", |w| lines(w) == Some(3) && w.has("3 entries"));
    window.click_start("1 undone step");
    window.until("it is listed below its fold", |w| lines(w) == Some(4));
    assert!(window.has("3 entries"));
}

#[test]
fn the_heading_of_memos_counts_what_the_filter_leaves() {
    let mut window = memos_room();
    let all = memos(&window).len();
    assert!(all > 9 && window.has(&all.to_string()));
    window.click("Search memos");
    window.type_text("network");
    let shown = window.project().rooms.memos.shown().len();
    assert!(0 < shown && shown < all);
    assert!(window.has(&format!("{shown} of {all}")));
}

fn memos(window: &Window) -> Vec<String> {
    let all = window.project().rooms.memos.all.as_deref();
    all.map(|all| all.iter().map(|memo| memo.note.text.clone()).collect()).unwrap_or_default()
}

fn memos_room() -> Window {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num7);
    window.until("the memos are there", |w| w.project().rooms.memos.all.is_some());
    window
}

#[test]
fn a_memo_is_written_by_keyboard_and_leaving_the_room_saves_it() {
    let mut window = memos_room();
    let before = memos(&window).len();
    window.click("New memo…");
    window.type_text("FGD");
    window.key(Key::Enter);
    window.until("the editor is there", |w| w.has("Memo text") && w.project().rooms.memos.draft.is_some());
    window.type_text("她们谈到工资");
    assert_eq!(window.project().rooms.memos.draft.as_ref().map(|d| d.text.as_str()), Some("她们谈到工资"));
    window.chord(Modifiers::COMMAND, Key::Num1);
    window.saved();
    window.chord(Modifiers::COMMAND, Key::Num7);
    window.until("it was saved", |w| memos(w).len() == before + 1);
    assert_eq!(memos(&window)[0], "她们谈到工资");
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn a_memo_is_changed_in_place_and_escape_saves_the_change() {
    let mut window = memos_room();
    window.click("New memo…");
    window.click_start("project ");
    window.type_text("First idea");
    window.chord(Modifiers::COMMAND, Key::Enter);
    window.until("it is saved", |w| memos(w).first().is_some_and(|m| m == "First idea"));
    window.until("it stays open", |w| w.project().rooms.memos.draft.as_ref().is_some_and(|d| d.note.is_some()));
    window.click("Memo text");
    window.key(Key::End);
    window.type_text(", not the last");
    window.key(Key::Escape);
    window.until("it is saved", |w| memos(w)[0] == "First idea, not the last");
    window.click("Memo text");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("Second idea");
    window.chord(Modifiers::COMMAND, Key::Enter);
    window.until("it is changed", |w| memos(w)[0] == "Second idea");
    window.click("Delete memo…");
    assert!(window.has("Delete this memo?"));
    window.key(Key::Enter);
    assert!(!window.has("Delete this memo?") && memos(&window).contains(&"Second idea".to_owned()), "Enter cancels");
    window.click("Delete memo…");
    window.click("Delete");
    window.until("it is gone", |w| !memos(w).contains(&"Second idea".to_owned()));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undo brings it back", |w| memos(w).contains(&"Second idea".to_owned()));
}

#[test]
fn another_coders_memo_on_a_passage_is_read_and_not_changed() {
    let mut window = Window::sample();
    let study = window.project().study.clone().unwrap();
    let other = study.user_named("Coder 2").unwrap().id;
    let coding =
        window.project().document.as_ref().unwrap().passages().iter().find(|p| p.user == other).unwrap().coding;
    for (user, text) in [(other, "hers"), (study.user_named("Coder 1").unwrap().id, "mine")] {
        let (target, text) = (NoteTarget::Coding(coding), text.to_owned());
        window.execute_as(user, Command::SetMemo { note: None, target, text });
        window.saved();
    }
    window.chord(Modifiers::COMMAND, Key::Num7);
    window.until("the memos are there", |w| memos(w).len() >= 2);
    for (text, is_mine) in [("hers", false), ("mine", true)] {
        let all = window.project().rooms.memos.all.clone().unwrap();
        let note = all.iter().find(|memo| memo.note.text == text).unwrap().note.id;
        let Workspace { rooms, link, .. } = window.project_mut();
        rooms.memos.open(note, link);
        window.settle();
        // What cannot be changed can still be read and selected.
        let field = window.harness.get_by_label("Memo text");
        let field = field.accesskit_node();
        assert!(!field.is_disabled() && field.is_read_only() != is_mine, "{text}");
        assert_eq!(window.has("Memo by Coder 2"), !is_mine, "{text}");
        window.click("Memo text");
        window.type_text("!");
        assert_eq!(window.project().rooms.memos.draft.as_ref().unwrap().text.contains('!'), is_mine, "{text}");
        assert_eq!(window.has("Delete memo…"), is_mine, "{text}");
        assert_eq!(window.has("Only Coder 2 can change this memo."), !is_mine, "{text}");
    }
}

#[test]
fn a_half_written_memo_survives_closing_the_project() {
    let mut window = memos_room();
    window.click("New memo…");
    window.click_start("project ");
    window.type_text("Half a thou");
    window.harness.state_mut().close();
    window.open_sample();
    window.chord(Modifiers::COMMAND, Key::Num7);
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
    for text in ["hesitant", " and more"] {
        let workspace = window.project_mut();
        workspace.edit_memo(pullquote::model::NoteTarget::Coding(coding));
        window.until("the existing memo is loaded", |w| {
            w.project().rooms.memos.draft.as_ref().is_some_and(|d| !d.looking)
        });
        window.click("Memo text");
        window.key(Key::End);
        window.type_text(text);
        window.click("Save");
        window.until("it is in the margin", |w| target(w).memos.iter().any(|memo| memo.text.contains(text)));
        assert!(window.project().rooms.memos.draft.is_none());
    }
    assert_eq!(target(&window).memos[0].text, "hesitant and more");
}

fn passages_room() -> Window {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num4);
    window.until("the passages are there", |w| w.project().rooms.passages.list.is_some());
    window
}

fn listed(window: &Window) -> usize {
    window.project().rooms.passages.list.as_ref().map_or(0, |list| list.rows.len())
}

#[test]
fn the_passages_of_a_code_by_some_participants_take_three_clicks() {
    let mut window = passages_room();
    let all = listed(&window);
    assert_eq!(all, folder_codings().len());
    let study = window.project().study.clone().unwrap();
    window.click("Only Financial capital > Push > Low income");
    let low = folder_codings().iter().filter(|c| c.4 == "Financial capital > Push > Low income").count();
    window.until("only that code", |w| listed(w) == low);
    let value = choices(&study, Described::Participants).into_iter().find(|(.., v)| v.len() > 1 && v.len() <= 6);
    let (variable, name, values) = value.expect("an attribute with few values");
    let place = study.variables.iter().position(|v| v.id == variable).unwrap();
    let has =
        |participant: &&pullquote::model::Participant| participant.values[place].as_deref() == Some(values[0].as_str());
    let among: Vec<&str> = study.participants.iter().filter(has).map(|participant| participant.name.as_str()).collect();
    let is_among = |name: &String| among.contains(&name.as_str());
    let expected = folder_codings()
        .iter()
        .filter(|c| c.4 == "Financial capital > Push > Low income" && said_by(c).iter().any(is_among))
        .count();
    let label = format!("{name}: {}", values[0]);
    window.harness.get_by_label(&label).scroll_to_me();
    window.settle();
    window.click(&label);
    window.until("only those participants", |w| listed(w) == expected);
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    window.click("Remove filter: Low income");
    window.until("any code", |w| listed(w) > expected);
    window.click("Clear filters");
    window.until("all again", |w| listed(w) == all);
    assert!(!window.is_enabled("Clear filters"), "it stays in its place");
}

#[test]
fn a_listed_passage_leads_to_its_place_and_the_list_is_updated() {
    let mut window = passages_room();
    let fact = window.project().rooms.passages.list.as_ref().unwrap().rows[0].fact;
    window.until("its words are read", |w| w.project().rooms.passages.excerpts.of((fact.source, fact.range)).is_some());
    let path = window.project().looks.codes[&fact.code].path.clone();
    window.click_start(&format!("{path} in "));
    assert_eq!(window.project().room, Room::Passages, "one click selects");
    window.key(Key::Enter);
    assert_eq!(window.project().room, Room::Code);
    window.until("the words are selected", |w| w.project().selection == fact.range);
    let before = folder_codings().len();
    let workspace = window.project_mut();
    workspace.remove_passages(vec![fact.coding], true);
    window.saved();
    window.chord(Modifiers::COMMAND, Key::Num4);
    window.until("it is gone", |w| listed(w) == before - 1);
    let workspace = window.project_mut();
    workspace.show_passages_of(fact.code);
    window.until("only the code", |w| listed(w) < before - 1);
}

#[test]
fn the_displayed_passages_are_exported() {
    let mut window = passages_room();
    window.click("Only Financial capital > Push > Low income");
    let low = folder_codings().iter().filter(|c| c.4 == "Financial capital > Push > Low income").count();
    window.until("only that code", |w| listed(w) == low);
    let target = window.path("低.json");
    *window.answer.lock().unwrap() = Picked::Paths(vec![target.clone()]);
    window.click("Export these passages…");
    window.choose_where();
    window.until("it is written", |w| w.has_part("Exported: "));
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&target).unwrap()).unwrap();
    assert_eq!(json.as_array().unwrap().len(), low);
}

#[test]
fn more_matches_than_are_shown_first_are_all_found() {
    let mut window = passages_room();
    window.project_mut().find_everywhere("a".into());
    window.until("the first ones are shown", |w| w.project().rooms.passages.search.found.is_some());
    window.until("all are there", |w| !w.project().rooms.passages.is_searching());
    let found = window.project().rooms.passages.search.found.clone().unwrap();
    assert!(found.places.len() > FIRST_FOUND && !found.more);
    assert!(window.has_part(&format!("{} matches in ", found.places.len())));
    window.click("Code all…");
    window.until("the preview is there", |w| w.has(&format!("Code {} passages", found.places.len())));
}

#[test]
fn words_are_found_while_typing_and_coded_together_after_a_preview() {
    let mut window = passages_room();
    window.click("Find in all documents");
    window.type_text("money");
    window.until("they are found", |w| w.project().rooms.passages.search.found.is_some());
    window.until("their words are read", |w| w.has_part("Found in "));
    let found = window.project().rooms.passages.search.found.clone().unwrap();
    assert!(found.places.len() > 3);
    window.click("Code all…");
    window.until("the preview is there", |w| w.has(&format!("Code {} passages", found.places.len())));
    window.click("its sentence");
    window.click_start("Found in ");
    window.click("Find the code to code with");
    window.type_text("low inc");
    window.key(Key::Enter);
    window.until("it is widened", |w| w.project().rooms.passages.search.code_all.as_ref().unwrap().places.is_some());
    let passages = window.project().rooms.passages.search.code_all.as_ref().unwrap().passages();
    assert!(passages.len() < found.places.len(), "one is left out");
    let before = codings(&window);
    window.click(&format!("Code {} passages", passages.len()));
    window.until("they are coded", |w| codings(w) > before);
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("one undo reverts them", |w| codings(w) == before);
    window.click("Whole words only");
    window.until("it is searched again", |w| {
        w.project().rooms.passages.search.found.as_ref().is_some_and(|f| f.places.len() <= found.places.len())
    });
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}
