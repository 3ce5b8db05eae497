//! Narrow windows, empty rooms, and what screen readers announce about the frame of the window.

use super::support::{Window, nameless};
use crate::importing::import;
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{By, NodeT, Queryable};
use pullquote::app::action::{Action, NewAct, ViewAct};
use pullquote::app::room::Room;
use pullquote::engine::session::Opening;
use pullquote::engine::{Project, SampleStudy};

fn empty_project() -> Window {
    let mut window = Window::new();
    let path = window.path("empty.pullquote");
    window.harness.state_mut().open(Opening::New { path, name: "返乡研究".into() });
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    window
}

fn show(window: &mut Window, room: Room) {
    window.harness.state_mut().act(Action::Show(room));
    window.until("everything is there", |w| !w.project().link.is_waiting());
}

/// 1024×640 points, and the same at a zoom of 150 %.
const SIZES: [(f32, f32); 2] = [(1024.0, 640.0), (683.0, 427.0)];

#[test]
fn toolbars_wrap_beside_the_lists() {
    let mut window = Window::sample();
    for (width, height) in SIZES {
        window.harness.set_size(vec2(width, height));
        for (room, pane, buttons) in [
            (
                Room::Tables,
                "Pane: tables",
                &["Numbers", "Quotes", "Edit…", "Duplicate", "Delete…", "Display", "Copy table"][..],
            ),
            (
                Room::Compare,
                "Pane: settings",
                &["Export agreement report…", "Copy text for methods section", "Create consensus coding"],
            ),
        ] {
            show(&mut window, room);
            // In a small window, the settings are folded, and the actions are in a menu.
            let is_small = width < 960.0;
            if is_small {
                window.click("Actions");
            }
            let edge = if is_small { 0.0 } else { window.rect(pane).right() };
            for label in buttons {
                let button = window.harness.get_all_by_label(label).next().expect(label).rect();
                assert!(
                    button.left() >= edge && button.right() <= width,
                    "{room:?} at {width}: {label} {button}, {edge}"
                );
            }
        }
    }
}

#[test]
fn compare_keeps_five_rows_and_shows_its_settings_on_demand() {
    let mut window = Window::sample();
    // 1280×800 and 1024×640 at a zoom of 150 %, and 1024×640.
    for (width, height) in [(853.0, 533.0), (683.0, 427.0), (1024.0, 640.0)] {
        window.harness.set_size(vec2(width, height));
        show(&mut window, Room::Compare);
        window.until("it is compared", |w| w.project().rooms.compare.compared.is_some());
        window.settle();
        let notes = window.rect("How this was counted");
        let rows = window.harness.query_all_by_label_contains("All of Financial capital").map(|node| node.rect());
        let rows =
            rows.chain(window.harness.query_all_by_label_contains("All of Human capital").map(|node| node.rect()));
        let whole = rows.filter(|row| row.height() > 27.0 && row.bottom() <= notes.top()).count();
        assert!(whole >= 5, "{width}×{height}: {whole} rows above {notes}");
        let is_folded = width < 960.0;
        assert_eq!(window.has("Who and what"), !is_folded, "{width}");
        if is_folded {
            window.click("Settings");
            assert!(window.has("Who and what"), "{width}");
            for label in ["More figures", "Show all differences"] {
                let button = window.rect(label);
                assert!(button.right() <= width && button.height() > 20.0, "{width}: {label} {button}");
            }
            let table = window.rect_starting("Codes").union(window.rect_starting("Sort by name"));
            assert!(table.right() < width, "{width}: {table}");
            window.click("Settings");
        }
    }
}

#[test]
fn the_search_stays_in_a_narrow_window() {
    let mut window = Window::sample();
    for width in [1280.0, 1024.0, 853.0, 683.0] {
        window.harness.set_size(vec2(width, 533.0));
        window.settle();
        let search = window.rect("Command palette…");
        assert!(search.right() <= width && search.width() >= 24.0, "{width}: {search}");
    }
    window.click("Command palette…");
    assert!(window.has("Commands"));
}

