//! Whose passages a command changes: only mine; if several are mine, the chosen one; never another coder's by accident.

use super::support::Window;
use egui::accesskit::Role;
use egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable;
use pullquote::app::PassageView;
use pullquote::app::action::{Action, CodeAct};
use pullquote::engine::Command;
use pullquote::model::{CharRange, CodeId, CodingId, UserId};

const LOW: &str = "Financial capital > Push > Low income";
const COST: &str = "Financial capital > Push > Ever-increasing living cost";

/// The words that both coders code in these tests.
const WORDS: &str = "forty-three";

fn code_id(window: &Window, path: &str) -> CodeId {
    let book = &window.project().study.as_deref().unwrap().codebook;
    let starts = |code: &&pullquote::model::Code| book.path(code.id).to_string().starts_with(path);
    book.codes().iter().find(starts).unwrap().id
}

fn coder(window: &Window, name: &str) -> UserId {
    window.project().study.as_deref().unwrap().user_named(name).unwrap().id
}

fn passage(window: &Window, coding: CodingId) -> Option<PassageView> {
    window.project().passage(coding).cloned()
}

/// Codes the words as a coder, with each of the codes. Returns the passages in the order of the codes.
fn code(window: &mut Window, by: &str, codes: &[&str]) -> Vec<CodingId> {
    let (start, end) = window.find(WORDS);
    let (range, user) = (CharRange::new(start, end), coder(window, by));
    let source = window.project().document.as_ref().unwrap().id;
    let codes: Vec<CodeId> = codes.iter().map(|path| code_id(window, path)).collect();
    window.execute_as(user, Command::Code { source, range, codes: codes.clone() });
    let found = move |w: &Window, code: CodeId| -> Option<CodingId> {
        let all = w.project().document.as_ref()?.passages();
        Some(all.iter().find(|p| (p.range, p.code, p.user) == (range, code, user))?.coding)
    };
    let all = codes.clone();
    window.until("the words are coded", move |w| all.iter().all(|&code| found(w, code).is_some()));
    window.saved();
    codes.iter().map(|&code| found(window, code).unwrap()).collect()
}

/// Clicks once into the words, as Coder 1.
fn click_into_words(window: &mut Window) {
    let (start, _) = window.find(WORDS);
    let place = window.place(start + 3);
    window.click_at(place);
}

fn others_of(window: &Window) -> Vec<PassageView> {
    let (me, all) = (window.project().me(), window.project().document.as_ref().unwrap().passages());
    all.iter().filter(|p| Some(p.user) != me).cloned().collect()
}

#[test]
fn e_changes_only_my_passage_and_the_title_names_code_and_coder() {
    let mut window = Window::sample();
    code(&mut window, "Coder 2", &[LOW, COST]);
    let mine = code(&mut window, "Coder 1", &[LOW])[0];
    let others = others_of(&window);
    click_into_words(&mut window);
    window.key(Key::E);
    assert!(window.has("Recode “Low income” (Coder 1)"));
    window.type_text("relative");
    window.key(Key::Enter);
    let wanted = code_id(&window, "Financial capital > Pull > Relative low cost of living");
    window.until("mine is changed", |w| passage(w, mine).is_some_and(|p| p.code == wanted));
    window.saved();
    assert_eq!(others_of(&window), others, "Coder 2's passages are unchanged");
    assert!(window.has_part("Recoded as “Relative low cost of living”"), "the change is shown");
}

