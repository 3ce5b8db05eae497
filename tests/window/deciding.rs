//! Beginning a decision on a disagreement, replacing it and giving it up by key, and what becomes of it when what it is
//! about is deleted.

use super::comparing::{comparing, settled};
use super::support::Window;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::action::{Action, CodeAct};
use pullquote::app::compare_room::{CompareRoom, Scope};
use pullquote::app::documents_room::Asking;
use pullquote::engine::Command;
use pullquote::engine::compare::CompareSettings;
use pullquote::engine::disagreements::{AgreeRule, ShownDisagreement};
use pullquote::model::{CharRange, CodeId, CodingId, Decision, DisagreementKey, UserId};

#[test]
fn escape_gives_up_a_decision_and_other_keys_replace_it() {
    let mut window = comparing();
    let decision = |w: &Window| w.project().rooms.compare.draft.decision;
    window.click_start("Disagreements");
    for key in [Key::Num1, Key::X, Key::W] {
        window.key(key);
        assert!(decision(&window).is_some(), "{key:?}");
        window.key(Key::Escape);
        assert_eq!(decision(&window), None, "{key:?}");
        window.key(Key::Enter);
        window.saved();
        assert_eq!(settled(&window), 0, "{key:?}: Enter saves nothing");
    }
    window.key(Key::L);
    assert!(window.has("Postpone") && !window.has("Resolve"));
    window.key(Key::Escape);
    // In the words of another extent, nothing can be typed: the keys of the room work.
    window.key(Key::W);
    assert!(window.has("Text to select from"));
    window.key(Key::B);
    assert_eq!(decision(&window), Some(Decision::Both));
    window.key(Key::Escape);
    // Escape drops a reason with its decision; a message offers to restore both.
    window.key(Key::X);
    window.type_text("heard on the tape");
    window.key(Key::Escape);
    assert_eq!(decision(&window), None);
    window.key(Key::W);
    assert_eq!(window.project().rooms.compare.draft.reason, "");
    window.key(Key::Escape);
    window.key(Key::J);
    window.click("Restore the decision");
    assert_eq!(decision(&window), Some(Decision::Neither), "on its disagreement");
    window.key(Key::J);
    window.key(Key::B);
    assert_eq!(window.project().rooms.compare.draft.reason, "", "the reason belongs to its disagreement");
    window.key(Key::Escape);
    window.key(Key::K);
    assert_eq!(window.project().rooms.compare.draft.reason, "heard on the tape");
    window.key(Key::Enter);
    window.until("it is resolved", |w| settled(w) == 1);
    // An open figure stays open until nothing is left to give up.
    window.project_mut().rooms.compare.open(Scope::default());
    window.settle();
    window.key(Key::X);
    window.key(Key::Escape);
    assert!(window.project().rooms.compare.scope().is_some() && decision(&window).is_none());
    window.key(Key::Escape);
    assert!(window.project().rooms.compare.scope().is_none());
}

/// Resolves the first disagreement on which only one coder has a passage, and that on another code and document; returns
/// both.
fn two_settled() -> (Window, [ShownDisagreement; 2]) {
    let mut window = comparing();
    window.click_start("Disagreements");
    let all = window.project().rooms.compare.disagreements.clone().unwrap();
    let mut single = all.list.iter().filter(|shown| shown.disagreement.marks.len() == 1);
    let first = single.next().unwrap().clone();
    let key = first.disagreement.key;
    let is_apart = |shown: &&ShownDisagreement| {
        shown.disagreement.key.code != key.code && shown.disagreement.key.source != key.source
    };
    let second = single.find(is_apart).unwrap().clone();
    for (before, shown) in [&first, &second].into_iter().enumerate() {
        let rule = window.project().rooms.compare.rule();
        let (disagreement, decision) = (shown.disagreement.key, Decision::Both);
        let settle = Command::Settle { rule, disagreement, decision, reason: String::new() };
        window.project_mut().link.execute(settle);
        window.until("it is resolved", |w| settled(w) == before + 1);
    }
    (window, [first, second])
}

#[test]
fn a_disagreement_that_is_postponed_changes_no_table() {
    let mut window = comparing();
    let has_consensus = |w: &Window| w.project().study.as_ref().unwrap().consensus().is_some();
    assert!(!has_consensus(&window));
    window.click_start("Disagreements");
    let later = |w: &Window| w.project().rooms.compare.disagreements.as_ref().unwrap().later;
    for count in 1..=2 {
        window.key(Key::L);
        window.key(Key::Enter);
        window.until("it is postponed", |w| later(w) == count);
        window.until("it is said", |w| w.has_part("Postponed: the disagreement stays unresolved"));
        assert!(!has_consensus(&window));
    }
    window.key(Key::X);
    window.key(Key::Enter);
    window.until("the first decision creates the consensus coding", |w| has_consensus(w));
}

