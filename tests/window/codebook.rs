//! The codebook by keyboard, menu and drag: rename, edit, move, merge, remove, walk, show only.

use super::support::Window;
use egui::accesskit::Role;
use egui::{Key, Modifiers, Pos2};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::engine::Command;
use pullquote::gui::dialogs::Picked;
use pullquote::model::CodeId;

const LOW: &str = "Financial capital > Push > Low income";
const COST: &str = "Financial capital > Pull > Relative low cost of living";

fn code(window: &Window, path: &str) -> CodeId {
    window.project().study.as_deref().unwrap().codebook.find(path).unwrap_or_else(|| panic!("{path}"))
}

fn has_code(window: &Window, path: &str) -> bool {
    window.project().study.as_deref().unwrap().codebook.find(path).is_some()
}

/// The position of a code's row.
fn row(window: &Window, path: &str) -> Pos2 {
    let start = format!("{path}, ");
    let nodes = window.harness.query_all_by_label_contains(&start);
    let node = nodes.into_iter().find(|n| n.accesskit_node().label().is_some_and(|l| l.starts_with(&start)));
    node.expect("the row is in sight").rect().center()
}

fn open_menu(window: &mut Window, path: &str) {
    window.secondary_click_at(row(window, path));
}

fn total(window: &Window) -> u64 {
    window.project().counts.by_code.values().sum()
}

#[test]
fn a_new_code_is_scrolled_into_view_below_an_unfolded_parent() {
    let mut window = Window::sample();
    window.harness.set_size(egui::vec2(1024.0, 640.0));
    window.settle();
    let parent = window.project().study.as_deref().unwrap().codebook.codes().last().unwrap().id;
    for (name, parent) in [("At the very end", None), ("Below a folded code", Some(parent))] {
        window.project_mut().tree.folded.extend(parent);
        let add = Command::AddCode { parent, name: name.into(), passage: None };
        window.project_mut().link.execute(add);
        window.saved();
        window.until(name, |w| w.has_part(&format!("{name}, 0 passages")));
    }
}

#[test]
fn a_code_is_renamed_in_its_row_and_undone() {
    let mut window = Window::sample();
    window.click_start(LOW);
    window.key(Key::F2);
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("Too little money");
    window.key(Key::Enter);
    window.until("renamed", |w| has_code(w, "Financial capital > Push > Too little money"));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undone", |w| has_code(w, LOW));
}

#[test]
fn a_typed_name_that_is_a_path_is_refused_with_the_reason() {
    let mut window = Window::sample();
    window.click_start(LOW);
    window.key(Key::F2);
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("income > rent");
    window.key(Key::Enter);
    window.until("it is said why", |w| w.has_part("“income > rent” is the path of a subcode, not a name."));
    assert!(has_code(&window, LOW));
}

#[test]
fn a_new_code_with_a_path_goes_below_its_parent_in_one_step() {
    let mut window = Window::sample();
    let codes = |w: &Window| w.project().study.as_deref().unwrap().codebook.codes().len();
    let before = codes(&window);
    let undo = |window: &mut Window| {
        window.chord(Modifiers::COMMAND, Key::Z);
        window.until("one step takes all back", |w| codes(w) == before);
    };
    let new = |window: &mut Window, typed: &str| {
        window.key(Key::N);
        window.type_text(typed);
        window.key(Key::Enter);
    };
    // Both are new; the parent exists and is found as people see it; two levels below it are new.
    for (typed, path, added) in [
        ("food > drink", "food > drink", 2),
        ("Financial  capital > Debts", "Financial capital > Debts", 1),
        ("Financial capital > Debts > Bank", "Financial capital > Debts > Bank", 2),
        ("income >50k", "income >50k", 1),
    ] {
        new(&mut window, typed);
        window.until("made", |w| has_code(w, path));
        assert_eq!(codes(&window), before + added, "{typed}");
        window.until("it is said", |w| w.has_part(&format!("New code “{}”", typed.replace("  ", " "))));
        window.chord(Modifiers::COMMAND, Key::Z);
        window.until("one step takes all back", |w| codes(w) == before);
    }
    // The filter does the same.
    window.chord(Modifiers::COMMAND, Key::L);
    window.type_text("food > drink");
    window.key(Key::Enter);
    window.until("made", |w| has_code(w, "food > drink"));
    window.key(Key::Escape);
    undo(&mut window);
    // A level without a name is refused with a reason, and what was typed stays.
    for typed in ["food >", "> drink", "food > > drink", ">"] {
        new(&mut window, typed);
        window.until("refused", |w| w.has_part("has no name on one side of “>”"));
        assert_eq!(codes(&window), before, "{typed}");
        window.key(Key::Escape);
        window.key(Key::Escape);
        if window.has("Discard") {
            window.click("Discard");
        }
    }
    new(&mut window, &vec!["a"; 70].join(" > "));
    window.until("refused", |w| w.has_part("cannot have more than 64 levels"));
}

