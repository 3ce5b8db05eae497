//! Input into forms and cells, for tests of what happens to it.

use super::leaving::{act, ask, low};
use super::support::Window;
use egui::{Key, Modifiers};
use pullquote::app::action::{Action, CodeAct, CodingAct, TeamAct};
use pullquote::app::documents_room::Asking;
use pullquote::app::table_editor::TableEditor;

pub fn new_code(window: &mut Window) {
    act(window, Action::Coding(CodingAct::NewCode));
    window.type_text("思乡");
}

pub fn new_coder(window: &mut Window) {
    act(window, Action::Team(TeamAct::AddCoder));
    window.type_text("王");
}

pub fn code_below(window: &mut Window) {
    act(window, Action::OnCode(CodeAct::AddBelow, low(window)));
    window.type_text("Debts");
}

pub fn new_dimension(window: &mut Window) {
    act(window, Action::OnCode(CodeAct::Edit, low(window)));
    window.click("New dimension…");
    window.click("Name");
    window.type_text("mood");
}

pub fn name_of_code(window: &mut Window) {
    act(window, Action::OnCode(CodeAct::Rename, low(window)));
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("Poor");
}

pub fn new_participant(window: &mut Window) {
    ask(window, Asking::AddParticipant(String::new()));
    window.type_text("Zhou");
}

pub fn name_of_participant(window: &mut Window) {
    window.chord(Modifiers::COMMAND, Key::Num6);
    window.click_start("Participants (");
    window.click("Participant A");
    window.key(Key::F2);
    window.chord(Modifiers::COMMAND, Key::A);
    window.type_text("Anna");
}

pub fn new_table(window: &mut Window) {
    window.chord(Modifiers::COMMAND, Key::Num2);
    let study = window.project().study.clone().unwrap();
    window.project_mut().rooms.tables.editor = Some(TableEditor::new(&study));
    window.settle();
    window.click("Title");
    window.type_text("Reasons to return");
}

/// Starts a decision on the first disagreement, with a reason.
pub fn reason_of_decision(window: &mut Window) {
    window.click("Compare");
    window.until("the disagreements are known", |w| w.project().rooms.compare.disagreements.is_some());
    window.click_start("Disagreements");
    window.key(Key::Num1);
    window.type_text("heard on the tape");
}
