//! The first thing that needs a coder asks for a name in place, and goes on.

use super::support::Window;
use crate::importing::import;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use pullquote::app::workspace::Workspace;
use pullquote::engine::session::Opening;
use pullquote::engine::{Command, Project};
use pullquote::model::{CharRange, NoteTarget};

const QUESTION: &str = "What is your name?";

/// A project with a document and a code, in which nobody codes yet.
fn nameless() -> Window {
    let mut window = Window::new();
    let (path, text) = (window.path("new.pullquote"), window.path("访谈.txt"));
    std::fs::write(&text, "问：为什么走？\n答：家里没有钱，所以我走了。\n").unwrap();
    let mut project = Project::create(&path, "New").unwrap();
    import(&mut project, text, true);
    let money = Command::AddCode { parent: None, name: "Money".into(), passage: None, user: None };
    project.execute(&money, None, &Default::default()).unwrap();
    drop(project);
    window.harness.state_mut().open(Opening::Path(path));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
    window
}

fn select(window: &mut Window, words: &str) -> CharRange {
    let (start, end) = window.find(words);
    window.drag(start, end);
    CharRange::new(start, end)
}

/// Types a name over the one suggested.
fn answer(window: &mut Window, name: &str) {
    assert!(window.has(QUESTION));
    window.type_text(name);
    window.key(Key::Enter);
    window.until("the name is known", |w| w.project().coder_name() == Some(name) && !w.project().is_waiting());
    assert!(!window.has(QUESTION));
}

fn workspace(window: &mut Window) -> &mut Workspace {
    window.harness.state_mut().workspace.as_mut().unwrap()
}

#[test]
fn the_first_coding_asks_for_a_name_and_then_codes() {
    type Code = fn(&mut Window);
    let ways: [(&str, Code); 4] = [
        ("a click on a code", |w| w.click_start("Money, ")),
        ("the palette", |w| {
            w.key(Key::Slash);
            w.type_text("money");
            w.key(Key::Enter);
        }),
        ("a new code", |w| {
            w.key(Key::N);
            w.type_text("钱");
            w.key(Key::Enter);
        }),
        ("in vivo", |w| w.key(Key::V)),
    ];
    for (what, code) in ways {
        let mut window = nameless();
        let range = select(&mut window, "没有钱");
        code(&mut window);
        answer(&mut window, "李 Li");
        let project = window.project();
        let passages: Vec<_> =
            project.document.as_ref().unwrap().passages().iter().map(|p| (p.range, p.user)).collect();
        assert_eq!(passages, [(range, project.me.unwrap())], "{what}");
        assert_eq!(project.recent.len(), 1, "{what}");
        window.chord(Modifiers::SHIFT, Key::ArrowRight);
        assert_eq!(window.project().selection.len(), range.len() + 1, "{what}: the transcript has the keyboard again");
        // From here on nobody is asked.
        window.key(Key::Q);
        window.until("coded again", |w| w.project().document.as_ref().unwrap().passages().len() == 2);
    }
}

#[test]
fn escape_codes_nothing_and_keeps_the_selection() {
    let mut window = nameless();
    let range = select(&mut window, "没有钱");
    window.click_start("Money, ");
    assert!(window.has(QUESTION));
    window.key(Key::Escape);
    assert!(!window.has(QUESTION));
    window.until("nothing is under way", |w| !w.project().is_waiting());
    assert_eq!(window.project().selection, range);
    assert!(window.project().study.as_deref().unwrap().users.is_empty());
    assert!(window.project().document.as_ref().unwrap().passages().is_empty());
    window.click_start("Money, ");
    answer(&mut window, "Ann");
    assert_eq!(window.project().document.as_ref().unwrap().passages().len(), 1, "and is asked again");
}

#[test]
fn what_was_typed_for_a_code_waits_below_the_question_and_is_there_when_no_name_is_given() {
    let mut window = nameless();
    select(&mut window, "没有钱");
    window.key(Key::Slash);
    window.type_text("思乡");
    window.key(Key::Enter);
    assert!(window.has(QUESTION));
    window.key(Key::Escape);
    assert!(!window.has(QUESTION));
    let typed = window.harness.query_all_by_label("Code to choose").filter_map(|field| field.value()).next();
    assert_eq!(typed.as_deref(), Some("思乡"));
    window.key(Key::Enter);
    answer(&mut window, "Ann");
    window.until("coded", |w| w.project().document.as_ref().unwrap().passages().len() == 1);
    window.saved();
    assert!(!window.has("Code to choose"), "the palette is done");
}

#[test]
fn a_name_that_cannot_be_taken_is_refused_where_it_was_typed() {
    let mut window = nameless();
    select(&mut window, "没有钱");
    window.click_start("Money, ");
    window.type_text("agreed");
    window.key(Key::Enter);
    window.until("it is refused", |w| w.has(QUESTION) && w.has_part("call the coder something else"));
    answer(&mut window, "Ann");
    window.until("coded", |w| w.project().document.as_ref().unwrap().passages().len() == 1);
}

#[test]
fn one_of_the_coders_of_the_project_may_be_meant() {
    for by_name in [false, true] {
        let mut window = nameless();
        let path = window.path("new.pullquote");
        let folder = window.folder.clone();
        drop(window);
        // She comes with an import, and is not taken for the person at the window by the time something is coded.
        let mut project = Project::open(&path).unwrap();
        project.execute(&Command::AddCoder { name: "Ann".into() }, None, &Default::default()).unwrap();
        drop(project);
        window = Window::within(folder);
        window.harness.state_mut().open(Opening::Path(path));
        window.until("it is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
        workspace(&mut window).be(None);
        select(&mut window, "没有钱");
        window.click_start("Money, ");
        if by_name {
            answer(&mut window, "Ann");
        } else {
            window.click("Ann");
        }
        window.until("coded", |w| w.project().document.as_ref().unwrap().passages().len() == 1);
        assert_eq!(window.project().coder_name(), Some("Ann"));
        assert_eq!(window.project().study.as_deref().unwrap().users.len(), 1, "nobody was added");
    }
}

#[test]
fn everything_else_that_needs_a_coder_asks_too() {
    let mut window = nameless();
    let code = window.project().study.as_deref().unwrap().codebook.codes()[0].id;
    workspace(&mut window).edit_memo(NoteTarget::Code(code));
    window.settle();
    answer(&mut window, "Ann");
    window.until("the memo is open", |w| w.project().memos.draft.is_some());

    let mut window = nameless();
    workspace(&mut window).new_memo(NoteTarget::Project);
    window.settle();
    answer(&mut window, "Ann");
    assert!(window.project().memos.draft.is_some());

    let mut window = nameless();
    window.chord(Modifiers::COMMAND, Key::Num5);
    window.click("Document 访谈");
    window.click("Done");
    answer(&mut window, "Ann");
    let me = window.project().me.unwrap();
    window.until("it is marked", |w| w.project().documents.progress.done.iter().any(|(_, user)| *user == me));

    let mut window = Window::sample();
    workspace(&mut window).be(None);
    window.chord(Modifiers::COMMAND, Key::Num3);
    window.until("compared", |w| w.project().compare.disputes.is_some());
    window.click_start("By disputes");
    window.click("Not coded");
    window.click("Settle");
    answer(&mut window, "Cara");
    let decided = |w: &Window| {
        let all = w.project().compare.disputes.clone().unwrap();
        all.list.iter().find_map(|d| Some(d.decided.as_ref()?.who.clone()))
    };
    window.until("it is settled", |w| decided(w).is_some());
    assert_eq!(decided(&window).as_deref(), Some("Cara"), "the decision bears the name");
}