#[test]
fn if_several_are_mine_a_list_at_the_caret_asks_which() {
    let mut window = Window::sample();
    let others = code(&mut window, "Coder 2", &[LOW]);
    let mine = code(&mut window, "Coder 1", &[LOW, COST]);
    let important = |w: &Window| mine.iter().filter(|&&id| passage(w, id).is_some_and(|p| p.important)).count();
    // By digit, by arrow keys and Enter, by pointer.
    for (round, choose) in [0, 1, 2].into_iter().enumerate() {
        click_into_words(&mut window);
        window.key(Key::I);
        assert!(window.has("Mark which passage as important?"), "round {round}");
        let list = window.rect("“Low income” (Coder 1): “forty-three”");
        let caret = window.place(window.find(WORDS).0 + 3);
        assert!(list.top() > caret.y && list.top() - caret.y < 90.0, "it is at the caret: {list:?}, {caret:?}");
        assert!(!window.has_part("(Coder 2): "), "only mine are offered");
        assert_eq!(important(&window), 0, "nothing changes before a choice");
        match choose {
            0 => window.key(Key::Num2),
            1 => {
                window.key(Key::ArrowDown);
                window.key(Key::Enter);
            }
            _ => window.click_start("“Ever-increasing"),
        }
        window.until("one is marked", |w| passage(w, mine[1]).is_some_and(|p| p.important));
        window.saved();
        assert_eq!(important(&window), 1);
        assert!(window.has_part("Marked as important"));
        window.chord(Modifiers::COMMAND, Key::Z);
        window.until("undone", |w| important(w) == 0);
    }
    assert!(others.iter().all(|&id| passage(&window, id).is_some_and(|p| !p.important)));
    // All of them only if that is chosen; Escape changes nothing.
    click_into_words(&mut window);
    window.key(Key::I);
    window.key(Key::Escape);
    assert!(!window.has("Mark which passage as important?") && important(&window) == 0);
    window.key(Key::I);
    window.click("Both passages");
    window.until("both are marked", |w| important(w) == 2);
}

#[test]
fn every_key_on_a_passage_asks_the_same_way() {
    let mut window = Window::sample();
    let mine = code(&mut window, "Coder 1", &[LOW, COST]);
    let before = window.project().document.as_ref().unwrap().passages().to_vec();
    for (key, question, all) in [
        (Key::E, "Recode which passage?", true),
        (Key::I, "Mark which passage as important?", true),
        (Key::M, "Open the memo on which passage?", false),
        (Key::Delete, "Delete which passage?", true),
        (Key::R, "Resize which passage to the selection?", false),
        (Key::W, "Step through the code of which passage?", false),
    ] {
        click_into_words(&mut window);
        if key == Key::R {
            window.chord(Modifiers::SHIFT, Key::ArrowRight);
        }
        window.key(key);
        assert!(window.has(question), "{question}");
        assert_eq!(window.has("Both passages"), all, "{question}");
        // What is typed next runs no command.
        for letter in [Key::L, Key::U, Key::I, Key::N, Key::Delete] {
            window.key(letter);
        }
        assert!(window.has(question), "{question}");
        window.key(Key::Escape);
        window.saved();
        assert_eq!(window.project().document.as_ref().unwrap().passages(), before, "{question}");
    }
    click_into_words(&mut window);
    window.key(Key::M);
    window.key(Key::Num2);
    assert!(window.has("Memo text"));
    assert!(window.has_part("on passage “Ever-increasing") && window.has_part("(Coder 1): “forty-three”"));
    window.type_text("on the second");
    window.key(Key::Escape);
    window.until("it is on the second", |w| passage(w, mine[1]).is_some_and(|p| !p.memos.is_empty()));
    click_into_words(&mut window);
    window.key(Key::Delete);
    window.key(Key::Num1);
    window.until("the first is gone", |w| passage(w, mine[0]).is_none());
    assert!(passage(&window, mine[1]).is_some());
    assert!(window.has_part("Deleted 1 passage coded “Low income”"));
}

