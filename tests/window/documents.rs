//! The Documents room: documents and participants by mouse and by keyboard.

use super::support::{Window, folder_codings, nameless};
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::documents_room::Tab;
use pullquote::app::workspace::Room;

fn documents() -> Window {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num4);
    window.until("the documents are counted", |w| !w.project().documents.progress.passages.is_empty());
    window
}

fn named(window: &Window, name: &str) -> bool {
    window.project().study.as_deref().unwrap().source_named(name).is_some()
}

fn click_with(window: &mut Window, label: &str, modifiers: Modifiers) {
    window.harness.get_by_label(label).click_modifiers(modifiers);
    window.settle();
}

fn secondary(window: &mut Window, label: &str) {
    window.harness.get_by_label(label).click_secondary();
    window.settle();
}

/// Both clicks within one frame: a frame of the harness is longer than a double click may take.
fn double_click(window: &mut Window, label: &str) {
    let pos = window.harness.get_by_label(label).rect().center();
    window.harness.hover_at(pos);
    window.settle();
    for pressed in [true, false, true, false] {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        window.harness.input_mut().events.push(egui::Event::PointerButton { pos, button, pressed, modifiers });
    }
    window.settle();
}

/// The names of the documents in the order in which they stand in the window.
fn listed(window: &Window) -> Vec<String> {
    let mut rows: Vec<(f32, String)> = window
        .harness
        .query_all_by_role(egui::accesskit::Role::ListItem)
        .filter_map(|node| {
            Some((node.rect().top(), node.accesskit_node().label()?.strip_prefix("Document ")?.to_owned()))
        })
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|row| row.1).collect()
}

#[test]
fn documents_are_filtered_and_sorted_by_a_click_on_a_head() {
    let mut window = documents();
    assert_eq!(listed(&window)[..3], ["A", "B", "C"]);
    window.click("Sort by passages by Coder 1");
    window.click_start("Sort by passages by Coder 1");
    let most = (b'A'..=b'X')
        .map(|c| (c as char).to_string())
        .chain(["FGD 1".into(), "FGD 2".into()])
        .max_by_key(|d| folder_codings().iter().filter(|c| c.0 == "Coder 1" && c.1 == *d).count());
    let count = |d: &str| folder_codings().iter().filter(|c| c.0 == "Coder 1" && c.1 == d).count();
    assert_eq!(count(&listed(&window)[0]), count(&most.unwrap()));
    window.click_start("Sort by passages by Coder 1");
    assert_eq!(listed(&window)[..3], ["A", "B", "C"], "a third click is the researcher's own order");
    window.click("Find a document");
    window.type_text("fgd");
    assert_eq!(listed(&window), ["FGD 1", "FGD 2"]);
    assert!(window.has("2 of 26"));
    window.type_text("zzz");
    assert!(window.has("No document has these letters."));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn a_document_is_renamed_in_its_place_and_a_name_that_is_taken_is_refused_in_words() {
    let mut window = documents();
    window.click("Document B");
    window.key(Key::F2);
    window.type_text("C");
    window.key(Key::Enter);
    assert!(window.has("Another document is named C already."));
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("访谈 B");
    window.key(Key::Enter);
    window.until("it has the new name", |w| named(w, "访谈 B") && !named(w, "B"));
    window.key(Key::F2);
    window.type_text("dropped");
    window.key(Key::Escape);
    window.saved();
    assert!(named(&window, "访谈 B") && !named(&window, "dropped"));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("the old name is back", |w| named(w, "B"));
    assert_eq!(window.project().room, Room::Documents);
}

#[test]
fn documents_are_removed_after_a_word_on_how_much_goes_with_them() {
    let mut window = documents();
    let mine = folder_codings().iter().filter(|c| c.1 == "A" || c.1 == "C").count();
    window.click("Document A");
    click_with(&mut window, "Document C", Modifiers::COMMAND);
    assert!(window.has("2 chosen"));
    window.key(Key::Delete);
    assert!(window.has_part(&format!("Remove 2 documents with {mine} passages")));
    window.click("Cancel");
    assert!(named(&window, "A"));
    window.key(Key::Delete);
    window.click("Remove");
    window.until("they are gone", |w| !named(w, "A") && !named(w, "C"));
    window.saved();
    assert_eq!(window.project().room, Room::Documents, "the transcript gives way without leaving the room");
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("they are back", |w| {
        let all = w.project().documents.progress.passages.iter();
        let a = w.project().study.as_deref().unwrap().source_named("A").map(|s| s.id);
        named(w, "C") && all.filter(|(k, _)| Some(k.0) == a).map(|(_, n)| *n as usize).sum::<usize>() > 0
    });
    assert!(!window.has_part("could not"));
}

#[test]
fn documents_are_marked_as_done_and_tied_by_mouse_and_key() {
    let mut window = documents();
    let done = |w: &Window, name: &str| {
        let project = w.project();
        let id = project.study.as_deref().unwrap().source_named(name).unwrap().id;
        project.documents.progress.done.contains(&(id, project.me.unwrap()))
    };
    assert!(done(&window, "B"));
    window.click("Document B is done");
    window.until("it is not done", |w| !done(w, "B"));
    window.click("Document B");
    window.key(Key::Space);
    window.until("it is done again", |w| done(w, "B"));
    secondary(&mut window, "Document D");
    window.click("Not done by Coder 1 yet");
    window.until("the menu marks too", |w| !done(w, "D"));
    window.click("Find a document");
    window.type_text("fgd");
    window.click("Document FGD 1");
    window.click("Tie to a participant");
    window.click("Find a participant");
    window.type_text("k");
    window.click("K");
    let case = |w: &Window| {
        let study = w.project().study.clone().unwrap();
        study.source_named("FGD 1").unwrap().case.map(|id| study.case(id).unwrap().name.clone())
    };
    window.until("it is K's", |w| case(w).as_deref() == Some("K"));
    window.click("Tie to a participant");
    window.click("No participant");
    window.until("it is nobody's", |w| case(w).is_none());
}

#[test]
fn the_keyboard_alone_walks_chooses_and_opens() {
    let mut window = documents();
    window.click("Document B");
    window.key(Key::ArrowDown);
    window.chord(Modifiers::SHIFT, Key::ArrowDown);
    window.chord(Modifiers::SHIFT, Key::ArrowDown);
    assert!(window.has("3 chosen"));
    window.key(Key::N);
    assert!(!window.has("New code"), "letters are no shortcuts here");
    window.chord(Modifiers::COMMAND, Key::A);
    assert!(window.has("26 chosen"));
    window.key(Key::Home);
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    window.until("B is open", |w| w.project().document.as_ref().is_some_and(|d| d.name == "B"));
    assert_eq!(window.project().room, Room::Code);
    window.chord(Modifiers::COMMAND, Key::Num4);
    double_click(&mut window, "Document D");
    window.until("D is open", |w| w.project().document.as_ref().is_some_and(|d| d.name == "D"));
}

#[test]
fn columns_are_put_away_and_attributes_shown() {
    let mut window = documents();
    assert!(window.has("Sort by characters") && !window.has("Sort by gender"));
    window.click("Columns");
    window.click("Column characters");
    window.click("Column gender");
    window.key(Key::Escape);
    assert!(!window.has("Sort by characters") && window.has("Sort by gender"));
    assert_eq!(window.project().documents.tab, Tab::Documents);
}
