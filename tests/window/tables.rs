//! Tables: the numbers equal a plain count, and each leads to its passages.

use super::support::{Window, folder_codings, said_by};
use crate::importing::import;
use egui::accesskit::Role;
use egui::{Key, Modifiers, OutputCommand};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::analysis::{Axis, CellAddress};
use pullquote::app::room::Room;
use pullquote::engine::session::Opening;
use pullquote::engine::{Command, Project, Query};
use pullquote::gui::dialogs::Picked;
use pullquote::model::{CharRange, SpokenBy};
use std::collections::BTreeSet;

const LOW: &str = "Financial capital > Push > Low income";

/// The participants with passages of a code: of the focus groups, those who speak in them.
fn participants(code: &str) -> usize {
    let of_code = folder_codings().into_iter().filter(|c| c.4 == code);
    of_code.flat_map(|c| said_by(&c)).collect::<BTreeSet<_>>().len()
}

fn passages(document: &str, code: &str, coder: Option<&str>) -> usize {
    let all = folder_codings().into_iter().filter(|c| c.1 == document && c.4 == code);
    let asked = all.filter(|c| coder.is_none_or(|coder| c.0 == coder));
    asked.map(|c| (c.2, c.3)).collect::<BTreeSet<_>>().len()
}

fn tables() -> Window {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num2);
    window.until("the first table is counted", |w| w.project().rooms.tables.table.is_some());
    window
}

#[test]
fn a_number_leads_to_its_passages_and_to_the_transcript() {
    let mut window = tables();
    window.click(&format!("Low income: {}", participants(LOW)));
    window.until("the passages are there", |w| w.project().rooms.tables.passages.is_some());
    let quotes = window.project().rooms.tables.passages.clone().unwrap();
    let expected = folder_codings().iter().filter(|c| c.4 == LOW && !said_by(c).is_empty()).count();
    assert_eq!(quotes.list.rows.len(), expected);
    let (row, place) = (quotes.list.rows[5].clone(), quotes.places[5]);
    let label = format!("Passage in {}: {}", row.document, row.text);
    let node = window.harness.query_all_by_label(&label).next().expect("the passage can be read");
    node.click();
    window.settle();
    window.until("the document is open", |w| {
        w.project().document.as_ref().is_some_and(|d| d.name == row.document) && w.project().target.passage.is_none()
    });
    assert_eq!((window.project().room, window.project().selection), (Room::Code, place.1));
    window.place(place.1.start.0);
}

#[test]
fn a_table_or_passages_that_cannot_be_read_give_the_reason_in_their_place() {
    let mut window = tables();
    let database = rusqlite::Connection::open(window.path("sample.pullquote")).unwrap();
    let rename = |from: &str, to: &str| database.execute_batch(&format!("ALTER TABLE {from} RENAME TO {to}")).unwrap();
    let cell = format!("Low income: {}", participants(LOW));
    rename("texts", "elsewhere");
    window.click(&cell);
    window.until("the passages fail", |w| w.project().rooms.tables.passages_pending().failure().is_some());
    let why = window.project().rooms.tables.passages_pending().failure().unwrap().to_owned();
    assert!(window.has(&why) && !window.has("Loading…"), "{why}");
    rename("elsewhere", "texts");
    window.click(&cell);
    window.until("the passages are there", |w| w.project().rooms.tables.passages.is_some());
    assert!(!window.has(&why));
    rename("codings", "elsewhere");
    window.click("Participant × code");
    window.until("the table fails", |w| w.project().rooms.tables.pending().failure().is_some());
    let why = window.project().rooms.tables.pending().failure().unwrap().to_owned();
    assert!(window.has(&why) && !window.has("Counting…") && !window.has("Choose a table on the left."), "{why}");
    rename("elsewhere", "codings");
    window.click("Participant × code");
    window.until("it is counted", |w| w.project().rooms.tables.table.is_some());
    assert!(!window.has(&why));
}

#[test]
fn opening_a_cell_requests_its_passages_and_does_not_count_the_table_again() {
    let mut window = tables();
    window.until("everything is answered", |w| !w.project().link.is_waiting());
    let requests = |window: &mut Window, cell: Option<CellAddress>| {
        let workspace = window.project_mut();
        let before = workspace.link.ask(Query::CodeCounts(vec![]));
        match cell {
            Some(cell) => workspace.rooms.tables.open_cell(cell),
            None => workspace.rooms.tables.stale = true,
        }
        workspace.refresh_rooms();
        workspace.link.ask(Query::CodeCounts(vec![])).0 - before.0 - 1
    };
    assert_eq!(requests(&mut window, Some(CellAddress::cell(0, 0))), 1);
    assert_eq!(requests(&mut window, Some(CellAddress::cell(1, 0))), 1, "another cell");
    assert_eq!(requests(&mut window, None), 2, "a table that is out of date, and the open cell");
}

