//! Low windows: the buttons of dialogs and the words that coders disagree about stay in sight.

use super::comparing::comparing;
use super::leaving::{act, low};
use super::support::Window;
use egui::accesskit::Role;
use egui::text::CCursor;
use egui::{Color32, Key, Rect, Shape, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::action::{Action, CodeAct, CodingAct, ImportAct, ProjectAct, TeamAct, ViewAct};
use pullquote::app::exporting::ExportKind;
use pullquote::app::importing::Importing;
use pullquote::app::room::Room;
use pullquote::engine::Command;
use pullquote::gui::dialogs::Picked;
use pullquote::gui::theme::SCROLL_BAR;

/// 1024×640 points, and the same at a zoom of 150 %.
const SIZES: [(f32, f32); 2] = [(1024.0, 640.0), (683.0, 427.0)];

type Open = (&'static str, fn(&mut Window));

const DIALOGS: &[Open] = &[
    ("export", |w| act(w, Action::Export(Some(ExportKind::Passages)))),
    ("code", |w| {
        let code = low(w);
        act(w, Action::OnCode(CodeAct::Edit, code));
    }),
    ("project", |w| act(w, Action::Project(ProjectAct::Describe))),
    ("new code", |w| act(w, Action::Coding(CodingAct::NewCode))),
    ("blind coding", |w| act(w, Action::Team(TeamAct::BeginBlind))),
    ("import", |w| {
        let text = "I: Why?\nB: Because.\nI: And?\nB: So.\n".repeat(20);
        let path = w.path("b.txt");
        std::fs::write(&path, text).unwrap();
        *w.answer.lock().unwrap() = Picked::Paths(vec![path]);
        act(w, Action::Import(pullquote::app::action::ImportAct::Documents));
        w.until("everything is read", |w| matches!(w.project().rooms.importing, Some(Importing::Preview(_))));
    }),
];

/// The buttons of the open dialog that stand in its last row.
fn last_row(window: &Window, cancel: &str) -> Vec<Rect> {
    // A message behind the dialog may have such a button, too.
    let all = window.harness.query_all_by_role_and_label(Role::Button, cancel).map(|node| node.rect());
    let row = all.max_by(|a, b| a.bottom().total_cmp(&b.bottom())).unwrap();
    let buttons = window.harness.query_all_by_role(Role::Button).map(|node| node.rect());
    buttons.filter(|rect| (rect.center().y - row.center().y).abs() < 2.0).collect()
}

#[test]
fn the_buttons_of_every_dialog_are_in_sight() {
    for (language, cancel) in [(ViewAct::English, "Cancel"), (ViewAct::Chinese, "取消")] {
        for (name, open) in DIALOGS {
            let mut window = Window::sample();
            act(&mut window, Action::View(language));
            open(&mut window);
            window.until(name, |w| w.has(cancel));
            for (width, height) in SIZES {
                window.harness.set_size(vec2(width, height));
                window.settle();
                window.settle();
                let screen = Rect::from_min_size(egui::Pos2::ZERO, vec2(width, height));
                let row = last_row(&window, cancel);
                assert!(
                    !row.is_empty() && row.iter().all(|rect| screen.contains_rect(*rect)),
                    "{name} {width}: {row:?}"
                );
            }
        }
    }
}

#[test]
fn what_gets_the_focus_in_a_low_dialog_is_in_sight_above_its_buttons() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(683.0, 427.0));
    act(&mut window, Action::Export(Some(ExportKind::Passages)));
    window.until("the preview is there", |w| w.is_enabled("Export…"));
    let button = |w: &Window| w.harness.get_by_label("Export: Project for another program").rect();
    let cancel = window.rect("Cancel");
    assert!(button(&window).bottom() > cancel.top(), "below the buttons: {}", button(&window));
    for _ in 0..40 {
        window.key(Key::Tab);
        let focused = window.harness.get_by_label("Export: Project for another program");
        if focused.accesskit_node().is_focused() {
            break;
        }
    }
    window.harness.run_steps(40);
    let (seen, cancel) = (button(&window), window.rect("Cancel"));
    assert!(seen.bottom() <= cancel.top() && seen.top() >= 0.0, "{seen} above {cancel}");
}