#[test]
fn undo_of_a_deleted_or_merged_code_gives_back_its_key() {
    let mut window = Window::sample();
    let key = |w: &Window, path: &str| {
        let code = w.project().study.as_deref().unwrap().codebook.find(path)?;
        w.project().tree.keys.place(code)
    };
    let low = code(&window, LOW);
    window.project_mut().pin_code(low, Some(3));
    window.settle();
    for change in [
        Command::RemoveCode { code: low },
        Command::RemoveCode { code: code(&window, "Financial capital") },
        Command::MergeCodes { from: low, into: code(&window, COST) },
    ] {
        window.project_mut().link.execute(change.clone());
        window.until("gone", |w| !has_code(w, LOW));
        assert_eq!(window.project().tree.keys.code(3), None, "{change:?}");
        for _ in 0..2 {
            window.project_mut().link.execute(Command::Undo { steps: 1 });
            window.until("undone", |w| has_code(w, LOW));
            assert_eq!(key(&window, LOW), Some(3), "{change:?}");
            window.project_mut().link.execute(Command::Redo { steps: 1 });
            window.until("gone again", |w| !has_code(w, LOW));
        }
        window.project_mut().link.execute(Command::Undo { steps: 1 });
        window.until("undone", |w| has_code(w, LOW));
    }
}

#[test]
fn an_existing_name_is_refused_with_a_reason() {
    let mut window = Window::sample();
    open_menu(&mut window, "Financial capital > Push");
    window.click_start("Rename");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("Pull");
    window.key(Key::Enter);
    window.until("it is shown", |w| w.has_part("already named Pull"));
    assert!(has_code(&window, LOW));
}

#[test]
fn a_code_is_dragged_below_another_with_all_its_passages() {
    let mut window = Window::sample();
    let before = total(&window);
    let (from, to) = (row(&window, LOW), row(&window, "Human capital > Push"));
    window.drag_between(from, to);
    window.until("the question is asked, because others have used it", |w| {
        w.has_part("The code keeps what belongs to it") && w.has_part("also changes the path") && has_code(w, LOW)
    });
    window.click("Move");
    window.until("moved", |w| has_code(w, "Human capital > Push > Low income"));
    window.saved();
    assert_eq!(total(&window), before);
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undone", |w| has_code(w, LOW));
}

#[test]
fn words_are_dragged_onto_a_code() {
    let mut window = Window::sample();
    let before = window.passages("Low income");
    let (start, end) = window.find("I'm forty-three");
    window.drag(start, end);
    let (from, to) = (window.place(start + 5), row(&window, LOW));
    window.drag_between(from, to);
    window.until("coded", |w| w.passages("Low income") == before + 1);
}

#[test]
fn a_code_is_dragged_onto_the_selected_words() {
    let mut window = Window::sample();
    let before = window.passages("Low income");
    let (start, end) = window.find("I'm forty-three");
    window.drag(start, end);
    let (from, to) = (row(&window, LOW), window.place(start + 5));
    window.drag_between(from, to);
    window.until("coded", |w| w.passages("Low income") == before + 1);
}