#[test]
fn the_project_is_named_in_the_bar_or_in_the_status_line() {
    let mut window = Window::sample();
    let name = window.project().study.as_deref().unwrap().project.name.clone();
    for (width, bottom) in [(1280.0, false), (1024.0, true)] {
        window.harness.set_size(vec2(width, 640.0));
        window.settle();
        let place = window.rect(&name);
        assert_eq!(place.center().y > 600.0, bottom, "at {width}: {place}");
    }
}

#[test]
fn an_empty_room_says_what_to_do_in_its_middle() {
    let mut window = empty_project();
    for (room, title, button) in [
        (Room::Code, "This project has no documents yet", Some("Import documents…")),
        (Room::Compare, "Compare", Some("Add coder…")),
        (Room::Passages, "Nothing is coded yet", Some("Go to the transcript")),
        (Room::Ask, "Nothing is coded yet", Some("Go to the transcript")),
        (Room::Documents, "No documents yet", Some("Import documents…")),
        (Room::Memos, "No memos yet", Some("Write a memo…")),
        (Room::History, "No changes yet", None),
    ] {
        show(&mut window, room);
        window.until("the room says that it is empty", |w| w.has(title));
        let titles = window.harness.get_all_by_label(title);
        let place = titles.map(|node| node.rect()).max_by(|a, b| a.top().total_cmp(&b.top())).unwrap();
        assert!((300.0..1100.0).contains(&place.center().x) && place.top() > 150.0, "{room:?}: {place}");
        if let Some(button) = button {
            let buttons = window.harness.get_all_by_label(button).map(|node| node.rect());
            let below =
                buttons.filter(|rect| (rect.center().x - place.center().x).abs() < 4.0 && rect.top() > place.top());
            assert_eq!(below.count(), 1, "{room:?}: {button}");
        }
        assert_eq!(nameless(&window.harness), Vec::<String>::new());
    }
    show(&mut window, Room::Memos);
    window.click("Write a memo…");
    assert!(window.project().rooms.memos.adding.is_some());
}

#[test]
fn the_settings_of_compare_are_cards_that_explain_themselves() {
    let mut window = Window::sample();
    show(&mut window, Room::Compare);
    for (title, explanation) in [
        ("Who and what", "work that was not done is not a disagreement"),
        ("Unit and rule", "One speaker’s uninterrupted turn"),
        ("Statistic", "Gamma aligns passages"),
    ] {
        assert!(window.has(title) && !window.has_part(explanation), "{title}");
        window.click(&format!("About: {title}"));
        assert!(window.has_part(explanation), "{title}");
        window.key(Key::Escape);
        assert!(!window.has_part(explanation), "{title}");
    }
}

#[test]
fn screen_readers_know_the_window_its_dialogs_and_what_is_selected() {
    let mut window = Window::sample();
    let name = window.project().study.as_deref().unwrap().project.name.clone();
    let root = window.harness.root().accesskit_node().label();
    assert_eq!(root, Some(format!("Pullquote · {name} (sample)")));
    for (document, is_selected) in [("Document A", true), ("Document B", false)] {
        let node = window.harness.get_by_role_and_label(Role::ListItem, document);
        assert_eq!(node.accesskit_node().is_selected(), Some(is_selected), "{document}");
        assert_eq!(node.accesskit_node().toggled(), None, "{document} is no check box");
    }
    window.key(Key::F1);
    assert!(window.harness.query_by_role_and_label(Role::Dialog, "Keyboard shortcuts").is_some());
    window.key(Key::Escape);
}

