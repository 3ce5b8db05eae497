//! Escape, or a click outside a dialog, never loses what was typed or chosen.

use super::entering;
use super::support::Window;
use egui::{Key, Modifiers, pos2};
use egui_kittest::kittest::Queryable;
use pullquote::app::action::{Action, CodeAct, CodingAct, ImportAct, ProjectAct, TeamAct};
use pullquote::app::documents_room::Asking;
use pullquote::app::exporting::ExportKind;
use pullquote::app::room::Room;
use pullquote::engine::Project;
use pullquote::gui::dialogs::Picked;
use pullquote::model::{CharRange, CodeId, Described, NoteTarget, VariableKind};

const LOW: &str = "Financial capital > Push > Low income";
pub const QUESTION: &str = "Discard what you entered here?";

pub fn low(window: &Window) -> CodeId {
    window.project().study.as_deref().unwrap().codebook.find(LOW).unwrap()
}

pub fn act(window: &mut Window, action: Action) {
    window.harness.state_mut().act(action);
    window.settle();
}

pub fn ask(window: &mut Window, asking: Asking) {
    window.project_mut().rooms.documents.asking = Some(asking);
    window.settle();
}

pub fn beside(window: &mut Window) {
    window.click_at(pos2(4.0, 400.0));
}

pub fn is_modal(window: &Window) -> bool {
    window.harness.ctx.memory(|memory| memory.top_modal_layer().is_some())
}

pub fn read_table(window: &mut Window, content: &str, action: Action) {
    let file = window.path("t.csv");
    std::fs::write(&file, content).unwrap();
    *window.answer.lock().unwrap() = Picked::Paths(vec![file]);
    act(window, action);
    let read = |w: &Window| w.project().rooms.table.open.is_some();
    window.until("the table is read", read);
}

/// A dialog, how to open it and enter something, and the label that shows that the input is still there.
pub type Entered = (&'static str, fn(&mut Window), &'static str);

pub const ENTERED: &[Entered] = &[
    (
        "new code",
        |w| {
            act(w, Action::Coding(CodingAct::NewCode));
            w.type_text("思乡 homesick");
        },
        "Name of the code",
    ),
    (
        "new coder",
        |w| {
            act(w, Action::Team(TeamAct::AddCoder));
            w.type_text("王");
        },
        "Name of the coder",
    ),
    (
        "form of a code",
        |w| {
            act(w, Action::OnCode(CodeAct::Edit, low(w)));
            w.click("Definition");
            w.type_text("When money is short");
        },
        "Definition",
    ),
    (
        "a colour in it",
        |w| {
            act(w, Action::OnCode(CodeAct::Edit, low(w)));
            w.click("Colour #972370");
        },
        "Definition",
    ),
    (
        "dimension",
        |w| {
            act(w, Action::OnCode(CodeAct::Edit, low(w)));
            w.click("New dimension…");
            w.click("Add value");
            w.click("Value 1");
            w.type_text("push");
        },
        "Value 1",
    ),
    (
        "renamed document",
        |w| {
            let id = w.project().study.as_deref().unwrap().sources[0].id;
            ask(w, Asking::RenameDocument(id, "A".into()));
            w.type_text("nna");
        },
        "Name of the document",
    ),
    (
        "new participant",
        |w| {
            ask(w, Asking::AddParticipant(String::new()));
            w.type_text("Zhou");
        },
        "Name of the participant",
    ),
    (
        "new attribute",
        |w| {
            ask(w, Asking::AddAttribute(Described::Participants, String::new(), VariableKind::Text));
            w.type_text("age");
        },
        "Name of the attribute",
    ),
    (
        "description",
        |w| {
            act(w, Action::Project(ProjectAct::Describe));
            w.click("Description");
            w.type_text("Interviews of 2019");
        },
        "Description",
    ),
    (
        "participants",
        |w| {
            read_table(w, "name,age,town\nZ,3,X\n", Action::Import(ImportAct::Participants));
            w.click("Column town becomes a new attribute");
            w.click("skip this column");
        },
        "Column town becomes skip this column",
    ),
    (
        "coded segments",
        |w| {
            read_table(w, "file,theme,words\nA,New,In 1993\n", Action::Import(ImportAct::Segments));
            w.click("Column theme holds the code");
            w.click("skip this column");
        },
        "Import coded passages",
    ),
    (
        "export",
        |w| {
            act(w, Action::Export(Some(ExportKind::Passages)));
            w.click("Which documents: All documents");
            w.click("Export only B");
            w.key(Key::Escape);
        },
        "Which documents: B",
    ),
    (
        "ticked codes",
        |w| {
            let (start, end) = w.find("In 1993");
            w.drag(start, end);
            w.key(Key::Slash);
            w.type_text("low inc");
            w.key(Key::Tab);
        },
        "Without Low income",
    ),
];

