//! Ambiguous positions in another program's project: a passage is shown in both readings, and the user chooses.

use super::support::*;
use egui::Key;
use egui_kittest::kittest::Queryable;
use pullquote::app::importing::Importing;
use pullquote::engine::Command;
use pullquote::engine::session::Opening;
use pullquote::gui::dialogs::Picked;
use pullquote::interchange::refi::Offsets;
use std::io::Write;
use std::path::Path;

const CHARACTERS: &str = "As characters (the REFI-QDA standard)";
const UNITS: &str = "As UTF-16 units (an emoji counts as two)";

/// A project with an emoji before a passage, so that its positions can be read in two ways.
pub fn write_project(path: &Path) {
    let project = "<?xml version='1.0' encoding='utf-8'?><Project name='p' origin='Other 1' xmlns='urn:QDA-XML:project:1.0'>\
        <CodeBook><Codes><Code guid='c' name='钱' isCodable='true'/></Codes></CodeBook>\
        <Sources><TextSource guid='s' name='访谈' plainTextPath='internal://s.txt'>\
        <PlainTextSelection guid='p' startPosition='6' endPosition='12'>\
        <Coding guid='d'><CodeRef targetGUID='c'/></Coding></PlainTextSelection></TextSource></Sources></Project>";
    let mut zip = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, text) in [("project.qde", project), ("sources/s.txt", "答：😀😀，因为家里没有钱，所以离开村里。")]
    {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
}

/// A window that previews a project with an emoji before a passage, and another document.
fn looking_at_project() -> Window {
    let mut window = Window::new();
    // The test's fonts have no emoji; those of a system have.
    window.harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    *window.answer.lock().unwrap() = Picked::Paths(vec![window.path("study")]);
    window.click("New project…");
    window.until("it is open", |w| w.has("This project has no documents yet"));
    let path = window.path("other.qdpx");
    write_project(&path);
    std::fs::write(window.path("talk.txt"), "I: Why?\nB: So.\n").unwrap();
    *window.answer.lock().unwrap() = Picked::Paths(vec![path, window.path("talk.txt")]);
    window.menu("File", "Import documents…");
    window.until("everything is read", |w| matches!(w.project().rooms.importing, Some(Importing::Preview(_))));
    window
}

/// The coded words in a project file.
fn coded_in(file: &Path) -> String {
    let store = pullquote::store::Store::open_to_read(file).unwrap();
    let passages = store.reads().passages(&Default::default()).unwrap();
    let text = store.reads().text(passages[0].coding.source).unwrap();
    let range = passages[0].coding.range;
    text.chars().skip(range.start.0 as usize).take(range.len() as usize).collect()
}

/// A window that has opened the project with the emoji.
fn opened() -> Window {
    let mut window = Window::new();
    window.harness.ctx.set_missing_glyph_policy(egui::MissingGlyphPolicy::Tofu);
    let path = window.path("other.qdpx");
    write_project(&path);
    window.harness.state_mut().open(Opening::Path(path));
    window.until("the question is asked", |w| w.has("Which reading of other.qdpx is correct?"));
    window
}

