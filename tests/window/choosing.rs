//! Choosing a code and coding with it, the codes on the keys 1 to 9, and what selecting with the pointer takes.

use super::support::Window;
use crate::importing::import;
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::engine::Project;
use pullquote::engine::session::Opening;
use pullquote::model::CharRange;

const LOW: &str = "Financial capital > Push > Low income";
const COST: &str = "Financial capital > Pull > Relative low cost of living";

fn select(window: &mut Window, words: &str) {
    let (start, end) = window.find(words);
    window.drag(start, end);
}

fn total(window: &Window) -> u64 {
    window.project().counts.by_code.values().sum()
}

fn chosen(window: &Window) -> String {
    let chosen = window.harness.state().code.codebook.chosen();
    chosen.map(|code| window.project().looks.codes[&code].name.clone()).unwrap_or_default()
}

/// Both clicks in one frame, because a frame of the harness is longer than the interval of a double click.
fn double_click(window: &mut Window, path: &str) {
    let pos = window.rect_starting(path).center();
    window.harness.hover_at(pos);
    window.settle();
    for pressed in [true, false, true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        window.harness.input_mut().events.push(Event::PointerButton { pos, button, pressed, modifiers });
    }
    window.settle();
}

/// A project with one document.
fn project_with(name: &str, text: &str) -> Window {
    let mut window = Window::new();
    let (path, file) = (window.path("study.pullquote"), window.path(name));
    std::fs::write(&file, text).unwrap();
    let mut project = Project::create(&path, "study").unwrap();
    import(&mut project, file, true);
    drop(project);
    window.harness.state_mut().open(Opening::Path(path));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
    window
}

#[test]
fn a_click_chooses_a_code_and_never_codes() {
    let mut window = Window::sample();
    let before = total(&window);
    select(&mut window, "In 1993");
    window.click_start(LOW);
    assert_eq!(chosen(&window), "Low income");
    assert!(!window.project().selection.is_empty(), "the words stay selected");
    window.key(Key::F2);
    assert!(window.has("New name of the code"));
    window.key(Key::Escape);
    window.saved();
    assert_eq!(total(&window), before);
}

#[test]
fn enter_a_double_click_and_the_menu_code_the_selected_words() {
    let ways: [fn(&mut Window); 4] = [
        |w| {
            w.click_start(LOW);
            w.key(Key::Enter);
        },
        |w| double_click(w, LOW),
        |w| w.code_with(LOW),
        |w| {
            let row = w.rect_starting(LOW).center();
            w.secondary_click_at(row);
            w.click("Code the selection");
        },
    ];
    for (at, code) in ways.into_iter().enumerate() {
        let mut window = Window::sample();
        let before = window.passages("Low income");
        select(&mut window, "In 1993");
        code(&mut window);
        window.until("it is coded", |w| w.passages("Low income") == before + 1);
        assert!(window.has_part("Coded with “Low income”"), "{at}: a message says so");
        window.chord(Modifiers::SHIFT, Key::ArrowRight);
        assert_eq!(window.project().room, pullquote::app::room::Room::Code, "{at}");
        window.chord(Modifiers::COMMAND, Key::Z);
        window.until("it is undone", |w| w.passages("Low income") == before);
    }
}

#[test]
fn without_a_selection_enter_and_a_double_click_list_the_passages() {
    let ways: [fn(&mut Window); 2] = [
        |w| {
            w.click_start(LOW);
            w.key(Key::Enter);
        },
        |w| double_click(w, LOW),
    ];
    for list in ways {
        let mut window = Window::sample();
        assert!(!window.has_part("Code with Financial"), "there is nothing to code");
        list(&mut window);
        assert_eq!(window.project().room, pullquote::app::room::Room::Passages);
        let code = window.project().rooms.passages.filter.code;
        assert_eq!(code.map(|code| window.project().code_name(code).to_owned()).as_deref(), Some("Low income"));
    }
}