#[test]
fn the_matrix_equals_a_plain_count() {
    let mut window = tables();
    window.click("Participant × code");
    window.until("it is counted", |w| w.has(&format!("A, {LOW}: {}", passages("A", LOW, None))));
    for participant in ["B", "C", "K"] {
        assert!(window.has(&format!("{participant}, {LOW}: {}", passages(participant, LOW, None))));
    }
    window.click("Count some coders");
    window.click("Count Coder 2");
    window.key(Key::Escape);
    window.until("only the second coder counts", |w| {
        ["A", "B", "C", "K"].iter().all(|p| w.has(&format!("{p}, {LOW}: {}", passages(p, LOW, Some("Coder 2")))))
    });
}

#[test]
fn passages_that_differ_only_in_extent_are_named_and_the_consensus_is_one_click_away() {
    let mut window = tables();
    assert!(!window.has_part("differ only in where they begin or end"), "participants are counted");
    window.project_mut().rooms.tables.count = pullquote::model::Count::Passages;
    window.project_mut().rooms.tables.stale = true;
    window.until("passages are counted", |w| w.has_part("differ only in where they begin or end, and each counts."));
    assert!(window.project().rooms.tables.table.as_ref().unwrap().counted_apart > 0);
    assert!(window.has_part("but begin or end elsewhere, so each of them counts."), "in the notes, too");
    window.click("Create consensus coding");
    window.until("the consensus is there", |w| w.project().questions.consensus.is_some());
    window.saved();
    window.key(Key::Escape);
    window.click("Count the coders instead");
    window.until("the coders are counted", |w| w.has("Count the consensus coding"));
    window.click("Count the consensus coding");
    window.until("the consensus is counted", |w| !w.has_part("differ only in where they begin or end"));
}

#[test]
fn coding_updates_the_tables() {
    let mut window = tables();
    let before =
        participants("Productive assets, such as land > Push > Lack of productive assets and economic insecurity");
    window.chord(Modifiers::COMMAND, Key::Num1);
    let (start, end) = window.find("I'm forty-three");
    window.drag(start, end);
    window.key(Key::Slash);
    window.type_text("economic insecurity");
    window.key(Key::Enter);
    window.saved();
    window.chord(Modifiers::COMMAND, Key::Num2);
    let label = format!("Lack of productive assets and economic insecurity: {}", before + 1);
    window.until("the number has grown", |w| w.has(&label));
}

#[test]
fn a_table_is_copied_as_cells_between_tabs() {
    let mut window = tables();
    window.harness.get_by_label("Copy table").click();
    window.harness.run_steps(1);
    let mut copied = None;
    for _ in 0..4 {
        let commands = &window.harness.output().platform_output.commands;
        copied = copied.or_else(|| {
            commands.iter().find_map(|c| match c {
                OutputCommand::CopyText(text) => Some(text.clone()),
                _ => None,
            })
        });
        window.harness.run_steps(1);
    }
    let text = copied.expect("something was copied");
    assert!(text.starts_with("asset\tpush\tpull\n"), "{text}");
    assert_eq!(text.lines().count(), 7);
    assert!(text.contains(&format!("Low income ({})", participants(LOW))));
}

#[test]
fn a_table_is_exported_to_the_chosen_path() {
    let mut window = tables();
    let target = window.path("表.csv");
    *window.answer.lock().unwrap() = Picked::Paths(vec![target.clone()]);
    window.click("Export table…");
    window.choose_where();
    window.until("it is written", |w| w.has_part("Exported: "));
    let csv = std::fs::read_to_string(&target).unwrap();
    assert!(csv.contains(&format!("Low income ({})", participants(LOW))));
}

