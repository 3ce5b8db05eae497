//! The Ask room: a query by its parts and as text, what it finds, and the way to the transcript.

use super::languages::room;
use super::support::Window;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use pullquote::analysis::{Axis, CellAddress};
use pullquote::app::ask_room::{AskView, Only};
use pullquote::app::room::Room;
use pullquote::engine::Command;
use pullquote::engine::command::CodeChange;

/// The sample in the Ask room.
fn asking() -> Window {
    let mut window = Window::sample();
    room(&mut window, Room::Ask);
    window
}

fn type_into(window: &mut Window, field: &str, text: &str) {
    let field = window.harness.get_by_role_and_label(Role::TextInput, field);
    field.focus();
    window.settle();
    window.chord(egui::Modifiers::COMMAND, Key::A);
    window.type_text(text);
}

fn found(window: &mut Window) {
    window.until("something is found", |w| !w.project().rooms.ask.pending().is_waiting());
    window.until("the words are there", |w| !w.project().link.is_waiting());
}

/// The numbers of passages, participants with passages, and documents.
fn numbers(window: &Window) -> (usize, usize, usize) {
    let found = window.project().rooms.ask.found().unwrap();
    let said = found.participants.iter().filter(|(_, passages)| *passages > 0).count();
    (found.passages(), said, found.documents.len())
}