#[test]
fn the_turn_with_the_caret_is_read_with_its_codes() {
    let mut window = Window::sample();
    let (start, _) = window.find("forty-three");
    window.drag(start, start + 2);
    window.code_words("forty-three", &["Financial capital > Push > Low income"]);
    let focused = window.harness.query_all(By::new().predicate(|node| node.is_focused())).next();
    let node = focused.expect("a widget has the focus").accesskit_node();
    assert_eq!(node.role(), Role::Paragraph);
    assert!(node.label().is_some_and(|label| label.contains("forty-three")), "{:?}", node.label());
    assert!(node.description().is_some_and(|codes| codes.contains("Low income")), "{:?}", node.description());
    window.chord(Modifiers::COMMAND, Key::End);
    let focused = window.harness.query_all(By::new().predicate(|node| node.is_focused())).next();
    let label = focused.and_then(|node| node.accesskit_node().label()).unwrap_or_default();
    assert!(!label.contains("forty-three"), "{label}");
}

#[test]
fn characters_that_no_font_has_are_named_with_the_font_to_install() {
    let open = |name: &str, text: &str| {
        let mut window = Window::new();
        window.harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
        let (path, file) = (window.path("study.pullquote"), window.path(name));
        std::fs::write(&file, text).unwrap();
        let mut project = Project::create(&path, "study").unwrap();
        import(&mut project, file, true);
        drop(project);
        window.harness.state_mut().open(Opening::Path(path));
        window.until("it is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
        window
    };
    let simplified = open("访谈.txt", "访谈者：您为什么返乡？\n受访者：家里地少。\n");
    assert!(!simplified.has_part("No font on this computer"));
    // The tests have no fonts besides the bundled ones.
    let traditional = open("訪談.txt", "訪談者：您為什麼返鄉？\n受訪者：家裡地少。\n");
    let shown = traditional.harness.query_all_by_label_contains("fonts-noto-cjk").count();
    assert!(shown >= 2, "below the document's header, and once as a message: {shown}");
}

#[test]
fn at_one_and_a_half_times_the_size_rows_stay_in_sight_and_rooms_are_in_a_menu() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(683.0, 427.0));
    show(&mut window, Room::Tables);
    window.until("the table is counted", |w| w.project().rooms.tables.table.is_some());
    window.settle();
    let notes = window.rect("Notes on this table");
    let rows = window.harness.query_all_by_label_contains("Low income").map(|node| node.rect());
    assert!(rows.filter(|row| row.bottom() <= notes.top()).count() >= 1, "{notes}");
    assert!(!window.has_part("that have no value of"), "the notes are folded");
    window.click("Notes on this table");
    window.until("they unfold", |w| w.has_part("that have no value of"));
    window.click("Room: Tables");
    let (entry, coder) = (window.rect("History"), window.rect("Coder: Coder 1"));
    assert!(entry.right() < 683.0 && coder.right() <= 683.0, "{entry} {coder}");
    window.click("History");
    assert_eq!(window.project().room, Room::History);
    window.harness.set_size(vec2(1280.0, 800.0));
    window.settle();
    assert!(!window.has("Room: History"), "in a wider window, every room has its button");
}