#[test]
fn without_a_dialog_service_the_window_asks_for_a_path() {
    let mut window = tables();
    *window.answer.lock().unwrap() = Picked::Unavailable("no portal, no zenity".into());
    window.click("Export table…");
    window.choose_where();
    window.until("the form is there", |w| w.has("no portal, no zenity"));
    assert!(window.has_part("Type the path"));
    let target = window.path("typed.json");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text(target.to_str().unwrap());
    window.key(Key::Enter);
    window.until("it is written", |w| w.has_part("Exported: "));
    let json: serde_json::Value = serde_json::from_slice(&std::fs::read(&target).unwrap()).unwrap();
    assert_eq!(json["name"], "assets");
}

#[test]
fn a_project_without_participants_starts_with_a_table_of_documents() {
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
    window.click("Tables");
    window.until("its passage is counted", |w| w.has("one, Land: 1"));
}

#[test]
fn the_counted_coders_are_chosen_in_the_toolbar_and_stated_below_the_table() {
    let mut window = tables();
    let low = |w: &Window, count: u64| w.has(&format!("B, {LOW}: {count}"));
    let of = |coder: Option<&str>| passages("B", LOW, coder) as u64;
    window.click("Participant × code");
    window.until("it is counted", |w| low(w, of(None)));
    assert!(!window.is_enabled("Count consensus"), "there is none yet");
    assert!(window.has_part("Coded by all coders"));
    let rule = Default::default();
    window.project_mut().link.execute(Command::Agree { rule });
    window.until("the consensus is there", |w| w.has("Consensus coding created") && !w.project().link.is_waiting());
    window.key(Key::Escape);
    let facts = |w: &Window, consensus: bool| {
        let project = Project::open_to_read(&w.path("sample.pullquote")).unwrap().0;
        let study = project.reads().study().unwrap();
        let users: Vec<_> = if consensus { study.consensus().into_iter().collect() } else { vec![] };
        let (source, code) = (study.source_named("B").unwrap().id, study.codebook.find(LOW).unwrap());
        project.reads().facts(&users).unwrap().iter().filter(|f| f.source == source && f.code == code).count() as u64
    };
    let consensus = facts(&window, true);
    assert_ne!(consensus, of(None));
    let said = "The consensus coding is counted, not the passages of the coders.";
    window.until("the consensus is counted, and said to be", |w| low(w, consensus) && w.has(said));
    assert!(window.has("Tables count the consensus coding"), "the bar says so, too");
    let me = window.project().link.my_name().unwrap_or("No coder").to_owned();
    window.click(&format!("Coder: {me}"));
    assert!(window.has("Tables count the consensus coding. This is chosen in the room."));
    window.key(Key::Escape);
    window.click("Count the coders instead");
    window.until("the coders are counted", |w| low(w, of(None)) && w.has_part("Coded by Coder 1, Coder 2"));
    assert!(!window.has(said) && window.has("Tables count the passages of all coders"));
    // The choice is stored with the project.
    let reopen = |window: &mut Window| {
        window.chord(Modifiers::COMMAND, Key::W);
        window.click("Dianjiang");
        window.until("it is open again", |w| w.workspace().is_some_and(|w| w.study.is_some()));
        window.chord(Modifiers::COMMAND, Key::Num2);
    };
    reopen(&mut window);
    window.until("the coders are counted again", |w| w.has_part("Coded by Coder 1, Coder 2"));
    window.click("Count consensus");
    window.until("the consensus is counted", |w| low(w, consensus) && !w.has_part("Coded by Coder"));
    assert!(!window.has(said), "it was chosen");
    window.click("Count some coders");
    window.click("Count Coder 1");
    window.key(Key::Escape);
    window.until("one coder is counted", |w| low(w, of(Some("Coder 1"))) && w.has_part("Coded by Coder 1"));
    let path = window.path("table.md");
    *window.answer.lock().unwrap() = Picked::Paths(vec![path.clone()]);
    window.click("Export table…");
    window.choose_where();
    window.until("it is written", |_| path.is_file());
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.contains("Coder 1") && !text.contains("Coder 2"), "{text}");
    reopen(&mut window);
    window.until("one coder is counted again", |w| w.has_part("Coded by Coder 1"));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("the consensus is gone", |w| w.project().study.as_deref().unwrap().consensus().is_none());
    window.click("Count all coders");
    window.until("all are counted", |w| w.has_part("Coded by all coders"));
}

#[test]
fn an_empty_project_has_no_table_of_a_bare_total() {
    let mut window = Window::new();
    let path = window.path("empty.pullquote");
    window.harness.state_mut().open(Opening::New { path, name: "Empty".into() });
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    window.click("Tables");
    window.until("it is counted", |w| w.has("Nothing to count yet"));
    assert!(window.has("Import documents…"));
    assert!(!window.has_part("Total"));
}