#[test]
fn a_merge_of_codes_shows_its_effect_beforehand() {
    let mut window = Window::sample();
    let (low, cost) = (code(&window, LOW), code(&window, COST));
    let counts = window.project().counts.by_code.clone();
    let key = |w: &Window, code| w.project().tree.keys.place(code);
    window.project_mut().pin_code(low, None);
    window.project_mut().pin_code(cost, Some(4));
    window.settle();
    open_menu(&mut window, COST);
    window.click_start("Merge into another");
    window.type_text("low income");
    window.key(Key::Enter);
    let moved = format!("{} passages", counts[&cost]);
    window.until("counted", |w| w.has_part(&moved));
    assert!(has_code(&window, COST), "nothing is done before it is confirmed");
    assert!(window.has("Key 5 will apply “Low income”."));
    window.click("Merge");
    window.until("merged", |w| !has_code(w, COST));
    assert_eq!(key(&window, low), Some(4), "the key goes with the passages");
    window.until("counted", |w| w.project().counts.by_code.get(&low) == Some(&(counts[&low] + counts[&cost])));
    window.undo_asked();
    window.until("undone", |w| w.project().counts.by_code == counts);
    assert_eq!((key(&window, low), key(&window, cost)), (None, Some(4)));
    window.project_mut().pin_code(low, Some(0));
    open_menu(&mut window, COST);
    window.click_start("Merge into another");
    window.type_text("low income");
    window.key(Key::Enter);
    window.until("counted", |w| w.has_part(&moved));
    assert!(window.has("Key 5 becomes free; the code on key 1 stays there."));
}

#[test]
fn a_code_is_deleted_after_a_count_and_restored_by_undo() {
    let mut window = Window::sample();
    let counts = window.project().counts.by_code.clone();
    window.click_start(LOW);
    window.key(Key::Delete);
    let label = format!("{} passages", counts[&code(&window, LOW)]);
    window.until("counted", |w| w.has_part(&label));
    window.click("Delete code");
    window.until("gone", |w| !has_code(w, LOW));
    window.undo_asked();
    window.until("back", |w| has_code(w, LOW) && w.project().counts.by_code == counts);
}

#[test]
fn definition_colour_and_dimensions_are_one_step() {
    let mut window = Window::sample();
    open_menu(&mut window, LOW);
    window.click_start("Edit code");
    window.click("Colour #ba690a");
    let definition = window.harness.get_by_role_and_label(egui::accesskit::Role::MultilineTextInput, "Definition");
    definition.focus();
    window.settle();
    window.type_text("Wages that do not last the month.");
    window.click("Save");
    let low = code(&window, LOW);
    let state = move |w: &Window| {
        let study = w.project().study.clone().unwrap();
        let code = study.codebook.get(low).unwrap();
        (code.description.contains("last the month"), code.color == "#ba690a")
    };
    window.until("saved", |w| state(w) == (true, true));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undone at once", |w| state(w) == (false, false));
}

#[test]
fn one_code_can_be_shown_alone_and_all_codes_again() {
    let mut window = Window::sample();
    let shown = |w: &Window| w.project().document.as_ref().unwrap().shown(None).count();
    let all = shown(&window);
    let low = code(&window, LOW);
    open_menu(&mut window, LOW);
    window.click("Show only this code");
    let only = window.project().document.as_ref().unwrap().passages().iter().filter(|p| p.code == low).count();
    assert_eq!(shown(&window), only);
    window.click("Show all codes");
    assert_eq!(shown(&window), all);
}

#[test]
fn the_tree_is_navigated_and_folded_by_keyboard() {
    let mut window = Window::sample();
    window.click_start("Financial capital, ");
    window.key(Key::ArrowDown);
    window.key(Key::ArrowLeft);
    let push = code(&window, "Financial capital > Push");
    assert!(window.project().tree.folded.contains(&push));
    window.key(Key::ArrowRight);
    assert!(!window.project().tree.folded.contains(&push));
}

