//! Whose work in which documents is compared: what is ticked, and what is not although nobody unticked it.

use super::comparing::comparing;
use super::support::Window;
use egui::accesskit::Role;
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::compare_room::ItemOrder;
use pullquote::engine::Command;
use pullquote::engine::compare::CompareSettings;
use pullquote::model::CharRange;

const LOW: &str = "Financial capital > Push > Low income";

#[test]
fn a_list_in_which_nothing_is_ticked_says_that_it_means_everything() {
    let mut window = comparing();
    window.harness.get_by_role_and_label(Role::Button, "All documents").click();
    window.settle();
    let everything = |w: &Window| {
        let boxes = w.harness.query_all_by_role(Role::CheckBox);
        let mut boxes = boxes.filter(|node| node.accesskit_node().label().as_deref() == Some("All documents"));
        boxes.next().map(|node| node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True))
    };
    assert_eq!(everything(&window), Some(true));
    window.harness.get_by_role_and_label(Role::CheckBox, "B").click();
    window.settle();
    assert_eq!((everything(&window), window.project().rooms.compare.settings().documents.len()), (Some(false), 1));
    window.harness.get_by_role_and_label(Role::CheckBox, "All documents").click();
    window.settle();
    assert_eq!((everything(&window), window.project().rooms.compare.settings().documents.len()), (Some(true), 0));
}

#[test]
fn a_coder_who_has_only_begun_is_not_compared_until_ticked_or_finished() {
    let mut window = comparing();
    let study = window.project().study.clone().unwrap();
    let code = study.codebook.find(LOW).unwrap();
    let source = study.sources[1].id;
    window.harness.state_mut().workspace.as_mut().unwrap().link.execute(Command::AddCoder { name: "Ann".into() });
    let ann = |w: &Window| w.project().study.as_deref().unwrap().user_named("Ann").map(|user| user.id);
    window.until("Ann is here", |w| ann(w).is_some());
    let me = ann(&window).unwrap();
    let range = CharRange::new(1000, 1040);
    window.execute_as(me, Command::Code { source, range, codes: vec![code] });
    window.saved();
    let why = "Ann is not compared: other coders have marked documents as finished, and Ann none yet.";
    window.until("it is said that Ann is left out", |w| w.has_part(why));
    let ticked = |w: &Window| {
        let mut boxes = w.harness.query_all_by_label("Compare Ann");
        boxes.next().map(|node| node.accesskit_node().toggled() == Some(egui::accesskit::Toggled::True))
    };
    window.until("it is compared", |w| !w.project().rooms.compare.is_counting());
    assert_eq!(ticked(&window), Some(false));
    let coders = |w: &Window| w.project().rooms.compare.compared.as_deref().map_or(0, |found| found.coders.len());
    assert_eq!(coders(&window), 2);
    assert!(window.has_part("Coder 1 and Coder 2: "), "it is said whose figures these are");
    window.click("Compare Ann");
    window.until("Ann is compared", |w| coders(w) == 3);
    assert!(ticked(&window) == Some(true) && !window.has_part(why));
    window.harness.get_by_label("Compare Ann").hover();
    let hint = "Ann has not marked any document as finished yet and is compared only if selected.";
    window.until("it is said why Ann was not compared", |w| w.has_part(hint));
    window.click("Compare Ann");
    window.until("Ann is left out again", |w| coders(w) == 2 && w.has_part(why));
    // What is compared now does not decide who takes part in the consensus.
    let settings = window.project().rooms.compare.settings().clone();
    let narrow = CompareSettings { documents: vec![study.sources[0].id], ..settings.clone() };
    window.project_mut().rooms.compare.set(narrow);
    let range = CharRange::new(1200, 1240);
    let first = study.user_named("Coder 1").unwrap().id;
    window.execute_as(first, Command::Code { source: study.sources[0].id, range, codes: vec![code] });
    window.saved();
    window.until("only one document is compared", |w| {
        let found = w.project().rooms.compare.compared.as_deref();
        !w.project().rooms.compare.is_counting() && found.is_some_and(|found| found.documents.len() == 1)
    });
    let rule = window.project().rooms.compare.rule();
    assert!(rule.coders.len() == 2 && !rule.coders.contains(&me), "{rule:?}");
    window.project_mut().rooms.compare.set(settings);
    window.until("Ann is left out still", |w| coders(w) == 2 && w.has_part(why));
    let rule = window.project().rooms.compare.rule();
    assert!(rule.coders.len() == 2 && !rule.coders.contains(&me), "{rule:?}");
    // More passages alone do not say that Ann has finished anything.
    for place in 0..8 {
        let range = CharRange::new(1100 + place * 50, 1140 + place * 50);
        window.execute_as(me, Command::Code { source, range, codes: vec![code] });
    }
    window.saved();
    window.until("Ann is left out still", |w| coders(w) == 2 && w.has_part(why));
    window.execute_as(me, Command::MarkDone { sources: vec![source], user: me, done: true });
    window.saved();
    window.until("Ann is compared with the others", |w| coders(w) == 3);
}

