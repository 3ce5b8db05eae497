//! First-hand or reported: whose experience passages are about, stated by key, menu and list, and used as a filter.

use super::support::Window;
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::engine::browse::BrowseRow;
use pullquote::model::{Account, AccountFilter, CharRange, CodingId};

const LOW: &str = "Financial capital > Push > Low income";

/// Codes the words and returns the new passage and its range.
fn coded(window: &mut Window, quote: &str) -> (CodingId, CharRange) {
    let (start, end) = window.find(quote);
    let range = CharRange::new(start, end);
    window.drag(start, end);
    window.code_with(LOW);
    let found = |w: &Window| {
        let document = w.project().document.clone().unwrap();
        document.passages().iter().find(|passage| passage.range == range).map(|passage| passage.coding)
    };
    window.until("coded", |w| found(w).is_some());
    window.saved();
    (found(window).unwrap(), range)
}

fn account(window: &Window, coding: CodingId) -> Option<Account> {
    window.project().document.as_ref()?.passage(coding)?.account.clone()
}

#[test]
fn a_key_asks_whose_experience_it_is_and_typing_finds_a_participant_or_gives_a_name() {
    let mut window = Window::sample();
    let (coding, range) = coded(&mut window, "forty-three");
    let about = |name: &str| Some(Account::About(name.into()));
    let ask = |window: &mut Window| {
        window.key_to_transcript();
        window.key(Key::A);
        assert!(window.has("Whose experience is this passage about?"));
    };
    ask(&mut window);
    window.key(Key::Enter);
    window.until("its own", |w| account(w, coding) == Some(Account::Own));
    assert!(window.has_part("Low income, Coder 1, own experience: “forty-three”"), "the margin says so");
    ask(&mut window);
    assert!(window.has("Own experience (chosen now)"));
    window.key(Key::ArrowDown);
    window.key(Key::Enter);
    window.until("others", |w| account(w, coding) == Some(Account::Others));
    ask(&mut window);
    window.type_text("official");
    assert!(!window.has("About K"));
    window.key(Key::Enter);
    window.until("somebody", |w| account(w, coding) == about("official"));
    ask(&mut window);
    window.type_text("k");
    window.key(Key::Enter);
    window.until("the participant", |w| account(w, coding) == about("K"));
    ask(&mut window);
    window.click("Not stated");
    window.until("nothing is stated", |w| account(w, coding).is_none());
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undone", |w| account(w, coding) == about("K"));
    // By the context menu, with the pointer alone.
    window.secondary_click(range.start.0 + 1);
    window.click("Whose experience");
    assert!(window.has("About K…"));
    window.click("About others");
    window.until("others by the menu", |w| account(w, coding) == Some(Account::Others));
    ask(&mut window);
    window.key(Key::Escape);
    assert_eq!(account(&window, coding), Some(Account::Others));
}

fn rows(window: &Window) -> Vec<BrowseRow> {
    window.project().rooms.passages.list.as_ref().map_or(Vec::new(), |list| list.rows.clone())
}

fn choose(window: &mut Window, choice: &str) {
    window.harness.get_by_role_and_label(Role::ComboBox, "Whose experience").click();
    window.settle();
    window.harness.query_all_by_label(choice).last().unwrap().click();
    window.settle();
}

#[test]
fn several_passages_are_marked_at_once_listed_and_counted() {
    let mut window = Window::sample();
    window.chord(Modifiers::COMMAND, Key::Num4);
    window.until("the passages are there", |w| w.project().rooms.passages.list.is_some());
    let all = rows(&window).len();
    let me = window.project().me();
    let mine: Vec<usize> = (0..all).filter(|&at| Some(rows(&window)[at].fact.user) == me).take(2).collect();
    let ids: Vec<CodingId> = mine.iter().map(|&at| rows(&window)[at].fact.coding).collect();
    let wanted = ids.clone();
    let workspace = window.harness.state_mut().workspace.as_mut().unwrap();
    workspace.set_account(ids.clone(), Some(Account::Others), false);
    let stated = move |w: &Window, account: Option<Account>| {
        rows(w).iter().filter(|row| wanted.contains(&row.fact.coding) && row.account == account).count()
    };
    let marked = stated.clone();
    window.until("both are marked", move |w| marked(w, Some(Account::Others)) == 2);
    choose(&mut window, "About others");
    window.until("only these", |w| rows(w).len() == 2 && !w.project().rooms.passages.is_waiting());
    window.until("the cards say so", |w| w.has_part(", about others"));
    // All that is listed, with the bar below the list.
    window.chord(Modifiers::COMMAND, Key::A);
    window.key(Key::A);
    assert!(window.has("Whose experience are these 2 passages about?"));
    assert!(window.has("About others (chosen now)"));
    window.click("Own experience");
    window.until("they are no longer listed", |w| rows(w).is_empty());
    window.click("Remove filter: About others");
    window.until("all are listed", |w| rows(w).len() == all);
    window.until("both are about own experience", move |w| stated(w, Some(Account::Own)) == 2);
    // The same filter in Tables, and the rows of a matrix.
    window.chord(Modifiers::COMMAND, Key::Num2);
    window.until("the first table is counted", |w| w.project().rooms.tables.table.is_some());
    choose(&mut window, "Own experience");
    let is_counted = |w: &Window| w.project().rooms.tables.table.is_some() && !w.project().rooms.tables.is_counting();
    window.until("it is counted", is_counted);
    assert_eq!(window.project().rooms.tables.account, Some(AccountFilter::Own));
    assert!(window.has_part("for which other experience, or none, is stated are left out"));
    assert!(window.has_part("passages: own experience"));
    window.click("New matrix");
    window.until("the matrix is counted", is_counted);
    window.harness.get_by_role_and_label(Role::ComboBox, "Rows").click();
    window.settle();
    window.harness.query_all_by_label("account").last().unwrap().click();
    window.settle();
    window.until("it is counted", |w| {
        let table = w.project().rooms.tables.table.clone();
        table.is_some_and(|table| table.rows.first().is_some_and(|row| row.header == ["own"]))
    });
    let node = window.harness.query_all_by_label_contains("(not stated)").count();
    assert!(node > 0, "{:?}", window.harness.root().accesskit_node().label());
}
