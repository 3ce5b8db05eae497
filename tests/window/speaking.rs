//! Stating which participants the speakers of documents are: when documents are imported, and afterwards.

use super::support::*;
use egui::Key;
use egui_kittest::kittest::{NodeT, Queryable};
use pullquote::app::importing::Importing;
use pullquote::engine::import::{ImportOptions, ImportPlan, Reading};
use pullquote::engine::session::Opening;
use pullquote::engine::{Actor, Command, Progress, Project};
use pullquote::gui::dialogs::Picked;
use pullquote::model::{Described, VariableKind};
use std::sync::Arc;

const GROUP: &str = "MOD: Who left?\nAna: I did. No money.\nWoman 4: Me too.\nMOD: And why?\nAna: The rent.\n\
                     All: Yes!\nWoman 4: The land.\n";
const TALK: &str = "I: Why?\nBen: My mother is old.\nI: And now?\nBen: I stay.\n";

/// A window on a project with the participants Ana and Ben, and these documents.
fn window(documents: &[(&str, &str)]) -> Window {
    let mut window = Window::new();
    let path = window.path("p.pullquote");
    let mut project = Project::create(&path, "p").unwrap();
    let mut run = |command: &Command| {
        project.execute(command, &Actor::named(Some("C")), &Progress::default()).unwrap();
    };
    for name in ["Ana", "Ben"] {
        run(&Command::AddParticipant { name: name.into() });
    }
    run(&Command::AddAttribute { of: Described::Participants, name: "age".into(), kind: VariableKind::Number });
    for (name, text) in documents {
        let file = window.path(&format!("{name}.txt"));
        std::fs::write(&file, text).unwrap();
        let plan = ImportPlan::read(project.reads(), &[file], &Reading::default(), &Progress::default()).unwrap();
        let command = Command::TakeImport { plan: Arc::new(plan), how: ImportOptions::default() };
        project.execute(&command, &Actor::named(Some("C")), &Progress::default()).unwrap();
    }
    drop(project);
    window.harness.state_mut().open(Opening::Path(path));
    window.until("it is open", |w| w.workspace().is_some_and(|w| w.study.is_some()));
    window
}

/// Labels and participants of a document.
fn map(window: &Window, document: &str) -> Vec<(String, String)> {
    let study = window.project().study.clone().unwrap();
    let source = study.source_named(document).unwrap();
    let name = |id| study.participant(id).unwrap().name.clone();
    source.speakers.iter().map(|(label, id)| (label.to_owned(), name(id))).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(label, name)| ((*label).to_owned(), (*name).to_owned())).collect()
}

/// Opens the preview of an import of groups with these names, whose speakers become participants.
fn preview_groups(window: &mut Window, names: &[&str]) {
    let files: Vec<_> = names.iter().map(|name| window.path(&format!("{name}.txt"))).collect();
    files.iter().for_each(|file| std::fs::write(file, GROUP).unwrap());
    *window.answer.lock().unwrap() = Picked::Paths(files);
    window.menu("File", "Import documents…");
    window.until("everything is read", |w| matches!(w.project().rooms.importing, Some(Importing::Preview(_))));
    window.click("Create a participant for each speaker");
}

#[test]
fn the_import_shows_whom_speakers_become_and_the_report_says_it() {
    let mut window = window(&[]);
    preview_groups(&mut window, &["FGD"]);
    window.until("the choice is shown", |w| w.has("Ana is: Ana"));
    assert!(window.has("Woman 4 is: new: Woman 4") && window.has("All is: no participant"));
    assert!(!window.has_part("MOD is: "), "interviewers are no participants");
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    // The namesake is somebody else.
    window.click("Ana is: Ana");
    window.click("New participant “FGD: Ana”");
    window.until("it is chosen", |w| w.has("Ana is: new: FGD: Ana"));
    window.click("Woman 4 is: new: Woman 4");
    window.type_text("be");
    window.key(Key::Enter);
    window.until("the first match is chosen", |w| w.has("Woman 4 is: Ben"));
    window.click("Import 1 document");
    window.until("the report is there", |w| w.has_part("1 new participant"));
    assert!(window.has_part("these speakers were joined to participants of the project: Woman 4 (Ben)"));
    window.key(Key::Enter);
    assert_eq!(map(&window, "FGD"), pairs(&[("Ana", "FGD: Ana"), ("Woman 4", "Ben")]));
}