#[test]
fn a_transposed_matrix_has_its_title_and_choices_transposed() {
    let mut window = tables();
    window.click("Participant × code");
    window.until("it is counted", |w| w.has(&format!("B, {LOW}: {}", passages("B", LOW, None))));
    let of = |w: &Window, label: &str| {
        let found = w.harness.get_by_role_and_label(Role::ComboBox, label);
        found.accesskit_node().value().unwrap_or_default()
    };
    assert_eq!((of(&window, "Rows"), of(&window, "Columns")), ("participant".into(), "code".into()));
    window.project_mut().rooms.tables.view.transpose();
    window.settle();
    assert_eq!((of(&window, "Rows"), of(&window, "Columns")), ("code".into(), "participant".into()));
    assert!(window.has("Code × participant"));
    assert!(window.has(&format!("{LOW}, B: {}", passages("B", LOW, None))));
}

#[test]
fn the_passages_of_a_number_begin_at_the_top_and_another_number_is_explained() {
    let mut window = tables();
    let cell = format!("Low income: {}", participants(LOW));
    window.click(&cell);
    window.until("the passages are there", |w| w.project().rooms.tables.passages.is_some());
    assert!(window.has_part(&format!("The table counts {} participants, each once.", participants(LOW))));
    let first = |w: &Window| w.rect_starting("Passage in ").top();
    let top = first(&window);
    window.harness.hover_at(window.rect_starting("Passage in ").center());
    window.harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        source: egui::MouseWheelSource::Unknown,
        delta: egui::vec2(0.0, -900.0),
        phase: egui::TouchPhase::Move,
        modifiers: Modifiers::NONE,
    });
    window.harness.run_steps(30);
    assert!(first(&window) < top - 200.0, "it was scrolled");
    window.click("Close");
    window.click(&cell);
    window.until("the passages are there again", |w| w.project().rooms.tables.passages.is_some());
    window.settle();
    assert!((first(&window) - top).abs() < 2.0, "{} {top}", first(&window));
}

#[test]
fn a_matrix_of_codes_says_what_a_code_with_subcodes_counts() {
    let mut window = tables();
    let note = "Each code counts its own passages only; those of its subcodes count for the subcodes.";
    assert!(!window.has_part(note));
    let rooms = &mut window.harness.state_mut().workspace.as_mut().unwrap().rooms;
    rooms.tables.set_axes(Axis::Participant, Axis::Code);
    window.until("it is counted", |w| w.project().rooms.tables.table.as_ref().is_some_and(|t| t.columns.len() > 20));
    window.settle();
    window.until("the note is there", |w| w.has_part(note));
}

/// The open cell.
fn open_cell(window: &Window) -> Option<CellAddress> {
    window.project().rooms.tables.cell
}

#[test]
fn escape_closes_the_passages_of_a_number_and_the_focus_returns_to_it() {
    let mut window = tables();
    let cell = format!("Low income: {}", participants(LOW));
    window.click(&cell);
    window.until("the passages are there", |w| w.project().rooms.tables.passages.is_some());
    let opened = open_cell(&window);
    window.key(Key::Escape);
    assert!(open_cell(&window).is_none() && !window.has("Close"));
    window.key(Key::Enter);
    assert_eq!(open_cell(&window), opened, "a line of a typology");
    window.click("Participant × code");
    let cell = format!("A, {LOW}: {}", passages("A", LOW, None));
    window.until("it is counted", |w| w.has(&cell));
    window.click(&cell);
    let opened = open_cell(&window);
    assert!(opened.is_some());
    window.key(Key::Escape);
    assert!(open_cell(&window).is_none());
    window.key(Key::Enter);
    assert_eq!(open_cell(&window), opened, "a cell of a matrix");
}

