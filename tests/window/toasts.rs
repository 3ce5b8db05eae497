//! Messages about what was done stay for some seconds and offer to undo it; what matters for longer is shown elsewhere.

use super::support::Window;
use egui::accesskit::Live;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::action::Action;
use pullquote::app::exporting::ExportKind;
use pullquote::engine::import::{ImportOptions, ImportPlan, Reading};
use pullquote::engine::{Command, Progress, Project};
use pullquote::gui::dialogs::Picked;
use pullquote::model::NoteTarget;
use std::sync::Arc;

const UNDO: &str = "Change made: Undo";

fn code(window: &mut Window) -> usize {
    let before = window.project().document.as_ref().unwrap().passage_count();
    window.code_words("In 1993", &["Financial capital > Push > Low income"]);
    before
}

fn passages(window: &Window) -> usize {
    window.project().document.as_ref().unwrap().passage_count()
}

#[test]
fn a_change_is_announced_and_undone_with_the_mouse() {
    let mut window = Window::sample();
    let before = code(&mut window);
    assert_eq!(passages(&window), before + 1);
    let message =
        window.harness.query_all(egui_kittest::kittest::By::new().predicate(|node| node.live() == Live::Polite));
    assert!(message.count() > 0, "screen readers say it");
    window.click(UNDO);
    window.until("it is undone", |w| passages(w) == before);
    assert!(!window.has(UNDO), "an undo is not undone by another");
}

#[test]
fn an_import_offers_to_be_undone_only_while_it_is_the_latest_change() {
    let mut window = Window::sample();
    let path = window.project().path.clone();
    let import = |window: &mut Window, name: &str| {
        let file = window.path(&format!("{name}.txt"));
        std::fs::write(&file, b"I: Wo?\nAna: In K\xf6ln war es sch\xf6n.\nI: Und?\nAna: Gut.\n").unwrap();
        let (project, _) = Project::open_to_read(&path).unwrap();
        let plan = ImportPlan::read(project.reads(), &[file], &Reading::default(), &Progress::default()).unwrap();
        let command = Command::TakeImport { plan: Arc::new(plan), how: ImportOptions::default() };
        window.project_mut().link.execute(command);
        window.saved();
    };
    let (something, undoes) = ("One of the documents has something to check.", "Ctrl+Z undoes the whole import.");
    import(&mut window, "Köln");
    window.until("it is said", |w| w.has(something) && w.has_part(undoes));
    code(&mut window);
    assert!(window.has(something) && !window.has_part(undoes), "another change would be undone");
    import(&mut window, "Bonn");
    window.click("Dismiss");
    window.until("it is said again", |w| w.has(something) && w.has_part(undoes));
    window.key_to_transcript();
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("it is undone", |w| w.project().study.as_ref().unwrap().source_named("Bonn").is_none());
    assert!(!window.has(something), "nothing is there any more to check");
}

#[test]
fn a_deleted_passage_names_its_memos_and_a_recoded_one_the_passage_that_it_joins() {
    let mut window = Window::sample();
    let (low, land) =
        ("Financial capital > Push > Low income", "Human capital > Push > Low level of education and older age");
    let both = window.code_words("In 1993", &[low, land]);
    let study = window.project().study.clone().unwrap();
    let code = study.codebook.find(low).unwrap();
    let other = *both.iter().find(|one| window.project().passage(**one).unwrap().code != code).unwrap();
    for coding in &both {
        let target = NoteTarget::Coding(*coding);
        window.project_mut().link.execute(Command::SetMemo { note: None, target, text: "Why then?".into() });
    }
    window.saved();
    window.project_mut().recode_passages(vec![other], code, false);
    let joins = "1 passage became one with another of the same text and code; its memos were kept.";
    window.until("it is said", |w| w.has_part(joins));
    assert!(window.has(UNDO));
    let left = *both.iter().find(|one| **one != other).unwrap();
    window.saved();
    window.project_mut().remove_passages(vec![left], false);
    window.until("it is said", |w| w.has_part("coded “Low income”. 2 memos were deleted, too."));
    assert!(window.has(UNDO));
}

#[test]
fn it_goes_away_but_not_under_the_pointer() {
    let mut window = Window::sample();
    code(&mut window);
    let place = window.rect(UNDO).center();
    window.harness.hover_at(place);
    window.harness.run_steps(60);
    assert!(window.has(UNDO));
    window.harness.hover_at(egui::pos2(5.0, 5.0));
    window.harness.run_steps(60);
    assert!(!window.has(UNDO));
    window.key_to_transcript();
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("Ctrl+Z still works", |w| w.project().link.undo_redo.redo.is_some());
}

#[test]
fn it_covers_nothing_of_a_room_and_not_whether_everything_is_saved() {
    let mut window = Window::sample();
    let long = "The decision is saved and a consensus coding of 461 passages has been created. Ctrl+Z undoes both. ";
    for (width, zoom) in [(1280.0, 1.0), (1024.0, 1.0), (1024.0, 1.5)] {
        window.harness.set_size(egui::vec2(width / zoom, 640.0 / zoom));
        for key in [Key::Num1, Key::Num2, Key::Num3, Key::Num4] {
            window.chord(Modifiers::COMMAND, key);
            for text in ["Table copied".to_owned(), long.trim().to_owned(), long.repeat(3)] {
                let workspace = window.project_mut();
                workspace.note(text.as_str());
                window.settle();
                window.settle();
                window.until("the status is shown", |w| w.has("Saved"));
                let (message, status) = (window.rect(&text), window.rect("Saved"));
                assert!(message.left() > status.right(), "{message} {status}");
                assert!(message.top() > status.center().y - 19.0, "{message} {status}");
                assert!(message.right() < width / zoom, "{message}");
            }
        }
    }
}

#[test]
fn screen_readers_announce_the_whole_text_politely() {
    let mut window = Window::sample();
    let message = "A rather long message ".repeat(40);
    window.project_mut().note(message.trim());
    window.settle();
    let node = window.harness.get_by_label(message.trim());
    assert_eq!(node.accesskit_node().live(), Live::Polite);
    assert_eq!(node.accesskit_node().role(), egui::accesskit::Role::Status);
}

#[test]
fn an_export_is_opened_or_shown_in_its_folder() {
    let mut window = Window::sample();
    let target = window.path("编码本.json");
    *window.answer.lock().unwrap() = Picked::Paths(vec![target.clone()]);
    window.harness.state_mut().act(Action::Export(Some(ExportKind::Codebook)));
    window.settle();
    window.choose_where();
    window.until("it is written", |w| w.has("Open the file"));
    window.click("Show the file in its folder");
    assert_eq!(*window.shown.lock().unwrap(), [(target.clone(), true)]);
    assert!(target.exists());
}

#[test]
fn a_message_about_many_codes_names_the_first_and_counts_the_others() {
    let mut window = Window::sample();
    let (start, end) = window.find("In 1993");
    window.drag(start, end);
    let codes: Vec<_> =
        window.project().study.as_deref().unwrap().codebook.codes().iter().map(|code| code.id).collect();
    window.project_mut().code_selection(&codes[..7]);
    window.until("the message counts them", |w| w.has_part("Coded with “") && w.has_part(" and 4 more"));
}
