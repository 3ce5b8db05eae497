//! Correcting a transcript in the window: passages that an edit cuts are shown before it is saved.

use super::support::Window;
use crate::importing::import;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::model::{CharPos, CharRange};

fn text(window: &Window) -> String {
    window.project().document.as_ref().unwrap().text().to_string()
}

/// Opens the editor with the caret at a position of the text, and types.
fn correct(window: &mut Window, at: u32, keys: &[Key], typed: &str) {
    window.drag(at, at + 1);
    window.key(Key::ArrowLeft);
    window.chord(Modifiers::COMMAND, Key::T);
    for &key in keys {
        window.key(key);
    }
    if !typed.is_empty() {
        window.type_text(typed);
    }
}

#[test]
fn a_correction_is_reviewed_then_saved_and_passages_follow() {
    let mut window = Window::sample();
    let before = text(&window);
    let (start, _) = window.find("There isn't so much");
    let document = window.project().document.as_ref().unwrap();
    let texts: Vec<String> = document.passages().iter().map(|p| document.slice(p.range).to_owned()).collect();
    correct(&mut window, start, &[], "Well. ");
    window.review_correction();
    assert!(window.has("1 change in the text"));
    window.click("Save changes");
    window.until("the text is the corrected one", |w| text(w).contains("Well. There isn't so much"));
    let document = window.project().document.as_ref().unwrap();
    let now: Vec<String> = document.passages().iter().map(|p| document.slice(p.range).to_owned()).collect();
    assert_eq!(now, texts);
    // Passages of others only moved, so there is nothing to ask about.
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undone", |w| text(w) == before);
}

#[test]
fn a_selection_stays_on_its_words_or_is_cleared_when_they_change() {
    let mut window = Window::sample();
    let correct_to = |window: &mut Window, text: String| {
        let (source, before) = {
            let document = window.project().document.as_ref().unwrap();
            (document.id, document.text().clone())
        };
        window.project_mut().link.execute(Command::EditText { source, before, text: text.clone() });
        window.until("it is corrected", |w| *w.project().document.as_ref().unwrap().text().as_ref() == *text);
    };
    let selected = |w: &Window| {
        let project = w.project();
        project.document.as_ref().unwrap().slice(project.selection).to_owned()
    };
    let (start, end) = window.find("There isn't so much");
    window.drag(start, end);
    let selection = selected(&window);
    let longer = text(&window).replacen("There isn't so much", "Well. There isn't so much", 1);
    correct_to(&mut window, longer);
    assert_eq!(selected(&window), selection);
    let other = text(&window).replacen("There isn't so much", "There is not so much", 1);
    correct_to(&mut window, other);
    assert!(window.project().selection.is_empty());
}

#[test]
fn the_review_and_the_question_before_undoing_count_the_same_passages() {
    let mut window = Window::sample();
    let before = text(&window);
    let other = window.project().study.as_deref().unwrap().user_named("Coder 2").unwrap().id;
    let document = window.project().document.clone().unwrap();
    let place = document.passages().iter().find(|p| p.user == other && p.range.len() > 8).unwrap().range.start.0 + 3;
    let review = |w: &Window| {
        let found = w.harness.query_all_by_label_contains("This changes").next();
        let node = found.map(|node| node.accesskit_node());
        node.and_then(|node| node.label().or_else(|| node.value())).unwrap_or_default()
    };
    correct(&mut window, place, &[], "¿");
    window.review_correction();
    let reviewed = review(&window);
    assert!(reviewed.ends_with(" of Coder 2."), "{reviewed}");
    window.click("Save changes");
    window.until("it is saved", |w| text(w) != before);
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undo asks first", |w| w.has("Undo this?") && review(w) == reviewed);
    window.harness.get_by_role_and_label(egui::accesskit::Role::Button, "Undo").click();
    window.until("undone", |w| text(w) == before);
}

