//! Tables made in the window: any matrix, filters, display options, passages in cells, and the project's tables.
//! Numbers are checked by a plain count over the sample's files.

use super::support::{Window, folder_codings, nameless, said_by};
use egui::accesskit::Role;
use egui::{Key, Modifiers, OutputCommand};
use egui_kittest::kittest::{By, Queryable};
use pullquote::analysis::{CellAddress, TableRequest};
use pullquote::app::advice::Message;
use pullquote::app::tables_room::Content;
use pullquote::gui::dialogs::Picked;
use pullquote::table::{Cell, Shown, Table};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

const LOW: &str = "Financial capital > Push > Low income";

fn tables() -> Window {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num2);
    counted(&mut window);
    window
}

fn counted(window: &mut Window) {
    window.until("the table is counted", |w| {
        let tables = &w.project().rooms.tables;
        tables.table.is_some() && !tables.is_counting() && !tables.stale
    });
}

/// Clicks the last widget with this role and name, as a screen reader would; drop-down lists come last.
fn press(window: &mut Window, role: Role, label: &str) {
    let wanted = label.to_owned();
    let same = move |node: &egui_kittest::kittest::AccessKitNode<'_>| {
        node.role() == role && node.label().is_some_and(|label| label == wanted)
    };
    let nodes = window.harness.query_all(By::new().predicate(same));
    nodes.last().unwrap_or_else(|| panic!("there is no {role:?} {label}")).click_accesskit();
    window.settle();
}

fn choose(window: &mut Window, list: &str, entry: &str) {
    press(window, Role::ComboBox, list);
    press(window, Role::Button, entry);
    // A list closes by pointer or keyboard, but not by a screen reader's click.
    window.key(Key::Escape);
    counted(window);
}

/// Values of an attribute by participant; an empty value is missing.
fn attribute(name: &str) -> HashMap<String, String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-projects/dianjiang/participants.csv");
    let mut reader = csv::Reader::from_path(file).unwrap();
    let place = reader.headers().unwrap().iter().position(|header| header == name).unwrap();
    reader.records().map(|row| row.unwrap()).map(|row| (row[0].to_owned(), row[place].to_owned())).collect()
}

/// The number of participants with a coding of this code for whom `meant` holds.
fn participants(code: &str, meant: impl Fn(&str) -> bool) -> usize {
    let known = attribute("gender");
    let of_code = folder_codings().into_iter().filter(|c| c.4 == code).flat_map(|c| said_by(&c));
    of_code.filter(|name| known.contains_key(name) && meant(name)).collect::<BTreeSet<_>>().len()
}

fn codings(code: &str, meant: impl Fn(&str) -> bool) -> usize {
    let known = attribute("gender");
    let is_meant = |name: &String| known.contains_key(name) && meant(name);
    folder_codings().into_iter().filter(|c| c.4 == code && said_by(c).iter().any(is_meant)).count()
}

/// Code × generation, women only.
fn code_by_generation_of_women() -> Window {
    let mut window = tables();
    window.click("New matrix");
    counted(&mut window);
    choose(&mut window, "Columns", "generation");
    window.click("Filter…");
    press(&mut window, Role::Button, "gender");
    press(&mut window, Role::CheckBox, "Female");
    counted(&mut window);
    window.key(Key::Escape);
    window
}

fn opened(window: &mut Window) -> usize {
    window.until("the passages are there", |w| w.project().rooms.tables.passages.is_some());
    window.project().rooms.tables.passages.as_ref().unwrap().list.rows.len()
}

