//! Attributes of documents: edited in the list, set for several documents, imported, counted by, and filtered by.

use super::support::{Window, nameless};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use pullquote::analysis::{AttributeFilter, Axis, TableRequest};
use pullquote::app::documents_room::DocumentsPage;
use pullquote::app::room::Room;
use pullquote::engine::Command;
use pullquote::gui::dialogs::Picked;
use pullquote::model::{Described, SourceId, VariableId, VariableKind};
use pullquote::table::Topic;

fn documents() -> Window {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num6);
    window.until("the documents are counted", |w| !w.project().rooms.documents.progress.passages.is_empty());
    window
}

fn value(window: &Window, document: &str, attribute: &str) -> Option<String> {
    let study = window.project().study.clone().unwrap();
    study.source_named(document)?.values[study.document_variable(attribute)?].clone()
}

fn id(window: &Window, attribute: &str) -> Option<VariableId> {
    let study = window.project().study.as_deref()?;
    Some(study.document_variables[study.document_variable(attribute)?].id)
}

fn execute(window: &mut Window, command: Command) {
    window.harness.state_mut().workspace.as_mut().unwrap().link.execute(command);
    window.saved();
    window.settle();
}

/// Adds an attribute of documents, with the values of some.
fn with_attribute(window: &mut Window, name: &str, kind: VariableKind, values: &[(&str, &str)]) {
    execute(window, Command::AddAttribute { of: Described::Documents, name: name.into(), kind });
    window.until("it is there", |w| id(w, name).is_some());
    for (document, value) in values {
        let source = window.project().study.as_deref().unwrap().source_named(document).unwrap().id;
        let variable = id(window, name).unwrap();
        execute(window, Command::SetDocumentValue { sources: vec![source], variable, value: Some((*value).into()) });
    }
    let (last, name) = (values.last().map(|(document, _)| (*document).to_owned()), name.to_owned());
    window.until("it has its values", |w| last.as_ref().is_none_or(|last| value(w, last, &name).is_some()));
}

fn click_with(window: &mut Window, label: &str, modifiers: Modifiers) {
    window.harness.get_by_label(label).click_modifiers(modifiers);
    window.settle();
}

fn press(window: &mut Window, role: Role, label: &str) {
    window.harness.get_by_role_and_label(role, label).click();
    window.settle();
}

#[test]
fn an_attribute_is_added_and_its_cells_are_filled_in_by_keyboard() {
    let mut window = documents();
    window.click("Add attribute…");
    assert!(window.has("Add attribute of documents"));
    window.type_text("document");
    window.key(Key::Enter);
    window.until("the reserved name is refused", |w| w.has_part("“document” is reserved"));
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("visit");
    window.key(Key::Enter);
    window.until("its column is there", |w| w.has("A, visit: not known"));
    window.click("B, visit: not known");
    window.click("Attribute “visit”");
    window.click("Type: text");
    window.click("number");
    window.until("it is a number", |w| w.has("Sort by visit (number)"));
    window.click("B, visit: not known");
    window.type_text("2");
    window.key(Key::Enter);
    window.until("the value is stored", |w| value(w, "B", "visit").as_deref() == Some("2"));
    // Enter has led to the next document.
    window.key(Key::F2);
    window.type_text("first");
    window.key(Key::Enter);
    assert!(window.has_part("“first” cannot be used; a valid value is a number, such as 16 or 4.5"));
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("1");
    window.key(Key::Enter);
    window.until("the other value is stored", |w| w.has("C, visit: 1"));
    window.key(Key::ArrowUp);
    // The column of the names has the keys of the list again.
    let columns = window.project().study.as_deref().unwrap().document_variables.len();
    (0..columns).for_each(|_| window.key(Key::ArrowLeft));
    window.key(Key::F2);
    assert!(window.has("New name of document C"));
    window.key(Key::Escape);
    (0..columns).for_each(|_| window.key(Key::ArrowRight));
    window.key(Key::Delete);
    window.until("it is cleared", |w| value(w, "C", "visit").is_none());
    assert!(window.project().study.as_deref().unwrap().source_named("C").is_some());
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undone", |w| value(w, "C", "visit").as_deref() == Some("1"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn several_documents_get_one_value_and_undo_takes_it_back() {
    let mut window = documents();
    with_attribute(&mut window, "place", VariableKind::Text, &[("A", "Diànjiāng")]);
    window.click("Document A");
    click_with(&mut window, "Document C", Modifiers::COMMAND);
    window.harness.get_by_label("Document C").click_secondary();
    window.settle();
    window.click_start("Set attribute");
    window.click("place");
    assert!(window.has("Set “place” of 2 documents"));
    assert!(window.has_part("any words; leave it empty if it is not known"));
    window.type_text("垫江");
    window.key(Key::Enter);
    window.until("both have it", |w| ["A", "C"].iter().all(|one| value(w, one, "place").as_deref() == Some("垫江")));
    assert_eq!(value(&window, "B", "place"), None);
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("it is undone in one step", |w| {
        value(w, "C", "place").is_none() && value(w, "A", "place").as_deref() == Some("Diànjiāng")
    });
}

