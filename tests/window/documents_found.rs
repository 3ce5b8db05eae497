//! Documents that are found by typing, and those that have just been imported.

use super::documents::{documents, named};
use super::support::Window;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::room::Room;
use pullquote::gui::dialogs::Picked;

#[test]
fn enter_in_the_filter_opens_the_only_match_and_goes_to_the_first_of_several() {
    for room in [Room::Documents, Room::Code] {
        let mut window = documents();
        window.harness.state_mut().act(pullquote::app::action::Action::Show(room));
        window.settle();
        window.click("Find a document");
        window.type_text("fgd 2");
        window.key(Key::Enter);
        let name = |w: &Window| w.project().document.as_ref().map(|document| document.name.clone());
        window.until("it is open", |w| w.project().room == Room::Code && name(w).as_deref() == Some("FGD 2"));
    }
    let mut window = Window::sample();
    window.click("Find a document");
    window.type_text("fgd");
    window.key(Key::Enter);
    let first = window.harness.get_by_role_and_label(egui::accesskit::Role::ListItem, "Document FGD 1");
    assert!(first.accesskit_node().is_focused());
    window.key(Key::Enter);
    let is_open = |w: &Window| w.project().document.as_ref().is_some_and(|document| document.name == "FGD 1");
    window.until("it is open", is_open);
}

#[test]
fn imported_documents_are_selected_and_in_view() {
    let mut window = documents();
    let paths = ["Y2.txt", "Z2.txt"].map(|name| window.path(name));
    for path in &paths {
        std::fs::write(path, "I: Why?\nB: Because.\nI: And?\nB: So.\n").unwrap();
    }
    *window.answer.lock().unwrap() = Picked::Paths(paths.to_vec());
    window.harness.set_size(egui::vec2(1024.0, 400.0));
    window.menu("File", "Import documents…");
    window.until("everything is read", |w| w.has("Import 2 documents"));
    window.click("Import 2 documents");
    window.until("they are here", |w| named(w, "Z2"));
    window.settle();
    let is_in_view = |w: &Window, name: &str| {
        let label = format!("Document {name}");
        let row = w.harness.query_by_role_and_label(egui::accesskit::Role::ListItem, &label);
        row.is_some_and(|row| row.rect().bottom() <= 400.0)
    };
    window.until("the first is in view", |w| is_in_view(w, "Y2"));
    let study = window.project().study.clone().unwrap();
    let ids: Vec<_> = ["Y2", "Z2"].iter().map(|name| study.source_named(name).unwrap().id).collect();
    let selection = &window.project().rooms.documents.documents.selection;
    assert_eq!((selection.chosen.iter().copied().collect::<Vec<_>>(), selection.cursor), (ids.clone(), Some(ids[0])));
    window.chord(Modifiers::COMMAND, Key::Num1);
    window.until("it is in view beside the transcript, too", |w| is_in_view(w, "Y2"));
}

#[test]
fn the_header_of_a_group_says_who_takes_part() {
    let mut window = Window::sample();
    window.click("Find a document");
    window.type_text("fgd 1");
    window.key(Key::Enter);
    let is_open = |w: &Window| w.project().document.as_ref().is_some_and(|document| document.name == "FGD 1");
    window.until("it is open", is_open);
    let study = window.project().study.clone().unwrap();
    let source = study.source_named("FGD 1").unwrap();
    let first = source.participants().first().and_then(|id| study.participant(*id)).unwrap().name.clone();
    let top = window.harness.query_all_by_label(&first).map(|node| node.rect().top()).fold(800.0, f32::min);
    assert!(top < 100.0, "{first} stands in the header: {top}");
}