#[test]
fn names_of_rows_are_on_one_line_while_there_is_room() {
    for (width, height) in [(1280.0, 800.0), (1024.0, 640.0)] {
        let mut window = Window::new();
        window.harness.set_size(vec2(width, height));
        let path = window.path("sample.pullquote");
        window.harness.state_mut().open(Opening::Sample(SampleStudy::Qingxi, path));
        window.until("the sample is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
        show(&mut window, Room::Tables);
        let (one_line, name) = (window.rect("个人").height(), window.rect("家庭与社区"));
        assert!(name.height() < one_line * 1.5, "{width}: {name}");
        assert!(name.right() < window.rect_starting("本地人的归属感").left(), "{width}: {name}");
    }
}

#[test]
fn tooltips_are_neither_wider_than_a_few_words_nor_narrow_columns() {
    let mut window = Window::sample();
    show(&mut window, Room::Tables);
    let pointed = |window: &mut Window, at: egui::Pos2, part: &str| {
        window.harness.hover_at(at);
        window.until("the tooltip is there", |w| w.has_part(part));
        let found = window.harness.query_all_by_label_contains(part).map(|node| node.rect());
        let width = found.map(|rect| rect.width()).fold(0.0, f32::max);
        window.harness.hover_at(egui::pos2(4.0, 4.0));
        window.until("it is gone", |w| !w.has_part(part));
        width
    };
    let line = window.rect_starting("The challenge of living and working in the city").center();
    let long = pointed(&mut window, line, "Human capital > Push > The challenge");
    assert!((200.0..=340.0).contains(&long), "{long}");
    // A head whose tooltip was short before it was long.
    window.click("Participant × code");
    window.until("it is counted", |w| w.has_part("Sort by Financial capital"));
    let head = window.rect_starting("Sort by Financial capital").center();
    let hint = pointed(&mut window, head, "Click to sort: highest first");
    assert!((200.0..=340.0).contains(&hint), "{hint}");
}

#[test]
fn a_tooltip_goes_away_when_a_dialog_opens() {
    let mut window = Window::sample();
    let row = window.rect_starting("Financial capital > Push > Low income");
    window.harness.hover_at(row.center());
    window.harness.run_steps(40);
    assert!(window.has_part("in this document"), "the tooltip of a code");
    let shown = |w: &Window| w.harness.query_all_by_label_contains("passages in this document").count();
    assert!(shown(&window) > 0);
    window.chord(Modifiers::COMMAND, Key::K);
    window.settle();
    assert_eq!(shown(&window), 0);
}

#[test]
fn the_preview_of_a_new_table_shows_numbers() {
    let mut window = Window::sample();
    for (width, height) in SIZES.into_iter().chain([(853.0, 533.0)]) {
        window.harness.set_size(vec2(width, height));
        window.harness.state_mut().act(Action::New(NewAct::Table));
        let preview = |w: &Window| w.project().rooms.tables.editor.as_ref().is_some_and(|one| one.preview.is_some());
        window.until("the preview is there", preview);
        let lines = window.harness.query_all_by_role(Role::Button).filter_map(|node| {
            let label = node.accesskit_node().label()?;
            let (_, number) = label.rsplit_once(": ")?;
            number.parse::<u64>().ok().map(|_| node.rect())
        });
        // The number is at the left of its line.
        let seen = lines.filter(|line| line.left() + 60.0 <= width && line.bottom() <= height).count();
        let least = if height < 500.0 { 2 } else { 3 };
        assert!(seen >= least, "{width}×{height}: {seen}");
        window.key(Key::Escape);
    }
}

#[test]
fn rooms_are_tabs_where_their_names_fit() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(853.0, 533.0));
    window.settle();
    assert!(window.has("Tables") && window.has("History"));
    window.harness.state_mut().act(Action::View(ViewAct::Chinese));
    window.settle();
    for name in ["表格", "比较", "备忘录", "历史"] {
        assert!(window.rect(name).top() < 40.0, "{name}");
    }
    // Whatever the width, they do not reach the coder's disc.
    for width in (640..900).step_by(13) {
        window.harness.set_size(vec2(width as f32, 533.0));
        window.settle();
        let last = window.harness.query_all_by_label("历史").map(|node| node.rect().right()).next();
        let coder = window.rect_starting("编码者：").left();
        assert!(last.is_none_or(|last| last + 24.0 <= coder), "{width}: {last:?} {coder}");
    }
}

#[test]
fn a_filter_in_a_narrow_panel_is_one_line_with_its_cross() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(1024.0, 640.0));
    show(&mut window, Room::Compare);
    window.click("Filter…");
    window.click("kind");
    window.click("focus group");
    window.key(Key::Escape);
    let chip = window.rect("kind: focus group");
    let cross = window.rect("Remove filter kind");
    assert!(chip.height() < 40.0, "the text is not broken: {chip}");
    assert!((chip.center().y - cross.center().y).abs() < 4.0 && chip.right() <= cross.left() + 1.0, "{chip} {cross}");
    assert!(cross.right() <= window.rect("Pane: settings").right(), "{cross}");
}
