//! Tables of a project whose participants and documents have no attributes.

use super::support::Window;
use crate::importing::import;
use egui::Key;
use pullquote::app::action::{Action, NewAct};
use pullquote::app::documents_room::DocumentsPage;
use pullquote::app::room::Room;
use pullquote::engine::session::Opening;
use pullquote::engine::{Command, Project};
use pullquote::model::{CharRange, Described, VariableKind};

/// The Tables room of a study with one coded document.
fn study() -> Window {
    let mut window = Window::new();
    let (path, text) = (window.path("new.pullquote"), window.path("one.txt"));
    std::fs::write(&text, "I: Why?\nB: We had no land.\n").unwrap();
    import(&mut Project::create(&path, "New").unwrap(), text, true);
    window.harness.state_mut().open(Opening::Path(path));
    window.until("the document is here", |w| w.project().document.is_some());
    let (source, range) = (window.project().document.as_ref().unwrap().id, CharRange::new(11, 20));
    window.project_mut().link.execute(Command::AddCoder { name: "Ann".into() });
    window.until("a coder", |w| w.project().me().is_some());
    let code = Command::AddCode { parent: None, name: "Land".into(), passage: Some((source, range)) };
    window.project_mut().link.execute(code);
    window.saved();
    window.harness.state_mut().act(Action::Show(Room::Tables));
    window.until("it is counted", |w| w.project().rooms.tables.table.is_some());
    window
}

#[test]
fn the_filter_is_offered_and_says_what_it_needs() {
    let mut window = study();
    window.click("Filter…");
    assert!(window.has_part("can be filtered by attributes and by sets. There are none yet."));
    window.click("Sets of documents and codes…");
    window.until("the sets are shown", |w| w.has("Sets of documents and codes"));
    window.key(Key::Escape);
    window.click("Filter…");
    window.click("Add attribute…");
    window.type_text("age");
    window.key(Key::Enter);
    window.until("it is there", |w| w.project().study.as_deref().unwrap().variable("age").is_some());
    // What was added for the filter is in it, and leads to where its values are entered.
    window.until("it is in the filter", |w| w.has("age: any") && w.has("It has no values yet."));
    window.click("Enter values in Documents");
    assert_eq!(window.project().room, Room::Documents);
    assert_eq!(window.project().rooms.documents.tab, DocumentsPage::Participants);
    window.click("Tables");
    window.until("the filter is kept", |w| w.has("age: any"));
}

#[test]
fn an_attribute_that_is_given_up_is_not_added_to_the_filter_later() {
    let mut window = study();
    window.click("Filter…");
    window.click("Add attribute…");
    window.key(Key::Escape);
    window.click("Documents");
    let (of, kind) = (Described::Participants, VariableKind::Text);
    window.project_mut().link.execute(Command::AddAttribute { of, name: "age".into(), kind });
    window.until("it is there", |w| w.project().study.as_deref().unwrap().variable("age").is_some());
    window.click("Tables");
    assert!(!window.has("age: any"));
}

#[test]
fn passages_offer_attributes_as_tables_do() {
    let mut window = study();
    window.click("Passages");
    window.until("the passages are listed", |w| w.project().rooms.passages.list.is_some());
    assert!(window.has_part("can be filtered by attributes. There are none yet."));
    window.click("Add attribute…");
    window.type_text("age");
    window.key(Key::Enter);
    window.until("it has no values", |w| w.has("age") && w.has("It has no values yet."));
    window.click("Enter values in Documents");
    assert_eq!(window.project().room, Room::Documents);
}

#[test]
fn the_rows_of_a_typology_and_a_table_of_dimensions_say_what_they_need() {
    let mut window = study();
    window.harness.state_mut().act(Action::New(NewAct::Table));
    window.until("the form is here", |w| w.has("Typology of participants"));
    window.click("Add to the rows…");
    assert!(window.has_part("Rows are values of attributes or of dimensions. There are none yet."));
    window.key(Key::Escape);
    assert!(window.has_part("needs dimensions of codes. There are none yet."));
    window.click("Values of dimensions…");
    window.until("dimensions can be added", |w| w.has("New dimension…"));
}

#[test]
fn a_typology_says_that_it_needs_attributes_and_leads_to_them() {
    let mut window = study();
    window.harness.state_mut().act(Action::New(NewAct::Table));
    window.until("the form is here", |w| w.has("Typology of participants"));
    assert!(window.has_part("Participants have no attributes yet"));
    assert!(window.has_part("Choose at least one attribute"), "what is to be done");
    assert!(!window.project().rooms.tables.editor.as_ref().unwrap().is_touched());
    window.click("Add attribute…");
    window.type_text("age");
    window.key(Key::Enter);
    window.until("it is there", |w| w.project().study.as_deref().unwrap().variable("age").is_some());
    window.until("the form offers it", |w| w.has("Add to the rows…") && !w.has_part("have no attributes yet"));
    window.click("Add to the rows…");
    window.click("age");
    assert_eq!(window.project().rooms.tables.editor.as_ref().unwrap().rows, ["age"]);
}
