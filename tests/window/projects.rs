//! Opening, creating and sharing projects; no project, an empty project, Chinese, both themes.

use super::languages::speak;
use super::support::{Window, nameless};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::room::Room;
use pullquote::engine::session::Opening;
use pullquote::engine::{Project, SampleStudy};
use pullquote::gui::dialogs::Picked;
use pullquote::i18n::Language;

#[test]
fn the_welcome_screen_offers_the_possible_actions() {
    let window = Window::new();
    for label in ["Open the sample study", "New project…", "Open project…"] {
        assert!(window.has(label), "{label}");
    }
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn the_chinese_welcome_screen_offers_the_chinese_sample_first_and_the_english_one_in_the_menu() {
    let mut window = Window::new();
    let top = |window: &Window, label: &str| window.harness.get_by_role_and_label(Role::Button, label).rect().top();
    assert!(!window.has("Open the Chinese sample study"), "in English, the menu has it");
    window.click("File");
    assert!(window.has("Open the Chinese sample study"));
    window.key(Key::Escape);
    speak(&mut window, Language::Chinese);
    assert!(top(&window, "打开中文示例研究") < top(&window, "打开英文示例研究"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn the_chinese_sample_is_opened_as_its_first_coder() {
    let mut window = Window::new();
    let path = window.path("清溪.pullquote");
    window.harness.state_mut().open(Opening::Sample(SampleStudy::Qingxi, path));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.link.my_name() == Some("林晓")));
    window.until("a transcript is shown", |w| w.workspace().is_some_and(|w| w.document.is_some()));
    assert_eq!(window.project().study.as_deref().unwrap().sources.len(), 6);
}

#[test]
fn a_missing_project_is_reported() {
    let mut window = Window::new();
    let path = window.path("gone.pullquote");
    window.harness.state_mut().open(Opening::Path(path));
    window.until("it is reported", |w| w.workspace().is_none() && w.has_part("no such file"));
    assert!(window.has_part("It may have been moved"));
}

#[test]
fn if_opening_fails_the_error_is_shown_and_the_previous_project_is_open() {
    let mut window = Window::sample();
    let before = window.project().path.clone();
    let path = window.path("gone.pullquote");
    window.harness.state_mut().open(Opening::Path(path));
    window.until("it is open again", |w| w.workspace().is_some_and(|w| w.path == before && w.document.is_some()));
    assert!(window.has_part("no such file"));
}

#[test]
fn another_project_is_opened_by_a_typed_path() {
    let mut window = Window::sample();
    let path = window.path("other.pullquote");
    Project::create(&path, "Other").unwrap();
    *window.answer.lock().unwrap() = Picked::Unavailable("no dialogs here".into());
    window.chord(Modifiers::COMMAND, Key::O);
    window.until("it asks for a path", |w| w.has_part("Type the path"));
    window.type_text(path.to_str().unwrap());
    window.key(Key::Enter);
    window.until("it is open", |w| {
        w.workspace().and_then(|w| w.study.as_deref()).is_some_and(|study| study.project.name == "Other")
    });
}

#[test]
fn the_second_window_is_read_only_and_the_reason_is_shown() {
    let mut window = Window::new();
    let path = window.path("shared.pullquote");
    let first = Project::create_sample(&path).unwrap();
    window.harness.state_mut().open(Opening::Path(path));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
    assert!(window.has("Read-only") && window.has_part("Open in another copy of Pullquote"));
    let (start, end) = window.find("I'm forty-three");
    window.drag(start, end);
    window.click_start("Financial capital > Push > Low income");
    window.key(Key::Enter);
    assert!(window.has_part("is read-only"));
    drop(first);
}

#[test]
fn recent_projects_and_the_coder_are_remembered() {
    let mut window = Window::sample();
    window.click("Document D");
    window.until("D is open", |w| w.project().document.as_ref().is_some_and(|d| d.name == "D"));
    window.click("Coder: Coder 1");
    window.click("Coder 2");
    window.chord(Modifiers::COMMAND, Key::W);
    assert!(window.workspace().is_none());
    window.click("Dianjiang");
    window.until("D is open again", |w| {
        w.workspace().is_some_and(|w| w.document.as_ref().is_some_and(|d| d.name == "D"))
    });
    assert_eq!(window.project().link.my_name(), Some("Coder 2"));
}

#[test]
fn enter_on_the_welcome_screen_opens_the_most_recent_project() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::W);
    assert!(window.workspace().is_none());
    let first = window.harness.get_by_role_and_label(Role::Button, "Dianjiang");
    assert!(first.accesskit_node().is_focused(), "and it is to be seen");
    window.key(Key::Enter);
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
}

#[test]
fn a_missing_project_is_marked_on_the_welcome_screen_and_enter_opens_the_next() {
    let mut window = Window::new();
    for name in ["first", "second"] {
        let path = window.path(&format!("{name}.pullquote"));
        window.harness.state_mut().open(Opening::New { path, name: name.into() });
        window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    }
    window.harness.state_mut().close();
    let (path, away) = (window.path("second.pullquote"), window.path("away"));
    std::fs::rename(&path, &away).unwrap();
    // The window is opened again: it looks for the projects at once.
    let folder = std::sync::Arc::clone(&window.folder);
    drop(window);
    let mut window = Window::within(folder);
    window.until("the missing one is known", |w| w.has("second – not found"));
    let first = window.harness.get_by_role_and_label(Role::Button, "first");
    assert!(first.accesskit_node().is_focused());
    // Its disk is connected again.
    window.click("second – not found");
    std::fs::rename(&away, &path).unwrap();
    window.click("Try again");
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    assert_eq!(window.project().path, path);
}

