//! The guide in the window, and the menus.

use super::languages::{act, speak};
use super::support::{Window, nameless};
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::action::{Action, HelpAct};
use pullquote::app::guide::{guide, occurrences, text};
use pullquote::app::room::Room;
use pullquote::engine::session::Opening;
use pullquote::gui::theme::{DARK, LIGHT};
use pullquote::i18n::Language;

#[test]
fn the_guide_is_read_by_chapters_and_closed_with_escape() {
    let mut window = Window::sample();
    window.menu("Help", "Guide");
    for chapter in guide() {
        assert!(window.has(&chapter.title), "{}", chapter.title);
    }
    let last = &guide().last().unwrap().title;
    window.harness.get_by_role_and_label(Role::ListItem, last).click();
    window.harness.run_steps(20);
    let heading = window.harness.get_by_role_and_label(Role::Heading, last).rect();
    assert!(heading.top() < 200.0, "{heading}");
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    window.key(Key::Escape);
    assert!(!window.has(last) && window.project().room == Room::Code);
}

#[test]
fn words_are_found_in_the_guide() {
    let mut window = Window::sample();
    window.menu("Help", "Guide");
    let parts = guide().iter().flat_map(|chapter| &chapter.blocks).flat_map(|block| block.parts());
    let count: usize = parts.map(|part| occurrences(&text(part), "consensus").len()).sum();
    assert!(count > 1);
    window.chord(Modifiers::COMMAND, Key::F);
    window.type_text("CONSENSUS");
    assert!(window.has(&format!("1 of {count}")));
    window.key(Key::Enter);
    assert!(window.has(&format!("2 of {count}")));
    window.click("Previous");
    window.click("Previous");
    assert!(window.has(&format!("{count} of {count}")));
    window.key(Key::Escape);
    assert!(!window.has(&format!("{count} of {count}")) && window.has("Close the guide"), "the bar goes first");
    window.key(Key::Escape);
    assert!(!window.has("Close the guide"));
}

#[test]
fn what_is_found_in_the_guide_is_scrolled_into_view_as_soon_as_it_is_typed() {
    for (language, words) in [(Language::English, "hard links"), (Language::Chinese, "硬链接")] {
        let mut window = Window::sample();
        speak(&mut window, language);
        act(&mut window, Action::Help(HelpAct::Guide));
        let on_screen = |window: &Window| {
            let found = window.harness.query_all_by_label_contains(words).next().expect("a paragraph with the words");
            let (place, screen) = (found.rect(), window.harness.ctx.content_rect());
            place.bottom() > screen.top() && place.top() < screen.bottom()
        };
        assert!(!on_screen(&window), "the words are far down: {words}");
        window.chord(Modifiers::COMMAND, Key::F);
        // All at once, as an input method for Chinese enters them.
        window.type_text(words);
        window.harness.run_steps(20);
        assert!(on_screen(&window), "{words}");
    }
}

#[test]
fn keys_of_a_room_do_nothing_while_the_guide_is_open_and_another_room_closes_it() {
    let mut window = Window::sample();
    window.drag(window.find("In 1993").0, window.find("In 1993").1);
    window.menu("Help", "Guide");
    for key in [Key::N, Key::Slash, Key::Delete, Key::M, Key::Q] {
        window.key(key);
        assert!(window.has("Close the guide"));
        assert!(!window.has("Name of the code") && !window.has("Search codes") && !window.has("Memo text"), "{key:?}");
    }
    window.chord(Modifiers::COMMAND, Key::Num2);
    assert!(!window.has("Close the guide") && window.project().room == Room::Tables);
}

#[test]
fn recent_projects_are_opened_from_the_menu_and_missing_ones_can_be_taken_off_the_list() {
    let mut window = Window::new();
    for (file, name) in [("first", "first"), ("second", "second"), ("third", "Return migration")] {
        let path = window.path(&format!("{file}.pullquote"));
        window.harness.state_mut().open(Opening::New { path, name: name.into() });
        window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    }
    window.harness.state_mut().close();
    std::fs::remove_file(window.path("first.pullquote")).unwrap();
    window.settle();
    assert!(window.has("Return migration") && !window.has("third"), "projects have their names");
    window.click("File");
    window.click("Open recent");
    window.until("the missing one is known", |w| w.has("first – not found"));
    let top = |label: &str| window.harness.get_by_role_and_label(Role::MenuItem, label).rect().top();
    assert!(top("Return migration") < top("second") && top("second") < top("first – not found"), "the newest first");
    window.harness.get_by_role_and_label(Role::MenuItem, "first – not found").click();
    window.settle();
    assert!(window.has("Project not found") && window.has_part("There is no file"));
    window.click("Remove from list");
    assert!(!window.has("Project not found") && !window.has("first – not found"));
    assert_eq!(window.harness.state().settings.recent.len(), 2);
    window.click("File");
    window.click("Open recent");
    window.harness.get_by_role_and_label(Role::MenuItem, "second").click();
    window.settle();
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    assert_eq!(window.project().path, window.path("second.pullquote"));
    window.menu("File", "Open recent > Clear list");
    assert_eq!(window.harness.state().settings.recent, [window.path("second.pullquote")]);
}