#[test]
fn a_matrix_is_made_by_choosing_and_states_its_filter() {
    let mut window = tables();
    window.click("New matrix");
    counted(&mut window);
    choose(&mut window, "Columns", "generation");
    let generation = attribute("generation");
    let all = |value: &str| participants(LOW, |p| generation[p] == value);
    for (column, value) in [("First", "First"), ("Second", "Second"), ("(not known)", "")] {
        assert!(window.has(&format!("{LOW}, {column}: {}", all(value))), "{column}");
    }
    window.click("Filter…");
    press(&mut window, Role::Button, "gender");
    assert!(window.has("gender: any"));
    press(&mut window, Role::CheckBox, "Female");
    counted(&mut window);
    window.key(Key::Escape);
    let gender = attribute("gender");
    let women = |value: &str| participants(LOW, |p| generation[p] == value && gender[p] == "Female");
    assert_ne!(women("First"), all("First"));
    for value in ["First", "Second"] {
        assert!(window.has(&format!("{LOW}, {value}: {}", women(value))), "{value}");
    }
    let count = gender.values().filter(|value| *value == "Female").count();
    assert!(window.has(&format!("Only gender is Female ({count} of {} participants)", gender.len())));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());

    window.click(&format!("{LOW}, First: {}", women("First")));
    let expected = codings(LOW, |p| generation[p] == "First" && gender[p] == "Female");
    assert_eq!(opened(&mut window), expected);
    window.click("Remove filter gender");
    counted(&mut window);
    assert!(window.has(&format!("{LOW}, First: {}", all("First"))) && window.project().rooms.tables.cell.is_none());
    assert!(window.has("Code × generation"), "it is in the list");
}

#[test]
fn every_axis_can_be_rows_or_columns() {
    let mut window = tables();
    window.click("Participant × code");
    counted(&mut window);
    for (rows, columns) in
        [("document", "participant"), ("gender", "asset"), ("asset", "direction"), ("code", "document")]
    {
        choose(&mut window, "Rows", rows);
        choose(&mut window, "Columns", columns);
        let title = format!("{}{} × {columns}", rows[..1].to_uppercase(), &rows[1..]);
        assert!(window.has(&title), "{title}");
        assert!(!window.project().link.messages.iter().any(|m| matches!(m, Message::Trouble(_))));
    }
    // All these choices change one matrix: it has one entry in the list, and the matrix chosen first stays as it was.
    assert!(window.has("Code × document") && window.has("Participant × code") && !window.has("Asset × direction"));
}

fn shown(window: &mut Window) -> std::sync::Arc<Shown> {
    window.project_mut().rooms.tables.shown().unwrap()
}

/// Clicks some of the displayed cells; each must open exactly its passages.
fn check_cells(window: &mut Window) {
    let shown = shown(window);
    for (row, column) in [(0, 0), (1, 1), (2, 0), (shown.row_count() - 1, 0), (0, shown.column_count() - 1)] {
        let label =
            format!("{}, {}: {}", shown.row_name(row), shown.column_name(column), shown.number(row, column).unwrap());
        if !window.has(&label) {
            continue;
        }
        press(window, Role::Button, &label);
        assert_eq!(window.project().rooms.tables.cell, Some(shown.address(row, column)), "{label}");
        opened(window);
        let quotes = window.project().rooms.tables.passages.clone().unwrap();
        let people: BTreeSet<_> = quotes.list.rows.iter().map(|p| p.participant()).collect();
        assert_eq!(people.len() as u64, shown.number(row, column).unwrap(), "{label}");
        let code = if shown.view.transposed { shown.column_name(column) } else { shown.row_name(row) };
        assert!(code == "Total" || quotes.list.rows.iter().all(|p| p.code == code), "{label}");
        window.click("Close");
    }
}

#[test]
fn a_cell_opens_its_passages_in_every_display() {
    let mut window = code_by_generation_of_women();
    check_cells(&mut window);
    window.click("Sort by First");
    assert_eq!(shown(&mut window).sorted(0), Some(true));
    check_cells(&mut window);
    for entry in ["Hide empty rows and columns", "Column %", "Heat map"] {
        window.click("Display");
        window.click(entry);
        window.key(Key::Escape);
        check_cells(&mut window);
    }
    assert!(shown(&mut window).lines(0, 0)[0].ends_with('%'));
    window.click("Display");
    window.click("Transpose");
    window.key(Key::Escape);
    assert_eq!(shown(&mut window).row_name(0), "First");
    check_cells(&mut window);
    window.click("Sort by name");
    check_cells(&mut window);
}

#[test]
fn how_a_table_is_shown_is_remembered_for_each() {
    let mut window = code_by_generation_of_women();
    window.click("Sort by Second");
    window.click("Participant × code");
    counted(&mut window);
    assert!(window.has("All participants and documents"));
    assert_eq!(window.project().rooms.tables.view, pullquote::table::View::default());
    window.click("Code × generation");
    counted(&mut window);
    assert!(window.has("gender: Female"));
    assert_eq!(shown(&mut window).sorted(1), Some(true));
}