#[test]
fn what_some_participants_say_is_compared_without_the_words_of_others() {
    let mut window = comparing();
    let compared = |w: &Window| {
        let found = w.project().rooms.compare.compared.as_deref();
        found.map_or((0, 0), |found| (found.documents.len(), found.unit_count()))
    };
    window.until("all is compared", |w| !w.project().rooms.compare.is_counting() && compared(w).0 > 2);
    window.click("Filter…");
    window.settle();
    window.click("role");
    window.settle();
    window.click("focus group member");
    window.until("only the groups are compared", |w| compared(w).0 == 2);
    let (_, of_members) = compared(&window);
    window.key(egui::Key::Escape);
    window.settle();
    window.click("Remove filter role");
    window.until("all is compared again", |w| compared(w).0 > 2);
    // The moderator's turns are no units while members are chosen.
    let study = window.project().study.clone().unwrap();
    let groups = study.sources.iter().filter(|source| !source.speakers.is_empty()).map(|source| source.id).collect();
    let mut settings = window.project().rooms.compare.settings().clone();
    settings.documents = groups;
    window.project_mut().rooms.compare.set(settings);
    window.until("both groups are compared whole", |w| compared(w).0 == 2);
    assert!(0 < of_members && of_members < compared(&window).1, "{of_members} of {}", compared(&window).1);
}

#[test]
fn a_disagreement_shows_its_own_passages_whatever_is_compared() {
    let mut window = comparing();
    let study = window.project().study.clone().unwrap();
    let narrow = CompareSettings {
        documents: study.sources.last().map(|source| source.id).into_iter().collect(),
        ..window.project().rooms.compare.settings().clone()
    };
    window.project_mut().rooms.compare.set(narrow);
    window.until("one document is compared", |w| {
        let found = w.project().rooms.compare.compared.as_deref();
        found.is_some_and(|found| found.documents.len() == 1)
    });
    window.click_start("Disagreements");
    window.project_mut().rooms.compare.order_by(ItemOrder::Code);
    window.project_mut().rooms.compare.go_to(0);
    window.until("the first one is shown", |w| w.has_part("Show in transcript"));
    let item = window.project_mut().rooms.compare.item().unwrap();
    assert_eq!(item.source, study.sources[0].id, "a document that is not compared");
    let count = |w: &Window, word: &str| w.harness.query_all_by_label(word).count();
    let shown = window.project().rooms.compare.disagreement_of(&item).unwrap();
    let mut coded: Vec<_> = shown.marks.iter().map(|mark| mark.user).collect();
    coded.sort_unstable();
    coded.dedup();
    window.until("the words are there", |w| count(w, "coded") == coded.len());
    assert_eq!(count(&window, "not coded"), shown.coders.len() - coded.len());
}
