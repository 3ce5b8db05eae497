//! Lists of passages and disagreements: their order, and what stays in sight of a heading.

use super::comparing::comparing;
use super::support::Window;
use egui::accesskit::Role;
use egui::{Key, Shape, vec2};
use egui_kittest::kittest::Queryable;
use pullquote::app::compare_room::Item;
use pullquote::engine::Command;
use pullquote::engine::command::CodeChange;
use std::sync::Arc;

fn disagreements(window: &mut Window) -> Arc<Vec<Item>> {
    window.project_mut().rooms.compare.items()
}

fn choose_order(window: &mut Window, order: &str) {
    window.harness.get_by_role_and_label(Role::ComboBox, "Order").click();
    window.settle();
    window.click(order);
}

#[test]
fn disagreements_are_listed_as_one_reads_or_by_code() {
    let mut window = comparing();
    window.click_start("Disagreements");
    let by_place = disagreements(&mut window);
    let in_order = |pair: &[Item]| pair[0].source != pair[1].source || pair[0].range <= pair[1].range;
    assert!(by_place.len() > 100 && by_place.windows(2).all(in_order));
    window.key(Key::J);
    window.key(Key::J);
    let current = window.project_mut().rooms.compare.item().unwrap();
    assert_eq!(current, by_place[2]);
    choose_order(&mut window, "by code");
    let by_code = disagreements(&mut window);
    assert_eq!(window.project_mut().rooms.compare.item().unwrap(), current, "it stays the current one");
    let all = window.project().rooms.compare.disagreements.clone().unwrap();
    let listed: Vec<_> = by_code.iter().map(|item| (item.source, item.range, item.code)).collect();
    let keys: Vec<_> = all.list.iter().map(|shown| shown.disagreement.key).collect();
    assert_eq!(listed, keys.iter().map(|key| (key.source, key.range, key.code)).collect::<Vec<_>>());
    assert_ne!(by_code, by_place);
    let at = by_code.iter().position(|item| *item == current).unwrap();
    assert!(window.has(&format!("{} of {}", at + 1, by_code.len())));
    choose_order(&mut window, "as in the text");
    assert_eq!(disagreements(&mut window), by_place);
}

#[test]
fn a_long_name_of_a_code_hides_nobody_who_coded() {
    let mut window = comparing();
    let name = "A name that is much longer than any card of a passage is wide, whatever the size of the window may be, \
                so that it has to give way";
    for code in window.project().study.clone().unwrap().codebook.codes() {
        let changes = vec![CodeChange::Name(format!("{name} {}", code.id.0))];
        window.project_mut().link.execute(Command::ChangeCode { code: code.id, changes });
    }
    window.saved();
    window.harness.set_size(vec2(1024.0, 640.0));
    window.click_start("Disagreements");
    window.until("they are listed", |w| w.project().rooms.compare.disagreements.is_some());
    window.settle();
    let output = window.harness.output();
    let heads = output.shapes.iter().filter_map(|clipped| match &clipped.shape {
        Shape::Text(text) if text.galley.text().starts_with("A name that") => Some(text.galley.clone()),
        _ => None,
    });
    let heads: Vec<_> = heads.filter(|head| head.text().contains('…')).collect();
    assert!(!heads.is_empty());
    for head in heads {
        assert!(
            !head.elided && [" only", "different extent"].iter().any(|who| head.text().ends_with(who)),
            "{}",
            head.text()
        );
    }
}

#[test]
fn the_bar_at_a_selection_covers_none_of_the_selected_words_nor_those_after_them() {
    let mut window = Window::sample();
    let (start, end) = window.find("I'm forty-three");
    window.drag(start, end);
    let bar = window.harness.query_all_by_label_contains("In vivo").next().expect("the bar is there").rect();
    assert!(bar.bottom() <= window.place(start).y, "{bar}");
}