#[test]
fn an_opened_project_asks_which_reading_is_right_and_is_rebuilt_in_the_other() {
    let mut window = opened();
    assert!(window.has("访谈: “为家里没有钱”") && window.has("访谈: “，因为家里没”"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    let (file, keep) = (window.path("other.pullquote"), "Keep the selected reading");
    for (label, quote) in [(UNITS, "，因为家里没"), (CHARACTERS, "为家里没有钱"), (UNITS, "，因为家里没")]
    {
        window.click(label);
        window.until("it is open again", |w| {
            let positions = w.workspace().and_then(|w| w.questions.positions.as_ref());
            positions.is_some_and(|found| {
                found.doubt.read_as == if label == UNITS { Offsets::Utf16 } else { Offsets::CodePoints }
            })
        });
        window.until("it is asked again", |w| w.has(keep));
        assert_eq!(coded_in(&file), quote, "{label}");
    }
    window.click(keep);
    assert!(!window.has(keep));
    assert_eq!(coded_in(&file), "，因为家里没");
    let names = std::fs::read_dir(file.parent().unwrap()).unwrap();
    let left: Vec<String> = names.map(|one| one.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(!left.iter().any(|name| name.contains("earlier")), "{left:?}");
    // If opened later, it is a project like any other.
    let other = window.path("other.qdpx");
    window.harness.state_mut().open(Opening::Path(other));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    assert!(!window.has(keep));
}

#[test]
fn escape_keeps_the_reading_and_work_in_the_project_is_not_replaced() {
    let mut window = opened();
    let file = window.path("other.pullquote");
    window.key(Key::Escape);
    assert!(!window.has("Keep the selected reading"));
    assert_eq!(coded_in(&file), "为家里没有钱");
    let add = Command::AddCoder { name: "甲".into() };
    window.project_mut().link.execute(add);
    window.saved();
    let other = window.path("other.qdpx");
    window.harness.state_mut().open(Opening::ReadAs { other, offsets: Offsets::Utf16 });
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    assert_eq!(coded_in(&file), "为家里没有钱");
    assert!(window.project().study.as_deref().unwrap().user_named("甲").is_some());
}

fn chosen(window: &Window) -> Option<Offsets> {
    match &window.project().rooms.importing {
        Some(Importing::Preview(preview)) if !preview.is_rereading() => preview.plan.projects[0].offsets,
        _ => None,
    }
}

fn coded_words(window: &mut Window) -> String {
    window.until("it is imported", |w| w.project().study.as_ref().is_some_and(|study| study.sources.len() == 2));
    window.saved();
    coded_in(&window.project().path)
}

#[test]
fn a_passage_is_shown_in_both_readings_and_the_chosen_one_is_imported() {
    for (label, offsets, quote) in [
        (None, None, "为家里没有钱"),
        (Some(CHARACTERS), None, "为家里没有钱"),
        (Some(UNITS), Some(Offsets::Utf16), "，因为家里没"),
    ] {
        let mut window = looking_at_project();
        assert!(window.has("Which reading of other.qdpx is correct?"));
        assert!(window.has("访谈: “为家里没有钱”") && window.has("访谈: “，因为家里没”"));
        assert_eq!(nameless(&window.harness), Vec::<String>::new());
        if let Some(label) = label {
            window.click(label);
            window.until("it is read with the setting", |w| chosen(w) == offsets);
        }
        window.click("Import 1 document and 1 project");
        assert_eq!(coded_words(&mut window), quote, "{label:?}");
    }
}

#[test]
fn the_reading_is_chosen_by_key_and_can_be_undone() {
    let mut window = looking_at_project();
    window.harness.get_by_label(UNITS).focus();
    window.settle();
    window.key(Key::Space);
    window.until("it is read with the setting", |w| chosen(w) == Some(Offsets::Utf16));
    assert!(window.has("访谈: “为家里没有钱”"), "the other reading is still offered");
    window.harness.get_by_label(CHARACTERS).focus();
    window.settle();
    window.key(Key::Space);
    window.until("it is read with the setting", |w| chosen(w) == Some(Offsets::CodePoints));
    window.key(Key::Escape);
    assert!(window.has("Discard your import settings?"), "a key does not lose a choice");
    window.click("Keep editing");
    window.click("Import 1 document and 1 project");
    assert_eq!(coded_words(&mut window), "为家里没有钱");
}

#[test]
fn an_unticked_project_asks_nothing() {
    let mut window = looking_at_project();
    window.click("other.qdpx (project)");
    assert!(!window.has(UNITS) && !window.has_part("Which reading of"));
    window.click("other.qdpx (project)");
    assert!(window.has(UNITS));
}