#[test]
fn passages_cut_by_a_correction_are_named_beforehand_and_closing_loses_nothing() {
    let mut window = Window::sample();
    let before = text(&window);
    let (start, end) = window.find("Off where?");
    window.drag(start, end);
    window.code_with("Financial capital > Push > Low income");
    window.saved();
    correct(&mut window, start, &[Key::Delete; 10], "");
    window.review_correction();
    assert!(window.has("1 passage deleted because all of the text was deleted."));
    assert!(
        window.has("Financial capital > Push > Low income (Coder 1)") && window.has("is deleted"),
        "it has no memo"
    );
    window.chord(Modifiers::COMMAND, Key::W);
    assert!(window.has_part("You have unsaved changes to A."));
    window.click("Cancel");
    window.click("Back to editing");
    window.click("Discard changes");
    // Typed text is not lost by accident: the question has the focus, and Enter and Escape continue editing.
    for key in [Key::Enter, Key::Escape] {
        assert!(window.has("Discard your changes to A? What you typed will be lost."));
        window.key(key);
        assert!(window.has("Text of the document") && !window.has("Discard"));
        window.click("Discard changes");
    }
    window.click("Discard");
    window.saved();
    assert!(!window.has("Text of the document"));
    assert_eq!(text(&window), before);
}

#[test]
fn closing_shows_the_unsaved_correction_and_asks_what_becomes_of_it() {
    let mut window = Window::sample();
    correct(&mut window, 0, &[], "Well. ");
    let leave = |window: &mut Window| {
        window.chord(Modifiers::COMMAND, Key::ArrowDown);
        window.until("another is open", |w| w.project().document.as_ref().is_some_and(|d| d.name != "A"));
    };
    // Another correction has to wait for this one.
    leave(&mut window);
    window.chord(Modifiers::COMMAND, Key::T);
    window.until("the correction is in sight", |w| w.has("Text of the document"));
    assert!(window.has_part("changes to A"));
    leave(&mut window);
    let close = |window: &mut Window| {
        window.chord(Modifiers::COMMAND, Key::W);
        window.until("the correction is in sight", |w| w.has("Text of the document"));
        assert!(window.has("Unsaved changes") && window.has_part("changes to A"));
    };
    close(&mut window);
    window.click("Cancel");
    assert!(window.has("Text of the document") && !window.has("Unsaved changes"));
    close(&mut window);
    window.key(Key::Enter);
    window.until("it is reviewed", |w| w.has("Save changes"));
    window.click("Back to editing");
    close(&mut window);
    window.click("Discard");
    assert!(window.workspace().is_none());
}

#[test]
fn what_is_discarded_at_closing_is_not_restored_and_another_project_opens() {
    let mut window = Window::sample();
    correct(&mut window, 0, &[], "Well. ");
    let path = window.path("other.pullquote");
    drop(Project::create(&path, "Other").unwrap());
    window.harness.state_mut().open(Opening::Path(path));
    window.settle();
    window.click("Discard");
    window.until("it is open", |w| {
        w.workspace().is_some_and(|w| w.study.as_deref().is_some_and(|s| s.project.name == "Other"))
    });
}

/// The sample with one of its focus groups open.
fn with_group() -> Window {
    let mut window = Window::sample();
    window.click("Find a document");
    window.type_text("fgd 1");
    window.key(Key::Enter);
    window.until("the group is open", |w| w.project().document.as_ref().is_some_and(|one| one.name == "FGD 1"));
    window
}

#[test]
fn the_review_names_the_participants_whose_words_change() {
    let mut window = with_group();
    let document = window.project().document.clone().unwrap();
    let study = window.project().study.clone().unwrap();
    let map = &study.source(document.id).unwrap().speakers;
    let speech = document.turns().speech(document.index());
    // The first words of a participant, behind the label.
    let participant = |voice: u32| map.get(&speech.voices[voice as usize].label);
    let said = speech.utterances.iter().find(|said| participant(said.voice).is_some()).unwrap();
    let name = study.participant(participant(said.voice).unwrap()).unwrap().name.clone();
    correct(&mut window, said.words.start.0 + 3, &[], "well");
    window.review_correction();
    assert!(window.has(&format!("This changes words of {name}.")));
}

