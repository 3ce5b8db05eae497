//! The window's thread detects no speakers and compares no texts: it asks for them, and stays usable meanwhile.

use super::leaving::act;
use super::support::Window;
use egui::{Key, Modifiers};
use pullquote::app::action::{Action, DocumentAct};
use pullquote::app::importing::{ImportPreview, Importing};
use pullquote::model::SpeakerRole;
use pullquote::text::turns::found_on_this_thread;

const TALK: &str = "Ann: Why?\nBob: Because.\nAnn: And?\nBob: So.\n";

fn preview(window: &mut Window) -> &mut ImportPreview {
    match &mut window.project_mut().rooms.importing {
        Some(Importing::Preview(preview) | Importing::Speakers { preview, .. }) => preview,
        _ => panic!("a preview is open"),
    }
}

fn detected(window: &Window) -> bool {
    match &window.project().rooms.importing {
        Some(Importing::Preview(preview) | Importing::Speakers { preview, .. }) => {
            !preview.is_rereading() && preview.lines().is_some()
        }
        _ => false,
    }
}

/// Performs an act in frames of the window; fails if a text was searched for speakers on the window's thread.
fn in_frames(window: &mut Window, what: &str, act: impl FnOnce(&mut Window), done: fn(&Window) -> bool) {
    let before = found_on_this_thread();
    act(window);
    window.until(what, done);
    assert_eq!(found_on_this_thread(), before, "{what}");
}

#[test]
fn speakers_are_detected_outside_the_frames_of_the_window() {
    let mut window = Window::new();
    in_frames(&mut window, "a document is opened", Window::open_sample, |w| w.project().document.is_some());
    let paths: Vec<_> = ["a.txt", "b.txt"].map(|name| window.path(name)).to_vec();
    paths.iter().for_each(|path| std::fs::write(path, TALK).unwrap());
    in_frames(&mut window, "files are previewed", |w| w.project_mut().begin_import(paths), detected);
    type Rule = (&'static str, fn(&mut ImportPreview));
    let rules: [Rule; 4] = [
        ("a role is set", |preview| preview.set_role("Ann", Some(SpeakerRole::Nobody))),
        ("lines without a label get a speaker", |preview| preview.set_unlabelled("Eve")),
        ("a pattern is set", |preview| {
            preview.pattern = "(Bob):".into();
            preview.use_pattern();
        }),
        ("detection is off", |preview| preview.set_off(true)),
    ];
    for (what, set) in rules {
        in_frames(&mut window, what, |w| set(preview(w)), detected);
    }
    assert_eq!(preview(&mut window).document().unwrap().found.turns, 0);
    // A document that is left at once after a change is still detected anew.
    let leave = |w: &mut Window| {
        let preview = preview(w);
        preview.set_off(false);
        preview.choose(1);
    };
    in_frames(&mut window, "another document is chosen", leave, detected);
    assert_eq!(preview(&mut window).plan.documents[0].found.speakers.len(), 2, "Bob and Eve");
    in_frames(
        &mut window,
        "the import is left",
        |w| w.project_mut().leave_import(),
        |w| w.project().rooms.importing.is_none(),
    );
    in_frames(&mut window, "speakers are reviewed", |w| act(w, Action::Document(DocumentAct::Speakers)), detected);
    in_frames(
        &mut window,
        "the review is left",
        |w| w.project_mut().leave_import(),
        |w| w.project().rooms.importing.is_none(),
    );
    let correct = |w: &mut Window| {
        let (start, end) = w.find("Off where?");
        w.drag(start, end);
        w.chord(Modifiers::COMMAND, Key::T);
        w.type_text("Well. ");
        w.review_correction();
    };
    in_frames(&mut window, "a correction is reviewed", correct, |w| w.has("1 change in the text"));
}
