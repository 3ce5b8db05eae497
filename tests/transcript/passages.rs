//! Coded passages: stripes, entries in the margin, tooltips, outlines.

use super::support::*;
use egui::{Color32, Key, Modifiers, PointerButton, Shape, pos2, vec2};
use egui_kittest::kittest::Queryable;
use pullquote::app::PassageView;
use pullquote::gui::transcript::TranscriptEvent;
use pullquote::model::{CodeId, CodingId, UserId};

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

#[test]
fn overlapping_passages_keep_every_colour() {
    let start = find(TALK, "poor");
    // The last one begins within the others.
    let passages: Vec<_> = (0..4).map(|i| passage(i, start + if i == 3 { 5 } else { 0 }, start + 12, i, 1)).collect();
    let w = window(TALK, passages);
    let codes = [0, 1, 2, 3].map(|code| w.state().looks.codes[&CodeId(code)].color);
    let row = w.state().view.margin().stripes[0].rect.y_range();
    let all: Vec<(egui::Rect, Color32)> = filled(&w).into_iter().filter(|(rect, _)| rect.y_range() == row).collect();
    let tints: Vec<_> = all.iter().filter(|(rect, fill)| rect.width() > 20.0 && fill.a() < 250).collect();
    assert_eq!(tints.len(), 2, "one rectangle for the words of three, one for those of four: {tints:?}");
    for ((_, fill), count) in tints.iter().zip([3, 4]) {
        let layers = codes.iter().take(count).map(|[r, g, b]| Color32::from_rgb(*r, *g, *b).gamma_multiply(0.16));
        let over = layers.fold(Color32::WHITE, Color32::blend).to_array();
        let shown = Color32::WHITE.blend(*fill).to_array();
        assert!(over.iter().zip(shown).all(|(a, b)| a.abs_diff(b) <= 3), "{count}: {over:?} {shown:?}");
    }
    let [r, g, b] = codes[3];
    let row = tints[1].0;
    let notch = painted(&w, Color32::from_rgb(r, g, b)).into_iter().find(|n| n.left() == row.left()).unwrap();
    assert!(notch.width() <= 3.0 && notch.height() == row.height(), "{notch} {row}");
}

/// Twenty stretches of a long text, each coded so many times.
fn dense(times: usize) -> Window<'static> {
    let passages = (0..20 * times).map(|i| {
        let start = 30 * (i % 20) as u32;
        passage(i as i64 + 1, start, start + 40, (i / 20 % 60) as i64, 1)
    });
    window(&long_talk(400), passages.collect())
}

#[test]
fn what_is_painted_does_not_grow_with_the_passages_of_a_stretch() {
    let shapes = |times: usize| dense(times).output().shapes.len();
    let (some, many) = (shapes(30), shapes(300));
    assert!(many <= some + 10, "{some} {many}");
}

#[test]
fn tints_are_computed_again_only_where_something_has_changed() {
    let mut w = dense(30);
    let tinted = |w: &Window| w.state().view.tinted();
    let first = tinted(&w);
    assert!(first > 0);
    for x in 0..10 {
        w.hover_at(pos2(300.0 + x as f32, 300.0));
        w.step();
    }
    assert_eq!(tinted(&w), first, "the pointer has moved");
    w.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, -40.0),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    w.run();
    assert!(tinted(&w) <= first + 3, "only pieces that came into sight: {first} {}", tinted(&w));
    let before = tinted(&w);
    let laid_out = w.state().view.laid_out();
    w.state_mut().source.change(&[], vec![passage(90_000, 40, 90, 3, 1)]);
    w.run();
    assert_eq!(tinted(&w), before + laid_out, "a passage was added");
    w.state_mut().looks.codes.get_mut(&CodeId(3)).unwrap().color = [1, 2, 3];
    w.run();
    assert_eq!(tinted(&w), before + 2 * laid_out, "a code has another colour");
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