#[test]
fn the_chosen_number_stays_in_sight_beside_its_passages() {
    let mut window = tables();
    window.click("Document × code");
    // 1024×640 points, and 1280×800 and 1024×640 at a zoom of 150 %.
    for size in [(1024.0, 640.0), (853.0, 533.0), (683.0, 427.0)] {
        window.harness.set_size(size.into());
        let pane = |w: &Window| w.rect("Pane: table");
        let cells = |w: &Window| -> Vec<(String, egui::Rect)> {
            let cells = w.harness.query_all_by_role(Role::Button);
            let cells = cells.filter_map(|node| Some((node.accesskit_node().label()?, node.rect())));
            cells.filter(|(label, _)| label.contains(" > ") && label.contains(", ") && label.contains(": ")).collect()
        };
        let whole = |w: &Window| -> Vec<(String, egui::Rect)> {
            let seen = pane(w);
            cells(w).into_iter().filter(|(_, rect)| seen.contains_rect(*rect)).collect()
        };
        window.until("numbers are in sight", |w| !whole(w).is_empty());
        // At the right in the first row: others may be below the notes.
        let (label, _) = whole(&window).into_iter().rev().max_by(|a, b| a.1.right().total_cmp(&b.1.right())).unwrap();
        window.click(&label);
        window.until("the passages are there", |w| w.project().rooms.tables.passages.is_some());
        window.harness.run_steps(12);
        let cell = window.rect(&label);
        let table = pane(&window).with_max_x(window.rect("Pane: passages").left());
        assert!(table.expand(1.0).contains_rect(cell), "{size:?}: {label} {cell} in {table}");
        assert!(table.width() >= 180.0, "{size:?}: {table}");
        window.key(Key::Escape);
    }
}

#[test]
fn rows_and_columns_change_places_instead_of_being_the_same_unless_they_are_codes() {
    let mut window = tables();
    window.click("Participant × code");
    window.until("it is counted", |w| w.has(&format!("B, {LOW}: {}", passages("B", LOW, None))));
    let of = |w: &Window, label: &str| {
        let found = w.harness.get_by_role_and_label(Role::ComboBox, label);
        found.accesskit_node().value().unwrap_or_default()
    };
    for (label, choice, rows, columns) in [
        ("Rows", "code", "code", "code"),
        ("Columns", "participant", "code", "participant"),
        ("Rows", "participant", "participant", "code"),
    ] {
        window.harness.get_by_role_and_label(Role::ComboBox, label).click();
        window.settle();
        window.harness.get_by_role_and_label(Role::Button, choice).click();
        window.settle();
        assert_eq!((of(&window, "Rows"), of(&window, "Columns")), (rows.into(), columns.into()), "{label}");
    }
}

#[test]
fn another_matrix_begins_at_its_first_row() {
    let mut window = tables();
    window.harness.set_size(egui::vec2(1024.0, 640.0));
    window.click("Participant × code");
    window.until("it is counted", |w| w.has_part("A, Financial"));
    window.harness.get_by_role_and_label(Role::Grid, "participant × code: sort by name").focus();
    window.settle();
    window.key(Key::End);
    for _ in 0..30 {
        window.key(Key::ArrowDown);
    }
    window.until("it is scrolled", |w| !w.has_part("A, Financial"));
    window.click("Document × code");
    window.until("it is counted", |w| w.has_part("A, Financial"));
}

#[test]
fn the_notes_of_a_table_say_whose_words_are_counted() {
    let mut window = tables();
    window.click("Participant × code");
    window.until("it is counted", |w| w.has_part("Coded by all coders"));
    assert!(!window.has_part("Said by participants"));
    window.project_mut().rooms.tables.set_spoken_by(SpokenBy::Participants);
    window.until("it is counted again", |w| w.has_part("Said by participants"));
}

#[test]
fn passages_of_a_whole_documents_participant_name_them_too() {
    let mut window = Window::sample();
    let source = window.project().study.as_deref().unwrap().source_named("A").unwrap().id;
    window.project_mut().link.execute(Command::RenameDocument { source, name: "Interview 1".into() });
    window.saved();
    window.chord(Modifiers::COMMAND, Key::Num2);
    window.until("the first table is counted", |w| w.project().rooms.tables.table.is_some());
    window.click(&format!("Low income: {}", participants(LOW)));
    window.until("the passages are there", |w| w.has("A · Low income · Coder 1"));
}

#[test]
fn enter_on_an_entry_of_a_list_takes_it_and_closes_the_list() {
    let mut window = tables();
    let before = window.project().rooms.tables.count;
    window.harness.get_by_role_and_label(Role::ComboBox, "Count").focus();
    window.settle();
    window.key(Key::Enter);
    assert!(window.has("characters"), "the list is open");
    window.key(Key::ArrowDown);
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    assert!(!window.has("characters"), "the list is closed");
    assert_ne!(window.project().rooms.tables.count, before);
    assert!(window.harness.get_by_role_and_label(Role::ComboBox, "Count").is_focused());
}