#[test]
fn enter_in_the_filter_chooses_a_code_if_no_words_are_selected() {
    let mut window = Window::sample();
    let before = total(&window);
    window.chord(Modifiers::COMMAND, Key::L);
    window.type_text("low inc");
    window.key(Key::Enter);
    assert_eq!(chosen(&window), "Low income");
    window.key(Key::F2);
    assert!(window.has("New name of the code"), "its row has the focus");
    window.key(Key::Escape);
    select(&mut window, "In 1993");
    window.chord(Modifiers::COMMAND, Key::L);
    window.type_text("low inc");
    window.key(Key::Enter);
    window.until("it is coded", |w| total(w) == before + 1);
}

#[test]
fn a_code_keeps_its_key_until_it_is_moved_also_after_a_restart() {
    let mut window = Window::sample();
    for (words, path) in [("In 1993", LOW), ("learnt from", COST), ("the next machine", LOW)] {
        let before = total(&window);
        select(&mut window, words);
        window.code_with(path);
        window.until("coded", |w| total(w) == before + 1);
    }
    let on_key =
        |w: &Window, place| w.project().tree.keys.code(place).map(|code| w.project().code_name(code).to_owned());
    assert_eq!(on_key(&window, 0).as_deref(), Some("Low income"), "the key given first, whatever was used since");
    let row = window.rect_starting(COST).center();
    window.secondary_click_at(row);
    window.click("Put on key");
    window.click("4: free");
    assert_eq!(on_key(&window, 3).as_deref(), Some("Relative low cost of living"));
    assert!(window.has_part("Key 4 codes with"));
    // A code that had the key is named before and after.
    window.secondary_click_at(row);
    window.click("Put on key");
    assert!(window.has("4: “Relative low cost of living”"));
    window.click("1: “Low income”");
    assert!(window.has_part("“Low income” is now on key 4"));
    window.secondary_click_at(row);
    window.click("Put on key");
    window.click("4: “Low income”");
    assert!(window.has_part("“Low income” is now on key 1"));
    assert_eq!(on_key(&window, 3).as_deref(), Some("Relative low cost of living"));
    let (folder, before) = (window.folder.clone(), window.passages("Relative low cost of living"));
    drop(window);
    let mut window = Window::within(folder);
    window.open_sample();
    select(&mut window, "I'm forty-three");
    window.key(Key::Num4);
    window.until("the key codes", |w| w.passages("Relative low cost of living") == before + 1);
    window.key(Key::Escape);
    window.key(Key::Escape);
    let caps = window.harness.query_all_by_role(Role::TreeItem);
    let caps: Vec<_> =
        caps.filter_map(|node| node.accesskit_node().data().keyboard_shortcut().map(str::to_owned)).collect();
    assert_eq!(caps, ["1", "4"], "keys are shown although nothing is selected");
}

#[test]
fn the_command_palette_puts_the_chosen_code_on_a_key_and_frees_it() {
    let mut window = Window::sample();
    window.click_start(LOW);
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("put on key 7");
    window.key(Key::Enter);
    let project = window.project();
    assert_eq!(project.tree.keys.code(6).map(|code| project.code_name(code)), Some("Low income"));
    window.chord(Modifiers::COMMAND, Key::K);
    window.type_text("free its key");
    window.key(Key::Enter);
    assert_eq!(window.project().tree.keys.code(6), None);
}

#[test]
fn the_first_code_is_added_from_the_empty_codebook() {
    let mut window = project_with("P1.txt", "Interviewer: Why?\nP1: We were poor.\n");
    window.chord(Modifiers::COMMAND, Key::L);
    window.type_text("Poverty");
    window.key(Key::Enter);
    window.until("the code is there", |w| w.project().study.as_deref().unwrap().codebook.find("Poverty").is_some());
    let mut window = project_with("P1.txt", "Interviewer: Why?\nP1: We were poor.\n");
    window.chord(Modifiers::COMMAND, Key::L);
    window.key(Key::Enter);
    assert!(window.has("Name of the code"), "without a name, it is asked for");
}