#[test]
fn a_key_on_another_coders_passage_shows_the_coder_and_the_options() {
    let mut window = Window::sample();
    let theirs = code(&mut window, "Coder 2", &[LOW])[0];
    let before = passage(&window, theirs);
    for key in [Key::E, Key::I, Key::Delete, Key::R] {
        click_into_words(&mut window);
        if key == Key::R {
            window.chord(Modifiers::SHIFT, Key::ArrowRight);
        }
        window.key(key);
        assert!(window.has("“Low income” was coded by Coder 2"), "{key:?}");
        assert!(window.has("Switch to Coder 2") && window.has("Copy to my passages"), "{key:?}");
        window.key(Key::Escape);
        window.saved();
        assert_eq!(passage(&window, theirs), before, "{key:?}");
    }
    window.key(Key::Delete);
    window.click("Copy to my passages");
    let me = window.project().me();
    let range = before.as_ref().unwrap().range;
    let copied = move |w: &Window| {
        let all = w.project().document.as_ref().unwrap().passages();
        all.iter().any(|p| p.range == range && Some(p.user) == me && p.coding != theirs)
    };
    window.until("it is copied", copied);
    assert_eq!(passage(&window, theirs), before);
    // Another coder's passage is chosen through its menu; as Coder 2, the user may remove it.
    window.workspace_me("Coder 2");
    click_into_words(&mut window);
    window.key(Key::Delete);
    window.until("removed by its own coder", |w| passage(w, theirs).is_none());
    assert!(copied(&window));
}

impl Window {
    fn workspace_me(&mut self, name: &str) {
        let user = coder(self, name);
        self.harness.state_mut().act(Action::BeCoder(user));
        self.settle();
        assert!(self.has_part(&format!("You are now coding as {name}.")));
    }
}

#[test]
fn another_coders_edge_cannot_be_dragged_and_the_reason_is_shown() {
    let mut window = Window::sample();
    let theirs = code(&mut window, "Coder 2", &[LOW])[0];
    let range = passage(&window, theirs).unwrap().range;
    let document = window.project().document.clone().unwrap();
    window.harness.state_mut().code.transcript.choose(&document, theirs);
    window.settle();
    let (from, to) = (window.place(range.end.0), window.place(range.start.0 + 1));
    window.harness.hover_at(from);
    for _ in 0..6 {
        window.settle();
    }
    let why = "Coded by Coder 2. Switch to this coder, or copy the passage to your own.";
    assert!(window.has(why));
    window.drag_between(from, to);
    window.saved();
    assert_eq!(passage(&window, theirs).unwrap().range, range);
    // The same drag moves the edge if the passage's own coder does it.
    window.workspace_me("Coder 2");
    window.harness.state_mut().code.transcript.choose(&document, theirs);
    window.settle();
    window.drag_between(from, to);
    window.until("the edge moved", |w| passage(w, theirs).is_some_and(|p| p.range != range));
}

#[test]
fn the_menu_of_another_coders_passage_offers_nothing_that_changes_it_at_once() {
    let mut window = Window::sample();
    let theirs = code(&mut window, "Coder 2", &[LOW])[0];
    let (start, _) = window.find(WORDS);
    window.secondary_click(start + 3);
    for entry in ["Memo…", "Step through this code", "Switch to Coder 2", "Copy to my passages"] {
        assert!(window.has(entry), "{entry}");
    }
    for entry in ["Recode…", "Important", "Resize", "Delete passage coded “Low income” (Coder 2)"] {
        assert!(!window.has(entry), "{entry}");
    }
    window.click("Change Coder 2's passage anyway…");
    assert!(window.has("Change a passage of Coder 2?"));
    assert!(window.has("This changes the work of Coder 2."));
    // Enter presses Cancel.
    window.key(Key::Enter);
    window.saved();
    assert!(passage(&window, theirs).is_some() && !window.has("Change a passage of Coder 2?"));
    window.secondary_click(start + 3);
    window.click("Change Coder 2's passage anyway…");
    window.click("Delete");
    window.until("it is removed", |w| passage(w, theirs).is_none());
    window.saved();
    let undo = window.project().link.undo_redo.undo.clone().unwrap();
    assert!(undo.ends_with("(changed by Coder 1, coded by Coder 2)"), "{undo}");
}