#[test]
fn the_review_names_new_speakers_who_are_no_participants() {
    let mut window = with_group();
    let document = window.project().document.clone().unwrap();
    let study = window.project().study.clone().unwrap();
    let map = &study.source(document.id).unwrap().speakers;
    let speech = document.turns().speech(document.index());
    let label = |voice: u32| speech.voices[voice as usize].label.as_str();
    let said = speech.utterances.iter().find(|said| map.get(label(said.voice)).is_some()).unwrap();
    // Somebody whose label has one figure more: in front of the colon, which the transcript does not show.
    correct(&mut window, said.words.start.0, &[Key::ArrowLeft; ": ".len()], "9");
    window.review_correction();
    let label = format!("{}9", label(said.voice));
    let sentence = format!("{label} is a new speaker, not yet a participant: choose who this is in Edit");
    assert!(window.has_part(&sentence), "{sentence}");
}

#[test]
fn the_review_shows_words_and_speakers_and_escape_goes_back() {
    let mut window = Window::sample();
    let document = window.project().document.clone().unwrap();
    let turns = document.turns();
    let label = |turn: usize| turns.speakers()[turns.turns()[turn].speaker].label.clone();
    let count = |label: &str| turns.turns().iter().filter(|turn| turns.speakers()[turn.speaker].label == label).count();
    // The second of three turns is given to the speaker of the first and the third.
    let (other, second) = (label(0), label(1));
    assert_eq!(label(2), other);
    let turn = turns.turns()[1].chars;
    let start = turn.start.0 + document.slice(turn).find(&second).unwrap() as u32;
    correct(&mut window, start, &vec![Key::Delete; second.chars().count()], &other);
    window.review_correction();
    assert!(window.has("1 change in the text") && window.has(&second) && window.has(&other));
    assert!(window.has(&format!("{second}: {} turns, previously {}", count(&second) - 1, count(&second))));
    assert!(window.has(&format!("{other}: {} turns, previously {}", count(&other) - 1, count(&other))));
    window.key(Key::Escape);
    assert!(window.has("Text of the document"), "Escape goes back to the text");
    window.review_correction();
    assert!(window.has("1 change in the text"));
}

#[test]
fn the_review_is_updated_if_the_document_changes_meanwhile() {
    let mut window = Window::sample();
    let (start, end) = window.find("There isn't so much");
    correct(&mut window, start, &[Key::Delete; 5], "It");
    window.review_correction();
    assert!(window.has("1 change in the text"));
    // A passage is added on these words.
    let document = window.project().document.clone().unwrap();
    let changed = |w: &Window| {
        let mut found = w.harness.query_all_by_label_contains("with changed text:").filter_map(|node| node.value());
        found.next().map_or(0, |label| label.split(' ').next().unwrap().parse().unwrap())
    };
    let code = document.passages()[0].code;
    let before: usize = changed(&window);
    window.project_mut().link.execute(Command::Code {
        source: document.id,
        range: CharRange::new(start, end),
        codes: vec![code],
    });
    window.until("it is counted", |w| changed(w) == before + 1);
    // The text changes: nothing is saved until the user has reviewed the correction again.
    let other = format!("Heard twice. {}", document.text());
    window.project_mut().link.execute(Command::EditText {
        source: document.id,
        before: document.text().clone(),
        text: other,
    });
    window.until("it is shown", |w| w.has_part("has changed in the meantime"));
    assert!(window.has("Text of the document"));
    window.review_correction();
    assert!(window.has("2 changes in the text") && window.has_part("was changed while you were editing it"));
    window.click("Save changes");
    window.until("it is kept", |w| text(w).contains("It isn't so much") && !text(w).contains("Heard twice"));
}