/// The first row of marked words of a coder, and the part of the window in which it can be seen. Below it, words of another
/// extent may be marked.
fn marked(window: &Window) -> Option<(Rect, Rect)> {
    let all = window.harness.output().shapes.iter().filter_map(|clipped| {
        let Shape::Text(text) = &clipped.shape else { return None };
        let is_mark = |section: &&egui::text::LayoutSection| section.format.background != Color32::TRANSPARENT;
        let section = text.galley.job.sections.iter().find(is_mark)?;
        let before = text.galley.job.text.get(..section.byte_range.start.0)?.chars().count();
        let place = text.galley.pos_from_cursor(CCursor::new(before));
        Some((place.translate(text.pos.to_vec2()), clipped.clip_rect))
    });
    all.min_by(|(_, a), (_, b)| a.top().total_cmp(&b.top()))
}

#[test]
fn the_disputed_words_are_in_sight() {
    let mut window = Window::sample();
    for (width, height) in SIZES {
        window.harness.set_size(vec2(width, height));
        window.harness.state_mut().act(Action::Show(Room::Compare));
        window.until("it is compared", |w| w.project().rooms.compare.disagreements.is_some());
        window.click_start("Disagreements");
        for place in 0..12 {
            window.until("the words are read", |w| marked(w).is_some());
            window.settle();
            let (words, seen) = marked(&window).unwrap();
            assert!(seen.expand(1.0).contains_rect(words), "{width}×{height}, {place}: {words} in {seen}");
            window.key(Key::J);
            window.until("the next words are read", |w| !w.project().link.is_waiting());
        }
        window.harness.state_mut().act(Action::Show(Room::Code));
        window.settle();
    }
}

#[test]
fn in_the_lowest_window_the_list_of_disagreements_is_shown_on_demand() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(683.0, 427.0));
    act(&mut window, Action::Show(Room::Compare));
    window.until("it is compared", |w| w.project().rooms.compare.disagreements.is_some());
    window.click_start("Disagreements");
    window.until("the words are read", |w| marked(w).is_some());
    assert!(!window.has("Pane: units"));
    window.click("List");
    assert!(window.has("Pane: units"));
}

#[test]
fn the_filters_of_passages_leave_room_for_codes() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(1024.0, 640.0));
    act(&mut window, Action::Show(Room::Passages));
    window.until("they are listed", |w| w.project().rooms.passages.list.is_some());
    window.settle();
    let rows = |w: &Window| {
        let rows = w.harness.query_all_by_label_contains("Only ").map(|node| node.rect());
        rows.filter(|row| row.height() > 20.0 && row.bottom() < 640.0).count()
    };
    assert!(!window.has("Said by") && rows(&window) >= 7, "{}", rows(&window));
    window.click("Documents, speakers and coders");
    window.until("it is unfolded", |w| w.has("Said by"));
    window.harness.set_size(vec2(1280.0, 800.0));
    window.settle();
    assert!(window.has("Said by") && !window.has("Documents, speakers and coders"));
}

#[test]
fn whose_experience_passages_are_about_is_chosen_in_sight() {
    let mut window = Window::sample();
    for (width, height) in [(1024.0, 640.0), (853.0, 533.0), (683.0, 427.0)] {
        window.harness.set_size(vec2(width, height));
        act(&mut window, Action::Show(Room::Passages));
        window.until("they are listed", |w| w.project().rooms.passages.list.is_some());
        window.settle();
        let choice = window.harness.get_by_role_and_label(Role::ComboBox, "Whose experience").rect();
        let screen = Rect::from_min_size(egui::Pos2::ZERO, vec2(width, height));
        assert!(screen.contains_rect(choice), "{width}: {choice}");
    }
}

