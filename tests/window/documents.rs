//! The Documents room: documents and participants by mouse and keyboard.

use super::support::{Window, folder_codings, nameless};
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::documents_room::DocumentsPage;
use pullquote::app::participants_list::ParticipantRow;
use pullquote::app::room::Room;
use pullquote::engine::Project;
use pullquote::engine::session::Opening;
use pullquote::gui::dialogs::Picked;
use pullquote::model::{Described, VariableKind};
use pullquote::store::Store;

pub fn documents() -> Window {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num6);
    window.until("the documents are counted", |w| !w.project().rooms.documents.progress.passages.is_empty());
    window
}

pub fn named(window: &Window, name: &str) -> bool {
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

/// Both clicks in one frame, because a frame of the harness is longer than the interval of a double click.
fn double_click(window: &mut Window, label: &str) {
    let pos = window.rect(label).left_center() + vec2(20.0, 0.0);
    window.harness.hover_at(pos);
    window.settle();
    for pressed in [true, false, true, false] {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        window.harness.input_mut().events.push(egui::Event::PointerButton { pos, button, pressed, modifiers });
    }
    window.settle();
}

/// The names of the documents in the order in which the window lists them.
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
    window.click("Sort by Passages by Coder 1");
    window.click_start("Sort by Passages by Coder 1");
    let most = (b'A'..=b'X')
        .map(|c| (c as char).to_string())
        .chain(["FGD 1".into(), "FGD 2".into()])
        .max_by_key(|d| folder_codings().iter().filter(|c| c.0 == "Coder 1" && c.1 == *d).count());
    let count = |d: &str| folder_codings().iter().filter(|c| c.0 == "Coder 1" && c.1 == d).count();
    assert_eq!(count(&listed(&window)[0]), count(&most.unwrap()));
    window.click_start("Sort by Passages by Coder 1");
    assert_eq!(listed(&window)[..3], ["A", "B", "C"], "a third click restores the project's order");
    window.click("Find a document");
    window.type_text("fgd");
    assert_eq!(listed(&window), ["FGD 1", "FGD 2"]);
    assert!(window.has("2 of 26"));
    window.type_text("zzz");
    assert!(window.has("No matching documents"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn a_document_is_renamed_in_place_and_an_existing_name_is_refused() {
    let mut window = documents();
    window.click_left("Document B");
    window.key(Key::F2);
    window.type_text("C");
    window.key(Key::Enter);
    assert!(window.has("Another document is already named C."));
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
fn removing_documents_first_shows_what_is_removed_with_them() {
    let mut window = documents();
    let mine = folder_codings().iter().filter(|c| c.1 == "A" || c.1 == "C").count();
    window.click_left("Document A");
    click_with(&mut window, "Document C", Modifiers::COMMAND);
    // The click was in a column of attributes; Delete there clears a value.
    window.key(Key::ArrowLeft);
    window.key(Key::ArrowLeft);
    assert!(window.has("2 selected"));
    window.key(Key::Delete);
    assert!(window.has_part(&format!("Delete 2 documents with {mine} passages")));
    window.click("Cancel");
    assert!(named(&window, "A"));
    window.key(Key::Delete);
    window.click("Delete");
    window.until("they are gone", |w| !named(w, "A") && !named(w, "C"));
    window.saved();
    assert_eq!(window.project().room, Room::Documents, "another view replaces the transcript in the same room");
    window.undo_asked();
    window.until("they are back", |w| {
        let all = w.project().rooms.documents.progress.passages.iter();
        let a = w.project().study.as_deref().unwrap().source_named("A").map(|s| s.id);
        named(w, "C") && all.filter(|(k, _)| Some(k.0) == a).map(|(_, n)| *n as usize).sum::<usize>() > 0
    });
    assert!(!window.has_part("could not"));
}

#[test]
fn documents_are_marked_as_finished_and_assigned_by_mouse_and_key() {
    let mut window = documents();
    let done = |w: &Window, name: &str| {
        let project = w.project();
        let id = project.study.as_deref().unwrap().source_named(name).unwrap().id;
        project.rooms.documents.progress.done.contains(&(id, project.me().unwrap()))
    };
    assert!(done(&window, "B"));
    window.click("Document B is finished");
    window.until("it is not done", |w| !done(w, "B"));
    window.click_left("Document B");
    window.key(Key::Space);
    window.until("it is done again", |w| done(w, "B"));
    secondary(&mut window, "Document D");
    window.click("Mark as not finished by Coder 1");
    window.until("the menu marks too", |w| !done(w, "D"));
    window.click("Find a document");
    window.type_text("fgd");
    window.click_left("Document FGD 1");
    window.click("Link to participant");
    window.click("Find a participant");
    window.type_text("k");
    window.click("K");
    let participant = |w: &Window| {
        let study = w.project().study.clone().unwrap();
        study.source_named("FGD 1").unwrap().participant.map(|id| study.participant(id).unwrap().name.clone())
    };
    window.until("it is K's", |w| participant(w).as_deref() == Some("K"));
    window.click("Link to participant");
    window.click("No participant");
    window.until("it is unassigned", |w| participant(w).is_none());
}

#[test]
fn documents_are_navigated_selected_and_opened_by_keyboard() {
    let mut window = documents();
    window.click_left("Document B");
    window.key(Key::ArrowDown);
    window.chord(Modifiers::SHIFT, Key::ArrowDown);
    window.chord(Modifiers::SHIFT, Key::ArrowDown);
    assert!(window.has("3 selected"));
    window.key(Key::N);
    assert!(!window.has("New code"), "letters are not shortcuts here");
    window.chord(Modifiers::COMMAND, Key::A);
    assert!(window.has("26 selected"));
    window.click("Find a document");
    window.type_text("fgd");
    assert!(window.has("2 selected"), "hidden rows are not changed");
    window.chord(Modifiers::COMMAND, Key::A);
    window.key(Key::Delete);
    window.click_left("Document B");
    window.key(Key::Home);
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    window.until("B is open", |w| w.project().document.as_ref().is_some_and(|d| d.name == "B"));
    assert_eq!(window.project().room, Room::Code);
    window.chord(Modifiers::COMMAND, Key::Num6);
    double_click(&mut window, "Document D");
    window.until("D is open", |w| w.project().document.as_ref().is_some_and(|d| d.name == "D"));
}

#[test]
fn columns_are_hidden_and_attributes_shown() {
    let mut window = documents();
    assert!(window.has("Sort by characters") && !window.has("Sort by gender"));
    window.click("Columns");
    window.click("characters");
    window.click("gender");
    window.key(Key::Escape);
    assert!(!window.has("Sort by characters") && window.has("Sort by gender"));
    assert_eq!(window.project().rooms.documents.tab, DocumentsPage::Documents);
}

fn participants() -> Window {
    let mut window = documents();
    window.click_start("Participants (");
    assert_eq!(window.project().rooms.documents.tab, DocumentsPage::Participants);
    window
}

fn value(window: &Window, participant: &str, attribute: &str) -> Option<String> {
    let study = window.project().study.clone().unwrap();
    study.participant_named(participant)?.values[study.variable(attribute)?].clone()
}

/// The participants in the order in which the window lists them.
fn people(window: &Window) -> Vec<String> {
    let cells = window.harness.query_all_by_role(egui::accesskit::Role::Cell);
    let name = |label: String| label.strip_prefix("Participant ").map(str::to_owned);
    let mut rows: Vec<(f32, String)> =
        cells.filter_map(|node| Some((node.rect().top(), name(node.accesskit_node().label()?)?))).collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|row| row.1).collect()
}

#[test]
fn cells_are_filled_in_by_typing_and_tab_moves_to_the_next() {
    let mut window = participants();
    window.click("B, age: 45");
    window.type_text("46");
    window.key(Key::Tab);
    window.until("the age is there", |w| value(w, "B", "age").as_deref() == Some("46"));
    assert!(window.has_part("New value of B, education"));
    window.type_text("大学");
    window.key(Key::Enter);
    window.until("the education is there", |w| value(w, "B", "education").as_deref() == Some("大学"));
    window.click_start("B, age: 46");
    window.key(Key::F2);
    window.type_text("many");
    window.key(Key::Enter);
    assert!(window.has_part("“many” cannot be used; a valid value is a number, such as 16 or 4.5"));
    window.key(Key::Escape);
    window.saved();
    assert_eq!(value(&window, "B", "age").as_deref(), Some("46"));
    window.key(Key::Delete);
    window.until("it is not known", |w| value(w, "B", "age").is_none());
    assert!(window.has("B, age: not known"));
    for before in [Some("46"), Some("46"), Some("45")] {
        window.chord(Modifiers::COMMAND, Key::Z);
        window.until("undone", |w| value(w, "B", "age").as_deref() == before);
    }
}

#[test]
fn participants_are_added_renamed_and_removed_and_their_documents_stay() {
    let mut window = participants();
    window.click("Add participant…");
    window.type_text("A");
    assert!(window.has_part("A already exists"));
    window.type_text(" 二");
    window.key(Key::Enter);
    let exists = |w: &Window, name: &str| w.project().study.as_deref().unwrap().participant_named(name).is_some();
    window.until("it is there", |w| exists(w, "A 二"));
    window.click("Participant C");
    window.key(Key::F2);
    window.type_text("丙");
    window.key(Key::Enter);
    window.until("it is renamed", |w| exists(w, "丙") && !exists(w, "C"));
    window.key(Key::ArrowUp);
    assert!(window.has("Open document C"));
    window.key(Key::Delete);
    assert!(window.has_part("Delete participant 丙 with"));
    window.click("Delete");
    window.until("it is gone", |w| !exists(w, "丙") && named(w, "C"));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("it is back", |w| exists(w, "丙"));
    window.click("Participant 丙");
    window.click("Open document C");
    window.until("its document is open", |w| w.project().document.as_ref().is_some_and(|d| d.name == "C"));
}

#[test]
fn attributes_are_added_renamed_removed_and_keep_their_kind() {
    let mut window = participants();
    let kind = |w: &Window, name: &str| {
        let study = w.project().study.clone().unwrap();
        study.variable(name).map(|place| study.variables[place].kind.name())
    };
    window.click("Add attribute…");
    window.type_text("地区");
    window.key(Key::Enter);
    window.until("it is there", |w| kind(w, "地区") == Some("text"));
    window.click("B, gender: Female");
    window.click("Attribute “gender”");
    window.click("Type: text");
    window.click("number");
    window.until("the reason for the refusal is shown", |w| {
        w.has_part("Not every value of gender is a number, such as 16 or 4.5: “Female” of A")
    });
    window.click("Dismiss");
    window.click("Attribute “gender”");
    window.click("Rename…");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("性别");
    window.key(Key::Enter);
    window.until("it is renamed", |w| kind(w, "性别").is_some() && kind(w, "gender").is_none());
    secondary(&mut window, "Sort by 性别 (text)");
    window.click("Delete attribute…");
    assert!(window.has_part("Delete attribute 性别 with"));
    window.click("Delete");
    window.until("it is gone", |w| kind(w, "性别").is_none());
}

#[test]
fn participants_are_sorted_filtered_and_grouped_with_counts() {
    let mut window = participants();
    window.click_start("Sort by age");
    let ages: Vec<f64> = people(&window).iter().filter_map(|p| value(&window, p, "age")?.parse().ok()).collect();
    assert!(ages.len() > 10 && ages.is_sorted(), "{ages:?}");
    window.click("Find a participant");
    window.type_text("second");
    let second = people(&window);
    assert!(second.iter().all(|p| value(&window, p, "generation").as_deref() == Some("Second")), "{second:?}");
    window.chord(Modifiers::COMMAND, Key::A);
    window.key(Key::Delete);
    window.click("Groups of participants: none");
    window.click("generation");
    let codings = folder_codings();
    for generation in ["First", "Second"] {
        let study = window.project().study.clone().unwrap();
        let place = study.variable("generation").unwrap();
        let of: Vec<_> = study.participants.iter().filter(|p| p.values[place].as_deref() == Some(generation)).collect();
        let passages = codings.iter().filter(|c| of.iter().any(|participant| participant.name == c.1)).count();
        let n = of.len();
        let group = ParticipantRow::Group {
            value: Some(generation.to_owned()),
            participants: n,
            documents: n,
            passages: passages as u64,
        };
        assert!(
            window.project().rooms.documents.participants.rows().contains(&group),
            "{group:?} {:?}",
            window.project().rooms.documents.participants.rows()
        );
        let label = format!("{generation}: {n} participants · {n} documents · {passages} passages");
        assert!(generation != "First" || window.has(&label), "{label}");
    }
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

fn import_dialog(csv: &str) -> Window {
    let mut window = participants();
    let file = window.path("people.csv");
    std::fs::write(&file, csv).unwrap();
    *window.answer.lock().unwrap() = Picked::Paths(vec![file]);
    window.click("Import…");
    window.until("the table is read", |w| w.project().rooms.table.open.is_some() || w.has_part("people.csv:"));
    window.until("the preview is shown", |w| !w.has("Reading…") && !w.project().link.is_waiting());
    window
}

#[test]
fn dates_are_listed_in_one_form_and_edited_as_they_were_typed() {
    let mut window = import_dialog("name,born\nA,29.7.1980\nB,1981-02-03\n");
    window.harness.set_size(egui::vec2(2600.0, 800.0));
    window.until("it is planned", |w| w.is_enabled("Import"));
    window.click("Import");
    window.until("it is imported", |w| w.has("A, born: 29 Jul 1980") && w.has("B, born: 3 Feb 1981"));
    window.click("A, born: 29 Jul 1980");
    window.key(Key::Enter);
    window.until("it is edited", |w| w.has("New value of A, born: 29 Jul 1980"));
    assert!(window.has("a date, such as 2019-07-29"));
}

#[test]
fn a_table_of_participants_is_imported_after_its_columns_are_explained() {
    let mut window = import_dialog("\u{feff}姓名;age;住处\nA;50;城里\nZ;61;老家\n");
    assert!(window.has("people.csv: 2 rows, separated by semicolons"));
    assert!(window.has("Column 姓名 becomes the participant’s name") && window.has("Column age becomes age"));
    assert!(window.has("1 new participant, 1 new attribute, 3 values"));
    assert!(window.has("1 value of the project differs from the table; it was kept."));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    window.click("overwrite existing values");
    window.until("it is planned again", |w| w.has("1 new participant, 1 new attribute, 3 values, 1 overwritten value"));
    window.click("Column 住处 becomes a new attribute");
    window.click("skip this column");
    window.until("it is planned again", |w| w.has("1 new participant, 1 value, 1 overwritten value"));
    window.click("Import");
    window.until("they are there", |w| value(w, "A", "age").as_deref() == Some("50"));
    assert_eq!(value(&window, "Z", "age").as_deref(), Some("61"));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("everything is undone", |w| {
        value(w, "A", "age").as_deref() == Some("43") && value(w, "Z", "age").is_none()
    });
}

#[test]
fn a_table_with_faults_cannot_be_imported_and_the_reason_is_shown() {
    let mut window = import_dialog("name,age\nA,many\nA,2\n");
    assert!(window.has_part("age: “many” was left out; a valid value is a number, such as 16 or 4.5"));
    assert!(window.has("Line 3: A is already in line 2; choose how to handle repeated rows."));
    window.click("Import");
    assert!(window.project().rooms.table.open.is_some(), "the button is disabled");
    window.click("Cancel");
    assert!(window.project().rooms.table.open.is_none());
    let window = import_dialog("name,age\nA,1\nB");
    assert!(
        window.has_part("Line 3: the row has 1 cell, but the table has 2 columns")
            && window.has_part("may be cut off there")
    );
}

#[test]
fn a_table_is_opened_without_a_system_dialog() {
    let mut window = participants();
    *window.answer.lock().unwrap() = Picked::Unavailable("no portal, no zenity".into());
    window.menu("File", "Import > Import participants…");
    window.until("the form is there", |w| w.has("Spreadsheet (.csv or .xlsx)"));
    let file = window.path("people.csv");
    std::fs::write(&file, "name,age\nZ,1\n").unwrap();
    window.type_text(file.to_str().unwrap());
    window.key(Key::Enter);
    window.until("the table is read", |w| w.project().rooms.table.open.is_some());
    window.until("the preview is shown", |w| w.has("1 new participant, 1 value"));
}

#[test]
fn the_project_is_renamed_and_described() {
    let mut window = documents();
    window.click("Project properties…");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("垫江 2020");
    window.key(Key::Enter);
    let name = |w: &Window| w.project().study.as_deref().unwrap().project.name.clone();
    window.until("it is renamed", |w| name(w) == "垫江 2020");
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("and back", |w| name(w) == "Dianjiang");
    window.menu("File", "Project properties");
    assert!(window.has("Name of the project"));
    window.key(Key::Escape);
    assert!(!window.has("Name of the project"));
}

/// What a screen reader announces for a document besides its name.
fn progress_of(window: &Window, name: &str) -> String {
    let label = format!("Document {name}");
    let node = window.harness.get_by_label(&label);
    node.accesskit_node().description().unwrap_or_default()
}

#[test]
fn the_list_beside_the_transcript_shows_my_progress() {
    let mut window = Window::sample();
    let mine = folder_codings().iter().filter(|c| c.0 == "Coder 1" && c.1 == "B").count();
    window.until("it is counted", |w| progress_of(w, "B") == format!("{mine} passages by Coder 1, finished"));
    secondary(&mut window, "Document B");
    window.click("Mark as not finished by Coder 1");
    window.until("it is not done", |w| progress_of(w, "B") == format!("{mine} passages by Coder 1"));
    let before = folder_codings().iter().filter(|c| c.0 == "Coder 1" && c.1 == "A").count();
    let (start, end) = window.find("I'm forty-three");
    window.drag(start, end);
    window.code_with("Financial capital > Push > Low income");
    window.until("a coding counts", |w| progress_of(w, "A") == format!("{} passages by Coder 1, finished", before + 1));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("and its undo", |w| progress_of(w, "A") == format!("{before} passages by Coder 1, finished"));
}

#[test]
fn the_list_beside_the_transcript_is_filtered_grouped_and_has_a_menu() {
    let mut window = Window::sample();
    window.click("Find a document");
    window.type_text("fgd");
    assert_eq!(listed(&window), ["FGD 1", "FGD 2"]);
    window.chord(Modifiers::COMMAND, Key::A);
    window.key(Key::Delete);
    window.click("Group");
    window.click("By generation");
    assert!(window.has_part("First: ") && window.has("Document A"));
    window.click("Group");
    window.click("No groups");
    secondary(&mut window, "Document C");
    window.click_start("Rename…");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("B");
    assert!(window.has_part("B already exists"));
    window.type_text(" 2");
    window.key(Key::Enter);
    window.until("it is renamed", |w| named(w, "B 2") && !named(w, "C"));
    secondary(&mut window, "Document A");
    window.click_start("Delete…");
    assert!(window.has_part("Delete document A with"));
    window.click("Delete");
    window.until("another document is shown", |w| {
        !named(w, "A") && w.project().document.as_ref().is_some_and(|d| d.name == "B")
    });
    window.undo_asked();
    window.until("it is back", |w| named(w, "A"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

/// A project with many documents, each of a participant with an attribute.
fn large(window: &mut Window, count: usize) {
    let path = window.path("large.pullquote");
    let mut store = Store::create(&path, "large").unwrap();
    let made: Result<_, pullquote::store::Error> = store.transact(None, 0, |tx| {
        tx.add_user("甲", "#3366cc")?;
        let variable = tx.add_variable(Described::Participants, "age", VariableKind::Number)?;
        for i in 0..count {
            let participant = tx.add_participant(&format!("人 {i}"))?;
            tx.set_participant_value(participant, variable, Some(&(i * 7919 % 90).to_string()))?;
            tx.add_source(&format!("Interview {i}"), "", Some(participant), "我没有钱。")?;
        }
        Ok(((), pullquote::model::OpKind::DescribeProject))
    });
    made.unwrap();
    drop(store);
    window.harness.state_mut().open(Opening::Path(path));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
}

/// The number of shapes painted in the last frame.
fn shapes(window: &Window) -> usize {
    window.harness.output().shapes.len()
}

#[test]
fn with_ten_thousand_documents_only_the_visible_rows_are_painted() {
    let mut window = Window::new();
    large(&mut window, 10_000);
    window.chord(Modifiers::COMMAND, Key::Num6);
    assert!(listed(&window).len() < 60);
    window.click("Sort by name");
    window.click("Sort by name, sorted");
    assert_eq!(listed(&window)[0], "Interview 9999");
    window.click("Document Interview 9999");
    window.key(Key::End);
    assert!(listed(&window).contains(&"Interview 0".to_owned()), "the focused widget is visible");
    window.chord(Modifiers::COMMAND, Key::A);
    assert!(window.has("10000 selected"));
    for _ in 0..20 {
        window.key(Key::PageUp);
        assert!(listed(&window).len() < 60 && shapes(&window) < 3_000, "{} shapes", shapes(&window));
    }
    window.key(Key::Home);
    window.key(Key::F2);
    window.type_text("访谈");
    window.harness.get_by_label("Document Interview 9990").hover();
    for _ in 0..4 {
        let (unit, delta) = (egui::MouseWheelUnit::Page, egui::vec2(0.0, -3.0));
        let (phase, source) = (egui::TouchPhase::Move, egui::MouseWheelSource::Wheel);
        window.harness.event(egui::Event::MouseWheel { unit, delta, phase, source, modifiers: Modifiers::NONE });
        window.settle();
    }
    window.until("an edit that scrolls out of view is saved", |w| named(w, "访谈"));
    window.click_start("Participants (");
    window.click_start("Sort by age");
    let ages: Vec<f64> = people(&window).iter().filter_map(|p| value(&window, p, "age")?.parse().ok()).collect();
    assert!(ages.len() < 60 && ages.iter().all(|age| *age == 0.0), "{ages:?}");
    assert!(shapes(&window) < 3_000, "{} shapes", shapes(&window));
}

#[test]
fn a_read_only_project_offers_no_changes() {
    let mut window = Window::new();
    let path = window.path("shared.pullquote");
    let first = Project::create_sample(&path).unwrap();
    window.harness.state_mut().open(Opening::Path(path));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
    secondary(&mut window, "Document B");
    assert!(window.has("Open") && !window.has_part("Rename…") && !window.has_part("Delete…"));
    window.key(Key::Escape);
    window.chord(Modifiers::COMMAND, Key::Num6);
    window.click_left("Document B");
    for key in [Key::Delete, Key::F2, Key::Space] {
        window.key(key);
    }
    assert!(!window.has_part("Delete") && !window.has_part("New name") && !window.has("Project properties…"));
    window.click_start("Participants (");
    window.click("B, age: 45");
    window.type_text("9");
    for key in [Key::Delete, Key::F2] {
        window.key(key);
    }
    assert!(!window.has_part("New value") && !window.has("Add participant…") && !window.has("Import…"));
    assert!(!window.project().link.is_saving());
    drop(first);
}
