//! The list of passages as a place to work: selecting, changing codes, splitting, and the work of other coders.

use super::support::{Window, nameless};
use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, MouseWheelUnit, TouchPhase, vec2};
use egui_kittest::kittest::{AccessKitNode, By, NodeT, Queryable};
use pullquote::engine::Command;
use pullquote::engine::browse::BrowseRow;
use pullquote::model::{CharRange, CodeId, CodingId, Described, SourceId};

const LOW: &str = "Only Financial capital > Push > Low income";

fn passages_room() -> Window {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num4);
    window.until("the passages are there", |w| w.project().rooms.passages.list.is_some());
    window.until("their words are read", |w| w.cards().iter().any(|card| card.1.len() > 120));
    window
}

/// The passages of one code.
fn of_low_income() -> Window {
    let mut window = passages_room();
    let all = window.rows().len();
    window.click(LOW);
    window.until("only that code", |w| w.rows().len() < all && !w.project().rooms.passages.is_waiting());
    window.until("their words are read", |w| w.cards().iter().all(|card| card.1.len() > 70));
    window
}

#[test]
fn the_list_is_narrowed_to_a_coder_and_says_so() {
    let mut window = passages_room();
    let all = window.rows().len();
    window.click("Coded by: All coders");
    window.click("Coder 2");
    window.until("only those", |w| !w.project().rooms.passages.is_waiting() && w.rows().len() < all);
    let two = window.project().study.as_deref().unwrap().user_named("Coder 2").unwrap().id;
    assert!(window.rows().iter().all(|row| row.fact.user == two));
    window.key(Key::Escape);
    assert!(window.has_part("passages by Coder 2"), "the header");
    window.click("Remove filter: Coded by: Coder 2");
    window.until("all again", |w| w.rows().len() == all);
    assert!(window.has_part("by all coders"));
}

impl Window {
    fn rows(&self) -> Vec<BrowseRow> {
        self.project().rooms.passages.list.as_ref().map_or(Vec::new(), |list| list.rows.clone())
    }

    /// The cards in sight, from the top: whether each is selected, and its label.
    fn cards(&self) -> Vec<(bool, String)> {
        let is_card = |node: &AccessKitNode<'_>| {
            node.role() == Role::ListBoxOption && node.label().is_some_and(|label| label.contains(" in "))
        };
        let nodes = self.harness.query_all(By::new().predicate(is_card));
        let mut cards: Vec<(f32, bool, String)> = nodes
            .map(|node| {
                let accesskit = node.accesskit_node();
                (node.rect().top(), accesskit.is_selected() == Some(true), accesskit.label().unwrap_or_default())
            })
            .collect();
        cards.sort_by(|a, b| a.0.total_cmp(&b.0));
        cards.into_iter().map(|(_, is_selected, label)| (is_selected, label)).collect()
    }

    /// The numbers of the selected cards among those in sight.
    fn selected(&self) -> Vec<usize> {
        let cards = self.cards().into_iter().enumerate();
        cards.filter(|(_, (is_selected, _))| *is_selected).map(|(at, _)| at).collect()
    }

    fn click_card(&mut self, at: usize, modifiers: Modifiers) {
        let label = self.cards()[at].1.clone();
        self.harness.get_by_label(&label).click_modifiers(modifiers);
        self.settle();
    }

    fn code_of(&self, coding: CodingId) -> Option<CodeId> {
        self.rows().iter().find(|row| row.fact.coding == coding).map(|row| row.fact.code)
    }

    /// The cards, each with its passages.
    fn passages_of(&self, card: usize) -> Vec<BrowseRow> {
        self.project().rooms.passages.list.as_ref().unwrap().card(card).to_vec()
    }

    /// Codes some words of the first listed document by Coder 2 alone.
    fn code_as_the_other(&mut self) -> CodingId {
        let study = self.project().study.clone().unwrap();
        let other = study.user_named("Coder 2").unwrap().id;
        let first = self.rows()[0].fact;
        let (source, range) = (first.source, CharRange::new(0, 5));
        self.execute_as(other, Command::Code { source, range, codes: vec![first.code] });
        let found = |w: &Self| w.rows().iter().find(|r| r.fact.range == range).map(|r| r.fact.coding);
        self.until("it is listed", |w| found(w).is_some());
        found(self).unwrap()
    }
}