#[test]
fn a_decision_that_was_begun_is_in_sight_with_its_reason() {
    let mut window = Window::sample();
    // So many coders that their decisions take several rows.
    for name in ["Maximiliane Oberhuber", "Wei-Ling Chandrasekaran", "Ioana Popescu", "Kofi A. Mensah", "顾晓明"] {
        window.project_mut().link.execute(Command::AddCoder { name: name.into() });
        window.until("the coder is there", |w| w.project().study.as_deref().unwrap().user_named(name).is_some());
    }
    act(&mut window, Action::Show(Room::Compare));
    window.until("it is compared", |w| w.project().rooms.compare.disagreements.is_some());
    let source = window.project().rooms.compare.disagreements.as_deref().unwrap().list[0].disagreement.key.source;
    let coders: Vec<_> = window.project().study.as_deref().unwrap().coders().map(|user| user.id).collect();
    for coder in coders {
        window.project_mut().link.execute(Command::MarkDone { sources: vec![source], user: coder, done: true });
    }
    window.until("all took part", |w| {
        let all = w.project().rooms.compare.disagreements.clone();
        all.is_some_and(|all| all.list[0].disagreement.coders.len() == 7) && !w.project().link.is_waiting()
    });
    window.click_start("Disagreements");
    for (width, height) in [(1024.0, 640.0), (853.0, 533.0), (683.0, 427.0)] {
        window.harness.set_size(vec2(width, height));
        window.settle();
        let screen = Rect::from_min_size(egui::Pos2::ZERO, vec2(width, height));
        for key in [Key::W, Key::Num1] {
            window.key(key);
            window.until("the words are read", |w| marked(w).is_some());
            window.settle();
            for (role, label) in [(Role::TextInput, "Reason"), (Role::Button, "Resolve")] {
                let rect = window.harness.get_by_role_and_label(role, label).rect();
                assert!(screen.contains_rect(rect), "{width}, {key:?}: {label} {rect}");
            }
            window.key(Key::Escape);
        }
    }
}

#[test]
fn a_low_window_leaves_most_of_passages_to_the_list() {
    let mut window = Window::sample();
    // 1024×640 points at a zoom of 150 %.
    window.harness.set_size(vec2(683.0, 427.0));
    act(&mut window, Action::Show(Room::Passages));
    window.until("they are listed", |w| w.project().rooms.passages.list.is_some() && !w.project().link.is_waiting());
    window.settle();
    let top = window.rect("Display").bottom();
    let bottom = window.rect("Actions").top();
    assert!(bottom - top > 427.0 * 0.5, "{top} to {bottom}");
    window.click("Display");
    window.until("it is unfolded", |w| w.has("One card per passage"));
    window.click("One card per passage");
    window.key(Key::Escape);
    window.click("Actions");
    assert!(window.has_part("Recode…"));
    window.key(Key::Escape);
    // All filters can be scrolled to.
    window.click("Documents, speakers and coders");
    window.until("it is unfolded", |w| w.has("Said by"));
    assert!(window.has("All participants. Tick values to choose some."));
}

#[test]
fn the_question_about_names_in_use_is_in_sight_in_a_low_window() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(683.0, 427.0));
    let file = window.path("A.txt");
    std::fs::write(&file, "I: Why?\nAna: The rent.\n").unwrap();
    *window.answer.lock().unwrap() = Picked::Paths(vec![file]);
    act(&mut window, Action::Import(ImportAct::Documents));
    window.until("it is read", |w| w.has("One name is already in use."));
    window.settle();
    // Another answer is beside the document.
    let answers = window.harness.get_all_by_label("Rename automatically");
    let top = answers.map(|node| node.rect()).min_by(|a, b| a.top().total_cmp(&b.top())).unwrap();
    assert!(top.bottom() < window.rect("Cancel").top(), "{top}");
    window.click_at(top.center());
    window.until("it can be imported", |w| w.is_enabled("Import 1 document"));
}