#[test]
fn the_corrected_words_stay_visible() {
    let mut window = Window::sample();
    let end = window.project().document.as_ref().unwrap().index().char_count();
    let late = end * 3 / 4;
    let document = window.project().document.clone().unwrap();
    window.harness.state_mut().code.transcript.jump_to(&document, CharRange::new(late, late + 1));
    window.settle();
    let at = window.place(late);
    let first = |w: &Window| w.harness.state().code.transcript.first_in_sight(w.project().document.as_ref().unwrap());
    assert!(first(&window).0 > 500, "it is scrolled");
    correct(&mut window, late, &[], "Well. ");
    window.review_correction();
    window.click("Save changes");
    window.until("it is kept", |w| text(w) != document.text().to_string() && !w.has("Save changes"));
    window.settle();
    let now = window.place(late);
    assert!((now.y - at.y).abs() < 60.0, "{at} {now}");
    window.chord(Modifiers::COMMAND, Key::Z);
    window.until("undone", |w| text(w) == document.text().to_string());
    window.settle();
    assert!(first(&window).0 > 500, "it is scrolled");
}

#[test]
fn the_list_marks_the_document_that_is_being_corrected() {
    let mut window = Window::sample();
    let described = |w: &Window| {
        let row = w.harness.get_by_label("Document A");
        row.accesskit_node().description().unwrap_or_default().ends_with("being edited")
    };
    let (start, _) = window.find("There isn't so much");
    correct(&mut window, start, &[], "");
    assert!(!described(&window), "nothing was typed");
    window.type_text("Well. ");
    assert!(described(&window));
    window.click("Document B");
    window.until("the other is there", |w| {
        w.project().document.as_ref().map(|document| document.id) == w.project().shown_document()
    });
    assert!(described(&window), "the mark stays while another document is read");
}

#[test]
fn a_key_confirms_a_review_only_after_it_has_been_read() {
    let mut window = Window::sample();
    let before = text(&window);
    let (start, _) = window.find("There isn't so much");
    correct(&mut window, start, &[], "Well. ");
    let enter = |pressed| Event::Key {
        key: Key::Enter,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers: Modifiers::COMMAND,
    };
    // Pressed, and held while the review appears: egui takes further presses for repetitions.
    window.harness.event(enter(true));
    while !window.has("Save changes") {
        window.harness.run_steps(1);
        window.harness.event(enter(true));
    }
    for _ in 0..8 {
        window.harness.run_steps(1);
        window.harness.event(enter(true));
    }
    window.harness.event(enter(false));
    window.settle();
    assert!(window.has("Save changes") && text(&window) == before, "a held key confirms nothing");
    window.chord(Modifiers::COMMAND, Key::Enter);
    window.until("it is saved", |w| text(w).contains("Well. There isn't so much"));
}

#[test]
fn escape_closes_a_correction_without_changes_and_asks_about_changes() {
    let mut window = Window::sample();
    let (start, _) = window.find("There isn't so much");
    correct(&mut window, start, &[], "");
    assert!(window.has("Text of the document"));
    window.key(Key::Escape);
    assert!(!window.has("Text of the document"));
    correct(&mut window, start, &[], "Well. ");
    window.key(Key::Escape);
    assert!(window.has_part("Discard your changes to"));
    window.key(Key::Escape);
    assert!(!window.has_part("Discard your changes to") && window.has("Text of the document"));
    assert!(window.harness.state().code.is_correcting(), "nothing is lost");
}