#[test]
fn the_lists_of_documents_are_sorted_found_and_grouped_by_an_attribute() {
    let mut window = documents();
    with_attribute(&mut window, "visit", VariableKind::Number, &[("B", "98765"), ("D", "9876")]);
    let first = |w: &Window| {
        let room = w.project().rooms.documents.clone();
        let (study, version) = (w.project().study.clone().unwrap(), room.version());
        let rows = room.documents.clone().rows(&study, &room.progress, version);
        rows.ids.iter().take(2).map(|id| study.source(*id).unwrap().name.clone()).collect::<Vec<_>>()
    };
    window.click("Sort by visit (number)");
    assert_eq!(first(&window), ["D", "B"]);
    window.click("Columns");
    window.click("visit (number)");
    window.key(Key::Escape);
    assert!(!window.has("B, visit: 98765"));
    window.click("Find a document");
    window.type_text("98765");
    assert_eq!(first(&window), ["B"]);
    window.chord(Modifiers::COMMAND, Key::Num1);
    window.click("Group");
    window.click("By visit");
    assert!(window.has("9876: 1 document") && window.has("98765: 1 document"));
}

#[test]
fn a_table_of_attributes_of_documents_is_recognised_and_imported() {
    let mut window = Window::sample();
    let file = window.path("interviews.csv");
    std::fs::write(&file, "document,visit,date\nA.docx,1,2019-07-29\nB,2,\nZ,1,\n").unwrap();
    *window.answer.lock().unwrap() = Picked::Paths(vec![file]);
    window.menu("File", "Import > Import spreadsheet…");
    window.until("its kind is asked", |w| w.has("What is in this spreadsheet?"));
    assert!(window.has_part("one row per document, with attributes such as date or place (likely)"));
    window.key(Key::Enter);
    assert!(window.has("Import attributes of documents"));
    window.until("the preview is shown", |w| w.has("2 new attributes, 3 values"));
    assert!(window.has("Column document becomes the document's name"));
    assert!(window.has_part("there is no document Z") || window.has_part("There is no document Z"));
    window.click("Import");
    window.until("it is imported", |w| value(w, "A", "date").as_deref() == Some("2019-07-29"));
    assert_eq!(
        (window.project().room, window.project().rooms.documents.tab),
        (Room::Documents, DocumentsPage::Documents)
    );
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn tables_are_counted_and_filtered_by_attributes_of_documents() {
    let mut window = documents();
    with_attribute(&mut window, "visit", VariableKind::Number, &[("A", "1"), ("B", "2")]);
    window.chord(Modifiers::COMMAND, Key::Num2);
    window.click("Participant × code");
    window.until("it is counted", |w| w.project().rooms.tables.table.is_some());
    window.click("Filter…");
    assert!(window.has("Of the document"));
    press(&mut window, Role::Button, "visit");
    assert!(window.has("visit: any"));
    press(&mut window, Role::CheckBox, "2");
    window.key(Key::Escape);
    window.until("it is filtered", |w| {
        let table = w.project().rooms.tables.table.clone();
        table.is_some_and(|table| {
            table.provenance.get(Topic::Only).is_some_and(|words| words.starts_with("visit of the document is 2"))
        })
    });
    assert!(window.has("Only documents with"));
    window.click("Remove filter visit");
    window.until("the filter is gone", |w| w.project().rooms.tables.filter == AttributeFilter::default());
    press(&mut window, Role::ComboBox, "Rows");
    press(&mut window, Role::Button, "visit");
    window.key(Key::Escape);
    window.until("the visits are rows", |w| {
        let rows = Axis::DocumentAttribute("visit".into());
        w.project().rooms.tables.request == Some(TableRequest::Matrix { rows, columns: Axis::Code })
            && w.project().rooms.tables.table.as_ref().is_some_and(|table| table.rows.len() == 3)
    });
}

#[test]
fn passages_are_filtered_by_attributes_of_documents() {
    let mut window = documents();
    with_attribute(&mut window, "place", VariableKind::Text, &[("A", "home"), ("B", "office")]);
    window.chord(Modifiers::COMMAND, Key::Num4);
    window.harness.set_size(egui::vec2(1280.0, 1800.0));
    window.until("all are listed", |w| w.project().rooms.passages.list.is_some());
    let in_document = |w: &Window, id: SourceId| {
        let list = w.project().rooms.passages.list.clone();
        list.is_some_and(|list| !list.rows.is_empty() && list.rows.iter().all(|row| row.fact.source == id))
    };
    let b = window.project().study.as_deref().unwrap().source_named("B").unwrap().id;
    window.click("place: office");
    assert!(!window.project().rooms.passages.filter.values.is_empty());
    window.until("only those of B", |w| in_document(w, b));
    window.click("Remove filter: place: office");
    window.until("all again", |w| !in_document(w, b));
}

#[test]
fn clearing_the_values_of_several_documents_says_how_many_and_offers_to_undo_it() {
    let mut window = documents();
    with_attribute(&mut window, "place", VariableKind::Text, &[("A", "Diànjiāng"), ("B", "Chongqing")]);
    window.click("A, place: Diànjiāng");
    for label in ["Document B", "Document C"] {
        click_with(&mut window, label, Modifiers::COMMAND);
    }
    window.click("A, place: Diànjiāng");
    window.chord(Modifiers::COMMAND, Key::A);
    window.key(Key::Delete);
    window.until("all are cleared", |w| ["A", "B"].iter().all(|one| value(w, one, "place").is_none()));
    assert!(window.has_part("2 values of place cleared"));
    window.click("Change made: Undo");
    window.until("undone", |w| ["A", "B"].iter().all(|one| value(w, one, "place").is_some()));
}