#[test]
fn a_memo_on_another_coders_passage_is_mine() {
    let mut window = Window::sample();
    let theirs = code(&mut window, "Coder 2", &[LOW])[0];
    let user = coder(&window, "Coder 2");
    let target = pullquote::model::NoteTarget::Coding(theirs);
    let text = "as I heard it".to_owned();
    window.execute_as(user, Command::SetMemo { note: None, target, text });
    window.until("theirs has a memo", |w| passage(w, theirs).is_some_and(|p| !p.memos.is_empty()));
    click_into_words(&mut window);
    window.key(Key::M);
    window.until("it is read", |w| w.project().rooms.memos.draft.as_ref().is_some_and(|draft| !draft.looking));
    assert!(window.has("Memo by Coder 2"), "theirs can be read");
    window.type_text("ironic?");
    window.key(Key::Escape);
    window.saved();
    let notes = pullquote::engine::Project::open_to_read(&window.path("sample.pullquote")).unwrap().0;
    let mut texts: Vec<_> = notes.reads().notes().unwrap().into_iter().filter(|n| n.target == target).collect();
    texts.sort_by_key(|note| note.id);
    let texts: Vec<(Option<UserId>, &str)> = texts.iter().map(|note| (note.user, note.text.as_str())).collect();
    assert_eq!(texts, [(Some(user), "as I heard it"), (window.project().me(), "ironic?")]);
}

#[test]
fn undoing_another_coders_work_asks_with_the_count() {
    let mut window = Window::sample();
    let theirs = code(&mut window, "Coder 2", &[LOW])[0];
    window.key_to_transcript();
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("it is asked", |w| w.has("Undo this?"));
    assert!(window.has("This changes 1 passage of Coder 2."));
    assert!(passage(&window, theirs).is_some());
    window.key(Key::Escape);
    window.saved();
    assert!(passage(&window, theirs).is_some() && !window.has("Undo this?"));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("it is asked", |w| w.has("Undo this?"));
    window.harness.get_by_role_and_label(egui::accesskit::Role::Button, "Undo").click();
    window.until("undone", |w| passage(w, theirs).is_none());
    window.chord(Modifiers::COMMAND, Key::Y);
    window.until("redo asks too", |w| w.has("Redo this?"));
    window.click("Cancel");
    assert!(passage(&window, theirs).is_none());
}

#[test]
fn changes_of_codes_and_documents_state_how_many_passages_of_others_they_affect() {
    let mut window = Window::sample();
    let low = code_id(&window, LOW);
    let by_two = super::support::folder_codings().iter().filter(|c| c.0 == "Coder 2" && c.4 == LOW).count();
    let question = format!("This changes {by_two} passages of Coder 2.");
    let deleted = format!("This deletes {by_two} passages of Coder 2.");
    let other = code_id(&window, COST);
    let also = format!("This also changes the path of the code on {by_two} passages of Coder 2.");
    for (name, action, question) in [
        ("removal", Action::OnCode(CodeAct::Remove, low), &deleted),
        ("move", Action::OnCode(CodeAct::ToTop, low), &also),
    ] {
        window.harness.state_mut().act(action);
        window.until("it is counted", |w| w.has(question));
        window.click("Cancel");
        assert!(window.project().study.as_deref().unwrap().codebook.get(low).is_some(), "{name}");
    }
    window.harness.state_mut().act(Action::OnCode(CodeAct::Merge, low));
    window.settle();
    window.type_text("ever-increasing");
    window.key(Key::Enter);
    window.until("it is counted", |w| w.has(&question));
    window.key(Key::Escape);
    // Dragging a code to another parent in the tree asks as well; moving it among its siblings does not.
    window.harness.state_mut().act(Action::OnCode(CodeAct::ToTop, other));
    window.until("it is counted", |w| w.has_part("also changes the path"));
    window.click("Move");
    window.until("it is at the top", |w| {
        w.project().study.as_deref().unwrap().codebook.get(other).is_some_and(|code| code.parent.is_none())
    });
    let source = window.project().document.as_ref().unwrap().id;
    let name = window.project().document.as_ref().unwrap().name.clone();
    let by_two = super::support::folder_codings().iter().filter(|c| c.0 == "Coder 2" && c.1 == name).count();
    let asking = pullquote::app::documents_room::Asking::RemoveDocuments(vec![source]);
    window.project_mut().rooms.documents.asking = Some(asking);
    window.until("it is counted", |w| w.has(&format!("This deletes {by_two} passages of Coder 2.")));
    window.click("Cancel");
}