#[test]
fn escape_and_a_click_outside_ask_before_input_is_lost() {
    for (name, enter, shown) in ENTERED {
        let mut window = Window::sample();
        let history = window.project().link.undo_redo.undo.clone();
        enter(&mut window);
        assert!(window.has(shown) && !window.has(QUESTION), "{name}");
        window.key(Key::Escape);
        assert!(window.has(QUESTION) && window.has(shown), "{name}: Escape asks");
        // Enter keeps the input: the question has the focus.
        window.key(Key::Enter);
        assert!(!window.has(QUESTION) && window.has(shown), "{name}: it continues");
        beside(&mut window);
        assert!(window.has(QUESTION) && window.has(shown), "{name}: a click beside asks");
        window.key(Key::Escape);
        assert!(!window.has(QUESTION) && window.has(shown), "{name}: Escape keeps it, too");
        window.key(Key::Escape);
        window.click("Discard");
        for _ in 0..2 {
            // The form of the code is below that of its dimension.
            if is_modal(&window) {
                window.key(Key::Escape);
            }
        }
        assert!(!is_modal(&window), "{name}: it is discarded after a confirmation");
        window.saved();
        assert_eq!(window.project().link.undo_redo.undo, history, "{name} changed nothing");
    }
}

#[test]
fn a_dialog_in_which_nothing_was_entered_closes_at_once() {
    let openers: [fn(&mut Window); 8] = [
        |w| act(w, Action::Coding(CodingAct::NewCode)),
        |w| act(w, Action::Team(TeamAct::AddCoder)),
        |w| act(w, Action::OnCode(CodeAct::Edit, low(w))),
        |w| act(w, Action::Project(ProjectAct::Describe)),
        |w| act(w, Action::Export(None)),
        |w| ask(w, Asking::AddParticipant(String::new())),
        |w| read_table(w, "name,age\nZ,3\n", Action::Import(ImportAct::Participants)),
        |w| read_table(w, "name,age\nZ,3\n", Action::Import(ImportAct::Table)),
    ];
    let mut window = Window::sample();
    for (number, open) in openers.into_iter().enumerate() {
        for leave in [|w: &mut Window| w.key(Key::Escape), |w: &mut Window| beside(w)] {
            open(&mut window);
            assert!(is_modal(&window), "{number}");
            leave(&mut window);
            assert!(!is_modal(&window) && !window.has(QUESTION), "{number}");
        }
    }
}

#[test]
fn typing_continues_after_the_question() {
    let mut window = Window::sample();
    act(&mut window, Action::Coding(CodingAct::NewCode));
    window.type_text("Home");
    window.key(Key::Escape);
    window.key(Key::Enter);
    window.type_text("sick");
    window.key(Key::Enter);
    window.until("the code has the whole name", |w| {
        w.project().study.as_deref().unwrap().codebook.find("Homesick").is_some()
    });
}