#[test]
fn selecting_with_the_pointer_takes_whole_words_unless_alt_is_held() {
    let mut window = Window::sample();
    let (start, end) = window.find("I'm forty-three");
    let words = |w: &Window| w.project().document.as_ref().unwrap().slice(w.project().selection).to_owned();
    let half = (start + 6, end - 3);
    window.drag(half.0, half.1);
    assert_eq!(words(&window), "forty-three");
    window.drag(half.1, half.0);
    assert_eq!(words(&window), "forty-three", "backwards, too");
    window.drag(start, start + 4);
    assert_eq!(words(&window), "I'm", "without the space after it");
    let (from, to) = (window.place(half.0), window.place(half.1));
    window.harness.event(Event::ModifiersChanged(Modifiers::ALT));
    window.drag_between(from, to);
    window.harness.event(Event::ModifiersChanged(Modifiers::NONE));
    assert_eq!(window.project().selection, CharRange::new(half.0, half.1));
    window.menu("Edit", "Select whole words");
    window.key(Key::Escape);
    window.drag(half.0, half.1);
    assert_eq!(window.project().selection, CharRange::new(half.0, half.1), "the setting does the same");
}

#[test]
fn a_quick_drag_takes_its_last_stretch_even_if_the_release_comes_in_the_same_frame() {
    let mut window = Window::sample();
    let (start, end) = window.find("I'm forty-three");
    let (from, middle, to) = (window.place(start), window.place(start + 2), window.place(end));
    window.harness.hover_at(from);
    window.settle();
    window.harness.drag_at(from);
    window.settle();
    window.harness.hover_at(middle);
    window.settle();
    let release =
        Event::PointerButton { pos: to, button: PointerButton::Primary, pressed: false, modifiers: Modifiers::NONE };
    window.harness.input_mut().events.extend([Event::PointerMoved(to), release]);
    window.settle();
    let project = window.project();
    assert_eq!(project.document.as_ref().unwrap().slice(project.selection), "I'm forty-three");
}

#[test]
fn whole_words_are_known_in_chinese() {
    let mut window = project_with("访谈.txt", "访谈者：为什么？\n受访者：因为工资低，只好回到重庆。\n");
    let (start, _) = window.find("工资低");
    window.drag(start + 1, start + 3);
    let project = window.project();
    assert_eq!(project.document.as_ref().unwrap().slice(project.selection), "工资低");
}

#[test]
fn an_in_vivo_code_has_no_punctuation_around_its_name() {
    let mut window = Window::sample();
    let (start, end) = window.find("Off where?");
    window.drag(start, end);
    window.key(Key::V);
    window.until("the code is there", |w| w.passages("Off where") == 1);
}

#[test]
fn the_next_uncoded_turn_is_a_participants() {
    let text = "Interviewer: Why?\nP1: We were poor.\nInterviewer: And then?\nP1: I left.\n";
    let mut window = project_with("P1.txt", text);
    let turn = |w: &Window| w.project().document.as_ref().unwrap().slice(w.project().selection).to_owned();
    window.key_to_transcript();
    let mut seen = vec![];
    for _ in 0..2 {
        window.key(Key::U);
        seen.push(turn(&window));
    }
    assert!(seen[0].contains("We were poor") && seen[1].contains("I left"), "{seen:?}");
    window.chord(Modifiers::COMMAND, Key::Home);
    window.menu("Coding", "Stop at interviewers’ turns");
    window.key(Key::Escape);
    window.key_to_transcript();
    window.chord(Modifiers::COMMAND, Key::Home);
    for expected in ["We were poor", "And then?"] {
        window.key(Key::U);
        assert!(turn(&window).contains(expected), "{expected}: {}", turn(&window));
    }
}
