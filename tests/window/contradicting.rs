//! A decision that contradicts another one is asked about, and a pair that is there already is named.

use super::comparing::{comparing, settled};
use super::support::Window;
use egui::Key;
use pullquote::engine::Command;
use pullquote::engine::disagreements::ShownDisagreement;
use pullquote::model::{CodeId, Decision, DisagreementKey};

fn shown(window: &Window, key: DisagreementKey) -> ShownDisagreement {
    let all = window.project().rooms.compare.disagreements.clone().unwrap();
    all.list.iter().find(|shown| shown.disagreement.key == key).unwrap().clone()
}

/// The same words with one code by one coder, and with another one by the other.
fn two_codes() -> (Window, DisagreementKey, DisagreementKey) {
    let mut window = comparing();
    window.click_start("Disagreements");
    let all = window.project().rooms.compare.disagreements.clone().unwrap();
    let single = all.list.iter().find(|shown| shown.disagreement.marks.len() == 1).unwrap();
    let (key, mark) = (single.disagreement.key, single.disagreement.marks[0]);
    let coder = single.disagreement.coders.iter().copied().find(|coder| *coder != mark.user).unwrap();
    let is_elsewhere = |code: CodeId| {
        all.list.iter().all(|other| (other.disagreement.key.source, other.disagreement.key.code) != (key.source, code))
    };
    let study = window.project().study.clone().unwrap();
    let code = study.codebook.codes().iter().map(|code| code.id).find(|code| is_elsewhere(*code)).unwrap();
    let me = window.project().me();
    window.project_mut().set_coder(Some(coder));
    let command = Command::Code { source: key.source, range: key.range, codes: vec![code] };
    window.project_mut().link.execute(command);
    window.saved();
    window.project_mut().set_coder(me);
    let other = DisagreementKey { code, ..key };
    window.until("there is another disagreement", |w| {
        let all = w.project().rooms.compare.disagreements.clone();
        all.is_some_and(|all| all.list.iter().any(|shown| shown.disagreement.key == other))
    });
    (window, key, other)
}

fn go_to(window: &mut Window, key: DisagreementKey) {
    let room = &mut window.project_mut().rooms.compare;
    let is_it = |item: &pullquote::app::compare_room::Item| {
        (item.source, item.range, item.code) == (key.source, key.range, key.code)
    };
    let at = room.items().iter().position(is_it).unwrap();
    room.go_to(at);
    window.settle();
}

#[test]
fn of_two_decisions_that_contradict_each_other_one_is_chosen() {
    let (mut window, a, b) = two_codes();
    let settle = |w: &mut Window, disagreement, decision| {
        let rule = w.project().rooms.compare.rule();
        w.project_mut().link.execute(Command::Settle { rule, disagreement, decision, reason: String::new() });
    };
    settle(&mut window, a, Decision::Recode(b.code));
    window.until("it is resolved", |w| settled(w) == 1);
    let not_coded = |w: &mut Window| {
        go_to(w, b);
        w.key(Key::X);
        w.key(Key::Enter);
        w.until("it is asked which one holds", |w| w.has("Which decision holds?"));
    };
    not_coded(&mut window);
    let study = window.project().study.clone().unwrap();
    let earlier = format!("“{}” in ", study.codebook.path(a.code));
    assert!(window.has_part("An earlier decision contradicts it:") && window.has_part(&earlier));
    window.click("Cancel");
    assert_eq!(shown(&window, a).decided.unwrap().decision, Decision::Recode(b.code));
    not_coded(&mut window);
    window.click("Replace the earlier decision");
    window.until("the later one holds", |w| shown(w, b).is_settled() && shown(w, a).decided.is_none());
    window.until("it is said", |w| w.has_part("withdraw the decision on"));
    assert_eq!(settled(&window), 1);
}

#[test]
fn a_pair_that_is_there_already_is_named() {
    let (mut window, a, b) = two_codes();
    let rule = window.project().rooms.compare.rule();
    let decision = Decision::Recode(b.code);
    window.project_mut().link.execute(Command::Settle { rule, disagreement: a, decision, reason: String::new() });
    window.until("it is resolved", |w| settled(w) == 1);
    let sql = "INSERT INTO decisions(source_id, start, end, code_id, side, reason, who, at, revision)
               VALUES (?1, ?2, ?3, ?4, 'neither', '', 'Ann', 1, 1)";
    let values = [b.source.0, i64::from(b.range.start.0), i64::from(b.range.end.0), b.code.0];
    rusqlite::Connection::open(window.path("sample.pullquote")).unwrap().execute(sql, values).unwrap();
    // Any change lets the room compare again.
    window.project_mut().link.execute(Command::AddCode { parent: None, name: "new".into(), passage: None });
    window.until("it is named", |w| w.has_part("Two decisions contradict each other."));
    go_to(&mut window, b);
    assert!(window.has_part("This decision has no effect, because a later one contradicts it"));
    assert_eq!(settled(&window), 1, "it does not count");
}