fn copied(window: &mut Window) -> String {
    window.harness.get_by_label("Copy table").click();
    for _ in 0..6 {
        window.harness.run_steps(1);
        let commands = &window.harness.output().platform_output.commands;
        if let Some(OutputCommand::CopyText(text)) = commands.first() {
            return text.clone();
        }
    }
    panic!("nothing was copied");
}

#[test]
fn a_table_is_copied_as_it_is_shown() {
    let mut window = code_by_generation_of_women();
    window.click("Sort by Total");
    window.click("Display");
    window.click("Row %");
    window.key(Key::Escape);
    let shown = shown(&mut window);
    let text = copied(&mut window);
    let lines: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!(lines[0], ["code", "First", "Second", "(not known)", "Total"]);
    assert_eq!(lines.len(), shown.row_count() + 1);
    for (row, line) in lines[1..].iter().enumerate() {
        let expected: Vec<String> = (0..shown.column_count()).map(|column| shown.lines(row, column).concat()).collect();
        assert_eq!(
            (line[0], line[1..].to_vec()),
            (shown.row_name(row).as_str(), expected.iter().map(String::as_str).collect())
        );
    }
}

#[test]
fn the_keyboard_moves_in_the_grid_and_opens_cells() {
    let mut window = code_by_generation_of_women();
    window.click("Sort by First");
    let top = shown(&mut window);
    // The click has left the focus in the head: down to the first row, one to the right, and back.
    for key in [Key::ArrowDown, Key::ArrowRight, Key::ArrowLeft] {
        window.key(key);
    }
    let label = format!("code × generation: {}, First: {}", top.row_name(0), top.number(0, 0).unwrap());
    assert!(window.has(&label), "a screen reader hears where the keyboard is");
    window.key(Key::Enter);
    assert_eq!(window.project().rooms.tables.cell, Some(top.address(0, 0)));
    assert!(opened(&mut window) > 0);
    for key in [&[Key::End][..], &[Key::PageDown; 8], &[Key::Enter]].concat() {
        window.key(key);
    }
    assert_eq!(window.project().rooms.tables.cell, Some(CellAddress::default()));
    window.until("the end is in sight", |w| w.has_part("Total, Total: "));
}

fn all_quotes(table: &Table) -> Vec<String> {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    let quotes = cells.filter_map(|cell| match cell {
        Cell::Quotes { quotes, .. } => Some(quotes.iter().map(|q| q.text.clone())),
        _ => None,
    });
    quotes.flatten().collect()
}

#[test]
fn passages_are_shown_in_cells_and_exported_like_this() {
    let mut window = tables();
    window.click("Participant × asset");
    counted(&mut window);
    window.click("Quotes");
    window.until("the passages are there", |w| w.project().rooms.tables.quotes.is_some());
    assert_eq!(window.project().rooms.tables.content, Content::Quotes);
    let generation: BTreeSet<(u64, u64)> = folder_codings()
        .into_iter()
        .filter(|c| c.1 == "A" && c.4.starts_with("Financial capital > "))
        .map(|c| (c.2, c.3))
        .collect();
    window.click(&format!("A, Financial capital: {} passages", generation.len()));
    opened(&mut window);
    let passages = window.project().rooms.tables.passages.clone().unwrap();
    let found: BTreeSet<(u64, u64)> =
        passages.list.rows.iter().map(|p| (u64::from(p.start), u64::from(p.end))).collect();
    assert_eq!(found, generation);
    let target = window.path("quotes.csv");
    *window.answer.lock().unwrap() = Picked::Paths(vec![target.clone()]);
    window.click("Export table…");
    window.choose_where();
    window.until("it is written", |w| w.has_part("Exported: "));
    let csv = std::fs::read_to_string(target).unwrap();
    let quotes = all_quotes(window.project().rooms.tables.quotes.as_ref().unwrap());
    assert!(quotes.len() > 100);
    let plain = |text: &str| text.trim_end_matches('…').replace(['\n', '"'], " ");
    let csv = csv.replace(['\n', '"'], " ");
    assert!(quotes.iter().filter(|q| !q.contains('"')).all(|quote| csv.contains(&plain(quote))));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    window.click("Numbers");
    counted(&mut window);
    assert!(window.has_part("A, Financial capital: "));
}