#[test]
fn the_review_says_how_many_passages_are_those_of_the_consensus() {
    let mut window = Window::sample();
    let (start, _) = window.find("There isn't so much");
    correct(&mut window, start, &[], "Well. ");
    window.review_correction();
    assert!(window.has_part("passages with unchanged text.") && !window.has_part("the consensus coding"));
    window.key(Key::Escape);
    window.click("Discard changes");
    window.click("Discard");
    window.project_mut().create_consensus();
    window.until("it is there", |w| w.project().questions.consensus.is_some());
    window.key(Key::Escape);
    window.saved();
    let document = window.project().document.clone().unwrap();
    let consensus = window.project().study.as_deref().unwrap().consensus().unwrap();
    window.until("its passages are there", |w| {
        w.project().document.as_ref().unwrap().passages().iter().any(|passage| passage.user == consensus)
    });
    let agreed = window.project().document.as_ref().unwrap().passages().iter().filter(|p| p.user == consensus).count();
    assert_eq!(document.id, window.project().document.as_ref().unwrap().id);
    correct(&mut window, start, &[], "Well. ");
    window.review_correction();
    assert!(window.has_part(&format!("{agreed} of them belong to the consensus coding.")));
    window.key(Key::Escape);
    window.click("Discard changes");
    window.click("Discard");
    // A change within a passage of the consensus names only the coders whose passages it changes, too.
    let of_consensus = |passage: &&pullquote::app::PassageView| passage.user == consensus && passage.range.len() > 8;
    let document = window.project().document.clone().unwrap();
    let place = document.passages().iter().find(of_consensus).unwrap().range.start.0 + 3;
    correct(&mut window, place, &[], "¿");
    window.review_correction();
    let changes = window.harness.query_all_by_label_contains("This changes").next().unwrap().accesskit_node();
    let changes = changes.label().or_else(|| changes.value()).unwrap();
    assert!(!changes.contains("consensus"), "{changes}");
}

#[test]
fn a_click_below_a_short_text_puts_the_caret_at_its_end() {
    let mut window = Window::new();
    let path = window.path("p.pullquote");
    let mut project = Project::create(&path, "p").unwrap();
    let file = window.path("short.txt");
    std::fs::write(&file, "One line.").unwrap();
    import(&mut project, file, true);
    let add = Command::AddCoder { name: "Ann".into() };
    project.execute(&add, &Actor::Nobody, &Progress::default()).unwrap();
    let ann = project.reads().study().unwrap().users[0].id;
    drop(project);
    window.harness.state_mut().open(Opening::Path(path));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.document.is_some()));
    window.project_mut().set_coder(Some(ann));
    window.chord(Modifiers::COMMAND, Key::T);
    let field = window.rect("Text of the document");
    window.click_at(egui::pos2(field.center().x, 600.0));
    window.type_text(" Two.");
    window.review_correction();
    window.click("Save changes");
    window.until("it is saved", |w| text(w) == "One line. Two.");
}

#[test]
fn after_a_correction_the_transcript_shows_the_corrected_words() {
    let mut window = Window::sample();
    let length = text(&window).chars().count() as u32;
    let seen = |w: &Window, at: u32| {
        let (shell, project) = (w.harness.state(), w.project());
        let document = project.document.as_ref().unwrap();
        shell.code.transcript.position_of(&w.harness.ctx, document, CharPos(at)).is_some()
    };
    correct(&mut window, 10, &[], "");
    assert!(!seen(&window, length - 2));
    // The reader goes to the end in the editor.
    window.chord(Modifiers { ctrl: true, ..Modifiers::COMMAND }, Key::End);
    window.type_text(" Goodbye");
    window.review_correction();
    window.click("Save changes");
    window.until("it is saved", |w| text(w).contains("Goodbye") && !w.has("Save changes"));
    window.until("the end is in sight", |w| seen(w, length));
    let caret = window.harness.state().code.transcript.caret();
    assert!(caret.is_some_and(|at| at.0 >= length), "{caret:?} of {length}");
    // Who has only looked stays where they were.
    window.chord(Modifiers::COMMAND, Key::T);
    window.key(Key::Escape);
    assert!(!window.has("Text of the document") && seen(&window, length));
}