#[test]
fn clicks_and_keys_select_passages() {
    let mut window = of_low_income();
    window.click_card(1, Modifiers::NONE);
    assert_eq!(window.selected(), [1]);
    window.click_card(2, Modifiers::SHIFT);
    assert_eq!(window.selected(), [1, 2]);
    window.click_card(1, Modifiers::COMMAND);
    assert_eq!(window.selected(), [2]);
    window.click_card(0, Modifiers::NONE);
    window.key(Key::ArrowDown);
    assert_eq!(window.selected(), [1]);
    window.chord(Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(window.selected(), [1, 2]);
    window.key(Key::Space);
    assert_eq!(window.selected(), [1]);
    window.chord(Modifiers::COMMAND, Key::A);
    let cards = window.project().rooms.passages.list.as_ref().unwrap().cards.len();
    assert!(window.has_part(&format!("{cards} cards selected: ")));
    window.key(Key::Escape);
    assert_eq!(window.selected(), Vec::<usize>::new());
    assert!(window.has_part("Click a passage to select it,"));
    window.key(Key::End);
    window.until("the last card is in sight", |w| w.cards().last().is_some_and(|card| card.0));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
}

#[test]
fn the_ends_of_a_long_list_are_reached_before_its_text_is_loaded() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num4);
    window.until("the list is there", |w| w.project().rooms.passages.list.is_some() && !w.cards().is_empty());
    let last = window.project().rooms.passages.list.as_ref().unwrap().cards.len() - 1;
    window.click_card(0, Modifiers::NONE);
    for (keys, wanted) in [
        (&[Key::End][..], last),
        (&[Key::Home], 0),
        (&[Key::End, Key::Home, Key::End], last),
        (&[Key::PageUp, Key::End], last),
        (&[Key::Home, Key::PageDown, Key::PageDown, Key::PageUp, Key::PageUp], 0),
    ] {
        for &key in keys {
            window.harness.key_press(key);
        }
        let is_shown = move |w: &Window| {
            let cards = w.cards();
            let card = if wanted == 0 { cards.first() } else { cards.last() };
            w.project().rooms.passages.cursor() == Some(wanted) && card.is_some_and(|card| card.0)
        };
        window.until("the card is in sight", is_shown);
        window.until("its text is read", |w| !w.project().link.is_waiting());
        assert!(is_shown(&window), "{keys:?}: it stays in sight");
        window.key(Key::ArrowDown);
        window.key(Key::ArrowUp);
        let step = usize::from(wanted == last);
        assert_eq!(window.project().rooms.passages.cursor(), Some(wanted - step), "{keys:?}: the list has the focus");
        window.harness.key_press(if wanted == 0 { Key::Home } else { Key::End });
        window.settle();
    }
}

#[test]
fn selected_passages_move_to_a_new_code_in_one_step() {
    let mut window = of_low_income();
    let me = window.project().me();
    let mine = |card: &[BrowseRow]| card.iter().find(|row| Some(row.fact.user) == me).map(|row| row.fact.coding);
    let cards: Vec<usize> = (0..3).filter(|&card| mine(&window.passages_of(card)).is_some()).take(2).collect();
    let codings: Vec<CodingId> = cards.iter().map(|&card| mine(&window.passages_of(card)).unwrap()).collect();
    let low = window.code_of(codings[0]).unwrap();
    let others: Vec<CodingId> =
        window.rows().iter().map(|row| row.fact.coding).filter(|coding| !codings.contains(coding)).collect();
    window.click_card(cards[0], Modifiers::NONE);
    window.click_card(cards[1], Modifiers::COMMAND);
    window.click("Move to a new code…");
    assert!(window.has("Move 2 passages to a new code"));
    assert!(window.has_part("A new code gets the values that the passages’ codes have: "));
    window.type_text("Unpaid months");
    assert!(window.has_part("New code “Unpaid months”, in Financial capital > Push > Low income"));
    window.key(Key::Enter);
    let is_split = |w: &Window| codings.iter().all(|&coding| w.code_of(coding).is_some_and(|code| code != low));
    window.until("they have the new code", is_split);
    window.until("the code is known", |w| w.has_part("Low income > Unpaid months in "));
    assert!(others.iter().all(|&coding| window.code_of(coding) == Some(low)), "the others keep theirs");
    assert_eq!(window.project().rooms.passages.list.as_ref().unwrap().codes, 2, "subcodes are listed too");
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("one undo reverts it", |w| codings.iter().all(|&coding| w.code_of(coding) == Some(low)));
}