/// What a message says about a decision that no longer counts.
const GONE: &str = "because the coders no longer disagree there";

#[test]
fn deleting_what_a_decision_is_about_names_the_decision() {
    let (mut window, [first, second]) = two_settled();
    let name = |w: &Window, shown: &ShownDisagreement| {
        let study = w.project().study.clone().unwrap();
        let key = shown.disagreement.key;
        format!("“{}” in {}", study.codebook.path(key.code), study.source(key.source).unwrap().name)
    };
    let named = name(&window, &first);
    let codings = |shown: &ShownDisagreement| -> Vec<CodingId> {
        shown.disagreement.marks.iter().map(|mark| mark.coding).collect()
    };
    let undo = |w: &mut Window| {
        w.project_mut().link.execute(Command::Undo { steps: 1 });
        w.until("the decisions count again", |w| settled(w) == 2);
    };
    window.project_mut().remove_passages(codings(&first), true);
    let one = format!("The decision on {named} no longer counts, {GONE}");
    window.until("it is named", |w| w.has_part(&one) && w.has_part("Deleted"));
    undo(&mut window);
    window.until("it counts again", |w| !w.has_part(GONE));
    let both = codings(&first).into_iter().chain(codings(&second)).collect();
    window.project_mut().remove_passages(both, true);
    window.until("both are counted", |w| w.has_part("2 decisions no longer count") && w.has_part(", and 1 more"));
    undo(&mut window);
    // A code and a document are asked about before.
    window.harness.state_mut().act(Action::OnCode(CodeAct::Remove, first.disagreement.key.code));
    window.until("the question counts it", |w| w.has("1 decision in Compare will no longer count."));
    window.click("Delete code");
    let one = format!("The decision on {named} no longer counts, because its code was deleted.");
    window.until("it is named", |w| w.has_part(&one));
    undo(&mut window);
    window.project_mut().rooms.documents.asking = Some(Asking::RemoveDocuments(vec![first.disagreement.key.source]));
    window.until("the question counts it", |w| w.has_part("1 decision in Compare will no longer count."));
    window.click("Delete");
    window.until("it is named", |w| w.has_part("because the document was deleted"));
    assert!(!window.has_part(GONE));
}

/// Opens the question about merging the code of one disagreement into that of another.
fn ask_to_merge(window: &mut Window, from: CodeId, into: CodeId) {
    let name = window.project().study.as_deref().unwrap().codebook.path(into).to_string();
    window.harness.state_mut().act(Action::OnCode(CodeAct::Merge, from));
    window.settle();
    window.type_text(&name);
    window.key(Key::Enter);
}

#[test]
fn a_merge_of_codes_says_what_becomes_of_decisions() {
    let (mut window, [first, second]) = two_settled();
    let (from, into) = (first.disagreement.key, second.disagreement.key);
    ask_to_merge(&mut window, from.code, into.code);
    let kept = "1 decision in Compare passes to the remaining code. It counts as long as the coders disagree there.";
    window.until("the question counts it", |w| w.has(kept));
    assert!(!window.has_part("on the same words"));
    window.click("Merge");
    window.saved();
    assert!(!window.has_part("no longer counts"));
    window.project_mut().link.execute(Command::Undo { steps: 1 });
    window.until("both count", |w| settled(w) == 2);
    // The same words with the remaining code, and a decision on them.
    let mark = first.disagreement.marks[0];
    let (source, range) = (mark.source, mark.range);
    let me = window.project().me();
    window.project_mut().set_coder(Some(mark.user));
    window.project_mut().link.execute(Command::Code { source, range, codes: vec![into.code] });
    window.saved();
    window.project_mut().set_coder(me);
    let disagreement = DisagreementKey { code: into.code, ..from };
    let rule = window.project().rooms.compare.rule();
    let settle = Command::Settle { rule, disagreement, decision: Decision::Neither, reason: String::new() };
    window.project_mut().link.execute(settle);
    window.until("three count", |w| settled(w) == 3);
    ask_to_merge(&mut window, from.code, into.code);
    window.until("the question says so", |w| {
        w.has_part("will be deleted: the remaining code has a decision on the same words.")
            && w.has_part("1 decision of")
    });
    assert!(!window.has(kept));
    window.click("Merge");
    window.until("the message says so", |w| {
        w.has_part("was deleted, because the remaining code has one on the same words.")
    });
}

