//! Sets of documents and of codes: made from what is chosen, edited, deleted, and used to narrow lists and tables.

use super::support::{Window, nameless};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::advice::Message;
use pullquote::app::documents_room::Asking;
use pullquote::model::{Set, SetKind};
use pullquote::table::Topic;

fn documents() -> Window {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num6);
    window.until("the documents are counted", |w| !w.project().rooms.documents.progress.passages.is_empty());
    window
}

fn set(window: &Window, name: &str) -> Option<Set> {
    window.project().study.as_deref()?.set_named(name).cloned()
}

/// The names of what is in a set.
fn members(window: &Window, name: &str) -> Vec<String> {
    let Some(set) = set(window, name) else { return vec![] };
    let study = window.project().study.clone().unwrap();
    match set.definition.kind {
        SetKind::Documents => {
            set.definition.documents(&study).into_iter().map(|id| study.source(id).unwrap().name.clone()).collect()
        }
        SetKind::Codes => {
            set.definition.codes(&study).into_iter().map(|id| study.codebook.path(id).to_string()).collect()
        }
    }
}

fn press(window: &mut Window, role: Role, label: &str) {
    window.harness.get_by_role_and_label(role, label).click();
    window.settle();
}

/// A set of the documents A and C, made with the context menu.
fn with_set(window: &mut Window) {
    window.click("Document A");
    window.harness.get_by_label("Document C").click_modifiers(Modifiers::COMMAND);
    window.settle();
    window.harness.get_by_label("Document C").click_secondary();
    window.settle();
    window.click("New set…");
    assert!(window.has("New set of documents") && window.has("In this set: 2 documents"));
    window.type_text("Pilot");
    window.key(Key::Enter);
    window.until("the set is there", |w| set(w, "Pilot").is_some());
}

fn listed(window: &Window) -> Vec<String> {
    let room = window.project().rooms.documents.clone();
    let (study, version) = (window.project().study.clone().unwrap(), room.version());
    let rows = room.documents.clone().rows(&study, &room.progress, version);
    rows.ids.iter().map(|id| study.source(*id).unwrap().name.clone()).collect()
}