#[test]
fn only_my_passages_change_unless_others_are_included() {
    let mut window = of_low_income();
    let me = window.project().me();
    let is_shared = |card: &[BrowseRow]| card.len() == 2 && card.iter().any(|row| Some(row.fact.user) == me);
    let card = (0..4).find(|&card| is_shared(&window.passages_of(card))).expect("a card of both coders");
    let both: Vec<CodingId> = window.passages_of(card).iter().map(|row| row.fact.coding).collect();
    let mine = window.passages_of(card).iter().find(|row| Some(row.fact.user) == me).unwrap().fact.coding;
    let listed = |w: &Window, wanted: &[CodingId]| wanted.iter().filter(|&&id| w.code_of(id).is_some()).count();
    assert!(window.cards()[card].1.contains("Coder 1, Coder 2"));
    window.click_card(card, Modifiers::NONE);
    assert!(window.has_part("1 passage of yours, 1 passage of Coder 2 (not changed)"));
    window.key(Key::Delete);
    window.until("mine is removed", |w| listed(w, &[mine]) == 0);
    assert_eq!(listed(&window, &both), 1, "the other stays");
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("it is back", |w| listed(w, &both) == 2);
    window.click_card(card, Modifiers::NONE);
    window.click("Include 1 passage by others");
    window.click("Delete");
    assert!(window.has("This changes 1 passage of Coder 2.") && window.has_part("1 passage of your own"));
    // Enter presses Cancel.
    window.key(Key::Enter);
    window.saved();
    assert_eq!(listed(&window, &both), 2);
    window.click("Delete");
    window.harness.query_all_by_label("Delete").last().unwrap().click();
    window.until("both are removed", |w| listed(w, &both) == 0);
    window.saved();
    let undo = window.project().link.undo_redo.undo.clone().unwrap();
    assert!(undo.contains("coded by Coder 2"), "{undo}");
}

#[test]
fn many_passages_are_changed_only_after_a_question() {
    let mut window = passages_room();
    let all = window.rows().len();
    window.click_card(0, Modifiers::NONE);
    window.chord(Modifiers::COMMAND, Key::A);
    let selected = window.project_mut().selected_passages();
    let mine = selected.mine.len();
    assert!(mine > 10);
    window.key(Key::Delete);
    assert!(window.has(&format!("Delete {mine} passages?")));
    // Enter presses Cancel.
    window.key(Key::Enter);
    window.saved();
    assert_eq!(window.rows().len(), all);
    window.key(Key::E);
    assert!(window.has(&format!("Recode {mine} passages?")));
    // Enter leads on to the choice of a code.
    window.key(Key::Enter);
    window.until("a code is asked for", |w| w.has("Search codes"));
    window.key(Key::Escape);
    window.saved();
    assert_eq!(window.rows().len(), all);
    window.key(Key::Delete);
    window.harness.query_all_by_label("Delete").last().unwrap().click();
    window.until("they are deleted", |w| w.rows().len() == all - mine);
    window.until("it is said", |w| w.has_part(&format!("Deleted {mine} passages")));
}

#[test]
fn if_only_passages_of_others_are_selected_they_are_changed_after_a_question() {
    let mut window = of_low_income();
    let theirs = window.code_as_the_other();
    let important = |w: &Window| w.rows().iter().find(|row| row.fact.coding == theirs).unwrap().important;
    window.key(Key::Home);
    window.until("it is at the top", |w| w.cards().first().is_some_and(|card| card.0));
    window.key(Key::I);
    assert!(window.has("Change other coders’ passages?") && window.has("This changes 1 passage of Coder 2."));
    window.key(Key::Escape);
    window.saved();
    assert!(!important(&window));
    window.key(Key::I);
    window.harness.query_all_by_label("Mark as important").last().unwrap().click();
    window.until("it is marked", important);
    window.until("the card says so", |w| w.cards()[0].1.contains(", important"));
}

#[test]
fn the_context_menu_acts_on_the_card_under_the_pointer() {
    let mut window = of_low_income();
    window.click_card(0, Modifiers::NONE);
    let label = window.cards()[1].1.clone();
    window.harness.get_by_label(&label).click_secondary();
    window.settle();
    assert_eq!(window.selected(), [1]);
    window.harness.query_all_by_label("Memo…").last().unwrap().click();
    window.settle();
    window.until("the memo is open", |w| w.has("Memo text"));
    assert!(window.has_part("on passage “Low income”"));
    window.type_text("why so low?");
    window.key(Key::Escape);
    window.until("the card shows it", |w| w.cards()[1].1.contains(", with a memo"));
}

