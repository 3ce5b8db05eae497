//! Beginning a decision on a disagreement, replacing it and giving it up by key.

use super::comparing::{comparing, settled};
use super::support::Window;
use egui::Key;
use pullquote::app::compare_room::Scope;
use pullquote::model::Decision;

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
    // In the words of another extent, nothing can be typed: the keys of the room work.
    window.key(Key::W);
    assert!(window.has("Text to select from"));
    window.key(Key::B);
    assert_eq!(decision(&window), Some(Decision::Both));
    window.key(Key::Escape);
    // A reason that was typed stays for another decision; the first Escape only leads out of its field.
    window.key(Key::X);
    window.type_text("heard on the tape");
    window.key(Key::Escape);
    assert_eq!(decision(&window), Some(Decision::Neither));
    window.key(Key::Escape);
    assert_eq!(decision(&window), None);
    // It also stays while another disagreement is shown.
    window.key(Key::J);
    window.key(Key::B);
    assert_eq!(window.project().rooms.compare.draft.reason, "", "the reason belongs to its disagreement");
    window.key(Key::Escape);
    window.key(Key::K);
    window.key(Key::B);
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