fn type_into(window: &mut Window, field: &str, text: &str) {
    let node = window.harness.get_by_role_and_label(Role::TextInput, field);
    node.focus();
    window.settle();
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text(text);
}

fn tables_of(window: &Window) -> Vec<String> {
    window.project().study.as_ref().unwrap().tables.iter().map(|t| t.name.clone()).collect()
}

#[test]
fn a_dimension_table_is_made_changed_duplicated_and_deleted_by_choosing() {
    let mut window = tables();
    window.click("New table…");
    let has_preview =
        |w: &Window| w.project().rooms.tables.editor.as_ref().is_some_and(|editor| editor.preview.is_some());
    window.until("a new table has a preview at once", has_preview);
    assert!(window.has_part("Codes by"), "a title is proposed");
    window.key(Key::Escape);
    assert!(window.project().rooms.tables.editor.is_none(), "Escape leaves a form in which nothing was changed");
    window.click("New table…");
    type_into(&mut window, "Title", "Ways");
    window.key(Key::Escape);
    assert!(window.has_part("Discard what you entered here?"));
    window.key(Key::Escape);
    assert!(!window.has_part("Discard what you entered here?"), "Escape keeps what was entered");
    assert!(window.project().rooms.tables.editor.is_some());
    choose(&mut window, "Rows: dimension", "direction");
    choose(&mut window, "Columns: dimension", "direction");
    assert!(window.has("Choose two different dimensions for rows and columns."));
    choose(&mut window, "Columns: dimension", "asset");
    window.until("the preview is shown", |w| {
        let editor = w.project().rooms.tables.editor.as_ref().unwrap();
        editor.preview.as_ref().is_some_and(|table| table.columns.len() == 6)
    });
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    window.click("Save table");
    window.until("it is there", |w| {
        tables_of(w).contains(&"Ways".to_owned()) && w.project().rooms.tables.editor.is_none()
    });
    counted(&mut window);
    assert_eq!(window.project().rooms.tables.request, Some(TableRequest::Defined { name: "Ways".into() }));
    let count = participants(LOW, |_| true);
    assert!(window.has(&format!("Low income: {count}")));

    window.click("Edit…");
    type_into(&mut window, "Short name", "assets");
    assert!(window.has("Another table is already named assets."));
    type_into(&mut window, "Short name", "ways");
    window.click("Save table");
    window.until("it has this name", |w| tables_of(w).contains(&"ways".to_owned()));
    counted(&mut window);
    assert_eq!(window.project().rooms.tables.request, Some(TableRequest::Defined { name: "ways".into() }));
    window.click("Duplicate");
    window.click("Save table");
    window.until("there are two", |w| tables_of(w).contains(&"ways 2".to_owned()));
    counted(&mut window);
    window.click("Delete…");
    assert!(window.has_part("Only the definition of the table is deleted"));
    window.key(Key::Enter);
    assert!(tables_of(&window).contains(&"ways 2".to_owned()), "Enter cancels");
    window.click("Delete…");
    window.click("Delete");
    window.until("it is gone", |w| !tables_of(w).contains(&"ways 2".to_owned()));
    for _ in 0..4 {
        window.chord(Modifiers::COMMAND, Key::Z);
        window.saved();
    }
    window.until("everything is undone", |w| tables_of(w) == ["assets", "categories"]);
    counted(&mut window);
}