#[test]
fn compare_begins_with_the_overlap_of_the_last_decision() {
    let mut window = comparing();
    window.click_start("Disagreements");
    let rule = AgreeRule { share: Some(80), ..window.project().rooms.compare.rule() };
    window.project_mut().rooms.compare.set_share(80);
    let is_compared =
        |w: &Window, share| w.project().rooms.compare.disagreements.as_deref().is_some_and(|all| all.share == share);
    window.until("another overlap is required", |w| is_compared(w, 80));
    let disagreement = window.project().rooms.compare.disagreements.as_deref().unwrap().list[0].disagreement.key;
    let settle = Command::Settle { rule, disagreement, decision: Decision::Both, reason: String::new() };
    window.project_mut().link.execute(settle);
    window.until("it is resolved", |w| settled(w) == 1);
    window.project_mut().rooms.compare = CompareRoom::default();
    window.until("it is the one of the decision", |w| is_compared(w, 80) && settled(w) == 1);
    assert_eq!(window.project().rooms.compare.share(), Some(80));
    assert!(!window.has_part("The last decision was made"));
    window.project_mut().rooms.compare.set_share(50);
    window.until("it is said", |w| w.has("The last decision was made with an overlap of 80%."));
}

#[test]
fn redoing_a_merge_of_codes_says_so_as_undoing_does() {
    let (mut window, [first, second]) = two_settled();
    ask_to_merge(&mut window, first.disagreement.key.code, second.disagreement.key.code);
    window.until("it is asked", |w| w.has("Merge"));
    window.click("Merge");
    window.saved();
    for (key, step, done) in [(Key::Z, "Undo", "Undo: "), (Key::Y, "Redo", "Redo: ")] {
        window.chord(Modifiers::COMMAND, key);
        window.until("it is asked", |w| w.has_part("This changes"));
        let confirm = window.harness.query_all_by_role_and_label(Role::Button, step).last();
        confirm.unwrap().click();
        window.until("it is said", |w| w.has_part(done) && w.has_part("merge code"));
        let said = window.harness.query_all_by_label_contains(done).filter_map(|node| node.accesskit_node().label());
        let said: Vec<String> = said.collect();
        assert!(
            said.iter().all(|said| !said.ends_with('.')),
            "as after other changes, which may be followed by more: {said:?}"
        );
    }
}

#[test]
fn a_coder_has_one_key_in_all_disagreements_and_those_after_the_ninth_a_menu() {
    let mut window = comparing();
    let study = window.project().study.clone().unwrap();
    let (source, other) = (study.sources[0].id, study.sources[1].id);
    let code = window.project().rooms.compare.compared.as_deref().unwrap().codes[0];
    for place in 3..=11 {
        let name = format!("C{place:02}");
        window.project_mut().link.execute(Command::AddCoder { name: name.clone() });
        let id = |w: &Window| w.project().study.as_deref().unwrap().user_named(&name).map(|user| user.id);
        window.until("the coder is here", |w| id(w).is_some());
        let coder = id(&window).unwrap();
        // The last two take part in only one of the documents.
        for source in [source, other].into_iter().take(if place > 9 { 1 } else { 2 }) {
            let range = CharRange::new(100 * place, 100 * place + 20);
            window.execute_as(coder, Command::Code { source, range, codes: vec![code] });
            window.saved();
        }
    }
    let study = window.project().study.clone().unwrap();
    let coders: Vec<UserId> = study.coders().map(|user| user.id).collect();
    let settings = window.project().rooms.compare.settings().clone();
    window.project_mut().rooms.compare.set(CompareSettings { coders: coders.clone(), ..settings });
    window.click_start("Disagreements");
    let is_of = |w: &Window, source, coder: UserId| {
        let all = w.project().rooms.compare.disagreements.clone()?;
        all.list
            .iter()
            .position(|one| one.disagreement.key.source == source && one.disagreement.coders.contains(&coder))
    };
    window
        .until("all are compared", |w| is_of(w, source, coders[10]).is_some() && is_of(w, other, coders[8]).is_some());
    let decision = |w: &Window| w.project().rooms.compare.draft.decision;
    for source in [source, other] {
        let at = window.project_mut().rooms.compare.items().iter().position(|item| item.source == source).unwrap();
        window.project_mut().rooms.compare.go_to(at);
        window.settle();
        window.key(Key::Num9);
        assert_eq!(decision(&window), Some(Decision::Coder(coders[8])));
        window.key(Key::Escape);
        assert_eq!(window.has("More coders"), source != other);
    }
    let at = window.project_mut().rooms.compare.items().iter().position(|item| item.source == source).unwrap();
    window.project_mut().rooms.compare.go_to(at);
    window.settle();
    window.click("More coders");
    window.click("Accept C11");
    assert_eq!(decision(&window), Some(Decision::Coder(coders[10])));
}