#[test]
fn long_names_of_recent_projects_keep_their_end_in_sight() {
    let mut window = Window::new();
    let name = "Narratives of returning migrants in five counties of the upper reaches, second wave";
    let path = window.path("long.pullquote");
    window.harness.state_mut().open(Opening::New { path, name: name.into() });
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    window.harness.state_mut().close();
    window.settle();
    // It is wider than the other buttons, and cut only beyond the width of the page.
    let (button, other) = (window.rect(name), window.rect("New project…"));
    assert!(button.width() > other.width() + 150.0 && button.width() <= 520.0, "{button} {other}");
    let texts = window.harness.output().shapes.iter().filter_map(|shape| match &shape.shape {
        egui::Shape::Text(text) => Some(text.galley.text().to_owned()),
        _ => None,
    });
    let shown: Vec<String> = texts.filter(|text| text.contains('…') && text.starts_with("Narratives")).collect();
    assert!(matches!(&shown[..], [one] if one.ends_with("second wave")), "{shown:?}");
}

#[test]
fn a_project_reopens_with_its_position_room_and_folded_codes() {
    let mut window = Window::sample();
    window.click("Document D");
    window.until("D is open", |w| w.project().document.as_ref().is_some_and(|d| d.name == "D"));
    let (start, end) = window.find("I'm");
    window.drag(start, end);
    for _ in 0..12 {
        window.key(Key::PageDown);
    }
    let left = window.harness.state_mut().place_in_text();
    assert!(left > 500, "the text was scrolled, to {left}");
    let folded = window.project().study.as_ref().unwrap().codebook.codes()[0].id;
    window.project_mut().tree.folded.insert(folded);
    window.chord(Modifiers::COMMAND, Key::Num4);
    window.chord(Modifiers::COMMAND, Key::W);
    assert!(window.workspace().is_none());
    window.click("Dianjiang");
    window.until("it is open again", |w| w.workspace().is_some_and(|w| w.document.is_some()));
    assert_eq!(window.project().room, Room::Passages);
    assert!(window.project().tree.folded.contains(&folded));
    window.chord(Modifiers::COMMAND, Key::Num1);
    window.settle();
    let now = window.harness.state_mut().place_in_text();
    assert!(now.abs_diff(left) < 200, "left at {left}, back at {now}");
}

#[test]
fn an_empty_project_shows_first_steps_and_a_template_fills_it() {
    let mut window = Window::new();
    *window.answer.lock().unwrap() = Picked::Paths(vec![window.path("new")]);
    window.click("New project…");
    window.until("it is open", |w| w.has("This project has no documents yet"));
    assert!(window.path("new.pullquote").exists());
    assert!(window.has("No codes yet"));
    window.click("Assets and push-pull factors");
    window.until("the framework is there", |w| w.has_part("Low income"));
    window.chord(Modifiers::COMMAND, Key::Num2);
    window.until("the table is offered", |w| w.has("Push-pull factors by asset"));
    window.click("Push-pull factors by asset");
    window.until("its table is counted", |w| w.has("Low income: 0"));
}

#[test]
fn a_chinese_interview_is_imported_selected_and_coded_by_the_character() {
    let mut window = Window::new();
    *window.answer.lock().unwrap() = Picked::Paths(vec![window.path("研究")]);
    window.click("New project…");
    window.until("it is open", |w| w.has("This project has no documents yet"));
    let file = window.path("访谈一.txt");
    std::fs::write(&file, "访谈者：您为什么回来？\n受访者：城里房租太贵，工资又低。孩子在老家，我心里放不下。\n")
        .unwrap();
    *window.answer.lock().unwrap() = Picked::Paths(vec![file]);
    window.chord(Modifiers::COMMAND, Key::I);
    window.until("the preview is shown", |w| w.has("访谈者 is interviewer") && w.has("受访者 is speaker"));
    assert!(window.project().document.is_none());
    window.click("Import 1 document");
    window.until("it is shown", |w| w.workspace().is_some_and(|w| w.document.is_some()));
    assert!(window.has_part("受访者"));
    window.click("Coder: No coder");
    window.click("Add coder…");
    window.type_text("甲");
    window.key(Key::Enter);
    window.until("there is a coder", |w| w.project().link.my_name() == Some("甲"));
    let (start, end) = window.find("工资又低");
    window.drag(start, end);
    window.key(Key::N);
    window.type_text("收入低");
    window.key(Key::Enter);
    window.until("it is coded", |w| w.has("收入低, 1 passage"));
    let document = window.project().document.as_ref().unwrap();
    assert_eq!(document.slice(document.passages()[0].range), "工资又低");
}

#[test]
fn every_room_names_all_its_widgets_in_both_themes() {
    for theme in ["Dark theme", "Light theme"] {
        let mut window = Window::sample();
        window.menu("View", theme);
        assert_eq!(window.harness.ctx.global_style().visuals.dark_mode, theme == "Dark theme");
        assert_eq!(nameless(&window.harness), Vec::<String>::new());
        window.chord(Modifiers::COMMAND, Key::Num2);
        window.until("a table is there", |w| w.project().rooms.tables.table.is_some());
        assert_eq!(nameless(&window.harness), Vec::<String>::new());
        window.key(Key::F1);
        assert!(window.has("Code with the code on this key"));
    }
}