#[test]
fn the_preview_has_the_numbers_and_the_unit_of_the_table_that_is_saved() {
    let mut window = tables();
    // Behind the editor is a table with settings of its own.
    window.click("New matrix");
    counted(&mut window);
    choose(&mut window, "Columns", "generation");
    choose(&mut window, "Count", "passages");
    window.click("New table…");
    let preview = |w: &Window| {
        let editor = w.project().rooms.tables.editor.as_ref()?;
        editor.preview.clone().filter(|_| !editor.pending.is_waiting())
    };
    window.until("there is a preview", |w| preview(w).is_some());
    let seen = preview(&window).unwrap();
    assert!(window.has("Preview: number of participants"));
    window.click("Save table");
    window.until("it is saved", |w| w.project().rooms.tables.editor.is_none());
    counted(&mut window);
    assert_eq!(window.project().rooms.tables.table.as_ref().unwrap().rows, seen.rows);
    // An edited table keeps its settings, also under another name.
    choose(&mut window, "Count", "documents");
    let request = window.project().rooms.tables.request.clone();
    window.click("Edit…");
    type_into(&mut window, "Short name", "renamed");
    window.until("the preview counts as the table", |w| preview(w).is_some() && w.has("Preview: number of documents"));
    let seen = preview(&window).unwrap();
    window.click("Save table");
    window.until("it is saved", |w| w.project().rooms.tables.editor.is_none());
    counted(&mut window);
    let tables = &window.project().rooms.tables;
    assert_ne!(tables.request, request);
    assert_eq!(tables.table.as_ref().unwrap().rows, seen.rows);
}

#[test]
fn a_typology_is_made_by_choosing() {
    let mut window = tables();
    window.click("New table…");
    window.type_text("Women");
    assert_eq!(window.project().rooms.tables.editor.as_ref().unwrap().title, "Women", "the title has the focus");
    let (save, cancel) = (window.rect("Save table"), window.rect("Cancel"));
    assert!(cancel.right() < save.left(), "the primary button is at the right");
    type_into(&mut window, "Title", "Women and men");
    window.click("Typology of participants");
    window.click("Remove role from the rows");
    assert!(window.has_part("Choose at least one attribute or dimension"));
    window.click("Add to the rows…");
    press(&mut window, Role::Button, "gender");
    window.click("Add column");
    choose(&mut window, "Content of column 1", "education");
    press(&mut window, Role::ComboBox, "Summary of column 1");
    assert!(window.has("number of known values") && !window.has("range (lowest–highest)"), "it has no numbers");
    window.key(Key::Escape);
    choose(&mut window, "Content of column 1", "age");
    choose(&mut window, "Summary of column 1", "range (lowest–highest)");
    choose(&mut window, "Content of column 2", "codes by direction");
    choose(&mut window, "Summary of column 2", "pull");
    window.click("Move column 2 earlier");
    window.until("the preview is shown", |w| {
        let editor = w.project().rooms.tables.editor.as_ref().unwrap();
        editor.preview.as_ref().is_some_and(|table| table.columns == ["Pull", "Age"])
    });
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    window.click("Save table");
    window.until("it is there", |w| tables_of(w).contains(&"Women and men".to_owned()));
    counted(&mut window);
    let table = window.project().rooms.tables.table.clone().unwrap();
    let (gender, age) = (attribute("gender"), attribute("age"));
    let ages = |value: &str| {
        let ages = gender
            .iter()
            .filter(|(_, gender_here)| *gender_here == value)
            .filter_map(|(p, _)| age[p].parse::<f64>().ok());
        ages.fold((f64::MAX, f64::MIN), |(least, most), age| (least.min(age), most.max(age)))
    };
    for row in &table.rows {
        let (least, most) = ages(&row.header[0]);
        assert_eq!(row.cells[1], Cell::Range(least, most), "{:?}", row.header);
        assert!(matches!(&row.cells[0], Cell::Items(items) if !items.is_empty()));
    }
}

#[test]
fn a_cancelled_form_changes_nothing() {
    let mut window = tables();
    let before = window.project().link.undo_redo.undo.clone();
    window.click("Edit…");
    type_into(&mut window, "Title", "Other");
    window.click("Cancel");
    window.click("Discard");
    assert!(window.has("Push-pull factors by asset") && !window.has("Other"));
    assert_eq!(window.project().link.undo_redo.undo, before);
}

#[test]
fn a_table_is_edited_under_its_title_and_so_named_in_the_history() {
    let mut window = tables();
    window.click("Edit…");
    assert!(window.has("Edit table Push-pull factors by asset"), "not by its short name, assets");
    window.click("Cancel");
    window.click("Delete…");
    assert!(window.has("Delete table “Push-pull factors by asset”?"));
    window.click("Delete");
    window.saved();
    let summary = |w: &Window| w.project().link.undo_redo.undo.clone();
    window.until("it is in the history", |w| {
        summary(w).is_some_and(|summary| summary == "delete table “Push-pull factors by asset”")
    });
}