#[test]
fn the_text_is_selected_and_copied_from_the_menu() {
    let mut window = Window::sample();
    window.click("Edit");
    assert!(!window.is_enabled("Copy"), "nothing is selected");
    window.key(Key::Escape);
    window.menu("Edit", "Select all");
    let text = window.project().document.as_ref().unwrap().text().to_owned();
    assert_eq!(window.project().selection.end.0 as usize, text.chars().count());
    window.click("Edit");
    window.harness.get_by_label("Copy").click();
    window.harness.run_steps(1);
    let copied = |window: &Window| {
        window
            .harness
            .output()
            .platform_output
            .commands
            .iter()
            .any(|command| matches!(command, egui::OutputCommand::CopyText(copied) if **copied == *text))
    };
    let mut is_copied = copied(&window);
    for _ in 0..4 {
        window.harness.run_steps(1);
        is_copied |= copied(&window);
    }
    assert!(is_copied);
}

#[test]
fn states_have_ticks_in_the_menus() {
    let mut window = Window::sample();
    window.code_words("In 1993", &["Financial capital > Push > Low income"]);
    let ticked = |window: &mut Window, label: &str| {
        window.click("Coding");
        let node = window.harness.get_by_label(label);
        let on = node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True);
        window.key(Key::Escape);
        on
    };
    window.drag(window.find("In 1993").0, window.find("In 1993").1);
    assert!(!ticked(&mut window, "Mark as important") && !ticked(&mut window, "Step through one code"));
    let mine = window.project().me();
    let (start, _) = window.find("In 1993");
    let document = window.project().document.clone().unwrap();
    let marked = document.passages().iter().find(|p| p.range.start.0 == start && Some(p.user) == mine).unwrap().coding;
    window.project_mut().toggle_important(vec![marked], false);
    window.saved();
    window.harness.state_mut().code.transcript.choose(&document, marked);
    window.settle();
    assert!(ticked(&mut window, "Mark as important"));
    window.key_to_transcript();
    window.key(Key::W);
    assert!(ticked(&mut window, "Step through one code"));
}

#[test]
fn links_stand_on_the_line_of_their_text() {
    let mut window = Window::sample();
    window.menu("Help", "Guide");
    let links: Vec<egui::Rect> = window.harness.query_all_by_role(Role::Link).map(|node| node.rect()).collect();
    let texts: Vec<egui::Rect> = window.harness.query_all_by_role(Role::Label).map(|node| node.rect()).collect();
    assert!(!links.is_empty());
    for link in links {
        let beside = texts.iter().filter(|text| text.y_range().contains(link.center().y) && text.left() > 300.0);
        for text in beside {
            let rows = (link.top() - text.top()) / 23.0;
            assert!((rows - rows.round()).abs() < 0.02, "{link} {text}");
        }
    }
}

#[test]
fn keys_stand_on_the_line_of_the_words_beside_them() {
    for language in [Language::English, Language::Chinese] {
        let mut window = Window::sample();
        speak(&mut window, language);
        act(&mut window, Action::Help(HelpAct::Guide));
        window.until("the guide is there", |w| w.has_part("F6"));
        let mut keys = 0;
        for clipped in &window.harness.output().shapes {
            let egui::Shape::Text(text) = &clipped.shape else { continue };
            let (job, mut at) = (&text.galley.job, 0);
            let is_key = |byte: usize| {
                let section = job.sections.iter().find(|section| section.byte_range.contains(&byte.into()));
                section.is_some_and(|section| section.format.background != egui::Color32::TRANSPARENT)
            };
            for row in &text.galley.rows {
                let mut heights = [Vec::new(), Vec::new()];
                for glyph in &row.glyphs {
                    if glyph.chr.is_ascii_alphanumeric() {
                        heights[usize::from(is_key(at))].push(glyph.pos.y);
                    }
                    at += glyph.chr.len_utf8();
                }
                at += usize::from(row.ends_with_newline);
                keys += heights[1].len();
                let [words, of_keys] = heights;
                let apart = words.first().zip(of_keys.first()).map_or(0.0, |(word, key)| (word - key).abs());
                assert!(apart <= 1.0, "{language:?}: {apart} in {}", text.galley.text());
            }
        }
        assert!(keys > 5, "{language:?}");
    }
}

#[test]
fn no_line_of_a_chinese_paragraph_with_links_begins_with_a_closing_mark() {
    let mut window = Window::sample();
    speak(&mut window, Language::Chinese);
    act(&mut window, Action::Help(HelpAct::Guide));
    window.until("the guide is there", |w| w.has_part("F6"));
    for width in (700..1000).step_by(20) {
        window.harness.set_size(vec2(width as f32, 800.0));
        window.settle();
        let mut paragraphs = 0;
        for clipped in &window.harness.output().shapes {
            let egui::Shape::Text(text) = &clipped.shape else { continue };
            let job = &text.galley.job;
            let has_link =
                job.sections.iter().any(|section| [LIGHT.accent, DARK.accent].contains(&section.format.color));
            if has_link && job.sections.len() > 5 {
                paragraphs += 1;
                let begins = text.galley.rows.iter().filter_map(|row| row.glyphs.first()).map(|glyph| glyph.chr);
                assert_eq!(begins.filter(|c| "，。、；：？！”）》".contains(*c)).count(), 0, "{width}");
            }
        }
        assert!(paragraphs > 0, "{width}");
    }
}

#[test]
fn a_link_of_the_guide_leads_to_its_chapter() {
    let mut window = Window::sample();
    window.menu("Help", "Guide");
    let is_shown = |w: &Window, title: &str| {
        let heading = w
            .harness
            .query_all_by_role(Role::Heading)
            .find(|node| node.accesskit_node().label().as_deref() == Some(title));
        heading.is_some_and(|heading| (0.0..200.0).contains(&heading.rect().top()))
    };
    assert!(!is_shown(&window, "Compare"));
    window.harness.get_by_role_and_label(Role::Link, "Compare").click();
    window.until("the chapter is at the top", |w| is_shown(w, "Compare"));
}
