//! The table of the values that codes have in dimensions.

use super::leaving::act;
use super::support::Window;
use egui::Key;
use egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use pullquote::app::action::{Action, CodeAct};
use pullquote::engine::Command;
use pullquote::engine::command::DimensionDraft;

const LABOUR: &str = "Financial capital > Push > Low income";

/// The sample with the dimension `level` of the values low and high, of which no code has one.
fn with_levels() -> Window {
    let mut window = Window::sample();
    let values = ["low", "high"].map(|value| (None, value.to_owned())).to_vec();
    let draft = DimensionDraft { dimension: None, name: "level".into(), values };
    window.project_mut().link.execute(Command::SaveDimension { draft });
    window.saved();
    window
}

/// The value of a code that is far down in the list, and of the first one.
fn level(window: &Window, path: &str) -> Option<String> {
    let book = &window.project().study.as_deref().unwrap().codebook;
    let dimension = book.dimension("level").unwrap();
    let value = book.dimension_value(book.find(path).unwrap(), dimension.id)?;
    Some(dimension.values[value].clone())
}

fn first(window: &Window) -> String {
    let book = &window.project().study.as_deref().unwrap().codebook;
    book.path(book.codes()[0].id).to_string()
}

#[test]
fn values_of_all_codes_are_set_in_one_table_by_keys() {
    let mut window = with_levels();
    act(&mut window, Action::DimensionValues);
    let first = first(&window);
    let columns = window.project().study.as_deref().unwrap().codebook.dimensions.len();
    for _ in 1..columns {
        window.key(Key::ArrowRight);
    }
    window.key(Key::Num2);
    window.saved();
    assert_eq!(level(&window, &first).as_deref(), Some("high"));
    window.until("the cell shows it", |w| w.has(&format!("{first}, level: high")));
    // The list of values.
    window.key(Key::Enter);
    window.key(Key::ArrowUp);
    window.key(Key::Enter);
    window.saved();
    assert_eq!(level(&window, &first).as_deref(), Some("low"));
    window.key(Key::Delete);
    window.saved();
    assert_eq!(level(&window, &first), None);
    window.key(Key::Escape);
    assert!(window.harness.query_by_role_and_label(Role::Dialog, "Values of dimensions").is_none());
    window.project_mut().step(pullquote::model::Direction::Undo);
    window.saved();
    assert_eq!(level(&window, &first).as_deref(), Some("low"), "each change is undone alone");
}

#[test]
fn values_are_set_by_the_pointer_and_escape_closes_only_the_list() {
    let mut window = with_levels();
    let first = first(&window);
    act(&mut window, Action::DimensionValues);
    let cell = format!("{first}, level: none");
    window.click(&cell);
    window.click("high");
    window.saved();
    assert_eq!(level(&window, &first).as_deref(), Some("high"));
    window.until("the cell shows it", |w| w.has(&format!("{first}, level: high")));
    window.key(Key::Enter);
    window.key(Key::Escape);
    assert!(window.has("New dimension…"), "the table is still open");
    window.key(Key::Num1);
    window.saved();
    assert_eq!(level(&window, &first).as_deref(), Some("low"), "the cells have the keyboard again");
    window.click("New dimension…");
    window.key(Key::Escape);
    assert!(window.harness.query_by_role_and_label(Role::Dialog, "Values of dimensions").is_some());
}

#[test]
fn the_form_of_a_code_leads_to_the_table() {
    let mut window = Window::sample();
    let code = window.project().study.as_deref().unwrap().codebook.find(LABOUR).unwrap();
    act(&mut window, Action::OnCode(CodeAct::Edit, code));
    window.click("Values of dimensions…");
    assert!(window.harness.query_by_role_and_label(Role::Dialog, "Values of dimensions").is_some());
}

#[test]
fn keys_that_follow_each_other_in_one_frame_are_all_heeded() {
    let mut window = with_levels();
    act(&mut window, Action::DimensionValues);
    let book = window.project().study.clone().unwrap().codebook.clone();
    for _ in 1..book.dimensions.len() {
        window.key(Key::ArrowRight);
    }
    // A frame that takes long gets several keys at once, and the next ones follow in the frame after it.
    for keys in [[Key::Num2, Key::ArrowDown, Key::Num1], [Key::ArrowDown, Key::Num2, Key::ArrowDown]] {
        keys.into_iter().for_each(|key| window.harness.key_press(key));
        window.harness.run_steps(1);
    }
    window.key(Key::Num1);
    window.saved();
    let paths: Vec<String> = book.codes().iter().take(4).map(|code| book.path(code.id).to_string()).collect();
    let levels: Vec<_> = paths.iter().map(|path| level(&window, path)).collect();
    assert_eq!(levels, [Some("high"), Some("low"), Some("high"), Some("low")].map(|level| level.map(str::to_owned)));
}

#[test]
fn a_new_dimension_gets_its_values_by_enter() {
    let mut window = with_levels();
    act(&mut window, Action::DimensionValues);
    window.click("New dimension…");
    for text in ["direction 2", "push", "pull"] {
        window.type_text(text);
        window.key(Key::Enter);
    }
    assert!(window.has("Value 3"), "the third value begins");
    window.key(Key::Enter);
    window.saved();
    let study = window.project().study.clone().unwrap();
    let dimension = study.codebook.dimensions.iter().find(|dimension| dimension.name == "direction 2").unwrap();
    assert_eq!(dimension.values, ["push", "pull"]);
    // The columns have a visible button, too.
    window.click_start("Edit dimension “");
    assert!(window.has("Value 1"));
}
