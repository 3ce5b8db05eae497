//! A project that is open read-only: no command that writes is started, however it is requested.

use super::gate::LOW;
use super::support::Window;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::action::{Action, CodeAct, CodingAct, ProjectAct, TeamAct};
use pullquote::app::advice::Message;
use pullquote::app::passage_act::PassageAct;
use pullquote::app::room::Room;
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Command, Progress, Project, SampleStudy};
use pullquote::gui::Shell;
use pullquote::gui::dialogs::Picked;
use pullquote::model::CharRange;

const WHY: &str = "This project is read-only, so nothing can be changed.";

/// The window on a project that another process has open.
fn reading() -> (Window, Project) {
    let mut window = Window::new();
    let path = window.path("shared.pullquote");
    let first = Project::create_sample(&path).unwrap();
    window.harness.state_mut().open(Opening::Path(path));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
    let (start, end) = window.find("forty-three");
    window.harness.state_mut().code.transcript.select(CharRange::new(start, end));
    window.key_to_transcript();
    (window, first)
}

fn is_modal(window: &Window) -> bool {
    window.harness.ctx.memory(|memory| memory.top_modal_layer().is_some())
}

#[test]
fn no_writing_action_starts() {
    let (mut window, _first) = reading();
    let file = window.path("new.txt");
    std::fs::write(&file, "I: Why?\nB: Because.\n").unwrap();
    *window.answer.lock().unwrap() = Picked::Paths(vec![file]);
    let study = window.project().study.clone().unwrap();
    let (code, coding) =
        (study.codebook.find(LOW).unwrap(), window.project().document.as_ref().unwrap().passages()[0].coding);
    let on_passages = [PassageAct::Recode, PassageAct::Important, PassageAct::Remove, PassageAct::FitEdges]
        .map(|act| Action::OnPassages { act, codings: vec![coding], anyway: true });
    let of_code = [
        Action::OnCode(CodeAct::Rename, code),
        Action::OnCode(CodeAct::Edit, code),
        Action::OnCode(CodeAct::AddBelow, code),
        Action::OnCode(CodeAct::Merge, code),
        Action::OnCode(CodeAct::Move, code),
        Action::OnCode(CodeAct::Remove, code),
        Action::OnCode(CodeAct::ToTop, code),
        Action::CopyPassage(coding),
        Action::ChangeAnyway(coding),
        Action::Project(ProjectAct::Describe),
        Action::Team(TeamAct::SettleWithCode),
    ];
    let all = Action::all().into_iter().chain(on_passages).chain(of_code);
    for action in all.filter(Action::writes) {
        window.project_mut().link.messages.clear();
        window.harness.state_mut().act(action.clone());
        window.settle();
        assert!(!is_modal(&window) && !window.has("Text of the document"), "{action:?}");
        assert!(window.has(WHY), "{action:?} says why");
        assert!(!window.project().link.is_saving() && window.project().rooms.importing.is_none(), "{action:?}");
    }
}

#[test]
fn letters_write_nothing_and_a_memo_can_be_read() {
    let (mut window, _first) = reading();
    for key in [Key::N, Key::V, Key::E, Key::I, Key::R, Key::Q, Key::Delete, Key::F2, Key::Num1, Key::Slash] {
        window.key(key);
        assert!(!is_modal(&window), "{key:?}");
    }
    window.chord(Modifiers::COMMAND, Key::T);
    assert!(!window.has("Text of the document"));
    let coding = window.project().document.as_ref().unwrap().passages()[0].coding;
    window.harness.state_mut().act(Action::OnPassages { act: PassageAct::Memo, codings: vec![coding], anyway: false });
    window.settle();
    assert!(window.harness.get_by_label("Memo text").accesskit_node().is_read_only());
    window.key(Key::Escape);
    assert_eq!(window.project().room, Room::Code);
}

/// Asserts that everything that would change the project gives this reason.
fn refuses(window: &mut Window, why: &str) {
    let file = window.path("new.csv");
    std::fs::write(&file, "name,age\nZhou,34\n").unwrap();
    type Attempt<'a> = (&'a str, &'a dyn Fn(&mut Shell));
    let attempts: [Attempt<'_>; 6] = [
        ("new code", &|shell| shell.act(Action::Coding(CodingAct::NewCode))),
        ("undo", &|shell| shell.act(Action::Undo)),
        ("documents", &|shell| shell.workspace.as_mut().unwrap().begin_import(vec![file.clone()])),
        ("table", &|shell| shell.workspace.as_mut().unwrap().open_table(file.clone())),
        ("code", &|shell| shell.workspace.as_mut().unwrap().code_selection(&[])),
        ("code in vivo", &|shell| shell.workspace.as_mut().unwrap().code_in_vivo()),
    ];
    for (what, attempt) in attempts {
        let shell = window.harness.state_mut();
        shell.workspace.as_mut().unwrap().link.messages.clear();
        attempt(shell);
        assert_eq!(shell.workspace.as_ref().unwrap().link.messages, [Message::Note(why.into())], "{what}");
    }
}

#[test]
fn every_way_to_write_gives_the_same_reason() {
    let (mut window, _first) = reading();
    refuses(&mut window, WHY);
    let mut window = Window::new();
    let path = window.path("sample.pullquote");
    window.harness.state_mut().open(Opening::Sample(SampleStudy::Dianjiang, path));
    // No frame has taken the session's replies yet.
    refuses(&mut window, "The project is still opening. Try again when it is open.");
}

#[test]
fn a_window_that_reads_says_when_what_it_shows_is_older() {
    let (mut window, mut first) = reading();
    assert!(!window.has("Refresh"));
    let command = Command::AddCoder { name: "王".into() };
    first.execute(&command, &Actor::Nobody, &Progress::default()).unwrap();
    window.until("it is noticed", |w| w.has("Refresh") && w.has_part("changed in another window"));
    let coders = |w: &Window| w.project().study.as_deref().unwrap().coders().count();
    assert_eq!(coders(&window), 2, "nothing changes under the user's eyes");
    window.click("Refresh");
    window.until("it is read", |w| coders(w) == 3);
    assert!(!window.has("Refresh"));
}

#[test]
fn the_status_line_says_why_a_project_is_read_only_for_as_long_as_it_is() {
    let (mut window, _first) = reading();
    window.harness.run_steps(80);
    assert!(window.has_part("so you can read but not change it"));
    assert!(window.harness.query_all_by_label_contains("so you can read but not").count() == 1, "the message is gone");
}