#[test]
fn a_set_is_made_of_the_chosen_documents_and_narrows_their_list() {
    let mut window = documents();
    let all = listed(&window).len();
    assert!(!window.has_part("Set: "), "without sets there is nothing to choose");
    with_set(&mut window);
    assert_eq!(members(&window, "Pilot"), ["A", "C"]);
    press(&mut window, Role::ComboBox, "Set: All documents");
    press(&mut window, Role::Button, "Pilot");
    window.until("the list is narrowed", |w| listed(w) == ["A", "C"]);
    assert!(window.has("Set: Pilot"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    // Another document is added.
    press(&mut window, Role::ComboBox, "Set: Pilot");
    press(&mut window, Role::Button, "All documents");
    window.click("Document B");
    window.harness.get_by_label("Document B").click_secondary();
    window.settle();
    window.click_start("Add to set");
    press(&mut window, Role::Button, "Pilot");
    window.until("it is in the set", |w| members(w, "Pilot") == ["A", "B", "C"]);
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undone", |w| members(w, "Pilot") == ["A", "C"]);
    press(&mut window, Role::ComboBox, "Set: All documents");
    press(&mut window, Role::Button, "Pilot");
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("without the set, all documents are listed", |w| set(w, "Pilot").is_none() && listed(w).len() == all);
}

#[test]
fn a_set_of_codes_is_made_edited_and_deleted_by_keyboard() {
    let mut window = Window::sample();
    window.menu("Edit", "Sets of documents and codes…");
    assert!(window.has("There are no sets yet.") && window.has("New set of documents…"));
    window.click("New set of codes…");
    window.type_text("Theory");
    window.click("Find a code");
    window.type_text("low income");
    let study = window.project().study.clone().unwrap();
    let low = study.codebook.find("Financial capital > Push > Low income").unwrap();
    press(&mut window, Role::CheckBox, "Financial capital > Push > Low income");
    assert!(window.has("Codes chosen one by one: 1") && window.has("In this set: 1 code"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    let dimension = &study.codebook.dimensions[0];
    let value = dimension.values[0].replace('_', " ");
    window.click(&format!("{}: not chosen", dimension.name.replace('_', " ")));
    press(&mut window, Role::CheckBox, &value);
    window.key(Key::Escape);
    window.click("Create");
    window.until("the set is there", |w| set(w, "Theory").is_some());
    let made = set(&window, "Theory").unwrap().definition;
    assert_eq!((made.items.len(), made.conditions.len()), (1, 1));
    let with_value = study
        .codebook
        .codes()
        .iter()
        .filter(|code| code.id == low || study.codebook.dimension_value(code.id, dimension.id) == Some(0));
    assert_eq!(members(&window, "Theory").len(), with_value.count());
    // The list names it and its size; the name of another set is refused.
    window.menu("Edit", "Sets of documents and codes…");
    window.click("New set of documents…");
    window.type_text("Theory");
    assert!(window.has_part("Theory already exists. Choose another name."));
    window.key(Key::Escape);
    window.click("Discard");
    window.menu("Edit", "Sets of documents and codes…");
    window.click("Edit set Theory");
    window.click("Memo");
    window.type_text("of the first coding");
    window.click("Save");
    window.until("the memo is kept", |w| {
        set(w, "Theory").is_some_and(|set| set.definition.memo == "of the first coding")
    });
    window.menu("Edit", "Sets of documents and codes…");
    window.click("Delete set Theory");
    assert!(window.has("Delete set “Theory”?") && window.has("Its codes stay in the project."));
    window.click("Delete");
    window.until("it is gone", |w| set(w, "Theory").is_none());
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undo brings it back", |w| set(w, "Theory").is_some());
}

#[test]
fn a_set_of_a_code_and_those_below_it_is_made_in_the_codebook() {
    let mut window = Window::sample();
    let study = window.project().study.clone().unwrap();
    let code =
        study.codebook.codes().iter().find(|code| study.codebook.children(Some(code.id)).next().is_some()).unwrap();
    let below = study.codebook.codes().iter().filter(|one| study.codebook.is_below(one.id, code.id)).count();
    let path = study.codebook.path(code.id).to_string();
    let rect = window.rect_starting(&path);
    window.secondary_click_at(rect.center());
    window.click("New set with this code…");
    assert!(matches!(window.project().rooms.documents.asking, Some(Asking::EditSet(_))));
    window.type_text("Branch");
    window.key(Key::Enter);
    window.until("the set is there", |w| members(w, "Branch").len() == below);
}

#[test]
fn what_a_set_names_and_is_gone_can_be_left_out() {
    let mut window = documents();
    with_set(&mut window);
    window.click("Document A");
    window.harness.get_by_label("Document A").click_secondary();
    window.settle();
    window.click_start("Delete…");
    window.click("Delete");
    window.until("the document is gone", |w| members(w, "Pilot") == ["C"]);
    window.menu("Edit", "Sets of documents and codes…");
    window.click("Edit set Pilot");
    assert!(window.has("1 thing that the set names is no longer in the project."));
    window.click("Leave out");
    assert!(!window.has_part("no longer in the project"));
    window.click("Save");
    window.until("only C is left", |w| set(w, "Pilot").is_some_and(|set| set.definition.items.len() == 1));
}

#[test]
fn tables_are_narrowed_to_sets() {
    let mut window = documents();
    with_set(&mut window);
    window.chord(Modifiers::COMMAND, Key::Num2);
    window.click("Participant × code");
    window.until("it is counted", |w| w.project().rooms.tables.table.is_some());
    window.click("Filter…");
    assert!(window.has("Sets of documents") && !window.has("Sets of codes"));
    press(&mut window, Role::Button, "Pilot");
    let only = |w: &Window| {
        let table = w.project().rooms.tables.table.clone();
        table.and_then(|table| table.provenance.get(Topic::Only).map(str::to_owned))
    };
    let all = window.project().study.as_deref().unwrap().sources.len();
    let wanted = format!("set “Pilot” (2 of {all} documents)");
    window.until("it is narrowed", |w| only(w).as_deref() == Some(&wanted));
    assert!(window.has("Set: Pilot") && window.has("Only what is in"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    window.click("Remove filter Pilot");
    window.until("the filter is gone", |w| only(w).is_none() && w.project().rooms.tables.sets.is_empty());
    // A set that is deleted is no filter any more.
    window.click("Filter…");
    press(&mut window, Role::Button, "Pilot");
    window.until("it is narrowed", |w| only(w).is_some());
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("everything is counted", |w| only(w).is_none() && set(w, "Pilot").is_none());
    assert!(window.project().rooms.tables.pending().failure().is_none());
}

#[test]
fn passages_are_narrowed_to_sets() {
    let mut window = documents();
    with_set(&mut window);
    window.chord(Modifiers::COMMAND, Key::Num4);
    window.until("all are listed", |w| w.project().rooms.passages.list.is_some());
    let count = |w: &Window| w.project().rooms.passages.list.as_deref().map_or(0, |list| list.rows.len());
    let all = count(&window);
    window.click("All documents");
    press(&mut window, Role::CheckBox, "Set: Pilot");
    window.key(Key::Escape);
    let within = |w: &Window| {
        let study = w.project().study.clone().unwrap();
        let list = w.project().rooms.passages.list.clone();
        let name = |id| study.source(id).map(|source| source.name.clone()).unwrap_or_default();
        list.is_some_and(|list| {
            !list.rows.is_empty() && list.rows.iter().all(|row| ["A", "C"].contains(&name(row.fact.source).as_str()))
        })
    };
    window.until("only those in the documents of the set", within);
    assert!(count(&window) < all && window.has("Remove filter: Set: Pilot"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    window.click("Remove filter: Set: Pilot");
    window.until("all again", |w| count(w) == all);
    window.click("All documents");
    press(&mut window, Role::CheckBox, "Set: Pilot");
    window.key(Key::Escape);
    window.until("narrowed", within);
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("without the set, all are listed", |w| set(w, "Pilot").is_none() && count(w) == all);
    let why = "The set “Pilot” is gone and no longer narrows Passages.";
    let said = |message: &Message| matches!(message, Message::Note(note) if note == why);
    assert!(window.project().link.messages.iter().any(said));
}

#[test]
fn a_set_that_narrows_rooms_is_not_deleted_without_a_word() {
    let mut window = documents();
    with_set(&mut window);
    press(&mut window, Role::ComboBox, "Set: All documents");
    press(&mut window, Role::Button, "Pilot");
    window.until("the list is narrowed", |w| listed(w) == ["A", "C"]);
    let id = set(&window, "Pilot").unwrap().id;
    window.project_mut().rooms.passages.filter.sets = vec![id];
    window.menu("Edit", "Sets of documents and codes…");
    window.click("Delete set Pilot");
    assert!(window.has("Its documents stay in the project. Documents and Passages will no longer be narrowed to it."));
    // Who changes their mind is back in the list.
    window.click("Cancel");
    assert!(window.has("Edit set Pilot") && set(&window, "Pilot").is_some());
    window.click("Delete set Pilot");
    window.click("Delete");
    window.until("it is gone", |w| set(w, "Pilot").is_none());
    assert!(window.has("Change made: Undo"), "the message about it offers to undo that");
}

#[test]
fn sets_and_documents_chosen_one_by_one_say_what_they_leave_together() {
    let mut window = documents();
    with_set(&mut window);
    window.chord(Modifiers::COMMAND, Key::Num4);
    window.until("all are listed", |w| w.project().rooms.passages.list.is_some());
    window.click("All documents");
    assert!(window.has("Sets of documents") && window.has("Only documents that are in every set chosen."));
    assert!(window.has("Only the documents ticked."));
    press(&mut window, Role::CheckBox, "Set: Pilot");
    press(&mut window, Role::CheckBox, "A");
    assert!(window.has("Only those of the documents ticked that are in the sets."));
    assert!(window.has("A, only in Pilot"));
}

#[test]
fn a_code_is_added_to_a_set_from_its_menu() {
    let mut window = Window::sample();
    let study = window.project().study.clone().unwrap();
    let name = |code: &pullquote::model::Code| study.codebook.path(code.id).to_string();
    let tops: Vec<_> = study.codebook.codes().iter().filter(|code| code.parent.is_none()).collect();
    let menu = |window: &mut Window, path: &str| {
        let rect = window.rect_starting(path);
        window.secondary_click_at(rect.left_center() + egui::vec2(60.0, 0.0));
    };
    let (first, second) = (name(tops[0]), name(tops[1]));
    menu(&mut window, &first);
    window.click("New set with this code…");
    window.type_text("Theory");
    window.key(Key::Enter);
    window.until("the set is there", |w| !members(w, "Theory").is_empty());
    let before = members(&window, "Theory").len();
    let branch = study.codebook.codes().iter().filter(|one| study.codebook.is_below(one.id, tops[1].id)).count();
    menu(&mut window, &second);
    window.click_start("Add to set");
    assert!(window.has("New set with this code…"));
    window.click("Theory");
    window.until("the branch is in the set", |w| members(w, "Theory").len() == before + branch);
    assert!(window.has_part("Added to the set “Theory”"));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undone", |w| members(w, "Theory").len() == before);
}

#[test]
fn codes_are_listed_with_the_number_of_passages_that_they_would_leave() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num4);
    window.until("all are listed", |w| w.project().rooms.passages.list.is_some() && !w.project().link.is_waiting());
    let beside = |w: &Window| {
        let row = w.harness.get_by_label("Only Financial capital");
        row.accesskit_node().description()
    };
    let code = window.project().study.as_deref().unwrap().codebook.find("Financial capital").unwrap();
    let branch = Some(window.project().counts.branches[&code].passages.to_string());
    assert_eq!(beside(&window), branch);
    press(&mut window, Role::CheckBox, "Include subcodes");
    assert_ne!(beside(&window), branch, "the code itself has no passages");
}
