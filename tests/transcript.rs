//! The transcript in a window without a screen: mouse, keyboard, and what is painted.

use egui::{Color32, Event, Key, Modifiers, PointerButton, Pos2, Shape, pos2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use pullquote::app::settings::ReadingStyle;
use pullquote::app::{CodeLook, CoderLook, Looks, PassageView, SourceView};
use pullquote::engine::spoken::SpokenText;
use pullquote::gui::theme;
use pullquote::gui::transcript::{TranscriptEvent, TranscriptStyle, TranscriptView};
use pullquote::model::{CharPos, CharRange, CodeId, CodingId, Origin, PassageMemo, SourceId, TimeMark, UserId};

struct State {
    view: TranscriptView,
    source: SourceView,
    looks: Looks,
    style: TranscriptStyle,
    events: Vec<TranscriptEvent>,
}

type Window<'a> = Harness<'a, State>;

fn style() -> TranscriptStyle {
    TranscriptStyle {
        text: Color32::BLACK,
        weak: Color32::DARK_GRAY,
        selection: Color32::from_rgba_unmultiplied(0, 90, 255, 80),
        focus: Color32::BLUE,
        background: Color32::WHITE,
        ..theme::transcript(&theme::LIGHT, ReadingStyle::default(), false)
    }
}

fn looks() -> Looks {
    let names = ["Low income", "Duty to the family", "Rent", "Network", "Work", "School", "Home", "City", "Health"];
    let code = |i: usize| CodeLook {
        name: names[i % names.len()].into(),
        path: format!("Push > {}", names[i % names.len()]),
        color: [(i * 53 % 200) as u8, (i * 97 % 200) as u8, (i * 31 % 200 + 40) as u8],
    };
    let coder =
        |i: i64| (UserId(i), CoderLook { name: format!("Coder {i}"), initials: format!("C{i}"), color: [9, 9, 9] });
    Looks {
        codes: (0..60).map(|i| (CodeId(i), code(i as usize))).collect(),
        coders: (1..3).map(coder).collect(),
        consensus: None,
    }
}

fn passage(id: i64, start: u32, end: u32, code: i64, user: i64) -> PassageView {
    let range = CharRange::new(start, end);
    PassageView { coding: CodingId(id), range, code: CodeId(code), user: UserId(user), memos: vec![], important: false }
}

fn memo(user: i64, text: &str) -> PassageMemo {
    PassageMemo { user: Some(UserId(user)), text: text.into() }
}

fn window<'a>(text: &str, passages: Vec<PassageView>) -> Window<'a> {
    let source = SourceView::new(SourceId(1), "B".into(), SpokenText::find(text.into(), Origin::default()), passages);
    let mut view = TranscriptView::default();
    view.me = Some(UserId(1));
    let state = State { view, source, looks: looks(), style: style(), events: vec![] };
    let mut window = Harness::builder()
        .with_size([1000.0, 640.0])
        .with_max_steps(400)
        .with_step_dt(0.05)
        .with_context_setup(pullquote::gui::install_fonts)
        .build_ui_state(
            |ui, state: &mut State| {
                let new = state.view.show(ui, &state.source, &state.looks, &state.style);
                state.events.extend(new);
            },
            state,
        );
    window.run();
    window
}

fn place(window: &Window, at: u32) -> Pos2 {
    let state = window.state();
    let found = state.view.position_of(&window.ctx, &state.source, CharPos(at));
    found.unwrap_or_else(|| panic!("position {at} is in sight"))
}

fn button(window: &Window, pos: Pos2, button: PointerButton, pressed: bool, modifiers: Modifiers) {
    window.event(Event::PointerButton { pos, button, pressed, modifiers });
}

fn click(window: &mut Window, pos: Pos2, which: PointerButton, modifiers: Modifiers) {
    window.hover_at(pos);
    button(window, pos, which, true, modifiers);
    button(window, pos, which, false, modifiers);
    window.step();
}

fn drag(window: &mut Window, from: Pos2, to: Pos2) {
    window.hover_at(from);
    window.drag_at(from);
    for share in [0.3, 0.7, 1.0] {
        window.hover_at(from.lerp(to, share));
    }
    window.drop_at(to);
    window.run();
}

fn selected(window: &Window) -> String {
    let state = window.state();
    state.view.selection().map_or(String::new(), |range| state.source.slice(range).to_owned())
}

fn key(window: &mut Window, modifiers: Modifiers, key: Key) {
    window.key_press_modifiers(modifiers, key);
    window.run();
}

const TALK: &str = "Interview with B\n\nInterviewer: What made you leave? Was it hard?\nB: We were poor at home, and so I went.\nThat was all.\nInterviewer: Thank you.";

/// Position of the first character of `words`.
fn find(text: &str, quote: &str) -> u32 {
    let byte = text.find(quote).unwrap_or_else(|| panic!("{quote:?} is in the text"));
    text[..byte].chars().count() as u32
}

#[test]
fn a_drag_selects_exactly_the_characters_under_it() {
    let mut w = window(TALK, vec![]);
    let start = find(TALK, "poor");
    let (a, b) = (place(&w, start), place(&w, start + 12));
    drag(&mut w, a, b);
    assert_eq!(selected(&w), "poor at home");
    drag(&mut w, b, a);
    assert_eq!(selected(&w), "poor at home", "backwards too");
    let range = CharRange::new(start, start + 12);
    assert!(w.state().events.contains(&TranscriptEvent::SelectionChanged(Some(range))));
}

#[test]
fn a_selection_may_span_paragraphs_and_hidden_labels() {
    let mut w = window(TALK, vec![]);
    let (a, b) = (place(&w, find(TALK, "hard?")), place(&w, find(TALK, " at home")));
    drag(&mut w, a, b);
    assert_eq!(selected(&w), "hard?\nB: We were poor");
    w.event(Event::Copy);
    w.step();
    let copied = |o: &egui::FullOutput| o.platform_output.commands.clone();
    assert_eq!(copied(w.output()), [egui::OutputCommand::CopyText("hard?\nB: We were poor".into())]);
}

#[test]
fn shift_and_click_extends_the_selection() {
    let mut w = window(TALK, vec![]);
    let (a, b) = (place(&w, find(TALK, "We were")), place(&w, find(TALK, " poor")));
    click(&mut w, a, PointerButton::Primary, Modifiers::NONE);
    for _ in 0..10 {
        w.step();
    }
    click(&mut w, b, PointerButton::Primary, Modifiers::SHIFT);
    assert_eq!(selected(&w), "We were");
}

#[test]
fn two_three_and_four_clicks_take_word_sentence_and_turn() {
    let mut w = window(TALK, vec![]);
    let at = place(&w, find(TALK, "leave") + 2);
    let mut taken = vec![];
    for _ in 0..4 {
        click(&mut w, at, PointerButton::Primary, Modifiers::NONE);
        taken.push(selected(&w));
    }
    assert_eq!(taken, ["", "leave", "What made you leave?", "What made you leave? Was it hard?"]);
}

#[test]
fn a_double_click_beside_a_word_takes_the_word() {
    // A click on the right half of the last letter is a position after it.
    for (quote, offset, word) in [("leave", 0, "leave"), ("leave", 5, "?"), ("you", 3, "you"), ("poor", 4, "poor")] {
        let mut w = window(TALK, vec![]);
        let at = place(&w, find(TALK, quote) + offset);
        click(&mut w, at, PointerButton::Primary, Modifiers::NONE);
        click(&mut w, at, PointerButton::Primary, Modifiers::NONE);
        assert_eq!(selected(&w), word, "{quote} {offset}");
    }
}

#[test]
fn a_drag_after_a_double_click_takes_whole_words() {
    let mut w = window(TALK, vec![]);
    let (a, b) = (place(&w, find(TALK, "poor") + 1), place(&w, find(TALK, "home") + 2));
    click(&mut w, a, PointerButton::Primary, Modifiers::NONE);
    drag(&mut w, a, b);
    assert_eq!(selected(&w), "poor at home");
}

#[test]
fn a_word_that_a_drag_touches_is_selected_whole() {
    let start = find(TALK, "poor");
    // From the last letter of a word to the first letter of another: the nearest caret is outside of both words.
    let w = window(TALK, vec![]);
    let (a, b) = (place(&w, start + 4) - vec2(1.5, 0.0), place(&w, start + 8) + vec2(1.5, 0.0));
    for (from, to) in [(a, b), (b, a)] {
        let mut w = window(TALK, vec![]);
        w.state_mut().view.whole_words = true;
        drag(&mut w, from, to);
        assert_eq!(selected(&w), "poor at home", "{from} {to}");
        w.state_mut().view.whole_words = false;
        key(&mut w, Modifiers::NONE, Key::Escape);
        drag(&mut w, from, to);
        assert_eq!(selected(&w).trim(), "at", "by letters, the nearest ones count");
    }
    // The space beside a word does not touch it.
    let (a, b) = (place(&w, start + 4) + vec2(1.5, 0.0), place(&w, start + 8) - vec2(1.5, 0.0));
    let mut w = window(TALK, vec![]);
    w.state_mut().view.whole_words = true;
    drag(&mut w, a, b);
    assert_eq!(selected(&w), "at");
}

#[test]
fn a_drag_within_the_selection_that_ends_in_the_text_selects_anew() {
    let mut w = window(TALK, vec![]);
    let start = find(TALK, "poor");
    let (a, b) = (place(&w, start), place(&w, start + 12));
    drag(&mut w, a, b);
    assert_eq!(selected(&w), "poor at home");
    let (a, b) = (place(&w, start + 5), place(&w, start + 7));
    drag(&mut w, a, b);
    assert_eq!(selected(&w), "at");
}

#[test]
fn the_keyboard_moves_and_extends_the_selection() {
    let mut w = window(TALK, vec![]);
    let at = place(&w, find(TALK, "We were"));
    click(&mut w, at, PointerButton::Primary, Modifiers::NONE);
    let steps: &[(Modifiers, Key, &str)] = &[
        (Modifiers::SHIFT, Key::ArrowRight, "W"),
        (Modifiers::SHIFT | Modifiers::COMMAND, Key::ArrowRight, "We"),
        (Modifiers::SHIFT | Modifiers::COMMAND, Key::ArrowRight, "We were"),
        (Modifiers::SHIFT, Key::ArrowLeft, "We wer"),
        (Modifiers::SHIFT, Key::End, "We were poor at home, and so I went."),
        (Modifiers::NONE, Key::ArrowLeft, ""),
        (Modifiers::SHIFT, Key::ArrowDown, "We were poor at home, and so I went.\n"),
        (Modifiers::NONE, Key::Escape, ""),
        (Modifiers::NONE, Key::ArrowUp, ""),
        (Modifiers::SHIFT, Key::Home, ""),
        (Modifiers::COMMAND, Key::A, TALK),
        (Modifiers::COMMAND, Key::Home, ""),
        (Modifiers::SHIFT, Key::ArrowRight, "I"),
    ];
    for &(modifiers, pressed, wanted) in steps {
        key(&mut w, modifiers, pressed);
        assert_eq!(selected(&w), wanted, "{modifiers:?} {pressed:?}");
    }
}

#[test]
fn the_caret_steps_over_hidden_labels() {
    let mut w = window(TALK, vec![]);
    let (end, next) = (find(TALK, "\nB: We"), find(TALK, "We were"));
    let at = place(&w, next);
    click(&mut w, at, PointerButton::Primary, Modifiers::NONE);
    key(&mut w, Modifiers::NONE, Key::ArrowLeft);
    assert_eq!(w.state().view.caret(), Some(CharPos(end)));
    key(&mut w, Modifiers::NONE, Key::ArrowRight);
    assert_eq!(w.state().view.caret(), Some(CharPos(next)));
}

#[test]
fn chinese_text_is_selected_by_character_and_sentence() {
    let text = "访谈者：为什么离开？\n受访者：家里没有钱，所以我走了。后来去了城市。";
    let mut w = window(text, vec![]);
    let start = find(text, "没有钱");
    let (a, b) = (place(&w, start), place(&w, start + 3));
    drag(&mut w, a, b);
    assert_eq!(selected(&w), "没有钱");
    for _ in 0..10 {
        w.step();
    }
    for _ in 0..3 {
        click(&mut w, a, PointerButton::Primary, Modifiers::NONE);
    }
    assert_eq!(selected(&w), "家里没有钱，所以我走了。");
}

#[test]
fn the_menu_offers_every_coding_under_the_pointer() {
    let start = find(TALK, "poor");
    let passages =
        vec![passage(1, start - 3, start + 9, 0, 1), passage(2, start, start + 4, 1, 2), passage(3, 0, 5, 2, 1)];
    let mut w = window(TALK, passages);
    let at = place(&w, start + 2);
    click(&mut w, at, PointerButton::Secondary, Modifiers::NONE);
    w.run();
    assert!(w.query_by_label("Delete passage coded “Rent” (Coder 1)").is_none(), "it is somewhere else");
    assert!(w.query_by_label("“Duty to the family” (Coder 2)").is_some());
    assert!(
        w.query_by_label("Delete passage coded “Duty to the family” (Coder 2)").is_none(),
        "another coder's is not removed at once"
    );
    w.get_by_label("Delete passage coded “Low income” (Coder 1)").click();
    w.run();
    assert!(w.state().events.contains(&TranscriptEvent::Remove { codings: vec![CodingId(1)] }));
}

#[test]
fn every_passage_has_its_own_stripe() {
    let (poor, home) = (find(TALK, "poor"), find(TALK, "home"));
    let cases: [(&str, Vec<PassageView>); 6] = [
        ("the same words by two coders", vec![passage(1, poor, poor + 4, 0, 1), passage(2, poor, poor + 4, 0, 2)]),
        ("other extents by two coders", vec![passage(1, poor, poor + 4, 0, 1), passage(2, poor, home + 4, 0, 2)]),
        ("touching passages of one coder", vec![passage(1, poor, poor + 5, 0, 1), passage(2, poor + 5, home, 0, 1)]),
        ("passages of one row, apart", vec![passage(1, poor, poor + 4, 0, 1), passage(2, home, home + 4, 0, 1)]),
        ("one within the other", vec![passage(1, poor, home + 4, 0, 1), passage(2, poor + 1, poor + 3, 0, 1)]),
        ("two codes", vec![passage(1, poor, poor + 4, 0, 1), passage(2, poor, poor + 4, 1, 1)]),
    ];
    for (what, passages) in cases {
        let mut w = window(TALK, passages.clone());
        let stripes = w.state().view.margin().stripes.clone();
        let mut found: Vec<_> = stripes.iter().map(|s| s.coding).collect();
        found.sort();
        assert_eq!(found, [CodingId(1), CodingId(2)], "{what}");
        assert!(!stripes[0].rect.shrink(0.6).intersects(stripes[1].rect), "{what}: {stripes:?}");
        for stripe in &stripes {
            click(&mut w, stripe.rect.center(), PointerButton::Primary, Modifiers::NONE);
            assert_eq!(w.state().view.chosen(), Some(stripe.coding), "{what}: a click chooses this very passage");
            let passage = passages.iter().find(|p| p.coding == stripe.coding).unwrap();
            let code = &w.state().looks.codes[&passage.code].name.clone();
            click(&mut w, stripe.rect.center(), PointerButton::Secondary, Modifiers::NONE);
            w.run();
            // The coder's own passage can be removed at once; another coder's has a submenu.
            let entries = passages.iter().map(|p| match p.user.0 {
                1 => format!("Delete passage coded “{}” (Coder 1)", w.state().looks.codes[&p.code].name),
                other => format!("“{}” (Coder {other})", w.state().looks.codes[&p.code].name),
            });
            let entries: std::collections::BTreeSet<String> = entries.collect();
            let shown = |entry: String| vec![entry.clone(); w.query_all_by_label(&entry).count()];
            let offered: Vec<String> = entries.into_iter().flat_map(shown).collect();
            assert!(offered.len() == 1, "{what}: the menu is of one passage: {offered:?}");
            assert!(offered[0].contains(&format!("“{code}” (Coder {})", passage.user.0)), "{what}: {offered:?}");
            key(&mut w, Modifiers::NONE, Key::Escape);
        }
    }
}

#[test]
fn stripes_and_entries_show_the_coders() {
    let start = find(TALK, "poor");
    let passages = vec![passage(1, start, start + 12, 0, 1), passage(2, start, start + 4, 0, 2)];
    let mut w = window(TALK, passages);
    for (coder, quote) in [(1, "poor at home"), (2, "poor")] {
        let stripe = w.get_by_label(&format!("Low income, Coder {coder}: “{quote}”")).rect();
        w.hover_at(stripe.center());
        w.run_steps(40);
        assert!(w.query_by_label(&format!("Coder {coder}")).is_some());
        assert!(w.query_by_label(&format!("Coder {}", 3 - coder)).is_none());
    }
    w.hover_at(pos2(500.0, 600.0));
    w.run_steps(40);
    let entries = &w.state().view.margin().entries;
    assert_eq!(entries.len(), 1, "both begin in one row: one entry for both");
    assert_eq!(entries[0].codings, [CodingId(2), CodingId(1)]);
    assert_eq!(written(&w), ["C2C1", "Low income"]);
    w.state_mut().looks.coders.remove(&UserId(2));
    w.run();
    assert_eq!(written(&w), ["Low income"], "with one coder, the coder is not shown");
}

#[test]
fn an_entry_shows_a_memo_and_importance_and_clicks_choose_its_passages_in_turn() {
    let start = find(TALK, "poor");
    let mut passages = vec![passage(1, start, start + 12, 0, 2), passage(2, start, start + 4, 0, 1)];
    passages[0].memos = vec![memo(2, "Her first answer")];
    passages[1].important = true;
    let mut w = window(TALK, passages);
    assert_eq!(written(&w), ["C1C2¶★", "Low income"]);
    let entry = w.state().view.margin().entries[0].rect;
    assert!(entry.height() >= 24.0, "{entry}");
    let mut chosen = vec![];
    for _ in 0..3 {
        click(&mut w, entry.left_center() + vec2(20.0, 0.0), PointerButton::Primary, Modifiers::NONE);
        chosen.extend(w.state().view.chosen());
    }
    assert_eq!(chosen, [CodingId(2), CodingId(1), CodingId(2)], "the coder's own first");
}

#[test]
fn the_entry_under_the_pointer_offers_what_may_be_done_with_its_passage() {
    let start = find(TALK, "poor");
    let cases = [(1, false, vec!["Recode…", "Memo…"]), (1, true, vec!["Recode…", "Memo…"]), (2, true, vec!["Memo…"])];
    for (coder, chosen, offered) in cases {
        let mut w = window(TALK, vec![passage(7, start, start + 12, 0, coder)]);
        let entry = w.state().view.margin().entries[0].rect;
        if chosen {
            // Also where the initials are.
            click(&mut w, entry.right_top() + vec2(-12.0, 12.0), PointerButton::Primary, Modifiers::NONE);
            assert_eq!(w.state().view.chosen(), Some(CodingId(7)), "a click on the initials only chooses");
            w.hover_at(pos2(300.0, 620.0));
            w.run();
        }
        let all = ["Recode…", "Memo…"];
        let shown = |w: &Window| all.into_iter().filter(|l| w.query_by_label(l).is_some()).collect::<Vec<_>>();
        assert_eq!(shown(&w), [""; 0]);
        w.hover_at(entry.center());
        w.run();
        assert_eq!(shown(&w), offered, "coder {coder}");
        let coding = CodingId(7);
        let events = [TranscriptEvent::Recode { codings: vec![coding] }, TranscriptEvent::Memo { coding }];
        for label in offered {
            let place = w.get_by_label(label).rect().center();
            click(&mut w, place, PointerButton::Primary, Modifiers::NONE);
            w.run();
            let wanted = &events[all.iter().position(|l| *l == label).unwrap()];
            assert!(w.state().events.contains(wanted), "{label}: {:?}", w.state().events);
        }
    }
}

#[test]
fn words_selected_with_the_pointer_have_a_place_for_the_bar() {
    let mut w = window(TALK, vec![passage(7, 3, 9, 0, 1)]);
    let start = find(TALK, "poor");
    let (a, b) = (place(&w, start), place(&w, start + 12));
    drag(&mut w, a, b);
    let rows = w.state().view.pointed_rows().expect("selected with the pointer");
    assert!(rows.first == rows.last && rows.first.left() < b.x && rows.first.top() < a.y, "{rows:?}");
    key(&mut w, Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(w.state().view.pointed_rows(), None, "changed by key");
    drag(&mut w, a, b);
    assert!(w.state().view.pointed_rows().is_some());
    w.state_mut().source.change(&[], vec![passage(8, start, start + 12, 1, 1)]);
    w.run();
    assert_eq!(w.state().view.pointed_rows(), None, "the words have been coded");
    drag(&mut w, b, a);
    assert!(w.state().view.pointed_rows().is_some());
    let stripe = w.state().view.margin().stripes[0].rect.center();
    click(&mut w, stripe, PointerButton::Primary, Modifiers::NONE);
    w.run();
    assert_eq!(w.state().view.pointed_rows(), None, "a passage is chosen");
}

/// The texts in the margin, from top to bottom and left to right.
fn written(w: &Window) -> Vec<String> {
    let left = w.state().view.margin().entries[0].rect.left();
    let text = |shape: &Shape| match shape {
        Shape::Text(text) if text.pos.x > left => Some((text.pos, text.galley.text().to_owned())),
        _ => None,
    };
    let mut texts: Vec<_> = w.output().shapes.iter().filter_map(|clipped| text(&clipped.shape)).collect();
    texts.sort_by(|a, b| (a.0.y.round(), a.0.x).partial_cmp(&(b.0.y.round(), b.0.x)).unwrap());
    texts.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn hovering_over_a_passage_shows_code_coder_and_memo_beside_the_text() {
    let start = find(TALK, "poor");
    let mut commented = passage(1, start, start + 4, 0, 2);
    commented.memos = vec![memo(2, "Her first answer")];
    let mut w = window(TALK, vec![commented]);
    w.hover_at(place(&w, start + 2));
    w.run_steps(40);
    w.get_by_label("Push > Low income");
    w.get_by_label("Coder 2");
    let memo = w.get_by_label("Her first answer").rect();
    assert!(memo.left() > w.state().view.margin().stripes[0].rect.left(), "{memo}");
    w.hover_at(place(&w, start + 12));
    w.run_steps(40);
    assert!(w.query_by_label("Her first answer").is_none());
}

#[test]
fn a_tooltip_names_the_author_of_each_memo_that_is_not_the_coders_own() {
    let start = find(TALK, "poor");
    let mut passages = vec![passage(1, start, start + 4, 0, 1), passage(2, start, start + 4, 0, 2)];
    passages[0].memos = vec![memo(1, "of the first"), memo(2, "of the second on it")];
    passages[1].memos = vec![memo(2, "of the second")];
    let mut w = window(TALK, passages);
    w.hover_at(place(&w, start + 2));
    w.run_steps(40);
    let top = |label: &str| w.get_by_label(label).rect().top();
    let order = ["Coder 1", "of the first", "Memo by Coder 2: of the second on it", "Coder 2", "of the second"];
    assert!(order.map(top).is_sorted(), "{:?}", order.map(top));
}

#[test]
fn seventy_overlapping_passages_can_all_be_chosen() {
    let start = find(TALK, "poor");
    // Each code by two coders; five of them by both on exactly the same words.
    let one = |id: i64| passage(id, start, start + 9 + (id / 10) as u32 % 3, id / 2, 1 + id % 2);
    let mut w = window(TALK, (0..70).map(one).collect());
    let margin = w.state().view.margin().clone();
    assert!(margin.stripes.len() > 5);
    let listed = margin.more.iter().flat_map(|list| list.codings.clone());
    let mut all: Vec<_> = margin.entries.iter().flat_map(|entry| entry.codings.clone()).chain(listed).collect();
    all.sort();
    assert_eq!(all, (0..70).map(CodingId).collect::<Vec<_>>(), "each is there once");
    for stripe in &margin.stripes {
        click(&mut w, stripe.rect.center(), PointerButton::Primary, Modifiers::NONE);
        assert_eq!(w.state().view.chosen(), Some(stripe.coding));
    }
    assert_eq!(margin.more.len(), 1, "what finds no room near its row is in one list");
    let hidden = &margin.more[0].codings;
    let more = format!("+{}", hidden.len());
    for &coding in [hidden.first(), hidden.last()].into_iter().flatten() {
        w.get_by_label(&more).click();
        w.run();
        let passage = w.state().source.passage(coding).unwrap().clone();
        let label = format!("{} · Coder {}", w.state().looks.codes[&passage.code].path, passage.user.0);
        let listed: Vec<_> = w.query_all_by_label(&label).collect();
        assert!(!listed.is_empty(), "{label} is listed");
        listed[0].scroll_to_me();
        w.run();
        let same = |w: &Window, chosen: CodingId| {
            let chosen = w.state().source.passage(chosen).unwrap();
            let path = |p: &PassageView| w.state().looks.codes[&p.code].path.clone();
            (path(chosen), chosen.user) == (path(&passage), passage.user)
        };
        w.query_all_by_label(&label).next().unwrap().click();
        w.run();
        assert!(w.state().view.chosen().is_some_and(|chosen| same(&w, chosen)), "{label}");
        assert!(w.query_by_label(&label).is_none(), "the list is closed");
    }
}

/// Filled rectangles of one colour, as painted.
fn painted(w: &Window, color: Color32) -> Vec<egui::Rect> {
    let fill = |shape: &Shape| match shape {
        Shape::Rect(rect) if rect.fill == color => Some(rect.rect),
        _ => None,
    };
    w.output().shapes.iter().filter_map(|clipped| fill(&clipped.shape)).collect()
}

/// The boxes in which a text is painted.
fn boxes_of(w: &Window, text: &str) -> Vec<egui::Rect> {
    let place = |shape: &Shape| match shape {
        Shape::Text(painted) if painted.galley.text() == text => Some(painted.visual_bounding_rect()),
        _ => None,
    };
    w.output().shapes.iter().filter_map(|clipped| place(&clipped.shape)).collect()
}

#[test]
fn stored_times_are_shown_beside_their_lines() {
    let (question, answer) = (find(TALK, "Interviewer: What"), find(TALK, "That was all"));
    let mut w = window(TALK, vec![]);
    assert_eq!(boxes_of(&w, "1:24:07"), []);
    let mark = |at, millis| TimeMark { at: CharPos(at), millis };
    // The second one is within a line.
    let times = vec![mark(question, 43_810), mark(question + 20, 44_900), mark(answer, 5_047_000)];
    let origin = Origin { times, ..Origin::default() };
    w.state_mut().source = SourceView::new(SourceId(2), "B".into(), SpokenText::find(TALK.into(), origin), vec![]);
    w.run();
    for (time, at) in [("0:43", question + 13), ("1:24:07", answer)] {
        let (rect, start) = (boxes_of(&w, time)[0], place(&w, at));
        assert!(rect.right() < start.x && (rect.center().y - start.y).abs() < 4.0, "{time}: {rect} {start}");
        let speakers = ["Interviewer", "B"].iter().flat_map(|name| boxes_of(&w, name)).collect::<Vec<_>>();
        assert!(speakers.len() == 3 && speakers.iter().all(|name| !name.intersects(rect)), "{speakers:?}");
    }
    assert_eq!(boxes_of(&w, "0:44"), []);
}

#[test]
fn overlapping_passages_keep_every_colour() {
    let start = find(TALK, "poor");
    // The last one begins within the others.
    let passages: Vec<_> = (0..4).map(|i| passage(i, start + if i == 3 { 5 } else { 0 }, start + 12, i, 1)).collect();
    let w = window(TALK, passages);
    let codes = [0, 1, 2, 3].map(|code| w.state().looks.codes[&CodeId(code)].color);
    let is = |fill: Color32, [r, g, b]: [u8; 3]| {
        // The same hue, however transparent.
        let [fr, fg, fb, fa] = fill.to_srgba_unmultiplied();
        (1..250).contains(&fa) && [(fr, r), (fg, g), (fb, b)].iter().all(|(a, b)| a.abs_diff(*b) < 8)
    };
    let filled: Vec<(egui::Rect, Color32)> = w
        .output()
        .shapes
        .iter()
        .filter_map(|clipped| match &clipped.shape {
            Shape::Rect(rect) if rect.rect.width() > 20.0 => Some((rect.rect, rect.fill)),
            _ => None,
        })
        .collect();
    for (code, color) in codes.into_iter().enumerate() {
        let tints = filled.iter().filter(|(_, fill)| is(*fill, color)).count();
        assert_eq!(tints, if code == 3 { 1 } else { 2 }, "code {code}");
    }
    let [r, g, b] = codes[3];
    let row = filled.iter().find(|(_, fill)| is(*fill, codes[3])).map(|(rect, _)| *rect).unwrap();
    let notch = painted(&w, Color32::from_rgb(r, g, b)).into_iter().find(|n| n.left() == row.left()).unwrap();
    assert!(notch.width() <= 3.0 && notch.height() == row.height(), "{notch} {row}");
}

#[test]
fn only_the_chosen_passage_is_outlined_and_only_the_one_under_the_pointer_underlined() {
    let (poor, home) = (find(TALK, "poor"), find(TALK, "home"));
    let mut w = window(TALK, vec![passage(1, poor, poor + 4, 0, 1), passage(2, home, home + 4, 1, 1)]);
    let outlined =
        |w: &Window| w.output().shapes.iter().filter(|c| matches!(&c.shape, Shape::Path(path) if path.closed)).count();
    let underlines = |w: &Window| {
        let colors = [0, 1].map(|code| w.state().looks.codes[&CodeId(code)].color);
        let lines = colors.map(|[r, g, b]| painted(w, Color32::from_rgb(r, g, b)));
        lines.map(|lines| lines.iter().filter(|line| line.width() > 15.0 && line.height() < 4.0).count())
    };
    assert_eq!((outlined(&w), underlines(&w)), (0, [0, 0]));
    w.hover_at(place(&w, poor + 2));
    w.run();
    assert_eq!((outlined(&w), underlines(&w)), (0, [1, 0]));
    let stripe = w.state().view.margin().stripes[1].rect.center();
    click(&mut w, stripe, PointerButton::Primary, Modifiers::NONE);
    w.run();
    assert_eq!((outlined(&w), underlines(&w)), (1, [0, 0]));
}

#[test]
fn a_recolour_needs_no_new_layout_and_shows_at_once() {
    let start = find(TALK, "poor");
    let mut w = window(TALK, vec![passage(1, start, start + 4, 0, 1)]);
    w.state_mut().looks.codes.get_mut(&CodeId(0)).unwrap_or_else(|| panic!("the look of a code")).color = [1, 2, 3];
    w.step();
    assert!(!painted(&w, Color32::from_rgb(1, 2, 3)).is_empty());
}

fn long_talk(paragraphs: usize) -> String {
    let say = |i: usize| match i % 2 {
        0 => format!("I: And what did you do then, in the year {i}? Was there work?\n"),
        _ => format!("B: {}\n", "We were poor at home, and so I went to the city. ".repeat(1 + i % 5)),
    };
    (0..paragraphs).map(say).collect()
}

fn many(count: i64, end: u32) -> Vec<PassageView> {
    let mut rng = fastrand::Rng::with_seed(4);
    let one = |i| {
        let start = rng.u32(0..end);
        passage(i, start, start + rng.u32(5..160), rng.i64(0..60), 1 + i % 2)
    };
    (0..count).map(one).collect()
}

#[test]
fn entries_and_stripes_never_overlap() {
    let text = long_talk(200);
    let w = window(&text, many(400, 10_000));
    let margin = w.state().view.margin();
    assert!(margin.entries.len() > 5);
    for (i, a) in margin.entries.iter().enumerate() {
        for b in &margin.entries[i + 1..] {
            assert!(!a.rect.shrink(0.1).intersects(b.rect), "{a:?} {b:?}");
        }
        assert!(margin.stripes.iter().all(|s| !s.rect.intersects(a.rect)));
    }
    for (i, a) in margin.stripes.iter().enumerate() {
        for b in &margin.stripes[i + 1..] {
            assert!(!a.rect.shrink(0.6).intersects(b.rect), "{a:?} {b:?}");
        }
    }
}

#[test]
fn with_twenty_thousand_passages_only_the_visible_part_is_laid_out() {
    let text = long_talk(10_000);
    let end = text.chars().count() as u32 - 200;
    let mut w = window("", vec![]);
    w.state_mut().view.idle_budget = 0.0;
    w.state_mut().source = SourceView::new(
        SourceId(2),
        "long".into(),
        SpokenText::find(text.into(), Origin::default()),
        many(20_000, end),
    );
    w.step();
    assert!((3..60).contains(&w.state().view.laid_out()), "{}", w.state().view.laid_out());
    // With a screen reader's tree: only the visible part is painted and named.
    let check = |w: &Window, what: &str| {
        let margin = w.state().view.margin();
        let named = margin.entries.iter().map(|entry| &entry.codings);
        let stripes: usize = named.chain(margin.more.iter().map(|list| &list.codings)).map(Vec::len).sum();
        assert!((1..200).contains(&stripes), "{what}: {stripes}");
        let shapes = w.output().shapes.len();
        assert!(shapes < 3_000, "{what}: {shapes}");
        stripes
    };
    w.run_steps(20);
    let before = check(&w, "scrolled to");
    let laid_out = w.state().view.laid_out();
    w.state_mut().source.change(&[], vec![passage(99_999, 10, 40, 3, 1)]);
    w.step();
    assert_eq!((check(&w, "coded"), w.state().view.laid_out()), (before + 1, laid_out));
}

#[test]
fn a_jump_puts_the_passage_a_third_from_the_top() {
    let text = long_talk(2_000);
    let mut w = window(&text, vec![]);
    let start = find(&text, "in the year 1500?");
    let State { view, source, .. } = w.state_mut();
    view.jump_to(source, CharRange::new(start, start + 11));
    w.run();
    let y = place(&w, start).y;
    assert!((y - 640.0 / 3.0).abs() < 30.0, "{y}");
    assert_eq!(selected(&w), "in the year");
}

#[test]
fn measuring_and_resizing_keep_the_place() {
    let text = long_talk(1_000);
    let mut w = window("", vec![]);
    w.state_mut().view.idle_budget = 0.0;
    w.state_mut().source =
        SourceView::new(SourceId(2), "long".into(), SpokenText::find(text.as_str().into(), Origin::default()), vec![]);
    w.step();
    let start = find(&text, "in the year 600?");
    let State { view, source, .. } = w.state_mut();
    view.jump_to(source, CharRange::new(start, start + 6));
    w.run();
    let before = place(&w, start).y;
    w.state_mut().view.idle_budget = 0.01;
    w.run();
    assert!((place(&w, start).y - before).abs() < 2.0, "measuring what is above must not move the text");
    w.set_size(vec2(640.0, 640.0));
    w.run();
    let after = w.state().view.position_of(&w.ctx, &w.state().source, CharPos(start));
    assert!(after.is_some_and(|p| (p.y - before).abs() < 160.0), "{before} {after:?}");
}

#[test]
fn dragging_beyond_the_edge_scrolls_and_selects_on() {
    let text = long_talk(300);
    let mut w = window(&text, vec![]);
    let from = place(&w, find(&text, "And what"));
    w.hover_at(from);
    w.drag_at(from);
    w.hover_at(pos2(from.x + 50.0, 700.0));
    w.step();
    w.run_steps(30);
    w.drop_at(pos2(from.x + 50.0, 639.0));
    w.run();
    let state = w.state();
    assert!(state.view.selection().is_some_and(|r| r.len() > 1_500), "{:?}", state.view.selection());
}

#[test]
fn of_a_two_megabyte_line_only_the_visible_part_is_laid_out() {
    let text = "We were poor at home, and so I went to the city. ".repeat(41_000);
    let mut w = window("", vec![]);
    w.state_mut().view.idle_budget = 0.0;
    w.state_mut().source = SourceView::new(
        SourceId(3),
        "giant".into(),
        SpokenText::find(text.into(), Origin::default()),
        many(2_000, 1_900_000),
    );
    w.step();
    let State { view, source, .. } = w.state_mut();
    view.jump_to(source, CharRange::new(1_000_000, 1_000_010));
    w.step();
    assert!(w.state().view.laid_out() < 8);
    let at = place(&w, 1_000_000);
    click(&mut w, at, PointerButton::Primary, Modifiers::NONE);
    assert_eq!(w.state().view.caret(), Some(CharPos(1_000_000)));
}

#[test]
fn a_screen_reader_finds_paragraphs_by_turn_speaker_and_words() {
    let mut w = window(TALK, vec![]);
    w.get_by_label("1 Interviewer: What made you leave? Was it hard?");
    w.get_by_label("That was all.");
    let start = find(TALK, "poor");
    w.state_mut().view.select(CharRange::new(start, start + 4));
    w.run();
    let node = w.get_by_role_and_label(egui::accesskit::Role::Document, "Transcript");
    assert_eq!(node.value().as_deref(), Some("poor"));
}

#[test]
fn a_label_alone_on_its_line_has_no_height() {
    let text = "### Tang:\nYes, I was.\n### Wang:\nWhy?\n### Tang:\nSo.\n### Wang:\nOh.";
    let w = window(text, vec![]);
    assert_eq!(w.state().view.laid_out(), 4);
    w.get_by_label("2 Wang: Why?");
}

#[test]
fn an_empty_document_is_shown_and_accepts_keys() {
    let mut w = window("", vec![]);
    click(&mut w, pos2(300.0, 300.0), PointerButton::Primary, Modifiers::NONE);
    for pressed in [Key::ArrowLeft, Key::ArrowDown, Key::PageUp, Key::End, Key::Home] {
        key(&mut w, Modifiers::SHIFT, pressed);
    }
    assert_eq!(selected(&w), "");
}
