//! What was done is told for some seconds, with a way back; what is open for longer stands elsewhere.

use super::support::Window;
use egui::accesskit::Live;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use pullquote::app::action::Action;
use pullquote::app::exporting::ExportKind;
use pullquote::gui::dialogs::Picked;

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
fn a_change_is_told_and_undone_by_the_mouse() {
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
fn it_never_covers_the_line_of_the_caret() {
    let mut window = Window::sample();
    window.key_to_transcript();
    let mut checked = 0;
    for _ in 0..24 {
        window.key(Key::ArrowDown);
        let workspace = window.harness.state_mut().workspace.as_mut().unwrap();
        workspace.note("Something happened.");
        window.settle();
        window.settle();
        let caret = window.harness.state().code.transcript.caret().unwrap();
        let document = window.project().document.clone().unwrap();
        let transcript = &window.harness.state().code.transcript;
        let Some(line) = transcript.position_of(&window.harness.ctx, &document, caret) else { continue };
        checked += 1;
        let message = window.rect("Something happened.").expand(8.0);
        assert!(!message.y_range().contains(line.y), "{message} {line}");
    }
    assert!(checked > 12);
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