#[test]
fn numbers_are_filtered_by_a_range_and_bad_ones_are_named() {
    let mut window = passages_room();
    // The fields are below the attributes with few values.
    window.harness.set_size(egui::vec2(1280.0, 1700.0));
    window.settle();
    let study = window.project().study.clone().unwrap();
    let number = pullquote::app::passages_room::filters::numbers(&study, Described::Participants)
        .into_iter()
        .next()
        .expect("a number");
    let place = study.variables.iter().position(|v| v.id == number.variable).unwrap();
    let value = |source: SourceId| {
        let participant = study.source(source).unwrap().participant.and_then(|id| study.participant(id));
        participant
            .and_then(|participant| participant.values[place].as_ref())
            .and_then(|value| value.parse::<f64>().ok())
    };
    let lowest: f64 = number.lowest.parse().unwrap();
    let all = window.rows();
    let expected = all.iter().filter(|row| value(row.fact.source).is_some_and(|v| v <= lowest + 5.0)).count();
    assert!((1..all.len()).contains(&expected));
    window.click(&format!("{}: highest value", number.name));
    window.type_text(&(lowest + 5.0).to_string());
    window.until("only those in the range", |w| w.rows().len() == expected);
    window.click(&format!("Remove filter: {}: at most {}", number.name, lowest + 5.0));
    window.until("all again", |w| w.rows().len() == all.len());
    window.click(&format!("{}: lowest value", number.name));
    window.type_text("x");
    assert!(window.has("Type a number."));
    assert_eq!(window.rows().len(), all.len());
}

#[test]
fn without_a_match_the_filters_are_cleared_in_one_click() {
    let mut window = passages_room();
    window.click("Search passages");
    window.type_text("xyzzy");
    window.until("nothing is listed", |w| w.has("No matching passages"));
    window.click("Clear all filters");
    window.until("all again", |w| !w.rows().is_empty());
}

#[test]
fn what_is_in_sight_stays_when_heights_and_passages_above_change() {
    let mut window = passages_room();
    let scroll = |window: &mut Window, lines: f32| {
        window.harness.hover_at(egui::pos2(800.0, 400.0));
        let (unit, delta, modifiers) = (MouseWheelUnit::Point, vec2(0.0, lines), Modifiers::NONE);
        let source = egui::MouseWheelSource::Unknown;
        window.harness.event(Event::MouseWheel { unit, delta, phase: TouchPhase::Move, source, modifiers });
        for _ in 0..5 {
            window.settle();
        }
    };
    for _ in 0..12 {
        scroll(&mut window, -700.0);
    }
    window.until("their words are read", |w| w.cards().iter().all(|card| card.1.len() > 60));
    let seen = window.cards()[2].1.clone();
    let top = |w: &Window| w.rect(&seen).top();
    let before = top(&window);
    // Passages above are removed: the list has fewer cards.
    let gone: Vec<CodingId> = (0..6).flat_map(|card| window.passages_of(card)).map(|row| row.fact.coding).collect();
    let count = window.rows().len() - gone.len();
    let command = Command::Override(Box::new(Command::Remove { codings: gone }));
    window.project_mut().link.execute(command);
    window.until("they are gone", |w| w.rows().len() == count);
    assert!((top(&window) - before).abs() < 2.0, "{before} {}", top(&window));
    // Cards above come into sight one by one, and none jumps.
    let mut last = window.cards();
    for _ in 0..20 {
        let (first, place) = (last[1].1.clone(), window.rect(&last[1].1).top());
        scroll(&mut window, 60.0);
        assert!((window.rect(&first).top() - place - 60.0).abs() < 3.0, "{place} {}", window.rect(&first).top());
        last = window.cards();
    }
}

#[test]
fn heads_of_groups_count_passages() {
    let window = passages_room();
    let list = window.project().rooms.passages.list.clone().unwrap();
    let (name, first) = list.groups[0].clone();
    let next = list.groups[1].1;
    let (cards, passages) = (next - first, list.cards[next] - list.cards[first]);
    assert!(cards < passages, "some passages are coded alike by both coders");
    assert!(window.has(&format!("{name}: {passages} passages on {cards} cards")));
}

#[test]
fn words_with_two_codes_of_a_branch_are_counted_as_beside_the_code() {
    let mut window = of_low_income();
    let fact = window.rows()[0].fact;
    let book = window.project().study.clone().unwrap().codebook.clone();
    let parent = book.get(fact.code).unwrap().parent.unwrap();
    window.execute_as(fact.user, Command::Code { source: fact.source, range: fact.range, codes: vec![parent] });
    window.saved();
    window.project_mut().show_passages_of(parent);
    window.until("they are listed", |w| {
        w.has_part(" if each code is counted") && !w.project().rooms.passages.is_waiting()
    });
    let list = window.project().rooms.passages.list.clone().unwrap();
    let branch = window.project().counts.branches[&parent].passages;
    assert_eq!((list.words as u64, list.words_on(0..list.cards.len())), (branch, list.words));
    assert!(list.words < list.passages);
}
