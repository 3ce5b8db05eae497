//! During blind coding, nothing shows other coders' work by accident, and what is hidden is not called absent.

use super::support::Window;
use egui::Key;
use pullquote::app::room::Room;
use pullquote::engine::Command;
use pullquote::model::{SourceId, UserId};

fn coder(window: &Window, name: &str) -> Option<UserId> {
    window.project().study.as_deref()?.user_named(name).map(|user| user.id)
}

fn is_finished(window: &Window, source: SourceId, user: UserId) -> bool {
    window.project().rooms.documents.progress.done.contains(&(source, user))
}

fn shown(window: &Window) -> usize {
    window.project().document.as_ref().map_or(0, |document| document.passages().len())
}

/// The sample, coded blind by a new coder who has coded nothing.
fn by_a_new_coder() -> Window {
    let mut window = Window::sample();
    window.project_mut().link.execute(Command::AddCoder { name: "Cara".into() });
    window.until("Cara is here", |w| coder(w, "Cara").is_some_and(|cara| w.project().me() == Some(cara)));
    window.project_mut().link.execute(Command::SetBlind { on: true });
    window.until("others are hidden", |w| w.project().is_blind() && shown(w) == 0);
    window.saved();
    window
}

#[test]
fn marking_a_document_without_own_passages_as_finished_asks_first() {
    let mut window = by_a_new_coder();
    let (source, cara) = (window.project().document.as_ref().unwrap().id, coder(&window, "Cara").unwrap());
    window.project_mut().enter(Room::Documents);
    window.settle();
    for key in [Key::Escape, Key::Enter] {
        window.click("Document A is finished");
        assert!(window.has("Mark “A” as finished?") && window.has_part("you see other coders’ passages"));
        window.key(key);
        assert!(!window.has("Mark “A” as finished?"), "{key:?} cancels");
        window.saved();
        assert!(!is_finished(&window, source, cara));
    }
    window.click("Document A is finished");
    window.click("Mark as finished");
    window.until("it is finished", |w| is_finished(w, source, cara));
    // Removing the mark hides the work again and needs no question.
    window.click("Document A is finished");
    window.until("it is not finished", |w| !is_finished(w, source, cara));
    // With a passage of one's own, the mark is no surprise.
    let code = window.project().study.as_deref().unwrap().codebook.codes()[0].id;
    let range = pullquote::model::CharRange::new(10, 20);
    window.project_mut().link.execute(Command::Code { source, range, codes: vec![code] });
    window.until("it is coded", |w| w.project().rooms.documents.progress.passages.contains_key(&(source, cara)));
    window.click("Document A is finished");
    window.until("it is finished at once", |w| is_finished(w, source, cara));
    // Without blind coding, nothing is hidden that could be shown.
    window.project_mut().link.execute(Command::SetBlind { on: false });
    window.until("nothing is hidden", |w| !w.project().is_blind());
    window.click("Document B is finished");
    assert!(!window.has("Mark “B” as finished?"));
}

#[test]
fn tables_say_why_all_their_numbers_are_0() {
    let mut window = by_a_new_coder();
    // In a low window, the notes are folded.
    window.harness.set_size(egui::vec2(1024.0, 427.0));
    window.project_mut().enter(Room::Tables);
    let why =
        "Blind coding hides the passages of others in documents that you have not finished; they are not counted here.";
    window.until("it is said", |w| w.has(why));
    let source = window.project().document.as_ref().unwrap().id;
    let code = window.project().study.as_deref().unwrap().codebook.codes()[2].id;
    let range = pullquote::model::CharRange::new(10, 20);
    window.project_mut().link.execute(Command::Code { source, range, codes: vec![code] });
    window.project_mut().rooms.tables.new_matrix(pullquote::analysis::Axis::Document, pullquote::analysis::Axis::Code);
    window.until("own passages are counted", |w| {
        let table = w.project().rooms.tables.table.as_deref();
        table.and_then(|table| table.totals.as_ref()).is_some_and(|totals| totals.total == Some(1))
    });
    window.settle();
    assert!(!window.has(why));
}

#[test]
fn several_documents_are_asked_about_at_once() {
    let mut window = by_a_new_coder();
    let sources: Vec<SourceId> = window.project().study.as_deref().unwrap().sources[..3].iter().map(|s| s.id).collect();
    let cara = coder(&window, "Cara").unwrap();
    window.project_mut().mark_finished(sources.clone(), true);
    window.settle();
    assert!(window.has("Mark 3 documents as finished?") && window.has("You have coded nothing in 3 of them."));
    window.click("Cancel");
    assert!(!window.has_part("as finished?"));
    window.project_mut().mark_finished(sources.clone(), true);
    window.settle();
    window.click("Mark as finished");
    window.until("all are finished", |w| sources.iter().all(|&source| is_finished(w, source, cara)));
}

#[test]
fn becoming_another_coder_asks_first() {
    let mut window = by_a_new_coder();
    let (cara, other) = (coder(&window, "Cara"), coder(&window, "Coder 1"));
    let choose = |window: &mut Window| {
        window.click("Coder: Cara");
        window.click("Coder 1");
    };
    choose(&mut window);
    assert!(window.has_part("As Coder 1, you see Coder 1’s passages"));
    window.key(Key::Escape);
    assert_eq!((window.project().me(), shown(&window)), (cara, 0));
    choose(&mut window);
    window.click("Code as Coder 1");
    window.until("Coder 1 sees passages", |w| w.project().me() == other && shown(w) > 0);
    assert!(window.has_part("You are now coding as Coder 1."));
    // Without blind coding, becoming another coder shows nothing new.
    window.project_mut().link.execute(Command::SetBlind { on: false });
    window.until("nothing is hidden", |w| !w.project().is_blind());
    window.click("Coder: Coder 1");
    window.click("Cara");
    assert_eq!(window.project().me(), cara);
}