#[test]
fn beside_open_settings_the_decisions_cover_no_words() {
    let mut window = Window::sample();
    // 1280×800 points at a zoom of 150 %.
    window.harness.set_size(vec2(853.0, 533.0));
    act(&mut window, Action::Show(Room::Compare));
    window.until("it is compared", |w| w.project().rooms.compare.disagreements.is_some());
    window.click("Settings");
    window.click_start("Disagreements");
    for key in [None, Some(Key::W), Some(Key::Num1)] {
        key.into_iter().for_each(|key| window.key(key));
        window.until("the words are read", |w| marked(w).is_some());
        window.settle();
        let (words, seen) = marked(&window).unwrap();
        assert!(seen.expand(1.0).contains_rect(words), "{key:?}: {words} in {seen}");
        let first = window.harness.get_all_by_label("Accept Coder 1").next().unwrap().rect();
        assert!(seen.bottom() <= first.top() && first.bottom() < 533.0, "{key:?}: {seen} above {first}");
    }
    assert!(window.rect("Resolve").bottom() < 533.0);
}

#[test]
fn a_low_window_folds_what_is_above_a_table() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(853.0, 533.0));
    act(&mut window, Action::Show(Room::Tables));
    window.until("the table is there", |w| w.project().rooms.tables.table.is_some());
    window.click("Participant × code");
    window.until("it is counted", |w| w.project().rooms.tables.table.is_some());
    window.settle();
    assert!(window.has("Coded by") && window.has("Count consensus"), "whose codings are counted is in sight");
    assert!(!window.has("Filter…") && !window.has("Copy table"));
    let grid = window.harness.get_by_role(Role::Grid).rect();
    assert!(grid.height() > 533.0 / 2.0, "more than half of the window: {grid}");
    window.click("Actions");
    assert!(window.has("Copy table") && window.has("Export table…"));
    window.key(Key::Escape);
    window.click("Settings");
    window.until("they are unfolded", |w| w.has("Filter…"));
    assert_eq!(window.harness.query_all_by_label("Coded by").count(), 1);
}

#[test]
fn a_long_name_of_a_code_leaves_room_for_its_number() {
    let mut window = Window::sample();
    act(&mut window, Action::Show(Room::Passages));
    window.until("they are listed", |w| w.project().rooms.passages.list.is_some() && !w.project().link.is_waiting());
    window.settle();
    let study = window.project().study.clone().unwrap();
    let path = "Financial capital > Push > Ever-increasing living cost in cities";
    let code = study.codebook.codes().iter().find(|code| study.codebook.path(code.id).to_string().starts_with(path));
    let count = window.project().counts.by_code[&code.unwrap().id].to_string();
    let row = window.rect_starting(&format!("Only {path}"));
    let is_count = |shape: &Shape| matches!(shape, Shape::Text(text) if text.galley.text() == count && row.contains(text.pos + vec2(1.0, 1.0)));
    assert!(window.harness.output().shapes.iter().any(|clipped| is_count(&clipped.shape)), "{count}");
}

#[test]
fn the_scroll_bar_covers_no_words_of_the_last_coder() {
    let mut window = comparing();
    window.click_start("Disagreements");
    // So low that the words have to be scrolled.
    for (width, height) in [(1024.0, 480.0), (683.0, 360.0)] {
        window.harness.set_size(vec2(width, height));
        window.settle();
        window.until("the words are read", |w| marked(w).is_some());
        let item = window.project_mut().rooms.compare.item().unwrap();
        let excerpt = window.project().rooms.compare.around.of((item.source, item.range)).unwrap().clone();
        let words: String = excerpt.text.chars().take(20).collect();
        let labels = window.harness.query_all_by_label_contains(&words);
        let right = labels.map(|node| node.rect().right()).fold(0.0, f32::max);
        // The page has a margin of 16 points.
        assert!(right > width / 2.0 && right <= width - 16.0 - SCROLL_BAR, "{width}: {right}");
    }
}

/// The place of the first text with these words.
fn part(window: &Window, words: &str) -> Rect {
    window.harness.query_all_by_label_contains(words).next().expect("the words are there").rect()
}