#[test]
fn namesakes_in_an_import_are_suggested_and_two_speakers_can_be_one_new_person() {
    let mut window = window(&[]);
    preview_groups(&mut window, &["North", "South"]);
    window.until("nobody is joined", |w| w.has("Ana is: new: North: Ana"));
    // One suggestion is taken where it stands, the others at once.
    window.click("Suggestion: Ana");
    window.until("one is joined", |w| w.has("Ana is: Ana") && w.has("Use 1 suggestion"));
    window.click("Use 1 suggestion");
    window.until("both are joined", |w| w.has("Ana is: Ana") && !w.has_part("suggestion"));
    // The women are one person.
    window.click("Woman 4 is: new: North: Woman 4");
    window.type_text("south");
    window.key(Key::Enter);
    window.until("the other one is chosen", |w| w.has("Woman 4 is: new: South: Woman 4"));
    window.click("Import 2 documents");
    window.until("the report is there", |w| w.has_part("1 new participant"));
    window.key(Key::Enter);
    assert_eq!(map(&window, "North"), pairs(&[("Ana", "Ana"), ("Woman 4", "South: Woman 4")]));
    assert_eq!(map(&window, "South"), pairs(&[("Ana", "Ana"), ("Woman 4", "South: Woman 4")]));
}

#[test]
fn who_speaks_is_stated_in_several_documents_at_once_and_undone_in_one_step() {
    let mut window = window(&[("FGD", GROUP), ("Talk", TALK)]);
    window.menu("Edit", "Speakers and participants…");
    window.until("the speakers are there", |w| w.has("Ana is: no participant"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    assert!(window.has("MOD is: interviewer") && window.has_part("2 turns, 25 characters: “I did. No money.”"));
    assert!(!window.is_enabled("Apply"));
    window.click("All documents");
    window.until("both are there", |w| w.has("Ben is: no participant"));
    window.click("Use 2 suggestions");
    assert!(window.has("Ana is: Ana") && window.has("Ben is: Ben"));
    window.click("Woman 4 is: no participant");
    window.type_text("Rosa");
    window.key(Key::Enter);
    window.until("she is chosen, and the dialog stays", |w| w.has("Woman 4 is: new: Rosa"));
    assert!(window.has("3 speakers changed, 1 new participant"));
    window.key(Key::Escape);
    assert!(window.has("Discard what you entered here?"), "Escape asks first");
    window.click("Keep editing");
    window.click("Apply");
    window.until("it is saved", |w| !w.has("Speakers and participants"));
    assert_eq!(map(&window, "FGD"), pairs(&[("Ana", "Ana"), ("Woman 4", "Rosa")]));
    assert_eq!(map(&window, "Talk"), pairs(&[("Ben", "Ben")]));
    window.saved();
    window.chord(egui::Modifiers::COMMAND, Key::Z);
    window.until("all of it is undone", |w| map(w, "FGD").is_empty() && map(w, "Talk").is_empty());
    assert_eq!(window.project().study.as_ref().unwrap().participants.len(), 2);
}

#[test]
fn a_document_of_one_participant_is_warned_about_before_it_belongs_to_its_speakers() {
    let mut window = window(&[("Talk", TALK)]);
    let study = window.project().study.clone().unwrap();
    let (source, ana) = (study.sources[0].id, study.participant_named("Ana").unwrap().id);
    let tie = Command::TieDocuments { sources: vec![source], participant: Some(ana) };
    window.harness.state_mut().workspace.as_mut().unwrap().link.execute(tie);
    window.saved();
    window.menu("Edit", "Speakers and participants…");
    window.until("the speakers are there", |w| w.has("Ben is: by the document: Ana"));
    window.click("Ben?");
    assert!(window.has("Talk belongs to one participant now, and will belong to its speakers instead."));
    window.click("Apply");
    window.until("it is said", |w| w.has_part("1 document no longer belongs to one participant"));
    assert_eq!(map(&window, "Talk"), pairs(&[("Ben", "Ben")]));
}

#[test]
fn nobody_is_suggested_whom_the_document_names_already() {
    let mut window = window(&[("Talk", TALK)]);
    let study = window.project().study.clone().unwrap();
    let (source, ben) = (study.sources[0].id, study.participant_named("Ben").unwrap().id);
    let tie = Command::TieDocuments { sources: vec![source], participant: Some(ben) };
    window.harness.state_mut().workspace.as_mut().unwrap().link.execute(tie);
    window.saved();
    window.menu("Edit", "Speakers and participants…");
    window.until("the speakers are there", |w| w.has("Ben is: by the document: Ben"));
    assert!(!window.has("Ben?") && !window.has_part("suggestion"));
}

#[test]
fn words_of_the_list_typed_into_it_make_nobody_a_participant() {
    let mut window = window(&[("FGD", GROUP)]);
    window.menu("Edit", "Speakers and participants…");
    window.until("the speakers are there", |w| w.has("Woman 4 is: no participant"));
    let before = window.rect("Woman 4 is: no participant");
    window.click("Woman 4 is: no participant");
    window.type_text("Rosa");
    assert_eq!(window.rect("Woman 4 is: no participant"), before, "the rows stay where they are");
    window.key(Key::Enter);
    window.until("she is chosen", |w| w.has("Woman 4 is: new: Rosa"));
    window.click("Woman 4 is: new: Rosa");
    window.type_text("no part");
    window.key(Key::Enter);
    window.until("she is nobody", |w| w.has("Woman 4 is: no participant"));
    // What only contains letters of these words is a name.
    window.click("Woman 4 is: no participant");
    window.type_text("Art");
    window.key(Key::Enter);
    window.until("it is a name", |w| w.has("Woman 4 is: new: Art"));
}

#[test]
fn two_participants_are_joined_after_a_preview() {
    let mut window = window(&[("FGD", GROUP), ("Talk", TALK)]);
    let study = window.project().study.clone().unwrap();
    let id = |name: &str| study.participant_named(name).unwrap().id;
    let age = |participant, value: &str| Command::SetValue {
        participant,
        variable: study.variables[0].id,
        value: Some(value.into()),
    };
    let tie =
        Command::TieDocuments { sources: vec![study.source_named("Talk").unwrap().id], participant: Some(id("Ben")) };
    for command in [age(id("Ana"), "30"), age(id("Ben"), "31"), tie] {
        window.harness.state_mut().workspace.as_mut().unwrap().link.execute(command);
        window.saved();
    }
    window.menu("Edit", "Speakers and participants…");
    window.click("Join two participants…");
    assert!(!window.is_enabled("Join participants"));
    window.click("This participant is deleted: Choose a participant…");
    window.type_text("ben");
    window.key(Key::Enter);
    window.until("one is chosen", |w| w.has("This participant is deleted: Ben"));
    window.click("and becomes part of: Choose a participant…");
    window.type_text("ana");
    window.key(Key::Enter);
    window.until("both are chosen", |w| w.is_enabled("Join participants"));
    assert!(window.has("Documents that will belong to Ana: Talk") && window.has("age: “30” stays, “31” is lost"));
    assert_eq!(nameless(&window.harness), Vec::<String>::new());
    window.click("Join participants");
    window.until("they are one", |w| w.project().study.as_ref().unwrap().participants.len() == 1);
    window.until("the speakers are shown again", |w| w.has("Speakers and participants"));
}

#[test]
fn turns_are_counted_and_not_the_lines_with_a_label() {
    let mut window = window(&[("Talk", "I: Why?\nBen: One.\nBen: Two.\nI: And now?\nBen: Three.\n")]);
    window.menu("Edit", "Speakers and participants…");
    window.until("the speakers are there", |w| w.has("Ben is: no participant"));
    assert!(window.has_part("2 turns, ") && !window.has_part("3 turns"));
}

#[test]
fn the_dialog_of_speakers_fits_a_narrow_window() {
    let mut window = window(&[("FGD", GROUP), ("Talk", TALK)]);
    window.menu("Edit", "Speakers and participants…");
    window.until("the speakers are there", |w| w.has("Ana is: no participant"));
    // 1024×640 points, and 1280×800 and 1024×640 at a zoom of 150 %.
    for (width, height) in [(1024.0, 640.0), (853.0, 533.0), (683.0, 427.0)] {
        window.harness.set_size(egui::vec2(width, height));
        window.settle();
        window.settle();
        for label in ["Ana is: no participant", "Ana?", "MOD is: interviewer", "Apply", "Cancel"] {
            let rect = window.rect(label);
            assert!(rect.left() >= 0.0 && rect.right() <= width - 24.0, "{width}: {label} {rect}");
        }
    }
}

#[test]
fn a_list_in_a_dialog_opens_as_often_as_it_is_clicked() {
    let mut window = window(&[("FGD", GROUP)]);
    window.menu("Edit", "Speakers in this document…");
    window.until("the labels are there", |w| w.has("MOD is interviewer"));
    // A quick click presses and releases between two frames.
    let quick = |window: &mut Window, pos: egui::Pos2| {
        window.harness.hover_at(pos);
        window.settle();
        for pressed in [true, false] {
            let (button, modifiers) = (egui::PointerButton::Primary, egui::Modifiers::NONE);
            window.harness.event(egui::Event::PointerButton { pos, button, pressed, modifiers });
        }
        window.settle();
    };
    for role in ["speaker", "interviewer", "no speaker", "speaker"] {
        let list = window.rect_starting("MOD is ").center();
        quick(&mut window, list);
        let place = {
            let mut entries = window.harness.query_all_by_role(egui::accesskit::Role::Button);
            let entry = entries.rfind(|node| node.accesskit_node().label().as_deref() == Some(role));
            entry.unwrap_or_else(|| panic!("{role} is listed")).rect().center()
        };
        quick(&mut window, place);
        window.until(role, |w| w.has(&format!("MOD is {role}")));
    }
}

#[test]
fn roles_of_speakers_can_be_chosen_in_a_narrow_window() {
    let mut window = window(&[]);
    let file = window.path("FGD.txt");
    std::fs::write(&file, GROUP.repeat(9)).unwrap();
    *window.answer.lock().unwrap() = Picked::Paths(vec![file]);
    window.menu("File", "Import documents…");
    window.until("everything is read", |w| matches!(w.project().rooms.importing, Some(Importing::Preview(_))));
    for (width, height) in [(1024.0, 640.0), (853.0, 533.0)] {
        window.harness.set_size(egui::vec2(width, height));
        window.settle();
        window.settle();
        let bottom = window.rect("Cancel").top();
        for label in ["MOD is interviewer", "Ana is speaker", "Woman 4 is speaker"] {
            let rect = window.rect(label);
            assert!(rect.right() <= width - 40.0 && rect.width() >= 80.0, "{width}: {label} {rect}");
            assert!(rect.bottom() <= bottom, "{height}: {label} {rect} above {bottom}");
        }
    }
}

#[test]
fn beside_a_speaker_only_their_own_words_of_a_document_are_counted() {
    let mut window = window(&[("FGD", GROUP)]);
    let study = window.project().study.clone().unwrap();
    let (source, ana) = (study.sources[0].id, study.participant_named("Ana").unwrap().id);
    let who = pullquote::model::SpeakerIs::Participant(ana);
    let entries = vec![pullquote::model::SpeakerEntry { source, label: "Ana".into(), who }];
    window.project_mut().link.execute(Command::MapSpeakers { entries, deleted: vec![] });
    window.saved();
    window.project_mut().show_room(pullquote::app::room::Room::Documents);
    window.project_mut().rooms.documents.tab = pullquote::app::documents_room::DocumentsPage::Participants;
    window.settle();
    window.click("Participant Ana");
    let words = "I did. No money.".len() + "The rent.".len();
    window.until("they are counted", |w| {
        let row = w.harness.get_by_label("Open document FGD");
        row.accesskit_node().description() == Some(format!("{words} characters"))
    });
}

#[test]
fn a_document_of_one_participant_says_whose_its_passages_are() {
    let mut window = window(&[("Talk", TALK)]);
    let study = window.project().study.clone().unwrap();
    let (source, ben) = (study.source_named("Talk").unwrap().id, study.participant_named("Ben").unwrap().id);
    window.project_mut().link.execute(Command::TieDocuments { sources: vec![source], participant: Some(ben) });
    window.saved();
    window.menu("Edit", "Speakers and participants…");
    let words = "All passages in this document count for Ben, including the interviewer’s words, until you say here who speaks.";
    window.until("the speakers are there", |w| w.has(words));
}