#[test]
fn a_code_form_keeps_its_input_while_a_dimension_is_created() {
    let mut window = Window::sample();
    let code = low(&window);
    act(&mut window, Action::OnCode(CodeAct::Edit, code));
    window.click("Definition");
    window.type_text("When money is short. ");
    window.click("New dimension…");
    window.click("Name");
    window.type_text("mood");
    window.click("Save");
    window.until("the new dimension is offered", |w| w.has("mood: none"));
    window.click("Save");
    let saved = |w: &Window| w.project().study.as_deref().unwrap().codebook.get(low(w)).unwrap().description.clone();
    window.until("the definition is saved", |w| saved(w).contains("When money is short."));
}

/// Codes the words and opens the memo on them.
pub fn memo(window: &mut Window) {
    let (start, end) = window.find("forty-three");
    window.drag(start, end);
    let before = window.passages("Low income");
    window.code_with(LOW);
    window.until("coded", |w| w.passages("Low income") == before + 1);
    window.saved();
    window.key_to_transcript();
    window.key(Key::M);
}

pub fn stored_memos(window: &Window) -> Vec<String> {
    let project = Project::open_to_read(&window.path("sample.pullquote")).unwrap().0;
    let notes = project.reads().notes().unwrap();
    notes.iter().filter(|n| matches!(n.target, NoteTarget::Coding(_))).map(|note| note.text.clone()).collect()
}

#[test]
fn a_memo_is_saved_by_escape_and_by_a_click_outside() {
    for leave in [|w: &mut Window| w.key(Key::Escape), |w: &mut Window| beside(w)] {
        let mut window = Window::sample();
        memo(&mut window);
        let text = "54 characters that must not be lost by one stroke 54 c";
        window.type_text(text);
        leave(&mut window);
        assert!(!window.has("Memo text"));
        window.saved();
        assert!(stored_memos(&window).contains(&text.to_owned()));
    }
}

#[test]
fn a_memo_is_saved_when_typing_pauses_and_stays_one_memo() {
    let mut window = Window::sample();
    memo(&mut window);
    let before = stored_memos(&window).len();
    window.type_text("钱");
    for _ in 0..4 {
        window.settle();
    }
    window.until("it is saved while it is still open", |w| stored_memos(w).len() == before + 1);
    window.saved();
    assert!(window.has("Memo text"), "it is still open");
    // After a crash at this point, what was typed is there.
    window.type_text("不够");
    window.key(Key::Escape);
    window.saved();
    let memos = stored_memos(&window);
    assert_eq!(memos.len(), before + 1, "{memos:?}");
    assert!(memos.contains(&"钱不够".to_owned()), "{memos:?}");
}

#[test]
fn a_reopened_memo_has_the_caret_at_its_end() {
    let mut window = Window::sample();
    memo(&mut window);
    window.type_text("one");
    window.key(Key::Escape);
    window.saved();
    window.key_to_transcript();
    window.key(Key::M);
    window.until("it is read", |w| w.project().rooms.memos.draft.as_ref().is_some_and(|draft| draft.note.is_some()));
    window.type_text(" two");
    window.key(Key::Escape);
    window.saved();
    assert!(stored_memos(&window).contains(&"one two".to_owned()), "{:?}", stored_memos(&window));
}

#[test]
fn a_memo_reopened_before_it_is_saved_stays_one_memo() {
    let mut window = Window::sample();
    memo(&mut window);
    let before = stored_memos(&window).len();
    window.type_text("one");
    // Closed and reopened within one frame.
    let target = window.project().rooms.memos.draft.as_ref().unwrap().target;
    let workspace = window.project_mut();
    workspace.keep_draft();
    workspace.edit_memo(target);
    window.settle();
    window.type_text(" two");
    window.key(Key::Escape);
    window.saved();
    let memos = stored_memos(&window);
    assert!(memos.contains(&"one two".to_owned()) && memos.len() == before + 1, "{memos:?}");
}