#[test]
fn a_query_is_made_of_its_parts_without_typing() {
    let mut window = asking();
    window.click("Choose…");
    window.click("Financial capital > Push > Low income");
    window.click("+ Related to…");
    window.click("Financial capital > Push");
    assert_eq!(
        window.project().rooms.ask.typed(),
        r#""Financial capital > Push > Low income" with "Financial capital > Push" in turn"#
    );
    found(&mut window);
    let before = numbers(&window);
    window.click("Relation: in one turn with");
    window.click("within 30 words of");
    window.click("Only passages without such a place");
    window.key(Key::Escape);
    assert!(window.project().rooms.ask.typed().contains("not near 30 words"));
    found(&mut window);
    assert_ne!(numbers(&window), before);
    window.click("Look for: Financial capital > Push > Low income");
    window.click("With its subcodes");
    window.click("Remove this part");
    assert_eq!(window.project().rooms.ask.typed(), r#""Financial capital > Push""#, "the rest stays");
    window.click("+ Only…");
    window.click("gender");
    window.click("Female");
    // The menu stays, although the button that opened it has moved.
    window.click("generation");
    window.click("First");
    assert!(!window.has("Find a code"));
    window.key(Key::Escape);
    let narrowed = r#""Financial capital > Push"[gender="Female", generation="First"]"#;
    assert_eq!(window.project().rooms.ask.typed(), narrowed);
    window.click("Remove condition generation");
    window.click("Remove condition gender");
    window.click("Look for: Financial capital > Push");
    window.click("Remove this part");
    assert_eq!(window.project().rooms.ask.typed(), "");
    assert!(window.has("Ask which passages stand together"));
}

#[test]
fn words_are_looked_for_from_the_menu() {
    let mut window = asking();
    window.click("Choose…");
    type_into(&mut window, "Words in the transcripts", "rent");
    window.click("Whole words only");
    window.click("Find");
    assert_eq!(window.project().rooms.ask.typed(), r#"text("rent", whole)"#);
    found(&mut window);
    assert!(numbers(&window).0 > 0);
}

#[test]
fn what_is_typed_is_shown_in_parts_and_a_mistake_says_where() {
    let mut window = asking();
    type_into(&mut window, "Query as text", r#""Low income" before 2 sentences important or any"#);
    for part in ["Look for: Low income", "Relation: at most 2 sentences before", "Look for: important passages"] {
        assert!(window.has(part), "{part}");
    }
    type_into(&mut window, "Query as text", r#""Low income" nearby"#);
    let mistake = "At character 14 is `nearby` instead of";
    window.until("it is said after a while", |w| w.has_part(mistake));
    assert!(
        !window.is_enabled("Code all found…") && !window.is_enabled("Copy"),
        "what was found before stays in sight"
    );
    window.key(Key::Enter);
    window.type_text(" 3 words any");
    assert!(window.project().rooms.ask.typed().ends_with("nearby 3 words any"), "Enter keeps the focus");
    type_into(&mut window, "Query as text", r#""Low incom""#);
    found(&mut window);
    assert!(window.harness.query_all_by_label_contains("There is no code").next().is_some());
    assert!(window.has("Try again"));
}

#[test]
fn results_are_counted_by_participant_and_document_and_lead_to_the_transcript() {
    let mut window = asking();
    type_into(&mut window, "Query as text", r#""Low income"[gender="Female"] with any in exchange"#);
    found(&mut window);
    let (passages, said, documents) = numbers(&window);
    let women = window.project().rooms.ask.found().unwrap().participants.len();
    let study = window.project().study.clone().unwrap();
    let place = study.variable("gender").unwrap();
    let of_study = study.participants.iter().filter(|one| one.values[place].as_deref() == Some("Female"));
    assert_eq!(women, of_study.count(), "those whom the conditions allow");
    for figure in [
        format!("{passages} passages"),
        format!("{said} of {women} participants"),
        format!("{documents} documents"),
        format!("Not found in ({})", women - said),
    ] {
        assert!(window.has(&figure), "{figure}");
    }
    window.click(&format!("Not found in ({})", women - said));
    assert_eq!(window.project().rooms.ask.view, AskView::Without);
    window.click("By participant");
    let (first, count) = {
        let found = window.project().rooms.ask.found().unwrap();
        *found.participants.iter().find(|(_, passages)| *passages > 0).unwrap()
    };
    let name = study.participants.iter().find(|one| one.id == first).unwrap().name.clone();
    let counted = if count == 1 { "1 passage".to_owned() } else { format!("{count} passages") };
    window.click(&format!("{name}: {counted}"));
    assert_eq!(window.project().rooms.ask.only(), Some(Only::Participant(first)));
    assert_eq!(window.project().rooms.ask.listed().len(), count);
    found(&mut window);
    let document = study.sources.iter().find(|source| source.participant == Some(first)).unwrap();
    let card = format!("{}, Coder", document.name);
    let card = window.harness.query_all_by_label_contains(&card).next().unwrap().rect();
    window.click_at(card.center());
    window.until("the transcript is shown", |w| w.project().room == Room::Code);
    assert_eq!(window.project().document.as_ref().unwrap().id, document.id);
}

#[test]
fn a_query_is_saved_opened_changed_and_deleted() {
    let mut window = asking();
    assert!(window.has("None yet. Save a query to ask it again later."));
    type_into(&mut window, "Query as text", r#""Low income" with any in turn"#);
    window.click("Save query…");
    type_into(&mut window, "Name", "Income and more");
    window.click("Save");
    window.until("it is saved", |w| w.project().study.as_ref().unwrap().queries.len() == 1);
    window.until("it is listed", |w| w.has("Income and more"));
    assert!(!window.has("Save query…"), "it is the query that is shown");
    type_into(&mut window, "Query as text", "important");
    assert!(window.has("Save query…"));
    window.click("Income and more");
    assert_eq!(window.project().rooms.ask.typed(), r#""Low income" with any in turn"#);
    // Renaming a code changes the text of the query that is shown, and of the saved one.
    let study = window.project().study.clone().unwrap();
    let low = study.codebook.find("Financial capital > Push > Low income").unwrap();
    let me = study.coders().next().unwrap().id;
    let changes = vec![CodeChange::Name("Little pay".into())];
    window.execute_as(me, Command::ChangeCode { code: low, changes });
    let renamed = r#""Financial capital > Push > Little pay" with any in turn"#;
    window.until("it has the new name", |w| w.project().rooms.ask.typed() == renamed);
    type_into(&mut window, "Query as text", r#""Little pay" with important in turn"#);
    window.click("Save as “Income and more”");
    let asks = |w: &Window| w.project().study.as_ref().unwrap().queries[0].definition.query.clone();
    window.until("it is changed", |w| asks(w) == r#""Little pay" with important in turn"#);
    let row = window.rect("Income and more");
    window.secondary_click_at(row.center());
    window.click("Delete…");
    assert!(window.has("Delete query “Income and more”?"));
    window.click("Delete");
    window.until("it is deleted", |w| w.project().study.as_ref().unwrap().queries.is_empty());
    window.chord(egui::Modifiers::COMMAND, Key::Z);
    window.until("it is back", |w| w.project().study.as_ref().unwrap().queries.len() == 1);
}

#[test]
fn what_is_found_is_copied_and_coded_at_once() {
    let mut window = asking();
    type_into(&mut window, "Query as text", r#"text("rent", whole)"#);
    found(&mut window);
    let places = window.project().rooms.ask.listed_places().len();
    window.click("Copy");
    window.until("it is copied", |w| w.has("Copied what the query found"));
    window.click("Code all found…");
    assert!(window.has(&format!("Code {places} passages with…")));
    window.type_text("About rent");
    window.key(Key::Enter);
    let code = |w: &Window| w.project().study.as_ref().unwrap().codebook.find("About rent");
    window.until("the code is there", |w| code(w).is_some());
    let new = code(&window).unwrap();
    window.until("all places are coded", |w| w.project().counts.by_code.get(&new) == Some(&(places as u64)));
    window.chord(egui::Modifiers::COMMAND, Key::Z);
    window.until("one step takes it back", |w| code(w).is_none());
}

#[test]
fn a_number_of_a_table_becomes_a_query() {
    let mut window = Window::sample();
    room(&mut window, Room::Tables);
    window.project_mut().rooms.tables.new_matrix(Axis::Attribute("gender".into()), Axis::Code);
    window.until("it is counted", |w| {
        let tables = &w.project().rooms.tables;
        tables.table.is_some() && !tables.is_counting() && !tables.stale
    });
    let table = window.project().rooms.tables.table.clone().unwrap();
    let column = table.columns.iter().position(|name| name.ends_with("Low income")).unwrap();
    window.project_mut().rooms.tables.open_cell(CellAddress::cell(0, column));
    window.settle();
    window.click("Ask…");
    assert_eq!(window.project().room, Room::Ask);
    let query = r#"="Financial capital > Push > Low income"[attribute:gender="Female"]"#;
    assert_eq!(window.project().rooms.ask.typed(), query);
    found(&mut window);
    assert!(numbers(&window).0 > 0);
}