#[test]
fn a_correction_states_how_many_passages_of_others_it_changes() {
    let mut window = Window::sample();
    code(&mut window, "Coder 2", &[LOW]);
    let (start, _) = window.find(WORDS);
    let place = window.place(start + 2);
    window.click_at(place);
    window.chord(Modifiers::COMMAND, Key::T);
    window.type_text("XX");
    window.review_correction();
    assert!(window.has("This changes 1 passage of Coder 2."));
}

#[test]
fn a_code_that_only_i_used_moves_without_a_question() {
    let mut window = Window::sample();
    let (start, end) = window.find(WORDS);
    window.drag(start, end);
    window.project_mut().add_code(None, "Mine".into());
    window.until("it is there", |w| w.passages("Mine") == 1);
    let parent = code_id(&window, "Financial capital");
    let mine = code_id(&window, "Mine");
    window.harness.state_mut().act(Action::OnCode(CodeAct::Move, mine));
    window.settle();
    window.type_text("financial capital");
    window.key(Key::Enter);
    window.until("it is below", |w| {
        w.project().study.as_deref().unwrap().codebook.get(mine).is_some_and(|code| code.parent == Some(parent))
    });
    assert!(!window.has_part("This changes"));
}

#[test]
fn the_list_stays_within_a_small_window() {
    let mut window = Window::sample();
    window.harness.set_size(vec2(1024.0, 640.0));
    window.settle();
    code(&mut window, "Coder 1", &[LOW, COST]);
    click_into_words(&mut window);
    window.key(Key::E);
    let row = window.rect("“Low income” (Coder 1): “forty-three”");
    assert!(window.harness.ctx.content_rect().contains_rect(row));
}

#[test]
fn a_confirmed_undo_does_not_undo_a_change_made_in_the_meantime() {
    let mut window = Window::sample();
    let theirs = code(&mut window, "Coder 2", &[LOW])[0];
    let user = coder(&window, "Coder 2");
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undo asks first", |w| w.has("Undo this?"));
    window.execute_as(user, Command::AddCode { parent: None, name: "later".into(), passage: None });
    window.saved();
    window.harness.get_by_role_and_label(Role::Button, "Undo").click();
    window.settle();
    window.until("the reason is given", |w| w.has_part("The history has changed since you were asked"));
    let study = window.project().study.clone().unwrap();
    assert!(passage(&window, theirs).is_some() && study.codebook.find("later").is_some());
}

#[test]
fn only_edges_that_can_be_dragged_have_handles() {
    let mut window = Window::sample();
    let theirs = code(&mut window, "Coder 2", &[LOW])[0];
    let document = window.project().document.clone().unwrap();
    let knobs = |window: &mut Window| {
        window.harness.state_mut().code.transcript.choose(&document, theirs);
        window.settle();
        let range = passage(window, theirs).unwrap().range;
        let edges = [range.start.0, range.end.0 - 1].map(|at| window.place(at));
        let is_at_an_edge = |center: egui::Pos2| edges.iter().any(|edge| edge.distance(center) < 32.0);
        let shapes = &window.harness.output().shapes;
        let at_edges = |clipped: &&egui::epaint::ClippedShape| matches!(&clipped.shape, egui::Shape::Circle(circle) if is_at_an_edge(circle.center));
        shapes.iter().filter(at_edges).count()
    };
    assert_eq!(knobs(&mut window), 0);
    window.workspace_me("Coder 2");
    assert_eq!(knobs(&mut window), 2);
}