#[test]
fn the_codebook_is_written_and_read_by_the_menu() {
    let mut window = Window::sample();
    let file = window.path("codebook.csv");
    *window.answer.lock().unwrap() = Picked::Paths(vec![file.clone()]);
    window.menu("File", "Export…");
    window.click("Export: Codebook");
    window.choose_where();
    window.until("it is written", |w| w.path("codebook.csv").exists());
    std::fs::write(&file, "code,description\nLand > Vineyard,where wine grows\n").unwrap();
    window.menu("File", "Import > Import codebook…");
    window.until("the preview is shown", |w| w.has("2 new codes"));
    window.click("Import");
    let exists = |w: &Window| w.project().study.as_deref().unwrap().codebook.find("Land > Vineyard").is_some();
    window.until("the code is there", exists);
    assert!(window.has_part("2 new codes from codebook.csv"));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("it is gone again", |w| !exists(w));
}

#[test]
fn keys_of_codes_are_shown_clear_of_the_counts() {
    let mut window = Window::sample();
    // The keys that a screen reader announces for codes, with the code's path.
    let spoken = |w: &Window| {
        let key = |node: egui_kittest::Node<'_>| {
            let node = node.accesskit_node();
            let path = node.label()?.split(", ").next()?.to_owned();
            Some((node.data().keyboard_shortcut()?.to_owned(), path))
        };
        let mut found: Vec<(String, String)> = w.harness.query_all_by_role(Role::TreeItem).filter_map(key).collect();
        found.sort();
        found
    };
    let texts = |w: &Window, path: &str| -> Vec<(String, f32, f32)> {
        let (row, lines) = (row(w, path), w.rect_starting(path).y_range());
        let text = |shape: &egui::Shape| match shape {
            egui::Shape::Text(text) if lines.contains(text.visual_bounding_rect().center().y) => {
                let rect = text.visual_bounding_rect();
                (rect.right() > row.x - 165.0).then(|| (text.galley.text().to_owned(), rect.left(), rect.right()))
            }
            _ => None,
        };
        w.harness.output().shapes.iter().filter_map(|clipped| text(&clipped.shape)).collect()
    };
    let (low, cost) = (code(&window, LOW), code(&window, COST));
    for (quote, path) in [("I'm forty-three", COST), ("learnt from", LOW)] {
        let (start, end) = window.find(quote);
        window.drag(start, end);
        let before = window.project().counts.by_code[&code(&window, path)];
        window.code_with(path);
        window.until("coded", |w| w.project().counts.by_code[&code(w, path)] == before + 1);
    }
    assert_eq!(window.project().recent, [low, cost]);
    let counts = |w: &Window, id: CodeId| w.project().counts.by_code[&id];
    let (start, end) = window.find("the next machine");
    window.drag(start, end);
    assert_eq!(spoken(&window), [("1".to_owned(), COST.to_owned()), ("2".to_owned(), LOW.to_owned())]);
    let mut rights = vec![];
    for (path, key) in [(LOW, "2"), (COST, "1")] {
        let count = counts(&window, code(&window, path)).to_string();
        let found = texts(&window, path);
        let of = |quote: &str| found.iter().find(|(text, _, _)| text == quote);
        let name = found.iter().find(|(text, _, _)| path.contains(text.trim_end_matches('…')) && text.len() > 4);
        let (cap, name, count) = (of(key).expect("a key"), name.expect("a name"), of(&count).expect("a count"));
        assert!(name.2 <= cap.1 && cap.2 < count.1, "{path}: name, key, count: {found:?}");
        rights.push(count.2.round());
    }
    assert_eq!(rights[0], rights[1], "counts are right-aligned");
    window.key_to_transcript();
    window.key(Key::Escape);
    assert!(window.project().selection.is_empty());
    assert_eq!(spoken(&window).len(), 2, "also while nothing is selected");
}
