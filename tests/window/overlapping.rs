//! A passage that overlaps another one of the same code by the same coder: both stay, and the message offers to join them.

use super::comparing::comparing;
use super::support::Window;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable;
use pullquote::engine::Command;
use pullquote::model::{CharPos, CharRange, Fact};

const LOW: &str = "Financial capital > Push > Low income";

/// The ranges of the passages of a code by the current coder, of those that touch this range.
fn mine(window: &Window, around: CharRange) -> Vec<CharRange> {
    let project = window.project();
    let is_low = |code| project.looks.codes.get(code).is_some_and(|look| look.name == "Low income");
    let passages = project.document.as_ref().unwrap().passages().iter();
    let mine = passages.filter(|p| Some(p.user) == project.me() && is_low(&p.code));
    mine.map(|p| p.range).filter(|range| range.intersection(around).is_some()).collect()
}

#[test]
fn both_passages_stay_until_they_are_joined_and_undo_parts_them() {
    let mut window = Window::sample();
    let (start, _) = window.find("I'm forty-three");
    let around = CharRange::new(start, start + 40);
    let before = mine(&window, around);
    let code = |window: &mut Window, from: u32, to: u32| {
        let before = mine(window, around).len();
        window.drag(from, to);
        window.code_with(LOW);
        window.until("it is coded", |w| mine(w, around).len() == before + 1);
    };
    code(&mut window, start, start + 15);
    assert!(!window.has("Join the passages"), "nothing overlaps yet");
    code(&mut window, start + 4, start + 30);
    assert!(window.has_part("It overlaps an earlier passage of yours with “Low income”; both stay."));
    let both = mine(&window, around);
    assert_eq!(both.len(), before.len() + 2);
    window.click("Join the passages");
    window.until("they are one", |w| mine(w, around).len() == before.len() + 1);
    let one = mine(&window, around);
    let end = both.iter().map(|range| range.end).max().unwrap();
    assert_eq!(one, [CharRange { start: both[0].start, end }]);
    assert!(window.has_part("Joined into one passage"));
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("both are back", |w| mine(w, around) == both);
}

#[test]
fn a_disagreement_marks_a_passage_that_overlaps_it_although_it_is_agreed() {
    let mut window = comparing();
    let (me, facts) = (window.project().me(), window.project().rooms.compare.compared.clone().unwrap());
    let of_me = facts.facts.iter().filter(|fact| Some(fact.user) == me && fact.range.len() > 20);
    let both = of_me.copied().find(|mine| {
        let is_here = |other: &&Fact| {
            (other.source, other.code) == (mine.source, mine.code) && other.range.intersection(mine.range).is_some()
        };
        let here: Vec<&Fact> = facts.facts.iter().filter(is_here).collect();
        here.len() == 2 && here.iter().all(|other| other.range == mine.range)
    });
    let agreed = both.unwrap();
    let range = CharRange { start: CharPos(agreed.range.end.0 - 4), ..agreed.range };
    window.project_mut().link.execute(Command::Code { source: agreed.source, range, codes: vec![agreed.code] });
    window.click_start("Disagreements");
    window.until("it is a disagreement", |w| {
        let all = w.project().rooms.compare.disagreements.as_deref();
        all.is_some_and(|all| all.list.iter().any(|shown| shown.disagreement.key.range == range))
    });
    let items = window.project_mut().rooms.compare.items();
    let at = items.iter().position(|item| item.range == range && item.code == agreed.code).unwrap();
    window.project_mut().rooms.compare.go_to(at);
    window.until("its words are shown", |w| w.has_part("agreed with another passage"));
    assert_eq!(window.harness.query_all_by_label("not coded").count(), 0);
    assert!(window.has("coded: 2 passages (1 agreed with another passage)"));
    assert!(window.has("coded (agreed with another passage)"));
}