#[test]
fn what_the_consensus_coding_lacks_is_said_although_the_notes_are_folded() {
    let mut window = comparing();
    window.click_start("Disagreements");
    window.key(Key::Num1);
    window.key(Key::Enter);
    window.saved();
    assert!(window.has_part("From now on, tables count it in place of the coders’ passages."));
    for (width, height) in SIZES {
        window.harness.set_size(vec2(width, height));
        act(&mut window, Action::Show(Room::Tables));
        window.until("the table is counted", |w| w.has_part("The consensus coding is incomplete: "));
        assert!(!window.has_part("Coded by the consensus"), "{width}: the notes are folded");
        let screen = Rect::from_min_size(egui::Pos2::ZERO, vec2(width, height));
        assert!(screen.contains_rect(part(&window, "The consensus coding is incomplete: ")), "{width}");
    }
}

#[test]
fn several_documents_are_in_sight_beside_a_list_of_tables() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(1024.0, 640.0));
    let mut paths = Vec::new();
    for number in 0..5 {
        let (text, table) = (window.path(&format!("t{number}.txt")), window.path(&format!("p{number}.csv")));
        std::fs::write(&text, format!("I: Why?\nB: Because {number}.\nI: And?\nB: So.\n")).unwrap();
        std::fs::write(&table, "name,age\nZhou,34\n").unwrap();
        paths.extend([text, table]);
    }
    *window.answer.lock().unwrap() = Picked::Paths(paths);
    act(&mut window, Action::Import(ImportAct::Documents));
    window.until("everything is read", |w| matches!(w.project().rooms.importing, Some(Importing::Preview(_))));
    window.click("5 tables to import another way");
    window.harness.run_steps(30);
    let list = window.rect("5 tables to import another way");
    let cancel = window.harness.query_all_by_role_and_label(Role::Button, "Cancel").map(|node| node.rect());
    let bottom = cancel.map(|rect| rect.top()).fold(0.0, f32::max);
    let is_seen = |number: usize| {
        let label = format!("Import t{number}");
        let boxes = window.harness.query_all_by_role_and_label(Role::CheckBox, label.as_str());
        boxes.map(|node| node.rect()).any(|rect| rect.top() > list.bottom() && rect.bottom() < bottom - 60.0)
    };
    assert!((0..3).all(is_seen), "three documents are in sight");
    // The words have room, whatever the zoom.
    for size in [vec2(1024.0, 640.0), vec2(853.0, 533.0), vec2(683.0, 427.0)] {
        window.harness.set_size(size);
        window.harness.run_steps(8);
        let line = part(&window, "1 I Why?");
        assert!(line.width() >= 240.0, "{size}: {line}");
    }
}

#[test]
fn the_editor_of_a_table_has_room_for_its_preview() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(1024.0, 640.0));
    act(&mut window, Action::Show(Room::Tables));
    window.until("a table is there", |w| w.project().rooms.tables.table.is_some());
    window.click("Edit…");
    window.until("the preview is there", |w| w.has_part("Preview: number of"));
    assert!(!window.has("Pane: tables"), "the list makes room for the preview");
    let preview = part(&window, "Preview: number of");
    let title = window.harness.get_by_role_and_label(Role::TextInput, "Title").rect();
    assert!(preview.left() - title.right() >= SCROLL_BAR, "the field is not below the scroll bar: {title} {preview}");
}

#[test]
fn six_lines_of_the_disputed_words_are_in_sight_while_deciding() {
    let mut window = comparing();
    window.harness.set_size(vec2(683.0, 427.0));
    window.settle();
    window.click_start("Disagreements");
    for key in [None, Some(Key::Num1), Some(Key::Escape), Some(Key::B)] {
        key.into_iter().for_each(|key| window.key(key));
        let what = format!("the words are read, {key:?}");
        window.until(&what, |w| marked(w).is_some());
        window.settle();
        let (words, seen) = marked(&window).unwrap();
        assert!(seen.expand(1.0).contains_rect(words), "{key:?}: {words} in {seen}");
        assert!(seen.height() >= 6.0 * words.height(), "{key:?}: {seen}");
    }
}