#[test]
fn the_find_bar_keeps_its_text() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::F);
    window.type_text("city");
    window.key(Key::Escape);
    assert!(!window.has("Find in this document"));
    window.project_mut().selection = CharRange::new(0, 0);
    window.chord(Modifiers::COMMAND, Key::F);
    assert_eq!(window.harness.get_by_label("Find in this document").value().as_deref(), Some("city"));
}

#[test]
fn a_table_definition_is_not_lost_by_cancel_or_closing() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num2);
    window.until("the tables are there", |w| w.project().room == Room::Tables);
    let study = window.project().study.clone().unwrap();
    window.project_mut().rooms.tables.editor = Some(pullquote::app::table_editor::TableEditor::new(&study));
    window.settle();
    window.click("Title");
    window.type_text("Reasons to return");
    window.key(Key::Escape);
    assert!(window.project().rooms.tables.editor.is_some());
    window.chord(Modifiers::COMMAND, Key::W);
    assert!(window.workspace().is_some() && window.has_part("A table has not been saved."));
    window.key(Key::Escape);
    assert!(!window.has("Unsaved changes"));
    assert!(window.has(QUESTION) && !window.has("Cancel") && !window.has("Save table"), "one pair of buttons");
    window.click("Keep editing");
    assert!(!window.has(QUESTION) && window.project().rooms.tables.editor.is_some());
    window.click("Cancel");
    window.click("Discard");
    assert!(window.project().rooms.tables.editor.is_none());
}

#[test]
fn a_reason_that_was_typed_for_a_decision_can_be_restored_after_escape() {
    let mut window = Window::sample();
    entering::reason_of_decision(&mut window);
    window.key(Key::Escape);
    window.until("it is offered", |w| w.has("Restore the decision"));
    window.click("Restore the decision");
    let draft = window.project().rooms.compare.draft.clone();
    assert_eq!((draft.reason.as_str(), draft.decision.is_some()), ("heard on the tape", true));
}

#[test]
fn a_form_that_cannot_be_saved_keeps_its_input() {
    let mut window = Window::sample();
    let code = low(&window);
    act(&mut window, Action::OnCode(CodeAct::Edit, code));
    window.click("Definition");
    window.type_text("When money is short. ");
    window.click("Name");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("Ever-increasing living cost in cities, including for housing and transportation");
    window.click("Save");
    window.until("the reason is shown", |w| w.has_part("already named"));
    window.saved();
    assert!(window.has("Definition"), "the form is still open");
    window.click("Name");
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("Low pay");
    window.click("Save");
    let saved = move |w: &Window| {
        let study = w.project().study.clone().unwrap();
        study.codebook.get(code).map(|code| (code.name.clone(), code.description.contains("When money is short.")))
    };
    window.until("both are saved", |w| saved(w) == Some(("Low pay".into(), true)));
    assert!(!is_modal(&window));
}

#[test]
fn a_correction_that_could_not_be_saved_is_still_there() {
    let mut window = Window::sample();
    let (start, _) = window.find("There isn't so much");
    window.drag(start, start + 1);
    window.key(Key::ArrowLeft);
    window.chord(Modifiers::COMMAND, Key::T);
    window.type_text("Well. ");
    window.review_correction();
    // In the meantime, the text changes.
    let document = window.project().document.clone().unwrap();
    let (source, before) = (document.id, document.text().clone());
    let text = format!("Heard twice. {before}");
    let command = pullquote::engine::Command::EditText { source, before, text };
    window.project_mut().link.execute(command);
    window.click("Save changes");
    // If the change arrives before the click, the review leads back to the text instead.
    window.until("the reason is shown", |w| w.has_part("has changed in the meantime") || w.has("Review changes"));
    assert!(window.has("Text of the document"));
    let field = window.harness.get_by_label("Text of the document");
    assert!(field.value().is_some_and(|text| text.contains("Well. There isn't so much")));
}