#[test]
fn hidden_work_is_not_called_absent() {
    const NOTE: &str = "Blind coding hides other coders’ work";
    let mut window = by_a_new_coder();
    window.click("Passages");
    window.until("nothing is listed", |w| w.has("You have coded nothing yet"));
    assert!(window.has_part(NOTE));
    window.click("Memos");
    window.until("no memos are listed", |w| w.has("No memos to show"));
    assert!(window.has_part(NOTE) && !window.has("No memos yet"));
    window.project_mut().link.execute(Command::SetBlind { on: false });
    window.until("nothing is hidden", |w| !w.project().is_blind() && shown(w) > 0);
    for room in ["Passages", "Memos", "Code"] {
        window.click(room);
        window.settle();
        assert!(!window.has_part(NOTE), "{room}");
    }
}

#[test]
fn blind_coding_hides_other_coders_until_it_ends() {
    let mut window = Window::sample();
    let all: u64 = window.project().counts.by_code.values().sum();
    // In the sample, all coders have marked every document as finished; a new coder has not.
    window.project_mut().link.execute(Command::AddCoder { name: "Cara".into() });
    window.until("Cara is here", |w| coder(w, "Cara").is_some() && w.project().me() == coder(w, "Cara"));
    window.click("Coder: Cara");
    window.click("Blind coding");
    window.click("Start blind coding");
    let count = |w: &Window| w.project().counts.by_code.values().sum::<u64>();
    window.until("nothing of the others is counted or shown", |w| count(w) == 0 && shown(w) == 0);
    // Deleting a code says that it deletes what cannot be seen, and gives no number.
    let code =
        window.project().study.as_deref().unwrap().codebook.find("Financial capital > Push > Low income").unwrap();
    let deletes = pullquote::app::action::Action::OnCode(pullquote::app::action::CodeAct::Remove, code);
    window.harness.state_mut().act(deletes);
    let message =
        "Passages of other coders with this code are deleted, too. Blind coding does not show whether there are any.";
    window.until("it is asked", |w| w.has(message));
    assert!(!window.has_part("0 passages will"));
    window.click("Cancel");
    window.click("Compare");
    assert!(window.has_part("Blind coding is on"));
    // Removing a document says that it removes what cannot be seen.
    let source = window.project().study.as_deref().unwrap().sources[0].id;
    let asking = pullquote::app::documents_room::Asking::RemoveDocuments(vec![source]);
    window.project_mut().rooms.documents.asking = Some(asking);
    window.settle();
    assert!(window.has("This also deletes what other coders coded here, which blind coding hides from you."));
    window.click("Cancel");
    window.click("End blind coding…");
    window.key(Key::Enter);
    assert_eq!(count(&window), 0, "Enter cancels");
    window.click("End blind coding…");
    window.click("End blind coding");
    window.until("everything is counted again", |w| count(w) == all);
}

#[test]
fn blind_coding_begins_only_after_a_question() {
    let mut window = Window::sample();
    for (key, is_blind) in [(Key::Escape, false), (Key::Enter, true)] {
        window.click("Coder: Coder 1");
        window.click("Blind coding");
        assert!(window.has("Start blind coding?") && window.has("Start blind coding"));
        window.key(key);
        window.saved();
        assert_eq!(window.project().is_blind(), is_blind, "{key:?}");
    }
}

#[test]
fn the_list_of_passages_says_whose_it_shows() {
    let mut window = by_a_new_coder();
    let (source, cara) = (window.project().document.as_ref().unwrap().id, coder(&window, "Cara").unwrap());
    let code = window.project().study.as_deref().unwrap().codebook.codes()[0].id;
    let range = pullquote::model::CharRange::new(10, 20);
    window.project_mut().link.execute(Command::Code { source, range, codes: vec![code] });
    window.saved();
    window.project_mut().enter(Room::Passages);
    window.until("it is listed", |w| w.has_part("1 passage by Cara"));
    assert!(!window.has_part("by all coders"));
    window.project_mut().link.execute(Command::MarkDone { sources: vec![source], user: cara, done: true });
    window.until("others are listed", |w| w.has_part("by you and, in documents that you have finished, by others"));
    // Only those whom the coder menu shows are named.
    let study = window.project().study.clone().unwrap();
    let others: Vec<UserId> = study.coders().map(|user| user.id).filter(|&user| user != cara).collect();
    let name = study.user(others[0]).unwrap().name.clone();
    assert!(others.len() > 1, "one of them is not all");
    for (coders, whose) in [
        (vec![cara], "1 passage by Cara".to_owned()),
        (vec![others[0]], format!("by {name}, in documents that you have finished")),
        (vec![cara, others[0]], format!("by you and, in documents that you have finished, by {name}")),
    ] {
        window.project_mut().show_coders(Some(coders.into_iter().collect()));
        window.until(&whose, |w| w.has_part(&whose));
        assert!(!window.has_part("by others"), "{whose}");
    }
}
